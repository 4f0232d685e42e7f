//! Looking something up.
use super::chrome::put;
use super::help::framed;
use super::list::letters;
use super::prompt::Typed;
use super::theme::Theme;
use crate::app::layout::lookup_rows;
use crate::app::{App, Context, Lookup};
use crate::typeset::{cut, width};
use ratatui::Frame;
use ratatui::layout::Rect;

/// What can be typed besides letters.
const SIGNS: &str = "Letters of a name; 'exact  ^start  end$  !not  Capitals count";

pub fn draw(app: &App, asked: &Lookup, theme: &Theme, area: Rect, frame: &mut Frame) {
    super::clear(theme, area, frame);
    framed(theme, area, "Look up", frame);
    let rows = lookup_rows(area);
    let line =
        Rect { x: area.x, y: area.y + 1, width: area.width, height: 1.min(area.height.saturating_sub(1)) };
    if line.height > 0 {
        Typed { line: &asked.prompt, sign: "> ", typing: true }.draw(2, theme, line, frame);
        if asked.prompt.text.is_empty() {
            put(frame.buffer_mut(), line, 6, SIGNS, theme.dim, theme);
        }
    }
    let buffer = frame.buffer_mut();
    let more = if asked.counted { "" } else { "+" };
    let many = match asked.many {
        0 => String::new(),
        many => format!(" {} of {many}{more} ", asked.cursor + 1),
    };
    if area.width > width(&many) as u16 + 16 && area.height > 2 {
        let at = Rect { height: 1, ..area };
        put(buffer, at, area.width - width(&many) as u16 - 3, &many, theme.dim, theme);
    }
    if asked.answers.is_empty() {
        put(
            buffer,
            Rect { height: rows.height.min(1), ..rows },
            2,
            &app.keys.told(
                Context::Lookup,
                "Nothing has this name. {erase-letter} takes letters back, {escape} closes.",
            ),
            theme.dim,
            theme,
        );
        return;
    }
    for (at, answer) in asked.answers.iter().enumerate().skip(asked.top).take(usize::from(rows.height)) {
        let line = Rect { y: rows.y + (at - asked.top) as u16, height: 1, ..rows };
        let ground = if at == asked.cursor { theme.selected } else { theme.text };
        if at == asked.cursor {
            buffer.set_style(line, ground);
            put(buffer, line, 0, ">", ground, theme);
        }
        let room = usize::from(line.width.saturating_sub(4));
        let detail_room = (room / 3).max(room.saturating_sub(width(&answer.name) + 3)).min(room * 3 / 5);
        let detail = cut(&answer.detail, detail_room, theme.glyphs.ellipsis);
        let name = cut(&answer.name, room.saturating_sub(width(&detail) + 2), theme.glyphs.ellipsis);
        letters(buffer, line, 2, &name, |byte| {
            if answer.matched.contains(&byte) { ground.patch(theme.matched) } else { ground }
        });
        let wide = width(&detail) as u16;
        if line.width > wide + 2 {
            put(buffer, line, line.width - wide - 2, &detail, ground.patch(theme.dim), theme);
        }
    }
}
