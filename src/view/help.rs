//! The keys, from the key table.
use super::chrome::put;
use super::prompt::Typed;
use super::theme::Theme;
use crate::app::help::{Line as HelpLine, key_columns, lines};
use crate::app::{Action, App, Context, Help, layout};
use crate::typeset::width;
use ratatui::Frame;
use ratatui::layout::Rect;

pub fn draw(app: &App, help: &Help, theme: &Theme, area: Rect, frame: &mut Frame) {
    super::clear(theme, area, frame);
    framed(theme, area, "Keys", frame);
    let (typed, inner) = help.areas(area);
    let columns = usize::from(inner.width);
    let entries = lines(app, help, columns);
    let keys = key_columns(columns);
    if let Some(line) = typed {
        Typed { line: &help.filter, sign: "/", typing: help.typing }.draw(0, theme, line, frame);
    }
    let height = usize::from(inner.height);
    let top = help.top;
    let buffer = frame.buffer_mut();
    for (row, entry) in entries.iter().skip(top).take(height).enumerate() {
        let line = Rect { y: inner.y + row as u16, height: 1, ..inner };
        match entry {
            HelpLine::Gap => {}
            HelpLine::Heading(name) => {
                put(buffer, line, 0, name, theme.heading, theme);
            }
            HelpLine::Key(names, help) => {
                let wide = if help.is_empty() { line.width } else { (keys as u16).min(line.width) };
                let left = Rect { width: wide, ..line };
                put(buffer, left, 1, names, theme.key, theme);
                put(buffer, line, keys as u16 + 1, help, theme.text, theme);
            }
            HelpLine::More(help) => {
                let indent = keys as u16 + 1;
                let indent = if width(help) + usize::from(indent) > columns { 1 } else { indent };
                put(buffer, line, indent, help, theme.text, theme);
            }
        }
    }
    let below = entries.len().saturating_sub(top + height);
    if below > 0 && area.height > 2 {
        let key = |action| app.keys.name_of(Context::Help, action);
        let told = [(Action::Down, "scrolls"), (Action::Filter, "finds"), (Action::Escape, "closes")];
        // As many as there is room for, whole.
        let room = usize::from(area.width.saturating_sub(6));
        let mut words = format!(" {below} more");
        for (action, what) in told {
            let longer = format!("{words}, {} {what}", key(action));
            if width(&longer) > room {
                break;
            }
            words = longer;
        }
        words.push(' ');
        let at = Rect { y: area.bottom() - 1, height: 1, ..area };
        put(frame.buffer_mut(), at, 3, &words, theme.dim, theme);
    }
}

/// Draws a frame with a title; the area inside it.
pub(super) fn framed(theme: &Theme, area: Rect, title: &str, frame: &mut Frame) -> Rect {
    let (buffer, inner) = (frame.buffer_mut(), layout::framed(area));
    if inner == area {
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
    inner
}
