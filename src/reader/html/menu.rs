//! Menus of a site: lists, tables and lines that are links and nothing else.

use std::collections::HashMap;

use super::found::{Piece, What};
use crate::document::Form;

/// Of a menu's letters, so many of ten at least stand in links.
const LINKED_OF_TEN: usize = 8;

/// A menu has so many links at least.
const MIN_LINKS: usize = 3;

/// The menus of a page. They are told by their links alone, as Readability does (Mozilla's, which takes a share of
/// links for the sign of what is no text); pages of a wiki are not looked at, because their lists are links.
pub(super) struct Menus {
    /// For each outermost list, its letters, those in links, and its links.
    lists: HashMap<usize, (usize, usize, usize)>,
}

impl Menus {
    pub(super) fn new(pieces: &[Piece]) -> Self {
        let mut lists: HashMap<usize, (usize, usize, usize)> = HashMap::new();
        for piece in pieces {
            let sums = piece.list.map(|list| lists.entry(list).or_default());
            if let Some((len, linked, links)) = sums {
                *len += piece.len;
                *linked += piece.linked;
                *links += piece.links;
            }
        }
        Self { lists }
    }

    pub(super) fn leave_out(&self, pieces: &mut Vec<Piece>) {
        pieces.retain(|piece| match (&piece.what, piece.list) {
            (What::Block(..), Some(list)) => {
                self.lists.get(&list).is_none_or(|(len, linked, links)| !is_menu(*len, *linked, *links))
            }
            (What::Block(Form::Paragraph, ..) | What::Table(_), None) => {
                !is_menu(piece.len, piece.linked, piece.links)
            }
            _ => true,
        });
    }
}

fn is_menu(len: usize, linked: usize, links: usize) -> bool {
    links >= MIN_LINKS && linked * 10 >= len * LINKED_OF_TEN
}
