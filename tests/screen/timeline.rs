//! The tab of terms by edition: what is asked, the bars and their lists, the map of all countries, and the way back.
use super::*;
use bluebook::app::Context;
use bluebook::app::timeline::{Question, Shows};
use std::process::Command;

/// A snapshot of the built-in digests after these keys, at each size.
fn snap_digests(name: &str, keys: &str) {
    for (columns, rows) in SIZES {
        let mut screen = Screen::built_in(columns, rows);
        screen.keys(keys);
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), screen.shot());
    }
}

fn questions(effects: &[Effect]) -> Vec<Question> {
    let question = |effect: &Effect| match effect {
        Effect::Chronicle(question) => Some(question.clone()),
        _ => None,
    };
    effects.iter().filter_map(question).collect()
}

/// The passages that the pane lists.
fn listed(screen: &Screen) -> usize {
    match &screen.app.timeline.desk.reader.source {
        Source::Passages(gathered) => gathered.passages.len(),
        _ => panic!("a list is shown"),
    }
}

/// The count of the selected bar or cell.
fn bar(screen: &Screen) -> usize {
    bluebook::app::timeline::said(&screen.app).expect("a bar").count
}

const THREE: &str = "5/@rus, peace treaty, @central-asia<cr>";

#[test]
fn nothing_counted() {
    snap_digests("timeline_nothing", "5");
}

#[test]
fn bars_of_three_terms() {
    snap_digests("timeline_bars", &format!("{THREE}hh"));
}

#[test]
fn bars_of_six_terms_by_words() {
    snap_digests("timeline_six", "5/@rus, @usa, @jpn, treaty, econom*, @europe<cr>jjr");
}

#[test]
fn all_countries_by_edition() {
    snap_digests("timeline_heat", "5Hjjhh");
}

#[test]
fn a_list_gone_into() {
    snap_digests("timeline_list", &format!("{THREE}g<cr>j"));
}

#[test]
fn terms_are_asked_when_the_line_is_taken() {
    let mut screen = Screen::open(120, 40);
    assert_eq!(screen.keys("5/railway, @kaz"), []);
    assert_eq!(screen.app.context(), Context::Terms);
    let asked = questions(&screen.presses("<cr>"));
    assert_eq!(asked.len(), 1);
    let names: Vec<String> =
        asked[0].terms.iter().map(|term| term.address(&screen.app.library.atlas)).collect();
    assert_eq!((names.join(" "), asked[0].heat, asked[0].whole), ("railway @kaz".into(), false, true));
    assert!(screen.sees("Counting..."), "{}", screen.shot());
    assert_eq!(screen.presses("hljkr"), [], "every key works meanwhile, and asks nothing");
    // An answer to an older question comes late: it is dropped.
    let newer = screen.presses("/<c-u>wheat<cr>");
    screen.perform(&[Effect::Chronicle(asked[0].clone())]);
    assert!(screen.app.timeline.known.is_none());
    screen.perform(&newer);
    assert!(screen.sees("> wheat") && screen.sees("[2014]"), "{}", screen.shot());
}

#[test]
fn what_cannot_be_counted_is_told() {
    let mut screen = Screen::open(120, 40);
    assert_eq!(screen.keys("5/@nowhere<cr>"), []);
    assert!(screen.sees("no place is called") && screen.app.context() == Context::Terms, "{}", screen.shot());
    screen.keys("<c-u>a, b, c, d, e, f, g<cr>");
    assert!(screen.sees("6 terms at most"), "{}", screen.shot());
    screen.keys("<esc>");
    assert!(screen.app.timeline.terms.is_empty() && screen.sees("edition by edition"), "{}", screen.shot());
    screen.keys("/zeppelin<cr>");
    assert!(screen.sees("never said") && screen.sees("No passage of this year"), "{}", screen.shot());
    screen.keys("<cr>");
    assert!(screen.app.pane == Pane::List && screen.sees("no passage to go to"), "{}", screen.shot());
}

#[test]
fn every_bar_shown_is_as_long_as_its_list() {
    for keys in [THREE, "5/treaty, the, econom*, @europe<cr>", "5/@kaz, @suhh<cr>p"] {
        let mut screen = Screen::built_in(120, 40);
        screen.keys(keys);
        let terms = screen.app.timeline.terms.len();
        let years = screen.app.timeline.editions().expect("editions").years.len();
        assert!(years >= 10);
        for row in 0..terms {
            screen.keys("g");
            for at in 0..years {
                assert_eq!((screen.app.timeline.row, screen.app.timeline.at()), (row, Some(at)));
                assert_eq!(bar(&screen), listed(&screen));
                screen.keys("l");
            }
            screen.keys("j");
        }
    }
    let mut screen = Screen::built_in(80, 24);
    screen.keys("5H");
    for _ in 0..30 {
        assert_eq!(bar(&screen), listed(&screen));
        screen.keys("jh");
    }
}

#[test]
fn a_gap_is_stepped_over_and_drawn_as_one() {
    let mut screen = Screen::built_in(120, 40);
    screen.keys("5/@rus<cr>");
    let years: Vec<i32> =
        screen.app.timeline.editions().expect("editions").years.iter().map(|edition| edition.year).collect();
    let gap = years.windows(2).find(|two| two[1] > two[0] + 1).expect("an edition is missing");
    while screen.app.timeline.year != Some(gap[0]) {
        screen.keys("h");
    }
    screen.keys("l");
    assert_eq!(screen.app.timeline.year, Some(gap[1]));
    assert_eq!(screen.keys("gh"), []);
    assert_eq!(screen.app.timeline.year, years.first().copied());
    screen.keys("G");
    assert_eq!(screen.app.timeline.year, years.last().copied());
    // The line that the bars stand on is broken there.
    let shot = screen.shot();
    let axis = shot
        .lines()
        .find(|line| line.trim_start().starts_with('─') && line.starts_with(' '))
        .expect("an axis");
    assert!(axis.trim().contains("─  "), "{axis}");
}

#[test]
fn a_passage_is_opened_and_the_way_back_leads_to_its_year_and_term() {
    for keys in ["5/peace treaty, @rus<cr>g", "5/@jpn, @rus<cr>jhhhh", "5Hjhhh"] {
        let mut screen = Screen::built_in(120, 40);
        screen.keys(keys);
        while bar(&screen) == 0 {
            screen.keys("l");
        }
        screen.keys("<cr>");
        let now = |screen: &Screen| {
            let timeline = &screen.app.timeline;
            (timeline.terms.clone(), timeline.row, timeline.year, timeline.country, timeline.shows)
        };
        let (before, list, shot) = (now(&screen), listed(&screen), screen.shot());
        screen.keys("<cr>");
        assert!(matches!(screen.app.timeline.desk.reader.source, Source::Document(_)), "{keys}");
        screen.keys("<bs>");
        assert_eq!((now(&screen), listed(&screen), screen.app.pane), (before.clone(), list, Pane::Reader));
        assert_eq!(screen.shot(), shot, "{keys}");
        // Something else is counted meanwhile: the way back asks again.
        screen.keys("<cr>5<esc><esc>/treaty<cr>");
        for _ in 0..6 {
            if now(&screen) != before || screen.app.pane != Pane::Reader {
                screen.keys("<bs>");
            }
        }
        assert_eq!((now(&screen), listed(&screen)), (before, list), "{keys}");
    }
}

#[test]
fn the_words_that_are_counted_are_marked() {
    let mut screen = Screen::built_in(120, 40);
    screen.keys("5/peace treaty<cr>");
    while bar(&screen) == 0 {
        screen.keys("h");
    }
    let reader = &screen.app.timeline.desk.reader;
    assert_eq!(reader.find.as_ref().map(|find| find.text.as_str()), Some("peace treaty"));
    screen.keys("<cr><cr>");
    let reader = &screen.app.timeline.desk.reader;
    assert!(reader.find.as_ref().is_some_and(|find| find.at > 0), "the passage is opened at its words");
}

#[test]
fn the_timeline_of_where_the_reader_is() {
    let place = |screen: &Screen| -> Vec<String> {
        let atlas = &screen.app.library.atlas;
        screen.app.timeline.terms.iter().map(|term| term.address(atlas)).collect()
    };
    let mut screen = Screen::open(120, 40);
    let asked = questions(&screen.keys("/uzbekistan<cr>T"));
    assert_eq!((asked.len(), place(&screen)), (1, vec!["@uzb".to_owned()]));
    assert!(screen.app.tab == Tab::Timeline && screen.sees("> Uzbekistan"));
    screen.keys("<bs>");
    assert_eq!(screen.app.tab, Tab::Regions);
    // A name in the text, and what a dossier is about.
    screen.keys("<cr>T");
    assert_eq!(place(&screen), ["@uzb"]);
    screen.keys("<bs>)T");
    assert_eq!(place(&screen).len(), 1);
    // A text about no place says so.
    let mut screen = Screen::open(120, 40);
    screen.keys("2/notes<cr><cr>T");
    assert!(screen.app.tab == Tab::Contents && screen.sees("about no one place"), "{}", screen.shot());
    // A query: its phrase, its place.
    let mut screen = Screen::open(120, 40);
    screen.keys("3\"first train\" @kaz<cr>T");
    assert_eq!(place(&screen), ["first train", "@kaz"]);
    screen.keys("3<c-u>regex:a+<cr>T");
    assert!(screen.app.tab == Tab::Search && screen.sees("asks for something else"), "{}", screen.shot());
    // An order.
    let asked = questions(&screen.keys("5:timeline wheat, @uzb<cr>"));
    assert_eq!((asked.len(), place(&screen)), (1, vec!["wheat".to_owned(), "@uzb".to_owned()]));
    screen.keys(":timeline @nowhere<cr>");
    assert!(screen.sees("no place is called"), "{}", screen.shot());
}

#[test]
fn switches_terms_and_countries() {
    let mut screen = Screen::built_in(120, 40);
    screen.keys("5/@kaz, treaty<cr>");
    assert_eq!(questions(&screen.keys("r")), [], "the rate is known already");
    assert!(screen.sees("per 10,000 words") && screen.app.timeline.rate);
    screen.keys("rs");
    assert!(screen.app.timeline.one_scale && screen.sees("most of all"), "{}", screen.shot());
    let asked = questions(&screen.keys("p"));
    assert!(
        asked.len() == 1 && asked[0].predecessors && screen.sees("with Soviet Union"),
        "{}",
        screen.shot()
    );
    assert!(!questions(&screen.keys("p"))[0].predecessors);
    screen.keys("jx");
    assert!(screen.app.timeline.terms.len() == 1 && screen.sees("Taken away: treaty"));
    let asked = questions(&screen.keys("H"));
    assert!(asked[0].heat && screen.app.timeline.shows == Shows::Heat);
    screen.keys("j+");
    assert!(screen.app.timeline.terms.len() == 2 && screen.sees("Added:"), "{}", screen.shot());
    screen.keys("+");
    assert!(screen.sees("is there already"), "{}", screen.shot());
    screen.keys("H");
    assert!(screen.app.timeline.shows == Shows::Bars && screen.app.timeline.terms.len() == 2);
    screen.keys("<esc>");
    assert!(screen.app.timeline.is_empty() && screen.sees("edition by edition"));
    assert_eq!(screen.keys("q"), [Effect::Quit]);
}

#[test]
fn rows_to_begin_with_are_timelines_of_this_library() {
    let mut screen = Screen::built_in(80, 24);
    screen.keys("5");
    let choices = screen.app.timeline.entries.iter().filter(|entry| entry.is_choice()).count();
    assert!(choices >= 4, "{choices}");
    for number in 0..choices {
        let mut screen = Screen::built_in(40, 12);
        screen.keys("5");
        screen.keys(&"j".repeat(number));
        assert!(screen.sees(">"), "{}", screen.shot());
        screen.keys("<cr>");
        assert!(!screen.app.timeline.is_empty() && !screen.app.timeline.is_waiting(), "row {number}");
        assert!(screen.app.timeline.at().is_some());
    }
    let mut screen = Screen::with(
        Arc::new(Library::new(
            Arc::new(gazetteer::atlas(gazetteer::built_in_regions()).expect("an atlas")),
            Vec::new(),
        )),
        Vec::new(),
        80,
        24,
    );
    screen.keys("5");
    assert!(screen.app.tab == Tab::Timeline || screen.sees("Nothing to read"), "{}", screen.shot());
}

#[test]
fn the_mouse_chooses_bars_and_cells() {
    let mut screen = Screen::built_in(120, 40);
    screen.keys(THREE);
    let (column, row) = screen.place_of("2014");
    screen.mouse(MouseEventKind::Down(MouseButton::Left), column + 2, row - 2);
    assert_eq!((screen.app.timeline.year, screen.app.timeline.row), (Some(2014), 2));
    screen.mouse(MouseEventKind::ScrollDown, column, row - 2);
    assert_eq!(screen.app.timeline.year, Some(2015));
    screen.mouse(MouseEventKind::ScrollUp, column, row - 2);
    let (column, row) = screen.place_of("peace treaty  ");
    screen.mouse(MouseEventKind::Down(MouseButton::Left), column + 2, row);
    assert_eq!((screen.app.timeline.year, screen.app.timeline.row), (Some(2014), 1));
    screen.click("/ @rus");
    assert_eq!(screen.app.context(), Context::Terms);
    screen.keys("<esc>H");
    screen.click("Ukraine");
    let heat = screen.app.timeline.heat().expect("a map").clone();
    let place = heat.rows[screen.app.timeline.country.0].place;
    assert_eq!(screen.app.library.atlas.place(place).name, "Ukraine");
}

#[test]
fn terms_are_told_apart_without_colour() {
    for glyphs in [Glyphs::FINE, Glyphs::PLAIN, Glyphs::ASCII, Glyphs::SPOKEN] {
        let mut screen = Screen::built_in(80, 24);
        screen.theme = Theme::new(Colours::None, Background::Unknown, glyphs);
        screen.keys(&format!("{THREE}h"));
        let shot = screen.shot();
        assert!(
            ["Russia", "peace treaty", "Central Asia", "> Russia", "[20"].iter().all(|w| shot.contains(w)),
            "{shot}"
        );
        if glyphs != Glyphs::FINE {
            assert!(shot.contains('#') && !shot.contains(['▁', '█', '░', '─']), "{shot}");
            screen.keys("H");
            let shot = screen.shot();
            assert!(shot.contains("###") && !shot.contains(['▁', '█', '░', '─']), "{shot}");
        }
    }
}

#[test]
fn what_the_tab_shows_is_what_the_command_prints() {
    let output = Command::new(env!("CARGO_BIN_EXE_bluebook"))
        .env("XDG_DATA_HOME", "/nonexistent")
        .args(["timeline", "@rus", "peace treaty", "@central-asia", "--json"])
        .output()
        .expect("bluebook runs");
    let told = String::from_utf8(output.stdout).expect("UTF-8");
    let mut screen = Screen::built_in(120, 40);
    screen.keys(THREE);
    let timeline = &screen.app.timeline;
    let editions = timeline.editions().expect("editions");
    let mut shown = String::new();
    for (row, term) in timeline.terms.iter().enumerate() {
        let answer = timeline.chronicle(row).expect("counted");
        for (at, edition) in editions.years.iter().enumerate() {
            let term = term.address(&screen.app.library.atlas);
            let (year, words) = (edition.year, edition.words);
            let (count, documents) = (answer.count(at), answer.documents(at));
            shown += "{";
            shown += &[
                format!("\"term\":\"{term}\""),
                format!("\"year\":{year}"),
                format!("\"count\":{count}"),
                format!("\"words\":{words}"),
                format!("\"documents\":{documents}"),
            ]
            .join(",");
            shown += "}\n";
        }
    }
    assert_eq!(told, shown);
}

#[test]
fn another_library_is_counted_anew() {
    let mut screen = Screen::open(120, 40);
    screen.keys("5/railway<cr>");
    let before = bar(&screen);
    let fresh = store::built_in().expect("the built-in corpus").library;
    let asked = update(&mut screen.app, Message::Loaded(Arc::new(fresh), Vec::new()));
    assert_eq!(questions(&asked).len(), 1);
    screen.perform(&asked);
    assert!(before > 0 && screen.app.timeline.editions().is_some_and(|editions| editions.years.len() >= 10));
    assert_eq!(bar(&screen), listed(&screen));
}

#[test]
fn the_selected_term_is_seen_on_a_low_screen() {
    let mut screen = Screen::built_in(40, 12);
    screen.keys("5/@rus, @usa, @jpn, treaty, econom*, @europe<cr>");
    for name in ["> Russia", "> United", "> Japan", "> treaty", "> econom*", "> Europe"] {
        assert!(screen.sees(name), "{name}\n{}", screen.shot());
        screen.keys("j");
    }
}

#[test]
fn no_size_and_no_key_is_too_much() {
    let mut screen = Screen::built_in(120, 40);
    for (columns, rows) in
        [(1, 1), (3, 2), (10, 4), (20, 8), (40, 12), (72, 10), (80, 16), (200, 60), (300, 9)]
    {
        screen.resize(columns, rows);
        for keys in
            ["5", "/@rus, the, a*<cr>", "hlgGjkdu rsp", "H", "jlhGg+", "<cr><tab>", "H", "xxx", "<esc>"]
        {
            screen.keys(keys);
            screen.shot();
            for (x, y) in [(0, 0), (columns / 2, rows / 2), (columns - 1, rows - 1)] {
                screen.mouse(MouseEventKind::Down(MouseButton::Left), x, y);
                screen.mouse(MouseEventKind::ScrollDown, x, y);
            }
            screen.keys("5<esc>");
        }
    }
}

#[test]
fn a_percentage_goes_to_a_year() {
    let mut screen = Screen::built_in(120, 40);
    screen.keys(THREE);
    let years: Vec<i32> =
        screen.app.timeline.editions().expect("editions").years.iter().map(|edition| edition.year).collect();
    for (keys, at) in [("0%", 0), ("50%", (years.len() - 1).div_ceil(2)), ("99%", years.len() - 1)] {
        screen.keys(keys);
        assert_eq!(screen.app.timeline.year, Some(years[at]), "{keys}");
    }
    screen.keys("0%H50%");
    assert_eq!(screen.app.timeline.year, Some(years[(years.len() - 1).div_ceil(2)]), "on the map as well");
    screen.keys("%");
    assert!(screen.app.notice.as_ref().is_some_and(|told| told.contains("A number first")));
}

#[test]
fn the_same_place_is_meant_by_every_key_that_asks_about_what_is_read() {
    // A digest of a region is about that region: for the timeline as for what came and went.
    let mut screen = Screen::open(120, 40);
    screen.keys(":2014-steppe<cr>");
    let doc = screen.app.desk().reader.doc().expect("a document");
    let about = bluebook::query::about(&screen.app.library, bluebook::query::Target::Document(doc));
    assert!(about.is_some());
    screen.keys("X");
    assert_eq!((screen.app.tab, screen.app.changes.asked.place), (Tab::Changes, about));
    screen.keys("<bs>T");
    assert_eq!(screen.app.tab, Tab::Timeline);
    let terms: Vec<_> = about.into_iter().map(bluebook::query::timeline::Term::Place).collect();
    assert_eq!(screen.app.timeline.terms, terms);
    // Where nothing is selected that is about a place, each says so.
    let mut screen = Screen::open(120, 40);
    screen.keys(":notes<cr>T");
    assert!(screen.sees("about no one place"), "{}", screen.shot());
    screen.keys("1gT");
    assert!(screen.sees("Select a place or a text"), "{}", screen.shot());
}
