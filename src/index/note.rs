//! Markers in the text of a reference: a note may cite.

use crate::analysis::brackets::brackets;
use crate::document::{CitationMarker, Reference, Span, label_key};

/// The markers in a reference's text, in its order, but for its own label: « \[4\] » in the text of `note 1`. What else
/// stands in brackets there, an edition or a language, may look like one: only labels of the article's own list count.
///
/// The claim of a marker is what the note says before it, from the marker before that which it does not stand next to.
#[must_use]
pub fn note_markers(reference: &Reference) -> Vec<CitationMarker> {
    let own = label_key(&reference.label);
    let text = reference.raw.as_str();
    let mut markers: Vec<CitationMarker> = Vec::new();
    for bracket in brackets(text) {
        let labels: Vec<String> =
            bracket.labels.into_iter().filter(|label| label_key(label) != own).collect();
        if !labels.is_empty() {
            let claim = claim(text, markers.last(), bracket.span.start);
            markers.push(CitationMarker { span: bracket.span, labels, claim });
        }
    }
    markers
}

fn claim(text: &str, previous: Option<&CitationMarker>, at: usize) -> Span {
    let from = previous.map_or(0, |marker| marker.span.end);
    let words = text.get(from..at).unwrap_or_default();
    match previous {
        Some(marker) if !words.contains(char::is_alphanumeric) => marker.claim.clone(),
        _ => {
            let begins =
                words.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '.' | ',' | ';'));
            let start = from + (words.len() - begins.len());
            start..start + begins.trim_end().len()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::note_markers;
    use crate::document::Reference;

    #[test]
    fn what_a_note_cites() {
        for (raw, expected) in [
            ("Un fait[4],[5]. Un autre [6].", vec![("4", "Un fait"), ("5", "Un fait"), ("6", "Un autre")]),
            ("Voir [note 1].", vec![]),
            ("Guide [en ligne], 2019 […]", vec![]),
        ] {
            let reference = Reference { label: "Note 1".into(), raw: raw.into(), ..Reference::default() };
            let found = note_markers(&reference);
            let found: Vec<(&str, &str)> =
                found.iter().map(|m| (m.labels[0].as_str(), &raw[m.claim.clone()])).collect();
            assert_eq!(found, expected, "{raw}");
        }
    }
}
