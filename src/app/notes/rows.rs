//! The rows of the tab: the notes in their groups, those that fit the filter, and what the reading pane shows of one.
use super::{Grouping, Notes, Page};
use crate::app::tree::{Fold, Node, Row};
use crate::app::{App, Source};
use crate::model::{Entry, moment};
use crate::query::filter::{Hit, filter};
use crate::query::{Candidate, Pattern};
use std::collections::{BTreeMap, HashMap, HashSet};
use std::sync::Arc;

/// Hits far worse than the best are noise: they need this part of its score.
const NEAR_BEST: (i64, i64) = (4, 3);

/// The name of a group, and what it is sorted by.
type Group = (String, String);

/// Makes the rows anew from the notebook, the grouping, the filter and what is folded.
pub fn refill(app: &mut App) {
    let query = app.notes.desk.list.prompt.text.clone();
    let entries: Vec<&Entry> = app.notes.book.iter().collect();
    let filtered = !Pattern::new(&query).is_empty();
    let mut fits: HashMap<usize, Hit> = HashMap::new();
    if filtered {
        let candidates: Vec<Candidate> = entries
            .iter()
            .map(|entry| Candidate::new(entry.headline(), [&*entry.title, &*entry.tags().join(" ")]))
            .collect();
        fits = filter(&query, &candidates).into_iter().map(|hit| (hit.index, hit)).collect();
        let best = fits.values().map(|hit| hit.score).max().unwrap_or(0);
        fits.retain(|_, hit| hit.score * NEAR_BEST.0 >= best * NEAR_BEST.1);
        // In long words any letters stand in some order: there a word is looked for as it is.
        let exactly: Vec<String> =
            query.split_whitespace().map(|word| format!("'{}", word.trim_start_matches('\''))).collect();
        let long: Vec<Candidate> = entries
            .iter()
            .map(|entry| Candidate::new(entry.note.replace('\n', " "), [&*entry.place.words]))
            .collect();
        for hit in filter(&exactly.join(" "), &long) {
            let index = hit.index;
            fits.entry(index).or_insert(Hit { score: 0, matched: Vec::new(), other: None, ..hit });
        }
    }
    let mut groups: BTreeMap<Group, Vec<usize>> = BTreeMap::new();
    for (number, entry) in
        entries.iter().enumerate().filter(|(number, _)| !filtered || fits.contains_key(number))
    {
        for group in groups_of(app, entry) {
            groups.entry(group).or_default().push(number);
        }
    }
    for (_, name) in groups.keys() {
        let node = Node::Shelf(name.clone());
        if app.notes.known.insert(node.clone()) {
            app.notes.desk.list.open.insert(node);
        }
    }
    let entries: Vec<&Entry> = app.notes.book.iter().collect();
    let list = &app.notes.desk.list;
    let mut rows = Vec::new();
    for ((_, name), mut numbers) in groups {
        match app.notes.grouping {
            Grouping::Day => numbers.reverse(),
            // As they stand in the text.
            Grouping::Document | Grouping::Place => {
                numbers.sort_by_key(|&number| place_of(app, entries[number]));
            }
        }
        let node = Node::Shelf(name.clone());
        let open = filtered || list.open.contains(&node);
        rows.push(Row {
            node,
            depth: 0,
            label: name.clone(),
            short: None,
            other: None,
            count: Some(numbers.len() as u32),
            fold: if open { Fold::Open } else { Fold::Shut },
            matched: Vec::new(),
            hit: !filtered,
        });
        for number in numbers.into_iter().filter(|_| open) {
            let entry = entries[number];
            let hit = fits.get(&number);
            rows.push(Row {
                node: Node::Note(name.clone(), entry.id.clone()),
                depth: 1,
                label: entry.headline().to_owned(),
                short: None,
                other: hit
                    .and_then(|hit| hit.other.clone())
                    .map(|other| crate::typeset::cut(&other, 40, "...")),
                count: None,
                fold: Fold::Leaf,
                matched: hit.map_or_else(Vec::new, |hit| hit.matched.clone()),
                hit: true,
            });
        }
    }
    let list = &mut app.notes.desk.list;
    let (selected, before) = (list.node().cloned(), list.cursor);
    list.rows = rows;
    let again = selected.is_some_and(|node| {
        list.select(&node) || {
            // The same note in another group.
            let Node::Note(_, id) = &node else { return false };
            let at =
                list.rows.iter().position(|row| matches!(&row.node, Node::Note(_, other) if other == id));
            at.is_some_and(|at| {
                list.cursor = at;
                true
            })
        }
    });
    if !again {
        list.cursor = before;
    }
    list.cursor = list.cursor.min(list.rows.len().saturating_sub(1));
    if filtered || !again && before == 0 {
        // A note, not the group that it is in.
        list.cursor = list.rows.iter().position(|row| matches!(row.node, Node::Note(..))).unwrap_or(0);
    }
}

/// Where an entry stands among others of its text.
fn place_of(app: &App, entry: &Entry) -> (u32, usize) {
    let place = super::standing(app, &entry.id).and_then(|standing| standing.place.as_ref());
    place.map_or((u32::MAX, 0), |(doc, range)| (doc.0, range.start))
}

fn groups_of(app: &App, entry: &Entry) -> Vec<Group> {
    match app.notes.grouping {
        Grouping::Document => vec![(entry.title.to_lowercase(), entry.title.clone())],
        Grouping::Day if entry.created == 0 => vec![(String::new(), "Now".into())],
        Grouping::Day => {
            // The newest first.
            let day = entry.created / 86_400;
            vec![(format!("{:020}", u64::MAX - day), moment::date(entry.created))]
        }
        Grouping::Place => {
            let library = &app.library;
            let place = super::standing(app, &entry.id).and_then(|standing| standing.place.clone());
            let mut names: Vec<Group> = Vec::new();
            if let Some((id, range)) = place
                && let Some(doc) = library.get(id)
            {
                let own = doc.mentions_in(range).iter().map(|mention| mention.place);
                let mut places: Vec<_> = own.chain(doc.subject()).collect();
                places.sort_unstable();
                places.dedup();
                names.extend(places.into_iter().map(|place| {
                    let name = library.atlas.place(place).name;
                    (name.to_lowercase(), name.to_owned())
                }));
            }
            if names.is_empty() {
                names.push(("\u{10ffff}".into(), "No place".into()));
            }
            names
        }
    }
}

/// Unfolds everything.
pub fn unfold_all(app: &mut App) {
    let Notes { desk, known, .. } = &mut app.notes;
    desk.list.open.extend(known.iter().cloned());
}

/// Shows the selected note, or the first of the selected group.
pub fn show_selected(app: &mut App) {
    let library = Arc::clone(&app.library);
    let id = match app.notes.desk.list.node() {
        Some(Node::Note(_, id)) => Some(id.clone()),
        _ => None,
    };
    let source = match id.and_then(|id| app.notes.book.get(&id).cloned()) {
        Some(entry) => {
            let standing = super::standing(app, &entry.id).cloned();
            Source::Note(Arc::new(Page { entry, standing }))
        }
        None => Source::Notebook(app.notes.book.iter().count()),
    };
    let reader = &mut app.notes.desk.reader;
    if reader.source != source {
        reader.open(&library, source);
    }
}

/// The notes of the list as they stand in it, each once.
pub fn listed(app: &App) -> Vec<&Entry> {
    let mut seen = HashSet::new();
    let ids = app.notes.desk.list.rows.iter().filter_map(|row| match &row.node {
        Node::Note(_, id) if seen.insert(id.as_str()) => Some(id.as_str()),
        _ => None,
    });
    ids.filter_map(|id| app.notes.book.get(id)).collect()
}
