//! The reading pane.
use super::chrome::put;
use super::prompt::Typed;
use super::theme::{Glyphs, Theme};
use crate::app::layout::GUTTER;
use crate::app::notes::marks_in;
use crate::app::reader::Find;
use crate::app::sheet::BARS;
use crate::app::{App, Context, Item, Layout, Pane, Prompt};
use crate::typeset::{Line, Mark, Piece, width};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};
use std::borrow::Cow;
use std::ops::Range;

pub fn draw(app: &App, theme: &Theme, areas: &Layout, frame: &mut Frame) {
    let area = areas.reader;
    if area.height == 0 || area.width == 0 {
        return;
    }
    let reader = &app.desk().reader;
    let focused = app.pane == Pane::Reader;
    let buffer = frame.buffer_mut();
    let rows = usize::from(area.height);
    for (line, shown) in reader.page.iter().take(rows * usize::from(areas.across)).enumerate() {
        let y = area.y + (line % rows) as u16;
        let edge = areas.text_edge((line / rows) as u16);
        let item = shown.spot.item;
        let selected = focused && reader.cursor == Some(item);
        let back = reader.stands_back(shown);
        let base = theme.role(shown.line.role);
        if selected || reader.is_read(shown) {
            let x = edge.saturating_sub(2);
            buffer.set_stringn(
                x,
                y,
                theme.glyphs.bar,
                usize::from(area.right().saturating_sub(x)),
                theme.bar,
            );
        }
        let taken = reader.selection.and_then(|selection| selection.bytes_in(item));
        let taken = taken.filter(|taken| is_in(&shown.line, taken));
        if taken.is_some() {
            // A sign as well as a look: the page's own look may be reversed already.
            let gutter = edge.saturating_sub(3).max(area.x);
            buffer.set_stringn(gutter, y, theme.glyphs.bar, 1, theme.bar);
        }
        let noted = noted_in(app, shown);
        if noted.iter().any(|(_, begins)| *begins) {
            // Beside the bar where there is one.
            let barred = selected || reader.is_read(shown);
            let x = edge.saturating_sub(if barred { 3 } else { 2 }).max(area.x);
            buffer.set_stringn(x, y, "*", 1, theme.note);
        }
        let mut x = edge + shown.line.indent;
        for piece in &shown.line.pieces {
            if x >= area.right() {
                break;
            }
            let mut style = look(app, theme, piece, base);
            if back && !piece.found {
                style = style.patch(theme.dim);
            }
            // The brackets around a note's mark have no bytes of their own but belong to it.
            let marked = reader.mark.as_ref().is_some_and(|(at, range)| {
                let bytes = &piece.bytes;
                let bracket = bytes.is_empty()
                    && piece.mark.is_some()
                    && (range.start..=range.end).contains(&bytes.start);
                *at == item && (bracket || !bytes.is_empty() && range.contains(&bytes.start))
            });
            if marked {
                style = base.patch(theme.mark);
            }
            if selected && matches!(reader.sheet.items.get(item), Some(Item::Entry(..))) {
                style = style.patch(theme.selected);
            }
            let fine = theme.glyphs == Glyphs::FINE;
            let text = if fine { Cow::Borrowed(&*piece.text) } else { plain_bars(&piece.text) };
            buffer.set_stringn(x, y, &text, usize::from(area.right() - x), style);
            for (noted, _) in &noted {
                underline(piece, noted, x, Rect { y, height: 1, ..area }, buffer);
            }
            if let Some(taken) = &taken {
                // What is no document's is selected whole.
                let taken = if shown.line.bytes().is_some() { taken.clone() } else { 0..usize::MAX };
                reverse(piece, &taken, x, Rect { y, height: 1, ..area }, theme, buffer);
            }
            x += piece.width;
        }
        beyond(shown.line.more, (edge, y), areas, theme, buffer);
    }
    words_looked_for(app, theme, areas.reader_prompt, frame);
}

/// Whether a line has something of a selection: of what is no document's, all of it.
fn is_in(line: &Line, taken: &Range<usize>) -> bool {
    match line.bytes() {
        Some(bytes) => bytes.start < taken.end && taken.start < bytes.end,
        None => line.width() > 0,
    }
}

/// The noted stretches on a line that are to be marked, and whether each begins there.
fn noted_in(app: &App, shown: &crate::app::reader::Shown) -> Vec<(Range<usize>, bool)> {
    let (Some(Item::Block(id, _)), Some(bytes)) =
        (app.desk().reader.sheet.items.get(shown.spot.item), shown.line.bytes())
    else {
        return Vec::new();
    };
    let on_it = marks_in(app, *id)
        .iter()
        .filter(|noted| noted.range.start < bytes.end && bytes.start < noted.range.end);
    on_it
        .map(|noted| {
            let begins = bytes.contains(&noted.range.start);
            // A bookmark is a sign in the margin, and leaves the words alone.
            (if noted.highlight { noted.range.clone() } else { 0..0 }, begins)
        })
        .collect()
}

/// Underlines the noted letters of a piece at a column.
fn underline(piece: &Piece, noted: &Range<usize>, x: u16, line: Rect, buffer: &mut Buffer) {
    for letter in piece.letters(x) {
        let bytes = &letter.bytes;
        if bytes.start < noted.end && noted.start < bytes.end {
            let wide = letter.columns.end.min(line.right()).saturating_sub(letter.columns.start);
            let cells = Rect { x: letter.columns.start, width: wide, ..line };
            buffer.set_style(cells, Style::new().add_modifier(Modifier::UNDERLINED | Modifier::BOLD));
        }
    }
}

/// Gives the selected letters of a piece at a column their look.
fn reverse(piece: &Piece, taken: &Range<usize>, x: u16, line: Rect, theme: &Theme, buffer: &mut Buffer) {
    for letter in piece.letters(x) {
        let bytes = &letter.bytes;
        // What the program adds inside a text, such as brackets, goes with what it stands beside.
        let added = bytes.is_empty() && taken.contains(&bytes.start);
        if added || bytes.start < taken.end && taken.start < bytes.end {
            let wide = letter.columns.end.min(line.right()).saturating_sub(letter.columns.start);
            let cells = Rect { x: letter.columns.start, width: wide, ..line };
            buffer.set_style(cells, theme.selection);
        }
    }
}

/// The signs at the edges of a table of which there is more to the left and to the right.
fn beyond(more: (bool, bool), (edge, y): (u16, u16), areas: &Layout, theme: &Theme, buffer: &mut Buffer) {
    // Where the sign is of several dots the gutter has room for one.
    let sign = if width(theme.glyphs.ellipsis) == 1 { theme.glyphs.ellipsis } else { "~" };
    for (more, x) in [(more.0, edge.saturating_sub(1)), (more.1, edge + areas.columns)] {
        if more && x < areas.reader.right() {
            buffer.set_stringn(x, y, sign, 1, theme.key);
        }
    }
}

/// The line of the words looked for, with the number of the match at its end.
fn words_looked_for(app: &App, theme: &Theme, area: Rect, frame: &mut Frame) {
    if area.height == 0 {
        return;
    }
    let reader = &app.desk().reader;
    let found = reader.find.as_ref();
    let line = match found {
        Some(find) if !reader.typing => Cow::Owned(Prompt::of(find.text.as_str())),
        _ => Cow::Borrowed(&reader.prompt),
    };
    let mut counter = found.and_then(Find::counter).unwrap_or_default();
    if reader.is_narrowed() {
        counter = format!("{counter}, only these");
    }
    // Where the hit stands among all is told where there is room for it.
    if let Some(standing) = crate::app::search::standing(app).filter(|_| !reader.typing) {
        let longer = format!("{counter} here, {standing}");
        if width(&longer) + width(&line.text) + usize::from(GUTTER) + 8 <= usize::from(area.width) {
            counter = longer;
        }
    }
    let wide = width(&counter) as u16 + 2;
    let left = Rect { width: area.width.saturating_sub(wide), ..area };
    let typing = reader.typing && app.context() == Context::Prompt;
    Typed { line: &line, sign: "/", typing }.draw(GUTTER, theme, left, frame);
    if area.width > wide + GUTTER + 4 {
        put(frame.buffer_mut(), area, area.width - wide, &counter, theme.dim, theme);
    }
}

/// The small bars of a dossier in signs that are one column wide everywhere.
fn plain_bars(text: &str) -> Cow<'_, str> {
    if !text.contains(BARS) {
        return Cow::Borrowed(text);
    }
    let plain = ['-', '=', '#', '@'];
    let sign = |c: char| BARS.iter().position(|&bar| bar == c).map_or(c, |at| plain[at]);
    Cow::Owned(text.chars().map(sign).collect())
}

pub(super) fn look(app: &App, theme: &Theme, piece: &Piece, base: Style) -> Style {
    use ratatui::style::Modifier;
    let mut style = match piece.mark {
        Some(Mark::Mention(place)) if app.desk().reader.about.contains(&place) => base.patch(theme.subject),
        Some(Mark::Mention(_)) => base.patch(theme.mention),
        Some(Mark::NoteMark(_) | Mark::NoteLabel(_)) => base.patch(theme.note),
        Some(Mark::Link(_)) => base.patch(theme.link),
        None => base,
    };
    if piece.emphasis {
        style = style.add_modifier(Modifier::ITALIC);
    }
    if piece.strong {
        style = style.add_modifier(Modifier::BOLD);
    }
    if piece.found { style.patch(theme.found) } else { style }
}
