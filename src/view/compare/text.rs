//! The paragraphs of a comparison.
use crate::app::App;
use crate::app::compare::{Areas, Half, Row, SetLine, Sign, Tint};
use crate::view::theme::Theme;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

/// The columns of the bar, the sign and the words of the left side.
const BAR: u16 = 0;
const SIGN: u16 = 2;
const WORDS: u16 = 4;

pub(super) fn draw(app: &App, theme: &Theme, areas: &Areas, buffer: &mut Buffer) {
    let area = areas.text;
    let page = &app.compare.page;
    let beside = page.is_beside();
    let columns = page.columns() as u16;
    for (number, (spot, line)) in page.lines.iter().enumerate().take(usize::from(area.height)) {
        let row = Rect { y: area.y + number as u16, height: 1, ..area };
        let middle = WORDS + columns + 1;
        if beside
            && middle < area.width
            && !matches!(page.rows.get(spot.row), Some(Row::Fold(..) | Row::Told(_)))
        {
            buffer.set_stringn(area.x + middle, row.y, theme.glyphs.vertical, 1, theme.rule);
        }
        let selected = spot.row == page.cursor && *line != SetLine::default();
        if selected {
            buffer.set_stringn(area.x + BAR, row.y, theme.glyphs.bar, usize::from(SIGN - BAR), theme.bar);
        }
        half(&line.left, WORDS, row, theme, buffer);
        if beside {
            half(&line.right, middle + 4, row, theme, buffer);
        }
    }
}

/// One column of a line, its sign two columns before its words.
fn half(half: &Half, x: u16, row: Rect, theme: &Theme, buffer: &mut Buffer) {
    let (sign, style) = match half.sign {
        Sign::None => ("", theme.text),
        Sign::Gone => ("-", theme.dropped),
        Sign::New => ("+", theme.added),
        Sign::Changed => ("~", theme.key),
        Sign::Moved => ("\u{bb}", theme.key),
        Sign::Shut => (theme.glyphs.shut, theme.dim),
        Sign::Open => (theme.glyphs.open, theme.dim),
    };
    let style = style.remove_modifier(Modifier::CROSSED_OUT | Modifier::UNDERLINED);
    let at = row.x + x - 2;
    if at < row.right() {
        buffer.set_stringn(at, row.y, sign, 1, style.add_modifier(Modifier::BOLD));
    }
    let mut x = row.x + x;
    for run in &half.runs {
        if x >= row.right() {
            break;
        }
        buffer.set_stringn(x, row.y, &run.text, usize::from(row.right() - x), look(run.tint, theme));
        x += run.width;
    }
}

fn look(tint: Tint, theme: &Theme) -> Style {
    // A line through a whole paragraph, or under it, says no more than the sign before it.
    let whole =
        |style: Style| style.remove_modifier(Modifier::CROSSED_OUT | Modifier::UNDERLINED | Modifier::BOLD);
    match tint {
        Tint::Plain => theme.text,
        Tint::Heading => theme.heading,
        Tint::Dropped => theme.dropped,
        Tint::Added => theme.added,
        Tint::Gone => whole(theme.dropped),
        Tint::New => whole(theme.added),
        Tint::Aside => theme.dim,
        Tint::Figure => theme.key,
    }
}
