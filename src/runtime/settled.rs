//! What the reader has settled, put together and checked before the terminal is touched. Never reads a file itself.
use crate::app::Keymap;
use crate::store::{Config, config};
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

/// Checks all that is settled; gives what the environment says about it.
///
/// # Errors
/// With a line for each thing that cannot be: file, line and key.
pub fn check(settled: &Config) -> Result<Vec<String>> {
    keys(settled)?;
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
