//! Answers: taking those to the newest question, keeping the reader's place in them, and showing the selected hit.
use super::{Answer, App, Found, Listing, Pane, Seek, walk};
use crate::app::moved::Moved;
use crate::app::reader::{Find, Source};
use crate::model::{Library, Passage, Searches};
use crate::query::search::in_block;
use std::sync::Arc;

/// Takes an answer; one to an older question is dropped.
pub fn answered(app: &mut App, answer: Answer) {
    let search = &mut app.search;
    let Some((question, query)) = &search.asked else { return };
    if answer.generation != search.newest {
        return;
    }
    // Nothing so far says nothing yet: the list before stays, and does not blink.
    if !answer.results.complete && answer.results.hits.is_empty() {
        return;
    }
    // The lines come with the whole answer: until then those before stay.
    let had_lines = search.found.as_ref().is_some_and(|found| found.answer.lines.is_some());
    if question.lines.is_some() && answer.lines.is_none() && had_lines {
        return;
    }
    let before = search.found.as_ref().filter(|found| found.answer.generation == answer.generation);
    let again = before.is_some();
    if again && search.cursor > 0 {
        // The rest of an answer whose beginning is being read.
        if let Some(passage) = search.passage(search.cursor) {
            search.seek = Seek::Passage(passage);
        }
    }
    let shown = search.passage(search.cursor).filter(|_| again);
    let complete = answer.results.complete;
    search.found = Some(Found {
        library: Arc::clone(&app.library),
        question: question.clone(),
        query: Arc::clone(query),
        answer,
    });
    let rows = search.rows();
    let seek = if complete { std::mem::take(&mut search.seek) } else { search.seek };
    match seek {
        Seek::First => {
            search.cursor = if again { search.cursor.min(rows.saturating_sub(1)) } else { 0 };
            search.top = if again { search.top } else { 0 };
        }
        Seek::Row(row) => search.cursor = row.min(rows.saturating_sub(1)),
        Seek::Passage(passage) => {
            if let Some(row) = (0..rows).find(|&row| search.passage(row) == Some(passage)) {
                search.cursor = row;
            }
        }
    }
    if app.pane == Pane::List && (shown.is_none() || search.passage(search.cursor) != shown) {
        show_selected(app);
    } else {
        walk::mark_again(app);
    }
}

/// Takes the counts of saved queries.
pub fn counted(app: &mut App, library: &Arc<Library>, counts: Vec<(String, usize)>) {
    if Arc::ptr_eq(library, &app.library) {
        app.search.counts.extend(counts);
    }
}

/// Takes what was kept from another time; what was done meanwhile is kept as well.
pub fn restored(app: &mut App, searches: Searches, told: Option<String>) {
    let search = &mut app.search;
    let mine = std::mem::replace(&mut search.searches, searches);
    for saved in mine.saved {
        search.searches.save(&saved.query, saved.name);
    }
    for query in mine.history {
        search.searches.asked(&query);
    }
    search.due.counted = false;
    if told.is_some() {
        app.notice = told;
    }
}

/// Another library is shown: what was found is asked for again there.
pub fn renew(app: &mut App, moved: Option<&Moved<'_>>) {
    let search = &mut app.search;
    search.counts.clear();
    search.due.counted = false;
    if search.prompt.text.trim().is_empty() {
        return;
    }
    let passage = search.passage(search.cursor).filter(|_| search.cursor > 0);
    let same = passage.and_then(|passage| {
        let (doc, block) = moved?.block(passage.doc, passage.block as usize)?;
        Some(Passage { doc, block: block as u32 })
    });
    search.seek = same.map_or(Seek::Row(search.cursor), Seek::Passage);
    search.due.search = true;
}

/// Shows the selected hit in the reading pane, with all matches of its document marked.
pub fn show_selected(app: &mut App) {
    let search = &mut app.search;
    let (Some(found), Some(passage)) = (&search.found, search.passage(search.cursor)) else { return };
    if !Arc::ptr_eq(&found.library, &app.library) {
        // Its answer is on the way.
        return;
    }
    let library = Arc::clone(&app.library);
    let line = found.answer.lines.as_ref().filter(|_| search.listing() == Listing::Lines);
    let range = line
        .and_then(|lines| lines.get(search.cursor))
        .map(|spot| spot.range.start as usize..spot.range.end as usize);
    let Some(doc) = library.get(passage.doc) else { return };
    let block = passage.block as usize;
    let range = range.or_else(|| in_block(doc, block, &found.query).into_iter().next());
    let find =
        Find::within(found.question.text.clone(), Arc::clone(&found.query), walk::blocks(found, passage.doc));
    let reader = &mut search.desk.reader;
    if reader.doc() == Some(passage.doc) {
        reader.widen(&library);
    } else {
        reader.open(&library, Source::Document(passage.doc));
    }
    reader.mark = None;
    if let Some(item) = reader.sheet.item_of(passage.doc, block) {
        reader.mark_found(&library, find, item, range);
    }
}
