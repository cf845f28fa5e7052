//! What was meant by a query word that no passage has.

use std::cmp::Reverse;

use super::near::{Compared, Near};
use crate::analysis::stopwords::is_function_word;
use crate::analysis::unglued;

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
/// `df` tells how many passages have a form. `walk` shows the forms that begin with a prefix, in order, each with how
/// many bytes it shares with the one before; it may show some twice, also in a second pass, and some that no passage has
/// any more. It passes over those that begin with as many bytes of a form as it is told. Words that exist are left alone,
/// however like another they are.
///
/// Cost: for a word that exists one look-up. For others one for each elision, then a walk through the forms that begin
/// with its first letter, about a twentieth of all, and one look-up for each that is near.
pub fn repair(
    typed: &str,
    df: impl Fn(&str) -> u64,
    walk: impl FnMut(&str, &mut dyn FnMut(&str, usize) -> usize),
) -> Option<Repair> {
    if df(typed) > 0 || typed.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let used = match without_article(typed, &df) {
        Some(replacement) => vec![replacement],
        None => nearest(typed, df, walk),
    };
    (!used.is_empty()).then(|| Repair { typed: typed.to_owned(), used })
}

/// « lattaque » for « l'attaque », where what is left without the article exists.
fn without_article(typed: &str, df: impl Fn(&str) -> u64) -> Option<Replacement> {
    let (elided, form) = unglued(typed).find(|(_, rest)| df(rest) > 0)?;
    Some(Replacement { form: form.to_owned(), weight: 1.0, elided: Some(elided) })
}

/// The forms at the smallest distance that any has, the most frequent first. An error in the first letter is rare,
/// but for its exchange with the second.
fn nearest(
    typed: &str,
    df: impl Fn(&str) -> u64,
    mut walk: impl FnMut(&str, &mut dyn FnMut(&str, usize) -> usize),
) -> Vec<Replacement> {
    let letters: Vec<char> = typed.chars().collect();
    let most = usize::from(letters.len() >= ONE_ERROR) + usize::from(letters.len() >= TWO_ERRORS);
    let [first, second, ..] = letters[..] else { return Vec::new() };
    if most == 0 {
        return Vec::new();
    }
    let (mut near, mut found) = (Near::new(typed, most), Vec::new());
    let mut compare = |form: &str, shared| {
        let Compared { distance, far } = near.compare(form, shared);
        // « élues » is no slip for « elles ».
        found
            .extend(distance.filter(|_| !is_function_word(form)).map(|distance| (distance, form.to_owned())));
        far
    };
    walk(&String::from(first), &mut compare);
    if first != second {
        walk(&String::from_iter([second, first]), &mut compare);
    }
    let mut near = with_frequencies(found, df);
    near.sort_unstable_by(|(d1, f1, n1), (d2, f2, n2)| (d1, Reverse(n1), f1).cmp(&(d2, Reverse(n2), f2)));
    let smallest = near.first().map_or(0, |(distance, ..)| *distance);
    let best = near.into_iter().take_while(|(distance, ..)| *distance == smallest).take(ALTERNATIVES);
    best.enumerate().map(|(place, (distance, form, _))| replacement(form, distance, place)).collect()
}

fn replacement(form: String, distance: usize, place: usize) -> Replacement {
    let weight = WEIGHTS.get(distance).copied().unwrap_or_default();
    Replacement { form, weight: if place > 0 { weight * LATER } else { weight }, elided: None }
}

/// Each form once, without those that no passage has.
fn with_frequencies(mut found: Vec<(usize, String)>, df: impl Fn(&str) -> u64) -> Vec<(usize, String, u64)> {
    found.sort_unstable();
    found.dedup();
    let known = found.into_iter().map(|(distance, form)| {
        let df = df(&form);
        (distance, form, df)
    });
    known.filter(|(_, _, df)| *df > 0).collect()
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
        let found = repair(typed, df, |prefix, show| {
            for (form, _) in FORMS.iter().filter(|(form, _)| form.starts_with(prefix)) {
                show(form, 0);
            }
        });
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
