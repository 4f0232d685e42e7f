//! Moments as people and files write them: `2026-11-22T09:41:06Z`, always in universal time. Never asks a clock.

/// Days from 0000-03-01 to 1970-01-01 in the proleptic Gregorian calendar.
const EPOCH: i64 = 719_468;
/// Days of 400 years.
const ERA: i64 = 146_097;

/// The year, month and day of a number of days since 1970-01-01.
///
/// Method: Howard Hinnant, "chrono-Compatible Low-Level Date Algorithms", `civil_from_days`.
pub fn civil(days: i64) -> (i64, u32, u32) {
    let days = days + EPOCH;
    let era = days.div_euclid(ERA);
    let of_era = days.rem_euclid(ERA);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    // Years begin in March, so that the odd day is the last.
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year_of_era + era * 400 + i64::from(month <= 2), month as u32, day as u32)
}

/// The days since 1970-01-01 of a year, month and day; the same author's `days_from_civil`.
pub fn days(year: i64, month: u32, day: u32) -> i64 {
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let month = i64::from(month);
    let of_year = (153 * (if month > 2 { month - 3 } else { month + 9 }) + 2) / 5 + i64::from(day) - 1;
    era * ERA + of_era * 365 + of_era / 4 - of_era / 100 + of_year - EPOCH
}

/// "2026-11-22", of seconds since 1970.
pub fn date(seconds: u64) -> String {
    let (year, month, day) = civil((seconds / 86_400) as i64);
    format!("{year:04}-{month:02}-{day:02}")
}

/// "2026-11-22T09:41:06Z", of seconds since 1970.
pub fn moment(seconds: u64) -> String {
    let rest = seconds % 86_400;
    format!("{}T{:02}:{:02}:{:02}Z", date(seconds), rest / 3600, rest / 60 % 60, rest % 60)
}

/// "2026-11-22T09:41:06.123Z", of milliseconds since 1970.
pub fn fine_moment(milliseconds: u64) -> String {
    let whole = moment(milliseconds / 1000);
    format!("{}.{:03}Z", whole.trim_end_matches('Z'), milliseconds % 1000)
}

/// The milliseconds since 1970 of a moment as written above, with or without milliseconds; `None` for what is none.
pub fn milliseconds(text: &str) -> Option<u64> {
    let text = text.strip_suffix('Z')?;
    let (date, time) = text.split_once('T')?;
    let numbers = |text: &str, sign: char, widths: &[usize]| -> Option<Vec<u64>> {
        let parts: Vec<&str> = text.split(sign).collect();
        let fits = parts.len() == widths.len()
            && parts.iter().zip(widths).all(|(part, width)| part.len() == *width)
            && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        fits.then(|| parts.iter().filter_map(|part| part.parse().ok()).collect())
    };
    let (time, fine) = time.split_once('.').unwrap_or((time, "000"));
    let [date, time, fine] =
        [numbers(date, '-', &[4, 2, 2])?, numbers(time, ':', &[2, 2, 2])?, numbers(fine, '.', &[3])?];
    let ([year, month, day], [hour, minute, second], [fine]) =
        (date.as_slice(), time.as_slice(), fine.as_slice())
    else {
        return None;
    };
    let in_range =
        (1..=12).contains(month) && (1..=31).contains(day) && *hour < 24 && *minute < 60 && *second < 61;
    if !in_range {
        return None;
    }
    let days = u64::try_from(days(*year as i64, *month as u32, *day as u32)).ok()?;
    Some((days * 86_400 + hour * 3600 + minute * 60 + second) * 1000 + fine)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn moments_are_those_of_the_calendar() {
        assert_eq!(moment(0), "1970-01-01T00:00:00Z");
        // 2000 was a leap year, 2100 is none.
        assert_eq!(date(951_782_400), "2000-02-29");
        assert_eq!(moment(4_107_542_399), "2100-02-28T23:59:59Z");
        assert_eq!(date(4_107_542_400), "2100-03-01");
        assert_eq!(fine_moment(1_763_804_466_007), "2025-11-22T09:41:06.007Z");
        for wrong in [
            "",
            "2025-11-22",
            "2025-13-22T09:41:06Z",
            "2025-11-22T9:41:06Z",
            "1969-11-22T09:41:06Z",
            "\u{1b}Z",
        ] {
            assert_eq!(milliseconds(wrong), None, "{wrong:?}");
        }
    }

    proptest! {
        #[test]
        fn what_is_written_is_read(at in 0..253_402_300_799_999_u64) {
            prop_assert_eq!(milliseconds(&fine_moment(at)), Some(at));
            prop_assert_eq!(milliseconds(&moment(at / 1000)), Some(at / 1000 * 1000));
            let (year, month, day) = civil((at / 86_400_000) as i64);
            prop_assert_eq!(days(year, month, day), (at / 86_400_000) as i64);
        }
    }
}
