//! Tells the text of a page from the site around it. Never drops what may be text: in doubt it stays.
use super::notes::Notes;
use super::tree::Tree;

/// What is left out of a page.
#[derive(Debug, Default)]
pub struct Fates {
    out: Vec<bool>,
    /// How many characters the page shows.
    pub shown: usize,
    /// What was left out, and how many characters of it.
    pub dropped: Vec<(&'static str, usize)>,
}

impl Fates {
    /// Whether an element is left out, and all below it.
    pub fn is_out(&self, node: usize) -> bool {
        self.out[node]
    }

    /// Judges a page.
    pub fn of(tree: &Tree, _notes: &Notes, _number: usize) -> Self {
        let mut fates = Self { out: vec![false; tree.len()], ..Self::default() };
        let mut node = 0;
        while node < tree.len() {
            if matches!(tree.name(node), "head" | "title" | "template" | "select" | "button" | "textarea") {
                fates.out[node] = true;
                node = tree.end(node);
            } else {
                node += 1;
            }
        }
        fates.shown = tree.letters(0..tree.len());
        fates
    }
}
