//! `&App` to a frame. Never changes the app, never asks the world anything.
mod chrome;
mod command;
mod concordance;
mod facets;
mod help;
mod hyperlinks;
mod list;
mod lookup;
mod map;
mod prompt;
mod reader;
mod search;
mod slip;
pub mod theme;

pub use theme::{Background, Colours, Glyphs, Theme};

use crate::app::{App, Overlay, layout};
use ratatui::Frame;

/// Draws the whole screen.
pub fn draw(app: &App, theme: &Theme, frame: &mut Frame) {
    let areas = layout(app);
    if areas.status.height == 0 && areas.list.height == 0 && areas.reader.height == 0 {
        return;
    }
    chrome::draw(app, theme, &areas, frame);
    if matches!(app.overlay, Some(Overlay::Map)) {
        return map::large(app, theme, &areas, frame);
    }
    map::small(app, theme, &areas, frame);
    list::draw(app, theme, &areas, frame);
    search::draw(app, theme, &areas, frame);
    reader::draw(app, theme, &areas, frame);
    slip::draw(app, theme, &areas, frame);
    hyperlinks::draw(app, &areas, frame);
    match &app.overlay {
        None | Some(Overlay::Map) => {}
        Some(Overlay::Help(top)) => help::draw(app, *top, theme, areas.overlay, frame),
        Some(Overlay::Lookup(asked)) => lookup::draw(asked, theme, areas.overlay, frame),
        Some(Overlay::Command(line)) => command::draw(line, theme, areas.overlay, frame),
    }
}
