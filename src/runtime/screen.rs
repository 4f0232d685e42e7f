//! The terminal: taken over, drawn on, given back whole, whatever happens.
use super::keeper;
use anyhow::Result;
use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::Print;
use crossterm::terminal::{
    BeginSynchronizedUpdate, Clear, ClearType, EndSynchronizedUpdate, EnterAlternateScreen,
    LeaveAlternateScreen, disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::layout::Rect;
use ratatui::{Frame, Terminal, TerminalOptions, Viewport};
use std::cell::Cell;
use std::io::{BufWriter, Stdout, Write, stdout};
use std::rc::Rc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

/// Whether the terminal is ours now. The panic hook must know without owning the screen.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Whether the terminal was asked to tell all keys apart: to be undone, and done again after a pause.
static EXACT: AtomicBool = AtomicBool::new(false);

/// Held while the terminal is written to, so that no other thread gives it back in the midst of that.
static DRAWING: Mutex<()> = Mutex::new(());

/// Whether the mouse is heard, also after the terminal was given back for a while.
static MOUSE: AtomicBool = AtomicBool::new(true);

/// Buttons, the wheel, and movements with a button held, in SGR coordinates. Not every movement: that would wake
/// the program for nothing.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1002h\x1b[?1006h";
/// The same undone.
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1002l\x1b[?1000l";

/// Tells Ctrl-i from Tab and its like, where the terminal knows how (the kitty keyboard protocol).
const EXACT_ON: &str = "\x1b[>1u";
/// The same undone.
const EXACT_OFF: &str = "\x1b[<1u";

/// Standard output while the terminal is ours. What is written afterwards is dropped, such as half a frame that
/// a panic left in a buffer.
struct Ours(Stdout);

impl Write for Ours {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        if TAKEN.load(Ordering::SeqCst) { self.0.write(bytes) } else { Ok(bytes.len()) }
    }

    fn flush(&mut self) -> std::io::Result<()> {
        self.0.flush()
    }
}

/// Gathers a frame, so that it reaches the terminal in one write: the library flushes several times a frame.
struct Gathered {
    writer: BufWriter<Ours>,
    /// Whether a frame is being made.
    held: Rc<Cell<bool>>,
}

impl Write for Gathered {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.writer.write(bytes)
    }

    fn flush(&mut self) -> std::io::Result<()> {
        if self.held.get() { Ok(()) } else { self.writer.flush() }
    }
}

type Backend = CrosstermBackend<Gathered>;

/// The terminal while it is ours.
pub struct Screen {
    terminal: Terminal<Backend>,
    /// The size of the last frame.
    size: (u16, u16),
    /// Whether a frame is being made.
    held: Rc<Cell<bool>>,
}

impl Screen {
    /// Takes the terminal of this size over, and its mouse if that is wanted.
    pub fn open(size: (u16, u16), mouse: bool) -> Result<Self> {
        MOUSE.store(mouse, Ordering::SeqCst);
        take()?;
        // One frame is one write: a screen of text fits the buffer.
        let held = Rc::new(Cell::new(false));
        let writer = BufWriter::with_capacity(1 << 17, Ours(stdout()));
        let backend = CrosstermBackend::new(Gathered { writer, held: Rc::clone(&held) });
        // Of a size that we set: ratatui's own may change between two questions, and then what was laid out
        // for one is drawn on the other.
        let viewport = Viewport::Fixed(Rect::new(0, 0, size.0, size.1));
        match Terminal::with_options(backend, TerminalOptions { viewport }) {
            Ok(terminal) => Ok(Self { terminal, size, held }),
            Err(error) => {
                give_back();
                Err(error.into())
            }
        }
    }

    /// Columns and rows.
    pub fn size(&self) -> Result<(u16, u16)> {
        let size = self.terminal.size()?;
        Ok((size.width, size.height))
    }

    /// Asks the terminal for its background and its keys; the answers come with the keys.
    pub fn ask_background(&mut self) -> Result<()> {
        // The second question is whether it can tell all keys apart; the last is one that every terminal answers:
        // its answer ends the waiting.
        self.write(b"\x1b]11;?\x1b\\\x1b[?u\x1b[c")
    }

    /// Hears the mouse, or leaves it to the terminal.
    pub fn hear_mouse(&mut self, heard: bool) -> Result<()> {
        MOUSE.store(heard, Ordering::SeqCst);
        self.write(if heard { MOUSE_ON } else { MOUSE_OFF }.as_bytes())
    }

    /// Writes a sequence that shows nothing.
    pub fn write(&mut self, sequence: &[u8]) -> Result<()> {
        let _drawing = drawing();
        let writer = self.terminal.backend_mut();
        writer.write_all(sequence)?;
        Write::flush(writer)?;
        Ok(())
    }

    /// Has all keys told apart, by a terminal that can.
    pub fn tell_keys_apart(&mut self) -> Result<()> {
        let _drawing = drawing();
        if TAKEN.load(Ordering::SeqCst) && !EXACT.swap(true, Ordering::SeqCst) {
            let writer = self.terminal.backend_mut();
            writer.write_all(EXACT_ON.as_bytes())?;
            Write::flush(writer)?;
        }
        Ok(())
    }

    /// Gives the terminal back while something is done, and takes it over again.
    pub fn lend<T>(&mut self, done: impl FnOnce() -> T) -> Result<T> {
        give_back();
        // Of no size: the next frame is a whole one.
        self.size = (0, 0);
        let done = done();
        take()?;
        Ok(done)
    }

    /// Draws a frame of a size; every cell anew when `whole`.
    pub fn draw(&mut self, size: (u16, u16), whole: bool, draw: impl FnOnce(&mut Frame<'_>)) -> Result<()> {
        let _drawing = drawing();
        self.held.set(true);
        let drawn = self.draw_held(size, whole, draw);
        self.held.set(false);
        Write::flush(self.terminal.backend_mut())?;
        drawn
    }

    fn draw_held(&mut self, size: (u16, u16), whole: bool, draw: impl FnOnce(&mut Frame<'_>)) -> Result<()> {
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        if whole || size != self.size {
            // Not `Terminal::clear`: that asks the terminal where its cursor is, and takes the answer from the
            // thread that reads keys, or fails where none comes.
            self.terminal.resize(Rect::new(0, 0, size.0, size.1))?;
            self.size = size;
        }
        self.terminal.draw(draw)?;
        queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        Ok(())
    }

    /// Gives the terminal back, stops until the shell continues us, and takes it over again.
    pub fn suspend(&mut self) -> Result<()> {
        Ok(self.lend(|| signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP))??)
    }

    /// Gives the terminal back, as dropping it does.
    pub fn close(self) {
        drop(self);
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn drawing() -> MutexGuard<'static, ()> {
    DRAWING.lock().unwrap_or_else(PoisonError::into_inner)
}

fn take() -> Result<()> {
    let _drawing = drawing();
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let mouse = if MOUSE.load(Ordering::SeqCst) { MOUSE_ON } else { "" };
    // A console without a second screen still shows what was there: frames do not write over it with blanks.
    let clear = Clear(ClearType::All);
    let taken = execute!(stdout(), EnterAlternateScreen, clear, Print(mouse), EnableBracketedPaste);
    if taken.is_err() {
        // What is asked of a terminal that is not ours would stay asked.
        give_back();
        return Ok(taken?);
    }
    if EXACT.load(Ordering::SeqCst) {
        execute!(stdout(), Print(EXACT_ON))?;
    }
    Ok(())
}

/// Undoes all that [`take`] did. Errors are nobody's to mend: the terminal may be gone.
fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
        if EXACT.load(Ordering::SeqCst) {
            // Each screen of the terminal has its own: undone before this one is left.
            let _ = execute!(stdout(), Print(EXACT_OFF));
        }
        let _ = execute!(
            stdout(),
            EndSynchronizedUpdate,
            DisableBracketedPaste,
            Print(MOUSE_OFF),
            Show,
            LeaveAlternateScreen
        );
        let _ = disable_raw_mode();
    }
}

/// Makes a panic in any thread leave the terminal whole before it is told, and end the program.
pub fn hook_panics() {
    let before = std::panic::take_hook();
    let main = std::thread::current().id();
    std::panic::set_hook(Box::new(move |panic| {
        if std::thread::current().id() == main {
            give_back();
            before(panic);
        } else {
            // Kept until the end: a frame drawn now would be written over what is told.
            let _drawing = drawing();
            give_back();
            before(panic);
            // Not before it is told: a disk may hang.
            keeper::finish();
            std::process::exit(101);
        }
    }));
}
