//! Headings that a document shows but does not say: short lines all in bold or in larger letters, where no
//! paragraph is styled as a heading. Never used where one is.
use super::body::chosen;
use super::styles::{Role, Styles, outline};
use super::xml::{self, Name};
use roxmltree::{Node, NodeId};
use std::collections::HashMap;

/// What the paragraphs of a document look like.
#[derive(Debug, Default)]
pub struct Looks {
    /// Whether a paragraph in the style of a title stands above all headings.
    pub titled: bool,
    /// Paragraphs that look like headings, and how high they stand; 1 is the outermost.
    headings: HashMap<NodeId, u8>,
}

/// The longest line that may be a heading, in characters.
const LONGEST: usize = 100;

/// What one paragraph looks like.
struct Look {
    node: NodeId,
    bold: bool,
    size: u32,
    letters: usize,
    line: bool,
}

impl Looks {
    /// Looks at all paragraphs of a text.
    pub fn of(root: Node<'_, '_>, styles: &Styles) -> Self {
        let mut looks = Self::default();
        let mut seen = Vec::new();
        let (mut title, mut styled) = (false, false);
        for node in root.descendants().filter(|&node| xml::is(node, "p")) {
            let shape = xml::child(node, "pPr");
            let style = styles.of(shape.and_then(|shape| xml::value(shape, "pStyle")));
            let role = match shape.and_then(outline) {
                Some(level @ 1..) => Role::Heading(level),
                Some(0) => Role::Body,
                _ => style.role,
            };
            let in_table =
                || node.ancestors().any(|above| xml::is(above, "tc") || xml::is(above, "txbxContent"));
            match role {
                Role::Title if !styled && has_words(node) => title = true,
                Role::Heading(_) if has_words(node) => styled = true,
                Role::Body if !styled && !in_table() => {
                    let list = shape.is_some_and(|shape| xml::child(shape, "numPr").is_some());
                    if let Some(look) = look(node, style.bold == Some(true), style.size, styles.size(), list)
                    {
                        seen.push(look);
                    }
                }
                _ => {}
            }
        }
        looks.titled = title;
        if !styled {
            looks.headings = headings(&seen);
        }
        looks
    }

    /// How high a paragraph stands that looks like a heading.
    pub fn heading(&self, paragraph: NodeId) -> Option<u8> {
        self.headings.get(&paragraph).copied()
    }
}

fn has_words(node: Node<'_, '_>) -> bool {
    let text = |node: &Node<'_, '_>| xml::is(*node, "t");
    node.descendants().filter(text).any(|node| node.text().is_some_and(|text| !text.trim().is_empty()))
}

/// What the words of a paragraph have in common; `None` for a paragraph without words.
fn look(node: Node<'_, '_>, bold: bool, size: Option<u32>, usual: u32, list: bool) -> Option<Look> {
    let mut words = String::new();
    let (mut all_bold, mut smallest) = (true, u32::MAX);
    for run in node.descendants().filter(|&node| xml::is(node, "r")) {
        let look = xml::child(run, "rPr");
        let said: String = xml::elements(run).filter(|&t| xml::is(t, "t")).filter_map(|t| t.text()).collect();
        if said.trim().is_empty() || run.ancestors().any(|above| !chosen(above)) {
            continue;
        }
        all_bold &= look.and_then(|look| xml::toggle(look, "b")).unwrap_or(bold);
        let own = look.and_then(|look| xml::value(look, "sz")?.parse().ok());
        smallest = smallest.min(own.or(size).unwrap_or(usual));
        words.push_str(&said);
    }
    let letters = words.chars().filter(|c| c.is_alphabetic()).count();
    let words = words.trim();
    let sentence = words.ends_with(['.', ',', ';', ':', '。', '、']) || words.contains(". ");
    let broken = node.descendants().any(|node| xml::name(node) == Name::Word("br"));
    let line = !list && !sentence && !broken && letters > 1 && words.chars().count() <= LONGEST;
    (letters > 0).then(|| Look { node: node.id(), bold: all_bold, size: smallest, letters, line })
}

/// The lines that look like headings: bold where the text is not, or in larger letters than most of it.
fn headings(seen: &[Look]) -> HashMap<NodeId, u8> {
    let mut sizes: HashMap<u32, usize> = HashMap::new();
    for look in seen {
        *sizes.entry(look.size).or_default() += look.letters;
    }
    let usual = sizes.iter().max_by_key(|(size, letters)| (**letters, **size)).map_or(0, |(&size, _)| size);
    let bold: usize = seen.iter().filter(|look| look.bold).map(|look| look.letters).sum();
    let all: usize = seen.iter().map(|look| look.letters).sum();
    let bold_tells = bold * 2 < all;
    let is_head = |look: &Look| look.line && (look.bold && bold_tells || look.size >= usual + 4);
    // A heading heads something: those below the last text head nothing.
    let end = seen.iter().rposition(|look| !is_head(look)).unwrap_or(0);
    let found: Vec<usize> = (0..end).filter(|&at| is_head(&seen[at])).collect();
    // Many short bold lines are a form or a list of names.
    if found.len() * 2 > seen.len() {
        return HashMap::new();
    }
    let mut ranks: Vec<u32> = found.iter().map(|&at| seen[at].size).collect();
    ranks.sort_unstable_by(|one, other| other.cmp(one));
    ranks.dedup();
    let level = |size| (ranks.iter().position(|&rank| rank == size).unwrap_or(0) + 1).min(6) as u8;
    found.into_iter().map(|at| (seen[at].node, level(seen[at].size))).collect()
}
