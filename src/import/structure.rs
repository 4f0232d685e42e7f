//! Headings, items and footnotes recognised in plain paragraphs, by the numbering schemes that
//! yearbooks use. Sorts what [`text`](super::text) cut; never changes a byte of it.
use super::text::{columns, digit, is_wide};
use crate::model::{Document, Note, Span, SpanKind};
use std::collections::HashMap;
use std::ops::Range;

/// How a heading or an item is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scheme {
    /// "Part I", 第1部.
    Part,
    /// "Chapter 2", 第2章.
    Chapter,
    /// "Section 5", 第5節.
    Section,
    /// "II. …".
    Roman,
    /// "1 Russia", "2.Canada", "5. Russia".
    Number,
    /// "A …", "E The Russian Federation".
    Letter,
    /// "(1) …", （1）.
    ParenNumber,
    /// "(a) …", （ア）.
    ParenLetter,
    /// "‹sub-head>".
    Angle,
    /// No number; of an item: a bullet.
    Plain,
}

impl Scheme {
    /// Whether the number has a word of its own, which says how high it stands.
    pub fn is_named(self) -> bool {
        self <= Self::Section
    }
}

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

/// A number at the head of a line.
struct Numbered<'a> {
    scheme: Scheme,
    label: String,
    ordinal: u16,
    /// Whether it can be nothing but a number: it has a full stop, brackets or a word of its own.
    sure: bool,
    rest: &'a str,
}

/// A small reader of characters that knows full-width forms.
struct Cursor<'a>(&'a str);

impl<'a> Cursor<'a> {
    fn eat(&mut self, any: &[char]) -> bool {
        let Some(rest) = self.0.strip_prefix(any) else { return false };
        self.0 = rest;
        true
    }

    fn eat_word(&mut self, word: &str) -> bool {
        let found = self.0.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
        if found {
            self.0 = &self.0[word.len()..];
        }
        found
    }

    /// As many characters as fit.
    fn take(&mut self, fits: impl Fn(char) -> bool) -> &'a str {
        let end = self.0.find(|c| !fits(c)).unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at(end);
        self.0 = rest;
        taken
    }

    /// A number of up to three digits: longer ones are years and quantities.
    fn number(&mut self, digit: fn(char) -> Option<char>) -> Option<u16> {
        let mut ahead = Self(self.0);
        let number = value(ahead.take(|c| digit(c).is_some()), digit)?;
        self.0 = ahead.0;
        Some(number)
    }

    fn spaces(&mut self) -> bool {
        !self.take(|c| matches!(c, ' ' | '\u{3000}' | '\t' | '\u{a0}' | '\n')).is_empty()
    }
}

fn value(digits: &str, digit: fn(char) -> Option<char>) -> Option<u16> {
    if digits.is_empty() || digits.chars().count() > 3 {
        return None;
    }
    digits.chars().filter_map(digit).collect::<String>().parse().ok()
}

/// The value of a Roman number up to 49, in capitals.
fn roman(number: &str) -> Option<u16> {
    let value = |c| match c {
        'I' => Some(1),
        'V' => Some(5),
        'X' => Some(10),
        'L' => Some(50),
        _ => None,
    };
    let values: Vec<u16> = number.chars().map(value).collect::<Option<_>>()?;
    let (mut sum, mut high) = (0, 0);
    for &value in values.iter().rev() {
        if value < high {
            sum -= value;
        } else {
            high = value;
            sum += value;
        }
    }
    (values.len() <= 6 && (1..50).contains(&sum)).then_some(sum)
}

/// The value of a number in Japanese numerals, up to 99.
fn kanji(number: &str) -> Option<u16> {
    let unit = |c| "一二三四五六七八九".chars().position(|d| d == c).map(|n| n as u16 + 1);
    let (tens, units) = number.split_once('十').map_or(("", number), |(tens, units)| (tens, units));
    let one = |digits: &str, none| {
        let mut chars = digits.chars();
        match (chars.next(), chars.next()) {
            (None, _) => Some(none),
            (Some(c), None) => unit(c),
            _ => None,
        }
    };
    let tens = if number.contains('十') { one(tens, 1)? * 10 } else { 0 };
    Some(tens + one(units, 0)?).filter(|&sum| sum > 0)
}

/// The schemes with a word of their own.
const NAMED: [(&str, char, Scheme); 3] =
    [("Part", '部', Scheme::Part), ("Chapter", '章', Scheme::Chapter), ("Section", '節', Scheme::Section)];

/// Reads the number at the head of a line.
fn numbered(line: &str) -> Option<Numbered<'_>> {
    let first = line.chars().next()?;
    match first {
        'P' | 'p' | 'C' | 'c' | 'S' | 's' | '第' => named(line).or_else(|| lettered(line)),
        '(' | '（' => bracketed(line),
        '‹' | '〈' | '＜' | '<' => {
            let inner = line[first.len_utf8()..].strip_suffix(['›', '〉', '＞', '>'])?;
            let sound = !inner.contains(['<', '>', '‹', '›']) && inner.contains(char::is_alphabetic);
            let label = String::new();
            sound.then_some(Numbered { scheme: Scheme::Angle, label, ordinal: 0, sure: true, rest: inner })
        }
        _ if digit(first).is_some() => {
            let mut at = Cursor(line);
            let ordinal = at.number(digit)?;
            let dot = at.eat(&['.', '．', ')', '）', '、']);
            let space = at.spaces();
            // "17,200", "2.5 times" and "3rd" are no numbers of headings; "2.Canada" is. "12 May" is a day.
            let sound = (dot || space)
                && !at.0.starts_with(|c: char| digit(c).is_some())
                && !MONTHS.iter().any(|month| at.0.starts_with(month));
            sound.then(|| Numbered {
                scheme: Scheme::Number,
                label: ordinal.to_string(),
                ordinal,
                sure: dot,
                rest: at.0,
            })
        }
        _ => lettered(line),
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// "Chapter 2", "Section IV: …", 第6節, 第二章.
fn named(line: &str) -> Option<Numbered<'_>> {
    let made = |word: &str, number: &str, ordinal, scheme, rest| Numbered {
        scheme,
        label: format!("{word} {number}"),
        ordinal,
        sure: true,
        rest,
    };
    let mut at = Cursor(line);
    if at.eat(&['第']) {
        let ordinal = match at.number(digit) {
            Some(number) => number,
            None => kanji(at.take(|c| "一二三四五六七八九十".contains(c)))?,
        };
        let (word, _, scheme) = *NAMED.iter().find(|(_, sign, _)| at.eat(&[*sign]))?;
        at.spaces();
        return Some(made(word, &ordinal.to_string(), ordinal, scheme, at.0));
    }
    let (word, _, scheme) = *NAMED.iter().find(|(word, ..)| at.eat_word(word))?;
    if !at.spaces() {
        return None;
    }
    let number: String = at.take(char::is_alphanumeric).chars().map(|c| digit(c).unwrap_or(c)).collect();
    let ordinal = value(&number, digit).filter(|_| number.bytes().all(|b| b.is_ascii_digit()));
    let ordinal = ordinal.or_else(|| roman(&number))?;
    at.eat(&['.', ':', '：']);
    at.spaces();
    at.eat(&['-', '–', '—']);
    at.spaces();
    Some(made(word, &number, ordinal, scheme, at.0))
}

/// The letters that number parts, in their order.
const KATAKANA: &str = "アイウエオカキクケコサシスセソタチツテト";

/// "(1) …", "(a) …", （ア）.
fn bracketed(line: &str) -> Option<Numbered<'_>> {
    let mut at = Cursor(line);
    at.eat(&['(', '（']);
    let (scheme, ordinal, label) = if let Some(number) = at.number(digit) {
        (Scheme::ParenNumber, number, format!("({number})"))
    } else {
        let letter = at.0.chars().next().filter(|c| c.is_ascii_lowercase() || KATAKANA.contains(*c))?;
        at.eat(&[letter]);
        let place = KATAKANA.chars().position(|c| c == letter);
        let ordinal = place.map_or_else(|| letter as u16 - u16::from(b'a'), |place| place as u16) + 1;
        (Scheme::ParenLetter, ordinal, format!("({letter})"))
    };
    if !at.eat(&[')', '）']) {
        return None;
    }
    at.spaces();
    Some(Numbered { scheme, label, ordinal, sure: true, rest: at.0 })
}

/// "E The Russian Federation", "A. …", "II. …".
fn lettered(line: &str) -> Option<Numbered<'_>> {
    let mut at = Cursor(line);
    let letters = at.take(|c| c.is_ascii_uppercase());
    let dot = at.eat(&['.', '．']);
    let space = at.spaces();
    let number = roman(letters).filter(|_| dot);
    let letter = letters.bytes().next().filter(|_| letters.len() == 1);
    let (scheme, ordinal) = match (number, letter) {
        // Roman numbers are written with a full stop: "I" and "V" may be words. C, D, L, M are letters.
        (Some(number), _) if letters != "L" => (Scheme::Roman, number),
        (_, Some(letter)) if dot || letter != b'I' => (Scheme::Letter, u16::from(letter - b'A') + 1),
        _ => return None,
    };
    // "A" may be a word, "J. Smith" a person: what stands behind has a capital, and space before it.
    let capital = at.0.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_ascii());
    (space && capital).then(|| Numbered { scheme, label: letters.into(), ordinal, sure: dot, rest: at.0 })
}

/// Whether words read as a title: short, no sentence.
fn titular(words: &str, longest: usize) -> bool {
    let words = words.trim();
    // Bytes first: this is asked of long paragraphs, too.
    if words.is_empty() || words.len() > longest * 3 || columns(words) > longest {
        return false;
    }
    let stops = words.trim_end_matches(['”', '’', '"', ')', '」', '）']);
    let ends_sentence = stops.ends_with(['.', '!', ';', ':', ',', '。', '、', '；', '：', '，']);
    let shortened = ["etc.", "U.S.", "U.K.", "D.C.", "Ltd.", "Inc."].iter().any(|end| stops.ends_with(end));
    // A sentence inside: a full stop, a space, a capital.
    let inside = words.match_indices(". ").any(|(at, _)| {
        let before = words[..at].rsplit(' ').next().unwrap_or("");
        before.len() > 3 && words[at + 2..].starts_with(char::is_uppercase)
    });
    words.contains(char::is_alphabetic)
        && (!ends_sentence || shortened)
        && !inside
        && !words.contains(['。', '\t'])
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
    (numbered(line).is_some_and(|n| n.scheme != Scheme::Letter || n.sure) || note_head(line, 0).is_some())
        .then_some(false)
}

/// What stands behind a bullet.
fn bullet(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(['•', '・', '●', '○', '◆', '■', '-', '–', '*'])?;
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
    titular(line, 80)
        && bare.chars().next().is_some_and(|c| c.is_alphabetic() && !c.is_lowercase())
        && !line.contains([':', '：', ';', '\n'])
        && !line.ends_with(['?', '？'])
        && line.split_whitespace().count() <= 12
}

/// Sorts paragraphs into headings, items, footnotes and the rest.
pub fn classify(text: &str, paragraphs: &[Range<usize>]) -> Vec<(Range<usize>, Kind)> {
    let lines: Vec<&str> = paragraphs.iter().map(|range| &text[range.clone()]).collect();
    let notes = find_notes(text, paragraphs);
    let looks = lines.iter().zip(notes).map(|(&line, note)| note.map_or_else(|| look(line), Look::Note));
    let looks = looks.collect();
    let gaps = paragraphs.windows(2).map(|pair| &text[pair[0].end..pair[1].start]);
    let mut apart: Vec<bool> =
        std::iter::once(true).chain(gaps.map(|gap| gap.matches('\n').count() > 1)).collect();
    if apart.iter().filter(|&&apart| apart).count() * 2 <= apart.len() {
        apart.fill(true);
    }
    Sorter { lines, looks, apart, headings: Vec::new(), items: Vec::new() }.sort(paragraphs)
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
            // "A" is a word where no "B" follows.
            (Scheme::Letter, 1) => self.looks[at..].iter().any(|look| {
                matches!(look, Look::Numbered(b)
                    if b.scheme == Scheme::Letter && b.ordinal == 2 && titular(b.rest, 160))
            }),
            (_, 1) => true,
            (_, ordinal) => only_headings && ordinal <= 30 || last.is_some_and(|last| last < ordinal),
        };
        found.sure || in_row
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
            || matches!(&self.looks[at], Look::Numbered(n) if n.scheme == Scheme::Letter && !n.sure)
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

/// How a footnote's number looks, in its mark and before its body.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Style {
    /// "workers7".
    Glued,
    /// "NATO,(1)", "aid[1]".
    Bracket,
    /// "(*4)", （注1）, "(Note 1)".
    Sign,
}

/// The head of a footnote's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteHead {
    number: u16,
    style: Style,
    /// Whether a bullet or a full stop goes with the number: notes of one group agree in that.
    dress: (bool, bool),
    /// The bytes of its label in the text.
    label: Range<usize>,
    /// Whether the body is a sentence, no title.
    told: bool,
    /// Where its marks stand.
    marks: Vec<Range<usize>>,
}

/// The value of a digit in a mark, superscripts too.
fn mark_digit(c: char) -> Option<char> {
    let high = "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|d| d == c);
    digit(c).or_else(|| char::from_digit(high? as u32, 10))
}

const SIGNS: [char; 4] = ['*', '＊', '※', '注'];
const OPEN: [char; 4] = ['(', '（', '[', '［'];
const CLOSE: [char; 4] = [')', '）', ']', '］'];

/// Reads a paragraph that starts at byte `start` as a footnote's body.
fn note_head(line: &str, start: usize) -> Option<NoteHead> {
    let inner = bullet(line).unwrap_or(line);
    let mut at = Cursor(inner);
    let open = at.eat(&OPEN);
    let word = at.eat_word("note");
    if word {
        at.eat(&['.']);
        at.spaces();
    }
    let sign = word || at.eat(&SIGNS);
    let high = at.0.starts_with(|c| digit(c).is_none());
    let number = at.number(mark_digit)?;
    if open && !at.eat(&CLOSE) {
        return None;
    }
    let from = start + line.len() - inner.len();
    let label = from..from + inner.len() - at.0.len();
    let style = match (sign, open) {
        (true, _) => Style::Sign,
        (false, true) => Style::Bracket,
        (false, false) => Style::Glued,
    };
    let dot = !open && at.eat(&['.', ')', '．', '）', ':', '：']);
    let spaced = at.spaces() || open || high;
    let words = at.0.chars().filter(|c| c.is_alphabetic()).take(3).count() > 2;
    (spaced && words).then(|| NoteHead {
        number,
        style,
        dress: (inner.len() < line.len(), dot),
        label,
        told: !titular(at.0, 160),
        marks: Vec::new(),
    })
}

/// The paragraphs that are footnotes' bodies, with their marks. They stand together at the end of the
/// text or right before a heading, and marks of their numbers stand in the text before them.
fn find_notes(text: &str, paragraphs: &[Range<usize>]) -> Vec<Option<NoteHead>> {
    let mut heads: Vec<Option<NoteHead>> =
        paragraphs.iter().map(|range| note_head(&text[range.clone()], range.start)).collect();
    if heads.iter().all(Option::is_none) {
        return heads;
    }
    let marks = marks(text);
    let marked = |head: &NoteHead| {
        let marks = marks.get(&(head.number, head.style));
        marks.is_some_and(|marks| marks.iter().any(|mark| mark.end < head.label.start))
    };
    let alike = |one: &NoteHead, other: &NoteHead| one.style == other.style && one.dress == other.dress;
    // From the end: a note is followed by another, by a heading, or by nothing.
    for at in (0..heads.len()).rev() {
        let sound = heads[at].as_ref().is_some_and(|head| {
            let next = heads.get(at + 1).and_then(Option::as_ref);
            let closes = next.is_some_and(|next| alike(head, next))
                || paragraphs.get(at + 1).is_none_or(|next| may_head(&text[next.clone()]));
            closes && (head.told || marked(head))
        });
        if !sound {
            heads[at] = None;
        }
    }
    // Forward: each group takes the marks since the group before it.
    let (mut from, mut at) = (0, 0);
    while at < heads.len() {
        let Some(first) = &heads[at] else {
            at += 1;
            continue;
        };
        let size = heads[at..].iter().map_while(Option::as_ref).take_while(|head| alike(first, head)).count();
        let stretch = from..first.label.start;
        let group = &mut heads[at..at + size];
        let own = share_marks(group, &marks, &stretch);
        if own * 2 >= size && own > 0 {
            from = paragraphs[at + size - 1].end;
        } else {
            // A numbered list that stands where notes could.
            group.fill(None);
        }
        at += size;
    }
    heads
}

/// Gives the notes of a group their marks; returns how many have any. Where a number comes twice in a
/// group, each note takes one mark, in order, and the last one all that are left.
fn share_marks(
    group: &mut [Option<NoteHead>],
    marks: &HashMap<(u16, Style), Vec<Range<usize>>>,
    stretch: &Range<usize>,
) -> usize {
    let mut shares: HashMap<u16, Vec<usize>> = HashMap::new();
    for (place, head) in group.iter().enumerate() {
        if let Some(head) = head {
            shares.entry(head.number).or_default().push(place);
        }
    }
    let mut own = 0;
    for places in shares.into_values() {
        let Some(Some(head)) = places.first().map(|&place| &group[place]) else { continue };
        let found = marks.get(&(head.number, head.style)).map_or(&[][..], Vec::as_slice);
        let mut found =
            found.iter().filter(|mark| stretch.start <= mark.start && mark.end <= stretch.end).cloned();
        for (n, &place) in places.iter().enumerate() {
            let share = if n + 1 < places.len() { 1 } else { usize::MAX };
            if let Some(head) = &mut group[place] {
                head.marks = found.by_ref().take(share).collect();
                own += usize::from(!head.marks.is_empty());
            }
        }
    }
    own
}

/// Whether a paragraph could be a heading, as far as it tells itself.
pub(super) fn may_head(line: &str) -> bool {
    match look(line) {
        Look::Numbered(found) => titular(found.rest, 160) || found.rest.is_empty(),
        Look::Plain => true,
        Look::Note(_) | Look::Bullet | Look::Prose => false,
    }
}

/// All that could be a footnote's mark, by number and style, in order.
fn marks(text: &str) -> HashMap<(u16, Style), Vec<Range<usize>>> {
    let mut marks: HashMap<(u16, Style), Vec<Range<usize>>> = HashMap::new();
    let mut at = 0;
    while let Some(found) = text[at..].find(|c| mark_digit(c).is_some()) {
        let start = at + found;
        let digits = Cursor(&text[start..]).take(|c| mark_digit(c).is_some());
        at = start + digits.len();
        if let Some(number) = value(digits, mark_digit)
            && let Some((style, range)) = mark(text, start..at)
        {
            marks.entry((number, style)).or_default().push(range);
        }
    }
    marks
}

/// Whether a number in the text is a footnote's mark, and all its bytes.
fn mark(text: &str, number: Range<usize>) -> Option<(Style, Range<usize>)> {
    let (before, after) = (&text[..number.start], &text[number.end..]);
    let close = after.chars().next().filter(|c| CLOSE.contains(c));
    let with_brackets = |before: &str| match (before.strip_suffix(OPEN), close) {
        (Some(open), Some(close)) => open.len()..number.end + close.len_utf8(),
        _ => before.len()..number.end,
    };
    if let Some(rest) = before.strip_suffix(SIGNS) {
        return Some((Style::Sign, with_brackets(rest)));
    }
    let word = before.trim_end_matches([' ', '.']);
    if let Some(rest) = word.strip_suffix("Note").or_else(|| word.strip_suffix("note"))
        && rest.ends_with(OPEN)
    {
        return Some((Style::Sign, with_brackets(rest)));
    }
    if let (Some(open), Some(_)) = (before.strip_suffix(OPEN), close) {
        // "(1)" behind a space counts off the parts of a sentence, "9(1)" belongs to its number.
        let glued = open.chars().next_back().is_some_and(|c| {
            c.is_alphabetic() && !is_wide(c) || matches!(c, '.' | ',' | ';' | ':' | ')' | '”' | '’' | '"')
        });
        return glued.then(|| (Style::Bracket, with_brackets(before)));
    }
    let high = text[number.clone()].chars().all(|c| digit(c).is_none());
    let sound = if high {
        before.ends_with(|c: char| !c.is_whitespace()) && !is_unit(before)
    } else {
        carries_mark(before) && ends_number(after)
    };
    sound.then_some((Style::Glued, number))
}

/// The word that stands last.
fn last_word(before: &str) -> &str {
    let start = before.char_indices().rev().take_while(|(_, c)| c.is_alphabetic()).last();
    start.map_or("", |(at, _)| &before[at..])
}

/// "km2" is an area.
fn is_unit(before: &str) -> bool {
    matches!(last_word(before), "km" | "m" | "cm" | "mm")
}

/// Whether what stands before a number can carry a footnote's mark: a word of at least two letters, the
/// last one small ("workers7", not "G7"), or closing punctuation behind a word ("peace,7", not "17,200").
fn carries_mark(before: &str) -> bool {
    let mut back = before.chars().rev();
    match back.next() {
        Some(c) if c.is_lowercase() => back.next().is_some_and(char::is_alphabetic) && !is_unit(before),
        Some(c @ ('.' | ',' | ';' | ':' | ')' | '”' | '’' | '"' | '」' | '）' | '、' | '。')) => {
            let word = last_word(&before[..before.len() - c.len_utf8()]);
            // "No.7" is a number's own word.
            let counts = matches!(word, "No" | "Nos" | "Vol" | "Art" | "p" | "pp" | "Ch" | "Sec" | "Fig");
            !(c == '.' && counts)
                && back.next().is_some_and(|c| c.is_alphabetic() || matches!(c, '.' | ',' | '”' | '’' | ')'))
        }
        _ => false,
    }
}

/// Whether a mark may end here: no further digit, letter or decimal follows.
fn ends_number(after: &str) -> bool {
    let mut ahead = after.chars();
    match ahead.next() {
        Some('.' | ',') => !ahead.next().is_some_and(|c| c.is_ascii_digit()),
        Some('%' | '/' | '-') => false,
        Some(c) => !c.is_alphanumeric(),
        None => true,
    }
}

/// Gives a document its footnotes, and each its marks. The first of `kinds` is the block `offset`.
pub fn link_notes(document: &mut Document, kinds: &[(Range<usize>, Kind)], offset: usize) {
    let mut times: HashMap<String, usize> = HashMap::new();
    for (place, (_, kind)) in kinds.iter().enumerate() {
        let Kind::Note(head) = kind else { continue };
        // A span has 16 bits for the note: what is beyond stays a footnote without links.
        let Ok(number) = u16::try_from(document.notes.len()) else { break };
        let star = if head.style == Style::Sign { "*" } else { "" };
        let mut label = format!("{star}{}", head.number);
        let times = times.entry(label.clone()).or_default();
        *times += 1;
        if *times > 1 {
            label = format!("{label}-{times}");
        }
        let small = |range: &Range<usize>| range.start as u32..range.end as u32;
        let mut span = |kind, Range { start, end }: Range<u32>| {
            document.spans.push(Span { kind, start, end });
        };
        for mark in &head.marks {
            span(SpanKind::NoteMark(number), small(mark));
        }
        span(SpanKind::NoteLabel(number), small(&head.label));
        let marks = head.marks.iter().map(small).collect();
        document.notes.push(Note { label, block: (place + offset) as u32, marks });
    }
    document.spans.sort_by_key(|span| span.start);
}
