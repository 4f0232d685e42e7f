//! All that can be looked up by name in a library: places, documents and headings, in little room. The names
//! of most headings stay where they are, in their documents; only masks of their letters stand here.
use super::letters::{self, Letters};
use super::pattern::{Name, Pattern};
use super::{Candidate, Hit};
use crate::model::{Address, BlockKind, DocId, Document, Library, Part, PlaceId};
use crate::query::resolve::Target;
use rayon::prelude::*;
use std::borrow::Cow;

/// From so many names on more than one core is worth its while.
pub(super) const MANY: usize = 20_000;
/// Says that a name stands in its document as it is.
const THERE: u32 = u32::MAX;

/// A place and its names.
#[derive(Debug)]
struct Place {
    id: PlaceId,
    names: Candidate,
    /// What puts it before or behind other things of the same score.
    lift: i64,
}

/// Names summed up, one after the other: what is asked first of all stands close together.
#[derive(Debug, Default)]
pub(super) struct Names {
    all: Vec<u64>,
    starts: Vec<u64>,
    first: Vec<u8>,
    long: Vec<u16>,
    /// The heading's block; nothing for a document.
    block: Vec<u32>,
    /// Where the folded name stands in `folded`, or [`THERE`].
    at: Vec<u32>,
    /// Where names begin in `text` that are not plain letters as they stand; one more at the end.
    folded: Vec<u32>,
    text: String,
}

impl Names {
    /// A document's own name and those of its headings.
    fn of(doc: &Document) -> Self {
        let mut names = Self::default();
        let many = 1 + doc.heads.len();
        for list in [&mut names.block, &mut names.at] {
            list.reserve_exact(many);
        }
        names.push(THERE, &document_name(doc), false);
        let mut lower = String::new();
        for &head in &doc.heads {
            if !matches!(doc.blocks[head as usize].kind, BlockKind::Heading(_)) {
                continue;
            }
            match doc.prose(head as usize) {
                Cow::Borrowed(name) if name.is_ascii() => {
                    lower.clear();
                    lower.push_str(name);
                    lower.make_ascii_lowercase();
                    names.push(head, &lower, true);
                }
                name => names.push(head, &name, false),
            }
        }
        names
    }

    fn push(&mut self, block: u32, name: &str, there: bool) {
        let letters = if there {
            self.at.push(THERE);
            Letters::new(name)
        } else {
            let plain = letters::plain(name);
            self.at.push(self.folded.len() as u32);
            self.folded.push(self.text.len() as u32);
            self.text.push_str(&plain);
            Letters::new(&plain)
        };
        self.block.push(block);
        self.all.push(letters.all);
        self.starts.push(letters.starts);
        self.first.push(letters.first);
        self.long.push(letters.long);
    }

    fn append(&mut self, other: &Self) {
        let (folded, text) = (self.folded.len() as u32, self.text.len() as u32);
        self.all.extend_from_slice(&other.all);
        self.starts.extend_from_slice(&other.starts);
        self.first.extend_from_slice(&other.first);
        self.long.extend_from_slice(&other.long);
        self.block.extend_from_slice(&other.block);
        self.at.extend(other.at.iter().map(|&at| if at == THERE { THERE } else { at + folded }));
        self.folded.extend(other.folded.iter().map(|&at| at + text));
        self.text.push_str(&other.text);
    }

    fn reserve(&mut self, names: usize) {
        self.all.reserve_exact(names);
        self.starts.reserve_exact(names);
        self.first.reserve_exact(names);
        self.long.reserve_exact(names);
        self.block.reserve_exact(names);
        self.at.reserve_exact(names);
    }
}

/// All that can be looked up by name: places, documents and headings. It is of one library, and has to be
/// asked with that one.
#[derive(Debug, Default)]
pub struct Catalogue {
    places: Vec<Place>,
    names: Names,
    /// The number of each document's own name among the names; one more at the end.
    docs: Vec<u32>,
}

impl Catalogue {
    /// How many names there are: those of places first, then each document with its headings.
    pub fn len(&self) -> usize {
        self.places.len() + self.names.all.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The bytes that it takes.
    pub fn bytes(&self) -> usize {
        let Names { all, starts, first, long, block, at, folded, text } = &self.names;
        8 * (all.capacity() + starts.capacity())
            + first.capacity()
            + 2 * long.capacity()
            + 4 * (block.capacity() + at.capacity() + folded.capacity() + self.docs.capacity())
            + text.capacity()
    }

    /// What a name stands for.
    pub fn target(&self, index: usize) -> Target {
        match index.checked_sub(self.places.len()) {
            None => Target::Place(self.places[index].id, None),
            Some(entry) => {
                let doc = DocId(self.doc_of(entry) as u32);
                match self.names.block[entry] {
                    THERE => Target::Document(doc),
                    block => Target::Block(doc, block as usize),
                }
            }
        }
    }

    /// The name itself.
    pub fn name<'a>(&'a self, library: &'a Library, index: usize) -> Cow<'a, str> {
        match self.target(index) {
            Target::Place(..) => Cow::Borrowed(&self.places[index].names.name),
            Target::Document(doc) => Cow::Owned(document_name(library.doc(doc))),
            Target::Block(doc, block) => library.doc(doc).prose(block),
        }
    }

    /// The address of a name.
    pub fn address(&self, library: &Library, index: usize) -> Address {
        match self.target(index) {
            Target::Place(place, year) => Address::Place { place: library.atlas.place(place).slug(), year },
            Target::Document(doc) => {
                Address::Document { slug: library.doc(doc).slug.clone(), part: Part::Whole }
            }
            Target::Block(doc, block) => library.doc(doc).address(block),
        }
    }

    /// The places that fit, in their order, none of them lifted or put back. `loose` as for a candidate.
    pub fn places(&self, pattern: &Pattern, loose: bool) -> impl Iterator<Item = (PlaceId, Hit)> {
        self.places.iter().enumerate().filter_map(move |(index, place)| {
            place.names.hit(pattern, index, loose).map(|hit| (place.id, hit))
        })
    }

    /// The scores of the places that fit, lifted.
    pub(super) fn weigh_places(&self, pattern: &Pattern, loose: bool) -> impl Iterator<Item = (i64, u32)> {
        self.places.iter().enumerate().filter_map(move |(index, place)| {
            let (score, _) = place.names.weigh(pattern, loose)?;
            Some((score + place.lift, index as u32))
        })
    }

    /// How many names are of places: the first ones.
    pub(super) fn places_len(&self) -> usize {
        self.places.len()
    }

    /// How many names documents and headings have.
    pub(super) fn entries(&self) -> usize {
        self.names.all.len()
    }

    /// How many documents there are.
    pub(super) fn docs_len(&self) -> usize {
        self.docs.len().saturating_sub(1)
    }

    /// The entry of a document's own name.
    pub(super) fn doc_entry(&self, doc: usize) -> usize {
        self.docs[doc] as usize
    }

    /// The number of the document to which an entry belongs.
    pub(super) fn doc_of(&self, entry: usize) -> usize {
        self.docs.partition_point(|&first| first as usize <= entry) - 1
    }

    /// The letters of entries.
    pub(super) fn masks(&self) -> &[u64] {
        &self.names.all
    }

    /// An entry's letters summed up.
    pub(super) fn letters(&self, entry: usize) -> Letters {
        let Names { all, starts, first, long, .. } = &self.names;
        Letters { all: all[entry], starts: starts[entry], first: first[entry], long: long[entry] }
    }

    /// A heading's name as it stands in its document, where that is plain letters only; else as it is folded.
    pub(super) fn heading<'a>(&'a self, doc: &'a Document, entry: usize) -> Heading<'a> {
        match self.names.at[entry] {
            THERE => Heading::There(doc.raw(self.names.block[entry] as usize)),
            at => Heading::Folded(self.folded(at as usize)),
        }
    }

    fn folded(&self, at: usize) -> &str {
        let Names { folded, text, .. } = &self.names;
        let end = folded.get(at + 1).map_or(text.len(), |&end| end as usize);
        &text[folded[at] as usize..end]
    }

    /// Gives an entry's name to be compared; `lower` is room to work in.
    pub(super) fn with_name<T>(
        &self,
        library: &Library,
        entry: usize,
        pattern: &Pattern,
        lower: &mut String,
        give: impl FnOnce(&Name) -> T,
    ) -> T {
        let doc = library.doc(DocId(self.doc_of(entry) as u32));
        let letters = self.letters(entry);
        match self.heading(doc, entry) {
            Heading::There(raw) => {
                lower.clear();
                lower.push_str(raw);
                lower.make_ascii_lowercase();
                give(&Name::new(pattern, raw, lower, letters))
            }
            Heading::Folded(plain) if !pattern.cased => give(&Name::new(pattern, "", plain, letters)),
            Heading::Folded(plain) => {
                let raw = self.name(library, self.places.len() + entry);
                give(&Name::new(pattern, &raw, plain, letters))
            }
        }
    }

    /// The score of a document, which has its address for another name; and whether that is why it fits.
    pub(super) fn weigh_doc(
        &self,
        library: &Library,
        doc: usize,
        pattern: &Pattern,
        loose: bool,
    ) -> Option<(i64, bool)> {
        let entry = self.doc_entry(doc);
        let slug = &library.doc(DocId(doc as u32)).slug;
        let need = pattern.need;
        let folded: Cow<str> = if slug.is_ascii() { slug.into() } else { letters::plain(slug).into() };
        if self.names.all[entry] & need != need && letters::mask(&folded) & need != need {
            return None;
        }
        self.with_name(library, entry, pattern, &mut String::new(), |own| {
            let other = Name::new(pattern, slug, &folded, Letters::new(&folded));
            pattern.weigh(own, &[other], loose)
        })
        .map(|(score, other)| (score + DOCUMENT, other.is_some()))
    }

    /// What a name that fits is shown with: the letters that fit, or the other name.
    pub(super) fn hit(
        &self,
        library: &Library,
        pattern: &Pattern,
        (score, index): (i64, u32),
        loose: bool,
    ) -> Hit {
        let index = index as usize;
        match self.target(index) {
            Target::Place(..) => {
                let hit = self.places[index].names.hit(pattern, index, loose);
                let hit = hit.unwrap_or(Hit { index, score, matched: Vec::new(), other: None });
                Hit { score, ..hit }
            }
            Target::Document(doc)
                if self
                    .weigh_doc(library, doc.0 as usize, pattern, loose)
                    .is_some_and(|(_, by_other)| by_other) =>
            {
                Hit { index, score, matched: Vec::new(), other: Some(library.doc(doc).slug.clone()) }
            }
            Target::Document(_) | Target::Block(..) => {
                Hit { index, score, matched: pattern.marks(&self.name(library, index)), other: None }
            }
        }
    }

    /// Every name as a candidate of its own, in order: much larger, for those who want to look at each.
    pub fn candidates(&self, library: &Library) -> Vec<Candidate> {
        let place = |place: &Place| place.names.clone();
        let entry = |entry: usize| {
            let index = self.places.len() + entry;
            let others = match self.target(index) {
                Target::Document(doc) => vec![library.doc(doc).slug.clone()],
                _ => Vec::new(),
            };
            Candidate::new(self.name(library, index), others)
        };
        self.places.iter().map(place).chain((0..self.entries()).map(entry)).collect()
    }

    /// What puts a name before or behind others of the same score.
    pub fn lift(&self, index: usize) -> i64 {
        match self.target(index) {
            Target::Place(..) => self.places[index].lift,
            Target::Document(_) => DOCUMENT,
            Target::Block(..) => 0,
        }
    }
}

/// A document goes a little before a heading.
const DOCUMENT: i64 = 10;

/// A heading's name.
#[derive(Clone, Copy)]
pub(super) enum Heading<'a> {
    /// Plain letters, in capitals and small.
    There(&'a str),
    /// Folded, in lower case.
    Folded(&'a str),
}

/// The name under which a document is looked up: its year goes with it.
pub fn document_name(doc: &Document) -> String {
    match doc.year() {
        Some(year) => format!("{year} {}", doc.title()),
        None => doc.title().to_owned(),
    }
}

/// Gathers the places alone, which are few.
pub fn places(library: &Library) -> Catalogue {
    let mut ids: Vec<PlaceId> = library.atlas.iter().map(|(id, _)| id).collect();
    ids.sort_by_key(|&id| library.counts(id).family == 0);
    let place = |id: PlaceId| {
        let place = library.atlas.place(id);
        let lift = if library.counts(id).family > 0 { 30 } else { -60 };
        Place { id, names: Candidate::new(place.name, place.all_names()), lift }
    };
    Catalogue { places: ids.into_iter().map(place).collect(), ..Catalogue::default() }
}

/// Gathers what can be looked up in a library, on all cores where it is large. Places that it never names can
/// be found as well, after those that it does.
pub fn catalogue(library: &Library) -> Catalogue {
    let Catalogue { places, .. } = places(library);
    let docs: Vec<&Document> = library.iter().map(|(_, doc)| &**doc).collect();
    let many = docs.len() + docs.iter().map(|doc| doc.heads.len()).sum::<usize>();
    let mut names = Names::default();
    names.reserve(many);
    let mut starts = Vec::with_capacity(docs.len() + 1);
    let mut take = |own: Names| {
        starts.push(names.all.len() as u32);
        names.append(&own);
    };
    if many < MANY {
        docs.iter().map(|doc| Names::of(doc)).for_each(&mut take);
    } else {
        // A part at a time, so that what is made is not there twice.
        for part in docs.chunks(256) {
            part.par_iter().map(|doc| Names::of(doc)).collect::<Vec<_>>().into_iter().for_each(&mut take);
        }
    }
    starts.push(names.all.len() as u32);
    names.folded.shrink_to_fit();
    names.text.shrink_to_fit();
    Catalogue { places, names, docs: starts }
}

/// Whether a library has so many names that looking through them takes longer than a key should.
pub fn is_large(library: &Library) -> bool {
    library.iter().map(|(_, doc)| 1 + doc.heads.len()).sum::<usize>() >= MANY
}
