//! What is known of a document, gathered from all who may say it, the strongest first.
use super::front::Front;
use super::{Format, dates};
use crate::gazetteer;
use crate::model::{Atlas, Document, Evidence, Origin, PlaceId, PlaceKind, Said, harmless, slug};
use anyhow::{Context, Result, anyhow, ensure};
use globset::{GlobBuilder, GlobMatcher};
use serde::Deserialize;
use std::collections::BTreeMap;
use std::sync::LazyLock;

/// A document about to be read: where it stands and what others say of it.
pub struct Source<'a> {
    /// Where it comes from.
    pub origin: Origin,
    /// The file's name, or what stands for it.
    pub name: &'a str,
    /// Its address where that is settled already; else its name tells.
    pub slug: Option<&'a str>,
    /// The name of the folder it lies in.
    pub folder: Option<&'a str>,
    /// How to read it.
    pub format: Format,
    /// What the command line says.
    pub options: &'a Front,
    /// What a `bluebook.toml` beside it says.
    pub sidecar: Option<&'a Front>,
}

/// Nothing said.
static UNSAID: LazyLock<Front> = LazyLock::new(Front::default);

impl<'a> Source<'a> {
    /// A text of which nothing is said but its name.
    pub fn alone(name: &'a str, origin: Origin, format: Format) -> Self {
        Self { origin, name, slug: None, folder: None, format, options: &UNSAID, sidecar: None }
    }
}

/// A `bluebook.toml`: facts for all files of its folder and those below, and for those that match a pattern.
#[derive(Debug, Clone, Default)]
pub struct Sidecar {
    all: Front,
    /// `[files."2012-*.txt"]`, in the order of the alphabet.
    files: Vec<(GlobMatcher, Front)>,
}

#[derive(Deserialize)]
struct SidecarFile {
    #[serde(flatten)]
    all: Front,
    #[serde(default)]
    files: BTreeMap<String, Front>,
}

impl Sidecar {
    /// Reads a `bluebook.toml`.
    ///
    /// # Errors
    /// When it is not TOML of this shape, or a pattern is none.
    pub fn read(toml: &str) -> Result<Self> {
        let file: SidecarFile = toml::from_str(toml)
            .map_err(|error| anyhow!("not a bluebook.toml: {}", toml_reason(toml, &error)))?;
        // A misspelt key would tell nothing, and nobody would know.
        let table: toml::Table = toml::from_str(toml)?;
        let files = table.get("files").and_then(toml::Value::as_table);
        let fronts = files.into_iter().flat_map(|files| files.values()).filter_map(toml::Value::as_table);
        for key in table.keys().chain(fronts.flat_map(toml::Table::keys)) {
            ensure!(
                key == "files" || Front::KEYS.contains(&key.as_str()),
                "not a bluebook.toml: there is no key {key:?}; those there are: files, {}",
                Front::KEYS.join(", ")
            );
        }
        let mut files = Vec::new();
        for (pattern, front) in file.files {
            // A pattern without a folder fits names wherever they stand.
            let whole = if pattern.contains('/') { pattern.clone() } else { format!("**/{pattern}") };
            let glob = GlobBuilder::new(whole.trim_start_matches('/')).literal_separator(true).build();
            let glob = glob.with_context(|| format!("not a bluebook.toml: the pattern {pattern:?}"))?;
            files.push((glob.compile_matcher(), front));
        }
        Ok(Self { all: file.all, files })
    }

    /// What it says of the file with this path below its folder. Later patterns win.
    pub fn of(&self, path: &str) -> Front {
        let fits = self.files.iter().filter(|(glob, _)| glob.is_match(path));
        fits.fold(self.all.clone(), |all, (_, more)| more.clone().or(&all))
    }

    /// What is wrong with the first subject in it that is no place.
    pub fn unknown_subject(&self, atlas: &Atlas) -> Option<String> {
        let fronts = self.files.iter().map(|(_, front)| front);
        let mut subjects = [&self.all].into_iter().chain(fronts).filter_map(|front| front.subject.as_deref());
        subjects.find(|subject| place_named(subject, atlas).is_none()).map(unknown)
    }
}

/// What is wrong with TOML, on one line.
pub fn toml_reason(text: &str, error: &toml::de::Error) -> String {
    let line = error.span().map_or(0, |span| text.get(..span.start).unwrap_or("").matches('\n').count());
    format!("line {}: {}", line + 1, error.message().trim().replace('\n', ", "))
}

impl Front {
    /// The names of what can be said.
    const KEYS: [&str; 13] = [
        "title",
        "series",
        "year",
        "covers",
        "part",
        "region",
        "language",
        "kind",
        "extent",
        "author",
        "publisher",
        "source",
        "subject",
    ];

    /// What is said here, and where nothing is, what the other says.
    #[must_use]
    pub fn or(mut self, other: &Self) -> Self {
        for (slot, other) in [
            (&mut self.title, &other.title),
            (&mut self.series, &other.series),
            (&mut self.part, &other.part),
            (&mut self.region, &other.region),
            (&mut self.language, &other.language),
            (&mut self.kind, &other.kind),
            (&mut self.extent, &other.extent),
            (&mut self.author, &other.author),
            (&mut self.publisher, &other.publisher),
            (&mut self.source, &other.source),
            (&mut self.subject, &other.subject),
        ] {
            if slot.is_none() {
                slot.clone_from(other);
            }
        }
        self.year = self.year.or(other.year);
        self.covers = self.covers.or(other.covers);
        self
    }
}

/// A file's name as an address.
pub fn slug_of_file(name: &str) -> String {
    let stem = stem(name);
    let slug = slug(stem);
    if slug.is_empty() { "document".into() } else { slug }
}

/// The name of what a `.gz` holds; of any other file its own.
pub fn unpacked_name(name: &str) -> &str {
    name.strip_suffix(".gz").or_else(|| name.strip_suffix(".GZ")).unwrap_or(name)
}

/// A file's name without the ends that tell of its format.
fn stem(name: &str) -> &str {
    let name = unpacked_name(name);
    name.rsplit_once('.').map_or(name, |(stem, _)| if stem.is_empty() { name } else { stem })
}

/// Settles what a document says of itself: options, sidecar, then what the import found, then the path. Says so where
/// its own words name a subject that is no place.
pub fn settle(document: &mut Document, source: &Source<'_>, atlas: &Atlas) -> Option<String> {
    let stem = stem(source.name);
    document.slug = source.slug.map_or_else(|| slug_of_file(source.name), str::to_owned);
    document.origin = source.origin.clone();
    if let Some(sidecar) = source.sidecar {
        sidecar.apply(document, Evidence::Sidecar);
    }
    source.options.apply(document, Evidence::Option);
    from_path(document, stem, source.folder);
    let about = document.meta.about.take();
    let said = about.as_ref().and_then(|about| place_named(&about.value, atlas));
    let (year, title) = (document.year(), document.meta.title.as_ref());
    let named = |name: &str| Some(of_its_year(place_named(name, atlas)?, year, atlas));
    document.meta.subject = said
        .or_else(|| named(&title?.value))
        .or_else(|| named(&words(stem)))
        .or_else(|| atlas.get(&format!("x-{}", document.meta.region.as_deref()?)));
    // What a sidecar says wrongly is told once, of the sidecar.
    let own = about.filter(|about| said.is_none() && about.by == Evidence::FrontMatter)?;
    Some(unknown(&own.value))
}

/// That a subject is no place.
fn unknown(subject: &str) -> String {
    format!("its subject {:?}: no place is called so", harmless(subject))
}

/// The place whose code or whole name this is.
fn place_named(name: &str, atlas: &Atlas) -> Option<PlaceId> {
    let name = name.trim();
    atlas.get(name).or_else(|| gazetteer::named(name))
}

/// The place that a document of this year is about when it is named so: a former state with one successor
/// is its successor once it is gone. A Burma of 2015 is about Myanmar, though its text may name Burma.
fn of_its_year(place: PlaceId, year: Option<i32>, atlas: &Atlas) -> PlaceId {
    let named = atlas.place(place);
    match (named.kind, named.years.1, year, named.successors) {
        (PlaceKind::Former, Some(end), Some(year), &[successor]) if year > end => successor,
        _ => place,
    }
}

/// A stem's words: `cote-d-ivoire_2` reads `cote d ivoire`. Numbers name no place.
fn words(stem: &str) -> String {
    let words = stem.split(['-', '_', ' ', '.']).filter(|word| !word.is_empty() && !is_number(word));
    words.collect::<Vec<_>>().join(" ")
}

/// Fills from the file's name and folder what nobody else says: guesses, and shown as such.
fn from_path(document: &mut Document, stem: &str, folder: Option<&str>) {
    let said = |value| Some(Said { value, by: Evidence::Path });
    let parts: Vec<&str> = stem.split(['-', '_', ' ', '.']).filter(|word| !word.is_empty()).collect();
    let year_at = parts.iter().position(|part| as_year(part).is_some());
    if document.meta.year.is_none() {
        let year = year_at.and_then(|at| as_year(parts[at])).or_else(|| folder.and_then(as_year));
        document.meta.year = year.and_then(said);
    }
    if document.meta.series.is_none()
        && let Some(at) = year_at.filter(|&at| at > 0)
        && parts[..at].iter().all(|part| part.chars().all(char::is_alphabetic) && part.len() > 3)
    {
        let series: Vec<String> = parts[..at].iter().map(|part| capitalised(part)).collect();
        document.meta.series = Some(Said { value: series.join(" "), by: Evidence::Path });
    }
    if document.meta.part.is_none() || document.meta.part.as_deref().is_some_and(is_number) {
        // Where the text itself gives but a number ("5."), the name may know the chapter as well.
        let numbered = |prefix: &str| {
            parts.iter().find_map(|part| part.strip_prefix(prefix)).filter(|number| is_number(number))
        };
        if let (Some(chapter), Some(section)) = (numbered("ch"), numbered("s")) {
            document.meta.part = Some(format!("Chapter {chapter}, Section {section}"));
        }
    }
    if document.meta.title.is_none() {
        document.meta.title = Some(Said {
            // A file's name may hold line ends, too.
            value: harmless(&stem.replace('_', " ")),
            by: Evidence::Path,
        });
    }
}

fn is_number(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|b| b.is_ascii_digit())
}

/// A number that can be an edition's year.
fn as_year(text: &str) -> Option<i32> {
    if text.len() == 4 { dates::as_year(text.parse().ok()?) } else { None }
}

fn capitalised(word: &str) -> String {
    let mut chars = word.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn patterns_of_a_sidecar() {
        for (pattern, path, fits) in [
            ("*.txt", "a.txt", true),
            ("*.txt", "a.md", false),
            ("*.txt", "2015/a.txt", true),
            ("2012-*", "2012-x.txt", true),
            ("?012*", "2012-x.txt", true),
            ("2015/*.txt", "2015/a.txt", true),
            ("2015/*.txt", "2016/a.txt", false),
            ("2015/*.txt", "2015/b/a.txt", false),
            ("2015/**/*.txt", "2015/b/a.txt", true),
            ("{a,b}.txt", "b.txt", true),
        ] {
            let sidecar = Sidecar::read(&format!("[files.{pattern:?}]\nyear = 2011\n")).expect("a sidecar");
            assert_eq!(sidecar.of(path).year.is_some(), fits, "{pattern} {path}");
        }
        let error = Sidecar::read("[files.\"[a\"]\nyear = 2011\n").expect_err("no pattern");
        assert!(format!("{error:#}").contains("[a"), "{error:#}");
    }

    #[test]
    fn a_sidecar_speaks_of_all_files_and_of_some() {
        let sidecar = Sidecar::read(
            "series = \"Yearbook\"\nyear = 2010\n[files.\"b*.txt\"]\nyear = 2011\ntitle = \"B\"\n",
        )
        .expect("a sidecar");
        assert_eq!(sidecar.of("a.txt").year, Some(2010));
        let b = sidecar.of("b1.txt");
        assert_eq!(
            (b.year, b.series.as_deref(), b.title.as_deref()),
            (Some(2011), Some("Yearbook"), Some("B"))
        );
    }
}
