//! Ordinals as French Wikipedia's templates write them: `{{2e}}`, `{{Ier}}`, `{{s|XIX|e}}`.

/// The endings of ordinals.
const ENDINGS: [&str; 9] = ["er", "ère", "re", "ème", "ième", "e", "nde", "nd", "es"];

/// Whether a template's name is an ordinal, alone or with what it counts: `43e`, `ier`, `xXe siècle`, `1er janvier`.
pub(super) fn is_ordinal(name: &str) -> bool {
    let word = name.split([' ', '\u{a0}']).next().unwrap_or_default();
    let ending = ENDINGS.iter().find_map(|ending| word.strip_suffix(ending).filter(|rest| is_number(rest)));
    ending.is_some()
}

/// Digits or a Roman numeral, whose first letter a template's canonical name has in lower case. Of single letters only
/// small numerals are one: `{{ce}}` and `{{me}}` are words.
fn is_number(word: &str) -> bool {
    let roman =
        |word: &str| word.bytes().all(|byte| matches!(byte, b'I' | b'V' | b'X' | b'L' | b'C' | b'D' | b'M'));
    let upper = word.get(..1).map(str::to_uppercase).unwrap_or_default();
    let rest = word.get(1..).unwrap_or_default();
    let is_small = word.len() > 1 || matches!(upper.as_str(), "I" | "V" | "X");
    !word.is_empty()
        && (word.bytes().all(|byte| byte.is_ascii_digit()) || (is_small && roman(&upper) && roman(rest)))
}

/// An ordinal template's name as it is shown, with a space that does not break before what it counts.
pub(super) fn shown(name: &str) -> String {
    let mut shown = name.replacen([' ', '_'], "\u{a0}", 1);
    if let Some(first) = shown.get(..1).map(str::to_uppercase) {
        shown.replace_range(..1, &first);
    }
    shown
}

/// « XIIe et XIIIe siècles »: each number of `values` with its ending, the words between them, and `counted`.
pub(super) fn ordinals(values: &[String], counted: &str) -> String {
    let mut words: Vec<String> = Vec::new();
    for value in values.iter().map(|value| value.trim()).filter(|value| !value.is_empty()) {
        let is_ending = ENDINGS.contains(&value);
        match words.last_mut().filter(|word| is_ending && is_number(word)) {
            Some(number) => number.push_str(value),
            None => {
                let links = words.len() == 1 && is_number(value) && counted.starts_with("siècles");
                words.extend(links.then(|| "et".to_owned()));
                words.push(value.to_owned());
            }
        }
    }
    let mut shown = words.iter().map(|word| with_ending(word)).collect::<Vec<_>>().join(" ");
    if !counted.is_empty() && !shown.is_empty() {
        shown = shown + "\u{a0}" + counted;
    }
    shown
}

/// A number without an ending gets its own: `I` the first, all others `e`.
fn with_ending(word: &str) -> String {
    match word {
        "I" | "1" => format!("{word}er"),
        _ if is_number(word) => format!("{word}e"),
        _ => word.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::{is_ordinal, ordinals, shown};

    #[test]
    fn names_that_are_ordinals() {
        for name in ["43e", "1er", "ier", "iIe", "xXe siècle", "1re", "1er janvier", "ire République"] {
            assert!(is_ordinal(name), "{name}");
        }
        for name in ["e", "unité", "de", "le", "date", "mer", "12", "", "livre", "ce", "me"] {
            assert!(!is_ordinal(name), "{name}");
        }
        assert_eq!(shown("xXe siècle"), "XXe\u{a0}siècle");
    }

    #[test]
    fn centuries() {
        for (values, counted, expected) in [
            (&["XIX", "e"][..], "siècle", "XIXe\u{a0}siècle"),
            (&["XIX"], "siècle", "XIXe\u{a0}siècle"),
            (&["I", "er"], "siècle", "Ier\u{a0}siècle"),
            (&["XII", "e", "XIII", "e"], "siècles", "XIIe et XIIIe\u{a0}siècles"),
            (&["XII", "au", "XIII"], "siècle", "XIIe au XIIIe\u{a0}siècle"),
            (&["V", ""], "", "Ve"),
            (&[], "siècle", ""),
        ] {
            let values: Vec<String> = values.iter().map(|value| (*value).to_owned()).collect();
            assert_eq!(ordinals(&values, counted), expected, "{values:?}");
        }
    }
}
