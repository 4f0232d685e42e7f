//! Where the notes stand in the library: asked once for each library, and known at once of what is noted here.
use super::Noted;
use crate::app::{Answering, App, Effect, Message};
use crate::model::{DocId, Entry, Library, Origin};
use crate::query::notebook::{Standing, Status, Told, standings};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Which notes are to be found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its number: an answer to another is dropped.
    pub generation: u64,
    /// The notes.
    pub entries: Vec<Entry>,
    /// The folder that relative paths start from.
    pub folder: PathBuf,
}

/// Finds notes, beside the screen.
pub fn answering() -> Answering<Question> {
    Box::new(|library, question, _stale, tell| {
        let entries: Vec<&Entry> = question.entries.iter().collect();
        let folder: &Path = &question.folder;
        let found = standings(library, &entries, &|origin: &Origin| origin.named_from(folder));
        let found = question.entries.iter().map(|entry| entry.id.clone()).zip(found).collect();
        tell(Message::NotesFound { generation: question.generation, library: Arc::clone(library), found });
    })
}

/// Takes where notes stand.
pub fn found(app: &mut App, generation: u64, library: &Arc<Library>, found: Vec<(String, Standing)>) {
    if generation != app.notes.asked.1 || !Arc::ptr_eq(library, &app.library) {
        return;
    }
    for (id, standing) in found {
        // What was noted since the question is known better.
        app.notes.standings.entry(id).or_insert(standing);
    }
    remark(app);
    app.notes.stale = true;
}

/// What was just noted stands where it was noted.
pub(super) fn stands(app: &mut App, id: &str, place: (DocId, std::ops::Range<usize>)) {
    let standing = Standing { status: Status::Ok, place: Some(place) };
    app.notes.standings.insert(id.to_owned(), standing);
    remark(app);
}

/// The marks of each document, made anew.
pub(super) fn remark(app: &mut App) {
    let notes = &mut app.notes;
    notes.marks.clear();
    for entry in notes.book.iter() {
        if let Some(Standing { place: Some((doc, range)), .. }) = notes.standings.get(&entry.id) {
            let noted = Noted { range: range.clone(), id: entry.id.clone(), highlight: entry.highlight };
            notes.marks.entry(*doc).or_default().push(noted);
        }
    }
    for marks in notes.marks.values_mut() {
        marks.sort_by_key(|noted| (noted.range.start, noted.range.end));
    }
}

/// Where a note stands, where that is known.
pub fn standing<'a>(app: &'a App, id: &str) -> Option<&'a Standing> {
    app.notes.standings.get(id)
}

/// What is noted in a document, in its order.
pub fn marks_in(app: &App, doc: DocId) -> &[Noted] {
    app.notes.marks.get(&doc).map_or(&[], Vec::as_slice)
}

/// Asks where the notes stand, once for each library; makes the rows of the tab anew where they are old.
pub fn settle(app: &mut App) {
    let here = Arc::downgrade(&app.library);
    let unknown = !std::sync::Weak::ptr_eq(&app.notes.asked.0, &here);
    // While files are still read the library is replaced again and again.
    if unknown && app.loaded && app.reading.is_none() {
        let notes = &mut app.notes;
        notes.asked = (here, notes.asked.1 + 1);
        let entries: Vec<Entry> =
            notes.book.iter().filter(|entry| !notes.standings.contains_key(&entry.id)).cloned().collect();
        if !entries.is_empty() {
            let folder = app.keeping.folder.clone();
            app.asks.push(Effect::FindNotes(Question { generation: notes.asked.1, entries, folder }));
        }
        remark(app);
    }
    if app.tab == crate::app::Tab::Notebook && std::mem::take(&mut app.notes.stale) {
        super::refill(app);
        super::show_selected(app);
    }
}

/// What is told of a note.
pub fn told<'a>(app: &App, entry: &'a Entry) -> Told<'a> {
    Told::of(&app.library, entry, standing(app, &entry.id))
}
