//! How a text is to be set. Never sets it.

/// How a text is to be set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// The columns of a line.
    pub columns: usize,
    /// Whether lines end at one edge.
    pub justify: bool,
    /// Whether long words are parted at the ends of lines.
    pub hyphenate: bool,
    /// Empty lines between two lines of a paragraph.
    pub spacing: usize,
}

impl Style {
    /// Lines of so many columns, ragged and close together.
    pub fn plain(columns: usize) -> Self {
        Self { columns, ..Self::default() }
    }
}

impl From<usize> for Style {
    fn from(columns: usize) -> Self {
        Self::plain(columns)
    }
}
