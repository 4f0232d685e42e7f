//! A thread that answers questions of one kind: always the newest, which makes an earlier one stale. It begins with the
//! first question. Never waits for the screen, and is never waited for.
use super::{Event, panic_if_asked};
use crate::app::{Answering, Message};
use crate::model::Library;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, Sender, channel};

/// A question, with its number and the library it is about.
type Job<Q> = (u64, Arc<Library>, Q);

/// The way to the thread.
pub struct Newest<Q> {
    events: Sender<Event>,
    answering: fn() -> Answering<Q>,
    last: Arc<AtomicU64>,
    jobs: Option<Sender<Job<Q>>>,
}

impl<Q: Send + 'static> Newest<Q> {
    /// The thread is made with the first question, and with it what answers.
    pub fn new(events: Sender<Event>, answering: fn() -> Answering<Q>) -> Self {
        Self { events, answering, last: Arc::default(), jobs: None }
    }

    /// Asks; what was asked before is not waited for any longer.
    pub fn ask(&mut self, library: &Arc<Library>, question: Q) {
        let number = self.last.fetch_add(1, Ordering::AcqRel) + 1;
        let jobs = self.jobs.get_or_insert_with(|| {
            let (jobs, queue) = channel();
            let (answering, newest, events) = (self.answering, Arc::clone(&self.last), self.events.clone());
            std::thread::spawn(move || work(&queue, answering(), &newest, &events));
            jobs
        });
        // The thread ends only with the program.
        let _ = jobs.send((number, Arc::clone(library), question));
    }
}

fn work<Q>(queue: &Receiver<Job<Q>>, mut answer: Answering<Q>, newest: &AtomicU64, events: &Sender<Event>) {
    while let Ok(first) = queue.recv() {
        panic_if_asked("worker");
        panic_if_asked("answer");
        let (number, library, question) = queue.try_iter().last().unwrap_or(first);
        let stale = || newest.load(Ordering::Acquire) != number;
        // Nobody listens any more only when the program ends.
        answer(&library, &question, &stale, &mut |message: Message| drop(events.send(Event::App(message))));
    }
}
