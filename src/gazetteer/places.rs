//! The places, out of the lines that the build script wrote of them.
use super::data::{NUMBERS, PLACES};
use crate::model::{Names, Place, PlaceId, PlaceKind};
use std::sync::LazyLock;

static ALL: LazyLock<Vec<Place>> = LazyLock::new(|| {
    let mut places = Vec::with_capacity(PLACES.len() / 256);
    places.extend(PLACES.lines().map(place));
    places
});

/// All places of the gazetteer, by their numbers.
pub fn places() -> &'static [Place] {
    &ALL
}

/// One line. The build script has looked at every cell: what cannot be read is what is not there.
fn place(line: &'static str) -> Place {
    let mut cells = Cells(line);
    let [id, kind, name, official] = [(); 4].map(|()| cells.next());
    let [names, demonyms, abbreviations, ambiguous, japanese, search] = [(); 6].map(|()| Names(cells.next()));
    let capital = cells.next();
    let location = match (cells.next().parse(), cells.next().parse()) {
        (Ok(north), Ok(east)) => Some((north, east)),
        _ => None,
    };
    let [alpha2, numeric, _m49] = [(); 3].map(|()| cells.next());
    let parent = cells.next().parse().ok().map(PlaceId);
    let years = (cells.next().parse().ok(), cells.next().parse().ok());
    let [neighbours, successors] = [(); 2].map(|()| {
        let (from, to) = (cells.next().parse().unwrap_or(0), cells.next().parse().unwrap_or(0));
        NUMBERS.get(from..to).unwrap_or_default()
    });
    let kind = match kind {
        "territory" => PlaceKind::Territory,
        "former" => PlaceKind::Former,
        "area" => PlaceKind::Area,
        "region" => PlaceKind::Region,
        "union" => PlaceKind::Union,
        _ => PlaceKind::Country,
    };
    Place {
        id,
        kind,
        name,
        official,
        names,
        demonyms,
        abbreviations,
        ambiguous,
        japanese,
        search,
        capital,
        location,
        neighbours,
        alpha2,
        numeric,
        parent,
        years,
        successors,
    }
}

/// What is left of a line.
struct Cells(&'static str);

impl Cells {
    fn next(&mut self) -> &'static str {
        let end = self.0.bytes().position(|b| b == b'\t').unwrap_or(self.0.len());
        let cell = &self.0[..end];
        self.0 = self.0.get(end + 1..).unwrap_or_default();
        cell
    }
}
