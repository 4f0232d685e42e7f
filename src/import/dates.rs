//! The year in a date, however it is written. Never a day or a month.

/// The years that an edition, or a file, can be of: what is outside is a machine's idea of nothing, such as 1601.
const YEARS: std::ops::RangeInclusive<i32> = 1800..=2199;

/// The number, where it can be a year.
pub fn as_year(number: i32) -> Option<i32> {
    YEARS.contains(&number).then_some(number)
}

/// The first number in a date that can be a year: of `2015-04-01`, `1 April 2015`, `20150401`.
pub fn year_of(date: &str) -> Option<i32> {
    let numbers = date.split(|c: char| !c.is_ascii_digit());
    numbers
        .filter(|number| matches!(number.len(), 4 | 8))
        .find_map(|number| as_year(number[..4].parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::year_of;

    #[test]
    fn years_of_dates() {
        for (date, year) in [
            ("2015", Some(2015)),
            ("2015-04-01T12:00:00Z", Some(2015)),
            (" 1 April 2015", Some(2015)),
            ("20150401", Some(2015)),
            ("1601-01-01T00:00:00Z", None),
            ("9999", None),
            ("0000-00-00", None),
            ("April", None),
            ("201504", None),
            ("\u{662f}2015\u{5e74}", Some(2015)),
        ] {
            assert_eq!(year_of(date), year, "{date}");
        }
    }
}
