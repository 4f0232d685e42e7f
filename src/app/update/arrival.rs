//! A library that was read, taken into the tabs. Never reads anything.
use super::looking_up::answer_lookup;
use super::trees::show_selected;
use crate::app::moved::Moved;
use crate::app::reader::Source;
use crate::app::{
    App, Overlay, Pane, Tab, Visit, changes, compare, contents, notes, regions, search, timeline,
};
use crate::model::Library;
use std::sync::Arc;

pub(super) fn loaded(app: &mut App, library: Arc<Library>, troubles: Vec<String>) {
    app.library = library;
    app.loaded = true;
    app.catalogue = None;
    app.map.renew();
    tell_troubles(app, troubles);
    regions::unfold_at_first(app);
    regions::refill(app);
    show_selected(app, Tab::Regions);
    if app.library.is_empty() {
        // The text says why there is nothing, also where only one pane is shown.
        app.pane = Pane::Reader;
    }
    search::renew(app, None);
    compare::renew(app, None);
    timeline::renew(app, None);
    changes::renew(app, None);
    notes::renew(app);
    // The other tab waits until somebody looks: the first frame should not wait for it.
    app.contents_of = None;
}

fn tell_troubles(app: &mut App, troubles: Vec<String>) {
    if troubles != app.troubles
        && let Some(first) = troubles.first()
    {
        // The number first: what is wrong with one of them may be long.
        let many = troubles.len();
        app.notice =
            Some(if many == 1 { first.clone() } else { format!("{many} cannot be read (see ?): {first}") });
    }
    app.troubles = troubles;
}

/// Shows another library in place of the one that is shown: the reader keeps the place, the tabs what is
/// folded and filtered, the way back what still exists.
pub(super) fn replaced(app: &mut App, library: Arc<Library>, troubles: Vec<String>) {
    let old = Arc::clone(&app.library);
    let moved = Moved::new(&old, &library);
    let carried = |visits: Vec<Visit>| -> Vec<Visit> {
        let carry = |visit: Visit| {
            let node = match &visit.node {
                Some(node) => Some(moved.node(node)?),
                None => None,
            };
            let compare = match visit.compare {
                Some(compared) => Some(compared.carried(&moved)?),
                None => None,
            };
            Some(Visit { node, place: visit.place.carried(&moved)?, compare, ..visit })
        };
        visits.into_iter().filter_map(carry).collect()
    };
    app.back = carried(std::mem::take(&mut app.back));
    app.forward = carried(std::mem::take(&mut app.forward));
    app.jumped_from = carried(app.jumped_from.take().into_iter().collect()).pop();
    app.slip = None;
    let mut gone = [false; 2];
    for (desk, gone) in [&mut app.regions, &mut app.contents].into_iter().zip(&mut gone) {
        let list = &mut desk.list;
        list.open = list.open.iter().filter_map(|node| moved.node(node)).collect();
        list.before = list.before.take().and_then(|node| moved.node(&node));
        for row in &mut list.rows {
            // Only the selected row must lead on: the others are made anew.
            if let Some(node) = moved.node(&row.node) {
                row.node = node;
            }
        }
        *gone = !desk.reader.carry(&moved);
        if *gone {
            desk.reader.open(&library, Source::World);
        }
    }
    search::renew(app, Some(&moved));
    compare::renew(app, Some(&moved));
    timeline::renew(app, Some(&moved));
    changes::renew(app, Some(&moved));
    notes::renew(app);
    if !app.search.desk.reader.carry(&moved) {
        app.search.desk.reader.open(&library, Source::Asking);
    }
    let filled = app.contents_filled();
    app.library = library;
    app.catalogue = None;
    app.map.renew();
    tell_troubles(app, troubles);
    regions::refill(app);
    if filled {
        app.contents_of = Some(Arc::clone(&app.library));
        contents::refill(app);
    }
    for (tab, gone) in [Tab::Regions, Tab::Contents].into_iter().zip(gone) {
        if gone && (tab == Tab::Regions || filled) {
            show_selected(app, tab);
        }
    }
    if matches!(app.overlay, Some(Overlay::Lookup(_))) {
        answer_lookup(app);
    }
}

/// Goes to the address that was waited for, where the library has it by now.
pub(super) fn go_to_awaited(app: &mut App) {
    let target = app
        .awaited
        .as_ref()
        .and_then(|address| crate::query::resolve(&app.library, &crate::model::Address::parse(address)?));
    if let Some(target) = target {
        app.awaited = None;
        super::going::go(app, target);
    }
}

/// Fills the tab of documents when it is first needed.
pub(super) fn fill_contents(app: &mut App) {
    if !app.contents_filled() && app.loaded {
        app.contents_of = Some(Arc::clone(&app.library));
        contents::unfold_at_first(app);
        contents::refill(app);
        show_selected(app, Tab::Contents);
    }
}
