//! Bytes to clean text: nothing that could move a terminal's cursor or reorder a line gets past here.
use super::{Report, encoding};
use crate::model::is_harmful;
use anyhow::{Result, bail};
use std::borrow::Cow;

/// Text without byte order mark, control characters and terminal sequences; line ends are `\n`. An encoding
/// other than UTF-8 and what could not be read are noted in the report.
///
/// # Errors
/// When the bytes are no text.
pub fn decode<'a>(bytes: &'a [u8], report: &mut Report) -> Result<Cow<'a, str>> {
    if bytes.starts_with(b"%PDF-") {
        bail!("a PDF file: its name should end in .pdf");
    }
    if bytes.starts_with(b"PK\x03\x04") {
        bail!("a zip archive, or a document that is one (EPUB, DOCX …): its name should say so");
    }
    match encoding::decode(bytes, report)? {
        Cow::Borrowed(text) => match clean(text) {
            Cow::Borrowed(text) => Ok(Cow::Borrowed(text)),
            // Only what had to be cleaned can be anything but text: the rest is not looked at again.
            Cow::Owned(cleaned) => match encoding::shifted(bytes, report) {
                Some(text) => Ok(cleaned_of(text)),
                None if encoding::is_binary(text) => bail!(encoding::BINARY),
                None => Ok(Cow::Owned(cleaned)),
            },
        },
        Cow::Owned(text) => Ok(cleaned_of(text)),
    }
}

/// The same of bytes that nobody else needs: nearly always they are the text as they stand.
///
/// # Errors
/// As [`decode`].
pub fn decode_owned(bytes: Vec<u8>, report: &mut Report) -> Result<String> {
    let plain = !bytes.starts_with(b"%PDF-")
        && !bytes.starts_with(b"PK\x03\x04")
        && !bytes.starts_with(b"\xef\xbb\xbf")
        && !bytes.starts_with(b"\xff\xfe")
        && !bytes.starts_with(b"\xfe\xff");
    let bytes = match String::from_utf8(bytes) {
        // A zero is not clean, so nothing of UTF-16 or UTF-32 goes through here.
        Ok(text) if plain && is_clean(&text) => return Ok(text),
        Ok(text) => text.into_bytes(),
        Err(error) => error.into_bytes(),
    };
    decode(&bytes, report).map(Cow::into_owned)
}

/// [`clean`] of a text that nobody else needs.
fn cleaned_of(text: String) -> Cow<'static, str> {
    match clean(&text) {
        Cow::Owned(cleaned) => Cow::Owned(cleaned),
        Cow::Borrowed(_) => Cow::Owned(text),
    }
}

/// Text without what [`is_harmful`], without soft hyphens and without characters of no width that would keep
/// a word from being found; terminal sequences vanish whole.
pub fn clean(text: &str) -> Cow<'_, str> {
    if is_clean(text) {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '\r' => {
                // Some old files end lines with two of them.
                if !matches!(chars.peek(), Some('\n' | '\r')) {
                    clean.push('\n');
                }
            }
            // A form feed ends a page, and with it a paragraph.
            '\x0c' => clean.push_str("\n\n"),
            '\u{2028}' | '\u{2029}' | '\u{85}' | '\x0b' => clean.push('\n'),
            '\x1b' | '\u{9b}' | '\u{9d}' | '\u{90}' => skip_sequence(c, &mut chars),
            // Some terminals show it and some do not, and no search finds a word with one inside.
            '\u{ad}' => {}
            _ if is_blank(c) => {
                if clean.chars().next_back().is_some_and(|before| joins(c, before)) {
                    clean.push(c);
                }
            }
            _ if is_harmful(c) => {}
            _ => clean.push(c),
        }
    }
    Cow::Owned(clean)
}

/// Whether [`clean`] would change nothing. Asked of every text, and true of nearly all.
fn is_clean(text: &str) -> bool {
    // What is unclean begins with one of these bytes, none of which stands inside a character.
    let suspect = |b: u8| {
        b < 0x20 && b != b'\n' && b != b'\t' || matches!(b, 0x7f | 0xc2 | 0xd8 | 0xe1 | 0xe2 | 0xef | 0xf3)
    };
    let unclean = |c| matches!(c, '\r' | '\x0c' | '\u{ad}') || is_blank(c) || is_harmful(c);
    // A whole handful of bytes is looked at without a branch; only where one is suspect is there another look.
    text.as_bytes().chunks(64).enumerate().all(|(number, chunk)| {
        !chunk.iter().fold(false, |any, &b| any | suspect(b))
            || !chunk
                .iter()
                .enumerate()
                .any(|(at, &b)| suspect(b) && text[number * 64 + at..].chars().next().is_some_and(unclean))
    })
}

/// Characters of no width at all: a space, two joiners, and the word joiner with the signs of mathematics that
/// nobody sees.
fn is_blank(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200d}' | '\u{2060}'..='\u{2064}')
}

/// Whether such a character means something behind another one: joiners shape the letters of Arabic, Persian
/// and Indic scripts and make one emoji of several, and the space parts words of Thai, Lao, Burmese and Khmer.
fn joins(blank: char, before: char) -> bool {
    match blank {
        '\u{200b}' => {
            matches!(before, '\u{e00}'..='\u{eff}' | '\u{1000}'..='\u{109f}' | '\u{1780}'..='\u{17ff}')
        }
        '\u{200c}' | '\u{200d}' => matches!(before,
            '\u{600}'..='\u{109f}' | '\u{1780}'..='\u{1cff}' | '\u{2190}'..='\u{2bff}' | '\u{a840}'..='\u{abff}'
            | '\u{fb50}'..='\u{fdff}' | '\u{fe0f}' | '\u{fe70}'..='\u{fefc}' | '\u{10000}'..),
        _ => false,
    }
}

/// Skips the rest of a terminal sequence: CSI to its final byte, OSC and DCS to their end.
fn skip_sequence(first: char, chars: &mut std::iter::Peekable<std::str::Chars<'_>>) {
    let kind = if first == '\x1b' {
        match chars.peek() {
            Some('[') => '[',
            Some(']' | 'P' | 'X' | '^' | '_') => ']',
            Some(&c) if c.is_ascii_punctuation() => {
                chars.next();
                chars.next();
                return;
            }
            _ => return,
        }
    } else if first == '\u{9b}' {
        '['
    } else {
        ']'
    };
    if first == '\x1b' {
        chars.next();
    }
    // A sequence that never ends is cut at the line's end, so that no text is lost to it.
    while let Some(&c) = chars.peek() {
        if c == '\n' {
            return;
        }
        chars.next();
        if kind == '[' && ('@'..='~').contains(&c) || kind == ']' && c == '\x07' {
            return;
        }
        if kind == ']' && c == '\x1b' {
            if chars.peek() == Some(&'\\') {
                chars.next();
            }
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn terminal_sequences_vanish_whole() {
        for (dirty, plain) in [
            ("a\x1b[31mred\x1b[0m b", "ared b"),
            ("a\x1b]0;title\x07b", "ab"),
            ("a\x1b]8;;http://x\x1b\\link\x1b]8;;\x1b\\", "alink"),
            ("a\u{9b}2Jb", "ab"),
            ("left\u{202e}right", "leftright"),
            ("one\r\ntwo\rthree", "one\ntwo\nthree"),
            ("one\r\r\ntwo", "one\ntwo"),
            ("page\x0cnext", "page\n\nnext"),
            ("bell\x07 back\x08", "bell back"),
            ("cut \x1b[12\nnext", "cut \nnext"),
            ("one\u{85}two\x0bthree", "one\ntwo\nthree"),
            ("Kazakh\u{ad}stan", "Kazakhstan"),
            ("Kazakh\u{200b}stan\u{2060}, \u{200d}Ural\u{200c}sk", "Kazakhstan, Uralsk"),
            // Persian, Hindi, a family and a Thai word boundary keep theirs.
            ("می\u{200c}خواهم", "می\u{200c}خواهم"),
            ("क्\u{200d}ष", "क्\u{200d}ष"),
            ("👩\u{200d}👧", "👩\u{200d}👧"),
            ("ไทย\u{200b}แลนด์", "ไทย\u{200b}แลนด์"),
            // Marks of direction, tags that nobody sees, a separator whose width terminals disagree on.
            ("a\u{61c}b\u{e0041}c\u{180e}d\u{206a}e\u{fff9}f", "abcdef"),
        ] {
            assert_eq!(clean(dirty), plain, "{dirty:?}");
        }
    }

    #[test]
    fn what_is_no_text_says_why() {
        let decode = |bytes| decode(bytes, &mut Report::default()).map(Cow::into_owned);
        for (bytes, why) in [
            (&b"%PDF-1.4"[..], "PDF"),
            (b"PK\x03\x04", "zip"),
            (b"a\0b", "binary"),
            (b"\x01\x02\x03\x04\x05\x06\x07\x08\x0e\x0f", "binary"),
        ] {
            assert!(decode(bytes).expect_err(why).to_string().contains(why), "{why}");
        }
        assert_eq!(decode(b"\xef\xbb\xbfmark").expect("text"), "mark");
    }
}
