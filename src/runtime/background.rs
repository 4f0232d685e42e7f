//! What the terminal is: dark or light, as it answers or as its environment hints, and whether it knows links.
use crate::view::Background;

/// Whether the terminal may understand the question.
pub fn is_worth_asking() -> bool {
    use std::io::IsTerminal;
    let term = std::env::var("TERM").unwrap_or_default();
    std::io::stdin().is_terminal() && !term.is_empty() && term != "dumb" && term != "linux"
}

/// What the environment hints at: `COLORFGBG` ends with the background's palette number.
pub fn by_environment() -> Background {
    let hint = std::env::var("COLORFGBG").unwrap_or_default();
    match hint.rsplit(';').next().and_then(|number| number.parse::<u8>().ok()) {
        Some(7 | 15) => Background::Light,
        Some(0..=6 | 8) => Background::Dark,
        _ => Background::Unknown,
    }
}

/// Whether the terminal is known to understand links (OSC 8), by what it sets in the environment.
pub fn bears_links(variable: impl Fn(&str) -> Option<String>) -> bool {
    let set = |name: &str| variable(name).unwrap_or_default();
    let term = set("TERM");
    let version = |text: &str| -> (u32, u32) {
        let mut numbers = text.split(|c: char| !c.is_ascii_digit()).map(|number| number.parse().unwrap_or(0));
        (numbers.next().unwrap_or(0), numbers.next().unwrap_or(0))
    };
    if !set("TMUX").is_empty() || term.starts_with("tmux") {
        // Only this one passes links on; others would show nothing, but the oldest show rubbish.
        return set("TERM_PROGRAM") == "tmux" && version(&set("TERM_PROGRAM_VERSION")) >= (3, 4);
    }
    if term == "dumb" || term == "linux" || term.starts_with("screen") {
        return false;
    }
    let program = set("TERM_PROGRAM");
    let known =
        ["iTerm.app", "WezTerm", "vscode", "ghostty", "rio", "Tabby", "Hyper", "WarpTerminal", "mintty"];
    let named = ["kitty", "alacritty", "foot", "wezterm", "ghostty", "contour", "rio"];
    known.contains(&program.as_str())
        || set("VTE_VERSION").parse::<u32>().is_ok_and(|version| version >= 5000)
        || ["KITTY_WINDOW_ID", "WT_SESSION", "KONSOLE_VERSION", "DOMTERM"]
            .iter()
            .any(|name| !set(name).is_empty())
        || named.iter().any(|name| {
            term == *name || term == format!("xterm-{name}") || term.starts_with(&format!("{name}-"))
        })
}

/// Reads the colour out of an answer such as `11;rgb:1d1d/1f1f/2121`.
pub fn by_answer(answer: &str) -> Option<Background> {
    let colour = answer.strip_prefix("11;")?;
    let colour = colour.strip_prefix("rgb:").or_else(|| colour.strip_prefix("rgba:"))?;
    let mut channels = colour.split('/').take(3).map(|channel| {
        let most = 16_u32.checked_pow(channel.len() as u32)?.checked_sub(1)?;
        Some(f64::from(u32::from_str_radix(channel, 16).ok()?) / f64::from(most))
    });
    let (red, green, blue) = (channels.next()??, channels.next()??, channels.next()??);
    // Rec. 709 luma.
    let light = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.5;
    Some(if light { Background::Light } else { Background::Dark })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminals_that_know_links() {
        let bears = |set: &[(&str, &str)]| {
            let set: Vec<(String, String)> =
                set.iter().map(|(name, value)| ((*name).into(), (*value).into())).collect();
            bears_links(|name| set.iter().find(|(other, _)| other == name).map(|(_, value)| value.clone()))
        };
        for known in [
            &[("TERM", "xterm-kitty")][..],
            &[("TERM", "foot-direct")],
            &[("TERM", "xterm-256color"), ("VTE_VERSION", "7600")],
            &[("TERM", "xterm-256color"), ("TERM_PROGRAM", "WezTerm")],
            &[
                ("TERM", "tmux-256color"),
                ("TMUX", "/tmp/x"),
                ("TERM_PROGRAM", "tmux"),
                ("TERM_PROGRAM_VERSION", "3.4"),
            ],
            &[("TERM", "tmux"), ("TERM_PROGRAM", "tmux"), ("TERM_PROGRAM_VERSION", "4.0a")],
        ] {
            assert!(bears(known), "{known:?}");
        }
        for unknown in [
            &[("TERM", "xterm-256color")][..],
            &[("TERM", "linux")],
            &[("TERM", "xterm-256color"), ("VTE_VERSION", "4900")],
            &[("TERM", "screen-256color"), ("KITTY_WINDOW_ID", "1")],
            &[
                ("TERM", "xterm-kitty"),
                ("TMUX", "/tmp/x"),
                ("TERM_PROGRAM", "tmux"),
                ("TERM_PROGRAM_VERSION", "3.3a"),
            ],
            &[],
        ] {
            assert!(!bears(unknown), "{unknown:?}");
        }
    }

    #[test]
    fn answers_of_terminals() {
        for (answer, background) in [
            ("11;rgb:0000/0000/0000", Some(Background::Dark)),
            ("11;rgb:ffff/ffff/ffff", Some(Background::Light)),
            ("11;rgb:1d/1f/21", Some(Background::Dark)),
            ("11;rgba:fd/f6/e3/ff", Some(Background::Light)),
            ("11;rgb:", None),
            ("11;rgb:zz/00/00", None),
            ("10;rgb:0000/0000/0000", None),
        ] {
            assert_eq!(by_answer(answer), background, "{answer}");
        }
    }
}
