//! Folding: lower case, no accents, nothing but letters and digits. It stands before the stemmer, so that a
//! query typed without accents finds exactly what the accented one finds.

use unicode_normalization::char::{decompose_compatible, is_combining_mark};

use super::chars::{is_apostrophe, is_ignorable};

/// The longest form, in bytes: one that an index can hold whatever its encoding adds.
pub(super) const MAX_BYTES: usize = 254;

/// `word` folded: compatibility decomposition (ligatures ﬁ ﬂ, superscripts, full-width letters), lower case,
/// then marks, apostrophes, dots, spaces and brackets dropped. At most [`MAX_BYTES`], cut between characters.
pub(super) fn fold(word: &str) -> String {
    let mut folded = String::with_capacity(word.len().min(MAX_BYTES));
    for c in word.chars() {
        if c.is_ascii_alphanumeric() {
            folded.push(c.to_ascii_lowercase());
        } else if !c.is_ascii() {
            fold_char(c, &mut folded);
        }
        if folded.len() >= MAX_BYTES {
            break;
        }
    }
    while folded.len() > MAX_BYTES {
        folded.pop();
    }
    folded
}

/// Appends what is left of `c`. A character that falls apart into more than letters, digits and marks (`½`) is
/// kept whole: its pieces would read as another word.
fn fold_char(c: char, folded: &mut String) {
    if is_apostrophe(c) || is_ignorable(c) {
        return;
    }
    let mut whole = true;
    decompose_compatible(c, |d| whole &= d.is_alphanumeric() || is_combining_mark(d));
    if whole {
        decompose_compatible(c, |d| d.to_lowercase().for_each(|l| push_base(l, folded)));
    } else if c.is_alphanumeric() {
        folded.push(c);
    }
}

/// Appends a lower-case letter without its stroke, ligature or mark. The pairs are the letters of European Latin
/// alphabets that Unicode does not decompose, with the spelling that French texts replace them by.
fn push_base(c: char, folded: &mut String) {
    match c {
        'œ' => folded.push_str("oe"),
        'æ' => folded.push_str("ae"),
        'ß' => folded.push_str("ss"),
        'þ' => folded.push_str("th"),
        'ø' => folded.push('o'),
        'ł' => folded.push('l'),
        'đ' | 'ð' => folded.push('d'),
        'ħ' => folded.push('h'),
        'ı' => folded.push('i'),
        'ŋ' => folded.push('n'),
        'ŧ' => folded.push('t'),
        'ς' => folded.push('σ'), // only at a word's end, so its case would change the term
        _ if c.is_alphanumeric() && !is_combining_mark(c) && !is_apostrophe(c) => folded.push(c),
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::battery;
    use super::{MAX_BYTES, fold};

    #[test]
    fn cases() {
        for (rule, word, folded) in [
            ("lower case", "PARIS", "paris"),
            ("accents", "Éléphant", "elephant"),
            ("accents, decomposed", "E\u{301}le\u{301}phant", "elephant"),
            ("cedilla", "Ça", "ca"),
            ("œ", "Œuvre", "oeuvre"),
            ("æ", "Læticia", "laeticia"),
            ("ÿ", "L’Haÿ", "lhay"),
            ("ß", "Straße", "strasse"),
            ("strokes", "Łódź Ørsted Đà ð Þór ħ ŧ", "lodzorsteddadthorht"),
            ("dotless i", "Diyarbakır", "diyarbakir"),
            ("dotted I", "İstanbul", "istanbul"),
            ("full width", "ＡＢＣ１", "abc1"),
            ("ligatures", "ﬁn ﬂot", "finflot"),
            ("superscripts", "km²", "km2"),
            ("superscript letter", "XIXᵉ", "xixe"),
            ("subscripts", "CO₂", "co2"),
            ("soft hyphen", "anti\u{ad}constitutionnel", "anticonstitutionnel"),
            ("zero width", "mot\u{200b}\u{feff}s", "mots"),
            ("half rings", "Qur\u{2be}an", "quran"),
            ("apostrophes", "N’Dja'mena", "ndjamena"),
            ("fraction stays whole", "12½", "12½"),
            ("final sigma", "λόγος", "λογοσ"),
            ("empty", "", ""),
        ] {
            assert_eq!(fold(word), folded, "{rule}");
        }
    }

    #[test]
    fn long_words_are_cut_between_characters() {
        assert_eq!(fold(&"a".repeat(300)).len(), MAX_BYTES);
        assert_eq!(fold(&"東".repeat(100)).len(), 252);
    }

    proptest! {
        #[test]
        fn folding_twice_is_folding_once(word in battery::any_text()) {
            let once = fold(&word);
            prop_assert_eq!(fold(&once), once);
        }
    }

    #[test]
    fn battery_holds() {
        battery::check([
            "Éléphant",
            "Læticia œuvre",
            "L’Haÿ",
            "Łódź",
            "ﬁn",
            "km²",
            "XIXᵉ",
            "CO₂",
            "mot\u{200b}s",
        ]);
    }
}
