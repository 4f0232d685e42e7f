//! The lines above a comparison: both sides, how many paragraphs stand how, the gauge of likeness, the editions.
use super::inside;
use crate::app::App;
use crate::app::compare::{Areas, Shown, years};
use crate::app::sheet::grouped;
use crate::query::Target;
use crate::query::compare::{Hidden, named};
use crate::typeset::width;
use crate::view::chrome::put;
use crate::view::theme::{Glyphs, Theme};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// Where words begin.
const INDENT: u16 = 4;

pub(super) fn draw(app: &App, shown: &Shown, theme: &Theme, areas: &Areas, buffer: &mut Buffer) {
    let sides = [shown.left, shown.right];
    for (number, target) in sides.into_iter().enumerate() {
        let (year, title) = told(shown, target);
        let area = half(areas.titles, number);
        let x = INDENT + put(buffer, area, INDENT, &year, theme.edition, theme);
        let x = if year.is_empty() { INDENT } else { x + 2 };
        put(buffer, area, x, &title, theme.title, theme);
    }
    addresses(shown, theme, areas, buffer);
    summary(app, shown, theme, areas.told, buffer);
    for year in years(app, areas.years.width) {
        let style = match (year.left, year.right) {
            (true, _) => theme.dropped,
            (_, true) => theme.added,
            _ if year.target.is_none() => theme.dim,
            _ => theme.text,
        };
        // The brackets tell the sides apart where there is no colour: no line through a year.
        let style = style
            .remove_modifier(ratatui::style::Modifier::CROSSED_OUT | ratatui::style::Modifier::UNDERLINED);
        let style =
            if year.left || year.right { style.add_modifier(ratatui::style::Modifier::BOLD) } else { style };
        put(buffer, inside(areas.years), year.x, &year.words, style, theme);
    }
}

/// The half of a line for one side.
fn half(area: Rect, number: usize) -> Rect {
    let middle = area.width / 2;
    let x = area.x + if number == 0 { 0 } else { middle };
    let wide = if number == 0 { middle } else { area.width - middle };
    Rect { x, width: wide.saturating_sub(2), ..area }
}

/// The year and title of a side.
fn told(shown: &Shown, target: Target) -> (String, String) {
    let year = |year: Option<i32>| year.map_or_else(String::new, |year| year.to_string());
    match target {
        Target::Place(place, edition) => (year(edition), shown.library.atlas.place(place).name.to_owned()),
        Target::Document(id) => {
            let doc = shown.library.doc(id);
            (year(doc.year()), doc.title().to_owned())
        }
        Target::Block(id, block) => {
            let doc = shown.library.doc(id);
            (year(doc.year()), doc.prose(block).into_owned())
        }
    }
}

fn addresses(shown: &Shown, theme: &Theme, areas: &Areas, buffer: &mut Buffer) {
    let area = areas.addresses;
    if areas.titles.height > 0 {
        for (number, target) in [shown.left, shown.right].into_iter().enumerate() {
            put(
                buffer,
                half(area, number),
                INDENT,
                &named(&shown.library, target).to_string(),
                theme.dim,
                theme,
            );
        }
        return;
    }
    // The only line there is: both stand in it.
    let [left, right] = [shown.left, shown.right].map(|target| named(&shown.library, target).to_string());
    let line = inside(area);
    if 4 + width(&left) + 3 + width(&right) <= usize::from(line.width) {
        put(buffer, line, 2, &format!("{left} > {right}"), theme.title, theme);
    } else {
        for (number, words) in [left, right].iter().enumerate() {
            let area = half(area, number);
            let sign = if number == 0 { "" } else { "> " };
            put(buffer, area, 2, &format!("{sign}{words}"), theme.title, theme);
        }
    }
}

/// The columns of the gauge.
const GAUGE: usize = 20;

fn summary(app: &App, shown: &Shown, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let line = inside(area);
    let indent = if area.width < 60 { 2 } else { INDENT };
    if app.compare.waiting.is_some() {
        put(buffer, line, indent, "Comparing...", theme.dim, theme);
        return;
    }
    let summary = shown.summary;
    let percent = shown.comparison.percent();
    let alike = format!("{percent} % alike");
    let parts = summary.parts();
    let whole: Vec<String> =
        parts.iter().map(|(many, status)| format!("{} {}", grouped(*many), status.told())).collect();
    let told = parts.iter().filter(|(many, _)| *many > 0);
    let short: Vec<String> = told.map(|(many, status)| format!("{many} {}", status.told())).collect();
    let mut words = whole.join(", ");
    let choice = &app.compare.page.choice;
    let hidden = match choice.hidden {
        Hidden::Nothing => None,
        Hidden::Slight => Some("minor changes hidden"),
        Hidden::Wording => Some("changes of wording hidden"),
    };
    for word in choice.facts_only.then_some("facts only").into_iter().chain(hidden) {
        words = format!("{words}; {word}");
    }
    let room = usize::from(line.width);
    if usize::from(indent) + width(&words) + GAUGE + width(&alike) + 6 <= room {
        put(buffer, line, indent, &words, theme.text, theme);
        let x = line.width.saturating_sub((GAUGE + width(&alike) + 3) as u16);
        gauge(shown.comparison.likeness, theme, Rect { x: line.x + x, ..line }, buffer);
        put(buffer, line, x + GAUGE as u16 + 2, &alike, theme.text, theme);
        return;
    }
    let alike = format!("{percent} %");
    let words = if usize::from(indent) + width(&words) + width(&alike) + 3 <= room {
        words
    } else {
        short.join(", ")
    };
    let words = if words.is_empty() { "nothing".to_owned() } else { words };
    let end = line.width.saturating_sub(width(&alike) as u16 + 1);
    put(buffer, Rect { width: end.saturating_sub(1), ..line }, indent, &words, theme.text, theme);
    put(buffer, line, end, &alike, theme.text, theme);
}

/// How much both sides have in common: full cells of all.
fn gauge(likeness: f64, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let full = (likeness * GAUGE as f64).round() as usize;
    let full = if likeness < 1.0 { full.min(GAUGE - 1) } else { GAUGE };
    let (on, off) = if theme.glyphs == Glyphs::FINE { ("\u{2588}", "\u{2591}") } else { ("#", "-") };
    let x = put(buffer, area, 0, &on.repeat(full), theme.bar, theme);
    put(buffer, area, x, &off.repeat(GAUGE - full), theme.rule, theme);
}
