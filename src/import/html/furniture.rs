//! Tells the text of a page from the site around it. Never drops what may be text: in doubt it stays.
use super::Page;
use super::notes::Notes;
use super::tags;
use super::tree::Tree;

/// What is left out of a page.
#[derive(Debug, Default)]
pub struct Fates {
    /// For each node, whether it is left out with all below it.
    pub out: Vec<bool>,
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
    pub fn of(page: &Page, notes: &Notes, number: usize) -> Self {
        let tree = &page.tree;
        let mut judge = Judge::new(tree);
        judge.hide();
        judge.find_bodies(notes, number);
        if page.place.path.is_empty() {
            judge.drop_own_contents();
            if !is_of_a_program(tree) {
                judge.drop_furniture();
                judge.drop_menus();
                judge.drop_feet();
                judge.drop_related();
                judge.drop_outside();
            }
        } else {
            // A book has no site around it, but it may list its own contents.
            judge.drop_lists(page.listed);
        }
        judge.fates
    }
}

/// Why links to other pages are left out.
pub const NAVIGATION: &str = "the navigation";
const HEAD: &str = "the site's head";
/// Why what stands behind the text is left out.
pub const FOOT: &str = "the site's foot";
/// Why what stands beside the text is left out.
pub const ASIDE: &str = "what stands beside the text";
/// Why what stands outside the element that holds the text is left out.
pub const OUTSIDE: &str = "what stands around the text";
/// Why a list of the page's own headings is left out.
pub const CONTENTS: &str = "the list of contents";
const DRAWING: &str = "words in drawings";
const FORM: &str = "a form";

/// Words in classes and names that say what an element is, and why it is left out.
const NAMES: [(&str, &[&str]); 5] = [
    (
        NAVIGATION,
        &[
            "nav",
            "navi",
            "navbar",
            "navigation",
            "gnav",
            "gnavi",
            "lnav",
            "snav",
            "globalnav",
            "localnav",
            "menu",
            "breadcrumb",
            "breadcrumbs",
            "topicpath",
            "topic-path",
            "pankuzu",
            "crumb",
            "crumbs",
            "skip",
            "skiplink",
            "skipnav",
            "skiplinks",
            "pager",
            "pagination",
            "pagetop",
            "totop",
            "backtotop",
            "toctree",
            "jump",
            "editsection",
            "navbox",
            "catlinks",
            "sitemap",
            "langs",
            "language-switcher",
            "interlanguage",
        ],
    ),
    (HEAD, &["header", "siteheader", "masthead", "banner", "topbar", "gheader"]),
    (FOOT, &["footer", "sitefooter", "copyright", "gfooter", "printfooter", "colophon"]),
    (
        ASIDE,
        &[
            "sidebar",
            "sidenav",
            "side",
            "related",
            "widget",
            "advert",
            "advertisement",
            "ad",
            "ads",
            "promo",
            "newsletter",
            "subscribe",
            "recommend",
            "recommended",
        ],
    ),
    (
        ASIDE,
        &[
            "share", "sharing", "social", "sns", "cookie", "cookies", "consent", "noprint", "toolbar",
            "tools", "popup", "modal", "addthis", "fontsize", "print",
        ],
    ),
];

/// Whether the page was written by a program that writes documents, without any site.
fn is_of_a_program(tree: &Tree) -> bool {
    const PROGRAMS: [&str; 14] = [
        "pandoc",
        "docutils",
        "libreoffice",
        "openoffice",
        "microsoft word",
        "asciidoctor",
        "asciidoc",
        "texinfo",
        "latex",
        "tex4ht",
        "docbook",
        "abiword",
        "calibre",
        "groff",
    ];
    let metas = (0..tree.len().min(2000)).filter(|&node| tree.name(node) == "meta");
    metas.into_iter().any(|node| {
        tree.attribute(node, "name").is_some_and(|name| name.eq_ignore_ascii_case("generator"))
            && tree.attribute(node, "content").is_some_and(|content| {
                let content = content.to_lowercase();
                PROGRAMS.iter().any(|program| content.contains(program))
            })
    })
}

/// A page being judged.
pub struct Judge<'a> {
    /// The page.
    pub tree: &'a Tree,
    /// What was decided so far.
    pub fates: Fates,
    /// Characters in links, before each node.
    linked: Vec<u32>,
    /// Headings of the first level before each node.
    titles: Vec<u32>,
    /// Notes that begin before each node.
    bodies: Vec<u32>,
}

impl<'a> Judge<'a> {
    fn new(tree: &'a Tree) -> Self {
        let (mut linked, mut titles) =
            (Vec::with_capacity(tree.len() + 1), Vec::with_capacity(tree.len() + 1));
        let (mut sum, mut heads, mut end) = (0, 0, 0);
        for node in 0..tree.len() {
            linked.push(sum);
            titles.push(heads);
            if tree.name(node) == "a" && tree.attribute(node, "href").is_some() {
                end = tree.end(node).max(end);
            }
            if node < end && tree.text(node).is_some() {
                sum += tree.letters_of(node) as u32;
            }
            heads += u32::from(tree.name(node) == "h1");
        }
        linked.push(sum);
        titles.push(heads);
        let fates = Fates { out: vec![false; tree.len()], ..Fates::default() };
        Self { tree, fates, linked, titles, bodies: vec![0; tree.len() + 1] }
    }

    fn find_bodies(&mut self, notes: &Notes, number: usize) {
        let mut sum = 0;
        for node in 0..self.tree.len() {
            self.bodies[node] = sum;
            sum += u32::from(notes.bodies.contains_key(&(number, node)));
        }
        self.bodies[self.tree.len()] = sum;
        let back = notes.back.iter().filter(|(page, _)| *page == number);
        let back: usize = back.map(|(_, node)| self.tree.letters_of(*node)).sum();
        self.fates.shown = self.fates.shown.saturating_sub(back);
    }

    /// Characters in links, as a share of all, in hundredths.
    pub fn density(&self, node: usize) -> usize {
        let linked = (self.linked[self.tree.end(node)] - self.linked[node]) as usize;
        linked * 100 / self.tree.letters_of(node).max(1)
    }

    /// Characters that are in no link.
    pub fn prose(&self, node: usize) -> usize {
        let linked = (self.linked[self.tree.end(node)] - self.linked[node]) as usize;
        self.tree.letters_of(node).saturating_sub(linked)
    }

    /// Whether there is an outermost heading in it.
    pub fn holds_title(&self, node: usize) -> bool {
        self.titles[self.tree.end(node)] > self.titles[node]
    }

    /// Whether a footnote begins in it.
    pub fn holds_notes(&self, node: usize) -> bool {
        self.bodies[self.tree.end(node)] > self.bodies[node]
    }

    /// Leaves an element out.
    pub fn drop(&mut self, node: usize, why: &'static str) {
        if std::mem::replace(&mut self.fates.out[node], true) {
            return;
        }
        let letters = self.tree.letters_of(node);
        if letters == 0 {
            return;
        }
        match self.fates.dropped.iter_mut().find(|(own, _)| *own == why) {
            Some((_, sum)) => *sum += letters,
            None => self.fates.dropped.push((why, letters)),
        }
    }

    /// Goes through the elements that are not left out; what `visit` leaves out is not gone into.
    fn each(&mut self, mut visit: impl FnMut(&mut Self, usize)) {
        let mut node = 1;
        while node < self.tree.len() {
            if !self.fates.out[node] && self.tree.text(node).is_none() {
                visit(self, node);
            }
            node = if self.fates.out[node] { self.tree.end(node) } else { node + 1 };
        }
    }

    /// Leaves out what no browser shows: that does not count as text of the page.
    fn hide(&mut self) {
        let all = self.tree.letters(0..self.tree.len());
        let mut hidden = 0;
        self.each(|judge, node| {
            if judge.is_hidden(node, all) {
                hidden += judge.tree.letters_of(node);
                judge.fates.out[node] = true;
            }
        });
        self.fates.shown = all - hidden;
        self.each(|judge, node| match judge.tree.name(node) {
            "svg" => judge.drop(node, DRAWING),
            "label" | "legend" if judge.tree.letters_of(node) < 80 => judge.drop(node, FORM),
            _ => {}
        });
    }

    fn is_hidden(&self, node: usize, all: usize) -> bool {
        let tree = self.tree;
        let name = tree.name(node);
        if matches!(name, "head" | "title" | "template" | "select" | "button" | "textarea" | "datalist") {
            return true;
        }
        // What stands in for them where they cannot be shown; an old page may hold all of its text in one.
        if matches!(name, "object" | "audio" | "video") && tree.letters_of(node) < 80 {
            return true;
        }
        if matches!(name, "annotation" | "annotation-xml" | "desc" | "metadata" | "script" | "style") {
            return true;
        }
        let letters = tree.letters_of(node);
        let styled = tree.attribute(node, "style").is_some_and(|style| {
            let style: String =
                style.chars().filter(|c| !c.is_whitespace()).collect::<String>().to_lowercase();
            style.contains("display:none") || style.contains("visibility:hidden")
        });
        let hidden =
            tree.attribute(node, "hidden").is_some_and(|how| !how.eq_ignore_ascii_case("until-found"));
        // A page saved while something lay over it has most of its text marked as hidden.
        if (styled || hidden) && letters * 2 <= all {
            return true;
        }
        tree.attribute(node, "aria-hidden").is_some_and(|value| value.eq_ignore_ascii_case("true"))
            && letters <= 60
            && name != "figcaption"
    }

    /// Leaves out a book's lists of its own contents.
    fn drop_lists(&mut self, listed: bool) {
        let whole = listed && self.density(0) >= 50;
        self.each(|judge, node| {
            let tree = judge.tree;
            let list = tree.name(node) == "nav"
                && ["toc", "landmarks", "page-list", "loi", "lot", "doc-toc", "doc-pagelist"]
                    .iter()
                    .any(|kind| tree.has(node, "epub:type", kind) || tree.has(node, "role", kind));
            if list || whole && tree.name(node) == "body" {
                judge.drop(node, CONTENTS);
            }
        });
    }

    /// Leaves out what says that it is no text.
    fn drop_furniture(&mut self) {
        let tree = self.tree;
        let all = self.fates.shown;
        let site = (0..tree.len()).any(|node| {
            matches!(tree.name(node), "nav" | "main")
                || tree.attribute(node, "role").is_some_and(|role| {
                    matches!(role, "navigation" | "main" | "banner" | "contentinfo" | "search")
                })
                || matches!(tree.name(node), "div" | "ul" | "table")
                    && tree.attribute(node, "id").is_some_and(|id| {
                        let id = id.to_lowercase();
                        ["header", "footer", "nav", "menu", "sidebar", "breadcrumb"]
                            .iter()
                            .any(|word| id.contains(word))
                    })
        });
        self.each(|judge, node| {
            if let Some(why) = judge.furniture(node, site, all)
                && !judge.holds_notes(node)
            {
                judge.drop(node, why);
            }
        });
    }

    fn furniture(&self, node: usize, site: bool, all: usize) -> Option<&'static str> {
        let tree = self.tree;
        let name = tree.name(node);
        let letters = tree.letters_of(node);
        if matches!(name, "html" | "body" | "main" | "article" | "td" | "tr" | "tbody") {
            return None;
        }
        if name == "a" {
            return self.is_idle_link(node, letters).then_some(NAVIGATION);
        }
        let density = self.density(node);
        let role = tree.attribute(node, "role").unwrap_or_default();
        if role.starts_with("doc-") || tree.attribute(node, "epub:type").is_some() {
            return None;
        }
        // Most of a page is never furniture, whatever it is called.
        if letters * 100 > all * 40 && density < 60 {
            return None;
        }
        let outermost = || tree.around(node, |name| matches!(name, "article" | "main" | "section")).is_none();
        let why = match (name, role) {
            ("nav", _) | (_, "navigation" | "menu" | "menubar") => {
                (density >= 40 || letters < 60).then_some(NAVIGATION)
            }
            (_, "search" | "toolbar" | "dialog" | "alertdialog") => Some(ASIDE),
            ("header", _) | (_, "banner") if site && outermost() => {
                let other = self.titles[tree.len()] - (self.titles[tree.end(node)] - self.titles[node]);
                (!self.holds_title(node) || other > 0).then_some(HEAD)
            }
            ("footer", _) | (_, "contentinfo") if site && outermost() => Some(FOOT),
            ("aside", _) | (_, "complementary") => (density >= 50).then_some(ASIDE),
            _ => None,
        };
        why.or_else(|| self.named(node, letters, density))
    }

    /// Why an element is furniture by its names, if it is short or full of links as well.
    fn named(&self, node: usize, letters: usize, density: usize) -> Option<&'static str> {
        let tree = self.tree;
        if tags::is_heading(tree.name(node))
            || matches!(tree.name(node), "p" | "li" | "dd" | "dt" | "table") && density < 60
        {
            return None;
        }
        let (class, id) = (tree.attribute(node, "class"), tree.attribute(node, "id"));
        if class.is_none() && id.is_none() {
            return None;
        }
        if self.holds_title(node) {
            return None;
        }
        let words = [class, id].into_iter().flatten().flat_map(|names| names.split_ascii_whitespace());
        let words = words.flat_map(|name| name.split(['-', '_']).chain([name])).map(str::to_lowercase);
        for word in words.take(64) {
            for (group, (why, names)) in NAMES.iter().enumerate() {
                if !names.contains(&&*word) {
                    continue;
                }
                let heads = tree.headings(node..tree.end(node));
                let short = match group {
                    1 => letters <= 250 && heads == 0,
                    4 => letters <= 400,
                    _ => letters <= 250,
                };
                if density >= 50 || short && (*why != NAVIGATION || density > 0 || letters < 40) {
                    return Some(why);
                }
            }
        }
        None
    }

    /// Whether a link only moves about the page: to its top, past its menu, to an editor.
    fn is_idle_link(&self, node: usize, letters: usize) -> bool {
        let tree = self.tree;
        if letters == 0 || letters > 40 {
            return false;
        }
        if ["headerlink", "anchor-link", "anchorjs-link", "mw-jump-link", "skip-link", "skip-to-content-link"]
            .iter()
            .any(|class| tree.has(node, "class", class))
        {
            return true;
        }
        let Some(href) = tree.attribute(node, "href").filter(|href| href.starts_with('#')) else {
            return false;
        };
        let words = tree.words(node, 80).to_lowercase();
        let name = href[1..].to_lowercase();
        let top = name.is_empty()
            || ["top", "pagetop", "page-top", "page_top", "header", "totop", "_top", "wrapper"]
                .contains(&&*name);
        let says_top = ["top", "back to top", "page top", "to top", "return to top", "top of page", "↑", "▲"]
            .contains(&words.trim_matches(|c: char| !c.is_alphanumeric() && c != '↑' && c != '▲'))
            || words.contains("先頭")
            || words.contains("ページの上")
            || words.contains("トップへ");
        let skips = words.starts_with("skip to")
            || words.starts_with("jump to")
            || words.starts_with("skip nav")
            || words.starts_with("本文へ");
        skips || top && says_top
    }
}
