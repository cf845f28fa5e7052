//! Markdown: CommonMark with footnotes and front matter.

use super::page::Page;

/// Reads a page. `entitle`: its own title names it.
pub(super) fn read(_text: &str, _page: &mut Page, _entitle: bool) {}
