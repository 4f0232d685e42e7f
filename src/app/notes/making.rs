//! Noting: bookmarks, highlights, the reader's own words; throwing away and taking back.
use super::{Grouping, Noted, Step, standing, writing};
use crate::app::keymap::Action;
use crate::app::{App, Context, Pane, Source, Tab, update};
use crate::model::{DocId, Entry, Quotation};
use std::ops::Range;
use std::sync::Arc;

/// So many steps can be taken back.
const REMEMBERED: usize = 200;

/// Does what is wanted; `false` where it is nothing of this kind.
pub fn act(app: &mut App, action: Action, times: Option<usize>) -> bool {
    if app.context() == Context::Note {
        return writing::act(app, action);
    }
    let in_list = app.tab == Tab::Notebook && app.pane == Pane::List;
    match action {
        Action::Bookmark => bookmark(app),
        Action::Annotate => annotate(app),
        Action::Undo => undo(app),
        Action::NextOwn => walk(app, true, times.unwrap_or(1)),
        Action::PreviousOwn => walk(app, false, times.unwrap_or(1)),
        Action::Forget if in_list => throw_away(app),
        Action::Order if in_list => {
            app.notes.grouping = app.notes.grouping.next();
            app.notice = Some(Grouping::words(app.notes.grouping).into());
            app.notes.stale = true;
        }
        // The keys of the notebook's list mean nothing in another tree.
        Action::Forget | Action::Order if app.context() == Context::List => {}
        Action::Open if in_list => open(app),
        Action::Edit if in_list => match selected(app) {
            Some(entry) => writing::elsewhere(app, &entry),
            None => app.notice = Some("Select a note first.".into()),
        },
        _ => return false,
    }
    true
}

/// The note selected in the list.
pub(super) fn selected(app: &App) -> Option<Entry> {
    let crate::app::Node::Note(_, id) = app.notes.desk.list.node()? else { return None };
    app.notes.book.get(id).filter(|entry| !entry.gone).cloned()
}

/// What is selected or read: its document, its bytes, and whether the reader has selected it.
fn here(app: &App) -> Option<(DocId, Range<usize>, bool)> {
    let (library, reader) = (&app.library, &app.desk().reader);
    if reader.selection.is_some() {
        // What goes over several texts is taken as far as the first.
        let stretches = reader.selected_stretches(library);
        let (doc, first) = stretches.first()?;
        let rising =
            |pair: &&[(DocId, Range<usize>)]| pair[0].0 == pair[1].0 && pair[0].1.end <= pair[1].1.start;
        let end = stretches.windows(2).take_while(rising).last().map_or(first.end, |pair| pair[1].1.end);
        return Some((*doc, first.start..end, true));
    }
    let (id, block) = reader.at_block().or_else(|| {
        let id = reader.doc()?;
        let body =
            |block: &usize| library.doc(id).blocks.get(*block).is_some_and(|block| block.start < block.end);
        let shown = reader.page.iter().filter_map(|shown| shown.line.first_byte());
        let mut blocks = shown.filter_map(|byte| library.doc(id).block_at(byte)).filter(body);
        blocks.next().map(|block| (id, block))
    })?;
    Some((id, library.get(id)?.blocks.get(block)?.range(), false))
}

/// The note that stands just there.
fn noted_at(app: &App, id: DocId, range: &Range<usize>) -> Option<Entry> {
    let same = |noted: &&Noted| noted.range == *range;
    let noted = standing::marks_in(app, id).iter().find(same)?;
    app.notes.book.get(&noted.id).filter(|entry| !entry.gone).cloned()
}

/// The bytes of a stretch without the white space at its ends, as a note quotes them.
fn trimmed(text: &str, range: Range<usize>) -> Range<usize> {
    let words = &text[range.clone()];
    let start = range.start + (words.len() - words.trim_start().len());
    start..start + words.trim().len()
}

/// A new entry about a stretch of a document.
fn entry(app: &mut App, id: DocId, range: Range<usize>, highlight: bool) -> Option<Entry> {
    let library = Arc::clone(&app.library);
    let doc = library.get(id)?;
    let origin = app.keeping.name(&doc.origin).unwrap_or_default();
    let year = doc.year().map_or_else(String::new, |year| format!(" ({year})"));
    let entry = Entry {
        id: app.notes.name(),
        place: Quotation::of(doc, range.clone(), origin),
        title: format!("{}{year}", doc.title()),
        highlight,
        ..Entry::default()
    };
    standing::stands(app, &entry.id, (id, range));
    Some(entry)
}

/// The stretch that a key means: selected words, or the passage; says why not where there is none.
fn stretch(app: &mut App) -> Option<(DocId, Range<usize>, bool)> {
    let Some((id, range, chosen)) = here(app) else {
        app.notice = Some("There is no passage here to be noted: open a text or a dossier.".into());
        return None;
    };
    let range = trimmed(&app.library.doc(id).text, range);
    if range.is_empty() {
        app.notice = Some("There are no words here to be noted.".into());
        return None;
    }
    Some((id, range, chosen))
}

/// `B`: marks the passage, or highlights what is selected; a passage that is only marked is so no more.
fn bookmark(app: &mut App) {
    if app.tab == Tab::Notebook && app.pane == Pane::List {
        app.notice = Some("Open a text to set a bookmark in it.".into());
        return;
    }
    let Some((id, range, chosen)) = stretch(app) else { return };
    app.desk_mut().reader.selection = None;
    let key = app.keys.name_of(Context::List, Action::Undo);
    if let Some(old) = noted_at(app, id, &range) {
        if !old.note.is_empty() {
            app.notice =
                Some(app.keys.told(Context::Reader, "Your note is here already: {annotate} opens it."));
            return;
        }
        change(app, Entry { gone: true, ..old });
        app.notice = Some(format!("No longer marked; {key} takes that back."));
        return;
    }
    let Some(entry) = entry(app, id, range, chosen) else { return };
    change(app, entry);
    app.notice = Some(if chosen { "Highlighted." } else { "Bookmarked." }.into());
}

/// `A`: the reader's own words about the passage or what is selected.
fn annotate(app: &mut App) {
    if app.tab == Tab::Notebook && app.pane == Pane::List {
        return match selected(app) {
            Some(entry) => writing::begin(app, entry, false),
            None => {
                app.notice =
                    Some(app.keys.told(Context::List, "Select a note first: {annotate} writes in it."));
            }
        };
    }
    if let Source::Note(page) = &app.desk().reader.source
        && app.desk().reader.selection.is_none()
    {
        let entry = page.entry.clone();
        return writing::begin(app, entry, false);
    }
    let Some((id, range, chosen)) = stretch(app) else { return };
    app.desk_mut().reader.selection = None;
    if let Some(old) = noted_at(app, id, &range) {
        return writing::begin(app, old, false);
    }
    if let Some(entry) = entry(app, id, range, chosen) {
        writing::begin(app, entry, true);
    }
}

/// Changes an entry or makes it, so that it can be taken back.
pub(super) fn change(app: &mut App, entry: Entry) {
    let before = app.notes.book.get(&entry.id).cloned();
    remember(app, entry.id.clone(), before);
    app.notes.put(entry);
    standing::remark(app);
}

/// Remembers how an entry was.
pub(super) fn remember(app: &mut App, id: String, before: Option<Entry>) {
    let steps = &mut app.notes.steps;
    steps.push(Step { id, before });
    if steps.len() > REMEMBERED {
        steps.remove(0);
    }
}

/// Takes words that were written in the reader's own editor. A new note that came back empty is none.
pub fn written(app: &mut App, id: &str, text: &str) {
    let new = app.notes.away.take().filter(|entry| entry.id == id);
    let note = writing::sound(text.trim_end());
    let (is_new, kept) = (new.is_some(), app.notes.book.get(id).cloned());
    let is_kept = kept.is_some();
    let Some(entry) = kept.or(new) else { return };
    app.notice = Some(if is_new && note.is_empty() {
        if is_kept {
            change(app, Entry { gone: true, ..entry });
        } else {
            standing::remark(app);
        }
        "Nothing was noted.".into()
    } else if entry.note == note {
        "The note is as it was.".into()
    } else {
        change(app, Entry { note, ..entry });
        "Noted.".into()
    });
}

fn throw_away(app: &mut App) {
    let Some(entry) = selected(app) else {
        app.notice = Some("Select a note first.".into());
        return;
    };
    change(app, Entry { gone: true, ..entry });
    let key = app.keys.name_of(Context::List, Action::Undo);
    app.notice = Some(format!("Thrown away; {key} takes that back."));
}

/// `U`: the last thing done to the notebook is taken back.
fn undo(app: &mut App) {
    let Some(step) = app.notes.steps.pop() else {
        app.notice = Some("Nothing was noted that could be taken back.".into());
        return;
    };
    let now = app.notes.book.get(&step.id).cloned();
    let entry = match (step.before, now) {
        (Some(before), _) => before,
        (None, Some(now)) => Entry { gone: true, ..now },
        (None, None) => return,
    };
    let gone = entry.gone;
    app.notes.put(entry);
    standing::remark(app);
    app.notice = Some(
        if gone { "Taken back: the note is gone." } else { "Taken back: the note is as it was." }.into(),
    );
}

/// `;` and `,`: to what was noted in the text that is read.
fn walk(app: &mut App, forward: bool, times: usize) {
    let reader = &app.desk().reader;
    let Some(id) = reader.doc() else {
        app.notice = Some("Notes are gone through in a text: open one.".into());
        return;
    };
    let marks = standing::marks_in(app, id);
    if marks.is_empty() {
        app.notice = Some(app.keys.told(
            Context::Reader,
            "Nothing is noted in this text: {bookmark} sets a bookmark, {annotate} writes a note.",
        ));
        return;
    }
    let here = reader
        .mark
        .as_ref()
        .map(|(_, range)| range.start)
        .or_else(|| reader.page.iter().find_map(|shown| shown.line.first_byte()))
        .unwrap_or(0);
    let at = if forward {
        let after = marks.partition_point(|noted| noted.range.start <= here);
        // The first of the page itself is the next one, unless the reader stands on it.
        let after = if reader.mark.is_none() {
            marks.partition_point(|noted| noted.range.start < here)
        } else {
            after
        };
        (after + times - 1) % marks.len()
    } else {
        let before = marks.partition_point(|noted| noted.range.start < here);
        (before + marks.len() * times - times) % marks.len()
    };
    let (noted, many) = (marks[at].clone(), marks.len());
    update::show_range(app, id, noted.range.clone());
    let words =
        app.notes.book.get(&noted.id).map(|entry| entry.note.lines().next().unwrap_or_default().to_owned());
    let words =
        words.filter(|words| !words.is_empty()).map_or_else(String::new, |words| format!(": {words}"));
    app.notice = Some(format!("Note {} of {many}{words}", at + 1));
}

/// Enter in the list: to the noted words in their text.
fn open(app: &mut App) {
    let Some(entry) = selected(app) else { return update::turn_row(app) };
    if let Some((id, range)) = standing::standing(app, &entry.id).and_then(|standing| standing.place.clone())
    {
        update::go_to_range(app, id, range);
    } else {
        app.pane = Pane::Reader;
        app.notice = Some("The words of this note are not in this library; the note keeps them.".into());
    }
}
