//! Words with numbers, while an index is built. Never forgets one.
use xxhash_rust::xxh3::xxh3_64;

/// Words by number, found by what they are.
pub(super) struct Lexicon {
    letters: String,
    /// Where each word ends in those.
    ends: Vec<u32>,
    /// Open addressing: the number of a word and one, or 0; beside it the rest of its hash.
    slots: Vec<(u32, u32)>,
}

impl Lexicon {
    pub fn new() -> Self {
        Self { letters: String::new(), ends: Vec::new(), slots: vec![(0, 0); 1 << 15] }
    }

    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// The word of a number.
    pub fn word(&self, number: u32) -> &str {
        let number = number as usize;
        let begin = number.checked_sub(1).map_or(0, |before| self.ends[before] as usize);
        &self.letters[begin..self.ends[number] as usize]
    }

    /// The number of a word, which gets the next one where it is new.
    pub fn number(&mut self, word: &str) -> u32 {
        let hash = xxh3_64(word.as_bytes());
        let (mut at, tag) = (hash as usize & (self.slots.len() - 1), (hash >> 32) as u32);
        loop {
            match self.slots[at] {
                (0, _) => break,
                (known, its) if its == tag && self.word(known - 1) == word => return known - 1,
                _ => at = (at + 1) & (self.slots.len() - 1),
            }
        }
        let number = self.ends.len() as u32;
        self.letters.push_str(word);
        self.ends.push(self.letters.len() as u32);
        self.slots[at] = (number + 1, tag);
        if self.ends.len() * 2 > self.slots.len() {
            self.grow();
        }
        number
    }

    fn grow(&mut self) {
        let mut slots = vec![(0, 0); self.slots.len() * 2];
        for number in 0..self.ends.len() as u32 {
            let hash = xxh3_64(self.word(number).as_bytes());
            let mut at = hash as usize & (slots.len() - 1);
            while slots[at].0 != 0 {
                at = (at + 1) & (slots.len() - 1);
            }
            slots[at] = (number + 1, (hash >> 32) as u32);
        }
        self.slots = slots;
    }
}
