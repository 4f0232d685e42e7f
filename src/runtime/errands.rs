//! What other programs do for the reader: the browser and the editor. The terminal is lent to those that need it, and
//! whole afterwards.
use super::browser::Browser;
use super::editor::{self, Editor};
use super::explorer::Outside;
use crate::app::Effect;
use crate::store::{self, Handed, log};
use signal_hook::consts::{SIGINT, SIGQUIT, SIGTSTP};
use std::fs::File;
use std::io::{IsTerminal, stdin};
use std::path::Path;
use std::process::Command;
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether another program has the terminal.
static LENT: AtomicBool = AtomicBool::new(false);

/// Takes a signal that the terminal sends to all its programs while another one has it: that one is meant. `false`
/// where it is for us.
pub fn heeds(signal: i32) -> bool {
    if !LENT.load(Ordering::SeqCst) {
        return false;
    }
    match signal {
        SIGINT | SIGQUIT => true,
        SIGTSTP => {
            // Who stops the other program wants the shell: it waits until we stop too.
            let _ = signal_hook::low_level::emulate_default_handler(SIGTSTP);
            true
        }
        _ => false,
    }
}

/// Lends the terminal to what is done.
fn lend<T>(out: &mut Outside<'_>, done: impl FnOnce() -> T) -> Result<T, String> {
    log::tell(|| "the terminal is lent to another program".into());
    let (screen, keys) = (&mut out.screen, &mut out.keys);
    let lent = keys.aside(|| {
        screen.lend(|| {
            LENT.store(true, Ordering::SeqCst);
            let done = done();
            LENT.store(false, Ordering::SeqCst);
            done
        })
    });
    lent.map_err(anyhow::Error::from).and_then(|lent| lent).map_err(|error| format!("{error:#}"))
}

/// A program that has the terminal, also where our own standard input is a document.
pub fn in_terminal(program: &str) -> Command {
    let mut command = Command::new(program);
    if !stdin().is_terminal()
        && let Ok(terminal) = File::open("/dev/tty")
    {
        command.stdin(terminal);
    }
    command
}

/// Performs what is asked of another program; anything else is left alone.
///
/// # Errors
/// In words, when there is no such program, or it fails.
pub fn run(errand: &Effect, out: &mut Outside<'_>) -> Result<(), String> {
    match errand {
        Effect::Browse(address) => browse(address, out),
        Effect::Edit { path, words, percent } => {
            edit(path, words, *percent, out)?;
            // Only then: what is told of the reading would hide why the editor failed.
            out.loader.read();
            Ok(())
        }
        _ => Ok(()),
    }
}

/// Shows an address in the reader's browser.
fn browse(address: &str, out: &mut Outside<'_>) -> Result<(), String> {
    let named = std::env::var("BROWSER").ok();
    let browser = Browser::of(address, named.as_deref(), store::has_program)?;
    let ended = if browser.needs_terminal() { lend(out, || browser.run())? } else { browser.start() };
    ended.map_err(|error| format!("The browser cannot be started: {error}"))
}

/// Has the reader write a text in their own editor; gives what they wrote.
///
/// # Errors
/// In words, when there is no such program, or it fails, or the words cannot be handed over.
pub fn write(text: &str, out: &mut Outside<'_>) -> Result<String, String> {
    let in_words = |error: anyhow::Error| format!("The note cannot be handed to an editor: {error:#}");
    let handed = Handed::new(text).map_err(in_words)?;
    let editor = Editor::of(editor::named().as_deref(), handed.path(), 1);
    lend(out, || editor.run())??;
    handed.text().map_err(in_words)
}

/// Opens a file in the reader's editor, where the words of a place stand, and waits for its end.
fn edit(path: &Path, words: &str, percent: u8, out: &mut Outside<'_>) -> Result<(), String> {
    let text = store::raw_text(path).map_err(|error| {
        format!("{} cannot be opened: {error:#}", crate::model::harmless(&path.display().to_string()))
    })?;
    let line = editor::line_of(&text, words, percent);
    let editor = Editor::of(editor::named().as_deref(), path, line);
    lend(out, || editor.run())?
}
