//! Which blocks are headings, and how high they stand: by size and weight, the same way all through the
//! document, and by its outline. Never changes a block's words.
use super::blocks::Block;
use super::labels::Entry;
use super::page::Body;
use std::collections::HashMap;

/// The levels of the blocks that are headings; 0 for the title.
pub fn levels(blocks: &[Block], body: &Body, outline: &[Entry]) -> Vec<Option<u8>> {
    let outlined = by_outline(blocks, outline);
    let looks: Vec<Option<(i32, bool)>> = blocks
        .iter()
        .zip(&outlined)
        .map(|(block, entry)| (entry.is_some() || is_heading(block, body)).then(|| look(block)))
        .collect();
    // The ranks of looks: larger ones first, heavier ones first among them.
    let mut ranks: Vec<(i32, bool)> = Vec::new();
    let mut times: HashMap<(i32, bool), usize> = HashMap::new();
    for look in looks.iter().flatten() {
        *times.entry(*look).or_default() += 1;
        if !ranks.contains(look) {
            ranks.push(*look);
        }
    }
    ranks.sort_by(|one, other| other.cmp(one));
    merge(&mut ranks, &mut times);
    let rank = |look: &(i32, bool)| {
        ranks
            .iter()
            .position(|(size, bold)| (size - look.0).abs() <= 1 && *bold == look.1)
            .unwrap_or(ranks.len())
    };
    // The largest of all, once, at the head of the document, is its title.
    let first = blocks.iter().position(|block| block.row.is_none() && block.text.chars().count() > 1);
    let title = (0..blocks.len()).find(|&at| looks[at].is_some_and(|look| rank(&look) == 0)).filter(|&at| {
        let look = looks[at].unwrap_or_default();
        let alone = looks.iter().flatten().filter(|other| rank(other) == 0).count() == 1;
        let early = blocks[at].page == 0 && first.is_some_and(|first| at <= first + 4);
        alone && early && look.0 as f32 / 2.0 > 1.08 * body.size && ranks.len() > 1
    });
    let above = usize::from(title.is_some());
    let mut levels: Vec<Option<u8>> = looks
        .iter()
        .enumerate()
        .map(|(at, look)| {
            let rank = rank(&(*look)?);
            Some(if Some(at) == title { 0 } else { (rank + 1 - above.min(rank)).min(9) as u8 })
        })
        .collect();
    agree(&mut levels, &looks, &outlined);
    levels
}

/// The size in half points, and whether it is heavy.
fn look(block: &Block) -> (i32, bool) {
    ((block.style.size * 2.0).round() as i32, block.style.bold)
}

/// Sizes half a point apart are one.
fn merge(ranks: &mut Vec<(i32, bool)>, times: &mut HashMap<(i32, bool), usize>) {
    let mut at = 1;
    while at < ranks.len() {
        let (one, other) = (ranks[at - 1], ranks[at]);
        if one.1 == other.1 && (one.0 - other.0).abs() <= 1 {
            let count = times.remove(&other).unwrap_or(0);
            *times.entry(one).or_default() += count;
            ranks.remove(at);
        } else {
            at += 1;
        }
    }
}

/// Whether a block is a heading by its look.
fn is_heading(block: &Block, body: &Body) -> bool {
    let text = block.text.trim();
    let count = text.chars().count();
    let style = block.style;
    if block.row.is_some() || count > 200 || block.lines > 4 || !text.contains(char::is_alphabetic) {
        return false;
    }
    let sentence =
        text.ends_with(['.', ';', ',', '。', '、']) && !text.ends_with("etc.") && !text.ends_with("U.S.");
    let bullet = text.starts_with(['•', '◦', '▪', '●', '○', '■', '–', '‣']);
    if bullet || text.contains("....") || text.contains(". . .") {
        return false;
    }
    if style.size > 1.13 * body.size {
        return !sentence || style.size > 1.4 * body.size && block.lines <= 2 && count < 80;
    }
    let large = style.size > 1.06 * body.size;
    let bold = style.bold && style.size > 0.94 * body.size;
    (large || bold) && !sentence && !text.ends_with(':') && block.lines <= 3 && count <= 160
}

/// A text as two settings of it have it in common.
fn folded(text: &str) -> String {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// For each block the level that the outline gives it.
fn by_outline(blocks: &[Block], outline: &[Entry]) -> Vec<Option<u8>> {
    let mut levels = vec![None; blocks.len()];
    let mut from = 0;
    for entry in outline {
        let title = folded(&entry.title);
        if title.is_empty() {
            continue;
        }
        // In order: titles repeat, and so do the words of headings.
        let found = (from..blocks.len()).find(|&at| {
            let block = &blocks[at];
            let text = folded(&block.text);
            // The outline may leave the heading's number out.
            block.lines <= 4
                && block.row.is_none()
                && (text == title || text.len() < title.len() + 16 && text.ends_with(&title))
                && text.len() < 300
        });
        if let Some(at) = found {
            levels[at] = Some(entry.level);
            from = at + 1;
        }
    }
    levels
}

/// Makes levels agree with the outline, where it names enough of the headings.
fn agree(levels: &mut [Option<u8>], looks: &[Option<(i32, bool)>], outlined: &[Option<u8>]) {
    let named = outlined.iter().flatten().count();
    if named < 2 {
        return;
    }
    // What level the outline gives to each look.
    let mut votes: HashMap<(i32, bool), HashMap<u8, usize>> = HashMap::new();
    for (look, level) in looks.iter().zip(outlined) {
        if let (Some(look), Some(level)) = (look, level) {
            *votes.entry(*look).or_default().entry(*level).or_default() += 1;
        }
    }
    let usual: HashMap<(i32, bool), u8> = votes
        .into_iter()
        .filter_map(|(look, votes)| {
            Some((look, votes.into_iter().max_by_key(|(level, count)| (*count, *level))?.0))
        })
        .collect();
    let deepest = outlined.iter().flatten().copied().max().unwrap_or(1);
    let unnamed: Vec<(i32, bool)> = {
        let mut looks: Vec<(i32, bool)> =
            looks.iter().flatten().copied().filter(|look| !usual.contains_key(look)).collect();
        looks.sort_by(|one, other| other.cmp(one));
        looks.dedup();
        looks
    };
    for (at, level) in levels.iter_mut().enumerate() {
        let (Some(own), Some(look)) = (level.as_mut(), looks[at]) else { continue };
        if let Some(said) = outlined[at] {
            *own = said.min(9);
        } else if let Some(usual) = usual.get(&look) {
            *own = (*usual).min(9);
        } else if *own > 0 {
            // A look that the outline leaves out stands below those that it names, or above all of them.
            let smaller = usual.keys().all(|named| named.0 >= look.0);
            let place = unnamed
                .iter()
                .filter(|other| usual.keys().all(|named| named.0 >= other.0))
                .position(|other| *other == look);
            *own = if smaller { (usize::from(deepest) + 1 + place.unwrap_or(0)).min(9) as u8 } else { 1 };
        }
    }
}
