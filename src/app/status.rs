//! What the status line says and where it stands: hints that can be clicked, where the reader is, what is wrong. A pure
//! function of the app, so that a click finds what is drawn.
use super::keymap::{Action, Context};
use super::search::Listing;
use super::sheet::grouped;
use super::slip::Matter;
use super::{App, Layout, Overlay, Pane, Source, Tab, layout};
use crate::model::{Address, BlockKind, DocId};
use crate::typeset::{cut, cut_front, width};
use std::ops::Range;

/// What some words of the line are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Look {
    /// A key, or a count.
    Key,
    /// What stands back.
    Dim,
    /// A word to the reader.
    Notice,
}

/// Some words of the line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Part {
    /// The column they begin at.
    pub x: u16,
    /// The words.
    pub words: String,
    /// What they are.
    pub look: Look,
}

/// The line.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Status {
    /// Its words.
    pub parts: Vec<Part>,
    /// The columns that do something when they are clicked.
    pub targets: Vec<(Range<u16>, Action)>,
}

/// The action that a click on a column of the line asks for.
pub fn action_at(app: &App, areas: &Layout, column: u16) -> Option<Action> {
    let line = status(app, areas, "...");
    line.targets.into_iter().find(|(columns, _)| columns.contains(&column)).map(|(_, action)| action)
}

/// The hints where nothing is asked yet.
const ENTRIES: &[(Action, &str)] = &[
    (Action::Open, "ask"),
    (Action::Filter, "query"),
    (Action::Help, "keys"),
    (Action::Forget, "throw away"),
    (Action::SwitchPane, "text"),
];

/// The hints in the tree of what came and went.
const CHANGES: &[(Action, &str)] = &[
    (Action::Open, "open"),
    (Action::Filter, "filter"),
    (Action::Help, "keys"),
    (Action::EarlierEdition, "earlier edition"),
    (Action::LaterEdition, "later"),
    (Action::ShowAll, "all phrases"),
    (Action::SwitchPane, "text"),
];

/// The hints in the list of notes.
const NOTES: &[(Action, &str)] = &[
    (Action::Open, "passage"),
    (Action::Filter, "filter"),
    (Action::Help, "keys"),
    (Action::Annotate, "write"),
    (Action::Order, "order"),
    (Action::Forget, "throw away"),
    (Action::Undo, "take back"),
];

/// The hints while a search is given its name.
const NAMING: &[(Action, &str)] = &[(Action::Accept, "save"), (Action::Escape, "cancel")];

/// The hints on the page of a comparison.
const COMPARED: &[(Action, &str)] = &[
    (Action::NextMatch, "next"),
    (Action::Open, "open"),
    (Action::Help, "keys"),
    (Action::LeftOlder, "older left"),
    (Action::BothOlder, "walk back"),
    (Action::SwapSides, "swap"),
    (Action::FactsOnly, "facts"),
    (Action::Filter, "sides"),
];

/// The hints where nothing is compared yet.
const UNCOMPARED: &[(Action, &str)] = &[
    (Action::Open, "compare"),
    (Action::Filter, "name both sides"),
    (Action::Help, "keys"),
    (Action::Leave, "quit"),
];

/// Whether an action has something to act on now, and by which word it is offered.
fn offered(app: &App, action: Action, word: &'static str) -> Option<&'static str> {
    let (context, search) = (app.context(), &app.search);
    let listing = search.listing();
    let none = listing != Listing::Entries && search.rows() == 0;
    let is_web = app.slip.as_ref().is_some_and(|slip| matches!(slip.matter, Matter::Web(_)));
    match (context, action) {
        (Context::Query, Action::Accept) | (Context::Hits, Action::Open) if listing == Listing::Near => {
            Some("ask this")
        }
        (Context::Query, Action::Accept) if listing == Listing::Entries => None,
        (Context::Query, Action::Down) if listing == Listing::Near => Some("near words"),
        (Context::Query, Action::Down) if listing == Listing::Entries => Some("choose"),
        (Context::Query, Action::Accept | Action::Down) if none || search.error.is_some() => None,
        (Context::Hits, Action::Open) if none => None,
        (Context::Hits, Action::Facets | Action::Concordance | Action::Order | Action::SaveSearch)
            if none || listing == Listing::Near =>
        {
            None
        }
        (Context::Hits, Action::Forget) if !search.can_forget() => None,
        (Context::Timeline, action) => offered_on_timeline(app, action, word),
        (Context::Slip, Action::Open) if is_web => Some("open"),
        (Context::Slip, Action::NextNote) if is_web => None,
        (Context::Slip, Action::NextLink) if !is_web => None,
        (Context::Facets, Action::Narrow) if search.has_chosen(&app.library.atlas) => Some("remove"),
        _ => Some(word),
    }
}

/// The same on the timeline.
fn offered_on_timeline(app: &App, action: Action, word: &'static str) -> Option<&'static str> {
    let timeline = &app.timeline;
    let heat = timeline.shows == super::timeline::Shows::Heat;
    match action {
        Action::Open if timeline.is_empty() => Some("show"),
        Action::Rate | Action::Predecessors | Action::RemoveTerm if timeline.is_empty() => None,
        Action::Predecessors | Action::RemoveTerm if heat => None,
        Action::AddTerm if !heat => None,
        Action::HeatMap if heat => Some("bars"),
        Action::Rate if timeline.rate => Some("passages"),
        Action::Predecessors if timeline.predecessors => Some("each alone"),
        _ => Some(word),
    }
}

/// The hints of a context, the most useful first.
fn hints(context: Context) -> &'static [(Action, &'static str)] {
    match context {
        Context::List => &[
            (Action::Open, "open"),
            (Action::Filter, "filter"),
            (Action::Help, "keys"),
            (Action::SwitchPane, "text"),
            (Action::Lookup, "look up"),
            (Action::Leave, "quit"),
        ],
        Context::Reader => &[
            (Action::Open, "open"),
            (Action::Help, "keys"),
            (Action::NextMention, "next name"),
            (Action::Back, "back"),
            (Action::SwitchPane, "tree"),
            (Action::Filter, "find"),
        ],
        Context::Query => &[
            (Action::Accept, "keep"),
            (Action::Down, "hits"),
            (Action::Up, "asked before"),
            (Action::Escape, "leave the line"),
        ],
        Context::Hits => &[
            (Action::Open, "open"),
            (Action::Filter, "query"),
            (Action::Help, "keys"),
            (Action::Facets, "facets"),
            (Action::Concordance, "concordance"),
            (Action::Order, "order"),
            (Action::SaveSearch, "save"),
        ],
        Context::Facets => &[
            (Action::Narrow, "only these"),
            (Action::EraseScope, "widen"),
            (Action::Facets, "close"),
            (Action::Help, "keys"),
        ],
        Context::Prompt => &[(Action::Accept, "keep"), (Action::Escape, "clear"), (Action::Down, "next")],
        Context::Lookup => &[(Action::Accept, "go"), (Action::Escape, "close"), (Action::Down, "next")],
        Context::Map => &[
            (Action::Accept, "open"),
            (Action::HopLeft, "and arrows hop"),
            (Action::Nearer, "nearer"),
            (Action::Farther, "farther"),
            (Action::NextRegion, "region"),
            (Action::Leave, "close"),
            (Action::Help, "keys"),
        ],
        Context::Themes => {
            &[(Action::Accept, "use it"), (Action::Down, "next"), (Action::Escape, "as it was")]
        }
        Context::Slip => &[
            (Action::Open, "go there"),
            (Action::CopyAddress, "copy"),
            (Action::Leave, "close"),
            (Action::NextNote, "next note"),
            (Action::NextLink, "next link"),
        ],
        Context::Note => &[
            (Action::Accept, "keep"),
            (Action::NewLine, "new line"),
            (Action::Escape, "as it was"),
            (Action::Edit, "editor"),
        ],
        Context::Compare => COMPARED,
        Context::Sides => {
            &[(Action::Accept, "compare"), (Action::Complete, "complete"), (Action::Escape, "leave the line")]
        }
        Context::Timeline => &[
            (Action::Open, "passages"),
            (Action::Filter, "terms"),
            (Action::Help, "keys"),
            (Action::HeatMap, "all countries"),
            (Action::AddTerm, "add"),
            (Action::Rate, "per 10,000 words"),
            (Action::Predecessors, "predecessors"),
            (Action::RemoveTerm, "remove"),
        ],
        Context::Terms => &[(Action::Accept, "show"), (Action::Escape, "leave the line")],
        Context::Command => &[],
        Context::Help => &[(Action::Down, "scroll"), (Action::Escape, "close"), (Action::Quit, "quit")],
    }
}

/// The first keys for who was never here: as many as there is room for.
fn greeting(app: &App, columns: u16) -> String {
    let key = |action| app.keys.name_of(Context::List, action);
    let (open, other, help, leave) =
        (key(Action::Open), key(Action::SwitchPane), key(Action::Help), key(Action::Leave));
    let lookup = key(Action::Lookup);
    let words = [
        format!(
            "Welcome. {help} shows the keys, {other} goes to the text, {open} opens, {lookup} looks up, {leave} leaves."
        ),
        format!("Welcome. {help} shows the keys, {open} opens, {leave} leaves."),
        format!("{help} keys   {open} opens   {leave} leaves"),
    ];
    let fits = |words: &&String| width(words) + 4 <= usize::from(columns);
    words.iter().find(fits).unwrap_or(&words[2]).clone()
}

/// The line while words are selected.
const SELECTED: &[(Action, &str)] = &[
    (Action::Copy, "copy"),
    (Action::CopySource, "with source"),
    (Action::Cite, "cite"),
    (Action::SwapEnds, "other end"),
    (Action::Escape, "drop"),
];

/// A line that is filled from the left.
struct Filling<'a> {
    status: Status,
    x: u16,
    /// The columns there are.
    end: u16,
    ellipsis: &'a str,
}

impl Filling<'_> {
    /// Puts words at the place reached, and leaves `gap` columns behind them.
    fn put(&mut self, words: &str, look: Look, gap: u16) {
        if self.x >= self.end {
            return;
        }
        let words = cut(words, usize::from(self.end - self.x), self.ellipsis);
        let wide = width(&words) as u16;
        self.status.parts.push(Part { x: self.x, words, look });
        self.x += wide + gap;
    }

    /// Puts words at a column, whatever is reached.
    fn put_at(&mut self, x: u16, words: String) {
        if !words.is_empty() {
            self.status.parts.push(Part { x, words, look: Look::Dim });
        }
    }
}

/// What the status line says.
pub fn status(app: &App, areas: &Layout, ellipsis: &str) -> Status {
    let area = areas.status;
    if area.height == 0 {
        return Status::default();
    }
    let selected = app.context() == Context::Reader && app.desk().reader.selection.is_some();
    if app.bare && !selected && app.slip.is_none() {
        return alone(app, area.width);
    }
    // On a narrow screen the hints need the room: only how far through the text one is.
    let share = if area.width < 60 { 6 } else { usize::from(area.width) * 2 / 5 };
    let place = standing(app, ellipsis, share);
    // Of one width whatever the ellipsis is, so that hints stand where they are clicked.
    let place_wide = width(&standing(app, "...", share)).max(width(&place)) as u16;
    let room = area.width.saturating_sub(place_wide + 4);
    let end = room.max(area.width / 3).min(area.width);
    let mut line = Filling { status: Status::default(), x: 2, end, ellipsis };
    let place_at = area.width.saturating_sub(width(&place) as u16 + 2);
    if let Some(number) = app.count {
        line.put(&number.to_string(), Look::Key, 3);
    }
    if let Some(first) = app.chord {
        line.put(&format!("{} ...", first.name()), Look::Key, 3);
    }
    if let Some(notice) = &app.notice {
        let fits = usize::from(line.x) + width(notice) + 2 <= usize::from(end);
        line.end = if fits { end } else { area.width.saturating_sub(2) };
        line.put(notice, Look::Notice, 0);
        if fits {
            line.put_at(place_at, place);
        }
        return line.status;
    }
    if !app.loaded {
        line.put("Reading the library...", Look::Dim, 0);
        return line.status;
    }
    if app.is_new && app.context() == Context::List {
        line.end = area.width.saturating_sub(2);
        line.put(&greeting(app, area.width), Look::Notice, 0);
        return line.status;
    }
    if !app.settings.mouse {
        line.put("mouse off", Look::Dim, 3);
    }
    if let Some((done, of)) = app.reading {
        line.put(&progress(done, of), Look::Dim, 3);
    }
    if let Some(of) = counters(app, area.width) {
        line.put(&of, Look::Dim, 3);
    }
    for (action, key, word) in hints_now(app, area.width) {
        let wide = (width(&key) + 1 + width(word)) as u16;
        if line.x + wide > line.end {
            break;
        }
        line.status.targets.push((line.x..line.x + wide, action));
        line.put(&key, Look::Key, 1);
        line.put(word, Look::Dim, 3);
    }
    // The last hint has left three columns behind it; one is enough.
    if place_at + 2 >= line.x {
        line.put_at(place_at, place);
    }
    line.status
}

/// Below the text alone: what was said or counted last, and how far through one is.
fn alone(app: &App, columns: u16) -> Status {
    let percent = format!("{}%", app.desk().reader.percent(&app.library));
    let mut parts = Vec::new();
    if let Some(number) = app.count {
        parts.push(Part { x: 2, words: number.to_string(), look: Look::Key });
    } else if let Some(notice) = &app.notice {
        let words = cut(notice, usize::from(columns.saturating_sub(10)), "...");
        parts.push(Part { x: 2, words, look: Look::Notice });
    }
    let x = columns.saturating_sub(width(&percent) as u16 + 2);
    parts.push(Part { x, words: percent, look: Look::Dim });
    Status { parts, targets: Vec::new() }
}

/// Which of how many rows is selected, where there is room for it.
fn counters(app: &App, columns: u16) -> Option<String> {
    let context = app.context();
    if columns < 60 {
        return None;
    }
    if context == Context::List {
        let list = &app.desk().list;
        return Some(format!("{} of {}", list.cursor + usize::from(!list.rows.is_empty()), list.rows.len()));
    }
    let rows = app.search.rows();
    let counts = context == Context::Hits && app.search.listing() != Listing::Entries && rows > 0;
    counts.then(|| format!("{} of {}", grouped(app.search.cursor + 1), grouped(rows)))
}

/// The hints that are of use now: what is done, the key, the word for it.
fn hints_now(app: &App, columns: u16) -> Vec<(Action, String, &'static str)> {
    let context = app.context();
    let narrow = columns < 60;
    // Where there is room for two hints only, these are the two that lead to all others.
    let essential = |action: Action| matches!(action, Action::Open | Action::SwitchPane | Action::Help);
    let entries = context == Context::Hits && app.search.listing() == Listing::Entries;
    let naming = context == Context::Query && app.search.naming.is_some();
    let selected = context == Context::Reader && app.desk().reader.selection.is_some();
    let hints = match context {
        Context::List if app.tab == Tab::Changes => CHANGES,
        Context::List if app.tab == Tab::Notebook => NOTES,
        _ if naming => NAMING,
        _ if entries => ENTRIES,
        Context::Compare if app.compare.shown.is_none() => UNCOMPARED,
        _ if selected => SELECTED,
        _ => hints(context),
    };
    let shown = hints.iter().filter(|(action, _)| {
        !narrow || selected || !matches!(context, Context::List | Context::Reader) || essential(*action)
    });
    shown
        .filter_map(|(action, word)| {
            let word = if naming { word } else { offered(app, *action, word)? };
            let key = app.keys.key_of(context, *action)?;
            let word = match (action, app.tab) {
                (Action::SwitchPane, Tab::Search) => "hits",
                (Action::SwitchPane, Tab::Timeline) => "timeline",
                _ => word,
            };
            Some((*action, key.name(), word))
        })
        .collect()
}

/// How far the reading is: a bar that is read without colour, and the numbers.
fn progress(done: usize, of: usize) -> String {
    const CELLS: usize = 10;
    let full = (done * CELLS).checked_div(of).unwrap_or(CELLS).min(CELLS);
    format!("reading [{}{}] {done} of {of}", "#".repeat(full), " ".repeat(CELLS - full))
}

/// Where the reader stands: the heading path or the address, and how far through.
fn standing(app: &App, ellipsis: &str, room: usize) -> String {
    if app.tab == Tab::Compare && app.pane == Pane::List {
        let covered = matches!(app.overlay, Some(Overlay::Map | Overlay::Help(_)));
        return if covered { String::new() } else { super::compare::standing(app, ellipsis, room) };
    }
    let library = &app.library;
    let reader = &app.desk().reader;
    let own = matches!(app.tab, Tab::Search | Tab::Timeline);
    let hidden = own && layout(app).reader.height == 0;
    if !app.loaded
        || reader.sheet.items.is_empty()
        || hidden
        || matches!(app.overlay, Some(Overlay::Map | Overlay::Help(_)))
    {
        return String::new();
    }
    let percent = format!("{:>4}", format!("{}%", reader.percent(library)));
    let what = match &reader.source {
        Source::Nothing
        | Source::World
        | Source::Elsewhere
        | Source::Series(_)
        | Source::Edition(..)
        | Source::Asking
        | Source::Notebook(_) => String::new(),
        Source::Note(page) => page.entry.place.at.clone(),
        Source::Passages(_) => {
            let passage = reader.cursor.and_then(|cursor| {
                let at = reader.sheet.stops.iter().position(|&stop| stop == cursor)?;
                let year = reader.at_block().and_then(|(doc, _)| library.doc(doc).year());
                let year = year.map_or_else(String::new, |year| format!("{year}   "));
                Some(format!("{year}{} of {}", at + 1, reader.sheet.stops.len()))
            });
            passage.unwrap_or_default()
        }
        Source::Dossier(place, year) => {
            let passage = reader.cursor.and_then(|cursor| {
                let at = reader.sheet.stops.iter().position(|&stop| stop == cursor)?;
                // The edition may be above the page: it is told here.
                let year = reader.at_block().and_then(|(doc, _)| library.doc(doc).year());
                let year = year.map_or_else(String::new, |year| format!("   {year}"));
                Some(format!("{year}   {} of {}", at + 1, reader.sheet.stops.len()))
            });
            let address = Address::Place { place: library.atlas.place(*place).slug(), year: *year };
            format!("{address}{}", passage.unwrap_or_default())
        }
        Source::Document(id) => document_standing(app, *id),
    };
    let kept = room.saturating_sub(width(&percent) + 2);
    format!("{} {percent}", cut_front(&what, kept, ellipsis)).trim_start().to_owned()
}

fn document_standing(app: &App, id: DocId) -> String {
    let library = &app.library;
    let doc = library.doc(id);
    let year = doc.year().map_or_else(String::new, |year| format!("{year} "));
    let mut path = Vec::new();
    if let Some((_, block)) = app.desk().reader.heading_block(library) {
        let mut heads = doc.heading_path(block);
        if matches!(doc.blocks[block].kind, BlockKind::Heading(_)) {
            heads.push(block);
        }
        path = heads.into_iter().map(|at| doc.prose(at).into_owned()).collect();
    }
    if path.is_empty() {
        format!("{year}{}", doc.title())
    } else {
        format!("{year}{}", path.join(" \u{203a} "))
    }
}
