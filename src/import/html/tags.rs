//! What HTML's elements are: blocks, empty ones, those that close others. Never looks at a page.
use crate::import::numbers::to_roman;

/// How what stands between an element's tags is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Raw {
    /// As tags and text.
    No,
    /// As a program.
    Script,
    /// As text without entities.
    Text,
    /// As text with entities.
    Characters,
    /// As text to the page's end.
    All,
}

/// The attributes that matter to a reader.
pub const ATTRIBUTES: [&str; 26] = [
    "alt",
    "aria-hidden",
    "aria-label",
    "aria-level",
    "class",
    "colspan",
    "content",
    "epub:type",
    "hidden",
    "href",
    "http-equiv",
    "id",
    "lang",
    "name",
    "property",
    "rel",
    "reversed",
    "role",
    "rowspan",
    "size",
    "start",
    "style",
    "title",
    "type",
    "value",
    "xml:lang",
];

/// How the inside of an element is read.
pub fn raw(name: &str) -> Raw {
    match name {
        "script" => Raw::Script,
        "style" | "xmp" | "iframe" | "noembed" | "noscript" => Raw::Text,
        "title" | "textarea" => Raw::Characters,
        "plaintext" => Raw::All,
        _ => Raw::No,
    }
}

/// Whether what stands in it is no text of the page at all.
pub fn is_silent(name: &str) -> bool {
    matches!(name, "script" | "style" | "iframe" | "noembed" | "noscript")
}

/// Whether an element has no inside.
pub fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "basefont"
            | "bgsound"
            | "br"
            | "col"
            | "embed"
            | "frame"
            | "hr"
            | "image"
            | "img"
            | "input"
            | "isindex"
            | "keygen"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Whether an element belongs to the page's head.
pub fn is_of_head(name: &str) -> bool {
    matches!(
        name,
        "html"
            | "head"
            | "title"
            | "meta"
            | "link"
            | "style"
            | "script"
            | "base"
            | "noscript"
            | "template"
            | "basefont"
            | "bgsound"
    )
}

/// `h1` to `h6`.
pub fn is_heading(name: &str) -> bool {
    matches!(name, "h1" | "h2" | "h3" | "h4" | "h5" | "h6")
}

/// Whether an element stands on lines of its own.
pub fn is_block(name: &str) -> bool {
    is_heading(name)
        || closes_paragraph(name)
        || matches!(
            name,
            "body"
                | "html"
                | "caption"
                | "dd"
                | "dt"
                | "frameset"
                | "hgroup"
                | "legend"
                | "li"
                | "noframes"
                | "td"
                | "tbody"
                | "tfoot"
                | "th"
                | "thead"
                | "tr"
                | "#root"
        )
}

/// Whether a paragraph that nobody closed ends before it.
fn closes_paragraph(name: &str) -> bool {
    is_heading(name)
        || matches!(
            name,
            "address"
                | "article"
                | "aside"
                | "blockquote"
                | "center"
                | "details"
                | "dialog"
                | "dir"
                | "div"
                | "dl"
                | "fieldset"
                | "figcaption"
                | "figure"
                | "footer"
                | "form"
                | "header"
                | "hgroup"
                | "hr"
                | "listing"
                | "main"
                | "menu"
                | "nav"
                | "ol"
                | "p"
                | "plaintext"
                | "pre"
                | "search"
                | "section"
                | "summary"
                | "table"
                | "ul"
                | "xmp"
        )
}

/// Whether an element only says how words look: it may not end in the midst of a paragraph that began in it.
pub fn is_inline(name: &str) -> bool {
    matches!(
        name,
        "a" | "abbr"
            | "acronym"
            | "b"
            | "bdi"
            | "bdo"
            | "big"
            | "cite"
            | "code"
            | "del"
            | "dfn"
            | "em"
            | "font"
            | "i"
            | "ins"
            | "kbd"
            | "label"
            | "mark"
            | "nobr"
            | "q"
            | "s"
            | "samp"
            | "small"
            | "span"
            | "strike"
            | "strong"
            | "sub"
            | "sup"
            | "tt"
            | "u"
            | "var"
    )
}

/// Elements that a tag closes, and those beyond which it does not look for them.
type Closing = (&'static [&'static str], &'static [&'static str]);

const CELL: [&str; 6] = ["td", "th", "caption", "table", "template", "object"];
const ITEM: [&str; 10] =
    ["ul", "ol", "menu", "dir", "td", "th", "caption", "table", "template", "blockquote"];
const TERM: [&str; 7] = ["dl", "td", "th", "caption", "table", "template", "blockquote"];
const TABLE: [&str; 2] = ["table", "template"];

/// What a start tag closes.
pub fn closes(name: &str) -> &'static [Closing] {
    match name {
        "li" => &[(&["li"], &ITEM), (&["p"], &CELL)],
        "dd" | "dt" => &[(&["dd", "dt"], &TERM), (&["p"], &CELL)],
        "td" | "th" => &[(&["td", "th", "caption"], &["tr", "table", "template"])],
        "tr" => &[(&["tr", "caption"], &["table", "template"])],
        "thead" | "tbody" | "tfoot" | "colgroup" => {
            &[(&["thead", "tbody", "tfoot", "caption", "colgroup"], &TABLE), (&["tr"], &TABLE)]
        }
        "caption" => &[(&["caption"], &TABLE)],
        "option" | "optgroup" => &[(&["option"], &["select"])],
        "rt" | "rp" | "rb" | "rtc" => &[(&["rt", "rp", "rb"], &["ruby"])],
        _ if closes_paragraph(name) => &[(&["p"], &CELL)],
        _ => &[],
    }
}

/// The elements beyond which an end tag closes nothing.
pub fn barrier(name: &str) -> &'static [&'static str] {
    match name {
        "table" | "template" | "object" => &["template"],
        "tr" | "td" | "th" | "thead" | "tbody" | "tfoot" | "caption" => &TABLE,
        "li" => &ITEM,
        "dd" | "dt" => &TERM,
        _ => &CELL,
    }
}

/// A number as a list of this kind counts: `c`, `C`, `iii`, `III`.
pub fn count(kind: char, number: u64) -> String {
    let counted = match kind {
        'i' | 'I' => u32::try_from(number).map_or_else(|_| number.to_string(), to_roman),
        _ => letters(number),
    };
    if kind.is_uppercase() { counted.to_uppercase() } else { counted }
}

fn letters(mut number: u64) -> String {
    let mut letters = Vec::new();
    while number > 0 {
        number -= 1;
        letters.push(char::from(b'a' + (number % 26) as u8));
        number /= 26;
    }
    letters.iter().rev().collect()
}
