//! Everything that a library says of a place, by edition.
use crate::model::{DocId, Library, Passage, PlaceId};

/// Everything on a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dossier {
    /// The place.
    pub place: PlaceId,
    /// The places whose names count: the place itself, and what stands below it.
    pub family: Vec<PlaceId>,
    /// By edition, the newest first; what has no year comes last.
    pub editions: Vec<Edition>,
    /// How many passages there are in all.
    pub passages: usize,
}

/// The passages of one edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    /// The edition's year.
    pub year: Option<i32>,
    /// By document and heading.
    pub sections: Vec<Section>,
}

/// The passages under one heading.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Section {
    /// The document.
    pub doc: DocId,
    /// The heading blocks above, the outermost first; a passage that is itself a heading ends its own path.
    pub path: Vec<usize>,
    /// The blocks that name the place.
    pub blocks: Vec<usize>,
}

/// Gathers what the library says of a place and of the places below it, in one edition or in all.
pub fn dossier(library: &Library, place: PlaceId, year: Option<i32>) -> Dossier {
    let family = library.atlas.family(place);
    let mut passages: Vec<Passage> =
        if family.len() == 1 { library.passages(place).to_vec() } else { library.family_passages(place) };
    if let Some(year) = year {
        passages.retain(|passage| library.doc(passage.doc).year() == Some(year));
    }
    let count = passages.len();
    Dossier { place, family, editions: by_edition(library, passages), passages: count }
}

/// Passages by edition, the newest first, and under their headings.
pub fn by_edition(library: &Library, mut passages: Vec<Passage>) -> Vec<Edition> {
    // Library order has the documents of a series together; a dossier goes by year.
    passages.sort_by_key(|p| {
        let year = library.doc(p.doc).year();
        (year.is_none(), year.map(std::cmp::Reverse), p.doc, p.block)
    });
    let mut editions: Vec<Edition> = Vec::new();
    for passage in passages {
        let doc = library.doc(passage.doc);
        let block = passage.block as usize;
        let path = doc.heading_path(block);
        if editions.last().is_none_or(|edition| edition.year != doc.year()) {
            editions.push(Edition { year: doc.year(), sections: Vec::new() });
        }
        let Some(edition) = editions.last_mut() else { continue };
        match edition.sections.last_mut() {
            Some(section) if section.doc == passage.doc && section.path == path => section.blocks.push(block),
            _ => edition.sections.push(Section { doc: passage.doc, path, blocks: vec![block] }),
        }
    }
    editions
}
