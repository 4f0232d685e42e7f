//! What a page says of itself outside its text. Never reads the text.
use super::link::{Place, is_web, join_url};
use super::tree::Tree;
use crate::import::authors;
use crate::import::dates::year_of;
use crate::import::front::Front;

/// How far into a page its facts are looked for, in nodes.
const FAR: usize = 20_000;

/// What a page says of itself.
#[derive(Debug, Default)]
pub struct About {
    /// The facts. The title is not among them: the text comes first.
    pub front: Front,
    /// What may be the title, the best first.
    pub titles: Vec<String>,
    /// Where the page stands.
    pub place: Place,
}

impl About {
    /// Reads it.
    pub fn of(tree: &Tree) -> Self {
        let mut facts: Vec<(String, &str)> = Vec::new();
        let mut about = Self::default();
        let (mut canonical, mut base, mut title) = (None, None, None);
        for node in 0..tree.len().min(FAR) {
            match tree.name(node) {
                // Some programs say the language only of the body.
                "html" | "body" if about.front.language.is_none() => {
                    let said = ["lang", "xml:lang"].into_iter().filter_map(|name| tree.attribute(node, name));
                    about.front.language = said.map(str::trim).find(|tag| is_tag(tag)).map(str::to_owned);
                }
                "meta" => {
                    let spoken = || {
                        tree.attribute(node, "http-equiv")
                            .filter(|name| name.trim().eq_ignore_ascii_case("content-language"))
                    };
                    let name = tree.attribute(node, "name").or_else(|| tree.attribute(node, "property"));
                    let name = name.or_else(spoken);
                    if let (Some(name), Some(content)) = (name, tree.attribute(node, "content"))
                        && !content.trim().is_empty()
                    {
                        facts.push((name.trim().to_lowercase().replace(':', "."), content.trim()));
                    }
                }
                "link" if tree.has(node, "rel", "canonical") => canonical = tree.attribute(node, "href"),
                "base" if base.is_none() => base = tree.attribute(node, "href"),
                "title" if title.is_none() && tree.name(tree.parent(node)) != "svg" => {
                    title = Some(tree.words(node, 400)).filter(|title| !title.is_empty());
                }
                _ => {}
            }
        }
        let fact = |names: &[&str]| {
            names.iter().find_map(|name| facts.iter().find(|(own, _)| own == name)).map(|(_, value)| *value)
        };
        let front = &mut about.front;
        let own = |value: &str| value.to_owned();
        let written = ["citation_author", "dc.creator", "dcterms.creator", "author", "article.author"];
        front.author = written.iter().find_map(|name| {
            authors::joined(facts.iter().filter(|(own, _)| own == name).map(|(_, value)| *value))
        });
        front.publisher =
            fact(&["citation_publisher", "dc.publisher", "dcterms.publisher", "og.site_name"]).map(own);
        front.series = fact(&["citation_series_title"]).map(own);
        if front.language.is_none() {
            let language =
                fact(&["citation_language", "dc.language", "dcterms.language", "content-language"]);
            front.language = language.filter(|tag| is_tag(tag)).map(own);
        }
        let issued = [
            "citation_publication_date",
            "citation_date",
            "citation_year",
            "dcterms.issued",
            "dc.date.issued",
        ];
        // Other dates say when a page was changed, unless they are but a year.
        let bare = || fact(&["dcterms.date", "dc.date", "date"]).filter(|date| date.len() == 4);
        front.year = fact(&issued).or_else(bare).and_then(year_of);
        let saved = tree.comments.iter().find_map(|comment| saved_from(comment));
        let said =
            [canonical, fact(&["og.url"]), fact(&["citation_public_url", "dc.source", "dcterms.source"])];
        let url = said.into_iter().flatten().map(str::trim).find(|url| is_web(url)).map(str::to_owned);
        about.place.url = saved.clone().or_else(|| url.clone()).map(|url| without_fragment(&url));
        front.source = url.or(saved).or_else(|| base.filter(|base| is_web(base)).map(str::to_owned));
        about.place.base = base.map(|base| match &about.place.url {
            Some(url) if !is_web(base) => join_url(url, base),
            _ => base.to_owned(),
        });
        let cited = fact(&["citation_title", "dc.title", "dcterms.title"]).map(own);
        let shared = fact(&["og.title", "twitter.title"]).map(own);
        let site = fact(&["og.site_name", "application-name", "dc.publisher", "citation_publisher"]);
        let cut = title.as_deref().map(|title| without_site(title, site).to_owned());
        about.titles = [cited, shared, cut, title].into_iter().flatten().collect();
        about
    }
}

fn is_tag(tag: &str) -> bool {
    (2..=35).contains(&tag.len()) && tag.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

fn without_fragment(url: &str) -> String {
    url.split('#').next().unwrap_or(url).to_owned()
}

/// The address in a comment that a browser leaves in a page that it saves.
fn saved_from(comment: &str) -> Option<String> {
    let small = comment.to_ascii_lowercase();
    let at = small.find("saved from url=").or_else(|| small.find("page saved with"))?;
    let from = at + small[at..].find("http")?;
    let url = comment[from..].split(|c: char| c.is_whitespace() || matches!(c, '"' | '<' | '>')).next()?;
    is_web(url).then(|| url.to_owned())
}

/// A page's title without the site's name behind it.
fn without_site<'a>(title: &'a str, site: Option<&str>) -> &'a str {
    let Some((at, sign)) = [" | ", " ｜ ", "｜", " :: ", " - ", " – ", " — ", " » "]
        .iter()
        .filter_map(|sign| title.rfind(sign).map(|at| (at, *sign)))
        .max_by_key(|(at, _)| *at)
    else {
        return title;
    };
    let (kept, suffix) = (title[..at].trim(), title[at + sign.len()..].trim());
    let bar = sign.contains(['|', '｜', ':', '»']);
    let named = site.is_some_and(|site| site.eq_ignore_ascii_case(suffix));
    let office =
        ["Ministry of", "Department of", "Government of", "Embassy of", "Office of", "Wikipedia", "外務省"];
    let office = office.iter().any(|word| suffix.starts_with(word));
    if kept.chars().count() >= 3 && (bar || named || office) { kept } else { title }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_sites_name_is_no_part_of_a_title() {
        for (title, site, wanted) in [
            ("Central Asia | Ministry of Examples", None, "Central Asia"),
            ("Central Asia - Ministry of Examples", None, "Central Asia"),
            ("Central Asia - Survey 2015", None, "Central Asia - Survey 2015"),
            ("Central Asia - Survey 2015", Some("Survey 2015"), "Central Asia"),
            ("A | B | C", None, "A | B"),
            ("| B", None, "| B"),
            ("Plain", None, "Plain"),
        ] {
            assert_eq!(without_site(title, site), wanted, "{title}");
        }
    }

    #[test]
    fn browsers_say_where_a_page_was_saved_from() {
        for (comment, url) in [
            (" saved from url=(0024)https://example.org/a.b ", Some("https://example.org/a.b")),
            (
                "\n Page saved with SingleFile \n url: https://example.org/x \n saved date: today",
                Some("https://example.org/x"),
            ),
            (" nothing ", None),
        ] {
            assert_eq!(saved_from(comment).as_deref(), url, "{comment}");
        }
    }
}
