//! The years of a page, one column each, and the gaps between them. Never measures a screen.
use crate::query::timeline::Editions;

/// A column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Column {
    /// The edition's year of this number.
    Edition(usize),
    /// A year of which the library has no edition.
    Gap,
}

/// A gap of more years than this is not shown in its whole length.
const LONGEST: i64 = 12;
/// It takes so many columns then.
const SHORT: i64 = 3;

/// A column for each year from the first edition to the last.
pub(super) fn columns(editions: &Editions) -> Vec<Column> {
    let mut columns = Vec::new();
    let mut last: Option<i64> = None;
    for (at, edition) in editions.years.iter().enumerate() {
        let year = i64::from(edition.year);
        let missing = last.map_or(0, |last| year - last - 1);
        let gap = if missing > LONGEST { SHORT } else { missing };
        columns.extend((0..gap).map(|_| Column::Gap));
        columns.push(Column::Edition(at));
        last = Some(year);
    }
    columns
}
