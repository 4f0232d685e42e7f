//! A word processor's document (Office Open XML): its parts out of the zip archive, put together. Never reads
//! what is not text: pictures, macros, embedded files.
mod body;
mod fields;
mod looks;
mod notes;
mod numbering;
mod package;
mod runs;
mod styles;
mod tables;
mod xml;

use super::dates::year_of;
use super::markdown::entitle;
use super::text::arrange;
use super::writer::{Writer, empty};
use super::{Report, authors, sniff};
use crate::model::{Block, BlockKind, Document, Evidence, Said};
use anyhow::{Context, Result, bail};
use body::Reader;
use numbering::Numbering;
use package::Package;
use styles::Styles;

/// Reads it.
///
/// # Errors
/// When it is no such document, is locked or damaged, or goes beyond a limit.
pub fn import(bytes: &[u8], report: &mut Report) -> Result<Document> {
    if let Some(advice) = sniff::ole(bytes) {
        bail!(advice);
    }
    if !bytes.starts_with(b"PK\x03\x04") {
        bail!("no .docx file: it is no zip archive");
    }
    let mut package = Package::open(bytes)?;
    let main = package.main();
    let parts = package.parts_of(&main)?;
    let mut odd = Vec::new();
    let texts = Texts {
        body: package.text(&main)?.context("no .docx file: its text is missing")?,
        styles: part(&mut package, parts.of("styles"))?,
        numbering: part(&mut package, parts.of("numbering"))?,
        footnotes: part(&mut package, parts.of("footnotes"))?,
        endnotes: part(&mut package, parts.of("endnotes"))?,
        settings: part(&mut package, parts.of("settings"))?,
        // Whether or not it says who wrote it, the text is there.
        core: package.core().unwrap_or_else(|error| {
            odd.push(format!("what the file says of itself cannot be read: {error:#}"));
            None
        }),
    };
    let trees = texts.parse()?;
    let note_links = package.parts_of(&package::beside(&main, parts.of("footnotes")))?;
    let end_links = package.parts_of(&package::beside(&main, parts.of("endnotes")))?;
    let links = [&parts, &note_links, &end_links];

    let mut document = trees.read(links, report, false);
    if document.blocks.is_empty() {
        // A table of contents and nothing else is better than nothing.
        report.odd.clear();
        document = trees.read(links, report, true);
    }
    report.odd.append(&mut odd);
    let beside = package.count_words_beside(&parts, &mut report.odd);
    report.characters += beside.characters;
    if beside.parts > 0 {
        report.odd.push(counted(beside.parts, "page header or footer", "page headers and footers"));
    }
    Ok(document)
}

/// What was left out, counted.
fn counted(count: usize, one: &str, many: &str) -> String {
    if count == 1 { format!("1 {one} left out") } else { format!("{count} {many} left out") }
}

/// A part that may be missing.
fn part(package: &mut Package<'_>, name: Option<&str>) -> Result<Option<String>> {
    match name {
        Some(name) => package.text(name),
        None => Ok(None),
    }
}

/// The parts that say something, as text.
struct Texts {
    body: String,
    styles: Option<String>,
    numbering: Option<String>,
    footnotes: Option<String>,
    endnotes: Option<String>,
    settings: Option<String>,
    core: Option<String>,
}

impl Texts {
    fn parse(&self) -> Result<Trees<'_>> {
        Ok(Trees {
            body: xml::parse(&self.body).context("the text")?,
            styles: optional(self.styles.as_deref()).context("the styles")?,
            numbering: optional(self.numbering.as_deref()).context("the lists")?,
            footnotes: optional(self.footnotes.as_deref()).context("the footnotes")?,
            endnotes: optional(self.endnotes.as_deref()).context("the endnotes")?,
            settings: optional(self.settings.as_deref()).context("the settings")?,
            core: optional(self.core.as_deref()).unwrap_or(None),
        })
    }
}

fn optional(text: Option<&str>) -> Result<Option<roxmltree::Document<'_>>> {
    text.map(xml::parse).transpose()
}

/// The same as trees.
struct Trees<'a> {
    body: roxmltree::Document<'a>,
    styles: Option<roxmltree::Document<'a>>,
    numbering: Option<roxmltree::Document<'a>>,
    footnotes: Option<roxmltree::Document<'a>>,
    endnotes: Option<roxmltree::Document<'a>>,
    settings: Option<roxmltree::Document<'a>>,
    core: Option<roxmltree::Document<'a>>,
}

impl Trees<'_> {
    fn read(&self, links: [&package::Parts; 3], report: &mut Report, contents: bool) -> Document {
        let styles =
            self.styles.as_ref().map_or_else(Styles::default, |tree| Styles::read(tree.root_element()));
        let numbering =
            Numbering::read(self.numbering.as_ref().map(roxmltree::Document::root_element), &styles);
        let root = self.body.root_element();
        let looks = looks::Looks::of(root, &styles);
        let capacity = root.document().input_text().len() / 4;
        let writer = Writer::new(empty(capacity.min(1 << 24)));
        let mut reader = Reader::new(writer, &styles, numbering, &looks, links[0]);
        if contents {
            reader.keep_contents();
        }
        reader.count_notes(self.settings.as_ref().map(roxmltree::Document::root_element), root);
        reader.blocks(root);
        for (notes, links, end) in [(&self.footnotes, links[1], false), (&self.endnotes, links[2], true)] {
            if let Some(notes) = notes {
                reader.links = links;
                reader.notes(notes.root_element(), end);
            }
        }
        let lang = styles.language(&reader.writer.document.text);
        let mut document = reader.finish(report);
        if is_unstyled(&document) {
            // Typed without a style: its numbers and short lines say what they do in plain text.
            let paragraphs: Vec<_> = document.blocks.iter().map(Block::range).collect();
            arrange(&mut document, &paragraphs);
        }
        entitle(&mut document);
        notes::bare_title(&mut document);
        let said = |name| self.core.as_ref().and_then(|core| xml::said(core.root_element(), name));
        if document.meta.title.is_none()
            && let Some(title) = said("title").filter(|title| is_title(title))
        {
            document.meta.title = Some(Said { value: title, by: Evidence::FrontMatter });
        }
        document.meta.author = said("creator").and_then(|names| authors::joined([names.as_str()]));
        document.meta.made = said("created").and_then(|date| year_of(&date));
        document.meta.language = said("language").filter(|tag| tag.len() < 36).or(lang);
        document
    }
}

/// Whether a document is nothing but paragraphs.
fn is_unstyled(document: &Document) -> bool {
    document.blocks.iter().all(|block| block.kind == BlockKind::Paragraph) && document.anchors.is_empty()
}

/// Whether somebody wrote it: word processors put the first line or the file's name where nobody did.
fn is_title(title: &str) -> bool {
    let folded = title.to_lowercase();
    let machine = ["microsoft word", "document", "untitled", "title", "slide 1", "powerpoint"];
    let file = [".doc", ".docx", ".dot", ".rtf", ".odt", ".txt"].iter().any(|end| folded.ends_with(end));
    !file && !machine.iter().any(|word| folded.starts_with(word)) && title.chars().count() <= 200
}
