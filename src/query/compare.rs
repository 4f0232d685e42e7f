//! What changed between two texts, two sections or what two editions say of a place: paragraphs aligned, moved ones
//! too, then words within them. Pure; never asks what either side is shown as.
mod align;
mod facts;
mod neighbour;
mod told;
mod wording;
mod words;

pub use facts::{Fact, Figure};
pub use neighbour::{before, edition_before, editions, none_before, titled};
pub use told::{SIGNS, Told, ToldFigure};
pub use words::{Op, Word};

use crate::model::{Address, Library, Passage};
use crate::query::{Target, dossier};
use std::borrow::Cow;

/// How a paragraph of one side stands to the other side.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Status {
    /// Word for word on both sides.
    Same,
    /// On both sides in other words.
    Changed,
    /// On both sides, in another place; its words may differ too.
    Moved,
    /// On the right side only.
    Added,
    /// On the left side only.
    Dropped,
}

impl Status {
    /// The word of the headless contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed => "changed",
            Self::Moved => "moved",
            Self::Added => "added",
            Self::Dropped => "dropped",
        }
    }

    /// The word that people read: paragraphs are new and gone, not added and dropped.
    pub fn told(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::Changed => "changed",
            Self::Moved => "moved",
            Self::Added => "new",
            Self::Dropped => "gone",
        }
    }

    /// The same seen from the other side.
    #[must_use]
    pub fn mirrored(self) -> Self {
        match self {
            Self::Added => Self::Dropped,
            Self::Dropped => Self::Added,
            other => other,
        }
    }
}

/// A paragraph of one side, or one of each that belong together.
#[derive(Debug, Clone, PartialEq)]
pub struct Change {
    /// How the sides stand to each other.
    pub status: Status,
    /// Which passage of the left side it is.
    pub left: Option<usize>,
    /// Which passage of the right side it is.
    pub right: Option<usize>,
    /// Its words: those of both sides, those of the left alone, those of the right alone, in order.
    pub words: Vec<Word>,
    /// Where both sides are "Field: value" with one field: the figures in it.
    pub fact: Option<Fact>,
    /// Whether nothing but punctuation, case or white space differs.
    pub slight: bool,
    /// Whether it says the same in other words, by the look of it: its names and figures are the same on both sides,
    /// and so is more than half of it.
    pub reworded: bool,
}

/// Changes that are taken for none.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Hidden {
    /// No change.
    #[default]
    Nothing,
    /// Those of nothing but punctuation and case.
    Slight,
    /// Those of mere wording, too: names and figures are the same.
    Wording,
}

impl Change {
    /// Whether it is taken for none. What was moved is not, however little its words differ.
    pub fn is_hidden(&self, hidden: Hidden) -> bool {
        let little = match hidden {
            Hidden::Nothing => false,
            Hidden::Slight => self.slight,
            Hidden::Wording => self.slight || self.reworded,
        };
        little && self.status == Status::Changed
    }
}

/// Two sides, compared.
#[derive(Debug, Clone, PartialEq)]
pub struct Comparison {
    /// The passages of the left side, in order.
    pub left: Vec<Passage>,
    /// The passages of the right side, in order.
    pub right: Vec<Passage>,
    /// All paragraphs of both sides, each once: in the order of the right side, what only the left has where it
    /// stood there.
    pub changes: Vec<Change>,
    /// How much of both sides' words they have in common, 0 to 1: 1 where there are none.
    pub likeness: f64,
}

/// How many paragraphs stand how.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Summary {
    /// Word for word the same, where they were.
    pub same: usize,
    /// In other words.
    pub changed: usize,
    /// In another place.
    pub moved: usize,
    /// New.
    pub added: usize,
    /// Gone.
    pub dropped: usize,
}

impl Summary {
    /// How many stand how, in the order in which it is told.
    pub fn parts(&self) -> [(usize, Status); 5] {
        [
            (self.same, Status::Same),
            (self.changed, Status::Changed),
            (self.moved, Status::Moved),
            (self.added, Status::Added),
            (self.dropped, Status::Dropped),
        ]
    }
}

impl std::fmt::Display for Summary {
    /// "12 same, 3 changed, 0 moved, 1 new, 2 gone"
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (number, (many, status)) in self.parts().into_iter().enumerate() {
            let comma = if number > 0 { ", " } else { "" };
            write!(f, "{comma}{many} {}", status.told())?;
        }
        Ok(())
    }
}

impl Comparison {
    /// How much of both sides' words they have in common, in percent: 100 only where all are the same.
    pub fn percent(&self) -> usize {
        let percent = (self.likeness * 100.0).round() as usize;
        if percent >= 100 && self.likeness < 1.0 { 99 } else { percent }
    }

    /// How many paragraphs stand how.
    pub fn summary(&self) -> Summary {
        let mut summary = Summary::default();
        for change in &self.changes {
            *match change.status {
                Status::Same => &mut summary.same,
                Status::Changed => &mut summary.changed,
                Status::Moved => &mut summary.moved,
                Status::Added => &mut summary.added,
                Status::Dropped => &mut summary.dropped,
            } += 1;
        }
        summary
    }
}

/// The address of a target, as it is typed.
pub fn named(library: &Library, target: Target) -> Address {
    match target {
        Target::Document(doc) => library.address(Passage { doc, block: 0 }),
        Target::Block(doc, block) => library.address(Passage { doc, block: block as u32 }),
        Target::Place(place, year) => Address::Place { place: library.atlas.place(place).slug(), year },
    }
}

/// Why there is nothing to compare with a target, and where there is something.
pub fn silent(library: &Library, target: Target) -> String {
    let years = editions(library, target).into_iter().map(|(year, _)| year.to_string());
    let years: Vec<String> = years.collect();
    let others =
        if years.is_empty() { String::new() } else { format!("; it is named in {}", years.join(", ")) };
    format!("nothing is said in {}{others}", named(library, target))
}

/// The passages of a target: a document's, a section's with what stands below it, or what is said of a place.
pub fn passages(library: &Library, target: Target) -> Vec<Passage> {
    let of = |doc, blocks: std::ops::Range<usize>| {
        blocks.map(|block| Passage { doc, block: block as u32 }).collect::<Vec<_>>()
    };
    match target {
        Target::Document(doc) => of(doc, 0..library.doc(doc).blocks.len()),
        Target::Block(doc, block) => of(doc, library.doc(doc).section(block)),
        Target::Place(place, year) => dossier(library, place, year)
            .editions
            .into_iter()
            .flat_map(|edition| edition.sections)
            .flat_map(|section| {
                let doc = section.doc;
                section.blocks.into_iter().map(move |block| Passage { doc, block: block as u32 })
            })
            .collect(),
    }
}

/// Compares two lists of passages.
pub fn compare(library: &Library, left: Vec<Passage>, right: Vec<Passage>) -> Comparison {
    let texts = |side: &[Passage]| -> Vec<Cow<'_, str>> {
        side.iter().map(|passage| library.doc(passage.doc).prose(passage.block as usize)).collect()
    };
    let (changes, likeness) = {
        let (left, right) = (texts(&left), texts(&right));
        compare_texts(&left, &right)
    };
    Comparison { left, right, changes, likeness }
}

/// Compares two lists of paragraphs; gives the changes and the likeness.
pub fn compare_texts<T: AsRef<str>>(left: &[T], right: &[T]) -> (Vec<Change>, f64) {
    let mut lexicon = words::Lexicon::default();
    let mut read =
        |side: &[T]| -> Vec<words::Tokens> { side.iter().map(|text| lexicon.read(text.as_ref())).collect() };
    let (from, to) = (read(left), read(right));
    let pairs = align::align(&from, &to);
    let mut changes = Vec::with_capacity(left.len().max(right.len()));
    let (mut kept, mut all) = (0, 0);
    let mut one = |status, l: Option<usize>, r: Option<usize>| {
        let count = |side: &[words::Tokens], at: Option<usize>| at.map_or(0, |at| side[at].letters());
        all += count(&from, l) + count(&to, r);
        let mut reworded = false;
        let (words, slight, fact) = match (l, r) {
            (Some(l), Some(r)) => {
                let words = words::between((left[l].as_ref(), &from[l]), (right[r].as_ref(), &to[r]));
                let both = |word: &&Word| word.op == Op::Same;
                let same =
                    2 * words.iter().filter(both).map(|word| words::letters(&word.text)).sum::<usize>();
                kept += same;
                let (one, other) = (left[l].as_ref(), right[r].as_ref());
                reworded = one != other
                    && same * 2 > from[l].letters() + to[r].letters()
                    && wording::substance(one) == wording::substance(other);
                let slight = from[l].is_like(&to[r]) && left[l].as_ref() != right[r].as_ref();
                (words, slight, facts::fact(left[l].as_ref(), right[r].as_ref()))
            }
            (Some(l), None) => (vec![Word { op: Op::Dropped, text: left[l].as_ref().into() }], false, None),
            (None, Some(r)) => (vec![Word { op: Op::Added, text: right[r].as_ref().into() }], false, None),
            (None, None) => (Vec::new(), false, None),
        };
        Change { status, left: l, right: r, words, fact, slight, reworded }
    };
    // What only the left side has stands behind the paragraph before which it stood there.
    let mut partner = vec![None; left.len()];
    for (r, pair) in pairs.iter().enumerate() {
        if let Some(pair) = pair {
            partner[pair.left] = Some((r, pair.moved));
        }
    }
    let mut next = 0;
    let mut drop_until =
        |changes: &mut Vec<Change>,
         end: usize,
         one: &mut dyn FnMut(Status, Option<usize>, Option<usize>) -> Change| {
            while next < end {
                if partner[next].is_none() {
                    changes.push(one(Status::Dropped, Some(next), None));
                }
                next += 1;
            }
        };
    for (r, pair) in pairs.iter().enumerate() {
        match pair {
            None => changes.push(one(Status::Added, None, Some(r))),
            Some(pair) => {
                if !pair.moved {
                    drop_until(&mut changes, pair.left, &mut one);
                }
                let same = left[pair.left].as_ref() == right[r].as_ref();
                let status = match (pair.moved, same) {
                    (true, _) => Status::Moved,
                    (false, true) => Status::Same,
                    (false, false) => Status::Changed,
                };
                changes.push(one(status, Some(pair.left), Some(r)));
            }
        }
    }
    drop_until(&mut changes, left.len(), &mut one);
    let likeness = if all == 0 { 1.0 } else { kept as f64 / all as f64 };
    (changes, likeness)
}
