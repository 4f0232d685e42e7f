//! Set lines keep every character once, in order, and stay inside their width, in whatever style.
use bluebook::import::{Format, parse};
use bluebook::model::{BlockKind, Document};
use bluebook::typeset::{self, Line, Piece, Role, Style};
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

/// White space as it is shown: a run of it is one space.
fn shown(text: &str) -> String {
    let mut shown = String::new();
    for c in text.chars() {
        let blank = matches!(c, ' ' | '\n' | '\r' | '\t' | '\u{0c}');
        if !blank {
            shown.push(c);
        } else if !shown.ends_with(' ') {
            shown.push(' ');
        }
    }
    shown
}

/// Whether a piece shows its bytes, and what the program adds is a sign or a space.
fn check_piece(document: &Document, piece: &Piece) {
    assert_eq!(usize::from(piece.width), typeset::width(&piece.text));
    if piece.bytes.is_empty() {
        let sign = |c| matches!(c, ' ' | '-' | '[' | ']' | '.' | '0'..='9');
        assert!(piece.text.chars().all(sign), "{:?} was added", piece.text);
    } else {
        assert_eq!(piece.text, shown(&document.text[piece.bytes.clone()]));
    }
}

/// Checks that columns and bytes of a line lead to each other.
fn check_columns(line: &Line) {
    let mut at = line.indent;
    for piece in &line.pieces {
        assert_eq!(line.piece_at(at).filter(|_| piece.width > 0).unwrap_or(piece), piece);
        // A sign without a width of its own stands at no column.
        let first = piece.text.graphemes(true).next().map_or(0, typeset::width);
        if !piece.bytes.is_empty() && first > 0 {
            assert_eq!(line.byte_at(at), Some(piece.bytes.start));
            assert_eq!(line.column_of(piece.bytes.start), Some(at));
        }
        at += piece.width;
    }
    assert_eq!(at, line.width());
    assert_eq!(line.byte_at(at), None);
}

/// Checks that the windows over a wide line show all of it.
fn check_windows(document: &Document, line: &Line, columns: u16) {
    let mut bytes: Vec<_> = Vec::new();
    for from in (0..line.wide.saturating_sub(columns).saturating_add(columns)).step_by(usize::from(columns)) {
        let seen = line.seen(from, columns);
        assert!(seen.width() <= columns);
        assert_eq!(seen.more.0, from.min(line.wide - columns) > 0);
        for piece in &seen.pieces {
            check_piece(document, piece);
        }
        bytes.extend(seen.pieces.into_iter().map(|piece| piece.bytes).filter(|bytes| !bytes.is_empty()));
    }
    // Only what a window's edge cuts in two can be missing.
    let seen: usize = bytes.iter().map(ExactSizeIterator::len).sum();
    let cut = usize::from(line.wide / columns + 1) * 40;
    let all: usize = line.pieces.iter().map(|piece| piece.bytes.len()).sum();
    assert!(seen + cut >= all, "{seen} of {all} bytes are seen");
}

/// Checks each block of a document in a style.
fn check(document: &Document, style: Style) {
    let columns = style.columns;
    for number in 0..document.blocks.len() {
        let block = document.blocks[number];
        let lines = typeset::block(document, number, style, &[]);
        assert!(!lines.is_empty());
        let row = matches!(block.kind, BlockKind::Row(_));
        for piece in lines.iter().flat_map(|line| &line.pieces) {
            check_piece(document, piece);
        }
        let mut bytes: Vec<_> = lines
            .iter()
            .flat_map(|line| &line.pieces)
            .map(|piece| piece.bytes.clone())
            .filter(|bytes| !bytes.is_empty())
            .collect();
        if row {
            // A row's cells stand side by side: their lines interleave.
            bytes.sort_by_key(|bytes| bytes.start);
        }
        let mut at = block.range().start;
        for bytes in bytes {
            let between = &document.text[at..bytes.start];
            assert!(between.chars().all(char::is_whitespace), "lost {between:?} in {style:?}");
            at = bytes.end;
        }
        let rest = &document.text[at..block.range().end];
        assert!(rest.chars().all(char::is_whitespace), "lost {rest:?} in {style:?}");
        for line in &lines {
            let graphemes = line.pieces.iter().flat_map(|piece| piece.text.graphemes(true));
            let widest = graphemes.map(typeset::width).max();
            let room = columns.max(usize::from(line.indent) + widest.unwrap_or(0));
            let wide = row && line.wide > 0;
            assert!(
                wide || row || usize::from(line.width()) <= room,
                "{:?} is wider than {columns}",
                line.text()
            );
            check_columns(line);
            if wide {
                assert!(line.width() <= line.wide && usize::from(line.wide) > columns);
                check_windows(document, line, u16::try_from(columns).expect("few columns"));
            }
        }
        check_edges(&lines, style, block.kind);
    }
}

/// Checks where spaces are wide and words are parted.
fn check_edges(lines: &[Line], style: Style, kind: BlockKind) {
    let text: Vec<String> = lines.iter().map(Line::text).filter(|text| !text.is_empty()).collect();
    let row = matches!(kind, BlockKind::Row(_));
    let prose = !row && kind.depth().is_none();
    for (number, line) in text.iter().enumerate() {
        let last = number + 1 == text.len();
        let widest = line.split(|c| c != ' ').map(str::len).max().unwrap_or(0);
        assert!(row || widest <= 3, "{line:?} has holes");
        assert!(row || style.justify && prose && !last || widest <= 1, "{line:?} is stretched");
    }
    // The mark of an item stands at no byte of the text.
    let hyphen = |piece: &Piece| piece.bytes.is_empty() && piece.bytes.start > 0 && piece.text == "-";
    for (number, line) in lines.iter().enumerate() {
        if line.pieces.iter().any(hyphen) {
            assert!(style.hyphenate && prose);
            assert!(number + 1 < lines.len() && line.pieces.last().is_some_and(hyphen), "{:?}", line.text());
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
        Just("representatives".to_owned()),
        Just("(internationally)".to_owned()),
        Just("extraor\u{301}dinarily".to_owned()),
        Just("中央アジア＋日本".to_owned()),
        Just("「対話」、".to_owned()),
        Just("ちょっとしたカフェー。".to_owned()),
        Just("👩\u{200d}🚀".to_owned()),
        Just("👨\u{200d}👩\u{200d}👧\u{200d}👦🇯🇵".to_owned()),
        Just("https://example.org/a/very/long/path/that/goes/on/and/on.html".to_owned()),
        Just("https://example.org/search?q=ferries&edition=third&language=en#departures".to_owned()),
        Just("x".repeat(90)),
        Just("(1)".to_owned()),
        Just("workers7".to_owned()),
        Just("17,200".to_owned()),
    ];
    prop::collection::vec(word, 1..60).prop_map(|words| words.join(" "))
}

fn style() -> impl Strategy<Value = Style> {
    (1_usize..120, any::<bool>(), any::<bool>(), 0_usize..2)
        .prop_map(|(columns, justify, hyphenate, spacing)| Style { columns, justify, hyphenate, spacing })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]

    #[test]
    fn no_character_is_lost_or_doubled(
        text in prop::collection::vec(words(), 1..5), one in style(), other in style(),
    ) {
        let text = text.join(".\n\n");
        let document = parse(Format::Text, text.as_bytes()).expect("a text");
        check(&document, one);
        check(&document, other);
    }

    #[test]
    fn markdown_is_set_whole(
        heading in words(), item in words(), cell in words(), note in words(), one in style(), other in style(),
    ) {
        let text = format!(
            "# {heading}\n\n> {cell}\n\n- {item}\n- *{item}* **{cell}**\n\n1. {note}[^1]\n\n\
             | {cell} | b |\n|---|---|\n| {item} | {note} |\n\n[^1]: {note}\n"
        );
        let document = parse(Format::Markdown, text.as_bytes()).expect("a text");
        check(&document, one);
        check(&document, other);
    }

    #[test]
    fn any_text_is_set_whole(text in "\\PC{1,300}", one in style(), other in style()) {
        if let Ok(document) = parse(Format::Text, text.as_bytes()) {
            check(&document, one);
            check(&document, other);
        }
    }
}

#[test]
fn a_very_long_block_is_set_whole_in_its_parts() {
    for words in ["One sentence more, notwithstanding the others. ", "中央アジアと日本、「対話」。", "x"]
    {
        let document = parse(Format::Text, words.repeat(60_000 / words.len()).as_bytes()).expect("a text");
        assert!(typeset::parts(&document, 0) > 4);
        for columns in [7, 72] {
            for even in [false, true] {
                check(&document, Style { columns, justify: even, hyphenate: even, spacing: 0 });
            }
        }
    }
}

#[test]
fn parts_lie_end_to_end_and_know_their_bytes() {
    for words in ["One sentence more. And another one! ", "中央アジアと日本、対話。「協力」を進める。", "x"]
    {
        let document =
            parse(Format::Markdown, words.repeat(100_000 / words.len()).as_bytes()).expect("a text");
        let whole = document.blocks[0].range();
        let mut at = whole.start;
        let parts = typeset::parts(&document, 0);
        for part in 0..parts {
            let range = typeset::bytes_of(&document, 0, part);
            assert_eq!(range.start, at);
            assert!(range.end > at && document.text.is_char_boundary(range.end));
            assert_eq!(typeset::part_at(&document, 0, range.start), part);
            assert_eq!(typeset::part_at(&document, 0, range.end - 1), part);
            at = range.end;
            let sentence = document.text[..at].trim_end().ends_with(['.', '!', '。']);
            assert!(sentence || words == "x" || part + 1 == parts, "a part ends inside a sentence");
        }
        assert_eq!(at, whole.end);
        assert!(parts > 4);
    }
}

fn set(text: &str, style: Style) -> Vec<String> {
    let document = parse(Format::Markdown, text.as_bytes()).expect("a text");
    typeset::block(&document, document.blocks.len() - 1, style, &[]).iter().map(Line::text).collect()
}

#[test]
fn brackets_are_added_to_bare_note_marks_alone() {
    for (mark, body, seen) in
        [("[1]", "[1] Two teams.", "[1]"), ("1", "1 Two teams.", "[1]"), ("(*1)", "(*1) Two teams.", "(*1)")]
    {
        let text = format!("Relief\n\nWorkers came.{mark} And others stayed.\n\n{body}\n");
        let document = parse(Format::Text, text.into_bytes()).expect("text");
        assert_eq!(document.notes.len(), 1, "{mark}");
        let block = (0..document.blocks.len()).find(|&block| document.raw(block).starts_with("Workers"));
        let lines = typeset::block(&document, block.expect("the paragraph"), Style::plain(76), &[]);
        assert_eq!(lines[0].text(), format!("Workers came.{seen} And others stayed."), "{mark}");
    }
}

#[test]
fn lines_do_not_begin_with_closing_marks() {
    let text = "中央アジアと日本、対話。「協力」を進める（これは地域の安定に資する）。ちょっとしたカフェーでシャツを、\
                キャッシュで買った！我々は・人々も？「はい」。"
        .repeat(6);
    for columns in 10..60 {
        for even in [false, true] {
            let style = Style { columns, justify: even, hyphenate: even, spacing: 0 };
            for text in set(&text, style) {
                let never = "、。」）！？・ーっゃゅょァィゥェォッャュョ々";
                assert!(!text.starts_with(|c| never.contains(c)), "{text:?} at {columns}");
                assert!(!text.ends_with(['「', '（']), "{text:?} at {columns}");
            }
        }
    }
}

#[test]
fn long_words_are_parted_by_the_rules_of_their_language() {
    let style = |columns| Style { columns, hyphenate: true, ..Style::default() };
    let english = "The representatives of the governments recommended cooperation in Kazakhstan.";
    assert_eq!(
        set(english, style(20)),
        ["The representatives", "of the governments", "recommended coopera-", "tion in Kazakhstan."]
    );
    // What is not parted: short names, addresses, and anything where it is not wished for.
    assert_eq!(set("We went to see Norland today.", style(17)), ["We went to see", "Norland today."]);
    let address = set("See example.org/internationalisation for it all.", style(20));
    assert!(address.iter().all(|line| !line.ends_with('-')), "{address:?}");
    let plain = set(english, Style::plain(20));
    assert!(plain.iter().all(|line| !line.ends_with('-')), "{plain:?}");
    let german =
        "+++\nlanguage = \"de-CH\"\n+++\n\nDie grenzüberschreitende wirtschaftliche zusammenarbeit wächst.";
    assert!(set(german, style(24)).iter().any(|line| line.ends_with('-')));
    let unknown = german.replace("de-CH", "xx");
    assert!(set(&unknown, style(24)).iter().all(|line| !line.ends_with('-')));
}

#[test]
fn lines_end_at_one_edge_where_that_leaves_no_holes() {
    let text =
        "It was agreed in the end that the ferries of both sides would meet in the middle of the sound.";
    let lines = set(text, Style { columns: 30, justify: true, ..Style::default() });
    let (last, others) = lines.split_last().expect("lines");
    assert!(others.iter().all(|line| typeset::width(line) == 30), "{lines:?}");
    assert!(typeset::width(last) < 30 && !last.contains("  "));
    // The wider spaces stand on the left.
    let widened = others.iter().find(|line| line.contains("  ")).expect("a widened line");
    assert!(widened.find("  ") < widened.rfind("   ").or(Some(30)));
    // Not a heading, and no line that would have holes.
    let heading = format!("# Title\n\n## {text}");
    assert!(
        set(&heading, Style { columns: 30, justify: true, ..Style::default() })
            .iter()
            .all(|l| !l.contains("  "))
    );
    let holes = set("a extraordinarily-long b", Style { columns: 18, justify: true, ..Style::default() });
    assert!(holes.iter().all(|line| !line.contains("    ")), "{holes:?}");
}

#[test]
fn long_addresses_break_behind_their_signs() {
    let address =
        "https://example.org/ferries/2016/communications?language=en&edition=third.html#part=departures";
    for columns in 24..60 {
        let lines = set(&format!("Published at {address} in May."), Style::plain(columns));
        assert_eq!(lines.join(" ").replace(' ', ""), format!("Publishedat{address}inMay."));
        for line in &lines {
            let word = line.split(' ').next_back().expect("words");
            let inside = !["at", "in"].contains(&word) && address.contains(word) && !address.ends_with(word);
            assert!(!inside || word.ends_with(['/', '?', '&', '=', '.', '#']), "{lines:?} at {columns}");
            assert!(!line.ends_with("://"), "{lines:?}");
        }
    }
}

#[test]
fn a_table_that_is_too_wide_gives_way_in_its_widest_column() {
    let text =
        "| Country | What was said |\n|---|---|\n| Norland | a long tale of ferries and of bridges |\n";
    let document = parse(Format::Markdown, text.as_bytes()).expect("a text");
    let row: Vec<String> = typeset::block(&document, 1, 30, &[]).iter().map(Line::text).collect();
    assert_eq!(row, ["Norland  a long tale of", "         ferries and of", "         bridges"]);
    assert_eq!(typeset::block(&document, 0, 30, &[])[0].role, Role::RowHead);
}

#[test]
fn a_table_that_cannot_be_read_side_by_side_is_wider_than_the_page() {
    let text =
        "| Harbour | Administration | Perseverance |\n|---|---|---|\n| Northhaven | 中央アジア | none |\n";
    let document = parse(Format::Markdown, text.as_bytes()).expect("a text");
    let line = &typeset::block(&document, 1, 30, &[])[0];
    assert_eq!(line.wide, 40);
    assert_eq!(line.text(), "Northhaven  中央アジア      none");
    let seen = line.seen(0, 30);
    assert_eq!((seen.text().as_str(), seen.more), ("Northhaven  中央アジア      no", (false, true)));
    // Half a sign is a blank, and the last window ends with the table.
    let seen = line.seen(13, 20);
    assert_eq!((seen.text().as_str(), seen.more), (" 央アジア      none", (true, true)));
    assert_eq!(line.seen(999, 30), line.seen(10, 30));
    assert_eq!(line.seen(10, 30).more, (true, false));
}
