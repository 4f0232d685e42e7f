//! What was read of a large library, kept so that it opens faster the next time. Holds nothing that cannot be made
//! again: deleting it costs one slower opening. A file's part is used only where the file has the very bytes that
//! it was made of (128-bit XXH3), was described the same way, and was read by a program that reads in the same way.
use super::World;
use super::find::{Found, Input};
use super::kept::{Kept, Written};
use crate::model::{Document, Origin};
use anyhow::{Context, Result, ensure};
use serde::{Deserialize, Serialize};
use std::collections::{HashMap, HashSet};
use std::fs::{self, File};
use std::hash::{Hash, Hasher};
use std::io::{BufWriter, Read, Seek, SeekFrom, Write};
use std::os::unix::fs::FileExt;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;
use tempfile::NamedTempFile;
use xxhash_rust::xxh3::{Xxh3, xxh3_64, xxh3_128};

/// What a cache begins with.
const MAGIC: &[u8; 16] = b"bluebook cache 1";
/// The bytes at its end: where the index begins, and its checksum.
const FOOT: usize = 16;
/// A library is kept when so many bytes of it had to be read anew: a smaller one opens at once without.
const WORTH: u64 = 1 << 20;
/// One library's cache is at most so large, in bytes.
const LARGEST: u64 = 256 << 20;
/// All together are at most so large; the oldest go first.
const LARGEST_TOGETHER: u64 = 512 << 20;
/// The end of their names.
const END: &str = "cache";
/// The beginning of the name of one that is being written.
const UNFINISHED: &str = ".tmp";
/// What is being written is finished long before.
const STALE: Duration = Duration::from_hours(1);

/// A file as it was read: its bytes, and what was said of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Key {
    content: u128,
    told: u64,
}

impl Key {
    /// The key of a file with these bytes.
    pub fn of(file: &Found, bytes: &[u8]) -> Self {
        let mut told = Xxh3::new();
        (&file.path, &file.slug, &file.options, &file.sidecar).hash(&mut told);
        Self { content: xxh3_128(bytes), told: told.finish() }
    }
}

/// Where a file's documents stand.
#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
struct Slot {
    start: u64,
    bytes: u32,
    check: u64,
}

/// What was kept of a library.
#[derive(Debug)]
pub struct Cache {
    /// Where it is, or will be.
    path: PathBuf,
    /// The program's way of reading, and the reader's regions.
    print: u64,
    file: Option<File>,
    index: HashMap<Key, Slot>,
}

impl Cache {
    /// What was kept in a folder of a library of these inputs, if anything. What is damaged is as if it were not
    /// there.
    pub fn open(folder: &Path, inputs: &[Input], world: &World) -> Self {
        let mut which = Xxh3::new();
        for input in inputs {
            if let Input::Path(path) | Input::Held(path, _) = input {
                std::path::absolute(path).as_ref().unwrap_or(path).hash(&mut which);
            }
        }
        let mut print = Xxh3::new();
        (env!("BLUEBOOK_READING"), &world.own_regions).hash(&mut print);
        let path = folder.join(format!("{:016x}.{END}", which.finish()));
        let print = print.finish();
        let (file, index) = read_index(&path, print).map_or((None, HashMap::new()), |(f, i)| (Some(f), i));
        Self { path, print, file, index }
    }

    /// The documents of a file, where they were kept; else its bytes back.
    pub fn documents(&self, key: Key, file: &Found, bytes: Vec<u8>) -> Result<Vec<Document>, Vec<u8>> {
        let Some(kept) = self.kept(key) else { return Err(bytes) };
        let mut bytes = Some(bytes);
        let mut docs = Vec::with_capacity(kept.len());
        for kept in kept {
            match restored(kept, file, &mut bytes) {
                Ok(doc) => docs.push(doc),
                Err(bytes) => return Err(bytes),
            }
        }
        Ok(docs)
    }

    fn kept(&self, key: Key) -> Option<Vec<Kept>> {
        let slot = self.index.get(&key)?;
        let mut written = vec![0; slot.bytes as usize];
        self.file.as_ref()?.read_exact_at(&mut written, slot.start).ok()?;
        if xxh3_64(&written) != slot.check {
            return None;
        }
        postcard::from_bytes(&written).ok()
    }

    /// A cache in place of this one, to be written while the library is read.
    pub fn anew(&self) -> Growing {
        Growing {
            path: self.path.clone(),
            print: self.print,
            waiting: Vec::new(),
            waits: 0,
            file: None,
            at: 0,
            index: Vec::new(),
            failed: None,
        }
    }
}

/// What is kept of a file: whoever has just read it has it at hand.
pub fn entry(key: Key, docs: &[&Document]) -> Result<Vec<u8>> {
    let is_file = |doc: &Document| {
        !matches!(doc.origin, Origin::Within(..)) && xxh3_128(doc.text.as_bytes()) == key.content
    };
    let written: Vec<Written<'_>> = docs.iter().map(|doc| Written::of(doc, is_file(doc))).collect();
    Ok(postcard::to_stdvec(&written)?)
}

/// A cache that is being written. Nothing is on the disk before it is [`WORTH`] it, and nothing in the old one's place
/// before it is whole.
#[derive(Debug)]
pub struct Growing {
    path: PathBuf,
    print: u64,
    /// What came before it was worth it, and of how many bytes of files it was made.
    waiting: Vec<(Key, Vec<u8>)>,
    waits: u64,
    file: Option<BufWriter<NamedTempFile>>,
    at: u64,
    index: Vec<(Key, Slot)>,
    failed: Option<anyhow::Error>,
}

impl Growing {
    /// Takes what is kept of a file, of which so many bytes were read anew.
    pub fn add(&mut self, key: Key, entry: Vec<u8>, anew: u64) {
        if self.failed.is_some() {
            return;
        }
        self.waits += anew;
        self.waiting.push((key, entry));
        if self.is_worth() {
            self.failed = self.write().err();
        }
    }

    /// Whether so much was read anew that it is kept: a smaller library opens at once without.
    pub fn is_worth(&self) -> bool {
        self.waits >= WORTH
    }

    /// Keeps those of these as well that were not read anew, and puts all in the place of what was kept. Tells how many
    /// files' documents are kept.
    ///
    /// # Errors
    /// When the folder cannot be written to, or it would be larger than is sensible: nothing is kept then.
    pub fn finish(mut self, all: &[(Key, Vec<Arc<Document>>)]) -> Result<usize> {
        if let Some(error) = self.failed.take() {
            return Err(error);
        }
        let written: HashSet<Key> = self.index.iter().map(|(key, _)| *key).collect();
        for (key, docs) in all.iter().filter(|(key, _)| !written.contains(key)) {
            let docs: Vec<&Document> = docs.iter().map(Arc::as_ref).collect();
            self.waiting.push((*key, entry(*key, &docs)?));
            self.write()?;
        }
        let Some(mut new) = self.file.take() else { return Ok(0) };
        let index = postcard::to_stdvec(&self.index)?;
        let told = || self.path.display().to_string();
        let foot = [self.at.to_le_bytes(), xxh3_64(&index).to_le_bytes()];
        new.write_all(&index).and_then(|()| new.write_all(foot.as_flattened())).with_context(told)?;
        let new = new.into_inner().map_err(std::io::IntoInnerError::into_error).with_context(told)?;
        // It need not survive a power cut: what is half written has a wrong checksum.
        new.persist(&self.path).map_err(|error| error.error).with_context(told)?;
        let folder = self.path.parent().context("a file needs a folder")?;
        make_room(folder, &self.path).with_context(|| folder.display().to_string())?;
        Ok(self.index.len())
    }

    /// Writes what waits.
    fn write(&mut self) -> Result<()> {
        let told = || self.path.display().to_string();
        let new = match &mut self.file {
            Some(new) => new,
            none => {
                self.at = (MAGIC.len() + 8) as u64;
                none.insert(begun(&self.path, self.print)?)
            }
        };
        for (key, entry) in self.waiting.drain(..) {
            let slot = Slot { start: self.at, bytes: u32::try_from(entry.len())?, check: xxh3_64(&entry) };
            new.write_all(&entry).with_context(told)?;
            self.at += entry.len() as u64;
            ensure!(self.at <= LARGEST, "it would be larger than {} MiB", LARGEST >> 20);
            self.index.push((key, slot));
        }
        Ok(())
    }
}

/// A new file beside the one that it will take the place of, with what every cache begins with.
fn begun(path: &Path, print: u64) -> Result<BufWriter<NamedTempFile>> {
    let folder = path.parent().context("a file needs a folder")?;
    let in_folder = || folder.display().to_string();
    fs::create_dir_all(folder).with_context(in_folder)?;
    // First: what they take may be what is missing.
    remove_left_behind(folder).with_context(in_folder)?;
    let new = tempfile::Builder::new().prefix(UNFINISHED).tempfile_in(folder).with_context(in_folder)?;
    let mut new = BufWriter::with_capacity(1 << 18, new);
    new.write_all(MAGIC).and_then(|()| new.write_all(&print.to_le_bytes())).with_context(in_folder)?;
    Ok(new)
}

/// Takes away what programs that were ended while they wrote have left behind: what is an hour old is nobody's.
fn remove_left_behind(folder: &Path) -> std::io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let is_ours = name.to_string_lossy().starts_with(UNFINISHED);
        let is_old = |meta: fs::Metadata| meta.modified()?.elapsed().map_err(std::io::Error::other);
        // Another program may take it away at the same time.
        if is_ours && entry.metadata().and_then(is_old).is_ok_and(|age| age > STALE) {
            let _ = fs::remove_file(entry.path());
        }
    }
    Ok(())
}

/// The oldest caches go until the others are small enough together; `spared` is the newest.
fn make_room(folder: &Path, spared: &Path) -> Result<()> {
    let mut kept = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let path = entry.path();
        if path.extension().is_some_and(|end| end == END) {
            let meta = entry.metadata()?;
            kept.push((path != spared, meta.modified()?, meta.len(), path));
        }
    }
    kept.sort();
    let mut together: u64 = kept.iter().map(|(.., bytes, _)| bytes).sum();
    for (other, _, bytes, path) in kept {
        if together > LARGEST_TOGETHER && other {
            fs::remove_file(path)?;
            together -= bytes;
        }
    }
    Ok(())
}

/// The document, or the file's bytes back where they do not fit it.
fn restored(kept: Kept, file: &Found, bytes: &mut Option<Vec<u8>>) -> Result<Document, Vec<u8>> {
    let bytes = if kept.has_text() { Vec::new() } else { bytes.take().unwrap_or_default() };
    let text = String::from_utf8(bytes).map_err(std::string::FromUtf8Error::into_bytes)?;
    Ok(kept.document(text, |inner| match inner {
        Some(inner) => Origin::Within(file.path.clone(), inner),
        None => Origin::File(file.path.clone()),
    }))
}

fn read_index(path: &Path, print: u64) -> Option<(File, HashMap<Key, Slot>)> {
    let mut file = File::open(path).ok()?;
    let mut head = [0; 24];
    file.read_exact(&mut head).ok()?;
    if head[..16] != *MAGIC || head[16..] != print.to_le_bytes() {
        return None;
    }
    let end = file.seek(SeekFrom::End(-(FOOT as i64))).ok()?;
    let mut foot = [[0; 8]; 2];
    file.read_exact(foot.as_flattened_mut()).ok()?;
    let [start, check] = foot.map(u64::from_le_bytes);
    let bytes = end.checked_sub(start).filter(|bytes| *bytes <= LARGEST)?;
    file.seek(SeekFrom::Start(start)).ok()?;
    let mut index = vec![0; usize::try_from(bytes).ok()?];
    file.read_exact(&mut index).ok()?;
    if xxh3_64(&index) != check {
        return None;
    }
    let index: Vec<(Key, Slot)> = postcard::from_bytes(&index).ok()?;
    // A slot never reaches beyond the entries, whatever the index says.
    let fits = |slot: &Slot| slot.start.checked_add(u64::from(slot.bytes)).is_some_and(|end| end <= start);
    index.iter().all(|(_, slot)| fits(slot)).then(|| (file, index.into_iter().collect()))
}
