//! Choosing a theme.
use super::chrome::put;
use super::help::framed;
use super::theme::Theme;
use crate::app::Themes;
use crate::typeset::width;
use ratatui::Frame;
use ratatui::layout::Rect;

pub fn draw(chosen: &Themes, theme: &Theme, area: Rect, frame: &mut Frame) {
    super::clear(theme, area, frame);
    framed(theme, area, "Theme", frame);
    let rows = Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(2),
    };
    // What they are is told behind the longest name.
    let names = chosen.rows.iter().map(|(name, _)| width(name)).max().unwrap_or(0).min(20) as u16;
    let buffer = frame.buffer_mut();
    for (at, (name, about)) in chosen.rows.iter().enumerate().skip(chosen.top).take(usize::from(rows.height))
    {
        let line = Rect { y: rows.y + (at - chosen.top) as u16, height: 1, ..rows };
        let ground = if at == chosen.cursor { theme.selected } else { theme.text };
        if at == chosen.cursor {
            buffer.set_style(line, ground);
            put(buffer, line, 0, ">", ground, theme);
        }
        put(buffer, line, 2, name, ground, theme);
        put(buffer, line, names + 4, about, ground.patch(theme.dim), theme);
    }
}
