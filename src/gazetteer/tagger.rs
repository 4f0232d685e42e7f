//! Finds the names of places in running text: longest match, in one pass, offsets of the original.
use super::data::{JAPANESE, MEANINGS, Meaning, TABLE};
use super::table::{MORE, Walk, get, is_cjk, is_mark};
use crate::model::{Mention, PlaceId};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// The names of all places, ready to be found.
///
/// The table holds the hash of every name and of every beginning of a name that ends where a word ends,
/// over folded characters; a walk from each capital letter looks up one hash a word and stops at the
/// first that is not there. Most words cost one look. The build script makes it from the gazetteer.
#[derive(Default)]
pub struct Tagger {
    japanese: OnceLock<HashMap<char, Vec<(&'static str, u16)>>>,
}

impl Tagger {
    /// A tagger for the gazetteer's places.
    pub fn new() -> Self {
        Self::default()
    }

    /// The places named in `text[range]`, in order, none overlapping.
    ///
    /// `subject` is the place that the document is about: it decides names that several places share
    /// (Congolese, Dominican, Korean); where it is none of them they stay untagged.
    pub fn tag(&self, text: &str, range: Range<usize>, subject: Option<PlaceId>, found: &mut Vec<Mention>) {
        let bytes = &text.as_bytes()[..range.end];
        let mut at = range.start;
        let mut in_word = false;
        while at < bytes.len() {
            let byte = bytes[at];
            if byte.is_ascii_lowercase() {
                // Most of a text: small letters, whose words cannot begin a name.
                at += 1;
                while at < bytes.len() && bytes[at].is_ascii_lowercase() {
                    at += 1;
                }
                in_word = true;
            } else if byte.is_ascii_uppercase() {
                let end = if in_word { None } else { self.match_at(text, at, range.end, subject, found) };
                in_word = end.is_none();
                at = end.unwrap_or(at + 1);
            } else if byte < 0x80 {
                in_word = false;
                at += 1;
            } else {
                let c = text[at..].chars().next().unwrap_or(' ');
                let end = if is_cjk(c) {
                    self.match_japanese(text, at, range.end, subject, found)
                } else if !in_word && c.is_uppercase() {
                    self.match_at(text, at, range.end, subject, found)
                } else {
                    None
                };
                in_word = end.is_none() && !is_cjk(c) && (c.is_alphabetic() || is_mark(c));
                at = end.unwrap_or(at + c.len_utf8());
            }
        }
    }

    /// The longest name that begins at `at`; its end when there is one, mention or not.
    fn match_at(
        &self,
        text: &str,
        at: usize,
        limit: usize,
        subject: Option<PlaceId>,
        found: &mut Vec<Mention>,
    ) -> Option<usize> {
        let mut walk = Walk::new(&text[..limit], at);
        let mut best = None;
        while let Some(end) = walk.next_word_end() {
            let Some(slot) = get(&TABLE, walk.hash) else { break };
            let meaning = |number: u16| number.checked_sub(1).map(|number| &MEANINGS[usize::from(number)]);
            let exact = meaning(slot.exact & !MORE)
                .filter(|meaning| matches!(meaning, Meaning::Exact(_, exact) if text[at..end] == **exact));
            if let Some(meaning) = exact.or_else(|| meaning(slot.name)) {
                best = Some((end, meaning));
            }
            if slot.exact & MORE == 0 {
                break;
            }
        }
        let (end, meaning) = best?;
        // An amount of money names no country.
        let money = matches!(meaning, Meaning::Exact(..)) && text[end..limit].starts_with('$');
        if let Some(place) = meaning.of(subject).filter(|_| !money) {
            found.push(Mention { place, start: at as u32, end: end as u32 });
        }
        Some(end)
    }

    /// The longest Japanese name that begins at `at`. No word boundaries, but a name in katakana is not
    /// part of a longer run of katakana.
    fn match_japanese(
        &self,
        text: &str,
        at: usize,
        limit: usize,
        subject: Option<PlaceId>,
        found: &mut Vec<Mention>,
    ) -> Option<usize> {
        let table = self.japanese.get_or_init(|| {
            let mut table: HashMap<char, Vec<(&str, u16)>> = HashMap::new();
            let all = JAPANESE.iter().flat_map(|&(names, n)| names.iter().map(move |name| (name, n)));
            for (name, number) in all {
                if let Some(first) = name.chars().next() {
                    table.entry(first).or_default().push((name, number));
                }
            }
            for names in table.values_mut() {
                names.sort_by_key(|(name, _)| std::cmp::Reverse(name.len()));
            }
            table
        });
        let first = text[at..].chars().next()?;
        let (name, number) = table.get(&first)?.iter().find(|(name, _)| {
            text[at..limit].starts_with(name) && {
                let before = text[..at].chars().next_back();
                let after = text[at + name.len()..limit].chars().next();
                !(is_katakana(first) && before.is_some_and(is_katakana)
                    || name.chars().next_back().is_some_and(is_katakana) && after.is_some_and(is_katakana))
            }
        })?;
        let end = at + name.len();
        if let Some(place) = MEANINGS[usize::from(*number)].of(subject) {
            found.push(Mention { place, start: at as u32, end: end as u32 });
        }
        Some(end)
    }
}

fn is_katakana(c: char) -> bool {
    ('\u{30a1}'..='\u{30fa}').contains(&c) || c == 'ー'
}
