//! The reader's editor: which one it is, how it is told of a line, and which line that is. Never through a shell.
use super::errands::in_terminal;
use std::path::Path;

/// An editor to be started on a file.
#[derive(Debug, PartialEq, Eq)]
pub struct Editor {
    program: String,
    arguments: Vec<String>,
}

impl Editor {
    /// The editor of `$VISUAL` or `$EDITOR`, else `vi`, on a line of a file.
    pub fn of(named: Option<&str>, path: &Path, line: usize) -> Self {
        let mut words = named.unwrap_or_default().split_whitespace().map(str::to_owned);
        let program = words.next().unwrap_or_else(|| "vi".into());
        let mut arguments: Vec<String> = words.collect();
        // A name that begins like an option is a file all the same.
        let file = path.display().to_string();
        let file = if file.starts_with(['-', '+']) { format!("./{file}") } else { file };
        let name =
            Path::new(&program).file_name().map_or_else(String::new, |name| name.to_string_lossy().into());
        // Those with a window give the terminal back at once unless they are told to wait, and what is written in them
        // would be read before it is there.
        let waits: &[&str] = match name.as_str() {
            "code" | "codium" | "code-insiders" | "cursor" | "subl" | "sublime_text" | "zed" | "zeditor"
            | "gedit" | "xed" | "pluma" => &["--wait", "-w"],
            "gvim" | "mvim" => &["-f", "--nofork"],
            "kate" => &["--block", "-b"],
            _ => &[],
        };
        if let Some(wait) = waits.first()
            && !arguments.iter().any(|word| waits.contains(&word.as_str()))
        {
            arguments.push((*wait).to_owned());
        }
        match name.as_str() {
            "vi" | "vim" | "nvim" | "view" | "ex" | "nano" | "pico" | "emacs" | "emacsclient" | "kak"
            | "micro" | "joe" | "jed" | "ne" | "mg" | "vis" | "nvi" | "elvis" | "gvim" | "mvim" | "gedit"
            | "xed" | "pluma" => arguments.extend([format!("+{line}"), file]),
            "code" | "codium" | "code-insiders" | "cursor" => {
                arguments.extend(["--goto".into(), format!("{file}:{line}")]);
            }
            "kate" => arguments.extend(["--line".into(), line.to_string(), file]),
            "hx" | "helix" | "subl" | "sublime_text" | "zed" | "zeditor" => {
                arguments.push(format!("{file}:{line}"));
            }
            // Of others it is not known how they take a line.
            _ => arguments.push(file),
        }
        Self { program, arguments }
    }

    /// Runs it until it ends.
    ///
    /// # Errors
    /// In words, when it cannot be started or says that it failed.
    pub fn run(&self) -> Result<(), String> {
        let name = crate::model::harmless(&self.program);
        match in_terminal(&self.program).args(&self.arguments).status() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(format!("{name} ended with {status}.")),
            Err(error) => Err(format!("{name} cannot be started ({error}): set VISUAL or EDITOR.")),
        }
    }
}

/// The editor that the reader has named.
pub fn named() -> Option<String> {
    ["VISUAL", "EDITOR"]
        .iter()
        .find_map(|name| std::env::var(name).ok().filter(|value| !value.trim().is_empty()))
}

/// The line of a file, from 1 on, at which words stand; of several places the one that is about so far through the
/// file, in percent. Only letters and figures count: markup and line ends stand between the words of a source.
pub fn line_of(text: &str, words: &str, percent: u8) -> usize {
    let wanted: Vec<char> = words.chars().filter(|c| c.is_alphanumeric()).take(40).collect();
    let (mut letters, mut lines) = (Vec::new(), Vec::new());
    for (line, words) in text.lines().enumerate() {
        for c in words.chars().filter(|c| c.is_alphanumeric()) {
            letters.push(c);
            lines.push(line + 1);
        }
    }
    let near = lines.len() * usize::from(percent.min(100)) / 100;
    for long in [wanted.len(), wanted.len() / 2] {
        if long < 4.min(wanted.len()).max(1) {
            break;
        }
        let found = letters.windows(long).enumerate().filter(|(_, here)| **here == wanted[..long]);
        if let Some((at, _)) = found.min_by_key(|(at, _)| at.abs_diff(near)) {
            return lines[at];
        }
    }
    lines.get(near).or(lines.last()).copied().unwrap_or(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_editor_is_told_of_the_line_in_its_own_way() {
        for (named, words) in [
            (None, "vi +7 a b.md"),
            (Some("/usr/bin/nvim -R"), "/usr/bin/nvim -R +7 a b.md"),
            (Some("micro"), "micro +7 a b.md"),
            (Some("code"), "code --wait --goto a b.md:7"),
            (Some("code -w"), "code -w --goto a b.md:7"),
            (Some("hx"), "hx a b.md:7"),
            (Some("gvim"), "gvim -f +7 a b.md"),
            (Some("gvim --nofork"), "gvim --nofork +7 a b.md"),
            (Some("subl"), "subl --wait a b.md:7"),
            (Some("/opt/zed -w"), "/opt/zed -w a b.md:7"),
            (Some("kate"), "kate --block --line 7 a b.md"),
            (Some("gedit -s"), "gedit -s --wait +7 a b.md"),
            (Some("unknown"), "unknown a b.md"),
        ] {
            let editor = Editor::of(named, Path::new("a b.md"), 7);
            let all: Vec<String> = std::iter::once(editor.program).chain(editor.arguments).collect();
            assert_eq!(all.join(" "), words);
            assert!(all.last().is_some_and(|last| last.contains("a b.md")), "the file is one word");
        }
        assert_eq!(Editor::of(Some("nano"), Path::new("+x"), 1).arguments, ["+1", "./+x"]);
    }

    #[test]
    fn the_line_is_found_through_markup_and_line_ends() {
        let source = "# Title\n\nThe **railway** to\n[China](x.md) was\nopened.\n\nThe railway\n";
        assert_eq!(line_of(source, "The railway to", 0), 3);
        assert_eq!(line_of(source, "was opened.", 50), 4);
        assert_eq!(line_of(source, "The railway", 100), 7);
        assert_eq!(line_of(source, "The railway", 20), 3);
        assert_eq!(line_of(source, "words that were never there at all", 100), 7);
        assert_eq!(line_of("", "words", 50), 1);
    }
}
