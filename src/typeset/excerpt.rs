//! A stretch of prose around what was looked for, cut to fit a line.
use super::width::width;
use std::ops::Range;
use unicode_width::UnicodeWidthChar;

/// Prose for one line of a list.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The prose, cut around the first match; the ellipsis where something is missing.
    pub text: String,
    /// The matches in it.
    pub matches: Vec<Range<usize>>,
}

fn wide(c: char) -> usize {
    // A tab between a row's cells is shown as at least one column.
    c.width().unwrap_or(usize::from(c == '\t'))
}

/// Prose cut to so many columns around the first match, at words where there are any.
pub fn excerpt(prose: &str, matches: &[Range<usize>], columns: usize, ellipsis: &str) -> Excerpt {
    let missing = width(ellipsis);
    let all = || prose.chars().map(wide);
    if prose.len() <= columns || all().take(columns + 1).sum::<usize>() <= columns && all().count() <= columns
    {
        return Excerpt { text: prose.to_owned(), matches: matches.to_vec() };
    }
    if columns < 2 * missing + 2 {
        // No word has room beside two ellipses.
        let text = if missing <= columns { ellipsis.to_owned() } else { String::new() };
        return Excerpt { text, matches: Vec::new() };
    }
    let first = matches.first().map_or(0, |range| range.start);
    let before = columns / 3;
    // As much as stands before the match in a third of the room, from the beginning of a word.
    let (mut start, mut used) = (first, 0);
    for (at, c) in prose[..first].char_indices().rev() {
        used += wide(c);
        if used > before {
            break;
        }
        start = at;
    }
    if prose[..start].chars().map(wide).sum::<usize>() <= 1 {
        start = 0;
    }
    if start > 0 {
        let next = prose[start..first].find(' ').map_or(start, |space| start + space + 1);
        let inside = prose[..start].chars().next_back().is_some_and(char::is_alphanumeric);
        if inside {
            start = next;
        }
    }
    let mut text = String::new();
    let mut used = 0;
    if start > 0 {
        text.push_str(ellipsis);
        used = missing;
    }
    let shift = text.len();
    let mut end = prose.len();
    for (at, c) in prose[start..].char_indices() {
        let rest = if start + at + c.len_utf8() < prose.len() { missing } else { 0 };
        if used + wide(c) + rest > columns {
            end = start + at;
            break;
        }
        used += wide(c);
    }
    text.push_str(prose[start..end].trim_end());
    let kept = start + text.len() - shift;
    if end < prose.len() {
        text.push_str(ellipsis);
    }
    let inside = |range: &Range<usize>| range.start >= start && range.start < kept;
    let moved = |range: &Range<usize>| range.start - start + shift..range.end.min(kept) - start + shift;
    Excerpt { text, matches: matches.iter().filter(|range| inside(range)).map(moved).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_is_cut_around_the_first_match() {
        let prose = "The fund was meant to pay for the harbour that Ghana wanted on its southern coast.";
        let at = prose.find("harbour").unwrap_or_default();
        for (columns, wanted) in [
            (100, prose),
            (40, "…pay for the harbour that Ghana wanted…"),
            (12, "…the harbou…"),
            (1, "…"),
            (0, ""),
        ] {
            let found = at..at + 7;
            let cut = excerpt(prose, std::slice::from_ref(&found), columns, "…");
            assert_eq!(cut.text, wanted);
            for range in cut.matches {
                assert!("harbour".starts_with(&cut.text[range]));
            }
        }
        for (columns, wanted) in [
            (100, prose),
            (40, "...pay for the harbour that Ghana wan..."),
            (12, "...the ha..."),
            (8, "...ha..."),
            (7, "..."),
            (2, ""),
        ] {
            let cut = excerpt(prose, &[], columns, "...").text;
            assert!(super::width(&cut) <= columns && !cut.contains('…'), "{cut}");
            let cut = excerpt(prose, std::slice::from_ref(&(at..at + 7)), columns, "...").text;
            assert!(super::width(&cut) <= columns, "{cut}");
            assert_eq!(cut, wanted, "{columns}");
        }
        let caspian = 18..24;
        let found = excerpt("日本の漁業とカスピ海の漁業", std::slice::from_ref(&caspian), 9, "…");
        assert_eq!(
            (found.text.as_str(), found.text.get(found.matches[0].clone())),
            ("…とカス…", Some("カス"))
        );
    }
}
