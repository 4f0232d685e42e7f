//! Names of authors, and how their parts stand. Never guesses which part of a name is the family's: only a comma
//! tells.

/// Who wrote something.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Name {
    /// A person whose name's parts are told: `Doe, Jane`.
    Person {
        /// The family's name.
        family: String,
        /// The person's own.
        given: String,
    },
    /// An organisation, or a person whose name is told in one.
    Whole(String),
}

/// Words that tell that a name with a comma is an organisation's.
const OFFICES: [&str; 24] = [
    "agency",
    "and",
    "association",
    "bank",
    "bureau",
    "center",
    "centre",
    "college",
    "commission",
    "committee",
    "company",
    "corporation",
    "council",
    "department",
    "division",
    "embassy",
    "foundation",
    "government",
    "institute",
    "ministry",
    "office",
    "of",
    "society",
    "university",
];
/// What stands behind a company's name.
const FORMS: [&str; 6] = ["co", "corp", "gmbh", "inc", "llc", "ltd"];

impl Name {
    /// Reads one name.
    pub fn read(name: &str) -> Self {
        let whole = || Self::Whole(name.trim().to_owned());
        let Some((family, given)) = name.split_once(',') else { return whole() };
        let (family, given) = (family.trim(), given.trim());
        let words = |part: &str| part.split_whitespace().count();
        let small = name.to_lowercase();
        let mut parts = small.split(|c: char| !c.is_alphanumeric());
        let office = parts.any(|word| OFFICES.contains(&word) || FORMS.contains(&word));
        if given.contains(',')
            || !(1..=4).contains(&words(family))
            || !(1..=4).contains(&words(given))
            || office
        {
            return whole();
        }
        Self::Person { family: family.into(), given: given.into() }
    }

    /// Reads names with semicolons between them.
    pub fn read_all(names: &str) -> Vec<Self> {
        names.split(';').filter(|name| !name.trim().is_empty()).map(Self::read).collect()
    }

    /// As it is spoken: `Jane Doe`.
    pub fn spoken(&self) -> String {
        match self {
            Self::Person { family, given } => format!("{given} {family}"),
            Self::Whole(name) => name.clone(),
        }
    }

    /// As it stands in an alphabet: `Doe, Jane`.
    pub fn sorted(&self) -> String {
        match self {
            Self::Person { family, given } => format!("{family}, {given}"),
            Self::Whole(name) => name.clone(),
        }
    }

    /// The family's name alone.
    pub fn short(&self) -> &str {
        match self {
            Self::Person { family, .. } => family,
            Self::Whole(name) => name,
        }
    }

    /// With initials: `Doe, J.`.
    pub fn with_initials(&self) -> String {
        match self {
            Self::Person { family, given } => {
                let initial = |part: &str| {
                    let first = part.chars().find(|c| c.is_alphabetic());
                    first.map(|c| format!("{}.", c.to_uppercase()))
                };
                let initials: Vec<String> = given
                    .split_whitespace()
                    .map(|word| word.split('-').filter_map(initial).collect::<Vec<_>>().join("-"))
                    .filter(|word| !word.is_empty())
                    .collect();
                format!("{family}, {}", initials.join(" "))
            }
            Self::Whole(name) => name.clone(),
        }
    }
}

/// Names one behind the other: `A`, `A and B`, `A, B, and C`.
pub fn series(names: &[String], and: &str) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [one, other] if and == "&" => format!("{one}, & {other}"),
        [one, other] => format!("{one} {and} {other}"),
        [before @ .., last] => format!("{}, {and} {last}", before.join(", ")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_comma_parts_a_name() {
        let person = |family: &str, given: &str| Name::Person { family: family.into(), given: given.into() };
        let whole = |name: &str| Name::Whole(name.into());
        for (text, wanted) in [
            ("Doe, Jane", person("Doe", "Jane")),
            ("de la Cruz, Juana Inés", person("de la Cruz", "Juana Inés")),
            ("Jane Doe", whole("Jane Doe")),
            ("World Bank", whole("World Bank")),
            ("Ministry of Ports, Borduria", whole("Ministry of Ports, Borduria")),
            ("Harbour Books, Inc.", whole("Harbour Books, Inc.")),
            ("Doe, Jane, Jr.", whole("Doe, Jane, Jr.")),
            ("外務省", whole("外務省")),
            (",", whole(",")),
        ] {
            assert_eq!(Name::read(text), wanted, "{text}");
        }
        assert_eq!(person("Doe", "Jean-Luc M.").with_initials(), "Doe, J.-L. M.");
    }

    #[test]
    fn names_in_a_row() {
        let names: Vec<String> = ["A", "B", "C"].map(String::from).into();
        assert_eq!(series(&names[..1], "and"), "A");
        assert_eq!(series(&names[..2], "and"), "A and B");
        assert_eq!(series(&names, "and"), "A, B, and C");
        assert_eq!(series(&names[..2], "&"), "A, & B");
    }
}
