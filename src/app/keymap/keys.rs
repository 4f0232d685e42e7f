//! The keys that hold: the table's, changed by a profile and by the reader's own. Never acts on a key.
use super::{Action, BINDINGS, Context, Group, Key, Stroke};
use crate::app::Tab;
use crate::model::{KeyLine, OwnKeys, did_you_mean};
use crossterm::event::{KeyEvent, KeyModifiers};

/// A line of the table with the keys that it has now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bound {
    /// Where it holds.
    pub contexts: Vec<Context>,
    /// Any of these keys; none where the reader took them away.
    pub strokes: Vec<Stroke>,
    /// What it does.
    pub action: Action,
    /// What the help says.
    pub help: &'static str,
    /// Where in the help.
    pub group: Group,
    /// The one tab that it is for, where several share the context.
    pub tab: Option<Tab>,
    /// Which of the reader's own lines gave the keys.
    own: Option<usize>,
}

/// What a key means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meaning {
    /// It does this.
    Does(Action),
    /// It is the first of two keys.
    Begins(Key),
    /// Nothing.
    Nothing,
}

/// All keys, as they hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keymap {
    lines: Vec<Bound>,
    /// The keys of each context, in the order of the contexts: a key press looks through few of them.
    by_context: Vec<Vec<(Stroke, Action)>>,
}

impl Default for Keymap {
    fn default() -> Self {
        Self::of(BINDINGS.iter().map(Bound::of).collect())
    }
}

impl Bound {
    fn of(binding: &super::Binding) -> Self {
        Self {
            contexts: binding.contexts.to_vec(),
            strokes: binding.keys.iter().map(|key| Stroke::from(*key)).collect(),
            action: binding.action,
            help: binding.help,
            group: binding.group,
            tab: binding.tab,
            own: None,
        }
    }

    /// The names of its keys.
    pub fn names(&self) -> Vec<String> {
        self.strokes.iter().map(|stroke| stroke.name()).collect()
    }

    /// Where it holds, in a word or a few.
    pub fn place(&self) -> String {
        if Context::ALL.iter().all(|context| self.contexts.contains(context)) {
            return "everywhere".into();
        }
        // The names under which a reader's own keys are settled.
        let names: Vec<&str> = self.contexts.iter().map(|context| context.name()).collect();
        names.join(", ")
    }
}

impl Keymap {
    /// The table with changes; later ones go before earlier ones.
    ///
    /// # Errors
    /// In lines that name file, line and key: what there is not, what is no key, and a key that would mean two
    /// things in one place.
    pub fn new(own: &[OwnKeys]) -> Result<Self, String> {
        let mut lines: Vec<Bound> = BINDINGS.iter().map(Bound::of).collect();
        let mut errors = Vec::new();
        for (number, given) in own.iter().enumerate() {
            if let Err(told) = change(&mut lines, number, given) {
                errors.extend(told);
            }
        }
        let lines = yielding(&lines, own);
        if errors.is_empty() {
            errors = clashes(&lines, own);
        }
        if errors.is_empty() { Ok(Self::of(lines)) } else { Err(errors.join("\n")) }
    }

    fn of(lines: Vec<Bound>) -> Self {
        let keys_of = |context| {
            let here = lines.iter().filter(|line: &&Bound| line.contexts.contains(context));
            here.flat_map(|line| line.strokes.iter().map(|stroke| (*stroke, line.action))).collect()
        };
        let by_context = Context::ALL.iter().map(keys_of).collect();
        Self { lines, by_context }
    }

    /// Its lines, in the table's order.
    pub fn lines(&self) -> &[Bound] {
        &self.lines
    }

    fn here(&self, context: Context) -> &[(Stroke, Action)] {
        let at = Context::ALL.iter().position(|known| *known == context);
        at.and_then(|at| self.by_context.get(at)).map_or(&[], Vec::as_slice)
    }

    /// What a key means here, behind the first of two where one was pressed.
    pub fn meaning(&self, context: Context, before: Option<Key>, event: KeyEvent) -> Meaning {
        let key = Key::of(event);
        match self.exactly(context, before, key) {
            // Shift with an arrow is the arrow, unless it has a meaning of its own.
            Meaning::Nothing if key.1.contains(KeyModifiers::SHIFT) => {
                self.exactly(context, before, key.unshifted())
            }
            meaning => meaning,
        }
    }

    /// What a key does here by itself.
    pub fn action(&self, context: Context, event: KeyEvent) -> Option<Action> {
        match self.meaning(context, None, event) {
            Meaning::Does(action) => Some(action),
            Meaning::Begins(_) | Meaning::Nothing => None,
        }
    }

    fn exactly(&self, context: Context, before: Option<Key>, key: Key) -> Meaning {
        let here = self.here(context);
        let wanted = match before {
            Some(first) => Stroke { first, second: Some(key) },
            None => key.into(),
        };
        if let Some((_, action)) = here.iter().find(|(stroke, _)| *stroke == wanted) {
            return Meaning::Does(*action);
        }
        if before.is_none() && here.iter().any(|(stroke, _)| stroke.first == key) {
            return Meaning::Begins(key);
        }
        Meaning::Nothing
    }

    /// The first key of an action in a context, as the hints show it.
    pub fn key_of(&self, context: Context, action: Action) -> Option<Stroke> {
        self.here(context).iter().find(|(_, known)| *known == action).map(|(stroke, _)| *stroke)
    }

    /// Its name; where it has none here, how to come by the action all the same.
    pub fn name_of(&self, context: Context, action: Action) -> String {
        self.key_of(context, action).map_or_else(|| action.name(), Stroke::name)
    }

    /// The table for people and programs.
    pub fn table(&self) -> Vec<KeyLine> {
        let mut table = Vec::new();
        for group in Group::ALL {
            for line in self.lines.iter().filter(|line| line.group == group) {
                table.push(KeyLine {
                    action: line.action.name(),
                    keys: line.names(),
                    places: line.contexts.iter().map(|context| context.name()).collect(),
                    place: line.place(),
                    help: line.help,
                });
            }
        }
        table
    }
}

/// Gives an action other keys.
fn change(lines: &mut Vec<Bound>, number: usize, given: &OwnKeys) -> Result<(), Vec<String>> {
    let blame = |told: String| vec![format!("{}: {}: {told}", given.spot, given.name())];
    let names: Vec<String> = Action::ALL.iter().map(|action| action.name()).collect();
    let Some(action) = Action::named(&given.action) else {
        let near = did_you_mean(&given.action, names.iter().map(String::as_str));
        return Err(blame(format!("there is no action \"{}\"{near}", given.action)));
    };
    let only = match &given.place {
        None => None,
        Some(place) => {
            let names = Context::ALL.iter().map(|context| context.name());
            let Some(context) = Context::ALL.iter().find(|context| context.name() == place) else {
                let near = did_you_mean(place, names.clone());
                let names: Vec<&str> = names.collect();
                return Err(blame(format!(
                    "there is no place \"{place}\"{near} (there are {})",
                    names.join(", ")
                )));
            };
            Some(*context)
        }
    };
    let (mut strokes, mut errors) = (Vec::new(), Vec::new());
    for key in &given.keys {
        match Stroke::parse(&key.text) {
            Ok(stroke) if stroke.is_letter() && only.is_some_and(Context::is_typed) => {
                let told = format!("\"{}\" types a letter there", key.text);
                errors.push(format!("{}: {}: {told}", key.spot, given.name()));
            }
            Ok(stroke) if strokes.contains(&stroke) => {}
            Ok(stroke) => strokes.push(stroke),
            Err(told) => errors.push(format!("{}: {}: {told}", key.spot, given.name())),
        }
    }
    if !errors.is_empty() {
        return Err(errors);
    }
    let affected = |line: &Bound, context: Context| {
        line.action == action && only.is_none_or(|only| only == context) && line.contexts.contains(&context)
    };
    if let Some(only) = only
        && !lines.iter().any(|line| affected(line, only))
    {
        let places: Vec<&str> = Context::ALL
            .iter()
            .filter(|context| {
                lines.iter().any(|line| line.action == action && line.contexts.contains(context))
            })
            .map(|context| context.name())
            .collect();
        return Err(blame(format!("{} does nothing there, but in {}", given.action, places.join(", "))));
    }
    *lines = split(lines, |line, context| {
        // Letters are typed there, not pressed; where no other key is given the old ones stay.
        let typed = |stroke: &Stroke| context.is_typed() && stroke.is_letter();
        let here: Vec<Stroke> = strokes.iter().copied().filter(|stroke| !typed(stroke)).collect();
        let holds = affected(line, context) && (!here.is_empty() || strokes.is_empty());
        holds.then_some((here, Some(number)))
    });
    Ok(())
}

/// Gives lines other keys in some contexts; where the keys differ, a line becomes several.
fn split(
    lines: &[Bound],
    keys: impl Fn(&Bound, Context) -> Option<(Vec<Stroke>, Option<usize>)>,
) -> Vec<Bound> {
    let mut all = Vec::new();
    for line in lines {
        let mut parts: Vec<Bound> = Vec::new();
        for &context in &line.contexts {
            let (strokes, own) = keys(line, context).unwrap_or_else(|| (line.strokes.clone(), line.own));
            match parts.iter_mut().find(|part| part.strokes == strokes && part.own == own) {
                Some(part) => part.contexts.push(context),
                None => parts.push(Bound { contexts: vec![context], strokes, own, ..line.clone() }),
            }
        }
        all.extend(parts);
    }
    all
}

/// Takes the reader's keys that were given for no place away where the table's own must stay: what edits a line where
/// lines are typed; a key that the table has for the same action elsewhere and for another one here (Space turns a page,
/// but chooses in the facets); and any key that the table has in one place alone.
fn yielding(lines: &[Bound], own: &[OwnKeys]) -> Vec<Bound> {
    split(lines, |line, context| {
        let general = own.get(line.own?).is_some_and(|given| given.place.is_none());
        let yields = |stroke: &Stroke| {
            let usual = BINDINGS.iter().any(|binding| {
                binding.action == line.action && binding.keys.iter().any(|key| Stroke::from(*key) == *stroke)
            });
            let rival = |other: &Bound| {
                other.own.is_none()
                    && other.action != line.action
                    && other.contexts.contains(&context)
                    && other.strokes.contains(stroke)
            };
            // What one place alone has stays there: a key that is meant for everywhere is not meant against it.
            let special = |other: &Bound| rival(other) && other.contexts.len() == 1;
            general && ((usual || context.is_typed()) && lines.iter().any(rival) || lines.iter().any(special))
        };
        let kept: Vec<Stroke> = line.strokes.iter().copied().filter(|stroke| !yields(stroke)).collect();
        Some((kept, line.own))
    })
}

/// The keys that would mean two things in one place, each told once.
fn clashes(lines: &[Bound], own: &[OwnKeys]) -> Vec<String> {
    let mut told: Vec<String> = Vec::new();
    for context in Context::ALL {
        let here: Vec<(&Bound, Stroke)> = lines
            .iter()
            .filter(|line| line.contexts.contains(context))
            .flat_map(|line| line.strokes.iter().map(move |stroke| (line, *stroke)))
            .collect();
        for (at, (line, stroke)) in here.iter().enumerate() {
            let Some((other, same)) =
                here[..at].iter().find(|(other, same)| same.clashes(*stroke) && other.action != line.action)
            else {
                continue;
            };
            // The reader's own line is to blame, of two the later.
            let ours = line.own >= other.own;
            let (to_blame, stroke, rival) = if ours { (line, stroke, other) } else { (other, same, line) };
            let Some(given) = to_blame.own.and_then(|number| own.get(number)) else {
                told.push(format!("{} means two things in {}", stroke.name(), context.name()));
                continue;
            };
            let spot = given
                .keys
                .iter()
                .find(|key| Stroke::parse(&key.text).as_ref() == Ok(stroke))
                .map_or(&given.spot, |key| &key.spot);
            let name = rival.action.name();
            let line = format!(
                "{spot}: {}: \"{}\" is already {name} ({}) in {}; give that other keys, or [] for none",
                given.name(),
                stroke.name(),
                rival.help,
                context.name()
            );
            let same = format!("{spot}: {}: \"{}\" is already {name} ", given.name(), stroke.name());
            if !told.iter().any(|known| known.starts_with(&same)) {
                told.push(line);
            }
        }
    }
    told
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::{FileLine, WrittenKey};
    use crossterm::event::KeyCode;

    fn own(place: Option<&str>, action: &str, keys: &[&str]) -> OwnKeys {
        let spot = FileLine { file: "config.toml".into(), line: 3 };
        let keys = keys.iter().map(|text| WrittenKey { text: (*text).into(), spot: spot.clone() }).collect();
        OwnKeys { spot, place: place.map(Into::into), action: action.into(), keys }
    }

    fn does(keymap: &Keymap, context: Context, key: &str) -> Option<Action> {
        let stroke = Stroke::parse(key).expect("a key");
        let event = |key: Key| KeyEvent::new(key.0, key.1);
        let before = stroke.second.is_some().then_some(stroke.first);
        match keymap.meaning(context, before, event(stroke.second.unwrap_or(stroke.first))) {
            Meaning::Does(action) => Some(action),
            Meaning::Begins(_) | Meaning::Nothing => None,
        }
    }

    #[test]
    fn the_table_has_no_key_that_means_two_things() {
        let keymap = Keymap::new(&[]).expect("the table");
        assert_eq!(keymap, Keymap::default());
        assert!(Context::ALL.iter().all(|context| !keymap.here(*context).is_empty()));
    }

    #[test]
    fn own_keys_take_the_place_of_the_tables() {
        let keymap = Keymap::new(&[
            own(None, "down", &["s", "Ctrl-n"]),
            own(None, "search-here", &[]),
            own(Some("text"), "next-section", &["Alt-n", "x y"]),
        ])
        .expect("sound");
        assert_eq!(does(&keymap, Context::List, "s"), Some(Action::Down));
        assert_eq!(does(&keymap, Context::List, "j"), None);
        assert_eq!(does(&keymap, Context::Prompt, "s"), None, "letters are typed there");
        assert_eq!(does(&keymap, Context::Prompt, "Ctrl-n"), Some(Action::Down));
        assert_eq!(does(&keymap, Context::Reader, "]"), None);
        assert_eq!(does(&keymap, Context::Reader, "Alt-n"), Some(Action::NextSection));
        assert_eq!(does(&keymap, Context::Reader, "x y"), Some(Action::NextSection));
        let x = KeyEvent::from(KeyCode::Char('x'));
        assert!(matches!(keymap.meaning(Context::Reader, None, x), Meaning::Begins(_)));
        let hint = keymap.key_of(Context::Reader, Action::NextSection).map(Stroke::name);
        assert_eq!(hint.as_deref(), Some("Alt-n"));
        assert!(keymap.key_of(Context::List, Action::SearchHere).is_none());
    }

    #[test]
    fn a_key_that_the_table_has_for_the_action_yields_where_it_has_it_for_another() {
        let keymap = Keymap::new(&[own(None, "page-down", &["Space", "Ctrl-v"])]).expect("sound");
        assert_eq!(does(&keymap, Context::List, "Space"), Some(Action::PageDown));
        assert_eq!(does(&keymap, Context::Facets, "Space"), Some(Action::Narrow));
        assert_eq!(does(&keymap, Context::Facets, "Ctrl-v"), Some(Action::PageDown));
    }

    #[test]
    fn a_key_for_one_place_leaves_the_others() {
        let keymap = Keymap::new(&[own(Some("text"), "down", &["Ctrl-e"])]).expect("sound");
        assert_eq!(does(&keymap, Context::Reader, "Ctrl-e"), Some(Action::Down));
        assert_eq!(does(&keymap, Context::Reader, "j"), None);
        assert_eq!(does(&keymap, Context::List, "j"), Some(Action::Down));
    }

    #[test]
    fn what_cannot_be_is_told_with_its_place() {
        for (given, told) in [
            (
                own(None, "nxt-section", &["x"]),
                "keys.nxt-section: there is no action \"nxt-section\"; did you mean \"next-section\"?",
            ),
            (
                own(Some("txt"), "down", &["x"]),
                "keys.txt.down: there is no place \"txt\"; did you mean \"text\"?",
            ),
            (own(None, "down", &["Hyper-x"]), "keys.down: there is no key \"Hyper-x\""),
            (own(None, "next-section", &["n"]), "keys.next-section: \"n\" is already next-match"),
            (own(None, "next-section", &["n n"]), "keys.next-section: \"n n\" is already next-match"),
            (own(Some("typing"), "down", &["j"]), "keys.typing.down: \"j\" types a letter there"),
            (
                own(Some("map"), "fold-all", &["x"]),
                "keys.map.fold-all: fold-all does nothing there, but in tree",
            ),
        ] {
            let error = Keymap::new(&[given]).expect_err(told);
            let told = format!("config.toml:3: {told}");
            assert!(error.starts_with(&told), "{error}\nis not\n{told}");
            assert_eq!(error.lines().count(), 1, "{error}");
        }
        let both = [own(None, "next-section", &["x"]), own(None, "next-note", &["x"])];
        assert!(Keymap::new(&both).expect_err("both").contains("\"x\" is already next-section"));
    }
}
