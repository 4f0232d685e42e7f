//! Headings and items recognised in plain paragraphs, by the numbering schemes that yearbooks use. Sorts what
//! [`text`](super::text) cut; never changes a byte of it.
use super::notes::{NoteHead, find_notes, note_head};
use super::numbers::{Numbered, Scheme, named, numbered};
use super::text::columns;
use memchr::{memchr, memchr_iter, memchr3};
use std::collections::HashMap;
use std::ops::Range;

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// How it is numbered.
    pub scheme: Scheme,
    /// Its number as a reader would cite it: "Chapter 2", "5"; empty where there is none.
    pub label: String,
    /// Its number as a number; 0 where there is none.
    pub ordinal: u16,
    /// The bytes of the words behind the number.
    pub title: Range<usize>,
    /// Its depth; 1 is the outermost.
    pub level: u8,
}

/// What a paragraph turned out to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    /// A heading.
    Heading(Heading),
    /// A list item and its depth.
    Item(u8),
    /// A footnote's body.
    Note(NoteHead),
    /// A body paragraph.
    Paragraph,
}

/// Whether words read as a title: short, no sentence.
pub(super) fn titular(words: &str, longest: usize) -> bool {
    let words = words.trim();
    // Bytes first: this is asked of long paragraphs, too.
    if words.is_empty() || words.len() > longest * 3 || columns(words) > longest {
        return false;
    }
    let stops = words.trim_end_matches(['”', '’', '"', ')', '」', '）']);
    let ends_sentence = stops.ends_with(['.', '!', ';', ':', ',', '。', '、', '；', '：', '，']);
    let shortened =
        || ["etc.", "U.S.", "U.K.", "D.C.", "Ltd.", "Inc."].iter().any(|end| stops.ends_with(end));
    // A sentence inside: a full stop, a space, a capital.
    let inside = |at: usize| {
        let before = words[..at].rsplit(' ').next().unwrap_or("");
        before.len() > 3
            && words[at + 1..].strip_prefix(' ').is_some_and(|after| after.starts_with(char::is_uppercase))
    };
    (!ends_sentence || shortened())
        && words.contains(char::is_alphabetic)
        && memchr(b'\t', words.as_bytes()).is_none()
        && (words.is_ascii() || !words.contains('。'))
        && !memchr_iter(b'.', words.as_bytes()).any(inside)
}

/// Whether a line begins with a chapter's or section's number.
pub(super) fn opens_section(line: &str) -> bool {
    named(line).is_some()
}

/// Whether a line begins like an item, a note or a numbered heading: `Some(true)` with a bullet, which
/// is never part of a sentence, `Some(false)` with a number.
pub(super) fn opens_item(line: &str) -> Option<bool> {
    if bullet(line).is_some() {
        return Some(!line.starts_with(['-', '–']));
    }
    (numbered(line).is_some_and(|n| n.sure || !matches!(n.scheme, Scheme::Letter | Scheme::Roman))
        || note_head(line, 0).is_some())
    .then_some(false)
}

/// What stands behind a bullet.
pub(super) fn bullet(line: &str) -> Option<&str> {
    if line.starts_with(|c: char| c.is_ascii_alphanumeric()) {
        return None;
    }
    let rest = line.strip_prefix(['•', '◦', '▪', '▸', '‣', '・', '●', '○', '◆', '■', '-', '–', '*'])?;
    let spaced = rest.starts_with([' ', '\u{3000}', '\t']);
    // A Japanese bullet needs no space, and a row of signs is a rule.
    (rest.contains(char::is_alphanumeric) && (spaced || line.starts_with('・'))).then(|| rest.trim_start())
}

/// What a paragraph looks like, for itself.
enum Look<'a> {
    Note(NoteHead),
    Bullet,
    Numbered(Numbered<'a>),
    /// A line that may be a heading without a number.
    Plain,
    Prose,
}

fn look(line: &str) -> Look<'_> {
    if bullet(line).is_some() {
        return Look::Bullet;
    }
    match numbered(line) {
        Some(numbered) => Look::Numbered(numbered),
        None if plain(line) => Look::Plain,
        None => Look::Prose,
    }
}

/// Whether a line may be a heading without a number.
fn plain(line: &str) -> bool {
    let bare = line.trim_start_matches(['“', '‘', '"', '「', '『', '【', '[']);
    // The cheapest first: this is asked of every paragraph that there is.
    line.len() <= 80 * 3
        && bare.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
        && memchr3(b':', b';', b'\n', line.as_bytes()).is_none()
        && (line.is_ascii() || !line.contains('：'))
        && titular(line, 80)
        && !line.ends_with(['?', '？'])
        && line.split_whitespace().count() <= 12
}

/// Sorts paragraphs into headings, items, footnotes and the rest.
pub fn classify(text: &str, paragraphs: &[Range<usize>]) -> Vec<(Range<usize>, Kind)> {
    let lines: Vec<&str> = paragraphs.iter().map(|range| &text[range.clone()]).collect();
    let notes = find_notes(text, paragraphs);
    let looks = lines.iter().zip(notes).map(|(&line, note)| note.map_or_else(|| look(line), Look::Note));
    let looks: Vec<Look<'_>> = looks.collect();
    let second = |(at, look): (usize, &Look<'_>)| match look {
        Look::Numbered(b) if b.ordinal == 2 && titular(b.rest, 160) => Some((b.scheme, at)),
        _ => None,
    };
    let seconds = looks.iter().enumerate().filter_map(second).collect();
    let gaps = paragraphs.windows(2).map(|pair| &text[pair[0].end..pair[1].start]);
    let mut apart: Vec<bool> =
        std::iter::once(true).chain(gaps.map(|gap| memchr_iter(b'\n', gap.as_bytes()).count() > 1)).collect();
    if apart.iter().filter(|&&apart| apart).count() * 2 <= apart.len() {
        apart.fill(true);
    }
    Sorter { lines, looks, apart, headings: Vec::new(), items: Vec::new(), seconds }.sort(paragraphs)
}

/// Goes through the paragraphs in order and knows what stood before.
struct Sorter<'a> {
    lines: Vec<&'a str>,
    looks: Vec<Look<'a>>,
    /// Whether each stands apart from what is before it, as far as this text parts paragraphs at all.
    apart: Vec<bool>,
    /// The schemes of the headings above, with the last number of each.
    headings: Vec<(Scheme, u16)>,
    /// The schemes of the list's items above.
    items: Vec<Scheme>,
    /// Where the last paragraph stands that could be the second heading of a scheme.
    seconds: HashMap<Scheme, usize>,
}

impl Sorter<'_> {
    fn sort(mut self, paragraphs: &[Range<usize>]) -> Vec<(Range<usize>, Kind)> {
        let mut kinds: Vec<(Range<usize>, Kind)> = Vec::with_capacity(paragraphs.len());
        let mut only_headings = true;
        let mut at = 0;
        while at < paragraphs.len() {
            let mut range = paragraphs[at].clone();
            let kind = if let Look::Note(note) = &self.looks[at] {
                Kind::Note(note.clone())
            } else if let Some((scheme, label, ordinal, title)) = self.heading(at, only_headings) {
                let mut title = range.end - title.len()..range.end;
                if scheme == Scheme::Angle {
                    let close = self.lines[at].chars().next_back().map_or(0, char::len_utf8);
                    title = range.start + self.lines[at].chars().next().map_or(0, char::len_utf8)
                        ..range.end - close;
                }
                if title.is_empty() && self.is_title_of(at) {
                    // "Chapter 2" alone on its line: the next paragraph is its title.
                    at += 1;
                    title = paragraphs[at].clone();
                    range.end = title.end;
                }
                let level = self.level(scheme, ordinal, at);
                Kind::Heading(Heading { scheme, label, ordinal, title, level })
            } else if let Some(scheme) = self.item(at) {
                Kind::Item(self.depth(scheme))
            } else {
                Kind::Paragraph
            };
            if !matches!(kind, Kind::Item(_)) {
                self.items.clear();
            }
            only_headings &= matches!(kind, Kind::Heading(_));
            kinds.push((range, kind));
            at += 1;
        }
        kinds
    }

    /// Whether a paragraph is a heading: its scheme, label, number and title.
    fn heading(&self, at: usize, only_headings: bool) -> Option<(Scheme, String, u16, &str)> {
        if let Look::Numbered(found) = &self.looks[at]
            && self.is_numbered_heading(at, found, only_headings)
        {
            return Some((found.scheme, found.label.clone(), found.ordinal, found.rest));
        }
        self.is_plain_heading(at).then(|| (Scheme::Plain, String::new(), 0, self.lines[at]))
    }

    fn is_numbered_heading(&self, at: usize, found: &Numbered<'_>, only_headings: bool) -> bool {
        if found.rest.is_empty() {
            return found.scheme.is_named();
        }
        let small = found.rest.starts_with(char::is_lowercase);
        if small && found.scheme != Scheme::Angle || !titular(found.rest, 160) {
            return false;
        }
        if found.scheme.is_named() {
            return true;
        }
        // What heads nothing is no heading, nor is one of a list.
        let heads = !matches!(self.looks.get(at + 1), None | Some(Look::Note(_)));
        if !heads || self.is_listed(at) {
            return false;
        }
        // A bare "5 Officials" may be the start of any line: it counts at the head of the text and in
        // its place in a row.
        let last = self.headings.iter().find(|(scheme, _)| *scheme == found.scheme).map(|(_, last)| *last);
        let in_row = match (found.scheme, found.ordinal) {
            // "A" is a word where no "B" follows, "I" is one, and "1.1" a quantity.
            (scheme @ (Scheme::Letter | Scheme::Roman | Scheme::Dotted(_)), 1) => {
                self.seconds.get(&scheme).is_some_and(|&second| second >= at) || self.is_first_part(found)
            }
            (_, 1) => true,
            (_, ordinal) => only_headings && ordinal <= 30 || last.is_some_and(|last| last < ordinal),
        };
        found.sure || in_row
    }

    /// Whether "3.1" stands below a heading "3".
    fn is_first_part(&self, found: &Numbered<'_>) -> bool {
        let Scheme::Dotted(count) = found.scheme else { return false };
        let above = if count > 2 { Scheme::Dotted(count - 1) } else { Scheme::Number };
        let whole = found.label.rsplit('.').nth(1).and_then(|number| number.parse().ok());
        self.headings.last().is_some_and(|&(scheme, last)| scheme == above && Some(last) == whole)
    }

    /// Whether a neighbour is numbered in the same way with nothing between.
    fn is_listed(&self, at: usize) -> bool {
        let Look::Numbered(found) = &self.looks[at] else { return false };
        let same = |other: Option<&Look<'_>>, ordinal: Option<u16>| {
            matches!(other, Some(Look::Numbered(other))
                if other.scheme == found.scheme && Some(other.ordinal) == ordinal)
        };
        !found.scheme.is_named()
            && found.scheme != Scheme::Angle
            && (same(self.looks.get(at + 1), found.ordinal.checked_add(1))
                || at > 0 && same(self.looks.get(at - 1), found.ordinal.checked_sub(1)))
    }

    fn is_plain_heading(&self, at: usize) -> bool {
        let may_be = |look: &Look<'_>| matches!(look, Look::Plain);
        // "A New Era" reads as a letter and is a plain line when the letter is none.
        let plain_line = may_be(&self.looks[at])
            || matches!(&self.looks[at], Look::Numbered(n) if matches!(n.scheme, Scheme::Letter | Scheme::Roman) && !n.sure)
                && plain(self.lines[at]);
        // Where empty lines part paragraphs, a short line right below another is the rest of it.
        if !plain_line || !self.apart[at] {
            return false;
        }
        // A few such lines may follow each other; many, or some with nothing below, are a list of names.
        let after = self.looks[at + 1..].iter().take(4).take_while(|look| may_be(look)).count();
        let before = self.looks[..at].iter().rev().take(4).take_while(|look| may_be(look)).count();
        let many = before + 1 + after > 3 && at > 0;
        match self.looks.get(at + 1 + after) {
            None | Some(Look::Note(_)) => false,
            // A heading heads something longer than itself.
            Some(Look::Prose) if after == 0 => !many && self.lines[at + 1].len() > self.lines[at].len() / 2,
            Some(_) => !many,
        }
    }

    /// Whether the next paragraph can be the title of a number that stands alone.
    fn is_title_of(&self, at: usize) -> bool {
        self.lines.get(at + 1).is_some_and(|next| titular(next, 160))
            && matches!(self.looks[at + 1], Look::Plain | Look::Prose)
    }

    /// The level of a heading, under those above.
    fn level(&mut self, scheme: Scheme, ordinal: u16, at: usize) -> u8 {
        let place = |headings: &[(Scheme, u16)], scheme| headings.iter().position(|(s, _)| *s == scheme);
        if scheme == Scheme::Plain {
            let same = place(&self.headings, Scheme::Plain);
            match self.looks.get(at + 1) {
                // A plain line right above a first number stands above all of that numbering.
                Some(Look::Numbered(below)) if below.ordinal == 1 && !below.scheme.is_named() => {
                    let cut = place(&self.headings, below.scheme).into_iter().chain(same).min();
                    self.headings.truncate(cut.unwrap_or(self.headings.len()));
                }
                // Others are its neighbours where there is one, else they stand under what is above.
                _ if same.is_none() => return self.headings.len() as u8 + 1,
                _ => {}
            }
        } else if scheme.is_named() {
            // A chapter stands above all but a part, a section above all but those two.
            self.headings.retain(|(above, _)| *above < scheme);
        }
        if let Some(same) = place(&self.headings, scheme) {
            self.headings.truncate(same);
        }
        self.headings.push((scheme, ordinal));
        self.headings.len() as u8
    }

    /// Whether a paragraph that is no heading is an item of a list.
    fn item(&self, at: usize) -> Option<Scheme> {
        match &self.looks[at] {
            Look::Bullet => Some(Scheme::Plain),
            Look::Numbered(n) if matches!(n.scheme, Scheme::ParenNumber | Scheme::ParenLetter) => {
                Some(n.scheme)
            }
            Look::Numbered(n) if n.scheme != Scheme::Angle && self.is_listed(at) => Some(n.scheme),
            _ => None,
        }
    }

    /// The depth of an item, under those above.
    fn depth(&mut self, scheme: Scheme) -> u8 {
        match self.items.iter().position(|&above| above == scheme) {
            Some(same) => self.items.truncate(same + 1),
            None => self.items.push(scheme),
        }
        self.items.len() as u8 - 1
    }
}

/// Whether a paragraph could be a heading, as far as it tells itself.
pub(super) fn may_head(line: &str) -> bool {
    match look(line) {
        Look::Numbered(found) => titular(found.rest, 160) || found.rest.is_empty(),
        Look::Plain => true,
        Look::Note(_) | Look::Bullet | Look::Prose => false,
    }
}
