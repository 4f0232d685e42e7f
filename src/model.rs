//! What a library is: documents, places, addresses. Plain data; never reads a file or a terminal.
pub mod address;
mod citation;
pub mod country;
mod day;
mod distinct;
pub mod document;
pub mod library;
pub mod link;
pub mod moment;
pub mod notebook;
mod number;
mod own;
pub mod places;
mod plain;
pub mod quotation;
pub mod searches;
pub mod settings;
pub mod squeezed;
pub mod toml_text;
pub mod world;

pub use address::{Address, Part, slug};
pub use citation::CitationFormat;
pub use country::{Atlas, Names, Place, PlaceId, PlaceKind};
pub use day::Day;
pub use distinct::{distinct, distinguish};
pub use document::{
    Anchor, Block, BlockKind, Document, Evidence, Link, Mention, Meta, Note, Ordinal, Origin, Page, Said,
    Span, SpanKind,
};
pub use library::{Counts, DocId, Heading, Library, Passage};
pub use notebook::{Entry, Notebook};
pub use number::{counted, grouped};
pub use own::{FileLine, KeyLine, OwnKeys, WrittenKey, did_you_mean, nearest};
pub use places::{By, Left, Marked, Pin, Places};
pub use plain::{harmless, is_harmful};
pub use quotation::{Likeness, Quotation, Searched};
pub use searches::{Saved, Searches};
pub use settings::{Choice, SETTINGS, Setting, Settings, THEMES, Values, setting};
pub use toml_text::TomlText;
pub use world::{Bounds, Chart, Disputed, Line, Shape, Spot, turn};
