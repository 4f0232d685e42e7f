//! What a reader wrote in files of their own about keys, and where: words, not yet understood. Never reads a file.
use serde::Serialize;
use std::fmt;

/// A line of a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileLine {
    /// The file's name as it is told.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

impl fmt::Display for FileLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}", self.file, self.line)
    }
}

/// A key as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WrittenKey {
    /// Such as `Ctrl-n`, or `Ctrl-x Ctrl-c`.
    pub text: String,
    /// Where.
    pub spot: FileLine,
}

/// The keys that a reader gives an action; none takes all away.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OwnKeys {
    /// Where the action is named.
    pub spot: FileLine,
    /// The only part of the screen in which they hold, such as `text`; without one they hold wherever the action does.
    pub place: Option<String>,
    /// The action's name.
    pub action: String,
    /// The keys.
    pub keys: Vec<WrittenKey>,
}

impl OwnKeys {
    /// The whole name of the line, as in `keys.text.down`.
    pub fn name(&self) -> String {
        match &self.place {
            Some(place) => format!("keys.{place}.{}", self.action),
            None => format!("keys.{}", self.action),
        }
    }
}

/// What a line of the key table tells.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct KeyLine {
    /// The action's name.
    pub action: String,
    /// Its keys; none where it has lost them.
    pub keys: Vec<String>,
    /// Where they hold.
    #[serde(rename = "where")]
    pub places: Vec<&'static str>,
    /// The same in a word.
    #[serde(skip)]
    pub place: String,
    /// What it does.
    pub help: &'static str,
}

/// The one of these names that was probably meant.
pub fn nearest<'a>(given: &str, names: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    let near = |name: &str| strsim::jaro_winkler(&given.to_lowercase(), name);
    names
        .into_iter()
        .map(|name| (near(name), name))
        .filter(|(near, _)| *near > 0.75)
        .max_by(|(a, _), (b, _)| a.total_cmp(b))
        .map(|(_, name)| name)
}

/// The words that offer it, or nothing.
pub fn did_you_mean<'a>(given: &str, names: impl IntoIterator<Item = &'a str>) -> String {
    nearest(given, names).map_or_else(String::new, |name| format!("; did you mean \"{name}\"?"))
}
