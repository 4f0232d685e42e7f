//! An hour of use in a minute: the real program under thousands of keys, and what it holds of the system afterwards.
#![cfg(target_os = "linux")]
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use std::fs;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};
use tempfile::TempDir;

/// So many keys and clicks; `BLUEBOOK_SOAK=100000` asks for more.
const KEYS: usize = 4000;
/// They come in so many rounds; the first ones warm it up, for what is made once, such as an index, is no leak.
const ROUNDS: usize = 8;
const WARM: usize = 3;
/// So many keys come in one burst.
const PACE: usize = 80;
/// After that, resident memory may grow by this share of what it was, in percent: notes and history are kept.
const GROWTH: u64 = 20;
/// So long anything may take: a failing test waits, a passing one does not.
const PATIENCE: Duration = Duration::from_mins(2);
/// So long nothing may happen where nothing happens.
const QUIET: Duration = Duration::from_millis(700);

/// What a process holds.
#[derive(Debug, Clone, Copy)]
struct Held {
    /// Resident memory in KiB.
    memory: u64,
    descriptors: usize,
    threads: usize,
}

/// The program on a terminal of its own.
struct Soaked {
    child: Box<dyn Child + Send + Sync>,
    master: Box<dyn MasterPty + Send>,
    writer: Arc<Mutex<Box<dyn Write + Send>>>,
    /// How many bytes it has written.
    written: Arc<AtomicUsize>,
    proc: PathBuf,
    _home: TempDir,
}

impl Soaked {
    fn open() -> Self {
        let home = tempfile::tempdir().expect("a home");
        let size = PtySize { rows: 30, cols: 100, pixel_width: 0, pixel_height: 0 };
        let pty = native_pty_system().openpty(size).expect("a pseudo-terminal");
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_bluebook"));
        command.cwd(home.path());
        command.env_clear();
        for (name, value) in
            [("TERM", "xterm-256color"), ("LANG", "en_US.UTF-8"), ("EDITOR", "true"), ("BROWSER", "true")]
        {
            command.env(name, value);
        }
        command.env("HOME", home.path());
        command.env("PATH", std::env::var_os("PATH").unwrap_or_default());
        let child = pty.slave.spawn_command(command).expect("the program");
        let pid = child.process_id().expect("its number");
        let writer = Arc::new(Mutex::new(pty.master.take_writer().expect("a writer")));
        let written = Arc::new(AtomicUsize::new(0));
        let mut reader = pty.master.try_clone_reader().expect("a reader");
        let (answering, counted) = (Arc::clone(&writer), Arc::clone(&written));
        std::thread::spawn(move || {
            let mut buffer = vec![0; 1 << 16];
            let mut asked = false;
            while let Ok(read @ 1..) = reader.read(&mut buffer) {
                // What it asks at the start comes in its first bytes.
                if !asked && buffer[..read].windows(3).any(|bytes| bytes == b"\x1b[c") {
                    asked = true;
                    let mut writer = answering.lock().expect("the writer");
                    writer.write_all(b"\x1b]11;rgb:1d1d/1f1f/2121\x1b\\\x1b[?62;22c").expect("an answer");
                }
                counted.fetch_add(read, Ordering::SeqCst);
            }
        });
        Self {
            child,
            master: pty.master,
            writer,
            written,
            proc: Path::new("/proc").join(pid.to_string()),
            _home: home,
        }
    }

    /// Types; waits where the program does not keep up, as the terminal has it.
    fn keys(&self, keys: &str) {
        self.writer.lock().expect("the writer").write_all(keys.as_bytes()).expect("keys");
    }

    /// How long its threads used a processor, in the system's ticks, and how often they were given one.
    fn work(&self) -> (usize, Vec<String>) {
        let mut work = Vec::new();
        for task in fs::read_dir(self.proc.join("task")).expect("its threads").flatten() {
            // One may end meanwhile.
            let status = fs::read_to_string(task.path().join("status")).unwrap_or_default();
            work.extend(status.lines().filter(|line| line.contains("ctxt_switches")).map(str::to_owned));
        }
        (self.written.load(Ordering::SeqCst), work)
    }

    /// Waits until nothing happens any more: no thread is given a processor for a while.
    fn settles(&self) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let before = self.work();
            std::thread::sleep(QUIET);
            if self.work() == before {
                return;
            }
            assert!(Instant::now() < deadline, "it never rests");
        }
    }

    /// Waits until what was typed has shown: something was drawn, and then nothing more for a moment.
    fn answers(&self) {
        let deadline = Instant::now() + PATIENCE;
        loop {
            let before = self.written.load(Ordering::SeqCst);
            std::thread::sleep(QUIET / 10);
            if before > 0 && self.written.load(Ordering::SeqCst) == before {
                return;
            }
            assert!(Instant::now() < deadline, "it writes without end");
        }
    }

    fn held(&self) -> Held {
        let status = fs::read_to_string(self.proc.join("status")).expect("its state");
        let number = |name: &str| -> u64 {
            let line = status.lines().find_map(|line| line.strip_prefix(name)).expect("a line");
            line.trim().trim_end_matches(" kB").trim().parse().expect("a number")
        };
        let many = |folder: &str| fs::read_dir(self.proc.join(folder)).expect("a list").count();
        Held { memory: number("VmRSS:"), descriptors: many("fd"), threads: many("task") }
    }

    fn is_running(&self) -> bool {
        fs::read_to_string(self.proc.join("stat")).is_ok_and(|stat| !stat.contains(") Z"))
    }
}

impl Drop for Soaked {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A linear congruential generator: the same keys on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }
}

const OTHERS: [&str; 20] = [
    "\r",
    "\r",
    "\x1b[A",
    "\x1b[B",
    "\x1b[C",
    "\x1b[D",
    "\x1b[5~",
    "\x1b[6~",
    "\x1b[H",
    "\x1b[F",
    "\t",
    "\x1b[Z",
    "\x7f",
    "\x10",
    "\x17",
    "\x15",
    "\x0c",
    "\x1b[<64;60;10M",
    "\x1b[<65;60;10M",
    "\x1b[<0;30;8M\x1b[<0;30;8m",
];

/// What is done once in every round: each tab's main job, so that each thread has begun.
const TOUR: [&str; 12] = [
    "\x1b1/kaz\r",
    "c",
    "\x1b1T",
    "H",
    "\x1b1X",
    "\x1b2/2012\r\r",
    "\x1b3peace treaty\r",
    "fcn",
    "\x1b6[",
    "\x1b2/2015\r\rB",
    "\x1b7",
    ":@russia/2015\r",
];

/// One key, or a few that belong together; never one that would leave the program or stop it.
fn some(dice: &mut Dice) -> String {
    match dice.roll(20) {
        0..12 => loop {
            let letter = char::from(b' ' + dice.roll(95) as u8);
            // `q` backs out at last.
            if letter != 'q' {
                break letter.into();
            }
        },
        12..16 => OTHERS[dice.roll(OTHERS.len())].into(),
        16 => format!("\x1b{}", dice.roll(7) + 1),
        // Alone, it is no beginning of another key.
        17 => "\x1b\x1b".into(),
        18 => format!("\x1b[<0;{};{}M", dice.roll(100) + 1, dice.roll(30) + 1),
        _ => "\x1b[200~words @rus treaty\x1b[201~".into(),
    }
}

#[test]
fn nothing_grows_and_nothing_is_left_open() {
    if !Path::new("/proc/self/status").exists() {
        println!("skipped: there is no /proc");
        return;
    }
    let keys = std::env::var("BLUEBOOK_SOAK").ok().and_then(|keys| keys.parse().ok()).unwrap_or(KEYS);
    let mut soaked = Soaked::open();
    let mut held = Vec::new();
    for round in 0..ROUNDS {
        for step in TOUR {
            // Out of whatever the last keys led into.
            soaked.keys(&"\x1b\x1b".repeat(4));
            soaked.keys(step);
            soaked.answers();
        }
        let mut dice = Dice(20_151_121 + round as u64);
        for number in 1..=keys.div_ceil(ROUNDS) {
            soaked.keys(&some(&mut dice));
            if number % PACE == 0 {
                soaked.answers();
            }
        }
        soaked.keys(&"\x1b\x1b".repeat(6));
        soaked.settles();
        assert!(soaked.is_running(), "it has ended in round {round}");
        held.push(soaked.held());
        println!("round {}: {:?}", round + 1, held[round]);
    }
    let most = |of: fn(&Held) -> u64, rounds: &[Held]| rounds.iter().map(of).max().unwrap_or(0);
    let (warm, late) = held.split_at(WARM);
    let last = &late[late.len() - 2..];
    let (before, after) = (most(|held| held.memory, warm), most(|held| held.memory, last));
    assert!(
        after * 100 <= before * (100 + GROWTH),
        "resident memory grew from {before} to {after} KiB: {held:?}"
    );
    let descriptors = |rounds| most(|held| held.descriptors as u64, rounds);
    assert!(descriptors(last) <= descriptors(warm), "descriptors are left open: {held:?}");
    let threads = |rounds| most(|held| held.threads as u64, rounds);
    assert!(threads(last) <= threads(warm), "threads are left: {held:?}");
    // It still does what it is asked, which here is to end.
    soaked.keys("\x03");
    let status = soaked.child.wait().expect("its end");
    assert!(status.success(), "{status:?}");
    assert!(soaked.master.get_size().is_ok(), "the terminal outlived it");
    println!("{keys} keys");
}
