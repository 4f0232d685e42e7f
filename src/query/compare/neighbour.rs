//! The same text in another edition: by what it is about, by its headings, by its words.
use super::{compare, named, passages};
use crate::gazetteer::fold::fold;
use crate::model::{BlockKind, DocId, Document, Library};
use crate::query::Target;
use crate::query::titles::{in_common, words};
use std::collections::{BTreeMap, HashSet};

/// A section is looked for among so many documents of an edition at most.
const TRIED: usize = 40;
/// Of so many headings that are much alike the text decides.
const ALIKE: usize = 3;

/// The same target in each edition that has it, the oldest first: a place's years, or the documents and sections
/// that are its like.
pub fn editions(library: &Library, target: Target) -> Vec<(i32, Target)> {
    match target {
        Target::Place(place, _) => {
            let years: std::collections::BTreeSet<i32> = library
                .family_passages(place)
                .into_iter()
                .filter_map(|passage| library.doc(passage.doc).year())
                .collect();
            years.into_iter().map(|year| (year, Target::Place(place, Some(year)))).collect()
        }
        Target::Document(id) | Target::Block(id, _) => {
            let own = library.doc(id);
            let mut all: Vec<(i32, Target)> = candidates(library, id)
                .into_iter()
                .filter(|(year, _)| own.year() != Some(*year))
                .filter_map(|(year, docs)| Some((year, like(library, target, &docs)?)))
                .collect();
            if let Some(year) = own.year() {
                all.insert(all.partition_point(|(other, _)| *other < year), (year, target));
            }
            all
        }
    }
}

/// The same target in the newest edition before its own; a place of no edition is taken in the newest.
pub fn edition_before(library: &Library, target: Target) -> Option<(Target, Target)> {
    before(library, &editions(library, target), target)
}

/// The same where the editions are known.
pub fn before(library: &Library, all: &[(i32, Target)], target: Target) -> Option<(Target, Target)> {
    let year = match target {
        Target::Place(_, year) => year.or(all.last().map(|(year, _)| *year)),
        Target::Document(id) | Target::Block(id, _) => library.doc(id).year(),
    }?;
    let earlier = all.partition_point(|(other, _)| *other < year).checked_sub(1)?;
    // A place of which nothing is said in this edition has none to be compared.
    let own = all.get(earlier + 1).filter(|(other, _)| *other == year)?;
    Some((all[earlier].1, own.1))
}

/// Why nothing comes before a target, in words.
pub fn none_before(library: &Library, target: Target) -> String {
    let name = named(library, target);
    let all = editions(library, target);
    let (year, series) = match target {
        Target::Place(_, None) => match all.last() {
            Some((year, _)) => return format!("{name} is named in one edition only, that of {year}"),
            None => return format!("no text with a year names {name}"),
        },
        Target::Place(_, Some(year)) => (Some(year), None),
        Target::Document(id) | Target::Block(id, _) => {
            let doc = library.doc(id);
            (doc.year(), doc.series().map(str::to_owned))
        }
    };
    let Some(year) = year else {
        return format!("nobody knows the year of {name}, so no edition comes before it");
    };
    match (all.iter().any(|(other, _)| *other == year), series) {
        (false, _) => super::silent(library, target),
        (true, None) if matches!(target, Target::Document(_) | Target::Block(..)) => {
            format!("{name} is of no series, and nothing earlier is like it")
        }
        (true, _) => format!("no earlier edition has the like of {name}: {year} is the first"),
    }
}

/// The documents of the same series that may be the same text, by year, the likeliest first. Those that are about
/// something else are not even weighed: an archive has thousands.
fn candidates(library: &Library, id: DocId) -> BTreeMap<i32, Vec<(f64, DocId)>> {
    let own = library.doc(id);
    let words = words(own.title());
    let mut years: BTreeMap<i32, Vec<(f64, DocId)>> = BTreeMap::new();
    for (other, doc) in library.iter() {
        let (Some(year), true) = (doc.year(), doc.series() == own.series()) else { continue };
        if other == id {
            continue;
        }
        let Some(likeness) = document_likeness(own, &words, doc).filter(|likeness| *likeness > 0.0) else {
            continue;
        };
        years.entry(year).or_default().push((likeness, other));
    }
    for docs in years.values_mut() {
        docs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    }
    years
}

/// What of these documents of one edition is like a document or a section.
fn like(library: &Library, target: Target, docs: &[(f64, DocId)]) -> Option<Target> {
    let (Target::Document(id) | Target::Block(id, _)) = target else { return None };
    let own = library.doc(id);
    let Target::Block(_, block) = target else { return docs.first().map(|(_, doc)| Target::Document(*doc)) };
    let path = Path::of(own, block);
    let depth = own.blocks[block].kind.depth()?;
    if depth == 0 {
        return docs.first().map(|(_, doc)| Target::Block(*doc, 0));
    }
    let mut sections: Vec<(f64, DocId, usize)> = Vec::new();
    for &(likeness, other) in docs.iter().take(TRIED) {
        let doc = library.doc(other);
        for &head in &doc.heads {
            if let Some(score) = path.likeness(doc, head as usize) {
                sections.push((score + likeness / 4.0, other, head as usize));
            }
        }
    }
    sections.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    sections.truncate(ALIKE);
    // Of headings that are much alike, the text decides.
    let best = match sections.as_slice() {
        [] => return None,
        [(_, doc, block)] => (*doc, *block),
        [(first, ..), (second, ..), ..] if first - second > 0.2 => (sections[0].1, sections[0].2),
        several => {
            let own = passages(library, target);
            let score = |doc: DocId, block: usize| {
                compare(library, own.clone(), passages(library, Target::Block(doc, block))).likeness
            };
            let by_text =
                several.iter().map(|&(heading, doc, block)| (heading + score(doc, block), doc, block));
            let best = by_text.max_by(|a, b| a.0.total_cmp(&b.0).then((b.1, b.2).cmp(&(a.1, a.2))))?;
            (best.1, best.2)
        }
    };
    Some(Target::Block(best.0, best.1))
}

/// How likely two documents are the same text of two editions, 0 to about 3; 0 or nothing where nothing speaks for it.
fn document_likeness(one: &Document, title: &HashSet<String>, other: &Document) -> Option<f64> {
    let mut likeness = 0.0;
    match (one.subject(), other.subject()) {
        (Some(a), Some(b)) if a == b => likeness += 1.0,
        (Some(_), Some(_)) => return None,
        _ => {}
    }
    if one.meta.region.is_some() {
        if one.meta.region == other.meta.region {
            likeness += 0.5;
        } else {
            return None;
        }
    }
    let part = if one.meta.part == other.meta.part { 0.1 } else { 0.0 };
    Some(likeness + in_common(title, &words(other.title())) + part)
}

/// The headings down to a block, that of the block itself at the end.
fn heading_path(doc: &Document, block: usize) -> Vec<usize> {
    let mut path: Vec<usize> = doc.heading_path(block);
    if matches!(doc.blocks[block].kind, BlockKind::Heading(_)) {
        path.push(block);
    }
    path
}

/// The words of a heading, and of those above it.
struct Path {
    own: HashSet<String>,
    above: HashSet<String>,
}

impl Path {
    fn of(doc: &Document, block: usize) -> Self {
        let path = heading_path(doc, block);
        let (last, above) = path.split_last().map_or((None, &[][..]), |(last, above)| (Some(*last), above));
        let own = last.map_or_else(HashSet::new, |last| words(&doc.prose(last)));
        Self { own, above: Self::all(doc, above) }
    }

    fn all(doc: &Document, heads: &[usize]) -> HashSet<String> {
        heads.iter().flat_map(|&at| words(&doc.prose(at))).collect()
    }

    /// How alike the path to another heading is: the last heading counts most.
    fn likeness(&self, doc: &Document, head: usize) -> Option<f64> {
        let own = in_common(&self.own, &words(&doc.prose(head)));
        if own < 0.5 {
            return None;
        }
        let path = doc.heading_path(head);
        Some(own + in_common(&self.above, &Self::all(doc, &path)) / 4.0)
    }
}

/// The document with such a title: all of it before its beginning, that before its middle; the newest of several.
pub fn titled(library: &Library, words: &str, year: Option<i32>) -> Option<DocId> {
    let wanted = fold(words);
    if wanted.chars().count() < 3 {
        return None;
    }
    let fits = |doc: &Document| {
        let title = fold(doc.title());
        let found = title.find(&*wanted)?;
        Some(if title.len() == wanted.len() { 0 } else { 1 + usize::from(found > 0) })
    };
    library
        .iter()
        .filter(|(_, doc)| year.is_none_or(|year| doc.year() == Some(year)))
        .filter_map(|(id, doc)| Some(((fits(doc)?, std::cmp::Reverse(doc.year()), id), id)))
        .min()
        .map(|(_, id)| id)
}
