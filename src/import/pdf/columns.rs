//! The columns of a page and the order in which they are read. Never looks at what words say, nor at the
//! lines inside a column.
use super::words::Word;

/// What is read as one column, from top to bottom.
#[derive(Debug)]
pub struct Region {
    /// Its words, in no order.
    pub words: Vec<Word>,
    /// The left edge of the column, in points.
    pub left: f32,
    /// The right edge.
    pub right: f32,
}

/// A stretch of white space from top to bottom between two columns.
struct Gutter {
    /// Its middle, in points.
    x: f32,
    /// The band in which it parts columns.
    top: f32,
    bottom: f32,
    lines: usize,
}

/// How deep regions are cut.
const DEPTH: usize = 24;

/// The least width of a gutter, as a share of the size of the text.
const GUTTER: f32 = 0.75;

/// Parts the words of a page into columns, in the order in which they are read. `body` is the size of the
/// text, `known` the middles of gutters sure by other pages, both in points; adds those found here.
pub fn regions(words: Vec<Word>, body: f32, known: &mut Vec<f32>) -> Vec<Region> {
    let mut regions = Vec::new();
    let (left, right) = extent(&words);
    split(words, (left, right), body, known, DEPTH, &mut regions);
    regions
}

fn extent(words: &[Word]) -> (f32, f32) {
    words.iter().fold((f32::MAX, f32::MIN), |(left, right), word| (left.min(word.x0), right.max(word.x1)))
}

fn split(
    words: Vec<Word>,
    (left, right): (f32, f32),
    body: f32,
    known: &mut Vec<f32>,
    depth: usize,
    regions: &mut Vec<Region>,
) {
    if words.is_empty() {
        return;
    }
    let found = if depth == 0 { None } else { Page::new(&words, body).gutter(known) };
    let Some(gutter) = found else {
        regions.push(Region { words, left, right });
        return;
    };
    if gutter.lines >= 8 && !known.iter().any(|x| (x - gutter.x).abs() < 6.0) {
        known.push(gutter.x);
    }
    let (mut above, mut below, mut one, mut other) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    for word in words {
        let side = if word.y > gutter.top {
            &mut above
        } else if word.y < gutter.bottom {
            &mut below
        } else if f32::midpoint(word.x0, word.x1) < gutter.x {
            &mut one
        } else {
            &mut other
        };
        side.push(word);
    }
    let (_, inner) = extent(&one);
    let (outer, _) = extent(&other);
    split(above, (left, right), body, known, depth - 1, regions);
    split(one, (left, inner), body, known, depth - 1, regions);
    split(other, (outer, right), body, known, depth - 1, regions);
    split(below, (left, right), body, known, depth - 1, regions);
}

/// Words with their lines, for finding gutters.
struct Page<'w> {
    words: Vec<&'w Word>,
    /// The line of each, counted from the top: columns set on one grid share them.
    rows: Vec<usize>,
    /// The white space on the left of each up to the next word of its row; infinite where none is.
    gaps: Vec<f32>,
    /// The size of most words.
    size: f32,
    body: f32,
}

impl<'w> Page<'w> {
    fn new(words: &'w [Word], body: f32) -> Self {
        let mut words: Vec<&Word> = words.iter().collect();
        words.sort_by(|one, other| other.y.total_cmp(&one.y).then(one.x0.total_cmp(&other.x0)));
        let mut rows = Vec::with_capacity(words.len());
        let mut top = f32::MAX;
        let mut row = 0;
        for word in &words {
            if top - word.y > 0.35 * word.size {
                row += usize::from(top < f32::MAX);
                top = word.y;
            }
            rows.push(row);
        }
        let mut gaps = vec![f32::INFINITY; words.len()];
        let mut from = 0;
        while from < words.len() {
            let to = from + rows[from..].iter().take_while(|&&row| row == rows[from]).count();
            let mut order: Vec<usize> = (from..to).collect();
            order.sort_by(|&one, &other| words[one].x0.total_cmp(&words[other].x0));
            let mut end = f32::NEG_INFINITY;
            for at in order {
                gaps[at] = words[at].x0 - end;
                end = end.max(words[at].x1);
            }
            from = to;
        }
        let mut sizes: Vec<f32> = words.iter().map(|word| word.size).collect();
        sizes.sort_by(f32::total_cmp);
        let size = sizes.get(sizes.len() / 2).copied().unwrap_or(body);
        Self { words, rows, gaps, size, body }
    }

    /// The gutter that parts the most lines.
    fn gutter(&self, known: &[f32]) -> Option<Gutter> {
        let least = GUTTER * self.size;
        let (left, right) = self
            .words
            .iter()
            .fold((f32::MAX, f32::MIN), |(left, right), word| (left.min(word.x0), right.max(word.x1)));
        let mut starts: Vec<f32> = (0..self.words.len())
            .filter(|&at| self.gaps[at] >= least && self.words[at].x0 > left + 2.0 * self.size)
            .map(|at| self.words[at].x0)
            .collect();
        starts.sort_by(f32::total_cmp);
        let mut candidates: Vec<f32> = Vec::new();
        let mut from = 0;
        while from < starts.len() {
            let to = from + starts[from..].iter().take_while(|&&x| x - starts[from] < 2.0).count();
            let sure = known.iter().any(|x| (starts[from] - x).abs() < 1.5 * self.size);
            if to - from >= 3 || sure {
                candidates.push(starts[from]);
            }
            from = to;
        }
        // Too many: a drawing or a wide table; the strongest would do, and there is none.
        candidates.truncate(200);
        candidates
            .into_iter()
            .filter(|&x| x < right - 2.0 * self.size)
            .filter_map(|x| self.band(x, least, known))
            .max_by(|one, other| one.lines.cmp(&other.lines).then(one.top.total_cmp(&other.top)))
    }

    /// The longest band in which no word stands on the strip left of `x`, if columns stand on both sides of it.
    fn band(&self, x: f32, least: f32, known: &[f32]) -> Option<Gutter> {
        let crosses = |word: &Word| word.x0 < x - 0.5 && word.x1 > x - least;
        let mut best: Option<Gutter> = None;
        let mut from = 0;
        let mut at = 0;
        while at <= self.words.len() {
            let ends = at == self.words.len() || crosses(self.words[at]) || self.heads(at, x);
            if ends {
                // The row that crosses is no part of the band, whatever else stands on it.
                let mut last = at;
                if at < self.words.len() {
                    while last > from && self.rows[last - 1] == self.rows[at] {
                        last -= 1;
                    }
                }
                if let Some(gutter) = self.judge(from, last, x, known)
                    && best.as_ref().is_none_or(|best| best.lines < gutter.lines)
                {
                    best = Some(gutter);
                }
                from = at + 1;
                while at < self.words.len() && from < self.words.len() && self.rows[from] == self.rows[at] {
                    from += 1;
                }
                at = from.max(at + 1);
            } else {
                at += 1;
            }
        }
        best
    }

    /// Whether a word is of a heading over both columns that is too short to reach across the gutter: larger
    /// than the text, and nothing beside it on the other side.
    fn heads(&self, at: usize, x: f32) -> bool {
        let word = self.words[at];
        if word.size < 1.15 * self.body.max(self.size) {
            return false;
        }
        let left = word.x1 <= x;
        let (top, bottom) = (word.top() + 0.4 * word.size, word.bottom() - 0.2 * word.size);
        let beside = |other: &&Word| (other.x1 <= x) != left && other.top() > bottom && other.bottom() < top;
        let over = |other: &&Word| (other.x1 <= x) != left && other.y > word.y;
        let under = |other: &&Word| (other.x1 <= x) != left && other.y < word.y;
        !self.words.iter().any(beside) && self.words.iter().any(over) && self.words.iter().any(under)
    }

    /// Whether the words between two places are columns beside each other, not a table or a list.
    fn judge(&self, from: usize, to: usize, x: f32, known: &[f32]) -> Option<Gutter> {
        let band = &self.words[from..to];
        let (left, right): (Vec<usize>, Vec<usize>) = (from..to).partition(|&at| self.words[at].x0 < x - 0.5);
        let (one, other) = (self.side(&left), self.side(&right));
        let sure = known.iter().any(|known| (x - known).abs() < 1.5 * self.size);
        let enough = if sure { 1 } else { 3 };
        if one.rows.len() < enough || other.rows.len() < enough {
            return None;
        }
        // Side by side, not one below the other.
        let (top, bottom) = (one.top.min(other.top), one.bottom.max(other.bottom));
        if top - bottom < 0.0 {
            return None;
        }
        let shared = one.rows.iter().filter(|row| other.rows.contains(row)).count();
        let aligned = shared * 10 > one.rows.len().min(other.rows.len()) * 6;
        let columns = one.prose && other.prose
            || sure && (one.prose || other.prose) && one.wide && other.wide
            || !aligned && one.wide && other.wide && (one.prose || other.prose);
        if !columns {
            return None;
        }
        let (inner, outer) = (one.right, other.left);
        let top = band.iter().map(|word| word.y).fold(f32::MIN, f32::max);
        let bottom = band.iter().map(|word| word.y).fold(f32::MAX, f32::min);
        let lines = one.rows.len() + other.rows.len();
        Some(Gutter { x: f32::midpoint(inner, outer), top: top + 0.01, bottom: bottom - 0.01, lines })
    }

    fn side(&self, places: &[usize]) -> Side {
        let (mut left, mut right, mut top, mut bottom) = (f32::MAX, f32::MIN, f32::MIN, f32::MAX);
        let mut rows: Vec<usize> = Vec::new();
        // For each row: where it begins and ends, its words, its widest gap.
        let mut spans: Vec<(f32, f32, usize, f32)> = Vec::new();
        let mut signs = 0;
        for &at in places {
            let word = self.words[at];
            (left, right) = (left.min(word.x0), right.max(word.x1));
            (top, bottom) = (top.max(word.y), bottom.min(word.y));
            signs += word.text.chars().count();
            if rows.last() == Some(&self.rows[at]) {
                if let Some(span) = spans.last_mut() {
                    let gap = if self.gaps[at].is_finite() { self.gaps[at] } else { 0.0 };
                    *span = (span.0.min(word.x0), span.1.max(word.x1), span.2 + 1, span.3.max(gap));
                }
            } else {
                rows.push(self.rows[at]);
                spans.push((word.x0, word.x1, 1, 0.0));
            }
        }
        let width = right - left;
        let full =
            spans.iter().filter(|span| span.1 - span.0 > 0.6 * width && span.3 < 3.0 * self.size).count();
        let mean = signs as f32 / rows.len().max(1) as f32;
        let wide = width > 7.0 * self.size;
        // A cell of a table holds a word or a number; a line of a column a dozen letters and more.
        let prose = wide && full * 2 >= spans.len() && mean >= 12.0_f32.min(width / self.size * 0.8);
        Side { left, right, top, bottom, rows, prose, wide }
    }
}

/// One side of a gutter.
struct Side {
    left: f32,
    right: f32,
    top: f32,
    bottom: f32,
    rows: Vec<usize>,
    /// Whether it reads as running text.
    prose: bool,
    /// Whether it is wide enough for running text.
    wide: bool,
}
