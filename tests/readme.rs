//! The README's table of keys is the program's own.
use bluebook::app::Keymap;
use bluebook::store::config::{self, Config};
use std::fmt::Write;
use std::path::Path;

fn table() -> String {
    let mut table = String::from("| key | where | what it does |\n| --- | --- | --- |\n");
    for line in Keymap::default().table() {
        let quoted = |key: &String| match key.as_str() {
            "`" => "`` ` ``".to_owned(),
            key => format!("`{}`", key.replace('|', "\\|")),
        };
        let mut keys: Vec<String> = line.keys.iter().map(quoted).collect();
        if keys.is_empty() {
            // By its name in the command line.
            keys.push(format!("`:{}`", line.action));
        }
        writeln!(table, "| {} | {} | {} |", keys.join(" "), line.place, line.help).expect("a string");
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

#[test]
fn the_configuration_in_the_readme_holds() {
    let readme =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("README.md")).expect("README.md");
    let begin = readme.find("```toml\n").expect("an example") + 8;
    let example = &readme[begin..begin + readme[begin..].find("```").expect("its end")];
    let settled = Config::parse("config.toml", example).unwrap_or_else(|error| panic!("{error:#}"));
    let mut own = config::profile(&settled.settings.key_profile).expect("a profile");
    own.extend(settled.keys);
    assert!(Keymap::new(&own).is_ok(), "{:?}", Keymap::new(&own).err());
}
