//! Where a reader left a text and set marks, and how the place is found again in a text that has changed since.
//! Never touches the disk or the clock.
use super::address::{Address, Part};
use super::document::{BlockKind, Document};
use super::squeezed::{Squeezed, occurrences, squeezed};
use std::borrow::Cow;

/// So many characters are quoted from the place on.
const QUOTED: usize = 120;
/// So many characters before it are kept, to tell two places with the same words apart.
const BEFORE: usize = 60;
/// Fewer characters than this say too little to go by.
const ENOUGH: usize = 12;

/// A place in words: what goes to disk, because bytes move and words stay.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pin {
    /// The page it is on: a document's slug, or a dossier's address (`@kaz`).
    pub page: String,
    /// Where the document came from; empty for a dossier.
    pub origin: String,
    /// The address of the block.
    pub at: String,
    /// How many bytes of the block's words stand before the place, white space made single spaces.
    pub into: usize,
    /// The words from the place on, white space made single spaces.
    pub quote: String,
    /// The words before it.
    pub before: String,
    /// The heading it stands under.
    pub heading: String,
    /// How far through the text it is, in percent.
    pub percent: u8,
}

/// By what a place was found again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// Its words.
    Words,
    /// Some of its words, or those before it.
    Part,
    /// The heading that it stood under.
    Heading,
    /// How far through the text it was.
    Share,
}

/// A place found again.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Found {
    /// The block.
    pub block: usize,
    /// The byte in the document's text.
    pub byte: usize,
    /// By what.
    pub by: By,
}

impl Pin {
    /// The place of a byte of a document.
    pub fn of(doc: &Document, byte: usize, origin: String) -> Self {
        let Some(block) = doc.block_at(byte) else {
            return Self { page: doc.slug.clone(), origin, ..Self::default() };
        };
        let range = doc.blocks[block].range();
        let byte = doc.text.floor_char_boundary(byte.clamp(range.start, range.end));
        let heading =
            doc.heading_path(block).last().map(|&at| squeezed(doc.raw(at)).into_owned()).unwrap_or_default();
        Self {
            page: doc.slug.clone(),
            origin,
            at: doc.address(block).to_string(),
            into: squeezed(&doc.text[range.start..byte]).len(),
            quote: squeezed(&doc.text[byte..range.end]).chars().take(QUOTED).collect(),
            before: before(doc, byte),
            heading,
            percent: u8::try_from(byte * 100 / doc.text.len().max(1)).unwrap_or(100).min(100),
        }
    }

    /// Finds the place in the document as it is now; `None` only where the document has no words at all.
    ///
    /// The words that were at the place decide, with those before them where they occur more than once, and then
    /// the nearest. Where they are gone: a part of them, the words before, the heading, the share of the text.
    pub fn find(&self, doc: &Document) -> Option<Found> {
        if doc.blocks.is_empty() {
            return None;
        }
        let near = self.expected(doc);
        let texts: Vec<Cow<'_, str>> = (0..doc.blocks.len()).map(|block| squeezed(doc.raw(block))).collect();
        let by_words = |words: &str, by: By, after: bool| {
            let (block, at) = self.nearest(doc, &texts, words, near)?;
            let at = if after { at + words.len() } else { at };
            Some(Found { block, byte: unsqueezed(doc, block, at), by })
        };
        by_words(&self.quote, By::Words, false)
            .filter(|_| !self.quote.trim().is_empty())
            .or_else(|| parts(&self.quote).into_iter().find_map(|part| by_words(part, By::Part, false)))
            .or_else(|| {
                let tail = self.before.trim();
                let tail = tail.char_indices().rev().nth(29).map_or(tail, |(at, _)| &tail[at..]);
                (tail.chars().count() >= ENOUGH).then(|| by_words(tail, By::Part, true)).flatten()
            })
            .or_else(|| self.by_heading(doc, near))
            .or_else(|| {
                let byte =
                    doc.text.floor_char_boundary(doc.text.len() * usize::from(self.percent.min(100)) / 100);
                let block = doc.block_at(byte).unwrap_or(0);
                Some(Found { block, byte: byte.max(doc.blocks[block].start as usize), by: By::Share })
            })
    }

    /// Where the place would be if nothing had changed.
    fn expected(&self, doc: &Document) -> usize {
        let located = match Address::parse(&self.at) {
            // What the whole address means is the beginning: that says nothing.
            Some(Address::Document { part, .. }) if part != Part::Whole => doc.locate(&part),
            _ => None,
        };
        located.map_or(doc.text.len() * usize::from(self.percent.min(100)) / 100, |block| {
            doc.blocks[block].start as usize + self.into
        })
    }

    /// The occurrence of words that has the most of the words before it, and of those the nearest: its block, and
    /// the byte in the block's squeezed words.
    fn nearest(
        &self,
        doc: &Document,
        texts: &[Cow<'_, str>],
        words: &str,
        near: usize,
    ) -> Option<(usize, usize)> {
        let words = words.trim_end();
        if words.is_empty() {
            return None;
        }
        let mut best: Option<((usize, usize), (usize, usize))> = None;
        for (block, text) in texts.iter().enumerate() {
            for at in occurrences(text, words) {
                let context = if words == self.quote.trim_end() {
                    self.context(doc, unsqueezed(doc, block, at))
                } else {
                    0
                };
                let distance = (doc.blocks[block].start as usize + at).abs_diff(near);
                let rank = (usize::MAX - context, distance);
                if best.is_none_or(|(other, _)| rank < other) {
                    best = Some((rank, (block, at)));
                }
            }
        }
        best.map(|(_, found)| found)
    }

    /// How many of the words before the place stand before this byte as well, in steps of a few characters: one
    /// letter more or less is chance.
    fn context(&self, doc: &Document, byte: usize) -> usize {
        let here = before(doc, byte);
        let same = self.before.chars().rev().zip(here.chars().rev()).take_while(|(one, other)| one == other);
        same.count() / ENOUGH
    }

    fn by_heading(&self, doc: &Document, near: usize) -> Option<Found> {
        let is_it = |&at: &usize| {
            matches!(doc.blocks[at].kind, BlockKind::Heading(_)) && squeezed(doc.raw(at)) == self.heading
        };
        let start = |at: usize| doc.blocks[at].start as usize;
        let heads = doc.heads.iter().map(|&at| at as usize).filter(is_it);
        let block = heads.min_by_key(|&at| start(at).abs_diff(near)).filter(|_| !self.heading.is_empty())?;
        Some(Found { block, byte: start(block), by: By::Heading })
    }
}

/// Stretches of a quotation, the longest and first before others, down to what still says something.
fn parts(quote: &str) -> Vec<&str> {
    let bounds: Vec<usize> = quote.char_indices().map(|(at, _)| at).chain([quote.len()]).collect();
    let many = bounds.len() - 1;
    let mut parts = Vec::new();
    let mut long = many / 2;
    while long >= ENOUGH * 2 {
        for from in (0..=many - long).step_by((long / 2).max(1)) {
            parts.push(quote[bounds[from]..bounds[from + long]].trim());
        }
        long /= 2;
    }
    parts
}

/// The words before a byte, also those of the blocks before.
fn before(doc: &Document, byte: usize) -> String {
    // Several bytes a character, and white space is squeezed out of it.
    let from = doc.text.floor_char_boundary(byte.saturating_sub(BEFORE * 8));
    let words = squeezed(&doc.text[from..byte]);
    let words = words.trim_end();
    let many = words.chars().count();
    words.chars().skip(many.saturating_sub(BEFORE)).collect()
}

/// The byte of the document that stands at a byte of a block's squeezed words.
fn unsqueezed(doc: &Document, block: usize, at: usize) -> usize {
    doc.blocks[block].start as usize + Squeezed::spaces(doc.raw(block)).byte(at)
}

/// Where a document was left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Left {
    /// The place at the top of the page.
    pub pin: Pin,
    /// The document's title.
    pub title: String,
    /// Whether it was read to its end.
    pub finished: bool,
    /// When, in seconds since 1970; 0 until it is on disk.
    pub when: u64,
}

/// A mark that a reader has set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Marked {
    /// Its letter: a small one holds in its page, a capital one everywhere.
    pub letter: char,
    /// The place.
    pub pin: Pin,
    /// When, in seconds since 1970; 0 until it is on disk.
    pub when: u64,
}

impl Marked {
    /// Whether another mark is this one, perhaps at another place.
    pub fn is(&self, other: &Self) -> bool {
        self.letter == other.letter && (self.letter.is_uppercase() || self.pin.is_on_page_of(&other.pin))
    }
}

impl Pin {
    /// Whether a block begins with the words of the place, in a document of its name.
    pub fn begins(&self, doc: &Document, block: usize) -> bool {
        let of = |part: &str| part.split(['#', '/']).next().is_some_and(|slug| slug == doc.slug);
        of(&self.at) && squeezed(doc.raw(block)).starts_with(self.quote.trim_end())
    }

    /// Whether two places are on the same page.
    pub fn is_on_page_of(&self, other: &Self) -> bool {
        self.origin == other.origin && (!self.origin.is_empty() || self.page == other.page)
    }
}

/// Where documents were left, and the marks in them; the newest first.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Places {
    /// Each document once.
    pub left: Vec<Left>,
    /// Each letter of a page once.
    pub marks: Vec<Marked>,
}

impl Places {
    /// So many documents and so many marks are remembered.
    pub const REMEMBERED: usize = 2000;

    /// Whether nothing is remembered.
    pub fn is_empty(&self) -> bool {
        self.left.is_empty() && self.marks.is_empty()
    }

    /// Remembers where a document was left.
    pub fn leave(&mut self, left: Left) {
        self.left.retain(|other| !other.pin.is_on_page_of(&left.pin));
        self.left.insert(0, left);
        self.left.truncate(Self::REMEMBERED);
    }

    /// Sets a mark.
    pub fn mark(&mut self, mark: Marked) {
        self.marks.retain(|other| !other.is(&mark));
        self.marks.insert(0, mark);
        self.marks.truncate(Self::REMEMBERED);
    }

    /// Takes in what others remember, the newest of each.
    pub fn join(&mut self, others: Self) {
        for left in others.left.into_iter().rev() {
            let newer = |other: &Left| other.pin.is_on_page_of(&left.pin) && other.when > left.when;
            if !self.left.iter().any(newer) {
                self.leave(left);
            }
        }
        for mark in others.marks.into_iter().rev() {
            if !self.marks.iter().any(|other| other.is(&mark) && other.when > mark.when) {
                self.mark(mark);
            }
        }
        self.left.sort_by_key(|left| std::cmp::Reverse(left.when));
        self.marks.sort_by_key(|mark| std::cmp::Reverse(mark.when));
    }
}
