//! The thread that keeps the reader's searches and reading places: reads them at the start, and saves them as they
//! change. The first frame never waits for it; leaving does, until what was saved is on the disk.
use super::Event;
use crate::app::Message;
use crate::model::{Places, Searches};
use crate::store::{PlaceFile, SearchFile};
use anyhow::Result;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// What is to be kept.
enum Kept {
    Searches(Searches),
    Places(Places),
}

/// The way to the thread.
pub struct Keeper {
    keep: Option<Sender<Kept>>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    /// Reads what was kept, and tells it here.
    pub fn start(events: Sender<Event>) -> Self {
        let (keep, changed) = channel();
        let thread = std::thread::spawn(move || keep_all(&changed, &events));
        Self { keep: Some(keep), thread: Some(thread) }
    }

    /// Keeps these searches.
    pub fn save(&self, searches: Searches) {
        self.keep(Kept::Searches(searches));
    }

    /// Keeps these places with those that are kept already.
    pub fn add(&self, places: Places) {
        self.keep(Kept::Places(places));
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

fn keep_all(changed: &Receiver<Kept>, events: &Sender<Event>) {
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
    let (mut about_searches, mut about_places) = (Once::default(), Once::default());
    while let Ok(first) = changed.recv() {
        let (mut searches, mut places) = (None, Places::default());
        for kept in std::iter::once(first).chain(changed.try_iter()) {
            match kept {
                // Only the last matters.
                Kept::Searches(newer) => searches = Some(newer),
                Kept::Places(more) => {
                    more.left.into_iter().rev().for_each(|left| places.leave(left));
                    more.marks.into_iter().rev().for_each(|mark| places.mark(mark));
                }
            }
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
        if !places.is_empty() {
            let saved = match &places_file {
                Ok(file) => file.keep(places).map_err(words),
                Err(error) => Err(error.clone()),
            };
            if let Some(error) = about_places.of(saved) {
                tell(Message::Told(error));
            }
        }
    }
}
