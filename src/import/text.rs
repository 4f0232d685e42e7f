//! Plain text: paragraphs out of lines, then headings, items and footnotes out of paragraphs.
use super::markdown::empty;
use super::structure::{Heading, Kind, Scheme, classify, link_notes};
use crate::model::{Block, BlockKind, Document, Evidence, Said};
use std::borrow::Cow;
use std::ops::Range;

/// Reads plain text. Every character of it is in the document's text.
pub fn import(whole: Cow<'_, str>) -> Document {
    let mut document = empty(0);
    document.text = whole.into_owned();
    let text = document.text.as_str();
    let kinds = classify(text, &paragraphs(text));
    let series = kinds.first().and_then(|(range, _)| series_and_year(&text[range.clone()]));
    let mut heads: Vec<(usize, Heading)> = Vec::new();
    let mut blocks = Vec::with_capacity(kinds.len());
    for (number, (range, kind)) in kinds.iter().enumerate() {
        let kind = match kind {
            _ if number == 0 && series.is_some() => BlockKind::Title,
            Kind::Heading(heading) => {
                heads.push((number, heading.clone()));
                BlockKind::Heading(heading.level)
            }
            Kind::Item(depth) => BlockKind::Item(*depth, None),
            Kind::Note(_) => BlockKind::Footnote,
            Kind::Paragraph => BlockKind::Paragraph,
        };
        blocks.push(Block { kind, start: range.start as u32, end: range.end as u32 });
    }
    document.blocks = blocks;
    link_notes(&mut document, &kinds);
    if let Some((name, year)) = series {
        document.meta.series = Some(Said { value: name, by: Evidence::FirstLines });
        document.meta.year = Some(Said { value: year, by: Evidence::FirstLines });
    }
    let after_series =
        usize::from(document.blocks.first().is_some_and(|block| block.kind == BlockKind::Title));
    entitle(&mut document, &heads, after_series);
    document
}

/// Finds the title among the headings at the head of the text.
fn entitle(document: &mut Document, heads: &[(usize, Heading)], from: usize) {
    let run: Vec<&(usize, Heading)> = heads
        .iter()
        .enumerate()
        .take_while(|(n, (block, _))| *block == from + n)
        .map(|(_, head)| head)
        .collect();
    let alone = |scheme: Scheme| heads.iter().filter(|(_, head)| head.scheme == scheme).count() == 1;
    let numbered = run.iter().rev().find(|(_, head)| head.scheme != Scheme::Plain && alone(head.scheme));
    let Some((block, head)) = numbered.or_else(|| {
        // An unnumbered line is the title when another heading follows it, or none of its kind ever does.
        run.first()
            .filter(|(_, head)| head.scheme == Scheme::Plain && (run.len() > 1 || alone(Scheme::Plain)))
    }) else {
        return;
    };
    let title = if head.title.is_empty() { document.prose(*block).into_owned() } else { head.title.clone() };
    document.meta.title = Some(Said { value: title, by: Evidence::FirstLines });
    let part: Vec<&str> = run
        .iter()
        .filter(|(_, head)| head.scheme != Scheme::Plain)
        .map(|(_, head)| head.label.as_str())
        .collect();
    if !part.is_empty() {
        document.meta.part = Some(part.join(", "));
    }
    if run.first().is_some_and(|(first, _)| first == block) && *block == 0 {
        document.blocks[0].kind = BlockKind::Title;
        let lift = heads.iter().skip(1).map(|(_, head)| head.level).min().unwrap_or(1).saturating_sub(1);
        for (block, head) in &heads[1..] {
            document.blocks[*block].kind = BlockKind::Heading((head.level - lift).max(1));
        }
    }
}

/// "Diplomatic Bluebook 2015": a series and its edition.
fn series_and_year(line: &str) -> Option<(String, i32)> {
    let line = line.trim();
    let at = line.char_indices().rev().take_while(|(_, c)| digit(*c).is_some()).last()?.0;
    let year: String = line[at..].chars().filter_map(digit).collect();
    let name = line[..at].trim_end_matches([' ', ',']);
    let words = name.split_whitespace().count();
    let year: i32 = (year.len() == 4).then(|| year.parse().ok())??;
    let named = name.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_ascii())
        && (1..=8).contains(&words)
        && name.chars().all(|c| c.is_alphanumeric() || " '’-&.".contains(c))
        && name
            .split_whitespace()
            .filter(|word| word.len() > 3)
            .all(|word| word.chars().next().is_some_and(|c| !c.is_lowercase()));
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

/// The paragraphs of a text: parted by empty lines, or a line each where the lines are long or no
/// lines of a wrapped paragraph; hard-wrapped lines are joined.
pub(super) fn paragraphs(text: &str) -> Vec<Range<usize>> {
    let mut paragraphs = Vec::new();
    let mut chunk: Vec<Range<usize>> = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let body = line.trim();
        if body.is_empty() {
            unwrap_lines(text, &chunk, &mut paragraphs);
            chunk.clear();
        } else {
            // White space before the first word of a line stays outside the paragraph.
            let start = at + line.len() - line.trim_start().len();
            chunk.push(start..start + body.len());
        }
        at += line.len();
    }
    unwrap_lines(text, &chunk, &mut paragraphs);
    paragraphs
}

/// The longest line, in characters, that a hard-wrapped text has.
const WRAPPED: usize = 130;

/// Joins the lines of a hard-wrapped stretch; leaves other lines as paragraphs of their own.
fn unwrap_lines(text: &str, lines: &[Range<usize>], paragraphs: &mut Vec<Range<usize>>) {
    let length = |line: &Range<usize>| text[line.clone()].chars().count();
    let widest = lines.iter().map(length).max().unwrap_or(0);
    let mut open: Option<Range<usize>> = None;
    for (number, line) in lines.iter().enumerate() {
        let joins = number > 0 && widest <= WRAPPED && {
            let before = &lines[number - 1];
            let words = &text[before.clone()];
            let full = length(before) * 10 >= widest * 7;
            let ended = words.ends_with(['.', '!', '?', ':', '。', '”', '"']);
            let marked = super::structure::starts_item(&text[line.clone()]);
            // A short line ends a paragraph; so does a full stop before a line that starts an item.
            full && !marked || !ended && !marked && length(before) * 10 >= widest * 5 && widest > 40
        };
        match &mut open {
            Some(range) if joins => range.end = line.end,
            _ => {
                paragraphs.extend(open.take());
                open = Some(line.clone());
            }
        }
    }
    paragraphs.extend(open);
}
