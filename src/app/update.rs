//! What happened, to what the reader sees. The only place that changes the app.
mod arrival;
mod citing;
mod comfort;
mod commanding;
mod counts;
mod editing;
pub(super) mod going;
pub(super) mod history;
mod looking_up;
mod marks;
mod mouse;
pub(super) mod moves;
mod places;
mod reading;
mod selecting;
mod slips;
mod trees;
mod typing;

use super::keymap::{Action, Context, Key, Meaning, letter};
use super::tree::Node;
use super::{
    App, Effect, Help, Layout, Message, Overlay, Pane, Prompt, Tab, changes, compare, contents, find, help,
    keeping, layout, map, notes, search, slip, themes, timeline,
};
use crate::query::Direction;
use crate::typeset::Mark;
use arrival::{fill_contents, loaded, replaced};
use comfort::{change_measure, full_screen, move_sideways, two_columns};
use counts::Figure;
use crossterm::event::{KeyEvent, KeyEventKind, MouseEvent, MouseEventKind};
use going::open;
pub(in crate::app) use going::{go_to_range, show_range};
use history::{go_back, go_forward, show_tab, turn_tab};
use looking_up::{answered, open_lookup};
pub(in crate::app) use mouse::WHEEL;
use mouse::mouse;
use moves::{hop, leap, next_place, select_mark, step};
use std::sync::Arc;
use trees::{fold, refill, show_all, show_selected, source_of, unfold, unfold_all};
use typing::{accept, begin_typing, drop_filter, edit, give_up_filter, paste, type_letters};

/// Takes a message, changes the app, and says what the world should do.
pub fn update(app: &mut App, message: Message) -> Vec<Effect> {
    let mut effects = match message {
        Message::Key(event) if event.kind == KeyEventKind::Release => return Vec::new(),
        Message::Key(event) => {
            touch(app);
            press(app, event)
        }
        Message::Mouse(event) => {
            touch(app);
            break_off(app, event);
            mouse(app, event, 1)
        }
        Message::Again(event, clicks) => {
            break_off(app, event);
            mouse(app, event, clicks)
        }
        Message::Answers { generation, library, found } => answered(app, generation, library, found),
        Message::Resumed => vec![Effect::Redraw],
        message => {
            told(app, message);
            Vec::new()
        }
    };
    places::resume_at_start(app);
    settle(app);
    keeping::watch(app);
    if effects.contains(&Effect::Quit) {
        keeping::leave(app);
    }
    // First what is to be kept: nothing comes behind the end.
    effects.splice(0..0, keeping::effects(app).into_iter().chain(notes::effects(app)));
    effects.append(&mut app.asks);
    effects.extend(search::effects(app));
    effects
}

/// Takes what the world tells.
fn told(app: &mut App, message: Message) {
    match message {
        Message::Paste(text) => paste(app, &text),
        Message::Resize(columns, rows) => app.size = (columns, rows),
        Message::Loaded(library, troubles) => {
            // The numbers of its documents are of the library that was shown.
            keeping::leave(app);
            if app.loaded && app.touched && !app.library.is_empty() {
                replaced(app, library, troubles);
            } else {
                loaded(app, library, troubles);
            }
            arrival::go_to_awaited(app);
        }
        Message::Reading(progress, words) => {
            app.reading = progress;
            tell(app, words);
        }
        Message::Catalogue(library, catalogue) => {
            if Arc::ptr_eq(&library, &app.library) {
                app.catalogue = Some(catalogue);
            }
        }
        Message::Found(answer) => search::answered(app, answer),
        Message::Compared(answer) => compare::answered(app, answer),
        Message::Chronicled(answer) => timeline::answered(app, answer),
        Message::Appeared(answer) => changes::answered(app, answer),
        Message::Notebook(book, number, words) => {
            notes::restored(app, book, number);
            tell(app, words);
        }
        Message::NotesFound { generation, library, found } => {
            notes::found(app, generation, &library, found);
        }
        Message::Written { id, text } => notes::written(app, &id, &text),
        Message::Counted(library, counts) => search::counted(app, &library, counts),
        Message::Searches(searches, words) => search::restored(app, searches, words),
        Message::Themes(rows) => themes::list(app, rows),
        Message::NoTheme { back, told } => themes::refused(app, back, &told),
        Message::Places(places, words) => {
            app.keeping.restored(places);
            tell(app, words);
        }
        Message::Ending => keeping::leave(app),
        Message::Told(words) => app.notice = Some(words),
        // Taken above: they ask for something.
        Message::Key(_)
        | Message::Mouse(_)
        | Message::Again(..)
        | Message::Answers { .. }
        | Message::Resumed => {}
    }
}

/// A word to the reader, where there is one.
fn tell(app: &mut App, words: Option<String>) {
    if words.is_some() {
        app.notice = words;
    }
}

/// The reader did something: whoever does is not new any more.
fn touch(app: &mut App) {
    app.touched = true;
    if std::mem::take(&mut app.is_new) {
        app.asks.push(Effect::Seen);
    }
}

/// Brings lists and text into line with the size and the cursor.
pub(super) fn settle(app: &mut App) {
    if app.tab == Tab::Contents {
        fill_contents(app);
    }
    notes::settle(app);
    // Whoever goes elsewhere needs the panes.
    app.bare &= app.pane == Pane::Reader;
    keeping::settle(app);
    slip::settle(app);
    let areas = layout(app);
    help::settle(app, &areas);
    let library = Arc::clone(&app.library);
    let shape = layout::shape(app, &areas, reader_height(app, &areas));
    match app.tab {
        Tab::Regions | Tab::Contents | Tab::Notebook => {}
        Tab::Search => search::settle(app, usize::from(areas.list.height)),
        Tab::Compare => compare::settle(app, &areas),
        Tab::Timeline => timeline::settle(app, &areas),
        Tab::Changes => changes::settle(app),
    }
    app.name_keys();
    let desk = app.desk_mut();
    if areas.list.height > 0 {
        desk.list.follow(list_height(&areas));
    }
    desk.reader.settle(&library, shape);
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

/// The mouse ends what keys have begun: a digit before it belongs to nothing that comes behind it.
fn break_off(app: &mut App, event: MouseEvent) {
    if event.kind != MouseEventKind::Moved {
        (app.begun, app.pending, app.chord, app.count) = (None, None, None, None);
    }
}

fn press(app: &mut App, event: KeyEvent) -> Vec<Effect> {
    app.notice = None;
    if let Some(pending) = app.pending.take() {
        marks::lettered(app, pending, event);
        return Vec::new();
    }
    let begun = app.begun.take();
    if let Some(begun) = &begun
        && let Some(effects) = counts::completed(app, begun, event)
    {
        return effects;
    }
    if app.context() == Context::Slip && app.keys.meaning(Context::Slip, app.chord, event) == Meaning::Nothing
    {
        // What is none of its keys goes on in the text.
        app.slip = None;
    }
    let context = app.context();
    if app.chord.is_none() && matches!(counts::count(app, context, event, begun), Figure::Taken) {
        return Vec::new();
    }
    let first = app.chord.take();
    match app.keys.meaning(context, first, event) {
        Meaning::Does(action) => {
            // No repetition is none, but 0% is the beginning.
            let pending = app.count.take();
            let times = pending.filter(|&count| repeats(action) && (count > 0 || action == Action::Percent));
            return act(app, action, times);
        }
        Meaning::Begins(key) => {
            app.chord = Some(key);
            return Vec::new();
        }
        Meaning::Nothing => {}
    }
    app.count = None;
    if let Some(first) = first {
        app.notice = Some(format!("{} {} has no meaning here.", first.name(), Key::of(event).name()));
        return Vec::new();
    }
    if context.is_typed()
        && let Some(c) = letter(event)
    {
        type_letters(app, |prompt| prompt.push(c));
    }
    Vec::new()
}

/// Whether a number before an action repeats it, or says where to go.
fn repeats(action: Action) -> bool {
    action.is_step()
        || matches!(
            action,
            Action::NextPlace
                | Action::PreviousPlace
                | Action::NextMention
                | Action::PreviousMention
                | Action::NextNote
                | Action::PreviousNote
                | Action::NextLink
                | Action::PreviousLink
                | Action::Percent
                | Action::NextMatch
                | Action::PreviousMatch
                | Action::NextOwn
                | Action::PreviousOwn
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
                | Action::ScrollLeft
                | Action::ScrollRight
                | Action::Wider
                | Action::Narrower
                | Action::LeftOlder
                | Action::LeftNewer
                | Action::RightOlder
                | Action::RightNewer
                | Action::BothOlder
                | Action::BothNewer
                | Action::EarlierYear
                | Action::LaterYear
        )
}

#[allow(clippy::too_many_lines)] // An arm for each action, so that none can be forgotten.
fn act(app: &mut App, action: Action, times: Option<usize>) -> Vec<Effect> {
    let many = times.unwrap_or(1);
    let done = app.context() == Context::Slip && slips::act(app, action)
        || search::act(app, action, times)
        || compare::act(app, action, times)
        || timeline::act(app, action, times)
        || changes::act(app, action, times)
        || notes::act(app, action, times)
        || selecting::extend(app, action, times)
        || reading::act(app, action, times);
    if done {
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
        Action::Command | Action::Complete | Action::CompleteBack | Action::Tour => {
            return commanding::act(app, action);
        }
        Action::Up | Action::Down if matches!(app.overlay, Some(Overlay::Command(_))) => {
            commanding::walk(app, action == Action::Up);
        }
        Action::Mouse => return give_mouse(app),
        Action::Select | Action::SwapEnds | Action::Copy | Action::CopySource => {
            return selecting::act(app, action);
        }
        Action::Cite => return citing::act(app),
        Action::Escape => escape(app),
        Action::Help => {
            let of = app.context();
            app.overlay = match app.overlay {
                Some(Overlay::Help(_)) => None,
                _ => Some(Overlay::Help(Help { of, top: 0, filter: Prompt::default(), typing: false })),
            };
        }
        Action::Lookup => open_lookup(app),
        Action::Filter => begin_typing(app),
        Action::Map => map::open(app),
        Action::Themes => return vec![themes::open(app)],
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
        Action::EraseLetter
        | Action::EraseWord
        | Action::EraseLine
        | Action::EraseRest
        | Action::EraseNext
        | Action::LetterLeft
        | Action::LetterRight
        | Action::WordLeft
        | Action::WordRight
        | Action::LineStart
        | Action::LineEnd => edit(app, action),
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
        Action::Tab4 => show_tab(app, Tab::Compare),
        Action::Tab5 => show_tab(app, Tab::Timeline),
        Action::Tab6 => show_tab(app, Tab::Changes),
        Action::Tab7 => show_tab(app, Tab::Notebook),
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
        Action::NextMatch => find::next(app, true, many),
        Action::PreviousMatch => find::next(app, false, many),
        Action::OnlyMatches => find::narrow(app),
        Action::ScrollLeft | Action::ScrollRight => move_sideways(app, action == Action::ScrollRight, many),
        Action::Wider | Action::Narrower => change_measure(app, action == Action::Wider, many),
        Action::FullScreen => full_screen(app),
        Action::TwoColumns => two_columns(app),
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
        // Done above.
        Action::NextNote
        | Action::PreviousNote
        | Action::NextLink
        | Action::PreviousLink
        | Action::Percent
        | Action::SetMark
        | Action::GoToMark
        | Action::ContinueReading
        | Action::CopyAddress
        | Action::Edit
        | Action::Bookmark
        | Action::Annotate
        | Action::NextOwn
        | Action::PreviousOwn
        | Action::Undo
        | Action::NewLine => {}
        Action::ChangesHere => changes::here(app),
        Action::EarlierEdition | Action::LaterEdition | Action::EarlierBound | Action::LaterBound => {
            changes::elsewhere(app);
        }
        Action::CompareBefore
        | Action::LeftOlder
        | Action::LeftNewer
        | Action::RightOlder
        | Action::RightNewer
        | Action::BothOlder
        | Action::BothNewer
        | Action::SwapSides
        | Action::HideSlight
        | Action::FactsOnly
        | Action::OpenLeft => compare::elsewhere(app, action),
        // What only the timeline does, the same.
        Action::TimelineHere
        | Action::EarlierYear
        | Action::LaterYear
        | Action::Rate
        | Action::OneScale
        | Action::Predecessors
        | Action::HeatMap
        | Action::AddTerm
        | Action::RemoveTerm => timeline::elsewhere(app, action),
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

/// Folds the selected row of a tree, or unfolds it.
pub(in crate::app) fn turn_row(app: &mut App) {
    let list = &app.desk().list;
    match list.rows.get(list.cursor).map(|row| row.fold) {
        Some(super::tree::Fold::Open) => fold(app),
        Some(super::tree::Fold::Shut) => unfold(app),
        _ => {}
    }
}

/// `M`: the mouse is the terminal's own, or ours again.
fn give_mouse(app: &mut App) -> Vec<Effect> {
    app.settings.mouse = !app.settings.mouse;
    let told = if app.settings.mouse {
        "The mouse is heard again."
    } else {
        "The mouse is the terminal's own now; {mouse} takes it back."
    };
    app.notice = Some(app.keys.told(Context::List, told));
    vec![Effect::Mouse(app.settings.mouse)]
}

/// `q`: backs out of what lies on top; quits when nothing does.
fn leave(app: &mut App) -> Vec<Effect> {
    if app.overlay.is_some() {
        themes::give_up(app);
        app.overlay = None;
        return Vec::new();
    }
    if app.desk_mut().reader.selection.take().is_some() {
        return Vec::new();
    }
    if app.bare {
        app.bare = false;
        return Vec::new();
    }
    if app.pane == Pane::Reader && !app.library.is_empty() {
        // A passage opened from a dossier leads back to it; the text leads back to the tree. Jumps inside the text
        // are not left one by one.
        let beneath = app.back.iter().rposition(|visit| !visit.is_here(app));
        let opened = beneath.is_some_and(|at| app.back[at].tab == app.tab)
            && app.desk().list.node().is_some_and(|node| source_of(node).0 != app.desk().reader.source);
        if opened {
            app.back.truncate(beneath.map_or(0, |at| at + 1));
            go_back(app);
        } else {
            app.pane = Pane::List;
        }
        return Vec::new();
    }
    match app.tab {
        Tab::Search => return search::leave(app),
        Tab::Compare => return compare::leave(app),
        Tab::Timeline => return timeline::leave(app),
        Tab::Regions | Tab::Contents | Tab::Changes | Tab::Notebook => {}
    }
    if app.desk().list.query().is_some() {
        drop_filter(app);
        return Vec::new();
    }
    vec![Effect::Quit]
}

/// Esc: clears the uppermost layer, and never quits.
fn escape(app: &mut App) {
    if let Some(Overlay::Help(help)) = &mut app.overlay
        && (help.typing || !help.filter.text.is_empty())
    {
        help.typing = false;
        help.filter = Prompt::default();
        return;
    }
    if matches!(app.overlay, Some(Overlay::Themes(_))) {
        return themes::give_up(app);
    }
    if matches!(app.overlay, Some(Overlay::Command(_))) {
        return commanding::close(app);
    }
    if matches!(app.overlay, Some(Overlay::Note(_))) {
        return notes::give_up(app);
    }
    let dropped = app.overlay.take().is_some()
        || app.slip.take().is_some()
        || app.desk_mut().reader.selection.take().is_some();
    if dropped {
        return;
    }
    if app.pane == Pane::Reader && find::escape(app) {
        return;
    }
    if app.bare {
        app.bare = false;
    } else if app.tab == Tab::Search && app.pane == Pane::List {
        search::escape(app);
    } else if app.tab == Tab::Compare && app.pane == Pane::List {
        compare::escape(app);
    } else if app.tab == Tab::Timeline && app.pane == Pane::List {
        timeline::escape(app);
    } else if app.pane == Pane::List && app.desk().list.typing {
        give_up_filter(app);
    } else if app.desk().list.query().is_some() {
        drop_filter(app);
    } else if app.pane == Pane::Reader {
        app.pane = Pane::List;
    }
}
