//! What came and went between editions: known truth on small libraries, a naive scan over the built-in corpus, and what
//! happened in the world on the Factbook.
use bluebook::gazetteer::fold::fold;
use bluebook::gazetteer::{Tagger, atlas, built_in_regions};
use bluebook::import::{Format, Importer, Source};
use bluebook::model::{Atlas, Document, Library, Origin, SpanKind};
use bluebook::query::changes::{
    Asked, Finding, Kind, Progress, Report, Status, Unfit, appearances, likelihood_ratio, years,
};
use bluebook::store::{self, Front, Input, Shelf};
use proptest::prelude::*;
use std::path::PathBuf;
use std::sync::{Arc, LazyLock};

static WORLD: LazyLock<(Arc<Atlas>, Tagger)> = LazyLock::new(|| {
    let atlas = Arc::new(atlas(built_in_regions()).expect("the built-in regions"));
    (atlas, Tagger::new())
});

fn document(name: &str, text: &str) -> Arc<Document> {
    let (atlas, tagger) = &*WORLD;
    let source = Source::alone(name, Origin::Input, Format::of_name(name).expect("a format"));
    Arc::new(Importer { atlas, tagger }.import(&source, text.as_bytes()).expect("a document"))
}

/// An edition of a yearbook: its year, the slug of a region, more front matter, its text.
fn edition(year: i32, region: &str, more: &str, text: &str) -> Arc<Document> {
    let front = format!(
        "+++\ntitle = \"On {region}\"\nseries = \"Yearbook\"\nyear = {year}\nregion = \"{region}\"\n{more}+++\n\n"
    );
    document(&format!("{year}-{region}.md"), &format!("{front}# On {region}\n\n{text}"))
}

fn library(docs: Vec<Arc<Document>>) -> Library {
    Library::new(WORLD.0.clone(), docs)
}

fn ask(library: &Library, asked: Asked) -> Result<Report, Unfit> {
    let mut tell = |_: u8| {};
    let report = appearances(library, &asked, &mut Progress::new(&|| false, &mut tell))?;
    Ok(report.expect("nobody gave up"))
}

fn report(library: &Library) -> Report {
    ask(library, Asked::default()).expect("two sides")
}

fn texts(report: &Report, status: Status, kind: Kind) -> Vec<&str> {
    report.of(status, kind).map(|finding| finding.text.as_str()).collect()
}

fn one<'a>(report: &'a Report, status: Status, kind: Kind, text: &str) -> &'a Finding {
    report.of(status, kind).find(|finding| finding.text == text).unwrap_or_else(|| {
        panic!("no {status:?} {kind:?} {text:?} among {:?}", texts(report, status, kind));
    })
}

#[test]
fn names_and_phrases_that_are_new_and_those_that_are_gone() {
    let library = library(vec![
        edition(
            2012,
            "europe",
            "",
            "Overview of it. Brazil sent wheat. The old canal treaty held, the old canal treaty \
            was praised.\n\nNorway and the Open Harbour Initiative.",
        ),
        edition(2013, "europe", "", "The old canal treaty ended. Norway sent fish."),
        edition(
            2014,
            "europe",
            "",
            "Chile sent copper. Chile was thanked. Norway stayed. The green rail corridor opened; \
            a green rail corridor is long. The Northern Light Compact was signed.",
        ),
    ]);
    let report = report(&library);
    assert_eq!(
        (report.later.editions.as_slice(), report.earlier.editions.as_slice()),
        (&[2014][..], &[2012, 2013][..])
    );
    assert_eq!((report.later.documents, report.earlier.documents), (1, 2));
    assert_eq!((report.later.continued, report.earlier.continued), (1, 2));
    assert_eq!(texts(&report, Status::First, Kind::Name), ["Chile"]);
    assert_eq!(texts(&report, Status::Last, Kind::Name), ["Brazil"]);
    let chile = one(&report, Status::First, Kind::Name, "Chile");
    assert_eq!((chile.count, chile.documents, chile.year, chile.last), (2, 1, 2014, 2014));
    let corridor = one(&report, Status::First, Kind::Phrase, "green rail corridor");
    assert_eq!((corridor.count, corridor.passages.len()), (2, 1));
    assert!(corridor.weight > 0.0);
    let first = texts(&report, Status::First, Kind::Phrase);
    assert!(first.contains(&"Northern Light Compact"), "a name in capitals counts once: {first:?}");
    assert!(!first.contains(&"green rail") && !first.contains(&"rail corridor"), "no part of it: {first:?}");
    assert!(!first.iter().any(|text| text.contains("copper")), "once and in small letters: {first:?}");
    let treaty = one(&report, Status::Last, Kind::Phrase, "old canal treaty");
    assert_eq!((treaty.count, treaty.year, treaty.last, treaty.editions), (3, 2012, 2013, 2));
    let address = treaty.passage(&library).map(|passage| library.address(passage).to_string());
    assert_eq!(address.as_deref(), Some("2013-europe#p1"), "where it stood last");
    assert!(texts(&report, Status::Last, Kind::Phrase).contains(&"Open Harbour Initiative"));
}

#[test]
fn a_phrase_ends_at_signs_and_takes_hyphens_as_spaces() {
    let library = library(vec![
        edition(2012, "europe", "", "The Blue-River talks. In May, Green Hill was named."),
        edition(
            2013,
            "europe",
            "",
            "The blue river talks went on; the blue river talks failed. Green, Hill and Green, \
            Hill. COVID-19 measures and COVID-19 measures. Rice 100 tons and rice 100 tons.",
        ),
    ]);
    let first = report(&library);
    let first = texts(&first, Status::First, Kind::Phrase);
    assert!(!first.iter().any(|text| text.to_lowercase().contains("blue river")), "{first:?}");
    assert!(!first.iter().any(|text| text.contains("Hill") || text.contains("tons")), "{first:?}");
    assert!(first.contains(&"COVID-19 measures"), "{first:?}");
}

#[test]
fn headings_that_came_went_were_moved_and_renamed() {
    let wool =
        "Wool from the northern valleys was carried by mule over seven passes and sold at autumn markets.";
    let fish = "Herring shoals returned along every coast while trawlers waited behind breakwaters for calmer weather.";
    let rail = "Locomotives crossed bridges nightly, hauling timber, granite, barley besides passengers toward harbours.";
    let old = format!(
        "## Overview\n\nAll was well here.\n\n## Trade\n\n{rail}\n\n### Wool\n\n{wool}\n\n## Fishing\n\n{fish}\n\n## Fairs\n\nNone.\n"
    );
    let new = format!(
        "## Overview\n\nAll was well here.\n\n### Wool\n\n{wool}\n\n## Trade\n\n{rail}\n\n## Fisheries and the sea\n\n{fish}\n\n## Water\n\nIt rained.\n"
    );
    let library = library(vec![edition(2012, "europe", "", &old), edition(2013, "europe", "", &new)]);
    let report = report(&library);
    assert_eq!(texts(&report, Status::Came, Kind::Heading), ["Water"]);
    assert_eq!(texts(&report, Status::Went, Kind::Heading), ["Fairs"]);
    let moved = one(&report, Status::Moved, Kind::Heading, "Wool");
    assert_eq!(moved.other.as_deref(), Some("under Trade"));
    assert_eq!(texts(&report, Status::Moved, Kind::Heading), ["Wool"]);
    let renamed = one(&report, Status::Renamed, Kind::Heading, "Fisheries and the sea");
    assert_eq!(renamed.other.as_deref(), Some("Fishing"));
    assert_eq!((renamed.passages.len(), renamed.others.len()), (1, 1), "both sides can be followed");
    assert_eq!(texts(&report, Status::First, Kind::Heading), ["Fisheries and the sea", "Water"]);
    assert_eq!(texts(&report, Status::Last, Kind::Heading), ["Fishing", "Fairs"]);
}

#[test]
fn an_edition_in_part_makes_nothing_look_gone() {
    let asia =
        "Mongolia held talks, Mongolia held talks on the great horse fair; the great horse fair is old.";
    let docs = |with_asia: bool| {
        let mut docs = vec![
            edition(
                2012,
                "europe",
                "",
                "## Overview\n\nNorway sent fish. Malta sent the long stone letters, the long stone letters.",
            ),
            edition(2012, "asia-oceania", "", asia),
            edition(2013, "europe", "", "## Overview\n\nNorway sent fish."),
        ];
        if with_asia {
            docs.push(edition(2013, "asia-oceania", "", "Nothing was held."));
        }
        library(docs)
    };
    let part = report(&docs(false));
    assert_eq!(
        texts(&part, Status::Last, Kind::Name),
        ["Malta"],
        "what could be missed is missed, and nothing else"
    );
    assert_eq!(texts(&part, Status::Last, Kind::Phrase), ["long stone letters"]);
    assert_eq!(texts(&part, Status::Went, Kind::Heading), Vec::<&str>::new());
    assert_eq!((part.earlier.documents, part.earlier.continued), (2, 1));
    let whole = report(&docs(true));
    assert!(texts(&whole, Status::Last, Kind::Name).contains(&"Mongolia"));
    assert!(texts(&whole, Status::Last, Kind::Phrase).contains(&"great horse fair"));
    // An opening that says of itself that it is one: sections that are not there are not gone.
    let opening = library(vec![
        edition(
            2012,
            "europe",
            "",
            "## Overview\n\nNorway sent fish. Malta sent letters.\n\n## Trade\n\nBrazil sent wheat.\n",
        ),
        edition(2013, "europe", "extent = \"opening\"\n", "## Overview\n\nNorway sent fish.\n"),
    ]);
    let opening = report(&opening);
    assert_eq!(texts(&opening, Status::Last, Kind::Name), ["Malta"]);
    assert_eq!(
        opening.of(Status::Went, Kind::Heading).count() + opening.of(Status::Last, Kind::Heading).count(),
        0
    );
}

#[test]
fn japanese_is_read_by_kanji_and_katakana() {
    let library = library(vec![
        edition(2012, "europe", "", "日本は経済協力を進めた。経済協力は続く。"),
        edition(
            2013,
            "europe",
            "",
            "日本は自由貿易協定を結んだ。自由貿易\n協定は新しい。経済連携はこれから。",
        ),
    ]);
    let report = report(&library);
    let agreement = one(&report, Status::First, Kind::Phrase, "自由貿易協定");
    assert_eq!(agreement.count, 2);
    assert_eq!(texts(&report, Status::First, Kind::Phrase), ["自由貿易協定"], "maximal alone");
    assert_eq!(texts(&report, Status::Last, Kind::Phrase), ["経済協力"]);
}

#[test]
fn editions_are_chosen_and_wrong_ones_refused() {
    let library = library(vec![
        edition(2012, "europe", "", "Norway."),
        edition(2013, "europe", "", "Chile and Norway."),
        edition(2015, "europe", "", "Malta and Norway."),
    ]);
    let of = |from, to| ask(&library, Asked { place: None, from, to });
    let middle = of(None, Some(2013)).expect("two sides");
    assert_eq!(
        (middle.earlier.editions.as_slice(), middle.later.editions.as_slice()),
        (&[2012][..], &[2013][..])
    );
    let wide = of(Some(2012), None).expect("two sides");
    assert_eq!(texts(&wide, Status::First, Kind::Name), ["Chile", "Malta"]);
    let missing = of(None, Some(2014)).expect_err("no such edition");
    assert!(
        missing.is_misuse() && missing.to_string().ends_with("there are 2012, 2013 and 2015"),
        "{missing}"
    );
    assert!(of(Some(2015), Some(2013)).expect_err("the wrong way round").is_misuse());
    assert!(!of(None, Some(2012)).expect_err("nothing before").is_misuse());
    let norway = library.atlas.get("NOR");
    let named = ask(&library, Asked { place: norway, ..Asked::default() }).expect("two sides");
    assert_eq!(texts(&named, Status::First, Kind::Name), ["Malta"]);
    assert_eq!(years(&[2007, 2008, 2009, 2012, 2014, 2015]), "2007 to 2009, 2012 and 2014, 2015");
    assert!(
        appearances(&library, &Asked::default(), &mut Progress::new(&|| true, &mut |_| {}))
            .expect("sides")
            .is_none()
    );
}

#[test]
fn the_weight_is_dunnings() {
    // Dunning 1993, table 2 begins so: "the swiss", k(AB) 110, k(A~B) 2442, k(~AB) 111, k(~A~B) 29114: 270.72.
    let told = likelihood_ratio((110.0, 2552.0), (111.0, 29225.0));
    assert!((told - 270.72).abs() < 0.01, "{told}");
}

// ---- The naive scan --------------------------------------------------------------------------------------------

/// The words of a block; a break where no phrase goes on.
fn naive_words(doc: &Document, block: usize) -> Vec<Option<String>> {
    let range = doc.blocks[block].range();
    let mut text: Vec<char> = Vec::new();
    let marked = |at: usize| {
        doc.spans.iter().any(|span| {
            matches!(span.kind, SpanKind::NoteMark(_))
                && (span.start as usize..span.end as usize).contains(&at)
        })
    };
    for (at, c) in doc.raw(block).char_indices() {
        text.push(if marked(range.start + at) { '|' } else { c });
    }
    let mut words = Vec::new();
    let mut word = String::new();
    for (at, &c) in text.iter().enumerate() {
        let is_word = |at: Option<usize>| at.and_then(|at| text.get(at)).is_some_and(|c| c.is_alphanumeric());
        let joint =
            matches!(c, '-' | '\'' | '’' | '‐' | '‑') && is_word(at.checked_sub(1)) && is_word(Some(at + 1));
        if c.is_alphanumeric() {
            word.push(c);
            continue;
        }
        if !word.is_empty() {
            words.push(Some(fold(&word)));
            word.clear();
        }
        if !joint && !c.is_whitespace() {
            words.push(None);
        }
    }
    words.extend((!word.is_empty()).then(|| Some(fold(&word))));
    words
}

fn naive_phrase(text: &str) -> Vec<Option<String>> {
    let words = text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty());
    words.map(|word| Some(fold(word))).collect()
}

/// A document's year, the words of each of its blocks, and it.
type Scanned<'a> = (i32, Vec<Vec<Option<String>>>, &'a Document);

#[test]
fn every_finding_of_the_built_in_corpus_is_true_by_a_naive_scan() {
    let loaded = store::built_in().expect("the built-in corpus");
    let library = loaded.library;
    let scanned: Vec<Scanned<'_>> = library
        .iter()
        .filter_map(|(_, doc)| {
            let blocks = (0..doc.blocks.len()).map(|block| naive_words(doc, block)).collect();
            Some((doc.year()?, blocks, doc.as_ref()))
        })
        .collect();
    let mut seen = 0;
    for (from, to) in
        [(None, None), (None, Some(2024)), (Some(2013), Some(2015)), (Some(2012), None), (None, Some(2014))]
    {
        let report = ask(&library, Asked { place: None, from, to }).expect("two sides");
        let bound = report.earlier.editions.last().copied().expect("an edition");
        let newest = report.later.editions.last().copied().expect("an edition");
        for finding in &report.findings {
            let (mut earlier, mut later) = (0usize, 0usize);
            for (year, blocks, doc) in scanned.iter().filter(|(year, ..)| *year <= newest) {
                let side = if *year > bound { &mut later } else { &mut earlier };
                *side += match finding.kind {
                    Kind::Name => {
                        doc.mentions.iter().filter(|mention| Some(mention.place) == finding.place).count()
                    }
                    Kind::Phrase => {
                        let phrase = naive_phrase(&finding.text);
                        blocks
                            .iter()
                            .map(|words| words.windows(phrase.len()).filter(|w| *w == phrase).count())
                            .sum()
                    }
                    Kind::Heading => {
                        let is = |block: &usize| doc.prose(*block).trim() == finding.text;
                        doc.heads.iter().map(|head| *head as usize).filter(|b| *b > 0).filter(is).count()
                    }
                };
            }
            let counted = finding.count as usize;
            match finding.status {
                Status::First if finding.kind == Kind::Heading => assert_eq!(earlier, 0, "{finding:?}"),
                Status::Last if finding.kind == Kind::Heading => assert_eq!(later, 0, "{finding:?}"),
                Status::First => assert_eq!((earlier, later), (0, counted), "{finding:?}"),
                Status::Last => assert_eq!((earlier, later), (counted, 0), "{finding:?}"),
                _ => {}
            }
            seen += 1;
        }
    }
    assert!(seen > 500, "{seen} findings only");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn what_is_first_one_way_is_last_the_other_way(words in prop::collection::vec("[a-d]{2}", 4..40), cut in 1usize..39) {
        let cut = cut.min(words.len() - 1);
        let (one, other) = (words[..cut].join(" "), words[cut..].join(" "));
        let text = |side: &str| format!("{side}. {side}.");
        let ways = [(&one, &other), (&other, &one)].map(|(old, new)| {
            report(&library(vec![edition(2012, "europe", "", &text(old)), edition(2013, "europe", "", &text(new))]))
        });
        let of = |report: &Report, status| {
            let mut all: Vec<(String, u32)> =
                report.of(status, Kind::Phrase).map(|found| (found.text.clone(), found.count)).collect();
            all.sort();
            all
        };
        prop_assert_eq!(of(&ways[0], Status::First), of(&ways[1], Status::Last));
        prop_assert_eq!(of(&ways[0], Status::Last), of(&ways[1], Status::First));
        // Asked again, the same in the same order.
        prop_assert_eq!(&ways[0].findings, &report(&library(vec![
            edition(2012, "europe", "", &text(&one)), edition(2013, "europe", "", &text(&other)),
        ])).findings);
    }
}

// ---- The world ---------------------------------------------------------------------------------------------------

#[test]
fn kazakhstan_comes_and_the_soviet_union_goes_in_the_factbook() {
    let folder =
        std::env::var_os("BLUEBOOK_FACTBOOK").map_or_else(|| "/tmp/fb/factbook".into(), PathBuf::from);
    if !folder.is_dir() {
        println!("skipped: the Factbook is not unpacked; BLUEBOOK_FACTBOOK may name its folder");
        return;
    }
    let inputs = ["1990", "1991", "1992"].map(|year| Input::Path(folder.join(year))).to_vec();
    let library = Shelf::new(inputs, Front::default()).expect("a shelf").read(false, &mut |_| {}).library;
    let report = report(&library);
    // Kazakh, as a language and a republic of the Union, was said before: what is new is the text on the country.
    let names = texts(&report, Status::First, Kind::Name);
    assert!(
        names.contains(&"Commonwealth of Independent States") && names.contains(&"Nagorno-Karabakh"),
        "{names:?}"
    );
    assert!(texts(&report, Status::Came, Kind::Heading).contains(&"Kazakhstan"), "its text came");
    let gone = one(&report, Status::Went, Kind::Heading, "Soviet Union");
    assert_eq!(gone.last, 1991);
}
