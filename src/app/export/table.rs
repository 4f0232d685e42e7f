//! What is a list: as a table of values, as JSON Lines, as Markdown.
use super::page::escaped;
use crate::app::{App, notes};
use crate::model::{Entry, moment};
use crate::query::Addresses;
use crate::query::search::Told;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// A list to be written.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// What it is a list of.
    pub title: String,
    /// The names of its columns.
    pub columns: Vec<&'static str>,
    /// Its rows, a field for each column.
    pub rows: Vec<Vec<String>>,
    /// The same, as the commands print them with `--json`.
    pub values: Vec<Value>,
    /// The same for people.
    pub markdown: String,
}

impl Table {
    /// Values parted by commas (RFC 4180).
    pub fn csv(&self) -> String {
        let head: Vec<String> = self.columns.iter().map(|&name| name.to_owned()).collect();
        let mut text = String::new();
        for row in std::iter::once(&head).chain(&self.rows) {
            let fields: Vec<String> = row.iter().map(|field| quoted(field)).collect();
            text.push_str(&fields.join(","));
            text.push_str("\r\n");
        }
        text
    }

    /// A line of JSON for each.
    pub fn lines(&self) -> String {
        self.values.iter().fold(String::new(), |text, value| text + &value.to_string() + "\n")
    }
}

/// A field of a table.
fn quoted(field: &str) -> String {
    if field.contains([',', '"', '\n', '\r']) {
        format!("\"{}\"", field.replace('"', "\"\""))
    } else {
        field.to_owned()
    }
}

/// What was found.
pub fn hits(app: &App) -> Result<Table, String> {
    let found = app.search.found.as_ref().filter(|found| !found.answer.results.hits.is_empty());
    let found = found.ok_or("nothing was found that could be written")?;
    if !found.answer.results.complete {
        return Err("the search is not at its end yet".into());
    }
    let (library, title) = (&app.library, app.search.prompt.text.trim().to_owned());
    let mut table = Table {
        markdown: format!("# {}\n", escaped(&title)),
        title,
        columns: vec!["address", "year", "countries", "text"],
        ..Table::default()
    };
    let mut addresses = Addresses::of(library);
    for hit in &found.answer.results.hits {
        let address = addresses.at(hit.passage).clone();
        let hit = Told::of(library, &found.query, hit.passage, address);
        let year = hit.year.map_or_else(String::new, |year| year.to_string());
        table.rows.push(vec![hit.address.to_string(), year, hit.countries.join(" "), hit.text.to_string()]);
        // Writing to a string cannot fail.
        let _ = write!(table.markdown, "\n{}\n\n`{}`\n", hit_markdown(&hit), hit.address);
        table.values.push(json!(hit));
    }
    Ok(table)
}

/// A hit with what was found in bold type.
fn hit_markdown(hit: &Told<'_>) -> String {
    let (mut out, mut at) = (String::new(), 0);
    for &[start, end] in &hit.matches {
        let _ = write!(out, "{}**{}**", escaped(&hit.text[at..start]), escaped(&hit.text[start..end]));
        at = end;
    }
    out + &escaped(&hit.text[at..])
}

/// What was noted; where the list is filtered, what is left of it.
pub fn notes(app: &App) -> Result<Table, String> {
    let listed = notes::listed(app);
    if listed.is_empty() {
        return Err("nothing is noted that could be written".into());
    }
    let mut table = Table {
        title: "Notebook".into(),
        columns: vec!["address", "status", "title", "quote", "note", "tags", "created"],
        markdown: "# Notebook\n".into(),
        ..Table::default()
    };
    for entry in listed {
        let told = notes::told(app, entry);
        table.rows.push(vec![
            told.anchor.clone(),
            told.status.to_owned(),
            entry.title.clone(),
            told.quote.to_owned(),
            told.note.to_owned(),
            told.tags.join(" "),
            told.created.clone(),
        ]);
        table.values.push(json!(told));
        table.markdown.push_str(&note_markdown(entry, &told.anchor));
    }
    Ok(table)
}

/// A note under its text's title.
fn note_markdown(entry: &Entry, anchor: &str) -> String {
    let mut text = format!("\n## {}\n\n> {}\n", escaped(&entry.title), escaped(&entry.place.words));
    for line in entry.note.lines().filter(|line| !line.trim().is_empty()) {
        let _ = write!(text, "\n{}\n", escaped(line));
    }
    let _ = write!(text, "\n`{anchor}` {}\n", moment::date(entry.created));
    text
}
