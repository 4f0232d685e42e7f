//! One search over a library on all cores: which documents, in which pieces, in which order what is found comes
//! out. Keeps nothing when it is done.
use super::facets::{Counter, Tally};
use super::legible::blanked;
use super::parse::Pattern;
use super::rank::{Above, Found, Weights};
use super::scan::{Count, Finder, Manner};
use super::scope::{Part, Sieve};
use super::words::Term;
use super::{Ask, FIRST, Hit, Order, Piece, Query, Results};
use crate::model::{BlockKind, DocId, Document, Library, Passage};
use crate::query::index::{Blocks, Index};
use rayon::prelude::*;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// When what is there is told of first.
const SOON: Duration = Duration::from_millis(8);
/// About so many bytes of text are searched in one piece.
const PIECE: usize = 1 << 20;
/// Of a large library, about so many bytes tell how common a word is.
const SAMPLE: usize = 2 << 20;
/// So few earlier hits are looked at one by one; where there are more, their documents are searched.
const FEW: usize = 20_000;

/// Something looked for, made ready.
enum Probe<'a> {
    Term(Finder),
    Expression(&'a Pattern),
}

impl<'a> Probe<'a> {
    fn new(pattern: &'a Pattern) -> Self {
        match pattern {
            Pattern::Term(term) => Self::Term(Finder::new(term.clone())),
            Pattern::Expression(_) => Self::Expression(pattern),
        }
    }

    fn count(&self, text: &str, plain: bool, scratch: &mut Scratch) -> u32 {
        match self {
            Self::Term(finder) => finder.count(text, plain, &mut scratch.counts),
            Self::Expression(pattern) => pattern.count(text, &mut scratch.text),
        }
    }

    /// The blocks of a document that have it.
    fn blocks(
        &self,
        (doc, text): (&Document, &str),
        manner: Manner,
        found: &mut Vec<Count>,
        scratch: &mut Scratch,
    ) {
        match self {
            Self::Term(finder) => finder.blocks(text, &doc.blocks, manner, found),
            Self::Expression(pattern) => {
                found.clear();
                for block in 0..doc.blocks.len() {
                    let times = pattern.count(&text[doc.blocks[block].range()], &mut scratch.text);
                    if times > 0 {
                        found.push(Count { block: block as u32, times });
                    }
                }
            }
        }
    }
}

/// Room that is used again from block to block.
#[derive(Default)]
struct Scratch {
    counts: Vec<Count>,
    text: String,
    times: Vec<u32>,
}

/// A document to search, and where only some of its blocks are asked about, their place in [`Run::blocks`].
struct Visit {
    doc: DocId,
    blocks: Option<(u32, u32)>,
}

/// A document as it is searched.
struct Leaf<'a> {
    id: DocId,
    doc: &'a Document,
    /// Its text, the marks of footnotes blank.
    text: &'a str,
    part: Part,
    plain: bool,
}

impl<'a> Leaf<'a> {
    fn raw(&self, block: usize) -> &'a str {
        &self.text[self.doc.blocks[block].range()]
    }
}

/// What was found in one piece.
#[derive(Default)]
struct Chunk {
    hits: Vec<Hit>,
    tally: Tally,
}

/// A search under way.
pub(super) struct Run<'a> {
    library: &'a Library,
    order: Order,
    sieve: &'a Sieve,
    stale: &'a (dyn Fn() -> bool + Sync),
    wanted: Vec<Probe<'a>>,
    unwanted: Vec<Probe<'a>>,
    /// The pattern that the text is searched for; the others are looked for where it stands.
    rarest: usize,
    /// When it was asked.
    begun: Instant,
    once: bool,
    /// One word is wanted, and [`Self::blocks`] are all that have it.
    sure: bool,
    weights: Weights,
    visits: Vec<Visit>,
    blocks: Vec<u32>,
    /// The visits of each piece.
    pieces: Vec<std::ops::Range<usize>>,
}

impl<'a> Run<'a> {
    pub fn new(ask: &Ask<'a>, sieve: &'a Sieve, stale: &'a (dyn Fn() -> bool + Sync)) -> Self {
        let query = ask.query;
        let mut run = Self {
            library: ask.library,
            order: ask.order,
            sieve,
            stale,
            wanted: query.wanted.iter().map(Probe::new).collect(),
            unwanted: query.unwanted.iter().map(Probe::new).collect(),
            begun: Instant::now(),
            rarest: 0,
            once: false,
            sure: false,
            weights: Weights::new(0, 0, &[]),
            visits: Vec::new(),
            blocks: Vec::new(),
            pieces: Vec::new(),
        };
        run.weigh();
        let indexed = ask.index.and_then(|index| run.look_up(index, query));
        run.plan(indexed, ask.within.filter(|results| results.complete));
        run
    }

    /// What an index tells of the query's words.
    fn look_up(&mut self, index: &Index, query: &Query) -> Option<Blocks> {
        let terms = || {
            query.wanted.iter().filter_map(|pattern| match pattern {
                Pattern::Term(term) => Some(term),
                Pattern::Expression(_) => None,
            })
        };
        let sure = query.wanted.len() == 1 && terms().all(Term::is_word);
        // To look at very many blocks one by one takes longer than to go through the whole text.
        let many = if sure { usize::MAX } else { FEW };
        let pieces: Vec<Piece> = terms().flat_map(Term::pieces).collect();
        let found = index.blocks(self.library, &pieces, many).filter(|found| found.passages.len() <= many)?;
        self.sure = sure;
        Some(found)
    }

    /// Learns how common each pattern is, from a part of a large library and from all of a small one.
    fn weigh(&mut self) {
        let (mut blocks, mut bytes) = (0, 0);
        for (_, doc) in self.library.iter() {
            blocks += doc.blocks.len();
            bytes += doc.text.len();
        }
        let step = (bytes / SAMPLE).max(1);
        if let Some(doc) = self.library.get(DocId(self.library.len() as u32 / 2)).filter(|_| step > 1) {
            for probe in &mut self.wanted {
                if let Probe::Term(finder) = probe {
                    finder.tune(&doc.text);
                }
            }
        }
        let mut having = vec![0_usize; self.wanted.len()];
        let mut sampled = 0;
        let (mut found, mut scratch) = (Vec::new(), Scratch::default());
        if step > 1 || self.wanted.len() > 1 {
            for (id, doc) in self.library.iter().step_by(step) {
                sampled += doc.blocks.len();
                let manner = Manner { plain: self.library.is_plain(id), once: true };
                let text = blanked(doc, 0..doc.text.len());
                for (probe, having) in self.wanted.iter().zip(&mut having) {
                    probe.blocks((doc, &text), manner, &mut found, &mut scratch);
                    *having += found.len();
                }
            }
        }
        let sampled = sampled.max(1);
        let scaled: Vec<usize> =
            having.iter().map(|&having| (having as u64 * blocks as u64 / sampled as u64) as usize).collect();
        self.weights = Weights::new(blocks, bytes, &scaled);
        // An expression has to be tried on every block: a word finds the blocks sooner.
        let cost = |number: &usize| (matches!(self.wanted[*number], Probe::Expression(_)), having[*number]);
        self.rarest = (0..self.wanted.len()).min_by_key(cost).unwrap_or(0);
        // A word that stands in every tenth block tells next to nothing by standing there twice.
        self.once = step > 1 && having.get(self.rarest).is_some_and(|having| having * 10 > sampled);
    }

    /// Chooses the documents to search and cuts them into pieces.
    fn plan(&mut self, indexed: Option<Blocks>, within: Option<&Results>) {
        if let Some(Blocks { passages, next }) = indexed {
            self.visit_blocks(&passages);
            let behind = self.library.iter().skip(next as usize);
            self.visits.extend(behind.map(|(doc, _)| Visit { doc, blocks: None }));
            return self.cut();
        }
        match within {
            None => self.visits = self.library.iter().map(|(doc, _)| Visit { doc, blocks: None }).collect(),
            Some(earlier) if earlier.hits.len() <= FEW => {
                let mut passages: Vec<Passage> = earlier.hits.iter().map(|hit| hit.passage).collect();
                passages.sort_unstable();
                self.visit_blocks(&passages);
            }
            Some(earlier) => {
                let mut had = vec![false; self.library.len()];
                for hit in &earlier.hits {
                    if let Some(had) = had.get_mut(hit.passage.doc.0 as usize) {
                        *had = true;
                    }
                }
                let docs = self.library.iter().filter(|(id, _)| had[id.0 as usize]);
                self.visits = docs.map(|(doc, _)| Visit { doc, blocks: None }).collect();
            }
        }
        self.cut();
    }

    /// Visits these blocks alone, which come in order.
    fn visit_blocks(&mut self, passages: &[Passage]) {
        self.blocks.reserve_exact(passages.len());
        for same in passages.chunk_by(|a, b| a.doc == b.doc) {
            let begin = self.blocks.len() as u32;
            self.blocks.extend(same.iter().map(|passage| passage.block));
            let blocks = Some((begin, self.blocks.len() as u32));
            self.visits.push(Visit { doc: same[0].doc, blocks });
        }
    }

    /// Cuts what is to be visited into pieces.
    fn cut(&mut self) {
        let (mut begin, mut bytes) = (0, 0);
        for (number, visit) in self.visits.iter().enumerate() {
            let Some(doc) = self.library.get(visit.doc) else { continue };
            bytes += if visit.blocks.is_some() { 1 << 12 } else { doc.text.len() };
            if bytes >= PIECE || number + 1 == self.visits.len() {
                self.pieces.push(begin..number + 1);
                (begin, bytes) = (number + 1, 0);
            }
        }
    }

    /// Whether there is a hit at all.
    pub fn finds(&self) -> bool {
        self.pieces.par_iter().any(|piece| {
            let mut worker = Worker::new(self);
            self.visits[piece.clone()].iter().any(|visit| {
                !(self.stale)() && {
                    worker.visit(visit);
                    !worker.chunk.hits.is_empty()
                }
            })
        })
    }

    /// Searches, and tells what is found; how much that is, or `None` when the answer is no longer wanted.
    pub fn search(&self, tell: &mut dyn FnMut(Results)) -> Option<usize> {
        // What was looked up before counts, too; but something is to be there.
        let soon = (self.begun + SOON).max(Instant::now() + SOON / 2);
        let mut chunks: Vec<Option<Chunk>> = Vec::new();
        chunks.resize_with(self.pieces.len(), || None);
        let next = AtomicUsize::new(0);
        let (sender, receiver) = mpsc::channel();
        rayon::in_place_scope(|scope| {
            for _ in 0..rayon::current_num_threads().min(self.pieces.len()) {
                let (sender, next) = (sender.clone(), &next);
                scope.spawn(move |_| {
                    let mut worker = Worker::new(self);
                    loop {
                        let number = next.fetch_add(1, Ordering::Relaxed);
                        let Some(piece) = self.pieces.get(number) else { return };
                        for visit in &self.visits[piece.clone()] {
                            if (self.stale)() {
                                return;
                            }
                            worker.visit(visit);
                        }
                        if sender.send((number, worker.take())).is_err() {
                            return;
                        }
                    }
                });
            }
            drop(sender);
            let mut told = false;
            loop {
                let received = if told {
                    receiver.recv().map_err(|_| mpsc::RecvTimeoutError::Disconnected)
                } else {
                    receiver.recv_timeout(soon.saturating_duration_since(Instant::now()))
                };
                match received {
                    Ok((number, chunk)) => chunks[number] = Some(chunk),
                    Err(mpsc::RecvTimeoutError::Disconnected) => return,
                    Err(mpsc::RecvTimeoutError::Timeout) if (self.stale)() => told = true,
                    Err(mpsc::RecvTimeoutError::Timeout) => {
                        told = true;
                        let (hits, tally) = gathered(&chunks);
                        let total = hits.len();
                        let facets = tally.facets(&self.library.atlas);
                        let hits = self.sorted(&hits, true);
                        tell(Results { hits, total, facets, ..Results::default() });
                    }
                }
            }
        });
        if (self.stale)() || chunks.iter().any(Option::is_none) {
            return None;
        }
        let (hits, tally) = gathered(&chunks);
        drop(chunks);
        let total = hits.len();
        let facets = tally.facets(&self.library.atlas);
        if total > FEW && self.order != Order::Document {
            // To put so many in order takes a while: the first of them are known sooner.
            tell(Results {
                hits: self.sorted(&hits, true),
                total,
                facets: facets.clone(),
                ..Results::default()
            });
            if (self.stale)() {
                return None;
            }
        }
        let hits = if self.order == Order::Document { hits } else { self.sorted(&hits, false) };
        tell(Results { hits, total, complete: true, facets, near: Vec::new() });
        Some(total)
    }

    /// Hits, which come in the library's order, in the order asked for; only the first where that is enough.
    fn sorted(&self, hits: &[Hit], first: bool) -> Vec<Hit> {
        let mut keys: Vec<u64> = match self.order {
            Order::Document => (0..hits.len().min(if first { FIRST } else { usize::MAX }) as u64).collect(),
            // Scores are not negative: their bits are in their order.
            Order::Relevance => {
                let key = |(number, hit): (usize, &Hit)| {
                    u64::from(u32::MAX - hit.score.to_bits()) << 32 | number as u64
                };
                hits.iter().enumerate().map(key).collect()
            }
            Order::Year => {
                let mut last = (None, 0);
                let key = |(number, hit): (usize, &Hit)| {
                    if last.0 != Some(hit.passage.doc) {
                        let year = self.library.get(hit.passage.doc).and_then(|doc| doc.year());
                        let late =
                            year.map_or(u32::MAX, |year| (i64::from(i32::MAX) - i64::from(year)) as u32);
                        last = (Some(hit.passage.doc), late);
                    }
                    u64::from(last.1) << 32 | number as u64
                };
                hits.iter().enumerate().map(key).collect()
            }
        };
        if first && keys.len() > FIRST {
            keys.select_nth_unstable(FIRST);
            keys.truncate(FIRST);
        }
        if keys.len() > FEW {
            keys.par_sort_unstable();
        } else {
            keys.sort_unstable();
        }
        keys.into_iter().map(|key| hits[key as u32 as usize]).collect()
    }
}

/// All hits so far, in the library's order.
fn gathered(chunks: &[Option<Chunk>]) -> (Vec<Hit>, Tally) {
    let there = || chunks.iter().flatten();
    let mut hits = Vec::with_capacity(there().map(|chunk| chunk.hits.len()).sum());
    let mut tally = Tally::default();
    for chunk in there() {
        hits.extend_from_slice(&chunk.hits);
        tally.add(&chunk.tally);
    }
    (hits, tally)
}

/// One thread's part of a search.
struct Worker<'a> {
    run: &'a Run<'a>,
    chunk: Chunk,
    counter: Counter,
    above: Above,
    /// By pattern, then by heading (the title last): whether it has the pattern, where that is known.
    headed: Vec<Vec<Option<bool>>>,
    /// Whether no heading of the document has any pattern.
    unheaded: bool,
    found: Vec<Count>,
    scratch: Scratch,
}

impl<'a> Worker<'a> {
    fn new(run: &'a Run<'a>) -> Self {
        Self {
            run,
            chunk: Chunk::default(),
            counter: Counter::new(&run.library.atlas),
            above: Above::default(),
            headed: vec![Vec::new(); run.wanted.len()],
            unheaded: false,
            found: Vec::new(),
            scratch: Scratch::default(),
        }
    }

    fn take(&mut self) -> Chunk {
        self.chunk.tally = self.counter.take();
        std::mem::take(&mut self.chunk)
    }

    /// Searches one document.
    fn visit(&mut self, visit: &Visit) {
        let run = self.run;
        let Some(doc) = run.library.get(visit.doc) else { return };
        let part = run.sieve.document(visit.doc, doc);
        if part == Part::Nothing {
            return;
        }
        let plain = run.library.is_plain(visit.doc);
        let mut found = std::mem::take(&mut self.found);
        let text = blanked(doc, 0..doc.text.len());
        let leaf = Leaf { id: visit.doc, doc, text: &text, part, plain };
        self.candidates(visit, &leaf, &mut found);
        if !found.is_empty() {
            self.judge(&leaf, &found, visit.blocks.is_none() || run.sure);
        }
        self.found = found;
    }

    /// The blocks that have the rarest pattern.
    fn candidates(&mut self, visit: &Visit, leaf: &Leaf, found: &mut Vec<Count>) {
        let run = self.run;
        let Leaf { doc, plain, .. } = *leaf;
        let rarest = run.wanted.get(run.rarest);
        match (visit.blocks, rarest) {
            (None, Some(probe)) => {
                probe.blocks((doc, leaf.text), Manner { plain, once: run.once }, found, &mut self.scratch);
            }
            (None, None) => {
                found.clear();
                found.extend((0..doc.blocks.len() as u32).map(|block| Count { block, times: 1 }));
            }
            (Some((from, to)), probe) => {
                found.clear();
                for &block in &run.blocks[from as usize..to as usize] {
                    if block as usize >= doc.blocks.len() {
                        continue;
                    }
                    let times = match probe {
                        Some(probe) if !(run.sure && run.once) => {
                            probe.count(leaf.raw(block as usize), plain, &mut self.scratch)
                        }
                        _ => 1,
                    };
                    if times > 0 {
                        found.push(Count { block, times: if run.once { 1 } else { times } });
                    }
                }
            }
        }
    }

    /// Keeps those blocks that have everything else too, and weighs them; `whole` where they are all that have the
    /// rarest pattern.
    fn judge(&mut self, leaf: &Leaf, found: &[Count], whole: bool) {
        let run = self.run;
        let Leaf { id, doc, part, plain, .. } = *leaf;
        let before = self.chunk.hits.len();
        self.counter.begin(doc);
        let mut begun = false;
        'blocks: for count in found {
            let block = count.block as usize;
            let raw = leaf.raw(block);
            let mut times = std::mem::take(&mut self.scratch.times);
            times.clear();
            for (number, probe) in run.wanted.iter().enumerate() {
                let here = if number == run.rarest {
                    count.times
                } else {
                    probe.count(raw, plain, &mut self.scratch)
                };
                times.push(here);
                if here == 0 {
                    break;
                }
            }
            self.scratch.times = times;
            let missing = self.scratch.times.last() == Some(&0);
            if missing || part == Part::Some && !run.sieve.block(doc, block) {
                continue;
            }
            for probe in &run.unwanted {
                if probe.count(raw, plain, &mut self.scratch) > 0 {
                    continue 'blocks;
                }
            }
            if !begun {
                begun = true;
                self.begin_headings(doc, found, whole);
            }
            let score = self.score(leaf, block);
            self.chunk.hits.push(Hit { passage: Passage { doc: id, block: count.block }, score });
            self.counter.hit(doc, &doc.blocks[block]);
        }
        self.counter.end(doc, (self.chunk.hits.len() - before) as u32);
    }

    /// Makes ready to tell which headings have the patterns: of the rarest it is known where all blocks that
    /// have it are.
    fn begin_headings(&mut self, doc: &Document, found: &[Count], whole: bool) {
        let is_head = |count: &Count| doc.blocks[count.block as usize].kind.depth().is_some();
        self.unheaded = whole && self.headed.len() == 1 && !found.iter().any(is_head);
        if self.unheaded {
            return;
        }
        self.above.begin(doc);
        for (number, headed) in self.headed.iter_mut().enumerate() {
            headed.clear();
            let known = whole && number == self.run.rarest;
            headed.resize(doc.heads.len() + 1, known.then_some(false));
            if !known {
                continue;
            }
            for count in found {
                match doc.blocks[count.block as usize].kind {
                    BlockKind::Title => headed[doc.heads.len()] = Some(true),
                    BlockKind::Heading(_) => {
                        if let Ok(heading) = doc.heads.binary_search(&count.block) {
                            headed[heading] = Some(true);
                        }
                    }
                    _ => {}
                }
            }
        }
    }

    /// How likely a block is what is meant; how often it has each pattern is in the scratch.
    fn score(&mut self, leaf: &Leaf, block: usize) -> f32 {
        let run = self.run;
        let Leaf { doc, plain, .. } = *leaf;
        let (kind, bytes) = (doc.blocks[block].kind, doc.blocks[block].range().len());
        if self.unheaded {
            let times = self.scratch.times.first().copied().unwrap_or_default();
            return run.weights.score(0, Found { times, heading: false, under: false }, bytes);
        }
        let title = doc.heads.len();
        let has_title = doc.blocks.first().is_some_and(|first| first.kind == BlockKind::Title) && block > 0;
        let mut score = 0.0;
        let times = std::mem::take(&mut self.scratch.times);
        for (number, &times) in times.iter().enumerate() {
            let (headed, scratch) = (&mut self.headed[number], &mut self.scratch);
            let mut has = |heading: usize, of: usize| {
                *headed[heading]
                    .get_or_insert_with(|| run.wanted[number].count(leaf.raw(of), plain, scratch) > 0)
            };
            let under = self.above.of(doc, block).any(|heading| has(heading, doc.heads[heading] as usize))
                || has_title && has(title, 0);
            let found = Found { times, heading: kind.depth().is_some(), under };
            score += run.weights.score(number, found, bytes);
        }
        self.scratch.times = times;
        score
    }
}
