//! How far one spelling is from another.

/// The least number of letters to insert, delete, replace or exchange with their neighbour to make `b` of `a`, if
/// it is at most `most`; no letter is changed twice (Damerau, *A technique for computer detection and correction
/// of spelling errors*, CACM 7, 1964; the restricted form, "optimal string alignment").
///
/// Cost: |a| · |b| steps; none where the lengths alone forbid it.
#[must_use]
pub fn distance(a: &[char], b: &[char], most: usize) -> Option<usize> {
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut before = vec![0; b.len() + 1];
    let mut above: Vec<usize> = (0..=b.len()).collect();
    let mut row = above.clone();
    for (i, x) in a.iter().enumerate() {
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let replaced = above[j] + usize::from(x != y);
            row[j + 1] = replaced.min(above[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && a[i - 1] == *y && b[j - 1] == *x {
                row[j + 1] = row[j + 1].min(before[j - 1] + 1);
            }
        }
        std::mem::swap(&mut before, &mut above);
        std::mem::swap(&mut above, &mut row);
    }
    Some(above[b.len()]).filter(|distance| *distance <= most)
}

#[cfg(test)]
mod tests {
    use super::distance;

    #[test]
    fn distances_worked_out_by_hand() {
        for (a, b, expected) in [
            ("", "", Some(0)),
            ("camp", "camp", Some(0)),
            ("camp", "champ", Some(1)),
            ("champ", "camp", Some(1)),
            ("camp", "cami", Some(1)),
            ("campagne", "capmagne", Some(1)),
            ("suprieur", "superieurs", Some(2)),
            ("ca", "abc", None), // 2 if a letter could change twice, 3 as it cannot
            ("camp", "chameau", None),
        ] {
            let chars = |word: &str| word.chars().collect::<Vec<_>>();
            assert_eq!(distance(&chars(a), &chars(b), 2), expected, "{a} {b}");
        }
    }
}
