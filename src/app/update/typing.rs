//! A filter or words to be found, while they are typed.
use super::going::go;
use super::looking_up::{accept_lookup, answer_lookup};
use super::trees::{refill, show_selected, source_of};
use super::{commanding, escape};
use crate::app::keymap::{Action, Context};
use crate::app::tree::Node;
use crate::app::{
    App, Effect, Overlay, Pane, Prompt, Tab, compare, contents, find, notes, regions, search, themes,
    timeline,
};
use crate::query::Target;

pub(super) fn clear_filter(app: &mut App) {
    let list = &mut app.desk_mut().list;
    list.prompt.text.clear();
    list.typing = false;
    refill(app);
}

/// Gives up a filter that is being typed: what was selected before it is selected again.
pub(super) fn give_up_filter(app: &mut App) {
    let list = &mut app.desk_mut().list;
    if let Some(before) = list.before.take() {
        list.typing = false;
        list.prompt.text.clear();
        refill(app);
        if app.desk_mut().list.select(&before) {
            let tab = app.tab;
            return show_selected(app, tab);
        }
    }
    drop_filter(app);
}

/// Ends the filter; the selected row stays selected in the whole tree.
pub(super) fn drop_filter(app: &mut App) {
    let tab = app.tab;
    let list = &mut app.desk_mut().list;
    let selected = list.node().cloned();
    list.typing = false;
    list.prompt.text.clear();
    let wanted = selected.or_else(|| list.before.take());
    match wanted {
        Some(Node::Place(place)) => regions::reveal(app, place),
        Some(Node::Document(doc)) => {
            refill(app);
            contents::reveal(app, doc, 0);
        }
        Some(Node::Heading(doc, block)) => {
            refill(app);
            contents::reveal(app, doc, block);
        }
        Some(other) => {
            refill(app);
            app.desk_mut().list.select(&other);
        }
        None => refill(app),
    }
    let shows = app.desk().list.node().map(|node| source_of(node).0);
    if shows.is_some_and(|source| source != app.desk().reader.source) {
        show_selected(app, tab);
    }
}

pub(super) fn begin_typing(app: &mut App) {
    if let Some(Overlay::Help(help)) = &mut app.overlay {
        help.typing = true;
        return;
    }
    match app.pane {
        Pane::List => {
            let list = &mut app.desk_mut().list;
            if list.query().is_none() {
                list.before = list.node().cloned();
            }
            list.typing = true;
        }
        Pane::Reader => find::begin(app),
    }
}

/// Changes the line being typed, and does what it asks.
pub(super) fn type_letters(app: &mut App, change: impl FnOnce(&mut Prompt)) {
    if let Some(Overlay::Lookup(lookup)) = &mut app.overlay {
        change(&mut lookup.prompt);
        answer_lookup(app);
        return;
    }
    if let Some(Overlay::Command(line)) = &mut app.overlay {
        change(&mut line.prompt);
        return crate::app::command::complete(app);
    }
    if let Some(Overlay::Help(help)) = &mut app.overlay {
        change(&mut help.filter);
        help.top = 0;
        return;
    }
    if matches!(app.overlay, Some(Overlay::Note(_))) {
        return notes::letters(app, change);
    }
    let tab = app.tab;
    match app.pane {
        Pane::List if tab == Tab::Search => search::letters(app, change),
        Pane::List if tab == Tab::Compare => compare::letters(app, change),
        Pane::List if tab == Tab::Timeline => timeline::letters(app, change),
        Pane::List => {
            let list = &mut app.desk_mut().list;
            change(&mut list.prompt);
            list.top = 0;
            let cleared = list.prompt.text.trim().is_empty().then(|| list.before.clone()).flatten();
            refill(app);
            if let Some(before) = cleared {
                app.desk_mut().list.select(&before);
            }
            show_selected(app, tab);
        }
        Pane::Reader => find::letters(app, change),
    }
}

/// The line being typed.
fn typed(app: &mut App) -> &mut Prompt {
    let (tab, pane) = (app.tab, app.pane);
    let desk = desk_of!(app, &mut);
    match (&mut app.overlay, pane) {
        (Some(Overlay::Lookup(lookup)), _) => &mut lookup.prompt,
        (Some(Overlay::Command(line)), _) => &mut line.prompt,
        (Some(Overlay::Help(help)), _) => &mut help.filter,
        (Some(Overlay::Note(writing)), _) => &mut writing.prompt,
        (_, Pane::List) if tab == Tab::Search => app.search.naming.as_mut().unwrap_or(&mut app.search.prompt),
        (_, Pane::List) if tab == Tab::Compare => &mut app.compare.line.prompt,
        (_, Pane::List) if tab == Tab::Timeline => &mut app.timeline.prompt,
        (_, Pane::List) => &mut desk.list.prompt,
        (_, Pane::Reader) => &mut desk.reader.prompt,
    }
}

/// Erases in the line being typed, or moves its cursor: then nothing is asked anew.
pub(super) fn edit(app: &mut App, action: Action) {
    match action {
        Action::EraseLetter => return erase_letter(app),
        Action::EraseWord => return type_letters(app, Prompt::pop_word),
        Action::EraseLine => return type_letters(app, Prompt::pop_front),
        Action::EraseRest => return type_letters(app, Prompt::pop_rest),
        Action::EraseNext => return type_letters(app, Prompt::pop_next),
        _ => {}
    }
    let line = typed(app);
    match action {
        Action::LetterLeft => line.left(),
        Action::LetterRight => line.right(),
        Action::WordLeft => line.word_left(),
        Action::WordRight => line.word_right(),
        Action::LineStart => line.home(),
        _ => line.end(),
    }
}

fn erase_letter(app: &mut App) {
    let in_note = matches!(app.overlay, Some(Overlay::Note(_)));
    if typed(app).text.is_empty() && !in_note { escape(app) } else { type_letters(app, Prompt::pop) }
}

pub(super) fn paste(app: &mut App, text: &str) {
    if app.context() == Context::Note {
        return notes::paste(app, text);
    }
    if app.context().is_typed() {
        // A pasted line end is a space: a paste never presses Enter.
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let words: String = words.chars().take(1000).collect();
        type_letters(app, |prompt| prompt.paste(&words));
    }
}

pub(super) fn accept(app: &mut App) -> Vec<Effect> {
    if matches!(app.overlay, Some(Overlay::Lookup(_))) {
        return accept_lookup(app);
    }
    if matches!(app.overlay, Some(Overlay::Command(_))) {
        return commanding::accept(app);
    }
    if matches!(app.overlay, Some(Overlay::Note(_))) {
        notes::accept(app);
        return Vec::new();
    }
    if let Some(Overlay::Help(help)) = &mut app.overlay {
        help.typing = false;
        return Vec::new();
    }
    if matches!(app.overlay, Some(Overlay::Themes(_))) {
        themes::keep(app);
        return Vec::new();
    }
    if matches!(app.overlay, Some(Overlay::Map)) {
        app.overlay = None;
        if let Some(place) = app.map.selected {
            go(app, Target::Place(place, None));
        }
        return Vec::new();
    }
    match app.pane {
        Pane::List => {
            let list = &mut app.desk_mut().list;
            list.typing = false;
            if list.prompt.text.trim().is_empty() {
                drop_filter(app);
            }
        }
        Pane::Reader => find::accept(app),
    }
    Vec::new()
}
