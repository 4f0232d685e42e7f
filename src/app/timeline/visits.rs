//! The way back, and what is carried over into another library. Never reads a text.
use super::{Shows, ask, list};
use crate::app::moved::Moved;
use crate::app::reader::Source;
use crate::app::{App, Tab};
use crate::query::timeline::Term;

/// What the way back must know of the tab.
#[derive(Debug, Clone, PartialEq)]
pub struct Visited {
    terms: Vec<Term>,
    shows: Shows,
    year: Option<i32>,
    row: usize,
    country: usize,
    rate: bool,
    predecessors: bool,
}

/// What the way back must know of the tab.
pub fn visited(app: &App) -> Option<Visited> {
    let timeline = &app.timeline;
    (app.tab == Tab::Timeline).then(|| Visited {
        terms: timeline.terms.clone(),
        shows: timeline.shows,
        year: timeline.year,
        row: timeline.row,
        country: timeline.country.0,
        rate: timeline.rate,
        predecessors: timeline.predecessors,
    })
}

/// Shows the tab as it was.
pub fn visit_again(app: &mut App, visited: Visited) {
    let timeline = &mut app.timeline;
    let same = timeline.terms == visited.terms
        && timeline.shows == visited.shows
        && timeline.predecessors == visited.predecessors;
    timeline.typing = false;
    timeline.shows = visited.shows;
    timeline.predecessors = visited.predecessors;
    timeline.rate = visited.rate;
    timeline.year = visited.year.or(timeline.year);
    timeline.row = visited.row;
    timeline.country.0 = visited.country;
    if !same {
        ask::show(app, visited.terms);
    }
}

/// Another library: what was shown is asked for again, and carried over where it can be until then.
pub fn renew(app: &mut App, moved: Option<&Moved<'_>>) {
    let library = app.library.clone();
    let timeline = &mut app.timeline;
    if let Some(moved) = moved {
        if !timeline.desk.reader.carry(moved) {
            timeline.desk.reader.open(moved.new, Source::Nothing);
        }
    } else {
        timeline.desk.reader.open(&library, Source::Nothing);
    }
    timeline.known = None;
    timeline.listed = None;
    timeline.due = true;
    timeline.newest += 1;
}

/// Marks the counted words where a list was come back to.
pub fn restored(app: &mut App) {
    if app.tab == Tab::Timeline {
        list::mark_again(app);
    }
}
