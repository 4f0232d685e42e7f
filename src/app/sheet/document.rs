//! The pages of documents: one with what it says of itself, and the list of those of an edition or a series.
use super::{Item, Sheet, counted, span_of};
use crate::model::{BlockKind, DocId, Document, Evidence, Library, Span, SpanKind};
use crate::query::Target;
use crate::typeset::Role;

/// Which editions of a series.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Which {
    /// All of them.
    All,
    /// One, or what has no year.
    One(Option<i32>),
}

/// The documents of an edition, or of a whole series.
pub(super) fn edition(sheet: &mut Sheet, library: &Library, series: Option<&str>, which: Which) {
    let docs: Vec<(DocId, &Document)> = library
        .iter()
        .map(|(id, doc)| (id, &**doc))
        .filter(|(_, doc)| doc.series() == series && (which == Which::All || which == Which::One(doc.year())))
        .collect();
    let name = series.unwrap_or("Other documents");
    let title = match which {
        Which::All => name.to_owned(),
        Which::One(Some(year)) => format!("{name} {year}"),
        Which::One(None) => format!("{name}, undated"),
    };
    sheet.words(title, Role::Title);
    let mut facts = vec![counted(docs.len(), "document")];
    if which == Which::All {
        facts.extend(
            span_of(docs.iter().filter_map(|(_, doc)| doc.year())).map(|span| format!("editions {span}")),
        );
    }
    let publisher = docs.first().and_then(|(_, doc)| doc.meta.publisher.as_deref());
    facts.extend(publisher.map(str::to_owned));
    sheet.words(facts.join(", "), Role::Aside);
    let mut last = Which::All;
    for (id, doc) in docs {
        if which == Which::All && last != Which::One(doc.year()) {
            last = Which::One(doc.year());
            sheet.gap();
            sheet.part();
            let label = doc.year().map_or_else(|| "Undated".to_owned(), |year| year.to_string());
            sheet.words(label, Role::Edition);
        } else if last == Which::All {
            last = Which::One(doc.year());
            sheet.gap();
        }
        sheet.stop(Item::Entry(doc.title().to_owned(), None, Target::Document(id)));
    }
}

/// A document: what it is, then its text.
pub(super) fn document(sheet: &mut Sheet, library: &Library, id: DocId) {
    let Some(doc) = library.get(id) else { return };
    let titled = doc.blocks.first().is_some_and(|block| block.kind == BlockKind::Title);
    if !titled {
        sheet.words(doc.title(), Role::Title);
    } else if doc.prose(0) == doc.title() {
        sheet.items.push(Item::Block(id, 0));
    } else {
        sheet.words(doc.title(), Role::Title);
    }
    banner(sheet, doc);
    let mut last: Option<BlockKind> = None;
    for (block, found) in doc.blocks.iter().enumerate() {
        if block == 0 && titled && doc.prose(0) == doc.title() {
            continue;
        }
        let together = last.is_some_and(|last| found.kind.goes_on(last));
        // What is said of a term stands right below it.
        let defined = matches!(found.kind, BlockKind::Item(..)) && block > 0 && is_term(doc, block - 1);
        if !together && !defined {
            sheet.gap();
        }
        let notes_begin = found.kind == BlockKind::Footnote && last != Some(BlockKind::Footnote);
        if notes_begin {
            sheet.words("Notes", Role::Aside);
        }
        if found.kind.depth().is_some() {
            sheet.part();
        }
        sheet.items.push(Item::Block(id, block));
        last = Some(found.kind);
    }
}

/// Whether a block is a term that is explained below it: a line of strong words and nothing else.
fn is_term(doc: &Document, block: usize) -> bool {
    let whole = doc.blocks[block];
    let strong =
        |span: &Span| span.kind == SpanKind::Strong && span.start <= whole.start && span.end >= whole.end;
    whole.kind == BlockKind::Paragraph && doc.spans_in(whole.range()).iter().any(strong)
}

/// What a document is: whose text, which edition and part, how much of it, and its source.
fn banner(sheet: &mut Sheet, doc: &Document) {
    let meta = &doc.meta;
    let guess = |by: Evidence| if by.is_guess() { " (by the file's name)" } else { "" };
    let mut edition = Vec::new();
    match (&meta.series, &meta.year) {
        (Some(series), Some(year)) if series.by == year.by => {
            edition.push(format!("{} {}{}", series.value, year.value, guess(year.by)));
        }
        (series, year) => {
            edition.extend(series.as_ref().map(|s| format!("{}{}", s.value, guess(s.by))));
            edition.push(
                year.as_ref().map_or_else(|| "undated".into(), |y| format!("{}{}", y.value, guess(y.by))),
            );
        }
    }
    edition.extend(meta.part.clone().filter(|part| !part.is_empty()).map(|part| {
        if part.starts_with(|c: char| c.is_ascii_digit()) { format!("Section {part}") } else { part }
    }));
    edition.extend(meta.publisher.clone());
    let extent = match meta.extent.as_deref() {
        Some("full") => ", of the whole section",
        Some("opening") => ", of the section's opening",
        _ => "",
    };
    match meta.kind.as_deref() {
        Some("digest") => {
            sheet.words(format!("A digest in other words{extent}: {}", edition.join(", ")), Role::Aside);
        }
        Some(kind) => sheet.words(format!("{kind}{extent}: {}", edition.join(", ")), Role::Aside),
        None => sheet.words(edition.join(", "), Role::Aside),
    }
    if let Some(covers) = meta.covers {
        sheet.words(format!("Covers {covers}"), Role::Aside);
    }
    if let Some(source) = &meta.source {
        sheet.words(format!("Source: {source}"), Role::Aside);
    }
    if doc.origin.file().is_some() {
        sheet.words(crate::model::harmless(&doc.origin.name()), Role::Aside);
    }
}
