//! The places as the reader has them: the gazetteer's, in regions of their own or the program's.
use super::find::reason_of;
use super::folders;
use crate::gazetteer::{self, Tagger};
use crate::import::Importer;
use crate::model::Atlas;
use anyhow::{Context, Result, anyhow};
use std::fs;
use std::sync::Arc;

/// The places, and the finder of their names.
pub struct World {
    /// The places.
    pub atlas: Arc<Atlas>,
    /// The finder of their names.
    pub tagger: Tagger,
}

impl World {
    /// The world of the gazetteer, in the regions of the reader's own `regions.toml` in the configuration
    /// folder, or in those that come with the program.
    ///
    /// # Errors
    /// When the reader's regions cannot be read or do not fit the gazetteer.
    pub fn new() -> Result<Self> {
        let own = folders::config().map(|folder| folder.join("regions.toml"));
        let atlas = match own.as_ref().map(fs::read_to_string) {
            Some(Ok(regions)) => gazetteer::atlas(&regions),
            Some(Err(error)) if error.kind() != std::io::ErrorKind::NotFound => {
                Err(anyhow!(reason_of(&error)))
            }
            _ => gazetteer::atlas(gazetteer::built_in_regions()),
        };
        let atlas = atlas.with_context(|| own.unwrap_or_default().display().to_string())?;
        Ok(Self { atlas: Arc::new(atlas), tagger: Tagger::new() })
    }

    /// An importer for this world.
    pub fn importer(&self) -> Importer<'_> {
        Importer { atlas: &self.atlas, tagger: &self.tagger }
    }
}
