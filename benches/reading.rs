//! Reading a whole archive, and one long document in it: what a reader waits for.
//!
//!     cargo bench --bench reading
//!
//! The ratios are to what stands beside them in the same run: reading the same files' bytes, and the same keys at
//! the head of the same document.
use bluebook::app::{App, Message, Pane, Tab, update};
use bluebook::model::{Library, PlaceId};
use bluebook::query;
use bluebook::store::{Front, Input, Shelf};
use bluebook::view::{self, Background, Colours, Glyphs, Theme};
use crossterm::event::{KeyCode, KeyEvent};
use divan::{Bencher, black_box};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use std::fmt::Write as _;
use std::sync::{Arc, LazyLock};

mod corpus;

static CORPUS: LazyLock<corpus::Corpus> = LazyLock::new(corpus::corpus);
static LIBRARY: LazyLock<Arc<Library>> = LazyLock::new(|| Arc::new(load()));

fn main() {
    println!("over {} in {}", CORPUS.name, CORPUS.folder.display());
    divan::main();
    CORPUS.clear();
}

fn load() -> Library {
    let inputs = vec![Input::Path(CORPUS.folder.clone())];
    let mut shelf = Shelf::new(inputs, Front::default()).expect("the built-in regions");
    shelf.read(false, &mut |_| {}).library
}

/// The bytes of all files, as `cat` reads them.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn load_bytes_alone() -> usize {
    corpus::texts(&CORPUS.folder).iter().map(Vec::len).sum()
}

/// All files read, parsed and tagged into a library.
#[divan::bench(sample_count = 5, sample_size = 1)]
fn load_library(bencher: Bencher<'_, '_>) {
    bencher.bench_local(load);
}

/// The place that most is said of, and its dossier.
#[divan::bench]
fn dossier_of_the_largest_country(bencher: Bencher<'_, '_>) {
    let library = &LIBRARY;
    let places = (0..library.atlas.places.len()).map(|number| PlaceId(number as u16));
    let largest = places.max_by_key(|&place| library.counts(place).passages).expect("a place");
    bencher.bench_local(|| query::dossier(black_box(library), largest, None).passages);
}

/// One document of about 9 MB.
fn long_document() -> App {
    let mut text = String::from("# A long report\n\n");
    for part in 0..3000 {
        let _ = write!(text, "## Part {part}\n\n");
        for paragraph in 0..6 {
            let _ = write!(
                text,
                "{} {paragraph}\n\n",
                "Trade with Kazakhstan grew, as the council had hoped. ".repeat(9)
            );
        }
    }
    opened(&text)
}

/// The same in one paragraph.
fn long_paragraph() -> App {
    let mut text = String::from("# A long report\n\n");
    for sentence in 0..165_000 {
        let _ = write!(text, "Trade with Kazakhstan grew by {sentence}, as was hoped. ");
    }
    opened(&text)
}

/// A document opened at its head.
fn opened(text: &str) -> App {
    let file = std::env::temp_dir().join(format!("bluebook-bench-{}.md", std::process::id()));
    std::fs::write(&file, text).expect("a temporary file");
    let mut shelf =
        Shelf::new(vec![Input::Path(file.clone())], Front::default()).expect("the built-in regions");
    let library = shelf.read(false, &mut |_| {}).library;
    let _ = std::fs::remove_file(file);
    let mut app = App { tab: Tab::Contents, pane: Pane::Reader, ..App::default() };
    update(&mut app, Message::Resize(120, 40));
    update(&mut app, Message::Loaded(Arc::new(library), Vec::new()));
    app
}

/// A page up and a page down, each drawn.
fn turn_pages(bencher: Bencher<'_, '_>, mut app: App) {
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).expect("a terminal");
    let theme = Theme::new(Colours::True, Background::Dark, Glyphs::FINE);
    bencher.bench_local(|| {
        for key in [KeyCode::PageUp, KeyCode::PageDown] {
            update(&mut app, Message::Key(KeyEvent::from(key)));
            terminal.draw(|frame| view::draw(&app, &theme, frame)).expect("a frame");
        }
    });
}

fn at_the_end(mut app: App) -> App {
    update(&mut app, Message::Key(KeyEvent::from(KeyCode::End)));
    app
}

#[divan::bench]
fn two_pages_at_the_head(bencher: Bencher<'_, '_>) {
    turn_pages(bencher, long_document());
}

#[divan::bench]
fn two_pages_at_the_end(bencher: Bencher<'_, '_>) {
    turn_pages(bencher, at_the_end(long_document()));
}

#[divan::bench]
fn two_pages_at_the_end_of_one_paragraph(bencher: Bencher<'_, '_>) {
    turn_pages(bencher, at_the_end(long_paragraph()));
}

#[divan::bench]
fn two_pages_at_the_end_justified(bencher: Bencher<'_, '_>) {
    let mut app = at_the_end(long_document());
    (app.settings.justify, app.settings.hyphenate) = (true, true);
    turn_pages(bencher, app);
}

/// Another width, drawn: all that is in sight is set anew.
fn resize(bencher: Bencher<'_, '_>, mut app: App) {
    let mut terminal = Terminal::new(TestBackend::new(120, 40)).expect("a terminal");
    let theme = Theme::new(Colours::True, Background::Dark, Glyphs::FINE);
    let mut columns = 119;
    bencher.bench_local(|| {
        columns = if columns == 119 { 90 } else { 119 };
        update(&mut app, Message::Resize(columns, 40));
        terminal.draw(|frame| view::draw(&app, &theme, frame)).expect("a frame");
    });
}

#[divan::bench]
fn resize_at_the_end(bencher: Bencher<'_, '_>) {
    resize(bencher, at_the_end(long_document()));
}

#[divan::bench]
fn resize_at_the_end_of_one_paragraph(bencher: Bencher<'_, '_>) {
    resize(bencher, at_the_end(long_paragraph()));
}
