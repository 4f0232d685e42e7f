//! The commands `search` and `concordance`: what was found, for people or as JSON Lines. Never searches itself.
use super::args::{ByOrder, BySort, Looking};
use super::print::place;
use super::say::{is_plain, line, plain, tell};
use crate::model::{Address, DocId, Library, Part, Passage, counted};
use crate::query::concordance::{self, Line, Sort};
use crate::query::search::{About, Ask, Order, Query, Scope, Told, marked, results};
use crate::typeset::{cut_front, pad, width};
use anyhow::{Result, bail, ensure};
use serde::Serialize;
use std::collections::HashMap;
use std::io::{IsTerminal, Write};
use std::ops::Range;

/// What the options ask for.
fn asked(library: &Library, looking: &Looking) -> Result<(Query, Scope)> {
    let text = looking.query.join(" ");
    let query = if looking.regex { Query::expression(&text)? } else { Query::parse(&text, &library.atlas)? };
    ensure!(!query.only_unwanted(), "only what is not wanted is said: name a word as well");
    ensure!(!query.is_empty(), "there are no words to look for in {text:?}");
    let mut scope = Scope {
        years: looking.year.clone(),
        series: looking.series.clone(),
        heading: looking.heading.clone(),
        ..Scope::default()
    };
    ensure!(
        looking.subject.is_empty() || looking.country.is_empty() && looking.region.is_empty(),
        "--subject goes with neither --country nor --region; in the query, subject:kaz and @uzb can stand together"
    );
    if !looking.subject.is_empty() {
        scope.about = About::Subject;
    }
    for name in looking.country.iter().chain(&looking.region).chain(&looking.subject) {
        scope.places.push(place(library, name)?);
    }
    for name in &looking.document {
        let found = match Address::parse(name) {
            Some(Address::Document { slug, part: Part::Whole }) => library.find(&slug),
            _ => None,
        };
        match found {
            Some(id) => scope.docs.push(id),
            None => bail!("no document has the address {name:?}; `bluebook toc` lists them"),
        }
    }
    Ok((query, scope))
}

/// Addresses of many passages. A document's are found together: of a few at first, then of ever more.
struct Addresses<'a> {
    library: &'a Library,
    passages: Vec<Passage>,
    known: HashMap<Passage, Address>,
    asked: usize,
    step: usize,
}

impl<'a> Addresses<'a> {
    fn new(library: &'a Library, passages: Vec<Passage>) -> Self {
        Self { library, passages, known: HashMap::new(), asked: 0, step: 64 }
    }

    /// The address of the passage of this number; numbers are asked about in order.
    fn of(&mut self, number: usize) -> Address {
        let Some(&passage) = self.passages.get(number) else {
            return self.library.address(Passage { doc: DocId(0), block: 0 });
        };
        if number >= self.asked {
            self.known.clear();
            let end = self.passages.len().min(number + self.step);
            let mut wanted = self.passages[number..end].to_vec();
            wanted.sort_unstable();
            wanted.dedup();
            for same in wanted.chunk_by(|a, b| a.doc == b.doc) {
                let mut all = self.library.doc(same[0].doc).addresses();
                for passage in same.iter().rev() {
                    let address = all.swap_remove(passage.block as usize);
                    self.known.insert(*passage, address);
                }
            }
            (self.asked, self.step) = (end, self.step * 8);
        }
        self.known.get(&passage).cloned().unwrap_or_else(|| self.library.address(passage))
    }
}

/// A text in which some words are bold, fit for a terminal.
fn emphasised(text: &str, matches: &[Range<usize>], bold: bool) -> String {
    if !bold {
        return plain(text).into_owned();
    }
    let mut out = String::with_capacity(text.len() + matches.len() * 8);
    let mut at = 0;
    for range in matches {
        out.push_str(&plain(&text[at..range.start]));
        out.push_str("\x1b[1m");
        out.push_str(&plain(&text[range.clone()]));
        out.push_str("\x1b[22m");
        at = range.end;
    }
    out.push_str(&plain(&text[at..]));
    out
}

/// Prints the passages found; `false` when there are none.
pub fn search(
    library: &Library,
    looking: &Looking,
    order: ByOrder,
    count: bool,
    out: &mut impl Write,
) -> Result<bool> {
    let (query, scope) = asked(library, looking)?;
    let order = match order {
        ByOrder::Relevance => Order::Relevance,
        ByOrder::Year => Order::Year,
        ByOrder::Document => Order::Document,
    };
    let found = results(&Ask { library, query: &query, scope: &scope, order, within: None, index: None });
    if count {
        writeln!(out, "{}", found.total.min(looking.limit.unwrap_or(usize::MAX)))?;
        return Ok(found.total > 0);
    }
    let limit = looking.limit.unwrap_or(usize::MAX);
    let passages: Vec<Passage> = found.hits.iter().take(limit).map(|hit| hit.passage).collect();
    let shown = passages.len();
    let mut addresses = Addresses::new(library, passages.clone());
    let bold = !is_plain();
    for (number, passage) in passages.into_iter().enumerate() {
        let (doc, block) = (library.doc(passage.doc), passage.block as usize);
        let address = addresses.of(number);
        if looking.from.json {
            line(out, &Told::of(library, &query, passage, address))?;
            continue;
        }
        let (text, matches) = marked(doc, block, &query);
        if number > 0 {
            out.write_all(b"\n")?;
        }
        let year = doc.year().map_or_else(|| "undated".into(), |year| year.to_string());
        let above: Vec<_> = doc.heading_path(block).into_iter().map(|heading| doc.prose(heading)).collect();
        let mut path = String::new();
        for heading in &above {
            path.push_str(if path.is_empty() { "  " } else { " > " });
            path.push_str(heading.trim());
        }
        writeln!(out, "{address}  {year}{}\n  {}", plain(&path), emphasised(&text, &matches, bold))?;
    }
    if found.total == 0 {
        tell("no passage has that");
        if !found.near.is_empty() {
            tell(&format!("did you mean {}?", found.near.join(", or ")));
        }
    } else if !looking.from.json && std::io::stdout().is_terminal() {
        let of = if shown < found.total { format!("{shown} of ") } else { String::new() };
        tell(&format!("{of}{}, {}", counted(found.total, "passage"), order.words()));
    }
    Ok(found.total > 0)
}

#[derive(Serialize)]
struct ConcordanceLine<'a> {
    address: &'a Address,
    left: &'a str,
    #[serde(rename = "match")]
    hit: &'a str,
    right: &'a str,
}

/// Prints the places found, one a line; `false` when there are none.
pub fn concordance(
    library: &Library,
    looking: &Looking,
    (sort, asked_columns): (BySort, Option<usize>),
    out: &mut impl Write,
) -> Result<bool> {
    let (query, scope) = asked(library, looking)?;
    ensure!(
        query.has_words(),
        "there are no words to set in a concordance; `bluebook search` lists passages"
    );
    let order = Order::Document;
    let found = results(&Ask { library, query: &query, scope: &scope, order, within: None, index: None });
    let sort = match sort {
        BySort::Left => Sort::Left,
        BySort::Right => Sort::Right,
        BySort::Year => Sort::Year,
        BySort::Document => Sort::Document,
    };
    let mut spots = concordance::spots(library, &query, &found.hits, sort);
    spots.truncate(looking.limit.unwrap_or(usize::MAX));
    let mut addresses = Addresses::new(library, spots.iter().map(|spot| spot.passage).collect());
    let whole = asked_columns.is_none() && !std::io::stdout().is_terminal();
    let columns = columns(asked_columns);
    let bold = !is_plain();
    // The middle column is as wide as the words found in the first lines, and the addresses have room.
    let first = || spots.iter().take(64);
    let middle = first().map(|spot| width(&concordance::line(library, spot).hit)).max().unwrap_or(0);
    let middle = middle.min(columns / 3);
    let address = (0..first().count()).map(|number| width(&addresses.of(number).to_string())).max();
    // One long address must not squeeze what stands beside the words; a narrow line has no room for any.
    let address = if columns < 60 { 0 } else { address.unwrap_or(0).min(columns / 3) };
    let gap = if address > 0 { address + 2 } else { 0 };
    let room = columns.saturating_sub(middle + gap).max(2);
    for (number, spot) in spots.iter().enumerate() {
        let address_of = addresses.of(number);
        let set = concordance::line(library, spot);
        if looking.from.json {
            let Line { left, hit, right, .. } = &set;
            line(out, &ConcordanceLine { address: &address_of, left, hit, right })?;
        } else {
            let (left, right) = beside(&set, room);
            let all = 0..set.hit.len();
            let hit = emphasised(&set.hit, std::slice::from_ref(&all), bold);
            let fill = middle.saturating_sub(width(&set.hit));
            write!(out, "{}{hit}{:fill$}{}", plain(&left), "", plain(&right))?;
            if gap > 0 {
                // Into a pipe goes the whole of it: somebody may take it from there.
                let cut = pad(&address_of.to_string(), address, "…");
                let shown = if whole { address_of.to_string() } else { cut.trim_end().to_owned() };
                write!(out, "  {shown}")?;
            }
            out.write_all(b"\n")?;
        }
    }
    if spots.is_empty() {
        tell("no passage has that");
        if !found.near.is_empty() {
            tell(&format!("did you mean {}?", found.near.join(", or ")));
        }
    }
    Ok(!spots.is_empty())
}

/// What stands left and right of the words, each exactly as wide as its column.
fn beside(set: &Line, columns: usize) -> (String, String) {
    let (left, right) = (columns / 2, columns - columns / 2);
    let shown = cut_front(&set.left, left, "…");
    let fill = left.saturating_sub(width(&shown));
    (format!("{:fill$}{shown}", ""), pad(&set.right, right, "…"))
}

/// The columns of a line: as asked for, else the terminal's, else a hundred.
fn columns(asked: Option<usize>) -> usize {
    let terminal = || std::io::stdout().is_terminal().then(|| crossterm::terminal::size().ok()).flatten();
    asked.or_else(|| terminal().map(|(columns, _)| usize::from(columns))).unwrap_or(100)
}
