//! The manual pages and the shells' completions, made of the command line as clap reads it. Never says anything of a
//! command that its `--help` does not.
use super::args::Arguments;
use super::code;
use super::settled::printed;
use crate::model::harmless;
use crate::store;
use anyhow::Result;
use clap::{Command, CommandFactory};
use clap_complete::Shell;
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};
use std::path::Path;

/// The section of the manual for programs.
const SECTION: &str = "1";

/// Where its files are, for `bluebook(1)`: under the folders of the XDG base directories.
const FILES: [(&str, &str); 9] = [
    ("~/.config/bluebook/config.toml", "The configuration: settings and keys ($XDG_CONFIG_HOME)."),
    ("~/.config/bluebook/themes/, regions.toml", "Themes and regions of your own ($XDG_CONFIG_HOME)."),
    ("~/.local/share/bluebook/library.jsonl", "The list of the library's files ($XDG_DATA_HOME)."),
    ("~/.local/share/bluebook/notes.jsonl", "The notebook ($XDG_DATA_HOME)."),
    ("~/.local/state/bluebook/places.jsonl", "Where texts were left, and marks ($XDG_STATE_HOME)."),
    ("~/.local/state/bluebook/searches.jsonl", "Queries asked and saved ($XDG_STATE_HOME)."),
    ("~/.local/state/bluebook/seen", "Says that the first keys were told ($XDG_STATE_HOME)."),
    (
        "*.lock beside these",
        "Empty; held while the file is changed, so that two programs lose nothing of each other.",
    ),
    ("~/.cache/bluebook/", "What was read of large libraries; can be deleted at any time ($XDG_CACHE_HOME)."),
];

/// The variables it heeds, for `bluebook(1)`.
const ENVIRONMENT: [(&str, &str); 6] = [
    ("BLUEBOOK_LOG", "A file to which is added, line by line, what the program did."),
    ("BLUEBOOK_CLIPBOARD", "A command that takes what is copied, in place of the terminal's OSC 52."),
    ("VISUAL, EDITOR", "The editor of files and notes."),
    ("BROWSER", "The browser for links into the web."),
    ("NO_COLOR", "No colour, when it is set and not empty."),
    ("XDG_CONFIG_HOME, XDG_DATA_HOME, XDG_STATE_HOME, XDG_CACHE_HOME", "See FILES."),
];

/// Prints the completions for a shell.
pub(super) fn completions(shell: Shell) -> Result<u8> {
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut Arguments::command(), "bluebook", &mut text);
    printed(&String::from_utf8_lossy(&text))
}

/// Prints the manual page of the program; with a folder, writes those of all commands there and prints their paths.
pub(super) fn man(folder: Option<&Path>) -> Result<u8> {
    let Some(folder) = folder else { return printed(&page(&whole())?) };
    let mut paths = String::new();
    let whole = whole();
    for command in std::iter::once(&whole).chain(whole.get_subcommands()) {
        let name = format!("{}.{SECTION}", name(command));
        let path = store::write_page(folder, &name, &page(command)?)?;
        paths.push_str(&harmless(&path.display().to_string()));
        paths.push('\n');
    }
    printed(&paths)?;
    Ok(code::ANSWERS)
}

/// The command line with all that clap adds to it.
fn whole() -> Command {
    let mut whole = Arguments::command().disable_help_subcommand(true);
    whole.build();
    whole
}

/// `bluebook-search`.
fn name(command: &Command) -> &str {
    command.get_display_name().unwrap_or_else(|| command.get_name())
}

/// The page of a command, as roff.
fn page(command: &Command) -> Result<String> {
    let manual = Man::new(command.clone()).section(SECTION);
    // By hand: the crate leaves an empty date out, and what follows would stand in its place.
    let title = concat!("\"\" \"bluebook ", env!("CARGO_PKG_VERSION"), "\" \"Bluebook\"");
    let mut text = format!(".TH {} {SECTION} {title}\n", name(command)).into_bytes();
    manual.render_name_section(&mut text)?;
    manual.render_synopsis_section(&mut text)?;
    manual.render_description_section(&mut text)?;
    manual.render_options_section(&mut text)?;
    let is_whole = command.has_subcommands();
    if is_whole {
        manual.render_subcommands_section(&mut text)?;
    }
    let mut more = Roff::new();
    if let Some(help) = command.get_after_long_help().or_else(|| command.get_after_help()) {
        notes(&mut more, &help.to_string());
    }
    if is_whole {
        list(&mut more, "ENVIRONMENT", &ENVIRONMENT);
        list(&mut more, "FILES", &FILES);
    } else {
        more.control("SH", ["SEE ALSO"]);
        more.text([bold("bluebook"), roman("(1)")]);
    }
    more.to_writer(&mut text)?;
    Ok(String::from_utf8(text)?)
}

/// What stands under a command's help: its paragraphs are filled, what is set in from the margin stays as it is.
fn notes(page: &mut Roff, help: &str) {
    page.control("SH", ["NOTES"]);
    let mut kept = false;
    for line in help.lines() {
        let is_in = line.starts_with(' ');
        if is_in != kept {
            page.control(if is_in { "nf" } else { "fi" }, []);
            kept = is_in;
        }
        if line.is_empty() {
            page.control("PP", []);
        } else {
            page.text([roman(line)]);
        }
    }
    if kept {
        page.control("fi", []);
    }
}

fn list(page: &mut Roff, title: &str, items: &[(&str, &str)]) {
    page.control("SH", [title]);
    for (name, meaning) in items {
        page.control("TP", []);
        page.text([bold(*name)]);
        page.text([roman(*meaning)]);
    }
}
