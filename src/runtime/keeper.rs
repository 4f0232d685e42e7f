//! The thread that keeps the reader's notes, searches and reading places: reads them at the start, and saves them as they
//! change. The first frame never waits for it; leaving does, until what was saved is on the disk, and so does a panic,
//! for a while.
use super::Event;
use crate::app::Message;
use crate::model::{Entry, Places, Searches};
use crate::store::{NoteFile, PlaceFile, SearchFile};
use anyhow::{Result, anyhow};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, TryRecvError, channel};
use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{JoinHandle, ThreadId};
use std::time::{Duration, Instant};

/// Reading places are saved at once, and then no more often than this.
const PAUSE: Duration = Duration::from_millis(500);

/// What is to be kept.
enum Kept {
    Searches(Searches),
    Places(Places),
    Notes(Vec<Entry>, u64),
    /// All that came before, now: the program ends. What is sent back says that it was tried.
    Everything(Sender<()>),
}

/// The way to the thread for a panic, which has no [`Keeper`] at hand.
static LAST_WISH: Mutex<Option<(ThreadId, Sender<Kept>)>> = Mutex::new(None);

/// So long a panic waits for what was typed before it to be on the disk.
const LAST: Duration = Duration::from_secs(3);

/// Has everything that is to be kept on the disk before a panic ends the program, as long as its patience lasts.
pub fn finish() {
    // Whoever panics may hold the lock itself: then there is nothing to be done.
    let Some((thread, keep)) = LAST_WISH.try_lock().ok().and_then(|way| way.clone()) else { return };
    let (tried, answer) = channel();
    if thread != std::thread::current().id() && keep.send(Kept::Everything(tried)).is_ok() {
        let _ = answer.recv_timeout(LAST);
    }
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
    thread: Option<JoinHandle<Option<String>>>,
}

impl Keeper {
    /// Reads what was kept, and tells it here.
    pub fn start(events: Sender<Event>) -> Self {
        let (keep, changed) = channel();
        let dealt = Arc::new(Dealt::default());
        let known = Arc::clone(&dealt);
        let thread = std::thread::spawn(move || Keeping::read(events).run(&changed, &known));
        set_way(Some((thread.thread().id(), keep.clone())));
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

    /// Waits until everything is on the disk.
    ///
    /// # Errors
    /// When notes cannot be saved, or anything else that the reader was not told of before.
    pub fn end(&mut self) -> Result<()> {
        // Without any sender left the thread ends.
        set_way(None);
        drop(self.keep.take());
        let lost = self.thread.take().and_then(|thread| thread.join().ok().flatten());
        lost.map_or(Ok(()), |words| Err(anyhow!(words)))
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
        // Whoever wants to know what was lost has ended it before.
        let _ = self.end();
    }
}

fn set_way(way: Option<(ThreadId, Sender<Kept>)>) {
    *LAST_WISH.lock().unwrap_or_else(PoisonError::into_inner) = way;
}

/// What an error says; told once, for everything else works without the file.
#[derive(Default)]
struct Once(bool);

impl Once {
    fn of(&mut self, error: String) -> Option<String> {
        (!std::mem::replace(&mut self.0, true)).then_some(error)
    }
}

/// What is kept and how it stands, on the thread.
struct Keeping {
    events: Sender<Event>,
    searches_file: Result<SearchFile, String>,
    places_file: Result<PlaceFile, String>,
    notes_file: Result<NoteFile, String>,
    /// What is not on the disk yet: where saving fails it waits here for the next time.
    searches: Option<Searches>,
    places: Places,
    places_saved: Option<Instant>,
    notes: Vec<Entry>,
    /// The number of the last change of notes.
    number: u64,
    about_searches: Once,
    about_places: Once,
    about_notes: Once,
}

impl Keeping {
    /// Reads what was kept, and tells it.
    fn read(events: Sender<Event>) -> Self {
        let tell = |message| drop(events.send(Event::App(message)));
        let searches_file = SearchFile::open().map_err(in_words).map(|(file, searches, told)| {
            if told.is_some() || searches != Searches::default() {
                tell(Message::Searches(searches, told));
            }
            file
        });
        let places_file = PlaceFile::open().map_err(in_words).map(|(file, places, told)| {
            if told.is_some() || !places.is_empty() {
                tell(Message::Places(places, told));
            }
            file
        });
        let notes_file = NoteFile::open().map_err(in_words).map(|(file, book, told)| {
            if told.is_some() || !book.entries.is_empty() {
                tell(Message::Notebook(book, 0, told));
            }
            file
        });
        Self {
            events,
            searches_file,
            places_file,
            notes_file,
            searches: None,
            places: Places::default(),
            places_saved: None,
            notes: Vec::new(),
            number: 0,
            about_searches: Once::default(),
            about_places: Once::default(),
            about_notes: Once::default(),
        }
    }

    fn tell(&self, message: Message) {
        // Nobody listens any more when the reader has left.
        let _ = self.events.send(Event::App(message));
    }

    /// Keeps what comes until nobody is there any more; gives what was lost, in words.
    fn run(mut self, changed: &Receiver<Kept>, dealt: &Dealt) -> Option<String> {
        // Places that failed wait for the next ones, and wake nobody.
        let mut places_wait = false;
        loop {
            let left = self.places_saved.map_or(Duration::ZERO, |at| PAUSE.saturating_sub(at.elapsed()));
            let first = match (places_wait, left.is_zero()) {
                (false, _) => changed.recv().map_err(|_| RecvTimeoutError::Disconnected),
                (true, true) => changed.try_recv().map_err(|error| match error {
                    TryRecvError::Empty => RecvTimeoutError::Timeout,
                    TryRecvError::Disconnected => RecvTimeoutError::Disconnected,
                }),
                (true, false) => changed.recv_timeout(left),
            };
            let over = matches!(first, Err(RecvTimeoutError::Disconnected));
            let (mut searched, mut noted, mut wishes) = (false, 0, Vec::new());
            for kept in first.into_iter().chain(changed.try_iter()) {
                match kept {
                    // Only the last matters.
                    Kept::Searches(newer) => (self.searches, searched) = (Some(newer), true),
                    Kept::Notes(entries, number) => {
                        self.notes.retain(|old| !entries.iter().any(|entry| entry.id == old.id));
                        self.notes.extend(entries);
                        self.number = number;
                        noted += 1;
                    }
                    Kept::Places(more) => {
                        more.left.into_iter().rev().for_each(|left| self.places.leave(left));
                        more.marks.into_iter().rev().for_each(|mark| self.places.mark(mark));
                        places_wait = true;
                    }
                    Kept::Everything(tried) => wishes.push(tried),
                }
            }
            // What failed before is tried once more at the end.
            let all = over || !wishes.is_empty();
            let mut lost = Vec::new();
            if noted > 0 || all {
                lost.extend(self.keep_notes());
            }
            dealt.add(noted);
            if searched || all {
                lost.extend(self.keep_searches());
            }
            // Whoever scrolls through a text need not have each line of it on the disk.
            let due = self.places_saved.is_none_or(|at| at.elapsed() >= PAUSE);
            if places_wait && due || all {
                lost.extend(self.keep_places());
                places_wait = false;
            }
            for tried in wishes {
                // Whoever wished it may have lost patience.
                let _ = tried.send(());
            }
            if over {
                return (!lost.is_empty()).then(|| lost.join("\n"));
            }
        }
    }

    /// Saves the notes; gives the error.
    fn keep_notes(&mut self) -> Option<String> {
        if self.notes.is_empty() {
            return None;
        }
        let saved = match &self.notes_file {
            Ok(file) => file.keep(self.notes.clone()).map_err(in_words),
            Err(error) => Err(error.clone()),
        };
        match saved {
            Ok(book) => {
                self.notes.clear();
                self.about_notes = Once::default();
                self.tell(Message::Notebook(book, self.number, None));
                None
            }
            Err(error) => {
                if let Some(error) = self.about_notes.of(error.clone()) {
                    self.tell(Message::Told(error));
                }
                // A reader's own words are worth another word.
                Some(error)
            }
        }
    }

    /// Saves the searches; gives an error that was not told before.
    fn keep_searches(&mut self) -> Option<String> {
        let searches = self.searches.clone()?;
        let saved = match &mut self.searches_file {
            Ok(file) => file.save(searches).map_err(in_words),
            Err(error) => Err(error.clone()),
        };
        let Err(error) = saved else {
            self.searches = None;
            return None;
        };
        let error = self.about_searches.of(error)?;
        self.tell(Message::Searches(Searches::default(), Some(error.clone())));
        Some(error)
    }

    /// Saves the places; gives an error that was not told before.
    fn keep_places(&mut self) -> Option<String> {
        if self.places.is_empty() {
            return None;
        }
        self.places_saved = Some(Instant::now());
        let saved = match &self.places_file {
            Ok(file) => file.keep(self.places.clone()).map_err(in_words),
            Err(error) => Err(error.clone()),
        };
        let Err(error) = saved else {
            self.places = Places::default();
            return None;
        };
        let error = self.about_places.of(error)?;
        self.tell(Message::Told(error.clone()));
        Some(error)
    }
}

#[allow(clippy::needless_pass_by_value)] // As `map_err` gives it.
fn in_words(error: anyhow::Error) -> String {
    format!("{error:#}")
}
