//! Holds the source to the law of imports and the other rules of the house. Reads `src/` as text.
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

/// The rooms, and what each may import besides itself.
const LAW: [(&str, &[&str]); 10] = [
    ("model", &[]),
    ("gazetteer", &["model"]),
    ("import", &["gazetteer", "model"]),
    ("store", &["import", "gazetteer", "model"]),
    ("query", &["gazetteer", "model"]),
    ("typeset", &["model"]),
    ("app", &["query", "typeset", "model"]),
    ("view", &["app", "query", "typeset", "model"]),
    ("runtime", &["app", "view", "store", "query", "model"]),
    ("cli", &["store", "query", "typeset", "model"]),
];

/// A word, a string or a sign of Rust, with its line.
#[derive(Debug, Clone, PartialEq)]
enum Token {
    Word(String),
    Text(String),
    Sign(char),
}

type Tokens = Vec<(usize, Token)>;

/// Rust cut into tokens, comments left out. Knows strings, raw strings, characters and lifetimes.
fn tokens(source: &str) -> Tokens {
    let chars: Vec<char> = source.chars().collect();
    let at = |n: usize| chars.get(n).copied().unwrap_or('\0');
    let word = |c: char| c.is_alphanumeric() || c == '_';
    let (mut tokens, mut n, mut line) = (Tokens::new(), 0, 1);
    while n < chars.len() {
        let begin = n;
        let token = match at(n) {
            '/' if at(n + 1) == '/' => {
                while n < chars.len() && at(n) != '\n' {
                    n += 1;
                }
                None
            }
            '/' if at(n + 1) == '*' => {
                let mut depth = 0;
                loop {
                    match (at(n), at(n + 1)) {
                        ('/', '*') => (depth, n) = (depth + 1, n + 2),
                        ('*', '/') => (depth, n) = (depth - 1, n + 2),
                        _ => n += 1,
                    }
                    if depth == 0 || n >= chars.len() {
                        break None;
                    }
                }
            }
            'r' | 'b' | 'c' if raw_hashes(&chars, n).is_some() => {
                let (open, hashes) = raw_hashes(&chars, n).unwrap_or_default();
                n = open + 1;
                let closes = |n: usize| at(n) == '"' && (1..=hashes).all(|h| at(n + h) == '#');
                while n < chars.len() && !closes(n) {
                    n += 1;
                }
                let text = chars[open + 1..n.min(chars.len())].iter().collect();
                n += 1 + hashes;
                Some(Token::Text(text))
            }
            '"' => {
                n += 1;
                let open = n;
                while n < chars.len() && at(n) != '"' {
                    n += if at(n) == '\\' { 2 } else { 1 };
                }
                n += 1;
                Some(Token::Text(chars[open..(n - 1).min(chars.len())].iter().collect()))
            }
            '\'' if at(n + 1) == '\\' || at(n + 2) == '\'' => {
                n += if at(n + 1) == '\\' { 3 } else { 2 };
                while n < chars.len() && at(n) != '\'' {
                    n += 1;
                }
                n += 1;
                Some(Token::Text(String::new()))
            }
            c if word(c) => {
                while word(at(n)) {
                    n += 1;
                }
                Some(Token::Word(chars[begin..n].iter().collect()))
            }
            c => {
                n += 1;
                (!c.is_whitespace()).then_some(Token::Sign(c))
            }
        };
        tokens.extend(token.map(|token| (line, token)));
        line += chars[begin..n.min(chars.len())].iter().filter(|c| **c == '\n').count();
    }
    tokens
}

/// Where a raw string's quotation mark stands, and how many `#` are before it.
fn raw_hashes(chars: &[char], n: usize) -> Option<(usize, usize)> {
    let begins = n == 0 || !(chars[n - 1].is_alphanumeric() || chars[n - 1] == '_');
    let mut at = n + usize::from(matches!(chars[n], 'b' | 'c'));
    if !begins || chars.get(at) != Some(&'r') {
        return None;
    }
    at += 1;
    let hashes = chars[at..].iter().take_while(|c| **c == '#').count();
    (chars.get(at + hashes) == Some(&'"')).then_some((at + hashes, hashes))
}

fn is(tokens: &[(usize, Token)], n: usize, wanted: &str) -> bool {
    match tokens.get(n).map(|(_, token)| token) {
        Some(Token::Word(word)) => word == wanted,
        Some(Token::Sign(sign)) => wanted.len() == 1 && wanted.starts_with(*sign),
        _ => false,
    }
}

fn are(tokens: &[(usize, Token)], n: usize, wanted: &[&str]) -> bool {
    wanted.iter().enumerate().all(|(more, wanted)| is(tokens, n + more, wanted))
}

/// The first steps of the path behind `n` (after `crate::`): one word, or those of a `{…}` list.
fn heads(tokens: &[(usize, Token)], n: usize) -> Vec<(usize, String)> {
    let word = |n: usize| match tokens.get(n) {
        Some((line, Token::Word(word))) => Some((*line, word.clone())),
        _ => None,
    };
    if !is(tokens, n, "{") {
        return word(n).into_iter().collect();
    }
    let (mut heads, mut depth) = (Vec::new(), 0);
    for at in n..tokens.len() {
        let first = is(tokens, at - 1, "{") || is(tokens, at - 1, ",");
        match &tokens[at].1 {
            Token::Sign('{') => depth += 1,
            Token::Sign('}') => depth -= 1,
            Token::Word(_) if depth == 1 && first => heads.extend(word(at)),
            _ => {}
        }
        if depth == 0 {
            break;
        }
    }
    heads
}

/// The tokens without the items under `#[cfg(test)]`.
fn without_tests(tokens: &[(usize, Token)]) -> Tokens {
    let (mut kept, mut n) = (Tokens::new(), 0);
    while n < tokens.len() {
        if !are(tokens, n, &["#", "[", "cfg", "(", "test", ")", "]"]) {
            kept.push(tokens[n].clone());
            n += 1;
            continue;
        }
        let mut depth = 0;
        while n < tokens.len() {
            depth += i32::from(is(tokens, n, "{")) - i32::from(is(tokens, n, "}"));
            n += 1;
            if depth == 0 && (is(tokens, n - 1, "}") || is(tokens, n - 1, ";")) {
                break;
            }
        }
    }
    kept
}

/// Every breach of the house's rules in one file; `path` is below `src/`, with slashes.
fn breaches(path: &str, source: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut blame = |line: usize, what: &str| found.push(format!("src/{path}:{line}: {what}"));
    let opening: Vec<&str> = source.lines().map_while(|line| line.strip_prefix("//!")).collect();
    let sentence =
        opening.iter().any(|line| line.trim_end().trim_end_matches(['`', ')', '*']).ends_with('.'));
    if !sentence {
        blame(1, "a module opens with a `//!` sentence");
    }
    let all = tokens(source);
    let mut steps = path.trim_end_matches(".rs").split('/');
    let room = steps.next().unwrap_or_default();
    let depth = path.trim_end_matches("/mod.rs").split('/').count();
    if let Some((_, may)) = LAW.iter().find(|(name, _)| *name == room) {
        let mut import = |n: usize| {
            for (line, name) in heads(&all, n) {
                let known = LAW.iter().any(|(room, _)| *room == name);
                if known && name != room && !may.contains(&name.as_str()) {
                    blame(line, &format!("{room} may not import {name}"));
                }
            }
        };
        for n in 0..all.len() {
            let path_begins = n == 0 || !is(&all, n - 1, ":");
            if are(&all, n, &["crate", ":", ":"]) || are(&all, n, &["bluebook", ":", ":"]) && path_begins {
                import(n + 3);
            } else if path_begins && is(&all, n, "super") {
                // Enough steps up lead to the crate as well.
                let mut up = 0;
                while are(&all, n + 3 * up, &["super", ":", ":"]) {
                    up += 1;
                }
                if up >= depth {
                    import(n + 3 * up);
                }
            }
        }
    }
    for n in 0..all.len() {
        let line = all[n].0;
        let lifetime = if is(&all, n + 1, "'") { 2 } else { 0 };
        if room == "view" && is(&all, n, "&") && are(&all, n + 1 + lifetime, &["mut", "App"]) {
            blame(line, "draw cannot mutate: view may not have &mut App");
        }
        let opens = ["File", "OpenOptions"]
            .iter()
            .any(|name| are(&all, n, &[name, ":", ":"]) && !are(&all, n, &["File", ":", ":", "from"]));
        let opens = opens || is(&all, n, "tempfile") && are(&all, n + 1, &[":", ":"]);
        let terminal = room == "runtime"
            && (is(&all, n, "fs") && are(&all, n + 1, &[":", ":", "File"])
                || are(&all, n, &["File", ":", ":", "open", "("])
                    && matches!(all.get(n + 5), Some((_, Token::Text(path))) if path == "/dev/tty"));
        if room != "store" && !terminal && (is(&all, n, "fs") || is(&all, n, "walkdir") || opens) {
            blame(line, "only store reads and writes files");
        }
        let colour = are(&all, n, &["Color", ":", ":"]) || is(&all, n, "Stylize");
        if colour && !path.starts_with("view/theme") {
            blame(line, "only view/theme chooses a colour");
        }
    }
    let tested = path.ends_with("/tests.rs") || path.contains("/tests/");
    if !tested && !path.starts_with("app/keymap") && path != "runtime/input.rs" {
        let kept = without_tests(&all);
        for n in (0..kept.len()).filter(|&n| are(&kept, n, &["KeyCode", ":", ":"])) {
            blame(kept[n].0, "only app/keymap.rs and runtime/input.rs name keys");
        }
    }
    found
}

fn sources(folder: &Path, below: &str, found: &mut BTreeMap<String, PathBuf>) {
    for entry in std::fs::read_dir(folder).expect("src can be read") {
        let entry = entry.expect("an entry of src");
        let name = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.path().is_dir() {
            sources(&entry.path(), &format!("{name}/"), found);
        } else if Path::new(&name).extension().is_some_and(|end| end == "rs") {
            found.insert(name, entry.path());
        }
    }
}

#[test]
fn the_house_stands() {
    let mut files = BTreeMap::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), "", &mut files);
    assert!(files.len() > 20, "the sources are found");
    let mut report = String::new();
    for (name, path) in files {
        let source = std::fs::read_to_string(path).expect("a source file is text");
        for breach in breaches(&name, &source) {
            let _ = writeln!(report, "{breach}");
        }
    }
    assert!(report.is_empty(), "the law of the house (DESIGN) is broken:\n{report}");
}

#[test]
fn every_room_imports_only_rooms_above_it() {
    for (number, (room, may)) in LAW.iter().enumerate() {
        for other in *may {
            let at = LAW.iter().position(|(name, _)| name == other).expect("a room");
            assert!(at < number, "{room} imports {other}");
        }
    }
}

/// What is found in a made-up file, without the paths.
fn verdicts(path: &str, body: &str) -> Vec<String> {
    let source = format!("//! Owns nothing. Never real.\n{body}\n");
    let head = format!("src/{path}:");
    breaches(path, &source).into_iter().map(|line| line.replace(&head, "")).collect()
}

#[test]
fn a_forbidden_import_is_caught_however_it_is_written() {
    let breach = "2: model may not import store";
    for body in [
        "use crate::store::load;",
        "use crate::{address::slug, store::{self, World}};",
        "pub(crate) use crate::store;",
        "fn f() { crate::store::load(); }",
        "#[cfg(test)] mod tests { use crate::store::load; }",
        "use super::super::store;",
        "const QUOTE: char = '\"'; use crate::store; const OTHER: char = '\"';",
        "const RAW: &str = r#\"a \" b\"#; use crate::store;",
        "fn f<'a>(x: &'a str) -> crate::store::World { todo!() }",
    ] {
        assert_eq!(verdicts("model/made_up.rs", body), [breach], "{body}");
    }
    assert_eq!(verdicts("query.rs", "use super::view;"), ["2: query may not import view"]);
    assert_eq!(
        verdicts("cli/made_up.rs", "use crate::{\n    app::App,\n    store::load,\n    view,\n};"),
        ["3: cli may not import app", "5: cli may not import view"]
    );
    for body in [
        "// use crate::store;",
        "/// See [`crate::store`].\nstruct S;",
        "/* use crate::store; /* use crate::view; */ use crate::app; */",
        "const S: &str = \"use crate::store;\";",
        "const S: &str = r#\"use crate::store; \"crate::view\" \"#;",
        "use crate::{model::{store, view}};",
        "use super::store;",
    ] {
        assert_eq!(verdicts("model/made_up.rs", body), [""; 0], "{body}");
    }
}

#[test]
fn each_rule_of_the_house_is_watched() {
    for (path, body, breach) in [
        ("view/a.rs", "fn draw(app: &mut App) {}", "2: draw cannot mutate: view may not have &mut App"),
        ("view/a.rs", "fn f<'a>(app: &'a mut App) {}", "2: draw cannot mutate: view may not have &mut App"),
        ("app/a.rs", "use std::fs;", "2: only store reads and writes files"),
        ("app/a.rs", "use std::{fs::read, io};", "2: only store reads and writes files"),
        ("cli.rs", "fn f() { File::open(x); }", "2: only store reads and writes files"),
        ("runtime.rs", "fn f() { File::open(\"/etc/motd\"); }", "2: only store reads and writes files"),
        ("runtime/a.rs", "fn f() { tempfile::tempfile(); }", "2: only store reads and writes files"),
        ("cli/a.rs", "use tempfile::NamedTempFile;", "2: only store reads and writes files"),
        ("view/a.rs", "fn f() { Color::Red; }", "2: only view/theme chooses a colour"),
        ("view/a.rs", "use ratatui::style::Stylize;", "2: only view/theme chooses a colour"),
        ("app/a.rs", "fn f() { KeyCode::Up; }", "2: only app/keymap.rs and runtime/input.rs name keys"),
        (
            "app/a.rs",
            "#[cfg(test)]\nmod tests { fn f() {} }\nfn f() { KeyCode::Up; }",
            "4: only app/keymap.rs and runtime/input.rs name keys",
        ),
    ] {
        assert_eq!(verdicts(path, body), [breach], "{path}: {body}");
    }
    for (path, body) in [
        ("app/a.rs", "fn update(app: &mut App) {}"),
        ("store/a.rs", "use std::fs; fn f() { fs::File::open(x); }"),
        ("runtime/a.rs", "use std::fs::File; fn f() { File::open(\"/dev/tty\"); }"),
        ("view/theme.rs", "fn f() { Color::Red; }"),
        ("app/keymap.rs", "fn f() { KeyCode::Up; }"),
        ("app/a.rs", "#[cfg(test)]\nmod tests { fn f() { KeyCode::Up; } }"),
        ("main.rs", "fn main() { bluebook::cli::answer(); bluebook::runtime::explore(); }"),
    ] {
        assert_eq!(verdicts(path, body), [""; 0], "{path}: {body}");
    }
    for source in ["use std::io;\n", "//! no end\nuse std::io;\n", "// Not for the module.\n"] {
        assert_eq!(breaches("app/a.rs", source), ["src/app/a.rs:1: a module opens with a `//!` sentence"]);
    }
}
