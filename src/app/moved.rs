//! Which documents, blocks and rows of one library are which of another: so that a reader keeps the place
//! when files were read again. Never changes what is shown.
use super::reader::Source;
use super::sheet::Item;
use super::tree::Node;
use crate::model::{DocId, Document, Library, Origin, Passage};
use crate::query::Target;
use std::collections::HashMap;
use std::sync::Arc;

/// Letters by which a paragraph that was changed is known again.
const KNOWN_BY: usize = 24;

/// The way from an old library to a new one.
pub struct Moved<'a> {
    /// The library that was shown.
    pub old: &'a Library,
    /// The library that will be.
    pub new: &'a Library,
    docs: HashMap<&'a Origin, Vec<DocId>>,
}

impl<'a> Moved<'a> {
    /// Finds the documents again by where they come from.
    pub fn new(old: &'a Library, new: &'a Library) -> Self {
        let mut docs: HashMap<&Origin, Vec<DocId>> = HashMap::new();
        for (id, doc) in new.iter() {
            docs.entry(&doc.origin).or_default().push(id);
        }
        Self { old, new, docs }
    }

    /// The same document.
    pub fn doc(&self, id: DocId) -> Option<DocId> {
        let old = self.old.get(id)?;
        let same = self.docs.get(&old.origin)?;
        same.iter().copied().find(|&id| self.new.doc(id).slug == old.slug).or(same.first().copied())
    }

    /// Whether a document was not even read again.
    pub fn is_untouched(&self, id: DocId) -> bool {
        self.doc(id).is_some_and(|new| Arc::ptr_eq(self.old.doc(id), self.new.doc(new)))
    }

    /// The same block: the one with the same words, or that begins with them; else the one that stands where
    /// it stood.
    pub fn block(&self, id: DocId, block: usize) -> Option<(DocId, usize)> {
        let now = self.doc(id)?;
        if self.is_untouched(id) {
            return Some((now, block));
        }
        let (old, new) = (self.old.doc(id), self.new.doc(now));
        let near = |test: &dyn Fn(usize) -> bool| {
            (0..new.blocks.len()).filter(|&at| test(at)).min_by_key(|at| at.abs_diff(block))
        };
        let words = old.raw(block);
        let begins = words.char_indices().nth(KNOWN_BY).map_or(words, |(at, _)| &words[..at]);
        let found = near(&|at| new.raw(at) == words)
            .or_else(|| near(&|at| new.raw(at).starts_with(begins)))
            .or_else(|| new.blocks.len().checked_sub(1).map(|last| block.min(last)))?;
        Some((now, found))
    }

    /// Those passages that are still there.
    pub fn passages(&self, passages: &[Passage]) -> Vec<Passage> {
        let same = |passage: &Passage| {
            let (doc, block) = self.block(passage.doc, passage.block as usize)?;
            Some(Passage { doc, block: block as u32 })
        };
        passages.iter().filter_map(same).collect()
    }

    /// The same target.
    pub fn target(&self, target: Target) -> Option<Target> {
        match target {
            Target::Place(..) => Some(target),
            Target::Document(id) => self.doc(id).map(Target::Document),
            Target::Block(id, block) => {
                let (id, block) = self.block(id, block)?;
                Some(Target::Block(id, block))
            }
        }
    }

    /// The same source.
    pub fn source(&self, source: &Source) -> Option<Source> {
        match source {
            Source::Document(id) => self.doc(*id).map(Source::Document),
            // Where its words stand is found anew.
            Source::Note(_) => None,
            Source::Passages(gathered) => {
                let mut now = (**gathered).clone();
                now.passages = self.passages(&gathered.passages);
                Some(Source::Passages(Arc::new(now)))
            }
            other => Some(other.clone()),
        }
    }

    /// The same row.
    pub fn node(&self, node: &Node) -> Option<Node> {
        match node {
            Node::Document(id) => self.doc(*id).map(Node::Document),
            Node::Heading(id, block) => {
                let (now, at) = self.block(*id, *block)?;
                let is_heading = |doc: &Document| doc.blocks[at].kind.depth().is_some();
                Some(if is_heading(self.new.doc(now)) { Node::Heading(now, at) } else { Node::Document(now) })
            }
            other => Some(other.clone()),
        }
    }

    /// The same stretch of a page, where it is a document's or leads to one.
    pub fn item(&self, item: &Item) -> Option<Item> {
        match item {
            Item::Block(id, block) => self.block(*id, *block).map(|(id, block)| Item::Block(id, block)),
            Item::Entry(words, count, target) => {
                Some(Item::Entry(words.clone(), *count, self.target(*target)?))
            }
            _ => None,
        }
    }
}
