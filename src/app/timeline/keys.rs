//! What the keys do in the tab. Never names a key.
use super::{MOST, Shows, ask, here, list};
use crate::app::keymap::{Action, Context};
use crate::app::tree::Step;
use crate::app::{App, Effect, Pane, Tab, layout, update};
use crate::query::timeline::Term;
use std::sync::Arc;

/// Does what is wanted; `false` where it is nothing of this tab's own.
pub fn act(app: &mut App, action: Action, times: Option<usize>) -> bool {
    if action == Action::TimelineHere {
        here(app);
        return true;
    }
    if app.tab != Tab::Timeline {
        return false;
    }
    match app.context() {
        Context::Timeline if app.timeline.is_empty() => among_entries(app, action, times),
        Context::Timeline => on_page(app, action, times),
        Context::Terms => in_line(app, action),
        Context::Reader if action == Action::Open => list::open_passage(app),
        _ => false,
    }
}

fn among_entries(app: &mut App, action: Action, times: Option<usize>) -> bool {
    let timeline = &mut app.timeline;
    match action {
        action if action.is_step() => {
            let choices: Vec<usize> =
                (0..timeline.entries.len()).filter(|&at| timeline.entries[at].is_choice()).collect();
            let at = choices.iter().position(|&at| at == timeline.entry.0).unwrap_or(0);
            let step = update::moves::stride(action, times, choices.len());
            if let Some(&chosen) = choices.get(step.from(at, choices.len())) {
                timeline.entry.0 = chosen;
            }
        }
        Action::Open | Action::LaterYear => choose(app),
        Action::Filter => timeline.typing = true,
        Action::HeatMap => turn_map(app),
        Action::SwitchPane => {}
        _ => return false,
    }
    true
}

/// Shows the timeline of the selected row.
pub(super) fn choose(app: &mut App) {
    match app.timeline.entries.get(app.timeline.entry.0) {
        Some(super::Entry::Terms(line, _)) => {
            let line = line.clone();
            here::open_line(app, &line);
        }
        Some(super::Entry::Heat) => turn_map(app),
        _ => {}
    }
}

fn in_line(app: &mut App, action: Action) -> bool {
    match action {
        Action::Accept => {
            let line = app.timeline.prompt.text.clone();
            match ask::read(app, &line) {
                Ok(terms) => {
                    app.timeline.shows = Shows::Bars;
                    ask::show(app, terms);
                }
                Err(error) => app.timeline.error = Some(error),
            }
        }
        Action::PageDown | Action::PageUp => {}
        _ => return false,
    }
    true
}

fn on_page(app: &mut App, action: Action, times: Option<usize>) -> bool {
    let many = times.unwrap_or(1).min(10_000) as isize;
    let heat = app.timeline.shows == Shows::Heat;
    match action {
        Action::EarlierYear => step_year(app, Step::By(-many)),
        Action::LaterYear => step_year(app, Step::By(many)),
        Action::Top | Action::Bottom if !heat => {
            step_year(app, if action == Action::Top { Step::First } else { Step::Last });
        }
        Action::Up | Action::Down if !heat => {
            let by = if action == Action::Up { -many } else { many };
            app.timeline.row = Step::By(by).from(app.timeline.row, app.timeline.terms.len());
        }
        action if action.is_step() && heat => {
            let page = usize::from(super::grid(app, &layout(app)).rows.height);
            step_country(app, update::moves::stride(action, times, page));
        }
        action if action.is_step() => read_on(app, action, times),
        Action::Percent => percent(app, times),
        Action::Open | Action::SwitchPane => go_in(app),
        Action::Filter => app.timeline.typing = true,
        Action::Rate => {
            app.timeline.rate = !app.timeline.rate;
            let now =
                if app.timeline.rate { "for every 10,000 words of the year's editions" } else { "passages" };
            app.notice = Some(format!("Counted: {now}."));
        }
        Action::OneScale => {
            app.timeline.one_scale = !app.timeline.one_scale;
            let one = app.timeline.one_scale;
            app.notice =
                Some(if one { "One scale for all terms." } else { "Each term has its own scale." }.into());
        }
        Action::Predecessors => {
            app.timeline.predecessors = !app.timeline.predecessors;
            ask::ask_again(app);
            let with = app.timeline.predecessors;
            app.notice = Some(tell_predecessors(app, with));
        }
        Action::HeatMap => turn_map(app),
        Action::AddTerm => add(app),
        Action::RemoveTerm => remove(app),
        _ => return false,
    }
    true
}

/// `50%`: to the year so far through those that have editions.
fn percent(app: &mut App, times: Option<usize>) {
    let Some(percent) = times else {
        app.notice = Some("A number first: 50% goes to the middle.".into());
        return;
    };
    let years = app.timeline.editions().map_or(0, |editions| editions.years.len());
    step_year(app, Step::First);
    let at = (years.saturating_sub(1) * percent.min(100)).div_ceil(100);
    step_year(app, Step::By(isize::try_from(at).unwrap_or(0)));
}

fn tell_predecessors(app: &App, with: bool) -> String {
    let any = app.timeline.terms.iter().any(|term| match term {
        Term::Place(place) => !crate::query::timeline::before(&app.library, *place).is_empty(),
        Term::Words { .. } => false,
    });
    match (with, any) {
        (false, _) => "Each place alone again.",
        (true, true) => "States are counted with those that they came after.",
        (true, false) => "None of these came after another state.",
    }
    .into()
}

/// Goes along the years that have editions.
pub(super) fn step_year(app: &mut App, step: Step) {
    let timeline = &mut app.timeline;
    let Some(editions) = timeline.editions().map(Arc::clone) else { return };
    let at = timeline.at().unwrap_or(editions.years.len().saturating_sub(1));
    if let Some(edition) = editions.years.get(step.from(at, editions.years.len())) {
        timeline.year = Some(edition.year);
    }
}

/// Goes along the countries of the heat map.
pub(super) fn step_country(app: &mut App, step: Step) {
    let countries = app.timeline.heat().map_or(0, |heat| heat.rows.len());
    app.timeline.country.0 = step.from(app.timeline.country.0, countries);
}

/// Scrolls the list below without going there.
fn read_on(app: &mut App, action: Action, times: Option<usize>) {
    let page = usize::from(layout(app).reader.height.max(1));
    let Step::By(lines) = update::moves::stride(action, times, page) else { return };
    let library = Arc::clone(&app.library);
    let reader = &mut app.timeline.desk.reader;
    let before = reader.top;
    reader.scroll(&library, lines);
    reader.refresh(&library);
    reader.rest_cursor(before, lines > 0);
}

/// Goes into the list of passages.
fn go_in(app: &mut App) {
    if app.timeline.desk.reader.sheet.stops.is_empty() {
        app.notice = Some("There is no passage to go to.".into());
    } else {
        app.pane = Pane::Reader;
    }
}

/// Shows all countries by edition, or the bars again.
pub(super) fn turn_map(app: &mut App) {
    let timeline = &mut app.timeline;
    timeline.shows = match timeline.shows {
        Shows::Bars => Shows::Heat,
        Shows::Heat => Shows::Bars,
    };
    timeline.typing = false;
    ask::ask_again(app);
    if app.timeline.is_empty() {
        app.timeline.known = None;
    }
}

/// Adds the selected country of the heat map to the terms.
fn add(app: &mut App) {
    let country = app.timeline.heat().and_then(|heat| heat.rows.get(app.timeline.country.0));
    let Some(place) = country.map(|row| row.place).filter(|_| app.timeline.shows == Shows::Heat) else {
        app.notice = Some("On the map of countries this adds one to the timeline.".into());
        return;
    };
    let name = app.library.atlas.place(place).name;
    let mut terms = app.timeline.terms.clone();
    app.notice = Some(if terms.contains(&Term::Place(place)) {
        format!("{name} is there already.")
    } else if terms.len() >= MOST {
        format!("{MOST} terms at most stand together.")
    } else {
        terms.push(Term::Place(place));
        let many = terms.len();
        ask::show(app, terms);
        format!("Added: {name}, {many} of {MOST}.")
    });
}

fn remove(app: &mut App) {
    let mut terms = app.timeline.terms.clone();
    if app.timeline.shows == Shows::Heat || app.timeline.row >= terms.len() {
        app.notice = Some("There is no term here to take away.".into());
        return;
    }
    let gone = terms.remove(app.timeline.row);
    app.notice = Some(format!("Taken away: {}", gone.name(&app.library.atlas)));
    ask::show(app, terms);
}

/// Takes the uppermost layer away: what is typed, the map, then the terms.
pub fn escape(app: &mut App) {
    if app.timeline.typing {
        let terms = app.timeline.terms.clone();
        let due = app.timeline.known.is_none();
        let line: Vec<String> = terms.iter().map(|term| term.typed(&app.library.atlas)).collect();
        let timeline = &mut app.timeline;
        timeline.prompt.set(line.join(", "));
        (timeline.typing, timeline.error) = (false, None);
        timeline.due |= due;
    } else if app.timeline.shows == Shows::Heat {
        turn_map(app);
    } else if !app.timeline.terms.is_empty() {
        ask::show(app, Vec::new());
        app.timeline.known = None;
    }
}

/// `q`: backs out, and quits at last.
pub fn leave(app: &mut App) -> Vec<Effect> {
    if app.timeline.is_empty() && !app.timeline.typing {
        return vec![Effect::Quit];
    }
    escape(app);
    Vec::new()
}

/// What only this tab does, wanted from elsewhere: shows it, and does it where there is something to do it with.
pub fn elsewhere(app: &mut App, action: Action) {
    super::arrive(app);
    app.timeline.typing = false;
    act(app, action, None);
}
