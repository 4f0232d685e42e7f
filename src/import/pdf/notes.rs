//! Footnotes at the foot of a column: told from the text above by their place, size and number. Never looks
//! for their marks in other columns than the caller names.
use super::glyphs::Rule;
use super::lines::Line;
use super::words::Word;

/// A footnote.
#[derive(Debug)]
pub struct Note {
    /// Its number or sign, as printed, without brackets.
    pub label: String,
    /// The page on which it begins, from 0.
    pub page: usize,
    /// Its lines, the number still at the head of the first.
    pub lines: Vec<Line>,
    /// How many words at its head are its number.
    pub head: usize,
}

impl Note {
    /// Whether its last sentence goes on elsewhere.
    fn is_open(&self) -> bool {
        self.lines
            .last()
            .is_some_and(|line| !line.text().trim_end().ends_with(['.', '!', '?', ')', '”', '"', '。', '）']))
    }
}

/// What a number at the head of a line looks like.
struct Head {
    label: String,
    words: usize,
    raised: bool,
}

/// The number at the head of a line that may begin a footnote.
fn head(line: &Line) -> Option<Head> {
    let word = line.words.first()?;
    let raised = word.y > line.y + 0.1 * line.size && word.size < 0.9 * line.size;
    let bare =
        word.text.trim_end_matches(['.', ')', '）', ']', ':', '、']).trim_start_matches(['(', '（', '[']);
    let sign = bare.trim_start_matches(['*', '＊', '※', '注', '†', '‡', '§', '¶', '∗']);
    let number = sign.chars().all(|c| c.is_ascii_digit()) && sign.len() <= 3;
    let letter = raised && sign.len() == 1 && sign.bytes().all(|byte| byte.is_ascii_lowercase());
    let sound = !bare.is_empty() && (number || letter) && (!sign.is_empty() || bare.chars().count() <= 3);
    // Its full stop may be set in another font.
    let stop = line.words.get(1).is_some_and(|word| matches!(word.text.as_str(), "." | ")" | "]"));
    let words = 1 + usize::from(stop);
    (sound && line.words.len() > words).then(|| Head { label: bare.to_owned(), words, raised })
}

/// Takes the footnotes from the end of a column. `marks` are the marks in the text of the page; `notes` those
/// found so far, of which the last may go on here. `body` is the size of the text, in points.
pub fn take(lines: &mut Vec<Line>, rules: &[Rule], marks: &[String], body: f32, notes: &mut Vec<Note>) {
    let Some(from) = begin(lines, rules, marks, body) else { return };
    let above = from.checked_sub(1).map(|at| &lines[at]);
    let small = lines[from..].iter().all(|line| line.size < 0.94 * body);
    let ruled = rule_above(&lines[from], above, rules, small);
    for line in &mut lines[from..] {
        part_number(line, ruled);
    }
    let page = lines[from].page;
    let goes_on = notes.last().is_some_and(|note| note.page + 1 >= page && note.is_open());
    let known = |head: &Head| head.raised || ruled || marks.contains(&head.label);
    let Some(first) = (from..lines.len()).find(|&at| head(&lines[at]).is_some_and(|head| known(&head)))
    else {
        if goes_on
            && ruled
            && let Some(note) = notes.last_mut()
        {
            note.lines.extend(lines.drain(from..));
        }
        return;
    };
    let mut from = from;
    if first > from {
        if goes_on && let Some(note) = notes.last_mut() {
            note.lines.extend(lines.drain(from..first));
        } else {
            from = first;
        }
    }
    let raised = head(&lines[from]).is_some_and(|head| head.raised);
    let mut last: Option<u32> = None;
    for line in lines.drain(from..) {
        let begins = head(&line).filter(|head| {
            let number: Option<u32> = head.label.trim_matches(|c: char| !c.is_ascii_digit()).parse().ok();
            let next = match (last, number) {
                (Some(last), Some(number)) => number == last + 1 || raised,
                _ => true,
            };
            next && head.raised == raised && (raised || number.is_some() || marks.contains(&head.label))
        });
        match (begins, notes.last_mut()) {
            (Some(head), _) => {
                last = head.label.trim_matches(|c: char| !c.is_ascii_digit()).parse().ok();
                notes.push(Note { label: head.label, page, lines: vec![line], head: head.words });
            }
            (None, Some(note)) => note.lines.push(line),
            (None, None) => {}
        }
    }
}

/// Parts a number from the word that it is set against: "1The".
fn part_number(line: &mut Line, ruled: bool) {
    let Some(word) = line.words.first_mut().filter(|_| ruled) else { return };
    let digits = word.text.bytes().take_while(u8::is_ascii_digit).count();
    let sound = (1..=3).contains(&digits) && word.text[digits..].starts_with(char::is_uppercase);
    if sound {
        let rest = word.text.split_off(digits);
        let middle = word.x0 + 0.5 * word.size * digits as f32;
        let rest = Word { x0: middle.min(word.x1), text: rest, ..word.clone() };
        word.x1 = rest.x0;
        line.words.insert(1, rest);
    }
}

/// Where the small print at the end of a column begins.
fn begin(lines: &[Line], rules: &[Rule], marks: &[String], body: f32) -> Option<usize> {
    let small = |line: &Line| line.size < 0.94 * body;
    let marked = |line: &Line| head(line).is_some_and(|head| marks.contains(&head.label));
    let mut from = lines.len();
    while from > 0 && small(&lines[from - 1]) {
        from -= 1;
    }
    // All that stands below a short rule near the foot, whatever its size.
    let ruled = (0..lines.len()).rev().take(40).find(|&at| {
        let above = at.checked_sub(1).map(|at| &lines[at]);
        let marked = marked(&lines[at]);
        (at > 0 || marked) && lines[at].size < 1.02 * body && rule_above(&lines[at], above, rules, marked)
    });
    match ruled {
        Some(at) if lines[at..].iter().all(|line| line.size < 1.02 * body) => Some(at),
        _ if from < lines.len() && from > 0 => Some(from),
        // A column of nothing but notes has a rule above, or it is a text in small print.
        _ if from == 0 && !lines.is_empty() && rule_above(&lines[0], None, rules, true) => Some(0),
        _ if from == 0 && !lines.is_empty() && lines.len() <= 12 => Some(0),
        _ => None,
    }
}

/// Whether a rule stands between two lines: a short one, or with `any` one of any length.
fn rule_above(line: &Line, above: Option<&Line>, rules: &[Rule], any: bool) -> bool {
    let top = above.map_or(line.y + 3.0 * line.size, |above| above.y);
    rules.iter().any(|rule| {
        let width = rule.x1 - rule.x0;
        rule.y < top
            && rule.y > line.y + 0.4 * line.size
            && ((rule.x0 - line.left).abs() < 2.5 * line.size || any && rule.x0 < line.x0)
            && (any || width < 0.6 * (line.right - line.left).max(150.0))
            && width > 1.5 * line.size
    })
}
