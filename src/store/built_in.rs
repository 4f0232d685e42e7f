//! The corpus inside the program, read by the same import as a reader's own files.
use super::read::{Loaded, Trouble, World};
use crate::import::{Format, Front, Source};
use crate::model::{Document, Library, Origin};
use anyhow::Result;
use include_dir::{Dir, File, include_dir};
use std::sync::Arc;

static EDITIONS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/assets/editions");

/// The library of the built-in digests.
pub fn built_in(world: &World) -> Loaded {
    let files: Vec<&File<'_>> = EDITIONS.files().collect();
    // Two threads: the start is what a reader waits for, and a thread pool would take longer to wake.
    let (left, right) = files.split_at(files.len() / 2);
    let (first, second) = std::thread::scope(|scope| {
        let other = scope.spawn(|| read_all(world, right));
        let first = read_all(world, left);
        (first, other.join())
    });
    let second = second.unwrap_or_else(|_| Vec::new());
    let mut troubles = Vec::new();
    let mut docs = Vec::with_capacity(files.len());
    for (name, read) in first.into_iter().chain(second) {
        match read {
            Ok(doc) => docs.push(Arc::new(doc)),
            Err(error) => troubles.push(Trouble { path: name, reason: format!("{error:#}") }),
        }
    }
    Loaded { library: Library::new(Arc::clone(&world.atlas), docs), troubles }
}

fn read_all(world: &World, files: &[&File<'_>]) -> Vec<(String, Result<Document>)> {
    let importer = world.importer();
    let options = Front::default();
    files
        .iter()
        .map(|file| {
            let name = file.path().to_string_lossy().into_owned();
            let source = Source {
                origin: Origin::BuiltIn(name.clone()),
                name: &name,
                folder: None,
                format: Format::Markdown,
                options: &options,
                sidecar: None,
            };
            let read = importer.import(&source, file.contents());
            (name, read)
        })
        .collect()
}
