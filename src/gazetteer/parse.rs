//! The gazetteer and `regions.toml` into an [`Atlas`].
use super::data::{BY_ID, PLACES};
use crate::model::{Atlas, PlaceId};
use anyhow::{Context, Result, anyhow, bail};
use serde::Deserialize;

const REGIONS: &str = include_str!("../../assets/regions.toml");

/// The regions that come with the program.
pub fn built_in_regions() -> &'static str {
    REGIONS
}

// A misspelt key would tell nothing, and nobody would know: unknown ones are refused.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct RegionsFile {
    #[serde(default)]
    region: Vec<Region>,
    world: Option<World>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct World {
    #[serde(default)]
    members: Vec<String>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Region {
    id: String,
    /// For who reads the file: places have their names from the gazetteer.
    name: Option<String>,
    /// The same.
    slug: Option<String>,
    short: Option<String>,
    #[serde(default)]
    members: Vec<String>,
    #[serde(default)]
    part: Vec<Part>,
}

#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Part {
    id: String,
    /// As in [`Region`].
    name: Option<String>,
    /// As in [`Region`].
    slug: Option<String>,
    #[serde(default)]
    members: Vec<String>,
}

/// Reads `[[region]]` and `[[region.part]]` tables of plain strings and lists of strings; `None` where
/// there is anything else.
fn glance(regions: &str) -> Option<RegionsFile> {
    let mut file = RegionsFile { region: Vec::new(), world: None };
    let mut lines = regions.lines().map(str::trim).filter(|line| !line.is_empty() && !line.starts_with('#'));
    let mut keys: Vec<&str> = Vec::new();
    while let Some(line) = lines.next() {
        if line.starts_with('[') {
            keys.clear();
        }
        match line {
            "[[region]]" => file.region.push(Region::default()),
            "[[region.part]]" => file.region.last_mut()?.part.push(Part::default()),
            "[world]" if file.world.is_none() => file.world = Some(World::default()),
            _ => {
                let (key, value) = line.split_once(" = ")?;
                if keys.contains(&key) {
                    return None;
                }
                keys.push(key);
                let members = |lines: &mut dyn Iterator<Item = &str>| {
                    let mut members = Vec::new();
                    let mut rest = value.strip_prefix('[')?;
                    loop {
                        rest = rest.trim_start_matches([' ', ',']);
                        if rest == "]" {
                            return Some(members);
                        }
                        if rest.is_empty() {
                            // The list goes on in the next line; the borrow of lines allows no more than this.
                            let more = lines.next()?;
                            let (ends, more) = more.strip_suffix(']').map_or((false, more), |m| (true, m));
                            for member in more.split(',').map(str::trim).filter(|m| !m.is_empty()) {
                                members.push(plain_string(member)?);
                            }
                            if ends {
                                return Some(members);
                            }
                            continue;
                        }
                        let (member, after) = rest.strip_prefix('"')?.split_once('"')?;
                        if member.contains('\\') {
                            return None;
                        }
                        members.push(member.to_owned());
                        rest = after;
                    }
                };
                let world = file.world.as_mut();
                let region = file.region.last_mut();
                match (key, world, region) {
                    ("members", Some(world), _) => world.members = members(&mut lines)?,
                    ("members", None, Some(region)) => match region.part.last_mut() {
                        Some(part) => part.members = members(&mut lines)?,
                        None => region.members = members(&mut lines)?,
                    },
                    ("id", None, Some(region)) => match region.part.last_mut() {
                        Some(part) => part.id = plain_string(value)?,
                        None => region.id = plain_string(value)?,
                    },
                    ("name", None, Some(region)) => match region.part.last_mut() {
                        Some(part) => part.name = Some(plain_string(value)?),
                        None => region.name = Some(plain_string(value)?),
                    },
                    ("slug", None, Some(region)) => match region.part.last_mut() {
                        Some(part) => part.slug = Some(plain_string(value)?),
                        None => region.slug = Some(plain_string(value)?),
                    },
                    ("short", None, Some(region)) if region.part.is_empty() => {
                        region.short = Some(plain_string(value)?);
                    }
                    _ => return None,
                }
            }
        }
    }
    Some(file)
}

fn plain_string(value: &str) -> Option<String> {
    let text = value.strip_prefix('"')?.strip_suffix('"')?;
    (!text.contains(['"', '\\'])).then(|| text.to_owned())
}

/// All places of the gazetteer, in the tree that `regions` draws.
///
/// # Errors
/// When `regions` is not TOML of the documented shape, names a place that the gazetteer lacks, or puts
/// one in two regions.
pub fn atlas(regions: &str) -> Result<Atlas> {
    let mut atlas = without_regions();
    plant(&mut atlas, regions).context("the regions file")?;
    Ok(atlas)
}

/// All places of the gazetteer, in no tree.
pub fn without_regions() -> Atlas {
    Atlas {
        places: &PLACES,
        by_id: &BY_ID,
        children: vec![Vec::new(); PLACES.len()],
        above: vec![None; PLACES.len()],
        ..Atlas::default()
    }
}

/// Puts the places into the tree.
fn plant(atlas: &mut Atlas, regions: &str) -> Result<()> {
    // The program's own file is plain enough to be read at a glance: the start waits for it. Whatever a
    // reader's file has beyond that, TOML's own parser reads.
    let file = match glance(regions) {
        Some(file) => file,
        None => toml::from_str(regions).map_err(|error| {
            let before = error.span().and_then(|span| regions.get(..span.start)).unwrap_or("");
            anyhow!(
                "not TOML of this shape: line {}: {}",
                before.matches('\n').count() + 1,
                error.message().trim()
            )
        })?,
    };
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
        atlas.short.extend(region.short.clone().map(|short| (top, short)));
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_built_in_regions_read_the_same_at_a_glance() {
        let whole: RegionsFile = toml::from_str(REGIONS).expect("TOML");
        assert_eq!(glance(REGIONS), Some(whole));
    }

    #[test]
    fn a_readers_own_regions() {
        let own = "[[region]]\nid = 'x-europe'\nmembers = [ 'FRA', # a comment\n'DEU']\n";
        let atlas = atlas(own).expect("an atlas");
        let europe = atlas.get("x-europe").expect("Europe");
        assert_eq!(atlas.roots, [europe]);
        assert_eq!(atlas.children(europe).len(), 2);
        assert!(atlas.elsewhere.contains(&atlas.get("KAZ").expect("Kazakhstan")));
    }

    #[test]
    fn regions_that_do_not_fit_say_why() {
        for (own, why) in [
            ("[[region]]\nid = \"x-nowhere\"\n", "x-nowhere"),
            ("[[region]]\nid = \"x-europe\"\nmembers = [\"FRA\", \"FRA\"]\n", "already"),
            ("[[region]]\nid = \"x-europe\"\nmembers = [\"x-europe\"]\n", "below itself"),
            ("[[region", "regions file"),
            ("[[region]]\nid = \"x-europe\"\nmembres = [\"FRA\"]\n", "membres"),
            ("[[region]]\nid = \"x-europe\"\nid = \"x-africa\"\n", "line 3"),
            ("[[region]]\nid = \"x-europe\"\n[[region.part]]\nid = \"x-benelux\"\nshort = \"B\"\n", "short"),
            ("[world]\nmember = [\"FRA\"]\n", "member"),
            ("[[regions]]\nid = \"x-europe\"\n", "regions"),
        ] {
            let error = format!("{:#}", atlas(own).expect_err(own));
            assert!(error.contains(why), "{error}");
        }
    }
}
