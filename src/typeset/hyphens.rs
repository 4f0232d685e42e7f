//! Where long words may be parted, by the patterns of their language. Never parts an address, a note's mark or a
//! short name.
use super::cells::Cell;
use super::line::Mark;
use hypher::Lang;
use std::ops::Range;

/// The language whose patterns part words.
pub type Tongue = Lang;

/// Letters that stay before a hyphen and behind it, at the least.
const LEAST: (usize, usize) = (2, 3);
/// The letters of the shortest and of the longest word that is parted.
const LETTERS: std::ops::RangeInclusive<usize> = 6..=48;
/// The letters of the shortest word with a capital that is parted.
const NAME: usize = 9;
/// So far from a word its address is looked for, in signs.
const FAR: usize = 200;

/// The patterns for a language by its BCP 47 tag; for English where nobody says the language.
pub fn tongue(language: Option<&str>) -> Option<Tongue> {
    let Some(tag) = language.filter(|tag| !tag.is_empty()) else { return Some(Lang::English) };
    let primary = tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase();
    let code: [u8; 2] = primary.as_bytes().try_into().ok()?;
    Lang::from_iso(code)
}

/// Parts the word in `span` so that its beginning and a hyphen fit into `room` columns: the cell that the rest
/// begins with.
pub fn part(cells: &[Cell<'_>], span: Range<usize>, room: usize, tongue: Tongue) -> Option<usize> {
    let is_letter = |at: usize| cells[at].text.chars().next().is_some_and(char::is_alphabetic);
    let first = span.clone().find(|&at| is_letter(at))?;
    let last = span.clone().rev().find(|&at| is_letter(at))? + 1;
    let word = first..last;
    let marked = |at: usize| matches!(cells[at].look.mark, Some(Mark::NoteMark(_) | Mark::NoteLabel(_)));
    if !LETTERS.contains(&word.len())
        || word.clone().any(|at| !is_letter(at) || marked(at))
        || in_address(cells, first)
    {
        return None;
    }
    let text: String = cells[word.clone()].iter().map(|cell| cell.text.as_ref()).collect();
    let mut letters = text.chars();
    let capital = letters.next().is_some_and(char::is_uppercase);
    if capital && word.len() < NAME || letters.any(char::is_uppercase) || !is_of(&text, tongue) {
        return None;
    }
    // The cell behind each syllable but the last.
    let mut joints = Vec::new();
    let (mut byte, mut at, mut reached) = (0, word.start, 0);
    for syllable in hypher::hyphenate_bounded(&text, tongue, LEAST.0, LEAST.1) {
        byte += syllable.len();
        while reached < byte && at < word.end {
            reached += cells[at].text.len();
            at += 1;
        }
        if reached == byte && at < word.end {
            joints.push(at);
        }
    }
    let wide = |to: usize| cells[span.start..to].iter().map(|cell| cell.width).sum::<usize>();
    joints.into_iter().rev().find(|&joint| wide(joint) < room)
}

/// Whether the patterns know the word's letters.
fn is_of(word: &str, tongue: Tongue) -> bool {
    match tongue {
        Lang::Russian => word.chars().all(|c| matches!(c, '\u{400}'..='\u{52f}')),
        _ => word.chars().all(|c| c.is_ascii() || matches!(c, '\u{c0}'..='\u{24f}' | '\u{300}'..='\u{36f}')),
    }
}

/// Whether a cell stands in an address: of the web, of a file, of mail.
fn in_address(cells: &[Cell<'_>], at: usize) -> bool {
    let near = at.saturating_sub(FAR)..(at + FAR).min(cells.len());
    let start = (near.start..at).rev().find(|&at| cells[at].is_space()).map_or(near.start, |at| at + 1);
    let end = (at..near.end).find(|&at| cells[at].is_space()).unwrap_or(near.end);
    let token = &cells[start..end];
    let signs = |cell: &Cell<'_>| matches!(cell.text.as_ref(), "/" | "@" | "_" | "\\" | "=");
    let letter = |cell: Option<&Cell<'_>>| {
        cell.is_some_and(|cell| cell.text.chars().next().is_some_and(char::is_alphanumeric))
    };
    let dotted = |at: usize| token[at].text == "." && letter(token.get(at + 1)) && at > 0;
    token.iter().any(signs) || (0..token.len()).any(dotted)
}
