//! Set lines keep every character once, in order, and stay inside their width.
use bluebook::import::{Format, parse};
use bluebook::model::{BlockKind, Document};
use bluebook::typeset::{self, Role};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

/// Checks each block of a document at a width.
fn check(document: &Document, columns: usize) {
    for number in 0..document.blocks.len() {
        let block = document.blocks[number];
        let lines = typeset::block(document, number, columns, &[]);
        assert!(!lines.is_empty());
        let mut at = block.range().start;
        let row = matches!(block.kind, BlockKind::Row(_));
        let mut shown: Vec<_> = lines
            .iter()
            .flat_map(|line| &line.pieces)
            .map(|piece| piece.bytes.clone())
            .filter(|bytes| !bytes.is_empty())
            .collect();
        if row {
            // A row's cells stand side by side: their lines interleave.
            shown.sort_by_key(|bytes| bytes.start);
        }
        for bytes in shown {
            let between = &document.text[at..bytes.start];
            assert!(between.chars().all(char::is_whitespace), "lost {between:?} at {columns} columns");
            at = bytes.end;
        }
        let rest = &document.text[at..block.range().end];
        assert!(rest.chars().all(char::is_whitespace), "lost {rest:?} at {columns} columns");
        for line in &lines {
            let graphemes = line.pieces.iter().flat_map(|piece| piece.text.graphemes(true));
            let widest = graphemes.map(typeset::width).max();
            let room = columns.max(usize::from(line.indent) + widest.unwrap_or(0));
            assert!(row || usize::from(line.width()) <= room, "{:?} is wider than {columns}", line.text());
            assert_eq!(
                usize::from(line.width()),
                usize::from(line.indent) + line.pieces.iter().map(|p| typeset::width(&p.text)).sum::<usize>()
            );
        }
    }
}

/// Words of all sorts: Latin, marked, Japanese, wide, joined, long.
fn words() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        "[a-z]{1,12}",
        "[A-Z][a-z]{2,10}",
        Just("Côte".to_owned()),
        Just("Co\u{302}te d\u{2019}Ivoire".to_owned()),
        Just("中央アジア＋日本".to_owned()),
        Just("「対話」、".to_owned()),
        Just("👩\u{200d}🚀".to_owned()),
        Just("https://example.org/a/very/long/path/that/goes/on/and/on.html".to_owned()),
        Just("x".repeat(90)),
        Just("(1)".to_owned()),
        Just("workers7".to_owned()),
        Just("17,200".to_owned()),
    ];
    prop::collection::vec(word, 1..60).prop_map(|words| words.join(" "))
}

proptest! {
    #[test]
    fn no_character_is_lost_or_doubled(
        text in prop::collection::vec(words(), 1..5),
        columns in 1_usize..120,
    ) {
        let text = text.join(".\n\n");
        check(&parse(Format::Text, text.as_bytes()).expect("a text"), columns);
    }

    #[test]
    fn markdown_is_set_whole(
        heading in words(), item in words(), cell in words(), note in words(), columns in 1_usize..120,
    ) {
        let text = format!(
            "# {heading}\n\n> {cell}\n\n- {item}\n- *{item}* **{cell}**\n\n1. {note}[^1]\n\n\
             | {cell} | b |\n|---|---|\n| {item} | {note} |\n\n[^1]: {note}\n"
        );
        check(&parse(Format::Markdown, text.as_bytes()).expect("a text"), columns);
    }

    #[test]
    fn any_text_is_set_whole(text in "\\PC{1,300}", columns in 1_usize..80) {
        if let Ok(document) = parse(Format::Text, text.as_bytes()) {
            check(&document, columns);
        }
    }
}

#[test]
fn lines_do_not_begin_with_closing_marks() {
    let text = "中央アジアと日本、対話。「協力」を進める。これは地域の安定に資する。".repeat(6);
    let document = parse(Format::Text, text.as_bytes()).expect("a text");
    for columns in 10..60 {
        for line in typeset::block(&document, 0, columns, &[]) {
            let text = line.text();
            assert!(!text.starts_with(['、', '。', '」']), "{text:?} at {columns}");
            assert!(!text.ends_with('「'), "{text:?} at {columns}");
        }
    }
}

#[test]
fn a_table_that_is_too_wide_gives_way_in_its_widest_column() {
    let text =
        "| Country | What was said |\n|---|---|\n| Norland | a long tale of ferries and of bridges |\n";
    let document = parse(Format::Markdown, text.as_bytes()).expect("a text");
    let row: Vec<String> =
        typeset::block(&document, 1, 30, &[]).iter().map(bluebook::typeset::Line::text).collect();
    assert_eq!(row, ["Norland  a long tale of", "         ferries and of", "         bridges"]);
    assert_eq!(typeset::block(&document, 0, 30, &[])[0].role, Role::RowHead);
}
