//! Roles to styles. The only place that chooses a colour.
use crate::typeset::Role;
use ratatui::style::{Color, Modifier, Style};

/// How many colours the terminal has.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Colours {
    /// None: weight, underline and reverse only.
    None,
    /// The sixteen of the terminal's own palette.
    #[default]
    Sixteen,
    /// The palette of 256.
    Indexed,
    /// All.
    True,
}

/// What the terminal's text stands on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Background {
    /// Not known: only colours that both bear.
    #[default]
    Unknown,
    /// Dark.
    Dark,
    /// Light.
    Light,
}

/// The signs that are drawn; plain ones where a terminal gives box-drawing characters two columns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyphs {
    /// Between two panes.
    pub vertical: &'static str,
    /// Below the tabs.
    pub horizontal: &'static str,
    /// Where something is cut off.
    pub ellipsis: &'static str,
    /// Before what is folded.
    pub shut: &'static str,
    /// Before what is unfolded.
    pub open: &'static str,
    /// Beside the selected passage.
    pub bar: &'static str,
    /// The corners of a frame: left and right above, left and right below.
    pub corners: [&'static str; 4],
    /// Whether the map may be drawn in braille dots.
    pub braille: bool,
}

impl Glyphs {
    /// For most terminals.
    pub const FINE: Self = Self {
        vertical: "│",
        horizontal: "─",
        ellipsis: "…",
        shut: "▸",
        open: "▾",
        bar: "▌",
        corners: ["┌", "┐", "└", "┘"],
        braille: true,
    };
    /// For terminals of Chinese, Japanese and Korean locales, where the fine ones may be two columns wide.
    pub const PLAIN: Self = Self {
        vertical: "|",
        horizontal: "-",
        ellipsis: "...",
        shut: "+",
        open: "-",
        bar: "|",
        corners: ["+"; 4],
        braille: true,
    };
    /// For terminals that show nothing but ASCII.
    pub const ASCII: Self = Self { braille: false, ..Self::PLAIN };
}

/// The looks of all roles.
#[derive(Debug, Clone, PartialEq)]
pub struct Theme {
    /// Running text.
    pub text: Style,
    /// What stands back: asides, counts, rules.
    pub dim: Style,
    /// Rules between panes.
    pub rule: Style,
    /// The program's name.
    pub brand: Style,
    /// The tab shown.
    pub tab: Style,
    /// The other tabs.
    pub tab_other: Style,
    /// Headings and titles.
    pub heading: Style,
    /// A document's title.
    pub title: Style,
    /// An edition's year.
    pub edition: Style,
    /// The headings above a passage.
    pub path: Style,
    /// The name of a place.
    pub mention: Style,
    /// The name of the place that the page is about.
    pub subject: Style,
    /// A footnote's mark.
    pub note: Style,
    /// A link.
    pub link: Style,
    /// A quotation.
    pub quote: Style,
    /// The row under the cursor in the pane that has the keys.
    pub selected: Style,
    /// The same in the other pane.
    pub selected_other: Style,
    /// The selected mark.
    pub mark: Style,
    /// What was looked for.
    pub found: Style,
    /// What is selected to be copied.
    pub selection: Style,
    /// Letters that fit the filter.
    pub matched: Style,
    /// The bar beside a selected passage.
    pub bar: Style,
    /// A key in a hint.
    pub key: Style,
    /// A word to the reader.
    pub notice: Style,
    /// The line being typed.
    pub prompt: Style,
    /// Coasts and borders of land of which nothing is said.
    pub map_border: Style,
    /// Land of which little is said.
    pub map_low: Style,
    /// Land of which more is said.
    pub map_mid: Style,
    /// Land of which much is said.
    pub map_high: Style,
    /// What is selected on the map.
    pub map_selected: Style,
    /// The sign of an area that the map assigns to no state.
    pub map_sign: Style,
    /// The title in a frame.
    pub frame_title: Style,
    /// The signs.
    pub glyphs: Glyphs,
}

struct Palette {
    accent: Color,
    dim: Color,
    rule: Color,
    selected: Color,
    selected_other: Color,
    found: Color,
    found_text: Color,
}

impl Theme {
    /// The theme for a terminal.
    pub fn new(colours: Colours, background: Background, glyphs: Glyphs) -> Self {
        let rgb = Color::Rgb;
        let palette = match (colours, background) {
            (Colours::None, _) => return Self::plain(glyphs),
            (Colours::True, Background::Dark) => Palette {
                accent: rgb(0x8a, 0xb8, 0xe6),
                dim: rgb(0x93, 0x99, 0xa1),
                rule: rgb(0x4a, 0x50, 0x58),
                selected: rgb(0x2c, 0x40, 0x58),
                selected_other: rgb(0x2a, 0x2f, 0x36),
                found: rgb(0xe6, 0xc0, 0x7a),
                found_text: rgb(0x1d, 0x1f, 0x21),
            },
            (Colours::True, Background::Light) => Palette {
                accent: rgb(0x1f, 0x5a, 0x96),
                dim: rgb(0x62, 0x68, 0x70),
                rule: rgb(0xb4, 0xba, 0xc2),
                selected: rgb(0xcf, 0xe0, 0xf2),
                selected_other: rgb(0xea, 0xed, 0xf1),
                found: rgb(0xf2, 0xd4, 0x8c),
                found_text: rgb(0x1d, 0x1f, 0x21),
            },
            (Colours::Indexed, Background::Dark) => Palette {
                accent: Color::Indexed(110),
                dim: Color::Indexed(246),
                rule: Color::Indexed(240),
                selected: Color::Indexed(24),
                selected_other: Color::Indexed(236),
                found: Color::Indexed(179),
                found_text: Color::Indexed(234),
            },
            (Colours::Indexed, Background::Light) => Palette {
                accent: Color::Indexed(25),
                dim: Color::Indexed(242),
                rule: Color::Indexed(250),
                selected: Color::Indexed(153),
                selected_other: Color::Indexed(254),
                found: Color::Indexed(222),
                found_text: Color::Indexed(234),
            },
            _ => return Self::sixteen(background, glyphs),
        };
        let text = Style::new();
        let accent = text.fg(palette.accent);
        Self {
            dim: text.fg(palette.dim),
            rule: text.fg(palette.rule),
            note: accent,
            link: accent.add_modifier(Modifier::UNDERLINED),
            edition: accent.add_modifier(Modifier::BOLD),
            path: text.fg(palette.dim),
            mention: text.add_modifier(Modifier::UNDERLINED).underline_color(palette.rule),
            subject: accent.add_modifier(Modifier::BOLD),
            tab: accent.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            tab_other: text.fg(palette.dim),
            selected: text.bg(palette.selected).add_modifier(Modifier::BOLD),
            selected_other: text.bg(palette.selected_other),
            mark: text.fg(palette.found_text).bg(palette.accent),
            found: text.fg(palette.found_text).bg(palette.found),
            matched: accent.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            bar: accent,
            key: text.add_modifier(Modifier::BOLD),
            notice: accent,
            prompt: text,
            quote: text.add_modifier(Modifier::ITALIC),
            map_border: text.fg(palette.rule),
            map_low: text.fg(palette.dim),
            map_mid: text.fg(palette.dim),
            map_high: text,
            map_selected: accent.add_modifier(Modifier::BOLD),
            map_sign: text.fg(palette.dim),
            ..Self::plain(glyphs)
        }
    }

    /// For the terminal's own sixteen colours, and where the background is not known.
    fn sixteen(background: Background, glyphs: Glyphs) -> Self {
        let text = Style::new();
        // Cyan is too pale on white, blue too deep on black: weight carries what colour cannot.
        let accent = match background {
            Background::Light => text.fg(Color::Blue),
            Background::Dark | Background::Unknown => text.fg(Color::Cyan),
        };
        let dim = match background {
            Background::Unknown => text.add_modifier(Modifier::DIM),
            Background::Dark | Background::Light => text.fg(Color::DarkGray),
        };
        Self {
            dim,
            rule: dim,
            path: dim,
            tab_other: dim,
            note: accent,
            link: accent.add_modifier(Modifier::UNDERLINED),
            edition: accent.add_modifier(Modifier::BOLD),
            subject: accent.add_modifier(Modifier::BOLD),
            tab: accent.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            matched: accent.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            bar: accent,
            notice: accent,
            map_border: dim,
            map_low: dim,
            map_mid: text,
            map_high: text,
            map_selected: accent.add_modifier(Modifier::BOLD),
            map_sign: accent,
            ..Self::plain(glyphs)
        }
    }

    /// Without colours.
    fn plain(glyphs: Glyphs) -> Self {
        let text = Style::new();
        let bold = text.add_modifier(Modifier::BOLD);
        Self {
            text,
            dim: text,
            rule: text,
            brand: bold,
            tab: bold.add_modifier(Modifier::UNDERLINED),
            tab_other: text,
            heading: bold,
            title: bold,
            edition: bold,
            path: text,
            mention: text.add_modifier(Modifier::UNDERLINED),
            subject: bold.add_modifier(Modifier::UNDERLINED),
            note: bold,
            link: text.add_modifier(Modifier::UNDERLINED),
            quote: text.add_modifier(Modifier::ITALIC),
            selected: text.add_modifier(Modifier::REVERSED),
            selected_other: bold,
            mark: bold.add_modifier(Modifier::REVERSED | Modifier::UNDERLINED),
            // Never underlined, also where a name is: that is the look of the selected match alone.
            found: text.add_modifier(Modifier::REVERSED).remove_modifier(Modifier::UNDERLINED),
            selection: text.add_modifier(Modifier::REVERSED),
            matched: bold.add_modifier(Modifier::UNDERLINED),
            bar: bold,
            key: bold,
            notice: bold,
            prompt: text,
            map_border: text,
            map_low: text,
            map_mid: text,
            map_high: text,
            map_selected: bold,
            map_sign: bold,
            frame_title: bold.fg(Color::Reset),
            glyphs,
        }
    }

    /// The look of a line.
    pub fn role(&self, role: Role) -> Style {
        match role {
            Role::Body | Role::Note => self.text,
            Role::Title => self.title,
            Role::Heading(_) | Role::RowHead => self.heading,
            Role::Quote => self.quote,
            Role::Aside => self.dim,
            Role::Edition => self.edition,
            Role::Path => self.path,
        }
    }
}
