//! What the reader sees and selected: `update(&mut App, Message) -> Vec<Effect>`. No terminal, no disk,
//! no colours.
/// What a tab keeps of its panes, of the tab shown: borrowed by field, so that the rest stays free.
macro_rules! desk_of {
    ($app:expr, $($borrow:tt)+) => {
        match $app.tab {
            $crate::app::Tab::Regions => $($borrow)+ $app.regions,
            $crate::app::Tab::Contents => $($borrow)+ $app.contents,
            $crate::app::Tab::Search => $($borrow)+ $app.search.desk,
            $crate::app::Tab::Compare => $($borrow)+ $app.compare.desk,
            $crate::app::Tab::Timeline => $($borrow)+ $app.timeline.desk,
            $crate::app::Tab::Changes => $($borrow)+ $app.changes.desk,
            $crate::app::Tab::Notebook => $($borrow)+ $app.notes.desk,
        }
    };
}

pub mod changes;
pub mod command;
pub mod compare;
pub mod contents;
mod export;
mod find;
pub mod help;
mod here;
pub mod keeping;
pub mod keymap;
pub mod layout;
pub mod lookup;
pub mod map;
mod moved;
pub mod notes;
mod prompt;
pub mod reader;
pub mod regions;
pub mod search;
pub mod sheet;
pub mod slip;
pub mod status;
pub mod themes;
pub mod timeline;
pub mod tree;
mod update;

pub use changes::Changes;
pub use command::Listed;
pub use compare::Compare;
pub use help::Help;
pub use keeping::Keeping;
pub use keymap::{Action, BINDINGS, Binding, Context, Group, Key, Keymap};
pub use layout::{Layout, layout};
pub use lookup::Lookup;
pub use map::{Cell, Map, Tone};
pub use notes::Notes;
pub use prompt::Prompt;
pub use reader::{Find, Reader, Source};
pub use search::{Answer, Question, Search};
pub use sheet::{Gathered, Item, Sheet};
pub use slip::Slip;
pub use themes::Themes;
pub use timeline::Timeline;
pub use tree::{Fold, List, Node, Row};
pub use update::update;

use crate::model::{Day, Entry, Library, Notebook, Places, Searches, Settings};
use crate::query::Catalogue;
use crate::query::filter::{Found, Scope};
use crate::query::notebook::Standing;
use crossterm::event::{KeyEvent, MouseEvent};
use std::path::PathBuf;
use std::sync::Arc;

/// What happened.
#[derive(Debug)]
pub enum Message {
    /// A key was pressed.
    Key(KeyEvent),
    /// The mouse did something.
    Mouse(MouseEvent),
    /// The same, once more at the same place in quick succession: so many times by now.
    Again(MouseEvent, u8),
    /// Text was pasted.
    Paste(String),
    /// The terminal has so many columns and rows.
    Resize(u16, u16),
    /// The library was read, whole or so far; what could not be is told in words.
    Loaded(Arc<Library>, Vec<String>),
    /// So many of so many files were read; `None` when all were, with a word about what changed where the
    /// reader asked for it.
    Reading(Option<(usize, usize)>, Option<String>),
    /// What can be looked up in a library.
    Catalogue(Arc<Library>, Arc<Catalogue>),
    /// What was found so far, or at last.
    Found(Answer),
    /// Two sides were compared.
    Compared(compare::Answer),
    /// Terms were counted by edition.
    Chronicled(timeline::Answer),
    /// What came and went was found.
    Appeared(changes::Answer),
    /// How many hits saved queries have in a library.
    Counted(Arc<Library>, Vec<(String, usize)>),
    /// The searches kept from another time, and a word about them where one is needed.
    Searches(Searches, Option<String>),
    /// What fits a name that was looked up, with the number of the question.
    Answers {
        /// The question's number.
        generation: u64,
        /// The library whose catalogue was asked.
        library: Arc<Library>,
        /// What was found.
        found: Found,
    },
    /// The themes that there are, each with a word about it.
    Themes(Vec<(String, String)>),
    /// The theme that is settled cannot be shown: the one that is, and why.
    NoTheme {
        /// The theme that is still shown.
        back: String,
        /// What is wrong with the other.
        told: String,
    },
    /// The terminal is ours again after a pause.
    Resumed,
    /// Where texts were left another time, and the marks in them; and a word about them where one is needed.
    Places(Places, Option<String>),
    /// All that was noted, as it is on disk after the change of this number; and a word about it where one is needed.
    Notebook(Notebook, u64, Option<String>),
    /// Where notes stand in a library.
    NotesFound {
        /// The question's number.
        generation: u64,
        /// The library.
        library: Arc<Library>,
        /// Each note's name, and where it stands.
        found: Vec<(String, Standing)>,
    },
    /// A note was written in the reader's own editor.
    Written {
        /// The note's name.
        id: String,
        /// Its words.
        text: String,
    },
    /// The program is about to end.
    Ending,
    /// A word to the reader.
    Told(String),
}

impl Message {
    /// Whether the screen may look different afterwards.
    pub fn is_visible(&self) -> bool {
        !matches!(self, Self::Catalogue(..))
    }
}

/// What we ask of the world.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Effect {
    /// Leave the program.
    Quit,
    /// Stop until the shell continues us.
    Suspend,
    /// Paint every cell anew.
    Redraw,
    /// Read again what changed on disk.
    Reload,
    /// Search the library; what was asked before is not waited for any longer.
    Search(Question),
    /// Compare two sides.
    Compare(compare::Question),
    /// Count terms by edition.
    Chronicle(timeline::Question),
    /// Find what came and went between editions.
    Appearances(changes::Question),
    /// Count the hits of queries, when there is time.
    Count(Vec<String>),
    /// Keep these searches for another time.
    SaveSearches(Searches),
    /// Tell which themes there are.
    ListThemes,
    /// Remember that the reader has been here.
    Seen,
    /// Keep these places for another time, with those that are kept already.
    KeepPlaces(Places),
    /// Keep these notes, with those that are kept already.
    KeepNotes {
        /// The notes that were changed.
        entries: Vec<Entry>,
        /// The number of the last change.
        number: u64,
    },
    /// Find where notes stand.
    FindNotes(notes::Question),
    /// Have the reader write a note in their own editor.
    Write {
        /// The note's name.
        id: String,
        /// Its words so far.
        text: String,
    },
    /// Put this text on the system's clipboard.
    Copy(String),
    /// Show this address in the reader's browser.
    Browse(String),
    /// Open a file in the reader's editor, and read afterwards what changed.
    Edit {
        /// The file.
        path: PathBuf,
        /// The words of the place to stand at.
        words: String,
        /// How far through the text it is, in percent.
        percent: u8,
    },
    /// Hear the mouse, or leave it to the terminal.
    Mouse(bool),
    /// Write a text to a file of the reader's.
    Export {
        /// Its path, as it was typed.
        path: String,
        /// What it is to hold.
        text: String,
        /// Whether another file of this name may go.
        overwrite: bool,
    },
    /// Put the guide into the library.
    Tour,
    /// Look a name up; an answer to an earlier question of the same scope is not wanted any more.
    Lookup {
        /// The question's number.
        generation: u64,
        /// What was typed.
        text: String,
        /// Which names are looked through.
        scope: Scope,
        /// So many of the best are wanted.
        most: usize,
    },
}

/// A tab of the explorer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Tab {
    /// Places by region.
    #[default]
    Regions,
    /// Documents by series and edition.
    Contents,
    /// Words in all texts.
    Search,
    /// What changed between two texts.
    Compare,
    /// Terms by edition.
    Timeline,
    /// What came and went between editions.
    Changes,
    /// What was noted.
    Notebook,
}

impl Tab {
    /// All tabs in their order.
    pub const ALL: [Self; 7] = [
        Self::Regions,
        Self::Contents,
        Self::Search,
        Self::Compare,
        Self::Timeline,
        Self::Changes,
        Self::Notebook,
    ];

    /// The name a reader sees.
    pub fn name(self) -> &'static str {
        match self {
            Self::Regions => "Regions",
            Self::Contents => "Contents",
            Self::Search => "Search",
            Self::Compare => "Compare",
            Self::Timeline => "Timeline",
            Self::Changes => "Changes",
            Self::Notebook => "Notebook",
        }
    }
}

/// The pane that the keys go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Pane {
    /// The tree.
    #[default]
    List,
    /// The text.
    Reader,
}

/// What lies over the panes.
#[derive(Debug)]
pub enum Overlay {
    /// The keys.
    Help(Help),
    /// Looking something up by name.
    Lookup(Lookup),
    /// The map, as large as the screen.
    Map,
    /// The command line.
    Command(command::CommandLine),
    /// Choosing a theme.
    Themes(Themes),
    /// A note being written.
    Note(notes::Writing),
}

/// What the mouse holds while its button is down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Hold {
    /// The line between two panes.
    Divider,
    /// The text.
    Text {
        /// Where the button went down.
        from: (u16, u16),
        /// What lies there.
        anchor: reader::Stretch,
        /// What the selection grows by.
        grain: reader::Grain,
        /// Whether the button coming up follows what lies there.
        follows: bool,
    },
    /// Nothing: a click has led elsewhere, and a second one in quick succession means what is gone.
    Followed,
}

/// Where the line between the panes was put by hand: the columns before it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Dividers {
    /// In the tabs with a tree.
    pub tree: Option<u16>,
    /// In the tab of search.
    pub search: Option<u16>,
}

/// A tab's own list and reading pane.
#[derive(Debug, Default)]
pub struct Desk {
    /// The tree.
    pub list: List,
    /// The text.
    pub reader: Reader,
}

/// What is known of the terminal.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Terminal {
    /// Whether it understands links (OSC 8).
    pub bears_links: bool,
}

/// A key that waits for the letter behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Pending {
    /// The letter of a mark to be set.
    SetMark,
    /// The letter of a mark to be gone to.
    GoToMark,
}

/// A tab's number that was pressed and may be the beginning of a count: what it undoes is put back then.
#[derive(Debug, Clone)]
pub struct Begun {
    number: usize,
    /// Whether more than one digit was pressed.
    long: bool,
    tab: Tab,
    pane: Pane,
    typing: bool,
    query: String,
    row: usize,
}

/// Where a reader has been.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    tab: Tab,
    pane: Pane,
    node: Option<Node>,
    place: reader::Place,
    /// In the tab of search: the query, and the selected row.
    search: Option<(String, usize)>,
    /// In the tab of comparison: what was compared.
    compare: Option<compare::Visited>,
    /// In the tab of terms: which, and where.
    timeline: Option<timeline::Visited>,
    /// In the tab of changes: between what.
    changes: Option<changes::Visited>,
}

impl Visit {
    /// Whether it was to this tab.
    fn is_of(&self, tab: Tab) -> bool {
        self.tab == tab
    }

    /// Whether it was to the text that is read now.
    fn is_here(&self, app: &App) -> bool {
        self.tab == app.tab
            && self.pane == Pane::Reader
            && app.pane == Pane::Reader
            && self.place.source == app.desk().reader.source
    }
}

/// The whole state of the explorer.
#[derive(Debug, Default)]
#[allow(clippy::struct_excessive_bools)] // Each is a state of its own; no two exclude each other.
pub struct App {
    /// What the reader has settled.
    pub settings: Settings,
    /// The keys that hold.
    pub keys: Keymap,
    /// The first of two keys, while the second is awaited.
    pub chord: Option<Key>,
    /// What can be read.
    pub library: Arc<Library>,
    /// Whether the library has been read.
    pub loaded: bool,
    /// How many of how many files were read, while some are still to be.
    pub reading: Option<(usize, usize)>,
    /// Whether the reader has pressed a key: until then a library that grows is shown from its beginning.
    pub touched: bool,
    /// Whether the reader was never here before: a line tells the first keys until one is pressed.
    pub is_new: bool,
    /// Columns and rows of the terminal.
    pub size: (u16, u16),
    /// The tab shown.
    pub tab: Tab,
    /// The pane that has the keys.
    pub pane: Pane,
    /// The tab of places.
    pub regions: Desk,
    /// The tab of documents.
    pub contents: Desk,
    /// The tab of search.
    pub search: Search,
    /// The tab of comparison.
    pub compare: Compare,
    /// The tab of terms by edition.
    pub timeline: Timeline,
    /// The tab of what came and went.
    pub changes: Changes,
    /// The notebook.
    pub notes: Notes,
    /// The library that the tab of documents was filled from.
    pub contents_of: Option<Arc<Library>>,
    /// Whether places are shown that the library never names.
    pub show_all: bool,
    /// Whether the text fills the screen, without the tree and the lines around it.
    pub bare: bool,
    /// What lies over the panes.
    pub overlay: Option<Overlay>,
    /// A word to the reader, until the next key.
    pub notice: Option<String>,
    /// What could not be read.
    pub troubles: Vec<String>,
    /// The map, large or small.
    pub map: Map,
    /// What the mouse holds.
    pub hold: Option<Hold>,
    /// The lines between the panes, where they were put by hand.
    pub dividers: Dividers,
    /// The orders given in the command line, the last one at the end.
    pub orders: Vec<String>,
    /// The address to go to as soon as the library has it.
    pub awaited: Option<String>,
    /// A count being typed.
    pub count: Option<usize>,
    /// Where the reader has been, the last place at the end.
    pub back: Vec<Visit>,
    /// Where the reader came back from.
    pub forward: Vec<Visit>,
    /// What can be looked up: made when first asked for, that of a large library in the background.
    pub catalogue: Option<Arc<Catalogue>>,
    /// The number of the last question after a name.
    pub generation: u64,
    /// What the world is to be asked after this message.
    pub asks: Vec<Effect>,
    /// The filter of the tab of documents.
    pub contents_filter: contents::Filter,
    /// Where texts were left, and marks.
    pub keeping: Keeping,
    /// What lies below the text: a footnote, or where a link leads.
    pub slip: Option<Slip>,
    /// A key that waits for the letter behind it.
    pub pending: Option<Pending>,
    /// A tab's number, while it may still be the beginning of a count.
    pub begun: Option<Begun>,
    /// Where the reader was before the last jump.
    pub jumped_from: Option<Visit>,
    /// What is known of the terminal.
    pub terminal: Terminal,
    /// The day on which the program was started: what is read is cited as read on it.
    pub today: Option<Day>,
}

impl App {
    /// Whether the tab of documents was filled from this library.
    pub fn contents_filled(&self) -> bool {
        self.contents_of.as_ref().is_some_and(|of| Arc::ptr_eq(of, &self.library))
    }

    /// The list and the reading pane of the tab shown.
    pub fn desk(&self) -> &Desk {
        desk_of!(self, &)
    }

    /// The same, to be changed.
    pub fn desk_mut(&mut self) -> &mut Desk {
        desk_of!(self, &mut)
    }

    /// Names the keys that the page of the tab shown speaks of, as they hold now.
    fn name_keys(&mut self) {
        desk_of!(self, &mut).reader.name_keys(&self.keys);
    }

    /// Where the line between the panes of this tab was put by hand.
    pub fn divider_mut(&mut self) -> &mut Option<u16> {
        match self.tab {
            Tab::Regions | Tab::Contents | Tab::Compare | Tab::Timeline | Tab::Changes | Tab::Notebook => {
                &mut self.dividers.tree
            }
            Tab::Search => &mut self.dividers.search,
        }
    }

    /// Where the next key goes.
    pub fn context(&self) -> Context {
        match (&self.overlay, self.pane) {
            (Some(Overlay::Help(help)), _) if help.typing => Context::Prompt,
            (Some(Overlay::Help(_)), _) => Context::Help,
            (Some(Overlay::Lookup(_)), _) => Context::Lookup,
            (Some(Overlay::Map), _) => Context::Map,
            (Some(Overlay::Command(_)), _) => Context::Command,
            (Some(Overlay::Themes(_)), _) => Context::Themes,
            (Some(Overlay::Note(_)), _) => Context::Note,
            (None, Pane::List) if self.tab == Tab::Search => {
                let search = &self.search;
                if search.typing || search.naming.is_some() {
                    Context::Query
                } else if search.panel.is_some() {
                    Context::Facets
                } else {
                    Context::Hits
                }
            }
            (None, Pane::List) if self.tab == Tab::Compare => self.compare.context(),
            (None, Pane::List) if self.tab == Tab::Timeline => self.timeline.context(),
            (None, Pane::List) if self.desk().list.typing => Context::Prompt,
            (None, Pane::Reader) if self.desk().reader.typing => Context::Prompt,
            (None, Pane::Reader) if self.slip.is_some() => Context::Slip,
            (None, Pane::List) => Context::List,
            (None, Pane::Reader) => Context::Reader,
        }
    }
}

/// Answers questions of one kind beside the screen: of a library, until it is stale, in as many messages as it likes.
pub type Answering<Q> =
    Box<dyn FnMut(&Arc<Library>, &Q, &(dyn Fn() -> bool + Sync), &mut dyn FnMut(Message)) + Send>;
