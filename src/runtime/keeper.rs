//! The thread that keeps the reader's notes, searches and reading places: reads them at the start, and saves them as they
//! change. The first frame never waits for it; leaving does, until what was saved is on the disk.
use super::Event;
use crate::app::Message;
use crate::model::{Entry, Places, Searches};
use crate::store::{NoteFile, PlaceFile, SearchFile};
use anyhow::Result;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// Reading places are saved at once, and then no more often than this.
const PAUSE: Duration = Duration::from_millis(500);

/// What is to be kept.
#[derive(PartialEq)]
enum Kept {
    Searches(Searches),
    Places(Places),
    Notes(Vec<Entry>, u64),
}

/// So long a key waits for what was typed before it to be on the disk.
const PATIENCE: Duration = Duration::from_millis(250);

/// How many changes of notes were dealt with.
#[derive(Default)]
struct Dealt {
    many: Mutex<u64>,
    changed: Condvar,
}

impl Dealt {
    fn add(&self, more: u64) {
        *self.many.lock().unwrap_or_else(PoisonError::into_inner) += more;
        self.changed.notify_all();
    }

    /// Waits for so many, as long as patience lasts.
    fn wait_for(&self, many: u64) {
        let now = self.many.lock().unwrap_or_else(PoisonError::into_inner);
        // A disk that hangs must not hang the reader: then the keys go on.
        drop(self.changed.wait_timeout_while(now, PATIENCE, |now| *now < many));
    }
}

/// The way to the thread.
pub struct Keeper {
    keep: Option<Sender<Kept>>,
    noted: u64,
    dealt: Arc<Dealt>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    /// Reads what was kept, and tells it here.
    pub fn start(events: Sender<Event>) -> Self {
        let (keep, changed) = channel();
        let dealt = Arc::new(Dealt::default());
        let known = Arc::clone(&dealt);
        let thread = std::thread::spawn(move || keep_all(&changed, &events, &known));
        Self { keep: Some(keep), noted: 0, dealt, thread: Some(thread) }
    }

    /// Keeps these searches.
    pub fn save(&self, searches: Searches) {
        self.keep(Kept::Searches(searches));
    }

    /// Keeps these places with those that are kept already.
    pub fn add(&self, places: Places) {
        self.keep(Kept::Places(places));
    }

    /// Keeps these notes with those that are kept already; tells the notebook as it is then. What was noted before is on
    /// the disk first: whatever ends the program now takes no more than this change with it.
    pub fn note(&mut self, entries: Vec<Entry>, number: u64) {
        self.dealt.wait_for(self.noted);
        self.noted += 1;
        self.keep(Kept::Notes(entries, number));
    }

    fn keep(&self, kept: Kept) {
        if let Some(keep) = &self.keep {
            // The thread is there until this is dropped.
            let _ = keep.send(kept);
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.keep.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What an error says; told once, for everything else works without the file.
#[derive(Default)]
struct Once(bool);

impl Once {
    fn of<T>(&mut self, done: Result<T, String>) -> Option<String> {
        done.err().filter(|_| !std::mem::replace(&mut self.0, true))
    }
}

fn keep_all(changed: &Receiver<Kept>, events: &Sender<Event>, dealt: &Dealt) {
    let tell = |message| {
        // Nobody listens any more when the reader has left.
        let _ = events.send(Event::App(message));
    };
    let words = |error: anyhow::Error| format!("{error:#}");
    let mut searches_file = SearchFile::open().map_err(words).map(|(file, searches, told)| {
        if told.is_some() || searches != Searches::default() {
            tell(Message::Searches(searches, told));
        }
        file
    });
    let places_file = PlaceFile::open().map_err(words).map(|(file, places, told)| {
        if told.is_some() || !places.is_empty() {
            tell(Message::Places(places, told));
        }
        file
    });
    let notes_file = NoteFile::open().map_err(words).map(|(file, book, told)| {
        if told.is_some() || !book.entries.is_empty() {
            tell(Message::Notebook(book, 0, told));
        }
        file
    });
    let (mut about_searches, mut about_places, mut about_notes) =
        (Once::default(), Once::default(), Once::default());
    // Notes that could not be saved yet: they are with the next ones.
    let mut unsaved: Vec<Entry> = Vec::new();
    let mut places = Places::default();
    let mut places_saved: Option<Instant> = None;
    loop {
        let left = places_saved.map_or(Duration::ZERO, |at| PAUSE.saturating_sub(at.elapsed()));
        let first = match (places.is_empty(), left.is_zero()) {
            (true, _) => changed.recv().map_err(|_| RecvTimeoutError::Disconnected),
            (false, true) => changed.try_recv().map_err(|error| match error {
                TryRecvError::Empty => RecvTimeoutError::Timeout,
                TryRecvError::Disconnected => RecvTimeoutError::Disconnected,
            }),
            (false, false) => changed.recv_timeout(left),
        };
        let over = first == Err(RecvTimeoutError::Disconnected);
        let (mut searches, mut noted, mut changes) = (None, None, 0);
        for kept in first.into_iter().chain(changed.try_iter()) {
            match kept {
                // Only the last matters.
                Kept::Searches(newer) => searches = Some(newer),
                Kept::Notes(entries, number) => {
                    let newer = |old: &Entry| !entries.iter().any(|entry| entry.id == old.id);
                    unsaved.retain(newer);
                    unsaved.extend(entries);
                    noted = Some(number);
                    changes += 1;
                }
                Kept::Places(more) => {
                    more.left.into_iter().rev().for_each(|left| places.leave(left));
                    more.marks.into_iter().rev().for_each(|mark| places.mark(mark));
                }
            }
        }
        if let Some(number) = noted {
            let saved = match &notes_file {
                Ok(file) => file.keep(unsaved.clone()).map_err(words),
                Err(error) => Err(error.clone()),
            };
            match saved {
                Ok(book) => {
                    unsaved.clear();
                    about_notes = Once::default();
                    tell(Message::Notebook(book, number, None));
                }
                Err(error) => {
                    if let Some(error) = about_notes.of(Err::<(), _>(error)) {
                        tell(Message::Told(error));
                    }
                }
            }
            dealt.add(changes);
        }
        if let Some(searches) = searches {
            let saved = match &mut searches_file {
                Ok(file) => file.save(searches).map(drop).map_err(words),
                Err(error) => Err(error.clone()),
            };
            if let Some(error) = about_searches.of(saved) {
                tell(Message::Searches(Searches::default(), Some(error)));
            }
        }
        // Whoever scrolls through a text need not have each line of it on the disk.
        let due = over || places_saved.is_none_or(|at| at.elapsed() >= PAUSE);
        if due && !places.is_empty() {
            let places = std::mem::take(&mut places);
            places_saved = Some(Instant::now());
            let saved = match &places_file {
                Ok(file) => file.keep(places).map_err(words),
                Err(error) => Err(error.clone()),
            };
            if let Some(error) = about_places.of(saved) {
                tell(Message::Told(error));
            }
        }
        if over {
            return;
        }
    }
}
