//! Looking anything up by name: places, documents, headings, tabs, commands, and addresses typed whole.
use super::keymap::{Action, Context, Keymap};
use super::tree::{Step, kept};
use super::{App, Effect, Prompt, Tab};
use crate::model::Address;
use crate::query::filter::{Ask, Found, Scope, is_large, look_up};
use crate::query::{self, Candidate, Catalogue, Pattern, Target, resolve};
use std::sync::Arc;

/// What an answer stands for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Goal {
    /// Something in the library.
    Target(Target),
    /// A tab.
    Tab(Tab),
    /// A command.
    Command(Action),
}

/// An answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// Its name.
    pub name: String,
    /// The bytes of the name that fit.
    pub matched: Vec<usize>,
    /// What it is, and another name that fits.
    pub detail: String,
    /// What it stands for.
    pub goal: Goal,
}

/// The state of a look-up.
#[derive(Debug, Default)]
pub struct Lookup {
    /// What is typed.
    pub prompt: Prompt,
    /// The answers, best first.
    pub answers: Vec<Answer>,
    /// How many there are in all.
    pub many: usize,
    /// The selected one.
    pub cursor: usize,
    /// The first on the screen.
    pub top: usize,
    /// The number of the question that is not answered yet.
    pub asked: Option<u64>,
    /// The number of the question whose answers are shown.
    pub answered: Option<u64>,
    /// Whether all that fits was counted.
    pub counted: bool,
    /// Whether the best answer is gone to as soon as it is there.
    pub hasty: bool,
}

/// At most so many answers are kept: nobody scrolls further.
pub const KEPT: usize = 200;

/// What comes of a question.
pub enum Reply {
    /// The answer.
    Now(Found),
    /// It will come, with this number.
    Later(u64),
}

/// Looks a name up: at once where the library is small, else by asking the world.
pub fn ask(app: &mut App, text: &str, scope: Scope, most: usize) -> Reply {
    if is_large(&app.library) {
        app.generation += 1;
        let generation = app.generation;
        app.asks.push(Effect::Lookup { generation, text: text.to_owned(), scope, most });
        return Reply::Later(generation);
    }
    let catalogue = app.catalogue.get_or_insert_with(|| Arc::new(query::catalogue(&app.library)));
    Reply::Now(look_up(&app.library, catalogue, &Ask::new(text, scope, most)).unwrap_or_default())
}

/// The names of places: those of a large library are there before all others are.
pub fn places(app: &mut App) -> Arc<Catalogue> {
    let library = &app.library;
    let catalogue = app.catalogue.get_or_insert_with(|| {
        Arc::new(if is_large(library) { query::filter::places(library) } else { query::catalogue(library) })
    });
    Arc::clone(catalogue)
}

impl Lookup {
    /// Moves the cursor on a page of `height` rows.
    pub fn step(&mut self, step: Step, height: usize) {
        self.cursor = step.from(self.cursor, self.answers.len());
        self.top = kept(self.top, self.cursor, height, self.answers.len());
    }
}

/// The commands that can be looked up: those of the key table that need no text around them, also without a key.
pub fn commands(keys: &Keymap) -> impl Iterator<Item = (Action, &'static str, String)> {
    keys.lines()
        .iter()
        .filter(|line| {
            [Context::List, Context::Reader, Context::Hits].iter().any(|at| line.contexts.contains(at))
        })
        .filter(|line| !matches!(line.action, Action::Up | Action::Down | Action::Lookup))
        .map(|line| {
            let key =
                line.strokes.first().map_or_else(|| "no key".into(), |key| format!("key {}", key.name()));
            (line.action, line.help, key)
        })
}

/// "georgia 2012": what is said of a place in an edition.
fn in_a_year(app: &App, catalogue: &Catalogue, text: &str) -> Option<(i64, Answer)> {
    let (name, year) = text.trim().rsplit_once(' ')?;
    let year: i32 = year.parse().ok().filter(|year| (1000..=2999).contains(year))?;
    let library = &app.library;
    let pattern = Pattern::new(name);
    let said = |place| library.passages(place).iter().any(|p| library.doc(p.doc).year() == Some(year));
    let (score, place) = catalogue
        .places(&pattern, false)
        .filter(|(place, _)| !pattern.is_empty() && said(*place))
        .map(|(place, hit)| (hit.score, place))
        .max_by_key(|(score, place)| (*score, std::cmp::Reverse(*place)))?;
    let name = format!("{} in {year}", library.atlas.place(place).name);
    let goal = Goal::Target(Target::Place(place, Some(year)));
    Some((score + 100, Answer { name, matched: Vec::new(), detail: "dossier of one edition".into(), goal }))
}

/// What stands there before anything is typed: the tabs and the most spoken of places are a beginning.
pub fn beginning(app: &App) -> (Vec<Answer>, usize) {
    let library = &app.library;
    let tabs = Tab::ALL.map(|tab| Answer {
        name: tab.name().into(),
        matched: Vec::new(),
        detail: "tab".into(),
        goal: Goal::Tab(tab),
    });
    let mut places: Vec<_> =
        library.atlas.iter().filter(|(id, _)| library.counts(*id).passages > 0).collect();
    places.sort_by_key(|(id, _)| std::cmp::Reverse(library.counts(*id).passages));
    let many = tabs.len() + places.len();
    let places = places.into_iter().take(KEPT).map(|(id, place)| Answer {
        name: place.name.into(),
        matched: Vec::new(),
        detail: place.kind.word().into(),
        goal: Goal::Target(Target::Place(id, None)),
    });
    (tabs.into_iter().chain(places).collect(), many)
}

/// Answers what is typed, out of what was found in the library.
pub fn answers(app: &App, catalogue: &Catalogue, found: &Found) -> (Vec<Answer>, usize) {
    let library = &app.library;
    let text = &found.text;
    let pattern = Pattern::new(text);
    let mut answers: Vec<(i64, Answer)> = Vec::new();
    answers.extend(in_a_year(app, catalogue, text));
    for hit in &found.hits {
        let target = catalogue.target(hit.index);
        let mut detail = match target {
            Target::Place(id, _) => library.atlas.place(id).kind.word().to_owned(),
            Target::Document(_) => "document".to_owned(),
            Target::Block(doc, _) => query::filter::document_name(library.doc(doc)),
        };
        if let Some(other) = &hit.other {
            detail = format!("{other}, {detail}");
        }
        let name = catalogue.name(library, hit.index).into_owned();
        let answer = Answer { name, matched: hit.matched.clone(), detail, goal: Goal::Target(target) };
        answers.push((hit.score, answer));
    }
    let mut many = found.many - found.hits.len() + answers.len();
    let named = Tab::ALL
        .into_iter()
        .map(|tab| (Goal::Tab(tab), tab.name(), "tab".to_owned()))
        .chain(commands(&app.keys).map(|(action, help, key)| (Goal::Command(action), help, key)));
    for (goal, name, detail) in named {
        let candidate = Candidate::new(name, std::iter::empty::<String>());
        if let Some(hit) = candidate.hit(&pattern, 0, false) {
            let answer = Answer { name: name.into(), matched: hit.matched, detail, goal };
            answers.push((hit.score - 20, answer));
            many += 1;
        }
    }
    answers.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let mut answers: Vec<Answer> = answers.into_iter().map(|(_, answer)| answer).collect();
    // A whole address goes before everything that merely looks like it.
    if let Some(answer) = whole_address(app, text) {
        answers.insert(0, answer);
        many += 1;
    }
    answers.truncate(KEPT);
    (answers, many)
}

/// What an address leads to that was typed whole.
fn whole_address(app: &App, text: &str) -> Option<Answer> {
    let library = &app.library;
    let address = Address::parse(text)?;
    let target = resolve(library, &address)?;
    let detail = match target {
        Target::Place(id, _) => library.atlas.place(id).name.to_owned(),
        Target::Document(id) | Target::Block(id, _) => library.doc(id).title().to_owned(),
    };
    let plain_name = matches!(address, Address::Place { .. }) || text.contains(['/', '#', '-']);
    plain_name.then(|| Answer {
        name: address.to_string(),
        matched: Vec::new(),
        detail: format!("address, {detail}"),
        goal: Goal::Target(target),
    })
}
