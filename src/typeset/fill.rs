//! Lines filled with cells: where they break, what hangs, how they end at one edge. Never asks what a cell means.
use super::cells::{Cell, pieces};
use super::hyphens::{self, Tongue};
use super::line::{Line, Role};
use super::style::Style;
use unicode_linebreak::linebreaks;

/// The widest space of a line that ends at the edge, in columns.
const WIDEST: usize = 3;
/// A word is parted only where more columns than these would stay empty.
const RAGGED: usize = 3;
/// So many lines at most end in a parted word, one after the other.
const PARTED: usize = 2;

/// How lines are filled.
#[derive(Debug, Clone, Copy)]
pub struct Form {
    /// What they are for.
    pub role: Role,
    /// The columns, and how they are used.
    pub style: Style,
    /// Columns left empty before the first line.
    pub first: usize,
    /// Columns left empty before the others.
    pub rest: usize,
    /// By whose rules words are parted.
    pub tongue: Option<Tongue>,
}

impl Form {
    /// Lines without an indent, ragged, with whole words.
    pub fn plain(role: Role, columns: usize) -> Self {
        Self { role, style: Style::plain(columns), first: 0, rest: 0, tongue: None }
    }

    /// The columns before a line and those for its words.
    fn room(&self, line: usize) -> (usize, usize) {
        let indent = if line == 0 { self.first } else { self.rest };
        (indent, self.style.columns.saturating_sub(indent).max(1))
    }
}

/// Fills lines, breaking where Unicode (UAX #14) allows it, in words where that is wished for, else where the line
/// is full.
pub fn fill(cells: &[Cell<'_>], form: &Form) -> Vec<Line> {
    let breaks = breaks(cells);
    let mut lines: Vec<Line> = Vec::new();
    let mut start = 0;
    let mut parted = 0;
    while start < cells.len() {
        let (indent, room) = form.room(lines.len());
        let end = full(cells, &breaks, start, room);
        let at = match end {
            Full::All => Break { at: cells.len(), hyphen: false },
            Full::Over { end, last } => {
                let tongue = form.tongue.filter(|_| form.style.hyphenate && parted < PARTED);
                let inside = tongue.and_then(|tongue| part(cells, &breaks, (start, end, last), room, tongue));
                inside.unwrap_or_else(|| {
                    let at = last.unwrap_or_else(|| sensible(cells, start, end.max(start + 1)));
                    Break { at, hyphen: cells[at - 1].text.ends_with('\u{ad}') }
                })
            }
        };
        parted = if at.hyphen { parted + 1 } else { 0 };
        let mut shown = at.at;
        while shown > start && cells[shown - 1].is_space() {
            shown -= 1;
        }
        let mut line = cells[start..shown].to_vec();
        if at.hyphen
            && let Some(last) = line.last()
        {
            line.push(Cell::sign("-", last.bytes.end, last.look));
        }
        if form.style.justify && at.at < cells.len() && is_prose(form.role) {
            // What hangs before the text keeps its place.
            let hang = if lines.is_empty() { form.rest.saturating_sub(form.first) } else { 0 };
            widen(&mut line, hang, room);
        }
        lines.push(Line { indent: indent as u16, pieces: pieces(&line), ..Line::empty(form.role) });
        start = at.at;
        while start < cells.len() && cells[start].is_space() {
            start += 1;
        }
    }
    if lines.is_empty() {
        lines.push(Line::empty(form.role));
    }
    lines
}

/// Where a line ends.
struct Break {
    at: usize,
    hyphen: bool,
}

/// How far a line is filled.
enum Full {
    /// To the end of the cells.
    All,
    /// The cell at `end` does not fit any more; the last break before it.
    Over { end: usize, last: Option<usize> },
}

/// Whether lines of this role may be made to end at one edge.
fn is_prose(role: Role) -> bool {
    matches!(role, Role::Body | Role::Quote | Role::Note)
}

/// Whether a line may end before each cell.
fn breaks(cells: &[Cell<'_>]) -> Vec<bool> {
    let text: String = cells.iter().map(|cell| cell.text.as_ref()).collect();
    let mut may_break = vec![false; cells.len() + 1];
    let mut breaks = linebreaks(&text).peekable();
    let mut at = 0;
    for (number, cell) in cells.iter().enumerate() {
        while breaks.peek().is_some_and(|(byte, _)| *byte < at) {
            breaks.next();
        }
        let scheme = ends_with_scheme(&cells[..number]);
        may_break[number] = number > 0 && !scheme && breaks.peek().is_some_and(|(byte, _)| *byte == at);
        at += cell.text.len();
    }
    may_break
}

/// Whether cells end with the sign behind an address's scheme: nobody knows an address by that alone.
fn ends_with_scheme(cells: &[Cell<'_>]) -> bool {
    cells
        .last_chunk()
        .is_some_and(|last: &[Cell<'_>; 3]| last.iter().map(|cell| &*cell.text).eq([":", "/", "/"]))
}

fn full(cells: &[Cell<'_>], breaks: &[bool], start: usize, room: usize) -> Full {
    let (mut used, mut end, mut last) = (0, start, None);
    while end < cells.len() {
        // A soft hyphen at the end of a line is seen, and takes its column.
        let soft = || used >= room && cells[end - 1].text.ends_with('\u{ad}');
        if breaks[end] && end > start && !soft() {
            last = Some(end);
        }
        // A space may hang over the edge: it is not shown there.
        if used + cells[end].width > room && !cells[end].is_space() {
            return Full::Over { end, last };
        }
        used += cells[end].width;
        end += 1;
    }
    Full::All
}

/// A break inside the word that does not fit whole.
fn part(
    cells: &[Cell<'_>],
    breaks: &[bool],
    (start, end, last): (usize, usize, Option<usize>),
    room: usize,
    tongue: Tongue,
) -> Option<Break> {
    let word = last.unwrap_or(start);
    let used: usize = cells[start..word].iter().map(|cell| cell.width).sum();
    let spaces = cells[start..word].iter().rev().take_while(|cell| cell.is_space()).count();
    if last.is_some() && room.saturating_sub(used - spaces) <= RAGGED {
        return None;
    }
    let next = (end + 1..cells.len()).find(|&at| breaks[at])?;
    let at = hyphens::part(cells, word..next, room.checked_sub(used)?, tongue)?;
    Some(Break { at, hyphen: true })
}

/// Where something without a break is broken all the same: in a long address behind one of its signs.
fn sensible(cells: &[Cell<'_>], start: usize, end: usize) -> usize {
    let sign = |at: &usize| {
        matches!(cells[at - 1].text.as_ref(), "/" | "?" | "&" | "=" | "." | "#" | "-" | "_" | "%")
    };
    let least = start + (end - start) / 3 + 1;
    let between = |at: &usize| !sign(&(at + 1));
    (least..=end).rev().filter(|at| *at < cells.len()).find(|at| sign(at) && between(at)).unwrap_or(end)
}

/// Makes a line end at the edge: its spaces share out what is left, those further left first.
fn widen(line: &mut Vec<Cell<'_>>, hang: usize, room: usize) {
    let used: usize = line.iter().map(|cell| cell.width).sum();
    let mut edge = 0;
    let mut spaces: Vec<usize> = Vec::new();
    for (at, cell) in line.iter().enumerate() {
        edge += cell.width;
        if cell.is_space() && !cell.bytes.is_empty() && edge > hang {
            spaces.push(at);
        }
    }
    let left = room.saturating_sub(used);
    if left == 0 || spaces.is_empty() || left.div_ceil(spaces.len()) > WIDEST - 1 {
        return;
    }
    let (each, more) = (left / spaces.len(), left % spaces.len());
    for (number, &at) in spaces.iter().enumerate().rev() {
        let space = &line[at];
        let (end, look) = (space.bytes.end, space.look);
        match each + usize::from(number < more) {
            0 => {}
            1 => line.insert(at + 1, Cell::sign(" ", end, look)),
            _ => line.insert(at + 1, Cell::sign("  ", end, look)),
        }
    }
}
