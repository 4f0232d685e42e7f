//! A line being typed, the cursor in sight.
use super::chrome::put;
use super::theme::Theme;
use crate::app::Prompt;
use crate::typeset::width;
use ratatui::Frame;
use ratatui::layout::Rect;
use unicode_segmentation::UnicodeSegmentation;

/// A line being typed, or that was.
pub(super) struct Typed<'a> {
    /// The line.
    pub line: &'a Prompt,
    /// What stands before it.
    pub sign: &'a str,
    /// Whether letters go into it now.
    pub typing: bool,
}

impl Typed<'_> {
    /// Draws it from a column of an area on, with the terminal's cursor where letters go in.
    pub fn draw(&self, indent: u16, theme: &Theme, area: Rect, frame: &mut Frame) {
        let buffer = frame.buffer_mut();
        let x = indent + put(buffer, area, indent, self.sign, theme.key, theme);
        // A column is left for the cursor behind the end.
        let room = usize::from(area.width.saturating_sub(x + 2));
        let (from, cursor) = window(self.line, room);
        put(buffer, area, x, &self.line.text[from..], theme.prompt, theme);
        if self.typing && area.width > x + cursor {
            frame.set_cursor_position((area.x + x + cursor, area.y));
        }
    }
}

/// The byte that a line is shown from where there is only so much room, and the column of the cursor then: the
/// end of the line where the cursor is there, else what stands around the cursor.
pub(super) fn window(line: &Prompt, room: usize) -> (usize, u16) {
    let (text, cursor) = (&line.text, line.cursor());
    if width(text) <= room {
        return (0, width(&text[..cursor]) as u16);
    }
    // Something of what stands behind the cursor is seen too, where something does.
    let behind = width(&text[cursor..]).min(room / 3);
    let mut from = 0;
    for grapheme in text.graphemes(true) {
        if width(&text[from..cursor]) + behind <= room {
            break;
        }
        from += grapheme.len();
    }
    (from, width(&text[from..cursor]) as u16)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_cursor_is_in_sight_wherever_it_stands() {
        let mut line = Prompt::of("北海道のカザフスタン大使館 in Astana");
        for room in [1, 2, 7, 20, 60] {
            line.end();
            for _ in 0..30 {
                let (from, column) = window(&line, room);
                assert!(usize::from(column) <= room && from <= line.cursor(), "{room} {line:?}");
                line.left();
            }
            assert_eq!(window(&line, room), (0, 0));
        }
    }
}
