//! What came and went between editions: names of places, headings and phrases that are said first in later editions and
//! never before, those that are no longer said, and what became of the headings. Pure; reads the library it is given.
//!
//! Nothing is told to be gone that the later editions could not have: what a text said counts as missing only where a
//! later edition has the like of that text (the same subject, region or title in the same series), of texts that are but
//! openings only in sections that are there, and of texts without their like only where the later edition is whole.
mod grams;
mod headings;
mod like;
mod names;
mod outline;
mod phrases;
mod scope;
mod stop;
mod tally;

pub use phrases::{MOST, likelihood_ratio};

use crate::model::{Address, Library, Passage, PlaceId};
use serde::Serialize;
use std::collections::BTreeSet;

/// A phrase that is no name must stand so often to be told of.
pub const LEAST: u32 = 2;

/// What is asked.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Asked {
    /// Only what is said of this place or of one below it; none is the whole library.
    pub place: Option<PlaceId>,
    /// The last of the earlier editions; else that before the later ones.
    pub from: Option<i32>,
    /// The last of the later editions; else the newest.
    pub to: Option<i32>,
}

/// Why there is nothing to compare.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Unfit {
    /// No document has a year.
    Nothing,
    /// There is no earlier edition.
    Alone {
        /// The only one, or the earliest.
        year: i32,
        /// All there are.
        editions: Vec<i32>,
    },
    /// There is no such edition.
    NoEdition {
        /// The year asked for.
        year: i32,
        /// All there are.
        editions: Vec<i32>,
    },
    /// The earlier side does not end before the later one.
    Order {
        /// The earlier bound.
        from: i32,
        /// The later one.
        to: i32,
    },
}

impl Unfit {
    /// Whether it was asked wrongly, rather than that there is nothing to answer.
    pub fn is_misuse(&self) -> bool {
        matches!(self, Self::NoEdition { .. } | Self::Order { .. })
    }
}

impl std::fmt::Display for Unfit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Nothing => write!(f, "no document here has a year"),
            Self::Alone { year, .. } => write!(f, "there is no edition before {year} to compare it with"),
            Self::NoEdition { year, editions } => {
                write!(f, "there is no edition {year} here; there are {}", years(editions))
            }
            Self::Order { from, to } => write!(f, "{from} is not before {to}"),
        }
    }
}

impl std::error::Error for Unfit {}

/// Years in words: "2007 to 2010, 2012 and 2014".
pub fn years(editions: &[i32]) -> String {
    let mut spans: Vec<(i32, i32)> = Vec::new();
    for &year in editions {
        match spans.last_mut() {
            Some((_, last)) if *last + 1 == year => *last = year,
            _ => spans.push((year, year)),
        }
    }
    let words: Vec<String> = spans
        .into_iter()
        .map(|(first, last)| match last - first {
            0 => first.to_string(),
            1 => format!("{first}, {last}"),
            _ => format!("{first} to {last}"),
        })
        .collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        _ => words.concat(),
    }
}

/// What a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The name of a place, in any spelling.
    Name,
    /// A heading.
    Heading,
    /// Some words.
    Phrase,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// Said in the later editions, and never before.
    First,
    /// Said before, and not in the later editions.
    Last,
    /// A heading that its text did not have.
    Came,
    /// A heading that its text has no longer.
    Went,
    /// A heading that stands elsewhere in the outline.
    Moved,
    /// A section under another heading.
    Renamed,
}

impl Status {
    /// All, in the order of the report.
    pub const ALL: [Self; 6] = [Self::First, Self::Last, Self::Came, Self::Went, Self::Moved, Self::Renamed];
}

/// Something that came or went.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What it is.
    pub kind: Kind,
    /// What became of it.
    pub status: Status,
    /// Its words; of what was renamed the new ones.
    pub text: String,
    /// Of what was renamed the old words, of what was moved where it stood.
    pub other: Option<String>,
    /// The first edition that has it.
    pub year: i32,
    /// The last edition that has it.
    pub last: i32,
    /// How often it stands in all of these.
    pub count: u32,
    /// In how many documents.
    pub documents: u32,
    /// In how many editions.
    pub editions: u32,
    /// Where, in the library's order.
    pub passages: Vec<Passage>,
    /// Of what was moved or renamed where it stood before.
    pub others: Vec<Passage>,
    /// The place that is named.
    pub place: Option<PlaceId>,
    /// How telling a phrase is: Dunning's log-likelihood ratio; 0 for others.
    pub weight: f64,
}

/// In how many documents passages stand.
fn documents(passages: &[Passage]) -> usize {
    passages.chunk_by(|a, b| a.doc == b.doc).count()
}

impl Finding {
    fn new(library: &Library, kind: Kind, status: Status, text: String, passages: Vec<Passage>) -> Self {
        let years: BTreeSet<i32> =
            passages.iter().filter_map(|passage| library.doc(passage.doc).year()).collect();
        Self {
            kind,
            status,
            text,
            other: None,
            year: years.first().copied().unwrap_or_default(),
            last: years.last().copied().unwrap_or_default(),
            count: passages.len() as u32,
            documents: documents(&passages) as u32,
            editions: years.len() as u32,
            passages,
            others: Vec::new(),
            place: None,
            weight: 0.0,
        }
    }

    /// The passage to begin with: where it stands first, or last where it is no longer said.
    pub fn passage(&self, library: &Library) -> Option<Passage> {
        let year = if matches!(self.status, Status::Last | Status::Went) { self.last } else { self.year };
        self.passages.iter().copied().find(|passage| library.doc(passage.doc).year() == Some(year))
    }
}

/// One side of what is compared.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Side {
    /// Its editions.
    pub editions: Vec<i32>,
    /// Its documents.
    pub documents: usize,
    /// How many of them have their like on the other side.
    pub continued: usize,
    /// Its words.
    pub words: u64,
}

/// What came and went.
#[derive(Debug, Clone, PartialEq)]
pub struct Report {
    /// What was asked.
    pub asked: Asked,
    /// All editions that say anything here.
    pub editions: Vec<i32>,
    /// What was there before.
    pub earlier: Side,
    /// What there is now.
    pub later: Side,
    /// Documents without a year: nobody knows where they stand.
    pub undated: usize,
    /// By status and kind, the most telling first.
    pub findings: Vec<Finding>,
}

impl Report {
    /// The findings of a status and a kind.
    pub fn of(&self, status: Status, kind: Kind) -> impl Iterator<Item = &Finding> {
        self.findings.iter().filter(move |finding| finding.status == status && finding.kind == kind)
    }
}

/// A finding, as a line of JSON has it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told<'a> {
    /// What it is.
    pub kind: Kind,
    /// What became of it.
    pub status: Status,
    /// Its words.
    pub text: &'a str,
    /// The words it had, or where it stood.
    pub other: Option<&'a str>,
    /// The first edition that has it.
    pub year: i32,
    /// The last one.
    pub last: i32,
    /// How often it stands there.
    pub count: u32,
    /// In how many documents.
    pub documents: u32,
    /// In how many editions.
    pub editions: u32,
    /// Where it stands first, or last where it is no longer said.
    pub address: Option<Address>,
}

impl<'a> Told<'a> {
    /// What is told of a finding.
    pub fn of(library: &Library, finding: &'a Finding) -> Self {
        Self {
            kind: finding.kind,
            status: finding.status,
            text: &finding.text,
            other: finding.other.as_deref(),
            year: finding.year,
            last: finding.last,
            count: finding.count,
            documents: finding.documents,
            editions: finding.editions,
            address: finding.passage(library).map(|passage| library.address(passage)),
        }
    }
}

/// Who hears how far it is, and says whether it is still wanted.
pub struct Progress<'a> {
    stale: &'a (dyn Fn() -> bool + Sync),
    tell: &'a mut dyn FnMut(u8),
}

impl<'a> Progress<'a> {
    /// From whether the answer is stale, and whom to tell the percent done.
    pub fn new(stale: &'a (dyn Fn() -> bool + Sync), tell: &'a mut dyn FnMut(u8)) -> Self {
        Self { stale, tell }
    }

    fn done(&mut self, steps: usize, of: usize) {
        (self.tell)((steps * 100 / of.max(1)) as u8);
    }
}

/// Finds what came and went; `None` where the answer is not wanted any longer.
///
/// # Errors
/// When there are no two sides to compare.
pub fn appearances(
    library: &Library,
    asked: &Asked,
    progress: &mut Progress,
) -> Result<Option<Report>, Unfit> {
    let mut sides = scope::sides(library, asked)?;
    let Some((found, words)) = phrases::phrases(library, &sides, LEAST, progress) else { return Ok(None) };
    let outlines = headings::outlines(library, &sides, progress.stale);
    let mut findings = names::names(library, &sides);
    findings.extend(headings::said(library, &sides));
    // What is a heading already need not be told of again.
    let known: BTreeSet<(Status, String)> =
        findings.iter().map(|finding| (finding.status, headings::key(&finding.text))).collect();
    let new =
        found.into_iter().filter(|phrase| !known.contains(&(phrase.status, headings::key(&phrase.text))));
    let phrases: Vec<Finding> = new
        .map(|phrase| {
            let found = Finding::new(library, Kind::Phrase, phrase.status, phrase.text, phrase.passages);
            Finding { count: phrase.count, weight: phrase.weight, ..found }
        })
        .collect();
    findings.extend(phrases);
    findings.extend(outlines);
    // Stable: within a status and a kind the most telling stays first.
    findings.sort_by_key(|finding| (finding.status, finding.kind));
    (sides.earlier.words, sides.later.words) = (words.earlier, words.later);
    if (progress.stale)() {
        return Ok(None);
    }
    Ok(Some(Report {
        asked: *asked,
        editions: sides.editions,
        earlier: sides.earlier,
        later: sides.later,
        undated: sides.undated,
        findings,
    }))
}
