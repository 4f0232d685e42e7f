//! Front matter in YAML: the keys of a mapping that have one value each. Never follows an alias, and never
//! builds a tree: what lies deeper is passed over.
use super::Front;
use crate::import::dates::year_of;
use anyhow::{Context, Result, anyhow, bail};
use saphyr_parser::{Event, Parser, ScalarStyle};

/// The longest front matter, in bytes: what is longer is text between two rules.
const LONGEST: usize = 1 << 16;

/// Splits a text that begins with a line `---` at the line that ends it, `---` or `...`. A rule that stands
/// above an empty line, or that no second one follows, begins no front matter.
pub fn fenced(text: &str) -> Option<(&str, &str)> {
    let rest = text.strip_prefix("---")?.trim_start_matches([' ', '\t']).strip_prefix('\n')?;
    if rest.starts_with('\n') {
        return None;
    }
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if matches!(line.trim_end(), "---" | "...") {
            return Some((&rest[..at], &rest[at + line.len()..]));
        }
        at += line.len();
        if at > LONGEST {
            return None;
        }
    }
    None
}

/// Reads it; `None` where it is no mapping, but text between two rules.
///
/// # Errors
/// When it is a mapping that is broken, or a key of ours has no fitting value. The line counts from the first
/// `---`.
pub fn read(yaml: &str) -> Result<Option<Front>> {
    if !is_mapping(yaml) {
        return Ok(None);
    }
    let mut front = Front::default();
    let mut date = None;
    // A list of authors, and whether what is read is in it.
    let (mut authors, mut writing) = (Vec::new(), false);
    let mut key: Option<(String, usize)> = None;
    // How deep what is read lies: 1 in the mapping itself.
    let mut depth = 0_usize;
    for event in Parser::new_from_str(yaml) {
        let (event, span) =
            event.map_err(|error| anyhow!("line {}: {}", error.marker().line() + 1, error.info()))?;
        let line = span.start.line() + 1;
        match event {
            Event::MappingStart(..) if depth == 0 => depth = 1,
            Event::MappingStart(..) | Event::SequenceStart(..) => {
                if depth == 1
                    && let Some((key, line)) = key.take()
                    && is_ours(&key)
                {
                    // A list of authors is common; one that is a mapping ({name: ...}) is passed over.
                    if canonical(&key) != "author" {
                        bail!("line {line}: {key} wants one value");
                    }
                    writing = matches!(event, Event::SequenceStart(..));
                }
                depth += 1;
            }
            Event::MappingEnd | Event::SequenceEnd => {
                depth = depth.saturating_sub(1);
                writing &= depth > 1;
                if depth == 0 {
                    break;
                }
                // A key may be a mapping itself: then there is nothing to tell it by.
                key = if depth == 1 && key.is_none() { None } else { key };
            }
            Event::Scalar(words, style, ..) if depth == 1 => match key.take() {
                None => key = Some((words.into_owned(), line)),
                Some((key, at)) => {
                    let words = words.trim();
                    let nothing =
                        style == ScalarStyle::Plain && matches!(words, "" | "~" | "null" | "Null" | "NULL");
                    if !nothing {
                        set(&mut front, &mut date, &key, words).with_context(|| format!("line {at}"))?;
                    }
                }
            },
            Event::Scalar(words, ..) if depth == 2 && writing => authors.push(words.into_owned()),
            Event::Alias(_) if depth == 1 => {
                if let Some((key, line)) = key.take()
                    && is_ours(&key)
                {
                    bail!("line {line}: {key} is an alias: write the value itself");
                }
            }
            _ => {}
        }
    }
    front.year = front.year.or(date);
    if !authors.is_empty() {
        front.author = Some(authors.join("; "));
    }
    Ok(Some(front))
}

/// Whether its first line that says something is one of a mapping.
fn is_mapping(yaml: &str) -> bool {
    let said = |line: &&str| !line.trim().is_empty() && !line.trim_start().starts_with('#');
    yaml.lines().find(said).is_some_and(|line| {
        let Some((key, value)) = line.split_once(':') else { return line.starts_with('{') };
        let named = |c: char| c.is_alphanumeric() || "_-.\"'".contains(c);
        (value.is_empty() || value.starts_with([' ', '\t'])) && !key.is_empty() && key.chars().all(named)
    })
}

/// The key as TOML has it, for a key as others write it.
fn canonical(key: &str) -> &str {
    match key {
        "lang" | "locale" => "language",
        "url" | "original" => "source",
        "authors" | "creator" => "author",
        key => key,
    }
}

fn is_ours(key: &str) -> bool {
    let key = canonical(key);
    matches!(key, "year" | "covers") || Front::default().field(key).is_some()
}

fn set(front: &mut Front, date: &mut Option<i32>, key: &str, words: &str) -> Result<()> {
    let number =
        |words: &str| words.parse().map_err(|_| anyhow!("{key} wants a year such as 2015, not {words:?}"));
    match canonical(key) {
        "year" => front.year = Some(number(words)?),
        "covers" => front.covers = Some(number(words)?),
        // Whatever a date looks like otherwise, it is none of ours.
        "date" => *date = year_of(words),
        own => {
            if let Some(field) = front.field(own)
                && (own == key || field.is_none())
            {
                *field = Some(words.to_owned());
            }
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn front(yaml: &str) -> Result<Option<Front>> {
        let text = format!("---\n{yaml}---\nText.\n");
        Ok(Front::split(&text)?.0)
    }

    #[test]
    fn the_keys_that_are_known() {
        let yaml = "# A comment\ntitle: \"Ports: a review\" # another\nlang: en-GB\nyear: '2031'\ndate: 2030-04-01\n\
            author: Somebody\ntags: [one, two]\nnested:\n  title: no\n  more: {a: 1}\nseries: >\n  Harbour\n  Yearbook\n\
            part: ~\nsource: https://example.org/a?b=c#d\n";
        let front = front(yaml).expect("front matter").expect("a mapping");
        assert_eq!(front.title.as_deref(), Some("Ports: a review"));
        assert_eq!(front.language.as_deref(), Some("en-GB"));
        assert_eq!(front.year, Some(2031));
        assert_eq!(front.series.as_deref(), Some("Harbour Yearbook"));
        assert_eq!(front.part, None);
        assert_eq!(front.source.as_deref(), Some("https://example.org/a?b=c#d"));
        let dated =
            super::read("title: Ports\ndate: 2030-04-01T12:00:00Z\n").expect("yaml").expect("a mapping");
        assert_eq!(dated.year, Some(2030));
        let undated = super::read("title: Ports\ndate: April\n").expect("yaml").expect("a mapping");
        assert_eq!(undated.year, None);
    }

    #[test]
    fn what_is_broken_says_where() {
        for (yaml, wanted) in [
            ("title: a\nyear: soon\n", "line 3: year wants a year"),
            ("title: [a, b]\n", "line 2: title wants one value"),
            ("a: &x Ports\ntitle: *x\n", "line 3: title is an alias"),
            ("title: \"never closed\nyear: 2031\n", "line "),
            ("title: a\n\tyear: 2031\n", "line "),
        ] {
            let error = format!("{:#}", front(yaml).expect_err(yaml));
            assert!(error.contains(wanted), "{yaml:?}: {error}");
        }
    }

    #[test]
    fn authors_may_be_a_list() {
        for (yaml, wanted) in [
            ("title: a\nauthor: Doe, Jane\n", Some("Doe, Jane")),
            ("title: a\nauthors: [Jane Doe, 'Roe, Richard']\n", Some("Jane Doe; Roe, Richard")),
            (
                "title: a\nauthor:\n  - Jane Doe\n  - Harbour Office\nyear: 2031\n",
                Some("Jane Doe; Harbour Office"),
            ),
            ("title: a\nauthor:\n  - name: Jane Doe\n", None),
            ("title: a\nauthor: {name: Jane Doe}\n", None),
        ] {
            let front = front(yaml).expect("front matter").expect("a mapping");
            assert_eq!(front.author.as_deref(), wanted, "{yaml}");
        }
    }

    #[test]
    fn a_rule_is_no_front_matter() {
        for text in [
            "---\n\nText\n\n---\n",
            "---\nNo second rule\n",
            "---\nA sentence between two rules.\n---\nText\n",
            "---\nAt noon: the ports were closed: all.\n---\nText\n",
            "---\n- a\n- b\n---\n",
            "---",
            "----\ntitle: a\n---\n",
        ] {
            let (front, body) = Front::split(text).expect(text);
            assert_eq!((front, body), (None, text));
        }
    }

    #[test]
    fn aliases_cannot_multiply() {
        let mut yaml = String::from("a: &a [x, x, x, x, x, x, x, x, x]\n");
        for (one, next) in "abcdefghij".chars().zip("bcdefghijk".chars()) {
            let line = format!("{next}: &{next} [*{one}, *{one}, *{one}, *{one}, *{one}, *{one}]\n");
            yaml.push_str(&line);
        }
        yaml.push_str("title: Ports\n");
        let front = front(&yaml).expect("front matter").expect("a mapping");
        assert_eq!(front.title.as_deref(), Some("Ports"));
        let deep = format!("title: Ports\nx: {}\n", "[".repeat(20_000));
        let error = super::read(&deep).expect_err("too deep");
        assert!(!format!("{error:#}").is_empty());
    }
}
