//! Saving so that a reader finds the old file or the new one, never half of either.
use super::find::reason_of;
use super::log;
use anyhow::{Context, Result, anyhow};
use std::fs::{self, File};
use std::io::Write;
use std::path::Path;
use std::time::Instant;

/// Waits until no other program changes the file of this name in a folder, and keeps them waiting while the lock is
/// held. Makes the folder where there is none.
///
/// # Errors
/// When the folder cannot be made or written to.
pub fn lock(folder: &Path, name: &str) -> Result<File> {
    let locked = || -> std::io::Result<File> {
        fs::create_dir_all(folder)?;
        let lock = File::create(folder.join(format!("{name}.lock")))?;
        lock.lock()?;
        Ok(lock)
    };
    locked().map_err(|error| anyhow!("{} cannot be written to: {}", folder.display(), reason_of(&error)))
}

/// Why a file cannot be written, in words.
pub fn unwritten(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such folder".into(),
        std::io::ErrorKind::PermissionDenied => "no permission to write it".into(),
        _ => error.to_string(),
    }
}

/// Replaces a file by these bytes, and makes its folder where there is none.
///
/// # Errors
/// When the folder cannot be made or written to, or the disk is full: the old file stays as it was.
pub fn save(path: &Path, bytes: &[u8]) -> Result<()> {
    let folder = path.parent().context("a file needs a folder")?;
    let begun = Instant::now();
    let written = || -> std::io::Result<()> {
        fs::create_dir_all(folder)?;
        let mut new = tempfile::NamedTempFile::new_in(folder)?;
        new.write_all(bytes)?;
        // The name must not reach the disk before the words do.
        new.as_file().sync_all()?;
        new.persist(path).map_err(|error| error.error)?;
        // Not every system can sync a folder: the file itself is safe by then.
        let _ = File::open(folder).and_then(|folder| folder.sync_all());
        Ok(())
    };
    written().map_err(|error| anyhow!("{} cannot be saved: {}", path.display(), reason_of(&error)))?;
    log::took(begun, || format!("saved {}, {} bytes", path.display(), bytes.len()));
    Ok(())
}
