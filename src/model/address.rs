//! The one grammar of addresses: shown, typed, printed, stored and cited.
use serde::{Serialize, Serializer};
use std::fmt;

/// Which part of a document an address means.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Part {
    /// All of it.
    Whole,
    /// A heading: slugs down the path.
    Heading(Vec<String>),
    /// A body paragraph, counted from 1.
    Paragraph(usize),
    /// A footnote by its label.
    Note(String),
}

/// Where something stands.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Address {
    /// A document or a part of one.
    Document {
        /// The document's slug.
        slug: String,
        /// Which part.
        part: Part,
    },
    /// Everything on a place, in one edition or in all.
    Place {
        /// A code or a name's slug, lower case.
        place: String,
        /// The edition's year.
        year: Option<i32>,
    },
}

impl Address {
    /// Reads an address; `None` when the words are no address at all.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let sound = |s: &str| !s.is_empty() && !s.chars().any(|c| c.is_whitespace() || c.is_control());
        if !sound(text) {
            return None;
        }
        if let Some(rest) = text.strip_prefix('@') {
            let (place, year) = match rest.split_once('/') {
                Some((place, year)) => (place, Some(year.parse().ok()?)),
                None => (rest, None),
            };
            return sound(place).then(|| Self::Place { place: place.to_lowercase(), year });
        }
        let document =
            |slug: &str, part| sound(slug).then(|| Self::Document { slug: slug.to_lowercase(), part });
        if let Some((slug, mark)) = text.split_once('#') {
            if let Some(label) = mark.strip_prefix("fn") {
                return if label.is_empty() { None } else { document(slug, Part::Note(label.into())) };
            }
            let number = mark.strip_prefix('p')?.parse().ok().filter(|&number| number > 0)?;
            return document(slug, Part::Paragraph(number));
        }
        match text.split_once('/') {
            None => document(text, Part::Whole),
            Some((slug, path)) => {
                let path: Vec<String> =
                    path.split('/').filter(|s| !s.is_empty()).map(str::to_lowercase).collect();
                if path.is_empty() {
                    document(slug, Part::Whole)
                } else {
                    document(slug, Part::Heading(path))
                }
            }
        }
    }
}

impl fmt::Display for Address {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Document { slug, part } => {
                f.write_str(slug)?;
                match part {
                    Part::Whole => Ok(()),
                    Part::Heading(path) => path.iter().try_for_each(|step| write!(f, "/{step}")),
                    Part::Paragraph(number) => write!(f, "#p{number}"),
                    Part::Note(label) => write!(f, "#fn{label}"),
                }
            }
            Self::Place { place, year: Some(year) } => write!(f, "@{place}/{year}"),
            Self::Place { place, year: None } => write!(f, "@{place}"),
        }
    }
}

impl Serialize for Address {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// Words as a step of an address: lower case, letters and digits of any script, hyphens between.
///
/// Latin letters lose their marks so that the address can be typed anywhere; quotation marks vanish.
pub fn slug(words: &str) -> String {
    let mut slug = String::with_capacity(words.len());
    let mut gap = false;
    for c in words.chars() {
        if matches!(c, '\'' | '’' | '‘' | '“' | '”' | '"') || is_mark(c) {
            continue;
        }
        if c.is_alphanumeric() {
            if gap && !slug.is_empty() {
                slug.push('-');
            }
            gap = false;
            // Small first: a slug made of a slug is the same, and some capitals have no other plain letter.
            for small in c.to_lowercase() {
                match plain_latin(small) {
                    Some(plain) => slug.push_str(plain),
                    None if is_mark(small) => {}
                    None => slug.push(small),
                }
            }
        } else {
            gap = true;
        }
    }
    slug
}

/// Whether a character only marks the one before it. `İ` gets one when it is made small.
fn is_mark(c: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&c)
}

/// The unmarked spelling of a marked Latin letter in common use in names.
fn plain_latin(c: char) -> Option<&'static str> {
    Some(match c {
        'À'..='Å' | 'à'..='å' | 'Ā'..='ą' => "a",
        'Æ' | 'æ' => "ae",
        'Ç' | 'ç' | 'Ć'..='č' => "c",
        'Ď'..='đ' | 'Ð' | 'ð' => "d",
        'È'..='Ë' | 'è'..='ë' | 'Ē'..='ě' | 'ə' | 'Ə' => "e",
        'Ĝ'..='ģ' => "g",
        'Ì'..='Ï' | 'ì'..='ï' | 'Ĩ'..='ı' => "i",
        'Ł' | 'ł' => "l",
        'Ñ' | 'ñ' | 'Ń'..='ň' => "n",
        'Ò'..='Ö' | 'Ø' | 'ò'..='ö' | 'ø' | 'Ō'..='ő' => "o",
        'Œ' | 'œ' => "oe",
        'Ŕ'..='ř' => "r",
        'Ś'..='š' | 'Ș' | 'ș' => "s",
        'ß' => "ss",
        'Ţ'..='ŧ' | 'Ț' | 'ț' => "t",
        'Þ' | 'þ' => "th",
        'Ù'..='Ü' | 'ù'..='ü' | 'Ũ'..='ų' => "u",
        'Ý' | 'ý' | 'ÿ' => "y",
        'Ź'..='ž' => "z",
        _ => return None,
    })
}
