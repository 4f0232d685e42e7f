//! Countries, territories, former states, areas and regions, and how they nest.
use serde::{Deserialize, Serialize};

/// A place's number in its [`Atlas`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PlaceId(pub u16);

/// What sort of place it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PlaceKind {
    /// A state of today.
    Country,
    /// A dependent territory with an ISO code of its own.
    Territory,
    /// A state that is no more.
    Former,
    /// A part of a state, or an area whose status is disputed.
    Area,
    /// A region or sub-region of the world.
    Region,
    /// A union of states that acts as one, such as the EU.
    Union,
}

impl PlaceKind {
    /// The word a reader sees.
    pub fn word(self) -> &'static str {
        match self {
            Self::Country => "country",
            Self::Territory => "territory",
            Self::Former => "former state",
            Self::Area => "area",
            Self::Region => "region",
            Self::Union => "union",
        }
    }
}

/// A list of names as the gazetteer writes it, separated by `|`.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Names(pub &'static str);

impl Names {
    /// Each name in turn.
    pub fn iter(self) -> impl Iterator<Item = &'static str> {
        let mut rest = self.0;
        std::iter::from_fn(move || {
            if rest.is_empty() {
                return None;
            }
            let end = rest.bytes().position(|b| b == b'|').unwrap_or(rest.len());
            let name = &rest[..end];
            rest = rest.get(end + 1..).unwrap_or("");
            Some(name)
        })
    }
    /// The first name, the usual one.
    pub fn first(self) -> Option<&'static str> {
        self.iter().next()
    }
}

/// Everything known about one place.
#[derive(Debug, Clone, PartialEq)]
pub struct Place {
    /// ISO 3166-1 alpha-3, 3166-3 alpha-4 for the former, `x-` and a slug for the rest.
    pub id: &'static str,
    /// What sort of place it is.
    pub kind: PlaceKind,
    /// The short English name.
    pub name: &'static str,
    /// The official English name, empty where there is none.
    pub official: &'static str,
    /// Other English names, former names of the same state among them.
    pub names: Names,
    /// Adjectives and words for the people.
    pub demonyms: Names,
    /// Abbreviations, matched in their exact case.
    pub abbreviations: Names,
    /// Names that several places share.
    pub ambiguous: Names,
    /// Japanese names, the usual one first.
    pub japanese: Names,
    /// Names for looking up only.
    pub search: Names,
    /// The capital's English name, or empty.
    pub capital: &'static str,
    /// Latitude and longitude of the middle, in degrees.
    pub location: Option<(f32, f32)>,
    /// Land neighbours.
    pub neighbours: &'static [PlaceId],
    /// ISO alpha-2, or empty.
    pub alpha2: &'static str,
    /// ISO numeric code, three digits, or empty.
    pub numeric: &'static str,
    /// The sovereign of a territory, the region of an area.
    pub parent: Option<PlaceId>,
    /// First and last year of a state, where known.
    pub years: (Option<i32>, Option<i32>),
    /// The states that came after a former one.
    pub successors: &'static [PlaceId],
}

impl Place {
    /// The address slug: `@kaz` for codes, the name's slug for the rest (`@central-asia`).
    pub fn slug(&self) -> String {
        self.id.strip_prefix("x-").unwrap_or(self.id).to_lowercase()
    }

    /// Every name and code by which the place can be looked up, the short name first.
    pub fn all_names(&self) -> impl Iterator<Item = &'static str> + '_ {
        [self.name, self.official, self.id, self.alpha2]
            .into_iter()
            .chain(self.names.iter())
            .chain(self.japanese.iter())
            .chain(self.abbreviations.iter())
            .chain(self.demonyms.iter())
            .chain(self.ambiguous.iter())
            .chain(self.search.iter())
            .filter(|name| !name.is_empty() && !name.starts_with("x-"))
    }
}

/// All places, and the tree in which a reader walks them: world, region, sub-region, country.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Atlas {
    /// Places by [`PlaceId`].
    pub places: &'static [Place],
    /// The regions under the world, in their order.
    pub roots: Vec<PlaceId>,
    /// The tree's children of each place, in their order.
    pub children: Vec<Vec<PlaceId>>,
    /// The tree's parent of each place.
    pub above: Vec<Option<PlaceId>>,
    /// Places that stand outside the tree (Eurasia, the Asia-Pacific): regions of no section.
    pub elsewhere: Vec<PlaceId>,
    /// Names of regions for where there is little room.
    pub short: Vec<(PlaceId, String)>,
    /// Places by their ids' alphabet.
    pub by_id: &'static [PlaceId],
}

impl Atlas {
    /// The place of this number.
    pub fn place(&self, id: PlaceId) -> &Place {
        &self.places[usize::from(id.0)]
    }

    /// The place with exactly this id (`KAZ`, `x-central-asia`).
    pub fn get(&self, id: &str) -> Option<PlaceId> {
        self.by_id.binary_search_by_key(&id, |id| self.place(*id).id).ok().map(|at| self.by_id[at])
    }

    /// A name for where there is little room.
    pub fn short(&self, id: PlaceId) -> Option<&str> {
        self.short.iter().find(|(place, _)| *place == id).map(|(_, name)| name.as_str())
    }

    /// All places with their numbers.
    pub fn iter(&self) -> impl Iterator<Item = (PlaceId, &Place)> {
        self.places.iter().enumerate().map(|(number, place)| (PlaceId(number as u16), place))
    }

    /// The tree's children of a place.
    pub fn children(&self, id: PlaceId) -> &[PlaceId] {
        self.children.get(usize::from(id.0)).map_or(&[], Vec::as_slice)
    }

    /// The place, then what stands above it in the tree, up to the region.
    pub fn ancestry(&self, id: PlaceId) -> impl Iterator<Item = PlaceId> + '_ {
        std::iter::successors(Some(id), |at| self.above.get(usize::from(at.0)).copied().flatten())
    }

    /// The place and everything below it in the tree.
    pub fn family(&self, id: PlaceId) -> Vec<PlaceId> {
        let mut family = vec![id];
        let mut next = 0;
        while next < family.len() {
            family.extend_from_slice(self.children(family[next]));
            next += 1;
        }
        family
    }

    /// Whether the tree has the place at `id` at or below `top`.
    pub fn within(&self, id: PlaceId, top: PlaceId) -> bool {
        self.ancestry(id).any(|at| at == top)
    }

    /// The region or sub-region that the tree puts a place in.
    pub fn region_of(&self, id: PlaceId) -> Option<PlaceId> {
        self.above.get(usize::from(id.0)).copied().flatten()
    }
}
