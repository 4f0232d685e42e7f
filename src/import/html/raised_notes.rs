//! Finds footnotes without links: raised figures, and small print at the end that begins with them.
//! Never guesses: the figures must run on without a gap.
use super::notes::{Body, Notes, opens_with};
use super::tags;
use super::tree::Tree;
use super::{Page, notes};
use std::collections::BTreeSet;

/// The longest note, in characters.
const NOTE: usize = 2_000;

impl Notes {
    /// Finds those of the pages that have no footnotes with links.
    pub fn find_raised(&mut self, pages: &[Page]) {
        for (number, page) in pages.iter().enumerate() {
            if !self.marks.keys().any(|(own, _)| *own == number) {
                self.find_raised_in(number, &page.tree);
            }
        }
    }

    fn find_raised_in(&mut self, number: usize, tree: &Tree) {
        let marks: Vec<(usize, u32)> =
            (0..tree.len()).filter_map(|node| Some((node, raised(tree, node)?))).collect();
        if marks.is_empty() {
            return;
        }
        let rule = (0..tree.len()).rev().find(|&node| tree.name(node) == "hr");
        let bodies: Vec<(usize, usize, u32)> = (marks[0].0..tree.len())
            .filter_map(|node| {
                let (said, figure) = begins(tree, node, rule.is_some_and(|rule| node > rule))?;
                Some((node, said, figure))
            })
            .collect();
        let Some(&(first, ..)) = bodies.first() else { return };
        let marks: Vec<(usize, u32)> = marks.into_iter().filter(|(node, _)| *node < first).collect();
        let figures: BTreeSet<u32> = marks.iter().map(|(_, figure)| *figure).collect();
        let Some(&lowest) = figures.first() else { return };
        let runs = bodies.iter().zip(lowest..).all(|((.., figure), wanted)| *figure == wanted);
        if !runs || !bodies.iter().all(|(.., figure)| figures.contains(figure)) {
            return;
        }
        let key = |figure: u32| format!("raised {number} {figure}");
        let most = lowest + bodies.len() as u32;
        for (mark, figure) in marks.into_iter().filter(|(_, figure)| *figure < most) {
            self.marks.insert((number, mark), key(figure));
        }
        for (node, said, figure) in bodies {
            let body =
                Body { key: key(figure), label: figure.to_string(), end: tree.end(node), said: Some(said) };
            self.bodies.insert((number, node), body);
        }
    }
}

/// The figure of a mark; `None` for powers, units and what begins a note.
fn raised(tree: &Tree, node: usize) -> Option<u32> {
    if tree.name(node) != "sup"
        || tree.around(node, |name| name == "a").is_some()
        || (node..tree.end(node)).any(|below| tree.name(below) == "a")
    {
        return None;
    }
    let figure = figure(&tree.words(node, 16))?;
    let before = (0..node).rev().take(8).find(|&at| tree.letters_of(at) > 0 && tree.text(at).is_some())?;
    let block = |at| tree.around(at, tags::is_block);
    if block(before) != block(node) {
        return None;
    }
    let text = tree.text(before)?;
    let word = text.rsplit(|c: char| !c.is_alphanumeric()).next().unwrap_or_default();
    let power = word.ends_with(|c: char| c.is_ascii_digit());
    (!power && !matches!(word, "m" | "km" | "cm" | "mm" | "ft" | "mi" | "dm" | "x" | "y")).then_some(figure)
}

fn figure(words: &str) -> Option<u32> {
    notes::label(words)?.parse().ok().filter(|figure| (1..1000).contains(figure))
}

/// The text at a note's head and the figure that it says; `None` for a block that is no note.
fn begins(tree: &Tree, node: usize, ruled: bool) -> Option<(usize, u32)> {
    if !matches!(tree.name(node), "p" | "div" | "li" | "dd") || tree.letters_of(node) > NOTE {
        return None;
    }
    let mut below = node + 1..tree.end(node);
    if below.any(|below| tags::is_block(tree.name(below))) {
        return None;
    }
    let said =
        (node..tree.end(node)).find(|&at| tree.text(at).is_some_and(|text| !text.trim().is_empty()))?;
    let text = tree.text(said)?;
    let digits: String = text
        .trim_start()
        .trim_start_matches(['[', '(', '（', '［'])
        .chars()
        .take_while(char::is_ascii_digit)
        .collect();
    let number = figure(&digits)?;
    let range = opens_with(text, &digits)?;
    if tree.letters_of(node) <= text.trim().chars().count() && text[range.end..].trim().len() < 3 {
        return None;
    }
    let up = tree.around(said, |name| matches!(name, "sup" | "p" | "div" | "li" | "dd"));
    if up.is_some_and(|up| tree.name(up) == "sup") {
        return figure(text).map(|number| (said, number));
    }
    // A figure that is not raised begins many a paragraph: only small print behind it is a note.
    let mut behind = text[range.end..].chars();
    let parted = match behind.next() {
        None | Some(')' | ']' | '）' | '］') => true,
        Some('.' | ':') => behind.next().is_none_or(char::is_whitespace),
        Some(sign) => sign.is_whitespace(),
    };
    (parted && (ruled || is_small(tree, node, said))).then_some((said, number))
}

/// Whether a block is set in small letters.
fn is_small(tree: &Tree, block: usize, said: usize) -> bool {
    let small = |at: usize| match tree.name(at) {
        "small" => true,
        "font" => {
            tree.attribute(at, "size").is_some_and(|size| matches!(size.trim(), "-1" | "-2" | "1" | "2"))
        }
        _ => false,
    };
    let around = tree.around(block, |name| matches!(name, "small" | "font"));
    around.into_iter().chain(block..said).any(small)
}
