//! Packed files: what a `.gz` or a `.zip` holds, in memory and within limits. Never writes a file, and never
//! opens the archives that are documents of their own (EPUB, DOCX).
use super::{Format, encoding};
use crate::model::harmless;
use anyhow::{Result, anyhow, bail};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use flate2::bufread::GzDecoder;
use std::borrow::Cow;
use std::io::{Cursor, Read};
use zip::result::ZipError;
use zip::{CompressionMethod, ZipArchive};

/// A file out of an archive.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its path within the archive, parts joined by `/`, nothing in it that leads elsewhere: `2015/Kazakhstan.txt`.
    /// What an archive within the archive holds stands in a folder of that one's name.
    pub path: String,
    /// What it holds.
    pub bytes: Vec<u8>,
}

/// What came out of an archive.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Unpacked {
    /// The files that could be read, in the archive's order.
    pub entries: Vec<Entry>,
    /// The paths of those that could not, and why.
    pub troubles: Vec<(String, String)>,
}

/// The most files out of one archive.
const MOST_ENTRIES: usize = 10_000;
/// The largest file out of an archive, in bytes.
const LARGEST: u64 = 256 << 20;
/// The most bytes out of one archive.
const MOST_BYTES: u64 = 1 << 30;
/// How many bytes may come out of one, behind the first [`FREE`] bytes.
const RATIO: u64 = 200;
/// How much may come out whatever went in, in bytes.
const FREE: u64 = 1 << 20;
/// How deep archives may lie in each other.
const DEPTH: usize = 3;

/// Whether a file is an archive to be unpacked, by its first bytes; a few hundred will do. The name decides where the
/// bytes cannot: an EPUB and a DOCX are archives, too.
pub fn is_packed(name: &str, head: &[u8]) -> bool {
    let document = matches!(Format::of_name(name), Some(Format::Epub | Format::Docx));
    head.starts_with(&GZIP) || head.starts_with(&ZIP) && !document && kind(head) == Kind::Archive
}

const GZIP: [u8; 3] = [0x1f, 0x8b, 8];
const ZIP: [u8; 4] = *b"PK\x03\x04";

/// What a zip archive is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// Files in an archive.
    Archive,
    Epub,
    Docx,
    /// An `OpenDocument` text, table or presentation.
    OpenDocument,
    /// A table or a presentation of Office Open XML.
    Office,
}

/// What a zip archive is, by the names of its files; by the first of them where the list at its end is lost.
pub(super) fn kind(bytes: &[u8]) -> Kind {
    // The books' and documents' standards have this stand first, and not compressed.
    let first = bytes.get(30..).unwrap_or_default();
    if let Some(named) = first.strip_prefix(b"mimetype") {
        if named.starts_with(b"application/vnd.oasis.opendocument") {
            return Kind::OpenDocument;
        }
        if named.starts_with(b"application/epub") {
            return Kind::Epub;
        }
    }
    let Ok(archive) = ZipArchive::new(Cursor::new(bytes)) else { return kind_of_rest(bytes) };
    let has = |name: &str| archive.index_for_name(name).is_some();
    if has("META-INF/container.xml") {
        return Kind::Epub;
    }
    if !has("[Content_Types].xml") {
        return Kind::Archive;
    }
    if has("word/document.xml") {
        return Kind::Docx;
    }
    if has("xl/workbook.xml") || has("ppt/presentation.xml") {
        return Kind::Office;
    }
    // The main part may have another name.
    let in_word = |name: &[u8]| name.starts_with(b"word/");
    if archive.file_names_raw().any(in_word) { Kind::Docx } else { Kind::Archive }
}

/// The same by the heads that stand before each file.
fn kind_of_rest(mut bytes: &[u8]) -> Kind {
    for _ in 0..64 {
        let number = |at: usize, size: usize| {
            let field = bytes.get(at..at + size)?;
            Some(field.iter().rev().fold(0, |sum, &byte| sum << 8 | usize::from(byte)))
        };
        let (Some(packed), Some(name), Some(extra)) = (number(18, 4), number(26, 2), number(28, 2)) else {
            break;
        };
        if !bytes.starts_with(&ZIP) {
            break;
        }
        match bytes.get(30..30 + name).unwrap_or_default() {
            b"META-INF/container.xml" => return Kind::Epub,
            [b'w', b'o', b'r', b'd', b'/', ..] => return Kind::Docx,
            [b'x', b'l', b'/', ..] | [b'p', b'p', b't', b'/', ..] => return Kind::Office,
            _ => {}
        }
        bytes = bytes.get(30 + name + extra + packed..).unwrap_or_default();
    }
    Kind::Archive
}

/// Unpacks an archive, and the archives in it.
///
/// # Errors
/// When the archive itself cannot be read, holds nothing to read, or is made to burst. One bad file in it is a
/// trouble of its own and stops no other.
pub fn unpack(name: &str, bytes: &[u8]) -> Result<Unpacked> {
    let mut entries = Vec::new();
    let troubles = unpack_each(name, bytes, &mut |entry| entries.push(entry))?;
    Ok(Unpacked { entries, troubles })
}

/// The same one file at a time, so that no more than one need be held; returns the troubles.
///
/// # Errors
/// As [`unpack`].
pub fn unpack_each(name: &str, bytes: &[u8], take: &mut dyn FnMut(Entry)) -> Result<Vec<(String, String)>> {
    let mut unpacker = Unpacker::new(take);
    unpacker.open(name, "", bytes, 1)?;
    if unpacker.entries == MOST_ENTRIES && unpacker.troubles.is_empty() {
        match unpacker.other {
            0 => bail!("the archive is empty"),
            others => bail!("no document in the archive, but {others} files of other kinds"),
        }
    }
    Ok(unpacker.troubles)
}

/// The `bluebook.toml` in an archive and in the archives in it, and nothing else: they are wanted before the files that
/// they tell of. What cannot be read is told when the others are.
pub fn sidecars(name: &str, bytes: &[u8]) -> Vec<Entry> {
    let mut sidecars = Vec::new();
    let mut take = |entry| sidecars.push(entry);
    let mut unpacker = Unpacker { telling: true, ..Unpacker::new(&mut take) };
    // A `.gz` holds one file, which is the text.
    if !bytes.starts_with(&GZIP) {
        // Whoever unpacks the rest meets the same error.
        let _ = unpacker.open(name, "", bytes, 1);
    }
    sidecars
}

/// Reads archives and counts what comes out.
struct Unpacker<'a> {
    /// Only the files that tell of others are wanted.
    telling: bool,
    /// How many more files may come.
    entries: usize,
    /// How many more bytes may come.
    bytes: u64,
    /// Files that are none to be read.
    other: usize,
    troubles: Vec<(String, String)>,
    take: &'a mut dyn FnMut(Entry),
}

impl<'a> Unpacker<'a> {
    fn new(take: &'a mut dyn FnMut(Entry)) -> Self {
        let (entries, bytes) = (MOST_ENTRIES, MOST_BYTES);
        Self { telling: false, entries, bytes, other: 0, troubles: Vec::new(), take }
    }

    /// Opens an archive named so, whose files go below the folder.
    fn open(&mut self, name: &str, folder: &str, bytes: &[u8], depth: usize) -> Result<()> {
        if bytes.starts_with(&GZIP) {
            let (stored, content) = self.gunzip(bytes)?;
            let name = match strip_end(name, ".gz").or_else(|| strip_end(name, ".gzip")) {
                Some(bare) => bare.to_owned(),
                None => strip_end(name, ".tgz")
                    .map_or_else(|| stored.unwrap_or_else(|| name.to_owned()), |bare| format!("{bare}.tar")),
            };
            let name = tame(name.rsplit('/').next().unwrap_or(&name)).unwrap_or_else(|| "document".into());
            return self.found(&format!("{folder}{name}"), content, depth);
        }
        if bytes.starts_with(&ZIP) || bytes.starts_with(b"PK\x05\x06") {
            return self.unzip(folder, bytes, depth);
        }
        bail!("neither a .gz nor a .zip file")
    }

    /// Hands over a file, or opens it where it is an archive itself.
    fn found(&mut self, path: &str, bytes: Vec<u8>, depth: usize) -> Result<()> {
        let name = path.rsplit('/').next().unwrap_or(path);
        if is_packed(name, &bytes) {
            if depth == DEPTH {
                bail!("archives in archives deeper than {DEPTH}: unpack it first");
            }
            // The folder an archive stands for: `2015.zip` is as good as `2015/` for a year.
            let folder = match path.rsplit_once('.') {
                _ if bytes.starts_with(&GZIP) => path[..path.len() - name.len()].to_owned(),
                Some((stem, _)) => format!("{stem}/"),
                None => format!("{path}/"),
            };
            return self.open(name, &folder, &bytes, depth + 1);
        }
        let Some(left) = self.entries.checked_sub(1) else {
            bail!("more than {MOST_ENTRIES} files: unpack it and open the folder");
        };
        self.entries = left;
        (self.take)(Entry { path: path.to_owned(), bytes });
        Ok(())
    }

    /// The content of a gzip file, and the name that it stores.
    fn gunzip(&mut self, bytes: &[u8]) -> Result<(Option<String>, Vec<u8>)> {
        let mut content = Vec::new();
        let (mut stored, mut rest) = (None, bytes);
        // There may be several in a row, and they are one file.
        while rest.starts_with(&GZIP) {
            let mut decoder = GzDecoder::new(rest);
            self.read(&mut decoder, bytes.len() as u64, &mut content).map_err(|error| {
                match error.downcast_ref::<std::io::Error>().map(std::io::Error::kind) {
                    Some(std::io::ErrorKind::UnexpectedEof) => {
                        anyhow!(
                            "cut short: fetch it again (the first {} bytes of text are there)",
                            content.len()
                        )
                    }
                    Some(_) => anyhow!("damaged: its packed bytes or their checksum are wrong"),
                    None => error,
                }
            })?;
            if stored.is_none() {
                let name = decoder.header().and_then(|header| header.filename());
                stored = name.map(|name| names_in(&[name])[0].clone()).filter(|name| !name.is_empty());
            }
            rest = decoder.into_inner();
        }
        Ok((stored, content))
    }

    /// Reads all, within the limits: `packed` bytes went in.
    fn read(&mut self, from: &mut dyn Read, packed: u64, content: &mut Vec<u8>) -> Result<()> {
        let most = FREE.max(packed.saturating_mul(RATIO));
        let limit = most.min(LARGEST).min(self.bytes);
        let had = content.len() as u64;
        let room = limit.saturating_sub(had);
        let read = from.take(room + 1).read_to_end(content)? as u64;
        if read > room {
            if limit == self.bytes {
                bail!("more than {} MiB in the archive: unpack it and open the folder", MOST_BYTES >> 20);
            }
            if limit == LARGEST {
                bail!("larger than {} MiB", LARGEST >> 20);
            }
            bail!("a decompression bomb: more than {RATIO} times its packed size");
        }
        self.bytes -= read;
        Ok(())
    }

    fn unzip(&mut self, folder: &str, bytes: &[u8], depth: usize) -> Result<()> {
        let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| unreadable(&error))?;
        if archive.len() > MOST_ENTRIES {
            bail!("more than {MOST_ENTRIES} files: unpack it and open the folder");
        }
        // Files that share their packed bytes make a small archive into any amount of text.
        if archive.has_overlapping_files().unwrap_or(false) {
            bail!("a decompression bomb: its files lie over each other");
        }
        let raw: Vec<Vec<u8>> = archive.file_names_raw().map(<[u8]>::to_vec).collect();
        let raw: Vec<&[u8]> = raw.iter().map(Vec::as_slice).collect();
        for (index, name) in names_in(&raw).into_iter().enumerate() {
            if name.ends_with(['/', '\\']) || is_hidden(&name) {
                continue;
            }
            let Some(path) = tame(&name) else {
                self.troubles.push((harmless(&name), "a name that leads nowhere: left out".into()));
                continue;
            };
            if !(if self.telling { may_tell(&path) } else { is_wanted(&path) }) {
                self.other += 1;
                continue;
            }
            let path = format!("{folder}{path}");
            let found = self.entry(&mut archive, index).and_then(|bytes| self.found(&path, bytes, depth));
            if let Err(error) = found {
                self.troubles.push((path, format!("{error:#}")));
                if self.entries == 0 || self.bytes == 0 {
                    break;
                }
            }
        }
        Ok(())
    }

    fn entry(&mut self, archive: &mut ZipArchive<Cursor<&[u8]>>, index: usize) -> Result<Vec<u8>> {
        let entry = archive.by_index_raw(index).map_err(|error| unreadable(&error))?;
        if entry.encrypted() {
            bail!("locked with a password: unpack it first");
        }
        if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
            bail!(STRANGE);
        }
        let packed = entry.compressed_size();
        drop(entry);
        let mut content = Vec::new();
        let mut entry = archive.by_index(index).map_err(|error| unreadable(&error))?;
        self.read(&mut entry, packed, &mut content).map_err(|error| {
            if error.is::<std::io::Error>() {
                anyhow!("damaged: its packed bytes or their checksum are wrong")
            } else {
                error
            }
        })?;
        Ok(content)
    }
}

const STRANGE: &str = "packed in a way that is not known: pack it again as a plain .zip";

/// An error of the archive's reader in a reader's words.
pub(super) fn unreadable(error: &ZipError) -> anyhow::Error {
    match error {
        ZipError::UnsupportedArchive(_) | ZipError::CompressionMethodNotSupported(_) => {
            anyhow!(STRANGE)
        }
        ZipError::InvalidPassword => anyhow!("locked with a password: unpack it first"),
        _ => anyhow!("a damaged or cut zip archive: fetch it again"),
    }
}

fn strip_end<'a>(name: &'a str, end: &str) -> Option<&'a str> {
    let at = name.len().checked_sub(end.len()).filter(|&at| at > 0)?;
    name.get(at..).filter(|tail| tail.eq_ignore_ascii_case(end)).map(|_| &name[..at])
}

/// Names as text: UTF-8, or one old encoding for all, Japanese most likely; else that of the first machines
/// with such archives.
fn names_in(raw: &[&[u8]]) -> Vec<String> {
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    let mut foreign = false;
    for name in raw.iter().filter(|name| std::str::from_utf8(name).is_err()) {
        detector.feed(name, false);
        detector.feed(b"\n", false);
        foreign = true;
    }
    let guessed = foreign.then(|| {
        detector.feed(b"", true);
        detector.guess(None, Utf8Detection::Deny)
    });
    raw.iter()
        .map(|name| {
            let named = |encoding: &'static encoding_rs::Encoding| {
                let whole = encoding.decode_without_bom_handling_and_without_replacement(name);
                whole.map(Cow::into_owned)
            };
            match (std::str::from_utf8(name), guessed) {
                (Ok(name), _) => name.to_owned(),
                (_, Some(encoding)) if !encoding.is_single_byte() => {
                    named(encoding).unwrap_or_else(|| String::from_utf8_lossy(name).into_owned())
                }
                (_, Some(_)) => encoding::code_page_437(name),
                (_, None) => String::from_utf8_lossy(name).into_owned(),
            }
        })
        .collect()
}

/// What systems add to archives by themselves.
fn is_hidden(name: &str) -> bool {
    name.split(['/', '\\'])
        .any(|part| part == "__MACOSX" || part.starts_with('.') && !matches!(part, "." | ".."))
}

/// Whether a file of this name is read; others are left in the archive.
fn is_wanted(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let packed = [".gz", ".zip"].iter().any(|end| strip_end(name, end).is_some());
    packed || name == "bluebook.toml" || name.contains('.') && Format::of_name(name).is_some()
}

/// Whether a file of this name tells of others, or holds one that does.
fn may_tell(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    name == "bluebook.toml" || strip_end(name, ".zip").is_some()
}

/// A path that leads nowhere but down, fit to be shown; `None` where nothing is left of it.
fn tame(name: &str) -> Option<String> {
    let sound = |part: &&str| !matches!(*part, "" | "." | "..") && !is_drive(part);
    let parts: Vec<String> = name.split(['/', '\\']).filter(sound).map(harmless).collect();
    (!parts.is_empty()).then(|| parts.join("/"))
}

/// `C:`
fn is_drive(part: &str) -> bool {
    part.len() == 2 && part.ends_with(':')
}
