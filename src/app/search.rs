//! The tab of search: what is asked, what was found, and where the reader is in it. Asks by [`Question`]s, which
//! somebody else answers; never searches itself.
mod answer;
mod ask;
mod entries;
mod facets;
mod keys;
mod mouse;
mod scopes;
mod walk;

pub use answer::{answered, counted, renew, restored, show_selected};
pub use ask::{arrive, effects, here, letters};
use ask::{ask_again, commit, set_text};
pub use entries::{Entry, FORMS};
pub use facets::{Facet, Panel};
pub use keys::{act, elsewhere, escape, leave};
pub use mouse::{click, wheel};
pub use walk::{follow, is_shown, mark_again, next_document, standing};

use super::reader::Source;
use super::tree::{Step, kept};
use super::{App, Desk, Effect, Pane, Prompt, Tab, Visit};
use crate::model::{Library, Passage, Searches};
use crate::query::concordance::{Sort, Spot};
use crate::query::{Order, Query, Results};
use std::collections::HashMap;
use std::sync::Arc;

/// What is asked of whoever searches.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Question {
    /// Its number: the highest is the one whose answer is waited for.
    pub generation: u64,
    /// The query as typed.
    pub text: String,
    /// How to order the hits.
    pub order: Order,
    /// The lines of the concordance as well, in this order.
    pub lines: Option<Sort>,
    /// Whether the library is whole: what is worked out about it is of use for long.
    pub whole: bool,
}

/// What was found so far, or at last.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The number of its question.
    pub generation: u64,
    /// The hits.
    pub results: Arc<Results>,
    /// In how many documents they are.
    pub documents: usize,
    /// The lines of the concordance, where they were asked for.
    pub lines: Option<Arc<Vec<Spot>>>,
}

/// An answer, with what it is an answer to.
#[derive(Debug, Clone)]
pub struct Found {
    /// The library that was searched.
    pub library: Arc<Library>,
    /// What was asked.
    pub question: Question,
    /// The same, understood.
    pub query: Arc<Query>,
    /// What was found.
    pub answer: Answer,
}

/// What the list has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listing {
    /// Nothing is asked: ways to begin.
    Entries,
    /// Nothing was found, but near words are known.
    Near,
    /// Hits.
    Hits,
    /// Lines of the concordance.
    Lines,
}

/// The state of the tab.
#[derive(Debug, Default)]
pub struct Search {
    /// The reading pane beside the list.
    pub desk: Desk,
    /// The query.
    pub prompt: Prompt,
    /// Whether it is being typed.
    pub typing: bool,
    /// Whether it was when the tab was last put in order.
    was_typing: bool,
    /// The name under which it is to be saved, while that is typed.
    pub naming: Option<Prompt>,
    /// How hits are ordered.
    pub order: Order,
    /// Whether the concordance is shown, and in which order.
    pub sort: Option<Sort>,
    /// The facets, where they are shown.
    pub panel: Option<Panel>,
    /// What was found.
    pub found: Option<Found>,
    /// Why the query cannot be asked.
    pub error: Option<String>,
    /// The selected row.
    pub cursor: usize,
    /// The first row on the screen.
    pub top: usize,
    /// What is saved, and what was asked before.
    pub searches: Searches,
    /// How many hits saved queries have now.
    pub counts: HashMap<String, usize>,
    /// The rows while nothing is asked.
    pub entries: Vec<Entry>,
    /// The library that the examples are of, and they.
    examples: Option<(Arc<Library>, Vec<Entry>)>,
    /// How far back the history was walked, and what was typed before.
    walked: Option<(usize, String)>,
    /// The number of the newest question, and how it was understood.
    newest: u64,
    asked: Option<(Question, Arc<Query>)>,
    /// The row to select when the answer comes, or the passage.
    seek: Seek,
    /// What the world is still to be asked.
    due: Due,
}

/// What to select when an answer comes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
enum Seek {
    /// The first row.
    #[default]
    First,
    /// A row.
    Row(usize),
    /// A passage.
    Passage(Passage),
}

/// What the world is still to be asked.
#[derive(Debug, Clone, Copy, Default)]
struct Due {
    search: bool,
    save: bool,
    /// The counts of saved queries were asked for already.
    counted: bool,
}

impl Search {
    /// What the list has.
    pub fn listing(&self) -> Listing {
        match &self.found {
            _ if self.prompt.text.trim().is_empty() => Listing::Entries,
            Some(found) if found.answer.results.total == 0 && !found.answer.results.near.is_empty() => {
                Listing::Near
            }
            Some(found) if self.sort.is_some() && found.answer.lines.is_some() => Listing::Lines,
            _ => Listing::Hits,
        }
    }

    /// How many rows the list has.
    pub fn rows(&self) -> usize {
        match (self.listing(), &self.found) {
            (Listing::Entries, _) => self.entries.len(),
            (_, None) => 0,
            (Listing::Near, Some(found)) => found.answer.results.near.len(),
            (Listing::Hits, Some(found)) => found.answer.results.hits.len(),
            (Listing::Lines, Some(found)) => found.answer.lines.as_ref().map_or(0, |lines| lines.len()),
        }
    }

    /// The screen's lines that a row takes.
    pub fn row_height(&self) -> usize {
        if self.listing() == Listing::Hits { 2 } else { 1 }
    }

    /// The passage of a row.
    pub fn passage(&self, row: usize) -> Option<Passage> {
        let found = self.found.as_ref()?;
        match self.listing() {
            Listing::Hits => found.answer.results.hits.get(row).map(|hit| hit.passage),
            Listing::Lines => found.answer.lines.as_ref()?.get(row).map(|line| line.passage),
            Listing::Entries | Listing::Near => None,
        }
    }

    /// Whether the newest question waits for its answer.
    pub fn is_waiting(&self) -> bool {
        self.error.is_none()
            && !self.prompt.text.trim().is_empty()
            && self
                .found
                .as_ref()
                .is_none_or(|found| found.answer.generation != self.newest || !found.answer.results.complete)
    }

    /// Whether this query is saved.
    pub fn is_saved(&self) -> bool {
        let query = self.prompt.text.trim();
        self.searches.saved.iter().any(|saved| saved.query == query)
    }

    /// Whether Esc takes the last scope out of the query.
    pub fn widens_by_escape(&self) -> bool {
        let on_top = self.typing || self.naming.is_some() || self.panel.is_some() || self.sort.is_some();
        !on_top && !crate::query::search::scopes(&self.prompt.text).is_empty()
    }

    /// Whether the selected row is a query that can be thrown away.
    pub fn can_forget(&self) -> bool {
        self.listing() == Listing::Entries
            && matches!(self.entries.get(self.cursor), Some(Entry::Saved(..) | Entry::Asked(_)))
    }

    /// Moves the cursor; headings are stepped over.
    fn step(&mut self, step: Step) {
        let (rows, before) = (self.rows(), self.cursor);
        self.cursor = step.from(self.cursor, rows);
        if self.listing() == Listing::Entries {
            let is_row = |at: &usize| self.entries[*at].query().is_some();
            let down = self.cursor >= before;
            let (mut below, mut above) = (self.cursor..rows, (0..self.cursor.min(rows)).rev());
            let found = if down {
                below.find(is_row).or_else(|| above.find(is_row))
            } else {
                above.clone().chain(below.clone()).find(is_row).filter(|_| self.cursor < rows)
            };
            let stays = self.entries.get(self.cursor).is_some_and(|entry| entry.query().is_some());
            self.cursor = if stays { self.cursor } else { found.unwrap_or(0) };
        }
    }

    /// Brings the cursor onto a page of `height` lines.
    fn follow(&mut self, height: usize) {
        let rows = self.rows();
        self.cursor = self.cursor.min(rows.saturating_sub(1));
        if self.listing() == Listing::Entries && rows > 0 {
            self.step(Step::By(0));
        }
        let page = (height / self.row_height()).max(1);
        self.top = kept(self.top, self.cursor, page, rows);
        // The heading over the first row is seen with it.
        if self.listing() == Listing::Entries && self.cursor <= 1 {
            self.top = 0;
        }
    }
}

/// Everything in line with the size and the library: called after every message while the tab is shown.
pub fn settle(app: &mut App, height: usize) {
    let library = Arc::clone(&app.library);
    let search = &mut app.search;
    if search.examples.as_ref().is_none_or(|(of, _)| !Arc::ptr_eq(of, &library)) {
        search.examples = Some((Arc::clone(&library), entries::examples(&library)));
    }
    if search.listing() == Listing::Entries {
        let examples = search.examples.as_ref().map_or(&[][..], |(_, examples)| examples);
        search.entries = entries::entries(&search.searches, examples);
        search.found = None;
        search.error = None;
        let reader = &mut search.desk.reader;
        if reader.source != Source::Asking && app.pane == Pane::List {
            reader.open(&library, Source::Asking);
        }
    }
    ask::heed_the_end_of_typing(app);
    ask::drop_what_is_no_answer(app);
    let search = &mut app.search;
    let nothing = match &search.found {
        None => search.error.is_some() && !search.typing,
        Some(found) => found.answer.results.complete && found.answer.results.total == 0,
    };
    let reader = &mut search.desk.reader;
    if nothing && app.pane == Pane::List && reader.source != Source::Asking {
        reader.open(&library, Source::Asking);
    }
    // Where only the text is shown the list has no height, and keeps its place.
    if height > 0 {
        search.follow(height);
    }
    facets::settle(app);
}

/// What the way back must know of the tab: the query and the row.
pub fn visited(app: &App) -> Option<(String, usize)> {
    (app.tab == Tab::Search).then(|| (app.search.prompt.text.clone(), app.search.cursor))
}

/// The row that the reader has walked to in the text of a hit, where a visit is to the list it was opened from.
pub fn walked_from(app: &App, visit: &Visit) -> Option<usize> {
    let (query, row) = visit.search.as_ref()?;
    let from_text = app.pane == Pane::Reader && visit.pane == Pane::List && walk::is_shown(app);
    let walked = from_text && *query == app.search.prompt.text && *row != app.search.cursor;
    walked.then_some(app.search.cursor)
}

/// Shows the tab as it was: asks again where something else was asked since.
pub fn visit_again(app: &mut App, query: String, row: usize) {
    app.search.typing = false;
    app.search.panel = None;
    if app.search.prompt.text == query {
        app.search.cursor = row;
    } else {
        set_text(app, query);
        app.search.seek = Seek::Row(row);
    }
}
