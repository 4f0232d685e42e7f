//! What the way back knows of the tab: the sides, the place among the paragraphs, and what is unfolded.
use super::answer::{Ask, ask};
use super::page::Held;
use super::walk::Seek;
use super::{App, arrive};
use crate::app::Tab;
use crate::app::moved::Moved;
use crate::query::Target;

/// What the way back must know of the tab.
#[derive(Debug, Clone, PartialEq)]
pub struct Visited {
    /// Both sides; none where comparisons to begin with were shown.
    sides: Option<(Target, Target)>,
    /// The selected one of these.
    entry: usize,
    /// Where the reader stood.
    held: Held,
}

impl Visited {
    /// The same in another library; `None` where that has not both sides.
    pub fn carried(self, moved: &Moved<'_>) -> Option<Self> {
        let sides = match self.sides {
            Some((left, right)) => Some((moved.target(left)?, moved.target(right)?)),
            None => None,
        };
        Some(Self { sides, ..self })
    }
}

/// What the way back must know of the tab.
pub fn visited(app: &App) -> Option<Visited> {
    let compare = &app.compare;
    (app.tab == Tab::Compare).then(|| Visited {
        sides: compare.shown.as_ref().map(|shown| (shown.left, shown.right)),
        entry: compare.entry,
        held: compare.page.held(),
    })
}

/// Shows the tab as it was.
pub fn visit_again(app: &mut App, visited: Visited) {
    arrive(app);
    let compare = &mut app.compare;
    compare.typing = false;
    compare.entry = visited.entry;
    match (visited.sides, &compare.shown) {
        (None, _) => {
            compare.shown = None;
            compare.waiting = None;
        }
        (Some((left, right)), Some(shown)) if (shown.left, shown.right) == (left, right) => {
            compare.page.hold(shown, visited.held);
        }
        (Some((left, right)), _) => ask(app, Ask::Both(left, right), Seek::Held(visited.held)),
    }
}
