//! Terms by edition: every bar is the length of its list, gaps are no zeros, and the index finds what a scan finds.
use assert_cmd::cargo::cargo_bin_cmd;
use bluebook::gazetteer::{self, Tagger};
use bluebook::import::{Format, Importer, Source};
use bluebook::model::{Atlas, Document, Library, Origin, Passage};
use bluebook::query::index;
use bluebook::query::search::{Ask, Order, Query, Scope, results};
use bluebook::query::timeline::{
    Chronicle, Chronicler, Editions, Heat, Term, before, chronicle, passages_of, words_in,
};
use bluebook::store::{Front, Input, Shelf};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

static WORLD: LazyLock<(Arc<Atlas>, Tagger)> = LazyLock::new(|| {
    (Arc::new(gazetteer::atlas(gazetteer::built_in_regions()).expect("an atlas")), Tagger::new())
});

fn document(path: &str, text: &str) -> Arc<Document> {
    let importer = Importer { atlas: &WORLD.0, tagger: &WORLD.1 };
    let name = Path::new(path).file_name().expect("a name").to_string_lossy().into_owned();
    let source =
        Source::alone(&name, Origin::BuiltIn(path.into()), Format::of_name(&name).expect("a format"));
    Arc::new(importer.import(&source, text.as_bytes()).expect("a document"))
}

/// Documents of an edition each.
fn library(texts: &[(i32, &str)]) -> Arc<Library> {
    let docs = texts.iter().enumerate().map(|(number, (year, text))| {
        let text =
            format!("+++\ntitle = \"Paper {number}\"\nseries = \"Papers\"\nyear = {year}\n+++\n\n{text}\n");
        document(&format!("paper-{number}.md"), &text)
    });
    Arc::new(Library::new(Arc::clone(&WORLD.0), docs.collect()))
}

fn digests() -> Arc<Library> {
    Arc::new(bluebook::store::built_in().expect("the digests").library)
}

fn term(text: &str) -> Term {
    Term::parse(text, &WORLD.0).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn counts(library: &Library, text: &str, predecessors: bool) -> Vec<(i32, usize)> {
    let editions = Editions::of(library);
    let answer = chronicle(library, &editions, &term(text), predecessors);
    editions.years.iter().enumerate().map(|(at, edition)| (edition.year, answer.count(at))).collect()
}

/// What others say of a term: the search of its words, the dossier of a place.
fn otherwise(library: &Library, term: &Term) -> BTreeSet<Passage> {
    match term {
        Term::Place(place) => library.family_passages(*place).into_iter().collect(),
        Term::Words { .. } => {
            let query: Query = term.query(&library.atlas).expect("a query");
            let scope = Scope::default();
            let ask = Ask {
                library,
                query: &query,
                scope: &scope,
                order: Order::Document,
                within: None,
                index: None,
            };
            results(&ask).hits.iter().map(|hit| hit.passage).collect()
        }
    }
}

fn agrees(library: &Library, editions: &Editions, answer: &Chronicle) {
    let wanted = otherwise(library, &answer.term);
    let mut seen = BTreeSet::new();
    for (at, edition) in editions.years.iter().enumerate() {
        let list = answer.passages(at);
        assert_eq!(answer.count(at), list.len(), "{:?} in {}", answer.term, edition.year);
        assert!(list.windows(2).all(|two| two[0] < two[1]), "in the library's order, each once");
        let docs: BTreeSet<_> = list.iter().map(|passage| passage.doc).collect();
        assert_eq!(answer.documents(at) as usize, docs.len(), "{:?} in {}", answer.term, edition.year);
        assert!(docs.iter().all(|&doc| library.doc(doc).year() == Some(edition.year)));
        assert!(answer.documents(at) <= edition.documents);
        seen.extend(list);
    }
    let dated: BTreeSet<Passage> =
        wanted.iter().copied().filter(|passage| library.doc(passage.doc).year().is_some()).collect();
    assert_eq!(seen, dated, "{:?}", answer.term);
    assert_eq!(answer.undated(), wanted.len() - dated.len(), "{:?}", answer.term);
}

/// A generator of numbers that is the same on every machine (a linear congruence, Knuth's constants).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most.max(1)
    }
}

/// One to three words as they stand somewhere in the library.
fn somewhere(library: &Library, dice: &mut Dice) -> Option<Term> {
    let (_, doc) = library.iter().nth(dice.below(library.len()))?;
    let prose = doc.prose(dice.below(doc.blocks.len())).into_owned();
    let words: Vec<&str> = prose.split_whitespace().collect();
    let from = dice.below(words.len());
    let to = (from + 1 + dice.below(3)).min(words.len());
    let mut text = words.get(from..to)?.join(" ");
    if dice.below(4) == 0 {
        text = text.chars().take(4).chain("*".chars()).collect();
    }
    Term::parse(&text, &library.atlas).ok()
}

/// Texts of odd words and signs, so that every path of the scan and of the index is gone.
fn odd() -> Vec<(i32, String)> {
    let words = [
        "Kazakhstan",
        "Türkiye",
        "Straße",
        "STRASSE",
        "日本",
        "カザフ",
        "ｶﾞｽ",
        "ガス",
        "co-operation",
        "don’t",
        "U.S.",
        "100%",
        "km²",
        "1,234.5",
        "the",
        "of",
        "re\u{301}sume\u{301}",
        "G7サミット",
        "한국은",
        "İstanbul",
        "Ｇ７",
        "treaty¹",
        "so\u{ad}ft",
        "Zaire",
    ];
    let mut dice = Dice(7);
    (0..60)
        .map(|number| {
            let mut text = String::new();
            for _ in 0..10 {
                for _ in 0..2 + dice.below(9) {
                    text.push_str(words[dice.below(words.len())]);
                    text.push_str(["", " ", " ", "\n", ", ", "-"][dice.below(6)]);
                }
                text.push_str("\n\n");
            }
            (2000 + number % 5, text)
        })
        .collect()
}

#[test]
fn bars_are_as_long_as_their_lists() {
    let library = digests();
    let editions = Editions::of(&library);
    let mut dice = Dice(3);
    let mut said = 0;
    for _ in 0..150 {
        let Some(term) = somewhere(&library, &mut dice) else { continue };
        let answer = chronicle(&library, &editions, &term, false);
        agrees(&library, &editions, &answer);
        said += usize::from(!answer.dated().is_empty());
    }
    assert!(said > 80, "{said} terms were said");
    for place in ["@kaz", "@rus", "@central-asia", "@europe", "@usa", "@suhh"] {
        agrees(&library, &editions, &chronicle(&library, &editions, &term(place), false));
    }
}

#[test]
fn the_index_finds_what_a_scan_finds() {
    let odd = odd();
    let texts: Vec<(i32, &str)> = odd.iter().map(|(year, text)| (*year, text.as_str())).collect();
    for library in [library(&texts), digests()] {
        let editions = Editions::of(&library);
        let (mut indexed, mut dice, mut said) = (Chronicler::default(), Dice(11), 0);
        index::build(&library, &|| false);
        assert!(index::of(&library).is_complete(&library) && index::of(&library).bytes() > 0);
        for round in 0..300 {
            let Some(term) = somewhere(&library, &mut dice) else { continue };
            let scanned = chronicle(&library, &editions, &term, false);
            assert_eq!(*indexed.chronicle(&library, &term, false), scanned, "{term:?}");
            said += usize::from(!scanned.dated().is_empty());
            if round % 10 == 0 {
                agrees(&library, &editions, &scanned);
            }
        }
        assert!(said > 150, "{said} terms were said");
        for text in ["%", "日", "カ", "ガ", "a*", "the", "not there", "日本 カ*", "straße"] {
            let term = term(text);
            let scanned = chronicle(&library, &editions, &term, false);
            assert_eq!(*indexed.chronicle(&library, &term, false), scanned, "{text}");
            agrees(&library, &editions, &scanned);
        }
    }
}

#[test]
fn an_index_that_is_interrupted_changes_no_answer() {
    let library = digests();
    let editions = Editions::of(&library);
    let mut chronicler = Chronicler::default();
    index::build(&library, &|| true);
    assert_eq!(index::of(&library).bytes(), 0);
    let wanted = chronicle(&library, &editions, &term("peace treaty"), false);
    assert_eq!(*chronicler.chronicle(&library, &term("peace treaty"), false), wanted);
    index::build(&library, &|| false);
    assert!(index::of(&library).bytes() > 0);
    chronicler.forget();
    assert_eq!(*chronicler.chronicle(&library, &term("peace treaty"), false), wanted);
}

#[test]
fn a_gap_is_no_zero() {
    let library = library(&[
        (2001, "A treaty."),
        (2004, "No word."),
        (2006, "The treaty and the Treaty.\n\nA treaty."),
    ]);
    assert_eq!(counts(&library, "treaty", false), [(2001, 1), (2004, 0), (2006, 2)]);
    let editions = Editions::of(&library);
    assert_eq!((editions.find(2002), editions.find(2004)), (None, Some(1)));
    assert_eq!(editions.span(), Some((2001, 2006)));
    assert_eq!(chronicle(&library, &editions, &term("treaty"), false).span(), Some((0, 2)));
}

#[test]
fn rates_are_per_ten_thousand_words_of_the_edition() {
    let library =
        library(&[(2001, "One treaty of four words."), (2001, "Nothing here."), (2002, "A treaty.")]);
    let editions = Editions::of(&library);
    for (at, edition) in editions.years.iter().enumerate() {
        let docs = library.iter().filter(|(_, doc)| doc.year() == Some(edition.year));
        let words: u64 = docs
            .map(|(_, doc)| (0..doc.blocks.len()).map(|block| words_in(doc.raw(block))).sum::<u64>())
            .sum();
        assert_eq!(edition.words, words);
        let answer = chronicle(&library, &editions, &term("treaty"), false);
        let wanted = answer.count(at) as f64 * 10_000.0 / words as f64;
        assert!((answer.rate(&editions, at) - wanted).abs() < 1e-9 && wanted > 0.0);
    }
    assert_eq!(editions.years.iter().map(|edition| edition.documents).collect::<Vec<_>>(), [2, 1]);
}

#[test]
fn a_state_is_counted_with_those_it_came_after() {
    let library = library(&[
        (1990, "Zaire sells copper. Kazakhstan is not named."),
        (1996, "Zaire again.\n\nAnd Zaire."),
        (1998, "The Democratic Republic of the Congo sells copper."),
    ]);
    assert_eq!(counts(&library, "@cod", false), [(1990, 0), (1996, 0), (1998, 1)]);
    assert_eq!(counts(&library, "@cod", true), [(1990, 1), (1996, 2), (1998, 1)]);
    assert_eq!(counts(&library, "Zaire", true), [(1990, 1), (1996, 2), (1998, 0)]);
    let names = |slug: &str| -> Vec<&str> {
        let Term::Place(place) = term(slug) else { panic!("{slug} is a place") };
        before(&library, place).into_iter().map(|id| library.atlas.place(id).id).collect()
    };
    assert_eq!(names("@cod"), ["ZRCD"]);
    assert!(names("@kaz").contains(&"SUHH") && names("@jpn").is_empty());
}

#[test]
fn the_heat_map_counts_what_the_timelines_count() {
    let library = digests();
    let editions = Editions::of(&library);
    let heat = Heat::of(&library, &editions);
    assert!(heat.rows.len() > 50 && heat.rows.windows(2).all(|two| two[0].total >= two[1].total));
    for row in heat.rows.iter().step_by(7) {
        let answer = chronicle(&library, &editions, &Term::Place(row.place), false);
        for (at, &count) in row.counts.iter().enumerate() {
            assert_eq!(count as usize, answer.count(at));
            assert_eq!(passages_of(&library, &editions, row.place, at), answer.passages(at));
        }
    }
}

#[test]
fn the_digests_give_a_timeline_of_many_years() {
    let library = digests();
    for text in ["@rus", "@russia-central-asia-caucasus", "cooperation"] {
        let said = counts(&library, text, false).into_iter().filter(|(_, count)| *count > 0).count();
        assert!(said >= 10, "{text} is said in {said} years");
    }
}

// ---- The command ----------------------------------------------------------------------------------------------

fn ask(args: &[&str]) -> (i32, String, String) {
    let output = cargo_bin_cmd!("bluebook")
        .env("XDG_DATA_HOME", "/nonexistent")
        .args(args)
        .output()
        .expect("bluebook runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("a code"), text(output.stdout), text(output.stderr))
}

#[test]
fn the_command_prints_a_line_for_each_term_and_edition() {
    let library = digests();
    let editions = Editions::of(&library);
    let (code, out, _) = ask(&["timeline", "@rus", "peace treaty", "--json"]);
    assert_eq!(code, 0);
    let lines: Vec<Value> = out.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let mut wanted = Vec::new();
    for text in ["@rus", "peace treaty"] {
        let answer = chronicle(&library, &editions, &term(text), false);
        for (at, edition) in editions.years.iter().enumerate() {
            wanted.push(serde_json::json!({
                "term": text, "year": edition.year, "count": answer.count(at), "words": edition.words,
                "documents": answer.documents(at),
            }));
        }
    }
    assert_eq!(lines, wanted);
    assert!(out.starts_with("{\"term\":\"@rus\",\"year\":2007,\"count\":"), "{out}");
}

#[test]
fn the_command_tells_of_gaps_rates_and_what_is_not_there() {
    let folder = tempfile::tempdir().expect("a folder");
    for (name, text) in [
        ("a.md", "---\ntitle: A\nyear: 2001\n---\n\nZaire and one treaty here.\n"),
        ("b.md", "---\ntitle: B\nyear: 2003\n---\n\nThe treaty, and Kinshasa.\n"),
    ] {
        std::fs::write(folder.path().join(name), text).expect("written");
    }
    let from = folder.path().to_string_lossy().into_owned();
    let (code, out, _) = ask(&["timeline", "treaty", "--from", &from]);
    assert_eq!(code, 0);
    let rows: Vec<&str> = out.lines().collect();
    assert_eq!(rows.len(), 4, "{out}");
    assert!(
        rows[0] == "\"treaty\": 2 passages" && rows[2].contains("2002") && rows[2].contains("no edition"),
        "{out}"
    );
    assert!(
        rows[1].contains("1 of 1 document, ") && rows[1].contains(" words") && rows[1].ends_with('#'),
        "{out}"
    );
    let (code, out, _) =
        ask(&["timeline", "treaty", "--from", &from, "--json", "--per-10000", "--years", "2003.."]);
    let line: Value = serde_json::from_str(&out).expect("one line");
    assert_eq!(code, 0);
    let rate = 1e4 / line["words"].as_f64().expect("words");
    assert!((line["per_10000"].as_f64().expect("a rate") - rate).abs() < 1e-3, "{out}");
    let (code, out, _) = ask(&["timeline", "@cod", "--with-predecessors", "--json", "--from", &from]);
    assert!(
        code == 0 && out.lines().next().is_some_and(|line| line.ends_with("\"with\":[\"@zrcd\"]}")),
        "{out}"
    );
    for (args, wanted) in [
        (&["timeline", "zeppelin", "--from", &from][..], 1),
        (&["timeline", "treaty", "--years", "1990..1995", "--from", &from], 1),
        (&["timeline", "@nowhere", "--from", &from], 2),
        (&["timeline", "\"\"", "--from", &from], 2),
        (&["timeline"], 2),
    ] {
        let (code, _, err) = ask(args);
        assert_eq!(code, wanted, "{args:?}: {err}");
        assert!(!err.is_empty(), "{args:?} says why");
    }
}

// ---- The Factbook, where it is --------------------------------------------------------------------------------

/// Some texts of some editions, read from their own files; nothing where they are not.
fn factbook(wanted: impl Fn(i32, &str) -> bool) -> Option<Arc<Library>> {
    let folder =
        std::env::var_os("BLUEBOOK_FACTBOOK").map_or_else(|| "/tmp/fb/factbook".into(), PathBuf::from);
    let mut inputs = Vec::new();
    for edition in std::fs::read_dir(folder).ok()?.flatten() {
        let Ok(year) = edition.file_name().to_string_lossy().parse::<i32>() else { continue };
        for file in std::fs::read_dir(edition.path()).ok()?.flatten() {
            if wanted(year, &file.file_name().to_string_lossy()) {
                inputs.push(Input::from(file.path().to_string_lossy().as_ref()));
            }
        }
    }
    if inputs.is_empty() {
        return None;
    }
    let loaded = Shelf::new(inputs, Front::default()).expect("a shelf").read(false, &mut |_| {});
    assert_eq!(loaded.troubles, []);
    Some(Arc::new(loaded.library))
}

#[test]
fn states_come_and_go_in_the_factbook() {
    let begins = |name: &str| name.starts_with(['A', 'B', 'C']);
    let Some(library) = factbook(|year, name| (1990..=1996).contains(&year) && begins(name)) else {
        println!("skipped: the Factbook is not here");
        return;
    };
    let kazakhstan = counts(&library, "@kaz", false);
    assert_eq!(kazakhstan.iter().find(|(_, count)| *count > 0).map(|(year, _)| *year), Some(1992));
    let union = counts(&library, "USSR", false);
    assert!(union[1].1 > 5 * union[6].1 && union[0].0 == 1990 && union[6].0 == 1996, "{union:?}");
    // The index and the scan agree here too, and so do search and dossier.
    let editions = Editions::of(&library);
    let (mut indexed, mut dice, mut said) = (Chronicler::default(), Dice(5), 0);
    index::build(&library, &|| false);
    for _ in 0..120 {
        let Some(term) = somewhere(&library, &mut dice) else { continue };
        let scanned = chronicle(&library, &editions, &term, false);
        assert_eq!(*indexed.chronicle(&library, &term, false), scanned, "{term:?}");
        agrees(&library, &editions, &scanned);
        said += usize::from(!scanned.dated().is_empty());
    }
    assert!(said > 60, "{said} terms were said");
}

#[test]
fn zaire_goes_on_as_the_democratic_republic_of_the_congo() {
    let Some(library) = factbook(|_, name| name.starts_with("Zaire") || name.starts_with("Congo")) else {
        println!("skipped: the Factbook is not here");
        return;
    };
    let (alone, whole) = (counts(&library, "@cod", false), counts(&library, "@cod", true));
    assert!(whole.len() > 30 && whole.iter().all(|(_, count)| *count > 5), "{whole:?}");
    let until = |counts: &[(i32, usize)], year: i32| -> usize {
        counts.iter().filter(|(at, _)| *at < year).map(|(_, count)| count).sum()
    };
    assert!(until(&whole, 1997) > 3 * until(&alone, 1997), "before, it was called Zaire");
}
