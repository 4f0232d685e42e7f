//! From difference to difference, and from edition to edition.
use super::answer::{Ask, ask};
use super::page::Held;
use super::{App, Compare, Shown};
use crate::app::keymap::Context;
use crate::app::moved::Moved;
use crate::app::sheet::grouped;
use crate::model::Passage;
use crate::query::Target;
use crate::query::compare::Status;
use crate::typeset::{cut_front, width};
use std::sync::Arc;

/// What to stand on when an answer comes.
#[derive(Debug, Clone, Default, PartialEq)]
pub(super) enum Seek {
    /// The first difference.
    #[default]
    First,
    /// A paragraph that one of the sides has.
    Passages(Option<Passage>, Option<Passage>),
    /// The same field, else the first difference.
    Field(String),
    /// Where the reader was before.
    Held(Held),
}

/// Stands on what was sought, now that the answer is there.
pub(super) fn stand(app: &mut App) {
    let compare = &mut app.compare;
    let Some(shown) = &compare.shown else { return };
    let changes = &shown.comparison.changes;
    let found = match std::mem::take(&mut compare.seek) {
        Seek::First => None,
        Seek::Held(held) => return compare.page.hold(shown, held),
        Seek::Field(field) => changes.iter().position(|change| {
            change.fact.as_ref().is_some_and(|fact| fact.field.eq_ignore_ascii_case(&field))
        }),
        Seek::Passages(left, right) => changes.iter().position(|change| {
            let is = |wanted: Option<Passage>, at: Option<usize>, side: &[Passage]| {
                wanted.is_some() && at.and_then(|at| side.get(at)).copied() == wanted
            };
            is(right, change.right, &shown.comparison.right) || is(left, change.left, &shown.comparison.left)
        }),
    };
    compare.page.begin(shown);
    if let Some(found) = found {
        compare.page.stand_on(found);
    }
}

/// The passages under the cursor: that of the left side, that of the right.
pub(super) fn here(compare: &Compare) -> Option<(Option<Passage>, Option<Passage>)> {
    let shown = compare.shown.as_ref()?;
    let change = shown.comparison.changes.get(compare.page.change()?)?;
    let of = |at: Option<usize>, side: &[Passage]| at.and_then(|at| side.get(at)).copied();
    Some((of(change.left, &shown.comparison.left), of(change.right, &shown.comparison.right)))
}

/// What to stand on in another library.
pub(super) fn carried(compare: &Compare, moved: Option<&Moved<'_>>) -> Seek {
    let (Some((left, right)), Some(moved)) = (here(compare), moved) else { return Seek::First };
    let same = |passage: Option<Passage>| moved.passages(passage.as_slice()).first().copied();
    Seek::Passages(same(left), same(right))
}

/// What to stand on when the same is compared in another edition: the field that is read.
fn same_field(compare: &Compare) -> Seek {
    let field = compare.shown.as_ref().and_then(|shown| {
        let change = shown.comparison.changes.get(compare.page.change()?)?;
        Some(change.fact.as_ref()?.field.clone())
    });
    field.map_or(Seek::First, Seek::Field)
}

/// Which of the editions a side is moved by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Left,
    Right,
    Both,
}

/// The sides now: those that were asked for last.
fn sides(compare: &Compare) -> Option<(Target, Target)> {
    match (compare.waiting, &compare.shown) {
        (Some(Ask::Both(left, right)), _) => Some((left, right)),
        (_, Some(shown)) => Some((shown.left, shown.right)),
        (_, None) => None,
    }
}

/// The edition so many steps from a target; the last one there is where it is fewer. The whole of a place stands
/// behind its newest edition.
fn stepped(editions: &[(i32, Target)], target: Target, by: isize) -> Option<Target> {
    let at = editions.iter().position(|(_, other)| *other == target);
    let at = match (at, target) {
        (Some(at), _) => at,
        (None, Target::Place(_, None)) => editions.len(),
        (None, _) => return None,
    };
    let to = at.saturating_add_signed(by).min(editions.len().saturating_sub(1));
    editions.get(to).filter(|_| to != at).map(|(_, target)| *target)
}

/// Moves one side, or both, to an older or a newer edition.
pub(super) fn turn(app: &mut App, side: Side, newer: bool, times: usize) {
    let compare = &app.compare;
    let (Some(shown), Some((left, right))) = (&compare.shown, sides(compare)) else {
        app.notice = Some(app.keys.told(
            Context::Compare,
            "Nothing is compared yet: {open} chooses a row, {filter} names both sides.",
        ));
        return;
    };
    let [of_left, of_right] = &shown.editions;
    if of_left.is_empty() && of_right.is_empty() {
        app.notice = Some("The editions are still being looked for.".into());
        return;
    }
    let many = isize::try_from(times.min(10_000)).unwrap_or(1);
    let by = if newer { many } else { -many };
    let to_left = stepped(of_left, left, by);
    let to_right = stepped(of_right, right, by);
    let (to_left, to_right) = match side {
        Side::Left => (to_left, Some(right)),
        Side::Right => (Some(left), to_right),
        // Where one is at its end both stay: the distance between them is what is walked with.
        Side::Both => (to_left, to_right),
    };
    let (Some(to_left), Some(to_right)) = (to_left, to_right) else {
        let which = if newer { "newest" } else { "oldest" };
        app.notice = Some(format!("This is the {which} edition."));
        return;
    };
    let seek = same_field(compare);
    ask(app, Ask::Both(to_left, to_right), seek);
}

/// The left side becomes the right one.
pub(super) fn swap(app: &mut App) {
    let compare = &app.compare;
    let Some((left, right)) = sides(compare) else {
        app.notice = Some("There are no sides to swap yet.".into());
        return;
    };
    let seek = here(compare).map_or(Seek::First, |(left, right)| Seek::Passages(right, left));
    ask(app, Ask::Both(right, left), seek);
}

/// To the next difference, or the one before.
pub(super) fn next_difference(app: &mut App, forward: bool, times: usize) {
    let page = &mut app.compare.page;
    if page.diffs.is_empty() {
        app.notice = Some("Nothing differs here.".into());
        return;
    }
    let on = page.diffs.binary_search(&page.cursor);
    let last = page.diffs.len() - 1;
    let to = match (on, forward) {
        (Ok(at), true) => Some(at + times).filter(|_| at < last).map(|to| to.min(last)),
        (Ok(at), false) => Some(at.saturating_sub(times)).filter(|_| at > 0),
        (Err(at), true) => Some(at + times - 1).filter(|_| at <= last).map(|to| to.min(last)),
        (Err(at), false) => Some(at.saturating_sub(times)).filter(|_| at > 0),
    };
    if let Some(to) = to {
        page.go_to(page.diffs[to]);
    } else {
        let which = if forward { "last" } else { "first" };
        app.notice = Some(format!("This is the {which} difference."));
    }
}

/// `12G`: to the twelfth difference.
pub(super) fn to_difference(app: &mut App, number: usize) {
    let page = &mut app.compare.page;
    let many = page.diffs.len();
    let Some(&row) = page.diffs.get(number.max(1) - 1).or(page.diffs.last()) else {
        app.notice = Some("Nothing differs here.".into());
        return;
    };
    page.go_to(row);
    if number > many {
        app.notice = Some(format!("This is the last difference: there are {many}."));
    }
}

/// Where the reader stands: the address under the cursor, the number of the difference, and how far through.
pub fn standing(app: &App, ellipsis: &str, room: usize) -> String {
    let compare = &app.compare;
    let Some(shown) = compare.shown.as_ref().filter(|_| !compare.typing) else { return String::new() };
    let percent = format!("{:>4}", format!("{}%", compare.page.percent()));
    let many = compare.page.diffs.len();
    let at = compare.page.difference();
    let on = compare.page.diffs.binary_search(&compare.page.cursor).is_ok();
    let number = match (many, on) {
        (0, _) => "no difference".to_owned(),
        (_, true) => format!("difference {} of {}", grouped(at), grouped(many)),
        (_, false) => format!("{} differences", grouped(many)),
    };
    let address = address(shown, compare).unwrap_or_default();
    let kept = room.saturating_sub(width(&percent) + 2);
    if kept < width(&number) {
        return if kept == 0 { percent.trim_start().to_owned() } else { format!("{at}/{many} {percent}") };
    }
    let left = kept - width(&number);
    if left < 12 || address.is_empty() {
        return format!("{number} {percent}");
    }
    format!("{}   {number} {percent}", cut_front(&address, left - 3, ellipsis))
}

/// The address of the paragraph under the cursor: the right side's, else the left one's.
fn address(shown: &Shown, compare: &Compare) -> Option<String> {
    let change = shown.comparison.changes.get(compare.page.change()?)?;
    let (left, right) = here(compare)?;
    let passage = match change.status {
        Status::Dropped => left,
        _ => right.or(left),
    }?;
    let library: &Arc<_> = &shown.library;
    Some(library.address(passage).to_string())
}
