//! Wikitext: pages of a wiki as they are edited.
//!
//! `scan` finds what signs enclose, `tree` holds it by place, `notes` numbers the references, `block` goes through
//! the page's lines; what a stretch of running text shows is said in `inline`, what a template shows in `expand`.

mod block;
mod call;
mod cite;
mod data;
mod entities;
mod expand;
mod infobox;
mod inline;
mod links;
mod media;
mod notes;
mod numbers;
mod ordinals;
mod references;
mod rows;
mod scan;
mod tags;
#[cfg(test)]
mod tests;
mod tree;

use self::block::Block;
use self::notes::Notes;
use self::tree::Tree;
use super::page::Page;
use super::prose::Prose;
use crate::document::Span;

/// Adds what the wikitext `text` holds to `page`.
///
/// Cost: linear in the text, however its signs nest.
pub(super) fn read(text: &str, page: &mut Page) {
    let tree = Tree::new(text);
    let notes = Notes::of(&tree);
    let mut reader = Reader {
        tree: &tree,
        notes: &notes,
        page,
        block: Block::default(),
        captions: Vec::new(),
        unnamed_links: 0,
        in_reference: false,
        apostrophe_line: 0..0,
        unpaired: None,
    };
    reader.blocks(tree.root());
    reader.flush();
    reader.references();
    if let Some(place) = tree.too_deep {
        page.warn(&format!("signs nest too deep at byte {place}: what is further inside is read as text"));
    }
}

/// Reads a page.
struct Reader<'a> {
    tree: &'a Tree<'a>,
    notes: &'a Notes,
    page: &'a mut Page,
    /// What is being read.
    block: Block,
    /// Words under images, until the block that is being read ends.
    captions: Vec<(Prose, Span)>,
    /// How many external links without words there were: they are numbered.
    unnamed_links: usize,
    /// Whether the text of a reference is being read.
    in_reference: bool,
    /// The line that apostrophes were counted in last, and which of them stands for itself.
    apostrophe_line: Span,
    unpaired: Option<usize>,
}
