//! The tab of terms by edition: bars, the list of a year's passages, the heat map. Asks by [`Question`]s, which
//! [`answering`] answers beside the screen; never counts itself.
mod ask;
mod columns;
mod entries;
mod grid;
mod here;
mod keys;
mod list;
mod mouse;
mod shades;
mod visits;

pub use ask::{answered, letters};
pub use columns::Column;
pub use entries::Entry;
pub use grid::{Band, Grid, grid, place};
pub use here::{here, open_line};
pub use keys::{act, elsewhere, escape, leave};
pub use list::{Said, said};
pub use mouse::{click, wheel};
pub use shades::steps;
pub use visits::{Visited, renew, restored, visit_again, visited};

use super::keymap::Context;
use super::reader::Source;
use super::{Answering, App, Desk, Layout, Message, Pane, Prompt};
use crate::model::Library;
use crate::query::index;
use crate::query::timeline::{Chronicle, Chronicler, Editions, Heat, Term};
use std::sync::Arc;

/// The most terms that stand together.
pub const MOST: usize = 6;

/// What is asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Its number: an answer to another is dropped.
    pub generation: u64,
    /// The terms.
    pub terms: Vec<Term>,
    /// Whether what a state came after is counted with it.
    pub predecessors: bool,
    /// Whether all countries are wanted as well.
    pub heat: bool,
    /// Whether the library is whole: one that still grows is not worth an index.
    pub whole: bool,
}

/// What came of it, so far or at last.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The number of its question.
    pub generation: u64,
    /// The library that was asked.
    pub library: Arc<Library>,
    /// Its editions.
    pub editions: Arc<Editions>,
    /// The terms in their order; those not counted yet are nothing.
    pub rows: Vec<Option<Arc<Chronicle>>>,
    /// All countries, where they were asked for.
    pub heat: Option<Arc<Heat>>,
}

/// What the page shows.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Shows {
    /// Bars for each term.
    #[default]
    Bars,
    /// All countries by edition.
    Heat,
}

/// The state of the tab.
#[derive(Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // Each is a switch of its own; no two exclude each other.
pub struct Timeline {
    /// The list of passages below the page.
    pub desk: Desk,
    /// The line of terms.
    pub prompt: Prompt,
    /// Whether it is being typed.
    pub typing: bool,
    /// The terms that are shown.
    pub terms: Vec<Term>,
    /// Why the line cannot be read.
    pub error: Option<String>,
    /// What is known of them.
    pub known: Option<Answer>,
    /// What the page shows.
    pub shows: Shows,
    /// Whether bars are for every 10,000 words of an edition.
    pub rate: bool,
    /// Whether what a state came after is counted with it.
    pub predecessors: bool,
    /// Whether all terms have one scale, instead of each its own.
    pub one_scale: bool,
    /// The selected year.
    pub year: Option<i32>,
    /// The selected term.
    pub row: usize,
    /// The selected country of the heat map, and the first on the screen.
    pub country: (usize, usize),
    /// The first column on the screen.
    pub left: usize,
    /// The rows to choose from where no term is shown.
    pub entries: Vec<Entry>,
    /// The selected one of them, and the first on the screen.
    pub entry: (usize, usize),
    /// The library that those are of.
    entries_of: Option<Arc<Library>>,
    /// The columns of the editions.
    columns: Vec<Column>,
    /// The number of the newest question.
    newest: u64,
    /// Whether it is still to be asked.
    due: bool,
    /// Whether it was asked while the library was still being read.
    asked_early: bool,
    /// What is listed, and of what.
    listed: Option<(list::Key, Source)>,
}

impl Timeline {
    /// Where a key goes while the page has the keys.
    pub fn context(&self) -> Context {
        if self.typing { Context::Terms } else { Context::Timeline }
    }

    /// Whether nothing is shown: then there are rows to choose from.
    pub fn is_empty(&self) -> bool {
        self.terms.is_empty() && self.shows == Shows::Bars
    }

    /// The editions, as far as they are known.
    pub fn editions(&self) -> Option<&Arc<Editions>> {
        self.known.as_ref().map(|known| &known.editions)
    }

    /// A term by edition, where it is known.
    pub fn chronicle(&self, row: usize) -> Option<&Arc<Chronicle>> {
        self.known.as_ref()?.rows.get(row)?.as_ref()
    }

    /// All countries, where they are known.
    pub fn heat(&self) -> Option<&Arc<Heat>> {
        self.known.as_ref()?.heat.as_ref()
    }

    /// The columns of the page: one for each edition's year, and for each year of a gap.
    pub fn columns(&self) -> &[Column] {
        &self.columns
    }

    /// The number of the selected year.
    pub fn at(&self) -> Option<usize> {
        self.editions()?.find(self.year?)
    }

    /// The column of the selected year.
    pub fn column(&self) -> Option<usize> {
        let at = self.at()?;
        self.columns.iter().position(|column| *column == Column::Edition(at))
    }

    /// The height of a bar: a count, or one for every 10,000 words.
    pub fn height(&self, row: usize, at: usize) -> f64 {
        let (Some(answer), Some(editions)) = (self.chronicle(row), self.editions()) else { return 0.0 };
        if self.rate { answer.rate(editions, at) } else { answer.count(at) as f64 }
    }

    /// The highest bar of a term, and its year's number; of all terms where they have one scale.
    pub fn highest(&self, row: usize) -> Option<(usize, f64)> {
        let rows = if self.one_scale { 0..self.terms.len() } else { row..row + 1 };
        let mut best: Option<(usize, f64)> = None;
        for row in rows {
            for at in 0..self.editions().map_or(0, |editions| editions.years.len()) {
                let height = self.height(row, at);
                if height > best.map_or(0.0, |best| best.1) {
                    best = Some((at, height));
                }
            }
        }
        best
    }

    /// Whether the newest question waits for its answer.
    pub fn is_waiting(&self) -> bool {
        let counted = |known: &Answer| {
            known.rows.len() == self.terms.len()
                && known.rows.iter().all(Option::is_some)
                && (self.shows == Shows::Bars || known.heat.is_some())
        };
        !self.is_empty() && !self.known.as_ref().is_some_and(counted)
    }
}

/// Answers questions, beside the screen. An index of the library's words is made when nobody waits.
pub fn answering() -> Answering<Question> {
    let mut chronicler = Chronicler::default();
    Box::new(move |library, question, stale, tell| {
        let editions = chronicler.editions(library);
        let mut answer = Answer {
            generation: question.generation,
            library: Arc::clone(library),
            editions,
            rows: question
                .terms
                .iter()
                .map(|term| chronicler.known(library, term, question.predecessors))
                .collect(),
            heat: None,
        };
        for (number, term) in question.terms.iter().enumerate() {
            if answer.rows[number].is_some() {
                continue;
            }
            if stale() {
                return;
            }
            answer.rows[number] = Some(chronicler.chronicle(library, term, question.predecessors));
            if answer.rows[number + 1..].iter().any(Option::is_none) {
                tell(Message::Chronicled(answer.clone()));
            }
        }
        if question.heat {
            answer.heat = Some(chronicler.heat(library));
        }
        tell(Message::Chronicled(answer));
        if question.whole {
            index::build(library, stale);
        }
    })
}

/// The tab is come to.
pub fn arrive(app: &mut App) {
    app.tab = super::Tab::Timeline;
    app.pane = Pane::List;
}

/// Brings everything into line with the size and the library: called after every message while the tab is shown.
pub fn settle(app: &mut App, areas: &Layout) {
    if app.timeline.entries_of.as_ref().is_none_or(|of| !Arc::ptr_eq(of, &app.library)) {
        app.timeline.entries = entries::entries(&app.library);
        app.timeline.entries_of = Some(Arc::clone(&app.library));
    }
    ask::ask(app);
    let timeline = &mut app.timeline;
    timeline.row = timeline.row.min(timeline.terms.len().saturating_sub(1));
    // Until they are known the one that is selected stays so: the way back leads to it.
    if let Some(countries) = timeline.heat().map(|heat| heat.rows.len()) {
        timeline.country.0 = timeline.country.0.min(countries.saturating_sub(1));
    }
    if areas.own.height > 0 {
        grid::follow(app, areas);
    }
    list::settle(app);
}
