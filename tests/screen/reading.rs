//! The reading pane as a reader likes it: lines that end at one edge, two columns, the text alone, the line that is
//! read, wide tables, Japanese.
use super::*;

/// A document of our own: long words, a list, a quotation, a term, a long address, a wide table, Japanese.
const PAPER: &str = "+++\ntitle = \"Ferries of Norland\"\nyear = 2016\nlanguage = \"en\"\n+++\n\n# Ferries of Norland\n\n\
    ## Cooperation\n\nInternational organisations recommended an extraordinary reorganisation of the administration of \
    ferries in Norland, Kazakhstan and Uzbekistan, notwithstanding considerable disagreement among the representatives \
    of the neighbouring governments.[^1] The implementation of the recommendations was postponed until the \
    parliamentary elections, and the unemployment insurance of the ferrymen was temporarily discontinued.\n\n\
    A communication of the transportation authority, published at \
    https://example.org/ferries/2016/communications/transportation.html?language=en&edition=third, explains the \
    circumstances.\n\n\
    > Ferries connect communities that infrastructure has disappointed, said the representative.\n\n\
    - internationally recognised certificates\n- standardised documentation of departures, arrivals and interruptions \
    of the service\n\n\
    ## Departures\n\n\
    | Harbour | Ferry | Departures | Destination | Administration | Remarks |\n|---|---|---|---|---|---|\n\
    | Northhaven | Perseverance | 1,204 | Southhaven | Transportation Authority | interrupted in winter |\n\
    | Easthaven | Determination | 988 | Westhaven | Independent Operators | none |\n\n\
    ## 日本\n\n日本はノルランドのフェリーについて、「協力」を進める。カザフスタンとウズベキスタンの代表は、東京で開催された\
    会議に出席し、ちょっとした問題についても話し合った。これは地域の安定に資するものである。\n\n\
    [^1]: The representative of Kazakhstan abstained.\n";

/// A story to make it longer.
const STORY: &str = "The ferryman of the northern harbour had crossed the sound in every weather, and knew the \
    representatives of both governments by their umbrellas. He carried the recommendations over and the objections \
    back, and was paid for both.\n\n";

/// The paper opened in the tab of documents with these settings.
fn paper(columns: u16, rows: u16, settings: &[(&str, &str)], keys: &str) -> Screen {
    opened(PAPER, (columns, rows), settings, keys)
}

/// The library of one document.
fn shelf(name: &str, text: &str) -> Arc<Library> {
    let atlas = gazetteer::atlas(gazetteer::built_in_regions()).expect("an atlas");
    let tagger = Tagger::new();
    let importer = Importer { atlas: &atlas, tagger: &tagger };
    let source = From::alone(name, Origin::BuiltIn(name.into()), Format::of_name(name).expect("a format"));
    let doc = Arc::new(importer.import(&source, text.as_bytes()).expect("a document"));
    Arc::new(Library::new(Arc::new(atlas), vec![doc]))
}

/// A paper opened.
fn opened(text: &str, (columns, rows): (u16, u16), settings: &[(&str, &str)], keys: &str) -> Screen {
    let mut screen = Screen::with(shelf("paper.md", text), Vec::new(), columns, rows);
    for (name, value) in settings {
        screen.app.settings.set(name, value).expect("a setting");
    }
    screen.keys("2/ferries<cr><tab>");
    screen.keys(keys);
    screen
}

/// Takes a snapshot of the paper at each size.
fn snap_paper(name: &str, settings: &[(&str, &str)], keys: &str) {
    for (columns, rows) in SIZES {
        let mut screen = paper(columns, rows, settings, keys);
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), screen.shot());
    }
}

const EVEN: [(&str, &str); 2] = [("justify", "true"), ("hyphenate", "true")];

#[test]
fn lines_that_end_at_one_edge() {
    snap_paper("even", &EVEN, "");
}

#[test]
fn two_columns_on_a_wide_screen() {
    let (front, body) = PAPER.split_once("\n# ").expect("a title");
    let text = format!(
        "{front}\n# {}",
        body.replace("## 日本", &format!("## More\n\n{}\n\n## 日本", STORY.repeat(4)))
    );
    let settings = [("two-columns", "true"), ("justify", "true"), ("hyphenate", "true")];
    let mut screen = opened(&text, (200, 50), &settings, "");
    insta::assert_snapshot!("two_columns_200x50", screen.shot());
    // Where there is no room there is one.
    screen.resize(120, 40);
    assert_eq!(layout(&screen.app).across, 1);
}

#[test]
fn the_text_alone() {
    snap_paper("alone", &EVEN, "z");
}

#[test]
fn a_wide_table_moved_sideways() {
    snap_paper("sideways", &[], "]]LL");
}

#[test]
fn japanese_text() {
    snap_paper("japanese", &EVEN, "G");
}

#[test]
fn the_line_that_is_read() {
    snap_paper("focus", &[("focus-line", "true")], "jjj");
}

#[test]
fn lines_further_apart() {
    snap_paper("spacing", &[("spacing", "1")], "");
}

#[test]
fn the_measure_changes_by_keys_and_the_words_stay() {
    let mut screen = paper(140, 20, &[], "j]");
    let byte = |screen: &Screen| screen.app.contents.reader.page[0].line.first_byte();
    let before = byte(&screen);
    assert!(before.is_some());
    screen.keys("+");
    assert!(screen.sees("measure 76"));
    assert_eq!((screen.app.settings.measure, byte(&screen)), (76, before));
    screen.keys("--");
    assert_eq!((screen.app.settings.measure, byte(&screen)), (68, before));
    screen.keys("99-");
    assert_eq!(screen.app.settings.measure, 20);
    screen.keys("99+");
    assert_eq!(screen.app.settings.measure, 200);
    assert!(screen.sees("measure 200; there is room for 90"), "{}", screen.shot());
    // What the screen has no room for does not count.
    screen.keys("-");
    assert_eq!(screen.app.settings.measure, 86);
}

#[test]
fn the_way_back_leads_to_the_same_words_at_another_measure() {
    let mut screen = paper(140, 16, &[], "]jjj");
    let top = |screen: &Screen| screen.app.contents.reader.page[0].line.first_byte().expect("words");
    let before = top(&screen);
    screen.keys("f<cr><cr>----<bs>");
    let after = screen.app.contents.reader.page[0].line.clone();
    let mut bytes = after.pieces.iter().map(|piece| piece.bytes.clone()).filter(|bytes| !bytes.is_empty());
    let (first, last) = (after.first_byte().expect("words"), bytes.next_back().expect("words").end);
    assert!((first..last).contains(&before), "{before} is not in {first}..{last}");
}

#[test]
fn a_setting_takes_effect_with_the_next_message() {
    let mut screen = paper(120, 40, &[], "");
    let plain = screen.shot();
    screen.app.settings.set("justify", "true").expect("a setting");
    update(&mut screen.app, Message::Resumed);
    assert_ne!(screen.shot(), plain);
    screen.app.settings.set("justify", "false").expect("a setting");
    update(&mut screen.app, Message::Resumed);
    assert_eq!(screen.shot(), plain);
}

#[test]
fn the_text_alone_gives_way_to_the_panes() {
    let mut screen = paper(120, 40, &[], "z");
    assert!(screen.app.bare && !screen.sees("Contents"));
    screen.keys("<esc>");
    assert!(!screen.app.bare && screen.sees("Contents"));
    assert_eq!(screen.app.pane, Pane::Reader);
    for leave in ["z", "q", "<tab>", "3"] {
        screen.keys("z");
        assert!(screen.app.bare, "before {leave}");
        screen.keys(leave);
        assert!(!screen.app.bare, "{leave}");
        screen.keys("<esc>2");
        screen.app.pane = Pane::Reader;
    }
    // It is there in each tab, from the list too.
    for tab in ["1", "2", "3ferries<cr>"] {
        screen.keys(tab);
        screen.keys("z");
        assert!(screen.app.bare && screen.app.pane == Pane::Reader, "{tab}");
        screen.keys("z");
        assert!(!screen.app.bare, "{tab}");
    }
}

#[test]
fn a_click_finds_its_word_in_both_columns() {
    let mut screen = paper(200, 24, &[("two-columns", "true"), ("measure", "60")], "");
    let areas = layout(&screen.app);
    assert_eq!(areas.across, 2);
    let reader = &screen.app.contents.reader;
    assert!(reader.page.len() > usize::from(areas.reader.height));
    let text = &screen.app.library.iter().next().expect("a document").1.text;
    let mut seen = [0, 0];
    for (number, shown) in reader.page.iter().enumerate() {
        let (column, row) =
            (number / usize::from(areas.reader.height), number % usize::from(areas.reader.height));
        let mut x = areas.text_edge(column as u16) + shown.line.indent;
        for piece in &shown.line.pieces {
            let at = ratatui::layout::Position::new(x, areas.reader.y + row as u16);
            let (line, place) = areas.text_at(at).expect("in the text");
            assert_eq!(line, number);
            let byte = shown.line.byte_at(place.expect("behind the edge"));
            assert_eq!(byte, (!piece.bytes.is_empty()).then_some(piece.bytes.start));
            if piece.bytes.len() == piece.text.len() && shown.line.role != bluebook::typeset::Role::Aside {
                assert_eq!(text[piece.bytes.clone()], piece.text);
                seen[column] += 1;
            }
            x += piece.width;
        }
    }
    assert!(seen[0] > 0 && seen[1] > 0);
    // A name in the right column is followed.
    let page = &screen.app.contents.reader.page;
    let rows = usize::from(areas.reader.height);
    let (row, column) = page[rows..]
        .iter()
        .enumerate()
        .find_map(|(row, shown)| {
            let mut x = shown.line.indent;
            for piece in &shown.line.pieces {
                if matches!(piece.mark, Some(bluebook::typeset::Mark::Mention(_))) {
                    return Some((row as u16, x));
                }
                x += piece.width;
            }
            None
        })
        .expect("a name in the right column");
    for kind in [MouseEventKind::Down(MouseButton::Left), MouseEventKind::Up(MouseButton::Left)] {
        screen.mouse(kind, areas.text_edge(1) + column, areas.reader.y + row);
    }
    assert!(matches!(screen.app.desk().reader.source, Source::Dossier(..)));
}

#[test]
fn a_page_of_two_columns_turns_both() {
    let mut screen = paper(200, 14, &[("two-columns", "true"), ("measure", "44")], "");
    let last = screen.app.contents.reader.page.last().expect("a line").spot;
    screen.keys(" ");
    let page = &screen.app.contents.reader.page;
    // Two lines stay in sight.
    assert_eq!(page.iter().position(|shown| shown.spot == last), Some(1));
}

#[test]
fn each_line_can_be_the_one_that_is_read() {
    let mut screen = paper(100, 16, &[("focus-line", "true")], "g");
    let read = |screen: &Screen| {
        let reader = &screen.app.contents.reader;
        let mut read = reader.page.iter().enumerate().filter(|(_, shown)| reader.is_read(shown));
        let (row, shown) = read.next().expect("a line that is read");
        assert!(read.next().is_none());
        (row, shown.spot, shown.line.text())
    };
    let mut down = vec![read(&screen)];
    loop {
        screen.keys("j");
        let now = read(&screen);
        if now.1 == down.last().expect("a line").1 {
            break;
        }
        down.push(now);
    }
    assert_eq!(down[0].0, 0);
    assert!(down.iter().all(|(_, _, text)| !text.is_empty()));
    assert!(down.iter().filter(|(row, ..)| *row == 4).count() > 10, "most are read at a third of the page");
    assert!(down.last().expect("a line").2.contains("abstained"));
    let mut up = vec![read(&screen).1];
    for _ in 1..down.len() {
        screen.keys("k");
        up.push(read(&screen).1);
    }
    up.reverse();
    assert_eq!(up, down.iter().map(|(_, spot, _)| *spot).collect::<Vec<_>>());
    screen.keys("G");
    assert_eq!(read(&screen).1, down.last().expect("a line").1);
    screen.keys("g");
    assert_eq!(read(&screen).1, down[0].1);
}

#[test]
fn a_wide_table_moves_between_its_edges() {
    let mut screen = paper(80, 24, &[], "]");
    screen.keys("L");
    assert!(screen.sees("No table here is wider than the page."));
    screen.keys("]");
    assert!(screen.sees("Northhaven") && screen.sees("\u{2026}"));
    screen.keys("99L");
    assert!(screen.sees("Remarks") && screen.sees("interrupted in winter") && !screen.sees("Northhaven"));
    screen.keys("L");
    assert!(screen.sees("This is the right edge."));
    screen.keys("99HH");
    assert!(screen.sees("This is the left edge.") && screen.sees("Northhaven"));
    // Words that are looked for come into sight.
    screen.keys("/winter<cr>");
    assert!(screen.sees("winter"), "{}", screen.shot());
}

#[test]
fn one_paragraph_of_a_book_is_read_like_any_other() {
    let mut text = String::from("One paragraph\n\n");
    for number in 0..20_000 {
        use std::fmt::Write as _;
        write!(text, "Sentence {number} speaks of Kazakhstan at length. ").expect("a string");
    }
    let mut screen = Screen::with(shelf("book.txt", &text), Vec::new(), 80, 24);
    screen.keys("2/one<cr><tab>");
    assert!(screen.sees("Sentence 0 speaks"));
    screen.keys("G");
    assert!(screen.sees("Sentence 19999 speaks") && screen.sees("100%"));
    screen.keys("/Sentence 12345<cr>");
    assert!(screen.sees("Sentence 12345") && screen.sees("1 of 1"));
    // The same words stay on the page at another width.
    screen.resize(120, 24);
    assert!(screen.sees("Sentence 12345"), "{}", screen.shot());
    // From line to line nothing is left out, also where one part of the paragraph ends.
    let bytes = |screen: &Screen| {
        let pieces = screen.app.contents.reader.page.iter().flat_map(|shown| &shown.line.pieces);
        pieces.map(|piece| piece.bytes.clone()).filter(|bytes| !bytes.is_empty()).collect::<Vec<_>>()
    };
    screen.keys("<esc>");
    let text = screen.app.library.iter().next().expect("a document").1.text.clone();
    let mut end = bytes(&screen).last().expect("words").end;
    for _ in 0..60 {
        screen.keys(" ");
        let now = bytes(&screen);
        for gap in now.windows(2) {
            assert!(text[gap[0].end..gap[1].start].trim().is_empty());
        }
        assert!(now[0].start <= end);
        end = now.last().expect("words").end;
    }
    // Names follow each other through the parts, and back.
    screen.keys(")");
    let first = screen.app.contents.reader.mark.clone().expect("a name").1;
    screen.keys("90)");
    let far = screen.app.contents.reader.mark.clone().expect("a name").1;
    assert!(far.start > first.start + 90 * 40);
    screen.keys("90(");
    assert_eq!(screen.app.contents.reader.mark.clone().expect("a name").1, first);
}

#[test]
fn terms_stand_above_what_is_said_of_them() {
    let markdown = "+++\ntitle = \"Ferries\"\nyear = 2016\n+++\n\n# Ferries\n\nSound\n: A strait between two coasts.\n\n\
                    Ferry\n: A boat that goes to and fro.\n: What it costs to go with it.\n\nThat is all.\n";
    let mut screen = opened(markdown, (80, 20), &[], "");
    let shot = screen.shot();
    let lines: Vec<&str> =
        shot.lines().filter_map(|line| line.split_once('│')).map(|(_, text)| text.trim()).collect();
    let from = lines.iter().position(|line| *line == "Sound").expect("a term");
    let wanted = ["Sound", "- A strait between two coasts.", "", "Ferry", "- A boat that goes to and fro."];
    assert_eq!(lines[from..from + 5], wanted, "{shot}");
    assert_eq!(lines[from + 5..from + 8], ["- What it costs to go with it.", "", "That is all."], "{shot}");
    assert!(screen.look("Ferry").contains(Modifier::BOLD));
}
