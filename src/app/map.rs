//! The map: what it shows and what is selected on it, as cells that only want a look.
mod raster;

use super::layout::layout;
use super::tree::Node;
use super::{App, Overlay, Tab};
use crate::model::{Chart, Library, PlaceId, PlaceKind, Spot};
use crate::query::map::{self, Direction};
use raster::{DOTS, Edge, Raster, SEA, Sight};
use std::sync::Arc;

/// The nearest that the map can be looked at.
pub const NEAREST: u8 = 6;
/// A step nearer makes everything so many times as large.
const STEP: f32 = 1.6;

/// Inner borders are dotted from so many dots a degree on; nearer they are lines.
const WITH_BORDERS: f32 = 0.6;
const WHOLE_BORDERS: f32 = 1.3;
/// All areas that are assigned to no state are marked from so many dots a degree on; before, those near the
/// selected place.
const WITH_SIGNS: f32 = 0.8;
/// What is selected is put in brackets where it has no more columns than this.
const BRACKETED: usize = 5;

/// What a cell is, for its look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Sea, or land without a line.
    #[default]
    Empty,
    /// A coast or a border.
    Line,
    /// Land of which little is said.
    Low,
    /// Land of which more is said.
    Mid,
    /// Land of which much is said.
    High,
    /// What is selected.
    Selected,
    /// An area that is assigned to no state.
    Sign,
    /// Left of what is selected, where that is small.
    Begin,
    /// Right of it.
    End,
}

/// A cell of the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Cell {
    /// The dots that are lit, as braille numbers them.
    pub dots: u8,
    /// Its look.
    pub tone: Tone,
}

/// The map's state; pictures are made when something in sight changes, never when drawn.
#[derive(Debug, Default)]
pub struct Map {
    /// What can be drawn; decoded when a map is first seen.
    pub chart: Option<Arc<Chart>>,
    /// What is selected on the large map.
    pub selected: Option<PlaceId>,
    /// How near the large map is looked at.
    pub zoom: u8,
    /// Cells row by row, as many as the layout's area has.
    pub cells: Vec<Cell>,
    /// The largest number of passages of places of which little is said, and of which more is said.
    pub steps: (u32, u32),
    /// Areas near what is selected that are assigned to no state.
    pub near: Vec<PlaceId>,
    centre: Spot,
    raster: Option<Raster>,
    /// What the cells show as selected.
    shown: Option<PlaceId>,
    /// How much is said of each shape's place.
    levels: Vec<Tone>,
}

/// The dots of a cell, as braille numbers them.
const BITS: [[u8; 2]; 4] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]];

/// Whether a dot is lit on land of which so much is said: the more, the denser.
fn is_lit(tone: Tone, x: usize, y: usize) -> bool {
    match tone {
        Tone::Low => x % 4 == 1 && y % 4 == 1,
        Tone::Mid => (x % 4 == 1 && y % 4 == 1) || (x % 4 == 3 && y % 4 == 3),
        Tone::High => x % 2 == 1 && y % 2 == 1,
        Tone::Empty | Tone::Line | Tone::Sign | Tone::Begin | Tone::End => false,
        Tone::Selected => true,
    }
}

/// A cell of nothing but land of which so much is said, for the legend: the first, the second, and so on.
pub fn sample(tone: Tone, number: usize) -> Cell {
    let mut dots = 0;
    for (y, row) in BITS.iter().enumerate() {
        for (x, bit) in row.iter().enumerate() {
            dots |= if is_lit(tone, 2 * number + x, y) { *bit } else { 0 };
        }
    }
    Cell { dots, tone }
}

impl Map {
    /// Another library: what is said of places is counted anew.
    pub fn renew(&mut self) {
        // The globe stays as it is: the gazetteer's places are the same in every library.
        self.levels.clear();
        self.cells.clear();
    }

    fn chart(&mut self, library: &Library) -> Arc<Chart> {
        let chart = self.globe();
        if !self.levels.is_empty() {
            return chart;
        }
        self.steps = map::steps_of(library, &chart);
        let free = |place: PlaceId| chart.disputed.iter().any(|area| area.place == place);
        let level = |place: Option<PlaceId>| match place {
            Some(place) if !free(place) => self.level(library.counts(place).family),
            _ => Tone::Empty,
        };
        self.levels = chart.shapes.iter().map(|shape| level(shape.place)).collect();
        chart
    }

    /// What can be drawn, decoded once.
    fn globe(&mut self) -> Arc<Chart> {
        Arc::clone(self.chart.get_or_insert_with(|| Arc::new(map::chart())))
    }

    /// How much so many passages are, in this library.
    pub fn level(&self, passages: u32) -> Tone {
        match passages {
            0 => Tone::Empty,
            few if few <= self.steps.0 => Tone::Low,
            some if some <= self.steps.1 => Tone::Mid,
            _ => Tone::High,
        }
    }

    fn compose(&mut self, library: &Library, chart: &Chart, selected: Option<PlaceId>) {
        let Some(raster) = &self.raster else { return };
        let atlas = &library.atlas;
        let chosen = selected.map(|place| map::members(atlas, place)).unwrap_or_default();
        let places = chart
            .shapes
            .iter()
            .map(|shape| shape.place)
            .chain(chart.disputed.iter().map(|area| Some(area.place)));
        let is_chosen: Vec<bool> = places.map(|p| p.is_some_and(|p| chosen.contains(&p))).collect();
        let (columns, rows) = (usize::from(raster.sight.size.0), usize::from(raster.sight.size.1));
        let (across, down) = (usize::from(DOTS.0), usize::from(DOTS.1));
        // Inner borders need room; where there is none they are gaps between what is filled.
        let scale = raster.sight.scale.1;
        let (with_borders, whole_borders) = (scale > WITH_BORDERS, scale > WHOLE_BORDERS);
        let at = |x: usize, y: usize| y * raster.wide + x;
        let own = |x: usize, y: usize| {
            let owner = usize::from(raster.owner[at(x, y)]);
            is_chosen.get(owner).copied().unwrap_or(false)
        };
        let mut cells = vec![Cell::default(); columns * rows];
        for (number, cell) in cells.iter_mut().enumerate() {
            let (left, top) = (number % columns * across, number / columns * down);
            let mut tones = [0_u8; 5];
            for (y, row) in BITS.iter().enumerate() {
                for (x, bit) in row.iter().enumerate() {
                    let (x, y) = (left + x, top + y);
                    let (edge, owner) = (raster.edge[at(x, y)], raster.owner[at(x, y)]);
                    if owner == SEA && edge == Edge::None {
                        continue;
                    }
                    let level = self.levels.get(usize::from(owner)).copied().unwrap_or_default();
                    let beside = || {
                        x > 0 && own(x - 1, y)
                            || x + 1 < raster.wide && own(x + 1, y)
                            || y > 0 && own(x, y - 1)
                            || y + 1 < raster.high && own(x, y + 1)
                    };
                    let (lit, tone) = if own(x, y) {
                        (edge != Edge::Border || chosen.len() == 1 || !with_borders, Tone::Selected)
                    } else if edge == Edge::Coast {
                        (true, if owner == SEA { Tone::Line } else { level })
                    } else if beside() {
                        // A gap around what is selected sets it off without colours too.
                        (false, level)
                    } else if edge == Edge::Border {
                        (whole_borders || with_borders && (x + y).is_multiple_of(2), level)
                    } else {
                        (is_lit(level, x, y), level)
                    };
                    cell.dots |= if lit { *bit } else { 0 };
                    let tone = match tone {
                        Tone::Selected => 4,
                        Tone::High => 3,
                        Tone::Mid => 2,
                        Tone::Low => 1,
                        _ => 0,
                    };
                    tones[tone] += 1;
                }
            }
            // The look of most dots; what is selected needs a few only.
            let most = (0..4).rev().max_by_key(|&tone| (tones[tone], tone)).unwrap_or(0);
            cell.tone = match most {
                _ if tones[4] > 2 => Tone::Selected,
                _ if cell.dots == 0 => Tone::Empty,
                1 => Tone::Low,
                2 => Tone::Mid,
                3 => Tone::High,
                _ => Tone::Line,
            };
        }
        let cell_at = |(x, y): (usize, usize)| y / down * columns + x / across;
        for (id, x, y) in &raster.small {
            let cell = &mut cells[cell_at((*x, *y))];
            if chosen.contains(id) {
                *cell = Cell { dots: 0xff, tone: Tone::Selected };
            } else if cell.tone != Tone::Selected {
                cell.dots |= BITS[y % down][x % across];
                if matches!(cell.tone, Tone::Empty | Tone::Line) {
                    let level = self.level(library.counts(*id).family);
                    cell.tone = if level == Tone::Empty { Tone::Line } else { level };
                }
            }
        }
        self.near = selected.map(|place| map::disputed_near(chart, atlas, place)).unwrap_or_default();
        for area in &chart.disputed {
            let spot = atlas.place(area.place).location.map(|(north, east)| Spot { east, north });
            let seen = scale > WITH_SIGNS || self.near.contains(&area.place);
            if let Some(dot) = spot.filter(|_| seen).and_then(|spot| raster.dot(spot)) {
                let cell = &mut cells[cell_at(dot)];
                if cell.tone != Tone::Selected || chosen.len() > 1 {
                    *cell = Cell { dots: 0, tone: Tone::Sign };
                }
            }
        }
        // Where too few of its dots are on one cell, or it has no land of its own here, it is a whole cell.
        let any = cells.iter().any(|cell| cell.tone == Tone::Selected);
        let spot = selected.and_then(|place| map::middle(chart, atlas, place));
        if let Some(dot) = spot.filter(|_| !any).and_then(|spot| raster.dot(spot)) {
            cells[cell_at(dot)] = Cell { dots: 0xff, tone: Tone::Selected };
        }
        bracket(&mut cells, columns);
        self.cells = cells;
    }

    /// The place at a cell of the picture, or the nearest to it that is small.
    pub fn place_at(&self, column: u16, row: u16) -> Option<PlaceId> {
        let (raster, chart) = (self.raster.as_ref()?, self.chart.as_ref()?);
        let (left, top) = (usize::from(column * DOTS.0), usize::from(row * DOTS.1));
        let inside = |x: usize, y: usize| {
            (left..left + usize::from(DOTS.0)).contains(&x) && (top..top + usize::from(DOTS.1)).contains(&y)
        };
        if let Some((id, ..)) = raster.small.iter().find(|(_, x, y)| inside(*x, *y)) {
            return Some(*id);
        }
        let mut votes: Vec<u16> = Vec::new();
        for y in top..(top + usize::from(DOTS.1)).min(raster.high) {
            for x in left..(left + usize::from(DOTS.0)).min(raster.wide) {
                votes.extend(Some(raster.owner[y * raster.wide + x]).filter(|&owner| owner != SEA));
            }
        }
        let most = votes.iter().max_by_key(|&owner| votes.iter().filter(|other| *other == owner).count())?;
        chart.shapes.get(usize::from(*most))?.place
    }
}

/// Puts brackets around what is selected where it is so small that its dots alone could be overlooked.
fn bracket(cells: &mut [Cell], columns: usize) {
    let chosen = |cell: &Cell| cell.tone == Tone::Selected;
    let (mut left, mut right, mut top, mut bottom) = (usize::MAX, 0, usize::MAX, 0);
    for (number, _) in cells.iter().enumerate().filter(|(_, cell)| chosen(cell)) {
        let (x, y) = (number % columns, number / columns);
        (left, right, top, bottom) = (left.min(x), right.max(x), top.min(y), bottom.max(y));
    }
    if left > right || right - left >= BRACKETED {
        return;
    }
    let row = usize::midpoint(top, bottom) * columns;
    let inside: Vec<usize> = (left..=right).filter(|x| chosen(&cells[row + x])).collect();
    if let (Some(first), Some(last)) = (inside.first(), inside.last()) {
        (left, right) = (*first, *last);
    }
    if left > 0 {
        cells[row + left - 1] = Cell { dots: 0, tone: Tone::Begin };
    }
    if right + 1 < columns {
        cells[row + right + 1] = Cell { dots: 0, tone: Tone::End };
    }
}

/// The place that the tree of places has selected.
fn selected_in_tree(app: &App) -> Option<PlaceId> {
    match app.regions.list.node() {
        Some(Node::Place(place)) => Some(*place),
        _ => None,
    }
}

/// What is selected on the map in sight.
pub fn selected(app: &App) -> Option<PlaceId> {
    match app.overlay {
        Some(Overlay::Map) => app.map.selected,
        _ => selected_in_tree(app),
    }
}

/// The globe of the first screen on a terminal of this size; made while the library is still read.
pub fn prepared(size: (u16, u16)) -> Map {
    let mut app = App { size, ..App::default() };
    let area = layout(&app).map;
    if area.width > 0 && area.height > 0 {
        let chart = app.map.globe();
        app.map.raster = Some(Raster::new(&chart, Sight::world((area.width, area.height))));
    }
    app.map
}

/// Makes the picture anew where size, sight or selection changed.
pub fn settle(app: &mut App) {
    let area = layout(app).map;
    if area.width == 0 || area.height == 0 || !app.loaded {
        return;
    }
    let library = Arc::clone(&app.library);
    let chart = app.map.chart(&library);
    let (size, selected) = ((area.width, area.height), selected(app));
    let sight = match app.overlay {
        Some(Overlay::Map) => large(&app.map, size),
        // The small map stands still: the eye knows where to look, and a step in the tree costs nothing.
        _ => Sight::world(size),
    };
    let stale = app.map.raster.as_ref().is_none_or(|raster| raster.sight != sight);
    if stale {
        app.map.raster = Some(Raster::new(&chart, sight));
    }
    if stale || app.map.cells.is_empty() || app.map.shown != selected {
        app.map.shown = selected;
        app.map.compose(&library, &chart, selected);
    }
}

fn large(map: &Map, size: (u16, u16)) -> Sight {
    match map.zoom {
        0 => Sight::world(size),
        zoom => Sight::near(size, map.centre, STEP.powi(i32::from(zoom))),
    }
}

/// Opens the large map at what the tree has selected, or where most is said.
pub fn open(app: &mut App) {
    let library = Arc::clone(&app.library);
    let chart = app.map.chart(&library);
    let tree = if app.tab == Tab::Regions { selected_in_tree(app) } else { app.map.selected };
    let most = || {
        let candidates = chart.spots.iter().map(|(id, _)| *id);
        candidates.max_by_key(|&id| (library.counts(id).family, std::cmp::Reverse(id)))
    };
    app.map.zoom = 0;
    app.map.selected = tree.filter(|&id| map::middle(&chart, &library.atlas, id).is_some()).or_else(most);
    app.overlay = Some(Overlay::Map);
}

/// Selects a place and brings it into sight.
pub fn select(app: &mut App, place: PlaceId) {
    let library = Arc::clone(&app.library);
    let chart = app.map.chart(&library);
    app.map.selected = Some(place);
    let Some(middle) = map::middle(&chart, &library.atlas, place) else { return };
    let area = layout(app).map;
    if !large(&app.map, (area.width, area.height)).shows(middle) {
        app.map.centre = middle;
    }
}

/// Goes to the nearest country in a direction; `false` where there is none.
pub fn hop(app: &mut App, direction: Direction) -> bool {
    let library = Arc::clone(&app.library);
    let chart = app.map.chart(&library);
    let Some(here) = app.map.selected else { return false };
    let Some(from) = map::middle(&chart, &library.atlas, here) else { return false };
    let worth = |id: &PlaceId| {
        *id != here
            && (library.atlas.place(*id).kind == PlaceKind::Country
                || chart.shape(*id).is_some()
                || library.counts(*id).family > 0)
    };
    let candidates = chart.spots.iter().map(|(id, _)| *id).filter(worth);
    let next = map::nearest(&chart, from, direction, candidates);
    if let Some(next) = next {
        select(app, next);
    }
    next.is_some()
}

/// Goes to the region of what is selected, or to the next region.
pub fn turn_region(app: &mut App, forward: bool) {
    let atlas = Arc::clone(&app.library.atlas);
    let drawn = |id: &PlaceId| atlas.place(*id).kind == PlaceKind::Region;
    let mut regions = Vec::new();
    for &root in &atlas.roots {
        regions.push(root);
        regions.extend(atlas.children(root).iter().copied().filter(drawn));
    }
    let here = app.map.selected.filter(|here| regions.contains(here));
    let above = || atlas.ancestry(app.map.selected?).find(|id| regions.contains(id));
    let next = match here.and_then(|here| regions.iter().position(|&id| id == here)) {
        Some(at) => {
            let by = if forward { 1 } else { regions.len() - 1 };
            regions.get((at + by) % regions.len()).copied()
        }
        None => above().or_else(|| regions.first().copied()),
    };
    if let Some(next) = next {
        select(app, next);
    }
}

/// Looks nearer or from farther away, around what is selected.
pub fn zoom(app: &mut App, by: i8) {
    let library = Arc::clone(&app.library);
    let chart = app.map.chart(&library);
    let middle = app.map.selected.and_then(|place| map::middle(&chart, &library.atlas, place));
    app.map.zoom = app.map.zoom.saturating_add_signed(by).min(NEAREST);
    app.map.centre = middle.unwrap_or(app.map.centre);
}
