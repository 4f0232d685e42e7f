//! The tab of what came and went between editions, as a tree of findings. Asks by [`Question`]s, which [`answering`]
//! answers beside the screen.
use super::keymap::Action;
use super::moved::Moved;
use super::{Answering, App, Desk, Message};
use crate::model::Library;
use std::sync::Arc;

/// What is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Its number: an answer to another is dropped.
    pub generation: u64,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The number of its question.
    pub generation: u64,
    /// The library that was asked.
    pub library: Arc<Library>,
}

/// What the way back must know of the tab.
#[derive(Debug, Clone, PartialEq)]
pub struct Visited;

/// The state of the tab.
#[derive(Debug, Default)]
pub struct Changes {
    /// The tree of findings, and their passages.
    pub desk: Desk,
}

/// Answers questions, beside the screen.
pub fn answering() -> Answering<Question> {
    Box::new(|library, question, _stale, tell| {
        let answer = Answer { generation: question.generation, library: Arc::clone(library) };
        tell(Message::Appeared(answer));
    })
}

/// Takes an answer.
pub fn answered(_app: &mut App, _answer: Answer) {}

/// The tab is come to.
pub fn arrive(app: &mut App) {
    app.tab = super::Tab::Changes;
}

/// Another library: what was shown is carried over where it can be.
pub fn renew(_app: &mut App, _moved: Option<&Moved<'_>>) {}

/// What the way back must know of the tab.
pub fn visited(_app: &App) -> Option<Visited> {
    None
}

/// Shows the tab as it was.
pub fn visit_again(_app: &mut App, _visited: Visited) {}

/// Does what is wanted; `false` where it is nothing of this tab's own.
pub fn act(_app: &mut App, _action: Action, _times: Option<usize>) -> bool {
    false
}

/// Brings everything into line with the library: called after every message while the tab is shown.
pub fn settle(_app: &mut App) {}

/// Makes the rows anew.
pub fn refill(_app: &mut App) {}

/// Unfolds everything.
pub fn unfold_all(_app: &mut App) {}

/// Shows the passages of the selected finding.
pub fn show_selected(_app: &mut App) {}
