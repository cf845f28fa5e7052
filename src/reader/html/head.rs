//! What the head of a page says of it.

use super::element::Element;
use super::found::Found;

/// Reads a `link` or a `meta`.
pub(super) fn read(element: Element<'_>, found: &mut Found) {
    let is =
        |attribute, names: &[&str]| element.attribute(attribute).is_some_and(|value| names.contains(&value));
    // Parsoid names the page that its text is a version of.
    if is("rel", &["canonical", "dc:isVersionOf"]) {
        found.url = element.attribute("href").and_then(absolute).or(found.url.take());
    } else if is("property", &["og:url"]) {
        found.url = found.url.take().or_else(|| element.attribute("content").and_then(absolute));
    } else if is("property", &["og:title"]) {
        found.titles.shared = element.attribute("content").map(str::to_owned);
    }
}

/// The address with its scheme; none of one that depends on where the page is.
pub(super) fn absolute(href: &str) -> Option<String> {
    let href = href.trim();
    if href.starts_with("//") {
        return Some(format!("https:{href}"));
    }
    (href.starts_with("https://") || href.starts_with("http://")).then(|| href.to_owned())
}
