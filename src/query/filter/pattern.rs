//! What was typed, read into terms, and how well one name fits them. Knows nothing of lists of names.
use super::letters::{self, Folded, Letters, is_start, is_strewn};
use fuzzy_matcher::skim::SkimMatcherV2;
use memchr::memmem::Finder;
use std::borrow::Cow;

/// The score of a name that is exactly what was typed; higher than any fuzzy score.
const EXACT: i64 = 4000;
/// The score of another name that is exactly what was typed.
const EXACT_OTHER: i64 = 3000;
/// Added when a name begins with what was typed.
pub(super) const PREFIX: i64 = 400;
/// What a letter brings in a run of letters as they were typed: no strewn letter brings more.
const LETTER: i64 = 20;
/// Added to a run, and once more where a word begins with it.
const RUN: i64 = 20;

/// Where a term has to stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Kind {
    /// Anywhere, also with letters between its own.
    Fuzzy,
    /// Anywhere, letter by letter: `'term`.
    Exact,
    /// At the beginning: `^term`.
    Prefix,
    /// At the end: `term$`.
    Suffix,
    /// From beginning to end: `^term$`.
    Equal,
}

/// A word that was typed.
#[derive(Debug, Clone)]
struct Term {
    /// Folded, in lower case.
    text: String,
    /// Folded, capitals kept: only where there are any, and then they count.
    cased: Option<String>,
    kind: Kind,
    /// Whether names that have it are left out.
    not: bool,
    long: i64,
    /// The bit of its first letter.
    first: u64,
    finder: Finder<'static>,
}

impl Term {
    /// Reads a word with its signs; `None` where there are only signs.
    fn new(word: &str) -> Option<Self> {
        let (not, rest) = match word.strip_prefix('!') {
            Some(rest) => (true, rest),
            None => (false, word),
        };
        let (rest, end) = match rest.strip_suffix('$') {
            Some(rest) => (rest, true),
            None => (rest, false),
        };
        let (rest, kind) = match (rest.strip_prefix('\''), rest.strip_prefix('^')) {
            // What is left out is left out letter by letter; the sign turns that round.
            (Some(rest), _) if not && !end => (rest, Kind::Fuzzy),
            (Some(rest), _) => (rest, if end { Kind::Suffix } else { Kind::Exact }),
            (_, Some(rest)) => (rest, if end { Kind::Equal } else { Kind::Prefix }),
            _ if end => (rest, Kind::Suffix),
            _ => (rest, if not { Kind::Exact } else { Kind::Fuzzy }),
        };
        let text = letters::plain(rest);
        let cased = rest.chars().any(char::is_uppercase).then(|| letters::cased(rest));
        let first = letters::bit(text.chars().next()?);
        let finder = Finder::new(cased.as_ref().unwrap_or(&text)).into_owned();
        Some(Self { long: text.chars().count() as i64, text, cased, kind, not, first, finder })
    }

    /// The letters looked for, as they are compared.
    fn wanted(&self) -> &str {
        self.cased.as_ref().unwrap_or(&self.text)
    }

    fn fits(&self, name: &Name) -> bool {
        match self.kind {
            Kind::Fuzzy => is_strewn(name.text(self), self.wanted()),
            _ => self.run(name.text(self)).is_some(),
        }
    }

    /// Where its letters stand in a row: at the beginning of a word, if that can be.
    fn run(&self, text: &str) -> Option<usize> {
        let wanted = self.wanted();
        match self.kind {
            Kind::Fuzzy | Kind::Exact => {
                let mut found = self.finder.find_iter(text.as_bytes());
                let first = found.next()?;
                if is_start(text, first) {
                    return Some(first);
                }
                Some(found.find(|&at| is_start(text, at)).unwrap_or(first))
            }
            Kind::Prefix => text.starts_with(wanted).then_some(0),
            Kind::Suffix => text.ends_with(wanted).then(|| text.len() - wanted.len()),
            Kind::Equal => (text == wanted).then_some(0),
        }
    }

    /// The score of a run.
    fn weigh(&self, text: &str, at: usize) -> i64 {
        LETTER * self.long + RUN + if is_start(text, at) { RUN } else { 0 }
    }

    /// No strewn letters score more than this in a name. The scorer's own numbers: 16 a letter, 8 at a word's
    /// beginning (twice that at the name's), at least 4 for a letter right behind the one before, and 4 less
    /// for the first letter that is skipped.
    fn strewn_at_most(&self, name: &Name) -> i64 {
        let starts = |bit: u64| name.letters.starts & bit != 0;
        let head =
            match (u64::from(name.letters.first) == u64::from(self.first.trailing_zeros()), &self.cased) {
                (true, _) => 16,
                (false, None) if !starts(self.first) => 0,
                (false, _) => 8,
            };
        let mut most = 15 + head;
        let mut before: Option<char> = None;
        for c in self.text.chars() {
            if let Some(before) = before {
                most += if self.cased.is_some() || !before.is_ascii_alphanumeric() || !c.is_ascii() {
                    24
                } else {
                    pair_at_most(name.plain, before as u8, c as u8)
                };
            }
            before = Some(c);
        }
        most
    }

    /// Whether every name that fits this one fits `other` as well.
    fn implies(&self, other: &Self) -> bool {
        let longer = match (&self.cased, &other.cased) {
            (_, None) => self.text.starts_with(&other.text),
            (Some(own), Some(other)) => own.starts_with(other.as_str()),
            (None, Some(_)) => false,
        };
        let kinds = match other.kind {
            Kind::Fuzzy => matches!(self.kind, Kind::Fuzzy | Kind::Prefix | Kind::Equal),
            Kind::Exact => matches!(self.kind, Kind::Exact | Kind::Prefix | Kind::Equal),
            Kind::Prefix => matches!(self.kind, Kind::Prefix | Kind::Equal),
            Kind::Suffix | Kind::Equal => false,
        };
        longer && kinds && !self.not && !other.not || self.is_same(other)
    }

    /// Whether it has nothing but plain letters and figures, for which the scorer never counts more than a run.
    fn is_of_letters(&self) -> bool {
        self.text.bytes().all(|byte| byte.is_ascii_alphanumeric())
    }

    /// Whether it is plain letters that may be strewn over a name in any case.
    fn is_simple(&self) -> bool {
        self.kind == Kind::Fuzzy && !self.not && self.cased.is_none() && self.text.is_ascii()
    }

    fn is_same(&self, other: &Self) -> bool {
        self.not == other.not && self.kind == other.kind && self.wanted() == other.wanted()
    }
}

/// The most that the second of two letters brings anywhere behind the first, as near as they come.
fn pair_at_most(text: &str, one: u8, two: u8) -> i64 {
    let bytes = text.as_bytes();
    let mut most = i64::MIN;
    let mut before: Option<usize> = None;
    let mut from = 0;
    for at in memchr::memchr_iter(two, bytes) {
        if let Some(last) = memchr::memrchr(one, &bytes[from..at]) {
            before = Some(from + last);
        }
        from = at;
        let Some(before) = before else { continue };
        // Bytes are at least as many as characters: only plain letters make a gap as long as it is.
        let gap = if text.is_ascii() { (at - before - 1) as i64 } else { i64::from(at - before > 1) };
        let gain = match gap {
            0 => 20,
            _ if is_start(text, at) => 16 + 8 - 3 - gap,
            _ => 16 - 3 - gap,
        };
        most = most.max(gain);
    }
    most.max(-64)
}

/// A name, ready to be compared.
pub(super) struct Name<'a> {
    /// Folded, in lower case.
    pub plain: &'a str,
    /// Folded, capitals kept; made only for a pattern that asks for it.
    cased: Cow<'a, str>,
    /// The letters of the folded name.
    pub letters: Letters,
}

impl<'a> Name<'a> {
    pub fn new(pattern: &Pattern, raw: &'a str, plain: &'a str, letters: Letters) -> Self {
        let cased = match pattern.cased {
            false => Cow::Borrowed(""),
            true if raw.is_ascii() => Cow::Borrowed(raw),
            true => Cow::Owned(letters::cased(raw)),
        };
        Self { plain, cased, letters }
    }

    fn text(&self, term: &Term) -> &str {
        if term.cased.is_some() { &self.cased } else { self.plain }
    }
}

/// How a name fits, as far as it can be told without the scorer.
pub(super) enum Judged {
    /// It does not.
    Not,
    /// It does.
    Below,
    /// It does, and scores this.
    Sure(i64),
    /// It does, and scores at most this.
    AtMost(i64),
}

/// What was typed, ready to be compared.
pub struct Pattern {
    terms: Vec<Term>,
    /// The terms that have to be there, with single spaces.
    whole: String,
    whole_first: u8,
    whole_long: usize,
    /// The letters that a name must have.
    pub(super) need: u64,
    /// Whether any term has capitals.
    pub(super) cased: bool,
    /// Whether a name's letters alone tell that it fits and how well.
    pub(super) letter: bool,
    /// Whether all terms are plain letters that may be strewn over a name in any case.
    simple: bool,
    scorer: SkimMatcherV2,
}

impl Pattern {
    /// Reads what was typed: terms in any order, accents set aside, and case where a term has no capital.
    /// `'term` is there letter by letter, `^term` at the beginning, `term$` at the end, `!term` not at all.
    pub fn new(query: &str) -> Self {
        let terms: Vec<Term> = query.split_whitespace().filter_map(Term::new).collect();
        let wanted = || terms.iter().filter(|term| !term.not);
        let whole = wanted().map(|term| term.text.as_str()).collect::<Vec<_>>().join(" ");
        let need = wanted().fold(0, |need, term| need | letters::mask(&term.text));
        let simple = terms.iter().all(Term::is_simple);
        Self {
            letter: simple && matches!(&terms[..], [term] if term.long == 1 && letters::is_sure(term.first)),
            simple,
            cased: terms.iter().any(|term| term.cased.is_some()),
            whole_first: whole.chars().next().map_or(u8::MAX, |c| letters::bit(c).trailing_zeros() as u8),
            whole_long: whole.chars().count(),
            scorer: SkimMatcherV2::default().respect_case(),
            terms,
            whole,
            need,
        }
    }

    /// Whether nothing was typed, or nothing but signs.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty()
    }

    fn wanted(&self) -> impl Iterator<Item = &Term> {
        self.terms.iter().filter(|term| !term.not)
    }

    /// Whether every name that fits this pattern fits an earlier one, so that only those need be asked.
    pub fn narrows(&self, earlier: &Self) -> bool {
        !earlier.is_empty() && earlier.terms.iter().all(|old| self.terms.iter().any(|new| new.implies(old)))
    }

    /// Whether a name of plain letters fits, where that can be told without folding it.
    pub(super) fn fits_in_any_case(&self, raw: &str) -> Option<bool> {
        if !self.simple {
            return None;
        }
        let fits = |term: &Term| letters::is_strewn_in_any_case(raw.as_bytes(), term.text.as_bytes());
        Some(self.terms.iter().all(fits))
    }

    /// No name with these letters scores more.
    pub(super) fn at_most(&self, letters: &Letters) -> i64 {
        if self.whole.is_empty() {
            return 0;
        }
        let mut most = 0;
        for term in self.wanted() {
            let start = letters.starts & term.first != 0;
            most += LETTER * term.long + RUN + if start { RUN } else { 0 };
            if term.cased.is_some() || !term.text.is_ascii() || !term.is_of_letters() {
                // The scorer's numbers for these are higher.
                most += 4 * term.long + 16;
            }
        }
        if letters.first == self.whole_first {
            if usize::from(letters.long) == self.whole_long {
                return EXACT;
            }
            most += PREFIX;
        }
        most - i64::from(letters.long) / 4
    }

    /// How a name fits, without the scorer; where it is hopeless, only whether it fits.
    pub(super) fn judge(&self, name: &Name, hopeless: bool) -> Judged {
        if self.terms.iter().any(|term| term.fits(name) == term.not) {
            return Judged::Not;
        }
        if hopeless {
            return Judged::Below;
        }
        let (mut total, mut sure) = (0, true);
        for term in self.wanted() {
            let text = name.text(term);
            let run = term.run(text);
            sure &= run.is_some();
            total += run.map_or_else(|| term.strewn_at_most(name), |at| term.weigh(text, at));
        }
        let total = self.with_whole(total, name);
        if sure { Judged::Sure(total) } else { Judged::AtMost(total) }
    }

    /// The score of a name, if it fits.
    pub(super) fn own(&self, name: &Name) -> Option<i64> {
        if self.forbids(name) {
            return None;
        }
        let mut total = 0;
        for term in self.wanted() {
            let text = name.text(term);
            total += match (term.run(text), term.kind) {
                (Some(at), _) => term.weigh(text, at),
                (None, Kind::Fuzzy) => self.strewn(text, term.wanted())?.0,
                (None, _) => return None,
            };
        }
        Some(self.with_whole(total, name))
    }

    /// What a name gains or loses as a whole.
    fn with_whole(&self, total: i64, name: &Name) -> i64 {
        if self.whole.is_empty() {
            return 0;
        }
        if name.plain == self.whole {
            return EXACT;
        }
        let prefix = if name.plain.starts_with(&self.whole) { PREFIX } else { 0 };
        total + prefix - i64::from(name.letters.long) / 4
    }

    /// The scorer's judgement of letters with others between them, and the characters where they stand.
    fn strewn(&self, text: &str, wanted: &str) -> Option<(i64, Vec<usize>)> {
        // The scorer keeps its table from one name to the next and reads what an earlier one left in it, so
        // that a score would depend on the names before: a table of four cells makes it begin anew.
        self.scorer.fuzzy("-", "-", true);
        self.scorer.fuzzy(text, wanted, true)
    }

    /// Whether any term that must not be there is in a name.
    fn forbids(&self, name: &Name) -> bool {
        self.terms.iter().any(|term| term.not && term.fits(name))
    }

    /// The score of another name, which is found by whole words; `loose` lets letters be left out of them.
    fn other(&self, name: &Name, loose: bool) -> Option<i64> {
        let mut total = 0;
        for term in self.wanted() {
            let text = name.text(term);
            total += match (term.kind, term.run(text)) {
                (Kind::Fuzzy, Some(at)) if is_start(text, at) => 12 * term.long,
                // A letter or two left out, not letters strewn over a long name.
                (Kind::Fuzzy, _) if loose && term.long > 3 => {
                    let (score, _) = self.strewn(text, term.wanted())?;
                    Some(score / 2).filter(|_| score > 15 * term.long)?
                }
                (Kind::Fuzzy, _) | (_, None) => return None,
                (_, Some(_)) => 12 * term.long,
            };
        }
        if name.plain == self.whole {
            return Some(EXACT_OTHER);
        }
        let prefix = if name.plain.starts_with(&self.whole) { PREFIX / 2 } else { 0 };
        Some(total + prefix - i64::from(name.letters.long) / 4)
    }

    /// The bytes of a name where the letters typed stand.
    pub(super) fn marks(&self, raw: &str) -> Vec<usize> {
        let folded = Folded::new(raw);
        let name = Name::new(self, raw, &folded.text, Letters::default());
        let mut matched = Vec::new();
        for term in self.wanted() {
            let text = name.text(term);
            if let Some(at) = term.run(text) {
                let from = text[..at].chars().count();
                let bytes = folded.bytes.iter().skip(from).take(term.long as usize);
                matched.extend(bytes.map(|&b| b as usize));
            } else if term.kind == Kind::Fuzzy
                && let Some((_, places)) = self.strewn(text, term.wanted())
            {
                matched.extend(places.into_iter().map(|at| folded.bytes[at] as usize));
            }
        }
        matched.sort_unstable();
        matched.dedup();
        matched
    }

    /// Whether these names, a thing's own and its others, fit: the score, and the number of the other name
    /// where that is why.
    pub(super) fn weigh(&self, own: &Name, others: &[Name], loose: bool) -> Option<(i64, Option<usize>)> {
        if self.forbids(own) || others.iter().any(|name| self.forbids(name)) {
            return None;
        }
        let own = self.own(own);
        if self.whole.is_empty() {
            return own.map(|score| (score, None));
        }
        let best = others
            .iter()
            .enumerate()
            .filter_map(|(number, name)| Some((self.other(name, loose)?, number)))
            .max_by_key(|(score, _)| *score);
        match (own, best) {
            // The name shown is marked wherever it fits at all; another name may still lift it.
            (Some(score), best) if score >= PREFIX || best.is_none_or(|(best, _)| best <= score) => {
                Some((best.map_or(score, |(best, _)| best.max(score)), None))
            }
            (_, Some((score, number))) => Some((score, Some(number))),
            (_, None) => None,
        }
    }
}
