//! The effective configuration as a file of its own, with a comment on each line. Never saves it.
use super::{Config, Source};
use crate::model::{OwnKeys, SETTINGS, Values};
use std::fmt::Write;

/// The configuration as TOML, which reads as the same; `notes` are told first, a line each.
pub fn written(config: &Config, notes: &[String]) -> String {
    let mut text = String::from(
        "# What holds now. `bluebook keys` lists the keys, `bluebook config --path` the file.\n",
    );
    let mut note = |line: &str| {
        let _ = writeln!(text, "# {line}");
    };
    match &config.path {
        Some(path) if config.found => note(&format!("Read from {path}")),
        Some(path) => note(&format!("{path} is not there: all is as it comes.")),
        None => note("No home folder is known: all is as it comes."),
    }
    for line in notes {
        note(line);
    }
    for setting in SETTINGS {
        let value = config.settings.get(setting.name).unwrap_or_default();
        let plain = match setting.values {
            Values::Switch | Values::Number(..) => true,
            Values::OneOf(_) => matches!(&*value, "true" | "false"),
            Values::Word => false,
        };
        let value = if plain { value } else { quoted(&value) };
        let source = match config.source(setting.name) {
            Source::Default => "default".to_owned(),
            Source::File(line) => format!("line {line} of the file"),
            Source::Option => "command line".to_owned(),
        };
        let _ = write!(text, "\n# {}\n", setting.help);
        if setting.values != Values::Word {
            let _ = writeln!(text, "# {}", setting.values);
        }
        let _ = writeln!(text, "{} = {value}    # {source}", setting.name);
    }
    text.push_str(
        "\n# Keys of your own: action = one key or a list, [] for none; [keys.text] only in the text.\n",
    );
    text.push_str("# Two keys one after the other are \"Ctrl-x Ctrl-c\".\n[keys]\n");
    let mut place = None;
    for own in &config.keys {
        if own.place != place {
            place.clone_from(&own.place);
            let _ = write!(text, "\n[keys.{}]\n", name(place.as_deref().unwrap_or_default()));
        }
        let _ = writeln!(text, "{} = {}", name(&own.action), list(own));
    }
    text
}

fn list(own: &OwnKeys) -> String {
    let keys: Vec<String> = own.keys.iter().map(|key| quoted(&key.text)).collect();
    format!("[{}]", keys.join(", "))
}

/// A word as TOML writes it.
fn quoted(word: &str) -> String {
    toml::Value::String(word.to_owned()).to_string()
}

/// A name before an equals sign.
fn name(word: &str) -> String {
    let bare = !word.is_empty() && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if bare { word.to_owned() } else { quoted(word) }
}
