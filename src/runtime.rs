//! The loop, the threads and the terminal: performs every effect. Never decides what is shown.
mod background;
mod browser;
mod clicks;
mod clipboard;
mod editor;
mod errands;
mod finder;
mod input;
mod keeper;
mod loader;
mod look;
mod screen;
pub mod searcher;
pub mod settled;

use crate::app::{App, Effect, Message, map, update};
use crate::model::{Library, harmless};
use crate::store::{self, Config, Front, Input, Trouble};
use crate::view::{self, Background};
use anyhow::{Context, Result};
use clicks::Clicks;
use clipboard::Between;
use finder::{Names, Question};
use input::Watch;
use keeper::Keeper;
use loader::Loader;
use look::Look;
use screen::Screen;
use searcher::Searcher;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGINT, SIGQUIT, SIGTERM, SIGTSTP, SIGWINCH};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

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

/// So long the first frame waits for the library: a small one comes whole, a large one fills in later.
const PATIENCE: Duration = Duration::from_millis(40);

/// So long leaving waits for what the terminal was asked, where it has not answered yet.
const LINGER: Duration = Duration::from_millis(200);

/// Opens the explorer on files and folders, or on the built-in corpus, at its beginning or (`resume`) where the text
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
    let keys = settled::keys(config)?;
    let settings = config.settings.clone();
    let mut look = settled::look(config)?;
    let (events, queue) = channel();
    screen::hook_panics();
    // A reader waits for the first frame: the map is drawn on another core meanwhile.
    let size = crossterm::terminal::size().unwrap_or_default();
    let globe = std::thread::spawn(move || map::prepared(size));
    let mut loader = Loader::new(inputs, front, events.clone())?;
    let built_in = loader.is_built_in();
    if !built_in {
        loader.read();
    }
    watch_signals(events.clone()).context("watching for signals")?;
    let mut screen = Screen::open(settings.mouse).context("the terminal cannot be used")?;
    let asked = background::is_worth_asking() && screen.ask_background().is_ok();
    let mut watch = input::watch(events.clone(), asked).context("watching the keys")?;
    if built_in {
        // Read here and on one more thread: handing it over to a third would only take longer.
        loader::hand_over(store::built_in(), &events);
    }
    let (size, map) = (screen.size()?, globe.join().unwrap_or_default());
    let is_new = !store::seen::before();
    let mut app = App { settings, keys, size, map, is_new, ..app };
    app.terminal.bears_links = background::bears_links(|name| std::env::var(name).ok());
    app.keeping.folder = std::env::current_dir().unwrap_or_default();
    let mut out = Outside { screen: &mut screen, keys: &mut watch, loader: &mut loader, look: &mut look };
    let code = run(app, &mut out, &queue, &events);
    // An answer that comes after we left would be typed at the shell's prompt.
    let _ = watch.answered.recv_timeout(LINGER);
    screen.close();
    code
}

/// What the loop has to do with.
struct Outside<'a> {
    screen: &'a mut Screen,
    keys: &'a mut Watch,
    loader: &'a mut Loader,
    look: &'a mut Look,
}

fn run(mut app: App, out: &mut Outside<'_>, queue: &Receiver<Event>, events: &Sender<Event>) -> Result<u8> {
    let mut waiting = first_events(queue);
    let mut searcher = Searcher::new(events.clone());
    let keeper = Keeper::start(events.clone());
    let names = Names::new(events.clone());
    let (mut clicks, between) = (Clicks::default(), Between::by_environment());
    // Whether the guide is in the library.
    let mut touring = app.awaited.is_some();
    let mut stale = true;
    let mut fresh: Option<Arc<Library>> = None;
    loop {
        let mut redraw = false;
        waiting.extend(queue.try_iter());
        for event in waiting.drain(..) {
            let message = match event {
                Event::App(message) => {
                    stale |= message.is_visible();
                    clicks.told(message)
                }
                Event::Loaded(loaded) => {
                    let (library, troubles) = (*loaded)?;
                    let library = if touring { store::with_tour(&library)? } else { library };
                    stale = true;
                    fresh = Some(Arc::clone(&library));
                    told(library, &troubles)
                }
                Event::Background(background) => {
                    stale |= out.look.stand_on(background, &app.settings);
                    continue;
                }
                Event::Exact => {
                    out.screen.tell_keys_apart()?;
                    continue;
                }
                Event::Signal(SIGTSTP) => {
                    out.screen.suspend()?;
                    Message::Resumed
                }
                Event::Signal(SIGCONT) => Message::Resumed,
                Event::Signal(SIGWINCH) => {
                    // A terminal that shrank and grew again before we looked has the old size, not the old text.
                    redraw = true;
                    continue;
                }
                Event::Signal(signal) => return Ok(end(&mut app, &keeper, signal)),
                Event::Closed => return Ok(end(&mut app, &keeper, SIGHUP)),
            };
            for effect in update(&mut app, message) {
                match effect {
                    Effect::Quit => return Ok(0),
                    Effect::Redraw => redraw = true,
                    Effect::Copy(text) => {
                        out.screen.write(&clipboard::sequence(&text, between))?;
                        clipboard::hand_to_command(text, between, events);
                    }
                    Effect::Export { path, text, overwrite } => {
                        update(&mut app, written(&path, &text, overwrite));
                    }
                    Effect::Tour => {
                        touring = true;
                        let library = store::with_tour(&app.library)?;
                        fresh = Some(Arc::clone(&library));
                        let troubles = app.troubles.clone();
                        update(&mut app, Message::Loaded(library, troubles));
                    }
                    Effect::Mouse(heard) => out.screen.hear_mouse(heard)?,
                    Effect::Reload => out.loader.read(),
                    Effect::Search(question) => searcher.search(&app.library, question),
                    Effect::Count(queries) => searcher.count(&app.library, queries),
                    Effect::SaveSearches(searches) => keeper.save(searches),
                    Effect::KeepPlaces(places) => keeper.add(places),
                    errand @ (Effect::Browse(_) | Effect::Edit { .. }) => {
                        if let Err(words) = errands::run(&errand, out) {
                            update(&mut app, Message::Told(words));
                        }
                        redraw = true;
                    }
                    Effect::Lookup { generation, text, scope, most } => {
                        let library = Arc::clone(&app.library);
                        names.ask(Question { generation, text, scope, most, library });
                    }
                    Effect::ListThemes => {
                        update(&mut app, Message::Themes(look::themes()));
                    }
                    // Nothing waits for it, and a home that cannot be written to is no trouble.
                    Effect::Seen => drop(std::thread::spawn(store::seen::remember)),
                    Effect::Suspend => {
                        out.screen.suspend()?;
                        update(&mut app, Message::Resumed);
                        redraw = true;
                    }
                }
            }
        }
        if let Err(error) = out.look.follow(&app.settings) {
            update(
                &mut app,
                Message::NoTheme { back: out.look.name().to_owned(), told: format!("{error:#}") },
            );
        }
        if stale || redraw {
            let size = out.screen.size()?;
            if size != app.size {
                update(&mut app, Message::Resize(size.0, size.1));
            }
            out.screen.draw(app.size, redraw, |frame| {
                panic_if_asked("draw");
                view::draw(&app, &out.look.theme, frame);
            })?;
            stale = false;
        }
        // Only now: the first frame should not share the machine with it.
        if let Some(library) = fresh.take() {
            names.know(library);
        }
        match queue.recv() {
            Ok(event) => waiting.push(event),
            Err(_) => return Ok(0),
        }
    }
}

/// Writes a text for the reader, and tells how it went.
fn written(path: &str, text: &str, overwrite: bool) -> Message {
    let told = match store::export(path, text, overwrite) {
        Ok(path) => format!("Written: {}", path.display()),
        Err(error) => format!("{error:#}"),
    };
    Message::Told(harmless(&told))
}

/// What comes before the first frame, which is the whole one where that takes no longer than a blink.
fn first_events(queue: &Receiver<Event>) -> Vec<Event> {
    let begin = Instant::now();
    let mut waiting = Vec::new();
    while let Ok(event) = queue.recv_timeout(PATIENCE.saturating_sub(begin.elapsed())) {
        let loaded = matches!(event, Event::Loaded(_));
        waiting.push(event);
        if loaded {
            break;
        }
    }
    waiting
}

/// Keeps what is to be kept before a signal ends the program; gives the exit code.
fn end(app: &mut App, keeper: &Keeper, signal: i32) -> u8 {
    for effect in update(app, Message::Ending) {
        if let Effect::KeepPlaces(places) = effect {
            keeper.add(places);
        }
    }
    ended_by(signal)
}

/// The exit code of a program that a signal ended, as shells tell it.
fn ended_by(signal: i32) -> u8 {
    u8::try_from(128 + signal).unwrap_or(u8::MAX)
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

/// A library read, as the app takes it.
fn told(library: Arc<Library>, troubles: &[Trouble]) -> Message {
    let troubles =
        troubles.iter().map(|trouble| harmless(&format!("{}: {}", trouble.path, trouble.reason))).collect();
    Message::Loaded(library, troubles)
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
