//! The tab of timeline, drawn. Never measures text.
use super::theme::Theme;
use crate::app::{App, Layout, Tab};
use ratatui::Frame;

pub fn draw(app: &App, _theme: &Theme, areas: &Layout, _frame: &mut Frame) {
    if app.tab != Tab::Timeline || areas.own.height == 0 {
        return;
    }
}
