//! A stretch of a text in its own words: what goes to disk, because bytes move and words stay. Found again in the text
//! as it is now. Never looks further than one document.
use super::address::Address;
use super::document::Document;
use super::squeezed::{Squeezed, occurrences, squeezed};
use std::cell::OnceCell;
use std::ops::Range;

/// So many characters before and behind it are kept, to tell two places with the same words apart.
const AROUND: usize = 80;
/// One letter more or less around it is chance: what stands around is compared in steps of so many characters.
const STEP: usize = 8;
/// So many letters of its head and of its tail are enough to find a stretch whose middle was changed.
const ENOUGH: usize = 20;

/// A stretch of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Quotation {
    /// The document's slug.
    pub page: String,
    /// Where the document came from.
    pub origin: String,
    /// The address of the block in which it begins.
    pub at: String,
    /// The words, white space made single spaces.
    pub words: String,
    /// The words before it.
    pub before: String,
    /// The words behind it.
    pub after: String,
    /// The heading it stands under.
    pub heading: String,
}

/// A document in which stretches are looked for: its words are squeezed once for all of them.
#[derive(Debug)]
pub struct Searched<'a> {
    doc: &'a Document,
    spaces: OnceCell<Squeezed<'a>>,
    letters: OnceCell<Squeezed<'a>>,
}

impl<'a> Searched<'a> {
    /// Of a document.
    pub fn new(doc: &'a Document) -> Self {
        Self { doc, spaces: OnceCell::new(), letters: OnceCell::new() }
    }

    fn spaces(&self) -> &Squeezed<'a> {
        self.spaces.get_or_init(|| Squeezed::spaces(&self.doc.text))
    }

    fn letters(&self) -> &Squeezed<'a> {
        self.letters.get_or_init(|| Squeezed::letters(&self.doc.text))
    }
}

/// How well a stretch was found again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Likeness {
    /// Word for word.
    Words,
    /// Letter for letter: lines, hyphens or quotation marks are others.
    Letters,
    /// Its beginning and its end, or the larger part of it.
    Part,
}

/// A stretch found again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Its bytes in the document's text.
    pub range: Range<usize>,
    /// How well.
    pub likeness: Likeness,
    /// Whether it begins in the block of its address.
    pub stayed: bool,
}

impl Quotation {
    /// Quotes bytes of a document; without the white space around them. `origin` is the name by which the document
    /// is known in another run.
    pub fn of(doc: &Document, range: Range<usize>, origin: String) -> Self {
        let start = doc.text.floor_char_boundary(range.start);
        let end = doc.text.floor_char_boundary(range.end).max(start);
        let text = &doc.text[start..end];
        let start = start + (text.len() - text.trim_start().len());
        let end = start + text.trim().len();
        let heading = doc
            .block_at(start)
            .and_then(|block| doc.heading_path(block).last().map(|&at| squeezed(doc.raw(at)).into_owned()));
        let before = {
            // Several bytes a character, and white space is squeezed out of it.
            let words =
                squeezed(&doc.text[doc.text.floor_char_boundary(start.saturating_sub(AROUND * 8))..start]);
            let words = words.trim_end();
            words.chars().skip(words.chars().count().saturating_sub(AROUND)).collect()
        };
        let behind = doc.text.floor_char_boundary((end + AROUND * 8).min(doc.text.len()));
        Self {
            page: doc.slug.clone(),
            origin,
            at: doc.block_at(start).map(|block| doc.address(block).to_string()).unwrap_or_default(),
            words: squeezed(doc.text[start..end].trim_end()).into_owned(),
            before,
            after: squeezed(&doc.text[end..behind]).chars().take(AROUND).collect(),
            heading: heading.unwrap_or_default(),
        }
    }

    /// Whether it is of a document of this name.
    pub fn is_of(&self, doc: &Document, origin: Option<&str>) -> bool {
        origin.is_some_and(|origin| !self.origin.is_empty() && origin == self.origin) || self.page == doc.slug
    }

    /// Finds the words in a document as it is now: all of them. Of several places the one with the most of what stood
    /// before and behind, and of those the nearest to where it was.
    pub fn find(&self, searched: &Searched<'_>) -> Option<Place> {
        self.find_words(searched).or_else(|| self.find_letters(searched))
    }

    /// The same, word for word.
    pub fn find_words(&self, searched: &Searched<'_>) -> Option<Place> {
        let words = self.words.trim();
        if words.is_empty() {
            return None;
        }
        let around = (self.before.as_str(), self.after.as_str());
        let range = best(searched.spaces(), words, around, self.expected(searched.doc))?;
        Some(self.place(searched.doc, range, Likeness::Words))
    }

    fn find_letters(&self, searched: &Searched<'_>) -> Option<Place> {
        let letters = |words: &str| Squeezed::letters(words).into_text().into_owned();
        let (words, before, after) = (letters(&self.words), letters(&self.before), letters(&self.after));
        if words.is_empty() {
            return None;
        }
        let range = best(searched.letters(), &words, (&before, &after), self.expected(searched.doc))?;
        Some(self.place(searched.doc, range, Likeness::Letters))
    }

    /// Finds what is left of words that were changed: their beginning and their end near each other, or the larger half.
    pub fn find_part(&self, searched: &Searched<'_>) -> Option<Place> {
        let words = Squeezed::letters(&self.words).into_text().into_owned();
        let bounds: Vec<usize> = words.char_indices().map(|(at, _)| at).chain([words.len()]).collect();
        let many = bounds.len() - 1;
        if many < ENOUGH {
            return None;
        }
        let (doc, text) = (searched.doc, searched.letters());
        let expected = self.expected(doc);
        let one = |part: &str| best(text, part, ("", ""), expected);
        let head = one(&words[..bounds[ENOUGH.min(many / 2)]]);
        let tail = one(&words[bounds[many - ENOUGH.min(many / 2)]..]);
        if let (Some(head), Some(tail)) = (&head, &tail)
            && head.end <= tail.start
            && tail.end - head.start <= (self.words.len() + ENOUGH) * 2
        {
            return Some(self.place(doc, head.start..tail.end, Likeness::Part));
        }
        let half = many.div_ceil(2).max(ENOUGH);
        let starts = (0..=many - half).step_by((half / 4).max(1));
        let mut parts = starts.map(|from| &words[bounds[from]..bounds[from + half]]);
        parts.find_map(one).map(|range| self.place(doc, range, Likeness::Part))
    }

    fn place(&self, doc: &Document, range: Range<usize>, likeness: Likeness) -> Place {
        let here = doc.block_at(range.start).map(|block| doc.address(block).to_string());
        Place { stayed: here.is_some_and(|here| part_of(&here) == part_of(&self.at)), range, likeness }
    }

    /// Where it would begin if nothing had changed.
    fn expected(&self, doc: &Document) -> usize {
        let located = match Address::parse(&self.at) {
            Some(Address::Document { part, .. }) => doc.locate(&part),
            _ => None,
        };
        located.map_or(0, |block| doc.blocks[block].start as usize)
    }
}

/// An address without its document, which may have another name now.
fn part_of(address: &str) -> &str {
    address.find(['/', '#']).map_or("", |at| &address[at..])
}

/// The bytes of the source at which words stand best.
fn best(
    text: &Squeezed<'_>,
    words: &str,
    (before, after): (&str, &str),
    expected: usize,
) -> Option<Range<usize>> {
    let all = text.text();
    let around = |at: usize| {
        let here = all[..at].trim_end().chars().rev();
        let same_before = before.chars().rev().zip(here).take_while(|(one, other)| one == other).count();
        let here = all[at + words.len()..].trim_start().chars();
        let same_after = after.chars().zip(here).take_while(|(one, other)| one == other).count();
        same_before / STEP + same_after / STEP
    };
    let rank = |at: &usize| (usize::MAX - around(*at), text.byte(*at).abs_diff(expected));
    let at = occurrences(all, words).min_by_key(rank)?;
    Some(text.range(at..at + words.len()))
}
