//! The tab of comparison, drawn: the sides, what there is to tell of them, the row of editions, the paragraphs. Never
//! measures text.
mod head;
mod text;

use super::chrome::put;
use super::prompt::Typed;
use super::theme::Theme;
use crate::app::compare::{Areas, areas as areas_of, entries_at, first_choice, introduction};
use crate::app::{App, Context, Layout, Tab};
use crate::typeset::width;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

pub fn draw(app: &App, theme: &Theme, areas: &Layout, frame: &mut Frame) {
    if app.tab != Tab::Compare || areas.own.height == 0 {
        return;
    }
    let areas = areas_of(app, areas.own);
    let compare = &app.compare;
    if compare.typing {
        let typing = app.context() == Context::Sides;
        Typed { line: &compare.line.prompt, sign: "/ ", typing }.draw(2, theme, areas.line, frame);
        let buffer = frame.buffer_mut();
        match &compare.line.error {
            Some(error) => put(buffer, inside(areas.told), 4, error, theme.notice, theme),
            None => put(
                buffer,
                inside(areas.told),
                4,
                "left > right: addresses, names, names with a year, a bare year",
                theme.dim,
                theme,
            ),
        };
        return choices(app, theme, areas.text, buffer);
    }
    let buffer = frame.buffer_mut();
    match &compare.shown {
        Some(shown) => {
            head::draw(app, shown, theme, &areas, buffer);
            text::draw(app, theme, &areas, buffer);
        }
        None => beginning(app, theme, &areas, buffer),
    }
}

/// An area whose words do not touch the right edge.
fn inside(area: Rect) -> Rect {
    Rect { width: area.width.saturating_sub(1), ..area }
}

/// The sign and look of a row of a list that is selected.
fn ground(selected: bool, theme: &Theme, line: Rect, buffer: &mut Buffer) -> ratatui::style::Style {
    if !selected {
        return theme.text;
    }
    buffer.set_style(line, theme.selected);
    put(buffer, line, 0, ">", theme.selected, theme);
    theme.selected
}

/// What the line may become.
fn choices(app: &App, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let line = &app.compare.line;
    let top = first_choice(app, usize::from(area.height));
    let shown = line.choices.iter().enumerate().skip(top).take(usize::from(area.height));
    let widest = line.choices.iter().map(|choice| width(&choice.insert)).max().unwrap_or(0) as u16;
    let column = (4 + widest + 3).min(area.width / 2);
    for (at, choice) in shown {
        let row = Rect { y: area.y + (at - top) as u16, height: 1, ..inside(area) };
        let style = ground(line.cursor == Some(at), theme, row, buffer);
        let room = Rect { width: column.saturating_sub(1).max(1), ..row };
        put(buffer, if area.width < 60 { row } else { room }, 4, &choice.insert, style, theme);
        if area.width >= 60 {
            let detail =
                if choice.detail.is_empty() { String::new() } else { format!(", {}", choice.detail) };
            put(buffer, row, column, &format!("{}{detail}", choice.name), style.patch(theme.dim), theme);
        }
    }
}

/// What the tab is, and comparisons to begin with.
fn beginning(app: &App, theme: &Theme, areas: &Areas, buffer: &mut Buffer) {
    let area = areas.text;
    let compare = &app.compare;
    if compare.waiting.is_some() {
        put(buffer, inside(area), 4, "Comparing...", theme.dim, theme);
        return;
    }
    let (lines, _) = introduction(app, area);
    for (row, line) in lines.iter().enumerate().take(usize::from(area.height)) {
        let at = Rect { y: area.y + row as u16, height: 1, ..inside(area) };
        let style = if line == "For example" { theme.heading } else { theme.dim };
        put(buffer, at, if style == theme.heading { 2 } else { 4 }, line, style, theme);
    }
    let first = entries_at(app) as u16;
    let widest = compare.entries.iter().map(|entry| width(&entry.words)).max().unwrap_or(0) as u16;
    for (at, entry) in compare.entries.iter().enumerate() {
        let y = area.y + first + at as u16;
        if y >= area.bottom() {
            break;
        }
        let row = Rect { y, height: 1, ..inside(area) };
        let style = ground(at == compare.entry, theme, row, buffer);
        put(buffer, row, 4, &entry.words, style, theme);
        let x = 4 + widest + 3;
        if x + 20 <= row.width {
            put(buffer, row, x, &entry.means, style.patch(theme.dim), theme);
        }
    }
    if compare.entries.is_empty() && app.loaded {
        let row =
            Rect { y: (area.y + first).min(area.bottom().saturating_sub(1)), height: 1, ..inside(area) };
        put(
            buffer,
            row,
            4,
            &app.keys.told(
                Context::Compare,
                "No two editions here speak of one place: {filter} names any two texts.",
            ),
            theme.dim,
            theme,
        );
    }
}
