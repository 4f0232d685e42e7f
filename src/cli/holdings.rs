//! The commands about files: what the library holds, and how well files were read.
use super::args::{Arguments, Command};
use super::say::{self, Columns, line, plain, tell};
use super::{code, library};
use crate::model::{Library, counted, harmless};
use crate::store::{self, Examined, Front, Holding, Holdings, Input, Status, World};
use anyhow::{Result, ensure};
use serde::Serialize;
use std::collections::HashSet;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// Answers a command about files; `None` where the command is about texts.
pub fn answer(command: &Command, arguments: &Arguments) -> Result<Option<u8>> {
    let code = match command {
        Command::Add { built_in, .. } => add(&arguments.inputs(), *built_in, &arguments.front())?,
        Command::Remove { paths, built_in } => remove(paths, *built_in)?,
        Command::Library { json } => list(*json)?,
        Command::Doctor { json, .. } => doctor(arguments.inputs(), &arguments.front(), *json)?,
        _ => return Ok(None),
    };
    Ok(Some(code))
}

fn add(inputs: &[Input], built_in: bool, front: &Front) -> Result<u8> {
    ensure!(!inputs.contains(&Input::Stdin), "standard input cannot be held: save it as a file first");
    let world = World::new()?;
    let (added, digests, holds) = Holdings::change(|holdings| {
        let digests = built_in && holdings.set_built_in(true);
        Ok((holdings.add(&world, inputs, front), digests, holdings.iter().len()))
    })?;
    for trouble in &added.troubles {
        say::trouble(trouble);
    }
    let mut told = vec![format!("{} added", counted(added.new, "file"))];
    if added.renewed > 0 {
        told.push(format!("{} renewed", added.renewed));
    }
    if added.unchanged > 0 {
        told.push(format!("{} there already", added.unchanged));
    }
    if digests {
        told.push("the digests are back".into());
    }
    tell(&format!("{}; the library holds {}", told.join(", "), counted(holds, "file")));
    let any = added.new + added.renewed + added.unchanged > 0 || built_in;
    Ok(if !added.troubles.is_empty() && !any { code::BAD } else { code::ANSWERS })
}

fn remove(paths: &[String], built_in: bool) -> Result<u8> {
    let held = Holdings::read()?;
    // Addresses are looked up only where a path fits nothing: that needs the whole library read.
    let mut texts: Option<Library> = None;
    let (removed, digests, holds, unknown) = Holdings::change(|holdings| {
        let mut removed = 0;
        let mut unknown = Vec::new();
        for path in paths {
            let mut gone = holdings.remove(Path::new(path));
            if gone == 0 {
                if texts.is_none() && held.iter().len() > 0 {
                    texts = Some(library(&Arguments::default())?.0.library);
                }
                let file = match texts.as_ref().and_then(|texts| file_of(texts, path)) {
                    Some((file, 1)) => Some(file),
                    Some((file, many)) => {
                        tell(&format!(
                            "{path:?} is one of {} in {}: name that to take out all of them",
                            counted(many, "document"),
                            file.display()
                        ));
                        unknown.push(None);
                        continue;
                    }
                    // What is gone has no document, but its name would make the same address.
                    None => held.named(path),
                };
                gone = file.map_or(0, |file| holdings.remove_all(&HashSet::from([file])));
            }
            if gone == 0 {
                unknown.push(Some(path.clone()));
            }
            removed += gone;
        }
        Ok((removed, built_in && holdings.set_built_in(false), holdings.iter().len(), unknown))
    })?;
    for path in unknown.iter().flatten() {
        tell(&format!("the library does not hold {path:?}; `bluebook library` lists what it holds"));
    }
    let digests = if digests { ", the digests are out" } else { "" };
    tell(&format!(
        "{} taken out{digests}; the library holds {}",
        counted(removed, "file"),
        counted(holds, "file")
    ));
    Ok(if removed > 0 || built_in { code::ANSWERS } else { code::NONE })
}

/// The file that a document of this address came from, and how many documents it holds.
fn file_of(library: &Library, address: &str) -> Option<(PathBuf, usize)> {
    let file = library.doc(library.find(address)?).origin.file()?;
    let many = library.iter().filter(|(_, doc)| doc.origin.file() == Some(file)).count();
    Some((file.to_path_buf(), many))
}

#[derive(Serialize)]
struct HoldingLine<'a> {
    path: String,
    title: &'a str,
    series: Option<&'a str>,
    year: Option<i32>,
    bytes: u64,
    hash: &'a str,
    status: &'static str,
}

fn list(json: bool) -> Result<u8> {
    let holdings = Holdings::read()?;
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut columns = Columns::default();
    let mut strange = 0;
    for holding in holdings.iter() {
        let status = holding.status();
        strange += usize::from(status != Status::Unchanged);
        if json {
            line(&mut out, &holding_line(holding, status))?;
        } else {
            let year = holding.year.map_or_else(|| "undated".into(), |year| year.to_string());
            let status = if status == Status::Unchanged { "" } else { status.word() };
            columns.row([
                year,
                status.to_owned(),
                harmless(&holding.title),
                harmless(&holding.path.display().to_string()),
            ]);
        }
    }
    columns.print(&mut out)?;
    out.flush()?;
    if !json {
        let digests = if holdings.built_in() { ", and the digests that come with bluebook" } else { "" };
        tell(&format!("the library holds {}{digests}", counted(holdings.iter().len(), "file")));
        if holdings.iter().len() == 0 {
            tell("`bluebook add PATH` adds files and folders");
        }
        if strange > 0 {
            tell(&format!(
                "{} changed or missing: `bluebook add` takes note of a change, `bluebook remove` forgets a file",
                counted(strange, "file")
            ));
        }
    }
    Ok(if holdings.iter().len() > 0 { code::ANSWERS } else { code::NONE })
}

fn holding_line(holding: &Holding, status: Status) -> HoldingLine<'_> {
    HoldingLine {
        path: holding.path.display().to_string(),
        title: &holding.title,
        series: holding.series.as_deref(),
        year: holding.year,
        bytes: holding.bytes,
        hash: &holding.hash,
        status: status.word(),
    }
}

#[derive(Serialize)]
struct ExaminedLine<'a> {
    path: &'a str,
    format: &'static str,
    characters: usize,
    imported: usize,
    coverage: f64,
    headings: usize,
    paragraphs: usize,
    footnotes: usize,
    warnings: &'a [String],
}

fn doctor(mut inputs: Vec<Input>, front: &Front, json: bool) -> Result<u8> {
    if inputs.is_empty() {
        inputs = Holdings::read()?.inputs();
    }
    let mut out = io::BufWriter::new(io::stdout().lock());
    let mut told: Result<()> = Ok(());
    let mut any = false;
    let troubles = store::examine(&inputs, front, &mut |examined| {
        any = true;
        if told.is_ok() {
            told = if json { examined_line(&mut out, &examined) } else { report(&mut out, &examined) };
        }
    })?;
    told?;
    out.flush()?;
    for trouble in &troubles {
        say::trouble(trouble);
    }
    Ok(if any {
        code::ANSWERS
    } else if troubles.is_empty() {
        code::NONE
    } else {
        code::BAD
    })
}

fn examined_line(out: &mut impl Write, examined: &Examined) -> Result<()> {
    // Three digits say enough, and say the same on every machine.
    let coverage = (examined.coverage() * 1000.0).floor() / 1000.0;
    line(
        out,
        &ExaminedLine {
            path: &examined.path,
            format: examined.format.word(),
            characters: examined.characters,
            imported: examined.imported,
            coverage,
            headings: examined.headings,
            paragraphs: examined.paragraphs,
            footnotes: examined.footnotes,
            warnings: &examined.warnings,
        },
    )
}

fn report(out: &mut impl Write, examined: &Examined) -> Result<()> {
    let percent = (examined.coverage() * 1000.0).floor() / 10.0;
    writeln!(
        out,
        "{}\n  {}, {percent}% of {}: {}, {}, {}",
        harmless(&examined.path),
        examined.format.word(),
        counted(examined.characters, "character"),
        counted(examined.headings, "heading"),
        counted(examined.paragraphs, "paragraph"),
        counted(examined.footnotes, "footnote"),
    )?;
    for warning in &examined.warnings {
        writeln!(out, "  note: {}", plain(warning))?;
    }
    Ok(())
}
