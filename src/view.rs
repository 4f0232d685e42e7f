//! `&App` to a frame. Never changes the app, never asks the world anything.
mod chrome;
mod command;
mod compare;
mod concordance;
mod facets;
mod help;
mod hyperlinks;
mod list;
mod lookup;
mod map;
mod note;
mod plain;
mod prompt;
mod reader;
mod search;
mod slip;
pub mod theme;
mod themes;
mod timeline;

pub use theme::{Background, Colours, Glyphs, Theme};

use crate::app::{App, Overlay, layout};
use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::widgets::Clear;

/// Empties an area down to the theme's ground.
fn clear(theme: &Theme, area: Rect, frame: &mut Frame) {
    frame.render_widget(Clear, area);
    frame.buffer_mut().set_style(area, theme.text);
}

/// Draws the whole screen.
pub fn draw(app: &App, theme: &Theme, frame: &mut Frame) {
    let areas = layout(app);
    if areas.status.height == 0 && areas.list.height == 0 && areas.reader.height == 0 {
        return;
    }
    // The ground of a theme that has one, under everything.
    let whole = frame.area();
    frame.buffer_mut().set_style(whole, theme.text);
    chrome::draw(app, theme, &areas, frame);
    if matches!(app.overlay, Some(Overlay::Map)) {
        map::large(app, theme, &areas, frame);
        return plain::place_cursor(app, &areas, frame);
    }
    map::small(app, theme, &areas, frame);
    list::draw(app, theme, &areas, frame);
    search::draw(app, theme, &areas, frame);
    compare::draw(app, theme, &areas, frame);
    timeline::draw(app, theme, &areas, frame);
    reader::draw(app, theme, &areas, frame);
    slip::draw(app, theme, &areas, frame);
    hyperlinks::draw(app, &areas, frame);
    match &app.overlay {
        None | Some(Overlay::Map) => {}
        Some(Overlay::Help(shown)) => help::draw(app, shown, theme, areas.overlay, frame),
        Some(Overlay::Themes(chosen)) => themes::draw(chosen, theme, areas.overlay, frame),
        Some(Overlay::Lookup(asked)) => lookup::draw(app, asked, theme, areas.overlay, frame),
        Some(Overlay::Note(writing)) => note::draw(writing, theme, areas.overlay, frame),
        Some(Overlay::Command(line)) => command::draw(line, theme, areas.overlay, frame),
    }
    plain::place_cursor(app, &areas, frame);
}
