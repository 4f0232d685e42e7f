//! The reader's own library, asked of the real binary: what it holds, what changed, and that nothing is lost.
use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;
use std::fs;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// A reader with a data folder and a folder of texts.
struct Reader(TempDir);

struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Said {
    fn json(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }
}

impl Reader {
    fn new(files: &[(&str, &str)]) -> Self {
        let reader = Self(tempfile::tempdir().expect("a folder"));
        for (name, text) in files {
            reader.put(name, text);
        }
        reader
    }

    fn put(&self, name: &str, text: &str) -> PathBuf {
        let path = self.texts().join(name);
        fs::create_dir_all(path.parent().expect("a folder")).expect("a folder");
        fs::write(&path, text).expect("a file");
        path
    }

    fn texts(&self) -> PathBuf {
        self.0.path().join("texts")
    }

    fn list(&self) -> PathBuf {
        self.0.path().join("data/bluebook/library.jsonl")
    }

    fn command(&self) -> assert_cmd::Command {
        let mut command = cargo_bin_cmd!("bluebook");
        command.env("XDG_DATA_HOME", self.0.path().join("data"));
        command.env("XDG_CONFIG_HOME", self.0.path().join("config"));
        command
    }

    fn ask(&self, args: &[&str]) -> Said {
        let output = self.command().args(args).output().expect("bluebook runs");
        Said {
            code: output.status.code().expect("an exit code"),
            out: String::from_utf8(output.stdout).expect("UTF-8"),
            err: String::from_utf8(output.stderr).expect("UTF-8"),
        }
    }

    fn add(&self, path: &Path) -> Said {
        self.ask(&["add", &path.display().to_string()])
    }

    /// Each file held: its name and how it is.
    fn held(&self) -> Vec<(String, String)> {
        let name = |line: &Value| {
            let path = line["path"].as_str().expect("a path").to_owned();
            path.rsplit('/').next().expect("a name").to_owned()
        };
        let lines = self.ask(&["library", "--json"]).json();
        lines.iter().map(|line| (name(line), line["status"].as_str().expect("a status").to_owned())).collect()
    }
}

fn pairs(held: &[(&str, &str)]) -> Vec<(String, String)> {
    held.iter().map(|(name, status)| ((*name).to_owned(), (*status).to_owned())).collect()
}

const MILLS: &str = "# Mills\n\nLatvia has a mill.\n";

#[test]
fn what_is_added_is_read_by_every_command_until_it_is_removed() {
    let reader = Reader::new(&[("2015/mills.md", MILLS), ("2016/mills.md", MILLS)]);
    let before = reader.ask(&["toc", "--json"]).json().len();
    let said = reader.add(&reader.texts());
    assert_eq!((said.code, said.err.as_str()), (0, "bluebook: 2 files added; the library holds 2 files\n"));
    let said = reader.ask(&["library", "--json"]).json();
    assert_eq!(said[0]["title"], "Mills");
    assert_eq!((said[0]["year"].as_i64(), said[0]["bytes"].as_u64()), (Some(2015), Some(MILLS.len() as u64)));
    assert_eq!(said[0]["hash"].as_str().map(str::len), Some(64));
    let toc = reader.ask(&["toc", "--json"]).json();
    assert_eq!(toc.len(), before + 2);
    assert!(toc.iter().any(|line| line["address"] == "2016-mills" && line["year"] == 2016));
    // One of them by its folder, the other by its address; the files stay on disk.
    let said = reader.ask(&["remove", &reader.texts().join("2015").display().to_string()]);
    assert_eq!((said.code, reader.held()), (0, pairs(&[("mills.md", "ok")])));
    let said = reader.ask(&["remove", "mills"]);
    assert_eq!(said.code, 0, "{}", said.err);
    assert_eq!(reader.held(), []);
    assert!(reader.texts().join("2015/mills.md").exists());
    let said = reader.ask(&["remove", "mills"]);
    assert!(said.code == 1 && said.err.contains("does not hold \"mills\""), "{}", said.err);
}

#[test]
fn what_is_said_when_adding_is_remembered() {
    let reader = Reader::new(&[("mills.md", MILLS)]);
    let path = reader.texts().join("mills.md").display().to_string();
    let said = reader.ask(&["add", &path, "--year", "1999", "--series", "Mill Almanac", "--title", "Wheels"]);
    assert_eq!(said.code, 0, "{}", said.err);
    // Added again without a word: what was said stays.
    let said = reader.ask(&["add", &path]);
    assert!(said.err.contains("1 there already"), "{}", said.err);
    let line = &reader.ask(&["library", "--json"]).json()[0];
    let toc = reader.ask(&["toc", "--json"]).json();
    let doc = toc.iter().find(|doc| doc["address"] == "mills").expect("the document");
    for said in [line, doc] {
        assert_eq!(
            (&said["title"], &said["series"], &said["year"]),
            (&"Wheels".into(), &"Mill Almanac".into(), &1999.into())
        );
    }
}

#[test]
fn a_changed_and_a_missing_file_are_shown_as_such() {
    let reader = Reader::new(&[("a.md", MILLS), ("b.md", MILLS), ("c.md", MILLS)]);
    assert_eq!(reader.add(&reader.texts()).code, 0);
    let changed = reader.put("b.md", "# Mills\n\nLatvia has a mill, and Estonia two of them.\n");
    fs::remove_file(reader.texts().join("c.md")).expect("removed");
    assert_eq!(reader.held(), pairs(&[("a.md", "ok"), ("b.md", "changed"), ("c.md", "missing")]));
    let said = reader.ask(&["library"]);
    assert!(said.err.contains("2 files changed or missing"), "{}", said.err);
    // The changed text is the one that is read; the missing one is named, and the others open.
    let said = reader.ask(&["search", "Estonia", "--json"]);
    assert!(said.out.lines().any(|line| line.contains("\"b#p1\"")), "{} {}", said.out, said.err);
    assert!(said.err.contains("c.md") && said.err.contains("it is gone"), "{}", said.err);
    assert!(reader.add(&changed).err.contains("1 renewed"));
    assert_eq!(reader.ask(&["remove", &reader.texts().join("c.md").display().to_string()]).code, 0);
    assert_eq!(reader.held(), pairs(&[("a.md", "ok"), ("b.md", "ok")]));
}

#[test]
fn a_bad_file_is_named_and_the_others_are_added() {
    let reader = Reader::new(&[("a.md", MILLS), ("b.txt", "")]);
    let said = reader.add(&reader.texts());
    assert_eq!(said.code, 0);
    assert!(
        said.err.contains("b.txt: there is no text in it") && said.err.contains("1 file added"),
        "{}",
        said.err
    );
    let said = reader.ask(&["add", "/no/such"]);
    assert!(said.code == 2 && said.err.contains("/no/such: no such file or folder"), "{}", said.err);
    let said = reader.ask(&["add", "-"]);
    assert!(said.code == 2 && said.err.contains("standard input cannot be held"), "{}", said.err);
}

#[test]
fn the_digests_go_and_come_back() {
    let reader = Reader::new(&[("a.md", MILLS)]);
    assert_eq!(reader.add(&reader.texts()).code, 0);
    assert_eq!(reader.ask(&["remove", "--built-in"]).code, 0);
    assert_eq!(reader.ask(&["toc", "--json"]).json().len(), 1);
    assert_eq!(reader.ask(&["add", "--built-in"]).code, 0);
    assert!(reader.ask(&["toc", "--json"]).json().len() > 60);
}

#[test]
fn a_damaged_or_newer_list_is_named_and_never_overwritten() {
    let reader = Reader::new(&[("a.md", MILLS)]);
    assert_eq!(reader.add(&reader.texts()).code, 0);
    let good = fs::read_to_string(reader.list()).expect("the list");
    for (bad, why) in [
        (good.replace("\"bytes\"", "\"byte"), "line 2"),
        (good.replace("\"version\":1", "\"version\":2"), "newer bluebook"),
        (String::new(), "it is empty"),
        ("{\"bluebook\":\"notes\",\"version\":1,\"built_in\":true}\n".into(), "no list of a library"),
    ] {
        fs::write(reader.list(), &bad).expect("written");
        for args in [&["library"][..], &["toc"], &["remove", "a.md"], &["add", "x"]] {
            let said = reader.ask(args);
            assert!(
                said.code == 2 && said.err.contains(why) && said.err.contains("library.jsonl"),
                "{args:?}: {}",
                said.err
            );
        }
        assert_eq!(fs::read_to_string(reader.list()).expect("the list"), bad);
    }
}

#[test]
fn what_a_newer_program_wrote_is_kept() {
    let reader = Reader::new(&[("a.md", MILLS), ("b.md", MILLS)]);
    assert_eq!(reader.add(&reader.texts().join("a.md")).code, 0);
    let list = fs::read_to_string(reader.list()).expect("the list");
    let list = list.replace("\"built_in\":true", "\"built_in\":true,\"shelf\":\"west\"");
    fs::write(reader.list(), list.replace("\"title\"", "\"stars\":5,\"title\"")).expect("written");
    assert_eq!(reader.add(&reader.texts()).code, 0);
    let list = fs::read_to_string(reader.list()).expect("the list");
    assert!(list.contains("\"shelf\":\"west\"") && list.contains("\"stars\":5"), "{list}");
    assert_eq!(list.lines().count(), 3);
}

#[test]
fn two_that_add_at_once_both_keep_theirs() {
    let names: Vec<String> = (0..12).map(|number| format!("{number:02}.md")).collect();
    let files: Vec<(&str, &str)> = names.iter().map(|name| (name.as_str(), MILLS)).collect();
    let reader = Reader::new(&files);
    std::thread::scope(|scope| {
        for name in &names {
            let (reader, path) = (&reader, reader.texts().join(name));
            scope.spawn(move || assert_eq!(reader.add(&path).code, 0));
        }
    });
    assert_eq!(reader.held().len(), 12);
}

#[cfg(unix)]
#[test]
fn a_data_folder_that_cannot_be_written_is_named() {
    let reader = Reader::new(&[("a.md", MILLS)]);
    // A file where the folder should be: also root cannot write there.
    fs::write(reader.0.path().join("data"), "").expect("a file");
    let said = reader.add(&reader.texts());
    assert!(said.code == 2 && said.err.contains("data/bluebook cannot be written to"), "{}", said.err);
    // Reading needs no folder.
    assert_eq!(reader.ask(&["toc", "--from", &reader.texts().display().to_string()]).code, 0);
}

#[test]
fn the_doctor_tells_how_well_each_file_was_read() {
    let reader = Reader::new(&[
        ("a.md", "# Mills\n\nLatvia has a mill.[^1]\n\n- one\n- two\n\n[^1]: Of wood.\n"),
        ("b.txt", "Mills\n\nLatvia has a mill.\n"),
        ("c.txt", ""),
    ]);
    let from = reader.texts().display().to_string();
    let said = reader.ask(&["doctor", &from, "--json"]);
    assert_eq!(said.code, 0);
    assert!(said.err.contains("c.txt: there is no text in it"), "{}", said.err);
    let lines = said.json();
    assert_eq!(lines.len(), 2);
    let numbers = |line: &Value| {
        ["headings", "paragraphs", "footnotes"].map(|key| line[key].as_u64().expect("a number"))
    };
    assert_eq!((lines[0]["format"].as_str(), numbers(&lines[0])), (Some("markdown"), [1, 3, 1]));
    assert_eq!((lines[1]["format"].as_str(), numbers(&lines[1])), (Some("text"), [1, 1, 0]));
    for line in &lines {
        let coverage = line["coverage"].as_f64().expect("a number");
        assert!((0.85..=1.0).contains(&coverage), "{line}");
        assert!(line["warnings"].is_array() && line["characters"].as_u64() >= line["imported"].as_u64());
    }
    let said = reader.ask(&["doctor", &from]);
    assert!(said.out.contains("1 footnote") && said.out.contains("text, 100% of"), "{}", said.out);
    assert_eq!(reader.ask(&["doctor", "/no/such"]).code, 2);
    // Without a path the library is asked.
    assert!(reader.ask(&["doctor", "--json"]).json().len() > 60);
}

#[test]
fn a_sidecar_above_tells_of_the_folders_below() {
    let reader = Reader::new(&[
        ("bluebook.toml", "series = \"Mill Almanac\"\n[files.\"y2015/*.md\"]\nyear = 2015\n"),
        ("y2015/a.md", MILLS),
        ("y2016/bluebook.toml", "year = 2016\n"),
        ("y2016/b.md", MILLS),
    ]);
    let from = reader.texts().display().to_string();
    let toc = reader.ask(&["toc", "--from", &from, "--json"]).json();
    let year =
        |address: &str| toc.iter().find(|line| line["address"] == address).expect("there")["year"].as_i64();
    assert_eq!((year("a"), year("b")), (Some(2015), Some(2016)));
    assert!(toc.iter().all(|line| line["series"] == "Mill Almanac"), "{toc:?}");
}

#[test]
fn what_is_gone_can_be_named_in_every_way() {
    for name in ["b.md", "./b.md", "../texts/b.md", "b"] {
        let reader = Reader::new(&[("a.md", MILLS), ("b.md", MILLS)]);
        assert_eq!(reader.add(&reader.texts()).code, 0);
        fs::remove_file(reader.texts().join("b.md")).expect("removed");
        let mut command = reader.command();
        let output =
            command.current_dir(reader.texts()).args(["remove", name]).output().expect("bluebook runs");
        assert_eq!(output.status.code(), Some(0), "{name}");
        assert_eq!(reader.held(), pairs(&[("a.md", "ok")]), "{name}");
    }
}

#[test]
fn one_document_of_an_archive_does_not_take_the_others_along() {
    let reader = Reader::new(&[]);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for name in ["one.md", "two.md", "bluebook.toml"] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        std::io::Write::write_all(&mut zip, MILLS.as_bytes()).expect("an entry");
    }
    let path = reader.put("both.zip", "");
    fs::write(&path, zip.finish().expect("an archive").into_inner()).expect("a file");
    assert_eq!(reader.add(&path).code, 0);
    let said = reader.ask(&["remove", "one"]);
    assert!(said.code == 1 && said.err.contains("one of 2 documents"), "{}", said.err);
    assert_eq!(reader.held(), pairs(&[("both.zip", "ok")]));
    assert_eq!(reader.ask(&["remove", &path.display().to_string()]).code, 0);
}

#[test]
fn an_empty_path_takes_nothing_out() {
    let reader = Reader::new(&[("a.md", MILLS), ("b.md", MILLS)]);
    assert_eq!(reader.add(&reader.texts()).code, 0);
    for command in ["remove", "add"] {
        let said = reader.ask(&[command, ""]);
        assert!(said.code == 2 && said.err.contains("a path is never empty"), "{}", said.err);
        assert_eq!(reader.held(), pairs(&[("a.md", "ok"), ("b.md", "ok")]), "{command}");
    }
}

#[test]
fn a_misspelt_key_of_a_sidecar_is_named() {
    for (toml, why) in [
        ("serie = \"Q\"\n", "there is no key \"serie\""),
        ("series = \"Q\"\n[files.\"*.md\"]\nyaer = 2\n", "there is no key \"yaer\""),
        ("series = \"Q\"\nyear = [\n", "line 2"),
    ] {
        let reader = Reader::new(&[("bluebook.toml", toml), ("a.md", MILLS)]);
        let said = reader.ask(&["toc", "--from", &reader.texts().display().to_string()]);
        assert!(
            said.code == 0 && said.err.contains(why) && said.err.contains("bluebook.toml"),
            "{}",
            said.err
        );
        assert_eq!(said.err.lines().count(), 1);
        assert!(!said.err.contains('\u{fffd}'), "{}", said.err);
    }
    let reader = Reader::new(&[("a.md", MILLS), ("bluebook.toml", "year = 2001\n")]);
    let said = reader.add(&reader.texts().join("bluebook.toml"));
    assert!(said.code == 2 && said.err.contains("it tells of the files beside it"), "{}", said.err);
}
