//! What is compared: which blocks of which documents, in two sides of editions. Never counts a word.
use super::like::{Covered, Likes};
use super::{Asked, Side, Unfit};
use crate::model::{DocId, Library};
use std::collections::{BTreeMap, BTreeSet};

/// On which side a block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum On {
    /// In an earlier edition, whose section has its like later.
    Earlier = 0,
    /// In an earlier edition, and nothing later is its like: it cannot be missed there.
    Apart = 1,
    /// In a later edition.
    Later = 2,
}

/// What of a document is looked at.
#[derive(Debug, Clone)]
pub struct Unit {
    /// The document.
    pub doc: DocId,
    /// Its year.
    pub year: i32,
    /// Its blocks; all of them where there are none.
    pub blocks: Option<Vec<u32>>,
    /// Whether it is of a later edition.
    pub later: bool,
    /// Which blocks have their like on the other side.
    pub covered: Covered,
}

impl Unit {
    /// The blocks that are looked at.
    pub fn each_block(&self, library: &Library) -> impl Iterator<Item = usize> {
        let all = if self.blocks.is_none() { library.doc(self.doc).blocks.len() } else { 0 };
        self.blocks.iter().flatten().map(|block| *block as usize).chain(0..all)
    }

    /// On which side a block stands.
    pub fn on(&self, block: usize) -> On {
        match (self.later, self.covered.has(block)) {
            (true, _) => On::Later,
            (false, true) => On::Earlier,
            (false, false) => On::Apart,
        }
    }
}

/// Both sides.
pub struct Sides {
    /// What is looked at, in the library's order.
    pub units: Vec<Unit>,
    /// The earlier editions.
    pub earlier: Side,
    /// The later ones.
    pub later: Side,
    /// All editions that say anything here.
    pub editions: Vec<i32>,
    /// Documents without a year: they stand on no side.
    pub undated: usize,
    /// What of the earlier side has its like later.
    pub ahead: Likes,
    /// What of the later side has its like earlier.
    pub back: Likes,
}

/// The documents that are looked at, each with its blocks.
fn chosen(library: &Library, asked: &Asked) -> BTreeMap<DocId, Option<Vec<u32>>> {
    let Some(place) = asked.place else { return library.iter().map(|(id, _)| (id, None)).collect() };
    let mut chosen: BTreeMap<DocId, Option<Vec<u32>>> = BTreeMap::new();
    for passage in library.family_passages(place) {
        if let Some(blocks) = chosen.entry(passage.doc).or_insert_with(|| Some(Vec::new())) {
            blocks.push(passage.block);
        }
    }
    let family = library.atlas.family(place);
    // A document about the place speaks of it throughout.
    let about =
        library.iter().filter(|(_, doc)| doc.subject().is_some_and(|subject| family.contains(&subject)));
    chosen.extend(about.map(|(id, _)| (id, None)));
    chosen
}

/// The last year of the earlier side and that of the later one.
fn bounds(asked: &Asked, editions: &[i32]) -> Result<(i32, i32), Unfit> {
    for year in [asked.from, asked.to].into_iter().flatten() {
        if !editions.contains(&year) {
            return Err(Unfit::NoEdition { year, editions: editions.to_vec() });
        }
    }
    let Some(&newest) = editions.last() else { return Err(Unfit::Nothing) };
    let to = asked.to.unwrap_or(newest);
    let before = editions.iter().rev().find(|&&year| year < to).copied();
    match asked.from {
        Some(from) if from >= to => Err(Unfit::Order { from, to }),
        Some(from) => Ok((from, to)),
        None => before.map(|from| (from, to)).ok_or(Unfit::Alone { year: to, editions: editions.to_vec() }),
    }
}

/// Puts what is asked on two sides.
///
/// # Errors
/// When there are no two sides.
pub fn sides(library: &Library, asked: &Asked) -> Result<Sides, Unfit> {
    let chosen = chosen(library, asked);
    let year = |id: &DocId| library.doc(*id).year();
    let editions: Vec<i32> = chosen.keys().filter_map(year).collect::<BTreeSet<i32>>().into_iter().collect();
    let undated = chosen.keys().filter(|id| year(id).is_none()).count();
    let (from, to) = bounds(asked, &editions)?;
    let of = |low: i32, high: i32| -> Vec<DocId> {
        let inside = |id: &DocId| library.doc(*id).year().is_some_and(|year| year > low && year <= high);
        library.iter().map(|(id, _)| id).filter(inside).collect()
    };
    // Whether a text is continued is asked of the whole library: a place that is not named any more is the news.
    let (earlier, later) = (of(i32::MIN, from), of(from, to));
    let ahead = Likes::new(library, &earlier, &later, true);
    let back = Likes::new(library, &later, &earlier, false);
    let side = |low: i32, high: i32| Side {
        editions: editions.iter().copied().filter(|&year| year > low && year <= high).collect(),
        ..Side::default()
    };
    let mut sides = Sides {
        units: Vec::with_capacity(chosen.len()),
        earlier: side(i32::MIN, from),
        later: side(from, to),
        editions: editions.clone(),
        undated,
        ahead,
        back,
    };
    for (id, blocks) in chosen {
        let doc = library.doc(id);
        let Some(year) = doc.year().filter(|&year| year <= to) else { continue };
        let later = year > from;
        let (side, likes) =
            if later { (&mut sides.later, &sides.back) } else { (&mut sides.earlier, &sides.ahead) };
        side.documents += 1;
        side.continued += usize::from(likes.has(doc));
        let covered = likes.covered(doc);
        sides.units.push(Unit { doc: id, year, blocks, later, covered });
    }
    Ok(sides)
}
