//! The page of a place: its card, the bars of its editions, and what is said of it.
use super::{Item, Sheet, counted, editions_sheet, span_of};
use crate::app::keymap::Context;
use crate::model::{Library, PlaceId};
use crate::query::dossier;
use crate::typeset::Role;

/// What is known of a place: its names and codes, where it lies, what it borders on, what it was and became.
fn card(sheet: &mut Sheet, library: &Library, id: PlaceId) {
    let atlas = &library.atlas;
    let place = atlas.place(id);
    sheet.words(place.name, Role::Title);
    let mut names: Vec<&str> = place.japanese.first().into_iter().collect();
    names.extend(Some(place.official).filter(|official| !official.is_empty() && *official != place.name));
    sheet.words(names.join("   "), Role::Aside);
    let mut facts = vec![place.kind.word().to_owned()];
    let codes = [place.id, place.alpha2, place.numeric];
    let codes: Vec<&str> =
        codes.into_iter().filter(|code| !code.is_empty() && !code.starts_with("x-")).collect();
    facts.extend((!codes.is_empty()).then(|| codes.join(" ")));
    facts.extend((!place.capital.is_empty()).then(|| format!("capital {}", place.capital)));
    facts.extend(match place.years {
        (Some(from), Some(to)) => Some(format!("{from} to {to}")),
        (Some(from), None) => Some(format!("since {from}")),
        (None, Some(to)) => Some(format!("to {to}")),
        (None, None) => None,
    });
    sheet.words(facts.join("   "), Role::Aside);
    let above: Vec<PlaceId> = atlas.ancestry(id).skip(1).collect();
    let before: Vec<PlaceId> =
        atlas.iter().filter(|(_, other)| other.successors.contains(&id)).map(|(other, _)| other).collect();
    for (lead, places) in [
        ("In ", above.as_slice()),
        ("Borders on ", place.neighbours),
        ("Came after ", before.as_slice()),
        ("Followed by ", place.successors),
    ] {
        if places.is_empty() {
            continue;
        }
        let mut words = lead.to_owned();
        let mut links = Vec::new();
        for (number, &other) in places.iter().enumerate() {
            words.push_str(if number == 0 { "" } else { ", " });
            let start = words.len();
            words.push_str(atlas.place(other).name);
            links.push((start..words.len(), other));
        }
        sheet.items.push(Item::Places(words, links));
    }
    let mut others: Vec<&str> = Vec::new();
    for name in place.abbreviations.iter().chain(place.names.iter()) {
        let known = name == place.official || others.contains(&name);
        if !known && others.len() < NAMES_SHOWN {
            others.push(name);
        }
    }
    if !others.is_empty() {
        sheet.words(format!("Also {}", others.join(", ")), Role::Aside);
    }
}

/// From little to much; the view has plain signs for where these would be two columns wide.
pub const BARS: [char; 4] = ['▁', '▃', '▅', '█'];
/// So many other names stand on a place's card; the look-up knows them all.
const NAMES_SHOWN: usize = 6;
/// So many years at most stand in the small bars, the last ones.
const YEARS_SHOWN: i32 = 60;

/// Bars for the passages of each edition, a column a year: a blank where the library has no edition, a dot
/// where the edition says nothing.
fn bars(library: &Library, passages: &[(i32, usize)]) -> Option<String> {
    let (first, last) = library.years()?;
    let most = passages.iter().map(|(_, many)| *many).max()?;
    if first == last {
        return None;
    }
    let first = first.max(last - YEARS_SHOWN + 1);
    let editions: std::collections::HashSet<i32> = library.iter().filter_map(|(_, doc)| doc.year()).collect();
    let bars: String = (first..=last)
        .map(|year| match passages.iter().find(|(other, _)| *other == year) {
            Some((_, many)) => BARS[(many * 4 - 1) / most.max(1)],
            None if editions.contains(&year) => '.',
            None => ' ',
        })
        .collect();
    Some(format!("{first} {bars} {last}"))
}

/// A place's dossier.
pub(super) fn place_sheet(sheet: &mut Sheet, library: &Library, place: PlaceId, year: Option<i32>) {
    let dossier = dossier(library, place, year);
    sheet.about.clone_from(&dossier.family);
    card(sheet, library, place);
    let documents = dossier.editions.iter().flat_map(|e| &e.sections).map(|s| s.doc);
    let many = documents.clone().collect::<std::collections::HashSet<_>>().len();
    if dossier.passages == 0 {
        sheet.gap();
        sheet.words(
            match year {
                Some(year) => format!("The edition {year} does not name it."),
                None => "No document of this library names it.".into(),
            },
            Role::Body,
        );
        sheet.told(
            Context::List,
            "In the tree, {show-all} hides the places that are never named.",
            Role::Aside,
        );
        return;
    }
    let mut facts = format!("{} in {}", counted(dossier.passages, "passage"), counted(many, "document"));
    if let Some(span) = span_of(documents.filter_map(|doc| library.doc(doc).year())) {
        facts = format!("{facts}, {span}");
    }
    let own = library.counts(place).passages as usize;
    if dossier.family.len() > 1 && year.is_none() && own < dossier.passages {
        let through = if own == 0 { "all" } else { "the rest" };
        let by_name = if own == 0 { String::new() } else { format!("{own} by its own name, ") };
        facts = format!("{facts}; {by_name}{through} through the places in it");
    }
    sheet.words(facts, Role::Aside);
    let by_year: Vec<(i32, usize)> = dossier
        .editions
        .iter()
        .filter_map(|edition| {
            Some((edition.year?, edition.sections.iter().map(|section| section.blocks.len()).sum()))
        })
        .collect();
    if let Some(bars) = bars(library, &by_year) {
        sheet.words(bars, Role::Aside);
    }
    editions_sheet(sheet, library, &dossier.editions);
}
