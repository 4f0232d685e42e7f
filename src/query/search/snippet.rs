//! A hit as it is shown: its prose, and the stretches of it that were looked for. Never wraps a line.
use super::parse::Query;
use crate::model::{BlockKind, Document, Library, Passage, Span, SpanKind};
use std::borrow::Cow;
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// A hit's words for a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The prose, cut around the first match; an ellipsis where something is missing.
    pub text: String,
    /// The matches in it.
    pub matches: Vec<Range<usize>>,
}

/// A block's text, the marks and labels of footnotes blank: they are no part of the word before them.
pub(crate) fn legible(doc: &Document, block: usize) -> Cow<'_, str> {
    blanked(doc, doc.blocks[block].range())
}

/// A document's text, the marks and labels of footnotes blank; byte for byte as long.
pub(super) fn blanked(doc: &Document, range: Range<usize>) -> Cow<'_, str> {
    let is_mark = |span: &&Span| matches!(span.kind, SpanKind::NoteMark(_) | SpanKind::NoteLabel(_));
    let mut marks = doc.spans_in(range.clone()).iter().filter(is_mark).peekable();
    if doc.notes.is_empty() || marks.peek().is_none() {
        return Cow::Borrowed(&doc.text[range]);
    }
    let mut text = String::with_capacity(range.len());
    let mut at = range.start;
    for mark in marks {
        let (start, end) = ((mark.start as usize).max(at), (mark.end as usize).min(range.end));
        if start < end {
            text.push_str(&doc.text[at..start]);
            text.extend(std::iter::repeat_n(' ', end - start));
            at = end;
        }
    }
    text.push_str(&doc.text[at..range.end]);
    Cow::Owned(text)
}

/// A block's prose, with the stretches of it that a query matches; none when it does not.
pub fn marked<'a>(doc: &'a Document, block: usize, query: &Query) -> (Cow<'a, str>, Vec<Range<usize>>) {
    let (raw, prose) = (doc.raw(block), doc.prose(block));
    let mut matches = query.matches(&legible(doc, block)).unwrap_or_default();
    if matches!(doc.blocks[block].kind, BlockKind::Row(_)) || matches!(prose, Cow::Borrowed(_)) {
        return (prose, matches);
    }
    // Matches are found in the source's bytes; of a run of white space there, the prose has one space.
    let (mut at, mut out, mut blank) = (0, 0, false);
    let mut to_prose = |byte: usize| {
        for &other in &raw.as_bytes()[at..byte] {
            let is_blank = matches!(other, b' ' | b'\n' | b'\r' | b'\t' | 0x0c);
            out += usize::from(!(blank && is_blank));
            blank = is_blank;
        }
        at = byte;
        out
    };
    for range in &mut matches {
        *range = to_prose(range.start)..to_prose(range.end);
    }
    (prose, matches)
}

/// The hit's words for a list, at most so many columns of them.
pub fn snippet(library: &Library, query: &Query, hit: Passage, columns: usize) -> Snippet {
    let Some(doc) = library.get(hit.doc).filter(|doc| (hit.block as usize) < doc.blocks.len()) else {
        return Snippet::default();
    };
    let (prose, matches) = marked(doc, hit.block as usize, query);
    cut(&prose, &matches, columns)
}

fn wide(c: char) -> usize {
    // A tab between a row's cells is shown as at least one column.
    c.width().unwrap_or(usize::from(c == '\t'))
}

/// Cuts prose to so many columns around the first match, at words where there are any.
fn cut(prose: &str, matches: &[Range<usize>], columns: usize) -> Snippet {
    const ELLIPSIS: char = '…';
    let all = || prose.chars().map(wide);
    if prose.len() <= columns || all().take(columns + 1).sum::<usize>() <= columns && all().count() <= columns
    {
        return Snippet { text: prose.to_owned(), matches: matches.to_vec() };
    }
    if columns < 4 {
        // No word has room beside two ellipses.
        let text = if columns > 0 { ELLIPSIS.to_string() } else { String::new() };
        return Snippet { text, matches: Vec::new() };
    }
    let first = matches.first().map_or(0, |range| range.start);
    let before = columns / 3;
    // As much as stands before the match in a third of the room, from the beginning of a word.
    let (mut start, mut used) = (first, 0);
    for (at, c) in prose[..first].char_indices().rev() {
        used += wide(c);
        if used > before {
            break;
        }
        start = at;
    }
    if prose[..start].chars().map(wide).sum::<usize>() <= 1 {
        start = 0;
    }
    if start > 0 {
        let next = prose[start..first].find(' ').map_or(start, |space| start + space + 1);
        let inside = prose[..start].chars().next_back().is_some_and(char::is_alphanumeric);
        if inside {
            start = next;
        }
    }
    let mut text = String::new();
    let mut used = 0;
    if start > 0 && columns > 0 {
        text.push(ELLIPSIS);
        used = 1;
    }
    let shift = text.len();
    let mut end = prose.len();
    for (at, c) in prose[start..].char_indices() {
        let rest = usize::from(start + at + c.len_utf8() < prose.len());
        if used + wide(c) + rest > columns {
            end = start + at;
            break;
        }
        used += wide(c);
    }
    text.push_str(prose[start..end].trim_end());
    let kept = start + text.len() - shift;
    if end < prose.len() && columns > 0 {
        text.push(ELLIPSIS);
    }
    let inside = |range: &Range<usize>| range.start >= start && range.start < kept;
    let moved = |range: &Range<usize>| range.start - start + shift..range.end.min(kept) - start + shift;
    Snippet { text, matches: matches.iter().filter(|range| inside(range)).map(moved).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_cut_around_the_first_match() {
        let prose = "The fund was meant to pay for the harbour that Ghana wanted on its southern coast.";
        let at = prose.find("harbour").unwrap_or_default();
        for (columns, wanted) in [
            (100, prose),
            (40, "…pay for the harbour that Ghana wanted…"),
            (12, "…the harbou…"),
            (1, "…"),
            (0, ""),
        ] {
            let found = at..at + 7;
            let cut = cut(prose, std::slice::from_ref(&found), columns);
            assert_eq!(cut.text, wanted);
            for range in cut.matches {
                assert!("harbour".starts_with(&cut.text[range]));
            }
        }
        let caspian = 18..24;
        let found = cut("日本の漁業とカスピ海の漁業", std::slice::from_ref(&caspian), 9);
        assert_eq!(
            (found.text.as_str(), found.text.get(found.matches[0].clone())),
            ("…とカス…", Some("カス"))
        );
    }
}
