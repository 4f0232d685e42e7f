//! One block at a width.
use super::table;
use super::width::width;
use crate::model::{BlockKind, Document, PlaceId, SpanKind};
use std::ops::Range;
use unicode_linebreak::{BreakOpportunity, linebreaks};
use unicode_segmentation::UnicodeSegmentation;

/// What a line is for; the theme gives it its look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// Running text.
    Body,
    /// The document's title.
    Title,
    /// A heading of this depth.
    Heading(u8),
    /// A table's head.
    RowHead,
    /// A footnote's body.
    Note,
    /// A quotation.
    Quote,
    /// Words of the program about the text: sources, paths, hints.
    Aside,
    /// An edition's year in a dossier.
    Edition,
    /// The headings above a passage in a dossier.
    Path,
}

/// What a reader can follow, or should see at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Mark {
    /// The name of a place.
    Mention(PlaceId),
    /// A footnote's mark.
    NoteMark(u16),
    /// A footnote's label at its body.
    NoteLabel(u16),
    /// A link.
    Link(u16),
}

/// A stretch of the document's text that stands out for the moment: what was looked for.
pub type Marked = Range<usize>;

/// A run of characters of one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// What is shown.
    pub text: String,
    /// The columns it takes.
    pub width: u16,
    /// The bytes of the document it shows; empty for what the program adds.
    pub bytes: Range<usize>,
    /// What can be followed here.
    pub mark: Option<Mark>,
    /// Whether it is stressed.
    pub emphasis: bool,
    /// Whether it is strongly stressed.
    pub strong: bool,
    /// Whether it was looked for.
    pub found: bool,
}

/// A line of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// What it is for.
    pub role: Role,
    /// Columns left empty before it.
    pub indent: u16,
    /// Its pieces, in order.
    pub pieces: Vec<Piece>,
}

impl Line {
    /// An empty line.
    pub fn empty(role: Role) -> Self {
        Self { role, indent: 0, pieces: Vec::new() }
    }

    /// The words of the line.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// The columns it takes, the indent counted.
    pub fn width(&self) -> u16 {
        self.indent + self.pieces.iter().map(|piece| piece.width).sum::<u16>()
    }

    /// The first byte of the document that it shows.
    pub fn first_byte(&self) -> Option<usize> {
        self.pieces.iter().find(|piece| !piece.bytes.is_empty()).map(|piece| piece.bytes.start)
    }

    /// The piece at a column, counted from the line's edge.
    pub fn piece_at(&self, column: u16) -> Option<&Piece> {
        let mut at = self.indent;
        self.pieces.iter().find(|piece| {
            let here = (at..at + piece.width).contains(&column);
            at += piece.width;
            here
        })
    }
}

/// What is shown of a grapheme, and what stands behind it.
pub(super) struct Cell {
    text: String,
    width: usize,
    bytes: Range<usize>,
    mark: Option<Mark>,
    emphasis: bool,
    strong: bool,
    found: bool,
}

/// Sets one block of a document; a row is set with the table around it.
///
/// `found` are the stretches that were looked for, by their start.
pub fn block(doc: &Document, number: usize, columns: usize, found: &[Marked]) -> Vec<Line> {
    let columns = columns.max(1);
    let kind = doc.blocks[number].kind;
    let cells = cells(doc, doc.blocks[number].range(), found);
    match kind {
        BlockKind::Title => fill(&cells, Role::Title, columns, 0, 0),
        BlockKind::Heading(level) => fill(&cells, Role::Heading(level), columns, 0, 0),
        BlockKind::Paragraph => fill(&cells, Role::Body, columns, 0, 0),
        BlockKind::Quote => fill(&cells, Role::Quote, columns, indent(2, columns), indent(2, columns)),
        BlockKind::Footnote => {
            let label = doc.spans_in(doc.blocks[number].range()).iter().find_map(|span| {
                matches!(span.kind, SpanKind::NoteLabel(_))
                    .then(|| width(&doc.text[span.start as usize..span.end as usize]) + 1)
            });
            let hang = indent(label.unwrap_or(3), columns);
            fill(&cells, Role::Note, columns, if label.is_some() { 0 } else { hang }, hang)
        }
        BlockKind::Item(depth, ordinal) => {
            let raw = doc.raw(number);
            let own = raw.starts_with(['•', '・', '-', '–', '*', '(', '（', '●', '○', '◆', '■']);
            let marker = match ordinal {
                Some(ordinal) => format!("{ordinal}. "),
                None if own => String::new(),
                None => "- ".into(),
            };
            let base = indent(2 * (usize::from(depth) + 1), columns);
            let hang = if own { base + 2 } else { base + width(&marker) };
            let hang = if hang + 8 > columns { base } else { hang };
            let mut all = added(&marker);
            all.extend(cells);
            fill(&all, Role::Body, columns, base, hang)
        }
        BlockKind::Row(head) => {
            let role = if head { Role::RowHead } else { Role::Body };
            table::row(doc, number, columns, found, role)
        }
    }
}

/// An indent that leaves room for words.
fn indent(wanted: usize, columns: usize) -> usize {
    if columns < 16 { 0 } else { wanted.min(columns / 3) }
}

/// Sets words of the program's own.
pub fn words(text: &str, role: Role, columns: usize) -> Vec<Line> {
    fill(&added(text), role, columns.max(1), 0, 0)
}

/// Sets words of the program's own in which some stretches name places that can be followed. The bytes of
/// the pieces are those of `text`.
pub fn places(text: &str, named: &[(Range<usize>, PlaceId)], role: Role, columns: usize) -> Vec<Line> {
    let mut cells = added(text);
    let mut at = 0;
    for cell in &mut cells {
        cell.bytes = at..at + cell.text.len();
        at = cell.bytes.end;
        let place = named.iter().find(|(range, _)| range.contains(&cell.bytes.start));
        cell.mark = place.map(|(_, place)| Mark::Mention(*place));
    }
    fill(&cells, role, columns.max(1), 0, indent(2, columns))
}

fn added(text: &str) -> Vec<Cell> {
    graphemes(text)
        .map(|(_, grapheme)| Cell {
            text: grapheme.into(),
            width: width(grapheme),
            bytes: 0..0,
            mark: None,
            emphasis: false,
            strong: false,
            found: false,
        })
        .collect()
}

/// The cells of a stretch of a document: white space made single spaces, marks and emphasis attached.
pub(super) fn cells(doc: &Document, range: Range<usize>, found: &[Marked]) -> Vec<Cell> {
    let mentions = doc.mentions_in(range.clone());
    let spans = doc.spans_in(range.clone());
    let (mut mention, mut hit) = (0, found.partition_point(|f| f.end <= range.start));
    let mut cells: Vec<Cell> = Vec::with_capacity(range.len());
    let mut noted = None;
    for (offset, grapheme) in graphemes(&doc.text[range.clone()]) {
        let at = range.start + offset;
        let bytes = at..at + grapheme.len();
        let blank = grapheme.chars().all(|c| matches!(c, ' ' | '\n' | '\r' | '\t' | '\u{0c}'));
        if blank && cells.last().is_some_and(|last| last.text == " ") {
            if let Some(last) = cells.last_mut() {
                last.bytes.end = bytes.end;
            }
            continue;
        }
        while mentions.get(mention).is_some_and(|m| m.end as usize <= at) {
            mention += 1;
        }
        while found.get(hit).is_some_and(|f| f.end <= at) {
            hit += 1;
        }
        let (mut mark, mut emphasis, mut strong) = (None, false, false);
        for span in spans.iter().take_while(|span| span.start as usize <= at) {
            if at >= span.end as usize {
                continue;
            }
            match span.kind {
                SpanKind::Emphasis => emphasis = true,
                SpanKind::Strong => strong = true,
                SpanKind::Code => {}
                SpanKind::NoteMark(note) => mark = Some(Mark::NoteMark(note)),
                SpanKind::NoteLabel(note) => mark = Some(Mark::NoteLabel(note)),
                SpanKind::Link(link) => mark = mark.or(Some(Mark::Link(link))),
            }
        }
        if let Some(named) = mentions.get(mention).filter(|m| m.start as usize <= at)
            && !matches!(mark, Some(Mark::NoteMark(_)))
        {
            mark = Some(Mark::Mention(named.place));
        }
        // A bare number glued to a word is hard to see: brackets make it a mark.
        let bare = matches!(mark, Some(Mark::NoteMark(_))) && grapheme.chars().all(char::is_alphanumeric);
        if noted != mark.filter(|_| bare) {
            if noted.is_some() {
                bracket(&mut cells, "]", noted);
            }
            noted = mark.filter(|_| bare);
            if noted.is_some() {
                bracket(&mut cells, "[", noted);
            }
        }
        let wide = width(grapheme);
        // What has no width of its own goes with what stands before it.
        if wide == 0
            && !blank
            && let Some(last) = cells.last_mut()
        {
            last.text.push_str(grapheme);
            last.bytes.end = bytes.end;
            continue;
        }
        cells.push(Cell {
            text: if blank { " ".into() } else { grapheme.into() },
            width: if blank { 1 } else { wide },
            bytes,
            mark,
            emphasis,
            strong,
            found: found.get(hit).is_some_and(|f| f.start <= at),
        });
    }
    if noted.is_some() {
        bracket(&mut cells, "]", noted);
    }
    cells
}

/// The graphemes of a text with their bytes. Most text is ASCII, where each byte is one.
fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let plain = text.is_ascii();
    let ascii = plain.then(|| (0..text.len()).map(|at| (at, &text[at..=at])));
    let other = (!plain).then(|| text.grapheme_indices(true));
    ascii.into_iter().flatten().chain(other.into_iter().flatten())
}

fn bracket(cells: &mut Vec<Cell>, text: &str, mark: Option<Mark>) {
    let at = cells.last().map_or(0, |last| last.bytes.end);
    cells.push(Cell {
        text: text.into(),
        width: 1,
        bytes: at..at,
        mark,
        emphasis: false,
        strong: false,
        found: false,
    });
}

/// Fills lines with cells, breaking where Unicode (UAX #14) allows it, else where the line is full.
pub(super) fn fill(cells: &[Cell], role: Role, columns: usize, first: usize, rest: usize) -> Vec<Line> {
    let text: String = cells.iter().map(|cell| cell.text.as_str()).collect();
    // Whether a line may end before each cell.
    let mut may_break = vec![false; cells.len() + 1];
    let mut breaks = linebreaks(&text).peekable();
    let mut at = 0;
    for (number, cell) in cells.iter().enumerate() {
        while breaks.peek().is_some_and(|(byte, _)| *byte < at) {
            breaks.next();
        }
        may_break[number] = number > 0
            && breaks.peek().is_some_and(|(byte, kind)| {
                *byte == at && matches!(kind, BreakOpportunity::Allowed | BreakOpportunity::Mandatory)
            });
        at += cell.text.len();
    }
    let mut lines = Vec::new();
    let mut start = 0;
    while start < cells.len() {
        let indent = if lines.is_empty() { first } else { rest };
        let room = columns.saturating_sub(indent).max(1);
        let (mut used, mut end, mut last_break) = (0, start, None);
        while end < cells.len() {
            if may_break[end] && end > start {
                last_break = Some(end);
            }
            // A space may hang over the edge: it is not shown there.
            if used + cells[end].width > room && cells[end].text != " " {
                break;
            }
            used += cells[end].width;
            end += 1;
        }
        if end < cells.len() {
            end = last_break.unwrap_or(end.max(start + 1));
        }
        let mut shown = end;
        while shown > start && cells[shown - 1].text == " " {
            shown -= 1;
        }
        lines.push(Line { role, indent: indent as u16, pieces: pieces(&cells[start..shown]) });
        start = end;
        while start < cells.len() && cells[start].text == " " {
            start += 1;
        }
    }
    if lines.is_empty() {
        lines.push(Line::empty(role));
    }
    lines
}

/// Joins cells of one look.
fn pieces(cells: &[Cell]) -> Vec<Piece> {
    let mut pieces: Vec<Piece> = Vec::new();
    for cell in cells {
        let wide = cell.width as u16;
        match pieces.last_mut() {
            Some(last)
                if last.mark == cell.mark
                    && (last.emphasis, last.strong, last.found)
                        == (cell.emphasis, cell.strong, cell.found)
                    && last.bytes.is_empty() == cell.bytes.is_empty()
                    && (cell.bytes.is_empty() || last.bytes.end == cell.bytes.start) =>
            {
                last.text.push_str(&cell.text);
                last.width += wide;
                last.bytes.end = cell.bytes.end;
            }
            _ => pieces.push(Piece {
                text: cell.text.clone(),
                width: wide,
                bytes: cell.bytes.clone(),
                mark: cell.mark,
                emphasis: cell.emphasis,
                strong: cell.strong,
                found: cell.found,
            }),
        }
    }
    pieces
}
