//! Looking anything up by name: places, documents, headings, tabs, commands, and addresses typed whole.
use super::keymap::{Action, BINDINGS, Context};
use super::tree::Step;
use super::{App, Prompt, Tab};
use crate::model::Address;
use crate::query::{Candidate, Catalogue, Pattern, Target, resolve};

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
}

/// At most so many answers are kept: nobody scrolls further.
const KEPT: usize = 200;

impl Lookup {
    /// Moves the cursor on a page of `height` rows.
    pub fn step(&mut self, step: Step, height: usize) {
        self.cursor = step.from(self.cursor, self.answers.len());
        let height = height.max(1);
        if self.cursor < self.top {
            self.top = self.cursor;
        } else if self.cursor >= self.top + height {
            self.top = self.cursor + 1 - height;
        }
    }
}

/// The commands that can be looked up: those of the key table that need no text around them.
fn commands() -> impl Iterator<Item = (Action, &'static str, String)> {
    BINDINGS
        .iter()
        .filter(|binding| {
            [Context::List, Context::Reader, Context::Hits].iter().any(|at| binding.contexts.contains(at))
        })
        .filter(|binding| !matches!(binding.action, Action::Up | Action::Down | Action::Lookup))
        .map(|binding| {
            let key = binding.keys.first().map_or_else(String::new, |key| key.name());
            (binding.action, binding.help, key)
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
        .targets
        .iter()
        .enumerate()
        .filter_map(|(index, target)| match target {
            Target::Place(place, _) if said(*place) => {
                pattern.score(index, &catalogue.candidates[index]).map(|hit| (hit.score, *place))
            }
            _ => None,
        })
        .max_by_key(|(score, place)| (*score, std::cmp::Reverse(*place)))?;
    let name = format!("{} in {year}", library.atlas.place(place).name);
    let goal = Goal::Target(Target::Place(place, Some(year)));
    Some((score + 100, Answer { name, matched: Vec::new(), detail: "dossier of one edition".into(), goal }))
}

/// Answers what is typed.
pub fn answer(app: &App, catalogue: &Catalogue, text: &str) -> (Vec<Answer>, usize) {
    let library = &app.library;
    let mut answers: Vec<(i64, Answer)> = Vec::new();
    let pattern = Pattern::new(text);
    if pattern.is_empty() {
        // Nothing typed: the tabs and the most spoken of places are a beginning.
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
        return (tabs.into_iter().chain(places).collect(), many);
    }
    let any = |pattern: &Pattern| {
        catalogue.candidates.iter().enumerate().any(|(index, c)| pattern.score(index, c).is_some())
    };
    let pattern = if any(&pattern) { pattern } else { Pattern::loose(text) };
    answers.extend(in_a_year(app, catalogue, text));
    for (index, candidate) in catalogue.candidates.iter().enumerate() {
        let Some(hit) = pattern.score(index, candidate) else { continue };
        let target = catalogue.targets[index];
        let (kind, ahead) = match target {
            Target::Place(id, _) if library.counts(id).family > 0 => {
                (library.atlas.place(id).kind.word(), 30)
            }
            Target::Place(id, _) => (library.atlas.place(id).kind.word(), -60),
            Target::Document(_) => ("document", 10),
            Target::Block(..) => ("heading", 0),
        };
        let mut detail = match target {
            Target::Block(doc, _) => {
                let doc = library.doc(doc);
                let year = doc.year().map_or_else(String::new, |year| format!("{year} "));
                format!("{year}{}", doc.title())
            }
            _ => kind.to_owned(),
        };
        if let Some(other) = &hit.other {
            detail = format!("{other}, {detail}");
        }
        let answer =
            Answer { name: candidate.name.clone(), matched: hit.matched, detail, goal: Goal::Target(target) };
        answers.push((hit.score + ahead, answer));
    }
    let named = Tab::ALL
        .into_iter()
        .map(|tab| (Goal::Tab(tab), tab.name(), "tab".to_owned()))
        .chain(commands().map(|(action, help, key)| (Goal::Command(action), help, format!("key {key}"))));
    for (goal, name, detail) in named {
        let candidate = Candidate::new(name, std::iter::empty::<String>());
        if let Some(hit) = pattern.score(0, &candidate) {
            let answer = Answer { name: name.into(), matched: hit.matched, detail, goal };
            answers.push((hit.score - 20, answer));
        }
    }
    answers.sort_by_key(|(score, _)| std::cmp::Reverse(*score));
    let mut answers: Vec<Answer> = answers.into_iter().map(|(_, answer)| answer).collect();
    // A whole address goes before everything that merely looks like it.
    if let Some(address) = Address::parse(text)
        && let Some(target) = resolve(library, &address)
    {
        let detail = match target {
            Target::Place(id, _) => library.atlas.place(id).name.to_owned(),
            Target::Document(id) | Target::Block(id, _) => library.doc(id).title().to_owned(),
        };
        let plain_name = matches!(address, Address::Place { .. }) || text.contains(['/', '#', '-']);
        if plain_name {
            let answer = Answer {
                name: address.to_string(),
                matched: Vec::new(),
                detail: format!("address, {detail}"),
                goal: Goal::Target(target),
            };
            answers.insert(0, answer);
        }
    }
    let many = answers.len();
    answers.truncate(KEPT);
    (answers, many)
}
