//! The tabs, and the way back and forward through them.
use super::arrival::fill_contents;
use super::typing::clear_filter;
use crate::app::tree::Node;
use crate::app::{App, Pane, Tab, Visit, changes, compare, contents, notes, regions, search, timeline};
use std::sync::Arc;

/// How many places the way back remembers.
const REMEMBERED: usize = 200;

pub(super) fn turn_tab(app: &mut App, by: usize) {
    let at = Tab::ALL.iter().position(|&tab| tab == app.tab).unwrap_or(0);
    show_tab(app, Tab::ALL[(at + by) % Tab::ALL.len()]);
}

/// Shows a tab; whoever comes to search wants to type.
pub(super) fn show_tab(app: &mut App, tab: Tab) {
    match tab {
        Tab::Regions | Tab::Contents => app.tab = tab,
        Tab::Search => search::arrive(app),
        Tab::Compare => compare::arrive(app),
        Tab::Timeline => timeline::arrive(app),
        Tab::Changes => changes::arrive(app),
        Tab::Notebook => notes::arrive(app),
    }
}

/// Remembers where the reader is, before going elsewhere.
pub(in crate::app) fn remember(app: &mut App) {
    let visit = here(app);
    app.jumped_from = Some(visit.clone());
    app.forward.clear();
    if app.back.last() != Some(&visit) {
        app.back.push(visit);
    }
    if app.back.len() > REMEMBERED {
        app.back.remove(0);
    }
}

fn here(app: &App) -> Visit {
    Visit {
        tab: app.tab,
        pane: app.pane,
        node: app.desk().list.node().cloned(),
        place: app.desk().reader.place(),
        search: search::visited(app),
        compare: compare::visited(app),
        timeline: timeline::visited(app),
        changes: changes::visited(app),
    }
}

pub(in crate::app) fn go_back(app: &mut App) {
    let Some(visit) = app.back.pop() else {
        if app.pane == Pane::Reader {
            app.pane = Pane::List;
            return;
        }
        app.notice = Some("This is where you began.".into());
        return;
    };
    let now = here(app);
    let walked = search::walked_from(app, &visit);
    app.forward.push(now);
    visit_again(app, visit);
    if let Some(row) = walked {
        app.search.cursor = row;
        search::show_selected(app);
    }
}

pub(super) fn go_forward(app: &mut App) {
    let Some(visit) = app.forward.pop() else {
        app.notice = Some("There is nothing ahead.".into());
        return;
    };
    let now = here(app);
    app.back.push(now);
    visit_again(app, visit);
}

pub(super) fn visit_again(app: &mut App, visit: Visit) {
    let library = Arc::clone(&app.library);
    fill_contents(app);
    app.tab = visit.tab;
    app.pane = visit.pane;
    if let Some((query, row)) = visit.search {
        search::visit_again(app, query, row);
    }
    if let Some(compared) = visit.compare {
        compare::visit_again(app, compared);
    }
    if let Some(terms) = visit.timeline {
        timeline::visit_again(app, terms);
    }
    if let Some(between) = visit.changes {
        changes::visit_again(app, between);
    }
    if let Some(node) = &visit.node {
        match node {
            Node::Place(place) => {
                let hidden = !app.regions.list.select(node);
                if hidden {
                    clear_filter(app);
                    regions::reveal(app, *place);
                }
            }
            Node::Document(doc) => contents::reveal(app, *doc, 0),
            Node::Heading(doc, block) => contents::reveal(app, *doc, *block),
            other => {
                app.desk_mut().list.select(other);
            }
        }
    }
    app.desk_mut().reader.restore(&library, visit.place);
    timeline::restored(app);
}
