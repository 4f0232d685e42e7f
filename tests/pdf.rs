//! PDF files made here, byte by byte, and read: columns, furniture, footnotes, tables, labels, errors.
#![cfg(feature = "pdf")]
use bluebook::import::{Format, examine, parse};
use bluebook::model::{BlockKind, Document, Evidence, Ordinal, SpanKind};
use std::fmt::Write as _;

/// A PDF being written: the streams of its pages, and what its catalog and pages say beside.
#[derive(Default)]
struct Paper {
    pages: Vec<String>,
    catalog: String,
    page: String,
    info: String,
    trailer: String,
    objects: Vec<String>,
}

/// The first number of the objects a test adds.
const OWN: usize = 10;

/// The fonts by their names in the pages: F1 is Courier, whose glyphs are all 0.6 of the size wide.
const FONTS: [&str; 4] = ["Courier", "Courier-Bold", "Times-Roman", "Helvetica"];

impl Paper {
    fn of(pages: impl IntoIterator<Item = String>) -> Self {
        Self { pages: pages.into_iter().collect(), ..Self::default() }
    }

    fn bytes(&self) -> Vec<u8> {
        let first = OWN + self.objects.len();
        let kids: Vec<String> = (0..self.pages.len()).map(|n| format!("{} 0 R", first + 2 * n)).collect();
        let mut objects = vec![
            (1, format!("<< /Type /Catalog /Pages 2 0 R {} >>", self.catalog)),
            (2, format!("<< /Type /Pages /Count {} /Kids [{}] >>", kids.len(), kids.join(" "))),
            (3, format!("<< {} >>", self.info)),
        ];
        for (n, font) in FONTS.iter().enumerate() {
            objects.push((4 + n, format!("<< /Type /Font /Subtype /Type1 /BaseFont /{font} >>")));
        }
        objects.extend(self.objects.iter().enumerate().map(|(n, object)| (OWN + n, object.clone())));
        for (n, page) in self.pages.iter().enumerate() {
            let number = first + 2 * n;
            let own = &self.page;
            objects.push((
                number,
                format!(
                    "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 600 800] {own} /Contents {} 0 R /Resources << \
                     /Font << /F1 4 0 R /F2 5 0 R /F3 6 0 R /F4 7 0 R >> /XObject << /Im 10 0 R >> >> >>",
                    number + 1
                ),
            ));
            objects.push((number + 1, format!("<< /Length {} >>\nstream\n{page}\nendstream", page.len())));
        }
        let mut bytes = b"%PDF-1.7\n".to_vec();
        let mut places = vec![None; objects.iter().map(|(number, _)| number + 1).max().unwrap_or(0)];
        for (number, object) in &objects {
            places[*number] = Some(bytes.len());
            bytes.extend(format!("{number} 0 obj\n{object}\nendobj\n").bytes());
        }
        let table = bytes.len();
        let mut end = format!("xref\n0 {}\n0000000000 65535 f \n", places.len());
        for place in &places[1..] {
            let free = "0000000000 00000 f \n".to_owned();
            end += &place.map_or(free, |place| format!("{place:010} 00000 n \n"));
        }
        let size = places.len();
        write!(end, "trailer\n<< /Size {size} /Root 1 0 R /Info 3 0 R {} >>\n", self.trailer)
            .expect("written");
        write!(end, "startxref\n{table}\n%%EOF\n").expect("written");
        bytes.extend(end.bytes());
        bytes
    }

    fn read(&self) -> Document {
        parse(Format::Pdf, self.bytes()).expect("a document")
    }
}

/// A line of text in one font.
fn line(font: &str, size: f64, x: f64, y: f64, text: &str) -> String {
    let text = text.replace('\\', "\\\\").replace('(', "\\(").replace(')', "\\)");
    format!("BT /{font} {size} Tf {x} {y} Td ({text}) Tj ET\n")
}

/// Words broken into lines of `columns` signs.
fn broken(text: &str, columns: usize) -> Vec<String> {
    let mut lines: Vec<String> = vec![String::new()];
    for word in text.split(' ') {
        let last = lines.last_mut().expect("one");
        if last.is_empty() {
            *last = word.into();
        } else if last.len() + 1 + word.len() <= columns {
            *last += " ";
            *last += word;
        } else {
            lines.push(word.into());
        }
    }
    lines
}

/// Lines below each other in Courier of size 10, 12 points apart.
fn column(x: f64, top: f64, lines: &[String]) -> String {
    lines.iter().enumerate().map(|(n, text)| line("F1", 10.0, x, top - 12.0 * n as f64, text)).collect()
}

/// Prose of about as many words, each of them known by its number.
fn prose(name: &str, words: usize) -> String {
    let mut text = format!("The {name} begins here");
    for n in 0..words {
        let word =
            ["envoy", "treaty", "port", "ministerial", "of", "council", "was", "signed"][(n * 5 + n / 3) % 8];
        write!(text, " {word}{n}").expect("written");
    }
    text + "."
}

fn texts(document: &Document) -> Vec<(BlockKind, String)> {
    (0..document.blocks.len()).map(|at| (document.blocks[at].kind, document.prose(at).into_owned())).collect()
}

fn paragraphs(document: &Document) -> Vec<String> {
    texts(document)
        .into_iter()
        .filter(|(kind, _)| *kind == BlockKind::Paragraph)
        .map(|(_, text)| text)
        .collect()
}

#[test]
fn fonts_that_are_only_named_are_read_and_measured() {
    // No space is drawn: the gap between the words is one of places.
    let moved = "BT /F4 12 Tf 72 700 Td [(Diplo) 20 (macy) -300 (of) -300 (Kazakhstan)] TJ ET\n";
    let (document, report) = examine(Format::Pdf, &Paper::of([moved.into()]).bytes()).expect("a document");
    assert_eq!(paragraphs(&document).concat() + &titles(&document), "Diplomacy of Kazakhstan");
    assert_eq!(report.characters, "DiplomacyofKazakhstan".len());
    assert!(report.odd.is_empty(), "{:?}", report.odd);
}

fn titles(document: &Document) -> String {
    let heads = texts(document).into_iter().filter(|(kind, _)| kind.depth().is_some());
    heads.map(|(_, text)| text).collect()
}

#[test]
fn columns_are_read_one_after_the_other_below_a_heading_over_both() {
    let (one, other) = (prose("left column", 60), prose("right column", 60));
    let below = prose("foot", 30);
    let page = line("F2", 20.0, 60.0, 740.0, "Relations with Neighbouring Countries")
        + &column(60.0, 700.0, &broken(&one, 36))
        + &column(310.0, 700.0, &broken(&other, 36))
        + &column(60.0, 300.0, &broken(&below, 76));
    let document = Paper::of([page]).read();
    assert_eq!(document.blocks[0].kind.word(), "heading");
    assert_eq!(paragraphs(&document), [one, other, below]);
}

#[test]
fn a_paragraph_goes_on_in_the_next_column_and_on_the_next_page() {
    let text = prose("only paragraph", 400);
    let lines = broken(&text, 36);
    let pages: Vec<String> = lines
        .chunks(40)
        .map(|page| {
            let half = page.len().min(20);
            column(60.0, 700.0, &page[..half]) + &column(310.0, 700.0, &page[half..])
        })
        .collect();
    let count = pages.len();
    let document = Paper::of(pages).read();
    assert_eq!(paragraphs(&document), [text]);
    let labels: Vec<&str> = document.pages.iter().map(|page| page.label.as_str()).collect();
    assert_eq!(labels, (1..=count).map(|n| n.to_string()).collect::<Vec<_>>());
    // The second page begins in the midst of the paragraph, with its own first word.
    let second = document.pages[1].start as usize;
    assert!(document.text[second..].starts_with(lines[40].split(' ').next().expect("a word")));
}

#[test]
fn running_heads_and_page_numbers_are_left_out_and_the_numbers_are_labels() {
    let pages = (0..6).map(|n| {
        let number = (n + 41).to_string();
        let head = if n % 2 == 0 {
            line("F1", 8.0, 60.0, 770.0, "Yearbook of Valdoria") + &line("F1", 8.0, 500.0, 770.0, &number)
        } else {
            line("F1", 8.0, 60.0, 770.0, &number) + &line("F1", 8.0, 420.0, 770.0, "External Affairs")
        };
        head + &column(60.0, 720.0, &broken(&prose(&format!("page {n}"), 80), 76))
    });
    let (document, report) = examine(Format::Pdf, &Paper::of(pages).bytes()).expect("a document");
    assert!(!document.text.contains("Yearbook") && !document.text.contains("External"), "{}", document.text);
    assert_eq!(paragraphs(&document).len(), 6);
    let labels: Vec<&str> = document.pages.iter().map(|page| page.label.as_str()).collect();
    assert_eq!(labels, ["41", "42", "43", "44", "45", "46"]);
    let said = report.odd.iter().any(|said| said.starts_with("left out running heads and page numbers: "));
    assert!(said && report.odd[0].ends_with("on 6 pages"), "{:?}", report.odd);
}

#[test]
fn a_short_document_keeps_all_its_words() {
    let page = |n: usize| {
        line("F1", 10.0, 60.0, 740.0, "Kazakhstan")
            + &column(60.0, 700.0, &broken(&prose(&format!("{n}"), 40), 76))
    };
    let document = Paper::of([page(1), page(2)]).read();
    assert_eq!(document.text.matches("Kazakhstan").count(), 2);
}

#[test]
fn the_labels_of_the_file_itself_come_first() {
    let pages = (0..4).map(|n| column(60.0, 700.0, &broken(&prose(&format!("page {n}"), 40), 76)));
    let mut paper = Paper::of(pages);
    paper.catalog = "/PageLabels << /Nums [0 << /S /r >> 2 << /S /D /P (A-) /St 7 >>] >>".into();
    let document = paper.read();
    let labels: Vec<&str> = document.pages.iter().map(|page| page.label.as_str()).collect();
    assert_eq!(labels, ["i", "ii", "A-7", "A-8"]);
}

#[test]
fn footnotes_are_joined_with_their_marks_and_over_pages() {
    let mut lines = broken(&prose("first paragraph", 120), 76);
    let half = lines.len() / 2;
    lines[half] = "Both delegations signed the treaty".into();
    let mark = 60.0 + 6.0 * lines[half].len() as f64;
    let first = column(60.0, 700.0, &lines)
        + &line("F1", 6.0, mark, 700.0 - 12.0 * half as f64 + 3.5, "1")
        + "60 120 m 160 120 l S\n"
        + &line("F1", 5.0, 60.0, 108.5, "1")
        + &line("F1", 8.0, 66.0, 106.0, "The treaty is dated 4 May, and it was")
        + &line("F1", 8.0, 60.0, 96.0, "deposited with the government of");
    let second = column(60.0, 700.0, &broken(&prose("second paragraph", 60), 76))
        + "60 120 m 160 120 l S\n"
        + &line("F1", 8.0, 60.0, 106.0, "Kazakhstan a year later.");
    let document = Paper::of([first, second]).read();
    assert_eq!(document.notes.len(), 1, "{:?}", texts(&document));
    let note = &document.notes[0];
    assert_eq!(note.label, "1");
    let body = document.prose(note.block as usize);
    assert_eq!(
        body,
        "1 The treaty is dated 4 May, and it was deposited with the government of Kazakhstan a year later."
    );
    let mark = note.marks[0].start as usize;
    assert!(document.text[..mark].ends_with("the treaty"));
    assert!(document.spans.iter().any(|span| span.kind == SpanKind::NoteMark(0)));
}

#[test]
fn hyphens_at_the_end_of_a_line_go_where_they_part_a_word() {
    let lines = [
        "The council spoke of the long-term treaties with the neighbours and of co-",
        "operation, of a trans-Caspian route, of the signing of a long-",
        "term lease, of trade between Kazakhstan and the European Union, of a Kazakh-",
        "Japanese commission, and of the years 2010-",
        "2015, as the government had promised in the spring.",
    ];
    let lines = lines.map(String::from);
    let document = Paper::of([column(60.0, 700.0, &lines)]).read();
    let text = paragraphs(&document).concat();
    for words in ["of cooperation, of", "a long-term lease", "Kazakh-Japanese commission", "2010-2015, as"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn rows_of_cells_are_a_table_and_columns_of_text_are_none() {
    let mut page = column(60.0, 720.0, &broken(&prose("first paragraph", 60), 76));
    let rows = [
        ["Country", "Visits", "Imports"],
        ["Orlund", "31", "8,419"],
        ["Kazakhstan", "13", "7,432"],
        ["Port Selene", "27", "2,092"],
    ];
    for (n, row) in rows.iter().enumerate() {
        let y = 500.0 - 16.0 * n as f64;
        let font = if n == 0 { "F2" } else { "F1" };
        for (cell, x) in row.iter().zip([60.0, 200.0, 300.0]) {
            page += &line(font, 10.0, x, y, cell);
        }
    }
    page += &column(60.0, 400.0, &broken(&prose("last paragraph", 60), 76));
    let document = Paper::of([page]).read();
    let rows: Vec<(BlockKind, String)> =
        texts(&document).into_iter().filter(|(kind, _)| matches!(kind, BlockKind::Row(_))).collect();
    assert_eq!(rows.len(), 4, "{:?}", texts(&document));
    assert_eq!(rows[0], (BlockKind::Row(true), "Country\tVisits\tImports".into()));
    assert_eq!(rows[3], (BlockKind::Row(false), "Port Selene\t27\t2,092".into()));
    assert_eq!(paragraphs(&document).len(), 2);
}

#[test]
fn headings_stand_by_their_size_and_the_outline() {
    let mut page = line("F3", 24.0, 60.0, 760.0, "The Yearbook of Valdoria");
    let mut y = 720.0;
    for chapter in 1..=2 {
        page += &line("F3", 16.0, 60.0, y, &format!("Chapter {chapter}"));
        page += &line("F2", 10.0, 60.0, y - 30.0, &format!("Overview {chapter}"));
        page += &column(60.0, y - 50.0, &broken(&prose(&format!("chapter {chapter}"), 90), 76));
        y -= 330.0;
    }
    let document = Paper::of([page.clone()]).read();
    let heads = |document: &Document| -> Vec<(Option<u8>, String)> {
        let heads = texts(document).into_iter().filter(|(kind, _)| kind.depth().is_some());
        heads.map(|(kind, text)| (kind.depth(), text)).collect()
    };
    let levels: Vec<Option<u8>> = heads(&document).iter().map(|(level, _)| *level).collect();
    assert_eq!(levels, [Some(0), Some(1), Some(2), Some(1), Some(2)], "{:?}", heads(&document));
    let title = document.meta.title.as_ref().expect("a title");
    assert_eq!((title.value.as_str(), title.by), ("The Yearbook of Valdoria", Evidence::FirstLines));

    let mut paper = Paper::of([page]);
    paper.catalog = "/Outlines 10 0 R /Lang (en-GB)".into();
    paper.info = "/Title (Valdoria 2031)".into();
    paper.objects = vec![
        "<< /First 11 0 R /Last 12 0 R >>".into(),
        "<< /Title (Chapter 1) /Parent 10 0 R /Next 12 0 R /First 13 0 R >>".into(),
        "<< /Title (Chapter 2) /Parent 10 0 R >>".into(),
        "<< /Title (Overview 1) /Parent 11 0 R >>".into(),
    ];
    let document = paper.read();
    let levels: Vec<Option<u8>> = heads(&document).iter().map(|(level, _)| *level).collect();
    assert_eq!(levels, [Some(0), Some(1), Some(2), Some(1), Some(2)]);
    let title = document.meta.title.as_ref().expect("a title");
    assert_eq!((title.value.as_str(), title.by), ("Valdoria 2031", Evidence::FrontMatter));
    assert_eq!(document.meta.language.as_deref(), Some("en-GB"));
    assert_eq!(document.meta.year, None);
}

#[test]
fn titles_that_programs_make_up_are_none() {
    let page = column(60.0, 700.0, &broken(&prose("paragraph", 60), 76));
    for made in ["Microsoft Word - draft.doc", "untitled", "chapter2.indd", ""] {
        let mut paper = Paper::of([page.clone()]);
        paper.info = format!("/Title ({made})");
        assert!(paper.read().meta.title.is_none_or(|title| title.value != made), "{made}");
    }
}

#[test]
fn lists_have_depths_and_numbers() {
    let mut page = column(60.0, 720.0, &broken(&prose("paragraph", 60), 76));
    for (n, (x, text)) in [
        (70.0, "1. The first item of the list that goes on and on until it is broken in two"),
        (88.0, "lines in the end"),
        (70.0, "2. The second item"),
        (88.0, "- An item below the second one"),
        (70.0, "3. The third item"),
    ]
    .into_iter()
    .enumerate()
    {
        page += &line("F1", 10.0, x, 500.0 - 12.0 * n as f64, text);
    }
    let document = Paper::of([page]).read();
    let items: Vec<(BlockKind, String)> =
        texts(&document).into_iter().filter(|(kind, _)| matches!(kind, BlockKind::Item(..))).collect();
    let kinds: Vec<BlockKind> = items.iter().map(|(kind, _)| *kind).collect();
    let numbered = |n| BlockKind::Item(0, Ordinal::new(n));
    assert_eq!(kinds, [numbered(1), numbered(2), BlockKind::Item(1, None), numbered(3)], "{items:?}");
    assert!(items[0].1.ends_with("broken in two lines in the end"));
}

#[test]
fn what_is_not_seen_or_drawn_twice() {
    let text = prose("paragraph", 40);
    let lines = broken(&text, 76);
    // Invisible text, as of an OCR layer, is the text; what the crop box cuts off is none; a second
    // drawing is no second word.
    let mut page = format!("3 Tr\n{}0 Tr\n", column(60.0, 700.0, &lines));
    page += &line("F1", 10.0, 60.0, 790.0, "crop marks");
    page += &line("F1", 12.0, 60.0, 500.0, "Heavy words");
    page += &line("F1", 12.0, 60.3, 500.0, "Heavy words");
    let mut paper = Paper::of([page]);
    paper.page = "/CropBox [0 0 600 780]".into();
    let document = paper.read();
    assert!(document.text.contains("Heavy words") && document.text.matches("Heavy").count() == 1);
    assert!(document.text.contains("begins here") && !document.text.contains("crop"));
}

#[test]
fn turned_pages_are_read_as_they_are_seen() {
    let text = prose("turned paragraph", 60);
    let mut page = String::new();
    for (n, words) in broken(&text, 60).iter().enumerate() {
        let x = 100 + 12 * n;
        writeln!(page, "BT /F1 10 Tf 0 1 -1 0 {x} 60 Tm ({words}) Tj ET").expect("written");
    }
    for turn in ["", "/Rotate 90"] {
        let mut paper = Paper::of([page.clone()]);
        paper.page = turn.into();
        assert_eq!(paragraphs(&paper.read()), std::slice::from_ref(&text), "{turn}");
    }
}

#[test]
fn what_cannot_be_read_says_why() {
    let page = column(60.0, 700.0, &broken(&prose("paragraph", 40), 76));
    let why = |bytes: &[u8]| parse(Format::Pdf, bytes).expect_err("an error").to_string();

    let mut locked = Paper::of([page.clone()]);
    let key = "00".repeat(32);
    locked.trailer =
        format!("/Encrypt << /Filter /Standard /V 1 /R 2 /P -4 /O <{key}> /U <{key}> >> /ID [<00> <00>]");
    let said = why(&locked.bytes());
    assert!(said.starts_with("encrypted: ") && said.contains("qpdf --decrypt"), "{said}");

    let mut scan =
        Paper::of(["600 0 0 800 0 0 cm /Im Do".to_owned(), "600 0 0 800 0 0 cm /Im Do".to_owned()]);
    scan.objects = vec![
        "<< /Type /XObject /Subtype /Image /Width 1 /Height 1 /ColorSpace /DeviceGray /BitsPerComponent 8 \
         /Length 1 >>\nstream\n0\nendstream"
            .into(),
    ];
    let said = why(&scan.bytes());
    assert!(said.starts_with("no text in it, only pictures of pages (2 pages)"), "{said}");

    for bytes in [&b"%PDF-1.7\n%%EOF"[..], b"no PDF at all", b""] {
        assert!(why(bytes).starts_with("damaged: "), "{}", why(bytes));
    }
    assert_eq!(why(&Paper::of([String::new()]).bytes()), "there is no text in it");
}

#[test]
fn damaged_files_give_text_or_an_error() {
    let page = |n| column(60.0, 700.0, &broken(&prose(&format!("page {n}"), 60), 76));
    let whole = Paper::of([page(1), page(2)]).bytes();
    let mut read = 0;
    for length in (0..whole.len()).step_by(whole.len() / 60) {
        read += usize::from(parse(Format::Pdf, &whole[..length]).is_ok());
    }
    for at in (9..whole.len()).step_by(37) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x15;
        read += usize::from(parse(Format::Pdf, &bytes).is_ok());
    }
    assert!(read > 0);
}
