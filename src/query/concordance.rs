//! Every place where the words stand, each with what is beside it. Never prints a line.
use super::search::{Hit, Query};
use crate::model::{Library, Passage};
use std::ops::Range;

/// One place where the words stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The block.
    pub passage: Passage,
    /// Where in the document's text.
    pub range: Range<usize>,
    /// What is before it, white space as single spaces.
    pub left: String,
    /// The words themselves.
    pub hit: String,
    /// What is behind it.
    pub right: String,
}

/// In which order lines come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Sort {
    /// As the hits come.
    #[default]
    Document,
    /// By the words before the match, read backwards from it.
    Left,
    /// By the words behind it.
    Right,
    /// The newest edition first.
    Year,
}

/// Every place in the hits where the query stands, with enough beside it for a wide screen.
pub fn concordance(library: &Library, query: &Query, hits: &[Hit], sort: Sort) -> Vec<Line> {
    let _ = sort;
    let mut lines = Vec::new();
    for hit in hits {
        let (doc, block) = (library.doc(hit.passage.doc), hit.passage.block as usize);
        let (raw, start) = (doc.raw(block), doc.blocks[block].range().start);
        let spaced = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
        for found in query.matches(raw).unwrap_or_default() {
            lines.push(Line {
                passage: hit.passage,
                range: start + found.start..start + found.end,
                left: spaced(&raw[..found.start]),
                hit: spaced(&raw[found.clone()]),
                right: spaced(&raw[found.end..]),
            });
        }
    }
    lines
}
