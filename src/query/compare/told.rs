//! A change as the contract tells it: the command prints it, and files are written of it.
use super::{Change, Comparison, Op};
use crate::model::Address;
use crate::query::Addresses;
use serde::Serialize;

/// A paragraph of one side, or one of each that belong together.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Told<'a> {
    /// How the sides stand to each other.
    pub status: &'static str,
    /// Where it stands on the left side.
    pub left: Option<Address>,
    /// Where it stands on the right side.
    pub right: Option<Address>,
    /// Its words, each run with its sign: of both sides, of the left alone, of the right alone.
    pub words: Vec<(&'static str, &'a str)>,
    /// The figures of a field that both sides have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub figures: Vec<ToldFigure<'a>>,
}

/// A figure that both sides give.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ToldFigure<'a> {
    /// The field.
    pub field: &'a str,
    /// The words before it, where the field has several.
    pub of: &'a str,
    /// What it counts.
    pub unit: &'a str,
    /// On the left side.
    pub left: f64,
    /// On the right side.
    pub right: f64,
    /// How it changed, in words.
    pub change: Option<String>,
}

/// The signs around words of the left side alone and of the right side alone, as `wdiff` has them.
pub const SIGNS: [(&str, &str); 2] = [("[-", "-]"), ("{+", "+}")];

impl Change {
    /// The words of both sides, each written by `write`: those of the left alone between the first pair of signs,
    /// those of the right alone between the second. A paragraph that stands on one side only has none: its status
    /// says so.
    pub fn marked(&self, signs: [(&str, &str); 2], write: impl Fn(&str) -> String) -> String {
        let alone = self.left.is_none() || self.right.is_none();
        let mut told = String::new();
        for word in &self.words {
            let text = word.text.trim_matches(' ');
            let (before, behind) = match word.op {
                Op::Dropped if !alone && !text.is_empty() => signs[0],
                Op::Added if !alone && !text.is_empty() => signs[1],
                Op::Same | Op::Dropped | Op::Added => ("", ""),
            };
            // Signs stand at the words: a space between them would be of the words as well.
            let lead = word.text.len() - word.text.trim_start_matches(' ').len();
            told.push_str(&word.text[..lead]);
            told.push_str(before);
            told.push_str(&write(text));
            told.push_str(behind);
            told.push_str(&word.text[lead + text.len()..]);
        }
        told.trim().to_owned()
    }
}

impl<'a> Told<'a> {
    /// What is told of a change.
    pub fn of(addresses: &mut Addresses<'_>, compared: &Comparison, change: &'a Change) -> Self {
        let figures = change.fact.iter().flat_map(|fact| {
            fact.figures.iter().map(|figure| ToldFigure {
                field: &fact.field,
                of: &figure.of,
                unit: &figure.unit,
                left: figure.left,
                right: figure.right,
                change: figure.change(),
            })
        });
        Self {
            status: change.status.word(),
            left: change.left.map(|at| addresses.at(compared.left[at]).clone()),
            right: change.right.map(|at| addresses.at(compared.right[at]).clone()),
            words: change.words.iter().map(|word| (word.op.sign(), word.text.as_str())).collect(),
            figures: figures.collect(),
        }
    }
}
