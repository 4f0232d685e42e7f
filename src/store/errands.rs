//! What the disk says to those who call other programs: whether there is one, and the words of a file to be edited.
//! Never starts anything.
use super::find::reason_of;
use crate::model::harmless;
use anyhow::{Result, anyhow};
use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;

/// Whether there is a program of this name on the path, or at it.
pub fn has_program(program: &str) -> bool {
    let is_program = |path: &Path| {
        fs::metadata(path).is_ok_and(|about| about.is_file() && about.permissions().mode() & 0o111 != 0)
    };
    if program.contains('/') {
        return is_program(Path::new(program));
    }
    let paths = std::env::var_os("PATH").unwrap_or_default();
    std::env::split_paths(&paths).any(|folder| is_program(&folder.join(program)))
}

/// The words of a file as an editor will show them, whatever is no text in it left out of account.
///
/// # Errors
/// When the file cannot be read.
pub fn source_of(path: &Path) -> Result<String> {
    let bytes = fs::read(path).map_err(|error| {
        anyhow!("{} cannot be opened: {}", harmless(&path.display().to_string()), reason_of(&error))
    })?;
    Ok(String::from_utf8_lossy(&bytes).into_owned())
}
