//! Packed files: what comes out of them, what is refused, and what each file is taken for.
use bluebook::import::{Format, Sniffed, Unpacked, is_packed, sniff, unpack};
use flate2::{Compression, write::GzEncoder};
use proptest::prelude::*;
use std::io::{Cursor, Write};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).expect("a file");
        zip.write_all(bytes).expect("written");
    }
    zip.finish().expect("a zip archive").into_inner()
}

/// Files without compression, with names as they are: old archives do not say how they are encoded.
fn raw_zip(files: &[(&[u8], &[u8], u16)]) -> Vec<u8> {
    let (mut bytes, mut list) = (Vec::new(), Vec::new());
    for (name, content, flags) in files {
        let at = bytes.len() as u32;
        let mut crc = flate2::Crc::new();
        crc.update(content);
        let mut common = Vec::new();
        common.extend(20_u16.to_le_bytes());
        common.extend(flags.to_le_bytes());
        common.extend([0; 6]);
        common.extend(crc.sum().to_le_bytes());
        common.extend((content.len() as u32).to_le_bytes());
        common.extend((content.len() as u32).to_le_bytes());
        common.extend((name.len() as u16).to_le_bytes());
        common.extend([0; 2]);
        bytes.extend(b"PK\x03\x04");
        bytes.extend(&common);
        bytes.extend(*name);
        bytes.extend(*content);
        list.extend(b"PK\x01\x02\x14\0");
        list.extend(&common);
        list.extend([0; 10]);
        list.extend(at.to_le_bytes());
        list.extend(*name);
    }
    let (at, size, count) = (bytes.len() as u32, list.len() as u32, files.len() as u16);
    bytes.extend(list);
    bytes.extend(b"PK\x05\x06\0\0\0\0");
    bytes.extend(count.to_le_bytes());
    bytes.extend(count.to_le_bytes());
    bytes.extend(size.to_le_bytes());
    bytes.extend(at.to_le_bytes());
    bytes.extend([0; 2]);
    bytes
}

fn gz(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).expect("written");
    encoder.finish().expect("packed")
}

fn paths(unpacked: &Unpacked) -> Vec<&str> {
    unpacked.entries.iter().map(|entry| entry.path.as_str()).collect()
}

fn error(name: &str, bytes: &[u8]) -> String {
    format!("{:#}", unpack(name, bytes).expect_err("an error"))
}

#[test]
fn gzip_holds_one_file() {
    let text = b"The ports of the north.";
    for (name, wanted) in
        [("Norland.txt.gz", "Norland.txt"), ("A.TXT.GZ", "A.TXT"), ("a.tgz", "a.tar"), ("packed", "packed")]
    {
        let unpacked = unpack(name, &gz(text)).expect("unpacked");
        assert_eq!(paths(&unpacked), [wanted]);
        assert_eq!(unpacked.entries[0].bytes, text);
    }
    // Several in a row are one file; what is no packed data behind them is nothing.
    let mut row = gz(b"one ");
    row.extend(gz(b"two"));
    row.extend(b"\0\0garbage");
    assert_eq!(unpack("a.txt.gz", &row).expect("unpacked").entries[0].bytes, b"one two");
    // The name that it stores serves where its own says nothing.
    let mut encoder =
        flate2::GzBuilder::new().filename("../x/Norland.txt").write(Vec::new(), Compression::default());
    encoder.write_all(text).expect("written");
    let stored = encoder.finish().expect("packed");
    assert_eq!(paths(&unpack("download", &stored).expect("unpacked")), ["Norland.txt"]);
}

#[test]
fn a_cut_or_damaged_gzip_says_so() {
    let whole = gz(&"The ports of the north. ".repeat(500).into_bytes());
    for percent in 10..100 {
        let error = error("a.gz", &whole[..whole.len() * percent / 100]);
        assert!(error.contains("cut short") || error.contains("damaged"), "{percent}: {error}");
    }
    let mut hurt = whole.clone();
    let last = hurt.len() - 6;
    hurt[last] ^= 1;
    assert!(error("a.gz", &hurt).contains("damaged"));
}

#[test]
fn zip_holds_many_and_archives_of_archives() {
    let inner = zip(&[("Norland.txt", b"in"), ("deep/Sudland.md.gz", &gz(b"gz"))]);
    let bytes = zip(&[
        ("2015/Norland.txt", b"one"),
        ("2016.zip", &inner),
        ("picture.png", b"no"),
        ("__MACOSX/2015/._Norland.txt", b"no"),
        (".hidden/a.txt", b"no"),
        ("bluebook.toml", b"series = \"x\""),
        ("empty.txt", b""),
    ]);
    let unpacked = unpack("years.zip", &bytes).expect("unpacked");
    assert_eq!(
        paths(&unpacked),
        ["2015/Norland.txt", "2016/Norland.txt", "2016/deep/Sudland.md", "bluebook.toml", "empty.txt"]
    );
    assert_eq!(unpacked.entries[2].bytes, b"gz");
    assert_eq!(unpacked.troubles, []);

    let mut deep = zip(&[("a.txt", b"a")]);
    for _ in 0..3 {
        deep = zip(&[("d.zip", &deep), ("b.txt", b"b")]);
    }
    let unpacked = unpack("deep.zip", &deep).expect("unpacked");
    assert_eq!(paths(&unpacked), ["d/d/b.txt", "d/b.txt", "b.txt"]);
    assert!(unpacked.troubles[0].1.contains("deeper than 3"), "{:?}", unpacked.troubles);
}

#[test]
fn books_and_documents_are_no_archives() {
    let epub = zip(&[("mimetype", b"application/epub+zip"), ("META-INF/container.xml", b"<c/>")]);
    let bare = zip(&[("META-INF/container.xml", b"<c/>"), ("a.xhtml", b"x")]);
    let docx = zip(&[("[Content_Types].xml", b"<T/>"), ("word/document.xml", b"<d/>")]);
    let odt = raw_zip(&[(b"mimetype", b"application/vnd.oasis.opendocument.text", 0)]);
    let xlsx = zip(&[("[Content_Types].xml", b"<T/>"), ("xl/workbook.xml", b"<d/>")]);
    for (bytes, wanted) in [
        (&epub, Sniffed::Known(Format::Epub)),
        (&bare, Sniffed::Known(Format::Epub)),
        (&docx, Sniffed::Known(Format::Docx)),
    ] {
        assert_eq!(sniff("noname", bytes), wanted);
        assert!(!is_packed("noname", bytes));
    }
    assert!(matches!(sniff("a.odt", &odt), Sniffed::Unknown(why) if why.contains("soffice")));
    assert!(matches!(sniff("a.xlsx", &xlsx), Sniffed::Unknown(why) if why.contains("table")));
    // The list at the end is lost: the heads before the files tell.
    assert_eq!(sniff("noname", &docx[..docx.len() - 30]), Sniffed::Known(Format::Docx));
    assert_eq!(sniff("a.zip", &zip(&[("a.txt", b"a")])), Sniffed::Packed);
    let held = zip(&[("2015/book.epub", &epub), ("2015/report.docx", &docx), ("a.md", b"# A")]);
    let unpacked = unpack("a.zip", &held).expect("unpacked");
    assert_eq!(paths(&unpacked), ["2015/book.epub", "2015/report.docx", "a.md"]);
    assert_eq!(unpacked.entries[0].bytes, epub);
}

#[test]
fn bombs_are_refused() {
    let zeros = vec![b'0'; 40 << 20];
    assert!(error("a.txt.gz", &gz(&zeros)).contains("bomb"));
    let unpacked = unpack("a.zip", &zip(&[("bomb.txt", &zeros), ("a.txt", b"fine")])).expect("unpacked");
    assert_eq!(paths(&unpacked), ["a.txt"]);
    assert!(unpacked.troubles[0].1.contains("bomb"), "{:?}", unpacked.troubles);
    // Two bombs in each other.
    let unpacked = unpack("a.zip", &zip(&[("x.zip", &zip(&[("bomb.txt", &zeros)])), ("a.txt", b"a")]));
    assert!(unpacked.expect("unpacked").troubles[0].1.contains("bomb"));
    // Two files that share their packed bytes.
    let mut over = raw_zip(&[(b"a.txt", b"one", 0), (b"b.txt", b"one", 0)]);
    let list = over.windows(4).position(|four| four == b"PK\x01\x02").expect("the list of files");
    let second = list + 46 + 5;
    over[second + 42] = 0;
    let told = error("a.zip", &over);
    assert!(told.contains("bomb") || told.contains("damaged"), "{told}");
    let names: Vec<String> = (0..10_001).map(|number| format!("{number}.txt")).collect();
    let files: Vec<(&[u8], &[u8], u16)> = names.iter().map(|name| (name.as_bytes(), &b"a"[..], 0)).collect();
    assert!(error("many.zip", &raw_zip(&files)).contains("10000 files"));
}

#[test]
fn names_lead_nowhere_but_down() {
    for (name, wanted) in [
        (&b"../../etc/2015/a.txt"[..], "etc/2015/a.txt"),
        (b"/2015/a.txt", "2015/a.txt"),
        (b"C:\\Texts\\2015\\a.txt", "Texts/2015/a.txt"),
        (b"2015//./a.txt", "2015/a.txt"),
        (b"2015/\x1b[31ma.txt", "2015/\u{fffd}[31ma.txt"),
        ("2015/Côte.txt".as_bytes(), "2015/Côte.txt"),
        (b"2015/C\x93te.txt", "2015/Côte.txt"),
        (b"2015/\x83J\x83U\x83t\x83X\x83^\x83\x93.txt", "2015/カザフスタン.txt"),
    ] {
        let unpacked = unpack("a.zip", &raw_zip(&[(name, b"a", 0)])).expect("unpacked");
        assert_eq!(paths(&unpacked), [wanted]);
    }
}

#[test]
fn one_bad_file_stops_no_other() {
    let locked = raw_zip(&[(b"locked.txt", b"????????????????", 1), (b"a.txt", b"a", 0)]);
    let unpacked = unpack("a.zip", &locked).expect("unpacked");
    assert_eq!(paths(&unpacked), ["a.txt"]);
    assert!(unpacked.troubles[0].1.contains("password"), "{:?}", unpacked.troubles);
    let mut hurt = raw_zip(&[(b"hurt.txt", b"The ports", 0), (b"a.txt", b"a", 0)]);
    hurt[40] ^= 1;
    let unpacked = unpack("a.zip", &hurt).expect("unpacked");
    assert_eq!(paths(&unpacked), ["a.txt"]);
    assert!(unpacked.troubles[0].1.contains("damaged"), "{:?}", unpacked.troubles);
    // A way of packing that is not known.
    let mut odd = zip(&[("a.txt", b"a")]);
    for at in 0..odd.len() - 12 {
        if odd[at..].starts_with(b"PK\x03\x04") {
            odd[at + 8] = 98;
        } else if odd[at..].starts_with(b"PK\x01\x02") {
            odd[at + 10] = 98;
        }
    }
    let unpacked = unpack("a.zip", &odd).expect("a trouble");
    assert!(unpacked.troubles[0].1.contains("not known"), "{:?}", unpacked.troubles);
    for (bytes, why) in [
        (zip(&[]), "empty"),
        (zip(&[("a.png", b"a")]), "1 files of other kinds"),
        (zip(&[("a.txt", b"a")])[..30].to_vec(), "damaged or cut"),
        (b"text".to_vec(), "neither"),
    ] {
        assert!(error("a.zip", &bytes).contains(why), "{why}: {}", error("a.zip", &bytes));
    }
}

#[test]
fn content_goes_before_the_name() {
    let known = Sniffed::Known;
    for (name, bytes, wanted) in [
        ("a.txt", &b"%PDF-1.7"[..], known(Format::Pdf)),
        ("a", b"junk\n%PDF-1.4", known(Format::Pdf)),
        ("a.txt", b"<!DOCTYPE html><p>", known(Format::Html)),
        ("a", b"\xef\xbb\xbf\n<!-- c -->\n<html>", known(Format::Html)),
        ("a", b"<?xml version='1.0'?>\n<!DOCTYPE html PUBLIC><html>", known(Format::Html)),
        ("a", b"\xff\xfe<\0h\0t\0m\0l\0>\0", known(Format::Html)),
        ("a.html", b"plain words", known(Format::Html)),
        ("a.md", b"plain words", known(Format::Markdown)),
        ("a.txt", b"# A heading", known(Format::Text)),
        ("a", b"# A heading", known(Format::Markdown)),
        ("a", b"+++\ntitle = 'x'\n+++\n", known(Format::Markdown)),
        ("a", b"---\ntitle: x\n---\n", known(Format::Markdown)),
        ("notes.unknown", b"plain words", known(Format::Text)),
        ("a", b"", known(Format::Text)),
        ("a.txt", b"\x1f\x8b\x08\0", Sniffed::Packed),
    ] {
        assert_eq!(sniff(name, bytes), wanted, "{name} {bytes:?}");
    }
    for (bytes, why) in [
        (&b"{\\rtf1 x}"[..], "rtf"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ".doc"),
        (b"\x89PNG\r\n\x1a\n", "picture"),
        (b"\xff\xd8\xff\xe0", "picture"),
        (b"7z\xbc\xaf\x27\x1c", "unpack"),
        (b"<?xml version='1.0'?><feed/>", "XML"),
        (b"PK\x05\x06", "empty"),
        (b"\x7fELF\x02", "program"),
        (b"\0\x01\x02\x03", "binary"),
    ] {
        assert!(matches!(sniff("a", bytes), Sniffed::Unknown(advice) if advice.contains(why)), "{why}");
    }
}

proptest! {
    #[test]
    fn any_bytes_are_sniffed_and_unpacked(name in "\\PC{0,12}", head in 0..5_usize, bytes: Vec<u8>) {
        let heads: [&[u8]; 5] = [b"", b"PK\x03\x04", b"\x1f\x8b\x08", b"PK\x05\x06", b"\xff\xfe"];
        let bytes = [heads[head], &bytes].concat();
        let _ = sniff(&name, &bytes);
        let _ = is_packed(&name, &bytes);
        if let Ok(unpacked) = unpack(&name, &bytes) {
            for entry in unpacked.entries {
                prop_assert!(!entry.path.split('/').any(|part| matches!(part, "" | "." | "..")));
            }
        }
    }

    #[test]
    fn a_zip_with_one_wrong_byte_is_unpacked_or_refused(place in 0..400_usize, bit in 0..8_u8) {
        let mut bytes = zip(&[("2015/a.txt", b"one"), ("2016/b.txt", b"two"), ("c.zip", &zip(&[("d.md", b"d")]))]);
        let place = place % bytes.len();
        bytes[place] ^= 1 << bit;
        let _ = unpack("a.zip", &bytes);
    }
}
