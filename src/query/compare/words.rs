//! Words of two paragraphs side by side. A word is what Unicode (UAX #29) says; runs of kanji go together.
use similar::{Algorithm, DiffOp, capture_diff_slices};
use std::collections::HashMap;
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
        stretches(from, to, left)
    } else {
        let mirrored = stretches(to, from, right).into_iter();
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

/// The stretches, in which a word or two that happen to stand between two changes belong to these: whoever reads
/// sees one change, not three.
fn stretches(from: &Tokens, to: &Tokens, left: &str) -> Vec<Stretch> {
    let ops = capture_diff_slices(Algorithm::Myers, &from.ids, &to.ids);
    let mut stretches: Vec<Stretch> = ops
        .into_iter()
        .map(|op| {
            let same = matches!(op, DiffOp::Equal { .. });
            Stretch { same, left: op.old_range(), right: op.new_range() }
        })
        .collect();
    let many = |stretch: &Stretch| stretch.left.len().max(stretch.right.len());
    let mut at = 1;
    while at + 1 < stretches.len() {
        let between = &stretches[at];
        let words = letters(text_of(left, from, &between.left));
        let around = many(&stretches[at - 1]).min(many(&stretches[at + 1]));
        // Blanks and signs alone never part two changes; a short word only where little changed beside it.
        let slight = words == 0 || words <= 3 && around > 2;
        if between.same && slight && !stretches[at - 1].same && !stretches[at + 1].same {
            let (before, after) = (stretches[at - 1].clone(), stretches[at + 1].clone());
            let joined = Stretch {
                same: false,
                left: before.left.start..after.left.end,
                right: before.right.start..after.right.end,
            };
            stretches.splice(at - 1..=at + 1, [joined]);
            at = at.saturating_sub(1).max(1);
        } else {
            at += 1;
        }
    }
    stretches
}
