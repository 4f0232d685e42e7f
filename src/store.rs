//! What is on disk: reading paths into a library, the reader's own list of files, searches, reading places,
//! configuration and themes. The only room that opens files.
pub mod built_in;
mod cache;
mod clock;
pub mod config;
mod export;
mod find;
mod folders;
mod guard;
mod handed;
mod holdings;
mod kept;
mod lines;
pub mod log;
mod notebook;
mod places;
mod programs;
mod read;
mod save;
mod searches;
pub mod seen;
mod shelf;
pub mod themes;
mod world;

pub use crate::import::Front;
pub use built_in::{built_in, tour, with_tour};
pub use clock::today;
pub use config::Config;
pub use export::{export, write_page};
pub use find::{Input, reason_of};
pub use folders::cache as cache_folder;
pub use handed::Handed;
pub use holdings::{Added, Holding, Holdings, Status};
pub use notebook::NoteFile;
pub use places::PlaceFile;
pub use programs::has_program;
pub use read::{Examined, raw_text};
pub use searches::SearchFile;
pub use shelf::{Reading, Shelf};
pub use world::World;

use crate::model::Library;
use anyhow::Result;
use rayon::prelude::*;

/// A file that could not be read, or not wholly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The file.
    pub path: String,
    /// What is wrong with it, and what to do.
    pub reason: String,
}

impl Trouble {
    /// Whether there is nothing of that name.
    pub fn is_absence(&self) -> bool {
        self.reason.starts_with(find::ABSENT)
    }
}

/// A library, and what could not be read into it.
#[derive(Debug, Default)]
pub struct Loaded {
    /// What could be read.
    pub library: Library,
    /// What could not.
    pub troubles: Vec<Trouble>,
    /// What is other than the time before.
    pub changes: Changes,
}

/// How many files are other than when they were read before.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Changes {
    /// Files that were not there.
    pub new: usize,
    /// Files that were read again.
    pub changed: usize,
    /// Files that are gone.
    pub gone: usize,
}

/// Tells how well each file of some inputs was read.
///
/// # Errors
/// When the reader's regions cannot be used.
pub fn examine(inputs: &[Input], options: &Front, tell: &mut dyn FnMut(Examined)) -> Result<Vec<Trouble>> {
    let world = World::new()?;
    let mut troubles = Vec::new();
    if inputs.contains(&Input::BuiltIn) {
        built_in::examine(&world, tell);
    }
    guard::ready();
    let files = find::find(&world, inputs, options, &mut troubles);
    // By handfuls: side by side, and told in their order.
    for files in files.chunks(64) {
        let examined: Vec<_> = files
            .par_iter()
            .map(|file| {
                let mut troubles = Vec::new();
                let examined = guard::guarded(|| read::examine(&world, file, &mut troubles));
                let examined = examined.unwrap_or_else(|error| {
                    let path = file.path.display().to_string();
                    troubles.push(Trouble { path, reason: format!("{error:#}") });
                    Vec::new()
                });
                (examined, troubles)
            })
            .collect();
        for (examined, more) in examined {
            examined.into_iter().for_each(&mut *tell);
            troubles.extend(more);
        }
    }
    Ok(troubles)
}
