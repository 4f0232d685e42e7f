//! Colours: how they are written, which of fewer is nearest, and how well one is seen on another. Never says what
//! a colour is for.
use ratatui::style::Color;

/// The sixteen by name, in the order of their numbers, as xterm draws them where nobody chose others.
const SIXTEEN: [(&str, Color, [u8; 3]); 16] = [
    ("black", Color::Black, [0, 0, 0]),
    ("red", Color::Red, [205, 0, 0]),
    ("green", Color::Green, [0, 205, 0]),
    ("yellow", Color::Yellow, [205, 205, 0]),
    ("blue", Color::Blue, [0, 0, 238]),
    ("magenta", Color::Magenta, [205, 0, 205]),
    ("cyan", Color::Cyan, [0, 205, 205]),
    ("white", Color::Gray, [229, 229, 229]),
    ("bright-black", Color::DarkGray, [127, 127, 127]),
    ("bright-red", Color::LightRed, [255, 0, 0]),
    ("bright-green", Color::LightGreen, [0, 255, 0]),
    ("bright-yellow", Color::LightYellow, [255, 255, 0]),
    ("bright-blue", Color::LightBlue, [92, 92, 255]),
    ("bright-magenta", Color::LightMagenta, [255, 0, 255]),
    ("bright-cyan", Color::LightCyan, [0, 255, 255]),
    ("bright-white", Color::White, [255, 255, 255]),
];

/// Reads `#8ab8e6`, a number of the 256, the name of one of the sixteen, or `default`.
pub fn read(text: &str) -> Option<Color> {
    if let Some(digits) = text.strip_prefix('#') {
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return None;
        }
        let [_, red, green, blue] = u32::from_str_radix(digits, 16).ok()?.to_be_bytes();
        return Some(Color::Rgb(red, green, blue));
    }
    if let Ok(number) = text.parse() {
        return Some(Color::Indexed(number));
    }
    if text == "default" {
        return Some(Color::Reset);
    }
    SIXTEEN.iter().find(|(name, ..)| *name == text).map(|(_, colour, _)| *colour)
}

/// The names that [`read`] knows.
pub fn names() -> impl Iterator<Item = &'static str> {
    SIXTEEN.iter().map(|(name, ..)| *name).chain(["default"])
}

/// Red, green and blue, where they are known.
pub fn parts(colour: Color) -> Option<[u8; 3]> {
    const STEPS: [u8; 6] = [0, 95, 135, 175, 215, 255];
    match colour {
        Color::Rgb(red, green, blue) => Some([red, green, blue]),
        Color::Indexed(number @ 0..16) => Some(SIXTEEN[usize::from(number)].2),
        Color::Indexed(number @ 16..232) => {
            let number = usize::from(number - 16);
            Some([STEPS[number / 36], STEPS[number / 6 % 6], STEPS[number % 6]])
        }
        Color::Indexed(number) => Some([8 + 10 * (number - 232); 3]),
        named => SIXTEEN.iter().find(|(_, colour, _)| *colour == named).map(|(.., parts)| *parts),
    }
}

fn distance(a: [u8; 3], b: [u8; 3]) -> u32 {
    a.iter().zip(b).map(|(a, b)| u32::from(a.abs_diff(b)).pow(2)).sum()
}

/// The nearest of the fixed 240 of the 256 colours; what is no full colour stays.
pub fn of_256(colour: Color) -> Color {
    let Color::Rgb(red, green, blue) = colour else { return colour };
    let wanted = [red, green, blue];
    let apart =
        |number: &u8| parts(Color::Indexed(*number)).map_or(u32::MAX, |parts| distance(parts, wanted));
    (16..=255).min_by_key(apart).map_or(colour, Color::Indexed)
}

/// The nearest of the sixteen; what the terminal's palette has anyhow stays.
pub fn of_16(colour: Color) -> Color {
    let wanted = match colour {
        Color::Rgb(..) | Color::Indexed(16..) => parts(colour),
        _ => None,
    };
    let Some(wanted) = wanted else { return colour };
    let nearest = SIXTEEN.iter().min_by_key(|(.., parts)| distance(*parts, wanted));
    nearest.map_or(colour, |(_, colour, _)| *colour)
}

/// The contrast of two colours, 1 to 21, by the formula of the Web Content Accessibility Guidelines 2.2.
pub fn contrast(a: Color, b: Color) -> Option<f64> {
    let light = |colour| {
        let [red, green, blue] = parts(colour)?.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        Some(0.2126 * red + 0.7152 * green + 0.0722 * blue)
    };
    let (a, b) = (light(a)?, light(b)?);
    Some((a.max(b) + 0.05) / (a.min(b) + 0.05))
}

/// Black or white, whichever is seen better on this.
pub fn seen_on(ground: Color) -> Color {
    let on = |colour| contrast(colour, ground).unwrap_or_default();
    if on(Color::Black) > on(Color::White) { Color::Black } else { Color::White }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_read() {
        assert_eq!(read("#8ab8e6"), Some(Color::Rgb(0x8a, 0xb8, 0xe6)));
        assert_eq!((read("110"), read("cyan")), (Some(Color::Indexed(110)), Some(Color::Cyan)));
        for bad in ["#8ab8e", "#8ab8eg", "#+8ab8e", "256", "crimson", ""] {
            assert_eq!(read(bad), None, "{bad}");
        }
    }

    #[test]
    fn the_nearest_is_found() {
        assert_eq!(of_256(Color::Rgb(0x5f, 0x87, 0xaf)), Color::Indexed(67));
        assert_eq!(of_256(Color::Rgb(0x1d, 0x1f, 0x21)), Color::Indexed(234));
        assert_eq!(of_16(Color::Rgb(250, 250, 248)), Color::White);
        assert_eq!(of_16(Color::Cyan), Color::Cyan);
        assert_eq!(contrast(Color::Black, Color::White).map(f64::round), Some(21.0));
        assert_eq!(contrast(Color::Reset, Color::White), None);
    }
}
