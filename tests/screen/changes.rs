//! The tab of what came and went: its tree, its passages, its editions, and that it tells what the command tells.
use super::*;
use bluebook::app::Node;
use bluebook::app::changes::{Branch, answering};
use bluebook::model::Passage;
use bluebook::query::changes::{Kind, Status, Told};

/// Answers what the tab asks, as the thread does it.
fn perform(screen: &mut Screen, effects: &[Effect]) {
    let mut answer = answering();
    let library = Arc::clone(&screen.app.library);
    for effect in effects {
        if let Effect::Appearances(question) = effect {
            let mut told = Vec::new();
            answer(&library, question, &|| false, &mut |message| told.push(message));
            for message in told {
                update(&mut screen.app, message);
            }
        }
    }
}

/// Presses keys one by one; each question is answered before the next.
fn press(screen: &mut Screen, keys: &[&str]) {
    for keys in keys {
        let asked = screen.keys(keys);
        perform(screen, &asked);
    }
}

fn editions(columns: u16, rows: u16) -> Screen {
    let old = "Norway sent fish. The old canal treaty held; the old canal treaty was praised in Brazil.";
    let new = "Norway sent fish, and Chile copper. The Northern Light Compact was signed. The green rail corridor opened, \
               and a green rail corridor is long.";
    let rail = "Locomotives crossed bridges nightly, hauling timber, granite, barley besides passengers toward harbours.";
    let text = |year: i32, own: &str, heading: &str| {
        (
            format!("{year}-europe.md"),
            format!(
                "+++\ntitle = \"Europe\"\nseries = \"Yearbook\"\nyear = {year}\nregion = \"europe\"\n+++\n\n# Europe\n\n\
             ## Overview\n\n{own}\n\n## {heading}\n\n{rail}\n"
            ),
        )
    };
    let texts = [text(2012, old, "Trains"), text(2013, old, "Trains"), text(2014, new, "Railways")];
    let atlas = gazetteer::atlas(gazetteer::built_in_regions()).expect("an atlas");
    let tagger = Tagger::new();
    let importer = Importer { atlas: &atlas, tagger: &tagger };
    let docs = texts
        .iter()
        .map(|(name, text)| {
            let source =
                From::alone(name, Origin::BuiltIn(name.clone()), Format::of_name(name).expect("a format"));
            Arc::new(importer.import(&source, text.as_bytes()).expect("a document"))
        })
        .collect();
    Screen::with(Arc::new(Library::new(Arc::new(atlas), docs)), Vec::new(), columns, rows)
}

fn labels(screen: &Screen) -> Vec<&str> {
    screen.app.changes.desk.list.rows.iter().map(|row| row.label.as_str()).collect()
}

#[test]
fn the_tree_and_its_passages() {
    for (columns, rows) in SIZES {
        let mut screen = editions(columns, rows);
        press(&mut screen, &["6", "jjjj"]);
        insta::assert_snapshot!(format!("changes_{columns}x{rows}"), screen.shot());
        press(&mut screen, &["/canal", "<cr>", "<cr>"]);
        insta::assert_snapshot!(format!("changes_phrase_{columns}x{rows}"), screen.shot());
    }
}

#[test]
fn before_the_answer_and_where_there_is_none() {
    let mut screen = editions(80, 24);
    screen.presses("6");
    assert!(screen.sees("Reading the editions..."), "{}", screen.shot());
    let mut alone = Screen::with(
        Arc::new(Library::new(
            Arc::clone(&screen.app.library.atlas),
            vec![Arc::clone(screen.app.library.iter().next().expect("a document").1)],
        )),
        Vec::new(),
        80,
        24,
    );
    press(&mut alone, &["6"]);
    assert!(alone.sees("edition before 2014 to compare it with"), "{}", alone.shot());
    // No key may panic there.
    press(&mut alone, &["[", "]", "{", "}", "a", "X", "E", "C", "<cr>", "<bs>", "/x", "<esc>", "1"]);
}

#[test]
fn a_passage_opens_and_the_way_back_comes_back() {
    let mut screen = editions(120, 40);
    press(&mut screen, &["6", "/corridor", "<cr>", "<cr>"]);
    assert_eq!(screen.app.pane, Pane::Reader);
    assert!(screen.sees("First said in 2014: green rail corridor"), "{}", screen.shot());
    let before = screen.shot();
    press(&mut screen, &["<cr>"]);
    assert!(matches!(screen.app.changes.desk.reader.source, Source::Document(_)));
    press(&mut screen, &["<bs>"]);
    assert_eq!(screen.shot(), before);
    press(&mut screen, &["<esc>", "<esc>", "<esc>", "2", "6"]);
    assert_eq!(screen.app.tab, Tab::Changes);
}

#[test]
fn both_sides_of_a_renamed_heading_are_shown() {
    let mut screen = editions(120, 40);
    press(&mut screen, &["6", "E", "/trains", "<cr>"]);
    assert!(labels(&screen).contains(&"Railways"), "its old name finds it: {:?}", labels(&screen));
    press(&mut screen, &["G", "<cr>"]);
    assert!(screen.sees("Renamed in 2014: Railways"), "{}", screen.shot());
    assert!(screen.sees("was \"Trains\""), "{}", screen.shot());
}

#[test]
fn editions_are_turned_with_keys_and_ordered_by_words() {
    let mut screen = editions(120, 40);
    press(&mut screen, &["6"]);
    assert_eq!(labels(&screen)[0], "Library, 2014 against 2012-2013");
    press(&mut screen, &["["]);
    assert_eq!(labels(&screen)[0], "Library, 2013 against 2012");
    press(&mut screen, &["[", "]"]);
    assert_eq!(labels(&screen)[0], "Library, 2014 against 2012-2013");
    press(&mut screen, &["{"]);
    assert_eq!(labels(&screen)[0], "Library, 2013-2014 against 2012");
    press(&mut screen, &["}"]);
    assert_eq!(labels(&screen)[0], "Library, 2014 against 2012-2013");
    press(&mut screen, &[":changes @nor 2012..2013<cr>"]);
    assert_eq!(labels(&screen)[0], "Norway, 2013 against 2012");
    press(&mut screen, &["X"]);
    assert_eq!(labels(&screen)[0], "Library, 2013 against 2012");
    press(&mut screen, &["<bs>"]);
    assert_eq!(labels(&screen)[0], "Norway, 2013 against 2012");
    press(&mut screen, &[":changes nowhereland<cr>"]);
    assert!(screen.sees("no place is called"), "{}", screen.shot());
    press(&mut screen, &["<esc>", "1", "/norway<cr>", "X"]);
    assert_eq!(labels(&screen)[0], "Norway, 2014 against 2012-2013");
    // In another tree the keys of editions do nothing.
    press(&mut screen, &["1"]);
    let before = screen.app.regions.list.cursor;
    press(&mut screen, &["[", "]", "{", "}"]);
    assert_eq!((screen.app.tab, screen.app.regions.list.cursor), (Tab::Regions, before));
}

#[test]
fn the_tab_shows_what_the_command_prints() {
    let mut screen = Screen::built_in(120, 40);
    press(&mut screen, &["6", "a", "E"]);
    let library = Arc::clone(&screen.app.library);
    let shown: Vec<(Status, Kind, String, Option<u32>)> = screen
        .app
        .changes
        .desk
        .list
        .rows
        .iter()
        .filter_map(|row| match &row.node {
            Node::Change(Branch::Finding(status, kind, text, _)) => {
                Some((*status, *kind, text.clone(), row.count))
            }
            _ => None,
        })
        .collect();
    let output = assert_cmd::cargo::cargo_bin_cmd!("bluebook")
        .env("XDG_DATA_HOME", "/nonexistent")
        .args(["changes", "--json"])
        .output()
        .expect("bluebook runs");
    let told: Vec<serde_json::Value> = String::from_utf8(output.stdout)
        .expect("UTF-8")
        .lines()
        .map(|line| serde_json::from_str(line).expect("JSON"))
        .collect();
    let word = |value: serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    assert!(shown.len() > 20, "{} findings", shown.len());
    assert_eq!(shown.len(), told.len());
    for ((status, kind, text, count), line) in shown.iter().zip(&told) {
        let own = [serde_json::to_value(status), serde_json::to_value(kind)]
            .map(|value| word(value.expect("a word")));
        assert_eq!(
            [&own[0], &own[1], text],
            [&line["status"], &line["kind"], &line["text"]].map(|v| v.as_str().expect("words"))
        );
        assert_eq!(count.map(u64::from), line["count"].as_u64(), "{text}");
        let address =
            bluebook::model::Address::parse(line["address"].as_str().expect("an address")).expect("one");
        assert!(bluebook::query::resolve(&library, &address).is_some(), "{text}: it leads somewhere");
    }
    let report = screen.app.changes.report().expect("a report");
    assert!(report.findings.iter().all(|finding| Told::of(&library, finding).address.is_some()));
    assert!(
        report
            .findings
            .iter()
            .flat_map(|finding| &finding.passages)
            .all(|at: &Passage| library.get(at.doc).is_some())
    );
}

#[test]
fn editions_are_turned_while_an_answer_is_awaited() {
    let text = |year: i32| {
        let head =
            format!("+++\ntitle = \"Europe\"\nseries = \"Yearbook\"\nyear = {year}\n+++\n\n# Europe\n\n");
        (format!("{year}-europe.md"), format!("{head}Norway sent fish, and {year} was a good year for it.\n"))
    };
    let texts: Vec<(String, String)> = (2010..2016).map(text).collect();
    let texts: Vec<(&str, &str)> = texts.iter().map(|(name, text)| (&**name, &**text)).collect();
    let mut screen = Screen::with(on_disk(&texts), Vec::new(), 100, 30);
    press(&mut screen, &["6"]);
    let asked = |screen: &Screen| (screen.app.changes.asked.from, screen.app.changes.asked.to);
    assert_eq!(asked(&screen), (None, None));
    // Three keys before any answer: each goes on from what the one before asked.
    let effects = screen.keys("[[[");
    assert_eq!(asked(&screen), (None, Some(2012)));
    screen.keys("]{");
    assert_eq!(asked(&screen), (Some(2011), Some(2013)));
    perform(&mut screen, &effects);
    press(&mut screen, &["]", "}"]);
    assert_eq!(asked(&screen), (Some(2012), Some(2014)));
}
