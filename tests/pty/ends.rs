//! How it ends, and pauses, while a note is being written: the terminal whole, the words on disk, the exit code right.
use super::*;
use bluebook::store::NoteFile;

const WORDS: &str = "half a thought about #borders";

/// A note being written, all of whose letters are on the screen.
fn writing(data: &TempDir, with: impl FnOnce(Start) -> Start) -> Terminal {
    let start = start().size(100, 30).with("XDG_DATA_HOME", &data.path().display().to_string());
    let terminal = with(start).open();
    terminal.started();
    terminal.keys(":2012-russia-central-asia-caucasus#p3\r");
    terminal.sees("2012");
    terminal.keys("A");
    terminal.sees("Your words");
    terminal.keys(WORDS);
    terminal.sees(WORDS);
    terminal
}

fn notes(data: &TempDir) -> Vec<String> {
    let (_, book, told) = NoteFile::in_folder(&data.path().join("bluebook")).expect("a notebook");
    assert_eq!(told, None, "the file is whole");
    book.iter().map(|entry| entry.note.clone()).collect()
}

#[test]
fn a_signal_ends_it_in_the_midst_of_a_note() {
    for (signal, status) in [("TERM", 143), ("HUP", 129), ("INT", 130), ("QUIT", 131)] {
        let data = tempfile::tempdir().expect("a folder");
        let terminal = writing(&data, |start| start);
        terminal.signal(signal);
        terminal.ended(status);
        assert_eq!(notes(&data), [WORDS], "after {signal}");
    }
}

#[test]
fn a_pause_in_the_midst_of_a_note_loses_nothing() {
    let data = tempfile::tempdir().expect("a folder");
    let terminal = writing(&data, |start| start);
    let before = terminal.contents();
    let taken = modes(&terminal.bytes());
    terminal.signal("TSTP");
    terminal.stopped();
    terminal.signal("CONT");
    terminal.wait("the note again", |screen| screen.alternate_screen() && text(screen) == before);
    assert_eq!(modes(&terminal.bytes()), taken, "not all was taken again");
    // Typing goes on where it was.
    terminal.keys(" and rivers\r");
    terminal.sees("Noted.");
    terminal.quits();
    assert_eq!(notes(&data), [format!("{WORDS} and rivers")]);
}

#[test]
fn a_terminal_closed_in_the_midst_of_a_note_loses_nothing() {
    let data = tempfile::tempdir().expect("a folder");
    let mut terminal = writing(&data, |start| start);
    let pid = terminal.hang_up();
    wait_for("the end", || matches!(state(&pid), None | Some('Z' | 'X')).then_some(()));
    // The pseudo-terminal types a line end when it is closed, and the program may have time to read it.
    let kept = notes(&data);
    assert_eq!(kept.iter().map(|note| note.trim_end()).collect::<Vec<_>>(), [WORDS]);
}

/// A debug build can be asked for a panic in a place that is only come to later.
#[test]
fn a_panic_beside_the_screen_leaves_the_terminal_whole_and_the_notes_on_disk() {
    let data = tempfile::tempdir().expect("a folder");
    let terminal = writing(&data, |start| start.with("BLUEBOOK_PANIC", "answer"));
    terminal.keys(ENTER);
    terminal.sees("Noted.");
    wait_for("the note on disk", || (notes(&data) == [WORDS]).then_some(()));
    // The first question to a thread that answers.
    terminal.keys("T");
    let left = terminal.ended(101);
    assert!(
        left.contains("panicked at") && left.contains("BLUEBOOK_PANIC asked for this (answer)"),
        "{left}"
    );
    assert_eq!(notes(&data), [WORDS]);
}

#[test]
fn a_panic_beside_the_screen_waits_for_a_disk_that_is_slow() {
    let data = tempfile::tempdir().expect("a folder");
    let terminal = writing(&data, |start| start.with("BLUEBOOK_PANIC", "answer"));
    wait_for("the note on disk", || (notes(&data) == [WORDS]).then_some(()));
    // As long as another program changes the notes, nothing can be saved.
    let lock = std::fs::File::create(data.path().join("bluebook/notes.lock")).expect("a lock");
    lock.lock().expect("locked");
    terminal.keys(" again");
    terminal.sees("borders again");
    terminal.keys(ENTER);
    terminal.keys("T");
    terminal.sees("BLUEBOOK_PANIC asked for this (answer)");
    assert_eq!(notes(&data), [WORDS]);
    drop(lock);
    terminal.ended(101);
    assert_eq!(notes(&data), [format!("{WORDS} again")]);
}

#[test]
fn a_panic_while_drawing_leaves_the_terminal_whole_and_the_notes_on_disk() {
    let data = tempfile::tempdir().expect("a folder");
    let terminal = writing(&data, |start| start.with("BLUEBOOK_PANIC", "paint"));
    // Painting anew is what fails here.
    terminal.signal("CONT");
    let left = terminal.ended(101);
    assert!(left.contains("panicked at") && left.contains("BLUEBOOK_PANIC asked for this (paint)"), "{left}");
    assert_eq!(notes(&data), [WORDS]);
}
