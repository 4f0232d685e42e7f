//! The globe as dots of a picture: whose land each is, and where lines run. Knows nothing of what is selected.
use crate::model::{Bounds, Chart, PlaceId, Spot, turn};

/// Dots in a cell, across and down.
pub const DOTS: (u16, u16) = (2, 4);
/// The world as it is shown whole: from the Bering Strait to the Bering Strait, without the ice of the south.
const WHOLE: Bounds = Bounds { west: -169.0, east: 191.0, south: -56.5, north: 79.5 };
/// Never more dots a degree: the lines are too coarse for it.
const CLOSEST: f32 = 16.0;

/// What is looked at: cells of the picture, the middle, and dots a degree across and down.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Sight {
    /// Columns and rows of cells.
    pub size: (u16, u16),
    /// The point in the middle.
    pub centre: Spot,
    /// Dots a degree across and down.
    pub scale: (f32, f32),
}

impl Sight {
    /// The whole world.
    pub fn world(size: (u16, u16)) -> Self {
        let (wide, high) = dots(size);
        let (wide, high) = (wide / (WHOLE.east - WHOLE.west), high / (WHOLE.north - WHOLE.south));
        // Degrees narrow towards the poles: at 45 degrees they are 0.7 as wide as high. What lies between the
        // equator's and that is a fair world, so it fills the picture as well as it can.
        let across = wide.min(high);
        let down = high.min(across / 0.7);
        Self { size, centre: WHOLE.centre(), scale: (across, down) }
    }

    /// Around a point, so many times as near as the whole world.
    pub fn near(size: (u16, u16), centre: Spot, times: f32) -> Self {
        let world = Self::world(size);
        let down = (world.scale.1 * times).min(CLOSEST);
        Self { size, centre, scale: (down * squeeze(centre.north), down) }.held()
    }

    /// The same with the middle where no room is given to the poles.
    fn held(mut self) -> Self {
        let half = dots(self.size).1 / 2.0 / self.scale.1;
        let (south, north) = (WHOLE.south + half, WHOLE.north + 4.0 - half);
        let middle = f32::midpoint(WHOLE.south, WHOLE.north);
        self.centre.north = if south > north { middle } else { self.centre.north.clamp(south, north) };
        self
    }

    /// Where a point stands, in dots from the left and the top.
    pub fn place(&self, spot: Spot) -> (f32, f32) {
        let (wide, high) = dots(self.size);
        let right = turn(self.centre.east, spot.east) * self.scale.0;
        (wide / 2.0 + right, high / 2.0 - (spot.north - self.centre.north) * self.scale.1)
    }

    /// Whether a point is in the inner part of the picture.
    pub fn shows(&self, spot: Spot) -> bool {
        let (wide, high) = dots(self.size);
        let (x, y) = self.place(spot);
        (wide * 0.15..=wide * 0.85).contains(&x) && (high * 0.15..=high * 0.85).contains(&y)
    }
}

fn squeeze(north: f32) -> f32 {
    north.to_radians().cos().clamp(0.35, 1.0)
}

fn dots((columns, rows): (u16, u16)) -> (f32, f32) {
    (f32::from(columns.max(1) * DOTS.0), f32::from(rows.max(1) * DOTS.1))
}

/// What runs through a dot.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Edge {
    /// Nothing.
    #[default]
    None,
    /// A border between two lands.
    Border,
    /// A coast.
    Coast,
}

/// No land.
pub const SEA: u16 = u16::MAX;

/// The picture's dots, row by row.
#[derive(Debug, Clone, PartialEq)]
pub struct Raster {
    /// What is looked at.
    pub sight: Sight,
    /// Dots in a row.
    pub wide: usize,
    /// Rows of dots.
    pub high: usize,
    /// Whose land: the number of a shape, then of a disputed outline behind the shapes; or [`SEA`].
    pub owner: Vec<u16>,
    /// Which lines.
    pub edge: Vec<Edge>,
    /// Places that have no dot of land here: they are one.
    pub small: Vec<(PlaceId, usize, usize)>,
}

/// What filling works with, made once a picture.
struct Rows {
    /// Where each row of dots crosses the outline.
    crossings: Vec<Vec<f32>>,
    /// A ring or line as dots.
    dots: Vec<(f32, f32)>,
}

impl Raster {
    /// Draws the globe.
    pub fn new(chart: &Chart, sight: Sight) -> Self {
        let wide = usize::from(sight.size.0) * usize::from(DOTS.0);
        let high = usize::from(sight.size.1) * usize::from(DOTS.1);
        let mut raster = Self {
            sight,
            wide,
            high,
            owner: vec![SEA; wide * high],
            edge: vec![Edge::None; wide * high],
            small: Vec::new(),
        };
        let mut rows = Rows { crossings: vec![Vec::with_capacity(16); high], dots: Vec::with_capacity(512) };
        for (number, shape) in chart.shapes.iter().enumerate() {
            raster.fill(&shape.rings, number as u16, false, &mut rows);
        }
        for (number, area) in chart.disputed.iter().enumerate() {
            if !area.outline.is_empty() {
                let number = (chart.shapes.len() + number) as u16;
                raster.fill(std::slice::from_ref(&area.outline), number, true, &mut rows);
            }
        }
        for line in &chart.lines {
            let edge = if line.border { Edge::Border } else { Edge::Coast };
            raster.draw(&line.spots, edge, &mut rows.dots);
        }
        raster.land_coasts();
        raster.find_small(chart);
        raster
    }

    /// The dot of a point, if it is in the picture.
    pub fn dot(&self, spot: Spot) -> Option<(usize, usize)> {
        let (x, y) = self.sight.place(spot);
        let inside = x >= 0.0 && y >= 0.0 && (x as usize) < self.wide && (y as usize) < self.high;
        inside.then_some((x as usize, y as usize))
    }

    /// The columns in which the globe is shown once.
    fn margins(&self) -> (f32, f32) {
        let (middle, half) = (self.wide as f32 / 2.0, 180.0 * self.sight.scale.0);
        ((middle - half).max(0.0), (middle + half).min(self.wide as f32))
    }

    /// Points as dots, and how far to move them for each turn around the globe in which some are in sight.
    fn turns(&self, spots: &[Spot], dots: &mut Vec<(f32, f32)>) -> impl Iterator<Item = f32> + use<> {
        dots.clear();
        let (left, right) = self.margins();
        let (across, down) = self.sight.scale;
        let mut span = [f32::MAX, f32::MIN, f32::MAX, f32::MIN];
        if let Some(first) = spots.first() {
            let (x, y) = self.sight.place(*first);
            dots.extend(spots.iter().map(|spot| {
                let dot = (x + (spot.east - first.east) * across, y - (spot.north - first.north) * down);
                span = [span[0].min(dot.0), span[1].max(dot.0), span[2].min(dot.1), span[3].max(dot.1)];
                dot
            }));
        }
        let high = self.high as f32;
        [-1.0, 0.0, 1.0].into_iter().map(move |turn| turn * 360.0 * across).filter(move |by| {
            span[0] + by < right && span[1] + by >= left && span[2] < high && span[3] >= 0.0
        })
    }

    /// Fills rings, row by row; `only_land` leaves the sea alone.
    fn fill(&mut self, rings: &[Vec<Spot>], number: u16, only_land: bool, rows: &mut Rows) {
        let (mut top, mut bottom) = (self.high, 0);
        for ring in rings {
            for by in self.turns(ring, &mut rows.dots) {
                let dots = &rows.dots;
                let edges = dots.iter().zip(dots.iter().skip(1).chain(dots.first()));
                for (&(x0, y0), &(x1, y1)) in edges {
                    // A row belongs to an edge when its middle lies between the edge's ends.
                    let (from, to) =
                        (up(y0.min(y1) - 0.5).max(0), up(y0.max(y1) - 0.5).min(self.high as i32));
                    for row in from..to {
                        let (at, middle) = (row as usize, row as f32 + 0.5);
                        rows.crossings[at].push(by + x0 + (middle - y0) / (y1 - y0) * (x1 - x0));
                        (top, bottom) = (top.min(at), bottom.max(at + 1));
                    }
                }
            }
        }
        let (left, right) = self.margins();
        for (at, crossings) in rows.crossings.iter_mut().enumerate().take(bottom).skip(top) {
            crossings.sort_unstable_by(f32::total_cmp);
            for pair in crossings.chunks_exact(2) {
                let begin = up(pair[0].max(left) - 0.5).max(0) as usize;
                let end = (up(pair[1].min(right) - 0.5).max(0) as usize).min(self.wide);
                for owner in &mut self.owner[at * self.wide..(at + 1) * self.wide][begin.min(end)..end] {
                    if !only_land || *owner != SEA {
                        *owner = number;
                    }
                }
            }
            crossings.clear();
        }
    }

    fn draw(&mut self, spots: &[Spot], edge: Edge, dots: &mut Vec<(f32, f32)>) {
        let (left, right) = self.margins();
        let high = self.high as f32;
        for by in self.turns(spots, dots) {
            for pair in dots.windows(2) {
                let [from, to] = [0, 1].map(|end| (pair[end].0 + by, pair[end].1));
                let Some(((x0, y0), (x1, y1))) = clip(from, to, (left, right - 0.01), high - 0.01) else {
                    continue;
                };
                let steps = up((x1 - x0).abs().max((y1 - y0).abs())).max(1);
                for step in 0..=steps {
                    let part = step as f32 / steps as f32;
                    let (x, y) = ((x0 + (x1 - x0) * part) as usize, (y0 + (y1 - y0) * part) as usize);
                    if let Some(dot) = self.edge.get_mut(y * self.wide + x.min(self.wide - 1)) {
                        *dot = edge.max(*dot);
                    }
                }
            }
        }
    }

    /// A coast that runs through a dot of sea belongs to the land beside it.
    fn land_coasts(&mut self) {
        let before = self.owner.clone();
        for y in 0..self.high {
            for x in 0..self.wide {
                let at = y * self.wide + x;
                if before[at] != SEA || self.edge[at] != Edge::Coast {
                    continue;
                }
                let (left, right) = (x.saturating_sub(1), (x + 1).min(self.wide - 1));
                let (above, below) = (y.saturating_sub(1), (y + 1).min(self.high - 1));
                let around = [(left, y), (right, y), (x, above), (x, below)];
                let land = around.iter().map(|(x, y)| before[y * self.wide + x]).find(|&owner| owner != SEA);
                self.owner[at] = land.unwrap_or(SEA);
            }
        }
    }

    fn find_small(&mut self, chart: &Chart) {
        let mut land = vec![false; chart.shapes.len()];
        for &owner in &self.owner {
            if let Some(has) = land.get_mut(usize::from(owner)) {
                *has = true;
            }
        }
        let drawn: Vec<PlaceId> =
            chart.shapes.iter().zip(land).filter_map(|(shape, has)| shape.place.filter(|_| has)).collect();
        let small = |(id, spot): &(PlaceId, Spot)| {
            let (x, y) = self.dot(*spot)?;
            (!drawn.contains(id)).then_some((*id, x, y))
        };
        self.small = chart.spots.iter().filter_map(small).collect();
    }
}

/// The least whole number that is not below: where the processor has no instruction for it, a function that is called
/// some ten thousand times a picture.
fn up(number: f32) -> i32 {
    let whole = number as i32;
    whole + i32::from(number > whole as f32)
}

/// The part of a line inside the picture (Liang and Barsky).
fn clip(
    from: (f32, f32),
    to: (f32, f32),
    (left, right): (f32, f32),
    bottom: f32,
) -> Option<((f32, f32), (f32, f32))> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let is_inside = |at: (f32, f32)| at.0 >= left && at.0 <= right && at.1 >= 0.0 && at.1 <= bottom;
    if is_inside(from) && is_inside(to) {
        return Some((from, (from.0 + dx, from.1 + dy)));
    }
    let (mut begin, mut end) = (0.0_f32, 1.0_f32);
    for (slope, room) in [(-dx, from.0 - left), (dx, right - from.0), (-dy, from.1), (dy, bottom - from.1)] {
        if slope == 0.0 {
            if room < 0.0 {
                return None;
            }
        } else if slope < 0.0 {
            begin = begin.max(room / slope);
        } else {
            end = end.min(room / slope);
        }
    }
    let at = |part: f32| (from.0 + dx * part, from.1 + dy * part);
    (begin <= end).then(|| (at(begin), at(end)))
}
