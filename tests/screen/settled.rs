//! What a reader settles, as it is seen: other keys, the help of the place, the first line, the screen for ears.
use super::{SIZES, Screen};
use bluebook::app::help::Line;
use bluebook::app::{Action, Context, Effect, Keymap, Message, Overlay, Tab, update};
use bluebook::store::config::{self, Config};
use bluebook::view::{Background, Colours, Glyphs, Theme};
use crossterm::event::KeyEvent;
use ratatui::layout::Position;

/// A screen with the keys of a configuration.
fn keyed(text: &str) -> Screen {
    let settled = Config::parse("config.toml", text).expect("sound");
    let mut own = config::profile(&settled.settings.key_profile).expect("a profile");
    own.extend(settled.keys);
    let mut screen = Screen::open(80, 24);
    screen.app.keys = Keymap::new(&own).unwrap_or_else(|told| panic!("{told}"));
    screen
}

#[test]
fn own_keys_are_pressed_hinted_and_told() {
    let mut screen = keyed("[keys]\nopen = ['O']\nhelp = ['W']\ndown = ['s', 'Down']\nsearch-here = []\n");
    assert!(screen.sees("O open") && screen.sees("W keys"));
    screen.keys("s");
    assert_eq!(screen.app.regions.list.cursor, 1);
    screen.keys("j");
    assert_eq!(screen.app.regions.list.cursor, 1, "j is nothing any more");
    screen.keys("W/5j");
    assert!(screen.sees("s  Down"), "{}", screen.shot());
    screen.keys("<esc><esc>");
    assert!(screen.app.overlay.is_none());
}

#[test]
fn two_keys_make_one() {
    let mut screen = keyed("key-profile = 'emacs'");
    assert_eq!(screen.keys("<c-x>"), []);
    assert!(screen.sees("Ctrl-x ..."), "{}", screen.shot());
    assert_eq!(screen.keys("<c-c>"), [Effect::Quit]);
    screen.keys("<c-x>q");
    assert!(screen.sees("Ctrl-x q has no meaning here."));
    screen.keys("<c-n><c-n>");
    assert_eq!(screen.app.regions.list.cursor, 2);
    screen.keys("<c-s>kazakh<c-x><c-g>");
    assert_eq!(screen.app.context(), Context::Prompt, "the second of two keys is not typed");
    screen.keys("<c-g>");
    assert_eq!(screen.app.context(), Context::List);
}

#[test]
fn the_keys_of_less_turn_pages() {
    let mut screen = keyed("key-profile = 'less'");
    screen.resize(40, 8);
    screen.keys("2<tab>");
    let before = screen.shot();
    screen.keys("f");
    assert_ne!(screen.shot(), before, "f is a page");
    screen.keys("h");
    assert!(matches!(screen.app.overlay, Some(Overlay::Help(_))));
}

#[test]
fn a_digit_that_is_a_key_is_no_count() {
    let mut screen = keyed("[keys]\ntab-1 = ['Alt-a']\ntab-2 = ['9']\n");
    screen.keys("1j");
    assert_eq!((screen.app.tab, screen.app.regions.list.cursor), (Tab::Regions, 1), "1 is a count now");
    screen.keys("9");
    assert_eq!(screen.app.tab, Tab::Contents);
}

#[test]
fn the_help_begins_with_the_keys_of_the_place() {
    for (keys, first) in [("", "Here: the tree"), ("<tab>", "Here: the text"), ("w", "Here: the map")] {
        let mut screen = Screen::open(80, 24);
        screen.keys(keys);
        screen.keys("?");
        let shot = screen.shot();
        let heading = shot.lines().find(|line| line.contains("Here: ")).expect("a heading");
        assert!(heading.contains(first), "{shot}");
    }
    for (columns, rows) in SIZES {
        let mut screen = Screen::open(columns, rows);
        screen.keys("<tab>?");
        insta::assert_snapshot!(format!("help_text_{columns}x{rows}"), screen.shot());
    }
}

#[test]
fn the_help_has_the_keys_of_another_tab_elsewhere() {
    for (tab, notes, editions) in
        [("1", false, false), ("2", false, false), ("6", false, true), ("7", true, false)]
    {
        let mut screen = Screen::open(100, 30);
        screen.keys(tab);
        screen.keys("?");
        let Some(Overlay::Help(help)) = &screen.app.overlay else { panic!("no help in {tab}") };
        let lines = bluebook::app::help::lines(&screen.app, help, 80);
        let end = lines
            .iter()
            .position(|line| matches!(line, Line::Heading(words) if words.starts_with("Elsewhere")))
            .expect("a heading");
        let tells = |lines: &[Line], words: &str| {
            lines.iter().any(|line| matches!(line, Line::Key(_, help) if help.contains(words)))
        };
        for (words, here) in [("throw the note away", notes), ("an earlier edition", editions)] {
            assert_eq!(tells(&lines[..end], words), here, "{words} in {tab}");
            assert_eq!(tells(&lines[end..], words), !here, "{words} in {tab}");
        }
    }
}

#[test]
fn the_help_is_filtered() {
    let mut screen = Screen::open(80, 24);
    screen.keys("?/footnote");
    assert!(screen.sees("/footnote") && screen.sees("the next footnote mark"), "{}", screen.shot());
    assert!(!screen.sees("half a page down"));
    screen.keys("<cr>j");
    assert!(screen.sees("the next footnote mark"), "the filter stays");
    screen.keys("/zzz");
    assert!(screen.sees("No key has these words."));
    screen.keys("<esc>");
    assert!(screen.sees("half a page down") || screen.sees("Here: the tree"), "one layer at a time");
    screen.keys("<esc>");
    assert!(screen.app.overlay.is_none());
}

#[test]
fn who_is_new_is_told_the_first_keys() {
    for (columns, rows) in SIZES {
        let mut screen = Screen::open(columns, rows);
        screen.app.is_new = true;
        let shot = screen.shot();
        let last = shot.lines().last().expect("a status line");
        assert!(last.contains("? ") && last.contains("q leaves"), "{shot}");
        assert_eq!(screen.keys("j"), [Effect::Seen]);
        assert_eq!(screen.keys("j"), [], "told once");
        assert!(!screen.sees("q leaves"));
    }
}

/// A screen for ears.
fn plain(columns: u16, rows: u16) -> Screen {
    let mut screen = Screen::open(columns, rows);
    screen.app.settings.plain = true;
    screen.theme = Theme::new(Colours::None, Background::Unknown, Glyphs::SPOKEN);
    screen.resize(columns, rows);
    screen
}

#[test]
fn the_screen_for_ears_is_not_drawn_on() {
    for (columns, rows) in SIZES {
        for keys in ["", "<tab>", "2", "2<tab>", "3railway<cr>", "3railway<cr>f", "?", "w", "t", "<c-p>"] {
            let mut screen = plain(columns, rows);
            screen.keys(keys);
            let shot = screen.shot();
            let drawn = |c: char| matches!(c, '\u{2500}'..='\u{259f}' | '\u{25b8}'..='\u{25be}' | '\u{2800}'..='\u{28ff}');
            assert!(!shot.contains(drawn), "{keys:?} at {columns}x{rows}:\n{shot}");
            assert!(!shot.contains("---") && !shot.contains('|'), "{keys:?} at {columns}x{rows}:\n{shot}");
        }
        let mut screen = plain(columns, rows);
        insta::assert_snapshot!(format!("plain_{columns}x{rows}"), screen.shot());
    }
}

#[test]
fn the_cursor_is_on_the_selected_line() {
    for keys in ["jjj", "jj<tab>j", "2j", "2<tab>jj", "3railway<cr>j", "3railway<cr>fj", "<c-p><down><down>"]
    {
        let mut screen = plain(80, 24);
        screen.keys(keys);
        let shot = screen.shot();
        let Position { x, y } = screen.terminal.get_cursor_position().expect("a cursor");
        let line = shot.lines().nth(usize::from(y)).expect("a line");
        let sign = line.chars().nth(usize::from(x));
        assert_eq!(sign, Some('>'), "{keys:?}: {line:?}\n{shot}");
    }
}

/// The words of each pane, however their lines are broken.
fn words_of(screen: &mut Screen) -> String {
    let shot = screen.shot();
    let pane = |number: usize| shot.lines().filter_map(move |line| line.split('\u{2502}').nth(number));
    let words: Vec<&str> = (0..4).flat_map(pane).flat_map(str::split_whitespace).collect();
    words.join(" ")
}

/// What a page says: where a key holds, what it does there, and the words around its name.
type Saying = (Context, Action, &'static str);
/// A page: the keys that lead to it, what is typed then, and what it says.
type Page = (&'static [Action], &'static str, &'static [Saying]);

#[test]
fn what_the_pages_say_of_keys_holds_in_every_profile() {
    let pages: [Page; 6] = [
        (
            &[],
            "",
            &[
                (Context::List, Action::Filter, "Type {} and a few letters"),
                (Context::List, Action::Lookup, "{} looks up places"),
                (Context::List, Action::Help, "{} shows all keys"),
            ],
        ),
        (
            &[Action::Tab3],
            "",
            &[
                (Context::Query, Action::Accept, "{} goes to the hits"),
                (Context::Hits, Action::Open, "there {} to the text"),
                (Context::Hits, Action::Facets, "{} counts the hits"),
                (Context::Hits, Action::Concordance, "{} sets each match"),
                (Context::Hits, Action::SaveSearch, "{} saves the query"),
            ],
        ),
        (
            &[Action::Tab4],
            "",
            &[
                (Context::List, Action::CompareBefore, "{} in the tree or in a text compares"),
                (Context::Compare, Action::Filter, "{} names both sides"),
            ],
        ),
        (
            &[Action::Tab7],
            "",
            &[
                (Context::Reader, Action::Bookmark, "{} bookmarks the passage"),
                (Context::Reader, Action::Annotate, "{} writes a note"),
                (Context::Reader, Action::Select, "with {} or the mouse"),
                (Context::Reader, Action::NextOwn, "In the text {} and"),
                (Context::List, Action::Order, "{} groups by text"),
                (Context::List, Action::Undo, "{} takes back"),
            ],
        ),
        (
            &[Action::Filter],
            "zzzz",
            &[
                (Context::Prompt, Action::EraseLetter, "{} takes letters back"),
                (Context::Prompt, Action::Escape, "{} the whole filter"),
                (Context::List, Action::ShowAll, "then {}, looks among all"),
            ],
        ),
        (
            &[Action::Lookup],
            "zzzz",
            &[
                (Context::Lookup, Action::EraseLetter, "{} takes letters back"),
                (Context::Lookup, Action::Escape, "{} closes"),
            ],
        ),
    ];
    for profile in ["bluebook", "less", "emacs"] {
        for (actions, typed, sayings) in &pages {
            let mut screen = keyed(&format!("key-profile = '{profile}'"));
            screen.resize(120, 60);
            for action in *actions {
                let stroke = screen.app.keys.key_of(Context::List, *action).expect("a key");
                for key in std::iter::once(stroke.first).chain(stroke.second) {
                    update(&mut screen.app, Message::Key(KeyEvent::new(key.0, key.1)));
                }
            }
            screen.keys(typed);
            let words = words_of(&mut screen);
            for (context, action, saying) in *sayings {
                // Each key that it names does there what it says.
                let key = screen.app.keys.key_of(*context, *action).expect("a key").name();
                let said = saying.replace("{}", &key);
                assert!(words.contains(&said), "{profile}: {said:?} is not in\n{words}");
            }
        }
    }
}

#[test]
fn what_a_notice_says_of_keys_holds_in_every_profile() {
    let notice = |screen: &Screen| screen.app.notice.clone().unwrap_or_default();
    let mut screen = keyed("key-profile = 'less'");
    screen.keys("2/2014<cr><tab><cr>");
    assert!(notice(&screen).contains("goes to a name, * to a footnote"), "{}", notice(&screen));
    screen.keys("o");
    assert_eq!(notice(&screen), "Nothing is selected: V begins.");
    screen.keys("3<esc>F");
    assert_eq!(notice(&screen), "First ask something: then F counts the hits by year and place.");
    // Another profile while the page is shown: it speaks of the keys that hold now.
    let mut screen = Screen::open(120, 40);
    assert!(words_of(&mut screen).contains("Ctrl-p looks up"), "{}", screen.shot());
    screen.app.keys = keyed("key-profile = 'emacs'").app.keys;
    screen.keys("j");
    screen.keys("k");
    assert!(words_of(&mut screen).contains("Alt-x looks up"), "{}", screen.shot());
}
