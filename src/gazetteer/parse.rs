//! `assets/gazetteer.tsv` and `regions.toml` into an [`Atlas`].
use crate::model::{Atlas, Names, Place, PlaceId, PlaceKind};
use anyhow::{Context, Result, bail};
use serde::Deserialize;
use std::collections::HashMap;

const GAZETTEER: &str = include_str!("../../assets/gazetteer.tsv");
const REGIONS: &str = include_str!("../../assets/regions.toml");
const COLUMNS: usize = 21;

/// The regions that come with the program.
pub fn built_in_regions() -> &'static str {
    REGIONS
}

#[derive(Deserialize)]
struct RegionsFile {
    #[serde(default)]
    region: Vec<Region>,
    world: Option<World>,
}

#[derive(Deserialize)]
struct World {
    #[serde(default)]
    members: Vec<String>,
}

#[derive(Deserialize)]
struct Region {
    id: String,
    #[serde(default)]
    members: Vec<String>,
    #[serde(default)]
    part: Vec<Part>,
}

#[derive(Deserialize)]
struct Part {
    id: String,
    #[serde(default)]
    members: Vec<String>,
}

/// Rows of the gazetteer whose names stop a match and mean no place ("South China Sea").
pub(super) fn blockers() -> impl Iterator<Item = (Names, Names, Names, Names)> {
    rows()
        .filter(|row| row[1] == "none")
        .map(|row| (Names(row[2]), Names(row[4]), Names(row[8]), Names(row[6])))
}

fn rows() -> impl Iterator<Item = [&'static str; COLUMNS]> {
    GAZETTEER.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).skip(1).map(|line| {
        let mut row = [""; COLUMNS];
        for (cell, text) in row.iter_mut().zip(line.split('\t')) {
            *cell = text;
        }
        row
    })
}

/// All places of the gazetteer, in the tree that `regions` draws.
///
/// # Errors
/// When `regions` is not TOML of the documented shape, names a place that the gazetteer lacks, or puts
/// one in two regions.
pub fn atlas(regions: &str) -> Result<Atlas> {
    let mut places = Vec::with_capacity(420);
    let mut by_id = HashMap::with_capacity(420);
    let mut links = Vec::with_capacity(420);
    for row in rows() {
        let kind = match row[1] {
            "country" => PlaceKind::Country,
            "territory" => PlaceKind::Territory,
            "former" => PlaceKind::Former,
            "area" => PlaceKind::Area,
            "region" => PlaceKind::Region,
            "union" => PlaceKind::Union,
            _ => continue,
        };
        by_id.insert(row[0], PlaceId(places.len() as u16));
        links.push((row[13], row[17], row[20]));
        places.push(Place {
            id: row[0],
            kind,
            name: row[2],
            official: row[3],
            names: Names(row[4]),
            demonyms: Names(row[5]),
            abbreviations: Names(row[6]),
            ambiguous: Names(row[7]),
            japanese: Names(row[8]),
            search: Names(row[9]),
            capital: row[10],
            location: row[11].parse().ok().zip(row[12].parse().ok()),
            neighbours: Vec::new(),
            alpha2: row[14],
            numeric: row[15],
            m49: row[16],
            parent: None,
            years: (row[18].parse().ok(), row[19].parse().ok()),
            successors: Vec::new(),
        });
    }
    let ids = |list: &str| list.split('|').filter_map(|id| by_id.get(id).copied()).collect::<Vec<_>>();
    for (place, (neighbours, parent, successors)) in places.iter_mut().zip(links) {
        place.neighbours = ids(neighbours);
        place.parent = by_id.get(parent).copied();
        place.successors = ids(successors);
    }
    let mut atlas = Atlas {
        children: vec![Vec::new(); places.len()],
        above: vec![None; places.len()],
        places,
        by_id,
        ..Atlas::default()
    };
    plant(&mut atlas, regions).context("the regions file")?;
    Ok(atlas)
}

/// Puts the places into the tree.
fn plant(atlas: &mut Atlas, regions: &str) -> Result<()> {
    let file: RegionsFile = toml::from_str(regions)?;
    let find = |atlas: &Atlas, id: &str| atlas.get(id).with_context(|| format!("no place has the id {id:?}"));
    let put = |atlas: &mut Atlas, child: &str, parent: PlaceId| -> Result<PlaceId> {
        let id = find(atlas, child)?;
        if let Some(other) = atlas.above[usize::from(id.0)] {
            bail!("{child} stands in {} already", atlas.place(other).id);
        }
        if atlas.within(parent, id) {
            bail!("{child} cannot stand below itself");
        }
        atlas.above[usize::from(id.0)] = Some(parent);
        atlas.children[usize::from(parent.0)].push(id);
        Ok(id)
    };
    for region in &file.region {
        let top = find(atlas, &region.id)?;
        if atlas.roots.contains(&top) {
            bail!("{} stands twice", region.id);
        }
        atlas.roots.push(top);
        for part in &region.part {
            let part_id = put(atlas, &part.id, top)?;
            for member in &part.members {
                put(atlas, member, part_id)?;
            }
        }
        for member in &region.members {
            put(atlas, member, top)?;
        }
        // States before sub-regions: Russia stands above Central Asia, as in the source.
        let split = region.part.len();
        atlas.children[usize::from(top.0)].rotate_left(split);
    }
    for id in file.world.iter().flat_map(|world| &world.members) {
        let id = find(atlas, id)?;
        atlas.elsewhere.push(id);
    }
    // What the file forgets is still to be found: outside the tree.
    for number in 0..atlas.places.len() {
        let id = PlaceId(number as u16);
        if atlas.above[number].is_none() && !atlas.roots.contains(&id) && !atlas.elsewhere.contains(&id) {
            atlas.elsewhere.push(id);
        }
    }
    Ok(())
}
