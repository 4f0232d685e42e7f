//! A line that is being typed, and the cursor in it. Never reads a key.
use crate::model::is_harmful;
use unicode_segmentation::{GraphemeCursor, UnicodeSegmentation};

/// A line that is being typed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Prompt {
    /// What is typed.
    pub text: String,
    /// The bytes behind the cursor. Counted from the end: a line that was put there whole has its cursor behind it.
    behind: usize,
}

impl Prompt {
    /// A line with the cursor at its end.
    pub fn of(text: impl Into<String>) -> Self {
        Self { text: text.into(), behind: 0 }
    }

    /// The byte that the cursor stands at, where a character as a reader sees it begins, or the end.
    pub fn cursor(&self) -> usize {
        let mut at = self.text.len().saturating_sub(self.behind);
        while !self.text.is_char_boundary(at) {
            at -= 1;
        }
        at
    }

    fn put_cursor(&mut self, at: usize) {
        self.behind = self.text.len() - at;
    }

    /// Types a character at the cursor.
    pub fn push(&mut self, c: char) {
        if !c.is_control() && !is_harmful(c) {
            let at = self.cursor();
            self.text.insert(at, c);
            self.put_cursor(at + c.len_utf8());
        }
    }

    /// Types words at the cursor: what would end the line or move a terminal's cursor is left out.
    pub fn paste(&mut self, words: &str) {
        let at = self.cursor();
        let sound: String = words.chars().filter(|&c| !c.is_control() && !is_harmful(c)).collect();
        self.text.insert_str(at, &sound);
        self.put_cursor(at + sound.len());
    }

    /// Puts a whole line in the place of this one, with the cursor at its end.
    pub fn set(&mut self, text: impl Into<String>) {
        *self = Self::of(text);
    }

    /// Puts words in the place of the bytes from `from` to the cursor.
    pub fn complete(&mut self, from: usize, words: &str) {
        let at = self.cursor();
        self.text.replace_range(from.min(at)..at, words);
        self.put_cursor(from.min(at) + words.len());
    }

    /// Takes the character before the cursor away.
    pub fn pop(&mut self) {
        let at = self.cursor();
        let from = self.before(at);
        self.text.replace_range(from..at, "");
        self.put_cursor(from);
    }

    /// Takes the character at the cursor away.
    pub fn pop_next(&mut self) {
        let at = self.cursor();
        let to = self.after(at);
        self.text.replace_range(at..to, "");
        self.put_cursor(at);
    }

    /// Takes the word before the cursor away.
    pub fn pop_word(&mut self) {
        let at = self.cursor();
        let from = self.word_before(at);
        self.text.replace_range(from..at, "");
        self.put_cursor(from);
    }

    /// Takes all before the cursor away.
    pub fn pop_front(&mut self) {
        let at = self.cursor();
        self.text.replace_range(..at, "");
        self.put_cursor(0);
    }

    /// Takes all from the cursor on away.
    pub fn pop_rest(&mut self) {
        let at = self.cursor();
        self.text.truncate(at);
        self.put_cursor(at);
    }

    /// One character to the left.
    pub fn left(&mut self) {
        let at = self.before(self.cursor());
        self.put_cursor(at);
    }

    /// One character to the right.
    pub fn right(&mut self) {
        let at = self.after(self.cursor());
        self.put_cursor(at);
    }

    /// To the beginning of the word before the cursor.
    pub fn word_left(&mut self) {
        let at = self.word_before(self.cursor());
        self.put_cursor(at);
    }

    /// Behind the next word; from the end of a line to the next line.
    pub fn word_right(&mut self) {
        let at = self.cursor();
        let rest = &self.text[at..];
        if rest.starts_with('\n') {
            return self.put_cursor(at + 1);
        }
        let line = rest.lines().next().unwrap_or_default();
        let blank = line.len() - line.trim_start().len();
        let word = line[blank..].find(char::is_whitespace).unwrap_or(line.len() - blank);
        self.put_cursor(at + blank + word);
    }

    /// To a byte.
    pub fn to(&mut self, at: usize) {
        self.put_cursor(at.min(self.text.len()));
    }

    /// Puts words in at the cursor as they are: what is harmful in them was left out before.
    pub fn insert(&mut self, words: &str) {
        let at = self.cursor();
        self.text.insert_str(at, words);
        self.put_cursor(at + words.len());
    }

    /// To the beginning of the line.
    pub fn home(&mut self) {
        self.put_cursor(0);
    }

    /// Behind its end.
    pub fn end(&mut self) {
        self.behind = 0;
    }

    fn before(&self, at: usize) -> usize {
        let mut cursor = GraphemeCursor::new(at, self.text.len(), true);
        cursor.prev_boundary(&self.text, 0).ok().flatten().unwrap_or(0)
    }

    fn after(&self, at: usize) -> usize {
        at + self.text[at..].graphemes(true).next().map_or(0, str::len)
    }

    /// Where the word before a byte begins; at the beginning of a line the end of the line before.
    fn word_before(&self, at: usize) -> usize {
        let line = self.text[..at].rfind('\n').map_or(0, |end| end + 1);
        if line == at {
            return self.before(at);
        }
        let words = self.text[line..at].trim_end();
        let blank = words.char_indices().rev().find(|(_, c)| c.is_whitespace());
        line + blank.map_or(0, |(at, c)| at + c.len_utf8())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn letters_go_in_and_out_at_the_cursor() {
        let mut line = Prompt::of("Kyrgyz Republic");
        line.word_left();
        line.push('o');
        assert_eq!((line.text.as_str(), line.cursor()), ("Kyrgyz oRepublic", 8));
        line.pop();
        line.pop_word();
        assert_eq!((line.text.as_str(), line.cursor()), ("Republic", 0));
        line.pop();
        line.right();
        line.pop_next();
        line.paste("E\x1b[2J\n");
        assert_eq!(line.text, "RE[2Jpublic");
        line.pop_front();
        assert_eq!((line.text.as_str(), line.cursor()), ("public", 0));
        line.word_right();
        line.pop_rest();
        line.left();
        line.pop_rest();
        assert_eq!(line.text, "publi");
    }

    #[test]
    fn the_cursor_stands_between_characters_as_they_are_seen() {
        let mut line = Prompt::of("カ\u{3099}e\u{301}👩‍🌾x");
        let mut stops = vec![line.cursor()];
        for _ in 0..6 {
            line.left();
            stops.push(line.cursor());
        }
        assert_eq!(stops, [21, 20, 9, 6, 0, 0, 0]);
        line.home();
        line.pop_next();
        line.end();
        line.pop();
        line.pop();
        assert_eq!(line.text, "e\u{301}");
        // A line put there whole has its cursor at its end, however it came there.
        line.home();
        line.text.clear();
        line.push('a');
        line.push('b');
        assert_eq!(line.text, "ab");
    }

    #[test]
    fn a_completion_takes_the_place_of_what_stands_before_the_cursor() {
        let mut line = Prompt::of("set mea 60");
        (0..3).for_each(|_| line.left());
        line.complete(4, "measure");
        assert_eq!((line.text.as_str(), line.cursor()), ("set measure 60", 11));
    }
}
