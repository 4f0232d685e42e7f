//! Which documents of one side have their like on the other: by what they are about, by their region, by their title.
//! What a side has only in part must not make what it lacks look gone.
use crate::model::{DocId, Document, Library, PlaceId};
use crate::query::titles::{in_common, words};
use std::collections::{BTreeMap, HashMap, HashSet};

/// So much of the words of two titles or headings is the same in those that are alike: 0 to 1.
pub const ALIKE: f64 = 0.5;
/// An edition is whole when so many of a hundred documents of the edition before have their like in it.
const WHOLE: usize = 90;

/// What tells texts of the same kind from others.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
enum Kind {
    Subject(PlaceId),
    Region(String),
}

/// The same text through the editions of a series.
#[derive(Debug, Clone, Default)]
pub struct Strand {
    /// Its documents, in the library's order: the newest first.
    pub docs: Vec<DocId>,
    /// Whether all of them are but openings, as they say of themselves.
    pub opening: bool,
    /// The words of their headings, made for those that are openings.
    headings: Vec<HashSet<String>>,
}

/// The documents of a side by what they are the like of.
pub struct Strands {
    all: Vec<Strand>,
    kinds: HashMap<(Option<String>, Kind), usize>,
    titles: HashMap<Option<String>, Vec<(HashSet<String>, usize)>>,
}

fn kind(doc: &Document) -> Option<Kind> {
    doc.subject().map(Kind::Subject).or_else(|| doc.meta.region.clone().map(Kind::Region))
}

impl Strands {
    /// The strands of a side's documents.
    pub fn new(library: &Library, docs: &[DocId]) -> Self {
        let mut sorted = Self { all: Vec::new(), kinds: HashMap::new(), titles: HashMap::new() };
        for &id in docs {
            let doc = library.doc(id);
            let at = sorted.of(doc).unwrap_or_else(|| {
                let series = doc.series().map(str::to_owned);
                let at = sorted.all.len();
                sorted.all.push(Strand { opening: true, ..Strand::default() });
                match kind(doc) {
                    Some(kind) => {
                        sorted.kinds.insert((series, kind), at);
                    }
                    None => sorted.titles.entry(series).or_default().push((words(doc.title()), at)),
                }
                at
            });
            let strand = &mut sorted.all[at];
            strand.docs.push(id);
            strand.opening &= is_opening(doc);
        }
        for strand in sorted.all.iter_mut().filter(|strand| strand.opening) {
            let heads = strand.docs.iter().flat_map(|&id| {
                let doc = library.doc(id);
                doc.heads.iter().map(|&head| words(&doc.prose(head as usize))).chain([words(doc.title())])
            });
            strand.headings = heads.collect();
        }
        sorted
    }

    /// The number of the strand that a document belongs to.
    fn of(&self, doc: &Document) -> Option<usize> {
        let series = doc.series().map(str::to_owned);
        if let Some(kind) = kind(doc) {
            return self.kinds.get(&(series, kind)).copied();
        }
        let own = words(doc.title());
        let alike = |(title, _): &&(HashSet<String>, usize)| in_common(title, &own) >= ALIKE;
        self.titles.get(&series)?.iter().find(alike).map(|(_, at)| *at)
    }

    /// The strand that a document belongs to.
    pub fn strand(&self, doc: &Document) -> Option<&Strand> {
        self.of(doc).map(|at| &self.all[at])
    }

    /// All strands.
    pub fn iter(&self) -> impl Iterator<Item = &Strand> {
        self.all.iter()
    }
}

/// Whether a document says that it has but the opening of its text.
pub fn is_opening(doc: &Document) -> bool {
    doc.meta.extent.as_deref() == Some("opening")
}

/// What of one side has its like on the other.
pub struct Likes {
    strands: Strands,
    /// The series whose edition on the other side is whole: what has no like there is gone indeed.
    whole: HashSet<Option<String>>,
}

impl Likes {
    /// Looks for the like of documents among others. The newest of them decide whether the others are whole.
    pub fn new(library: &Library, of: &[DocId], among: &[DocId], newest: bool) -> Self {
        let strands = Strands::new(library, among);
        // By series: the edition nearest to the other side, how many documents it has, how many have their like.
        let mut nearest: BTreeMap<Option<String>, (i32, usize, usize)> = BTreeMap::new();
        for &id in of {
            let doc = library.doc(id);
            let Some(year) = doc.year() else { continue };
            let near = nearest.entry(doc.series().map(str::to_owned)).or_insert((year, 0, 0));
            if (year > near.0) == newest && year != near.0 {
                *near = (year, 0, 0);
            }
            if year == near.0 {
                near.1 += 1;
                near.2 += usize::from(strands.strand(doc).is_some());
            }
        }
        let is_whole = |(_, all, like): &(i32, usize, usize)| like * 100 >= all * WHOLE;
        let whole =
            nearest.into_iter().filter(|(_, near)| is_whole(near)).map(|(series, _)| series).collect();
        Self { strands, whole }
    }

    /// Whether a document has its like.
    pub fn has(&self, doc: &Document) -> bool {
        self.strands.strand(doc).is_some()
    }

    /// Whether the other side's edition of this document's series is whole.
    pub fn is_whole(&self, doc: &Document) -> bool {
        self.whole.contains(&doc.series().map(str::to_owned))
    }

    /// The strand of the other side that continues a document.
    pub fn strand(&self, doc: &Document) -> Option<&Strand> {
        self.strands.strand(doc)
    }

    /// Which blocks of a document have the like of their section on the other side: what they say can be missed
    /// there.
    pub fn covered(&self, doc: &Document) -> Covered {
        let Some(strand) = self.strands.strand(doc) else {
            return if self.is_whole(doc) { Covered::All } else { Covered::None };
        };
        if !strand.opening {
            return Covered::All;
        }
        // Of openings only those sections count that are there.
        let alike = |text: &str| {
            let own = words(text);
            strand.headings.iter().any(|heading| in_common(heading, &own) >= ALIKE)
        };
        let mut covered = alike(doc.title());
        let mut blocks = Vec::with_capacity(doc.blocks.len());
        let outermost =
            doc.heads.iter().filter_map(|&at| doc.blocks[at as usize].kind.depth()).min().unwrap_or(1);
        for (at, block) in doc.blocks.iter().enumerate() {
            if block.kind.depth().is_some_and(|depth| depth > 0 && depth <= outermost) {
                covered = alike(&doc.prose(at));
            }
            blocks.push(covered);
        }
        Covered::Some(blocks)
    }
}

/// Which blocks of a document have the like of their section on the other side.
#[derive(Debug, Clone)]
pub enum Covered {
    /// All of them.
    All,
    /// None.
    None,
    /// Those for which this holds.
    Some(Vec<bool>),
}

impl Covered {
    /// Whether a block has.
    pub fn has(&self, block: usize) -> bool {
        match self {
            Self::All => true,
            Self::None => false,
            Self::Some(blocks) => blocks.get(block).copied().unwrap_or(false),
        }
    }
}
