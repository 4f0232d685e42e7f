//! Many files into one library, side by side, with what was read before kept where it has not changed.
use super::cache::{self, Cache, Growing, Key};
use super::find::{Found, Input, find};
use super::guard::{self, guarded};
use super::read::{Contents, bytes_of, contents, standard_input};
use super::{Changes, Loaded, Trouble, World, built_in, log};
use crate::import::Front;
use crate::model::{Document, Library};
use anyhow::Result;
use rayon::prelude::*;
use std::collections::HashMap;
use std::fs;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::channel;
use std::thread::JoinHandle;
use std::time::{Duration, Instant, SystemTime};

/// A part of the library is handed over after so long at the earliest, and when it has doubled.
const GROWS: Duration = Duration::from_millis(120);

/// Files are handed over by so many: waking the one who waits costs more than reading a small file.
const HANDFUL: usize = 8;

/// What a reader waits for.
#[derive(Debug)]
pub enum Reading {
    /// So many of so many files were read.
    Progress(usize, usize),
    /// What was read so far.
    Part(Box<Loaded>),
}

/// What tells that a file must be read again.
#[derive(Debug, Clone, PartialEq)]
struct Stamp {
    bytes: u64,
    modified: Option<SystemTime>,
    slug: String,
    options: Arc<Front>,
    sidecar: Option<Box<Front>>,
}

impl Stamp {
    fn of(file: &Found) -> Option<Self> {
        let meta = fs::metadata(&file.path).ok().filter(fs::Metadata::is_file)?;
        Some(Self {
            bytes: meta.len(),
            modified: meta.modified().ok(),
            slug: file.slug.clone(),
            options: Arc::clone(&file.options),
            sidecar: file.sidecar.clone().map(Box::new),
        })
    }
}

/// What came of a file.
#[derive(Debug, Clone)]
struct Kept {
    stamp: Option<Stamp>,
    /// What its documents can be found by the next time.
    key: Option<Key>,
    /// So many bytes had to be read anew.
    anew: u64,
    docs: Vec<Arc<Document>>,
    troubles: Vec<Trouble>,
}

/// The inputs of a library, and what was read of them.
pub struct Shelf {
    world: World,
    inputs: Vec<Input>,
    options: Front,
    kept: HashMap<PathBuf, Kept>,
    /// Standard input can be read but once, and the digests never change.
    fixed: Option<Kept>,
    /// Where what is read is kept for the next time.
    keeps_in: Option<PathBuf>,
    /// It is kept while the reader has the library already.
    keeping: Option<JoinHandle<()>>,
}

impl Shelf {
    /// A shelf for these inputs; nothing is read yet.
    ///
    /// # Errors
    /// When the reader's regions cannot be used.
    pub fn new(inputs: Vec<Input>, options: Front) -> Result<Self> {
        guard::ready();
        Ok(Self {
            world: World::new()?,
            inputs,
            options,
            kept: HashMap::new(),
            fixed: None,
            keeps_in: None,
            keeping: None,
        })
    }

    /// Uses what was kept of these inputs in this folder another time, and keeps there what is read.
    #[must_use]
    pub fn keeping_in(mut self, folder: Option<PathBuf>) -> Self {
        self.keeps_in = folder;
        self
    }

    /// Waits until what was read is kept.
    pub fn finish(&mut self) {
        if let Some(keeping) = self.keeping.take() {
            // What could not be kept is read again the next time: nobody need hear of it.
            let _ = keeping.join();
        }
    }

    /// Takes other inputs; what they share with those before is kept.
    pub fn take(&mut self, inputs: Vec<Input>) {
        if inputs.contains(&Input::BuiltIn) != self.inputs.contains(&Input::BuiltIn) {
            self.fixed = None;
        }
        self.inputs = inputs;
    }

    /// Reads what is new or changed since the last time. `tell` hears of progress; with `grow` it gets parts
    /// of the library while the rest is read. One bad file never stops the others.
    pub fn read(&mut self, grow: bool, tell: &mut dyn FnMut(Reading)) -> Loaded {
        let begun = Instant::now();
        let mut troubles = Vec::new();
        if self.fixed.is_none() {
            self.fixed = Some(self.read_fixed());
        }
        let files = find(&self.world, &self.inputs, &self.options, &mut troubles);
        log::took(begun, || format!("{} files found under {}", files.len(), inputs(&self.inputs)));
        let mut before = std::mem::take(&mut self.kept);
        let before_is_empty = before.is_empty();
        let mut changes = Changes::default();
        let mut read: Vec<Option<Kept>> = files
            .iter()
            .map(|file| {
                let Some(kept) = before.remove(&file.path) else {
                    changes.new += 1;
                    return None;
                };
                let same = kept.stamp.is_some() && kept.stamp == Stamp::of(file);
                changes.changed += usize::from(!same);
                same.then_some(kept)
            })
            .collect();
        changes.gone = before.len();
        drop(before);
        let new: Vec<usize> = (0..files.len()).filter(|&at| read[at].is_none()).collect();
        self.finish();
        // What is read again while it is shown was changed: it will not have been kept.
        let keeps_in = self.keeps_in.as_ref().filter(|_| before_is_empty && !new.is_empty());
        let cache = keeps_in.map(|folder| Cache::open(folder, &self.inputs, &self.world));
        let (world, total) = (&self.world, new.len());
        let fixed = self.fixed.clone().into_iter();
        let mut growing = cache.as_ref().map(Cache::anew);
        std::thread::scope(|scope| {
            let (results, answers) = channel();
            let (files, new, cache) = (&files, &new, cache.as_ref());
            scope.spawn(move || {
                new.par_chunks(HANDFUL).for_each_with(results, |results, some| {
                    let read =
                        some.iter().map(|&at| (at, read_one(world, &files[at], cache))).collect::<Vec<_>>();
                    // Nobody listens only when this thread's own reader is gone.
                    let _ = results.send(read);
                });
            });
            let (mut done, mut last, mut shown) = (0, Instant::now(), 0);
            for some in answers {
                done += some.len();
                for (at, Read { kept, entry }) in some {
                    if let (Some(growing), Some(key), Some(entry)) = (&mut growing, kept.key, entry) {
                        growing.add(key, entry, kept.anew);
                    }
                    read[at] = Some(kept);
                }
                tell(Reading::Progress(done, total));
                // Each part costs what the whole of it costs: doubling keeps the sum small.
                if grow && done < total && done >= shown * 2 && last.elapsed() > GROWS {
                    let some = fixed.clone().chain(read.iter().flatten().cloned());
                    tell(Reading::Part(Box::new(gathered(world, some, troubles.clone()))));
                    (shown, last) = (done, Instant::now());
                }
            }
        });
        let whole = gathered(world, fixed.chain(read.iter().flatten().cloned()), troubles);
        let whole = Loaded { changes, ..whole };
        for trouble in &whole.troubles {
            log::tell(|| format!("{}: {}", trouble.path, trouble.reason));
        }
        log::took(begun, || {
            let (documents, troubles) = (whole.library.len(), whole.troubles.len());
            format!("the library: {documents} documents, {troubles} not read")
        });
        if let Some(growing) = growing.filter(Growing::is_worth) {
            let kept = |kept: &Kept| Some((kept.key?, kept.docs.clone()));
            let kept: Vec<_> = read.iter().flatten().filter_map(kept).collect();
            self.keeping = Some(std::thread::spawn(move || {
                let begun = Instant::now();
                // A full disk or a folder that cannot be written to costs time at the next opening, no more.
                match growing.finish(&kept) {
                    Ok(files) => log::took(begun, || format!("kept what was read of {files} files")),
                    Err(error) => log::tell(|| format!("what was read is not kept: {error:#}")),
                }
            }));
        }
        self.kept = files.into_iter().zip(read).filter_map(|(file, kept)| Some((file.path, kept?))).collect();
        whole
    }

    /// What is read once and for all.
    fn read_fixed(&self) -> Kept {
        let mut kept = Kept { stamp: None, key: None, anew: 0, docs: Vec::new(), troubles: Vec::new() };
        if self.inputs.contains(&Input::Stdin) {
            match standard_input(&self.world, &self.options) {
                Ok(contents) => {
                    kept.docs.extend(contents.docs.into_iter().map(Arc::new));
                    kept.troubles.extend(contents.troubles);
                }
                Err(error) => {
                    let reason = format!("{error:#}");
                    kept.troubles.push(Trouble { path: "standard input".into(), reason });
                }
            }
        }
        if self.inputs.contains(&Input::BuiltIn) {
            let (docs, troubles) = built_in::documents(&self.world);
            kept.docs.extend(docs);
            kept.troubles.extend(troubles);
        }
        kept
    }
}

/// The inputs as they are told.
fn inputs(inputs: &[Input]) -> String {
    let names: Vec<String> = inputs
        .iter()
        .take(20)
        .map(|input| match input {
            Input::Path(path) | Input::Held(path, _) => path.display().to_string(),
            Input::Stdin => "standard input".into(),
            Input::BuiltIn => "the built-in digests".into(),
        })
        .collect();
    let more = inputs.len().saturating_sub(names.len());
    names.join(", ") + &if more > 0 { format!(" and {more} more") } else { String::new() }
}

fn gathered(world: &World, read: impl Iterator<Item = Kept>, mut troubles: Vec<Trouble>) -> Loaded {
    let mut docs = Vec::new();
    for kept in read {
        docs.extend(kept.docs);
        troubles.extend(kept.troubles);
    }
    Loaded { library: Library::new(Arc::clone(&world.atlas), docs), troubles, ..Loaded::default() }
}

/// What came of a file now, and where there is a cache and it was not there, what is to be kept there.
struct Read {
    kept: Kept,
    entry: Option<Vec<u8>>,
}

fn read_one(world: &World, file: &Found, cache: Option<&Cache>) -> Read {
    // Before it is read: what is written meanwhile is read again the next time.
    let stamp = Stamp::of(file);
    let begun = Instant::now();
    let (mut key, mut anew) = (None, 0);
    let read = guarded(|| {
        let bytes = bytes_of(&file.path)?;
        let Some(cache) = cache else { return contents(world, file, bytes) };
        let found = Key::of(file, &bytes);
        key = Some(found);
        match cache.documents(found, file, bytes) {
            Ok(docs) => Ok(Contents { docs, troubles: Vec::new() }),
            Err(bytes) => {
                anew = bytes.len() as u64;
                contents(world, file, bytes)
            }
        }
    });
    let Contents { docs, mut troubles } = read.unwrap_or_else(|error| Contents {
        docs: Vec::new(),
        troubles: vec![Trouble { path: file.path.display().to_string(), reason: format!("{error:#}") }],
    });
    log::took(begun, || {
        let from = if key.is_some() && anew == 0 { "from the cache" } else { "read" };
        format!("{from}: {}, {} documents", file.path.display(), docs.len())
    });
    troubles.dedup();
    // What failed may fare better another time.
    let key = key.filter(|_| troubles.is_empty());
    let entry =
        key.filter(|_| anew > 0).and_then(|key| cache::entry(key, &docs.iter().collect::<Vec<_>>()).ok());
    let docs = docs.into_iter().map(Arc::new).collect();
    Read { kept: Kept { stamp, key, anew, docs, troubles }, entry }
}

impl Drop for Shelf {
    fn drop(&mut self) {
        self.finish();
    }
}
