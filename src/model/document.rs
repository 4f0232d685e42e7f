//! One text: a single string, and flat lists of ranges into it.
use super::country::PlaceId;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::num::NonZeroU16;
use std::ops::Range;
use std::path::{Path, PathBuf};

/// What one stretch of a document is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum BlockKind {
    /// The document's own title.
    Title,
    /// A heading; 1 is the outermost.
    Heading(u8),
    /// A body paragraph.
    Paragraph,
    /// A list item: its depth (0 is the outermost) and its number where the list is numbered and the
    /// text does not say so itself.
    Item(u8, Option<Ordinal>),
    /// A table row, its cells separated by tabs; `true` for the row of column heads.
    Row(bool),
    /// A footnote's body.
    Footnote,
    /// A quotation.
    Quote,
}

impl BlockKind {
    /// The word of the headless contract.
    pub fn word(self) -> &'static str {
        match self {
            Self::Title | Self::Heading(_) => "heading",
            Self::Paragraph => "paragraph",
            Self::Item(..) => "item",
            Self::Row(_) => "row",
            Self::Footnote => "footnote",
            Self::Quote => "quote",
        }
    }

    /// Whether `#p3` counts it: body paragraphs, items, rows and quotations.
    pub fn is_body(self) -> bool {
        matches!(self, Self::Paragraph | Self::Item(..) | Self::Row(_) | Self::Quote)
    }

    /// Whether it stands right below a block of another kind, without an empty line: rows of a table, items of a list.
    pub fn goes_on(self, above: Self) -> bool {
        matches!((above, self), (Self::Row(_), Self::Row(_)) | (Self::Item(..), Self::Item(..)))
    }

    /// The depth in the outline, 0 for the title; `None` for what is no heading.
    pub fn depth(self) -> Option<u8> {
        match self {
            Self::Title => Some(0),
            Self::Heading(level) => Some(level),
            _ => None,
        }
    }
}

/// A list item's number, 0 to 65,534: small, because a large archive has a million blocks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Ordinal(NonZeroU16);

impl Ordinal {
    /// The number; `None` for one that no list comes to.
    pub fn new(number: u32) -> Option<Self> {
        u16::try_from(number.checked_add(1)?).ok().and_then(NonZeroU16::new).map(Self)
    }
}

impl std::fmt::Display for Ordinal {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.get() - 1)
    }
}

/// A block: its kind and its bytes in [`Document::text`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// What it is.
    pub kind: BlockKind,
    /// First byte.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

// A large archive has a million of them.
const _: () = assert!(size_of::<Block>() == 12);

impl Block {
    /// The bytes of the block.
    pub fn range(&self) -> Range<usize> {
        self.start as usize..self.end as usize
    }
}

/// What is special about a stretch inside a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum SpanKind {
    /// Stressed words.
    Emphasis,
    /// Strongly stressed words.
    Strong,
    /// Words of a machine.
    Code,
    /// A footnote's mark in the body; the number counts [`Document::notes`].
    NoteMark(u16),
    /// A footnote's label at the head of its body.
    NoteLabel(u16),
    /// A link; the number counts [`Document::links`].
    Link(u16),
}

/// A stretch inside a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Span {
    /// What it is.
    pub kind: SpanKind,
    /// First byte in the text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// A footnote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    /// `7`, `*4`.
    pub label: String,
    /// The first block of its body.
    pub block: u32,
    /// Where its marks stand: byte ranges in the text.
    pub marks: Vec<Range<u32>>,
}

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Link {
    /// The address as the source has it.
    pub target: String,
}

/// A place in a document to which one of its links leads (`#name`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Anchor {
    /// The name, as the links have it behind `#`.
    pub name: String,
    /// The block that it stands at.
    pub block: u32,
}

/// Where a page of the source begins.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Page {
    /// The label printed on it: `iv`, `12`.
    pub label: String,
    /// Its first byte in the text.
    pub start: u32,
}

/// One naming of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mention {
    /// The place named.
    pub place: PlaceId,
    /// First byte in the text.
    pub start: u32,
    /// One past the last byte.
    pub end: u32,
}

/// Who said a fact about a document, the strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Evidence {
    /// The command line.
    Option,
    /// A `bluebook.toml` beside the file.
    Sidecar,
    /// The document's front matter.
    FrontMatter,
    /// The text's first lines.
    FirstLines,
    /// The file's name or folder: a guess.
    Path,
}

impl Evidence {
    /// Whether a reader should be told that it is a guess.
    pub fn is_guess(self) -> bool {
        self == Self::Path
    }
}

/// A fact and who said it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said<T> {
    /// The fact.
    pub value: T,
    /// Who said so.
    pub by: Evidence,
}

/// What a document says of itself. What nobody says stays unknown.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// The title, where anybody says one.
    pub title: Option<Said<String>>,
    /// The series, such as a yearbook's name.
    pub series: Option<Said<String>>,
    /// The edition's year.
    pub year: Option<Said<i32>>,
    /// The year that the edition is about.
    pub covers: Option<i32>,
    /// The chapter and section.
    pub part: Option<String>,
    /// The region's slug, as the source files it.
    pub region: Option<String>,
    /// The language as a BCP 47 tag.
    pub language: Option<String>,
    /// `digest`, or whatever the source says it is.
    pub kind: Option<String>,
    /// `full` or `opening`: how much of the original a digest covers.
    pub extent: Option<String>,
    /// Who wrote it: names between semicolons, as the source has them.
    pub author: Option<String>,
    /// Who published the original.
    pub publisher: Option<String>,
    /// Where the original stands.
    pub source: Option<String>,
    /// The year in which the file says that it was made: no edition's year, but a hint of one.
    pub made: Option<i32>,
    /// The place that the document is about.
    pub subject: Option<PlaceId>,
    /// The same as somebody wrote it, until the place is found.
    #[serde(skip)]
    pub about: Option<Said<String>>,
}

/// Where a document came from.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Origin {
    /// The corpus inside the program.
    BuiltIn(String),
    /// A file.
    File(PathBuf),
    /// A file in an archive: the archive, and the path in it.
    Within(PathBuf, String),
    /// Standard input.
    Input,
    /// A file in an archive on standard input: the path in it.
    Piped(String),
}

impl Origin {
    /// The folder that parts documents of one name.
    pub fn folder(&self) -> Option<String> {
        let path = match self {
            Self::File(path) => path.clone(),
            Self::Within(path, inner) => path.join(inner),
            Self::Piped(inner) => PathBuf::from(inner),
            Self::BuiltIn(_) | Self::Input => return None,
        };
        Some(path.parent()?.file_name()?.to_string_lossy().into_owned())
    }

    /// The file on disk.
    pub fn file(&self) -> Option<&std::path::Path> {
        match self {
            Self::File(path) | Self::Within(path, _) => Some(path),
            Self::BuiltIn(_) | Self::Input | Self::Piped(_) => None,
        }
    }

    /// The words a reader knows it by.
    pub fn name(&self) -> String {
        match self {
            Self::BuiltIn(name) => format!("built in: {name}"),
            Self::File(path) => path.display().to_string(),
            Self::Within(path, inner) => format!("{}: {inner}", path.display()),
            Self::Input => "standard input".into(),
            Self::Piped(inner) => format!("standard input: {inner}"),
        }
    }

    /// The name by which it is known again in another run, where relative paths start from a folder; `None` for what
    /// cannot be.
    pub fn named_from(&self, folder: &Path) -> Option<String> {
        let whole = |path: &Path| folder.join(path).components().collect::<PathBuf>();
        match self {
            Self::BuiltIn(_) => Some(self.name()),
            Self::File(path) => Some(Self::File(whole(path)).name()),
            Self::Within(path, inner) => Some(Self::Within(whole(path), inner.clone()).name()),
            Self::Input | Self::Piped(_) => None,
        }
    }
}

/// One document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    /// Its address in the library.
    pub slug: String,
    /// Where it came from.
    pub origin: Origin,
    /// What is known of it.
    pub meta: Meta,
    /// All its text.
    pub text: String,
    /// Its blocks, in order, not overlapping.
    pub blocks: Vec<Block>,
    /// The blocks that are headings, in order: the way to the heading over a block is short.
    pub heads: Vec<u32>,
    /// Stretches inside blocks, by their start.
    pub spans: Vec<Span>,
    /// Its footnotes, in the order of their bodies.
    pub notes: Vec<Note>,
    /// Where its links lead.
    pub links: Vec<Link>,
    /// Where links inside the document lead, by their names' alphabet.
    pub anchors: Vec<Anchor>,
    /// The pages of a source that has them, in order.
    pub pages: Vec<Page>,
    /// The places it names, by their start; no two overlap.
    pub mentions: Vec<Mention>,
}

impl Document {
    /// A document of which nothing is known, without a word.
    pub fn empty() -> Self {
        Self {
            slug: String::new(),
            origin: Origin::Input,
            meta: Meta::default(),
            text: String::new(),
            blocks: Vec::new(),
            heads: Vec::new(),
            spans: Vec::new(),
            notes: Vec::new(),
            links: Vec::new(),
            anchors: Vec::new(),
            pages: Vec::new(),
            mentions: Vec::new(),
        }
    }

    /// The title: what somebody says, else the slug.
    pub fn title(&self) -> &str {
        self.meta.title.as_ref().map_or(&self.slug, |title| &title.value)
    }

    /// The edition's year.
    pub fn year(&self) -> Option<i32> {
        self.meta.year.as_ref().map(|year| year.value)
    }

    /// The series, where known.
    pub fn series(&self) -> Option<&str> {
        self.meta.series.as_ref().map(|series| series.value.as_str())
    }

    /// The place that the document is about.
    pub fn subject(&self) -> Option<PlaceId> {
        self.meta.subject
    }

    /// The source bytes of a block, line ends and all.
    pub fn raw(&self, block: usize) -> &str {
        &self.text[self.blocks[block].range()]
    }

    /// A block as it reads: runs of white space are one space (a tab between a row's cells stays).
    pub fn prose(&self, block: usize) -> Cow<'_, str> {
        let raw = self.raw(block);
        if self.blocks[block].kind == BlockKind::Row(true) || self.blocks[block].kind == BlockKind::Row(false)
        {
            return Cow::Borrowed(raw);
        }
        collapse(raw)
    }

    /// The place in [`Self::prose`] of the text's byte `at`, which lies in the block.
    pub fn prose_offset(&self, block: usize, at: usize) -> usize {
        let range = self.blocks[block].range();
        let raw = &self.text[range.clone()];
        match self.prose(block) {
            Cow::Borrowed(_) => at - range.start,
            Cow::Owned(_) => collapse(&raw[..at - range.start]).len(),
        }
    }

    /// The block that holds the text's byte `at`, or the last one before it.
    pub fn block_at(&self, at: usize) -> Option<usize> {
        self.blocks.partition_point(|block| block.start as usize <= at).checked_sub(1)
    }

    /// The mentions inside a range of the text.
    pub fn mentions_in(&self, range: Range<usize>) -> &[Mention] {
        let from = self.mentions.partition_point(|mention| (mention.start as usize) < range.start);
        let to = self.mentions.partition_point(|mention| (mention.start as usize) < range.end);
        &self.mentions[from..to.max(from)]
    }

    /// The spans that start inside a range of the text.
    pub fn spans_in(&self, range: Range<usize>) -> &[Span] {
        let from = self.spans.partition_point(|span| (span.start as usize) < range.start);
        let to = self.spans.partition_point(|span| (span.start as usize) < range.end);
        &self.spans[from..to.max(from)]
    }

    /// The headings above a block, the outermost first, the title and the block itself left out.
    pub fn heading_path(&self, block: usize) -> Vec<usize> {
        let mut path = Vec::new();
        let mut below = self.blocks.get(block).and_then(|block| block.kind.depth()).unwrap_or(u8::MAX);
        let before = self.heads.partition_point(|&head| (head as usize) < block);
        for &at in self.heads[..before].iter().rev() {
            if below <= 1 {
                break;
            }
            let at = at as usize;
            if let BlockKind::Heading(level) = self.blocks[at].kind
                && level < below
            {
                path.push(at);
                below = level;
            }
        }
        path.reverse();
        path
    }

    /// The blocks of a heading's section: itself, and all to the next heading of its depth. Of any other block it alone.
    pub fn section(&self, block: usize) -> Range<usize> {
        let Some(depth) = self.blocks[block].kind.depth() else { return block..block + 1 };
        let ends = |at: &usize| self.blocks[*at].kind.depth().is_some_and(|other| other <= depth);
        let behind = self.heads.partition_point(|&head| head as usize <= block);
        let end = match depth {
            // Titles are none of the headings.
            0 => (block + 1..self.blocks.len()).find(ends),
            _ => self.heads[behind..].iter().map(|&head| head as usize).find(ends),
        };
        block..end.unwrap_or(self.blocks.len())
    }

    /// The block that a link's `#name` leads to.
    pub fn anchor(&self, name: &str) -> Option<usize> {
        let at = self.anchors.binary_search_by(|anchor| anchor.name.as_str().cmp(name)).ok()?;
        Some(self.anchors[at].block as usize)
    }

    /// The label of the page on which the text's byte `at` stands.
    pub fn page_at(&self, at: usize) -> Option<&str> {
        let page = self.pages.partition_point(|page| page.start as usize <= at).checked_sub(1)?;
        Some(&self.pages[page].label)
    }

    /// The note whose body stands at this block.
    pub fn note_at(&self, block: usize) -> Option<usize> {
        let last = self.notes.partition_point(|note| note.block as usize <= block).checked_sub(1)?;
        (self.blocks.get(block)?.kind == BlockKind::Footnote).then_some(last)
    }
}

/// The characters of a text with their bytes, each run of white space as one space.
pub fn single_spaced(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut space = false;
    text.char_indices().filter_map(move |(at, c)| {
        let blank = matches!(c, ' ' | '\n' | '\r' | '\t' | '\u{0c}');
        let again = blank && space;
        space = blank;
        (!again).then_some((at, if blank { ' ' } else { c }))
    })
}

/// Whether a text has no white space but single spaces.
pub fn is_single_spaced(text: &str) -> bool {
    !text.bytes().any(|byte| matches!(byte, b'\n' | b'\r' | b'\t' | 0x0c)) && !text.contains("  ")
}

/// Runs of white space made one space, at the ends, too.
fn collapse(raw: &str) -> Cow<'_, str> {
    if is_single_spaced(raw) {
        return Cow::Borrowed(raw);
    }
    let mut prose = String::with_capacity(raw.len());
    prose.extend(single_spaced(raw).map(|(_, c)| c));
    Cow::Owned(prose)
}
