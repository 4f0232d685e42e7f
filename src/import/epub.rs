//! An electronic book: HTML files in an order.
use super::Report;
use crate::model::Document;
use anyhow::{Result, bail};

/// Reads it.
pub fn import(_bytes: &[u8], _report: &mut Report) -> Result<Document> {
    bail!("to be written")
}
