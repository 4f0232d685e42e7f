//! Very long blocks in parts: where one ends goes by the text near it alone, so that the words in sight are set
//! without those before them, whatever the width.
use crate::model::{BlockKind, Document};
use std::ops::Range;
use unicode_linebreak::linebreaks;

/// Up to so many bytes a block is set whole.
const WHOLE: usize = 16 * 1024;
/// About so many bytes are a part of a longer one.
const PART: usize = 8 * 1024;
/// So many bytes before the end of a part a good place for it is looked for.
const SEARCH: usize = 1024;

/// How many parts a block is set in.
pub fn parts(doc: &Document, block: usize) -> usize {
    let kind = doc.blocks[block].kind;
    let bytes = doc.blocks[block].range().len();
    // The cells of a row stand side by side: it has no parts.
    if bytes <= WHOLE || matches!(kind, BlockKind::Row(_)) { 1 } else { bytes / PART }
}

/// The part of a block that holds a byte of the text.
pub fn part_at(doc: &Document, block: usize, byte: usize) -> usize {
    let many = parts(doc, block);
    if many == 1 {
        return 0;
    }
    let start = doc.blocks[block].range().start;
    let near = (byte.saturating_sub(start) / PART).min(many - 1);
    // The parts' ends are a little before the even ones.
    if near + 1 < many && bytes_of(doc, block, near).end <= byte { near + 1 } else { near }
}

/// The bytes of a part of a block.
pub fn bytes_of(doc: &Document, block: usize, part: usize) -> Range<usize> {
    let whole = doc.blocks[block].range();
    let many = parts(doc, block);
    let edge = |number: usize| match number {
        0 => whole.start,
        number if number >= many => whole.end,
        number => whole.start + end(&doc.text[whole.clone()], number * PART),
    };
    edge(part)..edge(part + 1)
}

/// A good place to part a text, at most at `at`: behind a sentence, else behind a blank, else where a line may
/// break, else between two characters.
fn end(text: &str, at: usize) -> usize {
    let (from, to) = (text.ceil_char_boundary(at - SEARCH), text.floor_char_boundary(at));
    let near = &text[from..to];
    let blank = |c: char| matches!(c, ' ' | '\n' | '\r' | '\t' | '\u{0c}');
    let mut before = (None, None);
    let (mut sentence, mut space) = (None, None);
    for (byte, c) in near.char_indices() {
        // A blank belongs to what stands before it.
        if before.0.is_some_and(blank) && !blank(c) {
            space = Some(byte);
            if matches!(before.1, Some('.' | '!' | '?' | '。' | '！' | '？')) && !c.is_lowercase() {
                sentence = Some(byte);
            }
        }
        if matches!(before.0, Some('。' | '！' | '？')) && !matches!(c, '」' | '』' | '）' | '〉' | '》')
        {
            sentence = Some(byte);
        }
        if !blank(c) {
            before.1 = Some(c);
        }
        before.0 = Some(c);
    }
    let allowed = || {
        linebreaks(near).map(|(byte, _)| byte).filter(|&byte| byte > SEARCH / 4 && byte < near.len()).last()
    };
    from + sentence.or(space).or_else(allowed).unwrap_or(near.len())
}
