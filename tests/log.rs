//! The log and `--verbose`: what the program did, for whoever asks; and nothing for whoever does not.
use assert_cmd::cargo::cargo_bin_cmd;
use bluebook::model::moment::milliseconds;
use std::fs;
use std::path::Path;

struct Said {
    code: i32,
    out: String,
    err: String,
}

fn ask(log: Option<&Path>, arguments: &[&str]) -> Said {
    let mut command = cargo_bin_cmd!("bluebook");
    command
        .env("XDG_DATA_HOME", "/nonexistent")
        .env("XDG_CONFIG_HOME", "/nonexistent")
        .env_remove("BLUEBOOK_LOG");
    if let Some(log) = log {
        command.env("BLUEBOOK_LOG", log);
    }
    let output = command.args(arguments).output().expect("bluebook runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Said {
        code: output.status.code().expect("an exit code"),
        out: text(output.stdout),
        err: text(output.stderr),
    }
}

/// The lines of a log without their times and the number of the process, which are checked.
fn lines(log: &Path) -> Vec<String> {
    let text = fs::read_to_string(log).expect("a log");
    let line = |line: &str| {
        let mut parts = line.splitn(3, ' ');
        let mut part = || parts.next().expect("time, process, words");
        assert!(milliseconds(part()).is_some(), "a moment: {line}");
        assert!(part().parse::<u32>().is_ok(), "a process: {line}");
        part().to_owned()
    };
    text.lines().map(line).collect()
}

#[test]
fn the_log_has_what_was_read_what_was_not_and_how_it_ended() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("log");
    let texts = folder.path().join("texts");
    fs::create_dir(&texts).expect("a folder");
    fs::write(texts.join("canal.md"), "# Canal\n\nA canal in Kazakhstan.\n").expect("a text");
    fs::write(texts.join("broken.pdf"), "%PDF-1.7\nnot much").expect("a text");
    let texts = texts.to_str().expect("a path");
    let said = ask(Some(&log), &["search", "canal", "--from", texts]);
    assert_eq!(said.code, 0);
    let told = lines(&log);
    let has = |words: &str| {
        assert!(told.iter().any(|line| line.contains(words)), "{words:?} in\n{}", told.join("\n"));
    };
    assert!(told[0].starts_with("bluebook 0.") && told[0].contains("\"canal\""), "{}", told[0]);
    has(&format!("2 files found under {texts} ("));
    has(&format!("read: {texts}/canal.md, 1 documents ("));
    has(&format!("{texts}/broken.pdf: "));
    has("the library: 1 documents, 1 not read (");
    has("answered (");
    assert_eq!(told.last().map(String::as_str), Some("ends with exit code 0"));
    // The next run adds to it; an error is there in the words that the reader got.
    let said = ask(Some(&log), &["show", "@nowhere-at-all/x"]);
    assert_ne!(said.code, 0);
    assert!(lines(&log).len() > told.len());
    assert_eq!(lines(&log)[..told.len()], told);
}

#[test]
fn nothing_is_written_where_nobody_asked() {
    let quiet = ask(None, &["search", "treaty", "--count"]);
    assert_eq!((quiet.code, quiet.err.as_str()), (0, ""));
    let empty = ask(Some(Path::new("")), &["search", "treaty", "--count"]);
    assert_eq!((empty.code, empty.err.as_str()), (0, ""));
}

#[test]
fn verbose_tells_the_same_on_standard_error_and_answers_as_ever() {
    let quiet = ask(None, &["search", "treaty", "--count"]);
    let told = ask(None, &["search", "treaty", "--count", "--verbose"]);
    assert_eq!((told.code, &told.out), (0, &quiet.out));
    assert!(told.err.lines().all(|line| line.starts_with("bluebook: ")), "{}", told.err);
    for words in ["the built-in digests: 67 documents (", "ends with exit code 0"] {
        assert!(told.err.contains(words), "{words:?} in {}", told.err);
    }
}

#[test]
fn a_log_that_cannot_be_written_is_told_once_and_stops_nothing() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("none/log");
    let said = ask(Some(&log), &["search", "treaty", "--count"]);
    assert_eq!(said.code, 0);
    let told = "(BLUEBOOK_LOG) cannot be written: there is no such folder; the rest goes on without it";
    assert_eq!(said.err, format!("bluebook: the log {} {told}\n", log.display()));
    let full = Path::new("/dev/full");
    if full.exists() {
        let said = ask(Some(full), &["search", "treaty", "--count"]);
        assert_eq!((said.code, said.err.lines().count()), (0, 1), "{}", said.err);
        assert!(said.err.contains("the log /dev/full (BLUEBOOK_LOG) cannot be written"), "{}", said.err);
    } else {
        eprintln!("skipped: there is no /dev/full");
    }
}

#[test]
fn what_a_reader_gets_wrong_shows_no_backtrace_and_no_control_character_gets_into_the_log() {
    let folder = tempfile::tempdir().expect("a folder");
    let log = folder.path().join("log");
    let mut command = cargo_bin_cmd!("bluebook");
    command.env("XDG_DATA_HOME", "/nonexistent").env("RUST_BACKTRACE", "full").env("BLUEBOOK_LOG", &log);
    let output = command.args(["search", "regex:\u{1b}[31m("]).output().expect("bluebook runs");
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8_lossy(&output.stderr).to_lowercase();
    assert!(!told.contains("backtrace") && !told.contains("panicked") && !told.contains(".rs:"), "{told}");
    let log = fs::read_to_string(&log).expect("a log");
    assert_eq!(log.chars().find(|&c| c != '\n' && bluebook::model::is_harmful(c)), None);
    assert!(log.contains("ends with exit code 2"), "{log}");
}
