//! What a word is, and where a term stands in a text: the slow, plain answer that every shortcut must give as
//! well. Never knows a library.
//!
//! Text and term are folded alike: case, accents and width are set aside, curly quotation marks and dashes are
//! straight, soft hyphens and other marks of no width are not there, a run of white space is one space.
//!
//! A word is a run of letters and digits. Every other sign parts words: `Kazakhstan` is found in
//! "Kazakhstan's", `operation` in "co-operation", `don` in "don't" (what `grep -w` does, and what most indexes
//! do). Signs that are typed are looked for: `co-operation` finds neither "cooperation" nor "co operation",
//! `U.S.` finds no "US". Raised figures (`²`) are signs: a footnote's mark is no part of the word before it.
//!
//! Scripts that are written without spaces (kana, kanji, Thai, Hangul with its endings) have no word ends
//! that could be seen: there a term is found anywhere, and
//! kana and kanji across the end of a line too.
use crate::gazetteer::fold::{fold, fold_char};
use std::ops::Range;
use unicode_normalization::char::{decompose_canonical, decompose_compatible};

/// Gives each folded character of `c`; kana in one spelling, half-width or not, their voicing marks apart.
pub(super) fn fold_each(c: char, each: impl FnMut(char)) {
    match c {
        '\u{ff61}'..='\u{ff9f}' => decompose_compatible(c, each),
        '\u{3040}'..='\u{30ff}' => decompose_canonical(c, each),
        _ => fold_char(c, each),
    }
}

/// How a folded character behaves beside another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// Parts words.
    Sign,
    /// A letter or a digit: a word goes on as long as they do.
    Letter,
    /// A letter of a script without spaces.
    Unspaced,
}

pub(super) fn class(c: char) -> Class {
    match c {
        _ if c.is_ascii() => {
            if c.is_ascii_alphanumeric() {
                Class::Letter
            } else {
                Class::Sign
            }
        }
        '²' | '³' | '¹' | '\u{2070}'..='\u{209c}' => Class::Sign,
        '\u{3005}'..='\u{3007}'
        | '\u{3031}'..='\u{3035}'
        | '\u{3041}'..='\u{3096}'
        | '\u{3099}'..='\u{309f}'
        | '\u{30a1}'..='\u{30fa}'
        | '\u{30fc}'..='\u{30ff}'
        | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}'
        | '\u{4e00}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{20000}'..='\u{3ffff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{e01}'..='\u{eff}'
        | '\u{1000}'..='\u{109f}'
        | '\u{1780}'..='\u{17ff}' => Class::Unspaced,
        _ if c.is_alphanumeric() => Class::Letter,
        _ => Class::Sign,
    }
}

/// Kana and kanji: where a line ends between two of them, nothing stands there.
fn is_japanese(c: char) -> bool {
    class(c) == Class::Unspaced
        && matches!(c, '\u{3000}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..)
}

/// What import leaves of the end of a line. An ideographic space is set on purpose.
fn is_line_end(byte: u8) -> bool {
    matches!(byte, b' ' | b'\n' | b'\r')
}

/// A voicing mark makes another letter of the kana before it.
fn is_voicing(c: char) -> bool {
    matches!(c, '\u{3099}' | '\u{309a}')
}

/// The first and the last folded character of `c`; `None` where it folds to nothing. White space is a space.
pub(super) fn ends_of(c: char) -> Option<(char, char)> {
    if c.is_whitespace() {
        return Some((' ', ' '));
    }
    let mut ends = None;
    fold_each(c, |plain| ends = Some((ends.map_or(plain, |(first, _)| first), plain)));
    ends
}

/// A word, a beginning of one, or a phrase; folded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    /// Folded; a space stands for any run of white space. Never empty, no space at either end.
    pub chars: Vec<char>,
    /// Whether the last word may go on.
    pub prefix: bool,
}

impl Term {
    /// Folds a word or a phrase; `None` when nothing of it is left.
    pub fn new(text: &str, prefix: bool) -> Option<Self> {
        let mut chars = Vec::new();
        for c in text.chars() {
            if c.is_whitespace() {
                if chars.last().is_some_and(|&last| last != ' ') {
                    chars.push(' ');
                }
            } else {
                fold_each(c, |plain| chars.push(plain));
            }
        }
        if chars.last() == Some(&' ') {
            chars.pop();
        }
        (!chars.is_empty()).then_some(Self { chars, prefix })
    }

    pub fn first(&self) -> char {
        self.chars[0]
    }

    pub fn last(&self) -> char {
        self.chars[self.chars.len() - 1]
    }

    /// The words as text, folded.
    pub fn text(&self) -> String {
        self.chars.iter().collect()
    }

    /// Whether a match may begin behind a character of the class.
    pub fn may_follow(&self, before: Class) -> bool {
        before != Class::Letter || class(self.first()) != Class::Letter
    }

    /// Where a match that begins at the byte `at` ends; what is before `at` is not looked at.
    pub fn match_from(&self, text: &str, at: usize) -> Option<usize> {
        self.match_core(text, at).and_then(|core| self.finish(text, core))
    }

    /// Where the term's own characters end, matched from the byte `at` on.
    pub fn match_core(&self, text: &str, at: usize) -> Option<usize> {
        let (mut at, mut done) = (at, 0);
        while done < self.chars.len() {
            let c = text[at..].chars().next()?;
            if c.is_whitespace() {
                let end = at + (text[at..].len() - text[at..].trim_start().len());
                if self.chars[done] == ' ' {
                    done += 1;
                } else if !(done > 0 && self.may_break(done) && text[at..end].bytes().all(is_line_end)) {
                    return None;
                }
                at = end;
                continue;
            }
            let (mut same, mut over) = (true, false);
            fold_each(c, |plain| match self.chars.get(done) {
                Some(&wanted) => {
                    same &= wanted == plain;
                    done += 1;
                }
                None => over = true,
            });
            // A letter that folds to several (ß, æ) is matched whole or not at all.
            if !same || over && (!self.prefix || class(self.last()) == Class::Unspaced) {
                return None;
            }
            at += c.len_utf8();
        }
        Some(at)
    }

    /// Where a match ends whose own characters end at the byte `at`: marks belong to it, and where the term is
    /// a beginning, the rest of the word; `None` where the word goes on and may not.
    pub fn finish(&self, text: &str, at: usize) -> Option<usize> {
        let last = class(self.last());
        for (ahead, c) in text[at..].char_indices() {
            let Some((next, _)) = ends_of(c) else { continue };
            if last == Class::Unspaced {
                return (!is_voicing(next)).then_some(at + ahead);
            }
            if class(next) != Class::Letter || last == Class::Sign && !self.prefix {
                return Some(at + ahead);
            }
            if !self.prefix {
                return None;
            }
        }
        Some(text.len())
    }

    /// Whether the text may break its line before the term's character `at`.
    fn may_break(&self, at: usize) -> bool {
        is_japanese(self.chars[at - 1]) && is_japanese(self.chars[at])
    }

    /// Tells where it stands in a text, in order, not overlapping, until `each` says that it is enough (`false`).
    pub fn each(&self, text: &str, mut each: impl FnMut(Range<usize>) -> bool) {
        let (mut before, mut from) = (Class::Sign, 0);
        for (at, c) in text.char_indices() {
            let Some((first, last)) = ends_of(c) else { continue };
            if at >= from
                && first == self.first()
                && self.may_follow(before)
                && let Some(end) = self.match_from(text, at)
            {
                from = end;
                if !each(at..end) {
                    return;
                }
            }
            before = class(last);
        }
    }

    /// Whether it stands in a text.
    pub fn is_in(&self, text: &str) -> bool {
        let mut found = false;
        self.each(text, |_| {
            found = true;
            false
        });
        found
    }

    /// Whether every text that has this term has the other.
    pub fn implies(&self, other: &Self) -> bool {
        // What may follow a beginning is any letter; this one nobody types.
        let open = if self.prefix { "\u{a4ee}" } else { "" };
        other.is_in(&format!("{}{open}", self.text()))
    }
}

/// Whether one text has the other in it, both folded.
pub(super) fn holds(text: &str, part: &str) -> bool {
    fold(text).contains(&fold(part))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(term: &str, text: &str) -> Vec<String> {
        let (term, prefix) = term.strip_suffix('*').map_or((term, false), |term| (term, true));
        let mut found = Vec::new();
        Term::new(term, prefix).expect("a term").each(text, |range| {
            found.push(text[range].to_owned());
            true
        });
        found
    }

    #[test]
    fn words_begin_and_end_where_letters_and_digits_do() {
        for (term, text, wanted) in [
            ("oman", "The woman of Oman, OMAN and Omani.", &["Oman", "OMAN"][..]),
            ("oman*", "The woman of Oman and Omani.", &["Oman", "Omani"]),
            ("g7", "G7, G70, aG7 and G7's.", &["G7", "G7"]),
            ("u.s.", "U.S. aid, U.S.-Japan, US, u.s.a.", &["U.S.", "U.S.", "u.s."]),
            ("don't", "Don’t and don't, don t", &["Don’t", "don't"]),
            ("don", "don't London", &["don"]),
            ("co-operation", "Co\u{2010}operation, cooperation, co operation", &["Co\u{2010}operation"]),
            ("operation", "co-operation", &["operation"]),
            ("kazakhstan", "Kazakhstan’s", &["Kazakhstan"]),
            ("strasse", "Straße STRASSE", &["Straße", "STRASSE"]),
            ("stras", "Straße", &[]),
            ("stras*", "Straße", &["Straße"]),
            ("cafe", "Cafe\u{301} cafés cafe\u{301}s", &["Cafe\u{301}"]),
            ("treaty", "trea\u{ad}ty treaty¹", &["trea\u{ad}ty", "treaty"]),
            (
                "peace treaty",
                "peace\n  treaty peace\u{a0}treaty peace, treaty",
                &["peace\n  treaty", "peace\u{a0}treaty"],
            ),
            ("100%", "100% 100", &["100%"]),
        ] {
            assert_eq!(found(term, text), wanted, "{term} in {text:?}");
        }
    }

    #[test]
    fn scripts_without_spaces_are_found_anywhere() {
        for (term, text, wanted) in [
            ("日本", "第二次日本\n語と日\n本", &["日本", "日\n本"][..]),
            ("日本", "日\u{3000}本 日\t本 日 本", &["日 本"]),
            ("カス", "カスピ海 ガス ｶｽ ｶﾞｽ", &["カス", "ｶｽ"]),
            ("ガス", "ガス ｶﾞｽ か\u{3099}す", &["ガス", "ｶﾞｽ"]),
            ("カ", "カ\u{3099}", &[]),
            ("g7", "Ｇ７サミットとG7", &["Ｇ７", "G7"]),
            ("한국", "한국은 하고", &["한국"]),
        ] {
            assert_eq!(found(term, text), wanted, "{term} in {text:?}");
        }
    }

    #[test]
    fn a_term_implies_what_every_match_of_it_has() {
        let term = |text: &str| {
            let (text, prefix) = text.strip_suffix('*').map_or((text, false), |text| (text, true));
            Term::new(text, prefix).expect("a term")
        };
        for (narrow, wide, implies) in [
            ("kazakh*", "kaz*", true),
            ("kazakh", "kaz*", true),
            ("kaz*", "kaz", false),
            ("kaz*", "kazakh*", false),
            ("peace treaty", "treaty", true),
            ("peace treaty*", "treaty", false),
            ("peace treaty*", "treaty*", true),
            ("peace treaty", "peace*", true),
            ("日本語", "本", true),
        ] {
            assert_eq!(term(narrow).implies(&term(wide)), implies, "{narrow} -> {wide}");
        }
    }
}
