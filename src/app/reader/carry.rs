//! Carries the reading pane over into another library: the same words stay under the reader's eyes.
use super::{Place, Reader, Source, Spot};
use crate::app::moved::Moved;
use crate::app::sheet::Item;

/// Whether two items of a page are the same to a reader: a count may have grown.
fn same(one: &Item, other: &Item) -> bool {
    match (one, other) {
        (Item::Entry(_, _, one), Item::Entry(_, _, other)) => one == other,
        _ => one == other,
    }
}

impl Reader {
    /// Shows the same place in the new library; `false` when what was read is gone from it.
    pub fn carry(&mut self, moved: &Moved<'_>) -> bool {
        let Some(source) = moved.source(&self.source) else { return false };
        self.widen(moved.old);
        self.offered = self.offered.iter().filter_map(|item| moved.item(item)).collect();
        let sheet = self.sheet_of(moved.new, &source);
        let found = |from: usize| -> Option<(usize, usize)> {
            // What is no document's goes by the next line below it that is.
            (from..self.sheet.items.len()).find_map(|at| {
                let item = moved.item(&self.sheet.items[at])?;
                Some((at, sheet.items.iter().position(|now| same(now, &item))?))
            })
        };
        let item = found(self.top.item);
        let top = match item {
            Some((at, now)) => {
                let top = if at == self.top.item { self.top } else { Spot::default() };
                Spot { item: now.saturating_sub(at - self.top.item), ..top }
            }
            None => Spot::of(self.top.item.min(sheet.items.len().saturating_sub(1))),
        };
        let cursor = self
            .cursor
            .and_then(found)
            .map(|(_, now)| now)
            .and_then(|now| sheet.stops.iter().copied().find(|&stop| stop >= now))
            .or(sheet.stops.first().copied());
        let mark = self.mark.take().and_then(|(item, range)| {
            let Item::Block(id, _) = self.sheet.items.get(item)? else { return None };
            if !moved.is_untouched(*id) {
                return None;
            }
            let (at, now) = found(item)?;
            (at == item).then_some((now, range))
        });
        if self.find.is_some() {
            // The numbers of what was found are of the old text.
            self.find = None;
            self.prompt.text.clear();
        }
        self.put_sheet(sheet);
        (self.source, self.top, self.cursor, self.mark) = (source, top, cursor, mark);
        self.aim = None;
        self.selection = None;
        self.kept = None;
        self.reading = None;
        self.before = (top, cursor);
        true
    }
}

impl Place {
    /// The same place in the new library. What was read again begins at its top.
    pub fn carried(mut self, moved: &Moved<'_>) -> Option<Self> {
        let same = match self.source {
            Source::Document(id) => moved.is_untouched(id),
            _ => false,
        };
        self.source = moved.source(&self.source)?;
        if !same {
            (self.top, self.byte, self.cursor) = (Spot::default(), None, None);
            (self.target, self.mark) = (None, None);
        }
        Some(self)
    }
}
