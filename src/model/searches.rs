//! What a reader searched for: searches saved, and those asked before. Never touches the disk.

/// A search that is kept until it is thrown away.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Saved {
    /// What it is called; its own words where nothing was said.
    pub name: Option<String>,
    /// What is asked.
    pub query: String,
}

impl Saved {
    /// What a reader knows it by.
    pub fn label(&self) -> &str {
        self.name.as_deref().unwrap_or(&self.query)
    }
}

/// A reader's searches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Searches {
    /// Those saved, in the order in which they were.
    pub saved: Vec<Saved>,
    /// Those asked, the newest last, each once.
    pub history: Vec<String>,
}

impl Searches {
    /// So many are remembered.
    pub const REMEMBERED: usize = 200;

    /// Remembers what was asked; whether that changed anything.
    pub fn asked(&mut self, query: &str) -> bool {
        let query = query.trim();
        if query.is_empty() || self.history.last().is_some_and(|last| last == query) {
            return false;
        }
        self.history.retain(|other| other != query);
        self.history.push(query.to_owned());
        let over = self.history.len().saturating_sub(Self::REMEMBERED);
        self.history.drain(..over);
        true
    }

    /// Saves a search, or gives another name to one that is saved.
    pub fn save(&mut self, query: &str, name: Option<String>) {
        let query = query.trim();
        match self.saved.iter_mut().find(|saved| saved.query == query) {
            Some(saved) => saved.name = name,
            None => self.saved.push(Saved { name, query: query.to_owned() }),
        }
    }

    /// What is to be kept when somebody else changed what was kept before: mine, with what they added to `base`.
    #[must_use]
    pub fn joined(mut self, base: &Self, theirs: &Self) -> Self {
        for saved in &theirs.saved {
            let known = |list: &[Saved]| list.iter().any(|other| other.query == saved.query);
            if !known(&base.saved) && !known(&self.saved) {
                self.saved.push(saved.clone());
            }
        }
        let new: Vec<String> = theirs
            .history
            .iter()
            .filter(|query| !base.history.contains(query) && !self.history.contains(query))
            .cloned()
            .collect();
        // What was asked here since stays the newest.
        let old = self.history.iter().take_while(|query| base.history.contains(query)).count();
        self.history.splice(old..old, new);
        let over = self.history.len().saturating_sub(Self::REMEMBERED);
        self.history.drain(..over);
        self
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn history_has_each_query_once_and_an_end() {
        let mut searches = Searches::default();
        for number in 0..300 {
            assert!(searches.asked(&format!("query {number}")));
        }
        assert_eq!(searches.history.len(), Searches::REMEMBERED);
        assert!(!searches.asked(" query 299 "), "asked again at once");
        assert!(searches.asked("query 200"));
        assert_eq!(searches.history.len(), Searches::REMEMBERED);
        assert_eq!(searches.history.last().map(String::as_str), Some("query 200"));
        assert!(!searches.asked("  "));
    }

    #[test]
    fn two_readers_lose_nothing() {
        let list = |queries: &[&str]| Searches {
            saved: queries.iter().map(|q| Saved { name: None, query: (*q).into() }).collect(),
            history: queries.iter().map(|q| (*q).into()).collect(),
        };
        let base = list(&["a", "b"]);
        let mine = list(&["a", "mine"]);
        let theirs = list(&["a", "b", "theirs"]);
        let joined = mine.joined(&base, &theirs);
        assert_eq!(joined.saved, list(&["a", "mine", "theirs"]).saved, "b was thrown away here");
        assert_eq!(joined.history, ["a", "theirs", "mine"]);
    }
}
