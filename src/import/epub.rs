//! An electronic book: web pages in an order, with contents. Never reads what is locked.
mod archive;
mod package;

use super::Report;
use super::html::{self, Head, Page};
use super::writer::{Writer, empty};
use crate::model::link::percent_decoded;
use crate::model::{Document, Evidence};
use anyhow::{Context, Result, bail};
use archive::Archive;
use package::Package;
use std::collections::{HashMap, HashSet};
use std::rc::Rc;

/// Reads an electronic book.
///
/// # Errors
/// When it is none, is locked, or goes beyond a limit.
pub fn import(bytes: &[u8], report: &mut Report) -> Result<Document> {
    let mut archive = Archive::open(bytes)?;
    if let Some(encryption) = archive.text("META-INF/encryption.xml")
        && package::is_locked(&encryption?)
    {
        bail!("encrypted (DRM): bluebook cannot read it; ask the publisher for a copy without, or for a PDF");
    }
    let path = package_path(&mut archive)?;
    let text = archive.text(&path).context("no OPF file in it: not an EPUB")??;
    let mut package = Package::read(&text, &path).with_context(|| path.clone())?;
    report.odd.append(&mut package.odd);
    let pages = pages(&mut archive, &package, report);
    if pages.is_empty() {
        bail!("no text in it: none of the book's parts can be read");
    }
    let mut document = empty(bytes.len());
    package.front.apply(&mut document, Evidence::FrontMatter);
    let mut writer = Writer::new(document);
    html::write(&pages, &mut writer, report);
    let mut document = writer.finish();
    let titles: Vec<String> = package.front.title.iter().cloned().collect();
    html::entitle_page(&mut document, &titles);
    Ok(document)
}

/// Where the package file stands.
fn package_path(archive: &mut Archive<'_>) -> Result<String> {
    if let Some(container) = archive.text("META-INF/container.xml")
        && let Some(path) = package::rootfile(&container?)
        && let Some(path) = archive.find(&path)
    {
        return Ok(path.to_owned());
    }
    let any = archive.names().iter().find(|name| name.to_lowercase().ends_with(".opf"));
    any.cloned().context("no OPF file in it: not an EPUB")
}

/// The book's pages in order, with the headings that only the contents tell.
fn pages(archive: &mut Archive<'_>, package: &Package, report: &mut Report) -> Vec<Page> {
    let mut paths = Vec::new();
    let mut seen = HashSet::new();
    for item in package.spine.iter().filter(|item| item.is_page()) {
        match archive.find(&item.path) {
            Some(path) => {
                if seen.insert(path.to_owned()) {
                    paths.push((path.to_owned(), item));
                }
            }
            None => report.odd.push(format!("a part of the book is missing: {}", item.path)),
        }
    }
    let book: HashMap<String, String> =
        paths.iter().map(|(path, _)| (path.to_lowercase(), path.clone())).collect();
    let book = Rc::new(book);
    let contents = contents(archive, package);
    let mut pages = Vec::new();
    for (path, item) in paths {
        let bytes = match archive.read(&path) {
            Some(Ok(bytes)) => bytes,
            Some(Err(error)) => {
                report.odd.push(format!("a part of the book could not be read: {error:#}"));
                continue;
            }
            None => continue,
        };
        let source = html::decode(&bytes, report);
        let listed = package.lists.iter().any(|list| list.eq_ignore_ascii_case(&path)) || item.is_nav();
        let heads = contents.get(&path.to_lowercase()).map_or(&[][..], Vec::as_slice);
        pages.push(Page::of_book(&source, (path, &book), heads, listed));
    }
    pages
}

/// The book's contents: the headings they tell, by the files they stand in.
fn contents(archive: &mut Archive<'_>, package: &Package) -> HashMap<String, Vec<Head>> {
    let mut entries = Vec::new();
    let mut list = String::new();
    for (path, read) in [(&package.nav, html::contents as fn(&str) -> _), (&package.ncx, package::ncx)] {
        if let Some(path) = path.as_ref().filter(|_| entries.is_empty())
            && let Some(Ok(text)) = archive.text(path)
        {
            entries = read(&text);
            list.clone_from(path);
        }
    }
    let mut heads: HashMap<String, Vec<Head>> = HashMap::new();
    for (href, title, level) in entries {
        let (file, id) = href.split_once('#').unwrap_or((&href, ""));
        let path = html::join_path(&list, &percent_decoded(file)).to_lowercase();
        heads.entry(path).or_default().push(Head { id: percent_decoded(id), title, level });
    }
    heads
}
