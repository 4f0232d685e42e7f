//! The notebook: what was noted, where it stands now, and the tab that lists it. Asks by effects that it be kept; never
//! writes anything itself.
mod making;
mod rows;
mod standing;
mod writing;

pub use making::{act, written};
pub use rows::{listed, refill, show_selected, unfold_all};
pub use standing::{Question, answering, found, marks_in, settle, standing, told};
pub use writing::{Writing, accept, begin, edited, give_up, letters, paste, row_of, scroll, text_of};

use super::{App, Desk, Effect, Node, Source};
use crate::model::{DocId, Entry, Library, Notebook};
use crate::query::notebook::Standing;
use std::collections::{HashMap, HashSet};
use std::ops::Range;
use std::sync::{Arc, Weak};

/// By what the notes are grouped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Grouping {
    /// By the text they are about.
    #[default]
    Document,
    /// By the places that the noted passage names.
    Place,
    /// By the day they were made.
    Day,
}

impl Grouping {
    /// The next one.
    fn next(self) -> Self {
        match self {
            Self::Document => Self::Place,
            Self::Place => Self::Day,
            Self::Day => Self::Document,
        }
    }

    /// As a notice says it.
    fn words(self) -> &'static str {
        match self {
            Self::Document => "Notes by text",
            Self::Place => "Notes by place",
            Self::Day => "Notes by day, the newest first",
        }
    }
}

/// A noted stretch of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Noted {
    /// Its bytes.
    pub range: Range<usize>,
    /// The note's name.
    pub id: String,
    /// Whether the words are to be marked.
    pub highlight: bool,
}

/// What the reading pane shows of a note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// The note.
    pub entry: Entry,
    /// Where its words stand.
    pub standing: Option<Standing>,
}

/// What can be taken back: an entry as it was before, or that it was not there.
#[derive(Debug, Clone)]
struct Step {
    id: String,
    before: Option<Entry>,
}

/// The state of the notebook.
#[derive(Debug, Default)]
pub struct Notes {
    /// The list and the note.
    pub desk: Desk,
    /// All that was noted.
    pub book: Notebook,
    /// By what the list is grouped.
    pub grouping: Grouping,
    /// A number that no other run of the program has: names of new notes begin with it.
    pub seed: u64,
    /// How many notes were made in this run.
    made: usize,
    /// Where the notes stand in the library.
    standings: HashMap<String, Standing>,
    /// The same by document.
    marks: HashMap<DocId, Vec<Noted>>,
    /// The library that was asked, and the number of the question.
    asked: (Weak<Library>, u64),
    /// What the world does not know yet.
    changed: Vec<Entry>,
    /// The number of the last change, and of the last one of each note that the world has not confirmed.
    number: u64,
    unconfirmed: HashMap<String, u64>,
    /// A new note that is being written in the reader's own editor.
    away: Option<Entry>,
    /// What can be taken back, the last at the end.
    steps: Vec<Step>,
    /// Groups that the list has had: a new one is unfolded.
    known: HashSet<Node>,
    /// Whether the rows are of another state of the book.
    stale: bool,
}

impl Notes {
    /// Takes an entry in, to be kept.
    fn put(&mut self, entry: Entry) {
        self.number += 1;
        self.unconfirmed.insert(entry.id.clone(), self.number);
        self.changed.retain(|other| other.id != entry.id);
        self.changed.push(entry.clone());
        self.book.put(entry);
        self.stale = true;
    }

    /// A name for a new note.
    fn name(&mut self) -> String {
        self.made += 1;
        format!("{:012x}-{}", self.seed & 0xffff_ffff_ffff, self.made)
    }
}

/// What was noted another time or in another program, as it is on disk, where the change of this number is part of it.
pub fn restored(app: &mut App, book: Notebook, number: u64) {
    let notes = &mut app.notes;
    notes.unconfirmed.retain(|_, own| *own > number);
    let mut joined = book;
    for id in notes.unconfirmed.keys() {
        // What was written since is newer than what came back.
        if let Some(own) = notes.book.get(id) {
            joined.put(own.clone());
        }
    }
    if notes.book != joined {
        let texts = |book: &Notebook| book.iter().map(|entry| entry.id.clone()).collect::<Vec<_>>();
        if texts(&notes.book) != texts(&joined) {
            // Another program's notes are to be found in the library as well.
            notes.asked.0 = Weak::new();
        }
        notes.book = joined;
        notes.stale = true;
    }
}

/// What the world is to keep.
pub fn effects(app: &mut App) -> Option<Effect> {
    let entries = std::mem::take(&mut app.notes.changed);
    (!entries.is_empty()).then_some(Effect::KeepNotes { entries, number: app.notes.number })
}

/// The tab is come to.
pub fn arrive(app: &mut App) {
    app.tab = super::Tab::Notebook;
    app.pane = super::Pane::List;
    app.notes.stale = true;
}

/// Another library: where the notes stand in it is found anew.
pub fn renew(app: &mut App) {
    let library = Arc::clone(&app.library);
    let notes = &mut app.notes;
    notes.asked.0 = Weak::new();
    notes.standings.clear();
    notes.marks.clear();
    notes.stale = true;
    notes.desk.reader.open(&library, Source::Nothing);
}
