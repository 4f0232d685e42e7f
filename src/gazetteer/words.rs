//! Sorted words in one text, searched where they stand. A table of string slices would be mended at every
//! start, pointer by pointer, before the program's first line runs.

/// Words in the order of their bytes, each on a line of its own, with what belongs to it behind a tab.
#[derive(Debug, Clone, Copy)]
pub struct Words(pub &'static str);

impl Words {
    /// Each word in turn.
    pub fn iter(self) -> impl Iterator<Item = &'static str> {
        self.lines().map(|line| line.split_once('\t').map_or(line, |(word, _)| word))
    }

    /// Whether there are none.
    pub fn is_empty(self) -> bool {
        self.0.is_empty()
    }

    /// Whether this word is here in any case of its plain letters; the words here are small.
    pub fn has(self, word: &str) -> bool {
        let rest = self.from(|line| line.bytes().lt(word.bytes().map(|b| b.to_ascii_lowercase())));
        rest.lines().next().is_some_and(|line| line.eq_ignore_ascii_case(word))
    }

    /// What stands behind a word.
    pub fn get(self, word: &str) -> Option<&'static str> {
        let rest = self.from(|line| key(line) < word);
        let (found, behind) = rest.lines().next()?.split_once('\t')?;
        (found == word).then_some(behind)
    }

    /// The words that begin with a character, and what stands behind each.
    pub fn beginning_with(self, first: char) -> impl Iterator<Item = (&'static str, &'static str)> {
        let rest = self.from(|line| line.chars().next() < Some(first));
        rest.lines().take_while(move |line| line.starts_with(first)).filter_map(|line| line.split_once('\t'))
    }

    fn lines(self) -> std::str::Lines<'static> {
        self.0.lines()
    }

    /// What begins at the first line that is not below what is sought.
    fn from(self, is_below: impl Fn(&str) -> bool) -> Self {
        let bytes = self.0.as_bytes();
        // `low` and `high` stand at beginnings of lines.
        let (mut low, mut high) = (0, bytes.len());
        while low < high {
            let middle = usize::midpoint(low, high);
            let begin = bytes[low..middle].iter().rposition(|b| *b == b'\n').map_or(low, |at| low + at + 1);
            let end = bytes[middle..high].iter().position(|b| *b == b'\n').map_or(high, |at| middle + at);
            if is_below(&self.0[begin..end]) {
                low = (end + 1).min(high);
            } else {
                high = begin;
            }
        }
        Self(&self.0[low..])
    }
}

fn key(line: &str) -> &str {
    line.split_once('\t').map_or(line, |(word, _)| word)
}

#[cfg(test)]
mod tests {
    use super::Words;

    #[test]
    fn every_word_is_found_and_no_other() {
        let words = ["a", "ab", "abc", "b c", "z", "é", "中", "中国"];
        for count in 0..=words.len() {
            let lines: Vec<String> = words[..count].iter().map(|word| format!("{word}\t{word}!")).collect();
            let some = Words(String::leak(lines.join("\n")));
            for (number, word) in words.iter().enumerate() {
                let behind = format!("{word}!");
                assert_eq!(some.get(word), (number < count).then_some(behind.as_str()), "{word} of {count}");
            }
            for other in ["", "aa", "B", "b", "zz", "中国人", "\u{10ffff}"] {
                assert_eq!(some.get(other), None, "{other} of {count}");
            }
            assert_eq!(some.iter().collect::<Vec<_>>(), words[..count]);
        }
        let plain = Words("ann\nbob\nmary");
        assert!(plain.has("Ann") && plain.has("BOB") && plain.has("mary"));
        assert!(!plain.has("") && !plain.has("an") && !plain.has("zoe") && !Words("").has("ann"));
        let chinese = Words("中\t1\n中国\t2\n日本\t3");
        assert_eq!(chinese.beginning_with('中').collect::<Vec<_>>(), [("中", "1"), ("中国", "2")]);
        assert_eq!(chinese.beginning_with('月').count(), 0);
    }
}
