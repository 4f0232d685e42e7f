//! Comparisons, timelines and what came and went, as lists to be written.
use super::page::escaped;
use super::table::Table;
use crate::app::App;
use crate::query::compare::{self, Status};
use crate::query::{Addresses, changes, timeline};
use serde_json::json;
use std::fmt::Write as _;

/// What changed between the two sides that are shown; paragraphs that are the same are counted.
pub fn comparison(app: &App) -> Result<Table, String> {
    let shown = app.compare.shown.as_ref().ok_or("nothing is compared that could be written")?;
    let (library, compared) = (&shown.library, &*shown.comparison);
    let names = [shown.left, shown.right].map(|target| compare::named(library, target).to_string());
    let title = format!("{} > {}", names[0], names[1]);
    let mut table = Table {
        markdown: format!("# {}\n\n{}; {} % alike\n", escaped(&title), shown.summary, compared.percent()),
        title,
        columns: vec!["status", "left", "right", "words"],
        ..Table::default()
    };
    let mut addresses = Addresses::of(library);
    for change in &compared.changes {
        let told = compare::Told::of(&mut addresses, compared, change);
        let at = |side: &Option<crate::model::Address>| {
            side.as_ref().map_or_else(String::new, ToString::to_string)
        };
        let (left, right) = (at(&told.left), at(&told.right));
        if change.status != Status::Same {
            let places: Vec<String> = [&left, &right]
                .into_iter()
                .filter(|place| !place.is_empty())
                .map(|place| format!("`{place}`"))
                .collect();
            // Writing to a string cannot fail.
            let _ = write!(
                table.markdown,
                "\n### {}\n\n{}\n\n{}\n",
                change.status.word(),
                change.marked([("~~", "~~"), ("**", "**")], escaped),
                places.join(" > ")
            );
        }
        let plain = change.marked(compare::SIGNS, str::to_owned);
        table.values.push(json!(told));
        table.rows.push(vec![told.status.to_owned(), left, right, plain]);
    }
    Ok(table)
}

/// The terms that are shown, by edition; on the map of all countries those.
pub fn terms(app: &App) -> Result<Table, String> {
    let timeline = &app.timeline;
    if timeline.is_waiting() {
        return Err("the terms are still being counted".into());
    }
    if let (super::super::timeline::Shows::Heat, Some(known)) = (timeline.shows, &timeline.known) {
        return countries(known);
    }
    let known = timeline.known.as_ref().filter(|_| !timeline.terms.is_empty());
    let known = known.ok_or("no term is shown that could be written")?;
    let library = &known.library;
    let mut table = Table {
        title: timeline.terms.iter().map(|term| term.address(&library.atlas)).collect::<Vec<_>>().join(", "),
        columns: vec!["term", "year", "count", "words", "documents", "per_10000", "with"],
        ..Table::default()
    };
    table.markdown = format!("# {}\n\n| year |", escaped(&table.title));
    for term in &timeline.terms {
        let _ = write!(table.markdown, " {} |", escaped(&term.address(&library.atlas)));
    }
    table.markdown.push_str(" words |\n|---:|");
    table.markdown.push_str(&"---:|".repeat(timeline.terms.len() + 1));
    for answer in known.rows.iter().flatten() {
        for at in 0..known.editions.years.len() {
            let told = timeline::Told::of(library, &known.editions, answer, at, timeline.rate);
            table.rows.push(vec![
                told.term.clone(),
                told.year.to_string(),
                told.count.to_string(),
                told.words.to_string(),
                told.documents.to_string(),
                format!("{:.4}", answer.rate(&known.editions, at)),
                told.with.join(" "),
            ]);
            table.values.push(json!(told));
        }
    }
    for (at, edition) in known.editions.years.iter().enumerate() {
        let _ = write!(table.markdown, "\n| {} |", edition.year);
        for answer in known.rows.iter().flatten() {
            let _ = if timeline.rate {
                write!(table.markdown, " {:.2} |", answer.rate(&known.editions, at))
            } else {
                write!(table.markdown, " {} |", answer.count(at))
            };
        }
        let _ = write!(table.markdown, " {} |", edition.words);
    }
    table.markdown.push_str(if timeline.rate {
        "\n\nPassages for every 10,000 words of the edition.\n"
    } else {
        "\n\nPassages of the edition.\n"
    });
    Ok(table)
}

/// All countries by edition.
fn countries(known: &super::super::timeline::Answer) -> Result<Table, String> {
    let heat = known.heat.as_ref().ok_or("the countries are still being counted")?;
    let atlas = &known.library.atlas;
    let mut table = Table {
        title: "Countries by edition".into(),
        columns: vec!["id", "name", "year", "count"],
        markdown: "# Countries by edition\n\n| country |".into(),
        ..Table::default()
    };
    for edition in &known.editions.years {
        let _ = write!(table.markdown, " {} |", edition.year);
    }
    table.markdown.push_str("\n|---|");
    table.markdown.push_str(&"---:|".repeat(known.editions.years.len()));
    for row in &heat.rows {
        let place = atlas.place(row.place);
        let _ = write!(table.markdown, "\n| {} |", escaped(place.name));
        for (edition, count) in known.editions.years.iter().zip(&row.counts) {
            let _ = write!(table.markdown, " {count} |");
            let (year, count) = (edition.year.to_string(), count.to_string());
            table
                .values
                .push(json!({"id": place.id, "name": place.name, "year": edition.year, "count": count}));
            table.rows.push(vec![place.id.to_owned(), place.name.to_owned(), year, count]);
        }
    }
    table.markdown.push('\n');
    Ok(table)
}

/// What came and went.
pub fn findings(app: &App) -> Result<Table, String> {
    let report = app.changes.report().ok_or("nothing is known that could be written")?;
    let (library, _, _) = app.changes.known.as_ref().ok_or("nothing is known that could be written")?;
    let scope = report.asked.place.map_or("the whole library", |place| library.atlas.place(place).name);
    let (later, earlier) = (changes::years(&report.later.editions), changes::years(&report.earlier.editions));
    let title = format!("What came and went: {scope}, {later} against {earlier}");
    let mut table = Table {
        markdown: format!("# {}\n", escaped(&title)),
        title,
        columns: vec![
            "kind",
            "status",
            "text",
            "other",
            "year",
            "last",
            "count",
            "documents",
            "editions",
            "address",
        ],
        ..Table::default()
    };
    let mut group = None;
    for finding in &report.findings {
        let told = changes::Told::of(library, finding);
        let value = json!(told);
        let word = |name: &str| value[name].as_str().unwrap_or_default().to_owned();
        if group != Some((finding.status, finding.kind)) {
            group = Some((finding.status, finding.kind));
            let _ = write!(table.markdown, "\n## {}: {}\n\n", word("status"), word("kind"));
        }
        let other = told.other.map_or_else(String::new, |other| format!(" (was {})", escaped(other)));
        let address = told.address.as_ref().map_or_else(String::new, ToString::to_string);
        let years = if told.year == told.last {
            told.year.to_string()
        } else {
            format!("{}-{}", told.year, told.last)
        };
        let _ = writeln!(
            table.markdown,
            "- {}{other}: {} times, {years} `{address}`",
            escaped(told.text),
            told.count
        );
        table.rows.push(vec![
            word("kind"),
            word("status"),
            told.text.to_owned(),
            told.other.unwrap_or_default().to_owned(),
            told.year.to_string(),
            told.last.to_string(),
            told.count.to_string(),
            told.documents.to_string(),
            told.editions.to_string(),
            address,
        ]);
        table.values.push(value);
    }
    if table.rows.is_empty() {
        return Err("nothing came or went".into());
    }
    Ok(table)
}
