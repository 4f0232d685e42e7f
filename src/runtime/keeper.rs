//! The thread that keeps the reader's searches: reads them at the start, and saves them as they change. The first
//! frame never waits for it; leaving does, until what was saved is on the disk.
use super::Event;
use crate::app::Message;
use crate::model::Searches;
use crate::store::SearchFile;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread::JoinHandle;

/// The way to the thread.
pub struct Keeper {
    save: Option<Sender<Searches>>,
    thread: Option<JoinHandle<()>>,
}

impl Keeper {
    /// Reads what was kept, and tells it here.
    pub fn start(events: Sender<Event>) -> Self {
        let (save, changed) = channel();
        let thread = std::thread::spawn(move || keep(&changed, &events));
        Self { save: Some(save), thread: Some(thread) }
    }

    /// Keeps these searches.
    pub fn save(&self, searches: Searches) {
        if let Some(save) = &self.save {
            // The thread is there until this is dropped.
            let _ = save.send(searches);
        }
    }
}

impl Drop for Keeper {
    fn drop(&mut self) {
        drop(self.save.take());
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

fn keep(changed: &Receiver<Searches>, events: &Sender<Event>) {
    let tell = |searches, told: Option<String>| {
        // Nobody listens any more when the reader has left.
        let _ = events.send(Event::App(Message::Searches(searches, told)));
    };
    let mut file = match SearchFile::open() {
        Ok((file, searches, told)) => {
            if told.is_some() || searches != Searches::default() {
                tell(searches, told);
            }
            Ok(file)
        }
        Err(error) => Err(format!("{error:#}")),
    };
    let mut silent = false;
    while let Ok(mut searches) = changed.recv() {
        // Only the last matters.
        while let Ok(newer) = changed.try_recv() {
            searches = newer;
        }
        let saved = match &mut file {
            Ok(file) => file.save(searches).map_err(|error| format!("{error:#}")),
            Err(error) => Err(error.clone()),
        };
        // Told once: everything else works without it.
        if let Err(error) = saved
            && !std::mem::replace(&mut silent, true)
        {
            tell(Searches::default(), Some(error));
        }
    }
}
