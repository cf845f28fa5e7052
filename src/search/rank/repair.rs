//! What was meant by a query word that no passage has.

use std::cmp::Reverse;

use super::distance::distance;

/// What elision leaves of the words that it shortens, longest first.
const ELIDED: [&str; 15] =
    ["quoiqu", "lorsqu", "puisqu", "quelqu", "jusqu", "qu", "l", "d", "s", "n", "c", "j", "m", "t", "z"];
/// From how many letters on one error is looked for, and two: shorter words are near too many others.
const ONE_ERROR: usize = 4;
const TWO_ERRORS: usize = 8;
/// What a word that was meant weighs, by its distance: the further, the less certain.
const WEIGHTS: [f32; 3] = [1.0, 0.8, 0.5];
/// How many words take the place of one, and what those after the first weigh in addition.
const ALTERNATIVES: usize = 3;
const LATER: f32 = 0.5;

/// The words that take the place of one that no passage has.
#[derive(Debug, Clone, PartialEq)]
pub struct Repair {
    /// The form that no passage has.
    pub typed: String,
    /// What is searched in its place, the likeliest first; never empty.
    pub used: Vec<Replacement>,
}

/// One word in the place of another.
#[derive(Debug, Clone, PartialEq)]
pub struct Replacement {
    /// A form that some passage has.
    pub form: String,
    /// What the typed word's weight is multiplied by.
    pub weight: f32,
    /// What was left of the word before it, where an apostrophe was dropped (`l` of « lattaque »).
    pub elided: Option<&'static str>,
}

/// What was meant by `typed`, a folded form; nothing where it is a word of some passage, a number, or like no
/// word of any. Not to be asked for words whose stem some passage has: they are inflected, not mistyped.
///
/// `df` tells how many passages have a form. `beginning` gives the forms that begin with a letter, in any order,
/// with their document frequencies. Words that exist are left alone, however like another they are.
///
/// Cost: for a word that exists one look-up. For others one for each elision, then the forms that begin with its
/// first or its second letter, about a tenth of all: 0.06 to 0.1 ms with 23,310 forms, in proportion 1 to 1.7 ms
/// with 400,000, which is not measured.
pub fn repair<'f, I: Iterator<Item = (&'f str, u64)>>(
    typed: &str,
    df: impl Fn(&str) -> u64,
    beginning: impl Fn(char) -> I,
) -> Option<Repair> {
    if df(typed) > 0 || typed.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let used = match unglued(typed, df) {
        Some(replacement) => vec![replacement],
        None => nearest(typed, beginning),
    };
    (!used.is_empty()).then(|| Repair { typed: typed.to_owned(), used })
}

/// « lattaque » for « l'attaque »: what is left without an elided word, if it begins with a vowel or h and exists.
fn unglued(typed: &str, df: impl Fn(&str) -> u64) -> Option<Replacement> {
    let split = |elided: &&'static str| Some((*elided, typed.strip_prefix(*elided)?));
    let (elided, form) = ELIDED.iter().filter_map(split).find(|(_, rest)| {
        rest.starts_with(['a', 'e', 'i', 'o', 'u', 'y', 'h']) && rest.len() > 1 && df(rest) > 0
    })?;
    Some(Replacement { form: form.to_owned(), weight: 1.0, elided: Some(elided) })
}

/// The forms at the smallest distance that any has, the most frequent first. An error in the first letter is rare,
/// but for its exchange with the second.
fn nearest<'f, I: Iterator<Item = (&'f str, u64)>>(
    typed: &str,
    beginning: impl Fn(char) -> I,
) -> Vec<Replacement> {
    let letters: Vec<char> = typed.chars().collect();
    let most = usize::from(letters.len() >= ONE_ERROR) + usize::from(letters.len() >= TWO_ERRORS);
    let [first, second, ..] = letters[..] else { return Vec::new() };
    if most == 0 {
        return Vec::new();
    }
    let mut near = within(&letters, most, beginning(first));
    if first != second {
        let exchanged = beginning(second).filter(|(form, _)| form.chars().nth(1) == Some(first));
        near.extend(within(&letters, most, exchanged));
    }
    near.sort_unstable_by_key(|(distance, form, df)| (*distance, Reverse(*df), *form));
    let smallest = near.first().map_or(0, |(distance, ..)| *distance);
    let best = near.into_iter().take_while(|(distance, ..)| *distance == smallest).take(ALTERNATIVES);
    best.enumerate().map(|(place, (distance, form, _))| replacement(form, distance, place)).collect()
}

fn replacement(form: &str, distance: usize, place: usize) -> Replacement {
    let weight = WEIGHTS.get(distance).copied().unwrap_or_default();
    Replacement {
        form: form.to_owned(),
        weight: if place > 0 { weight * LATER } else { weight },
        elided: None,
    }
}

/// The forms within a distance, with it.
fn within<'f>(
    letters: &[char],
    most: usize,
    forms: impl Iterator<Item = (&'f str, u64)>,
) -> Vec<(usize, &'f str, u64)> {
    let set = letter_set(letters.iter().copied());
    let mut buffer = Vec::new();
    let near = |(form, df): (&'f str, u64)| {
        // Each error loses one letter at most and wins one at most.
        let far = form.is_ascii() && form.len().abs_diff(letters.len()) > most;
        if df == 0 || far || (set ^ letter_set(form.chars())).count_ones() as usize > 2 * most {
            return None;
        }
        buffer.clear();
        buffer.extend(form.chars());
        Some((distance(letters, &buffer, most)?, form, df))
    };
    forms.filter_map(near).collect()
}

/// The letters of a word as bits; others share them.
fn letter_set(letters: impl Iterator<Item = char>) -> u32 {
    letters.fold(0, |set, c| set | 1 << (c as u32 % 32))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::repair;

    const FORMS: [(&str, u64); 9] = [
        ("attaque", 5),
        ("camp", 3),
        ("champ", 8),
        ("superieur", 2),
        ("superieure", 9),
        ("superieurs", 1),
        ("homme", 7),
        ("chant", 2),
        ("gone", 0),
    ];

    fn repaired(typed: &str) -> Vec<(String, f32)> {
        let df = |form: &str| FORMS.iter().find(|(known, _)| *known == form).map_or(0, |(_, df)| *df);
        let found = repair(typed, df, |c| FORMS.into_iter().filter(move |(form, _)| form.starts_with(c)));
        found.map_or(Vec::new(), |r| r.used.into_iter().map(|word| (word.form, word.weight)).collect())
    }

    #[test]
    fn cases() {
        for (rule, typed, expected) in [
            ("known words stay", "camp", vec![]),
            ("dropped apostrophe", "lattaque", vec![("attaque", 1.0)]),
            ("before h", "lhomme", vec![("homme", 1.0)]),
            ("the rest must exist", "lecume", vec![]),
            ("one error of four letters", "cham", vec![("champ", 0.8)]),
            ("no error of three", "cam", vec![]),
            ("exchanged", "atatque", vec![("attaque", 0.8)]),
            ("first two exchanged", "tataque", vec![("attaque", 0.8)]),
            ("nearest only, by df", "superieux", vec![("superieur", 0.8)]),
            ("two errors of nine letters", "supeerieux", vec![("superieur", 0.5)]),
            ("numbers stay", "1945", vec![]),
            ("deleted words are none", "gones", vec![]),
            ("empty", "", vec![]),
        ] {
            let expected: Vec<_> = expected.into_iter().map(|(form, w)| (form.to_owned(), w)).collect();
            assert_eq!(repaired(typed), expected, "{rule}");
        }
    }

    #[test]
    fn later_ones_count_half() {
        let used = repaired("superieurx");
        let expected = [("superieure", 0.8), ("superieur", 0.4), ("superieurs", 0.4)];
        assert_eq!(used.iter().map(|(f, w)| (f.as_str(), *w)).collect::<Vec<_>>()[..1], expected[..1]);
        assert!(used.iter().skip(1).all(|(_, weight)| *weight == 0.4));
    }

    proptest! {
        #[test]
        fn any_word_is_repaired_to_words_that_exist(typed in any::<String>()) {
            for (form, weight) in repaired(&typed) {
                prop_assert!(FORMS.iter().any(|(known, df)| *known == form && *df > 0));
                prop_assert!(weight > 0.0 && weight <= 1.0);
            }
        }
    }
}
