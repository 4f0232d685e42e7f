//! A term found fast in much text: a few bytes of it by the processor's widest instructions, the rest checked
//! only where those stand. Gives what [`Term`] gives; never allocates for a block without it.
use super::words::{Class, Term, class, ends_of, fold_each};
use crate::model::{Block, BlockKind};
use aho_corasick::{AhoCorasick, Input, Span, packed};
use std::collections::HashMap;
use std::ops::Range;
use std::sync::OnceLock;

/// How often a term stands in a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Count {
    pub block: u32,
    pub times: u32,
}

/// How to look through a text.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Manner {
    /// The text is all ASCII.
    pub plain: bool,
    /// Once in a block is enough.
    pub once: bool,
}

/// A term made ready.
pub(super) struct Finder {
    term: Term,
    way: Way,
}

enum Way {
    /// All ASCII: its bytes, and a few of them that are looked for.
    Plain { bytes: Vec<u8>, probe: Probe, offset: usize },
    /// All spellings of one of its characters that is not ASCII.
    Foreign(AhoCorasick),
}

/// A few bytes in either case.
enum Probe {
    Byte(u8, u8),
    Window(packed::Searcher),
    /// Where the processor has nothing wide.
    Automaton(AhoCorasick),
}

impl Probe {
    /// One to three ASCII bytes, folded.
    fn new(window: &[u8]) -> Option<Self> {
        if let [byte] = window {
            return Some(Self::Byte(*byte, byte.to_ascii_uppercase()));
        }
        let mut spellings: Vec<Vec<u8>> = vec![Vec::new()];
        for byte in window {
            let both = [*byte, byte.to_ascii_uppercase()];
            let kinds = if both[0] == both[1] { &both[..1] } else { &both[..] };
            spellings = spellings
                .iter()
                .flat_map(|begun| kinds.iter().map(move |byte| [&begun[..], &[*byte]].concat()))
                .collect();
        }
        if let Some(searcher) = packed::Searcher::new(&spellings) {
            return Some(Self::Window(searcher));
        }
        AhoCorasick::new(&spellings).ok().map(Self::Automaton)
    }

    /// What it costs to go through so many bytes in which it stands so often, in quarters of a nanosecond as
    /// measured: a byte alone is found twice as fast as several, and each place is looked at once more.
    fn cost(&self, bytes: usize, times: usize) -> usize {
        const LOOK: usize = 40;
        let pass = match self {
            Self::Byte(..) => bytes / 6,
            Self::Window(_) => bytes / 3,
            Self::Automaton(_) => bytes * 2,
        };
        pass + times * LOOK
    }

    fn find(&self, text: &[u8], from: usize) -> Option<usize> {
        match self {
            Self::Byte(small, large) if small == large => {
                memchr::memchr(*small, &text[from..]).map(|at| from + at)
            }
            Self::Byte(small, large) => memchr::memchr2(*small, *large, &text[from..]).map(|at| from + at),
            Self::Window(searcher) => {
                searcher.find_in(text, Span { start: from, end: text.len() }).map(|found| found.start())
            }
            Self::Automaton(automaton) => {
                automaton.find(Input::new(text).range(from..)).map(|found| found.start())
            }
        }
    }
}

/// How common a byte is in text, roughly: English letters by their order of frequency.
fn commonness(byte: u8) -> u32 {
    const LETTERS: &[u8] = b"zqxjkvbpygfwmucldrhsnioate";
    match LETTERS.iter().position(|&letter| letter == byte) {
        Some(at) => 4 + at as u32 * 2,
        None if byte.is_ascii_digit() => 20,
        None if matches!(byte, b'.' | b',' | b'-') => 30,
        None => 10,
    }
}

/// The stretches of up to three bytes without a space, the likeliest rare first.
fn windows(bytes: &[u8]) -> Vec<Range<usize>> {
    for wide in [3, 2, 1] {
        let mut all: Vec<(u32, usize)> = bytes
            .windows(wide)
            .enumerate()
            .filter(|(_, window)| !window.contains(&b' '))
            .map(|(at, window)| (window.iter().map(|&byte| commonness(byte)).sum(), at))
            .collect();
        if !all.is_empty() {
            all.sort_unstable();
            return all.into_iter().map(|(_, at)| at..at + wide).collect();
        }
    }
    Vec::new()
}

/// Every character outside ASCII that folds to others, by each of those.
fn spellings() -> &'static HashMap<char, Vec<char>> {
    static SPELLINGS: OnceLock<HashMap<char, Vec<char>>> = OnceLock::new();
    SPELLINGS.get_or_init(|| {
        let mut all: HashMap<char, Vec<char>> = HashMap::new();
        // Beyond are private characters and tags.
        for c in '\u{80}'..='\u{3ffff}' {
            fold_each(c, |plain| {
                if plain != c && !plain.is_ascii() {
                    all.entry(plain).or_default().push(c);
                }
            });
        }
        all
    })
}

fn is_blank(byte: u8) -> bool {
    matches!(byte, b'\t'..=b'\r' | b' ')
}

/// Where a scan stands among the blocks.
struct Cursor<'a> {
    blocks: &'a [Block],
    at: usize,
}

impl Cursor<'_> {
    /// The block that holds the byte; bytes are asked about in order.
    fn find(&mut self, byte: usize) -> Option<(u32, Range<usize>)> {
        let ends = |block: &Block| block.end as usize <= byte;
        // Mostly it is this one or one of the next.
        let near = &self.blocks[self.at..self.blocks.len().min(self.at + 4)];
        if let Some(ahead) = near.iter().position(|block| !ends(block)) {
            self.at += ahead;
        } else {
            self.at += near.len();
            self.at += self.blocks[self.at..].partition_point(ends);
        }
        let block = self.blocks.get(self.at)?;
        (block.start as usize <= byte).then(|| (self.at as u32, block.range()))
    }
}

fn add(found: &mut Vec<Count>, block: u32) {
    match found.last_mut() {
        Some(last) if last.block == block => last.times += 1,
        _ => found.push(Count { block, times: 1 }),
    }
}

impl Finder {
    pub fn new(term: Term) -> Self {
        let way = Self::way(&term);
        Self { term, way }
    }

    fn way(term: &Term) -> Way {
        let key = |c: &&char| !c.is_ascii();
        // Of a Japanese word, a character is rarer than a kana.
        let rare = term.chars.iter().filter(key).max_by_key(|&&c| (c >= '\u{3400}', c >= '\u{250}'));
        if let Some(&rare) = rare {
            let mut patterns = vec![rare.to_string()];
            patterns.extend(spellings().get(&rare).into_iter().flatten().map(char::to_string));
            if let Ok(automaton) = AhoCorasick::new(patterns) {
                return Way::Foreign(automaton);
            }
        }
        let bytes = term.text().into_bytes();
        // A term is never empty; a space alone is never one.
        let at = windows(&bytes).first().cloned().unwrap_or(0..1);
        let first = Probe::Byte(bytes[0], bytes[0].to_ascii_uppercase());
        match Probe::new(&bytes[at.clone()]) {
            Some(probe) => Way::Plain { probe, offset: at.start, bytes },
            None => Way::Plain { probe: first, offset: 0, bytes },
        }
    }

    /// Chooses the few bytes that are looked for by what that costs in a text like the others.
    pub fn tune(&mut self, text: &str) {
        /// So many stretches are tried on so much text.
        const TRIED: usize = 6;
        const ENOUGH: usize = 1 << 15;
        let Way::Plain { bytes, probe, offset } = &mut self.way else { return };
        let text = &text.as_bytes()[..text.len().min(ENOUGH)];
        let cost = |probe: &Probe| {
            let (mut times, mut from) = (0, 0);
            while let Some(at) = probe.find(text, from) {
                (times, from) = (times + 1, at + 1);
            }
            probe.cost(text.len(), times)
        };
        let mut least = cost(probe);
        let alone = (0..bytes.len()).filter(|&at| bytes[at] != b' ' && commonness(bytes[at]) < 14);
        for window in windows(bytes).into_iter().take(TRIED).chain(alone.map(|at| at..at + 1)) {
            if let Some(other) = Probe::new(&bytes[window.clone()]) {
                let cost = cost(&other);
                if cost < least {
                    (least, *probe, *offset) = (cost, other, window.start);
                }
            }
        }
    }

    /// The blocks of a text in which the term stands, in order.
    pub fn blocks(&self, text: &str, blocks: &[Block], manner: Manner, found: &mut Vec<Count>) {
        found.clear();
        match &self.way {
            Way::Plain { bytes, probe, offset } => {
                let needle = Needle { term: &self.term, bytes, offset: *offset };
                let mut cursor = Cursor { blocks, at: 0 };
                let (mut from, mut taken) = (0, 0);
                while let Some(at) = probe.find(text.as_bytes(), from) {
                    from = at + 1;
                    let Some((block, range)) = cursor.find(at) else { continue };
                    let Some(stands) = needle.at(text, &range, at) else { continue };
                    if stands.start < taken {
                        continue;
                    }
                    taken = stands.end;
                    add(found, block);
                    if manner.once {
                        from = range.end;
                    }
                }
                if !manner.plain {
                    let plain = found.len();
                    self.around_foreign(text, blocks, found);
                    if found.len() > plain {
                        merge(found);
                    }
                }
            }
            Way::Foreign(_) if manner.plain => {}
            Way::Foreign(automaton) => {
                let mut around =
                    Around { term: &self.term, text, cursor: Cursor { blocks, at: 0 }, tried: 0 };
                for key in automaton.find_iter(text) {
                    around.look(key.start(), found);
                }
            }
        }
        if manner.once && !manner.plain {
            for count in found.iter_mut() {
                count.times = 1;
            }
        }
    }

    /// How often the term stands in one block's text.
    pub fn count(&self, text: &str, plain: bool, scratch: &mut Vec<Count>) -> u32 {
        let whole = [Block { kind: BlockKind::Paragraph, start: 0, end: text.len() as u32 }];
        self.blocks(text, &whole, Manner { plain: plain || text.is_ascii(), once: false }, scratch);
        scratch.first().map_or(0, |count| count.times)
    }

    /// Matches of a plain term that have a character in them that is not ASCII.
    fn around_foreign(&self, text: &str, blocks: &[Block], found: &mut Vec<Count>) {
        const STRIDE: usize = 64;
        let mut letters = [false; 128];
        for &c in &self.term.chars {
            letters[c as usize & 127] = true;
        }
        let matters = |c: char| {
            if c.is_whitespace() {
                return letters[usize::from(b' ')];
            }
            let (mut silent, mut known) = (true, false);
            fold_each(c, |plain| {
                silent = false;
                known |= plain.is_ascii() && letters[plain as usize & 127];
            });
            silent || known
        };
        let mut around = Around { term: &self.term, text, cursor: Cursor { blocks, at: 0 }, tried: 0 };
        let bytes = text.as_bytes();
        for (number, stride) in bytes.chunks(STRIDE).enumerate() {
            if stride.is_ascii() {
                continue;
            }
            for (ahead, _) in stride.iter().enumerate().filter(|(_, byte)| **byte >= 0xc0) {
                let at = number * STRIDE + ahead;
                if text[at..].chars().next().is_some_and(matters) {
                    around.look(at, found);
                }
            }
        }
    }
}

/// Puts what two passes found in order.
fn merge(found: &mut Vec<Count>) {
    found.sort_unstable_by_key(|count| count.block);
    found.dedup_by(|next, kept| {
        let same = next.block == kept.block;
        if same {
            kept.times += next.times;
        }
        same
    });
}

/// A plain term, to be checked where a few of its bytes stand.
struct Needle<'a> {
    term: &'a Term,
    bytes: &'a [u8],
    /// Where in the term those few bytes are.
    offset: usize,
}

impl Needle<'_> {
    /// The match whose few bytes stand at `at`, inside the block, when all its characters are ASCII.
    fn at(&self, text: &str, block: &Range<usize>, at: usize) -> Option<Range<usize>> {
        let bytes = &text.as_bytes()[..block.end];
        let mut start = at;
        for &wanted in self.bytes[..self.offset].iter().rev() {
            let before = start;
            if wanted == b' ' {
                while start > block.start && is_blank(bytes[start - 1]) {
                    start -= 1;
                }
            } else if start > block.start && bytes[start - 1].to_ascii_lowercase() == wanted {
                start -= 1;
            }
            if start == before {
                return None;
            }
        }
        let mut end = at;
        for &wanted in &self.bytes[self.offset..] {
            let before = end;
            if wanted == b' ' {
                while end < bytes.len() && is_blank(bytes[end]) {
                    end += 1;
                }
            } else if end < bytes.len() && bytes[end].to_ascii_lowercase() == wanted {
                end += 1;
            }
            if end == before {
                return None;
            }
        }
        let is_letter = |byte: u8, rest: &dyn Fn() -> Class| {
            if byte.is_ascii() { byte.is_ascii_alphanumeric() } else { rest() == Class::Letter }
        };
        if self.bytes[0].is_ascii_alphanumeric() && start > block.start {
            let rest = || {
                let before = text[block.start..start].chars().rev().find_map(ends_of);
                before.map_or(Class::Sign, |(_, last)| class(last))
            };
            if is_letter(bytes[start - 1], &rest) {
                return None;
            }
        }
        if !self.term.prefix && self.bytes[self.bytes.len() - 1].is_ascii_alphanumeric() && end < bytes.len()
        {
            let rest = || {
                let behind = text[end..block.end].chars().find_map(ends_of);
                behind.map_or(Class::Sign, |(first, _)| class(first))
            };
            if is_letter(bytes[end], &rest) {
                return None;
            }
        }
        Some(start..end)
    }
}

/// Matches around given characters, each told of once.
struct Around<'a> {
    term: &'a Term,
    text: &'a str,
    cursor: Cursor<'a>,
    /// What begins before has been tried.
    tried: usize,
}

impl Around<'_> {
    /// Looks for matches that have the character at the byte `at` in them.
    fn look(&mut self, at: usize, found: &mut Vec<Count>) {
        let Some((block, range)) = self.cursor.find(at) else { return };
        let inside = &self.text[range.clone()];
        let at = at - range.start;
        let tried = self.tried.max(range.start) - range.start;
        let Some(key) = inside[at..].chars().next() else { return };
        let behind = at + key.len_utf8();
        self.tried = range.start + behind;
        let mut room = self.term.chars.len();
        let mut blank = false;
        // The earliest begin first, so that matches do not overlap: find how far back one may begin.
        let mut first = at;
        for (start, c) in inside[..at].char_indices().rev() {
            if start < tried || room == 0 {
                break;
            }
            first = start;
            if c.is_whitespace() {
                room -= usize::from(!blank);
                blank = true;
            } else {
                let mut many = 0;
                fold_each(c, |_| many += 1);
                room = room.saturating_sub(many);
                blank = blank && many == 0;
            }
        }
        if first == at && ends_of(key).is_none() {
            return; // no match begins with a mark
        }
        let before = inside[..first].chars().rev().find_map(ends_of);
        let mut before = before.map_or(Class::Sign, |(_, last)| class(last));
        for (ahead, c) in inside[first..behind].char_indices() {
            let Some((begins, last)) = ends_of(c) else { continue };
            let start = first + ahead;
            if begins == self.term.first()
                && start >= tried
                && self.term.may_follow(before)
                && let Some(core) = self.term.match_core(inside, start)
                && core > at
                && self.term.finish(inside, core).is_some()
            {
                add(found, block);
                self.tried = self.tried.max(range.start + core);
                return;
            }
            before = class(last);
        }
    }
}
