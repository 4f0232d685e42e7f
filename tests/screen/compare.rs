//! The tab of comparison: from where a reader stands to what changed, and the way back.
use super::{SIZES, Screen, library};
use bluebook::app::compare::{Ask, Came, Question, Row, answering};
use bluebook::app::{Effect, Message, Pane, Tab, update};
use bluebook::query::Target;
use bluebook::query::compare::{Change, Hidden, Op, SIGNS, Status, compare, compare_texts, passages};
use std::sync::Arc;

fn snap(name: &str, keys: &str) {
    for (columns, rows) in SIZES {
        let mut screen = Screen::open(columns, rows);
        screen.keys(keys);
        insta::assert_snapshot!(format!("compare_{name}_{columns}x{rows}"), screen.shot());
    }
}

/// Shows the comparison of two addresses.
fn compared(columns: u16, rows: u16, sides: &str) -> Screen {
    let mut screen = Screen::open(columns, rows);
    screen.keys(&format!(":compare {sides}<cr>"));
    screen
}

#[test]
fn comparisons_to_begin_with() {
    snap("beginning", "4");
}

#[test]
fn a_place_in_two_editions() {
    snap("place", "/kazakhstan<cr>c");
}

#[test]
fn both_sides_typed() {
    snap("sides", "4/@kazakh");
}

#[test]
fn one_document_against_another() {
    snap("documents", ":compare 2014-steppe 2015-steppe<cr>E");
}

#[test]
fn a_key_asks_for_the_edition_before() {
    let mut screen = Screen::open(120, 40);
    screen.keys("/kazakhstan<cr>");
    let kaz = screen.app.library.atlas.get("KAZ").expect("Kazakhstan");
    let asked = screen.presses("c");
    let [Effect::Compare(question)] = asked.as_slice() else { panic!("{asked:?}") };
    assert_eq!(question.ask, Ask::Before(Target::Place(kaz, None)));
    assert_eq!(screen.app.tab, Tab::Compare);
    screen.perform(&asked);
    let shown = screen.app.compare.shown.as_ref().expect("a comparison");
    assert_eq!(shown.left, Target::Place(kaz, Some(2014)));
    assert_eq!(shown.right, Target::Place(kaz, Some(2015)));
    // Out again, to where it was asked.
    screen.keys("q");
    assert_eq!((screen.app.tab, screen.app.pane), (Tab::Regions, Pane::List));
}

#[test]
fn the_section_that_is_read_is_compared() {
    let mut screen = Screen::open(120, 40);
    screen.keys(":2015-steppe/kazakhstan<cr>c");
    let shown = screen.app.compare.shown.as_ref().expect("a comparison");
    let address = |target| bluebook::query::compare::named(&screen.app.library, target).to_string();
    assert_eq!(address(shown.left), "2014-steppe/kazakhstan");
    assert_eq!(address(shown.right), "2015-steppe/kazakhstan");
}

#[test]
fn where_nothing_comes_before_the_reader_stays_and_is_told_why() {
    let mut screen = Screen::open(120, 40);
    screen.keys(":2014-steppe<cr>");
    screen.keys("c");
    assert_eq!(screen.app.tab, Tab::Contents);
    let told = screen.app.notice.clone().expect("a word");
    assert!(told.contains("2014 is the first"), "{told}");
    screen.keys(":notes<cr>c");
    let told = screen.app.notice.clone().expect("a word");
    assert!(told.contains("nobody knows the year"), "{told}");
    screen.keys("1gc");
    assert!(screen.app.notice.as_ref().is_some_and(|told| told.contains("Choose a place")));
}

#[test]
fn the_screen_has_what_the_command_prints() {
    let screen = compared(120, 40, "@kaz/2014 @kaz/2015");
    let shown = screen.app.compare.shown.as_ref().expect("a comparison");
    let library = &screen.app.library;
    // The command calls the same function with the same passages: what it prints is what is shown.
    let same = compare(library, passages(library, shown.left), passages(library, shown.right));
    assert_eq!(*shown.comparison, same);
    assert_eq!(shown.summary, same.summary());
    let rows = &screen.app.compare.page;
    let differs = same.changes.iter().filter(|change| change.status != Status::Same).count();
    assert_eq!(rows.diffs.len(), differs);
}

#[test]
fn editions_are_walked() {
    let mut screen = compared(120, 40, "@kaz/2014 @kaz/2015");
    let years = |screen: &Screen| {
        let shown = screen.app.compare.shown.as_ref().expect("a comparison");
        [shown.left, shown.right].map(|target| match target {
            Target::Place(_, year) => year,
            Target::Document(_) | Target::Block(..) => None,
        })
    };
    assert!(screen.sees("[2014]  {2015}"), "{}", screen.shot());
    screen.keys("]");
    assert_eq!(years(&screen), [Some(2015), Some(2015)]);
    assert!(screen.sees("100 % alike") && screen.sees("the same"), "{}", screen.shot());
    screen.keys("]");
    assert!(screen.app.notice.as_ref().is_some_and(|told| told.contains("newest")));
    screen.keys("h");
    assert_eq!(years(&screen), [Some(2014), Some(2014)]);
    screen.keys("h");
    assert!(screen.app.notice.as_ref().is_some_and(|told| told.contains("oldest")));
    screen.keys("}x");
    assert_eq!(years(&screen), [Some(2015), Some(2014)]);
    // A side typed as a year alone is the same in that edition.
    screen.keys("/<c-u>kazakhstan 2014 > 2015<cr>");
    assert_eq!(years(&screen), [Some(2014), Some(2015)]);
}

#[test]
fn enter_opens_the_source_and_the_way_back_leads_here() {
    let mut screen = compared(120, 40, "2014-steppe 2015-steppe");
    screen.keys("nn");
    let (row, change) = (screen.app.compare.page.cursor, screen.app.compare.page.change());
    screen.keys("<cr>");
    assert_eq!((screen.app.tab, screen.app.pane), (Tab::Contents, Pane::Reader));
    screen.keys("<bs>");
    assert_eq!(screen.app.tab, Tab::Compare);
    assert_eq!((screen.app.compare.page.cursor, screen.app.compare.page.change()), (row, change));
    // Behind another comparison as well.
    screen.keys("4/<c-u>@kaz/2014 > @uzb/2014<cr><bs>");
    assert_eq!((screen.app.compare.page.cursor, screen.app.compare.page.change()), (row, change));
    screen.keys("o");
    let left = screen.app.contents.reader.doc().expect("a document");
    assert_eq!(screen.app.library.doc(left).year(), Some(2014));
}

#[test]
fn what_is_the_same_is_folded_and_unfolded() {
    let mut screen = compared(120, 40, "2014-steppe 2014-steppe");
    let folds = |screen: &Screen| {
        screen.app.compare.page.rows.iter().filter(|row| matches!(row, Row::Fold(_, false))).count()
    };
    assert_eq!(folds(&screen), 1);
    assert!(screen.sees("paragraphs the same") && !screen.sees("wool"));
    screen.keys("<cr>");
    assert!(folds(&screen) == 0 && screen.sees("wool"), "{}", screen.shot());
    screen.keys("<cr>");
    assert_eq!(folds(&screen), 1);
    screen.keys("E");
    assert_eq!(folds(&screen), 0);
    screen.keys("C");
    assert_eq!(folds(&screen), 1);
}

#[test]
fn a_change_is_copied_with_both_addresses() {
    let mut screen = compared(120, 40, "@kaz/2014 @kaz/2015");
    let asked = screen.presses("y");
    let [Effect::Copy(words)] = asked.as_slice() else { panic!("{asked:?}") };
    assert!(words.contains("2014-steppe") || words.contains("2015-steppe"), "{words}");
}

#[test]
fn what_cannot_be_understood_is_told_and_can_be_mended() {
    let mut screen = Screen::open(80, 24);
    screen.keys("4/@kaz/2014 > zzqx<cr>");
    assert!(screen.app.compare.typing);
    assert!(screen.sees("nothing is called \"zzqx\""), "{}", screen.shot());
    screen.keys("<c-w>@kaz/2015<cr>");
    assert!(!screen.app.compare.typing && screen.app.compare.shown.is_some());
    screen.keys("/<c-u>@kaz > 1999<cr>");
    assert!(screen.sees("has no edition of 1999"), "{}", screen.shot());
    screen.keys("<esc>");
    // Nothing is said there: the words say where something is.
    screen.keys("/<c-u>@armenia/2014 > @armenia/2015<cr>");
    assert!(screen.app.notice.as_ref().is_some_and(|told| told.contains("nothing is said")));
}

#[test]
fn old_answers_are_dropped() {
    let mut screen = Screen::open(120, 40);
    screen.keys(":compare @kaz/2014 @kaz/2015<cr>");
    let before = screen.app.compare.shown.clone().expect("a comparison");
    let asked = screen.presses("x");
    let newer = screen.presses("[");
    assert!(matches!(newer.as_slice(), [Effect::Compare(_)]));
    screen.perform(&asked);
    let shown = screen.app.compare.shown.as_ref().expect("a comparison");
    assert_eq!((shown.left, shown.right), (before.left, before.right));
    screen.perform(&newer);
    assert!(screen.app.compare.waiting.is_none());
}

#[test]
fn the_place_is_kept_over_a_library_read_again() {
    let mut screen = compared(120, 40, "2014-steppe 2015-steppe");
    screen.keys("nn");
    let change = screen.app.compare.page.change();
    let again = library();
    let asked = update(&mut screen.app, Message::Loaded(Arc::clone(&again), Vec::new()));
    screen.perform(&asked);
    let shown = screen.app.compare.shown.as_ref().expect("a comparison");
    assert!(Arc::ptr_eq(&shown.library, &again));
    assert_eq!(screen.app.compare.page.change(), change);
}

#[test]
fn words_are_told_apart_without_colour() {
    let mut wide = compared(120, 40, "2014-steppe 2015-steppe");
    wide.keys("m");
    assert!(wide.shot().lines().any(|line| line.trim_start().starts_with("- ")), "{}", wide.shot());
    assert!(wide.shot().contains("\u{2502} + "), "{}", wide.shot());
    let mut narrow = compared(80, 24, "2014-steppe/kazakhstan 2015-steppe/kazakhstan");
    narrow.keys("E");
    assert!(narrow.shot().contains("+ The Kazakh railway"), "{}", narrow.shot());
    assert!(narrow.shot().contains("- Kazakhstan opened"), "{}", narrow.shot());
}

#[test]
fn the_sentence_on_the_wide_gap_is_aligned() {
    let folder = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    let folders = [folder, std::path::PathBuf::from("../../shared/seeds")];
    let found = folders.into_iter().find(|folder| folder.is_dir());
    let Some(folder) = found else {
        println!("skipped: the two seeds are not beside the program; the built-in editions stand for them");
        let mut screen = Screen::built_in(120, 40);
        screen.keys("4<cr>");
        let shown = screen.app.compare.shown.as_ref().expect("a comparison");
        assert!(!shown.comparison.changes.is_empty());
        return;
    };
    let inputs = vec![bluebook::store::Input::Path(folder)];
    let mut shelf = bluebook::store::Shelf::new(inputs, bluebook::store::Front::default()).expect("regions");
    let library = Arc::new(shelf.read(false, &mut |_| {}).library);
    let mut screen = Screen::with(library, Vec::new(), 120, 40);
    let library = Arc::clone(&screen.app.library);
    let mut docs: Vec<_> = library.iter().map(|(id, doc)| (doc.year(), doc.slug.clone(), id)).collect();
    docs.sort();
    let [first, .., last] = docs.as_slice() else { panic!("two seeds") };
    screen.keys(&format!(":compare {} {}<cr>", first.1, last.1));
    let page = &screen.app.compare.page;
    let shown = screen.app.compare.shown.as_ref().expect("a comparison");
    let aligned = page.rows.iter().position(|row| {
        let change = row.change().map(|at| &shown.comparison.changes[at]);
        change.is_some_and(|change| {
            let has = |op: Op| {
                let words = change.words.iter().filter(|word| word.op == Op::Same || word.op == op);
                words.map(|word| word.text.as_str()).collect::<String>().contains("wide gap")
            };
            change.left.is_some() && change.right.is_some() && has(Op::Dropped) && has(Op::Added)
        })
    });
    assert!(aligned.is_some(), "one row has the sentence of both");
}

#[test]
fn an_answer_tells_all_it_came_to() {
    let library = library();
    let kaz = library.atlas.get("KAZ").expect("Kazakhstan");
    let mut answer = answering();
    let mut came = Vec::new();
    let question = Question { generation: 7, ask: Ask::Before(Target::Place(kaz, None)) };
    answer(&library, &question, &|| false, &mut |message| {
        let Message::Compared(answer) = message else { panic!("another message") };
        assert_eq!(answer.generation, 7);
        came.push(match answer.came {
            Came::Compared(..) => "compared",
            Came::Editions(editions) => {
                assert!(editions.iter().all(|list| list.len() == 2));
                "editions"
            }
            Came::Nothing(_) => "nothing",
        });
    });
    assert_eq!(came, ["compared", "editions"]);
}

/// The changes between two lists of paragraphs.
fn between(left: &[&str], right: &[&str]) -> Vec<Change> {
    compare_texts(left, right).0
}

#[test]
fn what_is_taken_for_none_is_one_thing_for_the_page_and_the_command() {
    let first = "The delegation of the northern harbour signed a long agreement on grain and timber in May.";
    let second = "Ministers met twice in the capital to speak of bridges, railways, schools and hospitals.";
    let slight = "The delegation of the Northern Harbour signed a long agreement on grain and timber in May!";
    let changes = between(&[first, second], &[slight, second]);
    let little = changes.iter().find(|change| change.slight).expect("a slight change");
    assert_eq!(little.status, Status::Changed);
    assert!(!little.is_hidden(Hidden::Nothing));
    assert!(little.is_hidden(Hidden::Slight) && little.is_hidden(Hidden::Wording));
    // What stands elsewhere is told, however little its words differ.
    let moved = Change { status: Status::Moved, ..little.clone() };
    assert!(!moved.is_hidden(Hidden::Slight) && !moved.is_hidden(Hidden::Wording));
}

#[test]
fn what_is_hidden_is_counted_in_words() {
    let texts = [
        (
            "2014-a.md",
            "+++\nyear = 2014\n+++\n\n# A\n\nThe northern harbour signed a long agreement on grain.\n",
        ),
        (
            "2015-b.md",
            "+++\nyear = 2015\n+++\n\n# A\n\nThe Northern harbour signed a long agreement on grain!\n",
        ),
    ];
    let mut screen = Screen::with(super::on_disk(&texts), Vec::new(), 120, 40);
    screen.keys(":compare 2014-a 2015-b<cr>m");
    assert_eq!(
        screen.app.notice.as_deref(),
        Some("1 paragraph differs by case and punctuation alone: it is taken for the same.")
    );
    screen.keys("mm");
    assert_eq!(screen.app.notice.as_deref(), Some("All changes are shown."));
}

#[test]
fn what_is_all_but_the_same_is_nowhere_told_as_the_same() {
    let words: Vec<String> = (0..600).map(|number| format!("word{number}")).collect();
    let long = words.join(" ");
    let text = |end: &str| format!("# A\n\n{long} {end}\n");
    let (one, other) = (text("ends here."), text("ends there."));
    let mut screen =
        Screen::with(super::on_disk(&[("2014-a.md", &one), ("2015-b.md", &other)]), Vec::new(), 120, 40);
    screen.keys(":compare 2014-a 2015-b<cr>");
    let shown = screen.app.compare.shown.as_ref().expect("a comparison");
    assert!((0.995..1.0).contains(&shown.comparison.likeness), "{}", shown.comparison.likeness);
    assert_eq!(shown.comparison.percent(), 99);
    assert_eq!(shown.summary.to_string(), "1 same, 1 changed, 0 moved, 0 new, 0 gone");
    assert!(screen.sees("99 % alike"), "{}", screen.shot());
    let effects = screen.keys(":export a.md<cr>");
    let text = effects.iter().find_map(|effect| match effect {
        Effect::Export { text, .. } => Some(text.as_str()),
        _ => None,
    });
    let text = text.unwrap_or_else(|| panic!("nothing is written: {effects:?}"));
    assert!(text.contains("1 same, 1 changed, 0 moved, 0 new, 0 gone; 99 % alike"), "{text}");
}

#[test]
fn a_changed_paragraph_is_written_in_one_way() {
    let changes = between(&["It ran twice a week to the coast."], &["It ran every day to the coast."]);
    let written = changes[0].marked(SIGNS, str::to_owned);
    assert_eq!(written, "It ran [-twice a week-]{+every day+} to the coast.");
    // What one side alone has needs no signs.
    let changes = between(&[], &[" It ran. "]);
    assert_eq!(changes[0].marked(SIGNS, str::to_owned), "It ran.");
    assert_eq!(changes[0].status.told(), "new");
}
