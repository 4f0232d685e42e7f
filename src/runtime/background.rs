//! Whether the terminal is dark or light, as it answers or as its environment hints.
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
