//! A document at a width: lines that know the bytes they came from. All wrapping and width arithmetic.
//! Never chooses a colour.
mod excerpt;
mod letters;
mod set;
mod table;
mod width;

pub use excerpt::{Excerpt, excerpt};
pub use letters::Letter;
pub use set::{Line, Mark, Marked, Piece, Role, block, places, words};
pub use width::{cut, cut_front, pad, width};
