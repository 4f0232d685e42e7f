//! The command `notes`: what was noted and where it stands now, for people or as JSON Lines; and another notebook taken
//! in. Never changes a note itself.
use super::print::nowhere;
use super::say::{line, no_address, plain, tell};
use crate::model::{Address, Entry, Library, Notebook, Origin, counted, moment};
use crate::query::notebook::{Standing, Status, Told, standings};
use crate::query::{Target, compare, resolve};
use crate::store::NoteFile;
use anyhow::{Context, Result, bail};
use std::collections::HashSet;
use std::io::Write;
use std::path::{Path, PathBuf};

/// Which notes are asked for, and how they are printed.
#[derive(Debug, Clone, Default)]
pub struct Asked<'a> {
    /// Those in a document, a section or about a place; all without one.
    pub address: Option<&'a str>,
    /// Those with this tag.
    pub tag: Option<&'a str>,
    /// Those whose words stand so.
    pub status: Option<Status>,
    /// As JSON Lines.
    pub json: bool,
}

/// The notebook, with what was wrong with its file told.
///
/// # Errors
/// When it cannot be read.
fn open() -> Result<(NoteFile, Notebook)> {
    let (file, book, told) = NoteFile::open()?;
    if let Some(told) = told {
        tell(&told);
    }
    Ok((file, book))
}

/// Takes the notes of other files in; tells how many came.
///
/// # Errors
/// When one of them cannot be read, or the notebook not be written.
pub fn merge(others: &[PathBuf]) -> Result<()> {
    let (file, _) = open()?;
    for other in others {
        let (_, many) = file.merge(other)?;
        let are = if many == 1 { "is" } else { "are" };
        tell(&format!("{}: {} {are} new or newer", other.display(), counted(many, "note")));
    }
    Ok(())
}

/// Where the notebook is, on standard output.
///
/// # Errors
/// When no home is known.
pub fn path(out: &mut impl Write) -> Result<()> {
    let path = NoteFile::place().context("no home folder is known: notes are not kept")?;
    writeln!(out, "{}", plain(&path.display().to_string()))?;
    Ok(())
}

/// Prints the notes asked for; `false` when there are none.
///
/// # Errors
/// When the address is none, or the notebook cannot be read.
pub fn notes(library: &Library, asked: &Asked<'_>, out: &mut impl Write) -> Result<bool> {
    let (_, book) = open()?;
    let folder = std::env::current_dir().unwrap_or_default();
    let mut told = told(library, &book, &folder);
    if let Some(name) = asked.address {
        let address = Address::parse(name).ok_or_else(|| no_address(name))?;
        let Some(target) = resolve(library, &address) else {
            bail!(nowhere(library, &address));
        };
        told.retain(|(_, standing)| is_in(library, target, standing));
    }
    if let Some(tag) = asked.tag {
        let tag = tag.trim_start_matches('#').to_lowercase();
        told.retain(|(entry, _)| entry.tags().contains(&tag));
    }
    if let Some(status) = asked.status {
        told.retain(|(_, standing)| standing.status == status);
    }
    for (number, (entry, standing)) in told.iter().enumerate() {
        let told = Told::of(library, entry, Some(standing));
        if asked.json {
            line(out, &told)?;
            continue;
        }
        if number > 0 {
            writeln!(out)?;
        }
        let status = if standing.status == Status::Ok {
            String::new()
        } else {
            format!("   {}", standing.status.word())
        };
        writeln!(out, "{}   {}{status}", plain(&told.anchor), moment::date(entry.created))?;
        writeln!(out, "  {}", plain(&entry.title))?;
        writeln!(out, "  > {}", plain(&entry.place.words))?;
        for words in entry.note.lines() {
            writeln!(out, "  {}", plain(words))?;
        }
    }
    if told.is_empty() {
        tell(if book.iter().next().is_none() {
            "nothing is noted yet; in the explorer B bookmarks a passage and A writes a note on it"
        } else {
            "no note matches; `bluebook notes` alone lists all"
        });
    }
    Ok(!told.is_empty())
}

/// The notes and where they stand, as the explorer has them too.
pub fn told<'a>(library: &Library, book: &'a Notebook, folder: &Path) -> Vec<(&'a Entry, Standing)> {
    let entries: Vec<&Entry> = book.iter().collect();
    let found = standings(library, &entries, &|origin: &Origin| origin.named_from(folder));
    entries.into_iter().zip(found).collect()
}

/// Whether a note's words stand in a target: a document, a section with what stands below it, or what is said of a place.
fn is_in(library: &Library, target: Target, standing: &Standing) -> bool {
    let Some((id, range)) = &standing.place else { return false };
    let blocks: HashSet<usize> = compare::passages(library, target)
        .into_iter()
        .filter(|passage| passage.doc == *id)
        .map(|passage| passage.block as usize)
        .collect();
    let doc = library.doc(*id);
    let first = doc.block_at(range.start).unwrap_or(0);
    let noted = (first..doc.blocks.len()).take_while(|&block| (doc.blocks[block].start as usize) < range.end);
    noted.into_iter().any(|block| blocks.contains(&block))
}
