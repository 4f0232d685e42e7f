//! The tab of compare, drawn. Never measures text.
use super::theme::Theme;
use crate::app::{App, Layout, Tab};
use ratatui::Frame;

pub fn draw(app: &App, _theme: &Theme, areas: &Layout, _frame: &mut Frame) {
    if app.tab != Tab::Compare || areas.own.height == 0 {
        return;
    }
}
