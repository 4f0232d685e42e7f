//! The tab of places: world, region, sub-region, country.
use super::tree::{Fold, Node, Row};
use super::{App, List};
use crate::model::{Atlas, Library, PlaceId};
use crate::query::filter::Hit;
use crate::query::{Catalogue, Pattern};
use std::collections::HashMap;
use std::sync::Arc;

/// A tree of at most so many rows is shown unfolded.
const FITS: usize = 30;
/// Hits far worse than the best are noise between a tree's rows: they need this part of its score.
const NEAR_BEST: i64 = 2;

/// Makes the rows of the tab from the library, the filter and what is folded.
pub fn refill(app: &mut App) {
    let library = app.library.clone();
    let query = app.regions.list.prompt.text.clone();
    let catalogue = if query.trim().is_empty() { Arc::default() } else { super::lookup::places(app) };
    let list = &mut app.regions.list;
    let selected = list.node().cloned();
    let walk = Walk::new(&library, &catalogue, app.show_all, &query);
    list.rows = walk.rows(list);
    if walk.hits.is_none() {
        if let Some(node) = selected {
            reselect(list, &library.atlas, &node);
        }
    } else if let Some(best) = walk.best {
        list.select(&Node::Place(best));
    }
    list.cursor = list.cursor.min(list.rows.len().saturating_sub(1));
}

/// Selects a node, or what hides it.
fn reselect(list: &mut List, atlas: &Atlas, node: &Node) {
    if list.select(node) {
        return;
    }
    if let Node::Place(place) = node {
        for above in atlas.ancestry(*place) {
            if list.select(&Node::Place(above)) {
                return;
            }
        }
    }
    list.select(&Node::World);
}

/// Unfolds what a fresh library needs: all where it fits a screen, else the regions.
pub fn unfold_at_first(app: &mut App) {
    let library = app.library.clone();
    let named = library.atlas.iter().filter(|(id, _)| library.counts(*id).family > 0).count();
    let list = &mut app.regions.list;
    list.open = [Node::World].into();
    if named <= FITS {
        list.open.extend(library.atlas.iter().map(|(id, _)| Node::Place(id)));
        list.open.insert(Node::Elsewhere);
    }
}

/// Unfolds the way to a place, so that it can be selected.
pub fn reveal(app: &mut App, place: PlaceId) {
    let atlas = app.library.atlas.clone();
    let list = &mut app.regions.list;
    list.open.insert(Node::World);
    if atlas.elsewhere.contains(&place) {
        list.open.insert(Node::Elsewhere);
    }
    for above in atlas.ancestry(place).skip(1) {
        list.open.insert(Node::Place(above));
    }
    if app.library.counts(place).family == 0 {
        app.show_all = true;
    }
    refill(app);
    app.regions.list.select(&Node::Place(place));
}

struct Walk<'a> {
    library: &'a Library,
    all: bool,
    /// The places that fit the filter; `None` without one.
    hits: Option<HashMap<PlaceId, Hit>>,
    /// The best score at or below each place, for the order of siblings.
    scores: HashMap<PlaceId, i64>,
    best: Option<PlaceId>,
}

impl<'a> Walk<'a> {
    fn new(library: &'a Library, catalogue: &Catalogue, all: bool, query: &str) -> Self {
        let mut walk = Self { library, all, hits: None, scores: HashMap::new(), best: None };
        let pattern = Pattern::new(query);
        if pattern.is_empty() {
            return walk;
        }
        let fit = |loose| -> HashMap<PlaceId, Hit> {
            let shown = |(id, _): &(PlaceId, Hit)| all || library.counts(*id).family > 0;
            catalogue.places(&pattern, loose).filter(shown).collect()
        };
        let mut hits = fit(false);
        if hits.is_empty() {
            hits = fit(true);
        }
        let atlas = &library.atlas;
        let best = hits.values().map(|hit| hit.score).max().unwrap_or(0);
        hits.retain(|_, hit| hit.score * NEAR_BEST >= best);
        walk.best = hits
            .iter()
            .max_by_key(|(id, hit)| (hit.score, library.counts(**id).passages, std::cmp::Reverse(**id)))
            .map(|(id, _)| *id);
        for (&id, hit) in &hits {
            for above in atlas.ancestry(id) {
                let score = walk.scores.entry(above).or_insert(i64::MIN);
                *score = hit.score.max(*score);
            }
        }
        walk.hits = Some(hits);
        walk
    }

    fn shown(&self, id: PlaceId) -> bool {
        match &self.hits {
            Some(_) => self.scores.contains_key(&id),
            None => self.all || self.library.counts(id).family > 0,
        }
    }

    /// Children to be shown: as the tree has them, or the best first.
    fn order(&self, ids: &[PlaceId]) -> Vec<PlaceId> {
        let mut ids: Vec<PlaceId> = ids.iter().copied().filter(|&id| self.shown(id)).collect();
        if self.hits.is_some() {
            ids.sort_by_key(|id| std::cmp::Reverse(self.scores.get(id).copied().unwrap_or(i64::MIN)));
        }
        ids
    }

    fn rows(&self, list: &List) -> Vec<Row> {
        let atlas = &self.library.atlas;
        let open = |node: &Node| self.hits.is_some() || list.open.contains(node);
        let mut rows =
            vec![self.group(Node::World, 0, "World", self.library.named(), true, open(&Node::World))];
        if rows[0].fold != Fold::Open {
            return rows;
        }
        for root in self.order(&atlas.roots) {
            self.add(root, 1, list, &mut rows);
        }
        let elsewhere = self.order(&atlas.elsewhere);
        if !elsewhere.is_empty() {
            let open = open(&Node::Elsewhere);
            let many = self.library.named_elsewhere();
            rows.push(self.group(Node::Elsewhere, 1, "Other regions", many, true, open));
            if open {
                for id in elsewhere {
                    self.add(id, 2, list, &mut rows);
                }
            }
        }
        if self.hits.as_ref().is_some_and(HashMap::is_empty) {
            rows.clear();
        }
        rows
    }

    fn group(&self, node: Node, depth: u16, label: &str, count: u32, children: bool, open: bool) -> Row {
        let fold = match (children, open) {
            (false, _) => Fold::Leaf,
            (true, true) => Fold::Open,
            (true, false) => Fold::Shut,
        };
        let hit = self.hits.is_none();
        Row {
            node,
            depth,
            label: label.into(),
            short: None,
            other: None,
            count: Some(count),
            fold,
            matched: Vec::new(),
            hit,
        }
    }

    fn add(&self, id: PlaceId, depth: u16, list: &List, rows: &mut Vec<Row>) {
        let children = self.order(self.library.atlas.children(id));
        let node = Node::Place(id);
        let open = self.hits.is_some() || list.open.contains(&node);
        let place = self.library.atlas.place(id);
        let mut row =
            self.group(node, depth, place.name, self.library.counts(id).family, !children.is_empty(), open);
        row.short = self.library.atlas.short(id).map(str::to_owned);
        if let Some(hit) = self.hits.as_ref().and_then(|hits| hits.get(&id)) {
            row.matched.clone_from(&hit.matched);
            row.other.clone_from(&hit.other);
            row.hit = true;
        }
        rows.push(row);
        if open {
            for child in children {
                self.add(child, depth + 1, list, rows);
            }
        }
    }
}
