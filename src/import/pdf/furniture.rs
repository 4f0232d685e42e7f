//! Running heads and feet and page numbers: what stands at the same place on page after page. Never
//! touches what stands in the midst of a page.
use super::labels::small_roman;
use super::words::{Sheet, Word};
use crate::import::written;
use std::collections::{BTreeMap, HashMap};

/// What was taken away.
pub struct Cleared {
    /// How many characters, white space not counted.
    pub characters: usize,
    /// On how many pages.
    pub pages: usize,
    /// For each page the words of it that may be its number.
    pub printed: Vec<Vec<String>>,
}

/// A line at the upper or lower edge of a page.
struct Edge {
    page: usize,
    /// Which of its edge's lines it is, 0 for the outermost.
    rank: usize,
    foot: bool,
    /// The baseline, in points.
    y: f32,
    size: f32,
    /// Its words by their places in the sheet.
    words: Vec<usize>,
    /// What it says, numbers made alike.
    shape: String,
    /// The numbers in it.
    numbers: Vec<String>,
    /// Whether more than a line's gap parts it from the next one inwards.
    apart: bool,
    /// Whether the file itself says that it is furniture.
    said: bool,
}

impl Edge {
    /// Whether it is only a number and signs.
    fn is_number(&self) -> bool {
        !self.numbers.is_empty() && !self.shape.contains(char::is_alphabetic)
    }
}

/// How many lines at each edge may be furniture.
const RANKS: usize = 3;

/// How far off, in points, the same line may stand on another page.
const OFF: f32 = 4.0;

/// Takes the furniture off the sheets.
pub fn clear(sheets: &mut [Sheet]) -> Cleared {
    for sheet in sheets.iter_mut().filter(|sheet| sheet.vertical) {
        below_columns(sheet);
    }
    let mut edges: Vec<Edge> = Vec::new();
    for (page, sheet) in sheets.iter().enumerate() {
        edges.extend(edge_lines(page, sheet));
    }
    let pages = sheets.len();
    let mut gone = repeated(&edges, pages);
    for at in 0..edges.len() {
        gone[at] |= edges[at].said;
    }
    numbered(&edges, &mut gone);
    same_slot(&edges, &mut gone);
    alone(&edges, &mut gone, pages);
    // Only from the edge inwards.
    let mut stands: HashMap<(usize, bool), usize> = HashMap::new();
    for (at, edge) in edges.iter().enumerate() {
        let place = stands.entry((edge.page, edge.foot)).or_insert(usize::MAX);
        if !gone[at] {
            *place = (*place).min(edge.rank);
        }
    }
    let mut cleared = Cleared { characters: 0, pages: 0, printed: vec![Vec::new(); pages] };
    let mut lost: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
    for (at, edge) in edges.iter().enumerate() {
        if gone[at] && edge.rank < stands[&(edge.page, edge.foot)] {
            lost.entry(edge.page).or_default().extend(&edge.words);
            cleared.printed[edge.page].extend(edge.numbers.iter().cloned());
        }
    }
    cleared.pages = lost.len();
    for (page, places) in lost {
        let mut kept = vec![true; sheets[page].words.len()];
        for place in places {
            if std::mem::replace(&mut kept[place], false) {
                cleared.characters += written(&sheets[page].words[place].text);
            }
        }
        let mut kept = kept.into_iter();
        sheets[page].words.retain(|_| kept.next().unwrap_or(true));
    }
    for (page, sheet) in sheets.iter_mut().enumerate() {
        // The number of a page alone is no loss on a page that counts.
        let numbers = std::mem::take(&mut sheet.numbers);
        if pages > 1 && numbers.len() == 1 {
            cleared.characters += written(&numbers[0].text);
            cleared.pages += usize::from(!cleared.printed[page].contains(&numbers[0].text));
            cleared.printed[page].push(numbers[0].text.clone());
        } else {
            sheet.aside.extend(numbers);
        }
    }
    clear_aside(sheets, &mut cleared);
    cleared
}

/// On a page written from top to bottom, a number at the foot or the head stands at the end of a column's
/// line: it is set aside, as if it were turned.
fn below_columns(sheet: &mut Sheet) {
    let is_number = |word: &Word| word.text.len() <= 4 && word.text.bytes().all(|byte| byte.is_ascii_digit());
    let (first, last) = sheet
        .words
        .iter()
        .filter(|word| !is_number(word))
        .fold((f32::MAX, f32::MIN), |(first, last), word| (first.min(word.x0), last.max(word.x1)));
    let words = std::mem::take(&mut sheet.words);
    let off = |word: &Word| is_number(word) && (word.x0 > last + word.size || word.x1 < first - word.size);
    let (aside, words) = words.into_iter().partition(off);
    (sheet.words, sheet.numbers) = (words, aside);
}

/// Turned words that stand on many pages, such as thumb tabs.
fn clear_aside(sheets: &mut [Sheet], cleared: &mut Cleared) {
    let mut times: HashMap<String, usize> = HashMap::new();
    for sheet in sheets.iter() {
        let whole: Vec<&str> = sheet.aside.iter().map(|word| word.text.as_str()).collect();
        *times.entry(whole.join(" ")).or_default() += 1;
    }
    for sheet in sheets.iter_mut() {
        let whole: Vec<&str> = sheet.aside.iter().map(|word| word.text.as_str()).collect();
        if !whole.is_empty() && times[&whole.join(" ")] >= 3 {
            cleared.characters += whole.iter().map(|word| written(word)).sum::<usize>();
            sheet.aside.clear();
        }
    }
}

/// The outermost lines of a sheet, at its head and its foot.
fn edge_lines(page: usize, sheet: &Sheet) -> Vec<Edge> {
    let mut order: Vec<usize> = (0..sheet.words.len()).collect();
    let mut edges = Vec::new();
    for foot in [false, true] {
        let words = &sheet.words;
        order.sort_by(|&one, &other| {
            let order = words[other].y.total_cmp(&words[one].y);
            if foot { order.reverse() } else { order }
        });
        let mut lines: Vec<Vec<usize>> = Vec::new();
        for &place in &order {
            let word = &words[place];
            let count = lines.len();
            match lines.last_mut() {
                Some(line)
                    if (words[line[0]].y - word.y).abs() < 0.35 * word.size.max(words[line[0]].size) =>
                {
                    line.push(place);
                }
                _ if count > RANKS => break,
                _ => lines.push(vec![place]),
            }
        }
        // A page that holds little may be all head and foot: what is in the middle never is.
        for rank in 0..lines.len().min(RANKS) {
            let first = &words[lines[rank][0]];
            let far = if foot { first.y } else { sheet.height - first.y };
            if far > 0.3 * sheet.height {
                break;
            }
            let apart = lines.get(rank + 1).is_none_or(|next| {
                let next = &words[next[0]];
                let gap = if foot { next.bottom() - first.top() } else { first.bottom() - next.top() };
                gap > 0.55 * next.size.min(first.size)
            });
            edges.push(edge(page, rank, foot, apart, &mut lines[rank], words));
        }
    }
    edges
}

fn edge(page: usize, rank: usize, foot: bool, apart: bool, line: &mut [usize], words: &[Word]) -> Edge {
    line.sort_by(|&one, &other| words[one].x0.total_cmp(&words[other].x0));
    let text: Vec<&str> = line.iter().map(|&place| words[place].text.as_str()).collect();
    let mut numbers = Vec::new();
    let mut shape = String::new();
    for word in &text {
        let bare = word.trim_matches(|c: char| !c.is_alphanumeric());
        if !bare.is_empty() && bare.len() <= 5 && bare.bytes().all(|byte| byte.is_ascii_digit())
            || small_roman(bare).is_some()
        {
            numbers.push(bare.to_owned());
            shape.push('#');
        } else {
            for c in word.chars() {
                let digit = c.is_ascii_digit();
                if !(digit && shape.ends_with('#')) {
                    shape.push(if digit { '#' } else { c });
                }
            }
        }
        shape.push(' ');
    }
    let first = &words[line[0]];
    Edge {
        page,
        rank,
        foot,
        y: first.y,
        size: first.size,
        words: line.to_vec(),
        shape,
        numbers,
        apart,
        said: line.iter().all(|&place| words[place].furniture),
    }
}

/// Lines that say the same at the same place on several pages.
fn repeated(edges: &[Edge], pages: usize) -> Vec<bool> {
    let mut groups: HashMap<(&str, bool), Vec<usize>> = HashMap::new();
    for (at, edge) in edges.iter().enumerate() {
        groups.entry((&edge.shape, edge.foot)).or_default().push(at);
    }
    let mut gone = vec![false; edges.len()];
    for group in groups.values() {
        for &at in group {
            let edge = &edges[at];
            let same = group.iter().filter(|&&other| (edges[other].y - edge.y).abs() < OFF).count();
            let apart = group.iter().filter(|&&other| edges[other].apart).count() * 2 >= group.len();
            // Two pages alone say little: a line apart with a number that counts on says enough.
            let few = same == 2 && pages <= 4 && edge.apart && !edge.numbers.is_empty() && {
                let counted =
                    |one: &Edge| one.numbers.iter().filter_map(|n| n.parse::<usize>().ok()).next_back();
                let mut shifts =
                    group.iter().map(|&at| counted(&edges[at]).map(|n| n + pages - edges[at].page));
                let first = shifts.next().flatten();
                first.is_some() && shifts.all(|shift| shift == first)
            };
            gone[at] = apart && (same >= 3 || few);
        }
    }
    gone
}

/// Lines with nothing but a number, where the numbers count on with the pages.
fn numbered(edges: &[Edge], gone: &mut [bool]) {
    let mut groups: HashMap<(bool, i64), Vec<usize>> = HashMap::new();
    for (at, edge) in edges.iter().enumerate().filter(|(_, edge)| edge.is_number()) {
        for number in &edge.numbers {
            let value = number.parse().ok().or_else(|| small_roman(number));
            if let Some(value) = value {
                groups.entry((edge.foot, value - edge.page as i64)).or_default().push(at);
            }
        }
    }
    for group in groups.values() {
        for &at in group {
            let near = |other: usize| (edges[other].y - edges[at].y).abs() < 3.0 * OFF && other != at;
            gone[at] |= group.iter().any(|&other| near(other) && edges[other].page != edges[at].page);
        }
    }
}

/// Lines at the very place where other pages have furniture, such as the head of a short chapter.
fn same_slot(edges: &[Edge], gone: &mut [bool]) {
    let slots: Vec<(bool, f32, f32)> = (0..edges.len())
        .filter(|&at| gone[at])
        .map(|at| (edges[at].foot, edges[at].y, edges[at].size))
        .collect();
    for (at, edge) in edges.iter().enumerate().filter(|(_, edge)| edge.apart && edge.rank == 0) {
        let same = slots.iter().filter(|(foot, y, size)| {
            *foot == edge.foot && (y - edge.y).abs() < 0.6 && (size - edge.size).abs() < 0.3
        });
        gone[at] |= same.count() >= 3;
    }
}

/// A number that counts its page and stands far below the text.
fn alone(edges: &[Edge], gone: &mut [bool], pages: usize) {
    for (at, edge) in edges.iter().enumerate() {
        let counts = edge.numbers.iter().any(|number| number.parse() == Ok(edge.page + 1));
        let bare = edge.is_number() && edge.words.len() == 1;
        gone[at] |= pages < 3 && edge.rank == 0 && edge.apart && edge.foot && bare && counts;
    }
}
