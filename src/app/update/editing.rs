//! The reader's own editor, for the file of the text that is shown.
use super::trees::source_of;
use crate::app::reader::Source;
use crate::app::{App, Effect, Pane};
use crate::model::{DocId, Origin, Pin, harmless};
use std::path::Path;

/// Files of these endings are no plain text: an editor would show their bytes.
const NO_TEXT: [&str; 9] = ["pdf", "docx", "epub", "odt", "doc", "zip", "gz", "xz", "tar"];

/// Asks for the editor, at the place that is read; says why not where there is no file to edit.
pub(super) fn edit(app: &mut App) {
    let Some((id, byte)) = here(app) else {
        app.notice = Some("Select a text first: this page is the program's own.".into());
        return;
    };
    let Some(doc) = app.library.get(id) else { return };
    let ending = |path: &Path| path.extension().map(|ending| ending.to_string_lossy().to_lowercase());
    match &doc.origin {
        Origin::BuiltIn(_) => {
            app.notice = Some("This digest is built into the program: it has no file to edit.".into());
        }
        Origin::Input | Origin::Piped(_) => {
            app.notice = Some("This text came from standard input: it has no file.".into());
        }
        Origin::Within(archive, _) => {
            let archive = harmless(&archive.display().to_string());
            app.notice = Some(format!("This text lies in {archive}: take it out of there to edit it."));
        }
        Origin::File(path) if ending(path).is_some_and(|ending| NO_TEXT.contains(&ending.as_str())) => {
            let path = harmless(&path.display().to_string());
            app.notice = Some(format!("{path} is no plain text: an editor cannot change it."));
        }
        Origin::File(path) => {
            let pin = Pin::of(doc, byte, String::new());
            let edit = Effect::Edit { path: path.clone(), words: pin.quote, percent: pin.percent };
            app.asks.push(edit);
        }
    }
}

/// The document that is read or selected, and the byte of the place.
fn here(app: &App) -> Option<(DocId, usize)> {
    let start = |id: DocId, block: usize| app.library.get(id)?.blocks.get(block).map(|b| b.start as usize);
    if app.pane == Pane::List {
        let (source, block) = source_of(app.desk().list.node()?);
        let Source::Document(id) = source else { return None };
        return Some((id, block.and_then(|block| start(id, block)).unwrap_or(0)));
    }
    let reader = &app.desk().reader;
    if let Some((item, range)) = &reader.mark
        && let Some(crate::app::Item::Block(id, _)) = reader.sheet.items.get(*item)
    {
        return Some((*id, range.start));
    }
    if let Some(id) = reader.doc() {
        return Some((id, reader.page.iter().find_map(|shown| shown.line.first_byte()).unwrap_or(0)));
    }
    let (id, block) = reader.at_block()?;
    Some((id, start(id, block).unwrap_or(0)))
}
