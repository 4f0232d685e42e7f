//! The README's table of keys is the program's own.
use bluebook::app::{BINDINGS, Context, Group};
use std::fmt::Write;
use std::path::Path;

fn table() -> String {
    let mut table = String::from("| key | where | what it does |\n| --- | --- | --- |\n");
    for group in Group::ALL {
        for binding in BINDINGS.iter().filter(|binding| binding.group == group) {
            // A bar in a cell would end it.
            let name = |key: &bluebook::app::Key| format!("`{}`", key.name().replace('|', "\\|"));
            let keys: Vec<String> = binding.keys.iter().map(name).collect();
            let place = match binding.contexts {
                [Context::Hits] => "hits",
                [Context::Slip] => "note",
                [Context::Facets] => "facets",
                [Context::Query] => "query",
                [Context::Hits, Context::Facets] => "hits, facets",
                [Context::Reader, Context::Hits] => "text, hits",
                [Context::List, Context::Hits] => "tree, hits",
                [Context::List, Context::Reader, Context::Hits, ..]
                    if !binding.contexts.contains(&Context::Help) =>
                {
                    "tree, text, hits"
                }
                [Context::List] => "tree",
                [Context::Reader] | [Context::Reader, Context::Slip] => "text",
                [Context::Map] => "map",
                [Context::Prompt | Context::Lookup, ..] => "typing",
                [Context::List, Context::Reader] => "tree, text",
                _ => "everywhere",
            };
            writeln!(table, "| {} | {place} | {} |", keys.join(" "), binding.help).expect("a string");
        }
    }
    table
}

#[test]
fn the_keys_in_the_readme_are_the_programs() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md");
    let readme = std::fs::read_to_string(&path).expect("README.md");
    let begin = readme.find("<!-- keys").expect("the mark before the keys");
    let begin = begin + readme[begin..].find("-->\n").expect("its end") + 4;
    let end = readme.find("<!-- end of keys -->").expect("the mark behind the keys");
    let wanted = format!("\n{}\n", table());
    if std::env::var_os("BLUEBOOK_README").is_some() {
        let written = format!("{}{wanted}{}", &readme[..begin], &readme[end..]);
        std::fs::write(&path, written).expect("README.md can be written");
        return;
    }
    assert_eq!(&readme[begin..end], wanted, "run BLUEBOOK_README=1 cargo test --test readme");
}
