//! Bytes to a [`Document`]: one file per format, and `structure` for plain text.
//! Never opens a file itself. Total: bad input is an error that says why, never a panic.
mod archive;
mod authors;
mod clean;
mod dates;
mod docx;
mod encoding;
mod epub;
mod front;
mod html;
mod markdown;
mod metadata;
mod notes;
mod numbers;
mod pdf;
mod sniff;
mod structure;
mod text;
mod writer;

pub use archive::{Entry, Unpacked, is_packed, sidecars, unpack, unpack_each};
pub use front::Front;
pub use metadata::{Sidecar, Source, slug_of_file, unpacked_name};
pub use sniff::{Sniffed, sniff};

use crate::gazetteer::Tagger;
use crate::model::{Atlas, Block, BlockKind, Document};
use anyhow::{Result, bail};
use std::borrow::Cow;

/// The formats that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Plain text.
    Text,
    /// Markdown, with front matter or without.
    Markdown,
    /// A web page.
    Html,
    /// An electronic book, EPUB 2 or 3.
    Epub,
    /// A PDF file with a text layer.
    Pdf,
    /// A word processor's document (Office Open XML).
    Docx,
}

impl Format {
    /// The name a reader knows it by.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::Html => "html",
            Self::Epub => "epub",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
        }
    }

    /// The format of a file by its name's end; `None` when no importer knows it.
    pub fn of_name(name: &str) -> Option<Self> {
        let end = name.rsplit_once('.').map_or("", |(_, end)| end).to_ascii_lowercase();
        match end.as_str() {
            "md" | "markdown" | "mkd" => Some(Self::Markdown),
            "txt" | "text" | "" => Some(Self::Text),
            "html" | "htm" | "xhtml" | "xht" => Some(Self::Html),
            "epub" => Some(Self::Epub),
            "pdf" => Some(Self::Pdf),
            "docx" | "docm" => Some(Self::Docx),
            _ => None,
        }
    }
}

/// What came of reading a document, for a reader who asks how well it was read.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Report {
    /// How many characters of text the source has, white space not counted, furniture counted.
    pub characters: usize,
    /// The encoding, where it is another than UTF-8 or the format leaves it open.
    pub encoding: Option<&'static str>,
    /// What was odd, in a reader's words, such as what was left out and why.
    pub odd: Vec<String>,
}

/// The ends of the names of files that are read, for those who ask.
pub const KNOWN: &str = "txt, md, html, epub, pdf, docx, and these packed as gz or zip";

/// Whether a file in a folder is to be read, by the end of its name.
pub fn is_known(name: &str) -> bool {
    let inner = unpacked_name(name);
    let end = inner.rsplit_once('.').map(|(_, end)| end);
    end.is_some_and(|end| end.eq_ignore_ascii_case("zip") || Format::of_name(inner).is_some())
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
/// When the bytes are not of the format, hold no text, or go beyond a limit.
pub fn parse<'a>(format: Format, bytes: impl Into<Cow<'a, [u8]>>) -> Result<Document> {
    read(format, bytes.into(), &mut Report::default())
}

/// The same, and how well it went.
///
/// # Errors
/// As [`parse`].
pub fn examine(format: Format, bytes: &[u8]) -> Result<(Document, Report)> {
    let mut report = Report::default();
    let document = read(format, bytes.into(), &mut report)?;
    // Counted only where somebody asks: the start reads many of these.
    let text = |report: &mut Report| clean::decode(bytes, report);
    match format {
        Format::Text => report.characters = written(&text(&mut Report::default())?),
        Format::Markdown => report.characters = markdown::characters(&text(&mut Report::default())?)?,
        Format::Html | Format::Epub | Format::Pdf | Format::Docx => {}
    }
    Ok((document, report))
}

/// How many characters of a text are no white space.
pub fn written(text: &str) -> usize {
    text.chars().filter(|c| !c.is_whitespace()).count()
}

fn read(format: Format, bytes: Cow<'_, [u8]>, report: &mut Report) -> Result<Document> {
    if bytes.len() > LIMIT {
        bail!("larger than {} MiB", LIMIT >> 20);
    }
    let mut document = match (format, bytes) {
        // Most texts need no change at all: their bytes become the document's.
        (Format::Text, Cow::Owned(bytes)) => text::import(clean::decode_owned(bytes, report)?.into()),
        (format, bytes) => read_borrowed(format, &bytes, report)?,
    };
    if document.blocks.is_empty() {
        bail!("there is no text in it");
    }
    part_long_blocks(&mut document);
    let is_head = |block: &Block| matches!(block.kind, BlockKind::Heading(_));
    document.heads =
        (0_u32..).zip(&document.blocks).filter(|(_, block)| is_head(block)).map(|(at, _)| at).collect();
    Ok(document)
}

fn read_borrowed(format: Format, bytes: &[u8], report: &mut Report) -> Result<Document> {
    Ok(match format {
        Format::Text => text::import(clean::decode(bytes, report)?),
        Format::Markdown => markdown::import(&clean::decode(bytes, report)?)?,
        Format::Html => html::import(bytes, report)?,
        Format::Epub => epub::import(bytes, report)?,
        Format::Pdf => pdf::import(bytes, report)?,
        Format::Docx => docx::import(bytes, report)?,
    })
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
            let most = document.text.floor_char_boundary(rest.start as usize + LONG);
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
    for anchor in &mut document.anchors {
        anchor.block = moved[anchor.block as usize];
    }
}

impl Importer<'_> {
    /// Reads one document.
    ///
    /// # Errors
    /// When the bytes are no text, are empty, or their front matter is broken.
    pub fn import<'a>(&self, source: &Source<'_>, bytes: impl Into<Cow<'a, [u8]>>) -> Result<Document> {
        let mut document = parse(source.format, bytes)?;
        self.finish(&mut document, source);
        Ok(document)
    }

    /// Settles what is known of a document that was read, and finds the places it names. Says what is odd about what
    /// it says of itself.
    pub fn finish(&self, document: &mut Document, source: &Source<'_>) -> Option<String> {
        let odd = metadata::settle(document, source, self.atlas);
        let subject = document.subject();
        let mut mentions = Vec::with_capacity(document.text.len() / 100);
        for block in &document.blocks {
            self.tagger.tag(&document.text, block.range(), subject, &mut mentions);
        }
        mentions.shrink_to_fit();
        document.mentions = mentions;
        odd
    }
}

/// The largest file read, in bytes: offsets are 32 bits wide, and a text this long is no text.
const LIMIT: usize = 1 << 30;
