//! Bluebook: yearbooks and other reference works, read in a terminal by country and year.
//!
//! The rooms of the house, each importing only rooms above it:
//! [`model`], [`gazetteer`], [`import`], [`store`] and [`query`], [`typeset`], [`app`], [`view`],
//! [`runtime`] and [`cli`]. `tests/layers.rs` holds them to it.
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
