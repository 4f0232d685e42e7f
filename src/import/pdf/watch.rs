//! Keeps an import within its limits: of time, of glyphs, of panics inside a library. Never reads anything.
use super::read::{self, Outcome};
use anyhow::{Result, anyhow, bail};
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::thread::Builder;
use std::time::{Duration, Instant};

/// The name of every thread that reads a PDF: a panic on one of them is an error, no crash, and a panic hook
/// has nothing to say of it.
pub const THREAD: &str = "bluebook-import";

/// How long a document may take.
const TIME: Duration = Duration::from_mins(1);

/// How long the thread may take to notice that its time is over, before it is left to itself.
const GRACE: Duration = Duration::from_secs(5);

/// The most glyphs of a document.
const GLYPHS: usize = 20_000_000;

/// The stack of a thread, in bytes: forms may hold forms 50 deep.
pub const STACK: usize = 32 << 20;

/// What all threads of one import share.
pub struct Watch {
    deadline: Instant,
    over: AtomicBool,
    glyphs: AtomicUsize,
}

/// Thrown through the interpreter, which has no other way to be stopped.
struct Stop;

impl Watch {
    fn new() -> Self {
        Self { deadline: Instant::now() + TIME, over: AtomicBool::new(false), glyphs: AtomicUsize::new(0) }
    }

    /// Counts glyphs, and stops the interpreter when a limit is reached.
    pub fn count(&self, glyphs: usize) {
        let glyphs = self.glyphs.fetch_add(glyphs, Ordering::Relaxed) + glyphs;
        if glyphs > GLYPHS || self.is_over() {
            self.over.store(true, Ordering::Relaxed);
            // No panic: the hook stays silent.
            resume_unwind(Box::new(Stop));
        }
    }

    /// Whether a limit was reached.
    pub fn is_over(&self) -> bool {
        self.over.load(Ordering::Relaxed) || Instant::now() > self.deadline
    }

    /// The error for a limit that was reached.
    ///
    /// # Errors
    /// When one was.
    pub fn check(&self) -> Result<()> {
        if self.glyphs.load(Ordering::Relaxed) > GLYPHS {
            bail!("more than {} million glyphs", GLYPHS / 1_000_000);
        }
        if self.is_over() {
            bail!("it took longer than {} seconds", TIME.as_secs());
        }
        Ok(())
    }
}

/// Does a stretch of work in which a library may panic.
///
/// # Errors
/// When it did.
pub fn guarded<T>(work: impl FnOnce() -> T) -> Result<T> {
    catch_unwind(AssertUnwindSafe(work)).map_err(|_| anyhow!("damaged: it leads the PDF reader astray"))
}

/// Reads a document on a thread of its own, which is left behind when it does not end in time.
///
/// # Errors
/// When the document cannot be read, or not within the limits.
pub fn within_limits(bytes: &[u8]) -> Result<Outcome> {
    let data = bytes.to_vec();
    let watch = Arc::new(Watch::new());
    let (sender, receiver) = sync_channel(1);
    let own = Arc::clone(&watch);
    Builder::new().name(THREAD.into()).stack_size(STACK).spawn(move || {
        let outcome = guarded(|| read::read(data, &own)).flatten();
        // Nobody listens any more when the time was over.
        let _ = sender.send(outcome);
    })?;
    match receiver.recv_timeout(TIME + GRACE) {
        Ok(outcome) => outcome,
        Err(RecvTimeoutError::Timeout) => {
            watch.over.store(true, Ordering::Relaxed);
            bail!("it took longer than {} seconds", TIME.as_secs())
        }
        Err(RecvTimeoutError::Disconnected) => bail!("damaged: it leads the PDF reader astray"),
    }
}
