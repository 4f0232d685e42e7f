//! The corpus inside the program: texts that the same import reads as a reader's own files, and what it made of them.
use super::kept::{Kept, Written};
use super::read::Examined;
use super::{Loaded, Trouble, World, log};
use crate::gazetteer::Tagger;
use crate::import::{self, Format, Importer, Source};
use crate::model::{Document, Library, Origin};
use anyhow::{Result, bail, ensure};
use include_dir::{Dir, File, include_dir};
use std::sync::Arc;
use std::time::Instant;

static EDITIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/editions");

/// What the import made of them: reading them anew is what a reader would wait for at every start. A test
/// (`tests/pack.rs`) holds it against the import, and writes it where it is asked to.
const KEPT: &[u8] = include_bytes!("../../assets/editions.kept");

/// A digest as it is kept: its file's name and what was read of it.
type KeptDigest = (String, Kept);

type Read = (String, Result<Document>);

/// The library of the built-in digests.
///
/// # Errors
/// When the regions do not fit the gazetteer.
pub fn built_in() -> Result<Loaded> {
    let begun = Instant::now();
    let world = World::new()?;
    let (docs, troubles) = documents(&world);
    log::took(begun, || format!("the built-in digests: {} documents", docs.len()));
    Ok(Loaded { library: Library::new(world.atlas, docs), troubles, ..Loaded::default() })
}

/// The digests of a world that is there already.
pub fn documents(world: &World) -> (Vec<Arc<Document>>, Vec<Trouble>) {
    // In the reader's own regions a title may mean another place.
    match if world.own_regions.is_some() { None } else { kept() } {
        Some(docs) => (docs, Vec::new()),
        None => read(world),
    }
}

fn kept() -> Option<Vec<Arc<Document>>> {
    let kept: Vec<KeptDigest> = postcard::from_bytes(KEPT).ok()?;
    let restored =
        |(name, kept): KeptDigest| Arc::new(kept.document(String::new(), |_| Origin::BuiltIn(name)));
    Some(kept.into_iter().map(restored).collect())
}

/// The digests, read by the import as a reader's own files are.
pub fn read(world: &World) -> (Vec<Arc<Document>>, Vec<Trouble>) {
    settled(EDITIONS.files().map(|file| {
        let mut read = (name(file), import::parse(Format::Markdown, file.contents()));
        finish(world, &mut read);
        read
    }))
}

/// What is kept of the digests, made anew by the import: the bytes of `assets/editions.kept`.
///
/// # Errors
/// When one of them cannot be read.
pub fn keep(world: &World) -> Result<Vec<u8>> {
    let (docs, troubles) = read(world);
    ensure!(troubles.is_empty(), "a digest cannot be read: {troubles:?}");
    let named = docs.iter().map(|doc| match &doc.origin {
        Origin::BuiltIn(name) => Ok((name, Written::of(doc, false))),
        other => bail!("{} is no digest", other.name()),
    });
    Ok(postcard::to_stdvec(&named.collect::<Result<Vec<_>>>()?)?)
}

fn name(file: &File<'_>) -> String {
    file.path().to_string_lossy().into_owned()
}

/// The guide to the program, which is in no library until it is asked for.
const TOUR: &str = include_str!("../../assets/tour.md");

/// A library with the guide in it, and all that was in it before.
///
/// # Errors
/// When the guide cannot be read.
pub fn with_tour(library: &Arc<Library>) -> Result<Arc<Library>> {
    let name = "tour.md";
    let importer = Importer { atlas: &library.atlas, tagger: &Tagger::new() };
    let source = Source::alone(name, Origin::BuiltIn(name.into()), Format::Markdown);
    let guide = importer.import(&source, TOUR.as_bytes())?;
    if library.find(&guide.slug).is_some_and(|id| library.doc(id).origin == source.origin) {
        return Ok(Arc::clone(library));
    }
    let docs = library.iter().map(|(_, doc)| Arc::clone(doc)).chain([Arc::new(guide)]).collect();
    Ok(Arc::new(Library::new(Arc::clone(&library.atlas), docs)))
}

/// The guide alone.
///
/// # Errors
/// When it cannot be read.
pub fn tour() -> Result<Library> {
    let empty = Arc::new(Library::new(World::new()?.atlas, Vec::new()));
    Ok(Arc::try_unwrap(with_tour(&empty)?).unwrap_or_default())
}

/// Tells how well each digest was read.
pub fn examine(world: &World, tell: &mut dyn FnMut(Examined)) {
    for file in EDITIONS.files() {
        if let Ok((document, report)) = import::examine(Format::Markdown, file.contents()) {
            let mut read = (name(file), Ok(document));
            finish(world, &mut read);
            if let (name, Ok(document)) = read {
                let path = format!("built in: {name}");
                tell(Examined::of(path, Format::Markdown, &document, report));
            }
        }
    }
}

fn settled(all: impl Iterator<Item = Read>) -> (Vec<Arc<Document>>, Vec<Trouble>) {
    let mut troubles = Vec::new();
    let mut docs = Vec::new();
    for (path, read) in all {
        match read {
            Ok(doc) => docs.push(Arc::new(doc)),
            Err(error) => troubles.push(Trouble { path, reason: format!("{error:#}") }),
        }
    }
    (docs, troubles)
}

/// Finds the places in a text that was read.
fn finish(world: &World, (name, read): &mut Read) {
    let Ok(document) = read else { return };
    let source = Source::alone(name, Origin::BuiltIn(name.clone()), Format::Markdown);
    world.importer().finish(document, &source);
}
