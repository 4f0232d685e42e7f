//! Fuzzy lookup: names against a few typed letters, best first.
mod catalogue;
mod find;
mod letters;
mod pattern;

pub use catalogue::{Catalogue, catalogue, document_name, is_large, places};
pub use find::{Ask, Finder, Found, Scope, look_up};
pub use pattern::Pattern;

use letters::Letters;
use pattern::Name;

/// Something that can be found by name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Candidate {
    /// The name shown.
    pub name: String,
    own: Plain,
    /// Other names by which it is found, when a whole word of them begins with what is typed.
    others: Vec<(Plain, String)>,
}

/// A name folded, and summed up.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Plain {
    text: String,
    letters: Letters,
}

impl Plain {
    fn new(name: &str) -> Self {
        let text = letters::plain(name);
        Self { letters: Letters::new(&text), text }
    }

    fn name<'a>(&'a self, pattern: &Pattern, raw: &'a str) -> Name<'a> {
        Name::new(pattern, raw, &self.text, self.letters)
    }
}

impl Candidate {
    /// A candidate with its other names.
    pub fn new(name: impl Into<String>, others: impl IntoIterator<Item = impl Into<String>>) -> Self {
        let name = name.into();
        let others = others
            .into_iter()
            .map(Into::into)
            .filter(|other: &String| *other != name)
            .map(|other| (Plain::new(&other), other))
            .collect();
        Self { own: Plain::new(&name), name, others }
    }

    /// The score, and the number of the other name where that is why it fits.
    fn weigh(&self, pattern: &Pattern, loose: bool) -> Option<(i64, Option<usize>)> {
        let missing = |plain: &Plain| plain.letters.all & pattern.need != pattern.need;
        if missing(&self.own) && self.others.iter().all(|(plain, _)| missing(plain)) {
            return None;
        }
        let others: Vec<Name> = self.others.iter().map(|(plain, raw)| plain.name(pattern, raw)).collect();
        pattern.weigh(&self.own.name(pattern, &self.name), &others, loose)
    }

    /// How well it fits, if it does; `index` is its number in a list. `loose` is more generous: other names
    /// may have letters between those typed, for when nothing else fits.
    pub fn hit(&self, pattern: &Pattern, index: usize, loose: bool) -> Option<Hit> {
        let (score, other) = self.weigh(pattern, loose)?;
        let matched = if other.is_none() { pattern.marks(&self.name) } else { Vec::new() };
        Some(Hit { index, score, matched, other: other.map(|number| self.others[number].1.clone()) })
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

/// The candidates that fit, best first; ties stay in the order of the list. Asks every one of them: for few.
pub fn filter(query: &str, candidates: &[Candidate]) -> Vec<Hit> {
    let pattern = Pattern::new(query);
    if pattern.is_empty() {
        return Vec::new();
    }
    let score_all = |loose| -> Vec<Hit> {
        let hit = |(index, candidate): (usize, &Candidate)| candidate.hit(&pattern, index, loose);
        candidates.iter().enumerate().filter_map(hit).collect()
    };
    let mut hits = score_all(false);
    if hits.is_empty() {
        hits = score_all(true);
    }
    hits.sort_by_key(|hit| (std::cmp::Reverse(hit.score), hit.index));
    hits
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
