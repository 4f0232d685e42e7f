//! Tables of a document: rows of cells, or, where a table only lays out text, the blocks in its cells. Never
//! reads what stands in a cell itself.
use super::body::{Element, Reader};
use super::xml::{self, Name};

/// How many characters in one cell are text that somebody laid out with a table.
const TEXT: usize = 1500;

impl<'a> Reader<'a> {
    /// Reads a table.
    pub(super) fn table(&mut self, node: Element<'a>) {
        let apart = self.apart();
        let rows = parts(node, "tr");
        let rows: Vec<Vec<Element<'a>>> = rows.into_iter().filter_map(|row| self.kept(row)).collect();
        if !apart || self.lays_out(&rows) {
            // A table in a cell has no rows of its own: its words are the cell's.
            for cell in rows.into_iter().flatten() {
                self.blocks(cell);
            }
            return;
        }
        let heads = self.first_row_heads(node, rows.first().map_or(&[], Vec::as_slice));
        for (number, row) in rows.iter().enumerate() {
            let shape = row.first().and_then(|cell| row_of(*cell)).and_then(|row| xml::child(row, "trPr"));
            let repeated = shape.and_then(|shape| xml::toggle(shape, "tblHeader")) == Some(true);
            self.writer.open_row(repeated || number == 0 && heads);
            let skipped = shape.and_then(|shape| xml::value(shape, "gridBefore")?.parse().ok()).unwrap_or(0);
            self.empty_cells(skipped);
            for &cell in row {
                self.cell(cell);
            }
            self.writer.close_row();
        }
    }

    fn cell(&mut self, node: Element<'a>) {
        let shape = xml::child(node, "tcPr");
        let goes_on = |name| {
            let merge = shape.and_then(|shape| xml::child(shape, name));
            merge.is_some_and(|merge| xml::attribute(merge, "val") != Some("restart"))
        };
        self.begin_cell();
        // A cell that is part of the one above or before it says nothing again.
        if !goes_on("vMerge") && !goes_on("hMerge") {
            self.blocks(node);
        }
        self.end_cell();
        let wide = shape.and_then(|shape| xml::value(shape, "gridSpan")?.parse::<usize>().ok()).unwrap_or(1);
        self.empty_cells(wide.saturating_sub(1));
    }

    fn empty_cells(&mut self, count: usize) {
        for _ in 0..count.min(63) {
            self.begin_cell();
            self.end_cell();
        }
    }

    /// The cells of a row that was not taken out.
    fn kept(&mut self, row: Element<'a>) -> Option<Vec<Element<'a>>> {
        if xml::child(row, "trPr").is_some_and(|shape| xml::child(shape, "del").is_some()) {
            self.deleted();
            return None;
        }
        Some(parts(row, "tc"))
    }

    /// Whether a table only lays out text: one column, or cells with headings, tables or much text in them.
    fn lays_out(&self, rows: &[Vec<Element<'a>>]) -> bool {
        let cells = || rows.iter().flatten();
        let is_text = |&cell: &Element<'a>| {
            let inside = || cell.descendants().skip(1);
            let letters: usize =
                inside().filter(|&n| xml::is(n, "t")).filter_map(|n| n.text()).map(str::len).sum();
            inside().any(|node| xml::is(node, "tbl") || xml::is(node, "p") && self.heads(node))
                || letters > TEXT && parts(cell, "p").len() > 3
        };
        rows.iter().all(|row| row.len() <= 1) || cells().count() <= 64 && cells().any(is_text)
    }

    /// Whether the first row is one of column heads.
    fn first_row_heads(&self, table: Element<'a>, row: &[Element<'a>]) -> bool {
        let shape = xml::child(table, "tblPr");
        let styled = self.table_style(shape).is_some_and(|style| style.first_row);
        let look = shape.and_then(|shape| xml::child(shape, "tblLook"));
        let wanted = look.is_some_and(|look| match xml::attribute(look, "firstRow") {
            Some(said) => matches!(said, "1" | "true" | "on"),
            None => xml::attribute(look, "val")
                .and_then(|bits| u32::from_str_radix(bits, 16).ok())
                .is_some_and(|bits| bits & 0x20 != 0),
        });
        let mut runs = row
            .iter()
            .flat_map(Element::descendants)
            .filter(|&run| xml::is(run, "r") && xml::child(run, "t").is_some())
            .peekable();
        let bold =
            |run: Element<'a>| xml::child(run, "rPr").and_then(|look| xml::toggle(look, "b")) == Some(true);
        styled && wanted || runs.peek().is_some() && runs.all(bold)
    }
}

/// The row that a cell stands in.
fn row_of(cell: Element<'_>) -> Option<Element<'_>> {
    cell.ancestors().find(|&node| xml::is(node, "tr"))
}

/// The rows of a table, the cells of a row, through what may stand around them.
fn parts<'a>(node: Element<'a>, wanted: &str) -> Vec<Element<'a>> {
    let mut found = Vec::new();
    gather(node, wanted, &mut found);
    found
}

fn gather<'a>(parent: Element<'a>, wanted: &str, found: &mut Vec<Element<'a>>) {
    for node in xml::elements(parent) {
        match xml::name(node) {
            Name::Word(name) if name == wanted => found.push(node),
            Name::Word("sdt" | "sdtContent" | "ins" | "moveTo" | "customXml") => gather(node, wanted, found),
            _ => {}
        }
    }
}
