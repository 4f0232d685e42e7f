//! The tab of what came and went between editions, as a tree of findings with their passages beside it. Asks by
//! [`Question`]s, which [`answering`] answers beside the screen; never looks for anything itself.
mod answer;
mod ask;
mod pages;
mod rows;

pub use answer::{answered, answering};
pub use ask::{arrive, elsewhere, here, order, renew, settle, visit_again, visited};
pub use pages::show_selected;
pub use rows::{Part, refill, unfold_all};

use super::keymap::Action;
use super::moved::Moved;
use super::reader::Source;
use super::{Answering, App, Desk, Effect, Message, Pane, Tab};
use crate::model::Library;
use crate::query::changes::{Asked, Kind, Report, Status};
use std::sync::Arc;

/// What is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Its number: an answer to another is dropped.
    pub generation: u64,
    /// Between which editions, and of what.
    pub asked: Asked,
}

/// What came and went, or why nothing can be compared.
pub type Told = Result<Arc<Report>, String>;

/// How far an answer is.
#[derive(Debug, Clone)]
pub enum Outcome {
    /// So many percent of the texts are read.
    Reading(u8),
    /// What came and went, or why nothing can be compared.
    Known(Told),
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The number of its question.
    pub generation: u64,
    /// The library that was asked.
    pub library: Arc<Library>,
    /// How far it is.
    pub outcome: Outcome,
}

/// What a row of the tree stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Branch {
    /// All of it.
    Scope,
    /// What was said first, what is no longer said, what became of the headings.
    Part(Part),
    /// The findings of one kind.
    Group(Status, Kind),
    /// A finding: what it is, what became of it, its words and those it had.
    Finding(Status, Kind, String, Option<String>),
}

/// What the way back must know of the tab.
#[derive(Debug, Clone, PartialEq)]
pub struct Visited {
    asked: Asked,
    all: bool,
    selected: Option<Branch>,
}

/// The state of the tab.
#[derive(Debug, Default)]
pub struct Changes {
    /// The tree of findings, and their passages.
    pub desk: Desk,
    /// Between which editions, and of what.
    pub asked: Asked,
    /// Whether all phrases are shown, or only the most telling.
    pub all: bool,
    /// What came and went, or why nothing can be compared; with the library and the question.
    pub known: Option<(Arc<Library>, Asked, Told)>,
    /// The question that waits for its answer.
    waiting: Option<(Arc<Library>, Question)>,
    /// How far its answer is, in percent.
    pub percent: u8,
    newest: u64,
    /// The row to select when the answer comes.
    seek: Option<Branch>,
    /// The page on which the words of the finding were marked.
    marked: Option<Source>,
}

impl Changes {
    /// What came and went, as it is shown.
    pub fn report(&self) -> Option<&Arc<Report>> {
        self.known.as_ref().and_then(|(_, _, report)| report.as_ref().ok())
    }

    /// Whether an answer is waited for.
    pub fn is_waiting(&self) -> bool {
        self.waiting.is_some()
    }
}

/// Does what is wanted; `false` where it is nothing of this tab's own.
pub fn act(app: &mut App, action: Action, times: Option<usize>) -> bool {
    if app.tab != Tab::Changes || app.overlay.is_some() {
        return false;
    }
    let many = times.unwrap_or(1);
    match action {
        Action::ChangesHere => ask::whole(app),
        Action::EarlierEdition if app.pane == Pane::List => ask::turn(app, false, many),
        Action::LaterEdition if app.pane == Pane::List => ask::turn(app, true, many),
        Action::EarlierBound if app.pane == Pane::List => ask::turn_bound(app, false, many),
        Action::LaterBound if app.pane == Pane::List => ask::turn_bound(app, true, many),
        Action::ShowAll if app.pane == Pane::List => rows::show_all(app),
        _ => return false,
    }
    true
}
