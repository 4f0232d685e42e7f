//! Writes blocks as a document: headings, paragraphs, items, rows, footnotes, pages. Never looks at places on
//! a page.
use super::blocks::{Block, blocks, run_on};
use super::heads::levels;
use super::labels::Said as Known;
use super::notes::Note;
use super::page::{Body, Flow};
use super::tables;
use crate::import::markdown::entitle;
use crate::import::structure::opens_item;
use crate::import::structure::{Kind, classify};
use crate::import::text::{self, series_and_year};
use crate::import::writer::{Writer, empty};
use crate::model::{BlockKind, Document, Evidence, Page, Said, SpanKind};
use std::borrow::Cow;
use std::collections::HashSet;
use std::ops::Range;

/// Writes a flow.
pub fn write(flow: Flow, said: &Known, labels: &[String]) -> Document {
    let Flow { body, parts, notes } = flow;
    let mut blocks = blocks(parts, &body);
    let mut notes: Vec<NoteText> = notes.into_iter().map(|note| NoteText::new(note, &body)).collect();
    for block in &mut blocks {
        block.text.truncate(block.text.trim_end().len());
    }
    blocks.retain(|block| !block.text.is_empty());
    tables::drop_repeated_heads(&mut blocks);
    end_notes(&mut blocks, &mut notes);
    let mut levels = levels(&blocks, &body, &said.outline);
    let styled = levels.iter().any(Option::is_some);
    let plain = !styled && notes.is_empty() && blocks.iter().all(|block| block.row.is_none());
    // Where nothing but the words tells what is what, they may; but what hangs or is indented is a list.
    let set_in = |block: &Block| block.hangs || block.indent > 0.6 * body.size && !body.indents;
    let listed: Vec<bool> = blocks.iter().map(|block| set_in(block) && item(block).is_some()).collect();
    // What stands among the items of a list is one of them.
    let among = |at: usize| {
        let near = at.saturating_sub(3)..(at + 4).min(blocks.len());
        let aligned = |other: usize| (blocks[other].indent - blocks[at].indent).abs() < 0.3 * body.size;
        item(&blocks[at]).is_some() && near.into_iter().any(|other| listed[other] && aligned(other))
    };
    let listed: Vec<bool> = (0..blocks.len()).map(among).collect();
    let mut document = if plain && !listed.contains(&true) {
        as_text(&blocks, labels)
    } else {
        if plain {
            levels = levels_by_words(&blocks, &listed);
        } else {
            number_headings(&mut levels, &blocks, &listed);
        }
        Scribe::new(&blocks, &notes, labels, &body).write(&levels)
    };
    document.meta.language.clone_from(&said.language);
    document.meta.author.clone_from(&said.author);
    document.meta.made = said.made;
    if let Some(title) = &said.title {
        document.meta.title = Some(Said { value: title.clone(), by: Evidence::FrontMatter });
    }
    // The outline may count the title among the headings.
    if !document.blocks.iter().any(|block| block.kind == BlockKind::Title) {
        entitle(&mut document);
    }
    document
}

/// Makes headings of short lines with a number in brackets over a paragraph, "(1) Overview": some fonts do not
/// tell that they are heavier, and many books set them like the text.
fn number_headings(levels: &mut [Option<u8>], blocks: &[Block], listed: &[bool]) {
    let numbered = |at: usize| {
        let text = blocks[at].text.as_str();
        let ends = text.ends_with(['.', ';', ':', ',', '。', '、']);
        text.starts_with(['(', '（']) && opens_item(text) == Some(false) && !ends
    };
    let mut above = None;
    for at in 0..blocks.len() {
        if levels[at].is_some() {
            above = levels[at];
        }
        let Some(next) = blocks.get(at + 1) else { break };
        let short = blocks[at].lines == 1 && blocks[at].text.chars().count() <= 60;
        let long = next.lines >= 2 || next.text.chars().count() > 2 * blocks[at].text.chars().count();
        let over_prose = next.row.is_none() && long && item(next).is_none();
        let fits = levels[at].is_none() && blocks[at].row.is_none() && !listed[at] && numbered(at);
        if let Some(above) = above.filter(|_| fits && short && over_prose) {
            levels[at] = Some((above + 1).min(9));
        }
    }
}

/// Takes the notes that stand at the end of a text or a chapter from the blocks: they begin with a mark that
/// stands in the text before them, or stand under a heading that says so.
fn end_notes(blocks: &mut Vec<Block>, notes: &mut Vec<NoteText>) {
    const HEADS: [&str; 6] = ["notes", "endnotes", "footnotes", "注", "脚注", "注釈"];
    let mut wanted: Vec<String> = Vec::new();
    let mut headed = false;
    let mut kept = Vec::with_capacity(blocks.len());
    for mut block in blocks.drain(..) {
        let first = block.marks.first().filter(|(range, _)| range.start == 0).cloned();
        // A web page that was printed has the arrow that led back to the mark.
        let led_back = block.text.trim_end_matches(['\u{fe0e}', ' ']).ends_with('↩');
        let own = first.map(|(range, label)| (range.end, label)).or_else(|| {
            let digits = block.text.bytes().take_while(u8::is_ascii_digit).count();
            let number = ((headed || led_back) && (1..=3).contains(&digits))
                .then(|| block.text[..digits].to_owned())?;
            let rest = block.text[digits..].trim_start_matches(['.', ')']);
            rest.starts_with(' ').then(|| (block.text.len() - rest.len(), number))
        });
        let place = own.as_ref().and_then(|(_, label)| wanted.iter().position(|other| other == label));
        if let (Some((end, label)), Some(place)) = (own, place)
            && block.row.is_none()
        {
            wanted.swap_remove(place);
            block.cut_head(end);
            notes.push(NoteText { label, page: block.page, end: true, block });
            continue;
        }
        let text = block.text.trim().to_lowercase();
        headed = HEADS.contains(&text.as_str()) || headed && block.lines > 0 && !block.style.bold;
        wanted.extend(block.marks.iter().map(|(_, label)| label.clone()));
        kept.push(block);
    }
    *blocks = kept;
    // Within a page by number: columns may be taken in another order than their notes count on.
    notes.sort_by_key(|note| (note.page, note.label.parse::<u32>().unwrap_or(u32::MAX)));
}

/// Reads blocks as plain text, a paragraph each.
fn as_text(blocks: &[Block], labels: &[String]) -> Document {
    let mut whole = String::new();
    let mut pages: Vec<Page> = Vec::new();
    let mut page = |number: usize, at: usize| {
        if let Some(label) = labels.get(number) {
            pages.push(Page { label: label.clone(), start: at as u32 });
        }
    };
    let mut last = None;
    for block in blocks {
        if last != Some(block.page) {
            page(block.page, whole.len());
        }
        for (at, number) in &block.pages {
            page(*number, whole.len() + at);
        }
        last = Some(block.pages.last().map_or(block.page, |(_, number)| *number));
        whole.push_str(&block.text);
        whole.push_str("\n\n");
    }
    let mut document = text::import(Cow::Owned(whole));
    document.pages = pages;
    document
}

/// The levels of headings by their words alone; 0 for the title.
fn levels_by_words(blocks: &[Block], listed: &[bool]) -> Vec<Option<u8>> {
    let mut whole = String::new();
    let mut ranges = Vec::with_capacity(blocks.len());
    for block in blocks {
        ranges.push(whole.len()..whole.len() + block.text.len());
        whole.push_str(&block.text);
        whole.push_str("\n\n");
    }
    let kinds = classify(&whole, &ranges);
    let level = |(listed, range): (&bool, &Range<usize>)| {
        let kind = &kinds.get(kinds.partition_point(|(other, _)| other.end <= range.start))?.1;
        match kind {
            Kind::Heading(heading) if !listed => Some(heading.level),
            _ => None,
        }
    };
    listed.iter().zip(&ranges).map(level).collect()
}

/// A footnote, its lines joined.
struct NoteText {
    label: String,
    page: usize,
    /// Whether it stands at the end of the text, not on the page of its mark.
    end: bool,
    block: Block,
}

impl NoteText {
    fn new(note: Note, body: &Body) -> Self {
        let mut lines = note.lines;
        if let Some(first) = lines.first_mut() {
            first.words.drain(..note.head.min(first.words.len()));
        }
        let mut block = run_on(&lines, note.page, body);
        block.marks.clear();
        Self { label: note.label, page: note.page, end: false, block }
    }
}

/// Goes through the blocks and writes them.
struct Scribe<'a> {
    writer: Writer,
    blocks: &'a [Block],
    notes: &'a [NoteText],
    labels: &'a [String],
    body: &'a Body,
    /// The page written last.
    page: Option<usize>,
    /// The first note that is not written yet.
    next: usize,
    /// Whether each note has a mark.
    marked: Vec<bool>,
    /// The pages and labels of all marks.
    known: HashSet<(usize, &'a str)>,
    /// The indents of the open lists, in points.
    indents: Vec<f32>,
}

impl<'a> Scribe<'a> {
    fn new(blocks: &'a [Block], notes: &'a [NoteText], labels: &'a [String], body: &'a Body) -> Self {
        let writer = Writer::new(empty(blocks.iter().map(|block| block.text.len() + 1).sum()));
        let marked = vec![false; notes.len()];
        let known = blocks
            .iter()
            .flat_map(|block| {
                block.marks.iter().map(|(range, label)| (block.page_at(range.start), label.as_str()))
            })
            .collect();
        Self { writer, blocks, notes, labels, body, page: None, next: 0, marked, known, indents: Vec::new() }
    }

    fn write(mut self, levels: &[Option<u8>]) -> Document {
        for (at, block) in self.blocks.iter().enumerate() {
            self.turn_to(block.page);
            let item = block.row.is_none().then(|| item(block)).flatten();
            match (&block.row, levels[at]) {
                (Some((ends, head)), _) => self.row(block, ends, *head),
                (None, Some(level)) => {
                    self.notes_before(block.page);
                    self.heading(block, level);
                }
                (None, None) => {
                    if let Some(item) = item {
                        self.item(block, &item);
                    } else {
                        self.indents.clear();
                        self.words(block, 0..block.text.len());
                        self.writer.end_as(BlockKind::Paragraph);
                    }
                }
            }
        }
        self.notes_before(usize::MAX);
        let mut document = self.writer.finish();
        settle_title(&mut document);
        document
    }

    fn turn_to(&mut self, page: usize) {
        if self.page != Some(page)
            && let Some(label) = self.labels.get(page)
        {
            self.page = Some(page);
            self.writer.page(label);
        }
    }

    /// The notes of the pages before this one, and of this one those that are marked by now.
    fn notes_before(&mut self, page: usize) {
        while let Some(note) = self.notes.get(self.next) {
            if note.page > page || note.page == page && !self.marked[self.next] {
                break;
            }
            self.writer.open_note(&format!("{}", self.next), Some(&note.label));
            self.words(&note.block, 0..note.block.text.len());
            self.writer.close_note();
            self.next += 1;
        }
    }

    /// The note that a mark leads to: one of its page, or the next.
    fn note(&mut self, label: &str, page: usize) -> Option<usize> {
        let fits = |at: &usize| {
            let note = &self.notes[*at];
            note.label == label && note.page >= page && (note.end || note.page < page + 5)
        };
        let found: Vec<usize> = (0..self.notes.len()).filter(fits).collect();
        // Some producers count marks and notes apart: then the first note of the page without a mark.
        let first =
            found.iter().copied().find(|&at| !self.marked[at]).or(found.first().copied()).or_else(|| {
                let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
                (0..self.notes.len()).find(|&at| {
                    let note = &self.notes[at];
                    !self.marked[at]
                        && note.page == page
                        && digits(&note.label)
                        && digits(label)
                        && !self.known.contains(&(page, note.label.as_str()))
                })
            })?;
        self.marked[first] = true;
        Some(first)
    }

    /// Writes a stretch of a block's words.
    fn words(&mut self, block: &Block, range: Range<usize>) {
        // Everything that happens at a byte, in order.
        let mut page = block.page;
        let mut cuts: Vec<(usize, Cut<'_>)> = Vec::new();
        cuts.extend(block.pages.iter().map(|(at, page)| (*at, Cut::Page(*page))));
        cuts.extend(block.marks.iter().map(|(range, label)| (range.start, Cut::Mark(range.end, label))));
        let partly =
            block.stressed.iter().map(|(range, _)| range.len()).sum::<usize>() * 10 < block.text.len() * 9;
        if partly {
            for (range, strong) in &block.stressed {
                cuts.push((range.start, Cut::Stress(*strong)));
                cuts.push((range.end, Cut::Calm));
            }
        }
        cuts.sort_by_key(|(at, cut)| (*at, !matches!(cut, Cut::Calm)));
        let mut at = range.start;
        let mut stressed = 0;
        for (place, cut) in cuts {
            if place > range.end {
                break;
            }
            if place > at
                && let Some(text) = block.text.get(at..place)
            {
                self.writer.text(text);
                at = place;
            }
            match cut {
                Cut::Page(number) => {
                    page = number;
                    self.turn_to(number);
                }
                Cut::Mark(end, label) if place >= range.start => {
                    if let Some(note) = self.note(label, page) {
                        self.writer.mark(&note.to_string(), label);
                    } else {
                        self.writer.text(label);
                    }
                    at = end.max(at);
                }
                Cut::Stress(strong) if place >= range.start => {
                    self.writer.open_span(if strong { SpanKind::Strong } else { SpanKind::Emphasis });
                    stressed += 1;
                }
                Cut::Calm if stressed > 0 => {
                    self.writer.close_span();
                    stressed -= 1;
                }
                _ => {}
            }
        }
        if let Some(text) = block.text.get(at..range.end) {
            self.writer.text(text);
        }
        for _ in 0..stressed {
            self.writer.close_span();
        }
    }

    fn heading(&mut self, block: &Block, level: u8) {
        self.indents.clear();
        self.writer.open_heading(level.max(1));
        let plain = Block { stressed: Vec::new(), ..block.clone() };
        self.words(&plain, 0..plain.text.len());
        if level == 0 {
            self.writer.end_as(BlockKind::Title);
        }
        self.writer.close_heading();
    }

    fn row(&mut self, block: &Block, ends: &[usize], head: bool) {
        self.indents.clear();
        self.writer.open_row(head);
        let mut from = 0;
        for end in ends.iter().copied().chain([block.text.len()]) {
            self.writer.cell();
            self.words(block, from..end);
            from = end;
        }
        self.writer.close_row();
    }

    fn item(&mut self, block: &Block, item: &Item) {
        let near = 0.5 * self.body.size;
        while self.indents.last().is_some_and(|indent| block.indent < indent - near) {
            self.indents.pop();
        }
        if self.indents.last().is_none_or(|indent| block.indent > indent + near) {
            self.indents.push(block.indent);
        }
        let depth = self.indents.len().min(9);
        for _ in 1..depth {
            self.writer.open_list(None);
        }
        self.writer.open_list(item.number);
        self.writer.open_item();
        self.words(block, item.from..block.text.len());
        for _ in 0..depth {
            self.writer.close_list();
        }
    }
}

/// What happens at a byte of a block.
enum Cut<'a> {
    Calm,
    Page(usize),
    Mark(usize, &'a str),
    Stress(bool),
}

/// How an item begins.
struct Item {
    /// The byte at which its words begin.
    from: usize,
    number: Option<u64>,
}

const BULLETS: [char; 22] = [
    '•', '◦', '▪', '▫', '●', '○', '■', '□', '◆', '◇', '‣', '⁃', '–', '-', '*', '∗', '➢', '✓', '·',
    '\u{f0b7}', '\u{f0a7}', '・',
];

/// Reads a block as an item of a list.
fn item(block: &Block) -> Option<Item> {
    let text = &block.text;
    let first = text.chars().next()?;
    if BULLETS.contains(&first) {
        let rest = &text[first.len_utf8()..];
        let words = rest.trim_start();
        let spaced = words.len() < rest.len() || first == '・';
        return (spaced && words.contains(char::is_alphanumeric))
            .then(|| Item { from: text.len() - words.len(), number: None });
    }
    let digits = text.bytes().take_while(u8::is_ascii_digit).count();
    if (1..=3).contains(&digits) {
        let rest = text[digits..].strip_prefix(['.', ')'])?;
        let words = rest.trim_start();
        let number = text[..digits].parse().ok()?;
        return (words.len() < rest.len() && !words.is_empty())
            .then(|| Item { from: text.len() - words.len(), number: Some(number) });
    }
    // "(1)", "(a)": the text says it itself.
    let inner = text.strip_prefix(['(', '（'])?;
    let end = inner.find([')', '）'])?;
    let short =
        (1..=3).contains(&inner[..end].chars().count()) && inner[..end].chars().all(char::is_alphanumeric);
    short.then_some(Item { from: 0, number: None })
}

/// A document that begins with its series and year, or with a title.
fn settle_title(document: &mut Document) {
    let heads: Vec<usize> = (0..document.blocks.len().min(6))
        .filter(|&at| {
            matches!(
                document.blocks[at].kind,
                BlockKind::Title | BlockKind::Heading(_) | BlockKind::Paragraph
            )
        })
        .collect();
    let Some(&first) = heads.first() else { return };
    let line = document.prose(first).into_owned();
    let next = heads.get(1).map(|&at| document.prose(at).into_owned());
    if let Some((series, year)) = series_and_year(&line, next.as_deref()) {
        document.meta.series = Some(Said { value: series, by: Evidence::FirstLines });
        document.meta.year = Some(Said { value: year, by: Evidence::FirstLines });
    }
    let titled = (0..document.blocks.len()).find(|&at| document.blocks[at].kind == BlockKind::Title);
    let head =
        titled.or_else(|| matches!(document.blocks[first].kind, BlockKind::Heading(_)).then_some(first));
    if let Some(at) = head {
        let value = document.prose(at).into_owned();
        document.meta.title = Some(Said { value, by: Evidence::FirstLines });
    }
}
