//! Words without what lines and markup do to them, and the way back to their bytes: what a place is known again by.
use std::borrow::Cow;
use std::ops::Range;

/// A text of which some characters were left out or changed, and where each came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Squeezed<'a> {
    text: Cow<'a, str>,
    /// Where the way back changes: from this byte here on, this byte there. The bytes between go along.
    steps: Vec<(usize, usize)>,
    source: &'a str,
}

impl<'a> Squeezed<'a> {
    /// Every run of white space as one space, and none in front.
    pub fn spaces(text: &'a str) -> Self {
        let plain = !text.starts_with(char::is_whitespace)
            && !text.contains(|c: char| c != ' ' && c.is_whitespace())
            && !text.contains("  ");
        if plain {
            return Self { text: Cow::Borrowed(text), steps: vec![(0, 0)], source: text };
        }
        let mut made = Made::new(text);
        for (at, c) in text.char_indices() {
            if !c.is_whitespace() {
                made.push(at, c, c);
            } else if !made.text.is_empty() && !made.text.ends_with(' ') {
                made.push(at, c, ' ');
            }
        }
        made.done()
    }

    /// Letters and figures alone, small ones: what is left when lines are hyphenated otherwise and quotation marks
    /// drawn otherwise.
    pub fn letters(text: &'a str) -> Self {
        let mut made = Made::new(text);
        for (at, c) in text.char_indices().filter(|(_, c)| c.is_alphanumeric()) {
            // One for one, or the way back is lost: what lower-cases to several stays as it is.
            let mut lower = c.to_lowercase();
            let small = lower.next().filter(|_| lower.next().is_none()).unwrap_or(c);
            made.push(at, c, small);
        }
        made.done()
    }

    /// The words.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The words, to be kept.
    pub fn into_text(self) -> Cow<'a, str> {
        self.text
    }

    /// The byte of the source that a byte of the words came from.
    pub fn byte(&self, at: usize) -> usize {
        if at >= self.text.len() {
            return self.source.len();
        }
        let step = self.steps.partition_point(|(here, _)| *here <= at).saturating_sub(1);
        self.steps.get(step).map_or(at, |(here, there)| there + (at - here))
    }

    /// The bytes of the source that a stretch of the words came from, as far as its last character.
    pub fn range(&self, stretch: Range<usize>) -> Range<usize> {
        let start = self.byte(stretch.start);
        let Some((last, _)) = self.text[stretch.clone()].char_indices().next_back() else {
            return start..start;
        };
        let last = self.byte(stretch.start + last);
        start..last + self.source[last..].chars().next().map_or(0, char::len_utf8)
    }

    /// The byte of the words at or behind a byte of the source.
    pub fn at(&self, byte: usize) -> usize {
        let step = self.steps.partition_point(|(_, there)| *there <= byte).saturating_sub(1);
        let Some(&(here, there)) = self.steps.get(step) else { return byte.min(self.text.len()) };
        let next = self.steps.get(step + 1).map_or(self.text.len(), |(next, _)| *next);
        (here + byte.saturating_sub(there)).min(next)
    }
}

/// Words in the making.
struct Made<'a> {
    source: &'a str,
    text: String,
    steps: Vec<(usize, usize)>,
    /// Where the next byte would come from if the way went on.
    expected: Option<usize>,
}

impl<'a> Made<'a> {
    fn new(source: &'a str) -> Self {
        Self { source, text: String::with_capacity(source.len()), steps: Vec::new(), expected: None }
    }

    fn push(&mut self, at: usize, from: char, c: char) {
        if self.expected != Some(at) {
            self.steps.push((self.text.len(), at));
        }
        self.text.push(c);
        // Where it became another letter, the bytes behind it do not go along by themselves.
        self.expected = (from.len_utf8() == c.len_utf8()).then_some(at + from.len_utf8());
    }

    fn done(self) -> Squeezed<'a> {
        Squeezed { text: Cow::Owned(self.text), steps: self.steps, source: self.source }
    }
}

/// Words with every run of white space made one space, and none in front.
pub fn squeezed(text: &str) -> Cow<'_, str> {
    Squeezed::spaces(text).into_text()
}

/// Where words stand, also where one occurrence begins inside another: of words said three times in a row, the last two
/// as well.
pub fn occurrences<'a>(text: &'a str, words: &'a str) -> impl Iterator<Item = usize> + 'a {
    let first = words.chars().next().map_or(1, char::len_utf8);
    let mut from = 0;
    std::iter::from_fn(move || {
        let at = from + text.get(from..)?.find(words)?;
        from = at + first;
        Some(at)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn white_space_becomes_single_spaces_and_leads_back() {
        let text = "  the \n wide\u{3000}gap";
        let words = Squeezed::spaces(text);
        assert_eq!(words.text(), "the wide gap");
        assert_eq!(&text[words.range(0..3)], "the");
        assert_eq!(&text[words.range(4..12)], "wide\u{3000}gap");
        assert_eq!(words.at(2), 0);
        assert_eq!(words.at(text.find("gap").expect("there")), 9);
    }

    #[test]
    fn letters_alone_lead_back_also_where_they_become_others() {
        let text = "Co-\noperation, \u{201c}ÉTÉ\u{201d} İzmir 2015";
        let words = Squeezed::letters(text);
        assert_eq!(words.text(), "cooperationétéİzmir2015");
        let found = words.text().find("cooperation").expect("there");
        assert_eq!(&text[words.range(found..found + 11)], "Co-\noperation");
        let found = words.text().find("2015").expect("there");
        assert_eq!(&text[words.range(found..found + 4)], "2015");
    }

    proptest! {
        #[test]
        fn every_byte_leads_back_to_its_own_character(text in "[ a\n\u{3000}é\u{1e9e}K-]{0,40}") {
            for words in [Squeezed::spaces(&text), Squeezed::letters(&text)] {
                for (at, c) in words.text().char_indices() {
                    let byte = words.byte(at);
                    prop_assert!(text.is_char_boundary(byte));
                    let source = text[byte..].chars().next().expect("a character");
                    prop_assert!(
                        source == c || c == ' ' && source.is_whitespace() || source.to_lowercase().eq([c])
                    );
                    let range = words.range(at..at + c.len_utf8());
                    prop_assert!(text.get(range).is_some());
                }
            }
        }
    }
}
