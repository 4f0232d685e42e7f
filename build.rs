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

fn list(cell: &str) -> impl Iterator<Item = &str> {
    cell.split('|').filter(|name| !name.is_empty())
}

fn main() {
    for file in [GAZETTEER, "src/gazetteer/fold.rs", "src/gazetteer/table.rs", "build.rs"] {
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
    let source = format!("{}{}", write_places(&places), write_names(&places, &blockers));
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

/// The meanings and the table of names, while they are made.
struct Names {
    slots: Vec<Slot>,
    meanings: Vec<String>,
    /// Names that several places share, and the places.
    shared: BTreeMap<String, Vec<usize>>,
    japanese: Vec<(String, usize)>,
}

impl Names {
    fn mean(&mut self, meaning: String) -> u16 {
        self.meanings.push(meaning);
        u16::try_from(self.meanings.len()).ok().filter(|&n| n < MORE).expect("too many meanings")
    }

    /// The first to claim a name keeps it: states stand before areas and blockers.
    fn add(&mut self, name: &str, meaning: u16) {
        enter(&mut self.slots, name, |slot| slot.name = if slot.name == 0 { meaning } else { slot.name });
    }

    fn add_exact(&mut self, name: &str, place: &str) {
        let meaning = self.mean(format!("Meaning::Exact({place}, {name:?})"));
        enter(&mut self.slots, name, |slot| slot.exact = slot.exact & MORE | meaning);
    }

    fn is_taken(&self, name: &str) -> bool {
        let mut walk = Walk::new(name, 0);
        let mut whole = walk.hash;
        while walk.next_word_end().is_some() {
            whole = walk.hash;
        }
        self.slots[place_of(&self.slots, whole)].name != 0
    }
}

fn write_names(places: &[&Vec<&str>], blockers: &[&Vec<&str>]) -> String {
    let mut names = Names {
        slots: vec![Slot::default(); SLOTS],
        meanings: Vec::new(),
        shared: BTreeMap::new(),
        japanese: Vec::new(),
    };
    for (number, row) in places.iter().enumerate() {
        let meaning = names.mean(format!("Meaning::Place(PlaceId({number}))"));
        for name in list(row[2]).chain(list(row[4])).chain(list(row[5])) {
            // "Central Asia and the Caucasus" names two regions, not the section that joins them.
            if row[1] != "region" || !name.contains(" and ") {
                names.add(name, meaning);
            }
        }
        for name in list(row[6]) {
            names.add_exact(name, &format!("Some(PlaceId({number}))"));
        }
        names.japanese.push((row[8].to_owned(), meaning.into()));
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
                names.japanese.push((name, meaning.into()));
            }
        }
    }
    let nothing = names.mean("Meaning::Nothing".into());
    for row in blockers {
        for name in list(row[2]).chain(list(row[4])) {
            names.add(name, nothing);
        }
        for name in list(row[6]) {
            names.add_exact(name, "None");
        }
        names.japanese.push((row[8].to_owned(), nothing.into()));
    }
    let used = names.slots.iter().filter(|slot| slot.tag != 0).count();
    assert!(used * 3 < SLOTS * 2, "{used} beginnings of names: make the table larger");
    let mut source = String::new();
    writeln!(source, "/// What names mean.\npub static MEANINGS: [Meaning; {}] = [", names.meanings.len())
        .expect("a string");
    for meaning in &names.meanings {
        writeln!(source, "{meaning},").expect("a string");
    }
    source.push_str("];\n/// Japanese names, and what they mean.\n");
    writeln!(source, "pub static JAPANESE: [(Names, u16); {}] = [", names.japanese.len()).expect("a string");
    for (japanese, meaning) in &names.japanese {
        writeln!(source, "(Names({japanese:?}), {}),", meaning - 1).expect("a string");
    }
    writeln!(source, "];\n/// The table of names.\npub static TABLE: [Slot; {SLOTS}] = [").expect("a string");
    for slot in &names.slots {
        writeln!(source, "Slot {{ tag: {}, name: {}, exact: {} }},", slot.tag, slot.name, slot.exact)
            .expect("a string");
    }
    source.push_str("];\n");
    source
}
