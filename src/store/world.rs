//! The places as the reader has them: the gazetteer's, in regions of their own or the program's.
use super::find::{is_absence, reason_of};
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
    /// The reader's own regions, where there are some.
    pub own_regions: Option<String>,
}

impl World {
    /// The world of the gazetteer, in the regions of the reader's own `regions.toml` in the configuration
    /// folder, or in those that come with the program.
    ///
    /// # Errors
    /// When the reader's regions cannot be read or do not fit the gazetteer.
    pub fn new() -> Result<Self> {
        let own = folders::config().map(|folder| folder.join("regions.toml"));
        let own_regions = match own.as_ref().map(fs::read_to_string) {
            Some(Ok(regions)) => Ok(Some(regions)),
            Some(Err(error)) if !is_absence(&error) => Err(anyhow!(reason_of(&error))),
            _ => Ok(None),
        };
        let atlas = own_regions.and_then(|own| {
            Ok((gazetteer::atlas(own.as_deref().unwrap_or(gazetteer::built_in_regions()))?, own))
        });
        let (atlas, own_regions) = atlas.with_context(|| own.unwrap_or_default().display().to_string())?;
        Ok(Self { atlas: Arc::new(atlas), tagger: Tagger::new(), own_regions })
    }

    /// An importer for this world.
    pub fn importer(&self) -> Importer<'_> {
        Importer { atlas: &self.atlas, tagger: &self.tagger }
    }
}
