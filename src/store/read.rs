//! Files, folders and standard input into a library. One bad file never stops the others.
use crate::gazetteer::{self, Tagger};
use crate::import::{Format, Front, Importer, Sidecar, Source};
use crate::model::{Atlas, Document, Library, Origin};
use anyhow::{Context, Result, anyhow, bail};
use rayon::prelude::*;
use std::collections::HashMap;
use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use walkdir::WalkDir;

/// The places, and the finder of their names.
pub struct World {
    /// The places.
    pub atlas: Arc<Atlas>,
    /// The finder of their names.
    pub tagger: Tagger,
}

impl World {
    /// The world of the gazetteer, in the regions of the reader's own `regions.toml` in the configuration
    /// folder, or in those that come with the program.
    ///
    /// # Errors
    /// When the reader's regions cannot be read or do not fit the gazetteer.
    pub fn new() -> Result<Self> {
        let own = config_folder().map(|folder| folder.join("regions.toml"));
        let atlas = match own.as_ref().map(fs::read_to_string) {
            Some(Ok(regions)) => gazetteer::atlas(&regions),
            Some(Err(error)) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(anyhow!(reason_of(&error)))
            }
            _ => gazetteer::atlas(gazetteer::built_in_regions()),
        };
        let atlas = atlas.with_context(|| own.unwrap_or_default().display().to_string())?;
        Ok(Self { atlas: Arc::new(atlas), tagger: Tagger::new() })
    }

    /// An importer for this world.
    pub fn importer(&self) -> Importer<'_> {
        Importer { atlas: &self.atlas, tagger: &self.tagger }
    }
}

/// The folder of the reader's configuration: `$XDG_CONFIG_HOME/bluebook` or `~/.config/bluebook`.
fn config_folder() -> Option<PathBuf> {
    let set = |name: &str| std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from);
    let folder = set("XDG_CONFIG_HOME")
        .filter(|folder| folder.is_absolute())
        .or_else(|| Some(set("HOME")?.join(".config")))?;
    Some(folder.join("bluebook"))
}

/// Where documents are to come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Input {
    /// A file or a folder.
    Path(PathBuf),
    /// Standard input.
    Stdin,
}

impl From<&str> for Input {
    fn from(name: &str) -> Self {
        if name == "-" { Self::Stdin } else { Self::Path(PathBuf::from(name)) }
    }
}

/// A file that could not be read, or not wholly.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Trouble {
    /// The file.
    pub path: String,
    /// What is wrong with it, and what to do.
    pub reason: String,
}

/// A library, and what could not be read into it.
#[derive(Debug, Default)]
pub struct Loaded {
    /// What could be read.
    pub library: Library,
    /// What could not.
    pub troubles: Vec<Trouble>,
}

/// A file found, and whether somebody named it.
struct Found {
    path: PathBuf,
    named: bool,
}

/// Reads files, folders and standard input into a library.
pub fn load(world: &World, inputs: &[Input], options: &Front) -> Loaded {
    let mut troubles = Vec::new();
    let mut files: Vec<Found> = Vec::new();
    let mut docs: Vec<Arc<Document>> = Vec::new();
    for input in inputs {
        match input {
            Input::Stdin => match read_stdin(world, options) {
                Ok(doc) => docs.push(Arc::new(doc)),
                Err(error) => {
                    troubles.push(Trouble { path: "standard input".into(), reason: format!("{error:#}") });
                }
            },
            Input::Path(path) => gather(path, &mut files, &mut troubles),
        }
    }
    // A file named twice, or inside a folder named too, is one document.
    let mut seen = std::collections::HashSet::new();
    files.retain(|file| seen.insert(fs::canonicalize(&file.path).unwrap_or_else(|_| file.path.clone())));
    let sidecars = sidecars(&files, &mut troubles);
    let read: Vec<Result<Document, Trouble>> = files
        .par_iter()
        .map(|file| {
            let sidecar = file.path.parent().and_then(|folder| sidecars.get(folder));
            read_file(world, file, options, sidecar).map_err(|error| Trouble {
                path: file.path.display().to_string(),
                reason: format!("{error:#}"),
            })
        })
        .collect();
    for read in read {
        match read {
            Ok(doc) => docs.push(Arc::new(doc)),
            Err(trouble) => troubles.push(trouble),
        }
    }
    Loaded { library: Library::new(Arc::clone(&world.atlas), docs), troubles }
}

/// Lists the readable files at a path: a file as it is, a folder's known formats all the way down.
fn gather(path: &Path, files: &mut Vec<Found>, troubles: &mut Vec<Trouble>) {
    let trouble = |path: &Path, reason: String| Trouble { path: path.display().to_string(), reason };
    match fs::metadata(path) {
        Err(error) => troubles.push(trouble(path, reason_of(&error))),
        Ok(meta) if meta.is_dir() => {
            let before = files.len();
            let hidden = |name: &std::ffi::OsStr| name.to_string_lossy().starts_with('.');
            let walk = WalkDir::new(path)
                .follow_links(true)
                .sort_by_file_name()
                .into_iter()
                .filter_entry(|entry| entry.depth() == 0 || !hidden(entry.file_name()));
            for entry in walk {
                match entry {
                    Ok(entry) => {
                        let name = entry.file_name().to_string_lossy();
                        let known = name.contains('.') && Format::of_name(&name).is_some();
                        if entry.file_type().is_file() && known {
                            files.push(Found { path: entry.into_path(), named: false });
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
                troubles.push(trouble(path, "no .txt or .md file in this folder".into()));
            }
        }
        Ok(_) => files.push(Found { path: path.to_path_buf(), named: true }),
    }
}

/// A system error in a reader's words.
fn reason_of(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "no such file or folder".into(),
        std::io::ErrorKind::PermissionDenied => "no permission to read it".into(),
        _ => error.to_string(),
    }
}

/// The `bluebook.toml` of each folder that has one.
fn sidecars(files: &[Found], troubles: &mut Vec<Trouble>) -> HashMap<PathBuf, Sidecar> {
    let mut sidecars = HashMap::new();
    let mut last: Option<&Path> = None;
    for folder in files.iter().filter_map(|file| file.path.parent()) {
        if last == Some(folder) || sidecars.contains_key(folder) {
            continue;
        }
        last = Some(folder);
        let path = folder.join("bluebook.toml");
        let read = match fs::read_to_string(&path) {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => Err(anyhow::anyhow!(reason_of(&error))),
            Ok(text) => Sidecar::read(&text),
        };
        match read {
            Ok(sidecar) => {
                sidecars.insert(folder.to_path_buf(), sidecar);
            }
            Err(error) => {
                troubles.push(Trouble { path: path.display().to_string(), reason: format!("{error:#}") });
            }
        }
    }
    sidecars
}

fn read_file(world: &World, file: &Found, options: &Front, sidecar: Option<&Sidecar>) -> Result<Document> {
    let name = file.path.file_name().unwrap_or_default().to_string_lossy();
    let Some(format) = Format::of_name(&name) else {
        bail!("the format is not known; bluebook reads .txt and .md");
    };
    let meta = fs::metadata(&file.path).map_err(|error| anyhow::anyhow!(reason_of(&error)))?;
    if !meta.is_file() && file.named && !meta.file_type().is_dir() {
        // A pipe or a device: read what comes, up to the importer's limit.
    } else if meta.len() > 1 << 30 {
        bail!("larger than 1 GiB");
    }
    let mut bytes = Vec::with_capacity(meta.len() as usize);
    fs::File::open(&file.path)
        .and_then(|opened| opened.take((1 << 30) + 1).read_to_end(&mut bytes))
        .map_err(|error| anyhow::anyhow!(reason_of(&error)))?;
    let folder = file.path.parent().and_then(Path::file_name).map(|folder| folder.to_string_lossy());
    let front = sidecar.map(|sidecar| sidecar.of(&name));
    let source = Source {
        origin: Origin::File(file.path.clone()),
        name: &name,
        folder: folder.as_deref(),
        format,
        options,
        sidecar: front.as_ref(),
    };
    world.importer().import(&source, &bytes)
}

fn read_stdin(world: &World, options: &Front) -> Result<Document> {
    let mut bytes = Vec::new();
    std::io::stdin().lock().take((1 << 30) + 1).read_to_end(&mut bytes).context("reading it")?;
    let format =
        if bytes.starts_with(b"+++\n") || bytes.starts_with(b"# ") { Format::Markdown } else { Format::Text };
    let source =
        Source { origin: Origin::Input, name: "input", folder: None, format, options, sidecar: None };
    world.importer().import(&source, &bytes)
}
