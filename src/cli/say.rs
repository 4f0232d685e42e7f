//! How answers and messages are written: JSON Lines, columns, passages. Never asks the library anything.
use crate::model::{harmless, is_harmful};
use crate::store::Trouble;
use crate::typeset::width;
use anyhow::Result;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use serde::Serialize;
use serde_json::ser::{CharEscape, Formatter, Serializer};
use std::borrow::Cow;
use std::io::{self, IsTerminal, Write};
use std::time::{Duration, Instant};

/// A message on standard error, in one line whatever is in it. A reader who has closed it is told nothing, which is no
/// error.
pub fn tell(message: &str) {
    let _ = writeln!(io::stderr(), "bluebook: {}", harmless(message));
}

/// A message of several lines, each with the program's name before it.
pub fn tell_lines(message: &str) {
    message.lines().for_each(tell);
}

/// Whether answers go without colour and weight: anywhere but to a terminal, and where `NO_COLOR` is set to anything.
pub fn is_plain() -> bool {
    !io::stdout().is_terminal() || std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty())
}

/// What addresses look like.
const EXAMPLES: &str =
    "2015-europe, 2015-europe/overview, 2015-europe#p3, 2015-europe#fn7, @kaz or @russia/2015";

/// Words that were given as an address and are none.
pub fn no_address(words: &str) -> anyhow::Error {
    anyhow::anyhow!("{words:?} is no address; one looks like {EXAMPLES}")
}

/// What could not be read, on standard error.
pub fn trouble(trouble: &Trouble) {
    tell(&format!("{}: {}", trouble.path, trouble.reason));
}

/// How far the reading is, on standard error where that is a terminal: only for a reader who has to wait.
#[derive(Default)]
pub struct Bar(Option<(Instant, ProgressBar)>);

impl Bar {
    /// Nobody sees a bar that lasts no longer.
    const BLINK: Duration = Duration::from_millis(300);

    /// So many of so many files were read.
    pub fn show(&mut self, done: usize, of: usize) {
        let (begun, bar) = self.0.get_or_insert_with(|| {
            let style = ProgressStyle::with_template("{prefix} [{bar:30}] {human_pos} of {human_len} files");
            let style = style.unwrap_or_else(|_| ProgressStyle::default_bar()).progress_chars("## ");
            let bar = ProgressBar::with_draw_target(None, ProgressDrawTarget::hidden()).with_style(style);
            (Instant::now(), bar.with_prefix("Reading"))
        });
        if bar.is_hidden() && begun.elapsed() > Self::BLINK && io::stderr().is_terminal() {
            bar.set_draw_target(ProgressDrawTarget::stderr_with_hz(10));
        }
        bar.set_length(of as u64);
        bar.set_position(done as u64);
    }

    /// Takes it off the terminal.
    pub fn clear(&mut self) {
        if let Some((_, bar)) = self.0.take() {
            bar.finish_and_clear();
        }
    }
}

/// A value as a line of JSON.
pub fn line<T: Serialize>(out: &mut impl Write, value: &T) -> Result<()> {
    value.serialize(&mut Serializer::with_formatter(&mut *out, Quiet))?;
    out.write_all(b"\n")?;
    Ok(())
}

/// Compact JSON in which what could move a cursor is spelled out, as JSON asks for C0 alone.
struct Quiet;

impl Formatter for Quiet {
    fn write_string_fragment<W: ?Sized + Write>(&mut self, out: &mut W, fragment: &str) -> io::Result<()> {
        let mut written = 0;
        for (at, c) in fragment.char_indices().filter(|(_, c)| is_harmful(*c)) {
            out.write_all(&fragment.as_bytes()[written..at])?;
            written = at + c.len_utf8();
            match u8::try_from(c) {
                Ok(byte) => self.write_char_escape(out, CharEscape::AsciiControl(byte))?,
                Err(_) => write!(out, "\\u{:04x}", u32::from(c))?,
            }
        }
        out.write_all(&fragment.as_bytes()[written..])
    }
}

/// Words for a person, without what could move a cursor. Import has seen to it; this is the last door.
pub fn plain(text: &str) -> Cow<'_, str> {
    if text.chars().any(is_harmful) {
        text.chars().filter(|c| !is_harmful(*c)).collect::<String>().into()
    } else {
        text.into()
    }
}

/// A passage with its source above it.
pub fn passage(
    out: &mut impl Write,
    source: &dyn std::fmt::Display,
    year: Option<i32>,
    text: &str,
) -> Result<()> {
    let year = year.map_or_else(|| "undated".into(), |year| year.to_string());
    writeln!(out, "{source}  {year}\n  {}", plain(text))?;
    Ok(())
}

/// Rows whose cells stand below each other.
#[derive(Default)]
pub struct Columns {
    rows: Vec<Vec<String>>,
}

impl Columns {
    /// The widest that a cell makes its column; a wider one pushes its own row only.
    const WIDEST: usize = 60;

    /// Adds a row.
    pub fn row(&mut self, cells: impl IntoIterator<Item = String>) {
        self.rows.push(cells.into_iter().collect());
    }

    /// Writes the rows and forgets them.
    pub fn print(&mut self, out: &mut impl Write) -> Result<()> {
        let mut widths: Vec<usize> = Vec::new();
        for row in &self.rows {
            widths.resize(widths.len().max(row.len()), 0);
            for (cell, widest) in row.iter().zip(&mut widths) {
                *widest = (*widest).max(width(cell).min(Self::WIDEST));
            }
        }
        for row in self.rows.drain(..) {
            let last = row.len().saturating_sub(1);
            for (number, cell) in row.iter().enumerate() {
                let fill = if number == last { 0 } else { widths[number].saturating_sub(width(cell)) + 2 };
                write!(out, "{}{:fill$}", plain(cell), "")?;
            }
            out.write_all(b"\n")?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_spells_out_what_could_move_a_cursor() {
        let mut out = Vec::new();
        line(&mut out, &"a\u{1b}[1m \u{9b}2J \u{202e}b \u{7f} é").expect("written");
        let text = String::from_utf8(out).expect("text");
        assert_eq!(text.to_lowercase(), "\"a\\u001b[1m \\u009b2j \\u202eb \\u007f é\"\n");
        let back: String = serde_json::from_str(&text).expect("JSON");
        assert_eq!(back, "a\u{1b}[1m \u{9b}2J \u{202e}b \u{7f} é");
    }

    #[test]
    fn columns_stand_below_each_other() {
        let mut columns = Columns::default();
        for (name, id) in [("Kazakhstan", "KAZ"), ("日本", "JPN"), (&"x".repeat(70), "XXX")] {
            columns.row([name.to_owned(), id.to_owned()]);
        }
        let mut out = Vec::new();
        columns.print(&mut out).expect("written");
        let text = String::from_utf8(out).expect("text");
        let at: Vec<usize> = text.lines().map(|line| width(line) - 3).collect();
        assert_eq!(at, [62, 62, 72]);
    }
}
