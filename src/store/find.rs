//! What there is to read at a path: files, folders all the way down, and what a `bluebook.toml` says of them.
//! Opens no document.
use super::{Trouble, World};
use crate::import::{self, Front, Sidecar};
use crate::model::distinct;
use anyhow::{Result, anyhow};
use std::collections::{HashMap, HashSet};
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::WalkDir;

/// Where documents are to come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file or a folder.
    Path(PathBuf),
    /// Standard input.
    Stdin,
    /// A file that the reader's library holds, and what was said of it when it was added.
    Held(PathBuf, Box<Front>),
    /// The digests inside the program.
    BuiltIn,
}

impl From<&str> for Input {
    fn from(name: &str) -> Self {
        if name == "-" { Self::Stdin } else { Self::Path(PathBuf::from(name)) }
    }
}

/// A file to be read.
#[derive(Debug, Clone)]
pub struct Found {
    /// Where it is.
    pub path: PathBuf,
    /// The folder that was named, where it was found below one.
    root: Option<Arc<Path>>,
    /// Its name as an address.
    pub slug: String,
    /// What the command line says of it, or said when it was added.
    pub options: Arc<Front>,
    /// What a `bluebook.toml` says of it.
    pub sidecar: Option<Front>,
}

/// Lists the files of inputs, each once, with their addresses and what is said of them.
pub fn find(world: &World, inputs: &[Input], options: &Front, troubles: &mut Vec<Trouble>) -> Vec<Found> {
    let all = Arc::new(options.clone());
    let mut files: Vec<Found> = Vec::new();
    let mut linked = false;
    for input in inputs {
        match input {
            Input::Path(path) => linked |= gather(path, &all, &mut files, troubles),
            Input::Held(path, front) => match fs::metadata(path) {
                Ok(_) => files.push(found(path.clone(), Arc::new((**front).clone()))),
                Err(error) => {
                    let reason = match error.kind() {
                        std::io::ErrorKind::NotFound => {
                            "the library has it, but it is gone; `bluebook remove` it, or put it back".into()
                        }
                        _ => reason_of(&error),
                    };
                    troubles.push(Trouble { path: path.display().to_string(), reason });
                }
            },
            Input::Stdin | Input::BuiltIn => {}
        }
    }
    // A file named twice, or inside a folder named too, is one document.
    if inputs.len() > 1 || linked {
        let mut seen = HashSet::new();
        files.retain(|file| seen.insert(fs::canonicalize(&file.path).unwrap_or_else(|_| file.path.clone())));
    }
    tell_apart(&mut files);
    let mut sidecars = Sidecars { world, read: HashMap::new(), silent: None, troubles };
    for file in &mut files {
        file.sidecar = sidecars.of(file);
    }
    files
}

fn found(path: PathBuf, options: Arc<Front>) -> Found {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    Found { slug: import::slug_of_file(&name), path, root: None, options, sidecar: None }
}

/// Where files share a name, the folder's goes in front: the same as the library would do, but before
/// anything is read, so that documents need not be changed when more come.
fn tell_apart(files: &mut [Found]) {
    let slugs: Vec<&str> = files.iter().map(|file| file.slug.as_str()).collect();
    let folder = |at: usize| {
        let folder = files[at].path.parent().and_then(Path::file_name);
        folder.map(|folder| folder.to_string_lossy().into_owned())
    };
    let chosen = distinct(&slugs, folder);
    for (file, chosen) in files.iter_mut().zip(chosen) {
        file.slug = chosen;
    }
}

/// Lists the readable files at a path: a file as it is, a folder's known formats all the way down. Tells
/// whether a link was followed, which may lead to a file twice.
fn gather(path: &Path, options: &Arc<Front>, files: &mut Vec<Found>, troubles: &mut Vec<Trouble>) -> bool {
    let mut linked = false;
    let trouble = |path: &Path, reason: String| Trouble { path: path.display().to_string(), reason };
    match fs::metadata(path) {
        Err(error) => troubles.push(trouble(path, reason_of(&error))),
        Ok(meta) if meta.is_dir() => {
            let before = files.len();
            let root: Arc<Path> = path.into();
            let hidden = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with('.');
            let walk = WalkDir::new(path)
                .follow_links(true)
                .sort_by_file_name()
                .into_iter()
                .filter_entry(|entry| entry.depth() == 0 || !hidden(entry.file_name()));
            for entry in walk {
                match entry {
                    Ok(entry) => {
                        linked |= entry.path_is_symlink();
                        let name = entry.file_name().to_string_lossy();
                        if entry.file_type().is_file() && import::is_known(&name) {
                            let file = found(entry.into_path(), Arc::clone(options));
                            files.push(Found { root: Some(Arc::clone(&root)), ..file });
                        }
                    }
                    // A link that leads back to a folder above is met already.
                    Err(error) if error.loop_ancestor().is_some() => {}
                    Err(error) => {
                        let at = error.path().unwrap_or(path).to_path_buf();
                        let reason = error.io_error().map_or_else(|| error.to_string(), reason_of);
                        troubles.push(trouble(&at, reason));
                    }
                }
            }
            if files.len() == before {
                let reason = format!("no file in this folder that bluebook reads ({})", import::KNOWN);
                troubles.push(trouble(path, reason));
            }
        }
        Ok(_) => files.push(found(path.to_path_buf(), Arc::clone(options))),
    }
    linked
}

/// What is said of a path where there is nothing.
pub const ABSENT: &str = "no such file or folder";

/// A system error in a reader's words.
pub fn reason_of(error: &std::io::Error) -> String {
    match error.kind() {
        ErrorKind::NotFound => ABSENT.into(),
        ErrorKind::PermissionDenied => "no permission; whoever owns it can give it".into(),
        ErrorKind::NotADirectory => format!("{ABSENT}: a part of its path is a file"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "the disk is full".into(),
        ErrorKind::ReadOnlyFilesystem => "its disk can only be read".into(),
        _ => {
            // The number is the system's affair.
            let words = error.to_string();
            words.split(" (os error").next().unwrap_or_default().to_owned()
        }
    }
}

/// Whether an error says no more than that there is no such file.
pub(super) fn is_absence(error: &std::io::Error) -> bool {
    matches!(error.kind(), ErrorKind::NotFound | ErrorKind::NotADirectory)
}

/// The `bluebook.toml` of each folder that has one, read when first asked for.
struct Sidecars<'a> {
    world: &'a World,
    read: HashMap<PathBuf, Option<Arc<Sidecar>>>,
    /// The folder asked about last and the one named above it, where no sidecar speaks of what is in it: files
    /// come by folders.
    silent: Option<(PathBuf, Option<Arc<Path>>)>,
    troubles: &'a mut Vec<Trouble>,
}

impl Sidecars<'_> {
    /// What is said of a file: in its own folder, and in those above it up to the folder that was named,
    /// whose patterns may lead down (`2015/*.txt`). The nearest goes before the others.
    fn of(&mut self, file: &Found) -> Option<Front> {
        let (path, root) = (file.path.as_path(), file.root.as_deref());
        let folder = path.parent()?;
        if self.silent.as_ref().is_some_and(|(silent, named)| silent == folder && *named == file.root) {
            return None;
        }
        let mut front: Option<Front> = None;
        let mut any = false;
        for folder in path.ancestors().skip(1) {
            if let Some(sidecar) = self.in_folder(folder)
                && let Ok(below) = path.strip_prefix(folder)
            {
                any = true;
                let said = sidecar.of(&below.to_string_lossy().replace('\\', "/"));
                front = Some(match front {
                    Some(nearer) => nearer.or(&said),
                    None => said,
                });
            }
            if root.is_none_or(|root| root == folder) {
                break;
            }
        }
        self.silent = (!any).then(|| (folder.to_path_buf(), file.root.clone()));
        front
    }

    fn in_folder(&mut self, folder: &Path) -> Option<Arc<Sidecar>> {
        if let Some(known) = self.read.get(folder) {
            return known.clone();
        }
        let path = folder.join("bluebook.toml");
        let read: Result<Option<Sidecar>> = match fs::read_to_string(&path) {
            Err(error) if is_absence(&error) => Ok(None),
            Err(error) => Err(anyhow!(reason_of(&error))),
            Ok(text) => Sidecar::read(&text).map(Some),
        };
        let mut trouble = |reason| self.troubles.push(Trouble { path: path.display().to_string(), reason });
        let sidecar = read.unwrap_or_else(|error| {
            trouble(format!("{error:#}"));
            None
        });
        if let Some(reason) = sidecar.as_ref().and_then(|told| told.unknown_subject(&self.world.atlas)) {
            trouble(reason);
        }
        let sidecar = sidecar.map(Arc::new);
        self.read.insert(folder.to_path_buf(), sidecar.clone());
        sidecar
    }
}
