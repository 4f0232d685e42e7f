//! The command line: what is typed behind `:`, and what it may become. Never carries anything out.
use super::keymap::{Action, BINDINGS};
use super::lookup::{self, Goal, Reply};
use super::reader::Source;
use super::{App, Overlay, Pane, Prompt, Tab, export};
use crate::model::{Address, SETTINGS, Setting, THEMES, Values, setting, slug};
use crate::query::filter::Scope;
use crate::query::{Candidate, Pattern, Target};
use crate::typeset::{self, Role};

/// A command with words of its own behind it.
pub struct Verb {
    /// Its name.
    pub name: &'static str,
    /// What follows it.
    pub form: &'static str,
    /// What it does.
    pub help: &'static str,
}

/// The commands that no key has.
pub const VERBS: &[Verb] = &[
    Verb {
        name: "set",
        form: "NAME VALUE",
        help: "settle something; NAME? tells it, noNAME switches it off",
    },
    Verb { name: "theme", form: "NAME", help: "another look" },
    Verb { name: "export", form: "[FILE]", help: "write what is shown to a file; export! also over another" },
    Verb {
        name: "cite",
        form: "[FORMAT]",
        help: "copy the citation of what is shown: chicago, apa, bibtex, ris or csl-json",
    },
    Verb {
        name: "changes",
        form: "[@PLACE] [YEAR..YEAR]",
        help: "what came and went after the first year up to the second",
    },
    Verb {
        name: "compare",
        form: "A [B]",
        help: "what changed between two; with one, since the edition before",
    },
    Verb { name: "timeline", form: "TERM, TERM", help: "how often each is said, edition by edition" },
    Verb { name: "tour", form: "", help: "a short guide to the program" },
    Verb { name: "help", form: "", help: "the keys" },
    Verb { name: "quit", form: "", help: "leave the program; q will do" },
];

/// Something that the line may become.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// Its name.
    pub name: String,
    /// The bytes of the name that fit.
    pub matched: Vec<usize>,
    /// What it is.
    pub detail: String,
    /// What it puts into the line.
    pub insert: String,
    /// What it stands for, where it is a whole command.
    pub goal: Option<Goal>,
}

impl Choice {
    /// Whether letters that were typed begin its name: then it is meant, without being chosen. One or two say too
    /// little.
    pub fn begins(&self, typed: &str) -> bool {
        let (name, typed) = (self.name.to_lowercase(), typed.to_lowercase());
        typed.chars().count() > 2
            && (name.starts_with(&typed) || self.insert.trim_start_matches('@').starts_with(&typed))
    }

    fn of(name: &str, detail: impl Into<String>) -> Self {
        let detail = detail.into();
        Self { name: name.into(), matched: Vec::new(), detail, insert: name.into(), goal: None }
    }
}

/// The state of the line.
#[derive(Debug, Default)]
pub struct CommandLine {
    /// What is typed.
    pub prompt: Prompt,
    /// What it may become, best first.
    pub choices: Vec<Choice>,
    /// The choice that stands in the line.
    pub cursor: Option<usize>,
    /// Why the last order could not be carried out.
    pub error: Option<String>,
    /// The line as it was typed, while a choice stands in it.
    typed: Option<Prompt>,
    /// The byte that a choice is put at.
    from: usize,
    /// How many orders back the line is, and what was typed before.
    walked: Option<(usize, String)>,
    /// The number of the question that is not answered yet.
    pub asked: Option<u64>,
    /// Whether the best answer is taken as soon as it is there.
    pub hasty: bool,
    /// Whether the map lies below it.
    pub over_map: bool,
}

/// At most so many choices are kept.
const KEPT: usize = 50;

impl CommandLine {
    /// Puts the next choice, or the one before it, into the line; the typed words again at the end of the round.
    pub fn turn(&mut self, forward: bool) {
        let many = self.choices.len();
        if many == 0 {
            return;
        }
        let next = match (self.cursor, forward) {
            (None, true) => Some(0),
            (None, false) => Some(many - 1),
            (Some(at), true) => Some(at + 1).filter(|&at| at < many),
            (Some(at), false) => at.checked_sub(1),
        };
        self.put(next);
    }

    /// Puts a choice into the line.
    pub fn put(&mut self, choice: Option<usize>) {
        let typed = self.typed.get_or_insert_with(|| self.prompt.clone()).clone();
        self.prompt = typed;
        self.error = None;
        self.cursor = choice;
        match choice.and_then(|at| self.choices.get(at)) {
            Some(choice) => {
                let insert = choice.insert.clone();
                self.prompt.complete(self.from, &insert);
            }
            None => self.typed = None,
        }
    }

    /// Goes through the orders of this run, older or newer.
    pub fn walk(&mut self, orders: &[String], older: bool) -> bool {
        let (steps, draft) = self.walked.clone().unwrap_or((0, self.prompt.text.clone()));
        let steps = if older { steps + 1 } else { steps.saturating_sub(1) };
        if steps > orders.len() || !older && self.walked.is_none() {
            return false;
        }
        self.prompt.set(if steps == 0 { draft.clone() } else { orders[orders.len() - steps].clone() });
        self.walked = (steps > 0).then_some((steps, draft));
        true
    }

    /// Why the last order could not be carried out, as lines on a screen of so many columns.
    pub fn told(&self, columns: u16) -> Vec<String> {
        let Some(error) = &self.error else { return Vec::new() };
        let lines = typeset::words(error, Role::Body, usize::from(columns.saturating_sub(4)));
        lines.iter().map(typeset::Line::text).collect()
    }

    /// The words that choices are for: a choice that stands in the line is what was typed now.
    pub fn changed(&mut self) {
        (self.typed, self.cursor, self.error) = (None, None, None);
        (self.asked, self.hasty) = (None, false);
    }

    /// Shows other choices, which are put at this byte of the line.
    pub fn offer(&mut self, from: usize, mut choices: Vec<Choice>) {
        choices.truncate(KEPT);
        (self.from, self.choices, self.cursor, self.typed) = (from, choices, None, None);
    }
}

/// Makes the choices for what is typed.
pub fn complete(app: &mut App) {
    let Some(Overlay::Command(line)) = &mut app.overlay else { return };
    line.changed();
    let text = line.prompt.text[..line.prompt.cursor()].to_owned();
    let lead = text.len() - text.trim_start().len();
    let (from, choices) = match text.trim_start().split_once(' ') {
        Some(("set", rest)) => settings(app, &text, rest),
        Some(("theme", rest)) => (text.len() - rest.len(), values(app, "theme", rest)),
        Some(("cite", rest)) => (text.len() - rest.len(), values(app, "citation", rest)),
        Some(("export" | "export!", rest)) => (text.len() - rest.len(), files(app, rest)),
        Some(("compare", rest)) => return sides(app, text.len() - rest.len(), rest),
        _ => return names(app, lead, &text[lead..]),
    };
    if let Some(Overlay::Command(line)) = &mut app.overlay {
        line.offer(from, choices);
    }
}

/// Whether the sides of a comparison are typed.
pub fn names_sides(line: &CommandLine) -> bool {
    line.prompt.text.trim_start().starts_with("compare ")
}

/// Both sides of a comparison: the one that is typed last.
fn sides(app: &mut App, from: usize, rest: &str) {
    let begin = rest.rfind([' ', '>']).map_or(0, |at| at + 1);
    let (choices, asked) = super::compare::complete_for(app, &rest[begin..]);
    if let Some(Overlay::Command(line)) = &mut app.overlay {
        line.offer(from + begin, choices);
        line.asked = asked;
    }
}

/// Commands, tabs, places, documents and headings.
fn names(app: &mut App, from: usize, text: &str) {
    let verbs = VERBS.iter().filter(|verb| verb.name.starts_with(text.trim_end())).map(|verb| {
        let form = if verb.form.is_empty() { String::new() } else { format!(" {}", verb.form) };
        let mut choice = Choice::of(verb.name, format!("{}{form}: {}", verb.name, verb.help));
        choice.matched = (0..text.trim_end().len()).collect();
        if !verb.form.is_empty() {
            choice.insert.push(' ');
        }
        choice
    });
    let mut choices: Vec<Choice> = verbs.collect();
    if Pattern::new(text).is_empty() {
        if let Some(Overlay::Command(line)) = &mut app.overlay {
            line.offer(from, choices);
        }
        return;
    }
    let mut named: Vec<_> = actions().filter(|(name, _)| name.starts_with(text)).collect();
    // The name that is typed whole comes before those that go on.
    named.sort_by_key(|(name, _)| name.len());
    choices.extend(
        named
            .into_iter()
            .map(|(name, action)| Choice { matched: (0..text.len()).collect(), ..of_action(&name, action) }),
    );
    let asked = match lookup::ask(app, text, Scope::All, KEPT) {
        Reply::Now(found) => {
            add_found(app, &mut choices, &found);
            None
        }
        Reply::Later(generation) => Some(generation),
    };
    if let Some(Overlay::Command(line)) = &mut app.overlay {
        line.offer(from, choices);
        line.asked = asked;
    }
}

/// Puts what was found in the library behind the commands.
pub fn add_found(app: &App, choices: &mut Vec<Choice>, found: &crate::query::filter::Found) {
    let Some(catalogue) = app.catalogue.clone() else { return };
    let (answers, _) = lookup::answers(app, &catalogue, found);
    for answer in answers {
        let choice = match &answer.goal {
            Goal::Command(action) => of_action(&action.name(), *action),
            Goal::Tab(_) | Goal::Target(_) => Choice {
                insert: match &answer.goal {
                    Goal::Target(target) => address_of(app, *target).to_string(),
                    _ => answer.name.to_lowercase(),
                },
                name: answer.name,
                matched: answer.matched,
                detail: answer.detail,
                goal: Some(answer.goal),
            },
        };
        if !choices.iter().any(|other| other.insert == choice.insert) {
            choices.push(choice);
        }
    }
}

fn of_action(name: &str, action: Action) -> Choice {
    let help = BINDINGS.iter().find(|binding| binding.action == action).map_or("", |binding| binding.help);
    Choice { goal: Some(Goal::Command(action)), ..Choice::of(name, help) }
}

/// The address of what an answer stands for.
fn address_of(app: &App, target: Target) -> Address {
    let library = &app.library;
    match target {
        Target::Place(place, year) => Address::Place { place: library.atlas.place(place).slug(), year },
        Target::Document(doc) => {
            Address::Document { slug: library.doc(doc).slug.clone(), part: crate::model::Part::Whole }
        }
        Target::Block(doc, block) => library.doc(doc).address(block),
    }
}

/// All that a key does outside a line that is typed, by name.
pub fn actions() -> impl Iterator<Item = (String, Action)> {
    let mut seen = Vec::new();
    let of_typing = super::Group::Type;
    BINDINGS
        .iter()
        .filter(move |binding| binding.group != of_typing && binding.action != Action::Command)
        .filter(move |binding| {
            let new = !seen.contains(&binding.action);
            seen.push(binding.action);
            new
        })
        .map(|binding| (binding.action.name(), binding.action))
}

/// Names of settings, then their values.
fn settings(app: &App, text: &str, rest: &str) -> (usize, Vec<Choice>) {
    if let Some((name, value)) = rest.split_once([' ', '=']) {
        return (text.len() - value.len(), values(app, name, value));
    }
    let (off, wanted) = match rest.strip_prefix("no") {
        Some(wanted) if setting(rest).is_none() => ("no", wanted),
        _ => ("", rest),
    };
    let choice = |setting: &Setting| {
        let now = app.settings.get(setting.name).unwrap_or_default();
        let name = format!("{off}{}", setting.name);
        let mut choice = Choice::of(&name, format!("{now}: {}", setting.help));
        if off.is_empty() {
            choice.insert.push(' ');
        }
        choice
    };
    let fits = |setting: &&Setting| off.is_empty() || setting.values == Values::Switch;
    let all = SETTINGS.iter().filter(fits).map(choice).collect();
    (text.len() - rest.len(), best(&format!("{off}{wanted}"), all))
}

/// Values of a setting.
fn values(app: &App, name: &str, typed: &str) -> Vec<Choice> {
    let Some(setting) = setting(name) else { return Vec::new() };
    let now = app.settings.get(name).unwrap_or_default();
    let words: Vec<String> = match setting.values {
        Values::Switch => vec!["true".into(), "false".into()],
        Values::OneOf(words) => words.iter().map(|word| (*word).to_owned()).collect(),
        Values::Word if name == "theme" => THEMES.iter().map(|theme| (*theme).to_owned()).collect(),
        Values::Number(..) | Values::Word => vec![now.clone()],
    };
    let told = |word: &str| if word == now { format!("now; {}", setting.values) } else { String::new() };
    best(typed, words.iter().map(|word| Choice::of(word, told(word))).collect())
}

/// Names for the file that is written.
fn files(app: &App, typed: &str) -> Vec<Choice> {
    if !typed.is_empty() {
        return Vec::new();
    }
    let endings = if listing(app).is_some() { export::LIST } else { export::PAGE };
    let name = file_stem(app);
    endings.iter().map(|(ending, what)| Choice::of(&format!("{name}.{ending}"), *what)).collect()
}

/// A list that is written as one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Listed {
    /// What was found.
    Hits,
    /// What was noted.
    Notes,
    /// What changed between two sides.
    Comparison,
    /// Terms by edition.
    Terms,
    /// What came and went.
    Changes,
}

/// The list that would be written; `None` where it is the text.
pub fn listing(app: &App) -> Option<Listed> {
    match app.tab {
        _ if app.pane != Pane::List => None,
        Tab::Search => Some(Listed::Hits),
        Tab::Notebook => Some(Listed::Notes),
        Tab::Compare => Some(Listed::Comparison),
        Tab::Timeline => Some(Listed::Terms),
        Tab::Changes => Some(Listed::Changes),
        Tab::Regions | Tab::Contents => None,
    }
}

/// A name for what is shown.
pub fn file_stem(app: &App) -> String {
    let library = &app.library;
    match listing(app) {
        Some(Listed::Hits) => {
            let query = slug(&app.search.prompt.text);
            return if query.is_empty() { "hits".into() } else { query };
        }
        Some(Listed::Notes) => return "notebook".into(),
        Some(Listed::Comparison) => return "comparison".into(),
        Some(Listed::Terms) => return "timeline".into(),
        Some(Listed::Changes) => return "changes".into(),
        None => {}
    }
    let year = |name: String, year: &Option<i32>| year.map_or(name.clone(), |year| format!("{name}-{year}"));
    let named = |series: &Option<String>| slug(series.as_deref().unwrap_or("other-documents"));
    match &app.desk().reader.source {
        Source::Nothing | Source::World | Source::Elsewhere | Source::Asking => "bluebook".into(),
        Source::Note(_) | Source::Notebook(_) => "notebook".into(),
        Source::Passages(gathered) => {
            let name = slug(&gathered.title);
            if name.is_empty() { "passages".into() } else { name }
        }
        Source::Dossier(place, edition) => year(library.atlas.place(*place).slug(), edition),
        Source::Series(series) => named(series),
        Source::Edition(series, edition) => year(named(series), edition),
        Source::Document(id) => library.doc(*id).slug.clone(),
    }
}

/// Those whose name fits, best first; all of them where nothing is typed.
fn best(typed: &str, choices: Vec<Choice>) -> Vec<Choice> {
    let candidates: Vec<Candidate> =
        choices.iter().map(|choice| Candidate::new(choice.name.as_str(), [choice.detail.as_str()])).collect();
    if Pattern::new(typed).is_empty() {
        return choices;
    }
    let hits = crate::query::filter::filter(typed, &candidates);
    hits.into_iter().map(|hit| Choice { matched: hit.matched, ..choices[hit.index].clone() }).collect()
}
