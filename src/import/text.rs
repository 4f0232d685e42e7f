//! Plain text: paragraphs out of lines, then headings, items and footnotes out of paragraphs.
use super::front::Front;
use super::notes::link_notes;
use super::numbers::Scheme;
use super::structure::{Heading, Kind, classify, may_head, opens_item, opens_section};
use super::writer::empty;
use crate::model::{Block, BlockKind, Document, Evidence, Said};
use memchr::memchr_iter;
use std::borrow::Cow;
use std::ops::Range;

/// Reads plain text. Every character of it is in the document's text, but for front matter.
pub fn import(whole: Cow<'_, str>) -> Document {
    let mut document = empty(0);
    if let (Some(front), body) = Front::split_plain(&whole) {
        front.apply(&mut document, Evidence::FrontMatter);
        body.clone_into(&mut document.text);
    } else {
        document.text = whole.into_owned();
    }
    let paragraphs = paragraphs(&document.text);
    arrange(&mut document, &paragraphs);
    document
}

/// Makes of a text's paragraphs the blocks that they are, and finds its title, series and year. What the
/// document knows of itself already is left as it is.
pub fn arrange(document: &mut Document, paragraphs: &[Range<usize>]) {
    let text = document.text.as_str();
    let next = paragraphs.get(1).map(|range| &text[range.clone()]);
    let series = paragraphs.first().and_then(|range| series_and_year(&text[range.clone()], next));
    let after_series = usize::from(series.is_some());
    let kinds = classify(text, &paragraphs[after_series..]);

    let block = |kind, range: &Range<usize>| Block { kind, start: range.start as u32, end: range.end as u32 };
    let mut blocks = Vec::with_capacity(kinds.len() + after_series);
    if let (Some(_), Some(line)) = (&series, paragraphs.first()) {
        blocks.push(block(BlockKind::Title, line));
    }
    let mut heads: Vec<(usize, Heading)> = Vec::new();
    for (range, kind) in &kinds {
        let kind = match kind {
            Kind::Heading(heading) => {
                heads.push((blocks.len(), heading.clone()));
                BlockKind::Heading(heading.level)
            }
            Kind::Item(depth) => BlockKind::Item(*depth, None),
            Kind::Note(_) => BlockKind::Footnote,
            Kind::Paragraph => BlockKind::Paragraph,
        };
        blocks.push(block(kind, range));
    }
    document.blocks = blocks;
    if document.notes.is_empty() {
        link_notes(document, &kinds, after_series);
    }
    if let Some((name, year)) = series {
        document.meta.series.get_or_insert(Said { value: name, by: Evidence::FirstLines });
        document.meta.year.get_or_insert(Said { value: year, by: Evidence::FirstLines });
    }
    entitle(document, &heads, after_series);
}

/// Finds the title among the headings at the head of the text, which begins at block `from`.
fn entitle(document: &mut Document, heads: &[(usize, Heading)], from: usize) {
    let run = heads.iter().enumerate().take_while(|(n, (block, _))| *block == from + n).count();
    let alone = |scheme: Scheme| heads.iter().filter(|(_, head)| head.scheme == scheme).count() == 1;
    // "Chapter 2", "Section 5", "5. Russia" head an excerpt when no second of their kind follows. A lone
    // "1 Overview" below another heading is only the first part of the text.
    let heads_all = |(n, head): (usize, &Heading)| {
        head.scheme != Scheme::Plain
            && alone(head.scheme)
            && (n == 0 || head.scheme.is_named() || head.ordinal > 1)
    };
    let chosen = (0..run).rev().find(|&n| heads_all((n, &heads[n].1))).or_else(|| {
        // An unnumbered line is the title when another heading follows it, or none of its kind ever does.
        (run > 0 && heads[0].1.scheme == Scheme::Plain && (run > 1 || alone(Scheme::Plain))).then_some(0)
    });
    let Some(chosen) = chosen else { return };
    let (block, head) = &heads[chosen];
    let words = if head.title.is_empty() { document.blocks[*block].range() } else { head.title.clone() };
    let value = without_marks(document, words);
    document.meta.title.get_or_insert(Said { value, by: Evidence::FirstLines });
    let part: Vec<&str> = heads[..=chosen]
        .iter()
        .map(|(_, head)| head.label.as_str())
        .filter(|label| !label.is_empty())
        .collect();
    if !part.is_empty() && document.meta.part.is_none() {
        document.meta.part = Some(part.join(", "));
    }
    if chosen == 0 && *block == 0 {
        document.blocks[0].kind = BlockKind::Title;
        let lift = heads.iter().skip(1).map(|(_, head)| head.level).min().unwrap_or(1).saturating_sub(1);
        for (block, head) in &heads[1..] {
            document.blocks[*block].kind = BlockKind::Heading((head.level - lift).max(1));
        }
    }
}

/// The words of a stretch on one line, without the footnote marks in it.
fn without_marks(document: &Document, words: Range<usize>) -> String {
    let mut plain = String::new();
    let mut at = words.start;
    let mut marks: Vec<&Range<u32>> = document.notes.iter().flat_map(|note| &note.marks).collect();
    marks.sort_by_key(|mark| mark.start);
    for mark in marks {
        let (start, end) = (mark.start as usize, mark.end as usize);
        if at <= start && end <= words.end {
            plain.push_str(&document.text[at..start]);
            at = end;
        }
    }
    plain.push_str(&document.text[at..words.end]);
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How the names of series end.
const SERIES: [&str; 14] = [
    "book", "paper", "report", "review", "almanac", "annual", "survey", "digest", "outlook", "guide", "青書",
    "白書", "年鑑", "報告",
];

/// "Diplomatic Bluebook 2015": a series and its edition. A name that is none of a book needs a chapter
/// or section in the next line: "North Korea 2019" is a title.
pub(super) fn series_and_year(line: &str, next: Option<&str>) -> Option<(String, i32)> {
    let line = line.trim().trim_end_matches("年版");
    let at = line.char_indices().rev().take_while(|(_, c)| digit(*c).is_some()).last()?.0;
    let year: String = line[at..].chars().filter_map(digit).collect();
    let name = line[..at].trim_end_matches([' ', '\u{3000}', ',']);
    let words = name.split_whitespace().count();
    let year: i32 = (year.len() == 4).then(|| year.parse().ok())??;
    let folded = name.to_lowercase();
    let named = name.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_ascii())
        && (1..=8).contains(&words)
        && name.chars().count() <= 80
        && name.chars().all(|c| c.is_alphanumeric() || " '’-&.".contains(c))
        && name
            .split_whitespace()
            .filter(|word| word.len() > 3)
            .all(|word| word.chars().next().is_some_and(|c| !c.is_lowercase()))
        && (SERIES.iter().any(|end| folded.ends_with(end)) || next.is_some_and(opens_section));
    (named && (1800..=2199).contains(&year)).then(|| (name.to_owned(), year))
}

/// The value of an ASCII or full-width digit.
pub(super) fn digit(c: char) -> Option<char> {
    match c {
        '0'..='9' => Some(c),
        '０'..='９' => char::from_u32(c as u32 - '０' as u32 + '0' as u32),
        _ => None,
    }
}

/// How many columns words took in the editor they were wrapped in: a guess good enough to find full lines.
pub(super) fn columns(words: &str) -> usize {
    if words.is_ascii() {
        return words.len();
    }
    words.chars().map(|c| 1 + usize::from(is_wide(c))).sum()
}

/// Whether a character is of a script written without spaces, in cells of double width.
pub(super) fn is_wide(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{9fff}' | '\u{f900}'..='\u{faff}' | '\u{ff00}'..='\u{ff60}')
}

/// A line with words in it.
struct Line<'a> {
    words: &'a str,
    start: usize,
    indent: usize,
    /// Whether an empty line stands before it.
    apart: bool,
    columns: usize,
}

impl Line<'_> {
    /// Whether the first word of the next line had no room here.
    fn is_full(&self, next: &Self, width: usize) -> bool {
        let first = match next.words.chars().next() {
            Some(c) if is_wide(c) => 2,
            _ => 1 + next.words.split_whitespace().next().map_or(0, columns),
        };
        self.columns + first > width
    }

    fn ends_sentence(&self) -> bool {
        self.words
            .trim_end_matches(['”', '’', '"', ')', '」', '）'])
            .ends_with(['.', '!', '?', ':', ';', '。'])
    }
}

fn lines(text: &str) -> Vec<Line<'_>> {
    let mut lines = Vec::with_capacity(text.len() / 64);
    let (mut at, mut apart) = (0, true);
    let ends = memchr_iter(b'\n', text.as_bytes()).map(|end| end + 1);
    for end in ends.chain(std::iter::once(text.len())) {
        let line = &text[at..end];
        let bare = line.trim_start();
        let words = bare.trim_end();
        if words.is_empty() {
            apart = true;
        } else {
            // White space before the first word of a line stays outside the paragraph.
            let indent = line.len() - bare.len();
            let start = at + indent;
            lines.push(Line {
                words,
                start,
                indent: columns(&line[..indent]),
                apart,
                columns: columns(words),
            });
            apart = false;
        }
        at += line.len();
    }
    lines
}

/// The paragraphs of a text: parted by empty lines; where none stands between, a line each, unless the
/// text is hard-wrapped, whose lines are joined.
pub(super) fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let lines = lines(text);
    let width = wrapped_at(&lines);
    let mut paragraphs: Vec<Range<usize>> = Vec::with_capacity(lines.len());
    let mut first = 0;
    for (number, line) in lines.iter().enumerate() {
        let end = line.start + line.words.len();
        let joins =
            !line.apart && number > 0 && width.is_some_and(|width| joins(&lines[first..=number], width));
        match paragraphs.last_mut() {
            Some(open) if joins => open.end = end,
            _ => {
                first = number;
                paragraphs.push(line.start..end);
            }
        }
    }
    paragraphs
}

/// The columns at which a hard-wrapped text was broken; `None` for a text whose lines are paragraphs.
fn wrapped_at(lines: &[Line<'_>]) -> Option<usize> {
    let pairs = || lines.windows(2).filter(|pair| !pair[1].apart);
    let mut lengths: Vec<usize> = pairs().map(|pair| pair[0].columns).collect();
    let count = lengths.len();
    // Not the widest: one table row or address may stick out.
    let (_, &mut width, _) = lengths.select_nth_unstable(count.checked_sub(1)? * 9 / 10);
    let full = pairs().filter(|pair| pair[0].is_full(&pair[1], width)).count();
    // A wrapped line rarely ends with a sentence; a paragraph does.
    let ended = pairs().filter(|pair| pair[0].ends_sentence()).count();
    ((40..=130).contains(&width) && full * 2 >= count && ended * 2 <= count).then_some(width)
}

/// Whether the last of these lines goes on with the paragraph that the others make.
fn joins(lines: &[Line<'_>], width: usize) -> bool {
    let [first, .., line] = lines else { return false };
    let before = &lines[lines.len() - 2];
    let lower = line.words.chars().next().is_some_and(char::is_lowercase);
    let item = opens_item(line.words);
    let in_item = opens_item(first.words).is_some();
    // A dash or a number may stand at a line's start by chance: in the middle of a sentence it does.
    let begins = item.is_some_and(|bullet| bullet || in_item || before.ends_sentence());
    // An indented line begins a paragraph, unless it hangs under an item; then the one that juts out does.
    let shifted = if in_item { line.indent < before.indent } else { line.indent > before.indent && !lower };
    // The last line of a paragraph has a full stop, a heading has none.
    let heads = before.ends_sentence() && line.columns * 4 < width * 3 && may_head(line.words);
    !begins && !shifted && !heads && (before.is_full(line, width) || lower)
}
