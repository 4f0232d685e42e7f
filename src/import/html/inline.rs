//! Writes what stands in a line: pictures' words, links, footnotes' marks, raised figures. Never a block.
use super::link::Target;
use super::notes;
use super::walk::{Leave, Walk};
use crate::model::SpanKind;

impl Walk<'_> {
    /// A picture's words, where it has some of its own.
    pub fn picture(&mut self, node: usize) {
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
    pub fn link(&mut self, node: usize) -> Option<Leave> {
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
                if let Some(key) = mark {
                    self.writer.mark(key, label);
                } else {
                    self.writer.label(label);
                    self.fresh = true;
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

    /// A page of the printed book begins here, where the element says so.
    pub fn page_break(&mut self, node: usize) -> bool {
        let tree = &self.page.tree;
        let is = tree.has(node, "epub:type", "pagebreak") || tree.has(node, "role", "doc-pagebreak");
        if is {
            let label = tree.attribute(node, "title").or_else(|| tree.attribute(node, "aria-label"));
            let label = label.map_or_else(|| tree.words(node, 24), str::to_owned);
            self.writer.page(label.trim_start_matches("page ").trim_end_matches('.'));
        }
        is
    }

    /// Begins what is raised, or writes it whole.
    pub fn enter_raised(&mut self, node: usize) -> Option<Leave> {
        if self.notes.marks.contains_key(&(self.number, node)) {
            return self.link(node);
        }
        if self.said.is_some_and(|said| (node..self.page.tree.end(node)).contains(&said)) {
            return Some(Leave::Nothing);
        }
        let Some(raised) = self.raised(node) else { return Some(Leave::Nothing) };
        self.flow(&raised);
        None
    }

    /// Raised figures: `10` and a raised `6` are not 106.
    fn raised(&self, node: usize) -> Option<String> {
        let tree = &self.page.tree;
        if (node..tree.end(node)).any(|below| tree.name(below) == "a") {
            return None;
        }
        tree.words(node, 16).chars().map(raised).collect()
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
