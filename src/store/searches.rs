//! The reader's searches on disk: one file, a line for each. Never overwrites what it cannot read.
use super::find::reason_of;
use super::folders;
use super::save::{lock, save};
use crate::model::{Saved, Searches, harmless};
use anyhow::{Context, Result, anyhow, bail, ensure};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

/// The file's name in the folder of state.
const FILE: &str = "searches.jsonl";
/// The version of its format that this program writes.
const VERSION: u32 = 1;

/// The first line.
#[derive(Debug, Serialize, Deserialize)]
struct Head {
    bluebook: String,
    version: u32,
}

/// A line behind it: a search saved, or one asked, or what only a newer program knows.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Line {
    #[serde(skip_serializing_if = "Option::is_none")]
    saved: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    name: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    asked: Option<String>,
    #[serde(flatten)]
    more: Map<String, Value>,
}

/// The file of the reader's searches, as this program knows it.
#[derive(Debug)]
pub struct SearchFile {
    path: PathBuf,
    /// What was in it when it was read or written last.
    base: Searches,
}

impl SearchFile {
    /// Reads the file. What is damaged is set aside and told of.
    ///
    /// # Errors
    /// When nothing can be kept: no home is known, or the file can be neither read nor set aside.
    pub fn open() -> Result<(Self, Searches, Option<String>)> {
        Self::in_folder(&folders::state().context("no home folder is known: searches are not kept")?)
    }

    /// The same in a folder of one's choice.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn in_folder(folder: &Path) -> Result<(Self, Searches, Option<String>)> {
        let path = folder.join(FILE);
        let mut told = None;
        let searches = match read(&path) {
            Ok(read) => searches_of(&read),
            Err(Trouble::Damaged(reason)) => {
                let aside = set_aside(&path).with_context(|| {
                    format!("{}: {reason}; it cannot be set aside, so searches are not kept", path.display())
                })?;
                told =
                    Some(format!("{}: {reason}. It was set aside as {}.", path.display(), aside.display()));
                Searches::default()
            }
            Err(Trouble::Unusable(error)) => return Err(error),
        };
        Ok((Self { path, base: searches.clone() }, searches, told))
    }

    /// Saves the searches, with those that another program has saved meanwhile; gives both.
    ///
    /// # Errors
    /// When the file cannot be written, or is not to be: it stays as it was.
    pub fn save(&mut self, searches: Searches) -> Result<Searches> {
        let folder = self.path.parent().context("a file needs a folder")?;
        let lock = lock(folder, "searches").context("searches are not kept")?;
        let there = match read(&self.path) {
            Ok(there) => there,
            Err(Trouble::Damaged(reason)) => bail!("{}: {reason}; it is left alone", self.path.display()),
            Err(Trouble::Unusable(error)) => return Err(error),
        };
        let joined = searches.joined(&self.base, &searches_of(&there));
        save(&self.path, written(&joined, &there)?.as_bytes())?;
        drop(lock);
        self.base = joined.clone();
        Ok(joined)
    }
}

/// Why a file gives nothing.
enum Trouble {
    /// It is not what this program writes.
    Damaged(String),
    /// It cannot be read, or must not be changed.
    Unusable(anyhow::Error),
}

fn read(path: &Path) -> Result<Vec<Line>, Trouble> {
    let text = match fs::read(path) {
        Ok(bytes) => String::from_utf8(bytes).map_err(|_| Trouble::Damaged("it is no text".into()))?,
        Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(error) => {
            let error = anyhow!("{} cannot be read: {}", path.display(), reason_of(&error));
            return Err(Trouble::Unusable(error));
        }
    };
    let damaged = |error: anyhow::Error| Trouble::Damaged(harmless(&format!("{error:#}")));
    let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
    let Some((_, first)) = lines.next() else { return Ok(Vec::new()) };
    let head = || -> Result<Head> {
        let head: Head =
            serde_json::from_str(first).map_err(|_| anyhow!("line 1: it is no list of searches"))?;
        ensure!(head.bluebook == "searches", "line 1: it is no list of searches");
        Ok(head)
    };
    let head = head().map_err(damaged)?;
    if head.version > VERSION {
        let path = path.display();
        let error = anyhow!("{path} was written by a newer bluebook: searches are not kept");
        return Err(Trouble::Unusable(error));
    }
    lines
        .map(|(number, line)| serde_json::from_str(line).with_context(|| format!("line {}", number + 1)))
        .collect::<Result<_>>()
        .map_err(damaged)
}

fn searches_of(lines: &[Line]) -> Searches {
    let mut searches = Searches::default();
    for line in lines {
        if let Some(query) = &line.saved {
            searches.save(&harmless(query), line.name.as_deref().map(harmless));
        } else if let Some(query) = &line.asked {
            searches.asked(&harmless(query));
        }
    }
    searches
}

/// The file's new text; what only a newer program knows is kept from the old.
fn written(searches: &Searches, old: &[Line]) -> Result<String> {
    let head = Head { bluebook: "searches".into(), version: VERSION };
    let mut text = serde_json::to_string(&head)?;
    let mut put = |line: &Line| -> Result<()> {
        text.push('\n');
        text.push_str(&serde_json::to_string(line)?);
        Ok(())
    };
    for Saved { name, query } in &searches.saved {
        let more = old.iter().find(|line| line.saved.as_ref() == Some(query));
        let more = more.map(|line| line.more.clone()).unwrap_or_default();
        put(&Line { saved: Some(query.clone()), name: name.clone(), asked: None, more })?;
    }
    for query in &searches.history {
        put(&Line { saved: None, name: None, asked: Some(query.clone()), more: Map::new() })?;
    }
    for line in old.iter().filter(|line| line.saved.is_none() && line.asked.is_none()) {
        put(line)?;
    }
    text.push('\n');
    Ok(text)
}

/// Gives a damaged file another name, one that is free.
fn set_aside(path: &Path) -> Result<PathBuf> {
    let mut number = 1;
    loop {
        let name = if number == 1 { format!("{FILE}.damaged") } else { format!("{FILE}.damaged-{number}") };
        let aside = path.with_file_name(name);
        if aside.try_exists().unwrap_or(true) && number < 1000 {
            number += 1;
            continue;
        }
        ensure!(number < 1000, "too many damaged files are there already");
        fs::rename(path, &aside).map_err(|error| anyhow!(reason_of(&error)))?;
        return Ok(aside);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn searches(saved: &[(&str, Option<&str>)], history: &[&str]) -> Searches {
        Searches {
            saved: saved
                .iter()
                .map(|(query, name)| Saved { name: name.map(Into::into), query: (*query).into() })
                .collect(),
            history: history.iter().map(|query| (*query).into()).collect(),
        }
    }

    #[test]
    fn what_is_saved_is_read_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut file, empty, told) = SearchFile::in_folder(folder.path()).expect("a file to be");
        assert_eq!((empty, told), (Searches::default(), None));
        let mine =
            searches(&[("\"peace treaty\" @rus", Some("Treaty")), ("カザフ", None)], &["wheat", "oil"]);
        assert_eq!(file.save(mine.clone()).expect("saved"), mine);
        let (_, again, told) = SearchFile::in_folder(folder.path()).expect("a file");
        assert_eq!((again, told), (mine, None));
    }

    #[test]
    fn two_programs_lose_nothing_of_each_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut one, ..) = SearchFile::in_folder(folder.path()).expect("a file");
        let (mut other, ..) = SearchFile::in_folder(folder.path()).expect("a file");
        one.save(searches(&[("a", None)], &["a"])).expect("saved");
        let both = other.save(searches(&[("b", None)], &["b"])).expect("saved");
        assert_eq!(both, searches(&[("b", None), ("a", None)], &["a", "b"]));
        // Thrown away here, it stays away.
        let left = other.save(searches(&[("b", None)], &["a", "b"])).expect("saved");
        assert_eq!(left.saved, searches(&[("b", None)], &[]).saved);
    }

    #[test]
    fn a_damaged_file_is_set_aside_and_told_of() {
        for damage in ["{\"bluebook\":\"searches\",\"version\":1}\n{\"saved\":", "no list\n", "\u{0}"] {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join(FILE);
            fs::write(&path, damage).expect("written");
            let (mut file, read, told) = SearchFile::in_folder(folder.path()).expect("a file");
            assert_eq!(read, Searches::default());
            assert!(told.expect("a word").contains("set aside as"), "{damage:?}");
            file.save(searches(&[("a", None)], &[])).expect("saved");
            let aside = fs::read_to_string(folder.path().join("searches.jsonl.damaged")).expect("set aside");
            assert_eq!(aside, damage);
        }
    }

    #[test]
    fn a_file_damaged_meanwhile_is_left_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let (mut file, ..) = SearchFile::in_folder(folder.path()).expect("a file");
        fs::write(folder.path().join(FILE), "half a li").expect("written");
        let error = file.save(searches(&[("a", None)], &[])).expect_err("not saved");
        assert!(error.to_string().contains("left alone"), "{error}");
        assert_eq!(fs::read_to_string(folder.path().join(FILE)).expect("read"), "half a li");
    }

    #[test]
    fn what_a_newer_program_wrote_is_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join(FILE);
        let newer = "{\"bluebook\":\"searches\",\"version\":1}\n{\"saved\":\"a\",\"colour\":\"blue\"}\n{\"pinned\":3}\n";
        fs::write(&path, newer).expect("written");
        let (mut file, mut read, _) = SearchFile::in_folder(folder.path()).expect("a file");
        read.asked("b");
        file.save(read).expect("saved");
        let text = fs::read_to_string(&path).expect("read");
        assert!(text.contains("\"colour\":\"blue\"") && text.contains("{\"pinned\":3}"), "{text}");
        fs::write(&path, "{\"bluebook\":\"searches\",\"version\":2}\n").expect("written");
        assert!(SearchFile::in_folder(folder.path()).is_err(), "of a newer format");
        assert!(file.save(Searches::default()).is_err(), "and never overwritten");
    }
}
