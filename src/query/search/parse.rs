//! What is looked for, read from what was typed. Never looks for it in more than one text.
use super::scope::{About, Clause, What};
use super::words::Term;
use crate::model::Atlas;
use crate::model::document::{is_single_spaced, single_spaced};
use crate::query::find_place;
use anyhow::{Result, anyhow, bail, ensure};
use regex::{Regex, RegexBuilder};
use std::borrow::Cow;
use std::ops::{Range, RangeInclusive};

/// What a passage must have in its words.
#[derive(Debug, Clone)]
pub(super) enum Pattern {
    /// A word, a beginning of one, or a phrase.
    Term(Term),
    /// A regular expression over the text, its white space as single spaces.
    Expression(Regex),
}

impl Pattern {
    /// Tells where it stands in a text, in order, until `each` says that it is enough (`false`).
    pub fn each(&self, text: &str, mut each: impl FnMut(Range<usize>) -> bool) {
        match self {
            Self::Term(term) => term.each(text, each),
            Self::Expression(regex) => {
                let (prose, bytes) = spaced(text);
                let back = |at: usize| bytes.as_ref().map_or(at, |bytes| bytes[at]);
                for found in regex.find_iter(&prose).filter(|found| !found.is_empty()) {
                    if !each(back(found.start())..back(found.end())) {
                        return;
                    }
                }
            }
        }
    }

    /// Whether it stands in a text.
    pub fn is_in(&self, text: &str) -> bool {
        let mut found = false;
        self.each(text, |_| {
            found = true;
            false
        });
        found
    }

    /// How often it stands in a text; the scratch is for texts that must be set anew first.
    pub fn count(&self, text: &str, scratch: &mut String) -> u32 {
        let mut times = 0;
        match self {
            Self::Expression(regex) if is_single_spaced(text) => {
                times = regex.find_iter(text).filter(|found| !found.is_empty()).count();
            }
            Self::Expression(regex) => {
                scratch.clear();
                scratch.extend(single_spaced(text).map(|(_, c)| c));
                times = regex.find_iter(scratch).filter(|found| !found.is_empty()).count();
            }
            Self::Term(term) => term.each(text, |_| {
                times += 1;
                true
            }),
        }
        times as u32
    }

    /// Whether every text that has this has the other.
    fn implies(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Term(term), Self::Term(other)) => term.implies(other),
            (Self::Expression(regex), Self::Expression(other)) => regex.as_str() == other.as_str(),
            _ => false,
        }
    }
}

/// The text with runs of white space as single spaces, and where that changed anything, the original byte of
/// each byte and of the end.
fn spaced(text: &str) -> (Cow<'_, str>, Option<Vec<usize>>) {
    if is_single_spaced(text) {
        return (text.into(), None);
    }
    let mut prose = String::with_capacity(text.len());
    let mut bytes = Vec::with_capacity(text.len() + 1);
    for (at, c) in single_spaced(text) {
        prose.push(c);
        bytes.extend(std::iter::repeat_n(at, c.len_utf8()));
    }
    bytes.push(text.len());
    (prose.into(), Some(bytes))
}

/// What is looked for: words, phrases, expressions, what must not be there, and where to look.
#[derive(Debug, Clone, Default)]
pub struct Query {
    pub(super) wanted: Vec<Pattern>,
    pub(super) unwanted: Vec<Pattern>,
    pub(super) clauses: Vec<Clause>,
    /// What the words were read from: corrections are made in it.
    pub(super) typed: String,
    pub(super) stretches: Vec<Stretch>,
}

/// A word or a phrase in what was typed.
#[derive(Debug, Clone)]
pub(super) struct Stretch {
    pub range: Range<usize>,
    /// Whether its last word may go on.
    pub prefix: bool,
}

impl Query {
    /// Reads a query: words (all, in any order), "phrases", `regex:EXPR` (to the end, or `regex:"EXPR"`), `-not`,
    /// `prefix*`; and scopes: `@kaz`, `mention:kaz`, `subject:kaz`, `year:2012..2015`, `series:bluebook`,
    /// `doc:2015-europe`, `in:overview`, each of which a `-` turns round.
    ///
    /// # Errors
    /// The reason in one line: no place of that name, no range of years, no regular expression.
    pub fn parse(text: &str, atlas: &Atlas) -> Result<Self> {
        Reading { text, atlas, typing: false }.read()
    }

    /// The same while it is still being typed: a last word without a space behind it is a beginning, and a
    /// last scope that means nothing yet is passed over.
    ///
    /// # Errors
    /// As [`Self::parse`].
    pub fn typing(text: &str, atlas: &Atlas) -> Result<Self> {
        Reading { text, atlas, typing: true }.read()
    }

    /// Takes the text as one phrase whose last word may go on, as one looks for it on a page.
    pub fn phrase(text: &str) -> Self {
        let text = text.replace(['"', '“', '”'], " ");
        let wanted = Term::new(&text, true).map(Pattern::Term).into_iter().collect();
        Self { wanted, typed: text, ..Self::default() }
    }

    /// Reads a regular expression; case is set aside unless the expression says otherwise.
    ///
    /// # Errors
    /// When it is none.
    pub fn expression(text: &str) -> Result<Self> {
        let wanted = if text.is_empty() { Vec::new() } else { vec![Pattern::Expression(expression(text)?)] };
        Ok(Self { wanted, typed: text.to_owned(), ..Self::default() })
    }

    /// Whether nothing is looked for, and no place to look is named either.
    pub fn is_empty(&self) -> bool {
        self.wanted.is_empty() && self.clauses.is_empty()
    }

    /// Whether only what must not be there is said.
    pub fn only_unwanted(&self) -> bool {
        self.is_empty() && !self.unwanted.is_empty()
    }

    /// Whether any words are looked for.
    pub fn has_words(&self) -> bool {
        !self.wanted.is_empty()
    }

    /// Where it stands in a text: `None` when not all of it is there, or something that must not be. Ranges are
    /// in order and do not overlap. Scopes are not asked.
    pub fn matches(&self, text: &str) -> Option<Vec<Range<usize>>> {
        if self.unwanted.iter().any(|pattern| pattern.is_in(text)) {
            return None;
        }
        let mut found = Vec::new();
        for pattern in &self.wanted {
            let before = found.len();
            pattern.each(text, |range| {
                found.push(range);
                true
            });
            if found.len() == before {
                return None;
            }
        }
        found.sort_by_key(|range| (range.start, std::cmp::Reverse(range.end)));
        // Overlapping words mark one stretch.
        found.dedup_by(|next, last| {
            let joined = next.start < last.end;
            if joined {
                last.end = last.end.max(next.end);
            }
            joined
        });
        Some(found)
    }

    /// Whether every hit of this query is one of the other: its hits can be searched instead of the library.
    pub fn narrows(&self, other: &Self) -> bool {
        other.wanted.iter().all(|wide| self.wanted.iter().any(|narrow| narrow.implies(wide)))
            && other.unwanted.iter().all(|narrow| self.unwanted.iter().any(|wide| narrow.implies(wide)))
            && other.clauses.iter().all(|wide| self.clauses.iter().any(|narrow| narrow.implies(wide)))
    }
}

fn expression(text: &str) -> Result<Regex> {
    RegexBuilder::new(text).case_insensitive(true).size_limit(1 << 22).build().map_err(|error| {
        // The last line says what is wrong; those before draw an arrow at it.
        let all = error.to_string();
        let why = all.lines().last().unwrap_or_default().trim();
        anyhow!("{text:?} is no regular expression: {}", why.trim_start_matches("error: "))
    })
}

/// Reads a year or a range of years: `2015`, `2012..2015`, `2012..`, `..2015`.
///
/// # Errors
/// When it is none, or ends before it begins.
pub fn years(text: &str) -> Result<RangeInclusive<i32>> {
    let year = |text: &str, open: i32| {
        let sound = !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        match text.parse() {
            _ if text.is_empty() && open != 0 => Ok(open),
            Ok(year) if sound => Ok(year),
            _ => Err(anyhow!("write 2015, 2012..2015, 2012.. or ..2015")),
        }
    };
    let range = if let Some((from, to)) = text.split_once("..") {
        year(from, i32::MIN)?..=year(to.trim_start_matches('='), i32::MAX)?
    } else {
        let year = year(text, 0)?;
        year..=year
    };
    ensure!(!range.is_empty(), "{text:?} ends before it begins");
    Ok(range)
}

const QUOTES: [char; 4] = ['"', '“', '”', '„'];

/// A piece of what was typed.
#[allow(clippy::struct_excessive_bools)] // Each is a sign that may stand in the text, or not.
struct Piece<'a> {
    /// `-` in front.
    not: bool,
    /// The key in front: `@`, `year`, or nothing.
    key: &'a str,
    /// Its words, out of their quotation marks.
    value: &'a str,
    /// Where they stand in the text.
    range: Range<usize>,
    quoted: bool,
    /// `*` behind.
    star: bool,
    /// Whether it is the last, and may not be finished.
    open: bool,
}

struct Reading<'a> {
    text: &'a str,
    atlas: &'a Atlas,
    typing: bool,
}

/// What may stand before a colon.
const KEYS: [&str; 13] = [
    "year", "series", "doc", "document", "in", "heading", "subject", "about", "mention", "country", "region",
    "place", "regex",
];

impl Reading<'_> {
    fn read(&self) -> Result<Query> {
        let mut query = Query { typed: self.text.to_owned(), ..Query::default() };
        let mut at = 0;
        while let Some((piece, end)) = piece(self.text, at) {
            at = end;
            let unfinished = self.typing && piece.open;
            match self.meaning(&piece, &mut query) {
                Err(_) if unfinished && piece.key != "regex" => {}
                read => read?,
            }
        }
        Ok(query)
    }

    /// Puts what a piece means into the query.
    fn meaning(&self, piece: &Piece, query: &mut Query) -> Result<()> {
        let Piece { not, value, .. } = *piece;
        if piece.key.is_empty() {
            if value == "-" && !piece.quoted {
                return Ok(());
            }
            // What must not be there is not guessed at from its beginning.
            let prefix = piece.star || self.typing && piece.open && !not;
            let Some(term) = Term::new(value, prefix) else { return Ok(()) };
            if not {
                query.unwanted.push(Pattern::Term(term));
            } else {
                query.stretches.push(Stretch { range: piece.range.clone(), prefix });
                query.wanted.push(Pattern::Term(term));
            }
            return Ok(());
        }
        if value.trim().is_empty() {
            return Ok(());
        }
        let place = |about| match find_place(self.atlas, value) {
            Some(place) => Ok(What::Places(vec![place], about)),
            None => bail!("no place is called {value:?}; places are written as in @kaz or @central-asia"),
        };
        let what = match piece.key {
            "regex" => {
                let regex = Pattern::Expression(expression(value)?);
                if not {
                    query.unwanted.push(regex);
                } else {
                    query.wanted.push(regex);
                }
                return Ok(());
            }
            "@" | "country" | "region" | "place" => place(About::Either)?,
            "mention" => place(About::Mention)?,
            "subject" | "about" => place(About::Subject)?,
            "year" => What::Years(years(value).map_err(|error| anyhow!("year:{value}: {error}"))?),
            "series" => What::Series(value.to_owned()),
            "in" | "heading" => match Term::new(value, true) {
                Some(term) => What::Heading(term),
                None => return Ok(()),
            },
            _ => What::Document(value.to_owned()),
        };
        query.clauses.push(Clause { not, what });
        Ok(())
    }
}

/// The bytes of each scope in what was typed, in order: what is turned round with its `-`.
pub fn scopes(text: &str) -> Vec<Range<usize>> {
    let (mut found, mut at) = (Vec::new(), 0);
    while let Some((piece, end)) = piece(text, at) {
        if !matches!(piece.key, "" | "regex") {
            let blank = text[at..].len() - text[at..].trim_start().len();
            found.push(at + blank..end);
        }
        at = end;
    }
    found
}

/// The next piece from the byte `at` on, and where it ends.
fn piece(text: &str, at: usize) -> Option<(Piece<'_>, usize)> {
    let blank = |rest: &str| rest.len() - rest.trim_start().len();
    let mut at = at + blank(&text[at..]);
    if at == text.len() {
        return None;
    }
    let not = text[at..].starts_with('-')
        && text[at + 1..].chars().next().is_some_and(|c| !c.is_whitespace() && c != '-');
    at += usize::from(not);
    let mut key = "";
    if text[at..].starts_with('@') {
        key = "@";
        at += 1;
    } else if let Some((name, _)) = text[at..].split_once(':')
        && let Some(known) = KEYS.iter().find(|known| known.eq_ignore_ascii_case(name))
    {
        key = known;
        at += name.len() + 1;
    }
    let rest = &text[at..];
    let quote = rest.chars().next().filter(|c| QUOTES.contains(c));
    let (range, quoted, mut end) = if let Some(quote) = quote {
        let begin = at + quote.len_utf8();
        let close = closing(&text[begin..], key == "regex");
        let stop = close.map_or(text.len(), |close| begin + close);
        let end = stop + text[stop..].chars().next().map_or(0, char::len_utf8);
        (begin..stop, close.is_some(), end)
    } else if key == "regex" {
        (at..text.len(), false, text.len())
    } else {
        let stop =
            rest.find(|c: char| c.is_whitespace() || QUOTES.contains(&c)).map_or(text.len(), |n| at + n);
        (at..stop, false, stop)
    };
    let is_quoted = quote.is_some();
    let (mut range, mut star) = (range, false);
    if is_quoted && text[end..].starts_with('*') {
        (star, end) = (true, end + 1);
    } else if !is_quoted && key != "regex" {
        let kept = text[range.clone()].trim_end_matches('*').len();
        star = kept > 0 && kept < range.len();
        if star {
            range.end = range.start + kept;
        }
    }
    // In quotation marks it is finished when they are closed, else when a space stands behind it.
    let open = end == text.len() && !star && !(is_quoted && quoted);
    let piece = Piece { not, key, value: &text[range.clone()], range, quoted: is_quoted, star, open };
    Some((piece, end))
}

/// Where the quotation ends; in an expression a backslash keeps the mark behind it.
fn closing(text: &str, backslashes: bool) -> Option<usize> {
    let mut kept = false;
    for (at, c) in text.char_indices() {
        if kept {
            kept = false;
        } else if backslashes && c == '\\' {
            kept = true;
        } else if QUOTES.contains(&c) && !(backslashes && c != '"') {
            return Some(at);
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn found(text: &str) -> Vec<&str> {
        scopes(text).into_iter().map(|range| &text[range]).collect()
    }

    #[test]
    fn scopes_are_told_from_words() {
        assert_eq!(found("@kaz wheat year:2012..2015 -in:trade"), ["@kaz", "year:2012..2015", "-in:trade"]);
        assert_eq!(found("series:\"Diplomatic Bluebook\" oil"), ["series:\"Diplomatic Bluebook\""]);
        assert_eq!(found("\"a @kaz b\" note: regex:year:2015 @rus"), [""; 0]);
        assert_eq!(found("カザフ @kaz"), ["@kaz"]);
        assert_eq!(found(""), [""; 0]);
    }
}
