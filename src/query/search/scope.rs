//! Where to look: by place, year, series, document and heading. Never looks at words outside headings.
use super::words::{Term, holds};
use crate::model::{DocId, Document, Library, PlaceId};
use std::ops::RangeInclusive;

/// How a passage must have to do with a place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum About {
    /// It names it, or its document is about it.
    #[default]
    Either,
    /// It names it.
    Mention,
    /// Its document is about it.
    Subject,
}

/// Where to look; joined with what the query says of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scope {
    /// Only passages that have to do with one of these, or with a place below it; empty is anywhere.
    pub places: Vec<PlaceId>,
    /// How they have to do with it.
    pub about: About,
    /// Only editions of these years.
    pub years: Option<RangeInclusive<i32>>,
    /// Only series whose name has this in it.
    pub series: Option<String>,
    /// Only these documents; empty is all.
    pub docs: Vec<DocId>,
    /// Only under headings that have these words, the last of which may go on.
    pub heading: Option<String>,
}

impl Scope {
    pub(super) fn clauses(&self) -> Vec<Clause> {
        let mut clauses = Vec::new();
        let mut add = |what| clauses.push(Clause { not: false, what });
        if !self.places.is_empty() {
            add(What::Places(self.places.clone(), self.about));
        }
        if let Some(years) = &self.years {
            add(What::Years(years.clone()));
        }
        if let Some(series) = &self.series {
            add(What::Series(series.clone()));
        }
        if !self.docs.is_empty() {
            add(What::Documents(self.docs.clone()));
        }
        if let Some(heading) = self.heading.as_deref().and_then(|words| Term::new(words, true)) {
            add(What::Heading(heading));
        }
        clauses
    }

    /// Whether every passage of this scope is one of the other.
    pub fn narrows(&self, other: &Self) -> bool {
        let own = self.clauses();
        other.clauses().iter().all(|wide| own.iter().any(|narrow| narrow.implies(wide)))
    }
}

/// A condition on where a passage stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Clause {
    /// Turned round.
    pub not: bool,
    pub what: What,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum What {
    /// To do with any of these.
    Places(Vec<PlaceId>, About),
    Years(RangeInclusive<i32>),
    /// A part of its name.
    Series(String),
    Documents(Vec<DocId>),
    /// A slug, or a part of a slug or of a title.
    Document(String),
    /// Words of a heading above, or of the heading itself.
    Heading(Term),
}

impl Clause {
    pub fn implies(&self, other: &Self) -> bool {
        if self == other {
            return true;
        }
        // What is left out widens as the clause narrows.
        let (narrow, wide) = if self.not { (&other.what, &self.what) } else { (&self.what, &other.what) };
        self.not == other.not
            && match (narrow, wide) {
                (What::Years(narrow), What::Years(wide)) => {
                    wide.start() <= narrow.start() && narrow.end() <= wide.end()
                }
                (What::Heading(narrow), What::Heading(wide)) => narrow.implies(wide),
                (What::Documents(narrow), What::Documents(wide)) => {
                    narrow.iter().all(|doc| wide.contains(doc))
                }
                (What::Places(narrow, about), What::Places(wide, how)) => {
                    (about == how || *how == About::Either) && narrow.iter().all(|place| wide.contains(place))
                }
                _ => false,
            }
    }
}

/// Which part of a document lies in a scope.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Nothing,
    Everything,
    /// Each block is to be asked about.
    Some,
}

/// Conditions made ready for one library.
pub(super) struct Sieve(Vec<Ready>);

struct Ready {
    not: bool,
    test: Test,
}

enum Test {
    /// By the place's number: whether it is one of them or below one.
    Places(Vec<bool>, About),
    Years(RangeInclusive<i32>),
    Series(String),
    Documents(Vec<DocId>),
    Named(String),
    Heading(Term),
}

impl Sieve {
    pub fn new(library: &Library, clauses: impl IntoIterator<Item = Clause>) -> Self {
        let ready = |clause: Clause| {
            let test = match clause.what {
                What::Places(places, about) => {
                    let mut family = vec![false; library.atlas.places.len()];
                    for place in places.into_iter().flat_map(|place| library.atlas.family(place)) {
                        if let Some(known) = family.get_mut(usize::from(place.0)) {
                            *known = true;
                        }
                    }
                    Test::Places(family, about)
                }
                What::Years(years) => Test::Years(years),
                What::Series(series) => Test::Series(series),
                What::Documents(docs) => Test::Documents(docs),
                // A slug is the document's own; other words may be those of many.
                What::Document(name) => match library.find(&name.to_lowercase()) {
                    Some(doc) => Test::Documents(vec![doc]),
                    None => Test::Named(name),
                },
                What::Heading(term) => Test::Heading(term),
            };
            Ready { not: clause.not, test }
        };
        Self(clauses.into_iter().map(ready).collect())
    }

    /// Which part of a document lies in the scope.
    pub fn document(&self, id: DocId, doc: &Document) -> Part {
        let mut part = Part::Everything;
        for Ready { not, test } in &self.0 {
            let inside = |is: bool| if is { Part::Everything } else { Part::Nothing };
            let mut found = match test {
                Test::Years(years) => inside(doc.year().is_some_and(|year| years.contains(&year))),
                Test::Series(name) => inside(doc.series().is_some_and(|series| holds(series, name))),
                Test::Documents(docs) => inside(docs.contains(&id)),
                Test::Named(name) => inside(holds(&doc.slug, name) || holds(doc.title(), name)),
                Test::Places(family, about) => {
                    let within = |place: PlaceId| family.get(usize::from(place.0)) == Some(&true);
                    let subject = doc.subject().is_some_and(within);
                    match about {
                        About::Either | About::Subject if subject => Part::Everything,
                        About::Subject => Part::Nothing,
                        _ if doc.mentions.iter().any(|mention| within(mention.place)) => Part::Some,
                        _ => Part::Nothing,
                    }
                }
                Test::Heading(_) => Part::Some,
            };
            if *not {
                found = match found {
                    Part::Nothing => Part::Everything,
                    Part::Everything => Part::Nothing,
                    Part::Some => Part::Some,
                };
            }
            match found {
                Part::Nothing => return Part::Nothing,
                Part::Some => part = Part::Some,
                Part::Everything => {}
            }
        }
        part
    }

    /// Whether a block lies in the scope, of a document of which some part does.
    pub fn block(&self, doc: &Document, block: usize) -> bool {
        self.0.iter().all(|Ready { not, test }| {
            let inside = match test {
                Test::Places(family, about) => {
                    let within = |place: PlaceId| family.get(usize::from(place.0)) == Some(&true);
                    *about != About::Mention && doc.subject().is_some_and(within)
                        || *about != About::Subject
                            && doc.mentions_in(doc.blocks[block].range()).iter().any(|m| within(m.place))
                }
                Test::Heading(term) => {
                    let own = doc.blocks[block].kind.depth().is_some_and(|depth| depth > 0);
                    own && term.is_in(doc.raw(block))
                        || doc.heading_path(block).into_iter().any(|above| term.is_in(doc.raw(above)))
                }
                // Of the whole document, which was asked about.
                Test::Years(_) | Test::Series(_) | Test::Documents(_) | Test::Named(_) => return true,
            };
            inside != *not
        })
    }
}
