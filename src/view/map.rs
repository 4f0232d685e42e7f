//! The map: cells to braille dots, or to plain signs where a terminal has no braille.
use super::chrome::put;
use super::theme::Theme;
use crate::app::map::{sample, selected};
use crate::app::sheet::counted;
use crate::app::{App, Cell, Layout, Tone};
use crate::typeset::width;
use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

/// Whose borders these are; the longest that fits is shown.
const CAPTIONS: [&str; 3] = [
    "Borders are those of Natural Earth's map data and no position of this program or its authors.",
    "Borders: Natural Earth's data, no position of ours",
    "Natural Earth's borders, not ours",
];

fn look(theme: &Theme, tone: Tone) -> Style {
    match tone {
        Tone::Empty => theme.text,
        Tone::Line => theme.map_border,
        Tone::Low => theme.map_low,
        Tone::Mid => theme.map_mid,
        Tone::High => theme.map_high,
        Tone::Selected | Tone::Begin | Tone::End => theme.map_selected,
        Tone::Sign => theme.map_sign,
    }
}

fn symbol(theme: &Theme, cell: Cell) -> char {
    match cell.tone {
        Tone::Sign => return '+',
        Tone::Begin => return '[',
        Tone::End => return ']',
        _ => {}
    }
    if cell.dots == 0 {
        return ' ';
    }
    if theme.glyphs.braille {
        // The braille patterns stand in the order of their dots' bits.
        return char::from_u32(0x2800 + u32::from(cell.dots)).unwrap_or(' ');
    }
    match cell.tone {
        Tone::Line => '.',
        Tone::Low => '-',
        Tone::Mid => '=',
        Tone::High => '%',
        Tone::Selected => '#',
        Tone::Empty | Tone::Sign | Tone::Begin | Tone::End => ' ',
    }
}

fn picture(app: &App, look: impl Fn(Tone) -> Style, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    if area.width == 0 || app.map.cells.len() != usize::from(area.width) * usize::from(area.height) {
        return;
    }
    for (row, cells) in area.rows().zip(app.map.cells.chunks_exact(usize::from(area.width))) {
        for (x, cell) in (row.x..).zip(cells) {
            if *cell != Cell::default() {
                buffer[(x, row.y)].set_char(symbol(theme, *cell)).set_style(look(cell.tone));
            }
        }
    }
}

fn caption(room: u16) -> &'static str {
    CAPTIONS.into_iter().find(|words| width(words) <= usize::from(room)).unwrap_or(CAPTIONS[2])
}

/// The map above the tree.
pub fn small(app: &App, theme: &Theme, areas: &Layout, frame: &mut Frame) {
    if areas.map.height == 0 {
        return;
    }
    let buffer = frame.buffer_mut();
    // Beside the text the shading stands back.
    let calm = |tone| look(theme, if tone == Tone::High { Tone::Mid } else { tone });
    picture(app, calm, theme, areas.map, buffer);
    let foot = areas.map_foot;
    buffer.set_string(foot.x, foot.y, theme.glyphs.horizontal.repeat(usize::from(foot.width)), theme.rule);
    let words = format!(" {} ", caption(foot.width.saturating_sub(4)));
    put(buffer, foot, foot.width.saturating_sub(width(&words) as u16 + 1), &words, theme.dim, theme);
}

/// The map over the whole screen, with the name of what is selected below it.
pub fn large(app: &App, theme: &Theme, areas: &Layout, frame: &mut Frame) {
    let buffer = frame.buffer_mut();
    // A picture says nothing to ears.
    if !app.settings.plain {
        picture(app, |tone| look(theme, tone), theme, areas.map, buffer);
    }
    let mut lines = areas.map_foot.rows();
    if let Some(line) = lines.next() {
        name(app, theme, line, buffer);
    }
    if areas.map_foot.height > 2
        && !app.settings.plain
        && let Some(line) = lines.next()
    {
        legend(app, theme, line, buffer);
    }
    if let Some(line) = lines.next() {
        put(buffer, line, 2, caption(line.width.saturating_sub(4)), theme.dim, theme);
    }
}

/// The selected place, its code, how much is said of it and where it is.
fn name(app: &App, theme: &Theme, line: Rect, buffer: &mut Buffer) {
    let Some(id) = selected(app) else { return };
    let (atlas, place) = (&app.library.atlas, app.library.atlas.place(id));
    let mut x = 2 + put(buffer, line, 2, place.name, theme.title, theme);
    let mut facts = Vec::new();
    if !place.id.starts_with("x-") {
        facts.push(place.id.to_owned());
    }
    facts.push(counted(app.library.counts(id).family as usize, "passage"));
    let above: Vec<&str> = atlas.ancestry(id).skip(1).map(|id| atlas.place(id).name).collect();
    if !above.is_empty() {
        facts.push(above.join(", "));
    }
    for fact in facts {
        if x + 3 + width(&fact) as u16 + 2 > line.width {
            break;
        }
        x += 3 + put(buffer, line, x + 3, &fact, theme.dim, theme);
    }
}

/// What the dots mean, and the areas near the selected place that are assigned to nobody.
fn legend(app: &App, theme: &Theme, line: Rect, buffer: &mut Buffer) {
    let (low, mid) = app.map.steps;
    let range = |from: u32, to: u32| if from >= to { to.to_string() } else { format!("{from} to {to}") };
    let mut x = 2;
    let steps =
        [(Tone::Low, range(1, low)), (Tone::Mid, range(low + 1, mid)), (Tone::High, format!("over {mid}"))];
    for (number, (tone, words)) in steps.into_iter().enumerate() {
        let cell: String = (0..4).map(|number| symbol(theme, sample(tone, number))).collect();
        x += put(buffer, line, x, &cell, look(theme, tone), theme) + 1;
        let words = if number == 2 && line.width > 100 { format!("{words} passages") } else { words };
        x += put(buffer, line, x, &words, theme.dim, theme) + 3;
    }
    let near: Vec<&str> = app.map.near.iter().map(|&id| app.library.atlas.place(id).name).collect();
    if x + 24 > line.width {
        return;
    }
    x += put(buffer, line, x, "+", theme.map_sign, theme) + 1;
    let whole = line.width.saturating_sub(2);
    let named = |words: &str| [format!("{words}: assigned to no state"), words.to_owned()];
    let words = match near.as_slice() {
        [] => vec!["area assigned to no state".to_owned()],
        [only] => named(only).into(),
        [first, others @ ..] => {
            let few = format!("{first} and {} more", others.len());
            named(&near.join(", ")).into_iter().take(1).chain(named(&few)).collect()
        }
    };
    let fits = words.iter().find(|words| width(words) as u16 + x <= whole);
    let words = fits.or(words.last()).map_or("", String::as_str);
    put(buffer, Rect { width: whole, ..line }, x, words, theme.dim, theme);
}
