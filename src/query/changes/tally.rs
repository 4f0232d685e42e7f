//! How often each phrase stands on each side, in bounded room: phrases are counted in as many rounds as are needed, a
//! part of all keys in each. Knows keys only, never words.
use super::grams::FREE;
use super::scope::On;
use std::sync::Mutex;

/// Keys are parted by their first bits, so that two cores seldom want the same table.
const SHARDS: usize = 64;
/// So many keys are gathered before a table is asked for.
const BATCH: usize = 512;

/// The bits that whoever counts puts at the end of a key.
const APART: u64 = 1;
const LATER: u64 = 2;
const CAPITAL: u64 = 4;
const FLAGS: u64 = (1 << FREE) - 1;

/// A phrase, counted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Count {
    /// Its key.
    pub key: u64,
    /// In earlier editions, where it could be missed later.
    pub earlier: u32,
    /// In later editions.
    pub later: u32,
    /// Whether it stands in an earlier edition where it could not be missed.
    pub apart: bool,
    /// Whether it stands somewhere with capitals.
    pub capital: bool,
}

/// Counts by key; a key of 0 is an empty place. The flags stand at the end of the key.
#[derive(Debug, Default)]
struct Table {
    places: Vec<(u64, u32, u32)>,
    many: usize,
}

impl Table {
    fn add(&mut self, told: u64) {
        if self.many * 10 >= self.places.len() * 7 {
            self.grow();
        }
        let key = told & !FLAGS;
        let at = self.place_of(key);
        let place = &mut self.places[at];
        if place.0 == 0 {
            place.0 = key;
            self.many += 1;
        }
        place.0 |= told & (APART | CAPITAL);
        if told & LATER != 0 {
            place.2 = place.2.saturating_add(1);
        } else if told & APART == 0 {
            place.1 = place.1.saturating_add(1);
        }
    }

    fn place_of(&self, key: u64) -> usize {
        let mask = self.places.len() - 1;
        let mut at = (key >> FREE) as usize & mask;
        while self.places[at].0 != 0 && self.places[at].0 & !FLAGS != key {
            at = (at + 1) & mask;
        }
        at
    }

    fn grow(&mut self) {
        let larger = vec![(0, 0, 0); (self.places.len() * 2).max(1024)];
        let old = std::mem::replace(&mut self.places, larger);
        for place in old.into_iter().filter(|place| place.0 != 0) {
            let at = self.place_of(place.0 & !FLAGS);
            self.places[at] = place;
        }
    }
}

/// The tables of one round.
pub struct Tally {
    shards: Vec<Mutex<Table>>,
    round: usize,
    rounds: usize,
}

/// What one thread gathers for the tables.
pub struct Gatherer<'a> {
    tally: &'a Tally,
    batches: Vec<Vec<u64>>,
}

impl Tally {
    /// The tables for one of so many rounds.
    pub fn new(round: usize, rounds: usize) -> Self {
        Self { shards: (0..SHARDS).map(|_| Mutex::default()).collect(), round, rounds: rounds.min(SHARDS) }
    }

    /// What a thread counts with; what it holds back is told when it is dropped.
    pub fn gatherer(&self) -> Gatherer<'_> {
        Gatherer { tally: self, batches: vec![Vec::new(); SHARDS] }
    }

    /// Gives all that was counted, in no order that means anything.
    pub fn counts(self, mut each: impl FnMut(Count)) {
        for shard in self.shards {
            let table = shard.into_inner().unwrap_or_else(std::sync::PoisonError::into_inner);
            for (told, earlier, later) in table.places.into_iter().filter(|place| place.0 != 0) {
                let (apart, capital) = (told & APART != 0, told & CAPITAL != 0);
                each(Count { key: told & !FLAGS, earlier, later, apart, capital });
            }
        }
    }
}

impl Gatherer<'_> {
    /// Counts a phrase, where its key belongs to this round.
    pub fn add(&mut self, key: u64, on: On, capital: bool) {
        let shard = (key >> 58) as usize;
        // No phrase has the key 0 but by the rarest chance.
        if shard % self.tally.rounds != self.tally.round || key == 0 {
            return;
        }
        let side = match on {
            On::Earlier => 0,
            On::Apart => APART,
            On::Later => LATER,
        };
        let batch = &mut self.batches[shard];
        batch.push(key | side | if capital { CAPITAL } else { 0 });
        if batch.len() >= BATCH {
            self.tell(shard);
        }
    }

    fn tell(&mut self, shard: usize) {
        let mut table = self.tally.shards[shard].lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        for told in self.batches[shard].drain(..) {
            table.add(told);
        }
    }
}

impl Drop for Gatherer<'_> {
    fn drop(&mut self) {
        for shard in 0..SHARDS {
            self.tell(shard);
        }
    }
}
