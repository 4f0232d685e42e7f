//! Every place and its names, from `assets/`, and the tagger that finds them in running text.
//! Never reads a file: a reader's own `regions.toml` comes in as text.
mod context;
mod data;
pub mod fold;
mod parse;
mod table;
mod tagger;
mod words;

pub use parse::{atlas, built_in_regions, without_regions};
pub use tagger::Tagger;

use crate::model::PlaceId;

/// The place that has exactly this name, in any case and with any signs between the words: a title's or a
/// file's. Demonyms are no titles. `Korea, North` is read as `North Korea` where nothing else has the name.
pub fn named(title: &str) -> Option<PlaceId> {
    let find = |title: &str| {
        let key = fold::key(title);
        data::LOOK_UP.get(&key)?.parse().ok().map(PlaceId)
    };
    find(title).or_else(|| {
        let (name, before) = title.split_once(',')?;
        find(&format!("{before} {name}"))
    })
}
