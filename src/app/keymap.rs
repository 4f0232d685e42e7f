//! The one table of keys: dispatch, the help, the hints in the status line and the README read it.
//! The only place that names keys.
mod key;
mod keys;
mod named;
mod table;

pub use key::{Key, Stroke};
pub use keys::{Bound, Keymap, Meaning};
pub use table::BINDINGS;

use crate::app::Tab;
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
    /// Among the themes.
    Themes,
    /// At the slip below the text: a footnote, or where a link leads.
    Slip,
    /// In the command line.
    Command,
    /// On the page of a comparison.
    Compare,
    /// While the sides of a comparison are typed.
    Sides,
    /// On the timeline.
    Timeline,
    /// While the terms of a timeline are typed.
    Terms,
    /// While a note is written.
    Note,
}

impl Context {
    /// All of them.
    pub const ALL: &[Self] = table::EVERYWHERE;

    /// Its name, in the table of keys and in a reader's own.
    pub fn name(self) -> &'static str {
        match self {
            Self::List => "tree",
            Self::Reader => "text",
            Self::Prompt => "typing",
            Self::Lookup => "look-up",
            Self::Help => "help",
            Self::Map => "map",
            Self::Query => "query",
            Self::Hits => "hits",
            Self::Facets => "facets",
            Self::Themes => "themes",
            Self::Slip => "slip",
            Self::Command => "command",
            Self::Compare => "comparison",
            Self::Sides => "sides",
            Self::Timeline => "timeline",
            Self::Terms => "terms",
            Self::Note => "note",
        }
    }

    /// Whether letters are typed there: then none can be a key.
    pub fn is_typed(self) -> bool {
        matches!(
            self,
            Self::Prompt
                | Self::Lookup
                | Self::Query
                | Self::Command
                | Self::Sides
                | Self::Terms
                | Self::Note
        )
    }
}

/// Writes the actions down once: as a type, as a list, and by name.
macro_rules! actions {
    ($($(#[$meta:meta])* $action:ident,)*) => {
        /// What the reader wants. A reader's own keys name it: to rename one is to break their files.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[allow(missing_docs)] // Each is explained by its line in the table, which is what a reader sees.
        pub enum Action {
            $($(#[$meta])* $action,)*
        }

        impl Action {
            /// All of them.
            pub const ALL: &[Self] = &[$(Self::$action,)*];

            /// The name of the variant.
            fn variant(self) -> &'static str {
                match self {
                    $(Self::$action => stringify!($action),)*
                }
            }
        }
    };
}

actions! {
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
    Tab4,
    Tab5,
    Tab6,
    Tab7,
    Bookmark,
    Annotate,
    NextOwn,
    PreviousOwn,
    Undo,
    NewLine,
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
    Themes,
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
    Cite,
    EraseRest,
    EraseNext,
    LetterLeft,
    LetterRight,
    WordLeft,
    WordRight,
    LineStart,
    LineEnd,
    EarlierEdition,
    LaterEdition,
    EarlierBound,
    LaterBound,
    ChangesHere,
    CompareBefore,
    LeftOlder,
    LeftNewer,
    RightOlder,
    RightNewer,
    BothOlder,
    BothNewer,
    SwapSides,
    HideSlight,
    FactsOnly,
    OpenLeft,
    TimelineHere,
    EarlierYear,
    LaterYear,
    Rate,
    OneScale,
    Predecessors,
    HeatMap,
    AddTerm,
    RemoveTerm,
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
    /// Between editions.
    Between,
    /// The notebook.
    Notebook,
    /// The map.
    Map,
    /// The program.
    Program,
    /// While typing.
    Type,
}

impl Group {
    /// All groups in the help's order.
    pub const ALL: [Self; 10] = [
        Self::Move,
        Self::Tree,
        Self::Read,
        Self::Find,
        Self::Search,
        Self::Between,
        Self::Notebook,
        Self::Map,
        Self::Program,
        Self::Type,
    ];

    /// Its heading in the help.
    pub fn name(self) -> &'static str {
        match self {
            Self::Move => "Moving",
            Self::Tree => "The tree",
            Self::Read => "Reading",
            Self::Find => "Finding",
            Self::Search => "The tab Search",
            Self::Between => "Between editions",
            Self::Notebook => "The notebook",
            Self::Map => "The map",
            Self::Program => "The program",
            Self::Type => "While typing",
        }
    }
}

impl Action {
    /// Its name: `next-section` for `NextSection`.
    pub fn name(self) -> String {
        let mut name = String::new();
        for c in self.variant().chars() {
            if (c.is_ascii_uppercase() || c.is_ascii_digit()) && !name.is_empty() {
                name.push('-');
            }
            name.push(c.to_ascii_lowercase());
        }
        name
    }

    /// Whether it moves by lines, by pages or to an end.
    pub fn is_step(self) -> bool {
        matches!(
            self,
            Self::Up
                | Self::Down
                | Self::HalfUp
                | Self::HalfDown
                | Self::PageUp
                | Self::PageDown
                | Self::Top
                | Self::Bottom
        )
    }

    /// Whether it shows the tab of a number.
    pub fn is_tab(self) -> bool {
        matches!(
            self,
            Self::Tab1 | Self::Tab2 | Self::Tab3 | Self::Tab4 | Self::Tab5 | Self::Tab6 | Self::Tab7
        )
    }

    /// The action of this name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.iter().copied().find(|action| action.name() == name)
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
    /// The one tab that it is for, where several share the context.
    pub tab: Option<Tab>,
}

impl Binding {
    /// The same for one tab alone.
    const fn only_in(self, tab: Tab) -> Self {
        Self { tab: Some(tab), ..self }
    }
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn actions_have_names_of_their_own_that_lead_back() {
        for action in Action::ALL {
            assert_eq!(Action::named(&action.name()), Some(*action));
        }
        assert_eq!(Action::NextSection.name(), "next-section");
        assert_eq!(Action::Tab1.name(), "tab-1");
    }

    #[test]
    fn every_action_stands_in_the_table_once_a_context() {
        for action in Action::ALL {
            assert!(BINDINGS.iter().any(|binding| binding.action == *action), "{action:?} has no line");
            for context in Context::ALL {
                let lines = BINDINGS
                    .iter()
                    .filter(|binding| binding.action == *action && binding.contexts.contains(context));
                assert!(lines.count() < 2, "{action:?} has two lines in {context:?}");
            }
        }
        assert!(BINDINGS.iter().all(|binding| !binding.help.is_empty()));
    }
}
