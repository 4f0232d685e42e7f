//! The tab of a comparison: two sides, what changed between them, and the row of editions. Asks by [`Question`]s, which [`answering`] answers beside the screen.
use super::keymap::{Action, Context};
use super::moved::Moved;
use super::{Answering, App, Desk, Effect, Layout, Message, Prompt};
use crate::model::Library;
use ratatui::layout::Rect;
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
pub struct Compare {
    /// The reading pane.
    pub desk: Desk,
    /// The line that is typed.
    pub prompt: Prompt,
}

impl Compare {
    /// Where a key goes while the page has the keys.
    pub fn context(&self) -> Context {
        Context::Compare
    }
}

/// Answers questions, beside the screen.
pub fn answering() -> Answering<Question> {
    Box::new(|library, question, _stale, tell| {
        let answer = Answer { generation: question.generation, library: Arc::clone(library) };
        tell(Message::Compared(answer));
    })
}

/// Takes an answer.
pub fn answered(_app: &mut App, _answer: Answer) {}

/// The tab is come to.
pub fn arrive(app: &mut App) {
    app.tab = super::Tab::Compare;
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

/// Brings everything into line with the size and the library: called after every message while the tab is shown.
pub fn settle(_app: &mut App, _areas: &Layout) {}

/// Where the tab's page stands.
pub fn place(_app: &App, layout: &mut Layout, body: Rect) {
    layout.own = body;
}

/// Changes the line that is typed.
pub fn letters(app: &mut App, change: impl FnOnce(&mut Prompt)) {
    change(&mut app.compare.prompt);
}

/// `q`: backs out, and quits at last.
pub fn leave(_app: &mut App) -> Vec<Effect> {
    vec![Effect::Quit]
}

/// Esc: takes the uppermost layer away.
pub fn escape(_app: &mut App) {}
