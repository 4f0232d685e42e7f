//! The map: its data, its hops, and what a reader sees of it.
use bluebook::app::{App, Effect, Message, Overlay, Pane, Source, Tab, Tone, layout, update};
use bluebook::model::{Chart, Library, PlaceId, PlaceKind};
use bluebook::query::map::{self, Direction};
use bluebook::store;
use bluebook::view::{self, Background, Colours, Glyphs, Theme};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

static LIBRARY: LazyLock<Arc<Library>> =
    LazyLock::new(|| Arc::new(store::built_in().expect("the built-in corpus").library));
static CHART: LazyLock<Chart> = LazyLock::new(map::chart);

fn id(code: &str) -> PlaceId {
    LIBRARY.atlas.get(code).expect(code)
}

fn code(place: PlaceId) -> &'static str {
    LIBRARY.atlas.place(place).id
}

struct Screen {
    app: App,
    terminal: Terminal<TestBackend>,
    theme: Theme,
}

impl Screen {
    fn open(columns: u16, rows: u16) -> Self {
        let mut app = App::default();
        update(&mut app, Message::Resize(columns, rows));
        update(&mut app, Message::Loaded(Arc::clone(&LIBRARY), Vec::new()));
        let terminal = Terminal::new(TestBackend::new(columns, rows)).expect("a terminal");
        Self { app, terminal, theme: Theme::new(Colours::None, Background::Unknown, Glyphs::FINE) }
    }

    /// A screen with the map open at a country.
    fn at(columns: u16, rows: u16, country: &str) -> Self {
        let mut screen = Self::open(columns, rows);
        screen.keys("w");
        screen.app.map.selected = Some(id(country));
        update(&mut screen.app, Message::Resumed);
        screen
    }

    /// Presses keys; `^`, `v`, `<`, `>` are the arrows, `\n`, `\t` and `\x1b` the keys of that name.
    fn keys(&mut self, keys: &str) -> Vec<Effect> {
        let press = |c| match c {
            '^' => KeyCode::Up,
            'v' => KeyCode::Down,
            '<' => KeyCode::Left,
            '>' => KeyCode::Right,
            '\n' => KeyCode::Enter,
            '\t' => KeyCode::Tab,
            '\x1b' => KeyCode::Esc,
            c => KeyCode::Char(c),
        };
        keys.chars().flat_map(|c| update(&mut self.app, Message::Key(press(c).into()))).collect()
    }

    fn mouse(&mut self, kind: MouseEventKind, (column, row): (u16, u16)) {
        let event = MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE };
        update(&mut self.app, Message::Mouse(event));
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

    fn selected(&self) -> &'static str {
        self.app.map.selected.map_or("", code)
    }

    /// The first cell of a look, in columns and rows of the screen.
    fn cell(&self, tone: Tone) -> Option<(u16, u16)> {
        let area = layout(&self.app).map;
        let at = self.app.map.cells.iter().position(|cell| cell.tone == tone)? as u16;
        Some((area.x + at % area.width, area.y + at / area.width))
    }
}

#[test]
fn the_data_is_sound_and_small() {
    let bytes = include_bytes!("../assets/world.bin").len();
    assert!(bytes < 30_000, "{bytes} bytes");
    assert!(CHART.shapes.len() > 170, "{} shapes", CHART.shapes.len());
    let mut seen = HashSet::new();
    for shape in &CHART.shapes {
        let place = shape.place.expect("every shape is a place of the gazetteer");
        assert!(seen.insert(place), "{} twice", code(place));
        assert!(!shape.rings.is_empty());
        for ring in &shape.rings {
            assert!(ring.len() >= 4, "{}: {} points", code(place), ring.len());
            let (first, last) = (ring[0], ring[ring.len() - 1]);
            assert!((first.east - last.east).abs() < 0.01, "{} is open", code(place));
            assert!((first.north - last.north).abs() < 0.01, "{} is open", code(place));
            for pair in ring.windows(2) {
                assert!((-360.0..=360.0).contains(&pair[0].east), "{}", code(place));
                assert!((-60.0..=84.0).contains(&pair[0].north), "{}", code(place));
                assert!((pair[0].east - pair[1].east).abs() < 90.0, "{} jumps", code(place));
            }
        }
    }
    let countries = |kind| seen.iter().filter(|place| LIBRARY.atlas.place(**place).kind == kind).count();
    assert!(countries(PlaceKind::Country) >= 165, "{}", countries(PlaceKind::Country));
    for country in ["KAZ", "JPN", "XKX", "TWN", "PSE", "FJI", "GUF"] {
        assert!(CHART.shape(id(country)).is_some(), "{country}");
    }
    assert!(CHART.shape(id("SGP")).is_none() && CHART.spot(id("SGP")).is_some(), "a dot");
}

#[test]
fn disputed_areas_are_no_part_of_a_state() {
    assert!(CHART.disputed.len() > 15);
    for area in &CHART.disputed {
        let place = LIBRARY.atlas.place(area.place);
        assert_eq!(place.kind, PlaceKind::Area, "{}", place.id);
        assert!(place.location.is_some(), "{}", place.id);
        let above = LIBRARY.atlas.place(place.parent.expect("a region"));
        assert_eq!(above.kind, PlaceKind::Region, "{}", place.id);
    }
    // Selecting Russia lights neither Crimea nor the Northern Territories.
    let crimea = CHART.shape(id("x-crimea")).expect("Crimea has its outline").main;
    assert!((32.0..37.0).contains(&crimea.west) && crimea.east < 37.0);
    let inside = |spot: &bluebook::model::Spot| {
        (crimea.west + 0.5..crimea.east - 0.5).contains(&spot.east)
            && (crimea.south + 0.2..crimea.north - 0.6).contains(&spot.north)
    };
    for country in ["RUS", "UKR"] {
        let shape = CHART.shape(id(country)).expect("a shape");
        assert!(!shape.rings.iter().flatten().any(inside), "{country}");
    }
    let near = |country: &str| -> Vec<&str> {
        map::disputed_near(&CHART, &LIBRARY.atlas, id(country)).into_iter().map(code).collect()
    };
    assert!(near("JPN").contains(&"x-northern-territories"), "{:?}", near("JPN"));
    assert!(near("IND").contains(&"x-kashmir") && near("PAK").contains(&"x-kashmir"));
    assert!(near("UKR").contains(&"x-crimea") && near("BRA").iter().all(|id| *id == "x-essequibo"));
    assert!(near("NZL").is_empty());
}

#[test]
fn hops_go_where_one_looks() {
    for (from, key, to) in [
        ("JPN", '<', &["KOR", "PRK", "CHN"][..]),
        ("FRA", 'v', &["ESP"]),
        ("USA", '^', &["CAN"]),
        ("USA", 'v', &["MEX"]),
        ("CAN", 'v', &["USA"]),
        ("KAZ", '^', &["RUS"]),
        ("KAZ", 'v', &["UZB", "TKM", "KGZ", "TJK"]),
        ("UZB", '>', &["KGZ", "TJK"]),
        ("EGY", '<', &["LBY"]),
        ("NZL", '<', &["AUS"]),
        ("ESP", '<', &["PRT"]),
        ("KOR", '>', &["JPN"]),
    ] {
        let mut screen = Screen::at(120, 40, from);
        screen.keys(&key.to_string());
        assert!(to.contains(&screen.selected()), "{from} {key} leads to {}", screen.selected());
    }
}

#[test]
fn the_date_line_is_no_wall() {
    for (from, key) in [("NZL", '>'), ("FJI", '>'), ("TON", '<'), ("USA", '<')] {
        let mut screen = Screen::at(120, 40, from);
        let before = CHART.spot(id(from)).expect("a middle").east;
        screen.keys(&key.to_string());
        let after = CHART.spot(id(screen.selected())).expect("a middle").east;
        let right = bluebook::model::turn(before, after) > 0.0;
        assert!(screen.selected() != from && right == (key == '>'), "{from} {key} {}", screen.selected());
    }
    let mut screen = Screen::at(120, 40, "JPN");
    let mut seen = HashSet::new();
    for _ in 0..60 {
        screen.keys(">");
        seen.insert(screen.selected());
    }
    assert!(seen.len() > 5, "around the globe: {seen:?}");
}

#[test]
fn every_country_can_be_reached() {
    let all: Vec<PlaceId> = CHART
        .spots
        .iter()
        .map(|(id, _)| *id)
        .filter(|&id| {
            LIBRARY.atlas.place(id).kind == PlaceKind::Country
                || CHART.shape(id).is_some()
                || LIBRARY.counts(id).family > 0
        })
        .collect();
    let ways = |from: PlaceId| {
        let spot = CHART.spot(from).expect("a middle");
        [Direction::Up, Direction::Down, Direction::Left, Direction::Right].into_iter().filter_map({
            let all = &all;
            move |to| map::nearest(&CHART, spot, to, all.iter().copied().filter(|&id| id != from))
        })
    };
    let mut seen: HashSet<PlaceId> = [id("JPN")].into();
    let mut next = vec![id("JPN")];
    while let Some(from) = next.pop() {
        let mut many = 0;
        for to in ways(from) {
            many += 1;
            if seen.insert(to) {
                next.push(to);
            }
        }
        assert!(many >= 3, "{} has {many} ways out", code(from));
    }
    let lost: Vec<&str> = all.iter().filter(|id| !seen.contains(id)).map(|id| code(*id)).collect();
    eprintln!("{} places, {} out of reach: {lost:?}", all.len(), lost.len());
    assert!(lost.len() * 20 < all.len(), "out of reach of hops: {lost:?}");
}

#[test]
fn enter_opens_the_dossier_and_esc_closes() {
    let mut screen = Screen::at(120, 40, "KAZ");
    assert!(matches!(screen.app.overlay, Some(Overlay::Map)));
    assert_eq!(screen.keys("\n"), []);
    assert!(screen.app.overlay.is_none());
    assert_eq!((screen.app.tab, screen.app.pane), (Tab::Regions, Pane::List));
    assert_eq!(screen.app.regions.reader.source, Source::Dossier(id("KAZ"), None));
    let list = &screen.app.regions.list;
    assert_eq!(list.rows[list.cursor].label, "Kazakhstan");
    for close in ["\x1b", "q", "w"] {
        let before = screen.shot();
        screen.keys("w");
        assert_eq!(screen.selected(), "KAZ", "the map opens where the tree stands");
        assert_ne!(screen.shot(), before);
        assert_eq!(screen.keys(close), []);
        assert_eq!(screen.shot(), before);
    }
    // A region too, and a place that the library never names.
    screen.keys("w\t\n");
    assert_eq!(screen.app.regions.reader.source, Source::Dossier(id("x-central-asia"), None));
    let mut screen = Screen::at(80, 24, "TUV");
    screen.keys("\n");
    assert_eq!(screen.app.regions.reader.source, Source::Dossier(id("TUV"), None));
    // From the other tab it leads to the tree of places.
    let mut screen = Screen::open(80, 24);
    screen.keys("2w\n");
    assert_eq!(screen.app.tab, Tab::Regions);
}

#[test]
fn zooming_has_two_ends() {
    let mut screen = Screen::at(120, 40, "LUX");
    let world = screen.shot();
    screen.keys("---");
    assert_eq!((screen.app.map.zoom, screen.shot()), (0, world.clone()));
    screen.keys("++++");
    let near = screen.shot();
    assert_ne!(near, world);
    assert!(screen.cell(Tone::Selected).is_some(), "{near}");
    screen.keys("+++++++++++++++++");
    assert_eq!(screen.app.map.zoom, bluebook::app::map::NEAREST);
    screen.keys("99+0");
    assert_eq!((screen.app.map.zoom, screen.shot()), (0, world));
    // What is hopped to is always in sight.
    screen.keys("++++++");
    for key in "<<v>>>^^<vv>v>v<<^".chars() {
        screen.keys(&key.to_string());
        assert!(screen.cell(Tone::Selected).is_some(), "{} after {key}", screen.selected());
    }
}

#[test]
fn what_is_selected_is_seen_at_every_size() {
    for (columns, rows) in [(120, 40), (80, 24), (40, 12), (24, 8)] {
        let mut screen = Screen::at(columns, rows, "JPN");
        let all: Vec<PlaceId> = CHART.spots.iter().map(|(id, _)| *id).collect();
        for place in all.into_iter().chain(["x-caucasus", "x-crimea", "x-siberia", "SUHH"].map(id)) {
            screen.app.map.selected = Some(place);
            update(&mut screen.app, Message::Resumed);
            assert!(screen.cell(Tone::Selected).is_some(), "{} at {columns}x{rows}", code(place));
        }
    }
}

#[test]
fn the_small_map_follows_the_tree() {
    let mut screen = Screen::open(120, 40);
    let world = layout(&screen.app);
    assert!(world.map.height > 0 && world.list.height > 15);
    for (columns, rows) in [(109, 40), (120, 33), (80, 24)] {
        screen.resize(columns, rows);
        assert_eq!(layout(&screen.app).map.height, 0, "{columns}x{rows}");
    }
    screen.resize(120, 40);
    screen.keys("/kazakhstan\n");
    assert!(screen.cell(Tone::Selected).is_some());
    let kazakhstan = screen.app.map.cells.clone();
    screen.keys("\x1b/bhutan\n");
    assert_ne!(screen.app.map.cells, kazakhstan);
    screen.keys("2");
    assert_eq!(layout(&screen.app).map.height, 0, "only above the places");
    assert!(Screen::open(120, 40).shot().contains("Natural Earth"), "whose borders these are");
}

#[test]
fn the_mouse_selects_opens_and_zooms() {
    let mut screen = Screen::at(120, 40, "KAZ");
    let at = screen.cell(Tone::Selected).expect("Kazakhstan");
    screen.keys(">>>");
    assert_ne!(screen.selected(), "KAZ");
    screen.mouse(MouseEventKind::Down(MouseButton::Left), (at.0 + 1, at.1));
    assert_eq!(screen.selected(), "KAZ");
    screen.mouse(MouseEventKind::ScrollUp, at);
    assert_eq!(screen.app.map.zoom, 1);
    screen.mouse(MouseEventKind::ScrollDown, at);
    screen.mouse(MouseEventKind::Down(MouseButton::Left), (at.0 + 1, at.1));
    assert_eq!(screen.app.regions.reader.source, Source::Dossier(id("KAZ"), None), "a second click opens");
    let at = screen.cell(Tone::Selected).expect("the small map");
    screen.mouse(MouseEventKind::Down(MouseButton::Left), (at.0, at.1));
    assert_eq!(screen.app.tab, Tab::Regions);
}

#[test]
fn no_size_is_too_small_or_too_large() {
    let mut screen = Screen::open(120, 40);
    for keys in ["", "w", "+++", "++++\t", "0<", "\x1b/kaz", "\x1b?"] {
        screen.keys(keys);
        for columns in [0, 1, 2, 3, 5, 8, 13, 27, 40, 71, 110, 120, 300] {
            for rows in [0, 1, 2, 3, 4, 5, 9, 10, 11, 24, 34, 100, 300] {
                screen.resize(columns, rows);
                assert_eq!(screen.shot().lines().count(), usize::from(rows));
            }
        }
        screen.resize(120, 40);
    }
}

#[test]
fn without_braille_it_is_drawn_in_ascii() {
    let mut screen = Screen::at(120, 40, "KAZ");
    screen.theme = Theme::new(Colours::None, Background::Unknown, Glyphs::ASCII);
    let shot = screen.shot();
    assert!(shot.is_ascii(), "{shot}");
    assert!(shot.contains("###"), "{shot}");
}

#[test]
fn every_key_on_the_map_is_harmless() {
    let mut screen = Screen::open(100, 35);
    let mut seed: u64 = 2026;
    for number in 0..1500 {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let keys: Vec<char> = "hjkl<>^v+-0\t5=w\n/\x1b?q".chars().collect();
        let key = keys[(seed >> 33) as usize % keys.len()];
        screen.keys(&key.to_string());
        if number % 3 == 0 && screen.app.overlay.is_none() {
            screen.keys("w");
        }
        if number % 25 == 0 {
            assert!(!screen.shot().trim().is_empty());
        }
    }
    update(&mut screen.app, Message::Key(KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL)));
}

#[test]
fn pictures() {
    for (columns, rows) in [(120, 40), (80, 24), (40, 12)] {
        let mut screen = Screen::at(columns, rows, "KAZ");
        insta::assert_snapshot!(format!("world_{columns}x{rows}"), screen.shot());
        screen.keys("+++");
        insta::assert_snapshot!(format!("near_{columns}x{rows}"), screen.shot());
    }
}
