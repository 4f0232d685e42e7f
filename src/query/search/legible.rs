//! A passage as it is searched and shown: without the marks of footnotes, and with the stretches that a query matches.
use super::parse::Query;
use crate::model::document::single_spaced;
use crate::model::{BlockKind, Document, Span, SpanKind};
use std::borrow::Cow;
use std::ops::Range;

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
    let (mut kept, mut out) = (single_spaced(raw).peekable(), 0);
    let mut to_prose = |byte: usize| {
        while let Some((_, c)) = kept.next_if(|(at, _)| *at < byte) {
            out += c.len_utf8();
        }
        out
    };
    for range in &mut matches {
        *range = to_prose(range.start)..to_prose(range.end);
    }
    (prose, matches)
}

/// Where a query stands in a block: ranges of the document's text, in order; none where not all of it is there.
pub fn in_block(doc: &Document, block: usize, query: &Query) -> Vec<Range<usize>> {
    let start = doc.blocks[block].range().start;
    let found = query.matches(&legible(doc, block)).unwrap_or_default();
    found.into_iter().map(|range| start + range.start..start + range.end).collect()
}
