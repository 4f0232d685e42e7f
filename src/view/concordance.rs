//! The concordance: each match in its line, the matches one below the other.
use super::chrome::put;
use super::search::ground;
use super::theme::Theme;
use crate::app::App;
use crate::app::search::Found;
use crate::query::concordance;
use crate::typeset::{cut_front, width};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

pub fn draw(app: &App, found: &Found, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let Some(lines) = &found.answer.lines else { return };
    // Where it is from stands in front as far as there is room: the year, then the document.
    let year = if area.width >= 60 { 6 } else { 0 };
    let title = if area.width >= 100 { 20 } else { 0 };
    let start = 2 + year + title;
    let room = area.width.saturating_sub(start + 1);
    // The match begins a little before the middle: it has its own width.
    let left = room * 9 / 20;
    for (at, line) in lines.iter().enumerate().skip(app.search.top).take(usize::from(area.height)) {
        let row = Rect { y: area.y + (at - app.search.top) as u16, height: 1, ..area };
        let style = ground(app, at, theme, row, buffer);
        let row = Rect { width: row.width.saturating_sub(1), ..row };
        let line = concordance::line_with(&found.library, line, theme.glyphs.ellipsis);
        let doc = found.library.get(line.passage.doc);
        if let Some(doc) = doc.filter(|_| year > 0) {
            let of = doc.year().map_or_else(String::new, |year| format!("{year:>4}"));
            put(buffer, row, 2, &of, style.patch(theme.edition), theme);
            if title > 0 {
                let area = Rect { width: start - 2, ..row };
                put(buffer, area, 2 + year, doc.title(), style.patch(theme.dim), theme);
            }
        }
        // A bracket before the match or a comma behind it stands as close as it does in the text.
        let text = doc.map_or("", |doc| doc.text.as_str());
        let blank = |c: Option<char>| u16::from(c.is_none_or(char::is_whitespace));
        let gap = blank(text.get(..line.range.start).and_then(|before| before.chars().next_back()));
        let before =
            cut_front(line.left.trim(), usize::from(left.saturating_sub(gap)), theme.glyphs.ellipsis);
        let at = start + left.saturating_sub(width(&before) as u16 + gap);
        put(buffer, row, at, &before, style, theme);
        let mut x = start + left;
        x += put(buffer, row, x, &line.hit, style.patch(theme.matched), theme);
        x += blank(text.get(line.range.end..).and_then(|behind| behind.chars().next()));
        put(buffer, row, x, line.right.trim(), style, theme);
    }
}
