//! Places that are named on one side and not on the other. Never tags a text: it reads the mentions that import found.
use super::scope::{On, Sides};
use super::{Finding, Kind, Status};
use crate::model::{Library, Passage, PlaceId};
use std::collections::BTreeMap;

#[derive(Default)]
struct Named {
    count: u32,
    passages: Vec<Passage>,
    later: bool,
    /// The newest edition that names it, and whether it could be missed later.
    newest: Option<(i32, bool)>,
    earlier: bool,
}

/// Finds the names that are said first, and those that are no longer said.
pub fn names(library: &Library, sides: &Sides) -> Vec<Finding> {
    let mut all: BTreeMap<PlaceId, Named> = BTreeMap::new();
    for unit in &sides.units {
        let doc = library.doc(unit.doc);
        let mut see = |block: usize, mentions: &[crate::model::Mention]| {
            for mention in mentions {
                let named = all.entry(mention.place).or_default();
                let on = unit.on(block);
                named.later |= on == On::Later;
                named.earlier |= on != On::Later;
                named.count += 1;
                let missed = on == On::Earlier;
                named.newest = Some(match named.newest {
                    Some((year, _)) if unit.year > year => (unit.year, missed),
                    Some((year, before)) if unit.year == year => (year, before || missed),
                    Some(newest) => newest,
                    None => (unit.year, missed),
                });
                let passage = Passage { doc: unit.doc, block: block as u32 };
                if named.passages.last() != Some(&passage) {
                    named.passages.push(passage);
                }
            }
        };
        for block in unit.each_block(library) {
            see(block, doc.mentions_in(doc.blocks[block].range()));
        }
    }
    let finding = |(place, named): (PlaceId, Named)| {
        let status = match (named.earlier, named.later) {
            (false, true) => Status::First,
            (true, false) if named.newest.is_some_and(|(_, missed)| missed) => Status::Last,
            _ => return None,
        };
        let text = library.atlas.place(place).name.to_owned();
        let found = Finding::new(library, Kind::Name, status, text, named.passages);
        Some(Finding { count: named.count, place: Some(place), ..found })
    };
    let mut found: Vec<Finding> = all.into_iter().filter_map(finding).collect();
    found.sort_by(|a, b| {
        (b.count, b.documents).cmp(&(a.count, a.documents)).then_with(|| a.text.cmp(&b.text))
    });
    found
}
