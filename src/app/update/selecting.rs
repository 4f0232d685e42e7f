//! Selecting words of the page by keys, and copying them.
use super::moves::stride;
use crate::app::keymap::Action;
use crate::app::reader::{Selection, block_words};
use crate::app::sheet::counted;
use crate::app::tree::Step;
use crate::app::{App, Context, Effect, Item, Pane, Tab, layout};
use crate::model::{DocId, Library};
use std::sync::Arc;

/// Terminals are known that take no more bytes of text than this at a time: 100,000 of the sequence.
const MOST: usize = 74_994;

/// Selects or copies.
pub(super) fn act(app: &mut App, action: Action) -> Vec<Effect> {
    match action {
        Action::Copy => return copy(app),
        Action::CopySource => return copy_with_source(app),
        Action::SwapEnds => swap(app),
        _ => select(app),
    }
    Vec::new()
}

/// `v`: begins a selection that keys move, or drops it.
fn select(app: &mut App) {
    let library = Arc::clone(&app.library);
    let reader = &mut app.desk_mut().reader;
    if reader.selection.is_some_and(|selection| selection.keyed) {
        reader.selection = None;
    } else if !reader.begin_selection(&library) {
        app.notice = Some("There is nothing to select.".into());
    }
}

/// `o`: the other end of the selection moves.
fn swap(app: &mut App) {
    let library = Arc::clone(&app.library);
    let reader = &mut app.desk_mut().reader;
    match &mut reader.selection {
        Some(selection) => {
            selection.keyed = true;
            reader.swap_selection(&library);
        }
        None => app.notice = Some(app.keys.told(Context::Reader, "Nothing is selected: {select} begins.")),
    }
}

/// A movement that takes the end of the selection along; `false` where there is none, or it is no movement.
pub(super) fn extend(app: &mut App, action: Action, times: Option<usize>) -> bool {
    let keyed = app.desk().reader.selection.is_some_and(|selection| selection.keyed);
    if !keyed || app.pane != Pane::Reader || app.overlay.is_some() || app.desk().reader.typing {
        return false;
    }
    let page = usize::from(layout(app).reader.height).max(1);
    let library = Arc::clone(&app.library);
    let reader = &mut app.desk_mut().reader;
    let forward = matches!(action, Action::NextParagraph | Action::NextSection);
    match action {
        step if step.is_step() => match stride(action, times.filter(|_| !is_edge(action)), page) {
            Step::First => reader.extend_to_edge(&library, false),
            Step::Last => reader.extend_to_edge(&library, true),
            Step::By(by) => reader.extend_by_lines(&library, by),
        },
        Action::NextParagraph | Action::PreviousParagraph => {
            let items = reader.paragraphs();
            (0..times.unwrap_or(1).min(1000)).for_each(|_| reader.extend_by_items(&library, &items, forward));
        }
        Action::NextSection | Action::PreviousSection => {
            let items = reader.sheet.parts.clone();
            (0..times.unwrap_or(1).min(1000)).for_each(|_| reader.extend_by_items(&library, &items, forward));
        }
        Action::Percent => {
            let Some(percent) = times else { return false };
            match percent {
                0 => reader.extend_to_edge(&library, false),
                100.. => reader.extend_to_edge(&library, true),
                _ => reader.extend_to_percent(&library, percent),
            }
        }
        _ => return false,
    }
    true
}

fn is_edge(action: Action) -> bool {
    matches!(action, Action::Top | Action::Bottom)
}

/// `y`: copies the selection, or the passage that the reader is at.
fn copy(app: &mut App) -> Vec<Effect> {
    match taken(app) {
        Some(taken) => put(app, taken.words),
        None => nothing(app),
    }
}

/// `Y`: the same with its source.
fn copy_with_source(app: &mut App) -> Vec<Effect> {
    let library = Arc::clone(&app.library);
    match taken(app) {
        Some(Taken { words, blocks: Some((first, last)) }) => {
            let words = format!("{words}\n{}", source(&library, first, last));
            put(app, words)
        }
        Some(_) => {
            app.notice = Some(
                app.keys.told(Context::Reader, "These words are the program's own: {copy} copies them."),
            );
            Vec::new()
        }
        None => nothing(app),
    }
}

pub(super) fn nothing(app: &mut App) -> Vec<Effect> {
    app.notice = Some("There is nothing to copy here.".into());
    Vec::new()
}

/// Words to be copied, and the first and the last block that they are of.
pub(super) struct Taken {
    pub words: String,
    pub blocks: Option<((DocId, usize), (DocId, usize))>,
}

/// What is selected; else the hit, the passage, or the first paragraph on the page.
pub(super) fn taken(app: &App) -> Option<Taken> {
    let library = &app.library;
    let reader = &app.desk().reader;
    if let Some(words) = reader.selected_words(library) {
        return Some(Taken { words, blocks: reader.selected_blocks() });
    }
    let block = match app.pane {
        Pane::List if app.tab == Tab::Search => {
            app.search.passage(app.search.cursor).map(|passage| (passage.doc, passage.block as usize))
        }
        Pane::List | Pane::Reader => reader.at_block(),
    };
    if let Some((id, block)) = block {
        let words = block_words(library.get(id)?, block, 0..usize::MAX);
        return Some(Taken { words, blocks: Some(((id, block), (id, block))) });
    }
    let item = reader.cursor.or_else(|| {
        let words = |item: usize| !matches!(reader.sheet.items.get(item), None | Some(Item::Gap));
        reader.page.iter().map(|shown| shown.spot.item).find(|&item| words(item))
    })?;
    let words = reader.words_of(library, item, 0..usize::MAX);
    (!words.is_empty()).then_some(Taken { words, blocks: None })
}

/// "The Steppe (2015), 2015-steppe#p1", with the address of the end where it is another.
fn source(library: &Library, (doc, block): (DocId, usize), last: (DocId, usize)) -> String {
    let from = library.doc(doc);
    let year = from.year().map_or_else(String::new, |year| format!(" ({year})"));
    let source = format!("{}{year}, {}", from.title(), from.address(block));
    if (doc, block) == last {
        return source;
    }
    format!("{source} to {}", library.doc(last.0).address(last.1))
}

/// The end of what is told of copied words: whether they may be too many for the terminal.
pub(super) fn end_of(words: &str) -> &'static str {
    if words.len() > MOST { "; some terminals take no more than 74,994 bytes." } else { "." }
}

/// Asks for the words to be put on the clipboard, and tells it.
pub(super) fn put(app: &mut App, words: String) -> Vec<Effect> {
    let lines = counted(words.lines().count(), "line");
    let characters = counted(words.chars().count(), "character");
    app.notice = Some(format!("Copied {lines}, {characters}{}", end_of(&words)));
    // What was selected has served: the next key moves the page again.
    if let Some(Selection { keyed: true, .. }) = app.desk().reader.selection {
        app.desk_mut().reader.selection = None;
    }
    vec![Effect::Copy(words)]
}
