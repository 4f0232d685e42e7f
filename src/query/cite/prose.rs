//! How the pieces of a citation in words are put together: quotation marks, commas and stops. Never knows a style.

/// Words in curly quotation marks; quotation marks in them become single.
pub fn in_quotes(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 8);
    out.push('“');
    let mut before = ' ';
    for c in words.trim().chars() {
        let opens = before.is_whitespace() || matches!(before, '(' | '[' | '{' | '“' | '—' | '–' | '-' | '/');
        out.push(match c {
            '“' => '‘',
            '"' if opens => '‘',
            '"' | '”' => '’',
            c => c,
        });
        before = if c == '"' && opens { '“' } else { c };
    }
    out.push('”');
    out
}

/// Puts a piece behind others with a comma between them, inside a quotation mark at the end.
pub fn comma(out: &mut String, piece: &str) {
    if !out.is_empty() {
        let closing = closing(out);
        if out.ends_with('.') && !closing.is_empty() && !is_abbreviated(out) {
            out.pop();
        }
        if !out.ends_with(',') {
            out.push(',');
        }
        out.push_str(&closing);
        out.push(' ');
    }
    out.push_str(piece);
}

/// Whether the stop at a text's end is an abbreviation's, which stays before a comma: `etc.`, `U.S.`, `Inc.`
fn is_abbreviated(text: &str) -> bool {
    const ABBREVIATED: [&str; 11] =
        ["al", "bros", "co", "corp", "dept", "esq", "etc", "inc", "jr", "ltd", "sr"];
    let word = text.trim_end_matches('.').rsplit([' ', '“', '‘', '(']).next().unwrap_or_default();
    word.contains('.') || word.chars().count() == 1 || ABBREVIATED.contains(&word.to_lowercase().as_str())
}

/// Puts a piece behind others with a stop between them.
pub fn stop(out: &mut String, piece: &str) {
    if !out.is_empty() {
        end(out);
        out.push(' ');
    }
    out.push_str(piece);
}

/// Puts words behind others as they are.
pub fn append(out: &mut String, words: std::fmt::Arguments<'_>) {
    // Writing to a string cannot fail.
    let _ = std::fmt::Write::write_fmt(out, words);
}

/// Ends a text with a stop, inside a quotation mark at the end, unless there is one.
pub fn end(out: &mut String) {
    let closing = closing(out);
    if !out.ends_with(['.', '?', '!', '。', '？', '！']) {
        out.push('.');
    }
    out.push_str(&closing);
}

/// Takes the quotation marks off that close a text.
fn closing(out: &mut String) -> String {
    if !out.ends_with('”') {
        return String::new();
    }
    let kept = out.trim_end_matches(['”', '’']).len();
    out.split_off(kept)
}

/// A text whose first letter is a capital.
pub fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotation_marks_in_quotation_marks() {
        for (words, wanted) in [
            ("Ports", "“Ports”"),
            ("The \"New\" Ports", "“The ‘New’ Ports”"),
            ("The “New” Ports", "“The ‘New’ Ports”"),
            ("\"New\" (\"Old\")", "“‘New’ (‘Old’)”"),
        ] {
            assert_eq!(in_quotes(words), wanted);
        }
    }

    #[test]
    fn commas_and_stops_stand_inside() {
        for (words, with_comma, with_stop) in [
            ("Ports", "“Ports,” 2031", "“Ports.” 2031"),
            ("Ports.", "“Ports,” 2031", "“Ports.” 2031"),
            ("Ports, etc.", "“Ports, etc.,” 2031", "“Ports, etc.” 2031"),
            ("Ports of the U.S.", "“Ports of the U.S.,” 2031", "“Ports of the U.S.” 2031"),
            ("Whose ports?", "“Whose ports?,” 2031", "“Whose ports?” 2031"),
            ("The \"New\"", "“The ‘New,’” 2031", "“The ‘New.’” 2031"),
        ] {
            let (mut one, mut other) = (in_quotes(words), in_quotes(words));
            comma(&mut one, "2031");
            stop(&mut other, "2031");
            assert_eq!((one.as_str(), other.as_str()), (with_comma, with_stop));
        }
        let mut plain = String::from("Harbour Books, Inc.");
        comma(&mut plain, "2031");
        assert_eq!(plain, "Harbour Books, Inc., 2031");
    }
}
