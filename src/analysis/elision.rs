//! Elided articles and pronouns: the `l'` of « l'attaque » is no word of its own and no part of the next.

use super::chars::is_apostrophe;
use super::fold::fold;

/// What elides, folded. Lucene's French elision list (l m t qu n s j d c jusqu quoiqu lorsqu puisqu), and
/// presqu, quelqu, entr (Grevisse, *Le Bon Usage*, on elision), ç, and the z of « les z'yeux ».
const ARTICLES: [&str; 17] = [
    "l", "d", "qu", "n", "s", "c", "j", "m", "t", "z", "jusqu", "lorsqu", "puisqu", "quoiqu", "presqu",
    "quelqu", "entr",
];

/// Beginnings of words that keep what looks like an elision, folded and without apostrophe: presqu'île,
/// quelqu'un, and the words in entr' that the Rectifications of 1990 weld (entracte, s'entraider, entrouvrir …;
/// « entr'eux » is not one of them). Words whose head is no article (aujourd'hui, prud'homme, grand'mère) need
/// no entry.
const KEPT: [&str; 16] = [
    "entraccord",
    "entraccus",
    "entract",
    "entradmir",
    "entraid",
    "entraim",
    "entrapercev",
    "entraperc",
    "entrapparten",
    "entrave",
    "entregorg",
    "entrevit",
    "entrouv",
    "entrouir",
    "presquil",
    "quelquun",
];

/// How many bytes of `word` are elided before it: 0, or the end of the last article's apostrophe. An article
/// elides only before a vowel, y or h, so that N'Djamena, M'Bappé and O'Neill stay whole.
pub(super) fn elided_bytes(word: &str) -> usize {
    let mut cut = 0;
    while let Some((head, tail)) = split_at_apostrophe(&word[cut..]) {
        if !is_article(head) || !begins_with_vowel(tail) || is_kept(&word[cut..]) {
            break;
        }
        cut = word.len() - tail.len();
    }
    cut
}

/// What stands before and after the first apostrophe.
fn split_at_apostrophe(word: &str) -> Option<(&str, &str)> {
    let (at, sign) = word.char_indices().find(|&(_, c)| is_apostrophe(c))?;
    Some((&word[..at], &word[at + sign.len_utf8()..]))
}

/// Whether `head` elides. Longer than any article in any spelling it is not even folded.
pub(super) fn is_article(head: &str) -> bool {
    head.len() <= 16 && ARTICLES.contains(&fold(head).as_str())
}

/// Whether the first letter of `tail`, folded, is a vowel, y or h.
fn begins_with_vowel(tail: &str) -> bool {
    let mut letters = tail.chars().map(|c| fold(c.encode_utf8(&mut [0; 4]))).filter(|f| !f.is_empty());
    letters.next().is_some_and(|f| f.starts_with(['a', 'e', 'i', 'o', 'u', 'y', 'h']))
}

fn is_kept(word: &str) -> bool {
    let folded = fold(word);
    KEPT.iter().any(|kept| folded.starts_with(kept))
}

#[cfg(test)]
mod tests {
    use super::super::battery;
    use super::elided_bytes;

    #[test]
    fn cases() {
        for (rule, word, rest) in [
            ("l'", "l'attaque", "attaque"),
            ("curly", "L’ÉLISION", "ÉLISION"),
            ("ç'", "ç'a", "a"),
            ("qu'", "qu'il", "il"),
            ("jusqu'", "jusqu’à", "à"),
            ("lorsqu'", "lorsqu'elle", "elle"),
            ("puisqu'", "puisqu'on", "on"),
            ("quoiqu'", "quoiqu'il", "il"),
            ("presqu'", "presqu'aussitôt", "aussitôt"),
            ("entr'", "entr'eux", "eux"),
            ("before h", "l'homme", "homme"),
            ("before y", "l'Yonne", "Yonne"),
            ("before œ", "d'œuvre", "œuvre"),
            ("decomposed", "l'e\u{301}te\u{301}", "e\u{301}te\u{301}"),
            ("not before a consonant", "N'Djamena", "N'Djamena"),
            ("not before a consonant", "M'Bappé", "M'Bappé"),
            ("no article", "O'Neill", "O'Neill"),
            ("kept", "aujourd'hui", "aujourd'hui"),
            ("kept", "presqu'île", "presqu'île"),
            ("kept", "presqu'îles", "presqu'îles"),
            ("kept", "entr'acte", "entr'acte"),
            ("kept", "quelqu'un", "quelqu'un"),
            ("kept", "prud'homme", "prud'homme"),
            ("kept", "grand'mère", "grand'mère"),
            ("checked again", "d'aujourd'hui", "aujourd'hui"),
            ("checked again", "l'entr'acte", "entr'acte"),
            ("checked again", "qu'entr'ouvrir", "entr'ouvrir"),
            ("empty", "", ""),
            ("apostrophe alone", "'", "'"),
        ] {
            assert_eq!(&word[elided_bytes(word)..], rest, "{rule}: {word}");
        }
    }

    #[test]
    fn battery_holds() {
        battery::check([
            "l'attaque",
            "L’ÉLISION",
            "ç'a",
            "d'œuvre",
            "M'Bappé",
            "l'entr'acte",
            "aujourd'hui",
            "'",
        ]);
    }
}
