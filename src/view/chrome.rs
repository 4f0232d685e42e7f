//! The top line, the rules and the status line.
use super::theme::Theme;
use crate::app::keymap::{Action, Context};
use crate::app::layout::{tab_label, tabs_at};
use crate::app::search::Listing;
use crate::app::sheet::{counted, grouped};
use crate::app::slip::Matter;
use crate::app::{App, Layout, Overlay, Pane, Source, Tab, layout};
use crate::model::{Address, BlockKind, DocId};
use crate::typeset::{cut, cut_front, width};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Writes words into one line of an area; cuts what does not fit. The columns used.
pub(super) fn put(buffer: &mut Buffer, area: Rect, x: u16, words: &str, style: Style, theme: &Theme) -> u16 {
    if x >= area.width || area.height == 0 {
        return 0;
    }
    let shown = cut(words, usize::from(area.width - x), theme.glyphs.ellipsis);
    buffer.set_stringn(area.x + x, area.y, &shown, usize::from(area.width - x), style);
    width(&shown) as u16
}

pub fn draw(app: &App, theme: &Theme, areas: &Layout, frame: &mut Frame) {
    let buffer = frame.buffer_mut();
    for rule in [areas.top_rule, areas.bottom_rule] {
        if rule.height > 0 {
            let line = theme.glyphs.horizontal.repeat(usize::from(rule.width));
            buffer.set_string(rule.x, rule.y, line, theme.rule);
        }
    }
    if !matches!(app.overlay, Some(Overlay::Map)) {
        for row in areas.divider.rows() {
            buffer.set_string(row.x, row.y, theme.glyphs.vertical, theme.rule);
        }
    }
    top(app, theme, areas.top, buffer);
    status(app, theme, areas, buffer);
}

fn top(app: &App, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    if area.height == 0 {
        return;
    }
    let mut x = tabs_at(area.width);
    put(buffer, Rect { width: area.width.min(x), ..area }, 2, "Bluebook", theme.brand, theme);
    for tab in Tab::ALL {
        let label = tab_label(tab);
        let style = if tab == app.tab { theme.tab } else { theme.tab_other };
        // The blanks around a name are part of the button, not of the underline.
        x += 1;
        x += put(buffer, area, x, label.trim(), style, theme);
        x += 2;
    }
    if !app.loaded {
        return;
    }
    let years = match app.library.years() {
        Some((first, last)) if first != last => format!(", {first} to {last}"),
        Some((only, _)) => format!(", {only}"),
        None => String::new(),
    };
    let library = format!("{}{years}", counted(app.library.len(), "document"));
    let wide = width(&library) as u16;
    if area.width > x + wide + 4 {
        put(buffer, area, area.width - wide - 2, &library, theme.dim, theme);
    }
}

/// The hints where nothing is asked yet.
const ENTRIES: &[(Action, &str)] = &[
    (Action::Open, "ask"),
    (Action::Filter, "query"),
    (Action::Help, "keys"),
    (Action::Forget, "throw away"),
    (Action::SwitchPane, "text"),
];

/// The hints while a search is given its name.
const NAMING: &[(Action, &str)] = &[(Action::Accept, "save"), (Action::Escape, "cancel")];

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
        (Context::Slip, Action::Open) if is_web => Some("open"),
        (Context::Slip, Action::NextNote) if is_web => None,
        (Context::Slip, Action::NextLink) if !is_web => None,
        (Context::Facets, Action::Narrow) if search.has_chosen(&app.library.atlas) => Some("remove"),
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
        Context::Themes => &[(Action::Accept, "keep"), (Action::Down, "next"), (Action::Escape, "as it was")],
        Context::Slip => &[
            (Action::Open, "go there"),
            (Action::CopyAddress, "copy"),
            (Action::Leave, "close"),
            (Action::NextNote, "next note"),
            (Action::NextLink, "next link"),
        ],
        Context::Help => &[(Action::Down, "scroll"), (Action::Escape, "close")],
    }
}

fn status(app: &App, theme: &Theme, areas: &Layout, buffer: &mut Buffer) {
    let area = areas.status;
    if area.height == 0 {
        return;
    }
    if app.bare {
        return alone(app, theme, area, buffer);
    }
    // On a narrow screen the hints need the room: only how far through the text one is.
    let share = if area.width < 60 { 6 } else { usize::from(area.width) * 2 / 5 };
    let place = standing(app, theme, share);
    let place_wide = width(&place) as u16;
    let room = area.width.saturating_sub(place_wide + 4);
    let left = Rect { width: room.max(area.width / 3).min(area.width), ..area };
    let mut x = 2;
    if let Some(number) = app.count {
        x += put(buffer, left, x, &format!("{number}"), theme.key, theme) + 3;
    }
    if let Some(first) = app.chord {
        x += put(buffer, left, x, &format!("{} ...", first.name()), theme.key, theme) + 3;
    }
    if let Some(notice) = &app.notice {
        let fits = usize::from(x) + width(notice) + 2 <= usize::from(left.width);
        let whole = Rect { width: area.width.saturating_sub(2), ..area };
        put(buffer, if fits { left } else { whole }, x, notice, theme.notice, theme);
        if fits {
            put(buffer, area, area.width.saturating_sub(place_wide + 2), &place, theme.dim, theme);
        }
        return;
    }
    if !app.loaded {
        put(buffer, left, x, "Reading the library...", theme.dim, theme);
        return;
    }
    if app.is_new && app.context() == Context::List {
        return greeting(app, theme, area, buffer);
    }
    if let Some((done, of)) = app.reading {
        x += put(buffer, left, x, &progress(done, of), theme.dim, theme) + 3;
    }
    let context = app.context();
    if app.pane == Pane::List && context == Context::List && area.width >= 60 {
        let list = &app.desk().list;
        let of = format!("{} of {}", list.cursor + usize::from(!list.rows.is_empty()), list.rows.len());
        x += put(buffer, left, x, &of, theme.dim, theme) + 3;
    }
    let rows = app.search.rows();
    if context == Context::Hits && area.width >= 60 && app.search.listing() != Listing::Entries && rows > 0 {
        let of = format!("{} of {}", grouped(app.search.cursor + 1), grouped(rows));
        x += put(buffer, left, x, &of, theme.dim, theme) + 3;
    }
    let narrow = area.width < 60;
    // Where there is room for two hints only, these are the two that lead to all others.
    let essential = |action: Action| matches!(action, Action::Open | Action::SwitchPane | Action::Help);
    let entries = context == Context::Hits && app.search.listing() == Listing::Entries;
    let naming = context == Context::Query && app.search.naming.is_some();
    let hints = match context {
        _ if naming => NAMING,
        _ if entries => ENTRIES,
        _ => hints(context),
    };
    let shown = hints.iter().filter(|(action, _)| {
        !narrow || !matches!(context, Context::List | Context::Reader) || essential(*action)
    });
    for (action, word) in shown {
        let Some(word) = (if naming { Some(*word) } else { offered(app, *action, word) }) else { continue };
        let Some(key) = app.keys.key_of(context, *action) else { continue };
        let back = *action == Action::SwitchPane && app.tab == Tab::Search;
        let word = if back { "hits" } else { word };
        let name = key.name();
        let wide = (width(&name) + 1 + width(word)) as u16;
        if x + wide > left.width {
            break;
        }
        x += put(buffer, left, x, &name, theme.key, theme) + 1;
        x += put(buffer, left, x, word, theme.dim, theme) + 3;
    }
    let end = area.width.saturating_sub(place_wide + 2);
    // The last hint has left three columns behind it; one is enough.
    if end + 2 >= x {
        put(buffer, area, end, &place, theme.dim, theme);
    }
}

/// The first keys for who was never here: as many as there is room for.
fn greeting(app: &App, theme: &Theme, area: Rect, buffer: &mut Buffer) {
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
    let fits = |words: &&String| width(words) + 4 <= usize::from(area.width);
    let shown = words.iter().find(fits).unwrap_or(&words[2]);
    put(buffer, area, 2, shown, theme.notice, theme);
}

/// Below the text alone: what was said or counted last, and how far through one is.
fn alone(app: &App, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let percent = format!("{}%", app.desk().reader.percent(&app.library));
    put(buffer, area, area.width.saturating_sub(width(&percent) as u16 + 2), &percent, theme.dim, theme);
    let left = Rect { width: area.width.saturating_sub(8), ..area };
    if let Some(number) = app.count {
        put(buffer, left, 2, &number.to_string(), theme.key, theme);
    } else if let Some(notice) = &app.notice {
        put(buffer, left, 2, notice, theme.notice, theme);
    }
}

/// How far the reading is: a bar that is read without colour, and the numbers.
fn progress(done: usize, of: usize) -> String {
    const CELLS: usize = 10;
    let full = (done * CELLS).checked_div(of).unwrap_or(CELLS).min(CELLS);
    format!("reading [{}{}] {done} of {of}", "#".repeat(full), " ".repeat(CELLS - full))
}

/// Where the reader stands: the heading path or the address, and how far through.
fn standing(app: &App, theme: &Theme, room: usize) -> String {
    let library = &app.library;
    let reader = &app.desk().reader;
    let hidden = app.tab == Tab::Search && layout(app).reader.height == 0;
    if !app.loaded || reader.sheet.items.is_empty() || hidden || matches!(app.overlay, Some(Overlay::Map)) {
        return String::new();
    }
    let percent = format!("{:>4}", format!("{}%", reader.percent(library)));
    let what = match &reader.source {
        Source::Nothing
        | Source::World
        | Source::Elsewhere
        | Source::Series(_)
        | Source::Edition(..)
        | Source::Asking => String::new(),
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
    format!("{} {percent}", cut_front(&what, kept, theme.glyphs.ellipsis)).trim_start().to_owned()
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
