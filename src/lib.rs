//! Bluebook: yearbooks and other reference works, read in a terminal by country and year.
//!
//! The program is `bluebook`; this library is what it is made of, and answers the same questions without a terminal.
//! A [`model::Library`] holds documents that know which places they name. `store` reads one, from files and folders or
//! from the digests that are built in, and `query` answers about it:
//!
//! ```
//! use bluebook::query::{self, Ask, Order, Query, Scope, Target, search};
//! use bluebook::store;
//!
//! # fn main() -> anyhow::Result<()> {
//! // Read: the built-in digests; `store::Shelf` reads files and folders.
//! let library = store::built_in()?.library;
//! assert_eq!(library.years(), Some((2007, 2025)));
//!
//! // Find a place, by any of its names.
//! let place = query::find_place(&library.atlas, "カザフスタン").expect("a place of the gazetteer");
//! assert_eq!(library.atlas.place(place).name, "Kazakhstan");
//!
//! // Its dossier: every passage that names it, the newest edition first; an address leads back to each.
//! let dossier = query::dossier(&library, place, None);
//! let newest = &dossier.editions[0].sections[0];
//! let (document, block) = (library.doc(newest.doc), newest.blocks[0]);
//! assert!(document.text[document.blocks[block].range()].contains("Kazakh"));
//! let address = document.address(block);
//! assert_eq!(query::resolve(&library, &address), Some(Target::Block(newest.doc, block)));
//!
//! // Search, as the tab Search and `bluebook search` do.
//! let query = Query::parse("\"peace treaty\" year:2012..", &library.atlas)?;
//! let (scope, order) = (Scope::default(), Order::Relevance);
//! let found = search::results(&Ask { library: &library, query: &query, scope: &scope, order, within: None, index: None });
//! assert!(found.total > 1 && found.complete);
//! # Ok(())
//! # }
//! ```
//!
//! # The rooms of the house
//!
//! Each imports only rooms above it; `tests/layers.rs` holds them to it.
//!
//! | room | owns |
//! | --- | --- |
//! | [`model`] | documents, the library, places, addresses, notes: plain values |
//! | [`gazetteer`] | the names of places, and where a text has them |
//! | [`import`] | bytes of a format into a document |
//! | [`store`] | what is on disk: reading paths, settings, notes, the cache, the log |
//! | [`query`] | answers about a library: filter, search, dossier, compare, timeline, changes, citations |
//! | [`typeset`] | a document into lines of a width |
//! | [`app`] | what the reader sees and has selected: a pure function of what happened |
//! | [`view`] | drawing that |
//! | [`runtime`] | the terminal, the threads and the loop |
//! | [`cli`] | the commands |
pub mod app;
pub mod cli;
pub mod gazetteer;
pub mod import;
pub mod model;
pub mod query;
pub mod runtime;
pub mod store;
pub mod typeset;
pub mod view;
