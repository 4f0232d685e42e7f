//! A document in a style: lines that know the bytes they came from. All wrapping and width arithmetic.
//! Never chooses a colour.
mod cells;
mod excerpt;
mod fill;
mod hyphens;
mod letters;
mod line;
mod parts;
mod set;
mod style;
mod table;
mod width;
mod written;

pub use excerpt::{Excerpt, excerpt};
pub use letters::Letter;
pub use line::{Line, Mark, Marked, Piece, Role};
pub use parts::{bytes_of, part_at, parts};
pub use set::{block, part, places, prose, words};
pub use style::Style;
pub use width::{cut, cut_front, pad, width};
pub use written::{byte_at, written};
