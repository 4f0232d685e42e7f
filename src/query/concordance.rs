//! Every place where the words stand, each with what is beside it. Never prints a line.
use super::search::{Hit, Query, in_block};
use crate::gazetteer::fold::fold_char;
use crate::model::{Library, Passage};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::ops::Range;

/// A side is cut behind so many characters: more than any screen shows.
const SIDE: usize = 120;
/// So much of a side, folded, decides the order.
const KEY: usize = 64;

/// One place where the words stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The block.
    pub passage: Passage,
    /// Where in the document's text.
    pub range: Range<usize>,
    /// What is before it in the block, white space as single spaces; an ellipsis where it is cut.
    pub left: String,
    /// The words themselves.
    pub hit: String,
    /// What is behind it.
    pub right: String,
}

/// In which order lines come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// As the library has its documents.
    #[default]
    Document,
    /// By the words before the match, read backwards from it.
    Left,
    /// By the words behind it.
    Right,
    /// The newest edition first.
    Year,
}

/// A place without its words: small, where there are many.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Spot {
    /// The block.
    pub passage: Passage,
    /// Where in the document's text.
    pub range: Range<u32>,
}

/// Every place in the hits where the query stands, in order, without the words beside it.
pub fn spots(library: &Library, query: &Query, hits: &[Hit], sort: Sort) -> Vec<Spot> {
    let mut spots: Vec<Spot> = hits
        .par_chunks(256)
        .flat_map_iter(|hits| hits.iter().flat_map(|hit| spots_of(library, query, hit.passage)))
        .collect();
    match sort {
        Sort::Document => spots.par_sort_by_key(|spot| (spot.passage, spot.range.start)),
        Sort::Year => spots.par_sort_by_key(|spot| {
            let year = library.doc(spot.passage.doc).year();
            (year.is_none(), Reverse(year), spot.passage, spot.range.start)
        }),
        Sort::Left | Sort::Right => {
            let leftwards = sort == Sort::Left;
            let mut keyed: Vec<(Box<str>, Spot)> = spots
                .into_par_iter()
                .map(|spot| {
                    let (left, right) = sides(library, &spot);
                    let key = if leftwards { words_leftwards(left) } else { words(right) };
                    (key.into_boxed_str(), spot)
                })
                .collect();
            keyed.par_sort_by(|(a, one), (b, other)| {
                let place = |spot: &Spot| (spot.passage, spot.range.start);
                a.cmp(b).then_with(|| place(one).cmp(&place(other)))
            });
            spots = keyed.into_iter().map(|(_, spot)| spot).collect();
        }
    }
    spots
}

/// A place with its words.
pub fn line(library: &Library, spot: &Spot) -> Line {
    line_with(library, spot, "…")
}

/// The same with this ellipsis where a side is cut.
pub fn line_with(library: &Library, spot: &Spot, ellipsis: &str) -> Line {
    let (left, right) = sides(library, spot);
    let range = spot.range.start as usize..spot.range.end as usize;
    let hit = spaced(&library.doc(spot.passage.doc).text[range.clone()]);
    let (mut left, mut right) = (spaced(left), spaced(right));
    if let Some((cut, _)) = left.char_indices().rev().nth(SIDE) {
        left.replace_range(..cut, ellipsis);
    }
    if let Some((cut, _)) = right.char_indices().nth(SIDE) {
        right.truncate(cut);
        right.push_str(ellipsis);
    }
    Line { passage: spot.passage, range, left, hit, right }
}

/// Every place in the hits where the query stands, with enough beside it for a wide screen.
pub fn concordance(library: &Library, query: &Query, hits: &[Hit], sort: Sort) -> Vec<Line> {
    spots(library, query, hits, sort).iter().map(|spot| line(library, spot)).collect()
}

fn spots_of(library: &Library, query: &Query, passage: Passage) -> impl Iterator<Item = Spot> + use<> {
    let block = passage.block as usize;
    let doc = library.get(passage.doc).filter(|doc| block < doc.blocks.len());
    let found = doc.map_or_else(Vec::new, |doc| in_block(doc, block, query));
    found.into_iter().map(move |range| Spot { passage, range: range.start as u32..range.end as u32 })
}

/// What stands in the block before the place and behind it, of very long ones only what is near.
fn sides<'a>(library: &'a Library, spot: &Spot) -> (&'a str, &'a str) {
    // White space may be long; it is one space in the end.
    const NEAR: usize = 8 * SIDE;
    let doc = library.doc(spot.passage.doc);
    let block = doc.blocks[spot.passage.block as usize].range();
    let (start, end) = (spot.range.start as usize, spot.range.end as usize);
    let from = doc.text.floor_char_boundary(block.start.max(start.saturating_sub(NEAR)));
    let to = doc.text.ceil_char_boundary(block.end.min(end + NEAR));
    (&doc.text[from..start], &doc.text[end..to])
}

/// Runs of white space made one space; one at either end stays.
fn spaced(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            _ if !c.is_whitespace() => out.push(c),
            _ if !out.ends_with(' ') => out.push(' '),
            _ => {}
        }
    }
    out
}

/// Letters of scripts without spaces are words of their own.
fn is_alone(c: char) -> bool {
    ('\u{3000}'..='\u{9fff}').contains(&c) || ('\u{f900}'..='\u{faff}').contains(&c) || c >= '\u{20000}'
}

/// The words of a text from its beginning, folded, a space between them.
fn words(text: &str) -> String {
    let mut key = String::with_capacity(KEY);
    let mut gap = false;
    for c in text.chars() {
        if key.len() >= KEY {
            break;
        }
        fold_char(c, |plain| {
            if plain.is_alphanumeric() {
                if (gap || is_alone(plain)) && !key.is_empty() {
                    key.push(' ');
                }
                gap = is_alone(plain);
                key.push(plain);
            } else {
                gap = true;
            }
        });
    }
    key
}

/// The words of a text from its end, each read forwards, folded, a space between them.
fn words_leftwards(text: &str) -> String {
    let mut key = String::with_capacity(KEY);
    let mut word: Vec<char> = Vec::new();
    let flush = |word: &mut Vec<char>, key: &mut String| {
        if !word.is_empty() {
            if !key.is_empty() {
                key.push(' ');
            }
            key.extend(word.drain(..).rev());
        }
    };
    for c in text.chars().rev() {
        if key.len() >= KEY || word.len() >= KEY {
            break;
        }
        let mut folded = [None; 4];
        let mut many = 0;
        fold_char(c, |plain| {
            if let Some(free) = folded.get_mut(many) {
                *free = Some(plain);
                many += 1;
            }
        });
        for plain in folded.into_iter().rev().flatten() {
            if is_alone(plain) {
                flush(&mut word, &mut key);
                word.push(plain);
                flush(&mut word, &mut key);
            } else if plain.is_alphanumeric() {
                word.push(plain);
            } else {
                flush(&mut word, &mut key);
            }
        }
    }
    flush(&mut word, &mut key);
    key
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_are_compared_by_their_words() {
        assert_eq!(words(", the Côte\n d’Or of"), "the cote d or of");
        assert_eq!(words_leftwards("Of the Côte\n d’Or, "), "or d cote the of");
        assert_eq!(words("日本の漁業"), "日 本 の 漁 業");
        assert_eq!(words_leftwards("in 日本"), "本 日 in");
        assert_eq!(words_leftwards("Straße "), "strasse");
    }
}
