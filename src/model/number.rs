//! Numbers as a reader is told them.

/// "1,234".
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// "1 passage", "1,234 passages".
pub fn counted(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(number), if number == 1 { "" } else { "s" })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_stand_apart_and_one_is_alone() {
        for (number, told) in [
            (0, "0 notes"),
            (1, "1 note"),
            (999, "999 notes"),
            (1000, "1,000 notes"),
            (1_234_567, "1,234,567 notes"),
        ] {
            assert_eq!(counted(number, "note"), told);
        }
    }
}
