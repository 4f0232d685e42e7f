//! PDF: what one may ask of it, and what it may cost in time and memory. Never looks inside a page itself.
use super::Report;
use crate::model::Document;
use anyhow::Result;

#[cfg(feature = "pdf")]
mod blocks;
#[cfg(feature = "pdf")]
mod columns;
#[cfg(feature = "pdf")]
mod face;
#[cfg(feature = "pdf")]
mod furniture;
#[cfg(feature = "pdf")]
mod glyphs;
#[cfg(feature = "pdf")]
mod heads;
#[cfg(feature = "pdf")]
mod labels;
#[cfg(feature = "pdf")]
mod lines;
#[cfg(feature = "pdf")]
mod notes;
#[cfg(feature = "pdf")]
mod page;
#[cfg(feature = "pdf")]
mod read;
#[cfg(feature = "pdf")]
mod tables;
#[cfg(feature = "pdf")]
mod watch;
#[cfg(feature = "pdf")]
mod words;
#[cfg(feature = "pdf")]
mod write;

/// Reads it.
///
/// # Errors
/// When the bytes are no PDF, are damaged beyond repair, encrypted with a password, hold pictures of pages
/// only, or cost more than a document may.
#[cfg(feature = "pdf")]
pub fn import(bytes: &[u8], report: &mut Report) -> Result<Document> {
    let outcome = watch::within_limits(bytes)?;
    report.characters = outcome.characters;
    report.odd.extend(outcome.odd);
    Ok(outcome.document)
}

/// Says that it cannot.
///
/// # Errors
/// Always.
#[cfg(not(feature = "pdf"))]
pub fn import(_bytes: &[u8], _report: &mut Report) -> Result<Document> {
    anyhow::bail!("this bluebook was built without PDF")
}
