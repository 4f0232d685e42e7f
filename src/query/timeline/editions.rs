//! The years that a library has editions of, and how much stands in each: what every count is out of.
use crate::model::{DocId, Library};
use crate::query::search::each_word;
use rayon::prelude::*;
use std::collections::BTreeMap;

/// The editions of one year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Edition {
    /// The year.
    pub year: i32,
    /// Its documents.
    pub documents: u32,
    /// Their words.
    pub words: u64,
}

/// The editions of a library, by year.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Editions {
    /// Those years that have any, in order.
    pub years: Vec<Edition>,
    /// How many documents have no year.
    pub undated: u32,
    /// By document: the number of its year.
    of: Vec<Option<u16>>,
}

/// How many words a text has: runs of letters and digits; of scripts without spaces each character is one.
pub fn words_in(text: &str) -> u64 {
    if text.is_ascii() {
        let (mut words, mut inside) = (0, false);
        for byte in text.bytes() {
            let letter = byte.is_ascii_alphanumeric();
            words += u64::from(letter && !inside);
            inside = letter;
        }
        return words;
    }
    let mut words = 0;
    each_word(text, &mut String::new(), |_| words += 1);
    words
}

impl Editions {
    /// Counts the documents and words of each year.
    pub fn of(library: &Library) -> Self {
        let docs: Vec<_> = library.iter().map(|(_, doc)| doc).collect();
        let words: Vec<u64> = docs
            .par_iter()
            .with_min_len(32)
            .map(|doc| doc.blocks.iter().map(|block| words_in(&doc.text[block.range()])).sum())
            .collect();
        let mut years: BTreeMap<i32, Edition> = BTreeMap::new();
        for (doc, &words) in docs.iter().zip(&words) {
            if let Some(year) = doc.year() {
                let edition = years.entry(year).or_insert(Edition { year, documents: 0, words: 0 });
                edition.documents += 1;
                edition.words += words;
            }
        }
        let years: Vec<Edition> = years.into_values().collect();
        let of: Vec<Option<u16>> = docs
            .iter()
            .map(|doc| {
                let year = doc.year()?;
                let at = years.binary_search_by_key(&year, |edition| edition.year).ok()?;
                u16::try_from(at).ok()
            })
            .collect();
        let undated = of.iter().filter(|at| at.is_none()).count() as u32;
        Self { years, undated, of }
    }

    /// The number of a document's year.
    pub fn at(&self, doc: DocId) -> Option<usize> {
        self.of.get(doc.0 as usize).copied().flatten().map(usize::from)
    }

    /// The number of a year, where it has an edition.
    pub fn find(&self, year: i32) -> Option<usize> {
        self.years.binary_search_by_key(&year, |edition| edition.year).ok()
    }

    /// The first and the last year.
    pub fn span(&self) -> Option<(i32, i32)> {
        Some((self.years.first()?.year, self.years.last()?.year))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_runs_of_letters_and_digits() {
        for (text, wanted) in [
            ("", 0),
            ("The peace treaty of 1956.", 5),
            ("co-operation", 2),
            ("1,234.5 km²", 4),
            ("Côte d’Ivoire", 3),
            ("日本 and G7", 4),
            ("re\u{301}sume\u{301}", 1),
        ] {
            assert_eq!(words_in(text), wanted, "{text:?}");
        }
    }
}
