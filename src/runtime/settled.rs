//! What the reader has settled, put together and checked before the terminal is touched. Never reads a file itself.
use super::background;
use super::look::Look;
use crate::app::Keymap;
use crate::store::{Config, config};
use crate::view::theme::Means;
use crate::view::{Colours, Glyphs};
use anyhow::{Result, anyhow};

/// The keys that hold: the table's, the profile's over them, the reader's own over both.
///
/// # Errors
/// With a line for each key that cannot be: file, line and key.
pub fn keys(settled: &Config) -> Result<Keymap> {
    let mut own = config::profile(&settled.settings.key_profile)?;
    if own.is_empty() && settled.keys.is_empty() {
        return Ok(Keymap::default());
    }
    own.extend(settled.keys.iter().cloned());
    Keymap::new(&own).map_err(|told| anyhow!(told))
}

/// The look that is settled, on this terminal.
///
/// # Errors
/// When there is no such theme, or it is unsound: file, line and key.
pub(super) fn look(settled: &Config) -> Result<Look> {
    let means = Means { colours: colours(), background: background::by_environment(), glyphs: glyphs() };
    Look::new(means, &settled.settings).map_err(|error| {
        let told = error.to_string();
        // A theme's own file is named already.
        if told.starts_with("there is no theme") { anyhow!(settled.blame("theme", &told)) } else { error }
    })
}

/// Checks all that is settled; gives what the environment says about it.
///
/// # Errors
/// With a line for each thing that cannot be: file, line and key.
pub fn check(settled: &Config) -> Result<Vec<String>> {
    keys(settled)?;
    look(settled)?;
    Ok(environment())
}

/// The variables that are gone by, as they are.
fn environment() -> Vec<String> {
    const KNOWN: [(&str, &str); 8] = [
        ("NO_COLOR", "no colours, whatever the theme"),
        ("COLORTERM", "how many colours there are"),
        ("TERM", "what the terminal can do"),
        ("LC_ALL", "whether box characters are two columns wide"),
        ("LANG", "the same"),
        ("VISUAL", "the editor"),
        ("EDITOR", "the editor, where VISUAL is not set"),
        ("BROWSER", "what opens links to the web"),
    ];
    let told = |(name, what): (&str, &str)| {
        let value = std::env::var(name).ok().filter(|value| !value.is_empty())?;
        Some(format!("Environment: {name}={} ({what})", crate::model::harmless(&value)))
    };
    KNOWN.into_iter().filter_map(told).collect()
}

/// How many colours the terminal says it has.
fn colours() -> Colours {
    let set = |name: &str| std::env::var(name).unwrap_or_default();
    let term = set("TERM");
    if !set("NO_COLOR").is_empty() || term == "dumb" {
        Colours::None
    } else if matches!(set("COLORTERM").as_str(), "truecolor" | "24bit") || term.ends_with("-direct") {
        Colours::True
    } else if term.contains("256color") {
        Colours::Indexed
    } else {
        Colours::Sixteen
    }
}

/// Plain signs where the locale makes box-drawing characters two columns wide, or cannot show them.
fn glyphs() -> Glyphs {
    let locale = ["LC_ALL", "LC_CTYPE", "LANG"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.is_empty()))
        .unwrap_or_default();
    let wide = ["ja", "zh", "ko"].iter().any(|language| locale.starts_with(language));
    let term = std::env::var("TERM").unwrap_or_default();
    match term.as_str() {
        // Their fonts have no braille for the map.
        "linux" | "dumb" => Glyphs::ASCII,
        _ if wide => Glyphs::PLAIN,
        _ => Glyphs::FINE,
    }
}
