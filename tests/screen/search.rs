//! The tab of search: what is asked, what is shown of it, and where its keys lead.
use super::*;
use bluebook::app::Question;
use bluebook::app::search::Listing;
use bluebook::model::{Saved, Searches};
use bluebook::query::Order;
use bluebook::query::concordance::Sort;

/// A snapshot of the built-in digests after these keys, at each size.
fn snap_digests(name: &str, keys: &str) {
    for (columns, rows) in SIZES {
        let mut screen = Screen::built_in(columns, rows);
        screen.keys(keys);
        insta::assert_snapshot!(format!("{name}_{columns}x{rows}"), screen.shot());
    }
}

fn questions(effects: &[Effect]) -> Vec<Question> {
    let question = |effect: &Effect| match effect {
        Effect::Search(question) => Some(question.clone()),
        _ => None,
    };
    effects.iter().filter_map(question).collect()
}

fn hits(screen: &Screen) -> usize {
    screen.app.search.found.as_ref().map_or(0, |found| found.answer.results.total)
}

#[test]
fn nothing_asked() {
    snap_digests("nothing_asked", "3");
}

#[test]
fn hits_of_a_query() {
    snap_digests("hits", "3peace treaty<cr>jj");
}

#[test]
fn a_query_being_typed() {
    snap_digests("typed", "3@kaz year:2015.. energ");
}

#[test]
fn facets_of_the_hits() {
    snap_digests("facets", "3treaty<cr>fjj<cr>");
}

#[test]
fn the_concordance() {
    snap_digests("concordance", "3peace<cr>cR");
}

#[test]
fn a_hit_opened() {
    snap_digests("opened", "3peace treaty<cr>jj<cr>n");
}

#[test]
fn nothing_found() {
    snap_digests("nothing_found", "3peace zzzzz");
}

#[test]
fn saved_searches_and_history() {
    snap_digests("saved", "3peace treaty<cr>SThe treaty<cr>3<c-u>@kaz<cr>S<cr>3<c-u>railway<cr><esc>");
}

#[test]
fn each_key_asks_and_the_newest_is_waited_for() {
    let mut screen = Screen::open(120, 40);
    screen.keys("3");
    let effects = screen.presses("rail");
    let asked = questions(&effects);
    assert_eq!(asked.iter().map(|q| q.text.as_str()).collect::<Vec<_>>(), ["r", "ra", "rai", "rail"]);
    assert!(asked.windows(2).all(|two| two[0].generation < two[1].generation));
    assert_eq!(effects.len(), 4, "and nothing else");
    assert!(screen.sees("Searching"), "{}", screen.shot());
    // An answer to an older question comes late: it is dropped.
    let old: Vec<Effect> = effects[..3].to_vec();
    screen.perform(&old);
    assert!(screen.app.search.found.is_none());
    screen.perform(&effects[3..]);
    assert!(hits(&screen) == 3 && screen.sees("3 hits in 2 documents"), "{}", screen.shot());
    // The same answer is not asked for again by keys that only move.
    assert_eq!(screen.presses("<down>jkG"), [Effect::SaveSearches(screen.app.search.searches.clone())]);
}

#[test]
fn what_is_typed_is_looked_for_where_its_scopes_say() {
    let mut screen = Screen::open(120, 40);
    screen.keys("3wheat");
    assert_eq!(hits(&screen), 2);
    screen.keys("<c-u>@uzb ");
    let all = hits(&screen);
    screen.keys("cotton");
    assert!(hits(&screen) > 0 && hits(&screen) < all);
    screen.keys("<c-u>kazakh* -railway");
    let without = hits(&screen);
    screen.keys("<c-u>kazakh");
    assert!(without > 0 && without < hits(&screen));
}

#[test]
fn what_cannot_be_asked_is_told_and_the_hits_stay() {
    let mut screen = Screen::open(120, 40);
    screen.keys("3railway");
    let before = hits(&screen);
    screen.keys("<c-u>regex:");
    assert!(screen.sees("nothing to look for yet"), "{}", screen.shot());
    assert_eq!(screen.keys("(a"), [], "an expression that is none is not asked");
    assert!(screen.sees("is no regular expression"), "{}", screen.shot());
    screen.keys(")");
    assert!(!screen.sees("is no regular expression"), "{}", screen.shot());
    screen.keys("<c-u>railway @nowhere ");
    assert!(screen.sees("no place is called"), "{}", screen.shot());
    assert!(before == 3 && hits(&screen) == 3, "what was found before stays");
    screen.keys("<c-u>-railway");
    assert!(screen.sees("type a word as well"), "{}", screen.shot());
}

#[test]
fn an_order_is_asked_for_and_stated() {
    let mut screen = Screen::open(120, 40);
    screen.keys("3kazakh<cr>");
    let asked = screen.keys("o");
    assert_eq!(questions(&asked)[0].order, Order::Year);
    assert!(screen.sees("newest first"));
    let year = |screen: &Screen, row: usize| {
        let passage = screen.app.search.passage(row).expect("a hit");
        screen.app.library.doc(passage.doc).year()
    };
    assert!(year(&screen, 0) == Some(2015) && year(&screen, hits(&screen) - 1) == Some(2014));
    assert_eq!(questions(&screen.keys("o"))[0].order, Order::Document);
    assert_eq!(questions(&screen.keys("o"))[0].order, Order::Relevance);
    assert!(screen.sees("by relevance"));
    assert_eq!(questions(&screen.keys("Y"))[0].order, Order::Year);
}

#[test]
fn enter_opens_at_the_hit_and_the_way_back_keeps_the_list_and_the_place() {
    for (columns, rows) in SIZES {
        let mut screen = Screen::built_in(columns, rows);
        screen.keys("3peace treaty<cr>jjjj");
        let before = screen.shot();
        screen.keys("<cr>");
        assert_eq!(screen.app.pane, Pane::Reader);
        let reader = &screen.app.search.desk.reader;
        let passage = screen.app.search.passage(4).expect("the fifth hit");
        assert_eq!(reader.at_block(), Some((passage.doc, passage.block as usize)), "at the hit");
        assert!(reader.mark.is_some() && reader.find.as_ref().is_some_and(|find| find.at > 0));
        // On through this text and others.
        screen.keys("<bs>");
        assert_eq!(screen.shot(), before, "{columns}x{rows}");
        // The list follows on through this text and others.
        screen.keys("<cr>nnnnnnnnnn");
        let reader = &screen.app.search.desk.reader;
        let (doc, mark) = (reader.doc().expect("a text"), reader.mark.clone().expect("a match"));
        assert_ne!(doc, passage.doc);
        screen.keys("<bs>");
        assert_eq!(screen.app.pane, Pane::List);
        let walked = screen.app.search.passage(screen.app.search.cursor).expect("a hit");
        let block = screen.app.library.doc(doc).block_at(mark.1.start);
        assert_eq!((walked.doc, Some(walked.block as usize)), (doc, block), "{columns}x{rows}");
        assert_eq!(screen.app.search.desk.reader.doc(), Some(doc));
    }
}

#[test]
fn n_walks_through_all_that_was_found_and_back() {
    let mut screen = Screen::open(120, 40);
    screen.keys("3rail<cr>");
    assert!(hits(&screen) > 2);
    screen.keys("<cr>");
    let place = |screen: &Screen| {
        let reader = &screen.app.search.desk.reader;
        (reader.doc().expect("a text"), reader.mark.clone().expect("a match").1.start)
    };
    let (mut seen, mut around) = (vec![place(&screen)], false);
    loop {
        screen.keys("n");
        if seen.contains(&place(&screen)) {
            break;
        }
        seen.push(place(&screen));
        around |= screen.sees("From the first hit again.");
    }
    assert!(around && place(&screen) == seen[0], "around the end");
    let documents: std::collections::HashSet<_> = seen.iter().map(|(doc, _)| *doc).collect();
    assert_eq!(documents.len(), 2);
    assert_eq!(seen.len(), 3, "every match of every hit: {seen:?}");
    let mut back = Vec::new();
    for _ in 0..seen.len() {
        screen.keys("N");
        back.push(place(&screen));
    }
    back.reverse();
    assert_eq!(back, seen);
    // Words looked for on the page alone stay on it, and given up they leave the hits marked.
    screen.keys("/china<cr>n");
    assert!(screen.sees("1 of 1"), "{}", screen.shot());
    screen.keys("<esc>");
    assert!(screen.sees("/rail"), "{}", screen.shot());
}

#[test]
fn the_rest_of_an_answer_keeps_the_cursor() {
    let mut screen = Screen::built_in(120, 40);
    screen.keys("3");
    let effects = screen.presses("peace");
    let question = questions(&effects)[4].clone();
    let library = Arc::clone(&screen.app.library);
    let mut answers = Vec::new();
    screen.searching.answer(&library, &question, &|| false, &mut |answer| answers.push(answer));
    let whole = answers.pop().expect("the whole answer");
    let mut part = (*whole.results).clone();
    part.hits.truncate(6);
    (part.complete, part.total) = (false, 6);
    let part = bluebook::app::Answer { results: Arc::new(part), ..whole.clone() };
    update(&mut screen.app, Message::Found(part.clone()));
    assert!(screen.sees("6 hits so far"), "{}", screen.shot());
    let mut none = (*part.results).clone();
    (none.hits, none.total) = (Vec::new(), 0);
    update(&mut screen.app, Message::Found(bluebook::app::Answer { results: Arc::new(none), ..part }));
    assert!(screen.sees("6 hits so far"), "nothing so far says nothing yet");
    screen.presses("<down>jjj");
    let selected = screen.app.search.passage(3);
    // In another order the same hit stays the selected one.
    let mut other = (*whole.results).clone();
    other.hits.rotate_right(5);
    update(&mut screen.app, Message::Found(bluebook::app::Answer { results: Arc::new(other), ..whole }));
    assert_eq!(screen.app.search.cursor, 8);
    assert_eq!(screen.app.search.passage(8), selected);
}

#[test]
fn facets_narrow_and_widen_again() {
    let mut screen = Screen::built_in(120, 40);
    screen.keys("3treaty<cr>f");
    let all = hits(&screen);
    assert!(screen.sees("Years"), "{}", screen.shot());
    screen.keys("<cr>");
    let text = screen.app.search.prompt.text.clone();
    assert!(text.starts_with("year:20") && text.ends_with(" treaty"), "{text}");
    let narrowed = hits(&screen);
    assert!(narrowed > 0 && narrowed < all);
    screen.keys("<bs>");
    assert_eq!((screen.app.search.prompt.text.as_str(), hits(&screen)), ("treaty", all));
    // Space does the same, and undoes it.
    screen.keys("j<c-d>  ");
    assert_eq!(screen.app.search.prompt.text, "treaty");
    screen.keys("g <esc>");
    assert_eq!(screen.app.search.panel, None);
    assert_eq!(hits(&screen), narrowed);
    screen.keys("<esc>");
    assert_eq!(screen.app.search.prompt.text, "treaty", "Esc takes the last scope away");
    screen.keys("<esc>");
    assert_eq!(screen.app.search.listing(), Listing::Entries, "then the query");
}

#[test]
fn the_concordance_lines_up_and_opens() {
    for (columns, rows) in SIZES {
        let mut screen = Screen::built_in(columns, rows);
        let asked = screen.keys("3peace<cr>c");
        assert_eq!(questions(&asked).last().expect("a question").lines, Some(Sort::Document));
        assert_eq!(screen.app.search.listing(), Listing::Lines);
        let shot = screen.shot();
        let columns_of: std::collections::HashSet<usize> = shot
            .lines()
            .skip(4)
            .filter_map(|line| line.to_lowercase().rfind("peace").map(|at| (line, at)))
            .map(|(line, at)| bluebook::typeset::width(&line[..at]))
            .collect();
        assert!(columns_of.len() < 4, "one below the other: {shot}");
        for (key, sort) in [("L", Sort::Left), ("R", Sort::Right), ("Y", Sort::Year), ("D", Sort::Document)] {
            assert_eq!(questions(&screen.keys(key))[0].lines, Some(sort));
        }
        assert_eq!(questions(&screen.keys("o"))[0].lines, Some(Sort::Left));
        screen.keys("jjj<cr>");
        let found = screen.app.search.found.as_ref().expect("hits");
        let line = &found.answer.lines.as_ref().expect("lines")[3].clone();
        let mark = screen.app.search.desk.reader.mark.clone().expect("a match");
        let range = line.range.start as usize..line.range.end as usize;
        assert_eq!((screen.app.pane, mark.1), (Pane::Reader, range));
        let passage = line.passage;
        screen.keys("<bs>c");
        assert_eq!(screen.app.search.listing(), Listing::Hits);
        assert_eq!(screen.app.search.passage(screen.app.search.cursor), Some(passage), "the same hit");
    }
    let mut screen = Screen::built_in(80, 24);
    screen.keys("3@kaz <cr>c");
    assert!(screen.sees("needs words"), "{}", screen.shot());
}

#[test]
fn searches_are_saved_named_run_and_thrown_away() {
    let mut screen = Screen::open(120, 40);
    let effects = screen.keys("3rail<cr>S<cr>");
    let kept =
        Searches { saved: vec![Saved { name: None, query: "rail".into() }], history: vec!["rail".into()] };
    assert_eq!(effects.last(), Some(&Effect::SaveSearches(kept)));
    assert!(screen.sees("saved"));
    screen.keys("/<c-u>wheat<cr>SGrain<cr><esc>");
    assert_eq!(screen.app.search.listing(), Listing::Entries);
    let shot = screen.shot();
    assert!(shot.lines().any(|line| line.contains("Grain") && line.contains("  2 ")), "{shot}");
    assert!(shot.lines().any(|line| line.contains("rail") && line.contains("  3 ")), "{shot}");
    // Enter runs one, x throws it away.
    screen.keys("gj<cr>");
    assert_eq!((screen.app.search.prompt.text.as_str(), hits(&screen)), ("wheat", 2));
    screen.keys("<esc>gx");
    assert_eq!(screen.app.search.searches.saved.len(), 1);
    assert!(screen.sees("No longer saved: rail"));
    // Their counts are asked for again in another library.
    let effects = {
        let library = library();
        update(&mut screen.app, Message::Loaded(library, Vec::new()))
    };
    assert_eq!(effects, [Effect::Count(vec!["wheat".into()])]);
}

#[test]
fn the_history_is_walked_in_the_query() {
    let mut screen = Screen::open(120, 40);
    screen.keys("3rail<cr>/<c-u>wheat<cr>/<c-u>rail<cr>/<c-u>cotton<cr>/<c-u>zzzz<cr>");
    assert_eq!(
        screen.app.search.searches.history,
        ["wheat", "rail", "cotton"],
        "each once, and what has hits"
    );
    let text = |screen: &Screen| screen.app.search.prompt.text.clone();
    screen.keys("/<c-u>ja<up>");
    assert_eq!(text(&screen), "cotton");
    screen.keys("<up><up>");
    assert_eq!(text(&screen), "wheat");
    screen.keys("<up>");
    assert!(text(&screen) == "wheat" && screen.sees("Nothing was asked before this."));
    screen.keys("<down><down><down>");
    assert_eq!(text(&screen), "ja", "and back to what was typed");
    assert!(screen.app.search.typing);
    screen.keys("<down>");
    assert!(!screen.app.search.typing, "then down to the hits");
}

#[test]
fn searches_of_another_time_come_late_and_join() {
    let mut screen = Screen::open(120, 40);
    screen.keys("3rail<cr>");
    let kept = Searches {
        saved: vec![Saved { name: Some("Grain".into()), query: "wheat".into() }],
        history: vec!["wheat".into()],
    };
    update(&mut screen.app, Message::Searches(kept, Some("searches.jsonl: line 2".into())));
    assert_eq!(screen.app.search.searches.history, ["wheat", "rail"]);
    assert!(screen.sees("searches.jsonl: line 2"));
    let effects = screen.keys("<esc>");
    assert_eq!(effects, [Effect::Count(vec!["wheat".into()])]);
    assert!(screen.sees("Grain"));
}

#[test]
fn s_searches_what_is_selected() {
    let typed = |keys: &str| {
        let mut screen = Screen::open(120, 40);
        screen.keys(keys);
        assert_eq!(screen.app.tab, Tab::Search);
        assert!(screen.app.search.typing);
        screen.app.search.prompt.text.clone()
    };
    assert_eq!(typed("/kazakhstan<cr>s"), "@kaz ");
    assert_eq!(typed("/kazakhstan<cr><tab>s"), "@kaz ");
    assert_eq!(typed("gs"), "", "the whole world is everything");
    assert_eq!(typed("2/2014<cr>s"), "doc:2014-steppe ");
    assert_eq!(typed("2gs"), "series:\"Yearbook\" ");
    let mut screen = Screen::open(120, 40);
    screen.keys("/kazakhstan<cr>swheat");
    assert_eq!(screen.app.search.prompt.text, "@kaz wheat");
    let found = hits(&screen);
    screen.keys("<c-u>wheat");
    assert_eq!((found, hits(&screen)), (2, 2));
    screen.keys("<esc><c-o>");
    assert_eq!(screen.app.tab, Tab::Regions, "and back");
}

#[test]
fn the_mouse_chooses_hits_facets_and_the_query() {
    let mut screen = Screen::built_in(120, 40);
    screen.click("3 Search");
    assert!(screen.app.tab == Tab::Search && screen.app.search.typing);
    screen.click("@jpn year");
    assert!(screen.app.search.prompt.text.starts_with("@jpn year"), "an example is run");
    screen.keys("/<c-u>treaty<cr>");
    screen.mouse(MouseEventKind::ScrollDown, 10, 10);
    assert_eq!(screen.app.search.cursor, 1);
    screen.mouse(MouseEventKind::ScrollUp, 10, 10);
    screen.mouse(MouseEventKind::Down(MouseButton::Left), 10, 11);
    let third = screen.app.search.cursor;
    assert!(third == 3 && screen.app.pane == Pane::List, "{third}");
    screen.mouse(MouseEventKind::Down(MouseButton::Left), 10, 11);
    assert_eq!(screen.app.pane, Pane::Reader, "a second click opens");
    screen.keys("<bs>f");
    let shot = screen.shot();
    let is_facet = |line: &&str| line.chars().skip(61).collect::<String>().trim().starts_with("2017");
    let row = shot.lines().position(|line| is_facet(&line)).expect("a year");
    screen.mouse(MouseEventKind::Down(MouseButton::Left), 70, row as u16);
    assert_eq!(screen.app.search.prompt.text, "year:2017 treaty");
    screen.click("/ year");
    assert!(screen.app.search.typing);
}

#[test]
fn a_library_that_was_read_again_is_searched_again() {
    let before = numbered(100, 160);
    let mut screen = Screen::with(on_disk(&[("2015-a.md", &before)]), Vec::new(), 120, 40);
    screen.keys("3mill latvia<cr>Djjj");
    let words = |screen: &Screen| {
        let passage = screen.app.search.passage(screen.app.search.cursor).expect("a hit");
        screen.app.library.doc(passage.doc).prose(passage.block as usize).into_owned()
    };
    let selected = words(&screen);
    let library = on_disk(&[("2016-c.md", "# C\n\nA mill in Latvia.\n"), ("2015-a.md", &numbered(97, 160))]);
    let effects = update(&mut screen.app, Message::Loaded(library, Vec::new()));
    assert_eq!(questions(&effects).len(), 1);
    // Until the answer is there the list is the one of before, and nothing falls over.
    assert!(screen.sees("20 hits in 1 document"), "{}", screen.shot());
    screen.presses("jk<cr><bs>");
    screen.perform(&effects);
    assert_eq!(words(&screen), selected);
    assert!(screen.sees("22 hits in 2 documents"), "{}", screen.shot());
}

#[test]
fn what_only_the_tab_of_search_does_is_looked_up_from_elsewhere() {
    let mut screen = Screen::open(120, 40);
    screen.keys("<c-p>the concordance<cr>");
    assert_eq!(screen.app.tab, Tab::Search);
    screen.keys("rail<cr>1<c-p>the concordance: each<cr>");
    assert_eq!(screen.app.search.listing(), Listing::Lines, "{}", screen.shot());
}

#[test]
fn the_text_of_an_earlier_hit_is_not_shown_beside_nothing() {
    let mut screen = Screen::open(120, 40);
    screen.keys("3railway");
    assert!(screen.sees("carried its first train"), "{}", screen.shot());
    screen.keys(" zzzq");
    assert_eq!(screen.app.search.desk.reader.source, Source::Asking);
    assert!(screen.sees("Nothing has this.") && !screen.sees("carried its first train"), "{}", screen.shot());
    assert!(!screen.sees("Enter keep") && !screen.sees("Down hits"));
    screen.keys("<cr>");
    for hint in ["Enter open", "f facets", "c concordance", "o order", "0 of 0"] {
        assert!(!screen.sees(hint), "{hint}: {}", screen.shot());
    }
    assert!(screen.sees("/ query"));
    // An error lets the hits stay while typing goes on, and no longer.
    for left in ["<cr>", "<esc>", "<tab>"] {
        let mut screen = Screen::open(120, 40);
        screen.keys("3railway @nowhere");
        assert!(hits(&screen) == 3 && screen.sees("carried its first train"));
        let effects = screen.keys(left);
        assert!(effects.is_empty(), "it is not remembered");
        assert!(screen.sees("no place is called"), "{left}: {}", screen.shot());
        assert!(!screen.sees("carried its first train") && screen.app.search.found.is_none());
        assert_eq!((screen.app.pane, &screen.app.search.desk.reader.source), (Pane::List, &Source::Asking));
        assert_eq!(questions(&screen.keys("o")), [], "nor asked in another order");
        screen.keys("S");
        assert!(screen.sees("Not saved: the query cannot be read."), "{}", screen.shot());
        assert!(screen.app.search.naming.is_none());
        screen.keys("/<c-w>");
        assert!(hits(&screen) == 3 && screen.sees("carried its first train"), "{}", screen.shot());
    }
}

#[test]
fn the_facet_chosen_last_is_taken_away_first() {
    let mut screen = Screen::built_in(120, 40);
    screen.keys("3treaty year:2010..<cr>f");
    let scoped = screen.app.search.prompt.text.clone();
    screen.keys("G<cr>");
    let text = screen.app.search.prompt.text.clone();
    let chosen = text.strip_prefix("treaty year:2010.. @").expect("behind the scope that was typed");
    assert!(!chosen.trim().is_empty());
    assert!(screen.sees("* ") && screen.sees("Enter remove") && !screen.sees("only these"));
    screen.keys("<bs>");
    assert_eq!(screen.app.search.prompt.text.trim(), scoped);
    assert!(screen.sees("Enter only these"));
    // Each count has its bar, the one with the longest name as well.
    screen.keys("<c-u>");
    let shot = screen.shot();
    let long = shot.lines().find(|line| line.contains("North America and Latin Ameri")).or_else(|| {
        shot.lines()
            .find(|line| line.split('\u{2502}').nth(1).is_some_and(|facet| facet.contains('\u{2026}')))
    });
    assert!(long.is_some_and(|line| line.contains("\u{2500}")), "{shot}");
}

#[test]
fn the_place_among_all_hits_is_told_and_followed() {
    let mut screen = Screen::open(120, 40);
    screen.keys("3rail<cr><cr>");
    let total = hits(&screen);
    for _ in 0..total {
        let row = screen.app.search.cursor;
        assert!(screen.sees(&format!("here, hit {} of {total}", row + 1)), "{}", screen.shot());
        screen.keys("n");
    }
    let lines = |screen: &Screen| screen.app.search.rows();
    screen.keys("<bs>c<cr>nn");
    assert!(screen.sees(&format!("here, line 3 of {}", lines(&screen))), "{}", screen.shot());
    screen.keys("<bs>");
    assert_eq!((screen.app.pane, screen.app.search.cursor), (Pane::List, 2));
}

#[test]
fn the_selected_match_looks_other_than_the_others_without_colours() {
    let theme = Theme::new(Colours::None, Background::Unknown, Glyphs::FINE);
    let name = theme.subject.patch(theme.found);
    assert_ne!(theme.mark, theme.found);
    let looks = |style: ratatui::style::Style| style.add_modifier.difference(style.sub_modifier);
    assert_ne!(looks(theme.mark), looks(name), "not on the name of the place either");
    let mut screen = Screen::open(120, 40);
    screen.keys("2/2014<cr><tab>/wheat<cr>");
    let (now, other) = (screen.look("wheat from"), screen.look("wheat   120"));
    assert!(now.contains(Modifier::REVERSED | Modifier::BOLD | Modifier::UNDERLINED), "{}", screen.shot());
    assert!(other.contains(Modifier::REVERSED) && !other.contains(Modifier::UNDERLINED), "{}", screen.shot());
}

#[test]
fn the_hints_are_of_what_can_be_done() {
    let mut screen = Screen::open(120, 40);
    screen.keys("3rail<cr>S");
    assert!(screen.sees("Enter save   Esc cancel") && !screen.sees("leave the line"), "{}", screen.shot());
    screen.keys("<cr>");
    // What is saved can be thrown away, an example cannot.
    screen.keys("<esc>g");
    assert!(screen.sees("x throw away"), "{}", screen.shot());
    screen.keys("G");
    assert!(!screen.sees("throw away"), "{}", screen.shot());
    // Esc leaves the line first: only then does it take a scope away.
    screen.keys("/@kaz zzzzq");
    assert!(screen.sees("Nothing has this.") && !screen.sees("Esc takes"), "{}", screen.shot());
    assert!(screen.sees("The beginning of a word finds more.") && !screen.sees("Fewer words"));
    screen.keys("<esc>");
    assert!(screen.sees("Esc takes the last scope away."), "{}", screen.shot());
    screen.keys("<esc>/<c-u>zzzzq xxyy regex:(");
    assert!(screen.app.search.error.is_some() && !screen.sees("Fewer words"), "{}", screen.shot());
}

#[test]
fn words_that_are_not_in_the_text_are_told_again() {
    let mut screen = Screen::open(120, 40);
    screen.keys("2/2014<cr><tab>/zzzq<cr>");
    assert!(screen.sees("\"zzzq\" is not in this text."));
    screen.keys("jn");
    assert!(screen.sees("\"zzzq\" is not in this text."), "{}", screen.shot());
    screen.keys("/<esc>n");
    assert!(screen.sees("Nothing is looked for"), "{}", screen.shot());
}
