//! Which lines of a plain text are headings, and which of them open a list of sources.

use crate::document::slug;

/// A heading is no longer than this.
const MAX_CHARS: usize = 100;

/// What Wikipedia prints after a heading, and a page copied as text keeps.
const EDIT_LINKS: [&str; 4] =
    ["[modifier | modifier le code]", "[modifier le code]", "[modifier le wikicode]", "[modifier]"];

/// The words of the heading that a line would be, none if it cannot be one.
///
/// A heading is one line of at most [`MAX_CHARS`] characters; it begins with an upper-case letter or a digit,
/// has no final punctuation (`. ! ? … ; , :`, nor a closing guillemet), and holds no bracket, no address and no
/// sign of a table's row (a tab, ` | `, two spaces). Whether it *is* one is seen from what follows it: see
/// [`Outline`](super::outline::Outline).
pub(super) fn heading(line: &str) -> Option<&str> {
    let words = without_edit_link(line.trim());
    let ends = words.ends_with(['.', '!', '?', '…', ';', ',', ':', '»', '”', '—', '–', '-', '(', '«']);
    if ends || words.len() > 4 * MAX_CHARS || words.chars().nth(MAX_CHARS).is_some() {
        return None;
    }
    let begins = words.starts_with(|c: char| c.is_uppercase() || c.is_numeric());
    let foreign = ["[", "\n", "\t", " | ", "  ", "://"].iter().any(|sign| words.contains(sign));
    (begins && !foreign).then_some(words)
}

fn without_edit_link(line: &str) -> &str {
    if !line.ends_with(']') {
        return line;
    }
    EDIT_LINKS.iter().find_map(|link| line.strip_suffix(link)).map_or(line, str::trim_end)
}

/// What a section holds, as its heading says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Apparatus {
    /// Entries that the markers of the text point to.
    Notes,
    /// Works, with no order that a marker could name.
    Works,
    /// No sources, but it stands behind them: it ends their list.
    Links,
}

/// Names of the sections behind a text, as French Wikipedia (Aide:Plan, “Annexes”) and French publishers write
/// them, in the form of [`slug`]; and whether the name alone is sure, because it has no other common meaning.
const NAMES: [(&str, Apparatus, bool); 24] = [
    ("notes-et-references", Apparatus::Notes, true),
    ("references-et-notes", Apparatus::Notes, true),
    ("notes-references", Apparatus::Notes, true),
    ("references", Apparatus::Notes, true),
    ("references-bibliographiques", Apparatus::Notes, true),
    ("notes", Apparatus::Notes, false),
    ("note", Apparatus::Notes, false),
    ("notes-de-bas-de-page", Apparatus::Notes, true),
    ("sources", Apparatus::Works, false),
    ("source", Apparatus::Works, false),
    ("sources-et-references", Apparatus::Works, true),
    ("bibliographie", Apparatus::Works, false),
    ("bibliographie-indicative", Apparatus::Works, false),
    ("voir-aussi", Apparatus::Links, true),
    ("annexe", Apparatus::Links, true),
    ("annexes", Apparatus::Links, true),
    ("lien-externe", Apparatus::Links, true),
    ("liens-externes", Apparatus::Links, true),
    ("article-connexe", Apparatus::Links, true),
    ("articles-connexes", Apparatus::Links, true),
    ("filmographie", Apparatus::Links, true),
    ("discographie", Apparatus::Links, true),
    ("portail", Apparatus::Links, true),
    ("portails", Apparatus::Links, true),
];

/// What the section under a line holds, and whether the line's words alone make that sure (« Sources » may be
/// those of a river).
pub(super) fn apparatus(line: &str) -> Option<(Apparatus, bool)> {
    // Longer lines are no name, also with a link behind it: no need to look at them.
    if line.len() > 100 {
        return None;
    }
    let words = heading(line.trim_end_matches([':', ' ', '\u{a0}']))?;
    if words.len() > 40 {
        return None;
    }
    let slug = slug(words);
    NAMES.iter().find(|(name, ..)| *name == slug).map(|(_, apparatus, sure)| (*apparatus, *sure))
}

#[cfg(test)]
mod tests {
    use super::{Apparatus, apparatus, heading};

    #[test]
    fn what_can_be_a_heading() {
        for line in ["Déroulement", "Œuvres", "1914", "De 2005 à 2009", "L'affaire « Dreyfus » en France"]
        {
            assert_eq!(heading(line), Some(line));
        }
        assert_eq!(heading("Réactions [modifier | modifier le code]"), Some("Réactions"));
    }

    #[test]
    fn what_cannot() {
        for line in [
            "",
            "Le camp est pris.",
            "Les combats[4]",
            "plan du site",
            "« Dix rescapés »",
            "Il déclare\u{a0}:",
            "Morts | 53 | 54",
            "Morts\t53",
            "Morts   53",
            "Voir https://exemple.org/a",
            "- Item",
        ] {
            assert_eq!(heading(line), None, "{line:?}");
        }
        assert_eq!(heading(&"A".repeat(101)), None);
        assert!(heading(&"É".repeat(100)).is_some());
    }

    #[test]
    fn sections_of_sources() {
        for (line, expected) in [
            ("Notes et références", Some((Apparatus::Notes, true))),
            ("NOTES ET REFERENCES", Some((Apparatus::Notes, true))),
            ("Notes & références", Some((Apparatus::Notes, true))),
            ("Références :", Some((Apparatus::Notes, true))),
            ("Sources", Some((Apparatus::Works, false))),
            ("Voir aussi", Some((Apparatus::Links, true))),
            ("Sources du Nil", None),
            ("notes", None),
        ] {
            assert_eq!(apparatus(line), expected, "{line:?}");
        }
    }
}
