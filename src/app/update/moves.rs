//! Steps, leaps and hops: from line to line, from mark to mark, from place to place.
use super::trees::show_selected;
use super::{list_height, reader_height, settle};
use crate::app::keymap::{Action, Context};
use crate::app::tree::{Node, Step};
use crate::app::{App, Overlay, Pane, Tab, layout, map, themes};
use crate::query::Direction;
use crate::typeset::Mark;
use std::sync::Arc;

/// Hops on the map; says so where there is nothing to hop to.
pub(super) fn hop(app: &mut App, direction: Direction, times: usize) {
    for number in 0..times.min(1000) {
        if !map::hop(app, direction) {
            if number == 0 {
                app.notice = Some("No country lies that way.".into());
            }
            break;
        }
    }
}

pub(super) fn is_note(mark: Mark) -> bool {
    matches!(mark, Mark::NoteMark(_))
}

/// Moves through whatever has the keys.
pub(super) fn step(app: &mut App, action: Action, times: Option<usize>) {
    let areas = layout(app);
    let page = match app.context() {
        Context::Themes => themes::height(&areas),
        Context::Lookup | Context::Help => usize::from(areas.overlay.height.saturating_sub(4)),
        Context::List | Context::Prompt if app.pane == Pane::List => list_height(&areas),
        Context::Reader => reader_height(app, &areas) * usize::from(areas.across.max(1)),
        Context::List
        | Context::Prompt
        | Context::Map
        | Context::Command
        | Context::Query
        | Context::Hits
        | Context::Facets
        | Context::Compare
        | Context::Sides
        | Context::Timeline
        | Context::Terms
        | Context::Note
        | Context::Slip => reader_height(app, &areas),
    }
    .max(1);
    let to = stride(action, times, page);
    let absolute = matches!(action, Action::Top | Action::Bottom) && times.is_some();
    match &mut app.overlay {
        Some(Overlay::Help(help)) => {
            help.top = match to {
                Step::First => 0,
                // How many lines there are is seen when everything is brought into line.
                Step::Last => usize::MAX,
                Step::By(by) => help.top.saturating_add_signed(by),
            };
            return;
        }
        Some(Overlay::Lookup(lookup)) => return lookup.step(to, page),
        Some(Overlay::Command(_) | Overlay::Note(_)) => return,
        Some(Overlay::Themes(_)) => return themes::step(app, to, page),
        Some(Overlay::Map) | None => {}
    }
    if app.pane == Pane::List {
        let tab = app.tab;
        let list = &mut app.desk_mut().list;
        if absolute {
            list.cursor = 0;
        }
        let before = list.cursor;
        list.step(to);
        if list.cursor != before || absolute {
            show_selected(app, tab);
        }
        return;
    }
    let library = Arc::clone(&app.library);
    let reader = &mut app.desk_mut().reader;
    match to {
        Step::First => reader.to_top(),
        Step::Last => reader.to_bottom(&library),
        Step::By(by) => {
            if absolute {
                reader.to_top();
            }
            if matches!(action, Action::Up | Action::Down) {
                reader.step(&library, by);
            } else {
                let before = reader.top;
                reader.scroll(&library, by);
                reader.refresh(&library);
                reader.rest_cursor(before, by > 0);
            }
        }
    }
}

/// How far a movement goes on a page of so many rows.
pub(in crate::app) fn stride(action: Action, times: Option<usize>, page: usize) -> Step {
    let many = isize::try_from(times.unwrap_or(1)).unwrap_or(isize::MAX);
    // Two lines stay in sight over a page turned.
    let whole = isize::try_from(page.saturating_sub(2).max(1)).unwrap_or(1);
    let half = isize::try_from((page / 2).max(1)).unwrap_or(1);
    match (action, times) {
        (Action::Top, None) => Step::First,
        (Action::Bottom, None) => Step::Last,
        // "12G" and "12g" go to the twelfth row.
        (Action::Top | Action::Bottom, Some(row)) => Step::By(isize::try_from(row).unwrap_or(1) - 1),
        (Action::Up, _) => Step::By(-many),
        (Action::Down, _) => Step::By(many),
        (Action::HalfUp, _) => Step::By(-half.saturating_mul(many)),
        (Action::HalfDown, _) => Step::By(half.saturating_mul(many)),
        (Action::PageUp, _) => Step::By(-whole.saturating_mul(many)),
        _ => Step::By(whole.saturating_mul(many)),
    }
}

pub(super) fn leap(app: &mut App, parts: bool, by: isize, times: usize) {
    let library = Arc::clone(&app.library);
    let reader = &mut app.desk_mut().reader;
    for _ in 0..times.min(10_000) {
        let items = if parts { reader.sheet.parts.clone() } else { reader.paragraphs() };
        let before = reader.top;
        reader.leap(&library, &items, by);
        if reader.top == before {
            break;
        }
    }
}

pub(super) fn select_mark(app: &mut App, forward: bool, times: usize, wanted: impl Fn(Mark) -> bool + Copy) {
    app.pane = Pane::Reader;
    settle(app);
    let library = Arc::clone(&app.library);
    let reader = &mut app.desk_mut().reader;
    for number in 0..times.min(10_000) {
        if !reader.select_mark(&library, forward, wanted) {
            if number == 0 {
                let whither = if forward { "further on" } else { "before this" };
                let what = if wanted(Mark::NoteMark(0)) { "footnote mark" } else { "name of a place" };
                app.notice = Some(format!("There is no {what} {whither}."));
            }
            break;
        }
    }
}

pub(super) fn select_link(app: &mut App, forward: bool, times: usize) {
    app.pane = Pane::Reader;
    settle(app);
    let library = Arc::clone(&app.library);
    let reader = &mut app.desk_mut().reader;
    for number in 0..times.min(10_000) {
        if !reader.select_link(&library, forward) {
            if number == 0 {
                let whither = if forward { "further on" } else { "before this" };
                app.notice = Some(format!("There is no link {whither}."));
            }
            break;
        }
    }
}

/// Goes on to the dossier of the next or the previous place that the tree shows; the pane stays.
pub(super) fn next_place(app: &mut App, forward: bool, times: usize) {
    app.tab = Tab::Regions;
    let list = &mut app.regions.list;
    let is_place = |row: &crate::app::Row| matches!(row.node, Node::Place(_));
    for _ in 0..times.min(10_000) {
        let next = if forward {
            (list.cursor + 1..list.rows.len()).find(|&at| is_place(&list.rows[at]))
        } else {
            (0..list.cursor).rev().find(|&at| is_place(&list.rows[at]))
        };
        let Some(next) = next else {
            app.notice =
                Some(if forward { "This is the last place." } else { "This is the first place." }.into());
            break;
        };
        list.cursor = next;
    }
    show_selected(app, Tab::Regions);
}
