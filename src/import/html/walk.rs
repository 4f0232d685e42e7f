//! Writes a page's tree, block by block. Never decides what is left out, what is a note or what is a table.
use super::furniture::Fates;
use super::link::Target;
use super::notes::{self, Notes};
use super::tables::{Cells, Tables};
use super::{Page, tags};
use crate::import::writer::Writer;
use crate::model::SpanKind;

/// The longest heading, in characters: what is longer was never closed.
const HEADING: usize = 400;

/// What must be done when an element ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Leave {
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
    page: &'a Page,
    number: usize,
    notes: &'a Notes,
    fates: &'a Fates,
    tables: Tables,
    writer: &'a mut Writer,
    /// The open elements: what ends them, and what is to be done then.
    stack: Vec<(usize, usize, Leave)>,
    /// The end of the note being written.
    note: Option<usize>,
    /// The part of the text that says the label of the note being written.
    said: Option<usize>,
    /// The label that is to be written before the note's first word.
    label: Option<&'a str>,
    heading: Option<usize>,
    /// Whether the line was broken and nothing came since.
    broken: bool,
    /// How many `pre` are open.
    pre: usize,
    /// The open kinds of spans: one within its like is none.
    spans: Vec<SpanKind>,
    /// The next number of each open list that counts otherwise than in figures.
    counts: Vec<Option<(char, u64)>>,
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
        }
    }

    /// Writes words, and before the first of a note its label.
    fn flow(&mut self, text: &str) {
        if text.trim_ascii().is_empty() && self.label.is_some() {
            return;
        }
        self.say_label();
        self.writer.flow(text);
    }

    fn say_label(&mut self) {
        if let Some(label) = self.label.take() {
            self.writer.label(label);
            self.writer.text(" ");
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
            }
        }
    }

    /// A block begins or ends here.
    fn block(&mut self) {
        self.broken = false;
        if self.heading.is_some() || self.writer.in_row() {
            self.flow(" ");
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
        if self.is_page_break(node) {
            let label = tree.attribute(node, "title").or_else(|| tree.attribute(node, "aria-label"));
            let label = label.map_or_else(|| tree.words(node, 24), str::to_owned);
            self.writer.page(label.trim_start_matches("page ").trim_end_matches('.'));
            return tree.end(node);
        }
        let level = self.heading_level(node);
        let leave = match name {
            _ if level.is_some() && !flat => {
                self.writer.open_heading(level.unwrap_or(1));
                self.heading = Some(node);
                Leave::Heading
            }
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
            "sup" => {
                if let Some(raised) = self.raised(node) {
                    self.flow(&raised);
                    return tree.end(node);
                }
                Leave::Nothing
            }
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
            _ if flat && name != "td" && name != "th" && name != "tr" => {
                if tags::is_block(name) {
                    Leave::Block
                } else {
                    Leave::Nothing
                }
            }
            "ul" | "menu" | "dir" => {
                self.writer.open_list(None);
                self.counts.push(None);
                Leave::List
            }
            "ol" => self.numbered(node),
            "li" => self.item(node),
            "dt" => {
                if !self.spans.contains(&SpanKind::Strong) {
                    self.open(SpanKind::Strong);
                    Leave::Term
                } else {
                    Leave::Block
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
                Some(heads) if self.note.is_none() && !self.writer.in_row() => {
                    self.writer.open_row(heads);
                    Leave::Row
                }
                _ => Leave::Block,
            },
            "td" | "th" => self.cell(node),
            _ if tags::is_block(name) => Leave::Block,
            _ => Leave::Nothing,
        };
        self.stack.push((node, tree.end(node), leave));
        node + 1
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

    fn is_page_break(&self, node: usize) -> bool {
        let tree = &self.page.tree;
        tree.has(node, "epub:type", "pagebreak") || tree.has(node, "role", "doc-pagebreak")
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

    /// A picture's words, where it has some of its own.
    fn picture(&mut self, node: usize) {
        let tree = &self.page.tree;
        let Some(alt) = tree.attribute(node, "alt").map(str::trim).filter(|alt| alt.len() > 1) else {
            return;
        };
        let file = alt.rsplit_once('.').is_some_and(|(stem, end)| {
            !stem.contains(' ')
                && ["gif", "jpg", "jpeg", "png", "svg", "bmp", "webp"].contains(&&*end.to_lowercase())
        });
        let small = alt.to_lowercase();
        let idle = ["image", "spacer", "logo", "icon", "picture", "photo", "img", "bullet", "cover"];
        if file || idle.contains(&&*small) || !alt.chars().any(char::is_alphanumeric) {
            return;
        }
        // The caption says it again.
        if let Some(figure) = tree.around(node, |name| name == "figure")
            && tree.letters_of(figure) > 0
            && tree.words(figure, 2 * alt.len() + 64).contains(alt)
        {
            return;
        }
        self.broken = false;
        self.flow("[");
        self.flow(alt);
        self.flow("]");
        self.told += crate::import::written(alt) + 2;
    }

    /// Begins a link, or writes a note's mark or label whole.
    fn link(&mut self, node: usize) -> Option<Leave> {
        let tree = &self.page.tree;
        let at = (self.number, node);
        let mark = self.notes.marks.get(&at);
        if mark.is_some() || self.said == Some(node) {
            let words = tree.words(node, 64);
            if let Some(label) = notes::label(&words)
                && let Some(range) = notes::opens_with(&words, label)
            {
                self.broken = false;
                self.flow(&words[..range.start]);
                match mark {
                    Some(key) => self.writer.mark(key, label),
                    None => self.writer.label(label),
                }
                self.said = self.said.filter(|&said| said != node);
                self.flow(&words[range.end..]);
                return None;
            }
        }
        let Some(href) = tree.attribute(node, "href") else { return Some(Leave::Nothing) };
        if self.spans.iter().any(|kind| matches!(kind, SpanKind::Link(_))) || tree.letters_of(node) == 0 {
            return Some(Leave::Nothing);
        }
        let target = match self.page.place.target(href) {
            Target::Inside(name) => format!("#{name}"),
            Target::Outside(address) => address,
            Target::Nowhere => return Some(Leave::Nothing),
        };
        self.spans.push(SpanKind::Link(0));
        self.writer.open_link(&target);
        Some(Leave::Span)
    }

    /// Raised figures: `10` and a raised `6` are not 106.
    fn raised(&self, node: usize) -> Option<String> {
        let tree = &self.page.tree;
        if (node..tree.end(node)).any(|below| tree.name(below) == "a") {
            return None;
        }
        tree.words(node, 16).chars().map(raised).collect()
    }

    fn numbered(&mut self, node: usize) -> Leave {
        let tree = &self.page.tree;
        let start = tree.attribute(node, "start").and_then(|start| start.trim().parse().ok()).unwrap_or(1);
        let style = tree.attribute(node, "style").unwrap_or_default();
        let kind = match tree.attribute(node, "type").map(str::trim) {
            Some(kind @ ("a" | "A" | "i" | "I")) => kind.chars().next(),
            _ if style.contains("lower-alpha") => Some('a'),
            _ if style.contains("upper-alpha") => Some('A'),
            _ if style.contains("lower-roman") => Some('i'),
            _ if style.contains("upper-roman") => Some('I'),
            _ => None,
        };
        self.writer.open_list(if kind.is_some() { None } else { Some(start) });
        self.counts.push(kind.map(|kind| (kind, start)));
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
            && let Some(value) = value
        {
            match self.counts.last_mut() {
                Some(Some((_, count))) => *count = value,
                _ => {
                    self.writer.close_list();
                    self.writer.open_list(Some(value));
                }
            }
        }
        self.writer.open_item();
        if !list && let Some(Some((kind, count))) = self.counts.last_mut() {
            let number = tags::count(*kind, *count);
            *count += 1;
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

/// A character as it looks when it is raised, where there is such a one.
fn raised(c: char) -> Option<char> {
    Some(match c {
        '0' => '⁰',
        '1' => '¹',
        '2' => '²',
        '3' => '³',
        '4'..='9' => char::from_u32('⁴' as u32 + (c as u32 - '4' as u32))?,
        '-' | '−' | '–' => '⁻',
        '+' => '⁺',
        _ => return None,
    })
}
