//! How names are compared: case, accents, curly quotes and dashes set aside.
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::{decompose_canonical, is_combining_mark};

/// Gives each folded character of `c`: lower case, without marks. A mark alone folds to nothing.
///
/// Letters that Unicode does not decompose (ø, ł, ß, ı) fold to their usual plain spelling.
pub fn fold_char(c: char, mut each: impl FnMut(char)) {
    if c.is_ascii() {
        each(c.to_ascii_lowercase());
        return;
    }
    match c {
        '’' | '‘' | 'ʼ' | '′' | '＇' => each('\''),
        '“' | '”' => each('"'),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '－' => each('-'),
        '\u{a0}' | '\u{2000}'..='\u{200a}' | '\u{202f}' | '\u{3000}' => each(' '),
        '\u{ad}' | '\u{200b}'..='\u{200d}' | '\u{feff}' => {}
        'ø' | 'Ø' => each('o'),
        'ł' | 'Ł' => each('l'),
        'đ' | 'Đ' | 'ð' | 'Ð' => each('d'),
        'ı' => each('i'),
        'ə' | 'Ə' => each('e'),
        'ß' => "ss".chars().for_each(each),
        'æ' | 'Æ' => "ae".chars().for_each(each),
        'œ' | 'Œ' => "oe".chars().for_each(each),
        'þ' | 'Þ' => "th".chars().for_each(each),
        '！'..='～' => each((char::from_u32(c as u32 - 0xfee0).unwrap_or(c)).to_ascii_lowercase()),
        // Kana keep their voicing marks: ガ is not カ. Hangul syllables are no first consonants with marks.
        '\u{3040}'..='\u{30ff}' | '\u{ac00}'..='\u{d7a3}' => each(c),
        _ if is_combining_mark(c) => {}
        _ => {
            let mut plain = c;
            decompose_canonical(c, |part| {
                if !is_combining_mark(part) && plain == c {
                    plain = part;
                }
            });
            plain.to_lowercase().for_each(each);
        }
    }
}

/// A whole string folded. Half-width kana become full-width first.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    if text.chars().any(|c| ('\u{ff61}'..='\u{ff9f}').contains(&c)) {
        for c in text.nfkc() {
            fold_char(c, |c| folded.push(c));
        }
    } else {
        for c in text.chars() {
            fold_char(c, |c| folded.push(c));
        }
    }
    folded
}

/// What two spellings of one title share: folded words, without signs, without an article at either end.
pub fn key(title: &str) -> String {
    let folded = fold(title);
    let mut words: Vec<&str> =
        folded.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    if words.len() > 1 && words.last() == Some(&"the") {
        words.pop();
    }
    if words.len() > 1 && words.first() == Some(&"the") {
        words.remove(0);
    }
    words.join(" ")
}
