//! Lines out of words, and what a line says. Never decides which lines belong together.
use super::words::Word;
use crate::import::text::is_wide;

/// A line of one column. Lengths are points.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its words from left to right.
    pub words: Vec<Word>,
    /// Left end.
    pub x0: f32,
    /// Right end.
    pub x1: f32,
    /// Baseline.
    pub y: f32,
    /// The size of most of it.
    pub size: f32,
    /// The mean thickness of its strokes, in thousandths of the size.
    pub stem: f32,
    /// Whether all of it slants.
    pub italic: bool,
    /// The left edge of its column.
    pub left: f32,
    /// The right edge of its column.
    pub right: f32,
    /// Its page, from 0.
    pub page: usize,
    /// Whether it is the first of its column.
    pub first: bool,
}

/// A stretch of a line in one look.
#[derive(Debug, Clone, PartialEq)]
pub struct Piece {
    /// What it says, with the space before it.
    pub text: String,
    /// Whether it is raised like a footnote's mark.
    pub mark: bool,
    /// The thickness of its strokes.
    pub stem: f32,
    /// Whether it slants.
    pub italic: bool,
}

/// Lines out of the words of one column, from top to bottom.
pub fn lines(mut words: Vec<Word>) -> Vec<Line> {
    // Large ones first: small ones may be raised above their line.
    words.sort_by(|one, other| {
        (other.size * 2.0).round().total_cmp(&(one.size * 2.0).round()).then(other.y.total_cmp(&one.y))
    });
    let mut lines: Vec<Line> = Vec::new();
    let mut by_height: Vec<(f32, usize)> = Vec::new();
    for word in words {
        // Only lines near by are asked.
        let reach = 2.0 * word.size.max(12.0);
        let from = by_height.partition_point(|(y, _)| *y < word.y - reach);
        let to = by_height.partition_point(|(y, _)| *y <= word.y + reach);
        let near =
            by_height[from..to].iter().map(|&(_, at)| at).filter(|&at| lines[at].takes(&word)).min_by(
                |&one, &other| (lines[one].y - word.y).abs().total_cmp(&(lines[other].y - word.y).abs()),
            );
        if let Some(at) = near {
            lines[at].words.push(word);
        } else {
            by_height.insert(by_height.partition_point(|(y, _)| *y < word.y), (word.y, lines.len()));
            lines.push(Line::new(word));
        }
    }
    for line in &mut lines {
        line.settle();
    }
    lines.sort_by(|one, other| other.y.total_cmp(&one.y));
    if let Some(first) = lines.first_mut() {
        first.first = true;
    }
    lines
}

impl Line {
    fn new(word: Word) -> Self {
        let (x0, x1, y, size) = (word.x0, word.x1, word.y, word.size);
        Self {
            words: vec![word],
            x0,
            x1,
            y,
            size,
            stem: 0.0,
            italic: false,
            left: x0,
            right: x1,
            page: 0,
            first: false,
        }
    }

    /// Whether a word stands on this line: on its baseline, or raised or lowered right beside a word of it.
    fn takes(&self, word: &Word) -> bool {
        let rise = word.y - self.y;
        if rise.abs() < 0.2 * self.size.min(word.size) {
            return true;
        }
        if rise.abs() < 0.34 * self.size.min(word.size) && (word.size - self.size).abs() < 0.1 * self.size {
            // A font with a baseline of its own.
            return self.words.iter().all(|other| other.x1 <= word.x0 + 1.0 || other.x0 >= word.x1 - 1.0);
        }
        let small = (0.4..0.95).contains(&(word.size / self.size));
        let beside = (-0.3..0.62).contains(&(rise / self.size));
        small && beside && word.text.chars().count() <= 12 && {
            let near = 0.4 * self.size;
            // A number at the head of a note has a space behind it, which may be a wide one.
            self.words.iter().any(|other| {
                let (before, behind) = (word.x0 - other.x1, other.x0 - word.x1);
                before > behind && (-near..near).contains(&before)
                    || behind >= before && (-near..1.2 * self.size).contains(&behind)
            })
        }
    }

    /// Settles what the words say of the line.
    fn settle(&mut self) {
        self.words.sort_by(|one, other| one.x0.total_cmp(&other.x0));
        self.x0 = self.words.iter().map(|word| word.x0).fold(f32::MAX, f32::min);
        self.x1 = self.words.iter().map(|word| word.x1).fold(f32::MIN, f32::max);
        (self.left, self.right) = (self.x0, self.x1);
        let mut sizes: Vec<(f32, usize)> = Vec::new();
        let (mut stem, mut letters) = (0.0, 0.0);
        for word in &self.words {
            let length = word.text.chars().count();
            match sizes.iter_mut().find(|(size, _)| (*size - word.size).abs() < 0.2) {
                Some((_, count)) => *count += length,
                None => sizes.push((word.size, length)),
            }
            if word.stem > 0.0 {
                stem += word.stem * length as f32;
                letters += length as f32;
            }
        }
        self.size = sizes.iter().max_by_key(|(_, count)| *count).map_or(self.size, |(size, _)| *size);
        self.stem = if letters > 0.0 { stem / letters } else { 0.0 };
        self.italic =
            self.words.iter().filter(|word| word.text.contains(char::is_alphabetic)).all(|word| word.italic);
        if let Some(word) = self.words.iter().find(|word| (word.size - self.size).abs() < 0.2) {
            self.y = word.y;
        }
    }

    /// Whether a space stands before a word.
    fn parts(&self, at: usize) -> bool {
        let Some(before) = at.checked_sub(1).map(|at| &self.words[at]) else { return false };
        let word = &self.words[at];
        let gap = word.x0 - before.x1;
        let size = before.size.min(word.size);
        let wide = before.text.ends_with(is_wide) || word.text.starts_with(is_wide);
        if wide {
            // Between a wide character and a narrow one the setting itself leaves a little space.
            let both = before.text.ends_with(is_wide) && word.text.starts_with(is_wide);
            return gap > if both { 0.7 } else { 0.4 } * size || word.spaced && !both && gap > 0.2 * size;
        }
        // Words were cut at gaps that part them: what is closer was cut for another look.
        gap > 0.12 * size && (word.spaced || gap > 0.14 * size)
    }

    /// Whether a word is raised and small.
    fn raised(&self, word: &Word) -> bool {
        let (size, rise) = (word.size / self.size, (word.y - self.y) / self.size);
        size < 0.88 && rise > 0.12 || size < 0.95 && rise > 0.25
    }

    /// What it says, in stretches of one look.
    pub fn pieces(&self) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        for (at, word) in self.words.iter().enumerate() {
            let mark = self.raised(word) && is_mark(&word.text);
            let space = if self.parts(at) && !mark { " " } else { "" };
            match pieces.last_mut() {
                Some(last)
                    if !mark && !last.mark && last.italic == word.italic && alike(last.stem, word.stem) =>
                {
                    last.text.push_str(space);
                    last.text.push_str(&word.text);
                    if last.stem == 0.0 {
                        last.stem = word.stem;
                    }
                }
                _ => {
                    let text = format!("{space}{}", word.text);
                    pieces.push(Piece { text, mark, stem: word.stem, italic: word.italic });
                }
            }
        }
        pieces
    }

    /// What it says.
    pub fn text(&self) -> String {
        self.pieces().iter().map(|piece| piece.text.as_str()).collect()
    }

    /// The upper edge, in points.
    pub fn top(&self) -> f32 {
        self.y + 0.75 * self.size
    }

    /// The lower edge, in points.
    pub fn bottom(&self) -> f32 {
        self.y - 0.22 * self.size
    }

    /// The stretches parted by gaps wider than `gap` points.
    pub fn parted(&self, gap: f32) -> Vec<std::ops::Range<usize>> {
        let mut parts = Vec::new();
        let mut from = 0;
        let mut end = f32::MIN;
        for (at, word) in self.words.iter().enumerate() {
            if at > from && word.x0 - end > gap {
                parts.push(from..at);
                from = at;
            }
            end = end.max(word.x1);
        }
        parts.push(from..self.words.len());
        parts
    }

    /// A part of it as a line of its own.
    pub fn part(&self, words: std::ops::Range<usize>) -> Self {
        let mut part = Self { words: self.words[words].to_vec(), ..self.clone() };
        let (size, y) = (part.size, part.y);
        part.settle();
        (part.size, part.y) = (size, y);
        (part.left, part.right) = (self.left, self.right);
        part
    }
}

/// Whether two stretches are of one weight, as far as their letters tell.
fn alike(one: f32, other: f32) -> bool {
    one == 0.0 || other == 0.0 || (0.8..1.25).contains(&(one / other))
}

/// Whether raised words are what a footnote's mark is made of.
fn is_mark(text: &str) -> bool {
    let bare = text
        .trim_matches(['(', ')', '（', '）', '[', ']', '注', '*', '＊', '※', ',', '，', '†', '‡', '§', '¶']);
    let digits = bare.chars().all(|c| c.is_ascii_digit() || matches!(c, ',' | '⁰'..='⁹' | '¹' | '²' | '³'));
    let letter = bare.len() == 1 && bare.bytes().all(|byte| byte.is_ascii_lowercase());
    (digits && bare.len() <= 9 || letter) && (!bare.is_empty() || text.chars().count() <= 3)
}
