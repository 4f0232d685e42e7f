//! The thread that searches: it answers the newest question; while nobody asks it counts saved queries, and makes an
//! index of a large library. Never waits for the screen, and is never waited for.
use super::Event;
use crate::app::{Answer, Message, Question};
use crate::model::Library;
use crate::query::concordance::spots;
use crate::query::index::{self, Index};
use crate::query::search::{Ask, search};
use crate::query::{Order, Query, Results, Scope};
use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering as Memory};
use std::sync::mpsc::{Receiver, Sender, TryRecvError, channel};
use std::sync::{Arc, Weak};

/// So many earlier results are kept to be narrowed, where they are no longer than this, and the last.
const KEPT: usize = 8;
const SMALL: usize = 100_000;

/// What was found before, so that a longer query searches less.
#[derive(Default)]
pub struct Searching {
    kept: VecDeque<Kept>,
}

struct Kept {
    library: Weak<Library>,
    question: Question,
    query: Query,
    results: Arc<Results>,
}

impl Searching {
    /// Answers a question: with what there is after a short while, and when it is complete; with no word more as
    /// soon as it is `stale`.
    pub fn answer(
        &mut self,
        library: &Arc<Library>,
        question: &Question,
        stale: &(dyn Fn() -> bool + Sync),
        tell: &mut dyn FnMut(Answer),
    ) {
        // The app asks only what can be understood.
        let Ok(query) = Query::typing(&question.text, &library.atlas) else { return };
        let here = Arc::downgrade(library);
        self.kept.retain(|kept| Weak::ptr_eq(&kept.library, &here));
        let same = self
            .kept
            .iter()
            .find(|kept| (&kept.question.text, kept.question.order) == (&question.text, question.order));
        if let Some(kept) = same {
            let results = Arc::clone(&kept.results);
            return say(library, question, &query, results, tell);
        }
        let mut complete = None;
        let index = index::of(library);
        let ask = Ask {
            library,
            query: &query,
            scope: &Scope::default(),
            order: question.order,
            within: self.wider(&query),
            index: Some(&index),
        };
        search(&ask, stale, &mut |results| {
            let results = Arc::new(results);
            if results.complete {
                complete = Some(Arc::clone(&results));
            }
            say(library, question, &query, results, tell);
        });
        if let Some(results) = complete {
            self.keep(Kept { library: here, question: question.clone(), query, results });
        }
    }

    /// The fewest hits that are known to have all of the query's among them.
    fn wider(&self, query: &Query) -> Option<&Results> {
        let wider = self.kept.iter().filter(|kept| query.narrows(&kept.query));
        wider.map(|kept| &*kept.results).min_by_key(|results| results.hits.len())
    }

    fn keep(&mut self, kept: Kept) {
        self.kept.retain(|kept| kept.results.hits.len() <= SMALL);
        self.kept.push_back(kept);
        if self.kept.len() > KEPT {
            self.kept.pop_front();
        }
    }

    /// How many hits a query has; nothing where it cannot be asked or the answer is stale.
    pub fn count(&self, library: &Library, text: &str, stale: &(dyn Fn() -> bool + Sync)) -> Option<usize> {
        let query = Query::typing(text, &library.atlas).ok().filter(|query| !query.is_empty())?;
        let scope = Scope::default();
        let index = index::of(library);
        let ask = Ask {
            library,
            query: &query,
            scope: &scope,
            order: Order::default(),
            within: None,
            index: Some(&index),
        };
        let mut total = None;
        search(&ask, stale, &mut |results| {
            total = results.complete.then_some(results.total);
        });
        total
    }
}

/// Tells results, with their documents counted, and with the lines of the concordance once they are whole.
fn say(
    library: &Library,
    question: &Question,
    query: &Query,
    results: Arc<Results>,
    tell: &mut dyn FnMut(Answer),
) {
    let mut seen = vec![false; library.len()];
    let mut documents = 0;
    for hit in &results.hits {
        if let Some(seen) = seen.get_mut(hit.passage.doc.0 as usize) {
            documents += usize::from(!std::mem::replace(seen, true));
        }
    }
    let sort = question.lines.filter(|_| results.complete);
    let lines = sort.map(|sort| Arc::new(spots(library, query, &results.hits, sort)));
    tell(Answer { generation: question.generation, results, documents, lines });
}

/// What the thread is asked.
enum Job {
    Search(Arc<Library>, Question),
    Count(Arc<Library>, Vec<String>),
}

/// The way to the thread.
pub(super) struct Searcher {
    /// The number of the newest question: an answer to any other is stale.
    newest: Arc<AtomicU64>,
    /// How many jobs there were: what is done meanwhile gives way to the next.
    jobs: Arc<AtomicU64>,
    ask: Option<Sender<Job>>,
    events: Sender<Event>,
}

impl Searcher {
    /// A searcher that tells what it finds here.
    pub fn new(events: Sender<Event>) -> Self {
        Self { newest: Arc::default(), jobs: Arc::default(), ask: None, events }
    }

    /// Searches; what was asked before is given up.
    pub fn search(&mut self, library: &Arc<Library>, question: Question) {
        self.newest.store(question.generation, Memory::Release);
        self.send(Job::Search(Arc::clone(library), question));
    }

    /// Counts the hits of queries when nothing is asked.
    pub fn count(&mut self, library: &Arc<Library>, texts: Vec<String>) {
        self.send(Job::Count(Arc::clone(library), texts));
    }

    fn send(&mut self, job: Job) {
        let ask = self.ask.get_or_insert_with(|| {
            let (ask, jobs) = channel();
            let (newest, many) = (Arc::clone(&self.newest), Arc::clone(&self.jobs));
            let events = self.events.clone();
            std::thread::spawn(move || work(&jobs, (&newest, &many), &events));
            ask
        });
        // The thread ends only with the program.
        let _ = ask.send(job);
        self.jobs.fetch_add(1, Memory::AcqRel);
    }
}

/// A library with less text than this is looked through sooner than its index is made.
const WORTH: usize = 8 << 20;

/// Whether an index of a library is worth its making, and there is more of it to be made.
fn wants_index(library: &Library, index: &Index) -> bool {
    let mut bytes = library.iter().map(|(_, doc)| doc.text.len());
    let mut sum = 0;
    !index.is_complete(library)
        && bytes.any(|some| {
            sum += some;
            sum >= WORTH
        })
}

fn work(jobs: &Receiver<Job>, (newest, many): (&AtomicU64, &AtomicU64), events: &Sender<Event>) {
    let mut searching = Searching::default();
    let mut unindexed: Option<Arc<Library>> = None;
    let mut uncounted: VecDeque<(Arc<Library>, String)> = VecDeque::new();
    loop {
        let mut question = None;
        let seen = many.load(Memory::Acquire);
        let first = if uncounted.is_empty() && unindexed.is_none() {
            jobs.recv().map_err(|_| TryRecvError::Disconnected)
        } else {
            jobs.try_recv()
        };
        let mut next = first;
        loop {
            match next {
                Ok(Job::Search(library, asked)) => question = Some((library, asked)),
                Ok(Job::Count(library, texts)) => {
                    // What is to be counted in another library now is to be counted in that only.
                    uncounted.retain(|(of, _)| Arc::ptr_eq(of, &library));
                    uncounted.extend(texts.into_iter().map(|text| (Arc::clone(&library), text)));
                }
                Err(TryRecvError::Empty) => break,
                Err(TryRecvError::Disconnected) => return,
            }
            next = jobs.try_recv();
        }
        // Nobody listens any more only when the program ends.
        let say = |message| drop(events.send(Event::App(message)));
        if let Some((library, question)) = question {
            let stale = || newest.load(Memory::Acquire) != question.generation;
            searching.answer(&library, &question, &stale, &mut |answer| say(Message::Found(answer)));
            unindexed =
                Some(library).filter(|library| question.whole && wants_index(library, &index::of(library)));
        } else if let Some((library, text)) = uncounted.pop_front() {
            let now = newest.load(Memory::Acquire);
            let stale = || newest.load(Memory::Acquire) != now;
            match searching.count(&library, &text, &stale) {
                Some(hits) => say(Message::Counted(library, vec![(text, hits)])),
                // A question came in between: it is counted afterwards.
                None if stale() => uncounted.push_front((library, text)),
                None => {}
            }
        } else if let Some(library) = unindexed.take() {
            let stale = || many.load(Memory::Acquire) != seen;
            index::build(&library, &stale);
            // Where another thread is at it, it is left to that one.
            unindexed = Some(library).filter(|_| stale());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::query::concordance;
    use crate::store;
    use std::sync::mpsc::channel;

    fn library() -> Arc<Library> {
        Arc::new(store::built_in().expect("the digests").library)
    }

    fn question(generation: u64, text: &str) -> Question {
        Question { generation, text: text.into(), ..Question::default() }
    }

    /// The whole answer.
    fn whole(searching: &mut Searching, library: &Arc<Library>, question: &Question) -> Answer {
        let mut last = None;
        searching.answer(library, question, &|| false, &mut |answer| last = Some(answer));
        last.expect("an answer")
    }

    #[test]
    fn a_longer_query_has_the_same_hits_narrowed_or_not() {
        let library = library();
        let mut narrowing = Searching::default();
        for text in ["j", "ja", "jap", "japan r", "japan ru", "japan rus", "japan asia @kaz", "japan rus"] {
            let passages = |searching: &mut Searching| {
                let answer = whole(searching, &library, &question(1, text));
                assert!(answer.results.complete);
                assert!(answer.documents <= library.len() && answer.documents > 0, "{text}");
                answer.results.hits.iter().map(|hit| hit.passage).collect::<Vec<_>>()
            };
            let narrowed = passages(&mut narrowing);
            assert!(!narrowed.is_empty());
            assert_eq!(narrowed, passages(&mut Searching::default()), "{text}");
        }
    }

    #[test]
    fn lines_are_told_with_the_whole_answer() {
        let library = library();
        let asked = Question { lines: Some(concordance::Sort::default()), ..question(7, "summit") };
        let answer = whole(&mut Searching::default(), &library, &asked);
        let lines = answer.lines.expect("lines");
        assert!(lines.len() >= answer.results.total && lines.len() > 10);
        let words = |spot| concordance::line(&library, spot).hit.to_lowercase();
        assert!(lines.iter().all(|spot| words(spot).starts_with("summit")));
    }

    #[test]
    fn a_stale_question_is_not_answered_and_the_newest_is() {
        let (library, (events, queue)) = (library(), channel());
        let mut searching = Searching::default();
        searching.answer(&library, &question(1, "japan"), &|| true, &mut |_| panic!("stale"));
        let mut searcher = Searcher::new(events);
        searcher.count(&library, vec!["japan".into()]);
        for generation in 1..=20 {
            searcher.search(&library, question(generation, "japan russia"));
        }
        let (mut last, mut counted) = (None, false);
        while last.is_none() || !counted {
            match queue.recv().expect("an answer") {
                Event::App(Message::Found(answer)) if answer.generation == 20 && answer.results.complete => {
                    last = Some(answer);
                }
                Event::App(Message::Counted(_, counts)) => counted = counts[0].1 > 100,
                _ => {}
            }
        }
        assert!(last.expect("the newest").results.total > 0);
    }
}
