//! What changed between two texts: a country over all its editions, and two long documents.
//!
//!     cargo bench --bench compare
use bluebook::model::{Library, PlaceId};
use bluebook::query::Target;
use bluebook::query::compare::{compare, compare_texts, editions, passages};
use bluebook::store::{Front, Input, Shelf};
use divan::{Bencher, black_box};
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

mod corpus;

static CORPUS: LazyLock<corpus::Corpus> = LazyLock::new(corpus::corpus);
static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| {
    let inputs = vec![Input::Path(CORPUS.folder.clone())];
    let mut shelf = Shelf::new(inputs, Front::default()).expect("the built-in regions");
    Arc::new(shelf.read(false, &mut |_| {}).library)
});

fn main() {
    println!("over {} in {}", CORPUS.name, CORPUS.folder.display());
    divan::main();
    CORPUS.clear();
}

/// The country of which the documents are longest, in the first edition and in the last.
fn first_and_last() -> (Target, Target) {
    let library = &LIBRARY;
    let about = |place: PlaceId| library.iter().filter(move |(_, doc)| doc.subject() == Some(place));
    let bytes = |place: PlaceId| about(place).map(|(_, doc)| doc.text.len()).sum::<usize>();
    let places = (0..library.atlas.places.len()).map(|number| PlaceId(number as u16));
    let longest = places.max_by_key(|&place| bytes(place)).expect("a place");
    let mut docs: Vec<_> = about(longest).map(|(id, doc)| (doc.year(), id)).collect();
    docs.sort_unstable();
    match (docs.first(), docs.last()) {
        (Some((_, first)), Some((_, last))) => (Target::Document(*first), Target::Document(*last)),
        _ => (
            Target::Place(longest, library.years().map(|(first, _)| first)),
            Target::Place(longest, library.years().map(|(_, last)| last)),
        ),
    }
}

/// A country in the first edition against the last.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn country_first_against_last(bencher: Bencher<'_, '_>) {
    let library = &LIBRARY;
    let (left, right) = first_and_last();
    bencher.bench_local(|| {
        compare(library, passages(library, black_box(left)), passages(library, right)).changes.len()
    });
}

/// The same, all that is said of it.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn dossier_of_the_last_two_editions(bencher: Bencher<'_, '_>) {
    let library = &LIBRARY;
    let places = (0..library.atlas.places.len()).map(|number| PlaceId(number as u16));
    let largest = places.max_by_key(|&place| library.counts(place).passages).expect("a place");
    let years = editions(library, Target::Place(largest, None));
    let [.., (_, left), (_, right)] = years[..] else { return };
    bencher.bench_local(|| {
        compare(library, passages(library, black_box(left)), passages(library, right)).changes.len()
    });
}

/// The editions of a document, and of one of its sections.
#[divan::bench(sample_count = 10, sample_size = 1, args = ["document", "section"])]
fn editions_of(bencher: Bencher<'_, '_>, what: &str) {
    let library = &LIBRARY;
    let (_, right) = first_and_last();
    let target = match (what, right) {
        ("section", Target::Document(id)) => {
            let head = library.doc(id).heads.get(2).copied().unwrap_or(0);
            Target::Block(id, head as usize)
        }
        _ => right,
    };
    bencher.bench_local(|| editions(library, black_box(target)).len());
}

/// The paragraphs of a text of about so many bytes, and the same edited: every fifth reworded, every seventh dropped,
/// every ninth moved to the end.
fn long(bytes: usize) -> (Vec<String>, Vec<String>) {
    let mut left = Vec::new();
    let mut number: u64 = 2015;
    let mut all = 0;
    while all < bytes {
        let mut text = String::new();
        for _ in 0..60 {
            number = number.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
            let _ = write!(text, "word{} ", (number >> 33) % 4000);
        }
        all += text.len();
        left.push(text);
    }
    let (mut right, mut moved) = (Vec::new(), Vec::new());
    for (at, text) in left.iter().enumerate() {
        match at {
            at if at % 5 == 0 => right.push(text.replace('3', "three ")),
            at if at % 7 == 0 => {}
            at if at % 9 == 0 => moved.push(text.clone()),
            _ => right.push(text.clone()),
        }
    }
    right.extend(moved);
    (left, right)
}

/// Two documents of 300 KB: one edited, one of which nothing is the same, and each in one paragraph.
#[divan::bench(sample_count = 10, sample_size = 1, args = ["edited", "other", "one paragraph", "other paragraph"])]
fn of_300_kb(bencher: Bencher<'_, '_>, what: &str) {
    let (left, edited) = long(300_000);
    let other: Vec<String> = left.iter().map(|text| text.replace("word", "term")).collect();
    let (left, right) = match what {
        "other" => (left, other),
        "one paragraph" => (vec![left.concat()], vec![edited.concat()]),
        "other paragraph" => (vec![left.concat()], vec![other.concat()]),
        _ => (left, edited),
    };
    bencher.bench_local(|| compare_texts(black_box(&left), black_box(&right)).0.len());
}
