//! The pages that the explorer begins with: the whole library, how to search, the regions outside the tree.
use super::{Item, Sheet, counted, span_of};
use crate::app::keymap::Context;
use crate::app::search::FORMS;
use crate::model::{Library, PlaceId};
use crate::query::Target;
use crate::typeset::Role;

/// What the library holds, for those who begin.
pub(super) fn world(sheet: &mut Sheet, library: &Library) {
    if library.is_empty() {
        sheet.words("Nothing to read", Role::Title);
        sheet.gap();
        sheet.told(
            Context::List,
            "No document could be opened. Leave with {leave} and start bluebook with files or folders, or without any \
             for your library and the digests that come with it.",
            Role::Body,
        );
        return;
    }
    let atlas = &library.atlas;
    let named: Vec<PlaceId> =
        atlas.iter().map(|(id, _)| id).filter(|&id| library.counts(id).mentions > 0).collect();
    sheet.words("All places", Role::Title);
    let mut facts = vec![counted(library.len(), "document")];
    facts.extend(
        span_of(library.iter().filter_map(|(_, doc)| doc.year())).map(|span| format!("editions {span}")),
    );
    facts.push(counted(named.len(), "place"));
    facts.push(counted(library.named() as usize, "passage"));
    sheet.words(facts.join(", "), Role::Aside);
    sheet.gap();
    sheet.told(
        Context::List,
        "Choose a place in the tree and read here what is said of it, the newest edition first. Type {filter} and a \
         few letters to find one: any of its names will do. {lookup} looks up places, documents and headings; \
         {help} shows all keys.",
        Role::Body,
    );
    sheet.gap();
    sheet.part();
    sheet.words("By region", Role::Heading(1));
    for &root in &atlas.roots {
        let counts = library.counts(root);
        if counts.family > 0 {
            sheet.stop(Item::Entry(
                atlas.place(root).name.into(),
                Some(counts.family),
                Target::Place(root, None),
            ));
        }
    }
    sheet.gap();
    sheet.part();
    sheet.words("Most named", Role::Heading(1));
    let mut states: Vec<PlaceId> =
        named.into_iter().filter(|&id| atlas.place(id).kind != crate::model::PlaceKind::Region).collect();
    states.sort_by_key(|&id| (std::cmp::Reverse(library.counts(id).passages), id));
    for &id in states.iter().take(12) {
        let passages = library.counts(id).passages;
        sheet.stop(Item::Entry(atlas.place(id).name.into(), Some(passages), Target::Place(id, None)));
    }
}

/// How to search.
pub(super) fn asking(sheet: &mut Sheet) {
    sheet.words("Search", Role::Title);
    sheet.words("Every passage of the library that has all the words, as you type them", Role::Aside);
    for (form, meaning) in FORMS {
        sheet.gap();
        sheet.words(form, Role::Heading(1));
        sheet.words(meaning, Role::Body);
    }
    sheet.gap();
    sheet.told(
        Context::Hits,
        "{query/accept} goes to the hits, there {open} to the text; {next-match} and {previous-match} go on through all \
         that was found, {back} comes back. {facets} counts the hits by year and place, {concordance} sets each match \
         in its line, {save-search} saves the query.",
        Role::Aside,
    );
}

/// Regions that no section of the tree has.
pub(super) fn elsewhere(sheet: &mut Sheet, library: &Library) {
    sheet.words("Other regions", Role::Title);
    sheet.words("Regions that the library names and that are no section of their own", Role::Aside);
    sheet.gap();
    for &id in &library.atlas.elsewhere {
        let counts = library.counts(id);
        if counts.family > 0 {
            let name = library.atlas.place(id).name;
            sheet.stop(Item::Entry(name.into(), Some(counts.passages), Target::Place(id, None)));
        }
    }
}
