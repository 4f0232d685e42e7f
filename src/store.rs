//! What is on disk: reading paths into a library. The only room that opens files.
mod built_in;
mod read;

pub use crate::import::Front;
pub use built_in::built_in;
pub use read::{Input, Loaded, Trouble, World, load};
