//! The look that is drawn with: follows what is settled and what the terminal can show. Never chooses a colour.
use crate::model::{Settings, did_you_mean};
use crate::store::themes;
use crate::view::theme::{self, AUTO, BUILT_IN, Means};
use crate::view::{Background, Glyphs, Theme};
use anyhow::{Result, anyhow};

/// The theme of now, and what it was made for.
pub struct Look {
    /// The theme.
    pub theme: Theme,
    means: Means,
    name: String,
    plain: bool,
}

impl Look {
    /// The look that is settled, on a terminal that can show so much.
    ///
    /// # Errors
    /// When there is no such theme, or its file is unsound: file, line and key.
    pub fn new(means: Means, settings: &Settings) -> Result<Self> {
        let theme = made(means, settings)?;
        Ok(Self { theme, means, name: settings.theme.clone(), plain: settings.plain })
    }

    /// Takes what was settled since; whether it looks different now.
    ///
    /// # Errors
    /// As [`Self::new`]; the look stays as it was.
    pub fn follow(&mut self, settings: &Settings) -> Result<bool> {
        if settings.theme == self.name && settings.plain == self.plain {
            return Ok(false);
        }
        *self = Self::new(self.means, settings)?;
        Ok(true)
    }

    /// The theme's name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Takes what the terminal says of its background; whether it looks different now.
    pub fn stand_on(&mut self, background: Background, settings: &Settings) -> bool {
        self.means.background = background;
        // It was sound a moment ago.
        let Ok(theme) = made(self.means, settings) else { return false };
        let other = theme != self.theme;
        self.theme = theme;
        other
    }
}

fn made(means: Means, settings: &Settings) -> Result<Theme> {
    let glyphs = if settings.plain { Glyphs::SPOKEN } else { means.glyphs };
    let means = Means { glyphs, ..means };
    let name = settings.theme.as_str();
    let read = |file: &str, text: &str| Theme::read(file, text, means).map_err(|told| anyhow!(told));
    if name == AUTO {
        return Ok(Theme::new(means.colours, means.background, glyphs));
    }
    if let Some((file, text)) = themes::own(name)? {
        return read(&file, &text);
    }
    if let Some(text) = theme::built_in(name) {
        return read(name, text);
    }
    let own = themes::names();
    let known = BUILT_IN.iter().map(|(name, _)| *name).chain([AUTO]).chain(own.iter().map(String::as_str));
    let near = did_you_mean(name, known.clone());
    let known: Vec<&str> = known.collect();
    Err(anyhow!("there is no theme \"{name}\"{near} (there are {})", known.join(", ")))
}

/// All themes with what they say of themselves, the reader's own at the end.
pub fn themes() -> Vec<(String, String)> {
    let auto = (AUTO.to_owned(), "by what the terminal's text stands on".to_owned());
    let own = themes::names();
    let built_in = BUILT_IN.iter().filter(|(name, _)| !own.iter().any(|own| own == name));
    let built_in = built_in.map(|(name, text)| ((*name).to_owned(), theme::about(text).unwrap_or_default()));
    let about = |name: &str| {
        let (_, text) = themes::own(name).ok()??;
        theme::about(&text)
    };
    let own = own.iter().map(|name| {
        let about = about(name).map_or_else(|| "yours".to_owned(), |about| format!("yours: {about}"));
        (name.clone(), about)
    });
    std::iter::once(auto).chain(built_in).chain(own).collect()
}
