//! A hit as it is told outside the program: by `search --json`, in the files that the explorer writes.
use super::legible::marked;
use super::parse::Query;
use crate::model::{Address, Library, Passage};
use serde::Serialize;
use std::borrow::Cow;
use std::collections::BTreeSet;

/// A hit, as a line of JSON has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told<'a> {
    /// Where it stands.
    pub address: Address,
    /// The edition's year.
    pub year: Option<i32>,
    /// The ids of the places that it names.
    pub countries: Vec<&'static str>,
    /// Its prose.
    pub text: Cow<'a, str>,
    /// The bytes of each match in that, from and to.
    pub matches: Vec<[usize; 2]>,
}

impl<'a> Told<'a> {
    /// What is told of a passage, whose address is known.
    pub fn of(library: &'a Library, query: &Query, passage: Passage, address: Address) -> Self {
        let (doc, block) = (library.doc(passage.doc), passage.block as usize);
        let named: BTreeSet<&'static str> = doc
            .mentions_in(doc.blocks[block].range())
            .iter()
            .map(|mention| library.atlas.place(mention.place).id)
            .collect();
        let (text, matches) = marked(doc, block, query);
        let matches = matches.into_iter().map(|range| [range.start, range.end]).collect();
        Self { address, year: doc.year(), countries: named.into_iter().collect(), text, matches }
    }
}
