//! The tab of documents: series, edition, document, headings.
use super::lookup::{self, Reply};
use super::tree::{Fold, Node, Row};
use super::{App, List};
use crate::model::{BlockKind, DocId, Document, Library};
use crate::query::filter::{Found, Hit, Scope};
use crate::query::{Pattern, Target};
use std::cmp::Reverse;
use std::collections::HashMap;
use std::sync::Arc;

/// With at most so many documents every edition is shown unfolded.
const FITS: usize = 20;
/// Hits far worse than the best are noise: they need this part of its score.
const NEAR_BEST: i64 = 2;
/// At most so many hits stand in the tree: nobody scrolls further, they type another letter.
const MOST: usize = 1000;

/// The filter as it was answered last.
#[derive(Debug, Default)]
pub struct Filter {
    /// The number of the question that is not answered yet.
    asked: Option<u64>,
    found: Option<(Arc<Library>, Found)>,
}

impl Filter {
    /// Takes the answer to a question; whether it is the one that was waited for.
    pub fn take(&mut self, generation: u64, library: Arc<Library>, found: Found) -> bool {
        let awaited = self.asked == Some(generation);
        if awaited {
            self.asked = None;
            self.found = Some((library, found));
        }
        awaited
    }
}

fn series_node(doc: &Document) -> Node {
    Node::Series(doc.series().map(str::to_owned))
}

fn edition_node(doc: &Document) -> Node {
    Node::Edition(doc.series().map(str::to_owned), doc.year())
}

/// Makes the rows of the tab from the library, the filter and what is folded. Those of a large library come
/// when the filter has been answered.
pub fn refill(app: &mut App) {
    let library = app.library.clone();
    let query = app.contents.list.prompt.text.clone();
    let Some(hits) = hits(app, &query) else { return };
    let list = &mut app.contents.list;
    let selected = list.node().cloned();
    list.rows = Rows { library: &library, list, hits: hits.as_ref() }.all();
    match hits.and_then(|hits| hits.best) {
        Some(best) => {
            list.select(&best);
        }
        None => {
            if let Some(node) = selected
                && !list.select(&node)
                && let Some(above) = above(&library, &node)
            {
                list.select(&above);
            }
        }
    }
    list.cursor = list.cursor.min(list.rows.len().saturating_sub(1));
}

/// What fits the filter: nothing without one, or `None` where the answer is waited for.
#[allow(clippy::option_option)] // No answer yet, no filter, and hits.
fn hits(app: &mut App, query: &str) -> Option<Option<Hits>> {
    if Pattern::new(query).is_empty() {
        app.contents_filter = Filter::default();
        return Some(None);
    }
    let library = app.library.clone();
    let of_this = |found: &(Arc<Library>, Found)| Arc::ptr_eq(&found.0, &library);
    let known = app.contents_filter.found.as_ref().is_some_and(of_this);
    if !known || app.contents_filter.found.as_ref().is_some_and(|(_, found)| found.text != query) {
        match lookup::ask(app, query, Scope::Texts, MOST) {
            Reply::Now(found) => app.contents_filter.found = Some((library.clone(), found)),
            Reply::Later(generation) => {
                app.contents_filter.asked = Some(generation);
                if !known && app.contents_filter.found.take().is_some() {
                    // They are another library's.
                    app.contents.list.rows.clear();
                }
                return None;
            }
        }
    }
    let (_, found) = app.contents_filter.found.as_ref()?;
    let catalogue = app.catalogue.clone()?;
    let targets = found.hits.iter().map(|hit| (catalogue.target(hit.index), hit));
    Some(Some(Hits::new(&library, targets)))
}

/// What stands above a node when it is hidden.
fn above(library: &Library, node: &Node) -> Option<Node> {
    match node {
        Node::Heading(doc, _) => Some(Node::Document(*doc)),
        Node::Document(doc) => library.get(*doc).map(|doc| edition_node(doc)),
        Node::Edition(series, _) => Some(Node::Series(series.clone())),
        _ => None,
    }
}

/// Unfolds what a fresh library needs: everything where it is little, else the newest edition.
pub fn unfold_at_first(app: &mut App) {
    let library = app.library.clone();
    let list = &mut app.contents.list;
    list.open.clear();
    for (number, (_, doc)) in library.iter().enumerate() {
        list.open.insert(series_node(doc));
        if number == 0 || library.len() <= FITS {
            list.open.insert(edition_node(doc));
        }
    }
}

/// Unfolds the way to a document's block and selects the heading over it.
pub fn reveal(app: &mut App, id: DocId, block: usize) {
    let library = app.library.clone();
    let Some(doc) = library.get(id) else { return };
    let wanted = heading_at(doc, id, block);
    let list = &mut app.contents.list;
    if list.node() == Some(&wanted) {
        return;
    }
    let mut changed = list.open.insert(series_node(doc));
    changed |= list.open.insert(edition_node(doc));
    changed |= list.open.insert(Node::Document(id));
    if let Node::Heading(_, at) = wanted {
        for above in doc.heading_path(at) {
            changed |= list.open.insert(Node::Heading(id, above));
        }
    }
    if changed || list.query().is_some() {
        refill(app);
    }
    app.contents.list.select(&wanted);
}

/// The row that stands for a block: its heading, or the document.
fn heading_at(doc: &Document, id: DocId, block: usize) -> Node {
    let own = doc.blocks.get(block).is_some_and(|b| b.kind.depth().is_some_and(|depth| depth > 0));
    if own {
        return Node::Heading(id, block);
    }
    doc.heading_path(block).last().map_or(Node::Document(id), |&at| Node::Heading(id, at))
}

struct Hits {
    found: HashMap<Node, Hit>,
    /// Series, editions and documents at or above a hit.
    shown: HashMap<Node, i64>,
    /// The headings at or above a hit, in order.
    headings: Vec<(DocId, usize)>,
    best: Option<Node>,
}

impl Hits {
    fn new<'a>(library: &Library, targets: impl Iterator<Item = (Target, &'a Hit)>) -> Self {
        let mut found: HashMap<Node, Hit> = HashMap::new();
        for (target, hit) in targets {
            let mut hit = hit.clone();
            let node = match target {
                Target::Document(id) => {
                    // The row shows the title; the name that is looked up has the year before it.
                    let doc = library.doc(id);
                    let ahead = crate::query::filter::document_name(doc).len() - doc.title().len();
                    hit.matched = hit.matched.iter().filter_map(|at| at.checked_sub(ahead)).collect();
                    Node::Document(id)
                }
                Target::Block(id, block) => Node::Heading(id, block),
                Target::Place(..) => continue,
            };
            found.insert(node, hit);
        }
        let best = found.values().map(|hit| hit.score).max().unwrap_or(0);
        found.retain(|_, hit| hit.score * NEAR_BEST >= best);
        let mut shown: HashMap<Node, i64> = HashMap::new();
        let mut headings = Vec::new();
        for (node, hit) in &found {
            let (Node::Document(id) | Node::Heading(id, _)) = node else { continue };
            let doc = library.doc(*id);
            if let Node::Heading(id, block) = node {
                headings.extend(doc.heading_path(*block).into_iter().map(|at| (*id, at)));
                headings.push((*id, *block));
            }
            for node in [series_node(doc), edition_node(doc), Node::Document(*id)] {
                let score = shown.entry(node).or_insert(i64::MIN);
                *score = hit.score.max(*score);
            }
        }
        headings.sort_unstable();
        headings.dedup();
        let order = |node: &Node| match node {
            Node::Document(id) => (id.0, 0),
            Node::Heading(id, block) => (id.0, *block + 1),
            _ => (u32::MAX, 0),
        };
        let best = found
            .iter()
            .max_by_key(|(node, hit)| (hit.score, Reverse(order(node))))
            .map(|(node, _)| node.clone());
        Self { found, shown, headings, best }
    }

    /// The headings of a document at or above a hit.
    fn headings_of(&self, id: DocId) -> &[(DocId, usize)] {
        let from = self.headings.partition_point(|(doc, _)| *doc < id);
        let to = self.headings.partition_point(|(doc, _)| *doc <= id);
        &self.headings[from..to]
    }
}

/// The headings of a document with their depth, in order.
fn headings(doc: &Document) -> impl Iterator<Item = (usize, u8)> {
    doc.heads.iter().filter_map(|&head| depth_of(doc, head as usize))
}

fn depth_of(doc: &Document, block: usize) -> Option<(usize, u8)> {
    match doc.blocks[block].kind {
        BlockKind::Heading(depth) => Some((block, depth)),
        _ => None,
    }
}

/// What the rows are made from.
struct Rows<'a> {
    library: &'a Library,
    list: &'a List,
    hits: Option<&'a Hits>,
}

/// Documents of one series or edition.
#[derive(Default)]
struct Counts<'a> {
    series: HashMap<Option<&'a str>, u32>,
    editions: HashMap<(Option<&'a str>, Option<i32>), u32>,
}

impl Rows<'_> {
    fn is_open(&self, node: &Node) -> bool {
        self.hits.is_some() || self.list.open.contains(node)
    }

    /// The documents shown; with a filter the best first, parents kept together: series, then editions, then
    /// documents by their best hit.
    fn docs(&self) -> Vec<(DocId, &Document)> {
        let docs = self.library.iter().map(|(id, doc)| (id, &**doc));
        let Some(hits) = self.hits else { return docs.collect() };
        let mut docs: Vec<(DocId, &Document)> =
            docs.filter(|(id, _)| hits.shown.contains_key(&Node::Document(*id))).collect();
        let score = |node: Node| Reverse(hits.shown.get(&node).copied().unwrap_or(i64::MIN));
        docs.sort_by_cached_key(|(id, doc)| {
            (
                score(series_node(doc)),
                doc.series().map(str::to_owned),
                // Editions stay in their order: the newest first is what a reader expects of years.
                Reverse(doc.year()),
                score(Node::Document(*id)),
                *id,
            )
        });
        docs
    }

    fn all(&self) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        let mut many = Counts::default();
        for (_, doc) in self.library.iter() {
            *many.series.entry(doc.series()).or_default() += 1;
            *many.editions.entry((doc.series(), doc.year())).or_default() += 1;
        }
        // The series and the edition above a document, and whether they are unfolded.
        let (mut series, mut edition) = (None, None);
        for (id, doc) in self.docs() {
            if series.is_none_or(|(of, _)| of != doc.series()) {
                let node = series_node(doc);
                let open = self.is_open(&node);
                let label = doc.series().unwrap_or("Other documents").to_owned();
                let count = many.series.get(&doc.series()).copied();
                rows.push(self.row(node, 0, label, (open, true)).with(count));
                (series, edition) = (Some((doc.series(), open)), None);
            }
            if !series.is_some_and(|(_, open)| open) {
                continue;
            }
            if edition.is_none_or(|(of, _)| of != doc.year()) {
                let node = edition_node(doc);
                let open = self.is_open(&node);
                let label = doc.year().map_or_else(|| "Undated".to_owned(), |year| year.to_string());
                let count = many.editions.get(&(doc.series(), doc.year())).copied();
                rows.push(self.row(node, 1, label, (open, true)).with(count));
                edition = Some((doc.year(), open));
            }
            if edition.is_some_and(|(_, open)| open) {
                self.document(id, doc, &mut rows);
            }
        }
        rows
    }

    /// A document and its headings.
    fn document(&self, id: DocId, doc: &Document, rows: &mut Vec<Row>) {
        let node = Node::Document(id);
        let open = self.is_open(&node);
        let below = match self.hits {
            Some(hits) => !hits.headings_of(id).is_empty(),
            None => headings(doc).next().is_some(),
        };
        rows.push(self.row(node, 2, doc.title().to_owned(), (open, below)));
        if !open {
            return;
        }
        let shown: Vec<(usize, u8)> = match self.hits {
            Some(hits) => hits.headings_of(id).iter().filter_map(|&(_, at)| depth_of(doc, at)).collect(),
            None => headings(doc).collect(),
        };
        let mut shut: Option<u8> = None;
        for (number, &(block, depth)) in shown.iter().enumerate() {
            if shut.is_some_and(|above| depth > above) {
                continue;
            }
            shut = None;
            let node = Node::Heading(id, block);
            // A heading that has others below it in the document can be told from one that has none.
            let next = shown.get(number + 1).copied().filter(|_| self.hits.is_none());
            let next = next.or_else(|| {
                let after = doc.heads.partition_point(|&head| head as usize <= block);
                doc.heads.get(after).and_then(|&head| depth_of(doc, head as usize))
            });
            let below = next.is_some_and(|(_, next)| next > depth);
            let open = self.is_open(&node);
            if below && !open {
                shut = Some(depth);
            }
            let label = doc.prose(block).into_owned();
            rows.push(self.row(node, 2 + u16::from(depth), label, (open, below)));
        }
    }

    fn row(&self, node: Node, depth: u16, label: String, (open, below): (bool, bool)) -> Row {
        let fold = match (below, open) {
            (false, _) => Fold::Leaf,
            (true, true) => Fold::Open,
            (true, false) => Fold::Shut,
        };
        let hit = self.hits.and_then(|hits| hits.found.get(&node));
        Row {
            depth,
            label,
            short: None,
            other: hit.and_then(|hit| hit.other.clone()),
            count: None,
            fold,
            matched: hit.map_or_else(Vec::new, |hit| hit.matched.clone()),
            hit: self.hits.is_none() || hit.is_some(),
            node,
        }
    }
}

impl Row {
    fn with(self, count: Option<u32>) -> Self {
        Self { count, ..self }
    }
}
