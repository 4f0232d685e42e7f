//! What the mouse does in the tab of search.
use super::{App, Pane, facets, keys, show_selected};
use crate::app::layout::Layout;
use crate::app::tree::Step;
use ratatui::layout::Position;

/// A click; `false` where it was on nothing of this tab's own.
pub fn click(app: &mut App, areas: &Layout, at: Position) -> bool {
    if areas.query.contains(at) {
        app.pane = Pane::List;
        app.search.typing = true;
    } else if areas.told.contains(at) {
        return true;
    } else if areas.facets.contains(at) {
        let Some(panel) = &mut app.search.panel else { return true };
        panel.cursor = panel.top + usize::from(at.y - areas.facets.y);
        let row = panel.cursor;
        app.search.typing = false;
        facets::step(app, Step::By(0));
        // Below the last row, or on a heading, nothing is chosen.
        if app.search.panel.as_ref().is_some_and(|panel| panel.cursor == row) {
            facets::choose(app);
        }
    } else if areas.list.contains(at) {
        let was_here = app.pane == Pane::List;
        app.pane = Pane::List;
        app.search.typing = false;
        let row = app.search.top + usize::from(at.y - areas.list.y) / app.search.row_height();
        if row >= app.search.rows() {
            return true;
        }
        let again = was_here && row == app.search.cursor;
        app.search.cursor = row;
        app.search.step(Step::By(0));
        if app.search.cursor != row {
            return true;
        }
        show_selected(app);
        // Entries and suggestions have nothing to look at first.
        if again || app.search.passage(row).is_none() {
            keys::open(app);
        }
    } else {
        return false;
    }
    true
}

/// A turn of the wheel; `false` where the pointer is over nothing of this tab's own.
pub fn wheel(app: &mut App, areas: &Layout, at: Position, by: isize) -> bool {
    if areas.facets.contains(at) {
        facets::step(app, Step::By(by));
    } else if areas.list.contains(at) {
        let before = app.search.cursor;
        app.search.step(Step::By(by));
        if app.search.cursor != before {
            show_selected(app);
        }
    } else {
        return false;
    }
    true
}
