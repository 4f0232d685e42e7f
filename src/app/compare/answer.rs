//! Questions and answers: what is asked beside the screen, and what is made of what comes back.
use super::walk::Seek;
use super::{App, Shown, walk};
use crate::app::moved::Moved;
use crate::app::update::history;
use crate::app::{Answering, Effect, Message, Tab};
use crate::model::Library;
use crate::query::Target;
use crate::query::compare::{self, Comparison};
use std::sync::Arc;

/// The editions of a side, the oldest first.
pub type Lineage = Arc<[(i32, Target)]>;
/// Those of both sides.
pub type Editions = [Lineage; 2];

/// What is to be compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ask {
    /// A target with its like in the edition before.
    Before(Target),
    /// Two targets.
    Both(Target, Target),
}

/// What is asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its number: an answer to another is dropped.
    pub generation: u64,
    /// What is to be compared.
    pub ask: Ask,
}

/// What came of it.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The number of its question.
    pub generation: u64,
    /// The library that was asked.
    pub library: Arc<Library>,
    /// What came.
    pub came: Came,
}

/// What came of a question.
#[derive(Debug, Clone)]
pub enum Came {
    /// Both sides, and what changed between them.
    Compared(Target, Target, Arc<Comparison>),
    /// The editions that each side has. They come behind the comparison.
    Editions(Editions),
    /// Nothing, for a reason told in words.
    Nothing(String),
}

/// Answers questions, beside the screen.
pub fn answering() -> Answering<Question> {
    let mut known: Option<(Arc<Library>, Vec<Lineage>)> = None;
    Box::new(move |library, question, stale, tell| {
        let mut tell = |came| {
            let answer = Answer { generation: question.generation, library: Arc::clone(library), came };
            tell(Message::Compared(answer));
        };
        let (left, right) = match question.ask {
            Ask::Both(left, right) => (left, right),
            Ask::Before(target) => {
                let all = lineage(&mut known, library, target);
                match compare::before(library, &all, target) {
                    Some(pair) => pair,
                    None => return tell(Came::Nothing(compare::none_before(library, target))),
                }
            }
        };
        let sides = [left, right].map(|target| (target, compare::passages(library, target)));
        for (target, passages) in &sides {
            if passages.is_empty() {
                return tell(Came::Nothing(compare::silent(library, *target)));
            }
        }
        let [(_, from), (_, to)] = sides;
        let compared = compare::compare(library, from, to);
        if stale() {
            return;
        }
        tell(Came::Compared(left, right, Arc::new(compared)));
        let of_right = lineage(&mut known, library, right);
        if stale() {
            return;
        }
        let of_left = lineage(&mut known, library, left);
        tell(Came::Editions([of_left, of_right]));
    })
}

/// So many lists of editions are kept.
const KEPT: usize = 8;

/// The editions of a target: those found already where it is among them.
fn lineage(
    known: &mut Option<(Arc<Library>, Vec<Lineage>)>,
    library: &Arc<Library>,
    target: Target,
) -> Lineage {
    let (of, lists) = known.get_or_insert_with(|| (Arc::clone(library), Vec::new()));
    if !Arc::ptr_eq(of, library) {
        *of = Arc::clone(library);
        lists.clear();
    }
    let whole = match target {
        Target::Place(place, None) => lists
            .iter()
            .find(|list| matches!(list.first(), Some((_, Target::Place(other, _))) if *other == place)),
        _ => lists.iter().find(|list| list.iter().any(|(_, other)| *other == target)),
    };
    if let Some(list) = whole {
        return Arc::clone(list);
    }
    let list: Lineage = compare::editions(library, target).into();
    if lists.len() >= KEPT {
        lists.remove(0);
    }
    lists.push(Arc::clone(&list));
    list
}

/// Asks for a comparison; what was asked before is not waited for any longer.
pub(super) fn ask(app: &mut App, ask: Ask, seek: Seek) {
    let compare = &mut app.compare;
    compare.newest += 1;
    compare.waiting = Some(ask);
    compare.seek = seek;
    app.asks.push(Effect::Compare(Question { generation: compare.newest, ask }));
}

/// Takes an answer.
pub fn answered(app: &mut App, answer: Answer) {
    if answer.generation != app.compare.newest || !Arc::ptr_eq(&answer.library, &app.library) {
        return;
    }
    let compare = &mut app.compare;
    match answer.came {
        Came::Compared(left, right, comparison) => {
            compare.waiting = None;
            let same_line = |shown: &Shown| {
                let has = |at: usize, target| shown.editions[at].iter().any(|(_, other)| *other == target);
                Arc::ptr_eq(&shown.library, &answer.library) && has(0, left) && has(1, right)
            };
            // The row of editions stays in sight until the new one comes, where it is the same.
            let editions = compare.shown.take().filter(same_line).map(|shown| shown.editions);
            let empty = || -> Editions { [Vec::new().into(), Vec::new().into()] };
            compare.shown = Some(Shown {
                library: answer.library,
                left,
                right,
                summary: comparison.summary(),
                comparison,
                editions: editions.unwrap_or_else(empty),
            });
            walk::stand(app);
        }
        Came::Editions(editions) => {
            if let Some(shown) = &mut compare.shown {
                shown.editions = editions;
            }
        }
        Came::Nothing(told) => {
            compare.waiting = None;
            if app.tab == Tab::Compare && std::mem::take(&mut app.compare.came) && app.back.last().is_some() {
                // Whoever came for nothing is where they were.
                history::go_back(app);
                app.forward.pop();
            }
            app.notice = Some(told);
        }
    }
}

/// Another library: what was shown is compared again there, and the reader keeps the place.
pub fn renew(app: &mut App, moved: Option<&Moved<'_>>) {
    let compare = &mut app.compare;
    let sides = match (&compare.shown, compare.waiting) {
        (_, Some(Ask::Both(left, right))) => Some((left, Some(right))),
        (_, Some(Ask::Before(target))) => Some((target, None)),
        (Some(shown), None) => Some((shown.left, Some(shown.right))),
        (None, None) => None,
    };
    compare.newest += 1;
    compare.waiting = None;
    let Some((left, right)) = sides else { return };
    let same = |target| moved.and_then(|moved| moved.target(target));
    let again = match (same(left), right.map(same)) {
        (Some(left), Some(Some(right))) => Some(Ask::Both(left, right)),
        (Some(target), None) => Some(Ask::Before(target)),
        _ => None,
    };
    let seek = walk::carried(compare, moved);
    match again {
        Some(again) => {
            let keeps = compare.shown.is_some();
            ask(app, again, seek);
            // What is on the screen is of the library before: its lines stay until the answer comes.
            app.compare.came &= !keeps;
        }
        None => compare.shown = None,
    }
}
