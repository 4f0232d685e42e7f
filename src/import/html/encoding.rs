//! A web page's bytes to its characters: finds the encoding. Never looks at what the page says otherwise.
use crate::import::Report;
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};
use std::borrow::Cow;

/// How far into a page its encoding is looked for. Browsers stop after 1,024 bytes, but old pages put
/// their comments and scripts first.
const PRELUDE: usize = 8192;

/// Reads the bytes in the encoding that the page names, or else in the one that fits.
pub fn decode<'a>(bytes: &'a [u8], report: &mut Report) -> Cow<'a, str> {
    let (text, encoding, sound) = read(bytes);
    if encoding != UTF_8 {
        report.encoding = Some(encoding.name());
    }
    if !sound {
        report.odd.push(format!("some bytes are no {} and were replaced", encoding.name()));
    }
    text
}

/// The text, its encoding, and whether all bytes were of it.
fn read(bytes: &[u8]) -> (Cow<'_, str>, &'static Encoding, bool) {
    if let Some((encoding, mark)) = Encoding::for_bom(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(&bytes[mark..]);
        return (text, encoding, !broken);
    }
    if let Some(encoding) = two_bytes_wide(bytes) {
        let (text, broken) = encoding.decode_without_bom_handling(bytes);
        return (text, encoding, !broken);
    }
    let utf8 = std::str::from_utf8(bytes).ok();
    let declared = declared(&bytes[..bytes.len().min(PRELUDE)]);
    if let Some(text) = utf8 {
        // A single-byte encoding takes any bytes; text that is UTF-8 throughout was hardly meant as it. The
        // seven-bit Japanese one alone looks like UTF-8 without being it.
        let seven_bit = declared.is_some_and(|encoding| encoding.name() == "ISO-2022-JP");
        if !seven_bit && !bytes.contains(&0x1b) {
            return (Cow::Borrowed(text), UTF_8, true);
        }
    }
    if let Some(encoding) = declared {
        let (text, broken) = encoding.decode_without_bom_handling(bytes);
        if !broken {
            return (text, encoding, true);
        }
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Allow);
    detector.feed(bytes, true);
    let guess = detector.guess(None, Utf8Detection::Allow);
    let (text, broken) = guess.decode_without_bom_handling(bytes);
    match declared {
        // Nothing fits wholly: the page knows best which language it is in.
        Some(encoding) if broken || encoding != UTF_8 && guess == WINDOWS_1252 => {
            let (text, broken) = encoding.decode_without_bom_handling(bytes);
            (text, encoding, !broken)
        }
        _ => (text, guess, !broken),
    }
}

/// UTF-16 without its mark: a tag whose every other byte is zero.
fn two_bytes_wide(bytes: &[u8]) -> Option<&'static Encoding> {
    match bytes.get(..4)? {
        [b'<', 0, second, 0] if *second != 0 => Some(UTF_16LE),
        [0, b'<', 0, second] if *second != 0 => Some(UTF_16BE),
        _ => None,
    }
}

/// The encoding that the page names in an XML declaration or a `meta` tag.
fn declared(head: &[u8]) -> Option<&'static Encoding> {
    let head = head.to_ascii_lowercase();
    if head.starts_with(b"<?xml") {
        let end = head.iter().position(|&b| b == b'>').unwrap_or(head.len());
        if let Some(encoding) = named_behind(&head[..end], b"encoding") {
            return Some(encoding);
        }
    }
    let mut rest = &head[..];
    while let Some(at) = find(rest, b"<meta") {
        rest = &rest[at + 5..];
        let end = rest.iter().position(|&b| b == b'>').unwrap_or(rest.len());
        if let Some(encoding) = named_behind(&rest[..end], b"charset") {
            return Some(encoding);
        }
        rest = &rest[end..];
    }
    None
}

/// The encoding whose label stands behind a word and an equals sign.
fn named_behind(tag: &[u8], word: &[u8]) -> Option<&'static Encoding> {
    let rest = tag[find(tag, word)? + word.len()..].trim_ascii_start();
    let rest = rest.strip_prefix(b"=")?.trim_ascii_start();
    let rest = rest.strip_prefix(b"\"").or_else(|| rest.strip_prefix(b"'")).unwrap_or(rest);
    let ends = |b: &u8| b.is_ascii_whitespace() || matches!(b, b'"' | b'\'' | b';' | b'/' | b'?');
    let label = &rest[..rest.iter().position(ends).unwrap_or(rest.len())];
    let encoding = Encoding::for_label(label)?;
    // A page whose tags can be read byte by byte is no UTF-16, whatever it says.
    Some(if encoding == UTF_16LE || encoding == UTF_16BE { UTF_8 } else { encoding })
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    bytes.windows(wanted.len()).position(|window| window == wanted)
}
