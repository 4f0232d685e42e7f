//! Tables among the lines of a column: rows whose parts stand below each other. Never takes a line for a row
//! that has no like.
use super::blocks::Block;
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
    let cells: Vec<usize> = lines.iter().map(count).collect();
    let mut parts = Vec::with_capacity(lines.len());
    let mut lines = lines.into_iter().map(Some).collect::<Vec<_>>();
    let mut at = 0;
    while at < lines.len() {
        let (run, columns) = if cells[at] >= 2 { table(&lines, &cells, at) } else { (at, Vec::new()) };
        let table: Vec<&Line> = lines[at..run].iter().flatten().collect();
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

/// How many cells a line may have; one where it is text that was driven apart to fill its line.
fn count(line: &Line) -> usize {
    let gaps =
        || line.words.windows(2).map(|pair| pair[1].x0 - pair[0].x1).filter(|gap| *gap > 0.1 * line.size);
    let (least, most) =
        gaps().fold((f32::MAX, 0.0_f32), |(least, most), gap| (least.min(gap), most.max(gap)));
    let driven = gaps().count() >= 3 && most < 1.2 * least;
    let bullet = line.words.len() > 1 && opens_item(&format!("{} A", line.words[0].text)) == Some(true);
    if driven || bullet { 1 } else { line.parted(GAP * line.size).len() }
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

/// Takes out column heads that are only set again because the table goes on on another page.
pub fn drop_repeated_heads(blocks: &mut Vec<Block>) {
    // Not every font tells that heads are heavier: the first row of a table is what comes again.
    let mut first: Option<(String, usize)> = None;
    blocks.retain(|block| {
        if block.row.is_none() {
            first = None;
            return true;
        }
        let (text, page) = first.get_or_insert_with(|| (block.text.clone(), block.page));
        !(*text == block.text && *page < block.page)
    });
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

/// The end of the lines from `at` on that are rows of one table, and its columns as stretches of points;
/// fewer than two where there is none.
fn table(lines: &[Option<Line>], cells: &[usize], at: usize) -> (usize, Vec<(f32, f32)>) {
    let (mut end, mut found) = (at, Vec::new());
    let mut rows: Vec<&Line> = Vec::new();
    for next in at..lines.len() {
        let Some(line) = &lines[next] else { break };
        let gap = rows.last().map_or(0.0, |above| above.bottom() - line.top());
        if gap > 2.2 * line.size || found.len() >= 2 && crosses(line, &found) {
            break;
        }
        rows.push(line);
        if cells[next] >= 2 {
            let columns = columns(&rows);
            if columns.len() >= 2 {
                (end, found) = (next + 1, columns);
            } else if rows.len() > 8 && found.is_empty() {
                break;
            }
        } else if next >= end + 3 && !found.is_empty() {
            // Some lines of one cell may stand between.
            break;
        }
    }
    // The last row may have lines of one cell as well.
    while found.len() >= 2
        && end < lines.len()
        && let (Some(line), Some(above)) = (&lines[end], &lines[end - 1])
    {
        let distance = above.y - line.y;
        let next = lines.get(end + 1).and_then(Option::as_ref).map_or(f32::MAX, |next| line.y - next.y);
        let within = found.iter().any(|column| line.x0 > column.0 - 1.0 && line.x1 < column.1 + line.size);
        if !within || distance > 1.3 * line.size || next < 1.05 * distance {
            break;
        }
        end += 1;
    }
    (end, found)
}

/// Whether words of a line stand where a table has the white space between its columns.
fn crosses(line: &Line, columns: &[(f32, f32)]) -> bool {
    columns.windows(2).any(|pair| {
        let (from, to) = (pair[0].1 + 0.5, pair[1].0 - 0.5);
        let middle = f32::midpoint(from, to);
        line.words.iter().any(|word| word.x0 < middle && word.x1 > middle)
    })
}

/// The columns of a table as stretches of points; fewer than two where there is none.
fn columns(lines: &[&Line]) -> Vec<(f32, f32)> {
    let parted = |line: &&&Line| count(line) >= 2;
    let full = lines.iter().filter(parted).count();
    if full < 3 || full * 2 < lines.len() {
        return Vec::new();
    }
    let size = lines[0].size;
    // White space from the first row to the last, wider than that between words; a few cells may span it.
    let most = lines.len() / 6;
    let mut edges: Vec<(f32, i32)> = Vec::new();
    for line in lines {
        // Words of one line that stand close are one stretch.
        for range in line.parted(0.5 * size) {
            let words = &line.words[range];
            let end = words.iter().map(|word| word.x1).fold(f32::MIN, f32::max);
            edges.extend([(words[0].x0, 1), (end.max(words[0].x0 + 0.1), -1)]);
        }
    }
    edges.sort_by(|one, other| one.0.total_cmp(&other.0).then(other.1.cmp(&one.1)));
    let mut columns: Vec<(f32, f32)> = Vec::new();
    let (mut open, mut from) = (0_usize, None);
    for (x, step) in edges {
        let before = open;
        open = open.saturating_add_signed(step as isize);
        if before <= most && open > most {
            from = Some(x);
        } else if before > most
            && open <= most
            && let Some(from) = from.take()
        {
            match columns.last_mut() {
                Some(last) if from - last.1 < 0.5 * size => last.1 = x,
                _ => columns.push((from, x)),
            }
        }
    }
    let in_columns = |line: &&&Line| {
        let mut places: Vec<usize> =
            line.words.iter().map(|word| place(&columns, (word.x0, word.x1))).collect();
        places.dedup();
        places.len() >= 2
    };
    let rows = lines.iter().filter(in_columns).count();
    let marks = lines.iter().filter(|line| {
        let first = line.words[0].text.as_str();
        let mark = opens_item(&format!("{first} A")).is_some() && first.chars().count() <= 5;
        mark && line.parted(GAP * line.size).len() == 2
    });
    // Marks with a gap behind them are a list.
    let listed = marks.count() * 3 >= full * 2;
    if rows < 3 || rows * 2 < lines.len() || listed { Vec::new() } else { columns }
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
        // A line of nothing but a first cell goes on with the one above where the others are full.
        first_cell(below) && (below.x1 > columns[0].1 + 1.0 || below.size > above.size * 1.05)
    };
    let mut rows: Vec<Row> = Vec::new();
    for (at, line) in lines.iter().enumerate() {
        if at == 0 || begins(at) {
            rows.push((vec![Vec::new(); columns.len()], false));
        }
        let Some((cells, _)) = rows.last_mut() else { continue };
        let column = |word: usize| place(columns, (line.words[word].x0, line.words[word].x1));
        let mut from = 0;
        for to in 1..=line.words.len() {
            if to == line.words.len() || column(to) != column(from) {
                cells[column(from)].push(line.part(from..to));
                from = to;
            }
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
