//! Where places lie: the borders as the data set has them, boxes around places, and the nearest place in a
//! direction. Never says what belongs to whom, and never draws.
use crate::gazetteer;
use crate::model::{Atlas, Bounds, Chart, Disputed, Library, Line, PlaceId, PlaceKind, Shape, Spot, turn};

/// Made by `assets/world/build.py`; the format is described beside it.
const WORLD: &[u8] = include_bytes!("../../assets/world.bin");

/// A direction on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    /// North.
    Up,
    /// South.
    Down,
    /// West.
    Left,
    /// East.
    Right,
}

/// Islands of at least this part of the mainland's size are shown where a place is to be seen whole.
const MAIN: f32 = 0.15;
/// So many degrees farther a place seems that is only a dot: one means the country, not the enclave in it.
const DOT: f32 = 2.0;
/// Land is straight ahead where it is not farther aside than this part of the way.
const STRAIGHT: f32 = 0.25;

/// What is drawn; decoded anew at each call, which takes less than a millisecond.
///
/// Empty where the built-in data cannot be read, which a test rules out.
pub fn chart() -> Chart {
    // Without regions: only ids and codes are asked for, and they are the same in every library.
    decode(WORLD, &gazetteer::without_regions()).unwrap_or_default()
}

/// The rest of the bytes.
struct Bytes<'a>(&'a [u8]);

impl<'a> Bytes<'a> {
    fn number(&mut self) -> Option<usize> {
        let mut number = 0;
        for shift in (0..28).step_by(7) {
            let (&byte, rest) = self.0.split_first()?;
            self.0 = rest;
            number |= usize::from(byte & 127) << shift;
            if byte < 128 {
                return Some(number);
            }
        }
        None
    }

    fn signed(&mut self) -> Option<i32> {
        let number = i32::try_from(self.number()?).ok()?;
        Some(number >> 1 ^ -(number & 1))
    }

    fn word(&mut self) -> Option<&'a str> {
        let length = self.number()?;
        let (word, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        std::str::from_utf8(word).ok()
    }

    #[allow(clippy::cast_precision_loss)] // A grid of 18,000 steps.
    fn line(&mut self, grid: f32) -> Option<Vec<Spot>> {
        let (mut east, mut north) = (0, 0);
        let many = self.number()?;
        // A spot takes two bytes at least.
        let mut spots = Vec::with_capacity(many.min(self.0.len() / 2));
        for _ in 0..many {
            east += self.signed()?;
            north += self.signed()?;
            spots.push(Spot { east: east as f32 / grid, north: north as f32 / grid });
        }
        Some(spots)
    }
}

/// Places by their ISO numbers, and by their ids where they have none.
struct Codes<'a> {
    atlas: &'a Atlas,
    numbers: Vec<(&'static str, PlaceId)>,
}

impl<'a> Codes<'a> {
    fn new(atlas: &'a Atlas) -> Self {
        let drawn = |kind| matches!(kind, PlaceKind::Country | PlaceKind::Territory);
        let numbered = atlas.places.iter().zip(0..);
        let mut numbers: Vec<_> = numbered
            .filter(|(place, _)| drawn(place.kind) && !place.numeric.is_empty())
            .map(|(place, number)| (place.numeric, PlaceId(number)))
            .collect();
        numbers.sort_by_key(|(code, _)| *code);
        Self { atlas, numbers }
    }

    fn get(&self, word: &str) -> Option<PlaceId> {
        let number = self.numbers.binary_search_by_key(&word, |(code, _)| code);
        number.map(|at| self.numbers[at].1).ok().or_else(|| self.atlas.get(word))
    }
}

#[allow(clippy::cast_precision_loss)]
fn decode(bytes: &[u8], atlas: &Atlas) -> Option<Chart> {
    let mut bytes = Bytes(bytes);
    let codes = Codes::new(atlas);
    let grid = bytes.number()? as f32;
    let mut lines: Vec<Line> = (0..bytes.number()?)
        .map(|_| Some(Line { spots: bytes.line(grid)?, border: false }))
        .collect::<Option<_>>()?;
    let mut times = vec![0; lines.len()];
    let mut shapes = Vec::new();
    let mut numbers: Vec<(usize, bool)> = Vec::new();
    for _ in 0..bytes.number()? {
        let place = codes.get(bytes.word()?);
        let mut rings = Vec::new();
        for _ in 0..bytes.number()? {
            numbers.clear();
            for _ in 0..bytes.number()? {
                let number = bytes.signed()?;
                numbers.push((usize::try_from(if number < 0 { !number } else { number }).ok()?, number < 0));
            }
            // Room at once: the start waits for the map.
            let many = numbers.iter().map(|(at, _)| lines.get(*at).map_or(0, |line| line.spots.len())).sum();
            let mut ring: Vec<Spot> = Vec::with_capacity(many);
            for &(at, backwards) in &numbers {
                let spots = &lines.get(at)?.spots;
                times[at] += 1;
                if backwards {
                    run_on(&mut ring, spots.iter().rev());
                } else {
                    run_on(&mut ring, spots.iter());
                }
            }
            rings.push(ring);
        }
        let size = |bounds: &Bounds| (bounds.east - bounds.west) * (bounds.north - bounds.south);
        let boxes: Vec<Bounds> = rings.iter().filter_map(|ring| Bounds::around(ring)).collect();
        let largest = boxes.iter().map(size).fold(0.0, f32::max);
        let main: Vec<Bounds> = boxes.into_iter().filter(|b| size(b) >= largest * MAIN).collect();
        let main = Bounds::union(&main)?;
        shapes.push(Shape { place, rings, main });
    }
    for (line, times) in lines.iter_mut().zip(times) {
        line.border = times > 1;
    }
    let mut disputed = Vec::new();
    for _ in 0..bytes.number()? {
        let (word, outline) = (bytes.word()?, bytes.line(grid)?);
        disputed.extend(codes.get(word).map(|place| Disputed { place, outline }));
    }
    let spots = atlas
        .iter()
        .filter(|(_, place)| matches!(place.kind, PlaceKind::Country | PlaceKind::Territory))
        // Antarctica is not drawn, so nothing can be chosen there.
        .filter_map(|(id, place)| Some((id, spot(place.location?))).filter(|(_, at)| at.north > -60.0))
        .collect();
    Some(Chart { lines, shapes, disputed, spots })
}

fn spot((north, east): (f32, f32)) -> Spot {
    Spot { east, north }
}

/// Adds a line to a ring; goes on over the 180th meridian instead of jumping around the globe.
fn run_on<'a>(ring: &mut Vec<Spot>, spots: impl Iterator<Item = &'a Spot>) {
    let mut spots = spots.peekable();
    let shift = match (ring.last(), spots.peek()) {
        (Some(last), Some(next)) => ((last.east - next.east) / 360.0).round() * 360.0,
        _ => 0.0,
    };
    let skip = usize::from(!ring.is_empty());
    ring.extend(spots.skip(skip).map(|spot| Spot { east: spot.east + shift, ..*spot }));
}

/// The places whose land stands for a place: itself, what a region holds, what came after a former state.
pub fn members(atlas: &Atlas, place: PlaceId) -> Vec<PlaceId> {
    let about = atlas.place(place);
    match about.kind {
        PlaceKind::Former => about.successors.to_vec(),
        _ => atlas.family(place),
    }
}

/// A box around a place, and around all of a region; `None` where nobody knows where it is.
pub fn bounds(chart: &Chart, atlas: &Atlas, place: PlaceId) -> Option<Bounds> {
    let members = members(atlas, place);
    let boxes: Vec<Bounds> = members
        .iter()
        .filter_map(|&id| {
            let point = || Some(atlas.place(id)).filter(|place| place.kind != PlaceKind::Region)?.location;
            chart.shape(id).map(|shape| shape.main).or_else(|| Bounds::around(&[spot(point()?)]))
        })
        .collect();
    Bounds::union(&boxes).or_else(|| Bounds::around(&[spot(atlas.place(place).location?)]))
}

/// The middle of a place.
pub fn middle(chart: &Chart, atlas: &Atlas, place: PlaceId) -> Option<Spot> {
    let own = || (atlas.place(place).kind != PlaceKind::Region).then(|| atlas.place(place).location)?;
    chart.spot(place).or_else(|| own().map(spot)).or_else(|| Some(bounds(chart, atlas, place)?.centre()))
}

/// Steps to the right and upwards from one point to another, seen at the height between them.
pub fn steps(from: Spot, to: Spot) -> (f32, f32) {
    let north = f32::midpoint(from.north, to.north).to_radians();
    (turn(from.east, to.east) * north.cos(), to.north - from.north)
}

/// Steps ahead and aside in a direction.
fn ahead(direction: Direction, (right, up): (f32, f32)) -> (f32, f32) {
    match direction {
        Direction::Up => (up, right.abs()),
        Direction::Down => (-up, right.abs()),
        Direction::Left => (-right, up.abs()),
        Direction::Right => (right, up.abs()),
    }
}

/// The nearest place in a direction, around the globe: its middle lies in the quarter of the view that opens
/// at `from`, or some of its land straight ahead; and its land is the nearest.
pub fn nearest(
    chart: &Chart,
    from: Spot,
    direction: Direction,
    candidates: impl Iterator<Item = PlaceId>,
) -> Option<PlaceId> {
    let seen = |spot: Spot| ahead(direction, steps(from, spot));
    let far = |(ahead, aside): (f32, f32)| ahead.hypot(2.0 * aside);
    candidates
        .filter_map(|id| {
            let (on, aside) = seen(chart.spot(id)?);
            let ahead_of = on > 0.0 && aside <= on;
            let Some(shape) = chart.shape(id) else {
                return ahead_of.then(|| (id, far((on, aside)) + DOT));
            };
            // The middle of a giant lies far aside where its border is near.
            let least = if ahead_of { f32::MAX } else { STRAIGHT };
            let edge = shape
                .rings
                .iter()
                .flatten()
                .map(|spot| seen(*spot))
                .filter(|(ahead, aside)| *ahead > 0.0 && *aside <= *ahead * least)
                .map(far)
                .fold(f32::MAX, f32::min);
            // Mostly the land, a little the middle: else a giant far away is always the nearest.
            let centre = far((on, aside));
            if ahead_of {
                Some((id, edge.min(centre) * 0.75 + centre * 0.25))
            } else {
                // Only where hardly anything else is near, so that a small country behind it is not skipped.
                (edge < f32::MAX).then_some((id, 2.0 * (edge + DOT)))
            }
        })
        .min_by(|a, b| a.1.total_cmp(&b.1))
        .map(|(id, _)| id)
}

/// The disputed areas around a place, the nearest first.
pub fn disputed_near(chart: &Chart, atlas: &Atlas, place: PlaceId) -> Vec<PlaceId> {
    const NEAR: f32 = 3.5;
    let members = members(atlas, place);
    let mut marks: Vec<Spot> = members
        .iter()
        .filter_map(|&id| chart.shape(id))
        .flat_map(|shape| shape.rings.iter().flatten().copied())
        .collect();
    marks.extend(middle(chart, atlas, place));
    let mut near: Vec<(PlaceId, f32)> = chart
        .disputed
        .iter()
        .filter_map(|area| {
            let at = spot(atlas.place(area.place).location?);
            let beside = marks.iter().filter(|mark| (mark.north - at.north).abs() <= NEAR);
            let far = beside.map(|&mark| steps(mark, at)).map(|(right, up)| right.hypot(up));
            let far = if members.contains(&area.place) { 0.0 } else { far.fold(f32::MAX, f32::min) };
            (far <= NEAR).then_some((area.place, far))
        })
        .collect();
    near.sort_by(|a, b| a.1.total_cmp(&b.1));
    near.into_iter().map(|(id, _)| id).collect()
}

/// How much a library says of places, in three steps: half of the places in the first, a third in the second,
/// the few that are named most in the last. The largest number of passages of the first and of the second.
pub fn steps_of(library: &Library, chart: &Chart) -> (u32, u32) {
    let mut numbers: Vec<u32> =
        chart.spots.iter().map(|(id, _)| library.counts(*id).family).filter(|&count| count > 0).collect();
    numbers.sort_unstable();
    let part = |sixths: usize| numbers.get((numbers.len() * sixths / 6).saturating_sub(1)).copied();
    let low = part(3).unwrap_or(1).max(1);
    (low, part(5).unwrap_or(low).max(low + 1))
}
