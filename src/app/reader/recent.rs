//! Lines of one sheet that were set lately: one key after the other asks for much the same. Bounded, whatever the
//! sheet's length.
use crate::query::Query;
use crate::typeset::{Line, Style};
use std::collections::VecDeque;
use std::sync::Arc;

/// An item, and its part where it is very long.
pub type Unit = (usize, usize);

/// So many lines at most are kept, or the last item's.
const MOST: usize = 1024;

/// What the lines of an item depend on.
#[derive(Debug, Clone)]
pub struct Asked {
    /// How they are set.
    pub style: Style,
    /// What is looked for, and in how many blocks only.
    pub query: Option<(Arc<Query>, Option<usize>)>,
}

impl PartialEq for Asked {
    fn eq(&self, other: &Self) -> bool {
        let same = match (&self.query, &other.query) {
            (None, None) => true,
            (Some((one, within)), Some((other, among))) => Arc::ptr_eq(one, other) && within == among,
            _ => false,
        };
        same && self.style == other.style
    }
}

/// Lines that were set lately.
#[derive(Debug, Default)]
pub struct Recent {
    asked: Option<Asked>,
    /// Items and their parts with their lines, the latest at the end.
    set: VecDeque<(Unit, Arc<[Line]>)>,
    lines: usize,
}

impl Recent {
    /// Forgets all: the sheet is another.
    pub fn clear(&mut self) {
        *self = Self::default();
    }

    /// The lines of a part of an item, where they are kept and were asked for in the same way.
    pub fn get(&mut self, asked: &Asked, unit: Unit) -> Option<Arc<[Line]>> {
        if self.asked.as_ref() != Some(asked) {
            self.clear();
            self.asked = Some(asked.clone());
        }
        self.set.iter().rev().find(|(kept, _)| *kept == unit).map(|(_, lines)| Arc::clone(lines))
    }

    /// Keeps lines that were not kept yet.
    pub fn put(&mut self, unit: Unit, lines: &Arc<[Line]>) {
        self.lines += lines.len();
        self.set.push_back((unit, Arc::clone(lines)));
        while self.lines > MOST && self.set.len() > 1 {
            self.lines -= self.set.pop_front().map_or(0, |(_, lines)| lines.len());
        }
    }
}
