//! One file into the documents that it holds. Reads it once, whole, and never keeps it open.
use super::find::{Found, reason_of};
use super::{Trouble, World};
use crate::import::{self, Format, Front, Report, Sidecar, Sniffed, Source};
use crate::model::{BlockKind, Document, Origin, distinguish};
use anyhow::{Context, Result, anyhow, bail};
use std::fs;
use std::io::Read;
use std::path::Path;

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

/// Where bytes come from.
#[derive(Clone, Copy)]
enum Outside<'a> {
    /// A file on disk.
    File(&'a Found),
    /// Standard input, with what the command line says of it.
    Input(&'a Front),
}

impl Outside<'_> {
    fn name(&self) -> String {
        match self {
            Self::File(file) => file.path.file_name().unwrap_or_default().to_string_lossy().into_owned(),
            Self::Input(_) => "input".into(),
        }
    }

    /// Whether what is packed goes by the outer name: a `.gz` holds the file that it is called after.
    fn names_what_it_holds(&self) -> bool {
        match self {
            Self::File(file) => file.path.extension().is_some_and(|end| end.eq_ignore_ascii_case("gz")),
            Self::Input(_) => false,
        }
    }

    /// Where a file in it comes from, or it itself.
    fn origin(&self, inner: Option<&str>) -> Origin {
        match (self, inner) {
            (Self::File(file), Some(inner)) => Origin::Within(file.path.clone(), inner.to_owned()),
            (Self::File(file), None) => Origin::File(file.path.clone()),
            (Self::Input(_), Some(inner)) => Origin::Piped(inner.to_owned()),
            (Self::Input(_), None) => Origin::Input,
        }
    }
}

/// A file in an archive, or the file itself.
struct Piece<'a> {
    outside: Outside<'a>,
    /// The path inside the archive.
    inner: Option<String>,
    /// What a `bluebook.toml` says of it, in the archive or beside it.
    sidecar: Option<Front>,
    bytes: Vec<u8>,
}

/// The documents in the bytes of a file.
///
/// # Errors
/// When they cannot be read at all.
pub fn contents(world: &World, file: &Found, bytes: Vec<u8>) -> Result<Contents> {
    contents_of(world, Outside::File(file), bytes)
}

fn contents_of(world: &World, outside: Outside<'_>, bytes: Vec<u8>) -> Result<Contents> {
    let (mut docs, mut odd, mut troubles) = (Vec::new(), Vec::new(), Vec::new());
    each_piece(world, outside, bytes, &mut troubles, &mut |mut piece| {
        let bytes = std::mem::take(&mut piece.bytes);
        let described = Described::new(&piece, &bytes)?;
        let mut document = import::parse(described.format, bytes)?;
        let reason = world.importer().finish(&mut document, &described.source());
        odd.extend(reason.map(|reason| Trouble { path: piece.origin().name(), reason }));
        docs.push(document);
        Ok(())
    })?;
    troubles.extend(odd);
    // Here they are nobody else's yet: in a library each that changed would be held twice.
    distinguish(&mut docs);
    Ok(Contents { docs, troubles })
}

/// Reads the documents of a file and tells how well each was read.
///
/// # Errors
/// When it cannot be read at all.
pub fn examine(world: &World, file: &Found, troubles: &mut Vec<Trouble>) -> Result<Vec<Examined>> {
    let mut all = Vec::new();
    each_piece(world, Outside::File(file), bytes_of(&file.path)?, troubles, &mut |piece| {
        let described = Described::new(&piece, &piece.bytes)?;
        let (mut document, mut report) = import::examine(described.format, &piece.bytes)?;
        report.odd.extend(world.importer().finish(&mut document, &described.source()));
        all.push(Examined::of(piece.origin().name(), described.format, &document, report));
        Ok(())
    })?;
    Ok(all)
}

/// Does something with the file, or with each file in it where it is an archive: one that fails there
/// stops no other.
fn each_piece<'a>(
    world: &World,
    outside: Outside<'a>,
    bytes: Vec<u8>,
    troubles: &mut Vec<Trouble>,
    act: &mut dyn FnMut(Piece<'a>) -> Result<()>,
) -> Result<()> {
    let name = outside.name();
    let beside = match outside {
        Outside::File(file) => file.sidecar.as_ref(),
        Outside::Input(_) => None,
    };
    if !import::is_packed(&name, &bytes) {
        return act(Piece { outside, inner: None, sidecar: beside.cloned(), bytes });
    }
    let inside = |inner: &str| outside.origin(Some(inner)).name();
    let told = Told::read(world, &name, &bytes, &mut |inner, reason| {
        troubles.push(Trouble { path: inside(inner), reason });
    });
    let mut bad = Vec::new();
    let unread = import::unpack_each(&name, &bytes, &mut |entry| {
        if is_sidecar(&entry.path) {
            return;
        }
        let sidecar = told.of(&entry.path, beside);
        let inner = (!outside.names_what_it_holds()).then(|| entry.path.clone());
        if let Err(error) = act(Piece { outside, inner, sidecar, bytes: entry.bytes }) {
            bad.push(Trouble { path: inside(&entry.path), reason: format!("{error:#}") });
        }
    })?;
    troubles.extend(unread.into_iter().map(|(inner, reason)| Trouble { path: inside(&inner), reason }));
    troubles.extend(bad);
    Ok(())
}

/// Whether a path in an archive is that of a file that tells of others.
fn is_sidecar(path: &str) -> bool {
    path.rsplit('/').next() == Some("bluebook.toml")
}

/// What the `bluebook.toml` in an archive say, by their folders, the innermost first.
struct Told(Vec<(String, Sidecar)>);

impl Told {
    fn read(world: &World, name: &str, bytes: &[u8], trouble: &mut dyn FnMut(&str, String)) -> Self {
        let mut told = Vec::new();
        for entry in import::sidecars(name, bytes) {
            let read =
                std::str::from_utf8(&entry.bytes).map_err(|_| anyhow!("not a bluebook.toml: no UTF-8"));
            match read.and_then(Sidecar::read) {
                Ok(sidecar) => {
                    if let Some(reason) = sidecar.unknown_subject(&world.atlas) {
                        trouble(&entry.path, reason);
                    }
                    let folder = entry.path.strip_suffix("bluebook.toml").unwrap_or_default();
                    told.push((folder.to_owned(), sidecar));
                }
                Err(error) => trouble(&entry.path, format!("{error:#}")),
            }
        }
        told.sort_by_key(|(folder, _)| std::cmp::Reverse(folder.len()));
        Self(told)
    }

    /// What is said of a file in the archive: by those above it, then by what stands beside the archive.
    fn of(&self, path: &str, beside: Option<&Front>) -> Option<Front> {
        let above =
            self.0.iter().filter_map(|(folder, told)| Some(told.of(path.strip_prefix(folder.as_str())?)));
        above.chain(beside.cloned()).reduce(|nearer, farther| nearer.or(&farther))
    }
}

impl Piece<'_> {
    /// The file's own name.
    fn name(&self) -> String {
        match (&self.inner, self.outside) {
            (Some(inner), _) => inner.rsplit('/').next().unwrap_or(inner).to_owned(),
            (None, Outside::File(_)) => import::unpacked_name(&self.outside.name()).to_owned(),
            (None, Outside::Input(_)) => self.outside.name(),
        }
    }

    fn origin(&self) -> Origin {
        self.outside.origin(self.inner.as_deref())
    }
}

/// A piece's names, kept while a source borrows them.
struct Described<'a> {
    name: String,
    folder: Option<String>,
    origin: Origin,
    format: Format,
    /// The address, where the file is no archive.
    slug: Option<&'a str>,
    options: &'a Front,
    sidecar: Option<&'a Front>,
}

impl<'a> Described<'a> {
    /// Describes a piece that holds these bytes.
    fn new(piece: &'a Piece<'_>, bytes: &[u8]) -> Result<Self> {
        let folder_of =
            |path: &Path| path.parent()?.file_name().map(|folder| folder.to_string_lossy().into_owned());
        let inner = piece.inner.as_ref().and_then(|inner| folder_of(Path::new(inner)));
        let name = piece.name();
        let (outer, slug, options) = match piece.outside {
            Outside::File(file) => (folder_of(&file.path), Some(file.slug.as_str()), file.options.as_ref()),
            Outside::Input(options) => (None, None, options),
        };
        Ok(Self {
            folder: inner.or(outer),
            origin: piece.origin(),
            format: format_of(&name, bytes)?,
            slug: slug.filter(|_| piece.inner.is_none()),
            options,
            sidecar: piece.sidecar.as_ref(),
            name,
        })
    }

    fn source(&self) -> Source<'_> {
        Source {
            origin: self.origin.clone(),
            name: &self.name,
            slug: self.slug,
            folder: self.folder.as_deref(),
            format: self.format,
            options: self.options,
            sidecar: self.sidecar,
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
    contents_of(world, Outside::Input(options), bytes)
}
