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
mod find;
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
use crate::error::Oddity;

/// Adds what the wikitext `text` holds to `page`.
///
/// Cost: linear in the text, however its signs nest.
pub(super) fn read(text: &str, page: &mut Page) {
    if let Some(target) = redirection(text) {
        return page.dropped("redirection", target);
    }
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
        page.warn(Oddity::SignsTooDeep { byte: place });
    }
}

/// The page that this one only leads to: `#REDIRECTION [[page]]`.
fn redirection(text: &str) -> Option<&str> {
    let line = text.trim_start().lines().next()?;
    let is_word = |word: &&str| line.get(..word.len()).is_some_and(|start| start.eq_ignore_ascii_case(word));
    let word = ["#redirection", "#redirect"].into_iter().find(is_word)?;
    let (target, _) =
        line[word.len()..].trim_start_matches([':', ' ', '\t']).strip_prefix("[[")?.split_once("]]")?;
    Some(target.split('|').next().unwrap_or(target).trim())
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
