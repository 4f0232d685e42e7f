//! The blocks in which one term stands, and the words of a text as terms see them: what counting over editions is
//! made of. Weighs nothing, and keeps nothing.
use super::legible::{blanked, legible};
use super::scan::{Count, Finder, Manner};
use super::words::{Class, Term, class, ends_of, fold_each};
use crate::model::{DocId, Library, Passage};

/// A word or a phrase made ready to be looked for.
pub struct Standing {
    finder: Finder,
    term: Term,
}

/// Room that is used again from document to document.
#[derive(Default)]
pub struct Scratch(Vec<Count>);

/// A word of a term: a run of letters and digits, or one character of a script without spaces; folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Its letters.
    pub word: String,
    /// Whether a word of the text may go on behind it.
    pub open: bool,
}

impl Standing {
    /// Words that stand together, as `"…"` in a query, or with `prefix` as `"…"*`; `None` where nothing is left of
    /// them.
    pub fn new(text: &str, prefix: bool) -> Option<Self> {
        let term = Term::new(text, prefix)?;
        Some(Self { finder: Finder::new(term.clone()), term })
    }

    /// Chooses how to look by a text like the others.
    pub fn tune(&mut self, text: &str) {
        self.finder.tune(text);
    }

    /// Tells the blocks of a document that have it, in order.
    pub fn blocks(&self, library: &Library, id: DocId, scratch: &mut Scratch, mut each: impl FnMut(Passage)) {
        let Some(doc) = library.get(id) else { return };
        let manner = Manner { plain: library.is_plain(id), once: true };
        self.finder.blocks(&blanked(doc, 0..doc.text.len()), &doc.blocks, manner, &mut scratch.0);
        for count in &scratch.0 {
            each(Passage { doc: id, block: count.block });
        }
    }

    /// Whether a block has it.
    pub fn is_in(&self, library: &Library, passage: Passage, scratch: &mut Scratch) -> bool {
        let Some(doc) = library.get(passage.doc) else { return false };
        let text = legible(doc, passage.block as usize);
        self.finder.count(&text, library.is_plain(passage.doc), &mut scratch.0) > 0
    }

    /// The words that a block must have to have the term; none where it is of signs alone.
    pub fn pieces(&self) -> Vec<Piece> {
        self.term.pieces()
    }

    /// Whether a block has the term wherever it has the term's one word: then nothing else is to be looked at.
    pub fn is_word(&self) -> bool {
        self.term.is_word()
    }
}

impl Term {
    /// The words that a block must have to have the term; none where it is of signs alone.
    pub(super) fn pieces(&self) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        let mut goes_on = false;
        for &c in &self.chars {
            match class(c) {
                Class::Letter if goes_on => {
                    if let Some(last) = pieces.last_mut() {
                        last.word.push(c);
                    }
                }
                Class::Letter | Class::Unspaced => pieces.push(Piece { word: c.into(), open: false }),
                Class::Sign => {}
            }
            goes_on = class(c) == Class::Letter;
        }
        if self.prefix
            && goes_on
            && let Some(last) = pieces.last_mut()
        {
            last.open = true;
        }
        pieces
    }

    /// Whether a block has the term wherever it has its one word.
    pub(super) fn is_word(&self) -> bool {
        self.chars.iter().all(|&c| class(c) == Class::Letter)
    }
}

/// Tells the words of a text, folded: runs of letters and digits, and each character of a script without spaces.
pub fn each_word(text: &str, word: &mut String, mut each: impl FnMut(&str)) {
    word.clear();
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        // Runs of plain letters are by far the most.
        let from = at;
        while at < bytes.len() && bytes[at].is_ascii_alphanumeric() {
            at += 1;
        }
        if from < at {
            let before = word.len();
            word.push_str(&text[from..at]);
            word[before..].make_ascii_lowercase();
        }
        if at == bytes.len() {
            break;
        }
        if bytes[at].is_ascii() {
            if !word.is_empty() {
                each(word);
                word.clear();
            }
            at += 1;
            continue;
        }
        let Some(c) = text[at..].chars().next() else { break };
        at += c.len_utf8();
        if ends_of(c) == Some((' ', ' ')) {
            if !word.is_empty() {
                each(word);
                word.clear();
            }
            continue;
        }
        fold_each(c, |plain| match class(plain) {
            Class::Letter => word.push(plain),
            Class::Sign | Class::Unspaced => {
                if !word.is_empty() {
                    each(word);
                    word.clear();
                }
                if class(plain) == Class::Unspaced {
                    each(plain.encode_utf8(&mut [0; 4]));
                }
            }
        });
    }
    if !word.is_empty() {
        each(word);
        word.clear();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_a_text_are_those_that_terms_are_found_by() {
        let mut words = Vec::new();
        each_word(
            "Côte d’Ivoire’s co\u{2010}operation, 日本 ｶﾞ G7サ, Stra\u{ad}ße km²",
            &mut String::new(),
            |w| {
                words.push(w.to_owned());
            },
        );
        let wanted = [
            "cote",
            "d",
            "ivoire",
            "s",
            "co",
            "operation",
            "日",
            "本",
            "カ",
            "\u{3099}",
            "g7",
            "サ",
            "strasse",
            "km",
        ];
        assert_eq!(words, wanted);
        let pieces = |text: &str, prefix| {
            let standing = Standing::new(text, prefix).expect("a term");
            (standing.pieces().into_iter().map(|p| (p.word, p.open)).collect::<Vec<_>>(), standing.is_word())
        };
        assert_eq!(pieces("Treaty", false), (vec![("treaty".into(), false)], true));
        assert_eq!(pieces("trea", true), (vec![("trea".into(), true)], true));
        let both = vec![("peace".into(), false), ("trea".into(), true)];
        assert_eq!(pieces("peace trea", true), (both, false));
        assert_eq!(pieces("日本", false), (vec![("日".into(), false), ("本".into(), false)], false));
        assert_eq!(pieces("%", false), (vec![], false));
        assert_eq!(pieces("100%", true), (vec![("100".into(), false)], false));
    }
}
