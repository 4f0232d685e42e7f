//! A note being written: what it is about, its words, the cursor in them.
use super::chrome::put;
use super::help::framed;
use super::theme::Theme;
use crate::app::layout::note_words;
use crate::app::notes::{Writing, row_of};
use crate::typeset::{width, written};
use ratatui::Frame;
use ratatui::layout::Rect;

pub fn draw(writing: &Writing, theme: &Theme, area: Rect, frame: &mut Frame) {
    super::clear(theme, area, frame);
    let place = &writing.entry.place;
    let inner = framed(theme, area, &format!("Note on {}", place.at), frame);
    let (columns, rows) = note_words(area);
    // What it is about, where there is room for a line more.
    let about = inner.height > 2;
    if about {
        let line = Rect { height: 1, ..inner };
        put(frame.buffer_mut(), line, 0, &place.words, theme.quote.patch(theme.dim), theme);
    }
    let inner = Rect { y: inner.y + u16::from(about), height: inner.height - u16::from(about), ..inner };
    let rows = rows.min(usize::from(inner.height));
    let text = &writing.prompt.text;
    let lines = written(text, columns);
    let at = writing.prompt.cursor();
    let here = row_of(&lines, at);
    let top = (here + 1).saturating_sub(rows.max(1));
    for (row, line) in lines.iter().skip(top).take(rows).enumerate() {
        let area = Rect { y: inner.y + row as u16, height: 1, ..inner };
        put(frame.buffer_mut(), area, 0, &text[line.clone()].replace('\t', " "), theme.prompt, theme);
    }
    if text.is_empty() && inner.height > 0 {
        let line = Rect { height: 1, ..inner };
        put(frame.buffer_mut(), line, 0, "Your words; #words are tags", theme.dim, theme);
    }
    let column = width(&text[lines[here].start..at]) as u16;
    let (x, y) = (inner.x + column.min(inner.width.saturating_sub(1)), inner.y + (here - top) as u16);
    if y < inner.bottom() {
        frame.set_cursor_position((x, y));
    }
}
