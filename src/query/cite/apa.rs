//! The Publication Manual of the American Psychological Association, 7th edition, as plain words: nothing is marked
//! as italic, and titles keep their capitals, because which of them are names is not known.
use super::chicago::is_online;
use super::names::{Name, series};
use super::prose::{append, end, in_quotes, stop};
use super::{Citation, Kind, Work};
use crate::model::Day;

/// So many authors are listed; of more, the first nineteen and the last.
const LISTED: usize = 20;

/// What stands in the text: `(Doe & Roe, 2015, Security section, para. 2)`.
pub fn in_text(citation: &Citation) -> String {
    let work = &citation.work;
    let names = work.credited();
    let who = match names.as_slice() {
        [] if work.title_guessed => format!("[{}]", work.title),
        [] if work.kind == Kind::Book => work.title.clone(),
        [] => in_quotes(&work.title),
        [one] => one.short().to_owned(),
        [one, other] => format!("{} & {}", one.short(), other.short()),
        [first, ..] => format!("{} et al.", first.short()),
    };
    let mut out = format!("({who}");
    super::prose::comma(&mut out, &year(work));
    for place in places(citation) {
        super::prose::comma(&mut out, &place);
    }
    out.push(')');
    out
}

fn places(citation: &Citation) -> Vec<String> {
    let locator = &citation.locator;
    let mut places = Vec::new();
    if let Some(pages) = locator.pages_told("–") {
        let many = pages.contains(['–', ',']);
        places.push(format!("{} {pages}", if many { "pp." } else { "p." }));
    } else {
        for section in &locator.sections {
            places.extend(section.heading.as_ref().map(|heading| format!("{heading} section")));
            places.extend(section.paragraphs_told());
        }
    }
    places.extend(locator.notes.iter().map(|label| format!("footnote {label}")));
    places
}

/// The entry of the list of references.
pub fn entry(citation: &Citation, accessed: Option<Day>) -> String {
    let work = &citation.work;
    let mut names: Vec<String> = work.credited().iter().map(Name::with_initials).collect();
    let credit = if names.len() > LISTED {
        let last = names.pop().unwrap_or_default();
        names.truncate(LISTED - 1);
        format!("{}, . . . {last}", names.join(", "))
    } else {
        series(&names, "&")
    };
    let year = format!("({})", year(work));
    let mut title = if work.title_guessed { format!("[{}]", work.title) } else { work.title.clone() };
    if let Some(lead) = work.lead() {
        let original = lead.strip_prefix("Digest of").unwrap_or_default();
        let original =
            if original.is_empty() { " the original".into() } else { format!("{original} the original") };
        let collection = work.collection.map_or_else(String::new, |name| format!(", {name}"));
        append(&mut title, format_args!(" [Digest of{original}{collection}]"));
    }
    let mut out = String::new();
    if credit.is_empty() {
        out.push_str(&title);
        stop(&mut out, &year);
    } else {
        out.push_str(&credit);
        stop(&mut out, &year);
        stop(&mut out, &title);
    }
    let part = work.part().map_or_else(String::new, |part| format!(" ({part})"));
    match (work.kind, work.volume()) {
        (Kind::Section, Some(volume)) => stop(&mut out, &format!("In {volume}{part}")),
        (_, volume) => {
            out.push_str(&part);
            if let Some(series) = volume.and(work.series.as_ref()) {
                stop(&mut out, series);
            }
        }
    }
    if let Some(publisher) = work.publisher.as_ref().filter(|_| !work.publisher_is_credited()) {
        stop(&mut out, publisher);
    }
    let day = accessed.filter(|_| is_online(work)).map(|day| format!("Retrieved {}", day.in_words()));
    match (day, &work.url) {
        (Some(day), Some(url)) => stop(&mut out, &format!("{day}, from {url}")),
        (Some(day), None) => stop(&mut out, &day),
        (None, Some(url)) => stop(&mut out, url),
        (None, None) => {}
    }
    // Nothing stands behind an address of the web, lest it be read as a part of it.
    if !out.ends_with(work.url.as_deref().unwrap_or("\n")) {
        end(&mut out);
    }
    append(&mut out, format_args!(" [bluebook: {}]", work.slug));
    out
}

/// The year; `n.d.` where nobody says one.
fn year(work: &Work) -> String {
    work.year.map_or_else(|| "n.d.".into(), super::Year::told)
}
