//! The scopes in a query as it was typed: added and taken away as text, so that what is asked, saved and
//! shown is always one and the same line. Never asks what they mean.
use crate::query::search::scopes;
use std::ops::Range;

/// The query with a scope behind the last of its scopes, or in front of its words where it has none; without it
/// where it was there. A year takes the place of another year: nothing is of two.
pub fn toggled(text: &str, scope: &str) -> String {
    let there = scopes(text);
    let same = |range: &&Range<usize>| text[(*range).clone()].eq_ignore_ascii_case(scope);
    if let Some(range) = there.iter().find(same) {
        return without(text, range);
    }
    let is_year =
        |range: &&Range<usize>| scope.starts_with("year:") && text[(*range).clone()].starts_with("year:");
    if let Some(range) = there.iter().find(is_year) {
        return toggled(&without(text, range), scope);
    }
    let end = there.last().map_or(0, |range| range.end);
    let (before, behind) = (text[..end].trim(), text[end..].trim_start());
    let gap = if before.is_empty() { "" } else { " " };
    format!("{before}{gap}{scope} {behind}")
}

/// The query without its last scope; `None` where it has none.
pub fn without_last(text: &str) -> Option<String> {
    scopes(text).last().map(|range| without(text, range))
}

fn without(text: &str, range: &Range<usize>) -> String {
    format!("{}{}", &text[..range.start], text[range.end..].trim_start())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn scopes_are_added_and_taken_away() {
        assert_eq!(toggled("wheat", "@kaz"), "@kaz wheat");
        assert_eq!(toggled("@kaz wheat", "year:2015"), "@kaz year:2015 wheat");
        assert_eq!(toggled("@kaz year:2015 wheat", "year:2014"), "@kaz year:2014 wheat");
        assert_eq!(toggled("@kaz year:2014 wheat", "@kaz"), "year:2014 wheat");
        // What was chosen last is the last one, and the one that is taken away.
        assert_eq!(toggled("year:2015 @kaz wheat", "year:2014"), "@kaz year:2014 wheat");
        assert_eq!(toggled("wheat @kaz", "year:2014"), "wheat @kaz year:2014 ");
        assert_eq!(toggled("@kaz wheat in:trade oil", "@jpn"), "@kaz wheat in:trade @jpn oil");
        assert_eq!(toggled("regex:[0-9]+ tons", "@kaz"), "@kaz regex:[0-9]+ tons");
        assert_eq!(toggled("", "@kaz"), "@kaz ");
        assert_eq!(without_last("@kaz wheat year:2014").as_deref(), Some("@kaz wheat "));
        assert_eq!(without_last("wheat"), None);
    }
}
