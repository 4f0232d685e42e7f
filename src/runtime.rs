//! The loop, the threads and the terminal: performs every effect. Never decides what is shown.
mod background;
mod browser;
mod clicks;
mod clipboard;
mod editor;
mod errands;
mod explorer;
mod finder;
mod input;
mod keeper;
mod loader;
mod look;
mod newest;
mod screen;
pub mod searcher;
pub mod settled;

use crate::app::{App, Message, map};
use crate::model::Library;
use crate::store::{self, Config, Front, Input, Trouble, log};
use crate::view::Background;
use anyhow::{Context, Result};
use explorer::{Explorer, Outside};
use loader::Loader;
use screen::Screen;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::time::Duration;

/// What reaches the loop.
enum Event {
    /// Something for the app.
    App(Message),
    /// The library was read.
    Loaded(Box<Result<(Arc<Library>, Vec<Trouble>)>>),
    /// What the terminal's text stands on.
    Background(Background),
    /// The terminal can tell all keys apart.
    Exact,
    /// A signal.
    Signal(i32),
    /// The terminal is gone.
    Closed,
}

/// So long leaving waits for what the terminal was asked, where it has not answered yet.
const LINGER: Duration = Duration::from_millis(200);

/// Opens the explorer on files and folders, or on the reader's own library, at its beginning or (`resume`) where the text
/// that was left last was left; gives the exit code.
///
/// # Errors
/// When what the reader settled cannot be, before the terminal is touched; when the terminal cannot be used.
pub fn explore(inputs: Vec<Input>, front: Front, config: &Config, resume: bool) -> Result<u8> {
    let mut app = App::default();
    app.keeping.resume = resume;
    open(inputs, front, config, app)
}

/// Opens the explorer on the reader's library, at the guide; gives the exit code.
///
/// # Errors
/// As [`explore`].
pub fn tour(config: &Config) -> Result<u8> {
    open(Vec::new(), Front::default(), config, App { awaited: Some("tour".into()), ..App::default() })
}

fn open(inputs: Vec<Input>, front: Front, config: &Config, app: App) -> Result<u8> {
    screen::hook_panics();
    let settings = config.settings.clone();
    let (events, queue) = channel();
    let mut loader = Loader::new(inputs, front, settings.cache, events.clone())?;
    // A reader waits for the first frame: the map is drawn beside all else.
    let size = crossterm::terminal::size().unwrap_or_default();
    let globe = std::thread::spawn(move || map::prepared(size));
    let keys = settled::keys(config)?;
    let mut look = settled::look(config)?;
    let built_in = loader.is_built_in();
    if !built_in {
        loader.read();
    }
    watch_signals(events.clone()).context("watching for signals")?;
    let mut screen = Screen::open(size, settings.mouse).context("the terminal cannot be used")?;
    let asked = background::is_worth_asking() && screen.ask_background().is_ok();
    let mut watch = input::watch(events.clone(), asked).context("watching the keys")?;
    let is_new = !store::seen::before();
    log::tell(|| format!("the terminal: {} columns, {} rows", size.0, size.1));
    if let Some(trouble) = log::trouble() {
        // Behind the explorer's screen nobody would see it.
        let _ = events.send(Event::App(Message::Told(trouble)));
    }
    let mut app = App { settings, keys, is_new, size, ..app };
    app.terminal.bears_links = background::bears_links(|name| std::env::var(name).ok());
    app.notes.seed = seed();
    app.today = store::today();
    app.keeping.folder = std::env::current_dir().unwrap_or_default();
    let out = Outside { screen: &mut screen, keys: &mut watch, loader: &mut loader, look: &mut look, config };
    let explorer = Explorer::new(app, out, &events);
    if built_in {
        // Here: on a thread of its own the first frame comes a tenth later, as measured.
        loader::hand_over(store::built_in(), &events);
    }
    let code = explorer.run(&queue, globe);
    // An answer that comes after we left would be typed at the shell's prompt.
    let _ = watch.answered.recv_timeout(LINGER);
    screen.close();
    code
}

/// Lets a test see what a panic leaves on the terminal: `BLUEBOOK_PANIC` names the place. Never in a release.
fn panic_if_asked(place: &str) {
    #[cfg(debug_assertions)]
    assert!(
        std::env::var("BLUEBOOK_PANIC").as_deref() != Ok(place),
        "BLUEBOOK_PANIC asked for this ({place})"
    );
    #[cfg(not(debug_assertions))]
    let _ = place;
}

/// A number that no other run has.
fn seed() -> u64 {
    let now = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    let now = now.map_or(0, |now| now.as_nanos() as u64);
    now.rotate_left(16) ^ u64::from(std::process::id()) << 40
}

fn watch_signals(events: Sender<Event>) -> Result<()> {
    let mut signals =
        signal_hook::iterator::Signals::new([SIGTERM, SIGINT, SIGQUIT, SIGHUP, SIGTSTP, SIGCONT, SIGWINCH])?;
    std::thread::spawn(move || {
        for signal in signals.forever() {
            if errands::heeds(signal) {
                continue;
            }
            if events.send(Event::Signal(signal)).is_err() {
                break;
            }
        }
    });
    Ok(())
}
