//! The authors that a file names: what is a name, and several as one text. Never splits a name into its parts.

/// What programs write where nobody is named, folded.
const NOBODY: [&str; 15] = [
    "admin",
    "administrator",
    "anonymous",
    "author",
    "default",
    "guest",
    "microsoft office user",
    "n/a",
    "none",
    "owner",
    "pc",
    "root",
    "unknown",
    "user",
    "windows user",
];

/// The most names that are kept: whoever lists more is a catalogue.
const MOST: usize = 20;

/// Names parted by semicolons: those of the given ones that are names, each once. `None` where none is.
pub fn joined<'a>(names: impl IntoIterator<Item = &'a str>) -> Option<String> {
    let mut kept: Vec<String> = Vec::new();
    for name in names.into_iter().flat_map(|names| names.split(';')) {
        let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
        if is_name(&name) && !kept.contains(&name) && kept.len() < MOST {
            kept.push(name);
        }
    }
    (!kept.is_empty()).then(|| kept.join("; "))
}

/// Whether it can be the name of who wrote a text, not that of a program's account or an address.
fn is_name(name: &str) -> bool {
    let folded = name.to_lowercase();
    let address = folded.contains("://") || folded.contains('@') || folded.contains('\\');
    name.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && name.chars().count() <= 200
        && !address
        && !name.contains('\u{fffd}')
        && !NOBODY.contains(&folded.as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn accounts_are_no_authors() {
        for (names, wanted) in [
            (&["Doe, Jane; Roe, Richard"][..], Some("Doe, Jane; Roe, Richard")),
            (&["外務省"], Some("外務省")),
            (&["Jane  Doe", "Jane Doe", "Harbour Office"], Some("Jane Doe; Harbour Office")),
            (&["Administrator"], None),
            (&["DOMAIN\\jdoe", "https://example.org/jane", "jane@example.org", "-"], None),
            (&[], None),
        ] {
            assert_eq!(joined(names.iter().copied()).as_deref(), wanted);
        }
    }
}
