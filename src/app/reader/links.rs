//! Links in the reading pane: from one to the next, and which one is selected. Never follows one.
use super::Reader;
use crate::app::sheet::Item;
use crate::model::{Library, SpanKind};
use std::ops::Range;

impl Reader {
    /// The links of an item: their bytes and their numbers.
    fn links(&self, library: &Library, item: usize) -> Vec<(Range<usize>, u16)> {
        let Some(Item::Block(id, block)) = self.sheet.items.get(item) else { return Vec::new() };
        let Some((doc, found)) = library.get(*id).and_then(|doc| Some((doc, doc.blocks.get(*block)?))) else {
            return Vec::new();
        };
        let spans = doc.spans_in(found.range()).iter().filter(|span| span.start < span.end);
        spans
            .filter_map(|span| match span.kind {
                SpanKind::Link(link) => Some((span.start as usize..span.end as usize, link)),
                _ => None,
            })
            .collect()
    }

    /// Selects the next or the previous link, from the selected mark or from the page's edge.
    pub fn select_link(&mut self, library: &Library, forward: bool) -> bool {
        let items = self.sheet.items.len();
        if items == 0 {
            return false;
        }
        let last = self.page.last().map_or(0, |shown| shown.spot.item);
        let (from, now) = match &self.mark {
            Some((item, range)) => (*item, Some(range.start)),
            None if forward => (self.cursor.unwrap_or(self.top.item), None),
            None => (self.cursor.unwrap_or(last), None),
        };
        let order: Vec<usize> =
            if forward { (from..items).collect() } else { (0..=from.min(items - 1)).rev().collect() };
        for item in order {
            let mut links = self.links(library, item);
            if !forward {
                links.reverse();
            }
            let next = links.into_iter().map(|(range, _)| range).find(|range| match now {
                _ if item != from => true,
                Some(now) if forward => range.start > now,
                Some(now) => range.start < now,
                None if self.cursor.is_some() => forward,
                // What stands above the page was read already, what stands below it is still to come.
                None => item != self.top.item && item != last || self.on_page(item, range.start),
            });
            if let Some(range) = next {
                self.choose_mark(library, item, range);
                self.linked = true;
                return true;
            }
        }
        false
    }

    /// Selects a link or a name where both are the same words.
    pub fn keep_link(&mut self, linked: bool) {
        self.linked = linked;
    }

    /// The number of the selected link. Where a name is a link as a whole, it is the link only when it was come to
    /// as one.
    pub fn selected_link(&self, library: &Library) -> Option<u16> {
        let (item, range) = self.mark.as_ref()?;
        let (_, link) = self.links(library, *item).into_iter().find(|(link, _)| link == range)?;
        let Some(Item::Block(id, _)) = self.sheet.items.get(*item) else { return None };
        let is_name = library
            .doc(*id)
            .mentions_in(range.clone())
            .iter()
            .any(|mention| mention.start as usize == range.start && mention.end as usize == range.end);
        (self.linked || !is_name).then_some(link)
    }
}
