//! The thread that reads the library, and reads it again when asked. Never waits for the screen.
use super::Event;
use crate::app::Message;
use crate::store::{Changes, Front, Holdings, Input, Loaded, Reading, Shelf, cache_folder};
use anyhow::Result;
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::{Duration, Instant};

/// Progress is told no more often: nobody reads faster, and each time is a frame.
const OFTEN: Duration = Duration::from_millis(60);

/// Reads when it is asked to.
pub struct Loader {
    inputs: Vec<Input>,
    front: Front,
    /// Whether the reader's own library is read, whose list may change while it is shown.
    own: bool,
    /// Whether what was read of a large library is kept for the next time.
    cache: bool,
    events: Sender<Event>,
    /// The way to the thread, once there is one.
    ask: Option<Sender<()>>,
}

impl Loader {
    /// A loader of these inputs; without any, of the reader's own library. With `cache`, what was read of a large one
    /// is kept for the next time.
    ///
    /// # Errors
    /// When the list of the reader's library cannot be read.
    pub fn new(mut inputs: Vec<Input>, front: Front, cache: bool, events: Sender<Event>) -> Result<Self> {
        let own = inputs.is_empty();
        if own {
            inputs = Holdings::read()?.inputs();
        }
        Ok(Self { inputs, front, own, cache, events, ask: None })
    }

    /// Whether there is nothing to read but the digests inside the program.
    pub fn is_built_in(&self) -> bool {
        self.inputs == [Input::BuiltIn]
    }

    /// Reads the library, or again what changed since it was read.
    pub fn read(&mut self) {
        let ask = self.ask.get_or_insert_with(|| {
            let (ask, asked) = channel();
            let (inputs, front) = (std::mem::take(&mut self.inputs), self.front.clone());
            let (events, own) = (self.events.clone(), self.own);
            let kept = if self.cache { cache_folder() } else { None };
            // The digests were read and shown without this thread.
            let mut first = inputs != [Input::BuiltIn];
            std::thread::spawn(move || {
                let mut shelf = None;
                while asked.recv().is_ok() {
                    // Asked twice is asked once.
                    while asked.try_recv().is_ok() {}
                    let shelf = match &mut shelf {
                        Some(shelf) => shelf,
                        none => match Shelf::new(inputs.clone(), front.clone()) {
                            Ok(new) => none.insert(new.keeping_in(kept.clone())),
                            // Nothing is shown yet.
                            Err(error) if first => return hand_over(Err(error), &events),
                            // What is shown stays, and the next time may be better.
                            Err(error) => {
                                let told = Message::Reading(None, Some(format!("{error:#}")));
                                let _ = events.send(Event::App(told));
                                continue;
                            }
                        },
                    };
                    read(shelf, own && !first, first, &events);
                    first = false;
                }
            });
            ask
        });
        // The thread is gone only where it could not read a first time, and then the program ends with its error.
        let _ = ask.send(());
    }
}

fn read(shelf: &mut Shelf, own: bool, first: bool, events: &Sender<Event>) {
    if own {
        match Holdings::read() {
            Ok(holdings) => shelf.take(holdings.inputs()),
            Err(error) => {
                let _ = events.send(Event::App(Message::Reading(None, Some(format!("{error:#}")))));
                return;
            }
        }
    }
    let mut last = Instant::now();
    let loaded = shelf.read(first, &mut |reading| match reading {
        Reading::Progress(done, of) => {
            if last.elapsed() > OFTEN {
                last = Instant::now();
                let _ = events.send(Event::App(Message::Reading(Some((done, of)), None)));
            }
        }
        Reading::Part(part) => hand_over(Ok(*part), events),
    });
    let told = (!first).then(|| told(loaded.changes, loaded.troubles.len()));
    let changed = first || loaded.changes != Changes::default();
    if changed {
        hand_over(Ok(loaded), events);
    }
    let _ = events.send(Event::App(Message::Reading(None, told)));
}

/// What changed, in words.
fn told(changes: Changes, troubles: usize) -> String {
    let unread = if changes == Changes::default() { 0 } else { troubles };
    let parts = [
        (changes.changed, "read again"),
        (changes.new, "new"),
        (changes.gone, "gone"),
        (unread, "cannot be read (see ?)"),
    ];
    let told: Vec<String> =
        parts.iter().filter(|(many, _)| *many > 0).map(|(many, word)| format!("{many} {word}")).collect();
    if told.is_empty() {
        "Nothing has changed on disk.".into()
    } else {
        format!("Files: {}.", told.join(", "))
    }
}

/// Gives a library to the loop.
pub fn hand_over(loaded: Result<Loaded>, events: &Sender<Event>) {
    let library = loaded.map(|loaded| (Arc::new(loaded.library), loaded.troubles));
    // Nobody listens any more when the reader has left.
    let _ = events.send(Event::Loaded(Box::new(library)));
}
