//! What the reading pane shows, as a list of items; each is set when it comes on the screen.
use super::keymap::{Context, Keymap};
use super::notes::Page;
use super::reader::Source;
use crate::model::{BlockKind, DocId, Document, Evidence, Library, Passage, PlaceId, Span, SpanKind, moment};
use crate::query::notebook::Status;
use crate::query::{Edition, Target, by_edition, dossier};
use crate::typeset::{self, Line, Marked, Role, Style};
use std::ops::Range;

/// A stretch of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// An empty line.
    Gap,
    /// Words of the program.
    Words(String, Role),
    /// A block of a document.
    Block(DocId, usize),
    /// Words of the program with names of places in them that can be followed: the bytes of each.
    Places(String, Vec<(Range<usize>, PlaceId)>),
    /// A line that leads somewhere: its words, and a number at its end.
    Entry(String, Option<u32>, Target),
}

/// Passages gathered for a reason, which stands over them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gathered {
    /// What they have in common.
    pub title: String,
    /// A line about it; empty for none.
    pub told: String,
    /// The places whose names stand out.
    pub about: Vec<PlaceId>,
    /// They, in any order: they are shown by edition, the newest first.
    pub passages: Vec<Passage>,
}

/// Everything that the reading pane can be scrolled over.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Sheet {
    /// From the top down.
    pub items: Vec<Item>,
    /// Items that the cursor can stand on; empty where a page is read line by line.
    pub stops: Vec<usize>,
    /// Items that open a part: headings, editions.
    pub parts: Vec<usize>,
    /// The places whose names the page is about.
    pub about: Vec<PlaceId>,
    /// Items that speak of keys: where these hold, and the words with what the keys do in braces.
    pub(super) told: Vec<(usize, Context, &'static str)>,
}

impl Sheet {
    fn gap(&mut self) {
        if !matches!(self.items.last(), None | Some(Item::Gap)) {
            self.items.push(Item::Gap);
        }
    }

    fn words(&mut self, words: impl Into<String>, role: Role) {
        let words = words.into();
        if !words.is_empty() {
            self.items.push(Item::Words(words, role));
        }
    }

    /// Words that speak of keys; they have none until the keys are named.
    fn told(&mut self, context: Context, words: &'static str, role: Role) {
        self.told.push((self.items.len(), context, words));
        self.items.push(Item::Words(words.into(), role));
    }

    /// Names the keys that the page speaks of; whether its words are others now.
    pub fn name_keys(&mut self, keys: &Keymap) -> bool {
        let mut changed = false;
        for (item, context, words) in &self.told {
            if let Some(Item::Words(shown, _)) = self.items.get_mut(*item) {
                let now = keys.told(*context, words);
                changed |= *shown != now;
                *shown = now;
            }
        }
        changed
    }

    /// Puts items in before one.
    pub(super) fn put_in(&mut self, at: usize, items: Vec<Item>) {
        let many = items.len();
        let told = self.told.iter_mut().map(|(item, ..)| item);
        let all = self.parts.iter_mut().chain(&mut self.stops).chain(told);
        all.filter(|item| **item >= at).for_each(|item| *item += many);
        self.items.splice(at..at, items);
    }

    fn part(&mut self) {
        self.parts.push(self.items.len());
    }

    fn stop(&mut self, item: Item) {
        self.stops.push(self.items.len());
        self.items.push(item);
    }

    /// Makes the sheet of a source.
    pub fn of(library: &Library, source: &Source) -> Self {
        let mut sheet = Self::default();
        match source {
            Source::Nothing => {}
            Source::World => world(&mut sheet, library),
            Source::Elsewhere => elsewhere(&mut sheet, library),
            Source::Dossier(place, year) => place_sheet(&mut sheet, library, *place, *year),
            Source::Series(series) => edition(&mut sheet, library, series.as_deref(), Which::All),
            Source::Edition(series, year) => {
                edition(&mut sheet, library, series.as_deref(), Which::One(*year));
            }
            Source::Document(id) => document(&mut sheet, library, *id),
            Source::Asking => asking(&mut sheet),
            Source::Passages(gathered) => gathered_sheet(&mut sheet, library, gathered),
            Source::Note(page) => note_sheet(&mut sheet, library, page),
            Source::Notebook(many) => notebook_sheet(&mut sheet, *many),
        }
        sheet
    }

    /// Whether it is one of a list.
    fn is_item(&self, library: &Library, item: usize) -> bool {
        let Some(Item::Block(id, block)) = self.items.get(item) else { return false };
        let block = library.get(*id).and_then(|doc| doc.blocks.get(*block));
        block.is_some_and(|block| matches!(block.kind, BlockKind::Item(..)))
    }

    /// The item that shows a block.
    pub fn item_of(&self, doc: DocId, block: usize) -> Option<usize> {
        self.items.iter().position(|item| *item == Item::Block(doc, block))
    }

    /// Where an item leads.
    pub fn target(&self, item: usize) -> Option<Target> {
        match self.items.get(item)? {
            Item::Block(doc, block) if self.stops.binary_search(&item).is_ok() => {
                Some(Target::Block(*doc, *block))
            }
            Item::Entry(_, _, target) => Some(*target),
            _ => None,
        }
    }

    /// Sets an item, or a part of a very long one; `found` marks what was looked for.
    pub fn set(
        &self,
        library: &Library,
        (item, part): (usize, usize),
        style: &Style,
        found: impl Fn(&Document, Range<usize>) -> Vec<Marked>,
    ) -> Vec<Line> {
        let columns = style.columns;
        match &self.items[item] {
            // Paragraphs stand further apart than their lines.
            Item::Gap => vec![Line::empty(Role::Body); 1 + style.spacing],
            Item::Words(words, role) => typeset::words(words, *role, columns),
            Item::Places(words, named) => typeset::places(words, named, Role::Aside, columns),
            Item::Block(id, block) => {
                let Some(doc) = library.get(*id) else { return Vec::new() };
                let found = found(doc, typeset::bytes_of(doc, *block, part));
                let mut lines = typeset::part(doc, (*block, part), style, &found);
                if style.spacing > 0 && self.is_item(library, item) && self.is_item(library, item + 1) {
                    lines.extend(std::iter::repeat_n(Line::empty(Role::Body), style.spacing));
                }
                lines
            }
            Item::Entry(words, count, _) => {
                let number = count.map_or_else(String::new, |count| grouped(count as usize));
                let room = columns.saturating_sub(typeset::width(&number) + 2);
                let line = if number.is_empty() {
                    typeset::cut(words, columns, "...")
                } else {
                    format!("{}  {number}", typeset::pad(words, room, "..."))
                };
                typeset::words(&line, Role::Body, columns.max(typeset::width(&line)))
            }
        }
    }
}

/// "1,234".
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

/// "1 passage", "2 passages".
pub fn counted(number: usize, noun: &str) -> String {
    format!("{} {noun}{}", grouped(number), if number == 1 { "" } else { "s" })
}

/// "2007 to 2025" or one year.
fn span_of(years: impl Iterator<Item = i32>) -> Option<String> {
    let (first, last) = years.fold(None, |span: Option<(i32, i32)>, year| {
        Some(span.map_or((year, year), |(low, high)| (low.min(year), high.max(year))))
    })?;
    Some(if first == last { first.to_string() } else { format!("{first} to {last}") })
}

/// What the library holds, for those who begin.
fn world(sheet: &mut Sheet, library: &Library) {
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
fn asking(sheet: &mut Sheet) {
    sheet.words("Search", Role::Title);
    sheet.words("Every passage of the library that has all the words, as you type them", Role::Aside);
    for (form, meaning) in super::search::FORMS {
        sheet.gap();
        sheet.words(form, Role::Heading(1));
        sheet.words(meaning, Role::Body);
    }
    sheet.gap();
    sheet.told(
        Context::Hits,
        "{query/accept} goes to the hits, {open} opens the selected one; {next-match} and {previous-match} go on through \
         all that was found, {back} comes back. {facets} counts the hits by year and place, {concordance} sets each \
         match in its line, {save-search} saves the query.",
        Role::Aside,
    );
}

/// Regions that no section of the tree has.
fn elsewhere(sheet: &mut Sheet, library: &Library) {
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

/// What is known of a place: its names and codes, where it lies, what it borders on, what it was and became.
fn card(sheet: &mut Sheet, library: &Library, id: PlaceId) {
    let atlas = &library.atlas;
    let place = atlas.place(id);
    sheet.words(place.name, Role::Title);
    let mut names: Vec<&str> = place.japanese.first().into_iter().collect();
    names.extend(Some(place.official).filter(|official| !official.is_empty() && *official != place.name));
    sheet.words(names.join("   "), Role::Aside);
    let mut facts = vec![place.kind.word().to_owned()];
    let codes = [place.id, place.alpha2, place.numeric];
    let codes: Vec<&str> =
        codes.into_iter().filter(|code| !code.is_empty() && !code.starts_with("x-")).collect();
    facts.extend((!codes.is_empty()).then(|| codes.join(" ")));
    facts.extend((!place.capital.is_empty()).then(|| format!("capital {}", place.capital)));
    facts.extend(match place.years {
        (Some(from), Some(to)) => Some(format!("{from} to {to}")),
        (Some(from), None) => Some(format!("since {from}")),
        (None, Some(to)) => Some(format!("to {to}")),
        (None, None) => None,
    });
    sheet.words(facts.join("   "), Role::Aside);
    let above: Vec<PlaceId> = atlas.ancestry(id).skip(1).collect();
    let before: Vec<PlaceId> =
        atlas.iter().filter(|(_, other)| other.successors.contains(&id)).map(|(other, _)| other).collect();
    for (lead, places) in [
        ("In ", above.as_slice()),
        ("Borders on ", place.neighbours),
        ("Came after ", before.as_slice()),
        ("Followed by ", place.successors),
    ] {
        if places.is_empty() {
            continue;
        }
        let mut words = lead.to_owned();
        let mut links = Vec::new();
        for (number, &other) in places.iter().enumerate() {
            words.push_str(if number == 0 { "" } else { ", " });
            let start = words.len();
            words.push_str(atlas.place(other).name);
            links.push((start..words.len(), other));
        }
        sheet.items.push(Item::Places(words, links));
    }
    let mut others: Vec<&str> = Vec::new();
    for name in place.abbreviations.iter().chain(place.names.iter()) {
        let known = name == place.official || others.contains(&name);
        if !known && others.len() < NAMES_SHOWN {
            others.push(name);
        }
    }
    if !others.is_empty() {
        sheet.words(format!("Also {}", others.join(", ")), Role::Aside);
    }
}

/// From little to much; the view has plain signs for where these would be two columns wide.
pub const BARS: [char; 4] = ['▁', '▃', '▅', '█'];
/// So many other names stand on a place's card; the look-up knows them all.
const NAMES_SHOWN: usize = 6;
/// So many years at most stand in the small bars, the last ones.
const YEARS_SHOWN: i32 = 60;

/// Bars for the passages of each edition, a column a year: a blank where the library has no edition, a dot
/// where the edition says nothing.
fn bars(library: &Library, passages: &[(i32, usize)]) -> Option<String> {
    let (first, last) = library.years()?;
    let most = passages.iter().map(|(_, many)| *many).max()?;
    if first == last {
        return None;
    }
    let first = first.max(last - YEARS_SHOWN + 1);
    let editions: std::collections::HashSet<i32> = library.iter().filter_map(|(_, doc)| doc.year()).collect();
    let bars: String = (first..=last)
        .map(|year| match passages.iter().find(|(other, _)| *other == year) {
            Some((_, many)) => BARS[(many * 4 - 1) / most.max(1)],
            None if editions.contains(&year) => '.',
            None => ' ',
        })
        .collect();
    Some(format!("{first} {bars} {last}"))
}

/// A place's dossier.
fn place_sheet(sheet: &mut Sheet, library: &Library, place: PlaceId, year: Option<i32>) {
    let dossier = dossier(library, place, year);
    sheet.about.clone_from(&dossier.family);
    card(sheet, library, place);
    let documents = dossier.editions.iter().flat_map(|e| &e.sections).map(|s| s.doc);
    let many = documents.clone().collect::<std::collections::HashSet<_>>().len();
    if dossier.passages == 0 {
        sheet.gap();
        sheet.words(
            match year {
                Some(year) => format!("The edition {year} does not name it."),
                None => "No document of this library names it.".into(),
            },
            Role::Body,
        );
        sheet.told(
            Context::List,
            "In the tree, {show-all} hides the places that are never named.",
            Role::Aside,
        );
        return;
    }
    let mut facts = format!("{} in {}", counted(dossier.passages, "passage"), counted(many, "document"));
    if let Some(span) = span_of(documents.filter_map(|doc| library.doc(doc).year())) {
        facts = format!("{facts}, {span}");
    }
    let own = library.counts(place).passages as usize;
    if dossier.family.len() > 1 && year.is_none() && own < dossier.passages {
        let through = if own == 0 { "all" } else { "the rest" };
        let by_name = if own == 0 { String::new() } else { format!("{own} by its own name, ") };
        facts = format!("{facts}; {by_name}{through} through the places in it");
    }
    sheet.words(facts, Role::Aside);
    let by_year: Vec<(i32, usize)> = dossier
        .editions
        .iter()
        .filter_map(|edition| {
            Some((edition.year?, edition.sections.iter().map(|section| section.blocks.len()).sum()))
        })
        .collect();
    if let Some(bars) = bars(library, &by_year) {
        sheet.words(bars, Role::Aside);
    }
    editions_sheet(sheet, library, &dossier.editions);
}

/// A note, and the passage that it is about.
fn note_sheet(sheet: &mut Sheet, library: &Library, page: &Page) {
    let entry = &page.entry;
    sheet.words(entry.title.as_str(), Role::Title);
    let kind = match (entry.note.is_empty(), entry.highlight) {
        (true, true) => "Highlight",
        (true, false) => "Bookmark",
        (false, _) => "Note",
    };
    let made =
        if entry.created == 0 { String::new() } else { format!(" of {}", moment::date(entry.created)) };
    let stands = match page.standing.as_ref().map(|standing| standing.status) {
        None => "",
        Some(Status::Ok) => "; its words stand where they stood",
        Some(Status::Moved) => "; its words stand elsewhere now, or are others",
        Some(Status::Lost) => "; its words are not in this library",
    };
    sheet.words(format!("{kind}{made}{stands}"), Role::Aside);
    sheet.words(entry.place.at.as_str(), Role::Aside);
    for line in entry.note.split('\n') {
        sheet.gap();
        sheet.words(line.trim(), Role::Body);
    }
    sheet.gap();
    sheet.part();
    match page.standing.as_ref().and_then(|standing| standing.place.clone()) {
        Some((id, range)) if library.get(id).is_some() => {
            let doc = library.doc(id);
            let Some(first) = doc.block_at(range.start) else { return };
            let path: Vec<String> = std::iter::once(doc.title().to_owned())
                .chain(doc.heading_path(first).into_iter().map(|at| doc.prose(at).into_owned()))
                .collect();
            sheet.words(path.join(" \u{203a} "), Role::Path);
            for block in first..doc.blocks.len() {
                if doc.blocks[block].start as usize >= range.end {
                    break;
                }
                sheet.stop(Item::Block(id, block));
                sheet.gap();
            }
        }
        _ => {
            sheet.words("The words that were noted", Role::Heading(1));
            sheet.words(entry.place.words.as_str(), Role::Quote);
        }
    }
}

/// What the notebook is for.
fn notebook_sheet(sheet: &mut Sheet, many: usize) {
    sheet.words("Notebook", Role::Title);
    sheet.words(if many == 0 { "Nothing is noted yet".into() } else { counted(many, "note") }, Role::Aside);
    for words in [
        "In a text or a dossier, {text/bookmark} bookmarks the passage you are at and {text/annotate} writes a note on \
         it. Select words first, with {text/select} or the mouse, and they are highlighted.",
        "Words that begin with # are tags. In the text {text/next-own} and {text/previous-own} go through what you \
         noted; here {open} goes to the passage, {annotate} writes on, {forget} throws away, {order} groups by text, \
         place or day, {filter} filters. {undo} takes back.",
        "Notes are kept at once, in a file of plain lines that goes well into version control: bluebook notes tells \
         where it is.",
    ] {
        sheet.gap();
        sheet.told(Context::List, words, Role::Body);
    }
}

/// Passages that were gathered.
fn gathered_sheet(sheet: &mut Sheet, library: &Library, gathered: &Gathered) {
    sheet.about.clone_from(&gathered.about);
    sheet.words(gathered.title.as_str(), Role::Title);
    sheet.words(gathered.told.as_str(), Role::Aside);
    editions_sheet(sheet, library, &by_edition(library, gathered.passages.clone()));
}

/// Passages by edition, under their heading paths.
fn editions_sheet(sheet: &mut Sheet, library: &Library, editions: &[Edition]) {
    for edition in editions {
        sheet.gap();
        sheet.part();
        let label = edition.year.map_or_else(|| "Undated".to_owned(), |year| year.to_string());
        sheet.words(label, Role::Edition);
        // A heading that names the place stands for itself: what follows under it needs no path.
        let mut over: Option<(DocId, usize)> = None;
        for section in &edition.sections {
            let doc = library.doc(section.doc);
            let headed =
                over.is_some_and(|(id, block)| id == section.doc && section.path.last() == Some(&block));
            let titled =
                section.blocks.first().is_some_and(|&block| doc.blocks[block].kind == BlockKind::Title);
            let path: Vec<String> = std::iter::once(doc.title().to_owned())
                .chain(section.path.iter().map(|&at| doc.prose(at).into_owned()))
                .collect();
            sheet.gap();
            if !headed && !titled {
                sheet.words(path.join(" \u{203a} "), Role::Path);
            }
            for &block in &section.blocks {
                if !matches!(sheet.items.last(), Some(Item::Words(_, Role::Path))) {
                    sheet.gap();
                }
                if doc.blocks[block].kind.depth().is_some() {
                    over = Some((section.doc, block));
                }
                sheet.stop(Item::Block(section.doc, block));
            }
        }
    }
}

/// Which editions of a series.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Which {
    /// All of them.
    All,
    /// One, or what has no year.
    One(Option<i32>),
}

/// The documents of an edition, or of a whole series.
fn edition(sheet: &mut Sheet, library: &Library, series: Option<&str>, which: Which) {
    let docs: Vec<(DocId, &Document)> = library
        .iter()
        .map(|(id, doc)| (id, &**doc))
        .filter(|(_, doc)| doc.series() == series && (which == Which::All || which == Which::One(doc.year())))
        .collect();
    let name = series.unwrap_or("Other documents");
    let title = match which {
        Which::All => name.to_owned(),
        Which::One(Some(year)) => format!("{name} {year}"),
        Which::One(None) => format!("{name}, undated"),
    };
    sheet.words(title, Role::Title);
    let mut facts = vec![counted(docs.len(), "document")];
    if which == Which::All {
        facts.extend(
            span_of(docs.iter().filter_map(|(_, doc)| doc.year())).map(|span| format!("editions {span}")),
        );
    }
    let publisher = docs.first().and_then(|(_, doc)| doc.meta.publisher.as_deref());
    facts.extend(publisher.map(str::to_owned));
    sheet.words(facts.join(", "), Role::Aside);
    let mut last = Which::All;
    for (id, doc) in docs {
        if which == Which::All && last != Which::One(doc.year()) {
            last = Which::One(doc.year());
            sheet.gap();
            sheet.part();
            let label = doc.year().map_or_else(|| "Undated".to_owned(), |year| year.to_string());
            sheet.words(label, Role::Edition);
        } else if last == Which::All {
            last = Which::One(doc.year());
            sheet.gap();
        }
        sheet.stop(Item::Entry(doc.title().to_owned(), None, Target::Document(id)));
    }
}

/// A document: what it is, then its text.
fn document(sheet: &mut Sheet, library: &Library, id: DocId) {
    let Some(doc) = library.get(id) else { return };
    let titled = doc.blocks.first().is_some_and(|block| block.kind == BlockKind::Title);
    if !titled {
        sheet.words(doc.title(), Role::Title);
    } else if doc.prose(0) == doc.title() {
        sheet.items.push(Item::Block(id, 0));
    } else {
        sheet.words(doc.title(), Role::Title);
    }
    banner(sheet, doc);
    let mut last: Option<BlockKind> = None;
    for (block, found) in doc.blocks.iter().enumerate() {
        if block == 0 && titled && doc.prose(0) == doc.title() {
            continue;
        }
        let together = last.is_some_and(|last| found.kind.goes_on(last));
        // What is said of a term stands right below it.
        let defined = matches!(found.kind, BlockKind::Item(..)) && block > 0 && is_term(doc, block - 1);
        if !together && !defined {
            sheet.gap();
        }
        let notes_begin = found.kind == BlockKind::Footnote && last != Some(BlockKind::Footnote);
        if notes_begin {
            sheet.words("Notes", Role::Aside);
        }
        if found.kind.depth().is_some() {
            sheet.part();
        }
        sheet.items.push(Item::Block(id, block));
        last = Some(found.kind);
    }
}

/// Whether a block is a term that is explained below it: a line of strong words and nothing else.
fn is_term(doc: &Document, block: usize) -> bool {
    let whole = doc.blocks[block];
    let strong =
        |span: &Span| span.kind == SpanKind::Strong && span.start <= whole.start && span.end >= whole.end;
    whole.kind == BlockKind::Paragraph && doc.spans_in(whole.range()).iter().any(strong)
}

/// What a document is: whose text, which edition and part, how much of it, and its source.
fn banner(sheet: &mut Sheet, doc: &Document) {
    let meta = &doc.meta;
    let guess = |by: Evidence| if by.is_guess() { " (by the file's name)" } else { "" };
    let mut edition = Vec::new();
    match (&meta.series, &meta.year) {
        (Some(series), Some(year)) if series.by == year.by => {
            edition.push(format!("{} {}{}", series.value, year.value, guess(year.by)));
        }
        (series, year) => {
            edition.extend(series.as_ref().map(|s| format!("{}{}", s.value, guess(s.by))));
            edition.push(
                year.as_ref().map_or_else(|| "undated".into(), |y| format!("{}{}", y.value, guess(y.by))),
            );
        }
    }
    edition.extend(meta.part.clone().filter(|part| !part.is_empty()).map(|part| {
        if part.starts_with(|c: char| c.is_ascii_digit()) { format!("Section {part}") } else { part }
    }));
    edition.extend(meta.publisher.clone());
    let extent = match meta.extent.as_deref() {
        Some("full") => ", of the whole section",
        Some("opening") => ", of the section's opening",
        _ => "",
    };
    match meta.kind.as_deref() {
        Some("digest") => {
            sheet.words(format!("A digest in other words{extent}: {}", edition.join(", ")), Role::Aside);
        }
        Some(kind) => sheet.words(format!("{kind}{extent}: {}", edition.join(", ")), Role::Aside),
        None => sheet.words(edition.join(", "), Role::Aside),
    }
    if let Some(covers) = meta.covers {
        sheet.words(format!("Covers {covers}"), Role::Aside);
    }
    if let Some(source) = &meta.source {
        sheet.words(format!("Source: {source}"), Role::Aside);
    }
    if doc.origin.file().is_some() {
        sheet.words(crate::model::harmless(&doc.origin.name()), Role::Aside);
    }
}
