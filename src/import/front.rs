//! Front matter: what a document, a `bluebook.toml` or the command line says of a document. Never looks into
//! the text for more.
mod yaml;

use crate::model::{Document, Evidence, Said};
use anyhow::{Context, Result};
use serde::{Deserialize, Deserializer, Serialize};

/// Facts about a document. All optional; what is not said stays unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, Deserialize, Serialize)]
#[serde(default)]
pub struct Front {
    /// The title.
    pub title: Option<String>,
    /// The series.
    pub series: Option<String>,
    /// The edition's year.
    pub year: Option<i32>,
    /// The year that the edition is about.
    pub covers: Option<i32>,
    /// The chapter and section.
    pub part: Option<String>,
    /// The region's slug.
    pub region: Option<String>,
    /// The language, a BCP 47 tag.
    pub language: Option<String>,
    /// What the document is, such as a digest.
    pub kind: Option<String>,
    /// `full` or `opening`.
    pub extent: Option<String>,
    /// Who wrote it; several are parted by semicolons, and may be a list.
    #[serde(deserialize_with = "names")]
    pub author: Option<String>,
    /// The publisher of the original.
    pub publisher: Option<String>,
    /// Where the original stands.
    pub source: Option<String>,
    /// The place that the document is about: a code or a name.
    pub subject: Option<String>,
}

/// Reads one name or a list of them.
fn names<'de, D: Deserializer<'de>>(read: D) -> Result<Option<String>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged, expecting = "a name, or a list of names")]
    enum Names {
        One(String),
        Many(Vec<String>),
    }
    Ok(match Option::<Names>::deserialize(read)? {
        Some(Names::One(name)) => Some(name),
        Some(Names::Many(names)) => Some(names.join("; ")),
        None => None,
    })
}

impl Front {
    /// Splits front matter off a text: TOML between `+++` lines, YAML between `---` lines.
    ///
    /// # Errors
    /// When it is broken or TOML that never ends. A line `---` that begins no YAML is part of the text.
    pub fn split(text: &str) -> Result<(Option<Self>, &str)> {
        if let Some(rest) = text.strip_prefix("+++\n") {
            let end = rest.find("\n+++").context("the front matter never ends: a line +++ is missing")?;
            let front = Self::read(&rest[..=end]).context("the front matter")?;
            let body = &rest[end + 4..];
            return Ok((Some(front), body.trim_start_matches('\n')));
        }
        let Some((yaml, body)) = yaml::fenced(text) else { return Ok((None, text)) };
        match yaml::read(yaml).context("the front matter")? {
            Some(front) => Ok((Some(front), body.trim_start_matches('\n'))),
            None => Ok((None, text)),
        }
    }

    /// The same for plain text, in which two lines of signs may be anything: broken front matter is text.
    pub fn split_plain(text: &str) -> (Option<Self>, &str) {
        match Self::split(text) {
            Ok((Some(front), body)) if front != Self::default() => (Some(front), body),
            _ => (None, text),
        }
    }

    /// Reads TOML.
    fn read(toml: &str) -> Result<Self> {
        // Plain lines are nearly all there is, and reading them here keeps the start quick.
        match Self::plain(toml) {
            Some(front) => Ok(front),
            None => toml::from_str(toml)
                .map_err(|error| anyhow::anyhow!("{}", super::metadata::toml_reason(toml, &error))),
        }
    }

    /// Reads `key = "text"` and `key = 2015` lines; `None` where there is anything else.
    fn plain(toml: &str) -> Option<Self> {
        let mut front = Self::default();
        for line in toml.lines().filter(|line| !line.is_empty()) {
            let (key, value) = line.split_once(" = ")?;
            if let Some(number) = match key {
                "year" => Some(&mut front.year),
                "covers" => Some(&mut front.covers),
                _ => None,
            } {
                if number.replace(value.parse().ok()?).is_some() {
                    return None;
                }
                continue;
            }
            let text = value.strip_prefix('"')?.strip_suffix('"')?;
            if text.contains(['"', '\\']) {
                return None;
            }
            let field = front.field(key)?;
            if field.replace(text.to_owned()).is_some() {
                return None;
            }
        }
        Some(front)
    }

    fn field(&mut self, key: &str) -> Option<&mut Option<String>> {
        Some(match key {
            "title" => &mut self.title,
            "series" => &mut self.series,
            "part" => &mut self.part,
            "region" => &mut self.region,
            "language" => &mut self.language,
            "kind" => &mut self.kind,
            "extent" => &mut self.extent,
            "author" => &mut self.author,
            "publisher" => &mut self.publisher,
            "source" => &mut self.source,
            "subject" => &mut self.subject,
            _ => return None,
        })
    }

    /// Writes what is said here over what the document knows, unless something stronger said it.
    pub fn apply(&self, document: &mut Document, by: Evidence) {
        fn say<T: Clone>(slot: &mut Option<Said<T>>, value: Option<&T>, by: Evidence) {
            if let Some(value) = value
                && slot.as_ref().is_none_or(|said| by < said.by)
            {
                *slot = Some(Said { value: value.clone(), by });
            }
        }
        let meta = &mut document.meta;
        let text = |text: &Option<String>| {
            text.as_deref()
                .map(|text| super::clean::clean(text).into_owned())
                .filter(|text| !text.trim().is_empty())
        };
        say(&mut meta.title, text(&self.title).as_ref(), by);
        say(&mut meta.series, text(&self.series).as_ref(), by);
        say(&mut meta.year, self.year.as_ref(), by);
        say(&mut meta.about, text(&self.subject).as_ref(), by);
        for (slot, value) in [
            (&mut meta.part, &self.part),
            (&mut meta.region, &self.region),
            (&mut meta.language, &self.language),
            (&mut meta.kind, &self.kind),
            (&mut meta.extent, &self.extent),
            (&mut meta.author, &self.author),
            (&mut meta.publisher, &self.publisher),
            (&mut meta.source, &self.source),
        ] {
            if let Some(value) = text(value) {
                *slot = Some(value);
            }
        }
        if self.covers.is_some() {
            meta.covers = self.covers;
        }
    }
}
