//! Which letters of a line stand where: for a pointer, and for a stretch that begins or ends amidst a piece.
use super::line::{Line, Piece};
use super::width::width;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// A letter as a reader sees it, or a piece that cannot be parted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Letter<'a> {
    /// What is shown.
    pub text: &'a str,
    /// The columns from the line's edge.
    pub columns: Range<u16>,
    /// The bytes of the document that it shows; empty for what the program adds.
    pub bytes: Range<usize>,
}

impl Piece {
    /// The letters, the first at this column. Where a piece has not the bytes of its text it stays whole.
    pub fn letters(&self, column: u16) -> Vec<Letter<'_>> {
        if self.bytes.len() != self.text.len() {
            let columns = column..column.saturating_add(self.width);
            return vec![Letter { text: &self.text, columns, bytes: self.bytes.clone() }];
        }
        let mut edge = column;
        self.text
            .grapheme_indices(true)
            .map(|(at, text)| {
                let from = edge;
                edge = edge.saturating_add(width(text) as u16);
                let start = self.bytes.start + at;
                Letter { text, columns: from..edge, bytes: start..start + text.len() }
            })
            .collect()
    }
}

impl Line {
    /// All letters that show something of the document.
    pub fn letters(&self) -> Vec<Letter<'_>> {
        let mut column = self.indent;
        let mut letters = Vec::new();
        for piece in &self.pieces {
            letters.extend(piece.letters(column).into_iter().filter(|letter| !letter.bytes.is_empty()));
            column = column.saturating_add(piece.width);
        }
        letters
    }

    /// The bytes of the document that the line shows, from its first to its last.
    pub fn bytes(&self) -> Option<Range<usize>> {
        let mut shown = self.pieces.iter().filter(|piece| !piece.bytes.is_empty());
        let first = shown.next()?;
        let last = shown.next_back().unwrap_or(first);
        Some(first.bytes.start..last.bytes.end.max(first.bytes.end))
    }

    /// The bytes of the letter nearest to a column: none of them before the line's first and behind its last.
    pub fn nearest(&self, column: u16) -> Option<Range<usize>> {
        let letters = self.letters();
        let (first, last) = (letters.first()?, letters.last()?);
        if column < first.columns.start {
            return Some(first.bytes.start..first.bytes.start);
        }
        if column >= last.columns.end {
            return Some(last.bytes.end..last.bytes.end);
        }
        letters.iter().rev().find(|letter| letter.columns.start <= column).map(|letter| letter.bytes.clone())
    }
}
