//! The terminal: taken over, drawn on, given back whole, whatever happens.
use anyhow::Result;
use crossterm::cursor::Show;
use crossterm::event::{DisableBracketedPaste, EnableBracketedPaste};
use crossterm::style::Print;
use crossterm::terminal::{
    BeginSynchronizedUpdate, EndSynchronizedUpdate, EnterAlternateScreen, LeaveAlternateScreen,
    disable_raw_mode, enable_raw_mode,
};
use crossterm::{execute, queue};
use ratatui::backend::CrosstermBackend;
use ratatui::{Frame, Terminal};
use std::io::{BufWriter, Stdout, Write, stdout};
use std::sync::atomic::{AtomicBool, Ordering};

/// Whether the terminal is ours now. The panic hook must know without owning the screen.
static TAKEN: AtomicBool = AtomicBool::new(false);

/// Buttons and the wheel, in SGR coordinates. Not every movement: that would wake the program for nothing.
const MOUSE_ON: &str = "\x1b[?1000h\x1b[?1006h";
/// The same undone.
const MOUSE_OFF: &str = "\x1b[?1006l\x1b[?1000l";

type Backend = CrosstermBackend<BufWriter<Stdout>>;

/// The terminal while it is ours.
pub struct Screen {
    terminal: Terminal<Backend>,
}

impl Screen {
    /// Takes the terminal over.
    pub fn open() -> Result<Self> {
        take()?;
        // One frame is one write: a screen of text fits the buffer.
        let backend = CrosstermBackend::new(BufWriter::with_capacity(1 << 17, stdout()));
        match Terminal::new(backend) {
            Ok(terminal) => Ok(Self { terminal }),
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

    /// Asks the terminal for its background; the answer comes with the keys.
    pub fn ask_background(&mut self) -> Result<()> {
        let writer = self.terminal.backend_mut();
        // The second question is one that every terminal answers: its answer ends the waiting.
        writer.write_all(b"\x1b]11;?\x1b\\\x1b[c")?;
        Write::flush(writer)?;
        Ok(())
    }

    /// Draws a frame; every cell anew when `whole`.
    pub fn draw(&mut self, whole: bool, draw: impl FnOnce(&mut Frame<'_>)) -> Result<()> {
        if whole {
            self.terminal.clear()?;
        }
        queue!(self.terminal.backend_mut(), BeginSynchronizedUpdate)?;
        self.terminal.draw(draw)?;
        queue!(self.terminal.backend_mut(), EndSynchronizedUpdate)?;
        Write::flush(self.terminal.backend_mut())?;
        Ok(())
    }

    /// Gives the terminal back, stops until the shell continues us, and takes it over again.
    pub fn suspend(&mut self) -> Result<()> {
        give_back();
        signal_hook::low_level::emulate_default_handler(signal_hook::consts::SIGTSTP)?;
        take()?;
        self.terminal.clear()?;
        Ok(())
    }

    /// Gives the terminal back.
    pub fn close(&mut self) {
        give_back();
    }
}

impl Drop for Screen {
    fn drop(&mut self) {
        give_back();
    }
}

fn take() -> Result<()> {
    enable_raw_mode()?;
    TAKEN.store(true, Ordering::SeqCst);
    let taken = execute!(stdout(), EnterAlternateScreen, Print(MOUSE_ON), EnableBracketedPaste);
    if taken.is_err() {
        give_back();
    }
    Ok(taken?)
}

/// Undoes all that [`take`] did. Errors are nobody's to mend: the terminal may be gone.
fn give_back() {
    if TAKEN.swap(false, Ordering::SeqCst) {
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
        give_back();
        before(panic);
        if std::thread::current().id() != main {
            std::process::exit(101);
        }
    }));
}
