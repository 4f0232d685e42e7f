//! The help: its lines, which are made from the key table, and how far it is scrolled. Never draws them.
use super::keymap::Bound;
use super::layout::framed;
use super::{App, Context, Group, Layout, Overlay, Prompt};
use crate::typeset::{Role, width, words};
use ratatui::layout::Rect;

/// The help.
#[derive(Debug)]
pub struct Help {
    /// Where the reader was: its keys come first.
    pub of: Context,
    /// The first line on the screen.
    pub top: usize,
    /// What its lines are filtered by.
    pub filter: Prompt,
    /// Whether that is being typed.
    pub typing: bool,
}

impl Help {
    /// The line of its filter, where there is one, and the area of its lines, inside the area that it takes.
    pub fn areas(&self, overlay: Rect) -> (Option<Rect>, Rect) {
        let inner = framed(overlay);
        let asked = self.typing || !self.filter.text.is_empty();
        if !asked || inner.height <= 2 {
            return (None, inner);
        }
        let lines = Rect { y: inner.y + 2, height: inner.height - 2, ..inner };
        (Some(Rect { height: 1, ..inner }), lines)
    }
}

/// Scrolls no further than to the last page.
pub fn settle(app: &mut App, areas: &Layout) {
    let Some(Overlay::Help(help)) = &app.overlay else { return };
    let (_, page) = help.areas(areas.overlay);
    let last = lines(app, help, usize::from(page.width)).len().saturating_sub(usize::from(page.height));
    if let Some(Overlay::Help(help)) = &mut app.overlay {
        help.top = help.top.min(last);
    }
}

/// A line of the help: what stands in the column of keys, what behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Line {
    /// Over the keys of one kind.
    Heading(String),
    /// Keys, and what they do.
    Key(String, String),
    /// What goes on from the line above.
    More(String),
    /// An empty one.
    Gap,
}

/// Writes the lines of some keys behind a heading; nothing where there are none.
fn keys_of<'a>(
    heading: String,
    lines: impl Iterator<Item = &'a Bound>,
    columns: usize,
    entries: &mut Vec<Line>,
) {
    let keys = key_columns(columns);
    let mut heading = Some(heading);
    for line in lines {
        if let Some(heading) = heading.take() {
            if !entries.is_empty() {
                entries.push(Line::Gap);
            }
            entries.push(Line::Heading(heading));
        }
        let room = columns.saturating_sub(keys + 2).max(10);
        let mut set = words(line.help, Role::Body, room).into_iter();
        let names = line.names().join("  ");
        // Keys that are wider than their column stand on a line of their own.
        let first = if width(&names) + 2 > keys {
            String::new()
        } else {
            set.next().map(|line| line.text()).unwrap_or_default()
        };
        entries.push(Line::Key(names, first));
        entries.extend(set.map(|line| Line::More(line.text())));
    }
}

/// The columns that the keys have, of so many in all.
pub fn key_columns(columns: usize) -> usize {
    if columns < 44 { 13 } else { 22 }
}

/// Whether a line of the table has all these words: in its keys, its name, or what it does.
fn fits(line: &Bound, words: &str) -> bool {
    let all = format!("{} {} {}", line.names().join(" "), line.action.name(), line.help).to_lowercase();
    words.split_whitespace().all(|word| all.contains(&word.to_lowercase()))
}

/// What the mouse does.
const MOUSE: &str = "The wheel scrolls; a click selects a row, a hit or a facet, or follows a name, a footnote or a tab; \
     a second click opens. Hints in the line at the bottom are clicked as well; the right button goes back. Dragging \
     selects words of the text, two clicks in quick succession take a word, three a paragraph, Shift and a click \
     extends: {copy} copies. The line between the panes is dragged; two clicks put it back.";

/// The lines of the help in so many columns: the keys of the place that the reader was in come first, and of those
/// the ones of the tab alone, then the ones that hold in few places.
pub fn lines(app: &App, help: &Help, columns: usize) -> Vec<Line> {
    let mut entries = Vec::new();
    let (mut here, elsewhere): (Vec<&Bound>, Vec<&Bound>) = app
        .keys
        .lines()
        .iter()
        .filter(|line| !line.strokes.is_empty() && fits(line, &help.filter.text))
        .partition(|line| line.contexts.contains(&help.of) && line.tab.is_none_or(|tab| tab == app.tab));
    here.sort_by_key(|line| (line.tab.is_none(), line.contexts.len()));
    keys_of(format!("Here: {}", place(help.of)), here.into_iter(), columns, &mut entries);
    for group in Group::ALL {
        let lines = elsewhere.iter().copied().filter(|line| line.group == group);
        keys_of(format!("Elsewhere: {}", group.name()), lines, columns, &mut entries);
    }
    if entries.is_empty() {
        entries.push(Line::Heading("No key has these words.".into()));
    }
    if !help.filter.text.is_empty() {
        return entries;
    }
    entries.push(Line::Gap);
    entries.push(Line::Heading("The mouse".into()));
    for line in words(&app.keys.told(Context::Reader, MOUSE), Role::Body, columns) {
        entries.push(Line::More(line.text()));
    }
    if !app.troubles.is_empty() {
        entries.push(Line::Gap);
        entries.push(Line::Heading("Could not be read".into()));
        for trouble in &app.troubles {
            entries
                .extend(words(trouble, Role::Body, columns).into_iter().map(|line| Line::More(line.text())));
        }
    }
    entries
}

/// A place as a heading tells it.
fn place(context: Context) -> &'static str {
    match context {
        Context::List => "the tree",
        Context::Reader => "the text",
        Context::Map => "the map",
        Context::Hits => "what was found",
        Context::Facets => "the facets",
        Context::Prompt
        | Context::Lookup
        | Context::Query
        | Context::Sides
        | Context::Terms
        | Context::Note => "while typing",
        Context::Help => "these keys",
        Context::Themes => "the themes",
        Context::Slip => "the slip below the text",
        Context::Command => "the command line",
        Context::Compare => "the comparison",
        Context::Timeline => "the timeline",
    }
}
