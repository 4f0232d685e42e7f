//! The headless contract, asked of the real binary. Every text here is made up for the purpose.
use assert_cmd::cargo::cargo_bin_cmd;
use serde_json::Value;
use std::collections::BTreeMap;
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// What the program said.
struct Said {
    code: i32,
    out: String,
    err: String,
}

impl Said {
    /// Standard output as JSON Lines.
    fn json(&self) -> Vec<Value> {
        self.out.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
    }

    /// One text field of every line.
    fn field(&self, name: &str) -> Vec<String> {
        self.json().iter().map(|line| line[name].as_str().unwrap_or_default().to_owned()).collect()
    }
}

/// The program, far from the library of whoever runs the tests.
fn bluebook() -> assert_cmd::Command {
    let mut command = cargo_bin_cmd!("bluebook");
    command.env("XDG_DATA_HOME", "/nonexistent");
    command
}

fn ask_with(args: &[&str], input: &[u8]) -> Said {
    let mut command = bluebook();
    let output = command.args(args).write_stdin(input).output().expect("bluebook runs");
    let said = Said {
        code: output.status.code().expect("an exit code"),
        out: String::from_utf8(output.stdout).expect("UTF-8 on standard output"),
        err: String::from_utf8(output.stderr).expect("UTF-8 on standard error"),
    };
    for text in [&said.out, &said.err] {
        let harm = text.chars().find(|&c| c != '\n' && c != '\t' && bluebook::model::is_harmful(c));
        assert_eq!(harm, None, "a control character in the answer to {args:?}");
        assert!(!text.contains('\r'), "a carriage return in the answer to {args:?}");
    }
    said
}

fn ask(args: &[&str]) -> Said {
    ask_with(args, b"")
}

/// A folder of texts that goes when the test ends.
struct Shelf(TempDir);

impl Shelf {
    fn new(files: &[(&str, &str)]) -> Self {
        let shelf = Self(tempfile::tempdir().expect("a folder"));
        for (name, text) in files {
            shelf.put(name, text.as_bytes());
        }
        shelf
    }

    fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().expect("a parent")).expect("a folder");
        fs::write(&path, bytes).expect("a file");
        path
    }

    fn path(&self, name: &str) -> String {
        self.0.path().join(name).display().to_string()
    }

    /// Asks the whole shelf.
    fn ask(&self, args: &[&str]) -> Said {
        let from = self.path("");
        ask(&[args, &["--from", &from]].concat())
    }
}

const RIVERS: &str = "+++
title = \"Rivers of Central Asia\"
series = \"River Almanac\"
year = 2013
+++

# Rivers of Central Asia

## Water

Kazakhstan and Uzbekistan met over the canal in spring.[^1]

- Tajikistan sent two engineers
- Turkmenistan sent a **map**

### Ice

> The glaciers of Tajikistan shrink.

| Place | Gauges |
| --- | --- |
| Kazakhstan | 12 |
| Georgia | 3 |

## Water

Nothing further was said at the second session.

[^1]: The canal is a Kazakh one.
";

const COAST: &str = "+++
title = \"Harbours\"
year = 2015
series = \"River Almanac\"
+++

## Trade

Côte d’Ivoire opened a new pier, and cocoa left for France.

Ghana spoke of cocoa alone; its harbour fund grew.

The new harbour fund of Ghana lends to the pier owners.
";

fn almanac() -> Shelf {
    Shelf::new(&[("rivers.md", RIVERS), ("coast.md", COAST)])
}

fn keys(value: &Value) -> Vec<String> {
    let mut keys: Vec<String> = value.as_object().expect("an object").keys().cloned().collect();
    keys.sort();
    keys
}

#[test]
fn every_line_of_json_has_the_keys_of_the_contract() {
    let shelf = almanac();
    for (args, wanted) in [
        (&["toc"][..], "address title depth year series subject"),
        (&["show"], "address kind text"),
        (&["show", "@kaz"], "address kind text"),
        (
            &["place", "kazakhstan", "nowhere at all"],
            "query id name official japanese region capital neighbours names",
        ),
        (&["countries"], "id name region mentions passages documents years"),
        (&["mentions"], "address id start end text"),
        (&["mentions", "@kaz"], "address id start end text"),
        (&["filter", "water"], "address title score"),
        (&["search", "canal"], "address year countries text matches"),
        (&["concordance", "canal"], "address left match right"),
    ] {
        let said = shelf.ask(&[args, &["--json"]].concat());
        assert_eq!(said.code, 0, "{args:?}: {}", said.err);
        let mut wanted: Vec<&str> = wanted.split(' ').collect();
        wanted.sort_unstable();
        let lines = said.json();
        assert!(!lines.is_empty(), "{args:?}");
        for line in lines {
            assert_eq!(keys(&line), wanted, "{args:?}");
        }
    }
}

#[test]
fn the_tour_is_printed_away_from_a_terminal() {
    let said = ask(&["tour"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    for words in
        ["A tour of bluebook", "Where am I?", "j and k go from passage to passage", ":export notes.md"]
    {
        assert!(said.out.contains(words), "{words}: {}", said.out);
    }
    assert!(said.out.lines().filter(|line| !line.is_empty()).count() >= 25);
}

#[test]
fn compare_tells_what_changed() {
    let shelf = Shelf::new(&[
        (
            "2012/ferries.txt",
            "Ferries\n\nThe ferry to Latvia ran twice a week.\n\nCabins: 20 berths\n\nThe old pier of Riga was closed in the autumn.\n",
        ),
        (
            "2015/ferries.txt",
            "Ferries\n\nThe ferry to Latvia ran every day of the week.\n\nCabins: 25 berths\n\nA new lighthouse shines over Estonia.\n",
        ),
    ]);
    let said = shelf.ask(&["compare", "2012-ferries", "2015-ferries", "--json"]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    let lines = said.json();
    let of = |status: &str| lines.iter().filter(|line| line["status"] == status).count();
    assert_eq!((of("same"), of("changed"), of("added"), of("dropped")), (1, 2, 1, 1), "{}", said.out);
    let cabins = lines.iter().find(|line| line["left"] == "2012-ferries#p2").expect("the cabins");
    assert_eq!(cabins["right"], "2015-ferries#p2");
    assert_eq!(cabins["figures"][0]["change"], "+25 %");
    let plain = shelf.ask(&["compare", "2015-ferries"]);
    assert!(
        plain.out.starts_with("2012-ferries  >  2015-ferries\n1 same, 2 changed, 0 moved, 1 new, 1 gone;")
    );
    assert!(plain.out.contains("ran [-twice a-]{+every day of the+} week."), "{}", plain.out);
    let same = shelf.ask(&["compare", "2015-ferries", "2015-ferries", "--json"]);
    assert!(same.out.lines().all(|line| line.contains("\"status\":\"same\"")));
    assert_eq!(shelf.ask(&["compare", "2012-ferries", "nowhere"]).code, 2);
    assert_eq!(shelf.ask(&["compare", "2012-ferries"]).code, 1, "nothing is older");
}

#[test]
fn every_command_answers_people_as_well() {
    let shelf = almanac();
    for (args, words) in [
        (&["toc"][..], &["2013    Rivers of Central Asia", "rivers/water/ice", "2015    Harbours"][..]),
        (&["show", "rivers"], &["Tajikistan sent two engineers", "The canal is a Kazakh one."]),
        (&["show", "@kaz/2013"], &["rivers#p1  2013\n  Kazakhstan and"]),
        (&["place", "KAZ"], &["Kazakhstan  KAZ", "capital    Astana"]),
        (&["countries"], &["MENTIONS", "Tajikistan  TJK"]),
        (&["mentions", "coast#p1"], &["coast#p1  0..16   CIV  Côte d’Ivoire", "FRA  France"]),
        (&["filter", "kirghiz"], &["Kyrgyz Republic (Kirghiz)  @kgz"]),
        (&["search", "glaciers"], &["rivers#p4  2013", "\n  The glaciers of Tajikistan shrink."]),
        (&["concordance", "glaciers"], &["The glaciers of Tajikistan shrink.", "rivers#p4"]),
    ] {
        let said = shelf.ask(args);
        assert_eq!((said.code, said.err.as_str()), (0, ""), "{args:?}");
        for word in words {
            assert!(said.out.contains(word), "{word:?} in the answer to {args:?}:\n{}", said.out);
        }
        assert!(said.out.lines().all(|line| line.trim_end() == line), "{args:?}: spaces at an end");
    }
}

#[test]
fn alone_and_not_on_a_terminal_it_says_what_it_holds() {
    let said = ask(&[]);
    assert_eq!((said.code, said.err.as_str()), (0, ""));
    for word in ["documents", "bluebook show @kaz", "bluebook --help"] {
        assert!(said.out.contains(word), "{}", said.out);
    }
    let shelf = almanac();
    let said = ask(&[&shelf.path("coast.md")]);
    assert!(said.out.starts_with("Bluebook holds 1 document, edition 2015"), "{}", said.out);
}

#[test]
fn addresses_that_are_printed_can_be_given_back() {
    let shelf = almanac();
    let all = shelf.ask(&["show", "--json"]);
    for line in all.json() {
        let address = line["address"].as_str().expect("an address");
        let back = shelf.ask(&["show", address, "--json"]);
        assert_eq!(back.code, 0, "{address}: {}", back.err);
        assert_eq!(back.json()[0], line, "{address}");
    }
    let toc = shelf.ask(&["toc", "--json"]);
    let addresses = toc.field("address");
    assert!(addresses.contains(&"rivers/water-2".to_owned()), "{addresses:?}");
    for line in toc.json().iter().filter(|line| line["depth"] != 0) {
        let back = shelf.ask(&["show", line["address"].as_str().expect("an address"), "--json"]);
        assert_eq!(back.json()[0]["text"], line["title"]);
    }
    // A heading gives what stands under it, and no more.
    let ice = shelf.ask(&["show", "rivers/water/ice", "--json"]);
    assert_eq!(ice.field("kind"), ["heading", "quote", "row", "row", "row"]);
}

#[test]
fn the_built_in_addresses_can_be_given_back() {
    let all = ask(&["show", "--json"]);
    let lines = all.json();
    let once: Vec<&Value> = lines.iter().filter(|line| line["kind"] != "heading").collect();
    let mut times: BTreeMap<&str, usize> = BTreeMap::new();
    for line in &once {
        *times.entry(line["address"].as_str().expect("an address")).or_default() += 1;
    }
    let once: Vec<&Value> =
        once.into_iter().filter(|line| times[line["address"].as_str().unwrap_or_default()] == 1).collect();
    let addresses: Vec<&str> = once.iter().map(|line| line["address"].as_str().unwrap_or_default()).collect();
    assert!(addresses.len() > 100);
    let back = ask(&[&["show", "--json"], &addresses[..]].concat());
    assert_eq!(back.code, 0, "{}", back.err);
    assert!(back.json().iter().eq(once), "each address gives its own block");

    let toc = ask(&["toc", "--json"]).field("address");
    let toc: Vec<&str> = toc.iter().map(String::as_str).collect();
    let back = ask(&[&["show"], &toc[..]].concat());
    assert_eq!((back.code, back.err.as_str()), (0, ""), "every address of toc is known");
}

#[test]
fn what_show_prints_imports_as_the_same_words() {
    let shelf = almanac();
    let words = |texts: &[String]| -> Vec<String> {
        texts.iter().flat_map(|text| text.split_whitespace()).map(str::to_owned).collect()
    };
    for name in ["rivers", "coast"] {
        let first = shelf.ask(&["show", name, "--json"]).field("text");
        let text = first.join("\n\n");
        let again = ask_with(&["show", "--json", "--from", "-"], text.as_bytes());
        assert_eq!(again.code, 0, "{}", again.err);
        assert_eq!(words(&again.field("text")), words(&first), "{name}");
    }
}

#[test]
fn exit_codes_tell_answers_from_none_and_from_bad_usage() {
    let shelf = almanac();
    for (code, args) in [
        (0, &["toc"][..]),
        (0, &["show", "rivers#p1"]),
        (0, &["show", "RIVERS#p1"]),
        (0, &["show", "@Kazakhstan"]),
        (0, &["show", "@central-asia/2013"]),
        (0, &["show", "rivers#fn1", "rivers#p999"]),
        (0, &["search", "canal"]),
        (0, &["place", "atlantis", "kaz"]),
        (1, &["show", "atlantis"]),
        (1, &["show", "rivers#p999"]),
        (1, &["show", "rivers#fn9"]),
        (1, &["show", "rivers/no-such-heading"]),
        (1, &["show", "@atlantis"]),
        (1, &["show", "@tuvalu"]),
        (1, &["show", "@kaz/1950"]),
        (1, &["mentions", "atlantis"]),
        (1, &["search", "zeppelin"]),
        (1, &["filter", "qqqqzzzz"]),
        (1, &["place", "atlantis"]),
        (2, &["show", "two words"]),
        (2, &["show", "rivers#p0"]),
        (2, &["show", "rivers#q1"]),
        (2, &["show", "rivers#fn"]),
        (2, &["show", "@"]),
        (2, &["show", "@kaz/soon"]),
        (2, &["show", ""]),
        (2, &["mentions", "two words"]),
        (2, &["search"]),
        (2, &["search", ""]),
        (2, &["search", "\"\""]),
        (2, &["search", "(", "--regex"]),
        (2, &["search", "", "--regex"]),
        (2, &["search", "canal", "--year", "soon"]),
        (2, &["search", "canal", "--year", "2015..2012"]),
        (2, &["search", "canal", "--country", "atlantis"]),
        (2, &["filter"]),
        (2, &["place"]),
        (2, &["toc", "--no-such-option"]),
    ] {
        let said = shelf.ask(args);
        assert_eq!(said.code, code, "{args:?}: {}", said.err);
        if code != 0 {
            assert_eq!(said.out, "", "{args:?}");
            assert!(!said.err.trim().is_empty(), "{args:?} says why");
        }
    }
    // What is not there is told of; what is there is printed all the same.
    let some = shelf.ask(&["show", "nowhere", "rivers#p1"]);
    assert!(some.err.contains("nowhere") && some.out.contains("the canal in spring"), "{}", some.err);
    // Words that are no address stop the call before anything is printed.
    let bad = shelf.ask(&["show", "rivers#p1", "rivers#p0"]);
    assert_eq!((bad.code, bad.out.as_str()), (2, ""));
    // Years and titles tell of a reader's own files, and are no filter of the built-in ones.
    assert_eq!(ask(&["show", "@kaz", "--year", "2015"]).code, 2);
    assert_eq!(ask(&["no-such-command"]).code, 2);
}

#[test]
fn help_is_there_for_every_command() {
    for name in ["toc", "show", "place", "countries", "mentions", "filter", "search"] {
        let said = ask(&[name, "--help"]);
        assert_eq!((said.code, said.err.as_str()), (0, ""));
        assert!(said.out.contains("--json") && said.out.contains("--from <PATH>"), "{}", said.out);
        assert_eq!(ask(&["help", name]).out, said.out);
    }
    assert!(ask(&["--help"]).out.contains("exit status"));
}

#[test]
fn from_takes_files_folders_and_standard_input() {
    let shelf = almanac();
    let (rivers, folder) = (shelf.path("rivers.md"), shelf.path(""));
    let documents = |said: &Said| -> Vec<String> {
        let toc = said.json();
        toc.iter()
            .filter(|l| l["depth"] == 0)
            .map(|l| l["address"].as_str().unwrap_or_default().to_owned())
            .collect()
    };
    assert_eq!(documents(&ask(&["toc", "--json", "--from", &rivers])), ["rivers"]);
    assert_eq!(documents(&ask(&["toc", "--json", "--from", &folder])), ["coast", "rivers"]);
    // A file named again, by itself and with its folder, is one document.
    let twice = ask(&["toc", "--json", "--from", &rivers, "--from", &folder]);
    assert_eq!(documents(&twice), ["coast", "rivers"]);
    let text = "The Georgia harbour plan was put off.\n";
    let mixed =
        ask_with(&["toc", "--json", "--from", "-", "--from", &rivers, "--from", "-"], text.as_bytes());
    assert_eq!((documents(&mixed).len(), mixed.err.as_str()), (2, ""));
    assert!(documents(&mixed).contains(&"input".to_owned()));
    let piped = ask_with(&["search", "harbour", "--json", "--from", "-"], text.as_bytes());
    assert_eq!(piped.field("address"), ["input#p1"]);
    let markdown = ask_with(&["toc", "--json", "--from", "-"], b"# Title\n\n## One\n\nWords of one.\n");
    assert_eq!(markdown.field("title"), ["Title", "One"]);
}

#[test]
fn a_year_comes_from_whoever_says_it_first() {
    let text = "The ferry to Georgia ran all summer, and nobody counted its passengers.\n";
    let shelf =
        Shelf::new(&[("ferries-2016.txt", text), ("told/ferries.txt", text), ("plain/boats.txt", text)]);
    shelf.put("told/bluebook.toml", b"year = 2011\nseries = \"Ferry Book\"\n");
    let year = |args: &[&str]| ask(&[&["toc", "--json"], args].concat()).json()[0]["year"].clone();
    let (guessed, told, plain) =
        (shelf.path("ferries-2016.txt"), shelf.path("told/ferries.txt"), shelf.path("plain/boats.txt"));
    assert_eq!(year(&["--from", &guessed]), 2016);
    assert_eq!(year(&["--from", &told]), 2011);
    assert_eq!(year(&["--from", &plain]), Value::Null);
    for path in [&guessed, &told, &plain] {
        assert_eq!(year(&["--from", path, "--year", "1999"]), 1999);
    }
    // A guess is shown as a guess, what is told is not, and what is unknown stays so.
    for (path, shown) in [(&guessed, "2016? "), (&told, "2011  "), (&plain, "undated ")] {
        let said = ask(&["toc", "--from", path]);
        assert!(said.out.starts_with(shown), "{shown:?}: {}", said.out);
    }
    let told = ask(&["toc", "--json", "--from", &told, "--title", "By boat", "--series", "S"]);
    assert_eq!((told.field("title"), told.field("series")), (vec!["By boat".into()], vec!["S".into()]));
    // A search's own --year asks for editions.
    assert_eq!(ask(&["search", "ferry", "--year", "2016", "--from", &guessed]).code, 0);
    assert_eq!(ask(&["search", "ferry", "--year", "2017", "--from", &guessed]).code, 1);
    assert_eq!(ask(&["search", "ferry", "--year", "2016", "--from", &plain]).code, 1);
}

#[test]
fn a_broken_sidecar_is_named_and_stops_nothing() {
    let shelf = Shelf::new(&[("a.txt", "The tower in Latvia fell.\n"), ("bluebook.toml", "year = = 3\n")]);
    let said = shelf.ask(&["show"]);
    assert_eq!(said.code, 0);
    assert!(said.out.contains("tower") && said.err.contains("bluebook.toml"), "{}", said.err);
}

#[test]
fn a_document_says_itself_which_place_it_is_about() {
    let shelf = Shelf::new(&[
        ("toml.md", "+++\nsubject = \"Kazakhstan\"\n+++\n\n# Review\n\nWords.\n"),
        ("yaml.md", "---\nsubject: LVA\n---\n\n# Review\n\nWords.\n"),
        ("lost.md", "+++\nsubject = \"Kazakstn\"\n+++\n\n# Latvia\n\nWords.\n"),
        ("told/a.md", "# Review\n\nWords.\n"),
        ("told/b.md", "# Review\n\nWords.\n"),
        ("told/bluebook.toml", "subject = \"Atlantis\"\n"),
    ]);
    let said = shelf.ask(&["toc", "--json"]);
    let about = |address: &str| {
        let doc = said.json().into_iter().find(|line| line["address"] == address).expect("a document");
        doc["subject"].as_str().map(str::to_owned)
    };
    assert_eq!(about("toml").as_deref(), Some("KAZ"));
    assert_eq!(about("yaml").as_deref(), Some("LVA"));
    // Who says it wrongly is told, and the title answers.
    assert_eq!((about("lost").as_deref(), about("a")), (Some("LVA"), None));
    let mut errors: Vec<&str> = said.err.lines().collect();
    errors.sort_unstable();
    assert!(errors.len() == 2 && errors[0].contains("lost.md: its subject \"Kazakstn\""), "{}", said.err);
    assert!(errors[1].contains("told/bluebook.toml: its subject \"Atlantis\""), "{}", said.err);
    let doctor = ask(&["doctor", "--json", &shelf.path("lost.md")]);
    assert!(doctor.json()[0]["warnings"].to_string().contains("Kazakstn"), "{}", doctor.out);
}

#[test]
fn a_shared_stem_gets_its_folder_in_front() {
    let shelf = Shelf::new(&[
        ("2014/Kazakhstan.txt", "The steppe line was laid.\n"),
        ("2015/Kazakhstan.txt", "The steppe line was opened.\n"),
        ("2015/Latvia.txt", "The tower was opened.\n"),
    ]);
    let toc = shelf.ask(&["toc", "--json"]);
    let mut addresses = toc.field("address");
    addresses.sort();
    assert_eq!(addresses, ["2014-kazakhstan", "2015-kazakhstan", "latvia"]);
    assert_eq!(shelf.ask(&["show", "2015-kazakhstan"]).out, "The steppe line was opened.\n");
    assert!(toc.json().iter().all(|line| line["year"].is_number() && line["subject"].is_string()));
}

#[test]
fn what_cannot_be_read_is_named_with_its_reason() {
    let shelf = Shelf::new(&[("good.txt", "The tower in Latvia fell.\n"), ("empty.txt", " \n\n")]);
    shelf.put("binary.txt", b"\x7fELF\0\0\0\x01");
    shelf.put("noise.txt", b"\x01\0\x02\xff\0\x03\0\0\x04");
    shelf.put("map.txt", b"\x89PNG\r\n\x1a\n and so on");
    shelf.put("old.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and so on");
    fs::create_dir(shelf.0.path().join("bare")).expect("a folder");
    for (name, reason) in [
        ("missing.txt", "no such file"),
        ("empty.txt", "no text"),
        ("binary.txt", "a program"),
        ("noise.txt", "binary"),
        ("map.txt", "a picture"),
        ("old.doc", "save it as .docx"),
        ("bare", "in this folder"),
    ] {
        let (good, bad) = (shelf.path("good.txt"), shelf.path(name));
        let alone = ask(&["show", "--from", &bad]);
        assert_eq!((alone.code, alone.out.as_str()), (2, ""), "{name}");
        let told = |err: &str| err.lines().any(|line| line.contains(&bad) && line.contains(reason));
        assert!(told(&alone.err), "{name}: {}", alone.err);
        let both = ask(&["show", "--from", &bad, "--from", &good]);
        assert_eq!((both.code, both.out.as_str()), (0, "The tower in Latvia fell.\n"), "{name}");
        assert!(told(&both.err), "{name}: {}", both.err);
        // What could not be read might have held the answer.
        assert_eq!(ask(&["search", "zeppelin", "--from", &bad, "--from", &good]).code, 2, "{name}");
    }
    // Whatever a text is called, and whatever its encoding.
    for (name, bytes) in [
        ("latin.txt", &b"The caf\xe9 in Latvia closed.\n"[..]),
        ("notes.xyz", "The café in Latvia closed.\n".as_bytes()),
    ] {
        let path = shelf.put(name, bytes).display().to_string();
        assert_eq!(ask(&["show", "--from", &path]).out, "The café in Latvia closed.\n", "{name}");
    }
    let nothing = ask_with(&["show", "--from", "-"], b"");
    assert!(nothing.code == 2 && nothing.err.contains("standard input"), "{}", nothing.err);
    let front = shelf.put("front.md", b"+++\nyear = \"soon\n+++\n\nWords.\n").display().to_string();
    let said = ask(&["show", "--from", &front]);
    assert!(
        said.code == 2 && said.err.contains("front.md") && said.err.contains("front matter"),
        "{}",
        said.err
    );
}

#[cfg(unix)]
#[test]
fn a_file_without_permission_is_named() {
    use std::os::unix::fs::PermissionsExt;
    let shelf = Shelf::new(&[("good.txt", "The tower in Latvia fell.\n"), ("shut.txt", "Locked.\n")]);
    let shut = shelf.0.path().join("shut.txt");
    fs::set_permissions(&shut, fs::Permissions::from_mode(0o000)).expect("permissions");
    if fs::read(&shut).is_ok() {
        println!("skipped: this user may read everything");
        return;
    }
    let said = shelf.ask(&["show"]);
    assert_eq!((said.code, said.out.as_str()), (0, "The tower in Latvia fell.\n"));
    assert!(said.err.contains("shut.txt") && said.err.contains("permission"), "{}", said.err);
}

#[test]
fn no_escape_byte_where_there_is_no_terminal() {
    let shelf = almanac();
    let from = shelf.path("");
    for (name, value) in [("NO_COLOR", "1"), ("CLICOLOR_FORCE", "1"), ("TERM", "xterm-256color")] {
        for args in [
            &["--help"][..],
            &["toc", "--from", &from],
            &["show", "--from", &from],
            &["search", "canal", "--from", &from],
            &["search", "canal", "--nonsense"],
            &["show", "nowhere", "--from", &from],
        ] {
            let mut command = bluebook();
            let output = command.args(args).env(name, value).output().expect("bluebook runs");
            assert!(!output.stdout.contains(&0x1b) && !output.stderr.contains(&0x1b), "{name} {args:?}");
        }
    }
}

/// Asks everything of a shelf; `ask_with` looks for control characters in each answer.
fn ask_everything(shelf: &Shelf) -> Vec<Said> {
    [&["toc"][..], &["show"], &["countries"], &["mentions"], &["filter", "a"], &["search", "latvia"]]
        .iter()
        .flat_map(|args| [shelf.ask(args), shelf.ask(&[args, &["--json"][..]].concat())])
        .collect()
}

#[test]
fn control_characters_never_get_out() {
    let shelf = Shelf::new(&[
        (
            "a.txt",
            "A \x1b[31mred\x1b[0m tower \u{9b}2J in Latvia\u{202e} fell.\x07\x08\r\nIt \x7fwas\u{85} old.\n",
        ),
        (
            "b.md",
            "+++\ntitle = \"Tower \\u001b[2J\\u202e\"\nseries = \"S\\u0007\"\n+++\n\n## Head\x1b[1m\n\nLatvia \x1b]0;x\x07 has one.\n",
        ),
        ("c.md", "# T&#27;[31m\n\n## H&#x9b;2J\n\nLatvia &#x1b;[31mhas&#8238; `&#7;` one&#x85;.\n"),
    ]);
    for said in ask_everything(&shelf) {
        assert_eq!(said.code, 0, "{}", said.err);
    }
    assert!(shelf.ask(&["show", "a"]).out.contains("A red tower"));
    // Arguments come back in messages and in JSON.
    for args in [
        &["place", "\x1b[31m\u{9b}2J\u{202e}"][..],
        &["place", "--json", "\x1b[31m\u{9b}2J\u{202e}\x7f"],
        &["show", "\x1b[31m"],
        &["show", "@\u{202e}x"],
        &["filter", "\u{9b}2Jqqq"],
        &["search", "\x1b[2J", "--country", "\x1b[2J"],
        &["search", "(\x1b[2J", "--regex"],
        &["toc", "--\x1b[2J\u{202e}"],
        &["search", "x", "--year", "\x1b[2J\u{9b}2J\u{202e}"],
    ] {
        assert_ne!(shelf.ask(args).code, 0, "{args:?}");
    }
    assert_eq!(ask(&["toc", "--from", "/no\x1b[2J/such\u{202e}"]).code, 2);
    let back = ask(&["place", "--json", "x\u{9b}2J"]);
    assert_eq!(back.json()[0]["query"], "x\u{9b}2J", "JSON spells it out and loses nothing");
}

#[cfg(unix)]
#[test]
fn control_characters_in_a_file_name_never_get_out() {
    let shelf = Shelf::new(&[
        ("tower\x1b[31m\u{202e}\u{9b}2J.txt", "The tower in Latvia fell.\n"),
        ("bad\x1b[2J\x07\n.txt", ""),
        ("fold\x1b[2J/one.txt", "Latvia again.\n"),
        ("two/one.txt", "Latvia once more.\n"),
    ]);
    for said in ask_everything(&shelf) {
        assert_eq!(said.code, 0, "{}", said.err);
        assert_eq!(said.err.lines().count(), 1, "one message, one line: {}", said.err);
    }
}

#[cfg(unix)]
#[test]
fn a_closed_pipe_ends_quietly() {
    let bin = assert_cmd::cargo::cargo_bin!("bluebook");
    let shelf = almanac();
    let long = "Latvia built one more tower this year.\n\n".repeat(20_000);
    let path = shelf.put("long.txt", long.as_bytes());
    for command in
        ["show", "show --json", "mentions", "mentions --json", "search tower", "search tower --json"]
    {
        let script = format!(
            "{{ {} {command} --from {}; echo code $? >&2; }} | head -n 1",
            bin.display(),
            path.display()
        );
        let output = std::process::Command::new("sh").args(["-c", &script]).output().expect("sh runs");
        assert_eq!(String::from_utf8_lossy(&output.stderr), "code 0\n", "{command}");
        assert_eq!(String::from_utf8_lossy(&output.stdout).lines().count(), 1, "{command}");
    }
    // Messages into a closed pipe are no reason to fall over.
    let script = format!("{{ {} show --from /no/such 2>&1; echo code $? >&3; }} 3>&2 | true", bin.display());
    let output = std::process::Command::new("sh").args(["-c", &script]).output().expect("sh runs");
    assert_eq!(String::from_utf8_lossy(&output.stderr), "code 2\n");
}

#[test]
fn search_wants_all_words_in_any_order_and_phrases_as_they_stand() {
    let shelf = almanac();
    // In the library's order: how likely each is has tests of its own.
    let search = ["search", "--json", "--order", "document"];
    let addresses = |args: &[&str]| shelf.ask(&[&search, args].concat()).field("address");
    assert_eq!(addresses(&["fund", "harbour"]), ["coast#p2", "coast#p3"]);
    assert_eq!(addresses(&["fund harbour"]), ["coast#p2", "coast#p3"]);
    assert_eq!(addresses(&["harbour", "pier"]), ["coast#p3"]);
    assert_eq!(addresses(&["\"new harbour\""]), ["coast#p3"]);
    assert_eq!(addresses(&["“new harbour”", "ghana"]), ["coast#p3"]);
    assert_eq!(addresses(&["\"harbour new\""]), [""; 0]);
    // Words are whole, unless they are said to go on.
    assert_eq!(addresses(&["coco"]), [""; 0]);
    assert_eq!(addresses(&["coco*"]), ["coast#p1", "coast#p2"]);
    assert_eq!(addresses(&["arbour"]), [""; 0]);
    // Case, accents and the shape of an apostrophe are set aside.
    for query in ["cote d'ivoire", "CÔTE D’IVOIRE", "\"cote d'ivoire\"", "Coté"] {
        assert_eq!(addresses(&[query]), ["coast#p1"], "{query}");
    }
    // Footnotes, items, rows and headings are searched as well.
    for (query, address) in [
        ("kazakh one", "rivers#fn1"),
        ("engineers", "rivers#p2"),
        ("gauges", "rivers#p5"),
        ("ice", "rivers/water/ice"),
    ] {
        assert_eq!(addresses(&[query]), [address], "{query}");
    }
}

#[test]
fn a_concordance_keeps_to_its_width_and_gives_a_pipe_whole_addresses() {
    let shelf = almanac();
    for columns in ["24", "61", "100"] {
        let said = shelf.ask(&["concordance", "cocoa", "--width", columns]);
        assert_eq!(said.code, 0, "{}", said.err);
        let most = columns.parse().expect("a number");
        for line in said.out.lines() {
            assert!(line.chars().count() <= most, "{columns}: {line:?}");
            assert!(line.to_lowercase().contains("cocoa"), "{line:?}");
        }
    }
    assert!(shelf.ask(&["concordance", "cocoa"]).out.lines().any(|line| line.ends_with("  coast#p2")));
    for none in [&["--limit", "0"], &["--width", "0"]] {
        assert_eq!(shelf.ask(&[&["concordance", "cocoa"][..], none].concat()).code, 2);
    }
}

#[test]
fn search_can_be_narrowed_and_cut_short() {
    let shelf = almanac();
    // In the library's order: how likely each is has tests of its own.
    let search = ["search", "--json", "--order", "document"];
    let addresses = |args: &[&str]| shelf.ask(&[&search, args].concat()).field("address");
    assert_eq!(addresses(&["cocoa", "--country", "ghana"]), ["coast#p2"]);
    assert_eq!(
        addresses(&["cocoa", "--country", "@GHA", "--country", "ivory coast"]),
        ["coast#p1", "coast#p2"]
    );
    assert_eq!(addresses(&["canal", "--region", "Central Asia"]), ["rivers#p1", "rivers#fn1"]);
    assert_eq!(addresses(&["cocoa", "--region", "central-asia"]), [""; 0]);
    for (years, found) in [
        ("2015", 2),
        ("2012..2015", 2),
        ("..2015", 2),
        ("2015..", 2),
        ("..", 2),
        ("2013", 0),
        ("..2014", 0),
        ("2016..", 0),
    ] {
        assert_eq!(addresses(&["cocoa", "--year", years]).len(), found, "{years}");
    }
    assert_eq!(addresses(&["--regex", r"\bpier\b.*\bcocoa"]), ["coast#p1"]);
    assert_eq!(addresses(&["--regex", "GHANA (spoke|sang)"]), ["coast#p2"]);
    assert_eq!(addresses(&["the", "--limit", "2"]).len(), 2);
    assert_eq!(shelf.ask(&["search", "cocoa", "--count"]).out, "2\n");
    assert_eq!(shelf.ask(&["search", "zeppelin", "--count"]).code, 1);
    let bad = shelf.ask(&["search", "--regex", "a(b"]);
    assert!(
        bad.code == 2 && bad.err.contains("\"a(b\" is no regular expression: unclosed group"),
        "{}",
        bad.err
    );
}

#[test]
fn matches_are_byte_ranges_of_the_text() {
    let shelf = almanac();
    shelf.put("strasse.txt", "Die Straße nach Lettland führt über Çeşme und die Wüste.\n".as_bytes());
    for (args, found) in [
        (&["pier", "côte"][..], &["Côte", "pier"][..]),
        (&["\"cote d'ivoire opened\""], &["Côte d’Ivoire opened"]),
        (&["d'ivoire", "cocoa", "france"], &["d’Ivoire", "cocoa", "France"]),
        (&["strasse"], &["Straße"]),
        (&["stras*"], &["Straße"]),
        (&["strass*"], &["Straße"]),
        (&["cesme", "wuste"], &["Çeşme", "Wüste"]),
        (&["--regex", "[a-z]+ß[a-z]"], &["Straße"]),
        (&["map", "turkmenistan"], &["Turkmenistan", "map"]),
    ] {
        let said = shelf.ask(&[&["search", "--json"], args].concat());
        let line = &said.json()[0];
        let text = line["text"].as_str().expect("a text");
        let at = |range: &Value, end: usize| usize::try_from(range[end].as_u64().unwrap_or(0)).unwrap_or(0);
        let ranges = line["matches"].as_array().expect("ranges");
        let words: Vec<&str> = ranges
            .iter()
            .map(|range| text.get(at(range, 0)..at(range, 1)).expect("a range of text"))
            .collect();
        assert_eq!(words, found, "{args:?}");
    }
    let said = shelf.ask(&["search", "--json", "canal in spring"]);
    assert_eq!(said.json()[0]["countries"], serde_json::json!(["KAZ", "UZB"]));
    assert_eq!(said.json()[0]["year"], 2013);
}

#[test]
fn mentions_are_byte_ranges_of_their_block() {
    let shelf = almanac();
    let wrapped = "The fourth chapter, which is set in narrow lines, tells of the Kyrgyz
Republic and its bridges, of what is called “Latvia” in the annex, and
at last of Georgia’s wine.\n";
    shelf.put("wrapped.txt", wrapped.as_bytes());
    let show = shelf.ask(&["show", "--json"]).json();
    let mentions = shelf.ask(&["mentions", "--json"]).json();
    assert!(mentions.len() > 10);
    for mention in &mentions {
        let at = |key: &str| usize::try_from(mention[key].as_u64().unwrap_or(0)).unwrap_or(0);
        let words = mention["text"].as_str();
        let fits = |line: &&Value| {
            line["address"] == mention["address"]
                && line["text"].as_str().and_then(|text| text.get(at("start")..at("end"))) == words
        };
        assert!(show.iter().any(|line| fits(&line)), "{mention}");
    }
    let wrapped = shelf.ask(&["mentions", "wrapped", "--json"]);
    assert_eq!(wrapped.field("text"), ["Kyrgyz Republic", "Latvia", "Georgia"]);
    assert_eq!(wrapped.field("id"), ["KGZ", "LVA", "GEO"]);
    // Of a place, only its own names and those below it.
    let kaz = shelf.ask(&["mentions", "@kaz", "--json"]).field("id");
    assert!(!kaz.is_empty() && kaz.iter().all(|id| id == "KAZ"), "{kaz:?}");
    let area = shelf.ask(&["mentions", "@central-asia/2013", "--json"]).field("id");
    assert!(area.contains(&"TJK".to_owned()) && !area.contains(&"GEO".to_owned()), "{area:?}");
}

#[test]
fn countries_count_what_mentions_lists() {
    let shelf = almanac();
    let mut times: BTreeMap<String, u64> = BTreeMap::new();
    for id in shelf.ask(&["mentions", "--json"]).field("id") {
        *times.entry(id).or_default() += 1;
    }
    let lines = shelf.ask(&["countries", "--json"]).json();
    let counted: BTreeMap<String, u64> = lines
        .iter()
        .map(|line| (line["id"].as_str().unwrap_or("").to_owned(), line["mentions"].as_u64().unwrap_or(0)))
        .collect();
    assert_eq!(counted, times);
    let many: Vec<u64> = lines.iter().map(|line| line["mentions"].as_u64().unwrap_or(0)).collect();
    assert!(many.is_sorted_by(|a, b| a >= b), "the most named first: {many:?}");
    let ghana = lines.iter().find(|line| line["id"] == "GHA").expect("Ghana");
    assert_eq!((&ghana["years"], &ghana["documents"]), (&serde_json::json!([2015]), &serde_json::json!(1)));
}

#[test]
fn places_are_found_by_any_name() {
    let names =
        ["キルギス", "rok", "georgia", "@kaz", "cote d'ivoire", "ussr", "central asia", "KGZ", "Atlantis"];
    let said = ask(&[&["place", "--json"], &names[..]].concat());
    let ids: Vec<Value> = said.json().iter().map(|line| line["id"].clone()).collect();
    let wanted = ["KGZ", "KOR", "GEO", "KAZ", "CIV", "SUHH", "x-central-asia", "KGZ"];
    assert_eq!(ids[..8], wanted);
    assert_eq!(ids[8], Value::Null);
    assert_eq!(said.field("query"), names);
    assert!(said.err.contains("Atlantis"));
    let kaz = &said.json()[3];
    assert_eq!((&kaz["capital"], &kaz["region"]), (&"Astana".into(), &"Central Asia".into()));
    assert!(kaz["neighbours"].as_array().is_some_and(|all| all.contains(&"KGZ".into())));
    assert_eq!(ask(&["place", "--json", "Korea, North"]).json()[0]["id"], "PRK");
}

#[test]
fn addresses_of_places_take_names_codes_and_years() {
    let shelf = almanac();
    let show = |address: &str| shelf.ask(&["show", address, "--json"]).field("address");
    assert_eq!(show("@kaz"), ["rivers#p1", "rivers#p6", "rivers#fn1"]);
    assert_eq!(show("@KAZ"), show("@kaz"));
    assert_eq!(show("@kazakhstan"), show("@kaz"));
    assert_eq!(show("@kaz/2013"), show("@kaz"));
    assert_eq!(show("@cote-d-ivoire"), ["coast#p1"]);
    assert!(show("@central-asia").len() > show("@kaz").len());
}

#[test]
fn filter_gives_the_best_first() {
    let shelf = almanac();
    let said = shelf.ask(&["filter", "kaz", "--json"]);
    assert_eq!(said.field("address")[0], "@kaz");
    let scores: Vec<i64> = said.json().iter().map(|line| line["score"].as_i64().unwrap_or(0)).collect();
    assert!(scores.is_sorted_by(|a, b| a >= b), "{scores:?}");
    assert_eq!(shelf.ask(&["filter", "a", "--json", "--limit", "3"]).json().len(), 3);
    assert!(shelf.ask(&["filter", "harb", "--json"]).field("address").contains(&"coast".to_owned()));
}

/// The two documents that the project began with, where they are at hand.
fn seeds() -> Option<PathBuf> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    if path.is_dir() {
        return Some(path);
    }
    let _ = writeln!(std::io::stderr(), "skipped: no {}", path.display());
    None
}

/// The address of the 2012 or the 2015 seed.
fn of_year(address: &str, year: &str) -> bool {
    address.starts_with("diplomatic-bluebook") && address.contains(year)
}

#[test]
fn the_seeds_name_the_places_that_a_reader_counts() {
    let Some(seeds) = seeds() else { return };
    let from = seeds.display().to_string();
    let mentions = ask(&["mentions", "--json", "--from", &from]).json();
    let count = |year: &str, text: &str| {
        let same = |m: &&Value| of_year(m["address"].as_str().unwrap_or(""), year) && m["text"] == text;
        mentions.iter().filter(same).count()
    };
    for (year, text, times) in [
        ("2015", "Japan", 15),
        ("2015", "Russia", 14),
        ("2015", "Ukraine", 2),
        ("2015", "Afghanistan", 2),
        ("2015", "Northern Territories", 2),
        ("2015", "Caucasus", 1),
        ("2015", "Caucasia", 1),
        ("2012", "Japan", 12),
        ("2012", "Japanese", 1),
        ("2012", "Russia", 9),
        ("2012", "Russian", 2),
        ("2012", "Northern Territories", 3),
        ("2012", "Caucasus", 3),
    ] {
        assert_eq!(count(year, text), times, "{text} in the text of {year}");
    }
    for text in [
        "Uzbekistan",
        "Kazakhstan",
        "Kyrgyz Republic",
        "Tajikistan",
        "Turkmenistan",
        "Azerbaijan",
        "Armenia",
        "Georgia",
    ] {
        let named: Vec<&Value> = mentions.iter().filter(|m| m["text"] == text).collect();
        assert_eq!(named.len(), 1, "{text}");
        assert!(named[0]["address"].as_str().is_some_and(|address| address.ends_with("#fn8")), "{text}");
    }
}

#[test]
fn the_seeds_come_back_word_by_word() {
    let Some(seeds) = seeds() else { return };
    for entry in fs::read_dir(&seeds).expect("the seeds") {
        let path = entry.expect("a seed").path();
        let text = fs::read_to_string(&path).expect("text");
        let from = path.display().to_string();
        let wanted: Vec<&str> = text.split_whitespace().collect();
        for args in [&["show", "--from", &from][..], &["show", "--json", "--from", &from]] {
            let said = ask(args);
            let shown = if args.len() == 4 { said.field("text").join("\n") } else { said.out };
            let shown: Vec<&str> = shown.split_whitespace().collect();
            let first = wanted.iter().zip(&shown).position(|(wanted, shown)| wanted != shown);
            assert_eq!((first, shown.len()), (None, wanted.len()), "{}", path.display());
        }
    }
}

#[test]
fn the_seeds_have_two_footnotes() {
    let Some(seeds) = seeds() else { return };
    let from = seeds.display().to_string();
    let said = ask(&["show", "--json", "--from", &from]);
    let lines = said.json();
    let notes: Vec<&str> = lines
        .iter()
        .filter(|line| line["kind"] == "footnote")
        .filter_map(|line| line["address"].as_str()?.split_once("2012-ch2-s5"))
        .map(|(_, part)| part)
        .collect();
    assert_eq!(notes, ["#fn7", "#fn8"]);
    assert_eq!(lines.iter().filter(|line| line["kind"] == "footnote").count(), 2);
}

#[test]
fn a_readers_own_regions_are_used_and_broken_ones_named() {
    let shelf = Shelf::new(&[]);
    let folder = shelf.0.path().join("bluebook");
    fs::create_dir(&folder).expect("a folder");
    let asked = |regions: &str| {
        fs::write(folder.join("regions.toml"), regions).expect("a file");
        let mut command = bluebook();
        command.env("XDG_CONFIG_HOME", shelf.0.path()).args(["place", "kazakhstan", "--json"]);
        let output = command.output().expect("bluebook runs");
        let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
        (output.status.code(), text(output.stdout), text(output.stderr))
    };
    let (code, out, err) = asked("[[region]]\nid = \"x-asia\"\nmembers = [\"KAZ\"]\n");
    assert_eq!((code, err.as_str()), (Some(0), ""));
    let line: Value = serde_json::from_str(&out).expect("a line of JSON");
    assert_eq!(line["region"], "Asia");
    for (broken, why) in [("[[region", "TOML"), ("[[region]]\nid = \"x-nowhere\"\n", "x-nowhere")] {
        let (code, _, err) = asked(broken);
        assert_eq!(code, Some(2), "{err}");
        assert!(err.contains("regions.toml") && err.contains(why), "{err}");
    }
}

/// A packed text.
fn gzip(text: &str) -> Vec<u8> {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    packer.write_all(text.as_bytes()).expect("packed");
    packer.finish().expect("packed")
}

/// A zip archive of these texts.
fn zipped(files: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in files {
        zip.start_file(*name, zip::write::SimpleFileOptions::default()).expect("an entry");
        zip.write_all(text.as_bytes()).expect("an entry");
    }
    zip.finish().expect("an archive").into_inner()
}

#[test]
fn what_an_archive_tells_of_its_files_is_heard() {
    let files = [
        ("a/Latvia.txt", "The tower was opened.\n"),
        ("a/b/Kazakhstan.txt", "The steppe line was begun.\n"),
        ("a/b/bluebook.toml", "year = 1993\n"),
        ("c/Latvia.txt", "The tower was closed.\n"),
        ("bluebook.toml", "series = \"Old Almanac\"\n[files.\"c/*\"]\nyear = 1994\n"),
        ("c/bluebook.toml", "serie = \"x\"\n"),
    ];
    let packed = zipped(&files);
    let shelf = Shelf::new(&[]);
    let path = shelf.put("almanac.zip", &packed);
    let file = ask(&["toc", "--json", "--from", &path.display().to_string()]);
    let piped = ask_with(&["toc", "--json", "--from", "-"], &packed);
    for said in [file, piped] {
        let told: Vec<String> = said
            .json()
            .iter()
            .map(|line| format!("{} {} {}", line["address"], line["year"], line["series"]).replace('"', ""))
            .collect();
        assert_eq!(
            told,
            ["c-latvia 1994 Old Almanac", "kazakhstan 1993 Old Almanac", "a-latvia null Old Almanac"]
        );
        assert!(said.err.contains(": c/bluebook.toml: not a bluebook.toml"), "{}", said.err);
        assert_eq!(said.err.lines().count(), 1, "{}", said.err);
    }
}

#[test]
fn packed_texts_are_read_as_what_they_hold() {
    let shelf = Shelf::new(&[]);
    shelf.put("2015/Kazakhstan.txt.gz", &gzip("The steppe line was opened.\n"));
    let packed = zipped(&[
        ("2014/Kazakhstan.txt", "The steppe line was begun.\n"),
        ("2014/Latvia.txt", "The tower was opened.\n"),
        ("2014/empty.txt", ""),
        ("__MACOSX/2014/._Latvia.txt", "x"),
    ]);
    let path = shelf.put("almanac.zip", &packed);
    let toc = shelf.ask(&["toc", "--json"]);
    assert_eq!(toc.code, 0);
    assert!(toc.err.contains("almanac.zip: 2014/empty.txt: there is no text in it"), "{}", toc.err);
    let mut addresses = toc.field("address");
    addresses.sort();
    assert_eq!(addresses, ["2014-kazakhstan", "2015-kazakhstan", "latvia"]);
    assert!(
        toc.json().iter().all(|line| line["year"].is_number() && line["subject"].is_string()),
        "{}",
        toc.out
    );
    assert_eq!(ask_with(&["show", "--from", "-"], &gzip("Some words.\n")).out, "Some words.\n");
    let said = ask(&["doctor", &path.display().to_string(), "--json"]);
    assert_eq!(said.json().len(), 2);
    assert!(said.field("path")[0].ends_with("almanac.zip: 2014/Kazakhstan.txt"), "{}", said.out);
}
