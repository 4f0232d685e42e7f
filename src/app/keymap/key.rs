//! Keys and pairs of keys: how they are written and read. Never says what they do.
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

/// A key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Key(pub KeyCode, pub KeyModifiers);

/// The keys that are written by a name.
const NAMES: [(&str, KeyCode); 14] = [
    ("Space", KeyCode::Char(' ')),
    ("Enter", KeyCode::Enter),
    ("Tab", KeyCode::Tab),
    ("Esc", KeyCode::Esc),
    ("Backspace", KeyCode::Backspace),
    ("Delete", KeyCode::Delete),
    ("Insert", KeyCode::Insert),
    ("Up", KeyCode::Up),
    ("Down", KeyCode::Down),
    ("Left", KeyCode::Left),
    ("Right", KeyCode::Right),
    ("Home", KeyCode::Home),
    ("End", KeyCode::End),
    ("PgUp", KeyCode::PageUp),
];

/// The ways in which another key is held.
const HELD: [(&str, KeyModifiers); 3] =
    [("Ctrl-", KeyModifiers::CONTROL), ("Alt-", KeyModifiers::ALT), ("Shift-", KeyModifiers::SHIFT)];

impl Key {
    /// The key of an event. Shift is in a letter already, though some terminals report it as well.
    pub fn of(event: KeyEvent) -> Self {
        let shifted = matches!(event.code, KeyCode::Char(_) | KeyCode::BackTab);
        let unshifted = event.modifiers.difference(KeyModifiers::SHIFT);
        Self(event.code, if shifted { unshifted } else { event.modifiers })
    }

    /// The same without Shift.
    pub(super) fn unshifted(self) -> Self {
        Self(self.0, self.1.difference(KeyModifiers::SHIFT))
    }

    /// How the help writes it.
    pub fn name(self) -> String {
        let mut name = String::new();
        for (held, modifier) in HELD {
            if self.1.contains(modifier) {
                name.push_str(held);
            }
        }
        match self.0 {
            KeyCode::PageDown => name.push_str("PgDn"),
            KeyCode::BackTab => name.push_str("Shift-Tab"),
            KeyCode::F(number) => name.extend(["F", &number.to_string()]),
            code => match (NAMES.iter().find(|(_, named)| *named == code), code) {
                (Some((named, _)), _) => name.push_str(named),
                (None, KeyCode::Char(c)) => name.push(c),
                (None, other) => name.extend([format!("{other:?}")]),
            },
        }
        name
    }

    /// Reads a key as [`Self::name`] writes it; case matters in letters only.
    pub fn parse(text: &str) -> Option<Self> {
        let mut held = KeyModifiers::NONE;
        let mut rest = text;
        'held: loop {
            for (name, modifier) in HELD {
                // `Ctrl--` is a dash that is held.
                if rest.len() > name.len()
                    && let Some(begin) = rest.get(..name.len())
                    && begin.eq_ignore_ascii_case(name)
                {
                    held |= modifier;
                    rest = &rest[name.len()..];
                    continue 'held;
                }
            }
            break;
        }
        let mut letters = rest.chars();
        let code = match (letters.next(), letters.next()) {
            (None, _) => return None,
            (Some(c), None) if c.is_control() || c == ' ' => return None,
            // A terminal tells a letter with Control in one case only.
            (Some(c), None) if held.contains(KeyModifiers::CONTROL) => KeyCode::Char(c.to_ascii_lowercase()),
            (Some(c), None) if held.contains(KeyModifiers::SHIFT) => {
                if !c.is_ascii_alphabetic() {
                    return None;
                }
                held -= KeyModifiers::SHIFT;
                KeyCode::Char(c.to_ascii_uppercase())
            }
            (Some(c), None) => KeyCode::Char(c),
            _ => named(rest)?,
        };
        if code == KeyCode::Tab && held.contains(KeyModifiers::SHIFT) {
            return Some(Self(KeyCode::BackTab, held - KeyModifiers::SHIFT));
        }
        Some(Self(code, held))
    }

    /// Whether it types a letter where letters are typed.
    pub fn is_letter(self) -> bool {
        matches!(self.0, KeyCode::Char(_)) && self.1.is_empty()
    }
}

fn named(name: &str) -> Option<KeyCode> {
    if name.eq_ignore_ascii_case("PgDn") {
        return Some(KeyCode::PageDown);
    }
    if let Some(number) = name.strip_prefix(['F', 'f']).and_then(|number| number.parse().ok()) {
        return (1..=24).contains(&number).then_some(KeyCode::F(number));
    }
    NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, code)| *code)
}

/// A key, or two pressed one after the other.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Stroke {
    /// The key pressed first.
    pub first: Key,
    /// The one behind it.
    pub second: Option<Key>,
}

impl From<Key> for Stroke {
    fn from(first: Key) -> Self {
        Self { first, second: None }
    }
}

impl Stroke {
    /// How the help writes it.
    pub fn name(self) -> String {
        match self.second {
            None => self.first.name(),
            Some(second) => format!("{} {}", self.first.name(), second.name()),
        }
    }

    /// Reads what [`Self::name`] writes.
    ///
    /// # Errors
    /// In words, when it is no key that a terminal can tell.
    pub fn parse(text: &str) -> Result<Self, String> {
        let read = |text: &str| {
            Key::parse(text).ok_or_else(|| {
                format!("there is no key \"{text}\": keys are written as in a, A, Ctrl-n, Alt-Left, F1, PgDn, Space")
            })
        };
        let mut keys = text.split_whitespace();
        match (keys.next(), keys.next(), keys.next()) {
            (Some(first), second, None) => {
                Ok(Self { first: read(first)?, second: second.map(read).transpose()? })
            }
            (None, ..) => Err("no key is written here; the space bar is Space".into()),
            _ => Err(format!("\"{text}\" has more than two keys")),
        }
    }

    /// Whether pressing one may be taken for the other.
    pub fn clashes(self, other: Self) -> bool {
        self.first == other.first
            && (self.second == other.second || self.second.is_none() || other.second.is_none())
    }

    /// Whether it types a letter where letters are typed.
    pub fn is_letter(self) -> bool {
        self.first.is_letter()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_as_it_is_written() {
        for text in [
            "a",
            "A",
            "-",
            "<",
            "é",
            "Space",
            "Ctrl-Space",
            "Ctrl-n",
            "Ctrl--",
            "Alt-<",
            "Alt-Left",
            "Shift-Tab",
            "Ctrl-Alt-x",
            "F12",
            "PgDn",
            "PgUp",
            "Esc",
            "Shift-Up",
            "Ctrl-x Ctrl-c",
            "g g",
        ] {
            assert_eq!(Stroke::parse(text).map(Stroke::name), Ok(text.to_owned()));
        }
        for (given, written) in [("ctrl-N", "Ctrl-n"), ("Shift-a", "A"), ("pgdn", "PgDn"), ("SPACE", "Space")]
        {
            assert_eq!(Stroke::parse(given).map(Stroke::name), Ok(written.to_owned()));
        }
        for text in ["", " ", "Ctrl-", "Hyper-a", "abc", "F0", "F99", "a b c", "Shift-1"] {
            assert!(Stroke::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_letter_is_one_key_with_shift_reported_or_not() {
        let event = |modifiers| KeyEvent::new(KeyCode::Char('G'), modifiers);
        assert_eq!(Key::of(event(KeyModifiers::SHIFT)), Key::of(event(KeyModifiers::NONE)));
    }
}
