//! Citation markers written as raised digits: « pris⁴. », « pris.¹² », « pris¹,² ».
//!
//! A raised digit is as often an exponent (m², 10³, x²), so it is a marker only after a word of three letters or more
//! that is no unit and no function, or after a closing sign behind one.

use super::Span;
use super::brackets::Bracket;
use super::chars::{Class, class};
use super::fold::fold;

/// The widest range, `³⁻⁵⁰`, that is a list of sources.
const MAX_RANGE: u32 = 50;
/// How far back a word is looked for, in characters.
const REACH: usize = 64;
/// Letters of a word that a source may hang on; the symbols of units and variables have fewer.
const LETTERS: usize = 3;

/// Longer words that take exponents: units spelled out, and functions. Folded.
const EXPONENTIAL: [&str; 22] = [
    "arc",
    "ares",
    "cos",
    "cosinus",
    "dam",
    "exp",
    "hectometres",
    "kilometre",
    "kilometres",
    "log",
    "metre",
    "metres",
    "micrometres",
    "miles",
    "millimetres",
    "mol",
    "pieds",
    "pouces",
    "sin",
    "sinus",
    "tan",
    "yards",
];

/// Whether `c` is a raised digit.
pub(super) fn is_raised_digit(c: char) -> bool {
    matches!(c, '¹' | '²' | '³' | '⁰' | '⁴'..='⁹')
}

/// Whether `text` holds a raised digit: most texts do not, and need no further look.
pub(super) fn has_raised_digit(text: &str) -> bool {
    let bytes = text.as_bytes();
    let after = bytes.get(1..).unwrap_or_default();
    let raised = |(a, b): (&u8, &u8)| {
        ((*a == 0xC2) & ((*b == 0xB2) | (*b == 0xB3) | (*b == 0xB9))) | ((*a == 0xE2) & (*b == 0x81))
    };
    // Without an early end within a chunk, so that the compiler looks at many bytes at once.
    bytes
        .chunks(64)
        .zip(after.chunks(64))
        .any(|(a, b)| a.iter().zip(b).fold(false, |found, pair| found | raised(pair)))
}

/// The markers in raised digits of `text`, in order. Cost: one look at each byte.
pub(super) fn raised_markers(text: &str) -> Vec<Bracket> {
    let mut found: Vec<Bracket> = Vec::new();
    if !has_raised_digit(text) {
        return found;
    }
    for (at, _) in text.char_indices().filter(|(_, c)| is_raised_digit(*c)) {
        if found.last().is_none_or(|last| last.span.end <= at) {
            found.extend(raised_marker_at(text, at));
        }
    }
    found
}

/// The marker that begins with the raised digit at byte `at`.
pub(super) fn raised_marker_at(text: &str, at: usize) -> Option<Bracket> {
    let span = run(text, at)?;
    let labels = labels(&text[span.clone()])?;
    let next = text[span.end..].chars().next();
    let goes_on = |c: char| c.is_alphanumeric() || matches!(c, '⁺' | '⁻' | '⁼' | '⁽' | '⁾');
    let hangs = hangs_on_word(base(text, at)?);
    (hangs && !next.is_some_and(goes_on)).then_some(Bracket { span, labels })
}

/// The raised digits from `at` on, with a raised minus between two numbers.
fn run(text: &str, at: usize) -> Option<Span> {
    if text[..at].ends_with(|c| is_raised_digit(c) || c == '⁻') {
        return None;
    }
    let rest = &text[at..];
    let end = rest.find(|c| !is_raised_digit(c) && c != '⁻').unwrap_or(rest.len());
    (end > 0).then_some(at..at + end)
}

fn labels(raised: &str) -> Option<Vec<String>> {
    let numbers: Option<Vec<u32>> = raised.split('⁻').map(number).collect();
    match numbers?.as_slice() {
        [only] => Some(vec![only.to_string()]),
        [first, last] if first < last && last - first < MAX_RANGE => {
            Some((*first..=*last).map(|n| n.to_string()).collect())
        }
        _ => None,
    }
}

fn number(raised: &str) -> Option<u32> {
    let digits: String = raised.chars().filter_map(plain).collect();
    ((1..=3).contains(&digits.len()) && !digits.starts_with('0')).then(|| digits.parse().ok())?
}

fn plain(raised: char) -> Option<char> {
    const RAISED: [char; 10] = ['⁰', '¹', '²', '³', '⁴', '⁵', '⁶', '⁷', '⁸', '⁹'];
    let digit = RAISED.iter().position(|known| *known == raised)?;
    char::from_digit(u32::try_from(digit).ok()?, 10)
}

/// What the group of markers hangs on that the one at byte `at` belongs to: the text before its first.
fn base(text: &str, at: usize) -> Option<&str> {
    let mut first = at;
    for (byte, c) in text[..at].char_indices().rev().take(REACH) {
        match c {
            c if is_raised_digit(c) => first = byte,
            ',' | '⁻' | ' ' | '\u{a0}' | '\u{202f}' => {}
            _ => break,
        }
    }
    text.get(..first)
}

/// Whether `before` ends with a word that a source may hang on, or with closing signs behind one.
fn hangs_on_word(before: &str) -> bool {
    let closing = |c: char| {
        matches!(
            c,
            '»' | '”' | '"' | '›' | ')' | ']' | '.' | ',' | '!' | '?' | '…' | '\u{a0}' | '\u{202f}' | ' '
        )
    };
    if before.ends_with([' ', '\u{a0}', '\u{202f}', ',']) {
        return false;
    }
    let signs =
        before.chars().rev().take(REACH).take_while(|c| closing(*c)).map(char::len_utf8).sum::<usize>();
    let before = &before[..before.len() - signs];
    let part = |c: &char| matches!(class(*c), Class::Extend) || c.is_alphabetic();
    let bytes = before.chars().rev().take(REACH).take_while(part).map(char::len_utf8).sum::<usize>();
    let word = &before[before.len() - bytes..];
    let long = word.chars().filter(|c| c.is_alphabetic()).nth(LETTERS - 1).is_some();
    long && !EXPONENTIAL.contains(&fold(word).as_str())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::brackets::brackets;
    use super::super::{Analyzer, battery};
    use super::{EXPONENTIAL, raised_markers};

    #[test]
    fn markers_and_exponents() {
        let cases: [(&str, &[(&str, &[&str])]); 18] = [
            ("pris⁴.", &[("⁴", &["4"])]),
            ("pris.¹² Il pleut", &[("¹²", &["12"])]),
            ("« pris »³", &[("³", &["3"])]),
            ("pris¹,² et", &[("¹", &["1"]), ("²", &["2"])]),
            ("pris¹ ² et", &[("¹", &["1"]), ("²", &["2"])]),
            ("pris³⁻⁵", &[("³⁻⁵", &["3", "4", "5"])]),
            ("(en 1990, dit la presse)¹", &[("¹", &["1"])]),
            ("12 m² et 3 km²", &[]),
            ("10³ et 2²", &[]),
            ("x² + y² = r²", &[]),
            ("E=mc²", &[]),
            ("le ¹⁴C", &[]),
            ("sin² a", &[]),
            ("cinq mètres²", &[]),
            ("CO² et SO⁴", &[]),
            ("XIXᵉ, 1ᵉʳ", &[]),
            ("kg·s⁻¹", &[]),
            ("mot⁴a", &[]),
        ];
        for (text, expected) in cases {
            let found = raised_markers(text);
            let found: Vec<_> = found.iter().map(|b| (&text[b.span.clone()], b.labels.clone())).collect();
            let expected: Vec<_> = expected.iter().map(|(raw, labels)| (*raw, labels.to_vec())).collect();
            assert_eq!(found.len(), expected.len(), "{text}: {found:?}");
            for (found, expected) in found.iter().zip(&expected) {
                assert_eq!(
                    (found.0, &found.1[..]),
                    (expected.0, &expected.1.iter().map(|l| (*l).to_owned()).collect::<Vec<_>>()[..]),
                    "{text}"
                );
            }
        }
    }

    #[test]
    fn the_list_is_sorted() {
        assert!(EXPONENTIAL.is_sorted());
    }

    #[test]
    fn a_marker_is_no_part_of_its_word() {
        let mut analyzer = Analyzer::new();
        let forms: Vec<String> =
            analyzer.analyze("Le camp¹ est pris.² Il").map(|token| token.form.to_owned()).collect();
        assert_eq!(forms, ["le", "camp", "est", "pris", "il"]);
    }

    proptest! {
        #[test]
        fn markers_hold_no_token(text in "[a-zé ,.»¹²³⁴⁻0-9\\[\\]]{0,40}") {
            let mut end = 0;
            for bracket in brackets(&text) {
                prop_assert!(end <= bracket.span.start, "{bracket:?}");
                let overlaps = |t: super::super::Token<'_>| t.span.start < bracket.span.end && bracket.span.start < t.span.end;
                prop_assert!(!Analyzer::new().analyze(&text).any(overlaps), "{bracket:?}");
                end = bracket.span.end;
            }
        }
    }

    #[test]
    fn battery_holds() {
        battery::check(["pris⁴.", "pris¹,² et 10³"]);
    }
}
