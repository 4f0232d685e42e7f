//! The names of places in running text: what is told apart, and how well, by a gold set and by the Factbook.
//!
//! A sentence marks its places so: `[Niger|NER]`. `gold.tsv` holds the set that precision and recall are of.
use bluebook::gazetteer::{Tagger, atlas, built_in_regions};
use bluebook::import::{Format, Importer, Source};
use bluebook::model::{Atlas, Mention, Origin, PlaceId};
use std::collections::BTreeMap;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::LazyLock;

static ATLAS: LazyLock<Atlas> = LazyLock::new(|| atlas(built_in_regions()).expect("an atlas"));

fn place(id: &str) -> PlaceId {
    ATLAS.get(id).unwrap_or_else(|| panic!("no place {id}"))
}

/// What stands where, by the original's bytes.
type Marks = Vec<(usize, usize, String)>;

/// A sentence without its marks, and the marks.
fn unmark(marked: &str) -> (String, Marks) {
    let (mut text, mut marks) = (String::new(), Vec::new());
    let mut rest = marked;
    while let Some((before, after)) = rest.split_once('[') {
        let (inside, behind) = after.split_once(']').expect("a mark ends");
        let (words, id) = inside.split_once('|').expect("a mark names its place");
        text.push_str(before);
        marks.push((text.len(), text.len() + words.len(), place(id).0));
        text.push_str(words);
        rest = behind;
    }
    text.push_str(rest);
    (text, marks.into_iter().map(|(a, b, id)| (a, b, ATLAS.place(PlaceId(id)).id.to_owned())).collect())
}

fn tag(text: &str, subject: Option<PlaceId>) -> Vec<Mention> {
    let mut found = Vec::new();
    Tagger::new().tag(text, 0..text.len(), subject, &mut found);
    found
}

fn marks(text: &str, subject: Option<PlaceId>) -> Marks {
    let mentions = tag(text, subject).into_iter();
    mentions.map(|m| (m.start as usize, m.end as usize, ATLAS.place(m.place).id.to_owned())).collect()
}

/// A text with what is found in it marked.
fn mark(text: &str, marks: &Marks) -> String {
    let mut marked = String::new();
    let mut at = 0;
    for (start, end, id) in marks {
        write!(marked, "{}[{}|{id}]", &text[at..*start], &text[*start..*end]).expect("a string");
        at = *end;
    }
    marked + &text[at..]
}

/// Each sentence has the places it marks and no others, in a document about `subject`.
fn in_document_about(subject: Option<&str>, sentences: &[&str]) {
    for sentence in sentences {
        let (text, _) = unmark(sentence);
        assert_eq!(mark(&text, &marks(&text, subject.map(place))), *sentence);
    }
}

fn each(sentences: &[&str]) {
    in_document_about(None, sentences);
}

#[test]
fn niger_and_nigeria() {
    each(&[
        "[Niger|NER] and [Nigeria|NGA] closed their border.",
        "The [Nigerien|NER] soldiers and the [Nigerian|NGA] police.",
        "[Nigeriens|NER]; [Nigerians|NGA].",
        "The Niger River, the River Niger and the Niger Delta.",
        "niger seed is oily, and so is a Nigerianised sauce.",
    ]);
}

#[test]
fn the_guineas() {
    each(&[
        "[Guinea|GIN], [Guinea-Bissau|GNB], [Equatorial Guinea|GNQ], [Papua New Guinea|PNG].",
        "[Guinean|GIN], [Bissau-Guinean|GNB], [Equatorial Guinean|GNQ], [Papua New Guinean|PNG].",
        "The Gulf of Guinea, a Guinea pig, Guinea worm, a guinea.",
    ]);
}

#[test]
fn the_congos() {
    each(&[
        "[Congo|COG] is not the [Democratic Republic of the Congo|COD].",
        "The [Republic of the Congo|COG], [Congo-Brazzaville|COG], [DRC|COD], [DR Congo|COD].",
        "The Congo River, the Congo Basin, Congo red, and a Congolese river boat.",
    ]);
    in_document_about(Some("COD"), &["The [Congolese|COD] army."]);
    in_document_about(Some("COG"), &["The [Congolese|COG] army."]);
    in_document_about(Some("RWA"), &["The Congolese army."]);
}

#[test]
fn the_koreas() {
    each(&[
        "[South Korea|KOR], [North Korea|PRK], and [Korea|x-korean-peninsula] as a whole.",
        "The [Republic of Korea|KOR], the [Democratic People's Republic of Korea|PRK], [ROK|KOR], [DPRK|PRK].",
        "Korean food; the Korea Strait.",
    ]);
    in_document_about(Some("PRK"), &["The [Korean|PRK] press."]);
}

#[test]
fn the_dominicas() {
    each(&["[Dominica|DMA] and the [Dominican Republic|DOM].", "A Dominican friar of the Dominican Order."]);
    in_document_about(Some("DMA"), &["A [Dominican|DMA] bank."]);
    in_document_about(Some("DOM"), &["A [Dominican|DOM] bank."]);
}

#[test]
fn georgia_the_country_and_the_state() {
    each(&[
        "[Georgia|GEO] and [Armenia|ARM].",
        "Troops left [Georgia|GEO].",
        "In [Georgia|GEO] President Salome spoke.",
        "The [Georgia|GEO] Government replied.",
        "Atlanta, Georgia; Augusta, Georgia.",
        "The state of Georgia; Georgia ([U.S.|USA]); Georgia Tech.",
        "Georgia, Alabama and Florida grow peanuts.",
        "From Tennessee and Georgia came the pickers.",
        "slightly smaller than Georgia",
        "Georgia Mitchell won; the Georgian era ended.",
        "[South Georgia|SGS] is cold, New Georgia hot.",
    ]);
    in_document_about(Some("GEO"), &["[Georgia|GEO] Mitchell is read as the country here."]);
}

#[test]
fn jordan_the_country_the_name_and_the_river() {
    each(&[
        "[Jordan|JOR] signed, and so did [Jordan|JOR]'s neighbours.",
        "The King of [Jordan|JOR] came.",
        "Michael Jordan and Michael J. Jordan and Mr. Jordan.",
        "The Jordan River, the River Jordan, the Jordan Valley; across the Jordan.",
        "Jordan Wexler ran. Jordan BARDELLE ran too.",
        "A [Jordanian|JOR] called Hamilton Jordan.",
    ]);
}

#[test]
fn chad_the_country_the_name_and_the_lake() {
    each(&[
        "[Chad|TCD] and [Libya|LBY].",
        "The [Chad|TCD] National Army and the [Chadian|TCD] police.",
        "Chad Hollis; Mr. Chad; Lake Chad; the Lake Chad Basin; hanging chads.",
    ]);
}

#[test]
fn turkey_and_the_bird() {
    each(&[
        "[Turkey|TUR], [Türkiye|TUR] and [Turkiye|TUR] are one.",
        "Roast Turkey, a Turkey sandwich, and turkey at home.",
        "The [Turkish|TUR] fleet; a Turkish bath.",
    ]);
}

#[test]
fn names_within_longer_names() {
    each(&[
        "[Sudan|SDN] and [South Sudan|SSD]; [Sudanese|SDN], [South Sudanese|SSD].",
        "[Ireland|IRL] and [Northern Ireland|x-northern-ireland].",
        "[America|USA] is in [North America|x-north-america], not in [Latin America|x-latin-america].",
        "[China|CHN] and the South China Sea, [Japan|JPN] and the Sea of Japan.",
        "[India|IND] and the [Indian Ocean|x-indian-ocean].",
        "[Mexico|MEX] and New Mexico; the Gulf of Mexico.",
        "[Samoa|WSM] and [American Samoa|ASM].",
        "[Macedonia|MKD] and [North Macedonia|MKD], but not Lake Macedonia.",
    ]);
}

#[test]
fn shared_demonyms_go_by_the_subject() {
    each(&["An American senator; French fries; the [French|FRA] fleet."]);
    in_document_about(Some("USA"), &["An [American|USA] senator; American football."]);
    in_document_about(Some("CAN"), &["An American senator."]);
}

#[test]
fn us_the_pronoun_and_the_state() {
    each(&[
        "They met us. Us too. Thus, focus, bus, UST, AUS.",
        "The [US|USA], the [U.S.|USA], the [USA|USA], [U.S.|USA]-made, [US|USA]'s.",
        "US$5 and five US dollars.",
        "The UN, the [EU|x-european-union] and the [UK|GBR].",
        // A known limit: nothing tells the pronoun here.
        "JOIN [US|USA] TODAY",
    ]);
}

#[test]
fn signs_around_names() {
    each(&[
        "[Japan|JPN]-[Russia|RUS], [Japan|JPN]–[U.S.|USA], [ROK|KOR]-[US|USA].",
        "[Japan|JPN]'s, [Japan|JPN]’s, “[Japan|JPN]”, ([Japan|JPN]), [Japan|JPN].",
        "Japanned boxes, Indiana, Chinatown, Omanhene, Peruse.",
        "[Côte d’Ivoire|CIV] and [Côte d'Ivoire|CIV].",
    ]);
}

#[test]
fn line_breaks_within_names() {
    each(&[
        "[South\nKorea|KOR]; [Papua\n New\nGuinea|PNG]; [Kazakh-\nstan|KAZ]; [Guinea-\nBissau|GNB].",
        "Go South.\n\n[Korea|x-korean-peninsula] is there.",
        "[Japan|JPN]-\n[Russia|RUS] talks.",
    ]);
}

#[test]
fn capitals() {
    each(&[
        "[UNITED KINGDOM|GBR] AND [CHAD|TCD]",
        "THE SOUTH CHINA SEA AND [CHINA|CHN]",
        "china, turkey, japan, jordan, polish, guinea, chad",
        "United states of mind; the United arab front",
        "[eSwatini|SWZ] and [Eswatini|SWZ], not TreSwatini",
    ]);
}

#[test]
fn accents_in_every_shape() {
    let decomposed: String = {
        use unicode_normalization::UnicodeNormalization;
        "[Côte d'Ivoire|CIV], [Türkiye|TUR], [São Tomé and Príncipe|STP], [Åland|ALA]".nfd().collect()
    };
    each(&[
        &decomposed,
        "[Côte d'Ivoire|CIV], [Türkiye|TUR], [São Tomé and Príncipe|STP]",
        "[Cote d'Ivoire|CIV], [Turkiye|TUR], [Sao Tome and Principe|STP]",
        "[C te d'Ivoire|CIV], [C\u{fffd}te d'Ivoire|CIV]",
        "Cotes, Türkis, a tome",
    ]);
}

#[test]
fn japanese_text() {
    each(&[
        "[中国|CHN]政府と[韓国|KOR]政府、[北朝鮮|PRK]、[米国|USA]。",
        "中国地方、日本海、南シナ海、ヨルダン川、チャド湖。",
        "[日本|JPN]は日本海に面する。",
        "[タイ|THA]とタイヤ、[マリ|MLI]とマリン、[チリ|CHL]。",
        "[インド|IND]、[インドネシア|IDN]、[インド洋|x-indian-ocean]。",
        "[コンゴ民主共和国|COD]、[南アフリカ|ZAF]、[パプアニューギニア|PNG]。",
    ]);
}

#[test]
fn a_former_state_stays_what_it_is_named() {
    each(&["[Burma|BUMM], today [Myanmar|MMR]; the [Soviet Union|SUHH]; [Zaire|ZRCD]."]);
}

#[test]
fn offsets_are_of_the_original_and_within_the_range() {
    let text = "Peru, Türkiye, Peru";
    let mut found = Vec::new();
    Tagger::new().tag(text, 4..text.len() - 4, None, &mut found);
    assert_eq!(found, [Mention { place: place("TUR"), start: 6, end: 14 }]);
    // What stands before the range is no context.
    let text = "Michael Jordan";
    found.clear();
    Tagger::new().tag(text, 8..text.len(), None, &mut found);
    assert_eq!(found.len(), 1);
}

#[test]
fn a_ruling_family_is_no_province() {
    each(&["Mubarak al-Sabah, Jabir Al SABAH and Sabah al-Ahmad; [Sabah|x-sabah] and [Sarawak|x-sarawak]."]);
}

proptest::proptest! {
    /// Whatever the text, the mentions are in order, apart from each other, and cut at characters.
    #[test]
    fn any_text_is_read(pieces in proptest::collection::vec(piece(), 0..40), subject in 0_u16..400) {
        let text = pieces.concat();
        let mut at = 0;
        for mention in tag(&text, Some(PlaceId(subject))) {
            let (start, end) = (mention.start as usize, mention.end as usize);
            proptest::prop_assert!(at <= start && start < end);
            proptest::prop_assert!(text.is_char_boundary(start) && text.is_char_boundary(end));
            at = end;
        }
    }
}

/// Names, the words around them, and signs that have to do with both.
fn piece() -> impl proptest::strategy::Strategy<Value = String> {
    use proptest::strategy::Strategy;
    const PIECES: [&str; 32] = [
        "Georgia",
        "Jordan",
        "Chad",
        "eSwatini",
        "Côte d’Ivoire",
        "São Tomé",
        "United",
        "States",
        "Michael",
        "B.",
        "Atlanta,",
        "Alabama",
        "and",
        "al-",
        "Sabah",
        "中国",
        "地方",
        "コンゴ",
        "ー",
        " ",
        "  ",
        "\n",
        "\n\n",
        "-\n",
        "-",
        "–",
        "\u{301}",
        "\u{fffd}",
        "ß",
        "İ",
        "U.S.",
        "$",
    ];
    proptest::prop_oneof![
        4 => (0..PIECES.len()).prop_map(|n| PIECES[n].to_owned()),
        1 => proptest::arbitrary::any::<char>().prop_map(String::from),
    ]
}

/// The set of sentences labelled by hand: what is found that is not marked, and marked that is not found.
#[test]
fn the_gold_set() {
    let gold =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/gold.tsv")).expect("gold.tsv");
    let (mut right, mut false_alarms, mut missed, mut sentences) = (0, 0, 0, 0);
    let mut places = std::collections::BTreeSet::new();
    for line in gold.lines().filter(|line| !line.starts_with('#') && !line.is_empty()) {
        let [_, subject, sentence] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
        let subject = (subject != "-").then(|| place(subject));
        let (text, wanted) = unmark(&sentence.replace("\\n", "\n"));
        let found = marks(&text, subject);
        sentences += 1;
        places.extend(wanted.iter().map(|(_, _, id)| id.clone()));
        for mark in &found {
            if wanted.contains(mark) {
                right += 1;
            } else {
                false_alarms += 1;
                println!("false: {} as {} in {text:?}", &text[mark.0..mark.1], mark.2);
            }
        }
        for mark in wanted.iter().filter(|mark| !found.contains(mark)) {
            missed += 1;
            println!("missed: {} as {} in {text:?}", &text[mark.0..mark.1], mark.2);
        }
    }
    let precision = f64::from(right) / f64::from(right + false_alarms);
    let recall = f64::from(right) / f64::from(right + missed);
    println!("{sentences} sentences, {} places, {} marks", places.len(), right + missed);
    println!("precision {precision:.4}, recall {recall:.4}");
    assert!(sentences >= 300 && places.len() >= 60);
    assert!(precision >= 0.99, "precision {precision}");
    assert!(recall >= 0.98, "recall {recall}");
}

/// The subject that a document gets by its folder, name and text.
fn subject_of(folder: &str, name: &str, text: &[u8]) -> Option<&'static str> {
    let source = Source { folder: Some(folder), ..Source::alone(name, Origin::Input, Format::Text) };
    let importer = Importer { atlas: &ATLAS, tagger: &Tagger::new() };
    let document = importer.import(&source, text).expect("a document");
    document.subject().map(|id| ATLAS.place(id).id)
}

#[test]
fn a_document_knows_its_subject() {
    for (folder, name, text, subject) in [
        ("1992", "Kazakhstan.txt", "Kazakhstan\n\nIt is large.\n", Some("KAZ")),
        ("1992", "Cote_d_Ivoire.txt", "It has ports, and more of them every year.\n", Some("CIV")),
        ("2015", "cote-d-ivoire_2.txt", "It has ports, and more of them every year.\n", Some("CIV")),
        ("2019", "KAZ_74_2019.txt", "Mr. President, I bring you greetings from afar.\n", Some("KAZ")),
        ("2001", "x.txt", "Korea, North\n\nIt is cold there in January.\n", Some("PRK")),
        ("2001", "x.txt", "Gambia, The\n\nIt is narrow and long.\n", Some("GMB")),
        // A former state with one successor, after its end and before.
        ("2015", "Burma.txt", "Burma\n\nIt has rivers.\n", Some("MMR")),
        ("1985", "Burma.txt", "Burma\n\nIt has rivers.\n", Some("BUMM")),
        ("1992", "Czechoslovakia.txt", "Czechoslovakia\n\nIt has rivers.\n", Some("CSHH")),
        ("2020", "World.txt", "World\n\nIt is round.\n", Some("x-world")),
        ("2020", "Indian_Ocean.txt", "Indian Ocean\n\nIt is deep.\n", Some("x-indian-ocean")),
        // Words that are no whole name, and demonyms.
        ("2020", "notes.txt", "Notes on Kazakhstan and others\n\nThey trade.\n", None),
        ("2020", "polish.txt", "It shines and shines and never ends.\n", None),
        ("2020", "it.txt", "It shines and shines and never ends.\n", None),
    ] {
        assert_eq!(subject_of(folder, name, text.as_bytes()), subject, "{folder}/{name}");
    }
}

/// The Factbook's files, where they are unpacked: `BLUEBOOK_FACTBOOK`, or a folder that others here use.
fn factbook() -> Option<Vec<PathBuf>> {
    let folder =
        std::env::var_os("BLUEBOOK_FACTBOOK").map_or_else(|| "/tmp/fb/factbook".into(), PathBuf::from);
    let mut files: Vec<PathBuf> = fs::read_dir(folder)
        .ok()?
        .flatten()
        .flat_map(|year| fs::read_dir(year.path()).into_iter().flatten().flatten().map(|file| file.path()))
        .filter(|path| path.extension().is_some_and(|end| end == "txt"))
        .collect();
    files.sort();
    (!files.is_empty()).then_some(files)
}

/// The place that each of the Factbook's file names stands for; the table says how it was made.
fn expected() -> BTreeMap<&'static str, &'static str> {
    include_str!("factbook.tsv")
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| line.split_once('\t'))
        .collect()
}

fn check_subjects(files: &[PathBuf]) {
    let expected = expected();
    let (mut right, mut seen) = (0_u32, 0_u32);
    for path in files {
        let name = path.file_name().unwrap_or_default().to_string_lossy();
        let year = path.parent().and_then(Path::file_name).unwrap_or_default().to_string_lossy();
        let subject = subject_of(&year, &name, &fs::read(path).expect("a file"));
        let wanted = expected.get(name.trim_end_matches(".txt")).copied();
        seen += 1;
        if subject.is_some() && subject == wanted {
            right += 1;
        } else {
            println!("{year}/{name}: {subject:?}, not {wanted:?}");
        }
    }
    println!("{right} of {seen} subjects right");
    assert!(seen > 0, "nothing was looked at");
    assert!(f64::from(right) >= 0.997 * f64::from(seen), "{right} of {seen}");
}

#[test]
fn subjects_of_some_of_the_factbook() {
    let Some(files) = factbook() else {
        println!("skipped: no Factbook in BLUEBOOK_FACTBOOK");
        return;
    };
    // Of every edition, and not the same countries of each.
    let some: Vec<PathBuf> = files.into_iter().step_by(73).collect();
    check_subjects(&some);
}

/// `cargo test --release --test tagger -- --ignored --nocapture`
#[test]
#[ignore = "reads the whole Factbook: 164 MB"]
fn subjects_of_the_whole_factbook() {
    let files = factbook().expect("the Factbook in BLUEBOOK_FACTBOOK");
    check_subjects(&files);
}
