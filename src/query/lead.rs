//! Where the links of a document lead: to the library's own documents, or out into the web. Never fetches.
use super::resolve::{Target, resolve};
use crate::model::link::{is_opened, percent_decoded, scheme};
use crate::model::{Address, DocId, Document, Library, Origin, Part, harmless, is_harmful, slug};
use std::path::{Component, Path, PathBuf};

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Lead {
    /// To something in the library.
    Inside(Target),
    /// Out into the web, or to a letter box.
    Web(String),
    /// Nowhere that is known here: the address as the source has it.
    Nowhere(String),
}

/// The address in the web, or of a letter box, that a link leads to as it stands. Nothing in it can do harm.
pub fn web(link: &str) -> Option<String> {
    // Nothing of the kind belongs in an address, and nothing of the kind may leave here.
    let link: String = link.chars().filter(|&c| !is_harmful(c) && !c.is_whitespace()).collect();
    if let Some(host) = link.strip_prefix("//") {
        return Some(format!("https://{host}"));
    }
    is_opened(&link).then_some(link)
}

/// Where a link of a document leads.
pub fn lead(library: &Library, id: DocId, link: &str) -> Lead {
    if let Some(address) = web(link) {
        return Lead::Web(address);
    }
    let link: String = link.trim().chars().filter(|&c| !is_harmful(c) && !c.is_control()).collect();
    let Some(doc) = library.get(id) else { return Lead::Nowhere(link) };
    if let Some(name) = link.strip_prefix('#') {
        let block = doc.anchor(name).or_else(|| part(doc, &decoded(name)));
        return block.map_or(Lead::Nowhere(link.clone()), |block| Lead::Inside(Target::Block(id, block)));
    }
    if scheme(&link).is_some() {
        return Lead::Nowhere(link);
    }
    let inside = file(library, doc, &link).or_else(|| {
        let address = Address::parse(&decoded(&link))?;
        resolve(library, &address)
    });
    inside.map_or(Lead::Nowhere(link), Lead::Inside)
}

/// What a relative path means, seen from a document's own.
fn file(library: &Library, from: &Document, link: &str) -> Option<Target> {
    let (address, name) = link.split_once('#').unwrap_or((link, ""));
    let path = decoded(address.split('?').next().unwrap_or(address));
    if path.is_empty() {
        return None;
    }
    let wanted = match &from.origin {
        Origin::File(file) => Origin::File(joined(file, &path)),
        Origin::Within(archive, inner) => {
            // The root is that of the archive.
            let inner = joined(Path::new(inner), path.trim_start_matches('/'));
            Origin::Within(plain(archive), inner.to_string_lossy().into_owned())
        }
        Origin::BuiltIn(inner) => Origin::BuiltIn(joined(Path::new(inner), &path).to_string_lossy().into()),
        Origin::Piped(inner) => {
            Origin::Piped(joined(Path::new(inner), path.trim_start_matches('/')).to_string_lossy().into())
        }
        Origin::Input => return None,
    };
    let found = library.iter().find(|(_, doc)| is(&doc.origin, &wanted, false));
    // A link may leave the ending out, as wikis do.
    let found = found.or_else(|| library.iter().find(|(_, doc)| is(&doc.origin, &wanted, true)));
    let (id, doc) = found?;
    let decoded = decoded(name);
    let block = if name.is_empty() { None } else { doc.anchor(&decoded).or_else(|| part(doc, &decoded)) };
    Some(block.map_or(Target::Document(id), |block| Target::Block(id, block)))
}

/// Whether a document comes from where a link leads; `bare` sets the ending of the file's name aside.
fn is(origin: &Origin, wanted: &Origin, bare: bool) -> bool {
    let same = |one: &Path, other: &Path| {
        let one = plain(one);
        one == *other || bare && other.extension().is_none() && one.with_extension("") == *other
    };
    match (origin, wanted) {
        (Origin::File(one), Origin::File(other)) => same(one, other),
        (Origin::Within(archive, one), Origin::Within(in_archive, other)) => {
            plain(archive) == *in_archive && same(Path::new(one), Path::new(other))
        }
        (Origin::BuiltIn(one), Origin::BuiltIn(other)) | (Origin::Piped(one), Origin::Piped(other)) => {
            same(Path::new(one), Path::new(other))
        }
        _ => false,
    }
}

/// A heading by its slug, or `p3` and `fn7` as addresses have them.
fn part(doc: &Document, name: &str) -> Option<usize> {
    let wanted = slug(name);
    let heading = |path: &[String]| path.last().is_some_and(|step| *step == wanted);
    doc.outline().into_iter().find(|head| heading(&head.path)).map(|head| head.block).or_else(|| {
        match Address::parse(&format!("x#{name}"))? {
            Address::Document { part, .. } if part != Part::Whole => doc.locate(&part),
            _ => None,
        }
    })
}

/// A path relative to that of a file.
fn joined(file: &Path, path: &str) -> PathBuf {
    plain(&file.parent().unwrap_or(Path::new("")).join(path))
}

/// A path without `.` and `..`, by its words alone.
fn plain(path: &Path) -> PathBuf {
    let mut plain = PathBuf::new();
    for step in path.components() {
        match step {
            Component::CurDir => {}
            Component::ParentDir if plain.file_name().is_some_and(|name| name != "..") => {
                plain.pop();
            }
            step => plain.push(step),
        }
    }
    plain
}

/// The same with what is percent-encoded read, and nothing in it that can do harm.
fn decoded(text: &str) -> String {
    harmless(&percent_decoded(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_joined_by_their_words() {
        for (file, path, whole) in [
            ("/a/b/c.txt", "d.txt", "/a/b/d.txt"),
            ("/a/b/c.txt", "../2014/Kazakhstan.txt", "/a/2014/Kazakhstan.txt"),
            ("b/c.txt", "./../../d.md", "../d.md"),
            ("c.txt", "/x/y.md", "/x/y.md"),
            ("./b/c.txt", "d.txt", "b/d.txt"),
        ] {
            assert_eq!(joined(Path::new(file), path), Path::new(whole), "{file} {path}");
        }
    }

    #[test]
    fn no_control_character_comes_out_of_a_link() {
        assert!(!decoded("%1b[2J").contains('\u{1b}'));
    }
}
