//! The numbers of lists and headings, which a document counts but does not say. Never writes.
use super::styles::Styles;
use super::xml;
use crate::import::numbers::to_roman;
use roxmltree::Node;
use std::collections::{HashMap, HashSet};

/// How many levels a list has.
const LEVELS: usize = 9;

/// The lists of a document, and how far each has counted.
#[derive(Debug, Default)]
pub struct Numbering {
    /// The levels of each kind of list.
    kinds: HashMap<String, Vec<Level>>,
    lists: HashMap<String, List>,
    /// How far each kind has counted.
    counts: HashMap<String, [Option<u32>; LEVELS]>,
    /// The lists that have begun.
    begun: HashSet<(String, usize)>,
}

/// One list.
#[derive(Debug, Default)]
struct List {
    kind: String,
    /// The first numbers that it sets for itself.
    starts: [Option<u32>; LEVELS],
    /// The levels that it sets for itself.
    levels: HashMap<usize, Level>,
}

#[derive(Debug, Clone)]
struct Level {
    format: Format,
    /// `%1.%2)`
    text: String,
    start: u32,
    /// The level above which a new number lets this one begin again, counted from 1; 0 for none.
    restart: Option<usize>,
    /// Whether numbers of other levels are written as 1, 2, 3 in it.
    legal: bool,
    /// The style whose paragraphs are of this level.
    style: Option<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    None,
    Bullet,
    Decimal,
    Padded,
    LowerLetter,
    UpperLetter,
    LowerRoman,
    UpperRoman,
    Ordinal,
    Kanji,
    FullWidth,
    Circled,
    Katakana,
}

/// What stands before a paragraph of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// How deep it lies; 0 is the outermost.
    pub depth: u8,
    /// Its number, where that is all that is written before it but for a full stop or a bracket.
    pub number: Option<u32>,
    /// What is written before it otherwise, such as `(a)` or `2.1`; empty for a bullet.
    pub label: String,
}

impl Mark {
    /// What is written before it, number or label.
    pub fn words(&self) -> String {
        self.number.map_or_else(|| self.label.clone(), |number| format!("{number}."))
    }
}

impl Numbering {
    /// Reads the lists.
    pub fn read(root: Option<Node<'_, '_>>, styles: &Styles) -> Self {
        let mut numbering = Self::default();
        let Some(root) = root else { return numbering };
        // A kind may say that it is the same as a style's list.
        let mut borrowed = Vec::new();
        for node in xml::elements(root) {
            if xml::is(node, "abstractNum")
                && let Some(id) = xml::attribute(node, "abstractNumId")
            {
                let levels = xml::elements(node).filter(|&node| xml::is(node, "lvl"));
                let levels: Vec<Level> = levels.take(LEVELS).map(Level::read).collect();
                if levels.is_empty()
                    && let Some(style) = xml::value(node, "numStyleLink")
                {
                    borrowed.push((id.to_owned(), style.to_owned()));
                }
                numbering.kinds.insert(id.to_owned(), levels);
            } else if xml::is(node, "num")
                && let Some(id) = xml::attribute(node, "numId")
            {
                numbering.lists.insert(id.to_owned(), List::read(node));
            }
        }
        for (kind, style) in borrowed {
            let list = styles.named(Some(&style)).and_then(|style| style.list.0.clone());
            let levels = list
                .and_then(|list| numbering.lists.get(&list))
                .and_then(|list| numbering.kinds.get(&list.kind).cloned());
            numbering.kinds.insert(kind, levels.unwrap_or_default());
        }
        numbering
    }

    /// The level of a list that is of this style.
    pub fn level_of_style(&self, list: &str, style: &str) -> Option<u8> {
        let levels = self.kinds.get(&self.lists.get(list)?.kind)?;
        let of = |level: &Level| level.style.as_deref() == Some(style);
        levels.iter().position(of).map(|level| level as u8)
    }

    /// Counts a paragraph of a list, and says what stands before it; `None` where there is no such list.
    pub fn count(&mut self, id: &str, depth: u8) -> Option<Mark> {
        let depth = usize::from(depth).min(LEVELS - 1);
        let list = self.lists.get(id)?;
        let kind = self.kinds.get(&list.kind)?;
        let level = |depth: usize| list.levels.get(&depth).or_else(|| kind.get(depth));
        let counts = self.counts.entry(list.kind.clone()).or_default();
        let own = list.starts[depth].filter(|_| self.begun.insert((id.to_owned(), depth)));
        let start = |depth: usize| list.starts[depth].or(level(depth).map(|level| level.start)).unwrap_or(1);
        let number = match (own, counts[depth]) {
            (Some(own), _) => own,
            (None, Some(last)) => last.saturating_add(1),
            (None, None) => start(depth),
        };
        counts[depth] = Some(number);
        for (below, count) in counts.iter_mut().enumerate().skip(depth + 1) {
            // Counted from 1: "begin again after level 2" is not meant by a new number of level 3.
            let restart = level(below).and_then(|level| level.restart);
            if restart.is_none_or(|restart| restart != 0 && depth < restart) {
                *count = None;
            }
        }
        let mark = |number, label| Some(Mark { depth: depth as u8, number, label });
        let own = level(depth)?;
        if own.text.trim().is_empty() || own.format == Format::None && !own.text.contains('%') {
            // Without a sign of its own it is a paragraph that is only set in.
            return None;
        }
        if own.format == Format::Bullet {
            return mark(None, String::new());
        }
        let itself = format!("%{}", depth + 1);
        let dressed =
            own.text.strip_prefix(&itself).is_some_and(|rest| matches!(rest, "" | "." | ")" | ".)"));
        if own.format == Format::Decimal && dressed {
            return mark(Some(number), String::new());
        }
        let mut label = String::new();
        let mut rest = own.text.chars().peekable();
        while let Some(c) = rest.next() {
            let place = rest.peek().and_then(|digit| digit.to_digit(10)).filter(|_| c == '%');
            match place.map(|place| place as usize) {
                Some(place @ 1..=LEVELS) => {
                    rest.next();
                    let of = place - 1;
                    let number = counts[of].unwrap_or_else(|| start(of));
                    let format = level(of).map_or(Format::Decimal, |level| level.format);
                    let plain = own.legal && of < depth;
                    label.push_str(&written(number, if plain { Format::Decimal } else { format }));
                }
                _ => label.push(c),
            }
        }
        mark(None, label.trim().to_owned())
    }
}

impl List {
    fn read(node: Node<'_, '_>) -> Self {
        let mut list = Self {
            kind: xml::value(node, "abstractNumId").unwrap_or_default().to_owned(),
            ..Self::default()
        };
        for own in xml::elements(node).filter(|&node| xml::is(node, "lvlOverride")) {
            let Some(depth) = xml::number(own, "ilvl").map(|depth| depth as usize).filter(|&at| at < LEVELS)
            else {
                continue;
            };
            list.starts[depth] = xml::value(own, "startOverride").and_then(|start| start.parse().ok());
            if let Some(level) = xml::child(own, "lvl") {
                list.levels.insert(depth, Level::read(level));
            }
        }
        list
    }
}

impl Level {
    fn read(node: Node<'_, '_>) -> Self {
        let number = |name| xml::value(node, name).and_then(|value| value.trim().parse::<u32>().ok());
        Self {
            format: xml::value(node, "numFmt").map_or(Format::Decimal, format_of),
            text: xml::value(node, "lvlText").unwrap_or_default().to_owned(),
            start: number("start").unwrap_or(1),
            restart: number("lvlRestart").map(|level| level as usize),
            legal: xml::toggle(node, "isLgl") == Some(true),
            style: xml::value(node, "pStyle").map(ToOwned::to_owned),
        }
    }
}

fn format_of(name: &str) -> Format {
    match name {
        "none" => Format::None,
        "bullet" => Format::Bullet,
        "decimalZero" => Format::Padded,
        "lowerLetter" => Format::LowerLetter,
        "upperLetter" => Format::UpperLetter,
        "lowerRoman" => Format::LowerRoman,
        "upperRoman" => Format::UpperRoman,
        "ordinal" => Format::Ordinal,
        "decimalFullWidth" | "decimalFullWidth2" => Format::FullWidth,
        "decimalEnclosedCircle" | "decimalEnclosedCircleChinese" => Format::Circled,
        "aiueo" | "aiueoFullWidth" => Format::Katakana,
        "chineseCounting"
        | "chineseCountingThousand"
        | "ideographDigital"
        | "japaneseCounting"
        | "japaneseDigitalTenThousand"
        | "taiwaneseCounting"
        | "taiwaneseCountingThousand" => Format::Kanji,
        _ => Format::Decimal,
    }
}

/// The number of a note, as a format with this name writes it.
pub fn numeral(number: u32, format: &str) -> String {
    if format == "chicago" {
        let signs = ['*', '†', '‡', '§'];
        let (place, times) = ((number.max(1) - 1) % 4, (number.max(1) - 1) / 4 + 1);
        return std::iter::repeat_n(signs[place as usize], times.min(8) as usize).collect();
    }
    written(number, format_of(format))
}

fn written(number: u32, format: Format) -> String {
    let from = |first: char, most: u32| {
        if (1..=most).contains(&number) { char::from_u32(first as u32 + number - 1) } else { None }
    };
    let or_plain = |sign: Option<char>| sign.map_or_else(|| number.to_string(), String::from);
    match format {
        Format::None | Format::Bullet => String::new(),
        Format::Decimal => number.to_string(),
        Format::Padded => format!("{number:02}"),
        Format::LowerLetter => letters(number),
        Format::UpperLetter => letters(number).to_ascii_uppercase(),
        Format::LowerRoman => to_roman(number),
        Format::UpperRoman => to_roman(number).to_ascii_uppercase(),
        Format::Ordinal => {
            let end = match (number % 100, number % 10) {
                (11..=13, _) => "th",
                (_, 1) => "st",
                (_, 2) => "nd",
                (_, 3) => "rd",
                _ => "th",
            };
            format!("{number}{end}")
        }
        Format::FullWidth => {
            let wide = |c: char| char::from_u32(c as u32 - '0' as u32 + '０' as u32).unwrap_or(c);
            number.to_string().chars().map(wide).collect()
        }
        Format::Circled => or_plain(from('①', 20)),
        Format::Katakana => {
            or_plain("アイウエオカキクケコサシスセソタチツテト".chars().nth(number.wrapping_sub(1) as usize))
        }
        Format::Kanji => kanji(number),
    }
}

/// a, b, … z, aa, bb.
fn letters(number: u32) -> String {
    let Some(place) = number.checked_sub(1) else { return String::new() };
    let letter = char::from(b'a' + (place % 26) as u8);
    std::iter::repeat_n(letter, (place / 26 + 1).min(8) as usize).collect()
}

/// 一, 十二, 二十; above 99 in plain digits.
fn kanji(number: u32) -> String {
    let unit = |n: u32| "一二三四五六七八九".chars().nth(n.wrapping_sub(1) as usize);
    match number {
        1..=99 => {
            let tens = (number >= 20).then(|| unit(number / 10)).flatten();
            let ten = (number >= 10).then_some('十');
            tens.into_iter().chain(ten).chain(unit(number % 10)).collect()
        }
        _ => number.to_string(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_as_lists_write_them() {
        for (number, format, wanted) in [
            (3, Format::LowerLetter, "c"),
            (28, Format::UpperLetter, "BB"),
            (14, Format::LowerRoman, "xiv"),
            (1999, Format::UpperRoman, "MCMXCIX"),
            (22, Format::Ordinal, "22nd"),
            (12, Format::Ordinal, "12th"),
            (7, Format::Padded, "07"),
            (12, Format::FullWidth, "１２"),
            (3, Format::Circled, "③"),
            (30, Format::Circled, "30"),
            (0, Format::Circled, "0"),
            (2, Format::Katakana, "イ"),
            (10, Format::Kanji, "十"),
            (21, Format::Kanji, "二十一"),
            (0, Format::LowerLetter, ""),
            (0, Format::Katakana, "0"),
            (u32::MAX, Format::UpperRoman, "4294967295"),
        ] {
            assert_eq!(written(number, format), wanted);
        }
    }
}
