//! Escaped text as it was before.

use std::borrow::Cow;
use std::str::Utf8Error;

use quick_xml::escape::resolve_predefined_entity;
use quick_xml::events::BytesRef;

/// The longest name of an entity that is looked for, as long as the longest of HTML; an `&` with no `;` near it is
/// one that was not escaped.
const MAX_NAME: usize = 32;

/// A text without escapes.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Unescaped {
    pub(super) text: String,
    /// The first entity that XML does not know, as written; it is kept in the text.
    pub(super) unknown: Option<String>,
}

/// Replaces the five entities of XML and the numbers of characters. No other is replaced, so that no text can grow.
pub(super) fn unescape(raw: &[u8]) -> Result<Unescaped, Utf8Error> {
    let mut rest = std::str::from_utf8(raw)?;
    let mut unescaped = Unescaped { text: String::with_capacity(rest.len()), unknown: None };
    while let Some(at) = memchr::memchr(b'&', rest.as_bytes()) {
        let (before, from) = rest.split_at(at);
        unescaped.text.push_str(before);
        let name = name(from);
        match resolved(name) {
            Some(text) => {
                unescaped.text.push_str(&text);
                rest = &from[name.len() + 2..];
            }
            None => {
                unescaped.text.push('&');
                unescaped.unknown.get_or_insert_with(|| format!("&{name}"));
                rest = &from[1..];
            }
        }
    }
    unescaped.text.push_str(rest);
    Ok(unescaped)
}

/// The name in `&name;` at the head of `from`, empty where there is none.
fn name(from: &str) -> &str {
    let near = from.as_bytes().iter().take(MAX_NAME).position(|byte| *byte == b';');
    near.and_then(|end| from.get(1..end)).unwrap_or("")
}

fn resolved(name: &str) -> Option<Cow<'static, str>> {
    if let Some(text) = resolve_predefined_entity(name) {
        return Some(text.into());
    }
    let number = BytesRef::new(name).resolve_char_ref().ok()??;
    Some(number.to_string().into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entities_of_xml_and_no_others() {
        for (raw, text, unknown) in [
            ("a &lt;b&gt; &amp;amp; &quot;&apos;", "a <b> &amp; \"'", None),
            ("&#233;&#xE9;", "éé", None),
            ("&nbsp;&eacute;", "&nbsp;&eacute;", Some("&nbsp")),
            ("AT&T; R & D", "AT&T; R & D", Some("&T")),
            ("&#0; &#xD800; &#99999999999;", "&#0; &#xD800; &#99999999999;", Some("&#0")),
            ("&", "&", Some("&")),
            ("&;é&é;", "&;é&é;", Some("&")),
            ("", "", None),
        ] {
            let unescaped = unescape(raw.as_bytes()).unwrap();
            assert_eq!((unescaped.text.as_str(), unescaped.unknown.as_deref()), (text, unknown), "{raw}");
        }
        assert_eq!(unescape(b"ab\xFF").unwrap_err().valid_up_to(), 2);
    }
}
