//! The tab of a comparison: two sides, what changed between them, and the row of editions. Asks by [`Question`]s, which
//! [`answering`] answers beside the screen; never compares itself.
mod answer;
mod copy;
mod entries;
mod head;
mod keys;
mod mouse;
mod page;
mod rows;
mod set;
mod sides;
mod visits;
mod walk;

pub use answer::{Answer, Ask, Came, Editions, Question, answered, answering, renew};
pub use entries::Entry;
pub use head::{Areas, Year, areas, introduction, place, years};
pub use keys::{act, elsewhere, escape, leave};
pub use mouse::{click, wheel};
pub use page::{Page, Shape};
pub use rows::Row;
pub use set::{Half, Run, SetLine, Sign, Tint};
pub use sides::{add_found, complete_for, looked_up, order, top as first_choice};
pub use visits::{Visited, visit_again, visited};
pub use walk::standing;

use super::command::CommandLine;
use super::keymap::Context;
use super::{App, Desk, Layout, Pane, Prompt, Tab};
use crate::model::Library;
use crate::query::Target;
use crate::query::compare::{Comparison, Summary};
use std::sync::Arc;

/// What is shown: two sides, compared.
#[derive(Debug, Clone)]
pub struct Shown {
    /// The library that both are of.
    pub library: Arc<Library>,
    /// The left side.
    pub left: Target,
    /// The right side.
    pub right: Target,
    /// What changed.
    pub comparison: Arc<Comparison>,
    /// How many paragraphs stand how.
    pub summary: Summary,
    /// The editions of the left side and of the right one, the oldest first.
    pub editions: Editions,
}

/// The state of the tab.
#[derive(Debug, Default)]
pub struct Compare {
    /// The pane that all tabs have; here it shows nothing.
    pub desk: Desk,
    /// The line in which both sides are typed.
    pub line: CommandLine,
    /// Whether it is being typed.
    pub typing: bool,
    /// What is shown.
    pub shown: Option<Shown>,
    /// Comparisons to begin with, while nothing is shown.
    pub entries: Vec<Entry>,
    /// The library that they are of.
    entries_of: Option<Arc<Library>>,
    /// The selected one of them.
    pub entry: usize,
    /// The paragraphs on the screen.
    pub page: Page,
    /// Whether the lines above the text are left out.
    pub alone: bool,
    /// Whether both sides stand beside each other, where that was settled by hand.
    beside: Option<bool>,
    /// The number of the newest question.
    newest: u64,
    /// What was asked and is not answered yet.
    pub waiting: Option<Ask>,
    /// Whether a key led here from elsewhere, where the way out leads back.
    came: bool,
    /// What to stand on when the answer comes.
    seek: walk::Seek,
}

impl Compare {
    /// Where a key goes while the page has the keys.
    pub fn context(&self) -> Context {
        if self.typing { Context::Sides } else { Context::Compare }
    }
}

/// The line of the page at which the comparisons to begin with are listed.
pub fn entries_at(app: &App) -> usize {
    let areas = head::areas(app, super::layout(app).own);
    head::introduction(app, areas.text).1
}

/// The tab is come to.
pub fn arrive(app: &mut App) {
    app.tab = Tab::Compare;
    app.pane = Pane::List;
}

/// Changes the line that is typed.
pub fn letters(app: &mut App, change: impl FnOnce(&mut Prompt)) {
    change(&mut app.compare.line.prompt);
    sides::complete(app);
}

/// Brings everything into line with the size and the library: called after every message while the tab is shown.
pub fn settle(app: &mut App, areas: &Layout) {
    let library = Arc::clone(&app.library);
    if app.compare.entries_of.as_ref().is_none_or(|of| !Arc::ptr_eq(of, &library)) {
        app.compare.entries = entries::entries(&library);
        app.compare.entries_of = Some(library);
    }
    let compare = &mut app.compare;
    compare.entry = compare.entry.min(compare.entries.len().saturating_sub(1));
    let shape = page::shape(app, areas);
    let compare = &mut app.compare;
    if let Some(shown) = &compare.shown {
        compare.page.settle(shown, shape);
    }
}
