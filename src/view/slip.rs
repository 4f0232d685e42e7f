//! The slip below the text: a footnote, or where a link leads.
use super::chrome::put;
use super::reader::look;
use super::theme::Theme;
use crate::app::slip::Matter;
use crate::app::{App, Layout};
use crate::typeset::width;
use ratatui::Frame;
use ratatui::layout::Rect;

pub fn draw(app: &App, theme: &Theme, areas: &Layout, frame: &mut Frame) {
    let area = areas.note;
    let Some(slip) = app.slip.as_ref().filter(|_| area.height > 0) else { return };
    let buffer = frame.buffer_mut();
    let rule = theme.glyphs.horizontal.repeat(usize::from(area.width));
    buffer.set_stringn(area.x, area.y, rule, usize::from(area.width), theme.rule);
    let head = Rect { height: 1, ..area };
    let rows = usize::from(area.height - 1);
    let title = format!(" {} ", slip.title(app));
    let edge = areas.text_edge(0).saturating_sub(area.x);
    put(buffer, head, edge.saturating_sub(1), &title, theme.note, theme);
    if slip.lines.len() > rows {
        let last = (slip.top + rows).min(slip.lines.len());
        let part = format!(" lines {} to {last} of {} ", slip.top + 1, slip.lines.len());
        let at = area.width.saturating_sub(width(&part) as u16 + 2);
        if usize::from(at) > usize::from(edge) + width(&title) {
            put(buffer, head, at, &part, theme.dim, theme);
        }
    }
    for (row, line) in slip.lines.iter().skip(slip.top).take(rows).enumerate() {
        let y = area.y + 1 + row as u16;
        let base = match slip.matter {
            Matter::Note(..) => theme.role(line.role),
            Matter::Web(_) => theme.link,
        };
        let mut x = areas.text_edge(0) + line.indent;
        for piece in &line.pieces {
            if x >= area.right() {
                break;
            }
            let style = look(app, theme, piece, base);
            buffer.set_stringn(x, y, &piece.text, usize::from(area.right() - x), style);
            x += piece.width;
        }
    }
}
