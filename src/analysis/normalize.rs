//! The form in which texts are stored: Unicode's composed one.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// `text` in NFC, borrowed when it is so already. Combining marks would otherwise split words for whoever reads
/// the stored text after us.
///
/// Cost: one pass; ASCII is recognised at memory speed, an allocation only where something changes.
#[must_use]
pub fn normalize(text: &str) -> Cow<'_, str> {
    if text.is_ascii() || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    let composed: String = text.nfc().collect();
    if composed == text { Cow::Borrowed(text) } else { Cow::Owned(composed) }
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use super::normalize;

    #[test]
    fn composed_text_is_borrowed() {
        for text in ["", "abc", "été", "XIXᵉ", "\u{301}"] {
            assert!(matches!(normalize(text), Cow::Borrowed(_)), "{text:?}");
        }
        assert_eq!(normalize("e\u{301}te\u{301}"), "été");
    }
}
