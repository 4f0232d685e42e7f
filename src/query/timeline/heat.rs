//! Countries by editions: how many passages of each year name each. Never looks at a text.
use super::Editions;
use crate::model::{Library, PlaceId, PlaceKind};
use std::cmp::Reverse;

/// A place by edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeatRow {
    /// The place.
    pub place: PlaceId,
    /// Passages of all years that name it.
    pub total: u32,
    /// By the number of the year: passages that name it or a place below it.
    pub counts: Vec<u32>,
}

/// All countries by edition.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Heat {
    /// The most named first.
    pub rows: Vec<HeatRow>,
}

impl Heat {
    /// Counts the passages that name each country, or whatever else is no region; with what lies in it, as its
    /// timeline has them.
    pub fn of(library: &Library, editions: &Editions) -> Self {
        let mut rows = Vec::new();
        for (place, known) in library.atlas.iter() {
            if known.kind == PlaceKind::Region || library.counts(place).family == 0 {
                continue;
            }
            let family = library.atlas.family(place);
            let mut counts = vec![0_u32; editions.years.len()];
            let mut count = |passage: &crate::model::Passage| {
                if let Some(at) = editions.at(passage.doc) {
                    counts[at] += 1;
                }
            };
            if family.len() == 1 {
                library.passages(place).iter().for_each(&mut count);
            } else {
                let lists = family.into_iter().map(|id| library.passages(id));
                super::merge::merged(library, lists).iter().for_each(&mut count);
            }
            let total = counts.iter().sum();
            if total > 0 {
                rows.push(HeatRow { place, total, counts });
            }
        }
        rows.sort_by_key(|row| (Reverse(row.total), library.atlas.place(row.place).name));
        Self { rows }
    }
}
