//! The system's clipboard, through the terminal: OSC 52 reaches the machine that the reader sits at, also over SSH and
//! through tmux and GNU screen. Where a terminal does not take it, or should not, a command of the reader's own does.
use super::Event;
use crate::app::Message;
use crate::model::harmless;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use std::ffi::OsString;
use std::io::Write;
use std::process::{Command, Stdio};
use std::sync::mpsc::Sender;

/// What stands between the program and the terminal.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Between {
    /// Nothing.
    Nothing,
    /// tmux. It takes the sequence itself only where its `set-clipboard` is `on`, and hands it through, wrapped,
    /// only where `allow-passthrough` is: so it gets both.
    Tmux,
    /// GNU screen, which hands through what is wrapped, in short pieces.
    Screen,
}

impl Between {
    /// By the environment.
    pub fn by_environment() -> Self {
        let set = |name: &str| std::env::var_os(name).is_some_and(|value| !value.is_empty());
        if set("TMUX") {
            Self::Tmux
        } else if set("STY") {
            Self::Screen
        } else {
            Self::Nothing
        }
    }
}

/// The bytes that ask a terminal to put a text on its clipboard.
fn sequence(text: &str, between: Between) -> Vec<u8> {
    let plain = format!("\x1b]52;c;{}\x07", STANDARD.encode(text));
    match between {
        Between::Nothing => plain.into_bytes(),
        Between::Tmux => {
            let wrapped = plain.replace('\x1b', "\x1b\x1b");
            format!("{plain}\x1bPtmux;{wrapped}\x1b\\").into_bytes()
        }
        Between::Screen => {
            // It forgets strings of more than some hundred bytes; base64 is all ASCII, so any cut is sound.
            const PIECE: usize = 240;
            plain.as_bytes().chunks(PIECE).flat_map(|piece| [b"\x1bP", piece, b"\x1b\\"].concat()).collect()
        }
    }
}

/// Copies a text. Gives what is to be written to the terminal for it: nothing where the reader has named a command
/// (`BLUEBOOK_CLIPBOARD`), which gets it instead. tmux gets it by a command too: with the settings that it has by itself,
/// only that reaches the terminal.
pub fn copy(text: String, between: Between, events: &Sender<Event>) -> Option<Vec<u8>> {
    let own = std::env::var_os("BLUEBOOK_CLIPBOARD").filter(|command| !command.is_empty());
    let written = own.is_none().then(|| sequence(&text, between));
    let tmux = || OsString::from("tmux load-buffer -w - 2>/dev/null || true");
    if let Some(command) = own.or_else(|| (between == Between::Tmux).then(tmux)) {
        hand_over(command, text, events);
    }
    written
}

/// Gives a text to a command, and waits for it elsewhere.
fn hand_over(command: OsString, text: String, events: &Sender<Event>) {
    let events = events.clone();
    std::thread::spawn(move || {
        if let Err(error) = run(&command, &text) {
            let told = harmless(&format!("{} does not take it: {error}", command.to_string_lossy()));
            // Nobody listens any more when the reader has left.
            let _ = events.send(Event::App(Message::Told(told)));
        }
    });
}

fn run(command: &OsString, text: &str) -> std::io::Result<()> {
    let mut child = Command::new("sh")
        .arg("-c")
        .arg(command)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    // A command that does not read its input to the end still tells by its status how it went.
    let written = child.stdin.take().map_or(Ok(()), |mut input| input.write_all(text.as_bytes()));
    let status = child.wait()?;
    if status.success() { written.or(Ok(())) } else { Err(std::io::Error::other(status.to_string())) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tmux_gets_it_twice_and_screen_in_pieces() {
        assert_eq!(sequence("foo", Between::Nothing), b"\x1b]52;c;Zm9v\x07");
        assert_eq!(
            sequence("foo", Between::Tmux),
            b"\x1b]52;c;Zm9v\x07\x1bPtmux;\x1b\x1b]52;c;Zm9v\x07\x1b\\"
        );
        let long = sequence(&"a".repeat(1000), Between::Screen);
        let text = String::from_utf8(long).expect("ASCII");
        let pieces: Vec<&str> = text.split_terminator("\x1b\\").collect();
        assert!(
            pieces.len() > 4 && pieces.iter().all(|piece| piece.starts_with("\x1bP") && piece.len() < 256)
        );
        let whole: String = pieces.iter().map(|piece| &piece[2..]).collect();
        assert_eq!(whole.as_bytes(), sequence(&"a".repeat(1000), Between::Nothing));
    }
}
