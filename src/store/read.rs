//! One file into the documents that it holds. Reads it once, whole, and never keeps it open.
use super::find::{Found, reason_of};
use super::{Trouble, World};
use crate::import::{self, Format, Front, Report, Sniffed, Source};
use crate::model::{BlockKind, Document, Origin};
use anyhow::{Context, Result, anyhow, bail};
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

/// The largest file read, in bytes.
const LARGEST: u64 = 1 << 30;

/// What a file holds.
#[derive(Debug, Default)]
pub struct Contents {
    /// Its documents: one, but for an archive.
    pub docs: Vec<Document>,
    /// What in it could not be read.
    pub troubles: Vec<Trouble>,
}

/// How well a document was read.
#[derive(Debug, Clone, PartialEq)]
pub struct Examined {
    /// The file, and where it is an archive, the file in it.
    pub path: String,
    /// The format.
    pub format: Format,
    /// Characters of text in the source, white space left out.
    pub characters: usize,
    /// Of those, how many reached the document.
    pub imported: usize,
    /// How many headings there are, the title among them.
    pub headings: usize,
    /// How many paragraphs, items, rows and quotations.
    pub paragraphs: usize,
    /// How many footnotes.
    pub footnotes: usize,
    /// What was odd.
    pub warnings: Vec<String>,
}

impl Examined {
    /// What is told of a document that was read.
    pub fn of(path: String, format: Format, document: &Document, report: Report) -> Self {
        let count =
            |kind: &dyn Fn(BlockKind) -> bool| document.blocks.iter().filter(|b| kind(b.kind)).count();
        let mut warnings = report.odd;
        if let Some(encoding) = report.encoding {
            warnings.insert(0, format!("read as {encoding}"));
        }
        Self {
            path,
            format,
            characters: report.characters,
            imported: import::written(&document.text).min(report.characters),
            headings: count(&|kind| kind.depth().is_some()),
            paragraphs: count(&BlockKind::is_body),
            footnotes: document.notes.len(),
            warnings,
        }
    }

    /// The part of the source's text that reached the document, 0 to 1.
    pub fn coverage(&self) -> f64 {
        if self.characters == 0 { 1.0 } else { self.imported as f64 / self.characters as f64 }
    }
}

/// A file in an archive, or the file itself.
struct Piece<'a> {
    /// The path inside the archive.
    inner: Option<&'a str>,
    bytes: Vec<u8>,
}

/// The documents in the bytes of a file.
///
/// # Errors
/// When they cannot be read at all.
pub fn contents(world: &World, file: &Found, bytes: Vec<u8>) -> Result<Contents> {
    let (mut docs, mut odd, mut troubles) = (Vec::new(), Vec::new(), Vec::new());
    each_piece(file, bytes, &mut troubles, &mut |piece| {
        let format = format_of(piece.name(file).as_str(), &piece.bytes)?;
        let (source, path) = (Described::new(file, &piece), piece.path(file));
        let mut document = import::parse(format, piece.bytes)?;
        let reason = world.importer().finish(&mut document, &source.source(file, format));
        odd.extend(reason.map(|reason| Trouble { path, reason }));
        docs.push(document);
        Ok(())
    })?;
    troubles.extend(odd);
    Ok(Contents { docs, troubles })
}

/// Reads the documents of a file and tells how well each was read.
///
/// # Errors
/// When it cannot be read at all.
pub fn examine(world: &World, file: &Found, troubles: &mut Vec<Trouble>) -> Result<Vec<Examined>> {
    let mut all = Vec::new();
    each_piece(file, bytes_of(&file.path)?, troubles, &mut |piece| {
        let format = format_of(piece.name(file).as_str(), &piece.bytes)?;
        let (mut document, mut report) = import::examine(format, &piece.bytes)?;
        let source = Described::new(file, &piece);
        report.odd.extend(world.importer().finish(&mut document, &source.source(file, format)));
        all.push(Examined::of(piece.path(file), format, &document, report));
        Ok(())
    })?;
    Ok(all)
}

/// Does something with the file, or with each file in it where it is an archive: one that fails there
/// stops no other.
fn each_piece(
    file: &Found,
    bytes: Vec<u8>,
    troubles: &mut Vec<Trouble>,
    act: &mut dyn FnMut(Piece<'_>) -> Result<()>,
) -> Result<()> {
    let name = file.path.file_name().unwrap_or_default().to_string_lossy();
    if !import::is_packed(&name, &bytes) {
        return act(Piece { inner: None, bytes });
    }
    let one = Path::new(name.as_ref()).extension().is_some_and(|end| end.eq_ignore_ascii_case("gz"));
    let inside = |inner: &str| Origin::Within(file.path.clone(), inner.to_owned()).name();
    let mut bad = Vec::new();
    let unread = import::unpack_each(&name, &bytes, &mut |entry| {
        if entry.path.rsplit('/').next() == Some("bluebook.toml") {
            return;
        }
        // What a `.gz` holds goes by the file's own name.
        let inner = (!one).then_some(entry.path.as_str());
        if let Err(error) = act(Piece { inner, bytes: entry.bytes }) {
            bad.push(Trouble { path: inside(&entry.path), reason: format!("{error:#}") });
        }
    })?;
    troubles.extend(unread.into_iter().map(|(inner, reason)| Trouble { path: inside(&inner), reason }));
    troubles.extend(bad);
    Ok(())
}

impl Piece<'_> {
    /// The file's own name.
    fn name(&self, file: &Found) -> String {
        if let Some(inner) = self.inner {
            return inner.rsplit('/').next().unwrap_or(inner).to_owned();
        }
        let name = file.path.file_name().unwrap_or_default().to_string_lossy();
        import::unpacked_name(&name).to_owned()
    }

    /// The whole path, as a reader sees it.
    fn path(&self, file: &Found) -> String {
        self.origin(file).name()
    }

    fn origin(&self, file: &Found) -> Origin {
        match self.inner {
            Some(inner) => Origin::Within(file.path.clone(), inner.to_owned()),
            None => Origin::File(file.path.clone()),
        }
    }
}

/// A piece's names, kept while a source borrows them.
struct Described {
    name: String,
    folder: Option<String>,
    origin: Origin,
    /// The address, where the file is no archive.
    own: bool,
}

impl Described {
    fn new(file: &Found, piece: &Piece<'_>) -> Self {
        let folder_of =
            |path: &Path| path.parent()?.file_name().map(|folder| folder.to_string_lossy().into_owned());
        let inner = piece.inner.and_then(|inner| folder_of(&PathBuf::from(inner)));
        Self {
            name: piece.name(file),
            folder: inner.or_else(|| folder_of(&file.path)),
            origin: piece.origin(file),
            own: piece.inner.is_none(),
        }
    }

    fn source<'a>(&'a self, file: &'a Found, format: Format) -> Source<'a> {
        Source {
            origin: self.origin.clone(),
            name: &self.name,
            slug: self.own.then_some(file.slug.as_str()),
            folder: self.folder.as_deref(),
            format,
            options: &file.options,
            sidecar: file.sidecar.as_ref(),
        }
    }
}

fn format_of(name: &str, bytes: &[u8]) -> Result<Format> {
    match import::sniff(name, bytes) {
        Sniffed::Known(format) => Ok(format),
        Sniffed::Packed => bail!("archives lie too deep in each other"),
        Sniffed::Unknown(what) => bail!("{what}"),
    }
}

/// A file's bytes as text, as an editor shows it: what is no UTF-8 is a sign each.
///
/// # Errors
/// When it cannot be read.
pub fn raw_text(path: &Path) -> Result<String> {
    Ok(String::from_utf8_lossy(&bytes_of(path)?).into_owned())
}

/// All bytes of a file, of a pipe or a device too.
pub fn bytes_of(path: &Path) -> Result<Vec<u8>> {
    let told = |error| anyhow!(reason_of(&error));
    let opened = fs::File::open(path).map_err(told)?;
    let meta = opened.metadata().map_err(told)?;
    if meta.is_file() && meta.len() > LARGEST {
        bail!("larger than 1 GiB");
    }
    let mut bytes = Vec::with_capacity(meta.len() as usize);
    opened.take(LARGEST + 1).read_to_end(&mut bytes).map_err(told)?;
    Ok(bytes)
}

/// Reads the documents on standard input: one, but for an archive.
///
/// # Errors
/// When it cannot be read.
pub fn standard_input(world: &World, options: &Front) -> Result<Contents> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes).context("reading it")?;
    let mut contents = Contents::default();
    let mut read = |path: &str, bytes: &[u8]| -> Result<()> {
        let inner = Path::new(path);
        let name = inner.file_name().unwrap_or_default().to_string_lossy();
        let folder = inner.parent().and_then(Path::file_name).map(|folder| folder.to_string_lossy());
        let source = Source {
            origin: Origin::Input,
            name: &name,
            slug: None,
            folder: folder.as_deref(),
            format: format_of(&name, bytes)?,
            options,
            sidecar: None,
        };
        contents.docs.push(world.importer().import(&source, bytes)?);
        Ok(())
    };
    if !import::is_packed("", &bytes) {
        read("input", &bytes)?;
        return Ok(contents);
    }
    let mut troubles = Vec::new();
    let unread = import::unpack_each("input", &bytes, &mut |entry| {
        if let Err(error) = read(&entry.path, &entry.bytes) {
            troubles.push((entry.path, format!("{error:#}")));
        }
    })?;
    for (inner, reason) in unread.into_iter().chain(troubles) {
        contents.troubles.push(Trouble { path: format!("standard input: {inner}"), reason });
    }
    Ok(contents)
}
