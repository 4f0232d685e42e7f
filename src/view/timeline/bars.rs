//! Bars of terms, each term in a band of its own. Never asks what they mean.
use super::super::chrome::put;
use super::super::theme::{Glyphs, Theme};
use super::focused;
use crate::app::App;
use crate::app::sheet::grouped;
use crate::app::timeline::{Band, Column, Grid};
use crate::typeset::width;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// From low to full, eighths of a row.
const FINE: [&str; 8] = ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];
/// The same where those are two columns wide, or are not known.
const PLAIN: [&str; 8] = [".", ".", ":", ":", "=", "=", "#", "#"];

/// The signs of a row's filling.
fn signs(theme: &Theme) -> &'static [&'static str; 8] {
    if theme.glyphs.vertical == Glyphs::FINE.vertical { &FINE } else { &PLAIN }
}

pub(super) fn draw(app: &App, theme: &Theme, grid: &Grid, buffer: &mut Buffer) {
    for band in &grid.bands {
        label(app, theme, *band, buffer);
        if !app.settings.plain {
            bars(app, theme, grid, *band, buffer);
        }
    }
    axis(app, theme, grid, buffer);
}

/// A number as it stands beside a bar.
pub(super) fn number(app: &App, height: f64) -> String {
    match height {
        height if !app.timeline.rate => grouped(height as usize),
        height if height >= 100.0 => format!("{height:.0}"),
        height if height >= 10.0 => format!("{height:.1}"),
        height => format!("{height:.2}"),
    }
}

/// The name of a term, and the number of the selected year.
fn label(app: &App, theme: &Theme, band: Band, buffer: &mut Buffer) {
    let (timeline, row) = (&app.timeline, band.row);
    let Some(term) = timeline.terms.get(row) else { return };
    let atlas = &app.library.atlas;
    let is = row == timeline.row;
    let area = Rect { width: band.label.width.saturating_sub(1), ..band.label };
    let first = Rect { height: 1, ..area };
    let style = if is && focused(app) {
        theme.selected
    } else if is {
        theme.selected_other
    } else {
        theme.text
    };
    if is {
        buffer.set_style(first, style);
        put(buffer, first, 0, if focused(app) { ">" } else { "\u{203a}" }, style, theme);
    }
    let count = timeline.at().map_or_else(String::new, |at| match timeline.chronicle(row) {
        Some(_) => number(app, timeline.height(row, at)),
        None => theme.glyphs.ellipsis.to_owned(),
    });
    let wide = width(&count) as u16;
    let room = Rect { width: first.width.saturating_sub(wide + 2), ..first };
    let mut name = term.name(atlas);
    let with: Vec<&str> = timeline
        .chronicle(row)
        .map(|answer| answer.with.iter().map(|&id| atlas.place(id).name).collect())
        .unwrap_or_default();
    // Where there is no line for them, what is counted with it is told by a sign.
    if !with.is_empty() && area.height < 2 {
        name.push_str(" +");
    }
    put(buffer, room, 2, &name, style, theme);
    if first.width > wide + 1 {
        put(buffer, first, first.width - wide - 1, &count, style.patch(theme.edition), theme);
    }
    let mut aside = Vec::new();
    if !with.is_empty() {
        aside.push(format!("with {}", with.join(", ")));
    }
    if let (Some((at, height)), Some(editions)) = (timeline.highest(row), timeline.editions()) {
        let most = number(app, height);
        let all = if timeline.one_scale { " of all" } else { "" };
        aside.push(format!("most{all} {most}, {}", editions.years[at].year));
    } else if timeline.chronicle(row).is_some() {
        aside.push("never said".into());
    }
    for (at, words) in (1..area.height).zip(aside) {
        put(buffer, Rect { y: area.y + at, height: 1, ..area }, 2, &words, theme.dim, theme);
    }
}

/// The bars of a term: eighths of a row where the signs are there, nothing where there is no edition.
fn bars(app: &App, theme: &Theme, grid: &Grid, band: Band, buffer: &mut Buffer) {
    let (timeline, row) = (&app.timeline, band.row);
    let area = band.bars;
    if timeline.chronicle(row).is_none() || area.height == 0 {
        return;
    }
    let most = timeline.highest(row).map_or(0.0, |(_, height)| height);
    let signs = signs(theme);
    let chosen = timeline.column();
    let bar_wide = if grid.wide > 2 { grid.wide - 1 } else { grid.wide };
    for column in timeline.left..timeline.left + grid.shown {
        let (Some(Column::Edition(at)), Some(x)) =
            (timeline.columns().get(column), grid.x(timeline.left, column))
        else {
            continue;
        };
        let height = timeline.height(row, *at);
        let eighths = usize::from(area.height) * 8;
        let full = if most > 0.0 { (height / most * eighths as f64).round() as usize } else { 0 };
        // What is said at all is seen.
        let full = if height > 0.0 { full.clamp(1, eighths) } else { 0 };
        let here = Some(column) == chosen;
        let look = if here { theme.bar } else { theme.map_mid };
        for (up, y) in (area.y..area.bottom()).rev().enumerate() {
            let cell = full.saturating_sub(up * 8).min(8);
            let (sign, style) = match cell {
                0 if up == 0 => (".", theme.dim),
                0 => break,
                cell => (signs[cell - 1], look),
            };
            // A silence is a point, not a bar.
            let times = if cell == 0 { 1 } else { bar_wide };
            let begin = if cell == 0 { x + bar_wide.saturating_sub(1) / 2 } else { x };
            for x in begin..(begin + times).min(area.right()) {
                buffer.set_string(x, y, sign, style);
            }
        }
    }
}

/// The line that the bars stand on, broken where there is no edition.
fn axis(app: &App, theme: &Theme, grid: &Grid, buffer: &mut Buffer) {
    let timeline = &app.timeline;
    if grid.axis.height == 0 || app.settings.plain {
        return;
    }
    let chosen = timeline.column();
    for column in timeline.left..timeline.left + grid.shown {
        let (Some(Column::Edition(_)), Some(x)) =
            (timeline.columns().get(column), grid.x(timeline.left, column))
        else {
            continue;
        };
        let style = if Some(column) == chosen { theme.bar } else { theme.rule };
        for x in x..(x + grid.wide).min(grid.axis.right()) {
            buffer.set_string(x, grid.axis.y, theme.glyphs.horizontal, style);
        }
    }
}
