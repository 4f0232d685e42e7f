//! Coming to the tab from where the reader is: the place, the text or the query that is selected there. Never counts.
use super::{Shows, ask};
use crate::app::reader::Source;
use crate::app::tree::Node;
use crate::app::{App, Pane, Tab, update};
use crate::model::DocId;
use crate::query::search::scopes;
use crate::query::timeline::Term;
use crate::typeset::Mark;

/// Shows the timeline of a line of terms; why it cannot be read is told in the line.
pub fn open_line(app: &mut App, line: &str) {
    match ask::read(app, line) {
        Ok(terms) => open(app, terms),
        Err(error) => {
            super::arrive(app);
            app.timeline.shows = Shows::Bars;
            app.timeline.prompt.set(line);
            (app.timeline.typing, app.timeline.error) = (true, Some(error));
        }
    }
}

/// Shows the timeline of terms.
fn open(app: &mut App, terms: Vec<Term>) {
    let was_here = app.tab == Tab::Timeline && app.timeline.is_empty();
    if !was_here {
        update::history::remember(app);
    }
    super::arrive(app);
    app.timeline.shows = Shows::Bars;
    app.timeline.row = 0;
    ask::show(app, terms);
}

/// Shows the timeline of what is selected where the reader is.
pub fn here(app: &mut App) {
    match meant(app) {
        Ok(terms) => open(app, terms),
        Err(why) => app.notice = Some(why),
    }
}

/// What is selected, as terms; or why it is none.
fn meant(app: &App) -> Result<Vec<Term>, String> {
    let library = &app.library;
    let of_doc = |id: DocId| match library.get(id).and_then(|doc| doc.subject()) {
        Some(place) => Ok(vec![Term::Place(place)]),
        None => Err("This text is about no one place: select a place, or a name in it.".to_owned()),
    };
    let nothing = || Err("Select a place or a text, or type terms in the tab Timeline.".to_owned());
    if app.pane == Pane::List {
        if app.tab == Tab::Search {
            return of_query(app);
        }
        return match app.desk().list.node() {
            Some(Node::Place(place)) => Ok(vec![Term::Place(*place)]),
            Some(Node::Document(id) | Node::Heading(id, _)) => of_doc(*id),
            Some(
                Node::World
                | Node::Elsewhere
                | Node::Series(_)
                | Node::Edition(..)
                | Node::Shelf(_)
                | Node::Note(..)
                | Node::Change(_),
            )
            | None => nothing(),
        };
    }
    let reader = &app.desk().reader;
    if let Some(Mark::Mention(place)) = reader.selected_mark(library) {
        return Ok(vec![Term::Place(place)]);
    }
    match &reader.source {
        Source::Dossier(place, _) => Ok(vec![Term::Place(*place)]),
        Source::Document(id) => of_doc(*id),
        Source::Passages(gathered) => match gathered.about.first() {
            Some(place) => Ok(vec![Term::Place(*place)]),
            None => nothing(),
        },
        Source::Note(page) => match page.standing.as_ref().and_then(|standing| standing.place.clone()) {
            Some((id, _)) => of_doc(id),
            None => nothing(),
        },
        Source::Notebook(_)
        | Source::Nothing
        | Source::World
        | Source::Elsewhere
        | Source::Series(_)
        | Source::Edition(..)
        | Source::Asking => nothing(),
    }
}

/// The query of a search: its places, and its words as they stand.
fn of_query(app: &App) -> Result<Vec<Term>, String> {
    let text = &app.search.prompt.text;
    let mut places = Vec::new();
    let mut words = text.clone();
    for chip in scopes(text).into_iter().rev() {
        if text[chip.clone()].starts_with('@') {
            places.push(text[chip.clone()].replace('"', ""));
        }
        words.replace_range(chip, ",");
    }
    let minus = words.split_whitespace().any(|word| word.len() > 1 && word.starts_with('-'));
    if words.contains("regex:") || minus {
        return Err("A timeline counts words and places: this query asks for something else.".into());
    }
    // A phrase in quotation marks is a term; the words around it are another.
    let mut terms: Vec<String> = words
        .split(['"', '“', '”'])
        .flat_map(|part| part.split(','))
        .map(str::trim)
        .filter(|part| !part.is_empty() && *part != "*")
        .map(str::to_owned)
        .collect();
    places.reverse();
    terms.extend(places);
    if terms.is_empty() {
        return Err("Nothing is asked yet whose timeline could be shown.".into());
    }
    let mut read = Vec::new();
    for term in terms.iter().take(super::MOST) {
        let term = Term::parse(term, &app.library.atlas)
            .map_err(|error| crate::model::harmless(&format!("{error:#}")))?;
        if !read.contains(&term) {
            read.push(term);
        }
    }
    Ok(read)
}
