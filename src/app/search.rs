//! The tab of search: what is asked, what was found, and where the reader is in it. Asks by [`Question`]s, which
//! somebody else answers; never searches itself.
mod entries;
mod facets;
mod keys;
mod mouse;
mod scopes;
mod walk;

pub use entries::{Entry, FORMS};
pub use facets::{Facet, Panel};
pub use keys::{act, elsewhere, escape, leave};
pub use mouse::{click, wheel};
pub use scopes::scopes;
pub use walk::{is_shown, mark_again, next_document};

use super::moved::Moved;
use super::reader::{Find, Source};
use super::tree::{Node, Step};
use super::{App, Desk, Effect, Pane, Prompt, Tab};
use crate::model::{Library, Passage, Saved, Searches};
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
        if self.cursor < self.top {
            self.top = self.cursor;
        } else if self.cursor >= self.top + page {
            self.top = self.cursor + 1 - page;
        }
        // The heading over the first row is seen with it.
        if self.listing() == Listing::Entries && self.cursor <= 1 {
            self.top = 0;
        }
        self.top = self.top.min(rows.saturating_sub(page));
    }
}

/// Shows the tab, with the cursor in the query.
pub fn arrive(app: &mut App) {
    app.tab = Tab::Search;
    app.pane = Pane::List;
    app.search.typing = true;
    app.search.walked = None;
}

/// Shows the tab to ask about what is selected where the reader is now.
pub fn here(app: &mut App) {
    let scope = scope_here(app);
    if app.tab == Tab::Search && scope.is_empty() {
        return arrive(app);
    }
    super::update::remember(app);
    arrive(app);
    set_text(app, if scope.is_empty() { scope } else { format!("{scope} ") });
}

/// The scope of what is selected.
fn scope_here(app: &App) -> String {
    let library = &app.library;
    let doc = |id| format!("doc:{}", library.doc(id).slug);
    let series = |name: &str| format!("series:\"{name}\"");
    let edition = |name: Option<&str>, year: Option<i32>| {
        let year = year.map(|year| format!("year:{year}"));
        name.map(series).into_iter().chain(year).collect::<Vec<_>>().join(" ")
    };
    let place = |id, year: Option<i32>| {
        let year = year.map_or_else(String::new, |year| format!(" year:{year}"));
        format!("@{}{year}", library.atlas.place(id).slug())
    };
    if app.pane == Pane::List
        && let Some(node) = app.desk().list.node()
    {
        return match node {
            Node::World | Node::Elsewhere => String::new(),
            Node::Place(id) => place(*id, None),
            Node::Series(name) => name.as_deref().map(series).unwrap_or_default(),
            Node::Edition(name, year) => edition(name.as_deref(), *year),
            Node::Document(id) | Node::Heading(id, _) => doc(*id),
        };
    }
    match &app.desk().reader.source {
        Source::Nothing | Source::World | Source::Elsewhere | Source::Asking => String::new(),
        Source::Dossier(id, year) => place(*id, *year),
        Source::Series(name) => name.as_deref().map(series).unwrap_or_default(),
        Source::Edition(name, year) => edition(name.as_deref(), *year),
        Source::Document(id) => doc(*id),
    }
}

/// Changes the query as it is typed.
pub fn letters(app: &mut App, change: impl FnOnce(&mut Prompt)) {
    if let Some(name) = &mut app.search.naming {
        return change(name);
    }
    app.search.walked = None;
    let mut prompt = app.search.prompt.clone();
    change(&mut prompt);
    set_text(app, prompt.text);
}

/// Asks another query.
fn set_text(app: &mut App, text: String) {
    let search = &mut app.search;
    if search.prompt.text != text {
        search.prompt.text = text;
        search.seek = Seek::First;
        search.due.search = true;
        if search.prompt.text.trim().is_empty() {
            (search.cursor, search.top) = (0, 0);
        }
    }
}

/// Asks the same again, in another order or with the concordance; the passage stays selected where `keep` says so.
fn ask_again(app: &mut App, keep: bool) {
    let search = &mut app.search;
    let passage = search.passage(search.cursor).filter(|_| keep && search.cursor > 0);
    search.seek = passage.map_or(Seek::First, Seek::Passage);
    search.due.search = true;
}

/// Remembers a query that was of use.
fn commit(app: &mut App) {
    let search = &mut app.search;
    let useful =
        search.error.is_none() && search.found.as_ref().is_none_or(|found| found.answer.results.total > 0);
    if useful && search.searches.asked(&search.prompt.text) {
        search.due.save = true;
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
    search.follow(height);
    facets::settle(app);
}

/// What the world is to be asked now.
pub fn effects(app: &mut App) -> Vec<Effect> {
    let mut effects = Vec::new();
    if std::mem::take(&mut app.search.due.save) {
        effects.push(Effect::SaveSearches(app.search.searches.clone()));
    }
    if app.tab != Tab::Search || !app.loaded {
        return effects;
    }
    if std::mem::take(&mut app.search.due.search) {
        effects.extend(ask(app));
    }
    let search = &mut app.search;
    if search.listing() == Listing::Entries && !search.due.counted {
        let unknown = |saved: &&Saved| !search.counts.contains_key(&saved.query);
        let texts: Vec<String> =
            search.searches.saved.iter().filter(unknown).map(|saved| saved.query.clone()).collect();
        search.due.counted = true;
        if !texts.is_empty() {
            effects.push(Effect::Count(texts));
        }
    }
    effects
}

const NOTHING_YET: &str = "Go on typing: there is nothing to look for yet.";

/// Asks what is typed, where it can be asked; else says why not, and what was found before stays.
fn ask(app: &mut App) -> Option<Effect> {
    let search = &mut app.search;
    search.error = None;
    let text = search.prompt.text.clone();
    if text.trim().is_empty() {
        // What is on its way is no answer to this.
        search.newest += 1;
        search.asked = None;
        return None;
    }
    let query = match Query::typing(&text, &app.library.atlas) {
        Ok(query) => query,
        Err(error) => {
            search.error = Some(crate::model::harmless(&format!("{error:#}")));
            return None;
        }
    };
    if query.is_empty() {
        let unwanted = text.split_whitespace().any(|word| word.len() > 1 && word.starts_with('-'));
        let why =
            if unwanted { "Only what is not wanted is said: type a word as well." } else { NOTHING_YET };
        search.error = Some(why.into());
        return None;
    }
    search.newest += 1;
    let question = Question { generation: search.newest, text, order: search.order, lines: search.sort };
    search.asked = Some((question.clone(), Arc::new(query)));
    Some(Effect::Search(question))
}

/// Takes an answer; one to an older question is dropped.
pub fn answered(app: &mut App, answer: Answer) {
    let search = &mut app.search;
    let Some((question, query)) = &search.asked else { return };
    if answer.generation != search.newest {
        return;
    }
    // The lines come with the whole answer: until then those before stay.
    let had_lines = search.found.as_ref().is_some_and(|found| found.answer.lines.is_some());
    if question.lines.is_some() && answer.lines.is_none() && had_lines {
        return;
    }
    let before = search.found.as_ref().filter(|found| found.answer.generation == answer.generation);
    let again = before.is_some();
    if again && search.cursor > 0 {
        // The rest of an answer whose beginning is being read.
        if let Some(passage) = search.passage(search.cursor) {
            search.seek = Seek::Passage(passage);
        }
    }
    let shown = search.passage(search.cursor).filter(|_| again);
    let complete = answer.results.complete;
    search.found = Some(Found {
        library: Arc::clone(&app.library),
        question: question.clone(),
        query: Arc::clone(query),
        answer,
    });
    let rows = search.rows();
    let seek = if complete { std::mem::take(&mut search.seek) } else { search.seek };
    match seek {
        Seek::First => {
            search.cursor = if again { search.cursor.min(rows.saturating_sub(1)) } else { 0 };
            search.top = if again { search.top } else { 0 };
        }
        Seek::Row(row) => search.cursor = row.min(rows.saturating_sub(1)),
        Seek::Passage(passage) => {
            if let Some(row) = (0..rows).find(|&row| search.passage(row) == Some(passage)) {
                search.cursor = row;
            }
        }
    }
    if app.pane == Pane::List && (shown.is_none() || search.passage(search.cursor) != shown) {
        show_selected(app);
    } else {
        walk::mark_again(app);
    }
}

/// Takes the counts of saved queries.
pub fn counted(app: &mut App, library: &Arc<Library>, counts: Vec<(String, usize)>) {
    if Arc::ptr_eq(library, &app.library) {
        app.search.counts.extend(counts);
    }
}

/// Takes what was kept from another time; what was done meanwhile is kept as well.
pub fn restored(app: &mut App, searches: Searches, told: Option<String>) {
    let search = &mut app.search;
    let mine = std::mem::replace(&mut search.searches, searches);
    for saved in mine.saved {
        search.searches.save(&saved.query, saved.name);
    }
    for query in mine.history {
        search.searches.asked(&query);
    }
    search.due.counted = false;
    if told.is_some() {
        app.notice = told;
    }
}

/// Another library is shown: what was found is asked for again there.
pub fn renew(app: &mut App, moved: Option<&Moved<'_>>) {
    let search = &mut app.search;
    search.counts.clear();
    search.due.counted = false;
    if search.prompt.text.trim().is_empty() {
        return;
    }
    let passage = search.passage(search.cursor).filter(|_| search.cursor > 0);
    let same = passage.and_then(|passage| {
        let (doc, block) = moved?.block(passage.doc, passage.block as usize)?;
        Some(Passage { doc, block: block as u32 })
    });
    search.seek = same.map_or(Seek::Row(search.cursor), Seek::Passage);
    search.due.search = true;
}

/// What the way back must know of the tab: the query and the row.
pub fn visited(app: &App) -> Option<(String, usize)> {
    (app.tab == Tab::Search).then(|| (app.search.prompt.text.clone(), app.search.cursor))
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

/// Shows the selected hit in the reading pane, with all matches of its document marked.
pub fn show_selected(app: &mut App) {
    let search = &mut app.search;
    let (Some(found), Some(passage)) = (&search.found, search.passage(search.cursor)) else { return };
    if !Arc::ptr_eq(&found.library, &app.library) {
        // Its answer is on the way.
        return;
    }
    let library = Arc::clone(&app.library);
    let line = found.answer.lines.as_ref().filter(|_| search.listing() == Listing::Lines);
    let range = line
        .and_then(|lines| lines.get(search.cursor))
        .map(|spot| spot.range.start as usize..spot.range.end as usize);
    let Some(doc) = library.get(passage.doc) else { return };
    let block = passage.block as usize;
    let range = range.or_else(|| {
        let start = doc.blocks[block].range().start;
        let first = found.query.matches(doc.raw(block))?.into_iter().next()?;
        Some(start + first.start..start + first.end)
    });
    let find =
        Find::within(found.question.text.clone(), Arc::clone(&found.query), walk::blocks(found, passage.doc));
    let reader = &mut search.desk.reader;
    if reader.doc() == Some(passage.doc) {
        reader.widen(&library);
    } else {
        reader.open(&library, Source::Document(passage.doc));
    }
    reader.mark = None;
    if let Some(item) = reader.sheet.item_of(passage.doc, block) {
        reader.mark_found(&library, find, item, range);
    }
}
