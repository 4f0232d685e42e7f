//! What a file is: by its first bytes, then by its name. Never reads a document.
use super::Format;
use super::archive::{self, Kind};
use super::encoding;

/// What a file turned out to be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sniffed {
    /// A document of a format that is read.
    Known(Format),
    /// An archive, to be [unpacked](super::unpack).
    Packed,
    /// Something else: what it is, and what to do.
    Unknown(&'static str),
}

/// How many bytes tell what a text is.
const HEAD: usize = 1 << 14;

/// What a file with this name and content is. The content is needed whole only to tell an EPUB or a DOCX from
/// other archives; of anything else the first 16 KiB will do.
pub fn sniff(name: &str, bytes: &[u8]) -> Sniffed {
    let head = &bytes[..bytes.len().min(HEAD)];
    if head[..head.len().min(1024)].windows(5).any(|five| five == b"%PDF-") {
        return Sniffed::Known(Format::Pdf);
    }
    if head.starts_with(b"PK\x03\x04") {
        return zip(name, bytes);
    }
    if head.starts_with(b"PK\x05\x06") {
        return Sniffed::Unknown("an empty zip archive");
    }
    if archive::is_packed(name, head) {
        return Sniffed::Packed;
    }
    if let Some(advice) = foreign(bytes) {
        return Sniffed::Unknown(advice);
    }
    text(name, head)
}

fn zip(name: &str, bytes: &[u8]) -> Sniffed {
    match (archive::kind(bytes), Format::of_name(name)) {
        (Kind::Epub, _) => Sniffed::Known(Format::Epub),
        (Kind::Docx, _) => Sniffed::Known(Format::Docx),
        (Kind::OpenDocument, _) => Sniffed::Unknown(
            "an OpenDocument file (.odt): save it as .docx, e.g. soffice --headless --convert-to docx",
        ),
        (Kind::Office, _) => Sniffed::Unknown("a table or a presentation: save it as PDF or text first"),
        // A damaged one: its importer says what is wrong.
        (Kind::Archive, Some(format @ (Format::Epub | Format::Docx))) => Sniffed::Known(format),
        (Kind::Archive, _) => Sniffed::Packed,
    }
}

/// What is said of an old Word file, or of a new one with a password.
pub(super) const OLE: &str =
    "an old Word file (.doc): save it as .docx, e.g. soffice --headless --convert-to docx";
/// The other kind of it.
pub(super) const LOCKED: &str = "locked with a password: open it in a word processor and save it without one";

/// What is said of a file in the container of old office programs.
pub(super) fn ole(bytes: &[u8]) -> Option<&'static str> {
    if !bytes.starts_with(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1") {
        return None;
    }
    // The names in the container's directory, in UTF-16.
    let named = |name: &str| {
        let wide: Vec<u8> = name.bytes().flat_map(|byte| [byte, 0]).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    if named("EncryptedPackage") {
        return Some(LOCKED);
    }
    if !named("WordDocument") && (named("Workbook") || named("PowerPoint Document")) {
        return Some("an old table or presentation: save it as PDF or text first");
    }
    Some(OLE)
}

/// What is said of formats that others use; `None` for text and what nobody knows.
fn foreign(bytes: &[u8]) -> Option<&'static str> {
    const PICTURE: &str = "a picture: have its text recognised first, e.g. with tesseract or ocrmypdf";
    const ARCHIVE: &str = "an archive of a kind that is not read: unpack it and open the folder";
    const SIGNS: [(usize, &[u8], &str); 23] = [
        (
            0,
            b"{\\rtf",
            "a rich text file (.rtf): save it as .docx, e.g. soffice --headless --convert-to docx",
        ),
        (0, b"\x89PNG\r\n", PICTURE),
        (0, b"\xff\xd8\xff", PICTURE),
        (0, b"GIF8", PICTURE),
        (0, b"II*\0", PICTURE),
        (0, b"MM\0*", PICTURE),
        (8, b"WEBP", PICTURE),
        (0, b"\0\0\0\x0cjP  ", PICTURE),
        (60, b"BOOKMOBI", "a Kindle book (.mobi): convert it to EPUB first, e.g. with ebook-convert"),
        (60, b"TEXtREAd", "an old Palm book: convert it to EPUB first, e.g. with ebook-convert"),
        (0, b"AT&TFORM", "a DjVu file: convert it to PDF or text first, e.g. with djvutxt"),
        (0, b"ITSF", "a compiled help file (.chm): unpack it first, e.g. with 7z"),
        (0, b"%!PS", "a PostScript file: convert it first with ps2pdf"),
        (0, b"7z\xbc\xaf\x27\x1c", ARCHIVE),
        (0, b"Rar!\x1a\x07", ARCHIVE),
        (0, b"\xfd7zXZ\0", ARCHIVE),
        (0, b"BZh", ARCHIVE),
        (0, b"\x28\xb5\x2f\xfd", ARCHIVE),
        (257, b"ustar", ARCHIVE),
        (0, b"\x7fELF", "a program, no document"),
        (0, b"MZ\x90\0", "a program, no document"),
        (0, b"SQLite format 3\0", "a database, no document"),
        (0, b"bplist00", "a web archive of one browser: save the page as HTML instead"),
    ];
    let sign = SIGNS.iter().find(|(at, sign, _)| bytes.get(*at..).is_some_and(|rest| rest.starts_with(sign)));
    sign.map(|(_, _, advice)| *advice).or_else(|| ole(bytes))
}

/// What kind of text it is.
fn text(name: &str, head: &[u8]) -> Sniffed {
    let named = Format::of_name(name).filter(|_| name.contains('.'));
    if let Some(format) = named.filter(|_| !may_be_markup(head)) {
        return Sniffed::Known(format);
    }
    let text = encoding::head(head);
    let markup = after_preamble(&text);
    let begins = |word: &str| markup.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    if begins("<!doctype html") || begins("<html") {
        return Sniffed::Known(Format::Html);
    }
    let end = name.rsplit_once('.').map_or("", |(_, end)| end);
    if let Some(format) = named.filter(|_| !end.is_empty()) {
        return Sniffed::Known(format);
    }
    if ["<head", "<body", "<title", "<meta", "<div", "<h1", "<p>"].iter().any(|tag| begins(tag)) {
        return Sniffed::Known(Format::Html);
    }
    if text.trim_start().starts_with("<?xml") || end.eq_ignore_ascii_case("xml") {
        return Sniffed::Unknown("an XML file that is no web page: convert it to HTML or text first");
    }
    if head.contains(&0) && !text.chars().all(|c| !c.is_control() || c.is_whitespace()) {
        return Sniffed::Unknown(encoding::BINARY);
    }
    Sniffed::Known(if is_markdown(&text) { Format::Markdown } else { Format::Text })
}

/// Whether the first bytes can be those of markup, in whatever encoding: its first sign is `<`.
fn may_be_markup(head: &[u8]) -> bool {
    let bare = head.strip_prefix(b"\xef\xbb\xbf").unwrap_or(head).trim_ascii_start();
    bare.first().is_some_and(|&byte| byte == b'<' || byte >= 0x80 || byte == 0)
}

/// What stands behind white space, comments and the declarations of XML.
fn after_preamble(text: &str) -> &str {
    let mut rest = text.trim_start_matches('\u{feff}').trim_start();
    loop {
        let ends = [("<!--", "-->"), ("<?", "?>")];
        let Some((_, end)) = ends.iter().find(|(start, _)| rest.starts_with(start)) else { return rest };
        let Some(at) = rest.find(end) else { return rest };
        rest = rest[at + end.len()..].trim_start();
    }
}

/// Whether a text without a name reads as Markdown: front matter or a heading at its head, or some headings.
fn is_markdown(text: &str) -> bool {
    let head = |line: &str| {
        let rest = line.trim_start_matches('#');
        (1..=6).contains(&(line.len() - rest.len())) && rest.starts_with(' ')
    };
    let text = text.trim_start_matches(['\u{feff}', '\n', '\r']);
    let first = text.lines().next().unwrap_or_default();
    let fenced = |fence: &str| first == fence && text.lines().skip(1).any(|line| line == fence);
    fenced("+++") || fenced("---") || head(first) || text.lines().filter(|line| head(line)).count() > 2
}
