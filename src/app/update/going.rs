//! Going to places, documents and passages, and following marks.
use super::arrival::fill_contents;
use super::history::remember;
use super::places;
use super::settle;
use super::slips;
use super::trees::{show_selected, source_of, unfold};
use crate::app::reader::Source;
use crate::app::slip::Matter;
use crate::app::tree::{Fold, Node};
use crate::app::{App, Context, Pane, Tab, changes, contents, regions};
use crate::model::{DocId, PlaceId};
use crate::query::{Lead, Target, lead};
use crate::typeset::Mark;
use std::ops::Range;
use std::sync::Arc;

/// Goes to a target in the tab where it belongs.
pub(in crate::app) fn go(app: &mut App, target: Target) {
    remember(app);
    let library = Arc::clone(&app.library);
    match target {
        Target::Place(place, year) => {
            app.tab = Tab::Regions;
            app.regions.list.prompt.text.clear();
            app.regions.list.typing = false;
            regions::reveal(app, place);
            app.pane = Pane::List;
            app.regions.reader.open(&library, Source::Dossier(place, year));
            if year.is_some() {
                app.pane = Pane::Reader;
            }
        }
        Target::Document(doc) => {
            go_to_block(app, doc, None);
            places::tell_left(app);
        }
        Target::Block(doc, block) => go_to_block(app, doc, Some(block)),
    }
}

pub(super) fn go_to_block(app: &mut App, doc: DocId, block: Option<usize>) {
    let library = Arc::clone(&app.library);
    fill_contents(app);
    app.tab = Tab::Contents;
    app.pane = Pane::Reader;
    app.contents.list.prompt.text.clear();
    app.contents.list.typing = false;
    contents::refill(app);
    contents::reveal(app, doc, block.unwrap_or(0));
    let reader = &mut app.contents.reader;
    reader.widen(&library);
    if reader.doc() != Some(doc) {
        reader.open(&library, Source::Document(doc));
    }
    match block.and_then(|block| reader.sheet.item_of(doc, block)) {
        Some(item) => reader.top_item(&library, item),
        None => reader.to_top(),
    }
}

/// Enter: follows the selected mark, opens the selected passage, or reads the selected row.
pub(super) fn open(app: &mut App) {
    if app.pane == Pane::List {
        let Some(row) = app.desk().list.rows.get(app.desk().list.cursor) else { return };
        let (node, fold) = (row.node.clone(), row.fold);
        // A row with nothing to read of its own is unfolded; everything else is read.
        let only_folds = matches!(node, Node::World | Node::Elsewhere | Node::Series(_) | Node::Edition(..));
        if only_folds && fold == Fold::Shut {
            unfold(app);
        } else {
            let tab = app.tab;
            let shows = app.desk().reader.source == source_of(&node).0;
            if matches!(node, Node::Change(_)) {
                changes::show_selected(app);
            } else if !shows {
                remember(app);
                show_selected(app, tab);
            }
            app.pane = Pane::Reader;
            places::tell_left(app);
        }
        return;
    }
    let library = Arc::clone(&app.library);
    if let Some(link) = app.desk().reader.selected_link(&library) {
        return follow(app, Mark::Link(link));
    }
    if let Some(mark) = app.desk().reader.selected_mark(&library) {
        return follow(app, mark);
    }
    match app.desk().reader.target() {
        Some(Target::Block(doc, block)) => open_passage(app, doc, block),
        // The only texts that the first page leads to are those that were left half read.
        Some(Target::Document(doc)) if app.desk().reader.source == Source::World => places::resume(app, doc),
        Some(target) => go(app, target),
        None => {
            app.notice = Some(app.keys.told(
                Context::Reader,
                "Nothing is selected here: {next-mention} goes to a name, {next-note} to a footnote.",
            ));
        }
    }
}

/// Goes to a stretch of a document, and selects it.
pub(in crate::app) fn go_to_range(app: &mut App, id: DocId, range: Range<usize>) {
    remember(app);
    let block = app.library.doc(id).block_at(range.start);
    go_to_block(app, id, block);
    show_range(app, id, range);
}

/// Shows a stretch of the document that is read, and selects it.
pub(in crate::app) fn show_range(app: &mut App, id: DocId, range: Range<usize>) {
    // A pane that was never shown does not know its width yet.
    settle(app);
    let library = Arc::clone(&app.library);
    let Some(block) = library.doc(id).block_at(range.start) else { return };
    let reader = &mut app.desk_mut().reader;
    reader.widen(&library);
    if let Some(item) = reader.sheet.item_of(id, block) {
        reader.choose_mark(&library, item, range);
    }
}

/// Opens a passage of a dossier in its document, in the same pane.
fn open_passage(app: &mut App, doc: DocId, block: usize) {
    remember(app);
    let library = Arc::clone(&app.library);
    let reader = &mut app.desk_mut().reader;
    let about = reader.about.clone();
    reader.open(&library, Source::Document(doc));
    reader.about.clone_from(&about);
    if let Some(item) = reader.sheet.item_of(doc, block) {
        reader.show_item(&library, item, 0);
        let range = library.doc(doc).blocks[block].range();
        let first = library.doc(doc).mentions_in(range).iter().find(|m| about.contains(&m.place)).copied();
        if let Some(mention) = first {
            reader.choose_mark(&library, item, mention.start as usize..mention.end as usize);
        }
    }
    app.pane = Pane::Reader;
}

/// Follows a mark: a name to its dossier, a footnote's mark to the note and back, a link to where it leads.
pub(super) fn follow(app: &mut App, mark: Mark) {
    match mark {
        Mark::Mention(place) => follow_name(app, place),
        Mark::NoteMark(note) => {
            // First shown where the reader is: most notes need no more.
            if let Some((id, _)) = app.desk().reader.at_block() {
                slips::lay_note(app, id, usize::from(note));
            }
        }
        Mark::NoteLabel(note) => {
            let library = Arc::clone(&app.library);
            let Some((id, _)) = app.desk().reader.at_block() else { return };
            let marks = library.doc(id).notes.get(usize::from(note)).map(|note| &note.marks);
            match marks.and_then(|marks| marks.first()) {
                Some(mark) => go_to_mark(app, id, mark.start as usize),
                None => app.notice = Some("No mark in the text leads to this note.".into()),
            }
        }
        Mark::Link(link) => follow_link(app, link),
    }
}

/// Goes to the dossier of a place that is named.
pub(super) fn follow_name(app: &mut App, place: PlaceId) {
    let here = matches!(app.desk().reader.source, Source::Dossier(shown, _) if shown == place);
    match app.desk().reader.target() {
        // The dossier is open already: the passage is what lies behind its own name.
        Some(Target::Block(doc, block)) if here => open_passage(app, doc, block),
        _ => {
            go(app, Target::Place(place, None));
            // Whoever reads goes on reading.
            app.pane = Pane::Reader;
        }
    }
}

/// Goes to the body of a footnote.
pub(super) fn go_to_note(app: &mut App, id: DocId, note: usize) {
    let library = Arc::clone(&app.library);
    let doc = library.doc(id);
    let Some(found) = doc.notes.get(note) else { return };
    go_to_mark(app, id, doc.blocks[found.block as usize].start as usize);
}

/// Goes to the mark or the label at a byte of a document.
fn go_to_mark(app: &mut App, id: DocId, byte: usize) {
    let library = Arc::clone(&app.library);
    let Some(target) = library.doc(id).block_at(byte) else { return };
    if app.desk().reader.doc() == Some(id) {
        remember(app);
    } else {
        // In a dossier the note stands in the document.
        open_passage(app, id, target);
    }
    let reader = &mut app.desk_mut().reader;
    reader.widen(&library);
    let Some(item) = reader.sheet.item_of(id, target) else { return };
    match reader.whole_mark(&library, item, byte) {
        Some(range) => reader.choose_mark(&library, item, range),
        None => reader.show_item(&library, item, 0),
    }
}

/// Follows a link: in the document, to another of the library, or shows where in the web it leads.
fn follow_link(app: &mut App, link: u16) {
    let library = Arc::clone(&app.library);
    let Some((id, _)) = app.desk().reader.at_block() else { return };
    let Some(link) = library.doc(id).links.get(usize::from(link)) else { return };
    match lead(&library, id, &link.target) {
        Lead::Inside(Target::Block(doc, block)) if doc == id && app.desk().reader.doc() == Some(id) => {
            remember(app);
            let reader = &mut app.desk_mut().reader;
            reader.widen(&library);
            reader.mark = None;
            if let Some(item) = reader.sheet.item_of(id, block) {
                reader.top_item(&library, item);
            }
        }
        Lead::Inside(Target::Block(doc, block)) if doc == id => open_passage(app, id, block),
        Lead::Inside(target) => {
            go(app, target);
            app.pane = Pane::Reader;
        }
        Lead::Web(address) => slips::lay(app, Matter::Web(address)),
        Lead::Nowhere(address) => {
            app.notice = Some(format!("{address} leads to nothing in this library."));
        }
    }
}
