//! Names as they are compared: folded, and summed up in masks of letters. Never judges how well one fits.
use crate::gazetteer::fold::fold_char;

/// A name folded for comparison, with the way back to its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folded {
    /// Lower case, without accents.
    pub text: String,
    /// For each folded character the byte in the original where it came from.
    pub bytes: Vec<u32>,
}

impl Folded {
    pub fn new(name: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(name.len()), bytes: Vec::new() };
        for (at, c) in name.char_indices() {
            fold_char(c, |plain| {
                folded.text.push(plain);
                folded.bytes.push(at as u32);
            });
        }
        folded
    }
}

/// A name in lower case, without accents.
pub fn plain(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for c in name.chars() {
        fold_char(c, |plain| text.push(plain));
    }
    text
}

/// A name without accents, capitals kept: as many characters as [`plain`] gives, one for one.
pub fn cased(name: &str) -> String {
    let mut text = String::with_capacity(name.len());
    for c in name.chars() {
        let capital = c.is_uppercase();
        fold_char(c, |plain| {
            let mut large = plain.to_uppercase();
            match (capital, large.next(), large.next()) {
                (true, Some(large), None) => text.push(large),
                _ => text.push(plain),
            }
        });
    }
    text
}

/// The kinds of letters that stand for exactly one: a to z, then the figures.
const SURE: u32 = 36;

/// The bit of a folded character's kind.
pub fn bit(c: char) -> u64 {
    1 << match c {
        'a'..='z' => c as u32 - 'a' as u32,
        '0'..='9' => 26 + c as u32 - '0' as u32,
        // The rest share what is left: two such letters may look alike, so a text has to be asked.
        _ => SURE + ((c as u32).wrapping_mul(0x9e37_79b1) >> 16) % (u64::BITS - SURE),
    }
}

/// Whether a bit stands for exactly one letter.
pub fn is_sure(bit: u64) -> bool {
    bit.trailing_zeros() < SURE
}

/// The letters of a text.
pub fn mask(text: &str) -> u64 {
    text.chars().fold(0, |mask, c| mask | bit(c))
}

/// A folded name, summed up.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Letters {
    /// Those that it has.
    pub all: u64,
    /// Those with which a word of it begins.
    pub starts: u64,
    /// The bit of the first, by its number.
    pub first: u8,
    /// How many characters there are.
    pub long: u16,
}

impl Letters {
    pub fn new(plain: &str) -> Self {
        let mut letters = Self::default();
        let mut start = true;
        let mut long: usize = 0;
        for c in plain.chars() {
            let bit = bit(c);
            letters.all |= bit;
            if start {
                letters.starts |= bit;
            }
            if long == 0 {
                letters.first = bit.trailing_zeros() as u8;
            }
            start = !c.is_ascii_alphanumeric();
            long += 1;
        }
        letters.long = u16::try_from(long).unwrap_or(u16::MAX);
        letters
    }
}

/// Whether a word begins at the byte `at`: behind anything but a plain letter or a figure.
pub fn is_start(text: &str, at: usize) -> bool {
    at == 0 || !text.as_bytes()[at - 1].is_ascii_alphanumeric()
}

/// Whether the letters of `wanted` stand in `text` in this order, with whatever between them.
pub fn is_strewn(text: &str, wanted: &str) -> bool {
    if wanted.is_ascii() {
        let mut rest = text.as_bytes();
        return wanted.bytes().all(|letter| match memchr::memchr(letter, rest) {
            Some(at) => {
                rest = &rest[at + 1..];
                true
            }
            None => false,
        });
    }
    let mut rest = text.chars();
    wanted.chars().all(|letter| rest.any(|c| c == letter))
}

/// The same for a text that is not folded, but plain letters only; `wanted` is in lower case.
pub fn is_strewn_in_any_case(text: &[u8], wanted: &[u8]) -> bool {
    let mut rest = text;
    wanted.iter().all(|&letter| {
        let found = if letter.is_ascii_lowercase() {
            memchr::memchr2(letter, letter.to_ascii_uppercase(), rest)
        } else {
            memchr::memchr(letter, rest)
        };
        found.is_some_and(|at| {
            rest = &rest[at + 1..];
            true
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn capitals_are_kept_one_for_one() {
        for (name, wanted) in [
            ("Côte d’Ivoire", "Cote d'Ivoire"),
            ("Ægir", "AEgir"),
            ("İstanbul, ẞ", "Istanbul, ß"),
            ("日本 ＡＢＣ", "日本 ABC"),
        ] {
            assert_eq!(cased(name), wanted);
            assert_eq!(cased(name).chars().count(), plain(name).chars().count(), "{name}");
        }
    }

    #[test]
    fn letters_strewn() {
        assert!(is_strewn("kazakhstan", "kzn"));
        assert!(!is_strewn("kazakhstan", "knz"));
        assert!(is_strewn("日本の外交", "日外"));
        assert!(!is_strewn("日本の外交", "外日"));
        assert!(is_strewn_in_any_case(b"KaZakhstan", b"kzn"));
    }
}
