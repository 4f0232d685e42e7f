//! Numbers before an action, and the tabs that share their digits: a tab's number shows it at once, and is taken back
//! when what follows says that it was a count. No clock decides.
use super::history::show_tab;
use super::places::{remember_jump, top_at};
use super::{act, settle};
use crate::app::keymap::{Action, Context, digit};
use crate::app::{App, Begun, Effect, Item, Pane, Tab, search};
use crate::model::Part;
use crossterm::event::KeyEvent;
use std::sync::Arc;

/// No count is higher.
const MOST: usize = 1_000_000;

/// What a digit does.
pub(super) enum Figure {
    /// It was taken: nothing else is to be done.
    Taken,
    /// The key means what the table says, or is a letter to be typed.
    Left,
}

/// Takes a digit for a count, or leaves it to the key table.
///
/// - A digit that is no tab's number begins a count, and so does 0: `5j`, `02j`.
/// - A tab's number shows the tab. Behind it, a digit that is no tab's number says that both are a count (`15j`), `%`
///   says so of every number and `G` of one with more than one digit (`12G`, `30G`): the tab and the place from before
///   are back then. `2j` stays what it looks like: the tab 2, and down.
/// - In the line of a query, which the tab of search opens, digits are typed, and taken back in the same way.
pub(super) fn count(app: &mut App, context: Context, event: KeyEvent, begun: Option<Begun>) -> Figure {
    let Some(figure) = digit(event) else { return Figure::Left };
    let counted = !context.is_typed() && !matches!(context, Context::Help | Context::Themes | Context::Slip);
    let means = app.keys.action(context, event);
    let is_tab = means.is_some_and(Action::is_tab);
    if let Some(begun) = begun {
        let number = joined(begun.number, figure);
        if context == Context::Query || is_tab && counted {
            app.begun = Some(Begun { number, long: true, ..begun });
            return Figure::Left;
        }
        put_back(app, begun);
        app.count = Some(number);
        return Figure::Taken;
    }
    if !counted {
        return Figure::Left;
    }
    match app.count {
        None if means.is_some() && !is_tab => Figure::Left,
        None if is_tab => {
            app.begun = Some(Begun {
                number: figure,
                long: false,
                tab: app.tab,
                pane: app.pane,
                typing: app.search.typing,
                query: app.search.prompt.text.clone(),
                row: app.search.cursor,
            });
            Figure::Left
        }
        None => {
            app.count = Some(figure);
            Figure::Taken
        }
        Some(count) => {
            app.count = Some(joined(count, figure));
            Figure::Taken
        }
    }
}

fn joined(number: usize, figure: usize) -> usize {
    (number * 10 + figure).min(MOST)
}

/// What a tab's number and the key behind it mean together; `None` where the key stands for itself.
pub(super) fn completed(app: &mut App, begun: &Begun, event: KeyEvent) -> Option<Vec<Effect>> {
    let context = if begun.pane == Pane::List { Context::List } else { Context::Reader };
    let action = app.keys.action(context, event)?;
    let meant = match action {
        Action::Percent => true,
        Action::Bottom => begun.long,
        _ => false,
    };
    if !meant {
        return None;
    }
    put_back(app, begun.clone());
    settle(app);
    Some(act(app, action, Some(begun.number)))
}

/// Shows the tab and the place from before a tab's number.
fn put_back(app: &mut App, begun: Begun) {
    if app.search.prompt.text != begun.query {
        search::visit_again(app, begun.query, begun.row);
    }
    if app.tab != begun.tab {
        show_tab(app, begun.tab);
    }
    app.search.typing = begun.typing;
    app.pane = begun.pane;
}

/// `50%`: so far through the text, or down the tree.
pub(super) fn percent(app: &mut App, times: Option<usize>) {
    let Some(percent) = times else {
        app.notice = Some("A number first: 50% goes to the middle.".into());
        return;
    };
    let percent = percent.min(100);
    if app.pane == Pane::List && app.tab == Tab::Search {
        app.search.cursor = (app.search.rows().saturating_sub(1) * percent).div_ceil(100);
        return search::show_selected(app);
    }
    if app.pane == Pane::List {
        let list = &mut app.desk_mut().list;
        let rows = list.rows.len();
        list.cursor = (rows.saturating_sub(1) * percent).div_ceil(100);
        let tab = app.tab;
        return super::trees::show_selected(app, tab);
    }
    remember_jump(app);
    let library = Arc::clone(&app.library);
    let reader = &mut app.desk_mut().reader;
    if percent == 0 {
        return reader.to_top();
    }
    reader.to_percent(&library, percent);
}

/// `12G` in a text: to the twelfth paragraph, as addresses count them (`#p12`), or the last; in a dossier to the
/// passage.
pub(super) fn go_to_number(app: &mut App, number: usize) {
    remember_jump(app);
    let (many, noun) = numbered(app);
    if many == 0 {
        app.notice = Some(format!("There is no {noun} here."));
    } else if number > many {
        show_number(app, many);
        app.notice = Some(format!("This is the last {noun}: there are {many}."));
    } else {
        show_number(app, number.max(1));
    }
}

/// What is counted on the page: how many there are, and what they are.
pub(super) fn numbered(app: &App) -> (usize, &'static str) {
    let reader = &app.desk().reader;
    if let Some(id) = reader.doc() {
        let blocks = &app.library.doc(id).blocks;
        return (blocks.iter().filter(|block| block.kind.is_body()).count(), "paragraph");
    }
    let stops = &reader.sheet.stops;
    let passages = stops.iter().all(|&stop| matches!(reader.sheet.items[stop], Item::Block(..)));
    (stops.len(), if passages { "passage" } else { "line" })
}

/// Shows the paragraph or passage of this number, from 1, and says which it is.
pub(super) fn show_number(app: &mut App, number: usize) {
    let library = Arc::clone(&app.library);
    if let Some(id) = app.desk().reader.doc() {
        let doc = library.doc(id);
        if let Some(block) = doc.locate(&Part::Paragraph(number)) {
            top_at(app, id, doc.blocks[block].start as usize);
        }
    } else {
        let reader = &mut app.desk_mut().reader;
        if let Some(&stop) = number.checked_sub(1).and_then(|at| reader.sheet.stops.get(at)) {
            reader.mark = None;
            reader.cursor = Some(stop);
            reader.show_cursor(&library);
        }
    }
    let (many, noun) = numbered(app);
    app.notice = Some(format!("{}{} {number} of {many}", noun[..1].to_uppercase(), &noun[1..]));
}
