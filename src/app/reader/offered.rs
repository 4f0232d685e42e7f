//! The texts that can be read on, which the first page begins with: wherever that page is made, it is made with them.
use super::{Reader, Source};
use crate::app::sheet::{Item, Sheet};
use crate::model::Library;
use crate::query::Target;
use crate::typeset::Role;

/// The heading over them.
const CONTINUE: &str = "Continue reading";

impl Reader {
    /// The sheet of a source, as this pane shows it.
    pub(super) fn sheet_of(&self, library: &Library, source: &Source) -> Sheet {
        let mut sheet = Sheet::of(library, source);
        if *source == Source::World {
            sheet.begin_with(&self.offered);
        }
        sheet
    }

    /// The line that leads to this.
    pub(super) fn stop_of(&self, target: Target) -> Option<usize> {
        self.sheet.stops.iter().copied().find(|&stop| self.sheet.target(stop) == Some(target))
    }

    /// The first page begins with these lines from now on; what was selected on it stays so.
    pub fn offer(&mut self, library: &Library, lines: Vec<Item>) {
        if self.offered == lines {
            return;
        }
        let before = lead(&std::mem::replace(&mut self.offered, lines));
        if self.source != Source::World {
            return;
        }
        self.widen(library);
        let at_first = self.cursor == self.sheet.stops.first().copied();
        let selected = self.cursor.and_then(|cursor| self.sheet.target(cursor)).filter(|_| !at_first);
        let part = self.sheet.parts.first().copied().unwrap_or_default();
        let sheet = self.sheet_of(library, &Source::World);
        self.put_sheet(sheet);
        // The reader who has not moved stands at the first of them.
        let again = selected.and_then(|target| self.stop_of(target));
        self.cursor = again.or(self.sheet.stops.first().copied());
        if self.top.item > part {
            let more = lead(&self.offered) as isize - before as isize;
            self.top.item = self.top.item.saturating_add_signed(more);
        }
    }
}

/// How many items a part with these lines takes: its heading and the gap behind it as well.
fn lead(lines: &[Item]) -> usize {
    if lines.is_empty() { 0 } else { lines.len() + 2 }
}

impl Sheet {
    /// Puts a part with these lines before the first part.
    fn begin_with(&mut self, lines: &[Item]) {
        if lines.is_empty() {
            return;
        }
        let at = self.parts.first().copied().unwrap_or(self.items.len());
        let heading = std::iter::once(Item::Words(CONTINUE.into(), Role::Heading(1)));
        self.put_in(at, heading.chain(lines.iter().cloned()).chain([Item::Gap]).collect());
        self.parts.insert(0, at);
        let first = self.stops.partition_point(|&stop| stop < at);
        self.stops.splice(first..first, at + 1..at + 1 + lines.len());
    }
}
