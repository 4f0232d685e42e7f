//! What is copied of a comparison: the words of one change, with both addresses.
use super::set::figures;
use super::{App, walk};
use crate::app::sheet::counted;
use crate::query::compare::SIGNS;

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
    let mut text =
        format!("{}: {addresses}\n{}\n", change.status.told(), change.marked(SIGNS, str::to_owned));
    if let Some(figures) = figures(change) {
        text.push_str(&figures);
        text.push('\n');
    }
    Some(text)
}
