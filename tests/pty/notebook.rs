//! Notes outlive the program, however it ends.
use super::*;
use bluebook::model::{Entry, Notebook};
use bluebook::store::NoteFile;

/// What is on disk; the file must be whole.
fn book(data: &TempDir) -> Notebook {
    let (_, book, told) = NoteFile::in_folder(&data.path().join("bluebook")).expect("a notebook");
    assert_eq!(told, None, "the file is whole");
    book
}

fn noting(data: &TempDir) -> Start {
    start().with("XDG_DATA_HOME", &data.path().display().to_string())
}

/// Opens a digest at a passage.
fn open_text(terminal: &Terminal, passage: &str) {
    terminal.started();
    go_to(terminal, passage);
}

fn go_to(terminal: &Terminal, passage: &str) {
    // What is pressed afterwards comes after it, whatever is on the screen by then.
    terminal.keys(format!(":{passage}\r"));
}

#[test]
fn a_note_is_there_the_next_time_and_in_the_other_window() {
    let data = tempfile::tempdir().expect("a folder");
    let one = noting(&data).open();
    open_text(&one, "2015-europe#p1");
    one.keys("Afrom one window\r");
    one.sees("Noted.");
    let other = noting(&data).open();
    open_text(&other, "2016-europe#p2");
    other.keys("Afrom the other\r");
    other.sees("Noted.");
    go_to(&one, "2014-europe#p1");
    one.keys("Aone more\r");
    one.sees("Noted.");
    one.keys("7");
    one.sees("from the other");
    one.quits();
    other.quits();
    let mut notes: Vec<String> = book(&data).iter().map(|entry| entry.note.clone()).collect();
    notes.sort();
    assert_eq!(notes, ["from one window", "from the other", "one more"]);
    let again = noting(&data).open();
    again.started();
    again.keys("7");
    again.sees("from one window");
    again.quits();
}

/// `BLUEBOOK_KILLS=1000` asks for as many tries.
#[test]
fn a_program_that_is_killed_loses_the_last_key_at_most() {
    let tries = std::env::var("BLUEBOOK_KILLS").ok().and_then(|tries| tries.parse().ok()).unwrap_or(6);
    let data = tempfile::tempdir().expect("a folder");
    let mut dice = 0x9E37_79B9_u64;
    let passages = [
        "2014-europe#p1",
        "2015-europe#p1",
        "2016-europe#p2",
        "2018-europe#p1",
        "2014-asia-oceania#p2",
        "2015-asia-oceania#p1",
        "2016-asia-oceania#p2",
        "2016-north-america#p1",
    ];
    for number in 0..tries {
        let terminal = noting(&data).open();
        open_text(&terminal, passages[number % passages.len()]);
        let before = book(&data);
        terminal.keys("A");
        terminal.sees("Note on");
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let letters = 1 + (dice >> 33) as usize % 12;
        let words: String = format!("try{number:04}").chars().chain("abcdefghijklmnop".chars()).collect();
        let typed = &words[..7 + letters];
        terminal.keys(" ");
        for end in 1..=typed.len() {
            terminal.keys(&typed[end - 1..end]);
            terminal.sees(&typed[..end]);
        }
        signal_to(&terminal.pid(), "KILL");
        // The program is gone when the shell says so: it has no one to clean up behind it.
        terminal.wait("the end", |screen| text(screen).contains("exit status 137"));
        let now = book(&data);
        let is_there = |old: &Entry| now.get(&old.id).is_some_and(|entry| entry.note.starts_with(&old.note));
        assert!(before.iter().all(is_there), "nothing that was there is lost");
        let all_but_one = &typed[..typed.len() - 1];
        assert!(now.iter().any(|entry| entry.note.contains(all_but_one)), "{typed:?} is not in {now:?}");
    }
    println!("{tries} programs were killed");
}

#[test]
fn where_nothing_can_be_kept_the_reader_is_told_and_can_go_on() {
    let terminal = start().with("XDG_DATA_HOME", "/dev/null/nowhere").open();
    open_text(&terminal, "2015-europe#p1");
    terminal.keys("Ain vain\r");
    terminal.sees("notes");
    terminal.sees("cannot be");
    terminal.keys("7");
    terminal.sees("in vain");
    // What is lost is told once more, where it can be read.
    terminal.keys("\x03");
    let left = terminal.ended(2);
    assert!(left.contains("bluebook: notes are not kept: /dev/null/nowhere/bluebook cannot be"), "{left}");
}

#[test]
fn a_note_that_could_not_be_saved_is_tried_once_more_at_the_end() {
    let data = tempfile::tempdir().expect("a folder");
    let folder = data.path().join("bluebook");
    std::fs::write(&folder, "a file where the folder should be").expect("a file");
    let terminal = noting(&data).open();
    open_text(&terminal, "2015-europe#p1");
    terminal.keys("Ain time\r");
    terminal.sees("cannot be written");
    std::fs::remove_file(&folder).expect("removed");
    terminal.quits();
    let notes: Vec<String> = book(&data).iter().map(|entry| entry.note.clone()).collect();
    assert_eq!(notes, ["in time"]);
}
