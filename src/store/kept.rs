//! A document as it was read, kept so that it need not be read again: in a large library's cache, and of the digests
//! in the program itself. Never says where.
use crate::model::{Anchor, Block, BlockKind, Document, Link, Mention, Meta, Note, Origin, Page, Span};
use serde::{Deserialize, Serialize};

/// What a document is, but for what is known without it.
#[derive(Serialize)]
pub struct Written<'a>(Said<'a>, Lists<'a>);

type Said<'a> = (&'a str, Option<&'a str>, &'a Meta, Option<&'a str>);
type Lists<'a> = (&'a [Block], &'a [Span], &'a [Note], &'a [Link], &'a [Anchor], &'a [Page], &'a [Mention]);

impl<'a> Written<'a> {
    /// A document to be kept; without its text where that is known besides.
    pub fn of(doc: &'a Document, text_is_known: bool) -> Self {
        let inner = match &doc.origin {
            Origin::Within(_, inner) => Some(inner.as_str()),
            Origin::File(_) | Origin::BuiltIn(_) | Origin::Input | Origin::Piped(_) => None,
        };
        Self(
            (&doc.slug, inner, &doc.meta, (!text_is_known).then_some(&doc.text)),
            (&doc.blocks, &doc.spans, &doc.notes, &doc.links, &doc.anchors, &doc.pages, &doc.mentions),
        )
    }
}

/// The same as it is read back.
#[derive(Deserialize)]
pub struct Kept(KeptSaid, KeptLists);

type KeptSaid = (String, Option<String>, Meta, Option<String>);
type KeptLists = (Vec<Block>, Vec<Span>, Vec<Note>, Vec<Link>, Vec<Anchor>, Vec<Page>, Vec<Mention>);

impl Kept {
    /// Whether its text was kept with it.
    pub fn has_text(&self) -> bool {
        self.0.3.is_some()
    }

    /// The document, with this text where none was kept; `origin` says where it comes from, given the path inside an
    /// archive.
    pub fn document(self, text: String, origin: impl FnOnce(Option<String>) -> Origin) -> Document {
        let Self((slug, inner, meta, kept), (blocks, spans, notes, links, anchors, pages, mentions)) = self;
        let is_head = |block: &Block| matches!(block.kind, BlockKind::Heading(_));
        let heads = (0_u32..).zip(&blocks).filter(|(_, block)| is_head(block)).map(|(at, _)| at).collect();
        let (origin, text) = (origin(inner), kept.unwrap_or(text));
        Document { slug, origin, meta, text, blocks, heads, spans, notes, links, anchors, pages, mentions }
    }
}
