//! Choosing a theme: what is selected is what is settled, so that it is seen at once. Never reads one.
use super::tree::{Step, kept};
use super::{App, Effect, Layout, Overlay};
use ratatui::layout::Position;

/// The state of the choice.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Themes {
    /// The themes that there are, each with a word about it; none before they are known.
    pub rows: Vec<(String, String)>,
    /// The selected one.
    pub cursor: usize,
    /// The first on the screen.
    pub top: usize,
    /// The theme that was settled before.
    pub before: String,
}

/// Begins to choose: asks which themes there are.
pub fn open(app: &mut App) -> Effect {
    let before = app.settings.theme.clone();
    app.overlay = Some(Overlay::Themes(Themes { before, ..Themes::default() }));
    Effect::ListThemes
}

/// Takes the themes that there are.
pub fn list(app: &mut App, rows: Vec<(String, String)>) {
    if let Some(Overlay::Themes(themes)) = &mut app.overlay {
        themes.cursor = rows.iter().position(|(name, _)| *name == themes.before).unwrap_or(0);
        themes.rows = rows;
    }
}

/// Moves on, and shows what is selected.
pub fn step(app: &mut App, step: Step, height: usize) {
    let Some(Overlay::Themes(themes)) = &mut app.overlay else { return };
    themes.cursor = step.from(themes.cursor, themes.rows.len());
    themes.top = kept(themes.top, themes.cursor, height, themes.rows.len());
    if let Some((name, _)) = themes.rows.get(themes.cursor) {
        app.settings.theme.clone_from(name);
    }
}

/// Keeps what is selected, for this run.
pub fn keep(app: &mut App) {
    let Some(Overlay::Themes(themes)) = app.overlay.take() else { return };
    if app.settings.theme != themes.before {
        let name = &app.settings.theme;
        app.notice = Some(format!("For always: theme = \"{name}\" in config.toml (bluebook config --path)"));
    }
}

/// Gives the choice up: all is as it was.
pub fn give_up(app: &mut App) {
    if let Some(Overlay::Themes(themes)) = &app.overlay {
        app.settings.theme.clone_from(&themes.before);
        app.overlay = None;
    }
}

/// What cannot be shown is told, and the theme that is shown is settled again.
pub fn refused(app: &mut App, back: String, told: &str) {
    app.settings.theme = back;
    app.notice = Some(told.lines().next().map(crate::model::harmless).unwrap_or_default());
}

/// The rows of the themes on the screen.
pub fn height(areas: &Layout) -> usize {
    usize::from(areas.overlay.height.saturating_sub(2))
}

/// A click selects a theme, a second one keeps it; beside them it gives the choice up.
pub fn click(app: &mut App, areas: &Layout, at: Position) {
    let Some(Overlay::Themes(themes)) = &app.overlay else { return };
    if !areas.overlay.contains(at) {
        return give_up(app);
    }
    let row = themes.top + usize::from(at.y.saturating_sub(areas.overlay.y + 1));
    if at.y <= areas.overlay.y || row >= themes.rows.len() {
        return;
    }
    if row == themes.cursor {
        return keep(app);
    }
    let by = row as isize - themes.cursor as isize;
    step(app, Step::By(by), height(areas));
}
