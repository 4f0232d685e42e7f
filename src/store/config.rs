//! The reader's configuration: read from its file, checked but for what only others know, and laid over what holds
//! without one. Never writes the file, and never acts on what it says.
mod written;

pub use written::written;

use super::find::{is_absence, reason_of};
use super::folders;
use super::log;
use crate::model::toml_text::in_order;
use crate::model::{OwnKeys, SETTINGS, Settings, TomlText, Values, WrittenKey, did_you_mean, setting};
use anyhow::{Result, anyhow, bail};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use toml::Spanned;
use toml::de::{DeString, DeValue};

/// The file's name in the folder of configuration.
const FILE: &str = "config.toml";

/// Where the value of a setting comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// Nobody said anything.
    Default,
    /// A line of the file.
    File(usize),
    /// An option of the command line.
    Option,
}

/// What a reader has settled, and where they said it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Config {
    /// The file, as it is told; none where no home is known.
    pub path: Option<String>,
    /// Whether it is there.
    pub found: bool,
    /// What is settled.
    pub settings: Settings,
    /// The reader's own keys, in the order of the file.
    pub keys: Vec<OwnKeys>,
    /// The lines of the file that settle something.
    lines: BTreeMap<&'static str, usize>,
    /// What the command line settles.
    options: Vec<&'static str>,
}

/// The file that is looked for where the command line names none.
pub fn place() -> Option<PathBuf> {
    Some(folders::config()?.join(FILE))
}

impl Config {
    /// Reads the file that the command line names, which must be there, or the reader's own, which need not.
    ///
    /// # Errors
    /// When it cannot be read, or with a line for each thing in it that cannot be: file, line and key.
    pub fn read(given: Option<&Path>) -> Result<Self> {
        let Some(path) = given.map(Path::to_owned).or_else(place) else { return Ok(Self::default()) };
        let file = path.display().to_string();
        match std::fs::read(&path) {
            Ok(bytes) => {
                let text = String::from_utf8(bytes).map_err(|error| {
                    let line = 1 + error.as_bytes()[..error.utf8_error().valid_up_to()]
                        .iter()
                        .filter(|byte| **byte == b'\n')
                        .count();
                    anyhow!("{file}:{line}: this is not UTF-8")
                })?;
                log::tell(|| format!("the configuration {file}"));
                Self::parse(&file, &text)
            }
            Err(error) if given.is_none() && is_absence(&error) => {
                Ok(Self { path: Some(file), ..Self::default() })
            }
            Err(error) => bail!("{file} cannot be read: {}", reason_of(&error)),
        }
    }

    /// Reads the text of such a file.
    ///
    /// # Errors
    /// With a line for each thing in it that cannot be: file, line and key.
    pub fn parse(file: &str, text: &str) -> Result<Self> {
        let text = TomlText { file, text };
        let table = text.table().map_err(|told| anyhow!(told))?;
        let mut config = Self { path: Some(file.to_owned()), found: true, ..Self::default() };
        let mut errors = Vec::new();
        for (key, value) in in_order(table.get_ref()) {
            let name: &str = key.get_ref();
            if name == "keys" {
                config.keys = own_keys(text, value, &mut errors);
                continue;
            }
            if let Err(told) = config.settle(text, name, value) {
                errors.push(format!("{}: {told}", text.line(key.span().start)));
            }
        }
        if errors.is_empty() { Ok(config) } else { bail!(errors.join("\n")) }
    }

    fn settle(&mut self, text: TomlText<'_>, name: &str, value: &Spanned<DeValue<'_>>) -> Result<(), String> {
        let Some(setting) = setting(name) else {
            let near = did_you_mean(name, SETTINGS.iter().map(|setting| setting.name).chain(["keys"]));
            return Err(format!("there is no setting \"{name}\"{near}"));
        };
        let given = match (value.get_ref(), setting.values) {
            (DeValue::Boolean(on), _) => on.to_string(),
            (DeValue::Integer(number), _) => number.to_string(),
            (DeValue::String(word), Values::Word | Values::OneOf(_)) => word.to_string(),
            (other, values) => {
                let shown = text.text.get(value.span()).unwrap_or_default();
                let shown = if other.is_table() { "a table" } else { shown };
                return Err(format!("{name} is {values}, not {shown}"));
            }
        };
        self.settings.set(name, &given)?;
        self.lines.insert(setting.name, text.line(value.span().start).line);
        Ok(())
    }

    /// Settles something by an option of the command line.
    pub fn option(&mut self, name: &'static str, value: &str) {
        if self.settings.set(name, value).is_ok() {
            self.options.push(name);
        }
    }

    /// Where the value of a setting comes from.
    pub fn source(&self, name: &str) -> Source {
        if self.options.contains(&name) {
            return Source::Option;
        }
        self.lines.get(name).map_or(Source::Default, |line| Source::File(*line))
    }

    /// Tells that the value of a setting cannot be, with the line that says it.
    pub fn blame(&self, name: &str, told: &str) -> String {
        match (self.source(name), &self.path) {
            (Source::File(line), Some(file)) => format!("{file}:{line}: {name}: {told}"),
            _ => format!("{name}: {told}"),
        }
    }
}

/// The keys of a profile.
///
/// # Errors
/// When the profile is unsound, which a test keeps it from being.
pub fn profile(name: &str) -> Result<Vec<OwnKeys>> {
    let (file, text) = match name {
        "less" => ("assets/keys/less.toml", include_str!("../../assets/keys/less.toml")),
        "emacs" => ("assets/keys/emacs.toml", include_str!("../../assets/keys/emacs.toml")),
        _ => return Ok(Vec::new()),
    };
    Ok(Config::parse(file, text)?.keys)
}

fn own_keys(text: TomlText<'_>, value: &Spanned<DeValue<'_>>, errors: &mut Vec<String>) -> Vec<OwnKeys> {
    let DeValue::Table(table) = value.get_ref() else {
        errors.push(format!(
            "{}: keys is a table, as in [keys]; the profile to begin with is key-profile",
            text.line(value.span().start)
        ));
        return Vec::new();
    };
    let mut own = Vec::new();
    for (key, value) in in_order(table) {
        if let DeValue::Table(inner) = value.get_ref() {
            for (action, value) in in_order(inner) {
                own.extend(keys_of(text, Some(key.get_ref()), action, value, errors));
            }
        } else {
            own.extend(keys_of(text, None, key, value, errors));
        }
    }
    // Those for one place go before those for all, wherever they stand.
    own.sort_by_key(|keys| keys.place.is_some());
    own
}

fn keys_of(
    text: TomlText<'_>,
    place: Option<&str>,
    action: &Spanned<DeString<'_>>,
    value: &Spanned<DeValue<'_>>,
    errors: &mut Vec<String>,
) -> Option<OwnKeys> {
    let written = |value: &Spanned<DeValue<'_>>| {
        let key = value.get_ref().as_str()?.to_owned();
        Some(WrittenKey { text: key, spot: text.line(value.span().start) })
    };
    let keys = match value.get_ref() {
        DeValue::Array(array) => array.iter().map(written).collect::<Option<Vec<_>>>(),
        _ => written(value).map(|key| vec![key]),
    };
    let spot = text.line(action.span().start);
    let mut own = OwnKeys {
        spot,
        place: place.map(Into::into),
        action: action.get_ref().to_string(),
        keys: Vec::new(),
    };
    let Some(keys) = keys else {
        errors.push(format!(
            "{}: {}: keys are written as in \"Ctrl-n\" or [\"j\", \"Down\"]",
            text.line(value.span().start),
            own.name()
        ));
        return None;
    };
    own.keys = keys;
    Some(own)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOUND: &str = "\
# mine
two-columns = true
measure = 80
theme = 'sepia'
hyperlinks = false
key-profile = \"less\"

[keys]
next-section = ['>', \"Alt-n\"]
quit = []
down = \"j\"

[keys.text]
up = ['p']
";

    #[test]
    fn a_file_is_read_over_the_defaults() {
        let config = Config::parse("config.toml", SOUND).expect("sound");
        assert!(config.settings.two_columns && config.found);
        assert_eq!((config.settings.measure, &*config.settings.theme), (80, "sepia"));
        assert_eq!(config.settings.get("hyperlinks").as_deref(), Some("false"));
        assert_eq!(config.settings.key_profile, "less");
        assert_eq!(config.source("measure"), Source::File(3));
        assert_eq!(config.source("justify"), Source::Default);
        let names: Vec<String> = config.keys.iter().map(OwnKeys::name).collect();
        assert_eq!(names, ["keys.next-section", "keys.quit", "keys.down", "keys.text.up"]);
        assert_eq!((config.keys[0].spot.line, config.keys[0].keys[1].text.as_str()), (9, "Alt-n"));
        assert_eq!(config.keys[1].keys, []);
        assert_eq!(Config::parse("config.toml", "").expect("empty").settings, Settings::default());
    }

    #[test]
    fn what_cannot_be_is_told_with_file_line_and_key() {
        for (text, told) in [
            ("a = ", "config.toml:1: "),
            ("\n\nmeasure = 5", "config.toml:3: measure is a whole number from 20 to 200, not \"5\""),
            ("measure = '80'", "config.toml:1: measure is a whole number from 20 to 200, not '80'"),
            ("measure = 7.5", "config.toml:1: measure is a whole number from 20 to 200, not 7.5"),
            ("justify = 1", "config.toml:1: justify is true or false, not \"1\""),
            ("justify = {}", "config.toml:1: justify is true or false, not a table"),
            ("\nmesure = 80", "config.toml:2: there is no setting \"mesure\"; did you mean \"measure\"?"),
            ("key-profile = 'vi'", "config.toml:1: key-profile is one of bluebook, less, emacs, not \"vi\""),
            ("keys = 'less'", "config.toml:1: keys is a table"),
            ("[keys]\ndown = [\n 'j',\n 3]", "config.toml:2: keys.down: keys are written as in"),
            ("plain = true\nplain = false", "config.toml:2: "),
        ] {
            let error = Config::parse("config.toml", text).expect_err(told).to_string();
            assert!(error.starts_with(told), "{error}\nis not\n{told}");
            assert_eq!(error.lines().count(), 1, "{error}");
        }
        let two = Config::parse("config.toml", "measure = 5\njustify = 1").expect_err("two");
        assert_eq!(two.to_string().lines().count(), 2);
    }

    #[test]
    fn what_is_printed_reads_as_the_same() {
        let config = Config::parse("config.toml", SOUND).expect("sound");
        let printed = written(&config, &[]);
        let again = Config::parse("config.toml", &printed).expect(&printed);
        assert_eq!(again.settings, config.settings);
        let bare = |config: &Config| -> Vec<(String, Vec<String>)> {
            let texts = |own: &OwnKeys| own.keys.iter().map(|key| key.text.clone()).collect();
            config.keys.iter().map(|own| (own.name(), texts(own))).collect()
        };
        assert_eq!(bare(&again), bare(&config));
        let printed = written(&Config::default(), &[]);
        assert_eq!(Config::parse("config.toml", &printed).expect(&printed).settings, Settings::default());
    }

    #[test]
    fn a_profile_is_read() {
        for name in ["less", "emacs"] {
            assert!(!profile(name).expect(name).is_empty());
        }
        assert_eq!(profile("bluebook").expect("none"), []);
    }
}
