//! HTML: a wiki's page as it is shown, or a saved page of any site.

use super::page::Page;

/// Reads a page. `entitle`: its own title names it.
pub(super) fn read(_text: &str, _page: &mut Page, _entitle: bool) {}
