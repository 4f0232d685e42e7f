//! Plain text to documents: the shapes and numbering schemes of yearbooks, and what only looks like them.
use bluebook::gazetteer::{Tagger, atlas, built_in_regions};
use bluebook::import::{Format, Importer, Source, parse};
use bluebook::model::{Address, Atlas, BlockKind, Document, Evidence, Origin, Part, SpanKind};
use proptest::prelude::*;
use std::fmt::Write;
use std::path::Path;
use std::sync::LazyLock;

static WORLD: LazyLock<(Atlas, Tagger)> = LazyLock::new(|| {
    let atlas = atlas(built_in_regions()).expect("the built-in regions");
    let tagger = Tagger::new();
    (atlas, tagger)
});

/// Imports a text under a file's name, checks what holds for every document, and hands it over.
fn import(name: &str, text: &str) -> Document {
    let (atlas, tagger) = &*WORLD;
    let source = Source::alone(name, Origin::Input, Format::Text);
    let document = Importer { atlas, tagger }.import(&source, text.as_bytes()).expect("a document");
    sound(&document);
    document
}

fn read(text: &str) -> Document {
    import("sample.txt", text)
}

/// What holds for every document.
fn sound(document: &Document) {
    let text = &document.text;
    let mut end = 0;
    for block in &document.blocks {
        let range = block.range();
        assert!(end <= range.start && range.start < range.end, "{range:?} after {end}");
        assert!(text.get(range.clone()).is_some(), "{range:?} cuts a character");
        let between = &text[end..range.start];
        assert!(between.trim().is_empty(), "{between:?} lies in no block");
        end = range.end;
    }
    assert!(text[end..].trim().is_empty(), "{:?} lies in no block", &text[end..]);

    let addresses = document.addresses();
    for (block, address) in addresses.iter().enumerate() {
        assert_eq!(*address, document.address(block));
        let Address::Document { part, .. } = address else { panic!("{address}") };
        if *part != Part::Whole {
            assert_eq!(document.locate(part), Some(block), "{address}");
        }
    }

    let labels: Vec<&str> = document.notes.iter().map(|note| note.label.as_str()).collect();
    for (number, note) in document.notes.iter().enumerate() {
        assert!(!labels[..number].contains(&labels[number]), "{labels:?}");
        let body = note.block as usize;
        assert_eq!(document.blocks[body].kind, BlockKind::Footnote);
        assert_eq!(document.note_at(body), Some(number));
        let label = SpanKind::NoteLabel(number as u16);
        let spans = || document.spans.iter().filter(|span| span.kind == label);
        assert_eq!(spans().count(), 1);
        assert!(spans().all(|span| document.block_at(span.start as usize) == Some(body)));
        for mark in &note.marks {
            let spanned = document.spans.iter().any(|span| {
                span.kind == SpanKind::NoteMark(number as u16) && (span.start..span.end) == *mark
            });
            assert!(spanned, "{mark:?} has no span");
            assert_ne!(document.block_at(mark.start as usize), Some(body));
        }
    }
    assert!(document.spans.is_sorted_by_key(|span| span.start));
}

/// A document as lines: what each block is, and its first words.
fn sketch(document: &Document) -> String {
    let mut sketch = String::new();
    for (block, found) in document.blocks.iter().enumerate() {
        let kind = match found.kind {
            BlockKind::Title => "T".into(),
            BlockKind::Heading(level) => format!("H{level}"),
            BlockKind::Paragraph => "p".into(),
            BlockKind::Item(depth, _) => format!("i{depth}"),
            BlockKind::Footnote => "f".into(),
            other => format!("{other:?}"),
        };
        let words: String = document.prose(block).chars().take(24).collect();
        let _ = writeln!(sketch, "{kind} {}", words.trim_end());
    }
    sketch
}

/// Compares sketches, given with the indentation of the test.
#[track_caller]
fn assert_sketch(document: &Document, wanted: &str) {
    let wanted: String =
        wanted.lines().map(str::trim).filter(|l| !l.is_empty()).fold(String::new(), |mut all, line| {
            let _ = writeln!(all, "{line}");
            all
        });
    let found = sketch(document);
    assert_eq!(found, wanted, "\nfound:\n{found}\nwanted:\n{wanted}");
}

fn title(document: &Document) -> Option<(&str, Evidence)> {
    document.meta.title.as_ref().map(|said| (said.value.as_str(), said.by))
}

fn outline(document: &Document) -> Vec<(u8, String)> {
    document.outline().into_iter().map(|heading| (heading.depth, heading.path.join("/"))).collect()
}

/// Label and marked words of each footnote: the word a mark stands in or behind, and the mark's own bytes.
fn notes(document: &Document) -> Vec<(&str, Vec<&str>)> {
    let text = &document.text;
    let of = |marks: &[std::ops::Range<u32>]| {
        marks.iter().map(|mark| &text[mark.start as usize..mark.end as usize]).collect()
    };
    document.notes.iter().map(|note| (note.label.as_str(), of(&note.marks))).collect()
}

const BODY: &str =
    "The two governments opened a ferry line across the strait and agreed to keep it open in winter.";

#[test]
fn paragraphs_apart_with_headings_on_their_own_lines() {
    let text = format!(
        "Harbour Yearbook 2031\n\nChapter 4\n\nHow Small Ports “Grow”\n\nSection 2 The Northern Coast\n\n\
         Overview\n\n{BODY}\n\nIn 2030, nine ports joined the league of harbours (G7).\n\nTrade\n\n{BODY}"
    );
    let document = read(&text);
    assert_sketch(
        &document,
        "T Harbour Yearbook 2031
         H1 Chapter 4 How Small Port
         H2 Section 2 The Northern C
         H3 Overview
         p The two governments open
         p In 2030, nine ports join
         H3 Trade
         p The two governments open",
    );
    assert_eq!(title(&document), Some(("The Northern Coast", Evidence::FirstLines)));
    assert_eq!(document.series(), Some("Harbour Yearbook"));
    let year = document.meta.year.as_ref().expect("a year");
    assert_eq!((year.value, year.by), (2031, Evidence::FirstLines));
    assert_eq!(document.meta.part.as_deref(), Some("Chapter 4, Section 2"));
    let above = "chapter-4-how-small-ports-grow/section-2-the-northern-coast";
    assert_eq!(
        outline(&document),
        [
            (1, "chapter-4-how-small-ports-grow".into()),
            (2, above.into()),
            (3, format!("{above}/overview")),
            (3, format!("{above}/trade")),
        ]
    );
    assert!(document.notes.is_empty());
    assert_eq!(document.address(5).to_string(), "sample#p2");
}

#[test]
fn one_paragraph_a_line_with_glued_marks() {
    let text = format!(
        "5. Islands, Reefs, and the Lagoon\nRescue boats arrived with divers7, and 17,200 tents were pitched.\n\
         {BODY}\nThe reefs of the Lagoon8 belong to nobody, said the G7 and later the G8.\n\
         7 Three boats with 156 divers came from the mainland in 2 days.\n\
         8 The Lagoon means the waters between the three northern islands."
    );
    let document = read(&text);
    assert_sketch(
        &document,
        "T 5. Islands, Reefs, and t
         p Rescue boats arrived wit
         p The two governments open
         p The reefs of the Lagoon8
         f 7 Three boats with 156 d
         f 8 The Lagoon means the w",
    );
    assert_eq!(title(&document), Some(("Islands, Reefs, and the Lagoon", Evidence::FirstLines)));
    assert_eq!(document.meta.part.as_deref(), Some("5"));
    assert_eq!((document.year(), document.series()), (None, None));
    assert_eq!(notes(&document), [("7", vec!["7"]), ("8", vec!["8"])]);
    let mark = document.notes[0].marks[0].start as usize;
    assert!(document.text[..mark].ends_with("divers"));
    assert_eq!(document.address(4).to_string(), "sample#fn7");
    assert_eq!(document.locate(&Part::Note("8".into())), Some(5));

    let document = import("harbour-yearbook-2030-ch3-s5.txt", &text);
    let year = document.meta.year.as_ref().expect("a year");
    assert_eq!((year.value, year.by), (2030, Evidence::Path));
    assert_eq!(document.meta.part.as_deref(), Some("Chapter 3, Section 5"));
}

#[test]
fn numbered_headings_of_later_editions() {
    for (heads, wanted) in [
        (["1 Norland", "2 Sudland", "3 Ostland"], [1, 1, 1]),
        (["1.Norland", "2.Sudland", "3.Ostland"], [1, 1, 1]),
        (["1. Norland", "2. Sudland", "3. Ostland"], [1, 1, 1]),
        (["１　Norland", "２　Sudland", "３　Ostland"], [1, 1, 1]),
        (["A Norland", "B Sudland", "C Ostland"], [1, 1, 1]),
        (["I. Norland", "II. Sudland", "III. Ostland"], [1, 1, 1]),
        (["1 Norland", "(1) Overview", "(2) Trade"], [1, 2, 2]),
        (["1 Norland", "(1) Overview", "(a) Trade"], [1, 2, 3]),
        (["1 Norland", "(1) Overview", "2 Sudland"], [1, 2, 1]),
        (["1 Norland", "A Overview", "B Trade"], [1, 2, 2]),
        (["1 Norland", "‹Trade>", "2 Sudland"], [1, 2, 1]),
        (["(1) Norland", "‹Trade>", "‹Talks>"], [1, 2, 2]),
        (["Section 1 Norland", "Overview", "Section 2 Sudland"], [1, 2, 1]),
        (["Chapter 1 Norland", "Section 1 Trade", "Chapter 2 Sudland"], [1, 2, 1]),
        (["第1節　北国", "（1）概観", "第2節　南国"], [1, 2, 1]),
        (["第一章　北国", "第十二節　貿易", "第二章　南国"], [1, 2, 1]),
        (["１　北国", "（１）概観", "（ア）貿易"], [1, 2, 3]),
        (["Norland", "Sudland", "Ostland"], [1, 1, 1]),
        (["1 Norland", "1.1 Overview", "1.2 Trade"], [1, 2, 2]),
        (["1. Norland", "1.1. Overview", "1.1.1. Trade"], [1, 2, 3]),
        (["1.1 Overview", "1.1.1 Trade", "1.2 Talks"], [1, 2, 1]),
        (["1 Norland", "1.1 Overview", "2 Sudland"], [1, 2, 1]),
        (["I Norland", "II Sudland", "III Ostland"], [1, 1, 1]),
        (["Chapter IV Norland", "1 Trade", "Chapter V Sudland"], [1, 2, 1]),
        (["Chapter 1 Norland", "Annex 1 Ports", "Annex 2 Ships"], [1, 1, 1]),
        (["Article 1 Ports", "Article 2 Ships", "Article 3 Ice"], [1, 1, 1]),
        (["Annex A Treaty", "Article 1 Ports", "Article 2 Ships"], [1, 2, 2]),
        (["第1章　北国", "第1条　港", "第2条　船"], [1, 2, 2]),
    ] {
        for gap in ["\n", "\n\n"] {
            // A body first, so that no heading is taken for the document's title.
            let long = BODY.repeat(2);
            let mut text = format!("{long}{gap}");
            for head in heads {
                let _ = write!(text, "{head}{gap}{long}{gap}");
            }
            let document = read(&text);
            let levels: Vec<u8> = document.outline().iter().map(|heading| heading.depth).collect();
            assert_eq!(levels, wanted, "{heads:?} {gap:?}\n{}", sketch(&document));
            let titles: Vec<_> = document.outline().iter().map(|h| document.prose(h.block)).collect();
            assert_eq!(titles, heads);
            assert_eq!(document.blocks.len(), 7);
        }
    }
}

#[test]
fn the_title_of_an_excerpt() {
    for (head, words, part) in [
        ("5. Norland, Sudland, and the Coast", "Norland, Sudland, and the Coast", Some("5")),
        ("5 Norland", "Norland", Some("5")),
        ("5.Norland", "Norland", Some("5")),
        ("E The Northern Federation", "The Northern Federation", Some("E")),
        ("Section 6 Norland", "Norland", Some("Section 6")),
        ("SECTION 6: Norland", "Norland", Some("Section 6")),
        ("Chapter II - Norland", "Norland", Some("Chapter II")),
        ("第6節　北国", "北国", Some("Section 6")),
        ("（1）北国", "北国", Some("(1)")),
        ("‹Norland>", "Norland", None),
        ("Norland at Large", "Norland at Large", None),
        ("A New Coast", "A New Coast", None),
    ] {
        let document = read(&format!("{head}\n\n{BODY}\n\n{BODY}"));
        assert_eq!(title(&document), Some((words, Evidence::FirstLines)), "{head}");
        assert_eq!(document.meta.part.as_deref(), part, "{head}");
        assert_eq!(document.blocks[0].kind, BlockKind::Title, "{head}");
        assert_eq!(document.address(0).to_string(), "sample");
    }
    // What is only the first of several does not name the whole.
    for heads in [["1 Norland", "2 Sudland"], ["(1) Norland", "(2) Sudland"], ["Norland", "Sudland"]] {
        let document = read(&format!("{}\n\n{BODY}\n\n{}\n\n{BODY}", heads[0], heads[1]));
        assert_eq!(title(&document), Some(("sample", Evidence::Path)), "{heads:?}");
        assert_eq!(document.outline().len(), 2);
    }
    // Below its chapter, a lone first part is no title either; the section is.
    let document = read(&format!("Section 3 Coasts\n\n1 Norland\n\n{BODY}\n\nCloser Ties\n\n{BODY}"));
    assert_eq!(title(&document).map(|t| t.0), Some("Coasts"));
    assert_eq!(document.meta.part.as_deref(), Some("Section 3"));
    assert_eq!(outline(&document)[0], (1, "1-norland".into()));
    // A mark in the title is no part of it.
    let document =
        read(&format!("5 Norland and the Coast3\n\n{BODY}\n\n3 The Coast is the land between two rivers."));
    assert_eq!(title(&document).map(|t| t.0), Some("Norland and the Coast"));
    assert_eq!(notes(&document), [("3", vec!["3"])]);
}

#[test]
fn what_only_looks_like_a_heading() {
    for line in [
        "A new era began.",
        "A New Era Began.",
        "1990 was a year of storms",
        "2015 Summit of Ports",
        "2.5 times as many ships",
        "2.5 Times As Many Ships",
        "1.1 Million Tons",
        "12.5.2014 Meeting",
        "Article 9 binds both",
        "Article 9(1) binds both.",
        "an annex 2 to it",
        "I Saw the Ships.",
        "17,200 tents",
        "3rd Meeting of Ports",
        "12 May 2014",
        "12 ships left",
        "5 Officials left for the coast",
        "COVID-19 closed the ports.",
        "G7 ministers met.",
        "NB8+Japan met.",
        "TICAD7 was held in a port.",
        "I saw the ships.",
        "Section 5 of the treaty binds both",
        "Chapter and verse were given.",
        "Label: value",
        "the end of it",
        "(1) that the ports stay open, (2) that the ships may leave.",
        "J. Smith, harbour master, left.",
        "* * *",
        "-----",
    ] {
        for gap in ["\n", "\n\n"] {
            let long = BODY.repeat(2);
            let document = read(&format!("{long}{gap}{line}{gap}{long}"));
            assert_eq!(outline(&document), [], "{line} {gap:?}");
            assert!(document.notes.is_empty(), "{line}");
        }
    }
}

#[test]
fn lists_are_no_headings() {
    for (list, depths) in [
        (["1. Open the strait", "2. Share the water", "3. Meet again"], [0, 0, 0]),
        (["1 Open the strait", "2 Share the water", "3 Meet again"], [0, 0, 0]),
        (["(1) Open the strait", "(2) Share the water", "(3) Meet again"], [0, 0, 0]),
        (["(a) open the strait", "(b) share the water", "(c) meet again"], [0, 0, 0]),
        (["(1) open the strait:", "(a) in May;", "(b) in June."], [0, 1, 1]),
        (["(i) open the strait", "(ii) share the water", "(iii) meet again"], [0, 0, 0]),
        (["1) Open the strait", "2) Share the water", "3) Meet again"], [0, 0, 0]),
        (["• Open the strait", "• Share the water", "• Meet again"], [0, 0, 0]),
        (["- Open the strait", "- Share the water", "- Meet again"], [0, 0, 0]),
        (["・海峡", "・水", "・会合"], [0, 0, 0]),
        (["（1）海峡を開く。", "（2）水を分ける。", "（3）また会う。"], [0, 0, 0]),
    ] {
        for gap in ["\n", "\n\n"] {
            let long = BODY.repeat(2);
            let document = read(&format!("{long}{gap}{}{gap}{long}", list.join(gap)));
            let kinds: Vec<_> = document.blocks[1..4].iter().map(|block| block.kind).collect();
            assert_eq!(kinds, depths.map(|depth| BlockKind::Item(depth, None)), "{list:?} {gap:?}");
            assert_eq!(document.blocks.len(), 5);
        }
    }
    // Counted parts of a sentence.
    let document = read("They agreed (1) to open the strait, (2) to share the water and (3) to meet again.");
    assert_sketch(&document, "p They agreed (1) to open");
    // Names without numbers.
    let document = read(&format!("{BODY}\n\nNorland\n\nSudland\n\nOstland\n\nWestland\n\n{BODY}"));
    assert_eq!(outline(&document), []);
    let document = read(&format!("{BODY}\n\nNorland\n\nSudland"));
    assert_eq!(outline(&document), []);
    // The rest of a paragraph in a text that parts its paragraphs by empty lines.
    let document = read(&format!("{BODY}\n\nPorts: Easton (Lake)\nWeston (River)\n\n{BODY}\n\n{BODY}"));
    assert_eq!(outline(&document), []);
}

#[test]
fn footnotes_in_every_dress() {
    for (marked, body, label, mark) in [
        ("divers7, and", "7 Seven boats came from the mainland.", "7", "7"),
        ("divers.7 Then", "7 Seven boats came from the mainland.", "7", "7"),
        ("“divers”7 and", "7. Seven boats came from the mainland.", "7", "7"),
        ("the (main) divers7", "• 7 Seven boats came from the mainland.", "7", "7"),
        ("the HBL,(1) and", "- (1) HBL: Harbour League", "1", "(1)"),
        ("the HBL(1) and", "(1) HBL: Harbour League of the North.", "1", "(1)"),
        ("divers[12] and", "[12] Twelve boats came from the mainland.", "12", "[12]"),
        ("the HBL (*4) and", "*4 Harbour League of the North.", "*4", "(*4)"),
        ("the HBL(*4) and", "(*4) Harbour League of the North.", "*4", "(*4)"),
        ("the HBL*4 and", "*4 Harbour League of the North.", "*4", "*4"),
        ("divers⁷ and", "⁷ Seven boats came from the mainland.", "7", "⁷"),
        ("divers７ and", "７　Seven boats came from the mainland.", "7", "７"),
        ("港湾同盟（注1）は", "（注1）港湾同盟は北の港の集まりである。", "*1", "（注1）"),
        ("港湾同盟※2は", "※2　港湾同盟は北の港の集まりである。", "*2", "※2"),
        ("the HBL (Note 3) and", "Note 3: Harbour League of the North.", "*3", "(Note 3)"),
    ] {
        for gap in ["\n", "\n\n"] {
            let long = BODY.repeat(2);
            let text = format!("{long}{gap}All went well for {marked} others. {long}{gap}{body}");
            let document = read(&text);
            assert_eq!(notes(&document), [(label, vec![mark])], "{marked} {body}\n{}", sketch(&document));
            assert_eq!(document.notes[0].block, 2);
            let span = document.spans.iter().find(|span| span.kind == SpanKind::NoteLabel(0)).expect("one");
            let words = &text[span.start as usize..span.end as usize];
            assert!(body.trim_start_matches(['•', '-', ' ']).starts_with(words), "{words}");
            assert_eq!(document.address(2).to_string(), format!("sample#fn{label}"));
            assert_eq!(document.locate(&Part::Note(label.into())), Some(2));
        }
    }
}

#[test]
fn what_only_looks_like_a_footnote() {
    for (words, last) in [
        ("The G7 met.", "7 Boats came from the mainland."),
        ("It cost 17,200 crowns.", "200 Crowns were paid at once."),
        ("TICAD7 was held.", "7 Boats came from the mainland."),
        ("It grew by 2.5 times.", "5 Boats came from the mainland."),
        ("An area of 300 km2 burnt.", "2 Boats came from the mainland."),
        ("See No.7 of the list.", "7 Boats came from the mainland."),
        ("COVID-19 closed it.", "19 Boats came from the mainland."),
        ("NB8+Japan met.", "8 Boats came from the mainland."),
        ("The 3rd meeting was short.", "3 Boats came from the mainland."),
        ("They agreed (1) to open it and (2) to share it.", "(1) The strait was opened in May."),
        ("Article 9(1) binds both.", "(1) The strait was opened in May."),
        ("第6節で述べた。", "6　港は北にある。"),
        ("令和6年の港。", "6　港は北にある。"),
        ("divers7 came.", "8 Boats came from the mainland."),
        ("divers7 came.", "7,000 boats came from the mainland."),
    ] {
        let document = read(&format!("{BODY}\n\n{words} {BODY}\n\n{last}"));
        assert_eq!(notes(&document), [], "{words} {last}");
        assert!(document.blocks.iter().all(|block| block.kind != BlockKind::Footnote));
    }
    // A paragraph in the middle of the text is no note, whatever marks stand before it.
    let document = read(&format!("{BODY}\n\nHelp for divers7 came.\n\n7 Boats came at last.\n\n{BODY}"));
    assert_eq!(notes(&document), []);
}

#[test]
fn sections_have_their_own_footnotes() {
    let text = format!(
        "1 Norland\n\nHelp for divers1 and sailors2 came. {BODY}\n\n1 Divers of the first port.\n\n\
         2 Sailors of the first port.\n\n2 Sudland\n\nHelp for painters1 came, and for painters1 again. {BODY}\
         \n\n1 Painters of the second port.\n\n3 Ostland\n\n{BODY}"
    );
    let document = read(&text);
    assert_sketch(
        &document,
        "H1 1 Norland
         p Help for divers1 and sai
         f 1 Divers of the first po
         f 2 Sailors of the first p
         H1 2 Sudland
         p Help for painters1 came,
         f 1 Painters of the second
         H1 3 Ostland
         p The two governments open",
    );
    assert_eq!(notes(&document), [("1", vec!["1"]), ("2", vec!["2"]), ("1-2", vec!["1", "1"])]);
    for (note, word) in [(0, "divers"), (1, "sailors"), (2, "painters")] {
        for mark in &document.notes[note].marks {
            assert!(text[..mark.start as usize].ends_with(word));
        }
    }
    assert_eq!(document.address(6).to_string(), "sample#fn1-2");
    assert_eq!(document.locate(&Part::Note("1-2".into())), Some(6));

    // All bodies at the end of the text: in order, each takes its own section's mark.
    let text = format!(
        "1 Norland\n\nHelp for divers1 came. {BODY}\n\n2 Sudland\n\nHelp for painters1 came. {BODY}\n\n\
         1 Divers of the first port.\n\n1 Painters of the second port."
    );
    let document = read(&text);
    assert_eq!(notes(&document), [("1", vec!["1"]), ("1-2", vec!["1"])]);
    assert!(text[..document.notes[1].marks[0].start as usize].ends_with("painters"));
}

#[test]
fn hard_wrapped_lines_are_joined() {
    let text = "Coast Review 2020\n\n5 The Northern Coast\n\n\
        The ports of the north were frozen for most of the winter, and no\n\
        ship could leave before the end of March. The league of harbours7 sent\n\
        12 icebreakers, which opened the strait in the first week of April.\n\
        Trade\n\
        Then the price of tar fell to its lowest point in (2) ten years, and\n\
        the yards were full of orders.\n\
        \x20 An indented line begins a paragraph of its own in an old book, and\n\
        goes on below.\n\
        • the first of the points was that the strait should stay open for\n\
        \x20 ships of every kind\n\
        • the second was tar\n\n\
        7 The league of harbours was founded by six ports of the north in the\n\
        year of the great frost.\n";
    for text in [text.to_owned(), text.replace('\n', "\r\n")] {
        let document = read(&text);
        assert_sketch(
            &document,
            "T Coast Review 2020
             H1 5 The Northern Coast
             p The ports of the north w
             H2 Trade
             p Then the price of tar fe
             p An indented line begins
             i0 • the first of the point
             i0 • the second was tar
             f 7 The league of harbours",
        );
        assert!(
            document
                .prose(2)
                .ends_with("sent 12 icebreakers, which opened the strait in the first week of April.")
        );
        assert_eq!(notes(&document), [("7", vec!["7"])]);
        assert_eq!((document.year(), document.series()), (Some(2020), Some("Coast Review")));
        assert!(!document.text.contains('\r'));
    }
    // Japanese lines are wrapped anywhere.
    let document = read(
        "北の港は冬の間ほとんど凍っていたため、三月の終わりまで船は一隻も出られな\nかった。\n\n春になると海峡が開き、港湾同盟の船が南の島々へ向かって次々に出て行った。そ\nの後は静かであった。",
    );
    assert_eq!(document.blocks.len(), 2);
    // Short lines that are no wrapped text stay apart.
    let document = read("Ferry to the island\nTents for the camp\nTar\nRope and a lamp");
    assert_eq!(document.blocks.len(), 4);
}

#[test]
fn tabs_and_indents_stay_outside_blocks() {
    let document = read(&format!("\t5. Norland\n\n   {BODY}  \n\n\u{3000}{BODY}\n\t\n"));
    assert_sketch(&document, "T 5. Norland\np The two governments open\np The two governments open");
    assert_eq!(document.raw(1), BODY);
}

#[test]
fn small_and_large_texts() {
    let document = read("Kazakhstan");
    assert_sketch(&document, "p Kazakhstan");
    assert_eq!(title(&document), Some(("sample", Evidence::Path)));

    let line = "word ".repeat(8000);
    let document = read(&format!("5. Norland\n{line}\n7 {line}"));
    assert_sketch(&document, "T 5. Norland\np word word word word word\np 7 word word word word wo");
    assert_eq!(document.raw(1).len(), 39_999);

    for empty in ["", " \n\t\n", "\u{feff}\n"] {
        assert!(parse(Format::Text, empty.as_bytes()).is_err());
    }
}

#[test]
fn a_long_numbered_text_is_quick() {
    let text = "7 Boats came from the north and left for the south7 again.\n\n".repeat(20_000);
    let begun = std::time::Instant::now();
    let document = parse(Format::Text, text.as_bytes()).expect("a document");
    assert_eq!(document.blocks.len(), 20_000);
    // Seconds would mean that every paragraph looks at every other one.
    assert!(begun.elapsed().as_secs() < 10, "{:?}", begun.elapsed());
}

#[test]
fn first_lines_that_name_a_series_and_those_that_do_not() {
    let section = "Section 1 Ports";
    for (line, next, wanted) in [
        ("Harbour Yearbook 2031", "Overview", Some(("Harbour Yearbook", 2031))),
        ("Harbour Yearbook, 2031", "Overview", Some(("Harbour Yearbook", 2031))),
        ("Harbour Yearbook ２０３１", "Overview", Some(("Harbour Yearbook", 2031))),
        ("港湾白書 2031", "概観", Some(("港湾白書", 2031))),
        ("港湾白書2031年版", "概観", Some(("港湾白書", 2031))),
        ("Ports of the World 2031", section, Some(("Ports of the World", 2031))),
        ("North Korea 2031", "Overview", None),
        ("The war began in 2031", section, None),
        ("Harbour Yearbook 31", section, None),
        ("Harbour Yearbook 20311", section, None),
    ] {
        let document = read(&format!("{line}\n\n{next}\n\n{BODY}"));
        assert_eq!(document.series().zip(document.year()), wanted, "{line}");
        let by = document.meta.year.as_ref().map(|year| year.by);
        assert_eq!(by, wanted.map(|_| Evidence::FirstLines));
    }
}

#[test]
fn a_plain_line_above_a_first_number_stands_above_the_numbering() {
    let document = read(&format!(
        "{BODY}\n\nNorland\n\n(1) Politics\n\n{BODY}\n\n(2) Trade\n\n{BODY}\n\n\
         Sudland\n\n(1) Politics\n\n{BODY}\n\n(2) Trade\n\n{BODY}\n\nOstland\n\n{BODY}"
    ));
    assert_eq!(
        outline(&document),
        [
            (1, "norland".into()),
            (2, "norland/1-politics".into()),
            (2, "norland/2-trade".into()),
            (1, "sudland".into()),
            (2, "sudland/1-politics".into()),
            (2, "sudland/2-trade".into()),
            (1, "ostland".into()),
        ]
    );
}

#[test]
fn a_country_with_plain_headings_and_labelled_facts() {
    let text = "Kazakhstan\n\nGeography\n\nTotal area: 2 million km2\n\nCoastline: none\n\nNote: landlocked\n\n\
         People\n\nPopulation: 17 million (July)\n\nDefense Forces\n\nBranches: none\n";
    let (atlas, tagger) = &*WORLD;
    let source =
        Source { folder: Some("1992"), ..Source::alone("Kazakhstan.txt", Origin::Input, Format::Text) };
    let document = Importer { atlas, tagger }.import(&source, text.as_bytes()).expect("a document");
    sound(&document);
    assert_sketch(
        &document,
        "T Kazakhstan
         H1 Geography
         p Total area: 2 million km
         p Coastline: none
         p Note: landlocked
         H1 People
         p Population: 17 million (
         H1 Defense Forces
         p Branches: none",
    );
    assert_eq!(title(&document), Some(("Kazakhstan", Evidence::FirstLines)));
    assert_eq!(document.subject(), atlas.get("KAZ"));
    let year = document.meta.year.as_ref().expect("a year");
    assert_eq!((year.value, year.by), (1992, Evidence::Path));
}

fn seed(name: &str) -> Option<String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds").join(name);
    let text = std::fs::read_to_string(&path).ok();
    if text.is_none() {
        println!("skipped: {} is not here", path.display());
    }
    text
}

fn same_words(document: &Document, text: &str) {
    let blocks: Vec<_> = (0..document.blocks.len()).map(|block| document.prose(block)).collect();
    let words: Vec<&str> = blocks.iter().flat_map(|prose| prose.split_whitespace()).collect();
    assert_eq!(words, text.split_whitespace().collect::<Vec<_>>());
}

#[test]
fn the_seed_of_2015() {
    let Some(text) = seed("diplomatic-bluebook-2015-ch2-s5.txt") else { return };
    let document = read(&text);
    assert_eq!(title(&document), Some(("Russia, Central Asia and Caucasia", Evidence::FirstLines)));
    assert_eq!(document.series(), Some("Diplomatic Bluebook"));
    let year = document.meta.year.as_ref().expect("a year");
    assert_eq!((year.value, year.by), (2015, Evidence::FirstLines));
    assert_eq!(document.meta.part.as_deref(), Some("Chapter 2, Section 5"));
    let outline = document.outline();
    assert_eq!(outline.iter().map(|heading| heading.depth).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!(document.prose(outline[0].block).split(' ').next(), Some("Chapter"));
    assert_eq!(outline[0].block + 1, outline[1].block);
    assert!(outline[2].path[1].starts_with("section-5-russia-"), "{:?}", outline[2].path);
    assert_eq!(outline[2].path[2], "overview");
    let paragraphs = document.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph).count();
    assert_eq!((paragraphs, document.blocks.len()), (7, 11));
    assert!(document.notes.is_empty());
    same_words(&document, &text);
}

#[test]
fn the_seed_of_2012() {
    let name = "diplomatic-bluebook-2012-ch2-s5.txt";
    let Some(text) = seed(name) else { return };
    let document = read(&text);
    assert_eq!((document.year(), document.series()), (None, None));
    assert_eq!(title(&document), Some(("Russia, Central Asia, and the Caucasus", Evidence::FirstLines)));
    assert_eq!(notes(&document), [("7", vec!["7"]), ("8", vec!["8"])]);
    for (note, word) in [(0, "workers"), (1, "Caucasus")] {
        assert!(text[..document.notes[note].marks[0].start as usize].ends_with(word));
    }
    let kinds: String =
        sketch(&document).lines().filter_map(|line| line.split(' ').next()).collect::<Vec<_>>().join(" ");
    assert_eq!(kinds, "T p p p p p f f");
    same_words(&document, &text);

    let document = import(name, &text);
    let year = document.meta.year.as_ref().expect("a year");
    assert_eq!((year.value, year.by), (2012, Evidence::Path));
    assert_eq!(document.meta.part.as_deref(), Some("Chapter 2, Section 5"));
}

/// Texts made of what the importer looks for.
fn yearbookish() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        Just("\n".to_owned()),
        Just("\n\n".to_owned()),
        Just("\r\n".to_owned()),
        Just(" ".to_owned()),
        "[0-9]{1,4}[.,)]? ?",
        "(Chapter|Section|Part|Note|第|A|II\\.|•|- |‹|\\(|（|\\*|注|※) ?",
        "(章|節|部|\\)|）|>|\\]|。|\\.|:) ?",
        "[A-Za-z]{1,9}[0-9⁰-⁹]{0,2}",
        "\\PC{0,4}",
    ];
    proptest::collection::vec(piece, 0..60).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn any_string_is_read(text in "\\PC*") {
        if let Ok(document) = parse(Format::Text, text.as_bytes()) {
            sound(&document);
        }
    }

    #[test]
    fn any_yearbook_is_read(text in yearbookish()) {
        if let Ok(document) = parse(Format::Text, text.as_bytes()) {
            sound(&document);
        }
    }
}

#[test]
fn a_paragraph_without_end_is_parted_and_nothing_is_lost() {
    let sentence = "Norland and Sudland spoke of ferries. ";
    for text in [sentence.repeat(20_000), "語".repeat(200_000), "x".repeat(300_000)] {
        let document =
            bluebook::import::parse(bluebook::import::Format::Text, text.as_bytes()).expect("a text");
        assert!(document.blocks.len() > 4);
        assert!(document.blocks.iter().all(|block| block.range().len() <= 1 << 16));
        let words: String = document.blocks.iter().map(|block| &document.text[block.range()]).collect();
        let plain = |text: &str| text.split_whitespace().collect::<String>();
        assert!(plain(&words) == plain(&text));
    }
}

#[test]
fn front_matter_before_plain_text() {
    for front in ["---\ntitle: Ports\nyear: 2031\n---\n", "+++\ntitle = \"Ports\"\nyear = 2031\n+++\n"] {
        let document = read(&format!("{front}\n{BODY}\n"));
        assert_eq!(title(&document), Some(("Ports", Evidence::FrontMatter)), "{front}");
        assert_eq!(document.year(), Some(2031));
        assert_sketch(&document, "p The two governments open");
    }
    // Rules in a text are text, whatever stands between them.
    for text in ["---\nPorts: a review\n---\n", "---\ntitle: [broken\n---\n", "+++\nnot toml\n+++\n", "---\n"]
    {
        let document = read(&format!("{text}{BODY}\n"));
        assert!(document.text.starts_with(&text[..3]), "{text}");
        assert_eq!(document.year(), None);
    }
}

#[test]
fn front_matter_in_yaml_before_markdown() {
    let document = parse(
        Format::Markdown,
        b"---\r\ntitle: 'Ports'\r\ndate: 2031-05-01\r\n---\r\n\r\n# Ports\r\n\r\nText.\r\n",
    )
    .expect("a document");
    assert_eq!(title(&document), Some(("Ports", Evidence::FrontMatter)));
    assert_eq!(document.year(), Some(2031));
    assert_eq!(document.blocks.len(), 2);
    let error = parse(Format::Markdown, b"---\ntitle: Ports\nyear: soon\n---\nText.\n").expect_err("broken");
    assert!(format!("{error:#}").contains("line 3"), "{error:#}");
    // A rule at the top is a rule.
    let document = parse(Format::Markdown, b"---\n\nText.\n\n---\n\nMore.\n").expect("a document");
    assert_eq!(document.blocks.len(), 2);
}
