//! Going to places, documents and passages, and following marks.
use super::arrival::fill_contents;
use super::history::remember;
use super::trees::{show_selected, source_of, unfold};
use crate::app::reader::Source;
use crate::app::tree::{Fold, Node};
use crate::app::{App, Pane, Tab, contents, regions};
use crate::model::DocId;
use crate::query::Target;
use crate::typeset::Mark;
use std::sync::Arc;

/// Goes to a target in the tab where it belongs.
pub(super) fn go(app: &mut App, target: Target) {
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
        Target::Document(doc) => go_to_block(app, doc, None),
        Target::Block(doc, block) => go_to_block(app, doc, Some(block)),
    }
}

fn go_to_block(app: &mut App, doc: DocId, block: Option<usize>) {
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
            if !shows {
                remember(app);
                show_selected(app, tab);
            }
            app.pane = Pane::Reader;
        }
        return;
    }
    let library = Arc::clone(&app.library);
    if let Some(mark) = app.desk().reader.selected_mark(&library) {
        return follow(app, mark);
    }
    match app.desk().reader.target() {
        Some(Target::Block(doc, block)) => open_passage(app, doc, block),
        Some(target) => go(app, target),
        None => app.notice = Some("Nothing is selected here: ) goes to a name, f to a footnote.".into()),
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

/// Follows a mark: a name to its dossier, a footnote's mark to the note and back.
pub(super) fn follow(app: &mut App, mark: Mark) {
    let library = Arc::clone(&app.library);
    match mark {
        Mark::Mention(place) => {
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
        Mark::NoteMark(note) | Mark::NoteLabel(note) => {
            let block = app.desk().reader.at_block();
            let Some((id, _)) = block else { return };
            let doc = library.doc(id);
            let Some(found) = doc.notes.get(usize::from(note)) else { return };
            let label = matches!(mark, Mark::NoteLabel(_));
            let goal = if label {
                found.marks.first().map(|mark| mark.start as usize)
            } else {
                Some(doc.blocks[found.block as usize].start as usize)
            };
            let Some((byte, target)) = goal.and_then(|byte| Some((byte, doc.block_at(byte)?))) else {
                app.notice = Some("No mark in the text leads to this note.".into());
                return;
            };
            if app.desk().reader.doc() == Some(id) {
                remember(app);
            } else {
                // In a dossier the note stands in the document.
                open_passage(app, id, target);
            }
            let reader = &mut app.desk_mut().reader;
            reader.widen(&library);
            let Some(item) = reader.sheet.item_of(id, target) else { return };
            let range = reader.whole_mark(&library, item, byte);
            match range {
                Some(range) => reader.choose_mark(&library, item, range),
                None => reader.show_item(&library, item, 0),
            }
        }
        Mark::Link(link) => {
            let Some((id, _)) = app.desk().reader.at_block() else { return };
            let doc = library.doc(id);
            let Some(target) = doc.links.get(usize::from(link)).map(|link| link.target.as_str()) else {
                return;
            };
            // A link inside the document is gone to, any other is told.
            match target.strip_prefix('#').and_then(|name| doc.anchor(name)) {
                Some(block) if app.desk().reader.doc() == Some(id) => {
                    remember(app);
                    let reader = &mut app.desk_mut().reader;
                    reader.widen(&library);
                    reader.mark = None;
                    if let Some(item) = reader.sheet.item_of(id, block) {
                        reader.top_item(&library, item);
                    }
                }
                Some(block) => open_passage(app, id, block),
                None => app.notice = Some(crate::model::harmless(target)),
            }
        }
    }
}
