//! How fast names are found, against a plain byte scan of the same text in the same run.
//!
//!     cargo bench --bench tagger
use bluebook::gazetteer::Tagger;
use std::hint::black_box;
use std::time::Instant;

mod corpus;

fn main() {
    let corpus = corpus::corpus();
    let text = corpus::texts(&corpus.folder).concat();
    corpus.clear();
    let (text, what) = (String::from_utf8_lossy(&text), corpus.name);
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
