//! Fields, formulas and signs of picture fonts: what stands between the words. Never writes.
use super::xml::{self, Name};
use roxmltree::Node;

/// The fields that are open, the innermost last.
#[derive(Debug, Default)]
pub struct Fields(Vec<Field>);

#[derive(Debug)]
struct Field {
    code: String,
    state: State,
}

#[derive(Debug, PartialEq, Eq)]
enum State {
    /// The code is being read.
    Code,
    /// The words that it makes.
    Result,
    /// Those of a link.
    Link,
    /// Those of a table of contents or an index.
    Contents,
}

/// A step through a field.
pub enum Step<'a> {
    /// It begins.
    Begin,
    /// Some of its code.
    Code(&'a str),
    /// The words that it makes begin.
    Result,
    /// It ends.
    End,
}

/// What is to be done then.
#[derive(Debug, PartialEq, Eq)]
pub enum Then {
    /// Nothing.
    Nothing,
    /// A link begins.
    Link(String),
    /// It ends.
    EndLink,
    /// A table of contents begins.
    Contents,
}

impl Fields {
    /// Takes a step; a link in what is not written is none.
    pub fn step(&mut self, step: &Step<'_>, silent: bool) -> Then {
        match step {
            Step::Begin => self.0.push(Field { code: String::new(), state: State::Code }),
            Step::Code(code) => {
                if let Some(field) = self.0.last_mut().filter(|field| field.state == State::Code) {
                    field.code.push_str(code);
                }
            }
            Step::Result => {
                let around = silent && self.0.len() > 1 && self.hide_around();
                let Some(field) = self.0.last_mut().filter(|field| field.state == State::Code) else {
                    return Then::Nothing;
                };
                field.state = State::Result;
                let word = field.code.split_whitespace().next().unwrap_or_default().to_ascii_uppercase();
                if matches!(word.as_str(), "TOC" | "INDEX" | "TOA") {
                    field.state = State::Contents;
                    return Then::Contents;
                }
                if word == "HYPERLINK"
                    && !around
                    && let Some(target) = target(&field.code)
                {
                    field.state = State::Link;
                    return Then::Link(target);
                }
            }
            Step::End => {
                if self.0.pop().is_some_and(|field| field.state == State::Link) {
                    return Then::EndLink;
                }
            }
        }
        Then::Nothing
    }

    fn hide_around(&self) -> bool {
        self.0[..self.0.len() - 1].iter().any(|field| matches!(field.state, State::Code | State::Contents))
    }

    /// Ends what never ended: no heading stands in a table of contents or in a field's code.
    pub fn mend(&mut self) {
        self.0.retain(|field| !matches!(field.state, State::Code | State::Contents));
    }

    /// Whether what is read now is code, or part of a table of contents that is not kept.
    pub fn hide(&self, contents: bool) -> bool {
        self.0.iter().any(|field| field.state == State::Code || field.state == State::Contents && !contents)
    }
}

/// Where `HYPERLINK "address" \l "anchor"` leads.
fn target(code: &str) -> Option<String> {
    let mut quoted = code.split('"');
    let before = quoted.next()?;
    let first = quoted.next();
    let local = |words: &str| words.split_whitespace().any(|word| word == "\\l");
    let target = match first {
        Some(anchor) if local(before) => format!("#{anchor}"),
        Some(address) => match (quoted.next(), quoted.next()) {
            (Some(between), Some(anchor)) if local(between) => format!("{address}#{anchor}"),
            _ => address.to_owned(),
        },
        None => code.split_whitespace().nth(1)?.to_owned(),
    };
    Some(target).filter(|target| !target.is_empty() && !target.starts_with('\\'))
}

/// A formula on one line.
pub fn formula(node: Node<'_, '_>) -> String {
    let mut line = String::new();
    spell(node, &mut line);
    line
}

fn spell(node: Node<'_, '_>, line: &mut String) {
    for part in xml::elements(node) {
        match xml::name(part) {
            Name::Math("t") | Name::Word("t") => line.push_str(part.text().unwrap_or_default()),
            Name::Math("den") => {
                line.push('/');
                spell(part, line);
            }
            Name::Math("sup") => {
                line.push('^');
                spell(part, line);
            }
            Name::Math("sub") => {
                line.push('_');
                spell(part, line);
            }
            Name::Math("rad") => {
                line.push('√');
                spell(part, line);
            }
            Name::Word("del" | "rPr") => {}
            Name::Math(_) | Name::Word(_) | Name::Choice(_) | Name::Other(_) => spell(part, line),
        }
    }
}

/// A sign of a font of pictures as a character; `None` where none is like it.
pub fn sign(node: Node<'_, '_>) -> Option<char> {
    let code = u32::from_str_radix(xml::attribute(node, "char")?, 16).ok()?;
    let font = xml::attribute(node, "font").unwrap_or_default().to_ascii_lowercase();
    // Fonts of pictures keep their signs in a private stretch, or where the letters are.
    let place = if (0xf000..=0xf0ff).contains(&code) { code - 0xf000 } else { code };
    let of = |table: &[(u32, char)]| table.iter().find(|(from, _)| *from == place).map(|(_, sign)| *sign);
    match font.as_str() {
        "symbol" => match place {
            0x41..=0x5a => "ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ".chars().nth(place as usize - 0x41),
            0x61..=0x7a => "αβχδεφγηιϕκλμνοπθρστυϖωξψζ".chars().nth(place as usize - 0x61),
            0x20..=0x40 => char::from_u32(place),
            _ => of(&SYMBOLS),
        },
        font if font.starts_with("wingdings") || font == "webdings" => of(&WINGDINGS),
        _ => char::from_u32(code).filter(|c| !matches!(c, '\u{e000}'..='\u{f8ff}')),
    }
}

const SYMBOLS: [(u32, char); 18] = [
    (0xa2, '′'),
    (0xa3, '≤'),
    (0xa5, '∞'),
    (0xab, '↔'),
    (0xac, '←'),
    (0xad, '↑'),
    (0xae, '→'),
    (0xaf, '↓'),
    (0xb0, '°'),
    (0xb1, '±'),
    (0xb2, '″'),
    (0xb3, '≥'),
    (0xb4, '×'),
    (0xb7, '•'),
    (0xb8, '÷'),
    (0xb9, '≠'),
    (0xbb, '≈'),
    (0xbc, '…'),
];

const WINGDINGS: [(u32, char); 14] = [
    (0x6c, '●'),
    (0x6e, '■'),
    (0x6f, '□'),
    (0x71, '❑'),
    (0x75, '◆'),
    (0x76, '❖'),
    (0x77, '◆'),
    (0xa7, '▪'),
    (0xa8, '◻'),
    (0xd8, '➢'),
    (0xe0, '→'),
    (0xe8, '➔'),
    (0xfb, '✗'),
    (0xfc, '✓'),
];
