//! Where the notes of a notebook stand in a library as it is now. Never changes a note.
use crate::model::{DocId, Document, Entry, Library, Likeness, Origin, Quotation, Searched, moment};
use memchr::memmem;
use rayon::prelude::*;
use serde::Serialize;
use std::collections::HashMap;
use std::ops::Range;

/// A word that is looked for in all texts has at least so many bytes, where there is one.
const TELLING: usize = 4;

/// How a note's words stand to the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Where they were.
    Ok,
    /// Elsewhere, or in other words.
    Moved,
    /// Nowhere: the note keeps them.
    Lost,
}

impl Status {
    /// The word of the headless contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Moved => "moved",
            Self::Lost => "lost",
        }
    }
}

/// Where a note stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// Whether its words are where they were.
    pub status: Status,
    /// The document and the bytes in its text, unless they are lost.
    pub place: Option<(DocId, Range<usize>)>,
}

/// A note as the contract tells it: the command prints it, and files are written of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told<'a> {
    /// The address of its words as they stand now; where they were when they are lost.
    pub anchor: String,
    /// How they stand.
    pub status: &'static str,
    /// They.
    pub quote: &'a str,
    /// The reader's own.
    pub note: &'a str,
    /// The tags in those.
    pub tags: Vec<String>,
    /// When it was made.
    pub created: String,
}

impl<'a> Told<'a> {
    /// What is told of a note; one that was not looked for counts as lost.
    pub fn of(library: &Library, entry: &'a Entry, standing: Option<&Standing>) -> Self {
        let now = standing.and_then(|standing| {
            let (id, range) = standing.place.as_ref()?;
            let doc = library.get(*id)?;
            doc.block_at(range.start).map(|block| doc.address(block).to_string())
        });
        Self {
            anchor: now.unwrap_or_else(|| entry.place.at.clone()),
            status: standing.map_or(Status::Lost, |standing| standing.status).word(),
            quote: &entry.place.words,
            note: &entry.note,
            tags: entry.tags(),
            created: moment::moment(entry.created),
        }
    }
}

/// The name by which a document is known in another run; none for what cannot be.
pub type NameOf<'a> = &'a (dyn Fn(&Origin) -> Option<String> + Sync);

/// Finds all of these entries again, each by its words: in the document it was made in, by its origin or its name; else
/// in any other that has them, for files move and are split; else by a part of its words in its own document.
pub fn standings(library: &Library, entries: &[&Entry], name_of: NameOf<'_>) -> Vec<Standing> {
    let mut own: HashMap<DocId, Vec<usize>> = HashMap::new();
    let names: HashMap<String, DocId> = if entries.is_empty() {
        HashMap::new()
    } else {
        library.iter().filter_map(|(id, doc)| Some((name_of(&doc.origin)?, id))).collect()
    };
    for (number, entry) in entries.iter().enumerate() {
        if let Some(id) = own_document(library, &entry.place, &names, name_of) {
            own.entry(id).or_default().push(number);
        }
    }
    let mut found: Vec<Option<Standing>> = vec![None; entries.len()];
    // Of one document after the other: its words are made ready once.
    let here: Vec<(usize, Standing)> = own
        .par_iter()
        .flat_map_iter(|(&id, numbers)| {
            let searched = Searched::new(library.doc(id));
            let stand = |&number: &usize| {
                let place = entries[number].place.find(&searched)?;
                let status = if place.stayed { Status::Ok } else { Status::Moved };
                Some((number, Standing { status, place: Some((id, place.range)) }))
            };
            numbers.iter().filter_map(stand).collect::<Vec<_>>()
        })
        .collect();
    for (number, standing) in here {
        found[number] = Some(standing);
    }
    let missing: Vec<usize> = (0..entries.len()).filter(|&number| found[number].is_none()).collect();
    let elsewhere: Vec<(usize, Option<Standing>)> = missing
        .par_iter()
        .map(|&number| {
            let place = &entries[number].place;
            let moved = |place| Standing { status: Status::Moved, place: Some(place) };
            let standing = anywhere(library, place).or_else(|| {
                let id = own_document(library, place, &names, name_of)?;
                place.find_part(&Searched::new(library.doc(id))).map(|part| (id, part.range))
            });
            (number, standing.map(moved))
        })
        .collect();
    for (number, standing) in elsewhere {
        found[number] = standing;
    }
    let lost = Standing { status: Status::Lost, place: None };
    found.into_iter().map(|standing| standing.unwrap_or_else(|| lost.clone())).collect()
}

/// The document that an entry was made in.
fn own_document(
    library: &Library,
    place: &Quotation,
    names: &HashMap<String, DocId>,
    name_of: NameOf<'_>,
) -> Option<DocId> {
    // The name is quickly looked up; an archive has several texts of one origin.
    let by_page = library.find(&place.page);
    let is_same = |id: &DocId| name_of(&library.doc(*id).origin).is_some_and(|name| name == place.origin);
    by_page.filter(is_same).or_else(|| names.get(&place.origin).copied()).or(by_page)
}

/// The document that has all of the words, wherever it is: of several the one whose words around them are most alike.
fn anywhere(library: &Library, place: &Quotation) -> Option<(DocId, Range<usize>)> {
    // The longest word is rare enough to leave few documents.
    let word = place.words.split_whitespace().max_by_key(|word| word.len())?;
    if word.len() < TELLING && place.words.len() < 3 * TELLING {
        return None;
    }
    let finder = memmem::Finder::new(word.as_bytes());
    let docs: Vec<(DocId, &Document)> = library.iter().map(|(id, doc)| (id, &**doc)).collect();
    let found = docs.par_iter().filter_map(|(id, doc)| {
        finder.find(doc.text.as_bytes())?;
        let found = place.find_words(&Searched::new(doc))?;
        debug_assert_eq!(found.likeness, Likeness::Words);
        let now = Quotation::of(doc, found.range.clone(), String::new());
        let alike = same_end(&now.before, &place.before) + same_begin(&now.after, &place.after);
        let headed = usize::from(now.heading == place.heading);
        Some(((alike, headed, std::cmp::Reverse(*id)), (*id, found.range)))
    });
    found.max_by_key(|(rank, _)| *rank).map(|(_, place)| place)
}

fn same_begin(one: &str, other: &str) -> usize {
    one.chars().zip(other.chars()).take_while(|(a, b)| a == b).count()
}

fn same_end(one: &str, other: &str) -> usize {
    one.chars().rev().zip(other.chars().rev()).take_while(|(a, b)| a == b).count()
}
