//! The line that is read, where it stands out from the others: the text moves through it, it moves only where the text
//! ends. Never chooses a look.
use super::{Reader, Shown, Spot};
use crate::model::Library;

/// Moves over more lines at once are one.
const MOST: usize = 10_000;

impl Shown {
    /// Whether there is something to read on it.
    fn has_words(&self) -> bool {
        !self.line.pieces.is_empty()
    }
}

impl Reader {
    /// Whether a line stands back behind the one that is read, or behind the passage that is.
    pub fn stands_back(&self, shown: &Shown) -> bool {
        self.shape.focus
            && match self.cursor {
                Some(cursor) => shown.spot.item != cursor,
                None => self.reading != Some(shown.spot),
            }
    }

    /// Whether this is the line that is read, of all that are.
    pub fn is_read(&self, shown: &Shown) -> bool {
        self.shape.focus && self.cursor.is_none() && self.reading == Some(shown.spot)
    }

    /// The row at which one reads: there is more to come than was.
    fn eye(&self) -> usize {
        self.shape.rows / 3
    }

    /// Finds the line that is read on the page: where it was, else at a third of it.
    pub(super) fn rest_reading(&mut self) {
        if !self.shape.focus || self.cursor.is_some() {
            self.reading = None;
            return;
        }
        let eye = self.eye();
        let rows = || self.page.iter().enumerate().filter(|(_, shown)| shown.has_words());
        let at_eye = || rows().min_by_key(|(row, _)| row.abs_diff(eye));
        let row = match self.reading {
            None if self.top == Spot::default() => rows().next(),
            None => at_eye(),
            Some(spot) => match (self.page.first(), self.page.last()) {
                (_, Some(last)) if spot > last.spot => rows().next_back(),
                (Some(first), _) if spot < first.spot => rows().next(),
                _ => rows().find(|(_, shown)| shown.spot >= spot).or_else(at_eye),
            },
        };
        self.reading = row.map(|(_, shown)| shown.spot);
    }

    /// Goes to the outermost line on the page, where that cannot move any more.
    pub(super) fn read_outermost(&mut self, down: bool) {
        let mut words = self.page.iter().filter(|shown| shown.has_words());
        let outermost = if down { words.next_back() } else { words.next() };
        self.reading = outermost.map(|shown| shown.spot);
    }

    /// Reads on by lines with words.
    pub(super) fn read_on(&mut self, library: &Library, by: isize) {
        for _ in 0..by.unsigned_abs().min(MOST) {
            if !self.read_line(library, by > 0) {
                return;
            }
        }
    }

    /// Reads the next line or the one before; `false` where there is none.
    fn read_line(&mut self, library: &Library, down: bool) -> bool {
        loop {
            let at = self.page.iter().position(|shown| Some(shown.spot) == self.reading);
            let at = at.unwrap_or(self.eye()).min(self.page.len().saturating_sub(1));
            let words = |row: &usize| self.page[*row].has_words();
            let row = if down { (at + 1..self.page.len()).find(words) } else { (0..at).rev().find(words) };
            let Some(row) = row else {
                // Nothing more on this page: see more of the text first.
                let (before, reading) = (self.top, self.reading);
                self.scroll(library, if down { 1 } else { -1 });
                self.reading = reading;
                self.refresh(library);
                if self.top == before {
                    return false;
                }
                continue;
            };
            let reading = self.page[row].spot;
            let off = isize::try_from(row).unwrap_or(0) - isize::try_from(self.eye()).unwrap_or(0);
            if down && off > 0 || !down && off < 0 {
                self.scroll(library, off);
            }
            self.reading = Some(reading);
            self.refresh(library);
            return true;
        }
    }
}
