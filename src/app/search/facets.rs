//! The facets of what was found: how many hits each year, region and country has, and narrowing to one of them.
use super::scopes::{toggled, without_last};
use super::{Search, set_text};
use crate::app::tree::{Step, kept};
use crate::app::{App, Context, layout};
use crate::model::{Atlas, PlaceId};
use crate::query::search::scopes;

/// A row of the panel.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Facet {
    /// Words over others.
    Heading(&'static str),
    /// An edition's year and its hits.
    Year(Option<i32>, u32),
    /// A place and its hits.
    Place(PlaceId, u32),
}

impl Facet {
    /// How a query says it; nothing for what no query can say.
    pub fn scope(&self, atlas: &Atlas) -> Option<String> {
        match self {
            Self::Heading(_) | Self::Year(None, _) => None,
            Self::Year(Some(year), _) => Some(format!("year:{year}")),
            Self::Place(place, _) => Some(format!("@{}", atlas.place(*place).slug())),
        }
    }
}

/// Where the reader is in the panel.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Panel {
    /// The selected row.
    pub cursor: usize,
    /// The first row on the screen.
    pub top: usize,
    /// The scope that was chosen last: its row stays the selected one when the hits are others.
    chosen: Option<String>,
}

impl Search {
    /// The rows of the panel.
    pub fn facets(&self) -> Vec<Facet> {
        let Some(found) = &self.found else { return Vec::new() };
        let facets = &found.answer.results.facets;
        let mut rows = Vec::new();
        let mut put = |name, part: Vec<Facet>| {
            if !part.is_empty() {
                rows.push(Facet::Heading(name));
                rows.extend(part);
            }
        };
        put("Years", facets.years.iter().map(|&(year, hits)| Facet::Year(year, hits)).collect());
        put("Regions", facets.regions.iter().map(|&(place, hits)| Facet::Place(place, hits)).collect());
        put("Countries", facets.countries.iter().map(|&(place, hits)| Facet::Place(place, hits)).collect());
        rows
    }

    /// Whether the selected row of the panel narrows already.
    pub fn has_chosen(&self, atlas: &Atlas) -> bool {
        let facet = self.panel.as_ref().and_then(|panel| self.facets().get(panel.cursor).copied());
        facet.and_then(|facet| facet.scope(atlas)).is_some_and(|scope| self.says(&scope))
    }

    /// Whether the query says this scope.
    pub fn says(&self, scope: &str) -> bool {
        let text = &self.prompt.text;
        scopes(text).into_iter().any(|range| text[range].eq_ignore_ascii_case(scope))
    }
}

/// Shows or hides the panel.
pub(super) fn toggle(app: &mut App) {
    let search = &mut app.search;
    if search.panel.take().is_some() {
        return;
    }
    if search.found.is_none() {
        app.notice = Some(
            app.keys
                .told(Context::Hits, "First ask something: then {facets} counts the hits by year and place."),
        );
        return;
    }
    search.panel = Some(Panel::default());
}

/// Moves through the panel.
pub(super) fn step(app: &mut App, step: Step) {
    let rows = app.search.facets();
    let Some(panel) = &mut app.search.panel else { return };
    panel.chosen = None;
    let down = !matches!(step, Step::By(by) if by < 0) && step != Step::First;
    panel.cursor = step.from(panel.cursor, rows.len());
    // A heading is stepped over.
    if matches!(rows.get(panel.cursor), Some(Facet::Heading(_))) {
        panel.cursor = if down || panel.cursor == 0 { panel.cursor + 1 } else { panel.cursor - 1 };
    }
}

/// Brings the cursor onto the page.
pub(super) fn settle(app: &mut App) {
    let height = usize::from(layout(app).facets.height.max(1));
    let rows = app.search.facets();
    let Some(panel) = &mut app.search.panel else { return };
    if let Some(chosen) = &panel.chosen {
        let is_chosen = |facet: &Facet| facet.scope(&app.library.atlas).as_ref() == Some(chosen);
        panel.cursor = rows.iter().position(is_chosen).unwrap_or(panel.cursor);
    }
    panel.cursor = panel.cursor.min(rows.len().saturating_sub(1));
    if matches!(rows.get(panel.cursor), Some(Facet::Heading(_))) {
        panel.cursor = (panel.cursor + 1).min(rows.len().saturating_sub(1));
    }
    // The heading over the first of a part is seen with it.
    let over = panel.cursor.saturating_sub(1);
    let first = if matches!(rows.get(over), Some(Facet::Heading(_))) { over } else { panel.cursor };
    panel.top = kept(panel.top.min(first), panel.cursor, height, rows.len());
}

/// Narrows to the selected facet, or undoes that.
pub(super) fn choose(app: &mut App) {
    let Some(cursor) = app.search.panel.as_ref().map(|panel| panel.cursor) else { return };
    let Some(facet) = app.search.facets().get(cursor).copied() else { return };
    match facet.scope(&app.library.atlas) {
        Some(scope) => {
            let text = toggled(&app.search.prompt.text, &scope);
            if let Some(panel) = &mut app.search.panel {
                panel.chosen = Some(scope);
            }
            if text.trim().is_empty() {
                app.search.panel = None;
            }
            set_text(app, text);
        }
        None => app.notice = Some("A query cannot ask for what has no year.".into()),
    }
}

/// Takes the last scope out of the query; `false` where it has none.
pub(super) fn widen(app: &mut App) -> bool {
    let Some(text) = without_last(&app.search.prompt.text) else { return false };
    if text.trim().is_empty() {
        app.search.panel = None;
    }
    set_text(app, text);
    true
}
