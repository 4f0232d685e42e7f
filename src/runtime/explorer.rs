//! The loop: takes what happened, has the app say what is to be done about it, does that, and draws once.
use super::clicks::Clicks;
use super::clipboard::{self, Between};
use super::finder::{Names, Question};
use super::input::Watch;
use super::keeper::Keeper;
use super::loader::Loader;
use super::look::{self, Look};
use super::newest::Newest;
use super::screen::Screen;
use super::searcher::Searcher;
use super::{Event, errands, panic_if_asked, settled};
use crate::app::{App, Effect, Message, changes, compare, map, notes, timeline, update};
use crate::model::{Library, harmless};
use crate::store::{self, Config, Trouble, log};
use crate::view;
use anyhow::Result;
use signal_hook::consts::{SIGCONT, SIGHUP, SIGTSTP, SIGWINCH};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, Sender};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

/// So long the first frame waits for the library: a small one comes whole, a large one fills in later.
const PATIENCE: Duration = Duration::from_millis(40);

/// What the loop has to do with.
pub(super) struct Outside<'a> {
    pub screen: &'a mut Screen,
    pub keys: &'a mut Watch,
    pub loader: &'a mut Loader,
    pub look: &'a mut Look,
    pub config: &'a Config,
}

/// The explorer while it runs.
pub(super) struct Explorer<'a> {
    app: App,
    out: Outside<'a>,
    events: Sender<Event>,
    searcher: Searcher,
    comparer: Newest<compare::Question>,
    chronicler: Newest<timeline::Question>,
    observer: Newest<changes::Question>,
    rememberer: Newest<notes::Question>,
    keeper: Keeper,
    names: Names,
    clicks: Clicks,
    between: Between,
    /// Whether the guide is in the library.
    touring: bool,
    /// The profile that the keys were made of.
    profile: String,
    /// Whether the screen may look different from what is shown.
    stale: bool,
    /// Whether every cell is to be drawn anew.
    redraw: bool,
    /// A library whose names are not known yet.
    fresh: Option<Arc<Library>>,
}

impl<'a> Explorer<'a> {
    pub fn new(app: App, out: Outside<'a>, events: &Sender<Event>) -> Self {
        Self {
            touring: app.awaited.is_some(),
            profile: app.settings.key_profile.clone(),
            searcher: Searcher::new(events.clone()),
            comparer: Newest::new(events.clone(), compare::answering),
            chronicler: Newest::new(events.clone(), timeline::answering),
            observer: Newest::new(events.clone(), changes::answering),
            rememberer: Newest::new(events.clone(), notes::answering),
            keeper: Keeper::start(events.clone()),
            names: Names::new(events.clone()),
            clicks: Clicks::default(),
            between: Between::by_environment(),
            stale: true,
            redraw: false,
            fresh: None,
            events: events.clone(),
            app,
            out,
        }
    }

    /// Runs until the reader leaves, or a signal ends it, and what is to be kept is on the disk; gives the exit code. The
    /// first frame shows the `globe`.
    ///
    /// # Errors
    /// When the terminal fails, or the reader's notes cannot be saved.
    pub fn run(mut self, queue: &Receiver<Event>, globe: JoinHandle<map::Map>) -> Result<u8> {
        let code = self.turn(queue, globe);
        let kept = self.keeper.end();
        code.and_then(|code| kept.map(|()| code))
    }

    /// Takes what happens and draws, over and over.
    fn turn(&mut self, queue: &Receiver<Event>, globe: JoinHandle<map::Map>) -> Result<u8> {
        let (begun, mut first) = (Instant::now(), true);
        let mut waiting = first_events(queue);
        // Without it the map is drawn when it is asked for.
        self.app.map = globe.join().unwrap_or_default();
        loop {
            waiting.extend(queue.try_iter());
            for event in waiting.drain(..) {
                if let Some(code) = self.take(event)? {
                    return Ok(code);
                }
            }
            self.follow_settings();
            self.draw()?;
            if first {
                first = false;
                log::took(begun, || "the first frame".into());
            }
            // Only now: the first frame should not share the machine with it.
            if let Some(library) = self.fresh.take() {
                self.names.know(library);
            }
            match queue.recv() {
                Ok(event) => waiting.push(event),
                Err(_) => return Ok(0),
            }
        }
    }

    /// Takes what happened; gives the exit code where it is the end.
    fn take(&mut self, event: Event) -> Result<Option<u8>> {
        let message = match event {
            Event::App(message) => {
                self.stale |= message.is_visible();
                self.clicks.told(message)
            }
            Event::Loaded(loaded) => {
                let (library, troubles) = (*loaded)?;
                log::tell(|| format!("a library of {} documents is shown", library.len()));
                let library = if self.touring { store::with_tour(&library)? } else { library };
                self.stale = true;
                self.fresh = Some(Arc::clone(&library));
                told(library, &troubles)
            }
            Event::Background(background) => {
                self.stale |= self.out.look.stand_on(background, &self.app.settings);
                return Ok(None);
            }
            Event::Exact => {
                self.out.screen.tell_keys_apart()?;
                return Ok(None);
            }
            Event::Signal(SIGTSTP) => {
                log::tell(|| "paused".into());
                self.out.screen.suspend()?;
                Message::Resumed
            }
            Event::Signal(SIGCONT) => Message::Resumed,
            Event::Signal(SIGWINCH) => {
                // A terminal that shrank and grew again before we looked has the old size, not the old text.
                self.redraw = true;
                return Ok(None);
            }
            Event::Signal(signal) => return Ok(Some(self.end(signal))),
            Event::Closed => return Ok(Some(self.end(SIGHUP))),
        };
        for effect in update(&mut self.app, message) {
            if effect == Effect::Quit {
                return Ok(Some(0));
            }
            self.perform(effect)?;
        }
        Ok(None)
    }

    fn perform(&mut self, effect: Effect) -> Result<()> {
        match effect {
            // Whoever takes it leaves the loop.
            Effect::Quit => {}
            Effect::Redraw => self.redraw = true,
            Effect::Copy(text) => {
                if let Some(sequence) = clipboard::copy(text, self.between, &self.events) {
                    self.out.screen.write(&sequence)?;
                }
            }
            Effect::Export { path, text, overwrite } => self.tell(written(&path, &text, overwrite)),
            Effect::Tour => {
                self.touring = true;
                let library = store::with_tour(&self.app.library)?;
                self.fresh = Some(Arc::clone(&library));
                let troubles = self.app.troubles.clone();
                self.tell(Message::Loaded(library, troubles));
            }
            Effect::Mouse(heard) => self.out.screen.hear_mouse(heard)?,
            Effect::Reload => self.out.loader.read(),
            Effect::Search(question) => self.searcher.search(&self.app.library, question),
            Effect::Compare(question) => self.comparer.ask(&self.app.library, question),
            Effect::Chronicle(question) => self.chronicler.ask(&self.app.library, question),
            Effect::Appearances(question) => self.observer.ask(&self.app.library, question),
            Effect::Count(queries) => self.searcher.count(&self.app.library, queries),
            Effect::SaveSearches(searches) => self.keeper.save(searches),
            Effect::KeepPlaces(places) => self.keeper.add(places),
            Effect::KeepNotes { entries, number } => self.keeper.note(entries, number),
            Effect::FindNotes(question) => self.rememberer.ask(&self.app.library, question),
            Effect::Write { id, text } => {
                let message = match errands::write(&text, &mut self.out) {
                    Ok(text) => Message::Written { id, text },
                    Err(words) => Message::Told(words),
                };
                self.tell(message);
                self.redraw = true;
            }
            errand @ (Effect::Browse(_) | Effect::Edit { .. }) => {
                if let Err(words) = errands::run(&errand, &mut self.out) {
                    self.tell(Message::Told(words));
                }
                self.redraw = true;
            }
            Effect::Lookup { generation, text, scope, most } => {
                let library = Arc::clone(&self.app.library);
                self.names.ask(Question { generation, text, scope, most, library });
            }
            Effect::ListThemes => self.tell(Message::Themes(look::themes())),
            // Nothing waits for it, and a home that cannot be written to is no trouble.
            Effect::Seen => drop(std::thread::spawn(store::seen::remember)),
            Effect::Suspend => {
                self.out.screen.suspend()?;
                self.tell(Message::Resumed);
                self.redraw = true;
            }
        }
        Ok(())
    }

    /// Tells the app what came of an effect.
    fn tell(&mut self, message: Message) {
        self.stale = true;
        let asked = update(&mut self.app, message);
        debug_assert!(!asked.contains(&Effect::Quit), "what came of an effect never ends the program");
        for effect in asked {
            // A library with the guide in it is searched anew; what was read of it before is kept.
            let _ = self.perform(effect);
        }
    }

    /// Takes what was settled since: another theme, other keys.
    fn follow_settings(&mut self) {
        if let Err(error) = self.out.look.follow(&self.app.settings) {
            let back = self.out.look.name().to_owned();
            self.tell(Message::NoTheme { back, told: format!("{error:#}") });
        }
        if self.profile != self.app.settings.key_profile {
            self.profile.clone_from(&self.app.settings.key_profile);
            let mut config = self.out.config.clone();
            config.settings = self.app.settings.clone();
            match settled::keys(&config) {
                Ok(keys) => self.app.keys = keys,
                // The reader's own keys do not go with every profile: those before stay.
                Err(error) => self.tell(Message::Told(harmless(&format!("{error:#}")))),
            }
        }
    }

    fn draw(&mut self) -> Result<()> {
        if !self.stale && !self.redraw {
            return Ok(());
        }
        let size = self.out.screen.size()?;
        if size != self.app.size {
            update(&mut self.app, Message::Resize(size.0, size.1));
        }
        let (app, theme, redraw) = (&self.app, &self.out.look.theme, self.redraw);
        self.out.screen.draw(app.size, redraw, |frame| {
            panic_if_asked(if redraw { "paint" } else { "draw" });
            view::draw(app, theme, frame);
        })?;
        (self.stale, self.redraw) = (false, false);
        Ok(())
    }

    /// Keeps what is to be kept before a signal ends the program; gives the exit code, as shells tell it.
    fn end(&mut self, signal: i32) -> u8 {
        log::tell(|| format!("signal {signal} ends it"));
        for effect in update(&mut self.app, Message::Ending) {
            match effect {
                Effect::KeepPlaces(places) => self.keeper.add(places),
                Effect::KeepNotes { entries, number } => self.keeper.note(entries, number),
                _ => {}
            }
        }
        u8::try_from(128 + signal).unwrap_or(u8::MAX)
    }
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

/// Writes a text for the reader, and tells how it went.
fn written(path: &str, text: &str, overwrite: bool) -> Message {
    let told = match store::export(path, text, overwrite) {
        Ok(path) => format!("Written: {}", path.display()),
        Err(error) => format!("{error:#}"),
    };
    Message::Told(harmless(&told))
}

/// A library read, as the app takes it.
fn told(library: Arc<Library>, troubles: &[Trouble]) -> Message {
    let troubles =
        troubles.iter().map(|trouble| harmless(&format!("{}: {}", trouble.path, trouble.reason))).collect();
    Message::Loaded(library, troubles)
}
