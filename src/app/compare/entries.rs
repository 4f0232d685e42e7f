//! Comparisons of this library to begin with: the places that most editions speak of, and a document with an earlier
//! edition.
use super::answer::Ask;
use crate::model::{Library, PlaceId, PlaceKind};
use crate::query::Target;
use crate::query::compare::named;
use std::cmp::Reverse;
use std::collections::BTreeSet;

/// A comparison to choose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The addresses of both sides.
    pub words: String,
    /// What it is.
    pub means: String,
    /// What it asks.
    pub ask: Ask,
}

/// So many places are looked at, those that most is said of.
const TRIED: usize = 60;
/// So many of them are offered.
const OFFERED: usize = 6;

/// The comparisons, the most telling first.
pub fn entries(library: &Library) -> Vec<Entry> {
    let mut places: Vec<PlaceId> = library
        .atlas
        .iter()
        .filter(|(id, place)| place.kind != PlaceKind::Region && library.counts(*id).passages > 0)
        .map(|(id, _)| id)
        .collect();
    places.sort_by_key(|&id| (Reverse(library.counts(id).passages), id));
    places.truncate(TRIED);
    let years = |id: PlaceId| -> BTreeSet<i32> {
        library.passages(id).iter().filter_map(|passage| library.doc(passage.doc).year()).collect()
    };
    let mut known: Vec<(PlaceId, BTreeSet<i32>)> = places.into_iter().map(|id| (id, years(id))).collect();
    known.retain(|(_, years)| years.len() > 1);
    // A stable order: of as many editions, that of which more is said.
    known.sort_by_key(|(_, years)| Reverse(years.len()));
    let mut entries = Vec::new();
    for (number, (id, years)) in known.iter().take(OFFERED).enumerate() {
        let mut last = years.iter().rev().copied();
        let (Some(newest), Some(before), Some(first)) = (last.next(), last.next(), years.first().copied())
        else {
            continue;
        };
        // The first place is shown over its whole time as well.
        let from = if number == 1 && first < before { first } else { before };
        let ask = Ask::Both(Target::Place(*id, Some(from)), Target::Place(*id, Some(newest)));
        let name = library.atlas.place(*id).name;
        let what = if from == before { "the last two" } else { "first and last" };
        entries.push(entry(library, ask, format!("{name}, {what} of {} editions", years.len())));
    }
    entries.extend(document(library));
    entries
}

fn entry(library: &Library, ask: Ask, means: String) -> Entry {
    let words = match ask {
        Ask::Before(target) => named(library, target).to_string(),
        Ask::Both(left, right) => format!("{} > {}", named(library, left), named(library, right)),
    };
    Entry { words, means, ask }
}

/// The last document of a series that has an edition before.
fn document(library: &Library) -> Option<Entry> {
    let dated = |year: i32| move |doc: &crate::model::Document| doc.year().is_some_and(|other| other < year);
    let (id, doc) = library.iter().rev().find(|(_, doc)| {
        let earlier = doc.year().map(dated);
        doc.series().is_some()
            && earlier.is_some_and(|earlier| {
                library.iter().any(|(_, other)| other.series() == doc.series() && earlier(other))
            })
    })?;
    let year = doc.year().map_or_else(String::new, |year| format!(" ({year})"));
    Some(entry(
        library,
        Ask::Before(Target::Document(id)),
        format!("{}{year}, and the edition before", doc.title()),
    ))
}
