//! Names against typed letters: what is found first, what the signs mean, and that looking through a whole
//! catalogue quickly finds what asking every name would.
use bluebook::app::{App, Effect, Message, Overlay, Pane, Tab, update};
use bluebook::gazetteer::{atlas, built_in_regions};
use bluebook::import::{Format, parse};
use bluebook::model::Library;
use bluebook::query::filter::{Ask, Catalogue, Finder, Found, Hit, Pattern, Scope, catalogue, look_up};
use bluebook::store;
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use std::fmt::Write as _;
use std::sync::{Arc, OnceLock};

fn built_in() -> &'static (Library, Catalogue) {
    static READ: OnceLock<(Library, Catalogue)> = OnceLock::new();
    READ.get_or_init(|| {
        let library = store::built_in().expect("the built-in corpus").library;
        let catalogue = catalogue(&library);
        (library, catalogue)
    })
}

fn found(text: &str, most: usize) -> Found {
    let (library, catalogue) = built_in();
    look_up(library, catalogue, &Ask::new(text, Scope::All, most)).expect("somebody waits")
}

/// The names that fit best.
fn names(text: &str) -> Vec<String> {
    let (library, catalogue) = built_in();
    found(text, 50).hits.iter().map(|hit| catalogue.name(library, hit.index).into_owned()).collect()
}

fn best(text: &str) -> String {
    names(text).into_iter().next().unwrap_or_default()
}

/// Documents of these headings, ten thousand at most in each, the first by the name of `slug`.
fn library(headings: &[String]) -> Arc<Library> {
    let docs = headings.chunks(10_000).enumerate().map(|(number, headings)| {
        let mut text = format!("# Étude {number}\n\n");
        for heading in headings {
            let _ = write!(text, "## {heading}\n\n");
        }
        let mut doc = parse(Format::Markdown, text.as_bytes()).expect("a document");
        doc.slug = format!("kaz-report-{number}");
        Arc::new(doc)
    });
    Arc::new(Library::new(Arc::new(atlas(built_in_regions()).expect("an atlas")), docs.collect()))
}

/// Numbers that look like chance and are the same every time.
struct Dice(u64);

impl Dice {
    fn roll(&mut self, sides: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % sides
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words[self.roll(words.len())]
    }
}

const WORDS: [&str; 26] = [
    "Kazmora",
    "water",
    "Water-Supply",
    "Côte",
    "d’Ivoire",
    "Çelik",
    "日本",
    "外交青書",
    "カザフスタン",
    "Straße",
    "Ærø",
    "İzmir",
    "2014",
    "A",
    "of",
    "the",
    "railway",
    "rail/way",
    "mess",
    "Assessment",
    "kkk",
    "NATO+3",
    "(annex)",
    "Ｗｉｄｅ",
    "ﾊﾝｶｸ",
    "Zürich",
];

fn headings(many: usize, dice: &mut Dice) -> Vec<String> {
    let heading = |dice: &mut Dice| {
        let words: Vec<&str> = (0..=dice.roll(6)).map(|_| dice.pick(&WORDS)).collect();
        words.join(" ")
    };
    (0..many).map(|_| heading(dice)).collect()
}

/// A query: letters out of words, some left out, with signs.
fn query(dice: &mut Dice) -> String {
    let terms: Vec<String> = (0..=dice.roll(3))
        .map(|_| {
            let word: Vec<char> = dice.pick(&WORDS).chars().collect();
            let from = dice.roll(word.len());
            let to = from + 1 + dice.roll(word.len() - from);
            let gaps = dice.roll(3) == 0;
            let mut term: String =
                word[from..to].iter().filter(|_| !gaps || dice.roll(3) > 0).collect::<String>();
            if dice.roll(3) > 0 {
                term = term.to_lowercase();
            }
            let before = ["", "", "", "", "'", "^", "!", "!^", "!'"][dice.roll(9)];
            let behind = ["", "", "", "", "$"][dice.roll(5)];
            format!("{before}{term}{behind}")
        })
        .collect();
    terms.join(" ")
}

/// What asking every name gives: the best, and how many fit.
fn plainly(text: &str, library: &Library, catalogue: &Catalogue, most: usize) -> (Vec<Hit>, usize) {
    let pattern = Pattern::new(text);
    if pattern.is_empty() {
        return (Vec::new(), 0);
    }
    let candidates = catalogue.candidates(library);
    let all = |loose| -> Vec<Hit> {
        let hit = |(index, candidate): (usize, &bluebook::query::Candidate)| {
            let hit = candidate.hit(&pattern, index, loose)?;
            Some(Hit { score: hit.score + catalogue.lift(index), ..hit })
        };
        candidates.iter().enumerate().filter_map(hit).collect()
    };
    let mut hits = all(false);
    if hits.is_empty() {
        hits = all(true);
    }
    hits.sort_by_key(|hit| (std::cmp::Reverse(hit.score), hit.index));
    let many = hits.len();
    hits.truncate(most);
    (hits, many)
}

#[test]
fn the_best_answers() {
    for (query, name) in [
        ("kaz", "Kazakhstan"),
        ("kzkh", "Kazakhstan"),
        ("kyrgystan", "Kyrgyz Republic"),
        ("KGZ", "Kyrgyz Republic"),
        ("キルギス", "Kyrgyz Republic"),
        ("skorea", "Republic of Korea"),
        ("korea republic", "Republic of Korea"),
        ("cote", "Côte d'Ivoire"),
        ("cote divoire", "Côte d'Ivoire"),
        ("divoire cote", "Côte d'Ivoire"),
        ("ivory", "Côte d'Ivoire"),
        ("turkiye", "Türkiye"),
        ("united states", "United States"),
        ("usa", "United States"),
        ("mong", "Mongolia"),
        ("^geo", "Georgia"),
        ("'stan kyr", "Kyrgyz Republic"),
    ] {
        assert_eq!(best(query), name, "{query}");
    }
}

#[test]
fn a_capital_counts() {
    let fits = |query: &str| found(query, usize::MAX).many;
    assert!(fits("iran") > 0);
    assert!(fits("Iran") > 0 && fits("Iran") <= fits("iran"));
    assert_eq!(best("Kaz"), "Kazakhstan");
    assert!(names("kAz").iter().all(|name| name != "Kazakhstan"), "there is no capital A in it");
    // Only the term that has the capital is strict.
    assert_eq!(best("Korea republic"), "Republic of Korea");
    assert_eq!(best("Turkiye"), "Türkiye", "accents are set aside all the same");
    assert_eq!(best("ÇELIK"), best("CELIK"));
}

#[test]
fn signs() {
    let (library, catalogue) = built_in();
    let all = |query: &str| -> Vec<(String, Option<String>)> {
        let name = |hit: Hit| (catalogue.name(library, hit.index).to_lowercase(), hit.other);
        found(query, usize::MAX).hits.into_iter().map(name).collect()
    };
    let each = |query: &str, fits: &dyn Fn(&str) -> bool| {
        let hits = all(query);
        assert!(!hits.is_empty(), "{query}");
        for (name, other) in hits {
            let other = other.map(|other| other.to_lowercase());
            assert!(fits(other.as_deref().unwrap_or(&name)), "{query}: {name}");
        }
    };
    each("'asia", &|name| name.contains("asia"));
    each("^japan", &|name| name.starts_with("japan"));
    each("asia$", &|name| name.ends_with("asia"));
    each("^japan$", &|name| name == "japan");
    each("'asia !central", &|name| name.contains("asia") && !name.contains("central"));
    each("asia$ ^cen", &|name| name.starts_with("cen") && name.ends_with("asia"));
    assert!(all("'asia").len() > all("'asia !central").len());
    assert!(all("!central").len() > 100);
    // What must not be there must not be there by another name either.
    assert!(all("!kirghiz").iter().all(|(name, _)| name != "kyrgyz republic"));
    assert!(all("asia").len() > all("'asia").len(), "without the sign letters may lie between");
}

#[test]
fn odd_queries() {
    for query in ["'", "^", "!", "$", "!'", "^$", "!^$", "'$", " ", "' ^ !", "\u{301}", "!\u{301}", "^'", ""]
    {
        let found = found(query, 10);
        let none = Pattern::new(query).is_empty();
        assert_eq!(found.many == 0, none || found.hits.is_empty(), "{query:?}");
        if !query.contains("^'") {
            assert!(none, "{query:?} asks for nothing");
        }
    }
    for query in ["!!", "''", "^^", "$$", "!kaz!", "a'b", "x^y$z", "ß", "İ", "ｋａｚ", &"k".repeat(3000)]
    {
        let found = found(query, 10);
        assert!(found.hits.len() <= 10 && found.hits.len() <= found.many, "{query:?}");
    }
}

#[test]
fn several_terms_in_any_order() {
    assert_eq!(names("asia central")[0], names("central asia")[0]);
    let both = best("belarus russia").to_lowercase();
    assert!(both.contains("russia") && both.contains("belarus"), "{both}");
}

#[test]
fn quickly_is_as_plainly() {
    let mut dice = Dice(7);
    let headings = headings(1500, &mut dice);
    let library = library(&headings);
    let catalogue = Arc::new(catalogue(&library));
    let mut finder = Finder::new(Arc::clone(&library), Arc::clone(&catalogue));
    let mut found_any = 0;
    for round in 0..250 {
        let query = query(&mut dice);
        let most = [1, 10, 200, usize::MAX][round % 4];
        let (hits, many) = plainly(&query, &library, &catalogue, most);
        let found = look_up(&library, &catalogue, &Ask::new(&query, Scope::All, most)).expect("an answer");
        assert_eq!((&found.hits, found.many), (&hits, many), "{query:?}");
        // What earlier queries left behind changes nothing.
        let found = finder.find(&Ask::new(&query, Scope::All, most)).expect("an answer");
        assert_eq!((&found.hits, found.many), (&hits, many), "{query:?} after others");
        found_any += usize::from(many > 0);
    }
    assert!(found_any > 50, "most queries should find something: {found_any}");
}

#[test]
fn typed_letter_by_letter() {
    let mut dice = Dice(11);
    let headings = headings(1000, &mut dice);
    let library = library(&headings);
    let catalogue = Arc::new(catalogue(&library));
    for _ in 0..25 {
        let mut finder = Finder::new(Arc::clone(&library), Arc::clone(&catalogue));
        let query: Vec<char> = query(&mut dice).chars().collect();
        // There and back again: letters are taken away as well.
        let there = 1..=query.len();
        for end in there.clone().chain(there.rev()) {
            let typed: String = query[..end].iter().collect();
            let found = finder.find(&Ask::new(&typed, Scope::All, 20)).expect("an answer");
            let (hits, many) = plainly(&typed, &library, &catalogue, 20);
            assert_eq!((found.hits, found.many), (hits, many), "{typed:?}");
        }
    }
}

#[test]
fn on_many_cores_as_on_one() {
    let mut dice = Dice(13);
    let headings = headings(41_000, &mut dice);
    let library = library(&headings);
    let catalogue = Arc::new(catalogue(&library));
    assert!(catalogue.len() > 40_000, "large enough for the work to be parted");
    assert!(catalogue.bytes() < 100 * headings.len(), "a name should take little room");
    let mut finder = Finder::new(Arc::clone(&library), Arc::clone(&catalogue));
    let mut by_steps = Finder::new(Arc::clone(&library), Arc::clone(&catalogue));
    for query in
        ["a", "wa", "wat", "wtr", "日", "kzm rail", "'ass !mess", "Water", "^kaz", "zurich$", "ivoire 2014"]
    {
        let found = finder.find(&Ask::new(query, Scope::All, 100)).expect("an answer");
        let (hits, many) = plainly(query, &library, &catalogue, 100);
        assert_eq!((&found.hits, found.many), (&hits, many), "{query:?}");
        // The best first, and then the count.
        let ask = Ask::new(query, Scope::All, 100);
        let best = by_steps.best(&ask).expect("an answer");
        assert_eq!(best.hits, hits, "{query:?}");
        assert_eq!(by_steps.count(&ask, best), Some(found), "{query:?}");
    }
}

#[test]
fn nobody_waits() {
    let (library, catalogue) = built_in();
    let ask = Ask { text: "kaz", scope: Scope::All, most: 10, stale: &|| true };
    assert_eq!(look_up(library, catalogue, &ask), None);
}

#[test]
fn texts_alone() {
    let (library, catalogue) = built_in();
    let texts = look_up(library, catalogue, &Ask::new("kaz", Scope::Texts, usize::MAX)).expect("an answer");
    let all = look_up(library, catalogue, &Ask::new("kaz", Scope::All, usize::MAX)).expect("an answer");
    let is_place = |hit: &&Hit| matches!(catalogue.target(hit.index), bluebook::query::Target::Place(..));
    assert_eq!(texts.hits.iter().find(is_place), None);
    assert_eq!(texts.many + all.hits.iter().filter(is_place).count(), all.many);
}

/// Plays the world to an explorer of a large library.
struct World {
    app: App,
    library: Arc<Library>,
    finder: Finder,
}

impl World {
    fn new() -> Self {
        let library = library(&headings(21_000, &mut Dice(17)));
        let catalogue = Arc::new(catalogue(&library));
        let mut app = App::default();
        update(&mut app, Message::Resize(100, 30));
        update(&mut app, Message::Loaded(Arc::clone(&library), Vec::new()));
        update(&mut app, Message::Catalogue(Arc::clone(&library), Arc::clone(&catalogue)));
        let finder = Finder::new(Arc::clone(&library), catalogue);
        Self { app, library, finder }
    }

    fn press(&mut self, key: impl Into<KeyEvent>) -> Vec<Effect> {
        update(&mut self.app, Message::Key(key.into()))
    }

    /// The last question asked.
    fn types(&mut self, letters: &str) -> Effect {
        let asked = letters.chars().filter_map(|letter| self.press(KeyCode::Char(letter)).pop()).last();
        asked.expect("a question")
    }

    fn answers(&mut self, question: &Effect) {
        let Effect::Lookup { generation, text, scope, most } = question else { panic!("{question:?}") };
        let found = self.finder.find(&Ask::new(text, *scope, *most)).expect("an answer");
        let library = Arc::clone(&self.library);
        update(&mut self.app, Message::Answers { generation: *generation, library, found });
    }

    fn look_up(&mut self) {
        self.press(KeyEvent::new(KeyCode::Char('p'), KeyModifiers::CONTROL));
    }

    fn shown(&self) -> Vec<String> {
        match &self.app.overlay {
            Some(Overlay::Lookup(lookup)) => lookup.answers.iter().map(|a| a.name.clone()).collect(),
            _ => Vec::new(),
        }
    }
}

#[test]
fn a_large_library_answers_by_and_by() {
    let mut world = World::new();
    world.look_up();
    let before = world.shown();
    let early = world.types("w");
    assert_eq!(world.shown(), before, "a key does not wait for its answer");
    let late = world.types("ater");
    world.answers(&early);
    assert_eq!(world.shown(), before, "nobody waits for the answer to an earlier letter");
    world.answers(&late);
    assert!(world.shown()[0].to_lowercase().starts_with("water"), "{:?}", world.shown()[0]);
}

#[test]
fn enter_waits_for_the_answer() {
    let mut world = World::new();
    world.look_up();
    let question = world.types("zurich");
    world.press(KeyCode::Enter);
    assert!(world.app.overlay.is_some(), "what is shown is not what was asked");
    world.answers(&question);
    assert!(world.app.overlay.is_none());
    assert_eq!((world.app.tab, world.app.pane), (Tab::Contents, Pane::Reader));
}

#[test]
fn the_filter_of_a_large_tree() {
    let mut world = World::new();
    world.press(KeyCode::Char('2'));
    world.press(KeyCode::Char('/'));
    let rows = world.app.contents.list.rows.len();
    let question = world.types("railway");
    assert_eq!(world.app.contents.list.rows.len(), rows);
    world.answers(&question);
    let list = &world.app.contents.list;
    assert!(list.rows[list.cursor].label.starts_with("railway"), "{:?}", list.rows[list.cursor]);
    assert!(list.rows.len() < 2000, "as many as somebody may look at");
    world.press(KeyCode::Esc);
    assert_eq!(world.app.contents.list.rows.len(), rows);
}
