//! The keys, from the key table.
use super::chrome::put;
use super::theme::Theme;
use crate::app::{App, Group};
use crate::typeset::{Role, width, words};
use ratatui::Frame;
use ratatui::layout::Rect;

/// A line of the help: what stands in the column of keys, what behind it.
enum Entry {
    Heading(&'static str),
    Key(String, String),
    More(String),
    Gap,
}

/// The lines of the help in so many columns.
fn entries(app: &App, columns: usize) -> Vec<Entry> {
    let keys = if columns < 44 { 13 } else { 22 };
    let mut entries = Vec::new();
    for group in Group::ALL {
        if !entries.is_empty() {
            entries.push(Entry::Gap);
        }
        entries.push(Entry::Heading(group.name()));
        for binding in app.keys.lines().iter().filter(|line| line.group == group) {
            let names = binding.names();
            let room = columns.saturating_sub(keys + 2).max(10);
            let mut set = words(binding.help, Role::Body, room).into_iter();
            let names = names.join("  ");
            // Keys that are wider than their column stand on a line of their own.
            let first = if width(&names) + 2 > keys {
                String::new()
            } else {
                set.next().map(|line| line.text()).unwrap_or_default()
            };
            entries.push(Entry::Key(names, first));
            entries.extend(set.map(|line| Entry::More(line.text())));
        }
    }
    entries.push(Entry::Gap);
    entries.push(Entry::Heading("The mouse"));
    for line in words(
        "The wheel scrolls; a click selects a row, a hit or a facet, or follows a name, a footnote or a tab; a second \
         click opens.",
        Role::Body,
        columns,
    ) {
        entries.push(Entry::More(line.text()));
    }
    if !app.troubles.is_empty() {
        entries.push(Entry::Gap);
        entries.push(Entry::Heading("Could not be read"));
        for trouble in &app.troubles {
            entries
                .extend(words(trouble, Role::Body, columns).into_iter().map(|line| Entry::More(line.text())));
        }
    }
    entries
}

pub fn draw(app: &App, top: usize, theme: &Theme, area: Rect, frame: &mut Frame) {
    super::clear(theme, area, frame);
    let inner = framed(theme, area, "Keys", frame);
    let columns = usize::from(inner.width);
    let entries = entries(app, columns);
    let keys = if columns < 44 { 13 } else { 22 };
    let height = usize::from(inner.height);
    let top = top.min(entries.len().saturating_sub(height));
    let buffer = frame.buffer_mut();
    for (row, entry) in entries.iter().skip(top).take(height).enumerate() {
        let line = Rect { y: inner.y + row as u16, height: 1, ..inner };
        match entry {
            Entry::Gap => {}
            Entry::Heading(name) => {
                put(buffer, line, 0, name, theme.heading, theme);
            }
            Entry::Key(names, help) => {
                let wide = if help.is_empty() { line.width } else { (keys as u16).min(line.width) };
                let left = Rect { width: wide, ..line };
                put(buffer, left, 1, names, theme.key, theme);
                put(buffer, line, keys as u16 + 1, help, theme.text, theme);
            }
            Entry::More(help) => {
                let indent = keys as u16 + 1;
                let indent = if width(help) + usize::from(indent) > columns { 1 } else { indent };
                put(buffer, line, indent, help, theme.text, theme);
            }
        }
    }
    let below = entries.len().saturating_sub(top + height);
    if below > 0 && area.height > 2 {
        let words = format!(" {below} more, j scrolls, Esc closes ");
        let at = Rect { y: area.bottom() - 1, height: 1, ..area };
        put(frame.buffer_mut(), at, 3, &words, theme.dim, theme);
    }
}

/// Draws a frame with a title; the area inside it.
pub(super) fn framed(theme: &Theme, area: Rect, title: &str, frame: &mut Frame) -> Rect {
    let buffer = frame.buffer_mut();
    if area.height < 3 || area.width < 8 {
        return area;
    }
    let rule = theme.glyphs.horizontal.repeat(usize::from(area.width));
    for y in [area.y, area.bottom() - 1] {
        buffer.set_string(area.x, y, &rule, theme.rule);
    }
    for y in area.y + 1..area.bottom() - 1 {
        buffer.set_string(area.x, y, theme.glyphs.vertical, theme.rule);
        buffer.set_string(area.right() - 1, y, theme.glyphs.vertical, theme.rule);
    }
    let (right, below) = (area.right() - 1, area.bottom() - 1);
    let places = [(area.x, area.y), (right, area.y), (area.x, below), (right, below)];
    for (corner, (x, y)) in theme.glyphs.corners.iter().zip(places) {
        buffer.set_string(x, y, corner, theme.rule);
    }
    put(buffer, Rect { height: 1, ..area }, 2, &format!(" {title} "), theme.frame_title, theme);
    Rect { x: area.x + 2, y: area.y + 1, width: area.width - 4, height: area.height - 2 }
}
