//! TOML whose every word knows its line. Never says what the words mean.
use crate::model::{FileLine, harmless};
use anyhow::{Result, anyhow};
use toml::Spanned;
use toml::de::DeTable;

/// The text of a file.
#[derive(Debug, Clone, Copy)]
pub(in crate::store) struct Text<'a> {
    /// The file, as it is told.
    pub file: &'a str,
    /// What it says.
    pub text: &'a str,
}

impl<'a> Text<'a> {
    /// The line of a byte.
    pub fn line(self, byte: usize) -> FileLine {
        let before = self.text.as_bytes().get(..byte).unwrap_or(self.text.as_bytes());
        FileLine { file: self.file.to_owned(), line: 1 + before.iter().filter(|b| **b == b'\n').count() }
    }

    /// Its tables.
    ///
    /// # Errors
    /// When it is no TOML: with the line.
    pub fn table(self) -> Result<Spanned<DeTable<'a>>> {
        DeTable::parse(self.text).map_err(|error| {
            let line = self.line(error.span().map_or(0, |span| span.start));
            anyhow!("{line}: {}", harmless(error.message()))
        })
    }
}
