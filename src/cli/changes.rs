//! The command `changes`: what came and went between editions, for people or as JSON Lines. Never looks itself.
use super::say::{line, plain, tell};
use crate::model::{Address, Library, counted};
use crate::query::changes::{self, Asked, Finding, Kind, Progress, Report, Side, Status, Told};
use crate::query::{Target, find_place, resolve};
use crate::typeset::{cut, pad, width};
use anyhow::{Result, bail};
use std::io::Write;

/// So many findings of a kind are printed for people, unless they say how many.
const SHOWN: usize = 20;
/// A finding's words take so many columns at most.
const COLUMNS: usize = 56;

/// What is asked, and how it is printed.
#[derive(Debug, Clone, Copy)]
pub struct Manner<'a> {
    /// The place, as it was typed.
    pub place: Option<&'a str>,
    /// The last of the earlier editions.
    pub from: Option<i32>,
    /// The last of the later editions.
    pub to: Option<i32>,
    /// At most so many findings of a kind.
    pub limit: Option<usize>,
    /// As JSON Lines.
    pub json: bool,
}

/// Prints what came and went; `false` when nothing did.
pub fn changes(library: &Library, manner: Manner, out: &mut impl Write) -> Result<bool> {
    let mut asked = Asked { place: None, from: manner.from, to: manner.to };
    if let Some(name) = manner.place {
        match Address::parse(name).and_then(|address| resolve(library, &address)) {
            Some(Target::Place(place, year)) => {
                asked.place = Some(place);
                asked.to = asked.to.or(year);
            }
            _ => match find_place(&library.atlas, name.trim_start_matches('@')) {
                Some(place) => asked.place = Some(place),
                None => bail!("no place is called {name:?}; `bluebook filter` looks for near names"),
            },
        }
    }
    let mut progress = |_: u8| {};
    let report = match changes::appearances(library, &asked, &mut Progress::new(&|| false, &mut progress)) {
        Ok(Some(report)) => report,
        Ok(None) => return Ok(false),
        Err(unfit) if unfit.is_misuse() => return Err(unfit.into()),
        Err(unfit) => {
            tell(&unfit.to_string());
            return Ok(false);
        }
    };
    if manner.json {
        for (status, kind) in groups() {
            for finding in report.of(status, kind).take(manner.limit.unwrap_or(usize::MAX)) {
                line(out, &Told::of(library, finding))?;
            }
        }
    } else {
        people(library, &report, manner.limit.unwrap_or(SHOWN), out)?;
    }
    Ok(!report.findings.is_empty())
}

/// Each status with each kind that it has.
fn groups() -> impl Iterator<Item = (Status, Kind)> {
    Status::ALL
        .into_iter()
        .flat_map(|status| [Kind::Name, Kind::Heading, Kind::Phrase].map(|kind| (status, kind)))
}

fn title(status: Status, kind: Kind) -> &'static str {
    match (status, kind) {
        (Status::First, Kind::Name) => "Places named first",
        (Status::First, Kind::Heading) => "Headings that are new",
        (Status::First, Kind::Phrase) => "Phrases said first",
        (Status::Last, Kind::Name) => "Places no longer named",
        (Status::Last, Kind::Heading) => "Headings no longer used",
        (Status::Last, Kind::Phrase) => "Phrases no longer said",
        (Status::Came, _) => "Headings that came",
        (Status::Went, _) => "Headings that went",
        (Status::Moved, _) => "Headings that were moved",
        (Status::Renamed, _) => "Headings that were renamed",
    }
}

fn side(side: &Side, other: &str) -> String {
    format!(
        "{}: {}, {} with their like {other}, {} words",
        changes::years(&side.editions),
        counted(side.documents, "document"),
        side.continued,
        side.words
    )
}

fn people(library: &Library, report: &Report, limit: usize, out: &mut impl Write) -> Result<()> {
    let scope = report.asked.place.map_or_else(
        || "The whole library".to_owned(),
        |place| format!("What is said of {}", library.atlas.place(place).name),
    );
    let (earlier, later) = (changes::years(&report.earlier.editions), changes::years(&report.later.editions));
    writeln!(out, "{}: {later} against {earlier}", plain(&scope))?;
    writeln!(out, "  now     {}", side(&report.later, "before"))?;
    writeln!(out, "  before  {}", side(&report.earlier, "now"))?;
    if report.undated > 0 {
        writeln!(out, "  {} of no year left aside", counted(report.undated, "document"))?;
    }
    if report.findings.is_empty() {
        writeln!(out, "\nNothing came or went.")?;
    }
    for (status, kind) in groups() {
        let all: Vec<&Finding> = report.of(status, kind).collect();
        if all.is_empty() {
            continue;
        }
        writeln!(out, "\n{} ({})", title(status, kind), all.len())?;
        for finding in all.iter().take(limit) {
            row(library, finding, out)?;
        }
        if all.len() > limit {
            writeln!(out, "          ... {} more; --limit {} prints them", all.len() - limit, all.len())?;
        }
    }
    Ok(())
}

/// How often, the words, when, and where.
fn row(library: &Library, finding: &Finding, out: &mut impl Write) -> Result<()> {
    let other = match (finding.status, &finding.other) {
        (Status::Renamed | Status::Moved, Some(other)) => format!(" (was {other})"),
        _ => String::new(),
    };
    let words = cut(&format!("{}{other}", plain(&finding.text)), COLUMNS, "...");
    let when = match (finding.status, finding.year == finding.last) {
        (Status::Last, false) => {
            format!("{}-{} in {}", finding.year, finding.last, counted(finding.editions as usize, "edition"))
        }
        (_, false) => format!("{}-{}", finding.year, finding.last),
        (_, true) => finding.year.to_string(),
    };
    let address = finding.passage(library).map(|at| library.address(at).to_string()).unwrap_or_default();
    let room = COLUMNS.max(width(&words));
    writeln!(
        out,
        "{:>8}  {}  {}  {}",
        finding.count,
        pad(&words, room, "..."),
        plain(&when),
        plain(&address)
    )?;
    Ok(())
}
