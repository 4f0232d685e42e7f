//! What a packager and a newcomer take from the program itself: man pages and completions; and that the licences and
//! the crate's metadata are in order.
use assert_cmd::cargo::cargo_bin_cmd;
use bluebook::cli::Arguments;
use bluebook::store::{World, built_in};
use clap::{Command, CommandFactory};
use std::io::Write;
use std::path::Path;
use std::process::Stdio;

const SHELLS: [&str; 5] = ["bash", "zsh", "fish", "elvish", "powershell"];

fn ask(arguments: &[&str]) -> (i32, String, String) {
    let mut command = cargo_bin_cmd!("bluebook");
    let output =
        command.env("XDG_DATA_HOME", "/nonexistent").args(arguments).output().expect("bluebook runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    (output.status.code().expect("an exit code"), text(output.stdout), text(output.stderr))
}

/// The command line with all that clap adds to it.
fn whole() -> Command {
    let mut whole = Arguments::command().disable_help_subcommand(true);
    whole.build();
    whole
}

/// The long options of a command.
fn options(command: &Command) -> Vec<String> {
    command
        .get_arguments()
        .filter_map(|argument| argument.get_long())
        .map(|long| format!("--{long}"))
        .collect()
}

fn source(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(name);
    std::fs::read_to_string(path).unwrap_or_else(|error| panic!("{name}: {error}"))
}

/// What is kept of the digests is what the import makes of them. `BLUEBOOK_KEPT=1` writes it anew.
#[test]
fn the_digests_are_kept_as_they_are_read() {
    let world = World { own_regions: None, ..World::new().expect("the world") };
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/editions.kept");
    if std::env::var_os("BLUEBOOK_KEPT").is_some() {
        let made = built_in::keep(&world).expect("every digest can be read");
        std::fs::write(&path, made).expect("the assets can be written");
        return;
    }
    let ((read, troubles), (kept, none)) = (built_in::read(&world), built_in::documents(&world));
    assert_eq!((troubles, none), (Vec::new(), Vec::new()));
    assert_eq!(kept.len(), read.len());
    for (kept, read) in kept.iter().zip(&read) {
        assert!(kept == read, "{} is read otherwise: BLUEBOOK_KEPT=1 cargo test --test pack", read.slug);
    }
    let made = built_in::keep(&world).expect("every digest can be read");
    assert!(std::fs::read(&path).expect("an asset") == made, "BLUEBOOK_KEPT=1 cargo test --test pack");
}

#[test]
fn every_command_has_a_man_page_that_names_its_options() {
    let folder = tempfile::tempdir().expect("a folder");
    let pages = folder.path().join("share/man1");
    let (code, told, error) = ask(&["man", pages.to_str().expect("a path")]);
    assert_eq!((code, error.as_str()), (0, ""));
    let whole = whole();
    let commands: Vec<&Command> = std::iter::once(&whole).chain(whole.get_subcommands()).collect();
    assert_eq!(told.lines().count(), commands.len());
    for command in commands {
        let name = command.get_display_name().unwrap_or("bluebook");
        let path = pages.join(format!("{name}.1"));
        assert!(told.lines().any(|line| Path::new(line) == path), "{name} is told");
        let page = std::fs::read_to_string(&path).expect("a page");
        assert!(page.starts_with(&format!(".TH {name} 1 \"\" \"bluebook ")), "{name}: {}", &page[..60]);
        // Hyphens that are to stay as they are stand behind a backslash.
        let plain = page.replace("\\-", "-").replace("\\fB", "").replace("\\fR", "");
        for option in options(command) {
            assert!(plain.contains(&option), "{name}.1 does not name {option}");
        }
        let about = command.get_about().map(ToString::to_string).unwrap_or_default();
        assert!(plain.contains(&format!("{name} - {about}")), "{name}.1 does not say what it is for");
    }
    let (code, page, _) = ask(&["man"]);
    assert_eq!(code, 0);
    assert_eq!(page, std::fs::read_to_string(pages.join("bluebook.1")).expect("a page"));
    for word in ["ENVIRONMENT", "BLUEBOOK_LOG", "FILES", "library.jsonl", "exit status"] {
        assert!(page.contains(word), "bluebook.1 does not tell of {word}");
    }
}

#[test]
fn a_folder_that_cannot_be_written_is_named() {
    let (code, out, error) = ask(&["man", "/dev/null/man1"]);
    assert_eq!((code, out.as_str()), (2, ""));
    assert!(error.starts_with("bluebook: /dev/null/man1/bluebook.1 cannot be written: "), "{error}");
}

#[test]
fn completions_know_every_command_and_option() {
    let whole = whole();
    for shell in SHELLS {
        let (code, script, error) = ask(&["completions", shell]);
        assert_eq!((code, error.as_str()), (0, ""), "{shell}");
        for command in whole.get_subcommands() {
            let name = command.get_name();
            assert!(script.contains(name), "{shell} does not know {name}");
            for option in options(command) {
                // Fish writes an option as `-l option`.
                let bare = option.trim_start_matches('-');
                assert!(
                    script.contains(&option) || script.contains(&format!("-l {bare}")),
                    "{shell}: {name} {option}"
                );
            }
        }
    }
    assert_eq!(ask(&["completions", "tcsh"]).0, 2);
}

#[test]
fn shells_and_troff_take_what_is_generated() {
    let whole = [("groff", vec!["man"]), ("bash", vec!["completions", "bash"])];
    let more = [("zsh", vec!["completions", "zsh"]), ("fish", vec!["completions", "fish"])];
    for (program, arguments) in whole.into_iter().chain(more) {
        let (_, text, _) = ask(&arguments);
        let check: &[&str] =
            if program == "groff" { &["-man", "-Tascii", "-ww", "-z", "-"] } else { &["-n"] };
        let started = std::process::Command::new(program)
            .args(check)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn();
        let Ok(mut child) = started else {
            eprintln!("skipped: {program} is not installed");
            continue;
        };
        child.stdin.take().expect("its input").write_all(text.as_bytes()).expect("it reads");
        let output = child.wait_with_output().expect("it ends");
        let told = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(output.status.success() && told.is_empty(), "{program}: {told}");
    }
}

#[test]
fn options_of_every_command_stand_before_it_too() {
    let (code, before, _) = ask(&["--verbose", "--config", "/dev/null", "search", "treaty", "--count"]);
    let (_, behind, _) = ask(&["search", "treaty", "--count", "--verbose", "--config", "/dev/null"]);
    assert_eq!((code, before.as_str()), (0, behind.as_str()));
}

#[test]
fn the_packages_have_what_they_promise() {
    let manifest = source("Cargo.toml");
    let manifest: toml::Table = manifest.parse().expect("Cargo.toml");
    let package = &manifest["package"];
    assert_eq!(package["license"].as_str(), Some("MIT OR Apache-2.0"));
    assert!(source("LICENSE-MIT").contains("The Bluebook contributors"));
    assert!(source("LICENSE-APACHE").contains("Version 2.0, January 2004"));
    let version = package["version"].as_str().expect("a version");
    assert!(
        source("CHANGELOG.md").contains(&format!("\n## [{version}]")),
        "the changelog tells of {version}"
    );
    for path in package["include"].as_array().expect("a list") {
        let path = path.as_str().expect("a path").trim_start_matches('/');
        let fixed = path.split(['*']).next().unwrap_or_default();
        assert!(Path::new(env!("CARGO_MANIFEST_DIR")).join(fixed).exists(), "{path} is not there");
    }
    let script = source(".ci/deb");
    for asset in package["metadata"]["deb"]["assets"].as_array().expect("a list") {
        let path = asset[0].as_str().expect("a path");
        match path.strip_prefix("target/package-files/") {
            Some(made) => {
                let made = made.split('/').next().unwrap_or_default();
                assert!(script.contains(made), ".ci/deb does not make {made}");
            }
            None if path == "target/release/bluebook" => {}
            None => drop(source(path)),
        }
    }
}
