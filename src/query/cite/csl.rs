//! The JSON of the Citation Style Language, 1.0.2. Every item has a type of its list, and no field that it does not
//! know.
use super::chicago::is_online;
use super::names::Name;
use super::{Citation, Kind};
use crate::model::{Day, is_harmful};
use serde_json::{Map, Value, json};
use std::fmt::Write;

/// The item of one document.
pub fn item(citation: &Citation, accessed: Option<Day>) -> Value {
    let work = &citation.work;
    let mut item = Map::new();
    let mut say = |name: &str, value: Option<Value>| {
        if let Some(value) = value {
            item.insert(name.into(), value);
        }
    };
    let kind = match work.kind {
        Kind::Section => "chapter",
        Kind::Book => "book",
        Kind::WebPage => "webpage",
        Kind::Other => "document",
    };
    say("id", Some(work.slug.clone().into()));
    say("type", Some(kind.into()));
    say("title", Some(work.record_title().into()));
    let names: Vec<Value> = work.credited().iter().map(name).collect();
    let names = (!names.is_empty()).then(|| Value::from(names));
    if work.digest.is_some() {
        say("original-author", names);
        say("original-title", Some(work.title.clone().into()));
        say("genre", Some("digest".into()));
        say("archive", work.collection.map(Value::from));
        say("archive_location", Some(citation.address().into()));
    } else {
        say("author", names);
    }
    match work.kind {
        Kind::Section => say("container-title", work.volume().map(Value::from)),
        Kind::Book | Kind::WebPage | Kind::Other => {
            say("collection-title", work.series.clone().map(Value::from));
        }
    }
    say("chapter-number", work.chapter.clone().map(Value::from));
    let section = work.section.as_deref().map(|section| section.strip_prefix("sec. ").unwrap_or(section));
    say("section", section.map(Value::from));
    say("page", citation.locator.pages_told("-").map(Value::from));
    say("publisher", work.publisher.clone().map(Value::from));
    let issued = work.year.map(|year| {
        let date = json!({"date-parts": [[year.number]]});
        if year.guessed { json!({"date-parts": [[year.number]], "circa": true}) } else { date }
    });
    say("issued", issued);
    let day = accessed.filter(|_| is_online(work));
    say("accessed", day.map(|day| json!({"date-parts": [[day.year(), day.month(), day.day()]]})));
    say("URL", work.url.clone().map(Value::from));
    say("language", work.language.clone().map(Value::from));
    say("note", Some(note(citation, accessed).into()));
    Value::Object(item)
}

fn name(name: &Name) -> Value {
    match name {
        Name::Person { family, given } => json!({"family": family, "given": given}),
        Name::Whole(name) => json!({"literal": name}),
    }
}

/// What has no field of its own: that it is a digest, and where the bluebook has it.
pub fn note(citation: &Citation, accessed: Option<Day>) -> String {
    let work = &citation.work;
    let mut parts = Vec::new();
    let place = work.collection.unwrap_or("bluebook");
    match work.lead() {
        Some(lead) => {
            let day = accessed.map_or_else(String::new, |day| format!(", accessed {day}"));
            parts.push(format!("{lead} the original, {place}: {}{day}", citation.address()));
        }
        None => parts.push(format!("{place}: {}", citation.address())),
    }
    parts.extend(citation.locator.sections_told());
    parts.extend(citation.locator.notes_told());
    if work.year.is_some_and(|year| year.guessed) {
        parts.push("the year is a guess".into());
    }
    parts.join("; ")
}

/// JSON for people, in which what could move a cursor is spelled out.
pub fn text(value: &Value) -> String {
    let plain = format!("{value:#}");
    if !plain.chars().any(is_harmful) {
        return plain;
    }
    let mut out = String::with_capacity(plain.len() + 16);
    for c in plain.chars() {
        if is_harmful(c) {
            for unit in c.encode_utf16(&mut [0; 2]) {
                // Writing to a string cannot fail.
                let _ = write!(out, "\\u{unit:04x}");
            }
        } else {
            out.push(c);
        }
    }
    out
}
