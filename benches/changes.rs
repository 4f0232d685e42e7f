//! How fast what came and went is found in a whole archive: of the library, of a place, and how much memory it takes.
//!
//!     cargo bench --bench changes
use bluebook::model::PlaceId;
use bluebook::query::changes::{Asked, Progress, Report, appearances};
use bluebook::store::{Front, Input, Shelf};
use std::fs;
use std::time::Instant;

mod corpus;

/// The most memory that this process had at a time, in megabytes.
fn peak() -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with("VmHWM")).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse::<usize>().ok()).unwrap_or(0) >> 10
}

fn main() {
    let corpus = corpus::corpus();
    let loaded = Shelf::new(vec![Input::from(corpus.folder.to_string_lossy().as_ref())], Front::default())
        .expect("a shelf")
        .read(false, &mut |_| {});
    let library = loaded.library;
    println!("{} documents of {}; {} MB so far", library.len(), corpus.name, peak());
    let find = |place: Option<PlaceId>, from: Option<i32>, to: Option<i32>| -> Report {
        let mut tell = |_: u8| {};
        let asked = Asked { place, from, to };
        appearances(&library, &asked, &mut Progress::new(&|| false, &mut tell))
            .expect("two sides")
            .expect("nobody gave up")
    };
    let kazakhstan = library.atlas.get("KAZ");
    let years = library.years().map(|(first, last)| i32::midpoint(first, last));
    for (name, place, from) in [
        ("Kazakhstan", kazakhstan, None),
        ("Kazakhstan, half against half", kazakhstan, years),
        ("the library", None, None),
        ("the library, half against half", None, years),
    ] {
        let begin = Instant::now();
        let report = find(place, from, None);
        println!(
            "{name}: {:.0} ms, {} findings in {} words; at most {} MB",
            begin.elapsed().as_secs_f64() * 1e3,
            report.findings.len(),
            report.earlier.words + report.later.words,
            peak()
        );
    }
    corpus.clear();
}
