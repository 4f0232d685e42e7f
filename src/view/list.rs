//! The tree of a tab.
use super::chrome::put;
use super::prompt::Typed;
use super::theme::Theme;
use crate::app::layout::arrow_column;
use crate::app::sheet::grouped;
use crate::app::{App, Context, Fold, Layout, Pane, Row, Tab};
use crate::typeset::{cut, width};
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use std::ops::Range;

pub fn draw(app: &App, theme: &Theme, areas: &Layout, frame: &mut Frame) {
    let area = areas.list;
    if area.height == 0 || area.width == 0 || matches!(app.tab, Tab::Search | Tab::Compare | Tab::Timeline) {
        return;
    }
    let list = &app.desk().list;
    let focused = app.pane == Pane::List;
    let buffer = frame.buffer_mut();
    if list.rows.is_empty() && app.loaded {
        empty(app, theme, area, buffer);
    }
    for (at, row) in list.rows.iter().enumerate().skip(list.top).take(usize::from(area.height)) {
        let line = Rect { y: area.y + (at - list.top) as u16, height: 1, ..area };
        let selected =
            (at == list.cursor).then_some(if focused { theme.selected } else { theme.selected_other });
        draw_row(row, selected, focused, theme, line, buffer);
    }
    prompt(app, theme, areas.list_prompt, frame);
}

fn draw_row(
    row: &Row,
    selected: Option<Style>,
    focused: bool,
    theme: &Theme,
    line: Rect,
    buffer: &mut Buffer,
) {
    let ground = selected.unwrap_or(theme.text);
    if selected.is_some() {
        buffer.set_style(line, ground);
        // A sign as well as a look: the selection is seen without colours.
        put(buffer, line, 0, if focused { ">" } else { "\u{203a}" }, ground, theme);
    }
    let arrow = arrow_column(line, row.depth) - line.x;
    let sign = match row.fold {
        Fold::Leaf => " ",
        Fold::Open => theme.glyphs.open,
        Fold::Shut => theme.glyphs.shut,
    };
    put(buffer, line, arrow, sign, ground.patch(theme.dim), theme);
    let count = row.count.map_or_else(String::new, |count| grouped(count as usize));
    let count_wide = width(&count) as u16;
    let end = line.width.saturating_sub(if count.is_empty() { 1 } else { count_wide + 3 });
    let start = arrow + 2;
    let label_room = usize::from(end.saturating_sub(start));
    let base = if row.hit { ground } else { ground.patch(theme.dim) };
    let words = match &row.short {
        Some(short) if width(&row.label) > label_room && row.matched.is_empty() => short,
        _ => &row.label,
    };
    let label = cut(words, label_room, theme.glyphs.ellipsis);
    let look = |byte: usize| if row.matched.contains(&byte) { base.patch(theme.matched) } else { base };
    let x = letters(buffer, line, start, &label, look);
    if let Some(other) = &row.other
        && x + 4 < end
    {
        let room = Rect { width: end, ..line };
        put(buffer, room, x + 1, &format!("({other})"), ground.patch(theme.matched), theme);
    }
    if !count.is_empty() && line.width > count_wide + 2 {
        put(buffer, line, line.width - count_wide - 2, &count, ground.patch(theme.dim), theme);
    }
}

/// Why there is nothing, and what helps.
fn empty(app: &App, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let typed = app.desk().list.query().unwrap_or_default().trim();
    let told = |context, words: &str| app.keys.told(context, words);
    let lines: Vec<String> = if typed.is_empty() {
        match app.tab {
            Tab::Notebook => vec![
                "Nothing is noted yet.".into(),
                told(
                    Context::Reader,
                    "In a text {bookmark} bookmarks a passage, and {annotate} writes a note on it.",
                ),
            ],
            _ => vec!["There is nothing to read here.".into(), told(Context::List, "{leave} leaves.")],
        }
    } else {
        let what = match app.tab {
            Tab::Regions if app.show_all => "No place",
            Tab::Regions => "No place in this library",
            Tab::Changes => "Nothing that came or went",
            Tab::Notebook => "No note",
            Tab::Contents | Tab::Search | Tab::Compare | Tab::Timeline => "No document or heading",
        };
        let mut lines = vec![format!("{what} is called"), format!("\u{201c}{typed}\u{201d}."), String::new()];
        lines.push(told(Context::Prompt, "{erase-letter} takes letters back, {escape} the whole filter."));
        if app.tab == Tab::Regions && !app.show_all {
            let words = "{accept}, then {tree/show-all}, looks among all places of the world.";
            lines.push(told(Context::Prompt, words));
        }
        lines
    };
    let mut row = 0;
    for line in lines {
        for set in crate::typeset::words(
            &line,
            crate::typeset::Role::Aside,
            usize::from(area.width.saturating_sub(4)),
        ) {
            if row < area.height {
                let at = Rect { y: area.y + row, height: 1, ..area };
                put(buffer, at, 2, &set.text(), theme.dim, theme);
            }
            row += 1;
        }
    }
}

fn prompt(app: &App, theme: &Theme, area: Rect, frame: &mut Frame) {
    let list = &app.desk().list;
    if list.query().is_none() || area.height == 0 {
        return;
    }
    let typing = list.typing && app.context() == Context::Prompt;
    Typed { line: &list.prompt, sign: "/", typing }.draw(2, theme, area, frame);
}

/// Words cut to the rest of a line, with stretches of them standing out.
pub(super) fn marked(
    buffer: &mut Buffer,
    line: Rect,
    x: u16,
    text: &str,
    marks: &[Range<usize>],
    base: Style,
    theme: &Theme,
) {
    let shown = cut(text, usize::from(line.width.saturating_sub(x)), theme.glyphs.ellipsis);
    // The ellipsis at the end is no part of the text.
    let own = shown.bytes().zip(text.bytes()).take_while(|(shown, own)| shown == own).count();
    letters(buffer, line, x, &shown, |byte| {
        let is_marked = byte < own && marks.iter().any(|mark| mark.contains(&byte));
        if is_marked { base.patch(theme.matched) } else { base }
    });
}

/// Words of which each letter has a look of its own, by its byte; gives the column behind them.
pub(super) fn letters(
    buffer: &mut Buffer,
    line: Rect,
    mut x: u16,
    words: &str,
    look: impl Fn(usize) -> Style,
) -> u16 {
    for (byte, c) in words.char_indices() {
        let mut sign = [0; 4];
        let sign: &str = c.encode_utf8(&mut sign);
        if width(sign) > 0 && x < line.width {
            buffer.set_stringn(line.x + x, line.y, sign, usize::from(line.width - x), look(byte));
            x += width(sign) as u16;
        }
    }
    x
}
