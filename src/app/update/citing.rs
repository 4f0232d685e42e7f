//! Copying a passage with its citation, and the citation of what is shown. Never writes a citation itself.
use super::selecting::{end_of, nothing, put, taken};
use crate::app::command::{Listed, listing};
use crate::app::sheet::counted;
use crate::app::{App, Context, Effect, Item, Source};
use crate::model::{Block, CitationFormat, DocId, Library, Span, SpanKind};
use crate::query::Target;
use crate::query::cite::{Citation, cited, quoted, written_all};
use std::collections::HashSet;
use std::sync::Arc;

/// `Q`: copies the selection, else the passage or hit, in quotation marks, with its citation behind it.
pub(super) fn act(app: &mut App) -> Vec<Effect> {
    let library = Arc::clone(&app.library);
    let Some(taken) = taken(app) else { return nothing(app) };
    let Some((first, _)) = taken.blocks else {
        app.notice =
            Some(app.keys.told(Context::Reader, "These words are the program's own: {copy} copies them."));
        return Vec::new();
    };
    let words = without_label(&library, first, &taken.words);
    let mut blocks = app.desk().reader.every_selected_block();
    if !blocks.contains(&first) {
        blocks = vec![first];
    }
    let targets: Vec<Target> = blocks.into_iter().map(|(id, block)| Target::Block(id, block)).collect();
    let citations = cited(&library, &targets);
    let format = app.settings.citation;
    let text = match citations.as_slice() {
        [] => return nothing(app),
        [one] => quoted(words, one, format, app.today),
        many => format!("{}\n{}", crate::query::cite::in_quotes(words), written_all(many, format, app.today)),
    };
    let end = end_of(&text);
    let effects = put(app, text);
    app.notice = Some(format!(
        "Copied {} with {}{end}",
        counted(words.chars().count(), "character"),
        told(&citations, format),
    ));
    effects
}

/// The words of a footnote without its number, which the citation names.
fn without_label<'a>(library: &Library, (doc, block): (DocId, usize), words: &'a str) -> &'a str {
    let Some(doc) = library.get(doc) else { return words };
    let Some(range) = doc.blocks.get(block).map(Block::range) else { return words };
    let is_label = |span: &&Span| matches!(span.kind, SpanKind::NoteLabel(_));
    let label = doc.spans_in(range).iter().find(is_label).map(|span| span.start as usize..span.end as usize);
    let behind = label.and_then(|label| words.strip_prefix(doc.text.get(label)?));
    behind.map_or(words, str::trim_start)
}

/// `:cite`: copies the citation of what is shown: a document, the documents of a page of passages, a hit.
///
/// # Errors
/// In words, where there is no such format, or nothing that could be cited is shown.
pub(super) fn order(app: &mut App, format: &str) -> Result<Vec<Effect>, String> {
    let format = match format {
        "" => app.settings.citation,
        name => CitationFormat::named(name)
            .ok_or_else(|| format!("a citation is one of {}", CitationFormat::NAMES.join(", ")))?,
    };
    let citations = cited(&app.library, &shown(app));
    if citations.is_empty() {
        return Err("nothing that could be cited is shown".into());
    }
    let text = written_all(&citations, format, app.today);
    let effects = put(app, text);
    app.notice = Some(format!("Copied {}.", told(&citations, format)));
    Ok(effects)
}

/// What is shown, as it is cited.
fn shown(app: &App) -> Vec<Target> {
    if listing(app) == Some(Listed::Hits) {
        let hit = app.search.passage(app.search.cursor);
        return hit.map(|passage| Target::Block(passage.doc, passage.block as usize)).into_iter().collect();
    }
    let reader = &app.desk().reader;
    if let Source::Document(id) = reader.source {
        return vec![Target::Document(id)];
    }
    let mut seen: HashSet<DocId> = HashSet::new();
    let blocks = reader.sheet.items.iter().filter_map(|item| match item {
        Item::Block(id, _) | Item::Entry(_, _, Target::Document(id)) => Some(*id),
        _ => None,
    });
    blocks.filter(|id| seen.insert(*id)).map(Target::Document).collect()
}

/// "the Chicago citation of 2015-europe#p3".
fn told(citations: &[Citation], format: CitationFormat) -> String {
    match citations {
        [one] => format!("the {} citation of {}", format.title(), one.address()),
        many => format!("the {} citations of {}", format.title(), counted(many.len(), "document")),
    }
}
