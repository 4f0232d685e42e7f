//! A text handed to another program in a file of its own, and read back. Never keeps it.
use super::find::reason_of;
use super::read::raw_text;
use anyhow::{Result, anyhow};
use std::io::Write;
use std::path::Path;
use tempfile::NamedTempFile;

/// A text in a file that nobody else has; the file is gone when this is dropped.
pub struct Handed(NamedTempFile);

impl Handed {
    /// Writes a text to a new file. Its name ends as Markdown's do: editors know what to make of it.
    ///
    /// # Errors
    /// When the folder for temporary files cannot be written to.
    pub fn new(text: &str) -> Result<Self> {
        let mut builder = tempfile::Builder::new();
        let new = builder.prefix("bluebook-note-").suffix(".md").tempfile();
        let written = new.and_then(|mut file| {
            file.write_all(text.as_bytes())?;
            file.flush()?;
            Ok(Self(file))
        });
        written.map_err(|error| anyhow!(reason_of(&error)))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// What stands in it now, also where the other program has put a new file in its place.
    ///
    /// # Errors
    /// When it cannot be read.
    pub fn text(&self) -> Result<String> {
        raw_text(self.path())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    #[test]
    fn what_another_program_makes_of_it_is_read_back_and_nothing_is_left() {
        let handed = Handed::new("one\n").expect("handed");
        assert_eq!(handed.text().expect("the text"), "one\n");
        let path = handed.path().to_owned();
        let new = path.with_extension("new");
        fs::write(&new, "two\n").and_then(|()| fs::rename(&new, &path)).expect("as editors save");
        assert_eq!(handed.text().expect("the text"), "two\n");
        drop(handed);
        assert!(!path.exists());
    }
}
