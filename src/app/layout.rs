//! Where everything stands: a pure function of size and state, so that `update` and `view` agree.
use super::command::CommandLine;
use super::reader::Shape;
use super::search::Listing;
use super::{App, Overlay, Pane, Tab};
use crate::typeset::Style;
use ratatui::layout::{Position, Rect};

/// The areas of the screen; an area of no size is not shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Layout {
    /// Tabs and the library.
    pub top: Rect,
    /// The rule below them.
    pub top_rule: Rect,
    /// The tree's rows.
    pub list: Rect,
    /// The map: above the tree where there is room, or the whole screen.
    pub map: Rect,
    /// The words below the map.
    pub map_foot: Rect,
    /// The line typed below the tree.
    pub list_prompt: Rect,
    /// The line of the query, in the tab of search.
    pub query: Rect,
    /// The line below it: what was found, or why not.
    pub told: Rect,
    /// The facets of what was found: beside the hits, or in their place.
    pub facets: Rect,
    /// The page of a tab that has neither tree nor hits: two sides compared, or bars by edition.
    pub own: Rect,
    /// The rule between the panes.
    pub divider: Rect,
    /// The text, with its gutter.
    pub reader: Rect,
    /// The footnote or the link's address below the text, with the rule above it.
    pub note: Rect,
    /// The line typed below the text.
    pub reader_prompt: Rect,
    /// The rule above the status line.
    pub bottom_rule: Rect,
    /// Hints and the place in the text.
    pub status: Rect,
    /// The help or the look-up.
    pub overlay: Rect,
    /// Columns for the words of the text: the measure, or what there is.
    pub columns: u16,
    /// How many columns of text stand side by side, 1 or 2.
    pub across: u16,
    /// The column of the screen at which the words of the first begin.
    pub text: u16,
    /// Whether only one pane is shown.
    pub single: bool,
}

/// Columns between the reading pane's edge and its words: room for the mark of what is selected.
pub const GUTTER: u16 = 3;
/// Empty columns between two columns of text: room for the mark of what is selected as well.
const BETWEEN: u16 = 5;
/// Two columns of text have at least so many columns each, or the measure.
const HALF: u16 = 40;
/// Below so many columns only one pane is shown.
const NARROW: u16 = 72;
/// From so many columns and rows on the map stands above the tree.
const ROOMY: (u16, u16) = (110, 34);
/// The columns that the tree and the text keep, wherever the line between them is drawn.
const LEAST: (u16, u16) = (16, 30);
/// On a screen of at most so many rows what lies over the panes takes all of them.
const LOW: u16 = 16;
/// Rows of that map.
const MAP: u16 = 12;

/// Lays the screen out.
pub fn layout(app: &App) -> Layout {
    let (width, height) = app.size;
    let mut layout = Layout { single: width < NARROW || app.settings.plain, ..Layout::default() };
    if width == 0 || height == 0 {
        return layout;
    }
    // What matters least goes first on a low screen: the rules, then the tabs, then the status line.
    let rules = u16::from(height >= 10 && !app.settings.plain);
    let top = u16::from(height >= 4);
    let status = u16::from(height >= 2);
    layout.top = Rect::new(0, 0, width, top);
    layout.top_rule = Rect::new(0, top, width, rules);
    layout.status = Rect::new(0, height - status, width, status);
    layout.bottom_rule = Rect::new(0, height - status - rules, width, rules);
    let mut body = Rect::new(0, top + rules, width, height - top - status - 2 * rules);
    let bare = app.bare && app.pane == Pane::Reader;
    let typing_list = app.desk().list.query().is_some();
    let found = app.desk().reader.find.is_some() && (app.tab != Tab::Search || app.pane == Pane::Reader);
    let typing_reader = app.desk().reader.typing || found;
    let split = |area: Rect, prompt: bool| {
        let line = u16::from(prompt && area.height >= 2);
        let rest = Rect { height: area.height - line, ..area };
        (rest, Rect { y: area.y + rest.height, height: line, ..area })
    };
    if bare {
        body = alone(&mut layout, app.size);
        (layout.reader, layout.reader_prompt) = split(body, typing_reader);
    } else if layout.single {
        match app.pane {
            Pane::List if app.tab == Tab::Search => asked(app, &mut layout, body),
            Pane::List if app.tab == Tab::Compare => super::compare::place(app, &mut layout, body),
            Pane::List if app.tab == Tab::Timeline => super::timeline::place(app, &mut layout, body),
            Pane::List => (layout.list, layout.list_prompt) = split(body, typing_list),
            Pane::Reader => (layout.reader, layout.reader_prompt) = split(body, typing_reader),
        }
    } else if app.tab == Tab::Compare {
        super::compare::place(app, &mut layout, body);
    } else if app.tab == Tab::Timeline {
        super::timeline::place(app, &mut layout, body);
    } else if app.tab == Tab::Search {
        let list = if is_wide(app) { width } else { dragged(app.dividers.search, width, width / 2) };
        asked(app, &mut layout, Rect { width: list, ..body });
        if list < width {
            layout.divider = Rect { x: list, width: 1, ..body };
            let beside = Rect { x: list + 1, width: width - list - 1, ..body };
            if app.search.panel.is_some() && app.pane == Pane::List {
                layout.facets = beside;
            } else {
                (layout.reader, layout.reader_prompt) = split(beside, typing_reader);
            }
        }
    } else {
        let list = dragged(app.dividers.tree, width, (width * 38 / 100).clamp(28, 44));
        let mut tree = Rect { width: list, ..body };
        if app.tab == Tab::Regions && width >= ROOMY.0 && height >= ROOMY.1 {
            layout.map = Rect { x: 1, width: list - 2, height: MAP, ..tree };
            layout.map_foot = Rect { y: tree.y + MAP, height: 1, ..tree };
            tree = Rect { y: tree.y + MAP + 1, height: tree.height - MAP - 1, ..tree };
        }
        (layout.list, layout.list_prompt) = split(tree, typing_list);
        layout.divider = Rect { x: list, width: 1, ..body };
        let reader = Rect { x: list + 1, width: width - list - 1, ..body };
        (layout.reader, layout.reader_prompt) = split(reader, typing_reader);
    }
    if let Some(slip) = &app.slip {
        let rows = slip.rows(layout.reader.height);
        layout.reader.height -= rows;
        layout.note = Rect { y: layout.reader.bottom(), height: rows, ..layout.reader };
    }
    // Even where it is not shown the reading pane has a width: the text is set for it.
    let shown = if layout.reader.width > 0 { layout.reader.width } else { width };
    (layout.columns, layout.across) = measure(app, shown);
    // Alone it stands in the middle.
    let words = layout.columns * layout.across + BETWEEN * (layout.across - 1);
    let left = if bare { (width.saturating_sub(words) / 2).max(GUTTER) } else { GUTTER };
    layout.text = layout.reader.x + left;
    over(app, &mut layout, body);
    layout
}

/// The text alone: only the line below it stays, and on a high screen an empty one above.
fn alone(areas: &mut Layout, (width, height): (u16, u16)) -> Rect {
    let above = u16::from(height >= 16);
    let status = areas.status;
    *areas = Layout { single: areas.single, status, ..Layout::default() };
    Rect::new(0, above, width, height - status.height - above)
}

/// The columns of a line of text in a pane of this width, and how many such columns stand side by side.
fn measure(app: &App, pane: u16) -> (u16, u16) {
    let room = pane.saturating_sub(GUTTER + 2).max(1);
    let wanted = app.settings.measure.max(1);
    let half = (room.saturating_sub(BETWEEN) / 2).min(wanted);
    if app.settings.two_columns && half >= HALF.min(wanted) { (half, 2) } else { (room.min(wanted), 1) }
}

/// How the page of a reading pane with so many rows is set.
pub fn shape(app: &App, areas: &Layout, rows: usize) -> Shape {
    let settings = &app.settings;
    let style = Style {
        columns: usize::from(areas.columns),
        justify: settings.justify,
        hyphenate: settings.hyphenate,
        spacing: usize::from(settings.spacing),
    };
    Shape { style, rows, across: usize::from(areas.across), focus: settings.focus_line }
}

impl Layout {
    /// The column of the screen at which the words of a column of text begin.
    pub fn text_edge(&self, number: u16) -> u16 {
        self.text + number * (self.columns + BETWEEN)
    }

    /// What of the page stands at a place of the screen: the number of its line, and the column in that, none before
    /// its edge.
    pub fn text_at(&self, at: Position) -> Option<(usize, Option<u16>)> {
        if !self.reader.contains(at) {
            return None;
        }
        // The mark of what is selected stands before the words, and belongs to them.
        let number = (0..self.across).rev().find(|&number| at.x + 2 >= self.text_edge(number)).unwrap_or(0);
        let line = usize::from(number * self.reader.height) + usize::from(at.y - self.reader.y);
        Some((line, at.x.checked_sub(self.text_edge(number))))
    }
}

/// The areas of what lies over the panes.
fn over(app: &App, layout: &mut Layout, body: Rect) {
    let (width, height) = app.size;
    // On a low screen the line of hints stays: who has but a mouse closes what lies over the panes there.
    let most = if height > LOW { height } else { height - layout.status.height };
    layout.overlay = match app.overlay {
        None => Rect::default(),
        Some(Overlay::Map) => body,
        Some(Overlay::Help(_)) => centred(width, height, 100, most),
        Some(Overlay::Lookup(_)) => centred(width, height, 78, most.min(24)),
        Some(Overlay::Command(ref line)) => command(line, width, height),
        Some(Overlay::Note(_)) => note(width, most),
        Some(Overlay::Themes(ref chosen)) => themes(width, most, chosen.rows.len()),
    };
    if matches!(app.overlay, Some(Overlay::Map)) {
        // The name of what is selected comes first, then whose borders these are, then what the dots mean.
        let foot = match body.height {
            0..=2 => 0,
            3..=4 => 1,
            5..=11 => 2,
            _ => 3,
        };
        let edge = u16::from(body.width > 40);
        layout.map = Rect { x: edge, width: body.width - 2 * edge, height: body.height - foot, ..body };
        layout.map_foot = Rect { y: body.y + body.height - foot, height: foot, ..body };
    }
}

/// The columns before the line between the panes: where it was put by hand, as far as both keep room.
fn dragged(by_hand: Option<u16>, width: u16, own: u16) -> u16 {
    by_hand.map_or(own, |column| column.clamp(LEAST.0, width.saturating_sub(LEAST.1 + 1).max(LEAST.0)))
}

/// Whether the list takes the place of the text as well: lines of the concordance want room on both sides.
fn is_wide(app: &App) -> bool {
    app.search.listing() == Listing::Lines && app.pane == Pane::List && app.search.panel.is_none()
}

/// The query, what is told of it, and what was found, or its facets where there is no room beside.
fn asked(app: &App, layout: &mut Layout, area: Rect) {
    let line = |row: u16| Rect { y: area.y + row, height: u16::from(area.height > row), ..area };
    (layout.query, layout.told) = (line(0), line(1));
    // Where there is room, an empty line parts what is asked from what was found.
    let head = if area.height >= 14 { 3 } else { 2 };
    let rest = Rect { y: area.y + head, height: area.height.saturating_sub(head), ..area };
    if layout.single && app.search.panel.is_some() {
        layout.facets = rest;
    } else {
        layout.list = rest;
    }
}

/// A note is written below: the text it is about stays in sight.
fn note(width: u16, height: u16) -> Rect {
    let rows = (height * 2 / 5).clamp(6, 14).min(height.saturating_sub(1)).max(1);
    let columns = width.min(84);
    Rect::new((width - columns) / 2, height.saturating_sub(rows + 1), columns, rows)
}

/// The columns in which a note is written, and the lines.
pub fn note_words(area: Rect) -> (usize, usize) {
    (usize::from(area.width.saturating_sub(5)).max(1), usize::from(area.height.saturating_sub(3)).max(1))
}

/// At most so many of the command line's choices are seen at a time.
const CHOICES: u16 = 10;

/// The command line at the bottom, with what it may become, a rule and what went wrong above it.
fn command(line: &CommandLine, width: u16, height: u16) -> Rect {
    let most = (height / 2).min(CHOICES);
    let above = (line.choices.len().min(usize::from(most)) + line.told(width).len()) as u16;
    let rows = (above + 1 + u16::from(above > 0)).min(height);
    Rect::new(0, height - rows, width, rows)
}

/// The first of the choices that is seen: the one in the line is always among them.
pub fn command_top(line: &CommandLine, area: Rect) -> usize {
    let seen = usize::from(area.height).saturating_sub(2 + line.told(area.width).len()).max(1);
    line.cursor.map_or(0, |at| (at + 1).saturating_sub(seen))
}

/// The choice at a row of the screen.
pub fn choice_at(line: &CommandLine, area: Rect, row: u16) -> Option<usize> {
    let at = usize::from(row.checked_sub(area.y + 1)?) + command_top(line, area);
    let last = area.bottom().saturating_sub(1 + line.told(area.width).len() as u16);
    (row < last && at < line.choices.len()).then_some(at)
}

/// Stretches of a name in which single letters fit.
pub fn lookup_letters(name: &str, matched: &[usize]) -> Vec<std::ops::Range<usize>> {
    name.char_indices().filter(|(at, _)| matched.contains(at)).map(|(at, c)| at..at + c.len_utf8()).collect()
}

/// An area in the middle of the screen, a little above it where there is room.
fn centred(width: u16, height: u16, columns: u16, rows: u16) -> Rect {
    let columns = columns.min(width.saturating_sub(if width > 60 { 4 } else { 0 })).max(1);
    let rows = rows.min(height.saturating_sub(if height > LOW { 4 } else { 0 })).max(1);
    Rect::new((width - columns) / 2, (height - rows) / 3, columns, rows)
}

/// The choice of a theme stands below the tree: the text, which shows what is chosen, stays in sight.
fn themes(width: u16, height: u16, many: usize) -> Rect {
    let most = (height / 2).max(6).min(height.saturating_sub(2)).max(1);
    let (columns, rows) = (width.min(56), (many.max(1) as u16).saturating_add(2).min(most));
    let left = if width > 60 { 1 } else { (width - columns) / 2 };
    Rect::new(left, height.saturating_sub(rows + 2), columns, rows)
}

/// A tab's name in the top line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TabLabel {
    /// The tab.
    pub tab: Tab,
    /// Its number and name, or its number alone.
    pub words: String,
    /// The column at which they begin.
    pub x: u16,
}

/// Where the first tab's name begins behind the program's.
const BEHIND_BRAND: u16 = 14;

/// The names of the tabs in a top line of this width, while one of them is shown, and whether the program's name
/// stands before them. Where there is no room for all names, the program's goes first, then those of the other tabs.
pub fn tab_labels(shown: Tab, width: u16) -> (Vec<TabLabel>, bool) {
    let set = |begin: u16, gap: u16, whole: bool| {
        let mut x = begin;
        let mut labels = Vec::new();
        for (number, tab) in (1..).zip(Tab::ALL) {
            let words =
                if whole || tab == shown { format!("{number} {}", tab.name()) } else { number.to_string() };
            let wide = crate::typeset::width(&words) as u16;
            labels.push(TabLabel { tab, words, x });
            x += wide + gap;
        }
        (labels, x - gap)
    };
    for (begin, gap) in [(BEHIND_BRAND, 3), (2, 3), (1, 2), (1, 1)] {
        let (labels, end) = set(begin, gap, true);
        if end < width {
            return (labels, begin == BEHIND_BRAND);
        }
    }
    (set(1, 2, false).0, false)
}

/// The tab at a column of a top line of this width.
pub fn tab_at(shown: Tab, column: u16, width: u16) -> Option<Tab> {
    let (labels, _) = tab_labels(shown, width);
    let here = |label: &TabLabel| {
        let wide = crate::typeset::width(&label.words) as u16;
        // The blanks around a name are part of the button.
        (label.x - 1..label.x + wide + 1).contains(&column)
    };
    labels.into_iter().find(here).map(|label| label.tab)
}

/// The column of a row's fold mark.
pub fn arrow_column(area: Rect, depth: u16) -> u16 {
    area.x + 2 + (depth * 2).min(area.width / 3)
}

/// The area inside a frame around what lies over the panes; the area itself where it is too small for one.
pub fn framed(area: Rect) -> Rect {
    if area.height < 3 || area.width < 8 {
        return area;
    }
    Rect { x: area.x + 2, y: area.y + 1, width: area.width - 4, height: area.height - 2 }
}

/// The rows of the answers inside the look-up.
pub fn lookup_rows(overlay: Rect) -> Rect {
    Rect {
        x: overlay.x + 1,
        y: overlay.y + 3,
        width: overlay.width.saturating_sub(2),
        height: overlay.height.saturating_sub(4),
    }
}
