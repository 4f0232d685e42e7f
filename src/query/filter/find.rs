//! Looking through a whole catalogue while somebody types: letters first, then names, then the scorer for what
//! can still reach the screen. Gives what scoring every name would give.
//!
//! What saves the work, in this order: names that fitted the query before this letter was added; masks of
//! letters; a ceiling of what a name can score, against the score of the last one that would be shown; and
//! the scorer, which is slow, only for letters strewn over a name, the most promising first.
use super::catalogue::{Catalogue, Heading, MANY};
use super::pattern::{Judged, Name, Pattern};
use super::Hit;
use crate::model::{DocId, Document, Library};
use rayon::prelude::*;
use std::cmp::Reverse;
use std::ops::Range;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Entries looked through in one go, in words of 64.
const STRIDE: usize = 128;
/// Names given to the scorer between two looks at what they must reach.
const BATCH: usize = 1024;
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
    /// How many names fit.
    pub many: usize,
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
        let pattern = Pattern::new(ask.text);
        if pattern.is_empty() {
            return Some(Found { text: ask.text.to_owned(), ..Found::default() });
        }
        let within = self
            .past
            .iter()
            .filter(|past| pattern.narrows(&past.pattern))
            .min_by_key(|past| past.many)
            .map(|past| &past.fits[..]);
        let sieve = Sieve::new(&self.library, &self.catalogue, &pattern, ask);
        let (found, fits, many) = Sieve { within, ..sieve }.find()?;
        if self.past.len() == REMEMBERED {
            self.past.remove(0);
        }
        self.past.push(Past { pattern, fits, many });
        Some(found)
    }
}

/// What fits, best first, asked only once; `None` when nobody waited for it.
pub fn look_up(library: &Library, catalogue: &Catalogue, ask: &Ask) -> Option<Found> {
    let pattern = Pattern::new(ask.text);
    if pattern.is_empty() {
        return Some(Found { text: ask.text.to_owned(), ..Found::default() });
    }
    Some(Sieve::new(library, catalogue, &pattern, ask).find()?.0)
}

/// The best so far.
struct Best {
    most: usize,
    kept: Vec<(Reverse<i64>, u32)>,
    /// The score of the last of as many as are wanted.
    floor: i64,
}

impl Best {
    fn new(most: usize) -> Self {
        Self { most: most.max(1), kept: Vec::new(), floor: i64::MIN }
    }

    /// Keeps a name, if it may be among the best; whether the floor rose.
    fn push(&mut self, score: i64, index: u32) -> bool {
        if score < self.floor {
            return false;
        }
        self.kept.push((Reverse(score), index));
        self.kept.len() >= self.most.saturating_mul(2) && self.shrink()
    }

    /// Drops what is not among the best.
    fn shrink(&mut self) -> bool {
        if self.kept.len() < self.most {
            return false;
        }
        let (_, last, _) = self.kept.select_nth_unstable(self.most - 1);
        let floor = last.0.0;
        self.kept.truncate(self.most);
        let rose = floor > self.floor;
        self.floor = self.floor.max(floor);
        rose
    }
}

/// What came of a stretch of entries.
struct Sifted {
    fits: Vec<u64>,
    many: usize,
    best: Best,
    /// The most that names can score whose letters are strewn, and their numbers.
    strewn: Vec<(Reverse<i64>, u32)>,
}

struct Sieve<'a> {
    library: &'a Library,
    catalogue: &'a Catalogue,
    pattern: &'a Pattern,
    ask: &'a Ask<'a>,
    within: Option<&'a [u64]>,
    /// What the last of those wanted scores at least.
    floor: AtomicI64,
}

impl<'a> Sieve<'a> {
    fn new(library: &'a Library, catalogue: &'a Catalogue, pattern: &'a Pattern, ask: &'a Ask<'a>) -> Self {
        Self { library, catalogue, pattern, ask, within: None, floor: AtomicI64::new(i64::MIN) }
    }

    fn find(&self) -> Option<(Found, Vec<u64>, usize)> {
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
        let mut strewn = Vec::new();
        let mut entries = 0;
        for part in sifted {
            fits.extend(part.fits);
            entries += part.many;
            strewn.extend(part.strewn);
            for (Reverse(score), index) in part.best.kept {
                best.push(score, index);
            }
        }
        many += entries;
        best.shrink();
        self.score(strewn, &mut best)?;
        let loose = many == 0;
        if loose {
            many = self.loosely(&mut best);
        }
        best.shrink();
        best.kept.sort_unstable();
        let hit = |&(Reverse(score), index): &(Reverse<i64>, u32)| {
            self.catalogue.hit(self.library, self.pattern, (score, index), loose)
        };
        let hits = best.kept.iter().map(hit).collect();
        Some((Found { text: self.ask.text.to_owned(), hits, many }, fits, entries))
    }

    fn sift_places(&self, loose: bool, best: &mut Best) -> usize {
        self.catalogue
            .weigh_places(self.pattern, loose)
            .map(|(score, index)| best.push(score, index))
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
                best.push(score, self.index(self.catalogue.doc_entry(doc)));
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
        let mut sifted = Sifted {
            fits: vec![0; words.len()],
            many: 0,
            best: Best::new(self.ask.most),
            strewn: Vec::new(),
        };
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
                    self.keep(&mut sifted.best, score, self.index(catalogue.doc_entry(next)));
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
                    let fits = self.sift_name(self.library.doc(DocId(doc as u32)), entry, &mut lower, &mut sifted);
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
            if score >= sifted.best.floor {
                self.keep(&mut sifted.best, score, self.index(entry));
            }
        }
    }

    /// Whether a heading fits.
    fn sift_name(&self, doc: &Document, entry: usize, lower: &mut String, sifted: &mut Sifted) -> bool {
        let letters = self.catalogue.letters(entry);
        let floor = sifted.best.floor;
        let judged = match self.catalogue.heading(doc, entry) {
            Heading::There(raw) if self.pattern.at_most(&letters) < floor => {
                match self.pattern.fits_in_any_case(raw) {
                    Some(true) => Judged::Below,
                    Some(false) => Judged::Not,
                    None => self.judge(entry, lower, floor),
                }
            }
            Heading::There(raw) if self.pattern.fits_in_any_case(raw) == Some(false) => Judged::Not,
            Heading::There(_) | Heading::Folded(_) => self.judge(entry, lower, floor),
        };
        match judged {
            Judged::Not => return false,
            Judged::Below => {}
            Judged::Sure(score) => self.keep(&mut sifted.best, score, self.index(entry)),
            Judged::AtMost(most) if most < floor => {}
            Judged::AtMost(most) => sifted.strewn.push((Reverse(most), self.index(entry))),
        }
        true
    }

    fn judge(&self, entry: usize, lower: &mut String, floor: i64) -> Judged {
        let judge = |name: &Name| self.pattern.judge(name, floor);
        self.catalogue.with_name(self.library, entry, self.pattern, lower, judge)
    }

    fn keep(&self, best: &mut Best, score: i64, index: u32) {
        if best.push(score, index) {
            self.floor.fetch_max(best.floor, Ordering::Relaxed);
        }
    }

    /// Gives names to the scorer, the most promising first, until no other can be among the best.
    fn score(&self, mut strewn: Vec<(Reverse<i64>, u32)>, best: &mut Best) -> Option<()> {
        strewn.retain(|(most, _)| most.0 >= best.floor);
        strewn.sort_unstable();
        let score = |lower: &mut String, index: u32| {
            let entry = index as usize - self.catalogue.places_len();
            let own = |name: &Name| self.pattern.own(name);
            self.catalogue.with_name(self.library, entry, self.pattern, lower, own)
        };
        for batch in strewn.chunks(BATCH) {
            if (self.ask.stale)() {
                return None;
            }
            if batch[0].0.0 < best.floor {
                break;
            }
            let one = |&(_, index): &(_, u32)| (score(&mut String::new(), index), index);
            let scores: Vec<(Option<i64>, u32)> = if batch.len() < 64 {
                batch.iter().map(one).collect()
            } else {
                batch.par_iter().with_min_len(64).map(one).collect()
            };
            for (score, index) in scores {
                if let Some(score) = score {
                    best.push(score, index);
                }
            }
            best.shrink();
        }
        Some(())
    }
}
