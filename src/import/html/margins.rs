//! Finds what stands at the margins of a text that no element's kind gives away: its own list of contents,
//! menus in layout tables, feet of old pages, links to further pages. Never drops what may be text.
use super::furniture::{ASIDE, CONTENTS, FOOT, Judge, NAVIGATION};
use super::tags;
use super::tree::Tree;
use std::collections::HashSet;
use std::ops::Range;

/// The longest words of a menu's entry, in characters.
const ENTRY: usize = 40;
/// The longest foot.
const FOOTED: usize = 300;
/// How many elements a foot may have.
const FEET: usize = 8;

/// What is left of an element when what was left out is not counted.
#[derive(Debug, Default)]
struct Left {
    letters: usize,
    linked: usize,
    headed: usize,
    headings: usize,
    /// Links, and those of them that lead to other pages.
    links: usize,
    away: usize,
}

impl Left {
    /// Whether nearly all of it is links; headings do not count.
    fn is_links(&self, share: usize) -> bool {
        self.linked * 100 >= self.letters.saturating_sub(self.headed).max(1) * share
    }
}

impl Judge<'_> {
    fn left(&self, nodes: Range<usize>) -> Left {
        let tree = self.tree;
        let mut left = Left::default();
        let (mut node, mut link, mut heading) = (nodes.start, 0, 0);
        while node < nodes.end {
            if self.fates.out[node] {
                node = tree.end(node);
                continue;
            }
            if tree.text(node).is_some() {
                let letters = tree.letters_of(node);
                left.letters += letters;
                if node < heading {
                    left.headed += letters;
                } else if node < link {
                    left.linked += letters;
                }
            } else if tags::is_heading(tree.name(node)) {
                left.headings += 1;
                heading = tree.end(node);
            } else if tree.name(node) == "a"
                && let Some(href) = tree.attribute(node, "href")
                && tree.letters_of(node) > 0
            {
                link = tree.end(node);
                left.links += 1;
                left.away += usize::from(!href.trim_start().starts_with('#'));
            }
            node += 1;
        }
        left
    }

    /// Leaves out lists of the page's own headings: generators write them, and the headings say the same.
    pub fn drop_own_contents(&mut self) {
        let tree = self.tree;
        let says = |node: &usize| says_contents(tree, *node);
        let lists: Vec<usize> = (0..tree.len()).filter(says).collect();
        if lists.is_empty() {
            return;
        }
        let ids = heading_ids(tree);
        for node in lists {
            if self.density(node) >= 40
                && !self.is_inside_out(node)
                && !self.holds_notes(node)
                && self.lists_headings(node, &ids)
            {
                self.drop(node, CONTENTS);
            }
        }
    }

    fn lists_headings(&self, node: usize, ids: &HashSet<&str>) -> bool {
        let tree = self.tree;
        let links: Vec<&str> = (node..tree.end(node))
            .filter(|&at| tree.name(at) == "a" && tree.letters_of(at) > 0)
            .filter_map(|at| tree.attribute(at, "href"))
            .collect();
        let own = links.iter().filter(|href| href.strip_prefix('#').is_some_and(|id| ids.contains(id)));
        // A text whose headings link to themselves is no list of them.
        if links.is_empty() || tree.headings(node..tree.end(node)) > 1 || own.count() * 10 < links.len() * 9 {
            return false;
        }
        let first = (node..tree.end(node)).find(|&at| tree.name(at) == "a").unwrap_or(node);
        let left = self.left(node..tree.end(node));
        // What the list is called stands before its first link.
        let called = tree.letters(node..first);
        let rest = left.letters.saturating_sub(called).max(1);
        called <= ENTRY && (left.linked + left.headed.saturating_sub(called)) * 100 >= rest * 80
    }

    /// Leaves out cells of links beside or above the cell that holds a page's text.
    pub fn drop_menus(&mut self) {
        let tree = self.tree;
        let all = self.prose(0);
        let cells: Vec<usize> =
            (0..tree.len()).filter(|&node| matches!(tree.name(node), "td" | "th")).collect();
        let holds = |&&cell: &&usize| self.prose(cell) >= 200 && self.prose(cell) * 2 >= all;
        let mains: Vec<usize> = cells.iter().filter(holds).copied().collect();
        for main in mains {
            let row = tree.parent(main);
            let Some(table) = tree.around(main, |name| name == "table") else { continue };
            for &cell in cells.iter().filter(|&&cell| (table..tree.end(row)).contains(&cell)) {
                if tree.around(cell, |name| name == "table") == Some(table)
                    && cell != main
                    && !self.is_inside_out(cell)
                    && self.is_menu(cell)
                {
                    self.drop(cell, NAVIGATION);
                }
            }
        }
    }

    fn is_menu(&self, cell: usize) -> bool {
        let left = self.left(cell..self.tree.end(cell));
        left.links >= 3
            && left.away * 2 > left.links
            && left.headings == 0
            && left.is_links(80)
            && left.linked <= left.links * ENTRY
            && !self.holds_notes(cell)
    }

    /// Leaves out the feet of old pages: what stands behind the last of the text.
    pub fn drop_feet(&mut self) {
        let tree = self.tree;
        let mut around = (0..tree.len()).find(|&node| tree.name(node) == "body").unwrap_or(0);
        for _ in 0..FEET {
            let Some(last) = self.last_child(around) else { return };
            if self.is_foot(around, last) {
                self.drop(last, FOOT);
            } else if tree.text(last).is_none() && tree.letters_of(last) > FOOTED {
                around = last;
            } else {
                return;
            }
        }
    }

    /// The last that an element shows.
    fn last_child(&self, around: usize) -> Option<usize> {
        let (mut node, mut last) = (around + 1, None);
        while node < self.tree.end(around) {
            if !self.fates.out[node] && self.tree.letters_of(node) > 0 {
                last = Some(node);
            }
            node = self.tree.end(node);
        }
        last
    }

    fn is_foot(&self, around: usize, node: usize) -> bool {
        const SAYS: [&str; 9] = [
            "best viewed",
            "visitor number",
            "visitor no",
            "visitors since",
            "hits since",
            "last changed",
            "last updated",
            "last modified",
            "webmaster",
        ];
        const MOVES: [&str; 9] =
            ["home", "homepage", "index", "back", "next", "previous", "top", "contents", "menu"];
        let tree = self.tree;
        let left = self.left(node..tree.end(node));
        if !matches!(tree.name(node), "p" | "div" | "center" | "address" | "font" | "small")
            || left.headings > 0
            || left.letters > FOOTED
            || self.holds_notes(node)
            || (node..tree.end(node)).any(|at| matches!(tree.name(at), "li" | "dd" | "td"))
        {
            return false;
        }
        let words = tree.words(node, 4 * FOOTED).to_lowercase();
        let says = SAYS.iter().filter(|says| words.contains(**says)).count();
        // One such phrase may be part of a sentence, unless it begins what is very short.
        let says = says > 1 || says == 1 && left.away > 0 && left.letters <= 160;
        let says = says || left.letters <= 80 && SAYS.iter().any(|says| words.starts_with(says));
        let moves = || {
            let mut links = (node..tree.end(node)).filter(|&at| tree.name(at) == "a");
            links.any(|at| {
                MOVES.contains(&&*tree.words(at, 2 * ENTRY).to_lowercase())
                    || tree.attribute(at, "href").is_some_and(|href| href.starts_with("mailto:"))
            })
        };
        let links = || left.away >= 2 && left.is_links(80) && left.linked <= left.links * ENTRY && moves();
        says || links() && !self.follows_heading(around, node)
    }

    fn follows_heading(&self, around: usize, node: usize) -> bool {
        let (mut at, mut before) = (around + 1, around);
        while at < node {
            if self.tree.letters_of(at) > 0 {
                before = at;
            }
            at = self.tree.end(at);
        }
        tags::is_heading(self.tree.name(before))
    }

    /// Leaves out lists of links to further pages, which a heading or a name tells from the text's sources.
    pub fn drop_related(&mut self) {
        let tree = self.tree;
        let last = self.last_prose();
        let mut node = 1;
        while node < tree.len() {
            let block = matches!(tree.name(node), "aside" | "section" | "div" | "ul");
            if block && !self.fates.out[node] && self.density(node) >= 20 && self.is_related(node, last) {
                self.drop(node, ASIDE);
            }
            node = if self.fates.out[node] { tree.end(node) } else { node + 1 };
        }
    }

    fn is_related(&self, node: usize, last: usize) -> bool {
        const NAMES: [&str; 9] = [
            "related",
            "read-next",
            "readnext",
            "recommended",
            "more",
            "see-also",
            "seealso",
            "more-stories",
            "related-links",
        ];
        const SAYS: [&str; 10] = [
            "read next",
            "related articles",
            "related pages",
            "related content",
            "related stories",
            "recommended for you",
            "more stories",
            "you may also like",
            "you might also like",
            "関連記事",
        ];
        const SOURCES: [&str; 10] = [
            "reference",
            "source",
            "further reading",
            "bibliograph",
            "literature",
            "note",
            "works cited",
            "参考",
            "出典",
            "注",
        ];
        let tree = self.tree;
        let end = tree.end(node);
        let heading = (node..end).find(|&at| tags::is_heading(tree.name(at)));
        let title = heading.map(|at| tree.words(at, 120).to_lowercase()).unwrap_or_default();
        let named = [tree.attribute(node, "class"), tree.attribute(node, "id")]
            .into_iter()
            .flatten()
            .flat_map(str::split_ascii_whitespace)
            .any(|name| NAMES.contains(&&*name.to_lowercase()));
        let says = SAYS.iter().any(|says| title.starts_with(says));
        if !(named || says || tree.name(node) == "aside")
            || SOURCES.iter().any(|source| title.contains(source))
            || tree.attribute(node, "role").is_some_and(|role| role.starts_with("doc-"))
            || self.holds_title(node)
            || self.holds_notes(node)
        {
            return false;
        }
        let left = self.left(node..end);
        left.headings <= 1
            && left.links >= 2
            && left.away * 10 >= left.links * 9
            && left.is_links(80)
            && end > last
    }

    /// Where the last of what reads like text begins.
    fn last_prose(&self) -> usize {
        let (mut node, mut texts) = (0, Vec::new());
        while node < self.tree.len() {
            if self.tree.text(node).is_some() && !self.fates.out[node] {
                texts.push(node);
            }
            node = if self.fates.out[node] { self.tree.end(node) } else { node + 1 };
        }
        let mut behind = 0;
        let last = texts.into_iter().rev().find(|&text| {
            behind += self.prose(text);
            behind >= 400
        });
        last.unwrap_or(0)
    }
}

/// Whether an element is called a list of contents.
fn says_contents(tree: &Tree, node: usize) -> bool {
    if !matches!(tree.name(node), "nav" | "div" | "section" | "aside" | "ul" | "ol") {
        return false;
    }
    let is = |name: &str| {
        let name = name.to_ascii_lowercase();
        matches!(&*name, "toc" | "contents" | "table-of-contents" | "table_of_contents")
            || name.starts_with("table of contents")
    };
    let classes = tree.attribute(node, "class").unwrap_or_default();
    tree.has(node, "role", "doc-toc")
        || tree.attribute(node, "id").is_some_and(is)
        || classes.split_ascii_whitespace().any(is)
}

/// The names that lead to a heading: its own, one in it or right before it, its section's.
fn heading_ids(tree: &Tree) -> HashSet<&str> {
    let mut ids = HashSet::new();
    // Names since the last text: whatever opens with the heading leads to it.
    let mut open: Vec<&str> = Vec::new();
    let mut heading = 0;
    for node in 0..tree.len() {
        let names = [tree.id(node), tree.attribute(node, "name").filter(|_| tree.name(node) == "a")];
        if tags::is_heading(tree.name(node)) {
            heading = tree.end(node);
            ids.extend(open.drain(..));
        }
        if node < heading {
            ids.extend(names.into_iter().flatten());
        } else if tree.text(node).is_some() {
            if tree.letters_of(node) > 0 {
                open.clear();
            }
        } else {
            open.extend(names.into_iter().flatten());
        }
    }
    ids
}
