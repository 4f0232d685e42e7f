//! How likely a passage is what was meant: BM25 over blocks (Robertson and Zaragoza, "The Probabilistic Relevance
//! Framework: BM25 and Beyond", 2009), headings weighing more. Never looks for a word itself.
use crate::model::Document;

/// How soon more of the same word tells no more.
const K1: f32 = 1.2;
/// How much a long block's words count for less.
const B: f32 = 0.75;
/// What a word in a heading or a title weighs, beside one in the text.
const IN_HEADING: f32 = 3.0;
/// What it is worth that a heading above has the word.
const UNDER_HEADING: f32 = 1.5;

/// What the words of one query weigh in one library.
#[derive(Debug, Clone)]
pub(super) struct Weights {
    /// By the pattern's number.
    rarity: Vec<f32>,
    /// Bytes in a block.
    average: f32,
}

/// Where a word was found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Found {
    /// How often in the block.
    pub times: u32,
    /// Whether the block is a heading.
    pub heading: bool,
    /// Whether a heading above, or the title, has it too.
    pub under: bool,
}

impl Weights {
    /// Of so many blocks that are so long on average, how many have each pattern.
    pub fn new(blocks: usize, bytes: usize, having: &[usize]) -> Self {
        let all = blocks.max(1) as f32;
        let rarity = having.iter().map(|&having| {
            let having = (having as f32).min(all);
            (1.0 + (all - having + 0.5) / (having + 0.5)).ln()
        });
        Self { rarity: rarity.collect(), average: (bytes as f32 / all).max(1.0) }
    }

    /// What one pattern adds to the score of a block of so many bytes.
    pub fn score(&self, pattern: usize, found: Found, bytes: usize) -> f32 {
        let times = found.times as f32 * if found.heading { IN_HEADING } else { 1.0 }
            + if found.under { UNDER_HEADING } else { 0.0 };
        let length = 1.0 - B + B * bytes as f32 / self.average;
        self.rarity.get(pattern).copied().unwrap_or(1.0) * times * (K1 + 1.0) / (times + K1 * length)
    }
}

/// A document's headings, and which of them stand above which.
#[derive(Debug, Default)]
pub(super) struct Above {
    /// By the heading's number: the one above it.
    parents: Vec<Option<u32>>,
    /// The number of the next heading behind the block last asked about.
    next: usize,
    stack: Vec<(u8, u32)>,
}

impl Above {
    /// Begins with a document; blocks are then asked about in order.
    pub fn begin(&mut self, doc: &Document) {
        self.next = 0;
        self.parents.clear();
        self.stack.clear();
        for (number, &block) in (0_u32..).zip(&doc.heads) {
            let depth = doc.blocks[block as usize].kind.depth().unwrap_or_default();
            while self.stack.last().is_some_and(|(above, _)| *above >= depth) {
                self.stack.pop();
            }
            self.parents.push(self.stack.last().map(|(_, number)| *number));
            self.stack.push((depth, number));
        }
    }

    /// The headings above a block, the nearest first, by their numbers in [`Document::heads`].
    pub fn of(&mut self, doc: &Document, block: usize) -> impl Iterator<Item = usize> + use<'_> {
        while doc.heads.get(self.next).is_some_and(|&head| head as usize <= block) {
            self.next += 1;
        }
        let last = self.next.checked_sub(1).map(|last| last as u32);
        let own = last.is_some_and(|last| doc.heads[last as usize] as usize == block);
        let parent = |number: u32| self.parents[number as usize];
        let first = if own { last.and_then(parent) } else { last };
        std::iter::successors(first, move |&number| parent(number)).map(|number| number as usize)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rarer_oftener_shorter_and_headed_is_likelier() {
        let weights = Weights::new(1000, 100_000, &[10, 500]);
        let plain = Found { times: 1, heading: false, under: false };
        let score = |pattern, found, bytes| weights.score(pattern, found, bytes);
        let usual = score(0, plain, 100);
        assert!((usual - (1.0_f32 + 990.5 / 10.5).ln()).abs() < 1e-4, "of average length, once: its rarity");
        assert!(score(1, plain, 100) < usual);
        assert!(score(0, Found { times: 2, ..plain }, 100) > usual);
        assert!(score(0, plain, 50) > usual);
        assert!(score(0, Found { under: true, ..plain }, 100) > usual);
        assert!(score(0, Found { heading: true, ..plain }, 100) > score(0, Found { times: 2, ..plain }, 100));
    }
}
