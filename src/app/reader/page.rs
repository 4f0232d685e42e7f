//! The lines on the screen: which they are, and how the page moves over the sheet. Only they are set, whatever the
//! sheet's length. Never selects anything.
use super::recent::{Asked, Unit};
use super::{Find, Reader, Shown, Spot};
use crate::app::keymap::Keymap;
use crate::app::sheet::{Item, Sheet};
use crate::model::{Document, Library};
use crate::typeset::{self, Line, Marked, Style};
use std::ops::Range;
use std::sync::Arc;

/// How a page is set, and how many lines it holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Shape {
    /// How its lines are set.
    pub style: Style,
    /// Its rows.
    pub rows: usize,
    /// How many columns of text stand side by side, 1 or 2.
    pub across: usize,
    /// Whether the line that is read stands out from the others.
    pub focus: bool,
}

impl Shape {
    /// How many lines it holds.
    pub fn lines(&self) -> usize {
        self.rows * self.across.max(1)
    }
}

impl Spot {
    /// The first line of an item.
    pub fn of(item: usize) -> Self {
        Self { item, ..Self::default() }
    }

    pub(super) fn unit(self) -> Unit {
        (self.item, self.part)
    }
}

impl Reader {
    /// Shows another sheet; gives the one before. Lines that were set of that are none of this.
    pub fn put_sheet(&mut self, sheet: Sheet) -> Sheet {
        self.recent.get_mut().clear();
        std::mem::replace(&mut self.sheet, sheet)
    }

    /// Names the keys that the page speaks of, as they hold now.
    pub fn name_keys(&mut self, keys: &Keymap) {
        if self.sheet.name_keys(keys) {
            self.recent.get_mut().clear();
        }
    }

    /// How many parts an item is set in.
    pub(super) fn parts(&self, library: &Library, item: usize) -> usize {
        match self.sheet.items.get(item) {
            Some(Item::Block(id, block)) => library.get(*id).map_or(1, |doc| typeset::parts(doc, *block)),
            _ => 1,
        }
    }

    /// The part of an item that shows a byte.
    pub(super) fn part_at(&self, library: &Library, item: usize, byte: usize) -> usize {
        match self.sheet.items.get(item) {
            Some(Item::Block(id, block)) => {
                library.get(*id).map_or(0, |doc| typeset::part_at(doc, *block, byte))
            }
            _ => 0,
        }
    }

    /// The lines of a part of an item.
    pub(super) fn lines(&self, library: &Library, unit: Unit) -> Arc<[Line]> {
        let query = self.find.as_ref().map(Find::identity);
        let asked = Asked { style: self.shape.style, query };
        if let Some(lines) = self.recent.borrow_mut().get(&asked, unit) {
            return lines;
        }
        let long = self.parts(library, unit.0) > 1;
        let found = |doc: &Document, range: Range<usize>| -> Vec<Marked> {
            match (&self.find, doc.block_at(range.start)) {
                // Nobody looks through a very long block for each key.
                (Some(find), _) if long => find.in_item(&self.sheet, library, unit.0, &range),
                (Some(find), Some(block)) => find.in_block(doc, block),
                _ => Vec::new(),
            }
        };
        let lines: Arc<[Line]> = self.sheet.set(library, unit, &self.shape.style, found).into();
        self.recent.borrow_mut().put(unit, &lines);
        lines
    }

    pub(super) fn height_of(&self, library: &Library, unit: Unit) -> usize {
        match &self.sheet.items[unit.0] {
            Item::Gap => 1 + self.shape.style.spacing,
            Item::Entry(..) => 1,
            _ => self.lines(library, unit).len(),
        }
    }

    pub(super) fn unit_after(&self, library: &Library, (item, part): Unit) -> Option<Unit> {
        if part + 1 < self.parts(library, item) {
            return Some((item, part + 1));
        }
        (item + 1 < self.sheet.items.len()).then_some((item + 1, 0))
    }

    pub(super) fn unit_before(&self, library: &Library, (item, part): Unit) -> Option<Unit> {
        if part > 0 {
            return Some((item, part - 1));
        }
        let item = item.checked_sub(1)?;
        Some((item, self.parts(library, item) - 1))
    }

    /// The last line of the sheet, or what lies behind it.
    fn last_unit(&self, library: &Library) -> Option<Unit> {
        let item = self.sheet.items.len().checked_sub(1)?;
        Some((item, self.parts(library, item) - 1))
    }

    /// Whether an item has no line behind this one.
    pub(super) fn ends_at(&self, library: &Library, spot: Spot) -> bool {
        spot.part + 1 >= self.parts(library, spot.item)
            && spot.line + 1 >= self.height_of(library, spot.unit())
    }

    /// Sets the lines on the screen.
    pub fn settle(&mut self, library: &Library, shape: Shape) {
        let was = std::mem::replace(&mut self.shape, shape);
        if was.style != shape.style && was.style.columns > 0 && self.top.item < self.sheet.items.len() {
            // The same words stay at the top when the style changes, and over many changes: they are
            // remembered until the reader scrolls.
            let kept = self.kept.filter(|(top, _)| *top == self.top).map(|(_, byte)| byte);
            if let Some(byte) = kept.or_else(|| self.first_byte()) {
                self.top = self.spot_of(library, self.top.item, byte);
                self.kept = Some((self.top, byte));
            }
            // What was the line that is read may be another now.
            self.reading = None;
        }
        self.top.item = self.top.item.min(self.sheet.items.len().saturating_sub(1));
        self.fill(library);
        // Only where the sheet ends on the page can it stand too low.
        if self.page.len() < shape.lines() && self.top != Spot::default() {
            self.clamp_bottom(library);
            self.fill(library);
        }
        let most = self.beyond();
        if self.sideways > most {
            self.sideways = most;
            self.fill(library);
        }
        self.rest_reading();
    }

    /// The first byte on the page that is of the item at its top.
    pub(super) fn first_byte(&self) -> Option<usize> {
        let mut here = self.page.iter().take_while(|shown| shown.spot.item == self.top.item);
        here.find_map(|shown| shown.line.first_byte())
    }

    /// Whether it is known how the page is set.
    pub(super) fn is_shaped(&self) -> bool {
        self.shape.style.columns > 0
    }

    /// The same after a change of what is shown.
    pub fn refresh(&mut self, library: &Library) {
        self.settle(library, self.shape);
    }

    /// Sets lines from the top of the page until it is full.
    fn fill(&mut self, library: &Library) {
        self.page.clear();
        self.at_end = true;
        let (room, rows) = (self.shape.lines(), self.shape.rows);
        let columns = u16::try_from(self.shape.style.columns).unwrap_or(u16::MAX);
        let mut skip = self.top.line;
        let mut next = (self.top.item < self.sheet.items.len()).then_some(self.top.unit());
        while let Some(unit) = next {
            // No column of text begins with the gap between two paragraphs.
            let gap = self.sheet.items[unit.0] == Item::Gap && self.page.len() == rows && room > rows;
            let lines = if gap { Arc::default() } else { self.lines(library, unit) };
            for (number, line) in lines.iter().enumerate().skip(skip) {
                if self.page.len() >= room {
                    self.at_end = false;
                    return;
                }
                let line = if line.wide > 0 { line.seen(self.sideways, columns) } else { line.clone() };
                self.page.push(Shown { spot: Spot { item: unit.0, part: unit.1, line: number }, line });
            }
            skip = 0;
            next = self.unit_after(library, unit);
        }
    }

    /// The page never stands behind the last full screen.
    pub(super) fn clamp_bottom(&mut self, library: &Library) {
        let mut room = self.shape.lines();
        let mut next = self.last_unit(library);
        while let Some(unit) = next {
            let lines = self.height_of(library, unit);
            if lines >= room {
                self.top = self.top.min(Spot { item: unit.0, part: unit.1, line: lines - room });
                return;
            }
            room -= lines;
            next = self.unit_before(library, unit);
        }
        self.top = Spot::default();
    }

    /// Scrolls by lines. It is the next [`Self::settle`] that stops at the end.
    pub fn scroll(&mut self, library: &Library, lines: isize) {
        self.aim = None;
        self.reading = None;
        let mut left = lines.unsigned_abs();
        if self.sheet.items.is_empty() {
            return;
        }
        while left > 0 {
            if lines < 0 {
                if self.top.line >= left {
                    self.top.line -= left;
                    return;
                }
                left -= self.top.line;
                let Some(unit) = self.unit_before(library, self.top.unit()) else {
                    self.top.line = 0;
                    return;
                };
                self.top = Spot { item: unit.0, part: unit.1, line: self.height_of(library, unit) };
            } else {
                let below = self.height_of(library, self.top.unit()).saturating_sub(self.top.line);
                if below > left {
                    self.top.line += left;
                    return;
                }
                left -= below;
                let Some(unit) = self.unit_after(library, self.top.unit()) else { return };
                self.top = Spot { item: unit.0, part: unit.1, line: 0 };
            }
        }
    }

    /// Scrolls as little as brings the items from `first` to `last` onto the page; `last` matters most.
    pub(super) fn bring(&mut self, library: &Library, first: usize, last: usize) {
        self.top = self.top.min(Spot::of(first));
        let room = self.shape.lines();
        let mut lines = 0;
        let mut next = Some((last, self.parts(library, last) - 1));
        while let Some(unit) = next {
            let hidden = if unit == self.top.unit() { self.top.line } else { 0 };
            lines += self.height_of(library, unit).saturating_sub(hidden);
            if lines > room {
                let line = hidden + lines - room;
                let over = Spot { item: unit.0, part: unit.1, line };
                self.top = if unit.0 == last { Spot::of(last) } else { over };
                break;
            }
            next = self.unit_before(library, unit).filter(|_| unit != self.top.unit());
        }
        self.refresh(library);
    }

    /// Shows an item a little below the top of the page, with what leads to it.
    pub fn show_item(&mut self, library: &Library, item: usize, line: usize) {
        self.show_spot(library, Spot { line, ..Spot::of(item) });
    }

    /// The same for a line of it.
    pub fn show_spot(&mut self, library: &Library, spot: Spot) {
        self.top = spot;
        let lead = isize::try_from(self.shape.rows / 4).unwrap_or(0);
        self.scroll(library, -lead);
        self.reading = Some(spot);
        self.refresh(library);
    }

    /// Puts an item at the top of the page.
    pub fn top_item(&mut self, library: &Library, item: usize) {
        self.top = Spot::of(item);
        self.aim = Some(item);
        self.reading = Some(self.top);
        self.refresh(library);
    }

    /// The line of an item that shows a byte.
    pub fn spot_of(&self, library: &Library, item: usize, byte: usize) -> Spot {
        if item >= self.sheet.items.len() {
            return Spot::of(item);
        }
        let part = self.part_at(library, item, byte);
        let lines = self.lines(library, (item, part));
        let line = lines.iter().rposition(|line| line.first_byte().is_some_and(|first| first <= byte));
        Spot { item, part, line: line.unwrap_or(0) }
    }

    /// How many columns of the tables in sight lie beyond the page.
    fn beyond(&self) -> u16 {
        let wide = self.page.iter().map(|shown| shown.line.wide).max().unwrap_or(0);
        wide.saturating_sub(u16::try_from(self.shape.style.columns).unwrap_or(u16::MAX))
    }

    /// Moves the tables that are wider than the page sideways, from column to column; `None` where there is none in
    /// sight, else whether they moved.
    pub fn move_sideways(&mut self, library: &Library, right: bool, times: usize) -> Option<bool> {
        let most = self.beyond();
        if most == 0 {
            return None;
        }
        let mut units: Vec<Unit> =
            self.page.iter().filter(|shown| shown.line.wide > 0).map(|shown| shown.spot.unit()).collect();
        units.dedup();
        let edges = |unit| self.lines(library, unit).iter().flat_map(Line::columns).collect::<Vec<_>>();
        let mut edges: Vec<u16> = units.into_iter().flat_map(edges).filter(|edge| *edge < most).collect();
        edges.extend([0, most]);
        edges.sort_unstable();
        edges.dedup();
        let at = edges.partition_point(|edge| *edge < self.sideways);
        let to = if right {
            let here = usize::from(edges.get(at) == Some(&self.sideways));
            (at + here).saturating_add(times - 1).min(edges.len() - 1)
        } else {
            at.saturating_sub(times)
        };
        let before = std::mem::replace(&mut self.sideways, edges[to]);
        self.refresh(library);
        Some(self.sideways != before)
    }

    /// Moves them until a byte of an item's line is in sight.
    pub(super) fn sideways_to(&mut self, library: &Library, spot: Spot, byte: usize) {
        let columns = self.shape.style.columns;
        let lines = self.lines(library, spot.unit());
        let at = lines.iter().filter(|line| line.wide > 0).find_map(|line| line.column_of(byte));
        if let Some(at) = at {
            self.sideways = at.saturating_sub(u16::try_from(columns / 3).unwrap_or(0));
            self.refresh(library);
        }
    }
}
