//! A stretch of text as cells: graphemes with their columns, their bytes and their look. Never breaks a line.
use super::line::{Mark, Marked, Piece};
use super::width::width;
use crate::model::{Document, Mention, Span, SpanKind};
use std::borrow::Cow;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// What is shown of a grapheme, and what stands behind it.
#[derive(Debug, Clone)]
pub struct Cell<'a> {
    pub text: Cow<'a, str>,
    pub width: usize,
    pub bytes: Range<usize>,
    pub look: Look,
}

/// How a cell looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Look {
    pub mark: Option<Mark>,
    pub emphasis: bool,
    pub strong: bool,
    pub found: bool,
}

impl Cell<'_> {
    pub fn is_space(&self) -> bool {
        self.text == " "
    }

    /// Something that the program adds at a byte of the text.
    pub fn sign(text: &'static str, at: usize, look: Look) -> Self {
        Cell { text: Cow::Borrowed(text), width: width(text), bytes: at..at, look }
    }
}

/// The cells of words of the program's own.
pub fn added(text: &str) -> Vec<Cell<'_>> {
    graphemes(text)
        .map(|(_, grapheme)| Cell {
            text: Cow::Borrowed(grapheme),
            width: width(grapheme),
            bytes: 0..0,
            look: Look::default(),
        })
        .collect()
}

/// The cells of a stretch of a block: white space made single spaces, marks and emphasis attached.
pub fn cells<'a>(
    doc: &'a Document,
    block: &Range<usize>,
    range: Range<usize>,
    found: &[Marked],
) -> Vec<Cell<'a>> {
    let mut looks = Looks::of(doc, block, &range, found);
    let mut cells: Vec<Cell<'a>> = Vec::with_capacity(range.len());
    let mut noted = None;
    for (offset, grapheme) in graphemes(&doc.text[range.clone()]) {
        let at = range.start + offset;
        let bytes = at..at + grapheme.len();
        let blank = grapheme.chars().all(|c| matches!(c, ' ' | '\n' | '\r' | '\t' | '\u{0c}'));
        if blank && let Some(last) = cells.last_mut().filter(|last| last.is_space()) {
            last.bytes.end = bytes.end;
            continue;
        }
        let look = looks.at(at);
        // A bare number glued to a word is hard to see: brackets make it a mark.
        let bare = looks.bare && matches!(look.mark, Some(Mark::NoteMark(_)));
        if noted != look.mark.filter(|_| bare) {
            if noted.is_some() {
                bracket(&mut cells, "]", noted);
            }
            noted = look.mark.filter(|_| bare);
            if noted.is_some() {
                bracket(&mut cells, "[", noted);
            }
        }
        let wide = width(grapheme);
        // What has no width of its own goes with what stands before it.
        if wide == 0
            && !blank
            && let Some(last) = cells.last_mut().filter(|last| !last.bytes.is_empty())
        {
            last.text.to_mut().push_str(grapheme);
            last.bytes.end = bytes.end;
            continue;
        }
        cells.push(Cell {
            text: Cow::Borrowed(if blank { " " } else { grapheme }),
            width: if blank { 1 } else { wide },
            bytes,
            look,
        });
    }
    if noted.is_some() {
        bracket(&mut cells, "]", noted);
    }
    cells
}

/// What holds at each byte, asked from the front to the back.
struct Looks<'a> {
    text: &'a str,
    mentions: &'a [Mention],
    spans: Vec<Span>,
    /// The spans that may hold at the byte asked for.
    open: Vec<Span>,
    next: usize,
    found: &'a [Marked],
    /// Whether the byte last asked for is of a footnote's mark that is nothing but letters and digits.
    bare: bool,
}

impl<'a> Looks<'a> {
    fn of(doc: &'a Document, block: &Range<usize>, range: &Range<usize>, found: &'a [Marked]) -> Self {
        let mentions = doc.mentions_in(block.start..range.end);
        let mentions = &mentions[mentions.partition_point(|m| m.end as usize <= range.start)..];
        // A span that began earlier in the block may still hold.
        let spans = doc.spans_in(block.start..range.end).iter();
        let spans = spans.filter(|span| span.end as usize > range.start).copied().collect();
        let found = &found[found.partition_point(|f| f.end <= range.start)..];
        Self { text: &doc.text, mentions, spans, open: Vec::new(), next: 0, found, bare: false }
    }

    fn at(&mut self, at: usize) -> Look {
        while self.mentions.first().is_some_and(|m| m.end as usize <= at) {
            self.mentions = &self.mentions[1..];
        }
        while self.found.first().is_some_and(|f| f.end <= at) {
            self.found = &self.found[1..];
        }
        self.open.retain(|span| span.end as usize > at);
        while let Some(span) = self.spans.get(self.next).filter(|span| span.start as usize <= at) {
            self.next += 1;
            if span.end as usize > at {
                self.open.push(*span);
            }
        }
        let mut look = Look { found: self.found.first().is_some_and(|f| f.start <= at), ..Look::default() };
        self.bare = false;
        for span in &self.open {
            match span.kind {
                SpanKind::Emphasis => look.emphasis = true,
                SpanKind::Strong => look.strong = true,
                SpanKind::Code => {}
                SpanKind::NoteMark(note) => {
                    look.mark = Some(Mark::NoteMark(note));
                    let mark = &self.text[span.start as usize..span.end as usize];
                    self.bare = mark.chars().all(char::is_alphanumeric);
                }
                SpanKind::NoteLabel(note) => look.mark = Some(Mark::NoteLabel(note)),
                SpanKind::Link(link) => look.mark = look.mark.or(Some(Mark::Link(link))),
            }
        }
        if let Some(named) = self.mentions.first().filter(|m| m.start as usize <= at)
            && !matches!(look.mark, Some(Mark::NoteMark(_)))
        {
            look.mark = Some(Mark::Mention(named.place));
        }
        look
    }
}

/// The graphemes of a text with their bytes. Most text is ASCII, where each byte is one.
fn graphemes(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let plain = text.is_ascii();
    let ascii = plain.then(|| (0..text.len()).map(|at| (at, &text[at..=at])));
    let other = (!plain).then(|| text.grapheme_indices(true));
    ascii.into_iter().flatten().chain(other.into_iter().flatten())
}

fn bracket(cells: &mut Vec<Cell<'_>>, text: &'static str, mark: Option<Mark>) {
    let at = cells.last().map_or(0, |last| last.bytes.end);
    cells.push(Cell::sign(text, at, Look { mark, ..Look::default() }));
}

/// Joins cells of one look.
pub fn pieces(cells: &[Cell<'_>]) -> Vec<Piece> {
    let mut pieces: Vec<(Look, Piece)> = Vec::new();
    for cell in cells {
        let wide = cell.width as u16;
        let own = cell.bytes.is_empty();
        match pieces.last_mut() {
            // Where a byte is shown as itself, text and bytes go side by side.
            Some((look, last))
                if *look == cell.look
                    && last.bytes.is_empty() == own
                    && (own
                        || last.bytes.end == cell.bytes.start
                            && last.bytes.len() == last.text.len()
                            && cell.bytes.len() == cell.text.len()) =>
            {
                last.text.push_str(&cell.text);
                last.width += wide;
                last.bytes.end = cell.bytes.end;
            }
            _ => {
                let Look { mark, emphasis, strong, found } = cell.look;
                let (text, bytes) = (cell.text.clone().into_owned(), cell.bytes.clone());
                pieces.push((cell.look, Piece { text, width: wide, bytes, mark, emphasis, strong, found }));
            }
        }
    }
    pieces.into_iter().map(|(_, piece)| piece).collect()
}
