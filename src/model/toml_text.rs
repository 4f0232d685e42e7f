//! TOML whose every word knows its line. Never says what the words mean.
use super::own::FileLine;
use super::plain::harmless;
use toml::Spanned;
use toml::de::{DeString, DeTable, DeValue};

/// A table's entries.
pub type Entries<'a, 'i> = Vec<(&'a Spanned<DeString<'i>>, &'a Spanned<DeValue<'i>>)>;

/// The entries of a table in the order of the file.
pub fn in_order<'a, 'i>(table: &'a DeTable<'i>) -> Entries<'a, 'i> {
    let mut entries: Entries<'a, 'i> = table.iter().collect();
    entries.sort_by_key(|(key, _)| key.span().start);
    entries
}

/// The text of a file.
#[derive(Debug, Clone, Copy)]
pub struct TomlText<'a> {
    /// The file, as it is told.
    pub file: &'a str,
    /// What it says.
    pub text: &'a str,
}

impl<'a> TomlText<'a> {
    /// The line of a byte.
    pub fn line(self, byte: usize) -> FileLine {
        let before = self.text.as_bytes().get(..byte).unwrap_or(self.text.as_bytes());
        FileLine { file: self.file.to_owned(), line: 1 + before.iter().filter(|b| **b == b'\n').count() }
    }

    /// Its tables.
    ///
    /// # Errors
    /// When it is no TOML: with the line.
    pub fn table(self) -> Result<Spanned<DeTable<'a>>, String> {
        DeTable::parse(self.text).map_err(|error| {
            let line = self.line(error.span().map_or(0, |span| span.start));
            format!("{line}: {}", harmless(error.message()))
        })
    }
}
