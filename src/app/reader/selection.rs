//! A stretch of the page that the reader has selected: where it begins and ends, and the words in it. Bytes of the
//! document, so that it stays the same stretch when the page is scrolled or set anew.
use super::{Reader, Spot};
use crate::app::sheet::Item;
use crate::model::{BlockKind, DocId, Document, Library, is_harmful};
use crate::typeset::Role;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// A place between two letters: the item of the page, and the byte in its document. What is no document's has
/// no bytes of its own, and is selected whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// The item.
    pub item: usize,
    /// The byte.
    pub byte: usize,
}

/// From one point to another.
pub type Stretch = (Point, Point);

/// What a selection grows by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Grain {
    /// By letters.
    Letter,
    /// By words.
    Word,
    /// By paragraphs.
    Paragraph,
}

/// What is selected: all from where it was begun to where it has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Selection {
    /// Where it was begun: a letter, a word, a line.
    pub anchor: Stretch,
    /// Where it has come.
    pub head: Stretch,
    /// Whether keys move its end.
    pub keyed: bool,
}

impl Selection {
    /// Begun, and not yet drawn any further.
    pub fn at(stretch: Stretch, keyed: bool) -> Self {
        Self { anchor: stretch, head: stretch, keyed }
    }

    /// Its beginning and its end.
    pub fn range(&self) -> Stretch {
        (self.anchor.0.min(self.head.0), self.anchor.1.max(self.head.1))
    }

    /// The end that moves becomes the end that stays.
    pub fn swap(&mut self) {
        std::mem::swap(&mut self.anchor, &mut self.head);
    }

    /// The bytes of an item that are in it.
    pub fn bytes_in(&self, item: usize) -> Option<Range<usize>> {
        let (from, to) = self.range();
        if !(from.item..=to.item).contains(&item) {
            return None;
        }
        let start = if item == from.item { from.byte } else { 0 };
        let end = if item == to.item { to.byte } else { usize::MAX };
        (start < end).then_some(start..end)
    }
}

impl Reader {
    /// The bytes of an item.
    fn bytes_of(&self, library: &Library, item: usize) -> Range<usize> {
        match &self.sheet.items[item] {
            Item::Block(id, block) => library.doc(*id).blocks[*block].range(),
            Item::Places(words, _) => 0..words.len(),
            Item::Gap => 0..0,
            Item::Words(..) | Item::Entry(..) => 0..usize::MAX,
        }
    }

    /// All of an item.
    pub fn whole(&self, library: &Library, item: usize) -> Stretch {
        let bytes = self.bytes_of(library, item);
        (Point { item, byte: bytes.start }, Point { item, byte: bytes.end })
    }

    /// A line of an item.
    fn line_stretch(&self, library: &Library, spot: Spot) -> Stretch {
        let item = spot.item;
        let bytes = self.lines(library, spot.unit()).get(spot.line).and_then(crate::typeset::Line::bytes);
        match bytes {
            Some(bytes) => (Point { item, byte: bytes.start }, Point { item, byte: bytes.end }),
            None => self.whole(library, item),
        }
    }

    /// What a pointer points at: a row of the page and a column of its text.
    pub fn pointed(&self, library: &Library, row: usize, column: u16, grain: Grain) -> Option<Stretch> {
        let shown = self.page.get(row).or(self.page.last())?;
        let item = shown.spot.item;
        let column = if row < self.page.len() { column } else { u16::MAX };
        let Some(bytes) = shown.line.nearest(column) else { return Some(self.whole(library, item)) };
        let (from, to) = (Point { item, byte: bytes.start }, Point { item, byte: bytes.end });
        Some(match (grain, &self.sheet.items[item]) {
            (Grain::Paragraph, _) => self.whole(library, item),
            (Grain::Word, Item::Block(id, block)) => {
                let range = library.doc(*id).blocks[*block].range();
                let text = &library.doc(*id).text[range.clone()];
                word_at(text, bytes.start - range.start, item, range.start)
            }
            (Grain::Word, Item::Places(words, _)) => word_at(words, bytes.start, item, 0),
            (Grain::Word | Grain::Letter, _) => (from, to),
        })
    }

    /// Begins a selection that keys move: the selected match or name, the selected passage, or the first line.
    pub fn begin_selection(&mut self, library: &Library) -> bool {
        if let Some(selection) = &mut self.selection {
            selection.keyed = true;
            return true;
        }
        let marked = self.mark.as_ref().map(|(item, range)| {
            (Point { item: *item, byte: range.start }, Point { item: *item, byte: range.end })
        });
        let passage = self.cursor.filter(|&cursor| self.page.iter().any(|shown| shown.spot.item == cursor));
        let first = || {
            let shown = self.page.iter().find(|shown| shown.line.width() > 0)?;
            Some(self.line_stretch(library, shown.spot))
        };
        let begun = marked.or_else(|| passage.map(|item| self.whole(library, item))).or_else(first);
        self.selection = begun.map(|stretch| Selection::at(stretch, true));
        begun.is_some()
    }

    /// Moves the end of the selection by lines.
    pub fn extend_by_lines(&mut self, library: &Library, by: isize) {
        let Some(head) = self.selection.map(|selection| selection.head) else { return };
        let from = if by > 0 { last_byte(head.1) } else { head.0 };
        let mut spot = self.spot_of(library, from.item, from.byte);
        for _ in 0..by.unsigned_abs().min(100_000) {
            let Some(next) = self.beside(library, spot, by > 0) else { break };
            spot = next;
        }
        let stretch = self.line_stretch(library, spot);
        self.extend(library, stretch, spot);
    }

    /// Moves it to the end of one of these items, or forward to the end of what stands before one; backwards to
    /// a beginning.
    pub fn extend_by_items(&mut self, library: &Library, starts: &[usize], forward: bool) {
        let Some(head) = self.selection.map(|selection| selection.head) else { return };
        let last = self.sheet.items.len().saturating_sub(1);
        let point = if forward {
            // Up to what the next one begins with; where that is reached already, to the one after it.
            let ends = starts.iter().filter(|&&start| start > 0).map(|&start| start - 1).chain([last]);
            ends.map(|item| self.last_words(item))
                .map(|item| self.whole(library, item).1)
                .find(|&end| end > head.1)
        } else {
            let begins = starts.iter().rev().copied().chain([0]);
            begins.map(|item| self.whole(library, item).0).find(|&start| start < head.0)
        };
        let Some(point) = point else { return };
        let spot = self.spot_of(library, point.item, point.byte);
        self.extend(library, (point, point), spot);
    }

    /// The last item up to this one that is no gap.
    fn last_words(&self, item: usize) -> usize {
        (0..=item).rev().find(|&at| self.sheet.items[at] != Item::Gap).unwrap_or(item)
    }

    /// Moves it to the first or the last line of the page's whole text.
    pub fn extend_to_edge(&mut self, library: &Library, last: bool) {
        if self.sheet.items.is_empty() {
            return;
        }
        let item = if last { self.last_words(self.sheet.items.len() - 1) } else { 0 };
        let part = if last { self.parts(library, item).saturating_sub(1) } else { 0 };
        let line = if last { self.height_of(library, (item, part)).saturating_sub(1) } else { 0 };
        let spot = Spot { item, part, line };
        let stretch = self.line_stretch(library, spot);
        self.extend(library, stretch, spot);
    }

    /// Extends the selection to the line so many percent of the way.
    pub fn extend_to_percent(&mut self, library: &Library, percent: usize) {
        let spot = self.spot_at_percent(library, percent);
        if spot.item < self.sheet.items.len() {
            let stretch = self.line_stretch(library, spot);
            self.extend(library, stretch, spot);
        }
    }

    /// The other end becomes the one that moves, and is brought into sight.
    pub fn swap_selection(&mut self, library: &Library) {
        let Some(selection) = &mut self.selection else { return };
        selection.swap();
        let at = selection.head.0;
        let spot = self.spot_of(library, at.item, at.byte);
        self.bring_line(library, spot);
    }

    fn extend(&mut self, library: &Library, head: Stretch, spot: Spot) {
        if let Some(selection) = &mut self.selection {
            selection.head = head;
        }
        self.bring_line(library, spot);
    }

    /// The line with words below or above another.
    fn beside(&self, library: &Library, spot: Spot, below: bool) -> Option<Spot> {
        let mut at = spot;
        loop {
            if below {
                at.line += 1;
                if at.line >= self.height_of(library, at.unit()) {
                    let (item, part) = self.unit_after(library, at.unit())?;
                    at = Spot { item, part, line: 0 };
                }
            } else if at.line > 0 {
                at.line -= 1;
            } else {
                let (item, part) = self.unit_before(library, at.unit())?;
                at = Spot { item, part, line: self.height_of(library, (item, part)).saturating_sub(1) };
            }
            if self.sheet.items.get(at.item)? != &Item::Gap {
                return Some(at);
            }
        }
    }

    /// Scrolls as little as brings a line onto the page.
    fn bring_line(&mut self, library: &Library, spot: Spot) {
        if self.page.iter().any(|shown| shown.spot == spot) {
            return;
        }
        let above = spot < self.top;
        self.top = spot;
        if !above {
            let rest = isize::try_from(self.shape.lines().saturating_sub(1)).unwrap_or(0);
            self.scroll(library, -rest);
        }
        self.refresh(library);
    }

    /// The words of the selection, as the documents have them.
    pub fn selected_words(&self, library: &Library) -> Option<String> {
        let selection = self.selection.as_ref()?;
        let (from, to) = selection.range();
        let mut words = String::new();
        let mut before: Option<&Item> = None;
        for item in from.item..=to.item.min(self.sheet.items.len().checked_sub(1)?) {
            let Some(bytes) = selection.bytes_in(item) else { continue };
            let shown = &self.sheet.items[item];
            let taken = self.words_of(library, item, bytes);
            if taken.is_empty() {
                continue;
            }
            if let Some(before) = before {
                words.push_str(if go_together(library, before, shown) { "\n" } else { "\n\n" });
            }
            words.push_str(&taken);
            before = Some(shown);
        }
        Some(words).filter(|words| !words.is_empty())
    }

    /// The words of an item between two bytes.
    pub fn words_of(&self, library: &Library, item: usize, bytes: Range<usize>) -> String {
        match &self.sheet.items[item] {
            Item::Gap => String::new(),
            Item::Words(words, _) | Item::Entry(words, ..) => clean(words),
            Item::Places(words, _) => {
                clean(words.get(bytes.start..bytes.end.min(words.len())).unwrap_or_default())
            }
            Item::Block(id, block) => block_words(library.doc(*id), *block, bytes),
        }
    }

    /// The blocks of documents in the selection, the first and the last.
    pub fn selected_blocks(&self) -> Option<((DocId, usize), (DocId, usize))> {
        let blocks = self.every_selected_block();
        Some((*blocks.first()?, *blocks.last()?))
    }

    /// The bytes of each document's block that are selected, in the order of the page. Nothing of what is no
    /// document's: the bytes there are of other words.
    pub fn selected_stretches(&self, library: &Library) -> Vec<(DocId, Range<usize>)> {
        let Some(selection) = &self.selection else { return Vec::new() };
        let (from, to) = selection.range();
        let of_item = |item: usize| {
            let Some(Item::Block(id, block)) = self.sheet.items.get(item) else { return None };
            let (bytes, whole) = (selection.bytes_in(item)?, library.get(*id)?.blocks.get(*block)?.range());
            let (start, end) = (bytes.start.max(whole.start), bytes.end.min(whole.end));
            (start < end).then_some((*id, start..end))
        };
        (from.item..=to.item).filter_map(of_item).collect()
    }

    /// The blocks that the selection touches, in order.
    pub fn every_selected_block(&self) -> Vec<(DocId, usize)> {
        let Some(selection) = &self.selection else { return Vec::new() };
        let (from, to) = selection.range();
        (from.item..=to.item)
            .filter(|&item| selection.bytes_in(item).is_some())
            .filter_map(|item| match self.sheet.items.get(item) {
                Some(Item::Block(id, block)) => Some((*id, *block)),
                _ => None,
            })
            .collect()
    }
}

/// A point inside what ends there: the end of a line is not yet the beginning of the next.
fn last_byte(end: Point) -> Point {
    Point { byte: end.byte.saturating_sub(1), ..end }
}

/// The word of a text at a byte, or the signs between two words.
fn word_at(text: &str, at: usize, item: usize, start: usize) -> Stretch {
    let word = text.split_word_bound_indices().take_while(|(from, _)| *from <= at).last();
    let (from, word) = word.unwrap_or((0, text));
    (Point { item, byte: start + from }, Point { item, byte: start + from + word.len() })
}

/// Some bytes of a block as they read: lines joined, with the sign before it where it is in a list.
pub fn block_words(doc: &Document, block: usize, bytes: Range<usize>) -> String {
    let whole = doc.blocks[block].range();
    let (start, end) = (bytes.start.max(whole.start), bytes.end.min(whole.end));
    let Some(text) = doc.text.get(start..end) else { return String::new() };
    match doc.blocks[block].kind {
        BlockKind::Row(_) => text.split('\t').map(clean).collect::<Vec<_>>().join(" | "),
        BlockKind::Item(depth, ordinal) if start == whole.start => {
            let own = text.starts_with(|c: char| !c.is_alphanumeric());
            let sign = match ordinal {
                Some(ordinal) => format!("{ordinal}. "),
                None if own => String::new(),
                None => "- ".into(),
            };
            format!("{:1$}{sign}{2}", "", usize::from(depth) * 2, clean(text))
        }
        _ => clean(text),
    }
}

/// One line, without anything that a terminal would take for more than a letter.
fn clean(text: &str) -> String {
    let sound: String =
        text.chars().filter(|&c| c.is_whitespace() || !c.is_control() && !is_harmful(c)).collect();
    sound.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Whether no empty line stands between two items.
fn go_together(library: &Library, before: &Item, after: &Item) -> bool {
    match (before, after) {
        (Item::Block(one, first), Item::Block(other, second)) => {
            let kind = |id: &DocId, block: usize| library.doc(*id).blocks[block].kind;
            kind(other, *second).goes_on(kind(one, *first))
        }
        (Item::Entry(..), Item::Entry(..)) => true,
        _ => matches!(before, Item::Words(_, Role::Path | Role::Aside)),
    }
}
