//! The Chicago Manual of Style, 17th edition, notes and bibliography, as plain words: titles of books that would be
//! in italics are not marked. Words that the manual would put into other letters stay as the source has them.
use super::names::{Name, series};
use super::prose::{append, capital, comma, end, in_quotes, stop};
use super::{Citation, Kind, Work};
use crate::model::Day;

/// So many authors are named in a note; of more, the first.
const NAMED: usize = 3;

/// The full note, with the places cited.
pub fn note(citation: &Citation, accessed: Option<Day>) -> String {
    let work = &citation.work;
    let mut out = String::new();
    let names: Vec<String> = work.credited().iter().map(Name::spoken).collect();
    let credit = if names.len() > NAMED { format!("{} et al.", names[0]) } else { series(&names, "and") };
    if !credit.is_empty() {
        out.push_str(&credit);
    }
    comma(&mut out, &title(work));
    match (work.kind, work.volume()) {
        (Kind::Section, Some(volume)) => {
            let part = work.part().map_or_else(String::new, |part| format!("{part} "));
            comma(&mut out, &format!("{part}in {volume}"));
        }
        (_, Some(_)) => {
            if let Some(series) = &work.series {
                comma(&mut out, series);
            }
            if let Some(part) = work.part() {
                comma(&mut out, &part);
            }
        }
        (_, None) => {
            if let Some(part) = work.part() {
                comma(&mut out, &part);
            }
        }
    }
    let imprint = imprint(work);
    if !imprint.is_empty() {
        match work.kind {
            Kind::Section | Kind::Book => append(&mut out, format_args!(" ({imprint})")),
            Kind::WebPage | Kind::Other => comma(&mut out, &imprint),
        }
    }
    let lead = work.lead();
    if let Some(lead) = lead {
        // The places and the day are those of the digest; what stands before them tells of the original.
        if let Some(url) = &work.url {
            comma(&mut out, url);
        }
        out.insert_str(0, &format!("{lead} "));
        let collection = work.collection.map_or_else(String::new, |name| format!("{name}, "));
        append(&mut out, format_args!("; {collection}{}", citation.address()));
    }
    for place in places(citation) {
        comma(&mut out, &place);
    }
    if let Some(day) = accessed.filter(|_| is_online(work)) {
        comma(&mut out, &format!("accessed {}", day.in_words()));
    }
    if lead.is_none() {
        if let Some(url) = &work.url {
            comma(&mut out, url);
        }
        out.push_str(&address(citation, &citation.address()));
    }
    end(&mut out);
    out
}

/// The bibliography's entry: the document, whatever in it is cited.
pub fn entry(citation: &Citation, accessed: Option<Day>) -> String {
    let work = &citation.work;
    let names = work.credited();
    let spoken = names.iter().skip(1).map(Name::spoken);
    let names: Vec<String> = names.first().map(Name::sorted).into_iter().chain(spoken).collect();
    let credit = match names.as_slice() {
        [one, other] => format!("{one}, and {other}"),
        names => series(names, "and"),
    };
    let mut out = String::new();
    if let Some(lead) = work.lead() {
        append(&mut out, format_args!("{lead} "));
        out.push_str(&credit);
        comma(&mut out, &title(work));
    } else {
        out.push_str(&credit);
        stop(&mut out, &title(work));
    }
    match (work.kind, work.volume()) {
        (Kind::Section, Some(volume)) => {
            let part = work.part().map_or_else(|| "In".into(), |part| format!("{} in", capital(&part)));
            stop(&mut out, &format!("{part} {volume}"));
        }
        (_, volume) => {
            if let Some(series) = volume.and(work.series.as_ref()) {
                stop(&mut out, series);
            }
            if let Some(part) = work.part() {
                stop(&mut out, &capital(&part));
            }
        }
    }
    let imprint = imprint(work);
    if !imprint.is_empty() {
        stop(&mut out, &imprint);
    }
    let accessed = accessed.filter(|_| is_online(work)).map(|day| format!("Accessed {}", day.in_words()));
    if work.digest.is_some() {
        if let Some(url) = &work.url {
            stop(&mut out, url);
        }
        let collection = work.collection.map_or_else(String::new, |name| format!("{name}, "));
        stop(&mut out, &format!("In {collection}{}", work.slug));
        if let Some(day) = &accessed {
            stop(&mut out, day);
        }
    } else {
        if let Some(day) = &accessed {
            stop(&mut out, day);
        }
        if let Some(url) = &work.url {
            stop(&mut out, url);
        }
        out.push_str(&address(citation, &work.slug));
    }
    end(&mut out);
    out
}

/// A section's title and a page's stand in quotation marks, a book's do not, a file's name stands in brackets.
fn title(work: &Work) -> String {
    match work.kind {
        _ if work.title_guessed => format!("[{}]", work.title),
        Kind::Book => work.title.clone(),
        Kind::Section | Kind::WebPage | Kind::Other => in_quotes(&work.title),
    }
}

/// Who published it, and when. Who is named as the author of a page is not named as its publisher again.
fn imprint(work: &Work) -> String {
    let paged = matches!(work.kind, Kind::WebPage | Kind::Other) && work.publisher_is_credited();
    let publisher = work.publisher.clone().filter(|_| !paged);
    // An edition's name has the year already.
    let named = work.kind == Kind::Section && work.volume() != work.series;
    if publisher.is_none() && named {
        return String::new();
    }
    let parts: Vec<String> = [publisher, work.year.map(super::Year::told)].into_iter().flatten().collect();
    parts.join(", ")
}

/// Pages, then sections, then footnotes.
fn places(citation: &Citation) -> Vec<String> {
    let locator = &citation.locator;
    let sections = locator.sections_told();
    let sections = (!sections.is_empty()).then(|| sections.join("; "));
    [locator.pages_told("–"), sections, locator.notes_told()].into_iter().flatten().collect()
}

/// Whether there is a day of access to be told: of what changes where it stands.
pub(super) fn is_online(work: &Work) -> bool {
    work.url.is_some() || work.collection.is_some()
}

/// The address, which is no part of what the manual asks for.
fn address(citation: &Citation, address: &str) -> String {
    match citation.work.collection {
        Some(collection) => format!(" [{collection}: {address}]"),
        None => format!(" [bluebook: {address}]"),
    }
}
