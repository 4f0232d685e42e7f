//! What the keys do in the tab of comparison, and the one key that leads to it.
use super::answer::{Ask, ask};
use super::rows::Row;
use super::walk::{self, Seek, Side};
use super::{App, arrive, copy, sides};
use crate::app::here::here;
use crate::app::keymap::{Action, Context};
use crate::app::sheet::counted;
use crate::app::tree::Step;
use crate::app::update::{going, history, moves};
use crate::app::{Effect, Tab, layout};
use crate::query::Target;
use crate::query::compare::Hidden;

/// Does what is wanted; `false` where it is nothing of this tab's own.
pub fn act(app: &mut App, action: Action, times: Option<usize>) -> bool {
    match app.context() {
        Context::Compare => in_page(app, action, times),
        Context::Sides => in_line(app, action),
        Context::List | Context::Reader if action == Action::CompareBefore => {
            before(app);
            true
        }
        _ => false,
    }
}

fn in_line(app: &mut App, action: Action) -> bool {
    match action {
        Action::Accept => sides::accept(app),
        Action::Complete | Action::Down | Action::PageDown => app.compare.line.turn(true),
        Action::CompleteBack | Action::Up | Action::PageUp => app.compare.line.turn(false),
        _ => return false,
    }
    true
}

fn in_page(app: &mut App, action: Action, times: Option<usize>) -> bool {
    let many = times.unwrap_or(1);
    match action {
        action if action.is_step() => step(app, action, times),
        Action::Percent => percent(app, times),
        Action::NextMatch => walk::next_difference(app, true, many),
        Action::PreviousMatch => walk::next_difference(app, false, many),
        Action::Open => open(app),
        Action::OpenLeft => open_left(app),
        Action::LeftOlder => walk::turn(app, Side::Left, false, many),
        Action::LeftNewer => walk::turn(app, Side::Left, true, many),
        Action::RightOlder => walk::turn(app, Side::Right, false, many),
        Action::RightNewer => walk::turn(app, Side::Right, true, many),
        Action::BothOlder => walk::turn(app, Side::Both, false, many),
        Action::BothNewer => walk::turn(app, Side::Both, true, many),
        Action::SwapSides => walk::swap(app),
        Action::HideSlight => hide_slight(app),
        Action::FactsOnly => facts_only(app),
        Action::UnfoldAll => fold_all(app, true),
        Action::FoldAll => fold_all(app, false),
        Action::TwoColumns => two_columns(app),
        Action::FullScreen => app.compare.alone = !app.compare.alone,
        Action::Copy => {
            if let Some(words) = copy::words(app) {
                app.asks.push(Effect::Copy(words));
            }
        }
        Action::Filter => sides::begin(app),
        Action::SwitchPane => {
            let words = "Both sides are one page here: {open} opens the right one, {open-left} the left.";
            app.notice = Some(app.keys.told(Context::Compare, words));
        }
        _ => return false,
    }
    true
}

fn step(app: &mut App, action: Action, times: Option<usize>) {
    let areas = layout(app);
    let page = usize::from(super::areas(app, areas.own).text.height);
    let compare = &mut app.compare;
    let Some(shown) = &compare.shown else {
        let to = moves::stride(action, times, page);
        let from =
            if times.is_some() && matches!(action, Action::Top | Action::Bottom) { 0 } else { compare.entry };
        compare.entry = to.from(from, compare.entries.len());
        return;
    };
    match (action, times) {
        (Action::Top | Action::Bottom, Some(number)) => walk::to_difference(app, number),
        (Action::Top, None) => compare.page.to_end(false),
        (Action::Bottom, None) => compare.page.to_end(true),
        (Action::Up | Action::Down, _) => {
            for _ in 0..times.unwrap_or(1).min(100_000) {
                let before = (compare.page.cursor, compare.page.top);
                compare.page.step(shown, action == Action::Down);
                if (compare.page.cursor, compare.page.top) == before {
                    break;
                }
            }
        }
        _ => {
            if let Step::By(by) = moves::stride(action, times, page) {
                compare.page.scroll(shown, by.clamp(-100_000, 100_000));
            }
        }
    }
}

fn percent(app: &mut App, times: Option<usize>) {
    let Some(percent) = times else {
        app.notice = Some("A number first: 50% goes to the middle.".into());
        return;
    };
    let percent = percent.min(100);
    let compare = &mut app.compare;
    if compare.shown.is_none() {
        compare.entry = compare.entries.len().saturating_sub(1) * percent / 100;
        return;
    }
    let row = compare.page.rows.len().saturating_sub(1) * percent / 100;
    compare.page.go_to(row);
}

/// Enter: unfolds a stretch, opens the source of a paragraph, or chooses a comparison.
pub(super) fn open(app: &mut App) {
    let compare = &app.compare;
    if compare.shown.is_none() {
        if let Some(entry) = compare.entries.get(compare.entry) {
            let wanted = entry.ask;
            history::remember(app);
            ask(app, wanted, Seek::First);
        }
        return;
    }
    if unfold(app) {
        return;
    }
    if let Some((left, right)) = walk::here(&app.compare)
        && let Some(passage) = right.or(left)
    {
        going::go(app, Target::Block(passage.doc, passage.block as usize));
    }
}

/// `o`: the same with the left side.
fn open_left(app: &mut App) {
    if app.compare.shown.is_none() || unfold(app) {
        return;
    }
    match walk::here(&app.compare) {
        Some((Some(passage), _)) => going::go(app, Target::Block(passage.doc, passage.block as usize)),
        Some((None, _)) => {
            let words = "This stands on the right side only: {open} opens it.";
            app.notice = Some(app.keys.told(Context::Compare, words));
        }
        None => {}
    }
}

/// Folds or unfolds the stretch under the cursor; `false` where there is none.
fn unfold(app: &mut App) -> bool {
    let compare = &mut app.compare;
    let Some(shown) = &compare.shown else { return false };
    let Some(Row::Fold(range, _)) = compare.page.rows.get(compare.page.cursor) else { return false };
    let (first, row) = (range.start, compare.page.cursor);
    let turned = &mut compare.page.choice.turned;
    if !turned.remove(&first) {
        turned.insert(first);
    }
    compare.page.rebuild(shown);
    // The row that folds and unfolds stays where it is.
    compare.page.cursor = row;
    true
}

fn fold_all(app: &mut App, open: bool) {
    let compare = &mut app.compare;
    let Some(shown) = &compare.shown else { return };
    compare.page.choice.all_open = open;
    compare.page.choice.turned.clear();
    compare.page.rebuild(shown);
}

/// `m`: changes of punctuation and case are taken for none, then those of mere wording too, then none.
fn hide_slight(app: &mut App) {
    let compare = &mut app.compare;
    let Some(shown) = &compare.shown else { return };
    let (hidden, what) = match compare.page.choice.hidden {
        Hidden::Nothing => (Hidden::Slight, "by case and punctuation alone"),
        Hidden::Slight => (Hidden::Wording, "by wording alone, with the same names and figures"),
        Hidden::Wording => (Hidden::Nothing, ""),
    };
    compare.page.choice.hidden = hidden;
    compare.page.rebuild(shown);
    let many = shown.comparison.changes.iter().filter(|change| change.is_hidden(hidden)).count();
    app.notice = Some(match (hidden, many) {
        (Hidden::Nothing, _) => "All changes are shown.".into(),
        (_, 0) => format!("Nothing differs {what}."),
        (_, 1) => format!("1 paragraph differs {what}: it is taken for the same."),
        (_, many) => format!("{} differ {what}: they are taken for the same.", counted(many, "paragraph")),
    });
}

fn facts_only(app: &mut App) {
    let compare = &mut app.compare;
    let Some(shown) = &compare.shown else { return };
    compare.page.choice.facts_only = !compare.page.choice.facts_only;
    compare.page.rebuild(shown);
    let told = if compare.page.choice.facts_only {
        "Only fields that changed; {facts-only} shows everything again."
    } else {
        "Everything is shown again."
    };
    app.notice = Some(app.keys.told(Context::Compare, told));
}

fn two_columns(app: &mut App) {
    let areas = layout(app);
    let wide = super::page::shape(app, &areas).beside;
    app.compare.beside = Some(!wide);
    let now = super::page::shape(app, &areas).beside;
    app.notice = Some(
        match (now, wide) {
            (true, _) => "side by side",
            (false, true) => "one column: [-gone-] {+new+}",
            (false, false) => "There is no room for two columns here.",
        }
        .into(),
    );
}

/// `c`: compares what the reader stands on with the edition before.
fn before(app: &mut App) {
    let Some(target) = here(app) else {
        let words = "Choose a place, a document or a heading: {tree/compare-before} compares it with the edition \
                     before.";
        app.notice = Some(app.keys.told(app.context(), words));
        return;
    };
    come(app);
    ask(app, Ask::Before(target), Seek::First);
}

/// Shows the tab, whose way out leads back to where the reader was.
pub(super) fn come(app: &mut App) {
    history::remember(app);
    app.compare.came = app.tab != Tab::Compare;
    app.compare.typing = false;
    app.overlay = None;
    arrive(app);
}

/// What only this tab does, wanted from elsewhere: shows it, and does it where there is something to do it with.
pub fn elsewhere(app: &mut App, action: Action) {
    if action == Action::CompareBefore {
        if matches!(app.context(), Context::Compare | Context::Sides) {
            let words = "Here both sides are chosen by {left-older} {left-newer} (left) and {right-older} \
                         {right-newer} (right), or typed behind {filter}.";
            app.notice = Some(app.keys.told(Context::Compare, words));
        } else {
            before(app);
        }
        return;
    }
    arrive(app);
    app.compare.typing = false;
    in_page(app, action, None);
}

/// Esc: takes the uppermost layer away.
pub fn escape(app: &mut App) {
    let compare = &mut app.compare;
    if compare.typing {
        compare.typing = false;
        compare.line.error = None;
        return;
    }
    let choice = &mut compare.page.choice;
    let narrowed = choice.facts_only || choice.hidden != Hidden::Nothing;
    match &compare.shown {
        Some(shown) if narrowed => {
            if choice.facts_only {
                choice.facts_only = false;
            } else {
                choice.hidden = Hidden::Nothing;
            }
            compare.page.rebuild(shown);
        }
        Some(_) if compare.alone => compare.alone = false,
        Some(_) => clear(app),
        None => compare.waiting = None,
    }
}

/// Shows the comparisons to begin with.
fn clear(app: &mut App) {
    history::remember(app);
    let compare = &mut app.compare;
    compare.newest += 1;
    (compare.shown, compare.waiting, compare.came) = (None, None, false);
}

/// `q`: back to where a key led here from, then to the comparisons to begin with, and out at last.
pub fn leave(app: &mut App) -> Vec<Effect> {
    if app.compare.typing {
        escape(app);
    } else if std::mem::take(&mut app.compare.came) && !app.back.is_empty() {
        // Behind it are the places gone to from the comparison; before it the one it was opened from.
        let beneath = app.back.iter().rposition(|visit| !visit.is_of(Tab::Compare));
        app.back.truncate(beneath.map_or(1, |at| at + 1));
        history::go_back(app);
    } else if app.compare.shown.is_some() {
        clear(app);
    } else {
        return vec![Effect::Quit];
    }
    Vec::new()
}
