//! A set line: its pieces, what each shows of the document, and what stands at a column. Never breaks a line.
use super::width::width;
use crate::model::PlaceId;
use std::ops::Range;
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
    /// The bytes of the document it shows; empty for what the program adds. Where they are as many as those of
    /// `text` each stands for its own, else the piece is a single sign.
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

impl Piece {
    /// Spaces that the program adds.
    pub(super) fn blank(columns: usize) -> Self {
        Self {
            text: " ".repeat(columns),
            width: columns as u16,
            bytes: 0..0,
            mark: None,
            emphasis: false,
            strong: false,
            found: false,
        }
    }

    /// The byte of the document at a column of the piece: that of the grapheme that stands there.
    fn byte_at(&self, column: u16) -> Option<usize> {
        if self.bytes.is_empty() {
            return None;
        }
        if self.bytes.len() != self.text.len() {
            return Some(self.bytes.start);
        }
        let mut edge = 0;
        for (at, grapheme) in self.text.grapheme_indices(true) {
            edge += width(grapheme);
            if usize::from(column) < edge {
                return Some(self.bytes.start + at);
            }
        }
        None
    }

    /// What is seen of the piece between two of its columns. Half of a wide sign is a blank.
    fn between(&self, from: usize, to: usize) -> Vec<Self> {
        let exact = self.bytes.len() == self.text.len();
        let part = |text: &str, at: usize| {
            let start = self.bytes.start + if exact { at } else { 0 };
            let bytes = if exact { start..start + text.len() } else { self.bytes.clone() };
            Self { text: text.to_owned(), width: width(text) as u16, bytes, ..self.clone() }
        };
        let blank = |columns: usize| Self { mark: self.mark, ..Self::blank(columns) };
        let (mut seen, mut edge) = (Vec::new(), 0);
        let mut whole: Option<Range<usize>> = None;
        let mut behind = None;
        for (at, grapheme) in self.text.grapheme_indices(true) {
            let end = edge + width(grapheme);
            if edge >= from && end <= to {
                let start = whole.as_ref().map_or(at, |whole| whole.start);
                whole = Some(start..at + grapheme.len());
            } else if end > from && edge < from {
                seen.push(blank(end.min(to) - from));
            } else if edge < to && end > to {
                behind = Some(blank(to - edge));
            }
            edge = end;
        }
        seen.extend(whole.map(|whole| part(&self.text[whole.clone()], whole.start)));
        seen.extend(behind);
        seen
    }
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
    /// The columns of the whole table, where it is too wide to be seen at once; 0 for all other lines.
    pub wide: u16,
    /// Whether more of a wide table lies before the line's edge, and behind it.
    pub more: (bool, bool),
}

impl Line {
    /// An empty line.
    pub fn empty(role: Role) -> Self {
        Self { role, indent: 0, pieces: Vec::new(), wide: 0, more: (false, false) }
    }

    /// The words of the line.
    pub fn text(&self) -> String {
        self.pieces.iter().map(|piece| piece.text.as_str()).collect()
    }

    /// The columns it takes, the indent counted.
    pub fn width(&self) -> u16 {
        self.pieces.iter().fold(self.indent, |sum, piece| sum.saturating_add(piece.width))
    }

    /// The first byte of the document that it shows.
    pub fn first_byte(&self) -> Option<usize> {
        self.pieces.iter().find(|piece| !piece.bytes.is_empty()).map(|piece| piece.bytes.start)
    }

    /// The piece at a column, counted from the line's edge.
    pub fn piece_at(&self, column: u16) -> Option<&Piece> {
        self.placed()
            .find(|(at, piece)| (*at..at.saturating_add(piece.width)).contains(&column))
            .map(|(_, piece)| piece)
    }

    /// The byte of the document at a column, counted from the line's edge; none where the program has added
    /// something, before the line and behind it.
    pub fn byte_at(&self, column: u16) -> Option<usize> {
        let (at, piece) =
            self.placed().find(|(at, piece)| (*at..at.saturating_add(piece.width)).contains(&column))?;
        piece.byte_at(column - at)
    }

    /// The column at which a byte of the document stands, counted from the line's edge.
    pub fn column_of(&self, byte: usize) -> Option<u16> {
        let (at, piece) = self.placed().find(|(_, piece)| piece.bytes.contains(&byte))?;
        let before = piece.text.get(..byte - piece.bytes.start).map_or(0, width);
        Some(at + before as u16)
    }

    /// Where the columns of a table's line begin, the first left out, as far as they are parted by blanks.
    pub fn columns(&self) -> Vec<u16> {
        let blank = |piece: &Piece| piece.bytes.is_empty() && piece.text.bytes().all(|byte| byte == b' ');
        self.placed().filter(|(_, piece)| blank(piece)).map(|(at, piece)| at + piece.width).collect()
    }

    /// The pieces, each with the column at which it begins.
    fn placed(&self) -> impl Iterator<Item = (u16, &Piece)> {
        let mut at = self.indent;
        self.pieces.iter().map(move |piece| {
            let here = at;
            at = at.saturating_add(piece.width);
            (here, piece)
        })
    }

    /// What is seen of a wide table's line through a window of `columns`, moved `from` columns to the right.
    #[must_use]
    pub fn seen(&self, from: u16, columns: u16) -> Self {
        if self.wide == 0 {
            return self.clone();
        }
        let from = from.min(self.wide.saturating_sub(columns));
        let to = from.saturating_add(columns);
        let mut pieces = Vec::new();
        for (at, piece) in self.placed() {
            let end = at.saturating_add(piece.width);
            if end <= from || at >= to {
                continue;
            }
            if at >= from && end <= to {
                pieces.push(piece.clone());
            } else {
                pieces.extend(
                    piece.between(usize::from(from.saturating_sub(at)), usize::from(to.min(end) - at)),
                );
            }
        }
        Self { pieces, more: (from > 0, to < self.wide), ..*self }
    }
}
