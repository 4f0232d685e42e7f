//! From which height on a cell of the heat map is how dark. Never draws.
use super::Timeline;
use crate::app::App;

impl Timeline {
    /// The height of a cell: its count, or for every 10,000 words.
    pub fn shade_of(&self, count: u32, words: u64) -> f64 {
        match (self.rate, words) {
            (false, _) => f64::from(count),
            (true, 0) => 0.0,
            (true, words) => f64::from(count) * 1e4 / words as f64,
        }
    }
}

/// The least heights of the four shades: a half of all cells that are not empty has the first, and the darker ones
/// ever fewer (a quarter, an eighth, the rest).
pub fn steps(app: &App) -> [f64; 4] {
    let timeline = &app.timeline;
    let (Some(heat), Some(editions)) = (timeline.heat(), timeline.editions()) else { return [0.0; 4] };
    let mut all: Vec<f64> = Vec::new();
    for row in &heat.rows {
        let cells = row.counts.iter().zip(&editions.years).filter(|(count, _)| **count > 0);
        all.extend(cells.map(|(&count, edition)| timeline.shade_of(count, edition.words)));
    }
    all.sort_by(f64::total_cmp);
    let at = |eighths: usize| all.get(all.len() * eighths / 8).copied().unwrap_or(0.0);
    let mut steps = [all.first().copied().unwrap_or(0.0), at(4), at(6), at(7)];
    // Of few counts some would be the same: each shade begins above the one before it.
    if !timeline.rate {
        for level in 1..4 {
            steps[level] = steps[level].max(steps[level - 1] + 1.0);
        }
    }
    steps
}
