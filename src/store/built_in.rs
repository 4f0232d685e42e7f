//! The corpus inside the program, read by the same import as a reader's own files.
use super::read::Examined;
use super::{Loaded, Trouble, World, log};
use crate::gazetteer::Tagger;
use crate::import::{self, Format, Importer, Source};
use crate::model::{Document, Library, Origin};
use anyhow::{Context, Result, anyhow};
use include_dir::{Dir, File, include_dir};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, OnceLock};
use std::time::Instant;

static EDITIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/editions");

type Read = (&'static File<'static>, Result<Document>);

/// The library of the built-in digests.
///
/// # Errors
/// When the regions do not fit the gazetteer.
pub fn built_in() -> Result<Loaded> {
    // The start is what a reader waits for: two threads take text after text, and one of them makes the
    // world first, which the other needs only when its texts are read.
    let begun = Instant::now();
    let files: Vec<&'static File<'static>> = EDITIONS.files().collect();
    let (next, world) = (AtomicUsize::new(0), OnceLock::new());
    let read_some = || -> Vec<Read> {
        let mut read = Vec::with_capacity(files.len());
        while let Some(&file) = files.get(next.fetch_add(1, Ordering::Relaxed)) {
            read.push((file, import::parse(Format::Markdown, file.contents())));
        }
        read
    };
    let finish_all = |mut read: Vec<Read>| {
        if let Ok(world) = world.wait() {
            for read in &mut read {
                finish(world, read);
            }
        }
        read
    };
    let (first, second) = std::thread::scope(|scope| {
        let other = scope.spawn(|| finish_all(read_some()));
        // Set whatever comes of it: the other thread waits.
        let _ = world.set(World::new());
        (finish_all(read_some()), other.join())
    });
    let second = second.map_err(|_| anyhow!("the built-in corpus could not be read"))?;
    let world = world.into_inner().context("the world was not made")??;
    let (docs, troubles) = settled(first.into_iter().chain(second));
    log::took(begun, || format!("the built-in digests: {} documents", docs.len()));
    Ok(Loaded { library: Library::new(world.atlas, docs), troubles, ..Loaded::default() })
}

/// The digests of a world that is there already.
pub fn documents(world: &World) -> (Vec<Arc<Document>>, Vec<Trouble>) {
    settled(EDITIONS.files().map(|file| {
        let mut read = (file, import::parse(Format::Markdown, file.contents()));
        finish(world, &mut read);
        read
    }))
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
            let mut read = (file, Ok(document));
            finish(world, &mut read);
            if let (file, Ok(document)) = read {
                let path = format!("built in: {}", file.path().display());
                tell(Examined::of(path, Format::Markdown, &document, report));
            }
        }
    }
}

fn settled(all: impl Iterator<Item = Read>) -> (Vec<Arc<Document>>, Vec<Trouble>) {
    let mut troubles = Vec::new();
    let mut docs = Vec::new();
    for (file, read) in all {
        match read {
            Ok(doc) => docs.push(Arc::new(doc)),
            Err(error) => {
                troubles
                    .push(Trouble { path: file.path().display().to_string(), reason: format!("{error:#}") });
            }
        }
    }
    (docs, troubles)
}

/// Finds the places in a text that was read.
fn finish(world: &World, (file, read): &mut Read) {
    let Ok(document) = read else { return };
    let name = file.path().to_string_lossy();
    let source = Source::alone(&name, Origin::BuiltIn(name.to_string()), Format::Markdown);
    world.importer().finish(document, &source);
}
