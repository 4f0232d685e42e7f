//! Words in the library's text, wherever they stand. Keeps no index, and never reads a file.
mod facets;
mod legible;
mod near;
mod parse;
mod rank;
mod run;
mod scan;
mod scope;
mod standing;
mod told;
mod words;

pub use facets::Facets;
pub(crate) use legible::legible as legible_block;
pub use legible::{in_block, marked};
pub use parse::{Query, scopes, years};
pub use scope::{About, Scope};
pub use standing::{Piece, Scratch, Standing, each_word};
pub use told::Told;

use super::index::Index;
use crate::model::{Document, Library, Passage};
use run::Run;
use scope::Sieve;
use std::ops::Range;

/// In which order hits come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Order {
    /// The likeliest first.
    #[default]
    Relevance,
    /// The newest edition first.
    Year,
    /// As the library has its documents.
    Document,
}

impl Order {
    /// The words that state it.
    pub fn words(self) -> &'static str {
        match self {
            Self::Relevance => "by relevance",
            Self::Year => "newest first",
            Self::Document => "in the library's order",
        }
    }
}

/// A block that has what was looked for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Hit {
    /// The block.
    pub passage: Passage,
    /// How likely it is what is meant: more is likelier; only hits of one search compare.
    pub score: f32,
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Results {
    /// The hits in the order asked for; the first of them only, until it is complete.
    pub hits: Vec<Hit>,
    /// How many there are, so far.
    pub total: usize,
    /// Whether the whole library was searched, and all hits are here.
    pub complete: bool,
    /// How many there are of each year and place, so far.
    pub facets: Facets,
    /// Where nothing was found: queries of words near to those looked for, the likeliest first.
    pub near: Vec<String>,
}

/// A question.
#[derive(Clone, Copy)]
pub struct Ask<'a> {
    /// What to search.
    pub library: &'a Library,
    /// What for.
    pub query: &'a Query,
    /// Where, together with what the query says of it.
    pub scope: &'a Scope,
    /// How to order what is found.
    pub order: Order,
    /// The complete results of an earlier question to the same library that this one narrows, query and scope.
    pub within: Option<&'a Results>,
    /// Where the library's words stand, where that is known: what it tells is found much sooner.
    pub index: Option<&'a Index>,
}

/// So many of the first hits are put in order before all others.
pub const FIRST: usize = 200;

/// Searches; tells what there is after some milliseconds, and again when it is complete. When nothing was found,
/// tells so at once, and once more when near words are known. Before it is complete only the [`FIRST`] hits are
/// in [`Results::hits`]. Stops early, without another word, as soon as the answer is `stale`.
pub fn search(ask: &Ask, stale: &(dyn Fn() -> bool + Sync), tell: &mut dyn FnMut(Results)) {
    let sieve = Sieve::new(ask.library, ask.query.clauses.iter().cloned().chain(ask.scope.clauses()));
    let run = Run::new(ask, &sieve, stale);
    let Some(total) = run.search(tell) else { return };
    if total > 0 || !ask.query.has_words() || stale() {
        return;
    }
    let finds = |text: &str| {
        let Ok(query) = Query::parse(text, &ask.library.atlas) else { return false };
        Run::new(&Ask { query: &query, within: None, ..*ask }, &sieve, stale).finds()
    };
    let near = near::near(ask.library, ask.query, &sieve, (&finds, stale));
    if !near.is_empty() && !stale() {
        tell(Results { complete: true, near, ..Results::default() });
    }
}

/// Searches to the end.
pub fn results(ask: &Ask) -> Results {
    let mut all = Results::default();
    search(ask, &|| false, &mut |results| all = results);
    all
}

/// Where the query stands in one document: ranges of its text, in order.
pub fn find(doc: &Document, query: &Query) -> Vec<Range<usize>> {
    (0..doc.blocks.len()).flat_map(|block| in_block(doc, block, query)).collect()
}
