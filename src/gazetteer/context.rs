//! Whether a name means its place, by the words around it.
use super::words::Words;

/// What the words around a name say, from `assets/gazetteer/context.tsv`; all in small letters and in the order
/// of the alphabet.
#[derive(Debug)]
pub struct Context {
    /// Given names: with one directly before, the name is a person's.
    pub given: Words,
    /// Phrases directly before; one that ends in a hyphen touches the name.
    pub before: Words,
    /// Phrases directly after.
    pub after: Words,
    /// Phrases before or after, joined by a comma, "and" or "or".
    pub beside: Words,
    /// Phrases before, joined by a comma.
    pub city: Words,
    /// Words directly after that are no surnames; empty where the name is nobody's given name.
    pub surname: Words,
}

/// After these a name is a place's, whatever follows it.
const INSIDE: [&str; 6] = ["across", "in", "inside", "into", "throughout", "within"];

/// Endings that surnames do not have.
const NO_SURNAME: [&str; 9] = ["tion", "sion", "ment", "ity", "ship", "ance", "ence", "ism", "ical"];

impl Context {
    /// Whether something else than the place is named: a person, a bird, a state of the US.
    ///
    /// `is_name` tells of the text behind whether a place's name begins there. In a document that is about
    /// the place itself (`home`), a capitalised word behind the name makes no person.
    pub fn denies(&self, before: &str, after: &str, home: bool, is_name: impl Fn(usize) -> bool) -> bool {
        let behind = after.trim_start_matches([' ', '\n', '\r', '\t']);
        let directly = behind.len() < after.len() && !after[..after.len() - behind.len()].contains("\n\n");
        let front = before.trim_end_matches([' ', '\n', '\r', '\t']);
        let close = front.len() < before.len() && !before[front.len()..].contains("\n\n");
        close && (self.is_given(front) || self.before.iter().any(|phrase| ends_with(front, phrase)))
            || before.ends_with('-')
                && self.before.iter().any(|phrase| phrase.ends_with('-') && ends_with(before, phrase))
            || directly && self.after.iter().any(|phrase| starts_with(behind, phrase))
            || !self.beside.is_empty() && self.is_beside(before, after)
            || !self.city.is_empty()
                && front
                    .strip_suffix(',')
                    .is_some_and(|front| self.city.iter().any(|city| ends_with(front, city)))
            || !home && after.starts_with(' ') && self.is_first_name(front, &after[1..], is_name)
    }

    fn is_given(&self, front: &str) -> bool {
        let Some(word) = last_word(front) else { return false };
        let is_initial =
            |word: &str| word.len() == 2 && word.as_bytes()[0].is_ascii_uppercase() && word.ends_with('.');
        // A middle initial: "Michael B. Jordan".
        let word = match last_word(front[..front.len() - word.len()].trim_end()) {
            Some(before) if is_initial(word) => before,
            _ => word,
        };
        word.starts_with(|c: char| c.is_uppercase()) && self.given.has(word)
    }

    fn is_beside(&self, before: &str, after: &str) -> bool {
        let fits = |rest: &str| self.beside.iter().any(|phrase| starts_with(rest, phrase));
        let space = |text: &'_ str| text.len() - text.trim_start().len();
        let comma = after.strip_prefix(',').unwrap_or(after);
        let rest = &comma[space(comma)..];
        let joined = ["and ", "or ", "& "].into_iter().find_map(|word| rest.strip_prefix(word));
        if rest.len() < after.len()
            && (comma.len() < after.len() || joined.is_some())
            && fits(joined.unwrap_or(rest).trim_start())
        {
            return true;
        }
        let front = before.trim_end();
        let joined = [" and", " or", " &"].into_iter().find_map(|word| front.strip_suffix(word));
        let list = joined.unwrap_or(front).trim_end();
        let end = list.strip_suffix(',').unwrap_or(list);
        (joined.is_some() || end.len() < front.len())
            && self.beside.iter().any(|phrase| ends_with(end, phrase))
    }

    fn is_first_name(&self, front: &str, after: &str, is_name: impl Fn(usize) -> bool) -> bool {
        if self.surname.is_empty() || last_word(front).is_some_and(|word| has(&INSIDE, word)) {
            return false;
        }
        let end = after.find(|c: char| !c.is_alphabetic() && c != '\'' && c != '’').unwrap_or(after.len());
        let word = after[..end].trim_end_matches("'s").trim_end_matches("’s");
        looks_like_a_surname(word)
            && !shouted(front)
            && !self.surname.has(word)
            && !NO_SURNAME.iter().any(|ending| ends_in(word, ending))
            && !is_name(1)
    }
}

/// Smith, and SMITH in works that write surnames so; an abbreviation of a few capitals is none.
fn looks_like_a_surname(word: &str) -> bool {
    let rest = word.strip_prefix(char::is_uppercase).unwrap_or("");
    rest.len() >= 2 && rest.contains(char::is_lowercase)
        || word.len() >= 5 && word.bytes().all(|b| b.is_ascii_uppercase()) && !word.starts_with("UN")
}

/// Whether the text's last words are all in capitals: then capitals tell nothing.
fn shouted(text: &str) -> bool {
    let mut letters = text.chars().rev().take(12).filter(|c| c.is_alphabetic()).peekable();
    letters.peek().is_some() && letters.all(char::is_uppercase)
}

/// Whether a sorted list of small words has this one in any case.
fn has(list: &[&str], word: &str) -> bool {
    list.binary_search_by(|known| known.bytes().cmp(word.bytes().map(|b| b.to_ascii_lowercase()))).is_ok()
}

fn last_word(text: &str) -> Option<&str> {
    text.rsplit(|c: char| c.is_whitespace() || matches!(c, '(' | '"' | '“' | '-' | '–' | '—'))
        .next()
        .filter(|word| !word.is_empty())
}

fn ends_in(text: &str, ending: &str) -> bool {
    text.len() >= ending.len()
        && text.as_bytes()[text.len() - ending.len()..].eq_ignore_ascii_case(ending.as_bytes())
}

/// Whether the text's last words are these.
fn ends_with(text: &str, phrase: &str) -> bool {
    ends_in(text, phrase)
        && text[..text.len() - phrase.len()].chars().next_back().is_none_or(|c| !c.is_alphanumeric())
}

/// Whether the text's first words are these.
fn starts_with(text: &str, phrase: &str) -> bool {
    text.len() >= phrase.len()
        && text.as_bytes()[..phrase.len()].eq_ignore_ascii_case(phrase.as_bytes())
        && (phrase.ends_with('.') || text[phrase.len()..].chars().next().is_none_or(|c| !c.is_alphanumeric()))
}
