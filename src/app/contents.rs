//! The tab of documents: series, edition, document, headings.
use super::tree::{Fold, Node, Row};
use super::{App, List};
use crate::model::{Block, BlockKind, DocId, Document, Library};
use crate::query::{Catalogue, Hit, Pattern, Target};
use std::collections::HashMap;

/// With at most so many documents every edition is shown unfolded.
const FITS: usize = 20;
/// Hits far worse than the best are noise: they need this part of its score.
const NEAR_BEST: i64 = 2;

fn series_node(doc: &Document) -> Node {
    Node::Series(doc.series().map(str::to_owned))
}

fn edition_node(doc: &Document) -> Node {
    Node::Edition(doc.series().map(str::to_owned), doc.year())
}

/// Makes the rows of the tab from the library, the filter and what is folded.
pub fn refill(app: &mut App) {
    let library = app.library.clone();
    let catalogue = app.catalogue_for(&app.contents.list.prompt.text.clone());
    let list = &mut app.contents.list;
    let selected = list.node().cloned();
    let query = list.prompt.text.clone();
    let hits = Hits::new(&library, &catalogue, &query);
    list.rows = rows(&library, list, hits.as_ref());
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
    /// Nodes at or above a hit.
    shown: HashMap<Node, i64>,
    best: Option<Node>,
}

impl Hits {
    fn new(library: &Library, catalogue: &Catalogue, query: &str) -> Option<Self> {
        let pattern = Pattern::new(query);
        if pattern.is_empty() {
            return None;
        }
        let mut found: HashMap<Node, Hit> = HashMap::new();
        for (index, target) in catalogue.targets.iter().enumerate() {
            let node = match *target {
                Target::Document(id) => Node::Document(id),
                Target::Block(id, block) => Node::Heading(id, block),
                Target::Place(..) => continue,
            };
            let Some(mut hit) = pattern.score(index, &catalogue.candidates[index]) else { continue };
            if let Target::Document(id) = target {
                // The row shows the title; the name that is looked up has the year before it.
                let doc = library.doc(*id);
                let ahead = catalogue.candidates[index].name.len() - doc.title().len();
                hit.matched = hit.matched.iter().filter_map(|at| at.checked_sub(ahead)).collect();
            }
            found.insert(node, hit);
        }
        let best = found.values().map(|hit| hit.score).max().unwrap_or(0);
        found.retain(|_, hit| hit.score * NEAR_BEST >= best);
        let mut shown: HashMap<Node, i64> = HashMap::new();
        for (node, hit) in &found {
            let (Node::Document(id) | Node::Heading(id, _)) = node else { continue };
            let doc = library.doc(*id);
            let mut path = vec![series_node(doc), edition_node(doc), Node::Document(*id)];
            if let Node::Heading(id, block) = node {
                path.extend(doc.heading_path(*block).into_iter().map(|at| Node::Heading(*id, at)));
                path.push(node.clone());
            }
            for node in path {
                let score = shown.entry(node).or_insert(i64::MIN);
                *score = hit.score.max(*score);
            }
        }
        let order = |node: &Node| match node {
            Node::Document(id) => (id.0, 0),
            Node::Heading(id, block) => (id.0, *block + 1),
            _ => (u32::MAX, 0),
        };
        let best = found
            .iter()
            .max_by_key(|(node, hit)| (hit.score, std::cmp::Reverse(order(node))))
            .map(|(node, _)| node.clone());
        Some(Self { found, shown, best })
    }
}

fn rows(library: &Library, list: &List, hits: Option<&Hits>) -> Vec<Row> {
    let mut rows: Vec<Row> = Vec::new();
    let mut docs: Vec<(DocId, &Document)> = library.iter().map(|(id, doc)| (id, &**doc)).collect();
    if let Some(hits) = hits {
        // Best first, parents kept together: series, then editions, then documents by their best hit.
        docs.retain(|(id, _)| hits.shown.contains_key(&Node::Document(*id)));
        let score = |node: Node| std::cmp::Reverse(hits.shown.get(&node).copied().unwrap_or(i64::MIN));
        docs.sort_by_cached_key(|(id, doc)| {
            (
                score(series_node(doc)),
                doc.series().map(str::to_owned),
                // Editions stay in their order: the newest first is what a reader expects of years.
                std::cmp::Reverse(doc.year()),
                score(Node::Document(*id)),
                *id,
            )
        });
    }
    let is_open = |node: &Node| hits.is_some() || list.open.contains(node);
    let mut series: Option<Node> = None;
    let mut edition: Option<Node> = None;
    let mut many: HashMap<Node, u32> = HashMap::new();
    for (_, doc) in library.iter() {
        *many.entry(series_node(doc)).or_default() += 1;
        *many.entry(edition_node(doc)).or_default() += 1;
    }
    for (id, doc) in docs {
        let this_series = series_node(doc);
        if series.as_ref() != Some(&this_series) {
            let label = doc.series().unwrap_or("Other documents").to_owned();
            let count = many.get(&this_series).copied().unwrap_or(0);
            rows.push(row(this_series.clone(), 0, label, Some(count), is_open(&this_series), true, hits));
            series = Some(this_series.clone());
            edition = None;
        }
        if !is_open(&this_series) {
            continue;
        }
        let this_edition = edition_node(doc);
        if edition.as_ref() != Some(&this_edition) {
            let label = doc.year().map_or_else(|| "Undated".to_owned(), |year| year.to_string());
            let count = many.get(&this_edition).copied().unwrap_or(0);
            rows.push(row(this_edition.clone(), 1, label, Some(count), is_open(&this_edition), true, hits));
            edition = Some(this_edition.clone());
        }
        if !is_open(&this_edition) {
            continue;
        }
        let node = Node::Document(id);
        let headed = |(_, block): &(usize, &Block)| matches!(block.kind, BlockKind::Heading(_));
        let below = doc
            .blocks
            .iter()
            .enumerate()
            .filter(headed)
            .any(|(block, _)| hits.is_none_or(|hits| hits.shown.contains_key(&Node::Heading(id, block))));
        let open = is_open(&node);
        rows.push(row(node, 2, doc.title().to_owned(), None, open, below, hits));
        if !open {
            continue;
        }
        let outline = doc.outline();
        let mut shut: Option<u8> = None;
        for (number, heading) in outline.iter().enumerate() {
            let node = Node::Heading(id, heading.block);
            if let Some(hits) = hits
                && !hits.shown.contains_key(&node)
            {
                continue;
            }
            if shut.is_some_and(|depth| heading.depth > depth) {
                continue;
            }
            shut = None;
            let below = outline.get(number + 1).is_some_and(|next| next.depth > heading.depth);
            let open = is_open(&node);
            if below && !open {
                shut = Some(heading.depth);
            }
            let label = doc.prose(heading.block).into_owned();
            rows.push(row(node, 2 + u16::from(heading.depth), label, None, open, below, hits));
        }
    }
    rows
}

fn row(
    node: Node,
    depth: u16,
    label: String,
    count: Option<u32>,
    open: bool,
    below: bool,
    hits: Option<&Hits>,
) -> Row {
    let fold = match (below, open) {
        (false, _) => Fold::Leaf,
        (true, true) => Fold::Open,
        (true, false) => Fold::Shut,
    };
    let hit = hits.and_then(|hits| hits.found.get(&node));
    Row {
        depth,
        label,
        short: None,
        other: hit.and_then(|hit| hit.other.clone()),
        count,
        fold,
        matched: hit.map_or_else(Vec::new, |hit| hit.matched.clone()),
        hit: hits.is_none() || hit.is_some(),
        node,
    }
}
