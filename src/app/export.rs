//! What is shown, as the text of a file: Markdown, HTML or plain words; what was found, noted or counted as a table or
//! as JSON Lines too. Never writes a file.
mod html;
mod lists;
mod page;
mod table;

use super::command::listing;
use super::{App, Listed};

/// How a file is written, by the ending of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Text,
    Markdown,
    Html,
    Csv,
    Lines,
}

impl Format {
    fn of(ending: &str) -> Option<Self> {
        Some(match ending {
            "txt" | "text" => Self::Text,
            "md" | "markdown" => Self::Markdown,
            "html" | "htm" => Self::Html,
            "csv" => Self::Csv,
            "jsonl" | "json" | "ndjson" => Self::Lines,
            _ => return None,
        })
    }
}

/// The endings that a page of text is written under, and what each is.
pub const PAGE: &[(&str, &str)] =
    &[("md", "Markdown"), ("html", "a page for browsers and printers"), ("txt", "plain text")];

/// Those of what was found, noted or counted.
pub const LIST: &[(&str, &str)] = &[
    ("jsonl", "JSON Lines"),
    ("csv", "a table"),
    ("md", "Markdown"),
    ("html", "a page for browsers and printers"),
];

/// The text of a file with this name.
///
/// # Errors
/// In words, where there is nothing to write or the name ends with what is not known.
pub fn text(app: &App, path: &str) -> Result<String, String> {
    let name = path.rsplit('/').next().unwrap_or(path);
    let ending = name.rsplit_once('.').filter(|(stem, _)| !stem.is_empty()).map(|(_, ending)| ending);
    let ending = ending.map(str::to_lowercase);
    let listed = listing(app);
    let ending = ending.unwrap_or_else(|| if listed.is_some() { "jsonl".into() } else { "txt".into() });
    let format = Format::of(&ending);
    if let Some(listed) = listed {
        let table = match listed {
            Listed::Hits => table::hits(app)?,
            Listed::Notes => table::notes(app)?,
            Listed::Comparison => lists::comparison(app)?,
            Listed::Terms => lists::terms(app)?,
            Listed::Changes => lists::findings(app)?,
        };
        return match format {
            Some(Format::Csv) => Ok(table.csv()),
            Some(Format::Lines) => Ok(table.lines()),
            Some(Format::Markdown) => Ok(table.markdown),
            Some(Format::Html) => Ok(html::page(&table.title, &table.markdown)),
            Some(Format::Text) | None => Err(format!(
                "what was found is written as .jsonl, .csv, .md or .html, not .{}",
                crate::model::harmless(&ending)
            )),
        };
    }
    let reader = &app.desk().reader;
    if reader.sheet.items.is_empty() {
        return Err("there is nothing to write".into());
    }
    match format {
        Some(Format::Markdown) => Ok(page::text(&app.library, reader, page::Manner::Markdown)),
        Some(Format::Text) => Ok(page::text(&app.library, reader, page::Manner::Plain)),
        Some(Format::Html) => {
            let title = page::title(&app.library, reader);
            let title = title.unwrap_or_else(|| super::command::file_stem(app));
            Ok(html::page(&title, &page::text(&app.library, reader, page::Manner::Body)))
        }
        Some(Format::Csv | Format::Lines) | None => {
            Err(format!("a text is written as .md, .html or .txt, not .{}", crate::model::harmless(&ending)))
        }
    }
}
