//! A table's row, its columns as wide as the rows around it need.
use super::set::{Line, Marked, Piece, Role, cells, fill};
use super::width::width;
use crate::model::{BlockKind, Document};
use std::ops::Range;

/// Empty columns between two columns of a table.
const GAP: usize = 2;
/// How many rows before and behind are asked for their width: a long table costs no more than a short one.
const NEAR: usize = 100;

/// Sets one row.
pub(super) fn row(doc: &Document, number: usize, columns: usize, found: &[Marked], role: Role) -> Vec<Line> {
    let widths = widths(doc, number, columns);
    let mut lines: Vec<Line> = Vec::new();
    let mut edge = 0;
    for (column, range) in cell_ranges(doc, number).into_iter().enumerate() {
        let wide = widths.get(column).copied().unwrap_or(1);
        let set = fill(&cells(doc, range, found), role, wide, 0, 0);
        for (at, cell) in set.into_iter().enumerate() {
            if lines.len() <= at {
                lines.push(Line::empty(role));
            }
            let line = &mut lines[at];
            let gap = edge - usize::from(line.width());
            if gap > 0 {
                let text = " ".repeat(gap);
                line.pieces.push(Piece {
                    text,
                    width: gap as u16,
                    bytes: 0..0,
                    mark: None,
                    emphasis: false,
                    strong: false,
                    found: false,
                });
            }
            line.pieces.extend(cell.pieces);
        }
        edge += wide + GAP;
    }
    lines
}

/// The bytes of each cell of a row.
fn cell_ranges(doc: &Document, number: usize) -> Vec<Range<usize>> {
    let range = doc.blocks[number].range();
    let mut start = range.start;
    let mut ranges = Vec::new();
    for cell in doc.text[range].split('\t') {
        ranges.push(start..start + cell.len());
        start += cell.len() + 1;
    }
    ranges
}

/// The width of each column: what its cells need, shared out fairly where that is too much.
fn widths(doc: &Document, number: usize, columns: usize) -> Vec<usize> {
    let is_row = |block: &usize| matches!(doc.blocks[*block].kind, BlockKind::Row(_));
    let is_head = |block: usize| doc.blocks[block].kind == BlockKind::Row(true);
    let mut first = number;
    while first > 0 && !is_head(first) && is_row(&(first - 1)) && number - first < NEAR {
        first -= 1;
    }
    let mut last = number;
    while last + 1 < doc.blocks.len() && is_row(&(last + 1)) && !is_head(last + 1) && last - number < NEAR {
        last += 1;
    }
    let mut widths: Vec<usize> = Vec::new();
    for block in first..=last {
        for (column, range) in cell_ranges(doc, block).into_iter().enumerate() {
            if widths.len() <= column {
                widths.push(1);
            }
            widths[column] = widths[column].max(width(doc.text[range].trim()));
        }
    }
    let gaps = GAP * widths.len().saturating_sub(1);
    let room = columns.saturating_sub(gaps).max(widths.len());
    // The widest column gives way first.
    while widths.iter().sum::<usize>() > room {
        let Some(widest) = widths.iter().copied().max().filter(|&w| w > 1) else { break };
        let next = widths.iter().copied().filter(|&w| w < widest).max().unwrap_or(1);
        let many = widths.iter().filter(|&&w| w == widest).count();
        let over = widths.iter().sum::<usize>() - room;
        let less = (over.div_ceil(many)).min(widest - next).max(1);
        for w in &mut widths {
            if *w == widest {
                *w -= less;
            }
        }
    }
    widths
}
