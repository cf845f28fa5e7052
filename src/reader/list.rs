//! How items of lists are told in plain text.

/// Signs that open an item when a space follows: the bullets of Markdown and of word processors. The em dash is
/// not among them, because it opens a speech in French dialogue and the author under a quotation.
const BULLETS: [char; 9] = ['-', '*', '+', '–', '•', '‣', '◦', '▪', '·'];

/// The words of an item that begins with a bullet.
pub(super) fn bullet(text: &str) -> Option<&str> {
    let rest = text.strip_prefix(BULLETS)?;
    words_after_space(rest)
}

/// The number and the words of an item `1. …` or `1) …`; at most three digits, so that no year is one.
pub(super) fn number(text: &str) -> Option<(u32, &str)> {
    let digits = text.bytes().take(4).take_while(u8::is_ascii_digit).count();
    let rest = text[digits..].strip_prefix(['.', ')'])?;
    let number = if digits <= 3 { text[..digits].parse().ok()? } else { return None };
    Some((number, words_after_space(rest)?))
}

fn words_after_space(text: &str) -> Option<&str> {
    let words = text.trim_start();
    (words.len() < text.len() && !words.is_empty()).then_some(words)
}

#[cfg(test)]
mod tests {
    use super::{bullet, number};

    #[test]
    fn bullets() {
        for (text, words) in [
            ("- un", Some("un")),
            ("–\u{a0}un", Some("un")),
            ("• un", Some("un")),
            ("* un", Some("un")),
            ("— un", None),
            ("-12 °C", None),
            ("- ", None),
            ("un", None),
        ] {
            assert_eq!(bullet(text), words, "{text:?}");
        }
    }

    #[test]
    fn numbers() {
        for (text, item) in [
            ("1. un", Some((1, "un"))),
            ("12) un", Some((12, "un"))),
            ("1914. Le", None),
            ("1.5 m", None),
            ("1 an", None),
            (". un", None),
        ] {
            assert_eq!(number(text), item, "{text:?}");
        }
    }
}
