//! The one table of keys: dispatch, the help, the hints in the status line and the README read it.
//! The only place that names keys.
mod table;

pub use table::BINDINGS;

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// Where a key is pressed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Context {
    /// In a tree.
    List,
    /// In the text.
    Reader,
    /// While a line is typed.
    Prompt,
    /// While something is looked up.
    Lookup,
    /// In the help.
    Help,
    /// On the large map.
    Map,
    /// In the line of a query.
    Query,
    /// Among what was found.
    Hits,
    /// Among the facets of what was found.
    Facets,
    /// At the slip below the text: a footnote, or where a link leads.
    Slip,
    /// In the command line.
    Command,
}

/// What the reader wants.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[allow(missing_docs)] // Each is explained by its line in the table, which is what a reader sees.
pub enum Action {
    Up,
    Down,
    HalfUp,
    HalfDown,
    PageUp,
    PageDown,
    Top,
    Bottom,
    Fold,
    Unfold,
    FoldAll,
    UnfoldAll,
    Open,
    Back,
    Forward,
    SwitchPane,
    NextTab,
    PreviousTab,
    Tab1,
    Tab2,
    Tab3,
    NextSection,
    PreviousSection,
    NextParagraph,
    PreviousParagraph,
    NextPlace,
    PreviousPlace,
    NextMention,
    PreviousMention,
    NextNote,
    PreviousNote,
    NextLink,
    PreviousLink,
    Percent,
    SetMark,
    GoToMark,
    ContinueReading,
    CopyAddress,
    NextMatch,
    PreviousMatch,
    OnlyMatches,
    SearchHere,
    Order,
    Concordance,
    ByLeft,
    ByRight,
    ByYear,
    ByDocument,
    Facets,
    Narrow,
    EraseScope,
    SaveSearch,
    Forget,
    Filter,
    Lookup,
    ShowAll,
    Help,
    Escape,
    Leave,
    Quit,
    Suspend,
    Redraw,
    Reload,
    Edit,
    Accept,
    Map,
    HopUp,
    HopDown,
    HopLeft,
    HopRight,
    NextRegion,
    PreviousRegion,
    Nearer,
    Farther,
    WholeWorld,
    EraseLetter,
    EraseWord,
    EraseLine,
    ScrollLeft,
    ScrollRight,
    Wider,
    Narrower,
    FullScreen,
    TwoColumns,
    Command,
    Complete,
    CompleteBack,
    Tour,
    Mouse,
    Select,
    SwapEnds,
    Copy,
    CopySource,
    EraseRest,
    EraseNext,
    LetterLeft,
    LetterRight,
    WordLeft,
    WordRight,
    LineStart,
    LineEnd,
}

/// The groups of the help.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Group {
    /// Moving about.
    Move,
    /// The tree.
    Tree,
    /// Reading.
    Read,
    /// Finding.
    Find,
    /// Searching the library.
    Search,
    /// The map.
    Map,
    /// The program.
    Program,
    /// While typing.
    Type,
}

impl Group {
    /// All groups in the help's order.
    pub const ALL: [Self; 8] =
        [Self::Move, Self::Tree, Self::Read, Self::Find, Self::Search, Self::Map, Self::Program, Self::Type];

    /// Its heading in the help.
    pub fn name(self) -> &'static str {
        match self {
            Self::Move => "Moving",
            Self::Tree => "The tree",
            Self::Read => "Reading",
            Self::Find => "Finding",
            Self::Search => "The tab Search",
            Self::Map => "The map",
            Self::Program => "The program",
            Self::Type => "While typing",
        }
    }
}

/// A key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key(pub KeyCode, pub KeyModifiers);

impl Key {
    /// How the help writes it.
    pub fn name(self) -> String {
        let base = match self.0 {
            KeyCode::Char(' ') => "Space".into(),
            KeyCode::Char(c) if self.1.contains(KeyModifiers::CONTROL) => return format!("Ctrl-{c}"),
            KeyCode::Char(c) => c.to_string(),
            KeyCode::PageUp => "PgUp".into(),
            KeyCode::PageDown => "PgDn".into(),
            KeyCode::BackTab => "Shift-Tab".into(),
            KeyCode::F(number) => format!("F{number}"),
            other => format!("{other:?}"),
        };
        if self.1.contains(KeyModifiers::ALT) { format!("Alt-{base}") } else { base }
    }
}

/// A line of the table.
#[derive(Debug, Clone, Copy)]
pub struct Binding {
    /// Where it holds.
    pub contexts: &'static [Context],
    /// Any of these keys.
    pub keys: &'static [Key],
    /// What it does.
    pub action: Action,
    /// What the help says.
    pub help: &'static str,
    /// Where in the help.
    pub group: Group,
    /// The word of the hint in the status line; empty for none.
    pub hint: &'static str,
}

/// What a key means here.
pub fn action_for(context: Context, event: KeyEvent) -> Option<Action> {
    // Shift is in the letter already; some terminals report it as well.
    let modifiers = event.modifiers.difference(KeyModifiers::SHIFT);
    BINDINGS
        .iter()
        .find(|binding| {
            binding.contexts.contains(&context)
                && binding.keys.iter().any(|key| key.0 == event.code && key.1 == modifiers)
        })
        .map(|binding| binding.action)
}

/// A letter to be typed, if the key is one.
pub fn letter(event: KeyEvent) -> Option<char> {
    match event.code {
        KeyCode::Char(c) if event.modifiers.difference(KeyModifiers::SHIFT).is_empty() => Some(c),
        _ => None,
    }
}

/// A digit that begins or continues a count.
pub fn digit(event: KeyEvent) -> Option<usize> {
    letter(event).and_then(|c| c.to_digit(10)).map(|digit| digit as usize)
}

/// The first key of an action in a context, as the hints show it.
pub fn key_of(context: Context, action: Action) -> Option<Key> {
    BINDINGS
        .iter()
        .find(|binding| binding.action == action && binding.contexts.contains(&context))
        .and_then(|binding| binding.keys.first().copied())
}

#[cfg(test)]
mod tests {
    use super::table::EVERYWHERE;
    use super::*;

    #[test]
    fn no_key_means_two_things_in_one_place() {
        for context in EVERYWHERE {
            let mut seen: Vec<Key> = Vec::new();
            for binding in BINDINGS.iter().filter(|binding| binding.contexts.contains(context)) {
                for key in binding.keys {
                    assert!(!seen.contains(key), "{} twice in {context:?}", key.name());
                    seen.push(*key);
                }
            }
            assert!(!seen.is_empty());
        }
    }
}
