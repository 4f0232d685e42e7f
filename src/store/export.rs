//! Writing what a reader asked for to a file of theirs: whole or not at all, and never over another unasked.
use super::find::reason_of;
use super::log;
use super::save::unwritten;
use anyhow::{Result, bail};
use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};

/// Writes a text to a file; `~` is the reader's home. Gives the path as it is.
///
/// # Errors
/// When there is such a file already and `overwrite` is not wished, or the folder is not there or cannot be
/// written to.
pub fn export(path: &str, text: &str, overwrite: bool) -> Result<PathBuf> {
    let path = expanded(path);
    let folder = match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    };
    if path.is_dir() {
        bail!("{} is a folder", path.display());
    }
    let written = || -> std::io::Result<()> {
        let mut builder = tempfile::Builder::new();
        // As any file of the reader's: what the mask leaves of it.
        let old = if overwrite { fs::metadata(&path).ok() } else { None };
        let mode = old.map_or(0o666, |old| old.permissions().mode());
        builder.permissions(fs::Permissions::from_mode(mode));
        let mut new = builder.tempfile_in(folder)?;
        new.write_all(text.as_bytes())?;
        new.as_file().sync_all()?;
        if overwrite {
            // What a link leads to is meant, not the link.
            new.persist(fs::canonicalize(&path).unwrap_or_else(|_| path.clone()))
                .map_err(|error| error.error)?;
        } else {
            new.persist_noclobber(&path).map_err(|error| error.error)?;
        }
        Ok(())
    };
    match written() {
        Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {
            bail!("{} is there already; export! writes over it", path.display())
        }
        Err(error) => bail!("{} cannot be written: {}", path.display(), reason_of(&error)),
        Ok(()) => {
            log::tell(|| format!("exported {}, {} bytes", path.display(), text.len()));
            Ok(path)
        }
    }
}

/// Writes a page of the manual to a folder, made where there is none, over the page that an earlier program wrote.
/// Gives its path.
///
/// # Errors
/// When the folder cannot be made or written to.
pub fn write_page(folder: &Path, name: &str, text: &str) -> Result<PathBuf> {
    let path = folder.join(name);
    let written = fs::create_dir_all(folder).and_then(|()| fs::write(&path, text));
    match written {
        Ok(()) => Ok(path),
        Err(error) => bail!("{} cannot be written: {}", path.display(), unwritten(&error)),
    }
}

fn expanded(path: &str) -> PathBuf {
    match (path.strip_prefix('~'), std::env::var_os("HOME").filter(|home| !home.is_empty())) {
        (Some(""), Some(home)) => home.into(),
        (Some(rest), Some(home)) if rest.starts_with('/') => {
            Path::new(&home).join(rest.trim_start_matches('/'))
        }
        _ => path.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_written_over_unasked() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.md").display().to_string();
        export(&path, "one\n", false).expect("written");
        let error = export(&path, "two\n", false).expect_err("there already");
        assert!(format!("{error:#}").contains("export! writes over it"), "{error:#}");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "one\n");
        export(&path, "two\n", true).expect("written over");
        assert_eq!(fs::read_to_string(&path).expect("a file"), "two\n");
        let nowhere = folder.path().join("none/a.md").display().to_string();
        let error = export(&nowhere, "", true).expect_err("no folder");
        assert!(format!("{error:#}").contains("none/a.md cannot be written"), "{error:#}");
        assert!(export(&folder.path().display().to_string(), "", true).is_err(), "a folder");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 1, "nothing else is left");
    }
}
