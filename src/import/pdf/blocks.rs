//! Paragraphs out of lines, over the ends of columns and pages. Never decides what is a heading.
use super::lines::{Line, Piece};
use super::page::{Body, labels};
use super::tables::Part;
use crate::import::structure::opens_item;
use crate::import::text::is_wide;
use std::collections::HashSet;
use std::ops::Range;

/// What a stretch of text was set in.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Style {
    /// The size, in points.
    pub size: f32,
    /// Whether it is heavier than the text.
    pub bold: bool,
    /// Whether it slants.
    pub italic: bool,
}

/// A paragraph, or what else stands for itself.
#[derive(Debug, Clone)]
pub struct Block {
    /// What it says.
    pub text: String,
    /// The footnote marks in it and their labels.
    pub marks: Vec<(Range<usize>, String)>,
    /// The words in it that are stressed, and whether they are so by weight.
    pub stressed: Vec<(Range<usize>, bool)>,
    /// The pages that begin in it, by the bytes at which they do.
    pub pages: Vec<(usize, usize)>,
    /// How it is set.
    pub style: Style,
    /// How many lines it has.
    pub lines: usize,
    /// Its first page, from 0.
    pub page: usize,
    /// Where its first line begins, off the left edge of the column, in points.
    pub indent: f32,
    /// Whether its later lines stand to the right of the first.
    pub hangs: bool,
    /// For a row: where its cells end but the last, and whether it is one of heads.
    pub row: Option<(Vec<usize>, bool)>,
}

/// Whether strokes are heavier than those of the text.
pub fn is_bold(stem: f32, body: &Body) -> bool {
    body.stem > 0.0 && stem > 1.22 * body.stem
}

/// Joins lines to paragraphs.
pub fn blocks(parts: Vec<(usize, Part)>, body: &Body) -> Vec<Block> {
    let mut hyphened = HashSet::new();
    for (_, part) in &parts {
        if let Part::Line(line) = part {
            line.words.iter().for_each(|word| note_hyphened(&word.text, &mut hyphened));
        }
    }
    let mut joiner = Joiner { common: Common { body: *body, hyphened }, blocks: Vec::new(), open: None };
    for (page, part) in parts {
        match part {
            Part::Line(line) => joiner.line(line, page),
            Part::Row(cells, head) => joiner.row(&cells, head, page),
        }
    }
    joiner.close();
    joiner.blocks
}

/// Takes down the parts of words that are written with a hyphen: of "state-of-the-art" three pairs.
fn note_hyphened(word: &str, hyphened: &mut HashSet<String>) {
    let parts: Vec<&str> = word.split(['-', '\u{2010}']).collect();
    for pair in parts.windows(2) {
        let one: String = pair[0].chars().rev().take_while(|c| c.is_alphanumeric()).collect();
        let other: String = pair[1].chars().take_while(|c| c.is_alphanumeric()).collect();
        if !one.is_empty() && !other.is_empty() {
            let pair = format!("{}-{other}", one.chars().rev().collect::<String>());
            hyphened.insert(pair.to_lowercase());
        }
    }
}

/// What all paragraphs of a document have in common.
struct Common {
    body: Body,
    /// Words that are written with a hyphen in the midst of a line, in small letters.
    hyphened: HashSet<String>,
}

/// All of these lines as one paragraph, whatever they look like.
pub fn run_on(lines: &[Line], page: usize, body: &Body) -> Block {
    let common = Common { body: *body, hyphened: HashSet::new() };
    let style = Style { size: lines.first().map_or(body.size, |line| line.size), bold: false, italic: false };
    let mut block = Block::new(style, page);
    for line in lines {
        block.join(&line.pieces(), &common, None);
        block.lines += 1;
    }
    block
}

/// A paragraph being written.
struct Open {
    block: Block,
    first: Line,
    last: Line,
    leading: Option<f32>,
}

struct Joiner {
    common: Common,
    blocks: Vec<Block>,
    open: Option<Open>,
}

impl Joiner {
    fn close(&mut self) {
        self.blocks.extend(self.open.take().map(|open| open.block));
    }

    fn style(&self, line: &Line) -> Style {
        Style { size: line.size, bold: is_bold(line.stem, &self.common.body), italic: line.italic }
    }

    fn line(&mut self, line: Line, page: usize) {
        let style = self.style(&line);
        let joins = self.open.as_ref().is_some_and(|open| open.takes(&line, style, &self.common.body));
        if !joins {
            self.close();
        }
        if let Some(open) = &mut self.open {
            if open.block.lines == 1 && !line.first {
                open.block.hangs = line.x0 > open.first.x0 + 0.4 * line.size;
            }
            if !line.first {
                open.leading.get_or_insert(open.last.y - line.y);
            }
            open.block.lines += 1;
            open.block.join(&line.pieces(), &self.common, (page != open.last.page).then_some(page));
            open.block.style.bold &= style.bold;
            open.block.style.italic &= style.italic;
            open.last = line;
        } else {
            let mut block = Block { lines: 1, indent: line.x0 - line.left, ..Block::new(style, page) };
            block.join(&line.pieces(), &self.common, None);
            self.open = Some(Open { block, first: line.clone(), last: line, leading: None });
        }
    }

    fn row(&mut self, cells: &[Vec<Line>], head: bool, page: usize) {
        self.close();
        let Some(line) = cells.iter().flatten().next() else { return };
        let mut block = Block { lines: 1, ..Block::new(self.style(line), page) };
        let mut ends = Vec::new();
        for (at, cell) in cells.iter().enumerate() {
            if at > 0 {
                ends.push(block.text.len());
            }
            let from = block.text.len();
            for line in cell {
                block.join_from(from, &line.pieces(), &self.common);
            }
        }
        block.row = Some((ends, head));
        self.blocks.push(block);
    }
}

/// Whether words are the end of a sentence.
pub fn ends_sentence(text: &str) -> bool {
    text.trim_end()
        .trim_end_matches(['”', '’', '"', ')', '」', '）', '』'])
        .ends_with(['.', '!', '?', ':', '。', '！', '？'])
}

impl Open {
    /// Whether a line goes on with this paragraph.
    fn takes(&self, line: &Line, style: Style, body: &Body) -> bool {
        let (last, size) = (&self.last, line.size);
        if (style.size - last.size).abs() > 0.06 * last.size {
            return false;
        }
        let text = line.text();
        let lower = text.chars().next().is_some_and(char::is_lowercase);
        let own = self.block.style;
        let short = self.is_short(line);
        let ended = ends_sentence(&self.block.text);
        let heavy = is_bold(last.stem, body);
        if own.bold != style.bold && heavy != style.bold {
            // A paragraph may hold a line of stressed words; a heading is all of one weight.
            let inside = !short && !ended && !line.first && (!heavy || lower);
            if !inside {
                return false;
            }
        }
        let head = own.bold || own.size > 1.06 * body.size;
        let marker = opens_item(text.trim_start());
        if line.first {
            return !head && marker.is_none() && self.takes_over(line, lower);
        }
        let distance = last.y - line.y;
        let leading = self.leading.unwrap_or(body.leading.max(1.0) * size);
        if distance > (1.25 * leading).max(leading + 0.15 * size) || distance < 0.0 {
            return false;
        }
        let shift = line.x0 - last.x0;
        let centred = (f32::midpoint(line.x0, line.x1) - f32::midpoint(last.x0, last.x1)).abs() < 0.5 * size;
        let parts = (line.parted(1.5 * size).len(), last.parted(1.5 * size).len());
        if (head || style.bold) && parts.0 != parts.1 && parts.0.max(parts.1) > 3 {
            return false;
        }
        if head {
            // Headings are broken by sense, not where the line is full.
            return marker.is_none()
                && (shift.abs() < 0.6 * size || centred || self.block.hangs || shift > 0.0);
        }
        let item = opens_item(&self.block.text).is_some();
        match marker {
            Some(true) => return false,
            Some(false) if short || ended && (shift.abs() > 0.4 * size || item) => return false,
            _ => {}
        }
        if item && line.x0 < last.x0 - 0.6 * size && (self.block.lines > 1 || short || ended) {
            return false;
        }
        if self.block.lines == 1 {
            if item && shift > 0.3 * size {
                // It hangs under its number.
                return !short || shift < 4.0 * size;
            }
            if shift > 0.6 * size && !centred {
                return !short && (!ended || !body.indents) && lower;
            }
        } else if shift.abs() > 0.6 * size && !centred {
            return !short && (lower || !ended) && shift < 0.0;
        }
        if centred && line.x0 - line.left > size {
            return true;
        }
        !short || lower && !ended
    }

    /// Whether it goes on at the head of the next column or page.
    fn takes_over(&self, line: &Line, lower: bool) -> bool {
        let (short, ended) = (self.is_short(line), ends_sentence(&self.block.text));
        if self.block.text.ends_with(['-', '\u{2010}', '\u{ad}']) && lower {
            return true;
        }
        let indented = line.x0 - line.left > 0.6 * line.size && !self.block.hangs;
        if lower {
            return !ended || !short;
        }
        // A full line that ends a sentence may end a paragraph, too, but few last lines are full.
        !short && !indented
    }

    /// Whether the first word of the next line had room on the last one.
    fn is_short(&self, line: &Line) -> bool {
        let last = &self.last;
        let word = line.words.first().map_or(0.0, |word| {
            let wide = word.text.starts_with(is_wide);
            if wide { word.size } else { word.x1 - word.x0 + 0.25 * word.size }
        });
        let right = if line.first { last.right } else { last.right.min(line.right) };
        right - last.x1 > word + 0.8 * last.size
    }
}

impl Block {
    /// One without words yet.
    fn new(style: Style, page: usize) -> Self {
        Self {
            text: String::new(),
            marks: Vec::new(),
            stressed: Vec::new(),
            pages: Vec::new(),
            style,
            lines: 0,
            page,
            indent: 0.0,
            hangs: false,
            row: None,
        }
    }

    /// The page of a byte, from 0.
    pub fn page_at(&self, at: usize) -> usize {
        self.pages.iter().rev().find(|(from, _)| *from <= at).map_or(self.page, |(_, page)| *page)
    }

    /// Drops its words up to byte `end`, and the space behind them.
    pub fn cut_head(&mut self, end: usize) {
        let rest = self.text[end..].trim_start();
        let cut = self.text.len() - rest.len();
        self.text = rest.to_owned();
        self.marks.retain(|(range, _)| range.start >= cut);
        self.stressed.retain(|(range, _)| range.start >= cut);
        for range in
            self.marks.iter_mut().map(|mark| &mut mark.0).chain(self.stressed.iter_mut().map(|s| &mut s.0))
        {
            *range = range.start - cut..range.end - cut;
        }
        for (at, _) in &mut self.pages {
            *at = at.saturating_sub(cut);
        }
    }

    /// Adds a line; with `page`, the page that begins with it.
    fn join(&mut self, pieces: &[Piece], joiner: &Common, page: Option<usize>) {
        self.glue(0, pieces, &joiner.hyphened);
        if let Some(page) = page {
            self.pages.push((self.text.len(), page));
        }
        self.add(pieces, &joiner.body);
    }

    /// Adds a line to the text from byte `from` on.
    fn join_from(&mut self, from: usize, pieces: &[Piece], joiner: &Common) {
        self.glue(from, pieces, &joiner.hyphened);
        self.add(pieces, &joiner.body);
    }

    /// Whether the two halves of a word that a line's end parts are written with a hyphen elsewhere.
    fn keeps_hyphen(&self, pieces: &[Piece], hyphened: &HashSet<String>) -> bool {
        let in_word = |c: &char| c.is_alphanumeric();
        let mut word: Vec<char> = self.text.chars().rev().skip(1).take_while(in_word).collect();
        word.reverse();
        word.push('-');
        word.extend(pieces.iter().flat_map(|piece| piece.text.chars()).take_while(in_word));
        hyphened.contains(&word.into_iter().flat_map(char::to_lowercase).collect::<String>())
    }

    /// Mends the line's end: hyphens go before a small letter, lines of wide characters need no space.
    fn glue(&mut self, from: usize, pieces: &[Piece], hyphened: &HashSet<String>) {
        if self.text.len() <= from {
            return;
        }
        let next = pieces.iter().flat_map(|piece| piece.text.chars()).next().unwrap_or(' ');
        let last = self.text.chars().next_back().unwrap_or(' ');
        let before = self.text.chars().rev().nth(1).unwrap_or(' ');
        let hyphen = matches!(last, '-' | '\u{2010}' | '\u{ad}') && before.is_alphanumeric();
        if hyphen && (next.is_lowercase() || last == '\u{ad}') && !self.keeps_hyphen(pieces, hyphened) {
            self.text.pop();
            let end = self.text.len();
            self.stressed.iter_mut().for_each(|(range, _)| range.end = range.end.min(end));
        } else if !(hyphen
            || is_wide(last) && is_wide(next)
            || matches!(last, '—' | '/') && !next.is_whitespace())
        {
            self.text.push(' ');
        }
    }

    fn add(&mut self, pieces: &[Piece], body: &Body) {
        for (at, piece) in pieces.iter().enumerate() {
            let text = if at == 0 { piece.text.trim_start() } else { &piece.text };
            let from = self.text.len() + (text.len() - text.trim_start().len());
            self.text.push_str(text);
            let range = from..self.text.len();
            if piece.mark {
                self.mark(&piece.text, from);
            } else if is_bold(piece.stem, body) {
                self.stress(range, true);
            } else if piece.italic {
                self.stress(range, false);
            }
        }
    }

    fn mark(&mut self, text: &str, from: usize) {
        let mut at = 0;
        for label in labels(text) {
            let Some(start) = text[at..].find(&label) else { continue };
            let start = at + start;
            at = start + label.len();
            self.marks.push((from + start..from + at, label));
        }
    }

    fn stress(&mut self, range: Range<usize>, strong: bool) {
        match self.stressed.last_mut() {
            Some((last, same)) if *same == strong && last.end + 1 >= range.start => last.end = range.end,
            _ => self.stressed.push((range, strong)),
        }
    }
}
