//! The notebook on disk: one file, a line for each note. Never overwrites what it cannot read, never loses what another
//! program has noted.
use super::folders;
use super::lines::Lines;
use crate::model::moment::{fine_moment, milliseconds, moment};
use crate::model::{Entry, Notebook, Quotation, harmless, is_harmful};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::collections::HashMap;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// A line: a note, or what only a newer program knows.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Line {
    #[serde(skip_serializing_if = "String::is_empty")]
    id: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    anchor: String,
    #[serde(skip_serializing_if = "is_false")]
    highlight: bool,
    #[serde(skip_serializing_if = "String::is_empty")]
    note: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    quote: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    before: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    after: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    heading: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    page: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    origin: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    created: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    changed: String,
    #[serde(skip_serializing_if = "is_false")]
    gone: bool,
    #[serde(flatten)]
    more: Map<String, Value>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks with a reference.
fn is_false(flag: &bool) -> bool {
    !flag
}

/// The file of the notebook, as this program knows it.
#[derive(Debug)]
pub struct NoteFile(Lines);

impl NoteFile {
    /// Reads the file among the reader's data. What is damaged is set aside and told of.
    ///
    /// # Errors
    /// When nothing can be kept: no home is known, or the file can be neither read nor set aside, or a newer program
    /// wrote it.
    pub fn open() -> Result<(Self, Notebook, Option<String>)> {
        Self::in_folder(&folders::data().context("no home folder is known: notes are not kept")?)
    }

    /// The same in a folder of one's choice.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn in_folder(folder: &Path) -> Result<(Self, Notebook, Option<String>)> {
        let file = Lines::new(folder, "notes");
        let (lines, told) = file.open()?;
        Ok((Self(file), notebook_of(&lines), told))
    }

    /// Where it is.
    pub fn path(&self) -> PathBuf {
        self.0.path().to_owned()
    }

    /// Where the reader's own is, or would be; nothing is read. `None` where no home is known.
    pub fn place() -> Option<PathBuf> {
        Some(Lines::new(&folders::data()?, "notes").path().to_owned())
    }

    /// Keeps these entries as of now, with all that is there already; gives the notebook as it is then.
    ///
    /// # Errors
    /// When the file cannot be written, or is not to be: it stays as it was.
    pub fn keep(&self, mut entries: Vec<Entry>) -> Result<Notebook> {
        let now =
            SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |since| since.as_millis().max(1) as u64);
        self.0.change(|there: Vec<Line>| {
            let mut joined = notebook_of(&there);
            let known = joined.by_id();
            for entry in &mut entries {
                let before = known.get(entry.id.as_str()).map(|old| (old.created, old.changed));
                let (created, changed) = before.unwrap_or((now / 1000, 0));
                if entry.created == 0 {
                    entry.created = created;
                }
                // Later than what it replaces, whatever the clock says.
                entry.changed = now.max(changed + 1);
            }
            joined.join(entries);
            (lines_of(&joined, &there), joined)
        })
    }

    /// Takes in the notes of another file, of each the version that was changed last; gives the notebook as it is then,
    /// and how many notes came or changed.
    ///
    /// # Errors
    /// When the other file cannot be read, or this one not written: neither is changed.
    pub fn merge(&self, other: &Path) -> Result<(Notebook, usize)> {
        let others: Vec<Line> = Lines::at(other, "notes").read_only()?;
        self.0.change(|there: Vec<Line>| {
            let before = notebook_of(&there);
            let mut joined = before.clone();
            joined.join(notebook_of(&others).entries);
            let known = before.by_id();
            let is_new = |entry: &&Entry| known.get(entry.id.as_str()) != Some(entry);
            let many = joined.entries.iter().filter(is_new).count();
            let all: Vec<Line> = there.iter().chain(&others).cloned().collect();
            (lines_of(&joined, &all), (joined, many))
        })
    }
}

/// What may be several lines long, without what could do harm.
fn several(text: &str) -> String {
    text.chars().filter(|&c| matches!(c, '\n' | '\t') || !(c.is_control() || is_harmful(c))).collect()
}

fn notebook_of(lines: &[Line]) -> Notebook {
    let mut notebook = Notebook::default();
    let entries = lines.iter().filter(|line| !line.id.is_empty()).map(|line| Entry {
        id: harmless(&line.id),
        place: Quotation {
            page: harmless(&line.page),
            origin: harmless(&line.origin),
            at: harmless(&line.anchor),
            words: harmless(&line.quote),
            before: harmless(&line.before),
            after: harmless(&line.after),
            heading: harmless(&line.heading),
        },
        title: harmless(&line.title),
        highlight: line.highlight,
        note: several(&line.note),
        created: milliseconds(&line.created).unwrap_or(0) / 1000,
        changed: milliseconds(&line.changed).unwrap_or(0),
        gone: line.gone,
    });
    // A file that two branches of a history were joined in may have a note twice.
    notebook.join(entries);
    notebook
}

/// The new lines; what only a newer program knows is kept from the old, and so is a moment that is none to this one.
fn lines_of(notebook: &Notebook, old: &[Line]) -> Vec<Line> {
    let by_id: HashMap<&str, &Line> = old.iter().map(|line| (line.id.as_str(), line)).collect();
    let lines = notebook.entries.iter().map(|entry| {
        let old = by_id.get(entry.id.as_str()).copied();
        let written =
            |old: fn(&Line) -> &String, line: Option<&Line>| line.map(old).cloned().unwrap_or_default();
        let place = entry.place.clone();
        let line = Line {
            id: entry.id.clone(),
            created: match entry.created {
                0 => written(|line| &line.created, old),
                created => moment(created),
            },
            changed: match entry.changed {
                0 => written(|line| &line.changed, old),
                changed => fine_moment(changed),
            },
            gone: entry.gone,
            more: old.map(|line| line.more.clone()).unwrap_or_default(),
            ..Line::default()
        };
        if entry.gone {
            // Its name alone: who throws a note away does not want its words kept.
            return line;
        }
        Line {
            anchor: place.at,
            highlight: entry.highlight,
            note: entry.note.clone(),
            quote: place.words,
            before: place.before,
            after: place.after,
            heading: place.heading,
            title: entry.title.clone(),
            page: place.page,
            origin: place.origin,
            ..line
        }
    });
    let unknown = old.iter().filter(|line| line.id.is_empty());
    lines.chain(unknown.cloned()).collect()
}
