//! The notebook in the explorer: noting, finding it in the text and in the list, taking back.
use super::*;
use bluebook::app::notes::answering;
use bluebook::model::{Entry, Notebook};

/// What is to be kept after these keys, one after the other.
fn kept(effects: &[Effect]) -> Vec<Entry> {
    let entries = effects.iter().filter_map(|effect| match effect {
        Effect::KeepNotes { entries, .. } => Some(entries.clone()),
        _ => None,
    });
    entries.flatten().collect()
}

impl Screen {
    /// What the disk answers when it has kept everything so far.
    fn on_disk(&mut self, entries: &[Entry], number: u64) {
        let mut book = Notebook::default();
        for (at, entry) in entries.iter().enumerate() {
            let times = (1_700_000_000 + 86_400 * at as u64, 1_700_000_000_000 + at as u64);
            book.put(Entry { created: times.0, changed: times.1, ..entry.clone() });
        }
        let asked = update(&mut self.app, Message::Notebook(book, number, None));
        self.find_notes(asked);
    }

    /// Answers where notes stand, as the thread does.
    fn find_notes(&mut self, effects: Vec<Effect>) {
        for effect in effects {
            if let Effect::FindNotes(question) = effect {
                let library = Arc::clone(&self.app.library);
                let mut messages = Vec::new();
                answering()(&library, &question, &|| false, &mut |message| messages.push(message));
                for message in messages {
                    update(&mut self.app, message);
                }
            }
        }
    }

    /// A screen on a text with three notes: a bookmark, a highlight of words, a note.
    fn noted(columns: u16, rows: u16) -> (Self, Vec<Entry>) {
        let mut screen = Screen::open(columns, rows);
        let mut entries = kept(&screen.keys("2/2014<cr><tab>/opened<cr>B"));
        entries.extend(kept(&screen.keys("/cotton<cr>vB")));
        let typed = kept(&screen.keys("/wheat<cr>Aask about #wheat and #Trade<cr>"));
        entries.extend(typed.last().cloned());
        screen.on_disk(&entries, u64::MAX);
        (screen, entries)
    }
}

#[test]
fn what_is_noted_is_kept_at_once_and_marked_in_the_text() {
    let mut screen = Screen::open(100, 30);
    screen.keys("2/2014<cr><tab>/opened<cr>");
    let entries = kept(&screen.keys("B"));
    assert_eq!(entries.len(), 1);
    let bookmark = &entries[0];
    assert!(!bookmark.highlight && bookmark.note.is_empty() && !bookmark.gone);
    assert_eq!(bookmark.place.page, "2014-steppe");
    assert!(screen.sees("Bookmarked."), "{}", screen.shot());
    let shot = screen.shot();
    assert!(shot.lines().any(|line| line.contains("* Kazakhstan opened")), "{shot}");
    // The same key again: no more.
    let again = kept(&screen.keys("B"));
    assert!(again.len() == 1 && again[0].gone && again[0].id == bookmark.id);
    assert!(kept(&screen.keys("U")).iter().all(|entry| !entry.gone && entry.id == bookmark.id));
}

#[test]
fn selected_words_are_highlighted_without_a_colour() {
    let mut screen = Screen::open(100, 30);
    screen.keys("2/2014<cr><tab>");
    assert!(!screen.look("railway to").contains(Modifier::UNDERLINED));
    let (column, row) = screen.place_of("railway to");
    for (kind, x) in [
        (MouseEventKind::Down(MouseButton::Left), column),
        (MouseEventKind::Drag(MouseButton::Left), column + 6),
        (MouseEventKind::Up(MouseButton::Left), column + 6),
    ] {
        screen.mouse(kind, x, row);
    }
    let entries = kept(&screen.keys("B"));
    assert_eq!(entries.iter().map(|entry| entry.place.words.as_str()).collect::<Vec<_>>(), ["railway"]);
    assert!(entries[0].highlight);
    assert!(screen.look("railway to").contains(Modifier::UNDERLINED));
    assert!(!screen.look("opened a").contains(Modifier::UNDERLINED));
}

#[test]
fn a_note_is_kept_with_every_key_and_taken_back_by_esc() {
    let mut screen = Screen::open(100, 30);
    screen.keys("2/2014<cr><tab>");
    let typed = kept(&screen.keys("Aab"));
    assert_eq!(typed.iter().map(|entry| entry.note.as_str()).collect::<Vec<_>>(), ["a", "ab"]);
    let (x, y) = {
        screen.shot();
        let at = screen.terminal.get_cursor_position().expect("a cursor");
        (at.x, at.y)
    };
    let shot = screen.shot();
    let line = shot.lines().nth(usize::from(y)).expect("a line");
    assert!(line[..].contains("ab") && x > 2, "{shot}");
    let left = kept(&screen.keys("<esc>"));
    assert!(left.iter().all(|entry| entry.gone), "{left:?}");
    assert!(screen.app.overlay.is_none());
    // What was typed comes back.
    let back = kept(&screen.keys("U"));
    assert_eq!(back.last().map(|entry| (entry.note.as_str(), entry.gone)), Some(("ab", false)));
    // Several lines, kept by Enter; nothing harmful goes in.
    screen.keys("A<c-j>second line");
    update(&mut screen.app, Message::Paste("\u{1b}[2J\r\npasted\u{7}".into()));
    let kept = kept(&screen.keys("<cr>"));
    assert_eq!(kept.last().expect("kept").note, "ab\nsecond line[2J\npasted");
    assert!(screen.sees("Noted."));
}

#[test]
fn the_cursor_goes_through_a_note_by_lines() {
    let mut screen = Screen::open(60, 20);
    screen.keys("2/2014<cr><tab>}Afirst line<c-j>second<c-j>third line");
    screen.keys("<up><up>X<home>Y<down><down><end>Z");
    let typed = bluebook::app::notes::text_of(&screen.app).expect("a note").to_owned();
    assert_eq!(typed, "Yfirst Xline\nsecond\nthird lineZ");
}

#[test]
fn words_of_a_note_end_at_its_lines() {
    let mut screen = Screen::open(60, 20);
    let typed = |screen: &Screen| bluebook::app::notes::text_of(&screen.app).expect("a note").to_owned();
    screen.keys("2/2014<cr><tab>}Afirst line<c-j>second<c-w>");
    assert_eq!(typed(&screen), "first line\n", "only the word before the cursor");
    screen.keys("<c-w>");
    assert_eq!(typed(&screen), "first line", "then the end of the line");
    screen.keys("<c-w>");
    assert_eq!(typed(&screen), "first ");
    // The same steps without erasing, and a wide blank parts words too.
    screen.keys("one\u{3000}two<c-j>three<a-b>X<a-b><a-b><a-b>Y");
    assert_eq!(typed(&screen), "first one\u{3000}Ytwo\nXthree");
    screen.keys("<a-f>Z<a-f><a-f>!");
    assert_eq!(typed(&screen), "first one\u{3000}YtwoZ\nXthree!");
}

#[test]
fn the_notebook_lists_what_was_noted() {
    for (columns, rows) in SIZES {
        let (mut screen, entries) = Screen::noted(columns, rows);
        assert_eq!(entries.len(), 3);
        screen.keys("7");
        insta::assert_snapshot!(format!("notebook_{columns}x{rows}"), screen.shot());
    }
    for (columns, rows) in SIZES {
        let mut screen = Screen::open(columns, rows);
        screen.keys("7");
        insta::assert_snapshot!(format!("notebook_empty_{columns}x{rows}"), screen.shot());
        let (mut screen, _) = Screen::noted(columns, rows);
        screen.keys("AMore words, ");
        insta::assert_snapshot!(format!("notebook_writing_{columns}x{rows}"), screen.shot());
    }
}

#[test]
fn notes_are_filtered_grouped_opened_and_thrown_away() {
    let (mut screen, entries) = Screen::noted(100, 30);
    screen.keys("7/wheat<cr>");
    assert!(screen.sees("ask about #wheat"), "{}", screen.shot());
    let rows = screen.app.notes.desk.list.rows.len();
    assert_eq!(rows, 2, "the group and the note:\n{}", screen.shot());
    // Enter goes to the words in their text, and back is where it was.
    screen.keys("<cr>");
    assert_eq!((screen.app.tab, screen.app.pane), (Tab::Contents, Pane::Reader));
    assert!(screen.app.desk().reader.mark.is_some());
    screen.keys("<bs>");
    assert_eq!(screen.app.tab, Tab::Notebook);
    screen.keys("<esc>o");
    assert!(screen.sees("Notes by place") && screen.sees("Kazakhstan"), "{}", screen.shot());
    screen.keys("o");
    assert!(screen.sees("2023-11-"), "{}", screen.shot());
    screen.keys("o");
    let before = screen.app.notes.book.iter().count();
    let gone = kept(&screen.keys("jx"));
    assert!(
        gone.len() == 1 && gone[0].gone && entries.iter().any(|entry| entry.id == gone[0].id),
        "{gone:?}"
    );
    assert_eq!(screen.app.notes.book.iter().count(), before - 1);
    screen.keys("U");
    assert_eq!(screen.app.notes.book.iter().count(), before);
}

#[test]
fn what_was_noted_is_gone_through_in_the_text() {
    let (mut screen, _) = Screen::noted(100, 30);
    screen.keys("<esc>g;");
    assert!(screen.sees("Note 1 of 3"), "{}", screen.shot());
    screen.keys(";");
    assert!(screen.sees("Note 2 of 3: ask about #wheat"), "{}", screen.shot());
    screen.keys(";");
    assert!(screen.sees("Note 3 of 3"), "{}", screen.shot());
    screen.keys(",");
    assert!(screen.sees("Note 2 of 3"), "{}", screen.shot());
}

#[test]
fn notes_are_found_again_in_a_text_that_was_read_anew() {
    let (mut screen, entries) = Screen::noted(100, 30);
    let atlas = Arc::clone(&screen.app.library.atlas);
    let tagger = Tagger::new();
    let changed = TEXTS[0].1.replace("## Kazakhstan\n", "## Kazakhstan\n\nA paragraph came before it.\n");
    let changed = changed.replace("\n- cotton from Uzbekistan", "");
    let docs = [("2014-steppe.md", changed)].map(|(name, text)| {
        let source =
            From::alone(name, Origin::BuiltIn(name.into()), Format::of_name(name).expect("a format"));
        Arc::new(
            Importer { atlas: &atlas, tagger: &tagger }.import(&source, text.as_bytes()).expect("a document"),
        )
    });
    let library = Arc::new(Library::new(atlas, docs.to_vec()));
    let asked = update(&mut screen.app, Message::Loaded(library, Vec::new()));
    assert!(asked.iter().any(|effect| matches!(effect, Effect::FindNotes(_))));
    screen.find_notes(asked);
    screen.keys("7");
    assert_eq!(screen.app.notes.book.iter().count(), entries.len());
    let shot = screen.shot();
    assert!(shot.contains("stand elsewhere now"), "{shot}");
}

#[test]
fn another_program_s_notes_join_and_what_is_written_meanwhile_stays() {
    let mut screen = Screen::open(100, 30);
    let mut entries = kept(&screen.keys("2/2014<cr><tab>/opened<cr>B"));
    let mut theirs = entries[0].clone();
    theirs.id = "theirs-1".into();
    theirs.note = "from the other window".into();
    entries.push(theirs);
    // Written here after what is answered was kept.
    screen.keys("Anewer");
    screen.on_disk(&entries, 1);
    screen.keys("<cr>7");
    let notes: Vec<String> = screen.app.notes.book.iter().map(|entry| entry.note.clone()).collect();
    assert!(notes.contains(&"newer".into()) && notes.contains(&"from the other window".into()), "{notes:?}");
}

#[test]
fn what_was_gone_to_by_its_address_is_what_is_noted() {
    // The whole text fits the page: the passage cannot stand at its top.
    let mut screen = Screen::open(100, 40);
    screen.keys(":2014-steppe#p3<cr>");
    let entries = kept(&screen.keys("B"));
    assert_eq!(entries.iter().map(|entry| entry.place.at.as_str()).collect::<Vec<_>>(), ["2014-steppe#p3"]);
}

impl Screen {
    /// Draws a selection from the first letter of some words to a cell so many columns and rows from other words.
    fn drag(&mut self, from: &str, to: &str, (columns, rows): (u16, u16)) {
        let (x, y) = self.place_of(from);
        let (to_x, to_y) = self.place_of(to);
        self.mouse(MouseEventKind::Down(MouseButton::Left), x, y);
        self.mouse(MouseEventKind::Drag(MouseButton::Left), to_x + columns, to_y + rows);
        self.mouse(MouseEventKind::Up(MouseButton::Left), to_x + columns, to_y + rows);
    }
}

#[test]
fn a_selection_that_ends_on_an_empty_line_is_noted_to_the_end_of_its_paragraph() {
    let mut screen = Screen::open(120, 40);
    screen.keys("2/2014<cr><tab>");
    screen.drag("Three goods", "Three goods", (4, 1));
    let entries = kept(&screen.keys("B"));
    let words: Vec<&str> = entries.iter().map(|entry| entry.place.words.as_str()).collect();
    assert_eq!(words, ["Three goods went to Japan:"], "{}", screen.shot());
}

#[test]
fn a_selection_over_two_texts_is_noted_as_far_as_it_goes_in_the_first() {
    let mut screen = Screen::open(120, 60);
    screen.keys("/kazakhstan<cr><tab>");
    // The newest edition comes first: its last passage here, then the first of the edition before.
    screen.drag("carried its first", "opened a railway", (6, 0));
    let entries = kept(&screen.keys("B"));
    let [entry] = &entries[..] else { panic!("{entries:?}:\n{}", screen.shot()) };
    assert_eq!(entry.place.page, "2015-steppe");
    assert!(entry.place.words.starts_with("carried its first train"), "{}", entry.place.words);
}

#[test]
fn a_selection_that_begins_on_the_card_of_a_place_is_noted_from_its_first_passage() {
    // The bytes of the card's line would fall into the middle of a letter of this text.
    let text = "# Steppe\n\nカザフスタンは日本に小麦を送った。Kazakhstan sent wheat to Japan.\n";
    let mut screen = Screen::with(on_disk(&[("2015-a.md", text)]), Vec::new(), 120, 40);
    screen.keys("/kazakhstan<cr><tab>");
    let begins = screen.place_of("Borders on");
    for column in 0..12 {
        let (x, y) = screen.place_of("sent wheat");
        screen.mouse(MouseEventKind::Down(MouseButton::Left), begins.0 + column, begins.1);
        screen.mouse(MouseEventKind::Drag(MouseButton::Left), x + 3, y);
        screen.mouse(MouseEventKind::Up(MouseButton::Left), x + 3, y);
        let entries = kept(&screen.keys("B"));
        assert_eq!(entries.len(), 1, "{}", screen.shot());
        let words = &entries[0].place.words;
        assert!(words.starts_with("カザフスタン") && words.ends_with("Kazakhstan sent"), "{words}");
    }
}

/// What the reader's own editor was asked to write: the note, and its words.
fn asked_to_write(effects: &[Effect]) -> (String, String) {
    let written = effects.iter().find_map(|effect| match effect {
        Effect::Write { id, text } => Some((id.clone(), text.clone())),
        _ => None,
    });
    written.unwrap_or_else(|| panic!("no editor is asked for: {effects:?}"))
}

#[test]
fn a_new_note_that_comes_back_empty_from_an_editor_leaves_nothing() {
    let mut screen = Screen::open(100, 30);
    screen.keys("2/2014<cr><tab>/opened<cr>");
    let effects = screen.keys("A<a-e>");
    assert_eq!(kept(&effects), [], "nothing is written yet");
    let (id, text) = asked_to_write(&effects);
    assert_eq!(text, "");
    update(&mut screen.app, Message::Written { id, text });
    assert!(screen.sees("Nothing was noted."), "{}", screen.shot());
    assert_eq!(screen.app.notes.book.iter().count(), 0);
    assert!(!screen.shot().contains("* Kazakhstan opened"), "no mark stays beside the text");
    // Words that come back are a note, and one key takes it away again.
    let (id, _) = asked_to_write(&screen.keys("A<a-e>"));
    update(&mut screen.app, Message::Written { id: id.clone(), text: "Written there.\n".into() });
    let notes = |screen: &Screen| -> Vec<String> {
        screen.app.notes.book.iter().map(|entry| entry.note.clone()).collect()
    };
    assert_eq!(notes(&screen), ["Written there."]);
    screen.keys("U");
    assert_eq!(notes(&screen), <[&str; 0]>::default());
}

#[test]
fn what_is_typed_before_an_editor_is_called_can_be_taken_back() {
    let mut screen = Screen::open(100, 30);
    screen.keys("2/2014<cr><tab>/opened<cr>Afirst<cr>");
    let (id, text) = asked_to_write(&screen.keys("A, more<a-e>"));
    assert_eq!(text, "first, more");
    update(&mut screen.app, Message::Written { id, text });
    let notes = |screen: &Screen| -> Vec<String> {
        screen.app.notes.book.iter().map(|entry| entry.note.clone()).collect()
    };
    assert_eq!(notes(&screen), ["first, more"]);
    screen.keys("U");
    assert_eq!(notes(&screen), ["first"]);
    screen.keys("U");
    assert_eq!(notes(&screen), <[&str; 0]>::default());
}

#[test]
fn showing_all_speaks_of_what_the_tab_lists() {
    let (mut screen, _) = Screen::noted(100, 30);
    screen.keys("<esc>7a");
    assert!(screen.sees("All notes are shown."), "{}", screen.shot());
    screen.keys("2a");
    assert!(screen.sees("All documents are shown."), "{}", screen.shot());
}
