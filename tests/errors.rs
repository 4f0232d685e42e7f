//! What goes wrong on a reader's side, and the words it is told in: what, which file, why, and what to do.
#![cfg(unix)]
use assert_cmd::cargo::cargo_bin_cmd;
use std::ffi::OsStr;
use std::fs;
use std::io::Write;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use tempfile::TempDir;

/// A reader's home, with files that are trouble.
struct Home(TempDir);

/// What the program said.
struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Home {
    fn new() -> Self {
        let home = Self(tempfile::tempdir().expect("a folder"));
        home.put("a.md", b"+++\ntitle = \"A\"\nyear = 2015\n+++\n\n# A\n\nKazakhstan met Japan.\n");
        home
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(&path, bytes).expect("a file");
        path
    }

    /// The program, run in this home's folder: files are named as they were typed.
    fn command(&self) -> assert_cmd::Command {
        let mut command = cargo_bin_cmd!("bluebook");
        command.env_clear().current_dir(self.0.path());
        command.env("HOME", self.0.path().join("home")).env("LANG", "en_US.UTF-8");
        command
    }

    fn ask_in(&self, environment: &[(&str, &str)], args: &[&str], input: &[u8]) -> Said {
        let mut command = self.command();
        for (name, value) in environment {
            // Relative ones are below this home.
            let value = if value.starts_with('/') { value.into() } else { self.0.path().join(value) };
            command.env(name, value);
        }
        let output = command.args(args).write_stdin(input).output().expect("bluebook runs");
        let said = Said {
            code: output.status.code().expect("an exit code"),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        };
        is_decent(&said.err, args);
        said
    }

    fn ask(&self, args: &[&str]) -> Said {
        self.ask_in(&[], args, b"")
    }

    /// Asks, and looks at what is told: nothing on standard output, and these words.
    fn fails(&self, args: &[&str], code: i32, words: &str) {
        let said = self.ask(args);
        assert_eq!((said.code, said.out.as_str()), (code, ""), "{args:?}: {}", said.err);
        assert!(said.err.contains(words), "{args:?}: {:?} does not say {words:?}", said.err);
    }
}

/// No trace of how the program is made, and its name before each line of its own.
fn is_decent(err: &str, args: &[&str]) {
    for word in ["panicked", "RUST_BACKTRACE", "backtrace", "src/", "os error", "Error {", "unwrap"] {
        assert!(!err.contains(word), "{args:?}: {word:?} in {err:?}");
    }
    assert!(
        err.is_empty() || err.starts_with("bluebook: ") || err.starts_with("error: "),
        "{args:?}: {err:?}"
    );
    if err.starts_with("bluebook: ") {
        assert!(err.lines().all(|line| line.starts_with("bluebook: ")), "{args:?}: {err:?}");
    }
}

fn sample(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(name)).expect("a sample")
}

fn gzip(text: &str) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(text.as_bytes()).expect("packed");
    packer.finish().expect("packed")
}

/// A PDF with an encryption that nobody gave a password for.
fn locked_pdf() -> Vec<u8> {
    let key = "00".repeat(32);
    let objects = [
        "1 0 obj\n<< /Type /Catalog /Pages 2 0 R >>\nendobj\n",
        "2 0 obj\n<< /Type /Pages /Count 0 /Kids [] >>\nendobj\n",
    ];
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for object in objects {
        places.push(bytes.len());
        bytes.extend(object.bytes());
    }
    let table = bytes.len();
    let mut end = String::from("xref\n0 3\n0000000000 65535 f \n");
    for place in places {
        end.extend([format!("{place:010} 00000 n \n")]);
    }
    end.extend([format!(
        "trailer\n<< /Size 3 /Root 1 0 R /Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{key}> /U <{key}> >> \
         /ID [<00> <00>] >>\nstartxref\n{table}\n%%EOF\n"
    )]);
    bytes.extend(end.bytes());
    bytes
}

#[test]
fn files_that_cannot_be_read_are_named_with_the_reason_and_what_to_do() {
    let home = Home::new();
    let third = |name: &str| -> Vec<u8> {
        let whole = sample(name);
        whole[..whole.len() / 3].to_vec()
    };
    fs::create_dir(home.0.path().join("void")).expect("a folder");
    home.put("empty.txt", b"");
    home.put("binary.txt", &(0..=255).cycle().take(5000).collect::<Vec<u8>>());
    home.put("picture.png", b"\x89PNG\r\n\x1a\n\0\0\0\0\0\0\0\0\0\0\0\0");
    home.put("old.doc", &[b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &[0; 600]].concat());
    home.put("cut.zip", b"PK\x03\x04 and no more");
    home.put("none.zip", &[b"PK\x05\x06".as_slice(), &[0; 18]].concat());
    home.put("cut.txt.gz", &gzip(&"words and words ".repeat(2000))[..60]);
    home.put("cut.epub", &third("english-pandoc3.epub"));
    home.put("cut.docx", &third("english-pandoc.docx"));
    home.put("front.md", b"+++\ntitle = \n+++\n\nWords.\n");
    home.put("open.md", b"+++\ntitle = \"x\"\n\nWords.\n");
    home.put("yaml.md", b"---\nyear: soon\n---\n\nWords.\n");
    for (file, words) in [
        ("missing.txt", "missing.txt: no such file or folder"),
        ("a.md/below", "a.md/below: no such file or folder: a part of its path is a file"),
        ("void", "void: no file in this folder that bluebook reads (txt, md, html, epub"),
        ("empty.txt", "empty.txt: there is no text in it"),
        ("binary.txt", "binary.txt: binary data, no text"),
        ("picture.png", "picture.png: a picture: have its text recognised first, e.g. with tesseract"),
        ("old.doc", "old.doc: an old Word file (.doc): save it as .docx"),
        ("cut.zip", "cut.zip: a damaged or cut zip archive: fetch it again"),
        ("none.zip", "none.zip: an empty zip archive"),
        ("cut.txt.gz", "cut.txt.gz: cut short: fetch it again"),
        ("cut.epub", "not an EPUB; fetch it again"),
        ("cut.docx", "cut.docx: a damaged or cut zip archive: fetch it again"),
        ("front.md", "front.md: the front matter: line 1: "),
        ("open.md", "open.md: the front matter never ends: a line +++ is missing"),
        ("yaml.md", "yaml.md: the front matter: line 2: year wants a year such as 2015, not \"soon\""),
    ] {
        // Whoever asks, with whatever command.
        for command in ["toc", "show", "countries"] {
            home.fails(&[command, "--from", file], 2, words);
        }
        home.fails(&["doctor", file], 2, words);
        home.fails(&[file], 2, words);
        home.fails(&["add", file], 2, words);
    }
    // What can be read beside it is answered, and the file is told of all the same.
    let said = home.ask(&["toc", "--from", "a.md", "--from", "missing.txt"]);
    assert_eq!(said.code, 0);
    assert!(said.out.contains("2015") && said.err.contains("missing.txt: no such file"), "{}", said.err);
}

#[cfg(feature = "pdf")]
#[test]
fn pdf_files_that_cannot_be_read_are_told_too() {
    let home = Home::new();
    let whole = sample("english-chromium.pdf");
    home.put("cut.pdf", &whole[..whole.len() / 3]);
    home.put("locked.pdf", &locked_pdf());
    home.fails(
        &["toc", "--from", "cut.pdf"],
        2,
        "cut.pdf: damaged: its table of objects or pages cannot be read; fetch it again",
    );
    home.fails(&["toc", "--from", "locked.pdf"], 2, "locked.pdf: encrypted: open it with its password");
    home.fails(&["toc", "--from", "locked.pdf"], 2, "qpdf --decrypt");
}

#[test]
fn what_may_not_be_read_is_told() {
    let home = Home::new();
    let path = home.put("secret.md", b"# Secret\n\nWords.\n");
    fs::set_permissions(&path, fs::Permissions::from_mode(0o000)).expect("closed");
    if fs::read(&path).is_ok() {
        println!("skipped: whoever runs this may read everything");
        return;
    }
    home.fails(&["toc", "--from", "secret.md"], 2, "secret.md: no permission; whoever owns it can give it");
}

#[test]
fn a_sidecar_that_is_none_is_told_and_the_texts_are_read() {
    let home = Home::new();
    home.put("side/a.md", b"# A\n\nWords.\n");
    home.put("side/bluebook.toml", b"series = \n");
    let said = home.ask(&["toc", "--from", "side"]);
    assert_eq!(said.code, 0);
    assert!(said.err.contains("side/bluebook.toml: not a bluebook.toml: line 1: "), "{}", said.err);
}

#[test]
fn standard_input_that_holds_nothing_is_told() {
    let home = Home::new();
    for (input, words) in [
        (Vec::new(), "standard input: there is no text in it"),
        ((0..=255).cycle().take(5000).collect::<Vec<u8>>(), "standard input: binary data, no text"),
    ] {
        let said = home.ask_in(&[], &["toc", "--from", "-"], &input);
        assert_eq!((said.code, said.out.as_str()), (2, ""));
        assert!(said.err.contains(words), "{}", said.err);
    }
}

const ADDRESS: &str = " is no address; one looks like 2015-europe, 2015-europe/overview, 2015-europe#p3";
const AS_PLACE: &str = "no place is called \"atlantis\"; places are written as in @kaz or @central-asia";
const TO_LIST: &str = "`bluebook toc` lists";
const TO_FIND: &str = "`bluebook filter` looks for near names";
const HELP: &str = "For more information, try '--help'.";

#[test]
fn questions_that_cannot_be_understood_are_told_with_what_can() {
    let home = Home::new();
    let from = |args: &[&'static str]| -> Vec<&'static str> { [args, &["--from", "a.md"]].concat() };
    for (args, words) in [
        // Options and arguments, in clap's words.
        (&["toc", "--nope"][..], "unexpected argument '--nope'"),
        (&["toc", "--nope"], HELP),
        (&["search"], "<QUERY>..."),
        (&["filter"], "<QUERY>..."),
        (&["place"], "<NAME>..."),
        (&["compare"], "<A>"),
        (&["cite"], "<ADDRESS>..."),
        (&["timeline"], "<TERM>..."),
        (&["search", "x", "--order", "up"], "[possible values: relevance, year, document]"),
        (&["concordance", "x", "--sort", "up"], "[possible values: left, right, year, document]"),
        (&["cite", "a", "--format", "mla"], "[possible values: chicago, apa, bibtex, ris, csl-json]"),
        (&["search", "x", "--limit", "0"], "a number from 1 on"),
        (&["search", "x", "--limit", "many"], "a number from 1 on"),
        (&["cite", "a", "--accessed", "soon"], "a day such as 2026-11-22"),
        (&["cite", "a", "--accessed", "2026-13-40"], "a day such as 2026-11-22"),
        // Years.
        (&["toc", "--year", "soon"], "invalid value 'soon' for '--year <YEAR>': a year such as 2015"),
        (&["changes", "--from-year", "soon"], "a year such as 2015"),
        (&["search", "x", "--year", "soon"], "write 2015, 2012..2015, 2012.. or ..2015"),
        (&["search", "x", "--year", "2015..2012"], "ends before it begins"),
        (&["timeline", "x", "--years", "soon"], "write 2015, 2012..2015, 2012.. or ..2015"),
        (&["search", "year:soon"], "year:soon: write 2015, 2012..2015, 2012.. or ..2015"),
        // Addresses.
        (&["show", "two words"], ADDRESS),
        (&["show", ""], ADDRESS),
        (&["show", "@"], ADDRESS),
        (&["show", "@kaz/soon"], ADDRESS),
        (&["show", "a#p0"], ADDRESS),
        (&["mentions", "two words"], ADDRESS),
        (&["notes", "two words"], ADDRESS),
        (&["notes", "nowhere"], TO_LIST),
        (&["cite", "nowhere"], TO_LIST),
        (&["compare", "a", "nowhere"], TO_LIST),
        (&["search", "x", "--document", "nowhere"], TO_LIST),
        // Places.
        (&["search", "x", "--country", "atlantis"], TO_FIND),
        (&["search", "x", "--region", "atlantis"], TO_FIND),
        (&["search", "x", "--subject", "atlantis"], TO_FIND),
        (&["changes", "@atlantis"], TO_FIND),
        (&["changes", "--to-year", "1800"], "there is no edition 1800 here; there are 2015"),
        (&["search", "@atlantis"], AS_PLACE),
        (&["timeline", "@atlantis"], AS_PLACE),
        (&["compare", "two words"], ADDRESS),
        (&["cite", "two words"], ADDRESS),
        // Words and expressions.
        (&["search", ""], "there are no words to look for in \"\""),
        (&["search", "(", "--regex"], "\"(\" is no regular expression: unclosed group"),
        (&["search", "regex:["], "\"[\" is no regular expression: unclosed character class"),
        (&["concordance", "(", "--regex"], "\"(\" is no regular expression: unclosed group"),
    ] {
        home.fails(&from(args), 2, words);
    }
}

#[test]
fn where_there_is_no_answer_it_is_said_what_to_ask_instead() {
    let home = Home::new();
    let from = |args: &[&'static str]| -> Vec<&'static str> { [args, &["--from", "a.md"]].concat() };
    for (args, words) in [
        (&["show", "nowhere"][..], "nothing has the address nowhere; `bluebook toc` lists them"),
        (&["show", "@atlantis"], "`bluebook filter` looks names up"),
        (&["show", "a#p99"], "nothing has the address a#p99"),
        (
            &["show", "@kazz"],
            "nothing has the address @kazz; `bluebook toc` lists them, `bluebook filter` looks names up; did you mean @kaz?",
        ),
        (&["show", "@kazakstann/2015"], "did you mean @kazakhstan/2015?"),
        (&["show", "@kaz/1950"], "nothing is said of Kazakhstan in the edition 1950; it is named in 2015"),
        (&["show", "@tuvalu"], "nothing is said of Tuvalu"),
        (&["mentions", "nowhere"], "`bluebook toc` lists them"),
        (&["place", "atlantis"], TO_FIND),
        (&["search", "zeppelin"], "no passage has that"),
        (&["concordance", "zeppelin"], "no passage has that"),
        (&["filter", "qqqqzzzz"], "nothing is called anything like \"qqqqzzzz\""),
        (&["compare", "a"], "name a second address"),
        (&["compare", "@kaz/2015", "@kaz/1950"], "it is named in 2015"),
        (&["changes"], "there is no edition before 2015 to compare it with"),
        (&["notes"], "nothing is noted yet; in the explorer B bookmarks a passage and A writes a note"),
    ] {
        home.fails(&from(args), 1, words);
    }
    // The years are counted all the same.
    let said = home.ask(&from(&["timeline", "zeppelin"]));
    assert_eq!(said.code, 1);
    assert!(said.err.contains("zeppelin is said in none of these editions"), "{}", said.err);
}

#[test]
fn what_stands_in_the_wrong_place_is_told() {
    let home = Home::new();
    for (args, words) in [
        (&["no-such-command"][..], "no-such-command: no such file or folder"),
        (
            &["no-such-command"],
            "it took these words for names of files; `bluebook --help` lists the commands",
        ),
        (&["serach", "treaty"], "names of files; did you mean \"search\"? `bluebook --help` lists"),
        (&["--year", "2015"], "tell of files of yours; name those"),
        (&["show", "--year", "2015"], "name those with --from (one edition of a place is @russia/2015)"),
        (&["--continue"], "--continue opens the explorer: it needs a terminal"),
        (&["notes", "--merge", "missing.jsonl"], "missing.jsonl: there is no such file"),
        (&["notes", "--merge", "a.md"], "a.md: line 1: it is no list of notes"),
        (&["notes", "--status", "gone"], "[possible values: ok, moved, lost]"),
    ] {
        home.fails(args, 2, words);
    }
    home.fails(&["remove", "nowhere"], 1, "`bluebook library` lists what it holds");
    home.fails(&["library"], 1, "`bluebook add PATH` adds files and folders");
}

#[test]
fn what_cannot_be_settled_is_told_with_file_and_line() {
    let home = Home::new();
    home.put("bad.toml", b"theme = \n");
    home.put("unknown.toml", b"\nthema = \"sepia\"\n");
    home.put("theme.toml", b"theme = \"sepa\"\n");
    home.put("keys.toml", b"[keys]\ndown = [\"nokey\"]\n");
    home.put("twice.toml", b"[keys]\ndown = [\"n\"]\n");
    home.put("binary.toml", b"\xff\xfe\x00");
    for (file, words) in [
        ("missing.toml", "missing.toml cannot be read: no such file or folder"),
        ("bad.toml", "bad.toml:1: "),
        ("unknown.toml", "unknown.toml:2: there is no setting \"thema\"; did you mean \"theme\"?"),
        ("theme.toml", "theme.toml:1: theme: there is no theme \"sepa\"; did you mean \"sepia\"?"),
        (
            "keys.toml",
            "keys.toml:2: keys.down: there is no key \"nokey\": keys are written as in a, A, Ctrl-n",
        ),
        ("twice.toml", "twice.toml:2: keys.down: \"n\" is already next-match"),
        ("binary.toml", "binary.toml:1: this is not UTF-8"),
    ] {
        home.fails(&["config", "--config", file], 2, words);
    }
    home.put("own/bluebook/config.toml", b"theme = \"mine\"\n");
    home.put("own/bluebook/themes/mine.toml", b"accent = \n");
    home.put("map/bluebook/regions.toml", b"[[region");
    for (config, args, words) in [
        ("own", &["config"][..], "own/bluebook/themes/mine.toml:1: "),
        (
            "map",
            &["toc", "--from", "a.md"],
            "map/bluebook/regions.toml: the regions file: not TOML of this shape",
        ),
    ] {
        let said = home.ask_in(&[("XDG_CONFIG_HOME", config)], args, b"");
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{}", said.err);
        assert!(said.err.contains(words), "{}", said.err);
    }
}

#[test]
fn lists_that_are_damaged_or_newer_are_told_of_and_left_alone() {
    let home = Home::new();
    let newer = b"{\"bluebook\":\"library\",\"version\":9,\"built_in\":true}\n";
    let hurt = b"{\"bluebook\":\"library\",\"version\":1,\"built_in\":true}\n{\"half";
    for (name, list, why) in
        [("newer", &newer[..], "newer bluebook (format 9)"), ("hurt", &hurt[..], "line 2")]
    {
        let path = home.put(&format!("{name}/bluebook/library.jsonl"), list);
        for args in [&["library"][..], &["toc"], &["notes"], &["add", "a.md"], &["remove", "a"]] {
            let said = home.ask_in(&[("XDG_DATA_HOME", name)], args, b"");
            assert_eq!((said.code, said.out.as_str()), (2, ""), "{name} {args:?}: {}", said.err);
            for words in ["library.jsonl cannot be used; mend it or move it away: ", why] {
                assert!(said.err.contains(words), "{name} {args:?}: {}", said.err);
            }
        }
        assert_eq!(fs::read(path).expect("the list"), list, "it is as it was");
    }
    let path = home.put("later/bluebook/notes.jsonl", b"{\"bluebook\":\"notes\",\"version\":9}\n");
    let said = home.ask_in(&[("XDG_DATA_HOME", "later")], &["notes"], b"");
    assert_eq!((said.code, said.out.as_str()), (2, ""), "{}", said.err);
    assert!(
        said.err.contains("notes.jsonl was written by a newer bluebook: notes are not kept"),
        "{}",
        said.err
    );
    assert!(path.exists());
    // A damaged notebook is set aside, and nothing of it is lost. Who only asks where it is changes nothing.
    let torn = home.put("torn/bluebook/notes.jsonl", b"{\"half");
    let said = home.ask_in(&[("XDG_DATA_HOME", "torn")], &["notes", "--path"], b"");
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    assert_eq!(said.out.trim_end(), torn.display().to_string());
    assert!(torn.exists(), "it is where it was");
    let said = home.ask_in(&[("XDG_DATA_HOME", "torn")], &["notes"], b"");
    assert_eq!((said.code, said.out.as_str()), (1, ""), "{}", said.err);
    assert!(
        said.err.contains("notes.jsonl: line 1: it is no list of notes. It was set aside as "),
        "{}",
        said.err
    );
    let aside = home.0.path().join("torn/bluebook/notes.jsonl.damaged");
    assert_eq!(fs::read(aside).expect("set aside"), b"{\"half");
}

#[test]
fn what_comes_of_a_notebook_is_told_in_whole_sentences() {
    let home = Home::new();
    let head = "{\"bluebook\":\"notes\",\"version\":1}\n";
    let note = |id: &str| {
        format!("{{\"id\":\"{id}\",\"note\":\"a word\",\"changed\":\"2026-01-02T03:04:05.678Z\"}}\n")
    };
    home.put("one.jsonl", format!("{head}{}", note("a")).as_bytes());
    home.put("three.jsonl", format!("{head}{}{}{}", note("a"), note("b"), note("c")).as_bytes());
    for (file, told) in [
        ("one.jsonl", "bluebook: one.jsonl: 1 note is new or newer\n"),
        ("three.jsonl", "bluebook: three.jsonl: 2 notes are new or newer\n"),
    ] {
        let said = home.ask(&["notes", "--merge", file]);
        assert_eq!((said.code, said.err.as_str()), (0, told));
    }
    home.fails(&["notes", "--tag", "none"], 1, "no note matches; `bluebook notes` alone lists all");
}

#[test]
fn a_home_that_is_none_is_no_trouble_until_something_is_to_be_kept() {
    let home = Home::new();
    let nowhere = ["XDG_DATA_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_CACHE_HOME"]
        .map(|name| (name, "/dev/null/x"));
    for args in [&["toc"][..], &["show", "@kaz/2012"], &["keys"], &["config"], &["search", "treaty"]] {
        let said = home.ask_in(&nowhere, args, b"");
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{args:?}");
        assert!(!said.out.is_empty());
    }
    home.put("notes.jsonl", b"{\"bluebook\":\"notes\",\"version\":1}\n");
    for (args, words) in [
        (&["add", "a.md"][..], "/dev/null/x/bluebook cannot be written to: "),
        (&["remove", "--built-in"], "/dev/null/x/bluebook cannot be written to: "),
        (
            &["notes", "--merge", "notes.jsonl"],
            "notes are not kept: /dev/null/x/bluebook cannot be written to: ",
        ),
    ] {
        let said = home.ask_in(&nowhere, args, b"");
        assert_eq!((said.code, said.out.as_str()), (2, ""), "{args:?}: {}", said.err);
        assert!(said.err.contains(words), "{args:?}: {}", said.err);
    }
}

#[test]
fn a_closed_pipe_is_no_error() {
    let home = Home::new();
    for args in [&["show", "--json"][..], &["toc"], &["keys"], &["mentions", "--json"], &["--help"]] {
        let (reader, writer) = std::io::pipe().expect("a pipe");
        drop(reader);
        let mut command = Command::new(env!("CARGO_BIN_EXE_bluebook"));
        command.env_clear().env("HOME", home.0.path().join("home"));
        let said = command.args(args).stdin(Stdio::null()).stdout(writer).output().expect("bluebook runs");
        let err = String::from_utf8(said.stderr).expect("UTF-8");
        assert_eq!((said.status.code(), err.as_str()), (Some(0), ""), "{args:?}");
    }
}

#[test]
fn a_full_disk_is_told() {
    let Ok(full) = fs::OpenOptions::new().write(true).open("/dev/full") else {
        println!("skipped: there is no /dev/full");
        return;
    };
    let home = Home::new();
    for args in [
        &["toc"][..],
        &["toc", "--json"],
        &["show"],
        &["show", "--json"],
        &["countries", "--json"],
        &["search", "treaty"],
        &["timeline", "treaty", "--json"],
        &["compare", "@russia/2012", "@russia/2015"],
        &["cite", "2015-europe"],
        &["keys"],
        &["keys", "--json"],
        &["config"],
        &["config", "--path"],
        &["tour"],
        &["doctor"],
        &[],
    ] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_bluebook"));
        command.env_clear().env("HOME", home.0.path().join("home"));
        let out = full.try_clone().expect("the same");
        let said = command.args(args).stdin(Stdio::null()).stdout(out).output().expect("bluebook runs");
        let err = String::from_utf8(said.stderr).expect("UTF-8");
        is_decent(&err, args);
        let told = "bluebook: the answer cannot be written to standard output: the disk is full\n";
        assert_eq!((said.status.code(), err.as_str()), (Some(2), told), "{args:?}");
    }
}

#[test]
fn words_that_would_do_something_to_a_terminal_are_shown_and_do_nothing() {
    let home = Home::new();
    for args in [
        &["show", "a\u{1b}[2Jb"][..],
        &["toc", "--from", "no\u{1b}]0;x\u{7}file"],
        &["search", "\u{9b}31m", "--country", "\u{1b}[31mred"],
        &["place", "\u{202e}atlantis"],
        &["toc", "--\u{1b}[31m"],
        &["filter", "\u{1b}c"],
    ] {
        let said = home.ask(args);
        assert_ne!(said.code, 0, "{args:?}");
        let harm = said.err.chars().find(|&c| c != '\n' && bluebook::model::is_harmful(c));
        assert_eq!(harm, None, "{args:?}: {:?}", said.err);
    }
    // Names that are no UTF-8, too.
    let output = home.command().arg(OsStr::from_bytes(b"\xff\xfe.txt")).output().expect("bluebook runs");
    assert_eq!(output.status.code(), Some(2));
    assert!(!output.stderr.is_empty() && output.stdout.is_empty());
}
