//! Where a page stands and where its links lead: inside the document, or out into the world. Never fetches.
use crate::model::link::{percent_decoded, scheme};
use std::collections::HashMap;
use std::rc::Rc;

/// Where a page stands.
#[derive(Debug, Default)]
pub struct Place {
    /// Its path inside a book; empty for a page of its own.
    pub path: String,
    /// Its address in the world, without fragment.
    pub url: Option<String>,
    /// What its relative links are relative to, where that is another address.
    pub base: Option<String>,
    /// All pages of the book: by their paths in small letters, the paths as they are.
    pub book: Rc<HashMap<String, String>>,
}

/// Where a link leads.
#[derive(Debug, PartialEq, Eq)]
pub enum Target {
    /// To a place of the same document, by the name that the document's links have behind `#`.
    Inside(String),
    /// To an address.
    Outside(String),
    /// Nowhere: a program, or a place that only a browser has.
    Nowhere,
}

impl Place {
    /// The name by which links lead to an element of this page, or to the page.
    pub fn name(&self, id: &str) -> String {
        match (self.path.is_empty(), id.is_empty()) {
            (true, _) => id.to_owned(),
            (false, true) => self.path.clone(),
            (false, false) => format!("{}#{id}", self.path),
        }
    }

    /// Where a link leads.
    pub fn target(&self, href: &str) -> Target {
        let href = href.trim();
        let (address, fragment) = href.split_once('#').unwrap_or((href, ""));
        let scheme = scheme(address);
        if scheme.is_some_and(|scheme| {
            ["javascript", "data", "about", "blob", "file", "vbscript"]
                .iter()
                .any(|no| scheme.eq_ignore_ascii_case(no))
        }) {
            return Target::Nowhere;
        }
        let fragment = percent_decoded(fragment);
        let own = address.is_empty() || self.url.as_deref().is_some_and(|url| url == address);
        if own {
            return if fragment.is_empty() { Target::Nowhere } else { Target::Inside(self.name(&fragment)) };
        }
        if scheme.is_some() {
            return Target::Outside(href.to_owned());
        }
        if self.path.is_empty() {
            let base = self.base.as_deref().or(self.url.as_deref());
            return Target::Outside(base.map_or_else(|| href.to_owned(), |base| join_url(base, href)));
        }
        let path = join_path(&self.path, &percent_decoded(address));
        match self.book.get(&path.to_lowercase()) {
            Some(path) if fragment.is_empty() => Target::Inside(path.clone()),
            Some(path) => Target::Inside(format!("{path}#{fragment}")),
            None => Target::Outside(href.to_owned()),
        }
    }
}

/// Whether an address is one of the web.
pub fn is_web(address: &str) -> bool {
    scheme(address).is_some_and(|scheme| matches!(&*scheme.to_ascii_lowercase(), "http" | "https"))
}

/// An address relative to another.
pub fn join_url(base: &str, href: &str) -> String {
    let Some((scheme, rest)) = base.split_once("://") else { return href.to_owned() };
    if let Some(host) = href.strip_prefix("//") {
        return format!("{scheme}://{host}");
    }
    let rest = rest.split(['?', '#']).next().unwrap_or(rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    if href.starts_with('?') {
        return format!("{scheme}://{host}/{path}{href}");
    }
    let (address, more) = href.find(['?', '#']).map_or((href, ""), |at| href.split_at(at));
    let path = match address.strip_prefix('/') {
        Some(path) => join_path("", path),
        None => join_path(path, address),
    };
    format!("{scheme}://{host}/{path}{more}")
}

/// A path relative to that of a file, its `.` and `..` resolved.
pub fn join_path(file: &str, path: &str) -> String {
    let folder = file.rsplit_once('/').map_or("", |(folder, _)| folder);
    let whole = match path.strip_prefix('/') {
        Some(path) => path.to_owned(),
        None => format!("{folder}/{path}"),
    };
    let ends_in_folder = whole.ends_with('/') && !whole.is_empty();
    let mut steps: Vec<&str> = Vec::new();
    for step in whole.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    let mut path = steps.join("/");
    if ends_in_folder && !path.is_empty() {
        path.push('/');
    }
    path
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_joined_as_browsers_do() {
        for (base, href, whole) in [
            ("https://a.jp/x/y.html", "z.html", "https://a.jp/x/z.html"),
            ("https://a.jp/x/y.html", "../z.html#n", "https://a.jp/z.html#n"),
            ("https://a.jp/x/y.html", "/z/", "https://a.jp/z/"),
            ("https://a.jp/x/y.html", "//b.jp/z", "https://b.jp/z"),
            ("https://a.jp/x/y.html?q", "?p=2", "https://a.jp/x/y.html?p=2"),
            ("https://a.jp", "z?u=a/../b", "https://a.jp/z?u=a/../b"),
            ("https://a.jp/x/", "../../../z", "https://a.jp/z"),
        ] {
            assert_eq!(join_url(base, href), whole, "{base} {href}");
        }
    }

    #[test]
    fn a_link_leads_inside_outside_or_nowhere() {
        let url = Some("https://a.jp/p.html".to_owned());
        let place = Place { url, ..Place::default() };
        for (href, target) in [
            ("#n%201", Target::Inside("n 1".into())),
            ("https://a.jp/p.html#x", Target::Inside("x".into())),
            ("#", Target::Nowhere),
            ("JavaScript:void(0)", Target::Nowhere),
            ("q.html", Target::Outside("https://a.jp/q.html".into())),
            ("mailto:a@b", Target::Outside("mailto:a@b".into())),
        ] {
            assert_eq!(place.target(href), target, "{href}");
        }
        let book = [("oebps/ch 2.xhtml".to_owned(), "OEBPS/Ch 2.xhtml".to_owned())];
        let book = Rc::new(book.into_iter().collect());
        let place = Place { path: "OEBPS/text/ch1.xhtml".into(), book, ..Place::default() };
        assert_eq!(place.target("#a"), Target::Inside("OEBPS/text/ch1.xhtml#a".into()));
        assert_eq!(place.target("../ch%202.xhtml#a"), Target::Inside("OEBPS/Ch 2.xhtml#a".into()));
        assert_eq!(place.target("../CH%202.xhtml"), Target::Inside("OEBPS/Ch 2.xhtml".into()));
        assert_eq!(place.target("x.png"), Target::Outside("x.png".into()));
    }
}
