//! What the reader stands on: what is selected in the list, or what is read. Never acts on it.
use super::reader::Source;
use super::tree::Node;
use super::{App, Pane, Tab};
use crate::model::{BlockKind, PlaceId};
use crate::query::{Target, about};

/// What is selected or read; none where that is no one thing.
pub fn here(app: &App) -> Option<Target> {
    // The list of a search has no tree: its selected hit is what the pane shows.
    if app.pane == Pane::List && app.tab != Tab::Search {
        return match app.desk().list.node()? {
            Node::Place(place) => Some(Target::Place(*place, None)),
            Node::Document(doc) => Some(Target::Document(*doc)),
            Node::Heading(doc, block) => Some(Target::Block(*doc, *block)),
            Node::World
            | Node::Elsewhere
            | Node::Series(_)
            | Node::Edition(..)
            | Node::Shelf(_)
            | Node::Note(..)
            | Node::Change(_) => None,
        };
    }
    let reader = &app.desk().reader;
    match &reader.source {
        Source::Dossier(place, year) => Some(Target::Place(*place, *year)),
        Source::Document(doc) => {
            let heading = reader.heading_block(&app.library).filter(|(id, block)| {
                let block = app.library.get(*id).and_then(|doc| doc.blocks.get(*block));
                let depth = block.map(|block| block.kind).and_then(BlockKind::depth);
                depth.is_some_and(|depth| depth > 0)
            });
            Some(heading.map_or(Target::Document(*doc), |(doc, block)| Target::Block(doc, block)))
        }
        Source::Passages(_) | Source::Note(_) => reader.at_block().map(|(doc, _)| Target::Document(doc)),
        Source::Nothing
        | Source::World
        | Source::Elsewhere
        | Source::Series(_)
        | Source::Edition(..)
        | Source::Notebook(_)
        | Source::Asking => None,
    }
}

/// The place that is selected, or that what is selected or read is about.
pub fn place_here(app: &App) -> Option<PlaceId> {
    let gathered = match &app.desk().reader.source {
        // What passages have in common goes before the text of the one that is read.
        Source::Passages(gathered) if app.pane == Pane::Reader => gathered.about.first().copied(),
        _ => None,
    };
    gathered.or_else(|| about(&app.library, here(app)?))
}
