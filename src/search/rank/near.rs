//! Which of many words are near one: the words come in order, so that what one begins with need not be compared again
//! for the next, and all that begin too far away are passed over.

/// The largest limit: cells, and what is added to them, stay below 256.
const MOST: usize = 100;

/// A word that others are held against, by [`distance`](super::distance()).
///
/// The table of that distance is kept from one word to the next, a row for each of its letters: words in order share
/// most of their rows. Where all of a row is above the limit, no word that begins so is near.
#[derive(Debug)]
pub struct Near {
    letters: Vec<char>,
    most: u8,
    /// One behind another, each of a cell for each beginning of the letters.
    rows: Vec<u8>,
    /// The letters of the word at hand, each with the byte that it ends before.
    word: Vec<(char, usize)>,
}

/// How a word compares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compared {
    /// Its distance, if that is within the limit.
    pub distance: Option<usize>,
    /// Words that begin with so many of its bytes are not near; above its length where nothing tells that.
    pub far: usize,
}

impl Near {
    /// Words at a distance of `most` at most are near `word`; they have fewer than 256 letters.
    #[must_use]
    pub fn new(word: &str, most: usize) -> Self {
        let letters: Vec<char> = word.chars().collect();
        let first = (0..=letters.len()).map(|cell| cell.min(usize::from(u8::MAX)) as u8);
        Self { rows: first.collect(), most: most.min(MOST) as u8, letters, word: Vec::new() }
    }

    /// Compares a word that has its first `shared` bytes in common with the word before it. Cost: some 10 ns for each
    /// letter after them.
    pub fn compare(&mut self, word: &str, shared: usize) -> Compared {
        let kept = self.word.partition_point(|(_, end)| *end <= shared);
        self.word.truncate(kept);
        self.rows.truncate((kept + 1) * self.width());
        let from = self.word.last().map_or(0, |(_, end)| *end);
        let last = &self.rows[self.rows.len() - self.width()..];
        if last.iter().all(|cell| *cell > self.most) {
            return Compared { distance: None, far: from };
        }
        for (at, letter) in word.get(from..).unwrap_or_default().char_indices() {
            let end = from + at + letter.len_utf8();
            if self.push(letter, end) > self.most {
                return Compared { distance: None, far: end };
            }
        }
        let distance = self.rows.last().copied().filter(|distance| *distance <= self.most);
        Compared { distance: distance.map(usize::from), far: usize::MAX }
    }

    fn width(&self) -> usize {
        self.letters.len() + 1
    }

    /// Adds the row of the next letter; its least cell. Cells further from the diagonal than the limit are above it.
    fn push(&mut self, letter: char, end: usize) -> u8 {
        let (width, beyond, row) = (self.width(), self.most + 1, self.word.len() + 1);
        let before = self.word.last().map(|(letter, _)| *letter);
        self.word.push((letter, end));
        let (above, start) = (self.rows.len() - width, self.rows.len());
        self.rows.resize(start + width, beyond);
        let reach = usize::from(self.most);
        let mut least = beyond;
        for cell in row.saturating_sub(reach)..width.min(row + reach + 1) {
            let value = match cell.checked_sub(1) {
                None => row.min(usize::from(beyond)) as u8,
                Some(left) => {
                    let same = self.letters[left] == letter;
                    let replaced = self.rows[above + left] + u8::from(!same);
                    let one_more = self.rows[above + cell].min(self.rows[start + left]) + 1;
                    let exchanged = match left.checked_sub(1) {
                        Some(second)
                            if row > 1
                                && self.letters[second] == letter
                                && before == Some(self.letters[left]) =>
                        {
                            self.rows[above - width + second] + 1
                        }
                        _ => beyond,
                    };
                    replaced.min(one_more).min(exchanged).min(beyond)
                }
            };
            self.rows[start + cell] = value;
            least = least.min(value);
        }
        least
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use proptest::prelude::*;

    use super::Near;
    use crate::search::rank::distance;

    fn shared(one: &str, other: &str) -> usize {
        one.bytes().zip(other.bytes()).take_while(|(a, b)| a == b).count()
    }

    proptest! {
        #[test]
        fn those_are_near_whose_distance_says_so(
            typed in "[abcé]{0,9}", words in prop::collection::btree_set("[abcé]{0,9}|[aéèλ]{1,4}", 0..60), most in 0..4usize,
        ) {
            let chars = |word: &str| word.chars().collect::<Vec<_>>();
            let expected: BTreeSet<(String, usize)> = words
                .iter()
                .filter_map(|word| Some((word.clone(), distance(&chars(&typed), &chars(word), most)?)))
                .collect();
            let mut near = Near::new(&typed, most);
            let (mut found, mut last, mut far) = (BTreeSet::new(), String::new(), usize::MAX);
            for word in &words {
                let common = shared(&last, word);
                if common >= far {
                    continue;
                }
                let compared = near.compare(word, common);
                found.extend(compared.distance.map(|distance| (word.clone(), distance)));
                far = compared.far;
                last.clone_from(word);
            }
            prop_assert_eq!(found, expected);
        }
    }
}
