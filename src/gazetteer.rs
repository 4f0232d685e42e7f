//! Every place and its names, from `assets/`, and the tagger that finds them in running text.
//! Never reads a file: a reader's own `regions.toml` comes in as text.
mod data;
pub mod fold;
mod parse;
mod table;
mod tagger;

pub use parse::{atlas, built_in_regions};
pub use tagger::Tagger;
