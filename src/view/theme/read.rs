//! A theme's file to styles: its colours, what follows from them, and single roles. Never opens a file.
use super::{Background, Colours, Glyphs, Theme, colour};
use crate::model::toml_text::in_order;
use crate::model::{TomlText, did_you_mean};
use ratatui::style::{Color, Modifier, Style};
use std::collections::BTreeMap;
use toml::Spanned;
use toml::de::{DeString, DeValue};

/// What a terminal can show.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Means {
    /// How many colours it has.
    pub colours: Colours,
    /// What its text stands on.
    pub background: Background,
    /// The signs that it draws well.
    pub glyphs: Glyphs,
}

/// The colours that styles follow from.
const KNOWN: [&str; 11] = [
    "background",
    "text",
    "accent",
    "dim",
    "rule",
    "selected",
    "selected-other",
    "found",
    "found-text",
    "dropped",
    "added",
];

/// Tables of colours: for all, for fewer colours, for a background.
const TABLES: [&str; 5] = ["colours", "indexed", "sixteen", "dark", "light"];

type Palette = BTreeMap<String, Color>;

impl Theme {
    /// Reads a theme.
    ///
    /// # Errors
    /// With a line for each thing that cannot be: file, line and key.
    pub fn read(file: &str, text: &str, means: Means) -> Result<Self, String> {
        Self::of(TomlText { file, text }, means, true)
    }

    /// The same on the terminal's own background, where `grounded` is false.
    pub(super) fn of(text: TomlText<'_>, means: Means, grounded: bool) -> Result<Self, String> {
        let table = text.table()?;
        let mut errors = Vec::new();
        let mut tables: BTreeMap<&str, Palette> = BTreeMap::new();
        let mut roles = None;
        let mut extra: Vec<(String, usize)> = Vec::new();
        for (key, value) in in_order(table.get_ref()) {
            let name: &str = key.get_ref();
            let known = TABLES.iter().find(|known| **known == name);
            match (known, value.get_ref()) {
                (Some(known), DeValue::Table(colours)) => {
                    let mut palette = Palette::new();
                    for (key, value) in in_order(colours) {
                        match colour_of(value, None) {
                            Ok(colour) => drop(palette.insert(key.get_ref().to_string(), colour)),
                            Err(told) => {
                                errors.push(format!(
                                    "{}: {name}.{}: {told}",
                                    text.line(value.span().start),
                                    key.get_ref()
                                ));
                            }
                        }
                        if !KNOWN.contains(&&**key.get_ref()) {
                            extra.push((key.get_ref().to_string(), key.span().start));
                        }
                    }
                    tables.insert(known, palette);
                }
                (None, DeValue::Table(inner)) if name == "roles" => roles = Some(inner),
                (None, DeValue::String(_)) if name == "about" => {}
                (Some(_), _) => {
                    errors.push(format!("{}: {name} is a table of colours", text.line(key.span().start)));
                }
                (None, _) if name == "roles" || name == "about" => {
                    let kind = if name == "roles" { "a table" } else { "a word or a few" };
                    errors.push(format!("{}: {name} is {kind}", text.line(key.span().start)));
                }
                (None, _) => {
                    let near = did_you_mean(name, TABLES.into_iter().chain(["roles", "about"]));
                    errors.push(format!("{}: a theme has no \"{name}\"{near}", text.line(key.span().start)));
                }
            }
        }
        let mut palette = chosen(&tables, means);
        if !grounded {
            palette.remove("background");
            palette.remove("text");
        }
        let mut theme = Self::from_palette(&palette, means.glyphs);
        let mut used = Vec::new();
        for (key, value) in roles.map(in_order).unwrap_or_default() {
            let blame =
                |told: String| format!("{}: roles.{}: {told}", text.line(value.span().start), key.get_ref());
            let names = ROLES.iter().map(|(name, _)| *name);
            let Some((_, role)) = ROLES.iter().find(|(name, _)| *name == &**key.get_ref()) else {
                let near = did_you_mean(key.get_ref(), names);
                errors.push(format!(
                    "{}: roles.{}: there is no such role{near}",
                    text.line(key.span().start),
                    key.get_ref()
                ));
                continue;
            };
            let all: Vec<&Palette> = tables.values().collect();
            match style_of(value, &palette, &all, &mut used) {
                Ok(style) => *role(&mut theme) = style,
                Err(told) => errors.push(blame(told)),
            }
        }
        for (name, at) in extra.iter().filter(|(name, _)| !used.contains(name)) {
            let near = did_you_mean(name, KNOWN);
            errors.push(format!("{}: no role uses the colour \"{name}\"{near}", text.line(*at)));
        }
        if !errors.is_empty() {
            return Err(errors.join("\n"));
        }
        theme.reduce(means.colours);
        Ok(theme)
    }

    /// What follows from a few colours. Weight and lines carry what a missing one cannot.
    fn from_palette(palette: &Palette, glyphs: Glyphs) -> Self {
        let plain = Self::plain(glyphs);
        let of = |name: &str| palette.get(name).copied();
        let mut text = Style::new();
        (text.fg, text.bg) = (of("text"), of("background"));
        let clear = Style::new();
        let accent = of("accent").map_or(clear, |colour| clear.fg(colour));
        let dim = of("dim").map_or(clear.add_modifier(Modifier::DIM), |colour| clear.fg(colour));
        let rule = of("rule").map_or(dim, |colour| clear.fg(colour));
        let mention = clear.add_modifier(Modifier::UNDERLINED);
        let on = |ground: &str| of(ground).map(|colour| clear.bg(colour));
        let found_text = of("found-text");
        let filled = |ground: &str| Some(clear.fg(found_text?).bg(of(ground)?));
        // Few colours: land must still be told from its borders.
        let few = of("rule").is_none();
        Self {
            text,
            dim,
            rule,
            note: accent,
            link: accent.add_modifier(Modifier::UNDERLINED),
            edition: accent.add_modifier(Modifier::BOLD),
            path: dim,
            mention: of("rule").map_or(mention, |colour| mention.underline_color(colour)),
            subject: accent.add_modifier(Modifier::BOLD),
            tab: accent.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            tab_other: dim,
            selected: on("selected").map_or(plain.selected, |style| style.add_modifier(Modifier::BOLD)),
            selected_other: on("selected-other").unwrap_or(plain.selected_other),
            mark: filled("accent").map_or(plain.mark, legible),
            found: filled("found").unwrap_or(plain.found),
            dropped: of("dropped")
                .map_or(plain.dropped, |colour| clear.fg(colour).add_modifier(Modifier::CROSSED_OUT)),
            added: of("added").map_or(plain.added, |colour| plain.added.fg(colour)),
            matched: accent.add_modifier(Modifier::BOLD | Modifier::UNDERLINED),
            bar: accent,
            notice: accent,
            map_border: rule,
            map_low: dim,
            map_mid: if few { clear } else { dim },
            map_high: clear,
            map_selected: accent.add_modifier(Modifier::BOLD),
            map_sign: if few { accent } else { dim },
            frame_title: clear.add_modifier(Modifier::BOLD).fg(of("text").unwrap_or(Color::Reset)),
            ..plain
        }
    }

    /// Makes do with fewer colours; what would be lost on its ground becomes black or white.
    fn reduce(&mut self, colours: Colours) {
        let fewer = match colours {
            Colours::True => return,
            Colours::Indexed => colour::of_256,
            Colours::Sixteen => colour::of_16,
            Colours::None => {
                *self = Self::plain(self.glyphs);
                return;
            }
        };
        let ground = self.text.bg;
        for (_, role) in ROLES {
            let style = role(self);
            let seen = |fg: Option<Color>, bg: Option<Color>| colour::contrast(fg?, bg?);
            let before = seen(style.fg, style.bg.or(ground));
            (style.fg, style.bg) = (style.fg.map(fewer), style.bg.map(fewer));
            style.underline_color = style.underline_color.map(fewer);
            let behind = style.bg.or(ground.map(fewer));
            if before.is_some_and(|before| before >= 3.0)
                && seen(style.fg, behind).is_some_and(|now| now < 3.0)
                && let Some(behind) = behind
            {
                style.fg = Some(colour::seen_on(behind));
            }
        }
    }
}

/// The same with white letters, where its own are not seen on its ground.
fn legible(style: Style) -> Style {
    let seen = style.fg.zip(style.bg).and_then(|(fg, bg)| colour::contrast(fg, bg));
    if seen.is_some_and(|seen| seen < 4.5) { style.fg(Color::Rgb(255, 255, 255)) } else { style }
}

/// The colours for a terminal.
fn chosen(tables: &BTreeMap<&str, Palette>, means: Means) -> Palette {
    let of = |name: &str| tables.get(name);
    let fewer = match means.colours {
        Colours::Sixteen | Colours::None => of("sixteen"),
        Colours::Indexed => of("indexed"),
        Colours::True => None,
    };
    let mut palette = fewer.or_else(|| of("colours")).cloned().unwrap_or_default();
    let more = match means.background {
        Background::Dark => of("dark"),
        Background::Light => of("light"),
        Background::Unknown => None,
    };
    palette.extend(more.into_iter().flatten().map(|(name, colour)| (name.clone(), *colour)));
    palette
}

/// A colour as it is written, or one of the theme's own by its name.
fn colour_of(value: &Spanned<DeValue<'_>>, palette: Option<&Palette>) -> Result<Color, String> {
    let word = match value.get_ref() {
        DeValue::Integer(number) => number.to_string(),
        DeValue::String(word) => word.to_string(),
        _ => String::new(),
    };
    let own = palette.and_then(|palette| palette.get(&word).copied());
    own.or_else(|| colour::read(&word)).ok_or_else(|| {
        let near = did_you_mean(&word, colour::names());
        format!("\"{word}\" is no colour{near} (write #rrggbb, a number to 255, or a name as cyan)")
    })
}

/// A style as it is written: `accent on background, bold underline`.
fn style_of(
    value: &Spanned<DeValue<'_>>,
    palette: &Palette,
    all: &[&Palette],
    used: &mut Vec<String>,
) -> Result<Style, String> {
    let DeValue::String(text) = value.get_ref() else {
        return Err("a look is written as in \"accent on background, bold underline\"".into());
    };
    let mut style = Style::new();
    let (mut on, mut ground) = (false, false);
    for word in text.split([' ', ',', '\t']).filter(|word| !word.is_empty()) {
        let modifier = match word {
            "on" => {
                (on, ground) = (true, true);
                continue;
            }
            "plain" => continue,
            "bold" => Modifier::BOLD,
            "faint" => Modifier::DIM,
            "italic" => Modifier::ITALIC,
            "strike" => Modifier::CROSSED_OUT,
            "underline" => Modifier::UNDERLINED,
            "reverse" => Modifier::REVERSED,
            _ => Modifier::empty(),
        };
        if !modifier.is_empty() {
            style = style.add_modifier(modifier);
            continue;
        }
        used.push(word.to_owned());
        let colour = match palette.get(word).copied().or_else(|| colour::read(word)) {
            Some(colour) => Some(colour),
            // Another palette of the theme has it; here there is none, and weight must do.
            None if known(word, all) || KNOWN.contains(&word) => None,
            None => {
                let mut names: Vec<&str> =
                    vec!["bold", "italic", "underline", "strike", "reverse", "faint", "plain", "on"];
                for palette in all {
                    names.extend(palette.keys().map(String::as_str));
                }
                for name in colour::names() {
                    names.push(name);
                }
                let near = did_you_mean(word, names);
                return Err(format!("\"{word}\" is neither a colour nor a weight{near}"));
            }
        };
        match (colour, on) {
            (Some(colour), true) => style = style.bg(colour),
            (Some(colour), false) => style = style.fg(colour),
            (None, _) => {}
        }
        on = false;
    }
    if on && ground {
        return Err("a colour stands behind \"on\"".into());
    }
    Ok(style)
}

fn known(word: &str, all: &[&Palette]) -> bool {
    all.iter().any(|palette| palette.contains_key(word))
}

/// What a theme says of itself.
pub fn about(text: &str) -> Option<String> {
    let table = TomlText { file: "", text }.table().ok()?;
    let about = in_order(table.get_ref())
        .into_iter()
        .find(|(key, _): &(&Spanned<DeString<'_>>, _)| *key.get_ref() == "about")?;
    about.1.get_ref().as_str().map(crate::model::harmless)
}

/// A role's place in a theme.
type RoleOf = fn(&mut Theme) -> &mut Style;

/// The roles by name.
pub const ROLES: [(&str, RoleOf); 34] = [
    ("text", |theme| &mut theme.text),
    ("dim", |theme| &mut theme.dim),
    ("rule", |theme| &mut theme.rule),
    ("brand", |theme| &mut theme.brand),
    ("tab", |theme| &mut theme.tab),
    ("tab-other", |theme| &mut theme.tab_other),
    ("heading", |theme| &mut theme.heading),
    ("title", |theme| &mut theme.title),
    ("edition", |theme| &mut theme.edition),
    ("path", |theme| &mut theme.path),
    ("mention", |theme| &mut theme.mention),
    ("subject", |theme| &mut theme.subject),
    ("note", |theme| &mut theme.note),
    ("link", |theme| &mut theme.link),
    ("quote", |theme| &mut theme.quote),
    ("selected", |theme| &mut theme.selected),
    ("selected-other", |theme| &mut theme.selected_other),
    ("mark", |theme| &mut theme.mark),
    ("found", |theme| &mut theme.found),
    ("dropped", |theme| &mut theme.dropped),
    ("added", |theme| &mut theme.added),
    ("selection", |theme| &mut theme.selection),
    ("matched", |theme| &mut theme.matched),
    ("bar", |theme| &mut theme.bar),
    ("key", |theme| &mut theme.key),
    ("notice", |theme| &mut theme.notice),
    ("prompt", |theme| &mut theme.prompt),
    ("map-border", |theme| &mut theme.map_border),
    ("map-low", |theme| &mut theme.map_low),
    ("map-mid", |theme| &mut theme.map_mid),
    ("map-high", |theme| &mut theme.map_high),
    ("map-selected", |theme| &mut theme.map_selected),
    ("map-sign", |theme| &mut theme.map_sign),
    ("frame-title", |theme| &mut theme.frame_title),
];
