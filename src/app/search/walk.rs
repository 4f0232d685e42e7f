//! From match to match through the documents that were found, one after the other. Never asks anything anew.
use super::{App, Found, show_selected};
use crate::app::sheet::grouped;
use crate::app::{Find, Item, Pane, Tab};
use crate::model::{DocId, Passage};
use std::sync::Arc;

/// The blocks of a document that are hits, in order.
pub(super) fn blocks(found: &Found, doc: DocId) -> Vec<u32> {
    let hits = found.answer.results.hits.iter().map(|hit| hit.passage);
    let mut blocks: Vec<u32> =
        hits.filter(|passage| passage.doc == doc).map(|passage| passage.block).collect();
    blocks.sort_unstable();
    blocks
}

/// Whether the page that is read is one that was found, its matches marked.
pub fn is_shown(app: &App) -> bool {
    let find = app.search.desk.reader.find.as_ref();
    app.tab == Tab::Search
        && app.search.found.as_ref().is_some_and(|found| find.is_some_and(|find| find.asks(&found.query)))
}

/// Marks what was found on the page again, where it stands already: after other words were given up, or when the
/// rest of the answer has come.
pub fn mark_again(app: &mut App) {
    if app.tab != Tab::Search {
        return;
    }
    let search = &mut app.search;
    let reader = &mut search.desk.reader;
    if let (Some(found), Some(doc)) = (&search.found, reader.doc())
        && Arc::ptr_eq(&found.library, &app.library)
        && !reader.typing
        && !reader.is_narrowed()
    {
        let blocks = blocks(found, doc);
        reader.find = Some(Find::within(found.question.text.clone(), Arc::clone(&found.query), blocks));
        // Beside the hits nobody sees the number, and a long text takes its time.
        if app.pane == Pane::Reader {
            reader.count_matches(&app.library);
        }
    }
}

/// Selects the row of the match that is read: the way back leads to where the reader has walked to.
pub fn follow(app: &mut App) {
    let search = &app.search;
    let (Some(found), Some((item, range))) = (&search.found, &search.desk.reader.mark) else { return };
    let reader = &search.desk.reader;
    let Some(Item::Block(doc, block)) = reader.sheet.items.get(*item) else { return };
    let passage = Passage { doc: *doc, block: *block as u32 };
    let row = match &found.answer.lines {
        Some(lines) if search.listing() == super::Listing::Lines => {
            lines.iter().position(|line| line.passage == passage && line.range.start as usize == range.start)
        }
        _ => found.answer.results.hits.iter().position(|hit| hit.passage == passage),
    };
    if let Some(row) = row {
        app.search.cursor = row;
    }
}

/// The place of the selected row among all, while the text of a hit is read.
pub fn standing(app: &App) -> Option<String> {
    if !is_shown(app) || app.search.desk.reader.find.as_ref().is_none_or(|find| find.at == 0) {
        return None;
    }
    let search = &app.search;
    let noun = if search.listing() == super::Listing::Lines { "line" } else { "hit" };
    Some(format!("{noun} {} of {}", grouped(search.cursor + 1), grouped(search.rows())))
}

/// Goes on to the next document that was found, or back to the one before, and around the end at last.
pub fn next_document(app: &mut App, forward: bool) {
    let Some(found) = &app.search.found else { return };
    let mut seen = vec![false; app.library.len()];
    let mut first = Vec::new();
    for (row, hit) in found.answer.results.hits.iter().enumerate() {
        if let Some(seen) = seen.get_mut(hit.passage.doc.0 as usize)
            && !std::mem::replace(seen, true)
        {
            first.push((row, hit.passage.doc));
        }
    }
    let here = app.search.desk.reader.doc();
    let at = first.iter().position(|(_, doc)| Some(*doc) == here);
    let many = first.len();
    let (Some(at), true) = (at, many > 0) else { return };
    let next = if forward { (at + 1) % many } else { (at + many - 1) % many };
    let (row, doc) = first[next];
    if forward && next <= at {
        app.notice = Some("From the first hit again.".into());
    } else if !forward && next >= at {
        app.notice = Some("From the last document again.".into());
    }
    let row = match &found.answer.lines {
        Some(lines) if app.search.listing() == super::Listing::Lines => {
            lines.iter().position(|line| line.passage.doc == doc).unwrap_or(app.search.cursor)
        }
        _ => row,
    };
    app.search.cursor = row;
    let library = Arc::clone(&app.library);
    if here != Some(doc) {
        show_selected(app);
    }
    app.search.desk.reader.outermost_match(&library, !forward);
}
