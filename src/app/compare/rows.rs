//! What the page is made of: paragraphs that differ, unchanged stretches folded to one row, the headings above them.
//! Never sets a line.
use super::Shown;
use crate::model::{BlockKind, Passage};
use crate::query::compare::{Change, Hidden, Status};
use std::collections::HashSet;
use std::ops::Range;

/// A row of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Row {
    /// An unchanged stretch: its changes, and whether they follow below.
    Fold(Range<usize>, bool),
    /// The headings above a paragraph.
    Path(usize),
    /// A paragraph, or a part of a very long one.
    Part {
        /// Which change.
        change: usize,
        /// Its words from here on: the number of the stretch, and the byte in it.
        from: (usize, usize),
        /// Up to here.
        to: (usize, usize),
    },
    /// Words of the program: why there is nothing.
    Told(&'static str),
}

impl Row {
    /// Whether the cursor can stand on it.
    pub fn is_stop(&self) -> bool {
        match self {
            Self::Fold(..) => true,
            Self::Part { from, .. } => *from == (0, 0),
            Self::Path(_) | Self::Told(_) => false,
        }
    }

    /// The paragraph that it shows or that begins it.
    pub fn change(&self) -> Option<usize> {
        match self {
            Self::Fold(range, _) => Some(range.start),
            Self::Part { change, .. } => Some(*change),
            Self::Path(_) | Self::Told(_) => None,
        }
    }
}

/// What of a comparison is shown.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Choice {
    /// Which changes are taken for none.
    pub hidden: Hidden,
    /// Whether only fields are shown whose figures or words changed.
    pub facts_only: bool,
    /// Whether all unchanged stretches are unfolded.
    pub all_open: bool,
    /// The first paragraphs of the stretches that are not as `all_open` says.
    pub turned: HashSet<usize>,
}

impl Choice {
    /// Whether a change counts as a difference now.
    pub fn differs(&self, change: &Change) -> bool {
        let told = change.status != Status::Same && !change.is_hidden(self.hidden);
        told && (!self.facts_only || is_fact(change))
    }

    fn is_open(&self, first: usize) -> bool {
        self.all_open != self.turned.contains(&first)
    }
}

/// Whether both sides give a field, in other words.
fn is_fact(change: &Change) -> bool {
    let moved_only = change.status == Status::Moved && change.words.len() == 1;
    change.fact.is_some() && !moved_only
}

/// A paragraph of more bytes is set in parts of about so many: what can be in sight at once.
const LONG: usize = 4096;

/// The rows of a comparison, and which of them are differences.
pub fn rows(shown: &Shown, choice: &Choice) -> (Vec<Row>, Vec<usize>) {
    let changes = &shown.comparison.changes;
    let mut rows = Making { shown, rows: Vec::with_capacity(changes.len()), diffs: Vec::new(), path: None };
    let mut at = 0;
    while at < changes.len() {
        if choice.differs(&changes[at]) {
            rows.paragraph(at, true);
            at += 1;
            continue;
        }
        let end = (at..changes.len()).find(|&at| choice.differs(&changes[at])).unwrap_or(changes.len());
        if !choice.facts_only {
            rows.stretch(at..end, choice);
        }
        at = end;
    }
    if rows.rows.is_empty() {
        let why = match (changes.is_empty(), choice.facts_only) {
            (true, _) => "Neither side says anything.",
            (false, true) => "No field of the kind \"Name: value\" has changed; nothing else is shown now.",
            (false, false) => "Nothing differs.",
        };
        rows.rows.push(Row::Told(why));
    }
    (rows.rows, rows.diffs)
}

struct Making<'a> {
    shown: &'a Shown,
    rows: Vec<Row>,
    diffs: Vec<usize>,
    /// The headings above the row that was put last, in words: those of the other side may be the same.
    path: Option<Vec<String>>,
}

impl Making<'_> {
    /// The headings above a paragraph, its own too where it is one, as the right side has them, else the left; and
    /// whether it is one.
    fn above(&self, change: &Change) -> Option<(Vec<String>, bool)> {
        let Passage { doc, block } = passage(self.shown, change)?;
        let of = self.shown.library.get(doc)?;
        let mut path = of.heading_path(block as usize);
        let depth = of.blocks.get(block as usize)?.kind.depth();
        if depth.is_some_and(|depth| depth > 0) {
            path.push(block as usize);
        }
        let title = self.is_of_many().then(|| of.title().to_owned());
        let names = path.into_iter().map(|at| of.prose(at).into_owned());
        Some((title.into_iter().chain(names).collect(), depth.is_some()))
    }

    fn paragraph(&mut self, at: usize, differs: bool) {
        let change = &self.shown.comparison.changes[at];
        if let Some((path, is_heading)) = self.above(change) {
            let known = self.path.as_ref() == Some(&path);
            if !known && !is_heading && !path.is_empty() {
                self.rows.push(Row::Path(at));
            }
            self.path = Some(path);
        }
        if differs {
            self.diffs.push(self.rows.len());
        }
        let mut from = (0, 0);
        loop {
            let to = end_of_part(change, from);
            self.rows.push(Row::Part { change: at, from, to });
            if to.0 >= change.words.len() {
                break;
            }
            from = to;
        }
    }

    /// Whether a side may have passages of several documents.
    fn is_of_many(&self) -> bool {
        matches!(self.shown.right, crate::query::Target::Place(..))
    }

    fn stretch(&mut self, range: Range<usize>, choice: &Choice) {
        let changes = &self.shown.comparison.changes;
        let is_heading = |at: usize| {
            let found = passage(self.shown, &changes[at]).and_then(|passage| {
                let doc = self.shown.library.get(passage.doc)?;
                doc.blocks.get(passage.block as usize)
            });
            found.is_some_and(|block| matches!(block.kind, BlockKind::Heading(_) | BlockKind::Title))
        };
        // A heading alone takes no more room than the line that folds it, and says where one is.
        if range.len() == 1 && is_heading(range.start) {
            return self.paragraph(range.start, false);
        }
        let open = choice.is_open(range.start);
        self.rows.push(Row::Fold(range.clone(), open));
        if open {
            range.for_each(|at| self.paragraph(at, false));
        } else {
            self.path = None;
        }
    }
}

/// The passage of a change: that of the right side, else that of the left.
pub fn passage(shown: &Shown, change: &Change) -> Option<Passage> {
    let right = change.right.and_then(|at| shown.comparison.right.get(at));
    right.or_else(|| shown.comparison.left.get(change.left?)).copied()
}

/// Where the part of a paragraph ends that begins here: behind a blank, where it is long.
fn end_of_part(change: &Change, from: (usize, usize)) -> (usize, usize) {
    let mut room = LONG;
    let (mut word, mut byte) = from;
    while let Some(stretch) = change.words.get(word) {
        let rest = &stretch.text[byte..];
        if rest.len() <= room {
            room -= rest.len();
            (word, byte) = (word + 1, 0);
            continue;
        }
        let mut cut = room;
        while !rest.is_char_boundary(cut) {
            cut += 1;
        }
        // Words stay whole; where there are none, somewhere.
        let end = rest[cut..]
            .char_indices()
            .take(200)
            .find(|(_, c)| c.is_whitespace())
            .map(|(at, c)| cut + at + c.len_utf8());
        let end = byte + end.unwrap_or(cut.max(1));
        return if end >= stretch.text.len() { (word + 1, 0) } else { (word, end) };
    }
    (word, byte)
}
