//! Makes the gazetteer's tables from `assets/gazetteer.tsv`, so that the program need not make them at every
//! start.
use std::collections::{BTreeMap, HashMap};
use std::env;
use std::fmt::Write;
use std::fs;
use std::path::Path;

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

fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').filter(|name| !name.is_empty())
}

fn main() {
    for file in [GAZETTEER, CONTEXT, "src/gazetteer/fold.rs", "src/gazetteer/table.rs", "build.rs"] {
        println!("cargo::rerun-if-changed={file}");
    }
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

fn write_places(places: &[&Vec<&str>]) -> String {
    let number: HashMap<&str, usize> = places.iter().enumerate().map(|(n, row)| (row[0], n)).collect();
    let ids = |cell: &str| {
        let ids: Vec<String> = list(cell)
            .map(|id| format!("PlaceId({})", number.get(id).unwrap_or_else(|| panic!("no place {id}"))))
            .collect();
        format!("&[{}]", ids.join(", "))
    };
    let mut source = format!("/// All places.\npub static PLACES: [Place; {}] = [\n", places.len());
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
        let year = |cell: &str| match cell {
            "" => "None".to_owned(),
            year => format!("Some({})", year.parse::<i32>().expect("a year")),
        };
        let location = match (row[11].parse::<f32>(), row[12].parse::<f32>()) {
            (Ok(north), Ok(east)) => format!("Some(({north:?}, {east:?}))"),
            _ => "None".into(),
        };
        let parent = number.get(row[17]).map_or("None".to_owned(), |n| format!("Some(PlaceId({n}))"));
        writeln!(
            source,
            "Place {{ id: {:?}, kind: PlaceKind::{kind}, name: {:?}, official: {:?}, names: Names({:?}), \
             demonyms: Names({:?}), abbreviations: Names({:?}), ambiguous: Names({:?}), japanese: Names({:?}), \
             search: Names({:?}), capital: {:?}, location: {location}, neighbours: {}, alpha2: {:?}, \
             numeric: {:?}, m49: {:?}, parent: {parent}, years: ({}, {}), successors: {} }},",
            row[0], row[2], row[3], row[4], row[5], row[6], row[7], row[8], row[9], row[10], ids(row[13]),
            row[14], row[15], row[16], year(row[18]), year(row[19]), ids(row[20]),
        )
        .expect("a string");
    }
    let sorted: BTreeMap<&str, usize> = number.into_iter().collect();
    writeln!(
        source,
        "];\n/// Places by their ids' alphabet.\npub static BY_ID: [(&str, PlaceId); {}] = [",
        sorted.len()
    )
    .expect("a string");
    for (id, number) in sorted {
        writeln!(source, "({id:?}, PlaceId({number})),").expect("a string");
    }
    source.push_str("];\n");
    source
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
    let mut source = String::new();
    writeln!(
        source,
        "/// Names by their keys' alphabet.\npub static LOOK_UP: [(&str, PlaceId); {}] = [",
        keys.len()
    )
    .expect("a string");
    for (key, number) in keys {
        writeln!(source, "({key:?}, PlaceId({number})),").expect("a string");
    }
    source.push_str("];\n");
    source
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
                write!(source, " {side}: &{words:?},").expect("a string");
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
    /// Which beginnings of three letters names have.
    openings: Vec<u32>,
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

    /// Notes the name's first three letters.
    fn open(&mut self, name: &str) {
        if let Some((pair, bit)) = table::opening(fold::fold(name).as_bytes()) {
            self.openings[pair] |= bit;
        }
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
        openings: vec![0; table::PAIRS],
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
    let mut japanese: BTreeMap<&str, u16> = BTreeMap::new();
    for (name, meaning) in names.japanese.iter().filter(|(name, _)| !name.is_empty()) {
        japanese.entry(name).or_insert(*meaning);
    }
    writeln!(
        source,
        "/// Japanese names by their alphabet, and what they mean.\npub static JAPANESE: [(&str, u16); {}] = [",
        japanese.len()
    )
    .expect("a string");
    for (name, meaning) in japanese {
        writeln!(source, "({name:?}, {}),", meaning - 1).expect("a string");
    }
    writeln!(
        source,
        "];\n/// Which beginnings of three letters names have.\npub static OPENINGS: [u32; {}] = {:?};",
        names.openings.len(),
        names.openings
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
