//! A file of lines that programs share: the first says what it is, the others are JSON each. Never overwrites what it
//! cannot read.
use super::find::{is_absence, reason_of};
use super::save::{lock, save};
use crate::model::harmless;
use anyhow::{Context, Result, anyhow, bail};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::fs;
use std::path::{Path, PathBuf};

/// The version of the format that this program writes.
const VERSION: u32 = 1;

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    bluebook: String,
    version: u32,
}

/// A file of lines.
#[derive(Debug)]
pub(super) struct Lines {
    path: PathBuf,
    /// What it holds, as its first line says and as a reader is told.
    noun: &'static str,
}

/// Why a file gives nothing.
enum Trouble {
    /// It is not what this program writes.
    Damaged(String),
    /// It cannot be read, or must not be changed.
    Unusable(anyhow::Error),
}

impl Lines {
    /// The file of this noun in a folder.
    pub(super) fn new(folder: &Path, noun: &'static str) -> Self {
        Self { path: folder.join(format!("{noun}.jsonl")), noun }
    }

    /// A file of such lines, wherever it is.
    pub(super) fn at(path: &Path, noun: &'static str) -> Self {
        Self { path: path.to_owned(), noun }
    }

    /// Where it is.
    pub(super) fn path(&self) -> &Path {
        &self.path
    }

    /// Reads the lines of a file that is not ours: it must be there, and stays as it is.
    ///
    /// # Errors
    /// When there is none, or it is damaged or of a newer program.
    pub(super) fn read_only<T: DeserializeOwned>(&self) -> Result<Vec<T>> {
        if !self.path.exists() {
            bail!("{}: there is no such file", self.path.display());
        }
        self.read().map_err(|trouble| match trouble {
            Trouble::Damaged(reason) => anyhow!("{}: {reason}", self.path.display()),
            Trouble::Unusable(error) => error,
        })
    }

    /// Reads the lines. A damaged file is set aside and told of; the lines of it that can be read go on in a new one.
    ///
    /// # Errors
    /// When the file can be neither read nor set aside, or was written by a newer program.
    pub(super) fn open<T: Serialize + DeserializeOwned>(&self) -> Result<(Vec<T>, Option<String>)> {
        match self.read() {
            Ok(lines) => Ok((lines, None)),
            Err(Trouble::Unusable(error)) => Err(error),
            Err(Trouble::Damaged(reason)) => {
                let (path, noun) = (self.path.display(), self.noun);
                let lines: Vec<T> = self.readable();
                let aside = self.set_aside().with_context(|| {
                    format!("{path}: {reason}; it cannot be set aside, so {noun} are not kept")
                })?;
                let set_aside = format!("{path}: {reason}. It was set aside as {}", aside.display());
                let told = match lines.len() {
                    0 => format!("{set_aside}."),
                    many => format!("{set_aside}; {many} of its lines could be read and are kept."),
                };
                if !lines.is_empty() {
                    self.write(&lines)?;
                }
                Ok((lines, Some(told)))
            }
        }
    }

    /// The lines of a damaged file that can be read.
    fn readable<T: DeserializeOwned>(&self) -> Vec<T> {
        let bytes = fs::read(&self.path).unwrap_or_default();
        let text = String::from_utf8_lossy(&bytes);
        let mut lines = text.lines();
        let head =
            |line: &str| serde_json::from_str::<Head>(line).is_ok_and(|head| head.bluebook == self.noun);
        // Without its first line it may be anything.
        if !lines.next().is_some_and(head) {
            return Vec::new();
        }
        lines.filter_map(|line| serde_json::from_str(line).ok()).collect()
    }

    fn write<T: Serialize>(&self, lines: &[T]) -> Result<()> {
        let mut text = serde_json::to_string(&Head { bluebook: self.noun.into(), version: VERSION })? + "\n";
        for line in lines {
            text.push_str(&serde_json::to_string(line)?);
            text.push('\n');
        }
        save(&self.path, text.as_bytes())
    }

    /// Replaces the lines by what `change` makes of those that are there now, while no other program can.
    ///
    /// # Errors
    /// When the file cannot be written, or is not to be: it stays as it was.
    pub(super) fn change<T, U>(&self, change: impl FnOnce(Vec<T>) -> (Vec<T>, U)) -> Result<U>
    where
        T: Serialize + DeserializeOwned,
    {
        let folder = self.path.parent().context("a file needs a folder")?;
        let lock = lock(folder, self.noun).with_context(|| format!("{} are not kept", self.noun))?;
        let there = match self.read() {
            Ok(there) => there,
            Err(Trouble::Damaged(reason)) => bail!("{}: {reason}; it is left alone", self.path.display()),
            Err(Trouble::Unusable(error)) => return Err(error),
        };
        let (lines, answer) = change(there);
        self.write(&lines)?;
        drop(lock);
        Ok(answer)
    }

    fn read<T: DeserializeOwned>(&self) -> Result<Vec<T>, Trouble> {
        let (path, noun) = (self.path.display(), self.noun);
        let text = match fs::read(&self.path) {
            Ok(bytes) => String::from_utf8(bytes).map_err(|_| Trouble::Damaged("it is no text".into()))?,
            Err(error) if is_absence(&error) => return Ok(Vec::new()),
            Err(error) => {
                let error = anyhow!("{path} cannot be read: {}", reason_of(&error));
                return Err(Trouble::Unusable(error));
            }
        };
        let damaged = |error: anyhow::Error| Trouble::Damaged(harmless(&format!("{error:#}")));
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let Some((_, first)) = lines.next() else { return Ok(Vec::new()) };
        let head: Option<Head> = serde_json::from_str(first).ok();
        let Some(head) = head.filter(|head| head.bluebook == noun) else {
            return Err(Trouble::Damaged(format!("line 1: it is no list of {noun}")));
        };
        if head.version > VERSION {
            let error = anyhow!("{path} was written by a newer bluebook: {noun} are not kept");
            return Err(Trouble::Unusable(error));
        }
        lines
            .map(|(number, line)| serde_json::from_str(line).with_context(|| format!("line {}", number + 1)))
            .collect::<Result<_>>()
            .map_err(damaged)
    }

    /// Gives a damaged file another name, one that is free.
    fn set_aside(&self) -> Result<PathBuf> {
        let name = self.path.file_name().context("a file has a name")?.to_string_lossy();
        for number in 1..1000 {
            let more = if number == 1 { String::new() } else { format!("-{number}") };
            let aside = self.path.with_file_name(format!("{name}.damaged{more}"));
            if !aside.try_exists().unwrap_or(true) {
                fs::rename(&self.path, &aside).map_err(|error| anyhow!(reason_of(&error)))?;
                return Ok(aside);
            }
        }
        bail!("too many damaged files are there already")
    }
}
