//! Which tables hold data and which only lay a page out, and where cells stand. Never writes them.
use super::tags;
use super::tree::Tree;
use std::collections::{HashMap, HashSet};

/// The most columns.
const COLUMNS: usize = 256;
/// The longest cell of a table of data, in characters; and of one that says what it is.
const CELL: usize = 800;
const SAID: usize = 2500;

/// The tables of a page.
#[derive(Debug, Default)]
pub struct Tables {
    /// Those that hold data.
    data: HashSet<usize>,
    /// Rows from above that still reach into each column of each table.
    reach: HashMap<usize, Vec<u32>>,
    /// The table being written, and the next column.
    column: usize,
    table: usize,
}

/// Empty cells around a cell.
pub struct Cells {
    /// Before it, as cells from above reach into its row.
    pub before: usize,
    /// Behind it, as it spans them.
    pub more: usize,
}

/// What a table holds.
#[derive(Default)]
struct Tally {
    node: usize,
    end: usize,
    rows: usize,
    cells_in_row: usize,
    widest: usize,
    longest: usize,
    /// Whether it holds what no table of data does.
    layout: bool,
    /// Whether it says that it holds data.
    says: bool,
}

impl Tally {
    fn is_data(&self) -> bool {
        let longest = if self.says { SAID } else { CELL };
        !self.layout
            && self.widest > 1
            && self.rows > 0
            && self.longest <= longest
            && (self.rows > 1 || self.says || self.longest < 200)
    }
}

impl Tables {
    /// Looks at all tables of a page.
    pub fn of(tree: &Tree) -> Self {
        let mut tables = Self::default();
        let mut open: Vec<Tally> = Vec::new();
        for node in 0..tree.len() {
            while open.last().is_some_and(|tally| node >= tally.end) {
                tables.data.extend(open.pop().filter(Tally::is_data).map(|tally| tally.node));
            }
            let name = tree.name(node);
            if name == "table" {
                if let Some(around) = open.last_mut() {
                    around.layout = true;
                }
                let layout = ["presentation", "none"].iter().any(|role| tree.has(node, "role", role));
                open.push(Tally { node, end: tree.end(node), layout, ..Tally::default() });
            }
            let Some(tally) = open.last_mut() else { continue };
            match name {
                "tr" => {
                    tally.rows += 1;
                    tally.cells_in_row = 0;
                }
                "td" | "th" => {
                    tally.cells_in_row += 1;
                    tally.says |= name == "th";
                    let letters = tree.letters_of(node);
                    if letters > 0 {
                        tally.widest = tally.widest.max(tally.cells_in_row);
                    }
                    tally.longest = tally.longest.max(letters);
                }
                "caption" | "thead" => tally.says = true,
                "form" | "hr" | "article" | "section" | "main" | "nav" | "figure" => tally.layout = true,
                _ => tally.layout |= tags::is_heading(name),
            }
        }
        tables.data.extend(open.into_iter().filter(Tally::is_data).map(|tally| tally.node));
        tables
    }

    /// Begins a row of a table of data: whether it holds the columns' heads. `None` in other tables.
    pub fn row(&mut self, tree: &Tree, row: usize) -> Option<bool> {
        let table = tree.around(row, |name| name == "table")?;
        if !self.data.contains(&table) {
            return None;
        }
        if self.table == table
            && let Some(reach) = self.reach.get_mut(&table)
        {
            // The row before may have ended early.
            for rows in reach.iter_mut().skip(self.column) {
                *rows = rows.saturating_sub(1);
            }
        }
        self.table = table;
        self.column = 0;
        let mut cells = 0;
        let mut heads = 0;
        let mut node = row + 1;
        while node < tree.end(row) {
            cells += usize::from(matches!(tree.name(node), "td" | "th"));
            heads += usize::from(tree.name(node) == "th");
            node = tree.end(node);
        }
        Some(tree.name(tree.parent(row)) == "thead" || cells > 1 && heads == cells)
    }

    /// Where the next cell of the row stands.
    pub fn cell(&mut self, tree: &Tree, cell: usize) -> Option<Cells> {
        let reach = self.reach.entry(self.table).or_default();
        let span = |name: &str, most: usize| {
            let said = tree.attribute(cell, name).and_then(|span| span.trim().parse::<usize>().ok());
            said.unwrap_or(1).clamp(1, most)
        };
        let mut before = 0;
        while let Some(rows) = reach.get_mut(self.column).filter(|rows| **rows > 0) {
            *rows -= 1;
            self.column += 1;
            before += 1;
        }
        if self.column >= COLUMNS {
            // Beyond what anybody could read: the text stays, in the last column.
            return None;
        }
        let wide = span("colspan", 64);
        let deep = span("rowspan", 4096) - 1;
        let end = self.column + wide;
        if reach.len() < end {
            reach.resize(end, 0);
        }
        for rows in &mut reach[self.column..end] {
            *rows = deep as u32;
        }
        self.column = end;
        Some(Cells { before, more: wide - 1 })
    }
}
