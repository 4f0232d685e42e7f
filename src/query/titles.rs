//! How alike titles and headings are, by their words. Never knows whose they are.
use crate::gazetteer::fold::fold;
use std::collections::HashSet;

/// The words of a title or a heading, folded; numbers are left aside, they change with every edition.
pub fn words(text: &str) -> HashSet<String> {
    fold(text)
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty() && !word.bytes().all(|byte| byte.is_ascii_digit()))
        .map(str::to_owned)
        .collect()
}

/// Words in both of all words, 0 to 1.
pub fn in_common(one: &HashSet<String>, other: &HashSet<String>) -> f64 {
    let both = one.intersection(other).count();
    let all = one.len() + other.len() - both;
    if all == 0 { 0.0 } else { both as f64 / all as f64 }
}
