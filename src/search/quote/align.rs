//! Where the words of a quote stand in a passage, at the least number of changes.

use super::words::HOLE;

/// The most cells of a table of changes; of a longer passage only a stretch is looked at, the one that shares most
/// words with the quote.
const MAX_CELLS: usize = 4 << 20;

/// What happened to a word between the quote that was asked for and the passage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// Asked for and there: its place in the quote, and in the passage.
    Same(usize, usize),
    /// Another stands in its place.
    Replaced(usize, usize),
    /// Asked for, not there.
    Missing(usize),
    /// There, not asked for.
    Added(usize),
    /// There, where the quote has a hole.
    Omitted(usize),
}

/// The best place for a quote in a passage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Alignment {
    /// Words replaced, missing or added.
    pub(super) changes: usize,
    /// Words that are the same.
    pub(super) same: usize,
    /// In the order of both texts.
    pub(super) steps: Vec<Step>,
}

impl Alignment {
    /// The first and the last word of the passage that stand for a word of the quote, or in the place of one.
    pub(super) fn ends(&self) -> Option<(usize, usize)> {
        let mut places = self.steps.iter().filter_map(|step| match step {
            Step::Same(_, place) | Step::Replaced(_, place) => Some(*place),
            _ => None,
        });
        let first = places.next()?;
        Some((first, places.next_back().unwrap_or(first)))
    }
}

/// How a cell is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    Start,
    Both,
    Quote,
    Passage,
}

/// The place for the words `asked` among those of a passage that takes the fewest changes (words replaced, missing,
/// added), the first of several. What stands before and after it costs nothing, nor does what a hole stands for:
/// the alignment of a pattern with a text after Sellers (1980).
///
/// Cost: at most four million cells.
pub(super) fn align(asked: &[u32], passage: &[u32]) -> Alignment {
    let width = (MAX_CELLS / (asked.len() + 1)).max(asked.len()).min(passage.len());
    let start = densest(asked, passage, width);
    let window = passage.get(start..start + width).unwrap_or_default();
    let mut alignment = fill(asked, window);
    alignment.steps.iter_mut().for_each(|step| step.shift(start));
    alignment
}

impl Step {
    fn shift(&mut self, by: usize) {
        match self {
            Self::Same(_, place) | Self::Replaced(_, place) | Self::Added(place) | Self::Omitted(place) => {
                *place += by;
            }
            Self::Missing(_) => {}
        }
    }
}

/// Where the stretch of `width` words begins that holds most words of `asked`, repeated ones as often as there.
fn densest(asked: &[u32], passage: &[u32], width: usize) -> usize {
    let wanted: std::collections::HashSet<u32> = asked.iter().copied().collect();
    let hits = |word: &u32| usize::from(wanted.contains(word));
    let mut sum: usize = passage.iter().take(width).map(hits).sum();
    let (mut best, mut most) = (0, sum);
    for (start, (left, entered)) in passage.iter().zip(passage.iter().skip(width)).enumerate() {
        sum = sum + hits(entered) - hits(left);
        if sum > most {
            (best, most) = (start + 1, sum);
        }
    }
    best
}

fn fill(asked: &[u32], window: &[u32]) -> Alignment {
    let columns = window.len() + 1;
    let mut from = vec![From::Start; columns];
    let mut row: Vec<usize> = vec![0; columns];
    for word in asked {
        let next = match *word {
            HOLE => over_hole(&row, &mut from),
            word => over_word(word, &row, window, &mut from),
        };
        row = next;
    }
    let changes = row.iter().min().copied().unwrap_or_default();
    let last = from.get(from.len() - columns..).unwrap_or_default();
    let both = row.iter().zip(last).position(|(cost, from)| *cost == changes && *from == From::Both);
    // A last word that is replaced tells more than one that is missing.
    let end = both.or_else(|| row.iter().position(|cost| *cost == changes)).unwrap_or_default();
    let steps = trace(asked, window, &from, columns, end);
    let same = steps.iter().filter(|step| matches!(step, Step::Same(..))).count();
    Alignment { changes, same, steps }
}

/// A hole takes in any number of words.
fn over_hole(row: &[usize], from: &mut Vec<From>) -> Vec<usize> {
    let mut next = Vec::with_capacity(row.len());
    for (column, above) in row.iter().enumerate() {
        let left = column.checked_sub(1).and_then(|left| next.get(left)).copied();
        match left {
            Some(left) if left < *above => {
                next.push(left);
                from.push(From::Passage);
            }
            _ => {
                next.push(*above);
                from.push(From::Quote);
            }
        }
    }
    next
}

fn over_word(word: u32, row: &[usize], window: &[u32], from: &mut Vec<From>) -> Vec<usize> {
    let mut left = row.first().map_or(1, |above| above + 1);
    let mut next = Vec::with_capacity(row.len());
    next.push(left);
    from.push(From::Quote);
    for ((there, above), diagonal) in window.iter().zip(row.iter().skip(1)).zip(row) {
        let both = diagonal + usize::from(*there != word);
        let least = both.min(above + 1).min(left + 1);
        from.push(match least {
            least if least == both => From::Both,
            least if least == above + 1 => From::Quote,
            _ => From::Passage,
        });
        next.push(least);
        left = least;
    }
    next
}

/// The steps that lead to the cell at the end of the last row.
fn trace(asked: &[u32], window: &[u32], from: &[From], columns: usize, end: usize) -> Vec<Step> {
    let (mut row, mut column) = (asked.len(), end);
    let mut steps = Vec::new();
    while row > 0 {
        let word = asked.get(row - 1).copied().unwrap_or(HOLE);
        match from.get(row * columns + column) {
            Some(From::Both) if column > 0 => {
                (row, column) = (row - 1, column - 1);
                let same = window.get(column) == Some(&word);
                steps.push(if same { Step::Same(row, column) } else { Step::Replaced(row, column) });
            }
            Some(From::Passage) if column > 0 => {
                column -= 1;
                steps.push(if word == HOLE { Step::Omitted(column) } else { Step::Added(column) });
            }
            _ => {
                row -= 1;
                steps.extend((word != HOLE).then_some(Step::Missing(row)));
            }
        }
    }
    steps.reverse();
    steps
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::words::HOLE;
    use super::{Step, align};

    #[test]
    fn the_fewest_changes() {
        let passage = [9, 8, 1, 2, 3, 4, 7];
        for (asked, changes, ends) in [
            (vec![1, 2, 3, 4], 0, (2, 5)),
            (vec![1, 5, 3, 4], 1, (2, 5)),
            (vec![1, 3, 4], 1, (2, 5)),
            (vec![1, 2, 5, 3], 1, (2, 4)),
            (vec![1, HOLE, 4], 0, (2, 5)),
            (vec![8, HOLE, 7], 0, (1, 6)),
            (vec![HOLE, 1, 2], 0, (2, 3)),
            (vec![7, HOLE, 9], 1, (0, 0)),
        ] {
            let found = align(&asked, &passage);
            assert_eq!(found.changes, changes, "{asked:?} {found:?}");
            if changes == 0 {
                assert_eq!(found.ends(), Some(ends), "{asked:?} {found:?}");
            }
        }
        assert_eq!(align(&[1], &[]).steps, [Step::Missing(0)]);
    }

    proptest! {
        #[test]
        fn steps_account_for_every_word(
            asked in prop::collection::vec(0u32..4, 0..12),
            passage in prop::collection::vec(0u32..4, 0..20),
        ) {
            let found = align(&asked, &passage);
            let words = asked.iter().filter(|word| **word != HOLE).count();
            let of_asked = found.steps.iter().filter(|s| !matches!(s, Step::Added(_) | Step::Omitted(_))).count();
            prop_assert_eq!(of_asked, words);
            let changed = found.steps.iter().filter(|s| matches!(s, Step::Added(_) | Step::Missing(_) | Step::Replaced(..)));
            prop_assert_eq!(changed.count(), found.changes);
            for step in &found.steps {
                if let Step::Same(a, p) = step {
                    prop_assert_eq!(asked[*a], passage[*p]);
                }
            }
        }

        #[test]
        fn a_stretch_of_the_passage_takes_no_change(
            passage in prop::collection::vec(1u32..9, 1..30),
            cut in (0usize..30, 1usize..30),
        ) {
            let start = cut.0 % passage.len();
            let end = (start + cut.1).min(passage.len());
            prop_assert_eq!(align(&passage[start..end], &passage).changes, 0);
        }
    }
}
