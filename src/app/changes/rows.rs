//! The rows of the tree: what was said first, what is no longer said, what became of the headings.
use super::{App, Branch, Kind, Pane, Report, Status};
use crate::app::List;
use crate::app::sheet::counted;
use crate::app::tree::{Fold, Node, Row};
use crate::query::changes::{Finding, years};
use crate::query::filter::filter;
use crate::query::{Candidate, Pattern};
use std::collections::{HashMap, HashSet};

/// So many phrases of a kind are the most telling.
const TELLING: usize = 40;
/// At most so many hits stand in the tree: nobody scrolls further, they type another letter.
const MOST: usize = 1000;
/// Hits far worse than the best are noise: they need this part of its score.
const NEAR_BEST: i64 = 2;

/// A part of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Part {
    /// What is said first.
    First,
    /// What is no longer said.
    Last,
    /// What became of the headings.
    Headings,
}

impl Part {
    /// All of them, in order.
    pub const ALL: [Self; 3] = [Self::First, Self::Last, Self::Headings];

    /// Its name.
    pub fn name(self) -> &'static str {
        match self {
            Self::First => "First said",
            Self::Last => "No longer said",
            Self::Headings => "Headings",
        }
    }

    /// The kinds of findings that it has.
    pub fn groups(self) -> &'static [(Status, Kind)] {
        match self {
            Self::First => {
                &[(Status::First, Kind::Name), (Status::First, Kind::Heading), (Status::First, Kind::Phrase)]
            }
            Self::Last => {
                &[(Status::Last, Kind::Name), (Status::Last, Kind::Heading), (Status::Last, Kind::Phrase)]
            }
            Self::Headings => &[
                (Status::Came, Kind::Heading),
                (Status::Went, Kind::Heading),
                (Status::Moved, Kind::Heading),
                (Status::Renamed, Kind::Heading),
            ],
        }
    }
}

/// What the row of a kind says.
pub(super) fn group_name(status: Status, kind: Kind) -> &'static str {
    match (status, kind) {
        (Status::First | Status::Last, Kind::Name) => "Names of places",
        (Status::First | Status::Last, Kind::Heading) => "Headings",
        (Status::First | Status::Last, Kind::Phrase) => "Phrases",
        (Status::Came, _) => "Came",
        (Status::Went, _) => "Went",
        (Status::Moved, _) => "Moved",
        (Status::Renamed, _) => "Renamed",
    }
}

/// The row of a finding.
pub(super) fn branch(finding: &Finding) -> Branch {
    Branch::Finding(finding.status, finding.kind, finding.text.clone(), finding.other.clone())
}

/// The editions that are compared: "2025 against 2007 to 2024".
pub(super) fn between(report: &Report) -> String {
    format!("{} against {}", years(&report.later.editions), years(&report.earlier.editions))
}

/// The same in short: "2025 against 2007-2024".
fn between_short(report: &Report) -> String {
    let span = |side: &[i32]| match (side.first(), side.last()) {
        (Some(first), Some(last)) if first != last => format!("{first}-{last}"),
        (Some(only), _) => only.to_string(),
        _ => String::new(),
    };
    format!("{} against {}", span(&report.later.editions), span(&report.earlier.editions))
}

fn scope_name(app: &App) -> String {
    app.changes
        .asked
        .place
        .map_or_else(|| "Library".to_owned(), |place| app.library.atlas.place(place).name.to_owned())
}

/// The findings of a kind that are shown.
pub(super) fn shown(app: &App, report: &Report, (status, kind): (Status, Kind)) -> Vec<Finding> {
    let most = if app.changes.all || kind != Kind::Phrase { usize::MAX } else { TELLING };
    report.of(status, kind).take(most).cloned().collect()
}

fn row(branch: Branch, depth: u16, label: String) -> Row {
    Row {
        node: Node::Change(branch),
        depth,
        label,
        short: None,
        other: None,
        count: None,
        fold: Fold::Leaf,
        matched: Vec::new(),
        hit: true,
    }
}

/// Makes the rows anew.
pub fn refill(app: &mut App) {
    let query = app.changes.desk.list.prompt.text.clone();
    let list = &app.changes.desk.list;
    let selected = list.node().cloned();
    let rows = match app.changes.report() {
        Some(report) => {
            let (report, name) = (report.clone(), scope_name(app));
            let mut rows = Walk { app, report: &report, hits: hits(app, &report, &query) }.rows(&name);
            if app.changes.is_waiting()
                && let Some(first) = rows.first_mut()
            {
                (first.label, first.short) = (waiting(app), None);
            }
            rows
        }
        None if app.changes.is_waiting() => vec![row(Branch::Scope, 0, waiting(app))],
        None if app.loaded => vec![row(Branch::Scope, 0, scope_name(app))],
        None => Vec::new(),
    };
    let best = best(&rows, &query);
    let list = &mut app.changes.desk.list;
    list.rows = rows;
    match (best, selected) {
        (Some(best), _) => list.cursor = best,
        (None, Some(node)) if !list.select(&node) => reselect(list, &node),
        _ => {}
    }
    list.cursor = list.cursor.min(list.rows.len().saturating_sub(1));
}

fn waiting(app: &App) -> String {
    let percent = if app.changes.percent > 0 { format!(" {}%", app.changes.percent) } else { String::new() };
    format!("Reading the editions...{percent}")
}

/// Selects what stands above a row that is hidden.
fn reselect(list: &mut List, node: &Node) {
    let Node::Change(branch) = node else { return };
    let above: Vec<Branch> = match branch {
        Branch::Finding(status, kind, ..) => {
            vec![Branch::Group(*status, *kind), Branch::Part(part_of(*status))]
        }
        Branch::Group(status, _) => vec![Branch::Part(part_of(*status))],
        Branch::Scope | Branch::Part(_) => Vec::new(),
    };
    let found = above.into_iter().any(|branch| list.select(&Node::Change(branch)));
    if !found {
        list.cursor = 0;
    }
}

pub(super) fn part_of(status: Status) -> Part {
    match status {
        Status::First => Part::First,
        Status::Last => Part::Last,
        Status::Came | Status::Went | Status::Moved | Status::Renamed => Part::Headings,
    }
}

/// The row of the best hit: the first finding that fits by itself, of those the likeliest.
fn best(rows: &[Row], query: &str) -> Option<usize> {
    if Pattern::new(query).is_empty() {
        return None;
    }
    let fits = |row: &&Row| row.hit && matches!(row.node, Node::Change(Branch::Finding(..)));
    let wanted = query.trim().to_lowercase();
    let begins = |row: &Row| row.label.to_lowercase().starts_with(&wanted);
    let first = rows.iter().position(|row| fits(&row) && begins(row));
    first.or_else(|| rows.iter().position(|row| fits(&row)))
}

/// The letters of each finding that fit the filter; `None` without one.
#[allow(clippy::option_option)] // No filter, and nothing that fits it.
fn hits(app: &App, report: &Report, query: &str) -> Option<HashMap<Branch, Vec<usize>>> {
    if Pattern::new(query).is_empty() {
        return None;
    }
    let findings: Vec<Finding> = Part::ALL
        .iter()
        .flat_map(|part| part.groups())
        .flat_map(|group| shown(app, report, *group))
        .collect();
    let candidates: Vec<Candidate> = findings
        .iter()
        .map(|finding| Candidate::new(finding.text.as_str(), finding.other.as_deref()))
        .collect();
    let hits = filter(query, &candidates);
    let best = hits.iter().map(|hit| hit.score).max().unwrap_or(0);
    let near = hits.into_iter().filter(|hit| hit.score * NEAR_BEST >= best).take(MOST);
    Some(near.map(|hit| (branch(&findings[hit.index]), hit.matched)).collect())
}

/// What the rows are made from.
struct Walk<'a> {
    app: &'a App,
    report: &'a Report,
    hits: Option<HashMap<Branch, Vec<usize>>>,
}

impl Walk<'_> {
    fn is_open(&self, branch: &Branch) -> bool {
        self.hits.is_some() || self.app.changes.desk.list.open.contains(&Node::Change(branch.clone()))
    }

    fn folds(&self, mut row: Row, below: bool) -> (Row, bool) {
        let Node::Change(branch) = &row.node else { return (row, false) };
        let open = below && self.is_open(branch);
        row.fold = match (below, open) {
            (false, _) => Fold::Leaf,
            (true, true) => Fold::Open,
            (true, false) => Fold::Shut,
        };
        row.hit = self.hits.is_none();
        (row, open)
    }

    fn rows(&self, name: &str) -> Vec<Row> {
        if self.hits.as_ref().is_some_and(HashMap::is_empty) {
            return Vec::new();
        }
        let between = between_short(self.report);
        let mut scope = row(Branch::Scope, 0, format!("{name}, {between}"));
        scope.short = Some(between);
        scope.hit = self.hits.is_none();
        let mut rows = vec![scope];
        for part in Part::ALL {
            self.part(part, &mut rows);
        }
        rows
    }

    fn part(&self, part: Part, rows: &mut Vec<Row>) {
        let groups: Vec<((Status, Kind), Vec<Finding>)> = part
            .groups()
            .iter()
            .map(|group| (*group, self.of(*group)))
            .filter(|(_, all)| !all.is_empty())
            .collect();
        if self.hits.is_some() && groups.is_empty() {
            return;
        }
        let many: usize = groups.iter().map(|(_, all)| all.len()).sum();
        let own = Row { count: Some(many as u32), ..row(Branch::Part(part), 0, part.name().to_owned()) };
        let (own, open) = self.folds(own, many > 0);
        rows.push(own);
        if !open {
            return;
        }
        for ((status, kind), all) in groups {
            let own = Row {
                count: Some(all.len() as u32),
                ..row(Branch::Group(status, kind), 1, group_name(status, kind).to_owned())
            };
            let (own, open) = self.folds(own, true);
            rows.push(own);
            if open {
                rows.extend(all.iter().map(|finding| self.finding(finding)));
            }
        }
    }

    /// The findings of a kind that fit the filter.
    fn of(&self, group: (Status, Kind)) -> Vec<Finding> {
        let mut all = shown(self.app, self.report, group);
        if let Some(hits) = &self.hits {
            all.retain(|finding| hits.contains_key(&branch(finding)));
        }
        all
    }

    fn finding(&self, finding: &Finding) -> Row {
        let branch = branch(finding);
        let matched = self.hits.as_ref().and_then(|hits| hits.get(&branch)).cloned().unwrap_or_default();
        Row { count: Some(finding.count), matched, ..row(branch, 2, finding.text.clone()) }
    }
}

/// An answer has come: what was selected is selected again, or the first finding of a fresh tree is in sight.
pub(super) fn arrived(app: &mut App) {
    let fresh = app.changes.desk.list.open.is_empty();
    if fresh && let Some(report) = app.changes.report() {
        // What is short stands open, and of the rest the first part.
        let report = report.clone();
        let open = &mut app.changes.desk.list.open;
        for part in Part::ALL {
            open.insert(Node::Change(Branch::Part(part)));
        }
        let groups = Part::ALL.iter().flat_map(|part| part.groups());
        let mut room = 24usize;
        for &(status, kind) in groups {
            let many = report.of(status, kind).count();
            if many > 0 && (many <= room || status == Status::First) {
                open.insert(Node::Change(Branch::Group(status, kind)));
                room = room.saturating_sub(many);
            }
        }
    }
    let seek = app.changes.seek.take();
    refill(app);
    let list = &mut app.changes.desk.list;
    if let Some(branch) = seek {
        let node = Node::Change(branch);
        if !list.select(&node) {
            reselect(list, &node);
        }
    }
    if app.pane == Pane::List || app.changes.desk.reader.source == crate::app::Source::Nothing {
        super::show_selected(app);
    }
}

/// Unfolds everything.
pub fn unfold_all(app: &mut App) {
    let nodes: HashSet<Node> = Part::ALL
        .into_iter()
        .flat_map(|part| {
            let groups = part.groups().iter().map(|(status, kind)| Branch::Group(*status, *kind));
            std::iter::once(Branch::Part(part)).chain(groups)
        })
        .map(Node::Change)
        .collect();
    app.changes.desk.list.open.extend(nodes);
}

/// `a`: all phrases, or only the most telling.
pub(super) fn show_all(app: &mut App) {
    app.changes.all = !app.changes.all;
    refill(app);
    let many = app
        .changes
        .report()
        .map_or(0, |report| report.findings.iter().filter(|finding| finding.kind == Kind::Phrase).count());
    app.notice = Some(if app.changes.all {
        format!("All phrases are shown: {}.", counted(many, "phrase"))
    } else {
        "Only the most telling phrases are shown.".into()
    });
    super::show_selected(app);
}
