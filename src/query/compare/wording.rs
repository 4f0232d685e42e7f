//! Whether a paragraph says the same in other words, as far as a program can tell: by its names and figures.

/// What a paragraph speaks of: its figures, and the words that begin with a capital where no sentence does; in Japanese
/// the runs of katakana. In order of the alphabet, each as often as it stands there.
pub(super) fn substance(text: &str) -> Vec<&str> {
    let mut substance = Vec::new();
    // Whether a sentence begins with the next word: then a capital says nothing.
    let mut begins = true;
    let mut run: Option<(usize, Script)> = None;
    for (at, script, sentence) in text
        .char_indices()
        .map(|(at, c)| {
            (at, script(c), matches!(c, '.' | '!' | '?' | ':' | ';' | '"' | '\u{201c}' | '\u{3002}'))
        })
        .chain([(text.len(), None, false)])
    {
        if run.map(|(_, script)| script) != script {
            if let Some((start, of)) = run.take() {
                let word = &text[start..at];
                let capital = word.starts_with(char::is_uppercase) && !begins;
                let told = match of {
                    Script::Katakana => true,
                    Script::Japanese => false,
                    Script::Other => capital || word.chars().any(char::is_numeric),
                };
                substance.extend(told.then_some(word));
                begins = false;
            }
            run = script.map(|script| (at, script));
        }
        begins |= sentence;
    }
    substance.sort_unstable();
    substance
}

/// How a letter is written, as far as it says what is a name.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Script {
    Katakana,
    /// Kanji and hiragana, which have no capitals.
    Japanese,
    Other,
}

fn script(c: char) -> Option<Script> {
    match c {
        '\u{30a1}'..='\u{30fa}' | '\u{30fc}' => Some(Script::Katakana),
        '\u{3041}'..='\u{3096}' | '\u{3400}'..='\u{9fff}' => Some(Script::Japanese),
        c if c.is_alphanumeric() => Some(Script::Other),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_figures_are_what_a_paragraph_speaks_of() {
        let one = "The Minister of Japan met 3 envoys from Kazakhstan. They talked.";
        let other = "In spring, the Minister of Japan received 3 envoys from Kazakhstan; all talked.";
        assert_eq!(substance(one), ["3", "Japan", "Kazakhstan", "Minister"]);
        assert_eq!(substance(one), substance(other));
        assert_ne!(substance(one), substance(&other.replace('3', "4")));
        assert_ne!(substance(one), substance(&other.replace("Kazakhstan", "Georgia")));
        assert_eq!(substance("日本はカザフスタンと2015年に"), ["2015", "カザフスタン"]);
    }
}
