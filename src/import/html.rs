//! A web page: its text without the site around it. Never follows a link.
mod about;
mod encoding;
mod furniture;
mod inline;
mod link;
mod margins;
mod notes;
mod raised_notes;
mod tables;
mod tags;
mod text_root;
mod tree;
mod walk;

pub use encoding::decode;
pub use link::{is_web, join_path};

use super::Report;
use super::markdown::entitle;
use super::writer::{Writer, empty};
use crate::model::{BlockKind, Document, Evidence, Said};
use about::About;
use anyhow::{Result, bail};
use furniture::Fates;
use link::Place;
use notes::Notes;
use std::collections::HashMap;
use std::rc::Rc;
use tree::Tree;
use walk::Walk;

/// A page that was read, and where it stands.
pub struct Page {
    tree: Tree,
    place: Place,
    /// Headings that others give it: by the nodes they stand before.
    heads: HashMap<usize, Head>,
    /// Whether it only lists what is in the book.
    listed: bool,
}

/// A heading that a book's contents give to a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Head {
    /// The name of the place that it stands at; empty for the page's beginning.
    pub id: String,
    /// What it says.
    pub title: String,
    /// How deep it stands; 1 is the outermost.
    pub level: u8,
}

impl Page {
    /// A page of a book: where it stands among the book's pages, and what the contents say of it.
    pub fn of_book(
        source: &str,
        place: (String, &Rc<HashMap<String, String>>),
        heads: &[Head],
        listed: bool,
    ) -> Self {
        let (path, book) = place;
        let tree = Tree::read(source, true);
        let place = Place { path, book: Rc::clone(book), ..Place::default() };
        let mut page = Self { tree, place, heads: HashMap::new(), listed };
        page.take_heads(heads);
        page
    }

    /// Takes headings from the contents where the page has none of its own.
    fn take_heads(&mut self, heads: &[Head]) {
        let tree = &self.tree;
        if heads.is_empty() || tree.headings(0..tree.len()) > 0 {
            return;
        }
        let wanted: HashMap<&str, &Head> = heads.iter().rev().map(|head| (&*head.id, head)).collect();
        let body = (0..tree.len()).find(|&node| tree.name(node) == "body").unwrap_or(0);
        let mut found = HashMap::new();
        for node in body..tree.len() {
            let id = if node == body { Some("") } else { tree.id(node) };
            let Some(head) = id.and_then(|id| wanted.get(id)) else { continue };
            // The block that says the same is the heading itself.
            let says = |at: usize| {
                tags::is_block(tree.name(at)) && tree.words(at, 2 * head.title.len() + 8) == head.title
            };
            let around = tree.around(node, tags::is_block).filter(|&at| says(at));
            let place = around.or_else(|| (node..tree.end(node).min(node + 32)).find(|&at| says(at)));
            found.entry(place.unwrap_or(node)).or_insert_with(|| (*head).clone());
        }
        self.heads = found;
    }
}

/// The contents in a page that lists them: where each entry leads, what it says, and its level.
pub fn contents(source: &str) -> Vec<(String, String, u8)> {
    let tree = Tree::read(source, true);
    let navs = || (0..tree.len()).filter(|&node| tree.name(node) == "nav");
    let toc = navs().find(|&node| tree.has(node, "epub:type", "toc") || tree.has(node, "role", "doc-toc"));
    let Some(nav) = toc.or_else(|| navs().next()) else { return Vec::new() };
    let mut lists: Vec<usize> = Vec::new();
    let mut entries = Vec::new();
    for node in nav..tree.end(nav) {
        while lists.last().is_some_and(|&end| node >= end) {
            lists.pop();
        }
        match tree.name(node) {
            "ol" | "ul" => lists.push(tree.end(node)),
            "a" => {
                let title = tree.words(node, 400);
                if let Some(href) = tree.attribute(node, "href").filter(|_| !title.is_empty()) {
                    entries.push((href.to_owned(), title, lists.len().clamp(1, 6) as u8));
                }
            }
            _ => {}
        }
    }
    entries
}

/// Reads a web page.
///
/// # Errors
/// When it is another kind of file.
pub fn import(bytes: &[u8], report: &mut Report) -> Result<Document> {
    for (sign, what) in [
        (&b"%PDF-"[..], "a PDF file, no web page; give it a name that ends in .pdf"),
        (b"PK\x03\x04", "a zip archive, no web page; if it is a book, give it a name that ends in .epub"),
    ] {
        if bytes.starts_with(sign) {
            bail!("{what}");
        }
    }
    let head = &bytes[..bytes.len().min(2048)].to_ascii_lowercase();
    let mail = head.starts_with(b"from: ") || head.starts_with(b"mime-version:");
    if mail && head.windows(17).any(|window| window == b"multipart/related") {
        bail!("a web archive (MHTML), no web page; open it in a browser and save the page as HTML only");
    }
    let source = decode(bytes, report);
    let tree = Tree::read(&source, false);
    let about = About::of(&tree);
    let pages = [Page { tree, place: about.place, heads: HashMap::new(), listed: false }];
    let mut writer = Writer::new(empty(bytes.len() / 2));
    write(&pages, &mut writer, report);
    let mut document = writer.finish();
    about.front.apply(&mut document, Evidence::FrontMatter);
    entitle_page(&mut document, &about.titles);
    Ok(document)
}

/// Writes pages that belong together, one behind the other.
pub fn write(pages: &[Page], writer: &mut Writer, report: &mut Report) {
    let notes = Notes::find(pages);
    let mut dropped: Vec<(&str, usize)> = Vec::new();
    let mut flattened = 0;
    for (number, page) in pages.iter().enumerate() {
        let fates = Fates::of(page, &notes, number);
        let mut walk = Walk::new((number, page), &notes, &fates, writer);
        walk.run();
        report.characters += fates.shown + walk.told;
        flattened += page.tree.flattened;
        for (why, letters) in fates.dropped {
            match dropped.iter_mut().find(|(own, _)| *own == why) {
                Some((_, sum)) => *sum += letters,
                None => dropped.push((why, letters)),
            }
        }
    }
    for (why, letters) in dropped {
        report.odd.push(format!("left out {why}: {} characters", grouped(letters)));
    }
    if flattened > 0 {
        report.odd.push(format!("{} tags are nested too deep and were flattened", grouped(flattened)));
    }
}

/// A number with commas between thousands.
fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// Settles the title: the text's own, or what others call it.
pub fn entitle_page(document: &mut Document, titles: &[String]) {
    let said = document.meta.title.take();
    entitle(document);
    let Some(first) = document.blocks.first() else { return };
    if document.meta.title.is_none() && first.kind == BlockKind::Heading(1) {
        // A document whose sections are outermost headings too: the title is the one that the page is called.
        let words = document.prose(0).into_owned();
        if titles.iter().any(|title| title.trim() == words) {
            document.blocks[0].kind = BlockKind::Title;
            document.meta.title = Some(Said { value: words, by: Evidence::FirstLines });
        }
    }
    if said.is_some() {
        document.meta.title = said;
    }
    if document.meta.title.is_some() {
        return;
    }
    let mut tops = (0..document.blocks.len()).filter(|&at| document.blocks[at].kind == BlockKind::Heading(1));
    let only = tops.next().filter(|_| tops.next().is_none()).map(|at| document.prose(at).into_owned());
    let title = only.or_else(|| titles.iter().find(|title| !title.trim().is_empty()).cloned());
    let title =
        title.map(|title| super::clean::clean(title.trim()).into_owned()).filter(|title| !title.is_empty());
    document.meta.title = title.map(|value| Said { value, by: Evidence::FrontMatter });
}
