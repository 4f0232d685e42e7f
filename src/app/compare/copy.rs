//! What is copied of a comparison: the words of one change, with both addresses.
use super::set::figures;
use super::{App, walk};
use crate::app::sheet::counted;
use crate::query::compare::{Change, Op, Status};

/// The change under the cursor; none where there is nothing, which is told.
pub(super) fn words(app: &mut App) -> Option<String> {
    let words = change(app);
    app.notice = Some(match &words {
        Some(words) => format!("Copied the change, {}.", counted(words.chars().count(), "character")),
        None => "There is no paragraph here to copy.".into(),
    });
    words
}

fn change(app: &App) -> Option<String> {
    let shown = app.compare.shown.as_ref()?;
    let change = shown.comparison.changes.get(app.compare.page.change()?)?;
    let (left, right) = walk::here(&app.compare)?;
    let address = |passage| shown.library.address(passage).to_string();
    let addresses = match (left.map(address), right.map(address)) {
        (Some(left), Some(right)) => format!("{left}  >  {right}"),
        (Some(only), None) | (None, Some(only)) => only,
        (None, None) => String::new(),
    };
    let status = match change.status {
        Status::Same => "same",
        Status::Changed => "changed",
        Status::Moved => "moved",
        Status::Added => "new",
        Status::Dropped => "gone",
    };
    let mut text = format!("{status}: {addresses}\n{}\n", signed(change));
    if let Some(figures) = figures(change) {
        text.push_str(&figures);
        text.push('\n');
    }
    Some(text)
}

/// The words of both sides, in the signs that the command line has for them.
fn signed(change: &Change) -> String {
    let alone = change.left.is_none() || change.right.is_none();
    let mut text = String::new();
    for word in &change.words {
        match word.op {
            _ if alone => text.push_str(&word.text),
            Op::Same => text.push_str(&word.text),
            Op::Dropped => text.extend(["[-", &word.text, "-]"]),
            Op::Added => text.extend(["{+", &word.text, "+}"]),
        }
    }
    text
}
