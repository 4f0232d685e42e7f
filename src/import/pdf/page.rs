//! One flow of lines, rows and notes out of the words of all pages. Never joins lines to paragraphs.
use super::columns::{Region, regions};
use super::lines::{Line, lines};
use super::notes::{self, Note};
use super::tables::{self, Part, parts};
use super::words::{Sheet, Word};
use std::collections::BTreeMap;

/// What the text of a document is set in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Body {
    /// The size of most of it, in points.
    pub size: f32,
    /// The thickness of its strokes, in thousandths of the size; 0 where no letter tells.
    pub stem: f32,
    /// The distance of two baselines, as a share of the size.
    pub leading: f32,
    /// Whether paragraphs begin with an indent.
    pub indents: bool,
}

/// What is read one after the other.
#[derive(Debug)]
pub struct Flow {
    /// What the text is set in.
    pub body: Body,
    /// Lines and rows with the pages they stand on, in the order in which they are read.
    pub parts: Vec<(usize, Part)>,
    /// The footnotes, in order.
    pub notes: Vec<Note>,
}

/// Puts the words of all pages in order.
pub fn flow(sheets: Vec<Sheet>) -> Flow {
    let mut body = body(&sheets);
    let mut known = Vec::new();
    let mut columns: Vec<(usize, Vec<Region>, Sheet)> = Vec::new();
    for (page, mut sheet) in sheets.into_iter().enumerate() {
        let words = std::mem::take(&mut sheet.words);
        columns.push((page, regions(words, body.size, &mut known), sheet));
    }
    let mut set: Vec<(usize, Vec<Vec<Line>>, Sheet)> = Vec::new();
    for (page, regions, sheet) in columns {
        let columns = regions.into_iter().map(|region| settle(region, page)).collect();
        set.push((page, columns, sheet));
    }
    measure(&mut body, set.iter().flat_map(|(_, columns, _)| columns));
    let mut wanted: Vec<String> = Vec::new();
    let mut flow = Flow { body, parts: Vec::new(), notes: Vec::new() };
    for (page, columns, sheet) in set {
        // A note may stand a page or two behind its mark.
        wanted.extend(columns.iter().flatten().flat_map(marks));
        let late = wanted.len().saturating_sub(60);
        wanted.drain(..late);
        for mut lines in columns {
            let before = flow.notes.len();
            notes::take(&mut lines, &sheet.rules, &wanted, body.size, &mut flow.notes);
            // A mark that has its note wants no other.
            for note in &flow.notes[before..] {
                if let Some(place) = wanted.iter().position(|label| *label == note.label) {
                    wanted.remove(place);
                }
            }
            flow.parts.extend(parts(lines, &sheet.rules).into_iter().map(|part| (page, part)));
        }
        let aside = sheet.aside;
        if !aside.is_empty() {
            let lines = settle(Region { left: 0.0, right: sheet.width, words: aside }, page);
            flow.parts.extend(lines.into_iter().map(|line| (page, Part::Line(line))));
        }
    }
    tables::mend(&mut flow.parts);
    flow
}

fn settle(region: Region, page: usize) -> Vec<Line> {
    let mut lines = lines(region.words);
    for line in &mut lines {
        (line.left, line.right, line.page) = (region.left.min(line.x0), region.right.max(line.x1), page);
    }
    lines
}

/// The footnote marks in a line, each by itself.
fn marks(line: &Line) -> Vec<String> {
    let pieces = line.pieces().into_iter().filter(|piece| piece.mark);
    pieces.flat_map(|piece| labels(&piece.text)).collect()
}

/// The labels in the words of a mark: "1,2" has two.
pub fn labels(mark: &str) -> Vec<String> {
    mark.split([',', '，'])
        .map(|label| label.trim_matches(['(', ')', '（', '）', '[', ']', ' ']).to_owned())
        .filter(|label| !label.is_empty())
        .collect()
}

/// The size and weight of most words.
fn body(sheets: &[Sheet]) -> Body {
    let mut sizes: BTreeMap<i32, usize> = BTreeMap::new();
    for word in sheets.iter().flat_map(|sheet| &sheet.words) {
        *sizes.entry((word.size * 4.0).round() as i32).or_default() += word.text.chars().count();
    }
    let size = sizes.iter().max_by_key(|(_, count)| **count).map_or(10.0, |(size, _)| *size as f32 / 4.0);
    let is_body = |word: &&Word| word.stem > 0.0 && (word.size - size).abs() < 0.3 && word.text.len() > 3;
    let mut stems: Vec<f32> =
        sheets.iter().flat_map(|sheet| &sheet.words).filter(is_body).map(|word| word.stem).collect();
    stems.sort_by(f32::total_cmp);
    let stem = stems.get(stems.len() / 2).copied().unwrap_or(0.0);
    Body { size, stem, leading: 1.2, indents: false }
}

/// Measures the leading, and whether paragraphs are indented or set apart.
fn measure<'l>(body: &mut Body, columns: impl Iterator<Item = &'l Vec<Line>>) {
    let mut leadings: BTreeMap<i32, usize> = BTreeMap::new();
    let (mut indents, mut gaps) = (0, 0);
    let mut pairs = Vec::new();
    for column in columns {
        for pair in column.windows(2) {
            let is_body = |line: &Line| (line.size - body.size).abs() < 0.05 * body.size;
            if is_body(&pair[0]) && is_body(&pair[1]) {
                let leading = (pair[0].y - pair[1].y) / body.size;
                *leadings.entry((leading * 50.0).round() as i32).or_default() += 1;
                pairs.push((leading, (pair[1].x0 - pair[0].x0) / body.size));
            }
        }
    }
    // Two neighbouring steps together: a leading between them falls into both.
    let voices =
        |step: i32| [step - 1, step, step + 1].iter().filter_map(|step| leadings.get(step)).sum::<usize>();
    let most = leadings.keys().copied().filter(|step| *step >= 40).max_by_key(|&step| (voices(step), -step));
    if let Some(step) = most {
        body.leading = step as f32 / 50.0;
    }
    for (leading, shift) in pairs {
        gaps += usize::from(leading > body.leading + 0.25 && leading < body.leading + 2.5);
        indents += usize::from((leading - body.leading).abs() < 0.1 && (0.6..4.0).contains(&shift));
    }
    body.indents = indents > gaps;
}
