//! Which raised words are citation markers.

use super::element::fragment;

/// Characters of a label; the groups of notes of a wiki have names (`lower-alpha 12`).
const MAX_LABEL: usize = 30;

/// The id of the note and the label of the marker that raised words are which lead to `link`.
///
/// A note of MediaWiki is known by its id (`cite_note…`); in other pages a marker is a number, a letter or a sign that
/// leads to a place in the same page.
pub(super) fn marker(words: &str, link: &str) -> Option<(String, String)> {
    let (page, note) = link.split_once('#')?;
    let label = words.trim().trim_start_matches(['[', '(']).trim_end_matches([']', ')']).trim();
    let of_wiki = note.starts_with("cite_note");
    let fits = (1..=MAX_LABEL).contains(&label.chars().count()) && !label.contains(['[', ']']);
    let is_one = fits && !note.is_empty() && (of_wiki || page.is_empty() && is_sign(label));
    is_one.then(|| (fragment(note), label.to_owned()))
}

/// `12`, `b`, `*`, `note 3`: nothing that is read aloud.
fn is_sign(label: &str) -> bool {
    let number = label.rsplit([' ', '\u{a0}']).next().unwrap_or(label);
    let counted = number.chars().all(|c| c.is_ascii_digit()) && number.len() <= 4;
    counted || label.chars().count() == 1
}

#[cfg(test)]
mod tests {
    use super::marker;

    #[test]
    fn raised_words() {
        for (words, link, label) in [
            ("[12]", "#cite_note-12", Some("12")),
            ("12", "./Chien#cite_note-d%C3%A9but-12", Some("12")),
            ("[note\u{a0}1]", "#cite_note-1", Some("note\u{a0}1")),
            ("[lower-alpha 3]", "#cite_note-1", Some("lower-alpha 3")),
            ("3", "#fn3", Some("3")),
            ("*", "#bas", Some("*")),
            ("[réf.\u{a0}nécessaire]", "/wiki/Aide:R%C3%A9f%C3%A9rence", None),
            ("er", "#premier", None),
            ("3", "autre.html#fn3", None),
            ("3", "#", None),
            ("", "#cite_note-1", None),
        ] {
            assert_eq!(marker(words, link).map(|(_, label)| label).as_deref(), label, "{words:?} {link:?}");
        }
        assert_eq!(marker("1", "#cite_note-d%C3%A9but-1").unwrap().0, "cite_note-début-1");
    }
}
