//! Answers on standard output: for people, or as JSON Lines.
use super::args::{Arguments, Command};
use super::changes::{self, changes};
use super::cite::{self, cite};
use super::compare::{Manner, compare};
use super::notes::{Asked, notes};
use super::say::{Columns, line, no_address, passage, plain, tell};
use super::search::{concordance, search};
use super::timeline;
use crate::model::{Address, BlockKind, DocId, Document, Library, Part, Passage, PlaceId, counted};
use crate::query::compare::Hidden;
use crate::query::{self, Addresses, Target};
use anyhow::{Result, bail};
use serde::Serialize;
use std::collections::BTreeSet;
use std::io::Write;

/// Prints the answer; `false` when there is none.
pub fn print(arguments: &Arguments, library: &Library, out: &mut impl Write) -> Result<bool> {
    let Some(command) = &arguments.command else { return overview(library, out) };
    let json = command.from().is_some_and(|from| from.json);
    match command {
        Command::Toc { .. } => toc(library, json, out),
        Command::Show { addresses, .. } => show(library, addresses, json, out),
        Command::Place { names, .. } => places(library, names, json, out),
        Command::Countries { .. } => countries(library, json, out),
        Command::Mentions { address, .. } => mentions(library, address.as_deref(), json, out),
        Command::Filter { query, limit, .. } => filter(library, &query.join(" "), *limit, json, out),
        Command::Search { looking, order, count } => search(library, looking, *order, *count, out),
        Command::Concordance { looking, sort, width } => concordance(library, looking, (*sort, *width), out),
        Command::Compare { left, right, all, hide_slight, hide_rewording, .. } => {
            let hidden = match (*hide_slight, *hide_rewording) {
                (_, true) => Hidden::Wording,
                (true, false) => Hidden::Slight,
                (false, false) => Hidden::Nothing,
            };
            let manner = Manner { json, all: *all, hidden };
            compare(library, (left, right.as_deref()), manner, out)
        }
        Command::Notes { address, tag, status, .. } => {
            let asked = Asked {
                address: address.as_deref(),
                tag: tag.as_deref(),
                status: status.map(Into::into),
                json,
            };
            notes(library, &asked, out)
        }
        Command::Cite { addresses, format, accessed, .. } => {
            cite(library, addresses, cite::Manner::new(*format, *accessed, json), out)
        }
        Command::Changes { place, from_year, to_year, limit, .. } => {
            let place = place.as_deref();
            let manner = changes::Manner { place, from: *from_year, to: *to_year, limit: *limit, json };
            changes(library, manner, out)
        }
        Command::Timeline { terms, rate, years, with_predecessors, .. } => {
            let manner = timeline::Manner {
                json,
                rate: *rate,
                years: years.clone(),
                predecessors: *with_predecessors,
            };
            timeline::timeline(library, terms, &manner, out)
        }
        Command::Tour => show(library, &[], false, out),
        // They ask the disk, not the library.
        Command::Add { .. }
        | Command::Remove { .. }
        | Command::Library { .. }
        | Command::Config { .. }
        | Command::Keys { .. }
        | Command::Completions { .. }
        | Command::Man { .. }
        | Command::Doctor { .. } => Ok(true),
    }
}

pub(super) fn place(library: &Library, name: &str) -> Result<PlaceId> {
    match query::find_place(&library.atlas, name) {
        Some(place) => Ok(place),
        None => bail!("no place is called {name:?}; `bluebook filter` looks for near names"),
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
    let (documents, places) = (counted(library.len(), "document"), counted(places, "place"));
    writeln!(out, "Bluebook holds {documents}{years}, naming {places}.")?;
    out.write_all(
        b"\n\
        On a terminal it opens the explorer. Here, ask it:\n\
        \n\
        \x20 bluebook toc                     documents and headings, with their addresses\n\
        \x20 bluebook show @kaz/2022          what is said of Kazakhstan in the edition 2022\n\
        \x20 bluebook countries               the places named, the most named first\n\
        \x20 bluebook search treaty           words in the text\n\
        \x20 bluebook filter kirghiz          places, documents and headings by a few letters\n\
        \x20 bluebook cite 2015-europe#p3     where words are from, for a note or a bibliography\n\
        \x20 bluebook --help                  all commands and options\n",
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
    let mut columns = Columns::default();
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
            columns.row([format!("{year:<8}{}", doc.title()), whole.to_string()]);
        }
        for heading in doc.outline() {
            let title = doc.prose(heading.block);
            let address = Address::Document { slug: doc.slug.clone(), part: Part::Heading(heading.path) };
            if json {
                line(out, &TocLine { address, title: &title, depth: heading.depth, year, series, subject })?;
            } else {
                let indent = usize::from(heading.depth) * 2 + 6;
                columns.row([format!("{:indent$}{title}", ""), address.to_string()]);
            }
        }
    }
    columns.print(out)?;
    Ok(!library.is_empty())
}

/// The blocks that a part of a document takes in: a heading's go on to the next of its depth.
fn blocks_of(doc: &Document, target: usize, part: &Part) -> std::ops::Range<usize> {
    match (part, doc.blocks[target].kind) {
        (Part::Heading(_), BlockKind::Heading(_)) => doc.section(target),
        (Part::Note(label), _) => {
            let same = |&b: &usize| doc.note_at(b).is_some_and(|note| doc.notes[note].label == *label);
            target..(target + 1..doc.blocks.len()).find(|b| !same(b)).unwrap_or(doc.blocks.len())
        }
        _ => target..target + 1,
    }
}

/// Blocks of one document.
struct Chosen {
    doc: DocId,
    blocks: std::ops::Range<usize>,
    /// Chosen for the place that it names: a passage out of its surroundings.
    passage: bool,
}

/// That the library has nothing at an address, where to look, and what was probably meant.
pub(super) fn nowhere(library: &Library, address: &Address) -> String {
    let meant = query::nearest_address(library, address);
    let meant = meant.map_or_else(String::new, |meant| format!("; did you mean {meant}?"));
    format!(
        "nothing has the address {address}; `bluebook toc` lists them, `bluebook filter` looks names up{meant}"
    )
}

/// The blocks that addresses mean, in order; all of the library without any. What the library does not
/// hold is told of and left out; words that are no address are an error, before anything is printed.
fn chosen(library: &Library, addresses: &[String]) -> Result<Vec<Chosen>> {
    let whole = |doc: DocId| Chosen { doc, blocks: 0..library.doc(doc).blocks.len(), passage: false };
    if addresses.is_empty() {
        return Ok(library.iter().map(|(id, _)| whole(id)).collect());
    }
    let mut parsed = Vec::with_capacity(addresses.len());
    for text in addresses {
        let Some(address) = Address::parse(text) else {
            return Err(no_address(text));
        };
        parsed.push(address);
    }
    let mut chosen = Vec::new();
    for address in &parsed {
        match query::resolve(library, address) {
            None => tell(&nowhere(library, address)),
            Some(Target::Document(id)) => chosen.push(whole(id)),
            Some(Target::Block(doc, block)) => {
                let Address::Document { part, .. } = address else { continue };
                chosen.push(Chosen { doc, blocks: blocks_of(library.doc(doc), block, part), passage: false });
            }
            Some(Target::Place(place, year)) => {
                let dossier = query::dossier(library, place, year);
                if dossier.passages == 0 {
                    let edition = year.map_or_else(String::new, |year| format!(" in the edition {year}"));
                    let others: Vec<String> = query::dossier(library, place, None)
                        .editions
                        .iter()
                        .filter_map(|edition| edition.year.map(|year| year.to_string()))
                        .collect();
                    let others = if others.is_empty() {
                        String::new()
                    } else {
                        format!("; it is named in {}", others.join(", "))
                    };
                    let name = library.atlas.place(place).name;
                    tell(&format!("nothing is said of {name}{edition}{others}"));
                }
                for section in dossier.editions.into_iter().flat_map(|edition| edition.sections) {
                    chosen.extend(section.blocks.iter().map(|&block| Chosen {
                        doc: section.doc,
                        blocks: block..block + 1,
                        passage: true,
                    }));
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
    let mut known = Addresses::of(library);
    let mut any = false;
    for Chosen { doc: id, blocks, passage: alone } in chosen(library, addresses)? {
        let doc = library.doc(id);
        for block in blocks {
            let text = doc.prose(block);
            let kind = doc.blocks[block].kind;
            if json {
                let address = known.at(Passage { doc: id, block: block as u32 });
                line(out, &ShowLine { address, kind: kind.word(), text: &text })?;
            } else if alone {
                if any {
                    out.write_all(b"\n")?;
                }
                passage(out, known.at(Passage { doc: id, block: block as u32 }), doc.year(), &text)?;
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
                writeln!(out, "{}", plain(&text))?;
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
    let (mut any, mut told) = (false, false);
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
        if place.is_none() {
            tell(&format!("no place is called {name:?}; `bluebook filter` looks for near names"));
        }
        if json {
            line(out, &answer)?;
        } else if let Some(place) = place {
            if told {
                out.write_all(b"\n")?;
            }
            told = true;
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
    let mut known = Addresses::of(library);
    let mut columns = Columns::default();
    let mut last = None;
    for Chosen { doc: id, blocks, .. } in chosen(library, &addresses)? {
        let doc = library.doc(id);
        if last.replace(id) != Some(id) {
            // A document at a time: a whole archive's rows are too many to wait for.
            columns.print(out)?;
        }
        for block in blocks {
            let prose = doc.prose(block);
            for mention in doc.mentions_in(doc.blocks[block].range()) {
                if only.as_ref().is_some_and(|only| !only.contains(&mention.place)) {
                    continue;
                }
                let start = doc.prose_offset(block, mention.start as usize);
                let end = doc.prose_offset(block, mention.end as usize);
                let (address, text) =
                    (known.at(Passage { doc: id, block: block as u32 }), &prose[start..end]);
                let place = library.atlas.place(mention.place).id;
                any = true;
                if json {
                    line(out, &MentionLine { address, id: place, start, end, text })?;
                } else {
                    let range = format!("{start}..{end}");
                    columns.row([address.to_string(), range, place.to_owned(), text.to_owned()]);
                }
            }
        }
    }
    columns.print(out)?;
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
    let catalogue = query::catalogue(library);
    let ask = query::filter::Ask::new(text, query::filter::Scope::All, limit.unwrap_or(usize::MAX));
    let found = query::filter::look_up(library, &catalogue, &ask).unwrap_or_default();
    let mut columns = Columns::default();
    for hit in &found.hits {
        let address = catalogue.address(library, hit.index);
        let title = &catalogue.name(library, hit.index);
        if json {
            line(out, &FilterLine { address: &address, title, score: hit.score })?;
        } else {
            let other = hit.other.as_ref().map_or_else(String::new, |other| format!(" ({other})"));
            columns.row([format!("{title}{other}"), address.to_string()]);
        }
    }
    columns.print(out)?;
    if found.hits.is_empty() {
        tell(&format!("nothing is called anything like {text:?}"));
    }
    Ok(!found.hits.is_empty())
}
