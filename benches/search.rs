//! How fast words are found in a whole archive, beside ripgrep over the same files in the same run.
//!
//!     cargo bench --bench search
//!
//! `rg` is asked where it is installed (`RG` names another). Compares 200 queries with a naive
//! scan of the whole; `BLUEBOOK_BENCH=quick` leaves that out.
use bluebook::gazetteer::fold::fold_char;
use bluebook::model::{Library, Passage};
use bluebook::query::index::{self, Index};
use bluebook::query::search::{Ask, Order, Query, Results, Scope, search};
use bluebook::store::{Front, Input, Shelf};
use rayon::prelude::*;
use std::collections::BTreeSet;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;
use std::{env, fs};

mod corpus;

/// How often each is asked; the best and the 95th of a hundred count.
const TIMES: usize = 11;

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1e3
}

/// Of this process, in megabytes.
fn memory(what: &str) -> usize {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find(|line| line.starts_with(what)).unwrap_or_default();
    line.split_whitespace().nth(1).and_then(|number| number.parse::<usize>().ok()).unwrap_or(0) >> 10
}

fn main() {
    let corpus = corpus::corpus();
    let folder = &corpus.folder;
    let begin = Instant::now();
    let loaded = Shelf::new(vec![Input::from(folder.to_string_lossy().as_ref())], Front::default())
        .expect("a shelf")
        .read(false, &mut |_| {});
    let library = &loaded.library;
    let bytes: usize = library.iter().map(|(_, doc)| doc.text.len()).sum();
    let blocks: usize = library.iter().map(|(_, doc)| doc.blocks.len()).sum();
    println!(
        "{}: {} documents, {blocks} blocks, {:.0} MB, read in {:.0} ms; {} MB in memory, {} cores",
        corpus.name,
        library.len(),
        bytes as f64 / 1e6,
        milliseconds(begin),
        memory("VmRSS"),
        rayon::current_num_threads()
    );
    println!("\nby a scan");
    complete_counts(library, folder, None);
    keystrokes(library, None);
    let begin = Instant::now();
    index::build(library, &|| false);
    let index = index::of(library);
    println!(
        "\nby the index: made in {:.0} ms, {:.1} MB; {} MB in memory, at most {} MB",
        milliseconds(begin),
        index.bytes() as f64 / 1e6,
        memory("VmRSS"),
        memory("VmHWM")
    );
    complete_counts(library, folder, Some(&index));
    keystrokes(library, Some(&index));
    println!("memory after the searches: {} MB, at most {} MB", memory("VmRSS"), memory("VmHWM"));
    if env::var_os("BLUEBOOK_BENCH").is_none_or(|how| how != "quick") {
        as_a_naive_scan(library);
    }
    corpus.clear();
}

/// Asks, and gives the milliseconds to the first hits, to the full count and to the end, and the results.
fn timed(
    library: &Library,
    query: &Query,
    within: Option<&Results>,
    index: Option<&Index>,
) -> ([f64; 3], Results) {
    let ask = Ask { library, query, scope: &Scope::default(), order: Order::Relevance, within, index };
    let begin = Instant::now();
    let (mut first, mut told) = (None, Vec::<(f64, usize)>::new());
    let mut last = Results::default();
    search(&ask, &|| false, &mut |results| {
        let now = milliseconds(begin);
        if results.complete || !results.hits.is_empty() {
            first.get_or_insert(now);
        }
        told.push((now, results.total));
        last = results;
    });
    let end = told.iter().rev().find(|told| told.1 == last.total).map_or(0.0, |told| told.0);
    // The count may be whole before everything is in order.
    // That there are none is known at the end alone.
    let count = told.iter().find(|told| told.1 == last.total && told.1 > 0).map_or(end, |told| told.0);
    ([first.unwrap_or_default(), count, end], last)
}

/// The best of several runs, ripgrep's and ours in turn.
fn complete_counts(library: &Library, folder: &Path, index: Option<&Index>) {
    let rg = env::var_os("RG").unwrap_or_else(|| "rg".into());
    println!(
        "\n{:<16}{:>9}{:>10}{:>10}{:>10}{:>10}{:>8}",
        "word", "hits", "first ms", "count ms", "order ms", "rg ms", "ratio"
    );
    for word in ["kazakhstan", "uranium", "economy", "government", "the", "zeppelinx", "\"peace treaty\""] {
        let query = Query::parse(word, &library.atlas).expect("a query");
        let (mut best, mut theirs, mut hits) = ([f64::INFINITY; 3], f64::INFINITY, 0);
        for _ in 0..TIMES {
            let begin = Instant::now();
            let asked = Command::new(&rg)
                .args(["-ci", word.trim_matches('"')])
                .arg(folder)
                .stdout(Stdio::null())
                .stderr(Stdio::null())
                .status();
            if asked.is_ok() {
                theirs = theirs.min(milliseconds(begin));
            }
            let (times, results) = timed(library, &query, None, index);
            hits = results.total;
            for (best, time) in best.iter_mut().zip(times) {
                *best = best.min(time);
            }
        }
        let [first, count, end] = best;
        let ratio = if theirs.is_finite() { format!("{:.2}", count / theirs) } else { "no rg".into() };
        println!("{word:<16}{hits:>9}{first:>10.1}{count:>10.1}{end:>10.1}{theirs:>10.1}{ratio:>8}");
    }
}

/// Every letter of some queries, as typed: each narrows the one before where it can.
fn keystrokes(library: &Library, index: Option<&Index>) {
    let mut firsts = Vec::new();
    for _ in 0..3 {
        for typed in
            ["kazakhstan", "natural gas", "the economy of", "zeppelin", "peace treaty", "uranium enrichment"]
        {
            let mut earlier: Option<(Query, Results)> = None;
            for end in 1..=typed.len() {
                let query = Query::typing(&typed[..end], &library.atlas).expect("a query");
                let within =
                    earlier.as_ref().filter(|(before, _)| query.narrows(before)).map(|(_, results)| results);
                let (times, results) = timed(library, &query, within, index);
                firsts.push(times[0]);
                earlier = Some((query, results));
            }
        }
    }
    firsts.sort_by(f64::total_cmp);
    let at = |part: usize| firsts[(firsts.len() - 1) * part / 100];
    println!(
        "\n{} keys: first hits after {:.1} ms (median), {:.1} ms (95 of 100), {:.1} ms (all)",
        firsts.len(),
        at(50),
        at(95),
        at(100)
    );
}

/// A block as the naive scan sees it: folded, white space as single spaces.
fn folded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if !c.is_whitespace() {
            fold_char(c, |plain| out.push(plain));
        } else if !out.ends_with(' ') {
            out.push(' ');
        }
    }
    out
}

fn naive_has(text: &str, term: &str, prefix: bool) -> bool {
    text.match_indices(term).any(|(at, _)| {
        let before = text[..at].chars().next_back().is_some_and(char::is_alphanumeric);
        let behind = text[at + term.len()..].chars().next().is_some_and(char::is_alphanumeric);
        !before && (prefix || !behind)
    })
}

fn as_a_naive_scan(library: &Library) {
    let docs: Vec<_> = library.iter().collect();
    let texts: Vec<(Passage, String)> = docs
        .par_iter()
        .flat_map_iter(|(id, doc)| {
            (0..doc.blocks.len())
                .map(move |block| (Passage { doc: *id, block: block as u32 }, folded(doc.raw(block))))
        })
        .collect();
    let mut dice = 1_u64;
    let mut below = |most: usize| {
        dice = dice.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (dice >> 33) as usize % most.max(1)
    };
    let (mut asked, mut found) = (0, 0);
    while asked < 200 {
        let mut terms: Vec<(String, bool, bool)> = Vec::new();
        let text = &texts[below(texts.len())].1;
        let words: Vec<&str> = text
            .split(' ')
            .filter(|word| word.bytes().all(|byte| byte.is_ascii_alphanumeric()))
            .filter(|word| !word.is_empty())
            .collect();
        for _ in 0..=below(4) {
            if words.is_empty() {
                break;
            }
            let at = below(words.len());
            let not = !terms.is_empty() && below(5) == 0;
            match below(4) {
                0 if at + 1 < words.len() => {
                    terms.push((format!("{} {}", words[at], words[at + 1]), false, not));
                }
                1 => terms.push((words[at].chars().take(4).collect(), true, not)),
                _ => terms.push((words[at].to_owned(), false, not)),
            }
        }
        if terms.is_empty() {
            continue;
        }
        asked += 1;
        let typed: Vec<String> = terms
            .iter()
            .map(|(term, prefix, not)| {
                format!("{}\"{term}\"{}", if *not { "-" } else { "" }, if *prefix { "*" } else { "" })
            })
            .collect();
        let query = Query::parse(&typed.join(" "), &library.atlas).expect("a query");
        let naive: BTreeSet<Passage> = texts
            .par_iter()
            .filter(|(_, text)| {
                terms.iter().all(|(term, prefix, not)| naive_has(text, term, *prefix) != *not)
            })
            .map(|(passage, _)| *passage)
            .collect::<Vec<_>>()
            .into_iter()
            .collect();
        let scanned = timed(library, &query, None, None).1;
        let own: BTreeSet<Passage> = scanned.hits.iter().map(|hit| hit.passage).collect();
        if let Some(odd) = own.symmetric_difference(&naive).next() {
            println!("NOT THE SAME: {} at {}", typed.join(" "), library.address(*odd));
            std::process::exit(1);
        }
        if timed(library, &query, None, Some(&index::of(library))).1 != scanned {
            println!("NOT THE SAME BY THE INDEX: {}", typed.join(" "));
            std::process::exit(1);
        }
        found += usize::from(!own.is_empty());
    }
    println!("\n{asked} queries have the same hits as a naive scan of the whole; {found} of them have any");
}
