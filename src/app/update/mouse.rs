//! What the mouse does.
use super::going::{follow, go, open};
use super::history::{go_back, show_tab};
use super::looking_up::accept_lookup;
use super::trees::{fold, show_selected, unfold};
use super::typing::accept;
use super::{act, commanding, escape};
use crate::app::layout::{arrow_column, choice_at, lookup_rows, tab_at};
use crate::app::reader::{Grain, Selection, Source, Stretch};
use crate::app::tree::{Fold, Step};
use crate::app::{
    App, Effect, Hold, Layout, Overlay, Pane, Tab, compare, layout, map, search, status, themes, timeline,
};
use crate::query::Target;
use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};
use std::sync::Arc;

/// Lines that a turn of the wheel scrolls.
pub(in crate::app) const WHEEL: isize = 3;

/// Takes what the mouse did; `clicks` are those in quick succession at one place.
pub(super) fn mouse(app: &mut App, event: MouseEvent, clicks: u8) -> Vec<Effect> {
    let areas = layout(app);
    let at = Position::new(event.column, event.row);
    match event.kind {
        MouseEventKind::ScrollDown => wheel(app, &areas, at, WHEEL),
        MouseEventKind::ScrollUp => wheel(app, &areas, at, -WHEEL),
        MouseEventKind::Down(MouseButton::Left) => {
            app.notice = None;
            let extends = event.modifiers.contains(KeyModifiers::SHIFT);
            return press(app, &areas, at, if extends { Press::Extend } else { Press::Click(clicks) });
        }
        MouseEventKind::Drag(MouseButton::Left) => drag(app, &areas, at),
        MouseEventKind::Up(MouseButton::Left) => release(app, &areas, at),
        MouseEventKind::Down(MouseButton::Right) => {
            // The buttons for back and forward that some mice have are not told by terminals.
            app.notice = None;
            if app.overlay.is_some() || app.desk().reader.selection.is_some() {
                escape(app);
            } else {
                go_back(app);
            }
        }
        _ => {}
    }
    Vec::new()
}

/// How the button went down.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Press {
    /// So many times in quick succession.
    Click(u8),
    /// With Shift held.
    Extend,
}

fn wheel(app: &mut App, areas: &Layout, at: Position, by: isize) {
    if app.overlay.is_none() && app.tab == Tab::Search && search::wheel(app, areas, at, by.signum()) {
        return;
    }
    if app.overlay.is_none() && app.tab == Tab::Compare && compare::wheel(app, areas, at, by) {
        return;
    }
    if app.overlay.is_none() && app.tab == Tab::Timeline && timeline::wheel(app, areas, at, by.signum()) {
        return;
    }
    let library = Arc::clone(&app.library);
    match &mut app.overlay {
        Some(Overlay::Help(help)) => help.top = help.top.saturating_add_signed(by),
        Some(Overlay::Lookup(lookup)) => {
            lookup.step(Step::By(by), usize::from(areas.overlay.height.saturating_sub(4)));
        }
        Some(Overlay::Themes(_)) => themes::step(app, Step::By(by.signum()), themes::height(areas)),
        Some(Overlay::Map) => map::zoom(app, if by < 0 { 1 } else { -1 }),
        Some(Overlay::Command(line)) => line.turn(by > 0),
        Some(Overlay::Note(_)) => crate::app::notes::scroll(app, by.signum()),
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
            draw_on(app, areas, at);
        }
        None => {}
    }
}

/// The button goes down: what lies there is taken, or acts at once. Text waits for the button to come up.
fn press(app: &mut App, areas: &Layout, at: Position, press: Press) -> Vec<Effect> {
    let followed = app.hold == Some(Hold::Followed);
    app.hold = None;
    if areas.status.contains(at)
        && (!areas.overlay.contains(at) || matches!(app.overlay, Some(Overlay::Map)))
        && let Some(action) = status::action_at(app, areas, at.x)
    {
        return act(app, action, None);
    }
    if app.overlay.is_none() && areas.divider.contains(at) {
        match press {
            Press::Click(2..) => *app.divider_mut() = None,
            _ => app.hold = Some(Hold::Divider),
        }
    } else if app.overlay.is_none() && areas.reader.contains(at) {
        match press {
            // The first click has led elsewhere: what lies there now is not what was meant.
            Press::Click(2..) if followed => app.hold = Some(Hold::Followed),
            Press::Click(clicks) => press_text(app, areas, at, clicks),
            Press::Extend => extend_to(app, areas, at),
        }
    } else {
        return click(app, areas, at);
    }
    Vec::new()
}

/// The row of the page and the column of its text that a position means; the nearest where it lies outside.
fn spot(areas: &Layout, at: Position) -> (usize, u16) {
    let area = areas.reader;
    let x = at.x.clamp(area.x, area.right().saturating_sub(1).max(area.x));
    let y = at.y.clamp(area.y, area.bottom().saturating_sub(1).max(area.y));
    let (line, column) = areas.text_at(Position::new(x, y)).unwrap_or_default();
    (line, column.unwrap_or(0))
}

fn pointed(app: &App, areas: &Layout, at: Position, grain: Grain) -> Option<Stretch> {
    let (row, column) = spot(areas, at);
    app.desk().reader.pointed(&app.library, row, column, grain)
}

fn press_text(app: &mut App, areas: &Layout, at: Position, clicks: u8) {
    let grain = match clicks {
        0 | 1 => Grain::Letter,
        2 => Grain::Word,
        _ => Grain::Paragraph,
    };
    app.pane = Pane::Reader;
    app.desk_mut().reader.typing = false;
    let dropped = app.desk_mut().reader.selection.take().is_some();
    let Some(anchor) = pointed(app, areas, at, grain) else { return };
    if grain != Grain::Letter {
        app.desk_mut().reader.selection = Some(Selection::at(anchor, false));
    }
    // A click that takes a selection away does nothing else.
    let follows = grain == Grain::Letter && !dropped;
    app.hold = Some(Hold::Text { from: (at.x, at.y), anchor, grain, follows });
}

/// Shift and a click: the selection reaches to here, from where it was begun or from the top of the page.
fn extend_to(app: &mut App, areas: &Layout, at: Position) {
    app.pane = Pane::Reader;
    let first = Position::new(areas.reader.x, areas.reader.y);
    let from = pointed(app, areas, first, Grain::Letter);
    let Some(head) = pointed(app, areas, at, Grain::Letter) else { return };
    let reader = &mut app.desk_mut().reader;
    let anchor = reader.selection.map(|selection| selection.anchor).or(from).unwrap_or(head);
    reader.selection = Some(Selection { anchor, head, keyed: false });
    app.hold = Some(Hold::Text { from: (at.x, at.y), anchor, grain: Grain::Letter, follows: false });
}

fn drag(app: &mut App, areas: &Layout, at: Position) {
    match app.hold {
        Some(Hold::Divider) => *app.divider_mut() = Some(at.x),
        Some(Hold::Text { .. }) => {
            // Beyond its edge the page comes along, the faster the farther.
            let area = areas.reader;
            let above = i32::from(area.y) - i32::from(at.y);
            let below = i32::from(at.y) - i32::from(area.bottom()) + 1;
            let by = if above > 0 { -above } else { below.max(0) };
            if by != 0 {
                let library = Arc::clone(&app.library);
                let reader = &mut app.desk_mut().reader;
                reader.scroll(&library, by as isize);
                reader.refresh(&library);
            }
            draw_on(app, areas, at);
        }
        Some(Hold::Followed) | None => {}
    }
}

/// Draws the selection on to where the mouse is, while the button is held.
fn draw_on(app: &mut App, areas: &Layout, at: Position) {
    let Some(Hold::Text { from, anchor, grain, follows }) = app.hold else { return };
    let begun = app.desk().reader.selection.is_some();
    if !begun && from == (at.x, at.y) {
        return;
    }
    let Some(head) = pointed(app, areas, at, grain) else { return };
    app.desk_mut().reader.selection = Some(Selection { anchor, head, keyed: false });
    if follows {
        app.hold = Some(Hold::Text { from, anchor, grain, follows: false });
    }
}

fn release(app: &mut App, areas: &Layout, at: Position) {
    match app.hold.take() {
        Some(Hold::Text { follows: true, .. }) if areas.reader.contains(at) => {
            let shown = |app: &App| -> (Tab, Source) { (app.tab, app.desk().reader.source.clone()) };
            let (before, top) = (shown(app), app.desk().reader.top);
            click_text(app, areas, at);
            if shown(app) != before || app.desk().reader.top != top {
                app.hold = Some(Hold::Followed);
            }
        }
        Some(Hold::Text { .. }) => {
            // A selection of nothing is none.
            let reader = &mut app.desk_mut().reader;
            if reader.selection.is_some_and(|selection| selection.range().0 >= selection.range().1) {
                reader.selection = None;
            }
        }
        Some(Hold::Followed) => app.hold = Some(Hold::Followed),
        Some(Hold::Divider) | None => {}
    }
}

fn click(app: &mut App, areas: &Layout, at: Position) -> Vec<Effect> {
    match &mut app.overlay {
        Some(Overlay::Help(_)) => {
            if !areas.overlay.contains(at) {
                app.overlay = None;
            }
            return Vec::new();
        }
        Some(Overlay::Lookup(lookup)) => {
            let rows = lookup_rows(areas.overlay);
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
        Some(Overlay::Command(line)) => {
            match choice_at(line, areas.overlay, at.y).filter(|_| areas.overlay.contains(at)) {
                Some(choice) => {
                    line.put(Some(choice));
                    if line.choices[choice].goal.is_some() {
                        return commanding::accept(app);
                    }
                    crate::app::command::complete(app);
                }
                None if areas.overlay.contains(at) => {}
                None => commanding::close(app),
            }
            return Vec::new();
        }
        Some(Overlay::Note(_)) => {
            // A click beside it keeps what is written.
            if !areas.overlay.contains(at) {
                crate::app::notes::accept(app);
            }
            return Vec::new();
        }
        Some(Overlay::Map) if areas.map.contains(at) => return click_map(app, areas.map, at),
        Some(Overlay::Map) => {
            // The line of tabs lies outside the map.
            if areas.top.contains(at) {
                app.overlay = None;
                if let Some(tab) = tab_at(app.tab, at.x, areas.top.width) {
                    show_tab(app, tab);
                }
            }
            return Vec::new();
        }
        None => {}
    }
    if areas.map.contains(at) {
        click_map(app, areas.map, at);
    } else if areas.note.contains(at) {
        super::slips::click(app, areas, at);
    } else if areas.top.contains(at) {
        if let Some(tab) = tab_at(app.tab, at.x, areas.top.width) {
            show_tab(app, tab);
        }
    } else if app.tab == Tab::Search && search::click(app, areas, at)
        || app.tab == Tab::Compare && compare::click(app, areas, at)
        || app.tab == Tab::Timeline && timeline::click(app, areas, at)
    {
    } else if areas.list.contains(at) {
        click_row(app, areas.list, at);
    } else if areas.list_prompt.contains(at) && app.pane == Pane::List {
        app.desk_mut().list.typing = true;
    } else if areas.reader_prompt.contains(at) {
        app.pane = Pane::Reader;
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
    let arrow = arrow_column(area, clicked.depth);
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

/// A click on the text: follows a name or a footnote's mark, selects a passage, or opens the selected one.
fn click_text(app: &mut App, areas: &Layout, at: Position) {
    let library = Arc::clone(&app.library);
    let reader = &mut app.desk_mut().reader;
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
