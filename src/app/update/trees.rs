//! What the trees have selected, and what in them is folded.
use crate::app::reader::Source;
use crate::app::tree::{Fold, Node, Step};
use crate::app::{App, Pane, Tab, changes, contents, notes, regions, search};
use std::sync::Arc;

/// What a row of a tree shows in the reading pane, and the block to stand at.
pub(super) fn source_of(node: &Node) -> (Source, Option<usize>) {
    match node {
        Node::World => (Source::World, None),
        Node::Elsewhere => (Source::Elsewhere, None),
        Node::Place(place) => (Source::Dossier(*place, None), None),
        Node::Series(series) => (Source::Series(series.clone()), None),
        Node::Edition(series, year) => (Source::Edition(series.clone(), *year), None),
        Node::Document(doc) => (Source::Document(*doc), None),
        Node::Heading(doc, block) => (Source::Document(*doc), Some(*block)),
        // Their tabs show what they stand for themselves.
        Node::Shelf(_) | Node::Note(..) | Node::Change(_) => (Source::Nothing, None),
    }
}

/// Shows in a tab's reading pane what its tree has selected.
pub(super) fn show_selected(app: &mut App, tab: Tab) {
    let library = Arc::clone(&app.library);
    let desk = match tab {
        Tab::Regions => &mut app.regions,
        Tab::Contents => &mut app.contents,
        Tab::Search => return search::show_selected(app),
        Tab::Changes => return changes::show_selected(app),
        Tab::Notebook => return notes::show_selected(app),
        // Nothing there hangs on a tree.
        Tab::Compare | Tab::Timeline => return,
    };
    let Some(node) = desk.list.node() else {
        // Nothing fits the filter: what was read stays in sight.
        return;
    };
    let (source, block) = source_of(node);
    if desk.reader.source != source {
        desk.reader.open(&library, source);
    }
    match block {
        Some(block) => {
            desk.reader.widen(&library);
            if let Some(id) = desk.reader.doc()
                && let Some(item) = desk.reader.sheet.item_of(id, block)
            {
                desk.reader.top_item(&library, item);
                desk.reader.mark = None;
            }
        }
        None => desk.reader.to_top(),
    }
}

pub(super) fn refill(app: &mut App) {
    match app.tab {
        Tab::Regions => regions::refill(app),
        Tab::Contents => contents::refill(app),
        Tab::Changes => changes::refill(app),
        Tab::Notebook => notes::refill(app),
        Tab::Search | Tab::Compare | Tab::Timeline => {}
    }
}

pub(super) fn show_all(app: &mut App) {
    let told = match app.tab {
        Tab::Regions => None,
        Tab::Contents => Some("All documents are shown."),
        Tab::Notebook => Some("All notes are shown."),
        Tab::Changes => Some("All phrases are shown from the list."),
        Tab::Search | Tab::Compare | Tab::Timeline => Some("Places are shown and hidden in the tab Regions."),
    };
    if told.is_some() {
        app.notice = told.map(str::to_owned);
        return;
    }
    app.show_all = !app.show_all;
    app.notice = Some(
        if app.show_all { "All places are shown." } else { "Only places that are named are shown." }.into(),
    );
    regions::refill(app);
    show_selected(app, Tab::Regions);
}

pub(super) fn fold(app: &mut App) {
    if app.pane == Pane::Reader {
        app.pane = Pane::List;
        return;
    }
    let tab = app.tab;
    let list = &mut app.desk_mut().list;
    let Some(row) = list.rows.get(list.cursor) else { return };
    let filtered = !list.prompt.text.trim().is_empty();
    if row.fold == Fold::Open && !filtered {
        let node = row.node.clone();
        list.open.remove(&node);
        refill(app);
    } else if let Some(parent) = list.parent() {
        list.cursor = parent;
        show_selected(app, tab);
    }
}

pub(super) fn unfold(app: &mut App) {
    if app.pane == Pane::Reader {
        return;
    }
    let list = &mut app.desk_mut().list;
    let Some(row) = list.rows.get(list.cursor) else { return };
    match row.fold {
        Fold::Shut => {
            let node = row.node.clone();
            list.open.insert(node);
            refill(app);
        }
        Fold::Open => {
            let tab = app.tab;
            app.desk_mut().list.step(Step::By(1));
            show_selected(app, tab);
        }
        Fold::Leaf => app.pane = Pane::Reader,
    }
}

pub(super) fn unfold_all(app: &mut App) {
    let library = Arc::clone(&app.library);
    let tab = app.tab;
    let list = &mut app.desk_mut().list;
    match tab {
        Tab::Regions => {
            list.open.extend([Node::World, Node::Elsewhere]);
            list.open.extend(library.atlas.iter().map(|(id, _)| Node::Place(id)));
        }
        Tab::Contents => {
            for (id, doc) in library.iter() {
                let series = doc.series().map(str::to_owned);
                list.open.insert(Node::Series(series.clone()));
                list.open.insert(Node::Edition(series, doc.year()));
                list.open.insert(Node::Document(id));
                list.open.extend(doc.outline().into_iter().map(|h| Node::Heading(id, h.block)));
            }
        }
        Tab::Changes => changes::unfold_all(app),
        Tab::Notebook => notes::unfold_all(app),
        Tab::Search | Tab::Compare | Tab::Timeline => {}
    }
    refill(app);
}
