//! Where texts were left and marks were set, on disk: one file, a line for each. Never overwrites what it cannot read.
use super::folders;
use super::lines::Lines;
use crate::model::{Left, Marked, Pin, Places, harmless};
use anyhow::{Context, Result};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use std::path::Path;
use std::time::{SystemTime, UNIX_EPOCH};

/// A line: where a text was left, or a mark, or what only a newer program knows.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
struct Line {
    /// A text that was left, by its title.
    #[serde(skip_serializing_if = "Option::is_none")]
    left: Option<String>,
    /// A mark, by its letter.
    #[serde(skip_serializing_if = "Option::is_none")]
    mark: Option<char>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    place: Option<Place>,
    #[serde(default, skip_serializing_if = "is_zero")]
    when: u64,
    #[serde(flatten)]
    more: Map<String, Value>,
}

/// The place of a line.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(default)]
struct Place {
    page: String,
    origin: String,
    at: String,
    into: usize,
    quote: String,
    before: String,
    heading: String,
    percent: u8,
    finished: bool,
    #[serde(flatten)]
    more: Map<String, Value>,
}

#[allow(clippy::trivially_copy_pass_by_ref)] // serde asks with a reference.
fn is_zero(number: &u64) -> bool {
    *number == 0
}

/// The file of places, as this program knows it.
#[derive(Debug)]
pub struct PlaceFile(Lines);

impl PlaceFile {
    /// Reads the file. What is damaged is set aside and told of.
    ///
    /// # Errors
    /// When nothing can be kept: no home is known, or the file can be neither read nor set aside.
    pub fn open() -> Result<(Self, Places, Option<String>)> {
        Self::in_folder(&folders::state().context("no home folder is known: reading places are not kept")?)
    }

    /// The same in a folder of one's choice.
    ///
    /// # Errors
    /// As [`Self::open`].
    pub fn in_folder(folder: &Path) -> Result<(Self, Places, Option<String>)> {
        let file = Lines::new(folder, "places");
        let (lines, told) = file.open()?;
        Ok((Self(file), places_of(&lines), told))
    }

    /// Keeps these places as of now, with those that are kept already, the newest of each text and letter.
    ///
    /// # Errors
    /// When the file cannot be written, or is not to be: it stays as it was.
    pub fn keep(&self, mut places: Places) -> Result<()> {
        let now = SystemTime::now().duration_since(UNIX_EPOCH).map_or(1, |since| since.as_secs().max(1));
        places.left.iter_mut().for_each(|left| left.when = now);
        places.marks.iter_mut().for_each(|mark| mark.when = now);
        self.0.change(|there: Vec<Line>| {
            let mut joined = places_of(&there);
            joined.join(places);
            (lines_of(&joined, &there), ())
        })
    }
}

fn places_of(lines: &[Line]) -> Places {
    let mut places = Places::default();
    // The newest come first, in the file as in the list.
    for line in lines.iter().rev() {
        let Some(place) = &line.place else { continue };
        let pin = Pin {
            page: harmless(&place.page),
            origin: harmless(&place.origin),
            at: harmless(&place.at),
            into: place.into,
            quote: harmless(&place.quote),
            before: harmless(&place.before),
            heading: harmless(&place.heading),
            percent: place.percent.min(100),
        };
        if let Some(title) = &line.left {
            let title = harmless(title);
            places.leave(Left { pin, title, finished: place.finished, when: line.when });
        } else if let Some(letter) = line.mark.filter(|letter| letter.is_alphabetic()) {
            places.mark(Marked { letter, pin, when: line.when });
        }
    }
    places
}

/// The new lines; what only a newer program knows is kept from the old.
fn lines_of(places: &Places, old: &[Line]) -> Vec<Line> {
    let line = |pin: &Pin, when: u64, finished: bool, is: &dyn Fn(&Line) -> bool| {
        let old = old.iter().find(|line| {
            is(line) && line.place.as_ref().is_some_and(|p| p.origin == pin.origin && p.page == pin.page)
        });
        let more = |line: &Line| (line.more.clone(), line.place.clone().unwrap_or_default().more);
        let (more, in_place) = old.map(more).unwrap_or_default();
        let pin = pin.clone();
        let place = Place {
            page: pin.page,
            origin: pin.origin,
            at: pin.at,
            into: pin.into,
            quote: pin.quote,
            before: pin.before,
            heading: pin.heading,
            percent: pin.percent,
            finished,
            more: in_place,
        };
        Line { place: Some(place), when, more, ..Line::default() }
    };
    let left = places.left.iter().map(|left| Line {
        left: Some(left.title.clone()),
        ..line(&left.pin, left.when, left.finished, &|line| line.left.is_some())
    });
    let marks = places.marks.iter().map(|mark| Line {
        mark: Some(mark.letter),
        ..line(&mark.pin, mark.when, false, &|line| line.mark == Some(mark.letter))
    });
    let unknown = old.iter().filter(|line| line.left.is_none() && line.mark.is_none());
    left.chain(marks).chain(unknown.cloned()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::fs;

    fn left(page: &str, percent: u8) -> Left {
        let pin = Pin {
            page: page.into(),
            origin: format!("/texts/{page}.txt"),
            at: format!("{page}#p3"),
            into: 7,
            quote: "カザフスタン \"said\"".into(),
            before: "And so".into(),
            heading: "Security".into(),
            percent,
        };
        Left { pin, title: page.to_uppercase(), finished: percent == 100, when: 0 }
    }

    fn places(left: Vec<Left>) -> Places {
        Places { left, marks: Vec::new() }
    }

    /// What is in the folder, without the times.
    fn read(folder: &Path) -> Places {
        let (_, mut places, told) = PlaceFile::in_folder(folder).expect("a file");
        assert_eq!(told, None);
        assert!(places.left.iter().all(|left| left.when > 0), "every place has its time");
        places.left.iter_mut().for_each(|left| left.when = 0);
        places.marks.iter_mut().for_each(|mark| mark.when = 0);
        places
    }

    #[test]
    fn what_is_kept_is_read_again() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, empty, told) = PlaceFile::in_folder(folder.path()).expect("a file to be");
        assert_eq!((empty, told), (Places::default(), None));
        let mark = |letter, page| Marked { letter, pin: left(page, 7).pin, when: 0 };
        let mine = Places { left: vec![left("a", 43), left("b", 100)], marks: vec![mark('x', "a")] };
        file.keep(mine.clone()).expect("kept");
        assert_eq!(read(folder.path()), mine);
        // The same letter in another text is another mark; a capital is the same everywhere.
        file.keep(Places { left: Vec::new(), marks: vec![mark('x', "b"), mark('K', "b")] }).expect("kept");
        file.keep(Places { left: vec![left("a", 50)], marks: vec![mark('K', "a")] }).expect("kept");
        let now = read(folder.path());
        let percents: Vec<_> =
            now.left.iter().map(|left| (left.pin.page.as_str(), left.pin.percent)).collect();
        assert!(percents.contains(&("a", 50)) && percents.contains(&("b", 100)) && percents.len() == 2);
        let mut letters: Vec<_> =
            now.marks.iter().map(|mark| (mark.letter, mark.pin.page.as_str())).collect();
        letters.sort_unstable();
        assert_eq!(letters, [('K', "a"), ('x', "a"), ('x', "b")]);
    }

    #[test]
    fn two_programs_lose_nothing_of_each_other() {
        let folder = tempfile::tempdir().expect("a folder");
        let (one, ..) = PlaceFile::in_folder(folder.path()).expect("a file");
        let (other, ..) = PlaceFile::in_folder(folder.path()).expect("a file");
        one.keep(places(vec![left("a", 10)])).expect("kept");
        other.keep(places(vec![left("b", 20)])).expect("kept");
        one.keep(places(vec![left("c", 30)])).expect("kept");
        let mut pages: Vec<_> = read(folder.path()).left.into_iter().map(|left| left.pin.page).collect();
        pages.sort();
        assert_eq!(pages, ["a", "b", "c"]);
    }

    #[test]
    fn only_the_newest_are_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let (file, ..) = PlaceFile::in_folder(folder.path()).expect("a file");
        let many: Vec<Left> =
            (0..Places::REMEMBERED + 50).map(|number| left(&format!("t{number}"), 1)).collect();
        file.keep(places(many)).expect("kept");
        file.keep(places(vec![left("last", 1)])).expect("kept");
        let now = read(folder.path());
        assert_eq!(now.left.len(), Places::REMEMBERED);
        assert!(now.left.iter().any(|left| left.pin.page == "last"));
    }

    #[test]
    fn a_damaged_file_is_set_aside_and_told_of() {
        for damage in ["{\"bluebook\":\"places\",\"version\":1}\n{\"left\":", "no list\n", "\u{0}"] {
            let folder = tempfile::tempdir().expect("a folder");
            let path = folder.path().join("places.jsonl");
            fs::write(&path, damage).expect("written");
            let (file, read, told) = PlaceFile::in_folder(folder.path()).expect("a file");
            assert_eq!(read, Places::default());
            assert!(told.expect("a word").contains("set aside as"), "{damage:?}");
            file.keep(places(vec![left("a", 1)])).expect("kept");
            let aside = fs::read_to_string(folder.path().join("places.jsonl.damaged")).expect("set aside");
            assert_eq!(aside, damage);
            // Damaged while the program runs, it is left alone.
            fs::write(&path, "half a li").expect("written");
            let error = file.keep(places(vec![left("b", 1)])).expect_err("not kept");
            assert!(error.to_string().contains("left alone"), "{error}");
            assert_eq!(fs::read_to_string(&path).expect("read"), "half a li");
        }
    }

    #[test]
    fn what_a_newer_program_wrote_is_kept() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("places.jsonl");
        let (file, ..) = PlaceFile::in_folder(folder.path()).expect("a file");
        file.keep(places(vec![left("a", 10)])).expect("kept");
        let text = fs::read_to_string(&path).expect("read");
        let newer = text.replace("\"percent\":10", "\"percent\":10,\"page_number\":7") + "{\"pinned\":3}\n";
        fs::write(&path, newer).expect("written");
        file.keep(places(vec![left("a", 11), left("b", 1)])).expect("kept");
        let text = fs::read_to_string(&path).expect("read");
        assert!(text.contains("\"page_number\":7") && text.contains("{\"pinned\":3}"), "{text}");
        let newest = "{\"bluebook\":\"places\",\"version\":2}\n";
        fs::write(&path, newest).expect("written");
        assert!(PlaceFile::in_folder(folder.path()).is_err(), "of a newer format");
        assert!(file.keep(places(vec![left("c", 1)])).is_err(), "and never overwritten");
        assert_eq!(fs::read_to_string(&path).expect("read"), newest);
    }
}
