//! What is left of a word's spelling once case is: the accents.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::fold::MAX_BYTES;

/// `raw` in lower case and NFC, letters and digits only, accents kept: « CÔTÉ » and « côté » are spelled the same,
/// « cote » is not. At most 254 bytes, cut between characters. Empty where no letter or digit is left.
#[must_use]
pub fn spelling(raw: &str) -> String {
    cut(kept(raw.chars().flat_map(char::to_lowercase)))
}

/// As [`spelling`], capitals kept: « Côté » is not « côté ».
#[must_use]
pub fn letters(raw: &str) -> String {
    cut(kept(raw.chars()))
}

fn kept(chars: impl Iterator<Item = char>) -> String {
    chars.filter(|c| c.is_alphanumeric() || is_combining_mark(*c)).nfc().collect()
}

fn cut(mut spelling: String) -> String {
    while spelling.len() > MAX_BYTES {
        spelling.pop();
    }
    spelling
}

#[cfg(test)]
mod tests {
    use super::{letters, spelling};

    #[test]
    fn cases() {
        for (raw, spelled) in [
            ("CÔTÉ", "côté"),
            ("co\u{302}te\u{301}", "côté"),
            ("O.N.U.", "onu"),
            ("1 200", "1200"),
            ("assur[er]", "assurer"),
            ("Œuvre", "œuvre"),
            ("n°", "n"),
            ("", ""),
        ] {
            assert_eq!(spelling(raw), spelled, "{raw}");
        }
        assert_eq!([letters("O.N.U."), letters("Co\u{302}te\u{301}")], ["ONU", "Côté"]);
        assert_eq!(spelling(&"é".repeat(200)).len(), 254);
    }
}
