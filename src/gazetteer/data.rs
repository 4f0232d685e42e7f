//! The gazetteer as the build script wrote it from `assets/gazetteer.tsv`: places, and the table of names.
#![allow(clippy::unreadable_literal)] // The build script writes numbers for the compiler.

use super::context::Context;
use super::table::Slot;
use super::words::Words;
use crate::model::{Names, Place, PlaceId, PlaceKind};

/// What a name in the table means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// One place.
    Place(PlaceId),
    /// One place, unless the words around say otherwise; the number is the context's.
    Wary(PlaceId, usize),
    /// An abbreviation, which counts when the text has it in exactly this case; of no place where it is
    /// another's ("GUAM" is no Guam).
    Exact(Option<PlaceId>, &'static str),
    /// A name that several places share: the document's subject decides, or nobody.
    Shared(&'static [PlaceId]),
    /// A phrase that contains a name and means no place.
    Nothing,
}

impl Meaning {
    /// The place meant in a document about `subject`.
    pub fn of(&self, subject: Option<PlaceId>) -> Option<PlaceId> {
        match self {
            Self::Place(place) | Self::Wary(place, _) => Some(*place),
            Self::Exact(place, _) => *place,
            Self::Shared(places) => subject.filter(|subject| places.contains(subject)),
            Self::Nothing => None,
        }
    }
}

include!(concat!(env!("OUT_DIR"), "/gazetteer.rs"));
