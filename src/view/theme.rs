//! Roles to styles. The only place that chooses a colour.
mod built_in;
mod colour;
mod read;

pub use built_in::{AUTO, BUILT_IN, text as built_in};
pub use colour::contrast;
pub use read::{Means, ROLES, about};

use crate::model::TomlText;
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
    /// For ears: no lines are drawn.
    pub const SPOKEN: Self = Self {
        vertical: " ",
        horizontal: " ",
        ellipsis: "...",
        shut: "+",
        open: "-",
        bar: ">",
        corners: [" "; 4],
        braille: false,
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
    /// Words of the left side of a comparison alone.
    pub dropped: Style,
    /// Words of its right side alone.
    pub added: Style,
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

impl Theme {
    /// The theme that goes by the terminal's background, and leaves it as it is.
    pub fn new(colours: Colours, background: Background, glyphs: Glyphs) -> Self {
        let name = match background {
            Background::Unknown => "terminal",
            Background::Dark => "dark",
            Background::Light => "light",
        };
        let text = TomlText { file: name, text: built_in::text(name).unwrap_or_default() };
        // A test reads them all.
        Self::of(text, Means { colours, background, glyphs }, false).unwrap_or_else(|_| Self::plain(glyphs))
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
            // Not every terminal draws a line through words.
            dropped: text.add_modifier(Modifier::CROSSED_OUT | Modifier::UNDERLINED),
            added: bold.add_modifier(Modifier::UNDERLINED),
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
