//! The top line, the rules and the status line.
use super::theme::Theme;
use crate::app::layout::tab_labels;
use crate::app::sheet::counted;
use crate::app::status::{self, Look};
use crate::app::{App, Layout, Overlay};
use crate::typeset::{cut, width};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Writes words into one line of an area; cuts what does not fit. The columns used.
pub(super) fn put(buffer: &mut Buffer, area: Rect, x: u16, words: &str, style: Style, theme: &Theme) -> u16 {
    if x >= area.width || area.height == 0 {
        return 0;
    }
    let shown = cut(words, usize::from(area.width - x), theme.glyphs.ellipsis);
    buffer.set_stringn(area.x + x, area.y, &shown, usize::from(area.width - x), style);
    width(&shown) as u16
}

pub fn draw(app: &App, theme: &Theme, areas: &Layout, frame: &mut Frame) {
    let buffer = frame.buffer_mut();
    for rule in [areas.top_rule, areas.bottom_rule] {
        if rule.height > 0 {
            let line = theme.glyphs.horizontal.repeat(usize::from(rule.width));
            buffer.set_string(rule.x, rule.y, line, theme.rule);
        }
    }
    if !matches!(app.overlay, Some(Overlay::Map)) {
        for row in areas.divider.rows() {
            buffer.set_string(row.x, row.y, theme.glyphs.vertical, theme.rule);
        }
    }
    top(app, theme, areas.top, buffer);
    status(app, theme, areas, buffer);
}

fn top(app: &App, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    if area.height == 0 {
        return;
    }
    let (labels, branded) = tab_labels(app.tab, area.width);
    if branded {
        put(buffer, area, 2, "Bluebook", theme.brand, theme);
    }
    let mut x = 0;
    for label in labels {
        let style = if label.tab == app.tab { theme.tab } else { theme.tab_other };
        // The blanks around a name are part of the button, not of the underline.
        x = label.x + put(buffer, area, label.x, &label.words, style, theme);
    }
    if !app.loaded {
        return;
    }
    let years = match app.library.years() {
        Some((first, last)) if first != last => format!(", {first} to {last}"),
        Some((only, _)) => format!(", {only}"),
        None => String::new(),
    };
    let documents = counted(app.library.len(), "document");
    // The tabs come first; the years go where there is no room for all.
    for library in [format!("{documents}{years}"), documents] {
        let wide = width(&library) as u16;
        if area.width > x + wide + 4 {
            put(buffer, area, area.width - wide - 2, &library, theme.dim, theme);
            break;
        }
    }
}

fn status(app: &App, theme: &Theme, areas: &Layout, buffer: &mut Buffer) {
    for part in status::status(app, areas, theme.glyphs.ellipsis).parts {
        let style = match part.look {
            Look::Key => theme.key,
            Look::Dim => theme.dim,
            Look::Notice => theme.notice,
        };
        put(buffer, areas.status, part.x, &part.words, style, theme);
    }
}
