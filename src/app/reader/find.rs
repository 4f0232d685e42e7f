//! Words looked for in the reading pane: where they stand, which is selected, and the page of nothing but the
//! paragraphs that have them. Never reads a key.
use super::{Reader, Spot};
use crate::app::sheet::{Item, Sheet};
use crate::model::{BlockKind, Document, Library};
use crate::query::Query;
use crate::query::search::in_block;
use crate::typeset::Role;
use std::cell::OnceCell;
use std::ops::Range;
use std::sync::Arc;

/// A match: the item of the page, and its bytes in the document.
pub type Place = (usize, Range<usize>);

/// Words looked for in the text.
pub struct Find {
    /// The words as typed.
    pub text: String,
    /// The question.
    query: Arc<Query>,
    /// Only in these blocks of the document, where it was not asked of the whole page.
    blocks: Option<Vec<u32>>,
    /// Where the words stand; made when first asked for.
    places: OnceCell<Vec<Place>>,
    /// Which of them is selected, counted from 1; 0 for none.
    pub at: usize,
}

impl Find {
    /// Words asked of the whole page.
    pub(in crate::app) fn new(text: String, query: Query) -> Self {
        Self { text, query: Arc::new(query), blocks: None, places: OnceCell::new(), at: 0 }
    }

    /// What was found in these blocks of a document, in order of their numbers.
    pub fn within(text: String, query: Arc<Query>, blocks: Vec<u32>) -> Self {
        Self { text, query, blocks: Some(blocks), places: OnceCell::new(), at: 0 }
    }

    /// Whether it is this very question.
    pub fn asks(&self, query: &Arc<Query>) -> bool {
        Arc::ptr_eq(&self.query, query)
    }

    /// What tells it from others: the question, and in how many blocks only it was asked.
    pub(super) fn identity(&self) -> (Arc<Query>, Option<usize>) {
        (Arc::clone(&self.query), self.blocks.as_ref().map(Vec::len))
    }

    /// Where it stands in a block: byte ranges in the document's text.
    pub(super) fn in_block(&self, doc: &Document, block: usize) -> Vec<Range<usize>> {
        let asked = self.blocks.as_ref().is_none_or(|blocks| blocks.binary_search(&(block as u32)).is_ok());
        if !asked {
            return Vec::new();
        }
        in_block(doc, block, &self.query)
    }

    /// Where it stands in a stretch of an item that is too long to be looked through more than once.
    pub(super) fn in_item(
        &self,
        sheet: &Sheet,
        library: &Library,
        item: usize,
        range: &Range<usize>,
    ) -> Vec<Range<usize>> {
        let places = self.places(sheet, library);
        let from = places.partition_point(|(on, place)| (*on, place.end) <= (item, range.start));
        let here = places[from..].iter().take_while(|(on, place)| *on == item && place.start < range.end);
        here.map(|(_, place)| place.clone()).collect()
    }

    /// How many matches there are, where they were counted already.
    pub fn many(&self) -> Option<usize> {
        self.places.get().map(Vec::len)
    }

    fn places(&self, sheet: &Sheet, library: &Library) -> &[Place] {
        self.places.get_or_init(|| self.look(sheet, library, None))
    }

    /// Where it stands on a page; with `only`, in these items of it.
    fn look(&self, sheet: &Sheet, library: &Library, only: Option<&[usize]>) -> Vec<Place> {
        let mut places = Vec::new();
        let mut look = |item: usize| {
            if let Some(Item::Block(id, block)) = sheet.items.get(item)
                && let Some(doc) = library.get(*id)
            {
                places.extend(self.in_block(doc, *block).into_iter().map(|range| (item, range)));
            }
        };
        match only {
            Some(items) => items.iter().for_each(|&item| look(item)),
            None => (0..sheet.items.len()).for_each(look),
        }
        places
    }

    /// What stands beside the words: which of how many is selected.
    pub fn counter(&self) -> Option<String> {
        Some(match (self.at, self.many()?) {
            (_, 0) => "not in this text".into(),
            (0, many) => format!("{many} found"),
            (at, many) => format!("{at} of {many}"),
        })
    }
}

impl std::fmt::Debug for Find {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Find({:?}, {} of {:?})", self.text, self.at, self.many())
    }
}

/// The whole page, while only a part of it is shown.
#[derive(Debug)]
pub(super) struct Whole {
    sheet: Sheet,
    /// For each item shown the one that it is of the whole page; none for gaps.
    items: Vec<Option<usize>>,
}

impl Reader {
    /// Goes back to where the pane stood before words were typed.
    pub fn stop_looking(&mut self) {
        self.find = None;
        self.mark = None;
        (self.top, self.cursor) = self.before;
    }

    /// Looks for words, from where the pane stood when they were begun. Whether that led around the end.
    pub fn look_for(&mut self, library: &Library, text: &str) -> bool {
        let before = self.find.take();
        self.stop_looking();
        if text.trim().is_empty() {
            return false;
        }
        // What stands further on in a word that is being typed can only be where its beginning is.
        let only = before.filter(|before| text.starts_with(&before.text)).and_then(|before| {
            let mut items: Vec<usize> = before.places.get()?.iter().map(|(item, _)| *item).collect();
            items.dedup();
            Some(items)
        });
        let find = Find::new(text.to_owned(), Query::phrase(text));
        let found = find.look(&self.sheet, library, only.as_deref());
        let _ = find.places.set(found);
        self.find = Some(find);
        self.next_match(library, true).unwrap_or(false)
    }

    /// Marks what a question has found elsewhere, with one match selected: that at or behind a byte of an item.
    pub fn mark_found(&mut self, library: &Library, find: Find, item: usize, at: Option<Range<usize>>) {
        self.find = Some(find);
        match at {
            Some(range) => {
                let spot = self.spot_of(library, item, range.start);
                self.show_spot(library, spot);
                self.choose_mark(library, item, range);
            }
            None => self.show_item(library, item, 0),
        }
    }

    /// Counts the matches, and which of them is selected.
    pub fn count_matches(&mut self, library: &Library) {
        let Some(find) = &mut self.find else { return };
        let mark = self.mark.as_ref();
        let at = find
            .places(&self.sheet, library)
            .iter()
            .position(|(item, range)| mark.is_some_and(|(on, now)| on == item && now.start == range.start));
        find.at = at.map_or(0, |at| at + 1);
    }

    /// The number of the next or the previous match, and whether it lies around the end of the page.
    fn neighbour(&self, library: &Library, forward: bool) -> Option<(usize, bool)> {
        let places = self.find.as_ref()?.places(&self.sheet, library);
        let last = places.len().checked_sub(1)?;
        let now = self.mark.as_ref().map(|(item, range)| (*item, range.start));
        let from = now.unwrap_or((self.top.item, 0));
        let next = if forward {
            places.iter().position(|(item, range)| match now {
                Some(now) => (*item, range.start) > now,
                None => *item >= from.0,
            })
        } else {
            places.iter().rposition(|(item, range)| (*item, range.start) < from)
        };
        Some((next.unwrap_or(if forward { 0 } else { last }), next.is_none()))
    }

    /// Whether another match follows on this page, or stands before.
    pub fn has_match(&self, library: &Library, forward: bool) -> bool {
        self.neighbour(library, forward).is_some_and(|(_, around)| !around)
    }

    /// Goes to the next or the previous match, around the end at last: whether it was; `None` where nothing is.
    pub fn next_match(&mut self, library: &Library, forward: bool) -> Option<bool> {
        let (number, around) = self.neighbour(library, forward)?;
        self.choose_match(library, number);
        Some(around)
    }

    /// Selects the first or the last match of the page.
    pub fn outermost_match(&mut self, library: &Library, last: bool) {
        let many = self.find.as_ref().map_or(0, |find| find.places(&self.sheet, library).len());
        if many > 0 {
            self.choose_match(library, if last { many - 1 } else { 0 });
        }
    }

    fn choose_match(&mut self, library: &Library, number: usize) {
        let Some(find) = &mut self.find else { return };
        let Some((item, range)) = find.places(&self.sheet, library).get(number).cloned() else { return };
        find.at = number + 1;
        self.choose_mark(library, item, range);
    }

    /// Whether only the paragraphs with matches are shown.
    pub fn is_narrowed(&self) -> bool {
        self.whole.is_some()
    }

    /// Shows only the paragraphs that have what is looked for, with the headings above them; how many.
    pub fn narrow(&mut self, library: &Library) -> Option<usize> {
        self.widen(library);
        let find = self.find.as_mut()?;
        let mut matched: Vec<usize> =
            find.places(&self.sheet, library).iter().map(|(item, _)| *item).collect();
        matched.dedup();
        if matched.is_empty() {
            return None;
        }
        let (sheet, items) = part_of(&self.sheet, library, &matched);
        let now = |old: usize| items.iter().position(|item| item.is_some_and(|item| item >= old));
        self.mark = self.mark.take().and_then(|(item, range)| Some((now(item)?, range)));
        let at = self.cursor.or(self.mark.as_ref().map(|_| self.top.item)).unwrap_or(self.top.item);
        let near = now(at).unwrap_or(0);
        self.cursor = sheet.stops.iter().copied().find(|&stop| stop >= near).or(sheet.stops.last().copied());
        find.places = OnceCell::new();
        self.whole = Some(Whole { sheet: self.put_sheet(sheet), items });
        self.aim = None;
        self.show_again(library, near);
        Some(matched.len())
    }

    /// Shows the whole page again, at the same words.
    pub fn widen(&mut self, library: &Library) {
        let Some(whole) = self.whole.take() else { return };
        let old = |item: usize| whole.items[item.min(whole.items.len())..].iter().flatten().next().copied();
        let top = old(self.top.item).unwrap_or(0);
        self.mark = self.mark.take().and_then(|(item, range)| Some((old(item)?, range)));
        self.cursor = self.cursor.and_then(old);
        self.put_sheet(whole.sheet);
        if let Some(find) = &mut self.find {
            find.places = OnceCell::new();
        }
        self.aim = None;
        self.show_again(library, top);
    }

    /// After the page was changed for another: the selected match in sight, or this item at the top.
    fn show_again(&mut self, library: &Library, top: usize) {
        self.selection = None;
        if let Some((item, range)) = self.mark.clone() {
            let spot = self.spot_of(library, item, range.start);
            self.show_spot(library, spot);
        } else {
            self.top = Spot::of(top);
            self.refresh(library);
        }
        self.count_matches(library);
    }

    /// Where an item of the page stands on the whole of it.
    pub(super) fn on_whole(&self, item: usize) -> usize {
        match &self.whole {
            Some(whole) => {
                whole.items[item.min(whole.items.len())..].iter().flatten().next().copied().unwrap_or(0)
            }
            None => item,
        }
    }
}

/// The depth of what stands above other things on a page; none for what does not.
fn depth(item: &Item, library: &Library) -> Option<u8> {
    match item {
        Item::Words(_, Role::Title) => Some(0),
        Item::Words(_, Role::Edition) => Some(1),
        Item::Words(_, Role::Path) => Some(2),
        Item::Block(id, block) => match library.get(*id)?.blocks.get(*block)?.kind {
            BlockKind::Title => Some(0),
            BlockKind::Heading(level) => Some(level.saturating_add(2)),
            _ => None,
        },
        _ => None,
    }
}

/// A page of nothing but these items and the headings above them, with the place of each on the whole page.
fn part_of(sheet: &Sheet, library: &Library, wanted: &[usize]) -> (Sheet, Vec<Option<usize>>) {
    let mut part = Sheet { about: sheet.about.clone(), ..Sheet::default() };
    let mut from: Vec<Option<usize>> = Vec::new();
    // The headings over an item, with their depth, and whether they are on the page already.
    let mut above: Vec<(u8, usize, bool)> = Vec::new();
    let mut wanted = wanted.iter().copied().peekable();
    let mut put = |item: usize| {
        // What stood together stands together: rows of a table, items of a list.
        let together = item.checked_sub(1).is_some_and(|before| from.last() == Some(&Some(before)));
        if !together && !part.items.is_empty() {
            part.items.push(Item::Gap);
            from.push(None);
        }
        if sheet.stops.binary_search(&item).is_ok() {
            part.stops.push(part.items.len());
        }
        if sheet.parts.binary_search(&item).is_ok() {
            part.parts.push(part.items.len());
        }
        part.items.push(sheet.items[item].clone());
        from.push(Some(item));
    };
    for (item, shown) in sheet.items.iter().enumerate() {
        let level = depth(shown, library);
        let hit = wanted.next_if_eq(&item).is_some();
        if let Some(level) = level {
            while above.last().is_some_and(|(depth, ..)| *depth >= level) {
                above.pop();
            }
        }
        if hit {
            for (_, heading, done) in &mut above {
                if !*done {
                    put(*heading);
                    *done = true;
                }
            }
            put(item);
        }
        if let Some(level) = level {
            above.push((level, item, hit));
        }
        if wanted.peek().is_none() {
            break;
        }
    }
    (part, from)
}
