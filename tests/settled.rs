//! What a reader settles: the file, the keys and the commands that print them.
use assert_cmd::Command;
use bluebook::app::{Action, Context, Keymap, lookup};
use bluebook::model::OwnKeys;
use bluebook::store::config;
use std::path::Path;
use tempfile::TempDir;

/// The program with a configuration of its own, and nothing else of the reader's.
fn bluebook(home: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::cargo_bin("bluebook").expect("the program");
    command.env_clear().env("HOME", home).env("XDG_DATA_HOME", "/nonexistent").args(arguments);
    command.env("XDG_CONFIG_HOME", home).env("XDG_STATE_HOME", home.join("state"));
    command
}

/// A home whose configuration says this.
fn home(text: &str) -> TempDir {
    let home = tempfile::tempdir().expect("a home");
    std::fs::create_dir(home.path().join("bluebook")).expect("a folder");
    std::fs::write(home.path().join("bluebook/config.toml"), text).expect("a file");
    home
}

/// The exit code, the answer and the messages.
fn run(home: &Path, arguments: &[&str]) -> (i32, String, String) {
    let output = bluebook(home, arguments).output().expect("it runs");
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).expect("text");
    (output.status.code().expect("a code"), text(&output.stdout), text(&output.stderr))
}

fn profile(name: &str) -> Keymap {
    let own: Vec<OwnKeys> = config::profile(name).expect(name);
    Keymap::new(&own).unwrap_or_else(|told| panic!("{told}"))
}

#[test]
fn every_action_is_documented_and_within_reach_in_each_profile() {
    for name in ["bluebook", "less", "emacs"] {
        let keymap = profile(name);
        let named: Vec<Action> = lookup::commands(&keymap).map(|(action, ..)| action).collect();
        for action in Action::ALL {
            let lines: Vec<_> = keymap.lines().iter().filter(|line| line.action == *action).collect();
            assert!(lines.iter().any(|line| !line.help.is_empty()), "{action:?} is not told of");
            let keyed = lines.iter().any(|line| !line.strokes.is_empty());
            assert!(keyed || named.contains(action), "{action:?} cannot be reached in {name}");
        }
        for context in Context::ALL {
            let leaves = keymap.key_of(*context, Action::Escape).is_some();
            assert!(leaves, "there is no way out of {} in {name}", context.name());
        }
    }
}

#[test]
fn the_configuration_printed_is_a_configuration() {
    let home =
        home("measure = 80\ntheme = \"light\"\n[keys]\nnext-section = [\"]\", \"Alt-n\"]\nsuspend = []\n");
    let (code, printed, told) = run(home.path(), &["config"]);
    assert_eq!((code, told.as_str()), (0, ""));
    assert!(printed.contains("measure = 80    # line 1 of the file"), "{printed}");
    assert!(printed.contains("justify = false    # default"), "{printed}");
    assert!(printed.contains("next-section = [\"]\", \"Alt-n\"]") && printed.contains("suspend = []"));
    let copy = home.path().join("copy.toml");
    std::fs::write(&copy, &printed).expect("a copy");
    let (code, again, _) = run(home.path(), &["--config", copy.to_str().expect("a path"), "config"]);
    let values = |text: &str| -> Vec<String> {
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines.map(|line| line.split("    #").next().unwrap_or_default().to_owned()).collect()
    };
    assert_eq!((code, values(&again)), (0, values(&printed)));
}

#[test]
fn where_the_file_is_looked_for_is_told() {
    let home = tempfile::tempdir().expect("a home");
    let (code, path, _) = run(home.path(), &["config", "--path"]);
    assert_eq!((code, path.trim()), (0, home.path().join("bluebook/config.toml").to_str().expect("a path")));
}

#[test]
fn the_keys_printed_are_those_that_hold() {
    let home = home("key-profile = 'less'\n[keys]\nnext-section = ['Alt-n']\n");
    let (code, printed, _) = run(home.path(), &["keys", "--json"]);
    assert_eq!(code, 0);
    let keys: Vec<serde_json::Value> =
        printed.lines().map(|line| serde_json::from_str(line).expect("JSON")).collect();
    let of = |action: &str| keys.iter().find(|line| line["action"] == action).expect(action);
    assert_eq!(of("next-section")["keys"], serde_json::json!(["Alt-n"]));
    assert_eq!(of("next-section")["where"], serde_json::json!(["text"]));
    assert_eq!(of("help")["keys"][0], if of("help")["where"][0] == "map" { "?" } else { "h" });
    assert!(of("quit")["help"].as_str().is_some_and(|help| !help.is_empty()));
    let (code, printed, _) = run(home.path(), &["keys"]);
    assert!(
        code == 0 && printed.lines().any(|line| line.starts_with("next-section") && line.contains("Alt-n"))
    );
}

#[test]
fn what_cannot_be_is_an_error_only_where_it_matters() {
    let home = home("[keys]\ndown = [\"j\",\n  \"n\"]\n");
    let file = home.path().join("bluebook/config.toml");
    for arguments in [&["keys"][..], &["config"]] {
        let (code, printed, told) = run(home.path(), arguments);
        assert_eq!((code, printed.as_str()), (2, ""));
        let begins = format!("bluebook: {}:3: keys.down: \"n\" is already next-match", file.display());
        assert!(told.starts_with(&begins), "{told}");
    }
    // Who does not press keys does not mind.
    let (code, _, told) = run(home.path(), &["place", "kaz"]);
    assert_eq!((code, told.as_str()), (0, ""));
    // A file that is named is to be sound.
    std::fs::write(&file, "measure = \n").expect("a file");
    let (code, _, told) = run(home.path(), &["place", "kaz"]);
    assert_eq!((code, told.as_str()), (0, ""));
    let path = file.to_str().expect("a path");
    for arguments in [&["--config", path, "place", "kaz"], &["place", "kaz", "--config", path]] {
        let (code, printed, told) = run(home.path(), arguments);
        assert_eq!((code, printed.as_str()), (2, ""));
        assert!(told.contains("config.toml:1: "), "{told}");
    }
    let (code, _, told) = run(home.path(), &["keys", "--config", "/nonexistent/config.toml"]);
    assert_eq!(code, 2);
    assert!(told.contains("/nonexistent/config.toml cannot be read"), "{told}");
}
