//! A row of the page as lines: both sides beside each other, or the words of both in one column, dropped ones in
//! `[-` `-]` and new ones in `{+` `+}`. Never chooses a colour.
use super::page::Shape;
use super::rows::Row;
use super::{Shown, rows};
use crate::app::sheet::counted;
use crate::model::{BlockKind, Passage};
use crate::query::compare::{Change, Op, Status};
use crate::typeset::{self, width};

/// How words look.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Tint {
    /// As running text.
    Plain,
    /// As a heading.
    Heading,
    /// Words of the left side alone.
    Dropped,
    /// Words of the right side alone.
    Added,
    /// A paragraph of the left side alone.
    Gone,
    /// A paragraph of the right side alone.
    New,
    /// What is the same, unfolded, and words of the program.
    Aside,
    /// How a figure changed.
    Figure,
}

/// What stands in the gutter before a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Sign {
    /// Nothing.
    #[default]
    None,
    /// Something is of the left side alone: `-`.
    Gone,
    /// Something is of the right side alone: `+`.
    New,
    /// Both: `~`.
    Changed,
    /// It stands elsewhere on the other side.
    Moved,
    /// A stretch that is folded.
    Shut,
    /// A stretch that is unfolded.
    Open,
}

/// Words of one look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    /// They.
    pub text: String,
    /// The columns they take.
    pub width: u16,
    /// Their look.
    pub tint: Tint,
}

/// A line of one column.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Half {
    /// What stands before it.
    pub sign: Sign,
    /// Its words.
    pub runs: Vec<Run>,
}

/// A line of the page.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SetLine {
    /// The left column, or the only one.
    pub left: Half,
    /// The right column.
    pub right: Half,
}

/// Words with their looks: the byte behind each stretch of one look.
#[derive(Debug, Default)]
struct Tinted {
    text: String,
    tints: Vec<(usize, Tint)>,
}

impl Tinted {
    fn of(text: &str, tint: Tint) -> Self {
        let mut tinted = Self::default();
        tinted.push(text, tint);
        tinted
    }

    fn push(&mut self, words: &str, tint: Tint) {
        // Between the cells of a table's row stands a tab.
        let from = self.text.len();
        self.text.extend(words.chars().map(|c| if matches!(c, '\t' | '\n' | '\r') { ' ' } else { c }));
        if self.text.len() > from {
            self.tints.push((self.text.len(), tint));
        }
    }

    /// The words in square or curly brackets, blanks at their end behind these.
    fn push_marked(&mut self, words: &str, tint: Tint) {
        let inner = words.trim_matches(' ');
        if inner.is_empty() {
            return self.push(words, tint);
        }
        let begin = words.len() - words.trim_start_matches(' ').len();
        let (open, close) = if tint == Tint::Dropped { ("[-", "-]") } else { ("{+", "+}") };
        self.push(&words[..begin], Tint::Plain);
        self.push(open, Tint::Aside);
        self.push(inner, tint);
        self.push(close, Tint::Aside);
        self.push(&words[begin + inner.len()..], Tint::Plain);
    }

    /// Set in lines of so many columns.
    fn lines(&self, columns: usize) -> Vec<Vec<Run>> {
        if self.text.trim().is_empty() {
            return Vec::new();
        }
        let mut next = 0;
        typeset::prose(&self.text, columns)
            .into_iter()
            .map(|line| {
                let mut runs: Vec<Run> = Vec::new();
                for piece in line.pieces {
                    let exact = piece.bytes.len() == piece.text.len();
                    let mut from = piece.bytes.start;
                    while from < piece.bytes.end || piece.bytes.is_empty() {
                        while self.tints.get(next).is_some_and(|(end, _)| *end <= from) {
                            next += 1;
                        }
                        let (end, tint) = self.tints.get(next).copied().unwrap_or((usize::MAX, Tint::Plain));
                        let to = if exact { end.min(piece.bytes.end) } else { piece.bytes.end };
                        let text = if exact && !piece.bytes.is_empty() {
                            &piece.text[from - piece.bytes.start..to - piece.bytes.start]
                        } else {
                            piece.text.as_str()
                        };
                        runs.push(Run { text: text.to_owned(), width: width(text) as u16, tint });
                        if piece.bytes.is_empty() {
                            break;
                        }
                        from = to;
                    }
                }
                runs
            })
            .collect()
    }
}

/// Sets a row.
pub fn set(shown: &Shown, row: &Row, shape: &Shape) -> Vec<SetLine> {
    let columns = shape.columns;
    match row {
        Row::Told(words) => only(Tinted::of(words, Tint::Aside).lines(columns), Sign::None),
        Row::Fold(range, open) => {
            let many = counted(range.len(), "paragraph");
            let changes = &shown.comparison.changes[range.clone()];
            let slight = changes.iter().filter(|change| change.status != Status::Same).count();
            let but = if slight > 0 {
                format!(", {slight} of them but for how they are written")
            } else {
                String::new()
            };
            let words = Tinted::of(&format!("{many} the same{but}"), Tint::Aside);
            only(words.lines(columns), if *open { Sign::Open } else { Sign::Shut })
        }
        Row::Path(change) => path(shown, &shown.comparison.changes[*change], shape),
        Row::Part { change, from, to } => {
            let change = &shown.comparison.changes[*change];
            let mut lines = paragraph(shown, change, (*from, *to), shape);
            if *from == (0, 0) {
                before(shown, change, shape, &mut lines);
            }
            if to.0 >= change.words.len() {
                behind(change, shape, &mut lines);
            }
            lines
        }
    }
}

/// Lines of the left column alone.
fn only(lines: Vec<Vec<Run>>, sign: Sign) -> Vec<SetLine> {
    let lines = lines.into_iter().enumerate();
    let half = |(number, runs)| Half { sign: if number == 0 { sign } else { Sign::None }, runs };
    lines.map(|line| SetLine { left: half(line), right: Half::default() }).collect()
}

/// Two columns side by side; the shorter is filled up.
fn beside(left: Vec<Half>, right: Vec<Half>) -> Vec<SetLine> {
    let many = left.len().max(right.len());
    let (mut left, mut right) = (left.into_iter(), right.into_iter());
    (0..many)
        .map(|_| SetLine { left: left.next().unwrap_or_default(), right: right.next().unwrap_or_default() })
        .collect()
}

fn halves(lines: Vec<Vec<Run>>) -> Vec<Half> {
    lines.into_iter().map(|runs| Half { sign: Sign::None, runs }).collect()
}

/// The headings above a paragraph, on each side its own.
fn path(shown: &Shown, change: &Change, shape: &Shape) -> Vec<SetLine> {
    let words = |passage: Option<Passage>| -> Option<String> {
        let passage = passage?;
        let doc = shown.library.get(passage.doc)?;
        let mut names: Vec<String> = Vec::new();
        if matches!(shown.right, crate::query::Target::Place(..)) {
            names.push(doc.title().to_owned());
        }
        names.extend(
            doc.heading_path(passage.block as usize).into_iter().map(|at| doc.prose(at).into_owned()),
        );
        Some(names.join(" \u{203a} "))
    };
    let side = |passages: &[Passage], at: Option<usize>| words(at.and_then(|at| passages.get(at)).copied());
    let left = side(&shown.comparison.left, change.left);
    let right = side(&shown.comparison.right, change.right);
    let set = |words: Option<String>| {
        halves(Tinted::of(&words.unwrap_or_default(), Tint::Aside).lines(shape.columns))
    };
    if shape.beside {
        return beside(set(left), set(right));
    }
    beside(set(right.or(left)), Vec::new())
}

/// The words of a paragraph, from one of its bytes to another.
fn paragraph(
    shown: &Shown,
    change: &Change,
    (from, to): ((usize, usize), (usize, usize)),
    shape: &Shape,
) -> Vec<SetLine> {
    let is_heading = rows::passage(shown, change).is_some_and(|passage| {
        let doc = shown.library.get(passage.doc);
        let block = doc.and_then(|doc| doc.blocks.get(passage.block as usize));
        block.is_some_and(|block| matches!(block.kind, BlockKind::Heading(_) | BlockKind::Title))
    });
    let base = if is_heading {
        Tint::Heading
    } else if change.status == Status::Same {
        Tint::Aside
    } else {
        Tint::Plain
    };
    let alone = change.left.is_none() || change.right.is_none();
    let (mut left, mut right) = (Tinted::default(), Tinted::default());
    let words = change.words.iter().enumerate().skip(from.0).take_while(|(number, _)| *number <= to.0);
    for (number, word) in words {
        let begin = if number == from.0 { from.1 } else { 0 };
        let end = if number == to.0 { to.1 } else { word.text.len() };
        let text = &word.text[begin..end.max(begin)];
        match word.op {
            _ if alone => {
                let dropped = change.right.is_none();
                let side = if dropped || !shape.beside { &mut left } else { &mut right };
                side.push(text, if dropped { Tint::Gone } else { Tint::New });
            }
            Op::Same => {
                left.push(text, base);
                if shape.beside {
                    right.push(text, base);
                }
            }
            Op::Dropped if shape.beside => left.push(text, Tint::Dropped),
            Op::Dropped => left.push_marked(text, Tint::Dropped),
            Op::Added if shape.beside => right.push(text, Tint::Added),
            Op::Added => left.push_marked(text, Tint::Added),
        }
    }
    let set = |side: &Tinted| -> Vec<Half> {
        let signed = |(number, runs): (usize, Vec<Run>)| {
            let moved = change.status == Status::Moved && number == 0 && from == (0, 0);
            Half { sign: if moved { Sign::Moved } else { sign(&runs) }, runs }
        };
        side.lines(shape.columns).into_iter().enumerate().map(signed).collect()
    };
    beside(set(&left), set(&right))
}

/// What a line has of one side alone.
fn sign(runs: &[Run]) -> Sign {
    let has =
        |wanted: [Tint; 2]| runs.iter().any(|run| wanted.contains(&run.tint) && !run.text.trim().is_empty());
    match (has([Tint::Dropped, Tint::Gone]), has([Tint::Added, Tint::New])) {
        (true, true) => Sign::Changed,
        (true, false) => Sign::Gone,
        (false, true) => Sign::New,
        (false, false) => Sign::None,
    }
}

/// What is said before a paragraph: that it was moved, and for ears how it stands.
fn before(shown: &Shown, change: &Change, shape: &Shape, lines: &mut Vec<SetLine>) {
    if shape.spoken {
        let word = match change.status {
            Status::Same => "the same:",
            Status::Changed => "changed:",
            Status::Moved => "moved:",
            Status::Added => "new:",
            Status::Dropped => "gone:",
        };
        lines.splice(0..0, only(Tinted::of(word, Tint::Aside).lines(shape.columns), Sign::None));
    } else if change.status == Status::Moved {
        let at = |passages: &[Passage], at: Option<usize>| {
            let passage = at.and_then(|at| passages.get(at))?;
            Some(shown.library.address(*passage).to_string())
        };
        let there = at(&shown.comparison.left, change.left);
        let told = there.map_or_else(|| "moved".into(), |there| format!("moved: stood at {there}"));
        let told = only(Tinted::of(&told, Tint::Aside).lines(shape.columns), Sign::None);
        lines.splice(0..0, told);
    }
}

/// What is said behind a paragraph: how its figures changed.
fn behind(change: &Change, shape: &Shape, lines: &mut Vec<SetLine>) {
    let Some(words) = figures(change) else { return };
    let set = halves(Tinted::of(&words, Tint::Figure).lines(shape.columns));
    lines.extend(if shape.beside { beside(Vec::new(), set) } else { beside(set, Vec::new()) });
}

/// How the figures of a field changed, where they did.
pub fn figures(change: &Change) -> Option<String> {
    let told: Vec<String> = change
        .fact
        .iter()
        .flat_map(|fact| &fact.figures)
        .filter_map(|figure| {
            let told = figure.change()?;
            Some(if figure.of.is_empty() { told } else { format!("{} {told}", figure.of) })
        })
        .collect();
    (!told.is_empty()).then(|| told.join(", "))
}
