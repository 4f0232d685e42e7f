//! Taking words out of the program and putting commands into it: the lines that are typed, the selection, copies,
//! the mouse, the command line and the tour.
use super::*;

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
