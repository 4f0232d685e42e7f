//! What changed between two texts: nothing against itself, mirrored when swapped, and rebuilt from its changes; and
//! edits made by a known script are found as what they were.
use bluebook::query::compare::{Change, Op, Status, compare_texts};
use proptest::prelude::*;
use std::collections::{BTreeMap, BTreeSet};

fn side(changes: &[Change], right: bool) -> BTreeMap<usize, String> {
    let own = if right { Op::Added } else { Op::Dropped };
    let mut texts = BTreeMap::new();
    for change in changes {
        let Some(at) = (if right { change.right } else { change.left }) else { continue };
        let words = change.words.iter().filter(|word| word.op == Op::Same || word.op == own);
        let text: String = words.map(|word| word.text.as_str()).collect();
        assert!(texts.insert(at, text).is_none(), "paragraph {at} stands twice");
    }
    texts
}

fn rebuilt(changes: &[Change], right: bool) -> Vec<String> {
    let texts = side(changes, right);
    assert!(texts.keys().copied().eq(0..texts.len()), "no paragraph is missing");
    texts.into_values().collect()
}

fn pairs(changes: &[Change]) -> BTreeSet<(Option<usize>, Option<usize>, bool)> {
    changes.iter().map(|change| (change.left, change.right, change.status == Status::Moved)).collect()
}

/// A generator of numbers that is the same on every machine (a linear congruence, Knuth's constants).
struct Dice(u64);

impl Dice {
    fn below(&mut self, most: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % most.max(1)
    }
}

const WORDS: &[&str] = &[
    "the",
    "of",
    "and",
    "in",
    "to",
    "a",
    "on",
    "with",
    "for",
    "harbour",
    "treaty",
    "minister",
    "railway",
    "export",
    "talks",
    "border",
    "visit",
    "summit",
    "fishery",
    "energy",
    "loan",
    "school",
    "embassy",
    "island",
    "river",
    "cotton",
    "visa",
    "drought",
    "vaccine",
    "bridge",
    "airport",
    "festival",
    "delegation",
    "agreement",
    "uranium",
    "election",
    "parliament",
    "coast",
    "earthquake",
    "customs",
    "scholar",
    "museum",
    "satellite",
    "wheat",
    "copper",
    "glacier",
    "pipeline",
    "tariff",
    "refugee",
    "ceasefire",
    "seminar",
    "protocol",
    "quota",
    "reactor",
    "harvest",
];

fn paragraph(dice: &mut Dice) -> String {
    let mut words: Vec<String> = Vec::new();
    for _ in 0..12 + dice.below(50) {
        // Common words are common, as in any language.
        let at = if dice.below(3) == 0 { dice.below(9) } else { dice.below(WORDS.len()) };
        words.push(WORDS[at].to_owned());
        if dice.below(14) == 0 {
            words.push(format!("{}", 1000 + dice.below(1_000_000)));
        }
    }
    format!("{}.", words.join(" "))
}

/// Some of the words exchanged, taken out or put in.
fn reworded(text: &str, dice: &mut Dice) -> String {
    let mut words: Vec<String> = text.split(' ').map(str::to_owned).collect();
    for _ in 0..=words.len() / 5 {
        let at = dice.below(words.len());
        match dice.below(3) {
            0 => WORDS[dice.below(WORDS.len())].clone_into(&mut words[at]),
            1 if words.len() > 6 => drop(words.remove(at)),
            _ => words.insert(at, WORDS[dice.below(WORDS.len())].to_owned()),
        }
    }
    words.join(" ")
}

/// An edited text: its paragraphs, and for each that of the original that it was made of.
fn edited(original: &[String], dice: &mut Dice) -> Vec<(String, Option<usize>)> {
    let mut text: Vec<(String, Option<usize>)> =
        original.iter().cloned().enumerate().map(|(at, text)| (text, Some(at))).collect();
    for _ in 0..=original.len() / 6 {
        let at = dice.below(text.len());
        match dice.below(4) {
            0 => text.insert(at, (paragraph(dice), None)),
            1 if text.len() > 4 => drop(text.remove(at)),
            2 => {
                let moved = text.remove(at);
                let to = dice.below(text.len() + 1);
                text.insert(to, moved);
            }
            _ => text[at].0 = reworded(&text[at].0.clone(), dice),
        }
    }
    text
}

#[test]
fn edits_made_by_a_script_are_found_as_what_they_were() {
    let mut dice = Dice(2015);
    let (mut right, mut told, mut wanted) = (0, 0, 0);
    for number in 0..80 {
        let original: Vec<String> = (0..6 + number % 40).map(|_| paragraph(&mut dice)).collect();
        let edited = edited(&original, &mut dice);
        let texts: Vec<String> = edited.iter().map(|(text, _)| text.clone()).collect();
        let (changes, likeness) = compare_texts(&original, &texts);
        assert!((0.0..=1.0).contains(&likeness));
        let truth: BTreeSet<(usize, usize)> =
            edited.iter().enumerate().filter_map(|(r, (_, from))| Some(((*from)?, r))).collect();
        let found: BTreeSet<(usize, usize)> =
            changes.iter().filter_map(|change| Some((change.left?, change.right?))).collect();
        right += truth.intersection(&found).count();
        told += found.len();
        wanted += truth.len();
    }
    let (precision, recall) = (right as f64 / told as f64, right as f64 / wanted as f64);
    println!("{wanted} paragraphs in 80 edited texts: precision {precision:.4}, recall {recall:.4}");
    assert!(precision >= 0.98 && recall >= 0.98, "precision {precision:.4}, recall {recall:.4}");
}

#[test]
fn what_moved_is_told_from_what_stayed() {
    let mut dice = Dice(7);
    let text: Vec<String> = (0..12).map(|_| paragraph(&mut dice)).collect();
    let mut moved = text.clone();
    let one = moved.remove(2);
    moved.insert(9, one);
    let (changes, _) = compare_texts(&text, &moved);
    let of = |status| changes.iter().filter(|change| change.status == status).collect::<Vec<_>>();
    assert_eq!(of(Status::Same).len(), 11);
    assert_eq!(of(Status::Moved).len(), 1);
    assert_eq!((of(Status::Moved)[0].left, of(Status::Moved)[0].right), (Some(2), Some(9)));
}

#[test]
fn words_are_told_as_a_reader_sees_them() {
    let told = |left: &str, right: &str| {
        let (changes, _) = compare_texts(&[left], &[right]);
        let words = changes.iter().flat_map(|change| change.words.clone());
        words.map(|word| format!("{}{}", word.op.sign(), word.text)).collect::<Vec<_>>()
    };
    assert_eq!(
        told("The talks were held in Tokyo.", "The talks were held in Astana."),
        ["=The talks were held in ", "-Tokyo", "+Astana", "=."]
    );
    assert_eq!(
        told(
            "The two sides share a wide gap over the islands in the north.",
            "The two sides share a narrow gulf over the islands in the north."
        ),
        ["=The two sides share a ", "-wide gap", "+narrow gulf", "= over the islands in the north."]
    );
    let (changes, _) = compare_texts(&["The talks went on, again"], &["The talks went on again."]);
    assert!(changes[0].slight && changes[0].status == Status::Changed);
}

#[test]
fn a_field_is_its_own_counterpart() {
    let left = ["Area: 5 sq km", "Population: 2,000 (1992)", "Rivers: none of note in the whole of the land"];
    let right = ["Rivers: three", "Area: 5 sq km", "Population: 3,000 (2025)", "Roads: 12 km"];
    let (changes, _) = compare_texts(&left, &right);
    let fact =
        changes.iter().find_map(|change| change.fact.clone().filter(|fact| fact.field == "Population"));
    assert_eq!(fact.expect("a fact").figures[0].change().as_deref(), Some("+50 %"));
    let rivers = changes.iter().find(|change| change.left == Some(2)).expect("the rivers");
    assert_eq!((rivers.right, rivers.status), (Some(0), Status::Moved));
    assert!(changes.iter().any(|change| change.status == Status::Added && change.right == Some(3)));
}

fn texts() -> impl Strategy<Value = Vec<String>> {
    let paragraph = prop_oneof![
        4 => proptest::collection::vec(proptest::sample::select(WORDS), 0..20).prop_map(|words| words.join(" ")),
        1 => "[a-c ,.]{0,12}",
        1 => "(Area|Coast): [0-9,]{1,6}( km|%|)",
        1 => "[\u{65e5}\u{672c}\u{8a9e}\u{306e}\u{3001} ]{0,12}",
        1 => "\\PC{0,20}",
    ];
    proptest::collection::vec(paragraph, 0..14)
}

proptest! {
    #[test]
    fn a_text_has_not_changed_against_itself(text in texts()) {
        let (changes, likeness) = compare_texts(&text, &text);
        prop_assert!(changes.iter().all(|change| change.status == Status::Same));
        prop_assert!(changes.iter().enumerate().all(|(at, change)| change.left == Some(at) && change.right == Some(at)));
        prop_assert!((likeness - 1.0).abs() < 1e-9);
    }

    #[test]
    fn the_changes_make_one_side_of_the_other(left in texts(), right in texts()) {
        let (changes, likeness) = compare_texts(&left, &right);
        prop_assert_eq!(rebuilt(&changes, false), left);
        prop_assert_eq!(rebuilt(&changes, true), right);
        prop_assert!((0.0..=1.0).contains(&likeness));
    }

    #[test]
    fn swapped_sides_mirror(left in texts(), right in texts()) {
        let ((there, one), (back, other)) = (compare_texts(&left, &right), compare_texts(&right, &left));
        let mirrored: BTreeSet<_> = pairs(&back).into_iter().map(|(l, r, moved)| (r, l, moved)).collect();
        prop_assert_eq!(pairs(&there), mirrored);
        prop_assert!((one - other).abs() < 1e-9);
        for change in &there {
            let same = |other: &&Change| other.left == change.right && other.right == change.left;
            let twin = back.iter().find(same).expect("the same pair");
            prop_assert_eq!(twin.status, change.status.mirrored());
            prop_assert_eq!(twin.slight, change.slight);
            let kept = |change: &Change| -> String {
                change.words.iter().filter(|word| word.op == Op::Same).map(|word| word.text.as_str()).collect()
            };
            prop_assert_eq!(kept(twin), kept(change));
        }
    }
}
