//! RIS: a line a tag, each ended by `\r\n` as its specification asks, `TY` first and `ER` last. No value has a line
//! end in it, and no name an asterisk.
use super::names::Name;
use super::{Citation, Kind};
use crate::model::Day;
use std::fmt::Write;

/// The record of one document, without the last line's end.
pub fn record(citation: &Citation, accessed: Option<Day>) -> String {
    let work = &citation.work;
    let mut out = String::new();
    let mut tag = |tag: &str, value: Option<String>| {
        if let Some(value) = value {
            // Writing to a string cannot fail.
            let _ = write!(out, "{tag}  - {value}\r\n");
        }
    };
    let kind = match work.kind {
        Kind::Section => "CHAP",
        Kind::Book => "BOOK",
        Kind::WebPage => "ELEC",
        Kind::Other => "GEN",
    };
    tag("TY", Some(kind.into()));
    tag("ID", Some(work.slug.clone()));
    // Of a digest, its original's author is not the author.
    let names = if work.digest.is_some() { Vec::new() } else { work.credited() };
    for name in &names {
        let name = match name {
            Name::Person { .. } => name.sorted(),
            Name::Whole(name) => name.clone(),
        };
        tag("AU", Some(name.replace('*', "")));
    }
    tag("TI", Some(work.record_title()));
    match work.kind {
        Kind::Section => tag("T2", work.volume()),
        Kind::Book | Kind::WebPage | Kind::Other => tag("T3", work.series.clone()),
    }
    let part = [work.chapter.as_ref().map(|chapter| format!("chap. {chapter}")), work.section.clone()];
    let part: Vec<String> = part.into_iter().flatten().collect();
    tag("SE", (!part.is_empty()).then(|| part.join(", ")));
    let locator = &citation.locator;
    tag("SP", locator.pages.first().map(|(from, _)| from.clone()));
    tag("EP", locator.pages.last().map(|(_, to)| to.clone()));
    tag("PB", work.publisher.clone());
    tag("PY", work.year.map(|year| format!("{:04}", year.number)));
    tag("UR", work.url.clone());
    let day = accessed.filter(|_| work.url.is_some());
    tag("Y2", day.map(|day| format!("{:04}/{:02}/{:02}", day.year(), day.month(), day.day())));
    tag("LA", work.language.clone());
    tag("DB", work.collection.map(str::to_owned));
    tag("N1", Some(super::csl::note(citation, accessed)));
    out.push_str("ER  - ");
    out
}
