//! Looking something up by name, from anywhere.
use super::commanding;
use super::trees::show_selected;
use crate::app::lookup::{Lookup, Reply};
use crate::app::{App, Effect, Overlay, Tab, compare, contents, lookup};
use crate::model::Library;
use crate::query;
use crate::query::filter::{Found, Scope};
use std::sync::Arc;

pub(super) fn open_lookup(app: &mut App) {
    app.desk_mut().list.typing = false;
    app.desk_mut().reader.typing = false;
    app.search.typing = false;
    app.overlay = Some(Overlay::Lookup(Lookup::default()));
    answer_lookup(app);
}

pub(super) fn answer_lookup(app: &mut App) {
    let Some(Overlay::Lookup(lookup)) = &mut app.overlay else { return };
    (lookup.asked, lookup.hasty) = (None, false);
    let text = lookup.prompt.text.clone();
    if query::Pattern::new(&text).is_empty() {
        let answers = lookup::beginning(app);
        return show_answers(app, answers);
    }
    match lookup::ask(app, &text, Scope::All, lookup::KEPT) {
        Reply::Now(found) => show_found(app, &found),
        Reply::Later(generation) => {
            if let Some(Overlay::Lookup(lookup)) = &mut app.overlay {
                lookup.asked = Some(generation);
            }
        }
    }
}

fn show_found(app: &mut App, found: &Found) {
    let Some(catalogue) = app.catalogue.clone() else { return };
    let answers = lookup::answers(app, &catalogue, found);
    show_answers(app, answers);
}

fn show_answers(app: &mut App, (answers, many): (Vec<lookup::Answer>, usize)) {
    if let Some(Overlay::Lookup(lookup)) = &mut app.overlay {
        (lookup.answers, lookup.many, lookup.cursor, lookup.top) = (answers, many, 0, 0);
        lookup.counted = lookup.asked.is_none();
    }
}

/// Takes an answer from the world to whoever asked for it.
pub(super) fn answered(app: &mut App, generation: u64, library: Arc<Library>, found: Found) -> Vec<Effect> {
    if !Arc::ptr_eq(&library, &app.library) {
        return Vec::new();
    }
    if let Some(Overlay::Lookup(lookup)) = &mut app.overlay
        && lookup.asked == Some(generation)
    {
        if found.complete {
            lookup.asked = None;
        }
        if lookup.answered == Some(generation) {
            // The best are shown already: now it is known how many there are.
            lookup.many = lookup.many.max(found.many);
            lookup.counted = true;
            return Vec::new();
        }
        lookup.answered = Some(generation);
        let hasty = lookup.hasty;
        show_found(app, &found);
        return if hasty { accept_lookup(app) } else { Vec::new() };
    }
    if compare::looked_up(app, generation, &found) {
        return Vec::new();
    }
    if let Some(effects) = commanding::answered(app, generation, &found) {
        return effects;
    }
    if app.contents_filter.take(generation, library, found) {
        contents::refill(app);
        show_selected(app, Tab::Contents);
    }
    Vec::new()
}

pub(super) fn accept_lookup(app: &mut App) -> Vec<Effect> {
    if let Some(Overlay::Lookup(lookup)) = &mut app.overlay
        && lookup.asked.is_some()
        && lookup.asked != lookup.answered
    {
        // What is shown still answers an earlier letter.
        lookup.hasty = true;
        return Vec::new();
    }
    let Some(Overlay::Lookup(lookup)) = app.overlay.take() else { return Vec::new() };
    let Some(answer) = lookup.answers.into_iter().nth(lookup.cursor) else {
        app.notice = Some("Nothing has this name.".into());
        return Vec::new();
    };
    commanding::reach(app, &answer.goal)
}
