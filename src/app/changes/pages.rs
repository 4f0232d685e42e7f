//! What the reading pane says of the selected row: the finding with the counts behind it and its passages.
use super::rows::{between, group_name};
use super::{App, Arc, Branch, Kind, Report, Status};
use crate::app::keymap::Context;
use crate::app::reader::{Find, Source};
use crate::app::sheet::{Gathered, counted};
use crate::app::tree::Node;
use crate::query::Query;
use crate::query::changes::{Finding, Side, years};

/// Shows the passages of the selected finding.
pub fn show_selected(app: &mut App) {
    let Some(Node::Change(branch)) = app.changes.desk.list.node().cloned() else {
        // Nothing fits the filter: what was read stays in sight.
        return;
    };
    let library = Arc::clone(&app.library);
    let (page, marked) = page(app, &branch);
    let source = Source::Passages(Arc::new(page));
    let reader = &mut app.changes.desk.reader;
    if reader.source == source {
        reader.to_top();
    } else {
        reader.open(&library, source.clone());
    }
    app.changes.marked = Some(source);
    mark(app, marked);
}

/// Marks the words of a phrase on the page.
fn mark(app: &mut App, words: Option<String>) {
    let library = Arc::clone(&app.library);
    let reader = &mut app.changes.desk.reader;
    let Some(words) = words else { return };
    let text = words.replace(['"', '\u{201c}', '\u{201d}'], " ");
    if let Ok(query) = Query::parse(&format!("\"{text}\""), &library.atlas) {
        reader.before = (reader.top, reader.cursor);
        reader.prompt.set(words.clone());
        reader.find = Some(Find::new(words, query));
        reader.count_matches(&library);
    }
}

/// Another page is shown, come to by the way back or opened from here: what stands out is marked there too.
pub(super) fn mark_again(app: &mut App) {
    let source = &app.changes.desk.reader.source;
    if app.changes.marked.as_ref() == Some(source) {
        return;
    }
    app.changes.marked = Some(source.clone());
    if let Some(Node::Change(Branch::Finding(_, Kind::Phrase, text, _))) = app.changes.desk.list.node()
        && matches!(source, Source::Passages(_) | Source::Document(_))
        && app.changes.desk.reader.find.is_none()
    {
        let words = text.clone();
        mark(app, Some(words));
    }
}

/// What a row shows, and the words that stand out in it.
fn page(app: &App, branch: &Branch) -> (Gathered, Option<String>) {
    let report = match &app.changes.known {
        Some((_, asked, Ok(report))) if *asked == app.changes.asked => report,
        Some((_, asked, Err(why))) if *asked == app.changes.asked => return (nothing(app, why), None),
        _ => return (reading(app), None),
    };
    match branch {
        Branch::Scope => (scope(app, report), None),
        Branch::Part(part) => {
            let told: Vec<String> = part
                .groups()
                .iter()
                .map(|(status, kind)| {
                    format!(
                        "{} {}",
                        group_name(*status, *kind).to_lowercase(),
                        report.of(*status, *kind).count()
                    )
                })
                .collect();
            (titled(part.name(), format!("{}: {}", between(report), told.join(", "))), None)
        }
        Branch::Group(status, kind) => (group(app, report, *status, *kind), None),
        Branch::Finding(status, kind, text, other) => {
            let same = |finding: &&Finding| finding.text == *text && finding.other == *other;
            match report.of(*status, *kind).find(same) {
                Some(finding) => finding_page(finding),
                None => (titled(text, String::new()), None),
            }
        }
    }
}

fn titled(title: &str, told: String) -> Gathered {
    Gathered { title: title.to_owned(), told, ..Gathered::default() }
}

fn reading(app: &App) -> Gathered {
    let of = app.changes.asked.place.map_or("the library", |place| app.library.atlas.place(place).name);
    titled("What came and went", format!("Reading what is said of {of}, edition by edition..."))
}

fn nothing(app: &App, why: &str) -> Gathered {
    let help = app.keys.told(
        Context::List,
        "Choose other editions with {earlier-edition} and {later-edition}, press {changes-here} for the whole library, \
         or open more texts.",
    );
    titled("What came and went", format!("There is nothing to compare: {why}. {help}"))
}

fn side(side: &Side, other: &str) -> String {
    format!(
        "{}: {} of {}, {} of them with their like {other}",
        years(&side.editions),
        counted(side.documents, "document"),
        counted(side.words as usize, "word"),
        side.continued
    )
}

/// What is compared.
fn scope(app: &App, report: &Report) -> Gathered {
    let place = report.asked.place;
    let name = place.map_or("The library", |place| app.library.atlas.place(place).name);
    let undated = match report.undated {
        0 => String::new(),
        many => format!(" {} without a year left aside.", counted(many, "document")),
    };
    let empty = if report.findings.is_empty() { " Nothing came or went." } else { "" };
    let told = format!(
        "{}. {}.{undated}{empty} Nothing counts as gone that the later editions could not have: only texts that have \
         their like there are missed. {}",
        side(&report.later, "before"),
        side(&report.earlier, "later"),
        app.keys.told(
            Context::List,
            "{earlier-edition} and {later-edition} choose the later edition, {earlier-bound} and {later-bound} how far \
             the earlier ones go; {show-all} shows all phrases."
        )
    );
    Gathered {
        title: format!("{name}, {}", between(report)),
        told,
        about: place.map(|place| app.library.atlas.family(place)).unwrap_or_default(),
        passages: Vec::new(),
    }
}

fn group(app: &App, report: &Report, status: Status, kind: Kind) -> Gathered {
    let all = report.of(status, kind).count();
    let shown = super::rows::shown(app, report, (status, kind)).len();
    let what = match status {
        Status::First => "said in the later editions and never before",
        Status::Last => "said before and not in the later editions",
        Status::Came => "headings that their text did not have in the edition before",
        Status::Went => "headings that their text has no longer",
        Status::Moved => "headings that stand elsewhere in their text",
        Status::Renamed => "sections that have another heading",
    };
    let how = match kind {
        Kind::Phrase => {
            " Phrases of two to five words that no sign parts, said twice at least or in capitals; the most telling \
             first, by the log-likelihood ratio of their counts (Dunning 1993)."
        }
        Kind::Name => " Each place by all its names; the most named first.",
        Kind::Heading => "",
    };
    let part = if shown < all {
        app.keys.told(Context::List, &format!(" {shown} of {all} are shown; {{show-all}} shows all."))
    } else {
        String::new()
    };
    let title = match status {
        Status::First => format!("First said: {}", group_name(status, kind).to_lowercase()),
        Status::Last => format!("No longer said: {}", group_name(status, kind).to_lowercase()),
        _ => format!("Headings: {}", group_name(status, kind).to_lowercase()),
    };
    titled(&title, format!("{all} {what}: {}.{how}{part}", between(report)))
}

/// A finding, with the words that stand out in its passages.
fn finding_page(finding: &Finding) -> (Gathered, Option<String>) {
    let (year, last) = (finding.year, finding.last);
    let title = match finding.status {
        Status::First => format!("First said in {year}: {}", finding.text),
        Status::Last => format!("Last said in {last}: {}", finding.text),
        Status::Came => format!("Came in {year}: {}", finding.text),
        Status::Went => format!("Went after {last}: {}", finding.text),
        Status::Moved => format!("Moved in {year}: {}", finding.text),
        Status::Renamed => format!("Renamed in {year}: {}", finding.text),
    };
    let times = counted(finding.count as usize, "time");
    let documents = counted(finding.documents as usize, "document");
    let span = if year == last { year.to_string() } else { format!("{year} to {last}") };
    let editions = counted(finding.editions as usize, "edition");
    let mut told = format!("{times} in {documents}, {editions}: {span}");
    if let Some(other) = &finding.other {
        let was = if finding.status == Status::Renamed {
            format!("was \"{other}\"")
        } else {
            format!("stood {other}")
        };
        told = format!("{was}; {told}");
    }
    if finding.weight > 0.0 {
        told = format!("{told}. Log-likelihood ratio {:.1}", finding.weight);
    }
    let passages = finding.passages.iter().chain(&finding.others).copied().collect();
    let about = finding.place.into_iter().collect();
    let marked = (finding.kind == Kind::Phrase).then(|| finding.text.clone());
    (Gathered { title, told, about, passages }, marked)
}
