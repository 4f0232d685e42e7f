//! Citations, read back by parsers that know nothing of the program, and by example. Every text here is made up, but for
//! the built-in digests and the files of other corpora where they are present.
use assert_cmd::cargo::cargo_bin_cmd;
use biblatex::{Bibliography, ChunksExt};
use biblib::{CitationParser, RisParser};
use bluebook::model::{
    Atlas, Block, BlockKind, CitationFormat, Day, Document, Evidence, Library, Origin, Page, Said, is_harmful,
};
use bluebook::query::Target;
use bluebook::query::cite::{cited, written, written_all};
use proptest::prelude::*;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::sync::Arc;
use tempfile::TempDir;

/// Asks the program; gives its exit code, what it said, and what it complained of.
fn ask(args: &[&str]) -> (i32, String, String) {
    let mut command = cargo_bin_cmd!("bluebook");
    let output = command.env("XDG_DATA_HOME", "/nonexistent").args(args).output().expect("bluebook runs");
    let text = |bytes| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

/// A citation as of a day that does not change.
fn cite(args: &[&str]) -> String {
    let (code, out, err) = ask(&[&["cite", "--accessed", "2026-11-22"], args].concat());
    assert_eq!(code, 0, "{err}");
    assert!(out.chars().all(|c| c == '\n' || c == '\r' || !is_harmful(c) && !c.is_control()), "{out:?}");
    out
}

/// A made-up document.
fn document(title: &str) -> Document {
    let text = "Overview\nThe port was closed.\nThe canal was open.\n".to_owned();
    let block = |kind, words: &str| {
        let start = text.find(words).expect("its words") as u32;
        Block { kind, start, end: start + words.len() as u32 }
    };
    let blocks = vec![
        block(BlockKind::Heading(1), "Overview"),
        block(BlockKind::Paragraph, "The port was closed."),
        block(BlockKind::Paragraph, "The canal was open."),
    ];
    let mut doc = Document { text: text.clone(), blocks, heads: vec![0], ..Document::empty() };
    doc.slug = "ports".into();
    doc.meta.title = Some(Said { value: title.into(), by: Evidence::FrontMatter });
    doc
}

fn library(doc: Document) -> Library {
    Library::new(Arc::new(Atlas::default()), vec![Arc::new(doc)])
}

fn one(doc: Document, block: Option<usize>, format: CitationFormat) -> String {
    let library = library(doc);
    let (id, _) = library.iter().next().expect("a document");
    let target = block.map_or(Target::Document(id), |block| Target::Block(id, block));
    let citations = cited(&library, &[target]);
    written(&citations[0], format, Day::new(2026, 11, 22))
}

fn bibtex_field(entry: &biblatex::Entry, name: &str) -> Option<String> {
    Some(entry.get(name)?.format_verbatim())
}

/// Reads RIS as strictly as its specification: `XX  - value`, `\r\n` between, `TY` first, `ER` last.
fn strict_ris(text: &str) -> Vec<Vec<(String, String)>> {
    let (mut records, mut record) = (Vec::new(), Vec::new());
    let lines: Vec<&str> = text.split("\r\n").collect();
    for line in lines {
        assert!(!line.contains(['\r', '\n']), "a bare line end in {line:?}");
        if line.is_empty() {
            assert!(record.is_empty(), "an empty line in a record");
            continue;
        }
        let (tag, value) = line.split_once("  - ").unwrap_or_else(|| panic!("no tag in {line:?}"));
        let mut letters = tag.chars();
        assert!(
            letters.next().is_some_and(|c| c.is_ascii_uppercase())
                && letters.next().is_some_and(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
                && letters.next().is_none(),
            "{line:?}"
        );
        assert_eq!(tag == "TY", record.is_empty(), "{line:?}");
        if tag == "ER" {
            records.push(std::mem::take(&mut record));
        } else {
            record.push((tag.to_owned(), value.to_owned()));
        }
    }
    assert!(record.is_empty(), "a record without an end");
    records
}

fn tag<'a>(record: &'a [(String, String)], name: &str) -> Option<&'a str> {
    record.iter().find(|(own, _)| own == name).map(|(_, value)| value.as_str())
}

/// The rules of the CSL-JSON schema (csl-data.json, 1.0.2) that apply to what is written here.
fn check_csl(item: &Value) {
    const TYPES: [&str; 7] = ["article", "book", "chapter", "document", "report", "webpage", "entry"];
    const STRINGS: [&str; 16] = [
        "title",
        "container-title",
        "collection-title",
        "chapter-number",
        "section",
        "page",
        "publisher",
        "URL",
        "language",
        "note",
        "genre",
        "archive",
        "archive_location",
        "original-title",
        "abstract",
        "medium",
    ];
    let fields = item.as_object().expect("an object");
    assert!(fields.contains_key("id") && fields.contains_key("type"), "{item}");
    for (name, value) in fields {
        match name.as_str() {
            "id" => assert!(value.is_string() || value.is_number()),
            "type" => assert!(TYPES.contains(&value.as_str().expect("a type")), "{value}"),
            "author" | "original-author" => {
                for name in value.as_array().expect("names") {
                    let parts = name.as_object().expect("a name");
                    assert!(!parts.is_empty());
                    for (part, value) in parts {
                        assert!(["family", "given", "literal"].contains(&part.as_str()), "{part}");
                        assert!(value.is_string());
                    }
                }
            }
            "issued" | "accessed" => {
                let date = value.as_object().expect("a date");
                for (part, value) in date {
                    match part.as_str() {
                        "date-parts" => {
                            let dates = value.as_array().expect("dates");
                            assert!((1..=2).contains(&dates.len()));
                            for date in dates {
                                let parts = date.as_array().expect("parts");
                                assert!(
                                    (1..=3).contains(&parts.len()) && parts.iter().all(Value::is_i64),
                                    "{date}"
                                );
                            }
                        }
                        "circa" => assert!(value.is_boolean() || value.is_string() || value.is_number()),
                        other => panic!("{other} is no part of a date here"),
                    }
                }
            }
            name => assert!(STRINGS.contains(&name) && value.is_string(), "{name}: {value}"),
        }
    }
}

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        "[A-Za-z0-9 ]{1,8}",
        Just("{".to_owned()),
        Just("}".to_owned()),
        Just("\\".to_owned()),
        Just("%".to_owned()),
        Just("&$#_^~".to_owned()),
        Just("\"".to_owned()),
        Just("\n".to_owned()),
        Just("\r\nER  - \r\nTY  - BOOK".to_owned()),
        Just("\u{1b}[2J".to_owned()),
        Just("\u{202e}שלום".to_owned()),
        Just("外交青書".to_owned()),
        Just("İß\u{301}".to_owned()),
        Just("\\textbf{x}".to_owned()),
        Just("@book{a,".to_owned()),
        Just("--- `` ''".to_owned()),
        Just("*;,".to_owned()),
        "\\PC{1,4}",
    ];
    proptest::collection::vec(piece, 1..8).prop_map(|pieces| format!("T{}", pieces.concat()))
}

/// A text on one line without harmful characters: what may be read back of it.
fn line(text: &str) -> String {
    let clean: String =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|&c| !is_harmful(c)).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 300, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn hostile_titles_are_read_back(title in hostile(), publisher in hostile(), digest: bool) {
        let mut doc = document(&title);
        doc.meta.publisher = Some(publisher.clone());
        doc.meta.source = Some(format!("https://example.org/{{a}}%20\\?q={}", title.replace(char::is_whitespace, "")));
        doc.meta.kind = digest.then(|| "digest".into());
        let (wanted, wanted_publisher) = (line(&title), line(&publisher));
        let read = |found: &str| if digest { assert!(found.starts_with("Digest of “")); } else { assert_eq!(found, wanted); };

        let bibtex = one(doc.clone(), Some(1), CitationFormat::Bibtex);
        let parsed = Bibliography::parse(&bibtex).map_err(|error| TestCaseError::fail(format!("{error} in {bibtex}")))?;
        prop_assert_eq!(parsed.len(), 1, "{}", bibtex);
        let entry = parsed.get("ports").expect("the entry");
        read(&bibtex_field(entry, "title").expect("a title"));
        prop_assert_eq!(bibtex_field(entry, "publisher").expect("a publisher"), wanted_publisher.clone());

        let ris = one(doc.clone(), Some(1), CitationFormat::Ris);
        let records = strict_ris(&ris);
        prop_assert_eq!(records.len(), 1, "{}", ris);
        read(tag(&records[0], "TI").expect("a title"));
        prop_assert_eq!(tag(&records[0], "PB"), Some(wanted_publisher.as_str()));
        let others = RisParser::new().parse(&ris).map_err(|error| TestCaseError::fail(format!("{error}")))?;
        prop_assert_eq!(others.len(), 1);
        read(&others[0].title);

        let json = one(doc.clone(), Some(1), CitationFormat::CslJson);
        let item: Value = serde_json::from_str(&json).expect("JSON");
        check_csl(&item);
        read(item["title"].as_str().expect("a title"));
        prop_assert_eq!(item["publisher"].as_str(), Some(wanted_publisher.as_str()));

        for format in CitationFormat::ALL {
            let text = one(doc.clone(), Some(2), format);
            prop_assert!(text.chars().all(|c| matches!(c, '\n' | '\r') || !c.is_control() && !is_harmful(c)), "{text:?}");
            prop_assert!(format == CitationFormat::Ris || !text.contains('\r'));
        }
    }

    #[test]
    fn hostile_names_are_read_back(name in hostile()) {
        let mut doc = document("Ports");
        doc.meta.author = Some(name.replace(';', ""));
        let bibtex = one(doc.clone(), None, CitationFormat::Bibtex);
        let parsed = Bibliography::parse(&bibtex).map_err(|error| TestCaseError::fail(format!("{error} in {bibtex}")))?;
        let authors = parsed.get("ports").expect("the entry").author().expect("authors");
        prop_assert_eq!(authors.len(), 1, "{}", bibtex);
        let ris = one(doc, None, CitationFormat::Ris);
        prop_assert!(tag(&strict_ris(&ris)[0], "AU").is_some_and(|name| !name.contains('*')));
    }
}

#[test]
fn a_digest_is_cited_as_one() {
    let address = "2007-russia-central-asia-caucasus#p2";
    let url = "https://www.mofa.go.jp/policy/other/bluebook/2007/html/h2/h2_05.html";
    let original = "Digest of Ministry of Foreign Affairs of Japan, “The Russian Federation, Central Asia, and the Caucasus";
    assert_eq!(
        cite(&[address]),
        format!(
            "{original},” chap. 2, E in Diplomatic Bluebook 2007 (Ministry of Foreign Affairs of Japan, 2007), {url}; \
             bluebook built-in corpus, {address}, under “Japan-Russia relations,” para. 1, accessed November 22, 2026.\n\
             {original}.” Chap. 2, E in Diplomatic Bluebook 2007. Ministry of Foreign Affairs of Japan, 2007. {url}. In \
             bluebook built-in corpus, 2007-russia-central-asia-caucasus. Accessed November 22, 2026.\n"
        )
    );
    assert_eq!(
        cite(&[address, "--format", "apa"]),
        format!(
            "(Ministry of Foreign Affairs of Japan, 2007, Japan-Russia relations section, para. 1)\n\
             Ministry of Foreign Affairs of Japan. (2007). The Russian Federation, Central Asia, and the Caucasus [Digest \
             of the original, bluebook built-in corpus]. In Diplomatic Bluebook 2007 (chap. 2, E). Retrieved November 22, \
             2026, from {url} [bluebook: 2007-russia-central-asia-caucasus]\n"
        )
    );
    let bibtex = Bibliography::parse(&cite(&[address, "--format", "bibtex"])).expect("BibTeX");
    let entry = bibtex.get("2007-russia-central-asia-caucasus").expect("the entry");
    let field = |name| bibtex_field(entry, name);
    assert_eq!(entry.entry_type, biblatex::EntryType::InCollection);
    assert_eq!(
        field("title").as_deref(),
        Some("Digest of “The Russian Federation, Central Asia, and the Caucasus”")
    );
    assert_eq!(field("author"), None, "the ministry did not write the digest");
    assert_eq!(field("booktitle").as_deref(), Some("Diplomatic Bluebook 2007"));
    assert_eq!(field("chapter").as_deref(), Some("2, E"));
    assert_eq!(field("url").as_deref(), Some(url));
    assert_eq!(field("urldate").as_deref(), Some("2026-11-22"));
    assert!(field("note").expect("a note").contains(address));
    let csl: Value = serde_json::from_str(&cite(&[address, "--format", "csl-json"])).expect("JSON");
    let item = &csl[0];
    check_csl(item);
    assert_eq!(item["type"], "chapter");
    assert_eq!(item["archive"], "bluebook built-in corpus");
    assert_eq!(item["original-author"][0]["literal"], "Ministry of Foreign Affairs of Japan");
    assert!(item.get("author").is_none());
}

#[test]
fn a_document_has_one_citation() {
    let args = ["2015-europe#p2", "2014-europe", "2015-europe#p1", "2015-europe#p2", "2015-europe#p3"];
    let csl: Value =
        serde_json::from_str(&cite(&[&args[..], &["--format", "csl-json"]].concat())).expect("JSON");
    let ids: Vec<&str> =
        csl.as_array().expect("an array").iter().filter_map(|item| item["id"].as_str()).collect();
    assert_eq!(ids, ["2015-europe", "2014-europe"]);
    let chicago = cite(&args);
    assert_eq!(chicago.split("\n\n").count(), 2, "{chicago}");
    assert!(chicago.contains("2015-europe#p2, #p1, #p3"), "{chicago}");
    let keys =
        |out: &str| Bibliography::parse(out).expect("BibTeX").keys().map(str::to_owned).collect::<Vec<_>>();
    let bibtex = cite(&["@russia", "--format", "bibtex"]);
    let all = keys(&bibtex);
    assert!(all.len() > 20, "{}", all.len());
    let mut once = all.clone();
    once.sort();
    once.dedup();
    assert_eq!(once.len(), all.len(), "a key comes twice");
    let records = strict_ris(&cite(&["@russia", "--format", "ris"]));
    assert_eq!(records.len(), all.len());
    let items: Value = serde_json::from_str(&cite(&["@russia", "--format", "csl-json"])).expect("JSON");
    assert_eq!(items.as_array().map(Vec::len), Some(all.len()));
    items.as_array().expect("an array").iter().for_each(check_csl);
    // A line of JSON a document, whatever the format.
    let lines = cite(&["2015-europe#p2", "2014-europe", "--json"]);
    let lines: Vec<Value> =
        lines.lines().map(|line| serde_json::from_str(line).expect("a line of JSON")).collect();
    assert_eq!(
        (lines.len(), &lines[0]["address"], &lines[0]["format"]),
        (2, &"2015-europe#p2".into(), &"chicago".into())
    );
}

#[test]
fn the_exit_code_tells() {
    for (args, code, told) in [
        (&["cite", "2015-nowhere"][..], 2, "nothing has the address"),
        (&["cite", "2015-europe", "--format", "mla"], 2, "chicago, apa, bibtex, ris, csl-json"),
        (&["cite", "2015-europe", "--accessed", "2026-02-30"], 2, "a day such as"),
        (&["cite"], 2, "ADDRESS"),
        (&["cite", "@japan/1850"], 1, "nothing is said in @japan/1850"),
    ] {
        let (found, out, err) = ask(args);
        assert_eq!((found, out.as_str()), (code, ""), "{args:?}: {err}");
        assert!(err.contains(told), "{args:?}: {err}");
    }
    // Without a day told, today's is there.
    let (_, out, _) = ask(&["cite", "2015-europe", "--format", "bibtex"]);
    assert!(out.contains("urldate = {2"), "{out}");
}

#[test]
fn a_file_says_who_wrote_it() {
    let folder = TempDir::new().expect("a folder");
    let write = |name: &str, text: &str| fs::write(folder.path().join(name), text).expect("written");
    write(
        "ports.md",
        "---\ntitle: \"The Ports: A Review\"\nauthors:\n  - Doe, Jane\n  - Roe, Richard M.\npublisher: Harbour Office\n\
         date: 2031-04-01\nlang: en\nurl: https://example.org/ports\n---\n\n# The Ports: A Review\n\nThe port was closed.\n",
    );
    write("notes_on_canals.txt", "The canal was open.\n\nThe locks were not.\n");
    write(
        "2031-青書.md",
        "+++\ntitle = \"外交青書\"\nauthor = \"外務省\"\nyear = 2031\n+++\n\n港は閉じた。\n",
    );
    let from = folder.path().to_str().expect("a path").to_owned();
    let ask = |address: &str, format: &str| cite(&["--from", &from, address, "--format", format]);
    assert_eq!(
        ask("ports#p1", "chicago"),
        "Jane Doe and Richard M. Roe, “The Ports: A Review,” Harbour Office, 2031, para. 1, accessed November 22, 2026, \
         https://example.org/ports [bluebook: ports#p1].\n\
         Doe, Jane, and Richard M. Roe. “The Ports: A Review.” Harbour Office, 2031. Accessed November 22, 2026. \
         https://example.org/ports [bluebook: ports].\n"
    );
    assert_eq!(
        ask("ports", "apa"),
        "(Doe & Roe, 2031)\nDoe, J., & Roe, R. M. (2031). The Ports: A Review. Harbour Office. Retrieved November 22, \
         2026, from https://example.org/ports [bluebook: ports]\n"
    );
    let bibtex = Bibliography::parse(&ask("ports", "bibtex")).expect("BibTeX");
    let authors = bibtex.get("ports").expect("the entry").author().expect("authors");
    let names: Vec<(&str, &str)> =
        authors.iter().map(|name| (name.name.as_str(), name.given_name.as_str())).collect();
    assert_eq!(names, [("Doe", "Jane"), ("Roe", "Richard M.")]);
    // Nobody says a title or a year: the name of the file is no title, and there is no day without an address.
    assert_eq!(
        ask("notes-on-canals#p2", "chicago"),
        "[notes on canals], para. 2 [bluebook: notes-on-canals#p2].\n[notes on canals] [bluebook: notes-on-canals].\n"
    );
    assert_eq!(
        ask("notes-on-canals", "apa"),
        "([notes on canals], n.d.)\n[notes on canals]. (n.d.). [bluebook: notes-on-canals]\n"
    );
    let japanese = ask("2031-青書", "bibtex");
    assert!(japanese.starts_with("@misc{2031-U9752U66F8,"), "{japanese}");
    let japanese = Bibliography::parse(&japanese).expect("BibTeX");
    let entry = japanese.get("2031-U9752U66F8").expect("the entry");
    assert_eq!(bibtex_field(entry, "title").as_deref(), Some("外交青書"));
    assert_eq!(bibtex_field(entry, "author").as_deref(), Some("外務省"));
}

#[test]
fn a_guess_is_cited_as_a_guess() {
    let folder = TempDir::new().expect("a folder");
    let year = folder.path().join("factbook/2015");
    fs::create_dir_all(&year).expect("a folder");
    let text = "Kazakhstan\n\nIntroduction\n\nBackground: a steppe.\n\nGeography\n\nArea: large\n\nCapital: far\n\n\
                Economy\n\nOverview: oil\n\nGovernment\n\nType: republic\n";
    fs::write(year.join("Kazakhstan.txt"), text).expect("written");
    let from = folder.path().to_str().expect("a path").to_owned();
    let note = cite(&["--from", &from, "kazakhstan#p3"]);
    assert!(
        note.starts_with(
            "Central Intelligence Agency, “Kazakhstan,” in The World Factbook (Central Intelligence Agency, [2015?]), \
             under “Geography,” para. 2 [bluebook: kazakhstan#p3].\n"
        ),
        "{note}"
    );
    let csl: Value =
        serde_json::from_str(&cite(&["--from", &from, "kazakhstan", "--format", "csl-json"])).expect("JSON");
    check_csl(&csl[0]);
    assert_eq!(csl[0]["issued"]["circa"], true);
    // Told on the command line, it is none.
    let told = cite(&["--from", &from, "--year", "2015", "kazakhstan"]);
    assert!(told.contains("in The World Factbook 2015 (Central Intelligence Agency, 2015)"), "{told}");
}

#[test]
fn pages_are_cited_by_their_labels() {
    let mut doc = document("Ports");
    doc.origin = Origin::File("ports.pdf".into());
    doc.meta.publisher = Some("Harbour Office".into());
    doc.meta.year = Some(Said { value: 2031, by: Evidence::FrontMatter });
    let at = |words: &str| doc.text.find(words).expect("its words") as u32;
    doc.pages = vec![
        Page { label: "iv".into(), start: 0 },
        Page { label: "v".into(), start: at("port was") },
        Page { label: "1".into(), start: at("The canal") },
    ];
    let chicago = one(doc.clone(), Some(1), CitationFormat::Chicago);
    assert!(
        chicago.starts_with("Ports (Harbour Office, 2031), iv–v, under “Overview” [bluebook: ports#p1].\n"),
        "{chicago}"
    );
    let whole = one(doc.clone(), Some(0), CitationFormat::Apa);
    assert!(whole.starts_with("(Ports, 2031, pp. iv–1)\n"), "{whole}");
    let bibtex = one(doc.clone(), Some(2), CitationFormat::Bibtex);
    let entry = Bibliography::parse(&bibtex).expect("BibTeX");
    assert_eq!(bibtex_field(entry.get("ports").expect("the entry"), "pages").as_deref(), Some("1"));
    let ris = strict_ris(&one(doc.clone(), Some(1), CitationFormat::Ris));
    assert_eq!((tag(&ris[0], "SP"), tag(&ris[0], "EP")), (Some("iv"), Some("v")));
    let csl: Value = serde_json::from_str(&one(doc, Some(1), CitationFormat::CslJson)).expect("JSON");
    check_csl(&csl);
    assert_eq!(csl["page"], "iv-v");
}

#[test]
fn a_pdf_has_its_pages_cited() {
    let sample = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/samples/english-chromium.pdf");
    let (_, toc, _) = ask(&["toc", "--json", "--from", sample]);
    let last: Value = serde_json::from_str(toc.lines().last().expect("a heading")).expect("JSON");
    let address = last["address"].as_str().expect("an address");
    let ris = strict_ris(&cite(&["--from", sample, address, "--format", "ris"]));
    assert!(tag(&ris[0], "SP").is_some_and(|page| page.parse::<u32>().is_ok()), "{ris:?}");
    assert!(tag(&ris[0], "N1").is_some_and(|note| note.contains(address)), "{ris:?}");
}

#[test]
fn a_seed_is_cited() {
    let seed = "../shared/seeds/diplomatic-bluebook-2015-ch2-s5.txt";
    let places = [
        Path::new(env!("CARGO_MANIFEST_DIR")).join(seed),
        Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(seed),
    ];
    let Some(seed) = places.iter().find(|path| path.exists()) else {
        println!("skipped: the seeds are not present");
        return;
    };
    let out = cite(&["--from", seed.to_str().expect("a path"), "diplomatic-bluebook-2015-ch2-s5#p2"]);
    assert_eq!(
        out,
        "“Russia, Central Asia and Caucasia,” chap. 2, sec. 5 in Diplomatic Bluebook 2015, under “Overview,” para. 2 \
         [bluebook: diplomatic-bluebook-2015-ch2-s5#p2].\n\
         “Russia, Central Asia and Caucasia.” Chap. 2, sec. 5 in Diplomatic Bluebook 2015 [bluebook: \
         diplomatic-bluebook-2015-ch2-s5].\n"
    );
}

#[test]
fn several_records_stay_apart() {
    let library = Library::new(
        Arc::new(Atlas::default()),
        vec![Arc::new(document("A")), Arc::new(Document { slug: "canals".into(), ..document("B") })],
    );
    let targets: Vec<Target> = library.iter().map(|(id, _)| Target::Document(id)).collect();
    let citations = cited(&library, &targets);
    let all = |format| written_all(&citations, format, None);
    assert_eq!(Bibliography::parse(&all(CitationFormat::Bibtex)).expect("BibTeX").len(), 2);
    assert_eq!(strict_ris(&all(CitationFormat::Ris)).len(), 2);
    assert!(all(CitationFormat::Chicago).contains("\n\n"));
    assert!(!all(CitationFormat::Bibtex).contains("urldate"), "no day was told");
}
