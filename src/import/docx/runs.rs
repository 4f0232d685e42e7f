//! What stands in a paragraph: runs of words, fields, links, drawings. Never ends a block.
use super::body::{Element, Reader, alternative};
use super::fields::{self, Step, Then};
use super::xml::{self, Name};
use roxmltree::Node;

impl<'a> Reader<'a> {
    /// Reads what stands in a paragraph.
    pub(super) fn inline(&mut self, parent: Element<'a>) {
        for node in xml::elements(parent) {
            match xml::name(node) {
                Name::Word("r") => self.run(node),
                Name::Word("hyperlink") => self.hyperlink(node),
                Name::Word("fldSimple") => {
                    self.step(&Step::Begin);
                    self.step(&Step::Code(xml::attribute(node, "instr").unwrap_or_default()));
                    self.step(&Step::Result);
                    self.inline(node);
                    self.step(&Step::End);
                }
                Name::Word("ins" | "moveTo") => {
                    self.left.insertions += 1;
                    self.inline(node);
                }
                Name::Word("del" | "moveFrom") => self.left.deletions += 1,
                Name::Word("sdt") => {
                    // What stands there until somebody writes something is no text.
                    let shape = xml::child(node, "sdtPr");
                    if shape.is_none_or(|shape| xml::toggle(shape, "showingPlcHdr") != Some(true)) {
                        self.inline(node);
                    }
                }
                Name::Word("sdtContent" | "smartTag" | "customXml" | "dir" | "bdo" | "rubyBase" | "rt") => {
                    self.inline(node);
                }
                Name::Word("bookmarkStart") => self.anchor(node),
                Name::Word("subDoc") => self.left.embedded += 1,
                Name::Math(_) => self.words(&fields::formula(node)),
                Name::Choice("AlternateContent") => {
                    if let Some(branch) = alternative(node) {
                        self.inline(branch);
                    }
                }
                _ => {}
            }
        }
    }

    fn run(&mut self, node: Element<'a>) {
        let look = xml::child(node, "rPr");
        let style = self.styles.named(look.and_then(|look| xml::value(look, "rStyle")));
        let said = |name| look.and_then(|look| xml::toggle(look, name));
        if said("vanish").or(style.and_then(|style| style.hidden)) == Some(true) {
            self.left.hidden += 1;
            // Fields begin and end in hidden runs, too.
            self.mute += 1;
            self.run_parts(node);
            self.mute -= 1;
            return;
        }
        let of = |own: Option<bool>, style: Option<bool>, base: bool| {
            own.unwrap_or_else(|| style.unwrap_or(false) != base) && !base
        };
        let strong = of(said("b"), style.and_then(|style| style.bold), self.base.0);
        let stressed = of(said("i"), style.and_then(|style| style.italic), self.base.1);
        if has_text(node) {
            self.dress(strong, stressed);
        }
        self.run_parts(node);
    }

    fn run_parts(&mut self, run: Element<'a>) {
        for node in xml::elements(run) {
            match xml::name(node) {
                Name::Word("t") => self.words(node.text().unwrap_or_default()),
                Name::Word("tab" | "ptab") => self.words("\t"),
                Name::Word("br" | "cr") => match xml::attribute(node, "type") {
                    Some("page" | "column") => self.space(),
                    _ if self.cells > 0 => self.space(),
                    _ if self.silent() || !self.writer.has_words() => {}
                    _ => self.writer.line_break(),
                },
                Name::Word("noBreakHyphen") => self.words("\u{2011}"),
                Name::Word("sym") => match fields::sign(node) {
                    Some(sign) => self.words(sign.encode_utf8(&mut [0; 4])),
                    None => self.left.signs += 1,
                },
                Name::Word(mark @ ("footnoteReference" | "endnoteReference")) if !self.silent() => {
                    self.dress(false, false);
                    self.note_mark(node, mark.starts_with('e'));
                }
                Name::Word("fldChar") => match xml::attribute(node, "fldCharType") {
                    Some("begin") => self.step(&Step::Begin),
                    Some("separate") => self.step(&Step::Result),
                    Some("end") => self.step(&Step::End),
                    _ => {}
                },
                Name::Word("instrText") => self.step(&Step::Code(node.text().unwrap_or_default())),
                Name::Word("ruby") => self.ruby(node),
                Name::Word("commentReference") => self.left.comments += 1,
                Name::Word("drawing" | "pict" | "object") => self.drawing(node),
                Name::Choice("AlternateContent") => {
                    if let Some(branch) = alternative(node) {
                        self.run_parts(branch);
                    }
                }
                _ => {}
            }
        }
    }

    /// Words with their reading: the reading stands in brackets behind them.
    fn ruby(&mut self, node: Element<'a>) {
        for (part, open, close) in [("rubyBase", "", ""), ("rt", "(", ")")] {
            if let Some(part) = xml::child(node, part) {
                self.words(open);
                self.inline(part);
                self.words(close);
            }
        }
    }

    /// Keeps the text in a drawing for later, when the paragraph is at its end.
    fn drawing(&mut self, node: Element<'a>) {
        let before = self.boxes.len();
        self.gather_boxes(node);
        self.left.pictures += usize::from(self.boxes.len() == before);
    }

    fn gather_boxes(&mut self, parent: Element<'a>) {
        for node in xml::elements(parent) {
            match xml::name(node) {
                Name::Word("txbxContent") => self.boxes.push(node),
                Name::Choice("AlternateContent") => {
                    if let Some(branch) = alternative(node) {
                        self.gather_boxes(branch);
                    }
                }
                _ => self.gather_boxes(node),
            }
        }
    }

    fn hyperlink(&mut self, node: Element<'a>) {
        let id = node.attributes().find(|attribute| attribute.name() == "id").map(|id| id.value());
        let outside = id.and_then(|id| self.links.link(id)).unwrap_or_default();
        let target = match xml::attribute(node, "anchor") {
            Some(anchor) => format!("{outside}#{anchor}"),
            None => outside.to_owned(),
        };
        if target.is_empty() || self.silent() {
            return self.inline(node);
        }
        self.dress(false, false);
        self.writer.open_link(&target);
        self.inline(node);
        self.dress(false, false);
        self.writer.close_span();
    }

    /// A step through a field.
    fn step(&mut self, step: &Step<'_>) {
        let silent = self.silent();
        match self.fields.step(step, silent) {
            Then::Nothing => {}
            Then::Link(target) => {
                self.dress(false, false);
                self.writer.open_link(&target);
            }
            Then::EndLink => {
                self.dress(false, false);
                self.writer.close_span();
            }
            Then::Contents => self.left.contents += usize::from(!self.contents),
        }
    }

    pub(super) fn anchor(&mut self, node: Element<'a>) {
        if let Some(name) = xml::attribute(node, "name")
            && self.mute == 0
        {
            self.writer.anchor(name);
        }
    }
}

/// Whether a run has words of its own.
fn has_text(run: Node<'_, '_>) -> bool {
    xml::elements(run)
        .any(|node| matches!(xml::name(node), Name::Word("t" | "sym" | "noBreakHyphen" | "ruby")))
}
