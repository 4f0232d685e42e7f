//! Citations of documents and of places in them. Never asks a clock: the day of access is told; and never says what
//! the source does not: what is guessed stands in square brackets, what nobody says is left out.
//!
//! A digest is cited as a digest of its source: its words are not the original's, so the original's author is named as
//! the author of the original alone, and places are counted in the digest. The year of a digest is that of the edition it
//! digests.
//!
//! Written here and not by a library: hayagriva 0.10 with its styles brings 47 crates that are not here yet and 6.1 MB
//! of program, for the two styles alone. The records of reference managers would still have to be written here, and names,
//! digests and guesses told to it in its own notation, in which braces in a title are marks and not signs.
mod apa;
mod bibtex;
mod chicago;
mod csl;
mod locator;
mod names;
mod prose;
mod ris;
mod work;

pub use locator::{Locator, Section};
pub use names::Name;
pub use prose::in_quotes;
pub use work::{Kind, Work, Year};

use super::dossier::dossier;
use super::resolve::Target;
use crate::model::{Address, CitationFormat, Day, DocId, Library, Part};
use std::collections::HashMap;

/// So many addresses in one document are told one by one; of more, the first and the last.
const LISTED: usize = 8;

/// A document, and the places in it that are cited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The document.
    pub work: Work,
    /// Where in it.
    pub locator: Locator,
    /// The addresses cited, in the order given, each once.
    pub addresses: Vec<Address>,
}

impl Citation {
    /// The addresses as one text: the first whole, of the others what differs.
    pub fn address(&self) -> String {
        let slug = self.work.slug.as_str();
        let mut told = String::new();
        if let [first, .., last] = self.addresses.as_slice()
            && self.addresses.len() > LISTED
        {
            let last = last.to_string();
            return format!("{first} to {}", last.strip_prefix(slug).unwrap_or(&last));
        }
        for address in &self.addresses {
            let address = address.to_string();
            if told.is_empty() {
                told = address;
            } else {
                told.push_str(", ");
                told.push_str(address.strip_prefix(slug).filter(|rest| !rest.is_empty()).unwrap_or(&address));
            }
        }
        told
    }
}

/// What is cited by these targets: one citation a document, in the order in which they are first named. A place
/// stands for the documents whose passages name it.
pub fn cited(library: &Library, targets: &[Target]) -> Vec<Citation> {
    let mut citations: Vec<Citation> = Vec::new();
    let mut by_document: HashMap<DocId, usize> = HashMap::new();
    let mut add = |id: DocId, block: Option<usize>| {
        let doc = library.doc(id);
        let at = *by_document.entry(id).or_insert_with(|| {
            citations.push(Citation {
                work: Work::of(doc),
                locator: Locator::default(),
                addresses: Vec::new(),
            });
            citations.len() - 1
        });
        let citation = &mut citations[at];
        let address = match block {
            Some(block) => doc.address(block),
            None => Address::Document { slug: doc.slug.clone(), part: Part::Whole },
        };
        if citation.addresses.contains(&address) {
            return;
        }
        if let Some(block) = block {
            citation.locator.add(doc, block);
        }
        citation.addresses.push(address);
    };
    for target in targets {
        match *target {
            Target::Document(id) => add(id, None),
            Target::Block(id, block) => add(id, Some(block)),
            Target::Place(place, year) => {
                let dossier = dossier(library, place, year);
                let sections = dossier.editions.iter().flat_map(|edition| &edition.sections);
                let mut last = None;
                for section in sections {
                    if last.replace(section.doc) != Some(section.doc) {
                        add(section.doc, None);
                    }
                }
            }
        }
    }
    citations
}

/// One citation, whole. Chicago: the full note, which says where, and below it the bibliography's entry. APA: what
/// stands in the text, and the list's entry below it. The others: one record.
///
/// The text ends without a line end, and holds no character that could move a cursor, but for the `\r\n` between the
/// lines of RIS.
pub fn written(citation: &Citation, format: CitationFormat, accessed: Option<Day>) -> String {
    match format {
        CitationFormat::Chicago => {
            format!("{}\n{}", chicago::note(citation, accessed), chicago::entry(citation, accessed))
        }
        CitationFormat::Apa => format!("{}\n{}", apa::in_text(citation), apa::entry(citation, accessed)),
        CitationFormat::Bibtex => bibtex::entry(citation, accessed),
        CitationFormat::Ris => ris::record(citation, accessed),
        CitationFormat::CslJson => csl::text(&csl::item(citation, accessed)),
    }
}

/// Many citations as the text of a file: records with an empty line between them; in CSL-JSON, one array.
pub fn written_all(citations: &[Citation], format: CitationFormat, accessed: Option<Day>) -> String {
    if format == CitationFormat::CslJson {
        let items = citations.iter().map(|citation| csl::item(citation, accessed)).collect();
        return csl::text(&serde_json::Value::Array(items));
    }
    let gap = if format == CitationFormat::Ris { "\r\n\r\n" } else { "\n\n" };
    let records: Vec<String> = citations.iter().map(|citation| written(citation, format, accessed)).collect();
    records.join(gap)
}

/// Words in quotation marks with what is cited behind them: in Chicago's way the note alone.
pub fn quoted(words: &str, citation: &Citation, format: CitationFormat, accessed: Option<Day>) -> String {
    let source = match format {
        CitationFormat::Chicago => chicago::note(citation, accessed),
        _ => written(citation, format, accessed),
    };
    format!("{}\n{source}", in_quotes(words))
}
