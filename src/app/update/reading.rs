//! What the keys of the text do beyond scrolling: marks, links, percent, what was left, and the editor.
use super::moves::{is_note, select_link, select_mark, step};
use super::{counts, editing, marks, places, slips};
use crate::app::keymap::{Action, Context};
use crate::app::{App, Pending};

/// Does what is wanted; `false` where it is nothing of this kind.
pub(super) fn act(app: &mut App, action: Action, times: Option<usize>) -> bool {
    let many = times.unwrap_or(1);
    let slip = app.slip.is_some();
    match action {
        Action::NextNote => select_mark(app, true, many, is_note),
        Action::PreviousNote => select_mark(app, false, many, is_note),
        Action::NextLink => select_link(app, true, many),
        Action::PreviousLink => select_link(app, false, many),
        Action::Percent => counts::percent(app, times),
        Action::SetMark => marks::begin(app, Pending::SetMark),
        Action::GoToMark => marks::begin(app, Pending::GoToMark),
        Action::ContinueReading => {
            if !places::continue_reading(app) {
                app.notice = Some("Nothing else in this library was left half read.".into());
            }
        }
        Action::Edit => editing::edit(app),
        Action::Top | Action::Bottom if app.context() == Context::Reader => {
            if let Some(number) = times {
                counts::go_to_number(app, number);
            } else {
                places::remember_jump(app);
                step(app, action, None);
            }
        }
        _ => return false,
    }
    let is_mark =
        matches!(action, Action::NextNote | Action::PreviousNote | Action::NextLink | Action::PreviousLink);
    if slip && is_mark {
        slips::lay_again(app);
    }
    true
}
