//! A table's row, its columns as wide as the rows around it need; where they cannot be read side by side, wider than
//! the page.
use super::cells::cells;
use super::fill::{Form, fill};
use super::line::{Line, Marked, Piece, Role};
use super::width::width;
use crate::model::{BlockKind, Document};
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// Empty columns between two columns of a table.
const GAP: usize = 2;
/// So many rows are measured together: a long table costs no more than a short one.
const NEAR: usize = 128;
/// So far back the beginning of a table is looked for.
const FAR: usize = 4096;
/// So many bytes of a cell are measured.
const MEASURED: usize = 400;
/// The columns that a column of running text keeps at the least.
const LEGIBLE: usize = 14;
/// The widest column of a table that is wider than the page.
const WIDEST: usize = 40;

/// Sets one row.
pub fn row(doc: &Document, number: usize, columns: usize, found: &[Marked], role: Role) -> Vec<Line> {
    let widths = widths(doc, number, columns);
    let all = widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1);
    let wide = if all > columns { u16::try_from(all).unwrap_or(u16::MAX) } else { 0 };
    let empty = || Line { wide, ..Line::empty(role) };
    let block = doc.blocks[number].range();
    let mut lines: Vec<Line> = Vec::new();
    let mut edge = 0;
    for (column, range) in cell_ranges(doc, number).into_iter().enumerate() {
        let room = widths.get(column).copied().unwrap_or(1);
        let set = fill(&cells(doc, &block, range, found), &Form::plain(role, room));
        for (at, cell) in set.into_iter().enumerate() {
            if lines.len() <= at {
                lines.push(empty());
            }
            let line = &mut lines[at];
            let gap = edge - usize::from(line.width()).min(edge);
            if gap > 0 {
                line.pieces.push(Piece::blank(gap));
            }
            line.pieces.extend(cell.pieces);
        }
        edge += room + GAP;
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

/// The rows that are measured for one of them: its table, or the stretch of it that the row is in, and the head.
fn rows_near(doc: &Document, number: usize) -> impl Iterator<Item = usize> + use<> {
    let is_row = |block: usize| matches!(doc.blocks[block].kind, BlockKind::Row(_));
    let is_head = |block: usize| doc.blocks[block].kind == BlockKind::Row(true);
    let mut first = number;
    while first > 0 && !is_head(first) && is_row(first - 1) && number - first < FAR {
        first -= 1;
    }
    let from = first + (number - first) / NEAR * NEAR;
    let mut to = number + 1;
    while to < doc.blocks.len() && is_row(to) && !is_head(to) && to < from + NEAR {
        to += 1;
    }
    std::iter::once(first).chain(from..to)
}

/// The width of each column: what its cells need, shared out fairly where that is too much, as long as the words can
/// be read; else the table is wider than the page.
fn widths(doc: &Document, number: usize, columns: usize) -> Vec<usize> {
    let mut widths: Vec<usize> = Vec::new();
    let mut least: Vec<usize> = Vec::new();
    for block in rows_near(doc, number) {
        for (column, range) in cell_ranges(doc, block).into_iter().enumerate() {
            if widths.len() <= column {
                widths.push(1);
                least.push(1);
            }
            let end = doc.text.floor_char_boundary(range.end.min(range.start + MEASURED));
            let text = doc.text[range.start..end].trim();
            widths[column] = widths[column].max(width(text));
            least[column] = least[column].max(longest_word(text).min(LEGIBLE));
        }
    }
    let gaps = GAP * widths.len().saturating_sub(1);
    if widths.iter().sum::<usize>() + gaps > columns && least.iter().sum::<usize>() + gaps > columns {
        // Even the widest line is counted in 16 bits.
        let most = WIDEST.min((60_000 / widths.len()).saturating_sub(GAP)).max(1);
        return widths.into_iter().map(|wide| wide.min(most)).collect();
    }
    shrink(&mut widths, &least, columns.saturating_sub(gaps));
    widths
}

/// The columns of the longest stretch of a text that is not to be broken.
fn longest_word(text: &str) -> usize {
    // Wide signs may be parted anywhere.
    text.split_whitespace()
        .flat_map(|word| word.split(|c: char| ('\u{2e80}'..'\u{ffef}').contains(&c)))
        .map(|word| if word.is_ascii() { word.len() } else { word.graphemes(true).map(width).sum() })
        .max()
        .unwrap_or(0)
}

/// Makes columns narrower until they fit, the widest first, none narrower than its longest word.
fn shrink(widths: &mut [usize], least: &[usize], room: usize) {
    let mut over = widths.iter().sum::<usize>().saturating_sub(room);
    while over > 0 {
        let gives = |at: &usize| widths[*at] > least[*at];
        let Some(widest) = (0..widths.len()).filter(gives).map(|at| widths[at]).max() else { break };
        let next =
            (0..widths.len()).filter(gives).map(|at| widths[at]).filter(|&w| w < widest).max().unwrap_or(1);
        let many = (0..widths.len()).filter(gives).filter(|&at| widths[at] == widest).count();
        let less = over.div_ceil(many).min(widest - next).max(1);
        for at in 0..widths.len() {
            if widths[at] == widest && widths[at] > least[at] && over > 0 {
                let given = less.min(widths[at] - least[at]).min(over);
                widths[at] -= given;
                over -= given;
            }
        }
    }
}
