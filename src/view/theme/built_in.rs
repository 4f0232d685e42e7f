//! The themes that come with the program, as text: only the one that is shown is read.

/// The name that goes by the terminal's own background.
pub const AUTO: &str = "auto";

/// Name and text of each.
pub const BUILT_IN: [(&str, &str); 6] = [
    ("dark", include_str!("../../../assets/themes/dark.toml")),
    ("light", include_str!("../../../assets/themes/light.toml")),
    ("sepia", include_str!("../../../assets/themes/sepia.toml")),
    ("high-contrast", include_str!("../../../assets/themes/high-contrast.toml")),
    ("colour-blind", include_str!("../../../assets/themes/colour-blind.toml")),
    ("terminal", include_str!("../../../assets/themes/terminal.toml")),
];

/// The text of a theme.
pub fn text(name: &str) -> Option<&'static str> {
    BUILT_IN.iter().find(|(known, _)| *known == name).map(|(_, text)| *text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_command_line_offers_every_theme() {
        let names: Vec<&str> = [AUTO].into_iter().chain(BUILT_IN.iter().map(|(name, _)| *name)).collect();
        assert_eq!(crate::model::THEMES.to_vec(), names);
    }
}
