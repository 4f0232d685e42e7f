//! The one table of keys: dispatch, the help, the hints in the status line and the README read it.
//! The only file that names keys.
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

const fn key(c: char) -> Key {
    Key(KeyCode::Char(c), KeyModifiers::NONE)
}
const fn ctrl(c: char) -> Key {
    Key(KeyCode::Char(c), KeyModifiers::CONTROL)
}
const fn named(code: KeyCode) -> Key {
    Key(code, KeyModifiers::NONE)
}
const fn alt(code: KeyCode) -> Key {
    Key(code, KeyModifiers::ALT)
}
const fn bind(
    contexts: &'static [Context],
    keys: &'static [Key],
    action: Action,
    group: Group,
    help: &'static str,
    hint: &'static str,
) -> Binding {
    Binding { contexts, keys, action, help, group, hint }
}

const PANES: &[Context] = &[Context::List, Context::Reader, Context::Hits];
const TREE_TEXT: &[Context] = &[Context::List, Context::Reader];
const ABOUT: &[Context] = &[Context::List, Context::Reader, Context::Hits, Context::Facets];
const LIST: &[Context] = &[Context::List];
const READER: &[Context] = &[Context::Reader];
const SCROLLED: &[Context] = &[Context::List, Context::Reader, Context::Hits, Context::Facets, Context::Help];
const PAGED: &[Context] = &[Context::List, Context::Reader, Context::Hits, Context::Help];
const ROWS: &[Context] = &[Context::List, Context::Hits];
const FOUND: &[Context] = &[Context::Reader, Context::Hits];
const HITS: &[Context] = &[Context::Hits];
const HITS_FACETS: &[Context] = &[Context::Hits, Context::Facets];
const FACETS: &[Context] = &[Context::Facets];
const QUERY: &[Context] = &[Context::Query];
const PROMPT: &[Context] = &[Context::Prompt];
const PROMPT_QUERY: &[Context] = &[Context::Prompt, Context::Query];
const TYPED: &[Context] = &[Context::Prompt, Context::Lookup, Context::Query];
const LOOKUP: &[Context] = &[Context::Lookup];
const MAP: &[Context] = &[Context::Map];
const EVERYWHERE: &[Context] = &[
    Context::List,
    Context::Reader,
    Context::Prompt,
    Context::Lookup,
    Context::Help,
    Context::Map,
    Context::Query,
    Context::Hits,
    Context::Facets,
];

/// The only table of keys. The first line that fits wins.
pub const BINDINGS: &[Binding] = &[
    bind(
        SCROLLED,
        &[key('j'), named(KeyCode::Down)],
        Action::Down,
        Group::Move,
        "down; a number before it repeats, as in 5j",
        "",
    ),
    bind(SCROLLED, &[key('k'), named(KeyCode::Up)], Action::Up, Group::Move, "up", ""),
    bind(SCROLLED, &[key('d'), ctrl('d')], Action::HalfDown, Group::Move, "half a page down", ""),
    bind(SCROLLED, &[key('u'), ctrl('u')], Action::HalfUp, Group::Move, "half a page up", ""),
    bind(
        PAGED,
        &[key(' '), named(KeyCode::PageDown), ctrl('f')],
        Action::PageDown,
        Group::Move,
        "a page down",
        "",
    ),
    bind(
        SCROLLED,
        &[key('b'), named(KeyCode::PageUp), ctrl('b')],
        Action::PageUp,
        Group::Move,
        "a page up",
        "",
    ),
    bind(SCROLLED, &[key('g'), named(KeyCode::Home)], Action::Top, Group::Move, "to the beginning", ""),
    bind(SCROLLED, &[key('G'), named(KeyCode::End)], Action::Bottom, Group::Move, "to the end", ""),
    bind(ABOUT, &[named(KeyCode::Tab)], Action::SwitchPane, Group::Move, "to the other pane", "other pane"),
    bind(ABOUT, &[key('1')], Action::Tab1, Group::Move, "the tab Regions", ""),
    bind(ABOUT, &[key('2')], Action::Tab2, Group::Move, "the tab Contents", ""),
    bind(ABOUT, &[key('3')], Action::Tab3, Group::Move, "the tab Search", ""),
    bind(ABOUT, &[key('>')], Action::NextTab, Group::Move, "the next tab", ""),
    bind(
        ABOUT,
        &[key('<'), named(KeyCode::BackTab)],
        Action::PreviousTab,
        Group::Move,
        "the previous tab",
        "",
    ),
    bind(PANES, &[named(KeyCode::Enter)], Action::Open, Group::Read, "open what is selected", "open"),
    bind(
        PANES,
        &[named(KeyCode::Backspace), ctrl('o')],
        Action::Back,
        Group::Read,
        "back to where you were",
        "back",
    ),
    bind(PANES, &[alt(KeyCode::Right)], Action::Forward, Group::Read, "forward again", ""),
    bind(READER, &[key(']')], Action::NextSection, Group::Read, "the next heading or edition", ""),
    bind(READER, &[key('[')], Action::PreviousSection, Group::Read, "the previous heading or edition", ""),
    bind(READER, &[key('}')], Action::NextParagraph, Group::Read, "the next paragraph", ""),
    bind(READER, &[key('{')], Action::PreviousParagraph, Group::Read, "the previous paragraph", ""),
    bind(
        TREE_TEXT,
        &[key('J')],
        Action::NextPlace,
        Group::Read,
        "the dossier of the next place in the tree",
        "",
    ),
    bind(
        TREE_TEXT,
        &[key('K')],
        Action::PreviousPlace,
        Group::Read,
        "the dossier of the place before it",
        "",
    ),
    bind(
        TREE_TEXT,
        &[key(')')],
        Action::NextMention,
        Group::Read,
        "the next name of a place; Enter follows it",
        "next name",
    ),
    bind(TREE_TEXT, &[key('(')], Action::PreviousMention, Group::Read, "the previous name of a place", ""),
    bind(
        READER,
        &[key('f')],
        Action::NextNote,
        Group::Read,
        "the next footnote mark; Enter goes to the note",
        "",
    ),
    bind(READER, &[key('F')], Action::PreviousNote, Group::Read, "the previous footnote mark", ""),
    bind(
        ROWS,
        &[key('l'), named(KeyCode::Right)],
        Action::Unfold,
        Group::Tree,
        "unfold; on what has nothing below, read it",
        "",
    ),
    bind(
        LIST,
        &[key('h'), named(KeyCode::Left)],
        Action::Fold,
        Group::Tree,
        "fold, or go to what stands above",
        "",
    ),
    bind(
        READER,
        &[key('h'), named(KeyCode::Left)],
        Action::Fold,
        Group::Tree,
        "from the text back to the tree or the hits",
        "",
    ),
    bind(LIST, &[key('E')], Action::UnfoldAll, Group::Tree, "unfold everything", ""),
    bind(LIST, &[key('C')], Action::FoldAll, Group::Tree, "fold everything", ""),
    bind(LIST, &[key('a')], Action::ShowAll, Group::Tree, "all places, or only those that are named", ""),
    bind(
        ABOUT,
        &[key('/')],
        Action::Filter,
        Group::Find,
        "filter the tree; in the text, find words; in Search, ask",
        "filter",
    ),
    bind(
        FOUND,
        &[key('n')],
        Action::NextMatch,
        Group::Find,
        "the next match; in Search on through all texts found",
        "",
    ),
    bind(FOUND, &[key('N')], Action::PreviousMatch, Group::Find, "the previous match", ""),
    bind(
        READER,
        &[key('&')],
        Action::OnlyMatches,
        Group::Find,
        "only the paragraphs that match, under their headings; again for all",
        "",
    ),
    bind(
        TREE_TEXT,
        &[key('s')],
        Action::SearchHere,
        Group::Search,
        "search all that is said of the selected place, text or series",
        "search",
    ),
    bind(
        QUERY,
        &[named(KeyCode::Up)],
        Action::Up,
        Group::Search,
        "in the query: what was asked before it",
        "",
    ),
    bind(
        QUERY,
        &[named(KeyCode::Down), ctrl('n')],
        Action::Down,
        Group::Search,
        "in the query: to the hits, or what was asked after it",
        "hits",
    ),
    bind(QUERY, &[named(KeyCode::Tab)], Action::SwitchPane, Group::Search, "from the query to the text", ""),
    bind(
        QUERY,
        &[named(KeyCode::BackTab)],
        Action::PreviousTab,
        Group::Search,
        "from the query to the previous tab",
        "",
    ),
    bind(
        HITS_FACETS,
        &[key('o')],
        Action::Order,
        Group::Search,
        "another order: relevance, year, document; of the concordance too",
        "order",
    ),
    bind(
        HITS_FACETS,
        &[key('f')],
        Action::Facets,
        Group::Search,
        "how many hits each year, region and country has; again to close",
        "facets",
    ),
    bind(
        FACETS,
        &[named(KeyCode::Enter), key(' ')],
        Action::Narrow,
        Group::Search,
        "in the facets: only these hits; again for all",
        "only these",
    ),
    bind(
        FACETS,
        &[named(KeyCode::Backspace)],
        Action::EraseScope,
        Group::Search,
        "in the facets: take the last scope out of the query",
        "widen",
    ),
    bind(
        FACETS,
        &[named(KeyCode::PageDown), ctrl('f')],
        Action::PageDown,
        Group::Search,
        "in the facets: a page down",
        "",
    ),
    bind(
        HITS,
        &[key('c')],
        Action::Concordance,
        Group::Search,
        "the concordance: each match in its line; again for the hits",
        "concordance",
    ),
    bind(HITS, &[key('L')], Action::ByLeft, Group::Search, "its lines by the words before the match", ""),
    bind(HITS, &[key('R')], Action::ByRight, Group::Search, "its lines by the words behind the match", ""),
    bind(HITS, &[key('Y')], Action::ByYear, Group::Search, "hits or lines by year, the newest first", ""),
    bind(HITS, &[key('D')], Action::ByDocument, Group::Search, "hits or lines by document", ""),
    bind(
        HITS,
        &[key('S')],
        Action::SaveSearch,
        Group::Search,
        "save this query, under a name if you like",
        "save",
    ),
    bind(HITS, &[key('x')], Action::Forget, Group::Search, "throw a saved query away", ""),
    bind(
        ABOUT,
        &[ctrl('p')],
        Action::Lookup,
        Group::Find,
        "look up a place, document, heading or command",
        "look up",
    ),
    bind(
        PANES,
        &[key('w')],
        Action::Map,
        Group::Map,
        "the map of the world, where the selected place is",
        "map",
    ),
    bind(
        MAP,
        &[named(KeyCode::Left), key('h')],
        Action::HopLeft,
        Group::Map,
        "to the nearest country westwards",
        "west",
    ),
    bind(
        MAP,
        &[named(KeyCode::Down), key('j')],
        Action::HopDown,
        Group::Map,
        "to the nearest country southwards",
        "south",
    ),
    bind(
        MAP,
        &[named(KeyCode::Up), key('k')],
        Action::HopUp,
        Group::Map,
        "to the nearest country northwards",
        "north",
    ),
    bind(
        MAP,
        &[named(KeyCode::Right), key('l')],
        Action::HopRight,
        Group::Map,
        "to the nearest country eastwards",
        "east",
    ),
    bind(
        MAP,
        &[named(KeyCode::Tab)],
        Action::NextRegion,
        Group::Map,
        "to its region, then to the next",
        "region",
    ),
    bind(
        MAP,
        &[named(KeyCode::BackTab)],
        Action::PreviousRegion,
        Group::Map,
        "to its region, then to the one before",
        "",
    ),
    bind(MAP, &[key('+'), key('=')], Action::Nearer, Group::Map, "nearer", "nearer"),
    bind(MAP, &[key('-')], Action::Farther, Group::Map, "farther away", "farther"),
    bind(MAP, &[key('0')], Action::WholeWorld, Group::Map, "the whole world again", ""),
    bind(MAP, &[named(KeyCode::Enter)], Action::Accept, Group::Map, "open it in the tree", "open"),
    bind(MAP, &[key('/'), ctrl('p')], Action::Lookup, Group::Map, "look up a place by name", "look up"),
    bind(MAP, &[key('?'), named(KeyCode::F(1))], Action::Help, Group::Map, "these keys", "keys"),
    bind(MAP, &[key('w'), key('q')], Action::Leave, Group::Map, "close the map", "close"),
    bind(LOOKUP, &[named(KeyCode::Down), ctrl('n')], Action::Down, Group::Type, "the next answer", ""),
    bind(LOOKUP, &[named(KeyCode::Up), ctrl('p')], Action::Up, Group::Type, "the previous answer", ""),
    bind(PROMPT, &[named(KeyCode::Down), ctrl('n')], Action::Down, Group::Type, "down while typing", ""),
    bind(PROMPT, &[named(KeyCode::Up)], Action::Up, Group::Type, "up while typing", ""),
    bind(PROMPT_QUERY, &[ctrl('p')], Action::Lookup, Group::Type, "look up instead", ""),
    bind(TYPED, &[named(KeyCode::PageDown)], Action::PageDown, Group::Type, "a page down", ""),
    bind(TYPED, &[named(KeyCode::PageUp)], Action::PageUp, Group::Type, "a page up", ""),
    bind(TYPED, &[named(KeyCode::Enter)], Action::Accept, Group::Type, "take it", "take it"),
    bind(
        TYPED,
        &[named(KeyCode::Backspace), ctrl('h')],
        Action::EraseLetter,
        Group::Type,
        "erase a letter",
        "",
    ),
    bind(TYPED, &[ctrl('w'), alt(KeyCode::Backspace)], Action::EraseWord, Group::Type, "erase a word", ""),
    bind(TYPED, &[ctrl('u')], Action::EraseLine, Group::Type, "erase all", ""),
    bind(SCROLLED, &[key('?'), named(KeyCode::F(1))], Action::Help, Group::Program, "these keys", "keys"),
    bind(
        EVERYWHERE,
        &[named(KeyCode::Esc)],
        Action::Escape,
        Group::Program,
        "clear one layer: help, filter, mark",
        "",
    ),
    bind(SCROLLED, &[key('q')], Action::Leave, Group::Program, "back out, and quit at last", "quit"),
    bind(EVERYWHERE, &[ctrl('c')], Action::Quit, Group::Program, "quit", ""),
    bind(EVERYWHERE, &[ctrl('z')], Action::Suspend, Group::Program, "pause; the shell's fg comes back", ""),
    bind(PANES, &[key('r')], Action::Reload, Group::Program, "read again what changed on disk", ""),
    bind(EVERYWHERE, &[ctrl('l')], Action::Redraw, Group::Program, "paint the screen anew", ""),
];

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
