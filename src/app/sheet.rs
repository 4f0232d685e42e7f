//! What the reading pane shows, as a list of items; each is set when it comes on the screen.
mod beginnings;
mod document;
mod note;
mod place;

pub use place::BARS;

use super::keymap::{Context, Keymap};
use super::reader::Source;
use crate::model::{BlockKind, DocId, Document, Library, Passage, PlaceId};
pub use crate::model::{counted, grouped};
use crate::query::{Edition, Target, by_edition};
use crate::typeset::{self, Line, Marked, Role, Style};
use beginnings::{asking, elsewhere, world};
use document::{Which, document, edition};
use note::{note_sheet, notebook_sheet};
use place::place_sheet;
use std::ops::Range;

/// A stretch of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// An empty line.
    Gap,
    /// Words of the program.
    Words(String, Role),
    /// A block of a document.
    Block(DocId, usize),
    /// Words of the program with names of places in them that can be followed: the bytes of each.
    Places(String, Vec<(Range<usize>, PlaceId)>),
    /// A line that leads somewhere: its words, and a number at its end.
    Entry(String, Option<u32>, Target),
}

/// Passages gathered for a reason, which stands over them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gathered {
    /// What they have in common.
    pub title: String,
    /// A line about it; empty for none.
    pub told: String,
    /// The places whose names stand out.
    pub about: Vec<PlaceId>,
    /// They, in any order: they are shown by edition, the newest first.
    pub passages: Vec<Passage>,
}

/// Everything that the reading pane can be scrolled over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// From the top down.
    pub items: Vec<Item>,
    /// Items that the cursor can stand on; empty where a page is read line by line.
    pub stops: Vec<usize>,
    /// Items that open a part: headings, editions.
    pub parts: Vec<usize>,
    /// The places whose names the page is about.
    pub about: Vec<PlaceId>,
    /// Items that speak of keys: where these hold, and the words with what the keys do in braces.
    pub(super) told: Vec<(usize, Context, &'static str)>,
}

impl Sheet {
    fn gap(&mut self) {
        if !matches!(self.items.last(), None | Some(Item::Gap)) {
            self.items.push(Item::Gap);
        }
    }

    fn words(&mut self, words: impl Into<String>, role: Role) {
        let words = words.into();
        if !words.is_empty() {
            self.items.push(Item::Words(words, role));
        }
    }

    /// Words that speak of keys; they have none until the keys are named.
    fn told(&mut self, context: Context, words: &'static str, role: Role) {
        self.told.push((self.items.len(), context, words));
        self.items.push(Item::Words(words.into(), role));
    }

    /// Names the keys that the page speaks of; whether its words are others now.
    pub fn name_keys(&mut self, keys: &Keymap) -> bool {
        let mut changed = false;
        for (item, context, words) in &self.told {
            if let Some(Item::Words(shown, _)) = self.items.get_mut(*item) {
                let now = keys.told(*context, words);
                changed |= *shown != now;
                *shown = now;
            }
        }
        changed
    }

    /// Puts items in before one.
    pub(super) fn put_in(&mut self, at: usize, items: Vec<Item>) {
        let many = items.len();
        let told = self.told.iter_mut().map(|(item, ..)| item);
        let all = self.parts.iter_mut().chain(&mut self.stops).chain(told);
        all.filter(|item| **item >= at).for_each(|item| *item += many);
        self.items.splice(at..at, items);
    }

    fn part(&mut self) {
        self.parts.push(self.items.len());
    }

    fn stop(&mut self, item: Item) {
        self.stops.push(self.items.len());
        self.items.push(item);
    }

    /// Makes the sheet of a source.
    pub fn of(library: &Library, source: &Source) -> Self {
        let mut sheet = Self::default();
        match source {
            Source::Nothing => {}
            Source::World => world(&mut sheet, library),
            Source::Elsewhere => elsewhere(&mut sheet, library),
            Source::Dossier(place, year) => place_sheet(&mut sheet, library, *place, *year),
            Source::Series(series) => edition(&mut sheet, library, series.as_deref(), Which::All),
            Source::Edition(series, year) => {
                edition(&mut sheet, library, series.as_deref(), Which::One(*year));
            }
            Source::Document(id) => document(&mut sheet, library, *id),
            Source::Asking => asking(&mut sheet),
            Source::Passages(gathered) => gathered_sheet(&mut sheet, library, gathered),
            Source::Note(page) => note_sheet(&mut sheet, library, page),
            Source::Notebook(many) => notebook_sheet(&mut sheet, *many),
        }
        sheet
    }

    /// Whether it is one of a list.
    fn is_item(&self, library: &Library, item: usize) -> bool {
        let Some(Item::Block(id, block)) = self.items.get(item) else { return false };
        let block = library.get(*id).and_then(|doc| doc.blocks.get(*block));
        block.is_some_and(|block| matches!(block.kind, BlockKind::Item(..)))
    }

    /// The item that shows a block.
    pub fn item_of(&self, doc: DocId, block: usize) -> Option<usize> {
        self.items.iter().position(|item| *item == Item::Block(doc, block))
    }

    /// Where an item leads.
    pub fn target(&self, item: usize) -> Option<Target> {
        match self.items.get(item)? {
            Item::Block(doc, block) if self.stops.binary_search(&item).is_ok() => {
                Some(Target::Block(*doc, *block))
            }
            Item::Entry(_, _, target) => Some(*target),
            _ => None,
        }
    }

    /// Sets an item, or a part of a very long one; `found` marks what was looked for.
    pub fn set(
        &self,
        library: &Library,
        (item, part): (usize, usize),
        style: &Style,
        found: impl Fn(&Document, Range<usize>) -> Vec<Marked>,
    ) -> Vec<Line> {
        let columns = style.columns;
        match &self.items[item] {
            // Paragraphs stand further apart than their lines.
            Item::Gap => vec![Line::empty(Role::Body); 1 + style.spacing],
            Item::Words(words, role) => typeset::words(words, *role, columns),
            Item::Places(words, named) => typeset::places(words, named, Role::Aside, columns),
            Item::Block(id, block) => {
                let Some(doc) = library.get(*id) else { return Vec::new() };
                let found = found(doc, typeset::bytes_of(doc, *block, part));
                let mut lines = typeset::part(doc, (*block, part), style, &found);
                if style.spacing > 0 && self.is_item(library, item) && self.is_item(library, item + 1) {
                    lines.extend(std::iter::repeat_n(Line::empty(Role::Body), style.spacing));
                }
                lines
            }
            Item::Entry(words, count, _) => {
                let number = count.map_or_else(String::new, |count| grouped(count as usize));
                let room = columns.saturating_sub(typeset::width(&number) + 2);
                let line = if number.is_empty() {
                    typeset::cut(words, columns, "...")
                } else {
                    format!("{}  {number}", typeset::pad(words, room, "..."))
                };
                typeset::words(&line, Role::Body, columns.max(typeset::width(&line)))
            }
        }
    }
}

/// "2007 to 2025" or one year.
fn span_of(years: impl Iterator<Item = i32>) -> Option<String> {
    let (first, last) = years.fold(None, |span: Option<(i32, i32)>, year| {
        Some(span.map_or((year, year), |(low, high)| (low.min(year), high.max(year))))
    })?;
    Some(if first == last { first.to_string() } else { format!("{first} to {last}") })
}

/// Passages that were gathered.
fn gathered_sheet(sheet: &mut Sheet, library: &Library, gathered: &Gathered) {
    sheet.about.clone_from(&gathered.about);
    sheet.words(gathered.title.as_str(), Role::Title);
    sheet.words(gathered.told.as_str(), Role::Aside);
    editions_sheet(sheet, library, &by_edition(library, gathered.passages.clone()));
}

/// Passages by edition, under their heading paths.
fn editions_sheet(sheet: &mut Sheet, library: &Library, editions: &[Edition]) {
    for edition in editions {
        sheet.gap();
        sheet.part();
        let label = edition.year.map_or_else(|| "Undated".to_owned(), |year| year.to_string());
        sheet.words(label, Role::Edition);
        // A heading that names the place stands for itself: what follows under it needs no path.
        let mut over: Option<(DocId, usize)> = None;
        for section in &edition.sections {
            let doc = library.doc(section.doc);
            let headed =
                over.is_some_and(|(id, block)| id == section.doc && section.path.last() == Some(&block));
            let titled =
                section.blocks.first().is_some_and(|&block| doc.blocks[block].kind == BlockKind::Title);
            let path: Vec<String> = std::iter::once(doc.title().to_owned())
                .chain(section.path.iter().map(|&at| doc.prose(at).into_owned()))
                .collect();
            sheet.gap();
            if !headed && !titled {
                sheet.words(path.join(" \u{203a} "), Role::Path);
            }
            for &block in &section.blocks {
                if !matches!(sheet.items.last(), Some(Item::Words(_, Role::Path))) {
                    sheet.gap();
                }
                if doc.blocks[block].kind.depth().is_some() {
                    over = Some((section.doc, block));
                }
                sheet.stop(Item::Block(section.doc, block));
            }
        }
    }
}
