//! A page of text, as Markdown or plain words.
use crate::app::Reader;
use crate::app::reader::{Source, block_words};
use crate::app::sheet::Item;
use crate::model::{Block, BlockKind, DocId, Document, Library, SpanKind};
use crate::typeset::Role;
use std::fmt::Write as _;
use std::ops::Range;

/// How a page is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Manner {
    /// As words.
    Plain,
    /// As Markdown that the program reads again as it was.
    Markdown,
    /// As Markdown without what it says of itself in front.
    Body,
}

/// What the reading pane shows, in the words at its head.
pub fn title(library: &Library, reader: &Reader) -> Option<String> {
    if let Source::Document(id) = reader.source {
        return Some(library.doc(id).title().to_owned());
    }
    reader.sheet.items.iter().find_map(|item| match item {
        Item::Words(words, Role::Title) => Some(words.clone()),
        _ => None,
    })
}

/// All of what the reading pane shows.
pub fn text(library: &Library, reader: &Reader, manner: Manner) -> String {
    let markdown = manner != Manner::Plain;
    let mut text = match (&reader.source, manner) {
        (Source::Document(id), Manner::Markdown) => front(library.doc(*id)),
        _ => String::new(),
    };
    let whole_document = matches!(reader.source, Source::Document(_));
    let mut before: Option<&Item> = None;
    for item in &reader.sheet.items {
        if *item == Item::Gap || before == Some(item) {
            continue;
        }
        let words = match item {
            Item::Block(id, block) if markdown => block_markdown(library.doc(*id), *block, whole_document),
            Item::Block(id, block) => block_words(library.doc(*id), *block, 0..usize::MAX),
            // Whose text it is stands in front of the document already.
            Item::Words(_, Role::Aside) if whole_document && manner == Manner::Markdown => continue,
            Item::Words(words, role) if markdown => match role {
                Role::Title => format!("# {}", escaped(words)),
                Role::Heading(_) | Role::Edition => format!("## {}", escaped(words)),
                Role::Path => format!("### {}", escaped(words)),
                _ => escaped(words),
            },
            Item::Words(words, _) | Item::Places(words, _) => words.clone(),
            Item::Entry(words, count, _) => {
                let count = count.map_or_else(String::new, |count| format!(" ({count})"));
                format!("{}{words}{count}", if markdown { "- " } else { "" })
            }
            Item::Gap => continue,
        };
        if !text.is_empty() {
            text.push_str(if before.is_some_and(|before| close(library, before, item)) {
                "\n"
            } else {
                "\n\n"
            });
        }
        text.push_str(&words);
        if let Item::Block(id, block) = item
            && !whole_document
        {
            // A passage away from its document says where it is from.
            let address = library.doc(*id).address(*block);
            let _ = if markdown { write!(text, "\n\n`{address}`") } else { write!(text, "\n[{address}]") };
        }
        before = Some(item);
    }
    text.push('\n');
    text
}

/// Whether two items follow each other without an empty line.
fn close(library: &Library, before: &Item, after: &Item) -> bool {
    let kind = |id: &DocId, block: usize| library.doc(*id).blocks[block].kind;
    match (before, after) {
        (Item::Entry(..), Item::Entry(..)) => true,
        (Item::Block(one, first), Item::Block(other, second)) => {
            let below = kind(other, *second);
            // A head begins another table.
            below.goes_on(kind(one, *first)) && below != BlockKind::Row(true)
        }
        _ => false,
    }
}

/// What a document says of itself, so that the program reads it again as it was.
fn front(doc: &Document) -> String {
    let meta = &doc.meta;
    let mut front = String::from("+++\n");
    let mut say = |name: &str, value: &str| {
        let _ = writeln!(front, "{name} = {}", serde_json::Value::from(value));
    };
    say("title", doc.title());
    if let Some(series) = doc.series() {
        say("series", series);
    }
    for (name, value) in [("part", &meta.part), ("publisher", &meta.publisher), ("source", &meta.source)] {
        if let Some(value) = value {
            say(name, value);
        }
    }
    if let Some(year) = doc.year() {
        let _ = writeln!(front, "year = {year}");
    }
    front + "+++"
}

/// A block as Markdown. Away from its document, where `whole` is false, its headings are below those of the page, and
/// its footnotes are told by their numbers alone: their texts may be elsewhere, and several texts have a note 1.
fn block_markdown(doc: &Document, block: usize, whole: bool) -> String {
    let Block { kind, .. } = doc.blocks[block];
    let words = marked_up(doc, doc.blocks[block].range(), whole);
    match kind {
        BlockKind::Title | BlockKind::Heading(_) if !whole => format!("#### {words}"),
        BlockKind::Title => format!("# {words}"),
        BlockKind::Heading(depth) => format!("{} {words}", "#".repeat(usize::from(depth).clamp(1, 5) + 1)),
        BlockKind::Paragraph => words,
        BlockKind::Quote => format!("> {words}"),
        BlockKind::Footnote => match doc.note_at(block) {
            // Its label is the mark now; a second paragraph of it is indented.
            Some(note) if doc.notes[note].block as usize == block => {
                let label = &doc.notes[note].label;
                if whole { format!("[^{label}]: {words}") } else { format!("\\[{label}\\] {words}") }
            }
            _ if !whole => words,
            _ => format!("    {words}"),
        },
        BlockKind::Item(depth, ordinal) => {
            let sign = ordinal.map_or_else(|| "-".into(), |ordinal| format!("{ordinal}."));
            format!("{:1$}{sign} {words}", "", usize::from(depth) * 2)
        }
        BlockKind::Row(head) => {
            let cells: Vec<String> =
                doc.raw(block).split('\t').map(|cell| escaped(&spaced(cell)).replace('|', "\\|")).collect();
            let row = format!("| {} |", cells.join(" | "));
            if head { format!("{row}\n|{}", "---|".repeat(cells.len())) } else { row }
        }
    }
}

/// Words with their footnote marks, stress and links.
fn marked_up(doc: &Document, range: Range<usize>, whole: bool) -> String {
    let (mut out, mut at) = (String::new(), range.start);
    for span in doc.spans_in(range.clone()) {
        let (start, end) = (span.start as usize, span.end as usize);
        if start < at || end > range.end {
            continue;
        }
        let before = spaced_open(&doc.text[at..start]);
        let words = escaped(&spaced(&doc.text[start..end]));
        out.push_str(&escaped(&before));
        match span.kind {
            SpanKind::NoteMark(note) => {
                let label = &doc.notes[usize::from(note)].label;
                let _ = if whole { write!(out, "[^{label}]") } else { write!(out, "\\[{label}\\]") };
            }
            SpanKind::NoteLabel(_) => {}
            SpanKind::Emphasis => {
                let _ = write!(out, "*{words}*");
            }
            SpanKind::Strong => {
                let _ = write!(out, "**{words}**");
            }
            SpanKind::Code => {
                let _ = write!(out, "`{}`", spaced(&doc.text[start..end]));
            }
            SpanKind::Link(link) => {
                let _ = write!(out, "[{words}]({})", doc.links[usize::from(link)].target);
            }
        }
        at = end;
    }
    out.push_str(&escaped(&spaced_open(&doc.text[at..range.end])));
    out.trim().to_owned()
}

fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The same, a space at either end kept.
fn spaced_open(text: &str) -> String {
    let blank = |c: Option<char>| if c.is_some_and(char::is_whitespace) { " " } else { "" };
    let words = spaced(text);
    if words.is_empty() {
        return blank(text.chars().next()).into();
    }
    format!("{}{words}{}", blank(text.chars().next()), blank(text.chars().next_back()))
}

/// Words in which no sign means anything to Markdown.
pub fn escaped(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for (at, c) in words.char_indices() {
        let begins = at == 0 && matches!(c, '#' | '>' | '+' | '-');
        if begins || matches!(c, '\\' | '*' | '_' | '[' | ']' | '<' | '`') {
            out.push('\\');
        }
        out.push(c);
    }
    out
}
