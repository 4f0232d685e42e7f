//! Slugs made one of a kind. Never asks why two are the same.
use super::address::slug;
use super::document::Document;
use std::collections::{HashMap, HashSet};

/// What each of these slugs becomes, so that no two are the same: the name of the folder that `folder` tells of the
/// slug's number goes in front where a slug is shared, a number behind where even that is.
pub fn distinct(slugs: &[&str], folder: impl Fn(usize) -> Option<String>) -> Vec<String> {
    let mut times: HashMap<&str, usize> = HashMap::new();
    for slug in slugs {
        *times.entry(slug).or_default() += 1;
    }
    let mut taken: HashSet<String> = HashSet::with_capacity(slugs.len());
    // The last number that went behind a slug: those below it are taken.
    let mut last: HashMap<String, usize> = HashMap::new();
    let mut chosen = Vec::with_capacity(slugs.len());
    for (at, &own) in slugs.iter().enumerate() {
        let folder = if times[own] > 1 { folder(at) } else { None };
        let wanted = folder.map_or_else(|| own.to_owned(), |folder| slug(&format!("{folder} {own}")));
        let mut name = wanted.clone();
        if taken.contains(&name) {
            let number = last.entry(wanted.clone()).or_insert(1);
            while taken.contains(&name) {
                *number += 1;
                name = format!("{wanted}-{number}");
            }
        }
        taken.insert(name.clone());
        chosen.push(name);
    }
    chosen
}

/// Makes the slugs of documents one of a kind before anybody shares them.
pub fn distinguish(docs: &mut [Document]) {
    let slugs: Vec<&str> = docs.iter().map(|doc| doc.slug.as_str()).collect();
    let chosen = distinct(&slugs, |at| docs[at].origin.folder());
    for (doc, chosen) in docs.iter_mut().zip(chosen) {
        doc.slug = chosen;
    }
}

#[cfg(test)]
mod tests {
    use super::distinct;

    #[test]
    fn no_two_slugs_are_the_same() {
        let folders = ["2015", "2016", "", "", "2015"];
        let folder = |at: usize| Some(folders[at].to_owned()).filter(|folder| !folder.is_empty());
        let chosen = distinct(&["latvia", "latvia", "latvia", "latvia-2", "latvia"], folder);
        assert_eq!(chosen, ["2015-latvia", "2016-latvia", "latvia", "latvia-2", "2015-latvia-2"]);
        let chosen = distinct(&["a", "a", "a-2", "a", "a-2"], |_| None);
        assert_eq!(chosen, ["a", "a-2", "a-2-2", "a-3", "a-2-3"]);
    }

    #[test]
    fn many_of_one_name_are_numbered_in_their_order() {
        let chosen = distinct(&vec!["a"; 30_000], |_| None);
        assert_eq!((chosen[0].as_str(), chosen[29_999].as_str()), ("a", "a-30000"));
    }
}
