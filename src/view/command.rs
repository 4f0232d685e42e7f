//! The command line at the bottom, and what it may become above it.
use super::chrome::put;
use super::list::marked;
use super::prompt::Typed;
use super::theme::Theme;
use crate::app::command::{Choice, CommandLine};
use crate::app::layout::{command_top, lookup_letters};
use crate::typeset::{cut, width};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;

pub fn draw(line: &CommandLine, theme: &Theme, area: Rect, frame: &mut Frame) {
    if area.height == 0 {
        return;
    }
    super::clear(theme, area, frame);
    let buffer = frame.buffer_mut();
    let row = |y: u16| Rect { y, height: 1, ..area };
    let bottom = area.bottom() - 1;
    let mut y = area.y;
    if area.height > 1 {
        let rule = theme.glyphs.horizontal.repeat(usize::from(area.width));
        buffer.set_string(area.x, y, rule, theme.rule);
        y += 1;
    }
    let told = line.told(area.width);
    let below = bottom.saturating_sub(told.len() as u16).max(y);
    let top = command_top(line, area);
    for (at, choice) in line.choices.iter().enumerate().skip(top) {
        if y >= below {
            break;
        }
        let chosen = line.cursor == Some(at);
        let ground = if chosen { theme.selected } else { theme.text };
        if chosen {
            buffer.set_style(row(y), ground);
            put(buffer, row(y), 0, ">", ground, theme);
        }
        draw_choice(choice, ground, theme, row(y), buffer);
        y += 1;
    }
    for (number, words) in told.iter().enumerate().take(usize::from(bottom - below)) {
        put(buffer, row(below + number as u16), 2, words, theme.notice, theme);
    }
    Typed { line: &line.prompt, sign: ":", typing: true }.draw(1, theme, row(bottom), frame);
}

fn draw_choice(
    choice: &Choice,
    ground: Style,
    theme: &Theme,
    line: Rect,
    buffer: &mut ratatui::buffer::Buffer,
) {
    let room = usize::from(line.width.saturating_sub(4));
    // Names are aligned where they are short: what they are stands in a column of its own.
    let names = (room / 3).clamp(12, 34);
    let name = cut(&choice.name, room.saturating_sub(2), theme.glyphs.ellipsis);
    let marks = lookup_letters(&name, &choice.matched);
    marked(buffer, line, 2, &name, &marks, ground, theme);
    let at = (names + 4).max(width(&name) + 4) as u16;
    if line.width > at + 8 {
        let rest = Rect { width: line.width - 1, ..line };
        put(buffer, rest, at, &choice.detail, ground.patch(theme.dim), theme);
    }
}
