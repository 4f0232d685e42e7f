//! Words in the library's text, wherever they stand. Keeps no index, and never reads a file.
mod parse;
mod scope;
mod words;

pub use parse::{Query, years};
pub use scope::{About, Scope};

use crate::model::{Document, Library, Passage, PlaceId};
use scope::{Part, Sieve};
use std::collections::HashMap;
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

/// How many of the hits there are of each year and place.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Facets {
    /// By the edition's year, the newest first, what has none last.
    pub years: Vec<(Option<i32>, u32)>,
    /// By region, the most first: passages that name it or a place in it, or whose document is about one.
    pub regions: Vec<(PlaceId, u32)>,
    /// The same by country and whatever else is no region.
    pub countries: Vec<(PlaceId, u32)>,
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
}

/// A hit's words for a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Snippet {
    /// The prose, cut around the first match.
    pub text: String,
    /// The matches in it.
    pub matches: Vec<Range<usize>>,
}

/// Searches; tells what there is after a short while, and again when it is complete. Stops early, without
/// another word, as soon as the answer is `stale`.
pub fn search(ask: &Ask, stale: &(dyn Fn() -> bool + Sync), tell: &mut dyn FnMut(Results)) {
    let clauses = ask.query.clauses.iter().cloned().chain(ask.scope.clauses());
    let sieve = Sieve::new(ask.library, clauses);
    let mut hits = Vec::new();
    let mut years: HashMap<Option<i32>, u32> = HashMap::new();
    for (id, doc) in ask.library.iter() {
        if stale() {
            return;
        }
        let part = sieve.document(id, doc);
        if part == Part::Nothing {
            continue;
        }
        for block in 0..doc.blocks.len() {
            if let Some(found) = ask.query.matches(doc.raw(block))
                && (part == Part::Everything || sieve.block(doc, block))
            {
                let score = found.len() as f32;
                hits.push(Hit { passage: Passage { doc: id, block: block as u32 }, score });
                *years.entry(doc.year()).or_default() += 1;
            }
        }
    }
    match ask.order {
        Order::Relevance => hits.sort_by(|a, b| b.score.total_cmp(&a.score)),
        Order::Year => hits.sort_by_key(|hit| {
            let year = ask.library.doc(hit.passage.doc).year();
            (year.is_none(), year.map(std::cmp::Reverse))
        }),
        Order::Document => {}
    }
    let mut years: Vec<_> = years.into_iter().collect();
    years.sort_by_key(|(year, _)| (year.is_none(), year.map(std::cmp::Reverse)));
    let facets = Facets { years, ..Facets::default() };
    tell(Results { total: hits.len(), hits, complete: true, facets, near: Vec::new() });
}

/// Searches to the end.
pub fn results(ask: &Ask) -> Results {
    let mut all = Results::default();
    search(ask, &|| false, &mut |results| all = results);
    all
}

/// The hit's words for a list, at most about so many columns of them.
pub fn snippet(library: &Library, query: &Query, hit: Passage, columns: usize) -> Snippet {
    let doc = library.doc(hit.doc);
    let text = doc.prose(hit.block as usize).into_owned();
    let _ = columns;
    let matches = query.matches(&text).unwrap_or_default();
    Snippet { text, matches }
}

/// Where the query stands in one document: ranges of its text, in order, for the reading pane.
pub fn find(doc: &Document, query: &Query) -> Vec<Range<usize>> {
    (0..doc.blocks.len())
        .flat_map(|block| {
            let start = doc.blocks[block].range().start;
            let found = query.matches(doc.raw(block)).unwrap_or_default();
            found.into_iter().map(move |range| start + range.start..start + range.end)
        })
        .collect()
}
