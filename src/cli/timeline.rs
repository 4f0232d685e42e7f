//! The command `timeline`: terms by edition, for people or as JSON Lines. Never counts itself.
use super::say::{Columns, line, plain, tell};
use crate::model::{Library, counted};
use crate::query::timeline::{Chronicle, Editions, Term, Told, chronicle};
use crate::typeset::width;
use anyhow::Result;
use std::io::Write;
use std::ops::RangeInclusive;

/// How the answer is made and printed.
#[derive(Debug, Clone)]
pub struct Manner {
    /// As JSON Lines.
    pub json: bool,
    /// For every 10,000 words of the edition as well.
    pub rate: bool,
    /// Only these years.
    pub years: Option<RangeInclusive<i32>>,
    /// What a place came after is counted with it.
    pub predecessors: bool,
}

/// Prints terms by edition; `false` when none is said in any of the years.
pub fn timeline(library: &Library, names: &[String], manner: &Manner, out: &mut impl Write) -> Result<bool> {
    let mut terms: Vec<Term> = Vec::new();
    for name in names {
        let term = Term::parse(name, &library.atlas)?;
        if !terms.contains(&term) {
            terms.push(term);
        }
    }
    let editions = Editions::of(library);
    let shown: Vec<usize> = (0..editions.years.len())
        .filter(|&at| manner.years.as_ref().is_none_or(|years| years.contains(&editions.years[at].year)))
        .collect();
    if shown.is_empty() {
        tell(if editions.years.is_empty() {
            "no document of this library has a year: --year tells that of files you name"
        } else {
            "the library has no edition of these years"
        });
        return Ok(false);
    }
    let mut any = false;
    for (number, term) in terms.iter().enumerate() {
        let answer = chronicle(library, &editions, term, manner.predecessors);
        let said = shown.iter().any(|&at| answer.count(at) > 0);
        any |= said;
        if manner.json {
            json(library, (&editions, &shown), &answer, manner, out)?;
        } else {
            if number > 0 {
                out.write_all(b"\n")?;
            }
            people(library, (&editions, &shown), &answer, manner, out)?;
        }
        if !said {
            tell(&format!("{} is said in none of these editions", plain(&term.address(&library.atlas))));
        }
    }
    Ok(any)
}

fn json(
    library: &Library,
    (editions, shown): (&Editions, &[usize]),
    answer: &Chronicle,
    manner: &Manner,
    out: &mut impl Write,
) -> Result<()> {
    for &at in shown {
        let told = Told::of(library, editions, answer, at, manner.rate);
        line(out, &told)?;
    }
    Ok(())
}

/// The longest bar, in columns.
const LONGEST: usize = 30;

fn people(
    library: &Library,
    (editions, shown): (&Editions, &[usize]),
    answer: &Chronicle,
    manner: &Manner,
    out: &mut impl Write,
) -> Result<()> {
    writeln!(out, "{}", plain(&heading(library, answer, shown)))?;
    let height = |at: usize| if manner.rate { answer.rate(editions, at) } else { answer.count(at) as f64 };
    let most = shown.iter().map(|&at| height(at)).fold(0.0, f64::max);
    let mut rows: Vec<[String; 5]> = Vec::new();
    let mut last = None;
    for &at in shown {
        let edition = editions.years[at];
        // A year without an edition is a gap, and no zero.
        let (from, to) =
            (last.map_or(edition.year, |last: i32| last.saturating_add(1)), edition.year.saturating_sub(1));
        let no = |years: String| [years, "no edition".into(), String::new(), String::new(), String::new()];
        match i64::from(to) - i64::from(from) {
            ..0 => {}
            0..4 => rows.extend((from..=to).map(|year| no(year.to_string()))),
            _ => rows.push(no(format!("{from} to {to}"))),
        }
        last = Some(edition.year);
        let count = answer.count(at);
        let bar = if most > 0.0 { (height(at) / most * LONGEST as f64).ceil() as usize } else { 0 };
        let rate = if manner.rate { format!("{:.2}", answer.rate(editions, at)) } else { String::new() };
        rows.push([
            edition.year.to_string(),
            count.to_string(),
            rate,
            format!(
                "{} of {}, {} words",
                answer.documents(at),
                counted(edition.documents as usize, "document"),
                edition.words
            ),
            "#".repeat(bar),
        ]);
    }
    let widest = |column: usize, rows: &[[String; 5]]| {
        let numbers = rows.iter().filter(|row| !row[3].is_empty());
        numbers.map(|row| width(&row[column])).max().unwrap_or(0)
    };
    let (count, rate) = (widest(1, &rows), widest(2, &rows));
    let mut columns = Columns::default();
    for [year, number, per, of, bar] in rows {
        if of.is_empty() {
            columns.row([format!("  {year}"), format!("{:>count$}", "-"), number]);
        } else {
            let mut cells = vec![format!("  {year}"), format!("{number:>count$}")];
            cells.extend(manner.rate.then(|| format!("{per:>rate$}")));
            cells.push(of);
            cells.extend(Some(bar).filter(|bar| !bar.is_empty()));
            columns.row(cells);
        }
    }
    columns.print(out)?;
    if answer.undated() > 0 {
        writeln!(out, "  and {} in documents without a year", counted(answer.undated(), "passage"))?;
    }
    Ok(())
}

/// What is counted, and how much there is of it.
fn heading(library: &Library, answer: &Chronicle, shown: &[usize]) -> String {
    let atlas = &library.atlas;
    let mut words = match &answer.term {
        Term::Words { .. } => format!("\"{}\"", answer.term.address(atlas)),
        Term::Place(_) => format!("{}  {}", answer.term.name(atlas), answer.term.address(atlas)),
    };
    if !answer.with.is_empty() {
        let names: Vec<&str> = answer.with.iter().map(|&id| atlas.place(id).name).collect();
        words = format!("{words}, with {}", names.join(", "));
    }
    format!("{words}: {}", counted(shown.iter().map(|&at| answer.count(at)).sum(), "passage"))
}
