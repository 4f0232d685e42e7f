//! An index of the words of a library: in which blocks each stands. Built in parts, as long as nobody waits; bounded
//! in memory; kept with its library, for whoever asks next. Finds what a scan finds, and nothing else.
mod lexicon;
mod rice;
mod segment;

use super::search::{Piece, Scratch, Standing};
use crate::model::{DocId, Library, Passage};
use rayon::prelude::*;
use segment::Segment;
use std::sync::{Arc, Mutex, PoisonError};

/// So much text is indexed in one part.
const PART: usize = 8 << 20;
/// The most that the index may take: about a third of a gigabyte of text. What is beyond it is scanned.
const MOST: usize = 64 << 20;

/// The words of a library, from its first document on.
#[derive(Debug, Clone, Default)]
pub struct Index {
    segments: Vec<Arc<Segment>>,
    /// The documents that are in it: those before this one.
    indexed: u32,
    full: bool,
}

/// Blocks that an index tells of.
pub(super) struct Blocks {
    /// In the library's order.
    pub passages: Vec<Passage>,
    /// The first document that is not in the index.
    pub next: u32,
}

/// A library's index as it grows.
#[derive(Debug, Default)]
struct Growing {
    now: Mutex<Arc<Index>>,
    /// Held by the one who builds on.
    building: Mutex<()>,
}

/// What is known of a library's words so far.
pub fn of(library: &Library) -> Arc<Index> {
    Arc::clone(&library.beside::<Growing>().now.lock().unwrap_or_else(PoisonError::into_inner))
}

/// Indexes on from where it was left, until everything is in the index, it is full, or something else is to be done.
/// Does nothing while another thread does the same.
pub fn build(library: &Library, stale: &(dyn Fn() -> bool + Sync)) {
    let growing = library.beside::<Growing>();
    let Ok(_alone) = growing.building.try_lock() else { return };
    loop {
        let mut index = (*of(library)).clone();
        if index.is_complete(library) || stale() || !index.grow(library, stale) {
            return;
        }
        *growing.now.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(index);
    }
}

impl Index {
    /// Whether no more will be indexed.
    pub fn is_complete(&self, library: &Library) -> bool {
        self.full || self.indexed as usize >= library.len()
    }

    /// The bytes that it takes.
    pub fn bytes(&self) -> usize {
        self.segments.iter().map(|segment| segment.bytes()).sum()
    }

    /// Indexes a part more, on one core: another is left to the reader. Whether there is any more now.
    fn grow(&mut self, library: &Library, stale: &(dyn Fn() -> bool + Sync)) -> bool {
        let (mut to, mut bytes) = (self.indexed, 0);
        while bytes < PART && (to as usize) < library.len() {
            bytes += library.doc(DocId(to)).text.len();
            to += 1;
        }
        // What somebody was in the way of is done again later.
        let Some(segment) = Segment::of(library, self.indexed..to, stale) else { return false };
        if self.bytes() + segment.bytes() > MOST {
            self.full = true;
        } else {
            self.indexed = to;
            self.segments.push(Arc::new(segment));
        }
        true
    }

    /// The blocks that have all of these words. `None` where the index is not far enough to be of use, there are no
    /// words, or many more than so `many` blocks may have them.
    pub(super) fn blocks(&self, library: &Library, pieces: &[Piece], many: usize) -> Option<Blocks> {
        if pieces.is_empty() || !self.is_complete(library) {
            return None;
        }
        // How many blocks have a word is known by what its lists take, within a factor of two or three.
        let weight = |piece: &Piece| self.segments.iter().map(|segment| segment.weight_of(piece)).sum();
        if many < usize::MAX && pieces.iter().map(weight).min().is_some_and(|least: usize| least / 2 > many) {
            return None;
        }
        let found: Vec<Vec<Passage>> =
            self.segments.par_iter().map(|segment| segment.passages(&segment.blocks(pieces))).collect();
        Some(Blocks { passages: found.concat(), next: self.indexed })
    }

    /// The blocks that have a term, in the library's order; `None` where the index is not far enough to be of use,
    /// or knows nothing of such a term.
    pub fn find(&self, library: &Library, mut standing: Standing) -> Option<Vec<Passage>> {
        let Blocks { passages: mut found, next } = self.blocks(library, &standing.pieces(), usize::MAX)?;
        let exact = standing.is_word();
        if let Some(doc) = library.get(DocId(library.len() as u32 / 2)).filter(|_| !exact) {
            standing.tune(&doc.text);
        }
        let standing = &standing;
        if !exact {
            found = verified(library, &found, standing);
        }
        let rest: Vec<u32> = (next..library.len() as u32).collect();
        let behind: Vec<Vec<Passage>> = rest
            .par_chunks(64)
            .map(|docs| {
                let (mut found, mut scratch) = (Vec::new(), Scratch::default());
                for &doc in docs {
                    standing.blocks(library, DocId(doc), &mut scratch, |passage| found.push(passage));
                }
                found
            })
            .collect();
        found.extend(behind.into_iter().flatten());
        Some(found)
    }
}

/// Where more than every so manieth block of a document may have the term, all of it is looked through at once.
const DENSE: usize = 3;

/// Those of the candidates that have the whole term.
fn verified(library: &Library, candidates: &[Passage], standing: &Standing) -> Vec<Passage> {
    let same: Vec<&[Passage]> = candidates.chunk_by(|a, b| a.doc == b.doc).collect();
    let found: Vec<Vec<Passage>> = same
        .par_chunks(32)
        .map(|docs| {
            let (mut found, mut scratch) = (Vec::new(), Scratch::default());
            for passages in docs {
                let id = passages[0].doc;
                if passages.len() * DENSE > library.doc(id).blocks.len() {
                    standing.blocks(library, id, &mut scratch, |passage| found.push(passage));
                } else {
                    let has = |passage: &&Passage| standing.is_in(library, **passage, &mut scratch);
                    found.extend(passages.iter().filter(has));
                }
            }
            found
        })
        .collect();
    found.concat()
}
