//! How often terms are said in each edition, with the passages behind every count and what the counts are out of.
//! Never draws a bar.
//!
//! A count is the length of a list: [`Chronicle::passages`] of a year. Years without an edition are no years of the
//! [`Editions`], so that a gap is never taken for a silence.
mod chronicler;
mod editions;
mod heat;
mod merge;
mod term;
mod told;

pub use chronicler::Chronicler;
pub use editions::{Edition, Editions, words_in};
pub use heat::{Heat, HeatRow};
pub use term::{Term, split};
pub use told::Told;

use super::search::{Scratch, Standing};
use crate::model::{Library, Passage, PlaceId};
use rayon::prelude::*;
use std::ops::Range;

/// A term by edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Chronicle {
    /// What is counted.
    pub term: Term,
    /// The former states that are counted with it.
    pub with: Vec<PlaceId>,
    /// One for each edition's year, in the order of [`Editions::years`].
    years: Vec<Year>,
    /// By year, the undated last; in each the library's order.
    passages: Vec<Passage>,
}

/// A year of a term.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Year {
    passages: Range<usize>,
    documents: u32,
}

impl Chronicle {
    /// Puts passages, which come in the library's order, by edition.
    fn new(term: Term, with: Vec<PlaceId>, editions: &Editions, found: &[Passage]) -> Self {
        let many = editions.years.len();
        let slot = |passage: &Passage| editions.at(passage.doc).unwrap_or(many);
        let mut counts = vec![0_usize; many + 1];
        let mut documents = vec![0_u32; many + 1];
        let mut last = None;
        for passage in found {
            let at = slot(passage);
            counts[at] += 1;
            if last != Some(passage.doc) {
                documents[at] += 1;
                last = Some(passage.doc);
            }
        }
        let mut starts = Vec::with_capacity(many + 1);
        let mut start = 0;
        for count in &counts {
            starts.push(start);
            start += count;
        }
        let years = (0..many)
            .map(|at| Year { passages: starts[at]..starts[at] + counts[at], documents: documents[at] })
            .collect();
        let mut passages = found.to_vec();
        for passage in found {
            let at = slot(passage);
            passages[starts[at]] = *passage;
            starts[at] += 1;
        }
        Self { term, with, years, passages }
    }

    /// The passages of the year of this number.
    pub fn passages(&self, at: usize) -> &[Passage] {
        self.years.get(at).map_or(&[], |year| &self.passages[year.passages.clone()])
    }

    /// How many there are: the length of their list.
    pub fn count(&self, at: usize) -> usize {
        self.passages(at).len()
    }

    /// In how many documents they are.
    pub fn documents(&self, at: usize) -> u32 {
        self.years.get(at).map_or(0, |year| year.documents)
    }

    /// How many years it has.
    pub fn len(&self) -> usize {
        self.years.len()
    }

    /// Whether there is no year.
    pub fn is_empty(&self) -> bool {
        self.years.is_empty()
    }

    /// The passages of all years.
    pub fn dated(&self) -> &[Passage] {
        let end = self.years.last().map_or(0, |year| year.passages.end);
        &self.passages[..end]
    }

    /// How many passages stand in documents without a year.
    pub fn undated(&self) -> usize {
        self.passages.len() - self.dated().len()
    }

    /// The first and the last year in which it is said, by their numbers.
    pub fn span(&self) -> Option<(usize, usize)> {
        let said = |at: &usize| self.count(*at) > 0;
        Some(((0..self.len()).find(said)?, (0..self.len()).rev().find(said)?))
    }

    /// How often it is said for every 10,000 words of the edition; nothing where that has no words.
    pub fn rate(&self, editions: &Editions, at: usize) -> f64 {
        let words = editions.years.get(at).map_or(0, |edition| edition.words);
        if words == 0 { 0.0 } else { self.count(at) as f64 * 1e4 / words as f64 }
    }
}

/// Counts a term without an index: what is said of a place is known, words are looked for in all texts.
pub fn chronicle(library: &Library, editions: &Editions, term: &Term, predecessors: bool) -> Chronicle {
    let with = with(library, term, predecessors);
    let found = match term {
        Term::Place(place) => named(library, *place, &with),
        Term::Words { .. } => term.standing().map_or_else(Vec::new, |standing| scan(library, standing)),
    };
    Chronicle::new(term.clone(), with, editions, &found)
}

/// The former states that are counted with a term.
fn with(library: &Library, term: &Term, predecessors: bool) -> Vec<PlaceId> {
    match term {
        Term::Place(place) if predecessors => before(library, *place),
        Term::Place(_) | Term::Words { .. } => Vec::new(),
    }
}

/// The states that a place, or one in it, came after, and those before them; without what counts already.
pub fn before(library: &Library, place: PlaceId) -> Vec<PlaceId> {
    let atlas = &library.atlas;
    let own = atlas.family(place);
    let mut all = own.clone();
    let mut next = 0;
    while next < all.len() {
        let after = all[next];
        for (id, other) in atlas.iter() {
            if other.successors.contains(&after) && !all.contains(&id) {
                all.push(id);
            }
        }
        next += 1;
    }
    all.split_off(own.len())
}

/// The passages that name a place or one in it, or a state that counts with it.
fn named(library: &Library, place: PlaceId, with: &[PlaceId]) -> Vec<Passage> {
    let mut places = library.atlas.family(place);
    places.extend(with.iter().flat_map(|&former| library.atlas.family(former)));
    places.sort_unstable();
    places.dedup();
    merge::merged(library, places.into_iter().map(|id| library.passages(id)))
}

/// So many documents are looked through by one core at a time.
const PIECE: usize = 64;

/// The blocks of the whole library that have a term.
fn scan(library: &Library, mut standing: Standing) -> Vec<Passage> {
    if let Some((_, doc)) = library.iter().nth(library.len() / 2) {
        standing.tune(&doc.text);
    }
    let docs: Vec<_> = library.iter().map(|(id, _)| id).collect();
    let found: Vec<Vec<Passage>> = docs
        .par_chunks(PIECE)
        .map(|docs| {
            let (mut found, mut scratch) = (Vec::new(), Scratch::default());
            for &id in docs {
                standing.blocks(library, id, &mut scratch, |passage| found.push(passage));
            }
            found
        })
        .collect();
    found.concat()
}

/// The passages of one year that name a place or one in it.
pub fn passages_of(library: &Library, editions: &Editions, place: PlaceId, at: usize) -> Vec<Passage> {
    let mut found = named(library, place, &[]);
    found.retain(|passage| editions.at(passage.doc) == Some(at));
    found
}
