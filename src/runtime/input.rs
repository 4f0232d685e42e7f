//! Keys and the mouse, on a thread of their own, which leaves the terminal alone while another program has it.
use super::{Event, background};
use crate::app::Message;
use crossterm::event::{self, KeyCode, KeyEvent, KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use rustix::event::{PollFd, PollFlags, Timespec, poll};
use std::fs::File;
use std::io::{IsTerminal, Read, Write, stdin};
use std::os::fd::AsFd;
use std::os::unix::net::UnixStream;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::time::{Duration, Instant};

/// So long an answer about the background is waited for; keys work meanwhile.
const WAIT: Duration = Duration::from_secs(2);
/// So long after the last question was answered the first may still be.
const LATE: Duration = Duration::from_millis(200);

/// So long crossterm is asked for what it has read already. With no time at all it does not look; and where this thread
/// has to wait for a processor, what is left would wait for the next key.
const MOMENT: Duration = Duration::from_millis(20);

/// The thread that reads.
pub struct Watch {
    /// Hangs up when no answer is to come any more.
    pub answered: Receiver<()>,
    /// A byte on it stops the reading, and the next one lets it go on.
    gate: UnixStream,
}

impl Watch {
    /// Does something while nobody reads from the terminal but who is called by it.
    ///
    /// # Errors
    /// When the thread cannot be reached: nothing is done then.
    pub fn aside<T>(&mut self, done: impl FnOnce() -> T) -> std::io::Result<T> {
        self.gate.write_all(&[1])?;
        // The thread tells when it has stopped.
        self.gate.read_exact(&mut [0])?;
        let done = done();
        self.gate.write_all(&[1])?;
        Ok(done)
    }
}

/// Why the reading of the terminal ended for now.
enum Ready {
    /// There is something to read.
    Input,
    /// The terminal is wanted by somebody else.
    Gate,
    /// The time is over.
    Late,
}

/// Waits until the terminal has something, or is wanted by somebody else.
fn ready(terminal: &dyn AsFd, gate: &UnixStream, left: Option<Duration>) -> std::io::Result<Ready> {
    let timeout = left.map(Timespec::try_from).transpose().map_err(std::io::Error::other)?;
    loop {
        let mut fds =
            [PollFd::from_borrowed_fd(terminal.as_fd(), PollFlags::IN), PollFd::new(gate, PollFlags::IN)];
        match poll(&mut fds, timeout.as_ref()) {
            Ok(0) => return Ok(Ready::Late),
            Ok(_) => {}
            Err(rustix::io::Errno::INTR) => continue,
            Err(error) => return Err(error.into()),
        }
        if !fds[1].revents().is_empty() {
            return Ok(Ready::Gate);
        }
        // A terminal that was closed is always ready and never has a key: crossterm would spin on it.
        if fds[0].revents().intersects(PollFlags::HUP | PollFlags::ERR | PollFlags::NVAL) {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        return Ok(Ready::Input);
    }
}

/// Tells that nobody reads here, and waits until somebody shall again.
fn stand_aside(gate: &mut UnixStream) -> std::io::Result<()> {
    gate.read_exact(&mut [0])?;
    gate.write_all(&[1])?;
    gate.read_exact(&mut [0])
}

/// Reads keys and the mouse until the loop ends.
///
/// # Errors
/// When the system gives no more pipes.
pub fn watch(events: Sender<Event>, asked: bool) -> std::io::Result<Watch> {
    let (pending, answered) = channel();
    let (gate, mut ours) = UnixStream::pair()?;
    std::thread::spawn(move || {
        if asked && answers(&events, &ours).is_none() {
            return;
        }
        drop::<Sender<()>>(pending);
        let ended = read(&events, &mut ours);
        if ended.is_err() {
            let _ = events.send(Event::Closed);
        }
    });
    Ok(Watch { answered, gate })
}

/// Reads events as they come; ends well when nobody listens, with an error when the terminal is gone.
fn read(events: &Sender<Event>, gate: &mut UnixStream) -> std::io::Result<()> {
    // Like crossterm: where the standard input is a document, keys come from the terminal itself.
    let terminal: Box<dyn AsFd> =
        if stdin().is_terminal() { Box::new(stdin()) } else { Box::new(File::open("/dev/tty")?) };
    loop {
        if matches!(ready(&*terminal, gate, None)?, Ready::Gate) {
            stand_aside(gate)?;
            continue;
        }
        while event::poll(MOMENT)? {
            let message = match event::read()? {
                event::Event::Key(key) => Message::Key(key),
                event::Event::Mouse(mouse) => Message::Mouse(mouse),
                event::Event::Paste(text) => Message::Paste(text),
                event::Event::Resize(columns, rows) => Message::Resize(columns, rows),
                event::Event::FocusGained | event::Event::FocusLost => continue,
            };
            if events.send(Event::App(message)).is_err() {
                return Ok(());
            }
        }
    }
}

/// Reads what the terminal answers, and the keys that come between; crossterm would take an answer for
/// keys. Ends with the last answer, when the time is over or the terminal is wanted by somebody else; `None` when
/// nobody listens any more.
fn answers(events: &Sender<Event>, gate: &UnixStream) -> Option<()> {
    let mut until = Instant::now() + WAIT;
    let mut buffer: Vec<u8> = Vec::new();
    let (mut coloured, mut named, mut exact) = (false, false, false);
    while let Some(left) = until.checked_duration_since(Instant::now()) {
        let input = stdin();
        if !matches!(ready(&input, gate, Some(left)), Ok(Ready::Input)) {
            break;
        }
        let mut chunk = [0; 4096];
        // The standard input's own buffer would hide bytes from crossterm, which reads the descriptor.
        let chunk = match rustix::io::read(&input, &mut chunk) {
            Ok(0) | Err(_) => break,
            Ok(read) => &chunk[..read],
        };
        // What comes some time after Escape is a key by itself, unless it can only be the rest of a sequence.
        if buffer == b"\x1b" && !matches!(chunk, [b'[' | b']' | 0x1b, ..] | [b'O', _, ..]) {
            events.send(Event::App(Message::Key(KeyCode::Esc.into()))).ok()?;
            buffer.clear();
        }
        buffer.extend_from_slice(chunk);
        let (parts, rest) = split(&buffer);
        buffer = rest;
        for part in parts {
            match part {
                Part::Colour(answer) => {
                    coloured = true;
                    if let Some(background) = background::by_answer(&answer) {
                        events.send(Event::Background(background)).ok()?;
                    }
                }
                Part::Device => {
                    named = true;
                    // Most terminals answer in order, but some are late with the colour.
                    until = until.min(Instant::now() + LATE);
                }
                Part::Exact => exact = true,
                Part::Key(key) => events.send(Event::App(Message::Key(key))).ok()?,
                Part::Mouse(mouse) => events.send(Event::App(Message::Mouse(mouse))).ok()?,
                Part::Paste(text) => events.send(Event::App(Message::Paste(text))).ok()?,
            }
        }
        if buffer.starts_with(PASTE) {
            // Its end is worth waiting for: as keys it would be obeyed.
            until = Instant::now() + WAIT;
        } else if coloured && named && buffer.is_empty() {
            break;
        }
    }
    if let Some(pasted) = buffer.strip_prefix(PASTE) {
        events.send(Event::App(Message::Paste(String::from_utf8_lossy(pasted).into_owned()))).ok()?;
        buffer.clear();
    }
    for key in keys(&buffer) {
        events.send(Event::App(Message::Key(key))).ok()?;
    }
    if exact {
        // Only now: here keys are read that are told in the old way.
        events.send(Event::Exact).ok()?;
    }
    Some(())
}

/// What comes in while answers are awaited.
#[derive(Debug, PartialEq)]
enum Part {
    /// An OSC answer.
    Colour(String),
    /// The terminal can tell all keys apart.
    Exact,
    /// The answer to the device question: the last.
    Device,
    /// A key.
    Key(KeyEvent),
    /// The mouse.
    Mouse(MouseEvent),
    /// Text that was pasted.
    Paste(String),
}

/// What stands before and behind text that is pasted.
const PASTE: &[u8] = b"\x1b[200~";
const PASTED: &[u8] = b"\x1b[201~";

/// Splits bytes into answers and keys; what is not yet whole is left over.
fn split(bytes: &[u8]) -> (Vec<Part>, Vec<u8>) {
    let mut parts = Vec::new();
    let mut at = 0;
    while at < bytes.len() {
        let rest = &bytes[at..];
        if rest.starts_with(b"\x1b]") {
            let end = rest.iter().position(|&b| b == 7).map(|end| (end, end + 1)).or_else(|| {
                rest.windows(2).skip(2).position(|w| w == b"\x1b\\").map(|end| (end + 2, end + 4))
            });
            let Some((end, next)) = end else { break };
            parts.push(Part::Colour(String::from_utf8_lossy(&rest[2..end]).into_owned()));
            at += next;
        } else if let Some(pasted) = rest.strip_prefix(PASTE) {
            let Some(end) = pasted.windows(PASTED.len()).position(|window| window == PASTED) else { break };
            parts.push(Part::Paste(String::from_utf8_lossy(&pasted[..end]).into_owned()));
            at += PASTE.len() + end + PASTED.len();
        } else if rest.starts_with(b"\x1b[") {
            let Some(end) = rest[2..].iter().position(|b| (0x40..=0x7e).contains(b)) else { break };
            let sequence = &rest[2..end + 3];
            match sequence {
                [b'?', .., b'c'] => parts.push(Part::Device),
                [b'?', .., b'u'] => parts.push(Part::Exact),
                [b'<', ..] => parts.extend(mouse(sequence).map(Part::Mouse)),
                _ => parts.extend(named_key(sequence).map(Part::Key)),
            }
            at += end + 3;
        } else if rest.starts_with(b"\x1bO") {
            let Some(last) = rest.get(2) else { break };
            parts.extend(named_key(&[*last]).map(Part::Key));
            at += 3;
        } else if rest == b"\x1b" {
            break;
        } else {
            // Escape and a letter at once are the letter with Alt.
            let (alt, rest) = match rest {
                [0x1b, 0x1b, ..] | [] => (false, rest),
                [0x1b, more @ ..] => (true, more),
                _ => (false, rest),
            };
            let sound = match std::str::from_utf8(rest) {
                Ok(_) => rest.len(),
                // A letter that has not come whole.
                Err(error) if error.valid_up_to() == 0 && error.error_len().is_none() => break,
                Err(error) => error.valid_up_to().max(1),
            };
            let long = if alt {
                std::str::from_utf8(&rest[..sound])
                    .ok()
                    .and_then(|text| text.chars().next())
                    .map_or(1, char::len_utf8)
            } else {
                rest[..sound].iter().skip(1).position(|&b| b == 0x1b).map_or(sound, |at| at + 1)
            };
            for mut key in keys(&rest[..long]) {
                if alt {
                    key.modifiers |= KeyModifiers::ALT;
                }
                parts.push(Part::Key(key));
            }
            at += long + usize::from(alt);
        }
    }
    (parts, bytes[at..].to_vec())
}

/// A key with a name, as the end of its sequence tells it: `A`, `1;5C`, `3~`.
fn named_key(sequence: &[u8]) -> Option<KeyEvent> {
    let (&last, numbers) = sequence.split_last()?;
    let numbers = std::str::from_utf8(numbers).ok()?;
    let mut numbers = numbers.split(';').map(|number| number.parse::<u8>().ok());
    let (first, held) = (numbers.next().flatten(), numbers.next().flatten());
    let code = match (last, first) {
        (b'A', _) => KeyCode::Up,
        (b'B', _) => KeyCode::Down,
        (b'C', _) => KeyCode::Right,
        (b'D', _) => KeyCode::Left,
        (b'F', _) | (b'~', Some(4 | 8)) => KeyCode::End,
        (b'H', _) | (b'~', Some(1 | 7)) => KeyCode::Home,
        (b'P'..=b'S', _) => KeyCode::F(last - b'P' + 1),
        (b'Z', _) => KeyCode::BackTab,
        (b'~', Some(2)) => KeyCode::Insert,
        (b'~', Some(3)) => KeyCode::Delete,
        (b'~', Some(5)) => KeyCode::PageUp,
        (b'~', Some(6)) => KeyCode::PageDown,
        (b'~', Some(number @ 11..=15)) => KeyCode::F(number - 10),
        (b'~', Some(number @ 17..=21)) => KeyCode::F(number - 11),
        (b'~', Some(number @ 23..=24)) => KeyCode::F(number - 12),
        _ => return None,
    };
    // One more than a sum: Shift is 1, Alt 2, Ctrl 4.
    let held = held.unwrap_or(1).saturating_sub(1);
    let mut modifiers = KeyModifiers::NONE;
    for (sign, modifier) in [(1, KeyModifiers::SHIFT), (2, KeyModifiers::ALT), (4, KeyModifiers::CONTROL)] {
        if held & sign != 0 {
            modifiers |= modifier;
        }
    }
    if code == KeyCode::BackTab {
        modifiers |= KeyModifiers::SHIFT;
    }
    Some(KeyEvent::new(code, modifiers))
}

/// What the mouse did, in SGR coordinates: `<0;12;3M`. Only what the program knows: two buttons and the wheel.
fn mouse(sequence: &[u8]) -> Option<MouseEvent> {
    let numbers = std::str::from_utf8(sequence).ok()?.strip_prefix('<')?;
    let released = numbers.ends_with('m');
    let mut numbers =
        numbers.trim_end_matches(['M', 'm']).split(';').map(|number| number.parse::<u16>().ok());
    // The sign for Shift is kept apart; those for Alt and Ctrl mean nothing here.
    let button = numbers.next()??;
    let modifiers = if button & 4 == 0 { KeyModifiers::NONE } else { KeyModifiers::SHIFT };
    let kind = match (button & !4, released) {
        (0, false) => MouseEventKind::Down(MouseButton::Left),
        (0, true) => MouseEventKind::Up(MouseButton::Left),
        (2, false) => MouseEventKind::Down(MouseButton::Right),
        (32, false) => MouseEventKind::Drag(MouseButton::Left),
        (64, false) => MouseEventKind::ScrollUp,
        (65, false) => MouseEventKind::ScrollDown,
        _ => return None,
    };
    let (column, row) = (numbers.next()??.checked_sub(1)?, numbers.next()??.checked_sub(1)?);
    Some(MouseEvent { kind, column, row, modifiers })
}

/// Plain bytes as keys.
fn keys(bytes: &[u8]) -> Vec<KeyEvent> {
    String::from_utf8_lossy(bytes)
        .chars()
        .filter_map(|c| {
            Some(match c {
                '\r' | '\n' => KeyCode::Enter.into(),
                '\t' => KeyCode::Tab.into(),
                '\x7f' => KeyCode::Backspace.into(),
                '\x1b' => KeyCode::Esc.into(),
                '\x01'..='\x1a' => {
                    KeyEvent::new(KeyCode::Char((c as u8 + b'a' - 1) as char), KeyModifiers::CONTROL)
                }
                c if c.is_control() || c == '\u{fffd}' => return None,
                c => KeyCode::Char(c).into(),
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_and_keys_come_apart() {
        let (parts, rest) = split(b"j\x1b]11;rgb:0000/0000/0000\x1b\\/k\x1b[A\x1b[?1u\x1b[?62;22c");
        let key = |c: char| Part::Key(KeyCode::Char(c).into());
        assert_eq!(
            parts,
            [
                key('j'),
                Part::Colour("11;rgb:0000/0000/0000".into()),
                key('/'),
                key('k'),
                Part::Key(KeyCode::Up.into()),
                Part::Exact,
                Part::Device
            ]
        );
        assert!(rest.is_empty());
        let (parts, _) = split(b"\x1b[<0;12;3M\x1b[<0;12;3m\x1b[<65;1;1M");
        let mouse =
            |kind, column, row| Part::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE });
        let (down, wheel) = (MouseEventKind::Down(MouseButton::Left), MouseEventKind::ScrollDown);
        let up = MouseEventKind::Up(MouseButton::Left);
        assert_eq!(parts, [mouse(down, 11, 2), mouse(up, 11, 2), mouse(wheel, 0, 0)]);
        let (parts, rest) = split(b"\x1b]11;rgb:00");
        assert_eq!((parts.len(), rest.as_slice()), (0, &b"\x1b]11;rgb:00"[..]));
    }

    #[test]
    fn what_is_pasted_meanwhile_is_text_and_no_keys() {
        let (parts, rest) = split("j\x1b[200~q:quit\r\x1b[Aカザフ\x1b[201~k".as_bytes());
        let key = |c: char| Part::Key(KeyCode::Char(c).into());
        assert_eq!(parts, [key('j'), Part::Paste("q:quit\r\x1b[Aカザフ".into()), key('k')]);
        assert!(rest.is_empty());
        let (parts, rest) = split(b"\x1b[200~half of it\x1b[20");
        assert_eq!((parts.len(), rest.len()), (0, 20), "the rest of it is to come");
    }

    #[test]
    fn keys_of_all_kinds_are_known_before_the_answers_came() {
        let keys = |bytes: &[u8]| -> Vec<KeyEvent> {
            let (parts, rest) = split(bytes);
            assert!(rest.is_empty(), "{rest:?} is left of {bytes:?}");
            let key = |part| if let Part::Key(key) = part { key } else { panic!("{part:?} is no key") };
            parts.into_iter().map(key).collect()
        };
        let with = |code, modifiers| KeyEvent::new(code, modifiers);
        for (bytes, key) in [
            (&b"\x1bOP"[..], KeyCode::F(1).into()),
            (b"\x1b[15~", KeyCode::F(5).into()),
            (b"\x1b[24~", KeyCode::F(12).into()),
            (b"\x1b[3~", KeyCode::Delete.into()),
            (b"\x1bOA", KeyCode::Up.into()),
            (b"\x1b[1~", KeyCode::Home.into()),
            (b"\x1b[Z", with(KeyCode::BackTab, KeyModifiers::SHIFT)),
            (b"\x1b[1;3C", with(KeyCode::Right, KeyModifiers::ALT)),
            (b"\x1b[1;6A", with(KeyCode::Up, KeyModifiers::SHIFT | KeyModifiers::CONTROL)),
            (b"\x1b[6;5~", with(KeyCode::PageDown, KeyModifiers::CONTROL)),
            (b"\x1be", with(KeyCode::Char('e'), KeyModifiers::ALT)),
            ("\x1bé".as_bytes(), with(KeyCode::Char('é'), KeyModifiers::ALT)),
        ] {
            assert_eq!(keys(bytes), [key], "{bytes:?}");
        }
        assert_eq!(keys(b"\x1bej").len(), 2, "Alt is held for one letter only");
    }

    #[test]
    fn a_letter_may_come_in_pieces() {
        let (parts, rest) = split(&"aカ".as_bytes()[..3]);
        assert_eq!((parts, rest.len()), (vec![Part::Key(KeyCode::Char('a').into())], 2));
        // What is no letter at all holds nothing up.
        let (parts, rest) = split(b"\xff\xfej");
        assert_eq!((parts, rest.len()), (vec![Part::Key(KeyCode::Char('j').into())], 0));
    }
}
