//! A web page: its text without the site around it. Never follows a link.
mod encoding;
mod furniture;
mod link;
mod notes;
mod tables;
mod tags;
mod tree;
mod walk;

use super::Report;
use super::markdown::entitle;
use super::writer::{Writer, empty};
use crate::model::Document;
use anyhow::Result;
use furniture::Fates;
use link::Place;
use notes::Notes;
use tree::Tree;
use walk::Walk;

/// A page that was read, and where it stands.
pub struct Page {
    tree: Tree,
    place: Place,
}

/// Reads a web page.
///
/// # Errors
/// When there is no text in it.
pub fn import(bytes: &[u8], report: &mut Report) -> Result<Document> {
    let source = encoding::decode(bytes, report);
    let tree = Tree::read(&source, false);
    let pages = [Page { tree, place: Place::default() }];
    let mut writer = Writer::new(empty(bytes.len() / 2));
    write(&pages, &mut writer, report);
    let mut document = writer.finish();
    entitle(&mut document);
    Ok(document)
}

/// Writes pages that belong together, one behind the other.
fn write(pages: &[Page], writer: &mut Writer, report: &mut Report) {
    let notes = Notes::find(pages);
    for (number, page) in pages.iter().enumerate() {
        let fates = Fates::of(&page.tree, &notes, number);
        let mut walk = Walk::new((number, page), &notes, &fates, writer);
        walk.run();
        report.characters += fates.shown + walk.told;
    }
}
