//! The words of some documents: sorted, each with the numbers of its blocks as differences of a few bits. Never changes
//! once it is built.
use super::lexicon::Lexicon;
use super::rice::{Packed, Unpacked};
use crate::model::{DocId, Library, Passage};
use crate::query::search::{Piece, each_word, legible_block};
use std::ops::Range;

/// An index of some documents.
#[derive(Debug)]
pub(super) struct Segment {
    docs: Range<u32>,
    /// By document: the number of its first block in this part; the number behind the last one at the end.
    starts: Vec<u32>,
    /// All words, sorted, without anything between them.
    letters: String,
    /// Where each ends in the letters, and its list in the lists.
    ends: Vec<(u32, u32)>,
    lists: Packed,
}

impl Segment {
    /// Indexes documents; `None` where something else came to be done meanwhile.
    pub fn of(library: &Library, docs: Range<u32>, stale: &(dyn Fn() -> bool + Sync)) -> Option<Self> {
        let mut lexicon = Lexicon::new();
        let mut starts = Vec::with_capacity(docs.len() + 1);
        let mut open: Vec<Open> = Vec::new();
        let (mut number, mut scratch) = (0_u32, String::new());
        for id in docs.clone() {
            if stale() {
                return None;
            }
            starts.push(number);
            let doc = library.doc(DocId(id));
            for block in 0..doc.blocks.len() {
                each_word(&legible_block(doc, block), &mut scratch, |word| {
                    let word = lexicon.number(word) as usize;
                    if word == open.len() {
                        open.push(Open::default());
                    }
                    open[word].take(number);
                });
                number += 1;
            }
        }
        starts.push(number);
        let (letters, ends, lists) = lists(&lexicon, open);
        Some(Self { docs, starts, letters, ends, lists })
    }

    /// The bytes that it takes.
    pub fn bytes(&self) -> usize {
        self.starts.capacity() * 4 + self.letters.capacity() + self.ends.capacity() * 8 + self.lists.bytes()
    }

    fn word(&self, at: usize) -> &str {
        let begin = at.checked_sub(1).map_or(0, |before| self.ends[before].0 as usize);
        &self.letters[begin..self.ends[at].0 as usize]
    }

    /// The first word that is not before this one.
    fn position(&self, word: &str) -> usize {
        let (mut low, mut high) = (0, self.ends.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            if self.word(middle) < word {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        low
    }

    /// The words that a piece of a term means.
    fn words(&self, piece: &Piece) -> Range<usize> {
        let from = self.position(&piece.word);
        if !piece.open {
            let is_there = from < self.ends.len() && self.word(from) == piece.word;
            return from..from + usize::from(is_there);
        }
        let mut to = from;
        while to < self.ends.len() && self.word(to).starts_with(&piece.word) {
            to += 1;
        }
        from..to
    }

    /// The blocks of a word.
    fn list(&self, word: usize) -> Unpacked<'_> {
        let begin = word.checked_sub(1).map_or(0, |before| self.ends[before].1);
        self.lists.list(begin..self.ends[word].1)
    }

    /// How much room the lists of some words take, in half bytes: about as many as they have blocks.
    fn weight(&self, words: &Range<usize>) -> usize {
        let end = |at: usize| at.checked_sub(1).map_or(0, |before| self.ends[before].1 as usize);
        (end(words.end) - end(words.start)) / 4
    }

    /// The same of the words that a piece of a term means.
    pub fn weight_of(&self, piece: &Piece) -> usize {
        self.weight(&self.words(piece))
    }

    /// The blocks that have every piece, by their numbers, in order.
    pub fn blocks(&self, pieces: &[Piece]) -> Vec<u32> {
        let mut ranges: Vec<Range<usize>> = pieces.iter().map(|piece| self.words(piece)).collect();
        ranges.sort_by_key(|range| self.weight(range));
        ranges.dedup();
        let mut found: Option<Vec<u32>> = None;
        for words in ranges {
            found = Some(match found {
                None if words.len() == 1 => self.list(words.start).collect(),
                None => self.union(words),
                Some(found) if words.len() == 1 => narrowed(found, self.list(words.start)),
                Some(found) => narrowed(found, self.union(words).into_iter()),
            });
            if found.as_ref().is_some_and(Vec::is_empty) {
                break;
            }
        }
        found.unwrap_or_default()
    }

    /// The blocks that have any of some words.
    fn union(&self, words: Range<usize>) -> Vec<u32> {
        let mut all: Vec<u32> = Vec::new();
        if self.weight(&words) < 1 << 10 {
            all.extend(words.flat_map(|word| self.list(word)));
            all.sort_unstable();
            all.dedup();
            return all;
        }
        // Of many, a bit for each block is sooner in order.
        let blocks = self.starts.last().map_or(0, |&blocks| blocks as usize);
        let mut bits = vec![0_u64; blocks / 64 + 1];
        for block in words.flat_map(|word| self.list(word)) {
            bits[block as usize / 64] |= 1 << (block % 64);
        }
        for (number, mut word) in (0..).zip(bits) {
            while word != 0 {
                all.push(number * 64 + word.trailing_zeros());
                word &= word - 1;
            }
        }
        all
    }

    /// Blocks as passages of the library.
    pub fn passages(&self, blocks: &[u32]) -> Vec<Passage> {
        let mut doc = 0;
        let passage = |&block: &u32| {
            while self.starts[doc + 1] <= block {
                doc += 1;
            }
            Passage { doc: DocId(self.docs.start + doc as u32), block: block - self.starts[doc] }
        };
        blocks.iter().map(passage).collect()
    }
}

/// Those of the blocks that stand in the list as well; both are in order.
fn narrowed(mut blocks: Vec<u32>, mut list: impl Iterator<Item = u32>) -> Vec<u32> {
    let mut next = list.next();
    blocks.retain(|&block| {
        while next.is_some_and(|other| other < block) {
            next = list.next();
        }
        next == Some(block)
    });
    blocks
}

/// The numbers that were put into these bytes.
fn taken(bytes: &[u8]) -> impl Iterator<Item = u32> {
    let mut bytes = bytes.iter();
    std::iter::from_fn(move || {
        let (mut number, mut shift) = (0, 0);
        loop {
            let byte = *bytes.next()?;
            number |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
            shift += 7;
        }
    })
}

fn put(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// A list that grows.
#[derive(Default)]
struct Open {
    bytes: Vec<u8>,
    /// The least that the next number can be.
    next: u32,
}

impl Open {
    /// Takes a block's number, which is that of the last one or more.
    fn take(&mut self, block: u32) {
        if block >= self.next {
            put(&mut self.bytes, block - self.next);
            self.next = block + 1;
        }
    }
}

/// Words in order, where each ends, and the lists of their blocks.
fn lists(lexicon: &Lexicon, mut open: Vec<Open>) -> (String, Vec<(u32, u32)>, Packed) {
    let mut order: Vec<u32> = (0..lexicon.len() as u32).collect();
    order.sort_unstable_by(|a, b| lexicon.word(*a).cmp(lexicon.word(*b)));
    let mut packed = Packed::default();
    let (mut letters, mut ends) = (String::new(), Vec::with_capacity(order.len()));
    let mut steps = Vec::new();
    for number in order {
        letters.push_str(lexicon.word(number));
        // Each is given back as soon as it is copied.
        let bytes = std::mem::take(&mut open[number as usize].bytes);
        steps.clear();
        steps.extend(taken(&bytes));
        ends.push((letters.len() as u32, packed.push(&steps)));
    }
    letters.shrink_to_fit();
    packed.finish();
    (letters, ends, packed)
}
