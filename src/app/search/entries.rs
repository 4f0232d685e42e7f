//! What stands in the tab of search before anything is asked: saved searches, those asked before, and examples
//! that the library answers.
use crate::model::{BlockKind, Library, PlaceId, PlaceKind, Searches};
use std::cmp::Reverse;

/// A row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Entry {
    /// Words over others.
    Heading(&'static str),
    /// A saved search: its label, and the query.
    Saved(String, String),
    /// A query asked before.
    Asked(String),
    /// A query that shows how to ask, and what it finds.
    Example(String, String),
}

impl Entry {
    /// What it asks; nothing where it is no query.
    pub fn query(&self) -> Option<&str> {
        match self {
            Self::Heading(_) => None,
            Self::Saved(_, query) | Self::Asked(query) | Self::Example(query, _) => Some(query),
        }
    }
}

/// How to ask: a form, and what it means.
pub const FORMS: [(&str, &str); 8] = [
    ("wheat railway", "passages with both words, in any order; case and accents do not matter"),
    ("\"peace treaty\"", "words that stand together, over line ends too"),
    ("econom*", "words that begin so; the last word is taken so until a space stands behind it"),
    ("-war", "passages without it"),
    ("regex:19[0-9]+", "an expression, to the end of the line"),
    ("@kaz   @central-asia", "what names a country or region, or is of a text about it"),
    ("year:2015   year:2012..", "editions of a year, or from one to another"),
    ("in:trade   series:name   doc:name", "what stands under such headings, in such series or texts"),
];

/// So many of the queries asked before stand in the tab; the others come with Up.
const PAST: usize = 10;

/// The rows, from the top down.
pub fn entries(searches: &Searches, examples: &[Entry]) -> Vec<Entry> {
    let mut entries = Vec::new();
    if !searches.saved.is_empty() {
        entries.push(Entry::Heading("Saved"));
        let saved = |saved: &crate::model::Saved| Entry::Saved(saved.label().into(), saved.query.clone());
        entries.extend(searches.saved.iter().map(saved));
    }
    let is_saved = |query: &&String| searches.saved.iter().any(|saved| saved.query == **query);
    let mut asked = searches.history.iter().rev().filter(|query| !is_saved(query)).take(PAST).peekable();
    if asked.peek().is_some() {
        entries.push(Entry::Heading("Asked before"));
        entries.extend(asked.cloned().map(Entry::Asked));
    }
    if !examples.is_empty() {
        entries.push(Entry::Heading("For example"));
        entries.extend_from_slice(examples);
    }
    entries
}

/// Queries that this library answers.
pub fn examples(library: &Library) -> Vec<Entry> {
    let mut examples = Vec::new();
    let mut add = |query: String, means: String| examples.push(Entry::Example(query, means));
    let atlas = &library.atlas;
    let mut named: Vec<PlaceId> = atlas
        .iter()
        .filter(|(id, place)| place.kind != PlaceKind::Region && library.counts(*id).passages > 0)
        .map(|(id, _)| id)
        .collect();
    named.sort_by_key(|&id| (Reverse(library.counts(id).passages), id));
    let name = |at: usize| named.get(at).map(|&id| atlas.place(id).name);
    if let Some(heading) = heading(library) {
        if let Some(word) = heading.split(' ').max_by_key(|word| word.len()).filter(|word| word.len() > 5) {
            let begin: String = word.chars().take(5).collect::<String>().to_lowercase();
            add(format!("{begin}*"), "words that begin so".into());
        }
        if heading.contains(' ') {
            add(format!("\"{heading}\""), "words that stand together".into());
        }
    }
    if let (Some(one), Some(other)) = (name(0), name(1)) {
        let word = |name: &str| if name.contains(' ') { format!("\"{name}\"") } else { name.to_owned() };
        add(format!("{} {}", word(one), word(other)), "both in one passage".into());
        add(format!("{} -{}", word(other), word(one)), "one without the other".into());
    }
    if let Some(&place) = named.first() {
        let slug = atlas.place(place).slug();
        add(format!("@{slug}"), format!("all on {}", atlas.place(place).name));
        if let Some((first, last)) = library.years().filter(|(first, last)| first < last) {
            let from = first.max(last - 4);
            add(format!("@{slug} year:{from}..{last}"), "in these editions".into());
        }
    }
    if !library.is_empty() {
        add("regex:(19|20)[0-9][0-9]".into(), "an expression: years".into());
    }
    examples
}

/// A heading of one to three plain words, of the first documents.
fn heading(library: &Library) -> Option<String> {
    let mut best: Option<String> = None;
    for (_, doc) in library.iter().take(40) {
        for block in 0..doc.blocks.len().min(400) {
            if !matches!(doc.blocks[block].kind, BlockKind::Heading(_)) {
                continue;
            }
            let words = doc.prose(block);
            let plain = words.chars().all(|c| c.is_alphabetic() || c == ' ') && words.len() < 32;
            let many = words.split(' ').count();
            if plain && (2..=3).contains(&many) {
                return Some(words.into_owned());
            }
            if plain && many == 1 && words.len() > 5 {
                best.get_or_insert_with(|| words.into_owned());
            }
        }
    }
    best
}
