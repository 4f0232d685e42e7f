//! The pictures in the README: the explorer's own screens as SVG, painted anew when the screens change.
//!
//! `BLUEBOOK_PICTURES=1 cargo test --test picture` paints them; without that, they are only compared.
use bluebook::app::{App, Effect, Message, compare, notes, timeline, update};
use bluebook::model::{Entry, Notebook};
use bluebook::runtime::searcher::Searching;
use bluebook::view::{self, Background, Colours, Glyphs, Theme};
use bluebook::{store, typeset};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};
use std::fmt::Write;
use std::path::Path;
use std::sync::Arc;

const COLUMNS: u16 = 120;
const ROWS: u16 = 36;

/// A cell of a font of 14 pixels.
const CELL: (f64, f64) = (8.4, 18.0);
/// Where letters stand in a cell.
const BASELINE: f64 = 13.5;
/// Around the screen.
const MARGIN: f64 = 14.0;

const PAGE: &str = "#1d1f21";
const INK: &str = "#d8dade";
const FONTS: &str = "ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', \
                     'Noto Sans Mono CJK JP', 'Hiragino Sans', monospace";

#[test]
fn the_explorer() {
    hold("explorer", "The explorer: places in a tree, and what is said of one", "/kaz<cr><esc><tab>))");
}

#[test]
fn a_document() {
    hold(
        "reading",
        "The explorer: a document with its footnotes, and the contents",
        "2/2012 russia central<cr><esc>l<cr>f<cr>",
    );
}

#[test]
fn a_search() {
    hold(
        "search",
        "The tab Search: every passage of the library, as you type",
        "3\"peace treaty\"<cr><down><down>",
    );
}

#[test]
fn a_comparison() {
    hold(
        "compare",
        "The tab Compare: two editions side by side, words and figures",
        ":compare 2024-sub-saharan-africa-west-africa<cr>",
    );
}

#[test]
fn a_timeline() {
    hold(
        "timeline",
        "The tab Timeline: how often each edition says it",
        "5/@rus, peace treaty, @central-asia<cr>",
    );
}

#[test]
fn a_notebook() {
    hold(
        "notebook",
        "The tab Notebook: what was noted, and where its words stand now",
        "2/2012 russia<cr><esc>l<cr>}}}B}}Aask about #summit and #energy<cr>}}}B7jj",
    );
}

/// Holds a picture against the one in `assets/pictures`, or paints that anew.
fn hold(name: &str, title: &str, keys: &str) {
    let picture = paint(&screen(keys), title);
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("assets/pictures/{name}.svg"));
    if std::env::var_os("BLUEBOOK_PICTURES").is_some() {
        std::fs::create_dir_all(path.parent().expect("a folder")).expect("the folder of pictures");
        std::fs::write(&path, picture).expect("a picture");
        return;
    }
    let committed = std::fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    if committed != picture {
        let at = committed.lines().zip(picture.lines()).find(|(old, new)| old != new);
        panic!(
            "{} is not what the explorer shows: run BLUEBOOK_PICTURES=1 cargo test --test picture to paint it anew\n\
             {at:#?}",
            path.display()
        );
    }
}

/// What the explorer shows after some keys: plain letters, `<cr>`, `<tab>`, `<esc>`, `<c-p>` and their like.
fn screen(keys: &str) -> Buffer {
    let mut app = App::default();
    update(&mut app, Message::Resize(COLUMNS, ROWS));
    update(
        &mut app,
        Message::Loaded(Arc::new(store::built_in().expect("the built-in corpus").library), Vec::new()),
    );
    let mut book = Notebook::default();
    let mut rest = keys;
    while let Some(first) = rest.chars().next() {
        let end = if first == '<' { rest.find('>').map_or(1, |end| end + 1) } else { first.len_utf8() };
        let (name, after) = rest.split_at(end);
        rest = after;
        let key = match name {
            "<cr>" => KeyCode::Enter.into(),
            "<tab>" => KeyCode::Tab.into(),
            "<esc>" => KeyCode::Esc.into(),
            "<down>" => KeyCode::Down.into(),
            control if control.starts_with("<c-") => {
                KeyEvent::new(KeyCode::Char(char::from(control.as_bytes()[3])), KeyModifiers::CONTROL)
            }
            _ => KeyCode::Char(first).into(),
        };
        let asked = update(&mut app, Message::Key(key));
        perform(&mut app, &asked, &mut book);
    }
    let theme = Theme::new(Colours::True, Background::Dark, Glyphs::FINE);
    let mut terminal = Terminal::new(TestBackend::new(COLUMNS, ROWS)).expect("a terminal");
    terminal.draw(|frame| view::draw(&app, &theme, frame)).expect("a frame");
    terminal.backend().buffer().clone()
}

/// Does what the app asks of whoever answers, as the threads do it.
fn perform(app: &mut App, asked: &[Effect], book: &mut Notebook) {
    let library = Arc::clone(&app.library);
    for effect in asked {
        let mut answers = Vec::new();
        let mut tell = |message| answers.push(message);
        match effect {
            Effect::Search(question) => {
                let mut tell = |answer| tell(Message::Found(answer));
                Searching::default().answer(&library, question, &|| false, &mut tell);
            }
            Effect::Compare(question) => compare::answering()(&library, question, &|| false, &mut tell),
            Effect::Chronicle(question) => timeline::answering()(&library, question, &|| false, &mut tell),
            Effect::FindNotes(question) => notes::answering()(&library, question, &|| false, &mut tell),
            Effect::KeepNotes { entries, .. } => {
                for entry in entries {
                    // The clock stands still: a picture is the same every day.
                    let times = (1_763_800_000, 1_763_800_000_000);
                    book.put(Entry { created: times.0, changed: times.1, ..entry.clone() });
                }
                tell(Message::Notebook(book.clone(), u64::MAX, None));
            }
            _ => {}
        }
        for message in answers {
            let more = update(app, message);
            perform(app, &more, book);
        }
    }
}

/// A stretch of a row in one style.
struct Run {
    column: u16,
    columns: u16,
    text: String,
    style: Look,
}

/// A cell's style, as a picture needs it.
#[derive(Clone, PartialEq)]
struct Look {
    ink: String,
    page: Option<String>,
    line: Option<String>,
    modifier: Modifier,
}

impl Look {
    fn of(cell: &Cell) -> Self {
        let (mut ink, mut page) = (colour(cell.fg), colour(cell.bg));
        if cell.modifier.contains(Modifier::REVERSED) {
            (ink, page) = (Some(page.unwrap_or(PAGE.into())), Some(ink.unwrap_or(INK.into())));
        }
        let is_underlined = cell.modifier.contains(Modifier::UNDERLINED);
        let ink = ink.unwrap_or(INK.into());
        let line = is_underlined.then(|| colour(cell.underline_color).unwrap_or(ink.clone()));
        Self { ink, page, line, modifier: cell.modifier - Modifier::REVERSED - Modifier::UNDERLINED }
    }
}

/// A colour of the theme; `None` for the terminal's own.
fn colour(colour: Color) -> Option<String> {
    match colour {
        Color::Reset => None,
        Color::Rgb(red, green, blue) => Some(format!("#{red:02x}{green:02x}{blue:02x}")),
        other => panic!("the theme of all colours uses {other:?}"),
    }
}

/// The runs of a row. Characters that the fonts may draw at another width stand alone, so that nothing after
/// them is moved.
fn runs(buffer: &Buffer, row: u16) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut column = 0;
    let mut was_alone = false;
    while column < buffer.area.width {
        let cell = &buffer[(column, row)];
        let columns = (typeset::width(cell.symbol()) as u16).max(1);
        let style = Look::of(cell);
        let is_alone = columns > 1 || !cell.symbol().is_ascii();
        match runs.last_mut().filter(|run| run.style == style && !is_alone && !was_alone) {
            Some(run) => {
                run.columns += columns;
                run.text.push_str(cell.symbol());
            }
            None => runs.push(Run { column, columns, text: cell.symbol().to_owned(), style }),
        }
        was_alone = is_alone;
        column += columns;
    }
    runs
}

/// Draws a screen as SVG.
fn paint(buffer: &Buffer, title: &str) -> String {
    let width = f64::from(buffer.area.width) * CELL.0 + 2.0 * MARGIN;
    let height = f64::from(buffer.area.height) * CELL.1 + 2.0 * MARGIN;
    let mut svg = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" width=\"{width}\" height=\"{height}\" \
         role=\"img\" font-family=\"{FONTS}\" font-size=\"14\" fill=\"{INK}\" xml:space=\"preserve\" style=\"white-space:pre\">\n\
         <title>{}</title>\n<rect width=\"{width}\" height=\"{height}\" rx=\"8\" fill=\"{PAGE}\"/>\n",
        escape(title)
    );
    for row in 0..buffer.area.height {
        let top = MARGIN + f64::from(row) * CELL.1;
        let runs = runs(buffer, row);
        for run in &runs {
            paint_ground(&mut svg, run, top);
        }
        for run in &runs {
            paint_text(&mut svg, run, top);
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn left(run: &Run) -> f64 {
    MARGIN + f64::from(run.column) * CELL.0
}

fn long(run: &Run) -> f64 {
    f64::from(run.columns) * CELL.0
}

fn paint_ground(svg: &mut String, run: &Run, top: f64) {
    if let Some(page) = &run.style.page {
        let _ = writeln!(
            svg,
            "<rect x=\"{:.1}\" y=\"{top:.1}\" width=\"{:.1}\" height=\"{:.1}\" fill=\"{page}\" shape-rendering=\"crispEdges\"/>",
            left(run),
            long(run),
            CELL.1
        );
    }
    if let Some(line) = &run.style.line {
        let _ = writeln!(
            svg,
            "<rect x=\"{:.1}\" y=\"{:.1}\" width=\"{:.1}\" height=\"1\" fill=\"{line}\"/>",
            left(run),
            top + BASELINE + 2.0,
            long(run)
        );
    }
}

fn paint_text(svg: &mut String, run: &Run, top: f64) {
    if run.text.trim().is_empty() {
        return;
    }
    // What the terminal draws from edge to edge, no font draws so at every line height.
    if let Some(shape) = shape(&run.text, left(run), top) {
        let _ =
            writeln!(svg, "<path d=\"{shape}\" fill=\"{}\" shape-rendering=\"crispEdges\"/>", run.style.ink);
        return;
    }
    let mut style = String::new();
    if run.style.ink != INK {
        let _ = write!(style, " fill=\"{}\"", run.style.ink);
    }
    for (modifier, attribute) in [
        (Modifier::BOLD, " font-weight=\"bold\""),
        (Modifier::ITALIC, " font-style=\"italic\""),
        (Modifier::DIM, " opacity=\"0.6\""),
        (Modifier::CROSSED_OUT, " text-decoration=\"line-through\""),
    ] {
        if run.style.modifier.contains(modifier) {
            style.push_str(attribute);
        }
    }
    // Blanks at the ends have no ink, and some renderers leave them out of the length.
    let text = run.text.trim_end();
    let trail = run.text.len() - text.len();
    let lead = text.len() - text.trim_start().len();
    let blank = |cells: usize| f64::from(cells as u32) * CELL.0;
    let _ = writeln!(
        svg,
        "<text x=\"{:.1}\" y=\"{:.1}\" textLength=\"{:.1}\" lengthAdjust=\"spacingAndGlyphs\"{style}>{}</text>",
        left(run) + blank(lead),
        top + BASELINE,
        long(run) - blank(lead + trail),
        escape(text.trim_start())
    );
}

/// The outline of a character that touches the edges of its cell.
fn shape(text: &str, x: f64, y: f64) -> Option<String> {
    let (wide, high) = CELL;
    let (middle, centre) = (x + (wide / 2.0).floor(), y + high / 2.0);
    let rect =
        |x: f64, y: f64, wide: f64, high: f64| format!("M{x:.1} {y:.1}h{wide:.1}v{high:.1}h-{wide:.1}z");
    let across = |from: f64, to: f64| rect(from, centre, to - from, 1.0);
    let down = |from: f64, to: f64| rect(middle, from, 1.0, to - from);
    let (right, bottom) = (x + wide, y + high);
    Some(match text.chars().next().filter(|first| first.len_utf8() == text.len())? {
        '─' => across(x, right),
        '│' => down(y, bottom),
        '┌' => across(middle, right) + &down(centre, bottom),
        '┐' => across(x, middle + 1.0) + &down(centre, bottom),
        '└' => across(middle, right) + &down(y, centre + 1.0),
        '┘' => across(x, middle + 1.0) + &down(y, centre + 1.0),
        '├' => across(middle, right) + &down(y, bottom),
        '┤' => across(x, middle) + &down(y, bottom),
        '┬' => across(x, right) + &down(centre, bottom),
        '┴' => across(x, right) + &down(y, centre),
        '┼' => across(x, right) + &down(y, bottom),
        '▌' => rect(x, y, wide / 2.0, high),
        '▐' => rect(x + wide / 2.0, y, wide / 2.0, high),
        // Eighths from below: bars of a timeline.
        block @ '▁'..='█' => {
            let part = f64::from(block as u32 - '▁' as u32 + 1) / 8.0 * high;
            rect(x, bottom - part, wide, part)
        }
        // Braille, for maps and timelines: evenly spaced from cell to cell, as terminals draw it.
        dots @ '\u{2800}'..='\u{28ff}' => {
            let places = [(0, 0), (0, 1), (0, 2), (1, 0), (1, 1), (1, 2), (0, 3), (1, 3)];
            let set = places.iter().enumerate().filter(|(bit, _)| dots as u32 >> bit & 1 == 1);
            set.map(|(_, &(across, down))| {
                let middle = (f64::from(across) * 2.0 + 1.0) / 4.0 * wide;
                let centre = (f64::from(down) * 2.0 + 1.0) / 8.0 * high;
                rect(x + middle - 1.0, y + centre - 1.0, 2.0, 2.0)
            })
            .collect()
        }
        _ => return None,
    })
}

fn escape(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}
