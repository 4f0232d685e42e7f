//! The command `cite`: where words are from, in the way that a style or a reference manager wants it. Reads the clock
//! for the day of access; never writes a citation itself.
use super::compare::target;
use super::say::{line, plain, tell};
use crate::model::{Address, CitationFormat, Day, Library};
use crate::query::cite::{Citation, cited, written, written_all};
use crate::store::today;
use anyhow::Result;
use serde::Serialize;
use std::io::Write;

/// How citations are printed.
#[derive(Debug, Clone, Copy)]
pub struct Manner {
    /// The style or format.
    pub format: CitationFormat,
    /// When the reader saw the source.
    pub accessed: Option<Day>,
    /// As JSON Lines.
    pub json: bool,
}

impl Manner {
    /// With the day told, else that of today, in UTC.
    pub fn new(format: CitationFormat, accessed: Option<Day>, json: bool) -> Self {
        Self { format, accessed: accessed.or_else(today), json }
    }
}

#[derive(Serialize)]
struct CiteLine<'a> {
    address: &'a Address,
    addresses: &'a [Address],
    format: &'static str,
    text: String,
}

/// Prints a citation of each document that is addressed; `false` where nothing is there to be cited.
pub fn cite(library: &Library, addresses: &[String], manner: Manner, out: &mut impl Write) -> Result<bool> {
    let mut targets = Vec::with_capacity(addresses.len());
    for address in addresses {
        let target = target(library, address)?;
        if cited(library, &[target]).is_empty() {
            tell(&format!("nothing is said in {address}"));
        }
        targets.push(target);
    }
    let citations = cited(library, &targets);
    if manner.json {
        for citation in &citations {
            let text = written(citation, manner.format, manner.accessed);
            let Some(address) = citation.addresses.first() else { continue };
            let format = manner.format.name();
            line(out, &CiteLine { address, addresses: &citation.addresses, format, text })?;
        }
    } else if !citations.is_empty() {
        print(&citations, manner, out)?;
    }
    Ok(!citations.is_empty())
}

fn print(citations: &[Citation], manner: Manner, out: &mut impl Write) -> Result<()> {
    let text = written_all(citations, manner.format, manner.accessed);
    let end = if manner.format == CitationFormat::Ris { "\r\n" } else { "\n" };
    write!(out, "{}{end}", plain(&text))?;
    Ok(())
}
