//! Makes the gazetteer's tables from `assets/gazetteer.tsv`, so that the program need not make them at every
//! start.
use std::collections::{BTreeMap, HashMap};
use std::env;
use std::fmt::Write;
use std::fs;
use std::path::{Path, PathBuf};

#[path = "src/gazetteer/fold.rs"]
#[allow(dead_code)]
mod fold;
#[path = "src/gazetteer/table.rs"]
mod table;

use table::{MORE, SLOTS, Slot, Walk, enter, place_of};

/// The columns, in their order.
const COLUMNS: usize = 21;
const GAZETTEER: &str = "assets/gazetteer.tsv";
const CONTEXT: &str = "assets/gazetteer/context.tsv";

/// Whatever decides what is read out of a file: what an earlier program read is not used when one of them changed.
const READING: [&str; 9] = [
    "assets/gazetteer",
    GAZETTEER,
    "build.rs",
    "Cargo.lock",
    "Cargo.toml",
    "src/gazetteer",
    "src/import",
    "src/model",
    "src/store/read.rs",
];

/// Those of them that there are: whoever builds the program as a part of another has no lock file here.
fn there() -> impl Iterator<Item = &'static str> {
    READING.into_iter().filter(|path| *path != "Cargo.lock" || Path::new(path).exists())
}

/// Has the program linked for a fixed place in memory, where the linker is known to do it. Elsewhere the loader would
/// correct some fifty thousand addresses at every start, most of them in the tables of the importers: a millisecond of
/// the five that a program needs until it has drawn. The libraries, the stack and the heap keep their random places.
fn start_sooner() {
    let target = |name: &str| env::var(format!("CARGO_CFG_TARGET_{name}")).unwrap_or_default();
    let is_static = target("FEATURE").split(',').any(|feature| feature == "crt-static");
    if target("OS") == "linux" && target("ENV") == "gnu" && !is_static {
        println!("cargo::rustc-link-arg-bins=-no-pie");
    }
}

/// A number for the program's way of reading (FNV-1a over the names and bytes of those files, and the features).
fn fingerprint() -> u64 {
    let mut files: Vec<PathBuf> = there().map(PathBuf::from).collect();
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let mut add = |bytes: &[u8]| {
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    };
    add(format!("{} {:?}", env!("CARGO_PKG_VERSION"), env::var_os("CARGO_FEATURE_PDF")).as_bytes());
    while let Some(path) = files.pop() {
        if path.is_dir() {
            let inside = fs::read_dir(&path).expect("a folder of the sources can be read");
            let mut inside: Vec<PathBuf> = inside.filter_map(|entry| Some(entry.ok()?.path())).collect();
            inside.sort();
            files.extend(inside);
        } else {
            add(path.to_string_lossy().as_bytes());
            add(&fs::read(&path).expect("a source can be read"));
        }
    }
    hash
}

fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').filter(|name| !name.is_empty())
}

fn main() {
    for path in there() {
        println!("cargo::rerun-if-changed={path}");
    }
    println!("cargo::rustc-env=BLUEBOOK_READING={:016x}", fingerprint());
    start_sooner();
    let text = fs::read_to_string(GAZETTEER).expect("assets/gazetteer.tsv");
    let mut lines = text.lines().filter(|line| !line.starts_with('#') && !line.is_empty());
    assert!(lines.next().is_some_and(|head| head.starts_with("id\tkind\t")), "{GAZETTEER} has no heads");
    let rows: Vec<Vec<&str>> = lines.map(|line| line.split('\t').collect()).collect();
    for row in &rows {
        assert_eq!(row.len(), COLUMNS, "{GAZETTEER}: {} has {} columns", row[0], row.len());
    }
    let (blockers, places): (Vec<_>, Vec<_>) = rows.iter().partition(|row| row[1] == "none");
    let context = fs::read_to_string(CONTEXT).expect("assets/gazetteer/context.tsv");
    let source = format!(
        "{}{}{}",
        write_places(&places),
        write_look_up(&places),
        write_names(&places, &blockers, &Context::read(&context)),
    );
    let out = env::var_os("OUT_DIR").expect("OUT_DIR");
    fs::write(Path::new(&out).join("gazetteer.rs"), source).expect("OUT_DIR can be written");
}

/// The places, as the compiler takes them: the program has nothing to read of them. And the order of their ids.
fn write_places(places: &[&Vec<&str>]) -> String {
    let number: HashMap<&str, usize> = places.iter().enumerate().map(|(n, row)| (row[0], n)).collect();
    let ids = |cell: &str| {
        let ids = list(cell).map(|id| {
            let number = number.get(id).unwrap_or_else(|| panic!("no place {id}"));
            format!("PlaceId({number})")
        });
        format!("&[{}]", ids.collect::<Vec<_>>().join(", "))
    };
    let or_none = |cell: &str, what: &dyn Fn(&str) -> String| {
        if cell.is_empty() { "None".to_owned() } else { format!("Some({})", what(cell)) }
    };
    let year = |cell: &str| {
        or_none(cell, &|year| year.parse::<i32>().unwrap_or_else(|_| panic!("no year {year:?}")).to_string())
    };
    let degrees = |cell: &str| {
        let degrees = cell.parse::<f32>().unwrap_or_else(|_| panic!("no degrees {cell:?}"));
        format!("{degrees:?}")
    };
    let mut source =
        format!("/// All places, by their numbers.\npub static PLACES: [Place; {}] = [\n", places.len());
    for row in places {
        let kind = match row[1] {
            "country" => "Country",
            "territory" => "Territory",
            "former" => "Former",
            "area" => "Area",
            "region" => "Region",
            "union" => "Union",
            other => panic!("{}: no kind {other:?}", row[0]),
        };
        let location = or_none(row[11], &|north| format!("({}, {})", degrees(north), degrees(row[12])));
        let parent = number.get(row[17]).map_or("None".into(), |number| format!("Some(PlaceId({number}))"));
        write!(source, "Place {{ kind: PlaceKind::{kind}, location: {location}, parent: {parent}, ")
            .expect("a string");
        for (field, column) in
            [("id", 0), ("name", 2), ("official", 3), ("capital", 10), ("alpha2", 14), ("numeric", 15)]
        {
            write!(source, "{field}: {:?}, ", row[column]).expect("a string");
        }
        let names = ["names", "demonyms", "abbreviations", "ambiguous", "japanese", "search"];
        for (field, names) in names.iter().zip(&row[4..]) {
            write!(source, "{field}: Names({names:?}), ").expect("a string");
        }
        let (neighbours, successors) = (ids(row[13]), ids(row[20]));
        let years = format!("({}, {})", year(row[18]), year(row[19]));
        writeln!(source, "neighbours: {neighbours}, successors: {successors}, years: {years} }},")
            .expect("a string");
    }
    let sorted: BTreeMap<&str, usize> = number.iter().map(|(id, n)| (*id, *n)).collect();
    let sorted: Vec<String> = sorted.into_values().map(|number| format!("PlaceId({number})")).collect();
    writeln!(
        source,
        "];\n/// Places by their ids' alphabet.\npub static BY_ID: [PlaceId; {}] = [{}];",
        sorted.len(),
        sorted.join(", ")
    )
    .expect("a string");
    source
}

/// Words and what belongs to them, in the words' order, as one text.
fn write_words(words: &BTreeMap<String, String>) -> String {
    let lines: Vec<String> = words.iter().map(|(word, behind)| format!("{word}\t{behind}")).collect();
    assert!(lines.iter().all(|line| !line.contains('\n')), "a word of two lines");
    format!("Words({:?})", lines.join("\n"))
}

/// Every name by which a whole title can mean a place: the places' own names go before what is there for
/// looking up only, and demonyms and two-letter codes are no titles.
fn write_look_up(places: &[&Vec<&str>]) -> String {
    let mut keys: BTreeMap<String, usize> = BTreeMap::new();
    let mut enter = |name: &str, number: usize| {
        let key = fold::key(name);
        if !key.is_empty() {
            keys.entry(key).or_insert(number);
        }
    };
    for columns in [&[2, 3][..], &[4, 6, 8], &[9], &[0]] {
        for (number, row) in places.iter().enumerate() {
            for name in columns.iter().flat_map(|&column| list(row[column])) {
                enter(name, number);
            }
        }
    }
    let keys = keys.into_iter().map(|(key, number)| (key, number.to_string())).collect();
    format!(
        "/// Keys of names, and the places' numbers.\npub static LOOK_UP: Words = {};\n",
        write_words(&keys)
    )
}

/// What `assets/gazetteer/context.tsv` says of the words around some names.
#[derive(Default)]
struct Context {
    /// By name, the words of each side.
    names: BTreeMap<String, BTreeMap<String, Vec<String>>>,
}

const SIDES: [&str; 6] = ["given", "before", "after", "beside", "city", "surname"];

impl Context {
    fn read(table: &str) -> Self {
        let mut context = Self::default();
        let rows = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).skip(1);
        for row in rows {
            let cells: Vec<&str> = row.split('\t').collect();
            let [names, side, words] = cells[..] else { panic!("{CONTEXT}: three columns: {row}") };
            assert!(SIDES.contains(&side), "{CONTEXT}: no side {side:?}");
            for name in list(names) {
                let sides = context.names.entry(name.to_owned()).or_default();
                let all = sides.entry(side.to_owned()).or_default();
                assert!(words.is_ascii(), "{CONTEXT}: plain letters only: {names} {side}");
                all.extend(list(words).map(str::to_ascii_lowercase));
                all.sort();
                all.dedup();
            }
        }
        context
    }

    /// The table as source, and the number of each name in it.
    fn write(&self) -> (String, BTreeMap<&str, usize>) {
        let mut source = format!(
            "/// What the words around some names say.\npub static CONTEXTS: [Context; {}] = [\n",
            self.names.len()
        );
        for sides in self.names.values() {
            source.push_str("Context {");
            for side in SIDES {
                let words = sides.get(side).map_or(&[][..], Vec::as_slice);
                write!(source, " {side}: Words({:?}),", words.join("\n")).expect("a string");
            }
            source.push_str(" },\n");
        }
        source.push_str("];\n");
        (source, self.names.keys().enumerate().map(|(number, name)| (name.as_str(), number)).collect())
    }
}

/// The meanings and the table of names, while they are made.
struct Names {
    slots: Vec<Slot>,
    meanings: Vec<String>,
    /// Names that several places share, and the places.
    shared: BTreeMap<String, Vec<usize>>,
    japanese: Vec<(String, u16)>,
    /// What names begin with, by hash.
    beginnings: Vec<u64>,
    /// By slot, the words of the name that must have a capital.
    capitals: Vec<u8>,
}

impl Names {
    fn mean(&mut self, meaning: String) -> u16 {
        self.meanings.push(meaning);
        u16::try_from(self.meanings.len()).ok().filter(|&n| n < MORE).expect("too many meanings")
    }

    /// The first to claim a name keeps it: states stand before areas and blockers.
    fn add(&mut self, name: &str, meaning: u16) {
        self.open(name);
        enter(&mut self.slots, name, |slot| slot.name = if slot.name == 0 { meaning } else { slot.name });
        let at = place_of(&self.slots, whole_hash(name));
        if self.slots[at].name == meaning {
            self.capitals[at] &= table::capitals(name);
        }
    }

    /// Notes the name's first letters.
    fn open(&mut self, name: &str) {
        let (word, bit) = table::slot_of(table::beginning(fold::fold(name).as_bytes()));
        self.beginnings[word] |= bit;
    }

    fn add_exact(&mut self, name: &str, place: &str) {
        let meaning = self.mean(format!("Meaning::Exact({place}, {name:?})"));
        self.open(name);
        enter(&mut self.slots, name, |slot| slot.exact = slot.exact & MORE | meaning);
    }

    fn is_taken(&self, name: &str) -> bool {
        self.slots[place_of(&self.slots, whole_hash(name))].name != 0
    }
}

/// The hash of a whole name.
fn whole_hash(name: &str) -> u64 {
    let mut walk = Walk::new(name, 0);
    while walk.next_word_end().is_some() {}
    walk.hash
}

fn write_names(places: &[&Vec<&str>], blockers: &[&Vec<&str>], context: &Context) -> String {
    let mut names = Names {
        slots: vec![Slot::default(); SLOTS],
        meanings: Vec::new(),
        shared: BTreeMap::new(),
        japanese: Vec::new(),
        beginnings: vec![0; table::BEGINNINGS],
        capitals: vec![u8::MAX; SLOTS],
    };
    let (contexts, wary) = context.write();
    // Blockers first: no place claims their names but one that is not to be found in running text.
    let nothing = names.mean("Meaning::Nothing".into());
    for row in blockers {
        for name in list(row[2]).chain(list(row[4])) {
            names.add(name, nothing);
        }
        for name in list(row[6]) {
            names.add_exact(name, "None");
        }
        names.japanese.extend(list(row[8]).map(|name| (name.to_owned(), nothing)));
    }
    for (number, row) in places.iter().enumerate() {
        let meaning = names.mean(format!("Meaning::Place(PlaceId({number}))"));
        for name in list(row[2]).chain(list(row[4])).chain(list(row[5])) {
            // "Central Asia and the Caucasus" names two regions, not the section that joins them.
            if row[1] == "region" && name.contains(" and ") {
                continue;
            }
            let meaning = match wary.get(name) {
                Some(context) => names.mean(format!("Meaning::Wary(PlaceId({number}), {context})")),
                None => meaning,
            };
            names.add(name, meaning);
        }
        for name in list(row[6]) {
            names.add_exact(name, &format!("Some(PlaceId({number}))"));
        }
        names.japanese.extend(list(row[8]).map(|name| (name.to_owned(), meaning)));
        for name in list(row[7]) {
            names.shared.entry(name.to_owned()).or_default().push(number);
        }
    }
    for (name, candidates) in names.shared.clone() {
        if !names.is_taken(&name) {
            let ids: Vec<String> = candidates.iter().map(|n| format!("PlaceId({n})")).collect();
            let meaning = names.mean(format!("Meaning::Shared(&[{}])", ids.join(", ")));
            names.add(&name, meaning);
            if !name.is_ascii() {
                names.japanese.push((name, meaning));
            }
        }
    }
    let used = names.slots.iter().filter(|slot| slot.tag != 0).count();
    assert!(used * 3 < SLOTS * 2, "{used} beginnings of names: make the table larger");
    let mut source = String::new();
    writeln!(source, "/// What names mean.\npub static MEANINGS: [Meaning; {}] = [", names.meanings.len())
        .expect("a string");
    for meaning in &names.meanings {
        writeln!(source, "{meaning},").expect("a string");
    }
    source.push_str("];\n");
    source.push_str(&contexts);
    let mut japanese: BTreeMap<String, String> = BTreeMap::new();
    for (name, meaning) in names.japanese.iter().filter(|(name, _)| !name.is_empty()) {
        japanese.entry(name.clone()).or_insert((meaning - 1).to_string());
    }
    writeln!(
        source,
        "/// Japanese names, and the numbers of their meanings.\npub static JAPANESE: Words = {};",
        write_words(&japanese)
    )
    .expect("a string");
    writeln!(
        source,
        "/// What names begin with, by hash.\npub static NAMES_BEGIN: [u64; {}] = {:?};",
        names.beginnings.len(),
        names.beginnings
    )
    .expect("a string");
    writeln!(
        source,
        "/// By slot, the words of the name that must have a capital.\npub static CAPITALS: [u8; {SLOTS}] = {:?};",
        names.capitals
    )
    .expect("a string");
    writeln!(source, "/// The table of names.\npub static TABLE: [Slot; {SLOTS}] = [").expect("a string");
    for slot in &names.slots {
        writeln!(source, "Slot {{ tag: {}, name: {}, exact: {} }},", slot.tag, slot.name, slot.exact)
            .expect("a string");
    }
    source.push_str("];\n");
    source
}
