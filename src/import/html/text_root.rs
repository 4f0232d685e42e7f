//! Finds the element that holds a page's text, and leaves out what stands around it. Never trusts a name
//! alone: most of the prose must be in it.
use super::furniture::{Judge, OUTSIDE};
use super::tree::Tree;

/// Names of the elements that hold a page's text.
const TEXT: [&str; 26] = [
    "content",
    "contents",
    "main",
    "maincontent",
    "main-content",
    "main_content",
    "maincontents",
    "main-contents",
    "page-content",
    "article",
    "article-body",
    "articlebody",
    "article-content",
    "entry-content",
    "post-content",
    "bodycontent",
    "mw-content-text",
    "primary",
    "contentarea",
    "content-area",
    "content-main",
    "honbun",
    "text",
    "body",
    "story",
    "post",
];

impl Judge<'_> {
    /// Finds the element that holds the text, and leaves out what stands around it.
    pub fn drop_outside(&mut self) {
        let Some(root) = self.text_root() else { return };
        let tree = self.tree;
        let mut inner = root;
        // A title that stands before the text is the text's.
        let mut title = (!self.holds_title(root))
            .then(|| (0..root).rev().find(|&node| tree.name(node) == "h1" && !self.is_inside_out(node)))
            .flatten();
        while inner != 0 {
            let around = tree.parent(inner);
            let mut node = around + 1;
            while node < tree.end(around) {
                let next = tree.end(node);
                if node != inner && !self.fates.out[node] && tree.letters_of(node) > 0 {
                    if let Some(head) = title.filter(|head| (node..next).contains(head)) {
                        title = None;
                        self.keep_only(head, node);
                    } else if !self.holds_notes(node) && !self.is_prose(node) {
                        self.drop(node, OUTSIDE);
                    }
                }
                node = next;
            }
            inner = around;
        }
    }

    /// Whether it was left out, or something around it.
    pub fn is_inside_out(&self, mut node: usize) -> bool {
        while node != 0 {
            if self.fates.out[node] {
                return true;
            }
            node = self.tree.parent(node);
        }
        false
    }

    /// Whether an element outside the text reads like text.
    fn is_prose(&self, node: usize) -> bool {
        self.prose(node) >= 200 && self.density(node) < 30
    }

    /// Leaves out all of an element but one below it, unless it reads like text.
    fn keep_only(&mut self, kept: usize, node: usize) {
        if self.is_prose(node) || kept == node {
            return;
        }
        let mut at = node + 1;
        while at < self.tree.end(node) {
            let end = self.tree.end(at);
            if at == kept || !(at..end).contains(&kept) {
                if at != kept && !self.fates.out[at] {
                    self.drop(at, OUTSIDE);
                }
                at = end;
            } else {
                at += 1;
            }
        }
    }

    /// The element that holds the text: by what it is, or by its name, if most of the prose is in it.
    fn text_root(&self) -> Option<usize> {
        let tree = self.tree;
        let mut best = [None::<(usize, usize)>; 3];
        let mut all = 0;
        let mut node = 1;
        while node < tree.len() {
            if self.fates.out[node] {
                node = tree.end(node);
                continue;
            }
            if tree.text(node).is_some() {
                all += self.prose(node);
            } else if let Some(rank) = rank(tree, node) {
                let prose = self.prose(node);
                if best[rank].is_none_or(|(_, most)| prose > most) {
                    best[rank] = Some((node, prose));
                }
            }
            node += 1;
        }
        let shares = [50, 60, 75];
        (0..3).find_map(|rank| {
            let (node, prose) = best[rank]?;
            (prose > 0 && prose * 100 >= all * shares[rank]).then_some(node)
        })
    }
}

/// How surely an element says that it holds the text; 0 is the surest.
fn rank(tree: &Tree, node: usize) -> Option<usize> {
    let name = tree.name(node);
    if matches!(name, "html" | "body" | "head") {
        return None;
    }
    if name == "main" || tree.has(node, "role", "main") {
        return Some(0);
    }
    if name == "article" || tree.has(node, "role", "article") {
        return Some(1);
    }
    if !matches!(name, "div" | "section" | "td" | "table") {
        return None;
    }
    let names = [tree.attribute(node, "id"), tree.attribute(node, "class")];
    let mut words = names.into_iter().flatten().flat_map(str::split_ascii_whitespace).map(str::to_lowercase);
    words.any(|word| TEXT.contains(&&*word)).then_some(2)
}
