//! Wikitext: a wiki's page as it is edited.

use super::page::Page;

/// Reads a page's wikitext.
pub(super) fn read(_text: &str, _page: &mut Page) {}
