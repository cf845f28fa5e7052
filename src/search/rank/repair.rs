//! What was meant by a query word that no passage has.

use std::cmp::Reverse;

use super::distance::distance;
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
/// `df` tells how many passages have a form. `each` shows the forms that begin with a prefix, in any order; it may
/// show some twice, and some that no passage has any more. Words that exist are left alone, however like another
/// they are.
///
/// Cost: for a word that exists one look-up. For others one for each elision, then a look at the forms that begin
/// with its first letter, about a twentieth of all, and one look-up for each that is near.
pub fn repair(
    typed: &str,
    df: impl Fn(&str) -> u64,
    each: impl FnMut(&str, &mut dyn FnMut(&str)),
) -> Option<Repair> {
    if df(typed) > 0 || typed.bytes().any(|b| b.is_ascii_digit()) {
        return None;
    }
    let used = match without_article(typed, &df) {
        Some(replacement) => vec![replacement],
        None => nearest(typed, df, each),
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
    mut each: impl FnMut(&str, &mut dyn FnMut(&str)),
) -> Vec<Replacement> {
    let letters: Vec<char> = typed.chars().collect();
    let most = usize::from(letters.len() >= ONE_ERROR) + usize::from(letters.len() >= TWO_ERRORS);
    let [first, second, ..] = letters[..] else { return Vec::new() };
    if most == 0 {
        return Vec::new();
    }
    let mut near = Near::new(&letters, most);
    each(&String::from(first), &mut |form| near.compare(form));
    if first != second {
        each(&String::from_iter([second, first]), &mut |form| near.compare(form));
    }
    let mut near = near.with_frequencies(df);
    near.sort_unstable_by(|(d1, f1, n1), (d2, f2, n2)| (d1, Reverse(n1), f1).cmp(&(d2, Reverse(n2), f2)));
    let smallest = near.first().map_or(0, |(distance, ..)| *distance);
    let best = near.into_iter().take_while(|(distance, ..)| *distance == smallest).take(ALTERNATIVES);
    best.enumerate().map(|(place, (distance, form, _))| replacement(form, distance, place)).collect()
}

fn replacement(form: String, distance: usize, place: usize) -> Replacement {
    let weight = WEIGHTS.get(distance).copied().unwrap_or_default();
    Replacement { form, weight: if place > 0 { weight * LATER } else { weight }, elided: None }
}

/// The forms near a word.
struct Near<'t> {
    letters: &'t [char],
    set: u32,
    most: usize,
    /// With their distances; some perhaps twice.
    found: Vec<(usize, String)>,
    buffer: Vec<char>,
}

impl<'t> Near<'t> {
    fn new(letters: &'t [char], most: usize) -> Self {
        let set = letter_set(letters.iter().copied());
        Self { letters, set, most, found: Vec::new(), buffer: Vec::new() }
    }

    /// Keeps `form` if it is near and a word with a meaning of its own: « élues » is no slip for « elles ». Most are told apart by length and letters: each error loses one letter at most
    /// and wins one at most.
    fn compare(&mut self, form: &str) {
        let far = form.is_ascii() && form.len().abs_diff(self.letters.len()) > self.most;
        if far || (self.set ^ letter_set(form.chars())).count_ones() as usize > 2 * self.most {
            return;
        }
        self.buffer.clear();
        self.buffer.extend(form.chars());
        match distance(self.letters, &self.buffer, self.most) {
            Some(distance) if !is_function_word(form) => self.found.push((distance, form.to_owned())),
            _ => {}
        }
    }

    /// Each form once, without those that no passage has.
    fn with_frequencies(mut self, df: impl Fn(&str) -> u64) -> Vec<(usize, String, u64)> {
        self.found.sort_unstable();
        self.found.dedup();
        let known = self.found.into_iter().map(|(distance, form)| {
            let df = df(&form);
            (distance, form, df)
        });
        known.filter(|(_, _, df)| *df > 0).collect()
    }
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
        let found = repair(typed, df, |prefix, show| {
            FORMS.iter().map(|(form, _)| *form).filter(|form| form.starts_with(prefix)).for_each(show);
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
