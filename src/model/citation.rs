//! The ways in which a citation is written. Never writes one.
use std::fmt;

/// A style, or a format of reference managers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum CitationFormat {
    /// The Chicago Manual of Style, 17th edition, notes and bibliography.
    #[default]
    Chicago,
    /// The Publication Manual of the American Psychological Association, 7th edition.
    Apa,
    /// BibTeX, in UTF-8, with the fields `url` and `urldate` of biblatex.
    Bibtex,
    /// RIS, as reference managers take it.
    Ris,
    /// The JSON of the Citation Style Language, 1.0.2.
    CslJson,
}

impl CitationFormat {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Chicago, Self::Apa, Self::Bibtex, Self::Ris, Self::CslJson];

    /// Their names, in the same order.
    pub const NAMES: &[&str] = &["chicago", "apa", "bibtex", "ris", "csl-json"];

    /// Its name, as it is typed.
    pub fn name(self) -> &'static str {
        match self {
            Self::Chicago => "chicago",
            Self::Apa => "apa",
            Self::Bibtex => "bibtex",
            Self::Ris => "ris",
            Self::CslJson => "csl-json",
        }
    }

    /// The name that a reader sees in a sentence.
    pub fn title(self) -> &'static str {
        match self {
            Self::Chicago => "Chicago",
            Self::Apa => "APA",
            Self::Bibtex => "BibTeX",
            Self::Ris => "RIS",
            Self::CslJson => "CSL-JSON",
        }
    }

    /// The one of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.name() == name)
    }
}

impl fmt::Display for CitationFormat {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_back() {
        assert_eq!(CitationFormat::ALL.map(CitationFormat::name), *CitationFormat::NAMES);
        for format in CitationFormat::ALL {
            assert_eq!(CitationFormat::named(format.name()), Some(format));
        }
    }
}
