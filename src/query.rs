//! Answers about a library. Pure; runs on any thread; the explorer and the commands ask the same functions.
pub mod addresses;
pub mod changes;
pub mod cite;
pub mod compare;
pub mod concordance;
pub mod dossier;
pub mod filter;
pub mod index;
pub mod lead;
pub mod map;
pub mod notebook;
pub mod resolve;
pub mod search;
pub mod timeline;
mod titles;

pub use addresses::Addresses;
pub use concordance::{Sort, concordance};
pub use dossier::{Dossier, Edition, Section, by_edition, dossier};
pub use filter::{Candidate, Catalogue, Pattern, catalogue, filter};
pub use lead::{Lead, lead};
pub use map::Direction;
pub use resolve::{Target, about, find_place, nearest_address, resolve};
pub use search::{About, Ask, Facets, Order, Query, Results, Scope, find, results, search};
