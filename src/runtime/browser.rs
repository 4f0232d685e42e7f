//! The reader's browser: which one it is, and how it is started. Never through a shell, and only on addresses of the
//! web and for e-mail.
use super::errands::in_terminal;
use std::path::Path;
use std::process::{Command, Stdio};

/// Browsers that need the terminal.
const IN_TERMINAL: [&str; 8] =
    ["w3m", "lynx", "links", "links2", "elinks", "www-browser", "browsh", "chawan"];
/// What opens an address where `$BROWSER` says nothing.
const OPENERS: [&str; 2] = ["xdg-open", "open"];

/// A program to be started.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Browser {
    program: String,
    arguments: Vec<String>,
}

impl Browser {
    /// The browser for an address: the first command of `$BROWSER` (several stand between colons, `%s` in them stands
    /// for the address) that there is, else what opens addresses on this system.
    ///
    /// # Errors
    /// In words, where there is none, or the address is none of the web.
    pub fn of(address: &str, browser: Option<&str>, exists: impl Fn(&str) -> bool) -> Result<Self, String> {
        let sound =
            !address.chars().any(|c| c.is_control() || c.is_whitespace() || crate::model::is_harmful(c));
        if !sound || !crate::model::link::is_opened(address) {
            return Err("Only addresses of the web and e-mail addresses are opened.".into());
        }
        let commands: Vec<&str> =
            browser.unwrap_or_default().split(':').map(str::trim).filter(|c| !c.is_empty()).collect();
        let tried = if commands.is_empty() { &OPENERS[..] } else { &commands[..] };
        let mut found = tried.iter().filter_map(|command| Self::by(command, address));
        found.find(|browser| exists(&browser.program)).ok_or_else(|| {
            if commands.is_empty() {
                "No browser is known: set BROWSER, or copy the address.".into()
            } else {
                format!("no program of BROWSER is installed: {}", crate::model::harmless(&commands.join(":")))
            }
        })
    }

    /// A command with the address in it. Words are parted at blanks; nothing else is special.
    fn by(command: &str, address: &str) -> Option<Self> {
        let mut words = command.split_whitespace().map(str::to_owned);
        let program = words.next()?;
        let mut arguments: Vec<String> = words.collect();
        if command.contains("%s") {
            for word in &mut arguments {
                *word = word.replace("%s", address);
            }
        } else {
            arguments.push(address.to_owned());
        }
        Some(Self { program, arguments })
    }

    /// Whether it shows its pages in the terminal.
    pub fn needs_terminal(&self) -> bool {
        let name = Path::new(&self.program).file_name().map(|name| name.to_string_lossy().into_owned());
        name.is_some_and(|name| IN_TERMINAL.contains(&name.as_str()))
    }

    /// Runs it in the terminal until it ends.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn run(&self) -> std::io::Result<()> {
        in_terminal(&self.program).args(&self.arguments).status().map(drop)
    }

    /// Starts it beside the program; what it writes does not reach the terminal.
    ///
    /// # Errors
    /// When it cannot be started.
    pub fn start(&self) -> std::io::Result<()> {
        use std::os::unix::process::CommandExt;
        let mut command = Command::new(&self.program);
        command.args(&self.arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        // A group of its own: Ctrl-C here must not close it.
        let mut child = command.process_group(0).spawn()?;
        // Somebody has to wait for it, or it stays behind as a zombie.
        std::thread::spawn(move || child.wait());
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(address: &str, browser: Option<&str>, there: &[&str]) -> Result<Vec<String>, String> {
        let browser = Browser::of(address, browser, |program| there.contains(&program))?;
        Ok(std::iter::once(browser.program).chain(browser.arguments).collect())
    }

    #[test]
    fn the_first_command_that_there_is_gets_the_address_as_one_word() {
        let url = "https://a.jp/x?y=1&z=$(rm%20-rf);'q'";
        for (browser, there, words) in [
            (Some("firefox"), &["firefox"][..], vec!["firefox", url]),
            (Some("gone:w3m -M %s:lynx"), &["w3m", "lynx"], vec!["w3m", "-M", url]),
            (Some("app --url=%s --new"), &["app"], vec!["app", &format!("--url={url}"), "--new"]),
            (None, &["xdg-open"], vec!["xdg-open", url]),
            (Some(" : "), &["open"], vec!["open", url]),
        ] {
            assert_eq!(chosen(url, browser, there), Ok(words.into_iter().map(str::to_owned).collect()));
        }
        assert!(chosen(url, None, &[]).expect_err("none").contains("BROWSER"));
        assert!(chosen(url, Some("gone"), &["xdg-open"]).expect_err("none").contains("gone"));
    }

    #[test]
    fn only_the_web_is_opened() {
        for address in
            ["file:///etc/passwd", "javascript:alert(1)", "-help", "https://a.jp/ b", "https://a\u{1b}[2J"]
        {
            assert!(chosen(address, Some("firefox"), &["firefox"]).is_err(), "{address:?}");
        }
        assert!(chosen("mailto:a@b.jp", Some("firefox"), &["firefox"]).is_ok());
        let browser = |program: &str| Browser { program: program.into(), arguments: Vec::new() };
        assert!(browser("/usr/bin/w3m").needs_terminal() && !browser("firefox").needs_terminal());
    }
}
