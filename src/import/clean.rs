//! Bytes to clean text: nothing that could move a terminal's cursor or reorder a line gets past here.
use super::Report;
use crate::model::is_harmful;
use anyhow::{Result, bail};
use std::borrow::Cow;

/// UTF-8 text without byte order mark, control characters and terminal sequences; line ends are `\n`.
///
/// # Errors
/// When the bytes are binary or not UTF-8.
pub fn decode<'a>(bytes: &'a [u8], _report: &mut Report) -> Result<Cow<'a, str>> {
    to_text(bytes)
}

fn to_text(bytes: &[u8]) -> Result<Cow<'_, str>> {
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    if bytes.starts_with(b"%PDF-") {
        bail!("a PDF file; save it as text first (pdftotext)");
    }
    if bytes.starts_with(b"PK\x03\x04") {
        bail!("a zip archive (EPUB, DOCX …); save it as text or Markdown first");
    }
    if bytes.contains(&0) {
        bail!("binary data, no text");
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Ok(clean(text)),
        Err(error) => {
            bail!("not UTF-8 text (byte {}); convert it first, as with iconv -t utf-8", error.valid_up_to())
        }
    }
}

/// Text without what [`is_harmful`]; terminal sequences vanish whole.
pub fn clean(text: &str) -> Cow<'_, str> {
    // One look at the bytes clears most texts: what is harmful begins with one of these.
    let suspect = |b: u8| b < 0x20 && b != b'\n' && b != b'\t' || matches!(b, 0x7f | 0xc2 | 0xe2 | 0xef);
    let clear = text.as_bytes().chunks(64).all(|chunk| !chunk.iter().fold(false, |any, &b| any | suspect(b)));
    if clear || !text.chars().any(|c| c == '\r' || c == '\x0c' || is_harmful(c)) {
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
            '\u{2028}' | '\u{2029}' => clean.push('\n'),
            '\x1b' | '\u{9b}' | '\u{9d}' | '\u{90}' => skip_sequence(c, &mut chars),
            _ if is_harmful(c) => {}
            _ => clean.push(c),
        }
    }
    Cow::Owned(clean)
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
        ] {
            assert_eq!(clean(dirty), plain, "{dirty:?}");
        }
    }

    #[test]
    fn what_is_no_text_says_why() {
        for (bytes, why) in [
            (&b"%PDF-1.4"[..], "PDF"),
            (b"PK\x03\x04", "zip"),
            (b"a\0b", "binary"),
            (b"caf\xe9", "not UTF-8"),
        ] {
            assert!(to_text(bytes).expect_err(why).to_string().contains(why), "{why}");
        }
        assert_eq!(to_text(b"\xef\xbb\xbfmark").expect("text"), "mark");
    }
}
