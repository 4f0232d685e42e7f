//! Where the links of a document lead: to the library's own documents, or out into the web. Never fetches.
use super::resolve::{Target, resolve};
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

/// The schemes that may be handed to a browser.
const OPENED: [&str; 3] = ["http", "https", "mailto"];

/// The address in the web, or of a letter box, that a link leads to as it stands. Nothing in it can do harm.
pub fn web(link: &str) -> Option<String> {
    // Nothing of the kind belongs in an address, and nothing of the kind may leave here.
    let link: String = link.chars().filter(|&c| !is_harmful(c) && !c.is_whitespace()).collect();
    if let Some(host) = link.strip_prefix("//") {
        return Some(format!("https://{host}"));
    }
    let scheme = scheme(&link)?;
    OPENED.iter().any(|opened| scheme.eq_ignore_ascii_case(opened)).then_some(link)
}

/// Where a link of a document leads.
pub fn lead(library: &Library, id: DocId, link: &str) -> Lead {
    if let Some(address) = web(link) {
        return Lead::Web(address);
    }
    let link: String = link.trim().chars().filter(|&c| !is_harmful(c) && !c.is_control()).collect();
    let Some(doc) = library.get(id) else { return Lead::Nowhere(link) };
    if let Some(name) = link.strip_prefix('#') {
        let block = doc.anchor(name).or_else(|| part(doc, &percent_decoded(name)));
        return block.map_or(Lead::Nowhere(link.clone()), |block| Lead::Inside(Target::Block(id, block)));
    }
    if scheme(&link).is_some() {
        return Lead::Nowhere(link);
    }
    let inside = file(library, doc, &link).or_else(|| {
        let address = Address::parse(&percent_decoded(&link))?;
        resolve(library, &address)
    });
    inside.map_or(Lead::Nowhere(link), Lead::Inside)
}

/// What a relative path means, seen from a document's own.
fn file(library: &Library, from: &Document, link: &str) -> Option<Target> {
    let (address, name) = link.split_once('#').unwrap_or((link, ""));
    let path = percent_decoded(address.split('?').next().unwrap_or(address));
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
        Origin::Input => return None,
    };
    let found = library.iter().find(|(_, doc)| is(&doc.origin, &wanted, false));
    // A link may leave the ending out, as wikis do.
    let found = found.or_else(|| library.iter().find(|(_, doc)| is(&doc.origin, &wanted, true)));
    let (id, doc) = found?;
    let decoded = percent_decoded(name);
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
        (Origin::BuiltIn(one), Origin::BuiltIn(other)) => same(Path::new(one), Path::new(other)),
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

/// The scheme of an absolute address.
fn scheme(address: &str) -> Option<&str> {
    let (scheme, _) = address.split_once(':')?;
    let letters = |c: char| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.');
    (scheme.starts_with(|c: char| c.is_ascii_alphabetic()) && scheme.chars().all(letters)).then_some(scheme)
}

/// `%41` as `A`; what is no text that way stays as it is.
fn percent_decoded(text: &str) -> String {
    let mut decoded = Vec::with_capacity(text.len());
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        let mut ahead = bytes.clone();
        let digit = |byte: Option<u8>| byte.and_then(|byte| (byte as char).to_digit(16));
        match (byte, digit(ahead.next()), digit(ahead.next())) {
            (b'%', Some(high), Some(low)) => {
                decoded.push((high * 16 + low) as u8);
                bytes = ahead;
            }
            _ => decoded.push(byte),
        }
    }
    String::from_utf8(decoded).map_or_else(|_| text.to_owned(), |decoded| harmless(&decoded))
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
    fn what_is_percent_encoded_is_read() {
        for (text, decoded) in [
            ("a%20b", "a b"),
            ("%E3%82%AB", "カ"),
            ("100%", "100%"),
            ("%zz%4", "%zz%4"),
            ("%ff", "%ff"),
            ("%41%", "A%"),
        ] {
            assert_eq!(percent_decoded(text), decoded);
        }
        assert!(!percent_decoded("%1b[2J").contains('\u{1b}'), "no control character comes through");
    }
}
