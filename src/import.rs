//! Bytes to a [`Document`](crate::model::Document): one file per format, and `structure` for plain text.
//! Never opens a file itself. Total: bad input is an error that says why, never a panic.
mod clean;
mod front;
mod markdown;
mod metadata;
mod structure;
mod text;

pub use front::Front;
pub use metadata::{Sidecar, Source};

use crate::gazetteer::Tagger;
use crate::model::{Atlas, Document};
use anyhow::{Result, bail};

/// The formats read so far.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown, with front matter or without.
    Markdown,
}

impl Format {
    /// The name a reader knows it by.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
        }
    }

    /// The format of a file by its name's end; `None` when no importer knows it.
    pub fn of_name(name: &str) -> Option<Self> {
        let end = name.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
        match end.as_str() {
            "md" | "markdown" => Some(Self::Markdown),
            "txt" | "text" | "" => Some(Self::Text),
            _ => None,
        }
    }
}

/// What every import needs to know.
pub struct Importer<'a> {
    /// The places.
    pub atlas: &'a Atlas,
    /// The finder of their names.
    pub tagger: &'a Tagger,
}

/// Reads the text of a document; its places are found by [`Importer::finish`], which needs the gazetteer.
///
/// # Errors
/// When the bytes are no text, are empty, or their front matter is broken.
pub fn parse(format: Format, bytes: &[u8]) -> Result<Document> {
    if bytes.len() > LIMIT {
        bail!("larger than {} MiB", LIMIT >> 20);
    }
    let text = clean::decode(bytes)?;
    if text.trim().is_empty() {
        bail!("there is no text in it");
    }
    match format {
        Format::Text => Ok(text::import(text)),
        Format::Markdown => markdown::import(&text),
    }
}

impl Importer<'_> {
    /// Reads one document.
    ///
    /// # Errors
    /// When the bytes are no text, are empty, or their front matter is broken.
    pub fn import(&self, source: &Source<'_>, bytes: &[u8]) -> Result<Document> {
        let mut document = parse(source.format, bytes)?;
        self.finish(&mut document, source);
        Ok(document)
    }

    /// Settles what is known of a document that was read, and finds the places it names.
    pub fn finish(&self, document: &mut Document, source: &Source<'_>) {
        metadata::settle(document, source, self.atlas, self.tagger);
        let subject = document.subject();
        let mut mentions = Vec::with_capacity(document.text.len() / 100);
        for block in &document.blocks {
            self.tagger.tag(&document.text, block.range(), subject, &mut mentions);
        }
        mentions.shrink_to_fit();
        document.mentions = mentions;
    }
}

/// The largest file read, in bytes: offsets are 32 bits wide, and a text this long is no text.
const LIMIT: usize = 1 << 30;
