//! The reader's own folders: configuration, data and state. The same places on Linux and macOS, as `XDG_*` says.
use etcetera::BaseStrategy;
use std::path::PathBuf;

/// The folder of this name in each of them.
const NAME: &str = "bluebook";

/// The folder of the reader's configuration: `$XDG_CONFIG_HOME/bluebook` or `~/.config/bluebook`.
pub fn config() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.config_dir().join(NAME))
}

/// The folder of what the reader gathers: `$XDG_DATA_HOME/bluebook` or `~/.local/share/bluebook`.
pub fn data() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.data_dir().join(NAME))
}

/// The folder of what the program remembers: `$XDG_STATE_HOME/bluebook` or `~/.local/state/bluebook`.
pub fn state() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.state_dir()?.join(NAME))
}

/// The folder of what can be made again: `$XDG_CACHE_HOME/bluebook` or `~/.cache/bluebook`.
pub fn cache() -> Option<PathBuf> {
    Some(etcetera::choose_base_strategy().ok()?.cache_dir().join(NAME))
}
