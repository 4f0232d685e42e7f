//! Words out of glyphs: what stands close together on one baseline in one size. Never decides in which
//! order words are read.
use super::glyphs::{Glyph, Letters, Rule, Way};
use crate::import::text::is_wide;
use crate::model::is_harmful;
use std::collections::HashMap;
use unicode_normalization::UnicodeNormalization;

/// A stretch of glyphs of one look without white space. Lengths are points; on a page written from top to
/// bottom `x` runs down the page and `y` to the right, so that lines are lines.
#[derive(Debug, Clone)]
pub struct Word {
    /// Left end.
    pub x0: f32,
    /// Right end.
    pub x1: f32,
    /// Baseline.
    pub y: f32,
    /// Size of the font.
    pub size: f32,
    /// The mean thickness of strokes in thousandths of the size; 0 where no letter tells.
    pub stem: f32,
    /// Whether it slants.
    pub italic: bool,
    /// What it says.
    pub text: String,
    /// Whether the glyph before it on the line is a space.
    pub spaced: bool,
    /// Whether the file itself says that it is a running head or a page number.
    pub furniture: bool,
}

impl Word {
    /// The upper edge, in points: an ascender's.
    pub fn top(&self) -> f32 {
        self.y + 0.75 * self.size
    }

    /// The lower edge, in points: a descender's.
    pub fn bottom(&self) -> f32 {
        self.y - 0.22 * self.size
    }
}

/// What was drawn on a page.
#[derive(Debug, Default)]
pub struct Sheet {
    /// The width as the text is read.
    pub width: f32,
    /// The height.
    pub height: f32,
    /// The words, in no order.
    pub words: Vec<Word>,
    /// The words that run another way than the most, in the order of drawing.
    pub aside: Vec<Word>,
    /// On a page written from top to bottom, the numbers off its columns.
    pub numbers: Vec<Word>,
    /// The horizontal rules.
    pub rules: Vec<Rule>,
    /// How many characters its glyphs have, white space not counted.
    pub characters: usize,
    /// How many glyphs have no text.
    pub untold: usize,
    /// How many glyphs have a text only by their code.
    pub guessed: usize,
    /// How many pictures it has.
    pub pictures: usize,
    /// Whether it is written from top to bottom.
    pub vertical: bool,
}

/// A page's words out of its glyphs. `width` and `height` are those of the page, in points.
pub fn sheet(
    mut glyphs: Vec<Glyph>,
    rules: Vec<Rule>,
    dots: &[(f32, f32, f32)],
    (width, height): (f32, f32),
) -> Sheet {
    const SLACK: f32 = 2.0;
    glyphs.retain(|glyph| {
        let middle = glyph.x + if glyph.way == Way::Right { glyph.advance / 2.0 } else { 0.0 };
        (-SLACK..=width + SLACK).contains(&middle) && (-SLACK..=height + SLACK).contains(&glyph.y)
    });
    once(&mut glyphs);
    let characters = glyphs.iter().map(|glyph| written(&glyph.text)).sum();
    let stacked = is_stacked(&glyphs);
    let mut ways: HashMap<Way, Vec<Glyph>> = HashMap::new();
    for mut glyph in glyphs {
        if glyph.way == Way::Right && (glyph.upright || stacked && is_stackable(glyph.text.first())) {
            // Text that runs down the page is text that was turned to the right.
            glyph.way = Way::Down;
            if glyph.upright {
                // Its place is the lower left corner of its square.
                glyph.y += 0.88 * glyph.size;
                glyph.x += 0.12 * glyph.size;
            } else {
                glyph.y += 0.88 * glyph.size;
                glyph.x += 0.12 * glyph.size;
                glyph.advance = glyph.size;
            }
        }
        ways.entry(glyph.way).or_default().push(glyph);
    }
    let main = [Way::Right, Way::Down, Way::Up, Way::Left]
        .into_iter()
        .max_by_key(|way| (ways.get(way).map_or(0, Vec::len), *way == Way::Right))
        .unwrap_or(Way::Right);
    let turned = matches!(main, Way::Up | Way::Down);
    let mut sheet = Sheet {
        width: if turned { height } else { width },
        height: if turned { width } else { height },
        rules: if main == Way::Right { rules } else { Vec::new() },
        vertical: stacked,
        characters,
        ..Sheet::default()
    };
    for way in [Way::Right, Way::Down, Way::Up, Way::Left] {
        let Some(mut glyphs) = ways.remove(&way) else { continue };
        for glyph in &mut glyphs {
            turn(glyph, way, width, height);
        }
        let words = words(glyphs);
        if way == main { sheet.words = words } else { sheet.aside.extend(words) }
    }
    if main == Way::Right {
        bullets(&mut sheet.words, dots);
    }
    if let Some(askew) = ways.remove(&Way::Askew) {
        sheet.aside.extend(loose(askew));
    }
    sheet
}

/// Puts a glyph where it stands for a reader who turns the page so that its line runs to the right.
fn turn(glyph: &mut Glyph, way: Way, width: f32, height: f32) {
    (glyph.x, glyph.y) = match way {
        Way::Right | Way::Askew => (glyph.x, glyph.y),
        Way::Down => (height - glyph.y, glyph.x),
        Way::Up => (glyph.y, width - glyph.x),
        Way::Left => (width - glyph.x, height - glyph.y),
    };
}

/// How many characters are no white space.
fn written(text: &Letters) -> usize {
    match text {
        Letters::One(c) => usize::from(!c.is_whitespace()),
        Letters::More(more) => more.chars().filter(|c| !c.is_whitespace()).count(),
    }
}

/// Whether wide characters stand below each other: some producers place each glyph of a vertical line by
/// itself, with a font that knows nothing of it.
fn is_stacked(glyphs: &[Glyph]) -> bool {
    let (mut below, mut beside) = (0, 0);
    for pair in glyphs.windows(2) {
        let [one, next] = pair else { continue };
        let stackable = is_stackable(one.text.first()) && is_stackable(next.text.first());
        if !stackable || one.way != Way::Right {
            continue;
        }
        let (dx, dy, size) = (next.x - one.x, one.y - next.y, one.size.max(next.size));
        below += usize::from(one.upright || dx.abs() < 0.3 * size && (0.5..2.0).contains(&(dy / size)));
        beside += usize::from(dy.abs() < 0.2 * size && (0.3..2.0).contains(&(dx / size)));
    }
    below > beside
}

/// Whether a character may stand upright in a line that runs down.
fn is_stackable(c: char) -> bool {
    is_wide(c) || matches!(c, '\u{fe10}'..='\u{fe4f}')
}

/// Puts bullets in front of the lines that have one drawn beside them.
fn bullets(words: &mut Vec<Word>, dots: &[(f32, f32, f32)]) {
    let mut found: Vec<Word> = Vec::new();
    for &(x, y, high) in dots {
        let beside = |word: &&Word| {
            let gap = word.x0 - x;
            let middle = word.y + 0.33 * word.size;
            (0.3 * word.size..2.6 * word.size).contains(&gap)
                && (middle - y).abs() < 0.25 * word.size
                && (0.2..0.75).contains(&(high / word.size))
        };
        let Some(next) = words.iter().filter(beside).min_by(|one, other| one.x0.total_cmp(&other.x0)) else {
            continue;
        };
        // Only at the head of a line, and once.
        let taken = |word: &Word| {
            (word.y - next.y).abs() < 0.3 * next.size && word.x0 < next.x0 && word.x1 > x - 20.0
        };
        if words.iter().chain(&found).any(taken) {
            continue;
        }
        let (x0, x1) = (x - high / 2.0, x + high / 2.0);
        found.push(Word { x0, x1, text: "•".into(), spaced: false, ..next.clone() });
    }
    // Many dots are a map or a drawing, not a list.
    if found.len() <= 80 {
        words.extend(found);
    }
}

/// Drops what was drawn a second time, a little off, to look bold. Such glyphs count as heavy.
fn once(glyphs: &mut Vec<Glyph>) {
    let mut cells: HashMap<(i32, i32), Vec<usize>> = HashMap::new();
    let mut kept: Vec<Glyph> = Vec::with_capacity(glyphs.len());
    for glyph in glyphs.drain(..) {
        let cell = ((glyph.x / 2.0).floor() as i32, (glyph.y / 2.0).floor() as i32);
        let near = glyph.advance.min(glyph.size).max(0.5) * 0.15;
        let twin =
            (-1..=1).flat_map(|dx| (-1..=1).map(move |dy| (cell.0 + dx, cell.1 + dy))).find_map(|cell| {
                cells.get(&cell)?.iter().copied().find(|&other| {
                    let other = &kept[other];
                    other.text == glyph.text
                        && (other.x - glyph.x).abs() < near
                        && (other.y - glyph.y).abs() < near
                        && (other.size - glyph.size).abs() < 0.1 * glyph.size
                })
            });
        if let Some(twin) = twin {
            let (dx, dy) = (kept[twin].x - glyph.x, kept[twin].y - glyph.y);
            if dx.abs() + dy.abs() > 0.005 * glyph.size {
                kept[twin].face.stem *= 1.0 + (dx.abs() + dy.abs()) / glyph.size / 0.08;
            }
        } else {
            cells.entry(cell).or_default().push(kept.len());
            kept.push(glyph);
        }
    }
    *glyphs = kept;
}

/// Words out of glyphs that all lead to the right: by baselines first, whatever the order of drawing.
fn words(mut glyphs: Vec<Glyph>) -> Vec<Word> {
    glyphs.sort_by(|one, other| other.y.total_cmp(&one.y));
    let mut words = Vec::new();
    let mut from = 0;
    while from < glyphs.len() {
        // Glyphs of one baseline: a raised one starts a line of its own.
        let (top, size) = (glyphs[from].y, glyphs[from].size);
        let mut to = from + 1;
        while to < glyphs.len() && top - glyphs[to].y < 0.1 * size.min(glyphs[to].size) {
            to += 1;
        }
        let line = &mut glyphs[from..to];
        line.sort_by(|one, other| one.x.total_cmp(&other.x));
        cut(line, &mut words);
        from = to;
    }
    words
}

/// Words in the order in which they were drawn, for text that stands askew.
fn loose(glyphs: Vec<Glyph>) -> Vec<Word> {
    let mut line = Vec::new();
    let mut words = Vec::new();
    let mut x = 0.0;
    for mut glyph in glyphs {
        // As if it stood on a line of its own.
        (glyph.x, glyph.y) = (x, 0.0);
        x += glyph.advance;
        line.push(glyph);
    }
    cut(&line, &mut words);
    words
}

/// The gap that parts two words, as a share of the size, for a stretch of glyphs.
fn gap_between_words(line: &[Glyph]) -> f32 {
    let letters = |pair: &&[Glyph]| !pair[0].text.is_space() && !pair[1].text.is_space();
    let gap = |pair: &[Glyph]| (pair[1].x - pair[0].x - pair[0].advance) / pair[0].size;
    let mut gaps: Vec<f32> = line.windows(2).filter(letters).map(gap).collect();
    if gaps.len() < 6 {
        return 0.15;
    }
    gaps.sort_by(f32::total_cmp);
    let middle = gaps[gaps.len() / 2];
    if middle > 0.08 { middle + 0.15 } else { 0.15 }
}

/// Cuts the glyphs of a baseline, from left to right, into words.
fn cut(line: &[Glyph], words: &mut Vec<Word>) {
    let mut from = 0;
    // Far gaps part stretches that know nothing of each other, such as columns.
    for at in 1..=line.len() {
        let ends = at == line.len() || {
            let (one, next) = (&line[at - 1], &line[at]);
            next.x - one.x - one.advance > one.size.max(next.size)
        };
        if ends {
            stretch(&line[from..at], words);
            from = at;
        }
    }
}

fn stretch(line: &[Glyph], words: &mut Vec<Word>) {
    let wide_gap = gap_between_words(line);
    let mut open: Option<Open> = None;
    let mut spaced = false;
    for glyph in line {
        if glyph.text.is_space() {
            // An ideographic space is as wide as a sign: it parts words, as on paper.
            words.extend(open.take().and_then(Open::close));
            spaced = true;
            continue;
        }
        let parts = open.as_ref().is_none_or(|open| {
            let gap = glyph.x - open.word.x1;
            let wide = is_wide(open.last) || is_wide(glyph.text.first());
            let far = gap > if wide { 0.25 } else { wide_gap } * glyph.size.min(open.word.size);
            far || (glyph.size - open.word.size).abs() > 0.05 * open.word.size
                || glyph.face.italic != open.word.italic
                || glyph.furniture != open.word.furniture
                || open.is_other_weight(glyph)
        });
        if parts {
            words.extend(open.take().and_then(Open::close));
        }
        let open = open.get_or_insert_with(|| Open::new(glyph, std::mem::take(&mut spaced)));
        open.push(glyph);
        spaced = false;
    }
    words.extend(open.and_then(Open::close));
}

/// A word being written.
struct Open {
    word: Word,
    last: char,
    stems: (f32, f32),
}

impl Open {
    fn new(glyph: &Glyph, spaced: bool) -> Self {
        let word = Word {
            x0: glyph.x,
            x1: glyph.x,
            y: glyph.y,
            size: glyph.size,
            stem: 0.0,
            italic: glyph.face.italic,
            text: String::new(),
            spaced,
            furniture: glyph.furniture,
        };
        Self { word, last: ' ', stems: (0.0, 0.0) }
    }

    /// Whether a glyph is so much heavier or lighter that the font must be another.
    fn is_other_weight(&self, glyph: &Glyph) -> bool {
        let (sum, count) = self.stems;
        count >= 3.0 && glyph.text.first().is_alphanumeric() && {
            let ratio = glyph.face.stem * count / sum.max(1.0);
            glyph.face.stem > 0.0 && !(0.55..1.8).contains(&ratio)
        }
    }

    fn push(&mut self, glyph: &Glyph) {
        glyph.text.push_to(&mut self.word.text);
        self.last = glyph.text.first();
        self.word.x1 = self.word.x1.max(glyph.x + glyph.advance);
        if glyph.face.stem > 0.0 && self.last.is_alphabetic() {
            self.stems.0 += glyph.face.stem;
            self.stems.1 += 1.0;
        }
    }

    fn close(mut self) -> Option<Word> {
        if self.stems.1 > 0.0 {
            self.word.stem = self.stems.0 / self.stems.1;
        }
        // Nothing that moves what stands behind it may come later, when bytes are counted.
        if self.word.text.contains(|c| is_harmful(c) || c.is_whitespace()) {
            self.word.text.retain(|c| !is_harmful(c) && !c.is_whitespace());
        }
        if self.word.text.contains(is_other_form) {
            let text = &self.word.text;
            self.word.text = text.chars().flat_map(fold).collect();
        }
        (!self.word.text.trim().is_empty()).then_some(self.word)
    }
}

/// Whether a character is one that fonts use in place of the one that was written: radicals, vertical
/// forms, ligatures.
fn is_other_form(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{fe10}'..='\u{fe4f}' | '\u{fb00}'..='\u{fb06}')
}

/// Radicals that fonts confuse with the signs made of nothing else, and those signs.
const RADICALS: [(char, char); 26] = [
    ('⺟', '母'),
    ('⺠', '民'),
    ('⺪', '疋'),
    ('⻁', '虎'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻑', '長'),
    ('⻒', '镸'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻭', '歯'),
    ('⻯', '竜'),
];

fn fold(c: char) -> Vec<char> {
    match RADICALS.iter().find(|(radical, _)| *radical == c) {
        Some((_, sign)) => vec![*sign],
        None if is_other_form(c) => std::iter::once(c).nfkc().collect(),
        None => vec![c],
    }
}
