//! Which format a source is in: its content where that is sure, else its name.

use std::path::Path;

use super::decode::{Encoding, SAMPLE_BYTES};
use super::unpack::inner_name;
use crate::document::Format;

/// The format of a source named `path` that begins, once it is unpacked, with the bytes `start`; none if it has no
/// reader.
///
/// Content first: a JSON object in the first line is JSONL, a `<mediawiki>` root a dump, a document type or a root of
/// HTML is HTML, whatever the name. Then the ending of the name, without that of its packing. A name that says
/// nothing, or `.txt`, may still hold wikitext, Markdown with front matter or a piece of HTML, told by several signs
/// at once. Standard input (`-`) is plain text otherwise. XML with another root, and what holds NUL, has no reader.
#[must_use]
pub fn detect(path: &str, start: &[u8]) -> Option<Format> {
    let (encoding, mark) = Encoding::of(start);
    let text = encoding.sample_text(&start[mark..]);
    if text.contains('\0') || start.contains(&0) && encoding == Encoding::Utf8 {
        return None;
    }
    match by_root(&text) {
        Root::Of(format) => return Some(format),
        Root::Other => return None,
        Root::None => {}
    }
    if is_row(&text) {
        return Some(Format::Jsonl);
    }
    let named = by_name(path);
    match named {
        None | Some(Format::Text) => by_signs(&text).or(named),
        named => named,
    }
}

/// Whether the first line is a JSON object, or the beginning of one that is longer than the sample.
fn is_row(text: &str) -> bool {
    let text = text.trim_start();
    let Some(object) = text.strip_prefix('{') else { return false };
    match text.split_once('\n') {
        None if text.len() + 4 >= SAMPLE_BYTES => object.trim_start().starts_with('"'),
        line => {
            let line = line.map_or(text, |(line, _)| line);
            serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(line).is_ok()
        }
    }
}

/// What the first element says.
enum Root {
    Of(Format),
    /// That it is XML of a form without a reader.
    Other,
    /// Nothing.
    None,
}

fn by_root(text: &str) -> Root {
    let start = text.trim_start();
    let is_xml = starts_with(start, "<?xml");
    let root = after_prolog(start);
    if starts_with(root, "<mediawiki") {
        Root::Of(Format::Dump)
    } else if ["<!doctype html", "<html", "<head>", "<body"].iter().any(|sign| starts_with(root, sign)) {
        Root::Of(Format::Html)
    } else if starts_with(root, "<!doctype") {
        // The declarations of a document type are not parsed; a dump has none, and its reader refuses it.
        if root.contains("<mediawiki") { Root::Of(Format::Dump) } else { Root::Other }
    } else if is_xml && root.starts_with('<') {
        Root::Other
    } else {
        Root::None
    }
}

/// `text` from its first element or document type on: after XML's declaration, comments and instructions.
fn after_prolog(text: &str) -> &str {
    let mut rest = text;
    loop {
        let end = match rest {
            _ if rest.starts_with("<?") => "?>",
            _ if rest.starts_with("<!--") => "-->",
            _ => return rest,
        };
        let Some((_, after)) = rest.split_once(end) else { return rest };
        rest = after.trim_start();
    }
}

/// Whether `text` begins so, in either case.
fn starts_with(text: &str, sign: &str) -> bool {
    text.get(..sign.len()).is_some_and(|start| start.eq_ignore_ascii_case(sign))
}

fn by_name(path: &str) -> Option<Format> {
    if path == "-" {
        return Some(Format::Text);
    }
    let ending = Path::new(inner_name(path)).extension()?.to_str()?.to_lowercase();
    Format::ALL.into_iter().find(|format| format.extensions().contains(&ending.as_str()))
}

fn by_signs(text: &str) -> Option<Format> {
    if is_wikitext(text) {
        Some(Format::Wikitext)
    } else if has_front_matter(text) {
        Some(Format::Markdown)
    } else if is_piece_of_html(text) {
        Some(Format::Html)
    } else {
        None
    }
}

/// A link, a heading or a note, and a third sign: each alone stands in other texts as well (`[[` and `'''` in source
/// code, `{{` in templates of all kinds).
fn is_wikitext(text: &str) -> bool {
    let heading = || text.lines().map(str::trim_end).any(is_heading);
    let signs = ["'''", "{{"].iter().filter(|sign| text.contains(**sign)).count();
    let notes = text.contains("<ref>") || text.contains("<ref ");
    if !text.contains("[[") || signs + usize::from(notes) == 0 {
        return false;
    }
    let parts = usize::from(notes) + usize::from(heading());
    parts > 0 && signs + parts >= 2
}

/// `== Title ==`
fn is_heading(line: &str) -> bool {
    let inside = line.strip_prefix("==").and_then(|line| line.strip_suffix("=="));
    inside.is_some_and(|title| !title.trim_matches(['=', ' ']).is_empty())
}

/// Lines of `key: value` between two lines of three hyphens.
fn has_front_matter(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim_end);
    let mut keys = 0;
    lines.next() == Some("---")
        && lines.take_while(|line| !line.is_empty()).any(|line| {
            keys += usize::from(line.split_once(':').is_some_and(|(key, _)| is_key(key)));
            line == "---" && keys > 0
        })
}

fn is_key(key: &str) -> bool {
    !key.is_empty() && key.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-'))
}

/// An element that holds text begins it, and several are closed.
fn is_piece_of_html(text: &str) -> bool {
    const ELEMENTS: [&str; 12] = [
        "<div", "<p", "<section", "<article", "<main", "<header", "<h1", "<h2", "<ul", "<ol", "<table",
        "<title",
    ];
    let root = after_prolog(text.trim_start());
    let begins = |element: &&str| {
        starts_with(root, element)
            && root[element.len()..].starts_with(|c: char| c == '>' || c.is_whitespace())
    };
    ELEMENTS.iter().any(begins) && root.matches("</").count() >= 2
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn content_decides_where_it_is_sure_and_the_name_otherwise() {
        use Format::{Dump, Html, Jsonl, Markdown, Text, Wikitext};
        const WIKI: &str =
            "'''Ménaka''' est une [[ville]].\n\n== Histoire ==\nElle est prise<ref>Un livre.</ref>.\n";
        let cases: &[(&str, &str, &str, Option<Format>)] = &[
            ("a row", "a.txt", "{\"_id\": \"a\"}\nx", Some(Jsonl)),
            ("a row of any name", "a.xml", " {\"_id\": \"a\"}", Some(Jsonl)),
            ("a brace", "a.txt", "{un mot}", Some(Text)),
            ("a dump", "a", "<mediawiki xml:lang=\"fr\"><page>", Some(Dump)),
            (
                "a dump with a declaration",
                "a.txt",
                "<?xml version=\"1.0\"?>\n<!-- x -->\n<mediawiki>",
                Some(Dump),
            ),
            ("a dump with a type", "a", "<!DOCTYPE m [<!ENTITY a \"b\">]>\n<mediawiki>", Some(Dump)),
            ("another XML", "feed.xml", "<?xml version=\"1.0\"?>\n<feed/>", None),
            ("another XML in a text", "feed.txt", "<?xml version=\"1.0\"?><svg>", None),
            ("XML by its name alone", "a.xml", "", Some(Dump)),
            ("HTML", "a.txt", "\n<!doctype html>\n<p>", Some(Html)),
            ("XHTML", "a.xml", "<?xml version=\"1.0\"?>\n<!DOCTYPE html PUBLIC \"x\">", Some(Html)),
            ("HTML with a comment", "saved", "<!-- saved from url --><HTML lang=fr>", Some(Html)),
            ("a piece of HTML", "a", "<div class=\"x\"><p>Un</p></div>", Some(Html)),
            ("a piece of HTML in Markdown", "a.md", "<div align=\"center\"><p>Un</p></div>", Some(Markdown)),
            ("wikitext", "a.wikitext", "Un.", Some(Wikitext)),
            ("wikitext in a text", "a.txt", WIKI, Some(Wikitext)),
            ("wikitext without a name", "-", WIKI, Some(Wikitext)),
            ("wikitext that says it is HTML", "a.html", WIKI, Some(Html)),
            ("two signs of wikitext", "a.txt", "'''Ménaka''' est une [[ville]].", Some(Text)),
            ("source code", "a.py", "'''Doc.'''\nx = [[1], {{2}}]\nif a == b == c: pass\n", None),
            ("Markdown", "a.md", "# Titre\n", Some(Markdown)),
            ("front matter", "a.txt", "---\ntitle: Titre\n---\nUn.", Some(Markdown)),
            ("a rule", "a.txt", "---\nUn mot.\n---\n", Some(Text)),
            ("text", "a.txt", "Un.", Some(Text)),
            ("standard input", "-", "Un.", Some(Text)),
            ("an unknown name", "a.png", "Un.", None),
            ("a packed text", "a.txt.gz", "Un.", Some(Text)),
            ("a packed dump", "b/a.xml.bz2", "", Some(Dump)),
            ("a binary", "a.txt", "a\0b", None),
        ];
        for (name, path, start, format) in cases {
            assert_eq!(detect(path, start.as_bytes()), *format, "{name}");
        }
    }
}
