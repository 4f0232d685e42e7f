//! The corpus inside the program, read by the same import as a reader's own files.
use super::read::{Loaded, Trouble, World};
use crate::import::{self, Format, Front, Source};
use crate::model::{Document, Library, Origin};
use anyhow::{Result, anyhow};
use include_dir::{Dir, File, include_dir};
use std::sync::Arc;

static EDITIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/editions");

type Read<'a> = (&'a File<'static>, Result<Document>);

/// The library of the built-in digests.
///
/// # Errors
/// When the regions do not fit the gazetteer.
pub fn built_in() -> Result<Loaded> {
    // The start is what a reader waits for: one thread reads the texts while the other reads the
    // gazetteer, then both look for names.
    let files: Vec<&File<'static>> = EDITIONS.files().collect();
    let (world, read) = std::thread::scope(|scope| {
        let texts = scope.spawn(|| files.iter().map(|&file| read(file)).collect::<Vec<Read<'_>>>());
        let world = World::new();
        (world, texts.join())
    });
    let (world, mut read) = (world?, read.map_err(|_| anyhow!("the built-in corpus could not be read"))?);
    let half = read.len() / 2;
    let (left, right) = read.split_at_mut(half);
    std::thread::scope(|scope| {
        scope.spawn(|| finish(&world, right));
        finish(&world, left);
    });
    let mut troubles = Vec::new();
    let mut docs = Vec::with_capacity(read.len());
    for (file, read) in read {
        match read {
            Ok(doc) => docs.push(Arc::new(doc)),
            Err(error) => {
                troubles
                    .push(Trouble { path: file.path().display().to_string(), reason: format!("{error:#}") });
            }
        }
    }
    Ok(Loaded { library: Library::new(world.atlas, docs), troubles })
}

fn read(file: &'static File<'static>) -> Read<'static> {
    (file, import::parse(Format::Markdown, file.contents()))
}

fn finish(world: &World, read: &mut [Read<'_>]) {
    let options = Front::default();
    for (file, read) in read {
        let name = file.path().to_string_lossy();
        let source = Source {
            origin: Origin::BuiltIn(name.to_string()),
            name: &name,
            folder: None,
            format: Format::Markdown,
            options: &options,
            sidecar: None,
        };
        if let Ok(document) = read {
            world.importer().finish(document, &source);
        }
    }
}
