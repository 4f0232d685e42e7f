//! Answers on standard output: for people, or as JSON Lines.
use super::args::{Arguments, Command};
use crate::model::{Address, BlockKind, DocId, Document, Library, Part, PlaceId, harmless};
use crate::query::{self, Query, Scope, Target};
use anyhow::{Result, bail};
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::Write;

/// Prints the answer; `false` when there is none.
pub fn print(arguments: &Arguments, library: &Library, out: &mut impl Write) -> Result<bool> {
    let Some(command) = &arguments.command else { return overview(library, out) };
    let json = command.from().json;
    match command {
        Command::Toc { .. } => toc(library, json, out),
        Command::Show { addresses, .. } => show(library, addresses, json, out),
        Command::Place { names, .. } => places(library, names, json, out),
        Command::Countries { .. } => countries(library, json, out),
        Command::Mentions { address, .. } => mentions(library, address.as_deref(), json, out),
        Command::Filter { query, limit, .. } => filter(library, &query.join(" "), *limit, json, out),
        Command::Search { query, country, region, year, regex, limit, count, .. } => {
            let text = query.join(" ");
            let query = if *regex { Query::expression(&text)? } else { Query::words(&text) };
            let mut places = Vec::new();
            for name in country.iter().chain(region) {
                places.push(place(library, name)?);
            }
            let scope = Scope { places, years: year.clone() };
            search(library, &query, &scope, *limit, *count, json, out)
        }
    }
}

fn line<T: Serialize>(out: &mut impl Write, value: &T) -> Result<()> {
    serde_json::to_writer(&mut *out, value)?;
    out.write_all(b"\n")?;
    Ok(())
}

fn place(library: &Library, name: &str) -> Result<PlaceId> {
    match query::find_place(&library.atlas, name) {
        Some(place) => Ok(place),
        None => bail!("no place is called {name:?}; `bluebook filter {name}` looks for near names"),
    }
}

/// What the program holds and how to ask, for those who start it without a terminal.
fn overview(library: &Library, out: &mut impl Write) -> Result<bool> {
    let years = match library.years() {
        Some((first, last)) if first != last => format!(", editions {first} to {last}"),
        Some((only, _)) => format!(", edition {only}"),
        None => String::new(),
    };
    let places = library.atlas.iter().filter(|(id, _)| library.counts(*id).mentions > 0).count();
    writeln!(out, "Bluebook holds {} documents{years}, which name {places} places.", library.len())?;
    out.write_all(
        b"\n\
        On a terminal it opens the explorer. Here, ask it:\n\
        \n\
        \x20 bluebook toc                     documents and headings, with their addresses\n\
        \x20 bluebook show @kaz/2015          what is said of Kazakhstan in the edition 2015\n\
        \x20 bluebook countries               the places named, the most named first\n\
        \x20 bluebook search \"peace treaty\"   words in the text\n\
        \x20 bluebook filter kirghiz          places, documents and headings by a few letters\n\
        \x20 bluebook help                    all commands and options\n",
    )?;
    Ok(!library.is_empty())
}

#[derive(Serialize)]
struct TocLine<'a> {
    address: Address,
    title: &'a str,
    depth: u8,
    year: Option<i32>,
    series: Option<&'a str>,
    subject: Option<&'static str>,
}

fn toc(library: &Library, json: bool, out: &mut impl Write) -> Result<bool> {
    for (_, doc) in library.iter() {
        let subject = doc.subject().map(|id| library.atlas.place(id).id);
        let (year, series) = (doc.year(), doc.series());
        let whole = Address::Document { slug: doc.slug.clone(), part: Part::Whole };
        if json {
            line(out, &TocLine { address: whole, title: doc.title(), depth: 0, year, series, subject })?;
        } else {
            let year = doc.meta.year.as_ref().map_or_else(
                || "undated".into(),
                |year| format!("{}{}", year.value, if year.by.is_guess() { "?" } else { "" }),
            );
            writeln!(out, "{year:<8}{}  {whole}", doc.title())?;
        }
        for heading in doc.outline() {
            let title = doc.prose(heading.block);
            let address = Address::Document { slug: doc.slug.clone(), part: Part::Heading(heading.path) };
            if json {
                line(out, &TocLine { address, title: &title, depth: heading.depth, year, series, subject })?;
            } else {
                let indent = usize::from(heading.depth) * 2 + 6;
                writeln!(out, "{:indent$}{title}  {address}", "")?;
            }
        }
    }
    Ok(!library.is_empty())
}

/// The blocks that a part of a document takes in: a heading's go on to the next of its depth.
fn blocks_of(doc: &Document, target: usize, part: &Part) -> std::ops::Range<usize> {
    match (part, doc.blocks[target].kind) {
        (Part::Heading(_), BlockKind::Heading(depth)) => {
            let end = (target + 1..doc.blocks.len())
                .find(|&b| matches!(doc.blocks[b].kind, BlockKind::Heading(level) if level <= depth))
                .unwrap_or(doc.blocks.len());
            target..end
        }
        (Part::Note(label), _) => {
            let same = |&b: &usize| doc.note_at(b).is_some_and(|note| doc.notes[note].label == *label);
            target..(target + 1..doc.blocks.len()).find(|b| !same(b)).unwrap_or(doc.blocks.len())
        }
        _ => target..target + 1,
    }
}

/// The blocks that addresses mean, in order; all of the library without any.
fn chosen(library: &Library, addresses: &[String]) -> Result<Vec<(DocId, std::ops::Range<usize>)>> {
    if addresses.is_empty() {
        return Ok(library.iter().map(|(id, doc)| (id, 0..doc.blocks.len())).collect());
    }
    let mut chosen = Vec::new();
    for text in addresses {
        let Some(address) = Address::parse(text) else { bail!("{text:?} is no address") };
        let Some(target) = query::resolve(library, &address) else {
            bail!(
                "nothing has the address {text:?}; `bluebook toc` lists them, `bluebook filter` looks names up"
            )
        };
        match target {
            Target::Document(id) => chosen.push((id, 0..library.doc(id).blocks.len())),
            Target::Block(id, block) => {
                let part = match &address {
                    Address::Document { part, .. } => part.clone(),
                    Address::Place { .. } => Part::Whole,
                };
                chosen.push((id, blocks_of(library.doc(id), block, &part)));
            }
            Target::Place(place, year) => {
                for edition in query::dossier(library, place, year).editions {
                    for section in edition.sections {
                        chosen.extend(section.blocks.iter().map(|&block| (section.doc, block..block + 1)));
                    }
                }
            }
        }
    }
    Ok(chosen)
}

#[derive(Serialize)]
struct ShowLine<'a> {
    address: &'a Address,
    kind: &'static str,
    text: &'a str,
}

fn show(library: &Library, addresses: &[String], json: bool, out: &mut impl Write) -> Result<bool> {
    let chosen = chosen(library, addresses)?;
    let mut known: Option<(DocId, Vec<Address>)> = None;
    let mut any = false;
    for (id, blocks) in chosen {
        let doc = library.doc(id);
        if json && known.as_ref().is_none_or(|(known, _)| *known != id) {
            known = Some((id, doc.addresses()));
        }
        for block in blocks {
            let text = doc.prose(block);
            let kind = doc.blocks[block].kind;
            if json {
                if let Some((_, addresses)) = &known {
                    line(out, &ShowLine { address: &addresses[block], kind: kind.word(), text: &text })?;
                }
            } else {
                if any && !(matches!(kind, BlockKind::Row(_))) {
                    out.write_all(b"\n")?;
                }
                match kind {
                    BlockKind::Item(depth, ordinal) => {
                        write!(out, "{:1$}", "", usize::from(depth) * 2)?;
                        if let Some(ordinal) = ordinal {
                            write!(out, "{ordinal}. ")?;
                        }
                    }
                    BlockKind::Quote => out.write_all(b"  ")?,
                    _ => {}
                }
                writeln!(out, "{text}")?;
            }
            any = true;
        }
    }
    Ok(any)
}

#[derive(Serialize)]
struct PlaceLine<'a> {
    query: &'a str,
    id: Option<&'static str>,
    name: Option<&'static str>,
    official: Option<&'static str>,
    japanese: Option<&'static str>,
    region: Option<&'static str>,
    capital: Option<&'static str>,
    neighbours: Vec<&'static str>,
    names: Vec<&'static str>,
}

fn places(library: &Library, names: &[String], json: bool, out: &mut impl Write) -> Result<bool> {
    let atlas = &library.atlas;
    let some = |text: &'static str| (!text.is_empty()).then_some(text);
    let mut any = false;
    for name in names {
        let found = query::find_place(atlas, name);
        any |= found.is_some();
        let place = found.map(|id| atlas.place(id));
        let region = found.and_then(|id| atlas.region_of(id)).map(|id| atlas.place(id).name);
        let answer = PlaceLine {
            query: name,
            id: place.map(|p| p.id),
            name: place.map(|p| p.name),
            official: place.and_then(|p| some(p.official)),
            japanese: place.and_then(|p| p.japanese.first()),
            region,
            capital: place.and_then(|p| some(p.capital)),
            neighbours: place
                .map_or_else(Vec::new, |p| p.neighbours.iter().map(|&n| atlas.place(n).id).collect()),
            names: place.map_or_else(Vec::new, |p| {
                let mut seen = BTreeSet::new();
                p.all_names().filter(|name| seen.insert(*name)).collect()
            }),
        };
        if json {
            line(out, &answer)?;
        } else if let Some(place) = place {
            writeln!(out, "{}  {}", place.name, place.id)?;
            let neighbours: Vec<&str> = place.neighbours.iter().map(|&n| atlas.place(n).name).collect();
            for (label, value) in [
                ("kind", place.kind.word().to_owned()),
                ("official", place.official.to_owned()),
                ("japanese", place.japanese.first().unwrap_or_default().to_owned()),
                ("region", region.unwrap_or_default().to_owned()),
                ("capital", place.capital.to_owned()),
                ("neighbours", neighbours.join(", ")),
                ("names", answer.names.join(", ")),
            ] {
                if !value.is_empty() {
                    writeln!(out, "  {label:<11}{value}")?;
                }
            }
        } else {
            eprintln!("bluebook: no place is called {}", harmless(name));
        }
    }
    Ok(any)
}

#[derive(Serialize)]
struct CountryLine {
    id: &'static str,
    name: &'static str,
    region: Option<&'static str>,
    mentions: u32,
    passages: u32,
    documents: u32,
    years: Vec<i32>,
}

fn countries(library: &Library, json: bool, out: &mut impl Write) -> Result<bool> {
    let atlas = &library.atlas;
    let mut lines: Vec<CountryLine> = atlas
        .iter()
        .filter(|(id, _)| library.counts(*id).mentions > 0)
        .map(|(id, place)| {
            let counts = library.counts(id);
            let years: BTreeSet<i32> =
                library.passages(id).iter().filter_map(|p| library.doc(p.doc).year()).collect();
            CountryLine {
                id: place.id,
                name: place.name,
                region: atlas.region_of(id).map(|region| atlas.place(region).name),
                mentions: counts.mentions,
                passages: counts.passages,
                documents: counts.documents,
                years: years.into_iter().collect(),
            }
        })
        .collect();
    lines.sort_by_key(|line| (std::cmp::Reverse(line.mentions), line.name));
    if !json && !lines.is_empty() {
        writeln!(out, "{:>8} {:>8} {:>9}  {:<11} PLACE", "MENTIONS", "PASSAGES", "DOCUMENTS", "YEARS")?;
    }
    for entry in &lines {
        if json {
            line(out, entry)?;
        } else {
            let years = match (entry.years.first(), entry.years.last()) {
                (Some(first), Some(last)) if first != last => format!("{first}-{last}"),
                (Some(only), _) => only.to_string(),
                _ => "undated".into(),
            };
            writeln!(
                out,
                "{:>8} {:>8} {:>9}  {years:<11} {}  {}",
                entry.mentions, entry.passages, entry.documents, entry.name, entry.id
            )?;
        }
    }
    Ok(!lines.is_empty())
}

#[derive(Serialize)]
struct MentionLine<'a> {
    address: &'a Address,
    id: &'static str,
    start: usize,
    end: usize,
    text: &'a str,
}

fn mentions(library: &Library, address: Option<&str>, json: bool, out: &mut impl Write) -> Result<bool> {
    let addresses: Vec<String> = address.map(str::to_owned).into_iter().collect();
    // Asked about a place, only its own names and those of the places below it count.
    let only = match address.and_then(Address::parse).and_then(|address| query::resolve(library, &address)) {
        Some(Target::Place(place, _)) => Some(library.atlas.family(place)),
        _ => None,
    };
    let mut any = false;
    let mut known: Option<(DocId, Vec<Address>)> = None;
    for (id, blocks) in chosen(library, &addresses)? {
        let doc = library.doc(id);
        if known.as_ref().is_none_or(|(known, _)| *known != id) {
            known = Some((id, doc.addresses()));
        }
        let Some((_, addresses)) = &known else { continue };
        for block in blocks {
            let prose = doc.prose(block);
            for mention in doc.mentions_in(doc.blocks[block].range()) {
                if only.as_ref().is_some_and(|only| !only.contains(&mention.place)) {
                    continue;
                }
                let start = doc.prose_offset(block, mention.start as usize);
                let end = doc.prose_offset(block, mention.end as usize);
                let (address, place) = (&addresses[block], library.atlas.place(mention.place).id);
                any = true;
                if json {
                    line(out, &MentionLine { address, id: place, start, end, text: &prose[start..end] })?;
                } else {
                    writeln!(out, "{address}  {place}  {start}..{end}  {}", &prose[start..end])?;
                }
            }
        }
    }
    Ok(any)
}

#[derive(Serialize)]
struct FilterLine<'a> {
    address: &'a Address,
    title: &'a str,
    score: i64,
}

fn filter(
    library: &Library,
    text: &str,
    limit: Option<usize>,
    json: bool,
    out: &mut impl Write,
) -> Result<bool> {
    let catalogue = query::filter::catalogue(library);
    let hits = query::filter(text, &catalogue.candidates);
    for hit in hits.iter().take(limit.unwrap_or(usize::MAX)) {
        let address = catalogue.address(library, hit.index);
        let title = &catalogue.candidates[hit.index].name;
        if json {
            line(out, &FilterLine { address: &address, title, score: hit.score })?;
        } else {
            let other = hit.other.as_ref().map_or_else(String::new, |other| format!(" ({other})"));
            writeln!(out, "{title}{other}  {address}")?;
        }
    }
    Ok(!hits.is_empty())
}

#[derive(Serialize)]
struct SearchLine<'a> {
    address: &'a Address,
    year: Option<i32>,
    countries: Vec<&'static str>,
    text: &'a str,
    matches: Vec<[usize; 2]>,
}

fn search(
    library: &Library,
    query: &Query,
    scope: &Scope,
    limit: Option<usize>,
    count: bool,
    json: bool,
    out: &mut impl Write,
) -> Result<bool> {
    let found = query::search(library, query, scope).take(limit.unwrap_or(usize::MAX));
    if count {
        let many = found.count();
        writeln!(out, "{many}")?;
        return Ok(many > 0);
    }
    let mut any = false;
    let mut known: Option<(DocId, Vec<Address>)> = None;
    for hit in found {
        any = true;
        let (id, block) = (hit.passage.doc, hit.passage.block as usize);
        let doc = library.doc(id);
        if known.as_ref().is_none_or(|(known, _)| *known != id) {
            known = Some((id, doc.addresses()));
        }
        let Some((_, addresses)) = &known else { continue };
        let (address, text) = (&addresses[block], doc.prose(block));
        if json {
            let named: BTreeSet<&str> = doc
                .mentions_in(doc.blocks[block].range())
                .iter()
                .map(|mention| library.atlas.place(mention.place).id)
                .collect();
            line(
                out,
                &SearchLine {
                    address,
                    year: doc.year(),
                    countries: named.into_iter().collect(),
                    text: &text,
                    matches: hit.matches.iter().map(|range| [range.start, range.end]).collect(),
                },
            )?;
        } else {
            let year = doc.year().map_or_else(|| "undated".into(), |year| year.to_string());
            writeln!(out, "{address}  {year}\n  {text}\n")?;
        }
    }
    Ok(any)
}
