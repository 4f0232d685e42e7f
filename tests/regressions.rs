//! Inputs that once broke an importer or another reader of what comes from outside: each is read again, and must
//! come to a sound document or to a reason. `tests/fuzz/run.sh` finds more of them.
use std::path::Path;

#[path = "samples/sound.rs"]
mod sound;

#[path = "fuzz/checks.rs"]
mod checks;

#[test]
fn inputs_that_once_broke_something() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/regressions");
    let mut read = 0;
    for folder in std::fs::read_dir(&root).expect("tests/regressions") {
        let folder = folder.expect("a folder").path();
        if !folder.is_dir() {
            continue;
        }
        let target = folder.file_name().and_then(|name| name.to_str()).expect("a plain name").to_owned();
        let check = checks::of(&target).unwrap_or_else(|| panic!("no check is called {target}"));
        for file in std::fs::read_dir(&folder).expect("a folder") {
            let file = file.expect("a file").path();
            println!("{}", file.display());
            check(&std::fs::read(&file).expect("an input"));
            read += 1;
        }
    }
    println!("{read} inputs read");
}
