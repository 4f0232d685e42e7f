//! BibTeX in UTF-8. Titles and names stand in a second pair of braces, so that no style makes small what is a name or
//! parts an office into names; signs that TeX takes for something else are spelled out, none of them as a lone brace,
//! because BibTeX counts braces behind a backslash, too.
use super::names::Name;
use super::{Citation, Kind};
use crate::model::Day;
use std::fmt::Write;

/// The entry of one document.
pub fn entry(citation: &Citation, accessed: Option<Day>) -> String {
    let work = &citation.work;
    let kind = match work.kind {
        Kind::Section => "incollection",
        Kind::Book => "book",
        Kind::WebPage | Kind::Other => "misc",
    };
    let mut out = format!("@{kind}{{{}", key(&work.slug));
    let mut field = |name: &str, value: Option<String>| {
        if let Some(value) = value {
            // Writing to a string cannot fail.
            let _ = write!(out, ",\n  {name} = {{{value}}}");
        }
    };
    let held = |text: &str| format!("{{{}}}", escaped(text));
    // Of a digest, its original's author is not the author.
    let names = if work.digest.is_some() { Vec::new() } else { work.credited() };
    let names: Vec<String> = names
        .iter()
        .map(|name| match name {
            Name::Person { family, given } => format!("{}, {}", held(family), escaped(given)),
            Name::Whole(name) => held(name),
        })
        .collect();
    field("author", (!names.is_empty()).then(|| names.join(" and ")));
    field("title", Some(held(&work.record_title())));
    match work.kind {
        Kind::Section => field("booktitle", work.volume().map(|volume| held(&volume))),
        Kind::Book | Kind::WebPage | Kind::Other => field("series", work.series.as_deref().map(held)),
    }
    let chapter = match (&work.chapter, &work.section) {
        (Some(chapter), Some(section)) => Some(format!("{chapter}, {section}")),
        (one, other) => one.clone().or_else(|| other.clone()),
    };
    field("chapter", chapter.map(|chapter| escaped(&chapter)));
    field("pages", citation.locator.pages_told("–").map(|pages| escaped(&pages).replace('–', "--")));
    field("publisher", work.publisher.as_deref().map(held));
    field("year", work.year.map(|year| year.number.to_string()));
    field("url", work.url.clone());
    field("urldate", accessed.filter(|_| work.url.is_some()).map(|day| day.to_string()));
    field("language", work.language.as_deref().map(escaped));
    field("note", Some(escaped(&super::csl::note(citation, accessed))));
    out.push_str("\n}");
    out
}

/// A key that every BibTeX takes, and no other document has: an address is written in small letters, so a capital U
/// can tell of a character by its number.
pub fn key(slug: &str) -> String {
    let mut key = String::with_capacity(slug.len());
    for c in slug.chars() {
        if c.is_ascii_lowercase() || c.is_ascii_digit() || matches!(c, '-' | '_' | '.') {
            key.push(c);
        } else {
            let _ = write!(key, "U{:04X}", u32::from(c));
        }
    }
    key
}

/// A text for a field: what TeX would not print as it stands is spelled out.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut before = '\0';
    for c in text.chars() {
        // TeX makes one sign of two of these.
        if c == before && matches!(c, '-' | '`' | '\'' | ',') {
            out.push_str("{}");
        }
        before = c;
        match c {
            '\\' => out.push_str("{\\textbackslash}"),
            '{' => out.push_str("{\\textbraceleft}"),
            '}' => out.push_str("{\\textbraceright}"),
            '~' => out.push_str("{\\textasciitilde}"),
            '^' => out.push_str("{\\textasciicircum}"),
            '"' => out.push_str("{\\textquotedbl}"),
            '%' | '&' | '$' | '#' | '_' => out.extend(['\\', c]),
            c => out.push(c),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_plain_and_lead_back() {
        assert_eq!(key("2015-europe"), "2015-europe");
        assert_eq!(key("外交"), "U5916U4EA4");
        assert_ne!(key("u5916"), key("外"));
    }

    #[test]
    fn braces_stay_in_balance() {
        let text = escaped("a } b { c \\ d % e & f $ g # h _ i ~ j ^ k \" l");
        let (open, shut) = (text.matches('{').count(), text.matches('}').count());
        assert_eq!(open, shut);
        assert!(text.contains("\\% e \\& f \\$ g \\# h \\_ i"), "{text}");
    }
}
