//! Going to a part of the whole page by how far it is through it.
use super::{Reader, Spot};
use crate::model::Library;

impl Reader {
    /// Goes so many percent of the way: by bytes in a document, whose items differ in length; else by items.
    pub fn to_percent(&mut self, library: &Library, percent: usize) {
        if percent >= 100 {
            return self.to_bottom(library);
        }
        self.widen(library);
        let top = self.spot_at_percent(library, percent);
        self.mark = None;
        self.aim = None;
        self.top = top;
        self.reading = Some(self.top);
        self.refresh(library);
        let first = self.page.first().map_or(0, |shown| shown.spot.item);
        let next = self.sheet.stops.iter().copied().find(|&stop| stop >= first);
        self.cursor = next.or(self.sheet.stops.last().copied());
    }

    /// The line so many percent of the way.
    pub(super) fn spot_at_percent(&self, library: &Library, percent: usize) -> Spot {
        let item = match self.doc().and_then(|id| Some((id, library.get(id)?))) {
            Some((id, doc)) => {
                let byte = doc.text.len() * percent / 100;
                let block = doc.block_at(byte).unwrap_or(0);
                self.sheet.item_of(id, block).map(|item| (item, byte))
            }
            None => None,
        };
        match item {
            Some((item, byte)) => self.spot_of(library, item, byte),
            None => Spot::of(self.sheet.items.len() * percent / 100),
        }
    }
}
