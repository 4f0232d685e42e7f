//! The pages of the notebook: a note with the passage that it is about, and what the notebook is for.
use super::{Item, Sheet, counted};
use crate::app::keymap::Context;
use crate::app::notes::Page;
use crate::model::{Library, moment};
use crate::query::notebook::Status;
use crate::typeset::Role;

/// A note, and the passage that it is about.
pub(super) fn note_sheet(sheet: &mut Sheet, library: &Library, page: &Page) {
    let entry = &page.entry;
    sheet.words(entry.title.as_str(), Role::Title);
    let kind = match (entry.note.is_empty(), entry.highlight) {
        (true, true) => "Highlight",
        (true, false) => "Bookmark",
        (false, _) => "Note",
    };
    let made =
        if entry.created == 0 { String::new() } else { format!(" of {}", moment::date(entry.created)) };
    let stands = match page.standing.as_ref().map(|standing| standing.status) {
        None => "",
        Some(Status::Ok) => "; its words stand where they stood",
        Some(Status::Moved) => "; its words stand elsewhere now, or are others",
        Some(Status::Lost) => "; its words are not in this library",
    };
    sheet.words(format!("{kind}{made}{stands}"), Role::Aside);
    sheet.words(entry.place.at.as_str(), Role::Aside);
    for line in entry.note.split('\n') {
        sheet.gap();
        sheet.words(line.trim(), Role::Body);
    }
    sheet.gap();
    sheet.part();
    match page.standing.as_ref().and_then(|standing| standing.place.clone()) {
        Some((id, range)) if library.get(id).is_some() => {
            let doc = library.doc(id);
            let Some(first) = doc.block_at(range.start) else { return };
            let path: Vec<String> = std::iter::once(doc.title().to_owned())
                .chain(doc.heading_path(first).into_iter().map(|at| doc.prose(at).into_owned()))
                .collect();
            sheet.words(path.join(" \u{203a} "), Role::Path);
            for block in first..doc.blocks.len() {
                if doc.blocks[block].start as usize >= range.end {
                    break;
                }
                sheet.stop(Item::Block(id, block));
                sheet.gap();
            }
        }
        _ => {
            sheet.words("The words that were noted", Role::Heading(1));
            sheet.words(entry.place.words.as_str(), Role::Quote);
        }
    }
}

/// What the notebook is for.
pub(super) fn notebook_sheet(sheet: &mut Sheet, many: usize) {
    sheet.words("Notebook", Role::Title);
    sheet.words(if many == 0 { "Nothing is noted yet".into() } else { counted(many, "note") }, Role::Aside);
    for words in [
        "In a text or a dossier, {text/bookmark} bookmarks the passage you are at and {text/annotate} writes a note on \
         it. Select words first, with {text/select} or the mouse, and they are highlighted.",
        "Words that begin with # are tags. In the text {text/next-own} and {text/previous-own} go through what you \
         noted; here {open} goes to the passage, {annotate} writes on, {forget} throws away, {order} groups by text, \
         place or day, {filter} filters. {undo} takes back.",
        "Notes are kept at once, in a file of plain lines that goes well into version control: bluebook notes tells \
         where it is.",
    ] {
        sheet.gap();
        sheet.told(Context::List, words, Role::Body);
    }
}
