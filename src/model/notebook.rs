//! What a reader has noted: bookmarks and highlights with words of their own. Never touches the disk or the clock.
use super::quotation::Quotation;
use std::collections::HashMap;

/// Something noted about a stretch of a text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its name: no other entry has it, in whatever file.
    pub id: String,
    /// What it is about.
    pub place: Quotation,
    /// The title and the year of the text, for when it is not at hand.
    pub title: String,
    /// Whether its words are marked in the text.
    pub highlight: bool,
    /// The reader's words.
    pub note: String,
    /// When it was made, in seconds since 1970; 0 until it is on disk.
    pub created: u64,
    /// When it was changed last, in milliseconds since 1970; 0 until it is on disk.
    pub changed: u64,
    /// Whether it was thrown away. Its name is kept, or another copy would bring it back.
    pub gone: bool,
}

impl Entry {
    /// The tags in the note: words behind a `#`, small, each once, in their order.
    pub fn tags(&self) -> Vec<String> {
        tags(&self.note)
    }

    /// The first line of the note; the quoted words where there is none.
    pub fn headline(&self) -> &str {
        let first = self.note.lines().map(str::trim).find(|line| !line.is_empty());
        first.unwrap_or(&self.place.words)
    }
}

/// The tags in a text.
pub fn tags(text: &str) -> Vec<String> {
    let mut tags: Vec<String> = Vec::new();
    for (at, _) in text.match_indices('#') {
        // In `C#` or an address it is none.
        let alone = text[..at].chars().next_back().is_none_or(|c| c.is_whitespace() || "([,;".contains(c));
        let tag: String = text[at + 1..]
            .chars()
            .take_while(|c| c.is_alphanumeric() || matches!(c, '-' | '_'))
            .flat_map(char::to_lowercase)
            .collect();
        if alone && tag.chars().any(char::is_alphabetic) && !tags.contains(&tag) {
            tags.push(tag);
        }
    }
    tags
}

/// All that was noted.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Notebook {
    /// The entries, the oldest first; also those that were thrown away.
    pub entries: Vec<Entry>,
}

impl Notebook {
    /// What was noted and not thrown away.
    pub fn iter(&self) -> impl Iterator<Item = &Entry> {
        self.entries.iter().filter(|entry| !entry.gone)
    }

    /// The entries by their names, for whoever asks for many.
    pub fn by_id(&self) -> HashMap<&str, &Entry> {
        // Where two have one name, the first has it.
        self.entries.iter().rev().map(|entry| (entry.id.as_str(), entry)).collect()
    }

    /// The entry of this name.
    pub fn get(&self, id: &str) -> Option<&Entry> {
        self.entries.iter().find(|entry| entry.id == id)
    }

    /// Takes an entry in, in place of the one of its name; gives that.
    pub fn put(&mut self, entry: Entry) -> Option<Entry> {
        if let Some(other) = self.entries.iter_mut().find(|other| other.id == entry.id) {
            return Some(std::mem::replace(other, entry));
        }
        self.entries.push(entry);
        None
    }

    /// Takes in what others have: of each entry the version that was changed last.
    ///
    /// The same set of versions gives the same notebook, in whatever order they come.
    pub fn join(&mut self, others: impl IntoIterator<Item = Entry>) {
        let mut places: HashMap<String, usize> =
            self.entries.iter().enumerate().map(|(at, own)| (own.id.clone(), at)).collect();
        for other in others {
            if let Some(own) = places.get(&other.id).map(|&at| &mut self.entries[at]) {
                if own.version() < other.version() {
                    *own = other;
                }
            } else {
                places.insert(other.id.clone(), self.entries.len());
                self.entries.push(other);
            }
        }
        self.entries.sort_by(|a, b| (a.created, &a.id).cmp(&(b.created, &b.id)));
    }
}

impl Entry {
    /// What decides between two versions: the time, then whatever makes the choice the same everywhere.
    fn version(&self) -> (u64, bool, &str, bool) {
        (self.changed, self.gone, &self.note, self.highlight)
    }
}
