//! Orders given in the command line.
use super::arrival::go_to_awaited;
use super::counts;
use super::going::go;
use super::history::{remember, show_tab};
use super::settle;
use crate::app::command::{self, CommandLine};
use crate::app::keymap::Action;
use crate::app::lookup::Goal;
use crate::app::{App, Effect, Overlay, Tab, changes, compare, export, timeline};
use crate::model::{Address, Part, Values, harmless, setting};
use crate::query::filter::Found;
use crate::query::{Target, find_place, resolve};
use std::sync::Arc;

/// At most so many orders are remembered.
const REMEMBERED: usize = 100;

/// The address of the guide.
const TOUR: &str = "tour";

/// Begins a line, goes through its choices, or to the guide.
pub(super) fn act(app: &mut App, action: Action) -> Vec<Effect> {
    match (action, &mut app.overlay) {
        (Action::Complete | Action::CompleteBack, Some(Overlay::Command(line))) => {
            line.turn(action == Action::Complete);
        }
        (Action::Tour, _) => {
            app.awaited = Some(TOUR.into());
            go_to_awaited(app);
            if app.awaited.is_some() {
                return vec![Effect::Tour];
            }
        }
        _ => begin(app),
    }
    Vec::new()
}

/// Begins a line.
fn begin(app: &mut App) {
    let over_map = matches!(app.overlay, Some(Overlay::Map));
    let mut line = CommandLine::default();
    line.over_map = over_map;
    app.overlay = Some(Overlay::Command(line));
    command::complete(app);
}

/// Gives the line up; what lay below it is there again.
pub(super) fn close(app: &mut App) {
    if let Some(Overlay::Command(line)) = app.overlay.take()
        && line.over_map
    {
        app.overlay = Some(Overlay::Map);
    }
}

/// Up and down: through the orders of this run.
pub(super) fn walk(app: &mut App, older: bool) {
    let Some(Overlay::Command(line)) = &mut app.overlay else { return };
    if line.walk(&app.orders, older) {
        command::complete(app);
    }
}

/// Takes what was found in a large library; whether it was asked for here.
pub(super) fn answered(app: &mut App, generation: u64, found: &Found) -> Option<Vec<Effect>> {
    let Some(Overlay::Command(line)) = &mut app.overlay else { return None };
    if line.asked != Some(generation) {
        return None;
    }
    let mut choices = std::mem::take(&mut line.choices);
    let hasty = line.hasty && !choices.iter().any(|choice| choice.goal.is_some());
    let of_sides = matches!(&app.overlay, Some(Overlay::Command(line)) if command::names_sides(line));
    if of_sides {
        compare::add_found(app, &mut choices, found);
    } else {
        command::add_found(app, &mut choices, found);
    }
    if let Some(Overlay::Command(line)) = &mut app.overlay {
        line.choices = choices;
        line.asked = line.asked.filter(|_| !found.complete);
    }
    Some(if hasty { accept(app) } else { Vec::new() })
}

/// Enter: carries the order out, or says why not; then the line stays as it is.
pub(super) fn accept(app: &mut App) -> Vec<Effect> {
    let Some(Overlay::Command(line)) = &mut app.overlay else { return Vec::new() };
    let text = line.prompt.text.trim().to_owned();
    if text.is_empty() {
        close(app);
        return Vec::new();
    }
    // A choice that stands in the line is meant, whatever else its words may say.
    let chosen = line.cursor.and_then(|at| line.choices.get(at)).and_then(|choice| choice.goal.clone());
    let best = line.choices.iter().find(|choice| choice.begins(&text)).and_then(|choice| choice.goal.clone());
    let waits = best.is_none() && line.asked.is_some();
    let line = app.overlay.take();
    let done = match chosen {
        Some(goal) => Ok(reach(app, &goal)),
        None => match carry_out(app, &text) {
            Some(done) => done,
            None if waits => {
                app.overlay = line;
                if let Some(Overlay::Command(line)) = &mut app.overlay {
                    line.hasty = true;
                }
                return Vec::new();
            }
            None => match best {
                Some(goal) => Ok(reach(app, &goal)),
                None => {
                    Err(format!("nothing is called \"{}\"; Tab goes through what is near", harmless(&text)))
                }
            },
        },
    };
    match done {
        Ok(effects) => {
            if app.orders.last() != Some(&text) {
                app.orders.push(text);
            }
            if app.orders.len() > REMEMBERED {
                app.orders.remove(0);
            }
            effects
        }
        Err(error) => {
            app.overlay = line;
            if let Some(Overlay::Command(line)) = &mut app.overlay {
                line.error = Some(error);
            }
            Vec::new()
        }
    }
}

/// Goes where a choice leads, or does it.
pub(super) fn reach(app: &mut App, goal: &Goal) -> Vec<Effect> {
    match goal {
        Goal::Tab(tab) => show_tab(app, *tab),
        Goal::Command(action) => return super::act(app, *action, None),
        Goal::Target(target) => go(app, *target),
    }
    Vec::new()
}

type Done = Result<Vec<Effect>, String>;

/// Carries out an order that is written as it should be; `None` where it is none.
fn carry_out(app: &mut App, text: &str) -> Option<Done> {
    let (verb, rest) =
        text.split_once(char::is_whitespace).map_or((text, ""), |(verb, rest)| (verb, rest.trim()));
    match (verb, rest) {
        ("set", rest) => return Some(set(app, rest)),
        ("theme", "") => return Some(set(app, "theme")),
        ("theme", name) => return Some(set(app, &format!("theme {name}"))),
        ("cite", format) => return Some(super::citing::order(app, format)),
        ("timeline", line) if !line.is_empty() => {
            timeline::open_line(app, line);
            return Some(Ok(Vec::new()));
        }
        ("export", file) => return Some(write(app, file, false)),
        ("export!", file) => return Some(write(app, file, true)),
        ("q" | "q!" | "qa" | "quit" | "exit", "") => return Some(Ok(vec![Effect::Quit])),
        ("changes", rest) => return Some(changes::order(app, rest).map(|()| Vec::new())),
        ("compare", rest) => return Some(compare::order(app, rest)),
        ("help" | "h", "") => return Some(Ok(super::act(app, Action::Help, None))),
        _ => {}
    }
    if let Ok(number) = text.parse::<usize>() {
        return Some(to_paragraph(app, number));
    }
    if let Some(percent) = text.strip_suffix('%').and_then(|percent| percent.trim().parse::<usize>().ok()) {
        return Some(to_percent(app, percent));
    }
    if let Some(target) = address(app, text) {
        return Some(target.map(|target| reach(app, &Goal::Target(target))));
    }
    if let Some(tab) = Tab::ALL.into_iter().find(|tab| tab.name().eq_ignore_ascii_case(text)) {
        return Some(Ok(reach(app, &Goal::Tab(tab))));
    }
    if let Some((_, action)) = command::actions().find(|(name, _)| *name == text) {
        return Some(Ok(super::act(app, action, None)));
    }
    let place = find_place(&app.library.atlas, text)?;
    Some(Ok(reach(app, &Goal::Target(Target::Place(place, None)))))
}

/// What an address leads to. What looks like one and leads nowhere is an error.
fn address(app: &App, text: &str) -> Option<Result<Target, String>> {
    let library = &app.library;
    let address = Address::parse(text)?;
    let target = resolve(library, &address);
    let meant = match &address {
        Address::Place { .. } => true,
        Address::Document { slug, part } => {
            *part != Part::Whole && (text.contains('#') || library.find(slug).is_some())
        }
    };
    match target {
        Some(target) => Some(Ok(target)),
        None if meant => Some(Err(format!("the library has no {}", harmless(text)))),
        None => None,
    }
}

/// `:set`: settles something, or tells how it is settled.
fn set(app: &mut App, words: &str) -> Done {
    let tell = |app: &mut App, name: &str| -> Done {
        let value = app.settings.get(name).ok_or_else(|| no_setting(app, name))?;
        app.notice = Some(format!("{name} is {value}"));
        Ok(Vec::new())
    };
    if words.is_empty() {
        return Err("set NAME VALUE; Tab goes through the names".into());
    }
    if let Some(name) = words.strip_suffix('?') {
        return tell(app, name.trim());
    }
    let (name, value) = match words.split_once(['=', ' ']) {
        Some((name, value)) => (name.trim(), value.trim()),
        None => match (setting(words), words.strip_prefix("no").and_then(setting)) {
            (Some(found), _) if found.values == Values::Switch => (words, "true"),
            (Some(_), _) => return tell(app, words),
            (None, Some(found)) if found.values == Values::Switch => (found.name, "false"),
            _ => return Err(no_setting(app, words)),
        },
    };
    let heard = app.settings.mouse;
    app.settings.set(name, value).map_err(|error| harmless(&error))?;
    app.notice = Some(format!("{name} is {}", app.settings.get(name).unwrap_or_default()));
    settle(app);
    Ok(if app.settings.mouse == heard { Vec::new() } else { vec![Effect::Mouse(app.settings.mouse)] })
}

fn no_setting(app: &App, name: &str) -> String {
    harmless(&app.settings.clone().set(name, "").err().unwrap_or_default())
}

/// `:12`: the twelfth paragraph of the document, or the twelfth passage of what is shown.
fn to_paragraph(app: &mut App, number: usize) -> Done {
    let (many, noun) = counts::numbered(app);
    if many == 0 {
        return Err(format!("there is no {noun} here"));
    }
    if !(1..=many).contains(&number) {
        return Err(format!("its {noun}s go from 1 to {many}"));
    }
    remember(app);
    app.pane = crate::app::Pane::Reader;
    counts::show_number(app, number);
    Ok(Vec::new())
}

/// `:40%`: so far through what is shown.
fn to_percent(app: &mut App, percent: usize) -> Done {
    if percent > 100 {
        return Err("percent go from 0 to 100".into());
    }
    remember(app);
    let library = Arc::clone(&app.library);
    app.desk_mut().reader.to_percent(&library, percent);
    app.pane = crate::app::Pane::Reader;
    Ok(Vec::new())
}

/// `:export`: what is shown, for a file.
fn write(app: &mut App, file: &str, overwrite: bool) -> Done {
    let path = if file.is_empty() {
        // What is offered first is what is taken where nothing is chosen.
        let endings = if command::listing(app).is_some() { export::LIST } else { export::PAGE };
        format!("{}.{}", command::file_stem(app), endings.first().map_or("md", |(ending, _)| ending))
    } else {
        file.to_owned()
    };
    let text = export::text(app, &path)?;
    Ok(vec![Effect::Export { path, text, overwrite }])
}
