//! Headings: those that the other side never had, and what became of the outline of each text from one edition of its
//! series to the next that is compared.
use super::like::{self, Covered, Strands};
use super::outline::{Change, Outline};
use super::scope::{Sides, Unit};
use super::{Finding, Kind, Status};
use crate::model::{BlockKind, DocId, Document, Library, Passage};
use crate::query::titles::{self, in_common};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What two headings that are the same share: folded words, without the number at their head, or all of them where
/// there is nothing else.
pub fn key(text: &str) -> String {
    let folded = crate::gazetteer::fold::fold(text);
    let words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let numbers = |word: &&&str| word.bytes().all(|byte| byte.is_ascii_digit());
    let counted = words.iter().take_while(numbers).count();
    let own = if counted == words.len() { &words[..] } else { &words[counted..] };
    own.join(" ")
}

/// The headings of a unit: all of a whole document, those over the passages of another, and passages that are headings.
fn headings(library: &Library, unit: &Unit) -> Vec<usize> {
    let doc = library.doc(unit.doc);
    let is_heading = |block: &usize| matches!(doc.blocks[*block].kind, BlockKind::Heading(_));
    let Some(blocks) = &unit.blocks else { return (0..doc.blocks.len()).filter(is_heading).collect() };
    let mut found: Vec<usize> = blocks
        .iter()
        .flat_map(|block| doc.heading_path(*block as usize).into_iter().chain([*block as usize]))
        .filter(is_heading)
        .collect();
    found.sort_unstable();
    found.dedup();
    found
}

/// Finds the headings that are said first, and those that are no longer said.
pub fn said(library: &Library, sides: &Sides) -> Vec<Finding> {
    #[derive(Default)]
    struct Said {
        earlier: Vec<Passage>,
        later: Vec<Passage>,
        newest: Option<(i32, bool)>,
    }
    let mut all: BTreeMap<String, Said> = BTreeMap::new();
    for unit in &sides.units {
        let doc = library.doc(unit.doc);
        for block in headings(library, unit) {
            let said = all.entry(key(&doc.prose(block))).or_default();
            let passage = Passage { doc: unit.doc, block: block as u32 };
            if unit.later {
                said.later.push(passage);
                continue;
            }
            said.earlier.push(passage);
            let missed = can_be_missed(sides, unit, doc, block);
            said.newest = Some(match said.newest {
                Some((year, before)) if year == unit.year => (year, before || missed),
                Some(newest) if newest.0 > unit.year => newest,
                _ => (unit.year, missed),
            });
        }
    }
    let finding = |(key, said): (String, Said)| {
        let (status, passages) = match (said.earlier.is_empty(), said.later.is_empty()) {
            (true, false) => (Status::First, said.later),
            (false, true) if said.newest.is_some_and(|(_, missed)| missed) => (Status::Last, said.earlier),
            _ => return None,
        };
        let text = text(library, passages[0]);
        (!key.is_empty()).then(|| Finding::new(library, Kind::Heading, status, text, passages))
    };
    let mut found: Vec<Finding> = all.into_iter().filter_map(finding).collect();
    sort(&mut found);
    found
}

/// Whether a heading that is not there later is gone: not where the later text is but an opening.
fn can_be_missed(sides: &Sides, unit: &Unit, doc: &Document, block: usize) -> bool {
    let opening = sides.ahead.strand(doc).is_some_and(|strand| strand.opening);
    !opening && unit.covered.has(block)
}

fn text(library: &Library, passage: Passage) -> String {
    library.doc(passage.doc).prose(passage.block as usize).trim().to_owned()
}

fn sort(found: &mut [Finding]) {
    found.sort_by(|a, b| {
        (b.count, b.documents)
            .cmp(&(a.count, a.documents))
            .then_with(|| a.passages.first().cmp(&b.passages.first()))
            .then_with(|| (&a.text, &a.other).cmp(&(&b.text, &b.other)))
    });
}

/// Two documents that are the same text of two editions.
struct Pair {
    earlier: DocId,
    later: DocId,
}

/// The documents of the newest edition of each strand on one side.
fn newest(library: &Library, strands: &Strands) -> Vec<DocId> {
    let mut found = Vec::new();
    for strand in strands.iter() {
        let last = strand.docs.iter().filter_map(|&id| library.doc(id).year()).max();
        found.extend(strand.docs.iter().copied().filter(|&id| library.doc(id).year() == last));
    }
    found
}

/// Which document of the later side is which of the earlier: of the same strand, the likest title first.
fn pairs(library: &Library, earlier: &[DocId], later: &[DocId]) -> Vec<Pair> {
    let ahead = Strands::new(library, &newest(library, &Strands::new(library, later)));
    let mut likely: Vec<(f64, DocId, DocId)> = Vec::new();
    let titles: HashMap<DocId, HashSet<String>> = ahead
        .iter()
        .flat_map(|strand| &strand.docs)
        .map(|&id| (id, titles::words(library.doc(id).title())))
        .collect();
    for id in newest(library, &Strands::new(library, earlier)) {
        let doc = library.doc(id);
        let Some(strand) = ahead.strand(doc) else { continue };
        let own = titles::words(doc.title());
        for other in &strand.docs {
            let same_part = doc.meta.part == library.doc(*other).meta.part;
            likely.push((in_common(&own, &titles[other]) + if same_part { 0.1 } else { 0.0 }, id, *other));
        }
    }
    likely.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    let (mut used, mut pairs) = (HashSet::new(), Vec::new());
    for (_, earlier, later) in likely {
        if !used.contains(&earlier) && !used.contains(&later) {
            used.extend([earlier, later]);
            pairs.push(Pair { earlier, later });
        }
    }
    pairs.sort_by_key(|pair| (pair.later, pair.earlier));
    pairs
}

/// The same change in several documents.
#[derive(Default)]
struct Same {
    passages: Vec<Passage>,
    others: Vec<Passage>,
}

/// Finds what became of the outlines: headings that came, went, were moved or renamed, and whole texts that came or
/// went.
pub fn outlines(library: &Library, sides: &Sides, stale: &(dyn Fn() -> bool + Sync)) -> Vec<Finding> {
    let of = |later: bool| -> Vec<DocId> {
        sides.units.iter().filter(|unit| unit.later == later).map(|unit| unit.doc).collect()
    };
    let (earlier, later) = (of(false), of(true));
    let units: HashMap<DocId, &Unit> = sides.units.iter().map(|unit| (unit.doc, unit)).collect();
    let mut all: BTreeMap<(Status, String, Option<String>), Same> = BTreeMap::new();
    let mut tell =
        |status, text: String, other: Option<String>, now: Option<Passage>, then: Option<Passage>| {
            let same = all.entry((status, text, other)).or_default();
            same.passages.extend(now);
            same.others.extend(then);
        };
    for pair in pairs(library, &earlier, &later) {
        if stale() {
            break;
        }
        let (from, to) = (library.doc(pair.earlier), library.doc(pair.later));
        let seen = |doc: DocId| -> HashSet<usize> { headings(library, units[&doc]).into_iter().collect() };
        let (seen_from, seen_to) = (seen(pair.earlier), seen(pair.later));
        let at = |doc: DocId, block: usize| Some(Passage { doc, block: block as u32 });
        for change in super::outline::changes(&Outline::of(from), &Outline::of(to), stale) {
            match change {
                // Of a text that is but an opening nobody knows what it goes on to.
                Change::Came(block) if !like::is_opening(from) && seen_to.contains(&block) => {
                    tell(Status::Came, to.prose(block).into_owned(), None, at(pair.later, block), None);
                }
                Change::Went(block) if !like::is_opening(to) && seen_from.contains(&block) => {
                    tell(Status::Went, from.prose(block).into_owned(), None, at(pair.earlier, block), None);
                }
                Change::Moved { from: old, to: new, was }
                    if seen_from.contains(&old) || seen_to.contains(&new) =>
                {
                    let (now, then) = (at(pair.later, new), at(pair.earlier, old));
                    tell(Status::Moved, to.prose(new).into_owned(), Some(was), now, then);
                }
                Change::Renamed { from: old, to: new }
                    if seen_from.contains(&old) || seen_to.contains(&new) =>
                {
                    let (now, then) = (at(pair.later, new), at(pair.earlier, old));
                    let was = from.prose(old).into_owned();
                    tell(Status::Renamed, to.prose(new).into_owned(), Some(was), now, then);
                }
                _ => {}
            }
        }
    }
    whole_texts(library, sides, &mut tell);
    let finding = |((status, text, other), same): ((Status, String, Option<String>), Same)| {
        let found = Finding::new(library, Kind::Heading, status, text, same.passages);
        Finding { other, others: same.others, ..found }
    };
    let mut found: Vec<Finding> = all.into_iter().map(finding).collect();
    sort(&mut found);
    found.sort_by_key(|finding| finding.status);
    found
}

/// Documents of which the other side has not the like, where its edition is whole.
fn whole_texts(
    library: &Library,
    sides: &Sides,
    tell: &mut impl FnMut(Status, String, Option<String>, Option<Passage>, Option<Passage>),
) {
    // Of each series the edition nearest to the other side.
    let mut nearest: HashMap<(bool, Option<&str>), i32> = HashMap::new();
    for unit in &sides.units {
        let year = nearest.entry((unit.later, library.doc(unit.doc).series())).or_insert(unit.year);
        *year = (*year).max(unit.year);
    }
    for unit in &sides.units {
        let doc = library.doc(unit.doc);
        let likes = if unit.later { &sides.back } else { &sides.ahead };
        let is_near = nearest.get(&(unit.later, doc.series())) == Some(&unit.year);
        let titled = doc.blocks.first().is_some_and(|block| block.kind.depth() == Some(0));
        // A text that only names the place in passing is none about it.
        if is_near
            && unit.blocks.is_none()
            && !likes.has(doc)
            && likes.is_whole(doc)
            && !matches!(unit.covered, Covered::None)
        {
            let status = if unit.later { Status::Came } else { Status::Went };
            let block = if titled { 0 } else { doc.heads.first().copied().unwrap_or(0) };
            if !doc.blocks.is_empty() {
                tell(status, doc.title().to_owned(), None, Some(Passage { doc: unit.doc, block }), None);
            }
        }
    }
}
