//! Markdown, with front matter or without.
use super::front::Front;
use super::writer::{Writer, empty};
use crate::model::{BlockKind, Document, Evidence, Said, SpanKind, slug};
use anyhow::Result;
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

const OPTIONS: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_DEFINITION_LIST);

/// How many characters of Markdown are text: no markup, no front matter, no white space.
///
/// # Errors
/// When the front matter is broken.
pub fn characters(text: &str) -> Result<usize> {
    let (_, body) = Front::split(text)?;
    let of = |event| match event {
        Event::Text(text) | Event::Code(text) | Event::InlineMath(text) | Event::DisplayMath(text) => {
            super::written(&text)
        }
        Event::FootnoteReference(label) | Event::Start(Tag::FootnoteDefinition(label)) => {
            super::written(&label)
        }
        _ => 0,
    };
    Ok(Parser::new_ext(body, OPTIONS).map(of).sum())
}

/// Reads Markdown.
///
/// # Errors
/// When the front matter is broken.
pub fn import(text: &str) -> Result<Document> {
    let (front, body) = Front::split(text)?;
    let mut document = empty(body.len());
    if let Some(front) = &front {
        front.apply(&mut document, Evidence::FrontMatter);
    }
    let mut marks = Marks { writer: Writer::new(document) };
    for event in Parser::new_ext(body, OPTIONS) {
        marks.event(event);
    }
    let mut document = marks.writer.finish();
    entitle(&mut document);
    Ok(document)
}

/// Makes the one outermost heading at the top the title, and moves the others up.
pub fn entitle(document: &mut Document) {
    let first = document.blocks.first().map(|block| block.kind);
    let tops = document.blocks.iter().filter(|block| block.kind == BlockKind::Heading(1)).count();
    if first != Some(BlockKind::Heading(1)) || tops != 1 {
        return;
    }
    let title = document.prose(0).into_owned();
    match &document.meta.title {
        Some(said) if said.value != title => return,
        Some(_) => {}
        None => document.meta.title = Some(Said { value: title, by: Evidence::FirstLines }),
    }
    document.blocks[0].kind = BlockKind::Title;
    for block in &mut document.blocks {
        if let BlockKind::Heading(level) = &mut block.kind {
            *level = level.saturating_sub(1).max(1);
        }
    }
}

/// Gives a document what the parser tells.
struct Marks {
    writer: Writer,
}

impl Marks {
    fn event(&mut self, event: Event<'_>) {
        let writer = &mut self.writer;
        match event {
            Event::Start(tag) => self.open_tag(tag),
            Event::End(tag) => self.close_tag(tag),
            Event::Code(code) => {
                writer.open_span(SpanKind::Code);
                writer.text(&code);
                writer.close_span();
            }
            Event::FootnoteReference(label) => writer.mark(&label, &label),
            Event::SoftBreak => writer.text(" "),
            Event::HardBreak => writer.line_break(),
            Event::TaskListMarker(done) => writer.text(if done { "[x] " } else { "[ ] " }),
            // Raw tags are furniture; the words between them come as text.
            Event::Html(_) | Event::InlineHtml(_) | Event::Rule => {}
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => writer.text(&text),
        }
    }

    fn open_tag(&mut self, tag: Tag<'_>) {
        let writer = &mut self.writer;
        match tag {
            Tag::Heading { level, id, .. } => {
                writer.open_heading(level as u8);
                if let Some(id) = id {
                    writer.anchor(&id);
                }
            }
            Tag::List(first) => writer.open_list(first),
            Tag::Item => writer.open_item(),
            Tag::BlockQuote(_) => writer.open_quote(),
            Tag::FootnoteDefinition(label) => writer.open_note(&label, Some(&label)),
            Tag::TableHead => writer.open_row(true),
            Tag::TableRow => writer.open_row(false),
            Tag::TableCell => writer.cell(),
            Tag::Emphasis | Tag::Strikethrough => writer.open_span(SpanKind::Emphasis),
            // A term is a paragraph of strong words, what is said of it an item below, as in HTML.
            Tag::Strong | Tag::DefinitionListTitle => writer.open_span(SpanKind::Strong),
            Tag::DefinitionListDefinition => {
                writer.open_list(None);
                writer.open_item();
            }
            Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. } => writer.open_link(&dest_url),
            _ => {}
        }
    }

    fn close_tag(&mut self, tag: TagEnd) {
        let writer = &mut self.writer;
        match tag {
            TagEnd::Heading(_) => {
                // The name by which other parts of a text link to a heading.
                let name = slug(writer.written());
                writer.anchor(&name);
                writer.close_heading();
            }
            TagEnd::Paragraph | TagEnd::CodeBlock | TagEnd::HtmlBlock => writer.close_paragraph(),
            TagEnd::Item => writer.close_item(),
            TagEnd::List(_) => writer.close_list(),
            TagEnd::DefinitionListTitle => {
                writer.close_span();
                writer.close_paragraph();
            }
            TagEnd::DefinitionListDefinition => {
                writer.close_item();
                writer.close_list();
            }
            TagEnd::BlockQuote(_) => writer.close_quote(),
            TagEnd::FootnoteDefinition => writer.close_note(),
            TagEnd::TableHead | TagEnd::TableRow => writer.close_row(),
            TagEnd::Emphasis | TagEnd::Strikethrough | TagEnd::Strong | TagEnd::Link | TagEnd::Image => {
                writer.close_span();
            }
            _ => {}
        }
    }
}
