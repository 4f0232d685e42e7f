//! What is remembered of the reading: where each text was left, and the marks. Asks by an effect that it be kept;
//! never writes anything itself.
use super::reader::Source;
use super::sheet::Item;
use super::{App, Effect, Pane};
use crate::model::{DocId, Document, Left, Library, Marked, Origin, Pin, Places};
use crate::query::Target;
use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

/// So many texts are offered to be read on.
const OFFERED: usize = 3;

/// Texts that can be read on: how they are told of, and they.
type Offered = Vec<(String, DocId)>;

/// What is remembered, and what of it the world does not know yet.
#[derive(Debug, Default)]
pub struct Keeping {
    /// Where texts were left, and marks.
    pub places: Places,
    /// The folder that relative paths start from.
    pub folder: PathBuf,
    /// Whether the newest place of the library is to be opened as soon as both are known.
    pub resume: bool,
    /// What the world has not been told.
    changed: Places,
    /// The text that is being read.
    reading: Option<Reading>,
    /// The texts of a library that can be read on.
    offered: Option<(Arc<Library>, Offered)>,
}

/// The text that is being read.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Reading {
    doc: DocId,
    /// The first byte on the page, now and when it was first seen.
    byte: usize,
    first: usize,
    /// The one that the world knows of.
    kept: usize,
    /// Whether the page is the first of all, or the last.
    at_top: bool,
    at_end: bool,
}

impl Keeping {
    /// Sets a mark.
    pub fn mark(&mut self, mark: Marked) {
        self.changed.mark(mark.clone());
        self.places.mark(mark);
    }

    /// What is remembered from another time.
    pub fn restored(&mut self, places: Places) {
        // What was done before it came is newer.
        let newer = std::mem::replace(&mut self.places, places);
        newer.left.into_iter().rev().for_each(|left| self.places.leave(left));
        newer.marks.into_iter().rev().for_each(|mark| self.places.mark(mark));
        self.offered = None;
    }

    /// The name by which a document is known again in another run; `None` for what cannot be.
    pub fn name(&self, origin: &Origin) -> Option<String> {
        origin.named_from(&self.folder)
    }

    /// Where a document was left.
    pub fn left(&self, doc: &Document) -> Option<&Left> {
        let name = self.name(&doc.origin)?;
        self.places.left.iter().find(|left| left.pin.origin == name)
    }

    /// The document that a pin is on.
    pub fn doc_of(&self, library: &Library, pin: &Pin) -> Option<DocId> {
        let by_name =
            || library.iter().find(|(_, doc)| self.name(&doc.origin).as_deref() == Some(pin.origin.as_str()));
        // The slug is quickly looked up; the file may have moved to another folder.
        let by_slug = library.find(&pin.page).map(|id| (id, library.doc(id)));
        let same = by_slug.filter(|(_, doc)| self.name(&doc.origin).as_deref() == Some(pin.origin.as_str()));
        same.or_else(by_name).or(by_slug).map(|(id, _)| id)
    }

    /// The texts of a library that were left half read, the newest first: their words, and they.
    fn half_read(&self, library: &Library) -> Offered {
        if self.places.left.is_empty() {
            return Vec::new();
        }
        let mut ids: HashMap<String, DocId> = HashMap::new();
        for (id, doc) in library.iter() {
            ids.extend(self.name(&doc.origin).map(|name| (name, id)));
        }
        let unfinished = self.places.left.iter().filter(|left| !left.finished);
        let known = unfinished.filter_map(|left| Some((left, *ids.get(&left.pin.origin)?)));
        known.take(OFFERED).map(|(left, id)| (words(left, library.doc(id)), id)).collect()
    }
}

/// How a text that was left is told of.
fn words(left: &Left, doc: &Document) -> String {
    let year = doc.year().map_or_else(String::new, |year| format!(" {year}"));
    let heading =
        if left.pin.heading.is_empty() { String::new() } else { format!(" \u{203a} {}", left.pin.heading) };
    format!("{:>2}%  {}{year}{heading}", left.pin.percent, doc.title())
}

/// Sees what is being read; a text that is not read any more was left.
pub fn watch(app: &mut App) {
    if app.begun.is_some() {
        // The tab that is shown may be the beginning of a count: the text is left only when it was none. The next
        // key or the mouse says so.
        return;
    }
    let reader = &app.desk().reader;
    let now = reader.doc().filter(|_| app.pane == Pane::Reader && app.overlay.is_none());
    if app.keeping.reading.as_ref().is_some_and(|reading| Some(reading.doc) != now) {
        leave(app);
    }
    let reader = &app.desk().reader;
    // Only the paragraphs that match: that is no place.
    if let Some(doc) = now.filter(|_| !reader.is_narrowed()) {
        let byte = reader.page.iter().find_map(|shown| shown.line.first_byte()).unwrap_or(0);
        let first = app.keeping.reading.as_ref().map_or(byte, |reading| reading.first);
        let (at_top, at_end) = (reader.top == super::reader::Spot::default(), reader.at_end);
        let kept = app.keeping.reading.as_ref().map_or(byte, |reading| reading.kept);
        let reading = Reading { doc, byte, first, kept: byte, at_top, at_end };
        // Kept while it is read: a program that is killed has left the text there.
        if kept != byte
            && let Some(left) = left(app, &reading)
        {
            app.keeping.changed.leave(left);
        }
        app.keeping.reading = Some(reading);
    }
}

/// Where a text is left that is being read; `None` where nothing is half read.
fn left(app: &App, reading: &Reading) -> Option<Left> {
    let doc = app.library.get(reading.doc)?;
    // Whoever only looked in, from a hit perhaps, or went back to the beginning, has left nothing half read.
    let looked_in = reading.byte == reading.first;
    if reading.at_top || looked_in || !app.settings.remember {
        return None;
    }
    let mut pin = Pin::of(doc, reading.byte, app.keeping.name(&doc.origin)?);
    if reading.at_end {
        pin.percent = 100;
    }
    Some(Left { pin, title: doc.title().to_owned(), finished: reading.at_end, when: 0 })
}

/// Remembers where the text was left that is being read.
pub fn leave(app: &mut App) {
    let Some(reading) = app.keeping.reading.take() else { return };
    let Some(left) = left(app, &reading) else { return };
    app.keeping.changed.leave(left.clone());
    app.keeping.places.leave(left);
    app.keeping.offered = None;
}

/// What the world is to keep.
pub fn effects(app: &mut App) -> Option<Effect> {
    let changed = std::mem::take(&mut app.keeping.changed);
    (!changed.is_empty()).then_some(Effect::KeepPlaces(changed))
}

/// The texts of the library that were left half read.
pub(super) fn offered(app: &mut App) -> Offered {
    if !app.settings.remember {
        return Vec::new();
    }
    let library = Arc::clone(&app.library);
    if let Some((of, offered)) = &app.keeping.offered
        && Arc::ptr_eq(of, &library)
    {
        return offered.clone();
    }
    let offered = app.keeping.half_read(&library);
    app.keeping.offered = Some((library, offered.clone()));
    offered
}

/// Lists the texts that were left half read on the first page.
pub fn settle(app: &mut App) {
    if app.regions.reader.source != Source::World || app.library.is_empty() {
        return;
    }
    let entry = |(words, id): (String, DocId)| Item::Entry(words, None, Target::Document(id));
    let lines = offered(app).into_iter().map(entry).collect();
    let library = Arc::clone(&app.library);
    app.regions.reader.offer(&library, lines);
}
