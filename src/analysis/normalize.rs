//! The form in which texts are stored: Unicode's composed one.

use std::borrow::Cow;

use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

/// `text` in NFC, borrowed when it is so already. Combining marks would otherwise split words for whoever reads
/// the stored text after us.
///
/// Cost: one pass; what French is written with is recognised at memory speed, an allocation only where something
/// changes.
#[must_use]
pub fn normalize(text: &str) -> Cow<'_, str> {
    if is_plain(text.as_bytes()) || is_nfc_quick(text.chars()) == IsNormalized::Yes {
        return Cow::Borrowed(text);
    }
    let composed: String = text.nfc().collect();
    if composed == text { Cow::Borrowed(text) } else { Cow::Owned(composed) }
}

/// As many bytes as are looked at in one step.
const CHUNK_BYTES: usize = 64;

/// Whether all characters are below U+0300, where those that can combine begin, or in U+2002 to U+203F: dashes,
/// quotation marks, narrow spaces (UAX #15: each of them is in NFC beside any other).
fn is_plain(text: &[u8]) -> bool {
    let is_punctuation = |at: usize| matches!(text.get(at..at + 3), Some([LEAD, 0x80, 0x82..=0xBF]));
    !text.chunks(CHUNK_BYTES).any(holds_other) && memchr::memchr_iter(LEAD, text).all(is_punctuation)
}

/// The byte that U+2002 to U+203F begin with, and others.
const LEAD: u8 = 0xE2;

/// Whether a character from U+0300 on begins in it with another byte. Without an early end, so that the compiler looks
/// at many bytes at once.
fn holds_other(chunk: &[u8]) -> bool {
    chunk.iter().fold(false, |found, byte| found | ((*byte >= 0xCC) & (*byte != LEAD)))
}

#[cfg(test)]
mod tests {
    use std::borrow::Cow;

    use proptest::prelude::*;
    use unicode_normalization::UnicodeNormalization as _;

    use super::{is_plain, normalize};

    proptest! {
        #[test]
        fn as_the_standard_has_it(text in "[a-zé\u{c0}-\u{340}\u{1fef}-\u{2050}œ’«한各]*") {
            prop_assert_eq!(normalize(&text), text.nfc().collect::<String>());
        }
    }

    #[test]
    fn what_is_plain_is_in_nfc_beside_anything_plain() {
        let plain = ('\u{0}'..'\u{10ffff}').filter(|c| is_plain(c.encode_utf8(&mut [0; 4]).as_bytes()));
        let all: String = plain.collect();
        assert!(all.chars().count() > 0x300 && all.nfc().eq(all.chars()));
    }

    #[test]
    fn composed_text_is_borrowed() {
        for text in ["", "abc", "été", "XIXᵉ", "\u{301}"] {
            assert!(matches!(normalize(text), Cow::Borrowed(_)), "{text:?}");
        }
        assert_eq!(normalize("e\u{301}te\u{301}"), "été");
    }
}
