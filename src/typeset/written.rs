//! Lines of what is being written: every byte stays where it is, so that a cursor can stand on each.
use super::width;
use std::ops::Range;
use unicode_segmentation::UnicodeSegmentation;

/// The lines of a text that is being written, as bytes of it: broken where the writer broke it, and where there is no
/// more room, behind a space where there is one. Never empty; a line end belongs to no line.
pub fn written(text: &str, columns: usize) -> Vec<Range<usize>> {
    let columns = columns.max(2);
    let mut lines = Vec::new();
    let mut from = 0;
    for paragraph in text.split('\n') {
        let (mut start, mut used, mut space) = (from, 0, None);
        for (at, grapheme) in paragraph.grapheme_indices(true) {
            let at = from + at;
            let wide = width(grapheme);
            // A space at the edge may hang over it. What is carried over from behind one may be too wide still.
            while used + wide > columns && grapheme != " " && at > start {
                let cut = space.filter(|&cut| cut > start).unwrap_or(at);
                lines.push(start..cut);
                start = cut;
                used = width(&text[cut..at]);
                space = None;
            }
            used += wide;
            if grapheme == " " {
                space = Some(at + 1);
            }
        }
        lines.push(start..from + paragraph.len());
        from += paragraph.len() + 1;
    }
    lines
}

/// The byte of a line at which a column begins, or its end.
pub fn byte_at(line: &str, column: usize) -> usize {
    let mut used = 0;
    for (at, grapheme) in line.grapheme_indices(true) {
        if used >= column {
            return at;
        }
        used += width(grapheme);
    }
    line.len()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_break_behind_spaces_and_where_the_writer_broke_them() {
        let text = "a wide gap\n\nカザフスタンwords";
        let lines: Vec<&str> = written(text, 7).into_iter().map(|line| &text[line]).collect();
        assert_eq!(lines, ["a wide ", "gap", "", "カザフ", "スタンw", "ords"]);
        assert_eq!(written("", 10).len(), 1);
        assert_eq!(byte_at("カザ", 2), 3);
    }

    proptest! {
        #[test]
        fn no_byte_is_lost_but_line_ends(text in "[a-z \nカé]{0,80}", columns in 0..30_usize) {
            let lines = written(&text, columns);
            let joined: String = lines.iter().map(|line| &text[line.clone()]).collect();
            prop_assert_eq!(joined, text.replace('\n', ""));
            for line in lines {
                prop_assert!(width(text[line].trim_end_matches(' ')) <= columns.max(2));
            }
        }
    }
}
