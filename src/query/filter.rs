//! Fuzzy lookup: names against a few typed letters, best first.
use super::resolve::Target;
use crate::gazetteer::fold::fold_char;
use crate::model::{Address, BlockKind, Document, Library, Part, PlaceId};
use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;

/// A name folded for comparison, with the way back to its bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Folded {
    text: String,
    /// For each folded character the byte in the original where it came from.
    bytes: Vec<u32>,
}

impl Folded {
    fn new(name: &str) -> Self {
        let mut folded = Self { text: String::with_capacity(name.len()), bytes: Vec::new() };
        for (at, c) in name.char_indices() {
            fold_char(c, |plain| {
                folded.text.push(plain);
                folded.bytes.push(at as u32);
            });
        }
        folded
    }
}

/// Something that can be found by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The name shown.
    pub name: String,
    folded: Folded,
    /// Other names by which it is found, when a whole word of them begins with what is typed.
    others: Vec<(String, String)>,
}

impl Candidate {
    /// A candidate with its other names.
    pub fn new(name: impl Into<String>, others: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let name = name.into();
        let others = others
            .into_iter()
            .map(Into::into)
            .filter(|other: &String| *other != name)
            .map(|other| (Folded::new(&other).text, other))
            .collect();
        Self { folded: Folded::new(&name), name, others }
    }
}

/// A candidate that fits.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hit {
    /// Its number in the list searched.
    pub index: usize,
    /// How well it fits; only comparable inside one list.
    pub score: i64,
    /// The bytes in its name where a typed letter was found.
    pub matched: Vec<usize>,
    /// The other name that fits, where the name shown does not.
    pub other: Option<String>,
}

/// What was typed, ready to be compared.
pub struct Pattern {
    words: Vec<String>,
    whole: String,
    matcher: SkimMatcherV2,
    /// Whether other names may have letters between those typed.
    loose: bool,
}

/// The score of a name that is exactly what was typed; higher than any fuzzy score.
const EXACT: i64 = 4000;
/// The score of another name that is exactly what was typed.
const EXACT_OTHER: i64 = 3000;
/// Added when a name begins with what was typed.
const PREFIX: i64 = 400;

impl Pattern {
    /// Reads what was typed: words in any order, case and accents set aside.
    pub fn new(query: &str) -> Self {
        let words: Vec<String> = query
            .split_whitespace()
            .map(|word| Folded::new(word).text)
            .filter(|word| !word.is_empty())
            .collect();
        Self { whole: words.join(" "), words, matcher: SkimMatcherV2::default().ignore_case(), loose: false }
    }

    /// The same, more generous: other names may have letters between those typed. For when nothing else fits.
    pub fn loose(query: &str) -> Self {
        Self { loose: true, ..Self::new(query) }
    }

    /// Whether nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }

    /// How well a candidate fits, if it does.
    pub fn score(&self, index: usize, candidate: &Candidate) -> Option<Hit> {
        let own = self.own_name(&candidate.folded);
        let other = self.other_name(&candidate.others);
        match (own, other) {
            // The name shown is marked wherever it fits at all; another name may still lift it.
            (Some((score, matched)), other)
                if score >= PREFIX || other.is_none_or(|(best, _)| best <= score) =>
            {
                let score = other.map_or(score, |(best, _)| best.max(score));
                Some(Hit { index, score, matched, other: None })
            }
            (_, Some((score, name))) => {
                Some(Hit { index, score, matched: Vec::new(), other: Some(name.to_owned()) })
            }
            (_, None) => None,
        }
    }

    fn own_name(&self, name: &Folded) -> Option<(i64, Vec<usize>)> {
        if name.text == self.whole {
            return Some((EXACT, name.bytes.iter().map(|&b| b as usize).collect()));
        }
        let mut total = if name.text.starts_with(&self.whole) { PREFIX } else { 0 };
        let mut matched = Vec::new();
        for word in &self.words {
            // The exact run of letters beats letters strewn over the name; the scorer sees to the rest.
            if let Some(at) = word_start(&name.text, word).or_else(|| name.text.find(word.as_str())) {
                let from = name.text[..at].chars().count();
                let long = word.chars().count();
                total += 16 * long as i64 + 20 + i64::from(is_start(&name.text, at)) * 20;
                matched.extend(name.bytes[from..from + long].iter().map(|&b| b as usize));
                continue;
            }
            let (score, indices) = self.matcher.fuzzy_indices(&name.text, word)?;
            total += score;
            matched.extend(indices.into_iter().map(|at| name.bytes[at] as usize));
        }
        matched.sort_unstable();
        matched.dedup();
        Some((total - name.bytes.len() as i64 / 4, matched))
    }

    fn other_name<'a>(&self, others: &'a [(String, String)]) -> Option<(i64, &'a str)> {
        others
            .iter()
            .filter_map(|(folded, name)| {
                if *folded == self.whole {
                    return Some((EXACT_OTHER, name.as_str()));
                }
                let mut total = if folded.starts_with(&self.whole) { PREFIX / 2 } else { 0 };
                for word in &self.words {
                    let long = word.chars().count() as i64;
                    if word_start(folded, word).is_some() {
                        total += 12 * long;
                    } else if self.loose && long > 3 {
                        // A letter or two left out, not letters strewn over a long name.
                        let score = self.matcher.fuzzy_match(folded, word)?;
                        total += Some(score / 2).filter(|_| score > 15 * long)?;
                    } else {
                        return None;
                    }
                }
                Some((total - folded.chars().count() as i64 / 4, name.as_str()))
            })
            .max_by_key(|(score, _)| *score)
    }
}

fn is_start(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_none_or(|c| !c.is_alphanumeric() || !c.is_ascii())
}

fn word_start(text: &str, word: &str) -> Option<usize> {
    text.match_indices(word).map(|(at, _)| at).find(|&at| is_start(text, at))
}

/// The candidates that fit, best first; ties stay in the order of the list.
pub fn filter(query: &str, candidates: &[Candidate]) -> Vec<Hit> {
    let pattern = Pattern::new(query);
    if pattern.is_empty() {
        return Vec::new();
    }
    let score_all = |pattern: &Pattern| -> Vec<Hit> {
        candidates
            .iter()
            .enumerate()
            .filter_map(|(index, candidate)| pattern.score(index, candidate))
            .collect()
    };
    let mut hits = score_all(&pattern);
    if hits.is_empty() {
        hits = score_all(&Pattern::loose(query));
    }
    hits.sort_by_key(|hit| (std::cmp::Reverse(hit.score), hit.index));
    hits
}

/// All that can be looked up by name: places that the library names, documents and headings.
#[derive(Debug, Default)]
pub struct Catalogue {
    /// The names.
    pub candidates: Vec<Candidate>,
    /// What each stands for.
    pub targets: Vec<Target>,
}

impl Catalogue {
    /// The address of a candidate.
    pub fn address(&self, library: &Library, index: usize) -> Address {
        match self.targets[index] {
            Target::Place(place, year) => Address::Place { place: library.atlas.place(place).slug(), year },
            Target::Document(doc) => {
                Address::Document { slug: library.doc(doc).slug.clone(), part: Part::Whole }
            }
            Target::Block(doc, block) => library.doc(doc).address(block),
        }
    }
}

/// The name under which a document is looked up: its year goes with it.
pub fn document_name(doc: &Document) -> String {
    match doc.year() {
        Some(year) => format!("{year} {}", doc.title()),
        None => doc.title().to_owned(),
    }
}

/// Gathers what can be looked up in a library. Places that it never names can be found as well, after
/// those that it does.
pub fn catalogue(library: &Library) -> Catalogue {
    let mut catalogue = Catalogue::default();
    let mut places: Vec<PlaceId> = library.atlas.iter().map(|(id, _)| id).collect();
    places.sort_by_key(|&id| library.counts(id).family == 0);
    for id in places {
        let place = library.atlas.place(id);
        catalogue.candidates.push(Candidate::new(place.name, place.all_names()));
        catalogue.targets.push(Target::Place(id, None));
    }
    for (id, doc) in library.iter() {
        catalogue.candidates.push(Candidate::new(document_name(doc), [doc.slug.as_str()]));
        catalogue.targets.push(Target::Document(id));
        for (block, found) in doc.blocks.iter().enumerate() {
            if matches!(found.kind, BlockKind::Heading(_)) {
                catalogue.candidates.push(Candidate::new(doc.prose(block), std::iter::empty::<String>()));
                catalogue.targets.push(Target::Block(id, block));
            }
        }
    }
    catalogue
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates() -> Vec<Candidate> {
        vec![
            Candidate::new("Kyrgyz Republic", ["Kyrgyzstan", "Kirghiz", "KGZ", "キルギス"]),
            Candidate::new("Kazakhstan", ["KAZ", "カザフスタン"]),
            Candidate::new("Côte d’Ivoire", ["Ivory Coast"]),
            Candidate::new("Republic of Korea", ["South Korea", "ROK"]),
        ]
    }

    fn best(query: &str) -> String {
        let candidates = candidates();
        filter(query, &candidates).first().map_or_else(String::new, |hit| candidates[hit.index].name.clone())
    }

    #[test]
    fn every_name_of_a_place_finds_it() {
        for query in ["kyrgyzstan", "kirghiz", "KGZ", "キルギス", "kyrg", "kgz", "republic kyr"] {
            assert_eq!(best(query), "Kyrgyz Republic", "{query}");
        }
        for query in ["cote divoire", "cote d'ivoire", "ivory"] {
            assert_eq!(best(query), "Côte d’Ivoire", "{query}");
        }
        assert_eq!(best("kzkh"), "Kazakhstan");
        for (query, name) in [("kyrgystan", "Kyrgyz Republic"), ("skorea", "Republic of Korea")] {
            assert_eq!(best(query), name, "letters left out of another name");
        }
        assert_eq!(best("zzz"), "");
    }

    #[test]
    fn matched_letters_are_bytes_of_the_name() {
        let candidates = candidates();
        let hits = filter("cote", &candidates);
        assert_eq!(hits[0].matched, [0, 1, 3, 4]);
        let hits = filter("kirghiz", &candidates);
        assert_eq!((hits[0].matched.len(), hits[0].other.as_deref()), (0, Some("Kirghiz")));
    }
}
