//! What the mouse does on the page. Never draws.
use super::keys::{choose, step_country, step_year};
use super::{Column, Shows, grid};
use crate::app::tree::Step;
use crate::app::{Action, App, Layout, Pane};
use ratatui::layout::Position;

/// A click; `false` where it is on nothing of this tab's own.
pub fn click(app: &mut App, areas: &Layout, at: Position) -> bool {
    if !areas.own.contains(at) {
        return false;
    }
    let grid = grid(app, areas);
    let was_here = app.pane == Pane::List && !app.timeline.typing;
    app.pane = Pane::List;
    if grid.line.contains(at) {
        app.timeline.typing = true;
        return true;
    }
    app.timeline.typing = false;
    let row = usize::from(at.y.saturating_sub(grid.rows.y));
    if app.timeline.is_empty() {
        let row = row + app.timeline.entry.1;
        if grid.rows.contains(at) && app.timeline.entries.get(row).is_some_and(super::Entry::is_choice) {
            app.timeline.entry.0 = row;
            choose(app);
        }
        return true;
    }
    let before = (app.timeline.row, app.timeline.country.0, app.timeline.year);
    let mut on_bar = false;
    match app.timeline.shows {
        Shows::Bars => {
            // The free row above a band belongs to it.
            let band = grid.bands.iter().find(|band| at.y < band.label.bottom()).map(|band| band.row);
            let first = grid.bands.first().map_or(u16::MAX, |band| band.label.y);
            if let Some(band) = band.filter(|_| at.y + 1 >= first) {
                app.timeline.row = band;
                on_bar = true;
            }
        }
        Shows::Heat if grid.rows.contains(at) => {
            let row = row + app.timeline.country.1;
            if row < app.timeline.heat().map_or(0, |heat| heat.rows.len()) {
                app.timeline.country.0 = row;
                on_bar = true;
            }
        }
        Shows::Heat => {}
    }
    let column = grid.column_at(app.timeline.left, at.x);
    let column = column.and_then(|column| app.timeline.columns().get(column).copied());
    if let (Some(Column::Edition(number)), Some(editions)) = (column, app.timeline.editions()) {
        app.timeline.year = Some(editions.years[number].year);
        let same = before == (app.timeline.row, app.timeline.country.0, app.timeline.year);
        // A click on what is selected already goes into its list.
        if same && on_bar && was_here && !app.timeline.desk.reader.sheet.stops.is_empty() {
            app.pane = Pane::Reader;
        }
    }
    true
}

/// A turn of the wheel; `false` where it is not over the page.
pub fn wheel(app: &mut App, areas: &Layout, at: Position, by: isize) -> bool {
    if !areas.own.contains(at) {
        return false;
    }
    if app.timeline.is_empty() {
        let action = if by > 0 { Action::Down } else { Action::Up };
        if app.pane == Pane::List && !app.timeline.typing {
            super::act(app, action, None);
        }
    } else if app.timeline.shows == Shows::Heat {
        step_country(app, Step::By(by));
    } else {
        step_year(app, Step::By(by));
    }
    true
}
