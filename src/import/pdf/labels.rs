//! What the file says of itself beside its pages: title, language, outline, and the labels of its pages.
//! Never looks at the text.
use crate::import::authors;
use crate::import::dates::as_year;
use crate::import::numbers::to_roman;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Array, Dict, Name, Object, String as Bytes};
use std::collections::{BTreeMap, HashMap};

/// An entry of the outline.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// Its depth, 1 for the outermost.
    pub level: u8,
    /// Its words.
    pub title: String,
}

/// What a file says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Said {
    /// The title, where it is one.
    pub title: Option<String>,
    /// Who wrote it, where somebody is named.
    pub author: Option<String>,
    /// The year in which the file was made.
    pub made: Option<i32>,
    /// The language as a BCP 47 tag.
    pub language: Option<String>,
    /// The outline, in order.
    pub outline: Vec<Entry>,
    /// The ranges of page labels, by the first page of each.
    ranges: BTreeMap<usize, Range>,
}

/// How a range of pages is numbered.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Range {
    style: Option<u8>,
    prefix: String,
    first: usize,
}

/// The most entries of an outline, and of a tree of labels.
const ENTRIES: usize = 10_000;

/// Asks a file.
pub fn read(pdf: &Pdf) -> Said {
    let told = pdf.metadata();
    let title = told.title.as_deref().map(text).filter(|title| is_title(title));
    let author = told.author.as_deref().map(text).and_then(|author| authors::joined([author.as_str()]));
    let made = told.creation_date.and_then(|date| as_year(i32::from(date.year)));
    let xref = pdf.xref();
    let Some(catalog) = xref.get::<Dict<'_>>(xref.root_id()) else {
        return Said { title, author, made, ..Said::default() };
    };
    let language = catalog.get::<Bytes<'_>>(&b"Lang"[..]).map(|tag| text(&tag)).filter(|tag| {
        (2..=35).contains(&tag.len()) && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    });
    let mut outline = Vec::new();
    if let Some(root) = catalog.get::<Dict<'_>>(&b"Outlines"[..]) {
        entries(&root, 1, &mut outline);
    }
    let mut ranges = BTreeMap::new();
    if let Some(root) = catalog.get::<Dict<'_>>(&b"PageLabels"[..]) {
        tree(&root, 0, &mut ranges);
    }
    Said { title, author, made, language, outline, ranges }
}

/// Whether words are a title, not what a program puts in its place.
fn is_title(title: &str) -> bool {
    let folded = title.trim().to_lowercase();
    let made =
        folded.starts_with("microsoft ") || folded.starts_with("untitled") || folded.starts_with("slide 1");
    let file =
        [".doc", ".docx", ".indd", ".pdf", ".qxd", ".tex", ".dvi", ".rtf", ".odt", ".html", ".htm", ".txt"];
    !made
        && folded.chars().filter(|c| c.is_alphabetic()).count() >= 2
        && !file.iter().any(|end| folded.ends_with(end))
        && !folded.starts_with("file:")
        && !folded.contains('\u{fffd}')
}

fn entries(node: &Dict<'_>, level: u8, outline: &mut Vec<Entry>) {
    let mut next = node.get::<Dict<'_>>(&b"First"[..]);
    // A ring of entries ends with the count.
    while let Some(entry) = next {
        if outline.len() >= ENTRIES {
            return;
        }
        if let Some(title) = entry.get::<Bytes<'_>>(&b"Title"[..]) {
            outline.push(Entry { level, title: text(&title) });
        }
        if level < 9 {
            entries(&entry, level + 1, outline);
        }
        next = entry.get::<Dict<'_>>(&b"Next"[..]);
    }
}

fn tree(node: &Dict<'_>, depth: usize, ranges: &mut BTreeMap<usize, Range>) {
    if depth > 30 || ranges.len() >= ENTRIES {
        return;
    }
    if let Some(pairs) = node.get::<Array<'_>>(&b"Nums"[..]) {
        let mut pairs = pairs.iter::<Object<'_>>();
        while let (Some(page), Some(range)) = (pairs.next(), pairs.next()) {
            let (Some(page), Some(range)) = (page.into_i32(), range.into_dict()) else { continue };
            let style = range.get::<Name<'_>>(&b"S"[..]).and_then(|name| name.first().copied());
            let prefix = range.get::<Bytes<'_>>(&b"P"[..]).map_or_else(String::new, |prefix| text(&prefix));
            let first =
                range.get::<i32>(&b"St"[..]).and_then(|first| usize::try_from(first).ok()).unwrap_or(1);
            if let Ok(page) = usize::try_from(page) {
                ranges.insert(page, Range { style, prefix, first });
            }
        }
    }
    if let Some(kids) = node.get::<Array<'_>>(&b"Kids"[..]) {
        for kid in kids.iter::<Dict<'_>>() {
            tree(&kid, depth + 1, ranges);
        }
    }
}

/// A text string of the file: UTF-16, UTF-8 or its own encoding, which is Latin-1 for the most part.
fn text(bytes: &[u8]) -> String {
    let text = match bytes {
        [0xfe, 0xff, rest @ ..] => utf16(rest, u16::from_be_bytes),
        [0xff, 0xfe, rest @ ..] => utf16(rest, u16::from_le_bytes),
        [0xef, 0xbb, 0xbf, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        _ => match std::str::from_utf8(bytes) {
            Ok(text) => text.to_owned(),
            Err(_) => bytes.iter().map(|&byte| own(byte)).collect(),
        },
    };
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let (pairs, _) = bytes.as_chunks::<2>();
    char::decode_utf16(pairs.iter().map(|&pair| unit(pair))).map(|c| c.unwrap_or('\u{fffd}')).collect()
}

/// A character of the encoding that PDF has for its own strings.
fn own(byte: u8) -> char {
    const HIGH: &str = "•†‡…—–ƒ⁄‹›−‰„“”‘’‚™ﬁﬂŁŒŠŸŽıłœšž\u{fffd}€";
    match byte {
        0x80..=0xa0 => HIGH.chars().nth(usize::from(byte - 0x80)).unwrap_or('\u{fffd}'),
        _ => char::from(byte),
    }
}

/// The labels of all pages: as the file says, else as the pages themselves do (`printed`: what stood alone
/// in the head or foot of each), else by counting.
pub fn all(said: &Said, printed: &[Vec<String>], count: usize) -> Vec<String> {
    if !said.ranges.is_empty() {
        return (0..count).map(|page| said.label(page)).collect();
    }
    let mut labels: Vec<Option<String>> = vec![None; count];
    if let Some((shift, pages)) = counted(printed, arabic) {
        // Pages without a number of their own, such as those that open chapters, have one all the same.
        for (page, label) in labels.iter_mut().enumerate().skip(if shift > 0 { 0 } else { pages.start }) {
            *label = Some(page as i64 + shift).filter(|&number| number > 0).map(|number| number.to_string());
        }
    }
    if let Some((shift, pages)) = counted(printed, small_roman) {
        for (page, label) in labels.iter_mut().enumerate().take(pages.end) {
            let number = usize::try_from(page as i64 + shift).unwrap_or(0);
            if number > 0 {
                *label = Some(to_roman(number as u32));
            }
        }
    }
    if labels.iter().all(Option::is_none) {
        return (1..=count).map(|page| page.to_string()).collect();
    }
    let own = |(page, label): (usize, Option<String>)| label.unwrap_or_else(|| format!("[{}]", page + 1));
    labels.into_iter().enumerate().map(own).collect()
}

/// How far the numbers printed on pages are from the places of the pages, counted from 0, where that is the
/// same wherever there is a number; and the pages from the first to behind the last of them.
fn counted(printed: &[Vec<String>], read: fn(&str) -> Option<i64>) -> Option<(i64, std::ops::Range<usize>)> {
    let shifts = |page: usize| {
        printed[page].iter().filter_map(move |text| read(text)).map(move |number| number - page as i64)
    };
    let mut votes: HashMap<i64, usize> = HashMap::new();
    for shift in (0..printed.len()).flat_map(shifts) {
        *votes.entry(shift).or_default() += 1;
    }
    let (&shift, &voices) = votes.iter().max_by_key(|(shift, voices)| (**voices, -shift.abs()))?;
    let numbered = (0..printed.len()).filter(|&page| shifts(page).next().is_some()).count();
    if voices < 2 && printed.len() > 1 || voices * 5 < numbered * 3 {
        return None;
    }
    let mut own = (0..printed.len()).filter(|&page| shifts(page).any(|other| other == shift));
    let first = own.next()?;
    Some((shift, first..own.next_back().unwrap_or(first) + 1))
}

fn arabic(text: &str) -> Option<i64> {
    let sound = (1..=5).contains(&text.len()) && text.bytes().all(|byte| byte.is_ascii_digit());
    sound.then(|| text.parse().ok())?
}

/// The value of a small Roman number.
pub fn small_roman(text: &str) -> Option<i64> {
    let lower = !text.is_empty() && text.len() <= 8 && text.bytes().all(|byte| b"ivxlc".contains(&byte));
    lower.then(|| (1..400).find(|&number| to_roman(number) == text))?.map(i64::from)
}

impl Said {
    /// The label of a page by the file's own ranges.
    fn label(&self, page: usize) -> String {
        let Some((&from, range)) = self.ranges.range(..=page).next_back() else {
            return (page + 1).to_string();
        };
        let number = (range.first + page - from).min(99_999);
        let number = match range.style {
            Some(b'R') => to_roman(number as u32).to_uppercase(),
            Some(b'r') => to_roman(number as u32),
            Some(letter @ (b'A' | b'a')) if number > 0 => {
                let sign = char::from(letter + ((number - 1) % 26) as u8);
                sign.to_string().repeat(((number - 1) / 26 + 1).min(99))
            }
            Some(_) => number.to_string(),
            None => String::new(),
        };
        format!("{}{number}", range.prefix)
    }
}
