//! Builds a document block by block for the formats that say what is what. Keeps spans, notes and links
//! sound, and text clean, whatever order the calls come in.
use super::clean::clean;
use crate::model::{Anchor, Block, BlockKind, Document, Link, Note, Ordinal, Page, Span, SpanKind};
use std::collections::HashMap;

/// An empty document to be filled with about so many bytes.
pub fn empty(capacity: usize) -> Document {
    Document { text: String::with_capacity(capacity), ..Document::empty() }
}

/// The deepest list that is told apart.
const DEPTH: usize = 15;

/// The next number of a list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// The number.
    pub next: u64,
    /// Whether the list counts down.
    pub down: bool,
}

impl Count {
    /// The number behind it; `None` where there is none left.
    pub fn stepped(self) -> Option<Self> {
        let next = if self.down { self.next.checked_sub(1) } else { self.next.checked_add(1) };
        next.map(|next| Self { next, ..self })
    }
}

/// A document being written.
pub struct Writer {
    /// What was written so far.
    pub document: Document,
    /// Where the block being written begins.
    start: Option<usize>,
    /// The open lists, the innermost last, each with its next number where it is numbered.
    lists: Vec<Option<Count>>,
    /// How many quotations are open.
    quotes: usize,
    /// The note being written, and whether its label is still to be.
    note: Option<u16>,
    heading: Option<u8>,
    in_item: bool,
    /// The cells written of the row being written.
    row: Option<(bool, usize)>,
    open: Vec<(SpanKind, usize)>,
    /// Notes by the keys of their marks and bodies.
    keys: HashMap<String, u16>,
    anchors: HashMap<String, u32>,
}

impl Writer {
    /// Writes into a document, which may know things of itself but has no text.
    pub fn new(document: Document) -> Self {
        Self {
            document,
            start: None,
            lists: Vec::new(),
            quotes: 0,
            note: None,
            heading: None,
            in_item: false,
            row: None,
            open: Vec::new(),
            keys: HashMap::new(),
            anchors: HashMap::new(),
        }
    }

    /// Writes text as it is but for what is harmful. Entities must be decoded by now: `&#27;` is as harmful as
    /// the character itself.
    pub fn text(&mut self, text: &str) {
        if text.is_empty() {
            return;
        }
        self.begin();
        // The text may say its own entities: never let a block's white space begin it.
        self.document.text.push_str(&clean(text));
    }

    /// Writes text of a format in which runs of white space are one space and none begins a block.
    pub fn flow(&mut self, text: &str) {
        let mut rest = text;
        while !rest.is_empty() {
            let word = rest.find(is_space).unwrap_or(rest.len());
            if word > 0 {
                self.text(&rest[..word]);
            }
            rest = &rest[word..];
            let after = rest.trim_start_matches(is_space);
            if after.len() < rest.len() && self.start.is_some_and(|start| start < self.document.text.len()) {
                let written = self.document.text.as_bytes().last();
                if !matches!(written, Some(b' ' | b'\n' | b'\t')) {
                    self.document.text.push(' ');
                }
            }
            rest = after;
        }
    }

    /// A line's end inside a block.
    pub fn line_break(&mut self) {
        if self.start.is_some() {
            self.document.text.push('\n');
        }
    }

    /// Begins a heading; 1 is the outermost.
    pub fn open_heading(&mut self, level: u8) {
        self.end();
        self.heading = Some(level.clamp(1, 9));
    }

    /// Ends a heading.
    pub fn close_heading(&mut self) {
        self.end();
        self.heading = None;
    }

    /// Begins a list, with its first number where it is numbered.
    pub fn open_list(&mut self, first: Option<u64>) {
        self.open_counted(first.map(|next| Count { next, down: false }));
    }

    /// Begins a list that may count downwards.
    pub fn open_counted(&mut self, count: Option<Count>) {
        self.end();
        self.lists.push(count);
    }

    /// Ends a list; what follows belongs to the item around it, without a number of its own.
    pub fn close_list(&mut self) {
        self.end();
        self.lists.pop();
        self.in_item = false;
    }

    /// Begins an item of the innermost list.
    pub fn open_item(&mut self) {
        self.end();
        self.in_item = true;
    }

    /// Ends a paragraph: what follows in the same item is a paragraph of it, without a number of its own.
    pub fn close_paragraph(&mut self) {
        self.end();
        if self.note.is_none() {
            self.in_item = false;
        }
    }

    /// Ends an item.
    pub fn close_item(&mut self) {
        self.end();
        self.in_item = false;
        if let Some(list) = self.lists.last_mut() {
            *list = list.and_then(Count::stepped);
        }
    }

    /// Begins a quotation.
    pub fn open_quote(&mut self) {
        self.end();
        self.quotes += 1;
    }

    /// Ends a quotation.
    pub fn close_quote(&mut self) {
        self.end();
        self.quotes = self.quotes.saturating_sub(1);
    }

    /// Begins a table row: of column heads, or of values.
    pub fn open_row(&mut self, heads: bool) {
        self.end();
        self.row = Some((heads, 0));
    }

    /// Begins the next cell of the row.
    pub fn cell(&mut self) {
        if let Some((_, cells)) = &mut self.row {
            *cells += 1;
            if *cells > 1 {
                self.begin();
                let text = &mut self.document.text;
                let kept = text.trim_end_matches(' ').len().max(self.start.unwrap_or(0));
                text.truncate(kept);
                text.push('\t');
            }
        }
    }

    /// Ends a row. A row of empty cells is none.
    pub fn close_row(&mut self) {
        if let (Some(start), Some(_)) = (self.start, self.row)
            && self.document.text[start..].trim().is_empty()
        {
            self.document.text.truncate(start);
            self.start = None;
        }
        self.end();
        self.row = None;
    }

    /// Whether a row is being written.
    pub fn in_row(&self) -> bool {
        self.row.is_some()
    }

    /// A note's mark: `key` joins it with the note's body.
    pub fn mark(&mut self, key: &str, label: &str) {
        self.begin();
        let from = self.document.text.len();
        self.document.text.push_str(&clean(label));
        let Some(note) = self.note_number(key, label) else { return };
        self.span(SpanKind::NoteMark(note), from);
        let range = from as u32..self.document.text.len() as u32;
        if !range.is_empty() {
            self.document.notes[usize::from(note)].marks.push(range);
        }
    }

    /// Begins a note's body. With `label`, that is written at its head; without, the text says it itself and
    /// [`Self::label`] writes it.
    pub fn open_note(&mut self, key: &str, label: Option<&str>) {
        self.end();
        self.note = self.note_number(key, label.unwrap_or(key));
        if let Some(label) = label {
            self.label(label);
            self.text(" ");
        }
    }

    /// Writes the label of the note being written.
    pub fn label(&mut self, label: &str) {
        self.begin();
        let from = self.document.text.len();
        self.document.text.push_str(&clean(label));
        if let Some(note) = self.note {
            self.span(SpanKind::NoteLabel(note), from);
            self.document.notes[usize::from(note)].label = clean(label.trim()).into_owned();
        }
    }

    /// Ends a note's body.
    pub fn close_note(&mut self) {
        self.end();
        self.note = None;
    }

    /// Whether a note's body is being written.
    pub fn in_note(&self) -> bool {
        self.note.is_some()
    }

    /// Begins stressed words, code and the like.
    pub fn open_span(&mut self, kind: SpanKind) {
        self.open.push((kind, self.document.text.len()));
    }

    /// Begins a link.
    pub fn open_link(&mut self, target: &str) {
        // A span has 16 bits for the link: what is beyond is plain text.
        let kind = match u16::try_from(self.document.links.len()) {
            Ok(number) => {
                self.document.links.push(Link { target: clean(target).into_owned() });
                SpanKind::Link(number)
            }
            Err(_) => SpanKind::Emphasis,
        };
        self.open_span(kind);
    }

    /// Ends the span opened last.
    pub fn close_span(&mut self) {
        if let Some((kind, from)) = self.open.pop() {
            let start = self.start.unwrap_or(self.document.text.len());
            self.span(kind, from.max(start));
        }
    }

    /// What links behind `#` lead to here: the block being written, or the next.
    pub fn anchor(&mut self, name: &str) {
        let block = self.document.blocks.len() as u32;
        self.anchors.entry(name.to_owned()).or_insert(block);
    }

    /// A page of the source begins here.
    pub fn page(&mut self, label: &str) {
        let start = self.document.text.len() as u32;
        self.document.pages.push(Page { label: clean(label.trim()).into_owned(), start });
    }

    /// What was written of the block being written.
    pub fn written(&self) -> &str {
        &self.document.text[self.start.unwrap_or(self.document.text.len())..]
    }

    /// Whether the block being written holds words already.
    pub fn has_words(&self) -> bool {
        !self.written().trim().is_empty()
    }

    /// Ends the block being written, if it holds anything; it is what the calls before make it.
    pub fn end(&mut self) {
        let kind = self.kind();
        self.end_as(kind);
    }

    /// Ends the block being written as something else.
    pub fn end_as(&mut self, kind: BlockKind) {
        let Some(start) = self.start.take() else { return };
        let text = &mut self.document.text;
        // Spans still open go on in the next block.
        let end = start + text[start..].trim_end().len();
        text.truncate(end);
        if end > start {
            self.document.blocks.push(Block { kind, start: start as u32, end: end as u32 });
            for number in 0..self.open.len() {
                let (kind, from) = self.open[number];
                let from = from.clamp(start, end);
                self.span(kind, from);
            }
            self.document.text.push('\n');
        }
        let at = self.document.text.len();
        for (_, from) in &mut self.open {
            *from = at;
        }
    }

    fn begin(&mut self) {
        if self.start.is_none() {
            self.start = Some(self.document.text.len());
            if let Some(note) = self.note {
                let block = self.document.blocks.len() as u32;
                let note = &mut self.document.notes[usize::from(note)];
                note.block = note.block.min(block);
            }
        }
    }

    fn kind(&self) -> BlockKind {
        if self.note.is_some() {
            return BlockKind::Footnote;
        }
        if let Some((heads, _)) = self.row {
            return BlockKind::Row(heads);
        }
        if let Some(level) = self.heading {
            return BlockKind::Heading(level);
        }
        if let Some(list) = self.lists.last()
            && self.in_item
        {
            let depth = (self.lists.len() - 1).min(DEPTH) as u8;
            return BlockKind::Item(
                depth,
                list.and_then(|count| Ordinal::new(u32::try_from(count.next).ok()?)),
            );
        }
        if self.quotes > 0 { BlockKind::Quote } else { BlockKind::Paragraph }
    }

    fn span(&mut self, kind: SpanKind, from: usize) {
        let end = self.document.text.trim_end_matches([' ', '\n']).len();
        if from < end {
            self.document.spans.push(Span { kind, start: from as u32, end: end as u32 });
        }
    }

    fn note_number(&mut self, key: &str, label: &str) -> Option<u16> {
        if let Some(&note) = self.keys.get(key) {
            return Some(note);
        }
        // A span has 16 bits for the note: what is beyond is plain text.
        let number = u16::try_from(self.document.notes.len()).ok()?;
        let label = clean(label.trim()).into_owned();
        self.document.notes.push(Note { label, block: u32::MAX, marks: Vec::new() });
        self.keys.insert(key.to_owned(), number);
        Some(number)
    }

    /// The document, whole.
    pub fn finish(mut self) -> Document {
        self.end();
        self.drop_bodiless_notes();
        let document = &mut self.document;
        // White space that was trimmed since may have been the end of a span.
        let whole = document.text.len() as u32;
        document.spans.retain_mut(|span| {
            span.end = span.end.min(whole);
            span.start < span.end
        });
        document.spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        let last = (document.blocks.len() as u32).saturating_sub(1);
        let wanted: std::collections::HashSet<&str> =
            document.links.iter().filter_map(|link| link.target.strip_prefix('#')).collect();
        let mut anchors: Vec<Anchor> = self
            .anchors
            .into_iter()
            .filter(|(name, _)| wanted.contains(name.as_str()))
            .map(|(name, block)| Anchor { name, block: block.min(last) })
            .collect();
        anchors.sort_by(|one, other| one.name.cmp(&other.name));
        document.anchors = anchors;
        self.document
    }

    /// Marks whose note the text never gives are plain text again; the notes that stay stand in the order of
    /// their bodies, as [`Document::note_at`] expects, and no two have the same label.
    fn drop_bodiless_notes(&mut self) {
        let document = &mut self.document;
        let mut order: Vec<usize> =
            (0..document.notes.len()).filter(|&note| document.notes[note].block != u32::MAX).collect();
        order.sort_by_key(|&note| document.notes[note].block);
        let mut places = vec![None; document.notes.len()];
        for (now, &then) in order.iter().enumerate() {
            places[then] = Some(now as u16);
        }
        document.spans.retain_mut(|span| match &mut span.kind {
            SpanKind::NoteMark(note) | SpanKind::NoteLabel(note) => {
                let place = places[usize::from(*note)];
                *note = place.unwrap_or(0);
                place.is_some()
            }
            _ => true,
        });
        let mut notes: Vec<Option<Note>> =
            std::mem::take(&mut document.notes).into_iter().map(Some).collect();
        document.notes = order.into_iter().filter_map(|note| notes[note].take()).collect();
        let mut times: HashMap<String, usize> = HashMap::new();
        for note in &mut document.notes {
            let times = times.entry(note.label.clone()).or_default();
            *times += 1;
            if *times > 1 {
                note.label = format!("{}-{times}", note.label);
            }
        }
    }
}

/// White space that is as good as one space; a space that may not break is a character like any other.
fn is_space(c: char) -> bool {
    matches!(c, ' ' | '\n' | '\t' | '\r' | '\x0c')
}
