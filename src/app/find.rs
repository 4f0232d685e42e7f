//! Looking for words on the page that is read: typing them, going from match to match, and showing nothing but
//! the paragraphs that have them.
use super::{App, Context, Prompt, search};
use std::sync::Arc;

/// Begins a line of words; the page stays where it is.
pub fn begin(app: &mut App) {
    let library = Arc::clone(&app.library);
    let reader = &mut app.desk_mut().reader;
    reader.widen(&library);
    reader.before = (reader.top, reader.cursor);
    reader.prompt.text.clear();
    (reader.find, reader.missed) = (None, None);
    reader.typing = true;
}

/// Changes the line, and goes to the first match from where it was begun.
pub fn letters(app: &mut App, change: impl FnOnce(&mut Prompt)) {
    let library = Arc::clone(&app.library);
    let reader = &mut app.desk_mut().reader;
    change(&mut reader.prompt);
    let text = reader.prompt.text.clone();
    if reader.look_for(&library, &text) {
        app.notice = Some(AROUND.into());
    }
}

/// Keeps what is found; goes back where nothing is.
pub fn accept(app: &mut App) {
    let reader = &mut app.desk_mut().reader;
    reader.typing = false;
    if let Some(find) = reader.find.as_ref().filter(|find| find.many() == Some(0)) {
        let words = find.text.clone();
        reader.stop_looking();
        let told = not_here(&words);
        reader.missed = Some(words);
        app.notice = Some(told);
        search::mark_again(app);
    }
}

/// Takes the uppermost layer of the page away; `false` where there is none.
pub fn escape(app: &mut App) -> bool {
    let library = Arc::clone(&app.library);
    let reader = &mut app.desk_mut().reader;
    if reader.typing {
        // Words given up lead back to where they were begun.
        reader.typing = false;
        reader.prompt.text.clear();
        reader.stop_looking();
        search::mark_again(app);
        return true;
    }
    if reader.is_narrowed() {
        reader.widen(&library);
        return true;
    }
    if search::is_shown(app) {
        return false;
    }
    let reader = &mut app.desk_mut().reader;
    if reader.find.take().is_some() {
        reader.prompt.text.clear();
        reader.mark = None;
        search::mark_again(app);
        return true;
    }
    app.desk_mut().reader.mark.take().is_some()
}

/// Goes to another match, around the end of the page at last, and says so.
pub fn next(app: &mut App, forward: bool, times: usize) {
    let library = Arc::clone(&app.library);
    for _ in 0..times.min(10_000) {
        let reader = &mut app.desk_mut().reader;
        if reader.find.is_none() {
            let missed = reader.missed.as_deref().map(not_here);
            let told = || app.keys.told(Context::Reader, "Nothing is looked for: type {filter} and words.");
            app.notice = Some(missed.unwrap_or_else(told));
            return;
        }
        if search::is_shown(app) && !app.desk().reader.has_match(&library, forward) {
            search::next_document(app, forward);
        } else if app.desk_mut().reader.next_match(&library, forward) == Some(true) {
            app.notice = Some(if forward { AROUND } else { AROUND_BACK }.into());
        }
    }
    if search::is_shown(app) {
        search::follow(app);
    }
}

/// Only the paragraphs with what is looked for, or all of them again.
pub fn narrow(app: &mut App) {
    let library = Arc::clone(&app.library);
    let reader = &mut app.desk_mut().reader;
    if reader.is_narrowed() {
        reader.widen(&library);
        return;
    }
    if reader.find.is_none() {
        let missed = reader.missed.as_deref().map(not_here);
        let words = "Nothing is looked for: type {filter} and words, then {only-matches}.";
        app.notice = Some(missed.unwrap_or_else(|| app.keys.told(Context::Reader, words)));
        return;
    }
    let told = match reader.narrow(&library) {
        Some(1) => "Only the one paragraph that has it; {only-matches} shows all.".into(),
        Some(many) => format!("Only the {many} paragraphs that have it; {{only-matches}} shows all."),
        None => "No paragraph here has it.".into(),
    };
    app.notice = Some(app.keys.told(Context::Reader, &told));
}

fn not_here(words: &str) -> String {
    format!("{words:?} is not in this text.")
}

const AROUND: &str = "From the beginning again.";
const AROUND_BACK: &str = "From the end again.";
