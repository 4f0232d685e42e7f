//! Words in the library's text, wherever they stand.
use crate::gazetteer::fold::fold_char;
use crate::model::{Document, Library, Passage, PlaceId};
use anyhow::{Result, anyhow};
use regex::{Regex, RegexBuilder};
use std::collections::HashSet;
use std::ops::{Range, RangeInclusive};

/// What is looked for: words, all of them, in any order, case and accents set aside; or an expression.
pub enum Query {
    /// Words and "quoted phrases", folded.
    Words(Vec<String>),
    /// A regular expression over a block's text.
    Expression(Regex),
}

impl Query {
    /// Reads words and quoted phrases.
    pub fn words(text: &str) -> Self {
        let mut words = Vec::new();
        for (number, stretch) in text.replace(['“', '”'], "\"").split('"').enumerate() {
            if number % 2 == 1 {
                words.push(fold_spaced(stretch).0.trim().to_owned());
            } else {
                words.extend(stretch.split_whitespace().map(|word| fold_spaced(word).0));
            }
        }
        words.retain(|word| !word.is_empty());
        Self::Words(words)
    }

    /// Takes the text as one phrase, as one looks for it on a page.
    pub fn phrase(text: &str) -> Self {
        Self::words(&format!("\"{}\"", text.replace(['"', '“', '”'], " ")))
    }

    /// Reads a regular expression; case is set aside unless the expression says otherwise.
    ///
    /// # Errors
    /// When it is none.
    pub fn expression(text: &str) -> Result<Self> {
        let regex =
            RegexBuilder::new(text).case_insensitive(true).size_limit(1 << 22).build().map_err(|error| {
                // The last line says what is wrong; those before draw an arrow at it.
                let all = error.to_string();
                let why = all.lines().last().unwrap_or_default().trim();
                anyhow!("{text:?} is no regular expression: {}", why.trim_start_matches("error: "))
            })?;
        Ok(Self::Expression(regex))
    }

    /// Whether nothing is looked for.
    pub fn is_empty(&self) -> bool {
        match self {
            Self::Words(words) => words.is_empty(),
            Self::Expression(regex) => regex.as_str().is_empty(),
        }
    }

    /// Where it stands in a text: `None` when not all of it is there.
    pub fn matches(&self, text: &str) -> Option<Vec<Range<usize>>> {
        match self {
            Self::Expression(regex) => {
                let found: Vec<_> =
                    regex.find_iter(text).map(|m| m.range()).filter(|r| !r.is_empty()).collect();
                (!found.is_empty()).then_some(found)
            }
            Self::Words(words) => {
                let (folded, bytes) = fold_spaced(text);
                let mut found = Vec::new();
                for word in words {
                    let before = found.len();
                    found.extend(folded.match_indices(word.as_str()).filter_map(|(at, _)| {
                        // A Latin word is found from its beginning: "oman" is not in "woman".
                        let start = folded[..at].chars().next_back();
                        let first = word.chars().next()?;
                        let inside =
                            first.is_ascii_alphanumeric() && start.is_some_and(|c| c.is_ascii_alphanumeric());
                        (!inside).then(|| bytes[at]..after(&bytes, at + word.len()))
                    }));
                    if found.len() == before {
                        return None;
                    }
                }
                found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
                // Overlapping words mark one stretch.
                found.dedup_by(|next, last| {
                    let joined = next.start < last.end;
                    if joined {
                        last.end = last.end.max(next.end);
                    }
                    joined
                });
                (!found.is_empty()).then_some(found)
            }
        }
    }
}

/// The original byte where a match that ends before the folded byte `end` ends: a letter that folds to
/// several (ß, æ) is matched whole or not at all.
fn after(bytes: &[usize], end: usize) -> usize {
    let last = bytes[end - 1];
    bytes[end..].iter().copied().find(|&byte| byte > last).unwrap_or(last)
}

/// Text folded, white space as single spaces, with the original byte of each folded byte and of the end.
fn fold_spaced(text: &str) -> (String, Vec<usize>) {
    let mut folded = String::with_capacity(text.len());
    let mut bytes = Vec::with_capacity(text.len() + 1);
    let mut space = false;
    for (at, c) in text.char_indices() {
        if c.is_whitespace() {
            if !space {
                folded.push(' ');
                bytes.push(at);
            }
            space = true;
            continue;
        }
        space = false;
        fold_char(c, |plain| {
            folded.push(plain);
            bytes.extend(std::iter::repeat_n(at, plain.len_utf8()));
        });
    }
    bytes.push(text.len());
    (folded, bytes)
}

/// Where to look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Only blocks that name one of these, or a document about one; empty is anywhere.
    pub places: Vec<PlaceId>,
    /// Only editions of these years.
    pub years: Option<RangeInclusive<i32>>,
}

/// A block that has what was looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    /// The block.
    pub passage: Passage,
    /// Where in the block's prose.
    pub matches: Vec<Range<usize>>,
}

/// The blocks that have what is looked for, in library order.
pub fn search<'a>(
    library: &'a Library,
    query: &'a Query,
    scope: &'a Scope,
) -> impl Iterator<Item = Found> + 'a {
    let places: HashSet<PlaceId> =
        scope.places.iter().flat_map(|&place| library.atlas.family(place)).collect();
    library
        .iter()
        .filter(move |(_, doc)| {
            scope.years.as_ref().is_none_or(|years| doc.year().is_some_and(|year| years.contains(&year)))
        })
        .flat_map(move |(id, doc)| {
            let places = places.clone();
            (0..doc.blocks.len()).filter_map(move |block| {
                let about = places.is_empty()
                    || doc.subject().is_some_and(|subject| places.contains(&subject))
                    || doc.mentions_in(doc.blocks[block].range()).iter().any(|m| places.contains(&m.place));
                let matches = about.then(|| query.matches(&doc.prose(block)))??;
                Some(Found { passage: Passage { doc: id, block: block as u32 }, matches })
            })
        })
}

/// Where the query stands in one document: ranges of its text, in order, for the reading pane.
pub fn find(doc: &Document, query: &Query) -> Vec<Range<usize>> {
    (0..doc.blocks.len())
        .flat_map(|block| {
            let start = doc.blocks[block].range().start;
            // The raw text keeps byte offsets true; a line end counts as a space for words.
            query
                .matches(doc.raw(block))
                .unwrap_or_default()
                .into_iter()
                .map(move |r| start + r.start..start + r.end)
        })
        .collect()
}
