//! The reading pane: where it stands, what is selected, and the lines on the screen.
mod carry;
mod find;
mod focus;
mod links;
mod offered;
mod page;
mod percent;
mod recent;
mod selection;

pub use find::Find;
pub use page::Shape;
pub use selection::{Grain, Point, Selection, Stretch, block_words};

use super::Prompt;
use super::sheet::{Gathered, Item, Sheet};
use crate::model::{BlockKind, DocId, Library, PlaceId};
use crate::query::Target;
use crate::typeset::{Line, Mark};
use std::cell::RefCell;
use std::ops::Range;
use std::sync::Arc;

/// What the pane shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Source {
    /// Nothing yet.
    #[default]
    Nothing,
    /// The whole library.
    World,
    /// The regions outside the tree.
    Elsewhere,
    /// What is said of a place, in one edition or in all.
    Dossier(PlaceId, Option<i32>),
    /// The documents of a series.
    Series(Option<String>),
    /// The documents of one edition of a series.
    Edition(Option<String>, Option<i32>),
    /// A document.
    Document(DocId),
    /// How to search.
    Asking,
    /// Passages gathered for a reason.
    Passages(Arc<Gathered>),
    /// A note, and the passage it is about.
    Note(Arc<super::notes::Page>),
    /// So many notes.
    Notebook(usize),
}

/// A line of the sheet: the item, its part where it is a very long one, and the line in that.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Spot {
    /// The item.
    pub item: usize,
    /// The part of it.
    pub part: usize,
    /// The line.
    pub line: usize,
}

/// Where a reader is in a source.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    pub(super) source: Source,
    top: Spot,
    /// The first byte on its page, where that is an item's: lines change with the style, words do not.
    byte: Option<usize>,
    cursor: Option<usize>,
    /// Where the selected line of the first page leads: what stands before it may be more by the time of the return.
    target: Option<Target>,
    mark: Option<(usize, Range<usize>)>,
    about: Vec<PlaceId>,
}

/// A line on the screen.
#[derive(Debug, Clone, PartialEq)]
pub struct Shown {
    /// Where it is in the sheet.
    pub spot: Spot,
    /// Its words.
    pub line: Line,
}

/// The reading pane.
#[derive(Debug, Default)]
pub struct Reader {
    /// What it shows.
    pub source: Source,
    /// All of it, not yet set.
    pub sheet: Sheet,
    /// What the first page begins with: texts that can be read on.
    offered: Vec<Item>,
    /// The first line on the screen.
    pub top: Spot,
    /// The selected item of a sheet that has stops.
    pub cursor: Option<usize>,
    /// The selected mark: its item and its bytes.
    pub mark: Option<(usize, Range<usize>)>,
    /// Whether it was come to as a link.
    linked: bool,
    /// What is selected to be copied.
    pub selection: Option<Selection>,
    /// Places whose names stand out: the dossier's own, kept when a passage is opened from it.
    pub about: Vec<PlaceId>,
    /// Words looked for.
    pub find: Option<Find>,
    /// Words that were looked for last and are not on the page.
    pub missed: Option<String>,
    /// Words being typed.
    pub prompt: Prompt,
    /// Whether they are.
    pub typing: bool,
    /// Where the pane stood before the words were typed: its top and its cursor.
    pub before: (Spot, Option<usize>),
    /// The item that was asked for, until the reader scrolls: near the end it cannot stand at the top.
    aim: Option<usize>,
    /// The whole page, while only the paragraphs with what is looked for are shown.
    whole: Option<find::Whole>,
    /// The lines on the screen.
    pub page: Vec<Shown>,
    /// Whether the last line of the sheet is on the screen.
    pub at_end: bool,
    /// How far the tables that are wider than the page are moved to the left, in columns.
    pub sideways: u16,
    /// How the page is set.
    shape: Shape,
    /// Lines that were set lately.
    recent: RefCell<recent::Recent>,
    /// The line that is read, where it stands out from the others.
    reading: Option<Spot>,
    /// The byte at the top of the page before the style changed, and the top it belongs to.
    kept: Option<(Spot, usize)>,
}

impl Reader {
    /// Shows a source from its beginning.
    pub fn open(&mut self, library: &Library, source: Source) {
        self.put_sheet(self.sheet_of(library, &source));
        self.whole = None;
        self.about.clone_from(&self.sheet.about);
        self.source = source;
        self.top = Spot::default();
        self.cursor = self.sheet.stops.first().copied();
        self.mark = None;
        self.selection = None;
        if self.find.take().is_some() {
            self.prompt.text.clear();
        }
        self.missed = None;
        self.typing = false;
        (self.sideways, self.reading) = (0, None);
    }

    /// Where the reader is now.
    pub fn place(&self) -> Place {
        Place {
            source: self.source.clone(),
            top: Spot { item: self.on_whole(self.top.item), ..self.top },
            byte: self.first_byte(),
            cursor: self.cursor.map(|item| self.on_whole(item)),
            target: self.target().filter(|_| self.source == Source::World),
            mark: self.mark.clone().map(|(item, range)| (self.on_whole(item), range)),
            about: self.about.clone(),
        }
    }

    /// Goes back to a place.
    pub fn restore(&mut self, library: &Library, place: Place) {
        if self.source != place.source {
            self.open(library, place.source);
        }
        self.widen(library);
        self.top = match place.byte {
            Some(byte) if self.is_shaped() => self.spot_of(library, place.top.item, byte),
            _ => place.top,
        };
        self.cursor = place.target.and_then(|target| self.stop_of(target)).or(place.cursor);
        self.mark = place.mark;
        self.about = place.about;
        self.reading = None;
    }

    /// The document shown.
    pub fn doc(&self) -> Option<DocId> {
        match self.source {
            Source::Document(id) => Some(id),
            _ => None,
        }
    }

    /// Goes to the beginning.
    pub fn to_top(&mut self) {
        self.aim = None;
        self.top = Spot::default();
        self.reading = Some(self.top);
        self.cursor = self.sheet.stops.first().copied();
        self.mark = None;
    }

    /// Goes to the end.
    pub fn to_bottom(&mut self, library: &Library) {
        self.aim = None;
        self.top = Spot { item: self.sheet.items.len(), part: 0, line: 0 };
        self.reading = Some(self.top);
        self.cursor = self.sheet.stops.last().copied();
        self.mark = None;
        self.clamp_bottom(library);
    }

    /// Moves the cursor over the stops, reading past what is longer than the page on the way.
    pub fn step(&mut self, library: &Library, by: isize) {
        let Some(at) = self.cursor.and_then(|cursor| self.sheet.stops.iter().position(|&s| s == cursor))
        else {
            if self.shape.focus {
                return self.read_on(library, by);
            }
            return self.scroll(library, by);
        };
        for _ in 0..by.unsigned_abs() {
            let Some(cursor) = self.cursor else { return };
            let (first, last) = self.extent(cursor);
            if first.is_none() {
                // The cursor was left behind, off the page: first see it again.
                self.show_cursor(library);
                continue;
            }
            if by > 0 && last.is_none_or(|last| !self.ends_at(library, last)) {
                // The passage goes on below the page: first read to its end.
                self.scroll(library, 1);
                self.refresh(library);
                continue;
            }
            if by < 0 && first.is_some_and(|first| first != Spot::of(cursor)) {
                self.scroll(library, -1);
                self.refresh(library);
                continue;
            }
            let now = self.sheet.stops.iter().position(|&s| s == cursor).unwrap_or(at);
            let next = now.saturating_add_signed(by.signum()).min(self.sheet.stops.len() - 1);
            if next == now {
                self.scroll(library, by.signum());
                return;
            }
            self.cursor = Some(self.sheet.stops[next]);
            self.mark = None;
            self.show_cursor(library);
        }
    }

    /// The first and the last line of an item on the page.
    fn extent(&self, item: usize) -> (Option<Spot>, Option<Spot>) {
        let mut spots = self.page.iter().map(|shown| shown.spot).filter(|spot| spot.item == item);
        let first = spots.next();
        (first, spots.next_back().or(first))
    }

    /// Scrolls until the cursor's item is on the page, with the lines above that belong to it.
    pub fn show_cursor(&mut self, library: &Library) {
        let Some(cursor) = self.cursor else { return };
        // The edition and the headings above a passage come along.
        let mut above = cursor;
        while above > 0
            && matches!(self.sheet.items[above - 1], Item::Words(..) | Item::Gap)
            && cursor - above < 4
        {
            above -= 1;
        }
        if self.sheet.stops.first() == Some(&cursor) {
            above = 0;
        }
        self.bring(library, above, cursor);
    }

    /// Goes over the items in `parts` or `stops`, from the top of the page.
    pub fn leap(&mut self, library: &Library, items: &[usize], by: isize) {
        // From the selected passage, or from what was asked for last: near the end of a sheet that is not
        // what stands at the top of the page.
        let at = self.cursor.or(self.aim).map_or(self.top, Spot::of);
        let next = if by > 0 {
            items.iter().copied().find(|&item| item > at.item)
        } else {
            // The part that the selected passage is in begins before it; the one before that is meant.
            let inside = self.cursor.and_then(|cursor| items.iter().rev().copied().find(|&i| i <= cursor));
            let from = inside.filter(|_| !items.contains(&at.item)).unwrap_or(at.item);
            items.iter().rev().copied().find(|&item| item < from || item == from && at.line > 0)
        };
        if let Some(item) = next {
            self.cursor = self.sheet.stops.iter().copied().find(|&stop| stop >= item).or(self.cursor);
            self.mark = None;
            self.top_item(library, item);
        } else if by > 0 {
            self.to_bottom(library);
        } else {
            self.to_top();
        }
    }

    /// Items that hold words to read, one after the other.
    pub fn paragraphs(&self) -> Vec<usize> {
        (0..self.sheet.items.len())
            .filter(|&item| matches!(self.sheet.items[item], Item::Block(..) | Item::Entry(..)))
            .collect()
    }

    /// The marks of one kind in a part of an item, in order.
    fn marks(
        &self,
        library: &Library,
        (item, part): (usize, usize),
        wanted: impl Fn(Mark) -> bool,
    ) -> Vec<Range<usize>> {
        let mut marks: Vec<Range<usize>> = Vec::new();
        for piece in self.lines(library, (item, part)).iter().flat_map(|line| &line.pieces) {
            if piece.mark.is_some_and(&wanted) && !piece.bytes.is_empty() {
                // A name broken over two lines is one mark.
                let range = self.whole_mark(library, item, piece.bytes.start).unwrap_or(piece.bytes.clone());
                if marks.last() != Some(&range) {
                    marks.push(range);
                }
            }
        }
        marks
    }

    /// The whole bytes of the mention or note mark at a byte of an item's document.
    pub fn whole_mark(&self, library: &Library, item: usize, byte: usize) -> Option<Range<usize>> {
        let (id, block) = match self.sheet.items.get(item)? {
            Item::Block(id, block) => (id, block),
            Item::Places(_, named) => {
                return named.iter().find(|(range, _)| range.contains(&byte)).map(|(range, _)| range.clone());
            }
            _ => return None,
        };
        let doc = library.get(*id)?;
        let range = doc.blocks.get(*block)?.range();
        let within = |start: u32, end: u32| (start as usize..end as usize).contains(&byte);
        doc.mentions_in(range.clone())
            .iter()
            .find(|m| within(m.start, m.end))
            .map(|m| m.start as usize..m.end as usize)
            .or_else(|| {
                let span = doc.spans_in(range).iter().find(|s| within(s.start, s.end))?;
                Some(span.start as usize..span.end as usize)
            })
    }

    /// Selects the next or the previous mark of a kind, from the selected one or from the page's edge.
    pub fn select_mark(&mut self, library: &Library, forward: bool, wanted: impl Fn(Mark) -> bool) -> bool {
        let items = self.sheet.items.len();
        if items == 0 {
            return false;
        }
        let start = match (&self.mark, forward) {
            (Some((item, range)), _) => (*item, Some(range.clone())),
            (None, true) => (self.cursor.unwrap_or(self.top.item), None),
            (None, false) => {
                (self.cursor.unwrap_or_else(|| self.page.last().map_or(0, |shown| shown.spot.item)), None)
            }
        };
        let order: Vec<usize> =
            if forward { (start.0..items).collect() } else { (0..=start.0.min(items - 1)).rev().collect() };
        for item in order {
            if !matches!(self.sheet.items[item], Item::Block(..) | Item::Places(..)) {
                continue;
            }
            let parts = self.parts(library, item);
            let from = match &start.1 {
                _ if item != start.0 => None,
                Some(now) => Some(self.part_at(library, item, now.start)),
                None if self.cursor.is_some() => None,
                None => {
                    let seen = if forward { self.page.first() } else { self.page.last() };
                    seen.filter(|shown| shown.spot.item == item).map(|shown| shown.spot.part)
                }
            };
            let parts =
                if forward { from.unwrap_or(0)..parts } else { 0..from.map_or(parts, |part| part + 1) };
            let marks = |part: usize| {
                let mut marks = self.marks(library, (item, part), &wanted);
                if !forward {
                    marks.reverse();
                }
                marks
            };
            let mut ways = (parts.clone(), parts.rev());
            let mut order =
                std::iter::from_fn(|| if forward { ways.0.next() } else { ways.1.next() }).flat_map(marks);
            let next = order.find(|range| {
                if item != start.0 {
                    return true;
                }
                match &start.1 {
                    // A passage selected without a mark stands before its own names.
                    None => forward || self.cursor.is_none() && self.on_page(item, range.start),
                    Some(now) if forward => range.start > now.start,
                    Some(now) => range.start < now.start,
                }
            });
            if let Some(range) = next {
                self.choose_mark(library, item, range);
                return true;
            }
        }
        false
    }

    fn on_page(&self, item: usize, byte: usize) -> bool {
        self.page.iter().any(|shown| {
            shown.spot.item == item && shown.line.pieces.iter().any(|piece| piece.bytes.contains(&byte))
        })
    }

    /// Selects a mark and brings it onto the page.
    pub fn choose_mark(&mut self, library: &Library, item: usize, range: Range<usize>) {
        if self.sheet.stops.binary_search(&item).is_ok() {
            self.cursor = Some(item);
        }
        if !self.on_page(item, range.start) {
            let spot = self.spot_of(library, item, range.start);
            self.show_spot(library, spot);
            if !self.on_page(item, range.start) {
                self.sideways_to(library, spot, range.start);
            }
        }
        let shows = |shown: &&Shown| {
            shown.spot.item == item
                && shown.line.pieces.iter().any(|piece| piece.bytes.contains(&range.start))
        };
        if let Some(shown) = self.page.iter().find(shows) {
            self.reading = Some(shown.spot);
        }
        self.mark = Some((item, range));
        self.linked = false;
    }

    /// The kind of the selected mark.
    pub fn selected_mark(&self, library: &Library) -> Option<Mark> {
        let (item, range) = self.mark.as_ref()?;
        let part = self.part_at(library, *item, range.start);
        self.lines(library, (*item, part))
            .iter()
            .flat_map(|line| &line.pieces)
            .find(|piece| piece.bytes.contains(&range.start))
            .and_then(|piece| piece.mark)
    }

    /// Where the selected item leads.
    pub fn target(&self) -> Option<Target> {
        self.sheet.target(self.cursor?)
    }

    /// Puts the cursor onto the page after scrolling; to the outermost passage where the page could not move.
    pub fn rest_cursor(&mut self, before: Spot, down: bool) {
        let Some(cursor) = self.cursor else {
            if self.shape.focus && self.top == before {
                self.read_outermost(down);
            }
            return;
        };
        if self.top == before {
            let outermost = if down { self.sheet.stops.last() } else { self.sheet.stops.first() };
            self.cursor = outermost.copied();
            self.mark = None;
            return;
        }
        let on_page = |item: usize| self.page.iter().any(|shown| shown.spot.item == item);
        if on_page(cursor) {
            return;
        }
        let first = self.page.first().map_or(0, |shown| shown.spot.item);
        let visible: Vec<usize> = self.sheet.stops.iter().copied().filter(|&stop| on_page(stop)).collect();
        let next = if cursor < first { visible.first() } else { visible.last() };
        if let Some(&next) = next {
            self.cursor = Some(next);
            self.mark = None;
        }
    }

    /// How far the page is through the sheet, in percent.
    pub fn percent(&self, library: &Library) -> usize {
        if self.at_end {
            return 100;
        }
        // By bytes where there is a document: items differ too much in length.
        if let (Some(doc), Some(byte)) = (
            self.doc().and_then(|id| library.get(id)),
            self.page.iter().rev().find_map(|shown| shown.line.first_byte()),
        ) {
            return byte * 100 / doc.text.len().max(1);
        }
        let last = self.page.last().map_or(0, |shown| shown.spot.item);
        last * 100 / self.sheet.items.len().max(1)
    }

    /// The block that the reader is at: the selected one, else the one that was asked for by its address and cannot stand
    /// at the top of the page, else the first on the page.
    pub fn at_block(&self) -> Option<(DocId, usize)> {
        let of = |item: usize| match self.sheet.items.get(item) {
            Some(Item::Block(id, block)) => Some((*id, *block)),
            _ => None,
        };
        if let Some((item, _)) = &self.mark {
            return of(*item);
        }
        if let Some(cursor) = self.cursor {
            return of(cursor);
        }
        if let Some(asked) = self.aim.and_then(of) {
            return Some(asked);
        }
        self.page.iter().find_map(|shown| of(shown.spot.item))
    }

    /// The heading that stands at or above the top of the page, for the outline that follows the reading.
    pub fn heading_block(&self, library: &Library) -> Option<(DocId, usize)> {
        let id = self.doc()?;
        let doc = library.get(id)?;
        let (_, block) = self.at_block()?;
        if let Some(Item::Block(_, aimed)) = self.aim.and_then(|aim| self.sheet.items.get(aim))
            && self.mark.is_none()
        {
            return Some((id, *aimed));
        }
        if self.top == Spot::default() && self.mark.is_none() {
            return Some((id, block));
        }
        // A heading on the upper third of the page is what is being read.
        let upper = self.page.iter().take((self.shape.rows / 3).max(1)).rev().find_map(|shown| {
            match self.sheet.items.get(shown.spot.item) {
                Some(Item::Block(_, block)) if matches!(doc.blocks[*block].kind, BlockKind::Heading(_)) => {
                    Some(*block)
                }
                _ => None,
            }
        });
        Some((id, upper.filter(|_| self.mark.is_none()).unwrap_or(block)))
    }
}
