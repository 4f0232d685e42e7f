//! The log: what the program did, in plain lines with their times, for whoever asked for it. Never costs anything
//! where nobody did, and never stops what it tells of.
use super::save::unwritten;
use crate::model::harmless;
use crate::model::moment::fine_moment;
use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, MutexGuard, OnceLock, PoisonError};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

/// The variable that names the file.
pub const VARIABLE: &str = "BLUEBOOK_LOG";

static LOG: OnceLock<Log> = OnceLock::new();

/// Why nothing is logged any more, until somebody tells the reader.
static TROUBLE: Mutex<Option<String>> = Mutex::new(None);

struct Log {
    begun: Instant,
    /// The file and its path; none where there is none or it failed.
    file: Mutex<Option<(PathBuf, File)>>,
    /// Whether standard error has the lines too.
    aloud: bool,
}

/// Begins the log where `BLUEBOOK_LOG` names a file, or standard error is to have it (`aloud`). Panics are told in it
/// from then on, but for those of an importer: they are told as what is wrong with its file.
pub fn open(aloud: bool) {
    let path = std::env::var_os(VARIABLE).filter(|path| !path.is_empty()).map(PathBuf::from);
    let file = path.and_then(|path| match OpenOptions::new().create(true).append(true).open(&path) {
        Ok(file) => Some((path, file)),
        Err(error) => {
            failed(&path, &error);
            None
        }
    });
    if file.is_none() && !aloud {
        return;
    }
    let log = Log { begun: Instant::now(), file: Mutex::new(file), aloud };
    if LOG.set(log).is_ok() {
        let before = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let place = panic.location().map_or_else(String::new, ToString::to_string);
            let words = panic.payload_as_str().unwrap_or("no reason given");
            tell(|| format!("panic in {}, {place}: {words}", thread()));
            before(panic);
        }));
    }
}

/// Adds a line; it is not even made where nobody asked.
pub fn tell(line: impl FnOnce() -> String) {
    if let Some(log) = LOG.get() {
        log.add(&harmless(&line()));
    }
}

/// Adds a line with the time that something took.
pub fn took(begun: Instant, line: impl FnOnce() -> String) {
    tell(|| format!("{} ({})", line(), span(begun.elapsed())));
}

/// Why the log could not be written; told but once.
pub fn trouble() -> Option<String> {
    locked(&TROUBLE).take()
}

impl Log {
    fn add(&self, line: &str) {
        if self.aloud {
            // A reader who has closed it is told nothing.
            let _ = writeln!(io::stderr(), "bluebook: {:>7} {line}", span(self.begun.elapsed()));
        }
        let mut file = locked(&self.file);
        let Some((path, open)) = file.as_mut() else { return };
        let now = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
        // One write a line: those of two programs stay whole.
        let line = format!("{} {} {line}\n", fine_moment(now.as_millis() as u64), std::process::id());
        if let Err(error) = open.write_all(line.as_bytes()) {
            failed(path, &error);
            *file = None;
        }
    }
}

fn failed(path: &Path, error: &io::Error) {
    let told = format!(
        "the log {} ({VARIABLE}) cannot be written: {}; the rest goes on without it",
        path.display(),
        unwritten(error)
    );
    *locked(&TROUBLE) = Some(harmless(&told));
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn thread() -> String {
    std::thread::current().name().unwrap_or("a thread without a name").to_owned()
}

/// "0.4 ms", "12 ms".
fn span(time: Duration) -> String {
    let milliseconds = time.as_secs_f64() * 1000.0;
    if milliseconds < 10.0 { format!("{milliseconds:.1} ms") } else { format!("{milliseconds:.0} ms") }
}
