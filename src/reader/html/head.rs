//! What the head of a page says of it.

use super::element::Element;
use super::found::Found;
use crate::reader::entry::absolute;

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
