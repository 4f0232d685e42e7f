//! What a reader has settled: how texts are set, what the screen looks like, what is kept. Never reads a file and
//! never acts on what is settled.
use super::citation::CitationFormat;
use super::own::nearest;
use std::fmt;

/// How texts are set and what is shown.
#[derive(Debug, Clone, PartialEq, Eq)]
#[allow(clippy::struct_excessive_bools)] // Each is a choice of its own, and is named in the table.
pub struct Settings {
    /// The columns of a comfortable line.
    pub measure: u16,
    /// Whether lines end at one edge.
    pub justify: bool,
    /// Whether long words are parted at the ends of lines.
    pub hyphenate: bool,
    /// Whether wide screens show two columns of text.
    pub two_columns: bool,
    /// Empty lines between two lines of text.
    pub spacing: u16,
    /// Whether the line that is read stands out from the others.
    pub focus_line: bool,
    /// The name of the look; `auto` goes by what the terminal's text stands on.
    pub theme: String,
    /// Whether the screen is to be read aloud: no drawn lines, the cursor where the selection is.
    pub plain: bool,
    /// Whether the program hears the mouse.
    pub mouse: bool,
    /// Whether links are given to the terminal as such (OSC 8).
    pub hyperlinks: Choice,
    /// Whether reading places are remembered.
    pub remember: bool,
    /// The keys to begin with: `bluebook`, `less` or `emacs`.
    pub key_profile: String,
    /// Whether what was read of a large library is kept for the next time.
    pub cache: bool,
    /// How the citation is written that is copied with a passage.
    pub citation: CitationFormat,
}

/// Yes, no, or whatever the terminal bears.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Choice {
    /// Where it is known to work.
    #[default]
    Auto,
    /// Always.
    Yes,
    /// Never.
    No,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            measure: 72,
            justify: false,
            hyphenate: false,
            two_columns: false,
            spacing: 0,
            focus_line: false,
            theme: "auto".into(),
            plain: false,
            mouse: true,
            hyperlinks: Choice::Auto,
            remember: true,
            key_profile: "bluebook".into(),
            cache: true,
            citation: CitationFormat::default(),
        }
    }
}

/// A thing that can be settled.
#[derive(Debug, Clone, Copy)]
pub struct Setting {
    /// Its name, in the file and behind `:set`.
    pub name: &'static str,
    /// What may stand there.
    pub values: Values,
    /// What it does.
    pub help: &'static str,
}

/// What may be settled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Values {
    /// `true` or `false`.
    Switch,
    /// A whole number in these bounds.
    Number(u16, u16),
    /// One of these words.
    OneOf(&'static [&'static str]),
    /// Any word; the one who uses it knows which there are.
    Word,
}

impl fmt::Display for Values {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Switch => write!(f, "true or false"),
            Self::Number(least, most) => write!(f, "a whole number from {least} to {most}"),
            Self::OneOf(words) => write!(f, "one of {}", words.join(", ")),
            Self::Word => write!(f, "a name"),
        }
    }
}

/// All that can be settled, in the order of the file.
pub const SETTINGS: &[Setting] = &[
    Setting {
        name: "measure",
        values: Values::Number(20, 200),
        help: "columns of a line of text; + and - change it",
    },
    Setting { name: "justify", values: Values::Switch, help: "let lines end at one edge" },
    Setting { name: "hyphenate", values: Values::Switch, help: "part long words at the ends of lines" },
    Setting { name: "two-columns", values: Values::Switch, help: "two columns of text on wide screens" },
    Setting { name: "spacing", values: Values::Number(0, 2), help: "empty lines between two lines of text" },
    Setting {
        name: "focus-line",
        values: Values::Switch,
        help: "let the line that is read stand out from the others",
    },
    Setting {
        name: "theme",
        values: Values::Word,
        help: "the look; auto goes by what the terminal's text stands on",
    },
    Setting {
        name: "plain",
        values: Values::Switch,
        help: "for screen readers: no drawn lines, the cursor on the selected line",
    },
    Setting { name: "mouse", values: Values::Switch, help: "hear the mouse; M gives it to the terminal" },
    Setting {
        name: "hyperlinks",
        values: Values::OneOf(&["auto", "true", "false"]),
        help: "give links to the terminal as such (OSC 8)",
    },
    Setting { name: "remember", values: Values::Switch, help: "remember where each text was left" },
    Setting {
        name: "key-profile",
        values: Values::OneOf(&["bluebook", "less", "emacs"]),
        help: "the keys to begin with; a [keys] table changes single ones",
    },
    Setting {
        name: "cache",
        values: Values::Switch,
        help: "keep what was read of a large library, so that it opens faster the next time",
    },
    Setting {
        name: "citation",
        values: Values::OneOf(CitationFormat::NAMES),
        help: "how Q writes the citation that it copies with a passage",
    },
];

/// The themes that come with the program, and the name that goes by the terminal's own background.
pub const THEMES: [&str; 7] = ["auto", "dark", "light", "sepia", "high-contrast", "colour-blind", "terminal"];

/// The setting of this name.
pub fn setting(name: &str) -> Option<&'static Setting> {
    SETTINGS.iter().find(|setting| setting.name == name)
}

impl Settings {
    /// The value of a setting as it is written; `None` for a name that there is not.
    pub fn get(&self, name: &str) -> Option<String> {
        Some(match name {
            "measure" => self.measure.to_string(),
            "justify" => self.justify.to_string(),
            "hyphenate" => self.hyphenate.to_string(),
            "two-columns" => self.two_columns.to_string(),
            "spacing" => self.spacing.to_string(),
            "focus-line" => self.focus_line.to_string(),
            "theme" => self.theme.clone(),
            "plain" => self.plain.to_string(),
            "mouse" => self.mouse.to_string(),
            "hyperlinks" => match self.hyperlinks {
                Choice::Auto => "auto".into(),
                Choice::Yes => "true".into(),
                Choice::No => "false".into(),
            },
            "remember" => self.remember.to_string(),
            "key-profile" => self.key_profile.clone(),
            "cache" => self.cache.to_string(),
            "citation" => self.citation.to_string(),
            _ => return None,
        })
    }

    /// Settles one thing. A switch may also be `on`, `off`, `yes` or `no`.
    ///
    /// # Errors
    /// In words, when there is no such setting or it cannot have this value: nothing changes then.
    pub fn set(&mut self, name: &str, value: &str) -> Result<(), String> {
        let Some(setting) = setting(name) else {
            let names = SETTINGS.iter().map(|setting| setting.name);
            if let Some(near) = nearest(name, names.clone()) {
                return Err(format!("there is no setting \"{name}\"; did you mean \"{near}\"?"));
            }
            let names: Vec<&str> = names.collect();
            return Err(format!("there is no setting \"{name}\"; there are {}", names.join(", ")));
        };
        let bad = || format!("{name} is {}, not \"{value}\"", setting.values);
        let switch = match value {
            "true" | "on" | "yes" => Some(true),
            "false" | "off" | "no" => Some(false),
            _ => None,
        };
        let mut number = 0;
        let fits = match setting.values {
            Values::Switch => switch.is_some(),
            Values::Number(least, most) => {
                value.parse().ok().filter(|given| (least..=most).contains(given)).is_some_and(|given| {
                    number = given;
                    true
                })
            }
            Values::OneOf(words) => words.contains(&value),
            Values::Word => !value.is_empty(),
        };
        if !fits {
            return Err(bad());
        }
        let on = switch.unwrap_or_default();
        match name {
            "measure" => self.measure = number,
            "justify" => self.justify = on,
            "hyphenate" => self.hyphenate = on,
            "two-columns" => self.two_columns = on,
            "spacing" => self.spacing = number,
            "focus-line" => self.focus_line = on,
            "theme" => value.clone_into(&mut self.theme),
            "plain" => self.plain = on,
            "mouse" => self.mouse = on,
            "hyperlinks" => {
                self.hyperlinks = match switch {
                    None => Choice::Auto,
                    Some(true) => Choice::Yes,
                    Some(false) => Choice::No,
                }
            }
            "remember" => self.remember = on,
            "key-profile" => value.clone_into(&mut self.key_profile),
            "cache" => self.cache = on,
            "citation" => self.citation = CitationFormat::named(value).unwrap_or_default(),
            // The table names nothing else; the test below holds it to that.
            _ => return Err(bad()),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_setting_can_be_read_and_settled() {
        let mut settings = Settings::default();
        for setting in SETTINGS {
            let before = settings.get(setting.name).expect(setting.name);
            settings.set(setting.name, &before).expect(setting.name);
            assert_eq!(settings.get(setting.name), Some(before.clone()));
            let other = match setting.values {
                Values::Switch => (before != "true").to_string(),
                Values::Number(least, most) => {
                    if before == most.to_string() { least } else { most }.to_string()
                }
                Values::OneOf(words) => {
                    words.iter().find(|word| **word != before).expect(setting.name).to_string()
                }
                Values::Word => "other".into(),
            };
            settings.set(setting.name, &other).expect(setting.name);
            assert_eq!(settings.get(setting.name), Some(other));
        }
    }

    #[test]
    fn what_does_not_fit_is_said_and_changes_nothing() {
        let mut settings = Settings::default();
        for (name, value, told) in [
            ("measure", "wide", "measure is a whole number from 20 to 200, not \"wide\""),
            ("measure", "5", "measure is a whole number from 20 to 200, not \"5\""),
            ("justify", "perhaps", "justify is true or false, not \"perhaps\""),
            ("key-profile", "vi", "key-profile is one of bluebook, less, emacs, not \"vi\""),
        ] {
            assert_eq!(settings.set(name, value), Err(told.into()));
        }
        assert!(
            settings.set("colour", "red").expect_err("no such").starts_with("there is no setting \"colour\"")
        );
        assert_eq!(settings, Settings::default());
    }
}
