//! What the mouse does.
use super::going::{follow, go, open};
use super::history::show_tab;
use super::looking_up::accept_lookup;
use super::trees::{fold, show_selected, unfold};
use super::typing::accept;
use crate::app::tree::{Fold, Step};
use crate::app::{App, Effect, Layout, Overlay, Pane, Tab, layout, map, search, themes};
use crate::query::Target;
use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};
use std::sync::Arc;

/// Lines that a turn of the wheel scrolls.
const WHEEL: isize = 3;

pub(super) fn mouse(app: &mut App, event: MouseEvent) -> Vec<Effect> {
    let areas = layout(app);
    let at = Position::new(event.column, event.row);
    let by = match event.kind {
        MouseEventKind::ScrollDown => WHEEL,
        MouseEventKind::ScrollUp => -WHEEL,
        MouseEventKind::Down(MouseButton::Left) => {
            app.notice = None;
            return click(app, &areas, at);
        }
        _ => return Vec::new(),
    };
    if app.overlay.is_none() && app.tab == Tab::Search && search::wheel(app, &areas, at, by.signum()) {
        return Vec::new();
    }
    let library = Arc::clone(&app.library);
    match &mut app.overlay {
        Some(Overlay::Help(help)) => help.top = help.top.saturating_add_signed(by),
        Some(Overlay::Lookup(lookup)) => {
            lookup.step(Step::By(by), usize::from(areas.overlay.height.saturating_sub(4)));
        }
        Some(Overlay::Themes(_)) => themes::step(app, Step::By(by.signum()), themes::height(&areas)),
        Some(Overlay::Map) => map::zoom(app, if by < 0 { 1 } else { -1 }),
        None if areas.list.contains(at) => {
            let tab = app.tab;
            let list = &mut app.desk_mut().list;
            let before = list.cursor;
            list.step(Step::By(by.signum()));
            if list.cursor != before {
                show_selected(app, tab);
            }
        }
        None if areas.note.contains(at) => {
            crate::app::slip::scroll(app, by.signum());
        }
        None if areas.reader.contains(at) => {
            let reader = &mut app.desk_mut().reader;
            let before = reader.top;
            reader.scroll(&library, by);
            reader.refresh(&library);
            if reader.top != before {
                reader.rest_cursor(before, by > 0);
            }
        }
        None => {}
    }
    Vec::new()
}

fn click(app: &mut App, areas: &Layout, at: Position) -> Vec<Effect> {
    match &mut app.overlay {
        Some(Overlay::Help(_)) => {
            app.overlay = None;
            return Vec::new();
        }
        Some(Overlay::Lookup(lookup)) => {
            let rows = crate::app::layout::lookup_rows(areas.overlay);
            if rows.contains(at) {
                let row = lookup.top + usize::from(at.y - rows.y);
                if row < lookup.answers.len() {
                    lookup.cursor = row;
                    return accept_lookup(app);
                }
            } else if !areas.overlay.contains(at) {
                app.overlay = None;
            }
            return Vec::new();
        }
        Some(Overlay::Themes(_)) => {
            themes::click(app, areas, at);
            return Vec::new();
        }
        Some(Overlay::Map) => return click_map(app, areas.map, at),
        None => {}
    }
    if areas.map.contains(at) {
        click_map(app, areas.map, at);
    } else if areas.note.contains(at) {
        super::slips::click(app, areas, at);
    } else if areas.top.contains(at) {
        if let Some(tab) = crate::app::layout::tab_at(at.x, areas.top.width) {
            show_tab(app, tab);
        }
    } else if app.tab == Tab::Search && search::click(app, areas, at) {
    } else if areas.list.contains(at) {
        click_row(app, areas.list, at);
    } else if areas.reader.contains(at) {
        click_text(app, areas, at);
    } else if areas.list_prompt.contains(at) && app.pane == Pane::List {
        app.desk_mut().list.typing = true;
    }
    Vec::new()
}

/// A click on the map: selects a country, or opens what is selected already.
fn click_map(app: &mut App, area: Rect, at: Position) -> Vec<Effect> {
    let found = area.contains(at).then(|| app.map.place_at(at.x - area.x, at.y - area.y)).flatten();
    let Some(place) = found else { return Vec::new() };
    if !matches!(app.overlay, Some(Overlay::Map)) {
        go(app, Target::Place(place, None));
    } else if app.map.selected == Some(place) {
        return accept(app);
    } else {
        map::select(app, place);
    }
    Vec::new()
}

fn click_row(app: &mut App, area: Rect, at: Position) {
    let tab = app.tab;
    let was_here = app.pane == Pane::List;
    app.pane = Pane::List;
    let list = &mut app.desk_mut().list;
    list.typing = false;
    let row = list.top + usize::from(at.y - area.y);
    let Some(clicked) = list.rows.get(row) else { return };
    let again = row == list.cursor && was_here;
    let arrow = crate::app::layout::arrow_column(area, clicked.depth);
    let (on_arrow, fold_now) = (at.x <= arrow + 1, clicked.fold);
    list.cursor = row;
    if !again {
        show_selected(app, tab);
    }
    if on_arrow && fold_now != Fold::Leaf || again {
        match fold_now {
            Fold::Open => fold(app),
            Fold::Shut => unfold(app),
            Fold::Leaf => open(app),
        }
    }
}

fn click_text(app: &mut App, areas: &Layout, at: Position) {
    app.pane = Pane::Reader;
    let library = Arc::clone(&app.library);
    let reader = &mut app.desk_mut().reader;
    reader.typing = false;
    let Some((line, column)) = areas.text_at(at) else { return };
    let Some(shown) = reader.page.get(line) else { return };
    let item = shown.spot.item;
    let piece = column.and_then(|column| shown.line.piece_at(column));
    if let Some((mark, byte)) = piece.and_then(|piece| Some((piece.mark?, piece.bytes.start))) {
        // A bracket around a note's mark has no bytes: the mark stands beside it.
        let range = reader
            .whole_mark(&library, item, byte)
            .or_else(|| reader.whole_mark(&library, item, byte.saturating_sub(1)));
        if let Some(range) = range {
            reader.choose_mark(&library, item, range);
            return follow(app, mark);
        }
    }
    if reader.sheet.stops.binary_search(&item).is_ok() {
        let again = reader.cursor == Some(item) && reader.mark.is_none();
        reader.cursor = Some(item);
        reader.mark = None;
        if again || reader.sheet.target(item).is_some_and(|t| !matches!(t, Target::Block(..))) {
            open(app);
        }
    }
}
