//! What is counted: words that stand together, or a place. Never counts.
use crate::model::{Atlas, PlaceId};
use crate::query::find_place;
use crate::query::search::{Query, Standing};
use anyhow::{Result, anyhow, ensure};

/// What is counted.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Term {
    /// Words that stand together, case and accents set aside, as `"…"` in a search.
    Words {
        /// As they were typed, single spaces between them.
        text: String,
        /// Whether the last one may go on.
        prefix: bool,
    },
    /// A place and what lies in it.
    Place(PlaceId),
}

const QUOTES: [char; 4] = ['"', '“', '”', '„'];

impl Term {
    /// Reads a term: `peace treaty`, `"peace treaty"`, `econom*`, `@kaz`, `@central-asia`.
    ///
    /// # Errors
    /// When no place has the name behind `@`, or there are no words.
    pub fn parse(text: &str, atlas: &Atlas) -> Result<Self> {
        let text = text.trim();
        if let Some(name) = text.strip_prefix('@') {
            let name = name.trim_matches(QUOTES);
            return match find_place(atlas, name) {
                Some(place) => Ok(Self::Place(place)),
                None if name.contains(" @") => Err(anyhow!(
                    "a comma stands between terms, as in @kaz, @uzb; no place is called {name:?}"
                )),
                None => Err(anyhow!(
                    "no place is called {name:?}; places are written as in @kaz or @central-asia"
                )),
            };
        }
        let bare = text.trim_end_matches('*');
        let prefix = bare.len() < text.len();
        let words = bare.replace(QUOTES, " ");
        let text = words.split_whitespace().collect::<Vec<_>>().join(" ");
        let term = Self::Words { text, prefix };
        ensure!(term.standing().is_some(), "there are no words in {bare:?}");
        Ok(term)
    }

    /// As it is typed and told: `peace treaty`, `econom*`, `@kaz`.
    pub fn address(&self, atlas: &Atlas) -> String {
        match self {
            Self::Words { text, prefix } => format!("{text}{}", if *prefix { "*" } else { "" }),
            Self::Place(place) => format!("@{}", atlas.place(*place).slug()),
        }
    }

    /// As it stands in a line of several, where a comma parts them.
    pub fn typed(&self, atlas: &Atlas) -> String {
        match self {
            Self::Words { text, prefix } if split(text).len() != 1 || text.starts_with('@') => {
                format!("\"{text}\"{}", if *prefix { "*" } else { "" })
            }
            _ => self.address(atlas),
        }
    }

    /// Its name for a reader: the place's, or the words.
    pub fn name(&self, atlas: &Atlas) -> String {
        match self {
            Self::Words { .. } => self.address(atlas),
            Self::Place(place) => atlas.place(*place).name.to_owned(),
        }
    }

    /// What marks its words on a page; nothing for a place.
    pub fn query(&self, atlas: &Atlas) -> Option<Query> {
        let Self::Words { text, prefix } = self else { return None };
        Query::parse(&format!("\"{text}\"{}", if *prefix { "*" } else { "" }), atlas).ok()
    }

    /// What finds its words.
    pub(super) fn standing(&self) -> Option<Standing> {
        match self {
            Self::Words { text, prefix } => Standing::new(text, *prefix),
            Self::Place(_) => None,
        }
    }
}

/// Parts a line at its commas, those in quotation marks and in figures (`1,000`) left out; blank terms are none.
pub fn split(line: &str) -> Vec<&str> {
    let bytes = line.as_bytes();
    let is_digit = |at: Option<usize>| at.and_then(|at| bytes.get(at)).is_some_and(u8::is_ascii_digit);
    let (mut terms, mut from, mut quoted) = (Vec::new(), 0, false);
    for (at, c) in line.char_indices() {
        if QUOTES.contains(&c) {
            quoted = !quoted;
        } else if matches!(c, ',' | '、' | '，')
            && !quoted
            && !(is_digit(at.checked_sub(1)) && is_digit(Some(at + 1)))
        {
            terms.push(&line[from..at]);
            from = at + c.len_utf8();
        }
    }
    terms.push(&line[from..]);
    terms.into_iter().map(str::trim).filter(|term| !term.is_empty()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_is_parted_at_its_commas() {
        assert_eq!(split("@kaz, \"wide gap\",peace treaty"), ["@kaz", "\"wide gap\"", "peace treaty"]);
        assert_eq!(split("\"war, and peace\", 1,000 men,, "), ["\"war, and peace\"", "1,000 men"]);
        assert_eq!(split(" , "), [""; 0]);
        assert_eq!(split("条約、平和"), ["条約", "平和"]);
    }
}
