//! The reader's own themes: files in a folder of their own. Never says what they mean.
use super::find::{is_absence, reason_of};
use super::folders;
use crate::model::harmless;
use anyhow::{Result, bail};
use std::fs;
use std::path::PathBuf;

/// The folder of the reader's own themes.
pub fn folder() -> Option<PathBuf> {
    Some(folders::config()?.join("themes"))
}

/// The file of a theme of the reader's own, as it is told, and its text; `None` where there is none of this name.
///
/// # Errors
/// When it is there and cannot be read.
pub fn own(name: &str) -> Result<Option<(String, String)>> {
    let sound = !name.is_empty() && !name.starts_with('.') && !name.contains(['/', '\\']);
    let Some(folder) = folder().filter(|_| sound) else { return Ok(None) };
    let path = folder.join(format!("{name}.toml"));
    let file = path.display().to_string();
    match fs::read(&path) {
        Ok(bytes) => match String::from_utf8(bytes) {
            Ok(text) => Ok(Some((file, text))),
            Err(_) => bail!("{file}: this is not UTF-8"),
        },
        Err(error) if is_absence(&error) => Ok(None),
        Err(error) => bail!("{file} cannot be read: {}", reason_of(&error)),
    }
}

/// The names of the reader's own themes, sorted; none where there is no folder of them.
pub fn names() -> Vec<String> {
    let Some(entries) = folder().and_then(|folder| fs::read_dir(folder).ok()) else { return Vec::new() };
    let named = |path: PathBuf| {
        let ends = path.extension().is_some_and(|end| end == "toml");
        let name = path.file_stem()?.to_str()?.to_owned();
        (ends && harmless(&name) == name).then_some(name)
    };
    let mut names: Vec<String> = entries.flatten().filter_map(|entry| named(entry.path())).collect();
    names.sort();
    names
}
