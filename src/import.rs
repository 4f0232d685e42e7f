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
use crate::model::{Atlas, Block, BlockKind, Document};
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
    let mut document = match format {
        Format::Text => text::import(text),
        Format::Markdown => markdown::import(&text)?,
    };
    part_long_blocks(&mut document);
    let is_head = |block: &Block| matches!(block.kind, BlockKind::Heading(_));
    document.heads =
        (0_u32..).zip(&document.blocks).filter(|(_, block)| is_head(block)).map(|(at, _)| at).collect();
    Ok(document)
}

/// The longest block, in bytes: more is set, searched and drawn as one only at a price. No paragraph that
/// anybody wrote is as long; what is longer has lost its line ends.
const LONG: usize = 1 << 16;

/// Parts paragraphs that are too long, behind a sentence or at least a word.
fn part_long_blocks(document: &mut Document) {
    if document.blocks.iter().all(|block| block.range().len() <= LONG) {
        return;
    }
    let mut blocks = Vec::with_capacity(document.blocks.len());
    let mut moved = Vec::with_capacity(document.blocks.len());
    for block in &document.blocks {
        moved.push(blocks.len() as u32);
        let mut rest = *block;
        while rest.range().len() > LONG {
            let mut most = rest.start as usize + LONG;
            while !document.text.is_char_boundary(most) {
                most -= 1;
            }
            let stretch = &document.text[rest.start as usize..most];
            let sentence = stretch.rfind(". ").map(|at| at + 1).filter(|&at| at > LONG / 2);
            let end = sentence.or_else(|| stretch.rfind(' ')).filter(|&at| at > 0).unwrap_or(stretch.len());
            let end = rest.start + end as u32;
            blocks.push(Block { end, ..rest });
            let gap = document.text[end as usize..].bytes().take_while(u8::is_ascii_whitespace).count();
            rest.start = (end + gap as u32).min(rest.end);
        }
        blocks.push(rest);
    }
    document.blocks = blocks;
    for note in &mut document.notes {
        note.block = moved[note.block as usize];
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
        metadata::settle(document, source, self.atlas);
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
