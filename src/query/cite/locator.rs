//! Where in a document a citation points: pages, sections, paragraphs, footnotes. Never measures the original: a
//! paragraph is counted in the text that is here, under its heading.
use super::work::line;
use crate::model::{BlockKind, Document, slug};

/// Paragraphs under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The heading's block; `None` at the head of a document without one.
    block: Option<usize>,
    /// Its words, unless they are the document's title again.
    pub heading: Option<String>,
    /// The paragraphs under it, from 1, in order, each once; none where the section itself is meant.
    pub paragraphs: Vec<usize>,
}

/// Places in a document.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Locator {
    /// The pages' labels in the document's order, runs of numbers made one.
    pub pages: Vec<(String, String)>,
    /// The sections.
    pub sections: Vec<Section>,
    /// The footnotes' labels.
    pub notes: Vec<String>,
    /// The pages' numbers in the document.
    turned: Vec<usize>,
}

impl Locator {
    /// Adds a block of the document.
    pub fn add(&mut self, doc: &Document, block: usize) {
        let kind = doc.blocks[block].kind;
        if kind == BlockKind::Title {
            return;
        }
        self.add_pages(doc, block);
        if let Some(note) = doc.note_at(block) {
            let label = line(&doc.notes[note].label);
            if !self.notes.contains(&label) {
                self.notes.push(label);
            }
            return;
        }
        let heading = match kind {
            BlockKind::Heading(_) => Some(block),
            _ => doc.heading_path(block).last().copied(),
        };
        let at = self.sections.iter().position(|section| section.block == heading).unwrap_or_else(|| {
            let words = heading.map(|heading| line(&doc.prose(heading)));
            let heading_words = words.filter(|words| !words.is_empty() && !is_title(words, doc.title()));
            self.sections.push(Section { block: heading, heading: heading_words, paragraphs: Vec::new() });
            self.sections.len() - 1
        });
        if kind.is_body() {
            let from = heading.map_or(0, |heading| heading + 1);
            let number = doc.blocks[from..=block].iter().filter(|block| block.kind.is_body()).count();
            let paragraphs = &mut self.sections[at].paragraphs;
            if let Err(place) = paragraphs.binary_search(&number) {
                paragraphs.insert(place, number);
            }
        }
    }

    fn add_pages(&mut self, doc: &Document, block: usize) {
        let end = match doc.blocks[block].kind {
            BlockKind::Heading(_) => doc.section(block).end,
            _ => block + 1,
        };
        let page_of = |at: u32| doc.pages.partition_point(|page| page.start <= at).checked_sub(1);
        let (from, last) = (doc.blocks[block].start, doc.blocks[end - 1]);
        let to = last.end.saturating_sub(1).max(last.start);
        if let (Some(from), Some(to)) = (page_of(from), page_of(to)) {
            self.turned.extend(from..=to);
            self.turned.sort_unstable();
            self.turned.dedup();
            self.pages = runs(doc, &self.turned);
        }
    }

    /// The pages: `12`, `iv–vi, 12`, with this sign between the ends of a run.
    pub fn pages_told(&self, dash: &str) -> Option<String> {
        let runs = self.pages.iter().map(
            |(from, to)| {
                if from == to { from.clone() } else { format!("{from}{dash}{to}") }
            },
        );
        let runs: Vec<String> = runs.collect();
        (!runs.is_empty()).then(|| runs.join(", "))
    }

    /// The footnotes: `n. 7`, `nn. 7, 9`.
    pub fn notes_told(&self) -> Option<String> {
        let sign = if self.notes.len() > 1 { "nn." } else { "n." };
        (!self.notes.is_empty()).then(|| format!("{sign} {}", self.notes.join(", ")))
    }

    /// The places where there are no pages to go by: `under “Security,” paras. 2, 4–5`.
    pub fn sections_told(&self) -> Vec<String> {
        let paged = !self.pages.is_empty();
        let told = self.sections.iter().filter_map(|section| {
            let paragraphs = if paged { None } else { section.paragraphs_told() };
            match (&section.heading, paragraphs) {
                (Some(heading), paragraphs) => {
                    let mut told = format!("under {}", super::in_quotes(heading));
                    if let Some(paragraphs) = paragraphs {
                        super::prose::comma(&mut told, &paragraphs);
                    }
                    Some(told)
                }
                (None, paragraphs) => paragraphs,
            }
        });
        told.collect()
    }
}

impl Section {
    /// `para. 2`, `paras. 2, 4–5`.
    pub fn paragraphs_told(&self) -> Option<String> {
        let mut runs: Vec<(usize, usize)> = Vec::new();
        for &number in &self.paragraphs {
            match runs.last_mut() {
                Some((_, to)) if *to + 1 == number => *to = number,
                _ => runs.push((number, number)),
            }
        }
        let told: Vec<String> = runs
            .into_iter()
            .map(|(from, to)| if from == to { from.to_string() } else { format!("{from}–{to}") })
            .collect();
        let sign = if self.paragraphs.len() > 1 { "paras." } else { "para." };
        (!told.is_empty()).then(|| format!("{sign} {}", told.join(", ")))
    }
}

/// Pages that follow each other, as runs of their labels.
fn runs(doc: &Document, pages: &[usize]) -> Vec<(String, String)> {
    let mut runs: Vec<(String, String)> = Vec::new();
    let mut last = None;
    for &page in pages {
        let label = line(&doc.pages[page].label);
        if label.is_empty() {
            continue;
        }
        match runs.last_mut() {
            Some((_, to)) if last == Some(page.wrapping_sub(1)) => *to = label,
            _ => runs.push((label.clone(), label)),
        }
        last = Some(page);
    }
    runs
}

/// Whether a heading only repeats the title, a number before it or not.
fn is_title(heading: &str, title: &str) -> bool {
    let (heading, title) = (slug(heading), slug(title));
    let rest = heading.strip_suffix(&title);
    !title.is_empty()
        && rest.is_some_and(|rest| {
            let numbered = |word: &str| {
                word.bytes().all(|byte| byte.is_ascii_digit())
                    || matches!(word, "chapter" | "section" | "part")
            };
            rest.split('-').all(numbered)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_that_repeat_the_title() {
        for (heading, title, is) in [
            ("Section 5 Ports and Canals", "Ports and Canals", true),
            ("5. Ports and Canals", "Ports and Canals", true),
            ("Ports and Canals", "Ports and Canals", true),
            ("Old Ports and Canals", "Ports and Canals", false),
            ("Ports", "Ports and Canals", false),
            ("Ports", "", false),
        ] {
            assert_eq!(is_title(heading, title), is, "{heading}");
        }
    }
}
