//! Tables among the lines of a column: rows whose parts stand below each other. Never takes a line for a row
//! that has no like.
use super::glyphs::Rule;
use super::lines::Line;
use crate::import::structure::opens_item;

/// What a column holds.
#[derive(Debug)]
pub enum Part {
    /// A line of text.
    Line(Line),
    /// A row of a table: its cells by their columns, each with its lines; whether it is one of heads.
    Row(Vec<Vec<Line>>, bool),
}

/// The least gap between two cells, as a share of the size.
const GAP: f32 = 1.0;

/// Finds the tables among lines.
pub fn parts(lines: Vec<Line>, rules: &[Rule]) -> Vec<Part> {
    let cells: Vec<usize> = lines.iter().map(|line| line.parted(GAP * line.size).len()).collect();
    let mut parts = Vec::with_capacity(lines.len());
    let mut lines = lines.into_iter().map(Some).collect::<Vec<_>>();
    let mut at = 0;
    while at < lines.len() {
        let run = if cells[at] >= 2 { run(&lines, &cells, at) } else { at };
        let table: Vec<&Line> = lines[at..run].iter().flatten().collect();
        let columns = if run - at >= 2 { columns(&table) } else { Vec::new() };
        if columns.len() >= 2 {
            let rows = rows(&table, &columns, rules);
            parts.extend(rows.into_iter().map(|(cells, head)| Part::Row(cells, head)));
            at = run;
        } else {
            parts.extend(lines[at].take().map(Part::Line));
            at += 1;
        }
    }
    parts
}

/// Lines before and behind a table that have as many cells are rows of it that a page's end parted from it.
pub fn mend(parts: &mut [(usize, Part)]) {
    let order: Vec<usize> = (0..parts.len()).chain((0..parts.len()).rev()).collect();
    let mut above: Option<usize> = None;
    for (step, &at) in order.iter().enumerate() {
        if step == parts.len() {
            above = None;
        }
        match &parts[at].1 {
            Part::Row(cells, _) => above = Some(cells.len()),
            Part::Line(line) => {
                let ranges = line.parted(GAP * line.size);
                if above == Some(ranges.len()) && ranges.len() >= 2 {
                    let cells: Vec<Vec<Line>> =
                        ranges.into_iter().map(|range| vec![line.part(range)]).collect();
                    let head = step >= parts.len() && is_heavier(&cells, order[step - 1], parts);
                    parts[at].1 = Part::Row(cells, head);
                } else {
                    above = None;
                }
            }
        }
    }
}

/// Whether a row is heavier than the one at `below`.
fn is_heavier(cells: &[Vec<Line>], below: usize, parts: &[(usize, Part)]) -> bool {
    let stem = |cells: &[Vec<Line>]| {
        let stems: Vec<f32> =
            cells.iter().flatten().map(|line| line.stem).filter(|stem| *stem > 0.0).collect();
        stems.iter().sum::<f32>() / stems.len().max(1) as f32
    };
    matches!(&parts[below].1, Part::Row(other, false) if stem(cells) > 1.2 * stem(other))
}

/// The end of the lines from `at` on that may be rows of one table.
fn run(lines: &[Option<Line>], cells: &[usize], at: usize) -> usize {
    let mut end = at + 1;
    for next in at + 1..lines.len() {
        let (Some(line), Some(before)) = (&lines[next], &lines[next - 1]) else { break };
        let gap = before.bottom() - line.top();
        if gap > 2.2 * line.size {
            break;
        }
        if cells[next] >= 2 {
            end = next + 1;
        } else if next - end >= 3 {
            // Some lines of one cell may stand between.
            break;
        }
    }
    end
}

/// The columns of a table as stretches of points; fewer than two where there is none.
fn columns(lines: &[&Line]) -> Vec<(f32, f32)> {
    let pieces: Vec<Vec<(f32, f32)>> = lines
        .iter()
        .map(|line| {
            let parts = line.parted(GAP * line.size).into_iter();
            parts
                .map(|part| {
                    let words = &line.words[part];
                    let end = words.iter().map(|word| word.x1).fold(f32::MIN, f32::max);
                    (words[0].x0, end)
                })
                .collect()
        })
        .collect();
    let full = pieces.iter().filter(|row| row.len() >= 2).count();
    if full < 3 {
        return Vec::new();
    }
    // A few cells may span columns.
    let most = lines.len() / 6;
    let mut edges: Vec<(f32, i32)> =
        pieces.iter().flatten().flat_map(|&(from, to)| [(from, 1), (to.max(from + 0.1), -1)]).collect();
    edges.sort_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
    let mut columns: Vec<(f32, f32)> = Vec::new();
    let mut open = 0;
    let mut from = None;
    for (x, step) in edges {
        let before = open;
        open += step;
        if before as usize <= most && open as usize > most {
            from = Some(x);
        } else if before as usize > most
            && open as usize <= most
            && let Some(from) = from.take()
        {
            columns.push((from, x));
        }
    }
    let size = lines[0].size;
    // Columns closer than a cell's gap are one, whose words have gaps.
    let mut merged: Vec<(f32, f32)> = Vec::new();
    for column in columns {
        match merged.last_mut() {
            Some(last) if column.0 - last.1 < 0.6 * size => last.1 = column.1,
            _ => merged.push(column),
        }
    }
    let in_columns = |row: &[(f32, f32)]| {
        let mut places: Vec<usize> = row.iter().map(|piece| place(&merged, *piece)).collect();
        places.dedup();
        places.len()
    };
    let rows = pieces.iter().filter(|row| in_columns(row) >= 2).count();
    let marks = lines.iter().zip(&pieces).filter(|(line, row)| {
        let first = line.words[0].text.as_str();
        row.len() >= 2
            && row.len() <= 2
            && opens_item(&format!("{first} A")).is_some()
            && first.chars().count() <= 5
    });
    // Marks with a gap behind them are a list.
    let listed = marks.count() * 3 >= full * 2;
    if rows < 3 || rows * 2 < lines.len() || listed { Vec::new() } else { merged }
}

/// The column in which a cell stands, by its overlap.
fn place(columns: &[(f32, f32)], (from, to): (f32, f32)) -> usize {
    let overlap = |column: &(f32, f32)| column.1.min(to) - column.0.max(from);
    let best = columns.iter().enumerate().max_by(|one, other| overlap(one.1).total_cmp(&overlap(other.1)));
    best.map_or(0, |(at, _)| at)
}

type Row = (Vec<Vec<Line>>, bool);

/// The rows of a table: by its rules, else by the gaps between lines, else line by line.
fn rows(lines: &[&Line], columns: &[(f32, f32)], rules: &[Rule]) -> Vec<Row> {
    let (left, right) = (columns[0].0, columns[columns.len() - 1].1);
    let mut heights: Vec<f32> = rules
        .iter()
        .filter(|rule| rule.x0 < right && rule.x1 > left && rule.x1 - rule.x0 > 0.1 * (right - left))
        .map(|rule| rule.y)
        .collect();
    heights.sort_by(f32::total_cmp);
    heights.dedup_by(|one, other| (*one - *other).abs() < 2.0);
    let ruled =
        |above: &Line, below: &Line| heights.iter().any(|&y| y < above.y && y > below.y + 0.3 * below.size);
    let count = lines.windows(2).filter(|pair| ruled(pair[0], pair[1])).count();
    let gaps: Vec<f32> = lines.windows(2).map(|pair| pair[0].y - pair[1].y).collect();
    let least = gaps.iter().copied().fold(f32::MAX, f32::min);
    let most = gaps.iter().copied().fold(0.0, f32::max);
    let first_cell = |line: &Line| {
        let end = line.words[0].x1;
        place(columns, (line.words[0].x0, end)) == 0
    };
    let begins = |at: usize| -> bool {
        let (above, below) = (lines[at - 1], lines[at]);
        if count >= 2 {
            return ruled(above, below);
        }
        if most > 1.25 * least {
            // Lines of one cell stand closer than rows do.
            return gaps[at - 1] > f32::midpoint(least, most) || ruled(above, below);
        }
        first_cell(below)
    };
    let mut rows: Vec<Row> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if at == 0 || begins(at) {
            rows.push((vec![Vec::new(); columns.len()], false));
        }
        let Some((cells, _)) = rows.last_mut() else { continue };
        for part in line.parted(GAP * line.size) {
            let part = line.part(part);
            let at = place(columns, (part.x0, part.x1));
            cells[at].push(part);
        }
    }
    // The first row is one of heads when it is heavier than the next, or ruled off while others are not.
    let stem = |row: &Row| {
        let stems: Vec<f32> =
            row.0.iter().flatten().map(|line| line.stem).filter(|stem| *stem > 0.0).collect();
        stems.iter().sum::<f32>() / stems.len().max(1) as f32
    };
    if rows.len() >= 2 {
        let heavy = stem(&rows[0]) > 1.2 * stem(&rows[1]);
        let off = count > 0 && count < lines.len() / 2 && {
            let last = rows[0].0.iter().flatten().map(|line| line.y).fold(f32::MAX, f32::min);
            let next = rows[1].0.iter().flatten().map(|line| line.y).fold(f32::MIN, f32::max);
            heights.iter().any(|&y| y < last && y > next)
        };
        rows[0].1 = heavy || off;
    }
    rows
}
