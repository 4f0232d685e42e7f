//! Where everything of the page stands: the line of terms, a band of bars for each, the years below them. A pure
//! function of size and state, so that a click finds what is drawn.
use super::{Shows, Timeline};
use crate::app::tree::kept;
use crate::app::{App, Layout};
use ratatui::layout::Rect;

/// The areas of the page.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Grid {
    /// The line of terms.
    pub line: Rect,
    /// What is told of the selected year and term.
    pub told: Rect,
    /// What stands below that: bars, countries, or rows to choose from.
    pub bands: Vec<Band>,
    /// The rows of countries or choices.
    pub rows: Rect,
    /// The columns of their names.
    pub name: u16,
    /// The line below the bars: broken where there is no edition.
    pub axis: Rect,
    /// The years.
    pub years: Rect,
    /// What the shades of the heat map mean.
    pub legend: Rect,
    /// The line between the page and the list.
    pub rule: Rect,
    /// Where the columns begin, and how wide each is.
    pub left: u16,
    /// The width of a column.
    pub wide: u16,
    /// How many columns are on the screen.
    pub shown: usize,
}

/// The place of a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Band {
    /// Its number among the terms.
    pub row: usize,
    /// Its name.
    pub label: Rect,
    /// Its bars.
    pub bars: Rect,
}

/// Columns before the names, and behind the last year.
const EDGE: u16 = 2;
/// No column is wider.
const WIDEST: u16 = 8;
/// No bar is higher.
const HIGHEST: u16 = 6;
/// The list below keeps so many rows where there is room.
const LIST: u16 = 6;

fn row(area: Rect, at: u16, height: u16) -> Rect {
    let y = area.y + at.min(area.height);
    Rect { y, height: height.min(area.bottom() - y), ..area }
}

/// The rows that the page would like, and those that it needs at least.
fn wanted(timeline: &Timeline, most: u16) -> u16 {
    let bands = timeline.terms.len() as u16;
    match timeline.shows {
        Shows::Heat => most,
        Shows::Bars => {
            let room = most.saturating_sub(head(most) + 3);
            head(most) + 3 + band(room, bands) * bands
        }
    }
}

/// The rows above the bars.
fn head(height: u16) -> u16 {
    if height >= 14 { 3 } else { 2 }
}

/// The rows of a band where so many share the room.
fn band(room: u16, bands: u16) -> u16 {
    (room / bands.max(1)).clamp(1, HIGHEST)
}

/// Where the tab's page stands: above the list of passages, or alone.
pub fn place(app: &App, layout: &mut Layout, body: Rect) {
    let timeline = &app.timeline;
    layout.own = body;
    if layout.single || timeline.is_empty() || body.height < 10 {
        return;
    }
    let share = if timeline.shows == Shows::Heat { 62 } else { 58 };
    let most = (body.height * share / 100).max(7).min(body.height.saturating_sub(LIST));
    let own = wanted(timeline, most).min(most);
    layout.own = Rect { height: own, ..body };
    let below = Rect { y: body.y + own, height: body.height - own, ..body };
    let reader = &app.desk().reader;
    let prompt = reader.typing || reader.find.is_some() && app.pane == crate::app::Pane::Reader;
    let line = u16::from(prompt && below.height >= 2);
    layout.reader = Rect { height: below.height - line, ..below };
    layout.reader_prompt = Rect { y: below.y + below.height - line, height: line, ..below };
}

/// The areas of the page.
pub fn grid(app: &App, areas: &Layout) -> Grid {
    let (timeline, area) = (&app.timeline, areas.own);
    let mut grid = Grid { line: row(area, 0, 1), told: row(area, 1, 1), ..Grid::default() };
    let head = head(area.height).min(area.height);
    // The list below is parted from the page by a rule, where it is there.
    let ruled = u16::from(!timeline.is_empty() && areas.reader.height > 0 && area.height > 6);
    grid.rule = row(area, area.height.saturating_sub(ruled), ruled);
    let body = Rect { y: area.y + head, height: area.height - head - ruled.min(area.height - head), ..area };
    if timeline.is_empty() {
        grid.rows = body;
        return grid;
    }
    let years = u16::from(body.height >= 2);
    let second = u16::from(
        body.height >= timeline.terms.len() as u16 + 2 || timeline.shows == Shows::Heat && body.height >= 8,
    );
    let rows = body.height - years - second;
    grid.name = (area.width * 24 / 100).clamp(14, 30).min(area.width);
    grid.left = area.x + grid.name;
    let room = area.width.saturating_sub(grid.name + EDGE).max(1);
    let columns = timeline.columns().len().max(1);
    grid.wide = (room as usize / columns).clamp(1, usize::from(WIDEST)) as u16;
    grid.shown = usize::from(room / grid.wide).min(columns).max(1);
    let across = |y: u16, height: u16| Rect { x: grid.left, y, width: room, height };
    match timeline.shows {
        Shows::Heat => {
            grid.rows = Rect { height: rows, ..body };
            grid.years = across(body.y + rows, years);
            grid.legend = row(body, rows + years, second);
        }
        Shows::Bars => {
            let bands = timeline.terms.len() as u16;
            let height = band(rows, bands);
            // On a low screen not all have room: the selected one does.
            let fit = (rows / height).min(bands);
            let first = (timeline.row + 1).saturating_sub(usize::from(fit));
            for number in 0..fit {
                let at = number * height;
                let whole = row(body, at, height);
                // A free row above keeps a high bar from the one over it.
                let free = u16::from(height >= 3);
                let bars = across(whole.y + free, whole.height - free);
                let label = Rect { y: bars.y, height: bars.height, width: grid.name, ..whole };
                grid.bands.push(Band { row: first + usize::from(number), label, bars });
            }
            let end = (height * bands).min(rows);
            grid.axis = across(body.y + end, second);
            grid.years = across(body.y + end + second, years);
        }
    }
    grid
}

impl Grid {
    /// The columns of the screen that a column of the page takes, of those from `left` on.
    pub fn x(&self, left: usize, column: usize) -> Option<u16> {
        let at = column.checked_sub(left).filter(|&at| at < self.shown)?;
        Some(self.left + at as u16 * self.wide)
    }

    /// The column of the page at a column of the screen.
    pub fn column_at(&self, left: usize, x: u16) -> Option<usize> {
        let at = usize::from(x.checked_sub(self.left)? / self.wide.max(1));
        (at < self.shown).then_some(left + at)
    }
}

/// Brings what is selected onto the screen.
pub(super) fn follow(app: &mut App, areas: &Layout) {
    let grid = grid(app, areas);
    let timeline = &mut app.timeline;
    let height = usize::from(grid.rows.height.max(1));
    if timeline.is_empty() {
        let (at, top) = &mut timeline.entry;
        if !timeline.entries.get(*at).is_some_and(super::Entry::is_choice) {
            *at = timeline.entries.iter().position(super::Entry::is_choice).unwrap_or(0);
        }
        // Where not everything has room, the words above give way to what can be chosen.
        let first = timeline.entries.iter().position(super::Entry::is_choice).unwrap_or(0);
        let many = timeline.entries.len();
        *top = if height >= many + 2 { 0 } else { kept((*top).max(first), *at, height, many).max(first) };
        return;
    }
    let columns = timeline.columns.len();
    match timeline.column() {
        Some(at) => timeline.left = kept(timeline.left, at, grid.shown, columns),
        None => timeline.left = 0,
    }
    let countries = timeline.heat().map_or(0, |heat| heat.rows.len());
    timeline.country.1 = kept(timeline.country.1, timeline.country.0, height, countries);
}
