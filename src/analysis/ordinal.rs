//! Ordinals: `1er`, `1re`, `1ère` are `1e`; `2nd`, `2ème` are `2e`; `XIXe`, `XIXᵉ`, `XIXème` are `19e`. Works on
//! folded forms, hence in any case.

use super::Span;
use super::chars::{Class, class, is_hyphen, is_space};
use super::fold::fold;
use super::tokenize::Words;

/// Roman ordinals that are words, or abbreviations of words, in lower case: they are ordinals only where
/// [`is_counting`] says so. Found by going through the numerals from I to XXXIX.
const AMBIGUOUS: [(&str, &str); 3] = [("vie", "6e"), ("ire", "1e"), ("ie", "1e")];

/// What is counted with Roman ordinals in French texts, folded.
const COUNTED: [&str; 16] = [
    "siecle",
    "siecles",
    "millenaire",
    "millenaires",
    "arrondissement",
    "arrondissements",
    "dynastie",
    "dynasties",
    "republique",
    "legislature",
    "regiment",
    "armee",
    "division",
    "congres",
    "concile",
    "olympiade",
];

/// Articles before a masculine noun, which vie and ire are not: « le VIe Plan », « du VIe au VIIe siècle ».
const MASCULINE: [&str; 3] = ["le", "du", "au"];

/// Words between the first and the second ordinal of « VIe et VIIe siècles ». Not « au », which would make a
/// sixth of « la vie au XIXe siècle ».
const JOINING: [&str; 2] = ["et", "ou"];

/// The ordinal that `form` spells, as digits and `e`.
pub(super) fn ordinal(form: &str) -> Option<String> {
    if AMBIGUOUS.iter().any(|(word, _)| *word == form) {
        return None;
    }
    let digits = form.bytes().take_while(u8::is_ascii_digit).count();
    match digits {
        0 => roman_ordinal(form).map(|number| format!("{number}e")),
        1..=4 if is_ending(&form[..digits], form[digits..].trim_end_matches('s')) => {
            Some(format!("{}e", &form[..digits]))
        }
        _ => None,
    }
}

/// Whether `ending` makes an ordinal of `number`. `2d` is left alone: it is two-dimensional more often.
fn is_ending(number: &str, ending: &str) -> bool {
    match ending {
        "e" | "eme" | "ieme" => true,
        "er" | "re" | "ere" => number == "1",
        "nd" | "nde" | "de" => number == "2",
        _ => false,
    }
}

/// The number of a Roman ordinal from 1 to 39. The longest numeral wins: `xieme` is the eleventh.
fn roman_ordinal(form: &str) -> Option<u32> {
    match form {
        "ier" | "iere" => return Some(1),
        "iind" | "iinde" => return Some(2),
        _ => {}
    }
    ["e", "eme", "ieme"].iter().find_map(|ending| roman(form.strip_suffix(ending)?))
}

/// The value of a Roman numeral from I to XXXIX in lower case. Higher ones need letters that make French words
/// with an `e` (ce, de, le, me, mie, dive, mixe), and count neither centuries nor kings.
fn roman(numeral: &str) -> Option<u32> {
    let units = numeral.trim_start_matches('x');
    let tens = numeral.len() - units.len();
    let unit = ["", "i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix"];
    // `ix` begins with no x, so trimming tens cannot eat into it.
    let unit = unit.iter().position(|u| *u == units)?;
    let value = 10 * tens + unit;
    (tens <= 3 && value > 0).then_some(value as u32)
}

/// The ordinal that an ambiguous `form` is where it counts something.
pub(super) fn if_counting(form: &str) -> Option<&'static str> {
    AMBIGUOUS.iter().find(|(word, _)| *word == form).map(|(_, ordinal)| *ordinal)
}

/// Whether the word at `span` counts something: after a masculine article, or before a counted noun.
pub(super) fn is_counting(text: &str, span: &Span) -> bool {
    let before = text[..span.start].trim_end_matches(is_space);
    let article = before.rsplit(|c| class(c) == Class::Other).next().unwrap_or_default();
    MASCULINE.contains(&fold(article).as_str()) || counts(&text[span.end..])
}

/// Whether `rest`, the text after a word, begins with something counted: a noun of [`COUNTED`], or a second
/// ordinal, directly or after « et », « ou ». Cost: at most two words are looked at.
fn counts(rest: &str) -> bool {
    let mut from = 0;
    for word in Words::new(rest).take(2) {
        let near = rest[from..word.start].chars().all(|c| is_space(c) || is_hyphen(c) || c == '\n');
        let form = fold(&rest[word.clone()]);
        if !near || COUNTED.contains(&form.as_str()) || roman_ordinal(&form).is_some() {
            return near;
        }
        if from > 0 || !JOINING.contains(&form.as_str()) {
            return false;
        }
        from = word.end;
    }
    false
}

#[cfg(test)]
mod tests {
    use super::super::battery;
    use super::{counts, if_counting, is_counting, ordinal};

    #[test]
    fn cases() {
        for (rule, form, expected) in [
            ("1er", "1er", "1e"),
            ("1re", "1re", "1e"),
            ("1ère", "1ere", "1e"),
            ("2e", "2e", "2e"),
            ("2ème", "2eme", "2e"),
            ("2nd", "2nd", "2e"),
            ("2de", "2de", "2e"),
            ("plural", "2emes", "2e"),
            ("3ième", "3ieme", "3e"),
            ("XIXe", "xixe", "19e"),
            ("XIXème", "xixeme", "19e"),
            ("XVIIIième", "xviiiieme", "18e"),
            ("longest numeral", "xieme", "11e"),
            ("Ier", "ier", "1e"),
            ("Ière", "iere", "1e"),
            ("IInd", "iind", "2e"),
            ("XXXIXe", "xxxixe", "39e"),
        ] {
            assert_eq!(ordinal(form).as_deref(), Some(expected), "{rule}");
        }
        for form in [
            "", "e", "vie", "ire", "ie", "ce", "me", "le", "mie", "xxxxe", "iie1", "2d", "3nd", "2er",
            "12345e",
        ] {
            assert_eq!(ordinal(form), None, "{form}");
        }
        assert_eq!(ordinal("iiiie"), None, "no numeral");
    }

    #[test]
    fn a_word_is_an_ordinal_before_what_it_counts() {
        assert_eq!(if_counting("vie"), Some("6e"));
        assert_eq!(if_counting("mie"), None);
        assert!(is_counting("le VIe Plan", &(3..6)) && is_counting("DU\u{a0}vie au", &(4..7)));
        assert!(!is_counting("la vie au", &(3..6)) && !is_counting("noble vie", &(6..9)));
        for rest in
            [" siècle", "\u{a0}SIÈCLE av.", "-VIIe siècles", " et VIIe siècles", " ou\u{a0}Xe", " dynastie"]
        {
            assert!(counts(rest), "{rest:?}");
        }
        for rest in
            ["", " est belle", ". Siècle", " et siècl", " et la vie", " et et siècle", " au XIXe", ", VIIe"]
        {
            assert!(!counts(rest), "{rest:?}");
        }
    }

    #[test]
    fn battery_holds() {
        battery::check([
            "1er",
            "1ère",
            "2nd",
            "XIXᵉ siècle",
            "VIe siècle",
            "la vie",
            "Ire",
            "l'ire",
            "IIe-IIIe",
        ]);
    }
}
