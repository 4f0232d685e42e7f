//! The one table of keys. The first line that fits wins.
use super::{Action, Binding, Context, Group, Key};
use crossterm::event::{KeyCode, KeyModifiers};

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
const HELP: &[Context] = &[Context::Help];
const THEMES: &[Context] = &[Context::Themes];
pub(super) const EVERYWHERE: &[Context] = &[
    Context::List,
    Context::Reader,
    Context::Prompt,
    Context::Lookup,
    Context::Help,
    Context::Map,
    Context::Query,
    Context::Hits,
    Context::Facets,
    Context::Themes,
];

/// All keys.
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
    bind(HELP, &[key('/')], Action::Filter, Group::Find, "in the keys: only those with these words", "find"),
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
    bind(ABOUT, &[key('t')], Action::Themes, Group::Program, "choose a theme, seen as you go", ""),
    bind(
        THEMES,
        &[named(KeyCode::Down), key('j')],
        Action::Down,
        Group::Program,
        "among the themes: the next",
        "",
    ),
    bind(
        THEMES,
        &[named(KeyCode::Up), key('k')],
        Action::Up,
        Group::Program,
        "among the themes: the one before",
        "",
    ),
    bind(THEMES, &[named(KeyCode::Enter)], Action::Accept, Group::Program, "keep this theme", "keep"),
    bind(
        THEMES,
        &[key('q'), key('t')],
        Action::Leave,
        Group::Program,
        "leave the themes; all is as it was",
        "as it was",
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
