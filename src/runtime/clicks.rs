//! Clicks in quick succession at one place. The app knows no time: it is told how many there were.
use crate::app::Message;
use crossterm::event::{MouseButton, MouseEvent, MouseEventKind};
use std::time::{Duration, Instant};

/// Two clicks are one double click when they are no farther apart; most systems say half a second or less.
const QUICK: Duration = Duration::from_millis(400);

/// The last click.
#[derive(Debug, Default)]
pub struct Clicks {
    last: Option<(Instant, u16, u16)>,
    many: u8,
}

impl Clicks {
    /// A message with the clicks counted, where it is one of the mouse.
    pub fn told(&mut self, message: Message) -> Message {
        let Message::Mouse(event) = message else { return message };
        match self.count(event, Instant::now()) {
            1 => message,
            many => Message::Again(event, many),
        }
    }

    /// How many clicks this is the last of; 1 for what is none.
    fn count(&mut self, event: MouseEvent, now: Instant) -> u8 {
        if event.kind != MouseEventKind::Down(MouseButton::Left) {
            if matches!(event.kind, MouseEventKind::Drag(_)) {
                self.last = None;
            }
            return 1;
        }
        let again = self.last.is_some_and(|(when, column, row)| {
            (column, row) == (event.column, event.row) && now.duration_since(when) <= QUICK
        });
        // After three the next click is the first again.
        self.many = if again && self.many < 3 { self.many + 1 } else { 1 };
        self.last = Some((now, event.column, event.row));
        self.many
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crossterm::event::KeyModifiers;

    #[test]
    fn only_quick_clicks_at_one_place_count_together() {
        let mut clicks = Clicks::default();
        let begin = Instant::now();
        let mut click = |column, after: u64| {
            let kind = MouseEventKind::Down(MouseButton::Left);
            let event = MouseEvent { kind, column, row: 3, modifiers: KeyModifiers::NONE };
            clicks.count(event, begin + Duration::from_millis(after))
        };
        let many = [click(5, 0), click(5, 200), click(5, 500), click(5, 600), click(6, 700), click(6, 2000)];
        assert_eq!(many, [1, 2, 3, 1, 1, 1]);
    }
}
