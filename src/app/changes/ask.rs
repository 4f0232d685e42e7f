//! Asking: between which editions, and of what. The tab asks as soon as it is shown and the answer is not known.
use super::rows;
use super::{App, Arc, Asked, Effect, Moved, Pane, Question, Tab, Visited};
use crate::app::here::place_here;
use crate::app::tree::Node;
use crate::app::update;
use crate::model::{Address, harmless};
use crate::query::{Target, find_place, resolve};

/// The tab is come to.
pub fn arrive(app: &mut App) {
    app.tab = Tab::Changes;
}

/// Shows the tab for what is selected where the reader is now.
pub fn here(app: &mut App) {
    let place = place_here(app);
    update::history::remember(app);
    arrive(app);
    app.pane = Pane::List;
    ask(app, Asked { place, ..Asked::default() });
    if place.is_none() {
        app.notice = Some("No place is selected: this is the whole library.".into());
    }
}

/// In a tree of another tab the keys of editions mean nothing.
pub fn elsewhere(app: &mut App) {
    app.notice = Some("Editions are chosen in the tab Changes.".into());
}

/// Asks something else; the selected finding stays selected where it is found again.
pub(super) fn ask(app: &mut App, asked: Asked) {
    if app.changes.asked != asked {
        if let Some(Node::Change(branch)) = app.changes.desk.list.node() {
            app.changes.seek = Some(branch.clone());
        }
        app.changes.asked = asked;
    }
}

/// `X` in the tab itself: the whole library again, between the same editions where it has them.
pub(super) fn whole(app: &mut App) {
    app.pane = Pane::List;
    if app.changes.asked.place.is_none() {
        app.notice = Some("This is the whole library; X on a place in another tab shows that place.".into());
        return;
    }
    update::history::remember(app);
    let asked = Asked { place: None, ..app.changes.asked };
    ask(app, asked);
}

/// The editions, and the last of each side: of what is asked, whose answer may still be awaited.
fn bounds(app: &App) -> Option<(Vec<i32>, usize, usize)> {
    let (_, known, report) = app.changes.known.as_ref()?;
    let asked = app.changes.asked;
    // Of another place there may be other editions.
    let editions = report.as_ref().ok().filter(|_| known.place == asked.place)?.editions.clone();
    let at = |year: i32| editions.iter().position(|&other| other == year);
    let to = asked.to.map_or(editions.len().checked_sub(1), at)?;
    let from = asked.from.map_or(to.checked_sub(1), at)?;
    Some((editions, from, to))
}

/// `[` and `]`: the later side ends with another edition; the earlier one goes along where it stood right before it.
pub(super) fn turn(app: &mut App, later: bool, many: usize) {
    let Some((editions, from, to)) = bounds(app) else { return };
    let together = app.changes.asked.from.is_none();
    let least = if together { 1 } else { from + 1 };
    let next = if later { (to + many).min(editions.len() - 1) } else { to.saturating_sub(many).max(least) };
    if next == to {
        app.notice =
            Some(if later { "This is the newest edition." } else { "There is no edition between." }.into());
        return;
    }
    let asked = Asked { to: Some(editions[next]), ..app.changes.asked };
    ask(app, asked);
}

/// `{` and `}`: the earlier side ends with another edition.
pub(super) fn turn_bound(app: &mut App, later: bool, many: usize) {
    let Some((editions, from, to)) = bounds(app) else { return };
    let next = if later { (from + many).min(to - 1) } else { from.saturating_sub(many) };
    if next == from {
        let told = if later {
            "The editions before are all held against it."
        } else {
            "This is the earliest edition."
        };
        app.notice = Some(told.into());
        return;
    }
    // Right before the later side it goes along with that.
    let from = (next + 1 != to).then(|| editions[next]);
    let asked = Asked { from, to: Some(editions[to]), ..app.changes.asked };
    ask(app, asked);
}

/// `:changes [@place] [Y..Z]`.
///
/// # Errors
/// When something of it means nothing.
pub fn order(app: &mut App, words: &str) -> Result<(), String> {
    let mut asked = Asked::default();
    let mut name = String::new();
    for word in words.split_whitespace() {
        let year = |text: &str| text.parse::<i32>().ok();
        match word.split_once("..") {
            Some((from, to)) if !from.is_empty() || !to.is_empty() => {
                let read = |text: &str| match (text.is_empty(), year(text)) {
                    (true, _) => Ok(None),
                    (false, Some(year)) => Ok(Some(year)),
                    (false, None) => Err(format!("{} is no year", harmless(text))),
                };
                (asked.from, asked.to) = (read(from)?, read(to)?);
            }
            _ => {
                if let Some(year) = year(word) {
                    asked.to = Some(year);
                } else {
                    name.push_str(if name.is_empty() { "" } else { " " });
                    name.push_str(word);
                }
            }
        }
    }
    if !name.is_empty() {
        let address = Address::parse(&name).and_then(|address| resolve(&app.library, &address));
        asked.place = match address {
            Some(Target::Place(place, year)) => {
                asked.to = asked.to.or(year);
                Some(place)
            }
            _ => find_place(&app.library.atlas, name.trim_start_matches('@')),
        };
        if asked.place.is_none() {
            return Err(format!("no place is called \"{}\"", harmless(&name)));
        }
    }
    update::history::remember(app);
    arrive(app);
    app.pane = Pane::List;
    ask(app, asked);
    Ok(())
}

/// Another library: what was asked is asked again there.
pub fn renew(app: &mut App, moved: Option<&Moved<'_>>) {
    let changes = &mut app.changes;
    if let Some(Node::Change(branch)) = changes.desk.list.node() {
        changes.seek = Some(branch.clone());
    }
    (changes.waiting, changes.known) = (None, None);
    changes.desk.list.rows.clear();
    let carried = moved.is_some_and(|moved| changes.desk.reader.carry(moved));
    if !carried {
        changes.desk.reader = crate::app::Reader::default();
        if app.tab == Tab::Changes && app.loaded && !app.library.is_empty() {
            app.pane = Pane::List;
        }
    }
}

/// What the way back must know of the tab.
pub fn visited(app: &App) -> Option<Visited> {
    let selected = match app.changes.desk.list.node() {
        Some(Node::Change(branch)) => Some(branch.clone()),
        _ => None,
    };
    (app.tab == Tab::Changes).then_some(Visited { asked: app.changes.asked, all: app.changes.all, selected })
}

/// Shows the tab as it was.
pub fn visit_again(app: &mut App, visited: Visited) {
    let changed = app.changes.all != visited.all;
    app.changes.all = visited.all;
    ask(app, visited.asked);
    if changed {
        rows::refill(app);
    }
    app.changes.seek = visited.selected;
}

/// Brings everything into line with the library: called after every message while the tab is shown.
pub fn settle(app: &mut App) {
    if !app.loaded {
        return;
    }
    let library = Arc::clone(&app.library);
    let changes = &mut app.changes;
    let asked = changes.asked;
    let known =
        changes.known.as_ref().is_some_and(|(of, known, _)| Arc::ptr_eq(of, &library) && *known == asked);
    if known {
        changes.waiting = None;
        super::pages::mark_again(app);
        return;
    }
    let waits = changes
        .waiting
        .as_ref()
        .is_some_and(|(of, question)| Arc::ptr_eq(of, &library) && question.asked == asked);
    if !waits {
        changes.newest += 1;
        let question = Question { generation: changes.newest, asked };
        changes.waiting = Some((library, question.clone()));
        changes.percent = 0;
        app.asks.push(Effect::Appearances(question));
        rows::refill(app);
        if app.pane == Pane::List {
            super::show_selected(app);
        }
    }
}
