//! How many hits there are of each year and place. Counts what it is told of, once each.
use crate::model::{Atlas, Block, Document, PlaceId, PlaceKind};
use std::collections::HashMap;

/// How many of the hits there are of each year and place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// By the edition's year, the newest first, what has none last.
    pub years: Vec<(Option<i32>, u32)>,
    /// By region, the most first: passages that name it or a place in it, or whose document is about one.
    pub regions: Vec<(PlaceId, u32)>,
    /// The same by country and whatever else is no region.
    pub countries: Vec<(PlaceId, u32)>,
}

/// Counts as they grow.
#[derive(Debug, Clone, Default)]
pub(super) struct Tally {
    years: HashMap<Option<i32>, u32>,
    places: Vec<u32>,
}

impl Tally {
    pub fn add(&mut self, other: &Self) {
        for (year, many) in &other.years {
            *self.years.entry(*year).or_default() += many;
        }
        self.places.resize(self.places.len().max(other.places.len()), 0);
        for (sum, many) in self.places.iter_mut().zip(&other.places) {
            *sum += many;
        }
    }

    pub fn facets(&self, atlas: &Atlas) -> Facets {
        let mut years: Vec<_> = self.years.iter().map(|(year, many)| (*year, *many)).collect();
        years.sort_by_key(|(year, _)| (year.is_none(), std::cmp::Reverse(*year)));
        let (mut regions, mut countries) = (Vec::new(), Vec::new());
        for (id, place) in atlas.iter() {
            match self.places.get(usize::from(id.0)) {
                None | Some(0) => {}
                Some(&many) if place.kind == PlaceKind::Region => regions.push((id, many)),
                Some(&many) => countries.push((id, many)),
            }
        }
        for list in [&mut regions, &mut countries] {
            list.sort_by_key(|(id, many)| (std::cmp::Reverse(*many), atlas.place(*id).name));
        }
        Facets { years, regions, countries }
    }
}

/// Counts the hits of documents, one document after the other.
pub(super) struct Counter {
    pub tally: Tally,
    /// By place: what stands above it, itself first.
    ancestry: Vec<Vec<PlaceId>>,
    /// By place: the hit that was last counted for it.
    seen: Vec<u32>,
    now: u32,
    /// By place: the last document that is about it.
    about: Vec<u32>,
    document: u32,
    own: Vec<PlaceId>,
    mention: usize,
}

impl Counter {
    pub fn new(atlas: &Atlas) -> Self {
        let ancestry: Vec<Vec<PlaceId>> = atlas.iter().map(|(id, _)| atlas.ancestry(id).collect()).collect();
        let tally = Tally { places: vec![0; ancestry.len()], ..Tally::default() };
        let none = || vec![0; ancestry.len()];
        let (seen, about) = (none(), none());
        Self { tally, ancestry, seen, now: 0, about, document: 0, own: Vec::new(), mention: 0 }
    }

    /// Begins with a document.
    pub fn begin(&mut self, doc: &Document) {
        self.mention = 0;
        self.document += 1;
        self.own.clear();
        if let Some(above) = doc.subject().and_then(|subject| self.ancestry.get(usize::from(subject.0))) {
            self.own.extend_from_slice(above);
        }
        for place in &self.own {
            self.about[usize::from(place.0)] = self.document;
        }
    }

    /// Counts a hit in a block; blocks come in order.
    pub fn hit(&mut self, doc: &Document, block: &Block) {
        self.now += 1;
        while doc.mentions.get(self.mention).is_some_and(|mention| mention.start < block.start) {
            self.mention += 1;
        }
        while let Some(mention) = doc.mentions.get(self.mention).filter(|mention| mention.start < block.end) {
            self.mention += 1;
            let Some(above) = self.ancestry.get(usize::from(mention.place.0)) else { continue };
            for place in above {
                let place = usize::from(place.0);
                if self.seen[place] == self.now || self.about[place] == self.document {
                    break; // and so is what stands above it
                }
                self.seen[place] = self.now;
                self.tally.places[place] += 1;
            }
        }
    }

    /// Ends a document that had so many hits.
    pub fn end(&mut self, doc: &Document, hits: u32) {
        if hits > 0 {
            *self.tally.years.entry(doc.year()).or_default() += hits;
            for place in &self.own {
                self.tally.places[usize::from(place.0)] += hits;
            }
        }
    }

    /// What was counted, to begin anew.
    pub fn take(&mut self) -> Tally {
        let fresh = Tally { places: vec![0; self.ancestry.len()], ..Tally::default() };
        std::mem::replace(&mut self.tally, fresh)
    }
}
