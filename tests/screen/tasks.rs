//! Ten things that people open the program for, done with the keys that the README tells, and how many those are.
use super::random::World;
use super::*;
use bluebook::model::{Day, Places};

/// A reader on the built-in corpus who counts the keys.
struct Reader {
    screen: Screen,
    world: World,
    keys: usize,
    /// What was asked of the world.
    asked: Vec<Effect>,
}

impl Reader {
    fn new() -> Self {
        let mut screen = Screen::built_in(110, 30);
        screen.app.today = Day::new(2026, 11, 22);
        screen.app.notes.seed = 7;
        Self { screen, world: World::new(), keys: 0, asked: Vec::new() }
    }

    /// Presses keys one by one; each question is answered before the next.
    fn press(&mut self, keys: &str) -> &mut Self {
        let mut rest = keys;
        while !rest.is_empty() {
            let named = rest.starts_with('<').then(|| rest.find('>')).flatten().map(|end| end + 1);
            let (key, after) =
                rest.split_at(named.unwrap_or_else(|| rest.chars().next().map_or(1, char::len_utf8)));
            rest = after;
            self.keys += 1;
            let asked = self.screen.presses(key);
            self.does(asked);
        }
        self
    }

    fn does(&mut self, asked: Vec<Effect>) {
        for effect in asked {
            self.asked.push(effect.clone());
            let library = Arc::clone(&self.screen.app.library);
            for message in self.world.answer(&library, effect, &mut self.screen.searching) {
                let more = update(&mut self.screen.app, message);
                self.does(more);
            }
        }
    }

    /// What is on the screen, where so many keys were enough.
    fn sees(&mut self, most: usize, words: &[&str]) {
        assert!(self.keys <= most, "{} keys, not {most}", self.keys);
        let shot = self.screen.shot();
        for word in words {
            assert!(shot.contains(word), "{word:?} is not there after {} keys:\n{shot}", self.keys);
        }
    }

    fn copied(&self) -> &str {
        let last = self.asked.iter().rev().find_map(|effect| match effect {
            Effect::Copy(text) => Some(text),
            _ => None,
        });
        last.expect("something is copied")
    }
}

#[test]
fn what_was_said_of_georgia_in_2012() {
    let mut reader = Reader::new();
    reader.press("<c-p>@geo/2012<cr>");
    let georgia = reader.screen.app.library.atlas.get("GEO").expect("Georgia");
    assert_eq!(reader.screen.app.regions.reader.source, Source::Dossier(georgia, Some(2012)));
    reader.sees(11, &["Georgia", "1 passage", "2012"]);
    // By the tree: filter, to the text, and edition by edition.
    let mut reader = Reader::new();
    reader.press("/geo<cr><tab>]]");
    reader.sees(8, &["@geo   2012   3 of 5", "Armenia, Azerbaijan and Georgia."]);
}

#[test]
fn kazakhstan_in_two_editions() {
    let mut reader = Reader::new();
    reader.press("/kaz<cr>c");
    reader.sees(6, &["Kazakhstan", "[2017]", "{2022}"]);
    // Any two.
    let mut reader = Reader::new();
    reader.press(":compare @kaz/2012 2017<cr>");
    reader.sees(24, &["[2012]", "{2017}"]);
}

#[test]
fn a_passage_in_quotation_marks_with_its_citation() {
    let mut reader = Reader::new();
    reader.press("/geo<cr><tab>Q");
    reader.sees(7, &["with the Chicago citation of 2025-russia-central-asia-caucasus#p"]);
    let copied = reader.copied();
    assert!(copied.starts_with('\u{201c}') && copied.contains("Georgia"), "{copied}");
    assert!(
        copied.contains("Diplomatic Bluebook 2025") && copied.contains("accessed November 22, 2026"),
        "{copied}"
    );
}

#[test]
fn a_phrase_in_the_whole_library_and_its_third_hit() {
    let mut reader = Reader::new();
    reader.press("3\"peace treaty\"<cr>jj");
    reader.sees(18, &["3 of "]);
    reader.press("<cr>");
    reader.sees(19, &["peace treaty"]);
    assert_eq!((reader.screen.app.tab, reader.screen.app.pane), (Tab::Search, Pane::Reader));
    assert!(reader.screen.app.desk().reader.mark.is_some(), "the match is marked");
}

#[test]
fn when_a_phrase_was_said_first() {
    let mut reader = Reader::new();
    reader.press("5/joint economic<cr>");
    let timeline = &reader.screen.app.timeline;
    let editions = timeline.editions().expect("editions");
    let counts = timeline.chronicle(0).expect("counted");
    let first = (0..editions.years.len()).find(|&at| counts.count(at) > 0).expect("it is said");
    let year = editions.years[first].year;
    // The row of bars begins there, and the list by year ends there.
    reader.sees(17, &["> joint economic", "most"]);
    let mut reader = Reader::new();
    reader.press("3\"joint economic\"<cr>YG");
    let shot = reader.screen.shot();
    let row = shot.lines().find(|line| line.starts_with("> ")).expect("a selected hit");
    assert!(row.contains(&year.to_string()), "{year}: {shot}");
    reader.sees(20, &["newest first"]);
}

#[test]
fn what_is_new_in_the_newest_edition() {
    let mut reader = Reader::new();
    reader.press("6");
    reader.sees(1, &["Library, 2025 against 2007-2024", "First said"]);
}

#[test]
fn a_passage_is_noted_and_the_note_found_again() {
    let mut reader = Reader::new();
    reader.press("/geo<cr><tab>Aask about energy<cr>");
    reader.sees(24, &["Noted."]);
    reader.press("7");
    reader.sees(25, &["ask about energy", "2025-russia-central-asia-caucasus#p"]);
    // Among others: filtered, and back to its words.
    reader.press("/energy<cr><cr>");
    reader.sees(34, &["* The Central Asian and Caucasus countries"]);
    assert_eq!(reader.screen.app.pane, Pane::Reader);
}

#[test]
fn a_dossier_becomes_a_file() {
    let mut reader = Reader::new();
    reader.press("/geo<cr>:export g.md<cr>");
    reader.sees(18, &["Written: g.md"]);
    let written = reader.asked.iter().find_map(|effect| match effect {
        Effect::Export { path, text, .. } => Some((path.as_str(), text.as_str())),
        _ => None,
    });
    let (path, text) = written.expect("a file");
    assert_eq!(path, "g.md");
    for words in ["Georgia", "2025", "2012", "2025-russia-central-asia-caucasus"] {
        assert!(text.contains(words), "{words}: {text}");
    }
}

#[test]
fn reading_goes_on_where_it_was_left() {
    let mut reader = Reader::new();
    reader.press("2/2012 russia<cr><cr>dd");
    let byte = reader.screen.app.contents.reader.page[0].line.first_byte();
    reader.press("<c-c>");
    let mut places = Places::default();
    for effect in &reader.asked {
        if let Effect::KeepPlaces(more) = effect {
            more.left.iter().rev().for_each(|left| places.leave(left.clone()));
        }
    }
    let mut again = Reader::new();
    update(&mut again.screen.app, Message::Places(places, None));
    again.sees(0, &["Continue reading"]);
    again.press("`");
    again.sees(1, &["2012"]);
    assert_eq!(again.screen.app.contents.reader.page[0].line.first_byte(), byte, "{}", again.screen.shot());
}

#[test]
fn a_country_by_its_japanese_name() {
    let mut reader = Reader::new();
    reader.press("/\u{30b8}\u{30e7}\u{30fc}\u{30b8}\u{30a2}<cr>");
    reader.sees(7, &["Georgia", "capital Tbilisi", "5 passages"]);
}
