//! Footnotes and links that are shown below the text, and followed from there.
use super::going::{follow_name, go_to_note};
use crate::app::keymap::Action;
use crate::app::slip::{self, Matter, Slip};
use crate::app::{App, Effect, Layout};
use crate::model::DocId;
use crate::typeset::Mark;
use ratatui::layout::Position;
use std::sync::Arc;

/// Lays a slip below the text, for the selected mark, which stays in sight.
pub(super) fn lay(app: &mut App, matter: Matter) {
    app.slip = Slip::at_mark(app, matter);
    show_mark(app);
}

/// Lays the slip of a footnote that is marked in a document.
pub(super) fn lay_note(app: &mut App, doc: DocId, note: usize) {
    lay(app, Matter::Note(doc, note));
}

/// Brings the selected mark onto what is left of the page.
fn show_mark(app: &mut App) {
    super::settle(app);
    let library = Arc::clone(&app.library);
    let reader = &mut app.desk_mut().reader;
    if let Some((item, range)) = reader.mark.clone() {
        let link = reader.selected_link(&library).is_some();
        reader.choose_mark(&library, item, range);
        reader.keep_link(link);
    }
}

/// What the keys do while a slip lies there; `false` where they are not its own.
pub(super) fn act(app: &mut App, action: Action) -> bool {
    match action {
        Action::Open => enter(app),
        Action::Leave | Action::Escape => app.slip = None,
        Action::Down => return slip::scroll(app, 1),
        Action::Up => return slip::scroll(app, -1),
        Action::CopyAddress => {
            let Some(slip) = &app.slip else { return true };
            let words = slip.words(app);
            let what = if matches!(slip.matter, Matter::Note(..)) { "The note" } else { "The address" };
            app.notice = Some(format!("{what} was copied."));
            app.asks.push(Effect::Copy(words));
        }
        _ => return false,
    }
    true
}

/// Goes to the note, or opens the address.
fn enter(app: &mut App) {
    let Some(slip) = app.slip.take() else { return };
    match slip.matter {
        Matter::Note(doc, note) => go_to_note(app, doc, note),
        Matter::Web(address) => {
            app.notice = Some(format!("Opening {address}"));
            app.asks.push(Effect::Browse(address));
        }
    }
}

/// After another mark was selected while a slip lay there: the slip of that one.
pub(super) fn lay_again(app: &mut App) {
    let library = Arc::clone(&app.library);
    let reader = &app.desk().reader;
    let Some((doc, _)) = reader.at_block() else { return };
    match reader.selected_mark(&library) {
        Some(Mark::NoteMark(note)) => lay_note(app, doc, usize::from(note)),
        _ if reader.selected_link(&library).is_some() => super::going::open(app),
        _ => {}
    }
}

/// A click on the slip: follows a name on it, else goes where it leads.
pub(super) fn click(app: &mut App, areas: &Layout, at: Position) {
    let Some(slip) = &app.slip else { return };
    let row = usize::from(at.y - areas.note.y);
    let column = at.x.saturating_sub(areas.text_edge(0));
    let line = row.checked_sub(1).and_then(|row| slip.lines.get(slip.top + row));
    let mark = line.and_then(|line| line.piece_at(column)).and_then(|piece| piece.mark);
    match mark {
        Some(Mark::Mention(place)) => {
            app.slip = None;
            follow_name(app, place);
        }
        _ if row > 0 => enter(app),
        _ => {}
    }
}
