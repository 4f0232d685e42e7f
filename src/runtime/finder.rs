//! The thread that looks names up in a large library, and makes its catalogue. Takes the newest question of
//! each scope; never answers one that nobody waits for, or one of another library.
use super::{Event, panic_if_asked};
use crate::app::Message;
use crate::model::Library;
use crate::query;
use crate::query::filter::{Ask, Finder, Scope};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

/// A question.
pub struct Question {
    /// Its number.
    pub generation: u64,
    /// What was typed.
    pub text: String,
    /// Which names are looked through.
    pub scope: Scope,
    /// So many of the best are wanted.
    pub most: usize,
    /// The library that it is about.
    pub library: Arc<Library>,
}

enum Task {
    Know(Arc<Library>),
    Answer(Question),
}

/// The numbers of the newest questions, of all names and of texts.
#[derive(Default)]
struct Newest([AtomicU64; 2]);

impl Newest {
    fn of(&self, scope: Scope) -> &AtomicU64 {
        &self.0[slot(scope)]
    }
}

fn slot(scope: Scope) -> usize {
    match scope {
        Scope::All => 0,
        Scope::Texts => 1,
    }
}

/// The way to the thread.
pub struct Names {
    tasks: Sender<Task>,
    newest: Arc<Newest>,
}

impl Names {
    /// Begins the thread.
    pub fn new(events: Sender<Event>) -> Self {
        let (tasks, queue) = channel();
        let newest = Arc::new(Newest::default());
        let worker = Worker { newest: Arc::clone(&newest), events, finder: None, waiting: [None, None] };
        std::thread::spawn(move || worker.run(&queue));
        Self { tasks, newest }
    }

    /// Makes ready what can be looked up in a library, before anybody asks.
    pub fn know(&self, library: Arc<Library>) {
        // The thread is gone only when the program ends.
        let _ = self.tasks.send(Task::Know(library));
    }

    /// Asks; earlier questions of the scope are given up.
    pub fn ask(&self, question: Question) {
        self.newest.of(question.scope).store(question.generation, Ordering::Relaxed);
        let _ = self.tasks.send(Task::Answer(question));
    }
}

struct Worker {
    newest: Arc<Newest>,
    events: Sender<Event>,
    finder: Option<(Arc<Library>, Finder)>,
    /// The newest question of each scope.
    waiting: [Option<Question>; 2],
}

impl Worker {
    fn run(mut self, queue: &Receiver<Task>) {
        while let Ok(first) = queue.recv() {
            let mut known = None;
            for task in std::iter::once(first).chain(queue.try_iter()) {
                match task {
                    // Of libraries that grow only the last is asked.
                    Task::Know(library) => known = Some(library),
                    Task::Answer(question) => {
                        let scope = slot(question.scope);
                        self.waiting[scope] = Some(question);
                    }
                }
            }
            if let Some(library) = known {
                self.know(library);
            }
            for scope in 0..self.waiting.len() {
                self.answer(scope);
            }
        }
    }

    fn know(&mut self, library: Arc<Library>) {
        panic_if_asked("worker");
        let catalogue = Arc::new(query::catalogue(&library));
        self.finder = Some((Arc::clone(&library), Finder::new(Arc::clone(&library), Arc::clone(&catalogue))));
        let _ = self.events.send(Event::App(Message::Catalogue(library, catalogue)));
    }

    /// Answers the question that waits, once its library is known.
    fn answer(&mut self, scope: usize) {
        let Some((library, finder)) = &mut self.finder else { return };
        let about_it = |question: &mut Question| Arc::ptr_eq(library, &question.library);
        let Some(question) = self.waiting[scope].take_if(about_it) else { return };
        let newest = self.newest.of(question.scope);
        let stale = || newest.load(Ordering::Relaxed) != question.generation;
        let ask = Ask { text: &question.text, scope: question.scope, most: question.most, stale: &stale };
        let tell = |found| {
            let (generation, library) = (question.generation, Arc::clone(library));
            let _ = self.events.send(Event::App(Message::Answers { generation, library, found }));
        };
        let Some(best) = finder.best(&ask) else { return };
        let complete = best.complete;
        tell(best.clone());
        // What fits is needed for the next letter, whether or not anybody sees how many they are.
        if !complete
            && let Some(found) = finder.count(&ask, best)
            && question.scope == Scope::All
        {
            tell(found);
        }
    }
}
