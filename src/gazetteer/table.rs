//! The table of folded names: made once when the program is built, walked when it runs.
//! Part of the build script as well, so it uses nothing of the crate but `fold`.
use super::fold::fold_char;

/// What stands in the table under the hash of a folded beginning of a name.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Slot {
    /// The hash's upper half; 0 is an empty slot.
    pub tag: u32,
    /// One more than the number of the meaning that ends here, 0 for none.
    pub name: u16,
    /// The same for an abbreviation, which goes before the name; the top bit says that longer names begin
    /// with this.
    pub exact: u16,
}

/// The top bit of [`Slot::exact`].
pub const MORE: u16 = 1 << 15;

/// How many slots there are: a power of two.
#[allow(dead_code)] // Only the build script makes the table.
pub const SLOTS: usize = 1 << 14;

/// The slot's tag for a hash.
fn tag_of(hash: u64) -> u32 {
    ((hash >> 32) as u32).max(1)
}

/// Where a hash stands in the table, or the empty slot where it would.
pub fn place_of(slots: &[Slot], hash: u64) -> usize {
    let mask = slots.len() - 1;
    let (tag, mut at) = (tag_of(hash), hash as usize & mask);
    while slots[at].tag != 0 && slots[at].tag != tag {
        at = (at + 1) & mask;
    }
    at
}

/// The slot of a hash.
#[allow(dead_code)] // The build script writes the table and never asks it.
pub fn get(slots: &[Slot], hash: u64) -> Option<Slot> {
    Some(slots[place_of(slots, hash)]).filter(|slot| slot.tag != 0)
}

/// Enters a name: every beginning of it that ends where a word ends, and the whole.
#[allow(dead_code)] // The program walks the table and never changes it.
pub fn enter(slots: &mut [Slot], name: &str, whole: impl Fn(&mut Slot)) {
    let mut walk = Walk::new(name, 0);
    while let Some(end) = walk.next_word_end() {
        let at = place_of(slots, walk.hash);
        let slot = &mut slots[at];
        slot.tag = tag_of(walk.hash);
        if end == name.len() {
            whole(slot);
        } else {
            slot.exact |= MORE;
        }
    }
}

/// The high bit of each of eight bytes.
pub const HIGH: u64 = 0x8080_8080_8080_8080;

/// Eight bytes of one kind.
pub const fn all(byte: u8) -> u64 {
    0x0101_0101_0101_0101 * byte as u64
}

/// Of eight bytes, the high bits of those that are plain letters.
#[allow(dead_code)] // Only the program reads texts.
#[inline]
pub fn letters_of(eight: u64) -> u64 {
    let small = eight & !HIGH | all(0x20);
    (small + all(0x80 - b'a')) & !(small + all(0x7f - b'z')) & !eight & HIGH
}

/// How many words of 64 bits tell what names begin with.
#[allow(dead_code)] // Only the build script makes them.
pub const BEGINNINGS: usize = 1 << 11;

/// The letters that a name begins with, eight at most, small, a byte each.
#[allow(dead_code)] // Only the build script asks it of names.
pub fn beginning(folded: &[u8]) -> u64 {
    let letters = folded.iter().take(8).take_while(|byte| byte.is_ascii_alphabetic());
    (0..).zip(letters).fold(0, |all, (at, letter)| all | u64::from(letter.to_ascii_lowercase()) << (8 * at))
}

/// The same of eight bytes of a text. `None` where they do not tell: where a hyphen or what is no ASCII follows, the
/// word may go on.
#[allow(dead_code)] // Only the program reads texts.
#[inline]
pub fn beginning_of(eight: u64) -> Option<u64> {
    let small = eight | all(0x20);
    let behind = !letters_of(eight) & HIGH;
    if behind == 0 {
        return Some(small);
    }
    let bits = behind.trailing_zeros() & !7;
    let next = (eight >> bits) as u8;
    (next < 0x80 && next != b'-').then_some(small & !(u64::MAX << bits))
}

/// The word and the bit of a beginning, by hash.
#[inline]
pub fn slot_of(beginning: u64) -> (usize, u64) {
    let bit = (beginning.wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 47) as usize;
    (bit / 64, 1 << (bit % 64))
}

/// Which words of a name, from the second to the eighth, begin with a capital: a bit each.
pub fn capitals(name: &str) -> u8 {
    let mut capitals = 0;
    let (mut word, mut begins) = (0, false);
    let mut chars = name.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        if c.is_whitespace() || c == LOST || is_dash(c) {
            // A word cut at a line's end goes on.
            begins = !(c == '-'
                && broken(name.as_bytes(), at).is_some_and(|at| name.as_bytes()[at].is_ascii_lowercase()));
            if !begins {
                while chars.next_if(|(_, c)| c.is_whitespace()).is_some() {}
            }
        } else if begins {
            begins = false;
            word += 1;
            if word < 8 && c.is_uppercase() {
                capitals |= 1 << word;
            }
        }
    }
    capitals
}

fn is_dash(c: char) -> bool {
    c == '-' || ('\u{2010}'..='\u{2015}').contains(&c) || c == '\u{2212}'
}

/// Where the letter stands that follows a hyphen at a line's end.
fn broken(bytes: &[u8], hyphen: usize) -> Option<usize> {
    if bytes.get(hyphen + 1).is_none_or(|next| *next != b'\n' && *next != b'\r') {
        return None;
    }
    let next = hyphen + 1 + bytes[hyphen + 1..].iter().take_while(|b| b.is_ascii_whitespace()).count();
    let lines = bytes[hyphen..next].iter().filter(|b| **b == b'\n').count();
    (lines == 1 && bytes.get(next)?.is_ascii_alphabetic()).then_some(next)
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

/// Takes a folded character into a hash (FNV-1a with a rotation, so that short names fill all bits).
fn mix(hash: u64, c: char) -> u64 {
    (hash ^ c as u64).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(5)
}

/// Whether a character is a combining mark of a Latin letter.
pub fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// Whether a character is of a script that is written without spaces.
pub fn is_cjk(c: char) -> bool {
    ('\u{3040}'..='\u{30ff}').contains(&c) || ('\u{3400}'..='\u{9fff}').contains(&c)
}

/// Walks over text from a word's beginning and stops at each word's end with the hash so far.
pub struct Walk<'a> {
    text: &'a str,
    at: usize,
    /// The hash of what was walked over, folded.
    pub hash: u64,
}

impl<'a> Walk<'a> {
    /// Begins at a byte.
    pub fn new(text: &'a str, at: usize) -> Self {
        Self { text, at, hash: SEED }
    }

    /// The byte after the next character behind which no letter stands.
    pub fn next_word_end(&mut self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        loop {
            // The common case first: a plain letter with another behind it.
            let mut at = self.at;
            let mut hash = self.hash;
            while at + 1 < bytes.len() && bytes[at].is_ascii_alphabetic() {
                hash = mix(hash, bytes[at].to_ascii_lowercase() as char);
                at += 1;
                if bytes[at] < 0x80 && !bytes[at].is_ascii_alphabetic() && bytes[at] != b'-' {
                    (self.at, self.hash) = (at, hash);
                    return Some(at);
                }
            }
            let begun = at > self.at;
            (self.at, self.hash) = (at, hash);
            if begun && self.at_word_end() {
                return Some(self.at);
            }
            self.step()?;
            if self.at_word_end() {
                return Some(self.at);
            }
        }
    }

    /// Takes one character, or a run that counts as one.
    fn step(&mut self) -> Option<()> {
        let bytes = self.text.as_bytes();
        let &byte = bytes.get(self.at)?;
        if byte.is_ascii_whitespace() || self.text[self.at..].starts_with(LOST) {
            // Any white space is one space, and so is what stands for a lost letter; an empty line ends the
            // walk.
            let mut lines = 0;
            while let Some(&next) = bytes.get(self.at) {
                if next.is_ascii_whitespace() {
                    lines += usize::from(next == b'\n');
                    self.at += 1;
                } else if self.text[self.at..].starts_with(LOST) {
                    self.at += LOST.len_utf8();
                } else {
                    break;
                }
            }
            if lines > 1 {
                return None;
            }
            self.hash = mix(self.hash, ' ');
        } else if byte == b'-'
            && let Some(next) = broken(bytes, self.at)
        {
            if bytes[next].is_ascii_uppercase() {
                self.hash = mix(self.hash, '-');
            }
            self.at = next;
        } else if byte < 0x80 {
            self.hash = mix(self.hash, byte.to_ascii_lowercase() as char);
            self.at += 1;
        } else {
            let c = self.text[self.at..].chars().next()?;
            fold_char(c, |plain| self.hash = mix(self.hash, plain));
            self.at += c.len_utf8();
        }
        Some(())
    }

    /// Whether the word that was walked over ends here.
    fn at_word_end(&self) -> bool {
        let bytes = self.text.as_bytes();
        match bytes.get(self.at) {
            None => true,
            Some(b'-') => broken(bytes, self.at).is_none_or(|next| bytes[next].is_ascii_uppercase()),
            Some(next) if *next < 0x80 => !next.is_ascii_alphabetic(),
            Some(_) => self.text[self.at..].chars().next().is_none_or(|c| !goes_on(c)),
        }
    }
}

/// What stands where a letter was lost.
const LOST: char = '\u{fffd}';

/// Whether a word goes on with this character.
pub fn goes_on(c: char) -> bool {
    is_mark(c) || c.is_alphabetic() && !is_cjk(c)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn eight_bytes_tell_what_a_word_begins_with(text in "[A-Za-zéß '’.,0-9@\\[`{-]{0,12}") {
            let bytes: Vec<u8> = text.bytes().chain([b' '; 8]).take(8).collect();
            let run = bytes.iter().take_while(|byte| byte.is_ascii_alphabetic()).count();
            let told = beginning_of(bytes.iter().rev().fold(0, |all, &byte| all << 8 | u64::from(byte)));
            let goes_on = bytes.get(run).is_some_and(|&next| next >= 0x80 || next == b'-');
            prop_assert_eq!(told, (!goes_on).then(|| beginning(&bytes)));
        }
    }
}
