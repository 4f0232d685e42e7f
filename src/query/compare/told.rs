//! A change as the contract tells it: the command prints it, and files are written of it.
use super::{Change, Comparison};
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
