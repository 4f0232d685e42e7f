//! Places that were left or marked: which one this is, and the way there.
use super::going::{go, go_to_block};
use super::history::remember;
use super::settle;
use crate::app::keeping;
use crate::app::reader::Source;
use crate::app::{App, Item, Pane, Tab};
use crate::model::{Address, DocId, Left, Pin};
use crate::query::{Target, resolve};
use std::sync::Arc;

/// Remembers where the reader is before a jump inside the same text.
pub(super) fn remember_jump(app: &mut App) {
    if app.pane == Pane::Reader {
        remember(app);
    }
}

/// The place at the top of the page, where a text or a dossier is shown.
pub(super) fn pin_here(app: &App) -> Option<Pin> {
    let (library, reader) = (&app.library, &app.desk().reader);
    match &reader.source {
        Source::Document(id) => {
            let doc = library.get(*id)?;
            let byte = reader.page.iter().find_map(|shown| shown.line.first_byte()).unwrap_or(0);
            Some(Pin::of(doc, byte, app.keeping.name(&doc.origin).unwrap_or_default()))
        }
        Source::Dossier(place, year) => {
            let page = Address::Place { place: library.atlas.place(*place).slug(), year: *year }.to_string();
            let mut pin = match reader.at_block() {
                Some((id, block)) => {
                    let doc = library.get(id)?;
                    Pin::of(doc, doc.blocks.get(block)?.start as usize, String::new())
                }
                None => Pin::default(),
            };
            pin.page = page;
            Some(pin)
        }
        Source::Nothing
        | Source::World
        | Source::Elsewhere
        | Source::Series(_)
        | Source::Edition(..)
        | Source::Passages(_)
        | Source::Note(_)
        | Source::Notebook(_)
        | Source::Asking => None,
    }
}

/// Where the document that is shown was left.
pub(super) fn left_here(app: &App) -> Option<&Left> {
    let doc = app.library.get(app.desk().reader.doc()?)?;
    app.keeping.left(doc)
}

/// Tells that the text which was just opened at its beginning was left further on.
pub(super) fn tell_left(app: &mut App) {
    let Some(left) = left_here(app).filter(|left| !left.finished && left.pin.percent > 0) else { return };
    app.notice = Some(format!("You left this text at {}%: '\" goes there.", left.pin.percent));
}

/// Goes to a place; `false` where the library has nothing of the kind.
pub(super) fn go_to_pin(app: &mut App, pin: &Pin) -> bool {
    let library = Arc::clone(&app.library);
    if pin.page.starts_with('@') {
        let Some(target) = Address::parse(&pin.page).and_then(|address| resolve(&library, &address)) else {
            return false;
        };
        go(app, target);
        app.pane = Pane::Reader;
        settle(app);
        let reader = &mut app.desk_mut().reader;
        let passage = reader.sheet.stops.iter().copied().find(|&stop| match &reader.sheet.items[stop] {
            Item::Block(id, block) => pin.begins(library.doc(*id), *block),
            _ => false,
        });
        if let Some(stop) = passage {
            reader.cursor = Some(stop);
            reader.show_cursor(&library);
        }
        return true;
    }
    let Some(id) = app.keeping.doc_of(&library, pin) else { return false };
    let Some(found) = pin.find(library.doc(id)) else { return false };
    if app.desk().reader.doc() == Some(id) && app.tab != Tab::Search {
        remember(app);
        app.pane = Pane::Reader;
    } else {
        remember(app);
        go_to_block(app, id, None);
    }
    top_at(app, id, found.byte);
    true
}

/// Says that a mark's place is not in this library.
pub(super) fn tell_gone(app: &mut App, pin: &Pin) {
    app.notice = Some(format!("{} is not in this library.", pin.page));
}

/// Puts the line with a byte of the shown document at the top of the page.
pub(super) fn top_at(app: &mut App, id: DocId, byte: usize) {
    // A pane that was never shown does not know its width yet.
    settle(app);
    let library = Arc::clone(&app.library);
    let Some(block) = library.doc(id).block_at(byte) else { return };
    let reader = &mut app.desk_mut().reader;
    reader.widen(&library);
    reader.mark = None;
    let Some(item) = reader.sheet.item_of(id, block) else { return };
    if byte == 0 || item == 0 {
        return reader.to_top();
    }
    let spot = reader.spot_of(&library, item, byte);
    reader.top_item(&library, item);
    reader.top = spot;
}

/// Goes on reading a text where it was left.
pub(super) fn resume(app: &mut App, id: DocId) {
    let library = Arc::clone(&app.library);
    let left = library.get(id).and_then(|doc| app.keeping.left(doc)).map(|left| left.pin.clone());
    match left {
        Some(pin) => {
            go_to_pin(app, &pin);
            app.notice = Some(format!("You left {} here.", library.doc(id).title()));
        }
        None => go(app, Target::Document(id)),
    }
}

/// Goes on reading what was left last; `false` where nothing was.
pub(super) fn continue_reading(app: &mut App) -> bool {
    let here = app.desk().reader.doc().filter(|_| app.pane == Pane::Reader);
    let next = keeping::offered(app).into_iter().map(|(_, id)| id).find(|id| Some(*id) != here);
    if let Some(id) = next {
        resume(app, id);
    }
    next.is_some()
}

/// Opens what was left last as soon as it is known, where that was asked for at the start.
pub(super) fn resume_at_start(app: &mut App) {
    // Whoever has pressed a key is somewhere already.
    app.keeping.resume &= !app.touched;
    if !app.keeping.resume || app.library.is_empty() {
        return;
    }
    if continue_reading(app) {
        app.keeping.resume = false;
        // What is still being read must not take the reader away from here.
        app.touched = true;
    } else if app.reading.is_none() {
        app.notice = Some("Nothing in this library was left half read.".into());
    }
}
