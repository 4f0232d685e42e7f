//! Footnotes in plain paragraphs: bodies and their marks, by the ways that yearbooks number them. Never changes
//! a byte of the text.
use super::numbers::{Cursor, value};
use super::structure::{Kind, bullet, may_head, titular};
use super::text::{digit, is_wide};
use crate::model::{Document, Note, Span, SpanKind};
use std::collections::HashMap;
use std::ops::Range;

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
    if c.is_ascii() {
        return c.is_ascii_digit().then_some(c);
    }
    let high = "⁰¹²³⁴⁵⁶⁷⁸⁹".chars().position(|d| d == c);
    digit(c).or_else(|| char::from_digit(high? as u32, 10))
}

const SIGNS: [char; 4] = ['*', '＊', '※', '注'];
const OPEN: [char; 4] = ['(', '（', '[', '［'];
const CLOSE: [char; 4] = [')', '）', ']', '］'];

/// Reads a paragraph that starts at byte `start` as a footnote's body.
pub(super) fn note_head(line: &str, start: usize) -> Option<NoteHead> {
    if line.starts_with(|c: char| c.is_ascii_alphabetic() && !matches!(c, 'N' | 'n')) {
        return None; // a word, as most lines begin
    }
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
pub(super) fn find_notes(text: &str, paragraphs: &[Range<usize>]) -> Vec<Option<NoteHead>> {
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
