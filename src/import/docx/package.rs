//! The zip archive of a document: its parts, how they belong together, and limits on what comes out of it.
//! Never knows what a part says.
use super::super::{Report, archive, encoding};
use super::xml;
use anyhow::{Context, Result, bail};
use std::collections::HashMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The largest part, in bytes.
const LARGEST: u64 = 128 << 20;
/// The most bytes of all parts.
const MOST: u64 = 256 << 20;
/// How many bytes may come out of one, behind the first [`FREE`].
const RATIO: u64 = 200;
/// How much may come out whatever went in, in bytes.
const FREE: u64 = 4 << 20;

/// An open archive.
pub struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    /// How many more bytes may come.
    left: u64,
}

/// What a part refers to, by the names that the part uses for it.
#[derive(Debug, Default)]
pub struct Parts {
    by_id: HashMap<String, Part>,
}

#[derive(Debug)]
struct Part {
    /// The last word of its type's address, such as `styles`.
    kind: String,
    target: String,
    external: bool,
}

impl Parts {
    /// The path of the part of a kind.
    pub fn of(&self, kind: &str) -> Option<&str> {
        self.all(kind).next()
    }

    fn all(&self, kind: &str) -> impl Iterator<Item = &str> {
        let fits = move |part: &&Part| part.kind == kind && !part.external;
        self.by_id.values().filter(fits).map(|part| part.target.as_str())
    }

    /// Where a link leads outside the document.
    pub fn link(&self, id: &str) -> Option<&str> {
        self.by_id.get(id).filter(|part| part.kind == "hyperlink").map(|part| part.target.as_str())
    }
}

/// The words that stand beside the text.
#[derive(Debug, Default)]
pub struct Beside {
    /// How many parts have some.
    pub parts: usize,
    /// How many characters those have, white space not counted.
    pub characters: usize,
}

/// The path of a part, or of nothing.
pub fn beside(main: &str, part: Option<&str>) -> String {
    part.map_or_else(|| format!("{main}/none"), ToOwned::to_owned)
}

impl<'a> Package<'a> {
    /// Opens it.
    ///
    /// # Errors
    /// When the archive's list of files is missing or broken.
    pub fn open(bytes: &'a [u8]) -> Result<Self> {
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| archive::unreadable(&error))?;
        Ok(Self { archive, left: MOST })
    }

    /// The path of the main part.
    pub fn main(&mut self) -> String {
        let usual = "word/document.xml";
        let said = self.parts_of("").ok().and_then(|parts| parts.of("officeDocument").map(ToOwned::to_owned));
        said.filter(|path| self.archive.index_for_name(path).is_some()).unwrap_or_else(|| usual.into())
    }

    /// The text of a part, if it is there.
    ///
    /// # Errors
    /// When it is damaged, locked, or beyond a limit.
    pub fn text(&mut self, path: &str) -> Result<Option<String>> {
        let Some(index) = self.archive.index_for_name(path) else { return Ok(None) };
        let raw = self.archive.by_index_raw(index).map_err(|error| archive::unreadable(&error))?;
        if raw.encrypted() {
            bail!(super::sniff::LOCKED);
        }
        let most = FREE.max(raw.compressed_size().saturating_mul(RATIO));
        drop(raw);
        let limit = most.min(LARGEST).min(self.left);
        let part = self.archive.by_index(index).map_err(|error| archive::unreadable(&error))?;
        let mut bytes = Vec::new();
        part.take(limit + 1)
            .read_to_end(&mut bytes)
            .context("damaged: its packed bytes or their checksum are wrong")?;
        if bytes.len() as u64 > limit {
            if limit == most {
                bail!("a decompression bomb: more than {RATIO} times its packed size");
            }
            bail!("too large: more than {} MiB of text", limit >> 20);
        }
        self.left -= bytes.len() as u64;
        // Nearly always UTF-8, and then it is not copied.
        let text = match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => encoding::decode(error.as_bytes(), &mut Report::default())
                .context(path.to_owned())?
                .into_owned(),
        };
        Ok(Some(if text.starts_with('\u{feff}') { text['\u{feff}'.len_utf8()..].to_owned() } else { text }))
    }

    /// What a part refers to; the main part is what the empty path refers to.
    ///
    /// # Errors
    /// When the list of it is damaged.
    pub fn parts_of(&mut self, path: &str) -> Result<Parts> {
        let (folder, name) = path.rsplit_once('/').map_or(("", path), |(folder, name)| (folder, name));
        let separator = if folder.is_empty() { "" } else { "/" };
        let list = self.text(&format!("{folder}{separator}_rels/{name}.rels"))?;
        let Some(list) = list else { return Ok(Parts::default()) };
        let tree = xml::parse(&list).context("the list of parts")?;
        let mut parts = Parts::default();
        for relation in xml::elements(tree.root_element()) {
            let said = |name| relation.attribute(name);
            let (Some(id), Some(kind), Some(target)) = (said("Id"), said("Type"), said("Target")) else {
                continue;
            };
            let external = said("TargetMode") == Some("External");
            let target = if external { target.to_owned() } else { within(folder, target) };
            let kind = kind.rsplit('/').next().unwrap_or(kind).to_owned();
            parts.by_id.insert(id.to_owned(), Part { kind, target, external });
        }
        Ok(parts)
    }

    /// The part that says who wrote the document, and what it is called.
    ///
    /// # Errors
    /// When it is damaged.
    pub fn core(&mut self) -> Result<Option<String>> {
        let said = self.parts_of("")?.of("core-properties").map(ToOwned::to_owned);
        self.text(said.as_deref().unwrap_or("docProps/core.xml"))
    }

    /// Counts the words of page headers and footers. Those that cannot be read are told: the text is another part.
    pub fn count_words_beside(&mut self, parts: &Parts, odd: &mut Vec<String>) -> Beside {
        let mut beside = Beside::default();
        for path in parts.all("header").chain(parts.all("footer")) {
            let text = match self.text(path) {
                Ok(Some(text)) => text,
                Ok(None) => continue,
                Err(error) => {
                    odd.push(format!("a page header or footer cannot be read: {error:#}"));
                    continue;
                }
            };
            let Ok(tree) = xml::parse(&text) else { continue };
            let words = tree.descendants().filter(|&node| xml::is(node, "t")).filter_map(|node| node.text());
            let characters: usize = words.map(super::super::written).sum();
            beside.parts += usize::from(characters > 0);
            beside.characters += characters;
        }
        beside
    }
}

/// A path that a part in this folder names.
fn within(folder: &str, target: &str) -> String {
    if let Some(path) = target.strip_prefix('/') {
        return path.to_owned();
    }
    let mut parts: Vec<&str> = folder.split('/').filter(|part| !part.is_empty()).collect();
    for part in target.split('/') {
        match part {
            "." | "" => {}
            ".." => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    parts.join("/")
}
