//! What must hold for any bytes that are given to an importer or another reader of what comes from outside: one
//! check for each fuzz target. Each panics where it does not hold. `tests/regressions.rs` runs them on inputs that
//! once broke something.
use crate::sound::{assert_sound, ink, shown};
use bluebook::gazetteer::{Tagger, atlas, built_in_regions};
use bluebook::import::{Format, Front, Importer, Sidecar, Source, examine, parse};
use bluebook::model::{Address, Atlas, Document, Origin, Part, is_harmful, slug};
use std::io::{Cursor, Write};
use std::sync::LazyLock;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The check of a target.
pub fn of(target: &str) -> Option<fn(&[u8])> {
    Some(match target {
        "text" => text,
        "markdown" => markdown,
        "html" => html,
        "epub" => epub,
        "docx" => docx,
        #[cfg(feature = "pdf")]
        "pdf" => pdf,
        #[cfg(not(feature = "pdf"))]
        "pdf" => |_| (),
        "address" => address,
        "front" => front,
        _ => return None,
    })
}

static WORLD: LazyLock<(Atlas, Tagger)> = LazyLock::new(|| {
    let atlas = atlas(built_in_regions()).expect("the built-in regions");
    (atlas, Tagger::new())
});

/// Imports bytes, and looks at what came of them; `None` where they were refused with a reason.
fn import(format: Format, data: &[u8]) -> Option<Document> {
    let (mut document, report) = match examine(format, data) {
        Ok(read) => read,
        Err(error) => {
            let reason = format!("{error:#}");
            assert!(!reason.is_empty(), "refused without a reason");
            return None;
        }
    };
    assert_sound(&document);
    if format == Format::Text {
        let found = ink(&document).chars().count();
        assert_eq!(found, report.characters, "characters were lost or invented");
    }
    let (atlas, tagger) = &*WORLD;
    let name = "harbour-yearbook-2031-ch2-s5.txt";
    let source = Source { folder: Some("2031"), ..Source::alone(name, Origin::Input, format) };
    Importer { atlas, tagger }.finish(&mut document, &source);
    assert_sound(&document);
    let mut end = 0;
    for mention in &document.mentions {
        assert!(end <= mention.start && mention.start < mention.end, "{mention:?} overlaps another");
        assert!(document.text.get(mention.start as usize..mention.end as usize).is_some(), "{mention:?}");
        end = mention.end;
    }
    Some(document)
}

/// What is shown of a document reads as the same words again.
fn shown_again(document: &Document) {
    let printed = shown(document);
    let again = parse(Format::Text, printed.as_bytes()).expect("what is shown is text");
    assert_sound(&again);
    let wanted: String = printed.chars().filter(|c| !c.is_whitespace()).collect();
    assert_eq!(ink(&again), wanted, "what is shown does not read the same");
}

/// Plain text.
pub fn text(data: &[u8]) {
    if let Some(document) = import(Format::Text, data) {
        shown_again(&document);
    }
}

/// Markdown.
pub fn markdown(data: &[u8]) {
    if let Some(document) = import(Format::Markdown, data) {
        shown_again(&document);
    }
}

/// A web page.
pub fn html(data: &[u8]) {
    import(Format::Html, data);
}

/// A PDF file.
#[cfg(feature = "pdf")]
pub fn pdf(data: &[u8]) {
    import(Format::Pdf, data);
}

/// What parts the files of a package in an input that is none.
const PART: &[u8] = b"\n%%%%\n";

/// The parts of an input, as many as wanted; those that are missing are empty.
fn parts<const N: usize>(data: &[u8]) -> [&[u8]; N] {
    let mut parts = [&[][..]; N];
    let mut rest = data;
    for part in &mut parts {
        let end = rest.windows(PART.len()).position(|window| window == PART);
        (*part, rest) = match end {
            Some(end) => (&rest[..end], &rest[end + PART.len()..]),
            None => (rest, &[][..]),
        };
    }
    parts
}

/// A zip archive of some files, not compressed. Empty ones are left out.
fn package(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    for (name, bytes) in files.iter().filter(|(_, bytes)| !bytes.is_empty()) {
        zip.start_file(*name, stored).expect("a file");
        zip.write_all(bytes).expect("its bytes");
    }
    zip.finish().expect("an archive").into_inner()
}

/// Whether bytes hold others.
fn holds(bytes: &[u8], wanted: &[u8]) -> bool {
    bytes.windows(wanted.len()).any(|window| window == wanted)
}

/// An electronic book: a whole one, or (compressed bytes defeat mutation) the files in it: two chapters, the
/// table of contents, the package.
pub fn epub(data: &[u8]) {
    if data.starts_with(b"PK") {
        import(Format::Epub, data);
        return;
    }
    let [first, second, contents, opf] = parts(data);
    let chapter = |body: &[u8]| {
        if body.is_empty() || holds(body, b"<html") {
            return body.to_vec();
        }
        [
            br#"<html xmlns="http://www.w3.org/1999/xhtml" xmlns:epub="http://www.idpf.org/2007/ops"><body>"#,
            body,
            b"</body></html>",
        ]
        .concat()
    };
    let (first, second) = (chapter(first), chapter(second));
    let opf = if opf.is_empty() { OPF.as_bytes() } else { opf };
    let container = br#"<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container" version="1.0"><rootfiles><rootfile full-path="a/b.opf" media-type="application/oebps-package+xml"/></rootfiles></container>"#;
    let book = package(&[
        ("mimetype", b"application/epub+zip"),
        ("META-INF/container.xml", container),
        ("a/b.opf", opf),
        ("a/1.xhtml", &first),
        ("a/2.xhtml", &second),
        ("a/nav.xhtml", contents),
        ("a/toc.ncx", contents),
    ]);
    import(Format::Epub, &book);
}

const OPF: &str = r#"<package xmlns="http://www.idpf.org/2007/opf" version="3.0"><metadata xmlns:dc="http://purl.org/dc/elements/1.1/"><dc:title>Ports</dc:title><dc:language>en</dc:language></metadata><manifest><item id="nav" href="nav.xhtml" media-type="application/xhtml+xml" properties="nav"/><item id="ncx" href="toc.ncx" media-type="application/x-dtbncx+xml"/><item id="c1" href="1.xhtml" media-type="application/xhtml+xml"/><item id="c2" href="2.xhtml" media-type="application/xhtml+xml"/></manifest><spine toc="ncx"><itemref idref="c1"/><itemref idref="c2"/></spine></package>"#;

/// A word processor's document: a whole one, or the files in it: the text, footnotes, styles, numbering, and the
/// relations.
pub fn docx(data: &[u8]) {
    if data.starts_with(b"PK") {
        import(Format::Docx, data);
        return;
    }
    let [body, notes, styles, numbering, relations] = parts(data);
    let wrapped = |root: &str, inside: &[u8], from: &str, to: &str| {
        if inside.is_empty() || holds(inside, b"xmlns") {
            return inside.to_vec();
        }
        let names = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships" xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006""#;
        let open = format!("<w:{root} {names}>{from}");
        [open.as_bytes(), inside, format!("{to}</w:{root}>").as_bytes()].concat()
    };
    let body = wrapped("document", body, "<w:body>", "</w:body>");
    let notes = wrapped("footnotes", notes, "", "");
    let styles = wrapped("styles", styles, "", "");
    let numbering = wrapped("numbering", numbering, "", "");
    let relations = if relations.is_empty() { RELATIONS.as_bytes() } else { relations };
    let file = package(&[
        ("[Content_Types].xml", CONTENT_TYPES.as_bytes()),
        (
            "_rels/.rels",
            br#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>"#,
        ),
        ("word/document.xml", &body),
        ("word/footnotes.xml", &notes),
        ("word/styles.xml", &styles),
        ("word/numbering.xml", &numbering),
        ("word/_rels/document.xml.rels", relations),
    ]);
    import(Format::Docx, &file);
}

const CONTENT_TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>"#;

const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes" Target="footnotes.xml"/><Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/><Relationship Id="r3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/numbering" Target="numbering.xml"/><Relationship Id="r4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/hyperlink" Target="https://example.org/" TargetMode="External"/></Relationships>"#;

/// Addresses: one that is read prints as one that reads the same; a slug of any words is an address.
pub fn address(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Some(address) = Address::parse(text) {
        let printed = address.to_string();
        assert_eq!(Address::parse(&printed), Some(address), "{text:?} prints as {printed:?}");
    }
    let step = slug(text);
    assert!(!step.chars().any(is_harmful), "{step:?}");
    assert_eq!(slug(&step), step, "a slug of a slug of {text:?}");
    if !step.is_empty() {
        let whole = Address::Document { slug: step.clone(), part: Part::Whole };
        assert_eq!(Address::parse(&step), Some(whole), "the slug of {text:?}");
    }
}

/// Front matter and `bluebook.toml`. Simple lines are read without TOML's parser: where both can read them, they
/// must agree.
pub fn front(data: &[u8]) {
    let Ok(text) = std::str::from_utf8(data) else { return };
    if let Ok(sidecar) = Sidecar::read(text) {
        for name in ["", "2012-a.txt", "a.md", text.get(..20).unwrap_or(text)] {
            let _ = sidecar.of(name);
        }
    }
    for text in [text.to_owned(), format!("+++\n{text}\n+++\nThe ports of the north.\n")] {
        if let Ok((Some(front), _)) = Front::split(&text) {
            let inside = text.strip_prefix("+++\n").and_then(|rest| rest.split_once("\n+++"));
            let inside = inside.expect("front matter stands between its lines").0;
            if let Ok(by_toml) = toml::from_str::<Front>(&format!("{inside}\n")) {
                assert_eq!(front, by_toml, "{inside:?}");
            }
        }
        if let Some(document) = import(Format::Markdown, text.as_bytes()) {
            let meta = &document.meta;
            let said = [meta.title.as_ref(), meta.series.as_ref()].map(|said| said.map(|said| &said.value));
            let plain = [&meta.part, &meta.region, &meta.language, &meta.kind, &meta.publisher, &meta.source];
            for fact in said.into_iter().chain(plain.map(Option::as_ref)).flatten() {
                assert!(!fact.chars().any(is_harmful), "{fact:?} is harmful");
            }
        }
    }
}
