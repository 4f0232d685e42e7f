//! Marks: a letter set at a place, and gone to from anywhere.
use super::history::{remember, visit_again};
use super::places::{go_to_pin, left_here, pin_here, tell_gone};
use crate::app::keymap::{Action, Context, letter};
use crate::app::{App, Pending};
use crate::model::{Marked, Pin};
use crossterm::event::KeyEvent;

/// Waits for the letter.
pub(super) fn begin(app: &mut App, pending: Pending) {
    let words = match pending {
        Pending::SetMark if pin_here(app).is_none() => {
            app.notice = Some("A mark is set in a text or a dossier: open one first.".into());
            return;
        }
        Pending::SetMark => "Mark: a letter, a capital for all texts".into(),
        Pending::GoToMark => {
            let letters: Vec<String> = here(app).iter().map(|mark| mark.letter.to_string()).collect();
            let marks = if letters.is_empty() {
                app.keys.told(Context::Reader, "a mark ({set-mark} sets one)")
            } else {
                letters.join(" ")
            };
            format!("To {marks}; ' last jump; \" where left")
        }
    };
    app.notice = Some(words);
    app.pending = Some(pending);
}

/// The marks that can be gone to from here: those of this page and the capitals.
fn here(app: &App) -> Vec<Marked> {
    let page = pin_here(app).unwrap_or_default();
    let holds = |mark: &&Marked| mark.letter.is_uppercase() || mark.pin.is_on_page_of(&page);
    let mut marks: Vec<Marked> = app.keeping.places.marks.iter().filter(holds).cloned().collect();
    marks.sort_by_key(|mark| mark.letter);
    marks
}

/// Takes the letter behind the key.
pub(super) fn lettered(app: &mut App, pending: Pending, event: KeyEvent) {
    let Some(letter) = letter(event) else {
        // Esc and everything that is no letter.
        return;
    };
    match pending {
        Pending::SetMark if letter.is_alphabetic() => set(app, letter),
        Pending::SetMark => app.notice = Some("A mark is a letter.".into()),
        Pending::GoToMark if app.keys.action(Context::Reader, event) == Some(Action::GoToMark) => swap(app),
        Pending::GoToMark if letter == '"' => match left_here(app).map(|left| left.pin.clone()) {
            Some(pin) => go(app, &pin),
            None => app.notice = Some("Where this text was left is not known.".into()),
        },
        Pending::GoToMark => match here(app).into_iter().find(|mark| mark.letter == letter) {
            Some(mark) => go(app, &mark.pin),
            None => app.notice = Some(format!("There is no mark {letter}: m{letter} sets one.")),
        },
    }
}

fn set(app: &mut App, letter: char) {
    let Some(pin) = pin_here(app) else { return };
    let mark = Marked { letter, pin, when: 0 };
    app.keeping.mark(mark);
    app.notice = Some(format!("Marked: '{letter} comes back here."));
}

fn go(app: &mut App, pin: &Pin) {
    if !go_to_pin(app, pin) {
        tell_gone(app, pin);
    }
}

/// `''`: where the reader was before the last jump, and back again.
fn swap(app: &mut App) {
    let Some(visit) = app.jumped_from.take() else {
        app.notice = Some("There was no jump yet.".into());
        return;
    };
    remember(app);
    visit_again(app, visit);
}
