//! The facets of what was found.
use super::chrome::put;
use super::theme::Theme;
use crate::app::App;
use crate::app::search::Facet;
use crate::app::sheet::grouped;
use crate::typeset::width;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

/// The columns of a facet's name, where there is room for a bar behind it.
const NAME: u16 = 28;

pub fn draw(app: &App, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let (Some(panel), true) = (&app.search.panel, area.height > 0 && area.width > 8) else { return };
    let rows = app.search.facets();
    if rows.is_empty() {
        put(buffer, Rect { height: 1, ..area }, 2, "Nothing was found to be counted.", theme.dim, theme);
        return;
    }
    for (at, facet) in rows.iter().enumerate().skip(panel.top).take(usize::from(area.height)) {
        let line = Rect { y: area.y + (at - panel.top) as u16, height: 1, ..area };
        let name = match facet {
            Facet::Heading(words) => {
                put(buffer, line, 2, words, theme.heading, theme);
                continue;
            }
            Facet::Year(year, _) => year.map_or_else(|| "no year".into(), |year| year.to_string()),
            Facet::Place(place, _) => app.library.atlas.place(*place).name.to_owned(),
        };
        let selected = at == panel.cursor;
        let style = if selected { theme.selected } else { theme.text };
        if selected {
            buffer.set_style(line, style);
            put(buffer, line, 0, ">", style, theme);
        }
        let chosen = facet.scope(&app.library.atlas).is_some_and(|scope| app.search.says(&scope));
        if chosen {
            put(buffer, line, 2, "*", style.patch(theme.subject), theme);
        }
        let count = grouped(hits(facet) as usize);
        let wide = width(&count) as u16;
        let end = line.width.saturating_sub(wide + 3);
        let name_style = if chosen { style.patch(theme.subject) } else { style };
        let bar = Rect { x: line.x + NAME + 4, width: end.saturating_sub(NAME + 5), ..line };
        // A long name is cut: the bars are there to be compared.
        let name_end = if bar.width >= 6 { NAME + 3 } else { end };
        put(buffer, Rect { width: name_end, ..line }, 4, &name, name_style, theme);
        // A part of its own: a region has its countries' hits.
        let begin =
            rows[..at].iter().rposition(|row| matches!(row, Facet::Heading(_))).map_or(0, |row| row + 1);
        let part = rows[begin..].iter().take_while(|row| !matches!(row, Facet::Heading(_)));
        let most = part.map(hits).max().unwrap_or(0).max(1);
        if bar.width >= 6 {
            let long = (u64::from(bar.width) * u64::from(hits(facet)) / u64::from(most)) as usize;
            put(buffer, bar, 0, &theme.glyphs.horizontal.repeat(long), style.patch(theme.rule), theme);
        }
        put(buffer, line, line.width.saturating_sub(wide + 2), &count, style.patch(theme.dim), theme);
    }
}

fn hits(facet: &Facet) -> u32 {
    match facet {
        Facet::Heading(_) => 0,
        Facet::Year(_, hits) | Facet::Place(_, hits) => *hits,
    }
}
