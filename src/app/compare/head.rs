//! Where everything of the tab's page stands, and the row of editions. A pure function of size and state.
use super::App;
use crate::app::{Context, Layout};
use crate::query::Target;
use crate::typeset::width;
use ratatui::layout::Rect;

/// The areas of the page.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Areas {
    /// The line in which the sides are typed.
    pub line: Rect,
    /// The years and titles of both sides.
    pub titles: Rect,
    /// Their addresses.
    pub addresses: Rect,
    /// How many paragraphs stand how, and the gauge; or what is wrong with what is typed.
    pub told: Rect,
    /// The row of editions.
    pub years: Rect,
    /// The paragraphs, the comparisons to begin with, or what the line may become.
    pub text: Rect,
}

/// Where the tab's page stands.
pub fn place(_app: &App, layout: &mut Layout, body: Rect) {
    layout.own = body;
}

/// The areas of a page. What matters least goes first on a low screen.
pub fn areas(app: &App, own: Rect) -> Areas {
    let compare = &app.compare;
    let mut areas = Areas::default();
    let mut y = own.y;
    let mut take = |rows: u16| {
        let rows = rows.min(own.bottom().saturating_sub(y));
        let area = Rect { y, height: rows, ..own };
        y += rows;
        area
    };
    if compare.typing {
        areas.line = take(1);
        areas.told = take(1);
    } else if compare.shown.is_some() && !compare.alone {
        let high = own.height;
        if high >= 14 {
            areas.titles = take(1);
        }
        areas.addresses = take(1);
        areas.told = take(1);
        if high >= 10 {
            areas.years = take(1);
        }
        if high >= 14 {
            take(1);
        }
    }
    let rest = own.bottom().saturating_sub(y);
    areas.text = Rect { y, height: rest, ..own };
    areas
}

/// An edition in the row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Year {
    /// The column that it begins at.
    pub x: u16,
    /// The year, in brackets where it is compared: `[2014]` left, `{2015}` right.
    pub words: String,
    /// What it leads to; none for the dots where there is more.
    pub target: Option<Target>,
    /// Whether it is the left side.
    pub left: bool,
    /// Whether it is the right side.
    pub right: bool,
}

/// The first column of the row.
const BEGIN: u16 = 4;

/// The editions of both sides as they fit into a row of so many columns.
pub fn years(app: &App, columns: u16) -> Vec<Year> {
    let Some(shown) = &app.compare.shown else { return Vec::new() };
    // The right side's row holds the left side as well, where both are of one kind; else what both have stands there.
    let [of_left, of_right] = &shown.editions;
    let mut all: Vec<(i32, Target)> = of_right.to_vec();
    for (year, target) in of_left.iter() {
        if !all.contains(&(*year, *target)) && *target == shown.left {
            all.push((*year, *target));
        }
    }
    all.sort_by_key(|(year, _)| *year);
    let marks = |target: Target| (target == shown.left, target == shown.right);
    let set = |short: bool| -> Vec<Year> {
        let (mut x, mut before) = (BEGIN, None);
        all.iter()
            .enumerate()
            .map(|(number, &(year, target))| {
                let (left, right) = marks(target);
                let first_of_century = before.is_none_or(|before: i32| before / 100 != year / 100);
                let whole = !short || left || right || first_of_century || number + 1 == all.len();
                before = Some(year);
                let words = if whole { year.to_string() } else { format!("{:02}", year.rem_euclid(100)) };
                let words = match (left, right) {
                    (true, true) => format!("[{{{words}}}]"),
                    (true, false) => format!("[{words}]"),
                    (false, true) => format!("{{{words}}}"),
                    (false, false) => words,
                };
                let here = Year { x, words, target: Some(target), left, right };
                x += width(&here.words) as u16 + if short { 1 } else { 2 };
                here
            })
            .collect()
    };
    let end = |row: &[Year]| row.last().map_or(0, |year| year.x + width(&year.words) as u16);
    let room = columns.saturating_sub(2);
    let row = set(false);
    if end(&row) <= room {
        return row;
    }
    let row = set(true);
    if end(&row) <= room { row } else { around(row, room) }
}

/// What of a row fits around the sides that are compared; dots say that there is more.
fn around(row: Vec<Year>, room: u16) -> Vec<Year> {
    let marked: Vec<usize> = (0..row.len()).filter(|&at| row[at].left || row[at].right).collect();
    let wide = |from: usize, to: usize| -> u16 {
        row[from..to].iter().map(|year| width(&year.words) as u16 + 1).sum::<u16>()
    };
    // The dots on both sides take their columns.
    let room = room.saturating_sub(BEGIN + 8);
    let last = marked.last().copied().unwrap_or(row.len() - 1);
    let (mut from, mut to) = (last, last + 1);
    loop {
        let before = (from > 0 && wide(from - 1, to) <= room).then(|| from - 1);
        let wanted = marked.first().is_some_and(|first| from > *first);
        match (before, to < row.len() && wide(from, to + 1) <= room) {
            (Some(before), after) if wanted || !after || last - before <= to - last => from = before,
            (_, true) => to += 1,
            _ => break,
        }
    }
    let dots = |x| Year { x, words: "...".into(), target: None, left: false, right: false };
    let many = row.len();
    let mut x = BEGIN;
    let mut seen = Vec::new();
    if from > 0 {
        seen.push(dots(x));
        x += 4;
    }
    for year in row.into_iter().skip(from).take(to - from) {
        let wide = width(&year.words) as u16;
        seen.push(Year { x, ..year });
        x += wide + 1;
    }
    if to < many {
        seen.push(dots(x));
    }
    seen
}

/// What the tab is, where nothing is compared yet.
const WHAT: &str = "Two texts, two sections or what two editions say of a place: what is the same, what changed, what \
     is new, what is gone. {tree/compare-before} in the tree or in a text compares with the edition before; {filter} \
     names both sides, as in @japan/2014 > @japan/2015.";

/// The lines about the tab, and the line below them at which the comparisons to begin with are listed.
pub fn introduction(app: &App, area: Rect) -> (Vec<String>, usize) {
    let columns = usize::from(area.width.saturating_sub(6)).min(76);
    let mut lines: Vec<String> =
        crate::typeset::words(&app.keys.told(Context::Compare, WHAT), crate::typeset::Role::Aside, columns)
            .iter()
            .map(crate::typeset::Line::text)
            .collect();
    // On a low screen the list matters more.
    let most = usize::from(area.height / 2);
    if lines.len() > most {
        lines.truncate(most);
        if let Some(last) = lines.last_mut() {
            last.push('…');
        }
    }
    let gap = usize::from(area.height >= 12);
    if gap > 0 {
        lines.insert(0, String::new());
        lines.push(String::new());
        lines.push("For example".into());
    }
    let at = lines.len();
    (lines, at)
}
