//! Search: the same hits as a slow and simple scan, and everything that a query may say.
use bluebook::gazetteer::fold::fold_char;
use bluebook::gazetteer::{Tagger, atlas, built_in_regions};
use bluebook::import::{Format, Importer, Source};
use bluebook::model::{Atlas, Document, Library, Origin, Passage, SpanKind};
use bluebook::query::concordance::{Sort, concordance};
use bluebook::query::index;
use bluebook::query::search::{About, Ask, Order, Query, Results, Scope, find, marked, results, search};
use bluebook::typeset::excerpt;
use proptest::prelude::*;
use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};
use unicode_normalization::UnicodeNormalization;

static WORLD: LazyLock<(Arc<Atlas>, Tagger)> = LazyLock::new(|| {
    let atlas = Arc::new(atlas(built_in_regions()).expect("the built-in regions"));
    (atlas, Tagger::new())
});

fn document(name: &str, text: &str) -> Arc<Document> {
    let (atlas, tagger) = &*WORLD;
    let source = Source::alone(name, Origin::Input, Format::of_name(name).expect("a format"));
    Arc::new(Importer { atlas, tagger }.import(&source, text.as_bytes()).expect("a document"))
}

fn library(files: &[(&str, &str)]) -> Library {
    let docs = files.iter().map(|(name, text)| document(name, text)).collect();
    Library::new(WORLD.0.clone(), docs)
}

fn parse(text: &str) -> Query {
    Query::parse(text, &WORLD.0).unwrap_or_else(|error| panic!("{text}: {error}"))
}

/// The answer, which is the same where an index tells where the words stand.
fn asked(ask: &Ask) -> Results {
    let scanned = results(ask);
    index::build(ask.library, &|| false);
    let index = index::of(ask.library);
    assert!(index.is_complete(ask.library));
    let ask = Ask { index: Some(&index), ..*ask };
    assert_eq!(results(&ask), scanned, "{:?}", ask.query);
    scanned
}

fn ask(library: &Library, query: &Query, order: Order) -> Results {
    asked(&Ask { library, query, scope: &Scope::default(), order, within: None, index: None })
}

/// The addresses of the hits.
fn found(library: &Library, text: &str, order: Order) -> Vec<String> {
    let hits = ask(library, &parse(text), order).hits;
    hits.iter().map(|hit| library.address(hit.passage).to_string()).collect()
}

fn passages(results: &Results) -> BTreeSet<Passage> {
    results.hits.iter().map(|hit| hit.passage).collect()
}

// ---- The slow and simple scan -------------------------------------------------------------------------------

/// A word, a letter of a script without spaces, a sign, or white space; folded.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Other(String),
    Space { line: bool },
}

fn is_unspaced(c: char) -> bool {
    is_japanese(c) || ('\u{ac00}'..='\u{d7a3}').contains(&c)
}

fn is_japanese(c: char) -> bool {
    matches!(c, '\u{3005}'..='\u{3007}' | '\u{3041}'..='\u{30ff}' | '\u{4e00}'..='\u{9fff}')
        && !matches!(c, '・' | '゠')
}

/// A block's text; a footnote's mark is no part of the word before it.
fn legible(doc: &Document, block: usize) -> String {
    let range = doc.blocks[block].range();
    let mut text = doc.raw(block).as_bytes().to_vec();
    for span in
        doc.spans.iter().filter(|span| matches!(span.kind, SpanKind::NoteMark(_) | SpanKind::NoteLabel(_)))
    {
        for at in span.start as usize..span.end as usize {
            if range.contains(&at) {
                text[at - range.start] = b' ';
            }
        }
    }
    String::from_utf8(text).expect("marks are whole characters")
}

fn naive_tokens(text: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    let mut in_word = false;
    for c in text.chars() {
        if c.is_whitespace() {
            match tokens.last_mut() {
                Some(Token::Space { line }) => *line &= matches!(c, ' ' | '\n' | '\r'),
                _ => tokens.push(Token::Space { line: matches!(c, ' ' | '\n' | '\r') }),
            }
            in_word = false;
            continue;
        }
        let mut plain = String::new();
        if ('\u{ff61}'..='\u{ff9f}').contains(&c) || ('\u{3040}'..='\u{30ff}').contains(&c) {
            plain.extend(c.to_string().nfkd());
        } else {
            fold_char(c, |c| plain.push(c));
        }
        for c in plain.chars() {
            let raised = "¹²³⁰⁴⁵⁶⁷⁸⁹".contains(c);
            match tokens.last_mut() {
                Some(Token::Other(before)) if matches!(c, '\u{3099}' | '\u{309a}') => before.push(c),
                Some(Token::Word(word)) if in_word && c.is_alphanumeric() && !is_unspaced(c) && !raised => {
                    word.push(c);
                }
                _ => {
                    in_word = c.is_alphanumeric() && !is_unspaced(c) && !raised;
                    tokens.push(if in_word { Token::Word(c.into()) } else { Token::Other(c.into()) });
                }
            }
        }
    }
    // A line's end between two letters of a script without spaces is nothing.
    let unspaced = |token: Option<&Token>| match token {
        Some(Token::Other(text)) => text.chars().next().is_some_and(is_japanese),
        _ => false,
    };
    let drop: Vec<bool> = (0..tokens.len())
        .map(|at| {
            tokens[at] == Token::Space { line: true }
                && at > 0
                && unspaced(tokens.get(at - 1))
                && unspaced(tokens.get(at + 1))
        })
        .collect();
    let mut drop = drop.into_iter();
    tokens.retain(|_| !drop.next().unwrap_or(false));
    tokens
}

/// What is looked for, in the naive scan's terms.
struct Wanted {
    tokens: Vec<Token>,
    prefix: bool,
    not: bool,
}

impl Wanted {
    fn is_in(&self, text: &[Token]) -> bool {
        let last = self.tokens.len() - 1;
        text.windows(self.tokens.len()).any(|window| {
            window.iter().zip(&self.tokens).enumerate().all(|(at, (has, wants))| match (has, wants) {
                (Token::Word(has), Token::Word(wants)) if at == last && self.prefix => has.starts_with(wants),
                (Token::Space { .. }, Token::Space { .. }) => true,
                _ => has == wants,
            })
        })
    }
}

/// Numbers by chance, the same at every run.
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most.max(1)
    }
}

/// A query of one to four terms out of the library's own words; as typed, and in the naive scan's terms.
fn random_query(dice: &mut Dice, texts: &[&str]) -> (String, Vec<Wanted>) {
    let (mut typed, mut wanted) = (Vec::new(), Vec::new());
    let many = 1 + dice.below(4);
    // Words of one block are found together more often than others.
    let mut text = texts[dice.below(texts.len())];
    while wanted.len() < many {
        if dice.below(3) == 0 || text.trim().is_empty() {
            text = texts[dice.below(texts.len())];
        }
        let words: Vec<(usize, &str)> = text
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .map(|word| (word.as_ptr() as usize - text.as_ptr() as usize, word))
            .collect();
        if words.is_empty() {
            text = texts[dice.below(texts.len())];
            continue;
        }
        let at = dice.below(words.len());
        let mut term = words[at].1.to_owned();
        let (mut prefix, mut quoted) = (false, false);
        match dice.below(4) {
            0 => {
                let (last, word) = words[(at + 1 + dice.below(3)).min(words.len() - 1)];
                let phrase = &text[words[at].0..last + word.len()];
                if !phrase.contains(['"', '“', '”', '„', '\n']) || dice.below(2) == 0 {
                    term = phrase.replace(['"', '“', '”', '„'], " ");
                    quoted = true;
                }
            }
            1 => {
                term = term.chars().take(2 + dice.below(4)).collect();
                prefix = true;
            }
            _ => {}
        }
        let not = !wanted.is_empty() && dice.below(5) == 0;
        if dice.below(3) == 0 {
            term = term.to_uppercase();
        }
        let tokens = naive_tokens(&term);
        if tokens.is_empty() {
            continue;
        }
        let mark = if quoted { "\"" } else { "" };
        typed.push(format!(
            "{}{mark}{term}{mark}{}",
            if not { "-" } else { "" },
            if prefix { "*" } else { "" }
        ));
        wanted.push(Wanted { tokens, prefix, not });
    }
    (typed.join(" "), wanted)
}

/// Compares so many queries; gives how many found something.
fn same_as_naive(library: &Library, queries: usize, seed: u64) -> usize {
    let blocks: Vec<(Passage, Vec<Token>)> = library
        .iter()
        .flat_map(|(doc, document)| {
            (0..document.blocks.len()).map(move |block| {
                (Passage { doc, block: block as u32 }, naive_tokens(&legible(document, block)))
            })
        })
        .collect();
    let texts: Vec<&str> =
        library.iter().flat_map(|(_, doc)| (0..doc.blocks.len()).map(move |block| doc.raw(block))).collect();
    let mut dice = Dice(seed);
    let mut fruitful = 0;
    for _ in 0..queries {
        let (typed, wanted) = random_query(&mut dice, &texts);
        let naive: BTreeSet<Passage> = blocks
            .iter()
            .filter(|(_, tokens)| wanted.iter().all(|term| term.is_in(tokens) != term.not))
            .map(|(passage, _)| *passage)
            .collect();
        let query = parse(&typed);
        let results = ask(library, &query, Order::Relevance);
        let own = passages(&results);
        if let Some(odd) = own.symmetric_difference(&naive).next() {
            let text = library.doc(odd.doc).raw(odd.block as usize);
            panic!(
                "{typed:?} in {text:?}: {} by the naive scan",
                if naive.contains(odd) { "found" } else { "not found" }
            );
        }
        assert_eq!((results.total, results.complete), (naive.len(), true), "{typed:?}");
        for passage in &own {
            let (_, ranges) = marked(library.doc(passage.doc), passage.block as usize, &query);
            assert!(!ranges.is_empty(), "{typed:?} in {passage:?}");
        }
        fruitful += usize::from(!naive.is_empty());
    }
    fruitful
}

/// Documents with what makes words hard to find.
fn odd_documents() -> Vec<Arc<Document>> {
    let mut dice = Dice(7);
    let words = [
        "Kazakhstan",
        "Côte",
        "d’Ivoire",
        "Straße",
        "strasse",
        "cafe\u{301}",
        "café",
        "cafe",
        "CAFÉ",
        "co-operation",
        "cooperation",
        "co\u{2010}operation",
        "don't",
        "don’t",
        "U.S.",
        "US",
        "G7",
        "G70",
        "Ｇ７",
        "日本",
        "日本語",
        "カスピ海",
        "ｶｽﾋﾟ海",
        "ガス",
        "ｶﾞｽ",
        "*peace* treaty",
        "**peace**\ntreaty",
        "peace\u{a0}treaty",
        "Türkiye",
        "turkiye",
        "Æsir",
        "aesir",
        "trea\u{ad}ty",
        "woman",
        "Oman",
        "Omani",
        "10%",
        "km²",
        "Øresund",
        "İstanbul",
        "istanbul",
        "Казахстан",
        "КАЗАХСТАН",
        "Ελλάδα",
        "1,234.5",
        "e\u{301}e\u{301}",
        "the",
        "of",
        "한국",
        "한국은",
    ];
    (0..40)
        .map(|number| {
            let mut text = format!("# Paper {number}\n\n");
            for _ in 0..12 {
                for at in 0..3 + dice.below(14) {
                    let gap = ["", "\n", " ", ", ", ". ", " ", " ", "-"][dice.below(8)];
                    text.push_str(if at == 0 { "" } else { gap });
                    text.push_str(words[dice.below(words.len())]);
                }
                text.push_str(if dice.below(5) == 0 { "\n\n## Öl und Gas 日本\n\n" } else { "\n\n" });
            }
            document(&format!("paper-{number}.md"), &text)
        })
        .collect()
}

#[test]
fn hits_are_those_of_a_naive_scan() {
    let built_in = bluebook::store::built_in().expect("the digests").library;
    let mut docs: Vec<Arc<Document>> = built_in.iter().map(|(_, doc)| doc.clone()).collect();
    docs.extend(odd_documents());
    let fruitful = same_as_naive(&Library::new(WORLD.0.clone(), docs), 200, 1);
    assert!(fruitful > 80, "{fruitful} of 200 queries found something");
    let fruitful = same_as_naive(&Library::new(WORLD.0.clone(), odd_documents()), 400, 2);
    assert!(fruitful > 160, "{fruitful} of 400 queries found something");
}

#[test]
fn hits_in_the_factbook_are_those_of_a_naive_scan() {
    let folder =
        ["BLUEBOOK_CORPUS", "BLUEBOOK_FACTBOOK"].iter().find_map(std::env::var_os).map(PathBuf::from);
    let Some(folder) = folder.filter(|folder| folder.is_dir()) else {
        println!("skipped: no unpacked corpus in BLUEBOOK_CORPUS");
        return;
    };
    let mut files: Vec<PathBuf> = Vec::new();
    for year in std::fs::read_dir(&folder).expect("the corpus").flatten() {
        files
            .extend(std::fs::read_dir(year.path()).into_iter().flatten().flatten().map(|entry| entry.path()));
    }
    files.sort();
    let docs: Vec<Arc<Document>> = files
        .iter()
        .step_by(150)
        .map(|path| {
            let name = path.file_name().expect("a name").to_string_lossy().into_owned();
            document(&name, &String::from_utf8_lossy(&std::fs::read(path).expect("a file")))
        })
        .collect();
    assert!(docs.len() > 20, "the corpus has {} files", files.len());
    let fruitful = same_as_naive(&Library::new(WORLD.0.clone(), docs), 200, 3);
    assert!(fruitful > 80, "{fruitful} of 200 queries found something");
}

// ---- What a query may say -------------------------------------------------------------------------------------

#[test]
fn a_query_reads_words_phrases_beginnings_expressions_and_what_must_not_be() {
    for (query, text, wanted) in [
        ("treaty peace", "The Peace of a Treaty.", Some(&["Peace", "Treaty"][..])),
        ("treaty war", "The Peace of a Treaty.", None),
        ("\"peace treaty\"", "a peace\n treaty", Some(&["peace\n treaty"])),
        ("“peace treaty”", "a peace treaty", Some(&["peace treaty"])),
        ("\"peace trea\"*", "a peace treaty", Some(&["peace treaty"])),
        ("\"peace treaty\"", "a peace, a treaty", None),
        ("\"peace treaty", "a peace treaty", Some(&["peace treaty"])),
        ("oman", "The woman", None),
        ("G7", "G70", None),
        ("trea*", "Treaties and a treat", Some(&["Treaties", "treat"])),
        ("treaty -peace", "a peace treaty", None),
        ("treaty -peace", "a peaceful treaty", Some(&["treaty"])),
        ("treaty -\"peace treaty\"", "a treaty of peace", Some(&["treaty"])),
        ("treaty -pea*", "a treaty of peace", None),
        ("well-known - fact", "a well-known fact", Some(&["well-known", "fact"])),
        ("regex:tre[a-z]+y|pea.e", "a PEACE treaty", Some(&["PEACE", "treaty"])),
        ("regex:\"a b\"  treaty", "a\n b treaty", Some(&["a\n b", "treaty"])),
        ("regex:\"a b\"  treaty", "a\tb treaty", Some(&["a\tb", "treaty"])),
        ("regex:\\bpeace\\b.*treaty", "peace and a\ntreaty", Some(&["peace and a\ntreaty"])),
        ("treaty -regex:pe.ce", "peace treaty", None),
        ("10:30 http://x.y", "at 10:30 http://x.y", Some(&["10:30", "http://x.y"])),
        ("cote d'ivoire", "CÔTE D’IVOIRE", Some(&["CÔTE", "D’IVOIRE"])),
        ("peace \"peace treaty\"", "peace treaty", Some(&["peace treaty"])),
        ("@kaz oil", "oil", Some(&["oil"])),
    ] {
        let ranges = parse(query).matches(text);
        let words = ranges.map(|ranges| ranges.into_iter().map(|range| &text[range]).collect::<Vec<_>>());
        assert_eq!(words.as_deref(), wanted, "{query} in {text:?}");
    }
    for empty in ["", "  ", "\"\"", "-", "\"", "regex:", "year:", "@", "-treaty"] {
        assert!(parse(empty).is_empty(), "{empty:?}");
    }
    assert!(!parse("@kaz").is_empty(), "a scope alone lists what lies in it");
}

#[test]
fn while_it_is_typed_the_last_word_is_a_beginning() {
    let typing = |text: &str| Query::typing(text, &WORLD.0).unwrap_or_else(|error| panic!("{text}: {error}"));
    for (query, wanted) in [
        ("trea", true),
        ("trea ", false),
        ("peace trea", true),
        ("peac trea", false),
        ("\"peace trea", true),
        ("\"peace trea\"", false),
        ("treaty -pea", true),
        ("treaty -peace", false),
        ("treaty @nowhe", true),
        ("treaty year:201x", true),
        ("treaty -", true),
    ] {
        assert_eq!(typing(query).matches("a peace treaty").is_some(), wanted, "{query:?}");
    }
    for bad in ["@nowhere treaty", "year:x treaty", "regex:(", "@nowhere "] {
        assert!(Query::typing(bad, &WORLD.0).is_err(), "{bad}");
    }
}

#[test]
fn what_cannot_be_read_is_said_in_one_line() {
    for (query, words) in [
        ("@atlantis", "no place is called \"atlantis\""),
        ("subject:atlantis", "no place is called"),
        ("year:soon", "write 2015, 2012..2015"),
        ("year:2015..2012", "ends before it begins"),
        ("regex:a(b", "no regular expression: unclosed group"),
    ] {
        let error = Query::parse(query, &WORLD.0).expect_err(query).to_string();
        assert!(error.contains(words) && !error.contains('\n'), "{query}: {error}");
    }
}

const PORTS: &str = "\
+++
year = 2015
series = \"Almanac of Ports\"
+++
# Ports

Ghana built a harbour.

## Fish and harbours

Fish is landed in Togo.

### Boats

A boat of Kazakhstan was seen. A boat is a boat.

## Other

The harbour fund paid for a boat.
";
const LAKES: &str = "\
+++
year = 2012
series = \"Almanac of Lakes\"
+++
# Kazakhstan

The boat crossed the lake, and the lake was calm, and everyone was glad of it, and slept.

The *Caspian* Sea[^1] harbour lies in the **peace** of the lake.

[^1]: A boat.
";

fn almanac() -> Library {
    library(&[("ports.md", PORTS), ("lakes.md", LAKES)])
}

#[test]
fn scopes_choose_where_to_look() {
    let library = almanac();
    let all = found(&library, "boat", Order::Document);
    assert_eq!(all, ["lakes#p1", "lakes#fn1", "ports#p3", "ports#p4"]);
    for (query, wanted) in [
        ("boat @kaz", &["lakes#p1", "lakes#fn1", "ports#p3"][..]),
        ("boat subject:kaz", &["lakes#p1", "lakes#fn1"]),
        ("boat mention:kaz", &["ports#p3"]),
        ("boat -@kaz", &["ports#p4"]),
        ("boat @central-asia", &["lakes#p1", "lakes#fn1", "ports#p3"]),
        ("boat @\"central asia\"", &["lakes#p1", "lakes#fn1", "ports#p3"]),
        ("boat @kaz @gha", &[]),
        ("boat year:2012", &["lakes#p1", "lakes#fn1"]),
        ("boat year:2013..", &["ports#p3", "ports#p4"]),
        ("boat year:..2014", &["lakes#p1", "lakes#fn1"]),
        ("boat -year:..2014", &["ports#p3", "ports#p4"]),
        ("boat series:lakes", &["lakes#p1", "lakes#fn1"]),
        ("boat series:\"almanac of ports\"", &["ports#p3", "ports#p4"]),
        ("boat doc:ports", &["ports#p3", "ports#p4"]),
        ("boat in:fish", &["ports#p3"]),
        ("boat in:boat", &["ports#p3"]),
        ("boat -in:fish doc:ports", &["ports#p4"]),
        ("boat in:\"fish and harb\"", &["ports#p3"]),
    ] {
        let query = query.to_owned();
        // `Boats` is a heading with another word than `boat`.
        assert_eq!(found(&library, &query, Order::Document), wanted, "{query}");
    }
    assert_eq!(found(&library, "@tgo", Order::Document), ["ports#p2"]);
    // The scope beside the query, and both together.
    let kaz = bluebook::query::find_place(&WORLD.0, "kaz").expect("Kazakhstan");
    let query = parse("boat year:2015");
    let scoped = |scope: Scope| {
        asked(&Ask {
            library: &library,
            query: &query,
            scope: &scope,
            order: Order::Document,
            within: None,
            index: None,
        })
        .total
    };
    assert_eq!(scoped(Scope::default()), 2);
    assert_eq!(scoped(Scope { places: vec![kaz], ..Scope::default() }), 1);
    assert_eq!(scoped(Scope { places: vec![kaz], about: About::Subject, ..Scope::default() }), 0);
    assert_eq!(scoped(Scope { years: Some(2012..=2012), ..Scope::default() }), 0);
    assert_eq!(scoped(Scope { docs: library.find("ports").into_iter().collect(), ..Scope::default() }), 2);
    assert_eq!(scoped(Scope { heading: Some("other".into()), ..Scope::default() }), 1);
    assert_eq!(scoped(Scope { series: Some("PORTS".into()), ..Scope::default() }), 2);
}

#[test]
fn the_likeliest_come_first() {
    let library = library(&[
        (
            "a.txt",
            "Paper\n\nThe canal is one of many things here, with a great many other words around it.\n",
        ),
        (
            "b.txt",
            "Paper\n\nThe canal here.\n\nA canal, and the canal again, is one of many things with a great many.\n",
        ),
        (
            "c.md",
            "# Paper\n\n## The canal\n\nIt is one of the many things that are here, with a great many words.\n\nThe canal here.\n",
        ),
    ]);
    let order = found(&library, "canal", Order::Relevance);
    assert_eq!(order[0], "c/the-canal", "{order:?}");
    assert_eq!(order[1], "c#p2", "under a heading that has it: {order:?}");
    assert_eq!(order[4], "a#p1", "once in a long passage: {order:?}");
    // The rarer word counts for more.
    let query = parse("canal many");
    let results = ask(&library, &query, Order::Relevance);
    assert_eq!(results.total, 2);
    assert!(results.hits[0].score > results.hits[1].score);
    // Equals keep the library's order.
    let same = self::library(&[("a.txt", "Ports\n\nOne boat.\n"), ("b.txt", "Ports\n\nOne boat.\n")]);
    assert_eq!(found(&same, "boat", Order::Relevance), ["a#p1", "b#p1"]);
    // By year, the newest first.
    let almanac = almanac();
    assert_eq!(found(&almanac, "boat", Order::Year), ["ports#p3", "ports#p4", "lakes#p1", "lakes#fn1"]);
}

#[test]
fn facets_count_the_hits_of_years_and_places() {
    let library = almanac();
    let results = ask(&library, &parse("boat"), Order::Relevance);
    assert_eq!(results.facets.years, [(Some(2015), 2), (Some(2012), 2)]);
    let named = |list: &[(bluebook::model::PlaceId, u32)]| -> Vec<(String, u32)> {
        list.iter().map(|(id, many)| (WORLD.0.place(*id).name.to_owned(), *many)).collect()
    };
    assert_eq!(named(&results.facets.countries), [("Kazakhstan".to_owned(), 3)]);
    assert!(named(&results.facets.regions).contains(&("Central Asia".to_owned(), 3)), "{:?}", results.facets);
    // Each is what narrowing by it finds.
    for query in ["harbour", "boat", "the", "lake"] {
        let results = ask(&library, &parse(query), Order::Document);
        for (place, many) in results.facets.countries.iter().chain(&results.facets.regions) {
            let scope = Scope { places: vec![*place], ..Scope::default() };
            let query = parse(query);
            let narrowed = asked(&Ask {
                library: &library,
                query: &query,
                scope: &scope,
                order: Order::Year,
                within: None,
                index: None,
            });
            assert_eq!(narrowed.total, *many as usize, "{}", WORLD.0.place(*place).name);
        }
    }
}

#[test]
fn near_words_are_offered_where_nothing_is_found() {
    let library = almanac();
    let near = |text: &str| ask(&library, &parse(text), Order::Relevance).near;
    assert_eq!(near("harbuor"), ["harbour", "harbours"]);
    assert_eq!(near("ghana harbuor"), ["ghana harbour"], "it finds something");
    assert_eq!(near("\"caspain sea\""), ["\"caspian sea\""]);
    assert_eq!(near("kazakstan @kaz"), ["kazakhstan @kaz"]);
    assert_eq!(near("zeppelin"), [""; 0]);
    assert_eq!(near("boot"), ["boat"], "not boats: that stands nowhere alone");
    assert_eq!(near("harbour"), [""; 0], "what is found needs no help");
    assert_eq!(near("lak"), ["lake"]);
    assert_eq!(near("xx"), [""; 0]);
}

#[test]
fn a_narrower_query_searches_what_was_hit() {
    let library = Library::new(WORLD.0.clone(), odd_documents());
    let typed = "kazakhstan -oman";
    let mut earlier: Option<(Query, Results)> = None;
    for end in 1..=typed.len() {
        let query = Query::typing(&typed[..end], &WORLD.0).expect("a query");
        let whole = ask(&library, &query, Order::Relevance);
        if let Some((before, results)) = &earlier
            && query.narrows(before)
        {
            let ask = Ask {
                library: &library,
                query: &query,
                scope: &Scope::default(),
                order: Order::Relevance,
                within: Some(results),
                index: None,
            };
            assert_eq!(passages(&self::results(&ask)), passages(&whole), "{}", &typed[..end]);
        }
        earlier = Some((query, whole));
    }
    for (narrow, wide, narrows) in [
        ("kazakh*", "kaz*", true),
        ("kazakhstan oil", "oil", true),
        ("oil", "kazakhstan oil", false),
        ("\"peace treaty\"", "treaty peace", true),
        ("oil -gas", "oil", true),
        ("oil", "oil -gas", false),
        ("oil -gas*", "oil -gas", true),
        ("oil -gas", "oil -gas*", false),
        ("oil @kaz", "oil", true),
        ("oil year:2012", "oil year:2010..2013", true),
        ("oil -year:2012", "oil -year:2010..2013", false),
        ("regex:a", "regex:a", true),
        ("regex:ab", "regex:a", false),
    ] {
        assert_eq!(parse(narrow).narrows(&parse(wide)), narrows, "{narrow} in {wide}");
    }
    let wide = Scope { years: Some(2010..=2015), ..Scope::default() };
    let narrow = Scope { years: Some(2012..=2013), heading: Some("oil".into()), ..Scope::default() };
    assert!(narrow.narrows(&wide) && !wide.narrows(&narrow));
}

#[test]
fn what_is_no_longer_wanted_is_not_told() {
    let library = almanac();
    let query = parse("boat");
    let ask = Ask {
        library: &library,
        query: &query,
        scope: &Scope::default(),
        order: Order::Relevance,
        within: None,
        index: None,
    };
    search(&ask, &|| true, &mut |_| panic!("nobody asks any more"));
    let mut told = 0;
    search(&ask, &|| false, &mut |results| told += usize::from(results.complete));
    assert_eq!(told, 1);
}

#[test]
fn emphasis_and_notes_do_not_part_phrases_and_prose_is_marked_where_it_matches() {
    let library = library(&[(
        "a.md",
        "# A\n\nThe *Caspian*\n**Sea** and 日本の\nガス  of  old.\n\n| a | Oil\tGas |\n|--|--|\n| b | peace treaty |\n\nIt is a sea[^1] of trees.\n\n[^1]: A note.\n",
    )]);
    let doc = library.iter().next().expect("a document").1;
    for (query, wanted) in [
        ("\"caspian sea and\"", &["Caspian Sea and"][..]),
        ("\"of old\"", &["of old"]),
        ("\"peace treaty\"", &["peace treaty"]),
        ("のガス", &["の ガス"]),
        ("の old", &["の", "old"]),
        ("\"a sea of\"", &["a sea1 of"]),
    ] {
        let query = parse(query);
        let results = ask(&library, &query, Order::Document);
        assert_eq!(results.total, 1, "{wanted:?} in {:?}", doc.text);
        let hit = results.hits[0].passage;
        let (text, ranges) = marked(doc, hit.block as usize, &query);
        let words: Vec<&str> = ranges.iter().map(|range| &text[range.clone()]).collect();
        assert_eq!(words, wanted);
        assert!(find(doc, &query).iter().all(|range| doc.text.get(range.clone()).is_some()));
        let shown = excerpt(&text, &ranges, 12, "…");
        assert!(shown.text.chars().count() <= 12);
    }
}

#[test]
fn a_concordance_is_sorted_by_what_stands_beside() {
    let library = library(&[
        ("2012/a.txt", "Paper\n\nAn old canal of ice. The new canal, at last.\n"),
        ("2015/b.md", "# Paper\n\nOne Öld canal ends\nhere. A canal.\n"),
    ]);
    let query = parse("canal");
    let results = ask(&library, &query, Order::Relevance);
    let lines = |sort| -> Vec<(String, String)> {
        let lines = concordance(&library, &query, &results.hits, sort);
        for line in &lines {
            assert_eq!(library.doc(line.passage.doc).text.get(line.range.clone()), Some("canal"));
            assert_eq!(line.hit, "canal");
        }
        lines.into_iter().map(|line| (line.left, line.right)).collect()
    };
    let left: Vec<String> = lines(Sort::Left).into_iter().map(|(left, _)| left).collect();
    assert_eq!(left, ["One Öld canal ends here. A ", "An old canal of ice. The new ", "An old ", "One Öld "]);
    let right: Vec<String> = lines(Sort::Right).into_iter().map(|(_, right)| right).collect();
    assert_eq!(right, [".", ", at last.", " ends here. A canal.", " of ice. The new canal, at last."]);
    assert_eq!(lines(Sort::Document).len(), 4);
}

proptest! {
    #[test]
    fn no_query_and_no_text_panics(
        query in "([\"“” *@:.'-]|regex:|year:|in:|@kaz|[a-zßéİ日ガｶﾞ\u{301}\u{ad}7]){0,14}",
        text in "([ \n\t\"'-]|[a-zAßéİ日ガｶﾞ\u{301}\u{ad}7]|\\PC){0,60}",
    ) {
        for read in [Query::parse(&query, &WORLD.0), Query::typing(&query, &WORLD.0)].into_iter().flatten() {
            let mut last = 0;
            for range in read.matches(&text).unwrap_or_default() {
                prop_assert!(range.start >= last && range.end > range.start && text.get(range.clone()).is_some());
                last = range.end;
            }
            prop_assert!(read.narrows(&read) || query.contains("regex"));
            let doc = Importer { atlas: &WORLD.0, tagger: &WORLD.1 }.import(
                &Source::alone("a.txt", Origin::Input, Format::Text), text.as_bytes());
            let Ok(doc) = doc else { continue };
            let library = Library::new(WORLD.0.clone(), vec![Arc::new(doc)]);
            let own = ask(&library, &read, Order::Relevance);
            let doc = library.iter().next().expect("a document").1;
            if !read.is_empty() && !query.contains(['@', ':']) {
                let slow = (0..doc.blocks.len()).filter(|&block| read.matches(doc.raw(block)).is_some()).count();
                prop_assert_eq!(own.total, slow);
            }
            for hit in &own.hits {
                let (prose, found) = marked(doc, hit.passage.block as usize, &read);
                let shown = excerpt(&prose, &found, 20, "...");
                prop_assert!(shown.matches.iter().all(|range| shown.text.get(range.clone()).is_some()));
                let _ = concordance(&library, &read, std::slice::from_ref(hit), Sort::Left);
            }
        }
    }
}
