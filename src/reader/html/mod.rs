//! HTML: a wiki's page as it is shown, or a saved page of any site.
//!
//! What is taken for the article: of a page of MediaWiki its text (`mw-content-text`, `mw-parser-output`, Parsoid's
//! body); of any other page the innermost `main` or `article` that holds more than half of the words, else all of it,
//! in both cases without menus: lists, and lines of three links or more, whose words stand in links by four fifths.
//! Scripts, forms' controls, `nav`, `aside`, `footer`, the `header` of the site, what is hidden, and MediaWiki's own
//! apparatus (`element.rs` names it) are not read; formulas are left out and counted.
//!
//! `tokens` → `reading` (which element opens and closes what) → `found` → `give`. Cost: linear in the page; elements
//! nest to a depth of 512, deeper ones are read as words of that one.

mod begin;
mod close;
mod element;
mod found;
mod frame;
mod give;
mod grid;
mod head;
mod marker;
mod menu;
mod open;
mod reading;
mod skin;
mod term;
#[cfg(test)]
mod tests;
mod tokens;

use super::page::Page;

/// Reads a page. `entitle`: its own title names it.
pub(super) fn read(text: &str, page: &mut Page, entitle: bool) {
    give::give(tokens::read(text).finish(), page, entitle);
}
