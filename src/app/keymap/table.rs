//! The one table of keys. The first line that fits wins.
use super::{Action, Binding, Context, Group, Key};
use crate::app::Tab;
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
) -> Binding {
    Binding { contexts, keys, action, help, group, tab: None }
}

const NOTED: &[Context] = &[Context::Reader, Context::Slip];
const SLIP: &[Context] = &[Context::Slip];
const PANES: &[Context] =
    &[Context::List, Context::Reader, Context::Hits, Context::Compare, Context::Timeline];
const TREE_TEXT: &[Context] = &[Context::List, Context::Reader];
const ABOUT: &[Context] =
    &[Context::List, Context::Reader, Context::Hits, Context::Facets, Context::Compare, Context::Timeline];
const LIST: &[Context] = &[Context::List];
const TIMELINE: &[Context] = &[Context::Timeline];
const SELECTING: &[Context] = &[Context::List, Context::Reader, Context::Hits];
const RELOADED: &[Context] = &[Context::List, Context::Reader, Context::Hits, Context::Compare];
const READER: &[Context] = &[Context::Reader];
const SCROLLED: &[Context] = &[
    Context::List,
    Context::Reader,
    Context::Hits,
    Context::Facets,
    Context::Help,
    Context::Compare,
    Context::Timeline,
];
const PAGED: &[Context] =
    &[Context::List, Context::Reader, Context::Hits, Context::Help, Context::Compare, Context::Timeline];
const ROWS: &[Context] = &[Context::List, Context::Hits];
const FOUND: &[Context] = &[Context::Reader, Context::Hits, Context::Compare];
const HITS: &[Context] = &[Context::Hits];
const HITS_FACETS: &[Context] = &[Context::Hits, Context::Facets];
const FACETS: &[Context] = &[Context::Facets];
const QUERY: &[Context] = &[Context::Query];
const PROMPT: &[Context] = &[Context::Prompt];
const PROMPT_QUERY: &[Context] = &[Context::Prompt, Context::Query];
const TYPED: &[Context] = &[
    Context::Prompt,
    Context::Lookup,
    Context::Query,
    Context::Command,
    Context::Sides,
    Context::Terms,
    Context::Note,
];
const NOTE: &[Context] = &[Context::Note];
const COMMAND: &[Context] = &[Context::Command];
const ORDERED: &[Context] = &[
    Context::List,
    Context::Reader,
    Context::Hits,
    Context::Facets,
    Context::Map,
    Context::Compare,
    Context::Timeline,
];
const COMPARE: &[Context] = &[Context::Compare];
const SIDES: &[Context] = &[Context::Sides];
const LOOKUP: &[Context] = &[Context::Lookup];
const MAP: &[Context] = &[Context::Map];
/// Where letters are keys.
const BARE: &[Context] = &[
    Context::List,
    Context::Reader,
    Context::Help,
    Context::Map,
    Context::Hits,
    Context::Facets,
    Context::Compare,
    Context::Timeline,
];
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
    Context::Slip,
    Context::Command,
    Context::Compare,
    Context::Sides,
    Context::Timeline,
    Context::Terms,
    Context::Note,
];

/// All keys.
pub const BINDINGS: &[Binding] = &[
    bind(
        SCROLLED,
        &[key('j'), named(KeyCode::Down)],
        Action::Down,
        Group::Move,
        "down; a number before it repeats, as in 5j",
    ),
    bind(SCROLLED, &[key('k'), named(KeyCode::Up)], Action::Up, Group::Move, "up"),
    bind(SCROLLED, &[key('d'), ctrl('d')], Action::HalfDown, Group::Move, "half a page down"),
    bind(SCROLLED, &[key('u'), ctrl('u')], Action::HalfUp, Group::Move, "half a page up"),
    bind(
        PAGED,
        &[key(' '), named(KeyCode::PageDown), ctrl('f')],
        Action::PageDown,
        Group::Move,
        "a page down",
    ),
    bind(SCROLLED, &[key('b'), named(KeyCode::PageUp), ctrl('b')], Action::PageUp, Group::Move, "a page up"),
    bind(SCROLLED, &[key('g'), named(KeyCode::Home)], Action::Top, Group::Move, "to the beginning"),
    bind(SCROLLED, &[key('G'), named(KeyCode::End)], Action::Bottom, Group::Move, "to the end"),
    bind(ABOUT, &[named(KeyCode::Tab)], Action::SwitchPane, Group::Move, "to the other pane"),
    bind(
        PANES,
        &[key('%')],
        Action::Percent,
        Group::Move,
        "behind a number: so far through, as in 50%; 12G goes to paragraph 12",
    ),
    bind(ABOUT, &[key('1'), alt(KeyCode::Char('1'))], Action::Tab1, Group::Move, "the tab Regions"),
    bind(ABOUT, &[key('2'), alt(KeyCode::Char('2'))], Action::Tab2, Group::Move, "the tab Contents"),
    bind(
        ABOUT,
        &[key('3'), alt(KeyCode::Char('3'))],
        Action::Tab3,
        Group::Move,
        "the tab Search; a 0 before a tab's number begins a count: 02j",
    ),
    bind(ABOUT, &[key('4'), alt(KeyCode::Char('4'))], Action::Tab4, Group::Move, "the tab Compare"),
    bind(ABOUT, &[key('5'), alt(KeyCode::Char('5'))], Action::Tab5, Group::Move, "the tab Timeline"),
    bind(ABOUT, &[key('6'), alt(KeyCode::Char('6'))], Action::Tab6, Group::Move, "the tab Changes"),
    bind(ABOUT, &[key('7'), alt(KeyCode::Char('7'))], Action::Tab7, Group::Move, "the tab Notebook"),
    bind(
        TREE_TEXT,
        &[key('B')],
        Action::Bookmark,
        Group::Notebook,
        "bookmark the passage, or highlight what is selected; again: no more",
    ),
    bind(
        TREE_TEXT,
        &[key('A')],
        Action::Annotate,
        Group::Notebook,
        "write a note on the passage or what is selected; #words are its tags",
    ),
    bind(READER, &[key(';')], Action::NextOwn, Group::Notebook, "the next place that you noted"),
    bind(READER, &[key(',')], Action::PreviousOwn, Group::Notebook, "the previous place that you noted"),
    bind(TREE_TEXT, &[key('U')], Action::Undo, Group::Notebook, "take the last thing that was noted back"),
    bind(LIST, &[key('o')], Action::Order, Group::Notebook, "in the notebook: by text, by place, by day")
        .only_in(Tab::Notebook),
    bind(LIST, &[key('x')], Action::Forget, Group::Notebook, "in the notebook: throw the note away")
        .only_in(Tab::Notebook),
    bind(
        NOTE,
        &[Key(KeyCode::Enter, KeyModifiers::ALT), ctrl('j')],
        Action::NewLine,
        Group::Notebook,
        "in a note: a new line",
    ),
    bind(NOTE, &[named(KeyCode::Up)], Action::Up, Group::Notebook, "in a note: a line up"),
    bind(NOTE, &[named(KeyCode::Down)], Action::Down, Group::Notebook, "in a note: a line down"),
    bind(
        NOTE,
        &[alt(KeyCode::Char('e'))],
        Action::Edit,
        Group::Notebook,
        "in a note: write it with $VISUAL or $EDITOR",
    ),
    bind(ABOUT, &[key('>')], Action::NextTab, Group::Move, "the next tab"),
    bind(ABOUT, &[key('<'), named(KeyCode::BackTab)], Action::PreviousTab, Group::Move, "the previous tab"),
    bind(PANES, &[named(KeyCode::Enter)], Action::Open, Group::Read, "open what is selected"),
    bind(PANES, &[named(KeyCode::Backspace), ctrl('o')], Action::Back, Group::Read, "back to where you were"),
    bind(
        PANES,
        &[alt(KeyCode::Right), ctrl('i')],
        Action::Forward,
        Group::Read,
        "forward again; Ctrl-i only where the terminal tells it from Tab",
    ),
    bind(READER, &[key(']')], Action::NextSection, Group::Read, "the next heading or edition"),
    bind(READER, &[key('[')], Action::PreviousSection, Group::Read, "the previous heading or edition"),
    bind(READER, &[key('}')], Action::NextParagraph, Group::Read, "the next paragraph"),
    bind(READER, &[key('{')], Action::PreviousParagraph, Group::Read, "the previous paragraph"),
    bind(TREE_TEXT, &[key('J')], Action::NextPlace, Group::Read, "the dossier of the next place in the tree"),
    bind(TREE_TEXT, &[key('K')], Action::PreviousPlace, Group::Read, "the dossier of the place before it"),
    bind(
        TREE_TEXT,
        &[key(')')],
        Action::NextMention,
        Group::Read,
        "the next name of a place; Enter follows it",
    ),
    bind(TREE_TEXT, &[key('(')], Action::PreviousMention, Group::Read, "the previous name of a place"),
    bind(
        NOTED,
        &[key('f')],
        Action::NextNote,
        Group::Read,
        "the next footnote mark; Enter shows the note, and goes to it",
    ),
    bind(NOTED, &[key('F')], Action::PreviousNote, Group::Read, "the previous footnote mark"),
    bind(NOTED, &[key('i')], Action::NextLink, Group::Read, "the next link; Enter follows it"),
    bind(NOTED, &[key('I')], Action::PreviousLink, Group::Read, "the previous link"),
    bind(
        TREE_TEXT,
        &[key('m')],
        Action::SetMark,
        Group::Read,
        "and a letter: mark this place, with a capital for all texts",
    ),
    bind(
        TREE_TEXT,
        &[key('\'')],
        Action::GoToMark,
        Group::Read,
        "and a letter: to its mark; '' to before the last jump, '\" to where this text was left",
    ),
    bind(PANES, &[key('`')], Action::ContinueReading, Group::Read, "continue reading what was left last"),
    bind(
        SLIP,
        &[named(KeyCode::Enter)],
        Action::Open,
        Group::Read,
        "at a footnote or link below the text: go there",
    ),
    bind(
        SLIP,
        &[key('j'), named(KeyCode::Down), key(' '), named(KeyCode::PageDown)],
        Action::Down,
        Group::Read,
        "at a footnote: on in the note",
    ),
    bind(
        SLIP,
        &[key('k'), named(KeyCode::Up), key('b'), named(KeyCode::PageUp)],
        Action::Up,
        Group::Read,
        "at a footnote: back in the note",
    ),
    bind(
        SLIP,
        &[key('y')],
        Action::CopyAddress,
        Group::Read,
        "at a footnote or link: copy its words or the address",
    ),
    bind(SLIP, &[named(KeyCode::Backspace), key('q')], Action::Leave, Group::Read, "close the note"),
    bind(
        READER,
        &[key('v')],
        Action::Select,
        Group::Read,
        "select: the movements take the end along, Esc drops it",
    ),
    bind(READER, &[key('o')], Action::SwapEnds, Group::Read, "the other end of the selection"),
    bind(FOUND, &[key('y')], Action::Copy, Group::Read, "copy the selection, else the passage or hit"),
    bind(READER, &[key('Y')], Action::CopySource, Group::Read, "copy it with its title, year and address"),
    bind(FOUND, &[key('Q')], Action::Cite, Group::Read, "copy it in quotation marks with its citation"),
    bind(
        ROWS,
        &[key('l'), named(KeyCode::Right)],
        Action::Unfold,
        Group::Tree,
        "unfold; on what has nothing below, read it",
    ),
    bind(
        LIST,
        &[key('h'), named(KeyCode::Left)],
        Action::Fold,
        Group::Tree,
        "fold, or go to what stands above",
    ),
    bind(
        READER,
        &[key('h'), named(KeyCode::Left)],
        Action::Fold,
        Group::Tree,
        "from the text back to the tree or the hits",
    ),
    bind(LIST, &[key('E')], Action::UnfoldAll, Group::Tree, "unfold everything"),
    bind(LIST, &[key('C')], Action::FoldAll, Group::Tree, "fold everything"),
    bind(
        LIST,
        &[key('a')],
        Action::ShowAll,
        Group::Tree,
        "all places, or only those that are named; in Changes all phrases, or the most telling",
    ),
    bind(
        ABOUT,
        &[key('/')],
        Action::Filter,
        Group::Find,
        "filter the tree; in the text, find words; in Search, ask",
    ),
    bind(HELP, &[key('/')], Action::Filter, Group::Find, "in the keys: only those with these words"),
    bind(
        FOUND,
        &[key('n')],
        Action::NextMatch,
        Group::Find,
        "the next match; in Search on through all texts found",
    ),
    bind(FOUND, &[key('N')], Action::PreviousMatch, Group::Find, "the previous match"),
    bind(
        READER,
        &[key('&')],
        Action::OnlyMatches,
        Group::Find,
        "only the paragraphs that match, under their headings; again for all",
    ),
    bind(READER, &[key('H')], Action::ScrollLeft, Group::Read, "a table wider than the page: to the left"),
    bind(READER, &[key('L')], Action::ScrollRight, Group::Read, "a table wider than the page: to the right"),
    bind(READER, &[key('+'), key('=')], Action::Wider, Group::Read, "wider lines of text"),
    bind(READER, &[key('-')], Action::Narrower, Group::Read, "narrower lines of text"),
    bind(PANES, &[key('z')], Action::FullScreen, Group::Read, "the text alone; again for the panes"),
    bind(READER, &[key('|')], Action::TwoColumns, Group::Read, "two columns of text, or one again"),
    bind(
        TREE_TEXT,
        &[key('s')],
        Action::SearchHere,
        Group::Search,
        "search all that is said of the selected place, text or series",
    ),
    bind(
        TREE_TEXT,
        &[key('X')],
        Action::ChangesHere,
        Group::Between,
        "what came and went in what is said of the selected place; in Changes, in the whole library again",
    ),
    bind(LIST, &[key('[')], Action::EarlierEdition, Group::Between, "in Changes: an earlier edition")
        .only_in(Tab::Changes),
    bind(LIST, &[key(']')], Action::LaterEdition, Group::Between, "in Changes: a later edition")
        .only_in(Tab::Changes),
    bind(LIST, &[key('{')], Action::EarlierBound, Group::Between, "in Changes: hold against fewer editions")
        .only_in(Tab::Changes),
    bind(LIST, &[key('}')], Action::LaterBound, Group::Between, "in Changes: hold against more editions")
        .only_in(Tab::Changes),
    bind(QUERY, &[named(KeyCode::Up)], Action::Up, Group::Search, "in the query: what was asked before it"),
    bind(
        QUERY,
        &[named(KeyCode::Down), ctrl('n')],
        Action::Down,
        Group::Search,
        "in the query: to the hits, or what was asked after it",
    ),
    bind(QUERY, &[named(KeyCode::Tab)], Action::SwitchPane, Group::Search, "from the query to the text"),
    bind(
        QUERY,
        &[named(KeyCode::BackTab)],
        Action::PreviousTab,
        Group::Search,
        "from the query to the previous tab",
    ),
    bind(
        HITS_FACETS,
        &[key('o')],
        Action::Order,
        Group::Search,
        "another order: relevance, year, document; of the concordance too",
    ),
    bind(
        HITS_FACETS,
        &[key('f')],
        Action::Facets,
        Group::Search,
        "how many hits each year, region and country has; again to close",
    ),
    bind(
        FACETS,
        &[named(KeyCode::Enter), key(' ')],
        Action::Narrow,
        Group::Search,
        "in the facets: only these hits; again for all",
    ),
    bind(
        FACETS,
        &[named(KeyCode::Backspace)],
        Action::EraseScope,
        Group::Search,
        "in the facets: take the last scope out of the query",
    ),
    bind(
        FACETS,
        &[named(KeyCode::PageDown), ctrl('f')],
        Action::PageDown,
        Group::Search,
        "in the facets: a page down",
    ),
    bind(
        HITS,
        &[key('c')],
        Action::Concordance,
        Group::Search,
        "the concordance: each match in its line; again for the hits",
    ),
    bind(HITS, &[key('L')], Action::ByLeft, Group::Search, "its lines by the words before the match"),
    bind(HITS, &[key('R')], Action::ByRight, Group::Search, "its lines by the words behind the match"),
    bind(HITS, &[key('Y')], Action::ByYear, Group::Search, "hits or lines by year, the newest first"),
    bind(HITS, &[key('D')], Action::ByDocument, Group::Search, "hits or lines by document"),
    bind(HITS, &[key('S')], Action::SaveSearch, Group::Search, "save this query, under a name if you like"),
    bind(HITS, &[key('x')], Action::Forget, Group::Search, "throw a saved query away"),
    bind(
        TREE_TEXT,
        &[key('c')],
        Action::CompareBefore,
        Group::Between,
        "compare with the previous edition: a place, a document or the section you read",
    ),
    bind(COMPARE, &[key('[')], Action::LeftOlder, Group::Between, "the left side: an older edition"),
    bind(COMPARE, &[key(']')], Action::LeftNewer, Group::Between, "the left side: a newer edition"),
    bind(COMPARE, &[key('{')], Action::RightOlder, Group::Between, "the right side: an older edition"),
    bind(COMPARE, &[key('}')], Action::RightNewer, Group::Between, "the right side: a newer edition"),
    bind(
        COMPARE,
        &[key('h'), named(KeyCode::Left)],
        Action::BothOlder,
        Group::Between,
        "both sides one edition back",
    ),
    bind(
        COMPARE,
        &[key('l'), named(KeyCode::Right)],
        Action::BothNewer,
        Group::Between,
        "both sides one edition on",
    ),
    bind(COMPARE, &[key('x')], Action::SwapSides, Group::Between, "swap the sides"),
    bind(
        COMPARE,
        &[key('f')],
        Action::FactsOnly,
        Group::Between,
        "only fields (\"Name: value\") that changed; again for everything",
    ),
    bind(
        COMPARE,
        &[key('m')],
        Action::HideSlight,
        Group::Between,
        "take changes of mere case and punctuation for none; again those of mere wording; again none",
    ),
    bind(
        COMPARE,
        &[key('o')],
        Action::OpenLeft,
        Group::Between,
        "open the left side's paragraph; Enter opens the right one's",
    ),
    bind(COMPARE, &[key('E')], Action::UnfoldAll, Group::Between, "unfold what is the same"),
    bind(COMPARE, &[key('C')], Action::FoldAll, Group::Between, "fold what is the same"),
    bind(COMPARE, &[key('|')], Action::TwoColumns, Group::Between, "side by side, or in one column"),
    bind(
        SIDES,
        &[named(KeyCode::Tab), named(KeyCode::Down), ctrl('n')],
        Action::Complete,
        Group::Type,
        "while sides are typed: what the one at the cursor may become",
    ),
    bind(
        SIDES,
        &[named(KeyCode::BackTab), named(KeyCode::Up), ctrl('p')],
        Action::CompleteBack,
        Group::Type,
        "the same backwards",
    ),
    bind(
        SELECTING,
        &[key('T')],
        Action::TimelineHere,
        Group::Between,
        "the timeline of the selected place, of what the text is about, or of the query",
    ),
    bind(
        TIMELINE,
        &[key('h'), named(KeyCode::Left)],
        Action::EarlierYear,
        Group::Between,
        "on the timeline: the edition before",
    ),
    bind(
        TIMELINE,
        &[key('l'), named(KeyCode::Right)],
        Action::LaterYear,
        Group::Between,
        "on the timeline: the next edition",
    ),
    bind(
        TIMELINE,
        &[key('r')],
        Action::Rate,
        Group::Between,
        "on the timeline: passages, or so many per 10,000 words",
    ),
    bind(
        TIMELINE,
        &[key('s')],
        Action::OneScale,
        Group::Between,
        "on the timeline: one scale for all terms, or each its own",
    ),
    bind(
        TIMELINE,
        &[key('p')],
        Action::Predecessors,
        Group::Between,
        "on the timeline: count with a state those that it came after",
    ),
    bind(
        TIMELINE,
        &[key('H')],
        Action::HeatMap,
        Group::Between,
        "on the timeline: all countries by edition, shaded; again for the bars",
    ),
    bind(
        TIMELINE,
        &[key('+'), key('=')],
        Action::AddTerm,
        Group::Between,
        "among all countries: add the selected one to the timeline",
    ),
    bind(
        TIMELINE,
        &[key('x')],
        Action::RemoveTerm,
        Group::Between,
        "on the timeline: take the selected term away",
    ),
    bind(ABOUT, &[ctrl('p')], Action::Lookup, Group::Find, "look up a place, document, heading or command"),
    bind(
        ORDERED,
        &[key(':')],
        Action::Command,
        Group::Program,
        "give an order: an address, set, theme, export, or what any key does",
    ),
    bind(ORDERED, &[], Action::Tour, Group::Program, "a short guide to the program"),
    bind(COMMAND, &[named(KeyCode::Tab)], Action::Complete, Group::Type, "what the order may become"),
    bind(COMMAND, &[named(KeyCode::BackTab)], Action::CompleteBack, Group::Type, "the same backwards"),
    bind(COMMAND, &[named(KeyCode::Up), ctrl('p')], Action::Up, Group::Type, "the order before this one"),
    bind(COMMAND, &[named(KeyCode::Down), ctrl('n')], Action::Down, Group::Type, "the order after this one"),
    bind(PANES, &[key('w')], Action::Map, Group::Map, "the map of the world, where the selected place is"),
    bind(ABOUT, &[key('t')], Action::Themes, Group::Program, "choose a theme, seen as you go"),
    bind(
        THEMES,
        &[named(KeyCode::Down), key('j')],
        Action::Down,
        Group::Program,
        "among the themes: the next",
    ),
    bind(
        THEMES,
        &[named(KeyCode::Up), key('k')],
        Action::Up,
        Group::Program,
        "among the themes: the one before",
    ),
    bind(
        THEMES,
        &[named(KeyCode::Enter)],
        Action::Accept,
        Group::Program,
        "use this theme from now on; config.toml keeps it for always",
    ),
    bind(THEMES, &[key('q'), key('t')], Action::Leave, Group::Program, "leave the themes; all is as it was"),
    bind(
        MAP,
        &[named(KeyCode::Left), key('h')],
        Action::HopLeft,
        Group::Map,
        "to the nearest country westwards",
    ),
    bind(
        MAP,
        &[named(KeyCode::Down), key('j')],
        Action::HopDown,
        Group::Map,
        "to the nearest country southwards",
    ),
    bind(
        MAP,
        &[named(KeyCode::Up), key('k')],
        Action::HopUp,
        Group::Map,
        "to the nearest country northwards",
    ),
    bind(
        MAP,
        &[named(KeyCode::Right), key('l')],
        Action::HopRight,
        Group::Map,
        "to the nearest country eastwards",
    ),
    bind(MAP, &[named(KeyCode::Tab)], Action::NextRegion, Group::Map, "to its region, then to the next"),
    bind(
        MAP,
        &[named(KeyCode::BackTab)],
        Action::PreviousRegion,
        Group::Map,
        "to its region, then to the one before",
    ),
    bind(MAP, &[key('+'), key('=')], Action::Nearer, Group::Map, "nearer"),
    bind(MAP, &[key('-')], Action::Farther, Group::Map, "farther away"),
    bind(MAP, &[key('0')], Action::WholeWorld, Group::Map, "the whole world again"),
    bind(MAP, &[named(KeyCode::Enter)], Action::Accept, Group::Map, "open it in the tree"),
    bind(MAP, &[key('/'), ctrl('p')], Action::Lookup, Group::Map, "look up a place by name"),
    bind(MAP, &[key('?'), named(KeyCode::F(1))], Action::Help, Group::Map, "these keys"),
    bind(MAP, &[key('w'), key('q')], Action::Leave, Group::Map, "close the map"),
    bind(LOOKUP, &[named(KeyCode::Down), ctrl('n')], Action::Down, Group::Type, "the next answer"),
    bind(LOOKUP, &[named(KeyCode::Up), ctrl('p')], Action::Up, Group::Type, "the previous answer"),
    bind(PROMPT, &[named(KeyCode::Down), ctrl('n')], Action::Down, Group::Type, "down while typing"),
    bind(PROMPT, &[named(KeyCode::Up)], Action::Up, Group::Type, "up while typing"),
    bind(PROMPT_QUERY, &[ctrl('p')], Action::Lookup, Group::Type, "look up instead"),
    bind(TYPED, &[named(KeyCode::PageDown)], Action::PageDown, Group::Type, "a page down"),
    bind(TYPED, &[named(KeyCode::PageUp)], Action::PageUp, Group::Type, "a page up"),
    bind(TYPED, &[named(KeyCode::Enter)], Action::Accept, Group::Type, "take it"),
    bind(TYPED, &[named(KeyCode::Backspace), ctrl('h')], Action::EraseLetter, Group::Type, "erase a letter"),
    bind(TYPED, &[ctrl('w'), alt(KeyCode::Backspace)], Action::EraseWord, Group::Type, "erase a word"),
    bind(TYPED, &[ctrl('u')], Action::EraseLine, Group::Type, "erase all before the cursor"),
    bind(TYPED, &[ctrl('k')], Action::EraseRest, Group::Type, "erase all behind the cursor"),
    bind(TYPED, &[named(KeyCode::Delete)], Action::EraseNext, Group::Type, "erase the letter at the cursor"),
    bind(TYPED, &[named(KeyCode::Left)], Action::LetterLeft, Group::Type, "a letter to the left"),
    bind(TYPED, &[named(KeyCode::Right)], Action::LetterRight, Group::Type, "a letter to the right"),
    bind(
        TYPED,
        &[alt(KeyCode::Left), alt(KeyCode::Char('b'))],
        Action::WordLeft,
        Group::Type,
        "a word to the left",
    ),
    bind(
        TYPED,
        &[alt(KeyCode::Right), alt(KeyCode::Char('f'))],
        Action::WordRight,
        Group::Type,
        "a word to the right",
    ),
    bind(
        TYPED,
        &[named(KeyCode::Home), ctrl('a')],
        Action::LineStart,
        Group::Type,
        "to the beginning of the line",
    ),
    bind(TYPED, &[named(KeyCode::End), ctrl('e')], Action::LineEnd, Group::Type, "to the end of the line"),
    bind(SCROLLED, &[key('?'), named(KeyCode::F(1))], Action::Help, Group::Program, "these keys"),
    bind(
        EVERYWHERE,
        &[named(KeyCode::Esc)],
        Action::Escape,
        Group::Program,
        "clear one layer: help, filter, mark",
    ),
    bind(SCROLLED, &[key('q')], Action::Leave, Group::Program, "back out, and quit at last"),
    bind(EVERYWHERE, &[ctrl('c')], Action::Quit, Group::Program, "quit"),
    bind(EVERYWHERE, &[ctrl('z')], Action::Suspend, Group::Program, "pause; the shell's fg comes back"),
    bind(RELOADED, &[key('r')], Action::Reload, Group::Program, "read again what changed on disk"),
    bind(
        TREE_TEXT,
        &[key('e')],
        Action::Edit,
        Group::Program,
        "edit the file of this text with $VISUAL or $EDITOR",
    ),
    bind(EVERYWHERE, &[ctrl('l')], Action::Redraw, Group::Program, "paint the screen anew"),
    bind(
        BARE,
        &[key('M')],
        Action::Mouse,
        Group::Program,
        "give the mouse to the terminal, for its own selection; again to take it back",
    ),
];
