//! An index of the words of a library: in which blocks each stands. Built in parts, as long as nobody waits; bounded
//! in memory. Finds what a scan finds, and nothing else.
mod lexicon;
mod segment;

use super::super::search::{Scratch, Standing};
use crate::model::{DocId, Library, Passage};
use rayon::prelude::*;
use segment::Segment;

/// So much text is indexed in one part.
const PART: usize = 32 << 20;
/// The most that the index may take: about a third of a gigabyte of text. What is beyond it is scanned.
const MOST: usize = 64 << 20;

/// The words of a library, from its first document on.
#[derive(Debug, Default)]
pub struct Index {
    segments: Vec<Segment>,
    /// The documents that are in it: those before this one.
    indexed: u32,
    full: bool,
}

impl Index {
    /// An index of a whole library, as far as it may reach.
    pub fn of(library: &Library) -> Self {
        let mut index = Self::default();
        index.build(library, &|| false);
        index
    }

    /// Whether no more will be indexed.
    pub fn is_complete(&self, library: &Library) -> bool {
        self.full || self.indexed as usize >= library.len()
    }

    /// The bytes that it takes.
    pub fn bytes(&self) -> usize {
        self.segments.iter().map(Segment::bytes).sum()
    }

    /// Indexes on from where it was left, until everything is in it, it is full, or something else is to be done.
    pub fn build(&mut self, library: &Library, stale: &(dyn Fn() -> bool + Sync)) {
        let cores = rayon::current_num_threads().max(1);
        while !self.is_complete(library) && !stale() {
            let mut parts = Vec::new();
            let (mut from, mut at, mut bytes) = (self.indexed, self.indexed, 0);
            while parts.len() < cores && (at as usize) < library.len() {
                bytes += library.doc(DocId(at)).text.len();
                at += 1;
                if bytes >= PART || at as usize == library.len() {
                    parts.push(from..at);
                    (from, bytes) = (at, 0);
                }
            }
            let built: Vec<Option<Segment>> =
                parts.into_par_iter().map(|docs| Segment::of(library, docs, stale)).collect();
            for segment in built {
                // What somebody was in the way of is done again later.
                let Some(segment) = segment else { return };
                if self.bytes() + segment.bytes() > MOST {
                    self.full = true;
                    break;
                }
                self.indexed = segment.end();
                self.segments.push(segment);
            }
        }
    }

    /// The blocks that have a term, in the library's order; `None` where the index is not far enough to be of use,
    /// or knows nothing of such a term.
    pub fn find(&self, library: &Library, mut standing: Standing) -> Option<Vec<Passage>> {
        let pieces = standing.pieces();
        if pieces.is_empty() || !self.is_complete(library) {
            return None;
        }
        let exact = standing.is_word();
        if let Some(doc) = library.get(DocId(library.len() as u32 / 2)).filter(|_| !exact) {
            standing.tune(&doc.text);
        }
        let standing = &standing;
        let found: Vec<Vec<Passage>> = self
            .segments
            .par_iter()
            .map(|segment| {
                let candidates = segment.blocks(&pieces);
                if exact {
                    segment.passages(&candidates)
                } else {
                    verified(library, segment, &candidates, standing)
                }
            })
            .collect();
        let mut found = found.concat();
        let rest: Vec<u32> = (self.indexed..library.len() as u32).collect();
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
fn verified(library: &Library, segment: &Segment, candidates: &[u32], standing: &Standing) -> Vec<Passage> {
    let candidates = segment.passages(candidates);
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
