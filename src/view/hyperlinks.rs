//! Gives the links on the screen to the terminal as such (OSC 8). Never changes what is seen.
use crate::app::slip::Matter;
use crate::app::{App, Item, Layout};
use crate::model::Choice;
use crate::query::lead::web;
use crate::typeset::{Line, Mark, width};
use ratatui::Frame;
use ratatui::buffer::{Buffer, CellDiffOption};
use ratatui::layout::Rect;
use std::num::NonZeroU16;

/// Longer addresses are cut by terminals, and would lead elsewhere.
const LONGEST: usize = 2083;

/// What stands before the address of a text's original.
const SOURCE: &str = "Source: ";

/// Whether the terminal is given links.
fn wanted(app: &App) -> bool {
    match app.settings.hyperlinks {
        Choice::Auto => app.terminal.bears_links,
        Choice::Yes => true,
        Choice::No => false,
    }
}

pub fn draw(app: &App, areas: &Layout, frame: &mut Frame) {
    if !wanted(app) || app.overlay.is_some() {
        return;
    }
    let buffer = frame.buffer_mut();
    let reader = &app.desk().reader;
    let rows = usize::from(areas.reader.height);
    for (at, shown) in reader.page.iter().take(rows * usize::from(areas.across)).enumerate() {
        let edge = areas.text_edge((at / rows) as u16).min(areas.reader.right());
        let (y, width_left) = (areas.reader.y + (at % rows) as u16, areas.reader.right() - edge);
        let line = Rect { x: edge, y, width: width_left, height: 1 };
        let id = match reader.sheet.items.get(shown.spot.item) {
            Some(Item::Block(id, _)) => id,
            Some(Item::Words(words, _)) => {
                // Where the original of a text stands.
                if let Some(address) = words.strip_prefix(SOURCE).and_then(web) {
                    let before = if shown.spot.line == 0 { width(SOURCE) as u16 } else { 0 };
                    let x = line.x + shown.line.indent + before;
                    let wide = (shown.line.width() - shown.line.indent).saturating_sub(before);
                    link(buffer, Rect { x, width: wide, ..line }.intersection(line), &address, "source");
                }
                continue;
            }
            _ => continue,
        };
        let Some(doc) = app.library.get(*id) else { continue };
        each(&shown.line, line, |mark, cells| {
            if let Mark::Link(number) = mark
                && let Some(address) = doc.links.get(usize::from(number)).and_then(|link| web(&link.target))
            {
                link(buffer, cells, &address, &format!("{}-{number}", id.0));
            }
        });
    }
    if let Some(slip) = &app.slip
        && let Matter::Web(address) = &slip.matter
    {
        for (row, line) in slip.lines.iter().skip(slip.top).enumerate() {
            let y = areas.note.y + 1 + row as u16;
            if y < areas.note.bottom() {
                let x = areas.text_edge(0) + line.indent;
                let cells = Rect { x, y, width: line.width() - line.indent, height: 1 };
                link(buffer, cells.intersection(areas.note), address, "slip");
            }
        }
    }
}

/// Goes over the marks of a line, with the cells that show them.
fn each(line: &Line, area: Rect, mut marked: impl FnMut(Mark, Rect)) {
    let mut x = area.x + line.indent;
    for piece in &line.pieces {
        if let Some(mark) = piece.mark {
            marked(mark, Rect { x, width: piece.width, ..area }.intersection(area));
        }
        x += piece.width;
    }
}

/// Makes cells a link. Each is one by itself: when only some of them are painted anew, they lead to the same place as
/// the others, which the name shared by all tells the terminal.
fn link(buffer: &mut Buffer, cells: Rect, address: &str, name: &str) {
    let Some(address) = encoded(address) else { return };
    let cells = cells.intersection(buffer.area);
    let mut x = cells.left();
    while x < cells.right() {
        let cell = &mut buffer[(x, cells.y)];
        let wide = width(cell.symbol()).max(1) as u16;
        let symbol = format!("\x1b]8;id={name};{address}\x1b\\{}\x1b]8;;\x1b\\", cell.symbol());
        cell.set_symbol(&symbol);
        if let Some(wide) = NonZeroU16::new(wide) {
            cell.set_diff_option(CellDiffOption::ForcedWidth(wide));
        }
        x += wide;
    }
}

/// An address in the characters that the sequence may hold; `None` for one that is too long.
fn encoded(address: &str) -> Option<String> {
    let sign = |byte: u8| match byte {
        b'!'..=b'~' => char::from(byte).to_string(),
        other => format!("%{other:02X}"),
    };
    let encoded: String = address.bytes().map(sign).collect();
    (encoded.len() <= LONGEST).then_some(encoded)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_cell_is_a_link_by_itself_and_none_ends_it_early() {
        let mut buffer = Buffer::with_lines(["a日b c"]);
        link(&mut buffer, Rect::new(1, 0, 3, 1), "https://a.jp/\u{1b}\\日", "1-2");
        let linked =
            |symbol: &str| format!("\x1b]8;id=1-2;https://a.jp/%1B\\%E6%97%A5\x1b\\{symbol}\x1b]8;;\x1b\\");
        assert_eq!(buffer[(0, 0)].symbol(), "a");
        assert_eq!(buffer[(1, 0)].symbol(), linked("日"));
        assert_eq!(buffer[(3, 0)].symbol(), linked("b"));
        assert_eq!(buffer[(4, 0)].symbol(), " ");
        assert_eq!(buffer[(1, 0)].diff_option, CellDiffOption::ForcedWidth(NonZeroU16::new(2).expect("two")));
        assert_eq!(encoded(&"x".repeat(3000)), None);
    }
}
