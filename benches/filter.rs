//! How long a letter takes that is typed into the look-up, over a million names.
//!
//!     cargo bench --bench filter
//!
//! The names are made here, of words of our own: what is measured is the work, whatever they say.
//! `benches/peers.py` measures the whole program from key to frame, beside other programs.
use bluebook::gazetteer::{atlas, built_in_regions};
use bluebook::import::{Format, parse};
use bluebook::model::Library;
use bluebook::query::filter::{Ask, Catalogue, Finder, Scope, catalogue};
use divan::Bencher;
use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

/// Documents, and headings in each.
const DOCUMENTS: usize = 100;
const HEADINGS: usize = 10_000;
/// As many answers as the look-up keeps.
const MOST: usize = 200;

const KINDS: [&str; 8] = [
    "Overview of",
    "Progress in",
    "Joint statement on",
    "Support for",
    "Northern",
    "Eastern",
    "Annual report on",
    "Basic",
];
const THINGS: [&str; 12] = [
    "water",
    "trade",
    "security",
    "energy",
    "transport",
    "fisheries",
    "border",
    "health",
    "climate",
    "refugee",
    "railway",
    "electricity",
];
const DEEDS: [&str; 8] =
    ["cooperation", "agreement", "dialogue", "negotiations", "assistance", "policy", "treaty", "summit"];
const LANDS: [&str; 16] = [
    "Alvaria", "Borland", "Cestria", "Dovania", "Elmark", "Fenland", "Garvia", "Hestia", "Ilmora", "Kestan",
    "Lumeria", "Kazmora", "Quistan", "Rovenia", "Tolvania", "Zelmora",
];

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn pick(&mut self, words: &[&'static str]) -> &'static str {
        words[self.roll(words.len())]
    }
}

fn library() -> &'static (Arc<Library>, Arc<Catalogue>) {
    static MADE: OnceLock<(Arc<Library>, Arc<Catalogue>)> = OnceLock::new();
    MADE.get_or_init(|| {
        let mut dice = Dice(5);
        let docs = (0..DOCUMENTS).map(|number| {
            let mut text = format!("# Yearbook {}\n\n", 1925 + number);
            for _ in 0..HEADINGS {
                let (kind, thing, deed) = (dice.pick(&KINDS), dice.pick(&THINGS), dice.pick(&DEEDS));
                let (one, two) = (dice.pick(&LANDS), dice.pick(&LANDS));
                let _ = write!(text, "## {kind} {thing} {deed}: {one} and {two} {}\n\n", dice.roll(10_000));
            }
            let mut doc = parse(Format::Markdown, text.as_bytes()).expect("a document");
            doc.slug = format!("{}-yearbook", 1925 + number);
            Arc::new(doc)
        });
        let atlas = Arc::new(atlas(built_in_regions()).expect("an atlas"));
        let library = Arc::new(Library::new(atlas, docs.collect()));
        let catalogue = Arc::new(catalogue(&library));
        println!("{} names; {} MB beside their text", catalogue.len(), catalogue.bytes() / 1_000_000);
        (library, catalogue)
    })
}

fn finder() -> Finder {
    let (library, catalogue) = library();
    Finder::new(Arc::clone(library), Arc::clone(catalogue))
}

fn find(finder: &mut Finder, text: &str) -> usize {
    finder.find(&Ask::new(text, Scope::All, MOST)).map_or(0, |found| found.many)
}

/// The last letter of what is typed, those before it answered.
#[divan::bench(sample_count = 20, sample_size = 1, args = [
    "k", "ka", "kaz", "kazm", "kazmo", "e", "en", "ene", "ener", "energ", "a", "an", "and", "1", "12", "s", "st",
    "stn", "stne", "jswk", "wtre", "water k", "water kaz", "!e", "^n", "a$", "'ter", "Kaz", "zzzz",
])]
fn letter(bencher: Bencher, typed: &str) {
    let prepared = || {
        let mut finder = finder();
        for (at, _) in typed.char_indices().skip(1) {
            find(&mut finder, &typed[..at]);
        }
        finder
    };
    bencher.with_inputs(prepared).bench_local_refs(|finder| find(finder, typed));
}

/// What is typed, with nothing known before it: a paste.
#[divan::bench(sample_count = 10, sample_size = 1, args = ["kazmora", "water kaz", "stne", "energy", "an"])]
fn pasted(bencher: Bencher, typed: &str) {
    bencher.with_inputs(finder).bench_local_refs(|finder| find(finder, typed));
}

/// Making the catalogue.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn made(bencher: Bencher) {
    let (library, _) = library();
    bencher.bench_local(|| catalogue(library).len());
}

fn main() {
    library();
    divan::main();
}
