//! The headless commands: read the arguments, ask `query`, print. Never starts the explorer itself.
mod args;
mod print;

pub use args::{Arguments, Command};

use crate::model::harmless;
use crate::store::{self, Front, Input, Loaded, World};
use anyhow::Result;
use clap::Parser;
use std::io::{IsTerminal, Write};

/// What the arguments ask for.
pub enum Plan {
    /// The explorer, on these inputs (none: the built-in corpus).
    Explore(Vec<Input>, Front),
    /// A headless command.
    Answer(Box<Arguments>),
}

/// The exit code for an answer, for none, and for input that cannot be used.
pub mod code {
    /// There are answers.
    pub const ANSWERS: u8 = 0;
    /// There are none.
    pub const NONE: u8 = 1;
    /// Bad usage or unreadable input.
    pub const BAD: u8 = 2;
}

/// Reads the command line; prints help or a usage error itself.
pub fn arguments() -> Arguments {
    Arguments::parse()
}

/// Chooses between the explorer and an answer.
///
/// # Errors
/// None so far; the arguments have been checked by then.
pub fn plan(arguments: Arguments) -> Result<Plan> {
    let on_terminal = std::io::stdout().is_terminal();
    if arguments.command.is_none() && on_terminal {
        let inputs = arguments.inputs();
        return Ok(Plan::Explore(inputs, arguments.meta.front()));
    }
    Ok(Plan::Answer(Box::new(arguments)))
}

/// Reads the library that the arguments name, and tells of what could not be read.
fn library(arguments: &Arguments) -> Result<Loaded> {
    let inputs = arguments.inputs();
    let loaded = if inputs.is_empty() {
        store::built_in()?
    } else {
        store::load(&World::new()?, &inputs, &arguments.front())
    };
    for trouble in &loaded.troubles {
        eprintln!("bluebook: {}: {}", harmless(&trouble.path), harmless(&trouble.reason));
    }
    Ok(loaded)
}

/// Answers a headless command on standard output; gives the exit code.
///
/// # Errors
/// When an address or an expression cannot be used, or standard output fails.
pub fn answer(arguments: Box<Arguments>) -> Result<u8> {
    let loaded = library(&arguments)?;
    if loaded.library.is_empty() && !loaded.troubles.is_empty() {
        return Ok(code::BAD);
    }
    let mut out = std::io::BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let answered = print::print(&arguments, &loaded.library, &mut out).and_then(|any| {
        out.flush()?;
        Ok(any)
    });
    match answered {
        Ok(true) => Ok(code::ANSWERS),
        Ok(false) => Ok(code::NONE),
        // A reader who has seen enough closes the pipe: that is no error.
        Err(error) if is_closed_pipe(&error) => Ok(code::ANSWERS),
        Err(error) => Err(error),
    }
}

fn is_closed_pipe(error: &anyhow::Error) -> bool {
    error.chain().any(|cause| {
        cause.downcast_ref::<std::io::Error>().is_some_and(|io| io.kind() == std::io::ErrorKind::BrokenPipe)
            || cause
                .downcast_ref::<serde_json::Error>()
                .is_some_and(|json| json.io_error_kind() == Some(std::io::ErrorKind::BrokenPipe))
    })
}
