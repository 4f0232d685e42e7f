//! Phrases as numbers: the word n-grams of a block, and the character n-grams of its kanji and katakana. Knows no
//! library, and keeps nothing.
//!
//! A word is a run of letters and digits, folded as names are. Words of one phrase have nothing between them but white
//! space, or a hyphen or an apostrophe that joins them: "Asia-Pacific" and "Asia Pacific" are one phrase, and no phrase
//! goes on over any other sign. A number stands in a phrase only where a hyphen joins it to a word ("COVID-19"). Between
//! two characters of Japanese the end of a line is nothing.
use crate::gazetteer::fold::fold_char;
use crate::model::{Document, SpanKind};
use std::ops::Range;

/// A phrase has so many words at most.
const MOST_WORDS: usize = 5;
/// A name of capitals, as treaties and programs have them, has so many.
const MOST_CAPITALS: usize = 12;
/// A phrase in kanji and katakana has so many characters at most.
const MOST_LETTERS: usize = 12;
/// Bits at the end of a key that are free for whoever counts.
pub const FREE: u32 = 3;

/// A phrase where it stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Gram {
    /// The same for the same words; the lowest [`FREE`] bits are 0.
    pub key: u64,
    /// Its bytes in the document's text.
    pub start: u32,
    /// One past the last of them.
    pub end: u32,
    /// How many words it has, or characters.
    pub words: u8,
    /// Whether all its words but those that say nothing begin with a capital: most likely a name.
    pub capital: bool,
}

/// A word of the run that is being read.
#[derive(Debug, Clone, Copy)]
struct Word {
    hash: u64,
    start: u32,
    end: u32,
    /// Says nothing by itself: no phrase begins or ends with it.
    empty: bool,
    /// Stands inside names: "of", "the", "on".
    link: bool,
    capital: bool,
}

/// Room that is used again and again.
#[derive(Debug, Default)]
pub struct Scratch {
    words: Vec<Word>,
    letters: Vec<Word>,
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;
const PRIME: u64 = 0x0000_0100_0000_01b3;
const JAPANESE: u64 = 0x9e37_79b9_7f4a_7c15;

fn mixed(key: u64, hash: u64) -> u64 {
    (key.rotate_left(23) ^ hash).wrapping_mul(0xff51_afd7_ed55_8ccd)
}

/// Spreads a key over all its bits, the free ones left 0.
fn finished(key: u64) -> u64 {
    let key = (key ^ (key >> 33)).wrapping_mul(0xc4ce_b9fe_1a85_ec53);
    (key ^ (key >> 29)) & !((1 << FREE) - 1)
}

/// Kanji and katakana: what Japanese writes its terms and names with.
fn is_term_letter(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{30a1}'..='\u{30fa}' | '\u{30fc}'..='\u{30ff}' | '\u{31f0}'..='\u{31ff}'
        | '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{20000}'..='\u{3ffff}')
}

/// Letters and digits of scripts that part their words. Raised figures belong to no word.
fn is_letter(c: char) -> bool {
    c.is_ascii_alphanumeric()
        || !c.is_ascii()
            && c.is_alphanumeric()
            && !matches!(c, '²' | '³' | '¹' | '\u{2070}'..='\u{209c}' | '\u{3041}'..='\u{3096}' | '\u{309d}'..='\u{309f}')
}

/// What a character does to the run.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Letter,
    Term,
    /// Is not there: soft hyphens, marks.
    Nothing,
    Space,
    /// A hyphen or an apostrophe: joins what stands right beside it.
    Joint,
    Break,
}

fn sign(c: char) -> Sign {
    if c.is_ascii() {
        return match c as u8 {
            b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => Sign::Letter,
            b' ' | b'\n' | b'\r' => Sign::Space,
            b'-' | b'\'' => Sign::Joint,
            _ => Sign::Break,
        };
    }
    if is_term_letter(c) {
        return Sign::Term;
    }
    if is_letter(c) {
        return Sign::Letter;
    }
    let mut folded = None;
    fold_char(c, |plain| folded = Some(plain));
    match folded {
        None => Sign::Nothing,
        Some(' ') => Sign::Space,
        Some('-' | '\'') if c != '\u{2212}' => Sign::Joint,
        _ => Sign::Break,
    }
}

/// Gives each phrase of a block; gives back how many words there are, those that say nothing too.
pub fn each(doc: &Document, block: usize, scratch: &mut Scratch, mut gram: impl FnMut(Gram)) -> usize {
    let range = doc.blocks[block].range();
    let mut many = 0;
    let marks = doc.spans_in(range.clone()).iter().filter(|span| matches!(span.kind, SpanKind::NoteMark(_)));
    let mut from = range.start;
    // A footnote's mark is no word of the text.
    for mark in marks {
        let (start, end) = (mark.start as usize, mark.end as usize);
        if start >= from && end <= range.end {
            many += stretch(&doc.text, from..start, scratch, &mut gram);
            from = end;
        }
    }
    many + stretch(&doc.text, from..range.end, scratch, &mut gram)
}

fn stretch(text: &str, range: Range<usize>, scratch: &mut Scratch, gram: &mut impl FnMut(Gram)) -> usize {
    let mut many = 0;
    let mut at = range.start;
    let bytes = text.as_bytes();
    scratch.words.clear();
    scratch.letters.clear();
    // Whether a joint stands between the last word and here.
    let mut joined = false;
    while at < range.end {
        let byte = bytes[at];
        let (c, wide) = if byte < 128 {
            (byte as char, 1)
        } else {
            let Some(c) = text[at..range.end].chars().next() else { break };
            (c, c.len_utf8())
        };
        let kind = sign(c);
        if kind != Sign::Term && kind != Sign::Nothing && !scratch.letters.is_empty() {
            // Import leaves of the end of a line a blank at most.
            let line_end = matches!(byte, b'\n' | b'\r' | b' ')
                && text[at + 1..range.end]
                    .chars()
                    .find(|c| !matches!(c, '\n' | '\r' | ' '))
                    .is_some_and(is_term_letter);
            if line_end {
                at += 1;
                continue;
            }
            terms(&mut scratch.letters, gram);
        }
        match kind {
            Sign::Letter => {
                let (word, number) = read(text, at..range.end);
                at = word.end as usize;
                many += 1;
                if number && (scratch.words.is_empty() || !joined) {
                    phrases(&mut scratch.words, gram);
                } else {
                    scratch.words.push(word);
                }
                joined = false;
                continue;
            }
            Sign::Term => {
                phrases(&mut scratch.words, gram);
                many += 1;
                let hash = (c as u64).wrapping_mul(PRIME);
                let end = at + wide;
                scratch.letters.push(Word {
                    hash,
                    start: at as u32,
                    end: end as u32,
                    empty: false,
                    link: false,
                    capital: false,
                });
            }
            Sign::Nothing | Sign::Space => {}
            Sign::Joint => {
                let after = text[at + wide..range.end].chars().next().is_some_and(is_letter);
                let before = scratch.words.last().is_some_and(|word| word.end as usize == at);
                joined = after && before;
                if !joined {
                    phrases(&mut scratch.words, gram);
                }
            }
            Sign::Break => phrases(&mut scratch.words, gram),
        }
        at += wide;
    }
    phrases(&mut scratch.words, gram);
    terms(&mut scratch.letters, gram);
    many
}

/// Reads one word, and tells whether it is a number.
fn read(text: &str, range: Range<usize>) -> (Word, bool) {
    let bytes = text.as_bytes();
    let (mut hash, mut number, mut capital) = (SEED, true, false);
    let (mut at, mut letters) = (range.start, 0);
    while at < range.end {
        let byte = bytes[at];
        if byte < 128 {
            if !byte.is_ascii_alphanumeric() {
                break;
            }
            number &= byte.is_ascii_digit();
            capital |= letters == 0 && byte.is_ascii_uppercase();
            hash = (hash ^ u64::from(byte.to_ascii_lowercase())).wrapping_mul(PRIME);
            letters += 1;
            at += 1;
            continue;
        }
        let Some(c) = text[at..range.end].chars().next() else { break };
        match sign(c) {
            Sign::Letter => {
                number &= c.is_numeric();
                capital |= letters == 0 && c.is_uppercase();
                fold_char(c, |plain| hash = (hash ^ plain as u64).wrapping_mul(PRIME));
                letters += 1;
            }
            Sign::Nothing => {}
            _ => break,
        }
        at += c.len_utf8();
    }
    let own = &text[range.start..at];
    let empty = letters < 2 || !number && super::stop::is_empty_word(own);
    let link = empty && matches!(own, "of" | "the" | "on" | "for" | "s");
    (Word { hash, start: range.start as u32, end: at as u32, empty, link, capital }, number)
}

/// The phrases of a run of words, which is gone afterwards.
fn phrases(words: &mut Vec<Word>, gram: &mut impl FnMut(Gram)) {
    for (at, first) in words.iter().enumerate() {
        if first.empty {
            continue;
        }
        let mut key = mixed(SEED, first.hash);
        let mut capital = first.capital;
        for (more, word) in words[at + 1..].iter().take(MOST_CAPITALS - 1).enumerate() {
            key = mixed(key, word.hash);
            capital &= if word.empty { word.link } else { word.capital };
            if more + 1 >= MOST_WORDS && !capital {
                break;
            }
            if word.empty {
                continue;
            }
            let (start, end) = (first.start, word.end);
            gram(Gram { key: finished(key), start, end, words: more as u8 + 2, capital });
        }
    }
    words.clear();
}

/// The same of a run of kanji and katakana.
fn terms(letters: &mut Vec<Word>, gram: &mut impl FnMut(Gram)) {
    for (at, first) in letters.iter().enumerate() {
        let mut key = mixed(JAPANESE, first.hash);
        for (more, letter) in letters[at + 1..].iter().take(MOST_LETTERS - 1).enumerate() {
            key = mixed(key, letter.hash);
            let (start, end) = (first.start, letter.end);
            gram(Gram { key: finished(key), start, end, words: more as u8 + 2, capital: false });
        }
    }
    letters.clear();
}
