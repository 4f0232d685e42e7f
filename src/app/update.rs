//! What happened, to what the reader sees. The only place that changes the app.
use super::keymap::{Action, Context, action_for, digit, letter};
use super::lookup::{self, Goal, Lookup, Reply};
use super::moved::Moved;
use super::reader::Source;
use super::tree::{Fold, Node, Step};
use super::{
    App, Effect, Layout, Message, Overlay, Pane, Tab, Visit, contents, find, layout, map, regions, search,
};
use crate::model::DocId;
use crate::query::filter::{Found, Scope};
use crate::query::{self, Direction, Target};
use crate::typeset::Mark;
use crossterm::event::{KeyEvent, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};
use std::sync::Arc;

/// How many places the way back remembers.
const REMEMBERED: usize = 200;
/// Lines that a turn of the wheel scrolls.
const WHEEL: isize = 3;

/// Takes a message, changes the app, and says what the world should do.
pub fn update(app: &mut App, message: Message) -> Vec<Effect> {
    let mut effects = match message {
        Message::Key(event) if event.kind == KeyEventKind::Release => return Vec::new(),
        Message::Key(event) => {
            app.touched = true;
            press(app, event)
        }
        Message::Mouse(event) => {
            app.touched = true;
            mouse(app, event)
        }
        Message::Paste(text) => {
            paste(app, &text);
            Vec::new()
        }
        Message::Resize(columns, rows) => {
            app.size = (columns, rows);
            Vec::new()
        }
        Message::Loaded(library, troubles) => {
            if app.loaded && app.touched && !app.library.is_empty() {
                replaced(app, library, troubles);
            } else {
                loaded(app, library, troubles);
            }
            Vec::new()
        }
        Message::Reading(progress, told) => {
            app.reading = progress;
            if told.is_some() {
                app.notice = told;
            }
            Vec::new()
        }
        Message::Catalogue(library, catalogue) => {
            if Arc::ptr_eq(&library, &app.library) {
                app.catalogue = Some(catalogue);
            }
            Vec::new()
        }
        Message::Found(answer) => {
            search::answered(app, answer);
            Vec::new()
        }
        Message::Counted(library, counts) => {
            search::counted(app, &library, counts);
            Vec::new()
        }
        Message::Searches(searches, told) => {
            search::restored(app, searches, told);
            Vec::new()
        }
        Message::Answers { generation, library, found } => answered(app, generation, library, found),
        Message::Resumed => vec![Effect::Redraw],
    };
    settle(app);
    effects.append(&mut app.asks);
    effects.extend(search::effects(app));
    effects
}

/// Brings lists and text into line with the size and the cursor.
pub(super) fn settle(app: &mut App) {
    if app.tab == Tab::Contents {
        fill_contents(app);
    }
    let areas = layout(app);
    let library = Arc::clone(&app.library);
    let (columns, height) = (usize::from(areas.columns), reader_height(app, &areas));
    if app.tab == Tab::Search {
        search::settle(app, usize::from(areas.list.height));
    }
    let desk = app.desk_mut();
    desk.list.follow(list_height(&areas));
    desk.reader.settle(&library, columns, height);
    if app.tab == Tab::Contents
        && (app.pane == Pane::Reader || app.contents.list.node().is_none())
        && let Some((doc, block)) = app.contents.reader.heading_block(&library)
    {
        contents::reveal(app, doc, block);
        app.contents.list.follow(list_height(&areas));
    }
    map::settle(app);
}

fn list_height(areas: &Layout) -> usize {
    usize::from(areas.list.height.max(1))
}

fn reader_height(app: &App, areas: &Layout) -> usize {
    let body = if areas.reader.height > 0 { areas.reader.height } else { areas.list.height };
    usize::from(body.max(u16::from(app.size.1 > 0)))
}

fn loaded(app: &mut App, library: Arc<crate::model::Library>, troubles: Vec<String>) {
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
fn replaced(app: &mut App, library: Arc<crate::model::Library>, troubles: Vec<String>) {
    let old = Arc::clone(&app.library);
    let moved = Moved::new(&old, &library);
    let carried = |visits: Vec<Visit>| -> Vec<Visit> {
        let carry = |visit: Visit| {
            let node = match &visit.node {
                Some(node) => Some(moved.node(node)?),
                None => None,
            };
            Some(Visit { node, place: visit.place.carried(&moved)?, ..visit })
        };
        visits.into_iter().filter_map(carry).collect()
    };
    app.back = carried(std::mem::take(&mut app.back));
    app.forward = carried(std::mem::take(&mut app.forward));
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

/// Fills the tab of documents when it is first needed.
fn fill_contents(app: &mut App) {
    if !app.contents_filled() && app.loaded {
        app.contents_of = Some(Arc::clone(&app.library));
        contents::unfold_at_first(app);
        contents::refill(app);
        show_selected(app, Tab::Contents);
    }
}

/// What a row of a tree shows in the reading pane, and the block to stand at.
fn source_of(node: &Node) -> (Source, Option<usize>) {
    match node {
        Node::World => (Source::World, None),
        Node::Elsewhere => (Source::Elsewhere, None),
        Node::Place(place) => (Source::Dossier(*place, None), None),
        Node::Series(series) => (Source::Series(series.clone()), None),
        Node::Edition(series, year) => (Source::Edition(series.clone(), *year), None),
        Node::Document(doc) => (Source::Document(*doc), None),
        Node::Heading(doc, block) => (Source::Document(*doc), Some(*block)),
    }
}

/// Shows in a tab's reading pane what its tree has selected.
fn show_selected(app: &mut App, tab: Tab) {
    let library = Arc::clone(&app.library);
    let desk = match tab {
        Tab::Regions => &mut app.regions,
        Tab::Contents => &mut app.contents,
        Tab::Search => return search::show_selected(app),
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

fn refill(app: &mut App) {
    match app.tab {
        Tab::Regions => regions::refill(app),
        Tab::Contents => contents::refill(app),
        Tab::Search => {}
    }
}

fn press(app: &mut App, event: KeyEvent) -> Vec<Effect> {
    app.notice = None;
    let context = app.context();
    if matches!(context, Context::List | Context::Reader | Context::Map | Context::Hits | Context::Facets)
        && let Some(figure) = digit(event)
        && count(app, figure)
    {
        return Vec::new();
    }
    let pending = app.count.take();
    if let Some(action) = action_for(context, event) {
        let times = pending.filter(|_| repeats(action));
        return act(app, action, times);
    }
    if matches!(context, Context::Prompt | Context::Lookup | Context::Query)
        && let Some(c) = letter(event)
    {
        type_letters(app, |prompt| prompt.push(c));
    }
    Vec::new()
}

/// Takes a digit for a count, or leaves it to the key table: a tab's number shows the tab, so a count begins
/// with another digit.
fn count(app: &mut App, figure: usize) -> bool {
    let number = match app.count {
        None if figure == 0 || figure <= Tab::ALL.len() && app.overlay.is_none() => return false,
        None => figure,
        Some(count) => (count * 10 + figure).min(100_000),
    };
    app.count = Some(number);
    true
}

/// Whether a number before an action repeats it, or says where to go.
fn repeats(action: Action) -> bool {
    matches!(
        action,
        Action::Up
            | Action::Down
            | Action::HalfUp
            | Action::HalfDown
            | Action::PageUp
            | Action::PageDown
            | Action::Top
            | Action::Bottom
            | Action::NextPlace
            | Action::PreviousPlace
            | Action::NextMention
            | Action::PreviousMention
            | Action::NextNote
            | Action::PreviousNote
            | Action::NextMatch
            | Action::PreviousMatch
            | Action::NextSection
            | Action::PreviousSection
            | Action::NextParagraph
            | Action::PreviousParagraph
            | Action::Back
            | Action::Forward
            | Action::HopUp
            | Action::HopDown
            | Action::HopLeft
            | Action::HopRight
            | Action::NextRegion
            | Action::PreviousRegion
            | Action::Nearer
            | Action::Farther
    )
}

fn act(app: &mut App, action: Action, times: Option<usize>) -> Vec<Effect> {
    let many = times.unwrap_or(1);
    if search::act(app, action, times) {
        return Vec::new();
    }
    match action {
        Action::Quit => return vec![Effect::Quit],
        Action::Suspend => return vec![Effect::Suspend],
        Action::Redraw => return vec![Effect::Redraw],
        Action::Reload => {
            app.notice = Some("Looking for what changed on disk...".into());
            return vec![Effect::Reload];
        }
        Action::Leave => return leave(app),
        Action::Escape => escape(app),
        Action::Help => {
            app.overlay = match app.overlay {
                Some(Overlay::Help(_)) => None,
                _ => Some(Overlay::Help(0)),
            };
        }
        Action::Lookup => open_lookup(app),
        Action::Filter => begin_typing(app),
        Action::Map => map::open(app),
        Action::HopUp => hop(app, Direction::Up, many),
        Action::HopDown => hop(app, Direction::Down, many),
        Action::HopLeft => hop(app, Direction::Left, many),
        Action::HopRight => hop(app, Direction::Right, many),
        Action::NextRegion => (0..many.min(1000)).for_each(|_| map::turn_region(app, true)),
        Action::PreviousRegion => (0..many.min(1000)).for_each(|_| map::turn_region(app, false)),
        Action::Nearer => (0..many.min(1000)).for_each(|_| map::zoom(app, 1)),
        Action::Farther => (0..many.min(1000)).for_each(|_| map::zoom(app, -1)),
        Action::WholeWorld => map::zoom(app, i8::MIN),
        Action::Accept => return accept(app),
        Action::EraseLetter => erase_letter(app),
        Action::EraseWord => type_letters(app, super::Prompt::pop_word),
        Action::EraseLine => type_letters(app, |prompt| prompt.text.clear()),
        Action::SwitchPane => {
            app.pane = match app.pane {
                Pane::List => Pane::Reader,
                Pane::Reader => Pane::List,
            };
        }
        Action::NextTab => turn_tab(app, 1),
        Action::PreviousTab => turn_tab(app, Tab::ALL.len() - 1),
        Action::Tab1 => show_tab(app, Tab::Regions),
        Action::Tab2 => show_tab(app, Tab::Contents),
        Action::Tab3 => show_tab(app, Tab::Search),
        Action::SearchHere => search::here(app),
        Action::Back => (0..many).for_each(|_| go_back(app)),
        Action::Forward => (0..many).for_each(|_| go_forward(app)),
        Action::ShowAll => show_all(app),
        Action::Open => open(app),
        Action::Fold => fold(app),
        Action::Unfold => unfold(app),
        Action::FoldAll => {
            let list = &mut app.desk_mut().list;
            list.open.retain(|node| *node == Node::World);
            refill(app);
            let tab = app.tab;
            show_selected(app, tab);
        }
        Action::UnfoldAll => unfold_all(app),
        Action::NextPlace => next_place(app, true, many),
        Action::PreviousPlace => next_place(app, false, many),
        Action::NextMention => select_mark(app, true, many, |mark| matches!(mark, Mark::Mention(_))),
        Action::PreviousMention => select_mark(app, false, many, |mark| matches!(mark, Mark::Mention(_))),
        Action::NextNote => select_mark(app, true, many, is_note),
        Action::PreviousNote => select_mark(app, false, many, is_note),
        Action::NextMatch => find::next(app, true, many),
        Action::PreviousMatch => find::next(app, false, many),
        Action::OnlyMatches => find::narrow(app),
        Action::NextSection => leap(app, true, 1, many),
        Action::PreviousSection => leap(app, true, -1, many),
        Action::NextParagraph => leap(app, false, 1, many),
        Action::PreviousParagraph => leap(app, false, -1, many),
        Action::Up
        | Action::Down
        | Action::HalfUp
        | Action::HalfDown
        | Action::PageUp
        | Action::PageDown
        | Action::Top
        | Action::Bottom => step(app, action, times),
        // What only the tab of search does: looked up from elsewhere, it leads there.
        Action::Order
        | Action::Concordance
        | Action::ByLeft
        | Action::ByRight
        | Action::ByYear
        | Action::ByDocument
        | Action::Facets
        | Action::Narrow
        | Action::EraseScope
        | Action::SaveSearch
        | Action::Forget => search::elsewhere(app, action),
    }
    Vec::new()
}

/// Hops on the map; says so where there is nothing to hop to.
fn hop(app: &mut App, direction: Direction, times: usize) {
    for number in 0..times.min(1000) {
        if !map::hop(app, direction) {
            if number == 0 {
                app.notice = Some("No country lies that way.".into());
            }
            break;
        }
    }
}

fn is_note(mark: Mark) -> bool {
    matches!(mark, Mark::NoteMark(_))
}

/// Moves through whatever has the keys.
fn step(app: &mut App, action: Action, times: Option<usize>) {
    let areas = layout(app);
    let page = match app.context() {
        Context::Lookup | Context::Help => usize::from(areas.overlay.height.saturating_sub(4)),
        Context::List | Context::Prompt if app.pane == Pane::List => list_height(&areas),
        Context::List
        | Context::Prompt
        | Context::Reader
        | Context::Map
        | Context::Query
        | Context::Hits
        | Context::Facets => reader_height(app, &areas),
    }
    .max(1);
    let to = stride(action, times, page);
    let absolute = matches!(action, Action::Top | Action::Bottom) && times.is_some();
    match &mut app.overlay {
        Some(Overlay::Help(top)) => {
            *top = match to {
                Step::First => 0,
                Step::Last => usize::MAX / 2,
                Step::By(by) => top.saturating_add_signed(by),
            };
            return;
        }
        Some(Overlay::Lookup(lookup)) => return lookup.step(to, page),
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
                let (columns, height) = (usize::from(areas.columns), page);
                reader.settle(&library, columns, height);
                reader.rest_cursor(before, by > 0);
            }
        }
    }
}

/// How far a movement goes on a page of so many rows.
pub(super) fn stride(action: Action, times: Option<usize>, page: usize) -> Step {
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

fn leap(app: &mut App, parts: bool, by: isize, times: usize) {
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

fn select_mark(app: &mut App, forward: bool, times: usize, wanted: impl Fn(Mark) -> bool + Copy) {
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

/// Goes on to the dossier of the next or the previous place that the tree shows; the pane stays.
fn next_place(app: &mut App, forward: bool, times: usize) {
    app.tab = Tab::Regions;
    let list = &mut app.regions.list;
    let is_place = |row: &super::Row| matches!(row.node, Node::Place(_));
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

fn turn_tab(app: &mut App, by: usize) {
    let at = Tab::ALL.iter().position(|&tab| tab == app.tab).unwrap_or(0);
    show_tab(app, Tab::ALL[(at + by) % Tab::ALL.len()]);
}

/// Shows a tab; whoever comes to search wants to type.
fn show_tab(app: &mut App, tab: Tab) {
    match tab {
        Tab::Regions | Tab::Contents => app.tab = tab,
        Tab::Search => search::arrive(app),
    }
}

/// Remembers where the reader is, before going elsewhere.
pub(super) fn remember(app: &mut App) {
    let visit = here(app);
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
    }
}

fn go_back(app: &mut App) {
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

fn go_forward(app: &mut App) {
    let Some(visit) = app.forward.pop() else {
        app.notice = Some("There is nothing ahead.".into());
        return;
    };
    let now = here(app);
    app.back.push(now);
    visit_again(app, visit);
}

fn visit_again(app: &mut App, visit: Visit) {
    let library = Arc::clone(&app.library);
    fill_contents(app);
    app.tab = visit.tab;
    app.pane = visit.pane;
    if let Some((query, row)) = visit.search {
        search::visit_again(app, query, row);
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
}

fn clear_filter(app: &mut App) {
    let list = &mut app.desk_mut().list;
    list.prompt.text.clear();
    list.typing = false;
    refill(app);
}

/// `q`: backs out of what lies on top; quits when nothing does.
fn leave(app: &mut App) -> Vec<Effect> {
    if app.overlay.is_some() {
        app.overlay = None;
        return Vec::new();
    }
    if app.pane == Pane::Reader && !app.library.is_empty() {
        // A passage opened from a dossier leads back to it; the text leads back to the tree.
        let opened = app.back.last().is_some_and(|visit| visit.tab == app.tab)
            && app.desk().list.node().is_some_and(|node| source_of(node).0 != app.desk().reader.source);
        if opened {
            go_back(app);
        } else {
            app.pane = Pane::List;
        }
        return Vec::new();
    }
    if app.tab == Tab::Search {
        return search::leave(app);
    }
    if app.desk().list.query().is_some() {
        drop_filter(app);
        return Vec::new();
    }
    vec![Effect::Quit]
}

/// Esc: clears the uppermost layer, and never quits.
fn escape(app: &mut App) {
    if app.overlay.take().is_some() {
        return;
    }
    if app.pane == Pane::Reader && find::escape(app) {
        return;
    }
    if app.tab == Tab::Search && app.pane == Pane::List {
        search::escape(app);
    } else if app.pane == Pane::List && app.desk().list.typing {
        give_up_filter(app);
    } else if app.desk().list.query().is_some() {
        drop_filter(app);
    } else if app.pane == Pane::Reader {
        app.pane = Pane::List;
    }
}

/// Gives up a filter that is being typed: what was selected before it is selected again.
fn give_up_filter(app: &mut App) {
    let list = &mut app.desk_mut().list;
    if let Some(before) = list.before.take() {
        list.typing = false;
        list.prompt.text.clear();
        refill(app);
        if app.desk_mut().list.select(&before) {
            let tab = app.tab;
            return show_selected(app, tab);
        }
    }
    drop_filter(app);
}

/// Ends the filter; the selected row stays selected in the whole tree.
fn drop_filter(app: &mut App) {
    let tab = app.tab;
    let list = &mut app.desk_mut().list;
    let selected = list.node().cloned();
    list.typing = false;
    list.prompt.text.clear();
    let wanted = selected.or_else(|| list.before.take());
    match wanted {
        Some(Node::Place(place)) => regions::reveal(app, place),
        Some(Node::Document(doc)) => {
            refill(app);
            contents::reveal(app, doc, 0);
        }
        Some(Node::Heading(doc, block)) => {
            refill(app);
            contents::reveal(app, doc, block);
        }
        Some(other) => {
            refill(app);
            app.desk_mut().list.select(&other);
        }
        None => refill(app),
    }
    let shows = app.desk().list.node().map(|node| source_of(node).0);
    if shows.is_some_and(|source| source != app.desk().reader.source) {
        show_selected(app, tab);
    }
}

fn begin_typing(app: &mut App) {
    match app.pane {
        Pane::List => {
            let list = &mut app.desk_mut().list;
            if list.query().is_none() {
                list.before = list.node().cloned();
            }
            list.typing = true;
        }
        Pane::Reader => find::begin(app),
    }
}

/// Changes the line being typed, and does what it asks.
fn type_letters(app: &mut App, change: impl FnOnce(&mut super::Prompt)) {
    if let Some(Overlay::Lookup(lookup)) = &mut app.overlay {
        change(&mut lookup.prompt);
        answer_lookup(app);
        return;
    }
    let tab = app.tab;
    match app.pane {
        Pane::List if tab == Tab::Search => search::letters(app, change),
        Pane::List => {
            let list = &mut app.desk_mut().list;
            change(&mut list.prompt);
            list.top = 0;
            let cleared = list.prompt.text.trim().is_empty().then(|| list.before.clone()).flatten();
            refill(app);
            if let Some(before) = cleared {
                app.desk_mut().list.select(&before);
            }
            show_selected(app, tab);
        }
        Pane::Reader => find::letters(app, change),
    }
}

fn erase_letter(app: &mut App) {
    let empty = match (&app.overlay, app.pane) {
        (Some(Overlay::Lookup(lookup)), _) => lookup.prompt.text.is_empty(),
        (_, Pane::List) if app.tab == Tab::Search => {
            let search = &app.search;
            search.naming.as_ref().unwrap_or(&search.prompt).text.is_empty()
        }
        (_, Pane::List) => app.desk().list.prompt.text.is_empty(),
        (_, Pane::Reader) => app.desk().reader.prompt.text.is_empty(),
    };
    if empty { escape(app) } else { type_letters(app, super::Prompt::pop) }
}

fn paste(app: &mut App, text: &str) {
    if matches!(app.context(), Context::Prompt | Context::Lookup | Context::Query) {
        // A pasted line end is a space: a paste never presses Enter.
        let words = text.split_whitespace().collect::<Vec<_>>().join(" ");
        type_letters(app, |prompt| words.chars().take(1000).for_each(|c| prompt.push(c)));
    }
}

fn accept(app: &mut App) -> Vec<Effect> {
    if matches!(app.overlay, Some(Overlay::Lookup(_))) {
        return accept_lookup(app);
    }
    if matches!(app.overlay, Some(Overlay::Map)) {
        app.overlay = None;
        if let Some(place) = app.map.selected {
            go(app, Target::Place(place, None));
        }
        return Vec::new();
    }
    match app.pane {
        Pane::List => {
            let list = &mut app.desk_mut().list;
            list.typing = false;
            if list.prompt.text.trim().is_empty() {
                drop_filter(app);
            }
        }
        Pane::Reader => find::accept(app),
    }
    Vec::new()
}

fn open_lookup(app: &mut App) {
    app.desk_mut().list.typing = false;
    app.desk_mut().reader.typing = false;
    app.search.typing = false;
    app.overlay = Some(Overlay::Lookup(Lookup::default()));
    answer_lookup(app);
}

fn answer_lookup(app: &mut App) {
    let Some(Overlay::Lookup(lookup)) = &mut app.overlay else { return };
    (lookup.asked, lookup.hasty) = (None, false);
    let text = lookup.prompt.text.clone();
    if query::Pattern::new(&text).is_empty() {
        let answers = lookup::beginning(app);
        return show_answers(app, answers);
    }
    match lookup::ask(app, &text, Scope::All, lookup::KEPT) {
        Reply::Now(found) => show_found(app, &found),
        Reply::Later(generation) => {
            if let Some(Overlay::Lookup(lookup)) = &mut app.overlay {
                lookup.asked = Some(generation);
            }
        }
    }
}

fn show_found(app: &mut App, found: &Found) {
    let Some(catalogue) = app.catalogue.clone() else { return };
    let answers = lookup::answers(app, &catalogue, found);
    show_answers(app, answers);
}

fn show_answers(app: &mut App, (answers, many): (Vec<lookup::Answer>, usize)) {
    if let Some(Overlay::Lookup(lookup)) = &mut app.overlay {
        (lookup.answers, lookup.many, lookup.cursor, lookup.top) = (answers, many, 0, 0);
        lookup.counted = lookup.asked.is_none();
    }
}

/// Takes an answer from the world to whoever asked for it.
fn answered(
    app: &mut App,
    generation: u64,
    library: Arc<crate::model::Library>,
    found: Found,
) -> Vec<Effect> {
    if !Arc::ptr_eq(&library, &app.library) {
        return Vec::new();
    }
    if let Some(Overlay::Lookup(lookup)) = &mut app.overlay
        && lookup.asked == Some(generation)
    {
        if found.complete {
            lookup.asked = None;
        }
        if lookup.answered == Some(generation) {
            // The best are shown already: now it is known how many there are.
            lookup.many = lookup.many.max(found.many);
            lookup.counted = true;
            return Vec::new();
        }
        lookup.answered = Some(generation);
        let hasty = lookup.hasty;
        show_found(app, &found);
        return if hasty { accept_lookup(app) } else { Vec::new() };
    }
    if app.contents_filter.take(generation, library, found) {
        contents::refill(app);
        show_selected(app, Tab::Contents);
    }
    Vec::new()
}

fn accept_lookup(app: &mut App) -> Vec<Effect> {
    if let Some(Overlay::Lookup(lookup)) = &mut app.overlay
        && lookup.asked.is_some()
        && lookup.asked != lookup.answered
    {
        // What is shown still answers an earlier letter.
        lookup.hasty = true;
        return Vec::new();
    }
    let Some(Overlay::Lookup(lookup)) = app.overlay.take() else { return Vec::new() };
    let Some(answer) = lookup.answers.into_iter().nth(lookup.cursor) else {
        app.notice = Some("Nothing has this name.".into());
        return Vec::new();
    };
    match answer.goal {
        Goal::Tab(tab) => show_tab(app, tab),
        Goal::Command(action) => return act(app, action, None),
        Goal::Target(target) => go(app, target),
    }
    Vec::new()
}

/// Goes to a target in the tab where it belongs.
fn go(app: &mut App, target: Target) {
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

fn show_all(app: &mut App) {
    if app.tab != Tab::Regions {
        app.notice = Some("All documents are shown.".into());
        return;
    }
    app.show_all = !app.show_all;
    app.notice = Some(
        if app.show_all { "All places are shown." } else { "Only places that are named are shown." }.into(),
    );
    regions::refill(app);
    show_selected(app, Tab::Regions);
}

/// Enter: follows the selected mark, opens the selected passage, or reads the selected row.
fn open(app: &mut App) {
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
fn follow(app: &mut App, mark: Mark) {
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

fn fold(app: &mut App) {
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

fn unfold(app: &mut App) {
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

fn unfold_all(app: &mut App) {
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
        Tab::Search => {}
    }
    refill(app);
}

fn mouse(app: &mut App, event: MouseEvent) -> Vec<Effect> {
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
        Some(Overlay::Help(top)) => *top = top.saturating_add_signed(by),
        Some(Overlay::Lookup(lookup)) => {
            lookup.step(Step::By(by), usize::from(areas.overlay.height.saturating_sub(4)));
        }
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
        None if areas.reader.contains(at) => {
            let (columns, height) = (usize::from(areas.columns), usize::from(areas.reader.height));
            let reader = &mut app.desk_mut().reader;
            let before = reader.top;
            reader.scroll(&library, by);
            reader.settle(&library, columns, height);
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
            let rows = super::layout::lookup_rows(areas.overlay);
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
        Some(Overlay::Map) => return click_map(app, areas.map, at),
        None => {}
    }
    if areas.map.contains(at) {
        click_map(app, areas.map, at);
    } else if areas.top.contains(at) {
        if let Some(tab) = super::layout::tab_at(at.x, areas.top.width) {
            show_tab(app, tab);
        }
    } else if app.tab == Tab::Search && search::click(app, areas, at) {
    } else if areas.list.contains(at) {
        click_row(app, areas.list, at);
    } else if areas.reader.contains(at) {
        click_text(app, areas.reader, at);
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
    let arrow = super::layout::arrow_column(area, clicked.depth);
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

fn click_text(app: &mut App, area: Rect, at: Position) {
    app.pane = Pane::Reader;
    let library = Arc::clone(&app.library);
    let reader = &mut app.desk_mut().reader;
    reader.typing = false;
    let Some(shown) = reader.page.get(usize::from(at.y - area.y)) else { return };
    let item = shown.spot.item;
    let column = at.x.saturating_sub(area.x + super::layout::GUTTER);
    let piece = shown.line.piece_at(column).filter(|_| at.x >= area.x + super::layout::GUTTER);
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
