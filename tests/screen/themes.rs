//! Themes: what they look like, that they can be read by eyes, and how one is chosen.
use super::{SIZES, Screen};
use bluebook::app::{Effect, Message, Overlay, update};
use bluebook::view::theme::{BUILT_IN, Means, ROLES, contrast};
use bluebook::view::{Background, Colours, Glyphs, Theme};
use ratatui::style::{Color, Style};
use std::fmt::Write;

fn means(colours: Colours) -> Means {
    Means { colours, background: Background::Dark, glyphs: Glyphs::FINE }
}

fn theme(name: &str, colours: Colours) -> Theme {
    let (_, text) = BUILT_IN.iter().find(|(known, _)| *known == name).expect(name);
    Theme::read(name, text, means(colours)).unwrap_or_else(|told| panic!("{told}"))
}

fn roles(theme: &mut Theme) -> Vec<(&'static str, Style)> {
    ROLES.iter().map(|(name, role)| (*name, *role(theme))).collect()
}

/// A look in words, as it is written in a theme.
fn words(style: Style) -> String {
    let mut words = String::new();
    if let Some(fg) = style.fg {
        write!(words, "{fg}").expect("a string");
    }
    if let Some(bg) = style.bg {
        write!(words, " on {bg}").expect("a string");
    }
    for name in style.add_modifier.iter_names().map(|(name, _)| name) {
        write!(words, " {}", name.to_lowercase()).expect("a string");
    }
    words.trim().to_owned()
}

#[test]
fn each_theme_says_how_each_role_looks() {
    for (name, _) in BUILT_IN {
        let mut legend = String::new();
        for (colours, shown) in [
            (Colours::True, "all"),
            (Colours::Indexed, "256"),
            (Colours::Sixteen, "16"),
            (Colours::None, "no"),
        ] {
            writeln!(legend, "{shown} colours").expect("a string");
            for (role, style) in roles(&mut theme(name, colours)) {
                writeln!(legend, "  {role:15} {}", words(style)).expect("a string");
            }
        }
        insta::assert_snapshot!(format!("theme_{name}"), legend);
    }
}

/// A theme's own ground, or those of common terminals that it may stand on.
fn grounds(theme: &Theme) -> Option<Color> {
    theme.text.bg
}

#[test]
fn each_theme_can_be_read() {
    for colours in [Colours::True, Colours::Indexed] {
        for (name, _) in BUILT_IN {
            let mut theme = theme(name, colours);
            let Some(ground) = grounds(&theme) else {
                assert_eq!(name, "terminal", "only the terminal's own colours are not known");
                continue;
            };
            let (text, selected, other) = (theme.text.fg, theme.selected.bg, theme.selected_other.bg);
            let all = roles(&mut theme);
            for (role, style) in &all {
                // Lines need not be read.
                let least = match *role {
                    "rule" | "map-border" => continue,
                    "dim" | "path" | "tab-other" | "map-low" | "map-mid" | "map-sign" => 3.0,
                    _ => 4.5,
                };
                let fg = style.fg.or(text).expect("a colour");
                let seen = contrast(fg, style.bg.unwrap_or(ground)).expect("colours that are known");
                assert!(seen >= least, "{name}: {role} has a contrast of {seen:.1} ({colours:?})");
            }
            // What may stand on a selected row.
            for row in [selected, other].into_iter().flatten() {
                for (role, style) in &all {
                    let least = match *role {
                        "text" => 4.5,
                        "dim" | "matched" | "subject" => 3.0,
                        _ => continue,
                    };
                    let fg = style.fg.or(text).expect("a colour");
                    let seen = contrast(fg, row).expect("colours that are known");
                    assert!(seen >= least, "{name}: {role} has {seen:.1} on a selected row ({colours:?})");
                }
            }
        }
    }
}

#[test]
fn a_theme_with_a_ground_fills_the_screen() {
    for (columns, rows) in SIZES {
        for keys in ["", "?", "<c-p>", "3", "t"] {
            let mut screen = Screen::open(columns, rows);
            screen.theme = theme("sepia", Colours::True);
            screen.keys(keys);
            screen.shot();
            let buffer = screen.terminal.backend().buffer();
            let bare =
                buffer.content().iter().filter(|cell| cell.bg == Color::Reset || cell.fg == Color::Reset);
            assert_eq!(bare.count(), 0, "{keys:?} at {columns}x{rows}");
        }
    }
}

#[test]
fn without_colours_a_theme_has_none() {
    for (name, _) in BUILT_IN {
        for (role, style) in roles(&mut theme(name, Colours::None)) {
            let bare = |colour: Option<Color>| colour.is_none_or(|colour| colour == Color::Reset);
            assert!(bare(style.fg) && bare(style.bg) && style.underline_color.is_none(), "{name}: {role}");
        }
    }
}

#[test]
fn what_is_wrong_with_a_theme_is_told() {
    for (text, told) in [
        ("[colours]\naccent = \"#12345\"", "mine.toml:2: colours.accent: \"#12345\" is no colour"),
        (
            "[colours]\nacent = \"red\"",
            "mine.toml:2: no role uses the colour \"acent\"; did you mean \"accent\"?",
        ),
        (
            "[roles]\nheadng = \"bold\"",
            "mine.toml:2: roles.headng: there is no such role; did you mean \"heading\"?",
        ),
        (
            "[roles]\n\nheading = \"bld\"",
            "mine.toml:3: roles.heading: \"bld\" is neither a colour nor a weight; did you mean \"bold\"?",
        ),
        ("[roles]\nheading = \"red on\"", "mine.toml:2: roles.heading: a colour stands behind \"on\""),
        ("[roles]\nheading = 3", "mine.toml:2: roles.heading: a look is written as in"),
        ("[colors]\n", "mine.toml:1: a theme has no \"colors\"; did you mean \"colours\"?"),
        ("colours = 1", "mine.toml:1: colours is a table of colours"),
        ("about = ", "mine.toml:1: "),
    ] {
        let error = Theme::read("mine.toml", text, means(Colours::True)).expect_err(told);
        assert!(error.starts_with(told), "{error}\nis not\n{told}");
        assert_eq!(error.lines().count(), 1, "{error}");
    }
}

#[test]
fn a_role_is_written_in_words() {
    let text =
        "[colours]\naccent = \"#ff0000\"\nmine = 28\n[roles]\nheading = \"mine on accent, bold underline\"";
    let read = Theme::read("mine.toml", text, means(Colours::True)).expect("sound");
    assert_eq!(words(read.heading), "28 on #FF0000 bold underlined");
    assert_eq!(words(read.link), "#FF0000 underlined");
}

fn names() -> Vec<(String, String)> {
    ["auto", "dark", "sepia"].map(|name| (name.to_owned(), format!("the theme {name}"))).to_vec()
}

#[test]
fn a_theme_is_seen_while_it_is_chosen() {
    for (columns, rows) in SIZES {
        let mut screen = Screen::open(columns, rows);
        assert_eq!(screen.keys("t"), [Effect::ListThemes]);
        update(&mut screen.app, Message::Themes(names()));
        screen.keys("jj");
        assert_eq!(screen.app.settings.theme, "sepia");
        insta::assert_snapshot!(format!("themes_{columns}x{rows}"), screen.shot());
        screen.keys("<esc>");
        assert_eq!(screen.app.settings.theme, "auto", "all is as it was");
        screen.keys("t");
        update(&mut screen.app, Message::Themes(names()));
        screen.keys("j<cr>");
        assert_eq!(screen.app.settings.theme, "dark");
        assert!(screen.app.overlay.is_none());
        let notice = screen.app.notice.clone().expect("a word");
        assert!(notice.contains("theme = \"dark\" in config.toml"), "{notice}");
    }
}

#[test]
fn a_theme_that_cannot_be_shown_is_not_settled() {
    let mut screen = Screen::open(80, 24);
    screen.keys("t");
    update(&mut screen.app, Message::Themes(names()));
    screen.keys("j");
    let told = "mine.toml:2: roles.headng: there is no such role".to_owned();
    update(&mut screen.app, Message::NoTheme { back: "auto".into(), told: told.clone() });
    assert_eq!(screen.app.settings.theme, "auto");
    assert!(matches!(screen.app.overlay, Some(Overlay::Themes(_))));
    assert!(screen.sees(&told[..40]));
}
