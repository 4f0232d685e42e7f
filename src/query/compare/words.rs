//! Words of two paragraphs side by side. A word is what Unicode (UAX #29) says; runs of kanji go together.
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// Which side has a stretch of words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Op {
    /// Both.
    Same,
    /// The left one.
    Dropped,
    /// The right one.
    Added,
}

impl Op {
    /// The sign of the headless contract.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Same => "=",
            Self::Dropped => "-",
            Self::Added => "+",
        }
    }
}

/// A stretch of words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Which side has it.
    pub op: Op,
    /// The words, with the signs and blanks between them.
    pub text: String,
}

/// A paragraph, read into words.
#[derive(Debug, Clone, Default)]
pub(super) struct Tokens {
    /// The bytes of each token: words, and what stands between them.
    pub ranges: Vec<Range<u32>>,
    /// A number for each, by its letters as they are.
    pub ids: Vec<u32>,
    /// The words alone, folded to lower case.
    pub words: Vec<u32>,
    /// A number for the text.
    pub hash: u64,
    /// A number for the field that it gives, if it does.
    pub field: Option<u64>,
    letters: usize,
}

impl Tokens {
    /// How many letters and figures its words have.
    pub fn letters(&self) -> usize {
        self.letters
    }

    /// Whether it has the same words, whatever their case and what stands between them.
    pub fn is_like(&self, other: &Self) -> bool {
        self.words == other.words
    }
}

/// How many letters and figures a text has.
pub(super) fn letters(text: &str) -> usize {
    text.chars().filter(|c| c.is_alphanumeric()).count()
}

fn number(text: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    text.hash(&mut hasher);
    hasher.finish()
}

/// Numbers for words.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    ids: HashMap<String, u32>,
}

impl Lexicon {
    fn id(&mut self, word: &str) -> u32 {
        if let Some(&id) = self.ids.get(word) {
            return id;
        }
        let id = self.ids.len() as u32;
        self.ids.insert(word.to_owned(), id);
        id
    }

    /// Reads a paragraph.
    pub fn read(&mut self, text: &str) -> Tokens {
        let field = super::facts::field(text).map(|(name, _)| number(&name.to_lowercase()));
        let mut tokens = Tokens { hash: number(text), field, ..Tokens::default() };
        for (at, token) in text.split_word_bound_indices() {
            tokens.ranges.push(at as u32..(at + token.len()) as u32);
            tokens.ids.push(self.id(token));
            let many = letters(token);
            if many > 0 {
                tokens.letters += many;
                let folded = if token.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit()) {
                    self.id(token)
                } else {
                    self.id(&token.to_lowercase())
                };
                tokens.words.push(folded);
            }
        }
        tokens
    }
}

/// A stretch of tokens of both sides.
#[derive(Debug, Clone)]
struct Stretch {
    same: bool,
    left: Range<usize>,
    right: Range<usize>,
}

/// The words of two paragraphs: what is on both sides, and what is on one alone, the left side's first.
pub(super) fn between((left, from): (&str, &Tokens), (right, to): (&str, &Tokens)) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    let mut put = |op: Op, text: &str| {
        if text.is_empty() {
            return;
        }
        match words.last_mut() {
            Some(last) if last.op == op => last.text.push_str(text),
            _ => words.push(Word { op, text: text.to_owned() }),
        }
    };
    if left == right {
        put(Op::Same, left);
        return words;
    }
    // Of several ways to tell the same change, one is chosen whichever side is the left.
    let all = if from.hash <= to.hash {
        stretches(from, to, (left, right))
    } else {
        let mirrored = stretches(to, from, (right, left)).into_iter();
        mirrored.map(|s| Stretch { left: s.right, right: s.left, ..s }).collect()
    };
    for stretch in all {
        if stretch.same {
            put(Op::Same, text_of(left, from, &stretch.left));
        } else {
            put(Op::Dropped, text_of(left, from, &stretch.left));
            put(Op::Added, text_of(right, to, &stretch.right));
        }
    }
    words
}

fn text_of<'a>(text: &'a str, tokens: &Tokens, range: &Range<usize>) -> &'a str {
    match (tokens.ranges.get(range.start), range.end.checked_sub(1).and_then(|last| tokens.ranges.get(last)))
    {
        (Some(first), Some(last)) if range.start < range.end => {
            &text[first.start as usize..last.end as usize]
        }
        _ => "",
    }
}

/// What two sequences have in common, in order: what only one of them has is left aside first, so that two texts that
/// have nothing to do with each other cost nothing.
pub(super) fn in_common(left: &[u64], right: &[u64]) -> Vec<(usize, usize)> {
    let known = |side: &[u64]| side.iter().copied().collect::<HashSet<u64>>();
    let (of_left, of_right) = (known(left), known(right));
    let kept = |side: &[u64], other: &HashSet<u64>| -> (Vec<usize>, Vec<u64>) {
        side.iter().enumerate().filter(|(_, hash)| other.contains(hash)).map(|(at, hash)| (at, *hash)).unzip()
    };
    let ((at_left, left), (at_right, right)) = (kept(left, &of_right), kept(right, &of_left));
    let mut pairs = Vec::with_capacity(left.len().min(right.len()));
    for op in capture_diff_slices(Algorithm::Patience, &left, &right) {
        if let DiffOp::Equal { old_index, new_index, len } = op {
            pairs.extend((0..len).map(|n| (at_left[old_index + n], at_right[new_index + n])));
        }
    }
    pairs
}

/// Words are compared one by one where there are at most so many pairs of them; what is longer is compared by
/// sentences first.
const PAIRS: usize = 1_000_000;
/// A sentence has at most so many tokens.
const SENTENCE: usize = 80;

/// The sentences of a paragraph, or what stands for them: stretches of its tokens, each with a number for its words.
fn sentences(tokens: &Tokens, text: &str) -> Vec<(Range<usize>, u64)> {
    let mut sentences = Vec::new();
    let mut from = 0;
    for at in 0..tokens.ids.len() {
        let token = &text[tokens.ranges[at].start as usize..tokens.ranges[at].end as usize];
        let ends = matches!(token, "." | "!" | "?" | ";" | "\u{3002}");
        if ends || at + 1 - from >= SENTENCE || at + 1 == tokens.ids.len() {
            let mut hasher = DefaultHasher::new();
            tokens.ids[from..=at].hash(&mut hasher);
            sentences.push((from..at + 1, hasher.finish()));
            from = at + 1;
        }
    }
    sentences
}

/// The stretches of tokens between two places of each side, as they come.
fn plain_stretches(
    from: &Tokens,
    to: &Tokens,
    left: Range<usize>,
    right: Range<usize>,
    all: &mut Vec<Stretch>,
) {
    if left.len().saturating_mul(right.len()) > PAIRS {
        all.push(Stretch { same: false, left, right });
        return;
    }
    let (l, r) = (left.start, right.start);
    for op in capture_diff_slices(Algorithm::Myers, &from.ids[left], &to.ids[right]) {
        let shift = |range: Range<usize>, by: usize| range.start + by..range.end + by;
        let same = matches!(op, DiffOp::Equal { .. });
        all.push(Stretch { same, left: shift(op.old_range(), l), right: shift(op.new_range(), r) });
    }
}

/// All stretches of two paragraphs. Very long ones are told apart by sentences, and only between those that both have
/// by words.
fn raw_stretches((left, from): (&str, &Tokens), (right, to): (&str, &Tokens)) -> Vec<Stretch> {
    let mut all = Vec::new();
    let (ends, other_ends) = (from.ids.len(), to.ids.len());
    if ends.saturating_mul(other_ends) <= PAIRS {
        plain_stretches(from, to, 0..ends, 0..other_ends, &mut all);
        return all;
    }
    let (one, other) = (sentences(from, left), sentences(to, right));
    let hashes = |side: &[(Range<usize>, u64)]| side.iter().map(|(_, hash)| *hash).collect::<Vec<_>>();
    let (mut l, mut r) = (0, 0);
    for (i, j) in in_common(&hashes(&one), &hashes(&other)) {
        let (same, also) = (one[i].0.clone(), other[j].0.clone());
        // Two sentences of one number that differ would have to be made on purpose.
        if from.ids[same.clone()] != to.ids[also.clone()] {
            continue;
        }
        if l < same.start || r < also.start {
            plain_stretches(from, to, l..same.start, r..also.start, &mut all);
        }
        (l, r) = (same.end, also.end);
        all.push(Stretch { same: true, left: same, right: also });
    }
    if l < ends || r < other_ends {
        plain_stretches(from, to, l..ends, r..other_ends, &mut all);
    }
    all
}

/// The stretches, in which a word or two that happen to stand between two changes belong to these: whoever reads
/// sees one change, not three.
fn stretches(from: &Tokens, to: &Tokens, (left, right): (&str, &str)) -> Vec<Stretch> {
    let many = |stretch: &Stretch| stretch.left.len().max(stretch.right.len());
    let mut stretches: Vec<Stretch> = Vec::new();
    for next in raw_stretches((left, from), (right, to)) {
        match stretches.last_mut() {
            // Side by side and of one kind: one stretch.
            Some(last) if last.same == next.same => {
                (last.left.end, last.right.end) = (next.left.end, next.right.end);
            }
            _ => stretches.push(next),
        }
        while let [.., before, between, after] = stretches.as_slice() {
            let words = letters(text_of(left, from, &between.left));
            let around = many(before).min(many(after));
            // Blanks and signs alone never part two changes; a short word only where little changed beside it.
            let slight = words == 0 || words <= 3 && around > 2;
            if !(between.same && slight) || before.same || after.same {
                break;
            }
            let joined = Stretch {
                same: false,
                left: before.left.start..after.left.end,
                right: before.right.start..after.right.end,
            };
            stretches.truncate(stretches.len() - 3);
            stretches.push(joined);
        }
    }
    stretches
}
