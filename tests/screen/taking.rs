//! Taking words out of the program and putting commands into it: the lines that are typed, the selection, copies,
//! the mouse, the command line and the tour.
use super::*;

/// Clicks the name of a tab in the top line, or its number where there is no room for names.
fn click_tab(screen: &mut Screen, tab: Tab) {
    let (labels, _) = layout::tab_labels(screen.app.tab, screen.app.size.0);
    let label = labels.into_iter().find(|label| label.tab == tab).expect("every tab has a label");
    screen.mouse(MouseEventKind::Down(MouseButton::Left), label.x, 0);
    screen.mouse(MouseEventKind::Up(MouseButton::Left), label.x, 0);
}

/// Where the terminal's cursor stands.
fn cursor(screen: &mut Screen) -> (u16, u16) {
    screen.shot();
    let at = screen.terminal.get_cursor_position().expect("a cursor");
    (at.x, at.y)
}

#[test]
fn letters_are_typed_and_erased_at_the_cursor_of_every_line() {
    // Filter, words in the text, look-up and query: each begins with its keys.
    for (begin, text) in [
        ("/", (|app| &app.regions.list.prompt.text) as fn(&App) -> &String),
        ("<tab>/", |app| &app.regions.reader.prompt.text),
        ("<c-p>", |app| match &app.overlay {
            Some(Overlay::Lookup(lookup)) => &lookup.prompt.text,
            _ => panic!("no look-up"),
        }),
        ("3", |app| &app.search.prompt.text),
        ("3cotton<cr>S", |app| &app.search.naming.as_ref().expect("a name").text),
    ] {
        let mut screen = Screen::open(80, 24);
        screen.keys(begin);
        screen.keys("kaistan<left><left><left><left><left>zakh<home><del>K<end>!<bs>");
        assert_eq!(text(&screen.app), "Kazakhistan", "after {begin:?}");
        screen.keys("<c-a><right><right><right><right><right><right><del>");
        assert_eq!(text(&screen.app), "Kazakhstan");
        screen.keys(" trade<a-left><c-k>goods<c-a>of <c-e>s<left><left><c-w>x");
        assert_eq!(text(&screen.app), "of Kazakh xss", "after {begin:?}");
        screen.keys("<c-a><right><right><c-u>");
        assert_eq!(text(&screen.app), " Kazakh xss");
    }
}

#[test]
fn the_cursor_is_drawn_in_the_column_where_letters_go_in() {
    let mut screen = Screen::open(80, 24);
    screen.keys("/カザフx");
    let (end, row) = cursor(&mut screen);
    screen.keys("<left><left>");
    assert_eq!(cursor(&mut screen), (end - 3, row), "a wide letter takes two columns");
    screen.keys("<home>");
    assert_eq!(cursor(&mut screen), (end - 7, row));
    screen.keys("<esc>3カザフ<left>");
    let (left, _) = cursor(&mut screen);
    screen.keys("<right>");
    assert_eq!(cursor(&mut screen).0, left + 2);
    // A line longer than its room: the cursor stays on the screen.
    screen.keys("<c-u>");
    screen.keys(&"word ".repeat(40));
    for _ in 0..220 {
        let (x, _) = cursor(&mut screen);
        assert!(x < 40, "{x}");
        screen.keys("<left>");
    }
}

#[test]
fn a_paste_goes_in_at_the_cursor_without_its_control_characters() {
    let mut screen = Screen::open(80, 24);
    screen.keys("/kastan<left><left><left><left>");
    update(&mut screen.app, Message::Paste("za\x1bkh\u{202e}\n".into()));
    assert_eq!(screen.app.regions.list.prompt.text, "kazakhstan");
    screen.keys("!");
    assert_eq!(screen.app.regions.list.prompt.text, "kazakh!stan");
}

const DOWN: MouseEventKind = MouseEventKind::Down(MouseButton::Left);
const DRAG: MouseEventKind = MouseEventKind::Drag(MouseButton::Left);
const UP: MouseEventKind = MouseEventKind::Up(MouseButton::Left);

/// What was asked to be put on the clipboard.
fn copied(effects: Vec<Effect>) -> String {
    match effects.into_iter().find(|effect| matches!(effect, Effect::Copy(_))) {
        Some(Effect::Copy(text)) => text,
        _ => panic!("nothing was copied"),
    }
}

/// Drags from the beginning of some words to behind the end of others.
fn drag(screen: &mut Screen, from: &str, to: &str) {
    let begin = screen.place_of(from);
    let (column, row) = screen.place_of(to);
    let end = column + bluebook::typeset::width(to) as u16 - 1;
    screen.mouse(DOWN, begin.0, begin.1);
    screen.mouse(DRAG, end, row);
    screen.mouse(UP, end, row);
}

fn again(screen: &mut Screen, words: &str, clicks: u8) {
    let (column, row) = screen.place_of(words);
    for number in 1..=clicks {
        let event = MouseEvent { kind: DOWN, column, row, modifiers: KeyModifiers::NONE };
        let message = if number == 1 { Message::Mouse(event) } else { Message::Again(event, number) };
        update(&mut screen.app, message);
        screen.mouse(UP, column, row);
    }
}

/// The document of 2014, read from its top.
fn reading(columns: u16, rows: u16) -> Screen {
    let mut screen = Screen::open(columns, rows);
    screen.keys("<c-p>2014-steppe<cr>");
    screen
}

#[test]
fn text_is_selected_by_dragging_and_copied_as_the_document_has_it() {
    let mut screen = reading(80, 24);
    drag(&mut screen, "opened a railway", "sent a");
    insta::assert_snapshot!("taking_selected_80x24", screen.shot());
    let text = copied(screen.keys("y"));
    assert_eq!(text, "opened a railway to China.1 Its neighbour Uzbekistan sent a", "lines are joined");
    assert!(screen.sees("Copied 1 line, 59 characters."), "{}", screen.shot());
    // The look is reversed and there is a sign in the gutter, so that no colour is needed.
    assert!(screen.look("railway").contains(Modifier::REVERSED));
    assert!(!screen.look("Kazakhstan opened").contains(Modifier::REVERSED));
    // Over several blocks, upwards: a heading, a list with its signs, a table.
    drag(&mut screen, "wool", "cotton");
    let (column, row) = screen.place_of("wool");
    let (to, above) = screen.place_of("Three goods");
    screen.mouse(DOWN, column + 3, row);
    screen.mouse(DRAG, to, above);
    screen.mouse(UP, to, above);
    assert_eq!(
        copied(screen.keys("y")),
        "Three goods went to Japan:\n\n- wheat from Kazakhstan\n- cotton from Uzbekistan\n- wool"
    );
    screen.keys("G");
    drag(&mut screen, "Country", "120");
    assert_eq!(copied(screen.keys("y")), "Country | Goods | Tons\nKazakhstan | wheat | 120");
    screen.keys("<esc>");
    assert_eq!(screen.app.contents.reader.selection, None);
    assert_eq!(screen.app.pane, Pane::Reader, "Esc drops the selection before it leaves the text");
}

#[test]
fn dragging_never_follows_and_a_click_without_drag_does() {
    let mut screen = reading(80, 24);
    let before = screen.app.contents.reader.source.clone();
    drag(&mut screen, "Uzbekistan", "sent");
    assert_eq!((screen.app.tab, &screen.app.contents.reader.source), (Tab::Contents, &before));
    // A click takes the selection away and does nothing else; the next one follows.
    screen.click("Uzbekistan");
    assert_eq!((screen.app.tab, screen.app.contents.reader.selection), (Tab::Contents, None));
    screen.click("Uzbekistan");
    assert_eq!(screen.app.tab, Tab::Regions);
    // A second click in quick succession does not select in what has been opened.
    let (column, row) = (50, 8);
    let event = MouseEvent { kind: DOWN, column, row, modifiers: KeyModifiers::NONE };
    update(&mut screen.app, Message::Again(event, 2));
    assert_eq!(screen.app.regions.reader.selection, None);
    // The tree's words are not selected.
    screen.mouse(DOWN, 6, 5);
    screen.mouse(DRAG, 60, 8);
    screen.mouse(UP, 60, 8);
    assert_eq!(screen.app.regions.reader.selection, None);
}

#[test]
fn two_clicks_take_a_word_three_a_paragraph_and_shift_extends() {
    let mut screen = reading(80, 24);
    again(&mut screen, "neighbour", 2);
    assert_eq!(copied(screen.keys("y")), "neighbour");
    again(&mut screen, "neighbour", 3);
    let paragraph = copied(screen.keys("y"));
    assert!(paragraph.starts_with("Kazakhstan opened") && paragraph.ends_with("Republic."), "{paragraph}");
    again(&mut screen, "railway", 2);
    let (column, row) = screen.place_of("Its");
    let event = MouseEvent { kind: DOWN, column: column + 2, row, modifiers: KeyModifiers::SHIFT };
    update(&mut screen.app, Message::Mouse(event));
    assert_eq!(copied(screen.keys("y")), "railway to China.1 Its");
    // The first click on a name follows it: the second in quick succession selects nothing where it has led.
    screen.keys("<esc>");
    again(&mut screen, "Uzbekistan", 2);
    assert_eq!((screen.app.tab, screen.app.regions.reader.selection), (Tab::Regions, None));
}

#[test]
fn dragging_beyond_the_edge_takes_the_page_along() {
    let mut screen = reading(80, 12);
    screen.keys("]");
    let area = bluebook::app::layout(&screen.app).reader;
    let (column, row) = screen.place_of("Kazakhstan opened");
    screen.mouse(DOWN, column, row);
    for _ in 0..60 {
        screen.mouse(DRAG, area.right() - 1, area.bottom() + 1);
    }
    screen.mouse(UP, area.right() - 1, area.bottom());
    assert!(screen.app.contents.reader.at_end);
    let text = copied(screen.keys("y"));
    assert!(text.starts_with("Kazakhstan opened") && text.ends_with("by Kazakhstan alone."), "{text}");
    // And back up, from the end.
    let (column, row) = screen.place_of("alone.");
    screen.mouse(DOWN, column + 5, row);
    for _ in 0..60 {
        screen.mouse(DRAG, area.x, 0);
    }
    screen.mouse(UP, area.x, 0);
    assert_eq!(screen.app.contents.reader.top, bluebook::app::reader::Spot::default());
    assert!(copied(screen.keys("y")).starts_with("The Steppe"));
}

#[test]
fn keys_select_by_lines_and_paragraphs() {
    let mut screen = reading(80, 24);
    screen.keys("]v");
    assert_eq!(copied(screen.keys("y")), "Kazakhstan", "the first line of the page");
    assert_eq!(screen.app.contents.reader.selection, None, "what was copied is let go");
    screen.keys("v}");
    let paragraph = copied(screen.keys("y"));
    assert!(paragraph.starts_with("Kazakhstan\n\nKazakhstan opened") && paragraph.ends_with("Republic."));
    screen.keys("v]");
    assert_eq!(copied(screen.keys("y")), paragraph, "to the next heading");
    screen.keys("vjjj");
    let three = copied(screen.keys("y"));
    assert!(paragraph.starts_with(&three) && three.len() > 60, "{three}");
    screen.keys("vjjjkkk");
    assert_eq!(copied(screen.keys("y")), "Kazakhstan");
    screen.keys("vG");
    let all = copied(screen.keys("y"));
    assert!(all.starts_with("Kazakhstan\n\n") && all.ends_with("Kazakhstan alone."), "{all}");
    screen.keys("vGog");
    assert!(copied(screen.keys("y")).starts_with("The Steppe"), "the other end has moved");
    screen.keys("vjj<esc>");
    assert_eq!(screen.app.contents.reader.selection, None);
    // Without a selection the paragraph that the reader is at, and with its source.
    screen.keys("g/delegation<cr>");
    assert_eq!(copied(screen.keys("y")), paragraph.split("\n\n").nth(1).expect("the second"));
    assert!(copied(screen.keys("Y")).ends_with("Republic.\nThe Steppe (2014), 2014-steppe#p1"));
    // A match that was found begins the selection.
    screen.keys("v");
    assert_eq!(copied(screen.keys("y")), "delegation");
}

#[test]
fn a_passage_and_a_hit_are_copied_with_their_source() {
    let mut screen = Screen::open(120, 40);
    screen.keys("/kazakhstan<cr><tab>j");
    let text = copied(screen.keys("Y"));
    assert!(text.contains("\nThe Steppe (2015), 2015-steppe#p1"), "{text}");
    let (first, _) = text.split_once('\n').expect("two lines");
    screen.keys("v");
    assert_eq!(copied(screen.keys("y")), first, "the selected passage, all of it");
    screen.keys("3wool<cr>");
    assert_eq!(copied(screen.keys("y")), "- wool");
    // What the program says is copied too, but has no source.
    screen.keys("<esc><esc><esc>1gg<tab>g");
    assert!(screen.keys("Y").is_empty());
}

#[test]
fn the_divider_is_dragged_and_put_back() {
    let mut screen = Screen::open(120, 30);
    let before = bluebook::app::layout(&screen.app).divider;
    screen.mouse(DOWN, before.x, 10);
    screen.mouse(DRAG, 70, 10);
    screen.mouse(UP, 70, 10);
    assert_eq!(bluebook::app::layout(&screen.app).divider.x, 70);
    screen.keys("2");
    assert_eq!(bluebook::app::layout(&screen.app).divider.x, 70, "trees stand alike");
    screen.keys("3");
    assert_eq!(bluebook::app::layout(&screen.app).divider.x, 60, "the hits have a line of their own");
    screen.keys("<esc>1");
    for (to, stands) in [(0, 16), (119, 89)] {
        let at = bluebook::app::layout(&screen.app).divider.x;
        screen.mouse(DOWN, at, 10);
        screen.mouse(DRAG, to, 10);
        screen.mouse(UP, to, 10);
        assert_eq!(bluebook::app::layout(&screen.app).divider.x, stands);
        screen.shot();
    }
    let at = bluebook::app::layout(&screen.app).divider.x;
    let event = MouseEvent { kind: DOWN, column: at, row: 10, modifiers: KeyModifiers::NONE };
    update(&mut screen.app, Message::Again(event, 2));
    assert_eq!(bluebook::app::layout(&screen.app).divider, before);
}

#[test]
fn the_program_is_walked_through_by_mouse_alone() {
    for (columns, rows) in SIZES {
        let mut screen = Screen::open(columns, rows);
        // A region, a country, its first passage.
        screen.click("Russia, C. Asia");
        for _ in 0..40 {
            if screen.sees("Kazakhstan") && columns > 72 || screen.sees("Kazakhstan  ") {
                break;
            }
            screen.mouse(MouseEventKind::ScrollDown, 5, 5);
        }
        screen.click("Kazakhstan");
        if columns < 72 && screen.app.pane == Pane::List {
            screen.click("text");
        }
        let source = |screen: &Screen| screen.app.desk().reader.source.clone();
        assert!(matches!(source(&screen), Source::Dossier(..)), "{columns}: {}", screen.shot());
        while !screen.sees("carried") {
            screen.mouse(MouseEventKind::ScrollDown, columns - 5, 5);
        }
        screen.click("carried");
        if !matches!(source(&screen), Source::Document(_)) {
            screen.click("carried");
        }
        assert!(matches!(source(&screen), Source::Document(_)), "{columns}: {}", screen.shot());
        // The right button goes back.
        screen.mouse(MouseEventKind::Down(MouseButton::Right), columns / 2, 5);
        assert!(matches!(source(&screen), Source::Dossier(..)), "{columns}: {}", screen.shot());
        // The tab Search, and the help, closed by a click beside it or on its hint.
        click_tab(&mut screen, Tab::Search);
        assert_eq!(screen.app.tab, Tab::Search);
        click_tab(&mut screen, Tab::Regions);
        screen.click("keys");
        assert!(matches!(screen.app.overlay, Some(Overlay::Help(_))));
        screen.click("Esc close   ");
        assert!(screen.app.overlay.is_none());
        screen.click("keys");
        assert_eq!(screen.click("Ctrl-c quit"), [Effect::Quit], "{columns}: {}", screen.shot());
    }
}

#[test]
fn the_mouse_is_given_to_the_terminal_and_taken_again() {
    let mut screen = Screen::open(80, 24);
    assert_eq!(screen.keys("M"), [Effect::Mouse(false)]);
    assert!(screen.sees("M takes it back"));
    screen.keys("j");
    assert!(screen.sees("mouse off"), "{}", screen.shot());
    assert_eq!(screen.keys("M"), [Effect::Mouse(true)]);
    screen.keys("j");
    assert!(!screen.sees("mouse off"));
    screen.keys("?");
    assert_eq!(screen.keys("M"), [Effect::Mouse(false)], "also in the help");
}

/// The line of an order, and what it may become.
fn choices(screen: &Screen) -> Vec<&str> {
    match &screen.app.overlay {
        Some(Overlay::Command(line)) => line.choices.iter().map(|choice| choice.name.as_str()).collect(),
        _ => panic!("no command line"),
    }
}

fn order(screen: &Screen) -> &str {
    match &screen.app.overlay {
        Some(Overlay::Command(line)) => &line.prompt.text,
        _ => panic!("no command line"),
    }
}

#[test]
fn the_command_line() {
    snap("taking_command", ":kaz");
    snap("taking_command_set", ":set ");
    snap("taking_command_error", ":set measure wide<cr>");
}

#[test]
fn an_order_goes_to_an_address_a_place_a_paragraph_or_a_percentage() {
    let mut screen = Screen::open(80, 12);
    let kaz = screen.app.library.atlas.get("KAZ").expect("Kazakhstan");
    for (order, source) in [
        (":@kaz/2015<cr>", Source::Dossier(kaz, Some(2015))),
        (":kazakhstan<cr>", Source::Dossier(kaz, None)),
        (":KAZ<cr>", Source::Dossier(kaz, None)),
        (":kazakhst<cr>", Source::Dossier(kaz, None)),
        (":2014-steppe#p3<cr>", Source::Document(screen.app.library.find("2014-steppe").expect("it"))),
    ] {
        screen.keys(order);
        assert_eq!(screen.app.desk().reader.source, source, "{order}");
        assert!(screen.app.overlay.is_none());
    }
    assert!(screen.app.contents.reader.page[0].line.text().contains("wheat from Kazakhstan"));
    screen.keys(":1<cr>");
    let first = |screen: &Screen| screen.app.contents.reader.page[0].line.text();
    assert!(first(&screen).starts_with("Kazakhstan opened"), "{}", first(&screen));
    screen.keys("<bs>");
    assert!(first(&screen).contains("wheat"), "the way back knows of it");
    screen.keys(":100%<cr>");
    assert!(screen.app.contents.reader.at_end);
    screen.keys(":0%<cr>");
    assert_eq!(first(&screen), "The Steppe");
    for (wrong, told) in [
        (":99<cr>", "its paragraphs go from 1 to 8"),
        ("<esc>:101%<cr>", "percent go from 0 to 100"),
        ("<esc>:2014-steppe#p99<cr>", "the library has no 2014-steppe#p99"),
        ("<esc>:zzzzqqq<cr>", "nothing is called \"zzzzqqq\""),
    ] {
        screen.keys(wrong);
        assert!(screen.sees(told), "{wrong}: {}", screen.shot());
        assert!(wrong.contains(order(&screen)), "nothing typed is lost");
    }
}

#[test]
fn an_order_settles_things_and_says_why_not() {
    let mut screen = Screen::open(80, 24);
    screen.keys(":set measure 40<cr>");
    assert_eq!(screen.app.settings.measure, 40);
    assert!(screen.sees("measure is 40"), "{}", screen.shot());
    screen.keys(":set justify<cr>");
    assert!(screen.app.settings.justify);
    screen.keys(":set nojustify<cr>");
    assert!(!screen.app.settings.justify);
    screen.keys(":set measure?<cr>");
    assert!(screen.sees("measure is 40"));
    screen.keys(":set spacing=1<cr>:set spacing<cr>");
    assert!(screen.sees("spacing is 1"));
    assert_eq!(screen.keys(":set mouse off<cr>"), [Effect::Mouse(false)]);
    screen.keys(":set measure 5<cr>");
    assert!(screen.sees("measure is a whole number from 20 to 200, not"), "{}", screen.shot());
    assert_eq!((order(&screen), screen.app.settings.measure), ("set measure 5", 40));
    // The error goes as soon as something is typed.
    screen.keys("5");
    assert!(!screen.sees("not \"5\""));
    screen.keys("<cr>");
    assert_eq!(screen.app.settings.measure, 55);
    screen.keys(":set colour red<cr>");
    assert!(screen.sees("there is no setting \"colour\""));
}

#[test]
fn tab_goes_through_what_an_order_may_become() {
    let mut screen = Screen::open(80, 24);
    screen.keys(":se<tab>");
    assert_eq!(order(&screen), "set ");
    screen.keys("mea<tab>");
    assert_eq!(order(&screen), "set measure ");
    screen.keys("<c-u>set just<tab>");
    assert_eq!(order(&screen), "set justify ");
    screen.keys(" <bs><tab><tab>");
    assert_eq!(order(&screen), "set justify false");
    screen.keys("<tab>");
    assert_eq!(order(&screen), "set justify ", "round once, the typed words are there again");
    screen.keys("<s-tab><cr>");
    assert!(screen.sees("justify is false"));
    screen.keys(":uzb");
    assert!(choices(&screen).contains(&"Uzbekistan"), "{:?}", choices(&screen));
    // A command by its name, and by the words of the help.
    screen.keys("<c-u>next-s");
    assert_eq!(choices(&screen)[0], "next-section");
    screen.keys("<c-u>paint the screen");
    assert!(choices(&screen).contains(&"redraw"), "{:?}", choices(&screen));
    assert_eq!(screen.keys("<c-u>redraw<cr>"), [Effect::Redraw]);
    assert_eq!(screen.keys(":q<cr>"), [Effect::Quit]);
    screen.keys(":search<cr>");
    assert_eq!(screen.app.tab, Tab::Search);
    screen.keys("<esc>:help<cr>");
    assert!(matches!(screen.app.overlay, Some(Overlay::Help(_))));
    // What was ordered before comes back.
    screen.keys("<esc>:dr<up><up>");
    assert_eq!(order(&screen), "search");
    screen.keys("<down><down>");
    assert_eq!(order(&screen), "dr");
}

#[test]
fn everything_a_key_does_can_be_ordered() {
    for (name, action) in bluebook::app::command::actions() {
        let mut screen = Screen::open(80, 24);
        screen.keys("2<tab>:");
        screen.keys(&name);
        assert_eq!(choices(&screen)[0], name, "{action:?}");
        screen.keys("<cr>");
        assert!(!matches!(screen.app.overlay, Some(Overlay::Command(_))), "{name} was carried out");
        screen.shot();
    }
}

#[test]
fn the_command_line_by_mouse() {
    let mut screen = Screen::open(80, 24);
    screen.keys(":uzb");
    screen.click("country");
    let uzb = screen.app.library.atlas.get("UZB").expect("Uzbekistan");
    assert_eq!(screen.app.regions.reader.source, Source::Dossier(uzb, None));
    screen.keys(":");
    screen.click("export [FILE]");
    assert_eq!(order(&screen), "export ");
    screen.mouse(DOWN, 10, 3);
    assert!(screen.app.overlay.is_none(), "a click beside it closes it");
    // Over the map, and the map again.
    screen.keys("w:<esc>");
    assert!(matches!(screen.app.overlay, Some(Overlay::Map)));
}

/// What an export would write.
fn written(screen: &mut Screen, keys: &str) -> (String, String, bool) {
    let asked = screen.keys(keys);
    match asked.into_iter().find(|effect| matches!(effect, Effect::Export { .. })) {
        Some(Effect::Export { path, text, overwrite }) => (path, text, overwrite),
        _ => panic!("nothing is written: {}", screen.shot()),
    }
}

#[test]
fn what_is_shown_is_exported() {
    let mut screen = reading(80, 24);
    let (path, text, overwrite) = written(&mut screen, ":export<cr>");
    assert_eq!((path.as_str(), overwrite), ("2014-steppe.md", false));
    assert!(text.contains("\n- wheat from Kazakhstan\n- cotton"), "{text}");
    let (_, text, _) = written(&mut screen, ":export steppe.txt<cr>");
    assert!(
        text.starts_with("The Steppe\n\n") && text.contains("\n- wheat from Kazakhstan\n- cotton"),
        "{text}"
    );
    let (path, text, overwrite) = written(&mut screen, ":export! ~/a b.md<cr>");
    assert_eq!((path.as_str(), overwrite), ("~/a b.md", true));
    insta::assert_snapshot!("taking_export_document", text);
    // It is read again as it was.
    let again = on_disk(&[("a.md", &text)]);
    let (old, new) = (screen.app.library.find("2014-steppe"), again.find("a"));
    let (old, new) = (screen.app.library.doc(old.expect("old")), again.doc(new.expect("new")));
    let prose = |doc: &bluebook::model::Document| -> Vec<String> {
        (0..doc.blocks.len()).map(|block| doc.prose(block).into_owned()).collect()
    };
    assert_eq!(prose(old), prose(new));
    assert_eq!((old.title(), old.year(), old.series()), (new.title(), new.year(), new.series()));
    screen.keys("1h/kazakhstan<cr>");
    let (path, text, _) = written(&mut screen, ":export kaz.md<cr>");
    assert_eq!(path, "kaz.md");
    insta::assert_snapshot!("taking_export_dossier", text);
    let (_, page, _) = written(&mut screen, ":export kaz.html<cr>");
    assert!(page.starts_with("<!doctype html>") && page.contains("<h1>Kazakhstan</h1>"), "{page}");
    assert!(page.contains("<title>Kazakhstan</title>"), "{page}");
    assert!(!page.contains("<script") && !page.contains("src="), "nothing is fetched or run: {page}");
    screen.keys(":export a.pdf<cr>");
    assert!(screen.sees("a text is written as .md, .html or .txt, not .pdf"), "{}", screen.shot());
}

#[test]
fn a_dossier_is_exported_with_the_notes_numbers_and_one_outline() {
    let library = on_disk(&[
        ("a-2014.md", "# One\n\n## Wheat of Kazakhstan\n\nKazakhstan grew more.[^7]\n\n[^7]: By a tenth.\n"),
        ("b-2013.md", "# Two\n\nKazakhstan grew less.[^7]\n\n[^7]: In Kazakhstan alone.\n"),
    ]);
    let mut screen = Screen::with(library, Vec::new(), 80, 24);
    screen.keys("1/kazakhstan<cr>");
    let (_, text, _) = written(&mut screen, ":export kaz.md<cr>");
    // A note's text may be on no page of the dossier, and each text has its own note 7.
    assert!(!text.contains("[^7]"), "{text}");
    for part in ["grew more.\\[7\\]", "grew less.\\[7\\]", "\n\\[7\\] In Kazakhstan alone."] {
        assert!(text.contains(part), "{part}: {text}");
    }
    // The place, the edition, the path, and below them what the text itself has.
    assert!(text.contains("\n## 2014") && text.contains("\n#### Wheat of Kazakhstan\n"), "{text}");
    assert_eq!(text.lines().filter(|line| line.starts_with("# ")).count(), 1, "{text}");
}

#[test]
fn what_was_found_is_exported() {
    let mut screen = Screen::open(120, 40);
    screen.keys("3cotton<cr>");
    let (path, text, _) = written(&mut screen, ":export<cr>");
    assert_eq!(path, "cotton.jsonl");
    let first: serde_json::Value = serde_json::from_str(text.lines().next().expect("a line")).expect("JSON");
    assert_eq!(first["countries"], serde_json::json!(["UZB"]));
    let (_, text, _) = written(&mut screen, ":export hits.csv<cr>");
    assert_eq!(text.lines().next(), Some("address,year,countries,text"));
    assert!(text.contains("2014-steppe#p4,2014,UZB,cotton from Uzbekistan\r\n"), "{text}");
    let (_, text, _) = written(&mut screen, ":export hits.md<cr>");
    assert!(text.contains("**cotton** from Uzbekistan"), "{text}");
    screen.keys(":export hits.txt<cr>");
    assert!(screen.sees("what was found is written as .jsonl, .csv, .md or .html"), "{}", screen.shot());
}

#[test]
fn the_tour_is_a_document_that_is_there_when_it_is_asked_for() {
    let library = store::built_in().expect("the built-in corpus").library;
    assert_eq!(library.len(), 67);
    assert_eq!(library.find("tour"), None);
    for (columns, rows) in SIZES {
        let mut screen = Screen::open(columns, rows);
        assert_eq!(screen.keys(":tour<cr>"), [Effect::Tour]);
        let library = store::with_tour(&screen.app.library).expect("the guide");
        update(&mut screen.app, Message::Loaded(library, Vec::new()));
        assert!(matches!(screen.app.contents.reader.source, Source::Document(_)));
        insta::assert_snapshot!(format!("taking_tour_{columns}x{rows}"), screen.shot());
        // It is there now, and is gone to at once.
        screen.keys("1");
        assert_eq!(screen.keys(":tour<cr>"), []);
        assert_eq!(screen.app.tab, Tab::Contents);
    }
}

#[test]
fn an_order_that_is_no_name_is_not_guessed() {
    let mut screen = Screen::open(80, 24);
    let before = screen.app.settings.clone();
    // One letter begins many names; the others are no beginning of any.
    for typed in ["w", "mesure", "kzstn"] {
        screen.keys(&format!(":{typed}<cr>"));
        assert!(screen.sees(&format!("nothing is called \"{typed}\"")), "{}", screen.shot());
        assert_eq!((&screen.app.settings, screen.app.tab), (&before, Tab::Regions));
        screen.keys("<esc><esc>");
    }
    screen.keys(":kazakhs<cr>");
    assert!(screen.sees("Kazakhstan") && screen.sees("KAZ"), "{}", screen.shot());
}

#[test]
fn a_percentage_takes_the_end_of_a_selection_along() {
    let whole = |keys: &str| {
        let mut screen = Screen::open(120, 40);
        screen.keys("<c-p>steppe<cr>gv");
        match screen.keys(keys).into_iter().find_map(|effect| match effect {
            Effect::Copy(text) => Some(text),
            _ => None,
        }) {
            Some(text) => text.chars().count(),
            None => 0,
        }
    };
    let (little, half, all) = (whole("y"), whole("50%y"), whole("100%y"));
    assert!(little < half && half < all, "{little}, {half}, {all}");
    assert_eq!(whole("Gy"), all);
}
