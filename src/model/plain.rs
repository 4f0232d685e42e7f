//! Characters that may never reach a terminal.

/// Whether a character could move a terminal's cursor, start a sequence, reorder text around it, or say
/// something that nobody sees (tags, interlinear notes).
/// Line ends and tabs are left to the caller.
pub fn is_harmful(c: char) -> bool {
    matches!(c,
        '\0'..='\x08' | '\x0b' | '\x0e'..='\x1f' | '\x7f'..='\u{9f}'
        | '\u{61c}' | '\u{180e}' | '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{206f}'
        | '\u{2028}' | '\u{2029}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}'
        | '\u{e0000}'..='\u{e007f}')
}

/// A name from outside (a file's, an argument) fit to be printed on one line.
pub fn harmless(text: &str) -> String {
    text.chars()
        .map(|c| if is_harmful(c) || matches!(c, '\n' | '\r' | '\t' | '\x0c') { '\u{fffd}' } else { c })
        .collect()
}
