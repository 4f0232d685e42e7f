//! Numbers at the head of a line: "Chapter 2", 第6節, "(a)", "IV.". Never decides what the line is.
use super::text::digit;

/// How a heading or an item is numbered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Scheme {
    /// "Part I", 第1部.
    Part,
    /// "Annex 2", "Appendix A".
    Annex,
    /// "Chapter 2", 第2章.
    Chapter,
    /// "Section 5", 第5節.
    Section,
    /// "Article 5", 第5条.
    Article,
    /// "II. …".
    Roman,
    /// "1 Russia", "2.Canada", "5. Russia".
    Number,
    /// "2.1 …", "1.2.3 …", with how many numbers it has.
    Dotted(u8),
    /// "A …", "E The Russian Federation".
    Letter,
    /// "(1) …", （1）.
    ParenNumber,
    /// "(a) …", （ア）.
    ParenLetter,
    /// "‹sub-head>".
    Angle,
    /// No number; of an item: a bullet.
    Plain,
}

impl Scheme {
    /// Whether the number has a word of its own, which says how high it stands.
    pub fn is_named(self) -> bool {
        self <= Self::Article
    }
}

/// A number at the head of a line.
pub struct Numbered<'a> {
    /// How it is numbered.
    pub scheme: Scheme,
    /// Its number as a reader would cite it.
    pub label: String,
    /// Its number as a number, the last of several.
    pub ordinal: u16,
    /// Whether it can be nothing but a number: it has a full stop, brackets or a word of its own.
    pub sure: bool,
    /// What stands behind it.
    pub rest: &'a str,
}

/// A small reader of characters that knows full-width forms.
pub struct Cursor<'a>(pub &'a str);

impl<'a> Cursor<'a> {
    /// Takes one of these characters.
    pub fn eat(&mut self, any: &[char]) -> bool {
        let Some(rest) = self.0.strip_prefix(any) else { return false };
        self.0 = rest;
        true
    }

    /// Takes a word, in capitals or not.
    pub fn eat_word(&mut self, word: &str) -> bool {
        let found = self.0.get(..word.len()).is_some_and(|head| head.eq_ignore_ascii_case(word));
        if found {
            self.0 = &self.0[word.len()..];
        }
        found
    }

    /// As many characters as fit.
    pub fn take(&mut self, fits: impl Fn(char) -> bool) -> &'a str {
        let end = self.0.find(|c| !fits(c)).unwrap_or(self.0.len());
        let (taken, rest) = self.0.split_at(end);
        self.0 = rest;
        taken
    }

    /// A number of up to three digits: longer ones are years and quantities.
    pub fn number(&mut self, digit: fn(char) -> Option<char>) -> Option<u16> {
        let mut ahead = Self(self.0);
        let number = value(ahead.take(|c| digit(c).is_some()), digit)?;
        self.0 = ahead.0;
        Some(number)
    }

    /// Takes white space.
    pub fn spaces(&mut self) -> bool {
        !self.take(|c| matches!(c, ' ' | '\u{3000}' | '\t' | '\u{a0}' | '\n')).is_empty()
    }
}

/// The value of up to three digits.
pub fn value(digits: &str, digit: fn(char) -> Option<char>) -> Option<u16> {
    if digits.is_empty() || digits.chars().count() > 3 {
        return None;
    }
    digits.chars().filter_map(digit).collect::<String>().parse().ok()
}

/// A number in small Roman figures; 0 and what has no figures of its own, 5,000 and more, in digits.
pub fn to_roman(number: u32) -> String {
    const FIGURES: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    if !(1..5000).contains(&number) {
        return number.to_string();
    }
    let (mut rest, mut figures) = (number, String::new());
    for (value, sign) in FIGURES {
        while rest >= value {
            figures.push_str(sign);
            rest -= value;
        }
    }
    figures
}

/// The value of a Roman number up to 49, in capitals.
fn roman(number: &str) -> Option<u16> {
    let value = |c| match c {
        'I' => Some(1),
        'V' => Some(5),
        'X' => Some(10),
        'L' => Some(50),
        _ => None,
    };
    let values: Vec<u16> = number.chars().map(value).collect::<Option<_>>()?;
    let (mut sum, mut high) = (0, 0);
    for &value in values.iter().rev() {
        if value < high {
            sum -= value;
        } else {
            high = value;
            sum += value;
        }
    }
    (values.len() <= 6 && (1..50).contains(&sum)).then_some(sum)
}

/// The value of a number in Japanese numerals, up to 99.
fn kanji(number: &str) -> Option<u16> {
    let unit = |c| "一二三四五六七八九".chars().position(|d| d == c).map(|n| n as u16 + 1);
    let (tens, units) = number.split_once('十').map_or(("", number), |(tens, units)| (tens, units));
    let one = |digits: &str, none| {
        let mut chars = digits.chars();
        match (chars.next(), chars.next()) {
            (None, _) => Some(none),
            (Some(c), None) => unit(c),
            _ => None,
        }
    };
    let tens = if number.contains('十') { one(tens, 1)? * 10 } else { 0 };
    Some(tens + one(units, 0)?).filter(|&sum| sum > 0)
}

/// The schemes with a word of their own.
const NAMED: [(&str, Option<char>, Scheme); 6] = [
    ("Part", Some('部'), Scheme::Part),
    ("Chapter", Some('章'), Scheme::Chapter),
    ("Section", Some('節'), Scheme::Section),
    ("Article", Some('条'), Scheme::Article),
    ("Annex", None, Scheme::Annex),
    ("Appendix", None, Scheme::Annex),
];

/// Reads the number at the head of a line.
pub fn numbered(line: &str) -> Option<Numbered<'_>> {
    let first = line.chars().next()?;
    if first.is_ascii_lowercase() && !matches!(first, 'p' | 'c' | 's' | 'a') {
        return None;
    }
    match first {
        'P' | 'p' | 'C' | 'c' | 'S' | 's' | 'A' | 'a' | '第' => named(line).or_else(|| lettered(line)),
        '(' | '（' => bracketed(line),
        '‹' | '〈' | '＜' | '<' => {
            let inner = line[first.len_utf8()..].strip_suffix(['›', '〉', '＞', '>'])?;
            let sound = !inner.contains(['<', '>', '‹', '›']) && inner.contains(char::is_alphabetic);
            let label = String::new();
            sound.then_some(Numbered { scheme: Scheme::Angle, label, ordinal: 0, sure: true, rest: inner })
        }
        _ if digit(first).is_some() => {
            let mut at = Cursor(line);
            let ordinal = at.number(digit)?;
            if let Some(dotted) = dotted(line) {
                return Some(dotted);
            }
            let dot = at.eat(&['.', '．', ')', '）', '、']);
            let space = at.spaces();
            // "17,200", "2.5 times" and "3rd" are no numbers of headings; "2.Canada" is. "12 May" is a day.
            let sound = (dot || space)
                && !at.0.starts_with(|c: char| digit(c).is_some())
                && !MONTHS.iter().any(|month| at.0.starts_with(month));
            sound.then(|| Numbered {
                scheme: Scheme::Number,
                label: ordinal.to_string(),
                ordinal,
                sure: dot,
                rest: at.0,
            })
        }
        _ => lettered(line),
    }
}

const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// "2.1 Politics", "1.2.3 Trade": a capital behind it, or 2.5 times may be meant.
fn dotted(line: &str) -> Option<Numbered<'_>> {
    let mut at = Cursor(line);
    let mut ordinal = at.number(digit)?;
    let mut label = ordinal.to_string();
    let mut count = 1;
    let mut sure = false;
    while at.eat(&['.', '．']) {
        let Some(next) = at.number(digit) else {
            sure = true;
            break;
        };
        ordinal = next;
        count += 1;
        label.push('.');
        label.push_str(&next.to_string());
    }
    let capital = |c: char| c.is_alphabetic() && !c.is_lowercase();
    (at.spaces() && (2..=5).contains(&count) && at.0.starts_with(capital)).then_some(Numbered {
        scheme: Scheme::Dotted(count),
        label,
        ordinal,
        sure,
        rest: at.0,
    })
}

/// "Chapter 2", "Section IV: …", 第6節, 第二章.
pub fn named(line: &str) -> Option<Numbered<'_>> {
    let made = |word: &str, number: &str, ordinal, scheme, rest| Numbered {
        scheme,
        label: format!("{word} {number}"),
        ordinal,
        sure: true,
        rest,
    };
    let mut at = Cursor(line);
    if at.eat(&['第']) {
        let ordinal = match at.number(digit) {
            Some(number) => number,
            None => kanji(at.take(|c| "一二三四五六七八九十".contains(c)))?,
        };
        let (word, _, scheme) =
            *NAMED.iter().find(|(_, sign, _)| sign.is_some_and(|sign| at.eat(&[sign])))?;
        at.spaces();
        return Some(made(word, &ordinal.to_string(), ordinal, scheme, at.0));
    }
    let (word, _, scheme) = *NAMED.iter().find(|(word, ..)| at.eat_word(word))?;
    if !at.spaces() {
        return None;
    }
    let number: String = at.take(char::is_alphanumeric).chars().map(|c| digit(c).unwrap_or(c)).collect();
    let ordinal = value(&number, digit).filter(|_| number.bytes().all(|b| b.is_ascii_digit()));
    let letter = || {
        let letter = number.bytes().next().filter(|_| number.len() == 1 && scheme == Scheme::Annex)?;
        letter.is_ascii_uppercase().then(|| u16::from(letter - b'A') + 1)
    };
    let ordinal = ordinal.or_else(|| roman(&number)).or_else(letter)?;
    at.eat(&['.', ':', '：']);
    at.spaces();
    at.eat(&['-', '–', '—']);
    at.spaces();
    Some(made(word, &number, ordinal, scheme, at.0))
}

/// The letters that number parts, in their order.
const KATAKANA: &str = "アイウエオカキクケコサシスセソタチツテト";

/// "ii", "iv": one letter alone is a letter.
fn small_roman<'a>(at: &mut Cursor<'a>) -> Option<(&'a str, u16)> {
    let mut ahead = Cursor(at.0);
    let number = ahead.take(|c| matches!(c, 'i' | 'v' | 'x'));
    let ordinal = roman(&number.to_ascii_uppercase()).filter(|_| number.len() > 1)?;
    at.0 = ahead.0;
    Some((number, ordinal))
}

/// "(1) …", "(a) …", "(ii) …", （ア）.
fn bracketed(line: &str) -> Option<Numbered<'_>> {
    let mut at = Cursor(line);
    at.eat(&['(', '（']);
    let (scheme, ordinal, label) = if let Some(number) = at.number(digit) {
        (Scheme::ParenNumber, number, format!("({number})"))
    } else if let Some((number, ordinal)) = small_roman(&mut at) {
        (Scheme::ParenLetter, ordinal, format!("({number})"))
    } else {
        let letter = at.0.chars().next().filter(|c| c.is_ascii_lowercase() || KATAKANA.contains(*c))?;
        at.eat(&[letter]);
        let place = KATAKANA.chars().position(|c| c == letter);
        let ordinal = place.map_or_else(|| letter as u16 - u16::from(b'a'), |place| place as u16) + 1;
        (Scheme::ParenLetter, ordinal, format!("({letter})"))
    };
    if !at.eat(&[')', '）']) {
        return None;
    }
    at.spaces();
    Some(Numbered { scheme, label, ordinal, sure: true, rest: at.0 })
}

/// "E The Russian Federation", "A. …", "II. …".
fn lettered(line: &str) -> Option<Numbered<'_>> {
    if line.as_bytes().get(1).is_none_or(u8::is_ascii_lowercase) {
        return None; // a word, as most lines begin
    }
    let mut at = Cursor(line);
    let letters = at.take(|c| c.is_ascii_uppercase());
    let dot = at.eat(&['.', '．']);
    let space = at.spaces();
    let number = roman(letters).filter(|_| dot || letters.len() > 1 || letters == "I");
    let letter = letters.bytes().next().filter(|_| letters.len() == 1);
    let (scheme, ordinal) = match (number, letter) {
        // C, D, L, M, V and X are letters where no full stop says otherwise; "I" may be a word, too.
        (Some(number), _) if letters != "L" => (Scheme::Roman, number),
        (_, Some(letter)) if dot || letter != b'I' => (Scheme::Letter, u16::from(letter - b'A') + 1),
        _ => return None,
    };
    // "A" may be a word, "J. Smith" a person: what stands behind has a capital, and space before it.
    let capital = at.0.chars().next().is_some_and(|c| c.is_uppercase() || !c.is_ascii());
    (space && capital).then(|| Numbered { scheme, label: letters.into(), ordinal, sure: dot, rest: at.0 })
}
