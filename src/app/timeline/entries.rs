//! What stands in the tab before any term is shown: what it is for, and timelines of this library to begin with.
use crate::model::{BlockKind, Library, PlaceId, PlaceKind};
use std::cmp::Reverse;

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Words over others, or of explanation.
    Words(String),
    /// An empty line.
    Gap,
    /// Terms to be shown, and what they are.
    Terms(String, String),
    /// All countries by edition.
    Heat,
}

impl Entry {
    /// Whether it can be chosen.
    pub fn is_choice(&self) -> bool {
        matches!(self, Self::Terms(..) | Self::Heat)
    }
}

/// The rows, from the top down.
pub(super) fn entries(library: &Library) -> Vec<Entry> {
    if library.years().is_none() {
        return vec![Entry::Words(
            "No document of this library has a year: there are no editions to count by.".into(),
        )];
    }
    let mut rows = vec![
        Entry::Words("How often is it said, edition by edition?".into()),
        Entry::Words(
            "Words that stand together, @countries, @regions: up to six, with commas between.".into(),
        ),
        Entry::Gap,
    ];
    let atlas = &library.atlas;
    let most = |wanted: &dyn Fn(PlaceKind) -> bool| {
        let mut places: Vec<PlaceId> = atlas
            .iter()
            .filter(|(id, place)| wanted(place.kind) && library.counts(*id).family > 0)
            .map(|(id, _)| id)
            .collect();
        places.sort_by_key(|&id| (Reverse(library.counts(id).family), id));
        places
    };
    let terms = |places: &[PlaceId]| {
        let slugs: Vec<String> = places.iter().map(|&id| format!("@{}", atlas.place(id).slug())).collect();
        let names: Vec<&str> = places.iter().map(|&id| atlas.place(id).name).collect();
        Entry::Terms(slugs.join(", "), names.join(", "))
    };
    let states = most(&|kind| kind == PlaceKind::Country);
    rows.extend(states.first().map(|&first| terms(&[first])));
    if states.len() > 3 {
        rows.push(terms(&states[1..4]));
    }
    let regions: Vec<PlaceId> =
        most(&|kind| kind == PlaceKind::Region).into_iter().filter(|id| atlas.roots.contains(id)).collect();
    if regions.len() > 1 {
        let slugs: Vec<String> =
            regions.iter().take(3).map(|&id| format!("@{}", atlas.place(id).slug())).collect();
        rows.push(Entry::Terms(slugs.join(", "), "regions, side by side".into()));
    }
    // A state that is no more, and what came after it.
    let former = most(&|kind| kind == PlaceKind::Former).into_iter().find_map(|id| {
        let after = *atlas.place(id).successors.first()?;
        (library.counts(after).family > 0).then_some((id, after))
    });
    if let Some((id, after)) = former {
        rows.push(terms(&[id, after]));
    }
    rows.extend(
        phrases(library).into_iter().map(|words| Entry::Terms(words, "words that stand together".into())),
    );
    rows.push(Entry::Heat);
    rows
}

/// Headings of two or three plain words that stand over many texts.
fn phrases(library: &Library) -> Vec<String> {
    let mut known: Vec<(String, usize)> = Vec::new();
    let step = (library.len() / 60).max(1);
    for (_, doc) in library.iter().step_by(step) {
        for &head in doc.heads.iter().take(80) {
            let block = head as usize;
            if !matches!(doc.blocks[block].kind, BlockKind::Heading(_)) {
                continue;
            }
            let words = doc.prose(block);
            let plain = words.len() < 32
                && words.chars().all(|c| c.is_alphabetic() || c == ' ')
                && words.split(' ').all(|word| word.len() > 3);
            if !plain || !(2..=3).contains(&words.split(' ').count()) {
                continue;
            }
            if let Some((_, many)) = known.iter_mut().find(|(known, _)| known.eq_ignore_ascii_case(&words)) {
                *many += 1;
            } else if known.len() < 500 {
                known.push((words.into_owned(), 1));
            }
        }
    }
    known.sort_by_key(|(words, many)| (Reverse(*many), words.clone()));
    known.into_iter().take(2).map(|(words, _)| words).collect()
}
