//! Outlines of places on the globe, in degrees. Plain data; knows no projection and no screen.
use super::country::PlaceId;

/// A point on the globe, in degrees. Lines run on over the 180th meridian, so `east` may leave -180 to 180.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct Spot {
    /// Degrees east of Greenwich.
    pub east: f32,
    /// Degrees north of the equator.
    pub north: f32,
}

/// Degrees from west to east, the short way round.
pub fn turn(west: f32, east: f32) -> f32 {
    (east - west + 180.0).rem_euclid(360.0) - 180.0
}

/// A box on the globe; `east` is never less than `west`, and may lie beyond 180.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// Its western edge.
    pub west: f32,
    /// Its eastern edge.
    pub east: f32,
    /// Its southern edge.
    pub south: f32,
    /// Its northern edge.
    pub north: f32,
}

impl Bounds {
    /// The box around points; `None` around none.
    pub fn around(spots: &[Spot]) -> Option<Self> {
        let first = spots.first()?;
        let mut bounds = Self { west: first.east, east: first.east, south: first.north, north: first.north };
        for spot in spots {
            bounds.west = bounds.west.min(spot.east);
            bounds.east = bounds.east.max(spot.east);
            bounds.south = bounds.south.min(spot.north);
            bounds.north = bounds.north.max(spot.north);
        }
        Some(bounds)
    }

    /// The smallest box around boxes, over the 180th meridian where that is shorter.
    pub fn union(boxes: &[Self]) -> Option<Self> {
        let first = boxes.first()?;
        let (mut south, mut north) = (first.south, first.north);
        let mut stretches: Vec<(f32, f32)> = Vec::new();
        for bounds in boxes {
            (south, north) = (south.min(bounds.south), north.max(bounds.north));
            let west = turn(0.0, bounds.west);
            stretches.push((west, west + bounds.east - bounds.west));
        }
        stretches.sort_by(|a, b| a.0.total_cmp(&b.0));
        // What lies beyond the widest gap is where the box begins.
        let (mut reach, mut widest, mut begin) = (stretches[0].1, f32::MIN, 0);
        for (number, (west, east)) in stretches.iter().enumerate().skip(1) {
            if west - reach > widest {
                (widest, begin) = (west - reach, number);
            }
            reach = reach.max(*east);
        }
        if stretches[0].0 + 360.0 - reach >= widest {
            begin = 0;
        }
        let west = stretches[begin].0;
        let east = stretches
            .iter()
            .enumerate()
            .map(|(number, stretch)| stretch.1 + if number < begin { 360.0 } else { 0.0 })
            .fold(west, f32::max);
        Some(Self { west, east: east.min(west + 360.0), south, north })
    }

    /// Its middle.
    pub fn centre(&self) -> Spot {
        Spot { east: f32::midpoint(self.west, self.east), north: f32::midpoint(self.south, self.north) }
    }
}

/// A line of the map.
#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    /// From one end to the other.
    pub spots: Vec<Spot>,
    /// Whether land is on both sides: a border, not a coast.
    pub border: bool,
}

/// The land of one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Shape {
    /// Whose it is; `None` where the gazetteer has no such place.
    pub place: Option<PlaceId>,
    /// Closed rings: the last point is the first.
    pub rings: Vec<Vec<Spot>>,
    /// The box around its main parts.
    pub main: Bounds,
}

/// An area that the map assigns to no state.
#[derive(Debug, Clone, PartialEq)]
pub struct Disputed {
    /// The area.
    pub place: PlaceId,
    /// Roughly around it; empty where only its place is known.
    pub outline: Vec<Spot>,
}

/// Everything that can be drawn.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Chart {
    /// Coasts and borders, each once.
    pub lines: Vec<Line>,
    /// Land.
    pub shapes: Vec<Shape>,
    /// Areas assigned to no state.
    pub disputed: Vec<Disputed>,
    /// Countries and territories with the middle of each.
    pub spots: Vec<(PlaceId, Spot)>,
}

impl Chart {
    /// The land of a place.
    pub fn shape(&self, place: PlaceId) -> Option<&Shape> {
        self.shapes.iter().find(|shape| shape.place == Some(place))
    }

    /// The middle of a country or territory.
    pub fn spot(&self, place: PlaceId) -> Option<Spot> {
        self.spots.iter().find(|(id, _)| *id == place).map(|(_, spot)| *spot)
    }
}
