//! How articles and passages get their names.

use std::iter::once;

use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;
use xxhash_rust::xxh3::xxh3_64;

use super::collapse_spaces;

/// Letters and digits of a passage key: Crockford's base 32, which leaves out `i l o u`.
const ALPHABET: &[u8; 32] = b"0123456789abcdefghjkmnpqrstvwxyz";

/// Letters and digits in a key. 40 bits: among a million passages about half a pair is expected to share one
/// (n²/2⁴¹), within an article practically none.
const KEY_CHARS: usize = 8;

/// An article's id from its title: lower case, accents folded, `œ` and `æ` spelled out, every run of other
/// characters one hyphen. A title without letters or digits gives `article`.
#[must_use]
pub fn slug(title: &str) -> String {
    let mut slug = String::with_capacity(title.len());
    for c in title.chars() {
        if c.is_ascii() {
            push_letter(&mut slug, c.to_ascii_lowercase());
            continue;
        }
        // In whatever order marks would stand, they are left out: each character can be taken for itself.
        let letters = once(c).nfkd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase);
        letters.for_each(|letter| push_letter(&mut slug, letter));
    }
    slug.truncate(slug.trim_end_matches('-').len());
    if slug.is_empty() { "article".to_owned() } else { slug }
}

/// Appends a letter in lower case; what is none as a hyphen.
fn push_letter(slug: &mut String, c: char) {
    match c {
        'œ' => slug.push_str("oe"),
        'æ' => slug.push_str("ae"),
        'ß' => slug.push_str("ss"),
        c if c.is_alphanumeric() => slug.push(c),
        _ if slug.ends_with('-') || slug.is_empty() => {}
        _ => slug.push('-'),
    }
}

/// A passage's id in the whole index: the article's id, `#`, the passage's key.
#[must_use]
pub fn passage_id(article: &str, key: &str) -> String {
    format!("{article}#{key}")
}

/// Gives the passages of one article their keys, in document order.
///
/// Cost: eight bytes of memory for each distinct passage of the article.
#[derive(Debug, Default)]
pub struct KeyMaker {
    seen: FxHashMap<u64, u32>,
}

impl KeyMaker {
    /// The key of the next passage. `text` is the passage's text without its markers; white space is collapsed
    /// here, so that neither renumbered references nor re-wrapped lines change a key.
    pub fn key(&mut self, text: &str) -> String {
        let hash = xxh3_64(collapse_spaces(text, char::is_whitespace).as_bytes());
        let uses = self.seen.entry(hash >> (64 - 5 * KEY_CHARS)).or_insert(0);
        *uses += 1;
        let key = letters(hash);
        if *uses == 1 { key } else { format!("{key}-{uses}") }
    }
}

/// The top 40 bits of `hash`, five a letter.
fn letters(hash: u64) -> String {
    let letters: [u8; KEY_CHARS] = std::array::from_fn(|n| ALPHABET[(hash >> (59 - 5 * n)) as usize & 31]);
    letters.map(char::from).iter().collect()
}

#[cfg(test)]
mod tests {
    use super::{KeyMaker, passage_id, slug};

    #[test]
    fn slugs() {
        for (title, expected) in [
            ("Attaque d'Indelimane", "attaque-d-indelimane"),
            ("L’élision en français", "l-elision-en-francais"),
            ("Œuvre & Æthelred — 2ᵉ", "oeuvre-aethelred-2e"),
            ("  Été  ", "ete"),
            ("E\u{301}te\u{301}", "ete"),
            ("東京", "東京"),
            ("?!", "article"),
            ("", "article"),
        ] {
            assert_eq!(slug(title), expected, "{title:?}");
        }
    }

    #[test]
    fn a_key_depends_on_the_words_alone() {
        let key = |text: &str| KeyMaker::default().key(text);
        assert_eq!(key("Le camp  est\npris."), key(" Le camp est pris. "));
        assert_ne!(key("Le camp est pris."), key("Le camp fut pris."));
        assert_eq!(key("x").len(), 8);
    }

    #[test]
    fn a_repeated_passage_is_numbered() {
        let mut keys = KeyMaker::default();
        let first = keys.key("Idem.");
        assert_eq!([keys.key("Idem."), keys.key("Idem.")], [format!("{first}-2"), format!("{first}-3")]);
        assert_eq!(passage_id("a", &first), format!("a#{first}"));
    }
}
