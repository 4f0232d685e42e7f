//! Headings, items and footnotes recognised in plain paragraphs, by the numbering schemes that
//! yearbooks use.
use super::text::digit;
use crate::model::{BlockKind, Document, Note, Span, SpanKind};
use std::collections::HashMap;
use std::ops::Range;

/// How a heading or an item is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Scheme {
    /// "Chapter 2", 第2章.
    Chapter,
    /// "Section 5", 第5節.
    Section,
    /// "1 Russia", "2.Canada", "5. Russia".
    Number,
    /// "A …", "E The Russian Federation".
    Letter,
    /// "(1) …", （1）.
    ParenNumber,
    /// "(a) …".
    ParenLetter,
    /// "‹sub-head>".
    Angle,
    /// No number.
    Plain,
}

/// A heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// How it is numbered.
    pub scheme: Scheme,
    /// Its number as a reader would cite it: "Chapter 2", "5".
    pub label: String,
    /// The words behind the number.
    pub title: String,
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
    /// A footnote's body: its label.
    Note(NoteLabel),
    /// A body paragraph.
    Paragraph,
}

/// The label at the head of a footnote's body.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NoteLabel {
    /// As an address has it: `7`, `*4`.
    pub label: String,
    /// How its marks look in the body.
    style: MarkStyle,
    /// Its bytes in the text.
    range: Range<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum MarkStyle {
    /// "workers7".
    Glued,
    /// "NATO,(1)".
    Paren,
    /// "(*4)".
    Star,
}

/// A number at the head of a line.
struct Numbered<'a> {
    scheme: Scheme,
    label: String,
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
    fn number(&mut self) -> Option<String> {
        let end = self.0.find(|c| digit(c).is_none()).unwrap_or(self.0.len());
        let number: String = self.0[..end].chars().filter_map(digit).collect();
        (1..=3).contains(&number.len()).then(|| {
            self.0 = &self.0[end..];
            number
        })
    }
    fn spaces(&mut self) -> bool {
        let rest = self.0.trim_start_matches([' ', '\u{3000}', '\t', '\u{a0}']);
        let any = rest.len() < self.0.len();
        self.0 = rest;
        any
    }
    fn word(&mut self, word: &str) -> bool {
        let head = self.0.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
        if head {
            self.0 = &self.0[word.len()..];
        }
        head
    }
}

/// Reads the number at the head of a line.
fn numbered(line: &str) -> Option<Numbered<'_>> {
    for (word, scheme) in [("Chapter", Scheme::Chapter), ("Section", Scheme::Section)] {
        let mut at = Cursor(line);
        if at.word(word) && at.spaces() {
            let end = at.0.find(|c: char| !c.is_alphanumeric()).unwrap_or(at.0.len());
            let number: String = at.0[..end].chars().map(|c| digit(c).unwrap_or(c)).collect();
            let counts = number.bytes().all(|b| b.is_ascii_digit())
                || number.bytes().all(|b| matches!(b, b'I' | b'V' | b'X' | b'L'));
            if !number.is_empty() && counts {
                at.0 = &at.0[end..];
                at.eat(&['.', ':', '：']);
                at.spaces();
                return Some(Numbered { scheme, label: format!("{word} {number}"), rest: at.0 });
            }
        }
    }
    let mut at = Cursor(line);
    if at.eat(&['第'])
        && let Some(number) = at.number()
    {
        for (sign, word, scheme) in [('章', "Chapter", Scheme::Chapter), ('節', "Section", Scheme::Section)]
        {
            if at.eat(&[sign]) {
                at.spaces();
                return Some(Numbered { scheme, label: format!("{word} {number}"), rest: at.0 });
            }
        }
        return None;
    }
    let mut at = Cursor(line);
    if at.eat(&['(', '（']) {
        if let Some(number) = at.number() {
            if at.eat(&[')', '）']) {
                at.spaces();
                return Some(Numbered {
                    scheme: Scheme::ParenNumber,
                    label: format!("({number})"),
                    rest: at.0,
                });
            }
        } else if let Some(letter) = at.0.chars().next().filter(char::is_ascii_lowercase) {
            at.0 = &at.0[1..];
            if at.eat(&[')', '）']) {
                at.spaces();
                return Some(Numbered {
                    scheme: Scheme::ParenLetter,
                    label: format!("({letter})"),
                    rest: at.0,
                });
            }
        }
        return None;
    }
    if let Some(inner) = line.strip_prefix(['‹', '〈', '＜', '<'])
        && let Some(inner) = inner.strip_suffix(['›', '〉', '＞', '>'])
        && !inner.contains(['<', '>'])
    {
        return Some(Numbered { scheme: Scheme::Angle, label: String::new(), rest: inner });
    }
    let mut at = Cursor(line);
    if let Some(number) = at.number() {
        let dot = at.eat(&['.', '．']);
        let space = at.spaces();
        // "17,200", "2.5 times" and "3rd" are no numbers of headings; "2.Canada" is.
        let sound = (dot || space) && !at.0.starts_with(|c: char| digit(c).is_some());
        return sound.then_some(Numbered { scheme: Scheme::Number, label: number, rest: at.0 });
    }
    let letter = line.chars().next().filter(char::is_ascii_uppercase)?;
    let mut at = Cursor(&line[1..]);
    let dot = at.eat(&['.']);
    let spaced = at.spaces();
    // "A" and "I" may be words: the heading behind the letter has a capital of its own.
    let capital = at.0.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_ascii());
    (spaced && capital && (dot || letter != 'I')).then(|| Numbered {
        scheme: Scheme::Letter,
        label: letter.to_string(),
        rest: at.0,
    })
}

/// Whether words read as a title: short, no sentence.
fn titular(words: &str, longest: usize) -> bool {
    let words = words.trim();
    let wide = words.chars().filter(|c| ('\u{3040}'..='\u{9fff}').contains(c)).count();
    if words.is_empty() || words.chars().count() + wide > longest {
        return false;
    }
    let ends_sentence = words.ends_with(['.', '!', '?', ';', ':', ',', '。', '、', '；']);
    let shortened = words.ends_with("etc.") || words.ends_with("U.S.") || words.ends_with("U.K.");
    // A sentence inside: a full stop, a space, a capital.
    let inside = words.match_indices(". ").any(|(at, _)| {
        let before = words[..at].rsplit(' ').next().unwrap_or("");
        before.len() > 3 && words[at + 2..].starts_with(char::is_uppercase)
    });
    words.chars().any(char::is_alphabetic) && (!ends_sentence || shortened) && !inside
}

/// Whether a line begins like an item or a numbered heading.
pub(super) fn starts_item(line: &str) -> bool {
    bullet(line).is_some()
        || numbered(line).is_some_and(|n| n.scheme != Scheme::Letter && n.scheme != Scheme::Number)
        || numbered(line).is_some_and(|n| n.scheme == Scheme::Number && n.label.len() < 3)
}

/// What stands behind a bullet.
fn bullet(line: &str) -> Option<&str> {
    let rest = line.strip_prefix(['•', '・', '●', '○', '◆', '■', '-', '–', '*'])?;
    let spaced = rest.starts_with([' ', '\u{3000}', '\t']);
    // A Japanese bullet needs no space, and two hyphens are a rule.
    (spaced || line.starts_with('・')).then(|| rest.trim_start())
}

/// Reads a paragraph's head as a footnote's label.
fn note_label(text: &str, range: &Range<usize>) -> Option<NoteLabel> {
    let line = &text[range.clone()];
    let inner = bullet(line).unwrap_or(line);
    let start = range.start + line.len() - inner.len();
    let mut at = Cursor(inner);
    let label = |label: String, style, at: &Cursor<'_>| NoteLabel {
        label,
        style,
        range: start..start + inner.len() - at.0.len(),
    };
    let (open, star) = (at.eat(&['(', '（']), at.eat(&['*', '＊', '※', '注']));
    let number = at.number()?;
    let closed = !open || at.eat(&[')', '）']);
    if !closed {
        return None;
    }
    let found = match (open, star) {
        (_, true) => label(format!("*{number}"), MarkStyle::Star, &at),
        (true, false) => label(number, MarkStyle::Paren, &at),
        (false, false) => label(number, MarkStyle::Glued, &at),
    };
    if !open {
        at.eat(&['.', ')', '．', '：', ':']);
    }
    let spaced = at.spaces() || open;
    let told = at.0.chars().filter(|c| c.is_alphabetic()).count() > 2;
    (spaced && told).then_some(found)
}

/// Sorts paragraphs into headings, items, footnotes and the rest.
pub fn classify(text: &str, paragraphs: &[Range<usize>]) -> Vec<(Range<usize>, Kind)> {
    let mut notes = find_notes(text, paragraphs);
    let mut kinds: Vec<(Range<usize>, Kind)> = Vec::with_capacity(paragraphs.len());
    let mut stack: Vec<Scheme> = Vec::new();
    let mut number = 0;
    while number < paragraphs.len() {
        let mut range = paragraphs[number].clone();
        let line = &text[range.clone()];
        let kind = if let Some(note) = notes.remove(&number) {
            Kind::Note(note)
        } else if let Some(mut heading) = heading(text, paragraphs, number) {
            if heading.title.is_empty()
                && let Some(next) = paragraphs.get(number + 1)
                && numbered(&text[next.clone()]).is_none()
                && titular(&text[next.clone()], 160)
            {
                // "Chapter 2" alone on its line: the next paragraph is its title.
                heading.title = collapse(&text[next.clone()]);
                range.end = next.end;
                number += 1;
            }
            if heading.scheme == Scheme::Plain {
                heading.level = stack.len() as u8 + 1;
            } else {
                match stack.iter().position(|&scheme| scheme == heading.scheme) {
                    Some(at) => stack.truncate(at + 1),
                    None => {
                        // A chapter stands above all, a section above all but a chapter.
                        match heading.scheme {
                            Scheme::Chapter => stack.clear(),
                            Scheme::Section => stack.retain(|&scheme| scheme == Scheme::Chapter),
                            _ => {}
                        }
                        stack.push(heading.scheme);
                    }
                }
                heading.level = stack.len() as u8;
            }
            Kind::Heading(heading)
        } else if bullet(line).is_some() {
            Kind::Item(0)
        } else {
            match numbered(line).map(|n| n.scheme) {
                Some(Scheme::ParenNumber) => Kind::Item(0),
                Some(Scheme::ParenLetter) => Kind::Item(1),
                _ => Kind::Paragraph,
            }
        };
        kinds.push((range, kind));
        number += 1;
    }
    kinds
}

fn collapse(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether a paragraph is a heading, and which.
fn heading(text: &str, paragraphs: &[Range<usize>], number: usize) -> Option<Heading> {
    let line = text[paragraphs[number].clone()].trim();
    let next = paragraphs.get(number + 1).map(|range| &text[range.clone()]);
    let lines = line.lines().count();
    let made =
        |scheme, label: String, title: &str| Heading { scheme, label, title: collapse(title), level: 1 };
    if let Some(found) = numbered(line) {
        let bare = found.rest.is_empty() && matches!(found.scheme, Scheme::Chapter | Scheme::Section);
        let listed = matches!(found.scheme, Scheme::ParenNumber | Scheme::ParenLetter | Scheme::Number) && {
            // Neighbours of the same numbering with nothing between are a list, not headings.
            let same = |other: Option<&str>| {
                other.and_then(|line| numbered(line.trim())).is_some_and(|n| n.scheme == found.scheme)
            };
            let before = number.checked_sub(1).map(|n| &text[paragraphs[n].clone()]);
            same(next) || same(before)
        };
        let small = found.rest.chars().next().is_some_and(char::is_lowercase)
            && matches!(found.scheme, Scheme::Number | Scheme::ParenNumber | Scheme::ParenLetter);
        return (bare || titular(found.rest, 160) && !listed && !small && lines <= 2)
            .then(|| made(found.scheme, found.label, found.rest));
    }
    let begins = line.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_ascii() && c.is_alphabetic());
    let plain = begins
        && lines == 1
        && bullet(line).is_none()
        && line.split_whitespace().count() <= 12
        && titular(line, 80)
        && !line.contains([':', '：', ';', '\t'])
        // A heading heads something longer than itself, or another heading.
        && next.is_some_and(|next| next.len() > line.len() || titular(next, 80));
    plain.then(|| made(Scheme::Plain, String::new(), line))
}

/// Paragraphs that are footnotes: they begin with a label whose mark stands in the text before them.
fn find_notes(text: &str, paragraphs: &[Range<usize>]) -> HashMap<usize, NoteLabel> {
    let mut notes = HashMap::new();
    let mut from = 0;
    for (number, range) in paragraphs.iter().enumerate() {
        let Some(note) = note_label(text, range) else { continue };
        if marks(text, from..range.start, &note).next().is_none() {
            continue;
        }
        // Notes stand at the end of a text or of a section: no body may follow before the next heading.
        let closes = paragraphs[number + 1..]
            .iter()
            .take_while(|next| heading_like(&text[(*next).clone()]).is_none())
            .all(|next| note_label(text, next).is_some());
        if closes {
            notes.insert(number, note);
            let next_is_note =
                paragraphs.get(number + 1).is_some_and(|next| note_label(text, next).is_some());
            if !next_is_note {
                from = range.end;
            }
        }
    }
    notes
}

fn heading_like(line: &str) -> Option<()> {
    let found = numbered(line.trim());
    match found {
        Some(found) => titular(found.rest, 120).then_some(()),
        None => titular(line, 80).then_some(()),
    }
}

/// Where the marks of a note stand in a stretch of text: the bytes of each.
fn marks<'a>(
    text: &'a str,
    within: Range<usize>,
    note: &NoteLabel,
) -> impl Iterator<Item = Range<usize>> + use<'a> {
    let style = note.style;
    let label = note.label.clone();
    let base = within.start;
    let stretch = &text[within];
    let mut at = 0;
    std::iter::from_fn(move || {
        while let Some(found) = stretch[at..].find(|c| digit(c).is_some()) {
            let start = at + found;
            let end = start + stretch[start..].find(|c| digit(c).is_none()).unwrap_or(stretch.len() - start);
            at = end;
            let digits: String = stretch[start..end].chars().filter_map(digit).collect();
            if digits != label.trim_start_matches('*') {
                continue;
            }
            let (before, after) = (&stretch[..start], &stretch[end..]);
            let mark = match style {
                MarkStyle::Glued => (glued(before) && ends_number(after)).then_some(start..end),
                MarkStyle::Paren => {
                    let open = before.strip_suffix(['(', '（']);
                    let closes = after.chars().next().filter(|c| matches!(c, ')' | '）'));
                    open.filter(|open| {
                        open.chars().next_back().is_some_and(|c| !c.is_whitespace() && c != '-')
                    })
                    .zip(closes)
                    .map(|(open, close)| open.len()..end + close.len_utf8())
                }
                MarkStyle::Star => {
                    let starred = before.strip_suffix(['*', '＊', '※', '注']);
                    starred.map(|rest| {
                        let open = rest.strip_suffix(['(', '（']);
                        let close = after.chars().next().filter(|c| matches!(c, ')' | '）'));
                        match open.zip(close) {
                            Some((open, close)) => open.len()..end + close.len_utf8(),
                            None => rest.len()..end,
                        }
                    })
                }
            };
            if let Some(mark) = mark {
                return Some(base + mark.start..base + mark.end);
            }
        }
        None
    })
}

/// Whether what stands before a number can carry a footnote's mark: a word of at least two small
/// letters ("workers7", not "G7"), or closing punctuation behind a letter ("peace,7", not "17,200").
fn glued(before: &str) -> bool {
    let mut back = before.chars().rev();
    match back.next() {
        Some(c) if c.is_lowercase() => back.next().is_some_and(char::is_alphabetic),
        Some('.' | ',' | ';' | ':' | ')' | '”' | '’' | '"' | '」' | '）' | '、' | '。') => {
            back.next().is_some_and(|c| c.is_alphabetic() || matches!(c, '.' | ',' | '”' | '’' | ')'))
        }
        Some(c) => ('\u{3040}'..='\u{9fff}').contains(&c),
        None => false,
    }
}

/// Whether a mark may end here: no further digit, letter or decimal follows.
fn ends_number(after: &str) -> bool {
    let mut ahead = after.chars();
    match ahead.next() {
        Some('.' | ',') => !ahead.next().is_some_and(|c| c.is_ascii_digit()),
        Some('%' | '/' | '-') => false,
        Some(c) => !c.is_ascii_alphanumeric(),
        None => true,
    }
}

/// Gives a document its footnotes, and each its marks.
pub fn link_notes(document: &mut Document, kinds: &[(Range<usize>, Kind)]) {
    let mut from = 0;
    for (block, (range, kind)) in kinds.iter().enumerate() {
        let Kind::Note(label) = kind else { continue };
        let number = document.notes.len() as u16;
        let mut found = Vec::new();
        for mark in marks(&document.text, from..range.start, label) {
            let inside = document.block_at(mark.start);
            let is_note = inside.is_some_and(|inside| document.blocks[inside].kind == BlockKind::Footnote);
            if !is_note {
                let (start, end) = (mark.start as u32, mark.end as u32);
                document.spans.push(Span { kind: SpanKind::NoteMark(number), start, end });
                found.push(start..end);
            }
        }
        let Range { start, end } = label.range;
        document.spans.push(Span { kind: SpanKind::NoteLabel(number), start: start as u32, end: end as u32 });
        document.notes.push(Note { label: label.label.clone(), block: block as u32, marks: found });
        if !matches!(kinds.get(block + 1), Some((_, Kind::Note(_)))) {
            from = range.end;
        }
    }
    document.spans.sort_by_key(|span| span.start);
}
