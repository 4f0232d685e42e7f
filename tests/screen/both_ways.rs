//! The explorer and the commands give the same answers: each question is asked both ways over the built-in digests.
use super::*;
use bluebook::app::lookup::Goal;
use bluebook::app::{Node, changes, notes};
use bluebook::model::Address;
use bluebook::query::Target;
use serde_json::Value;
use std::process::Command;

/// What a command prints with `--json`.
fn asked(arguments: &[&str], data: &std::path::Path) -> Vec<Value> {
    let mut command = Command::new(env!("CARGO_BIN_EXE_bluebook"));
    command.args(arguments).arg("--json").env("XDG_DATA_HOME", data).env("XDG_CACHE_HOME", data);
    let output = command.output().expect("bluebook runs");
    let error = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{arguments:?}: {error}");
    let text = String::from_utf8(output.stdout).expect("UTF-8");
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

fn command(arguments: &[&str]) -> Vec<Value> {
    asked(arguments, std::path::Path::new("/nonexistent"))
}

/// What the explorer would write as JSON Lines.
fn exported(screen: &mut Screen) -> Vec<Value> {
    let effects = screen.keys(":export answers.jsonl<cr>");
    let text = effects.iter().find_map(|effect| match effect {
        Effect::Export { text, .. } => Some(text.clone()),
        _ => None,
    });
    let text = text.unwrap_or_else(|| panic!("nothing is written: {}", screen.shot()));
    text.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect()
}

#[test]
fn search() {
    for query in [
        "peace treaty",
        "\"central asia\" -summit",
        "@kaz year:2012..2015",
        "econom*",
        "Central Asia plus Japan",
    ] {
        let mut screen = Screen::built_in(120, 40);
        // With a space behind it the last word is whole.
        screen.keys(&format!("3{query} <cr>"));
        let answers = command(&["search", query]);
        assert!(!answers.is_empty(), "{query}");
        assert_eq!(exported(&mut screen), answers, "{query}");
    }
}

#[test]
fn concordance() {
    let mut screen = Screen::built_in(120, 40);
    screen.keys("3summit <cr>c");
    let found = screen.app.search.found.as_ref().expect("an answer");
    let spots = found.answer.lines.as_ref().expect("lines").iter();
    let library = &screen.app.library;
    let lines: Vec<(String, String)> = spots
        .map(|spot| {
            let line = bluebook::query::concordance::line(library, spot);
            (library.address(spot.passage).to_string(), line.hit)
        })
        .collect();
    let answers: Vec<(String, String)> = command(&["concordance", "summit"])
        .iter()
        .map(|line| {
            let field = |name: &str| line[name].as_str().unwrap_or_default().to_owned();
            (field("address"), field("match"))
        })
        .collect();
    let sorted = |mut lines: Vec<(String, String)>| {
        lines.sort();
        lines
    };
    assert_eq!(sorted(lines), sorted(answers));
}

#[test]
fn a_dossier() {
    let mut screen = Screen::built_in(120, 40);
    for address in ["@kaz", "@central-asia", "@georgia/2012"] {
        screen.keys(&format!(":{address}<cr>"));
        let reader = &screen.app.regions.reader;
        let shown: Vec<String> = reader
            .sheet
            .stops
            .iter()
            .filter_map(|&stop| match reader.sheet.target(stop) {
                Some(Target::Block(doc, block)) => {
                    Some(screen.app.library.doc(doc).address(block).to_string())
                }
                _ => None,
            })
            .collect();
        let told: Vec<String> = command(&["show", address])
            .iter()
            .map(|line| line["address"].as_str().unwrap_or_default().to_owned())
            .collect();
        assert!(!shown.is_empty());
        assert_eq!(shown, told, "{address}");
    }
}

#[test]
fn countries() {
    let mut screen = Screen::built_in(120, 40);
    screen.keys("E");
    let library = Arc::clone(&screen.app.library);
    let answers = command(&["countries"]);
    let mut seen = 0;
    for row in &screen.app.regions.list.rows {
        let Node::Place(id) = row.node else { continue };
        let place = library.atlas.place(id);
        if library.atlas.family(id).len() > 1 || library.counts(id).mentions == 0 {
            continue;
        }
        let line = answers.iter().find(|line| line["id"] == place.id).expect("every place of the tree");
        assert_eq!(line["passages"].as_u64(), row.count.map(u64::from), "{}", place.name);
        seen += 1;
    }
    assert!(seen > 100, "{seen}");
}

#[test]
fn filter() {
    let mut screen = Screen::built_in(120, 40);
    for query in ["kirghiz", "tajik", "overview"] {
        screen.keys(&format!("<c-p>{query}"));
        let Some(Overlay::Lookup(lookup)) = &screen.app.overlay else { panic!("a look-up") };
        let library = &screen.app.library;
        let shown: Vec<String> = lookup
            .answers
            .iter()
            .filter_map(|answer| match answer.goal {
                Goal::Target(Target::Place(place, year)) => {
                    Some(Address::Place { place: library.atlas.place(place).slug(), year }.to_string())
                }
                Goal::Target(Target::Document(doc)) => Some(library.doc(doc).slug.clone()),
                Goal::Target(Target::Block(doc, block)) => Some(library.doc(doc).address(block).to_string()),
                Goal::Tab(_) | Goal::Command(_) => None,
            })
            .collect();
        let told: Vec<String> = command(&["filter", query])
            .iter()
            .map(|line| line["address"].as_str().unwrap_or_default().to_owned())
            .collect();
        assert!(!shown.is_empty() && shown.len() <= told.len(), "{query}: {shown:?}");
        assert_eq!(shown[..], told[..shown.len()], "{query}");
        screen.keys("<esc><esc>");
    }
}

#[test]
fn comparison() {
    let mut screen = Screen::built_in(120, 40);
    screen.keys(":compare @russia/2013 @russia/2014<cr>");
    assert_eq!(exported(&mut screen), command(&["compare", "@russia/2013", "@russia/2014"]));
    let text = screen.keys(":export changes.md<cr>");
    let markdown = text.iter().any(|effect| {
        matches!(effect, Effect::Export { text, .. } if text.starts_with("# @rus/2013 > @rus/2014\n"))
    });
    assert!(markdown, "{text:?}");
}

#[test]
fn timeline() {
    let mut screen = Screen::built_in(120, 40);
    screen.keys(":timeline @rus, peace treaty<cr>");
    assert_eq!(exported(&mut screen), command(&["timeline", "@rus", "peace treaty"]));
}

#[test]
fn what_came_and_went() {
    let mut screen = Screen::built_in(120, 40);
    let effects = screen.keys("6");
    let library = Arc::clone(&screen.app.library);
    for effect in effects {
        if let Effect::Appearances(question) = effect {
            let mut told = Vec::new();
            changes::answering()(&library, &question, &|| false, &mut |message| told.push(message));
            for message in told {
                update(&mut screen.app, message);
            }
        }
    }
    let answers = command(&["changes"]);
    assert!(answers.len() > 10);
    assert_eq!(exported(&mut screen), answers);
}

#[test]
fn notes_and_citations() {
    let data = tempfile::tempdir().expect("a folder");
    let mut screen = Screen::built_in(120, 40);
    let mut entries = Vec::new();
    for keys in [":2015-europe#p2<cr>", ":2012-russia-central-asia-caucasus#p3<cr>"] {
        screen.keys(keys);
        for effect in screen.keys("Aone #note<cr>") {
            if let Effect::KeepNotes { entries: more, .. } = effect {
                entries.extend(more.last().cloned());
            }
        }
    }
    let (file, ..) = bluebook::store::NoteFile::in_folder(&data.path().join("bluebook")).expect("a file");
    let book = file.keep(entries).expect("kept");
    let asked_for = update(&mut screen.app, Message::Notebook(book, u64::MAX, None));
    for effect in asked_for {
        if let Effect::FindNotes(question) = effect {
            let library = Arc::clone(&screen.app.library);
            let mut told = Vec::new();
            notes::answering()(&library, &question, &|| false, &mut |message| told.push(message));
            for message in told {
                update(&mut screen.app, message);
            }
        }
    }
    screen.keys("7");
    let mut shown = exported(&mut screen);
    let mut told = asked(&["notes"], data.path());
    let by_anchor = |line: &Value| line["anchor"].as_str().unwrap_or_default().to_owned();
    shown.sort_by_key(by_anchor);
    told.sort_by_key(by_anchor);
    assert_eq!(shown.len(), 2);
    assert_eq!(shown, told);
    assert!(shown.iter().all(|line| line["status"] == "ok" && line["tags"] == serde_json::json!(["note"])));
}
