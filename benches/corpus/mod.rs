//! The corpus that the benchmarks run over: a folder of texts, found or made. Never written to once it is there.
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::{env, fs};

/// A folder of texts.
pub struct Corpus {
    /// Where it is.
    pub folder: PathBuf,
    /// What it is, in words.
    pub name: &'static str,
    /// Whether it was made for this run.
    made: bool,
}

impl Corpus {
    /// Removes what was made for this run.
    pub fn clear(&self) {
        if self.made {
            let _ = fs::remove_dir_all(&self.folder);
        }
    }
}

/// The World Factbook where `BLUEBOOK_FACTBOOK` names its unpacked folder or `../shared/corpora` has it, else 36
/// editions of made-up texts of the same shape and size.
pub fn corpus() -> Corpus {
    if let Some(folder) = env::var_os("BLUEBOOK_FACTBOOK").map(PathBuf::from).filter(|folder| folder.is_dir())
    {
        return Corpus { folder, name: "the Factbook", made: false };
    }
    let folder = env::temp_dir().join(format!("bluebook-bench-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a temporary folder");
    let archive = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/corpora/factbook-1990-2025.tar.xz");
    if archive.exists() {
        let unpacked = Command::new("tar").arg("xJf").arg(&archive).arg("-C").arg(&folder).status();
        if unpacked.is_ok_and(|status| status.success()) {
            return Corpus { folder, name: "the Factbook", made: true };
        }
    }
    make(&folder);
    Corpus { folder, name: "texts made for this run", made: true }
}

/// All texts below a folder, in the order of their names.
#[allow(dead_code)] // Not every benchmark asks for them.
pub fn texts(folder: &Path) -> Vec<Vec<u8>> {
    let mut entries: Vec<_> =
        fs::read_dir(folder).into_iter().flatten().flatten().map(|entry| entry.path()).collect();
    entries.sort();
    let read = entries
        .iter()
        .map(|path| if path.is_dir() { texts(path) } else { vec![fs::read(path).unwrap_or_default()] });
    read.flatten().collect()
}

const LANDS: [&str; 24] = [
    "Kazakhstan",
    "Georgia",
    "Armenia",
    "Japan",
    "Kenya",
    "Peru",
    "Norway",
    "Chile",
    "Ghana",
    "India",
    "Nepal",
    "Oman",
    "Fiji",
    "Cuba",
    "Laos",
    "Mali",
    "Togo",
    "Chad",
    "Iraq",
    "Italy",
    "Spain",
    "France",
    "Egypt",
    "Tonga",
];
const FIELDS: [&str; 12] = [
    "Location",
    "Climate",
    "Terrain",
    "Population",
    "Languages",
    "Exports",
    "Imports",
    "Railways",
    "Airports",
    "Elections",
    "Coastline",
    "Labor force",
];
const WORDS: [&str; 40] = [
    "the",
    "of",
    "and",
    "in",
    "trade",
    "border",
    "mountains",
    "river",
    "with",
    "percent",
    "agreement",
    "north",
    "coast",
    "oil",
    "wheat",
    "growth",
    "government",
    "since",
    "rural",
    "urban",
    "treaty",
    "election",
    "council",
    "water",
    "energy",
    "dispute",
    "islands",
    "maritime",
    "claims",
    "export",
    "partners",
    "are",
    "was",
    "from",
    "largest",
    "small",
    "regional",
    "cooperation",
    "assembly",
    "court",
];

/// Writes 36 editions of 264 texts, 17 KB each: lines of a field and what is said in it.
fn make(folder: &Path) {
    let mut seed = 5_u64;
    let mut roll = |sides: usize| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (seed >> 33) as usize % sides
    };
    for year in 1990..2026 {
        let edition = folder.join(year.to_string());
        fs::create_dir_all(&edition).expect("a folder");
        for number in 0..264 {
            let land = LANDS[number % LANDS.len()];
            let mut text = format!("{land} {number}\n\nIntroduction\n\n");
            while text.len() < 17_000 {
                let _ = write!(text, "{}: {land} and {}", FIELDS[roll(12)], LANDS[roll(24)]);
                for _ in 0..roll(40) {
                    let _ = write!(text, " {}", WORDS[roll(40)]);
                }
                let _ = writeln!(text, " {}", roll(100_000));
            }
            fs::write(edition.join(format!("{land}-{number}.txt")), text).expect("a text");
        }
    }
}
