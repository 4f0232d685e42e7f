//! What the mouse does in the tab of comparison.
use super::answer::{Ask, ask};
use super::walk::Seek;
use super::{App, areas, keys, sides, years};
use crate::app::{Layout, update};
use crate::typeset::width;
use ratatui::layout::Position;

/// A click; `false` where it was on nothing of this tab's own.
pub fn click(app: &mut App, layout: &Layout, at: Position) -> bool {
    if !layout.own.contains(at) {
        return false;
    }
    let areas = areas(app, layout.own);
    if areas.titles.contains(at) || areas.addresses.contains(at) {
        sides::begin(app);
    } else if areas.years.contains(at) {
        let row = years(app, areas.years.width);
        let x = at.x - areas.years.x;
        let year = row.iter().find(|year| (year.x..year.x + width(&year.words) as u16).contains(&x));
        let (Some(target), Some(shown)) = (year.and_then(|year| year.target), &app.compare.shown) else {
            return true;
        };
        // What lies before the left side becomes that; all else is the right side.
        let place = |wanted| row.iter().position(|year| year.target == Some(wanted));
        let is_older = place(target) < place(shown.left);
        let wanted = if is_older { Ask::Both(target, shown.right) } else { Ask::Both(shown.left, target) };
        if target != shown.left && target != shown.right {
            ask(app, wanted, Seek::First);
        }
    } else if areas.text.contains(at) {
        let line = usize::from(at.y - areas.text.y);
        click_text(app, line);
    }
    true
}

fn click_text(app: &mut App, line: usize) {
    if app.compare.typing {
        sides::choose(app, line);
        return;
    }
    if app.compare.shown.is_none() {
        if let Some(entry) =
            line.checked_sub(super::entries_at(app)).filter(|at| *at < app.compare.entries.len())
        {
            app.compare.entry = entry;
            keys::open(app);
        }
        return;
    }
    let page = &mut app.compare.page;
    let Some((spot, _)) = page.lines.get(line) else { return };
    let row = spot.row;
    if !page.rows.get(row).is_some_and(super::Row::is_stop) {
        return;
    }
    let again = page.cursor == row;
    page.cursor = row;
    if again || matches!(page.rows.get(row), Some(super::Row::Fold(..))) {
        keys::open(app);
    }
}

/// A turn of the wheel; `false` where the pointer is over nothing of this tab's own.
pub fn wheel(app: &mut App, layout: &Layout, at: Position, by: isize) -> bool {
    if !layout.own.contains(at) {
        return false;
    }
    let compare = &mut app.compare;
    if compare.typing {
        compare.line.turn(by > 0);
    } else if let Some(shown) = &compare.shown {
        compare.page.scroll(shown, by.signum() * update::WHEEL);
    } else {
        compare.entry =
            compare.entry.saturating_add_signed(by.signum()).min(compare.entries.len().saturating_sub(1));
    }
    true
}
