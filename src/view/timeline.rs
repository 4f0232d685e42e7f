//! The tab of terms by edition: the line of terms, bars or shades by year, and what the selected one says. Never counts.
mod bars;
mod heat;

use super::chrome::put;
use super::prompt::Typed;
use super::theme::Theme;
use crate::app::timeline::{Column, Entry, Grid, Shows, grid, said};
use crate::app::{App, Context, Layout, Pane, Tab};
use crate::typeset::{Role, width, words};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

pub fn draw(app: &App, theme: &Theme, areas: &Layout, frame: &mut Frame) {
    if app.tab != Tab::Timeline || areas.own.height == 0 || areas.own.width < 4 {
        return;
    }
    let grid = grid(app, areas);
    if grid.rule.height > 0 {
        let rule = theme.glyphs.horizontal.repeat(usize::from(grid.rule.width));
        frame.buffer_mut().set_string(grid.rule.x, grid.rule.y, rule, theme.rule);
    }
    let typing = app.timeline.typing && app.context() == Context::Terms;
    if grid.line.height > 0 {
        Typed { line: &app.timeline.prompt, sign: "/ ", typing }.draw(2, theme, grid.line, frame);
    }
    let buffer = frame.buffer_mut();
    told(app, theme, &grid, buffer);
    if app.timeline.is_empty() {
        return entries(app, theme, grid.rows, buffer);
    }
    if app.timeline.is_waiting() && app.timeline.known.is_none() {
        let line = Rect { y: grid.told.bottom(), height: u16::from(areas.own.height > 3), ..grid.told };
        put(buffer, line, 4, "Counting...", theme.dim, theme);
        return;
    }
    match app.timeline.shows {
        Shows::Bars => bars::draw(app, theme, &grid, buffer),
        Shows::Heat => heat::draw(app, theme, &grid, buffer),
    }
    years(app, theme, &grid, buffer);
}

/// Whether the page has the keys.
fn focused(app: &App) -> bool {
    app.pane == Pane::List && !app.timeline.typing
}

/// What is said of the selected bar, or why the line cannot be read.
fn told(app: &App, theme: &Theme, grid: &Grid, buffer: &mut Buffer) {
    let timeline = &app.timeline;
    let line = Rect { width: grid.told.width.saturating_sub(2), ..grid.told };
    if let Some(error) = &timeline.error {
        put(buffer, line, 4, error, theme.notice, theme);
        return;
    }
    if timeline.is_empty() || timeline.typing {
        put(buffer, line, 4, "@kaz, @central-asia, \"words that stand together\", econom*", theme.dim, theme);
        return;
    }
    let mut switches = Vec::new();
    if timeline.rate {
        switches.push("per 10,000 words");
    }
    if timeline.one_scale && timeline.shows == Shows::Bars {
        switches.push("one scale");
    }
    let aside = switches.join(", ");
    let mut room = usize::from(line.width.saturating_sub(4));
    if !aside.is_empty() && room > width(&aside) + 40 {
        let x = line.width - width(&aside) as u16;
        put(buffer, line, x, &aside, theme.dim, theme);
        room -= width(&aside) + 2;
    }
    let Some(said) = said(app) else { return };
    let forms = said.forms();
    let words = forms.iter().find(|form| width(form) <= room).unwrap_or(&forms[3]);
    let line = Rect { width: (room as u16 + 4).min(line.width), ..line };
    let x = 4 + put(buffer, line, 4, &words[..4.min(words.len())], theme.edition, theme);
    put(buffer, line, x, &words[4.min(words.len())..], theme.text, theme);
}

/// What to begin with.
fn entries(app: &App, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let timeline = &app.timeline;
    let widest = timeline.entries.iter().map(|entry| match entry {
        Entry::Terms(line, _) => width(line),
        Entry::Heat => width(ALL),
        Entry::Words(_) | Entry::Gap => 0,
    });
    let column = (4 + widest.max().unwrap_or(0) as u16 + 3).min(area.width / 2 + 2);
    let mut y = area.y;
    for (at, entry) in timeline.entries.iter().enumerate().skip(timeline.entry.1) {
        if y >= area.bottom() {
            break;
        }
        let line = Rect { y, height: 1, ..area };
        y += 1;
        let (line_words, aside) = match entry {
            Entry::Gap => continue,
            Entry::Words(text) => {
                let style = if at == 0 { theme.heading } else { theme.dim };
                let set = words(text, Role::Aside, usize::from(area.width.saturating_sub(6)));
                for (number, part) in set.iter().enumerate() {
                    if number > 0 {
                        y += 1;
                    }
                    if y <= area.bottom() {
                        let line = Rect { y: y - 1, height: 1, ..area };
                        put(buffer, line, 4, &part.text(), style, theme);
                    }
                }
                continue;
            }
            Entry::Terms(line, means) => (line.as_str(), means.as_str()),
            Entry::Heat => (ALL, "all countries by edition, shaded"),
        };
        let style = selected(at == timeline.entry.0, app, line, theme, buffer);
        let room = Rect { width: line.width.saturating_sub(1), ..line };
        let wide = put(buffer, room, 4, line_words, style, theme);
        if area.width >= 60 {
            put(buffer, room, column.max(4 + wide + 2), aside, style.patch(theme.dim), theme);
        }
    }
}

/// The row that leads to the map of all countries.
const ALL: &str = "all countries";

/// The look of a row, and its sign where it is the selected one.
fn selected(is: bool, app: &App, row: Rect, theme: &Theme, buffer: &mut Buffer) -> Style {
    if !is {
        return theme.text;
    }
    let style = if focused(app) { theme.selected } else { theme.selected_other };
    buffer.set_style(row, style);
    put(buffer, Rect { height: 1, ..row }, 0, if focused(app) { ">" } else { "\u{203a}" }, style, theme);
    style
}

/// The years below their columns: as many as there is room for, the selected one in brackets.
fn years(app: &App, theme: &Theme, grid: &Grid, buffer: &mut Buffer) {
    let timeline = &app.timeline;
    let line = grid.years;
    let Some(editions) = timeline.editions() else { return };
    if line.height == 0 {
        return;
    }
    let centre = |x: u16, wide: u16| {
        let middle = x + grid.wide.saturating_sub(1) / 2;
        middle.saturating_sub(wide / 2).clamp(line.x, line.right().saturating_sub(wide).max(line.x))
    };
    let columns = timeline.columns();
    let mut taken: Vec<(u16, u16)> = Vec::new();
    let chosen = timeline.column();
    if let Some((at, x)) = chosen.and_then(|at| Some((at, grid.x(timeline.left, at)?))) {
        let Column::Edition(number) = columns[at] else { return };
        let label = format!("[{}]", editions.years[number].year);
        let wide = width(&label) as u16;
        let begin = centre(x, wide);
        let style = if focused(app) { theme.selected } else { theme.selected_other };
        put(buffer, line, begin - line.x, &label, style, theme);
        taken.push((begin, begin + wide));
    }
    // Every so manieth year, from the last one backwards: the ends matter most.
    let shown = || {
        let last = (timeline.left + grid.shown).min(columns.len());
        (timeline.left..last).filter_map(|at| match columns[at] {
            Column::Edition(number) => Some((at, number)),
            Column::Gap => None,
        })
    };
    let (first, last) = (shown().next(), shown().next_back());
    let ends = first.into_iter().chain(last);
    for (at, number) in ends.chain(shown()) {
        let label = editions.years[number].year.to_string();
        let wide = width(&label) as u16;
        let Some(x) = grid.x(timeline.left, at) else { continue };
        let begin = centre(x, wide);
        let free = taken.iter().all(|&(from, to)| begin + wide < from || begin > to);
        if free && begin + wide <= line.right() {
            put(buffer, line, begin - line.x, &label, theme.dim, theme);
            taken.push((begin, begin + wide));
        }
    }
    // What lies beyond the screen.
    if timeline.left > 0 {
        put(buffer, Rect { x: line.x.saturating_sub(2), width: 2, ..line }, 0, "<", theme.key, theme);
    }
    if timeline.left + grid.shown < columns.len() {
        let x = line.right();
        put(buffer, Rect { x, width: 2, ..line }, 0, ">", theme.key, theme);
    }
}
