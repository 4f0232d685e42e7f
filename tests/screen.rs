//! Keys in, screen out: what a reader sees, without a terminal and without threads.
use bluebook::app::{App, Effect, Item, Message, Overlay, Pane, Source, Tab, layout, update};
use bluebook::gazetteer::{self, Tagger};
use bluebook::import::{Format, Importer, Source as From};
use bluebook::model::{Library, Origin};
use bluebook::runtime::searcher::Searching;
use bluebook::store;
use bluebook::view::{self, Background, Colours, Glyphs, Theme};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::Modifier;
use std::sync::Arc;

#[path = "screen/both_ways.rs"]
mod both_ways;
#[path = "screen/changes.rs"]
mod changes;
#[path = "screen/citing.rs"]
mod citing;
#[path = "screen/compare.rs"]
mod compare;
#[path = "screen/moving.rs"]
mod moving;
#[path = "screen/notebook.rs"]
mod notebook;
#[path = "screen/random.rs"]
mod random;
#[path = "screen/reading.rs"]
mod reading;
#[path = "screen/search.rs"]
mod search;
#[path = "screen/settled.rs"]
mod settled;
#[path = "screen/taking.rs"]
mod taking;
#[path = "screen/tasks.rs"]
mod tasks;
#[path = "screen/themes.rs"]
mod themes;
#[path = "screen/timeline.rs"]
mod timeline;

struct Screen {
    app: App,
    terminal: Terminal<TestBackend>,
    theme: Theme,
    searching: Searching,
}

/// A small library of our own: two editions, a footnote, a table, a list, Japanese, a place named twice.
const TEXTS: [(&str, &str); 3] = [
    (
        "2014-steppe.md",
        "+++\ntitle = \"The Steppe\"\nseries = \"Yearbook\"\nyear = 2014\npart = \"Chapter 1, Section 2\"\n\
         kind = \"digest\"\nextent = \"full\"\npublisher = \"A Ministry\"\n\
         source = \"https://example.org/2014\"\nregion = \"russia-central-asia-caucasus\"\n+++\n\n\
         # The Steppe\n\n## Kazakhstan\n\nKazakhstan opened a railway to China.[^1] Its neighbour Uzbekistan \
         sent a delegation, and so did the Kyrgyz Republic.\n\n\
         ## Trade\n\nThree goods went to Japan:\n\n- wheat from Kazakhstan\n- cotton from Uzbekistan\n- wool\n\n\
         | Country | Goods | Tons |\n|---|---|---|\n| Kazakhstan | wheat | 120 |\n| Uzbekistan | cotton | 80 |\n\n\
         [^1]: The railway was paid for by Kazakhstan alone.\n",
    ),
    (
        "2015-steppe.md",
        "+++\ntitle = \"The Steppe\"\nseries = \"Yearbook\"\nyear = 2015\n+++\n\n# The Steppe\n\n\
         ## Kazakhstan\n\nThe Kazakh railway carried its first train in 2015. カザフスタンは日本に小麦を送った。\n",
    ),
    (
        "notes.txt",
        "Notes on a journey\n\nGeorgia was warm. From there the road led to Armenia and to Türkiye.\n",
    ),
];

fn library() -> Arc<Library> {
    let atlas = gazetteer::atlas(gazetteer::built_in_regions()).expect("an atlas");
    let tagger = Tagger::new();
    let importer = Importer { atlas: &atlas, tagger: &tagger };
    let docs = TEXTS
        .iter()
        .map(|(name, text)| {
            let source =
                From::alone(name, Origin::BuiltIn((*name).into()), Format::of_name(name).expect("a format"));
            Arc::new(importer.import(&source, text.as_bytes()).expect("a document"))
        })
        .collect();
    Arc::new(Library::new(Arc::new(atlas), docs))
}

impl Screen {
    fn with(library: Arc<Library>, troubles: Vec<String>, columns: u16, rows: u16) -> Self {
        let mut app = App::default();
        update(&mut app, Message::Resize(columns, rows));
        update(&mut app, Message::Loaded(library, troubles));
        let terminal = Terminal::new(TestBackend::new(columns, rows)).expect("a terminal");
        let theme = Theme::new(Colours::None, Background::Unknown, Glyphs::FINE);
        Self { app, terminal, theme, searching: Searching::default() }
    }

    fn open(columns: u16, rows: u16) -> Self {
        Self::with(library(), Vec::new(), columns, rows)
    }

    fn built_in(columns: u16, rows: u16) -> Self {
        let loaded = store::built_in().expect("the built-in corpus");
        assert_eq!(loaded.troubles, []);
        Self::with(Arc::new(loaded.library), Vec::new(), columns, rows)
    }

    /// Presses keys: `<cr>`, `<esc>`, `<tab>`, `<bs>`, `<c-p>` and their like, and plain letters.
    /// What the program is asked to do is done at once.
    fn keys(&mut self, keys: &str) -> Vec<Effect> {
        self.pressed(keys, true)
    }

    /// The same, and what is asked waits for its answer.
    fn presses(&mut self, keys: &str) -> Vec<Effect> {
        self.pressed(keys, false)
    }

    /// Does what the app asks of whoever searches, as the thread does it.
    fn perform(&mut self, effects: &[Effect]) {
        let library = Arc::clone(&self.app.library);
        for effect in effects {
            match effect {
                Effect::Search(question) => {
                    let mut answers = Vec::new();
                    let mut tell = |answer| answers.push(answer);
                    self.searching.answer(&library, question, &|| false, &mut tell);
                    for answer in answers {
                        update(&mut self.app, Message::Found(answer));
                    }
                }
                Effect::Compare(question) => {
                    let mut answers = Vec::new();
                    let mut answer = bluebook::app::compare::answering();
                    answer(&library, question, &|| false, &mut |message| answers.push(message));
                    for message in answers {
                        update(&mut self.app, message);
                    }
                }
                Effect::Count(queries) => {
                    let count = |query: &String| {
                        Some((query.clone(), self.searching.count(&library, query, &|| false)?))
                    };
                    let counts = queries.iter().filter_map(count).collect();
                    update(&mut self.app, Message::Counted(Arc::clone(&library), counts));
                }
                Effect::Chronicle(question) => {
                    let mut answers = Vec::new();
                    let mut tell = |message| answers.push(message);
                    bluebook::app::timeline::answering()(&library, question, &|| false, &mut tell);
                    for answer in answers {
                        update(&mut self.app, answer);
                    }
                }
                _ => {}
            }
        }
    }

    fn pressed(&mut self, keys: &str, perform: bool) -> Vec<Effect> {
        let mut effects = Vec::new();
        let mut rest = keys;
        while let Some(first) = rest.chars().next() {
            let end = if first == '<' { rest.find('>').map(|end| end + 1) } else { None };
            let (name, after) = rest.split_at(end.filter(|&end| end > 2).unwrap_or(first.len_utf8()));
            rest = after;
            let event = match name.trim_matches(['<', '>']) {
                "cr" => KeyCode::Enter.into(),
                "esc" => KeyCode::Esc.into(),
                "tab" => KeyCode::Tab.into(),
                "s-tab" => KeyCode::BackTab.into(),
                "bs" => KeyCode::Backspace.into(),
                "del" => KeyCode::Delete.into(),
                "down" => KeyCode::Down.into(),
                "up" => KeyCode::Up.into(),
                "left" => KeyCode::Left.into(),
                "right" => KeyCode::Right.into(),
                "home" => KeyCode::Home.into(),
                "end" => KeyCode::End.into(),
                "pgdn" => KeyCode::PageDown.into(),
                "pgup" => KeyCode::PageUp.into(),
                "a-left" => KeyEvent::new(KeyCode::Left, KeyModifiers::ALT),
                "a-right" => KeyEvent::new(KeyCode::Right, KeyModifiers::ALT),
                control if control.starts_with("c-") && control.len() == 3 => {
                    KeyEvent::new(KeyCode::Char(control.as_bytes()[2] as char), KeyModifiers::CONTROL)
                }
                alt if alt.starts_with("a-") && alt.len() == 3 => {
                    KeyEvent::new(KeyCode::Char(alt.as_bytes()[2] as char), KeyModifiers::ALT)
                }
                _ => KeyCode::Char(first).into(),
            };
            let asked = update(&mut self.app, Message::Key(event));
            if perform {
                self.perform(&asked);
            }
            effects.extend(asked);
        }
        effects
    }

    fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) -> Vec<Effect> {
        let event = MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE };
        let asked = update(&mut self.app, Message::Mouse(event));
        self.perform(&asked);
        asked
    }

    /// Presses the button on some words and lets it go.
    fn click(&mut self, words: &str) -> Vec<Effect> {
        let (column, row) = self.place_of(words);
        let asked = self.mouse(MouseEventKind::Down(MouseButton::Left), column + 1, row);
        self.mouse(MouseEventKind::Up(MouseButton::Left), column + 1, row);
        asked
    }

    /// Where some words begin on the screen.
    fn place_of(&mut self, words: &str) -> (u16, u16) {
        let shot = self.shot();
        let (row, line) = shot
            .lines()
            .enumerate()
            .find(|(_, line)| line.contains(words))
            .unwrap_or_else(|| panic!("{words:?} is not on the screen:\n{shot}"));
        let column = bluebook::typeset::width(&line[..line.find(words).expect("found")]);
        (column as u16, row as u16)
    }

    fn resize(&mut self, columns: u16, rows: u16) {
        update(&mut self.app, Message::Resize(columns, rows));
        self.terminal.backend_mut().resize(columns, rows);
    }

    fn shot(&mut self) -> String {
        self.terminal.draw(|frame| view::draw(&self.app, &self.theme, frame)).expect("a frame");
        let buffer = self.terminal.backend().buffer();
        let mut shot = String::new();
        for y in 0..buffer.area.height {
            let mut skip = 0;
            let mut line = String::new();
            for x in 0..buffer.area.width {
                let symbol = buffer[(x, y)].symbol();
                if skip == 0 {
                    line.push_str(symbol);
                }
                skip = bluebook::typeset::width(symbol).max(skip).saturating_sub(1);
            }
            shot.push_str(line.trim_end());
            shot.push('\n');
        }
        shot
    }

    /// The look of the first cell of some words.
    fn look(&mut self, words: &str) -> Modifier {
        let shot = self.shot();
        let (row, line) =
            shot.lines().enumerate().find(|(_, line)| line.contains(words)).expect("on the screen");
        let column = bluebook::typeset::width(&line[..line.find(words).expect("found")]);
        self.terminal.backend().buffer()[(column as u16, row as u16)].modifier
    }

    fn sees(&mut self, words: &str) -> bool {
        self.shot().contains(words)
    }
}

const SIZES: [(u16, u16); 3] = [(120, 40), (80, 24), (40, 12)];

/// Takes a snapshot of what keys lead to, at each size.
fn snap(name: &str, keys: &str) {
    for (columns, rows) in SIZES {
        let mut screen = Screen::open(columns, rows);
        screen.keys(keys);
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), screen.shot());
    }
}

#[test]
fn the_first_screen() {
    snap("first", "");
}

#[test]
fn a_dossier() {
    snap("dossier", "/kazakhstan<cr><tab>");
}

#[test]
fn a_filter_being_typed() {
    snap("filter", "/kirgh");
}

#[test]
fn a_filter_that_nothing_fits() {
    snap("filter_empty", "/zzzz");
}

#[test]
fn a_passage_opened_in_its_document() {
    snap("passage", "/uzbekistan<cr><tab><cr>");
}

#[test]
fn the_contents() {
    snap("contents", "2");
}

#[test]
fn a_document_read_to_its_notes() {
    snap("notes", "2/2014<cr><tab>G");
}

#[test]
fn looking_something_up() {
    snap("lookup", "<c-p>kaz");
}

#[test]
fn the_help() {
    snap("help", "?");
}

#[test]
fn finding_words_in_the_text() {
    snap("find", "2/2014<cr><tab>/railway");
}

#[test]
fn only_paragraphs_that_match() {
    snap("only", "2/2014<cr><tab>/wheat<cr>&");
}

#[test]
fn all_places_of_the_world() {
    snap("all", "aE");
}

#[test]
fn an_empty_library_says_why() {
    let atlas = Arc::new(gazetteer::atlas(gazetteer::built_in_regions()).expect("an atlas"));
    for (columns, rows) in SIZES {
        let empty = Arc::new(Library::new(Arc::clone(&atlas), Vec::new()));
        let troubles = vec!["broken.txt: binary data, no text".to_owned()];
        let mut screen = Screen::with(empty, troubles, columns, rows);
        insta::assert_snapshot!(format!("empty_{columns}x{rows}"), screen.shot());
    }
}

#[test]
fn before_the_library_is_read() {
    let mut screen = Screen::open(60, 10);
    screen.app = App::default();
    screen.resize(60, 10);
    assert!(screen.sees("Reading the library"));
    assert_eq!(screen.keys("jkgG/a<esc>?<esc>q"), [Effect::Quit]);
}

#[test]
fn the_built_in_corpus() {
    for (columns, rows) in SIZES {
        let mut screen = Screen::built_in(columns, rows);
        insta::assert_snapshot!(format!("built_in_{columns}x{rows}"), screen.shot());
    }
}

#[test]
fn every_name_of_a_place_finds_it() {
    for name in ["kyrgyzstan", "kirghiz", "KGZ", "キルギス", "kyrgyz rep"] {
        let mut screen = Screen::built_in(120, 40);
        screen.keys(&format!("/{name}"));
        let kgz = screen.app.library.atlas.get("KGZ").expect("the Kyrgyz Republic");
        assert_eq!(screen.app.regions.reader.source, Source::Dossier(kgz, None), "{name}");
        let list = &screen.app.regions.list;
        assert_eq!(list.rows[list.cursor].label, "Kyrgyz Republic");
        // Its parents stay above it.
        assert_eq!(list.rows[0].label, "World");
        assert!(list.rows.iter().any(|row| row.label == "Central Asia"), "{name}");
    }
}

#[test]
fn the_effects_of_keys() {
    assert_eq!(Screen::open(80, 24).keys("q"), [Effect::Quit]);
    assert_eq!(Screen::open(80, 24).keys("<c-z>"), [Effect::Suspend]);
    assert_eq!(Screen::open(80, 24).keys("<c-l>"), [Effect::Redraw]);
    assert_eq!(Screen::open(80, 24).keys("jjkkgG/kaz<cr>2jj1?<esc>"), []);
    for anywhere in ["", "/ka", "?", "<c-p>", "<c-p>ka", "<tab>", "<tab>/ab", "2<tab>"] {
        assert_eq!(Screen::open(80, 24).keys(&format!("{anywhere}<c-c>")), [Effect::Quit], "{anywhere}");
    }
}

#[test]
fn esc_clears_a_layer_and_never_quits() {
    let mut screen = Screen::open(80, 24);
    screen.keys("/kaz<cr><tab>)?");
    assert!(screen.app.overlay.is_some());
    screen.keys("<esc>");
    assert!(screen.app.overlay.is_none());
    assert!(screen.app.regions.reader.mark.is_some());
    screen.keys("<esc>");
    assert!(screen.app.regions.reader.mark.is_none());
    assert!(screen.app.regions.list.query().is_some());
    screen.keys("<esc>");
    assert!(screen.app.regions.list.query().is_none());
    for _ in 0..20 {
        assert_eq!(screen.keys("<esc>"), []);
    }
    assert!(screen.sees("Kazakhstan"));
}

#[test]
fn q_backs_out_and_quits_at_last() {
    let mut screen = Screen::open(80, 24);
    screen.keys("/kazakh<cr><tab><cr>");
    assert!(matches!(screen.app.regions.reader.source, Source::Document(_)));
    assert_eq!(screen.keys("q"), []);
    assert!(matches!(screen.app.regions.reader.source, Source::Dossier(..)));
    assert_eq!(screen.keys("q"), [], "to the tree");
    assert_eq!(screen.app.pane, Pane::List);
    assert_eq!(screen.keys("q"), [], "the filter goes");
    assert_eq!(screen.keys("q"), [Effect::Quit]);
}

#[test]
fn a_passage_opens_and_the_way_back_comes_back() {
    for back in ["<bs>", "<c-o>"] {
        let mut screen = Screen::open(120, 40);
        screen.keys("/kazakhstan<cr><tab>jj");
        let before = screen.shot();
        screen.keys("<cr>");
        assert!(matches!(screen.app.regions.reader.source, Source::Document(_)));
        assert_ne!(screen.shot(), before);
        screen.keys(back);
        assert_eq!(screen.shot(), before, "{back}");
        screen.keys("<a-right>");
        assert!(matches!(screen.app.regions.reader.source, Source::Document(_)), "forward again");
    }
}

#[test]
fn names_and_footnotes_are_followed() {
    let mut screen = Screen::open(120, 40);
    screen.keys("2/2014<cr><tab>f");
    assert!(screen.look("[1]").contains(Modifier::REVERSED), "{}", screen.shot());
    // Once to see it below the text, twice to go there.
    screen.keys("<cr><cr>");
    assert!(screen.look("1 The railway was paid").contains(Modifier::REVERSED), "{}", screen.shot());
    // Enter on the note's label leads back to its mark, and so does the way back.
    screen.keys("<cr>");
    assert!(screen.look("[1]").contains(Modifier::REVERSED));
    screen.keys("<bs>");
    assert!(screen.look("1 The railway was paid").contains(Modifier::REVERSED));
    // The first name after the start is the heading's; Enter opens its dossier.
    screen.keys("g)<cr>");
    let kaz = screen.app.library.atlas.get("KAZ").expect("Kazakhstan");
    assert_eq!(screen.app.regions.reader.source, Source::Dossier(kaz, None));
    assert_eq!(screen.app.tab, Tab::Regions);
}

#[test]
fn marks_are_seen_without_colours() {
    let mut screen = Screen::open(120, 40);
    screen.keys("/kazakhstan<cr>");
    assert!(screen.look("Uzbekistan sent").contains(Modifier::UNDERLINED), "other places");
    assert!(screen.look("Kazakhstan opened").contains(Modifier::BOLD | Modifier::UNDERLINED), "the place");
    assert!(screen.look("> ").contains(Modifier::REVERSED), "the selected row");
    screen.keys("<tab>");
    assert!(screen.sees("▌"), "the selected passage");
}

#[test]
fn counts_and_tabs_share_the_digits() {
    let mut screen = Screen::open(120, 40);
    screen.keys("E8j");
    assert_eq!(screen.app.regions.list.cursor, 8);
    screen.keys("g04j");
    assert_eq!(screen.app.regions.list.cursor, 4, "a tab's number behind a 0 is a count");
    screen.keys("g2");
    assert_eq!(screen.app.tab, Tab::Contents);
    screen.keys("j");
    assert_eq!((screen.app.tab, screen.app.contents.list.cursor), (Tab::Contents, 1));
    screen.keys("1");
    assert_eq!(screen.app.tab, Tab::Regions);
    screen.keys("2121");
    assert_eq!(screen.app.tab, Tab::Regions, "tabs again and again");
    screen.keys("g82j");
    assert_eq!(screen.app.regions.list.cursor, screen.app.regions.list.rows.len() - 1);
    screen.keys("8G");
    assert_eq!(screen.app.regions.list.cursor, 7);
}

#[test]
fn the_outline_follows_the_reading() {
    let mut screen = Screen::open(80, 14);
    screen.keys("2/2014<cr><esc><tab>gG");
    let row = |screen: &Screen| {
        let list = &screen.app.contents.list;
        list.rows[list.cursor].label.clone()
    };
    assert_eq!(row(&screen), "Trade");
    screen.keys("g");
    assert_eq!(row(&screen), "The Steppe");
    screen.keys("]");
    assert_eq!(row(&screen), "Kazakhstan");
}

#[test]
fn selecting_a_heading_scrolls_the_text_there() {
    let mut screen = Screen::open(120, 12);
    screen.keys("2/trade");
    let (shot, reader) = (screen.shot(), &screen.app.contents.reader);
    assert!(matches!(reader.source, Source::Document(_)));
    assert!(shot.contains("Three goods went to"), "{shot}");
}

#[test]
fn looking_up_leads_anywhere() {
    let mut screen = Screen::open(120, 40);
    screen.keys("<c-p>2014 steppe<cr>");
    assert!(screen.app.tab == Tab::Contents && screen.app.pane == Pane::Reader);
    assert!(screen.sees("A digest in other words, of the whole section"));
    screen.keys("<c-p>2014-steppe#fn1<cr>");
    assert!(screen.sees("The railway was paid for by"), "an address typed whole");
    screen.keys("<c-p>@kaz/2015<cr>");
    let kaz = screen.app.library.atlas.get("KAZ").expect("Kazakhstan");
    assert_eq!(screen.app.regions.reader.source, Source::Dossier(kaz, Some(2015)));
    screen.keys("<c-p>contents<cr>");
    assert_eq!(screen.app.tab, Tab::Contents, "a tab");
    screen.keys("<c-p>these keys<cr>");
    assert!(matches!(screen.app.overlay, Some(Overlay::Help(_))), "a command");
    screen.keys("<esc><c-p>zzzz");
    assert!(screen.sees("Nothing has this name"));
    assert_eq!(screen.keys("<cr>"), []);
}

#[test]
fn only_named_places_are_shown_until_asked() {
    let mut screen = Screen::open(120, 60);
    screen.keys("E");
    let named = screen.app.regions.list.rows.len();
    assert!(!screen.sees("Mongolia"));
    screen.keys("aE");
    assert!(screen.app.regions.list.rows.len() > named + 200);
    screen.keys("/mongolia<cr>");
    assert!(screen.sees("No document of this library names it."));
    screen.keys("<esc>a");
    assert!(screen.app.regions.list.rows.len() <= named);
}

#[test]
fn words_are_found_in_the_text() {
    let mut screen = Screen::open(120, 40);
    screen.keys("2/2014<cr><tab>/RAILWAY<cr>");
    assert!(screen.sees("1 of 2"), "{}", screen.shot());
    let first = screen.app.contents.reader.mark.clone();
    screen.keys("n");
    let second = screen.app.contents.reader.mark.clone();
    assert_ne!(first, second);
    assert!(screen.sees("2 of 2") && !screen.sees("again"));
    screen.keys("n");
    assert_eq!(screen.app.contents.reader.mark, first, "around the end");
    assert!(screen.sees("From the beginning again."));
    screen.keys("N");
    assert_eq!(screen.app.contents.reader.mark, second);
    assert!(screen.sees("From the end again."));
    let (top, cursor) = (screen.app.contents.reader.top, screen.app.contents.reader.cursor);
    screen.keys("/absent<cr>");
    assert!(screen.sees("\"absent\" is not in this text."));
    assert_eq!((screen.app.contents.reader.top, screen.app.contents.reader.cursor), (top, cursor));
    // Words are found as they stand together.
    screen.keys("<esc>/opened a rail<cr>");
    assert!(screen.sees("1 of 1"));
    screen.keys("<esc>/opened rail<cr>");
    assert!(screen.sees("is not in this text"));
}

#[test]
fn words_are_found_while_they_are_typed() {
    let mut screen = Screen::open(120, 40);
    screen.keys("2/2014<cr><tab>/ra");
    assert!(screen.sees("1 of 2"), "{}", screen.shot());
    screen.keys("ilwayz");
    assert!(screen.sees("not in this text"), "{}", screen.shot());
    screen.keys("<bs>");
    assert!(screen.sees("1 of 2"), "what was narrowed is wide again");
}

#[test]
fn only_the_paragraphs_that_match_are_shown() {
    let mut screen = Screen::open(120, 40);
    screen.keys("2/2014<cr><tab>&");
    assert!(screen.sees("Nothing is looked for"));
    screen.keys("/wheat<cr>");
    let whole = screen.shot();
    screen.keys("n");
    let (second, mark) = (screen.shot(), screen.app.contents.reader.mark.clone());
    assert_ne!(whole, second);
    screen.keys("&");
    assert!(screen.sees("Only the 2 paragraphs that have it"), "{}", screen.shot());
    assert!(screen.sees("The Steppe") && screen.sees("Trade"), "the headings above");
    assert!(screen.sees("wheat from Kazakhstan") && !screen.sees("cotton") && !screen.sees("railway"));
    assert!(screen.sees("2 of 2, only these"));
    screen.keys("n");
    assert!(screen.sees("1 of 2, only these"));
    screen.keys("n&");
    assert_eq!(screen.app.contents.reader.mark, mark, "the same match on the whole page");
    assert!(screen.sees("cotton") && screen.sees("2 of 2"));
    // Esc shows all before it gives the words up.
    screen.keys("&<esc>");
    assert!(screen.sees("cotton") && screen.sees("2 of 2"));
    screen.keys("<esc>");
    assert!(!screen.sees("2 of 2"));
    // The same in a dossier, under its editions.
    screen.keys("<c-p>@kaz<cr><tab>/train<cr>&");
    assert!(
        screen.sees("2015") && screen.sees("first train") && !screen.sees("delegation"),
        "{}",
        screen.shot()
    );
    // Other words are looked for on the whole page again, and what is opened comes back to it.
    screen.keys("/wheat<cr>");
    assert!(screen.sees("1 of 2"), "{}", screen.shot());
    screen.keys("&<cr>");
    assert!(matches!(screen.app.regions.reader.source, Source::Document(_)));
    screen.keys("<bs>");
    assert!(screen.sees("delegation"), "{}", screen.shot());
}

#[test]
fn the_mouse_selects_follows_and_scrolls() {
    let mut screen = Screen::open(120, 30);
    screen.click("2 Contents");
    assert_eq!(screen.app.tab, Tab::Contents);
    screen.click("1 Regions");
    screen.keys("C");
    screen.click("Russia, C. Asia");
    assert_eq!(
        screen.app.regions.list.cursor,
        screen.app.regions.list.rows.iter().position(|r| r.label.starts_with("Russia")).expect("a row")
    );
    let rows = screen.app.regions.list.rows.len();
    screen.click("Russia, C. Asia");
    assert!(screen.app.regions.list.rows.len() > rows, "a second click unfolds");
    screen.keys("/kazakhstan<cr>");
    screen.click("Uzbekistan sent");
    let uzb = screen.app.library.atlas.get("UZB").expect("Uzbekistan");
    assert_eq!(screen.app.regions.reader.source, Source::Dossier(uzb, None), "a name is followed");
    let mut screen = Screen::open(120, 12);
    screen.keys("/kazakhstan<cr>");
    let before = screen.app.regions.reader.top;
    screen.mouse(MouseEventKind::ScrollDown, 100, 6);
    assert!(screen.app.regions.reader.top > before);
    screen.mouse(MouseEventKind::ScrollUp, 100, 6);
    assert_eq!(screen.app.regions.reader.top, before);
}

#[test]
fn no_size_is_too_small_or_too_large() {
    let mut screen = Screen::open(120, 40);
    for keys in [
        "",
        "/kaz",
        "<cr><tab>",
        "<cr>",
        "2<tab>",
        "/ra",
        "<esc>?",
        "<esc><c-p>ka",
        "<esc>1G",
        "<esc>3",
        "kaz",
        "<cr>",
        "f",
        "<esc>c",
        "<cr>",
        "<tab>c<cr>",
        "<bs>S",
        "<cr><esc><esc>",
    ] {
        screen.keys(keys);
        for columns in [0, 1, 2, 3, 5, 8, 13, 27, 40, 71, 72, 73, 120, 300] {
            for rows in [0, 1, 2, 3, 4, 5, 9, 10, 11, 24, 100] {
                screen.resize(columns, rows);
                let shot = screen.shot();
                assert_eq!(shot.lines().count(), usize::from(rows), "{columns}x{rows} after {keys:?}");
                for line in shot.lines() {
                    assert!(bluebook::typeset::width(line) <= usize::from(columns));
                }
            }
        }
    }
}

#[test]
fn the_same_words_stay_in_sight_over_a_resize() {
    let mut screen = Screen::built_in(120, 30);
    screen.keys("<c-p>2024-middle-east-north-africa-situation<cr>ddd");
    let word = screen.app.contents.reader.page[0].line.first_byte();
    screen.resize(70, 30);
    screen.resize(44, 30);
    screen.resize(120, 30);
    assert_eq!(screen.app.contents.reader.page[0].line.first_byte(), word);
}

#[test]
fn every_key_in_every_state_is_harmless() {
    let alphabet: Vec<KeyEvent> = (' '..='~')
        .map(|c| KeyCode::Char(c).into())
        .chain([
            KeyCode::Enter.into(),
            KeyCode::Esc.into(),
            KeyCode::Tab.into(),
            KeyCode::BackTab.into(),
            KeyCode::Backspace.into(),
            KeyCode::Up.into(),
            KeyCode::Down.into(),
            KeyCode::PageDown.into(),
            KeyCode::PageUp.into(),
            KeyCode::Home.into(),
            KeyCode::End.into(),
            KeyEvent::new(KeyCode::Char('p'), KeyModifiers::CONTROL),
            KeyEvent::new(KeyCode::Char('o'), KeyModifiers::CONTROL),
            KeyEvent::new(KeyCode::Right, KeyModifiers::ALT),
            KeyEvent::new(KeyCode::Char('w'), KeyModifiers::CONTROL),
            KeyEvent::new(KeyCode::Char('u'), KeyModifiers::CONTROL),
        ])
        .collect();
    let mut screen = Screen::open(80, 20);
    // A linear congruential generator: the same keys on every machine.
    let mut seed: u64 = 20_151_121;
    for number in 0..6000 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let event = alphabet[(seed >> 33) as usize % alphabet.len()];
        let asked = update(&mut screen.app, Message::Key(event));
        screen.perform(&asked);
        if number % 7 == 0 {
            let kind = match (seed >> 20) % 3 {
                0 => MouseEventKind::ScrollDown,
                1 => MouseEventKind::ScrollUp,
                _ => MouseEventKind::Down(MouseButton::Left),
            };
            screen.mouse(kind, (seed >> 40) as u16 % 80, (seed >> 50) as u16 % 20);
        }
        if number % 50 == 0 {
            let shot = screen.shot();
            assert!(shot.lines().any(|line| !line.trim().is_empty()), "an empty screen after {number} keys");
        }
    }
    screen.keys("<esc><esc><esc><esc><esc><esc>1");
    assert!(screen.sees("Regions"));
}

#[test]
fn the_card_of_a_place_leads_to_its_neighbours() {
    let mut screen = Screen::open(120, 40);
    screen.keys("/kazakhstan<cr>");
    for words in [
        "Republic of Kazakhstan",
        "KAZ KZ 398",
        "capital Astana",
        "In Central Asia",
        "Came after Soviet Union",
    ] {
        assert!(screen.sees(words), "{words}: {}", screen.shot());
    }
    assert!(screen.sees("Borders on China, Kyrgyz Republic, Russia, Turkmenistan, Uzbekistan"));
    // From the first passage back up into the card: its names are followed like any other.
    screen.keys("<tab>((<cr>");
    let shown = screen.app.regions.reader.source.clone();
    let uzb = screen.app.library.atlas.get("UZB").expect("Uzbekistan");
    assert_eq!(shown, Source::Dossier(uzb, None));
    screen.keys("<bs>");
    screen.click("Kyrgyz Republic, Russia");
    let kgz = screen.app.library.atlas.get("KGZ").expect("the Kyrgyz Republic");
    assert_eq!(screen.app.regions.reader.source, Source::Dossier(kgz, None));
}

#[test]
fn a_dossier_has_a_bar_for_each_edition() {
    let mut screen = Screen::open(120, 40);
    screen.keys("/kazakhstan<cr>");
    // Two passages in 2015 against the five of 2014.
    assert!(screen.sees("2014 █▃ 2015"), "{}", screen.shot());
    screen.keys("<esc>/armenia<cr>");
    assert!(screen.sees("Armenia") && !screen.sees("█"), "an undated text has no bar: {}", screen.shot());
    screen.theme = Theme::new(Colours::None, Background::Unknown, Glyphs::PLAIN);
    screen.keys("<esc>/kazakhstan<cr>");
    assert!(screen.sees("2014 @= 2015"), "plain signs: {}", screen.shot());
}

#[test]
fn the_next_and_the_previous_place() {
    let mut screen = Screen::open(120, 40);
    screen.keys("E/kazakhstan<cr><esc><tab>J");
    let source = |screen: &Screen| screen.app.regions.reader.source.clone();
    let id = |screen: &Screen, code| screen.app.library.atlas.get(code).expect("a place");
    assert_eq!(source(&screen), Source::Dossier(id(&screen, "KGZ"), None));
    assert_eq!(screen.app.pane, Pane::Reader, "the pane stays");
    screen.keys("KK");
    assert_eq!(source(&screen), Source::Dossier(id(&screen, "UZB"), None));
    screen.keys("99K");
    assert!(screen.sees("This is the first place."));
}

#[test]
fn words_given_up_lead_back_to_the_passage() {
    let mut screen = Screen::built_in(120, 24);
    screen.keys("/russia<cr><tab>jjjjjjjjjjjj");
    let before = screen.shot();
    screen.keys("/japan<esc>");
    assert_eq!(screen.shot(), before);
}

#[test]
fn a_filter_given_up_leads_back_to_the_row() {
    let mut screen = Screen::built_in(120, 24);
    screen.keys("jj");
    let before = screen.shot();
    screen.keys("/qatar<esc>");
    assert_eq!(screen.shot(), before);
}

#[test]
fn editions_and_passages_are_reached_to_the_last() {
    let mut screen = Screen::built_in(120, 40);
    screen.keys("/georgia<cr><tab>");
    let years = |screen: &Screen| {
        let (doc, _) = screen.app.regions.reader.at_block().expect("a passage");
        screen.app.library.doc(doc).year().expect("a year")
    };
    let mut seen = vec![years(&screen)];
    for _ in 0..10 {
        screen.keys("]");
        seen.push(years(&screen));
    }
    seen.dedup();
    let mut back = vec![years(&screen)];
    for _ in 0..10 {
        screen.keys("[");
        back.push(years(&screen));
    }
    back.dedup();
    back.reverse();
    assert_eq!(seen, back, "the same editions backwards");
    assert!(seen.len() > 4 && seen.windows(2).all(|pair| pair[0] > pair[1]), "{seen:?}");
    screen.keys("g    ");
    let reader = &screen.app.regions.reader;
    assert_eq!(reader.cursor, reader.sheet.stops.last().copied(), "pages lead to the last passage");
}

#[test]
fn a_heading_near_the_end_is_the_one_told() {
    let mut screen = Screen::built_in(80, 24);
    screen.keys("<c-p>2009-russia-central-asia-caucasus/the-caucasus<cr>");
    assert!(screen.sees("2009 The Caucasus"), "{}", screen.shot());
    let list = &screen.app.contents.list;
    assert_eq!(list.rows[list.cursor].label, "The Caucasus");
}

#[test]
fn a_place_in_a_year_is_looked_up() {
    let mut screen = Screen::built_in(120, 40);
    screen.keys("<c-p>georgia 2012<cr>");
    let geo = screen.app.library.atlas.get("GEO").expect("Georgia");
    assert_eq!(screen.app.regions.reader.source, Source::Dossier(geo, Some(2012)));
}

/// A library of texts that come from files, as if they were read now.
fn on_disk(texts: &[(&str, &str)]) -> Arc<Library> {
    let atlas = gazetteer::atlas(gazetteer::built_in_regions()).expect("an atlas");
    let importer = Importer { atlas: &atlas, tagger: &Tagger::new() };
    let docs = texts
        .iter()
        .map(|(name, text)| {
            let source =
                From::alone(name, Origin::File(name.into()), Format::of_name(name).expect("a format"));
            Arc::new(importer.import(&source, text.as_bytes()).expect("a document"))
        })
        .collect();
    Arc::new(Library::new(Arc::new(atlas), docs))
}

/// Numbered paragraphs, each of which names a place.
fn numbered(from: usize, to: usize) -> String {
    (from..to).fold(String::from("# Almanac\n\n"), |text, number| {
        let place = ["Latvia", "Estonia", "Lithuania"][number % 3];
        text + &format!("Paragraph {number} of the almanac tells of a mill in {place}.\n\n")
    })
}

#[test]
fn a_text_that_was_read_again_stays_under_the_eyes() {
    for (columns, rows) in SIZES {
        let before = numbered(100, 160);
        let mut screen = Screen::with(
            on_disk(&[("2015-a.md", &before), ("2014-b.md", "# B\n\nOslo in Norway.\n")]),
            Vec::new(),
            columns,
            rows,
        );
        screen.keys("2/almanac<cr><cr>");
        for _ in 0..30 {
            screen.keys("j");
        }
        let first = |screen: &mut Screen| {
            let shown = &screen.app.contents.reader.page[0];
            let Item::Block(doc, block) = screen.app.contents.reader.sheet.items[shown.spot.item] else {
                return String::new();
            };
            screen.app.library.doc(doc).prose(block).into_owned()
        };
        while first(&mut screen).is_empty() {
            screen.keys("j");
        }
        let read = first(&mut screen);
        // Ten paragraphs more at the head, a file before it in the order, and one gone.
        let after = numbered(90, 160);
        let library = on_disk(&[("2016-c.md", "# C\n\nRiga in Latvia.\n"), ("2015-a.md", &after)]);
        update(&mut screen.app, Message::Loaded(library, Vec::new()));
        assert_eq!(first(&mut screen), read, "{columns}x{rows}");
        assert!(screen.sees(&read[..14]), "{columns}x{rows}");
        // The text itself gone: the tab shows what is selected now, and nothing falls over.
        let library = on_disk(&[("2016-c.md", "# C\n\nRiga in Latvia.\n")]);
        update(&mut screen.app, Message::Loaded(library, Vec::new()));
        assert!(screen.sees("C"), "{}", screen.shot());
        screen.keys("<c-o><c-o>jjkk/x<esc>12");
    }
}

#[test]
fn a_dossier_that_was_read_again_keeps_its_passage_and_the_tree_its_folds() {
    let mut screen = Screen::with(on_disk(&[("2015-a.md", &numbered(100, 160))]), Vec::new(), 120, 40);
    screen.keys("/latvia<cr><esc><cr>jjjj");
    let chosen = |screen: &Screen| {
        let (doc, block) = screen.app.regions.reader.at_block().expect("a passage");
        screen.app.library.doc(doc).prose(block).into_owned()
    };
    let (passage, row) = (chosen(&screen), screen.app.regions.list.node().cloned());
    let open = screen.app.regions.list.open.clone();
    let library = on_disk(&[("2015-a.md", &numbered(91, 150)), ("2016-c.md", "# C\n\nRiga in Latvia.\n")]);
    update(&mut screen.app, Message::Loaded(library, Vec::new()));
    assert_eq!(chosen(&screen), passage);
    assert_eq!(screen.app.regions.list.node().cloned(), row);
    assert_eq!(screen.app.regions.list.open, open);
    assert_eq!(screen.app.pane, bluebook::app::Pane::Reader);
}

#[test]
fn a_library_that_grows_is_shown_from_its_beginning_until_a_key_is_pressed() {
    let part = on_disk(&[("2014-b.md", "# B\n\nOslo in Norway.\n")]);
    let whole = on_disk(&[("2015-a.md", &numbered(100, 160)), ("2014-b.md", "# B\n\nOslo in Norway.\n")]);
    let mut screen = Screen::with(part, Vec::new(), 120, 40);
    update(&mut screen.app, Message::Reading(Some((1, 2)), None));
    assert!(screen.sees("reading [#####     ] 1 of 2") && !screen.sees("Latvia"), "{}", screen.shot());
    screen.keys("j");
    update(&mut screen.app, Message::Loaded(whole, vec!["x.txt: no text".into()]));
    update(&mut screen.app, Message::Reading(None, None));
    assert!(screen.sees("x.txt: no text") && !screen.sees("reading"), "{}", screen.shot());
    assert_eq!(screen.app.regions.list.cursor, 1);
    assert!(screen.sees("2 documents"));
    assert_eq!(screen.keys("r"), [Effect::Reload]);
    update(&mut screen.app, Message::Reading(None, Some("Nothing has changed on disk.".into())));
    assert!(screen.sees("Nothing has changed on disk."));
}
