//! Moving about: counts, links, footnotes in place, marks, places remembered, the editor and the browser.
use super::*;
use bluebook::app::Slip;
use bluebook::app::slip::Matter;
use bluebook::model::{Left, Pin, Places};
use bluebook::store::{Input, Shelf};
use bluebook::view::Theme as Look;
use std::path::Path;

/// A snapshot of the small library after these keys, at each size.
fn snap_moving(name: &str, keys: &str) {
    for (columns, rows) in SIZES {
        let mut screen = Screen::open(columns, rows);
        screen.keys(keys);
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), screen.shot());
    }
}

/// A folder of texts that lead to each other, read as a reader's own.
fn linked(columns: u16, rows: u16) -> (Screen, tempfile::TempDir) {
    let folder = tempfile::tempdir().expect("a folder");
    let texts: [(&str, String); 4] = [
        (
            "2014/first.md",
            "# First\n\nSee [the other](../2015/second%20text.html#trade), [it whole](<../2015/second text.html>), \
             [the page](https://example.org/a?b=1&c=2) or [write](mailto:a@example.org), [Kazakhstan](@kaz), \
             [paragraph 2](third#p2), [below](#end), [a program](javascript:alert), [gone](gone.md), \
             [the wiki way](../2015/third).\n\nMore of it.\n\n## End\n\nThe end.\n"
                .into(),
        ),
        (
            "2015/second text.html",
            "<html><head><title>Second</title></head><body><h1>Second</h1><p>About the first things, said at \
             some length so that there is a text.</p><h2 id='trade'>Trade</h2><p>Wheat, and \
             <a href='../2014/first.md#end'>back to the first</a>, and some more words about it.</p></body></html>"
                .into(),
        ),
        ("2015/third.md", "# Third\n\nOne paragraph.\n\nAnother paragraph of Kazakhstan.\n".into()),
        ("long.txt", long_text()),
    ];
    for (path, text) in &texts {
        let path = folder.path().join(path);
        std::fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        std::fs::write(path, text).expect("a text");
    }
    std::fs::write(folder.path().join("book.epub"), book()).expect("a book");
    let library = read(folder.path());
    let mut screen = Screen::with(library, Vec::new(), columns, rows);
    screen.app.keeping.folder = folder.path().to_path_buf();
    (screen, folder)
}

fn long_text() -> String {
    let paragraph = |number: usize| {
        let word = ["wheat", "cotton", "wool", "iron", "rice", "coal", "salt"][number % 7];
        format!(
            "Paragraph number {number} speaks of {word} and of nothing else, at some length, so that it takes more \
             than a line on any screen that a reader may have, {word} being what it is.\n\n"
        )
    };
    format!("Long\n\n{}", (1..=60).map(paragraph).collect::<String>())
}

/// A book of two chapters; the first leads to the second.
fn book() -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let page = |title: &str, body: &str| {
        format!(
            "<html xmlns='http://www.w3.org/1999/xhtml'><head><title>{title}</title></head><body><h1>{title}</h1>\
             {body}</body></html>"
        )
    };
    let files = [
        ("mimetype", "application/epub+zip".to_owned()),
        (
            "META-INF/container.xml",
            "<container xmlns='urn:oasis:names:tc:opendocument:xmlns:container' version='1.0'><rootfiles><rootfile \
             full-path='OEBPS/book.opf' media-type='application/oebps-package+xml'/></rootfiles></container>"
                .into(),
        ),
        (
            "OEBPS/book.opf",
            "<package xmlns='http://www.idpf.org/2007/opf' version='3.0'><metadata \
             xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>The Book</dc:title></metadata><manifest><item \
             id='a' href='one.xhtml' media-type='application/xhtml+xml'/><item id='b' href='two.xhtml' \
             media-type='application/xhtml+xml'/></manifest><spine><itemref idref='a'/><itemref \
             idref='b'/></spine></package>"
                .into(),
        ),
        (
            "OEBPS/one.xhtml",
            page("One", "<p>It begins here, and goes on in <a href='two.xhtml#there'>the other chapter</a>.</p>"),
        ),
        ("OEBPS/two.xhtml", page("Two", "<p>A start.</p><p id='there'>There it is.</p>")),
    ];
    for (name, text) in files {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a file");
        zip.write_all(text.as_bytes()).expect("its bytes");
    }
    zip.finish().expect("an archive").into_inner()
}

fn read(folder: &Path) -> Arc<Library> {
    let mut shelf = Shelf::new(vec![Input::Path(folder.to_path_buf())], bluebook::store::Front::default())
        .expect("a shelf");
    let loaded = shelf.read(false, &mut |_| {});
    assert_eq!(loaded.troubles, []);
    Arc::new(loaded.library)
}

/// Opens a document of the folder by its title.
fn opened(screen: &mut Screen, title: &str) {
    screen.keys("2");
    if screen.app.pane == Pane::Reader {
        screen.keys("<tab>");
    }
    screen.keys(&format!("/<c-u>{title}<cr><cr>"));
    assert_eq!(screen.app.pane, Pane::Reader);
    assert!(title_of(screen).to_lowercase().contains(title), "{title}: {}", title_of(screen));
}

fn title_of(screen: &Screen) -> String {
    let app = &screen.app;
    app.desk().reader.doc().map_or_else(String::new, |id| app.library.doc(id).title().to_owned())
}

/// The first words on the page.
fn top(screen: &Screen) -> String {
    screen.app.desk().reader.page.first().map(|shown| shown.line.text()).unwrap_or_default()
}

fn notice(screen: &Screen) -> &str {
    screen.app.notice.as_deref().unwrap_or_default()
}

fn kept(effects: &[Effect]) -> Vec<Places> {
    let places = |effect: &Effect| match effect {
        Effect::KeepPlaces(places) => Some(places.clone()),
        _ => None,
    };
    effects.iter().filter_map(places).collect()
}

#[test]
fn a_count_may_begin_with_a_tabs_number() {
    let (mut screen, _folder) = linked(80, 24);
    opened(&mut screen, "long");
    screen.keys("12G");
    assert!(top(&screen).starts_with("Paragraph number 12 "), "{}", screen.shot());
    assert_eq!((screen.app.tab, screen.app.pane), (Tab::Contents, Pane::Reader));
    assert_eq!(notice(&screen), "Paragraph 12 of 60");
    let before = screen.app.contents.reader.top;
    screen.keys("18j");
    assert_ne!(screen.app.contents.reader.top, before);
    screen.keys("18k");
    assert_eq!(screen.app.contents.reader.top, before);
    screen.keys("8G");
    assert!(top(&screen).starts_with("Paragraph number 8 "));
    // Through the tab of search, whose line takes the digits meanwhile.
    screen.keys("30%");
    assert_eq!(
        (screen.app.tab, screen.app.pane, screen.app.search.typing),
        (Tab::Contents, Pane::Reader, false)
    );
    assert_eq!(screen.app.search.prompt.text, "", "the line is as it was");
    let third = |line: &str| {
        line.strip_prefix("Paragraph number ").is_some_and(|n| n.starts_with("19 ") || n.starts_with("18 "))
    };
    let lines: Vec<String> =
        screen.app.contents.reader.page.iter().take(4).map(|shown| shown.line.text()).collect();
    assert!(lines.iter().any(|line| third(line)), "{lines:?}");
    screen.keys("035G");
    assert!(top(&screen).starts_with("Paragraph number 35 "), "{}", screen.shot());
    screen.keys("99G");
    assert_eq!(notice(&screen), "This is the last paragraph: there are 60.");
    screen.keys("0%");
    assert_eq!(top(&screen), "Long");
    screen.keys("%");
    assert_eq!(notice(&screen), "A number first: 50% goes to the middle.");
}

#[test]
fn a_tabs_number_shows_the_tab_at_once_and_stays_there() {
    let mut screen = Screen::open(120, 40);
    screen.keys("2");
    assert_eq!(screen.app.tab, Tab::Contents);
    screen.keys("j");
    assert_eq!((screen.app.tab, screen.app.contents.list.cursor), (Tab::Contents, 1), "down in the tab");
    screen.keys("1");
    assert_eq!(screen.app.tab, Tab::Regions);
    screen.keys("2k");
    assert_eq!((screen.app.tab, screen.app.contents.list.cursor), (Tab::Contents, 0));
    screen.keys("02j");
    assert_eq!((screen.app.tab, screen.app.contents.list.cursor), (Tab::Contents, 2), "a count of two");
    screen.keys("3japan");
    assert_eq!((screen.app.tab, screen.app.search.prompt.text.as_str()), (Tab::Search, "japan"));
    // Whatever was typed in the query, it is as it was.
    screen.keys("<esc>1j3");
    screen.keys("0G");
    let search = &screen.app.search;
    assert_eq!((screen.app.tab, search.prompt.text.as_str(), search.typing), (Tab::Regions, "japan", false));
    screen.keys("3<esc>");
    let alt = KeyEvent::new(KeyCode::Char('2'), KeyModifiers::ALT);
    screen.keys("<esc>1");
    update(&mut screen.app, Message::Key(alt));
    assert_eq!(screen.app.tab, Tab::Contents);
    screen.keys("g");
    assert_eq!(screen.app.tab, Tab::Contents, "never the beginning of a count");
}

#[test]
fn a_footnote_opens_in_place() {
    snap_moving("slip_note", "2/2014<cr><tab>f<cr>");
    let mut screen = Screen::open(80, 24);
    screen.keys("2/2014<cr><tab>f<cr>");
    let slip = screen.app.slip.as_ref().expect("a slip");
    assert!(matches!(slip.matter, Matter::Note(_, 0)));
    assert!(screen.sees("Note 1") && screen.sees("The railway was paid"), "{}", screen.shot());
    assert!(screen.look("[1]").contains(Modifier::REVERSED), "the mark stays selected and in sight");
    screen.keys("<esc>");
    // Closed again, the page is as it was.
    for close in ["<esc>", "<bs>", "q"] {
        screen.keys("<cr>");
        assert!(screen.app.slip.is_some(), "{close}");
        screen.keys(close);
        if close == "<esc>" {
            // The first closes it; what was selected is selected still.
            assert!(screen.app.slip.is_none());
        }
        assert_eq!((screen.app.slip.as_ref(), screen.app.pane), (None::<&Slip>, Pane::Reader), "{close}");
    }
    screen.keys("<cr>");
    let effects = screen.keys("y");
    assert!(
        effects.iter().any(|e| matches!(e, Effect::Copy(text) if text.contains("paid for by Kazakhstan")))
    );
    screen.keys("<cr>");
    assert!(screen.look("1 The railway was paid").contains(Modifier::REVERSED), "{}", screen.shot());
    screen.keys("<bs>");
    assert!(screen.look("[1]").contains(Modifier::REVERSED));
}

#[test]
fn a_footnote_opens_in_a_dossier_and_by_the_mouse() {
    let mut screen = Screen::open(120, 40);
    screen.keys("/china<cr><tab>f<cr>");
    assert!(screen.sees("Note 1") && screen.app.slip.is_some(), "{}", screen.shot());
    assert!(matches!(screen.app.regions.reader.source, Source::Dossier(..)));
    screen.keys("<cr>");
    assert!(matches!(screen.app.regions.reader.source, Source::Document(_)));
    assert!(screen.look("1 The railway was paid").contains(Modifier::REVERSED), "{}", screen.shot());
    screen.keys("<bs>");
    assert!(matches!(screen.app.regions.reader.source, Source::Dossier(..)), "and back");

    let mut screen = Screen::open(80, 24);
    screen.keys("2/2014<cr><tab>");
    screen.click("[1]");
    assert!(screen.app.slip.is_some());
    screen.click("railway was paid");
    assert!(screen.app.slip.is_none());
    assert!(screen.look("1 The railway was paid").contains(Modifier::REVERSED), "{}", screen.shot());
}

#[test]
fn f_goes_from_note_to_note_with_the_slip_open() {
    let folder = tempfile::tempdir().expect("a folder");
    let mut text = String::from("# Notes\n\nOne[^1] and two.[^2]\n\n");
    for _ in 0..60 {
        text.push_str("A paragraph between.\n\n");
    }
    text.push_str("Three.[^3]\n\n[^1]: First note.\n[^2]: ");
    text.push_str(&"Second note, which is long. ".repeat(80));
    text.push_str("\n[^3]: Third note.\n");
    std::fs::write(folder.path().join("notes.md"), text).expect("a text");
    let mut screen = Screen::with(read(folder.path()), Vec::new(), 80, 24);
    opened(&mut screen, "notes");
    screen.keys("f<cr>");
    assert!(screen.sees("First note."));
    screen.keys("f");
    assert!(screen.sees("Note 2") && screen.sees("Second note"), "{}", screen.shot());
    let rows = screen.shot().lines().filter(|line| line.contains("Second note")).count();
    assert!(rows <= 12, "never more than half of the text: {rows}");
    assert!(screen.sees("lines 1 to"), "{}", screen.shot());
    screen.keys("jj ");
    assert_eq!(screen.app.slip.as_ref().map(|slip| slip.top), Some(3));
    screen.keys("f");
    assert!(
        screen.sees("Third note.") && screen.look("[3]").contains(Modifier::REVERSED),
        "{}",
        screen.shot()
    );
    screen.keys("02F");
    assert!(screen.app.slip.is_none(), "a count goes on in the text");
    assert!(screen.look("[1]").contains(Modifier::REVERSED), "{}", screen.shot());
    // A key that is none of the slip's goes on in the text.
    screen.keys("<cr>]");
    assert!(screen.app.slip.is_none());
}

#[test]
fn links_between_texts_are_followed() {
    let (mut screen, _folder) = linked(80, 24);
    opened(&mut screen, "first");
    screen.keys("i<cr>");
    assert_eq!(title_of(&screen), "Second");
    assert!(screen.sees("2015 Trade"), "{}", screen.shot());
    // The link back is found behind the heading, and followed to its own.
    screen.keys("i<cr>");
    assert_eq!(title_of(&screen), "First");
    assert!(screen.sees("The end."), "{}", screen.shot());
    screen.keys("<bs><bs>");
    assert_eq!(title_of(&screen), "First");
    assert!(
        screen.look("the other").contains(Modifier::REVERSED),
        "where it was followed from: {}",
        screen.shot()
    );
    screen.keys("i<cr>");
    assert_eq!((title_of(&screen).as_str(), top(&screen).as_str()), ("Second", "Second"));
}

#[test]
fn each_link_leads_where_it_says() {
    let (mut screen, _folder) = linked(120, 40);
    let kaz = screen.app.library.atlas.get("KAZ").expect("Kazakhstan");
    let follow = |screen: &mut Screen, number: usize| {
        opened(screen, "first");
        screen.keys("g");
        (0..number).for_each(|_| drop(screen.keys("i")));
        screen.keys("<cr>")
    };
    follow(&mut screen, 5);
    assert_eq!(screen.app.regions.reader.source, Source::Dossier(kaz, None));
    follow(&mut screen, 6);
    assert_eq!((title_of(&screen).as_str(), top(&screen).as_str()), ("Third", "Third"), "{}", screen.shot());
    follow(&mut screen, 7);
    assert_eq!(title_of(&screen), "First");
    assert!(screen.sees("The end."));
    follow(&mut screen, 8);
    assert!(notice(&screen).contains("javascript:alert leads to nothing"), "{}", notice(&screen));
    assert!(screen.app.slip.is_none(), "and is never opened");
    follow(&mut screen, 9);
    assert!(notice(&screen).contains("gone.md leads to nothing"), "{}", notice(&screen));
    follow(&mut screen, 10);
    assert_eq!(title_of(&screen), "Third");
    // The way there is the way back.
    screen.keys("<bs>");
    assert_eq!(title_of(&screen), "First");
    opened(&mut screen, "book");
    screen.keys("i<cr>");
    assert!(screen.sees("There it is."), "{}", screen.shot());
    screen.keys("<bs>iii");
    assert!(notice(&screen).contains("no link further on"), "{}", notice(&screen));
}

#[test]
fn a_web_link_is_shown_copied_and_opened() {
    let (mut screen, _folder) = linked(80, 24);
    opened(&mut screen, "first");
    screen.keys("iii<cr>");
    let address = "https://example.org/a?b=1&c=2";
    assert_eq!(screen.app.slip.as_ref().map(|slip| &slip.matter), Some(&Matter::Web(address.into())));
    assert!(screen.sees(address) && screen.sees("Out in the web"), "{}", screen.shot());
    assert!(screen.sees("Enter open   y copy   Backspace close   i next link"), "{}", screen.shot());
    assert!(screen.keys("y").contains(&Effect::Copy(address.into())));
    assert!(screen.app.slip.is_some(), "and can still be opened");
    assert!(screen.keys("<cr>").contains(&Effect::Browse(address.into())));
    assert!(screen.app.slip.is_none());
    // The next link with the slip open is shown in its place.
    screen.keys("<cr>i");
    assert!(screen.sees("mailto:a@example.org") && screen.sees("An e-mail address"), "{}", screen.shot());
}

#[test]
fn links_are_given_to_a_terminal_that_knows_them() {
    let (mut screen, _folder) = linked(80, 24);
    opened(&mut screen, "first");
    let plain = screen.shot();
    let raw = |screen: &mut Screen| {
        let look: &Look = &screen.theme;
        screen.terminal.draw(|frame| view::draw(&screen.app, look, frame)).expect("a frame");
        let buffer = screen.terminal.backend().buffer();
        buffer.content().iter().map(|cell| cell.symbol().to_owned()).collect::<String>()
    };
    assert!(!raw(&mut screen).contains("\x1b]8"), "not unless it is known to");
    screen.app.terminal.bears_links = true;
    let linked = raw(&mut screen);
    let opened = linked.matches("\x1b]8;id=").count();
    assert_eq!(opened, linked.matches("\x1b]8;;\x1b\\").count(), "each is closed");
    assert_eq!(opened, "the page".len() + "write".len(), "only the web's, and all of them");
    assert!(linked.contains("https://example.org/a?b=1&c=2\x1b\\t"));
    // What is seen is the same.
    let mut seen = linked;
    while let Some(begin) = seen.find("\x1b]8;") {
        let end = begin + seen[begin..].find("\x1b\\").expect("its end") + 2;
        seen.replace_range(begin..end, "");
    }
    let plain: String = plain.lines().map(str::trim_end).collect::<Vec<_>>().join("");
    let squeeze = |text: &str| text.split_whitespace().collect::<String>();
    assert_eq!(squeeze(&seen), squeeze(&plain));
    screen.app.settings.hyperlinks = bluebook::model::Choice::No;
    assert!(!raw(&mut screen).contains("\x1b]8"));
}

#[test]
fn links_and_notes_keep_their_place_beside_another_column() {
    let folder = tempfile::tempdir().expect("a folder");
    let paragraphs = "A short paragraph.\n\n".repeat(12);
    let text =
        format!("# Columns\n\n{paragraphs}See [the page](https://example.org/).[^1]\n\n[^1]: A note.\n");
    std::fs::write(folder.path().join("columns.md"), text).expect("a text");
    let mut screen = Screen::with(read(folder.path()), Vec::new(), 200, 20);
    screen.app.settings.two_columns = true;
    screen.app.terminal.bears_links = true;
    opened(&mut screen, "columns");
    screen.shot();
    let cells = screen.terminal.backend().buffer().content().iter().map(ratatui::buffer::Cell::symbol);
    let linked: String = cells
        .filter_map(|symbol| symbol.strip_prefix("\x1b]8;id=0-0;https://example.org/\x1b\\"))
        .map(|symbol| symbol.trim_end_matches("\x1b]8;;\x1b\\"))
        .collect();
    assert_eq!(linked, "the page");
    screen.app.terminal.bears_links = false;
    screen.keys("f<cr>");
    assert!(screen.sees("Note 1") && screen.look("[1]").contains(Modifier::REVERSED), "{}", screen.shot());
    screen.keys("<esc>I<cr>");
    assert!(screen.sees("Out in the web") && screen.look("the page").contains(Modifier::REVERSED));
    // With nothing but the text on the screen as well.
    screen.keys("<esc>zf<cr>");
    assert!(screen.sees("Note 1") && screen.sees("1 A note."), "{}", screen.shot());
}

#[test]
fn marks_are_set_and_gone_to() {
    let (mut screen, _folder) = linked(80, 24);
    opened(&mut screen, "long");
    screen.keys("20G");
    let effects = screen.keys("ma");
    assert_eq!(kept(&effects).len(), 1, "kept for another time: {effects:?}");
    screen.keys("40GmB");
    screen.keys("g'a");
    assert!(top(&screen).starts_with("Paragraph number 20 "), "{}", screen.shot());
    // Back to before the jump, and there again.
    screen.keys("''");
    assert_eq!(top(&screen), "Long");
    screen.keys("''");
    assert!(top(&screen).starts_with("Paragraph number 20 "));
    // A small letter holds in its text, a capital everywhere.
    opened(&mut screen, "third");
    screen.keys("'a");
    assert_eq!(notice(&screen), "There is no mark a: ma sets one.");
    screen.keys("'");
    assert!(notice(&screen).starts_with("To B; ' last jump"), "{}", notice(&screen));
    screen.keys("B");
    assert_eq!(title_of(&screen), "Long");
    assert!(top(&screen).starts_with("Paragraph number 40 "));
    screen.keys("<bs>");
    assert_eq!(title_of(&screen), "Third", "a jump like any other");
    // Given up, nothing is set and nothing else happens.
    screen.keys("m<esc>'<esc>");
    assert_eq!((screen.app.pending, screen.app.pane), (None, Pane::Reader));
    screen.keys("1gm");
    assert!(notice(&screen).contains("open one first"), "{}", notice(&screen));
    screen.keys("m1");
    assert_eq!(screen.app.tab, Tab::Regions);
}

#[test]
fn a_mark_in_a_dossier_leads_back_to_its_passage() {
    let mut screen = Screen::open(80, 24);
    screen.keys("/kazakhstan<cr><tab>jj");
    let (cursor, source) = (screen.app.regions.reader.cursor, screen.app.regions.reader.source.clone());
    screen.keys("mK2/notes<cr><cr>'K");
    assert_eq!((screen.app.tab, screen.app.pane), (Tab::Regions, Pane::Reader));
    assert_eq!((screen.app.regions.reader.cursor, &screen.app.regions.reader.source), (cursor, &source));
}

#[test]
fn marks_survive_what_changes_on_disk() {
    let (mut screen, folder) = linked(80, 24);
    opened(&mut screen, "long");
    screen.keys("20Gmag");
    let changed =
        long_text().replace("Paragraph number 3 ", "An insertion of many words.\n\nParagraph number 3 ");
    let changed = changed.replacen("Long\n\n", "Long\n\nA new beginning.\n\nAnd another one.\n\n", 1);
    std::fs::write(folder.path().join("long.txt"), changed).expect("a text");
    update(&mut screen.app, Message::Loaded(read(folder.path()), Vec::new()));
    screen.keys("'a");
    assert!(top(&screen).starts_with("Paragraph number 20 "), "{}", screen.shot());
}

#[test]
fn where_a_text_was_left_is_kept_and_offered_again() {
    let (mut screen, folder) = linked(120, 40);
    opened(&mut screen, "long");
    screen.keys("30G");
    let effects = screen.keys("1j");
    let left = kept(&effects);
    assert_eq!(left.len(), 1, "{effects:?}");
    let first = &left[0].left[0];
    assert_eq!((first.title.as_str(), first.finished), ("Long", false));
    assert!(first.pin.quote.starts_with("Paragraph number 30 "), "{first:?}");
    assert!((45..55).contains(&first.pin.percent), "{first:?}");
    let whole = folder.path().join("long.txt").display().to_string();
    assert_eq!(first.pin.origin, whole);

    // Another run; paragraphs have come in before the place.
    let changed = long_text().replacen("Long\n\n", "Long\n\nA new beginning.\n\nAnd another one.\n\n", 1);
    std::fs::write(folder.path().join("long.txt"), changed).expect("a text");
    let mut screen = Screen::with(read(folder.path()), Vec::new(), 120, 40);
    screen.app.keeping.folder = folder.path().to_path_buf();
    update(&mut screen.app, Message::Places(left[0].clone(), None));
    assert!(screen.sees("Continue reading"), "{}", screen.shot());
    insta::assert_snapshot!("continue_120x40", screen.shot());
    screen.keys("<tab><cr>");
    assert_eq!((screen.app.tab, title_of(&screen).as_str()), (Tab::Contents, "Long"));
    assert!(top(&screen).starts_with("Paragraph number 30 "), "{}", screen.shot());
    screen.keys("<bs>");
    assert_eq!(screen.app.tab, Tab::Regions);
    screen.keys("`");
    assert!(top(&screen).starts_with("Paragraph number 30 "), "{}", screen.shot());
    // Opened by the tree it begins at its beginning, and says where it was left.
    let mut screen = Screen::with(read(folder.path()), Vec::new(), 120, 40);
    screen.app.keeping.folder = folder.path().to_path_buf();
    update(&mut screen.app, Message::Places(left[0].clone(), None));
    opened(&mut screen, "long");
    assert_eq!(top(&screen), "Long");
    assert!(notice(&screen).starts_with("You left this text at "), "{}", notice(&screen));
    screen.keys("'\"");
    assert!(top(&screen).starts_with("Paragraph number 30 "), "{}", screen.shot());
    // Whoever only looks in leaves it where it was.
    opened(&mut screen, "third");
    opened(&mut screen, "long");
    assert_eq!(kept(&screen.keys("1j")), []);
}

#[test]
fn what_is_read_to_its_end_is_not_offered_and_what_is_turned_off_not_kept() {
    let (mut screen, _folder) = linked(120, 40);
    opened(&mut screen, "long");
    screen.keys("30G");
    let effects = screen.keys("G<c-c>");
    let left = kept(&effects);
    assert!(left[0].left[0].finished);
    assert_eq!(effects.last(), Some(&Effect::Quit), "nothing comes behind the end");
    screen.keys("1");
    assert!(!screen.sees("Continue reading"));
    screen.keys("`");
    assert!(notice(&screen).contains("Nothing else"), "{}", notice(&screen));

    let (mut screen, _folder) = linked(120, 40);
    screen.app.settings.remember = false;
    opened(&mut screen, "long");
    assert_eq!(kept(&screen.keys("30G1j")), []);
    assert!(!screen.sees("Continue reading"));
    // A signal ends the program: what is read is kept all the same.
    let (mut screen, _folder) = linked(120, 40);
    opened(&mut screen, "long");
    screen.keys("30G");
    assert_eq!(kept(&update(&mut screen.app, Message::Ending)).len(), 1);
    assert_eq!(kept(&update(&mut screen.app, Message::Ending)), [], "once");
}

#[test]
fn the_newest_place_is_opened_at_the_start_where_that_is_asked() {
    let (screen, folder) = linked(80, 24);
    drop(screen);
    let pin = Pin {
        page: "long".into(),
        origin: folder.path().join("long.txt").display().to_string(),
        quote: "Paragraph number 25 speaks".into(),
        percent: 40,
        ..Pin::default()
    };
    let left = Left { pin, title: "Long".into(), finished: false, when: 1 };
    let places = Places { left: vec![left], marks: Vec::new() };
    for places_first in [false, true] {
        let mut screen = Screen::with(Arc::new(Library::default()), Vec::new(), 80, 24);
        screen.app.keeping.folder = folder.path().to_path_buf();
        screen.app.keeping.resume = true;
        let library = Message::Loaded(read(folder.path()), Vec::new());
        let places = Message::Places(places.clone(), None);
        let (one, other) = if places_first { (places, library) } else { (library, places) };
        update(&mut screen.app, one);
        update(&mut screen.app, other);
        assert!(top(&screen).starts_with("Paragraph number 25 "), "{}", screen.shot());
        // What comes in later leaves the reader there.
        update(&mut screen.app, Message::Loaded(read(folder.path()), Vec::new()));
        assert!(top(&screen).starts_with("Paragraph number 25 "), "{}", screen.shot());
    }
}

#[test]
fn the_editor_is_asked_for_the_file_at_the_place() {
    let (mut screen, folder) = linked(80, 24);
    opened(&mut screen, "long");
    screen.keys("30G");
    let effects = screen.keys("e");
    let Some(Effect::Edit { path, words, percent }) =
        effects.iter().find(|effect| matches!(effect, Effect::Edit { .. }))
    else {
        panic!("{effects:?}");
    };
    assert_eq!(*path, folder.path().join("long.txt"));
    assert!(words.starts_with("Paragraph number 30 ") && (45..55).contains(percent), "{words} {percent}");
    opened(&mut screen, "book");
    assert!(screen.keys("e").is_empty());
    assert!(notice(&screen).contains("no plain text"), "{}", notice(&screen));
    let mut screen = Screen::open(80, 24);
    assert!(screen.keys("2/2014<cr><cr>e").is_empty());
    assert!(notice(&screen).contains("built into the program"), "{}", notice(&screen));
    screen.keys("1ge");
    assert!(notice(&screen).contains("Select a text"), "{}", notice(&screen));
}

#[test]
fn the_way_back_leads_through_jumps_and_tabs() {
    let (mut screen, _folder) = linked(80, 24);
    opened(&mut screen, "long");
    screen.keys("20G50%G");
    screen.keys("<bs><bs>");
    assert!(top(&screen).starts_with("Paragraph number 20 "), "{}", screen.shot());
    screen.keys("<bs>");
    assert_eq!(top(&screen), "Long");
    screen.keys("<a-right>");
    assert!(top(&screen).starts_with("Paragraph number 20 "));
    // Ctrl-i is forward too, where the terminal tells it from Tab.
    screen.keys("<c-i>");
    assert!(!top(&screen).starts_with("Paragraph number 20 "));
    // From a hit's text to a link, a mark and back into the search.
    screen.keys("3cotton<cr>");
    screen.keys("j<cr>");
    let (tab, page) = (screen.app.tab, top(&screen));
    assert_eq!(tab, Tab::Search);
    screen.keys("60G<bs>");
    assert_eq!((screen.app.tab, top(&screen)), (Tab::Search, page));
    screen.keys("<bs>");
    assert_eq!((screen.app.tab, screen.app.pane), (Tab::Search, Pane::List));
}

#[test]
fn the_help_is_scrolled_back_from_its_end_at_once() {
    for (columns, rows) in [(100, 30), (40, 12)] {
        let mut screen = Screen::open(columns, rows);
        screen.keys("?G");
        let end = screen.shot();
        assert!(end.contains("back."), "{end}");
        // Whatever goes on beyond the end counts for nothing.
        screen.keys("jjjd<pgdn>");
        for _ in 0..5 {
            screen.mouse(MouseEventKind::ScrollDown, 10, 5);
        }
        assert_eq!(screen.shot(), end);
        screen.keys("k");
        let before = screen.shot();
        assert_ne!(before, end, "one line up");
        screen.keys("j");
        assert_eq!(screen.shot(), end);
        screen.mouse(MouseEventKind::ScrollUp, 10, 5);
        assert_ne!(screen.shot(), end, "the wheel turns it back");
        // What is filtered has an end of its own.
        screen.keys("G/quit<cr>");
        assert!(screen.sees("quit"), "{}", screen.shot());
    }
}

#[test]
fn the_mouse_ends_what_a_digit_began() {
    let mut screen = Screen::open(120, 40);
    screen.keys("2");
    let rows = layout(&screen.app).list;
    for kind in [MouseEventKind::Down(MouseButton::Left), MouseEventKind::Up(MouseButton::Left)] {
        screen.mouse(kind, rows.x + 8, rows.y + 2);
    }
    let selected = screen.app.contents.list.cursor;
    screen.keys("8k");
    assert_eq!(screen.app.tab, Tab::Contents, "28 is no count: the click came between");
    assert!(screen.app.contents.list.cursor < selected, "{}", screen.shot());
    // Nor is a mark's letter or the second key of two awaited any longer.
    for begun in ["8", "'"] {
        let mut screen = Screen::open(120, 40);
        screen.keys(begun);
        let (column, row) = screen.place_of("World");
        screen.mouse(MouseEventKind::ScrollDown, column, row);
        let app = &screen.app;
        assert!(app.count.is_none() && app.pending.is_none() && app.chord.is_none(), "{begun}");
    }
}

#[test]
fn a_place_is_kept_that_the_wheel_leads_to_behind_a_digit() {
    let mut screen = Screen::with(on_disk(&[("2015-a.md", &numbered(100, 160))]), Vec::new(), 100, 20);
    screen.keys("2/almanac<cr><cr>jj2");
    let mut kept = Vec::new();
    for _ in 0..3 {
        kept.extend(screen.mouse(MouseEventKind::ScrollDown, 70, 10));
    }
    assert!(kept.iter().any(|effect| matches!(effect, Effect::KeepPlaces(_))), "{kept:?}");
}

#[test]
fn the_way_back_to_the_first_page_selects_the_line_that_was_followed() {
    let text = numbered(100, 160);
    let library = || on_disk(&[("2015-a.md", &text), ("2014-b.md", "# B\n\nOslo in Norway.\n")]);
    let mut screen = Screen::with(library(), Vec::new(), 120, 40);
    let mut left = kept(&screen.keys("2/almanac<cr><cr>jjjjjjjjjjjj1"));
    left.extend(kept(&screen.keys("1j")));
    let left = left.pop().expect("a text that was left");
    let mut screen = Screen::with(library(), Vec::new(), 120, 40);
    update(&mut screen.app, Message::Places(left, None));
    assert!(screen.sees("Continue reading"), "{}", screen.shot());
    let selected = |screen: &Screen| screen.app.regions.reader.target();
    // A line of each part of the page: of the texts to be read on, of the regions, of the most named.
    for steps in 0..screen.app.regions.reader.sheet.stops.len() {
        screen.keys("1g<tab>g");
        (0..steps).for_each(|_| drop(screen.keys("j")));
        let before = selected(&screen);
        assert!(before.is_some(), "{}", screen.shot());
        screen.keys("<cr>");
        assert_ne!(screen.app.desk().reader.source, Source::World);
        screen.keys("<bs>");
        assert_eq!(screen.app.regions.reader.source, Source::World);
        assert_eq!(selected(&screen), before, "{}", screen.shot());
        // The same once everything has been brought into line again.
        screen.keys("M");
        assert_eq!(selected(&screen), before, "{}", screen.shot());
        screen.keys("<tab>");
    }
}
