//! Markdown, with front matter or without.
use super::front::Front;
use crate::model::{Block, BlockKind, Document, Evidence, Link, Meta, Note, Origin, Said, Span, SpanKind};
use anyhow::Result;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use std::collections::HashMap;

/// An empty document to be filled.
pub(super) fn empty(capacity: usize) -> Document {
    Document {
        slug: String::new(),
        origin: Origin::Input,
        meta: Meta::default(),
        text: String::with_capacity(capacity),
        blocks: Vec::new(),
        heads: Vec::new(),
        spans: Vec::new(),
        notes: Vec::new(),
        links: Vec::new(),
        mentions: Vec::new(),
    }
}

/// Reads Markdown.
///
/// # Errors
/// When the front matter is broken.
pub fn import(text: &str) -> Result<Document> {
    let (front, body) = Front::split(text)?;
    let mut document = empty(body.len());
    if let Some(front) = &front {
        front.apply(&mut document, Evidence::FrontMatter);
    }
    let options = Options::ENABLE_TABLES | Options::ENABLE_FOOTNOTES | Options::ENABLE_STRIKETHROUGH;
    let mut writer = Writer::new(document);
    for event in Parser::new_ext(body, options) {
        writer.event(event);
    }
    let mut document = writer.finish();
    entitle(&mut document);
    Ok(document)
}

/// Makes the one outermost heading at the top the title, and moves the others up.
fn entitle(document: &mut Document) {
    let first = document.blocks.first().map(|block| block.kind);
    let tops = document.blocks.iter().filter(|block| block.kind == BlockKind::Heading(1)).count();
    if first != Some(BlockKind::Heading(1)) || tops != 1 {
        return;
    }
    let title = document.prose(0).into_owned();
    match &document.meta.title {
        Some(said) if said.value != title => return,
        Some(_) => {}
        None => document.meta.title = Some(Said { value: title, by: Evidence::FirstLines }),
    }
    document.blocks[0].kind = BlockKind::Title;
    for block in &mut document.blocks {
        if let BlockKind::Heading(level) = &mut block.kind {
            *level = level.saturating_sub(1).max(1);
        }
    }
}

struct Writer {
    document: Document,
    /// Where the block being written begins.
    start: Option<usize>,
    lists: Vec<Option<u64>>,
    quotes: usize,
    note: Option<u16>,
    heading: Option<u8>,
    in_item: bool,
    head_row: bool,
    open: Vec<(SpanKind, usize)>,
    labels: HashMap<String, u16>,
}

impl Writer {
    fn new(document: Document) -> Self {
        Self {
            document,
            start: None,
            lists: Vec::new(),
            quotes: 0,
            note: None,
            heading: None,
            in_item: false,
            head_row: false,
            open: Vec::new(),
            labels: HashMap::new(),
        }
    }

    fn note_number(&mut self, label: &str) -> u16 {
        let notes = &mut self.document.notes;
        *self.labels.entry(label.to_owned()).or_insert_with(|| {
            notes.push(Note { label: label.to_owned(), block: u32::MAX, marks: Vec::new() });
            notes.len() as u16 - 1
        })
    }

    fn begin(&mut self) {
        if self.start.is_none() {
            self.start = Some(self.document.text.len());
            if let Some(note) = self.note
                && self.document.notes[usize::from(note)].block == u32::MAX
            {
                self.document.notes[usize::from(note)].block = self.document.blocks.len() as u32;
                let from = self.document.text.len();
                let label = self.document.notes[usize::from(note)].label.clone();
                self.document.text.push_str(&label);
                self.span(SpanKind::NoteLabel(note), from);
                self.document.text.push(' ');
            }
        }
    }

    fn span(&mut self, kind: SpanKind, from: usize) {
        let end = self.document.text.len();
        if from < end {
            self.document.spans.push(Span { kind, start: from as u32, end: end as u32 });
        }
    }

    fn write(&mut self, text: &str) {
        self.begin();
        // Entities are decoded by now: `&#27;` is as harmful as the character itself.
        self.document.text.push_str(&super::clean::clean(text));
    }

    /// Ends the block being written, if it holds anything.
    fn end(&mut self, kind: BlockKind) {
        let Some(start) = self.start.take() else { return };
        let text = &mut self.document.text;
        let end = start + text[start..].trim_end().len();
        text.truncate(end);
        if end > start {
            self.document.blocks.push(Block { kind, start: start as u32, end: end as u32 });
            self.document.text.push('\n');
        }
    }

    fn kind(&self) -> BlockKind {
        if let Some(level) = self.heading {
            return BlockKind::Heading(level);
        }
        if self.note.is_some() {
            return BlockKind::Footnote;
        }
        if let Some(list) = self.lists.last()
            && self.in_item
        {
            return BlockKind::Item(self.lists.len() as u8 - 1, list.map(|number| number as u32));
        }
        if self.quotes > 0 { BlockKind::Quote } else { BlockKind::Paragraph }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.open_tag(tag),
            Event::End(tag) => self.close_tag(tag),
            Event::Code(code) => {
                self.begin();
                let from = self.document.text.len();
                self.document.text.push_str(&super::clean::clean(&code));
                self.span(SpanKind::Code, from);
            }
            Event::FootnoteReference(label) => {
                self.begin();
                let note = self.note_number(&label);
                let from = self.document.text.len();
                self.document.text.push_str(&super::clean::clean(&label));
                self.span(SpanKind::NoteMark(note), from);
                let range = from as u32..self.document.text.len() as u32;
                self.document.notes[usize::from(note)].marks.push(range);
            }
            Event::SoftBreak => self.write(" "),
            Event::HardBreak => self.write("\n"),
            Event::TaskListMarker(done) => self.write(if done { "[x] " } else { "[ ] " }),
            // Raw tags are furniture; the words between them come as text.
            Event::Html(_) | Event::InlineHtml(_) | Event::Rule => {}
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.write(&text),
        }
    }

    fn open_tag(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Heading { level, .. } => {
                self.end(self.kind());
                self.heading = Some(level as u8);
            }
            Tag::List(first) => {
                self.end(self.kind());
                self.lists.push(first);
            }
            Tag::Item => self.in_item = true,
            Tag::BlockQuote(_) => {
                self.end(self.kind());
                self.quotes += 1;
            }
            Tag::FootnoteDefinition(label) => {
                self.end(self.kind());
                self.note = Some(self.note_number(&label));
            }
            Tag::TableHead => self.head_row = true,
            Tag::Emphasis | Tag::Strikethrough => self.open_span(SpanKind::Emphasis),
            Tag::Strong => self.open_span(SpanKind::Strong),
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => {
                let target = super::clean::clean(&dest_url).into_owned();
                self.document.links.push(Link { target });
                self.open_span(SpanKind::Link(self.document.links.len() as u16 - 1));
            }
            _ => {}
        }
    }

    fn open_span(&mut self, kind: SpanKind) {
        self.begin();
        self.open.push((kind, self.document.text.len()));
    }

    fn close_tag(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(_) => {
                self.end(self.kind());
                self.heading = None;
            }
            TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::HtmlBlock => {
                self.end(self.kind());
                // What follows in the same item is a paragraph of it, without a number of its own.
                if self.note.is_none() {
                    self.in_item = false;
                }
            }
            TagEnd::Item => {
                self.end(self.kind());
                self.in_item = false;
                if let Some(Some(number)) = self.lists.last_mut() {
                    *number += 1;
                }
            }
            TagEnd::List(_) => {
                self.lists.pop();
            }
            TagEnd::BlockQuote(_) => {
                self.end(self.kind());
                self.quotes = self.quotes.saturating_sub(1);
            }
            TagEnd::FootnoteDefinition => {
                self.end(self.kind());
                self.note = None;
            }
            TagEnd::TableCell => self.write("\t"),
            TagEnd::TableHead => {
                self.end(BlockKind::Row(true));
                self.head_row = false;
            }
            TagEnd::TableRow => self.end(BlockKind::Row(false)),
            TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Strong | TagEnd::Link | TagEnd::Image => {
                if let Some((kind, from)) = self.open.pop() {
                    self.span(kind, from);
                }
            }
            _ => {}
        }
    }

    fn finish(mut self) -> Document {
        self.end(self.kind());
        // Marks whose note the text never gives are plain text again.
        let missing: Vec<bool> = self.document.notes.iter().map(|note| note.block == u32::MAX).collect();
        if missing.contains(&true) {
            let mut renumber = Vec::with_capacity(missing.len());
            let mut next = 0_u16;
            for gone in &missing {
                renumber.push(next);
                next += u16::from(!gone);
            }
            self.document.spans.retain_mut(|span| match &mut span.kind {
                SpanKind::NoteMark(note) | SpanKind::NoteLabel(note) => {
                    let old = usize::from(*note);
                    *note = renumber[old];
                    !missing[old]
                }
                _ => true,
            });
            let mut gone = missing.iter();
            self.document.notes.retain(|_| gone.next() == Some(&false));
        }
        self.document.spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
        // Notes by where they stand, as `note_at` expects.
        let mut order: Vec<usize> = (0..self.document.notes.len()).collect();
        order.sort_by_key(|&note| self.document.notes[note].block);
        if order.iter().enumerate().any(|(now, &then)| now != then) {
            let mut place = vec![0_u16; order.len()];
            for (now, &then) in order.iter().enumerate() {
                place[then] = now as u16;
            }
            self.document.notes.sort_by_key(|note| note.block);
            for span in &mut self.document.spans {
                if let SpanKind::NoteMark(note) | SpanKind::NoteLabel(note) = &mut span.kind {
                    *note = place[usize::from(*note)];
                }
            }
        }
        self.document
    }
}
