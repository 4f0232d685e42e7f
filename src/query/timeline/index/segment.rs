//! The words of some documents: sorted, each with the numbers of its blocks as differences of one or two bytes. Never
//! changes once it is built.
use super::lexicon::Lexicon;
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
    /// Where each ends in the letters, and its list in the bytes.
    ends: Vec<(u32, u32)>,
    bytes: Vec<u8>,
}

impl Segment {
    /// Indexes documents; `None` where something else came to be done meanwhile.
    pub fn of(library: &Library, docs: Range<u32>, stale: &(dyn Fn() -> bool + Sync)) -> Option<Self> {
        let mut lexicon = Lexicon::new();
        let mut starts = Vec::with_capacity(docs.len() + 1);
        let mut pairs: Vec<(u32, u32)> = Vec::new();
        let mut last: Vec<u32> = Vec::new();
        let (mut number, mut scratch) = (0_u32, String::new());
        for id in docs.clone() {
            if stale() {
                return None;
            }
            starts.push(number);
            let doc = library.doc(DocId(id));
            for block in 0..doc.blocks.len() {
                // One more than the block's number: none is 0.
                number += 1;
                each_word(&legible_block(doc, block), &mut scratch, |word| {
                    let word = lexicon.number(word);
                    if last.len() <= word as usize {
                        last.resize(word as usize + 1, 0);
                    }
                    if last[word as usize] != number {
                        last[word as usize] = number;
                        pairs.push((word, number - 1));
                    }
                });
            }
        }
        starts.push(number);
        let (letters, ends, bytes) = lists(&lexicon, &pairs);
        Some(Self { docs, starts, letters, ends, bytes })
    }

    /// The number behind its last document.
    pub fn end(&self) -> u32 {
        self.docs.end
    }

    /// The bytes that it takes.
    pub fn bytes(&self) -> usize {
        self.starts.capacity() * 4
            + self.letters.capacity()
            + self.ends.capacity() * 8
            + self.bytes.capacity()
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

    fn list(&self, word: usize) -> List<'_> {
        let begin = word.checked_sub(1).map_or(0, |before| self.ends[before].1 as usize);
        List { bytes: &self.bytes[begin..self.ends[word].1 as usize], next: 0 }
    }

    /// How many bytes the lists of some words take: about how many blocks they have.
    fn weight(&self, words: &Range<usize>) -> usize {
        let end = |at: usize| at.checked_sub(1).map_or(0, |before| self.ends[before].1 as usize);
        end(words.end) - end(words.start)
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

/// A list of blocks, read on.
struct List<'a> {
    bytes: &'a [u8],
    /// The least that the next number can be.
    next: u32,
}

impl Iterator for List<'_> {
    type Item = u32;

    fn next(&mut self) -> Option<u32> {
        let (mut step, mut shift) = (0, 0);
        loop {
            let (&byte, rest) = self.bytes.split_first()?;
            self.bytes = rest;
            step |= u32::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                break;
            }
            shift += 7;
        }
        let block = self.next + step;
        self.next = block + 1;
        Some(block)
    }
}

fn put(bytes: &mut Vec<u8>, mut number: u32) {
    while number >= 0x80 {
        bytes.push(number as u8 | 0x80);
        number >>= 7;
    }
    bytes.push(number as u8);
}

/// Words in order, and the lists of their blocks; the pairs of word and block come in the blocks' order.
fn lists(lexicon: &Lexicon, pairs: &[(u32, u32)]) -> (String, Vec<(u32, u32)>, Vec<u8>) {
    let mut places = vec![0_usize; lexicon.len() + 1];
    for (word, _) in pairs {
        places[*word as usize + 1] += 1;
    }
    for at in 1..places.len() {
        places[at] += places[at - 1];
    }
    let mut blocks = vec![0_u32; pairs.len()];
    let mut next = places.clone();
    for (word, block) in pairs {
        let at = &mut next[*word as usize];
        blocks[*at] = *block;
        *at += 1;
    }
    let mut order: Vec<u32> = (0..lexicon.len() as u32).collect();
    order.sort_unstable_by(|a, b| lexicon.word(*a).cmp(lexicon.word(*b)));
    let (mut letters, mut ends, mut bytes) = (String::new(), Vec::with_capacity(order.len()), Vec::new());
    for number in order {
        letters.push_str(lexicon.word(number));
        let mut least = 0;
        for &block in &blocks[places[number as usize]..places[number as usize + 1]] {
            put(&mut bytes, block - least);
            least = block + 1;
        }
        ends.push((letters.len() as u32, bytes.len() as u32));
    }
    letters.shrink_to_fit();
    bytes.shrink_to_fit();
    (letters, ends, bytes)
}
