//! The same text in another edition: by what it is about, by its headings, by its words.
use super::{compare, passages};
use crate::gazetteer::fold::fold;
use crate::model::{BlockKind, DocId, Document, Library};
use crate::query::Target;
use std::collections::HashSet;

/// A section is looked for among so many documents of an edition at most.
const TRIED: usize = 40;

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
            let years: std::collections::BTreeSet<i32> = library
                .iter()
                .filter(|(_, doc)| doc.series() == own.series())
                .filter_map(|(_, doc)| doc.year())
                .collect();
            years
                .into_iter()
                .filter_map(|year| {
                    let like =
                        if own.year() == Some(year) { Some(target) } else { like(library, target, year) };
                    Some((year, like?))
                })
                .collect()
        }
    }
}

/// The same target in the newest edition before its own; a place of no edition is taken in the newest.
pub fn edition_before(library: &Library, target: Target) -> Option<(Target, Target)> {
    let all = editions(library, target);
    let year = match target {
        Target::Place(_, year) => year.or(all.last().map(|(year, _)| *year)),
        Target::Document(id) | Target::Block(id, _) => library.doc(id).year(),
    }?;
    let at = all.iter().position(|(other, _)| *other == year)?;
    Some((all.get(at.checked_sub(1)?)?.1, all[at].1))
}

/// What is like a document or a section in an edition.
fn like(library: &Library, target: Target, year: i32) -> Option<Target> {
    let (Target::Document(id) | Target::Block(id, _)) = target else { return None };
    let own = library.doc(id);
    let mut docs: Vec<(f64, DocId)> = library
        .iter()
        .filter(|(_, doc)| doc.year() == Some(year) && doc.series() == own.series())
        .map(|(other, doc)| (document_likeness(own, doc), other))
        .filter(|(likeness, _)| *likeness > 0.0)
        .collect();
    docs.sort_by(|a, b| b.0.total_cmp(&a.0).then(a.1.cmp(&b.1)));
    let Target::Block(_, block) = target else { return docs.first().map(|(_, doc)| Target::Document(*doc)) };
    let path = heading_path(own, block);
    let depth = own.blocks[block].kind.depth()?;
    if depth == 0 {
        return docs.first().map(|(_, doc)| Target::Block(*doc, 0));
    }
    let mut sections: Vec<(f64, DocId, usize)> = Vec::new();
    for &(likeness, other) in docs.iter().take(TRIED) {
        let doc = library.doc(other);
        for &head in &doc.heads {
            let score = path_likeness(&path, &heading_path(doc, head as usize));
            if score > 0.0 {
                sections.push((score + likeness / 4.0, other, head as usize));
            }
        }
    }
    sections.sort_by(|a, b| b.0.total_cmp(&a.0).then((a.1, a.2).cmp(&(b.1, b.2))));
    sections.truncate(3);
    // Of headings that are much alike, the text decides.
    let own = passages(library, target);
    let score = |doc: DocId, block: usize| {
        compare(library, own.clone(), passages(library, Target::Block(doc, block))).likeness
    };
    let best = match sections.as_slice() {
        [] => return None,
        [(_, doc, block)] => (*doc, *block),
        [(first, ..), (second, ..), ..] if first - second > 0.2 => (sections[0].1, sections[0].2),
        several => {
            let by_text =
                several.iter().map(|&(heading, doc, block)| (heading + score(doc, block), doc, block));
            let best = by_text.max_by(|a, b| a.0.total_cmp(&b.0).then((b.1, b.2).cmp(&(a.1, a.2))))?;
            (best.1, best.2)
        }
    };
    Some(Target::Block(best.0, best.1))
}

/// How likely two documents are the same text of two editions, 0 to about 3; 0 where nothing speaks for it.
fn document_likeness(one: &Document, other: &Document) -> f64 {
    let mut likeness = 0.0;
    match (one.subject(), other.subject()) {
        (Some(a), Some(b)) if a == b => likeness += 1.0,
        (Some(_), Some(_)) => return 0.0,
        _ => {}
    }
    if one.meta.region.is_some() {
        if one.meta.region == other.meta.region {
            likeness += 0.5;
        } else {
            return 0.0;
        }
    }
    likeness
        + words_in_common(one.title(), other.title())
        + if one.meta.part == other.meta.part { 0.1 } else { 0.0 }
}

/// The headings down to a block, that of the block itself at the end.
fn heading_path(doc: &Document, block: usize) -> Vec<String> {
    let mut path: Vec<usize> = doc.heading_path(block);
    if matches!(doc.blocks[block].kind, BlockKind::Heading(_)) {
        path.push(block);
    }
    path.into_iter().map(|at| doc.prose(at).into_owned()).collect()
}

/// How alike two paths are: the last heading counts most.
fn path_likeness(one: &[String], other: &[String]) -> f64 {
    let (Some(last), Some(other_last)) = (one.last(), other.last()) else { return 0.0 };
    let own = words_in_common(last, other_last);
    if own < 0.5 {
        return 0.0;
    }
    let above = |path: &[String]| path[..path.len() - 1].join(" ");
    own + words_in_common(&above(one), &above(other)) / 4.0
}

/// Words in both of all words, 0 to 1; numbers at the head of a title are left aside, they change with every edition.
fn words_in_common(one: &str, other: &str) -> f64 {
    let words = |text: &str| -> HashSet<String> {
        fold(text)
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty() && !word.bytes().all(|byte| byte.is_ascii_digit()))
            .map(str::to_owned)
            .collect()
    };
    let (one, other) = (words(one), words(other));
    let all = one.union(&other).count();
    if all == 0 { 0.0 } else { one.intersection(&other).count() as f64 / all as f64 }
}
