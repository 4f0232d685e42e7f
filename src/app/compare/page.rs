//! The lines on the screen, and how the page moves over the rows. Only what is in sight is set, whatever the sides'
//! length.
use super::rows::{Choice, Row, rows};
use super::set::{SetLine, set};
use super::{App, Shown, head};
use crate::app::Layout;
use std::cell::RefCell;
use std::collections::VecDeque;
use std::sync::Arc;

/// How the page is set, and how many lines it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shape {
    /// The columns of each side, or of the only column.
    pub columns: usize,
    /// Whether both sides stand beside each other.
    pub beside: bool,
    /// Whether an empty line parts two paragraphs.
    pub airy: bool,
    /// Whether signs are said in words.
    pub spoken: bool,
    /// The rows of the screen.
    pub height: usize,
}

/// A line of the page: which row, and which line of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub struct Spot {
    /// The row.
    pub row: usize,
    /// Its line.
    pub line: usize,
}

/// Where a reader stands, and what is unfolded.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Held {
    choice: Choice,
    /// The paragraph under the cursor.
    change: usize,
    top: Spot,
}

/// How the cursor is to be brought onto the page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
enum Want {
    /// Not at all: the page was scrolled.
    #[default]
    Nothing,
    /// By as few lines as will do.
    Near,
    /// With what stands around it, where it was out of sight.
    Around,
}

/// Lines of one row.
type Lines = Arc<[SetLine]>;

/// So many rows that were set lately are kept.
const KEPT: usize = 128;

/// The page.
#[derive(Debug, Default)]
pub struct Page {
    /// What it is made of.
    pub rows: Vec<Row>,
    /// Which rows are differences.
    pub diffs: Vec<usize>,
    /// The row under the cursor.
    pub cursor: usize,
    /// The first line on the screen.
    pub top: Spot,
    /// The lines on the screen.
    pub lines: Vec<(Spot, SetLine)>,
    /// What is shown of the comparison.
    pub choice: Choice,
    /// Whether the cursor is to be brought onto the page, and how.
    wants: Want,
    shape: Shape,
    /// What the lines kept were set of: a number that every comparison has for its own.
    of: usize,
    recent: RefCell<VecDeque<(usize, Lines)>>,
}

/// How the page is set now.
pub(super) fn shape(app: &App, areas: &Layout) -> Shape {
    let text = head::areas(app, areas.own).text;
    let beside = is_beside(app, text.width);
    let columns = if beside {
        usize::from(text.width.saturating_sub(11) / 2)
    } else {
        usize::from(text.width.saturating_sub(6)).min(usize::from(app.settings.measure.max(1)))
    };
    Shape {
        columns: columns.max(1),
        beside,
        airy: text.height >= 10,
        spoken: app.settings.plain,
        height: usize::from(text.height),
    }
}

/// From so many columns on both sides stand beside each other.
const WIDE: u16 = 100;
/// Fewer have no room for it, whatever is wished.
const LEAST: u16 = 50;

fn is_beside(app: &App, width: u16) -> bool {
    !app.settings.plain && width >= LEAST && app.compare.beside.unwrap_or(width >= WIDE)
}

impl Page {
    /// Makes the rows anew; the cursor stands on the first difference, or at the top where there is none.
    pub fn begin(&mut self, shown: &Shown) {
        self.choice.turned.clear();
        self.build(shown);
        self.cursor = self.diffs.first().copied().or_else(|| self.stop_from(0)).unwrap_or(0);
        self.top = Spot::default();
        self.wants = Want::Around;
    }

    fn build(&mut self, shown: &Shown) {
        (self.rows, self.diffs) = rows(shown, &self.choice);
        self.recent.get_mut().clear();
    }

    /// Makes the rows anew after a change of what is shown; the cursor stays on its paragraph.
    pub fn rebuild(&mut self, shown: &Shown) {
        let change = self.change();
        let before = self.top.row.min(self.cursor);
        let ahead = self.cursor - before;
        self.build(shown);
        self.stand_on(change.unwrap_or(0));
        self.top = Spot { row: self.cursor.saturating_sub(ahead), line: 0 };
        self.wants = Want::Around;
    }

    /// The paragraph under the cursor.
    pub fn change(&self) -> Option<usize> {
        self.rows.get(self.cursor).and_then(Row::change)
    }

    /// Puts the cursor on a paragraph, or on the stretch that folds it.
    pub fn stand_on(&mut self, change: usize) {
        let holds = |row: &Row| match row {
            Row::Fold(range, open) => !*open && range.contains(&change),
            Row::Part { change: own, .. } => *own == change,
            Row::Path(_) | Row::Told(_) => false,
        };
        let exact = self.rows.iter().position(holds);
        let near = || self.rows.iter().position(|row| row.change().is_some_and(|own| own >= change));
        self.cursor = exact.or_else(near).unwrap_or(self.rows.len().saturating_sub(1));
        self.cursor = self.stop_near(self.cursor);
    }

    /// Where the reader stands.
    pub fn held(&self) -> Held {
        Held { choice: self.choice.clone(), change: self.change().unwrap_or(0), top: self.top }
    }

    /// Stands there again.
    pub fn hold(&mut self, shown: &Shown, held: Held) {
        self.choice = held.choice;
        self.build(shown);
        self.stand_on(held.change);
        self.top = held.top;
        self.wants = Want::Around;
    }

    /// Sets the lines on the screen.
    pub fn settle(&mut self, shown: &Shown, shape: Shape) {
        let of = Arc::as_ptr(&shown.comparison).addr();
        let was = std::mem::replace(&mut self.shape, shape);
        let is_other = std::mem::replace(&mut self.of, of) != of;
        let same = Shape { height: was.height, ..shape } == was;
        if is_other || !same {
            self.recent.get_mut().clear();
            // The same row stays at the top where its lines are others.
            self.top.line = 0;
        }
        self.top.row = self.top.row.min(self.rows.len().saturating_sub(1));
        let want = std::mem::take(&mut self.wants);
        if want == Want::Around && !self.is_in_sight(shown) {
            let row = self.cursor.saturating_sub(usize::from(self.is_path(self.cursor)));
            self.top = Spot { row, line: 0 };
            self.scroll_top(shown, -isize::try_from(shape.height / 4).unwrap_or(0));
        } else if want != Want::Nothing || was.height != shape.height || !same {
            self.bring(shown);
        }
        self.clamp(shown);
        self.fill(shown);
    }

    /// Whether the headings of a row stand above it.
    fn is_path(&self, row: usize) -> bool {
        row.checked_sub(1).is_some_and(|above| matches!(self.rows.get(above), Some(Row::Path(_))))
    }

    /// The lines of a row, with the empty one before it.
    pub(super) fn lines_of(&self, shown: &Shown, row: usize) -> Lines {
        if let Some((_, lines)) = self.recent.borrow().iter().rev().find(|(kept, _)| *kept == row) {
            return Arc::clone(lines);
        }
        let mut lines = self.rows.get(row).map_or_else(Vec::new, |row| set(shown, row, &self.shape));
        if row > 0 && self.shape.airy && self.is_parted(shown, row) {
            lines.insert(0, SetLine::default());
        }
        let lines: Lines = lines.into();
        let mut recent = self.recent.borrow_mut();
        recent.push_back((row, Arc::clone(&lines)));
        if recent.len() > KEPT {
            recent.pop_front();
        }
        lines
    }

    /// Whether an empty line stands before a row: items of a list and rows of a table stand close together.
    fn is_parted(&self, shown: &Shown, row: usize) -> bool {
        let kind = |row: &Row| {
            let change = row.change().and_then(|at| shown.comparison.changes.get(at))?;
            let passage = super::rows::passage(shown, change)?;
            let block = shown.library.get(passage.doc)?.blocks.get(passage.block as usize)?;
            Some(block.kind)
        };
        match (&self.rows[row - 1], &self.rows[row]) {
            // What belongs to the row above.
            (Row::Path(_), _) => false,
            (_, Row::Part { from, .. }) if *from != (0, 0) => false,
            (above @ Row::Part { .. }, row @ Row::Part { .. }) => {
                !kind(above).zip(kind(row)).is_some_and(|(above, kind)| kind.goes_on(above))
            }
            _ => true,
        }
    }

    fn height_of(&self, shown: &Shown, row: usize) -> usize {
        self.lines_of(shown, row).len()
    }

    /// The line of a row at which it begins, behind the empty one.
    fn begin_of(&self, shown: &Shown, row: usize) -> usize {
        self.lines_of(shown, row).iter().position(|line| *line != SetLine::default()).unwrap_or(0)
    }

    /// Whether the cursor's row stands on the page, all of it or as much as there is room for.
    fn is_in_sight(&self, shown: &Shown) -> bool {
        if (Spot { row: self.cursor, line: self.begin_of(shown, self.cursor) }) < self.top {
            return false;
        }
        let mut used = 0;
        for row in self.top.row..=self.cursor {
            let hidden = if row == self.top.row { self.top.line } else { 0 };
            used += self.height_of(shown, row).saturating_sub(hidden);
            if used > self.shape.height {
                return row == self.cursor && row == self.top.row;
            }
        }
        true
    }

    /// Scrolls as little as brings the cursor's row onto the page.
    fn bring(&mut self, shown: &Shown) {
        if self.rows.is_empty() || self.is_in_sight(shown) {
            return;
        }
        let first = self.cursor.saturating_sub(usize::from(self.is_path(self.cursor)));
        let begin = Spot { row: first, line: self.begin_of(shown, first) };
        if begin < self.top || self.height_of(shown, self.cursor) >= self.shape.height {
            self.top = Spot { row: first, line: self.begin_of(shown, first) };
            return;
        }
        let mut room = self.shape.height;
        let mut row = self.cursor;
        loop {
            let lines = self.height_of(shown, row);
            if lines >= room || row == 0 {
                self.top = Spot { row, line: lines.saturating_sub(room) };
                return;
            }
            room -= lines;
            row -= 1;
        }
    }

    /// The page never stands behind the last full screen.
    fn clamp(&mut self, shown: &Shown) {
        let (mut room, mut row) = (self.shape.height, self.rows.len());
        while row > 0 && room > 0 {
            row -= 1;
            // Far above the end nothing can stand too low.
            if row < self.top.row {
                return;
            }
            let lines = self.height_of(shown, row);
            if lines >= room {
                self.top = self.top.min(Spot { row, line: lines - room });
                return;
            }
            room -= lines;
        }
        self.top = self.top.min(Spot::default());
    }

    fn fill(&mut self, shown: &Shown) {
        let mut lines = std::mem::take(&mut self.lines);
        lines.clear();
        let mut skip = self.top.line;
        for row in self.top.row..self.rows.len() {
            for (line, set) in self.lines_of(shown, row).iter().enumerate().skip(skip) {
                // No page begins with the empty line between two paragraphs.
                if lines.is_empty() && *set == SetLine::default() {
                    continue;
                }
                if lines.len() >= self.shape.height {
                    self.lines = lines;
                    return;
                }
                lines.push((Spot { row, line }, set.clone()));
            }
            skip = 0;
        }
        self.lines = lines;
    }

    fn scroll_top(&mut self, shown: &Shown, lines: isize) {
        let mut left = lines.unsigned_abs();
        while left > 0 && !self.rows.is_empty() {
            if lines < 0 {
                if self.top.line >= left {
                    self.top.line -= left;
                    return;
                }
                left -= self.top.line;
                if self.top.row == 0 {
                    self.top.line = 0;
                    return;
                }
                self.top.row -= 1;
                self.top.line = self.height_of(shown, self.top.row);
            } else {
                let below = self.height_of(shown, self.top.row).saturating_sub(self.top.line);
                if below > left {
                    self.top.line += left;
                    return;
                }
                left -= below;
                if self.top.row + 1 >= self.rows.len() {
                    return;
                }
                self.top = Spot { row: self.top.row + 1, line: 0 };
            }
        }
    }

    /// Scrolls by lines; a cursor that leaves the page goes on with it.
    pub fn scroll(&mut self, shown: &Shown, lines: isize) {
        let before = self.top;
        self.scroll_top(shown, lines);
        self.clamp(shown);
        self.fill(shown);
        let seen =
            |row: usize| self.lines.iter().any(|(spot, line)| spot.row == row && *line != SetLine::default());
        if self.top == before {
            // At an end the cursor goes there.
            self.cursor = if lines < 0 { self.stop_from(0).unwrap_or(0) } else { self.stop_near(usize::MAX) };
            return;
        }
        if !seen(self.cursor) {
            let mut rows =
                self.lines.iter().map(|(spot, _)| spot.row).filter(|&row| self.rows[row].is_stop());
            let next = if lines > 0 { rows.next() } else { rows.next_back() };
            if let Some(row) = next {
                self.cursor = row;
            }
        }
    }

    /// One step down or up: to the next row, or on in a row that is longer than the page.
    pub fn step(&mut self, shown: &Shown, down: bool) {
        let shown_to = self.lines.last().map(|(spot, _)| *spot).unwrap_or_default();
        let hidden_below = shown_to.row == self.cursor
            && shown_to.line + 1 < self.height_of(shown, self.cursor)
            || self.rows.get(shown_to.row + 1).is_some_and(|_| {
                // The parts of a very long paragraph belong to it.
                shown_to.row >= self.cursor
                    && !self.rows[shown_to.row + 1].is_stop()
                    && self.rows[shown_to.row + 1].change() == self.change()
            });
        let hidden_above = self.top > Spot { row: self.cursor, line: self.begin_of(shown, self.cursor) };
        if down && hidden_below || !down && hidden_above {
            self.scroll_top(shown, if down { 1 } else { -1 });
            self.clamp(shown);
            self.fill(shown);
            return;
        }
        let next = if down { self.stop_from(self.cursor + 1) } else { self.stop_before(self.cursor) };
        if let Some(row) = next {
            self.cursor = row;
            self.wants = Want::Near;
        } else {
            self.scroll_top(shown, if down { 1 } else { -1 });
            self.clamp(shown);
            self.fill(shown);
        }
    }

    /// Whether both sides stand beside each other.
    pub fn is_beside(&self) -> bool {
        self.shape.beside
    }

    /// The columns of a side.
    pub fn columns(&self) -> usize {
        self.shape.columns
    }

    /// Puts the cursor on a row, and brings it into sight.
    pub fn go_to(&mut self, row: usize) {
        self.cursor = self.stop_near(row);
        self.wants = Want::Around;
    }

    /// The first row or the last.
    pub fn to_end(&mut self, last: bool) {
        self.cursor = if last { self.stop_near(usize::MAX) } else { self.stop_from(0).unwrap_or(0) };
        self.wants = Want::Near;
        if !last {
            self.top = Spot::default();
        }
    }

    fn stop_from(&self, row: usize) -> Option<usize> {
        (row..self.rows.len()).find(|&row| self.rows[row].is_stop())
    }

    fn stop_before(&self, row: usize) -> Option<usize> {
        (0..row.min(self.rows.len())).rev().find(|&row| self.rows[row].is_stop())
    }

    /// The row that the cursor can stand on at or before a row, else behind it.
    fn stop_near(&self, row: usize) -> usize {
        let row = row.min(self.rows.len().saturating_sub(1));
        self.stop_before(row + 1).or_else(|| self.stop_from(row)).unwrap_or(0)
    }

    /// Which difference the cursor stands on, from 1; 0 before the first, else the one above it.
    pub fn difference(&self) -> usize {
        self.diffs.partition_point(|&row| row <= self.cursor)
    }

    /// How far through the rows the page is, in percent.
    pub fn percent(&self) -> usize {
        let last = self.lines.last().map_or(0, |(spot, _)| spot.row + 1);
        if self.top == Spot::default() {
            return if last >= self.rows.len() { 100 } else { 0 };
        }
        (last * 100).checked_div(self.rows.len()).unwrap_or(0).min(100)
    }
}
