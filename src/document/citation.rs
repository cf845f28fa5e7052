//! A citation marker in a passage, and how labels compare.

use serde::{Deserialize, Serialize};

use super::Span;

/// `[4]` in a passage: a statement that the words before it rest on a source.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CitationMarker {
    /// The marker with its brackets, in the passage's text.
    pub span: Span,
    /// What it points to, in written form without brackets: one label for `[4]` or `[note 2]`, three for `[3-5]`.
    pub labels: Vec<String>,
    /// The words that it vouches for: from the previous group of markers, or the start of the sentence, to the
    /// group that it stands in; trimmed. All markers of a group share it.
    pub claim: Span,
}

/// The form in which two labels are compared: case and any space are ignored, so `Note 2` is `note 2`.
#[must_use]
pub fn label_key(label: &str) -> String {
    label.chars().filter(|c| !c.is_whitespace()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::label_key;

    #[test]
    fn case_and_any_space_are_ignored() {
        for (written, key) in
            [("4", "4"), ("Note 2", "note2"), ("note\u{a0}2", "note2"), ("RP 3", "rp3"), ("", "")]
        {
            assert_eq!(label_key(written), key, "{written:?}");
        }
    }
}
