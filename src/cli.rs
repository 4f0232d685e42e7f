//! The headless commands: read the arguments, ask `query`, print. Never starts the explorer itself.
mod args;
mod changes;
mod cite;
mod compare;
mod holdings;
mod manual;
mod notes;
mod print;
mod say;
mod search;
mod settled;
mod timeline;

pub use args::{Arguments, Command};
pub use say::tell_lines;
pub use settled::{config, keys};

use crate::model::{did_you_mean, harmless, is_harmful};
use crate::store::{self, Config, Front, Holdings, Input, Loaded, Reading, Shelf, Trouble, log};
use anyhow::{Result, ensure};
use clap::{ColorChoice, CommandFactory, FromArgMatches};
use std::io::{IsTerminal, Write};
use std::time::Instant;

/// What the arguments ask for.
#[allow(clippy::large_enum_variant)] // Made once a run.
pub enum Plan {
    /// The explorer, on these inputs (none: the reader's own library), as the reader has settled it, and whether where it
    /// was left.
    Explore(Vec<Input>, Front, Config, bool),
    /// The explorer, at its guide.
    Tour(Config),
    /// The keys that hold, as JSON Lines or for people.
    Keys(Config, bool),
    /// The configuration that holds.
    Config(Config),
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
    // Nothing asked, nothing to read: the start need not wait for the making of all commands.
    if std::env::args_os().len() == 1 {
        return Arguments::default();
    }
    // Help goes to one of the two, errors to the other.
    let plain = say::is_plain() || !std::io::stderr().is_terminal();
    let colour = if plain { ColorChoice::Never } else { ColorChoice::Auto };
    let read = Arguments::command()
        .color(colour)
        .try_get_matches_from(settled::behind_the_command(std::env::args_os().collect()))
        .and_then(|matches| Arguments::from_arg_matches(&matches));
    read.unwrap_or_else(|error| {
        // An error repeats what was typed, which may hold anything.
        let text = error.render().to_string();
        if text.chars().any(|c| c != '\n' && is_harmful(c)) {
            let lines: Vec<String> = text.lines().map(harmless).collect();
            let _ = writeln!(std::io::stderr(), "{}", lines.join("\n"));
            std::process::exit(error.exit_code());
        }
        error.exit()
    })
}

/// Chooses between the explorer and an answer.
///
/// # Errors
/// When the arguments tell of documents and name none, or the configuration cannot be used.
pub fn plan(arguments: Arguments) -> Result<Plan> {
    ensure!(
        arguments.front() == Front::default() || !arguments.inputs().is_empty(),
        "--year, --series, --title, --language and --source tell of files of yours; name those{}",
        if arguments.command.is_some() {
            " with --from (one edition of a place is @russia/2015)"
        } else {
            ""
        }
    );
    let on_terminal = std::io::stdout().is_terminal();
    if arguments.command.is_none() && on_terminal {
        let mut config = Config::read(arguments.config.as_deref())?;
        ensure!(
            !arguments.verbose,
            "--verbose is for commands; BLUEBOOK_LOG=FILE keeps a log of the explorer"
        );
        if arguments.plain {
            config.option("plain", "true");
        }
        return Ok(Plan::Explore(arguments.inputs(), arguments.meta.front(), config, arguments.resume));
    }
    let given = arguments.config.as_deref();
    match arguments.command {
        Some(Command::Tour) if on_terminal => return Ok(Plan::Tour(Config::read(given)?)),
        Some(Command::Keys { json }) => return Ok(Plan::Keys(Config::read(given)?, json)),
        Some(Command::Config { path: true }) => {}
        Some(Command::Config { path: false }) => return Ok(Plan::Config(Config::read(given)?)),
        // A file that was named is to be sound, whoever needs it; the reader's own only where it is needed.
        _ if given.is_some() => drop(Config::read(given)?),
        _ => {}
    }
    ensure!(!arguments.resume, "--continue opens the explorer: it needs a terminal");
    Ok(Plan::Answer(Box::new(arguments)))
}

/// Reads the library that the arguments name, else the reader's own, and tells of what could not be read.
fn library(arguments: &Arguments) -> Result<(Loaded, Option<Shelf>)> {
    if matches!(arguments.command, Some(Command::Tour)) {
        return Ok((Loaded { library: store::tour()?, ..Loaded::default() }, None));
    }
    let mut inputs = arguments.inputs();
    if inputs.is_empty() {
        inputs = Holdings::read()?.inputs();
    }
    let mut shelf = None;
    // A file of settings that cannot be read is no reason not to answer.
    let keeps = Config::read(arguments.config.as_deref()).map_or(true, |config| config.settings.cache);
    let kept = if keeps { store::cache_folder() } else { None };
    let loaded = if inputs == [Input::BuiltIn] {
        store::built_in()?
    } else {
        let mut bar = say::Bar::default();
        let shelf = shelf.insert(Shelf::new(inputs, arguments.front())?.keeping_in(kept));
        let loaded = shelf.read(false, &mut |reading| {
            if let Reading::Progress(done, of) = reading {
                bar.show(done, of);
            }
        });
        bar.clear();
        loaded
    };
    for trouble in &loaded.troubles {
        say::trouble(trouble);
    }
    Ok((loaded, shelf))
}

/// Answers a headless command on standard output; gives the exit code.
///
/// # Errors
/// When an address or an expression cannot be used, or standard output fails.
#[allow(clippy::needless_pass_by_value)] // The plan is carried out, and gone.
pub fn answer(arguments: Box<Arguments>) -> Result<u8> {
    if let Some(Command::Config { .. }) = &arguments.command {
        return Ok(
            quiet_when_closed(settled::path(arguments.config.as_deref()).map(Some))?.unwrap_or(code::NONE)
        );
    }
    match &arguments.command {
        Some(Command::Completions { shell }) => return manual::completions(*shell),
        Some(Command::Man { folder }) => return manual::man(folder.as_deref()),
        _ => {}
    }
    if let Some(Command::Notes { merge, path, .. }) = &arguments.command
        && (*path || !merge.is_empty())
    {
        let done = if *path { notes::path(&mut std::io::stdout()) } else { notes::merge(merge) };
        return Ok(quiet_when_closed(done.map(|()| Some(code::ANSWERS)))?.unwrap_or(code::NONE));
    }
    if let Some(command) = &arguments.command
        && let Some(code) = quiet_when_closed(holdings::answer(command, &arguments))?
    {
        return Ok(code);
    }
    let (loaded, mut shelf) = library(&arguments)?;
    let begun = Instant::now();
    if loaded.library.is_empty() && !loaded.troubles.is_empty() {
        if arguments.command.is_none() && loaded.troubles.iter().any(Trouble::is_absence) {
            let commands = Arguments::command();
            let names = commands.get_subcommands().map(clap::Command::get_name);
            let meant = arguments.paths.first().map(|first| did_you_mean(first, names)).unwrap_or_default();
            let then = if meant.is_empty() { ";" } else { "" };
            say::tell(&format!(
                "it took these words for names of files{meant}{then} `bluebook --help` lists the commands"
            ));
        }
        return Ok(code::BAD);
    }
    let mut out = std::io::BufWriter::with_capacity(1 << 16, std::io::stdout().lock());
    let answered = print::print(&arguments, &loaded.library, &mut out).and_then(|any| {
        out.flush()?;
        Ok(any)
    });
    let answered = answered.map(|any| match any {
        true => code::ANSWERS,
        // What could not be read might have held the answer.
        false if !loaded.troubles.is_empty() => code::BAD,
        false => code::NONE,
    });
    let answered = quiet_when_closed(answered.map(Some))?.unwrap_or(code::NONE);
    log::took(begun, || "answered".into());
    // The program ends here: giving a large library back piece by piece would only keep the reader waiting.
    if let Some(shelf) = &mut shelf {
        shelf.finish();
    }
    std::mem::forget((loaded, shelf));
    Ok(answered)
}

/// A reader who has seen enough closes the pipe: that is no error.
fn quiet_when_closed(answered: Result<Option<u8>>) -> Result<Option<u8>> {
    match answered {
        Err(error) if is_closed_pipe(&error) => Ok(Some(code::ANSWERS)),
        Err(error) => Err(of_standard_output(error)),
        answered => answered,
    }
}

/// A system error without a word about what failed is one of writing the answer: all others name their file.
fn of_standard_output(error: anyhow::Error) -> anyhow::Error {
    let mut causes = error.chain();
    let only = causes.next().filter(|_| causes.next().is_none());
    let io = only.and_then(|cause| {
        cause.downcast_ref::<std::io::Error>().map(store::reason_of).or_else(|| {
            let json = cause.downcast_ref::<serde_json::Error>()?;
            json.io_error_kind().map(|kind| store::reason_of(&kind.into()))
        })
    });
    match io {
        Some(reason) => anyhow::anyhow!("the answer cannot be written to standard output: {reason}"),
        None => error,
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
