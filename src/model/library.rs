//! Many documents by series, edition and place, with the passages that name each place.
use super::address::{Address, Part, slug};
use super::country::{Atlas, PlaceId};
use super::distinct::distinct;
use super::document::{BlockKind, Document};
use std::any::Any;
use std::collections::{HashMap, HashSet};
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

/// A document's number in its [`Library`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct DocId(pub u32);

/// A block that names a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Passage {
    /// The document.
    pub doc: DocId,
    /// The block's number in it.
    pub block: u32,
}

/// How much a library says of a place.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Counts {
    /// Times that it is named.
    pub mentions: u32,
    /// Blocks that name it.
    pub passages: u32,
    /// Documents that name it.
    pub documents: u32,
    /// Blocks that name it or a place below it in the tree.
    pub family: u32,
}

/// Documents in the order in which a reader meets them. Never changes; a new one replaces it.
#[derive(Debug, Default)]
pub struct Library {
    /// The places it can speak of.
    pub atlas: Arc<Atlas>,
    docs: Vec<Arc<Document>>,
    by_slug: HashMap<String, DocId>,
    named: Named,
    /// Whether each text is all ASCII, once it has been looked at.
    plain: Vec<AtomicU8>,
    /// What was worked out about it besides.
    beside: Mutex<Vec<Arc<dyn Any + Send + Sync>>>,
}

/// What documents name, by place.
#[derive(Debug, Default)]
struct Named {
    passages: Vec<Vec<Passage>>,
    counts: Vec<Counts>,
    /// Blocks that name any place.
    blocks: u32,
    /// Blocks that name a region outside the tree.
    elsewhere: u32,
}

/// So many documents are gathered from on one core sooner than on two.
const MANY: usize = 1000;

impl Named {
    fn gathered(atlas: &Atlas, docs: &[Arc<Document>]) -> Self {
        if docs.len() < MANY {
            return Self::of(atlas, docs, 0);
        }
        let (first, second) = docs.split_at(docs.len() / 2);
        std::thread::scope(|scope| {
            let second = scope.spawn(move || Self::of(atlas, second, docs.len() / 2));
            let first = Self::of(atlas, first, 0);
            match second.join() {
                Ok(second) => first.and(second),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        })
    }

    /// The same of these documents and of those behind them.
    fn and(mut self, behind: Self) -> Self {
        for (passages, more) in self.passages.iter_mut().zip(behind.passages) {
            passages.reserve_exact(more.len());
            passages.extend(more);
        }
        for (counts, more) in self.counts.iter_mut().zip(behind.counts) {
            counts.mentions += more.mentions;
            counts.passages += more.passages;
            counts.documents += more.documents;
            counts.family += more.family;
        }
        self.blocks += behind.blocks;
        self.elsewhere += behind.elsewhere;
        self
    }

    /// What documents name, the first of which has this number.
    fn of(atlas: &Atlas, docs: &[Arc<Document>], number: usize) -> Self {
        let many = atlas.places.len();
        let mut mentions = vec![0; many];
        for mention in docs.iter().flat_map(|doc| &doc.mentions) {
            mentions[usize::from(mention.place.0)] += 1;
        }
        let mut named = Self {
            // Room at once: lists that grow are copied again and again.
            passages: mentions.into_iter().map(Vec::with_capacity).collect(),
            counts: vec![Counts::default(); many],
            ..Self::default()
        };
        let mut outside = vec![false; many];
        for id in &atlas.elsewhere {
            outside[usize::from(id.0)] = true;
        }
        let mut last_outside = None;
        let mut families: Vec<Passage> = vec![Passage { doc: DocId(u32::MAX), block: 0 }; many];
        for (number, doc) in docs.iter().enumerate().map(|(at, doc)| (number + at, doc)) {
            let id = DocId(number as u32);
            let (mut block, mut last_named) = (0, None);
            for mention in &doc.mentions {
                while doc.blocks.get(block).is_some_and(|b| b.end <= mention.start) {
                    block += 1;
                }
                let passage = Passage { doc: id, block: block as u32 };
                if last_named != Some(block) {
                    named.blocks += 1;
                    last_named = Some(block);
                }
                let place = usize::from(mention.place.0);
                if outside[place] && last_outside != Some(passage) {
                    named.elsewhere += 1;
                    last_outside = Some(passage);
                }
                named.counts[place].mentions += 1;
                let list = &mut named.passages[place];
                if list.last() != Some(&passage) {
                    if list.last().is_none_or(|last| last.doc != id) {
                        named.counts[place].documents += 1;
                    }
                    named.counts[place].passages += 1;
                    list.push(passage);
                }
                for above in atlas.ancestry(mention.place) {
                    let above = usize::from(above.0);
                    if families[above] == passage {
                        break; // what stands above has counted this block already
                    }
                    families[above] = passage;
                    named.counts[above].family += 1;
                }
            }
        }
        for list in &mut named.passages {
            list.shrink_to_fit();
        }
        named
    }
}

impl Library {
    /// Puts documents in order (series, newest edition first, region, slug), makes their slugs one of a
    /// kind, and gathers the passages that name each place.
    pub fn new(atlas: Arc<Atlas>, mut docs: Vec<Arc<Document>>) -> Self {
        distinguish(&mut docs);
        let region_order = |doc: &Document| {
            let region = doc.meta.region.as_deref()?;
            atlas.roots.iter().position(|&root| atlas.place(root).slug() == region)
        };
        docs.sort_by_cached_key(|doc| {
            (
                doc.series().is_none(),
                doc.series().unwrap_or_default().to_lowercase(),
                std::cmp::Reverse(doc.year()),
                region_order(doc).unwrap_or(usize::MAX),
                doc.slug.clone(),
            )
        });
        let by_slug = docs.iter().enumerate().map(|(n, doc)| (doc.slug.clone(), DocId(n as u32))).collect();
        let named = Named::gathered(&atlas, &docs);
        let plain = docs.iter().map(|_| AtomicU8::default()).collect();
        Self { atlas, docs, by_slug, named, plain, beside: Mutex::default() }
    }

    /// What was worked out about this library, of one kind: made where there is none yet, and gone with the library.
    pub fn beside<T: Any + Default + Send + Sync>(&self) -> Arc<T> {
        let mut beside = self.beside.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = beside.iter().find_map(|one| Arc::clone(one).downcast::<T>().ok()) {
            return known;
        }
        let made = Arc::<T>::default();
        beside.push(Arc::clone(&made) as Arc<dyn Any + Send + Sync>);
        made
    }

    /// The document of this number.
    pub fn get(&self, id: DocId) -> Option<&Arc<Document>> {
        self.docs.get(id.0 as usize)
    }

    /// The document of this number.
    ///
    /// # Panics
    /// When the number is of another library.
    pub fn doc(&self, id: DocId) -> &Arc<Document> {
        &self.docs[id.0 as usize]
    }

    /// Whether a document's text is all ASCII: looked at once, and remembered.
    pub fn is_plain(&self, id: DocId) -> bool {
        const YES: u8 = 1;
        const NO: u8 = 2;
        let Some(known) = self.plain.get(id.0 as usize) else { return false };
        match known.load(Ordering::Relaxed) {
            0 => {
                let plain = self.doc(id).text.is_ascii();
                known.store(if plain { YES } else { NO }, Ordering::Relaxed);
                plain
            }
            known => known == YES,
        }
    }

    /// The document with this slug.
    pub fn find(&self, slug: &str) -> Option<DocId> {
        self.by_slug.get(slug).copied()
    }

    /// All documents in order.
    pub fn iter(&self) -> impl DoubleEndedIterator<Item = (DocId, &Arc<Document>)> + ExactSizeIterator {
        self.docs.iter().enumerate().map(|(number, doc)| (DocId(number as u32), doc))
    }

    /// How many documents there are.
    pub fn len(&self) -> usize {
        self.docs.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.docs.is_empty()
    }

    /// The first and the last edition.
    pub fn years(&self) -> Option<(i32, i32)> {
        let mut years = self.docs.iter().filter_map(|doc| doc.year());
        let first = years.next()?;
        Some(years.fold((first, first), |(low, high), year| (low.min(year), high.max(year))))
    }

    /// What the library says of a place, in numbers.
    pub fn counts(&self, place: PlaceId) -> Counts {
        self.named.counts.get(usize::from(place.0)).copied().unwrap_or_default()
    }

    /// How many blocks name any place.
    pub fn named(&self) -> u32 {
        self.named.blocks
    }

    /// How many blocks name a region outside the tree.
    pub fn named_elsewhere(&self) -> u32 {
        self.named.elsewhere
    }

    /// The blocks that name exactly this place, in library order.
    pub fn passages(&self, place: PlaceId) -> &[Passage] {
        self.named.passages.get(usize::from(place.0)).map_or(&[], Vec::as_slice)
    }

    /// The blocks that name this place or one below it in the tree, each once, in library order.
    pub fn family_passages(&self, place: PlaceId) -> Vec<Passage> {
        let mut all: Vec<Passage> =
            self.atlas.family(place).into_iter().flat_map(|id| self.passages(id)).copied().collect();
        all.sort_unstable();
        all.dedup();
        all
    }

    /// The address of a block.
    pub fn address(&self, passage: Passage) -> Address {
        self.doc(passage.doc).address(passage.block as usize)
    }
}

/// A heading in a document's outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The block's number.
    pub block: usize,
    /// The depth; 1 is the outermost.
    pub depth: u8,
    /// The slugs down to it: what its address says.
    pub path: Vec<String>,
}

impl Document {
    /// The headings in order, the title left out.
    pub fn outline(&self) -> Vec<Heading> {
        let mut seen: HashSet<Vec<String>> = HashSet::new();
        let mut above: Vec<(u8, String)> = Vec::new();
        let mut outline = Vec::new();
        for (block, found) in self.blocks.iter().enumerate() {
            let BlockKind::Heading(depth) = found.kind else { continue };
            while above.last().is_some_and(|(level, _)| *level >= depth) {
                above.pop();
            }
            let mut step = slug(&self.prose(block));
            if step.is_empty() {
                step = "heading".into();
            }
            let mut path: Vec<String> = above.iter().map(|(_, step)| step.clone()).collect();
            path.push(step.clone());
            let mut times = 1;
            // A number may make it equal to another heading that has one of its own: "A", "A", "A 2".
            while !seen.insert(path.clone()) {
                times += 1;
                path.pop();
                path.push(format!("{step}-{times}"));
            }
            step.clone_from(&path[path.len() - 1]);
            above.push((depth, step));
            outline.push(Heading { block, depth, path });
        }
        outline
    }

    /// The address of a block.
    pub fn address(&self, block: usize) -> Address {
        let part = match self.blocks[block].kind {
            BlockKind::Title => Part::Whole,
            BlockKind::Heading(_) => self
                .outline()
                .into_iter()
                .find(|heading| heading.block == block)
                .map_or(Part::Whole, |heading| Part::Heading(heading.path)),
            BlockKind::Footnote => {
                self.note_at(block).map_or(Part::Whole, |note| Part::Note(self.notes[note].label.clone()))
            }
            _ => Part::Paragraph(self.blocks[..=block].iter().filter(|block| block.kind.is_body()).count()),
        };
        Address::Document { slug: self.slug.clone(), part }
    }

    /// The addresses of all blocks, in order, in one pass.
    pub fn addresses(&self) -> Vec<Address> {
        let mut outline = self.outline().into_iter();
        let mut paragraph = 0;
        (0..self.blocks.len())
            .map(|block| {
                let part = match self.blocks[block].kind {
                    BlockKind::Title => Part::Whole,
                    BlockKind::Heading(_) => {
                        outline.next().map_or(Part::Whole, |heading| Part::Heading(heading.path))
                    }
                    BlockKind::Footnote => return self.address(block),
                    _ => {
                        paragraph += 1;
                        Part::Paragraph(paragraph)
                    }
                };
                Address::Document { slug: self.slug.clone(), part }
            })
            .collect()
    }

    /// The block that a part means, or `None` when the document has no such part.
    pub fn locate(&self, part: &Part) -> Option<usize> {
        match part {
            Part::Whole => (!self.blocks.is_empty()).then_some(0),
            Part::Heading(path) => self.outline().into_iter().find(|h| h.path == *path).map(|h| h.block),
            Part::Paragraph(number) => {
                (0..self.blocks.len()).filter(|&b| self.blocks[b].kind.is_body()).nth(number - 1)
            }
            Part::Note(label) => {
                self.notes.iter().find(|note| note.label == *label).map(|note| note.block as usize)
            }
        }
    }
}

/// Makes slugs one of a kind. A document that others hold, too, is copied where its slug changes: whoever reads
/// many out of one file makes theirs distinct before.
fn distinguish(docs: &mut [Arc<Document>]) {
    let slugs: Vec<&str> = docs.iter().map(|doc| doc.slug.as_str()).collect();
    let chosen = distinct(&slugs, |at| docs[at].origin.folder());
    for (doc, chosen) in docs.iter_mut().zip(chosen) {
        if chosen != doc.slug {
            Arc::make_mut(doc).slug = chosen;
        }
    }
}
