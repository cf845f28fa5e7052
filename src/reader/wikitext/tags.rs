//! Tags: their names and attributes.

/// The name of the tag at the start of `source`, `<` and `/` left out; as it is written.
pub(super) fn tag_name(source: &str) -> &str {
    let rest = source.trim_start_matches('<').trim_start_matches('/');
    let end = rest.bytes().position(|byte| !byte.is_ascii_alphanumeric()).unwrap_or(rest.len());
    &rest[..end]
}

/// Whether the tag is `</…>`.
pub(super) fn is_closing(source: &str) -> bool {
    source.starts_with("</")
}

/// The value of an attribute of the tag at the start of `source`, without quotation marks.
pub(super) fn attribute<'a>(source: &'a str, name: &str) -> Option<&'a str> {
    let end = source.find('>').unwrap_or(source.len());
    let tag = source[..end].trim_start_matches('<').trim_end_matches('/');
    value(&tag[tag_name(tag).len()..], name)
}

/// The value of an attribute in a list of them, such as a cell of a table has before its text.
pub(super) fn value<'a>(attributes: &'a str, name: &str) -> Option<&'a str> {
    let mut rest = attributes;
    while let Some((before, after)) = rest.split_once('=') {
        let given = before.trim().rsplit(char::is_whitespace).next().unwrap_or_default();
        let (value, next) = first_value(after.trim_start());
        if given.eq_ignore_ascii_case(name) {
            return Some(value.trim());
        }
        rest = next;
    }
    None
}

/// A value, in quotation marks or up to white space, and what stands behind it. French guillemets are taken for
/// quotation marks as well, since pages have them by mistake.
fn first_value(text: &str) -> (&str, &str) {
    for (open, close) in [('"', '"'), ('\'', '\''), ('«', '»'), ('“', '”')] {
        if let Some(rest) = text.strip_prefix(open) {
            return rest.split_once(close).unwrap_or((rest, ""));
        }
    }
    let end = text.find(char::is_whitespace).unwrap_or(text.len());
    text.split_at(end)
}

#[cfg(test)]
mod tests {
    use super::{attribute, is_closing, tag_name};

    #[test]
    fn attributes() {
        for (tag, name, expected) in [
            ("<ref name=\"a b\" group=note>", "name", Some("a b")),
            ("<ref name=\"a b\" group=note>", "group", Some("note")),
            ("<ref name=x/>", "name", Some("x")),
            ("<ref  NAME = 'd''x' />", "name", Some("d")),
            ("<ref name=« Le Monde » />", "name", Some("Le Monde")),
            ("<ref name=\"sans fin>", "name", Some("sans fin")),
            ("<ref>", "name", None),
            ("<ref name>", "name", None),
            ("<ref group=\"name=1\">", "name", None),
            ("", "name", None),
        ] {
            assert_eq!(attribute(tag, name), expected, "{tag}");
        }
        assert_eq!((tag_name("</DIV >"), is_closing("</DIV >"), tag_name("<br/>")), ("DIV", true, "br"));
    }
}
