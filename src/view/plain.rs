//! For ears: the terminal's cursor stands where the reader does, for a screen reader reads the line that it is on.
use crate::app::layout::lookup_rows;
use crate::app::{App, Context, Layout, Overlay};
use ratatui::Frame;
use ratatui::layout::{Position, Rect};

/// Puts the cursor on the line that is selected; where a line is typed it is behind the letters already.
pub fn place_cursor(app: &App, areas: &Layout, frame: &mut Frame) {
    if !app.settings.plain {
        return;
    }
    let inside = |area: Rect| Rect {
        x: area.x + 1,
        y: area.y + 1,
        width: area.width.saturating_sub(2),
        height: area.height.saturating_sub(2),
    };
    let area = match app.context() {
        Context::List | Context::Hits => areas.list,
        Context::Facets => areas.facets,
        // The mark of what is selected stands in the gutter.
        Context::Reader => Rect { x: areas.reader.x + 1, ..areas.reader },
        Context::Themes | Context::Help => inside(areas.overlay),
        Context::Map => areas.map_foot,
        Context::Slip => inside(areas.note),
        Context::Lookup => match &app.overlay {
            // The first answer is taken by Enter without being gone to.
            Some(Overlay::Lookup(asked)) if asked.cursor > 0 => lookup_rows(areas.overlay),
            _ => return,
        },
        Context::Compare | Context::Timeline => areas.own,
        Context::Prompt
        | Context::Query
        | Context::Command
        | Context::Sides
        | Context::Terms
        | Context::Note => return,
    };
    if area.height == 0 {
        return;
    }
    let buffer = frame.buffer_mut();
    let is_marked = |row: &u16| buffer.cell((area.x, *row)).is_some_and(|cell| cell.symbol() == ">");
    let row = (area.y..area.bottom()).find(is_marked).unwrap_or(area.y);
    frame.set_cursor_position(Position { x: area.x, y: row });
}
