//! What an address means in a library.
use crate::gazetteer::{self, fold::fold};
use crate::model::{Address, Atlas, DocId, Library, Part, PlaceId, nearest, slug};

/// Where an address leads.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Target {
    /// A whole document.
    Document(DocId),
    /// A block of a document.
    Block(DocId, usize),
    /// A place's dossier, of one edition or of all.
    Place(PlaceId, Option<i32>),
}

/// The place with this code or name, in any case and script.
pub fn find_place(atlas: &Atlas, name: &str) -> Option<PlaceId> {
    let wanted = name.trim().trim_start_matches('@');
    let upper = wanted.to_uppercase();
    if let Some(id) = atlas.get(&upper).or_else(|| atlas.get(&format!("x-{}", wanted.to_lowercase()))) {
        return Some(id);
    }
    let (folded, slugged) = (fold(wanted), slug(wanted));
    if slugged.is_empty() {
        return None;
    }
    let by = |fits: &dyn Fn(&'static str) -> bool| {
        // A place's own names go before another's former or ambiguous ones.
        let own = atlas.iter().find(|(_, place)| fits(place.name) || fits(place.official));
        own.or_else(|| atlas.iter().find(|(_, place)| place.all_names().any(fits))).map(|(id, _)| id)
    };
    // `Korea, North` stands in no list of names, but in many lists of countries.
    by(&|name| fold(name) == folded)
        .or_else(|| by(&|name| slug(name) == slugged))
        .or_else(|| gazetteer::named(wanted))
}

/// What an address means, or `None` when the library holds no such thing.
pub fn resolve(library: &Library, address: &Address) -> Option<Target> {
    match address {
        Address::Place { place, year } => {
            find_place(&library.atlas, place).map(|place| Target::Place(place, *year))
        }
        Address::Document { slug, part } => {
            let id = library.find(slug)?;
            match part {
                Part::Whole => Some(Target::Document(id)),
                part => library.doc(id).locate(part).map(|block| Target::Block(id, block)),
            }
        }
    }
}

/// The address that was probably meant by one that the library does not have.
pub fn nearest_address(library: &Library, address: &Address) -> Option<Address> {
    match address {
        Address::Place { place, year } => {
            let atlas = &library.atlas;
            let names: Vec<String> =
                atlas.iter().flat_map(|(_, place)| [place.slug(), slug(place.name)]).collect();
            let place = nearest(place, names.iter().map(String::as_str))?.to_owned();
            Some(Address::Place { place, year: *year })
        }
        Address::Document { slug, .. } if library.find(slug).is_none() => {
            let slug = nearest(slug, library.iter().map(|(_, doc)| doc.slug.as_str()))?.to_owned();
            Some(Address::Document { slug, part: Part::Whole })
        }
        Address::Document { .. } => None,
    }
}

/// The place that a target is, or that its document is about: a region where it is a section on that.
pub fn about(library: &Library, target: Target) -> Option<PlaceId> {
    match target {
        Target::Place(place, _) => Some(place),
        Target::Document(id) | Target::Block(id, _) => library.get(id)?.subject(),
    }
}
