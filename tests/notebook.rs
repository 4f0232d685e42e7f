//! What a reader notes is found again and never lost: in texts that changed, in files that were damaged, between
//! programs that note at once.
use bluebook::gazetteer::{Tagger, atlas, built_in_regions};
use bluebook::import::{Format, Importer, Source};
use bluebook::model::{Atlas, Entry, Library, Notebook, Origin, Quotation};
use bluebook::query::notebook::{Standing, Status, standings};
use bluebook::store::NoteFile;
use std::fs;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, LazyLock};

static WORLD: LazyLock<(Arc<Atlas>, Tagger)> = LazyLock::new(|| {
    let atlas = Arc::new(atlas(built_in_regions()).expect("the built-in regions"));
    (atlas, Tagger::new())
});

/// A library of plain texts under these paths.
fn library(texts: &[(&str, String)]) -> Library {
    let (atlas, tagger) = &*WORLD;
    let docs = texts.iter().map(|(path, text)| {
        let name = Path::new(path).file_name().expect("a name").to_str().expect("a name");
        let source = Source::alone(name, Origin::File(PathBuf::from(path)), Format::Text);
        Arc::new(Importer { atlas, tagger }.import(&source, text.as_bytes()).expect("a document"))
    });
    Library::new(atlas.clone(), docs.collect())
}

/// The name that a document is known by in another run.
#[allow(clippy::unnecessary_wraps)] // What is asked for may have none.
fn name_of(origin: &Origin) -> Option<String> {
    Some(origin.name())
}

/// Notes a stretch of the only document.
fn noted(library: &Library, range: Range<usize>, id: usize) -> Entry {
    let (_, doc) = library.iter().next().expect("a document");
    let place = Quotation::of(doc, range, doc.origin.name());
    Entry { id: format!("n{id}"), place, title: doc.title().into(), note: "mine".into(), ..Entry::default() }
}

fn standing(library: &Library, entry: &Entry) -> Standing {
    standings(library, &[entry], &name_of).remove(0)
}

/// What stands where a note is.
fn words(library: &Library, standing: &Standing) -> Option<String> {
    let (id, range) = standing.place.clone()?;
    Some(library.doc(id).text[range].split_whitespace().collect::<Vec<_>>().join(" "))
}

/// Numbers that look random and are the same every time (xorshift64*, Vigna 2016).
struct Dice(u64);

impl Dice {
    fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        (self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 33) as usize % end.max(1)
    }
}

/// The words of a yearbook: few, so that sentences resemble each other.
const WORDS: [&str; 40] = [
    "the",
    "of",
    "and",
    "in",
    "to",
    "Japan",
    "Minister",
    "visited",
    "summit",
    "meeting",
    "held",
    "cooperation",
    "Kazakhstan",
    "relations",
    "bilateral",
    "foreign",
    "affairs",
    "president",
    "issue",
    "islands",
    "peace",
    "treaty",
    "talks",
    "economic",
    "agreement",
    "signed",
    "energy",
    "support",
    "region",
    "dialogue",
    "visit",
    "both",
    "sides",
    "confirmed",
    "exchange",
    "views",
    "on",
    "with",
    "for",
    "development",
];

/// A word that can be told from all others, as its number says.
type Word = (usize, &'static str);

/// A text whose every word is known by its number.
#[derive(Clone)]
struct Truth {
    paragraphs: Vec<Vec<Word>>,
    next: usize,
}

impl Truth {
    fn random(dice: &mut Dice) -> Self {
        let mut truth = Self { paragraphs: Vec::new(), next: 0 };
        for _ in 0..10 + dice.below(20) {
            let paragraph = truth.paragraph(dice);
            truth.paragraphs.push(paragraph);
        }
        truth
    }

    fn word(&mut self, dice: &mut Dice) -> Word {
        self.next += 1;
        (self.next, WORDS[dice.below(WORDS.len())])
    }

    fn paragraph(&mut self, dice: &mut Dice) -> Vec<Word> {
        (0..12 + dice.below(50)).map(|_| self.word(dice)).collect()
    }

    /// Inserts, deletes and moves words and paragraphs.
    fn edit(&mut self, dice: &mut Dice) {
        for _ in 0..3 + dice.below(8) {
            let many = self.paragraphs.len();
            let at = dice.below(many);
            match dice.below(6) {
                0 => {
                    let paragraph = self.paragraph(dice);
                    self.paragraphs.insert(at, paragraph);
                }
                1 if many > 4 => drop(self.paragraphs.remove(at)),
                2 | 3 => {
                    let paragraph = self.paragraphs.remove(at);
                    self.paragraphs.insert(dice.below(many), paragraph);
                }
                4 => {
                    let word = self.word(dice);
                    let paragraph = &mut self.paragraphs[at];
                    paragraph.insert(dice.below(paragraph.len()), word);
                }
                _ => {
                    let paragraph = &mut self.paragraphs[at];
                    let from = dice.below(paragraph.len());
                    let to = (from + 1 + dice.below(4)).min(paragraph.len());
                    if to - from < paragraph.len() {
                        paragraph.drain(from..to);
                    }
                }
            }
        }
    }

    /// The text, in lines of about so many columns.
    fn text(&self, columns: usize) -> String {
        let mut text = String::new();
        for paragraph in &self.paragraphs {
            let mut wide = 0;
            for (_, word) in paragraph {
                if wide > 0 {
                    wide = if wide + word.len() >= columns { 0 } else { wide };
                    text.push(if wide == 0 { '\n' } else { ' ' });
                }
                text.push_str(word);
                wide += word.len() + 1;
            }
            text.push_str("\n\n");
        }
        text
    }

    fn words(&self) -> impl Iterator<Item = Word> {
        self.paragraphs.iter().flatten().copied()
    }
}

/// The bytes of the words of a document from one number to another.
fn bytes(text: &str, words: Range<usize>) -> Range<usize> {
    let mut spans = text.split_whitespace().map(|word| {
        let start = word.as_ptr() as usize - text.as_ptr() as usize;
        start..start + word.len()
    });
    let first = spans.nth(words.start).expect("a word");
    let last = if words.len() > 1 { spans.nth(words.len() - 2).expect("a word") } else { first.clone() };
    first.start..last.end
}

#[test]
fn ninety_nine_of_a_hundred_whose_words_still_exist_are_found_again_and_none_is_lost_from_the_book() {
    let (mut exist, mut found, mut gone, mut told) = (0, 0, 0, 0);
    for seed in 1..=120_u64 {
        let mut dice = Dice(seed.wrapping_mul(0x9E37_79B9_7F4A_7C15));
        let mut truth = Truth::random(&mut dice);
        let before = library(&[("/texts/a.txt", truth.text(72))]);
        let (_, doc) = before.iter().next().expect("a document");
        let all: Vec<Word> = truth.words().collect();
        assert_eq!(doc.text.split_whitespace().count(), all.len(), "the import keeps every word");
        let mut notes = Vec::new();
        for id in 0..12 {
            let from = dice.below(all.len() - 4);
            let to = (from + 4 + dice.below(30)).min(all.len());
            notes.push((noted(&before, bytes(&doc.text, from..to), id), all[from..to].to_vec()));
        }
        truth.edit(&mut dice);
        // The file may have another name now, or lie elsewhere.
        let path = ["/texts/a.txt", "/texts/a.txt", "/other/a.txt", "/texts/b.txt"][dice.below(4)];
        let columns = 30 + dice.below(80);
        let now = library(&[
            ("/texts/c.txt", "Nothing of the kind is here.\n".into()),
            (path, truth.text(columns)),
        ]);
        let entries: Vec<&Entry> = notes.iter().map(|(entry, _)| entry).collect();
        let standings = standings(&now, &entries, &name_of);
        assert_eq!(standings.len(), notes.len());
        let now_words: Vec<Word> = truth.words().collect();
        for ((entry, quoted), standing) in notes.iter().zip(&standings) {
            let still = now_words.windows(quoted.len()).position(|window| window == quoted.as_slice());
            let at = standing.place.as_ref().map(|(id, range)| {
                let text = &now.doc(*id).text;
                (now.doc(*id).slug.clone(), text[..range.start].split_whitespace().count())
            });
            if let Some(position) = still {
                exist += 1;
                let right = at.is_some_and(|(slug, at)| slug != "c" && at == position);
                found += usize::from(right && words(&now, standing).as_deref() == Some(&entry.place.words));
            } else {
                gone += 1;
                told += usize::from(standing.status != Status::Ok);
            }
        }
    }
    assert!(exist > 500 && gone > 100, "{exist} exist, {gone} do not");
    println!("{found} of {exist} found again; of {gone} that are no more {told} are told as such");
    assert!(found * 100 >= exist * 99, "{found} of {exist} were found again");
    // The same words by chance elsewhere are rare.
    assert!(told * 100 >= gone * 95, "{told} of {gone}");
}

const TALKS: &str = "Talks of the Year\n\nOverview\n\nThe two ministers met in spring and spoke of the wide gap over the islands.\n\n\
                     They met again in autumn, and confirmed that they would go on.\n\nThey met again in winter.\n";

#[test]
fn a_note_stands_where_it_stood_and_says_so() {
    let before = library(&[("/texts/talks.txt", TALKS.into())]);
    let (_, doc) = before.iter().next().expect("a document");
    let at = doc.text.find("the wide gap").expect("there");
    let entry = noted(&before, at..at + 12, 1);
    assert_eq!((entry.place.words.as_str(), entry.place.at.as_str()), ("the wide gap", "talks#p1"));
    assert_eq!(entry.place.heading, "Overview");
    assert_eq!(standing(&before, &entry).status, Status::Ok);
    // Lines broken otherwise change nothing.
    let wrapped = library(&[("/texts/talks.txt", TALKS.replace("wide gap", "wide\ngap"))]);
    assert_eq!(standing(&wrapped, &entry).status, Status::Ok);
    // A paragraph before it moves it, another name of the file as well.
    let lower = library(&[(
        "/texts/talks.txt",
        TALKS.replace("Overview\n", "Overview\n\nA new year began, and with it new talks.\n"),
    )]);
    let moved = standing(&lower, &entry);
    assert_eq!((moved.status, words(&lower, &moved).as_deref()), (Status::Moved, Some("the wide gap")));
    let elsewhere = library(&[
        ("/texts/x.txt", "Something else stands here, of no matter.\n".into()),
        ("/old/1.txt", TALKS.into()),
    ]);
    let moved = standing(&elsewhere, &entry);
    assert_eq!((moved.status, words(&elsewhere, &moved).as_deref()), (Status::Moved, Some("the wide gap")));
    // Hyphens and quotation marks drawn otherwise are no other words.
    let hyphened =
        library(&[("/texts/talks.txt", TALKS.replace("the wide gap", "the \u{201c}wide\u{201d} gap"))]);
    assert_eq!(standing(&hyphened, &entry).status, Status::Ok);
    let gone = library(&[("/texts/talks.txt", TALKS.replace("the wide gap over ", ""))]);
    assert_eq!(standing(&gone, &entry), Standing { status: Status::Lost, place: None });
}

#[test]
fn of_the_same_words_those_with_the_same_words_around_them_are_meant() {
    let before = library(&[("/texts/talks.txt", TALKS.into())]);
    let (_, doc) = before.iter().next().expect("a document");
    let third = doc.text.rfind("They met again").expect("there");
    let entry = noted(&before, third..third + 14, 1);
    let now = library(&[("/texts/talks.txt", format!("They met again and again, it is told.\n\n{TALKS}"))]);
    let (id, range) = standing(&now, &entry).place.expect("a place");
    assert!(now.doc(id).text[range.start..].starts_with("They met again in winter"));
}

#[test]
fn a_stretch_whose_middle_was_changed_is_found_by_its_ends() {
    let before = library(&[("/texts/talks.txt", TALKS.into())]);
    let (_, doc) = before.iter().next().expect("a document");
    let at = doc.text.find("The two").expect("there");
    let end = doc.text.find("islands").expect("there") + 7;
    let entry = noted(&before, at..end, 1);
    let now = library(&[("/texts/talks.txt", TALKS.replace("spring and spoke", "March, spoke at length"))]);
    let moved = standing(&now, &entry);
    assert_eq!(moved.status, Status::Moved);
    let found = words(&now, &moved).expect("a place");
    assert!(found.starts_with("The two ministers") && found.ends_with("over the islands"), "{found}");
}

fn entry(id: &str, note: &str) -> Entry {
    let place = Quotation {
        page: "talks".into(),
        origin: "/texts/talks.txt".into(),
        at: "talks#p1".into(),
        words: "the \"wide\" gap \u{30ab}".into(),
        before: "spoke of".into(),
        after: "over the islands".into(),
        heading: "Overview".into(),
    };
    Entry {
        id: id.into(),
        place,
        title: "Talks".into(),
        note: note.into(),
        highlight: true,
        ..Entry::default()
    }
}

/// What a folder's notebook has, without the times.
fn read(folder: &Path) -> Vec<(String, String)> {
    let (_, notebook, told) = NoteFile::in_folder(folder).expect("a file");
    assert_eq!(told, None);
    assert!(notebook.iter().all(|entry| entry.created > 0 && entry.changed > 0), "every note has its times");
    notebook.iter().map(|entry| (entry.id.clone(), entry.note.clone())).collect()
}

fn pairs(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|(id, note)| ((*id).into(), (*note).into())).collect()
}

#[test]
fn what_is_noted_is_read_again_and_two_programs_keep_both() {
    let folder = tempfile::tempdir().expect("a folder");
    let (one, empty, told) = NoteFile::in_folder(folder.path()).expect("a file to be");
    assert_eq!((empty, told), (Notebook::default(), None));
    let (other, ..) = NoteFile::in_folder(folder.path()).expect("a file to be");
    let kept = one.keep(vec![entry("a", "first\nand a second line, #Territory")]).expect("kept");
    assert_eq!(kept.entries[0].tags(), ["territory"]);
    other.keep(vec![entry("b", "theirs")]).expect("kept");
    one.keep(vec![entry("c", "third")]).expect("kept");
    assert_eq!(
        read(folder.path()),
        pairs(&[("a", "first\nand a second line, #Territory"), ("b", "theirs"), ("c", "third")])
    );
    // The last word counts, also of what was thrown away; nothing brings that back.
    other.keep(vec![entry("a", "theirs now")]).expect("kept");
    one.keep(vec![Entry { gone: true, ..entry("b", "theirs") }]).expect("kept");
    assert_eq!(read(folder.path()), pairs(&[("a", "theirs now"), ("c", "third")]));
    let text = fs::read_to_string(folder.path().join("notes.jsonl")).expect("read");
    assert!(!text.contains("\"theirs\""), "{text}");
    // A place is as it was.
    let (_, notebook, _) = NoteFile::in_folder(folder.path()).expect("a file");
    assert_eq!(notebook.get("a").expect("it").place, entry("a", "").place);
}

#[test]
fn notebooks_are_merged_in_any_order() {
    let [mine, theirs] = [tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder")];
    let (one, ..) = NoteFile::in_folder(mine.path()).expect("a file");
    let (other, ..) = NoteFile::in_folder(theirs.path()).expect("a file");
    one.keep(vec![entry("a", "old"), entry("b", "mine")]).expect("kept");
    let (_, many) = other.merge(&one.path()).expect("merged");
    assert_eq!(many, 2);
    other.keep(vec![entry("a", "new"), entry("c", "theirs")]).expect("kept");
    let (_, many) = one.merge(&other.path()).expect("merged");
    assert_eq!(many, 2);
    other.merge(&one.path()).expect("merged");
    assert_eq!(read(mine.path()), read(theirs.path()));
    assert_eq!(read(mine.path()), pairs(&[("a", "new"), ("b", "mine"), ("c", "theirs")]));
    assert_eq!(one.merge(&other.path()).expect("merged").1, 0);
    let error = one.merge(Path::new("/nonexistent/notes.jsonl")).expect_err("no file");
    assert!(error.to_string().contains("/nonexistent/notes.jsonl"), "{error}");
}

#[test]
fn of_a_damaged_file_nothing_is_lost() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("notes.jsonl");
    let (file, ..) = NoteFile::in_folder(folder.path()).expect("a file");
    file.keep(vec![entry("a", "one"), entry("b", "two")]).expect("kept");
    // Two branches of a history that nobody has joined.
    let text =
        fs::read_to_string(&path).expect("read").replace("{\"id\":\"b\"", "<<<<<<< mine\n{\"id\":\"b\"");
    fs::write(&path, &text).expect("written");
    let (file, notebook, told) = NoteFile::in_folder(folder.path()).expect("a file");
    let told = told.expect("a word");
    assert!(
        told.contains("set aside as") && told.contains("2 of its lines") && told.contains("line 3"),
        "{told}"
    );
    assert_eq!(notebook.iter().count(), 2);
    assert_eq!(fs::read_to_string(folder.path().join("notes.jsonl.damaged")).expect("set aside"), text);
    assert_eq!(read(folder.path()), pairs(&[("a", "one"), ("b", "two")]));
    // Damaged while the program runs, it is left alone.
    fs::write(&path, "half a li").expect("written");
    assert!(file.keep(vec![entry("c", "three")]).expect_err("not kept").to_string().contains("left alone"));
    assert_eq!(fs::read_to_string(&path).expect("read"), "half a li");
    // What a newer program wrote is neither understood nor overwritten.
    let newest = "{\"bluebook\":\"notes\",\"version\":2}\n";
    fs::write(&path, newest).expect("written");
    assert!(NoteFile::in_folder(folder.path()).is_err());
    assert!(file.keep(vec![entry("c", "three")]).is_err());
    assert_eq!(fs::read_to_string(&path).expect("read"), newest);
}

#[test]
fn fields_and_lines_that_are_not_known_are_kept() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("notes.jsonl");
    let (file, ..) = NoteFile::in_folder(folder.path()).expect("a file");
    file.keep(vec![entry("a", "one"), entry("b", "two")]).expect("kept");
    let text = fs::read_to_string(&path).expect("read");
    let newer = text.replace("\"note\":\"one\"", "\"note\":\"one\",\"colour\":\"green\"") + "{\"shelf\":3}\n";
    fs::write(&path, newer).expect("written");
    file.keep(vec![entry("a", "uno"), entry("c", "three")]).expect("kept");
    let text = fs::read_to_string(&path).expect("read");
    assert!(text.contains("\"colour\":\"green\"") && text.contains("{\"shelf\":3}"), "{text}");
    assert_eq!(read(folder.path()), pairs(&[("a", "uno"), ("b", "two"), ("c", "three")]));
    // Nothing in a file reaches a terminal as a command.
    fs::write(&path, text.replace("uno", "u\\u001b[2Jno\\u0007\\u202e")).expect("written");
    assert_eq!(read(folder.path())[0].1, "u[2Jno");
}

#[test]
fn a_time_that_is_none_to_this_program_is_kept_as_it_was_written() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("notes.jsonl");
    let (file, ..) = NoteFile::in_folder(folder.path()).expect("a file");
    file.keep(vec![entry("a", "one"), entry("b", "two")]).expect("kept");
    let text = fs::read_to_string(&path).expect("read");
    let head = text.lines().next().expect("a head");
    let foreign = "2026-11-22T09:41:06+09:00";
    let lines = format!(
        "{head}\n{{\"id\":\"a\",\"created\":\"{foreign}\",\"changed\":\"{foreign}\"}}\n{{\"id\":\"b\"}}\n"
    );
    fs::write(&path, lines).expect("written");
    file.keep(vec![entry("c", "three")]).expect("kept");
    let text = fs::read_to_string(&path).expect("read");
    assert_eq!(text.matches(foreign).count(), 2, "{text}");
    assert!(!text.contains("1970"), "{text}");
}
