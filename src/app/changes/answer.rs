//! Answers: finding them beside the screen, keeping those of this library, and taking them in.
use super::rows;
use super::{Answer, Answering, App, Arc, Asked, Library, Message, Outcome, Question, Report};
use crate::query::changes::{Progress, appearances};
use std::sync::Weak;

/// So many answers are kept.
const KEPT: usize = 12;

type Known = (Weak<Library>, Asked, Result<Arc<Report>, String>);

/// Answers questions, beside the screen; what was asked before is known at once.
pub fn answering() -> Answering<Question> {
    let mut known: Vec<Known> = Vec::new();
    Box::new(move |library, question, stale, tell| {
        known.retain(|(of, ..)| of.as_ptr() == Arc::as_ptr(library));
        let answer = |outcome| {
            Message::Appeared(Answer {
                generation: question.generation,
                library: Arc::clone(library),
                outcome,
            })
        };
        if let Some((.., report)) = known.iter().find(|(_, asked, _)| *asked == question.asked) {
            return tell(answer(Outcome::Known(report.clone())));
        }
        let mut reading = |percent: u8| tell(answer(Outcome::Reading(percent)));
        let found = appearances(library, &question.asked, &mut Progress::new(stale, &mut reading));
        let report = match found {
            Ok(Some(report)) => Ok(Arc::new(report)),
            Ok(None) => return,
            Err(unfit) => Err(unfit.to_string()),
        };
        if known.len() >= KEPT {
            known.drain(..1);
        }
        known.push((Arc::downgrade(library), question.asked, report.clone()));
        tell(answer(Outcome::Known(report)));
    })
}

/// Takes an answer; one to an older question is dropped.
pub fn answered(app: &mut App, answer: Answer) {
    let changes = &mut app.changes;
    let Some((library, question)) = &changes.waiting else { return };
    if question.generation != answer.generation || !Arc::ptr_eq(library, &answer.library) {
        return;
    }
    match answer.outcome {
        Outcome::Reading(percent) => {
            changes.percent = percent;
            rows::refill(app);
        }
        Outcome::Known(report) => {
            let asked = question.asked;
            changes.waiting = None;
            changes.known = Some((answer.library, asked, report));
            rows::arrived(app);
        }
    }
}
