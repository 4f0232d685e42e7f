//! Finds the names of places in running text: longest match, in one pass, offsets of the original.
use super::data::{CAPITALS, CONTEXTS, JAPANESE, MEANINGS, Meaning, NAMES_BEGIN, TABLE};
use super::table::{
    HIGH, MORE, Walk, all, beginning_of, capitals, get, goes_on, is_cjk, letters_of, place_of, slot_of,
};
use crate::model::{Mention, PlaceId};
use std::ops::Range;

/// Finds the names of all places.
///
/// The table holds the hash of every name and of every beginning of a name that ends where a word ends,
/// over folded characters; a walk from each capital letter looks up one hash a word and stops at the
/// first that is not there. Most words cost less: eight letters that begin no name. The build script makes
/// both from the gazetteer, so nothing is made at the start.
///
/// What is told apart, and how:
/// - A longer name goes before a shorter one: "South Sudan", "Latin America", "South China Sea" (no place).
/// - The words of a name have their capitals: "china" and "United states" are no places, "CHINA" is.
/// - A name that is a person's, a bird's or a US state's too goes by the words around it
///   (`assets/gazetteer/context.tsv`): "Michael Jordan", "roast Turkey", "Atlanta, Georgia".
/// - A demonym or name that several places share (Congolese, Dominican, Korean, American, Guinean of none but
///   Guinea) is the place's that the document is about, and untagged where the document is about none of them.
///   "Congo" alone is the Republic of Congo, "Korea" alone the peninsula.
/// - A former state stays what it is named: "Burma" in an edition of 2015 is Burma, not Myanmar.
///
/// Known limits: "US" in a sentence all in capitals is the United States even where it is the pronoun
/// ("JOIN US"); a person whose given name is in no table is taken for the place, and so is the US state of
/// Georgia where nothing near by says that it is the state.
#[derive(Debug, Clone, Copy, Default)]
pub struct Tagger;

/// Where names are looked for, and what they mean there.
struct Page<'a> {
    /// The text up to the end of what is looked at.
    text: &'a str,
    /// Where what is looked at begins: nothing before it is context.
    start: usize,
    /// What the document is about.
    subject: Option<PlaceId>,
}

impl Tagger {
    /// A tagger for the gazetteer's places.
    pub fn new() -> Self {
        Self
    }

    /// The places named in `text[range]`, in order, none overlapping.
    ///
    /// `subject` is the place that the document is about.
    pub fn tag(&self, text: &str, range: Range<usize>, subject: Option<PlaceId>, found: &mut Vec<Mention>) {
        let page = Page { text: &text[..range.end], start: range.start, subject };
        let bytes = page.text.as_bytes();
        // What is behind this has been looked at.
        let mut free = range.start;
        let (eights, tail) = bytes[range.start..].as_chunks::<8>();
        let mut letter = 0;
        for (number, eight) in eights.iter().enumerate() {
            let notable;
            (notable, letter) = notable_of(u64::from_le_bytes(*eight), letter);
            let mut left = notable;
            while left != 0 {
                let at = range.start + number * 8 + left.trailing_zeros() as usize / 8;
                left &= left - 1;
                if at >= free {
                    free = page.look(at, found);
                }
            }
        }
        for (at, byte) in (bytes.len() - tail.len()..).zip(tail) {
            if at >= free && (byte.is_ascii_uppercase() || *byte >= 0x80) {
                free = page.look(at, found);
            }
        }
    }
}

/// Of eight bytes, the high bits of those that are a capital letter at a word's beginning, or an S wherever, or
/// no ASCII: most of a text is none of these. `before` and the second answer are the high bit of a first byte
/// that stands behind a letter.
fn notable_of(word: u64, before: u64) -> (u64, u64) {
    let low = word & !HIGH;
    // The high bit of each byte that is 'A' or above and not above 'Z', and of each letter.
    let capital = (low + all(0x80 - b'A')) & !(low + all(0x7f - b'Z'));
    let letter = letters_of(word);
    // Behind a letter no name begins, but for one: eSwatini.
    let eswatini = !((low ^ all(b'S')) + all(0x7f));
    let begins = capital & (!(letter << 8 | before) | eswatini);
    ((begins | word) & HIGH, letter >> 56)
}

impl Page<'_> {
    /// Looks for a name that begins at `at`; tells where to look on.
    #[inline]
    fn look(&self, at: usize, found: &mut Vec<Mention>) -> usize {
        if self.text.as_bytes()[at] < 0x80 {
            return self.capital(at, found).unwrap_or(at + 1);
        }
        let c = self.text[at..].chars().next().unwrap_or(' ');
        let end = if is_cjk(c) {
            self.japanese(at, c, found)
        } else if c.is_uppercase() && !self.in_word(at) {
            self.name(at, found)
        } else {
            None
        };
        end.unwrap_or(at + c.len_utf8())
    }

    /// The name that begins with a plain capital; its end when there is one, mention or not.
    #[inline]
    fn capital(&self, at: usize, found: &mut Vec<Mention>) -> Option<usize> {
        let bytes = self.text.as_bytes();
        let mut at = at;
        if at > self.start && self.in_word(at) {
            // The one name that begins with a small letter.
            if bytes[at - 1] != b'e' || !bytes[at..].starts_with(b"Swatini") || self.in_word(at - 1) {
                return None;
            }
            at -= 1;
        } else if begins_none(&bytes[at..]) {
            return None;
        }
        self.name(at, found)
    }

    /// Whether a word goes on at `at` rather than begins.
    #[inline]
    fn in_word(&self, at: usize) -> bool {
        if at <= self.start {
            return false;
        }
        let before = self.text.as_bytes()[at - 1];
        if before < 0x80 {
            return before.is_ascii_alphabetic();
        }
        self.text[self.start..at].chars().next_back().is_some_and(goes_on)
    }

    /// The longest name that begins at `at`; its end when there is one, mention or not.
    fn name(&self, at: usize, found: &mut Vec<Mention>) -> Option<usize> {
        let mut walk = Walk::new(self.text, at);
        let mut best = None;
        while let Some(end) = walk.next_word_end() {
            let Some(slot) = get(&TABLE, walk.hash) else { break };
            let meaning = |number: u16| number.checked_sub(1).map(|number| &MEANINGS[usize::from(number)]);
            let exact = meaning(slot.exact & !MORE).filter(
                |meaning| matches!(meaning, Meaning::Exact(_, exact) if self.text[at..end] == **exact),
            );
            if exact.is_some() {
                best = exact.map(|meaning| (end, meaning));
            } else if let Some(meaning) = meaning(slot.name) {
                let needed = CAPITALS[place_of(&TABLE, walk.hash)];
                if needed == 0 || capitals(&self.text[at..end]) & needed == needed {
                    best = Some((end, meaning));
                }
            }
            if slot.exact & MORE == 0 {
                break;
            }
        }
        let (end, meaning) = best?;
        self.mention(meaning, at, end, found);
        Some(end)
    }

    fn mention(&self, meaning: &Meaning, at: usize, end: usize, found: &mut Vec<Mention>) {
        let Some(place) = meaning.of(self.subject) else { return };
        let denied = match meaning {
            // An amount of money names no country.
            Meaning::Exact(..) => self.text[end..].starts_with('$'),
            Meaning::Wary(_, context) => {
                let (before, after) = (&self.text[self.start..at], &self.text[end..]);
                let is_name = |skip| Page { text: self.text, start: end, subject: None }.begins(end + skip);
                CONTEXTS[*context].denies(before, after, self.subject == Some(place), is_name)
            }
            _ => false,
        };
        if !denied {
            found.push(Mention { place, start: at as u32, end: end as u32 });
        }
    }

    /// Whether the word at `at` begins a name.
    fn begins(&self, at: usize) -> bool {
        let mut walk = Walk::new(self.text, at);
        walk.next_word_end().is_some() && get(&TABLE, walk.hash).is_some()
    }

    /// The longest Japanese name that begins at `at`. No word boundaries, but a name in katakana is not
    /// part of a longer run of katakana.
    fn japanese(&self, at: usize, first: char, found: &mut Vec<Mention>) -> Option<usize> {
        if is_hiragana(first) {
            return None;
        }
        let rest = &self.text[at..];
        if is_katakana(first) && self.text[self.start..at].chars().next_back().is_some_and(is_katakana) {
            return None;
        }
        // The names that begin with this character, the longer behind the shorter they begin with.
        let (name, number) = JAPANESE
            .beginning_with(first)
            .filter(|(name, _)| {
                rest.strip_prefix(name).is_some_and(|after| {
                    !(name.chars().next_back().is_some_and(is_katakana)
                        && after.chars().next().is_some_and(is_katakana))
                })
            })
            .max_by_key(|(name, _)| name.len())?;
        let end = at + name.len();
        self.mention(&MEANINGS[number.parse::<usize>().ok()?], at, end, found);
        Some(end)
    }
}

/// Whether the first letters are those of no name, as far as they tell.
#[inline]
fn begins_none(bytes: &[u8]) -> bool {
    let eight = bytes.first_chunk::<8>().copied().unwrap_or_else(|| {
        let mut eight = [b' '; 8];
        eight[..bytes.len()].copy_from_slice(bytes);
        eight
    });
    beginning_of(u64::from_le_bytes(eight)).is_some_and(|beginning| {
        let (word, bit) = slot_of(beginning);
        NAMES_BEGIN[word] & bit == 0
    })
}

fn is_katakana(c: char) -> bool {
    ('\u{30a1}'..='\u{30fa}').contains(&c) || c == 'ー'
}

fn is_hiragana(c: char) -> bool {
    ('\u{3040}'..='\u{309f}').contains(&c)
}
