//! Goes through the text of a document, block by block and run by run, and writes it down. Never measures,
//! and never goes back.
use super::super::writer::Writer;
use super::super::{Report, written};
use super::fields::{self, Fields};
use super::looks::Looks;
use super::notes::Labels;
use super::numbering::{Mark, Numbering};
use super::package::Parts;
use super::styles::{Role, Style, Styles, list_of, outline};
use super::xml::{self, Name};
use crate::model::{Document, SpanKind};
use roxmltree::Node;

/// An element of a tree that outlives its reader.
pub type Element<'a> = Node<'a, 'a>;

/// What is left out, counted.
#[derive(Debug, Default)]
pub struct Left {
    pub(super) deletions: usize,
    pub(super) insertions: usize,
    pub(super) comments: usize,
    pub(super) pictures: usize,
    pub(super) hidden: usize,
    pub(super) embedded: usize,
    pub(super) contents: usize,
    pub(super) signs: usize,
}

/// Reads a document's parts one after the other.
pub struct Reader<'a> {
    /// What was written so far.
    pub writer: Writer,
    /// Where the links of the part being read lead.
    pub links: &'a Parts,
    pub(super) labels: Labels,
    /// A mark or a label that the text itself says next, with the key of its note.
    pub(super) own_mark: Option<String>,
    pub(super) own_label: Option<String>,
    pub(super) left: Left,
    pub(super) styles: &'a Styles,
    numbering: Numbering,
    looks: &'a Looks,
    /// Whether tables of contents are kept.
    pub(super) contents: bool,
    pub(super) fields: Fields,
    /// How many things around what is read keep it from being written.
    pub(super) mute: usize,
    /// Whether strong and emphasis are open.
    open: (bool, bool),
    /// Whether the paragraph is strong or stressed as a whole.
    pub(super) base: (bool, bool),
    /// How many cells are open.
    pub(super) cells: usize,
    /// Where white space would stand at the head of a cell or a note.
    pub(super) fresh: usize,
    title_open: bool,
    pub(super) boxes: Vec<Element<'a>>,
    characters: usize,
}

/// Whether an element is no second way to say what another says.
pub fn chosen(node: Node<'_, '_>) -> bool {
    xml::name(node) != Name::Choice("Fallback")
}

/// The way to say it that is read, out of several: the newest that has words.
pub(super) fn alternative<'a>(node: Element<'a>) -> Option<Element<'a>> {
    let has_words = |branch: &Element<'a>| branch.descendants().any(|node| node.tag_name().name() == "t");
    let branches = || xml::elements(node);
    branches().find(has_words).or_else(|| branches().next())
}

impl<'a> Reader<'a> {
    /// Begins.
    pub fn new(
        writer: Writer,
        styles: &'a Styles,
        numbering: Numbering,
        looks: &'a Looks,
        links: &'a Parts,
    ) -> Self {
        Self {
            writer,
            links,
            labels: Labels::default(),
            own_mark: None,
            own_label: None,
            left: Left::default(),
            styles,
            numbering,
            looks,
            contents: false,
            fields: Fields::default(),
            mute: 0,
            open: (false, false),
            base: (false, false),
            cells: 0,
            fresh: 0,
            title_open: false,
            boxes: Vec::new(),
            characters: 0,
        }
    }

    /// Keeps tables of contents.
    pub fn keep_contents(&mut self) {
        self.contents = true;
    }

    /// Reads a part's blocks.
    pub fn blocks(&mut self, parent: Element<'a>) {
        for node in xml::elements(parent) {
            match xml::name(node) {
                Name::Word("p") => self.paragraph(node),
                Name::Word("tbl") => self.table(node),
                Name::Word("sdt") => {
                    let of = |node: Element<'a>| xml::attribute(node, "val") == Some("Table of Contents");
                    let contents = xml::child(node, "sdtPr").is_some_and(|shape| {
                        shape.descendants().any(|node| xml::is(node, "docPartGallery") && of(node))
                    });
                    let muted = contents && !self.contents;
                    self.left.contents += usize::from(muted);
                    self.mute += usize::from(muted);
                    self.blocks(node);
                    self.mute -= usize::from(muted);
                }
                Name::Word("ins" | "moveTo") => {
                    self.left.insertions += 1;
                    self.blocks(node);
                }
                Name::Word("body" | "sdtContent" | "customXml") => self.blocks(node),
                Name::Word("del" | "moveFrom") => self.left.deletions += 1,
                Name::Word("altChunk") => self.left.embedded += 1,
                Name::Word("bookmarkStart") => self.anchor(node),
                Name::Choice("AlternateContent") => {
                    if let Some(branch) = alternative(node) {
                        self.blocks(branch);
                    }
                }
                Name::Math(_) => {
                    self.settle();
                    self.words(&fields::formula(node));
                    self.end_paragraph();
                }
                _ => {}
            }
        }
    }

    /// Ends a title that more lines might have belonged to.
    fn settle(&mut self) {
        if std::mem::take(&mut self.title_open) {
            self.writer.close_heading();
        }
    }

    fn paragraph(&mut self, node: Element<'a>) {
        let shape = xml::child(node, "pPr");
        let style_id = shape.and_then(|shape| xml::value(shape, "pStyle"));
        let style = self.styles.of(style_id);
        let role = match shape.and_then(outline) {
            Some(level @ 1..) if style.role != Role::Title => Role::Heading(level),
            Some(0) => Role::Body,
            _ => style.role,
        };
        let role = match (role, self.looks.heading(node.id())) {
            (Role::Body, Some(level)) => Role::Heading(level),
            (role, _) => role,
        };
        if matches!(role, Role::Heading(_)) {
            self.fields.mend();
        }
        self.base = (style.bold == Some(true), style.italic == Some(true));
        let mark = self.mark_of_list(shape, style_id, &style);
        if self.cells > 0 || self.writer.in_note() {
            if self.cells > 0 && self.writer.document.text.len() > self.fresh {
                self.space();
            }
            self.label(mark.as_ref());
            self.inline(node);
            self.dress(false, false);
            if self.cells == 0 {
                self.writer.end();
            }
        } else {
            self.paragraph_as(role, mark.as_ref(), node);
        }
        for held in std::mem::take(&mut self.boxes) {
            self.blocks(held);
        }
    }

    fn paragraph_as(&mut self, role: Role, mark: Option<&Mark>, node: Element<'a>) {
        let lift = u8::from(self.looks.titled);
        if role == Role::Title && self.looks.titled {
            self.base.0 = true;
            if self.title_open {
                self.writer.line_break();
            } else {
                self.writer.open_heading(1);
            }
            self.inline(node);
            self.dress(false, false);
            // A title may go on in a paragraph of its own.
            self.title_open = self.writer.has_words();
            if !self.title_open {
                self.writer.close_heading();
            }
            return;
        }
        self.settle();
        match (role, mark) {
            (Role::Title, _) => {
                self.base.0 = true;
                self.writer.open_heading(1);
                self.inline(node);
                self.dress(false, false);
                self.writer.close_heading();
            }
            (Role::Heading(level), mark) => {
                self.base.0 = true;
                self.writer.open_heading(level + lift);
                let words = self.writer.document.text.len();
                self.label(mark);
                let labelled = self.writer.document.text.len() - words;
                self.inline(node);
                self.dress(false, false);
                if labelled > 0 && self.writer.document.text.len() == words + labelled {
                    // A number that heads nothing.
                    self.writer.document.text.truncate(words);
                }
                self.writer.close_heading();
            }
            (Role::Contents, _) => {
                let muted = !self.contents;
                self.left.contents += usize::from(muted && self.left.contents == 0);
                self.mute += usize::from(muted);
                self.inline(node);
                self.mute -= usize::from(muted);
                self.end_paragraph();
            }
            (_, Some(mark)) => {
                for _ in 0..mark.depth {
                    self.writer.open_list(None);
                }
                self.writer.open_list(mark.number.map(u64::from));
                self.writer.open_item();
                if !mark.label.is_empty() && node.descendants().any(|node| xml::is(node, "t")) {
                    self.label(Some(mark));
                }
                self.inline(node);
                self.dress(false, false);
                self.writer.close_item();
                for _ in 0..=mark.depth {
                    self.writer.close_list();
                }
            }
            (Role::Quote, None) => {
                self.writer.open_quote();
                self.inline(node);
                self.dress(false, false);
                self.writer.close_quote();
            }
            (Role::Body, None) => {
                self.inline(node);
                self.end_paragraph();
            }
        }
    }

    fn end_paragraph(&mut self) {
        self.dress(false, false);
        if self.cells == 0 {
            self.writer.close_paragraph();
        }
    }

    /// What stands before a paragraph by its list.
    fn mark_of_list(&mut self, shape: Option<Element<'a>>, id: Option<&str>, style: &Style) -> Option<Mark> {
        let own = shape.and_then(|shape| xml::child(shape, "numPr")).map(list_of);
        let (list, depth) = own.unwrap_or_default();
        let list = list.or_else(|| style.list.0.clone()).filter(|list| list != "0")?;
        let of_style = || id.and_then(|id| self.numbering.level_of_style(&list, id));
        let depth = depth.or_else(of_style).or(style.list.1).unwrap_or(0);
        self.numbering.count(&list, depth)
    }

    /// Writes what stands before a paragraph.
    fn label(&mut self, mark: Option<&Mark>) {
        let Some(words) = mark.map(Mark::words).filter(|words| !words.is_empty()) else { return };
        if self.mute == 0 && !self.fields.hide(self.contents) {
            self.writer.text(&words);
            self.writer.text(" ");
        }
    }

    /// Whether what is read is not written.
    pub(super) fn silent(&self) -> bool {
        self.mute > 0 || self.fields.hide(self.contents)
    }

    /// A space between words, where there are words.
    pub(super) fn space(&mut self) {
        if !self.silent() && self.writer.has_words() {
            self.writer.flow(" ");
        }
    }

    /// Opens and closes spans until these are open.
    pub(super) fn dress(&mut self, strong: bool, stressed: bool) {
        if self.open == (strong, stressed) {
            return;
        }
        for open in [self.open.0, self.open.1] {
            if open {
                self.writer.close_span();
            }
        }
        for (wanted, kind) in [(strong, SpanKind::Strong), (stressed, SpanKind::Emphasis)] {
            if wanted {
                self.writer.open_span(kind);
            }
        }
        self.open = (strong, stressed);
    }

    /// Writes words.
    pub(super) fn words(&mut self, words: &str) {
        if !self.fields.hide(true) {
            self.characters += written(words);
        }
        if words.is_empty() || self.silent() {
            return;
        }
        let mut words = words;
        if !self.writer.has_words() || self.writer.document.text.len() == self.fresh {
            words = words.trim_start();
        }
        if words.is_empty() {
            return;
        }
        if let Some(key) = self.own_mark.take() {
            let label = words.trim();
            self.labels.rename(&key, label);
            return self.writer.mark(&key, label);
        }
        if let Some(label) = self.own_label.take() {
            self.writer.label(&label);
            words = words.strip_prefix(label.as_str()).unwrap_or(words);
            self.writer.text(" ");
            self.fresh = self.writer.document.text.len();
            words = words.trim_start();
        }
        if self.cells > 0 || words.contains('\n') {
            self.writer.flow(words);
        } else {
            self.writer.text(words);
        }
    }

    /// Begins a cell of the row that is open.
    pub(super) fn begin_cell(&mut self) {
        self.writer.cell();
        self.cells += 1;
        self.fresh = self.writer.document.text.len();
    }

    /// Ends it.
    pub(super) fn end_cell(&mut self) {
        self.dress(false, false);
        self.cells -= 1;
    }

    /// Begins and ends what a table stands between.
    pub(super) fn apart(&mut self) -> bool {
        if self.cells == 0 {
            self.settle();
            self.writer.end();
        }
        self.cells == 0
    }

    /// Whether a paragraph of a cell is a heading.
    pub(super) fn heads(&self, node: Element<'a>) -> bool {
        let shape = xml::child(node, "pPr");
        let style = self.styles.of(shape.and_then(|shape| xml::value(shape, "pStyle")));
        matches!(shape.and_then(outline), Some(1..))
            || matches!(style.role, Role::Heading(_) | Role::Title) && has_words(node)
    }

    /// The style of a table.
    pub(super) fn table_style(&self, shape: Option<Element<'a>>) -> Option<&Style> {
        self.styles.named(shape.and_then(|shape| xml::value(shape, "tblStyle")))
    }

    /// Counts a row that was taken out.
    pub(super) fn deleted(&mut self) {
        self.left.deletions += 1;
    }

    /// The document, and what was left out of it.
    pub fn finish(mut self, report: &mut Report) -> Document {
        self.settle();
        report.characters += self.characters;
        let left = &self.left;
        let mut say = |count: usize, one: &str, many: &str| {
            if count > 0 {
                report.odd.push(super::counted(count, one, many));
            }
        };
        say(left.contents.min(1), "table of contents", "");
        say(left.deletions, "tracked deletion", "tracked deletions");
        say(left.comments, "comment", "comments");
        say(left.hidden, "run of hidden words", "runs of hidden words");
        say(left.pictures, "picture", "pictures");
        say(left.embedded, "embedded file", "embedded files");
        say(left.signs, "sign of a picture font", "signs of picture fonts");
        if left.insertions > 0 {
            report.odd.push(format!("{} tracked insertions kept", left.insertions));
        }
        self.writer.finish()
    }
}

fn has_words(node: Node<'_, '_>) -> bool {
    node.descendants().any(|node| xml::is(node, "t"))
}
