//! The reader's searches on disk: one file, a line for each. Never overwrites what it cannot read.
use super::folders;
use super::lines::Lines;
use crate::model::{Saved, Searches, harmless};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::path::Path;

/// A line: a search saved, or one asked, or what only a newer program knows.
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
    lines: Lines,
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
        let lines = Lines::new(folder, "searches");
        let (read, told) = lines.open()?;
        let searches = searches_of(&read);
        Ok((Self { lines, base: searches.clone() }, searches, told))
    }

    /// Saves the searches, with those that another program has saved meanwhile; gives both.
    ///
    /// # Errors
    /// When the file cannot be written, or is not to be: it stays as it was.
    pub fn save(&mut self, searches: Searches) -> Result<Searches> {
        let base = &self.base;
        let joined = self.lines.change(|there: Vec<Line>| {
            let joined = searches.joined(base, &searches_of(&there));
            (written(&joined, &there), joined)
        })?;
        self.base = joined.clone();
        Ok(joined)
    }
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

/// The new lines; what only a newer program knows is kept from the old.
fn written(searches: &Searches, old: &[Line]) -> Vec<Line> {
    let saved = searches.saved.iter().map(|Saved { name, query }| {
        let more = old.iter().find(|line| line.saved.as_ref() == Some(query));
        let more = more.map(|line| line.more.clone()).unwrap_or_default();
        Line { saved: Some(query.clone()), name: name.clone(), asked: None, more }
    });
    let asked = searches.history.iter().map(|query| Line {
        saved: None,
        name: None,
        asked: Some(query.clone()),
        more: Map::new(),
    });
    let unknown = old.iter().filter(|line| line.saved.is_none() && line.asked.is_none());
    saved.chain(asked).chain(unknown.cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    const FILE: &str = "searches.jsonl";

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
