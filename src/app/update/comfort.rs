//! How the text is shown: wide or narrow, in one column or two, alone on the screen, a wide table moved sideways.
use crate::app::{App, Context, Pane, layout};
use crate::model::settings::{Values, setting};
use std::sync::Arc;

/// By so many columns the measure changes.
const STEP: u16 = 4;

/// Makes the lines wider or narrower by steps, and says how wide they are now.
pub(super) fn change_measure(app: &mut App, wider: bool, times: usize) {
    let by = STEP.saturating_mul(u16::try_from(times).unwrap_or(u16::MAX));
    let (least, most) = match setting("measure").map(|setting| setting.values) {
        Some(Values::Number(least, most)) => (least, most),
        _ => (1, u16::MAX),
    };
    let shown = layout(app).columns;
    let measure = app.settings.measure;
    // What the screen has no room for is not there to be made narrower.
    let wanted = if wider { measure.saturating_add(by) } else { measure.min(shown).saturating_sub(by) };
    app.settings.measure = wanted.clamp(least, most);
    let measure = app.settings.measure;
    let room = layout(app).columns;
    app.notice = Some(if room < measure {
        format!("measure {measure}; there is room for {room}")
    } else {
        format!("measure {measure}")
    });
}

/// The text alone, or the panes around it again.
pub(super) fn full_screen(app: &mut App) {
    app.bare = !app.bare;
    if app.bare {
        app.pane = Pane::Reader;
        app.notice = Some(app.keys.told(Context::Reader, "{full-screen} or {escape} goes back."));
    }
}

/// Two columns of text, or one again.
pub(super) fn two_columns(app: &mut App) {
    app.settings.two_columns = !app.settings.two_columns;
    app.notice = Some(
        match (app.settings.two_columns, layout(app).across) {
            (false, _) => "one column of text",
            (true, 1) => "two columns of text where there is room; there is not here",
            (true, _) => "two columns of text",
        }
        .into(),
    );
}

/// Moves the tables that are wider than the page.
pub(super) fn move_sideways(app: &mut App, right: bool, times: usize) {
    let library = Arc::clone(&app.library);
    let moved = app.desk_mut().reader.move_sideways(&library, right, times.max(1));
    app.notice = match (moved, right) {
        (Some(true), _) => None,
        (Some(false), true) => Some("This is the right edge.".into()),
        (Some(false), false) => Some("This is the left edge.".into()),
        (None, _) => Some("No table here is wider than the page.".into()),
    };
}
