//! What a citation says of a document, whichever way it is written. Never says more than the document does.
use super::names::Name;
use crate::model::{BlockKind, Document, Origin, is_harmful, slug};

/// The name of what comes with the program.
const BUILT_IN: &str = "bluebook built-in corpus";
/// The Factbook's name and publisher, known to everybody and said by none of its files.
const FACTBOOK: (&str, &str) = ("The World Factbook", "Central Intelligence Agency");
/// Headings of the Factbook, of all its years.
const FACTBOOK_HEADS: [&str; 10] = [
    "introduction",
    "geography",
    "people",
    "people-and-society",
    "government",
    "economy",
    "communications",
    "transportation",
    "military",
    "transnational-issues",
];

/// What a document is to who cites it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A section of an edition of a yearbook or another reference work.
    Section,
    /// A book of its own.
    Book,
    /// A page of the web.
    WebPage,
    /// Anything else.
    Other,
}

/// A year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Year {
    /// The year.
    pub number: i32,
    /// Whether nothing tells it but a path or the day on which the file was made.
    pub guessed: bool,
}

impl Year {
    /// `2015`; `[2015?]` where it is a guess (The Chicago Manual of Style, 14.145).
    pub fn told(self) -> String {
        if self.guessed { format!("[{}?]", self.number) } else { self.number.to_string() }
    }
}

/// A document as it is cited. Every text in it is one line without harmful characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Work {
    /// Its address.
    pub slug: String,
    /// What it is.
    pub kind: Kind,
    /// The title.
    pub title: String,
    /// Whether the title is but the file's name.
    pub title_guessed: bool,
    /// Who wrote it.
    pub authors: Vec<Name>,
    /// Who published it.
    pub publisher: Option<String>,
    /// The series: of a section, the name of the yearbook.
    pub series: Option<String>,
    /// The edition's year.
    pub year: Option<Year>,
    /// The chapter's number.
    pub chapter: Option<String>,
    /// What of the chapter, or of the whole where there is none: `sec. 5`, `E`.
    pub section: Option<String>,
    /// Of a digest: whether it takes in but the opening of the original.
    pub digest: Option<bool>,
    /// The collection that it stands in, where it is the program's own.
    pub collection: Option<&'static str>,
    /// Where the original stands.
    pub url: Option<String>,
    /// The language, a BCP 47 tag.
    pub language: Option<String>,
}

impl Work {
    /// What a document says of itself.
    pub fn of(doc: &Document) -> Self {
        let meta = &doc.meta;
        let given = |text: Option<&str>| text.map(line).filter(|text| !text.is_empty());
        let factbook = is_factbook(doc);
        let mut series = given(doc.series());
        if factbook && series.is_none() {
            series = Some(FACTBOOK.0.into());
        }
        let known =
            series.as_deref().is_some_and(|name| slug(name).trim_start_matches("the-") == "world-factbook");
        let publisher = given(meta.publisher.as_deref()).or_else(|| known.then(|| FACTBOOK.1.to_owned()));
        let year = match &meta.year {
            Some(year) => Some(Year { number: year.value, guessed: year.by.is_guess() }),
            None => meta.made.map(|number| Year { number, guessed: true }),
        };
        let url = given(meta.source.as_deref()).filter(|url| is_web(url)).map(|url| encoded(&url));
        let digest =
            (meta.kind.as_deref() == Some("digest")).then(|| meta.extent.as_deref() == Some("opening"));
        let authors = Name::read_all(&given(meta.author.as_deref()).unwrap_or_default());
        let title = given(Some(doc.title())).unwrap_or_else(|| doc.slug.clone());
        let (chapter, section) = parts(&given(meta.part.as_deref()).unwrap_or_default());
        let mut work = Self {
            slug: doc.slug.clone(),
            kind: Kind::Other,
            title_guessed: meta.title.as_ref().is_none_or(|title| title.by.is_guess()),
            title,
            authors,
            publisher,
            series,
            year,
            chapter,
            section,
            digest,
            collection: matches!(doc.origin, Origin::BuiltIn(_)).then_some(BUILT_IN),
            url,
            language: given(meta.language.as_deref()),
        };
        work.kind = work.kind_of(doc);
        work
    }

    /// A document of a series is a section of one of its editions, unless it is the edition itself, or an
    /// electronic book, where publishers name a row of books so.
    fn kind_of(&self, doc: &Document) -> Kind {
        let is_epub = doc
            .origin
            .file()
            .is_some_and(|path| path.extension().is_some_and(|end| end.eq_ignore_ascii_case("epub")));
        if let Some(series) = &self.series {
            let (own, volume) = (slug(&self.title), slug(series));
            let whole = own == volume || self.volume().is_some_and(|volume| slug(&volume) == own);
            let part = self.chapter.is_some() || self.section.is_some() || self.digest.is_some();
            let section = part || !is_epub;
            return if section && !whole { Kind::Section } else { Kind::Book };
        }
        match (&self.url, &self.publisher) {
            _ if is_epub => Kind::Book,
            (Some(_), _) => Kind::WebPage,
            (None, Some(_)) => Kind::Book,
            (None, None) => Kind::Other,
        }
    }

    /// The edition that a section stands in: `Diplomatic Bluebook 2015`. A guessed year is no part of its name.
    pub fn volume(&self) -> Option<String> {
        let series = self.series.as_ref()?;
        Some(match self.year {
            Some(Year { number, guessed: false }) if !series.contains(&number.to_string()) => {
                format!("{series} {number}")
            }
            _ => series.clone(),
        })
    }

    /// Who is named as the author: who wrote it, and of an official yearbook where no person is named the body that
    /// published it (The Chicago Manual of Style, 14.84). Of a digest, those of the original.
    pub fn credited(&self) -> Vec<Name> {
        match (&self.publisher, self.kind) {
            (Some(publisher), Kind::Section) if self.authors.is_empty() => {
                vec![Name::Whole(publisher.clone())]
            }
            _ => self.authors.clone(),
        }
    }

    /// Whether the publisher is named as the author already.
    pub fn publisher_is_credited(&self) -> bool {
        let credited = self.credited();
        self.publisher.as_ref().is_some_and(|publisher| credited == [Name::Whole(publisher.clone())])
    }

    /// The chapter and section in words: `chap. 2, sec. 5`.
    pub fn part(&self) -> Option<String> {
        let chapter = self.chapter.as_ref().map(|chapter| format!("chap. {chapter}"));
        let parts: Vec<String> = [chapter, self.section.clone()].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join(", "))
    }

    /// `Digest of the opening of`, in front of a digest's title.
    pub fn lead(&self) -> Option<&'static str> {
        self.digest.map(|opening| if opening { "Digest of the opening of" } else { "Digest of" })
    }

    /// The title of a record: that of a digest says that it is one.
    pub fn record_title(&self) -> String {
        let title = if self.title_guessed { format!("[{}]", self.title) } else { self.title.clone() };
        match self.lead() {
            Some(lead) => format!("{lead} {}", super::in_quotes(&title)),
            None => title,
        }
    }
}

/// Whether a file lies in a folder of the Factbook and has its headings: only both together tell it.
fn is_factbook(doc: &Document) -> bool {
    let path = match &doc.origin {
        Origin::File(path) => path.clone(),
        Origin::Within(path, inner) => path.join(inner),
        Origin::Piped(inner) => inner.into(),
        Origin::BuiltIn(_) | Origin::Input => return false,
    };
    let folders = path.parent().into_iter().flat_map(std::path::Path::components);
    let mut folders = folders.map(|folder| slug(&folder.as_os_str().to_string_lossy()));
    let heads = doc.heads.iter().map(|&head| head as usize);
    let outermost = heads.filter(|&head| doc.blocks[head].kind == BlockKind::Heading(1));
    folders.any(|folder| folder.contains("factbook"))
        && outermost.filter(|&head| FACTBOOK_HEADS.contains(&slug(&doc.prose(head)).as_str())).count() >= 3
}

/// Parts "Chapter 2, Section 5" into the chapter's number and the rest, as styles write it.
fn parts(part: &str) -> (Option<String>, Option<String>) {
    let (mut chapter, mut rest) = (None, Vec::new());
    for piece in part.split(',').map(str::trim).filter(|piece| !piece.is_empty()) {
        let word = |word: &str| {
            let head = piece.get(..word.len()).filter(|head| head.eq_ignore_ascii_case(word))?;
            let number = piece[head.len()..].strip_prefix([' ', '.'])?.trim_start_matches([' ', '.']);
            (!number.is_empty()).then(|| number.to_owned())
        };
        if let Some(number) = word("chapter").or_else(|| word("chap")).filter(|_| chapter.is_none()) {
            chapter = Some(number);
        } else if let Some(number) = word("section").or_else(|| word("sec")) {
            rest.push(format!("sec. {number}"));
        } else if piece.bytes().all(|byte| byte.is_ascii_digit()) {
            rest.push(format!("sec. {piece}"));
        } else {
            rest.push(piece.to_owned());
        }
    }
    (chapter, (!rest.is_empty()).then(|| rest.join(", ")))
}

/// A text on one line, without what could move a cursor.
pub fn line(text: &str) -> String {
    let clean: String =
        text.chars().map(|c| if c.is_whitespace() { ' ' } else { c }).filter(|&c| !is_harmful(c)).collect();
    clean.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn is_web(url: &str) -> bool {
    ["http://", "https://", "ftp://"].iter().any(|scheme| {
        url.get(..scheme.len()).is_some_and(|head| head.eq_ignore_ascii_case(scheme))
            && url.len() > scheme.len()
    })
}

/// An address of the web in which no sign means anything else to those who read records (RFC 3986).
fn encoded(url: &str) -> String {
    let mut out = String::with_capacity(url.len());
    for c in url.chars() {
        if matches!(c, ' ' | '"' | '<' | '>' | '\\' | '^' | '`' | '{' | '|' | '}') {
            let _ = std::fmt::Write::write_fmt(&mut out, format_args!("%{:02X}", u32::from(c)));
        } else {
            out.push(c);
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn chapters_and_sections() {
        let some = |text: &str| Some(text.to_owned());
        for (part, wanted) in [
            ("Chapter 2, Section 5", (some("2"), some("sec. 5"))),
            ("Chapter 2, E", (some("2"), some("E"))),
            ("chapter 2, 5", (some("2"), some("sec. 5"))),
            ("Chapter 2", (some("2"), None)),
            ("5", (None, some("sec. 5"))),
            ("第2章 第5節", (None, some("第2章 第5節"))),
            ("Chapters of the Sea", (None, some("Chapters of the Sea"))),
            ("", (None, None)),
        ] {
            assert_eq!(parts(part), wanted, "{part}");
        }
    }

    #[test]
    fn addresses_of_the_web() {
        assert_eq!(encoded("https://example.org/a{b}?c=%20 d"), "https://example.org/a%7Bb%7D?c=%20%20d");
        assert!(
            is_web("HTTPS://example.org") && !is_web("https://") && !is_web("urn:isbn:1") && !is_web("日本")
        );
    }
}
