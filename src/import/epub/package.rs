//! What a book says of itself: its facts, its files in order, its contents. Never reads the files.
use crate::import::authors;
use crate::import::dates::year_of;
use crate::import::front::Front;
use crate::import::html::{is_web, join_path};
use crate::model::link::percent_decoded;
use anyhow::{Result, anyhow};
use roxmltree::{Document, Node, ParsingOptions};
use std::collections::HashMap;

/// The most nodes of an XML file: a real one has some thousands.
const NODES: u32 = 1_000_000;
/// The deepest contents.
const DEPTH: u8 = 6;

/// One file of a book.
#[derive(Debug, Clone, Default)]
pub struct Item {
    /// Its path in the archive.
    pub path: String,
    media: String,
    properties: String,
}

impl Item {
    /// Whether it can hold text.
    pub fn is_page(&self) -> bool {
        self.media.contains("html") || self.media.contains("oeb1-document") || {
            let path = self.path.to_lowercase();
            [".xhtml", ".html", ".htm", ".xht"].iter().any(|end| path.ends_with(end))
        }
    }

    /// Whether it holds the contents of an EPUB 3.
    pub fn is_nav(&self) -> bool {
        self.properties.split_ascii_whitespace().any(|word| word == "nav")
    }
}

/// A book.
#[derive(Debug, Default)]
pub struct Package {
    /// What it says of itself.
    pub front: Front,
    /// Its files in the order of reading, those aside from it at the end.
    pub spine: Vec<Item>,
    /// Its contents: an EPUB 3's.
    pub nav: Option<String>,
    /// And an EPUB 2's.
    pub ncx: Option<String>,
    /// The pages that only list what is in the book.
    pub lists: Vec<String>,
    /// What was odd.
    pub odd: Vec<String>,
}

/// Parses XML within limits.
pub fn xml(text: &str) -> Result<Document<'_>> {
    let options = ParsingOptions { allow_dtd: true, nodes_limit: NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| anyhow!("broken XML ({error})"))
}

/// The path of the package in a `container.xml`.
pub fn rootfile(container: &str) -> Option<String> {
    let document = xml(container).ok()?;
    let root = document.descendants().find(|node| node.tag_name().name() == "rootfile")?;
    Some(join_path("", &percent_decoded(root.attribute("full-path")?)))
}

/// Whether an `encryption.xml` says that more than fonts is locked.
pub fn is_locked(encryption: &str) -> bool {
    const FONTS: [&str; 2] = ["http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC"];
    let Ok(document) = xml(encryption) else { return false };
    document
        .descendants()
        .filter(|node| node.tag_name().name() == "EncryptedData")
        .filter_map(|data| data.children().find(|node| node.tag_name().name() == "EncryptionMethod"))
        .any(|method| !method.attribute("Algorithm").is_some_and(|algorithm| FONTS.contains(&algorithm)))
}

impl Package {
    /// Reads a package file that stands at this path.
    pub fn read(text: &str, path: &str) -> Result<Self> {
        let document = xml(text)?;
        let mut package = Self::default();
        let mut items: HashMap<&str, Item> = HashMap::new();
        for node in document.descendants().filter(Node::is_element) {
            match node.tag_name().name() {
                "metadata" => package.front = facts(node),
                "item" => {
                    let (Some(id), Some(href)) = (node.attribute("id"), node.attribute("href")) else {
                        continue;
                    };
                    let say = |name| node.attribute(name).unwrap_or_default().to_owned();
                    let path = join_path(path, &percent_decoded(href));
                    items.insert(id, Item { path, media: say("media-type"), properties: say("properties") });
                }
                "reference" => {
                    let kind = node.attribute("type").unwrap_or_default();
                    if matches!(kind, "toc" | "loi" | "lot" | "index-toc")
                        && let Some(href) = node.attribute("href")
                    {
                        let file = href.split('#').next().unwrap_or(href);
                        package.lists.push(join_path(path, &percent_decoded(file)));
                    }
                }
                _ => {}
            }
        }
        package.nav = items.values().find(|item| item.is_nav()).map(|item| item.path.clone());
        let spine = document.descendants().find(|node| node.tag_name().name() == "spine");
        let ncx = spine.and_then(|spine| spine.attribute("toc")).and_then(|id| items.get(id));
        let ncx = ncx.or_else(|| items.values().find(|item| item.media == "application/x-dtbncx+xml"));
        package.ncx = ncx.map(|item| item.path.clone());
        let mut aside = Vec::new();
        for node in spine.iter().flat_map(Node::children).filter(|node| node.tag_name().name() == "itemref") {
            let Some(item) = node.attribute("idref").and_then(|id| items.get(id)) else {
                let id = node.attribute("idref").unwrap_or_default();
                package.odd.push(format!("a part of the book is not listed among its files: {id}"));
                continue;
            };
            if node.attribute("linear") == Some("no") {
                aside.push(item.clone());
            } else {
                package.spine.push(item.clone());
            }
        }
        package.spine.extend(aside);
        Ok(package)
    }
}

/// What the metadata say.
fn facts(metadata: Node<'_, '_>) -> Front {
    let mut front = Front::default();
    let mut weight = 0;
    let mut creators: Vec<String> = Vec::new();
    for node in metadata.descendants().filter(Node::is_element) {
        let value = words(node);
        let property = node.attribute("property").unwrap_or_default();
        let name = if property.is_empty() { node.tag_name().name() } else { property };
        match name {
            _ if value.is_empty() => {}
            "title" if front.title.is_none() => front.title = Some(value),
            "publisher" if front.publisher.is_none() => front.publisher = Some(value),
            "creator" => {
                // EPUB 2 may say that somebody only drew the pictures, and how a name is put in order.
                let said = |name: &str| {
                    node.attributes().find(|own| own.name() == name).map(|own| own.value().to_owned())
                };
                if said("role").is_none_or(|role| role == "aut") {
                    creators.push(said("file-as").filter(|name| name.contains(',')).unwrap_or(value));
                }
            }
            "language" if front.language.is_none() => front.language = Some(value),
            "belongs-to-collection" if front.series.is_none() => front.series = Some(value),
            "source" | "identifier" if is_web(&value) && (front.source.is_none() || name == "source") => {
                front.source = Some(value);
            }
            "date" | "dcterms:issued" | "issued" => {
                let event = node.attributes().find(|attribute| attribute.name() == "event");
                let heavy = match event.map(|event| event.value()) {
                    _ if name != "date" => 4,
                    Some("publication") => 3,
                    Some("original-publication" | "creation") => 1,
                    Some(_) => 0,
                    None => 2,
                };
                if heavy > weight
                    && let Some(year) = year_of(&value)
                {
                    weight = heavy;
                    front.year = Some(year);
                }
            }
            _ => {}
        }
    }
    front.author = authors::joined(creators.iter().map(String::as_str));
    front
}

fn words(node: Node<'_, '_>) -> String {
    let text: String = node.descendants().filter(Node::is_text).filter_map(|node| node.text()).collect();
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The contents out of an EPUB 2's list: where each entry leads, what it says, and its level.
pub fn ncx(text: &str) -> Vec<(String, String, u8)> {
    let Ok(document) = xml(text) else { return Vec::new() };
    let mut entries = Vec::new();
    // Levels by the nodes' numbers: each is one more than that of the point around it.
    let mut levels: HashMap<roxmltree::NodeId, u8> = HashMap::new();
    for point in document.descendants().filter(|node| node.tag_name().name() == "navPoint") {
        let around = point.parent().and_then(|parent| levels.get(&parent.id()).copied());
        let level = around.unwrap_or(0).saturating_add(1).min(DEPTH);
        levels.insert(point.id(), level);
        let child = |name: &str| point.children().find(|node| node.tag_name().name() == name);
        let (Some(label), Some(content)) = (child("navLabel"), child("content")) else { continue };
        let title = words(label);
        if let Some(source) = content.attribute("src").filter(|_| !title.is_empty()) {
            entries.push((source.to_owned(), title, level));
        }
    }
    entries
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contents_have_levels() {
        let text = "<ncx><navMap><navPoint><navLabel><text>One</text></navLabel><content src='a%20b.html'/>
            <navPoint><navLabel><text>Two</text></navLabel><content src='../c.html#x'/></navPoint></navPoint>
            </navMap></ncx>";
        let wanted = [("a%20b.html", "One", 1), ("../c.html#x", "Two", 2)];
        assert_eq!(ncx(text), wanted.map(|(target, title, level)| (target.into(), title.into(), level)));
    }

    #[test]
    fn only_fonts_may_be_scrambled() {
        let data = |algorithm: &str| {
            format!(
                "<encryption><EncryptedData><EncryptionMethod Algorithm='{algorithm}'/></EncryptedData></encryption>"
            )
        };
        assert!(!is_locked(&data("http://www.idpf.org/2008/embedding")));
        assert!(is_locked(&data("http://www.w3.org/2001/04/xmlenc#aes128-cbc")));
        assert!(!is_locked("<encryption/>"));
    }
}
