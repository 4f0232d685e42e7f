//! All countries by edition: a shade for each cell, read without colour. Never counts.
use super::super::chrome::put;
use super::super::theme::{Glyphs, Theme};
use super::selected;
use crate::app::App;
use crate::app::sheet::grouped;
use crate::app::timeline::{Column, Grid, steps};
use crate::typeset::width;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// From little to much.
const FINE: [&str; 4] = ["░", "▒", "▓", "█"];
/// The same where those are two columns wide, or are not known.
const PLAIN: [&str; 4] = [".", ":", "+", "#"];

fn signs(theme: &Theme) -> [&'static str; 4] {
    if theme.glyphs.vertical == Glyphs::FINE.vertical { FINE } else { PLAIN }
}

fn looks(theme: &Theme) -> [Style; 4] {
    [theme.map_low, theme.map_mid, theme.map_mid, theme.map_high]
}

pub(super) fn draw(app: &App, theme: &Theme, grid: &Grid, buffer: &mut Buffer) {
    let timeline = &app.timeline;
    let (Some(heat), Some(editions)) = (timeline.heat(), timeline.editions()) else { return };
    let steps = steps(app);
    let (signs, looks) = (signs(theme), looks(theme));
    let chosen = timeline.column();
    let (cursor, top) = timeline.country;
    for (number, row) in heat.rows.iter().enumerate().skip(top).take(usize::from(grid.rows.height)) {
        let line = Rect { y: grid.rows.y + (number - top) as u16, height: 1, ..grid.rows };
        let name = Rect { width: grid.name.saturating_sub(1), ..line };
        let is = number == cursor;
        let style = selected(is, app, name, theme, buffer);
        let total = grouped(row.total as usize);
        let wide = width(&total) as u16;
        let room = Rect { width: name.width.saturating_sub(wide + 2), ..name };
        put(buffer, room, 2, app.library.atlas.place(row.place).name, style, theme);
        if name.width > wide + 1 {
            put(buffer, name, name.width - wide - 1, &total, style.patch(theme.dim), theme);
        }
        if app.settings.plain {
            continue;
        }
        for column in timeline.left..timeline.left + grid.shown {
            let (Some(Column::Edition(at)), Some(x)) =
                (timeline.columns().get(column), grid.x(timeline.left, column))
            else {
                continue;
            };
            let count = row.counts[*at];
            let words = editions.years[*at].words;
            let height = timeline.shade_of(count, words);
            let (sign, look) = match steps.iter().rposition(|&step| height >= step && count > 0) {
                Some(level) => (signs[level], looks[level]),
                None if count > 0 => (signs[0], looks[0]),
                None => (" ", theme.dim),
            };
            let here = is && Some(column) == chosen;
            for cell in x..(x + grid.wide).min(grid.years.right()) {
                buffer.set_string(cell, line.y, sign, look);
            }
            if count == 0 {
                buffer.set_string(x + (grid.wide - 1) / 2, line.y, ".", theme.dim);
            }
            if here && grid.wide >= 3 {
                buffer.set_string(x, line.y, "[", theme.key);
                buffer.set_string(x + grid.wide - 1, line.y, "]", theme.key);
            } else if here {
                buffer.set_style(Rect { x, width: grid.wide, ..line }, theme.selected);
            }
        }
    }
    legend(app, theme, grid.legend, steps, buffer);
}

/// What the shades mean.
fn legend(app: &App, theme: &Theme, line: Rect, steps: [f64; 4], buffer: &mut Buffer) {
    if line.height == 0 || app.settings.plain {
        return;
    }
    let rate = app.timeline.rate;
    let number = |step: f64| if rate { format!("{step:.2}") } else { grouped(step as usize) };
    let mut x = 2;
    let (signs, looks) = (signs(theme), looks(theme));
    for level in 0..4 {
        if level > 0 && steps[level] <= steps[level - 1] {
            continue;
        }
        let words = match (level, rate) {
            (3, _) => format!("{} or more", number(steps[3])),
            (0, true) => format!("below {}", number(steps[1])),
            (_, true) => format!("from {}", number(steps[level])),
            (_, false) if steps[level + 1] - 1.0 > steps[level] => {
                format!("{} to {}", number(steps[level]), number(steps[level + 1] - 1.0))
            }
            (_, false) => number(steps[level]),
        };
        if x + 4 + width(&words) as u16 > line.width {
            return;
        }
        x += put(buffer, line, x, &signs[level].repeat(3), looks[level], theme) + 1;
        x += put(buffer, line, x, &words, theme.dim, theme) + 3;
    }
    let of = if rate { "per 10,000 words" } else { "passages" };
    for words in [format!("{of}; . none; blank: no edition"), of.to_owned()] {
        if x + width(&words) as u16 + 2 <= line.width {
            put(buffer, line, x, &words, theme.dim, theme);
            return;
        }
    }
}
