//! The real program on a real pseudo-terminal: what it shows, what it takes, and that it gives everything back.
#![cfg(unix)]
use bluebook::view::{Background, Colours, Glyphs, Theme};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, SlavePty, native_pty_system};
use ratatui::style::Color;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};
use tempfile::TempDir;
use vt100::{MouseProtocolMode, Parser, Screen};

#[path = "pty/bursts.rs"]
mod bursts;
#[path = "pty/ends.rs"]
mod ends;
#[path = "pty/moving.rs"]
mod moving;
#[path = "pty/notebook.rs"]
mod notebook;
#[path = "pty/tabs.rs"]
mod tabs;

/// So long anything may take: a failing test waits, a passing one does not.
const PATIENCE: Duration = Duration::from_secs(30);

/// The shell that starts the program, as a shell does: it owns the terminal before and afterwards. The program
/// must not be the first process of its session, for the kernel resets the terminal behind such a one.
const SHELL: &str = r#"sh -c 'echo $$ >"$PID"; exec "$@"' sh "$@"
printf '\nexit status %s\n' $?
read -r line"#;

/// The same with a text on the program's standard input.
const PIPE: &str = r#"printf '%s' "$TEXT" | sh -c 'echo $$ >"$PID"; exec "$@"' sh "$@"
printf '\nexit status %s\n' $?
read -r line"#;

const DARK: &[u8] = b"\x1b]11;rgb:1d1d/1f1f/2121\x1b\\";
const LIGHT: &[u8] = b"\x1b]11;rgb:fdfd/f6f6/e3e3\x1b\\";
const DEVICE: &[u8] = b"\x1b[?62;22c";
const QUESTIONS: [&[u8]; 2] = [b"\x1b]11;?\x1b\\", b"\x1b[c"];

const ENTER: &str = "\r";
const ESCAPE: &str = "\x1b";
const BACKSPACE: &str = "\x7f";

/// How the program is started.
struct Start {
    size: (u16, u16),
    script: &'static str,
    arguments: Vec<String>,
    environment: BTreeMap<&'static str, String>,
    answering: bool,
}

fn start() -> Start {
    let environment = [("TERM", "xterm-256color"), ("LANG", "en_US.UTF-8"), ("COLORTERM", "truecolor")];
    Start {
        size: (80, 24),
        script: SHELL,
        arguments: Vec::new(),
        environment: environment.map(|(name, value)| (name, value.to_owned())).into(),
        answering: true,
    }
}

impl Start {
    fn size(self, columns: u16, rows: u16) -> Self {
        Self { size: (columns, rows), ..self }
    }

    fn with(mut self, name: &'static str, value: &str) -> Self {
        self.environment.insert(name, value.to_owned());
        self
    }

    fn on(mut self, argument: impl AsRef<Path>) -> Self {
        self.arguments.push(argument.as_ref().display().to_string());
        self
    }

    /// A terminal that leaves questions to the test.
    fn silent(self) -> Self {
        Self { answering: false, ..self }
    }

    fn piped(self, text: &str) -> Self {
        Self { script: PIPE, ..self.with("TEXT", text).on("-") }
    }

    fn open(self) -> Terminal {
        let home = tempfile::tempdir().expect("a home");
        let (columns, rows) = self.size;
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new("/bin/sh");
        command.args(["-c", self.script, "sh", env!("CARGO_BIN_EXE_bluebook")]);
        command.args(&self.arguments);
        command.cwd(env!("CARGO_MANIFEST_DIR"));
        command.env_clear();
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        command.env("HOME", home.path());
        command.env("PID", home.path().join("pid"));
        for (name, value) in &self.environment {
            command.env(name, value);
        }
        let settings = settings(&*pty.master);
        let reader = pty.master.try_clone_reader().expect("a reader");
        let writer = Arc::new(Mutex::new(pty.master.take_writer().expect("a writer")));
        let feed = Arc::new((
            Mutex::new(Feed { parser: parser(columns, rows), bytes: Vec::new(), over: false }),
            Condvar::new(),
        ));
        let answering = self.answering.then(|| Arc::clone(&writer));
        let reading = read(reader, Arc::clone(&feed), answering);
        let child = pty.slave.spawn_command(command).expect("a shell");
        Terminal {
            feed,
            settings,
            home,
            reading: Some(reading),
            writer: Some(writer),
            child,
            slave: Some(pty.slave),
            master: Some(pty.master),
        }
    }
}

type Writer = Arc<Mutex<Box<dyn Write + Send>>>;
type Shared = Arc<(Mutex<Feed>, Condvar)>;

/// What the program wrote.
struct Feed {
    parser: Parser,
    bytes: Vec<u8>,
    /// Nobody shall read on.
    over: bool,
}

impl Feed {
    /// Whether a frame is half written; a terminal that knows synchronized updates would not show it.
    fn is_amidst(&self) -> bool {
        modes(&self.bytes).get("2026") == Some(&true)
    }

    fn picture(&self) -> String {
        let mut picture = String::new();
        for line in text(self.parser.screen()).lines() {
            let _ = writeln!(picture, "  │{line}");
        }
        picture
    }
}

/// A blank screen. vt100 panics where text wraps on a single row, or a wide character stands in a single column.
fn parser(columns: u16, rows: u16) -> Parser {
    Parser::new(rows.max(2), columns.max(2), 0)
}

fn read(mut reader: Box<dyn Read + Send>, shared: Shared, answering: Option<Writer>) -> JoinHandle<()> {
    std::thread::spawn(move || {
        let mut buffer = [0; 1 << 14];
        let mut asked = [0; QUESTIONS.len()];
        while let Ok(read @ 1..) = reader.read(&mut buffer) {
            let mut fed = shared.0.lock().unwrap_or_else(PoisonError::into_inner);
            if fed.over {
                return;
            }
            fed.bytes.extend_from_slice(&buffer[..read]);
            fed.parser.process(&buffer[..read]);
            if let Some(writer) = &answering {
                for (nth, answer) in [DARK, DEVICE].into_iter().enumerate() {
                    let times = count(&fed.bytes, QUESTIONS[nth]);
                    if times > std::mem::replace(&mut asked[nth], times) {
                        writer.lock().expect("the writer").write_all(answer).expect("an answer");
                    }
                }
            }
            shared.1.notify_all();
        }
    })
}

/// The terminal that the program runs on.
struct Terminal {
    feed: Shared,
    /// The line settings before the program started.
    settings: String,
    home: TempDir,
    reading: Option<JoinHandle<()>>,
    writer: Option<Writer>,
    child: Box<dyn Child + Send + Sync>,
    // Held, so that the terminal outlives the program.
    slave: Option<Box<dyn SlavePty + Send>>,
    master: Option<Box<dyn MasterPty + Send>>,
}

impl Terminal {
    fn fed(&self) -> MutexGuard<'_, Feed> {
        self.feed.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn keys(&self, keys: impl AsRef<[u8]>) {
        let writer = self.writer.as_ref().expect("an open terminal");
        writer.lock().expect("the writer").write_all(keys.as_ref()).expect("keys");
    }

    fn resize(&self, columns: u16, rows: u16) {
        let mut fed = self.fed();
        if fed.parser.screen().size() != (rows, columns) {
            // A blank one: the program may count on nothing being left of what it drew.
            fed.parser = parser(columns, rows);
            let taken = modes(&fed.bytes);
            for (mode, on) in taken {
                let set = format!("\x1b[?{mode}{}", if on { 'h' } else { 'l' });
                fed.parser.process(set.as_bytes());
            }
        }
        let size = PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 };
        self.master.as_ref().expect("an open terminal").resize(size).expect("a new size");
    }

    /// Waits until what was written fulfils a condition.
    fn until(&self, what: &str, ready: impl Fn(&Feed) -> bool) {
        let deadline = Instant::now() + PATIENCE;
        let mut fed = self.fed();
        while fed.is_amidst() || !ready(&fed) {
            let left = deadline.saturating_duration_since(Instant::now());
            assert!(!left.is_zero(), "{what}: never came. The screen:\n{}", fed.picture());
            fed = self.feed.1.wait_timeout(fed, left).unwrap_or_else(PoisonError::into_inner).0;
        }
    }

    fn wait(&self, what: &str, ready: impl Fn(&Screen) -> bool) {
        self.until(what, |fed| ready(fed.parser.screen()));
    }

    /// Types into the filter and waits until all of it is there: what is found appears in the same frame.
    fn filters(&self, letters: &str, place: &str) {
        self.keys(format!("/{letters}"));
        self.wait(place, |screen| {
            let text = text(screen);
            text.contains(&format!("/{letters}")) && text.contains(place)
        });
    }

    fn sees(&self, words: &str) {
        self.wait(words, |screen| text(screen).contains(words));
    }

    fn contents(&self) -> String {
        text(self.fed().parser.screen())
    }

    fn bytes(&self) -> Vec<u8> {
        self.fed().bytes.clone()
    }

    /// Waits for the first whole screen of the built-in corpus.
    fn started(&self) {
        self.sees("67 documents");
    }

    /// The program's process, once it runs.
    fn pid(&self) -> String {
        let path = self.home.path().join("pid");
        wait_for("the process id", || {
            std::fs::read_to_string(&path).ok().filter(|id| id.ends_with('\n')).map(|id| id.trim().to_owned())
        })
    }

    fn signal(&self, signal: &str) {
        signal_to(&self.pid(), signal);
    }

    /// Waits until the program has stopped and given the terminal back.
    fn stopped(&self) {
        let pid = self.pid();
        wait_for("the stop", || (state(&pid) == Some('T')).then_some(()));
        self.wait("the shell's screen", |screen| !screen.alternate_screen());
        self.is_given_back();
    }

    fn settings(&self) -> String {
        settings(&**self.master.as_ref().expect("an open terminal"))
    }

    /// Everything that was taken is given back.
    fn is_given_back(&self) {
        let fed = self.fed();
        for (mode, on) in modes(&fed.bytes) {
            assert_eq!(on, mode == "25", "mode {mode} was left {}", if on { "on" } else { "off" });
        }
        let screen = fed.parser.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
        assert_eq!(screen.mouse_protocol_mode(), MouseProtocolMode::None);
        assert!(!screen.bold() && !screen.underline() && !screen.inverse());
        assert_eq!((screen.fgcolor(), screen.bgcolor()), (vt100::Color::Default, vt100::Color::Default));
        assert_eq!(self.settings(), self.settings, "the line settings");
    }

    /// Waits until the shell tells that the program ended, and looks at what it left behind.
    fn ended(mut self, status: i32) -> String {
        self.wait("the end", |screen| !screen.alternate_screen() && text(screen).contains("exit status"));
        let left = self.contents();
        assert!(
            left.contains(&format!("exit status {status}\n"))
                || left.ends_with(&format!("exit status {status}")),
            "{left}"
        );
        self.is_given_back();
        assert!(!left.contains("Regions"), "a frame was left on the shell's screen:\n{left}");
        self.keys("\n");
        self.slave = None;
        self.child.wait().expect("the shell's end");
        left
    }

    /// Ends it with the key for that.
    fn quits(self) {
        self.keys("\x03");
        self.ended(0);
    }

    /// Takes the terminal away from under the program; gives the program's process.
    fn hang_up(&mut self) -> String {
        let pid = self.pid();
        self.fed().over = true;
        // The reader holds the terminal open until it reads something.
        self.resize(81, 24);
        self.reading.take().expect("a reader").join().expect("the reader's end");
        self.writer = None;
        self.slave = None;
        self.master = None;
        pid
    }
}

impl Drop for Terminal {
    fn drop(&mut self) {
        // A test that failed leaves nothing running; after one that did not, both are gone already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Polls what cannot be waited on.
fn wait_for<T>(what: &str, mut ready: impl FnMut() -> Option<T>) -> T {
    let deadline = Instant::now() + PATIENCE;
    loop {
        if let Some(found) = ready() {
            return found;
        }
        assert!(Instant::now() < deadline, "{what}: never came");
        std::thread::sleep(Duration::from_millis(5));
    }
}

fn signal_to(pid: &str, signal: &str) {
    let killed = Command::new("/bin/sh").args(["-c", "kill -s \"$0\" \"$1\"", signal, pid]).status();
    assert!(killed.expect("a shell").success());
}

/// A process's state as ps writes it; `None` where there is no such process.
fn state(pid: &str) -> Option<char> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).ok();
    let by_ps = || {
        let ps = Command::new("ps").args(["-o", "stat=", "-p", pid]).output().ok()?;
        String::from_utf8_lossy(&ps.stdout).trim().chars().next()
    };
    match stat {
        // The name in parentheses may hold anything.
        Some(stat) => stat.rsplit(") ").next()?.chars().next(),
        None if cfg!(target_os = "linux") => None,
        None => by_ps(),
    }
}

/// How often all threads of a process were given a processor and how long they used one; `None` where the system
/// does not tell.
fn work(pid: &str) -> Option<Vec<String>> {
    let mut work = Vec::new();
    for task in std::fs::read_dir(format!("/proc/{pid}/task")).ok()? {
        let task = task.ok()?.path();
        let status = std::fs::read_to_string(task.join("status")).ok()?;
        work.extend(status.lines().filter(|line| line.contains("ctxt_switches")).map(str::to_owned));
        let stat = std::fs::read_to_string(task.join("stat")).ok()?;
        work.extend(stat.rsplit(") ").next()?.split(' ').skip(11).take(2).map(str::to_owned));
    }
    Some(work)
}

/// The line settings, as words.
fn settings(master: &dyn MasterPty) -> String {
    let settings = master.get_termios().expect("the line settings");
    let words = format!(
        "{:?} {:?} {:?} {:?} {:?}",
        settings.input_flags,
        settings.output_flags,
        settings.control_flags,
        settings.local_flags,
        settings.control_chars
    );
    // The kernel's own note that there is input to look at again.
    words.replace(" | PENDIN", "")
}

/// The text on a screen, without the blanks at the ends of lines: some were written and some were not.
fn text(screen: &Screen) -> String {
    screen.contents().lines().flat_map(|line| [line.trim_end(), "\n"]).collect()
}

fn count(bytes: &[u8], part: &[u8]) -> usize {
    bytes.windows(part.len()).filter(|window| *window == part).count()
}

/// The control sequences (CSI) in what was written: parameters and final byte.
fn sequences(bytes: &[u8]) -> Vec<(String, char)> {
    let mut found = Vec::new();
    let mut rest = bytes;
    while let Some(begin) = rest.windows(2).position(|window| window == b"\x1b[") {
        rest = &rest[begin + 2..];
        let Some(end) = rest.iter().position(|byte| (0x40..=0x7e).contains(byte)) else { break };
        found.push((String::from_utf8_lossy(&rest[..end]).into_owned(), char::from(rest[end])));
        rest = &rest[end + 1..];
    }
    found
}

/// The private modes that were set or reset, and how they stand.
fn modes(bytes: &[u8]) -> BTreeMap<String, bool> {
    let mut modes = BTreeMap::new();
    for (parameters, kind) in sequences(bytes) {
        if let (Some(numbers), 'h' | 'l') = (parameters.strip_prefix('?'), kind) {
            modes.extend(numbers.split(';').map(|number| (number.to_owned(), kind == 'h')));
        }
    }
    modes
}

/// Whether a background was ever painted in the colour of a theme's selected row.
fn paints_for(bytes: &[u8], background: Background) -> bool {
    let Some(Color::Rgb(red, green, blue)) = Theme::new(Colours::True, background, Glyphs::FINE).selected.bg
    else {
        panic!("the selected row has no colour");
    };
    let paint = format!("48;2;{red};{green};{blue}");
    sequences(bytes).iter().any(|(parameters, kind)| *kind == 'm' && parameters.contains(&paint))
}

fn is_asked(terminal: &Terminal) {
    terminal.until("the question", |fed| QUESTIONS.iter().all(|question| count(&fed.bytes, question) == 1));
}

#[test]
fn starts_on_the_built_in_corpus_and_quits() {
    let terminal = start().open();
    terminal.started();
    let screen = terminal.contents();
    for words in ["Regions", "Contents", "Notebook", "World", "Africa"] {
        assert!(screen.contains(words), "{words:?} is missing:\n{screen}");
    }
    assert!(terminal.fed().parser.screen().alternate_screen());
    assert_ne!(terminal.settings(), terminal.settings, "raw keys");
    terminal.keys("q");
    terminal.ended(0);
}

#[test]
fn filters() {
    let terminal = start().open();
    terminal.started();
    terminal.filters("kirg", "Kyrgyz Republic");
    terminal.keys(ENTER);
    terminal.wait("the dossier", |screen| text(screen).matches("Kyrgyz Republic").count() > 1);
    terminal.quits();
}

#[test]
fn opens_a_passage_and_goes_back() {
    let terminal = start().size(100, 30).open();
    terminal.started();
    terminal.filters("kirg", "Kyrgyz Republic");
    terminal.keys(ENTER);
    terminal.keys("\t");
    terminal.sees("KGZ");
    terminal.keys(ENTER);
    terminal.wait("the document", |screen| !text(screen).contains("KGZ"));
    terminal.keys(BACKSPACE);
    terminal.sees("KGZ");
    terminal.quits();
}

#[test]
fn changes_tabs() {
    let terminal = start().open();
    terminal.started();
    // The first key takes the welcome away.
    terminal.keys("\x1b");
    terminal.wait("the hints", |screen| text(screen).contains("/ filter"));
    let first = terminal.contents();
    terminal.keys("2");
    terminal.wait("the contents", |screen| text(screen) != first && text(screen).contains("2025"));
    terminal.keys("1");
    terminal.wait("the regions", |screen| text(screen) == first);
    terminal.quits();
}

#[test]
fn fits_any_size() {
    let terminal = start().open();
    terminal.started();
    let first = terminal.contents();
    for (columns, rows) in [(120, 40), (40, 12), (20, 5), (200, 60)] {
        terminal.resize(columns, rows);
        terminal.wait("the last row", |screen| {
            let rows = screen.rows(0, columns).collect::<Vec<_>>();
            rows.iter().all(|row| row.chars().count() <= usize::from(columns))
                && !rows[rows.len() - 1].is_empty()
        });
    }
    terminal.resize(80, 24);
    terminal.wait("the first screen", |screen| text(screen) == first);
    terminal.quits();
}

#[test]
fn bears_a_storm_of_sizes() {
    let terminal = start().open();
    terminal.started();
    let first = terminal.contents();
    let mut chance: u32 = 1;
    for nth in 0..200 {
        // Numbers that look like chance and are the same in every run.
        chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        let (columns, rows) = ((chance >> 8) % 160 + 1, (chance >> 20) % 60 + 1);
        match nth % 10 {
            0 => terminal.resize(1, 1),
            5 => terminal.resize(80, 24),
            _ => terminal.resize(columns as u16, rows as u16),
        }
    }
    // Small and back: a program that looks late sees no change.
    terminal.resize(80, 24);
    terminal.resize(1, 1);
    terminal.resize(80, 24);
    terminal.wait("the first screen", |screen| text(screen) == first);
    terminal.quits();
}

#[test]
fn starts_where_there_is_no_room() {
    for size in [(1, 1), (0, 0)] {
        let terminal = start().size(size.0, size.1).open();
        is_asked(&terminal);
        terminal.resize(80, 24);
        terminal.started();
        terminal.quits();
    }
}

#[test]
fn control_c_quits_from_anywhere() {
    for (keys, shown) in [
        ("", "67 documents"),
        ("/kirg", "Kyrgyz Republic"),
        ("?", "Here: the tree"),
        ("\x10kirg", "Kyrgyz Republic"),
        ("2", "2025"),
        ("\t/asia", "asia"),
    ] {
        let terminal = start().open();
        terminal.started();
        terminal.keys(keys);
        terminal.sees(shown);
        terminal.quits();
    }
}

#[test]
fn signals_end_it_well() {
    for (signal, status) in [("TERM", 143), ("HUP", 129), ("INT", 130), ("QUIT", 131)] {
        let terminal = start().open();
        terminal.started();
        terminal.signal(signal);
        terminal.ended(status);
    }
}

#[test]
fn a_folder_that_is_missing_is_told() {
    let terminal = start().size(100, 24).on("/no/such/folder").open();
    terminal.sees("/no/such/folder");
    assert!(terminal.fed().parser.screen().alternate_screen());
    // From the text to the tree, and out.
    terminal.keys("qq");
    terminal.ended(0);
}

#[test]
fn a_panic_leaves_the_terminal_whole() {
    for place in ["draw", "worker"] {
        let terminal = start().with("BLUEBOOK_PANIC", place).open();
        let left = terminal.ended(101);
        assert!(left.contains("panicked at") && left.contains("BLUEBOOK_PANIC asked for this"), "{left}");
    }
}

#[test]
fn control_z_stops_and_the_shell_continues_it() {
    let terminal = start().open();
    terminal.started();
    terminal.filters("kirg", "Kyrgyz Republic");
    let before = terminal.contents();
    let taken = modes(&terminal.bytes());
    for _ in 0..2 {
        terminal.keys("\x1a");
        terminal.stopped();
        terminal.signal("CONT");
        terminal.wait("the screen", |screen| screen.alternate_screen() && text(screen) == before);
    }
    assert_eq!(modes(&terminal.bytes()), taken, "not all was taken again");
    // The shell's way, without the key.
    terminal.signal("TSTP");
    terminal.stopped();
    terminal.signal("CONT");
    terminal.wait("the screen", |screen| screen.alternate_screen() && text(screen) == before);
    // Keys come through again.
    terminal.keys(BACKSPACE);
    terminal.keys("iz");
    terminal.wait("a new filter", |screen| text(screen) != before);
    terminal.quits();
}

#[test]
fn control_l_paints_anew() {
    let terminal = start().open();
    terminal.started();
    // The first key takes the welcome away.
    terminal.keys("\x1b");
    terminal.wait("the hints", |screen| text(screen).contains("/ filter"));
    let first = terminal.contents();
    // Somebody else wrote on the screen.
    terminal.fed().parser.process(b"\x1b[2J\x1b[Hwall: going down");
    terminal.keys("\x0c");
    terminal.wait("the first screen", |screen| text(screen) == first);
    assert_eq!(count(&terminal.bytes(), b"\x1b[6n"), 0, "it asked where the cursor is");
    terminal.quits();
}

#[test]
fn ends_when_the_terminal_is_closed() {
    let mut terminal = start().open();
    terminal.started();
    let pid = terminal.hang_up();
    // Where nobody takes in orphans, what ended stays a zombie.
    wait_for("the end", || matches!(state(&pid), None | Some('Z' | 'X')).then_some(()));
}

#[test]
fn does_nothing_when_nothing_happens() {
    let terminal = start().open();
    terminal.started();
    let pid = terminal.pid();
    // What is made ready in the background ends some time; then a whole window must pass without any work.
    let window = Duration::from_millis(1500);
    wait_for("a quiet time", || {
        let (length, work_before) = (terminal.bytes().len(), work(&pid));
        let fed = terminal.feed.1.wait_timeout_while(terminal.fed(), window, |fed| fed.bytes.len() == length);
        let is_quiet = fed.expect("the feed").1.timed_out();
        (is_quiet && work(&pid) == work_before).then_some(())
    });
    terminal.quits();
}

#[test]
fn answers_may_come_in_any_order() {
    for (answers, background) in [
        ([LIGHT, DEVICE], Background::Light),
        ([DEVICE, LIGHT], Background::Light),
        ([DARK, DEVICE], Background::Dark),
        ([DEVICE, DARK], Background::Dark),
    ] {
        let terminal = start().silent().open();
        is_asked(&terminal);
        terminal.keys("/ki");
        terminal.keys(answers.concat());
        terminal.keys("rg");
        terminal.sees("/kirg");
        terminal.sees("Kyrgyz Republic");
        terminal.until("its colours", |fed| paints_for(&fed.bytes, background));
        assert!(
            !terminal.contents().contains("rgb"),
            "an answer was taken for keys:\n{}",
            terminal.contents()
        );
        terminal.quits();
    }
}

#[test]
fn an_answer_may_come_in_pieces() {
    let terminal = start().silent().open();
    is_asked(&terminal);
    for byte in [LIGHT, DEVICE].concat() {
        terminal.keys([byte]);
    }
    terminal.filters("kirg", "Kyrgyz Republic");
    terminal.until("its colours", |fed| paints_for(&fed.bytes, Background::Light));
    assert!(!terminal.contents().contains("rgb"), "{}", terminal.contents());
    terminal.quits();
}

#[test]
fn what_is_pasted_while_answers_are_awaited_is_typed_not_obeyed() {
    let terminal = start().silent().open();
    is_asked(&terminal);
    // Where nothing is typed a paste means nothing; its letters are keys that would end the program.
    terminal.keys("\x1b[200~q");
    terminal.keys("q\x1b[201~/\x1b[200~ki\rrg\x1b[201~");
    terminal.keys([DARK, DEVICE].concat());
    terminal.sees("/ki rg");
    terminal.quits();
}

#[test]
fn regions_that_cannot_be_used_leave_what_is_shown() {
    let (folder, start) = settled("");
    let terminal = start.size(120, 30).open();
    terminal.started();
    let regions = folder.path().join("bluebook/regions.toml");
    std::fs::write(&regions, "[[region").expect("a file");
    for _ in 0..2 {
        terminal.keys("r");
        terminal.sees("regions.toml: the regions file: not TOML");
        // The word goes with the next key.
        terminal.keys("j");
        terminal.wait("the hints", |screen| !text(screen).contains("regions.toml"));
    }
    std::fs::remove_file(&regions).expect("removed");
    terminal.keys("r");
    terminal.sees("Nothing has changed on disk.");
    terminal.quits();
}

#[test]
fn keys_work_where_no_answer_comes() {
    let terminal = start().silent().open();
    is_asked(&terminal);
    terminal.keys("/ki");
    terminal.sees("/ki");
    terminal.keys("rg");
    terminal.sees("/kirg");
    terminal.sees("Kyrgyz Republic");
    // By itself: together with another key it would be Alt.
    terminal.keys(ESCAPE);
    terminal.wait("no filter", |screen| !text(screen).contains("/kirg"));
    terminal.keys("?");
    terminal.sees("Here: the tree");
    terminal.quits();
}

#[test]
fn keys_typed_ahead_are_not_lost() {
    let terminal = start().open();
    terminal.filters("kirg", "Kyrgyz Republic");
    terminal.quits();
}

#[test]
fn pasted_text_is_typed_not_obeyed() {
    let terminal = start().open();
    terminal.started();
    terminal.keys("/");
    terminal.keys("\x1b[200~kirg\x1b[201~");
    terminal.sees("/kirg");
    terminal.quits();
}

#[test]
fn the_mouse_selects() {
    let terminal = start().open();
    terminal.started();
    let first = terminal.contents();
    // The fourth row of the tree.
    terminal.keys("\x1b[<0;8;6M\x1b[<0;8;6m");
    terminal.wait("another page", |screen| text(screen) != first);
    terminal.quits();
}

/// What a terminal was asked to put on its clipboard, in the clear: the text of the last plain OSC 52.
fn clipboard(bytes: &[u8]) -> Option<String> {
    const BEGIN: &[u8] = b"\x1b]52;c;";
    let at = bytes.windows(BEGIN.len()).rposition(|part| part == BEGIN)? + BEGIN.len();
    let end = at + bytes[at..].iter().position(|&byte| byte == 7)?;
    let value = |byte: u8| match byte {
        b'A'..=b'Z' => Some(byte - b'A'),
        b'a'..=b'z' => Some(byte - b'a' + 26),
        b'0'..=b'9' => Some(byte - b'0' + 52),
        b'+' => Some(62),
        b'/' => Some(63),
        _ => None,
    };
    let (mut text, mut bits, mut many) = (Vec::new(), 0_u32, 0);
    for six in bytes[at..end].iter().map_while(|&byte| value(byte)) {
        (bits, many) = (bits << 6 | u32::from(six), many + 6);
        if many >= 8 {
            many -= 8;
            text.push((bits >> many & 255) as u8);
        }
    }
    String::from_utf8(text).ok()
}

#[test]
fn words_are_dragged_over_and_copied_to_the_clipboard() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("note.txt");
    std::fs::write(&file, "A note\n\nThe road to \u{30ab}\u{30b6}\u{30d5} was long.\n").expect("a file");
    let terminal = start().on(&file).open();
    terminal.sees("1 document");
    terminal.keys("\x10a note\r");
    terminal.sees("The road to");
    terminal.keys("/road\rv");
    terminal.sees("other end");
    terminal.keys("y");
    terminal.sees("Copied 1 line, 4 characters");
    assert_eq!(clipboard(&terminal.bytes()).as_deref(), Some("road"));
    terminal.keys("y");
    terminal.until("the paragraph", |fed| {
        clipboard(&fed.bytes).as_deref() == Some("The road to \u{30ab}\u{30b6}\u{30d5} was long.")
    });
    // The same by mouse: from the letter under the button to the one under it at the end.
    let (row, column) = {
        let fed = terminal.fed();
        let shown = text(fed.parser.screen());
        let (row, line) = shown.lines().enumerate().find(|(_, line)| line.contains("The road")).expect("it");
        (row + 1, line[..line.find("The road").expect("it")].chars().count() + 1)
    };
    let drag = format!("\x1b[<0;{column};{row}M\x1b[<32;{};{row}M\x1b[<0;{};{row}m", column + 7, column + 7);
    terminal.keys(drag);
    terminal.sees("other end");
    terminal.keys("y");
    terminal.until("the dragged words", |fed| clipboard(&fed.bytes).as_deref() == Some("The road"));
    // Given to the terminal, the mouse is not asked for any more.
    terminal.keys("M");
    terminal.wait("a mouse let go", |screen| screen.mouse_protocol_mode() == MouseProtocolMode::None);
    terminal.keys("M");
    terminal.wait("the mouse", |screen| screen.mouse_protocol_mode() == MouseProtocolMode::ButtonMotion);
    terminal.quits();
}

#[test]
fn tmux_hands_the_clipboard_through() {
    let terminal = start().with("TMUX", "/tmp/none,1,0").piped("A road.").open();
    terminal.sees("1 document");
    terminal.keys("2\ty");
    terminal.sees("Copied 1 line");
    assert!(clipboard(&terminal.bytes()).is_some_and(|copied| !copied.is_empty()));
    assert_eq!(count(&terminal.bytes(), b"\x1bPtmux;\x1b\x1b]52;c;"), 1);
    terminal.quits();
}

#[test]
fn a_command_of_the_readers_own_gets_what_is_copied_instead_of_the_terminal() {
    let folder = tempfile::tempdir().expect("a folder");
    let kept = folder.path().join("kept");
    let command = format!("cat >'{}.new' && mv '{0}.new' '{0}'", kept.display());
    let terminal =
        start().with("TMUX", "/tmp/none,1,0").with("BLUEBOOK_CLIPBOARD", &command).piped("A road.").open();
    terminal.sees("1 document");
    terminal.keys("2\ty");
    terminal.sees("Copied 1 line");
    let got = wait_for("what the command got", || std::fs::read_to_string(&kept).ok());
    // The title of what came on standard input.
    assert_eq!(got, "input");
    assert_eq!(count(&terminal.bytes(), b"]52;c;"), 0, "the terminal is not asked");
    terminal.quits();
}

#[test]
fn an_export_is_written_and_the_tour_is_opened() {
    let folder = tempfile::tempdir().expect("a folder");
    let terminal = start().on("tour").open();
    terminal.sees("A tour of bluebook");
    let path = folder.path().join("tour.md");
    terminal.keys(format!(":export {}\r", path.display()));
    terminal.sees("Written: ");
    let text = std::fs::read_to_string(&path).expect("the file");
    assert!(text.contains("# A tour of bluebook\n"), "{text}");
    terminal.keys(format!(":export {}\r", path.display()));
    terminal.sees("is there already");
    terminal.quits();
}

#[test]
fn no_color_means_none() {
    let terminal = start().with("NO_COLOR", "1").open();
    terminal.started();
    terminal.keys("/kirg\r\t");
    terminal.sees("KGZ");
    terminal.keys("\r)");
    terminal.wait("the document", |screen| !text(screen).contains("KGZ"));
    {
        let fed = terminal.fed();
        let screen = fed.parser.screen();
        let (rows, columns) = screen.size();
        let cells =
            || (0..rows).flat_map(|row| (0..columns).filter_map(move |column| screen.cell(row, column)));
        assert!(cells().any(vt100::Cell::bold), "nothing is bold");
        assert!(cells().any(vt100::Cell::underline), "nothing is underlined");
        assert!(cells().any(vt100::Cell::inverse), "nothing is reversed");
    }
    for (parameters, kind) in sequences(&terminal.bytes()) {
        if kind == 'm' {
            let is_plain = |number: &str| !matches!(number.parse(), Ok(30..=49 | 58..=59 | 90..=107));
            assert!(parameters.split([';', ':']).all(is_plain), "a colour: ESC[{parameters}m");
        }
    }
    terminal.quits();
}

#[test]
fn a_dumb_terminal_is_asked_nothing() {
    let terminal = start().with("TERM", "dumb").open();
    terminal.started();
    assert_eq!(QUESTIONS.map(|question| count(&terminal.bytes(), question)), [0; 2]);
    terminal.filters("kirg", "Kyrgyz Republic");
    terminal.quits();
}

#[test]
fn a_japanese_locale_gets_plain_signs() {
    let terminal = start().with("LANG", "ja_JP.UTF-8").open();
    terminal.started();
    for keys in ["", "/kirg", "\r\t", "\r", "2", "?"] {
        let before = terminal.contents();
        terminal.keys(keys);
        terminal.wait("a change", |screen| keys.is_empty() || text(screen) != before);
        let screen = terminal.contents();
        // Box drawing, blocks, geometric shapes: two columns wide in some fonts there.
        let fine = screen.chars().find(|c| ('\u{2500}'..='\u{25ff}').contains(c) || *c == '…');
        assert_eq!(fine, None, "after {keys:?}:\n{screen}");
    }
    terminal.quits();
}

#[test]
fn a_text_on_standard_input_is_read_and_keys_come_from_the_terminal() {
    let terminal = start().piped("# A pipe\n\nKazakhstan wrote to Uzbekistan.\n").open();
    terminal.sees("1 document");
    terminal.keys("/uzb");
    terminal.sees("Uzbekistan");
    terminal.keys("\r");
    terminal.sees("Kazakhstan wrote");
    terminal.keys("\x1a");
    terminal.stopped();
    terminal.signal("CONT");
    terminal
        .wait("the screen", |screen| screen.alternate_screen() && text(screen).contains("Kazakhstan wrote"));
    terminal.quits();
}

#[test]
fn the_documents_it_began_with() {
    let seeds = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared/seeds");
    if !seeds.is_dir() {
        eprintln!("skipped: there is no {}", seeds.display());
        return;
    }
    let terminal = start().size(120, 30).on("../shared/seeds").open();
    terminal.sees("2 documents");
    terminal.keys("2");
    terminal.wait("both editions", |screen| {
        let contents = text(screen);
        contents.contains("2012") && contents.contains("2015")
    });
    terminal.quits();
}

#[test]
fn off_a_terminal_it_says_what_it_holds() {
    let home = tempfile::tempdir().expect("a home");
    let said = Command::new(env!("CARGO_BIN_EXE_bluebook"))
        .env("HOME", home.path())
        .stdin(Stdio::null())
        .output()
        .expect("its words");
    let words = String::from_utf8(said.stdout).expect("text");
    assert!(said.status.success() && words.contains("67 documents"), "{words}");
    assert!(!words.contains('\x1b'));
}

#[test]
fn what_changed_on_disk_is_read_again() {
    let shelf = tempfile::tempdir().expect("a folder");
    let write = |name: &str, text: &str| std::fs::write(shelf.path().join(name), text).expect("a file");
    write("mills.md", "# Mills\n\nLatvia has a mill of oak.\n");
    let terminal = start().size(120, 40).on(shelf.path()).open();
    terminal.sees("1 document");
    terminal.keys("2/mills\r\r");
    terminal.sees("a mill of oak");
    terminal.keys("r");
    terminal.sees("Nothing has changed on disk.");
    write("mills.md", "# Mills\n\nLatvia has a mill of ash and another of elm.\n");
    write("towers.md", "# Towers\n\nEstonia has a tower.\n");
    terminal.keys("r");
    terminal.sees("Files: 1 read again, 1 new.");
    terminal.sees("another of elm");
    std::fs::remove_file(shelf.path().join("mills.md")).expect("removed");
    terminal.keys("r");
    terminal.sees("1 gone");
    terminal.sees("1 document");
    terminal.quits();
}

#[test]
fn a_library_of_many_files_is_usable_while_it_is_read() {
    let shelf = tempfile::tempdir().expect("a folder");
    let passage = "Latvia has a mill, Estonia has a tower, and Lithuania has both of them.\n\n".repeat(200);
    for number in 0..1200 {
        let name = format!("{}-{number}.md", 1900 + number % 100);
        std::fs::write(shelf.path().join(name), format!("# Mills\n\n{passage}")).expect("a file");
    }
    let terminal = start().size(120, 40).on(shelf.path()).open();
    // A key pressed while files are read is obeyed, and what it did stays when more come.
    terminal.sees("documents");
    terminal.keys("2/1999");
    terminal.sees("/1999");
    terminal.sees("1,200 documents");
    terminal.sees("/1999");
    terminal.quits();
}

#[test]
fn a_query_typed_shows_its_hits_and_is_kept_for_another_time() {
    let state = tempfile::tempdir().expect("a folder");
    let kept = state.path().display().to_string();
    let terminal = start().size(120, 40).with("XDG_STATE_HOME", &kept).open();
    terminal.started();
    terminal.keys("3peace treaty");
    terminal.sees("9 hits in 7 documents, by relevance");
    // Enter goes to the hits, Enter again into the text, n on to the next match.
    terminal.keys(ENTER);
    terminal.sees("1 of 9");
    terminal.keys(ENTER);
    terminal.sees("/peace treaty");
    terminal.keys("n");
    terminal.keys("qc");
    terminal.sees("by document");
    terminal.keys("cSTreaty\r");
    terminal.sees("Saved: it stands in this tab");
    terminal.quits();
    let file = state.path().join("bluebook/searches.jsonl");
    let kept_text = std::fs::read_to_string(&file).expect("the searches are kept");
    assert!(kept_text.contains(r#"{"saved":"peace treaty","name":"Treaty"}"#), "{kept_text}");
    // Another time they are there, with their count; and what is damaged is told of, and not lost.
    let terminal = start().size(120, 40).with("XDG_STATE_HOME", &kept).open();
    terminal.started();
    terminal.keys("3");
    terminal.wait("the saved search and its count", |screen| {
        text(screen).lines().any(|line| line.contains("Treaty") && line.contains("  9  "))
    });
    terminal.quits();
    std::fs::write(&file, "half a li").expect("written");
    let terminal = start().size(120, 40).with("XDG_STATE_HOME", &kept).open();
    terminal.sees("it is no list of searches");
    terminal.quits();
    let aside = state.path().join("bluebook/searches.jsonl.damaged");
    assert_eq!(std::fs::read_to_string(aside).expect("set aside"), "half a li");
}

/// A configuration of the reader's own.
fn settled(text: &str) -> (TempDir, Start) {
    let folder = tempfile::tempdir().expect("a folder");
    std::fs::create_dir(folder.path().join("bluebook")).expect("a folder");
    std::fs::write(folder.path().join("bluebook/config.toml"), text).expect("a file");
    let path = folder.path().to_str().expect("a path").to_owned();
    (folder, start().with("XDG_CONFIG_HOME", &path))
}

#[test]
fn for_a_screen_reader_the_cursor_is_on_the_selected_line() {
    let terminal = start().on("--plain").open();
    terminal.sees("- World");
    terminal.keys("jjj");
    let stands = |screen: &Screen, row: u16| {
        let line = text(screen).lines().nth(usize::from(row)).unwrap_or_default().to_owned();
        !screen.hide_cursor() && screen.cursor_position() == (row, 0) && line.starts_with('>')
    };
    terminal.wait("the cursor on the fourth row of the tree", |screen| stands(screen, 4));
    terminal.keys("k");
    terminal.wait("the cursor on the third", |screen| stands(screen, 3));
    assert!(!terminal.contents().contains(['\u{2500}', '\u{2502}']));
    terminal.quits();
}

#[test]
fn what_is_settled_holds() {
    let (_folder, start) =
        settled("mouse = false\ntheme = \"sepia\"\n[keys]\ndown = [\"s\"]\nsearch-here = []\n");
    let terminal = start.open();
    terminal.started();
    terminal.wait("the second row, on the theme's ground", |screen| {
        let ground = screen.cell(5, 60).map(vt100::Cell::bgcolor);
        ground == Some(vt100::Color::Rgb(0xf4, 0xec, 0xd8))
    });
    assert_eq!(terminal.fed().parser.screen().mouse_protocol_mode(), MouseProtocolMode::None);
    terminal.keys("s");
    terminal.sees("2 of ");
    terminal.quits();
}

#[test]
fn what_cannot_be_settled_leaves_the_terminal_alone() {
    for (settings, told) in [
        ("theme = \"sepa\"\n", "config.toml:1: theme: there is no theme \"sepa\"; did you mean \"sepia\"?"),
        ("\n[keys]\ndown = [\"n\"]\n", "config.toml:3: keys.down: \"n\" is already next-match"),
    ] {
        let (_folder, start) = settled(settings);
        let terminal = start.size(200, 24).open();
        terminal.sees("exit status 2");
        let bytes = terminal.bytes();
        assert!(!bytes.windows(8).any(|bytes| bytes == b"\x1b[?1049h"), "the screen was taken");
        assert!(terminal.contents().contains(told), "{}", terminal.contents());
        terminal.ended(2);
    }
}

#[test]
fn the_first_keys_are_told_once() {
    let terminal = start().open();
    terminal.sees("? shows the keys");
    terminal.keys("j");
    terminal.wait("the usual hints", |screen| !text(screen).contains("? shows the keys"));
    let seen = terminal.home.path().join(".local/state/bluebook/seen");
    wait_for("what is remembered", || seen.exists().then_some(()));
    terminal.quits();
}
