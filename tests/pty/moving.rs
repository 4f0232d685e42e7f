//! Places that outlive the program, and the other programs that it calls.
use super::*;

/// A folder with a text of many paragraphs.
fn texts() -> TempDir {
    let folder = tempfile::tempdir().expect("a folder");
    let mut text = String::from("# The Long Text\n\n");
    for number in 1..=80 {
        let _ =
            write!(text, "Paragraph {number} speaks of things and is long enough for a line of its own.\n\n");
    }
    text.push_str("See [the page](https://example.org/x?y=1).\n");
    std::fs::write(folder.path().join("long.md"), text).expect("a text");
    std::fs::write(folder.path().join("other.md"), "# Another\n\nShort.\n").expect("a text");
    folder
}

/// A program of the reader's, as a script.
fn script(folder: &Path, name: &str, lines: &str) -> String {
    use std::os::unix::fs::PermissionsExt;
    let path = folder.join(name);
    std::fs::write(&path, format!("#!/bin/sh\n{lines}\n")).expect("a script");
    std::fs::set_permissions(&path, std::fs::Permissions::from_mode(0o755)).expect("a program");
    path.display().to_string()
}

fn reading(texts: &TempDir, state: &TempDir) -> Start {
    start().on(texts.path()).with("XDG_STATE_HOME", &state.path().display().to_string())
}

/// Opens the long text and goes to a paragraph.
fn open_at(terminal: &Terminal, paragraph: usize) {
    terminal.sees("2 documents");
    terminal.keys("2/long");
    terminal.sees("/long");
    terminal.keys(format!("{ENTER}{ENTER}0{paragraph}G"));
    terminal.sees(&format!("Paragraph {paragraph} speaks"));
    terminal.sees(&format!("Paragraph {paragraph} of 81"));
}

/// Whether a paragraph is the first on the page.
fn stands_at(screen: &Screen, paragraph: usize) -> bool {
    let shown = text(screen);
    let has = |number: usize| shown.contains(&format!("Paragraph {number} speaks"));
    has(paragraph) && !has(paragraph - 1)
}

#[test]
fn a_text_is_found_again_where_it_was_left() {
    let (texts, state) = (texts(), tempfile::tempdir().expect("a folder"));
    let terminal = reading(&texts, &state).open();
    open_at(&terminal, 50);
    terminal.keys("mK");
    terminal.sees("Marked");
    terminal.quits();
    // Paragraphs came in before it.
    let path = texts.path().join("long.md");
    let before = std::fs::read_to_string(&path).expect("the text");
    let changed = before.replacen("Paragraph 1 ", "One more.\n\nAnd another one.\n\nParagraph 1 ", 1);
    std::fs::write(&path, changed).expect("the text");
    let terminal = reading(&texts, &state).on("--continue").open();
    terminal.wait("the place", |screen| stands_at(screen, 50));
    // Read on, and ended by a signal: that is kept as well.
    terminal.keys("62G");
    terminal.sees("Paragraph 60 speaks");
    terminal.signal("TERM");
    terminal.ended(143);
    let terminal = reading(&texts, &state).open();
    terminal.sees("Continue reading");
    terminal.keys("`");
    terminal.wait("the place", |screen| stands_at(screen, 60));
    terminal.keys("'K");
    terminal.wait("the mark", |screen| stands_at(screen, 50));
    terminal.quits();
    let kept = std::fs::read_to_string(state.path().join("bluebook/places.jsonl")).expect("the file");
    assert_eq!(kept.matches("\"left\":").count(), 1, "each text once: {kept}");
    assert!(kept.starts_with("{\"bluebook\":\"places\",\"version\":1}\n") && kept.ends_with("}\n"), "{kept}");
}

#[test]
fn a_damaged_list_of_places_is_set_aside() {
    let (texts, state) = (texts(), tempfile::tempdir().expect("a folder"));
    let folder = state.path().join("bluebook");
    std::fs::create_dir_all(&folder).expect("a folder");
    std::fs::write(folder.join("places.jsonl"), "{\"half").expect("a file");
    let terminal = reading(&texts, &state).size(160, 24).open();
    terminal.sees("places.jsonl.damaged");
    open_at(&terminal, 20);
    terminal.quits();
    let aside = std::fs::read_to_string(folder.join("places.jsonl.damaged")).expect("set aside");
    assert_eq!(aside, "{\"half");
    assert!(std::fs::read_to_string(folder.join("places.jsonl")).expect("a new one").contains("long.md"));
}

#[test]
fn the_editor_has_the_terminal_and_what_it_changed_is_read_again() {
    let (texts, state) = (texts(), tempfile::tempdir().expect("a folder"));
    let told = state.path().join("told");
    let lines = format!(
        "echo the editor is here\nread -r line\nprintf '%s|' \"$@\" \"$line\" >'{}'\n\
         sed -i.old 's/Paragraph 50 speaks/Paragraph 50 was changed and speaks/' \"$2\"",
        told.display()
    );
    // Named like one that takes a line.
    let editor = script(state.path(), "vim", &lines);
    let terminal = reading(&texts, &state).with("VISUAL", &editor).open();
    open_at(&terminal, 50);
    let taken = modes(&terminal.bytes());
    terminal.keys("e");
    terminal.wait("the editor", |screen| {
        !screen.alternate_screen() && text(screen).contains("the editor is here")
    });
    terminal.is_given_back();
    terminal.keys("typed for it\n");
    terminal.sees("Paragraph 50 was changed");
    assert!(terminal.fed().parser.screen().alternate_screen());
    assert_eq!(modes(&terminal.bytes()), taken, "all is taken again");
    let path = texts.path().join("long.md");
    // A heading, an empty line, and two lines a paragraph.
    let wanted = format!("+101|{}|typed for it|", path.display());
    assert_eq!(std::fs::read_to_string(&told).expect("what it was told"), wanted);
    // The keys are the explorer's again.
    terminal.keys("12G");
    terminal.sees("Paragraph 12 speaks");
    terminal.quits();
}

#[test]
fn an_editor_that_there_is_not_is_told() {
    let (texts, state) = (texts(), tempfile::tempdir().expect("a folder"));
    let terminal = reading(&texts, &state).size(140, 24).with("EDITOR", "/no/such/editor").open();
    open_at(&terminal, 5);
    terminal.keys("e");
    terminal.sees("/no/such/editor cannot be started");
    terminal.quits();
}

#[test]
fn the_browser_gets_the_address_and_nothing_else() {
    let (texts, state) = (texts(), tempfile::tempdir().expect("a folder"));
    let told = state.path().join("told");
    let lines = format!("echo rubbish\nprintf '%s|' \"$@\" >'{0}.new'\nmv '{0}.new' '{0}'", told.display());
    let browser = script(state.path(), "browser", &lines);
    let terminal = reading(&texts, &state).with("BROWSER", &format!("/no/such:{browser} --new %s")).open();
    open_at(&terminal, 70);
    terminal.keys("i\r");
    terminal.sees("https://example.org/x?y=1");
    terminal.keys("\r");
    terminal.sees("Opening https://example.org/x?y=1");
    let words = wait_for("the browser", || std::fs::read_to_string(&told).ok());
    assert_eq!(words, "--new|https://example.org/x?y=1|");
    assert!(!terminal.contents().contains("rubbish"));
    // One that needs the terminal gets it.
    let browser = script(state.path(), "w3m", "echo a page of text\nread -r line");
    terminal.quits();
    let terminal = reading(&texts, &state).with("BROWSER", &browser).open();
    open_at(&terminal, 70);
    terminal.keys("i\r\r");
    terminal
        .wait("the browser", |screen| !screen.alternate_screen() && text(screen).contains("a page of text"));
    terminal.keys("\n");
    terminal.wait("the explorer", |screen| screen.alternate_screen() && text(screen).contains("the page"));
    terminal.quits();
}

#[test]
fn links_reach_a_terminal_that_knows_them_whole() {
    let (texts, state) = (texts(), tempfile::tempdir().expect("a folder"));
    for known in [true, false] {
        let start = reading(&texts, &state);
        let start = if known { start.with("VTE_VERSION", "7600") } else { start };
        let terminal = start.open();
        open_at(&terminal, 70);
        terminal.keys("G");
        terminal.sees("See the page.");
        let bytes = terminal.bytes();
        let (opened, closed) = (count(&bytes, b"\x1b]8;id="), count(&bytes, b"\x1b]8;;\x1b\\"));
        assert_eq!(opened, closed, "each is closed");
        assert_eq!(opened > 0, known);
        if known {
            assert!(
                count(&bytes, b";https://example.org/x?y=1\x1b\\t\x1b]8;;\x1b\\") > 0,
                "around each sign"
            );
        }
        terminal.quits();
    }
}

#[test]
fn a_terminal_that_tells_keys_apart_has_a_key_for_forward() {
    let (texts, state) = (texts(), tempfile::tempdir().expect("a folder"));
    let terminal = reading(&texts, &state).silent().open();
    is_asked(&terminal);
    terminal.until("the question", |fed| count(&fed.bytes, b"\x1b[?u") == 1);
    terminal.keys(DARK);
    terminal.keys("\x1b[?0u");
    terminal.keys(DEVICE);
    terminal.until("the new keys", |fed| count(&fed.bytes, b"\x1b[>1u") == 1);
    open_at(&terminal, 50);
    terminal.keys("20G");
    terminal.sees("Paragraph 20 speaks");
    terminal.keys("\x1b[111;5u");
    terminal.wait("the way back", |screen| text(screen).contains("Paragraph 50 speaks"));
    terminal.keys("\x1b[105;5u");
    terminal.wait("the way forward", |screen| text(screen).contains("Paragraph 20 speaks"));
    terminal.keys("\x1b[99;5u");
    terminal.until("the keys given back", |fed| count(&fed.bytes, b"\x1b[<1u") == 1);
    terminal.ended(0);
}
