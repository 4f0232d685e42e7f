//! Coming to the tab from where the reader is: the place, the text or the query that is selected there. Never counts.
use super::{Shows, ask};
use crate::app::here::{self, place_here};
use crate::app::{App, Pane, Tab, update};
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
    if app.pane == Pane::List && app.tab == Tab::Search {
        return of_query(app);
    }
    if app.pane == Pane::Reader
        && let Some(Mark::Mention(place)) = app.desk().reader.selected_mark(&app.library)
    {
        return Ok(vec![Term::Place(place)]);
    }
    match (place_here(app), here::here(app)) {
        (Some(place), _) => Ok(vec![Term::Place(place)]),
        (None, Some(_)) => Err("This text is about no one place: select a place, or a name in it.".into()),
        (None, None) => Err("Select a place or a text, or type terms in the tab Timeline.".into()),
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
