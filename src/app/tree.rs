//! A tree as flat rows: folding, filtering and the cursor, the same for every tab.
use super::Prompt;
use crate::model::{DocId, PlaceId};
use std::collections::HashSet;

/// What a row stands for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Node {
    /// All places.
    World,
    /// Places outside the regions' tree.
    Elsewhere,
    /// A place.
    Place(PlaceId),
    /// A series; `None` where documents have none.
    Series(Option<String>),
    /// An edition of a series.
    Edition(Option<String>, Option<i32>),
    /// A document.
    Document(DocId),
    /// A heading of a document.
    Heading(DocId, usize),
    /// A group of notes.
    Shelf(String),
    /// A note in a group: the group's name and the note's.
    Note(String, String),
    /// In the tab of what came and went: all of it, a part, or a finding.
    Change(super::changes::Branch),
}

/// Whether a row hides others.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fold {
    /// Nothing stands below it.
    Leaf,
    /// What stands below it is shown.
    Open,
    /// What stands below it is hidden.
    Shut,
}

/// A row of a tree.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// What it stands for.
    pub node: Node,
    /// How far it is indented.
    pub depth: u16,
    /// Its words.
    pub label: String,
    /// Fewer words, for where there is no room.
    pub short: Option<String>,
    /// The other name that fits the filter.
    pub other: Option<String>,
    /// A number at the row's end.
    pub count: Option<u32>,
    /// Whether it hides others.
    pub fold: Fold,
    /// The bytes of the label that fit the filter.
    pub matched: Vec<usize>,
    /// Whether it fits the filter itself, rather than something below it.
    pub hit: bool,
}

/// How the cursor goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// So many rows up or down.
    By(isize),
    /// To the first row.
    First,
    /// To the last row.
    Last,
}

impl Step {
    /// The row that this step leads to among `len`.
    pub fn from(self, at: usize, len: usize) -> usize {
        let last = len.saturating_sub(1);
        match self {
            Self::By(rows) => at.saturating_add_signed(rows).min(last),
            Self::First => 0,
            Self::Last => last,
        }
    }
}

/// A tree's rows and what is folded, filtered and selected.
#[derive(Debug, Default)]
pub struct List {
    /// The rows to be seen.
    pub rows: Vec<Row>,
    /// The selected row.
    pub cursor: usize,
    /// The first row on the screen.
    pub top: usize,
    /// What is unfolded.
    pub open: HashSet<Node>,
    /// The filter's words.
    pub prompt: Prompt,
    /// Whether they are being typed.
    pub typing: bool,
    /// Where the cursor was before the filter.
    pub before: Option<Node>,
}

impl List {
    /// The filter, if there is one.
    pub fn query(&self) -> Option<&str> {
        (self.typing || !self.prompt.text.is_empty()).then_some(self.prompt.text.as_str())
    }

    /// The selected node.
    pub fn node(&self) -> Option<&Node> {
        self.rows.get(self.cursor).map(|row| &row.node)
    }

    /// Selects a node; `false` when it is not among the rows.
    pub fn select(&mut self, node: &Node) -> bool {
        let found = self.rows.iter().position(|row| row.node == *node);
        if let Some(at) = found {
            self.cursor = at;
        }
        found.is_some()
    }

    /// Moves the cursor.
    pub fn step(&mut self, step: Step) {
        self.cursor = step.from(self.cursor, self.rows.len());
    }

    /// Brings the cursor onto a page of `height` rows.
    pub fn follow(&mut self, height: usize) {
        self.cursor = self.cursor.min(self.rows.len().saturating_sub(1));
        self.top = kept(self.top, self.cursor, height, self.rows.len());
    }

    /// The row above the selected one that it hangs from.
    pub fn parent(&self) -> Option<usize> {
        let depth = self.rows.get(self.cursor)?.depth;
        (0..self.cursor).rev().find(|&at| self.rows[at].depth < depth)
    }
}

/// The first of `len` rows on a page of so many that has the row `at` on it, where `top` was the first: the page moves
/// no further than it must.
pub fn kept(top: usize, at: usize, page: usize, len: usize) -> usize {
    let page = page.max(1);
    let top = if at < top { at } else { top.max((at + 1).saturating_sub(page)) };
    top.min(len.saturating_sub(page))
}
