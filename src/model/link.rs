//! What an address in a link says by its letters alone: its scheme, and what is spelled with percent signs. Never
//! follows one.

/// The schemes of what is opened outside the program: the web, and letter boxes.
const OPENED: [&str; 3] = ["http", "https", "mailto"];

/// The scheme of an absolute address (RFC 3986).
pub fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    (scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(letters)).then_some(scheme)
}

/// Whether an address may be handed to a browser.
pub fn is_opened(address: &str) -> bool {
    scheme(address).is_some_and(|scheme| OPENED.iter().any(|opened| scheme.eq_ignore_ascii_case(opened)))
}

/// `%41` as `A`; what is no text that way stays as it is.
pub fn percent_decoded(text: &str) -> String {
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        let digit = |byte: Option<u8>| byte.and_then(|byte| (byte as char).to_digit(16));
        match (byte, digit(ahead.next()), digit(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                decoded.push((high * 16 + low) as u8);
                bytes = ahead;
            }
            _ => decoded.push(byte),
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_percent_encoded_is_read() {
        for (text, decoded) in [
            ("a%20b", "a b"),
            ("%E3%82%AB", "\u{30ab}"),
            ("100%", "100%"),
            ("%zz%4", "%zz%4"),
            ("%ff", "%ff"),
            ("%41%", "A%"),
        ] {
            assert_eq!(percent_decoded(text), decoded);
        }
    }

    #[test]
    fn a_scheme_is_told_from_other_words_before_a_colon() {
        for (address, found) in [
            ("https://a.jp", Some("https")),
            ("MailTo:a@b", Some("MailTo")),
            ("a b:c", None),
            ("3a:b", None),
            ("ch1.html", None),
        ] {
            assert_eq!(scheme(address), found);
        }
        assert!(is_opened("HTTPS://a.jp") && !is_opened("file:///etc/passwd") && !is_opened("-help"));
    }
}
