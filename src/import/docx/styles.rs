//! What the styles of a document say: which are headings, how deep, and how their words look. Never writes.
use super::xml;
use roxmltree::Node;
use std::collections::HashMap;

/// The styles of a document, with all that they take over from those they build on.
#[derive(Debug, Default)]
pub struct Styles {
    by_id: HashMap<String, Style>,
    /// The paragraph style of a paragraph that names none.
    default: Style,
    /// The language of Western text and of East Asian text.
    languages: (Option<String>, Option<String>),
}

/// What a paragraph is by its style.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Role {
    /// Text.
    #[default]
    Body,
    /// The document's title.
    Title,
    /// A heading; 1 is the outermost.
    Heading(u8),
    /// A quotation.
    Quote,
    /// A line of a table of contents.
    Contents,
}

/// One style.
#[derive(Debug, Clone, Default)]
pub struct Style {
    /// What its paragraphs are.
    pub role: Role,
    /// Its list, and how deep in it.
    pub list: (Option<String>, Option<u8>),
    /// Bold, where it says so.
    pub bold: Option<bool>,
    /// Italic, where it says so.
    pub italic: Option<bool>,
    /// Hidden words, where it says so.
    pub hidden: Option<bool>,
    /// The size of its letters, in half points.
    pub size: Option<u32>,
    /// Of a table: whether its first row looks different.
    pub first_row: bool,
}

impl Styles {
    /// Reads them.
    pub fn read(root: Node<'_, '_>) -> Self {
        let nodes: HashMap<&str, Node<'_, '_>> = xml::elements(root)
            .filter(|&node| xml::is(node, "style"))
            .filter_map(|node| Some((xml::attribute(node, "styleId")?, node)))
            .collect();
        let mut styles = Self::default();
        for (&id, &node) in &nodes {
            // From the style itself up to the first: the nearest wins.
            let mut style = Style::default();
            let (mut at, mut steps) = (Some(node), 0);
            let mut role = None;
            while let Some(node) = at.filter(|_| steps < 32) {
                style.take_over(node);
                role = role.or_else(|| role_of(node, steps > 0));
                at = xml::value(node, "basedOn").and_then(|id| nodes.get(id).copied());
                steps += 1;
            }
            style.role = role.unwrap_or_default();
            if xml::attribute(node, "type") == Some("paragraph")
                && matches!(xml::attribute(node, "default"), Some("1" | "true" | "on"))
            {
                styles.default = style.clone();
            }
            styles.by_id.insert(id.to_owned(), style);
        }
        let defaults = xml::child(root, "docDefaults")
            .and_then(|node| xml::child(node, "rPrDefault"))
            .and_then(|node| xml::child(node, "rPr"));
        if let Some(look) = defaults {
            let lang = xml::child(look, "lang");
            let said = |name| lang.and_then(|lang| xml::attribute(lang, name)).map(ToOwned::to_owned);
            styles.languages = (said("val"), said("eastAsia"));
            let size = xml::value(look, "sz").and_then(|size| size.parse().ok());
            styles.default.size = styles.default.size.or(size);
        }
        styles
    }

    /// A paragraph's style.
    pub fn of(&self, id: Option<&str>) -> Style {
        match id {
            None => self.default.clone(),
            // Some programs name styles and write none: the name itself tells then.
            Some(id) => self
                .by_id
                .get(id)
                .cloned()
                .unwrap_or_else(|| Style { role: role_of_name(id).unwrap_or_default(), ..Style::default() }),
        }
    }

    /// The style of words or of a table, which needs none.
    pub fn named(&self, id: Option<&str>) -> Option<&Style> {
        self.by_id.get(id?)
    }

    /// The size of letters where nothing says one, in half points.
    pub fn size(&self) -> u32 {
        self.default.size.unwrap_or(20)
    }

    /// The language of a text, as the document's defaults say.
    pub fn language(&self, text: &str) -> Option<String> {
        let (mut kana, mut hanzi, mut letters) = (0_usize, 0_usize, 0_usize);
        for c in text.chars().take(20_000).filter(|c| c.is_alphabetic()) {
            letters += 1;
            kana += usize::from(matches!(c, '\u{3041}'..='\u{30ff}'));
            hanzi += usize::from(matches!(c, '\u{3400}'..='\u{9fff}' | '\u{ac00}'..='\u{d7a3}'));
        }
        if kana * 20 > letters {
            return Some("ja".into());
        }
        let (western, eastern) = &self.languages;
        let said = if hanzi * 3 > letters { eastern } else { western };
        said.clone().filter(|tag| tag.len() < 36 && !tag.starts_with("x-"))
    }
}

impl Style {
    /// Takes over what is not said yet.
    fn take_over(&mut self, node: Node<'_, '_>) {
        if let Some(look) = xml::child(node, "rPr") {
            self.bold = self.bold.or_else(|| xml::toggle(look, "b"));
            self.italic = self.italic.or_else(|| xml::toggle(look, "i"));
            self.hidden = self.hidden.or_else(|| xml::toggle(look, "vanish"));
            self.size = self.size.or_else(|| xml::value(look, "sz")?.parse().ok());
        }
        if let Some(list) = xml::child(node, "pPr").and_then(|shape| xml::child(shape, "numPr")) {
            let (id, depth) = list_of(list);
            self.list.0 = self.list.0.take().or(id);
            self.list.1 = self.list.1.or(depth);
        }
        let first = |node: &Node<'_, '_>| {
            xml::is(*node, "tblStylePr") && xml::attribute(*node, "type") == Some("firstRow")
        };
        self.first_row |= xml::elements(node).any(|node| first(&node));
    }
}

/// The list of a paragraph or a style, and how deep in it.
pub fn list_of(list: Node<'_, '_>) -> (Option<String>, Option<u8>) {
    let depth = xml::value(list, "ilvl").and_then(|depth| depth.parse().ok());
    (xml::value(list, "numId").map(ToOwned::to_owned), depth)
}

/// The level that a paragraph or a style gives itself; `Some(0)` for one that says it is text.
pub fn outline(shape: Node<'_, '_>) -> Option<u8> {
    let level: u8 = xml::value(shape, "outlineLvl")?.parse().ok()?;
    Some(if level < 9 { level + 1 } else { 0 })
}

/// What a style makes of its paragraphs, by itself.
fn role_of(node: Node<'_, '_>, inherited: bool) -> Option<Role> {
    let named = xml::value(node, "name").and_then(role_of_name);
    let role = match xml::child(node, "pPr").and_then(outline) {
        Some(0) => Some(Role::Body),
        // Levels and names agree but where somebody changed one of them: the level is what is seen.
        Some(level) if !matches!(named, Some(Role::Title | Role::Contents)) => Some(Role::Heading(level)),
        _ => named.or_else(|| xml::attribute(node, "styleId").and_then(role_of_name)),
    };
    // Captions and subtitles build on others for their looks: a title is only what is named so.
    role.filter(|role| !(inherited && *role == Role::Title))
}

/// How headings are called, in languages whose word processors write their own names.
const HEADINGS: [&str; 22] = [
    "heading",
    "berschrift",
    "überschrift",
    "titre",
    "ttulo",
    "título",
    "titulo",
    "titolo",
    "kop",
    "rubrik",
    "overskrift",
    "otsikko",
    "nagwek",
    "nagłówek",
    "nadpis",
    "заголовок",
    "başlık",
    "見出し",
    "标题",
    "標題",
    "제목",
    "cmsor",
];

/// What a style of this name is: Word writes the built-in names in English, whatever its language.
fn role_of_name(name: &str) -> Option<Role> {
    let folded = name.trim().to_lowercase();
    let bare = folded.trim_end_matches(|c: char| c.is_ascii_digit());
    let digits = &folded[bare.len()..];
    let bare = bare.trim_end_matches([' ', '_', '-']);
    match (bare, digits) {
        ("title", "") => Some(Role::Title),
        ("toc" | "contents" | "toc heading" | "tocheading" | "contents heading" | "table of figures", _) => {
            Some(Role::Contents)
        }
        ("quote" | "intense quote" | "intensequote" | "block text" | "blocktext" | "quotations", "") => {
            Some(Role::Quote)
        }
        (bare, digits) if HEADINGS.contains(&bare) => {
            digits.parse().ok().filter(|level| (1..=9).contains(level)).map(Role::Heading)
        }
        _ => None,
    }
}
