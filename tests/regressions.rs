//! Inputs that once broke an importer or another reader of what comes from outside: each is read again, and must
//! come to a sound document or to a reason. `tests/fuzz/run.sh` finds more of them.
use std::fmt::Write;
use std::panic::catch_unwind;
use std::path::Path;

#[path = "samples/sound.rs"]
mod sound;

#[path = "regressions/checks.rs"]
mod checks;

#[test]
fn inputs_that_once_broke_something() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/regressions");
    let mut broken = String::new();
    for folder in std::fs::read_dir(&root).expect("tests/regressions") {
        let folder = folder.expect("a folder").path();
        if !folder.is_dir() {
            continue;
        }
        let target = folder.file_name().and_then(|name| name.to_str()).expect("a plain name").to_owned();
        let check = checks::of(&target).unwrap_or_else(|| panic!("no check is called {target}"));
        for file in std::fs::read_dir(&folder).expect("a folder") {
            let file = file.expect("a file").path();
            let input = std::fs::read(&file).expect("an input");
            // All of them are tried: one that is broken again says nothing of the others.
            if catch_unwind(|| check(&input)).is_err() {
                let _ = writeln!(broken, "  {target}/{}", file.file_name().unwrap_or_default().display());
            }
        }
    }
    assert!(broken.is_empty(), "broken again:\n{broken}");
}
