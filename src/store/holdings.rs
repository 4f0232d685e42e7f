//! The reader's library: which files it holds, with what was known of each when it was added. The files stay
//! where they are; this is only the list.
use super::find::{Found, find, is_absence, reason_of};
use super::guard::{self, guarded};
use super::read::{bytes_of, contents};
use super::save::{lock, save};
use super::{Input, Trouble, World, folders};
use crate::import::{Front, slug_of_file};
use anyhow::{Context, Result, anyhow, bail, ensure};
use rayon::prelude::*;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, HashSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{SystemTime, UNIX_EPOCH};

/// The list's name in the data folder.
const FILE: &str = "library.jsonl";
/// The version of its format that this program writes.
const VERSION: u32 = 1;

/// The list's first line.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Head {
    bluebook: String,
    version: u32,
    /// Whether the digests inside the program belong to the library.
    built_in: bool,
    #[serde(flatten)]
    more: Map<String, Value>,
}

/// A file that the library holds.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Holding {
    /// Where it is.
    pub path: PathBuf,
    /// What its first document was called when it was added.
    pub title: String,
    /// That document's series.
    pub series: Option<String>,
    /// That document's edition.
    pub year: Option<i32>,
    /// The file's size in bytes.
    pub bytes: u64,
    /// Its SHA-256, in hexadecimal digits.
    pub hash: String,
    /// When it was last changed, in seconds since 1970: a file of the same time and size is not hashed again.
    modified: u64,
    /// What was said of it on the command line.
    #[serde(default)]
    front: Front,
    /// What a newer program wrote: kept.
    #[serde(flatten)]
    more: Map<String, Value>,
}

/// How a file is, compared with what it was when it was added.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Status {
    /// The same.
    Unchanged,
    /// Another content.
    Changed,
    /// Gone, or not to be read.
    Missing,
}

impl Status {
    /// The word a reader sees.
    pub fn word(self) -> &'static str {
        match self {
            Self::Unchanged => "ok",
            Self::Changed => "changed",
            Self::Missing => "missing",
        }
    }
}

/// The list of what the library holds.
#[derive(Debug)]
pub struct Holdings {
    path: PathBuf,
    head: Head,
    held: BTreeMap<PathBuf, Holding>,
}

/// What came of adding.
#[derive(Debug, Default)]
pub struct Added {
    /// New files.
    pub new: usize,
    /// Files that were there with another content or another description.
    pub renewed: usize,
    /// Files that were there just so.
    pub unchanged: usize,
    /// What could not be added.
    pub troubles: Vec<Trouble>,
}

impl Holdings {
    /// Reads the list from the reader's data folder; an empty one where there is none yet.
    ///
    /// # Errors
    /// When the list cannot be read, is damaged, or was written by a newer program: it is left as it is.
    pub fn read() -> Result<Self> {
        let path = folders::data().context("no home folder is known")?.join(FILE);
        let head = Head { bluebook: "library".into(), version: VERSION, built_in: true, more: Map::new() };
        let text = match fs::read_to_string(&path) {
            Ok(text) => text,
            Err(error) if is_absence(&error) => {
                return Ok(Self { path, head, held: BTreeMap::new() });
            }
            Err(error) => bail!("{} cannot be read: {}", path.display(), reason_of(&error)),
        };
        Self::parse(path.clone(), &text)
            .with_context(|| format!("{} cannot be used; mend it or move it away", path.display()))
    }

    fn parse(path: PathBuf, text: &str) -> Result<Self> {
        let mut lines = text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty());
        let (_, first) = lines.next().context("it is empty")?;
        let head: Head = serde_json::from_str(first).context("line 1")?;
        ensure!(head.bluebook == "library", "line 1: it is no list of a library");
        ensure!(head.version <= VERSION, "it was written by a newer bluebook (format {})", head.version);
        let mut held = BTreeMap::new();
        for (number, line) in lines {
            let holding: Holding =
                serde_json::from_str(line).with_context(|| format!("line {}", number + 1))?;
            held.insert(holding.path.clone(), holding);
        }
        Ok(Self { path, head, held })
    }

    /// Reads the list, changes it, and saves it, while no other program does the same.
    ///
    /// # Errors
    /// When the list cannot be read or saved, or `change` fails: nothing is saved then.
    pub fn change<T>(change: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let folder = folders::data().context("no home folder is known")?;
        let lock = lock(&folder, "library")?;
        let mut holdings = Self::read()?;
        let answer = change(&mut holdings)?;
        holdings.save()?;
        drop(lock);
        Ok(answer)
    }

    fn save(&self) -> Result<()> {
        let mut text = serde_json::to_string(&self.head)?;
        text.push('\n');
        for holding in self.held.values() {
            let line = serde_json::to_string(holding)
                .with_context(|| format!("{}: a path must be UTF-8", holding.path.display()))?;
            writeln!(text, "{line}")?;
        }
        save(&self.path, text.as_bytes())
    }

    /// What is held, by path.
    pub fn iter(&self) -> impl ExactSizeIterator<Item = &Holding> {
        self.held.values()
    }

    /// Whether the digests inside the program belong to the library.
    pub fn built_in(&self) -> bool {
        self.head.built_in
    }

    /// Takes the digests in or out; whether that changes anything.
    pub fn set_built_in(&mut self, built_in: bool) -> bool {
        std::mem::replace(&mut self.head.built_in, built_in) != built_in
    }

    /// Where the library's documents come from.
    pub fn inputs(&self) -> Vec<Input> {
        let digests = self.head.built_in.then_some(Input::BuiltIn);
        let held = self.held.values().map(|h| Input::Held(h.path.clone(), Box::new(h.front.clone())));
        digests.into_iter().chain(held).collect()
    }

    /// Adds the files of some inputs, with what is said of them. A file that is held already is looked at anew.
    pub fn add(&mut self, world: &World, inputs: &[Input], front: &Front) -> Added {
        guard::ready();
        let mut added = Added::default();
        let files = find(world, inputs, front, &mut added.troubles);
        let looked: Vec<Result<Holding, Trouble>> = files
            .par_iter()
            .map(|file| {
                look_at(world, file, front).map_err(|error| Trouble {
                    path: file.path.display().to_string(),
                    reason: format!("{error:#}"),
                })
            })
            .collect();
        for looked in looked {
            match looked {
                Ok(mut holding) => match self.held.get(&holding.path) {
                    None => {
                        added.new += 1;
                        self.held.insert(holding.path.clone(), holding);
                    }
                    Some(old) => {
                        if *front == Front::default() {
                            // Nothing new is said: what was said stays.
                            let said = old.front.clone();
                            holding.title = said.title.clone().unwrap_or(holding.title);
                            holding.series = said.series.clone().or(holding.series);
                            holding.year = said.year.or(holding.year);
                            holding.front = said;
                        }
                        holding.more.clone_from(&old.more);
                        let same = old.hash == holding.hash && old.front == holding.front;
                        *(if same { &mut added.unchanged } else { &mut added.renewed }) += 1;
                        self.held.insert(holding.path.clone(), holding);
                    }
                },
                Err(trouble) => added.troubles.push(trouble),
            }
        }
        added
    }

    /// Takes out a file, or all files of a folder; how many. An empty path names none of them.
    pub fn remove(&mut self, path: &Path) -> usize {
        // Every path begins with nothing.
        if path.as_os_str().is_empty() {
            return 0;
        }
        let whole = named_path(path);
        let before = self.held.len();
        self.held.retain(|held, _| !held.starts_with(&whole) && !held.starts_with(path));
        before - self.held.len()
    }

    /// The one file whose name makes this address.
    pub fn named(&self, address: &str) -> Option<PathBuf> {
        let fits = |path: &&PathBuf| {
            path.file_name().is_some_and(|name| slug_of_file(&name.to_string_lossy()) == address)
        };
        let mut found = self.held.keys().filter(fits);
        found.next().filter(|_| found.next().is_none()).cloned()
    }

    /// Takes out the files of these paths, which documents came from.
    pub fn remove_all(&mut self, paths: &HashSet<PathBuf>) -> usize {
        let before = self.held.len();
        self.held.retain(|held, _| !paths.contains(held));
        before - self.held.len()
    }
}

impl Holding {
    /// How the file is now.
    pub fn status(&self) -> Status {
        let Ok(meta) = fs::metadata(&self.path) else { return Status::Missing };
        if meta.len() == self.bytes && seconds(&meta) == self.modified {
            return Status::Unchanged;
        }
        match bytes_of(&self.path) {
            Ok(bytes) if hash(&bytes) == self.hash => Status::Unchanged,
            Ok(_) => Status::Changed,
            Err(_) => Status::Missing,
        }
    }
}

fn look_at(world: &World, file: &Found, front: &Front) -> Result<Holding> {
    let path = whole_path(&file.path)?;
    ensure!(path.to_str().is_some(), "its path is not UTF-8");
    let meta = fs::metadata(&path).map_err(|error| anyhow!(reason_of(&error)))?;
    ensure!(meta.is_file(), "only files and folders can be held");
    ensure!(
        path.file_name() != Some("bluebook.toml".as_ref()),
        "it tells of the files beside it: add those, or the folder"
    );
    let bytes = bytes_of(&path)?;
    let hash = hash(&bytes);
    let contents = guarded(|| contents(world, file, bytes))?;
    let first = contents.docs.first().with_context(|| {
        contents.troubles.first().map_or("there is nothing in it".to_owned(), |t| t.reason.clone())
    })?;
    Ok(Holding {
        title: first.title().to_owned(),
        series: first.series().map(str::to_owned),
        year: first.year(),
        bytes: meta.len(),
        hash,
        modified: seconds(&meta),
        front: front.clone(),
        more: Map::new(),
        path,
    })
}

/// The whole path of what may be gone from the disk: the folder it was in may still be there.
fn named_path(path: &Path) -> PathBuf {
    let whole = std::path::absolute(path).unwrap_or_else(|_| path.to_path_buf());
    whole_path(path).unwrap_or_else(|_| match (whole.parent().map(whole_path), whole.file_name()) {
        (Some(Ok(folder)), Some(name)) => folder.join(name),
        _ => whole,
    })
}

fn whole_path(path: &Path) -> Result<PathBuf> {
    fs::canonicalize(path).map_err(|error| anyhow!(reason_of(&error)))
}

fn seconds(meta: &fs::Metadata) -> u64 {
    let since = |time: SystemTime| time.duration_since(UNIX_EPOCH).ok();
    meta.modified().ok().and_then(since).map_or(0, |since| since.as_secs())
}

fn hash(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().fold(String::with_capacity(64), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
