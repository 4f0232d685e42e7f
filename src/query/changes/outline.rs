//! What became of one text's outline: which heading of one edition is which of another. Level by level from the
//! outermost: first those of the same words in the same place, then those of the same words elsewhere, then those whose
//! sections have the same words under another heading. Never looks at more than two documents.
use super::headings::key;
use super::like;
use crate::model::{BlockKind, Document};
use crate::query::titles::{self, in_common};
use std::collections::{HashMap, HashSet};

/// Two sections with so much of their words in common are one: 0 to 1.
const SAME_TEXT: f64 = 0.4;
/// Sections of fewer words than this say too little to be known by them.
const FEW: usize = 8;
/// At most so many words of a section are looked at.
const READ: usize = 2000;
/// So many pairs of headings that nothing else tells apart are compared at each level, no more.
const TRIED: usize = 40_000;

/// Whether nobody waits for the answer any longer.
type Stale<'a> = &'a (dyn Fn() -> bool + Sync);

/// A heading.
struct Head {
    block: usize,
    depth: u8,
    key: String,
    parent: Option<usize>,
}

/// The headings of a document.
pub struct Outline<'a> {
    doc: &'a Document,
    heads: Vec<Head>,
}

/// What became of a heading, by the blocks of both documents.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Change {
    /// It was not there.
    Came(usize),
    /// It is not there any more.
    Went(usize),
    /// It stands elsewhere.
    Moved {
        /// Where it stood.
        from: usize,
        /// Where it stands.
        to: usize,
        /// The headings that it stood under or behind.
        was: String,
    },
    /// Its section has another heading.
    Renamed {
        /// The old heading.
        from: usize,
        /// The new one.
        to: usize,
    },
}

impl<'a> Outline<'a> {
    /// Reads the headings of a document.
    pub fn of(doc: &'a Document) -> Self {
        let mut heads: Vec<Head> = Vec::new();
        let mut above: Vec<usize> = Vec::new();
        for &block in &doc.heads {
            let block = block as usize;
            let BlockKind::Heading(depth) = doc.blocks[block].kind else { continue };
            while above.last().is_some_and(|&at| heads[at].depth >= depth) {
                above.pop();
            }
            heads.push(Head { block, depth, key: key(&doc.prose(block)), parent: above.last().copied() });
            above.push(heads.len() - 1);
        }
        Self { doc, heads }
    }

    /// How far below the outermost heading one stands.
    fn level(&self, head: usize) -> usize {
        std::iter::successors(self.heads[head].parent, |&at| self.heads[at].parent).count()
    }

    /// The words of a heading's section, what stands under headings below it too.
    fn words(&self, head: usize) -> HashSet<String> {
        let section = self.doc.section(self.heads[head].block);
        let mut words = HashSet::new();
        for block in section.skip(1) {
            if words.len() < READ {
                words.extend(titles::words(self.doc.raw(block)));
            }
        }
        words
    }

    /// Where a heading stands: the words of those above it.
    fn place(&self, head: usize) -> String {
        let above: Vec<usize> =
            std::iter::successors(self.heads[head].parent, |&at| self.heads[at].parent).collect();
        let names: Vec<String> =
            above.into_iter().rev().map(|at| self.doc.prose(self.heads[at].block).into_owned()).collect();
        if names.is_empty() { "the outermost headings".into() } else { names.join(" \u{203a} ") }
    }

    /// The heading with these words, by them, where there is but one; nothing where there are several.
    fn once(&self) -> HashMap<&str, Option<usize>> {
        let mut once = HashMap::new();
        for (at, head) in self.heads.iter().enumerate() {
            once.entry(head.key.as_str()).and_modify(|at| *at = None).or_insert(Some(at));
        }
        once
    }

    /// The heading before it under the same one.
    fn before(&self, head: usize) -> Option<usize> {
        let parent = self.heads[head].parent;
        (0..head).rev().find(|&at| self.heads[at].parent == parent)
    }
}

/// Tells the headings of two documents from each other.
struct Matching<'a> {
    from: &'a Outline<'a>,
    to: &'a Outline<'a>,
    /// For each heading of the first which of the second it is.
    ahead: Vec<Option<usize>>,
    back: Vec<Option<usize>>,
    renamed: Vec<(usize, usize)>,
    moved: Vec<(usize, usize)>,
}

impl Matching<'_> {
    fn join(&mut self, from: usize, to: usize) {
        (self.ahead[from], self.back[to]) = (Some(to), Some(from));
    }

    /// Whether both stand under the same heading.
    fn same_place(&self, from: usize, to: usize) -> bool {
        match (self.from.heads[from].parent, self.to.heads[to].parent) {
            (None, None) => true,
            (Some(from), Some(to)) => self.ahead[from] == Some(to),
            _ => false,
        }
    }

    /// Those of this level that are not matched yet.
    fn open(outline: &Outline, matched: &[Option<usize>], level: usize) -> Vec<usize> {
        (0..outline.heads.len()).filter(|&at| matched[at].is_none() && outline.level(at) == level).collect()
    }

    fn level(&mut self, level: usize, stale: Stale<'_>) {
        let (from_heads, to_heads) = (&self.from.heads, &self.to.heads);
        let mut by_key: HashMap<&str, Vec<usize>> = HashMap::new();
        for from in Self::open(self.from, &self.ahead, level) {
            by_key.entry(&from_heads[from].key).or_default().push(from);
        }
        for to in Self::open(self.to, &self.back, level) {
            let same = |&from: &usize| self.ahead[from].is_none() && self.same_place(from, to);
            let alike = by_key.get(to_heads[to].key.as_str());
            if let Some(from) = alike.and_then(|alike| alike.iter().copied().find(same)) {
                self.join(from, to);
            }
        }
        // The same words elsewhere, where they stand but once: "Overview" under every heading says nothing.
        let (left, right) = (self.from.once(), self.to.once());
        let once = |key: &str| {
            left.get(key).copied().flatten().filter(|_| right.get(key).is_some_and(Option::is_some))
        };
        for to in Self::open(self.to, &self.back, level) {
            if let Some(from) = once(&to_heads[to].key).filter(|&from| self.ahead[from].is_none()) {
                self.join(from, to);
                self.moved.push((from, to));
            }
        }
        let open: Vec<usize> = (0..from_heads.len())
            .filter(|&from| self.ahead[from].is_none() && once(&from_heads[from].key).is_none())
            .filter(|&from| self.from.level(from) <= level + 1)
            .collect();
        let mine = Self::open(self.to, &self.back, level);
        if mine.is_empty() || open.is_empty() {
            return;
        }
        let words: Vec<(HashSet<String>, HashSet<String>)> =
            open.iter().map(|&from| (self.from.words(from), titles::words(&from_heads[from].key))).collect();
        // Where there are more than can be tried, those are that stand about as far from the beginning.
        let most = (TRIED / mine.len()).clamp(1, open.len());
        let mut likely: Vec<(f64, usize, usize)> = Vec::new();
        for to in mine {
            if stale() {
                return;
            }
            let near = open.partition_point(|&from| from * to_heads.len() < to * from_heads.len());
            let first = near.saturating_sub(most / 2).min(open.len() - most);
            let (text, own) = (self.to.words(to), titles::words(&to_heads[to].key));
            for (&from, (old_text, old)) in open.iter().zip(&words).skip(first).take(most) {
                let by_text =
                    if text.len().min(old_text.len()) < FEW { 0.0 } else { in_common(&text, old_text) };
                let by_name = in_common(&own, old);
                let together = self.same_place(from, to);
                if by_text >= SAME_TEXT || together && by_name >= like::ALIKE && by_text >= SAME_TEXT / 2.0 {
                    likely.push((by_text + by_name + if together { 0.5 } else { 0.0 }, from, to));
                }
            }
        }
        likely.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
        for (_, from, to) in likely {
            if self.ahead[from].is_none() && self.back[to].is_none() {
                self.join(from, to);
                self.renamed.push((from, to));
            }
        }
    }

    /// Those that stand under the same heading in another order: all but the longest run that kept its order.
    fn shuffled(&self) -> Vec<(usize, usize)> {
        let mut by_parent: HashMap<Option<usize>, Vec<usize>> = HashMap::new();
        for to in 0..self.to.heads.len() {
            if self.back[to].is_some_and(|from| self.same_place(from, to)) {
                by_parent.entry(self.to.heads[to].parent).or_default().push(to);
            }
        }
        let mut out = Vec::new();
        for siblings in by_parent.into_values() {
            let old: Vec<usize> = siblings.iter().filter_map(|&to| self.back[to]).collect();
            let kept = longest_rising(&old);
            let pairs = old.iter().zip(&siblings).enumerate();
            out.extend(pairs.filter(|(at, _)| !kept.contains(at)).map(|(_, (&from, &to))| (from, to)));
        }
        out
    }
}

/// Which of some numbers make the longest rising row, the earliest of equals.
fn longest_rising(numbers: &[usize]) -> HashSet<usize> {
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(numbers.len());
    for (at, number) in numbers.iter().enumerate() {
        let before = (0..at)
            .filter(|&other| numbers[other] < *number)
            .max_by_key(|&other| (best[other].0, at - other));
        best.push((before.map_or(1, |other| best[other].0 + 1), before));
    }
    let last = (0..numbers.len()).max_by_key(|&at| (best[at].0, numbers.len() - at));
    std::iter::successors(last, |&at| best[at].1).collect()
}

/// What became of each heading; those that are where they were are left out. Where the answer is `stale` it is not
/// whole.
pub fn changes(from: &Outline, to: &Outline, stale: Stale<'_>) -> Vec<Change> {
    let mut matching = Matching {
        from,
        to,
        ahead: vec![None; from.heads.len()],
        back: vec![None; to.heads.len()],
        renamed: Vec::new(),
        moved: Vec::new(),
    };
    let deepest = (0..to.heads.len()).map(|head| to.level(head)).max().unwrap_or(0);
    for level in 0..=deepest {
        matching.level(level, stale);
    }
    let shuffled = matching.shuffled();
    let Matching { ahead, back, renamed, moved, .. } = matching;
    let mut changes: Vec<Change> = Vec::new();
    let block = |from_head: usize, to_head: usize| (from.heads[from_head].block, to.heads[to_head].block);
    for (old, new) in renamed.iter().copied() {
        let (from, to) = block(old, new);
        changes.push(Change::Renamed { from, to });
    }
    for (old, new) in moved {
        let was = format!("under {}", from.place(old));
        let (from, to) = block(old, new);
        changes.push(Change::Moved { from, to, was });
    }
    for (old, new) in shuffled {
        let was = from.before(old).map_or_else(
            || "first of all".to_owned(),
            |before| format!("behind {}", from.doc.prose(from.heads[before].block)),
        );
        let (from, to) = block(old, new);
        // What has another name and another place is told of by its name.
        if !renamed.contains(&(old, new)) {
            changes.push(Change::Moved { from, to, was });
        }
    }
    let alone = |matched: &[Option<usize>]| -> Vec<usize> {
        matched.iter().enumerate().filter(|(_, other)| other.is_none()).map(|(at, _)| at).collect()
    };
    changes.extend(alone(&back).into_iter().map(|at| Change::Came(to.heads[at].block)));
    changes.extend(alone(&ahead).into_iter().map(|at| Change::Went(from.heads[at].block)));
    changes
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Block;
    use std::sync::atomic::{AtomicUsize, Ordering};

    /// A document of sections, each with a heading and a paragraph.
    fn document(sections: &[(String, String)]) -> Document {
        let mut doc = Document::empty();
        for (head, words) in sections {
            doc.heads.push(doc.blocks.len() as u32);
            for (kind, text) in [(BlockKind::Heading(1), head), (BlockKind::Paragraph, words)] {
                let start = doc.text.len() as u32;
                doc.text.push_str(text);
                doc.blocks.push(Block { kind, start, end: doc.text.len() as u32 });
            }
        }
        doc
    }

    #[test]
    fn many_headings_of_other_words_are_compared_with_those_near_them_only() {
        // Letters for figures: numbers are no words of a title.
        let letter = |digit: u8| char::from(digit - b'0' + b'a');
        let number = |word: &str, at: usize| -> String {
            word.chars().chain(at.to_string().bytes().map(letter)).collect()
        };
        let words = |at: usize| (0..12).map(|n| number("w", at * 12 + n)).collect::<Vec<_>>().join(" ");
        let side =
            |name: &str| document(&(0..600).map(|at| (number(name, at), words(at))).collect::<Vec<_>>());
        let (old, new) = (side("Old"), side("New"));
        let (from, to) = (Outline::of(&old), Outline::of(&new));
        let found = changes(&from, &to, &|| false);
        assert_eq!(found.len(), 600);
        assert!(found.iter().all(|change| matches!(change, Change::Renamed { from, to } if from == to)));
        // Who does not wait any longer is soon answered.
        let asked = AtomicUsize::new(0);
        changes(&from, &to, &|| asked.fetch_add(1, Ordering::Relaxed) >= 3);
        assert_eq!(asked.into_inner(), 4);
    }
}
