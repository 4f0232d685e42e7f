//! What the system's clock says. Never keeps time.
use crate::model::Day;
use std::time::{SystemTime, UNIX_EPOCH};

/// The day, in UTC; `None` where the clock stands before 1970 or behind the year 9999.
pub fn today() -> Option<Day> {
    Day::since_1970(SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs())
}
