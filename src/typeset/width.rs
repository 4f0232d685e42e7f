//! How many columns words take, and words cut to fit.
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// The columns that a text takes on a terminal.
pub fn width(text: &str) -> usize {
    if text.is_ascii() { text.len() } else { UnicodeWidthStr::width(text) }
}

/// A text cut to at most `columns`, with an ellipsis where something is missing.
pub fn cut(text: &str, columns: usize, ellipsis: &str) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(width(ellipsis));
    let mut cut = String::new();
    let mut used = 0;
    for grapheme in text.graphemes(true) {
        let wide = width(grapheme);
        if used + wide > room {
            break;
        }
        cut.push_str(grapheme);
        used += wide;
    }
    let kept = cut.trim_end().len();
    cut.truncate(kept);
    if width(ellipsis) <= columns {
        cut.push_str(ellipsis);
    }
    cut
}

/// The end of a text, at most `columns` wide, with an ellipsis in front where something is missing.
pub fn cut_front(text: &str, columns: usize, ellipsis: &str) -> String {
    if width(text) <= columns {
        return text.to_owned();
    }
    let room = columns.saturating_sub(width(ellipsis));
    let (mut from, mut used) = (text.len(), 0);
    for (at, grapheme) in text.grapheme_indices(true).rev() {
        used += width(grapheme);
        if used > room {
            break;
        }
        from = at;
    }
    let ellipsis = if width(ellipsis) <= columns { ellipsis } else { "" };
    format!("{ellipsis}{}", text[from..].trim_start())
}

/// A text made exactly `columns` wide: cut, or filled up with spaces behind.
pub fn pad(text: &str, columns: usize, ellipsis: &str) -> String {
    let mut padded = cut(text, columns, ellipsis);
    let used = width(&padded);
    padded.extend(std::iter::repeat_n(' ', columns.saturating_sub(used)));
    padded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cuts_and_pads_by_columns() {
        assert_eq!(cut("Kazakhstan", 10, "…"), "Kazakhstan");
        assert_eq!(cut("Kazakhstan", 6, "…"), "Kazak…");
        assert_eq!(cut("カザフスタン", 6, "…"), "カザ…");
        assert_eq!(pad("カザ", 6, "…"), "カザ  ");
        assert_eq!(width(&pad("カザフスタン", 6, "…")), 6);
        assert_eq!(cut("abc", 0, "…"), "");
        assert_eq!(cut_front("the Kazakh ", 20, "…"), "the Kazakh ");
        assert_eq!(cut_front("of the Kazakh ", 9, "…"), "…Kazakh ");
        assert_eq!(cut_front("カザフスタン", 6, "…"), "…タン");
    }
}
