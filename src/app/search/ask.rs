//! Asking: coming to the tab, typing the query, and what the world is to do for it.
use super::{App, Effect, Listing, Pane, Prompt, Question, Seek, Tab, walk};
use crate::app::reader::Source;
use crate::app::tree::Node;
use crate::app::update;
use crate::model::Saved;
use crate::query::Query;
use std::sync::Arc;

const NOTHING_YET: &str = "Go on typing: there is nothing to look for yet.";

/// Shows the tab, with the cursor in the query.
pub fn arrive(app: &mut App) {
    app.tab = Tab::Search;
    app.pane = Pane::List;
    app.search.typing = true;
    app.search.walked = None;
}

/// Shows the tab to ask about what is selected where the reader is now.
pub fn here(app: &mut App) {
    let scope = scope_here(app);
    if app.tab == Tab::Search && scope.is_empty() {
        return arrive(app);
    }
    update::history::remember(app);
    arrive(app);
    set_text(app, if scope.is_empty() { scope } else { format!("{scope} ") });
}

/// The scope of what is selected.
fn scope_here(app: &App) -> String {
    let library = &app.library;
    let doc = |id| format!("doc:{}", library.doc(id).slug);
    let series = |name: &str| format!("series:\"{name}\"");
    let edition = |name: Option<&str>, year: Option<i32>| {
        let year = year.map(|year| format!("year:{year}"));
        name.map(series).into_iter().chain(year).collect::<Vec<_>>().join(" ")
    };
    let place = |id, year: Option<i32>| {
        let year = year.map_or_else(String::new, |year| format!(" year:{year}"));
        format!("@{}{year}", library.atlas.place(id).slug())
    };
    if app.pane == Pane::List
        && let Some(node) = app.desk().list.node()
    {
        return match node {
            Node::World | Node::Elsewhere | Node::Change(_) | Node::Shelf(_) | Node::Note(..) => {
                String::new()
            }
            Node::Place(id) => place(*id, None),
            Node::Series(name) => name.as_deref().map(series).unwrap_or_default(),
            Node::Edition(name, year) => edition(name.as_deref(), *year),
            Node::Document(id) | Node::Heading(id, _) => doc(*id),
        };
    }
    match &app.desk().reader.source {
        Source::Nothing
        | Source::World
        | Source::Elsewhere
        | Source::Asking
        | Source::Passages(_)
        | Source::Note(_)
        | Source::Notebook(_) => String::new(),
        Source::Dossier(id, year) => place(*id, *year),
        Source::Series(name) => name.as_deref().map(series).unwrap_or_default(),
        Source::Edition(name, year) => edition(name.as_deref(), *year),
        Source::Document(id) => doc(*id),
    }
}

/// Changes the query as it is typed.
pub fn letters(app: &mut App, change: impl FnOnce(&mut Prompt)) {
    if let Some(name) = &mut app.search.naming {
        return change(name);
    }
    app.search.walked = None;
    let mut prompt = app.search.prompt.clone();
    change(&mut prompt);
    set_text(app, prompt.text.clone());
    app.search.prompt = prompt;
}

/// Asks another query.
pub(super) fn set_text(app: &mut App, text: String) {
    let search = &mut app.search;
    if search.prompt.text != text {
        search.prompt.set(text);
        search.seek = Seek::First;
        search.due.search = true;
        if search.prompt.text.trim().is_empty() {
            (search.cursor, search.top) = (0, 0);
        }
    }
}

/// Asks the same again, in another order or with the concordance; the passage stays selected where `keep` says so.
pub(super) fn ask_again(app: &mut App, keep: bool) {
    let search = &mut app.search;
    let passage = search.passage(search.cursor).filter(|_| keep && search.cursor > 0);
    search.seek = passage.map_or(Seek::First, Seek::Passage);
    search.due.search = true;
}

/// Why the query cannot be read, now that it is whole: while it is typed a last scope that means nothing yet is
/// passed over.
pub(super) fn unreadable(app: &App) -> Option<String> {
    let error = Query::parse(&app.search.prompt.text, &app.library.atlas).err()?;
    Some(crate::model::harmless(&format!("{error:#}")))
}

/// When the line is left, what was passed over in it is told.
pub(super) fn heed_the_end_of_typing(app: &mut App) {
    let ended = std::mem::replace(&mut app.search.was_typing, app.search.typing) && !app.search.typing;
    if ended && app.search.error.is_none() {
        app.search.error = unreadable(app);
    }
}

/// What was found for an earlier query is no answer to one that cannot be read: it goes when the line is left.
pub(super) fn drop_what_is_no_answer(app: &mut App) {
    if app.search.error.is_some() && !app.search.typing && app.search.found.is_some() {
        if walk::is_shown(app) {
            app.pane = Pane::List;
            app.search.desk.reader.open(&app.library, Source::Asking);
        }
        (app.search.found, app.search.panel) = (None, None);
        (app.search.cursor, app.search.top) = (0, 0);
    }
}

/// Remembers a query that was of use.
pub(super) fn commit(app: &mut App) {
    let readable = unreadable(app).is_none();
    let search = &mut app.search;
    let useful = readable
        && search.error.is_none()
        && search.found.as_ref().is_none_or(|found| found.answer.results.total > 0);
    if useful && search.searches.asked(&search.prompt.text) {
        search.due.save = true;
    }
}

/// What the world is to be asked now.
pub fn effects(app: &mut App) -> Vec<Effect> {
    let mut effects = Vec::new();
    if std::mem::take(&mut app.search.due.save) {
        effects.push(Effect::SaveSearches(app.search.searches.clone()));
    }
    if app.tab != Tab::Search || !app.loaded {
        return effects;
    }
    if std::mem::take(&mut app.search.due.search) {
        effects.extend(ask(app));
        drop_what_is_no_answer(app);
    }
    let search = &mut app.search;
    if search.listing() == Listing::Entries && !search.due.counted {
        let unknown = |saved: &&Saved| !search.counts.contains_key(&saved.query);
        let texts: Vec<String> =
            search.searches.saved.iter().filter(unknown).map(|saved| saved.query.clone()).collect();
        search.due.counted = true;
        if !texts.is_empty() {
            effects.push(Effect::Count(texts));
        }
    }
    effects
}

/// Asks what is typed, where it can be asked; else says why not, and what was found before stays.
fn ask(app: &mut App) -> Option<Effect> {
    let unreadable = unreadable(app).filter(|_| !app.search.typing);
    let search = &mut app.search;
    search.error = None;
    let text = search.prompt.text.clone();
    if text.trim().is_empty() {
        // What is on its way is no answer to this.
        search.newest += 1;
        search.asked = None;
        return None;
    }
    if unreadable.is_some() {
        search.error = unreadable;
        return None;
    }
    let query = match Query::typing(&text, &app.library.atlas) {
        Ok(query) => query,
        Err(error) => {
            search.error = Some(crate::model::harmless(&format!("{error:#}")));
            return None;
        }
    };
    if query.is_empty() {
        let why = if query.only_unwanted() {
            "Only what is not wanted is said: type a word as well."
        } else {
            NOTHING_YET
        };
        search.error = Some(why.into());
        return None;
    }
    search.newest += 1;
    let whole = app.reading.is_none();
    let question =
        Question { generation: search.newest, text, order: search.order, lines: search.sort, whole };
    search.asked = Some((question.clone(), Arc::new(query)));
    Some(Effect::Search(question))
}
