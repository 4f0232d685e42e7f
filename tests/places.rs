//! A place in a text is found again after the text has changed: by its words wherever they still stand.
use bluebook::model::{Block, BlockKind, By, Document, Pin};
use proptest::prelude::*;

/// A document of these blocks.
fn document(blocks: &[(BlockKind, String)]) -> Document {
    let mut doc = Document { slug: "a-text".into(), ..Document::empty() };
    for (number, (kind, words)) in blocks.iter().enumerate() {
        let start = doc.text.len() as u32;
        doc.text.push_str(words);
        doc.blocks.push(Block { kind: *kind, start, end: doc.text.len() as u32 });
        doc.text.push_str("\n\n");
        if kind.depth().is_some_and(|depth| depth > 0) {
            doc.heads.push(number as u32);
        }
    }
    doc
}

fn paragraphs(texts: &[&str]) -> Document {
    let blocks: Vec<_> = texts.iter().map(|text| (BlockKind::Paragraph, (*text).to_owned())).collect();
    document(&blocks)
}

/// Words like those of a yearbook, few enough that sentences resemble each other.
fn sentence() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-z]{2,9}",
        Just("the".to_owned()),
        Just("Minister".to_owned()),
        Just("visited".to_owned()),
        Just("カザフスタン".to_owned()),
        Just("é".to_owned()),
    ];
    prop::collection::vec(word, 8..40).prop_map(|words| words.join(" "))
}

fn text() -> impl Strategy<Value = Vec<(BlockKind, String)>> {
    let kind = prop_oneof![
        6 => Just(BlockKind::Paragraph),
        1 => Just(BlockKind::Heading(1)),
        1 => Just(BlockKind::Item(0, None)),
    ];
    prop::collection::vec((kind, sentence()), 1..20)
}

/// The words from a byte on, as a reader sees them.
fn words(doc: &Document, byte: usize) -> String {
    let block = doc.block_at(byte).expect("a block");
    let end = doc.blocks[block].end as usize;
    doc.text[byte..end].split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A byte at which a word of the document begins.
fn a_word(doc: &Document, nth: usize) -> usize {
    let begins: Vec<usize> = doc
        .blocks
        .iter()
        .flat_map(|block| {
            let range = block.range();
            let first = std::iter::once(range.start);
            let text = &doc.text[range.clone()];
            first.chain(text.match_indices(' ').map(move |(at, _)| range.start + at + 1))
        })
        .collect();
    begins[nth % begins.len()]
}

proptest! {
    #[test]
    fn in_the_same_text_it_is_the_same_byte(blocks in text(), nth in 0..1000_usize) {
        let doc = document(&blocks);
        let byte = a_word(&doc, nth);
        let found = Pin::of(&doc, byte, String::new()).find(&doc).expect("a place");
        prop_assert_eq!((found.byte, found.by), (byte, By::Words));
        prop_assert_eq!(found.block, doc.block_at(byte).expect("a block"));
    }

    #[test]
    fn it_is_found_when_other_blocks_change(
        blocks in text(),
        nth in 0..1000_usize,
        others in prop::collection::vec(sentence(), 1..12),
        choices in prop::collection::vec(0..3_usize, 20),
    ) {
        let doc = document(&blocks);
        let byte = a_word(&doc, nth);
        let here = doc.block_at(byte).expect("a block");
        let pin = Pin::of(&doc, byte, String::new());
        let quoted = words(&doc, byte);
        // Short ends of blocks may stand anywhere.
        prop_assume!(quoted.chars().count() >= 60);
        let mut changed = Vec::new();
        for (number, (kind, words)) in blocks.iter().enumerate() {
            let other = || others[number % others.len()].clone();
            match choices[number % choices.len()] {
                _ if number == here => changed.push((*kind, words.clone())),
                0 => changed.push((*kind, other())),
                1 => changed.extend([(BlockKind::Paragraph, other()), (*kind, words.clone())]),
                _ => {}
            }
        }
        let now = document(&changed);
        let found = pin.find(&now).expect("a place");
        prop_assert_eq!(found.by, By::Words);
        let told = words(&now, found.byte);
        prop_assert!(told.starts_with(pin.quote.trim_end()));
        // By chance another text may go on as this one does, as far as it is quoted.
        let twins = others.iter().chain(blocks.iter().map(|(_, words)| words));
        let twins = twins.map(|text| text.matches(pin.quote.trim_end()).count()).sum::<usize>();
        prop_assert!(twins > 1 || told == quoted);
    }

    #[test]
    fn it_is_found_when_lines_are_broken_otherwise(blocks in text(), nth in 0..1000_usize, every in 1..7_usize) {
        let doc = document(&blocks);
        let byte = a_word(&doc, nth);
        let pin = Pin::of(&doc, byte, String::new());
        let quoted = words(&doc, byte);
        let broken: Vec<_> = blocks
            .iter()
            .map(|(kind, words)| {
                let mut number = 0;
                let broken = words.chars().map(|c| {
                    number += usize::from(c == ' ');
                    if c == ' ' && number % every == 0 { '\n' } else { c }
                });
                (*kind, broken.collect())
            })
            .collect();
        let now = document(&broken);
        let found = pin.find(&now).expect("a place");
        prop_assert_eq!(words(&now, found.byte), quoted);
        prop_assert_eq!(found.by, By::Words);
    }

    #[test]
    fn any_pin_finds_something_in_any_text(
        blocks in text(),
        quote in ".{0,80}",
        before in ".{0,80}",
        heading in ".{0,20}",
        at in ".{0,20}",
        percent in 0..=255_u8,
    ) {
        let doc = document(&blocks);
        let pin = Pin { quote, before, heading, at, percent, ..Pin::default() };
        let found = pin.find(&doc).expect("a place");
        prop_assert!(doc.text.is_char_boundary(found.byte) && found.byte <= doc.text.len());
        prop_assert!(found.block < doc.blocks.len());
    }
}

#[test]
fn the_end_of_words_said_thrice_is_found() {
    let doc = document(&[(BlockKind::Paragraph, "the Minister visited visited visited".to_owned())]);
    let byte = doc.text.rfind("visited visited").expect("the last two");
    let pin = Pin::of(&doc, byte, String::new());
    assert_eq!(pin.quote, "visited visited");
    let now = document(&[(BlockKind::Paragraph, "the Minister visited\nvisited visited".to_owned())]);
    assert_eq!(words(&now, pin.find(&now).expect("a place").byte), "visited visited");
}

#[test]
fn of_the_same_words_those_with_the_same_words_before_them_are_meant() {
    let refrain = "The two countries confirmed that they would go on working together.";
    let doc = paragraphs(&["In Astana talks were held.", refrain, "In Tokyo talks were held.", refrain]);
    let byte = doc.blocks[3].start as usize;
    let pin = Pin::of(&doc, byte, String::new());
    // The passage has moved to the front, where the other one stood.
    let now = paragraphs(&["In Tokyo talks were held.", refrain, "In Astana talks were held.", refrain]);
    assert_eq!(pin.find(&now).expect("a place").block, 1);
}

#[test]
fn changed_words_are_found_by_a_part_then_by_the_heading_then_by_the_share() {
    let heading = |words: &str| (BlockKind::Heading(1), words.to_owned());
    let body = |words: &str| (BlockKind::Paragraph, words.to_owned());
    let doc = document(&[
        heading("Overview"),
        body("Nothing of note was said about anybody."),
        heading("Security"),
        body(
            "Troops were sent to the border in the north, where the river had carried the bridges away in May.",
        ),
    ]);
    let pin = Pin::of(&doc, doc.blocks[3].start as usize, String::new());
    let corrected = document(&[
        heading("Overview"),
        heading("Security"),
        body("Soldiers were sent to the border in the north, where the river had carried the bridges off."),
    ]);
    let found = pin.find(&corrected).expect("a place");
    assert_eq!((found.block, found.by), (2, By::Part));
    let rewritten =
        document(&[heading("Security"), body("All is calm."), heading("Overview"), body("So it is.")]);
    let found = pin.find(&rewritten).expect("a place");
    assert_eq!((found.block, found.by), (0, By::Heading));
    let other = paragraphs(&["One.", "Two.", "Three.", "Four.", "Five."]);
    let found = pin.find(&other).expect("a place");
    assert_eq!(found.by, By::Share);
    assert!(found.block >= 1, "about as far through as before: {found:?}");
    assert_eq!(pin.find(&document(&[])), None);
}

#[test]
fn going_on_reading_needs_a_terminal() {
    let mut command = assert_cmd::cargo::cargo_bin_cmd!("bluebook");
    let told = command.arg("--continue").env("XDG_DATA_HOME", "/nonexistent").assert().code(2);
    let error = String::from_utf8_lossy(&told.get_output().stderr).into_owned();
    assert!(error.contains("--continue opens the explorer: it needs a terminal"), "{error}");
    assert!(told.get_output().stdout.is_empty());
}
