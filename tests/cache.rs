//! What is kept of a large library: the same documents as without it, never those of other bytes.
use bluebook::model::Document;
use bluebook::store::{Front, Input, Shelf};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};

/// A library large enough to be kept: texts that name places, and the samples of every format.
fn library(folder: &Path) {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let mut copied = 0;
    for entry in fs::read_dir(samples).expect("the samples") {
        let path = entry.expect("a sample").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        if path.is_file() && path.extension().is_none_or(|end| end != "rs" && end != "py") {
            fs::copy(&path, folder.join(name)).expect("a copy");
            copied += 1;
        }
    }
    assert!(copied > 5, "there are samples");
    let line = "1. Kazakhstan and Japan signed \u{201c}a treaty\u{201d} on 3 May; Georgia7 did not.\n\nThe Caucasus.\n\n";
    for year in 1990..1996 {
        let inside = folder.join(year.to_string());
        fs::create_dir(&inside).expect("a folder");
        fs::write(inside.join("Kazakhstan.txt"), format!("Kazakhstan {year}\n\n{}", line.repeat(3000)))
            .expect("a text");
    }
    // Control characters do not reach the document: its text is other than the file.
    fs::write(folder.join("odd.txt"), "Latvia\u{1b}[2J and Estonia.\r\n\r\nLithuania.\n").expect("a text");
}

fn read(folder: &Path, kept: &Path, front: Front) -> (Vec<Arc<Document>>, Vec<String>) {
    let input = Input::Path(folder.to_path_buf());
    let mut shelf = Shelf::new(vec![input], front).expect("a shelf").keeping_in(Some(kept.to_path_buf()));
    let loaded = shelf.read(false, &mut |_| {});
    shelf.finish();
    let docs = loaded.library.iter().map(|(_, doc)| Arc::clone(doc)).collect();
    (docs, loaded.troubles.iter().map(|t| format!("{}: {}", t.path, t.reason)).collect())
}

fn only_file(folder: &Path) -> PathBuf {
    let mut files = fs::read_dir(folder).expect("a folder").map(|entry| entry.expect("an entry").path());
    let file = files.next().expect("a cache was kept");
    assert!(files.next().is_none(), "one library has one cache");
    file
}

#[test]
fn the_second_opening_gives_what_the_first_gave() {
    let (texts, kept) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    library(texts.path());
    let first = read(texts.path(), kept.path(), Front::default());
    assert!(first.0.len() > 10, "{} documents", first.0.len());
    assert!(first.0.iter().any(|doc| !doc.mentions.is_empty() && !doc.notes.is_empty()));
    let cache = only_file(kept.path());
    let written = fs::metadata(&cache).expect("a file").modified().expect("a time");
    let second = read(texts.path(), kept.path(), Front::default());
    assert_eq!(second, first);
    // It came from the cache: nothing was written anew.
    assert_eq!(fs::metadata(&cache).expect("a file").modified().expect("a time"), written);
}

#[test]
fn a_changed_file_is_read_again_though_its_size_and_time_are_the_same() {
    let (texts, kept) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    library(texts.path());
    read(texts.path(), kept.path(), Front::default());
    let path = texts.path().join("1992/Kazakhstan.txt");
    let time = fs::metadata(&path).expect("a file").modified().expect("a time");
    let text = fs::read_to_string(&path).expect("a text").replace("Georgia7", "Armenia7");
    fs::write(&path, text).expect("a text");
    fs::File::options().write(true).open(&path).expect("a file").set_modified(time).expect("a time");
    let (docs, _) = read(texts.path(), kept.path(), Front::default());
    let changed = docs.iter().find(|doc| doc.text.contains("Armenia7")).expect("the changed text");
    let fresh = tempfile::tempdir().expect("a folder");
    let (anew, _) = read(texts.path(), fresh.path(), Front::default());
    assert!(anew.contains(changed));
    assert_eq!(docs, anew);
}

#[test]
fn what_is_said_of_the_files_counts() {
    let (texts, kept) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    library(texts.path());
    read(texts.path(), kept.path(), Front::default());
    let (docs, _) = read(texts.path(), kept.path(), Front { year: Some(1901), ..Front::default() });
    assert!(docs.iter().all(|doc| doc.year() == Some(1901)));
}

#[test]
fn a_damaged_cache_is_as_none() {
    let (texts, kept) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    library(texts.path());
    let first = read(texts.path(), kept.path(), Front::default());
    let cache = only_file(kept.path());
    let whole = fs::read(&cache).expect("a cache");
    let mut damaged = vec![Vec::new(), whole[..10].to_vec(), whole[..whole.len() / 2].to_vec()];
    for at in (0..whole.len()).step_by(whole.len() / 7) {
        let mut bytes = whole.clone();
        bytes[at] ^= 0x55;
        damaged.push(bytes);
    }
    for bytes in damaged {
        fs::write(&cache, bytes).expect("a cache");
        assert_eq!(read(texts.path(), kept.path(), Front::default()), first);
    }
}

#[test]
fn a_folder_that_cannot_be_written_to_is_no_error() {
    let texts = tempfile::tempdir().expect("a folder");
    library(texts.path());
    let file = texts.path().join("1990/Kazakhstan.txt");
    let first = read(texts.path(), &file, Front::default());
    assert!(first.0.len() > 10);
}

#[test]
fn a_small_library_is_not_kept() {
    let (texts, kept) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    fs::write(texts.path().join("a.txt"), "Japan and Peru.\n").expect("a text");
    assert_eq!(read(texts.path(), kept.path(), Front::default()).0.len(), 1);
    assert_eq!(fs::read_dir(kept.path()).expect("a folder").count(), 0);
}

#[test]
fn the_files_of_an_archive_are_held_once() {
    let texts = tempfile::tempdir().expect("a folder");
    let path = texts.path().join("both.zip");
    let mut zip = zip::ZipWriter::new(fs::File::create(&path).expect("a file"));
    for year in ["2015", "2016"] {
        zip.start_file(format!("{year}/Latvia.txt"), zip::write::SimpleFileOptions::default())
            .expect("a file");
        zip.write_all(b"The tower fell.\n").expect("written");
    }
    zip.finish().expect("an archive");
    let mut shelf = Shelf::new(vec![Input::Path(path)], Front::default()).expect("a shelf");
    let library = shelf.read(false, &mut |_| {}).library;
    let slugs: Vec<&str> = library.iter().map(|(_, doc)| doc.slug.as_str()).collect();
    assert_eq!(slugs, ["2016-latvia", "2015-latvia"]);
    // The shelf's and the library's are the same.
    assert!(library.iter().all(|(_, doc)| Arc::strong_count(doc) == 2));
}

#[test]
fn what_an_ended_program_left_behind_is_taken_away() {
    let (texts, kept) = (tempfile::tempdir().expect("a folder"), tempfile::tempdir().expect("a folder"));
    library(texts.path());
    let old = SystemTime::now() - Duration::from_hours(72);
    for (name, is_old) in [(".tmpAbCdEf", true), (".tmpGhIjKl", false), ("letter.txt", true)] {
        let file = fs::File::create(kept.path().join(name)).expect("a file");
        if is_old {
            file.set_modified(old).expect("a time");
        }
    }
    read(texts.path(), kept.path(), Front::default());
    let there = |name: &str| kept.path().join(name).exists();
    assert_eq!([".tmpAbCdEf", ".tmpGhIjKl", "letter.txt"].map(there), [false, true, true]);
    assert_eq!(fs::read_dir(kept.path()).expect("a folder").count(), 3);
}
