//! Whether the reader has been here before. Never says when, or what was read.
use super::folders;
use std::fs;
use std::path::PathBuf;

fn file() -> Option<PathBuf> {
    Some(folders::state()?.join("seen"))
}

/// Whether the reader has been here; also where nothing can be remembered.
pub fn before() -> bool {
    file().is_none_or(|file| file.exists())
}

/// Remembers that the reader was here, if that can be.
pub fn remember() {
    if let Some(file) = file()
        && let Some(folder) = file.parent()
        && fs::create_dir_all(folder).is_ok()
    {
        let _ = fs::write(&file, "");
    }
}
