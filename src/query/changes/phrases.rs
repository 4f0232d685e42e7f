//! Phrases of one side that the other has not: counted, weighed, and gathered with the passages they stand in.
//!
//! A phrase is weighed by the log-likelihood ratio of its counts on both sides (T. Dunning, "Accurate Methods for the
//! Statistics of Surprise and Coincidence", Computational Linguistics 19, 1993, p. 61-74), with all phrases' words as
//! the size of a side.
use super::grams::{self, Gram, Scratch};
use super::scope::{On, Sides, Unit};
use super::tally::{Count, Tally};
use super::{Progress, Status};
use crate::model::{Library, Passage};
use rayon::prelude::*;
use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

/// Text of so many bytes is counted in one round.
const ROUND: usize = 40 << 20;
/// So many phrases of a side are kept after a round; far more than are gathered.
const KEPT: usize = 20_000;
/// So many phrases of a side are gathered with their passages.
const GATHERED: usize = 1500;
/// So many phrases of a side are told of.
pub const MOST: usize = 500;

/// A phrase of one side.
#[derive(Debug, Clone)]
pub struct Phrase {
    /// Whether it is said first or no longer.
    pub status: Status,
    /// Its words, as they stand in the newest passage.
    pub text: String,
    /// How often it stands there.
    pub count: u32,
    /// The passages it stands in, in the library's order.
    pub passages: Vec<Passage>,
    /// The log-likelihood ratio.
    pub weight: f64,
    /// Whether it is most likely a name.
    pub capital: bool,
}

/// Keys are spread already.
#[derive(Default)]
pub struct Spread(u64);

impl Hasher for Spread {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    fn write_u64(&mut self, key: u64) {
        self.0 = key.rotate_right(7);
    }
}

type ByKey<T> = HashMap<u64, T, BuildHasherDefault<Spread>>;

/// The words of each side.
#[derive(Debug, Clone, Copy, Default)]
pub struct Words {
    /// Of the earlier side.
    pub earlier: u64,
    /// Of the later side.
    pub later: u64,
}

/// Dunning's log-likelihood ratio of a count of `k` in `n` words against one of `l` in `m`.
pub fn likelihood_ratio((k, n): (f64, f64), (l, m): (f64, f64)) -> f64 {
    let share = (k + l) / (n + m);
    let term = |seen: f64, expected: f64| {
        if seen > 0.0 && expected > 0.0 { seen * (seen / expected).ln() } else { 0.0 }
    };
    2.0 * (term(k, n * share)
        + term(l, m * share)
        + term(n - k, n * (1.0 - share))
        + term(m - l, m * (1.0 - share)))
}

/// Gives each phrase of a unit, with the side it stands on; gives back its words.
fn each(library: &Library, unit: &Unit, scratch: &mut Scratch, mut gram: impl FnMut(usize, On, Gram)) -> u64 {
    let doc = library.doc(unit.doc);
    let mut words = 0;
    for block in unit.each_block(library) {
        let on = unit.on(block);
        words += grams::each(doc, block, scratch, |found| gram(block, on, found)) as u64;
    }
    words
}

/// Finds the phrases of each side that the other has not, the most telling first; `None` where the answer is not
/// wanted any longer.
pub fn phrases(
    library: &Library,
    sides: &Sides,
    least: u32,
    progress: &mut Progress,
) -> Option<(Vec<Phrase>, Words)> {
    let bytes: usize = sides.units.iter().map(|unit| bytes_of(library, unit)).sum();
    let rounds = bytes.div_ceil(ROUND).max(1);
    let mut words = Words::default();
    let (mut first, mut last) = (Vec::new(), Vec::new());
    for round in 0..rounds {
        let (tally, counted) = counted(library, &sides.units, (round, rounds), progress)?;
        words = counted;
        tally.counts(|count| {
            let wanted = |many: u32| many >= least || many > 0 && count.capital;
            if count.earlier == 0 && !count.apart && wanted(count.later) {
                first.push(count);
            } else if count.later == 0 && wanted(count.earlier) {
                last.push(count);
            }
        });
        cut(&mut first, KEPT, |count| count.later);
        cut(&mut last, KEPT, |count| count.earlier);
        progress.done(round + 1, rounds + 1);
    }
    cut(&mut first, GATHERED, |count| count.later);
    cut(&mut last, GATHERED, |count| count.earlier);
    let wanted: ByKey<Status> = first
        .iter()
        .map(|count| (count.key, Status::First))
        .chain(last.iter().map(|count| (count.key, Status::Last)))
        .collect();
    let gathered = gathered(library, sides, &wanted, progress)?;
    Some((chosen(library, gathered, (words, least)), words))
}

fn bytes_of(library: &Library, unit: &Unit) -> usize {
    let doc = library.doc(unit.doc);
    match &unit.blocks {
        None => doc.text.len(),
        Some(blocks) => blocks.iter().map(|block| doc.blocks[*block as usize].range().len()).sum(),
    }
}

/// Counts the phrases whose keys belong to a round.
fn counted(
    library: &Library,
    units: &[Unit],
    (round, rounds): (usize, usize),
    progress: &Progress,
) -> Option<(Tally, Words)> {
    let tally = Tally::new(round, rounds);
    let stale = progress.stale;
    let some = |units: &[Unit]| {
        let (mut gatherer, mut scratch, mut words) = (tally.gatherer(), Scratch::default(), Words::default());
        for unit in units {
            if stale() {
                return None;
            }
            let many =
                each(library, unit, &mut scratch, |_, on, gram| gatherer.add(gram.key, on, gram.capital));
            *(if unit.later { &mut words.later } else { &mut words.earlier }) += many;
        }
        Some(words)
    };
    let sum = |a: Words, b: Words| Some(Words { earlier: a.earlier + b.earlier, later: a.later + b.later });
    let words = units.par_chunks(16).map(some).try_reduce(Words::default, sum)?;
    Some((tally, words))
}

/// Keeps the most frequent; of equals those with capitals, then some that are always the same.
fn cut(counts: &mut Vec<Count>, most: usize, many: impl Fn(&Count) -> u32) {
    if counts.len() > most {
        let order = |count: &Count| (std::cmp::Reverse((many(count), count.capital)), count.key);
        counts.select_nth_unstable_by_key(most, order);
        counts.truncate(most);
    }
}

/// Where a phrase stands.
#[derive(Debug, Clone)]
struct Stands {
    status: Status,
    count: u32,
    passages: Vec<Passage>,
    first: Gram,
    capital: bool,
    /// Whether its last edition has a passage that could be missed later.
    missed: bool,
    year: i32,
}

/// Gathers where phrases stand.
fn gathered(
    library: &Library,
    sides: &Sides,
    wanted: &ByKey<Status>,
    progress: &Progress,
) -> Option<Vec<Stands>> {
    let stale = progress.stale;
    let some = |units: &[Unit]| {
        let mut found: ByKey<Stands> = ByKey::default();
        let mut scratch = Scratch::default();
        for unit in units {
            if stale() {
                return None;
            }
            each(library, unit, &mut scratch, |block, on, gram| {
                let Some(status) = wanted.get(&gram.key) else { return };
                let passage = Passage { doc: unit.doc, block: block as u32 };
                let stands = found.entry(gram.key).or_insert_with(|| Stands {
                    status: *status,
                    count: 0,
                    passages: Vec::new(),
                    first: gram,
                    capital: false,
                    missed: false,
                    year: unit.year,
                });
                stands.add(unit.year, on != On::Apart);
                stands.count += 1;
                stands.capital |= gram.capital;
                if stands.passages.last() != Some(&passage) {
                    stands.passages.push(passage);
                }
            });
        }
        Some(found)
    };
    let found: Option<Vec<ByKey<Stands>>> = sides.units.par_chunks(64).map(some).collect();
    let mut all: ByKey<Stands> = ByKey::default();
    for (key, stands) in found?.into_iter().flatten() {
        match all.entry(key) {
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(stands);
            }
            std::collections::hash_map::Entry::Occupied(mut place) => place.get_mut().join(stands),
        }
    }
    // What stood last in a text that nothing continues may still be said: nobody knows.
    let mut all: Vec<Stands> =
        all.into_values().filter(|stands| stands.status == Status::First || stands.missed).collect();
    all.sort_unstable_by_key(|stands| (stands.passages[0], stands.first.start, stands.first.end));
    Some(all)
}

impl Stands {
    /// Takes note of an edition, and whether what stands in it could be missed later.
    fn add(&mut self, year: i32, missed: bool) {
        if year > self.year {
            (self.year, self.missed) = (year, missed);
        } else if year == self.year {
            self.missed |= missed;
        }
    }

    /// The same of later documents of the library.
    fn join(&mut self, behind: Self) {
        self.add(behind.year, behind.missed);
        self.count += behind.count;
        self.capital |= behind.capital;
        self.passages.extend(behind.passages);
    }
}

/// Bytes that a phrase takes, and its number among those that are kept.
type Taken = (u32, u32, usize);

/// The phrases that are told of: no part of another that stands in the same passages as often, no name of a place; the
/// most telling first.
fn chosen(library: &Library, mut all: Vec<Stands>, (words, least): (Words, u32)) -> Vec<Phrase> {
    // Of those that stand equally often the longest comes first, then that which begins first.
    all.sort_by_key(|stands| {
        (std::cmp::Reverse((stands.count, stands.first.words)), stands.passages[0], stands.first.start)
    });
    // By how often and where a phrase stands first: the bytes that are taken.
    let mut taken: HashMap<(Status, u32, Passage), Vec<Taken>> = HashMap::new();
    let mut kept: Vec<&Stands> = Vec::new();
    for stands in &all {
        let place = taken.entry((stands.status, stands.count, stands.passages[0])).or_default();
        let hides = |(start, end, other): &Taken| {
            *start < stands.first.end && stands.first.start < *end && kept[*other].passages == stands.passages
        };
        if !place.iter().any(hides) {
            place.push((stands.first.start, stands.first.end, kept.len()));
            kept.push(stands);
        }
    }
    let (n, m) = (words.later as f64, words.earlier as f64);
    let mut phrases: Vec<Phrase> = kept
        .into_iter()
        .filter(|stands| stands.count >= least || stands.capital)
        .filter(|stands| !is_place(library, stands))
        .map(|stands| {
            let own = f64::from(stands.count);
            let (side, other) = if stands.status == Status::First { (n, m) } else { (m, n) };
            Phrase {
                status: stands.status,
                text: text(library, stands),
                count: stands.count,
                weight: likelihood_ratio((own, side), (0.0, other)),
                capital: stands.capital,
                passages: stands.passages.clone(),
            }
        })
        .collect();
    let documents = |phrase: &Phrase| super::documents(&phrase.passages);
    phrases.sort_by(|a, b| {
        b.weight
            .total_cmp(&a.weight)
            .then_with(|| documents(b).cmp(&documents(a)))
            .then_with(|| b.capital.cmp(&a.capital))
            .then_with(|| b.text.chars().count().cmp(&a.text.chars().count()))
            .then_with(|| a.text.cmp(&b.text))
    });
    let mut many: HashMap<Status, usize> = HashMap::new();
    phrases.retain(|phrase| {
        let many = many.entry(phrase.status).or_default();
        *many += 1;
        *many <= MOST
    });
    phrases
}

/// Whether a phrase is nothing but the name of a place, or a part of one: names have a list of their own.
fn is_place(library: &Library, stands: &Stands) -> bool {
    let doc = library.doc(stands.passages[0].doc);
    let range = doc.blocks[stands.passages[0].block as usize].range();
    let inside = |mention: &crate::model::Mention| {
        mention.start <= stands.first.start && stands.first.end <= mention.end
    };
    doc.mentions_in(range).iter().any(inside)
}

/// The words of a phrase as they stand in its first passage.
fn text(library: &Library, stands: &Stands) -> String {
    let raw =
        &library.doc(stands.passages[0].doc).text[stands.first.start as usize..stands.first.end as usize];
    let words: Vec<&str> = raw.split_whitespace().collect();
    // Lines of Japanese end anywhere.
    let japanese =
        words.iter().all(|word| !word.is_ascii() && !word.contains(|c: char| c.is_ascii_alphanumeric()))
            && raw.chars().any(|c| ('\u{3000}'..='\u{9fff}').contains(&c));
    words.join(if japanese { "" } else { " " })
}
