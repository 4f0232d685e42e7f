//! How fast terms are counted by edition in a whole archive, with the index and without it.
//!
//!     cargo bench --bench timeline
//!
//! Ends with an error where the index finds anything else than the scan.
use bluebook::model::Library;
use bluebook::query::index;
use bluebook::query::timeline::{Chronicler, Editions, Heat, Term, chronicle};
use bluebook::store::{Front, Input, Shelf};
use std::sync::Arc;
use std::time::Instant;

mod corpus;

/// How often each is asked.
const TIMES: usize = 7;

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

const TERMS: [&str; 26] = [
    "kazakhstan",
    "uranium",
    "economy",
    "government",
    "the",
    "zeppelinx",
    "econom*",
    "trea*",
    "a*",
    "peace treaty",
    "natural gas",
    "soviet union",
    "russian federation",
    "united states",
    "gross domestic product",
    "member of the united nations",
    "in the",
    "of the",
    "oil and gas",
    "co-operation",
    "100%",
    "%",
    "@kaz",
    "@usa",
    "@europe",
    "@cod",
];

fn main() {
    let corpus = corpus::corpus();
    let loaded = Shelf::new(vec![Input::from(corpus.folder.to_string_lossy().as_ref())], Front::default())
        .expect("a shelf")
        .read(false, &mut |_| {});
    let library = Arc::new(loaded.library);
    let bytes: usize = library.iter().map(|(_, doc)| doc.text.len()).sum();
    let blocks: usize = library.iter().map(|(_, doc)| doc.blocks.len()).sum();
    println!(
        "{}: {} documents, {blocks} blocks, {:.0} MB, {} cores",
        corpus.name,
        library.len(),
        bytes as f64 / 1e6,
        rayon::current_num_threads()
    );
    let begin = Instant::now();
    let editions = Editions::of(&library);
    println!("editions and their words: {:.0} ms, {} years", milliseconds(begin), editions.years.len());
    let begin = Instant::now();
    let heat = Heat::of(&library, &editions);
    println!("heat map: {:.1} ms, {} places", milliseconds(begin), heat.rows.len());
    let begin = Instant::now();
    index::build(&library, &|| false);
    let index = index::of(&library);
    println!(
        "index: {:.0} ms, {:.1} MB, whole: {}",
        milliseconds(begin),
        index.bytes() as f64 / 1e6,
        index.is_complete(&library)
    );
    terms(&library, &editions);
    corpus.clear();
}

/// The medians of several runs: a term that nobody asked before, and by a scan.
fn terms(library: &Arc<Library>, editions: &Editions) {
    println!("\n{:<32}{:>9}{:>12}{:>10}", "term", "passages", "indexed ms", "scan ms");
    let mut chronicler = Chronicler::default();
    let mut slow = 0;
    for words in TERMS {
        let term = Term::parse(words, &library.atlas).expect("a term");
        let scanned = chronicle(library, editions, &term, true);
        let (mut own, mut whole) = (Vec::new(), Vec::new());
        for _ in 0..TIMES {
            chronicler.forget();
            let begin = Instant::now();
            let answer = chronicler.chronicle(library, &term, true);
            own.push(milliseconds(begin));
            if *answer != scanned {
                println!("NOT THE SAME: {words}");
                std::process::exit(1);
            }
            let begin = Instant::now();
            let _ = chronicle(library, editions, &term, true);
            whole.push(milliseconds(begin));
        }
        own.sort_by(f64::total_cmp);
        whole.sort_by(f64::total_cmp);
        slow += usize::from(own[TIMES / 2] > 16.0);
        println!(
            "{words:<32}{:>9}{:>12.2}{:>10.1}",
            scanned.dated().len() + scanned.undated(),
            own[TIMES / 2],
            whole[TIMES / 2]
        );
    }
    println!("\n{slow} of {} terms took longer than 16 ms", TERMS.len());
}
