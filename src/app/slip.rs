//! The slip of paper below the text: a footnote's words, or where a link leads, without leaving the place. Never
//! follows anything itself.
use super::{App, Pane, Tab, layout};
use crate::model::{BlockKind, DocId, Document};
use crate::typeset::{self, Line, Role};
use std::ops::Range;
use std::sync::Arc;

/// What is on it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Matter {
    /// A footnote of a document.
    Note(DocId, usize),
    /// An address in the web.
    Web(String),
}

/// The slip. It lies there as long as the mark is selected that it belongs to.
#[derive(Debug, Clone, PartialEq)]
pub struct Slip {
    /// What is on it.
    pub matter: Matter,
    /// Its lines.
    pub lines: Vec<Line>,
    /// The first line that is shown.
    pub top: usize,
    /// The tab, the item and the bytes of its mark.
    at: (Tab, usize, Range<usize>),
    /// The columns its lines were set for.
    columns: usize,
}

impl Slip {
    /// A slip at the selected mark of the tab shown; `None` where no mark is selected.
    pub fn at_mark(app: &App, matter: Matter) -> Option<Self> {
        let (item, range) = app.desk().reader.mark.clone()?;
        Some(Self { matter, lines: Vec::new(), top: 0, at: (app.tab, item, range), columns: 0 })
    }

    /// What stands on the rule above it.
    pub fn title(&self, app: &App) -> String {
        match &self.matter {
            Matter::Note(id, note) => {
                let label = app.library.get(*id).and_then(|doc| doc.notes.get(*note)).map(|note| &note.label);
                label.map_or_else(|| "Note".into(), |label| format!("Note {label}"))
            }
            Matter::Web(address) if address.starts_with("mailto:") => "An e-mail address".into(),
            Matter::Web(_) => "Out in the web".into(),
        }
    }

    /// The rows it takes below a text of so many: never more than half of them, the rule above it counted.
    pub fn rows(&self, height: u16) -> u16 {
        let most = (height / 2).max(u16::from(height > 1) * 2).min(height);
        u16::try_from(self.lines.len() + 1).unwrap_or(u16::MAX).min(most)
    }

    /// Its words, for the clipboard.
    pub fn words(&self, app: &App) -> String {
        match &self.matter {
            Matter::Web(address) => address.clone(),
            Matter::Note(id, note) => {
                let Some(doc) = app.library.get(*id) else { return String::new() };
                let words: Vec<_> = blocks(doc, *note).map(|block| doc.prose(block).into_owned()).collect();
                words.join("\n")
            }
        }
    }
}

/// The blocks of a note's body.
fn blocks(doc: &Document, note: usize) -> Range<usize> {
    let Some(found) = doc.notes.get(note) else { return 0..0 };
    let from = found.block as usize;
    let starts = |block: usize| doc.notes.iter().any(|other| other.block as usize == block);
    let end = (from + 1..doc.blocks.len())
        .find(|&block| doc.blocks[block].kind != BlockKind::Footnote || starts(block))
        .unwrap_or(doc.blocks.len());
    from..end
}

/// Takes the slip away whose mark is not selected any more, and sets its lines for the width.
pub fn settle(app: &mut App) {
    let Some(slip) = &app.slip else { return };
    let reader = &app.desk().reader;
    let (tab, item, range) = &slip.at;
    let stays = app.tab == *tab
        && app.pane == Pane::Reader
        && reader.mark.as_ref().is_some_and(|(at, bytes)| at == item && bytes == range);
    if !stays {
        app.slip = None;
        return;
    }
    let columns = usize::from(layout(app).columns);
    if columns == slip.columns && !slip.lines.is_empty() {
        return;
    }
    let library = Arc::clone(&app.library);
    let Some(slip) = &mut app.slip else { return };
    slip.columns = columns;
    slip.lines = match &slip.matter {
        Matter::Web(address) => typeset::words(address, Role::Body, columns),
        Matter::Note(id, note) => {
            let Some(doc) = library.get(*id) else { return };
            blocks(doc, *note).flat_map(|block| typeset::block(doc, block, columns, &[])).collect()
        }
    };
    slip.top = 0;
}

/// Scrolls the slip by lines; `false` where all of it is shown.
pub fn scroll(app: &mut App, by: isize) -> bool {
    let rows = usize::from(layout(app).note.height.saturating_sub(1));
    let Some(slip) = &mut app.slip else { return false };
    let last = slip.lines.len().saturating_sub(rows);
    slip.top = slip.top.saturating_add_signed(by).min(last);
    last > 0
}
