//! Moments as people and files write them: `2026-11-22T09:41:06Z`, always in universal time. Never asks a clock.

use super::day::Day;

/// "2026-11-22", of seconds since 1970.
pub fn date(seconds: u64) -> String {
    Day::since_1970(seconds).map_or_else(|| "9999-12-31".into(), |day| day.to_string())
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
    let (time, fine) = time.split_once('.').unwrap_or((time, "000"));
    let numbers = |text: &str, widths: &[usize]| -> Option<Vec<u64>> {
        let parts: Vec<&str> = text.split(':').collect();
        let fits = parts.len() == widths.len()
            && parts.iter().zip(widths).all(|(part, width)| part.len() == *width)
            && parts.iter().all(|part| part.bytes().all(|byte| byte.is_ascii_digit()));
        fits.then(|| parts.iter().filter_map(|part| part.parse().ok()).collect())
    };
    let (time, fine) = (numbers(time, &[2, 2, 2])?, numbers(fine, &[3])?);
    let (&[hour, minute, second], &[fine]) = (time.as_slice(), fine.as_slice()) else { return None };
    let days = u64::try_from(Day::parse(date)?.days_since_1970()).ok()?;
    (hour < 24 && minute < 60 && second < 60)
        .then_some((days * 86_400 + hour * 3600 + minute * 60 + second) * 1000 + fine)
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
            let day = Day::since_1970(at / 1000).expect("a day");
            prop_assert_eq!(day.days_since_1970(), (at / 86_400_000) as i64);
        }
    }
}
