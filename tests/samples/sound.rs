//! What holds for every document, whatever was imported: shared by the tests of samples and regressions and by
//! the fuzz targets.
use bluebook::model::{BlockKind, Document, SpanKind, is_harmful};
use std::fmt::Write;

/// Panics where a document is not sound.
pub fn assert_sound(document: &Document) {
    let text = &document.text;
    assert!(!document.blocks.is_empty(), "a document without blocks");
    if let Some(bad) = text.chars().find(|&c| is_harmful(c) || c == '\r') {
        panic!("{bad:?} is in the text");
    }
    let mut end = 0;
    for block in &document.blocks {
        let range = block.range();
        assert!(end <= range.start && range.start < range.end, "block {range:?} after {end}");
        let between = text.get(end..range.start).unwrap_or_else(|| panic!("{range:?} cuts a character"));
        assert!(between.trim().is_empty(), "{between:?} lies in no block");
        assert!(text.get(range.clone()).is_some(), "block {range:?} cuts a character");
        end = range.end;
    }
    let rest = text.get(end..).unwrap_or_else(|| panic!("a block ends at {end} of {}", text.len()));
    assert!(rest.trim().is_empty(), "{rest:?} lies in no block");

    let heads: Vec<u32> = (0_u32..)
        .zip(&document.blocks)
        .filter(|(_, block)| matches!(block.kind, BlockKind::Heading(_)))
        .map(|(at, _)| at)
        .collect();
    assert_eq!(document.heads, heads, "the list of headings");
    assert_spans(document);
    assert_notes(document);
    for link in &document.links {
        assert!(!link.target.chars().any(is_harmful), "{:?} leads to harm", link.target);
    }
    assert!(document.anchors.is_sorted_by(|one, other| one.name < other.name), "anchors out of order");
    for anchor in &document.anchors {
        assert!((anchor.block as usize) < document.blocks.len(), "{anchor:?} stands at no block");
    }
    assert!(document.pages.is_sorted_by_key(|page| page.start), "pages out of order");
    for page in &document.pages {
        assert!(text.is_char_boundary(page.start as usize), "{page:?} cuts a character or lies outside");
        assert!(!page.label.chars().any(is_harmful), "{page:?} is harmful");
    }
    // What every reader of the document does; none of it may panic.
    assert_eq!(document.addresses().len(), document.blocks.len());
    for block in 0..document.blocks.len() {
        let _ = document.prose(block);
        let _ = document.heading_path(block);
    }
}

/// Spans lie each inside one block, and count what exists.
fn assert_spans(document: &Document) {
    assert!(document.spans.is_sorted_by_key(|span| span.start), "spans out of order");
    for span in &document.spans {
        let range = span.start as usize..span.end as usize;
        assert!(range.start < range.end, "{span:?} is empty");
        assert!(document.text.get(range.clone()).is_some(), "{span:?} cuts a character or lies outside");
        let block =
            document.block_at(range.start).unwrap_or_else(|| panic!("{span:?} lies before all blocks"));
        let around = document.blocks[block].range();
        assert!(range.end <= around.end, "{span:?} leaves its block {around:?}");
        match span.kind {
            SpanKind::NoteMark(note) | SpanKind::NoteLabel(note) => {
                assert!(usize::from(note) < document.notes.len(), "{span:?} of no note");
            }
            SpanKind::Link(link) => assert!(usize::from(link) < document.links.len(), "{span:?} of no link"),
            SpanKind::Emphasis | SpanKind::Strong | SpanKind::Code => {}
        }
    }
}

/// Notes have bodies, in order, and their marks are spans.
fn assert_notes(document: &Document) {
    assert!(document.notes.is_sorted_by_key(|note| note.block), "notes out of order");
    for (number, note) in document.notes.iter().enumerate() {
        let block = document.blocks.get(note.block as usize);
        let kind = block.unwrap_or_else(|| panic!("{note:?} has no body")).kind;
        assert_eq!(kind, BlockKind::Footnote, "the body of {note:?}");
        assert!(!note.label.chars().any(is_harmful), "{note:?} is harmful");
        for mark in &note.marks {
            let spanned = document.spans.iter().any(|span| {
                span.kind == SpanKind::NoteMark(number as u16) && (span.start..span.end) == *mark
            });
            assert!(spanned, "the mark {mark:?} of {note:?} has no span");
        }
    }
}

/// The text without white space: what may never be lost.
#[allow(dead_code)]
pub fn ink(document: &Document) -> String {
    let blocks = document.blocks.iter().map(|block| &document.text[block.range()]);
    blocks.flat_map(|text| text.chars().filter(|c| !c.is_whitespace())).collect()
}

/// What `show` prints of a document: rows on lines of their own, an empty line before all else, items indented
/// and numbered.
#[allow(dead_code)]
pub fn shown(document: &Document) -> String {
    let mut text = String::new();
    for (number, block) in document.blocks.iter().enumerate() {
        if number > 0 && !matches!(block.kind, BlockKind::Row(_)) {
            text.push('\n');
        }
        match block.kind {
            BlockKind::Item(depth, ordinal) => {
                text.push_str(&"  ".repeat(usize::from(depth)));
                if let Some(ordinal) = ordinal {
                    let _ = write!(text, "{ordinal}. ");
                }
            }
            BlockKind::Quote => text.push_str("  "),
            _ => {}
        }
        text.push_str(&document.prose(number));
        text.push('\n');
    }
    text
}
