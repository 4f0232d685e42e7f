//! "Did you mean": words of the library near to those that were not found. Looks only when asked; keeps nothing.
use super::legible::blanked;
use super::parse::Query;
use super::scope::{Part, Sieve};
use super::words::{Class, class, fold_each};
use crate::model::Library;
use rayon::prelude::*;
use std::collections::HashMap;
use std::ops::Range;
use strsim::damerau_levenshtein;

/// The most words of a query that are mended.
const WORDS: usize = 8;
/// The longest word that is.
const LONGEST: usize = 40;
/// The most near words kept of each, and the most words whose distance is remembered.
const KEPT: usize = 4096;
const REMEMBERED: usize = 1 << 15;
/// The most corrected queries tried, and given.
const TRIED: usize = 12;
const GIVEN: usize = 5;

/// A word of the query.
struct Word {
    /// Where it stands in what was typed.
    range: Range<usize>,
    folded: String,
    /// Whether it may go on.
    prefix: bool,
    letters: u64,
    /// In characters.
    long: usize,
    /// How many edits away a near word may be.
    reach: usize,
}

/// Which letters a word has: an edit changes at most two.
fn letters(word: impl Iterator<Item = u8>) -> u64 {
    // Small letters and large, of ASCII, are one; digits are as they are.
    word.fold(0, |set, byte| set | 1 << ((byte | 0x20) & 63))
}

impl Word {
    /// Whether a word of so many bytes and such letters may be near, or go on from this one.
    fn may_be(&self, bytes: usize, letters: impl Fn() -> u64, ascii: bool) -> bool {
        // A letter that is not ASCII has up to three bytes.
        let most = if ascii && self.folded.is_ascii() { self.reach } else { self.reach * 3 };
        let own = self.folded.len();
        (bytes.abs_diff(own) <= most && (letters() ^ self.letters).count_ones() as usize <= 2 * most)
            || self.prefix && bytes > own && letters() & self.letters == self.letters
    }
}

/// The words of a query that can be mended.
fn words(query: &Query) -> Vec<Word> {
    let mut words = Vec::new();
    for stretch in &query.stretches {
        let text = &query.typed[stretch.range.clone()];
        let is_letter = |c: char| c.is_alphanumeric() && class(c) == Class::Letter;
        let mut at = 0;
        for piece in text.split(|c| !is_letter(c)) {
            let begin = stretch.range.start + at;
            at += piece.len() + text[at + piece.len()..].chars().next().map_or(0, char::len_utf8);
            let mut folded = String::new();
            piece.chars().for_each(|c| fold_each(c, |plain| folded.push(plain)));
            let long = folded.chars().count();
            let reach = (long / 3).min(2);
            if reach > 0 && long <= LONGEST && words.len() < WORDS {
                let range = begin..begin + piece.len();
                let prefix = stretch.prefix && range.end == stretch.range.end;
                words.push(Word { range, letters: letters(folded.bytes()), folded, prefix, long, reach });
            }
        }
    }
    words
}

/// Near words of each word of the query, and how often they stand in the library.
#[derive(Default)]
struct Near {
    /// By the word's number.
    counts: Vec<HashMap<String, (usize, u32)>>,
    /// Whether the word itself is there.
    present: Vec<bool>,
    /// Words measured before, with their distances where near.
    known: HashMap<String, Vec<(usize, usize)>>,
}

impl Near {
    fn new(words: &[Word]) -> Self {
        Self {
            counts: vec![HashMap::new(); words.len()],
            present: vec![false; words.len()],
            ..Self::default()
        }
    }

    /// Tells of a word of the library, folded.
    fn meet(&mut self, words: &[Word], met: &str) {
        let fits = |word: &Word| word.may_be(met.len(), || letters(met.bytes()), met.is_ascii());
        if !words.iter().any(fits) {
            return;
        }
        if !self.known.contains_key(met) {
            if self.known.len() >= REMEMBERED {
                self.known.clear();
            }
            let mut near = Vec::new();
            for (number, word) in words.iter().enumerate().filter(|(_, word)| fits(word)) {
                if word.prefix && met.starts_with(&word.folded) {
                    near.push((number, 0));
                } else if met.chars().count().abs_diff(word.long) <= word.reach {
                    let distance = damerau_levenshtein(met, &word.folded);
                    if distance <= word.reach {
                        near.push((number, distance));
                    }
                }
            }
            self.known.insert(met.to_owned(), near);
        }
        for &(number, distance) in &self.known[met] {
            let counts = &mut self.counts[number];
            if distance == 0 {
                self.present[number] = true;
            } else if let Some((_, times)) = counts.get_mut(met) {
                *times += 1;
            } else if counts.len() < KEPT {
                counts.insert(met.to_owned(), (distance, 1));
            }
        }
    }

    fn add(mut self, other: Self) -> Self {
        for (number, counts) in other.counts.into_iter().enumerate() {
            self.present[number] |= other.present[number];
            for (word, (distance, times)) in counts {
                self.counts[number].entry(word).or_insert((distance, 0)).1 += times;
            }
        }
        self
    }

    /// The near words of one word, the likeliest first.
    fn best(&self, number: usize) -> Vec<&str> {
        // The commoner first; a word two letters off must be ten times as common.
        let weight = |distance: usize, times: u32| if distance < 2 { times * 10 } else { times };
        let mut best: Vec<(u32, &str)> = self.counts[number]
            .iter()
            .map(|(word, (distance, times))| (weight(*distance, *times), word.as_str()))
            .collect();
        best.sort_unstable_by(|a, b| b.0.cmp(&a.0).then(a.1.cmp(b.1)));
        best.into_iter().map(|(_, word)| word).take(GIVEN).collect()
    }
}

/// By byte: whether it is an ASCII letter or digit.
static IN_WORDS: [bool; 256] = {
    let mut table = [false; 256];
    let mut byte = 0;
    while byte < 128 {
        table[byte] = (byte as u8).is_ascii_alphanumeric();
        byte += 1;
    }
    table
};

/// Gives each word of a text that may be near one of those, folded.
fn each_word(words: &[Word], (text, plain): (&str, bool), word: &mut String, mut each: impl FnMut(&str)) {
    word.clear();
    let mut flush = |word: &mut String| {
        if word.len() > 1 && word.len() <= LONGEST * 3 {
            each(word);
        }
        word.clear();
    };
    if plain {
        let (mut begin, mut set) = (0, 0_u64);
        let mut ends = |begin: usize, end: usize, set: u64| {
            if end > begin + 1 && words.iter().any(|word| word.may_be(end - begin, || set, true)) {
                word.extend(text[begin..end].chars().map(|c| c.to_ascii_lowercase()));
                flush(word);
            }
        };
        for (at, byte) in text.bytes().enumerate() {
            if IN_WORDS[usize::from(byte)] {
                set |= 1 << ((byte | 0x20) & 63);
            } else {
                ends(begin, at, set);
                (begin, set) = (at + 1, 0);
            }
        }
        ends(begin, text.len(), set);
        return;
    }
    for c in text.chars() {
        if c.is_ascii() {
            if c.is_ascii_alphanumeric() {
                word.push(c.to_ascii_lowercase());
            } else {
                flush(word);
            }
        } else if c.is_whitespace() {
            flush(word);
        } else {
            let mut ends = false;
            fold_each(c, |plain| {
                if class(plain) == Class::Letter {
                    word.push(plain);
                } else {
                    ends = true;
                }
            });
            if ends {
                flush(word);
            }
        }
    }
    flush(word);
}

/// Whether a query finds anything.
type Finds<'a> = &'a dyn Fn(&str) -> bool;
/// Whether nobody waits for the answer any more.
type Stale<'a> = &'a (dyn Fn() -> bool + Sync);

/// Whole queries of near words that find something, the likeliest first; none when the answer is `stale`.
pub(super) fn near(
    library: &Library,
    query: &Query,
    sieve: &Sieve,
    (finds, stale): (Finds<'_>, Stale<'_>),
) -> Vec<String> {
    let words = words(query);
    if words.is_empty() {
        return Vec::new();
    }
    let docs: Vec<_> = library.iter().collect();
    let found = docs
        .par_chunks(32)
        .fold(
            || (Near::new(&words), String::new()),
            |(mut near, mut word), docs| {
                for (id, doc) in docs {
                    if !stale() && sieve.document(*id, doc) != Part::Nothing {
                        let blanked = blanked(doc, 0..doc.text.len());
                        let text = (&*blanked, library.is_plain(*id));
                        each_word(&words, text, &mut word, |met| near.meet(&words, met));
                    }
                }
                (near, word)
            },
        )
        .map(|(near, _)| near)
        .reduce(|| Near::new(&words), Near::add);
    let absent: Vec<usize> = (0..words.len()).filter(|&number| !found.present[number]).collect();
    let best: Vec<Vec<&str>> = (0..words.len()).map(|number| found.best(number)).collect();
    // Where every word is there, though not together, any one of them may be the wrong one.
    let mut plans: Vec<Vec<(usize, &str)>> = Vec::new();
    if absent.is_empty() {
        let places =
            (0..words.len()).filter_map(|number| best[number].first().map(|word| vec![(number, *word)]));
        plans.extend(places);
    } else if absent.iter().all(|&number| !best[number].is_empty()) {
        let first = |&number: &usize| (number, best[number][0]);
        plans.push(absent.iter().map(first).collect());
        for &changed in &absent {
            for other in &best[changed][1..] {
                let others = absent
                    .iter()
                    .map(|number| if *number == changed { (changed, *other) } else { first(number) });
                plans.push(others.collect());
            }
        }
    }
    let mut given: Vec<String> = Vec::new();
    for plan in plans.into_iter().take(TRIED) {
        let mut text = query.typed.clone();
        for (number, word) in plan.into_iter().rev() {
            text.replace_range(words[number].range.clone(), word);
        }
        if stale() || given.len() == GIVEN {
            break;
        }
        if !given.contains(&text) && finds(&text) {
            given.push(text);
        }
    }
    given
}
