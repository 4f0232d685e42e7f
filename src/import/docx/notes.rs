//! Footnotes and endnotes: their labels, which the document counts but does not say, their marks and bodies.
use super::body::{Element, Reader};
use super::numbering::numeral;
use super::xml;
use crate::model::{BlockKind, Document, SpanKind};
use std::collections::HashMap;

/// The notes that were marked, in the order of their marks.
#[derive(Debug, Default)]
pub struct Labels {
    marked: Vec<Marked>,
    places: HashMap<String, usize>,
    /// How footnotes and endnotes are counted, and from what number.
    counting: [Option<(String, u32)>; 2],
    counted: [u32; 2],
}

#[derive(Debug)]
struct Marked {
    id: String,
    key: String,
    label: String,
    end: bool,
}

impl Labels {
    /// Gives a note the label that the text says.
    pub fn rename(&mut self, key: &str, label: &str) {
        if let Some(&place) = self.places.get(key) {
            label.clone_into(&mut self.marked[place].label);
        }
    }
}

impl<'a> Reader<'a> {
    /// Reads how notes are counted: sections may say it, the settings say it otherwise.
    pub fn count_notes(&mut self, settings: Option<Element<'_>>, body: Element<'_>) {
        let section = body.descendants().rfind(|&node| xml::is(node, "sectPr"));
        for (place, (name, usual)) in
            [("footnotePr", "decimal"), ("endnotePr", "lowerRoman")].iter().enumerate()
        {
            let said = |shape: Option<Element<'_>>, what| {
                Some(xml::value(xml::child(shape?, name)?, what)?.to_owned())
            };
            let either = |what| said(section, what).or_else(|| said(settings, what));
            let first = either("numStart").and_then(|first| first.parse().ok()).unwrap_or(1);
            self.labels.counting[place] = Some((either("numFmt").unwrap_or_else(|| (*usual).into()), first));
        }
    }

    /// Writes a note's mark.
    pub(super) fn note_mark(&mut self, node: Element<'a>, end: bool) {
        let Some(id) = xml::attribute(node, "id") else { return };
        let key = format!("{}{id}", if end { "e" } else { "f" });
        if let Some(&place) = self.labels.places.get(&key) {
            let label = self.labels.marked[place].label.clone();
            return self.writer.mark(&key, &label);
        }
        let own = matches!(xml::attribute(node, "customMarkFollows"), Some("1" | "true" | "on"));
        let kind = usize::from(end);
        let label = if own {
            String::new()
        } else {
            let (format, first) = self.labels.counting[kind].clone().unwrap_or_else(|| ("decimal".into(), 1));
            self.labels.counted[kind] += 1;
            numeral(first.saturating_add(self.labels.counted[kind] - 1), &format)
        };
        self.labels.places.insert(key.clone(), self.labels.marked.len());
        self.labels.marked.push(Marked { id: id.to_owned(), key: key.clone(), label: label.clone(), end });
        if own {
            self.own_mark = Some(key);
        } else {
            self.writer.mark(&key, &label);
        }
    }

    /// Writes the bodies of the footnotes or the endnotes that are marked.
    pub fn notes(&mut self, root: Element<'a>, end: bool) {
        self.apart();
        let bodies: HashMap<&str, Element<'a>> =
            xml::elements(root).filter_map(|node| Some((xml::attribute(node, "id")?, node))).collect();
        let mut at = 0;
        // More may be marked in the notes themselves.
        while at < self.labels.marked.len() {
            let note = &self.labels.marked[at];
            at += 1;
            let Some(&body) = bodies.get(note.id.as_str()).filter(|_| note.end == end) else { continue };
            let (key, label) = (note.key.clone(), note.label.clone());
            let counted = body.descendants().any(|n| xml::is(n, "footnoteRef") || xml::is(n, "endnoteRef"));
            if counted || label.is_empty() {
                self.writer
                    .open_note(&key, Some(&label).filter(|label| !label.is_empty()).map(String::as_str));
            } else {
                // The body says its label itself.
                self.writer.open_note(&key, None);
                self.own_label = Some(label);
            }
            self.fresh = self.writer.document.text.len();
            self.blocks(body);
            self.own_label = None;
            self.writer.close_note();
        }
    }
}

/// Takes the marks of notes out of the title.
pub fn bare_title(document: &mut Document) {
    let Some(block) = document.blocks.first().filter(|block| block.kind == BlockKind::Title) else { return };
    let range = block.range();
    let mut bare = String::new();
    let mut at = range.start;
    for span in document.spans_in(range.clone()) {
        if matches!(span.kind, SpanKind::NoteMark(_)) && span.start as usize >= at {
            bare.push_str(&document.text[at..span.start as usize]);
            at = span.end as usize;
        }
    }
    if at > range.start {
        bare.push_str(&document.text[at..range.end]);
        if let Some(title) = &mut document.meta.title {
            title.value = bare.split_whitespace().collect::<Vec<_>>().join(" ");
        }
    }
}
