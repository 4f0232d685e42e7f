//! Word processor documents, built here part by part: what is kept, what is left out, and what is refused.
use bluebook::import::{Format, Report, examine, parse};
use bluebook::model::{BlockKind, Document, Evidence, SpanKind};
use proptest::prelude::*;
use std::fmt::Write as _;
use std::io::{Cursor, Write};
use std::process::Command;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

const W: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
const STRICT: &str = "http://purl.oclc.org/ooxml/wordprocessingml/main";

/// A document part by part.
struct Parts {
    body: String,
    more: Vec<(String, String)>,
    links: String,
    space: &'static str,
}

fn parts(body: &str) -> Parts {
    Parts { body: body.into(), more: Vec::new(), links: String::new(), space: W }
}

impl Parts {
    fn with(mut self, kind: &str, inner: &str) -> Self {
        let _ = write!(
            self.links,
            "<Relationship Id='x{kind}' Type='http://example.org/relationships/{kind}' Target='{kind}.xml'/>"
        );
        let root = match kind {
            "header" => "hdr",
            kind => kind,
        };
        self.more.push((
            format!("word/{kind}.xml"),
            format!("<w:{root} xmlns:w='{}'>{inner}</w:{root}>", self.space),
        ));
        self
    }

    fn link(mut self, id: &str, target: &str) -> Self {
        let _ = write!(
            self.links,
            "<Relationship Id='{id}' Type='http://example.org/relationships/hyperlink' Target='{target}' \
             TargetMode='External'/>"
        );
        self
    }

    fn bytes(&self) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        let mut put = |name: &str, text: &str| {
            zip.start_file(name, SimpleFileOptions::default()).expect("a file");
            zip.write_all(text.as_bytes()).expect("written");
        };
        put("[Content_Types].xml", "<Types/>");
        put(
            "_rels/.rels",
            "<Relationships><Relationship Id='r' Type='http://example.org/officeDocument' \
             Target='word/document.xml'/></Relationships>",
        );
        put("word/_rels/document.xml.rels", &format!("<Relationships>{}</Relationships>", self.links));
        put(
            "word/document.xml",
            &format!(
                "<?xml version='1.0'?><w:document xmlns:w='{}' \
                 xmlns:r='http://schemas.openxmlformats.org/officeDocument/2006/relationships' \
                 xmlns:mc='http://schemas.openxmlformats.org/markup-compatibility/2006' \
                 xmlns:m='http://schemas.openxmlformats.org/officeDocument/2006/math' \
                 xmlns:wps='urn:wps' xmlns:v='urn:v'><w:body>{}</w:body></w:document>",
                self.space, self.body
            ),
        );
        for (name, text) in &self.more {
            put(name, text);
        }
        zip.finish().expect("a zip archive").into_inner()
    }

    fn read(&self) -> (Document, Report) {
        let (document, report) = examine(Format::Docx, &self.bytes()).expect("a document");
        sound(&document);
        (document, report)
    }
}

/// What holds for every document.
fn sound(document: &Document) {
    let mut end = 0;
    for block in &document.blocks {
        assert!(end <= block.range().start && block.range().start < block.range().end);
        assert!(document.text.get(block.range()).is_some());
        end = block.range().end;
    }
    for span in &document.spans {
        assert!(document.text.get(span.start as usize..span.end as usize).is_some());
    }
    assert!(document.spans.is_sorted_by_key(|span| span.start));
    for note in &document.notes {
        assert_eq!(document.blocks[note.block as usize].kind, BlockKind::Footnote);
    }
}

fn p(style: &str, text: &str) -> String {
    let shape =
        if style.is_empty() { String::new() } else { format!("<w:pPr><w:pStyle w:val='{style}'/></w:pPr>") };
    format!("<w:p>{shape}{}</w:p>", r(text))
}

fn r(text: &str) -> String {
    format!("<w:r><w:t xml:space='preserve'>{text}</w:t></w:r>")
}

fn item(list: u32, depth: u8, text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val='{depth}'/><w:numId w:val='{list}'/></w:numPr></w:pPr>{}</w:p>",
        r(text)
    )
}

fn style(id: &str, name: &str, more: &str) -> String {
    format!("<w:style w:type='paragraph' w:styleId='{id}'><w:name w:val='{name}'/>{more}</w:style>")
}

/// A document as lines: what each block is, and its words.
fn sketch(document: &Document) -> Vec<String> {
    document
        .blocks
        .iter()
        .map(|block| {
            let kind = match block.kind {
                BlockKind::Title => "T".into(),
                BlockKind::Heading(level) => format!("H{level}"),
                BlockKind::Paragraph => "p".into(),
                BlockKind::Item(depth, None) => format!("i{depth}"),
                BlockKind::Item(depth, Some(number)) => format!("i{depth}.{number}"),
                BlockKind::Row(head) => if head { "R" } else { "r" }.into(),
                BlockKind::Footnote => "f".into(),
                BlockKind::Quote => "q".into(),
            };
            format!("{kind} {}", &document.text[block.range()])
        })
        .collect()
}

#[track_caller]
fn assert_read(parts: &Parts, wanted: &[&str]) {
    assert_eq!(sketch(&parts.read().0), wanted);
}

#[test]
fn headings_by_style_level_and_name_in_any_language() {
    let styles = style("1", "heading 1", "")
        + &style("berschrift2", "heading 2", "<w:basedOn w:val='1'/>")
        + &style("Own", "Own", "<w:basedOn w:val='berschrift2'/>")
        + &style("Level", "Level", "<w:pPr><w:outlineLvl w:val='2'/></w:pPr>")
        + &style("Lead", "Lead", "<w:basedOn w:val='1'/><w:pPr><w:outlineLvl w:val='9'/></w:pPr>")
        + &style("Titel", "Title", "")
        + &style("Sub", "Subtitle", "<w:basedOn w:val='Titel'/>");
    let body = p("Titel", "Harbour")
        + &p("Titel", "Yearbook")
        + &p("Sub", "A subtitle")
        + &p("1", "North")
        + &p("berschrift2", "Ports")
        + &p("Own", "Ships")
        + &p("Level", "Ice")
        + &p("Lead", "A lead.")
        + "<w:p><w:pPr><w:outlineLvl w:val='1'/></w:pPr><w:r><w:t>Direct</w:t></w:r></w:p>"
        + &p("", "Text.");
    let parts = parts(&body).with("styles", &styles);
    assert_read(
        &parts,
        &[
            "T Harbour\nYearbook",
            "p A subtitle",
            "H1 North",
            "H2 Ports",
            "H2 Ships",
            "H3 Ice",
            "p A lead.",
            "H2 Direct",
            "p Text.",
        ],
    );
    let title = parts.read().0.meta.title.expect("a title");
    assert_eq!((title.value.as_str(), title.by), ("Harbour Yearbook", Evidence::FirstLines));
    // Without the list of styles their names have to do.
    for name in ["Heading1", "berschrift1", "Titre1", "見出し1", "Rubrik1", "Heading 1"] {
        let body = p("", "Text before it.") + &p(name, "North") + &p("", "Text.");
        assert_eq!(sketch(&self::parts(&body).read().0)[1], "H1 North", "{name}");
    }
}

#[test]
fn lists_count_for_themselves() {
    let level = |depth: u8, format: &str, text: &str, more: &str| {
        format!(
            "<w:lvl w:ilvl='{depth}'><w:start w:val='1'/><w:numFmt w:val='{format}'/>{more}\
             <w:lvlText w:val='{text}'/></w:lvl>"
        )
    };
    let numbering = format!(
        "<w:abstractNum w:abstractNumId='0'>{}{}{}</w:abstractNum>\
         <w:abstractNum w:abstractNumId='1'>{}</w:abstractNum>\
         <w:num w:numId='1'><w:abstractNumId w:val='0'/></w:num>\
         <w:num w:numId='2'><w:abstractNumId w:val='1'/></w:num>\
         <w:num w:numId='3'><w:abstractNumId w:val='0'/><w:lvlOverride w:ilvl='0'><w:startOverride w:val='7'/>\
         </w:lvlOverride></w:num>",
        level(0, "decimal", "%1.", ""),
        level(1, "lowerLetter", "(%2)", ""),
        level(2, "decimal", "%1.%2.%3", "<w:isLgl/>"),
        level(0, "bullet", "•", ""),
    );
    let body = item(1, 0, "one")
        + &item(1, 1, "deeper")
        + &item(1, 1, "again")
        + &item(1, 2, "legal")
        + &p("", "Text between.")
        + &item(1, 0, "two")
        + &item(1, 1, "from a")
        + &item(2, 0, "bullet")
        + &item(3, 0, "seven")
        + &item(3, 0, "eight")
        + &item(0, 0, "none")
        + &item(99, 0, "unknown");
    assert_read(
        &parts(&body).with("numbering", &numbering),
        &[
            "i0.1 one",
            "i1 (a) deeper",
            "i1 (b) again",
            "i2 1.2.1 legal",
            "p Text between.",
            "i0.2 two",
            "i1 (a) from a",
            "i0 bullet",
            "i0.7 seven",
            "i0.8 eight",
            "p none",
            "p unknown",
        ],
    );
}

#[test]
fn headings_carry_the_numbers_that_word_counts() {
    let numbering = "<w:abstractNum w:abstractNumId='0'>\
        <w:lvl w:ilvl='0'><w:numFmt w:val='decimal'/><w:pStyle w:val='H1'/><w:lvlText w:val='Chapter %1'/></w:lvl>\
        <w:lvl w:ilvl='1'><w:numFmt w:val='decimal'/><w:pStyle w:val='H2'/><w:lvlText w:val='%1.%2'/></w:lvl>\
        </w:abstractNum><w:num w:numId='4'><w:abstractNumId w:val='0'/></w:num>";
    let list = "<w:pPr><w:numPr><w:numId w:val='4'/></w:numPr></w:pPr>";
    let styles = style("H1", "heading 1", list) + &style("H2", "heading 2", list);
    let body = p("H1", "North") + &p("H2", "Ports") + &p("H2", "Ships") + &p("H1", "South") + &p("", "Text.");
    assert_read(
        &parts(&body).with("numbering", numbering).with("styles", &styles),
        &["H1 Chapter 1 North", "H2 1.1 Ports", "H2 1.2 Ships", "H1 Chapter 2 South", "p Text."],
    );
}

#[test]
fn footnotes_and_endnotes() {
    let note = |kind: &str, id: i32, text: &str| {
        format!(
            "<w:{kind} w:id='{id}'><w:p><w:r><w:{kind}Ref/></w:r>{}</w:p><w:p>{}</w:p></w:{kind}>",
            r(&format!(" {text}")),
            r("More.")
        )
    };
    let body = format!(
        "<w:p>{}<w:r><w:footnoteReference w:id='3'/></w:r>{}<w:r><w:endnoteReference w:id='2'/></w:r>{}\
         <w:r><w:footnoteReference w:id='2'/></w:r><w:r><w:footnoteReference w:id='9'/></w:r></w:p>\
         <w:p>{}<w:r><w:footnoteReference w:customMarkFollows='1' w:id='4'/><w:t>*</w:t></w:r></w:p>",
        r("Divers"),
        r(" and sailors"),
        r(" came"),
        r("Tar")
    );
    let footnotes = note("footnote", 2, "Came late.")
        + &note("footnote", 3, "From the north.")
        + &format!("<w:footnote w:id='4'><w:p>{}</w:p></w:footnote>", r("* Of pines."))
        + "<w:footnote w:type='separator' w:id='0'><w:p><w:r><w:t>no</w:t></w:r></w:p></w:footnote>";
    let parts =
        parts(&body).with("footnotes", &footnotes).with("endnotes", &note("endnote", 2, "Of the sea."));
    assert_read(
        &parts,
        &[
            "p Divers1 and sailorsi came23",
            "p Tar*",
            "f 1 From the north.",
            "f More.",
            "f 2 Came late.",
            "f More.",
            "f * Of pines.",
            "f i Of the sea.",
            "f More.",
        ],
    );
    let document = parts.read().0;
    let labels: Vec<&str> = document.notes.iter().map(|note| note.label.as_str()).collect();
    // The mark 3 has no body: it is plain text.
    assert_eq!(labels, ["1", "2", "*", "i"]);
    assert!(document.notes.iter().all(|note| note.marks.len() == 1));
}

#[test]
fn tables_have_rows_of_cells() {
    let cell = |shape: &str, text: &str| format!("<w:tc><w:tcPr>{shape}</w:tcPr>{}</w:tc>", p("", text));
    let row = |shape: &str, cells: &str| format!("<w:tr><w:trPr>{shape}</w:trPr>{cells}</w:tr>");
    let body = format!(
        "<w:tbl>{}{}{}{}{}{}</w:tbl>",
        row("<w:tblHeader/>", &(cell("", "Port") + &cell("<w:gridSpan w:val='2'/>", "Ships"))),
        row("", &(cell("<w:vMerge w:val='restart'/>", "Easton") + &cell("", "12") + &cell("", "ice"))),
        row("", &(cell("<w:vMerge/>", "") + &cell("", "7") + &cell("", "none"))),
        row("<w:gridBefore w:val='1'/>", &(cell("", "two") + &cell("", "three"))),
        row("<w:del/>", &(cell("", "gone") + &cell("", "gone"))),
        row("", &format!("<w:tc>{}{}</w:tc>{}", p("", "a\tb"), p("", "c"), cell("", "d"))),
    );
    assert_read(
        &parts(&(p("", "Text.") + &body)),
        &["p Text.", "R Port\tShips\t", "r Easton\t12\tice", "r \t7\tnone", "r \ttwo\tthree", "r a b c\td"]
            .map(|row| if row.starts_with("R Port") { "R Port\tShips" } else { row }),
    );
    // One column, or cells with headings in them, only lay out text.
    let frame = format!("<w:tbl>{}{}</w:tbl>", row("", &cell("", "One.")), row("", &cell("", "Two.")));
    assert_read(&parts(&frame), &["p One.", "p Two."]);
    let columns =
        row("", &(format!("<w:tc>{}{}</w:tc>", p("Heading1", "Left"), p("", "Text.")) + &cell("", "Right.")));
    assert_read(
        &parts(&format!("<w:tbl>{columns}</w:tbl>{}", p("Heading1", "Next"))),
        &["H1 Left", "p Text.", "p Right.", "H1 Next"],
    );
}

#[test]
fn runs_fields_and_links() {
    let field = |code: &str, result: &str| {
        format!(
            "<w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:instrText>{code}</w:instrText></w:r>\
             <w:r><w:fldChar w:fldCharType='separate'/></w:r>{}<w:r><w:fldChar w:fldCharType='end'/></w:r>",
            r(result)
        )
    };
    let body = format!(
        "<w:p>{}<w:r><w:rPr><w:b/></w:rPr><w:t>bold</w:t></w:r><w:r><w:rPr><w:b/></w:rPr><w:t>er</w:t></w:r>\
         <w:r><w:rPr><w:b w:val='0'/><w:i/></w:rPr><w:t> stressed</w:t></w:r>\
         <w:r><w:t>Kazakh</w:t><w:softHyphen/><w:t>stan</w:t><w:noBreakHyphen/><w:t>x</w:t><w:br/><w:t>next</w:t>\
         <w:br w:type='page'/><w:t>page</w:t><w:sym w:font='Wingdings' w:char='F0FC'/>\
         <w:sym w:font='Symbol' w:char='F061'/></w:r></w:p>",
        r("Plain ")
    ) + &format!(
        "<w:p>{}{}<w:hyperlink r:id='l1'>{}</w:hyperlink><w:hyperlink w:anchor='here'>{}</w:hyperlink>\
         <w:fldSimple w:instr='PAGE'>{}</w:fldSimple></w:p><w:bookmarkStart w:id='1' w:name='here'/>{}",
        field("HYPERLINK &quot;https://example.org/&quot; \\l &quot;x&quot;", "field link"),
        r(" and "),
        r("outside"),
        r("inside"),
        r("12"),
        p("", "Here.")
    ) + "<w:p><w:ins><w:r><w:t>kept</w:t></w:r></w:ins><w:del><w:r><w:delText>gone</w:delText></w:r></w:del>\
         <w:smartTag><w:r><w:t> tagged</w:t></w:r></w:smartTag>\
         <w:sdt><w:sdtPr><w:showingPlcHdr/></w:sdtPr><w:sdtContent><w:r><w:t>Click here</w:t></w:r></w:sdtContent></w:sdt>\
         <w:sdt><w:sdtContent><w:r><w:t> filled</w:t></w:r></w:sdtContent></w:sdt>\
         <w:r><w:rPr><w:vanish/></w:rPr><w:t>hidden</w:t></w:r><w:r><w:commentReference w:id='1'/></w:r>\
         <w:r><w:ruby><w:rt><w:r><w:t>みなと</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>港</w:t></w:r></w:rubyBase></w:ruby></w:r>\
         <m:oMath><m:f><m:num><m:r><m:t>a</m:t></m:r></m:num><m:den><m:r><m:t>b</m:t></m:r></m:den></m:f></m:oMath></w:p>";
    let (document, report) = parts(&body).link("l1", "https://example.org/out").read();
    assert_eq!(
        sketch(&document),
        [
            "p Plain bolder stressedKazakhstan\u{2011}x\nnext page✓α",
            "p field link and outsideinside12",
            "p Here.",
            "p kept tagged filled港(みなと)a/b",
        ]
    );
    let spans: Vec<(SpanKind, &str)> = document
        .spans
        .iter()
        .map(|span| (span.kind, &document.text[span.start as usize..span.end as usize]))
        .collect();
    assert_eq!(
        spans,
        [
            (SpanKind::Strong, "bolder"),
            (SpanKind::Emphasis, " stressed"),
            (SpanKind::Link(0), "field link"),
            (SpanKind::Link(1), "outside"),
            (SpanKind::Link(2), "inside"),
        ]
    );
    let targets: Vec<&str> = document.links.iter().map(|link| link.target.as_str()).collect();
    assert_eq!(targets, ["https://example.org/#x", "https://example.org/out", "#here"]);
    assert_eq!(document.anchor("here"), Some(2));
    for words in ["1 tracked deletion", "1 tracked insertions kept", "1 comment", "1 run of hidden words"] {
        assert!(report.odd.iter().any(|odd| odd.contains(words)), "{words}: {:?}", report.odd);
    }
}

#[test]
fn furniture_is_left_out_and_said() {
    let body = format!(
        "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val='Table of Contents'/></w:docPartObj></w:sdtPr>\
         <w:sdtContent>{}</w:sdtContent></w:sdt>{}{}",
        p("", "Contents"),
        "<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>TOC \\o</w:instrText>\
         <w:fldChar w:fldCharType='separate'/><w:t>North 1</w:t></w:r></w:p><w:p><w:r><w:t>South 2</w:t>\
         <w:fldChar w:fldCharType='end'/></w:r></w:p>",
        p("TOC1", "East 3")
    );
    let text = p("", "Text of the thing.");
    let (document, report) = parts(&(body.clone() + &text)).with("header", &p("", "Running head")).read();
    assert_eq!(sketch(&document), ["p Text of the thing."]);
    assert!(report.odd.iter().any(|odd| odd.contains("table of contents")), "{:?}", report.odd);
    assert!(report.odd.iter().any(|odd| odd.contains("header")), "{:?}", report.odd);
    assert!(report.characters > "Textofthething.Runninghead".len());
    // Nothing else: better than nothing.
    assert_eq!(sketch(&parts(&body).read().0).len(), 4);
    // A field that never ends does not swallow the text.
    let open = "<w:p><w:r><w:fldChar w:fldCharType='begin'/><w:instrText>TOC</w:instrText>\
        <w:fldChar w:fldCharType='separate'/><w:t>North 1</w:t></w:r></w:p>";
    let (document, _) = parts(&(open.to_owned() + &p("Heading1", "North") + &text)).read();
    assert_eq!(sketch(&document)[1..], ["p Text of the thing."]);
}

#[test]
fn one_of_two_ways_to_say_it() {
    let held = p("", "In a box.");
    let body = format!(
        "<w:p>{}<w:r><mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:txbx><w:txbxContent>{held}\
         </w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent>{held}\
         </w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>{}</w:p>",
        r("Around "),
        r("the box.")
    );
    let (document, _) = parts(&body).read();
    assert_eq!(sketch(&document), ["p Around the box.", "p In a box."]);
}

#[test]
fn the_strict_standard_has_names_of_its_own() {
    let mut parts = parts(&(p("Heading1", "North") + &p("", "Text.")));
    parts.space = STRICT;
    assert_read(&parts, &["T North", "p Text."]);
}

#[test]
fn headings_that_are_only_seen() {
    let bold = |text: &str, size: u32| {
        format!("<w:p><w:r><w:rPr><w:b/><w:sz w:val='{size}'/></w:rPr><w:t>{text}</w:t></w:r></w:p>")
    };
    let text = p("", "The ports of the north were frozen for most of the winter.");
    let body = bold("Harbours", 32)
        + &bold("North", 24)
        + &text
        + &text
        + &bold("South", 24)
        + &text
        + &bold("A bold sentence is none.", 24)
        + &text;
    let (document, _) = parts(&body).read();
    let kinds: Vec<String> =
        sketch(&document).iter().map(|line| line.split(' ').next().unwrap_or("").into()).collect();
    assert_eq!(kinds, ["T", "H1", "p", "p", "H1", "p", "p", "p"]);
    // Where there are styles, bold is bold.
    let (document, _) = parts(&(p("Heading1", "Ports") + &body)).read();
    assert_eq!(document.blocks.iter().filter(|block| block.kind.depth().is_some()).count(), 1);
    // Where nothing is styled at all, numbers tell.
    let long = p("", &"The two governments opened a ferry line across the strait. ".repeat(3));
    let (document, _) = parts(&(p("", "Chapter 2 Ports") + &p("", "Section 5 Ice") + &long)).read();
    assert_eq!(document.outline().len(), 2, "{:?}", sketch(&document));
}

#[test]
fn what_it_says_of_itself() {
    let core = |title: &str| {
        let mut parts = parts(&p("", "Text."));
        parts.more.push((
            "docProps/core.xml".into(),
            format!("<c xmlns:dc='urn:dc'><dc:title>{title}</dc:title><dc:language>en-GB</dc:language></c>"),
        ));
        parts.read().0.meta
    };
    assert_eq!(core("Harbour Yearbook").title.map(|said| said.value).as_deref(), Some("Harbour Yearbook"));
    assert_eq!(core("Harbour Yearbook").language.as_deref(), Some("en-GB"));
    for machine in ["Microsoft Word - draft.doc", "Document1", "draft.docx", ""] {
        assert_eq!(core(machine).title, None, "{machine}");
    }
    assert_eq!(core("Harbour Yearbook").year, None);
    for (created, made) in [("2015-04-01T00:00:00Z", Some(2015)), ("1601-01-01T00:00:00Z", None)] {
        let mut parts = parts(&p("", "Text."));
        let core = format!("<c xmlns:t='urn:t'><t:created>{created}</t:created></c>");
        parts.more.push(("docProps/core.xml".into(), core));
        assert_eq!(parts.read().0.meta.made, made);
    }
}

#[test]
fn what_stands_beside_the_text_refuses_no_text() {
    let bomb = " ".repeat(20 << 20);
    let mut file = parts(&p("", "Text.")).with("header", &bomb);
    file.more.push(("docProps/core.xml".into(), bomb));
    let (document, report) = file.read();
    assert_eq!(document.prose(0), "Text.");
    let [core, header] = &report.odd[..] else { panic!("{:?}", report.odd) };
    assert!(core.contains("what the file says of itself cannot be read: a decompression bomb"), "{core}");
    assert!(header.contains("a page header or footer cannot be read: a decompression bomb"), "{header}");
}

#[test]
fn what_is_no_document_says_why() {
    let zip = |files: &[(&str, &[u8])]| {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (name, bytes) in files {
            zip.start_file(*name, SimpleFileOptions::default()).expect("a file");
            zip.write_all(bytes).expect("written");
        }
        zip.finish().expect("a zip archive").into_inner()
    };
    let mut ole = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec();
    let whole = parts(&p("", "Text.")).bytes();
    let deep = format!(
        "<w:document xmlns:w='{W}'>{}{}</w:document>",
        "<w:ins>".repeat(5000),
        "</w:ins>".repeat(5000)
    );
    let dtd = "<!DOCTYPE x [<!ENTITY a 'aaaa'>]><x>&a;</x>";
    let bomb = vec![b' '; 20 << 20];
    for (bytes, why) in [
        (ole.clone(), ".doc"),
        (b"plain text".to_vec(), "no zip"),
        (whole[..whole.len() - 40].to_vec(), "cut"),
        (zip(&[("a.txt", b"a")]), "text is missing"),
        (zip(&[("word/document.xml", b"<w:document")]), "damaged"),
        (zip(&[("word/document.xml", deep.as_bytes())]), "within each other"),
        (zip(&[("word/document.xml", dtd.as_bytes())]), "damaged"),
        (zip(&[("word/document.xml", &bomb)]), "bomb"),
        (parts("<w:p/>").bytes(), "no text"),
    ] {
        let error = format!("{:#}", parse(Format::Docx, &bytes).expect_err(why));
        assert!(error.contains(why), "{why}: {error}");
    }
    ole.extend("EncryptedPackage".bytes().flat_map(|byte| [byte, 0]));
    assert!(parse(Format::Docx, &ole).expect_err("locked").to_string().contains("password"));
}

#[test]
fn five_hundred_levels_are_read() {
    let body = "<w:ins>".repeat(500) + &p("", "Deep.") + &"</w:ins>".repeat(500);
    assert_read(&parts(&body), &["p Deep."]);
}

#[test]
fn a_cut_document_is_an_error_and_never_a_panic() {
    let mut body = String::new();
    for number in 0..200 {
        body +=
            &p(if number % 20 == 0 { "Heading1" } else { "" }, &format!("Paragraph {number} of the report."));
    }
    let whole = parts(&body).with("styles", &style("Heading1", "heading 1", "")).bytes();
    for percent in 0..100 {
        let cut = &whole[..whole.len() * percent / 100];
        assert!(parse(Format::Docx, cut).is_err(), "{percent} %");
    }
    // One wrong byte anywhere.
    for place in (0..whole.len()).step_by(7) {
        let mut hurt = whole.clone();
        hurt[place] ^= 0x55;
        if let Ok(document) = parse(Format::Docx, &hurt) {
            sound(&document);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn any_body_is_read(pieces in proptest::collection::vec(prop_oneof![
        Just("<w:p>".to_owned()), Just("</w:p>".to_owned()), Just("<w:r>".to_owned()), Just("</w:r>".to_owned()),
        Just("<w:t>words 語</w:t>".to_owned()), Just("<w:tbl><w:tr><w:tc>".to_owned()),
        Just("</w:tc></w:tr></w:tbl>".to_owned()), Just("<w:fldChar w:fldCharType='begin'/>".to_owned()),
        Just("<w:fldChar w:fldCharType='separate'/>".to_owned()), Just("<w:fldChar w:fldCharType='end'/>".to_owned()),
        Just("<w:instrText>HYPERLINK \"x\"</w:instrText>".to_owned()), Just("<w:rPr><w:b/></w:rPr>".to_owned()),
        Just("<w:pPr><w:pStyle w:val='Heading2'/></w:pPr>".to_owned()), Just("<w:tab/><w:br/>".to_owned()),
        Just("<w:footnoteReference w:id='1'/>".to_owned()),
    ], 0..60)) {
        // Balanced by hand: what is not open is not closed.
        let mut body = String::new();
        let mut open: Vec<&str> = Vec::new();
        for piece in &pieces {
            match piece.as_str() {
                "<w:p>" => open.push("</w:p>"),
                "<w:r>" => open.push("</w:r>"),
                "<w:tbl><w:tr><w:tc>" => open.push("</w:tc></w:tr></w:tbl>"),
                close if close.starts_with("</") => {
                    if open.last() != Some(&close) {
                        continue;
                    }
                    open.pop();
                }
                _ => {}
            }
            body.push_str(piece);
        }
        while let Some(close) = open.pop() {
            body.push_str(close);
        }
        let note = format!("<w:footnote w:id='1'><w:p>{}</w:p></w:footnote>", r("A note."));
        if let Ok(document) = parse(Format::Docx, parts(&body).with("footnotes", &note).bytes()) {
            sound(&document);
        }
    }
}

/// Words as another converter prints them, where one is installed.
fn pandoc(arguments: &[&str]) -> Option<Vec<u8>> {
    let output = Command::new("pandoc").args(arguments).output().ok()?;
    output.status.success().then_some(output.stdout)
}

#[test]
fn the_words_are_those_that_another_converter_finds() {
    let folder = tempfile::tempdir().expect("a folder");
    let (source, made) = (folder.path().join("a.md"), folder.path().join("a.docx"));
    let mut text = String::from("# Ports\n\nThe ports of the **north** were *frozen*.\n\n");
    for number in 1..40 {
        let _ = write!(
            text,
            "## Part {number}\n\nShips left [the port](https://example.org/{number}) early.\n\n1. Tar\n2. Rope\n\n\
             | Port | Ships |\n|------|-------|\n| Easton | many |\n\n> Quoted words stand here.\n\n"
        );
    }
    std::fs::write(&source, &text).expect("written");
    let paths = [source.to_str().expect("a path"), made.to_str().expect("a path")];
    if pandoc(&[paths[0], "-o", paths[1]]).is_none() {
        println!("skipped: pandoc is not here");
        return;
    }
    let Some(plain) = pandoc(&["-t", "plain", "--wrap=none", paths[1]]) else { return };
    let document = parse(Format::Docx, std::fs::read(&made).expect("the document")).expect("a document");
    sound(&document);
    let words = |text: &str| -> Vec<String> {
        text.split(|c: char| !c.is_alphabetic()).filter(|word| !word.is_empty()).map(str::to_owned).collect()
    };
    let ours: Vec<String> =
        document.blocks.iter().flat_map(|block| words(&document.text[block.range()])).collect();
    assert_eq!(ours, words(&String::from_utf8_lossy(&plain)));
}
