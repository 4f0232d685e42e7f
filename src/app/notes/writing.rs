//! The small editor for a note. What is typed is kept with every key; Esc puts back what was there.
use super::{making, standing};
use crate::app::keymap::Action;
use crate::app::layout::note_words;
use crate::app::{App, Context, Effect, Overlay, Prompt, layout};
use crate::model::{Entry, is_harmful};
use crate::typeset::{byte_at, width, written};
use std::ops::Range;

/// A note being written.
#[derive(Debug, Clone, Default)]
pub struct Writing {
    /// The note.
    pub entry: Entry,
    /// Its words, and the cursor in them.
    pub prompt: Prompt,
    /// Whether there was none before.
    new: bool,
    /// How it was.
    before: String,
}

/// The longest note that is pasted or read from an editor, in characters.
const LONGEST: usize = 100_000;

/// Begins to write.
pub fn begin(app: &mut App, entry: Entry, new: bool) {
    let prompt = Prompt::of(entry.note.clone());
    app.overlay = Some(Overlay::Note(Writing { before: entry.note.clone(), prompt, new, entry }));
}

/// What is typed.
pub fn text_of(app: &App) -> Option<&str> {
    match &app.overlay {
        Some(Overlay::Note(writing)) => Some(&writing.prompt.text),
        _ => None,
    }
}

/// Changes what is typed: it is kept at once.
pub fn letters(app: &mut App, change: impl FnOnce(&mut Prompt)) {
    if let Some(Overlay::Note(writing)) = &mut app.overlay {
        change(&mut writing.prompt);
    }
    edited(app);
}

/// Keeps what is typed so far.
pub fn edited(app: &mut App) {
    let Some(Overlay::Note(writing)) = &app.overlay else { return };
    if writing.entry.note == writing.prompt.text {
        return;
    }
    let entry = Entry { note: writing.prompt.text.clone(), ..writing.entry.clone() };
    if let Some(Overlay::Note(writing)) = &mut app.overlay {
        writing.entry = entry.clone();
    }
    app.notes.put(entry);
    standing::remark(app);
}

/// Enter: the note is as it is typed.
pub fn accept(app: &mut App) {
    let Some(Overlay::Note(writing)) = app.overlay.take() else { return };
    let Writing { mut entry, new, before, prompt } = writing;
    let text = prompt.text.trim_end();
    if new && text.is_empty() {
        // A note without words is a bookmark, or a highlight.
        app.notice = Some(if entry.highlight { "Highlighted." } else { "Bookmarked." }.into());
    } else if text == before {
        app.notice = Some("The note is as it was.".into());
        if entry.note == before {
            return;
        }
    } else {
        app.notice = Some("Noted.".into());
    }
    let old = (!new).then(|| Entry { note: before, ..entry.clone() });
    making::remember(app, entry.id.clone(), old);
    text.clone_into(&mut entry.note);
    app.notes.put(entry);
    standing::remark(app);
}

/// Esc: the note is as it was.
pub fn give_up(app: &mut App) {
    let Some(Overlay::Note(writing)) = app.overlay.take() else { return };
    let Writing { entry, new, before, prompt } = writing;
    if entry.note == before && !new {
        return;
    }
    if app.notes.book.get(&entry.id).is_some() {
        let old =
            if new { Entry { gone: true, ..entry.clone() } } else { Entry { note: before, ..entry.clone() } };
        // Whoever pressed Esc by mistake finds the words again.
        making::remember(app, entry.id.clone(), Some(Entry { note: prompt.text, ..entry }));
        app.notes.put(old);
        app.notice =
            Some(app.keys.told(Context::List, "The note is as it was; {undo} brings your words back."));
    } else {
        app.notice = Some("Nothing was noted.".into());
    }
    standing::remark(app);
}

/// What the keys do in a note beyond typing; `false` where it is nothing of its own.
pub(super) fn act(app: &mut App, action: Action) -> bool {
    match action {
        Action::NewLine => letters(app, |prompt| prompt.insert("\n")),
        Action::Up | Action::Down => scroll(app, if action == Action::Up { -1 } else { 1 }),
        Action::PageUp | Action::PageDown => {
            let (_, rows) = note_words(layout(app).overlay);
            scroll(app, if action == Action::PageUp { -(rows as isize) } else { rows as isize });
        }
        Action::LineStart | Action::LineEnd => {
            if let Some(Overlay::Note(writing)) = &mut app.overlay {
                let (text, at) = (&writing.prompt.text, writing.prompt.cursor());
                let to = if action == Action::LineStart {
                    text[..at].rfind('\n').map_or(0, |end| end + 1)
                } else {
                    text[at..].find('\n').map_or(text.len(), |end| at + end)
                };
                writing.prompt.to(to);
            }
        }
        Action::Edit => to_own_editor(app),
        _ => return false,
    }
    true
}

/// The reader's own editor goes on with what is typed so far, which is kept as by Enter: it can be taken back.
fn to_own_editor(app: &mut App) {
    let Some(Overlay::Note(writing)) = app.overlay.take() else { return };
    let Writing { entry, new, before, .. } = writing;
    if app.notes.book.get(&entry.id).is_some() && (new || entry.note != before) {
        let old = (!new).then(|| Entry { note: before, ..entry.clone() });
        making::remember(app, entry.id.clone(), old);
    }
    elsewhere(app, &entry);
    // A new one without words is none yet: nothing is to stay of it when nothing comes back.
    app.notes.away = new.then_some(entry);
}

/// Up or down by lines as they are shown, to about the same column.
pub fn scroll(app: &mut App, by: isize) {
    let (columns, _) = note_words(layout(app).overlay);
    let Some(Overlay::Note(writing)) = &mut app.overlay else { return };
    let lines = written(&writing.prompt.text, columns);
    let at = writing.prompt.cursor();
    let row = row_of(&lines, at);
    let column = width(&writing.prompt.text[lines[row].start..at]);
    let to = row.saturating_add_signed(by).min(lines.len() - 1);
    let line = lines[to].clone();
    let byte = byte_at(&writing.prompt.text[line.clone()], column);
    writing.prompt.to(line.start + byte);
}

/// The line that a byte stands in.
pub fn row_of(lines: &[Range<usize>], at: usize) -> usize {
    lines.partition_point(|line| line.start <= at).saturating_sub(1)
}

/// Puts in what was pasted.
pub fn paste(app: &mut App, text: &str) {
    let words = sound(&text.replace("\r\n", "\n").replace('\r', "\n"));
    letters(app, |prompt| prompt.insert(&words));
}

/// Asks for the reader's own editor.
pub(super) fn elsewhere(app: &mut App, entry: &Entry) {
    app.notes.away = None;
    app.asks.push(Effect::Write { id: entry.id.clone(), text: entry.note.clone() });
}

/// Words from elsewhere that may go into a note.
pub(super) fn sound(text: &str) -> String {
    let sound = |&c: &char| matches!(c, '\n' | '\t') || !(c.is_control() || is_harmful(c));
    text.chars().filter(sound).take(LONGEST).collect()
}
