//! The keys, from the key table.
use super::chrome::put;
use super::prompt::Typed;
use super::theme::Theme;
use crate::app::keymap::Bound;
use crate::app::{Action, App, Context, Group, Help};
use crate::typeset::{Role, width, words};
use ratatui::Frame;
use ratatui::layout::Rect;

/// A line of the help: what stands in the column of keys, what behind it.
enum Entry {
    Heading(String),
    Key(String, String),
    More(String),
    Gap,
}

/// Writes the lines of some keys behind a heading; nothing where there are none.
fn keys_of<'a>(
    heading: String,
    lines: impl Iterator<Item = &'a Bound>,
    columns: usize,
    entries: &mut Vec<Entry>,
) {
    let keys = key_columns(columns);
    let mut heading = Some(heading);
    for line in lines {
        if let Some(heading) = heading.take() {
            if !entries.is_empty() {
                entries.push(Entry::Gap);
            }
            entries.push(Entry::Heading(heading));
        }
        let room = columns.saturating_sub(keys + 2).max(10);
        let mut set = words(line.help, Role::Body, room).into_iter();
        let names = line.names().join("  ");
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

fn key_columns(columns: usize) -> usize {
    if columns < 44 { 13 } else { 22 }
}

/// Whether a line of the table has all these words: in its keys, its name, or what it does.
fn fits(line: &Bound, words: &str) -> bool {
    let all = format!("{} {} {}", line.names().join(" "), line.action.name(), line.help).to_lowercase();
    words.split_whitespace().all(|word| all.contains(&word.to_lowercase()))
}

/// The lines of the help in so many columns: the keys of the place that the reader was in come first, and of those
/// the ones that hold in few places.
fn entries(app: &App, help: &Help, columns: usize) -> Vec<Entry> {
    let mut entries = Vec::new();
    let (mut here, elsewhere): (Vec<&Bound>, Vec<&Bound>) = app
        .keys
        .lines()
        .iter()
        .filter(|line| !line.strokes.is_empty() && fits(line, &help.filter.text))
        .partition(|line| line.contexts.contains(&help.of));
    here.sort_by_key(|line| line.contexts.len());
    keys_of(format!("Here: {}", place(help.of)), here.into_iter(), columns, &mut entries);
    for group in Group::ALL {
        let lines = elsewhere.iter().copied().filter(|line| line.group == group);
        keys_of(format!("Elsewhere: {}", group.name()), lines, columns, &mut entries);
    }
    if entries.is_empty() {
        entries.push(Entry::Heading("No key has these words.".into()));
    }
    if !help.filter.text.is_empty() {
        return entries;
    }
    entries.push(Entry::Gap);
    entries.push(Entry::Heading("The mouse".into()));
    for line in words(
        "The wheel scrolls; a click selects a row, a hit or a facet, or follows a name, a footnote or a tab; a second \
         click opens. Hints in the line at the bottom are clicked as well; the right button goes back. Dragging selects \
         words of the text, two clicks in quick succession take a word, three a paragraph, Shift and a click extends: \
         y copies. The line between the panes is dragged; two clicks put it back.",
        Role::Body,
        columns,
    ) {
        entries.push(Entry::More(line.text()));
    }
    if !app.troubles.is_empty() {
        entries.push(Entry::Gap);
        entries.push(Entry::Heading("Could not be read".into()));
        for trouble in &app.troubles {
            entries
                .extend(words(trouble, Role::Body, columns).into_iter().map(|line| Entry::More(line.text())));
        }
    }
    entries
}

/// A place as a heading tells it.
fn place(context: Context) -> &'static str {
    match context {
        Context::List => "the tree",
        Context::Reader => "the text",
        Context::Map => "the map",
        Context::Hits => "what was found",
        Context::Facets => "the facets",
        Context::Prompt
        | Context::Lookup
        | Context::Query
        | Context::Sides
        | Context::Terms
        | Context::Note => "while typing",
        Context::Help => "these keys",
        Context::Themes => "the themes",
        Context::Slip => "the slip below the text",
        Context::Command => "the command line",
        Context::Compare => "the comparison",
        Context::Timeline => "the timeline",
    }
}

pub fn draw(app: &App, help: &Help, theme: &Theme, area: Rect, frame: &mut Frame) {
    super::clear(theme, area, frame);
    let inner = framed(theme, area, "Keys", frame);
    let columns = usize::from(inner.width);
    let entries = entries(app, help, columns);
    let keys = key_columns(columns);
    let asked = help.typing || !help.filter.text.is_empty();
    let line = Rect { height: inner.height.min(1), ..inner };
    let inner = if asked && inner.height > 2 {
        Typed { line: &help.filter, sign: "/", typing: help.typing }.draw(0, theme, line, frame);
        Rect { y: inner.y + 2, height: inner.height - 2, ..inner }
    } else {
        inner
    };
    let height = usize::from(inner.height);
    let top = help.top.min(entries.len().saturating_sub(height));
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
        let key = |action| app.keys.name_of(Context::Help, action);
        let words = format!(
            " {below} more, {} scrolls, {} finds, {} closes ",
            key(Action::Down),
            key(Action::Filter),
            key(Action::Escape)
        );
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
