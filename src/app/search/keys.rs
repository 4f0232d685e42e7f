//! What the keys do in the tab of search.
use super::{App, Listing, Pane, Prompt, ask_again, commit, facets, set_text, show_selected, walk};
use crate::app::keymap::{Action, Context};
use crate::app::{Effect, layout, update};
use crate::query::Order;
use crate::query::concordance::Sort;

/// Does what is wanted; `false` where it is nothing of this tab's own.
pub fn act(app: &mut App, action: Action, times: Option<usize>) -> bool {
    match app.context() {
        Context::Query => in_query(app, action, times),
        Context::Hits => in_hits(app, action, times),
        Context::Facets => in_facets(app, action, times),
        Context::List
        | Context::Reader
        | Context::Prompt
        | Context::Lookup
        | Context::Help
        | Context::Command
        | Context::Map
        | Context::Themes
        | Context::Compare
        | Context::Sides
        | Context::Timeline
        | Context::Terms
        | Context::Note
        | Context::Slip => false,
    }
}

fn in_query(app: &mut App, action: Action, times: Option<usize>) -> bool {
    match action {
        Action::Accept => accept(app),
        Action::Up => back_in_history(app),
        Action::Down => forward_in_history(app),
        Action::PageUp | Action::PageDown => step(app, action, times),
        Action::SwitchPane => {
            commit(app);
            app.search.typing = false;
            if app.search.error.is_some() {
                // There is no text to it.
                return true;
            }
            app.pane = Pane::Reader;
            app.search.desk.reader.count_matches(&app.library);
        }
        _ => return false,
    }
    true
}

fn in_hits(app: &mut App, action: Action, times: Option<usize>) -> bool {
    match action {
        action if action.is_step() => step(app, action, times),
        Action::NextMatch => step(app, Action::Down, times),
        Action::PreviousMatch => step(app, Action::Up, times),
        Action::Open | Action::Unfold => open(app),
        Action::Filter => app.search.typing = true,
        Action::Order => turn_order(app),
        Action::Facets => facets::toggle(app),
        Action::Concordance => toggle_concordance(app),
        Action::ByLeft => by(app, Sort::Left),
        Action::ByRight => by(app, Sort::Right),
        Action::ByYear => by(app, Sort::Year),
        Action::ByDocument => by(app, Sort::Document),
        Action::SaveSearch => begin_naming(app),
        Action::Forget => forget(app),
        Action::SwitchPane => {
            app.pane = Pane::Reader;
            app.search.desk.reader.count_matches(&app.library);
        }
        _ => return false,
    }
    true
}

fn in_facets(app: &mut App, action: Action, times: Option<usize>) -> bool {
    match action {
        action if action.is_step() => {
            let page = usize::from(layout(app).facets.height);
            facets::step(app, update::moves::stride(action, times, page));
        }
        Action::Narrow => facets::choose(app),
        Action::EraseScope => {
            if !facets::widen(app) {
                app.notice = Some("The query has no scope to take away.".into());
            }
        }
        Action::Facets | Action::SwitchPane => app.search.panel = None,
        Action::Filter => {
            app.search.panel = None;
            app.search.typing = true;
        }
        Action::Order => turn_order(app),
        _ => return false,
    }
    true
}

/// Takes the uppermost layer away.
pub fn escape(app: &mut App) {
    let search = &mut app.search;
    if search.naming.take().is_some() {
        return;
    }
    if search.typing {
        search.typing = false;
        return;
    }
    if search.panel.take().is_some() {
        return;
    }
    if search.sort.is_some() {
        return toggle_concordance(app);
    }
    if !facets::widen(app) {
        set_text(app, String::new());
    }
}

/// `q`: backs out of what lies on top, then of the query, and quits when nothing is asked.
pub fn leave(app: &mut App) -> Vec<Effect> {
    if app.search.panel.is_none() && app.search.prompt.text.trim().is_empty() {
        return vec![Effect::Quit];
    }
    if app.search.panel.is_none() && app.search.sort.is_none() {
        set_text(app, String::new());
    } else {
        escape(app);
    }
    Vec::new()
}

fn step(app: &mut App, action: Action, times: Option<usize>) {
    let page = usize::from(layout(app).list.height) / app.search.row_height();
    let before = app.search.cursor;
    if times.is_some() && matches!(action, Action::Top | Action::Bottom) {
        app.search.cursor = 0;
    }
    app.search.step(update::moves::stride(action, times, page));
    if app.search.cursor != before {
        show_selected(app);
    }
}

/// Enter in the query: keeps it, takes the nearest words where nothing was found, or gives a name to what is saved.
fn accept(app: &mut App) {
    if let Some(name) = app.search.naming.take() {
        return save(app, &name);
    }
    if app.search.listing() == Listing::Near {
        return open(app);
    }
    commit(app);
    app.search.typing = false;
}

/// Enter on a row.
pub(super) fn open(app: &mut App) {
    let search = &mut app.search;
    match search.listing() {
        Listing::Entries => {
            if let Some(query) = search.entries.get(search.cursor).and_then(|entry| entry.query()) {
                let query = query.to_owned();
                search.typing = false;
                set_text(app, query);
            }
        }
        Listing::Near => {
            let near = search.found.as_ref().and_then(|found| found.answer.results.near.get(search.cursor));
            if let Some(near) = near.cloned() {
                set_text(app, near);
            }
        }
        Listing::Hits | Listing::Lines => {
            if search.passage(search.cursor).is_none() {
                return;
            }
            commit(app);
            update::history::remember(app);
            show_selected(app);
            app.search.typing = false;
            app.pane = Pane::Reader;
            // Set to the width that it has now, before the match is looked for on it.
            update::settle(app);
            show_selected(app);
            app.search.desk.reader.count_matches(&app.library);
        }
    }
}

fn back_in_history(app: &mut App) {
    let search = &mut app.search;
    let (steps, typed) = search.walked.clone().unwrap_or((0, search.prompt.text.clone()));
    let history = &search.searches.history;
    // What stands in the line already is no step back.
    let at = history.len().checked_sub(steps + 1);
    let skip = usize::from(at.is_some_and(|at| history[at] == search.prompt.text.trim()));
    match at.and_then(|at| at.checked_sub(skip)) {
        Some(at) => {
            let (query, steps) = (history[at].clone(), history.len() - at);
            set_text(app, query);
            app.search.walked = Some((steps, typed));
        }
        None => app.notice = Some("Nothing was asked before this.".into()),
    }
}

fn forward_in_history(app: &mut App) {
    let search = &mut app.search;
    if search.naming.is_some() {
        return;
    }
    let Some((steps, typed)) = search.walked.clone() else {
        if search.rows() > 0 {
            commit(app);
            app.search.typing = false;
        }
        return;
    };
    let history = &search.searches.history;
    if steps > 1 {
        let query = history[history.len() + 1 - steps].clone();
        set_text(app, query);
        app.search.walked = Some((steps - 1, typed));
    } else {
        set_text(app, typed);
        app.search.walked = None;
    }
}

fn turn_order(app: &mut App) {
    if let Some(sort) = app.search.sort {
        return by(
            app,
            match sort {
                Sort::Document => Sort::Left,
                Sort::Left => Sort::Right,
                Sort::Right => Sort::Year,
                Sort::Year => Sort::Document,
            },
        );
    }
    app.search.order = match app.search.order {
        Order::Relevance => Order::Year,
        Order::Year => Order::Document,
        Order::Document => Order::Relevance,
    };
    ask_again(app, false);
}

fn by(app: &mut App, sort: Sort) {
    if app.search.sort.is_some() {
        app.search.sort = Some(sort);
        return ask_again(app, false);
    }
    app.search.order = match sort {
        Sort::Year => Order::Year,
        Sort::Document => Order::Document,
        Sort::Left | Sort::Right => {
            app.notice =
                Some(app.keys.told(Context::Hits, "That is for the concordance: {concordance} shows it."));
            return;
        }
    };
    ask_again(app, false);
}

fn toggle_concordance(app: &mut App) {
    let search = &mut app.search;
    if search.sort.take().is_some() {
        let passage = search
            .found
            .as_ref()
            .and_then(|found| found.answer.lines.as_ref()?.get(search.cursor).map(|line| line.passage));
        ask_again(app, false);
        if let Some(passage) = passage {
            app.search.seek = super::Seek::Passage(passage);
        }
        if let Some(found) = &mut app.search.found {
            found.answer.lines = None;
        }
        app.search.cursor = passage
            .and_then(|passage| (0..app.search.rows()).find(|&row| app.search.passage(row) == Some(passage)))
            .unwrap_or(0);
        return walk::mark_again(app);
    }
    match &search.found {
        Some(found) if found.query.has_words() => {
            ask_again(app, true);
            app.search.sort = Some(Sort::default());
        }
        _ => app.notice = Some("The concordance needs words to line up: type some.".into()),
    }
}

fn begin_naming(app: &mut App) {
    let unreadable = super::ask::unreadable(app).is_some();
    let search = &mut app.search;
    if search.prompt.text.trim().is_empty() || search.error.is_some() || unreadable {
        let empty = search.prompt.text.trim().is_empty();
        let why = if empty { "There is no query to save." } else { "Not saved: the query cannot be read." };
        app.notice = Some(why.into());
        return;
    }
    search.naming = Some(Prompt::default());
}

fn save(app: &mut App, name: &Prompt) {
    let search = &mut app.search;
    let query = search.prompt.text.trim().to_owned();
    let name = name.text.trim();
    let name = (!name.is_empty() && name != query).then(|| name.to_owned());
    search.searches.save(&query, name);
    search.searches.asked(&query);
    search.due.save = true;
    if let Some(found) = search.found.as_ref().filter(|found| found.question.text.trim() == query) {
        search.counts.insert(query, found.answer.results.total);
    }
    app.notice = Some("Saved: it stands in this tab while nothing is asked.".into());
}

/// Throws away the selected saved search, or forgets one asked before.
fn forget(app: &mut App) {
    use super::Entry;
    let search = &mut app.search;
    let listing = search.listing();
    let entry = search.entries.get(search.cursor).filter(|_| listing == Listing::Entries);
    match entry.cloned() {
        Some(Entry::Saved(label, query)) => {
            search.searches.saved.retain(|saved| saved.query != query);
            app.notice = Some(format!("No longer saved: {label}"));
        }
        Some(Entry::Asked(query)) => search.searches.history.retain(|other| *other != query),
        _ => {
            let query = search.prompt.text.trim().to_owned();
            if !search.is_saved() {
                app.notice = Some("Only what is saved or was asked before can be thrown away.".into());
                return;
            }
            search.searches.saved.retain(|saved| saved.query != query);
            app.notice = Some("No longer saved.".into());
        }
    }
    app.search.due.save = true;
}

/// What only this tab does, wanted from elsewhere: shows it, and does it where there is something to do it with.
pub fn elsewhere(app: &mut App, action: Action) {
    super::arrive(app);
    if !app.search.prompt.text.trim().is_empty() {
        app.search.typing = false;
        act(app, action, None);
    }
}
