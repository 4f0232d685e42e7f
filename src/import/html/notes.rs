//! Finds footnotes in pages: small marks that link to their notes. Never writes them.
use super::link::Target;
use super::{Page, tags};
use std::collections::{HashMap, HashSet};

/// A node of one of the pages.
pub type At = (usize, usize);

/// A footnote's body: a range of nodes.
#[derive(Debug)]
pub struct Body {
    /// What joins it with its marks.
    pub key: String,
    /// Its label, brackets left out.
    pub label: String,
    /// One past its last node.
    pub end: usize,
    /// The node at its head that says its label.
    pub said: Option<usize>,
}

/// The footnotes of pages that belong together.
#[derive(Debug, Default)]
pub struct Notes {
    /// The marks, and what joins them with their notes.
    pub marks: HashMap<At, String>,
    /// The bodies by their first nodes.
    pub bodies: HashMap<At, Body>,
    /// Links from bodies back to their marks.
    pub back: HashSet<At>,
}

/// A link with a place inside the document.
struct Reference {
    from: usize,
    name: String,
    to: At,
}

/// How many links of a note are looked at to see whether one leads back.
const BACK: usize = 64;
/// The longest text of a mark, in bytes.
const LABEL: usize = 24;

impl Notes {
    /// Finds them.
    pub fn find(pages: &[Page]) -> Self {
        let mut ids: HashMap<String, At> = HashMap::new();
        for (number, page) in pages.iter().enumerate() {
            for node in 0..page.tree.len() {
                if let Some(id) = page.tree.id(node) {
                    ids.entry(page.place.name(id)).or_insert((number, node));
                    if let Some(name) =
                        page.tree.attribute(node, "name").filter(|_| page.tree.name(node) == "a")
                    {
                        ids.entry(page.place.name(name)).or_insert((number, node));
                    }
                }
            }
        }
        let links: Vec<Vec<Reference>> = pages.iter().map(|page| references(page, &ids)).collect();
        // Where several notes share a block, each ends where the next begins.
        let mut starts: Vec<Vec<usize>> = pages.iter().map(|_| Vec::new()).collect();
        for link in links.iter().flatten() {
            starts[link.to.0].push(link.to.1);
        }
        for starts in &mut starts {
            starts.sort_unstable();
            starts.dedup();
        }
        let mut notes = Self::default();
        for (number, page) in pages.iter().enumerate() {
            for link in &links[number] {
                let mark = (number, link.from);
                let text = page.tree.words(link.from, LABEL);
                let Some(label) = label(&text) else { continue };
                let (there, target) = link.to;
                let Some((start, end)) = extent(&pages[there], target, &starts[there]) else { continue };
                let body = (there, start);
                if body <= mark || !is_note(pages, &links, mark, link, (start, end), label) {
                    continue;
                }
                notes.bodies.entry(body).or_insert_with(|| Body {
                    key: link.name.clone(),
                    label: label.to_owned(),
                    end,
                    said: said(&pages[there], start..end, label),
                });
                let key = notes.bodies[&body].key.clone();
                notes.marks.insert(mark, key);
            }
        }
        notes.find_back(pages, &links);
        notes.find_raised(pages);
        notes
    }

    fn find_back(&mut self, pages: &[Page], links: &[Vec<Reference>]) {
        for (&(number, start), body) in &self.bodies {
            let page = &pages[number];
            for link in within(&links[number], start, body.end) {
                let text = page.tree.words(link.from, LABEL);
                if link.to < (number, start) && body.said != Some(link.from) && is_back(&text)
                    || page.tree.has(link.from, "role", "doc-backlink") && body.said != Some(link.from)
                {
                    self.back.insert((number, link.from));
                }
            }
            for node in start..body.end {
                if page.tree.has(node, "class", "mw-cite-backlink") {
                    self.back.insert((number, node));
                }
            }
        }
    }
}

/// The links of a page that lead into the document.
fn references(page: &Page, ids: &HashMap<String, At>) -> Vec<Reference> {
    let links = (0..page.tree.len()).filter(|&node| page.tree.name(node) == "a");
    links
        .filter_map(|from| {
            let Target::Inside(name) = page.place.target(page.tree.attribute(from, "href")?) else {
                return None;
            };
            let to = *ids.get(&name)?;
            Some(Reference { from, name, to })
        })
        .collect()
}

fn within(links: &[Reference], start: usize, end: usize) -> &[Reference] {
    let from = links.partition_point(|link| link.from < start);
    let to = links.partition_point(|link| link.from < end);
    &links[from..to.max(from)]
}

/// The nodes of the note that an anchor stands in; `None` where it stands in no such thing.
fn extent(page: &Page, target: usize, starts: &[usize]) -> Option<(usize, usize)> {
    let tree = &page.tree;
    let block = tree.around(target, tags::is_block)?;
    let (start, end) = match tree.name(block) {
        name if tags::is_heading(name) => return None,
        "html" | "#root" if block == target => return None,
        "td" | "th" => {
            let row = tree.parent(block);
            if tree.name(row) != "tr" {
                return None;
            }
            (row, tree.end(row))
        }
        "dt" => {
            let mut end = tree.end(block);
            let mut next = end;
            for _ in 0..4 {
                if next >= tree.end(tree.parent(block)) || tree.name(next) == "dt" {
                    break;
                }
                if tree.name(next) == "dd" {
                    end = tree.end(next);
                    break;
                }
                next = tree.end(next);
            }
            (block, end)
        }
        _ => (block, tree.end(block)),
    };
    let at = starts.partition_point(|&other| other <= target);
    let next = starts.get(at).copied().filter(|&next| next < end && next >= tree.end(target));
    let late = tree.letters(start..target) > 4;
    if late || next.is_some_and(|next| tree.letters(target..next) > 8) {
        // One of several in the same block.
        return (!matches!(tree.name(start), "tr" | "dt")).then(|| (target, next.unwrap_or(end)));
    }
    Some((start, end))
}

/// Whether a link from a small mark leads to a note.
fn is_note(
    pages: &[Page],
    links: &[Vec<Reference>],
    mark: At,
    link: &Reference,
    (start, end): (usize, usize),
    label: &str,
) -> bool {
    let (there, target) = link.to;
    let (here, tree) = (&pages[mark.0].tree, &pages[there].tree);
    if mark.0 == there && (start..end).contains(&mark.1) || tree.letters(start..end) > 20_000 {
        return false;
    }
    if tree.headings(start..end) > 0 {
        return false;
    }
    let noted = |tree: &super::tree::Tree, node: usize, words: &[&str]| {
        ["role", "epub:type", "class"]
            .iter()
            .any(|attribute| words.iter().any(|word| tree.has(node, attribute, word)))
    };
    let marks =
        ["doc-noteref", "noteref", "footnote-ref", "footnote-reference", "sdfootnoteanc", "sdendnoteanc"];
    let bodies = ["doc-footnote", "doc-endnote", "footnote", "endnote", "rearnote"];
    if noted(here, mark.1, &marks) || noted(tree, start, &bodies) || noted(tree, target, &bodies) {
        return true;
    }
    let back = within(&links[there], start, end).iter().take(BACK);
    if back.into_iter().any(|back| back.to.0 == mark.0 && is_near(here, back.to.1, mark.1)) {
        return true;
    }
    // One way only: the name and the label must both say so.
    let id = link.name.rsplit_once('#').map_or(&*link.name, |(_, id)| id).to_ascii_lowercase();
    let id = id.trim_start_matches('_');
    let named = ["fn", "ftn", "edn", "footnote", "endnote", "note", "cite_note", "sdfootnote", "sdendnote"];
    let named = named.iter().any(|name| id.starts_with(name)) && id.ends_with(|c: char| c.is_alphanumeric());
    (named || is_raised(here, mark.1))
        && opens_with(&tree.words_between(start..end, 2 * LABEL), label).is_some()
}

/// Whether a mark is all that is raised.
fn is_raised(tree: &super::tree::Tree, mark: usize) -> bool {
    let sup = tree.around(mark, |name| name == "sup" || tags::is_block(name));
    sup.is_some_and(|sup| tree.name(sup) == "sup" && tree.letters_of(sup) <= LABEL)
        || (mark..tree.end(mark))
            .any(|below| tree.name(below) == "sup" && tree.letters_of(below) == tree.letters_of(mark))
}

/// Whether an anchor stands at a mark: around it, in it, or right before it.
fn is_near(tree: &super::tree::Tree, anchor: usize, mark: usize) -> bool {
    let around = anchor <= mark && mark < tree.end(anchor) && tree.letters_of(anchor) <= 2 * LABEL;
    let inside = mark <= anchor && anchor < tree.end(mark);
    let before = anchor < mark && mark - anchor <= 4 && tree.letters(anchor..mark) <= 2;
    around || inside || before
}

/// The node at a note's head that says its label: a link back, or the text itself.
fn said(page: &Page, nodes: std::ops::Range<usize>, label: &str) -> Option<usize> {
    let tree = &page.tree;
    let counted = tree.name(nodes.start) == "li" && tree.name(tree.parent(nodes.start)) == "ol";
    for node in nodes.clone() {
        if tree.letters(nodes.start..node) > 4 {
            return None;
        }
        if tree.name(node) == "a" && self::label(&tree.words(node, LABEL)) == Some(label) {
            return Some(node);
        }
        if let Some(text) = tree.text(node)
            && !counted
            && opens_with(text, label).is_some()
        {
            return Some(node);
        }
    }
    None
}

/// Where a text says a label at its head: as in `[3] See …`.
pub fn opens_with(text: &str, label: &str) -> Option<std::ops::Range<usize>> {
    let rest = text.trim_start().trim_start_matches(['[', '(', '^', '（', '［', '<', ' ']);
    let from = text.len() - rest.len();
    let behind = rest.strip_prefix(label)?;
    let whole = !behind.starts_with(|c: char| c.is_ascii_alphanumeric());
    whole.then_some(from..from + label.len())
}

/// The label that a mark says: `3` of `[3]`; `None` for words that are none.
pub fn label(text: &str) -> Option<&str> {
    let core = text.trim().trim_matches(|c: char| {
        matches!(
            c,
            '[' | ']'
                | '('
                | ')'
                | '^'
                | '.'
                | ':'
                | '（'
                | '）'
                | '［'
                | '］'
                | '〔'
                | '〕'
                | ','
                | '<'
                | '>'
        ) || c.is_whitespace()
    });
    let count = core.chars().count();
    if count == 0 || count > 10 {
        return None;
    }
    let numbers =
        |text: &str| !text.is_empty() && text.len() <= 4 && text.bytes().all(|b| b.is_ascii_digit());
    let signs = core.chars().all(|c| matches!(c, '*' | '†' | '‡' | '§' | '¶' | '#' | '＊' | '※'));
    let letter = count == 1 && core.chars().all(char::is_alphanumeric);
    let roman = count <= 6 && core.bytes().all(|b| b"ivxlcIVXLC".contains(&b));
    let small = core.to_ascii_lowercase();
    let behind = ["*", "＊", "※", "note", "fn", "n.", "n", "注", "註", "脚注", "#", "†"]
        .iter()
        .find_map(|word| small.strip_prefix(word))
        .is_some_and(|rest| numbers(rest.trim()));
    (numbers(core) || signs || letter || roman || behind).then_some(core)
}

/// Whether a link's words are those of a way back.
fn is_back(text: &str) -> bool {
    let small = text.trim().to_lowercase();
    let arrows = small.chars().all(|c| {
        matches!(
            c,
            '↩' | '↑'
                | '⤴'
                | '^'
                | '⏎'
                | '←'
                | '↵'
                | '▲'
                | '△'
                | '\u{fe0e}'
                | '\u{fe0f}'
                | '⇑'
                | '⬆'
                | '['
                | ']'
        )
    });
    arrows
        || label(text).is_some()
        || matches!(&*small, "back" | "return" | "jump up" | "戻る" | "本文へ" | "go back")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_mark_says() {
        for (text, core) in [
            ("1", Some("1")),
            ("[12]", Some("12")),
            ("(*4)", Some("*4")),
            ("(Note 1)", Some("Note 1")),
            ("注1", Some("注1")),
            ("**", Some("**")),
            ("iv", Some("iv")),
            ("a", Some("a")),
            ("Overview", None),
            ("20151", None),
            ("", None),
            ("[]", None),
        ] {
            assert_eq!(label(text), core, "{text}");
        }
    }
}
