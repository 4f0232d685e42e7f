//! Judges the importers by documents that real programs made out of known texts: `tests/samples/README.md`
//! says how they and their reference words came about, and what counts as a word.
use bluebook::gazetteer::{Tagger, atlas, built_in_regions};
use bluebook::import::{Format, Importer, Source, parse};
use bluebook::model::{Atlas, BlockKind, Document, Origin, SpanKind};
use std::collections::HashMap;
use std::fmt::Write;
use std::path::PathBuf;
use std::sync::LazyLock;
use unicode_normalization::UnicodeNormalization;

#[path = "samples/sound.rs"]
mod sound;

static WORLD: LazyLock<(Atlas, Tagger)> = LazyLock::new(|| {
    let atlas = atlas(built_in_regions()).expect("the built-in regions");
    (atlas, Tagger::new())
});

/// What each text has, besides the words in `NAME.words` and the headings in `NAME.outline`.
struct Text {
    name: &'static str,
    items: usize,
    rows: usize,
    notes: usize,
}

const ENGLISH: Text = Text { name: "english", items: 12, rows: 5, notes: 6 };
const COLUMNS: Text = Text { name: "columns", items: 0, rows: 0, notes: 5 };
const JAPANESE: Text = Text { name: "japanese", items: 6, rows: 4, notes: 4 };
const OLD_WEB: Text = Text { name: "oldweb", items: 3, rows: 4, notes: 2 };
const MODERN: Text = Text { name: "modern", items: 3, rows: 4, notes: 2 };

/// A file, what it was made from, the language that it states, and the labels of its pages.
struct Sample {
    file: &'static str,
    text: &'static Text,
    language: Option<&'static str>,
    pages: &'static [&'static str],
}

const fn sample(file: &'static str, text: &'static Text, language: Option<&'static str>) -> Sample {
    Sample { file, text, language, pages: &[] }
}

const fn printed(
    file: &'static str,
    text: &'static Text,
    language: Option<&'static str>,
    pages: &'static [&'static str],
) -> Sample {
    Sample { file, text, language, pages }
}

const EN: Option<&str> = Some("en");
const JA: Option<&str> = Some("ja");
const TWO: &[&str] = &["1", "2"];
const THREE: &[&str] = &["1", "2", "3"];

const SAMPLES: [Sample; 25] = [
    sample("english.md", &ENGLISH, None),
    sample("japanese.md", &JAPANESE, JA),
    sample("english-pandoc.html", &ENGLISH, EN),
    sample("english-libreoffice.html", &ENGLISH, EN),
    sample("japanese-shift-jis.html", &JAPANESE, JA),
    sample("oldweb.html", &OLD_WEB, None),
    sample("modern.html", &MODERN, EN),
    sample("english-pandoc2.epub", &ENGLISH, EN),
    sample("english-pandoc3.epub", &ENGLISH, EN),
    sample("japanese-pandoc3.epub", &JAPANESE, JA),
    sample("columns-libreoffice.epub", &COLUMNS, EN),
    sample("english-pandoc.docx", &ENGLISH, EN),
    sample("english-libreoffice.docx", &ENGLISH, EN),
    sample("columns-libreoffice.docx", &COLUMNS, EN),
    sample("japanese-pandoc.docx", &JAPANESE, JA),
    printed("columns-groff.pdf", &COLUMNS, None, TWO),
    printed("columns-ghostscript.pdf", &COLUMNS, None, TWO),
    printed("columns-latex.pdf", &COLUMNS, EN, &["41", "42"]),
    printed("columns-weasyprint.pdf", &COLUMNS, EN, THREE),
    printed("japanese-weasyprint.pdf", &JAPANESE, JA, THREE),
    printed("english-libreoffice.pdf", &ENGLISH, EN, THREE),
    printed("japanese-libreoffice.pdf", &JAPANESE, JA, TWO),
    printed("english-chromium.pdf", &ENGLISH, EN, THREE),
    printed("modern-chromium.pdf", &MODERN, EN, TWO),
    printed("japanese-chromium.pdf", &JAPANESE, JA, TWO),
];

/// What an importer may miss: a file, the figure ("recall", "precision", "title", "language", "headings",
/// "notes", "items", "rows", "pages"), and the reason. Empty is best; a line here that is not needed fails.
const EXCUSED: &[(&str, &str, &str)] = &[
    (
        "columns-libreoffice.epub",
        "headings",
        "LibreOffice writes them as paragraphs with a class, and only the outermost into the table of contents",
    ),
    (
        "columns-groff.pdf",
        "headings",
        "groff sets all levels alike: that there are two is nowhere on the page",
    ),
    ("columns-ghostscript.pdf", "headings", "the same page as groff's, by another way"),
    (
        "english-libreoffice.pdf",
        "rows",
        "the last cell's second line stands no closer to its first than to the text below",
    ),
];

impl Sample {
    fn format(&self) -> Format {
        Format::of_name(self.file).expect("a known format")
    }

    fn bytes(&self) -> Vec<u8> {
        std::fs::read(path(self.file)).expect("a sample")
    }

    fn import(&self) -> anyhow::Result<Document> {
        let (atlas, tagger) = &*WORLD;
        let source = Source::alone(self.file, Origin::Input, self.format());
        Importer { atlas, tagger }.import(&source, self.bytes())
    }

    /// The share of words that must be found, and of found words that must be the text's.
    fn floor(&self) -> f64 {
        if self.format() == Format::Pdf { 0.98 } else { 0.995 }
    }
}

fn path(file: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(file)
}

fn lines(file: &str) -> Vec<String> {
    let text = std::fs::read_to_string(path(file)).expect("a list");
    text.lines().map(str::to_owned).collect()
}

/// The title, and the headings with their levels, the outermost 1.
fn outline(text: &Text) -> (String, Vec<(u8, String)>) {
    let lines = lines(&format!("{}.outline", text.name));
    let mut headings = lines.iter().map(|line| {
        let (level, heading) = line.split_once('\t').expect("a level");
        (level.parse().expect("a number"), words(heading).join(" "))
    });
    let (_, title) = headings.next().expect("a title");
    (title, headings.collect())
}

/// Whether a sign is a word of its own: kanji, kana and their punctuation.
fn is_cjk(c: char) -> bool {
    matches!(c, '\u{3001}'..='\u{30ff}' | '\u{3400}'..='\u{9fff}' | '\u{f900}'..='\u{faff}')
}

/// A text as words, by the rules of `tests/samples/words.py`.
fn words(text: &str) -> Vec<String> {
    let nothing = |c: char| {
        matches!(c, '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{2060}' | '\u{fe00}'..='\u{fe0f}'
            | '“' | '”' | '„' | '‟' | '«' | '»' | '"')
    };
    let mut plain = String::with_capacity(text.len() * 2);
    for c in text.chars().filter(|&c| !nothing(c)).nfkc().filter(|&c| !nothing(c)) {
        match c {
            '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' => plain.push('-'),
            '‘' | '’' | '‚' | '‛' | 'ʼ' | '`' | '´' => plain.push('\''),
            c if is_cjk(c) => plain.extend([' ', c, ' ']),
            c => plain.push(c),
        }
    }
    let counted = |word: &&str| word.chars().any(|c| c.is_alphanumeric() || is_cjk(c));
    plain.split_whitespace().filter(counted).map(str::to_owned).collect()
}

/// A block's text without the marks and labels of footnotes, and without an item's own number.
fn told(document: &Document, block: usize) -> String {
    let range = document.blocks[block].range();
    let mut text = String::new();
    let mut at = range.start;
    for span in document.spans_in(range.clone()) {
        if matches!(span.kind, SpanKind::NoteMark(_) | SpanKind::NoteLabel(_)) && span.start as usize >= at {
            text.push_str(&document.text[at..span.start as usize]);
            at = span.end as usize;
            if text.ends_with('[') && document.text[at..range.end].starts_with(']') {
                text.pop();
                at += 1;
            }
        }
    }
    text.push_str(&document.text[at..range.end]);
    if let BlockKind::Item(..) = document.blocks[block].kind {
        let trimmed = text.trim_start();
        let number = |word: &str| {
            let digits = word.trim_start_matches('(').trim_end_matches(['.', ')']);
            digits.len() < word.len() && !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())
        };
        if let Some((first, rest)) = trimmed.split_once(char::is_whitespace)
            && number(first)
        {
            return rest.to_owned();
        }
    }
    text
}

/// What was found in a document: its words as the reference has them, and its parts.
struct Found {
    title: String,
    words: Vec<String>,
    headings: Vec<(u8, String)>,
    items: usize,
    rows: usize,
    notes: usize,
}

fn find(document: &Document, title: &str) -> Found {
    // The title may stand in the text once, twice or never: it is asked for apart.
    let is_title = |block: usize| {
        document.blocks[block].kind == BlockKind::Title
            || block < 4 && words(&document.prose(block)).join(" ") == title
    };
    let is_note = |block: &usize| document.blocks[*block].kind == BlockKind::Footnote;
    let blocks: Vec<usize> = (0..document.blocks.len()).filter(|&block| !is_title(block)).collect();
    // Footnotes stand behind the paragraph, at the section's end or at the text's: here, at the end.
    let (notes, body): (Vec<usize>, Vec<usize>) = blocks.iter().partition(|block| is_note(block));
    let all = body.iter().chain(&notes).flat_map(|&block| words(&told(document, block))).collect();
    let mut headings: Vec<(u8, String)> = body
        .iter()
        .filter_map(|&block| match document.blocks[block].kind {
            BlockKind::Heading(level) => Some((level, words(&told(document, block)).join(" "))),
            _ => None,
        })
        .collect();
    // Whether the title is a level of its own is the format's to say: the outermost heading below is 1.
    let top = headings.iter().map(|(level, _)| *level).min().unwrap_or(1);
    for (level, _) in &mut headings {
        *level -= top - 1;
    }
    let count = |is: fn(BlockKind) -> bool| {
        document.blocks.iter().enumerate().filter(|(at, block)| !is_title(*at) && is(block.kind)).count()
    };
    Found {
        title: document.meta.title.as_ref().map_or_else(String::new, |title| words(&title.value).join(" ")),
        words: all,
        headings,
        items: count(|kind| matches!(kind, BlockKind::Item(..))),
        rows: count(|kind| matches!(kind, BlockKind::Row(_))),
        notes: document.notes.iter().filter(|note| !note.marks.is_empty()).count(),
    }
}

/// How two lists of words agree: the length of their longest common subsequence, and the words of either
/// that lie outside it, each with its place.
struct Agreement {
    same: usize,
    lost: Vec<usize>,
    added: Vec<usize>,
}

fn compare(wanted: &[String], found: &[String]) -> Agreement {
    let mut numbers = HashMap::new();
    let mut number = |words: &[String]| -> Vec<usize> {
        words
            .iter()
            .map(|word| {
                let next = numbers.len();
                *numbers.entry(word.clone()).or_insert(next)
            })
            .collect()
    };
    let (left, right) = (number(wanted), number(found));
    let head = left.iter().zip(&right).take_while(|(one, other)| one == other).count();
    let (left, right) = (&left[head..], &right[head..]);
    // table[i][j]: the longest common subsequence of left[i..] and right[j..].
    let mut table = vec![vec![0_u16; right.len() + 1]; left.len() + 1];
    for i in (0..left.len()).rev() {
        for j in (0..right.len()).rev() {
            table[i][j] = if left[i] == right[j] {
                table[i + 1][j + 1] + 1
            } else {
                table[i + 1][j].max(table[i][j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut agreement =
        Agreement { same: head + usize::from(table[0][0]), lost: Vec::new(), added: Vec::new() };
    while i < left.len() || j < right.len() {
        if i < left.len() && j < right.len() && left[i] == right[j] {
            (i, j) = (i + 1, j + 1);
        } else if j == right.len() || i < left.len() && table[i + 1][j] >= table[i][j + 1] {
            agreement.lost.push(head + i);
            i += 1;
        } else {
            agreement.added.push(head + j);
            j += 1;
        }
    }
    agreement
}

/// Some of the words that differ, runs of them together.
fn runs(words: &[String], places: &[usize]) -> String {
    let mut text = String::new();
    for (number, &place) in places.iter().take(40).enumerate() {
        if number > 0 {
            text.push_str(if places[number - 1] + 1 == place { " " } else { " | " });
        }
        text.push_str(&words[place]);
    }
    if places.len() > 40 {
        let _ = write!(text, " … and {} more", places.len() - 40);
    }
    text
}

/// What went wrong, by figure, each with what a person needs to mend it.
type Faults = Vec<(&'static str, String)>;

/// Judges one sample: its line of the table, and its faults.
fn judge(sample: &Sample) -> (String, Faults) {
    let mut faults = Faults::new();
    let begun = std::time::Instant::now();
    let document = match sample.import() {
        Ok(document) => document,
        Err(error) => return (format!("{error:#}"), vec![("import", format!("{error:#}"))]),
    };
    let took = begun.elapsed().as_millis();
    sound::assert_sound(&document);
    let (title, headings) = outline(sample.text);
    let wanted = lines(&format!("{}.words", sample.text.name));
    let found = find(&document, &title);
    let agreement = compare(&wanted, &found.words);
    let recall = agreement.same as f64 / wanted.len() as f64;
    let precision = agreement.same as f64 / found.words.len().max(1) as f64;
    if recall < sample.floor() {
        faults.push(("recall", format!("{recall:.4}; lost: {}", runs(&wanted, &agreement.lost))));
    }
    if precision < 0.98 {
        faults
            .push(("precision", format!("{precision:.4}; added: {}", runs(&found.words, &agreement.added))));
    }
    if !found.title.starts_with(&title) {
        faults.push(("title", format!("{:?}, not {title:?}", found.title)));
    }
    let language = document.meta.language.as_deref().unwrap_or_default();
    if let Some(wanted) = sample.language
        && language.split('-').next() != Some(wanted)
    {
        faults.push(("language", format!("{language:?}, not {wanted:?}")));
    }
    if found.headings != headings {
        let list = |headings: &[(u8, String)]| {
            headings.iter().fold(String::new(), |mut all, (level, text)| {
                let _ = write!(all, "\n      {level} {text}");
                all
            })
        };
        faults.push(("headings", format!("{}\n    not{}", list(&found.headings), list(&headings))));
    }
    for (figure, found, wanted) in [
        ("notes", found.notes, sample.text.notes),
        ("items", found.items, sample.text.items),
        ("rows", found.rows, sample.text.rows),
    ] {
        if found != wanted {
            faults.push((figure, format!("{found}, not {wanted}")));
        }
    }
    let pages: Vec<&str> = document.pages.iter().map(|page| page.label.as_str()).collect();
    if pages != sample.pages {
        faults.push(("pages", format!("{pages:?}, not {:?}", sample.pages)));
    }
    let same = |figure| if faults.iter().any(|(name, _)| *name == figure) { "no" } else { "yes" };
    let line = format!(
        "{recall:>7.4} {precision:>9.4} {:>6} {:>3}/{:<3} {:>3}/{:<2} {:>3}/{:<2} {:>2}/{:<2} {:>5} {:>6} {:>6} {took:>5}",
        found.words.len(),
        found.headings.len(),
        headings.len(),
        found.notes,
        sample.text.notes,
        found.items,
        sample.text.items,
        found.rows,
        sample.text.rows,
        pages.len(),
        same("title"),
        same("headings"),
    );
    (line, faults)
}

/// Judges all samples of a format, prints the table, and fails with all that went wrong.
fn judge_all(format: Format) {
    let head = "recall precision  words heads   notes  items  rows pages  title levels    ms";
    let mut table = format!("{:<26} {head}\n", format.word());
    let mut all = String::new();
    for sample in SAMPLES.iter().filter(|sample| sample.format() == format) {
        let (line, faults) = judge(sample);
        let _ = writeln!(table, "{:<26} {line}", sample.file);
        let excuse = |figure| EXCUSED.iter().find(|(file, name, _)| *file == sample.file && *name == figure);
        for (figure, fault) in &faults {
            match excuse(*figure) {
                Some((.., reason)) => {
                    let _ = writeln!(table, "  excused: {figure}: {reason}");
                }
                None => {
                    let _ = writeln!(all, "  {}: {figure}: {fault}", sample.file);
                }
            }
        }
        for (_, figure, _) in EXCUSED.iter().filter(|(file, ..)| *file == sample.file) {
            if !faults.iter().any(|(name, _)| name == figure || *name == "import") {
                let _ = writeln!(all, "  {}: {figure}: excused without need", sample.file);
            }
        }
    }
    println!("{table}");
    assert!(all.is_empty(), "\n{table}\n{all}");
}

#[test]
fn markdown() {
    judge_all(Format::Markdown);
}

#[test]
fn html() {
    judge_all(Format::Html);
}

#[test]
fn epub() {
    judge_all(Format::Epub);
}

#[test]
fn docx() {
    judge_all(Format::Docx);
}

#[test]
#[cfg(feature = "pdf")]
fn pdf() {
    judge_all(Format::Pdf);
}

/// Cuts each sample at every hundredth of its length: a text or a reason, and never a panic.
fn cut_short(format: Format) {
    for sample in SAMPLES.iter().filter(|sample| sample.format() == format) {
        let bytes = sample.bytes();
        for part in 0..100 {
            let length = bytes.len() * part / 100;
            match parse(format, &bytes[..length]) {
                Ok(document) => sound::assert_sound(&document),
                Err(error) => assert!(!error.to_string().is_empty(), "{} cut at {part} %", sample.file),
            }
        }
    }
}

#[test]
fn markdown_cut_short() {
    cut_short(Format::Markdown);
}

#[test]
fn html_cut_short() {
    cut_short(Format::Html);
}

#[test]
fn epub_cut_short() {
    cut_short(Format::Epub);
}

#[test]
fn docx_cut_short() {
    cut_short(Format::Docx);
}

#[test]
#[cfg(feature = "pdf")]
fn pdf_cut_short() {
    cut_short(Format::Pdf);
}

/// The references follow the rules of this file too: each line is one word, and stays the same.
#[test]
fn references_are_words() {
    for text in [&ENGLISH, &COLUMNS, &JAPANESE, &OLD_WEB, &MODERN] {
        let wanted = lines(&format!("{}.words", text.name));
        assert!(wanted.len() > 400);
        for word in &wanted {
            assert_eq!(words(word), [word.as_str()], "{}", text.name);
        }
    }
}

/// Every sample that lies in the folder is in the list, and none is only there.
#[test]
fn all_samples_are_judged() {
    let mut there: Vec<String> = std::fs::read_dir(path(""))
        .expect("the samples")
        .map(|entry| entry.expect("an entry").file_name().into_string().expect("a plain name"))
        .filter(|name| name != "README.md")
        .filter(|name| matches!(name.rsplit('.').next(), Some("md" | "html" | "epub" | "docx" | "pdf")))
        .collect();
    there.sort();
    let mut judged: Vec<&str> = SAMPLES.iter().map(|sample| sample.file).collect();
    judged.sort_unstable();
    assert_eq!(there, judged);
}

#[test]
fn the_judge_sees_what_is_lost_and_what_is_added() {
    let list = |text: &str| words(text);
    let wanted = list("Nine ports of the north opened, and 第2章 “closed” again.");
    assert_eq!(wanted.join(" "), "Nine ports of the north opened, and 第 2 章 closed again.");
    for (found, lost, added) in [
        ("Nine ports of the north opened, and 第２章 ‘closed’ again.", "closed", "'closed'"),
        ("• Nine ports of the\u{ad} north — opened, and 第 2章 closed again. ↩", "", ""),
        ("Nine of the north opened, and 第2章 closed again.", "ports", ""),
        ("Nine ports of the north opened, and page 7 第2章 closed again.", "", "page 7"),
        ("ports Nine of the north opened, and 第2章 closed", "ports | again.", "ports"),
        ("", "Nine ports of the north opened, and 第 2 章 closed again.", ""),
    ] {
        let found = list(found);
        let agreement = compare(&wanted, &found);
        let (l, a) = (runs(&wanted, &agreement.lost), runs(&found, &agreement.added));
        // Of two words that changed places either may be the one lost.
        assert_eq!(l.split(' ').count(), lost.split(' ').count(), "{l:?}, not {lost:?}");
        assert_eq!(a.split(' ').count(), added.split(' ').count(), "{a:?}, not {added:?}");
        assert_eq!(agreement.same + agreement.lost.len(), wanted.len());
        assert_eq!(agreement.same + agreement.added.len(), found.len());
    }
}
