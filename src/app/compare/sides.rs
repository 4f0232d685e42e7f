//! The line in which both sides are typed: what it means, and what it may become. Never compares.
use super::answer::{Ask, ask};
use super::walk::Seek;
use super::{App, keys};
use crate::app::command::{self, Choice};
use crate::app::lookup::{self, Reply};
use crate::app::{Effect, Prompt, layout};
use crate::model::{Address, Library, harmless};
use crate::query::compare::{editions, named, titled};
use crate::query::filter::{Found, Scope};
use crate::query::{Target, find_place, resolve};

/// Begins to type: the sides that are compared are a beginning.
pub(super) fn begin(app: &mut App) {
    let compare = &mut app.compare;
    compare.typing = true;
    let sides = compare.shown.as_ref().map(|shown| {
        format!("{} > {}", named(&shown.library, shown.left), named(&shown.library, shown.right))
    });
    compare.line.prompt = Prompt::of(sides.unwrap_or_default());
    complete(app);
}

/// The byte at which the side begins that is typed at the cursor.
fn side_at(text: &str) -> usize {
    let behind = text.rfind('>').map_or(0, |at| at + 1);
    behind + (text[behind..].len() - text[behind..].trim_start().len())
}

/// Makes the choices for what is typed.
pub(super) fn complete(app: &mut App) {
    let line = &mut app.compare.line;
    line.changed();
    let text = line.prompt.text[..line.prompt.cursor()].to_owned();
    let from = side_at(&text);
    let (choices, asked) = complete_for(app, &text[from..]);
    let line = &mut app.compare.line;
    line.offer(from, choices);
    line.asked = asked;
}

/// So many choices are made.
const CHOICES: usize = 40;

/// Addresses that some words may become, and the number of the question where more will come.
pub fn complete_for(app: &mut App, words: &str) -> (Vec<Choice>, Option<u64>) {
    let mut choices = in_years(app, words);
    if words.trim().is_empty() {
        return (choices, None);
    }
    match lookup::ask(app, words.trim_start_matches('@'), Scope::All, CHOICES) {
        Reply::Now(found) => {
            add_found(app, &mut choices, &found);
            (choices, None)
        }
        Reply::Later(generation) => (choices, Some(generation)),
    }
}

/// The editions of a place whose address is typed, the newest first.
fn in_years(app: &App, words: &str) -> Vec<Choice> {
    let (place, year) = words.split_once('/').unwrap_or((words, ""));
    let Some(Target::Place(id, _)) = place.strip_prefix('@').and_then(|_| found(&app.library, place)) else {
        return Vec::new();
    };
    let name = app.library.atlas.place(id).name;
    let all = editions(&app.library, Target::Place(id, None)).into_iter().rev();
    all.filter(|(edition, _)| edition.to_string().starts_with(year))
        .map(|(edition, target)| choice(format!("{name} in {edition}"), "one edition", &app.library, target))
        .collect()
}

fn choice(name: String, detail: &str, library: &Library, target: Target) -> Choice {
    let insert = named(library, target).to_string();
    Choice { name, matched: Vec::new(), detail: detail.into(), insert, goal: None }
}

/// Puts what was found in the library behind the choices.
pub fn add_found(app: &App, choices: &mut Vec<Choice>, found: &Found) {
    let mut more = Vec::new();
    command::add_found(app, &mut more, found);
    // Only what has an address can be compared.
    let targets = more.into_iter().filter(|choice| matches!(choice.goal, Some(lookup::Goal::Target(_))));
    for choice in targets {
        let choice = Choice { goal: None, ..choice };
        if !choices.iter().any(|other| other.insert == choice.insert) {
            choices.push(choice);
        }
    }
}

/// Takes what was found in a large library; whether it was asked for here.
pub fn looked_up(app: &mut App, generation: u64, found: &Found) -> bool {
    if !app.compare.typing || app.compare.line.asked != Some(generation) {
        return false;
    }
    let mut choices = std::mem::take(&mut app.compare.line.choices);
    add_found(app, &mut choices, found);
    let line = &mut app.compare.line;
    line.choices = choices;
    line.asked = line.asked.filter(|_| !found.complete);
    true
}

/// Enter: compares what is typed, or says what cannot be understood; then the line stays as it is.
pub(super) fn accept(app: &mut App) {
    let text = app.compare.line.prompt.text.clone();
    if text.trim().is_empty() {
        app.compare.typing = false;
        return;
    }
    let mut understood = understand(&app.library, &text);
    // What is near is meant, where the last side has no other meaning.
    if understood.is_err()
        && let Some(near) = app.compare.line.choices.first()
    {
        let end = side_at(&text);
        let better = format!("{}{}", &text[..end], near.insert);
        if let Ok(ask) = understand(&app.library, &better) {
            understood = Ok(ask);
        }
    }
    match understood {
        Ok(wanted) => {
            super::super::update::history::remember(app);
            let compare = &mut app.compare;
            compare.typing = false;
            compare.came = false;
            ask(app, wanted, Seek::First);
        }
        Err(told) => app.compare.line.error = Some(told),
    }
}

/// A click on one of the choices.
pub(super) fn choose(app: &mut App, row: usize) {
    let height = usize::from(super::areas(app, layout(app).own).text.height);
    let at = row + top(app, height);
    if at < app.compare.line.choices.len() {
        app.compare.line.put(Some(at));
    }
}

/// The first of the choices in sight: the one in the line is always among them.
pub fn top(app: &App, height: usize) -> usize {
    app.compare.line.cursor.map_or(0, |at| (at + 1).saturating_sub(height.max(1)))
}

/// `:compare A [B]`.
///
/// # Errors
/// In words, where a side is not understood.
pub fn order(app: &mut App, words: &str) -> Result<Vec<Effect>, String> {
    if words.trim().is_empty() {
        keys::come(app);
        begin(app);
        return Ok(Vec::new());
    }
    let wanted = understand(&app.library, words)?;
    keys::come(app);
    ask(app, wanted, Seek::First);
    Ok(Vec::new())
}

/// What some words ask for: both sides with `>` between them, two addresses, or one, which is compared with the edition
/// before. A bare year is the same in another edition.
///
/// # Errors
/// In words, where a side is not understood.
pub fn understand(library: &Library, text: &str) -> Result<Ask, String> {
    let (left, right) = split(library, text);
    let is_year = |words: &str| words.len() == 4 && words.bytes().all(|byte| byte.is_ascii_digit());
    let side = |words: &str| found(library, words).ok_or_else(|| nothing(words));
    let in_year = |target: Target, year: &str| -> Result<Target, String> {
        let all = editions(library, target);
        let same = all.iter().find(|(edition, _)| edition.to_string() == year).map(|(_, target)| *target);
        same.ok_or_else(|| {
            let years: Vec<String> = all.iter().map(|(year, _)| year.to_string()).collect();
            format!("{} has no edition of {year}; it has {}", named(library, target), years.join(", "))
        })
    };
    match (left.as_str(), right.as_str()) {
        ("", "") => Err("name two sides, as in @japan/2014 > @japan/2015".into()),
        (only, "") | ("", only) => Ok(Ask::Before(side(only)?)),
        (left, right) if is_year(right) => {
            let left = side(left)?;
            Ok(Ask::Both(left, in_year(left, right)?))
        }
        (left, right) if is_year(left) => {
            let right = side(right)?;
            Ok(Ask::Both(in_year(right, left)?, right))
        }
        (left, right) => Ok(Ask::Both(side(left)?, side(right)?)),
    }
}

/// Both sides of what is typed.
fn split(library: &Library, text: &str) -> (String, String) {
    for between in [">", " against ", " versus ", " vs "] {
        if let Some((left, right)) = text.split_once(between) {
            // More signs than one are one.
            return (left.trim().into(), right.trim_matches([' ', '>']).into());
        }
    }
    let text = text.trim();
    // Two addresses, with nothing but a blank between them.
    if let Some((left, right)) = text.split_once(' ')
        && (left.starts_with('@') || left.contains(['/', '-', '#']))
        && found(library, left).is_some()
    {
        return (left.into(), right.trim().into());
    }
    (text.into(), String::new())
}

fn nothing(words: &str) -> String {
    format!("nothing is called \"{}\"; Tab goes through what is near", harmless(words))
}

/// What some words mean: an address, a place, a place in a year, or a document's title.
fn found(library: &Library, words: &str) -> Option<Target> {
    let words = words.trim();
    if let Some(target) = Address::parse(words).and_then(|address| resolve(library, &address)) {
        return Some(target);
    }
    if let Some(place) = find_place(&library.atlas, words) {
        return Some(Target::Place(place, None));
    }
    let dated = words.rsplit_once([' ', '/']).and_then(|(name, year)| {
        let year: i32 = year.parse().ok().filter(|year| (1000..=2999).contains(year))?;
        Some((name.trim().trim_end_matches(" in").trim(), year))
    });
    if let Some((name, year)) = dated {
        if let Some(place) = find_place(&library.atlas, name) {
            return Some(Target::Place(place, Some(year)));
        }
        if let Some(doc) = titled(library, name, Some(year)) {
            return Some(Target::Document(doc));
        }
    }
    titled(library, words, None).map(Target::Document)
}
