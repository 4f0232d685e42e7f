//! The README's table of keys is the program's own.
use bluebook::app::Keymap;
use std::fmt::Write;
use std::path::Path;

fn table() -> String {
    let mut table = String::from("| key | where | what it does |\n| --- | --- | --- |\n");
    for line in Keymap::default().table() {
        let keys: Vec<String> =
            line.keys.iter().map(|key| format!("`{}`", key.replace('|', "\\|"))).collect();
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
