//! The command `compare`: what changed between two texts, for people or as JSON Lines. Never compares itself.
use super::print::nowhere;
use super::say::{is_plain, line, no_address, plain, tell};
use crate::model::{Address, Library, Passage, counted};
use crate::query::compare::{self, Change, Comparison, Hidden, Status, Told};
use crate::query::{Addresses, Target, resolve};
use anyhow::{Result, bail};
use std::io::Write;

/// How the answer is printed.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// As JSON Lines.
    pub json: bool,
    /// What is the same, too.
    pub all: bool,
    /// Changes that are left out.
    pub hidden: Hidden,
}

pub(super) fn target(library: &Library, name: &str) -> Result<Target> {
    let address = Address::parse(name).ok_or_else(|| no_address(name))?;
    match resolve(library, &address) {
        Some(target) => Ok(target),
        None => bail!(nowhere(library, &address)),
    }
}

/// Prints what changed; `false` when there was nothing to compare.
pub fn compare(
    library: &Library,
    (left, right): (&str, Option<&str>),
    manner: Manner,
    out: &mut impl Write,
) -> Result<bool> {
    let own = target(library, left)?;
    let pair = match right {
        Some(right) => Some((own, target(library, right)?)),
        None => compare::edition_before(library, own),
    };
    let Some((from, to)) = pair else {
        tell(&format!("{}; name a second address", compare::none_before(library, own)));
        return Ok(false);
    };
    let (left, right) = (compare::passages(library, from), compare::passages(library, to));
    for (side, target) in [(&left, from), (&right, to)] {
        if side.is_empty() {
            tell(&compare::silent(library, target));
            return Ok(false);
        }
    }
    let compared = compare::compare(library, left, right);
    if manner.json {
        json(library, &compared, manner, out)?;
    } else {
        let names = [from, to].map(|target| compare::named(library, target).to_string());
        people(library, &compared, (&names[0], &names[1]), manner, out)?;
    }
    Ok(true)
}

fn json(library: &Library, compared: &Comparison, manner: Manner, out: &mut impl Write) -> Result<()> {
    let mut addresses = Addresses::of(library);
    for change in &compared.changes {
        if change.is_hidden(manner.hidden) {
            continue;
        }
        let told = Told::of(&mut addresses, compared, change);
        line(out, &told)?;
    }
    Ok(())
}

fn people(
    library: &Library,
    compared: &Comparison,
    (left, right): (&str, &str),
    manner: Manner,
    out: &mut impl Write,
) -> Result<()> {
    writeln!(out, "{}  >  {}", plain(left), plain(right))?;
    writeln!(out, "{}; {} % alike", compared.summary(), compared.percent())?;
    let coloured = !is_plain();
    let mut folded = 0;
    let mut addresses = Addresses::of(library);
    for change in &compared.changes {
        if change.status == Status::Same && !manner.all || change.is_hidden(manner.hidden) {
            folded += 1;
            continue;
        }
        fold(&mut folded, out)?;
        let mut at =
            |passage: Option<usize>, side: &[Passage]| passage.map(|at| addresses.at(side[at]).to_string());
        let (from, to) = (at(change.left, &compared.left), at(change.right, &compared.right));
        let addresses = match (from, to) {
            (Some(from), Some(to)) => format!("{from}  >  {to}"),
            (Some(only), None) | (None, Some(only)) => only,
            (None, None) => String::new(),
        };
        writeln!(out, "\n{}  {}", change.status.told(), plain(&addresses))?;
        writeln!(out, "  {}", words(change, coloured))?;
        for figure in change.fact.iter().flat_map(|fact| &fact.figures) {
            if let Some(told) = figure.change() {
                let of = if figure.of.is_empty() { String::new() } else { format!("{} ", figure.of) };
                writeln!(out, "  {}{told}", plain(&of))?;
            }
        }
    }
    fold(&mut folded, out)
}

/// Tells how many paragraphs were left out.
fn fold(folded: &mut usize, out: &mut impl Write) -> Result<()> {
    let many = std::mem::take(folded);
    if many > 0 {
        writeln!(out, "\n  ... {} the same", counted(many, "paragraph"))?;
    }
    Ok(())
}

/// The words of both sides: in signs as `wdiff` has them, on a terminal with weight besides.
fn words(change: &Change, coloured: bool) -> String {
    let signs =
        if coloured { [("[-\x1b[9m", "\x1b[0m-]"), ("{+\x1b[1m", "\x1b[0m+}")] } else { compare::SIGNS };
    change.marked(signs, |text| plain(text).into_owned())
}
