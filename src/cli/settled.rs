//! The commands about what the reader has settled: the configuration and the keys. Never changes either.
use super::args::Arguments;
use super::code;
use super::say::{Columns, line};
use crate::model::{KeyLine, harmless};
use crate::store::{Config, config as file};
use anyhow::{Context, Result};
use clap::CommandFactory;
use std::ffi::OsString;
use std::io::{self, Write};
use std::path::Path;

/// Prints the configuration that holds.
///
/// # Errors
/// When standard output fails.
pub fn config(settled: &Config, notes: &[String]) -> Result<u8> {
    let text: Vec<String> = file::written(settled, notes).lines().map(harmless).collect();
    printed(&(text.join("\n") + "\n"))
}

/// Prints where the configuration is looked for.
pub(super) fn path(given: Option<&Path>) -> Result<u8> {
    let own = || file::place().context("no home folder is known, so no config.toml is looked for");
    let path = given.map_or_else(own, |given| Ok(given.to_owned()))?;
    printed(&format!("{}\n", harmless(&path.display().to_string())))
}

/// Prints the keys that hold.
///
/// # Errors
/// When standard output fails.
pub fn keys(table: &[KeyLine], json: bool) -> Result<u8> {
    let mut text = Vec::new();
    if json {
        for key in table {
            line(&mut text, key)?;
        }
    }
    let mut columns = Columns::default();
    for key in table.iter().filter(|_| !json) {
        let keys = if key.keys.is_empty() { "-".to_owned() } else { key.keys.join("  ") };
        columns.row([key.action.clone(), keys, key.place.clone(), key.help.to_owned()]);
    }
    columns.print(&mut text)?;
    printed(&String::from_utf8_lossy(&text))
}

/// Prints a text that is ready, and gives the exit code.
///
/// # Errors
/// When standard output fails otherwise than by being closed.
pub(super) fn printed(text: &str) -> Result<u8> {
    let mut out = io::stdout().lock();
    let printed = out.write_all(text.as_bytes()).and_then(|()| out.flush()).map_err(Into::into);
    super::quiet_when_closed(printed.map(|()| Some(code::ANSWERS))).map(|code| code.unwrap_or(code::ANSWERS))
}

/// Moves `--config FILE` and `--verbose` that stand before a command behind it: what stands before belongs to the
/// explorer, and clap would take the command's name for a path.
pub(super) fn behind_the_command(mut words: Vec<OsString>) -> Vec<OsString> {
    let mut at = 1;
    loop {
        at += match words.get(at).and_then(|word| word.to_str()) {
            Some("--config") => 2,
            Some("--verbose") => 1,
            Some(word) if word.starts_with("--config=") => 1,
            _ => break,
        };
    }
    let named = words.get(at).and_then(|word| word.to_str());
    if at > 1 && named.is_some_and(|name| Arguments::command().find_subcommand(name).is_some()) {
        words[1..=at].rotate_right(1);
    }
    words
}
