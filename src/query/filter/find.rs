//! Looking through a whole catalogue while somebody types: letters first, then names, then the scorer for what
//! can still reach the screen. Gives what scoring every name would give.
//!
//! What saves the work, in this order: names that fitted the query before this letter was added; masks of
//! letters; a ceiling of what a name can score, against the score of the last one that would be shown; and
//! the scorer, which is slow, only for letters strewn over a name, the most promising first.
use super::Hit;
use super::catalogue::{Catalogue, Heading, MANY};
use super::pattern::{Judged, Name, Pattern};
use crate::model::{DocId, Document, Library};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Entries looked through in one go, in words of 64.
const STRIDE: usize = 128;
/// So many queries are remembered: what fitted one is looked through for the next.
const REMEMBERED: usize = 24;

/// Which names are looked through.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Scope {
    /// All.
    #[default]
    All,
    /// Those of documents and headings.
    Texts,
}

/// What is asked.
pub struct Ask<'a> {
    /// What was typed.
    pub text: &'a str,
    /// Which names are looked through.
    pub scope: Scope,
    /// So many of the best are wanted.
    pub most: usize,
    /// Whether nobody waits for the answer any more.
    pub stale: &'a (dyn Fn() -> bool + Sync),
}

impl<'a> Ask<'a> {
    /// Asks for the best, and waits for them.
    pub fn new(text: &'a str, scope: Scope, most: usize) -> Self {
        Self { text, scope, most, stale: &|| false }
    }
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Found {
    /// What was typed.
    pub text: String,
    /// The best, in order; ties in the order of the catalogue.
    pub hits: Vec<Hit>,
    /// How many names fit, as far as they were counted.
    pub many: usize,
    /// Whether all were counted.
    pub complete: bool,
}

impl Found {
    fn nothing(text: &str) -> Self {
        Self { text: text.to_owned(), complete: true, ..Self::default() }
    }
}

/// A query answered, and the entries that fit it.
struct Past {
    pattern: Pattern,
    fits: Vec<u64>,
    many: usize,
}

/// Looks through a catalogue, and remembers what fitted for what is typed next.
pub struct Finder {
    library: Arc<Library>,
    catalogue: Arc<Catalogue>,
    past: Vec<Past>,
}

impl Finder {
    /// Looks through the catalogue of this library.
    pub fn new(library: Arc<Library>, catalogue: Arc<Catalogue>) -> Self {
        Self { library, catalogue, past: Vec::new() }
    }

    /// What fits, best first; `None` when nobody waited for it. Nothing fits an empty query.
    pub fn find(&mut self, ask: &Ask) -> Option<Found> {
        self.look(ask, Work::All)
    }

    /// The same, where that takes long without the count of all that fit: a screen is filled sooner than
    /// a million names are looked at. [`Self::count`] makes it complete.
    pub fn best(&mut self, ask: &Ask) -> Option<Found> {
        let pattern = Pattern::new(ask.text);
        let few = match self.within(&pattern) {
            Some(past) => past.many < 2 * MANY,
            None => self.catalogue.len() < 2 * MANY,
        };
        // Of a single letter the masks tell all.
        self.look(ask, if few || pattern.letter { Work::All } else { Work::Best })
    }

    /// Counts what fits, where the best are known.
    pub fn count(&mut self, ask: &Ask, best: Found) -> Option<Found> {
        if best.complete {
            return Some(best);
        }
        let counted = self.look(ask, Work::Count)?;
        Some(Found { hits: best.hits, ..counted })
    }

    /// The narrowest of the earlier queries whose names need be asked only.
    fn within(&self, pattern: &Pattern) -> Option<&Past> {
        self.past.iter().filter(|past| pattern.narrows(&past.pattern)).min_by_key(|past| past.many)
    }

    fn look(&mut self, ask: &Ask, work: Work) -> Option<Found> {
        let pattern = Pattern::new(ask.text);
        if pattern.is_empty() {
            return Some(Found::nothing(ask.text));
        }
        let within = self.within(&pattern).map(|past| &past.fits[..]);
        let sieve = Sieve::new(&self.library, &self.catalogue, &pattern, ask);
        let (found, fits, many) = Sieve { within, work, ..sieve }.find()?;
        if work != Work::Best {
            if self.past.len() == REMEMBERED {
                self.past.remove(0);
            }
            self.past.push(Past { pattern, fits, many });
        }
        Some(found)
    }
}

/// What is done with the names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    /// The best are found, and all counted that fit.
    All,
    /// The best are found.
    Best,
    /// Those that fit are counted.
    Count,
}

/// What fits, best first, asked only once; `None` when nobody waited for it.
pub fn look_up(library: &Library, catalogue: &Catalogue, ask: &Ask) -> Option<Found> {
    let pattern = Pattern::new(ask.text);
    if pattern.is_empty() {
        return Some(Found::nothing(ask.text));
    }
    Some(Sieve::new(library, catalogue, &pattern, ask).find()?.0)
}

/// A score and a name's number as one number: the better the higher, the earlier name before the later.
fn key(score: i64, index: u32) -> i64 {
    score << 32 | i64::from(!index)
}

/// The score and the name's number out of a key.
fn parts(key: i64) -> (i64, u32) {
    (key >> 32, !(key as u32))
}

/// The best so far.
struct Best {
    most: usize,
    kept: Vec<i64>,
    /// What a key must reach to be among as many as are wanted.
    floor: i64,
}

impl Best {
    fn new(most: usize) -> Self {
        Self { most: most.max(1), kept: Vec::new(), floor: i64::MIN }
    }

    /// Keeps a name, if it may be among the best; whether the floor rose.
    fn push(&mut self, key: i64) -> bool {
        if key < self.floor {
            return false;
        }
        self.kept.push(key);
        self.kept.len() >= self.most.saturating_add(self.most.min(64)) && self.shrink()
    }

    /// Drops what is not among the best.
    fn shrink(&mut self) -> bool {
        if self.kept.len() < self.most {
            return false;
        }
        let (_, last, _) = self.kept.select_nth_unstable_by_key(self.most - 1, |&key| Reverse(key));
        let rose = *last > self.floor;
        self.floor = self.floor.max(*last);
        self.kept.truncate(self.most);
        rose
    }
}

/// What came of a stretch of entries.
struct Sifted {
    fits: Vec<u64>,
    many: usize,
    best: Best,
}

struct Sieve<'a> {
    library: &'a Library,
    catalogue: &'a Catalogue,
    pattern: &'a Pattern,
    ask: &'a Ask<'a>,
    within: Option<&'a [u64]>,
    work: Work,
    /// The key that a name must reach at least.
    floor: AtomicI64,
}

impl<'a> Sieve<'a> {
    fn new(library: &'a Library, catalogue: &'a Catalogue, pattern: &'a Pattern, ask: &'a Ask<'a>) -> Self {
        let floor = AtomicI64::new(i64::MIN);
        Self { library, catalogue, pattern, ask, within: None, work: Work::All, floor }
    }

    fn find(&self) -> Option<(Found, Vec<u64>, usize)> {
        if self.work == Work::Count {
            self.floor.store(i64::MAX, Ordering::Relaxed);
        }
        let words = self.catalogue.entries().div_ceil(64);
        let mut best = Best::new(self.ask.most);
        let mut many = 0;
        if self.ask.scope == Scope::All {
            many += self.sift_places(false, &mut best);
        }
        let strides: Vec<Range<usize>> =
            (0..words).step_by(STRIDE).map(|from| from..(from + STRIDE).min(words)).collect();
        let sifted: Vec<Sifted> = if self.catalogue.entries() < MANY {
            strides.into_iter().map(|stride| self.sift(stride)).collect()
        } else {
            strides.into_par_iter().map(|stride| self.sift(stride)).collect()
        };
        if (self.ask.stale)() {
            return None;
        }
        let mut fits = Vec::with_capacity(words);
        let mut entries = 0;
        for part in sifted {
            fits.extend(part.fits);
            entries += part.many;
            part.best.kept.into_iter().for_each(|key| {
                best.push(key);
            });
        }
        many += entries;
        let loose = many == 0;
        if loose {
            many = self.loosely(&mut best);
        }
        best.shrink();
        best.kept.sort_unstable_by_key(|&key| Reverse(key));
        let hit = |&key: &i64| self.catalogue.hit(self.library, self.pattern, parts(key), loose);
        let hits = if self.work == Work::Count { Vec::new() } else { best.kept.iter().map(hit).collect() };
        let complete = self.work != Work::Best || loose;
        Some((Found { text: self.ask.text.to_owned(), hits, many, complete }, fits, entries))
    }

    fn sift_places(&self, loose: bool, best: &mut Best) -> usize {
        self.catalogue
            .weigh_places(self.pattern, loose)
            .map(|(score, index)| best.push(key(score, index)))
            .count()
    }

    /// When nothing fits: letters may be left out of the other names.
    fn loosely(&self, best: &mut Best) -> usize {
        let mut many = 0;
        if self.ask.scope == Scope::All {
            many += self.sift_places(true, best);
        }
        for doc in 0..self.catalogue.docs_len() {
            if let Some((score, _)) = self.catalogue.weigh_doc(self.library, doc, self.pattern, true) {
                best.push(key(score, self.index(self.catalogue.doc_entry(doc))));
                many += 1;
            }
        }
        many
    }

    fn index(&self, entry: usize) -> u32 {
        (self.catalogue.places_len() + entry) as u32
    }

    /// Looks through a stretch of entries.
    fn sift(&self, words: Range<usize>) -> Sifted {
        let mut sifted = Sifted { fits: vec![0; words.len()], many: 0, best: Best::new(self.ask.most) };
        if (self.ask.stale)() || words.is_empty() {
            return sifted;
        }
        let (catalogue, entries) = (self.catalogue, self.catalogue.entries());
        let mut doc = catalogue.doc_of(words.start * 64);
        let mut lower = String::new();
        for (at, word) in words.enumerate() {
            let (from, to) = (word * 64, (word * 64 + 64).min(entries));
            let within = self.within.map_or(u64::MAX, |within| within[word]);
            if within == 0 {
                continue;
            }
            while doc + 1 < catalogue.docs_len() && catalogue.doc_entry(doc + 1) <= from {
                doc += 1;
            }
            let need = self.pattern.need;
            let having = catalogue.masks()[from..to]
                .iter()
                .rev()
                .fold(0_u64, |bits, mask| bits << 1 | u64::from(mask & need == need));
            let mut live = having & within;
            // A document fits by its address as well.
            let mut next = if catalogue.doc_entry(doc) < from { doc + 1 } else { doc };
            while next < catalogue.docs_len() && catalogue.doc_entry(next) < to {
                let bit = 1 << (catalogue.doc_entry(next) - from);
                live &= !bit;
                if within & bit != 0
                    && let Some((score, _)) = catalogue.weigh_doc(self.library, next, self.pattern, false)
                {
                    sifted.fits[at] |= bit;
                    self.keep(&mut sifted.best, key(score, self.index(catalogue.doc_entry(next))));
                }
                next += 1;
            }
            sifted.best.floor = sifted.best.floor.max(self.floor.load(Ordering::Relaxed));
            if self.pattern.letter {
                sifted.fits[at] |= live;
                self.sift_letters(live, from, &mut sifted);
            } else {
                while live != 0 {
                    let entry = from + live.trailing_zeros() as usize;
                    live &= live - 1;
                    while doc + 1 < catalogue.docs_len() && catalogue.doc_entry(doc + 1) <= entry {
                        doc += 1;
                    }
                    let fits =
                        self.sift_name(self.library.doc(DocId(doc as u32)), entry, &mut lower, &mut sifted);
                    sifted.fits[at] |= u64::from(fits) << (entry - from);
                }
            }
            sifted.many += sifted.fits[at].count_ones() as usize;
        }
        sifted
    }

    /// A single letter: its mask tells all.
    fn sift_letters(&self, mut live: u64, from: usize, sifted: &mut Sifted) {
        while live != 0 {
            let entry = from + live.trailing_zeros() as usize;
            live &= live - 1;
            let score = self.pattern.at_most(&self.catalogue.letters(entry));
            self.keep(&mut sifted.best, key(score, self.index(entry)));
        }
    }

    /// Whether a heading fits; where only the best are wanted, whether it may be one.
    fn sift_name(&self, doc: &Document, entry: usize, lower: &mut String, sifted: &mut Sifted) -> bool {
        let (floor, index) = (sifted.best.floor, self.index(entry));
        let hopeless = key(self.pattern.at_most(&self.catalogue.letters(entry)), index) < floor;
        if hopeless && self.work == Work::Best {
            return false;
        }
        if let Heading::There(raw) = self.catalogue.heading(doc, entry)
            && let Some(fits) = self.pattern.fits_in_any_case(raw)
            && (hopeless || !fits)
        {
            return fits;
        }
        let judge = |name: &Name| match self.pattern.judge(name, hopeless) {
            Judged::Not => (false, None),
            Judged::Below => (true, None),
            Judged::Sure(score) => (true, Some(score)),
            // Only now the scorer: it is slow.
            Judged::AtMost(most) if key(most, index) < floor => (true, None),
            Judged::AtMost(_) => (true, self.pattern.own(name)),
        };
        let (fits, score) = self.catalogue.with_name(self.library, entry, self.pattern, lower, judge);
        if let Some(score) = score {
            self.keep(&mut sifted.best, key(score, index));
        }
        fits
    }

    fn keep(&self, best: &mut Best, key: i64) {
        if best.push(key) {
            self.floor.fetch_max(best.floor, Ordering::Relaxed);
        }
    }
}
