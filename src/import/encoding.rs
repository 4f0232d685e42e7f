//! Bytes of any usual encoding to text: UTF-8 first, then byte order marks, then what statistics say. Never
//! looks for anything but characters: what may not reach a terminal is for `clean`.
use super::Report;
use anyhow::{Result, bail};
use chardetng::{EncodingDetector, Iso2022JpDetection, Utf8Detection};
use encoding_rs::{Encoding, ISO_2022_JP, UTF_16BE, UTF_16LE};
use std::borrow::Cow;

/// The text that the bytes hold. UTF-8 is borrowed; another encoding is noted in the report.
///
/// # Errors
/// When the bytes are no text in any encoding that is known.
pub fn decode<'a>(bytes: &'a [u8], report: &mut Report) -> Result<Cow<'a, str>> {
    let bare = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if let Some(text) = by_mark(bytes, report)? {
        return Ok(text.into());
    }
    if bare.contains(&0) {
        // Without a mark, only UTF-16 puts zeros into a text.
        return match wide(bare) {
            Some((encoding, text)) => {
                report.encoding = Some(encoding.name());
                Ok(text.into())
            }
            None => bail!(BINARY),
        };
    }
    match std::str::from_utf8(bare) {
        Ok(text) => Ok(text.into()),
        Err(error) => guess(bare, error.valid_up_to(), report).map(Cow::Owned),
    }
}

/// What is said of bytes that are no text.
pub const BINARY: &str = "binary data, no text";

/// The Japanese of old mails is ASCII with sequences that shift between sets: the text as it was meant,
/// where these bytes are of that kind.
pub fn shifted(bytes: &[u8], report: &mut Report) -> Option<String> {
    let opens = |pair: &[u8]| matches!(pair, b"\x1b$B" | b"\x1b$@" | b"\x1b(J");
    if !bytes.is_ascii() || !bytes.windows(3).any(opens) {
        return None;
    }
    let (text, wrong) = ISO_2022_JP.decode_without_bom_handling(bytes);
    if wrong && replaced(&text) * 50 >= text.len() {
        return None;
    }
    report.encoding = Some(ISO_2022_JP.name());
    Some(text.into_owned())
}

/// Whether a text holds so many control characters that it can be none. Some old texts hold a few.
pub fn is_binary(text: &str) -> bool {
    let controls = text.chars().filter(|&c| is_control(c)).count();
    controls > 8 && controls * 10 > text.chars().count()
}

fn is_control(c: char) -> bool {
    c.is_control() && !matches!(c, '\t' | '\n' | '\x0b' | '\x0c' | '\r' | '\x1b' | '\u{85}')
}

fn replaced(text: &str) -> usize {
    text.matches('\u{fffd}').count()
}

/// Text that begins with the byte order mark of a wide encoding.
fn by_mark(bytes: &[u8], report: &mut Report) -> Result<Option<String>> {
    let (name, text, whole) = if let Some(rest) = bytes.strip_prefix(b"\xff\xfe\0\0")
        && rest.len().is_multiple_of(4)
    {
        ("UTF-32LE", utf_32(rest, u32::from_le_bytes), true)
    } else if let Some(rest) = bytes.strip_prefix(b"\0\0\xfe\xff") {
        ("UTF-32BE", utf_32(rest, u32::from_be_bytes), rest.len().is_multiple_of(4))
    } else {
        let encoding = match bytes {
            [0xff, 0xfe, ..] => UTF_16LE,
            [0xfe, 0xff, ..] => UTF_16BE,
            _ => return Ok(None),
        };
        let even = bytes.len() - bytes.len() % 2;
        let (text, _) = encoding.decode_without_bom_handling(&bytes[2..even]);
        (encoding.name(), text.into_owned(), even == bytes.len())
    };
    let lost = replaced(&text);
    if lost > 4 && lost * 20 > text.chars().count() || is_binary(&text) {
        bail!("it begins like {name} text but is not: {BINARY}");
    }
    report.encoding = Some(name);
    note_lost(lost, report);
    if !whole {
        report.odd.push("cut in the midst of its last character".into());
    }
    Ok(Some(text))
}

fn utf_32(bytes: &[u8], number: fn([u8; 4]) -> u32) -> String {
    let four = bytes.as_chunks::<4>().0;
    four.iter().map(|&four| char::from_u32(number(four)).unwrap_or('\u{fffd}')).collect()
}

/// UTF-16 that has no mark: flawless in one order of its bytes, and nearly all letters that people write.
fn wide(bytes: &[u8]) -> Option<(&'static Encoding, String)> {
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    let read = |encoding: &'static Encoding| {
        let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
        let all = text.chars().count();
        let usual = text.chars().filter(|&c| is_usual(c)).count();
        (usual * 10 > all * 9 && !text.contains(is_control)).then(|| (usual, encoding, text.into_owned()))
    };
    let best = read(UTF_16LE).into_iter().chain(read(UTF_16BE)).max_by_key(|(usual, ..)| *usual)?;
    Some((best.1, best.2))
}

/// Whether a character is one of those that texts are nearly wholly made of.
fn is_usual(c: char) -> bool {
    matches!(c,
        '\t' | '\n' | '\r' | ' '..='~' | '\u{a0}'..='\u{24f}' | '\u{370}'..='\u{6ff}' | '\u{900}'..='\u{97f}'
        | '\u{e00}'..='\u{e7f}' | '\u{1e00}'..='\u{1fff}' | '\u{2010}'..='\u{203b}' | '\u{3000}'..='\u{30ff}'
        | '\u{4e00}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}' | '\u{ff01}'..='\u{ff9f}' | '\u{1f000}'..='\u{1faff}')
}

/// Text of bytes that are not UTF-8 from the byte `valid` on, at the latest.
fn guess(bytes: &[u8], valid: usize, report: &mut Report) -> Result<String> {
    if let Some(text) = mended(bytes, valid, report) {
        return Ok(text);
    }
    let mut detector = EncodingDetector::new(Iso2022JpDetection::Deny);
    // A sample tells as much as the whole: what is ASCII before it says nothing.
    let end = bytes.len().min(valid.saturating_add(SAMPLE));
    detector.feed(&bytes[valid.saturating_sub(SAMPLE)..end], end == bytes.len());
    let encoding = detector.guess(None, Utf8Detection::Deny);
    let (text, _) = encoding.decode_without_bom_handling(bytes);
    let lost = replaced(&text);
    let strange = lost + text.chars().filter(|&c| is_control(c)).count();
    if strange > 4 && strange * 20 > text.chars().count() || strange * 4 > text.chars().count() {
        bail!(
            "{BINARY} (or text in an encoding that is not known; convert it first, as with iconv -t utf-8)"
        );
    }
    report.encoding = Some(encoding.name());
    note_lost(lost, report);
    Ok(text.into_owned())
}

/// How many bytes the guess looks at on each side of the first that is not UTF-8.
const SAMPLE: usize = 1 << 20;

/// UTF-8 with a few bad bytes, or cut in the midst of its last character: the good sequences outnumber the bad
/// ones, which they never do by chance.
fn mended(bytes: &[u8], valid: usize, report: &mut Report) -> Option<String> {
    let (mut good, mut bad) = (0, 0);
    for chunk in bytes.utf8_chunks() {
        good += chunk.valid().chars().filter(|c| !c.is_ascii()).count();
        bad += usize::from(!chunk.invalid().is_empty());
    }
    let tail = bytes.len() - valid;
    let cut = std::str::from_utf8(bytes).is_err_and(|error| error.error_len().is_none());
    if cut && bad == 1 && (good > 0 || tail > 1) {
        report.odd.push("cut in the midst of its last character".into());
        return Some(String::from_utf8_lossy(&bytes[..valid]).into_owned());
    }
    (good >= 4 * bad).then(|| {
        note_lost(bad, report);
        String::from_utf8_lossy(bytes).into_owned()
    })
}

fn note_lost(lost: usize, report: &mut Report) {
    match lost {
        0 => {}
        1 => report.odd.push("1 character could not be read".into()),
        _ => report.odd.push(format!("{lost} characters could not be read")),
    }
}

/// Names in the code page of the first machines with zip archives: letters of Western Europe, the rest lost.
pub fn code_page_437(bytes: &[u8]) -> String {
    let high: Vec<char> = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº".chars().collect();
    let of = |byte: u8| match byte {
        0..0x80 => char::from(byte),
        _ => high.get(usize::from(byte - 0x80)).copied().unwrap_or('\u{fffd}'),
    };
    bytes.iter().map(|&byte| of(byte)).collect()
}

/// The beginning of a text as far as it can be read: for a look at what it is.
pub fn head(bytes: &[u8]) -> Cow<'_, str> {
    match bytes {
        [0xff, 0xfe, ..] => UTF_16LE.decode_with_bom_removal(bytes).0,
        [0xfe, 0xff, ..] => UTF_16BE.decode_with_bom_removal(bytes).0,
        [b'<', 0, ..] => UTF_16LE.decode_without_bom_handling(bytes).0,
        [0, b'<', ..] => UTF_16BE.decode_without_bom_handling(bytes).0,
        _ => String::from_utf8_lossy(bytes),
    }
}
