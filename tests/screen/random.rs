//! Ten thousand keys and mouse events that nobody would press in that order: nothing panics, and there is always a way out.
use super::*;
use bluebook::app::{Answering, changes as coming, compare as sides, notes, timeline as terms};
use bluebook::model::{Document, Notebook};
use bluebook::query::{self, filter};
use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind, resume_unwind};

/// So many events a corpus; `BLUEBOOK_RANDOM=1000000` asks for more.
const EVENTS: usize = 10_000;
/// So many of them between a start and a way out.
const WALK: usize = 625;
/// So many events lie between two frames, as where keys come faster than they are drawn.
const FRAME: usize = 8;

/// A linear congruential generator: the same numbers on every machine.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides.max(1)
    }

    fn pick<T: Copy>(&mut self, of: &[T]) -> T {
        of[self.roll(of.len())]
    }
}

/// What a reader may have typed, or pasted, in a line that asks for words.
const WORDS: [&str; 24] = [
    "kaz",
    "@kaz/2014 > 2015",
    "@rus, \"peace treaty\", econom*",
    "regex:(a|b",
    "regex:.",
    "-the the",
    "\"",
    "@",
    "year:..2012 in:o",
    "'x ^y z$ !w",
    "\u{30ab}\u{30b6}\u{30d5}",
    "e\u{301}\u{200d}\u{202e}x",
    "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
    "\u{5e9}\u{5dc}\u{5d5}\u{5dd}",
    "set measure 3",
    "set justify",
    "theme sepia",
    "export notes.md",
    "compare @rus/2013 @rus/2014",
    "@russia/2015",
    "99999999999999999999",
    "50%",
    "cite bibtex",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z",
];

/// Keys that are no letters.
const KEYS: [KeyCode; 18] = [
    KeyCode::Enter,
    KeyCode::Enter,
    KeyCode::Esc,
    KeyCode::Tab,
    KeyCode::BackTab,
    KeyCode::Backspace,
    KeyCode::Delete,
    KeyCode::Up,
    KeyCode::Down,
    KeyCode::Left,
    KeyCode::Right,
    KeyCode::PageUp,
    KeyCode::PageDown,
    KeyCode::Home,
    KeyCode::End,
    KeyCode::F(1),
    KeyCode::Insert,
    KeyCode::Null,
];

const SOME_SIZES: [(u16, u16); 9] =
    [(120, 40), (80, 24), (40, 12), (1, 1), (3, 2), (20, 5), (200, 60), (73, 10), (120, 9)];

/// The threads beside the screen, which answer when they like: soon, late, or after the next question.
pub(super) struct World {
    compare: Answering<sides::Question>,
    chronicle: Answering<terms::Question>,
    appearances: Answering<coming::Question>,
    find_notes: Answering<notes::Question>,
    finder: Option<(Arc<Library>, filter::Finder)>,
    /// Asked and not answered.
    waiting: VecDeque<(Arc<Library>, Effect)>,
    /// What is on disk.
    book: Notebook,
    clock: u64,
}

impl World {
    pub(super) fn new() -> Self {
        Self {
            compare: sides::answering(),
            chronicle: terms::answering(),
            appearances: coming::answering(),
            find_notes: notes::answering(),
            finder: None,
            waiting: VecDeque::new(),
            book: Notebook::default(),
            clock: 1_700_000_000,
        }
    }

    /// What comes of an effect, as the program's threads have it.
    pub(super) fn answer(
        &mut self,
        library: &Arc<Library>,
        effect: Effect,
        searching: &mut Searching,
    ) -> Vec<Message> {
        let mut told = Vec::new();
        // A newer question of its kind makes it stale, as with the threads.
        let kind = std::mem::discriminant(&effect);
        let is_old = self.waiting.iter().any(|(_, other)| std::mem::discriminant(other) == kind);
        let stale = move || is_old;
        match effect {
            Effect::Suspend => told.push(Message::Resumed),
            // Mostly nothing has changed.
            Effect::Reload if !self.clock.is_multiple_of(5) => {
                self.clock += 1;
                told.push(Message::Reading(None, Some("Nothing has changed on disk.".into())));
            }
            Effect::Reload => {
                self.clock += 1;
                let docs = library.iter().map(|(_, doc)| Arc::clone(doc)).collect();
                let again = Arc::new(Library::new(Arc::clone(&library.atlas), docs));
                told.push(Message::Loaded(again, Vec::new()));
                told.push(Message::Reading(None, Some("Nothing has changed on disk.".into())));
            }
            Effect::Search(question) => {
                searching.answer(library, &question, &stale, &mut |answer| told.push(Message::Found(answer)));
            }
            Effect::Count(queries) => {
                let count = |query: &String| Some((query.clone(), searching.count(library, query, &stale)?));
                let counts = queries.iter().filter_map(count).collect();
                told.push(Message::Counted(Arc::clone(library), counts));
            }
            Effect::Compare(question) => {
                (self.compare)(library, &question, &stale, &mut |message| told.push(message));
            }
            Effect::Chronicle(question) => {
                (self.chronicle)(library, &question, &stale, &mut |message| told.push(message));
            }
            Effect::Appearances(question) => {
                (self.appearances)(library, &question, &stale, &mut |message| told.push(message));
            }
            Effect::FindNotes(question) => {
                (self.find_notes)(library, &question, &stale, &mut |message| told.push(message));
            }
            Effect::KeepNotes { entries, number } => {
                for entry in entries {
                    self.clock += 1;
                    let (created, changed) = (self.clock, self.clock * 1000);
                    self.book.put(bluebook::model::Entry { created, changed, ..entry });
                }
                told.push(Message::Notebook(self.book.clone(), number, None));
            }
            Effect::Write { id, text } => told.push(Message::Written { id, text: text + " #edited" }),
            Effect::ListThemes => {
                let themes = ["dark", "sepia"].map(|name| (name.to_owned(), String::new()));
                told.push(Message::Themes(themes.into()));
            }
            Effect::Export { path, .. } => told.push(Message::Told(format!("Written: {path}"))),
            Effect::Lookup { generation, text, scope, most } => {
                let known = self.finder.as_ref().is_some_and(|(of, _)| Arc::ptr_eq(of, library));
                if !known {
                    let catalogue = Arc::new(query::catalogue(library));
                    let finder = filter::Finder::new(Arc::clone(library), Arc::clone(&catalogue));
                    self.finder = Some((Arc::clone(library), finder));
                    told.push(Message::Catalogue(Arc::clone(library), catalogue));
                }
                let (_, finder) = self.finder.as_mut().expect("a finder");
                let ask = filter::Ask { text: &text, scope, most, stale: &stale };
                if let Some(found) = finder.best(&ask) {
                    told.push(Message::Answers { generation, library: Arc::clone(library), found });
                }
            }
            Effect::Quit
            | Effect::Redraw
            | Effect::SaveSearches(_)
            | Effect::Seen
            | Effect::KeepPlaces(_)
            | Effect::Copy(_)
            | Effect::Browse(_)
            | Effect::Edit { .. }
            | Effect::Mouse(_)
            | Effect::Tour => {}
        }
        told
    }
}

/// A reader who presses anything.
struct Walker {
    screen: Screen,
    world: World,
    dice: Dice,
    /// The last events, for whoever has to find out what went wrong.
    trail: VecDeque<String>,
    quits: usize,
}

impl Walker {
    fn on(library: &Arc<Library>, seed: u64) -> Self {
        let mut dice = Dice(seed);
        let (columns, rows) = SOME_SIZES[dice.roll(3)];
        let mut screen = Screen::with(Arc::clone(library), Vec::new(), columns, rows);
        if seed.is_multiple_of(3) {
            screen.theme = Theme::new(Colours::None, Background::Unknown, Glyphs::PLAIN);
            screen.app.settings.plain = true;
        }
        screen.app.notes.seed = seed;
        Self { screen, world: World::new(), dice, trail: VecDeque::new(), quits: 0 }
    }

    fn send(&mut self, message: Message) {
        if self.trail.len() == 40 {
            self.trail.pop_front();
        }
        self.trail.push_back(match &message {
            Message::Key(key) => format!("{:?} {:?}", key.code, key.modifiers),
            Message::Mouse(event) => format!("{:?} at {},{}", event.kind, event.column, event.row),
            Message::Again(event, many) => format!("{many} clicks at {},{}", event.column, event.row),
            Message::Paste(text) => format!("paste {text:?}"),
            Message::Resize(columns, rows) => format!("{columns}x{rows}"),
            _ => "an answer".into(),
        });
        for effect in update(&mut self.screen.app, message) {
            self.quits += usize::from(effect == Effect::Quit);
            self.world.waiting.push_back((Arc::clone(&self.screen.app.library), effect));
        }
    }

    /// Has one question answered that waits, and takes the answer.
    fn hear(&mut self) -> bool {
        let Some((library, effect)) = self.world.waiting.pop_front() else { return false };
        for message in self.world.answer(&library, effect, &mut self.screen.searching) {
            self.send(message);
        }
        true
    }

    fn key(&mut self, code: KeyCode, modifiers: KeyModifiers) {
        self.send(Message::Key(KeyEvent::new(code, modifiers)));
    }

    fn step(&mut self) {
        let (columns, rows) = self.screen.app.size;
        match self.dice.roll(100) {
            0..50 => {
                let letter = (b' ' + self.dice.roll(95) as u8) as char;
                self.key(KeyCode::Char(letter), KeyModifiers::NONE);
            }
            50..70 => {
                let (code, modifiers) = (self.dice.pick(&KEYS), self.dice.pick(&[0, 0, 0, 1, 2, 4]));
                self.key(code, KeyModifiers::from_bits_truncate(modifiers));
            }
            70..75 => {
                let letter = (b'a' + self.dice.roll(26) as u8) as char;
                let modifiers = self.dice.pick(&[KeyModifiers::CONTROL, KeyModifiers::ALT]);
                self.key(KeyCode::Char(letter), modifiers);
            }
            // Every tab is come to, whatever lies over it.
            75..80 => {
                self.key(KeyCode::Esc, KeyModifiers::NONE);
                let tab = char::from(b'1' + self.dice.roll(Tab::ALL.len()) as u8);
                self.key(KeyCode::Char(tab), KeyModifiers::ALT);
            }
            80..84 => {
                let words = self.dice.pick(&WORDS);
                let begin = self.dice.pick(&['/', ':', 'T', 's', 'A']);
                self.key(KeyCode::Char(begin), KeyModifiers::NONE);
                self.send(Message::Paste(words.into()));
                self.key(KeyCode::Enter, KeyModifiers::NONE);
            }
            84..97 => {
                let kind = self.dice.pick(&[
                    MouseEventKind::Down(MouseButton::Left),
                    MouseEventKind::Down(MouseButton::Left),
                    MouseEventKind::Drag(MouseButton::Left),
                    MouseEventKind::Up(MouseButton::Left),
                    MouseEventKind::Down(MouseButton::Right),
                    MouseEventKind::ScrollDown,
                    MouseEventKind::ScrollUp,
                    MouseEventKind::ScrollLeft,
                    MouseEventKind::Moved,
                ]);
                // A row and a column beyond the screen, too.
                let column = self.dice.roll(usize::from(columns) + 2) as u16;
                let row = self.dice.roll(usize::from(rows) + 2) as u16;
                let event = MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE };
                let again = kind == MouseEventKind::Down(MouseButton::Left) && self.dice.roll(4) == 0;
                let many = 2 + self.dice.roll(2) as u8;
                self.send(if again { Message::Again(event, many) } else { Message::Mouse(event) });
            }
            _ => {
                let (columns, rows) = self.dice.pick(&SOME_SIZES);
                self.screen.terminal.backend_mut().resize(columns, rows);
                self.send(Message::Resize(columns, rows));
            }
        }
        if self.dice.roll(3) > 0 {
            self.hear();
        }
    }

    /// What is drawn has no sign that would do something to a terminal, and stays where it belongs.
    fn look(&mut self) {
        let (columns, rows) = self.screen.app.size;
        let shot = self.screen.shot();
        assert_eq!(shot.lines().count(), usize::from(rows));
        for line in shot.lines() {
            let harm = line.chars().find(|&c| bluebook::model::is_harmful(c));
            assert_eq!(harm, None, "drawn: {line:?}");
            assert!(bluebook::typeset::width(line) <= usize::from(columns), "too wide: {line:?}");
        }
    }

    fn walk(&mut self, events: usize) {
        for number in 0..events {
            self.step();
            if number % FRAME == 0 {
                self.look();
            }
        }
    }

    /// All that was asked is answered, and what that asks, and it comes to an end.
    fn settles(&mut self) {
        let answers = (0..10_000).take_while(|_| self.hear()).count();
        assert!(answers < 10_000, "answers ask questions for ever");
    }

    /// Whatever was done, the usual keys lead out.
    fn leaves(&mut self) {
        self.settles();
        self.screen.terminal.backend_mut().resize(80, 24);
        self.send(Message::Resize(80, 24));
        for _ in 0..12 {
            self.key(KeyCode::Esc, KeyModifiers::NONE);
            self.settles();
        }
        self.look();
        self.quits = 0;
        for _ in 0..12 {
            self.key(KeyCode::Char('q'), KeyModifiers::NONE);
            self.settles();
        }
        assert!(self.quits > 0, "Esc and q do not lead out:\n{}", self.screen.shot());
    }
}

/// Walks through a library from several beginnings.
fn wander(name: &str, library: &Arc<Library>) {
    let asked = std::env::var("BLUEBOOK_RANDOM").ok().and_then(|events| events.parse().ok());
    let walks = asked.unwrap_or(EVENTS).div_ceil(WALK).max(1);
    for seed in 1..=walks as u64 {
        let mut walker = Walker::on(library, seed);
        let walked = catch_unwind(AssertUnwindSafe(|| {
            walker.walk(WALK);
            walker.leaves();
        }));
        if let Err(panic) = walked {
            let trail = walker.trail.iter().map(String::as_str).collect::<Vec<_>>().join("\n  ");
            println!("{name}, seed {seed}, {:?}; the last events:\n  {trail}", walker.screen.app.tab);
            resume_unwind(panic);
        }
    }
    println!("{name}: {} events from {walks} seeds", walks * WALK);
}

/// Texts that nobody would write, each unpleasant in a way of its own.
fn hostile() -> Vec<(String, String)> {
    let mut texts: Vec<(String, String)> = Vec::new();
    let mut put = |name: &str, text: String| texts.push((name.to_owned(), text));
    put("2011/line.txt", format!("Kazakhstan {}", "and the treaty of Astana and so on, ".repeat(800)));
    put("2011/word.txt", "x".repeat(20_000));
    put("2011/blank.txt", "\n \n\t\n".repeat(300) + "Uzbekistan.");
    let headings = (0..5000).map(|n| format!("{} Trade {}\n\n", "#".repeat(n % 6 + 1), n % 7));
    put("2012/headings.md", headings.collect::<String>() + "Japan at last.\n");
    let deep = (0..120).map(|n| format!("{}- item {n} of Kazakhstan\n", "  ".repeat(n)));
    put("2012/deep.md", deep.collect());
    put("2012/quotes.md", format!("# Q\n\n{} Georgia\n", ">".repeat(150)));
    let row = |cell: &str| format!("|{}\n", format!(" {cell} |").repeat(90));
    put(
        "2013/table.md",
        format!("# T\n\n{}{}{}", row("Country"), row("---"), row("Kazakhstan and its long name").repeat(40)),
    );
    put(
        "2013/rtl.md",
        "# \u{5e9}\u{5dc}\u{5d5}\u{5dd}\n\n\u{627}\u{644}\u{633}\u{644}\u{627}\u{645} Kazakhstan \
         \u{5d9}\u{5e9}\u{5e8}\u{5d0}\u{5dc} 123 abc.\n\n"
            .repeat(30),
    );
    put(
        "2013/marks.md",
        format!("# Z\n\nKa{}zakhstan. {}\n", "\u{301}".repeat(400), "a\u{308}\u{20dd} ".repeat(500)),
    );
    let unseen = "\u{200b}\u{200d}\u{feff}\u{ad}\u{2060}";
    put(
        "2014/unseen.txt",
        format!("{unseen}\n\n{unseen}Latvia{unseen}{unseen} met Japan.\n\n{unseen}").repeat(20),
    );
    let controls: String =
        (0..32).chain(127..160).filter_map(char::from_u32).filter(|c| *c != '\0').collect();
    put(
        "2014/controls.txt",
        format!("Armenia {controls} \u{202e}\u{2066} and \u{1b}]52;c;AAAA\u{7} Iran.\n").repeat(20),
    );
    let notes = (1..=100).map(|n| format!("Kazakhstan said {n}.[^{n}]\n\n[^{n}]: Note {n} of Russia.\n\n"));
    put("2014/notes.md", format!("# N\n\n{}", notes.collect::<String>()));
    put(
        "2015/cjk.txt",
        "\u{30ab}\u{30b6}\u{30d5}\u{30b9}\u{30bf}\u{30f3}\u{306f}\u{65e5}\u{672c}\u{306b}\u{5c0f}\u{9ea6}\u{3092}\
         \u{9001}\u{3063}\u{305f}\u{3002}"
            .repeat(300),
    );
    put(
        "2015/family.txt",
        "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}\u{1f1e6}\u{1f1f9} Austria ".repeat(300),
    );
    put(
        "2015/links.md",
        format!("# L\n\n{}", "[Japan](2012/deep.md) [x](https://example.org/?a) ![p](p.png) ".repeat(60)),
    );
    // Alike in every edition, so that they are compared.
    for year in 2011..=2015 {
        let body = (0..60).map(|n| format!("Passage {} of Kazakhstan in {year}: {n}.\n\n", n * year % 13));
        put(
            &format!("{year}/same.md"),
            format!(
                "+++\ntitle = \"Same\"\nseries = \"S\"\nyear = {year}\n+++\n\n# Same\n\n{}",
                body.collect::<String>()
            ),
        );
    }
    put("empty.txt", String::new());
    texts
}

fn imported(texts: &[(String, String)]) -> Arc<Library> {
    let atlas = gazetteer::atlas(gazetteer::built_in_regions()).expect("an atlas");
    let tagger = Tagger::new();
    let importer = Importer { atlas: &atlas, tagger: &tagger };
    let read = |(path, text): &(String, String)| -> Option<Arc<Document>> {
        let (folder, name) = path.split_once('/').unwrap_or(("", path));
        let source = From {
            folder: Some(folder).filter(|folder| !folder.is_empty()),
            ..From::alone(name, Origin::BuiltIn(path.clone()), Format::of_name(name).expect("a format"))
        };
        importer.import(&source, text.as_bytes()).ok().map(Arc::new)
    };
    let docs: Vec<Arc<Document>> = texts.iter().filter_map(read).collect();
    Arc::new(Library::new(Arc::new(atlas), docs))
}

#[test]
fn anything_pressed_on_the_built_in_corpus() {
    let loaded = store::built_in().expect("the built-in corpus");
    wander("the built-in corpus", &Arc::new(loaded.library));
}

#[test]
fn anything_pressed_on_hostile_texts() {
    let texts = hostile();
    let library = imported(&texts);
    // All but the empty one, and perhaps one of nothing but a word that is no text.
    assert!(library.len() + 2 >= texts.len(), "{} of {} texts were read", library.len(), texts.len());
    wander("hostile texts", &library);
}

#[test]
fn anything_pressed_where_there_is_nothing() {
    wander("an empty library", &imported(&[]));
}
