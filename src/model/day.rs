//! A day of the calendar. Never asks a clock which one it is.
use std::fmt;

/// A day of the Gregorian calendar; in order of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Day {
    year: i32,
    month: u8,
    of_month: u8,
}

/// The months' English names.
const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

impl Day {
    /// The day of these numbers; `None` where the calendar has no such day or its year has not four digits.
    pub fn new(year: i32, month: u8, day: u8) -> Option<Self> {
        let leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        let days = match month {
            4 | 6 | 9 | 11 => 30,
            2 if leap => 29,
            2 => 28,
            _ => 31,
        };
        let fits = (1000..=9999).contains(&year) && (1..=12).contains(&month) && (1..=days).contains(&day);
        fits.then_some(Self { year, month, of_month: day })
    }

    /// Reads `2026-11-22`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('-');
        let mut number = |digits: usize| {
            let part = parts.next()?;
            let sound = part.len() == digits && part.bytes().all(|byte| byte.is_ascii_digit());
            if sound { part.parse::<u16>().ok() } else { None }
        };
        let (year, month, day) = (number(4)?, number(2)?, number(2)?);
        if parts.next().is_some() {
            return None;
        }
        Self::new(i32::from(year), u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// The day, in UTC, so many seconds after the beginning of 1970; `None` behind the year 9999.
    pub fn since_1970(seconds: u64) -> Option<Self> {
        // Counted from 1 March of the year 0, so that a leap day ends a year (the method of Howard Hinnant's
        // "chrono-Compatible Low-Level Date Algorithms").
        let days = i64::try_from(seconds / 86_400).ok()? + 719_468;
        let era = days / 146_097;
        let of_era = days % 146_097;
        let year_of_era = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
        let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
        let shifted = (5 * of_year + 2) / 153;
        let day = of_year - (153 * shifted + 2) / 5 + 1;
        let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
        let year = year_of_era + era * 400 + i64::from(month <= 2);
        Self::new(i32::try_from(year).ok()?, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
    }

    /// The days from the beginning of 1970 to this one, before it negative (the same author's `days_from_civil`).
    pub fn days_since_1970(self) -> i64 {
        let month = i64::from(self.month);
        let year = i64::from(self.year) - i64::from(month <= 2);
        let (era, of_era) = (year.div_euclid(400), year.rem_euclid(400));
        let shifted = if month > 2 { month - 3 } else { month + 9 };
        let of_year = (153 * shifted + 2) / 5 + i64::from(self.of_month) - 1;
        era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.year
    }

    /// The month, from 1.
    pub fn month(self) -> u8 {
        self.month
    }

    /// The day of the month, from 1.
    pub fn day(self) -> u8 {
        self.of_month
    }

    /// `November 22, 2026`, as American styles write it.
    pub fn in_words(self) -> String {
        let month = MONTHS.get(usize::from(self.month) - 1).copied().unwrap_or_default();
        format!("{month} {}, {}", self.of_month, self.year)
    }
}

impl fmt::Display for Day {
    /// `2026-11-22` (ISO 8601).
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}-{:02}", self.year, self.month, self.of_month)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_by_the_clock() {
        for (seconds, wanted) in [
            (0, "1970-01-01"),
            (86_399, "1970-01-01"),
            (951_782_399, "2000-02-28"),
            (951_782_400, "2000-02-29"),
            (951_868_800, "2000-03-01"),
            (1_795_305_600, "2026-11-22"),
            (4_107_542_400, "2100-03-01"),
        ] {
            assert_eq!(Day::since_1970(seconds).map(|day| day.to_string()).as_deref(), Some(wanted));
        }
        assert_eq!(Day::since_1970(u64::MAX), None);
    }

    #[test]
    fn days_as_they_are_written() {
        let day = Day::parse("2026-11-02").expect("a day");
        assert_eq!((day.to_string().as_str(), day.in_words().as_str()), ("2026-11-02", "November 2, 2026"));
        assert!(Day::parse("2024-02-29").is_some());
        for none in [
            "2026-02-29",
            "2026-13-01",
            "2026-1-1",
            "2026-00-10",
            "26-01-01",
            "+026-01-01",
            "",
            "2026-01-01-",
        ] {
            assert_eq!(Day::parse(none), None, "{none}");
        }
    }
}
