//! Writes a page's tree, block by block. Never decides what is left out, what is a note or what is a table.
use super::furniture::Fates;
use super::notes::{self, Notes};
use super::tables::{Cells, Tables};
use super::{Page, tags};
use crate::import::writer::{Count, Writer};
use crate::model::SpanKind;

/// The longest heading, in characters: what is longer was never closed.
const HEADING: usize = 400;

/// What must be done when an element ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Leave {
    Nothing,
    Block,
    Heading,
    Item { list: bool },
    List,
    Quote,
    Row,
    Cell { more: usize },
    Span,
    Term,
    Description,
    Pre,
    Words(&'static str),
}

/// A walk through one page.
pub struct Walk<'a> {
    pub(super) page: &'a Page,
    pub(super) number: usize,
    pub(super) notes: &'a Notes,
    fates: &'a Fates,
    tables: Tables,
    pub(super) writer: &'a mut Writer,
    /// The open elements: what ends them, and what is to be done then.
    stack: Vec<(usize, usize, Leave)>,
    /// The end of the note being written.
    note: Option<usize>,
    /// The part of the text that says the label of the note being written.
    pub(super) said: Option<usize>,
    /// The label that is to be written before the note's first word.
    label: Option<&'a str>,
    /// Whether nothing but its label was written of the note being written.
    pub(super) fresh: bool,
    heading: Option<usize>,
    /// Whether the line was broken and nothing came since.
    pub(super) broken: bool,
    /// How many `pre` are open.
    pre: usize,
    /// The open kinds of spans: one within its like is none.
    pub(super) spans: Vec<SpanKind>,
    /// How each open list counts, where it is numbered, and how that is written where it is otherwise than in figures.
    counts: Vec<Option<(Option<char>, Count)>>,
    /// How many characters were written that the page does not show as text, such as a picture's words.
    pub told: usize,
}

impl<'a> Walk<'a> {
    /// A walk through the page of this number among those that belong together.
    pub fn new(
        (number, page): (usize, &'a Page),
        notes: &'a Notes,
        fates: &'a Fates,
        writer: &'a mut Writer,
    ) -> Self {
        let tables = Tables::of(&page.tree);
        Self {
            page,
            number,
            notes,
            fates,
            tables,
            writer,
            stack: Vec::new(),
            note: None,
            said: None,
            label: None,
            fresh: false,
            heading: None,
            broken: false,
            pre: 0,
            spans: Vec::new(),
            counts: Vec::new(),
            told: 0,
        }
    }

    /// Writes all of it.
    pub fn run(&mut self) {
        let tree = &self.page.tree;
        if !self.page.place.path.is_empty() {
            self.writer.end();
            self.writer.anchor(&self.page.place.path);
        }
        let mut node = 0;
        while node < tree.len() {
            self.leave_before(node);
            let at = (self.number, node);
            if self.fates.is_out(node) || self.notes.back.contains(&at) {
                node = tree.end(node);
                continue;
            }
            if let Some(body) = self.notes.bodies.get(&at)
                && !self.writer.in_row()
                && self.note.is_none()
            {
                self.block();
                self.writer.open_note(&body.key, None);
                self.label = body.said.is_none().then_some(&*body.label);
                self.note = Some(body.end);
                self.said = body.said;
            }
            self.given_heading(node);
            node = match tree.text(node) {
                Some(text) => {
                    self.text(node, text);
                    node + 1
                }
                None => self.enter(node),
            };
        }
        self.leave_before(usize::MAX);
        self.writer.end();
    }

    fn leave_before(&mut self, node: usize) {
        while let Some(&(_, end, leave)) = self.stack.last()
            && node >= end
        {
            self.stack.pop();
            self.leave(leave);
        }
        if self.note.is_some_and(|end| node >= end) {
            self.writer.close_note();
            self.note = None;
            self.said = None;
            self.label = None;
            self.fresh = false;
        }
    }

    /// Writes words, and before the first of a note its label.
    pub(super) fn flow(&mut self, text: &str) {
        if text.trim_ascii().is_empty() && self.label.is_some() {
            return;
        }
        self.say_label();
        self.writer.flow(text);
        self.fresh &= !text.contains(char::is_alphanumeric);
    }

    fn say_label(&mut self) {
        if let Some(label) = self.label.take() {
            self.writer.label(label);
            self.writer.text(" ");
            self.fresh = true;
        }
    }

    fn text(&mut self, node: usize, text: &str) {
        if self.said == Some(node)
            && let Some(body) = self.note_label()
            && let Some(range) = notes::opens_with(text, &body)
        {
            self.said = None;
            self.flow(&text[..range.start]);
            self.writer.label(&text[range.clone()]);
            self.fresh = true;
            self.flow(&text[range.end..]);
            return;
        }
        if self.pre > 0 && !self.writer.in_row() && self.heading.is_none() {
            self.lines(text);
            return;
        }
        if !text.trim_ascii().is_empty() {
            self.broken = false;
        }
        self.flow(text);
    }

    fn note_label(&self) -> Option<String> {
        let end = self.note?;
        let said = self.said?;
        let body = (0..=said).rev().find_map(|node| self.notes.bodies.get(&(self.number, node)))?;
        (body.end == end).then(|| body.label.clone())
    }

    /// Text whose line ends count; an empty line ends a paragraph.
    fn lines(&mut self, text: &str) {
        for (number, line) in text.split('\n').enumerate() {
            if number > 0 {
                if self.broken {
                    self.writer.close_paragraph();
                } else {
                    self.writer.line_break();
                }
                self.broken = true;
            }
            if !line.trim().is_empty() {
                self.broken = false;
                let line = if self.writer.has_words() { line } else { line.trim_start() };
                self.say_label();
                self.writer.text(line);
                self.fresh &= !line.contains(char::is_alphanumeric);
            } else if self.writer.has_words() {
                // The space between two coloured words of a program.
                self.writer.text(line);
            }
        }
    }

    /// A block begins or ends here.
    fn block(&mut self) {
        self.broken = false;
        if self.heading.is_some() || self.writer.in_row() || self.fresh {
            self.writer.flow(" ");
        } else if self.writer.has_words() {
            self.writer.close_paragraph();
        }
    }

    fn open(&mut self, kind: SpanKind) -> Leave {
        if self.spans.contains(&kind) {
            return Leave::Nothing;
        }
        self.spans.push(kind);
        self.writer.open_span(kind);
        Leave::Span
    }

    /// Begins an element, and says where to go on.
    fn enter(&mut self, node: usize) -> usize {
        let tree = &self.page.tree;
        let name = tree.name(node);
        let flat = self.writer.in_row() || self.heading.is_some();
        if tags::is_block(name) {
            if let Some(heading) = self.heading
                && tree.letters_of(heading) > HEADING
            {
                self.end_heading();
            }
            self.block();
        }
        if let Some(id) = tree.id(node) {
            self.writer.anchor(&self.page.place.name(id));
        }
        if self.page_break(node) {
            return tree.end(node);
        }
        let level = self.heading_level(node).filter(|_| !flat);
        if let Some(level) = level {
            self.writer.open_heading(level);
            self.heading = Some(node);
            self.stack.push((node, tree.end(node), Leave::Heading));
            return node + 1;
        }
        let leave = match name {
            "br" => {
                self.line_break();
                return tree.end(node);
            }
            "img" | "image" => {
                self.picture(node);
                return tree.end(node);
            }
            "a" => match self.link(node) {
                Some(leave) => leave,
                None => return tree.end(node),
            },
            "sup" => match self.enter_raised(node) {
                Some(leave) => leave,
                None => return tree.end(node),
            },
            "b" | "strong" => self.open(SpanKind::Strong),
            "i" | "em" | "cite" | "dfn" | "var" => self.open(SpanKind::Emphasis),
            "code" | "kbd" | "samp" | "tt" if self.pre == 0 => self.open(SpanKind::Code),
            "q" => {
                self.flow("“");
                Leave::Words("”")
            }
            "rt" => {
                self.flow("(");
                Leave::Words(")")
            }
            "rp" => return tree.end(node),
            _ if flat && !matches!(name, "td" | "th" | "tr") => {
                if tags::is_block(name) {
                    Leave::Block
                } else {
                    Leave::Nothing
                }
            }
            _ => self.enter_block(node),
        };
        self.stack.push((node, tree.end(node), leave));
        node + 1
    }

    /// Begins an element that stands on lines of its own.
    fn enter_block(&mut self, node: usize) -> Leave {
        let tree = &self.page.tree;
        match tree.name(node) {
            "ul" | "menu" | "dir" => {
                self.writer.open_list(None);
                self.counts.push(None);
                Leave::List
            }
            "ol" => self.numbered(node),
            "li" => self.item(node),
            "dt" | "dd" if self.note.is_some() => Leave::Block,
            "dt" => {
                if self.spans.contains(&SpanKind::Strong) {
                    Leave::Block
                } else {
                    self.open(SpanKind::Strong);
                    Leave::Term
                }
            }
            "dd" => {
                self.writer.open_list(None);
                self.writer.open_item();
                Leave::Description
            }
            "blockquote" => {
                self.writer.open_quote();
                Leave::Quote
            }
            "pre" | "listing" | "xmp" | "plaintext" | "textarea" => {
                self.pre += 1;
                Leave::Pre
            }
            "tr" => match self.tables.row(tree, node) {
                Some(heads) if !self.writer.in_note() && !self.writer.in_row() => {
                    self.writer.open_row(heads);
                    Leave::Row
                }
                _ => Leave::Block,
            },
            "td" | "th" => self.cell(node),
            name if tags::is_block(name) => Leave::Block,
            _ => Leave::Nothing,
        }
    }

    fn leave(&mut self, leave: Leave) {
        match leave {
            Leave::Nothing => {}
            Leave::Block => self.block(),
            Leave::Heading => self.end_heading(),
            Leave::Item { list } => {
                self.broken = false;
                self.writer.close_item();
                if list {
                    self.writer.close_list();
                }
            }
            Leave::List => {
                self.broken = false;
                self.writer.close_list();
                self.counts.pop();
            }
            Leave::Quote => self.writer.close_quote(),
            Leave::Row => self.writer.close_row(),
            Leave::Cell { more } => {
                for _ in 0..more {
                    self.writer.cell();
                }
            }
            Leave::Span => {
                self.spans.pop();
                self.writer.close_span();
            }
            Leave::Term => {
                self.spans.pop();
                self.writer.close_span();
                self.block();
            }
            Leave::Description => {
                self.broken = false;
                self.writer.close_item();
                self.writer.close_list();
            }
            Leave::Pre => {
                self.pre -= 1;
                self.block();
            }
            Leave::Words(words) => self.flow(words),
        }
    }

    fn end_heading(&mut self) {
        if self.heading.take().is_some() {
            self.writer.close_heading();
            self.broken = false;
        }
    }

    /// A heading that only the contents tell, unless the element says it itself.
    fn given_heading(&mut self, node: usize) {
        if let Some(head) = self.page.heads.get(&node)
            && self.heading_level(node).is_none()
        {
            self.block();
            self.writer.open_heading(head.level);
            self.writer.flow(&head.title);
            self.told += crate::import::written(&head.title);
            self.writer.close_heading();
        }
    }

    fn heading_level(&self, node: usize) -> Option<u8> {
        let tree = &self.page.tree;
        let name = tree.name(node);
        if tags::is_heading(name) {
            return name[1..].parse().ok();
        }
        if let Some(head) = self.page.heads.get(&node)
            && tree.words(node, 2 * head.title.len() + 8) == head.title
        {
            return Some(head.level);
        }
        let level = || tree.attribute(node, "aria-level").and_then(|level| level.trim().parse().ok());
        tree.has(node, "role", "heading").then(|| level().unwrap_or(2).clamp(1, 9))
    }

    fn line_break(&mut self) {
        if self.heading.is_some() || self.writer.in_row() {
            self.flow(" ");
        } else if self.broken {
            self.writer.close_paragraph();
        } else {
            self.writer.line_break();
            self.broken = true;
        }
    }

    fn numbered(&mut self, node: usize) -> Leave {
        let tree = &self.page.tree;
        let down = tree.attribute(node, "reversed").is_some();
        let said = tree.attribute(node, "start").and_then(|start| start.trim().parse().ok());
        // A list that counts down ends at 1.
        let items = || {
            let inside = |at: usize| (at < tree.end(node)).then_some(at);
            let all = std::iter::successors(inside(node + 1), |&at| inside(tree.end(at)));
            let items = all.filter(|&at| tree.name(at) == "li");
            items.count() as u64
        };
        let next = said.unwrap_or_else(|| if down { items() } else { 1 });
        let count = Count { next, down };
        let style = tree.attribute(node, "style").unwrap_or_default();
        let kind = match tree.attribute(node, "type").map(str::trim) {
            Some(kind @ ("a" | "A" | "i" | "I")) => kind.chars().next(),
            _ if style.contains("lower-alpha") => Some('a'),
            _ if style.contains("upper-alpha") => Some('A'),
            _ if style.contains("lower-roman") => Some('i'),
            _ if style.contains("upper-roman") => Some('I'),
            _ => None,
        };
        self.writer.open_counted(if kind.is_some() { None } else { Some(count) });
        self.counts.push(Some((kind, count)));
        Leave::List
    }

    fn item(&mut self, node: usize) -> Leave {
        let tree = &self.page.tree;
        let parent = tree.name(tree.parent(node));
        let list = !matches!(parent, "ul" | "ol" | "menu" | "dir");
        if list {
            self.writer.open_list(None);
        }
        let value = tree.attribute(node, "value").and_then(|value| value.trim().parse().ok());
        if parent == "ol"
            && let Some(next) = value
            && let Some(Some((kind, count))) = self.counts.last_mut()
        {
            count.next = next;
            if kind.is_none() {
                self.writer.close_list();
                self.writer.open_counted(Some(*count));
            }
        }
        self.writer.open_item();
        if !list && let Some(Some((Some(kind), count))) = self.counts.last_mut() {
            let number = tags::count(*kind, count.next);
            *count = count.stepped().unwrap_or(*count);
            if self.note.is_none() {
                self.writer.text(&number);
                self.writer.text(". ");
            }
        }
        Leave::Item { list }
    }

    fn cell(&mut self, node: usize) -> Leave {
        if !self.writer.in_row() {
            return Leave::Block;
        }
        match self.tables.cell(&self.page.tree, node) {
            Some(Cells { before, more }) => {
                for _ in 0..=before {
                    self.writer.cell();
                }
                Leave::Cell { more }
            }
            None => Leave::Block,
        }
    }
}
