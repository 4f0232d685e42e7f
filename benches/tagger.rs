//! How fast names are found, against a plain byte scan of the same text in the same run.
//!
//!     cargo bench --bench tagger
//!
//! Reads the World Factbook where `../shared/corpora` has it (or `BLUEBOOK_FACTBOOK` names its unpacked folder),
//! else a text it makes from the built-in digests.
use bluebook::gazetteer::Tagger;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;
use std::{env, fs};

/// As much of the corpus as is measured.
const ENOUGH: usize = 200 << 20;

fn main() {
    let (text, what) = corpus();
    let bytes = text.len();
    let tagger = Tagger::new();
    let mut found = Vec::with_capacity(bytes / 50);
    let best = |work: &mut dyn FnMut() -> usize| {
        let runs = (0..7).map(|_| {
            let begin = Instant::now();
            black_box(work());
            begin.elapsed().as_secs_f64()
        });
        runs.fold(f64::INFINITY, f64::min)
    };
    let scan = best(&mut || black_box(&text).bytes().filter(u8::is_ascii_uppercase).count());
    let tag = best(&mut || {
        found.clear();
        tagger.tag(black_box(&text), 0..bytes, None, &mut found);
        found.len()
    });
    let rate = |seconds: f64| bytes as f64 / 1e6 / seconds;
    println!("{what}: {:.1} MB, {} mentions", bytes as f64 / 1e6, found.len());
    println!("counting capitals {:6.0} MB/s", rate(scan));
    println!("tagging           {:6.0} MB/s, {:.1} times as long", rate(tag), tag / scan);
}

/// The text to measure, and its name.
fn corpus() -> (String, &'static str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    if let Some(folder) = env::var_os("BLUEBOOK_FACTBOOK") {
        return (gather(Path::new(&folder)), "the Factbook");
    }
    let archive = root.join("../shared/corpora/factbook-1990-2025.tar.xz");
    if archive.exists() {
        let folder: PathBuf = env::temp_dir().join(format!("bluebook-bench-{}", std::process::id()));
        fs::create_dir_all(&folder).expect("a temporary folder");
        let unpacked = Command::new("tar").arg("xJf").arg(&archive).arg("-C").arg(&folder).status();
        let text = unpacked.is_ok_and(|status| status.success()).then(|| gather(&folder));
        let _ = fs::remove_dir_all(&folder);
        if let Some(text) = text.filter(|text| !text.is_empty()) {
            return (text, "the Factbook");
        }
    }
    let digests = gather(&root.join("assets/editions"));
    (digests.repeat((64 << 20) / digests.len()), "the digests, over and over")
}

/// All text below a folder, up to what is enough.
fn gather(folder: &Path) -> String {
    let mut text = String::new();
    let mut entries: Vec<_> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|e| e.path()).collect();
    entries.sort();
    for path in entries {
        if text.len() > ENOUGH {
            break;
        }
        if path.is_dir() {
            text.push_str(&gather(&path));
        } else {
            text.push_str(&String::from_utf8_lossy(&fs::read(path).unwrap_or_default()));
        }
    }
    text
}
