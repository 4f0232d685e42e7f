//! "Field: value" paragraphs, whose figures are compared as figures.
use regex::Regex;
use std::sync::LazyLock;

/// A field that both sides have.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// What stands before the colon, as the right side has it.
    pub field: String,
    /// The figures that both sides give for the same thing, in the right side's order.
    pub figures: Vec<Figure>,
}

/// A figure on both sides.
#[derive(Debug, Clone, PartialEq)]
pub struct Figure {
    /// The words before it, where the value has several: `male`.
    pub of: String,
    /// What it counts, as it is written: `%`, `km`.
    pub unit: String,
    /// On the left side.
    pub left: f64,
    /// On the right side.
    pub right: f64,
}

impl Figure {
    /// By how much it grew, in percent of the left side's; `None` from nothing, and between percentages, which are
    /// told in points.
    pub fn growth(&self) -> Option<f64> {
        (self.left.abs() > 0.0 && self.unit != "%")
            .then(|| (self.right - self.left) / self.left.abs() * 100.0)
    }

    /// The change in words: `+23 %`, `-1.2 points`; nothing where the figure stayed.
    pub fn change(&self) -> Option<String> {
        // Written the same, read the same: no rounding comes between.
        if self.left.total_cmp(&self.right).is_eq() {
            return None;
        }
        let rounded = |number: f64| {
            let figures = usize::from(number.abs() < 10.0);
            format!("{number:+.figures$}")
        };
        Some(match self.growth() {
            Some(growth) => format!("{} %", rounded(growth)),
            None if self.unit == "%" => format!("{} points", rounded(self.right - self.left)),
            None => "from nothing".into(),
        })
    }
}

/// The longest name of a field, in bytes.
const LONGEST: usize = 60;

/// The name of the field that a paragraph gives, and its value: what stands before the first colon, if that is a
/// name and no sentence.
pub(super) fn field(text: &str) -> Option<(&str, &str)> {
    let colon = text[..text.floor_char_boundary(LONGEST + 1)].find(": ")?;
    let (name, value) = (text[..colon].trim(), text[colon + 2..].trim());
    let begins = name.chars().next().is_some_and(char::is_uppercase);
    let sentence = name.contains(['.', ';', '!', '?', '"', '\u{201c}', ':']);
    (begins && !sentence && !value.is_empty() && name.split(' ').count() <= 8).then_some((name, value))
}

/// What a paragraph of each side say of one field.
pub(super) fn fact(left: &str, right: &str) -> Option<Fact> {
    let ((name, before), (other, after)) = (field(left)?, field(right)?);
    if !name.eq_ignore_ascii_case(other) {
        return None;
    }
    let earlier = readings(before);
    let mut used = vec![false; earlier.len()];
    let mut figures = Vec::new();
    for reading in readings(after) {
        let same = |(at, other): (usize, &Reading)| {
            (!used[at] && other.of == reading.of && other.unit == reading.unit).then_some(at)
        };
        if let Some(at) = earlier.iter().enumerate().find_map(same) {
            used[at] = true;
            figures.push(Figure {
                of: reading.of,
                unit: reading.unit,
                left: earlier[at].value,
                right: reading.value,
            });
        }
    }
    Some(Fact { field: other.to_owned(), figures })
}

/// A figure of one side.
struct Reading {
    of: String,
    unit: String,
    value: f64,
}

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| {
    // A sign belongs to the figure only where nothing stands before it: 1990-92 is no -92.
    Regex::new(r"(?:^|[\s(\[$€£¥])(-?\d{1,3}(?:,\d{3})+(?:\.\d+)?|-?\d+(?:\.\d+)?)(?:\s*(trillion|billion|million))?\s*(%|[A-Za-z/°²³]+)?").ok()
});
static DATED: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"\([^()]*\b(?:1[5-9]|20)\d\d\b[^()]*\)").ok());

fn readings(value: &str) -> Vec<Reading> {
    let (Some(number), Some(dated)) = (NUMBER.as_ref(), DATED.as_ref()) else { return Vec::new() };
    // "(2001 est.)" dates a figure and is none.
    let value = dated.replace_all(value, " ");
    let mut readings = Vec::new();
    let mut from = 0;
    for found in number.captures_iter(&value) {
        let (Some(whole), Some(digits)) = (found.get(0), found.get(1)) else { continue };
        let before = &value[from..digits.start()];
        from = whole.end();
        let Ok(plain) = digits.as_str().replace(',', "").parse::<f64>() else { continue };
        let scale = match found.get(2).map(|word| word.as_str()) {
            Some("trillion") => 1e12,
            Some("billion") => 1e9,
            Some("million") => 1e6,
            _ => 1.0,
        };
        let of: Vec<&str> = before
            .rsplit(['|', ';', ',', '('])
            .next()
            .unwrap_or_default()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty())
            .collect();
        let of = of[of.len().saturating_sub(4)..].join(" ").to_lowercase();
        let unit = found.get(3).map_or("", |unit| unit.as_str()).to_owned();
        readings.push(Reading { of, unit, value: plain * scale });
    }
    readings
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_field_is_a_name_before_a_colon() {
        assert_eq!(field("Population: 17,103,927"), Some(("Population", "17,103,927")));
        assert_eq!(field("HIV/AIDS - deaths: 100"), Some(("HIV/AIDS - deaths", "100")));
        assert_eq!(field("He said. Then: nothing"), None);
        assert_eq!(field("and so: it is"), None);
        assert_eq!(field("Note:"), None);
        assert_eq!(field("\u{65e5}\u{672c}: 3"), None);
    }

    #[test]
    fn figures_are_compared_as_figures() {
        let told = |left: &str, right: &str| -> Vec<String> {
            let fact = fact(left, right).expect("a fact");
            let tell = |figure: &Figure| format!("{} {} {:?}", figure.of, figure.unit, figure.change());
            fact.figures.iter().map(|figure| tell(figure).trim().to_owned()).collect()
        };
        assert_eq!(
            told("Population: 16,000,000 (July 1992)", "Population: 19,680,000 (2025 est.)"),
            ["Some(\"+23 %\")"]
        );
        assert_eq!(told("Labor force: 8 million", "Labor force: 8.1 million"), ["Some(\"+1.2 %\")"]);
        assert_eq!(
            told("Literacy: total 98% male 99%", "Literacy: total 97.5% male 99%"),
            ["total % Some(\"-0.5 points\")", "male % None"]
        );
        assert_eq!(told("Coast: 0 km", "Coast: 12 km"), ["km Some(\"from nothing\")"]);
        assert!(fact("Coast: 0 km", "Rivers: 0 km").is_none());
    }
}
