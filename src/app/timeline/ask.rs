//! Asking: the line of terms, and what came of it. Never reads a key.
use super::{Answer, MOST, Question, Shows, columns};
use crate::app::{App, Effect, Prompt};
use crate::model::harmless;
use crate::query::timeline::{Term, split};
use std::sync::Arc;

/// Changes the line that is typed.
pub fn letters(app: &mut App, change: impl FnOnce(&mut Prompt)) {
    app.timeline.error = None;
    change(&mut app.timeline.prompt);
}

/// Reads the terms of a line.
pub(super) fn read(app: &App, line: &str) -> Result<Vec<Term>, String> {
    let mut terms: Vec<Term> = Vec::new();
    for text in split(line) {
        let term = Term::parse(text, &app.library.atlas).map_err(|error| harmless(&format!("{error:#}")))?;
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
    if terms.len() > MOST {
        return Err(format!("{MOST} terms at most stand together; these are {}", terms.len()));
    }
    Ok(terms)
}

/// Shows other terms.
pub(super) fn show(app: &mut App, terms: Vec<Term>) {
    let atlas = Arc::clone(&app.library.atlas);
    let timeline = &mut app.timeline;
    let line: Vec<String> = terms.iter().map(|term| term.typed(&atlas)).collect();
    timeline.prompt.set(line.join(", "));
    (timeline.error, timeline.typing) = (None, false);
    timeline.terms = terms;
    ask_again(app);
}

/// Asks again, what is known of each term kept until then.
pub(super) fn ask_again(app: &mut App) {
    let library = Arc::clone(&app.library);
    let timeline = &mut app.timeline;
    timeline.due = true;
    timeline.newest += 1;
    if let Some(known) = &mut timeline.known {
        if !Arc::ptr_eq(&known.library, &library) {
            timeline.known = None;
            return;
        }
        let rows = timeline.terms.iter().map(|term| {
            let same = known.rows.iter().flatten().find(|answer| answer.term == *term);
            same.cloned()
        });
        known.rows = rows.collect();
    }
}

/// Asks what is still to be asked.
pub(super) fn ask(app: &mut App) {
    let whole = app.reading.is_none();
    let timeline = &mut app.timeline;
    // What was asked while the library grew is asked once more when it is whole: for the index.
    timeline.due |= whole && std::mem::take(&mut timeline.asked_early);
    if !app.loaded || timeline.is_empty() || !std::mem::take(&mut timeline.due) {
        return;
    }
    timeline.asked_early = !whole;
    app.asks.push(Effect::Chronicle(Question {
        generation: timeline.newest,
        terms: timeline.terms.clone(),
        predecessors: timeline.predecessors,
        heat: timeline.shows == Shows::Heat,
        whole,
    }));
}

/// Takes an answer; one to an older question is dropped.
pub fn answered(app: &mut App, answer: Answer) {
    let timeline = &mut app.timeline;
    if answer.generation != timeline.newest || !Arc::ptr_eq(&answer.library, &app.library) {
        return;
    }
    let heat = timeline.known.as_ref().and_then(|known| known.heat.clone());
    timeline.columns = columns::columns(&answer.editions);
    timeline.known = Some(Answer { heat: answer.heat.clone().or(heat), ..answer });
    let Some(editions) = timeline.editions().map(Arc::clone) else { return };
    let there = timeline.year.is_some_and(|year| editions.find(year).is_some());
    if !there {
        // The last year that says the first term; else the nearest to the one before, or the last.
        let said = timeline.chronicle(timeline.row).and_then(|answer| answer.span()).map(|(_, last)| last);
        let near = timeline.year.and_then(|year| {
            let far = |at: &usize| editions.years[*at].year.abs_diff(year);
            (0..editions.years.len()).min_by_key(far)
        });
        let at = near.or(said).or(editions.years.len().checked_sub(1));
        timeline.year = at.map(|at| editions.years[at].year);
    }
}
