//! A term in an edition as the contract tells it: the command prints it, and files are written of it.
use super::{Chronicle, Editions};
use crate::model::Library;
use serde::Serialize;

/// A term in an edition.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told {
    /// The term, as it is typed.
    pub term: String,
    /// The edition's year.
    pub year: i32,
    /// How many passages say it.
    pub count: usize,
    /// How many words the edition has.
    pub words: u64,
    /// In how many of its documents the term stands.
    pub documents: u32,
    /// Passages for every 10,000 words, where that is asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub per_10000: Option<f64>,
    /// The states that a place came after and is counted with.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub with: Vec<String>,
}

impl Told {
    /// What is told of a term in the edition of a number.
    pub fn of(library: &Library, editions: &Editions, answer: &Chronicle, at: usize, rate: bool) -> Self {
        Self {
            term: answer.term.address(&library.atlas),
            year: editions.years[at].year,
            count: answer.count(at),
            words: editions.years[at].words,
            documents: answer.documents(at),
            per_10000: rate.then(|| (answer.rate(editions, at) * 1e4).round() / 1e4),
            with: answer.with.iter().map(|&id| format!("@{}", library.atlas.place(id).slug())).collect(),
        }
    }
}
