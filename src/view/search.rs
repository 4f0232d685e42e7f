//! The tab of search: the query, what is told of it, and what was found.
use super::chrome::put;
use super::concordance;
use super::facets;
use super::list::{letters, marked};
use super::prompt::window;
use super::theme::Theme;
use crate::app::search::{Entry, Found, Listing};
use crate::app::sheet::{counted, grouped};
use crate::app::{App, Context, Layout, Pane, Search, Tab};
use crate::model::{Library, Passage};
use crate::query::concordance::Sort;
use crate::query::search::{marked as matched, scopes};
use crate::typeset::{cut, excerpt, width};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Where the words of the query, and what is told of it, begin.
const INDENT: u16 = 4;

pub fn draw(app: &App, theme: &Theme, areas: &Layout, frame: &mut Frame) {
    if app.tab != Tab::Search {
        return;
    }
    query(app, theme, areas.query, frame);
    told(app, theme, areas.told, frame);
    facets::draw(app, theme, areas.facets, frame.buffer_mut());
    let area = areas.list;
    if area.height == 0 || area.width == 0 {
        return;
    }
    let buffer = frame.buffer_mut();
    let search = &app.search;
    match (search.listing(), &search.found) {
        (Listing::Entries, _) => entries(app, theme, area, buffer),
        (_, None) => {}
        (Listing::Near, Some(found)) => near(app, found, theme, area, buffer),
        (Listing::Lines, Some(found)) => concordance::draw(app, found, theme, area, buffer),
        (Listing::Hits, Some(found)) if found.answer.results.total == 0 => {
            if found.answer.results.complete {
                nothing(app, theme, area, buffer);
            }
        }
        (Listing::Hits, Some(found)) => hits(app, found, theme, area, buffer),
    }
}

/// The look of a row, and its sign where it is the selected one.
pub(super) fn ground(app: &App, at: usize, theme: &Theme, rows: Rect, buffer: &mut Buffer) -> Style {
    if at != app.search.cursor {
        return theme.text;
    }
    let focused = app.pane == Pane::List && !app.search.typing && app.search.panel.is_none();
    let style = if focused { theme.selected } else { theme.selected_other };
    buffer.set_style(rows, style);
    put(buffer, rows, 0, if focused { ">" } else { "\u{203a}" }, style, theme);
    style
}

/// The query, its scopes standing out, its end in sight.
fn query(app: &App, theme: &Theme, area: Rect, frame: &mut Frame) {
    if area.height == 0 {
        return;
    }
    let search = &app.search;
    let buffer = frame.buffer_mut();
    put(buffer, area, 2, "/", theme.key, theme);
    let saved = if search.is_saved() { "saved" } else { "" };
    let room = area.width.saturating_sub(INDENT + 2 + if saved.is_empty() { 0 } else { 7 });
    let text = &search.prompt.text;
    let (from, cursor) = window(&search.prompt, usize::from(room));
    let chips = scopes(text);
    let x = letters(buffer, area, INDENT, &text[from..], |byte| {
        let is_chip = chips.iter().any(|chip| chip.contains(&(from + byte)));
        if is_chip { theme.subject } else { theme.prompt }
    });
    if !saved.is_empty() && area.width > x + 8 {
        put(buffer, area, area.width - 7, saved, theme.dim, theme);
    }
    let cursor = INDENT + cursor;
    if search.typing && search.naming.is_none() && app.context() == Context::Query && cursor < area.width {
        frame.set_cursor_position((area.x + cursor, area.y));
    }
}

/// What there is to say of the query.
fn told(app: &App, theme: &Theme, area: Rect, frame: &mut Frame) {
    if area.height == 0 {
        return;
    }
    let search = &app.search;
    if let Some(name) = &search.naming {
        let buffer = frame.buffer_mut();
        let mut x = INDENT + put(buffer, area, INDENT, "save as: ", theme.key, theme);
        if name.text.is_empty() {
            let words = app.keys.told(Context::Query, " {accept} for its own words");
            put(buffer, area, x, &words, theme.dim, theme);
        }
        let (from, cursor) = window(name, usize::from(area.width.saturating_sub(x + 1)));
        put(buffer, area, x, &name.text[from..], theme.prompt, theme);
        x += cursor;
        if app.context() == Context::Query && x < area.width {
            frame.set_cursor_position((area.x + x, area.y));
        }
        return;
    }
    let (words, style) = match &search.error {
        Some(error) => (error.clone(), theme.notice),
        None => (say(search, usize::from(area.width.saturating_sub(INDENT + 1))), theme.dim),
    };
    put(
        frame.buffer_mut(),
        Rect { width: area.width.saturating_sub(1), ..area },
        INDENT,
        &words,
        style,
        theme,
    );
}

/// What was found, in as many words as there is room for.
fn say(search: &Search, columns: usize) -> String {
    if search.listing() == Listing::Entries {
        return "words \"phrases\" -not @kaz year:2015".into();
    }
    let Some(found) = &search.found else { return "Searching...".into() };
    let answer = &found.answer;
    let total = answer.results.total;
    match search.listing() {
        Listing::Entries => String::new(),
        Listing::Near => "Nothing has this. Did you mean:".into(),
        _ if total == 0 && !answer.results.complete => "Searching...".into(),
        _ if total == 0 => "Nothing has this.".into(),
        Listing::Hits => {
            let (hits, order) = (counted(total, "hit"), found.question.order.words());
            if !answer.results.complete {
                return format!("{hits} so far, {order}");
            }
            let documents = counted(answer.documents, "document");
            let short = format!("{} in {}", grouped(total), grouped(answer.documents));
            let said = [format!("{hits} in {documents}, {order}"), format!("{short} documents, {order}")];
            let fits = said.into_iter().find(|said| width(said) <= columns);
            fits.unwrap_or_else(|| format!("{short} texts, {order}"))
        }
        Listing::Lines => {
            let many = counted(answer.lines.as_ref().map_or(0, |lines| lines.len()), "line");
            let order = match found.question.lines.unwrap_or_default() {
                Sort::Document => "by document",
                Sort::Left => "by the words before",
                Sort::Right => "by the words behind",
                Sort::Year => "newest first",
            };
            format!("{many}, {order}")
        }
    }
}

fn entries(app: &App, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let search = &app.search;
    let rows = search.entries.iter().enumerate().skip(search.top).take(usize::from(area.height));
    // What it means stands in a column of its own where there is room for both.
    let widest = search.entries.iter().filter_map(Entry::query).map(width).max().unwrap_or(0) as u16;
    let column = (INDENT + widest + 3).min(area.width / 2 + 2);
    for (number, (at, entry)) in rows.enumerate() {
        let line = Rect { y: area.y + number as u16, height: 1, ..area };
        let (words, aside) = match entry {
            Entry::Heading(words) => {
                put(buffer, line, 2, words, theme.heading, theme);
                continue;
            }
            Entry::Saved(label, query) => {
                let hits = search.counts.get(query).map_or_else(String::new, |&hits| grouped(hits));
                (label, hits)
            }
            Entry::Asked(query) => (query, String::new()),
            Entry::Example(query, means) => (query, means.clone()),
        };
        let style = ground(app, at, theme, line, buffer);
        let is_count = matches!(entry, Entry::Saved(..));
        let wide = width(&aside) as u16;
        let end = if is_count && wide > 0 {
            line.width.saturating_sub(wide + 3)
        } else {
            line.width.saturating_sub(1)
        };
        put(buffer, Rect { width: end, ..line }, INDENT, words, style, theme);
        if is_count {
            put(buffer, line, line.width.saturating_sub(wide + 2), &aside, style.patch(theme.dim), theme);
        } else if area.width >= 50 && !aside.is_empty() {
            let x = column.max(INDENT + width(words) as u16 + 2);
            put(buffer, Rect { width: end, ..line }, x, &aside, style.patch(theme.dim), theme);
        }
    }
}

fn near(app: &App, found: &Found, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let near = &found.answer.results.near;
    for (at, words) in near.iter().enumerate().skip(app.search.top).take(usize::from(area.height)) {
        let line = Rect { y: area.y + (at - app.search.top) as u16, height: 1, ..area };
        let style = ground(app, at, theme, line, buffer);
        put(buffer, Rect { width: line.width.saturating_sub(1), ..line }, INDENT, words, style, theme);
    }
}

/// Why there is nothing, and what helps.
fn nothing(app: &App, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let search = &app.search;
    if search.error.is_some() {
        return;
    }
    let text = &search.prompt.text;
    let mut words = text.clone();
    for chip in scopes(text).into_iter().rev() {
        words.replace_range(chip, "");
    }
    let escape = app.keys.told(Context::Hits, "{escape} takes the last scope away.");
    let mut help = Vec::new();
    if search.widens_by_escape() {
        help.push(escape.as_str());
    }
    match words.split_whitespace().count() {
        _ if text.contains("regex:") => {}
        0 => {}
        1 => help.push("The beginning of a word finds more."),
        _ => help.push("Fewer words, or the beginning of one, find more."),
    }
    let help = help.join(" ");
    let columns = usize::from(area.width.saturating_sub(INDENT + 2));
    let set = crate::typeset::words(&help, crate::typeset::Role::Aside, columns);
    for (number, line) in set.iter().take(usize::from(area.height)).enumerate() {
        let at = Rect { y: area.y + number as u16, height: 1, ..area };
        put(buffer, at, INDENT, &line.text(), theme.dim, theme);
    }
}

fn hits(app: &App, found: &Found, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let search = &app.search;
    let shown = usize::from(area.height).div_ceil(2);
    let indent = if area.width < 60 { INDENT } else { 8 };
    let hits = &found.answer.results.hits;
    for (at, hit) in hits.iter().enumerate().skip(search.top).take(shown) {
        let y = area.y + (at - search.top) as u16 * 2;
        let both = Rect { y, height: 2.min(area.bottom() - y), ..area };
        let style = ground(app, at, theme, both, buffer);
        let line = Rect { height: 1, width: area.width.saturating_sub(1), ..both };
        let year = found.library.get(hit.passage.doc).and_then(|doc| doc.year());
        let year = year.map_or_else(String::new, |year| format!("{year:>4}"));
        put(buffer, line, 2, &year, style.patch(theme.edition), theme);
        let room = usize::from(line.width.saturating_sub(8));
        let path = path(&found.library, hit.passage, room, theme.glyphs.ellipsis);
        put(buffer, line, 8, &path, style.patch(theme.dim), theme);
        if both.height > 1 {
            let line = Rect { y: y + 1, ..line };
            let columns = usize::from(line.width.saturating_sub(indent));
            let Some(doc) = found.library.get(hit.passage.doc) else { continue };
            let (prose, matches) = matched(doc, hit.passage.block as usize, &found.query);
            let words = excerpt(&prose, &matches, columns, theme.glyphs.ellipsis);
            // A tab between a row's cells takes no column: of the same length, a space does.
            let text = words.text.replace('\t', " ");
            marked(buffer, line, indent, &text, &words.matches, style, theme);
        }
    }
}

/// The document and the headings above a passage: all of them, or the outermost and the innermost.
fn path(library: &Library, passage: Passage, columns: usize, ellipsis: &str) -> String {
    let Some(doc) = library.get(passage.doc) else { return String::new() };
    let above = doc.heading_path(passage.block as usize);
    let title = doc.title().to_owned();
    let whole = above.iter().fold(title.clone(), |path, &at| format!("{path} \u{203a} {}", doc.prose(at)));
    match above.last() {
        Some(&last) if width(&whole) > columns => {
            let last = doc.prose(last);
            let short = cut(&title, columns.saturating_sub(width(&last) + 3).max(columns / 3), ellipsis);
            format!("{short} \u{203a} {last}")
        }
        _ => whole,
    }
}
