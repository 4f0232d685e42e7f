//! Copying passages with their citations.
use super::*;
use bluebook::model::Day;

fn copied(effects: Vec<Effect>) -> String {
    match effects.into_iter().find(|effect| matches!(effect, Effect::Copy(_))) {
        Some(Effect::Copy(text)) => text,
        _ => panic!("nothing was copied"),
    }
}

fn reading() -> Screen {
    let mut screen = Screen::open(100, 30);
    screen.app.today = Day::new(2026, 11, 22);
    screen.keys("<c-p>2014-steppe<cr>");
    screen
}

#[test]
fn a_passage_is_copied_with_its_citation() {
    let mut screen = reading();
    let copy = copied(screen.keys("3delegation<cr>Q"));
    let (words, note) = copy.split_once('\n').expect("words and a note");
    assert!(words.starts_with('“') && words.ends_with('”'), "{words}");
    assert!(
        note.starts_with(
            "Digest of A Ministry, “The Steppe,” chap. 1, sec. 2 in Yearbook 2014 (A Ministry, 2014), "
        ),
        "{note}"
    );
    assert!(note.contains("2014-steppe#p1") && note.ends_with("accessed November 22, 2026."), "{note}");
    let notice = screen.app.notice.clone().expect("a notice");
    assert!(notice.contains("with the Chicago citation of 2014-steppe#p1"), "{notice}");
    // What is settled is what is copied.
    screen.keys(":set citation bibtex<cr>");
    let copy = copied(screen.keys("Q"));
    assert!(copy.contains("\n@incollection{2014-steppe,\n"), "{copy}");
}

#[test]
fn the_command_line_copies_the_citation_of_what_is_shown() {
    let mut screen = reading();
    let copy = copied(screen.keys(":cite ris<cr>"));
    assert!(copy.starts_with("TY  - CHAP\r\nID  - 2014-steppe\r\n") && copy.ends_with("ER  - "), "{copy}");
    screen.keys(":cite mla<cr>");
    assert!(screen.sees("a citation is one of chicago, apa, bibtex, ris, csl-json"));
}

#[test]
fn a_footnote_is_quoted_without_its_number() {
    let mut screen = Screen::open(80, 24);
    screen.keys("2/2014<cr><tab>f<cr><cr>");
    let copy = copied(screen.keys("Q"));
    assert!(copy.starts_with("“The railway was paid"), "{copy}");
    assert!(copy.contains("n. 1"), "the citation names it: {copy}");
}
