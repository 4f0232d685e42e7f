//! Every tab's main job from its first key to its last, and the shell's terminal whole behind it.
use super::*;

fn open() -> Terminal {
    let terminal = start().size(110, 30).open();
    terminal.started();
    terminal
}

/// Backs out with `q` alone, key by key, until the program has ended.
fn backs_out(terminal: Terminal) {
    for _ in 0..14 {
        let before = terminal.contents();
        terminal.keys("q");
        terminal.wait("a step back", |screen| !screen.alternate_screen() || text(screen) != before);
        if !terminal.fed().parser.screen().alternate_screen() {
            terminal.ended(0);
            return;
        }
    }
    panic!("q does not lead out:\n{}", terminal.contents());
}

#[test]
fn regions_are_filtered_and_a_dossier_is_read() {
    let terminal = open();
    terminal.filters("georgia", "capital Tbilisi");
    terminal.keys(ENTER);
    terminal.keys("\t");
    terminal.sees("1 of 5");
    // The passages by editions, the newest first.
    terminal.keys("]");
    terminal.sees("2023   2 of 5");
    terminal.keys(ENTER);
    terminal.wait("the text it stands in", |screen| !text(screen).contains("capital Tbilisi"));
    terminal.keys(BACKSPACE);
    terminal.sees("2023   2 of 5");
    backs_out(terminal);
}

#[test]
fn contents_are_read_heading_by_heading() {
    let terminal = open();
    terminal.keys("2/2012 russia\r");
    terminal.sees("/2012 russia");
    terminal.keys(ENTER);
    terminal.sees("Covers 2011");
    terminal.keys("]");
    terminal.wait("the first heading on top", |screen| {
        text(screen).lines().nth(2).is_some_and(|line| line.ends_with("Japan-Russia relations in 2011"))
    });
    terminal.keys("]");
    terminal.sees("After the Great East Japan Earthquake  54%");
    terminal.keys("G");
    terminal.sees("100%");
    backs_out(terminal);
}

#[test]
fn a_query_leads_to_a_hit_and_the_way_back_to_the_list() {
    let terminal = open();
    terminal.keys("3peace treaty");
    terminal.sees("9 hits in 7 documents");
    terminal.keys("\rj");
    terminal.sees("2 of 9");
    terminal.keys(ENTER);
    terminal.sees("/peace treaty");
    terminal.keys(BACKSPACE);
    terminal.sees("2 of 9");
    terminal.sees("9 hits in 7 documents");
    backs_out(terminal);
}

#[test]
fn editions_are_compared_from_a_place_and_by_their_names() {
    let terminal = open();
    terminal.keys(":@russia\r");
    terminal.sees("capital Moscow");
    terminal.keys("c");
    terminal.sees("[2024]");
    terminal.sees("{2025}");
    // Any two sides, typed.
    terminal.keys("/\x15@russia/2012 > 2015\r");
    terminal.sees("[2012]");
    terminal.sees("{2015}");
    terminal.keys("n");
    terminal.keys(ENTER);
    terminal.wait("the text", |screen| !text(screen).contains("{2015}"));
    terminal.keys(BACKSPACE);
    terminal.sees("{2015}");
    backs_out(terminal);
}

#[test]
fn a_timeline_is_drawn_of_a_place_and_of_typed_terms() {
    let terminal = open();
    terminal.keys(":@russia\r");
    terminal.sees("capital Moscow");
    terminal.keys("T");
    terminal.sees("2025  Russia: 9 passages");
    terminal.keys("h");
    terminal.sees("2024  Russia:");
    terminal.keys("/\x15peace treaty, @kaz\r");
    terminal.sees("most");
    terminal.sees("Kazakhstan");
    terminal
        .wait("the words' row", |screen| text(screen).lines().any(|line| line.starts_with("> peace treaty")));
    backs_out(terminal);
}

#[test]
fn what_came_and_went_is_told_of_the_library_and_of_a_place() {
    let terminal = open();
    terminal.keys("6");
    terminal.sees("Library, 2025 against 2007-2024");
    terminal.keys("[");
    terminal.sees("Library, 2024 against 2007-2023");
    terminal.keys(":@russia\r");
    terminal.sees("capital Moscow");
    terminal.keys("X");
    terminal.sees("Russia, 2025 against");
    terminal.keys("[");
    terminal.sees("Russia, 2024 against");
    backs_out(terminal);
}

#[test]
fn a_note_is_written_found_in_the_notebook_and_leads_back_to_its_words() {
    let terminal = open();
    terminal.keys(":2012-russia-central-asia-caucasus#p3\r");
    terminal.sees("2012");
    terminal.keys("Aask about #energy\r");
    terminal.sees("Noted.");
    terminal.keys("7");
    terminal.sees("ask about #energy");
    terminal.keys("/energy\r");
    terminal.sees("2012-russia-central-asia-caucasus#p3");
    terminal.keys(ENTER);
    // The note's own page has the words too.
    let is_text = |screen: &Screen| {
        let shown = text(screen);
        shown.contains("* Over 2011 there were") && !shown.contains("Note of ")
    };
    terminal.wait("the text", is_text);
    terminal.keys(BACKSPACE);
    terminal.wait("the note again", |screen| text(screen).contains("Note of "));
    backs_out(terminal);
}

#[test]
fn every_tab_is_left_with_the_key_that_ends_it() {
    for (tab, words) in [
        ('2', "Diplomatic Bluebook"),
        ('3', "/ "),
        ('4', "For example"),
        ('5', "How often is it said"),
        ('6', "First said"),
        ('7', "Nothing is noted yet"),
    ] {
        let terminal = open();
        terminal.keys(format!("\x1b{tab}"));
        terminal.sees(words);
        terminal.quits();
    }
}

/// `BLUEBOOK_SIZES=100000` asks for as many sizes.
#[test]
fn a_thousand_sizes_pass_over_every_tab() {
    let sizes: u32 = std::env::var("BLUEBOOK_SIZES").ok().and_then(|many| many.parse().ok()).unwrap_or(1000);
    let terminal = open();
    let mut chance: u32 = 7;
    let mut roll = |sides: u32| {
        chance = chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (chance >> 8) % sides
    };
    let begins = ["\x1b1", "\x1b2", "\x1b3", "\x1b4", "\x1b5", "\x1b6", "\x1b7"];
    let each = sizes.div_ceil(begins.len() as u32);
    for (round, tab) in begins.into_iter().enumerate() {
        // Two bytes are one Esc, whatever follows.
        terminal.keys(format!("\x1b\x1b{tab}"));
        for nth in 0..each {
            let (columns, rows) = match nth {
                0 => (1, 1),
                1 => (500, 200),
                _ => (roll(500) + 1, roll(200) + 1),
            };
            let size = PtySize { rows: rows as u16, cols: columns as u16, pixel_width: 0, pixel_height: 0 };
            terminal.master.as_ref().expect("an open terminal").resize(size).expect("a new size");
        }
        // The last one is a size at which the tabs tell their names, and all of it is drawn.
        terminal.resize(110 + round as u16 % 2, 30);
        terminal.wait("the whole screen", |screen| {
            let shown = text(screen);
            shown.contains("7 Notebook") && shown.lines().count() >= 30
        });
        // Of all those frames only the modes matter any more.
        let mut fed = terminal.fed();
        let taken = modes(&fed.bytes);
        let told = |(mode, on): (String, bool)| format!("\x1b[?{mode}{}", if on { 'h' } else { 'l' });
        fed.bytes = taken.into_iter().map(told).collect::<String>().into_bytes();
    }
    println!("{sizes} sizes over {} tabs", begins.len());
    terminal.quits();
}
