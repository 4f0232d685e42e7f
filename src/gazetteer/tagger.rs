//! Finds the names of places in running text: longest match, in one pass, offsets of the original.
use super::fold::fold_char;
use super::parse;
use crate::model::{Atlas, Mention, Names, PlaceId, PlaceKind};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// What a name in the table means.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Meaning {
    /// One place.
    Place(PlaceId),
    /// An abbreviation, which counts when the text has it in exactly this case; of no place where it is
    /// another's ("GUAM" is no Guam).
    Exact(Option<PlaceId>, &'static str),
    /// A name that several places share: the document's subject decides, or nobody.
    Shared(Vec<PlaceId>),
    /// A phrase that contains a name and means no place.
    Nothing,
}

/// What stands in the table under the hash of a folded beginning of a name.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    /// The hash's upper half; 0 is an empty slot.
    tag: u32,
    /// One more than the number of the name that ends here, 0 for none.
    name: u16,
    /// The same for an abbreviation, which goes before the name; the top bit says that longer names begin
    /// with this.
    exact: u16,
}

/// The top bit of [`Slot::exact`].
const MORE: u16 = 1 << 15;

/// An open table, small enough to stay in the cache and to be made while a reader waits.
struct Table {
    slots: Vec<Slot>,
    used: usize,
}

impl Table {
    fn new() -> Self {
        Self { slots: vec![Slot::default(); 1 << 14], used: 0 }
    }

    fn tag_of(hash: u64) -> u32 {
        ((hash >> 32) as u32).max(1)
    }

    fn get(&self, hash: u64) -> Option<Slot> {
        let mask = self.slots.len() - 1;
        let (tag, mut at) = (Self::tag_of(hash), hash as usize & mask);
        loop {
            let slot = self.slots[at];
            if slot.tag == tag {
                return Some(slot);
            }
            if slot.tag == 0 {
                return None;
            }
            at = (at + 1) & mask;
        }
    }

    fn enter(&mut self, hash: u64) -> &mut Slot {
        debug_assert!(self.used * 4 < self.slots.len() * 3, "the table is too small for the gazetteer");
        let mask = self.slots.len() - 1;
        let (tag, mut at) = (Self::tag_of(hash), hash as usize & mask);
        while self.slots[at].tag != 0 && self.slots[at].tag != tag {
            at = (at + 1) & mask;
        }
        if self.slots[at].tag == 0 {
            self.slots[at].tag = tag;
            self.used += 1;
        }
        &mut self.slots[at]
    }
}

/// The names of all places, ready to be found.
///
/// The table holds the hash of every name and of every beginning of a name that ends where a word ends,
/// over folded characters; a walk from each capital letter looks up one hash a word and stops at the
/// first that is not there. Most words cost one look.
pub struct Tagger {
    table: Table,
    meanings: Vec<Meaning>,
    japanese_names: Vec<(Names, u32)>,
    japanese: OnceLock<HashMap<char, Vec<(&'static str, u32)>>>,
}

const SEED: u64 = 0xcbf2_9ce4_8422_2325;

fn mix(hash: u64, c: char) -> u64 {
    (hash ^ c as u64).wrapping_mul(0x0000_0100_0000_01b3).rotate_left(5)
}

impl Tagger {
    /// The tagger for an atlas.
    pub fn new(atlas: &Atlas) -> Self {
        let mut tagger = Self {
            table: Table::new(),
            meanings: Vec::with_capacity(atlas.places.len() * 2),
            japanese_names: Vec::with_capacity(atlas.places.len() + 64),
            japanese: OnceLock::new(),
        };
        for (id, place) in atlas.iter() {
            let number = tagger.mean(Meaning::Place(id));
            // The official name stands among the names as well, where it can be matched at all.
            for name in std::iter::once(place.name).chain(place.names.iter()) {
                // "Central Asia and the Caucasus" names two regions, not the section that joins them.
                if place.kind != PlaceKind::Region || !name.contains(" and ") {
                    tagger.add(name, number);
                }
            }
            for name in place.demonyms.iter() {
                tagger.add(name, number);
            }
            tagger.japanese_names.push((place.japanese, number));
            for name in place.abbreviations.iter() {
                tagger.add_exact(name, Some(id));
            }
        }
        for (id, place) in atlas.iter() {
            for name in place.ambiguous.iter() {
                tagger.share(name, id);
            }
        }
        for blocker in parse::blockers() {
            let number = tagger.mean(Meaning::Nothing);
            for name in std::iter::once(blocker.name).chain(blocker.names.iter()) {
                tagger.add(name, number);
            }
            tagger.japanese_names.push((blocker.japanese, number));
            for name in blocker.abbreviations.iter() {
                tagger.add_exact(name, None);
            }
        }
        tagger
    }

    fn mean(&mut self, meaning: Meaning) -> u32 {
        self.meanings.push(meaning);
        self.meanings.len() as u32 - 1
    }

    fn add_exact(&mut self, name: &'static str, place: Option<PlaceId>) {
        let number = self.mean(Meaning::Exact(place, name));
        self.enter(name, |slot| slot.exact = slot.exact & MORE | (number + 1) as u16);
    }

    fn add(&mut self, name: &'static str, meaning: u32) {
        // The first to claim a name keeps it: countries stand before areas and blockers.
        self.enter(name, |slot| slot.name = if slot.name == 0 { (meaning + 1) as u16 } else { slot.name });
    }

    fn enter(&mut self, name: &'static str, whole: impl Fn(&mut Slot)) {
        let mut walk = Walk::new(name, 0);
        while let Some(end) = walk.next_word_end() {
            let slot = self.table.enter(walk.hash);
            if end == name.len() {
                whole(slot);
            } else {
                slot.exact |= MORE;
            }
        }
    }

    fn share(&mut self, name: &'static str, id: PlaceId) {
        let mut walk = Walk::new(name, 0);
        let mut whole = None;
        while let Some(end) = walk.next_word_end() {
            if end == name.len() {
                whole = Some(walk.hash);
            }
        }
        let Some(slot) = whole.and_then(|hash| self.table.get(hash)) else {
            let number = self.mean(Meaning::Shared(vec![id]));
            return self.add(name, number);
        };
        match slot.name.checked_sub(1).map(|number| &mut self.meanings[usize::from(number)]) {
            Some(Meaning::Shared(places)) => places.push(id),
            Some(_) => {}
            None => {
                let number = self.mean(Meaning::Shared(vec![id]));
                self.add(name, number);
            }
        }
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
                    self.match_japanese(text, at, range.end, c, found)
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
            let Some(slot) = self.table.get(walk.hash) else { break };
            let meaning =
                |number: u16| number.checked_sub(1).map(|number| &self.meanings[usize::from(number)]);
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
        let place = match meaning {
            Meaning::Place(place) => Some(*place),
            // An amount of money names no country.
            Meaning::Exact(place, _) => place.filter(|_| !text[end..limit].starts_with('$')),
            Meaning::Shared(places) => subject.filter(|subject| places.contains(subject)),
            Meaning::Nothing => None,
        };
        if let Some(place) = place {
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
        first: char,
        found: &mut Vec<Mention>,
    ) -> Option<usize> {
        let table = self.japanese.get_or_init(|| {
            let mut table: HashMap<char, Vec<(&str, u32)>> = HashMap::new();
            let all =
                self.japanese_names.iter().flat_map(|&(names, n)| names.iter().map(move |name| (name, n)));
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
        let (name, number) = table.get(&first)?.iter().find(|(name, _)| {
            text[at..limit].starts_with(name) && {
                let before = text[..at].chars().next_back();
                let after = text[at + name.len()..limit].chars().next();
                !(is_katakana(first) && before.is_some_and(is_katakana)
                    || name.chars().next_back().is_some_and(is_katakana) && after.is_some_and(is_katakana))
            }
        })?;
        let end = at + name.len();
        if let Meaning::Place(place) = &self.meanings[*number as usize] {
            found.push(Mention { place: *place, start: at as u32, end: end as u32 });
        }
        Some(end)
    }
}

fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

fn is_katakana(c: char) -> bool {
    ('\u{30a1}'..='\u{30fa}').contains(&c) || c == 'ー'
}

fn is_cjk(c: char) -> bool {
    ('\u{3040}'..='\u{30ff}').contains(&c) || ('\u{3400}'..='\u{9fff}').contains(&c)
}

/// Walks over text from a word's beginning and stops at each word's end with the hash so far.
struct Walk<'a> {
    text: &'a str,
    at: usize,
    hash: u64,
}

impl<'a> Walk<'a> {
    fn new(text: &'a str, at: usize) -> Self {
        Self { text, at, hash: SEED }
    }

    /// The byte after the next character behind which no letter stands.
    fn next_word_end(&mut self) -> Option<usize> {
        let bytes = self.text.as_bytes();
        loop {
            // The common case first: a plain letter with another behind it.
            let mut at = self.at;
            let mut hash = self.hash;
            while at + 1 < bytes.len() && bytes[at].is_ascii_alphabetic() {
                hash = mix(hash, bytes[at].to_ascii_lowercase() as char);
                at += 1;
                if bytes[at] < 0x80 && !bytes[at].is_ascii_alphabetic() {
                    (self.at, self.hash) = (at, hash);
                    return Some(at);
                }
            }
            (self.at, self.hash) = (at, hash);
            let &byte = bytes.get(self.at)?;
            if byte.is_ascii_whitespace() {
                // Any white space is one space; an empty line ends the walk.
                let run = bytes[self.at..].iter().take_while(|b| b.is_ascii_whitespace());
                let (mut length, mut lines) = (0, 0);
                for b in run {
                    length += 1;
                    lines += usize::from(*b == b'\n');
                }
                if lines > 1 {
                    return None;
                }
                self.hash = mix(self.hash, ' ');
                self.at += length;
            } else if byte < 0x80 {
                self.hash = mix(self.hash, byte.to_ascii_lowercase() as char);
                self.at += 1;
            } else {
                let c = self.text[self.at..].chars().next()?;
                fold_char(c, |plain| self.hash = mix(self.hash, plain));
                self.at += c.len_utf8();
            }
            let ends = match bytes.get(self.at) {
                None => true,
                Some(next) if *next < 0x80 => !next.is_ascii_alphabetic(),
                Some(_) => self.text[self.at..]
                    .chars()
                    .next()
                    .is_none_or(|c| !(c.is_alphabetic() && !is_cjk(c)) && !is_mark(c)),
            };
            if ends {
                return Some(self.at);
            }
        }
    }
}
