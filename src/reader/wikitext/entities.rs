//! `&nbsp;` and its like.

use html5ever::data::NAMED_ENTITIES;

/// The longest entity of HTML is shorter.
const MAX_BYTES: usize = 40;

/// The character at the start of `text`, which begins with `&`, and how many bytes name it.
pub(super) fn entity(text: &str) -> Option<(char, usize)> {
    let window = text.as_bytes().get(1..text.len().min(MAX_BYTES))?;
    let end = window.iter().position(|byte| *byte == b';')?;
    let name = text.get(1..=end)?;
    let code = match name.strip_prefix('#') {
        Some(number) => match number.strip_prefix(['x', 'X']) {
            Some(number) => u32::from_str_radix(number, 16).ok()?,
            None => number.parse().ok()?,
        },
        None => NAMED_ENTITIES.get(text.get(1..end + 2)?)?.0,
    };
    char::from_u32(code).filter(|c| *c != '\0').map(|c| (c, end + 2))
}

#[cfg(test)]
mod tests {
    use super::entity;

    #[test]
    fn entities() {
        for (text, expected) in [
            ("&nbsp;:", Some(('\u{a0}', 6))),
            ("&#233;", Some(('é', 6))),
            ("&#xE9;", Some(('é', 6))),
            ("&eacute;t", Some(('é', 8))),
            ("&amp;", Some(('&', 5))),
            ("&", None),
            ("&;", None),
            ("& co;", None),
            ("&#0;", None),
            ("&#xD800;", None),
        ] {
            assert_eq!(entity(text), expected, "{text}");
        }
    }
}
