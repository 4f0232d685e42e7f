//! The list of passages behind the selected bar or cell. Its length is what the bar says.
use super::{Shows, Timeline};
use crate::app::reader::{Find, Source};
use crate::app::sheet::{Gathered, counted, grouped};
use crate::app::{App, Pane, update};
use crate::model::{Library, Passage, PlaceId};
use crate::query::Target;
use crate::query::search::in_block;
use crate::query::timeline::{Chronicle, Term, passages_of};
use std::sync::Arc;

/// What is listed: of which answer, which term, which year.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Key {
    library: usize,
    answer: usize,
    place: Option<PlaceId>,
    at: usize,
}

/// What there is to say of the selected bar or cell.
#[derive(Debug, Clone, PartialEq)]
pub struct Said {
    /// The year.
    pub year: i32,
    /// The term, with what is counted with it.
    pub name: String,
    /// Its passages.
    pub count: usize,
    /// Of a term the documents that have it.
    pub documents: Option<u32>,
    /// The documents of the year.
    pub of: u32,
    /// The words of the year.
    pub words: u64,
    /// Passages for every 10,000 words.
    pub rate: f64,
}

impl Said {
    /// In words, as many as there is room for: the first that fits is to be shown.
    pub fn forms(&self) -> [String; 4] {
        let Self { year, name, count, of, words, rate, .. } = self;
        let passages = counted(*count, "passage");
        let per = format!("{rate:.2} per 10,000 words");
        let words = grouped(*words as usize);
        let of = counted(*of as usize, "document");
        let Some(documents) = self.documents else {
            return [
                format!("{year}  {name}: {passages}; {per}, of {words} words in {of}"),
                format!("{year}: {passages}; {rate:.2} per 10,000 of {words} words in {of}"),
                format!("{year}: {passages}; {rate:.2} per 10,000 of {words} words"),
                format!("{year}: {passages}, {rate:.2} per 10,000"),
            ];
        };
        let documents = format!("in {} of {of}", grouped(documents as usize));
        [
            format!("{year}  {name}: {passages} {documents}; {per}, of {words} words"),
            format!("{year}: {passages} {documents}; {rate:.2} per 10,000 of {words} words"),
            format!("{year}: {passages} {documents}, {rate:.2} per 10,000"),
            format!("{year}: {passages}, {rate:.2} per 10,000"),
        ]
    }
}

/// The name of a term, and what is counted with it.
pub(super) fn name(library: &Library, answer: &Chronicle) -> String {
    let atlas = &library.atlas;
    let mut name = answer.term.name(atlas);
    for &former in &answer.with {
        name.push_str(" + ");
        name.push_str(atlas.place(former).name);
    }
    name
}

/// What is said of the selected bar or cell.
pub fn said(app: &App) -> Option<Said> {
    let timeline = &app.timeline;
    let (at, editions) = (timeline.at()?, timeline.editions()?);
    let edition = editions.years[at];
    let (name, count, documents) = match timeline.shows {
        Shows::Bars => {
            let answer = timeline.chronicle(timeline.row)?;
            (name(&app.library, answer), answer.count(at), Some(answer.documents(at)))
        }
        Shows::Heat => {
            let row = timeline.heat()?.rows.get(timeline.country.0)?;
            (app.library.atlas.place(row.place).name.to_owned(), row.counts[at] as usize, None)
        }
    };
    let rate = if edition.words == 0 { 0.0 } else { count as f64 * 1e4 / edition.words as f64 };
    let (year, of, words) = (edition.year, edition.documents, edition.words);
    Some(Said { year, name, count, documents, of, words, rate })
}

fn key(library: &Arc<Library>, timeline: &Timeline) -> Option<Key> {
    let at = timeline.at()?;
    let (answer, place) = match timeline.shows {
        Shows::Bars => (Arc::as_ptr(timeline.chronicle(timeline.row)?) as usize, None),
        Shows::Heat => {
            let heat = timeline.heat()?;
            (Arc::as_ptr(heat) as usize, Some(heat.rows.get(timeline.country.0)?.place))
        }
    };
    Some(Key { library: Arc::as_ptr(library) as usize, answer, place, at })
}

/// Gathers the passages.
fn gathered(app: &App) -> Option<Gathered> {
    let (library, timeline) = (&app.library, &app.timeline);
    let at = timeline.at()?;
    let mut places = Vec::new();
    let passages: Vec<Passage> = match timeline.shows {
        Shows::Bars => {
            let answer = timeline.chronicle(timeline.row)?;
            if let Term::Place(place) = answer.term {
                places.push(place);
            }
            places.extend(&answer.with);
            answer.passages(at).to_vec()
        }
        Shows::Heat => {
            let row = timeline.heat()?.rows.get(timeline.country.0)?;
            places.push(row.place);
            passages_of(library, timeline.editions()?, row.place, at)
        }
    };
    let said = said(app)?;
    let about = places.into_iter().flat_map(|place| library.atlas.family(place)).collect();
    let told = if passages.is_empty() {
        "No passage of this year says it.".to_owned()
    } else {
        let mut documents: Vec<_> = passages.iter().map(|passage| passage.doc).collect();
        documents.sort_unstable();
        documents.dedup();
        let (many, of) = (documents.len(), counted(said.of as usize, "document"));
        format!("{} in {} of {of}", counted(passages.len(), "passage"), grouped(many))
    };
    Some(Gathered { title: format!("{}, {}", said.name, said.year), told, about, passages })
}

/// Shows the list of what is selected, while the page has the keys.
pub(super) fn settle(app: &mut App) {
    let library = Arc::clone(&app.library);
    let now = key(&library, &app.timeline);
    if app.pane != Pane::List || app.timeline.is_empty() && app.timeline.listed.is_none() {
        return;
    }
    let Some(now) = now else {
        // What is asked is not known yet: the list before it stays, as long as it is of something that is shown.
        if app.timeline.is_empty() {
            app.timeline.listed = None;
            app.timeline.desk.reader.open(&library, Source::Nothing);
        }
        return;
    };
    if let Some((before, source)) = &app.timeline.listed
        && *before == now
    {
        if app.timeline.desk.reader.source != *source {
            let source = source.clone();
            open(app, source);
        }
        return;
    }
    let Some(gathered) = gathered(app) else { return };
    let source = Source::Passages(Arc::new(gathered));
    app.timeline.listed = Some((now, source.clone()));
    open(app, source);
}

/// The words that are counted, to be marked on a page.
fn marks(app: &App) -> Option<(String, Arc<crate::query::Query>)> {
    let timeline = &app.timeline;
    if timeline.shows == Shows::Heat {
        return None;
    }
    let term = timeline.terms.get(timeline.row)?;
    let query = term.query(&app.library.atlas)?;
    Some((term.name(&app.library.atlas), Arc::new(query)))
}

fn open(app: &mut App, source: Source) {
    let library = Arc::clone(&app.library);
    let marks = marks(app);
    let reader = &mut app.timeline.desk.reader;
    let mut blocks: Vec<u32> = match &source {
        Source::Passages(gathered) => gathered.passages.iter().map(|passage| passage.block).collect(),
        _ => Vec::new(),
    };
    blocks.sort_unstable();
    blocks.dedup();
    reader.open(&library, source);
    reader.find = marks.map(|(text, query)| Find::within(text, query, blocks));
}

/// Opens the selected passage in its document, its words marked there as well; `false` where there is none, or names
/// are to be followed.
pub(super) fn open_passage(app: &mut App) -> bool {
    let reader = &app.timeline.desk.reader;
    if !matches!(reader.source, Source::Passages(_)) {
        return false;
    }
    let marked = reader.mark.is_some() && reader.find.as_ref().is_none_or(|find| find.at == 0);
    let (Some(Target::Block(doc, block)), Some((text, query)), false) = (reader.target(), marks(app), marked)
    else {
        return false;
    };
    let library = Arc::clone(&app.library);
    let Some(range) = in_block(library.doc(doc), block, &query).into_iter().next() else { return false };
    update::history::remember(app);
    let blocks: Vec<u32> = (0..library.doc(doc).blocks.len() as u32).collect();
    let reader = &mut app.timeline.desk.reader;
    reader.open(&library, Source::Document(doc));
    if let Some(item) = reader.sheet.item_of(doc, block) {
        reader.mark_found(&library, Find::within(text, query, blocks), item, Some(range));
        reader.count_matches(&library);
    }
    true
}

/// Marks the counted words again on a list that was come back to.
pub(super) fn mark_again(app: &mut App) {
    let marks = marks(app);
    let reader = &mut app.timeline.desk.reader;
    if let (Source::Passages(gathered), None) = (&reader.source, &reader.find) {
        let mut blocks: Vec<u32> = gathered.passages.iter().map(|passage| passage.block).collect();
        blocks.sort_unstable();
        blocks.dedup();
        reader.find = marks.map(|(text, query)| Find::within(text, query, blocks));
    }
}
