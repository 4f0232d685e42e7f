//! A book's files, out of a zip archive. Never unpacks more than a book can hold.
use crate::import::{Report, html};
use anyhow::{Context, Result, anyhow, bail};
use std::collections::HashMap;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The most files.
const FILES: usize = 10_000;
/// The longest file, unpacked, in bytes.
const FILE: u64 = 64 << 20;
/// The most bytes unpacked of all files together.
const ALL: u64 = 512 << 20;
/// A file longer than this that shrank more than [`SHRUNK`] times is no text.
const SMALL: u64 = 1 << 20;
const SHRUNK: u64 = 200;

/// An open archive.
pub struct Archive<'a> {
    zip: ZipArchive<Cursor<&'a [u8]>>,
    /// The files' names.
    names: Vec<String>,
    /// Their numbers by their names, and by those in small letters.
    numbers: HashMap<String, usize>,
    folded: HashMap<String, usize>,
    unpacked: u64,
}

impl<'a> Archive<'a> {
    /// Opens it.
    pub fn open(bytes: &'a [u8]) -> Result<Self> {
        let zip = ZipArchive::new(Cursor::new(bytes)).map_err(|error| {
            anyhow!("no zip archive, or a damaged one ({error}): not an EPUB; fetch it again")
        })?;
        if zip.len() > FILES {
            bail!("more than {FILES} files in it: no book");
        }
        let mut names = Vec::new();
        let (mut numbers, mut folded) = (HashMap::new(), HashMap::new());
        for (number, name) in zip.file_names().enumerate() {
            // Only a file whose name can be told can be asked for.
            let name = name.map(|name| name.replace('\\', "/")).unwrap_or_default();
            folded.entry(name.to_lowercase()).or_insert(number);
            numbers.entry(name.clone()).or_insert(number);
            names.push(name);
        }
        Ok(Self { zip, names, numbers, folded, unpacked: 0 })
    }

    /// The names of all files.
    pub fn names(&self) -> &[String] {
        &self.names
    }

    /// The name of a file as the archive has it, whatever its letters' case.
    pub fn find(&self, path: &str) -> Option<&str> {
        self.number(path).map(|number| &*self.names[number])
    }

    fn number(&self, path: &str) -> Option<usize> {
        self.numbers.get(path).or_else(|| self.folded.get(&path.to_lowercase())).copied()
    }

    /// Unpacks a file; `None` where there is none of this name.
    pub fn read(&mut self, path: &str) -> Option<Result<Vec<u8>>> {
        let number = self.number(path)?;
        Some(self.unpack(number).with_context(|| path.to_owned()))
    }

    fn unpack(&mut self, number: usize) -> Result<Vec<u8>> {
        let mut file = self.zip.by_index(number).map_err(|error| anyhow!("cannot be unpacked ({error})"))?;
        let packed = file.compressed_size().max(1);
        let most = FILE.min(ALL - self.unpacked.min(ALL));
        // What a file says of its own length is not to be trusted.
        let most = most.min(packed.saturating_mul(SHRUNK).max(SMALL));
        let mut bytes = Vec::with_capacity(file.size().min(most).min(SMALL) as usize);
        let read = (&mut file).take(most + 1).read_to_end(&mut bytes);
        self.unpacked += bytes.len() as u64;
        if bytes.len() as u64 > most {
            bail!("unpacks to more than {} MiB, or more than any text does", most >> 20);
        }
        read.map_err(|error| anyhow!("damaged ({error})"))?;
        Ok(bytes)
    }

    /// Unpacks a file of text.
    pub fn text(&mut self, path: &str) -> Option<Result<String>> {
        let bytes = self.read(path)?;
        Some(bytes.map(|bytes| html::decode(&bytes, &mut Report::default()).into_owned()))
    }
}
